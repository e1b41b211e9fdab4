"""Read datapackage.json, the description of the tables, and say what is wrong with it.

Its shape is declared in `datapackage.schema.json` beside this file. What no schema of shapes can
say is checked here: that names agree, that constraints can be read as values of their columns, that
texts are plain, and that every rule names columns which are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from course import jsonshape
from course.cells import PARTIAL_DATE, TYPES, as_text, beginning_fault, text_fault
from course.errors import DataError, nearest, shown
from course.jsonshape import Fault, Where

NAME = "datapackage.json"


@lru_cache(maxsize=1)
def shape() -> jsonshape.Shape:
    """Return the shape of a description."""
    return jsonshape.Shape(Path(__file__).with_name("datapackage.schema.json"))


def read(path: Path) -> dict[str, Any]:
    """Return the description in a file, once it is one that the course can rely on.

    Raises:
        DataError: it is not; one sentence names datapackage.json, the place in it and the remedy.
    """
    descriptor = jsonshape.read(path)
    for where, says in _faults(descriptor):
        raise DataError(f"{_place(descriptor, where)}{says}")
    return descriptor


def _place(descriptor: Any, where: Where) -> str:
    """Say where a problem is in words, such as "datapackage.json, table polls, column n, type"."""
    said, here = [NAME], descriptor
    for step in where:
        here = here[step] if not isinstance(step, str) or step in here else None
        if isinstance(step, int):
            name = here.get("name") if isinstance(here, dict) else None
            known = isinstance(name, str) and re.fullmatch(r"\w{1,64}", name)
            list_ = said.pop()
            kind = {"resources": "table", "fields": "column"}.get(list_)
            said.append(f"{kind} {name}" if kind and known else f"{list_}[{step}]")
        else:
            said.append(step if re.fullmatch(r"[\w$-]{1,64}", step) else shown(step))
    return ", ".join(one for one in said if one != "schema" or said[-1] == "schema")


def _faults(descriptor: Any) -> Iterator[Fault]:
    yield from shape().faults(descriptor)
    yield from _texts(descriptor)
    yield from _names(descriptor)
    tables = {table["name"]: table for table in descriptor["resources"]}
    columns = {name: _fields(table) for name, table in tables.items()}
    for number, table in enumerate(descriptor["resources"]):
        where = ("resources", number)
        yield from _keys(table, columns, where)
        for place, field in enumerate(table["schema"]["fields"]):
            yield from _values(field, (*where, "schema", "fields", place))
            here = (*where, "schema", "fields", place, "rules")
            rules = field.get("rules", {})
            yield from _rules(rules, field["name"], table["name"], columns, here)
    for column, rules in descriptor.get("column_rules", {}).items():
        holders = [name for name in tables if column in columns[name]]
        if not holders:
            yield ("column_rules", column), ": no table has this column. Delete it."
        for name in holders:
            yield from _rules(rules, column, name, columns, ("column_rules", column))


def _fields(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in table["schema"]["fields"]}


# -- what no schema of shapes can say


def _texts(descriptor: Any) -> Iterator[Fault]:
    """Every text is plain: it is shown in notebooks, in terminals and on pages."""

    words = _words(descriptor)
    plain = text_fault(" ".join(words), cell=False) is None
    if plain and not any(map(beginning_fault, words)):
        return  # without a place for each text, which takes as long as all other checks
    for where, text in _placed(descriptor, ()):
        fault = beginning_fault(text) or (None if plain else text_fault(text, cell=False))
        if fault:
            yield where, f" {fault}."


def _words(here: Any, name: str = "") -> list[str]:
    """Return every key and every text of a description; a pattern is no text."""
    if isinstance(here, dict):
        within = [text for key, value in here.items() for text in _words(value, key)]
        return [*here, *within]
    if isinstance(here, list):
        return [text for value in here for text in _words(value)]
    return [here] if isinstance(here, str) and name not in ("pattern", "matches") else []


def _placed(here: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Yield them with their places."""
    if isinstance(here, dict):
        for key, value in here.items():
            yield (*where, key), key
            yield from _placed(value, (*where, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield from _placed(value, (*where, number))
    elif isinstance(here, str) and not {"pattern", "matches"} & {where[-1]}:
        yield where, here


def _names(descriptor: dict[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, table in enumerate(descriptor["resources"]):
        where = ("resources", number)
        if table["name"] in seen:
            yield where, ": two tables have this name. Give one of them another."
        seen.add(table["name"])
        if table["path"] != f"{table['name']}.csv":
            yield (*where, "path"), f": a table's file has its name; write {table['name']}.csv."
        try:
            date.fromisoformat(table["as_of"])
        except ValueError:
            yield (*where, "as_of"), f": {shown(table['as_of'])} is no day of the calendar."
        columns: set[str] = set()
        for place, field in enumerate(table["schema"]["fields"]):
            if field["name"] in columns:
                yield (
                    (*where, "schema", "fields", place),
                    ": two columns of the table have this name. Give one of them another.",
                )
            columns.add(field["name"])


def _keys(
    table: dict[str, Any], columns: dict[str, dict[str, Any]], where: Where
) -> Iterator[Fault]:
    own = columns[table["name"]]
    key = table["schema"]["primaryKey"]
    for name in [key] if isinstance(key, str) else key:
        if name not in own:
            yield (*where, "schema", "primaryKey"), _no_column(table["name"], name, own)
    for name in table.get("last_columns", ()):
        if name not in own:
            yield (*where, "last_columns"), _no_column(table["name"], name, own)
    for number, one in enumerate(table["schema"].get("foreignKeys", ())):
        here = (*where, "schema", "foreignKeys", number)
        other = one["reference"]["resource"] or table["name"]
        if one["fields"] not in own:
            yield (*here, "fields"), _no_column(table["name"], one["fields"], own)
        if other not in columns:
            yield (*here, "reference", "resource"), _no_table(other, columns)
        elif one["reference"]["fields"] not in columns[other]:
            yield (
                (*here, "reference", "fields"),
                _no_column(other, one["reference"]["fields"], columns[other]),
            )


def _no_column(table: str, name: str, known: Any) -> str:
    return f": table {table} has no column {shown(name)}. {nearest(name, known)}"


def _no_table(name: str, known: Any) -> str:
    return f": there is no table {shown(name)}. {nearest(name, known)}"


def _values(field: dict[str, Any], where: Where) -> Iterator[Fault]:
    """What constrains a column can be read as values of the column's own type."""
    kind = _kind(field)
    rules = field.get("constraints", {})
    here = (*where, "constraints")
    if kind == "partial_date" and field["type"] != "string":
        yield (*where, "rdfType"), ": dates of varying precision are of type string. Write string."
    if "format" in field and kind != "string":
        yield (*where, "format"), ": only text can be a web address. Leave format out."
    bounds = {}
    for name in ("minimum", "maximum"):
        if name in rules:
            bounds[name] = _read(kind, rules[name])
            if bounds[name] is None or kind in ("string", "boolean"):
                yield (
                    (*here, name),
                    f": {shown(rules[name])} is no value of a column of type {kind}.",
                )
    if len(bounds) == 2 and None not in bounds.values() and bounds["minimum"] > bounds["maximum"]:
        yield here, ": minimum is more than maximum. Exchange them."
    for name in ("pattern", "minLength", "maxLength"):
        if name in rules and field["type"] != "string":
            yield (*here, name), ": only text has it. Leave it out, or make the type string."
    if rules.get("minLength", 0) > rules.get("maxLength", jsonshape.EXACT):
        yield here, ": minLength is more than maxLength. Exchange them."
    if "pattern" in rules and not _compiles(rules["pattern"]):
        yield (*here, "pattern"), f": {shown(rules['pattern'])} is not a regular expression."
    seen = set()
    for value in rules.get("enum", ()):
        text = as_text(value)
        if _read(kind, value) is None or text in seen:
            yield (
                (*here, "enum"),
                f": {shown(value)} is listed twice, or is no value of a column of type {kind}.",
            )
        seen.add(text)


def _kind(field: dict[str, Any]) -> str:
    return "partial_date" if field.get("rdfType") == PARTIAL_DATE else field["type"]


def _read(kind: str, value: Any) -> Any:
    """Return a value of the description as a cell of that type would be read; None if it cannot."""
    expected: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float)}
    if kind in expected and (isinstance(value, bool) or not isinstance(value, expected[kind])):
        return None
    if kind == "string" and not isinstance(value, str):
        return None
    try:
        return value if kind in expected else TYPES[kind].read(as_text(value))
    except ValueError:
        return None


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


_NUMBERS = ("not_below", "not_above", "quotient", "sum", "decimals_of")
_DATES = ("not_before", "counts_rows_until")
_OWN = ("by", "part", "whole", "table_in", "but_not", "when", "column", "unless")


def _rules(
    rules: dict[str, Any],
    column: str,
    table: str,
    columns: dict[str, dict[str, Any]],
    where: Where,
) -> Iterator[Fault]:
    """Every column and table that a rule of `column` names is there, and of a type that fits."""
    for rule, given in rules.items():
        here = (*where, rule)
        # The columns of this table and of another one that the rule names.
        own, others = [], []
        if rule == "filled_when":
            own = [one["column"] for one in given]
        elif isinstance(given, (str, list)):
            own = [given] if isinstance(given, str) else given
        elif isinstance(given, dict) and rule == "repeats":
            own = [*given["by"]]
            others = [given["column"], *given["by"].values(), *given.get("where", ())]
        elif isinstance(given, dict):
            own = [given[name] for name in _OWN if name in given] + given.get("with", [])
            others = [given[name] for name in ("by", "name") if "table" in given and name in given]
        other = given.get("table", table) if isinstance(given, dict) else table
        if other not in columns:
            yield here, _no_table(other, columns)
            continue
        missing = [(table, name) for name in own if name not in columns[table]]
        missing += [(other, name) for name in others if name not in columns[other]]
        for of, name in missing:
            yield here, _no_column(of, name, columns[of])
        kinds = ("integer", "number") if rule in _NUMBERS else ("date", "partial_date")
        for name in [column, *own] if rule in _NUMBERS else own if rule in _DATES else ():
            if name in columns[table] and _kind(columns[table][name]) not in kinds:
                optional = isinstance(given, dict) and given.get("unless") == name
                if not optional:
                    yield here, f": column {name} is neither of type {' nor '.join(kinds)}."
        if rule == "refers_to" and "table_in" in given:
            constraints = columns[table].get(given["table_in"], {}).get("constraints", {})
            for name in constraints.get("enum", [""]):
                if name not in columns:
                    yield here, _no_table(name, columns)
        for one in given if rule == "filled_when" else [given] if rule == "must_be" else ():
            if not _compiles(one["matches"]):
                yield here, f": {shown(one['matches'])} is not a regular expression."
