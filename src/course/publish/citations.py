"""A citation on the site shows how it was read: what its source says there, and who looked.

A citation in the text names its reading, and with scripts shows it beside itself; the readings of
a unit stand on a page of their own, linked from its sources, and so does what was read of the
sources of a table. Nothing of it is typed here: `readings.csv` and `source_readings.csv` hold it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from course.data import Table, package
from course.markup import code, escape, inline, plain
from course.passages import Passage, passages
from course.publish.gate import own
from course.sources import Said, cite, find, lookup, said_in
from course.sources.readings import READ_BY, SEEN, Reading, readings_of
from course.units import Unit, cell_text
from course.words import long_date

_ENDS = re.compile(r"\]\(\s*(https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)\)")
_CARRIES = {
    "all": "it carries all of the passage",
    "part": "it carries a part of the passage",
    "inference": "the passage is an inference from it",
    "nothing": "it does not carry the passage",
}
_MOST_ROWS, _MOST_SAID = 6, 4  # shown of one source of a table
_SOURCES = '<section id="sources-of-this-unit">'
_HREF = re.compile(r'(?<=<a )(?:class="[^"]*" )?href="(https?://[^"]+)"')
_TITLE = re.compile(r' title="reading ([\w-]+)"')


def marker(unit: Unit) -> Callable[[dict[str, Any]], str]:
    """Return what gives a cell's Markdown: each citation names its reading, each table is a link.

    A sentence that rests on a table of the course is so one click from it, and its rows from
    their sources.
    """
    names = {
        (rows[0].cell, rows[0].fingerprint, rows[0].source_id): name
        for name, rows in _pairs(unit).items()
    }
    tables = re.compile(rf"(?<!\[)`({'|'.join(package().tables)})`(?!\])")
    cited: dict[str, list[Passage]] = {}
    for one in passages(unit):
        if one.source_ids:
            cited.setdefault(one.cell, []).append(one)

    def marked(cell: dict[str, Any]) -> str:
        text, place = cell_text(cell), 0
        own_passages = cited.get(cell.get("id", ""), [])
        for passage in sorted(own_passages, key=lambda one: cell_text(cell).find(one.markdown)):
            start = text.find(passage.markdown, place)
            if start < 0:
                continue

            def named(found: re.Match[str], passage: Passage = passage) -> str:
                name = names.get((passage.cell, passage.fingerprint, find(found[1]) or ""))
                return f'{found[0][:-1]} "reading {name}")' if name else found[0]

            new = _ENDS.sub(named, passage.markdown)
            text = text[:start] + new + text[start + len(passage.markdown) :]
            place = start + len(new)
        return tables.sub(r"[\g<0>](data/\1.md)", text)

    return marked


def page(unit: Unit) -> str:
    """Return the readings of a unit as a page, in the order of its text."""
    entries = [_entry(name, rows) for name, rows in _pairs(unit).items()]
    return "\n\n".join(
        (
            f"# How each citation was read: {plain(unit.title)}",
            "What the source says at that place, in the course's own words, and who looked. A "
            "second reader did not write the sentence. Back to "
            f"[the unit](../{unit.path.stem}.ipynb).",
            own(f'<ol class="course-readings">{"".join(entries)}</ol>'),
        )
    )


def pointer(unit: Unit) -> str:
    """Return the line under a unit's sources that leads to its readings; empty if it has none."""
    count = len({(row.cell, row.fingerprint, row.source_id) for row in readings_of(unit)})
    if not count:
        return ""
    words = "How its one citation was" if count == 1 else f"How each of {count} citations was"
    return f"[{words} read: what the source says, and who looked](readings/{unit.path.stem}.md)"


def script(unit: Unit) -> str:
    """Return the readings of a unit as a script, from which a page shows one beside a citation."""
    known = {
        name: {
            "title": lookup(rows[0].source_id)["title"],
            "url": lookup(rows[0].source_id)["url"],
            "about": _about(lookup(rows[0].source_id)),
            "said": [[_said(row), _how(row)] for row in rows],
        }
        for name, rows in _pairs(unit).items()
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return f"window.courseReadings={text};\n"


def page_of_rows(table: Table) -> str:
    """Return what was read of the sources that a table's rows name, in the order of its rows."""
    named = _rows_by_source(table)
    read = {source_id: said_in(source_id) for source_id in named}
    entries = [_source_entry(i, rows, read[i]) for i, rows in named.items() if read[i]]
    unread = [i for i in named if not read[i]]
    parts = [
        f"# What was read of the sources of {code(table.name)}",
        f"{len(named)} sources stand behind these rows. Of {len(entries)} it is on record what the "
        "page says, in the course's own words, and who looked: for the rows themselves, or for a "
        "sentence of a unit that cites the same page. A second reader is one who had not written "
        f"the row or the sentence. Back to [the table](../data/{table.name}.md).",
        own(f'<ol class="course-readings">{"".join(entries)}</ol>'),
    ]
    if unread:
        listed = ", ".join(cite(i) for i in unread)
        parts.append(
            f"## No words on record\n\nOf {len(unread)} the row alone says what was read: {listed}."
        )
    return "\n\n".join(parts)


def bound(body: str) -> str:
    """Turn the names that `marker` left in a page's links into what the page's script reads."""
    return _TITLE.sub(r' data-reading="\1"', body)


def numbered(body: str) -> str:
    """Number the sources of a page's last section, and what cites them, for a reader on paper.

    The numbers are seen in print alone, where each source of the list shows its address.
    """
    text, mark, sources = body.partition(_SOURCES)
    known: dict[str, int] = {}
    for url in _HREF.findall(sources):
        known.setdefault(url, len(known) + 1)

    def with_number(found: re.Match[str]) -> str:
        number = known.get(found[1])
        return f'{found[0]} data-n="{number}"' if number else found[0]

    return _HREF.sub(with_number, text) + mark + _HREF.sub(with_number, sources)


def _pairs(unit: Unit) -> dict[str, list[Reading]]:
    """The readings of a unit by passage and source, named by their place in its text."""
    order = {(one.cell, one.fingerprint): place for place, one in enumerate(passages(unit))}

    def key(row: Reading) -> tuple[int, str]:
        return order.get((row.cell, row.fingerprint), len(order)), row.source_id

    pairs = groupby(sorted(readings_of(unit), key=key), key)
    return {f"read-{place}": list(same) for place, (_, same) in enumerate(pairs, start=1)}


def _entry(name: str, rows: list[Reading]) -> str:
    source = lookup(rows[0].source_id)
    parts = [
        f"<q>{escape(rows[0].opening)}</q>",
        inline(cite(rows[0].source_id, source["title"])) + escape(f", {_about(source)}"),
    ]
    for row in rows:
        parts += [escape(_said(row)), f"<small>{escape(_how(row))}</small>"]
    return f'<li id="{name}">{"".join(f"<p>{part}</p>" for part in parts)}</li>'


def _rows_by_source(table: Table) -> dict[str, list[str]]:
    """The names of the rows that name each source of a table, in its order."""
    found: dict[str, list[str]] = {}
    for row in table.records():
        for source_id in table.named_in(row):
            found.setdefault(source_id, []).append(" ".join(row[name] for name in table.key))
    return found


def _source_entry(source_id: str, rows: list[str], read: list[Said]) -> str:
    """One source of a table: which rows name it, and the first things that were read of it."""
    source = lookup(source_id)
    more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    parts = [
        inline(cite(source_id, source["title"])) + escape(f", {_about(source)}"),
        f"Rows: {', '.join(f'<code>{escape(one)}</code>' for one in rows[:_MOST_ROWS])}{more}.",
    ]
    for one in read[:_MOST_SAID]:
        parts += [escape(f"It says: {one.says}"), f"<small>{escape(one.how)}</small>"]
    if len(read) > _MOST_SAID:
        parts.append(f"<small>And {len(read) - _MOST_SAID} more, in the units.</small>")
    return f'<li id="{escape(source_id)}">{"".join(f"<p>{part}</p>" for part in parts)}</li>'


def _about(source: dict[str, str]) -> str:
    """Publisher, date and stake of a source."""
    when = long_date(source["date"]) if source["date"] else "no date"
    stake = source["interest"]
    return f"{source['publisher']}, {when}." + (f" {stake[0].upper()}{stake[1:]}." if stake else "")


def _said(row: Reading) -> str:
    where = f" ({row.where_in_source})" if row.where_in_source else ""
    return f"It says: {row.says}{where}"


def _how(row: Reading) -> str:
    """How a source was seen and by whom, as one sentence."""
    seen = SEEN[row.seen]
    return (
        f"{seen[0].upper()}{seen[1:]}; {_CARRIES[row.carries]}. Read by {READ_BY[row.read_by]}, "
        f"{long_date(row.read_on)}." + (f" {row.note}" if row.note else "")
    )
