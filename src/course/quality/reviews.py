"""What somebody has looked at: a record beside the tables, so that a change asks for a second look.

`data/reviewed.json` keeps, for each table and for all together, who looked when and why, a hash of
the rows, a hash of the words (title, description, card, meanings of columns and codes, codebook),
and a line a column that says what its schema demands and ends in a fingerprint of its cells. A
changed schema is therefore told in words, and one that has become looser is called so. `course data
--stamp` never touches it by itself: a name and a reason must be given, as for `course check NN
--reviewed`, which keeps the record of a unit beside its charts and exercises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from course import jsonshape
from course.cells import text_fault
from course.data import Package
from course.errors import CourseError, DataError
from course.files import replace_text
from course.table import Column, Table, fingerprint

NAME = "reviewed.json"
ALL = "(all)"  # the entry for what is said of the tables together
EVERY = "all"  # in place of a table's name: every one of them
# What is told apart from the words of a table: its cells, and what its schema demands.
_APART = ("schema", "rows", "bytes", "hash")
_DEMANDS = ("type", "rdfType", "unit", "format", "constraints", "rules")
_SHAPE = jsonshape.Shape(Path(__file__).with_name("reviewed.schema.json"))


def read(packed: Package) -> dict[str, Any]:
    """Return the record of a package, empty where there is none.

    Raises:
        DataError: the file is there and is no such record.
    """
    path = packed.folder / NAME
    if not path.exists():
        return {}
    record = jsonshape.read(path)
    for where, says in _SHAPE.faults(record):
        raise DataError(f"{', '.join([NAME, *map(str, where)])}{says}")
    return record


def facts(table: Table) -> dict[str, Any]:
    """Return what a review of a table is a review of."""
    grows = table.descriptor.get("grows")
    columns = table.derived(
        "facets", lambda rows: {c.name: _facets(c, None if grows else rows) for c in table.columns}
    )
    key = ", ".join(table.key)
    points = [f"points {name} to {other}.{column}" for name, other, column in table.foreign_keys]
    last = [f"last {', '.join(last_columns(table))}"] if last_columns(table) else []
    about = {key: value for key, value in table.descriptor.items() if key not in _APART}
    codebook = table.package.folder / "codebooks" / f"{table.name}.md"
    if codebook.is_file():
        about["codebook"] = codebook.read_text(encoding="utf-8")
    said = [{k: v for k, v in f.items() if k not in _DEMANDS} for f in _fields(table)]
    return {
        **({} if grows else {"rows": table.stamp()["hash"]}),
        "words": _hashed([about, said]),
        "columns": {"(table)": [f"key {key}", *points, *last], **columns},
    }


def facts_of_all(packed: Package) -> dict[str, Any]:
    """Return what is said of the tables together, in the form of `facts`."""
    kept = {k: v for k, v in packed.descriptor.items() if k not in ("resources", "column_rules")}
    return {"words": _hashed(kept), "columns": {}}


def _fields(table: Table) -> list[dict[str, Any]]:
    return table.descriptor["schema"]["fields"]


def _hashed(value: Any) -> str:
    return fingerprint(json.dumps(value, sort_keys=True).encode())


def last_columns(table: Table) -> list[str]:
    """Return the columns in which a table must end."""
    return table.descriptor.get("last_columns", table.package.descriptor.get("last_columns", []))


def _facets(column: Column, rows: list[dict[str, str]] | None) -> list[str]:
    """Say what the schema demands of a column, one short phrase a demand, its name first."""
    facets = [f"type {column.type}"]
    facets += [f"unit {column.unit}"] if column.unit else []
    facets += [f"format {column.format}"] if column.format else []
    for name, value in sorted(column.constraints.items()):
        text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
        facets += [f"{name} {text}"] if value is not False else []
    for name, value in sorted(column.rules.items()):
        plain = isinstance(value, list) and all(isinstance(one, str) for one in value)
        text = ", ".join(value) if plain else json.dumps(value, sort_keys=True)
        facets.append(f"{name} {text}")
    if rows is not None:
        cells = "\n".join(row[column.name] for row in rows)
        facets.append(f"cells {fingerprint(cells.encode())[7:15]}")
    return facets


# -- what has changed


def how(name: str = EVERY) -> str:
    """Say how a table, or all of them, is signed by somebody who has looked at it."""
    return f"When someone has looked at it, run: course data {name} --stamp --reviewed 'WHO: WHY'"


def problems(packed: Package) -> Iterator[str]:
    """Yield what is no longer what somebody looked at, a sentence each."""
    record = read(packed)
    seen = record.get(ALL, {"words": "", "by": "nobody", "on": "any day"})
    if facts_of_all(packed)["words"] != seen["words"]:
        yield (
            "datapackage.json: what is said of the tables together is not what stood there when "
            f"{seen['by']} looked at it on {seen['on']}. {how()}"
        )
    for table in packed.tables.values():
        try:
            now = facts(table)
        except DataError:
            continue  # a file that cannot be read is reported as such
        seen, remedy = record.get(table.name), how(table.name)
        if seen is None:
            yield f"{table.name} is not in {NAME}: nobody has yet said that they read it. {remedy}"
            continue
        looked = f"when {seen['by']} looked at it on {seen['on']}"
        changes = list(_schema_changes(seen["columns"], now["columns"]))
        for change in changes:
            yield f"datapackage.json: {table.name}, {change}; not so {looked}. {remedy}"
        if now["words"] != seen["words"]:
            yield (
                f"datapackage.json: what is said of {table.name} (title, description, card, "
                f"columns, codes, licence, codebook) is not what stood there {looked}. {remedy}"
            )
        recorded = table.descriptor.get("hash") == now.get("rows")  # else the stamp says so
        if recorded and now["rows"] != seen.get("rows"):
            names = _changed_cells(seen["columns"], now["columns"])
            where = f" (column {', '.join(names)})" if names else ""
            yield f"{table.path.name} has other cells than {looked}{where}. {remedy}"


def _split(facets: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for facet in facets:
        name, _, value = facet.partition(" ")
        found[name] = f"{found[name]}; {value}" if name in found else value
    return found


def _changed_cells(seen: dict[str, list[str]], now: dict[str, list[str]]) -> list[str]:
    both = [name for name in now if name in seen]
    return [n for n in both if _split(now[n]).get("cells") != _split(seen[n]).get("cells")]


def _schema_changes(seen: dict[str, list[str]], now: dict[str, list[str]]) -> Iterator[str]:
    for column in sorted(seen.keys() | now.keys()):
        if column not in now:
            yield f"column {column} is gone"
        elif column not in seen:
            yield f"column {column} is new"
        else:
            before, after = _split(seen[column]), _split(now[column])
            for name in sorted((before.keys() | after.keys()) - {"cells"}):
                if before.get(name) != after.get(name):
                    of = "" if column == "(table)" else f"column {column}, "
                    yield of + _told(name, before.get(name), after.get(name))


def _told(name: str, before: str | None, after: str | None) -> str:
    if after is None:
        return f"'{name}' ({before}) is gone, which is looser"
    if before is None:
        return f"'{name}' ({after}) is new"
    verdict = ", which is looser" if _looser(name, before, after) else ""
    return f"'{name}' was {before} and is {after}{verdict}"


def _looser(name: str, before: str, after: str) -> bool:
    if name in ("enum", "points", "not_before", "not_below", "not_above"):
        apart = r" \| |; |, "
        ones, others = set(re.split(apart, before)), set(re.split(apart, after))
        return bool(others - ones) if name == "enum" else bool(ones - others)
    try:
        old, new = float(before), float(after)
    except ValueError:
        return False
    return {"min": new < old, "max": new > old}.get(name[:3], False)


# -- saying that somebody looked


def signed(reviewed: str, such_as: str) -> dict[str, str]:
    """Return when (today), by whom and why something was looked at, as every record writes it.

    Args:
        reviewed: "WHO: WHY", as it is given after --reviewed.
        such_as: a good one, to be shown where this one is none.
    """
    match = re.fullmatch(r"\s*(\S[^:]{1,58}\S)\s*:\s*(\S.{4,300}\S)\s*", reviewed)
    if not match or text_fault(reviewed, cell=False):
        raise CourseError(f"Who looked, and why? Write both, such as --reviewed '{such_as}'.")
    return {"on": date.today().isoformat(), "by": match[1], "why": match[2]}


def bless(packed: Package, reviewed: str, only: str | None = None) -> list[str]:
    """Record that somebody has looked at the tables as they are now; return those that changed.

    Args:
        packed: the package.
        reviewed: who and why, such as "A. Kaya: sample size corrected after the release".
        only: the one table that was looked at; all by default.
    """
    about = signed(reviewed, "A. Kaya: sample size corrected after the release")
    record = read(packed)
    changed = []
    chosen = [packed.table(only)] if only else packed.tables.values()
    looked = {} if only else {ALL: facts_of_all(packed)}
    looked |= {table.name: facts(table) for table in chosen}
    for name, now in looked.items():
        seen = record.get(name, {})
        if any(seen.get(key) != value for key, value in now.items()):
            record[name] = about | now
            changed.append(name)
    kept = {name: record[name] for name in (ALL, *packed.tables) if name in record}
    if changed or kept.keys() != record.keys():
        replace_text(packed.folder / NAME, _written(kept))
    return changed


def _written(record: dict[str, Any]) -> str:
    """Return the record as JSON with a line a column, so that a change is a line of a diff."""

    def dumped(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    tables = []
    for name, entry in record.items():
        lines = [
            f"  {dumped(key)}: {dumped(value)}" for key, value in entry.items() if key != "columns"
        ]
        columns = [f"   {dumped(key)}: {dumped(value)}" for key, value in entry["columns"].items()]
        lines.append('  "columns": {\n' + ",\n".join(columns) + "\n  }")
        tables.append(f" {dumped(name)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(tables) + "\n}\n"
