"""A running kernel sees an edited table, and no table is read before it is asked for."""

import os
import subprocess
import sys

import pytest

import course
from course.charts import maps
from course.data import package, tables
from course.errors import CourseError
from course.learn.essays import named_publishers
from course.learn.exercises import lesson
from course.sources import find, lookup
from course.sources.readings import readings
from course.units import units
from tests.helpers import read_rows, set_cell, write_rows

IMPORTS = """
import importlib, pkgutil, course, sys
for found in pkgutil.walk_packages(course.__path__, "course."):
    if "_bundle" not in found.name:
        importlib.import_module(found.name)
from course.learn.exercises import lesson
from course.units import units
print(sum(len(lesson(one.slug).exercises) for one in units()))
"""


def test_no_table_is_read_at_import(tmp_path):
    """The folder of tables is not there: whoever reads one at import ends in a sentence on it."""
    env = os.environ | {"COURSE_DATA": str(tmp_path / "nowhere")}
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-900:]
    assert int(done.stdout) > 30


def drop_last(path):
    write_rows(path, read_rows(path)[:-1])


SEEN = {
    "a table": (
        "polls",
        lambda path: set_cell(path, 5, "n", "1018"),
        lambda: str(course.load("polls")["n"][3]),
    ),
    "the list of tables": ("glossary", drop_last, lambda: tables()["rows"].sum()),
    "the register": (
        "sources",
        lambda path: set_cell(path, 2, "publisher", "Another"),
        lambda: lookup(read_rows(package().folder / "sources.csv")[1][0])["publisher"],
    ),
    "an address": (
        "sources",
        lambda path: set_cell(path, 2, "url", "https://new.example/"),
        lambda: find("https://new.example/"),
    ),
    "a publisher": (
        "sources",
        lambda path: set_cell(path, 2, "publisher", "Zeppelin Gazette"),
        lambda: named_publishers("As the Zeppelin Gazette says."),
    ),
    "an outline": (
        "basemap",
        lambda path: write_rows(path, [row for row in read_rows(path) if "LUX" not in row]),
        lambda: len(maps.country_rings()),
    ),
    "a map": (
        "basemap",
        lambda path: write_rows(path, [row for row in read_rows(path) if "POL" not in row]),
        lambda: maps.base_map((50, 15), 1500).layout.shapes[0].path,
    ),
    "a reading": (
        "readings",
        lambda path: set_cell(path, 2, "says", "Something else."),
        lambda: readings(read_rows(package().folder / "readings.csv")[1][1])[0].says,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SEEN)
def test_an_edited_table_is_seen_by_a_running_kernel(data_copy, what):
    name, edit, look = SEEN[what]
    before = look()
    assert look() == before
    edit(data_copy / f"{name}.csv")
    assert look() != before


def test_a_table_made_whole_again_is_loaded_again(data_copy):
    path = data_copy / "polls.csv"
    whole = path.read_bytes()
    path.write_bytes(whole[:-50])
    with pytest.raises(CourseError):
        course.load("polls")
    path.write_bytes(whole)
    assert len(course.load("polls"))


def test_one_bad_row_breaks_only_what_rests_on_its_table(data_copy):
    set_cell(data_copy / "technical_claims.csv", 2, "conclusion", "no-such-code")
    broken = set()
    for unit in units():
        for key, task in lesson(unit.slug).exercises.items():
            try:
                task.answer()
            except CourseError as error:
                assert str(error).startswith("technical_claims.csv, row 2, column conclusion")
                broken.add(key)
    assert 0 < len(broken) <= 3, broken
