"""A plan of one lesson: by the minute what to show, ask, listen for and cut, on one sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from course.learn.assess import worked
from course.learn.classroom import Part
from course.learn.exercises import lesson
from course.markup import escape, inline
from course.quality.fairness import sides
from course.teach import paper, told
from course.units import Unit

_COLUMNS = ("Min.", "Section", "Show", "Ask", "Listen for", "Cut first")
_LARGEST, _SMALLEST, _STEP = 9.5, 6.5, 0.5  # letters, in points
_ROOM = 450_000  # letters times points squared that a page holds: where no browser can measure
_MOST_MISTAKES = 3  # of one exercise
_ENOUGH = 60  # letters: "For the radar that is so." helps nobody


def write(unit: Unit, minutes: int, out: Path, *, pdf: bool | None = None) -> list[Path]:
    """Write the plan of a lesson as HTML and, where Chromium is, as a PDF of one A4 sheet.

    Of a lesson of 180 minutes it takes both sides. The letters are as large as the sheet allows.

    Raises:
        CourseError: the unit has no lesson of that length, or no notes; a file cannot be written.
    """
    most = 2 if minutes > 90 else 1
    size = _size(plan(unit, minutes), most)
    while True:
        made = paper.write(
            out, f"{unit.path.stem}-plan-{minutes}", plan(unit, minutes, size), pdf=pdf
        )
        if len(made) < 2 or size <= _SMALLEST or paper.pages(made[1]) <= most:
            return made
        size -= _STEP


def plan(unit: Unit, minutes: int, points: float = _LARGEST) -> str:
    """Return the plan of a lesson as one HTML page with letters of so many points.

    Raises:
        CourseError: the unit has no lesson of that length, or no notes.
    """
    parts = told.parts(unit, minutes)
    title = f"{unit.number} {unit.title}"
    opening = told.opening(unit, minutes)
    body = "\n".join(
        (
            f"<h1>{escape(title)}</h1>",
            f"<p><b>A lesson of {minutes} minutes.</b> "
            f"<b>The question:</b> {inline(unit.metadata['question'])} "
            f"<b>Materials:</b> {inline(opening.materials)} "
            f"<b>Before class:</b> {inline(opening.before)}</p>",
            _table(parts),
            '<div class="below">',
            *_tasks(unit, parts),
            *_fair(unit, parts, opening.sides),
            *_wrong(parts),
            "</div>",
        )
    )
    return paper.sheet(f"{title} ({minutes} minutes)", body, style=_style(points))


def _style(points: float) -> str:
    return (
        f"@page {{ size: A4 landscape; margin: 7mm; }} body {{ font-size: {points}pt; }} "
        "td:first-child, th:first-child { text-align: right; white-space: nowrap; } "
        "th:nth-child(2) { width: 11%; } th:nth-child(3), th:nth-child(5) { width: 26%; } "
        "th:nth-child(4) { width: 17%; } "
        "@media print, (min-width: 60em) { .below { columns: 2; column-gap: 6mm; } } "
        "li, ol { break-inside: avoid; } h2 + p, h2 + ul, p + ol { break-before: avoid; }"
    )


def _size(html: str, most: int) -> float:
    """Return about the size of letters at which a plan fits on so many pages."""
    letters = len(re.sub(r"<[^>]+>", "", html.partition("<body>")[2]))
    fits = math.sqrt(_ROOM * most / letters)
    return min(_LARGEST, max(_SMALLEST, _STEP * math.floor(fits / _STEP)))


def _table(parts: list[Part]) -> str:
    rows, gone = [], 0
    for part in parts:
        entry = part.entry
        cells = [f"{gone}–{gone + part.minutes}", f"<b>{inline(part.section.heading)}</b>"]
        cells += [inline(text) for text in (entry.show, entry.ask, entry.listen, entry.cut)]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
        gone += part.minutes
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _tasks(unit: Unit, parts: list[Part]) -> Iterator[str]:
    """Yield the exercises of the lesson: what is right, and the mistakes with an answer each."""
    own = lesson(unit.slug).exercises
    done = [own[name] for part in parts for name in part.tasks if name in own]
    if not done:
        return
    yield "<h2>Exercises, what is right, and mistakes with an answer to each</h2><ul>"
    for task in done:
        right = (
            f" {inline(_opening(worked(task)))}" if task.misconceptions else " Read, not marked."
        )
        yield f"<li><b>{inline(task.title)}</b> ({escape(task.id)}):{right}"
        mistakes = list(task.misconceptions.items())[:_MOST_MISTAKES]
        if mistakes:
            said = (f"<i>{inline(k)}:</i> {inline(_opening(one.says))}" for k, one in mistakes)
            yield "<ul>" + "".join(f"<li>{one}</li>" for one in said) + "</ul>"
        yield "</li>"
    yield "</ul>"


def _fair(unit: Unit, parts: list[Part], how: str) -> Iterator[str]:
    if how and any(part.section.role == "debate" for part in parts):
        yield f"<h2>Both sides</h2><p>{inline(how)}</p>"
        yield "<ol>"
        for _, text in sides(unit).values():
            if heading := re.search(r"^### +(.+)$", text, re.M):
                yield f"<li>{inline(heading[1])}</li>"
        yield "</ol>"


def _wrong(parts: list[Part]) -> Iterator[str]:
    yield "<h2>What goes wrong, and the remedy</h2><ul>"
    for part in parts:
        if part.entry.wrong:
            yield f"<li><b>{inline(part.section.heading)}:</b> {inline(part.entry.wrong)}</li>"
    yield "</ul>"


def _opening(text: str) -> str:
    """Return the first sentence of a text, and those after it until they say enough.

    A full stop inside a bracket or a number ends none.
    """
    sentences = re.findall(r"(?:[^.!?(]|\([^)]*\)|[.!?](?!\s|$))+[.!?]*\s*", text.strip(), re.S)
    said = ""
    for sentence in sentences:
        said += sentence
        if len(said) >= _ENOUGH:
            break
    return said.strip() or text
