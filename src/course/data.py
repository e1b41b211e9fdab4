"""Load a table typed by its schema, describe it, and say clearly what is wrong with it.

The tables are one CSV each in `data/`, described together in `data/datapackage.json`
(a Frictionless Data Package). Nothing is ever loaded that its schema does not allow:
a wrong cell gives one sentence that names file, row, column and remedy.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from course.errors import DataError, nearest
from course.paths import data_folder

GRADES = {
    "A": "read in the primary document's own text",
    "B": "read in a reliable secondary source",
    "C": "unconfirmed or in conflict: never charted or stated as fact",
}
# What a field says in the standard property `rdfType` when its dates are only as precise as known:
# the Library of Congress's Extended Date/Time Format, level 0 (2008, 2008-07, 2008-07-08).
PARTIAL_DATE = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?\d[\d .,]*")


def _iso_date(text: str) -> date:
    """Read a full or partial ISO date; a missing month or day counts as the first."""
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return date(year, month, day)


def _full_date(text: str) -> pd.Timestamp:
    if len(text) != len("2008-07-08"):
        raise ValueError(text)
    return pd.Timestamp(_iso_date(text))


# Stricter than Python's own int and float, which also read "1_000", " 7" and "nan".
def _integer(text: str) -> int:
    if not re.fullmatch(r"[-+]?\d+", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text, re.ASCII):
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


_READERS: dict[str, tuple[Callable[[str], Any], str, str]] = {
    # type: (reader, what it is called, what a right value looks like)
    "integer": (_integer, "a whole number", "write digits only, such as 1000"),
    "number": (_number, "a number", "write digits with a decimal point, such as 51.5"),
    "boolean": (_boolean, "true or false", "write true, false, or leave the cell empty"),
    "date": (_full_date, "a date", "write 2008-07-08"),
    "partial_date": (_iso_date, "a date", "write 2008, 2008-07 or 2008-07-08"),
}


class UnknownColumn(DataError, KeyError):
    """A column name that a table does not have; also a KeyError, which pandas itself may expect."""

    __str__ = DataError.__str__


class Rows(pd.DataFrame):
    """A DataFrame in which a mistyped column gives one sentence that offers the nearest names."""

    @property
    def _constructor(self) -> type[Rows]:
        return Rows

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            asked = key if isinstance(key, list) else [key]
            missing = [name for name in asked if isinstance(name, str) and name not in self.columns]
            if not missing:
                raise
            known = [name for name in self.columns if isinstance(name, str)]
            table = self.attrs.get("table")
            where = f"Table {table}" if table else "This table"
            raise UnknownColumn(
                f"{where} has no column '{missing[0]}'. {nearest(missing[0], known)}"
            ) from None


@dataclass(frozen=True)
class Column:
    """One column of a table, as its schema describes it."""

    name: str
    type: str
    description: str
    unit: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether every row must fill this column."""
        return bool(self.constraints.get("required"))


class Table:
    """One table of a data package: its description and, on demand, its rows."""

    def __init__(self, package: Package, descriptor: dict[str, Any]) -> None:
        """Describe the table `descriptor` of `package`; nothing is read yet."""
        self.package = package
        self.descriptor = descriptor
        self.name: str = descriptor["name"]
        self.title: str = descriptor["title"]
        self.description: str = descriptor["description"]
        self.card: dict[str, str] = descriptor.get("card", {})
        self.path: Path = package.folder / descriptor["path"]
        schema = descriptor["schema"]
        key = schema.get("primaryKey", [])
        self.key: list[str] = [key] if isinstance(key, str) else list(key)
        self.columns = [
            Column(
                f["name"],
                "partial_date" if f.get("rdfType") == PARTIAL_DATE else f["type"],
                f["description"],
                f.get("unit", ""),
                f.get("codes", {}),
                f.get("constraints", {}),
            )
            for f in schema["fields"]
        ]
        self.foreign_keys: list[tuple[str, str, str]] = [
            (k["fields"], k["reference"]["resource"] or self.name, k["reference"]["fields"])
            for k in schema.get("foreignKeys", [])
        ]

    def column(self, name: str) -> Column:
        """Return one column; raise DataError with the nearest names when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        known = [column.name for column in self.columns]
        raise UnknownColumn(f"Table {self.name} has no column '{name}'. {nearest(name, known)}")

    # -- reading -----------------------------------------------------------------------

    def text(self) -> str:
        """Return the file as text, or say what keeps it from being read."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            raise DataError(
                f"{self.path.name} is not in {self.path.parent}. Restore it from the "
                "repository, or name the folder of tables in COURSE_DATA."
            ) from None
        try:
            text = raw.decode("utf-8").removeprefix("\ufeff")  # Excel writes this mark; harmless
            places = []
        except UnicodeDecodeError as error:
            text, places = "", [error.start]
        if 0 in raw:  # UTF-16 writes plain letters with a zero byte each
            places.append(raw.index(0))
        if places:
            wrong = min(places)
            raise DataError(
                f"{self._byte_at(raw, wrong)}: byte {raw[wrong]:#04x} is not UTF-8 text. The file "
                "was saved in another encoding; save it again as 'CSV UTF-8'."
            )
        if not text.endswith("\n"):
            raise DataError(
                f"{self._byte_at(raw, len(raw))}: the file ends in the middle of a line, so it may "
                "be cut short. Restore it from the repository, or end its last row with a line "
                "break."
            )
        return text

    def _byte_at(self, raw: bytes, place: int) -> str:
        """Say in which row and column a byte of the file lies."""
        start = raw.rfind(b"\n", 0, place) + 1
        cells = next(csv.reader([raw[start:place].decode("latin-1")]), [""])
        column = self.columns[min(max(len(cells), 1), len(self.columns)) - 1].name
        return self._at(raw.count(b"\n", 0, place) + 1, column)

    def records(self) -> list[dict[str, str]]:
        """Return the rows as text, one dictionary a row, after checking the file's shape."""
        lines: list[list[str]] = []
        try:
            lines.extend(csv.reader(io.StringIO(self.text(), newline=""), strict=True))
        except csv.Error:
            raise DataError(
                f"{self.path.name}, row {len(lines) + 1}: a quotation mark is opened and not "
                "closed. The file is cut short, or a quotation mark inside a cell is not doubled."
            ) from None
        header, *rows = lines
        self._check_header(header)
        for number, row in enumerate(rows, start=2):
            if len(row) != len(header):
                last = header[min(len(row), len(header)) - 1]
                raise DataError(
                    f"{self._at(number, last)}: the row has {len(row)} cells where the header has "
                    f"{len(header)}. A cell is missing, or a comma inside a cell is not in "
                    "quotation marks."
                )
        return [dict(zip(header, row, strict=True)) for row in rows]

    def _check_header(self, header: list[str]) -> None:
        wanted = [column.name for column in self.columns]
        missing = [name for name in wanted if name not in header]
        extra = [name for name in header if name not in wanted]
        twice = [name for name in wanted if header.count(name) > 1]
        if missing:
            hint = f" Did you rename it to '{extra[0]}'?" if extra else ""
            raise DataError(
                f"{self.path.name}, row 1 has no column '{missing[0]}'.{hint} "
                f"Its columns are described by: course data {self.name}"
            )
        if extra:
            raise DataError(
                f"{self.path.name}, row 1 has a column '{extra[0]}' that the schema does not "
                "describe. Describe it in datapackage.json, or remove it."
            )
        if twice:
            raise DataError(
                f"{self.path.name}, row 1 names the column '{twice[0]}' twice. Remove one of them."
            )

    def problems(self) -> Iterator[str]:
        """Yield every problem in the table, each one sentence: file, row, column, remedy."""
        rows = self.records()
        promised = self.descriptor.get("rows")
        if promised is not None and promised != len(rows):
            yield (
                f"{self.path.name} has {len(rows)} rows where datapackage.json promises {promised}."
                " If rows were lost, restore the file; if you changed it on purpose, run: "
                "course data --stamp"
            )
        for column in self.columns:
            yield from self._column_problems(column, rows)
        yield from self._key_problems(rows)
        yield from self._reference_problems(rows)

    def _at(self, number: int, column: str) -> str:
        return f"{self.path.name}, row {number}, column {column}"

    def _column_problems(self, column: Column, rows: list[dict[str, str]]) -> Iterator[str]:
        reader, called, remedy = _READERS.get(column.type, (str, "text", ""))
        allowed = column.constraints.get("enum")
        allowed = {_as_text(value) for value in allowed} if allowed else None
        pattern = column.constraints.get("pattern")
        low, high = column.constraints.get("minimum"), column.constraints.get("maximum")
        free_text = column.type == "string" and not allowed and not pattern
        for number, row in enumerate(rows, start=2):
            value = row[column.name]
            if value == "":
                if column.required:
                    yield f"{self._at(number, column.name)} is empty, but every row needs it."
                continue
            try:
                read = reader(value)
            except (ValueError, KeyError):
                yield f"{self._at(number, column.name)}: '{value}' is not {called}; {remedy}."
                continue
            if allowed is not None and value not in allowed:
                yield (
                    f"{self._at(number, column.name)}: '{value}' is not one of its codes. "
                    f"{nearest(value, allowed)}"
                )
            elif pattern and not re.fullmatch(pattern, value):
                yield f"{self._at(number, column.name)}: '{value}' does not match {pattern}."
            elif free_text and _NUMBER.fullmatch(value):
                yield (
                    f"{self._at(number, column.name)}: '{value}' is a number where text should be. "
                    "Has a cell slipped into the next column?"
                )
            elif (low is not None and read < low) or (high is not None and read > high):
                bounds = f"{'' if low is None else low} to {'' if high is None else high}".strip()
                yield f"{self._at(number, column.name)}: {value} lies outside {bounds}."

    def _key_problems(self, rows: list[dict[str, str]]) -> Iterator[str]:
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(rows, start=2):
            key = tuple(row[name] for name in self.key)
            if key in seen:
                yield (
                    f"{self._at(number, ' + '.join(self.key))}: '{', '.join(key)}' already names "
                    f"row {seen[key]}. Give this row a key of its own, or remove the copy."
                )
            seen.setdefault(key, number)

    def _reference_problems(self, rows: list[dict[str, str]]) -> Iterator[str]:
        for name, table, column in self.foreign_keys:
            known = self.package.keys(table, column)
            for number, row in enumerate(rows, start=2):
                value = row[name]
                if value and value not in known:
                    yield (
                        f"{self._at(number, name)}: '{value}' is not in {table}.csv. "
                        f"{nearest(value, known) if len(known) < 60 else _close(value, known)}"
                    )
        if any(column.name == "other_source_ids" for column in self.columns):
            known = self.package.keys("sources", "source_id")
            for number, row in enumerate(rows, start=2):
                for value in row["other_source_ids"].split():
                    if value not in known:
                        yield (
                            f"{self._at(number, 'other_source_ids')}: '{value}' is not in "
                            f"sources.csv. {_close(value, known)}"
                        )

    def load(self) -> Rows:
        """Return the table as a DataFrame typed by its schema.

        Whole numbers are Int64, numbers float64, true/false boolean, full dates datetime64;
        dates of varying precision stay ISO text ("2008", "2008-07"), which sorts and compares
        as it stands and can be turned into days with `course.day`. An empty cell is missing.

        Raises:
            DataError: the file is not what its schema says; the message says where.
        """
        for problem in self.problems():
            raise DataError(problem)
        rows = self.records()
        kinds = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
        columns: dict[str, Any] = {}
        for column in self.columns:
            reader = _READERS[column.type][0] if column.type in (*kinds, "date") else str
            values = [reader(row[column.name]) if row[column.name] else None for row in rows]
            kind = "datetime64[s]" if column.type == "date" else kinds.get(column.type, "str")
            columns[column.name] = pd.array(values, dtype=kind)
        frame = Rows(columns)
        frame.attrs["table"] = self.name
        return frame

    # -- describing --------------------------------------------------------------------

    def stamp(self) -> dict[str, Any]:
        """Return the facts about the file that the package records: rows, bytes, hash."""
        raw = self.path.read_bytes()
        return {
            "rows": len(self.records()),
            "bytes": len(raw),
            "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}",
        }

    def grades(self) -> Counter[str]:
        """Count the rows of each grade."""
        return Counter(row["grade"] for row in self.records() if row.get("grade"))

    def source_ids(self) -> list[str]:
        """List the sources that the rows name, most used first."""
        count: Counter[str] = Counter()
        for row in self.records():
            count.update(filter(None, [row.get("source_id")]))
            count.update((row.get("other_source_ids") or "").split())
        return [source for source, _ in count.most_common()]


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _close(value: str, known: set[str]) -> str:
    import difflib

    close = difflib.get_close_matches(value, known, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(close)}?" if close else "Add it there first."


class Package:
    """A folder of tables with its `datapackage.json`."""

    def __init__(self, folder: Path) -> None:
        """Open the data package in `folder`."""
        self.folder = folder
        self._keys: dict[tuple[str, str], set[str]] = {}

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The package's description, as read from datapackage.json."""
        path = self.folder / "datapackage.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise DataError(
                f"There is no datapackage.json in {self.folder}. Is COURSE_DATA set to a folder "
                "that holds the course's tables?"
            ) from None
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise DataError(f"{path} cannot be read: {error}. Restore it.") from None

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by name, in the order of the package."""
        return {d["name"]: Table(self, d) for d in self.descriptor["resources"]}

    def table(self, name: str) -> Table:
        """Return one table; raise DataError with the nearest names when there is none."""
        if name not in self.tables:
            raise DataError(
                f"There is no table '{name}'. {nearest(name, self.tables)} "
                "All tables: course.tables(), or 'course data' in a terminal."
            )
        return self.tables[name]

    def keys(self, table: str, column: str) -> set[str]:
        """Return the values of a key column, read once."""
        if (table, column) not in self._keys:
            self._keys[table, column] = {row[column] for row in self.table(table).records()}
        return self._keys[table, column]


@lru_cache(maxsize=8)
def _package(folder: Path) -> Package:
    return Package(folder)


def package() -> Package:
    """Return the course's data package (or the one that COURSE_DATA names)."""
    return _package(data_folder())


@lru_cache(maxsize=128)
def _loaded(folder: Path, name: str) -> Rows:
    return _package(folder).table(name).load()


def load(name: str) -> Rows:
    """Return a fresh copy of one table, typed by its schema; see `Table.load`."""
    frame = _loaded(data_folder(), name)
    copy = frame.copy()
    copy.attrs = dict(frame.attrs)
    return copy


def tables() -> pd.DataFrame:
    """List every table: name, title, rows, grades A, B and C."""
    rows = []
    for table in package().tables.values():
        grades = table.grades()
        rows.append(
            {
                "table": table.name,
                "title": table.title,
                "rows": len(table.records()),
                **{grade: grades.get(grade, 0) for grade in GRADES},
            }
        )
    return pd.DataFrame(rows)


def day(dates: pd.Series) -> pd.Series:
    """Turn ISO dates of any precision into days: a missing month or day becomes the first.

    Args:
        dates: text such as "2008", "2008-07" or "2008-07-08"; missing stays missing.
    """
    return pd.to_datetime(dates, format="ISO8601")


def months_between(start: str, end: str) -> float:
    """Return the months from one ISO date to another, a month being a twelfth of a year."""
    first, last = day(pd.Series([start, end]))
    return (last - first).days / 30.4375
