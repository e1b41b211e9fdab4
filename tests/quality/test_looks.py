"""A change of what a learner reads asks for another look, and names what changed since which."""

import json
import re
from dataclasses import replace
from math import inf

import pytest

from course.errors import CourseError
from course.learn.exercises import Lesson, computed_once, lesson
from course.paths import root
from course.quality import looks
from course.show import PLOTLY_MIME
from course.units import Unit, cell_text, unit

LOOKED = "A. Kaya: read from end to end"
EXERCISE = "04-village-share"
PREDICTION = "04-cost-ranking"


@pytest.fixture(scope="module")
def own():
    """Return what the room of unit 04 holds, all that it finds in the tables found once."""
    with computed_once():
        return lesson("third-site")


@pytest.fixture
def ours(tmp_path, monkeypatch, own, looked_at):
    """Return a copy of unit 04 that the course takes for its own, and that was looked at."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "room").mkdir()
    monkeypatch.setattr(looks, "root", lambda: tmp_path)
    monkeypatch.setattr(looks, "room", lambda unit: tmp_path / "room")
    original = unit("04").path
    path = tmp_path / "notebooks" / original.name
    path.write_bytes((root() / "notebooks" / original.name).read_bytes())
    monkeypatch.setattr(looks, "lesson", lambda slug: own)
    if not looked_at:  # the first to need the record makes it, as `course check --reviewed` does
        looks.look(Unit(path), LOOKED)
        looked_at.append((tmp_path / "room" / looks.NAME).read_bytes())
    (tmp_path / "room" / looks.NAME).write_bytes(looked_at[0])
    return Unit(path)


@pytest.fixture(scope="module")
def looked_at():
    """Hold the record of the review of unit 04, once there is one."""
    return []


def edit(ours, change):
    """Change the notebook of a unit."""
    notebook = json.loads(ours.path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    ours.path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def other_lesson(monkeypatch, **changes):
    """Let the unit have an exercise, a prediction or a first question that is changed."""
    own = looks.lesson("third-site")
    exercises, predictions, quiz = dict(own.exercises), dict(own.predictions), own.quiz
    if "exercise" in changes:
        exercises[EXERCISE] = replace(exercises[EXERCISE], **changes["exercise"])
    if "prediction" in changes:
        predictions[PREDICTION] = replace(predictions[PREDICTION], **changes["prediction"])
    if "question" in changes:
        quiz = (replace(quiz[0], **changes["question"]), *quiz[1:])
    monkeypatch.setattr(looks, "lesson", lambda slug: Lesson(exercises, predictions, quiz))


def the_one(ours, pattern):
    """Expect one message, which says what to do."""
    (message,) = looks.problems(ours)
    assert re.match(pattern, message), message
    assert "since its review on 20" in message and f"by A. Kaya ({LOOKED[9:]})" in message
    assert message.endswith("Look again, then run: course check 04 --reviewed 'WHO: WHY'")


def first(cells, wanted):
    return next(cell for cell in cells if wanted(cell))


def charts(cells):
    for cell in cells:
        for output in cell.get("outputs", []):
            if PLOTLY_MIME in output.get("data", {}):
                yield output["data"][PLOTLY_MIME]


def test_what_was_looked_at_is_no_problem(ours):
    assert list(looks.problems(ours)) == []
    assert looks.look(ours, LOOKED) == []


def test_a_unit_without_a_record_is_not_held_to_one_yet(ours):
    (looks.room(ours) / looks.NAME).unlink()
    edit(ours, lambda cells: cells.pop())
    assert list(looks.problems(ours)) == []


def test_a_word_of_the_story(ours):
    def change(cells):
        cell = first(cells, lambda c: "In September 2009" in cell_text(c))
        cell["source"] = cell_text(cell).replace("gave up", "lost")

    edit(ours, change)
    the_one(ours, r"section 'the opening' \(cell c-\w+\) changed")


@pytest.mark.parametrize("side", ["for", "against"])
def test_a_side_of_the_debate_hollowed_out_at_the_same_length(ours, side):
    def change(cells):
        cell = first(cells, lambda c: c["metadata"].get("course", {}).get("side") == side)
        cell["source"] = re.sub(r"\w+", lambda m: m[0][::-1], cell_text(cell))

    edit(ours, change)
    the_one(ours, rf"section 'The debate[^']*', side '{side}' \(cell c-\w+\) changed")


def test_the_minutes_of_a_section(ours):
    def change(cells):
        first(cells, lambda c: "minutes" in c["metadata"].get("course", {}))["metadata"]["course"][
            "minutes"
        ] += 5

    edit(ours, change)
    the_one(ours, r"section '[^']*' \(cell c-\w+\) changed")


def test_the_minutes_of_a_class_are_no_change(ours):
    def change(cells):
        about = first(cells, lambda c: "minutes" in c["metadata"].get("course", {}))["metadata"]
        about["course"]["class"] = {"45": 7}

    edit(ours, change)
    assert list(looks.problems(ours)) == []


def test_a_section_that_is_gone(ours):
    def change(cells):
        at = next(i for i, c in enumerate(cells) if cell_text(c).startswith("## The end"))
        del cells[at]

    edit(ours, change)
    (order, gone) = looks.problems(ours)
    assert order.startswith("the unit's card (order of sections) changed since its review")
    assert gone.startswith("section 'The end' is gone since its review")


def opens(cells, heading):
    return next(i for i, c in enumerate(cells) if cell_text(c).startswith(f"## {heading}"))


def test_the_order_of_cells_within_a_section(ours):
    def change(cells):
        at = opens(cells, "Exercises") + 2
        cells[at], cells[at + 1] = cells[at + 1], cells[at]

    edit(ours, change)
    the_one(ours, r"section 'Exercises' \(order\) changed")


def test_the_order_of_sections(ours):
    def change(cells):
        first, second, after = (
            opens(cells, heading) for heading in ("Could it", "The end", "The debate")
        )
        cells[first:after] = cells[second:after] + cells[first:second]

    edit(ours, change)
    the_one(ours, r"the unit's card \(order of sections\) changed")


@pytest.mark.parametrize(
    ("part", "value"), [("title", "Another title of the chart"), ("digest", ["a", "b", "c"])]
)
def test_the_words_of_a_chart(ours, part, value):
    edit(ours, lambda cells: next(charts(cells))["layout"]["meta"]["course"].update({part: value}))
    the_one(ours, rf"chart of cell c-\w+ \({part}\) changed")


def test_a_label_in_a_chart(ours):
    edit(
        ours, lambda cells: next(charts(cells))["layout"]["annotations"][0].update(text="Elsewhere")
    )
    the_one(ours, r"chart of cell c-\w+ \(labels\) changed")


def test_a_mark_of_a_chart(ours):
    def change(cells):
        values = next(t["x"] for c in charts(cells) for t in c["data"] if len(t.get("x") or "") > 1)
        values[0], values[1] = values[1], values[0]

    edit(ours, change)
    the_one(ours, r"chart of cell c-\w+ \(marks\) changed")


def test_the_look_of_a_mark_is_no_change(ours):
    edit(ours, lambda cells: next(charts(cells))["data"][0].update(marker={"size": 99}))
    assert list(looks.problems(ours)) == []


@pytest.mark.parametrize("words", ["charts.geometry", f'course.check("{EXERCISE}"'])
@pytest.mark.parametrize("about", [{"jupyter": {"source_hidden": True}}, {"tags": ["hide-cell"]}])
def test_how_a_cell_is_shown(ours, words, about):
    edit(ours, lambda cells: first(cells, lambda c: words in cell_text(c)).update(metadata=about))
    the_one(ours, r"section '[^']*' \(cell c-\w+\) changed")


def test_a_fold_that_comes_and_goes_with_a_run_is_no_change(ours):
    fold = {"jupyter": {"outputs_hidden": True}}
    where = f'course.check("{EXERCISE}"'
    edit(ours, lambda cells: first(cells, lambda c: where in cell_text(c)).update(metadata=fold))
    assert list(looks.problems(ours)) == []


def test_a_number_that_is_set_free(ours, monkeypatch):
    line, *others = looks.bindings(ours)
    monkeypatch.setattr(looks, "bindings", lambda unit: [replace(line, holds="ours"), *others])
    the_one(ours, rf"the map of numbers \({line.cell} '{line.written}'\) changed")


def test_what_a_learner_fills_in_is_nobodys_to_review(ours):
    def change(cells):
        cell = first(cells, lambda c: f'course.check("{EXERCISE}"' in cell_text(c))
        cell["source"] = cell_text(cell).replace("...", "93.2")

    edit(ours, change)
    assert list(looks.problems(ours)) == []


def _spoilt(name="", **changes):
    task = lesson("third-site").exercises[EXERCISE]
    _, (known, second), *others = task.misconceptions.items()
    return {name or known: replace(second, **changes)} | dict(others)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("asks", {"title": "Another title"}),
        ("asks", {"kind": replace(lesson("third-site").exercises[EXERCISE].kind, tolerance=9)}),
        ("outcomes", {"outcomes": ("LO4",)}),
        ("answer", {"answer": lambda: 95.0}),
        ("why", {"why": "Because."}),
        ("hints", {"hints": ("So?", "And so?", "Then?")}),
        ("misconceptions", {"misconceptions": _spoilt(name="you counted twice")}),
        ("misconceptions", {"misconceptions": _spoilt(says="Count again.")}),
        ("misconceptions", {"misconceptions": _spoilt(shows=(1, 2))}),
        ("misconceptions", {"misconceptions": _spoilt(within=[(99, inf)])}),
        ("sources", {"source_ids": ("nato-2024-relations-russia",)}),
    ],
)
def test_a_part_of_an_exercise(ours, monkeypatch, part, change):
    other_lesson(monkeypatch, exercise=change)
    the_one(ours, rf"exercise {EXERCISE} \([^)]*\b{part}\b[^)]*\) changed")


def test_an_exercise_that_the_tables_answer_otherwise(ours, monkeypatch):
    monkeypatch.setattr(looks, "lesson", lesson)
    monkeypatch.setattr("course.lessons.third_site.sums.village_share", lambda *_: 95.0)
    the_one(ours, rf"exercise {EXERCISE} \(.*why\) changed")


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("asks", {"question": "Which of them came out cheapest?"}),
        ("answer", {"answer": lambda: "D"}),
        ("reveal", {"reveal": lambda: "It was dear."}),
    ],
)
def test_a_part_of_a_prediction(ours, monkeypatch, part, change):
    other_lesson(monkeypatch, prediction=change)
    the_one(ours, rf"prediction {PREDICTION} \({part}\) changed")


def test_a_question_of_the_quiz(ours, monkeypatch):
    (words, _, said), *others = lesson("third-site").quiz[0].options
    other_lesson(monkeypatch, question={"options": ((words, True, f"{said} So."), *others)})
    the_one(ours, r"quiz question 1 \(options\) changed")


def test_a_layout_of_code_is_no_change(tmp_path):
    marks = []
    for number, body in enumerate(("share in (95, 9)", "share in (\n  95,  # or\n  9,\n )", "9")):
        path = tmp_path / f"code{number}.py"
        path.write_text(f"def when(share):\n return {body}\n")
        names = {}
        exec(compile(path.read_text(), path, "exec"), names)
        marks.append(looks.fingerprint(names["when"]))
    assert marks[0] == marks[1] != marks[2]


def test_the_last_digits_of_a_computed_number_are_no_change():
    assert looks.fingerprint(0.1 + 0.2) == looks.fingerprint(0.3)
    assert looks.fingerprint(0.1) != looks.fingerprint(0.1000001)


def test_a_look_says_what_had_changed_and_keeps_who_looked_at_the_rest(ours, monkeypatch):
    other_lesson(monkeypatch, exercise={"hints": ("So?", "And so?", "Then?")})
    assert looks.look(ours, "B. Novak: shorter hints") == [f"exercise {EXERCISE}: hints"]
    record = looks.read(ours)
    assert record[f"exercise {EXERCISE}"]["by"] == "B. Novak"
    assert {entry["by"] for entry in record.values()} == {"A. Kaya", "B. Novak"}
    assert list(looks.problems(ours)) == []


def test_a_new_thing_was_not_reviewed(ours):
    path = looks.room(ours) / looks.NAME
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["quiz question 2"]
    path.write_text(json.dumps(record), encoding="utf-8")
    (message,) = looks.problems(ours)
    assert message.startswith("quiz question 2 is new and was not reviewed yet. Look again")
    assert looks.look(ours, LOOKED) == ["quiz question 2: new"]


@pytest.mark.parametrize("reviewed", ["", "A. Kaya", "A. Kaya:", ": read it all", "A. Kaya: so"])
def test_who_and_why_are_both_said(ours, reviewed):
    with pytest.raises(CourseError, match="Who looked, and why"):
        looks.look(ours, reviewed)


@pytest.mark.parametrize("text", ["", "[]", '{"quiz": 1}', '{"quiz": {"by": "me"}}', "<<<<<<<"])
def test_a_damaged_record_is_said_and_not_written_over(ours, text):
    path = looks.room(ours) / looks.NAME
    path.write_text(text)
    for asked in (lambda: list(looks.problems(ours)), lambda: looks.look(ours, LOOKED)):
        with pytest.raises(CourseError, match="is no record of a review"):
            asked()
    assert path.read_text() == text


def test_a_learners_copy_is_not_reviewed(ours, monkeypatch, tmp_path):
    edit(ours, lambda cells: cells.pop(1))
    assert list(looks.problems(ours))
    monkeypatch.setattr(looks, "root", lambda: tmp_path / "elsewhere")
    assert list(looks.problems(ours)) == []
    with pytest.raises(CourseError, match="is a copy, and a review is of the course's own"):
        looks.look(ours, LOOKED)


def test_the_command_says_what_changed_and_records_it(command, ours, monkeypatch):
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(ours.path.parent))
    other_lesson(monkeypatch, exercise={"hints": ("So?", "And so?", "Then?")})
    code, said = command("check", "04", "--reviewed", "B. Novak: shorter hints")
    assert code == 0
    assert f"• 04-third-site: exercise {EXERCISE}: hints" in said
    assert "04-third-site: 1 reviewed anew." in said
    code, said = command("check", "04", "--reviewed", "B. Novak: shorter hints")
    assert "04-third-site: nothing reviewed anew." in said
    code, said = command("check", "04", "--reviewed", "shorter hints")
    assert code == 1 and "Who looked, and why?" in said
