"""The ledger of readings: who read which source for which passage, and what it says there."""

from __future__ import annotations

from dataclasses import dataclass

from course.data import package
from course.markup import plain
from course.show import Text, markdown_table
from course.sources.registry import cite
from course.units import unit

SEEN = {
    "whole_passage": "passage read",
    "opening_only": "only the opening read",
    "as_quoted_by": "read as quoted elsewhere",
    "not_seen": "not seen",
}
CARRIES = {"all": "all of it", "part": "part", "inference": "by inference", "nothing": "nothing"}
READ_BY = {"author": "its author", "second_reader": "a second reader"}


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
    return [
        Reading(row, **{name: value for name, value in record.items() if name != "reading_id"})
        for row, record in enumerate(package().table("readings").records(), start=2)
        if record["unit"] == number
    ]


def read(name: str | int) -> Text:
    """Show a unit's readings: passage, source, what the source says there, how it was seen."""
    this = unit(name)
    order = {cell["id"]: place for place, cell in enumerate(this.notebook["cells"])}
    found = sorted(readings(this.number), key=lambda one: order.get(one.cell, len(order)))
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
