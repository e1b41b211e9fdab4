"""Check the tables: their schema, the rules they declare, the record of their bytes and reviews."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from course import csvfile
from course.data import Package, Table, package
from course.description import NAME
from course.errors import DataError
from course.files import replace_text
from course.quality import reviews, rules
from course.table import fingerprint

CARD = ("one_row_is", "compiled", "good_for", "not_good_for", "missing")
_LINE_ENDS = (
    "Windows' line ends (CRLF) or a byte order mark, which an editor or git's core.autocrlf wrote. "
    "Save with line ends LF, in UTF-8 without BOM"
)

Rule = Callable[[Table, list[dict[str, str]]], Iterator[str]]


def problems(packed: Package | None = None) -> list[str]:
    """Return every problem in every table of a package, each one sentence."""
    packed = packed or package()
    found = []
    try:
        listed = packed.tables
    except DataError as error:  # a description that cannot be read at all
        return [str(error)]
    for table in listed.values():
        try:
            found += [*table_problems(table), *_stamp_problems(table)]
        except DataError as error:  # a file that cannot be read at all
            found.append(str(error))
    found += _line_end_problems(packed)
    try:
        found += reviews.problems(packed)
    except DataError as error:
        found.append(str(error))
    return list(dict.fromkeys(found))


def table_problems(table: Table) -> list[str]:
    """Return what is wrong with the cells of one table, whatever its recorded hash says."""
    found = list(table.problems())
    if not found:
        found += rules.problems(table)
        records = table.records()
        for rule in HOUSE_RULES:
            found += rule(table, records)
    return found


# -- what holds for every table


def _last_columns(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    wanted = reviews.last_columns(table)
    names = [column.name for column in table.columns]
    if wanted and names[-len(wanted) :] != wanted:
        yield f"{table.path.name}: its last columns must be {', '.join(wanted)}."


def _in_order(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = [column.name for column in table.columns]
    here = list(rows[0]) if rows else names
    if here != names:
        place, (own, other) = next(
            (n, pair)
            for n, pair in enumerate(zip(here, names, strict=True), 1)
            if pair[0] != pair[1]
        )
        yield (
            f"{table.path.name}: column {place} is {own} where {NAME} has {other}. Put the columns "
            "in one order in both."
        )


def _described(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for column in table.columns:
        if not column.description:
            yield f"{NAME}: {table.name}.{column.name} has no description."
        if column.type in ("integer", "number") and not column.unit:
            yield f"{NAME}: {table.name}.{column.name} is a number without a unit."
        alike = len({row[column.name] for row in rows}) == 1
        if alike and not (column.rules.get("may_be_constant") or table.descriptor.get("grows")):
            yield f"{table.path.name}: column {column.name} says the same in every row."
    for name in CARD:
        if not table.card.get(name):
            yield f"{NAME}: the card of {table.name} does not say '{name}'."


def _codes_used(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for column in table.columns:
        if column.codes and set(column.codes) != set(column.constraints.get("enum", [])):
            yield f"{NAME}: {table.name}.{column.name} explains other codes than it allows."
        if column.rules.get("may_spare_codes") or table.descriptor.get("grows"):
            continue
        for code in sorted(set(column.codes) - {row[column.name] for row in rows}):
            yield f"{NAME}: no row of {table.name} uses {column.name} = {code}."


HOUSE_RULES: tuple[Rule, ...] = (_last_columns, _in_order, _described, _codes_used)


# -- the folder and its record


def _stamp_problems(table: Table) -> Iterator[str]:
    stamp = table.stamp()
    wrong = [name for name, value in stamp.items() if table.descriptor.get(name) != value]
    if wrong and not _only_line_ends(table):
        yield (
            f"{table.path.name} is not the file that {NAME} records ({wrong[0]}). If you "
            "changed it on purpose, run: course data --stamp"
        )


def _only_line_ends(table: Table) -> bool:
    """Say whether a file is the one on record but for line ends and the byte order mark."""
    whole = csvfile.canonical(table.raw())
    return whole != table.raw() and fingerprint(whole) == table.descriptor.get("hash")


def _line_end_problems(packed: Package) -> Iterator[str]:
    names = []
    for table in packed.tables.values():
        with suppress(DataError):  # reported where it is read
            names += [table.path.name] if _only_line_ends(table) else []
    if names:
        yield f"{_list(names)}: the cells are right, but the file has {_LINE_ENDS}."


def _list(names: list[str]) -> str:
    more = f" and {len(names) - 3} more tables" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


class Stamped(NamedTuple):
    """What a stamp did: tables recorded anew, tables reviewed, and sentences on what waits."""

    recorded: list[str]
    reviewed: list[str]
    waiting: list[str]


def stamp_all(
    packed: Package | None = None, reviewed: str | None = None, only: str | None = None
) -> Stamped:
    """Record rows, bytes and hash of every table in datapackage.json.

    Args:
        packed: the package; the course's own by default.
        reviewed: who has looked at what changed, and why it did: "WHO: WHY". Without it no review
            is recorded, and what waits for one is returned.
        only: the one table that was looked at; all by default.

    Raises:
        DataError: a table cannot be read or has other line ends than the course's; nothing is
            recorded then.
    """
    packed = packed or package()
    stamps = {name: table.stamp() for name, table in packed.tables.items()}
    raws = {table.path.name: table.raw() for table in packed.tables.values()}
    wrong = [name for name, raw in raws.items() if csvfile.canonical(raw) != raw]
    if wrong:
        raise DataError(
            f"Nothing was recorded: {_list(wrong)} has {_LINE_ENDS}. A hash of these bytes would "
            "be wrong everywhere else."
        )
    changed = []
    for name, stamp in stamps.items():
        descriptor = packed.tables[name].descriptor
        if any(descriptor.get(key) != value for key, value in stamp.items()):
            descriptor.update(stamp)
            changed.append(name)
    if changed:
        text = json.dumps(packed.descriptor, ensure_ascii=False, indent=1) + "\n"
        replace_text(packed.folder / NAME, text)
    blessed = reviews.bless(packed, reviewed, only) if reviewed is not None else []
    return Stamped(changed, blessed, list(reviews.problems(packed)))
