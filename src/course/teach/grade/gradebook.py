"""The gradebook, and the list of what could not be read, as CSV that opens in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence

from course.learn.exercises import lesson
from course.markup import UNSEEN
from course.teach.grade.papers import Entry, Mark, Paper, Papers

_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠]")
_MARK = "\ufeff"  # by which Excel knows UTF-8


def sheet(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV: what a spreadsheet would run is text, and no letter is hidden."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in rows
    )
    return _MARK + out.getvalue()


def harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    text = " ".join(UNSEEN.sub("", str(cell)).split())
    return f"'{text}" if _FORMULA.match(text) else text


def state(mark: Mark) -> str:
    """Return in a few words how an answer was, for a cell of the gradebook."""
    told = {
        "right": "right",
        "wrong": "not yet",
        "blank": "blank",
        "unreadable": "could not be read",
        "unread": "could not be read",
        "missing": "not in the file",
        "read": "to be marked by a person",
        "marked": "marked by a person",
    }
    if mark.state == "mistake":
        return f"not yet: {mark.misconception}"
    return told[mark.state]


def lateness(late: dt.timedelta | None) -> str:
    """Return by how much something came late, or nothing."""
    if late is None:
        return ""
    minutes = max(1, int(late.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "day"), (hours, "hour"), (rest if not days else 0, "minute")]
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in parts if n)


def gradebook(papers: Papers, deadline: dt.datetime | None = None) -> list[list[object]]:
    """Return a row a learner, the header first: for each exercise points from 0 to 1 and a state.

    Where a person has still to give the points, the cell is empty and `left to mark` counts it.
    """
    header: list[object] = ["learner", "id", "email"]
    for unit in papers.units:
        number = f" {unit.number}" if len(papers.units) > 1 else ""
        header += [f"file{number}", f"handed in{number}", f"late by{number}"]
        for task in lesson(unit.slug).exercises:
            header += [task, f"{task}: state"]
    header += ["points", "out of", "left to mark", "note"]
    return [header, *(_row(papers, entry, deadline) for entry in papers.entries)]


def _row(papers: Papers, entry: Entry, deadline: dt.datetime | None) -> list[object]:
    row: list[object] = [entry.learner.name, entry.learner.number, entry.learner.email]
    points, out_of, left = 0.0, 0, 0
    for unit in papers.units:
        paper = entry.papers.get(unit.number)
        row += _file(entry, paper, deadline)
        for task in lesson(unit.slug).exercises:
            mark = paper.marks[task] if paper else None
            row += ["", "nothing handed in"] if mark is None else [_points(mark), state(mark)]
            out_of += 1
            points += (mark.points or 0.0) if mark else 0.0
            left += mark is not None and mark.points is None
    notes = [] if entry.in_roster else ["not in the roster"]
    strays = len(papers.strays_of(entry))
    if strays:
        notes.append(f"{strays} file{'' if strays == 1 else 's'} not graded: see unread.csv")
    for paper in entry.papers.values():
        for why, which in (
            ("the cell asks the course itself for the answer", "looked_up"),
            ("its rows are not those of the class", "elsewhere"),
        ):
            if found := [id_ for id_, mark in paper.marks.items() if getattr(mark, which)]:
                notes.append(f"look at {', '.join(found)}: {why}")
    return [*row, round(points, 3), out_of, left, "; ".join(notes)]


def _file(entry: Entry, paper: Paper | None, deadline: dt.datetime | None) -> list[object]:
    if paper is None:
        return ["", "", ""]
    at = entry.learner.submitted or paper.file.at
    when = f"{at:%Y-%m-%d %H:%M}" if at else ""
    return [paper.file.name, when, lateness(entry.late(paper, deadline))]


def _points(mark: Mark) -> object:
    return "" if mark.points is None else round(mark.points, 3)


def unread(papers: Papers) -> list[list[object]]:
    """Return what was not graded, the header first: whole files, then single answers."""
    rows: list[list[object]] = [
        ["learner", "file", "exercise", "what was typed", "why, and how to write it", "would give"]
    ]
    rows += [[one.learner, one.file, "", "", one.why, ""] for one in papers.strays]
    for entry in papers.entries:
        for paper in entry.papers.values():
            name, file = entry.learner.name, paper.file.name
            for id_, mark in paper.marks.items():
                if mark.is_unread:
                    would = "" if mark.would_give is None else round(mark.would_give, 3)
                    rows.append([name, file, id_, mark.typed, unmarked(mark.words), would])
            for id_ in paper.strangers:
                said = "No exercise of this edition of the course has that name."
                rows.append([name, file, id_, "", said, ""])
    return rows


def unmarked(words: str) -> str:
    """Return Markdown as plain words, for a cell."""
    text = re.sub(r"```\w*", " ", words)
    return " ".join(re.sub(r"\*\*|\\(?=[*_\[\]`|~])", "", text).split())
