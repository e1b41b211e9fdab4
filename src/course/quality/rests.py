"""Which rows of the tables a unit's typed words rest on, and a fingerprint of what these rows say.

A number in prose is bound to its cell (`numbers.csv`); a sentence is not, and when the words of a
row change it goes on saying what they no longer say. So a review of a unit also covers the words of
the rows behind it, and a changed row asks for a second look at the places that rest on it: where a
number is bound to the row, where its key is written, and where a passage cites a source of the row.
Where a table is only named (`polls`), all of its other rows together are one thing to look at.
Which rows these are changes with every citation; so what is kept of a table is the sum of its rows,
from which the rows that are told apart can be taken away.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from course.data import package
from course.passages import passages
from course.paths import root
from course.quality.literals import room
from course.quality.numbers import bindings
from course.table import Table
from course.units import Unit, cell_text

OTHERS = "its other rows"
_MODULUS = 1 << 32  # of a fingerprint of eight hexadecimal digits
# What a row says besides its words: numbers and dates are bound one by one, sources are cited.
_APART = ("number", "integer", "year", "date", "partial_date", "boolean")
_SOURCES = ("source_id", "other_source_ids")
# A key as it is written in code, in a list of keys or in `table/key`; one of a single word, such as
# that of the site "kurecik", counts where it is quoted.
_KEY = re.compile(r"[\w.+]+(?:-[\w.+]+)+|(?<=[\"'`/])[\w.+]+(?=[\"'`/])")
Places = dict[str, dict[str, list[str]]]  # by table and key of a row, where words rest on it


def rests(unit: Unit) -> Places:
    """Return by table and row the places of a unit that rest on it, as `cell c-5e1a2210d8`."""
    typed = dict(_typed(unit))
    written: dict[str, list[str]] = {}
    for place, text in typed.items():
        for key in _keys(text):
            written.setdefault(key, []).append(place)
    bound: dict[tuple[str, str], list[str]] = {}
    for line in bindings(unit):
        name, _, rest = line.holds.lstrip("~").partition("/")
        bound.setdefault((name, rest.rpartition("/")[0]), []).append(_place(line.cell))
    cited: dict[str, list[str]] = {}
    for passage in passages(unit):
        for source_id in passage.source_ids:
            cited.setdefault(source_id, []).append(_place(passage.cell))
    found: Places = {}
    for name in unit.metadata["tables"]:
        table, rows = package().table(name), found.setdefault(name, {})
        if table.descriptor.get("grows"):
            continue  # the ledger, which is reviewed reading by reading
        for key, sources in table.derived("sources by row", partial(_sourced, table)):
            places = [
                *bound.get((name, key), ()),
                *written.get(key, ()),
                *(place for source_id in sources for place in cited.get(source_id, ())),
            ]
            if places:
                rows[key] = list(dict.fromkeys(places))
        if named := [place for place, text in typed.items() if f"`{name}`" in text]:
            rows[OTHERS] = named
    return {name: rows for name, rows in found.items() if rows}


def words(unit: Unit) -> dict[str, dict[str, str]]:
    """Return by table and row eight hexadecimal digits that change with the words of the row."""
    found: dict[str, dict[str, str]] = {}
    for name, places in rests(unit).items():
        table = package().table(name)
        said = table.derived("words of rows", partial(_said, table))
        found[name] = {key: said[key] for key in places if key != OTHERS}
        if OTHERS in places:
            found[name][OTHERS] = f"{sum(int(one, 16) for one in said.values()) % _MODULUS:08x}"
    return found


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the rows of a table, as `words` has them, that say something else than before.

    A row that only one of the two tells apart is counted with the others.
    """
    both = [key for key in now if key in before and key != OTHERS]
    found = [key for key in both if now[key] != before[key]]
    if OTHERS in before and OTHERS in now:
        moved = sum(int(now[key], 16) - int(before[key], 16) for key in both)
        others = int(now[OTHERS], 16) - int(before[OTHERS], 16) - moved
        found += [OTHERS] if others % _MODULUS else []
    return found


def _typed(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield every place in which somebody typed words for a unit, with its text."""
    for cell in unit.notebook["cells"]:
        about = cell["metadata"].get("course", {})
        yield _place(cell["id"]), f"{cell_text(cell)}\n{json.dumps(about, ensure_ascii=False)}"
    own, notes = room(unit), root() / "notebooks" / "teach"
    played = (notes / "council").glob("*.md") if (own / "council.py").is_file() else ()
    paths = [*own.glob("*.py"), *own.glob("*.md"), notes / f"{unit.number}.md", *played]
    for path in sorted(filter(Path.is_file, paths)):
        yield (
            str(path.relative_to(own if own in path.parents else notes.parent)),
            path.read_text(encoding="utf-8"),
        )


def _place(name: str) -> str:
    return f"cell {name}" if name.startswith("c-") else name


@lru_cache(maxsize=1024)
def _keys(text: str) -> frozenset[str]:
    return frozenset(_KEY.findall(text))


def _sourced(table: Table, rows: list[dict[str, str]]) -> list[tuple[str, list[str]]]:
    """Return the key of each row and the sources that it names."""
    named = (" ".join(row.get(column, "") for column in _SOURCES).split() for row in rows)
    return list(zip(map(table.key_of, rows), named, strict=True))


def _said(table: Table, rows: list[dict[str, str]]) -> dict[str, str]:
    spoken = [
        column.name
        for column in table.columns
        if column.type not in _APART and column.name not in (*table.key, *_SOURCES)
    ]
    return {table.key_of(row): _hashed([row[name] for name in spoken]) for row in rows}


def _hashed(what: list[str]) -> str:
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()[:8]
