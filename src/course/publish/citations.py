"""A citation on the site shows how it was read: what its source says there, and who looked.

The readings of a unit stand, folded, under its sources; a citation in the text names its own, and
with scripts the same shows beside it. Nothing of it is typed here: `readings.csv` holds it all.
"""

from __future__ import annotations

import re
from itertools import groupby

from course.markup import escape, inline
from course.passages import Passage, passages
from course.publish.gate import own
from course.readings import READ_BY, SEEN, Reading, readings
from course.sources import cite, find, lookup
from course.units import Unit, cell_text
from course.words import long_date

_ENDS = re.compile(r"\]\(\s*(https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_CARRIES = {
    "all": "it carries all of the passage",
    "part": "it carries a part of the passage",
    "inference": "the passage is an inference from it",
    "nothing": "it does not carry the passage",
}
_TITLE = re.compile(r' title="reading ([\w-]+)"')


def marked(unit: Unit, cell: dict[str, object]) -> str:
    """Return a cell's Markdown, each citation that was read naming its reading in its title."""
    text, place, read = cell_text(cell), 0, _pairs(unit)
    for passage in sorted(_of(unit, cell), key=lambda one: cell_text(cell).find(one.markdown)):
        start = text.find(passage.markdown, place)
        if start < 0:
            continue

        def named(found: re.Match[str], passage: Passage = passage) -> str:
            name = _name(passage.fingerprint, find(found[1]) or "")
            return f'{found[0][:-1]} "reading {name}")' if name in read else found[0]

        new = _ENDS.sub(named, passage.markdown)
        text = text[:start] + new + text[start + len(passage.markdown) :]
        place = start + len(new)
    return text


def listed(unit: Unit) -> str:
    """Return the readings of a unit as one folded list, in the order of its text; empty if none."""
    entries = [
        f'<li id="{name}">{_heading(rows[0])}{"".join(map(_row, rows))}</li>'
        for name, rows in _pairs(unit).items()
    ]
    if not entries:
        return ""
    return own(
        '<details class="course-readings"><summary>How each citation was read '
        f"({len(entries)})</summary><p>What the source says at that place, in the course's own "
        "words, and who looked. A second reader did not write the sentence.</p>"
        f"<ol>{''.join(entries)}</ol></details>"
    )


def bound(body: str) -> str:
    """Turn the names that `marked` left in a page's links into what the page's script reads."""
    return _TITLE.sub(r' data-reading="\1"', body)


def _of(unit: Unit, cell: dict[str, object]) -> list[Passage]:
    return [one for one in passages(unit) if one.cell == cell["id"] and one.source_ids]


def _pairs(unit: Unit) -> dict[str, list[Reading]]:
    """The readings of a unit by passage and source, in the order of its text."""
    order = {(one.cell, one.fingerprint): place for place, one in enumerate(passages(unit))}

    def key(row: Reading) -> tuple[int, str]:
        return order.get((row.cell, row.fingerprint), len(order)), row.source_id

    kept = sorted(readings(unit.number), key=key)
    return {
        _name(rows[0].fingerprint, rows[0].source_id): rows
        for rows in (list(same) for _, same in groupby(kept, key))
    }


def _name(fingerprint: str, source_id: str) -> str:
    return f"read-{fingerprint}-{source_id}"


def _heading(row: Reading) -> str:
    source = lookup(row.source_id)
    interest = source["interest"]
    stake = f" {escape(interest[0].upper() + interest[1:])}." if interest else ""
    when = long_date(source["date"]) if source["date"] else "no date"
    return (
        f"<p><q>{escape(row.opening)}</q></p><p>{inline(cite(row.source_id, source['title']))}, "
        f"{escape(source['publisher'])}, {escape(when)}.{stake}</p>"
    )


def _row(row: Reading) -> str:
    where = f" ({escape(row.where_in_source)})" if row.where_in_source else ""
    note = f" {escape(row.note)}" if row.note else ""
    return (
        f"<p>It says: {escape(row.says)}{where}</p><p><small>{escape(_how(row))}{note}</small></p>"
    )


def _how(row: Reading) -> str:
    """How a source was seen and by whom, as one sentence."""
    seen = SEEN[row.seen]
    return (
        f"{seen[0].upper()}{seen[1:]}; {_CARRIES[row.carries]}. Read by {READ_BY[row.read_by]}, "
        f"{long_date(row.read_on)}."
    )
