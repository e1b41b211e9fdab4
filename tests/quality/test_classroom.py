"""A unit in class: the rules on its minutes and notes catch notes and minutes that are broken."""

import json
import re

import pytest

from course.errors import CourseError
from course.learn import classroom
from course.learn.classroom import LESSONS, Entry, Use, lesson_plan, notes
from course.learn.exercises import lesson
from course.paths import notebook_folder
from course.quality.classroom import class_minutes, teaching_notes
from course.units import Unit, cell_text, units

FILE = "04-third-site.ipynb"
TASKS = list(lesson("third-site").exercises)
FIRST, EXERCISES = "Before you look", "Exercises"
SHORT = {FIRST: {"45": 5, "90": 10, "180": 20}, "The end": {"90": 30, "180": 60},
         EXERCISES: {"45": 40, "90": 50, "180": 100}}  # fmt: skip
FULL = "- Show: s\n- Ask: a\n- Listen for: l\n- Cut first: c\n- Goes wrong: w"


def without_180(written):
    return written.replace(", 180", "")


def headings(notebook):
    for cell in notebook["cells"]:
        match = re.search(r"^## +(.+)$", cell_text(cell), re.M)
        if cell["cell_type"] == "markdown" and match:
            yield match[1].strip(), cell["metadata"].setdefault("course", {})


@pytest.fixture
def room(tmp_path):
    """Return a function that stores unit 04 with these class minutes and these notes."""

    def store(minutes=SHORT, text=None, change=lambda written: written):
        notebook = json.loads((notebook_folder() / FILE).read_text(encoding="utf-8"))
        written = []
        for heading, about in headings(notebook):
            about.pop("class", None)
            if heading in minutes:
                about["class"] = minutes[heading]
            written.append(f"## {heading}\n\n" + (FULL if heading in minutes else "- At home: h"))
            if heading == EXERCISES:
                written += [f"- Do {task}: {EXERCISES}: 45, 90, 180" for task in TASKS]
        opening = "# Teaching 04: T\n\n- Materials: m\n- Before class: b\n- Both sides: s"
        (tmp_path / "teach").mkdir(exist_ok=True)
        said = text if text is not None else change("\n\n".join([opening, *written]) + "\n")
        (tmp_path / "teach" / "04.md").write_text(said, encoding="utf-8")
        (tmp_path / FILE).write_text(json.dumps(notebook), encoding="utf-8")
        return Unit(tmp_path / FILE)

    return store


def test_sound_minutes_and_notes_break_no_rule(room):
    unit = room()
    assert [*class_minutes(unit), *teaching_notes(unit)] == []


def test_a_lesson_takes_its_sections_in_order_with_their_minutes_notes_and_tasks(room):
    plan = lesson_plan(room(), 90)
    assert [(p.section.heading, p.minutes) for p in plan] == [
        (FIRST, 10), ("The end", 30), (EXERCISES, 50),
    ]  # fmt: skip
    assert plan[0].entry == Entry("s", "a", "l", "c", "w")
    assert plan[2].tasks == tuple(TASKS) and plan[0].tasks == ()
    assert lesson_plan(room(change=without_180), 180)[2].tasks == ()
    assert notes(room()).uses[TASKS[0]] == Use(EXERCISES, (45, 90, 180))


def test_a_lesson_that_the_unit_does_not_offer_is_refused_with_those_that_it_does(room):
    with pytest.raises(CourseError, match="has a lesson of 45 or 90 or 180 minutes, none of 60"):
        lesson_plan(room(), 60)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ({**SHORT, "The end": {"90": 31, "180": 60}}, "lesson of 90 minutes sum to 91"),
        ({FIRST: {"45": 45}}, "offers lessons of .45. minutes; it is to offer .45, 90, 180."),
        ({FIRST: {"45": 45, "60": 60}}, "'Before you look' has 60 minutes in a lesson of 60"),
        ({**SHORT, "The end": {"90": 30, "180": 60, "45": 0}}, "has 0 minutes in a lesson of 45"),
    ],
)
def test_minutes_that_do_not_make_a_lesson_are_told(room, minutes, said):
    assert any(re.search(said, one) for one in class_minutes(room(minutes)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- Materials: m\n", "", "opening says nothing of 'Materials'"),
        ("## The end", "## An end", r"Missing: .'The end'.; in no notebook: .'An end'."),
        ("- Ask: a", "- Ask: " + "a " * 46, "'Ask' of 'Before you look' has 46 words; at most 45"),
        ("- Ask: a\n", "", "'Before you look' has no line 'Ask'"),
        ("- At home: h", "- Show: h", "has no line 'At home'"),
        (f"- Do {TASKS[0]}:", "- Do 04-nothing:", f"'{TASKS[0]}' has no line"),
        (f"- Do {TASKS[0]}:", "- Do 04-nothing:", "'04-nothing' is no exercise of this unit"),
        (f"{TASKS[0]}: Exercises", f"{TASKS[0]}: Nowhere", "rests on 'Nowhere', which is no"),
        (
            f"{TASKS[0]}: Exercises",
            f"{TASKS[0]}: The end",
            f"45 minutes does '{TASKS[0]}' and leaves out 'The end'",
        ),
    ],
)
def test_notes_that_do_not_fit_their_unit_are_told(room, old, new, said):
    unit = room(change=lambda text: text.replace(old, new, 1))
    assert any(re.search(said, one) for one in teaching_notes(unit))


def test_a_lesson_that_takes_exercises_names_them(room):
    (said,) = teaching_notes(room(change=without_180))
    assert "the lesson of 180 minutes takes exercises and names none" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- Asks: a", "line 1: 'Asks' is no note"),
        ("Prose", "'Prose' is no note. A note is"),
        ("## A\n\n## A", "line 3: the heading 'A' stands there twice"),
        ("## A\n- Ask: a\n- Ask: b", "'Ask' stands twice under 'A'"),
        ("## A\n- Do it", "write an exercise as"),
        ("- Do x: A: home", "'x' stands twice, or under no heading"),
        ("## A\n- Materials: m", "'Materials' is no note"),
    ],
)
def test_a_line_that_is_no_note_is_told_with_its_number(room, text, said):
    with pytest.raises(CourseError, match=said):
        notes(room(text=text))


def test_a_note_may_run_over_lines(room):
    said = notes(room(text="## A\n\n- Ask: one\n  two\n- Show: s\n- Do x: Part: two: home\n"))
    assert said.entries["A"] == Entry(ask="one two", show="s")
    assert said.uses["x"] == Use("Part: two", ())


def test_a_unit_without_notes_says_where_they_would_stand(tmp_path):
    (tmp_path / "teach").mkdir()
    with pytest.raises(CourseError, match=r"no notes for teaching yet. They would stand in .*04"):
        notes(Unit(tmp_path / FILE))


def test_the_notes_of_a_copy_that_has_none_are_the_courses_own(tmp_path):
    assert classroom.notes_file(Unit(tmp_path / FILE)).parent == notebook_folder() / "teach"


@pytest.mark.parametrize("one", units(), ids=lambda one: one.number)
def test_every_unit_of_the_course_can_be_taught(one):
    wanted = LESSONS[:1] if one.metadata.get("form") == "orientation" else LESSONS
    assert tuple(classroom.lengths(one)) == wanted
    assert notes(one).opening.materials
