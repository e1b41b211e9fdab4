"""Citations held to the ledger: every one read, by a second reader, and as the sentence stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from course.data import package
from course.passages import Passage, passages
from course.sources.readings import Reading, readings_of
from course.units import Unit

# How far a source was seen, so that a sentence may state what it says as fact.
_SEEN_ENOUGH = ("whole_passage", "as_quoted_by")


def problems(unit: Unit) -> Iterator[str]:
    """Yield what is wrong between a unit's citations and the readings recorded of them."""
    rows = readings_of(unit)
    cited = [passage for passage in passages(unit) if passage.source_ids]
    standing = {(passage.cell, passage.fingerprint) for passage in cited}
    kept = [row for row in rows if (row.cell, row.fingerprint) in standing]
    lost = [row for row in rows if (row.cell, row.fingerprint) not in standing]
    read: dict[tuple[str, str], list[Reading]] = {}
    for row in kept:
        read.setdefault((row.cell, row.fingerprint), []).append(row)
    for passage in cited:
        own = read.get((passage.cell, passage.fingerprint), [])
        for source_id in passage.source_ids:
            yield from _unread(passage, source_id, own, lost)
        yield from _not_cited(passage, own)
        yield from _not_carried(
            passage, [one for one in own if one.source_id in passage.source_ids]
        )
    asked = {(passage.cell, source_id) for passage in cited for source_id in passage.source_ids}
    for row in lost:
        if (row.cell, row.source_id) not in asked:
            yield (
                f"row {row.row} of readings.csv reads {row.source_id} for "
                f"'{row.opening}', which the unit no longer says. Remove the row."
            )


def quoted(words: str) -> str:
    """Return the beginning of a text in quotation marks."""
    return f"'{words[:70]}…'" if len(words) > 70 else f"'{words}'"


def _unread(
    passage: Passage, source_id: str, own: Sequence[Reading], lost: Sequence[Reading]
) -> Iterator[str]:
    """Yield what keeps one citation of a passage from being read by a second reader."""
    mine = [row for row in own if row.source_id == source_id]
    what = f"{quoted(passage.words)} ({passage.cell})"
    before = [row for row in lost if (row.cell, row.source_id) == (passage.cell, source_id)]
    if not mine and before:
        rows = " or ".join(f"row {row.row}, '{row.opening}'" for row in before)
        yield (
            f"{what} has changed since {source_id} was read for it ({rows}). Read the source for "
            f"the new words; if it carries them, write the fingerprint {passage.fingerprint} and "
            f"the opening '{passage.opening}' into that row of readings.csv."
        )
    elif not mine:
        yield (
            f"{what} cites {source_id}, of which there is no reading. Read it, and add to "
            "readings.csv this row with what you found in place of the capitals: "
            f"{_row(passage, source_id)}"
        )
    elif all(row.read_by == "author" for row in mine):
        yield (
            f"{what} cites {source_id}, which only its author has read. Ask a second reader for a "
            "row of readings.csv."
        )


def _row(passage: Passage, source_id: str) -> str:
    """Return the row of readings.csv that a reading of a source for a passage fills in."""
    known = {
        "reading_id": f"{passage.unit}-{passage.fingerprint}-{source_id}",
        "unit": passage.unit,
        "cell": passage.cell,
        "fingerprint": passage.fingerprint,
        "opening": passage.opening,
        "read_by": "second_reader",
        "source_id": source_id,
        "note": "",
    }
    columns = [column.name for column in package().table("readings").columns]
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(known.get(name, name.upper()) for name in columns)
    return line.getvalue()


def _not_cited(passage: Passage, own: Sequence[Reading]) -> Iterator[str]:
    for row in own:
        if row.source_id not in passage.source_ids:
            yield (
                f"{quoted(passage.words)} ({passage.cell}) was read in {row.source_id} (row "
                f"{row.row} of readings.csv), but it links to {', '.join(passage.source_ids)}. "
                "Link to what was read, or read what is linked and replace the row."
            )


def _not_carried(passage: Passage, own: Sequence[Reading]) -> Iterator[str]:
    """Yield where the readings of a passage carry less than it says.

    Of several readings of one source, the second reader's latest counts.
    """
    ranked = sorted(own, key=lambda row: (row.read_by == "second_reader", row.read_on))
    latest = {row.source_id: row for row in ranked}.values()
    what = f"{quoted(passage.words)} ({passage.cell})"
    whole = [row for row in latest if row.carries == "all" and row.seen in _SEEN_ENOUGH]
    for row in latest:
        if row.carries == "nothing":
            yield (
                f"{what} cites {row.source_id}, which carries nothing of it (row {row.row} of "
                "readings.csv). Cite what carries it, or take the link away."
            )
        elif row.worded == "fact" and row.seen not in _SEEN_ENOUGH and not whole:
            yield (
                f"{what} states as fact what nobody has seen in {row.source_id} "
                f"({row.seen.replace('_', ' ')}, row {row.row} of readings.csv). Word it as "
                "reported, or read the source."
            )
        elif row.worded == "fact" and row.carries == "inference" and not whole:
            yield (
                f"{what} states as fact what is inferred from {row.source_id} (row {row.row} of "
                "readings.csv). Say that it is inferred, or cite what says it."
            )
    parts = [row for row in latest if row.carries == "part"]
    alone = len(parts) == 1 and all(row.carries != "all" for row in latest)
    if alone and parts[0].worded == "fact":
        yield (
            f"{what} claims more than {parts[0].source_id} says (it carries a part, row "
            f"{parts[0].row} of readings.csv). Weaken it, move the link to its clause, or add a "
            "source for the rest."
        )
