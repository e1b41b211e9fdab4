"""Run the rules that datapackage.json declares beside its columns: what rows must agree with.

A rule stands under `rules` of the column that it guards, or under `column_rules` of the package
when every table with a column of that name keeps it:

    not_before         a date that cannot lie before these dates of its row
    not_below          a number that cannot be less than these of its row
    not_above          a number that cannot be more than these of its row
    quotient           a number that follows from two others of its row, within 2 per cent
    sum                a number that makes a total with others of its row
    decimals_of        how many decimals another number of the row has
    counts_rows_until  how many rows have a date no later than this row's
    one_name_each      a name that is the same wherever its code is, here and in a table
    repeats            a value that another table gives for the same thing
    shared             a key that two rows at least must have
    must_be            a code that a row must have when a text of it says so
    filled_when        a text that must be there when another column says so
    may_be_constant    it may say the same in every row, which else is a column too many
    may_spare_codes    it may explain codes that no row uses

`refers_to` (ids of rows, several in a cell or of any table) is a kind of foreign key, and a table
is not even loaded when it is broken: see `course.table`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from course.errors import shown
from course.table import Column, Table

Row = dict[str, str]
Problems = Iterator[tuple[int, str]]  # row numbers as messages count them, and what is said
SLACK = 0.02  # of a quotient: what rounding of its parts can do


def problems(table: Table) -> Iterator[str]:
    """Yield what is wrong with a table whose cells are as its schema says, a sentence each."""
    rows = table.records()
    for column in table.columns:
        for name, given in column.rules.items():
            run = RULES.get(name)
            for number, says in run(table, column, given, rows) if run else ():
                yield f"{table.at(number, column.name)}: {says}."


def _not_before(table: Table, column: Column, earlier: list[str], rows: list[Row]) -> Problems:
    for early in earlier:
        for number, row in enumerate(rows, start=2):
            a, b = row[early], row[column.name]
            precision = min(len(a), len(b))  # 2008 is not before 2008-07
            if a and b and a[:precision] > b[:precision]:
                yield number, f"{b} lies before {early} ({a})"


def _not_below(table: Table, column: Column, lows: list[str], rows: list[Row]) -> Problems:
    for low in lows:
        for number, row in enumerate(rows, start=2):
            a, b = row[low], row[column.name]
            if a and b and float(a) > float(b):
                yield number, f"{b} lies below {low} ({a})"


def _not_above(table: Table, column: Column, wholes: list[str], rows: list[Row]) -> Problems:
    for whole in wholes:
        for number, row in enumerate(rows, start=2):
            a, b = row[column.name], row[whole]
            if a and b and float(a) > float(b):
                yield number, f"{a} is more than {whole} ({b})"


def _quotient(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    part, whole = given["part"], given["whole"]
    for number, row in enumerate(rows, start=2):
        if not (row[column.name] and row[part] and row[whole]):
            continue
        value, divisor = float(row[column.name]), float(row[whole])
        computed = given["times"] * float(row[part]) / divisor if divisor else None
        if computed is None or abs(computed - value) > SLACK * computed + given["within"]:
            follows = "nothing" if computed is None else f"{computed:.3g}"
            yield number, f"{row[column.name]} does not follow from {part} and {whole} ({follows})"


def _sum(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    names = [*given["with"], column.name]
    for number, row in enumerate(rows, start=2):
        if not all(row[name] for name in names):
            continue
        total = sum(float(row[name]) for name in names)
        excused = "unless" in given and "sum" in row[given["unless"]].lower()
        if abs(total - given["total"]) > given["within"] and not excused:
            why = f", and {given['unless']} does not say why" if "unless" in given else ""
            yield (
                number,
                f"with {' and '.join(given['with'])} the sum is {total:g} and not "
                f"{given['total']:g}{why}",
            )


def _decimals_of(table: Table, column: Column, other: str, rows: list[Row]) -> Problems:
    for number, row in enumerate(rows, start=2):
        right = str(len(row[other].partition(".")[2]))
        if row[column.name] and row[other] and row[column.name] != right:
            yield number, f"{row[column.name]} does not agree with {right}, as {other} is written"


def _counts_rows_until(table: Table, column: Column, by: str, rows: list[Row]) -> Problems:
    for number, row in enumerate(rows, start=2):
        right = str(sum(one[by] <= row[by] for one in rows))
        if row[column.name] and row[column.name] != right:
            yield (
                number,
                f"{row[column.name]} does not agree with {right}, the rows until {row[by]}",
            )


def _one_name_each(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    by = given["by"]
    known: dict[str, str] = {}
    if "table" in given:
        name = given.get("name", column.name)
        known = {row[by]: row[name] for row in table.package.table(given["table"]).records()}
    for number, row in enumerate(rows, start=2):
        if row[by] and row[column.name]:
            name = known.setdefault(row[by], row[column.name])
            if name != row[column.name]:
                yield number, f"{row[by]} is {name} elsewhere"


def _repeats(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    there: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in table.package.table(given["table"]).records():
        if all(one[name] == value for name, value in given.get("where", {}).items()):
            there[tuple(one[name] for name in given["by"].values())].add(one[given["column"]])
    for number, row in enumerate(rows, start=2):
        right = there.get(tuple(row[name] for name in given["by"]), set())
        if column.type == "partial_date":  # which may be told less precisely here
            right = {value[:length] for value in right for length in (4, 7, 10)}
        if right and row[column.name] not in right | ({""} if given.get("or_empty") else set()):
            yield (
                number,
                f"{shown(row[column.name])} does not agree with {given['table']}, which has "
                f"{' or '.join(sorted(right))}",
            )


def _shared(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    count = Counter(row[column.name] for row in rows)
    for number, row in enumerate(rows, start=2):
        if row[column.name] and count[row[column.name]] == 1:
            yield number, f"no other row has {shown(row[column.name])}"


def _must_be(table: Table, column: Column, given: Any, rows: list[Row]) -> Problems:
    for number, row in enumerate(rows, start=2):
        if re.fullmatch(given["matches"], row[given["when"]]) and (
            row[column.name] != given["value"]
        ):
            yield number, f"{given['because']}, so it must be {given['value']}"


def _filled_when(table: Table, column: Column, cases: list[Any], rows: list[Row]) -> Problems:
    for case in cases:
        for number, row in enumerate(rows, start=2):
            if re.fullmatch(case["matches"], row[case["column"]]) and not row[column.name]:
                yield number, case["says"]


RULES: dict[str, Callable[[Table, Column, Any, list[Row]], Problems]] = {
    "not_before": _not_before,
    "not_below": _not_below,
    "not_above": _not_above,
    "quotient": _quotient,
    "sum": _sum,
    "decimals_of": _decimals_of,
    "counts_rows_until": _counts_rows_until,
    "one_name_each": _one_name_each,
    "repeats": _repeats,
    "shared": _shared,
    "must_be": _must_be,
    "filled_when": _filled_when,
}
