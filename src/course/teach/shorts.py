"""Abbreviations that a section explained which a term leaves out: explained where they are met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.data import package
from course.errors import CourseError
from course.passages import prose
from course.quality.abbreviations import explained, spelt, unexplained
from course.units import Unit, cell_text, original


def lines(unit: Unit) -> dict[int, str]:
    """Return what is to be said below the heading of a cell, by the place of the cell.

    Raises:
        CourseError: nothing in the course says what an abbreviation is short for.
    """
    found: dict[int, list[str]] = {}
    for place, short, _, words in unexplained(unit):
        known = _words(unit, short)
        if not known:
            raise CourseError(
                f"Unit {unit.origin} explains {short} only in what the term leaves out, and says "
                f"'…{words}…' later. Keep that section."
            )
        found.setdefault(_opening(unit, place), []).append(f"{short} is short for {known}")
    return {place: f"({'; '.join(said)}.)" for place, said in found.items()}


def _opening(unit: Unit, place: int) -> int:
    """Return the last cell up to a place that begins with a heading."""
    cells = unit.notebook["cells"]
    return next(
        at
        for at in range(place, -1, -1)
        if cells[at]["cell_type"] == "markdown" and re.match(r"#{1,2} ", cell_text(cells[at]))
    )


def _words(unit: Unit, short: str) -> str:
    """Return what an abbreviation is short for: by the glossary, else by the course's own unit."""
    for row in package().table("glossary").records():
        if row["abbreviation"] == short:
            return row["term"]
    own = original(unit)
    return next((words for words in _told(own, short) if words), "") if own else ""


def _told(own: Unit, short: str) -> Iterator[str]:
    for text in prose(own.markdown):
        for found in re.finditer(rf"(?<![\w/-]){re.escape(short)}(?![\w])", text):
            if explained(short, text, found.start(), found.end()):
                yield spelt(short, text, found.start(), found.end())
