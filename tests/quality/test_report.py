"""Strict nbval, as `course check` runs it: a changed value in a table changes what is stored."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tests.helpers import set_cell

from course.data import Package
from course.paths import data_folder
from course.quality import execute, report, tables
from course.units import Unit, unit

CODE = 'import course\ncourse.load("cost_estimates")[["cost_low"]].head(3)'


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Run a small unit that shows three cells of a table."""
    path = tmp_path_factory.mktemp("small") / "01-small.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 + 1"), new_code_cell(CODE)]), path)
    execute.run(path)
    return Unit(path)


def test_a_sound_unit_runs_as_stored(small):
    assert report.rerun_problems(small) == []


def test_a_changed_value_is_noticed_though_the_hash_was_recorded_anew(small, data_copy):
    set_cell(data_copy / "cost_estimates.csv", 2, "cost_low", "0.5")
    tables.stamp_all(Package(data_copy))
    assert tables.check(Package(data_copy)) == []
    (problem,) = report.rerun_problems(small)
    assert "01-small [outputs] a fresh run differs from what is stored" in problem
    assert "Cell 1" in problem and "course run 01" in problem


def test_report_lists_tables_and_units_together(data_copy):
    set_cell(data_copy / "polls.csv", 2, "grade", "D")
    counted = []
    found = report.problems([unit("00")], rerun=False, done=lambda: counted.append(1))
    assert found[0].startswith("polls.csv, row 2, column grade: 'D' is not one of its codes")
    assert len(counted) == 2
    assert data_folder() == data_copy
