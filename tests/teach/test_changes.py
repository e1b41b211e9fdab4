"""What has changed since an earlier edition: a small made course, and values by hand."""

import csv
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from course.errors import CourseError
from course.learn.quiz import Question
from course.teach import changes, differences, past
from course.teach.differences import Changed, Table
from course.units import Unit

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
# Its exercises as `reckon` asks for them: as little of a course as can be.
CODE = {
    "course/__init__.py": "",
    "course/learn/__init__.py": "",
    "course/units.py": "class U:\n    slug = 'made'\n\ndef units():\n    return [U()]\n",
    "course/learn/exercises.py": """
import csv
from pathlib import Path

class Kind:
    def show(self, answer):
        return f"{answer} per cent"

class Task:
    def __init__(self, title, answer):
        self.title, self.answer, self.kind = title, answer, Kind()

def share():
    with (Path(__file__).parents[3] / "data" / "polls.csv").open(encoding="utf-8") as file:
        return next(csv.DictReader(file))["share"]

def lesson(slug):
    tasks = {"04-share": Task("A share", share), "04-old": Task("Old", lambda: 1),
             "04-broken": Task("Broken", lambda: 1 / 0)}
    return type("Lesson", (), {"exercises": tasks})
""",
}
QUIZ = """## Who said it?

From unit 04.

- [x] {right}
  Yes.
- [ ] {wrong}
  No.
"""


def notebook(paragraphs, chart, **dates):
    """A unit of two sections and a chart; paragraphs by heading."""
    cells = [{"id": "a", "cell_type": "markdown", "metadata": {}, "source": "# A made unit"}]
    for heading, texts in paragraphs.items():
        source = "\n\n".join((f"## {heading}", *texts))
        about = {"course": {"role": "story", "minutes": len(texts)}}
        cells.append({"id": heading, "cell_type": "markdown", "metadata": about, "source": source})
    title, y, colour = chart
    drawn = {"data": [{"type": "bar", "y": y, "marker": {"color": colour}}], "layout": {}}
    data = {
        "application/vnd.plotly.v1+json": drawn,
        "text/plain": f"Chart, in words:\n{title}\n- x",
    }
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    cells.append(
        {"id": "c", "cell_type": "code", "metadata": {}, "source": "", "outputs": [output]}
    )
    about = {"prerequisites": [], "tables": ["polls"], **dates}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "cells": cells, "metadata": {"course": about}}
    )


def write(folder, *, polls, unit, right, wrong="Nobody"):
    """Write an edition of the made course."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "notebooks").mkdir(exist_ok=True)
    package = {
        "resources": [{"name": "polls", "path": "polls.csv", "schema": {"primaryKey": "id"}}]
    }
    (folder / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with (folder / "data" / "polls.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, list(polls[0]), lineterminator="\n")
        rows.writeheader()
        rows.writerows(polls)
    (folder / "notebooks" / "04-made.ipynb").write_text(unit, encoding="utf-8")
    for name, text in CODE.items():
        path = folder / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    room = folder / "src" / "course" / "lessons" / "made"
    room.mkdir(parents=True, exist_ok=True)
    (room / "quiz.md").write_text(QUIZ.format(right=right, wrong=wrong), encoding="utf-8")


def git(folder, *words, day="2025-09-01"):
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    when = {
        "GIT_AUTHOR_DATE": f"{day}T12:00:00+00:00",
        "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00",
    }
    command = ["git", "-C", str(folder), *who, *words]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | when)


OLD = [
    {"id": "a-2007", "share": "57", "note": "as printed", "gone": "x"},
    {"id": "b-2008", "share": "40", "note": "", "gone": ""},
    {"id": "c-2009", "share": "12", "note": "", "gone": ""},
]
NEW = [
    {"id": "a-2007", "share": "58", "note": "as printed", "grade": "B"},
    {"id": "c-2009", "share": "12", "note": "", "grade": "A"},
    {"id": "d-2026", "share": "61", "note": "a new poll", "grade": "A"},
]


@pytest.fixture
def clone(tmp_path):
    """A clone with an edition of 2025 in its history, released as v0.1.0, and a later one."""
    folder = tmp_path / "clone"
    link = "[a page](https://example.org/one)"
    first = notebook(
        {"The story": ["One.", f"Two, by {link}.", "Three."], "The end": ["All."]},
        ("What polls found", [57, 40, 12], "red"),
        as_of="2025-08-30",
        review_by="2026-08-30",
    )
    write(folder, polls=OLD, unit=first, right="The minister")
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "The course as it was taught")
    git(folder, "tag", "v0.1.0")
    second = notebook(
        {"The story": ["One.", "Two  again.", "Three.", "Four."], "The end": ["All."]},
        ("What polls found", [58, 12, 61], "blue"),
        as_of="2026-08-30",
        review_by="2026-08-30",
    )
    write(folder, polls=NEW, unit=second, right="The spokesman", wrong="The minister")
    git(folder, "add", "-A", day="2026-09-01")
    git(folder, "commit", "-qm", "A year on", day="2026-09-01")
    return folder


def now(folder):
    units = [Unit(folder / "notebooks" / "04-made.ipynb")]
    return changes.Now(units, folder / "data", folder / "src" / "course" / "lessons")


def test_a_year_told_by_hand(clone):
    """Every line of what is told, and no other."""
    here = {
        "04-share": ("made", "A share", "58 per cent"),
        "04-broken": ("made", "Broken", "? (ZeroDivisionError)"),
        "04-new": ("made", "New", "3"),
    }
    with past.edition("0.1.0", clone) as old:
        answers = differences.answers(past.reckoned(old), here)
        told = list(changes.told(old, now(clone), answers))
    assert told == [
        f"Since 1 September 2025 ({old.commit[:8]}: The course as it was taught)",
        "",
        "1 unit and 1 table differ: unit 04.",
        "Answers that are others now, so that old keys are wrong: 04-share.",
        "",
        "04 A made unit",
        "  as of: 2025-08-30 → 2026-08-30",
        "  Paragraphs: 1 changed, 1 new, 0 gone: The story (2)",
        "  Sections with other minutes (1): The story",
        "  Charts with other data (1): What polls found",
        "  New exercises (1): 04-new",
        "  Exercises that are gone (1): 04-old",
        "  Answer of 04-share: 57 per cent → 58 per cent",
        "  Quiz, other options: Who said it?; right was “The minister”, is “The spokesman”",
        "  No longer cited (1): https://example.org/one",
        "",
        "Table polls (unit 04)",
        "  1 row new, 1 gone, 1 changed",
        "  New columns (1): grade",
        "  Columns that are gone (1): gone",
        "  + d-2026: share 61; note a new poll; grade A",
        "  − b-2008: share 40",
        "  ~ a-2007",
        "      share: 57 → 58",
    ]
    assert not old.folder.exists(), "the earlier edition is no longer on the disk"


def test_a_day_a_month_a_release_and_a_change_of_gits_mean_the_same_edition(clone):
    words = set()
    for since in ("2025-12-24", "2025-09", "2025-09-01", "0.1.0", "v0.1.0", "HEAD~1", "main^"):
        with past.edition(since, clone) as old:
            words.add((old.day, old.words))
    assert words == {("2025-09-01", "The course as it was taught")}


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2024-01-01", "The history here begins on 2025-09-01: there is no edition of 2024-01-01"),
        ("last year", "There is no edition 'last year' in the history here"),
        ("--help", "There is no edition '--help'"),
        ("main; ls", "There is no edition 'main; ls'"),
    ],
)
def test_an_edition_that_is_not_there_is_said_in_a_sentence(clone, since, told):
    with pytest.raises(CourseError, match=told), past.edition(since, clone):
        pass


def test_without_a_history_the_remedy_is_said(tmp_path, monkeypatch, command):
    gone = pytest.raises(CourseError, match="Get the course with git clone")
    with gone, past.edition("0.1.0", tmp_path):
        pass
    monkeypatch.setattr(past, "is_clone", lambda: False)
    code, told = command("teach", "changes", "0.1.0")
    assert code == 1 and "read from the history of the course, and there is none" in told


def test_nothing_changed_is_said_and_an_edition_that_does_not_run_too(clone):
    with past.edition("HEAD", clone) as old:
        told = list(changes.told(old, now(clone), {}))
        assert told[2:] == ["Nothing has changed in units, tables and answers."]
        (old.folder / "src" / "course" / "units.py").write_text("import nothing_here")
        with pytest.raises(CourseError, match="answers of 2026-09-01 cannot be reckoned"):
            past.reckoned(old)


def test_answers_are_known_by_unit_and_not_by_its_number():
    """A unit that has another number now has the same exercises."""
    old = {"04-share": ("third-site", "A share", "93"), "04-two": ("third-site", "Two", "B")}
    new = {"05-share": ("third-site", "A share", "94"), "05-two": ("third-site", "Two", "B")}
    assert differences.answers(old, new) == {
        "third-site": Changed(cells={"05-share": {"answer": ("93", "94")}})
    }
    assert differences.answers(old, old) == {}


def test_of_a_sorting_the_items_that_are_others_are_told():
    then, is_now = "a: yes; b: no; c: open", "a: yes; b: open; d: no"
    assert changes._answer(then, is_now) == (
        "b: no → open; d: (not asked) → no; c: open → (not asked)"
    )
    assert changes._answer("B (Time: a day)", "C (Asking: a word)") == (
        "B (Time: a day) → C (Asking: a word)"
    )


def test_of_two_long_cells_the_place_where_they_part_is_shown():
    same = "the same words over and over again, and once more, and then "
    assert changes._pair(f"{same}some", f"{same}others") == (
        "…once more, and then some → …once more, and then others"
    )
    assert changes._pair("", "one") == "(empty) → one"
    assert changes._pair("x" * 70, "y") == f"{'x' * 59}… → y"


def test_a_key_of_two_columns_and_spaces_that_nobody_sees():
    old = Table(("iso", "year"), [{"iso": "PL", "year": "2025", "share": "4.1 "}])
    new = Table(("iso", "year"), [{"iso": "PL", "year": "2025", "share": "4.1"}])
    assert not differences.rows(old, new)
    later = Table(("iso", "year"), [{"iso": "PL", "year": "2026", "share": "4.1"}])
    assert differences.rows(old, later) == Changed(["PL / 2026"], ["PL / 2025"])


def test_no_more_rows_are_named_than_are_asked_for():
    old = Table(("id",), [{"id": str(n), "x": "1"} for n in range(9)])
    new = Table(("id",), [{"id": str(n), "x": "2"} for n in range(9)])
    few = [line for _, lines in changes._tables({"t": old}, {"t": new}, 6) for line in lines]
    assert few[0] == "0 rows new, 0 gone, 9 changed" and few[-1] == "  and 3 more (--all)"
    assert len(few) == 1 + 2 * 6 + 1
    whole = [line for _, lines in changes._tables({"t": old}, {"t": new}, None) for line in lines]
    assert len(whole) == 1 + 2 * 9


def test_a_chart_is_known_by_its_cell_and_its_looks_count_nothing(tmp_path):
    def unit(name, *chart):
        file = tmp_path / f"{name}-made.ipynb"
        file.write_text(notebook({}, chart), encoding="utf-8")
        return Unit(file)

    old = unit("01", "A title", [1, 2], "red")
    assert not differences.charts(old, unit("02", "A title", [1, 2], "blue"))
    assert differences.charts(old, unit("03", "Another", [1, 3], "red")).cells == {
        "Another": {"title": ("A title", "Another")}
    }


def test_questions_of_a_quiz():
    def ask(prompt, *options):
        return Question(prompt, tuple((w, n == 0, "said") for n, w in enumerate(options)), "04")

    found = differences.questions(
        [ask("kept", "a", "b"), ask("reworded", "a", "b"), ask("gone", "a")],
        [ask("kept", "a", "b"), ask("reworded", "a", "c"), ask("new", "a")],
    )
    assert found == Changed(["new"], ["gone"], {"reworded": {}})


def test_what_is_printed_is_written_into_no_file(clone, monkeypatch, tmp_path, command):
    """Answers stand in an instructor's terminal, and nowhere else."""
    monkeypatch.chdir(tmp_path)
    before = sorted(Path(tmp_path).rglob("*"))
    monkeypatch.setattr(past, "root", lambda: clone)
    monkeypatch.setattr(past, "is_clone", lambda: True)
    monkeypatch.setattr(changes, "root", lambda: clone)
    monkeypatch.setattr(changes, "units", lambda folder=None: now(clone).units)
    monkeypatch.setattr(changes, "reckon", lambda: {"04-share": ("made", "A share", "58")})
    code, told = command("teach", "changes", "0.1.0")
    assert code == 0 and "Answer of 04-share: 57 per cent → 58" in told
    assert sorted(Path(tmp_path).rglob("*")) == before
