"""One table: read as text, held to its schema, loaded as a DataFrame.

What a cell may hold is said in `course.cells`, what a file may be in `course.csvfile`.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from stat import S_ISLNK
from typing import Any, Protocol, TypeVar

import pandas as pd

from course import csvfile
from course.cells import (
    PARTIAL_DATE,
    TYPES,
    address_fault,
    as_text,
    cell_fault,
    free_text_fault,
    text_fault,
)
from course.errors import DataError, nearest, shown
from course.rows import Rows, UnknownColumn

T = TypeVar("T")


class Packed(Protocol):
    """What a table knows of the package that it belongs to: see `course.data.Package`."""

    folder: Path

    @property
    def home(self) -> Path:
        """Where datapackage.json itself lies."""
        ...

    @property
    def descriptor(self) -> dict[str, Any]:
        """The package's description."""
        ...

    @property
    def tables(self) -> Mapping[str, Table]:
        """Every table by name."""
        ...

    def table(self, name: str) -> Table:
        """Return one table."""
        ...

    def keys(self, table: str, column: str) -> set[str]:
        """Return the values of a key column."""
        ...


@dataclass(frozen=True)
class Column:
    """One column of a table, as its schema describes it.

    `rules` are what it has to do with other columns, rows and tables; see `course.quality.rules`.
    """

    name: str
    type: str
    description: str
    unit: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    constraints: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
    format: str = ""

    @property
    def required(self) -> bool:
        """Whether every row must fill this column."""
        return bool(self.constraints.get("required"))


class File:
    """A file that is read again whenever it has changed on disk, and only then."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is read yet."""
        self.path = path
        self._name = os.fspath(path)  # asked for at every look: text is quicker than a path
        self.version = 0
        self._raw = b""
        self._seen: tuple[int, ...] = ()

    def state(self) -> os.stat_result:
        """Return what the folder says of the name itself, which may be a link."""
        return os.lstat(self._name)

    def read(self, about: os.stat_result | None = None) -> bytes:
        """Return what the file holds now; `version` grows when that is something else.

        `about` spares a look at the disk: it is what `state` has just said of a name that is no
        link.
        """
        about = about or self.path.stat()
        seen = (about.st_mtime_ns, about.st_ctime_ns, about.st_size, about.st_ino)
        if seen != self._seen:
            raw = self.path.read_bytes()
            if raw != self._raw or not self.version:
                self._raw = raw
                self.version += 1
            settled = time.time_ns() - max(seen[:2]) > _tick(seen[:2])
            self._seen = seen if settled else ()
        return self._raw


def _tick(times: Sequence[int]) -> int:
    """Return the nanoseconds within which a file may change again and keep its times.

    A clock of whole seconds (FAT, old servers) moves every two; one that tells their parts moves
    with the system's own, every sixteen milliseconds at the slowest.
    """
    return 2_000_000_000 if any(time % 1_000_000_000 == 0 for time in times) else 100_000_000


class Table:
    """One table of a data package: its description and, on demand, its rows."""

    def __init__(self, package: Packed, descriptor: dict[str, Any]) -> None:
        """Describe the table `descriptor` of `package`; nothing is read yet."""
        self.package = package
        self.descriptor = descriptor
        self.name: str = descriptor["name"]
        self.title: str = descriptor["title"]
        self.description: str = descriptor["description"]
        self.card: dict[str, str] = descriptor["card"]
        self.path: Path = package.folder / descriptor["path"]
        schema = descriptor["schema"]
        key = schema["primaryKey"]
        self.key: list[str] = [key] if isinstance(key, str) else list(key)
        shared = package.descriptor.get("column_rules", {})
        self.columns = [
            Column(
                f["name"],
                "partial_date" if f.get("rdfType") == PARTIAL_DATE else f["type"],
                f["description"],
                f.get("unit", ""),
                f.get("codes", {}),
                f.get("constraints", {}),
                shared.get(f["name"], {}) | f.get("rules", {}),
                f.get("format", ""),
            )
            for f in schema["fields"]
        ]
        self.foreign_keys: list[tuple[str, str, str]] = [
            (k["fields"], k["reference"]["resource"] or self.name, k["reference"]["fields"])
            for k in schema.get("foreignKeys", [])
        ]
        self._file = File(self.path)
        self._parsed: tuple[int, list[dict[str, str]]] = (0, [])
        self._made: dict[Any, Any] = {}
        self._frame: tuple[tuple[int, ...], Rows] | None = None

    def column(self, name: str) -> Column:
        """Return one column; raise DataError with the nearest names when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        known = [column.name for column in self.columns]
        raise UnknownColumn(f"Table {self.name}", "column", name, known)

    # -- reading -----------------------------------------------------------------------

    def raw(self) -> bytes:
        """Return the bytes of the file as they are now, or say what keeps it from being read."""
        try:
            about = self._file.state()
            if not S_ISLNK(about.st_mode):
                return self._file.read(about)
            if self.path.resolve().parent != self.package.home:
                raise DataError(
                    f"{self.path.name} is a link that leads out of the folder of tables. Put the "
                    "file itself there."
                )
            return self._file.read()
        except FileNotFoundError:
            raise DataError(
                f"{self.path.name} is not in {self.path.parent}. Restore it from the "
                "repository, or name the folder of tables in COURSE_DATA."
            ) from None
        except (OSError, RuntimeError) as error:  # a folder, no right to read, a loop of links
            reason = getattr(error, "strerror", None) or "a link that leads to itself"
            raise DataError(
                f"{self.path.name} in {self.path.parent} cannot be opened ({reason}). It must be "
                "a file that you may read; restore it from the repository."
            ) from None

    def _rows(self) -> list[dict[str, str]]:
        raw = self.raw()
        if self._parsed[0] != self._file.version:
            self._made.clear()
            names = [column.name for column in self.columns]
            rows = csvfile.read(raw, self.path.name, names)
            self._parsed = (self._file.version, rows)
        return self._parsed[1]

    def records(self) -> list[dict[str, str]]:
        """Return the rows as text, one dictionary a row, after checking the file's shape."""
        return [dict(row) for row in self._rows()]

    def key_of(self, row: Mapping[str, str]) -> str:
        """Return what tells a row from the others, as one text."""
        return "+".join(row[part] for part in self.key)

    def rows_by_key(self) -> dict[str, dict[str, str]]:
        """Return the rows as text, by what tells each from the others. Do not change them."""
        return self.derived(
            "rows by key", lambda rows: {self.key_of(row): row for row in reversed(rows)}
        )

    def derived(self, key: Any, make: Callable[[list[dict[str, str]]], T]) -> T:
        """Return what `make` derives from the rows, made once for as long as the file stays so.

        `key` tells one such thing of a table from another. What is returned is shared: do not
        change it.
        """
        rows = self._rows()
        if key not in self._made:
            self._made[key] = make(rows)
        return self._made[key]

    def problems(self) -> Iterator[str]:
        """Yield every problem in the table, each one sentence: file, row, column, remedy."""
        rows = self._rows()
        promised = self.descriptor.get("rows")
        if promised is not None and promised != len(rows):
            yield (
                f"{self.path.name} has {len(rows)} rows where datapackage.json promises {promised}."
                " If rows were lost, restore the file; if you changed it on purpose, run: "
                "course data --stamp"
            )
        plain = text_fault(" ".join(" ".join(row.values()) for row in rows)) is None
        for column in self.columns:
            yield from self._column_problems(column, rows, plain)
        yield from self._key_problems(rows)
        yield from self._reference_problems(rows)

    def at(self, number: int, column: str) -> str:
        """Return the place of a cell as messages name it; the header is row 1."""
        return f"{self.path.name}, row {number}, column {column}"

    def _column_problems(
        self, column: Column, rows: list[dict[str, str]], plain: bool
    ) -> Iterator[str]:
        name, check = column.name, _checker(column, plain)
        count = Counter(row[name] for row in rows)
        wrong = {value: fault for value in count if value and (fault := check(value))}
        if "" in count and column.required:
            wrong[""] = ""
        twice = set()
        if column.constraints.get("unique") and self.key != [name]:
            spelt = Counter(_compared(column, row[name]) for row in rows)
            twice = {value for value, times in spelt.items() if value and times > 1}
        if not wrong and not twice:
            return
        first: dict[str, int] = {}
        for number, row in enumerate(rows, start=2):
            value = row[name]
            if value in wrong and value:
                yield f"{self.at(number, name)}: {shown(value)} {wrong[value]}"
            elif value in wrong:
                yield f"{self.at(number, name)} is empty, but every row needs it."
            value = _compared(column, value)
            if value in twice and value in first:
                yield (
                    f"{self.at(number, name)}: {shown(value)} already stands in row "
                    f"{first[value]}. No two rows may have the same."
                )
            first.setdefault(value, number)

    def _key_problems(self, rows: list[dict[str, str]]) -> Iterator[str]:
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, start=2):
            key = tuple(row[name] for name in self.key)
            if key in seen:
                yield (
                    f"{self.at(number, ' + '.join(self.key))}: {shown(', '.join(key))} already "
                    f"names row {seen[key]}. Give this row a key of its own, or remove the copy."
                )
            seen.setdefault(key, number)

    def _reference_problems(self, rows: list[dict[str, str]]) -> Iterator[str]:
        for name, table, other in self.foreign_keys:
            known = self.package.keys(table, other)
            near: dict[str, str] = {}  # many rows may lead to the one that is gone
            for number, row in enumerate(rows, start=2):
                if (value := row[name]) and value not in known:
                    near[value] = near.get(value) or _near(value, known)
                    yield self._leads_nowhere(number, name, value, table, near[value])
        for own in self.columns:
            if "refers_to" in own.rules:
                yield from self._named_problems(own, own.rules["refers_to"], rows)

    def _named_problems(
        self, column: Column, rule: dict[str, Any], rows: list[dict[str, str]]
    ) -> Iterator[str]:
        """What points to rows without being a foreign key: several in a cell, or of any table."""
        keys: dict[str, set[str]] = {}
        for number, row in enumerate(rows, start=2):
            cell = row[column.name]
            where = row[rule["table_in"]] if "table_in" in rule else rule.get("table", self.name)
            if not cell or where not in self.package.tables:
                continue  # the column that names the table says so itself
            if where not in keys:
                keys[where] = self.package.keys(where, self.package.tables[where].key[0])
            named = [cell]
            if rule.get("several"):
                named = [one for one in re.split(r"[;\s]+", cell) if one]
            for value in named:
                if value not in keys[where]:
                    near = _near(value, keys[where])
                    yield self._leads_nowhere(number, column.name, value, where, near)
            if len({*named, row.get(rule.get("but_not", ""))}) <= len(named):
                yield f"{self.at(number, column.name)}: the same is named twice."

    def _leads_nowhere(self, number: int, column: str, value: str, table: str, near: str) -> str:
        return f"{self.at(number, column)}: {shown(value)} is not in {table}.csv. {near}"

    def load(self) -> Rows:
        """Return the table as a DataFrame typed by its schema.

        Whole numbers are Int64, numbers float64, true/false boolean, full dates datetime64;
        dates of varying precision stay ISO text ("2008", "2008-07"), which sorts and compares
        as it stands and can be turned into days with `course.day`. An empty cell is missing.

        Raises:
            DataError: the file is not what its schema says; the message says where.
        """
        versions = tuple(table.version() for table in self._needs())
        if self._frame is None or self._frame[0] != versions:
            for problem in self.problems():
                raise DataError(problem)
            self._frame = (versions, self._typed())
        copy = self._frame[1].copy()
        copy.attrs["table"] = self.name
        return copy

    def version(self) -> int:
        """Return a number that grows whenever the file holds something else than before."""
        self.raw()
        return self._file.version

    def _needs(self) -> list[Table]:
        """List the tables without which this one cannot be checked, itself first."""
        names = {self.name: None} | dict.fromkeys(table for _, table, _ in self.foreign_keys)
        for column in self.columns:
            rule = column.rules.get("refers_to")
            if rule and "table_in" in rule:
                names |= dict.fromkeys(self.column(rule["table_in"]).constraints.get("enum", ()))
            elif rule:
                names[rule.get("table", self.name)] = None
        return [self.package.table(name) for name in names]

    def _typed(self) -> Rows:
        rows = self._rows()
        columns: dict[str, Any] = {}
        for column in self.columns:
            kind = TYPES[column.type]
            read = str if kind.dtype == "str" else kind.read
            values = [read(row[column.name]) if row[column.name] else None for row in rows]
            columns[column.name] = pd.array(values, dtype=kind.dtype)
        return Rows(columns)

    # -- describing --------------------------------------------------------------------

    def stamp(self) -> dict[str, Any]:
        """Return the facts about the file that the package records: rows, bytes, hash."""
        raw = self.raw()
        return {"rows": len(self._rows()), "bytes": len(raw), "hash": fingerprint(raw)}

    def excel_csv(self) -> bytes:
        """Return the table as a CSV that Excel opens without garbling letters: with its mark."""
        return b"\xef\xbb\xbf" + csvfile.canonical(self.raw())

    def grades(self) -> Counter[str]:
        """Count the rows of each grade."""
        return Counter(row["grade"] for row in self._rows() if row.get("grade"))

    def source_ids(self) -> list[str]:
        """List the sources that the rows name, most used first."""
        count: Counter[str] = Counter()
        for row in self._rows():
            count.update(self.named_in(row))
        return [source for source, _ in count.most_common()]

    @cached_property
    def source_columns(self) -> list[str]:
        """The columns in which the ids of sources stand, the row's own first."""
        to_register = {own for own, other, _ in self.foreign_keys if other == "sources"}
        to_register |= {"source_id", "other_source_ids"}
        named = [column.name for column in self.columns if column.name in to_register]
        return sorted(named, key=lambda name: name != "source_id")

    def named_in(self, row: dict[str, str]) -> list[str]:
        """List the sources that a row of this table names, its own first, each once."""
        columns = self.source_columns
        return list(dict.fromkeys(i for name in columns for i in (row.get(name) or "").split()))


def fingerprint(raw: bytes) -> str:
    """Return the SHA-256 of some bytes, as the package writes it."""
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _checker(column: Column, plain: bool) -> Callable[[str], str | None]:
    """Return a function that says what is wrong with a filled cell, in words that follow its value.

    Where the whole file is known to be plain text, no cell is searched for what is not.
    """
    kind, rules = TYPES[column.type], column.constraints
    allowed = {as_text(one) for one in rules["enum"]} if "enum" in rules else None
    pattern = re.compile(rules["pattern"], re.ASCII) if "pattern" in rules else None
    least, most = rules.get("minLength", 0), rules.get("maxLength", 10**9)
    low, high = (_bound(column, rules.get(name)) for name in ("minimum", "maximum"))
    free = column.type == "string" and allowed is None and pattern is None

    def check(value: str) -> str | None:
        fault = None if plain else text_fault(value)
        if fault:
            return f"{fault}."
        try:
            read = kind.read(value)
        except ValueError:
            return f"is not {kind.called}; {kind.remedy}."
        if allowed is not None and value not in allowed:
            return f"is not one of its codes. {nearest(value[:100], allowed)}"
        if pattern and not pattern.fullmatch(value):
            return f"does not match {rules['pattern']}."
        if not least <= len(value) <= most:
            return f"has {len(value)} letters, where {_span(rules, 'Length')} are allowed."
        if (low is not None and read < low) or (high is not None and read > high):
            return f"lies outside {_span(rules, 'imum')}."
        fault = cell_fault(value)
        if column.format == "uri":
            fault = fault or address_fault(value)
        elif free:
            fault = fault or free_text_fault(value)
        return f"{fault}." if fault else None

    return check


def _compared(column: Column, value: str) -> str:
    return value.rstrip("/") if column.format == "uri" else value


def _bound(column: Column, limit: Any) -> Any:
    return TYPES[column.type].read(limit) if isinstance(limit, str) else limit


def _span(rules: dict[str, Any], ending: str) -> str:
    low, high = rules.get(f"min{ending}", ""), rules.get(f"max{ending}", "")
    return f"{low} to {high}".strip()


def _near(value: str, known: set[str]) -> str:
    if len(known) < 60:
        return nearest(value, known)
    close = difflib.get_close_matches(value[:100], known, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(close)}?" if close else "Add it there first."
