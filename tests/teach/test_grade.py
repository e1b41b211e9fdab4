"""A class of made submissions, graded: each is marked or listed as it should be, and no harm done.

The whole class, with a notebook of 200 MB among it, is in tests/audit/grading.py.
"""

from __future__ import annotations

import csv
import io
import socket
import threading
import zipfile

import psutil
import pytest
from tests.teach import submissions
from tests.teach.submissions import UNIT, WRITTEN, Made, moodle_zip

from course.learn.exercises import lesson
from course.teach.grade.command import grade
from course.teach.grade.sandbox import Limits

TASKS = lesson("third-site").exercises
QUICK = Limits(seconds=0.5)


class Class:
    """What was made, what came of it, and the ground on which harm would show."""

    def __init__(self, folder):
        self.ground = folder / "ground"
        self.ground.mkdir()
        (self.ground / "secret.txt").write_text("a secret", encoding="utf-8")
        self.reached = []
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=self._listen, args=(server,), daemon=True).start()
            self.made = submissions.submissions(self.ground, server.getsockname()[1])
            handed = folder / "class.zip"
            handed.write_bytes(moodle_zip(self.made))
            self.out = folder / "graded"
            self.before = set(psutil.Process().children(recursive=True))
            self.papers = grade([handed], self.out, deadline="2026-12-01 23:59", limits=QUICK)
            self.left = set(psutil.Process().children(recursive=True)) - self.before
        self.entries = {entry.learner.name: entry for entry in self.papers.entries}

    def _listen(self, server):
        try:
            while True:
                self.reached.append(server.accept())
        except OSError:
            pass

    def rows(self, name):
        """Return the rows of a CSV that was written, as a spreadsheet would read them."""
        raw = (self.out / name).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "Excel would take it for the letters of Windows"
        return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    return Class(tmp_path_factory.mktemp("class"))


def states(one: Made):
    return {key: one.states.get(key, one.rest) for key in TASKS}


def test_each_is_marked_as_it_should_be(graded):
    assert len(graded.made) >= 30
    for one in graded.made:
        if one.stray:
            continue
        marks = graded.entries[one.name].papers[UNIT].marks
        told = {
            key: f"{mark.state}: {mark.misconception}" if mark.misconception else mark.state
            for key, mark in marks.items()
        }
        assert told == states(one), one.name
        for key, says in one.says.items():
            assert says in marks[key].words, one.name


def test_no_file_is_dropped(graded):
    listed = graded.rows("unread.csv")
    strays = [one for one in graded.made if one.stray]
    assert len(strays) == 4
    for one in strays:
        why = [row["why, and how to write it"] for row in listed if row["learner"] == one.name]
        assert any(one.stray in said for said in why), one.name
    told = sum(len(one.says) for one in graded.made) + len(strays)
    assert len(listed) >= told
    kept = {name for entry in graded.papers.entries for name in [entry.learner.name]}
    assert kept == {one.name for one in graded.made}, "each has a row"


def test_no_harm_is_done(graded):
    assert (graded.ground / "secret.txt").read_text(encoding="utf-8") == "a secret"
    assert [path.name for path in graded.ground.iterdir()] == ["secret.txt"]
    assert graded.reached == [] and graded.left == set()


def test_every_named_misconception_of_the_unit_is_met_and_counted(graded):
    met = {
        (key, mark.misconception)
        for entry in graded.papers.entries
        for paper in entry.papers.values()
        for key, mark in paper.marks.items()
        if mark.misconception
    }
    known = {(key, name) for key, task in TASKS.items() for name in task.misconceptions}
    assert met == known
    report = (graded.out / "report.html").read_text(encoding="utf-8")
    said = sum(one.states.get("04-like-with-like") == "mistake: million is read as billion"
               for one in graded.made)  # fmt: skip
    papers = sum(UNIT in entry.papers for entry in graded.papers.entries)
    assert f"<strong>{said} of {papers}</strong>: million is read as billion" in report


def test_the_gradebook_has_a_row_a_learner_and_says_who_was_late(graded):
    rows = {row["learner"]: row for row in graded.rows("gradebook.csv")}
    late = {name: row["late by"] for name, row in rows.items() if row["late by"]}
    assert late == {"Gil Late": "1 day 2 hours"}
    assert rows["Ada Right"]["points"] == "6.0" and rows["Ada Right"]["left to mark"] == "2"
    assert rows["Dag Blank"]["points"] == "0.0" and rows["Dag Blank"]["left to mark"] == "0"
    assert rows["Fay Partly"]["04-reach-or-work"] == "0.6"
    assert rows["Jan Unquoted"]["04-two-polls"] == "" and rows["Jan Unquoted"]["points"] == "5.0"
    assert rows["Zed Changed"]["points"] == "0.0"
    assert rows["Uma Pdf"]["04-trace: state"] == "nothing handed in"
    assert "see unread.csv" in rows["Uma Pdf"]["note"]


def test_feedback_stands_alone_and_says_how_to_write_what_could_not_be_read(graded):
    pages = {path.name: path.read_text(encoding="utf-8") for path in
             (graded.out / "feedback").iterdir()}  # fmt: skip
    assert len(pages) == len({one.name for one in graded.made})
    for text in pages.values():
        assert "<script" not in text and "default-src 'none'" in text
    number = graded.entries["Jan Unquoted"].learner.number
    said = pages[f"jan-unquoted-{number}.html"]
    assert "You wrote: <code>C</code>" in said and 'why_they_differ = "C"' in said
    with zipfile.ZipFile(graded.out / "feedback-for-moodle.zip") as packed:
        names = packed.namelist()
    assert f"Jan Unquoted_{number}_assignsubmission_file_/feedback.html" in names


def test_writing_waits_beside_its_rubric(graded):
    page = (graded.out / "queue" / "04-note.html").read_text(encoding="utf-8")
    assert "one that could be wrong" in page and page.count("<section><h2>Text ") > 20
    rows = graded.rows("queue/marks.csv")
    waiting = [row for row in rows if row["what"] == "writing"]
    expected = sum(states(one)[key] in ("read", "unread") for one in graded.made for key in WRITTEN
                   if not one.stray)  # fmt: skip
    assert len(waiting) == expected
    would = {row["learner"]: row["would give"] for row in rows if row["what"] != "writing"}
    assert would["Jan Unquoted"] == would["Kim Comma"] == "1.0" and would["Nia Name"] == ""
