"""The ledgers of readings: who read which source, for which passage or for rows, and what it says.

`readings.csv` has a row for each citation in the text of a unit, `source_readings.csv` one for each
time that a source was looked up for the rows of tables that name it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from course.data import package
from course.errors import CourseError, nearest
from course.markup import plain
from course.show import Text, markdown_table
from course.sources.registry import cite
from course.units import Unit, cell_text, unit
from course.words import long_date

LEDGERS = ("readings", "source_readings")  # tables that say what a source says; none rests on them
SEEN = {
    "whole_passage": "passage read",
    "opening_only": "only the opening read",
    "as_quoted_by": "read as quoted elsewhere",
    "not_seen": "not seen",
}
CARRIES = {"all": "all of it", "part": "part", "inference": "by inference", "nothing": "nothing"}
READ_BY = {"author": "its author", "second_reader": "a second reader"}
FOR_ROWS = {
    "whole_passage": "all that they need",
    "part": "a part of what they need",
    "opening_only": "only the opening",
}


@dataclass(frozen=True)
class Reading:
    """One reading of one source for one passage; `row` is its row in readings.csv."""

    row: int
    unit: str
    cell: str
    fingerprint: str
    source_id: str
    opening: str
    says: str
    where_in_source: str
    seen: str
    carries: str
    worded: str
    read_by: str
    read_on: str
    note: str


def readings(number: str) -> list[Reading]:
    """Return the readings of a unit, given its two digits, in the order of the table."""
    return list(package().table("readings").derived("by unit", _by_unit).get(number, ()))


def _by_unit(rows: list[dict[str, str]]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for row, record in enumerate(rows, start=2):
        known = {name: value for name, value in record.items() if name != "reading_id"}
        found.setdefault(record["unit"], []).append(Reading(row, **known))
    return found


def readings_of(this: Unit) -> list[Reading]:
    """Return the readings of a unit; in the edition of a term those of the cells that it has."""
    found = readings(this.origin)
    if not this.metadata.get("origin"):
        return found
    there = {cell["id"] for cell in this.notebook["cells"]}
    return [one for one in found if one.cell in there]


def read(name: str | int, heading: str = "") -> Text:
    """Show a unit's readings: passage, source, what the source says there, how it was seen.

    Args:
        name: the unit.
        heading: words of one heading of it; only what stands under that heading is shown.

    Raises:
        CourseError: there is no such unit, or no one heading with these words.
    """
    this = unit(name)
    order = {cell["id"]: place for place, cell in enumerate(this.notebook["cells"])}
    found = sorted(readings_of(this), key=lambda one: order.get(one.cell, len(order)))
    if heading:
        there = _under(this, heading)
        found = [one for one in found if one.cell in there]
    if not found:
        return Text(f"Nobody has recorded a reading of unit {this.number} yet.")
    rows = [
        (
            plain(one.opening),
            cite(one.source_id),
            plain(one.says + (f" ({one.where_in_source})" if one.where_in_source else "")),
            SEEN[one.seen],
            CARRIES[one.carries],
            f"{READ_BY[one.read_by]}, {one.read_on}",
        )
        for one in found
    ]
    header = ["Passage", "Source", "What it says on this", "Seen", "Carries", "Read by"]
    return Text(markdown_table(header, rows))


class Said(NamedTuple):
    """What somebody found a source to say, and how and when it was read."""

    says: str
    how: str


def said_in(source_id: str) -> list[Said]:
    """Return what was read of a source: for rows of tables first, then for the text of units."""
    rows = package().table("source_readings").derived("by source", _by_source)
    passages = package().table("readings").derived("by source", _by_source)
    found: dict[str, Said] = {}
    for row in rows.get(source_id, ()):
        how = f"For rows of tables: {FOR_ROWS[row['seen']]} read, by {READ_BY['second_reader']}, "
        how += f"{long_date(row['read_on'])}." + (f" {row['note']}" if row["note"] else "")
        found.setdefault(row["says"], Said(row["says"], how))
    for row in passages.get(source_id, ()):
        where = f" ({row['where_in_source']})" if row["where_in_source"] else ""
        how = f"For the text of unit {row['unit']}: {SEEN[row['seen']]}, by "
        how += f"{READ_BY[row['read_by']]}, {long_date(row['read_on'])}."
        found.setdefault(row["says"], Said(row["says"] + where, how))
    return list(found.values())


def _by_source(rows: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["source_id"], []).append(row)
    return found


def _under(this: Unit, heading: str) -> set[str]:
    """Return the ids of the cells under the one heading of a unit that has these words."""
    under: dict[str, set[str]] = {}
    words = ""
    for cell in this.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for opened in re.findall(r"^#+ +(.+)$", cell_text(cell), re.M):
                words = opened.strip()
            under.setdefault(words, set()).add(cell["id"])
    found = [words for words in under if heading.strip().lower() in words.lower()]
    if len(found) != 1:
        raise CourseError(
            f"Unit {this.number} has {len(found) or 'no'} headings with '{heading}'. "
            f"{nearest(heading, found or list(under))}"
        )
    return under[found[0]]
