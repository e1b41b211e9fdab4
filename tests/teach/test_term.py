"""The edition of a term: the worked example is made once, and taken by every command."""

import json
import re
from hashlib import sha256

import pytest

from course.errors import CourseError
from course.learn import classroom, exercises, routes
from course.learn.essays import Essay
from course.learn.exercises import exercise, lesson, result
from course.learn.outcomes import assessed
from course.learn.recalls import recalled
from course.passages import passages
from course.paths import root
from course.publish import citations, site
from course.sources.readings import readings_of
from course.teach import choice, plan, recut, term, variant
from course.teach.grade.command import grade
from course.teach.moodle import items
from course.units import cell_text, unit, units
from course.work import home, update

EXAMPLE = root() / "notebooks" / "teach" / "eight-weeks.toml"


def _originals():
    return {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in (root() / "notebooks").rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    before = _originals()
    one = term.write_term(EXAMPLE, tmp_path_factory.mktemp("term") / "eight weeks")
    assert _originals() == before, "the course's own notebooks stay as they are"
    return one


@pytest.fixture
def taught(made, monkeypatch):
    """Let the edition be the course, as COURSE_NOTEBOOKS does."""
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(made.out))
    exercises.forget()
    return made


def code(one):
    cells = one.notebook["cells"]
    return "\n".join(cell_text(cell) for cell in cells if cell["cell_type"] == "code")


def test_course_check_finds_nothing_in_it(taught, command):
    status, said = command("check", "--no-rerun")
    assert (status, "9 units" in said, "no problems" in said) == (0, True, True), said


def test_its_units_stand_in_its_weeks_under_numbers_of_their_own(taught):
    assert [one.path.stem for one in units()][:4] == [
        "00-start-here",
        "01-how-we-know",
        "02-third-site",
        "03-iran-or-russia",
    ]
    assert [one.metadata["part"] for one in units()][1:4] == [
        "Week 1: Begin",
        "Week 2",
        "Week 3: Whom is it for?",
    ]
    weeks = routes.routes()["term"]
    assert [stop.unit.slug for stop in weeks.stops] == [one.slug for one in units()]
    assert weeks.minutes == sum(one.metadata["minutes"] for one in units())


def test_ids_are_names_and_keep_their_numbers(taught):
    assert unit("third-site").number == "02" and unit("third-site").origin == "04"
    assert set(lesson("third-site").exercises) >= {"04-village-share", "04-note"}
    assert exercises.owner("04-note").number == "02"
    assert result("10-falsify", exercise("10-falsify").answer()).state == "right"


def test_what_is_left_out_is_gone_and_is_not_asked(taught):
    headings = [section.heading for section in unit("third-site").sections]
    assert "From signature to force, or not" not in headings and "The end" in headings
    assert "04-reach-or-work" not in lesson("third-site").exercises
    assert "04-reach-or-work" not in code(unit("third-site"))
    with pytest.raises(CourseError, match="There is no exercise '04-reach-or-work'"):
        exercise("04-reach-or-work")
    assert "12-high-share" not in lesson("sovereignty-and-consent").exercises


def test_exercises_are_numbered_as_they_now_follow_each_other(taught):
    for one in units():
        found = re.findall(r"^### (\d+)\. ", one.markdown, re.M)
        assert found == [str(place) for place in range(1, len(found) + 1)], one


def test_exercises_of_other_rows_stand_in_the_place_of_their_own(taught):
    asked = dict.fromkeys(["04-village-share", "04-two-polls", "13-layers", "07-payer", "07-days"])
    for key in asked:
        own = exercises.owner(key)
        assert f'course.check("{key}@7"' in code(own)
        assert lesson(own.slug).exercises[key].id == f"{key}@7"
        assert exercise(key).id == exercise(f"{key}@7").id == f"{key}@7"
    assert "Trokavec" in unit("third-site").markdown


def test_a_quiz_asks_what_the_term_has_taught_by_then(taught):
    for one in units():
        quiz = lesson(one.slug).quiz
        assert len(quiz) == 5
        assert {question.unit for question in quiz} <= {u.number for u in units()}
        assert all(question.unit <= one.number for question in quiz), one
        others = [question.unit for question in quiz if question.unit != one.number]
        said = re.search(r"(\w+) of the five comes? from units? ([\d, and]+)\.", one.markdown)
        if others:
            assert set(re.findall(r"\d\d", said[2])) == set(others), one
            assert said[1].lower() == {1: "one", 2: "two"}[len(others)]


def test_what_a_unit_builds_on_came_before_it_and_is_recalled(taught):
    for one in units():
        assert all(number < one.number for number in one.metadata["prerequisites"])
        assert [earlier.number for earlier, said in recalled(one) if said] == one.metadata[
            "prerequisites"
        ]


def test_cards_promise_what_is_still_assessed(taught):
    assert "LO4" not in unit("third-site").metadata["outcomes"]
    assert all(tasks for one in units() for tasks in assessed(one).values())


def test_units_that_are_not_there_are_named_in_words(taught):
    text = "\n".join(one.markdown for one in units())
    assert "the full course's unit *The phased adaptive approach*" in text
    there = {one.path.name for one in units()}
    assert set(re.findall(r"\]\((\d\d-[a-z-]+\.ipynb)", text)) <= there
    numbers = {one.number for one in units()}
    named = re.findall(r"\b[Uu]nits? (\d\d)(?: and (\d\d))?", text)
    assert {number for pair in named for number in pair if number} <= numbers


def test_terms_are_said_in_the_words_of_the_class(taught):
    text = unit("who-contributes-who-pays").markdown
    assert "program" in text and '"programme' not in text
    outside = re.sub(r"“[^”]*”|\"[^\"\n]*\"|\[[^\]]*\]\([^)]*\)|`[^`]*`", "", text)
    assert re.findall(r"(?<![A-Z] )\bprogrammes?\b", outside) == []


def test_every_citation_still_has_its_reading(taught):
    own = unit("third-site")
    cited = [one for one in passages(own) if one.source_ids]
    read = {(row.cell, row.fingerprint) for row in readings_of(own)}
    assert {(one.cell, one.fingerprint) for one in cited} == read
    changed = [one for one in cited if one.before and one.before != one.markdown]
    assert all(one.in_the_course.markdown == one.before for one in changed)


def test_the_minutes_of_its_lessons_are_whole(taught):
    for one in units():
        for minutes in classroom.lengths(one):
            assert sum(section.in_class.get(minutes, 0) for section in one.sections) == minutes
        assert sum(section.minutes for section in one.sections) == one.metadata["minutes"]


def test_notes_for_teaching_follow(taught):
    own = unit("third-site")
    said = classroom.notes(own)
    assert list(said.entries) == [section.heading for section in own.sections]
    assert "04-reach-or-work" not in said.uses and "04-trace" in said.uses
    assert "A lesson of 90 minutes" in plan.plan(own, 90)


def test_the_site_is_made_of_it(taught):
    own = unit("third-site")
    text = json.dumps(site.site_notebook(own))
    assert 'data-task=\\"04-village-share@7\\"' in text and "04-reach-or-work" not in text
    assert site.settings(True)["project"] == "Alliance missile defence in eight weeks"
    marked = citations.marker(own)
    cells = (cell for cell in own.notebook["cells"] if cell["cell_type"] == "markdown")
    assert sum(marked(cell).count('"reading read-') for cell in cells) > 50


def test_a_learner_opens_it_as_a_copy_and_is_not_offered_the_course_for_it(taught):
    assert home() == taught.out
    with pytest.raises(CourseError, match="edition of a term, which is made anew"):
        update(taught.out, say=lambda _: None)


def test_what_a_class_hands_in_is_graded_by_it(taught, tmp_path):
    own = unit("third-site")
    notebook = json.loads(own.path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        asks = re.search(r'course\.check\("([\w@-]+)", (\w+)\)', cell_text(cell))
        if asks and not isinstance(exercise(asks[1]).kind, Essay):
            cell["source"] = f"{asks[2]} = {exercise(asks[1]).answer()!r}\n{asks[0]}"
    (tmp_path / "Ada").mkdir()
    (tmp_path / "Ada" / own.path.name).write_text(json.dumps(notebook), encoding="utf-8")
    (entry,) = grade([tmp_path / "Ada"], tmp_path / "graded").entries
    marks = entry.papers["02"].marks
    assert list(marks) == list(lesson(own.slug).exercises)
    settled = {key: mark.points for key, mark in marks.items()
               if not isinstance(mark.task.kind, Essay)}  # fmt: skip
    assert settled == dict.fromkeys(settled, 1.0)


@pytest.mark.parametrize("key", ["04-village-share", "04-two-polls", "04-trace"])
def test_what_it_asks_can_be_asked_in_moodle_and_varied_again(taught, key):
    own = unit("third-site")
    question = items.exercise(own, lesson(own.slug).exercises[key], "")
    assert key in "".join(question.itertext())
    tasks, _ = variant._handed_out(own, 3)
    assert f"{key}@3" in [one.task.id for one in tasks]


def test_the_instructor_is_told_what_differs(made):
    text = (made.out / term.README).read_text(encoding="utf-8")
    assert "# Alliance missile defence in eight weeks" in text
    assert "Week 2: 02 (in the course 04)" in text
    assert "No exercise of it assesses LO4 any more" in text
    assert "It speaks of an exercise that is left out" in text
    assert any("9 units in 8 weeks" in line for line in term.said(made))


def test_an_edition_is_made_anew_in_its_folder_and_nothing_else_is_touched(made, tmp_path):
    with pytest.raises(CourseError, match="holds something else"):
        (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
        term.write_term(EXAMPLE, tmp_path)
    with pytest.raises(CourseError, match="own notebooks stay as they are"):
        term._refuse(root() / "notebooks")
    ready = tmp_path / "ready"
    ready.mkdir()
    (ready / "new.ipynb").write_text("{}", encoding="utf-8")
    old = tmp_path / "old"
    old.mkdir()
    for name in ("09-gone.ipynb", term.NAME, "progress.json"):
        (old / name).write_text("{}", encoding="utf-8")
    term._exchange(ready, old)
    assert sorted(path.name for path in old.iterdir()) == ["new.ipynb", "progress.json"]


# -- what a file may not ask for

WEEK = 'title = "T"\n[[week]]\nunits = ["04"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "cannot be read as TOML: invalid value .*eight-weeks.toml is a worked"),
        ("title = T\n", "Texts stand between quotation marks"),
        ("[[week]]\nunits = [4]", "the term has no title"),
        ('title = "T"', "it names no week"),
        ('title = "T"\nweeks = 8', "a term has no 'weeks'. Did you mean week?"),
        ('title = "T"\n[[week]]\nunit = [4]', "week 1 has no 'unit'. Did you mean units?"),
        ('title = "T"\n[[week]]\nunits = []', "week 1 takes no unit"),
        ('title = "T"\n[[week]]\nunits = ["44"]', "week 1: There is no unit '44'."),
        ('title = "T"\n[[week]]\nunits = ["third-cite"]', "Did you mean third-site?"),
        ('title = "T"\n[[week]]\nunits = [4]\n[[week]]\nunits = ["04"]',
         "04 is taken twice, again"),
        (f"{WEEK}[unit.13]\ndrop = []", r"\[unit.13\] is of a unit that no week takes"),
        (f'{WEEK}[unit.04]\ndrops = ["The end"]', "has no 'drops'. Did you mean drop?"),
        (f'{WEEK}[unit.04]\ndrop = "The end"', "drop is a list of texts"),
        (f'{WEEK}[unit.04]\ndrop = ["The ending"]', "no section 'The ending'. Did you"),
        (f'{WEEK}[unit.04]\ndrop = ["Key points"]', "cannot be left out: every unit has such a"),
        (f'{WEEK}[unit.04]\ndrop = ["Who and when"]', "every unit says who and when"),
        (f'{WEEK}[unit.04]\ndrop = ["What it would have cost"]', "rests on|answers the guess"),
        (f'{WEEK}[unit.04]\ndrop = ["Two governments, two bargains"]',
         "'04-double-lock' of unit 04 rests on 'Two governments.* leave_out = ..04-double-lock"),
        (f'{WEEK}[unit.04]\nleave_out = ["04-village"]', "no exercise '04-village'. Did you mean"),
        (f'{WEEK}[unit.04]\nleave_out = ["04-note"]', "'04-note' cannot be left out: every unit"),
        (f'{WEEK}[unit.04]\nleave_out = ["04-trace", "04-village-share", "04-double-lock", '
         '"04-two-polls", "04-like-with-like", "04-reach-or-work"]', "no exercise for LO8"),
        ('title = "T"\n[[week]]\nunits = ["03"]\n[unit.03]\nleave_out = ["03-code-by-hand"]',
         "belongs to the story of unit 03. Leave out the section"),
        (f'{WEEK}[unit.04]\nswap = {{ "04-double-lock" = 7 }}', "is the same for every class"),
        (f'{WEEK}[unit.04]\nswap = {{ "04-village-share" = "x" }}', "number from 0 to 999999"),
        (f'{WEEK}[unit.04]\nleave_out = ["04-two-polls"]\nswap = {{ "04-two-polls" = 1 }}',
         "both left out and asked of other rows"),
        (f'seed = -1\n{WEEK}', "seed is a number from 0 to 999999"),
        ('title = "T"\n[[week]]\nunits = [4, 6]\n[unit.04]\nnumber = 3\n[unit.06]\nnumber = "03"',
         "units 04 and 06 both have the number 03 in the term"),
        ('title = "T"\n[[week]]\nunits = [4, 6]\n[unit.04]\nnumber = 7\n[unit.06]\nnumber = 5',
         "Numbers follow the weeks"),
        (f'{WEEK}[unit.04]\nnumber = 123', "two digits"),
        (f'{WEEK}[words]\nprogramme = 3', r"'programme' cannot be said as 3"),
        (f'{WEEK}[words]\n"2009" = "then"', "Words of letters alone"),
        (f'{WEEK}[words]\nCzechia = "the Czech Republic"', "an answer that '04-double-lock' waits"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_a_sentence(tmp_path, text, says):
    path = tmp_path / "term.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=says) as told:
        choice.read(path)
    assert str(told.value).startswith("term.toml") and "\n" not in str(told.value)


def test_a_file_that_is_not_there_or_is_no_text_is_told(tmp_path):
    with pytest.raises(CourseError, match=r"There is no file .* A worked example is"):
        choice.read(tmp_path / "none.toml")
    (tmp_path / "sheet.toml").write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(CourseError, match="is no plain text"):
        choice.read(tmp_path / "sheet.toml")


def test_a_quiz_that_could_ask_nothing_is_told(tmp_path):
    path = tmp_path / "term.toml"
    path.write_text('title = "T"\n[[week]]\nunits = [17]\n', encoding="utf-8")
    with pytest.raises(CourseError, match="the quiz of unit 17 asks about units 00, 06, 07, 10"):
        term.write_term(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# -- code that something needs of what is gone


def cell(source, kind="code"):
    from nbformat.v4 import new_code_cell, new_markdown_cell

    return (new_code_cell if kind == "code" else new_markdown_cell)(source)


def test_what_a_cell_needs_of_code_that_is_gone_is_kept_in_a_folded_cell():
    gone = [
        cell("import math\nrows = [1, 2]\nshow(rows)"),
        cell("rows.append(3)\nhalf = rows[0] / 2"),
    ]
    cells = [cell("import course"), *gone, cell("half + math.pi\nrows"), cell("half")]
    kept = recut._rescued(cells, {id(one) for one in gone})
    assert [one["source"] for one in kept] == [
        "import course",
        "import math\nrows = [1, 2]\nhalf = rows[0] / 2",
        "half + math.pi\nrows",
        "half",
    ]
    assert kept[1]["metadata"]["jupyter"]["source_hidden"] and kept[1]["outputs"] == []


def test_names_that_stay_or_are_known_within_a_line_alone_need_nothing():
    gone = [cell("row = 1\ntotal = 2\ntable['x'] = 3")]
    cells = [*gone, cell("total = 5\n[row for row in (1, 2)]"), cell("total"), cell("# text", "md")]
    kept = recut._rescued(cells, {id(gone[0])})
    assert [one["source"] for one in kept] == [one["source"] for one in cells[1:]]
    changed = recut._rescued([*gone, cell("table")], {id(gone[0])})
    assert changed[0]["source"] == "table['x'] = 3"
