"""The course's tables: load one typed by its schema, list them, find one by name.

The tables are one CSV each in `data/`, described together in `data/datapackage.json`
(a Frictionless Data Package). Nothing is ever loaded that its schema does not allow:
a wrong cell gives one sentence that names file, row, column and remedy.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from course import description
from course.errors import DataError, nearest, shown
from course.paths import data_folder
from course.rows import Rows
from course.table import File, Table

GRADES = {
    "A": "read in the primary document's own text",
    "B": "read in a reliable secondary source",
    "C": "unconfirmed or in conflict: never charted or stated as fact",
}


class Package:
    """A folder of tables with its `datapackage.json`. All that is kept of them hangs on it."""

    def __init__(self, folder: Path) -> None:
        """Open the data package in `folder`; nothing is read yet."""
        self.folder = folder
        self._file = File(folder / description.NAME)
        self._version: int | None = None

    @property
    def home(self) -> Path:
        """Where datapackage.json itself lies, once links are followed; its tables lie there too."""
        return self._file.path.resolve().parent

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The package's description, as read from datapackage.json."""
        with suppress(OSError):  # what is wrong with the file is said below
            self._file.read()
            self._version = self._file.version
        return description.read(self._file.path)

    def is_current(self) -> bool:
        """Say whether datapackage.json still says what was read from it."""
        try:
            self._file.read()
        except OSError:
            return False
        return self._version in (None, self._file.version)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by name, in the order of the package."""
        return {d["name"]: Table(self, d) for d in self.descriptor["resources"]}

    def table(self, name: str) -> Table:
        """Return one table; raise DataError with the nearest names when there is none."""
        if not isinstance(name, str) or name not in self.tables:
            raise DataError(
                f"There is no table {shown(name)}. {nearest(name, self.tables)} "
                "All tables: course.tables(), or 'course data' in a terminal."
            )
        return self.tables[name]

    def keys(self, table: str, column: str) -> set[str]:
        """Return the values of a key column."""
        return self.table(table).derived(
            ("keys", column), lambda rows: {row[column] for row in rows}
        )


_packages: dict[Path, Package] = {}


def package() -> Package:
    """Return the course's data package (or the one that COURSE_DATA names), as it is now."""
    folder = data_folder()
    known = _packages.pop(folder, None)
    if known is None or not known.is_current():
        known = Package(folder)
    _packages[folder] = known
    if len(_packages) > 4:
        del _packages[next(iter(_packages))]
    return known


def load(name: str) -> Rows:
    """Return a fresh copy of one table, typed by its schema; see `Table.load`."""
    return package().table(name).load()


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
