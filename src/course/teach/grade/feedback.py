"""A page of feedback for each learner: what was right, each mistake, what could not be read."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

from course.learn.essays import Essay
from course.markup import blocks, escape
from course.teach.grade import pages
from course.teach.grade.gradebook import lateness, state
from course.teach.grade.papers import Entry, Mark, Paper, Papers

_HELP = 'For a hint, run `course.hint("{id}")` in your notebook.'
_UNREAD = (
    "No points are given or taken for this until it can be read. Write it so, and hand the "
    "notebook in again, or speak to your teacher."
)


def feedback(papers: Papers, deadline: dt.datetime | None = None) -> dict[str, str]:
    """Return a page for each learner who handed something in, by the name of its file."""
    return {
        f"{entry.key}.html": _page(papers, entry, deadline)
        for entry in papers.entries
        if entry.papers or _strays(papers, entry)
    }


def for_moodle(papers: Papers, found: dict[str, str]) -> bytes | None:
    """Return a zip of the same pages as Moodle takes it back, or None if nothing came from Moodle.

    In Moodle: View all submissions, Upload multiple feedback files in a zip.
    """
    named = [entry for entry in papers.entries if entry.folder and f"{entry.key}.html" in found]
    if not named:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in named:
            member = zipfile.ZipInfo(f"{entry.folder}/feedback.html", (2026, 1, 1, 0, 0, 0))
            packed.writestr(member, found[f"{entry.key}.html"])
    return out.getvalue()


def _strays(papers: Papers, entry: Entry) -> list[str]:
    return [f"{one.file}: {one.why}" for one in papers.strays_of(entry)]


def _page(papers: Papers, entry: Entry, deadline: dt.datetime | None) -> str:
    body: list[str] = []
    for paper in entry.papers.values():
        body += _paper(entry, paper, deadline)
    if strays := _strays(papers, entry):
        body += ["<h2>Files that were not graded</h2><ul>"]
        body += [f"<li>{escape(line)}</li>" for line in strays] + ["</ul>"]
    return pages.page(f"Feedback for {entry.learner.name}", body)


def _paper(entry: Entry, paper: Paper, deadline: dt.datetime | None) -> Iterator[str]:
    marks = list(paper.marks.values())
    done = sum(mark.points or 0.0 for mark in marks)
    left = sum(mark.points is None for mark in marks)
    yield f"<h2>Unit {paper.unit.number}: {escape(paper.unit.title)}</h2>"
    late = lateness(entry.late(paper, deadline))
    said = [f"Points so far: {_short(done)} of {len(marks)}."]
    if left:
        said.append(f"Still to be looked at by a person: {left}.")
    if late:
        said.append(f"It came {late} after the deadline.")
    yield f"<p>{escape(' '.join(said))} File: {escape(paper.file.name)}.</p>"
    for number, mark in enumerate(marks, start=1):
        yield from _mark(number, mark)


def _mark(number: int, mark: Mark) -> Iterator[str]:
    points = "" if mark.points is None else f", {_short(mark.points)} of 1"
    yield f"<section><h3>{number}. {escape(mark.task.title)}</h3>"
    yield f'<p><span class="state">{escape(_state(mark))}{points}</span></p>'
    if mark.typed and not mark.text and mark.state not in ("blank", "missing"):
        yield f"<p>You wrote: <code>{escape(mark.typed)}</code></p>"
    words = mark.words
    if mark.state == "marked" and isinstance(mark.task.kind, Essay):
        words = ""
    yield blocks(words)
    if mark.by_hand:
        yield f"<p>{escape(mark.by_hand)}</p>"
    if mark.is_unread:
        yield f"<p>{escape(_UNREAD)}</p>"
    elif mark.state in ("mistake", "wrong", "blank"):
        yield blocks(_HELP.format(id=mark.task.id))
    if mark.note:
        yield f"<p>{escape(mark.note)}</p>"
    yield "</section>"


def _state(mark: Mark) -> str:
    said = "not yet" if mark.state == "mistake" else state(mark)
    return said[0].upper() + said[1:]


def _short(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
