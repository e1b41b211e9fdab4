"""From a row or a `source_id` to its source, in one step: `course.source`."""

from __future__ import annotations

from collections import Counter
from numbers import Integral
from typing import Any

import pandas as pd

from course.data import GRADES, package
from course.errors import CourseError, nearest, shown
from course.markup import code, link, plain
from course.show import Text
from course.sources import LEDGERS, entry, find, lookup, register, said_in
from course.table import Table
from course.words import long_date

_HOW = (
    "Put a source_id or the name of a row between quotation marks, as in "
    'course.source("polls", "pl-2007-mdaa").'
)


def source(what: Any = ..., row: Any = None) -> Text:
    """Show the source behind a `source_id`, behind a row of a table, or at an address.

    Args:
        what: a `source_id`, the name of a row, a web address, or a row itself; with `row`, the
            name of a table.
        row: the name of a row, such as "pl-2007-mdaa", or its number at the left of the table.

    Raises:
        CourseError: there is no such source, row or table, or more than one row was given.
    """
    if row is not None:
        return Text(_row_card(*_named_row(what, row)))
    if isinstance(what, pd.DataFrame | pd.Series):
        return Text(_of_frame(what))
    if what is ... or not isinstance(what, str) or not what.strip():
        given = "" if what is ... or isinstance(what, str) else f"{shown(what)} names no source. "
        raise CourseError(f"{given}{_HOW}")
    return Text(_of_name(_trimmed(what)))


def _trimmed(name: str) -> str:
    return name.strip().strip("`'\"“”‘’").strip()


def _of_name(name: str) -> str:
    """Read a bare name: a source, an address, or a row of any table."""
    lower = name.lower()
    if lower in register():
        return _card(lower)
    if name.startswith(("http://", "https://")):
        at = find(name)
        if at is None:
            raise CourseError(f"No source of the course has the address {shown(name)}.")
        return _card(at)
    if name in package().tables:
        raise CourseError(
            f"{shown(name)} is a whole table. Name one of its rows after it, as in "
            f'course.source("{name}", "{_keys(package().table(name))[0]}"); all its sources: '
            f'course.describe("{name}").'
        )
    owners = [table for table in package().tables.values() if lower in _rows(table)]
    if len(owners) == 1:
        return _row_card(owners[0], _rows(owners[0])[lower])
    if owners:
        calls = " or ".join(f'course.source("{table.name}", "{name}")' for table in owners)
        raise CourseError(f"More than one table has a row {shown(name)}. Write {calls}.")
    near = nearest(lower, [*register(), *(key for t in _tables() for key in _rows(t))])
    if not near.startswith("Did"):
        near = _HOW
    raise CourseError(f"There is no source and no row {shown(name)}. {near}")


def _tables() -> list[Table]:
    """The tables that rest on the register, without the register itself."""
    return [t for t in package().tables.values() if t.name != "sources" and t.source_columns]


def _rows(table: Table) -> dict[str, dict[str, str]]:
    """The rows of a table by the name that a reader gives them, in small letters."""
    if len(table.key) != 1 or table.name == "sources":
        return {}
    key = table.key[0]
    return table.derived("rows by name", lambda rows: {row[key].lower(): row for row in rows})


def _keys(table: Table) -> list[str]:
    """The names of a table's rows, in its order; at least one, for an example."""
    return [row[table.key[0]] for row in table.records()] or ["…"]


def _named_row(what: Any, row: Any) -> tuple[Table, dict[str, str]]:
    """Return the table and the row that two words name."""
    if not isinstance(what, str):
        raise CourseError(
            "Two words name a row: first the table, then the row, each between quotation marks, "
            'as in course.source("polls", "pl-2007-mdaa").'
        )
    table = package().table(_trimmed(what))
    rows = table.records()
    if table.name == "sources" and isinstance(row, str):
        return table, lookup(_trimmed(row).lower())
    if isinstance(row, str):
        found = _rows(table).get(_trimmed(row).lower())
        if found is None:
            near = nearest(_trimmed(row).lower(), _keys(table))
            raise CourseError(f"The table {table.name} has no row {shown(row)}. {near}")
        return table, found
    whole = isinstance(row, Integral) and not isinstance(row, bool)
    if not whole or not 0 <= int(row) < len(rows):
        given = shown(row) if isinstance(row, int | float) else "of that kind"
        raise CourseError(
            f"The table {table.name} has no row {given}. Its rows are counted from 0 to "
            f"{len(rows) - 1}; better name one, as in "
            f'course.source("{table.name}", "{_keys(table)[0]}").'
        )
    return table, rows[int(row)]


def _of_frame(given: pd.DataFrame | pd.Series) -> str:
    """Read a row that a learner took out of a table."""
    if isinstance(given, pd.DataFrame):
        if len(given) != 1:
            raise CourseError(f"That is {len(given)} rows, and one is wanted. {_HOW}")
        given = given.iloc[0]
    values = {str(name): _text(value) for name, value in given.items()}
    for name in (values.get(key, "") for table in _tables() for key in table.key):
        known = _whose(name, given)
        if known:
            return _row_card(*known)
    known = _whose(_text(given.name), given)
    if known:
        return _row_card(*known)
    own = values.get("source_id", "")
    if own in register():
        return _card(own)
    raise CourseError(f"That shows neither the name of one row nor its source_id. {_HOW}")


def _whose(name: str, given: pd.Series) -> tuple[Table, dict[str, str]] | None:
    """Return the table and row of a name, if the rest of what was given does not contradict."""
    table_name = given.attrs.get("table")
    for table in _tables():
        row = _rows(table).get(name.lower()) if name else None
        fits = row is not None and table_name in (None, table.name)
        if row is not None and fits and _agree(row, given):
            return table, row
    return None


def _agree(row: dict[str, str], given: pd.Series) -> bool:
    own = _text(given.get("source_id", ""))
    return own in ("", row.get("source_id", ""))


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _row_card(table: Table, row: dict[str, str]) -> str:
    """Show a row's grade and note, then its sources."""
    if table.name == "sources":
        return _card(row["source_id"])
    name = row[table.key[0]]
    parts = [f"**The row {code(name)} of {code(table.name)}** ({plain(table.title)})"]
    about = []
    if row.get("grade") in GRADES:
        about.append(f"- **Grade {row['grade']}**: {plain(GRADES[row['grade']])}")
    if row.get("note"):
        about.append(f"- **Note:** {plain(row['note'])}")
    if about:
        parts.append("\n".join(about))
    named = table.named_in(row)
    if not named:
        parts.append("It names no source.")
    for number, source_id in enumerate(named):
        if number == 0:
            parts.append(_card(source_id))
        elif number == 1:
            parts.append(
                f"**Its other source{'s' if len(named) > 2 else ''}**\n\n"
                + "\n".join(f"- {entry(one)} {code(one)}{_found(one)}" for one in named[1:])
            )
    return "\n\n".join(parts)


def _found(source_id: str) -> str:
    """The first thing that a source was found to say, as the end of a line; empty if none is."""
    said = said_in(source_id)[:1]
    return "".join(f" It was found to say: {plain(one.says)} *{plain(one.how)}*" for one in said)


def _card(source_id: str) -> str:
    """Show one source: what it is, whose, of when, with what stake, and what rests on it."""
    s = lookup(source_id)
    column = package().table("sources").column("kind")
    publisher = plain(s["publisher"])
    if s["author"] and s["author"] != s["publisher"]:
        publisher += f" (author: {plain(s['author'])})"
    title = s["title"].replace("[", "(").replace("]", ")")
    lines = [
        f"**Source {code(source_id)}:** {link(title, s['url'])}\n",
        f"- **Published by** {publisher}, {plain(_date(s['date']))}",
        f"- **Kind of publisher:** {plain(column.codes.get(s['kind'], s['kind']))}",
        f"- **Its interest:** {plain(s['interest']) or 'none is recorded'}",
    ]
    if s["language"] not in ("", "en"):
        from babel import Locale  # slow to load; Sphinx brings it

        lines.append(f"- **Language:** {Locale('en').languages.get(s['language'], s['language'])}")
    if s["read_at"]:
        lines.append(f"- **Read in a copy:** {link(s['read_at'], s['read_at'])}")
    if s["note"]:
        lines.append(f"- **Note:** {plain(s['note'])}")
    lines.append(f"- **What rests on it here:** {_rests(source_id)}")
    said = said_in(source_id)
    lines += [
        f"- **It was found to say:** {plain(one.says)} *{plain(one.how)}*" for one in said[:3]
    ]
    if len(said) > 3:
        lines.append(f"- **Read for other passages too:** {len(said) - 3} more in `readings`")
    return "\n".join(lines)


def _date(iso: str) -> str:
    return long_date(iso) if iso else "no date"


def _rests(source_id: str) -> str:
    counts = Counter(
        {
            table.name: number
            for table in _tables()
            if table.name not in LEDGERS and (number := _uses(table).get(source_id, 0))
        }
    )
    said = [
        f"{number} row{'' if number == 1 else 's'} of {code(name)}"
        for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return ", ".join(said) or "no row of a table; texts of the course cite it"


def _uses(table: Table) -> Counter[str]:
    """How many rows of a table name each source."""

    def uses(rows: list[dict[str, str]]) -> Counter[str]:
        return Counter(one for row in rows for one in table.named_in(row))

    return table.derived("uses of sources", uses)
