"""A changed value in any table is noticed: by the hash always, by the schema where it speaks.

How often the rules and the stored outputs notice without the hash is measured, table by table
and column by column, by `tests/audit/corruption.py`.
"""

import random
import shutil

import pytest
from tests.audit.corruption import misprint
from tests.helpers import read_rows, set_cell, write_rows

from course.data import Package, package
from course.paths import data_folder
from course.quality import tables

TABLES = list(package().tables)
ROUNDS = 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corrupt") / "data"
    shutil.copytree(data_folder(), folder)
    return folder


@pytest.fixture(scope="module")
def packed(folder):
    return Package(folder)  # a table that has changed is read again, and no other


# -- with the recorded hash


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_one_changed_cell_in_any_table_is_noticed(folder, seed):
    whole = {name: (folder / f"{name}.csv").read_bytes() for name in TABLES}
    for name in TABLES:
        chance = random.Random(f"{seed}|{name}")
        path = folder / f"{name}.csv"
        rows = read_rows(path)
        row, place = chance.randrange(1, len(rows)), chance.randrange(len(rows[0]))
        rows[row][place] = misprint(rows[row][place], [one[place] for one in rows[1:]], chance)
        write_rows(path, rows)
    found = tables.problems(Package(folder))
    missed = [n for n in TABLES if not any(one.startswith(f"{n}.csv") for one in found)]
    for name, content in whole.items():
        (folder / f"{name}.csv").write_bytes(content)
    assert missed == []


# -- without it: whatever the schema forbids is noticed in every column of every table


def forbidden(column, foreign):
    """Return a value that the schema of a column does not allow, or None if it allows any."""
    rules = column.constraints
    typed = column.type != "string" or {"enum", "pattern"} & set(rules) or column.name in foreign
    if typed:
        return f"§ {column.name}"
    return "" if column.required else None


@pytest.mark.parametrize("name", TABLES)
def test_what_the_schema_forbids_is_noticed_in_every_column(folder, packed, name):
    path = folder / f"{name}.csv"
    whole, table = path.read_bytes(), package().table(name)
    foreign = {column for column, _, _ in table.foreign_keys}
    spoilt = {c.name: v for c in table.columns if (v := forbidden(c, foreign)) is not None}
    assert len(spoilt) >= 3
    row = random.Random(name).randrange(2, len(read_rows(path)) + 1)
    for column, value in spoilt.items():
        set_cell(path, row, column, value)
    found = list(packed.table(name).problems())
    path.write_bytes(whole)
    for column in spoilt:
        assert any(f"{name}.csv, row {row}, column {column}" in one for one in found), column
