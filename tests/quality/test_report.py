"""Strict nbval, as `course check` runs it: a changed value in a table changes what is stored."""

import time

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tests.helpers import set_cell

from course.data import Package
from course.paths import data_folder
from course.quality import execute, fairness, report, tables
from course.units import Unit, unit, units

CODE = 'import course\ncourse.load("cost_estimates")[["cost_low"]].head(3)'


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Run a small unit that shows three cells of a table."""
    path = tmp_path_factory.mktemp("small") / "01-small.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 + 1"), new_code_cell(CODE)]), path)
    execute.run(path)
    return Unit(path)


def test_a_sound_unit_runs_as_stored_whatever_else_a_learner_s_folder_holds(small):
    folder = small.path.parent
    (folder / "conftest.py").write_text("raise SystemExit('executed')")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    assert report.rerun_problems(small) == []


def test_a_changed_value_is_noticed_though_the_hash_was_recorded_anew(small, data_copy):
    set_cell(data_copy / "cost_estimates.csv", 2, "cost_low", "0.5")
    tables.stamp_all(Package(data_copy), reviewed="A test: another value, on purpose")
    assert tables.problems(Package(data_copy)) == []
    (problem,) = report.rerun_problems(small)
    assert "01-small [outputs] a fresh run differs from what is stored" in problem
    assert "in the cells 'import course'. If" in problem and "course run 01" in problem


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import os; os._exit(3)", "the kernel died in the cell 'import os; os._exit(3)'."),
        ("import time\ntime.sleep(60)", "3 seconds did not end the cell 'import time'."),
    ],
)
def test_a_kernel_that_dies_or_never_ends_is_said_at_once(tmp_path, monkeypatch, code, sentence):
    monkeypatch.setattr(report, "CELL_LIMIT", 3)
    path = tmp_path / "01-ends.ipynb"
    cells = [new_code_cell("1", execution_count=1), new_code_cell(code, execution_count=2)]
    nbformat.write(new_notebook(cells=cells), path)
    began = time.monotonic()
    (problem,) = report.rerun_problems(Unit(path))
    assert problem == f"01-ends [outputs] a fresh run ended early: {sentence}"
    assert time.monotonic() - began < 60


def test_a_broken_notebook_is_one_problem_and_not_one_a_rule(tmp_path, data_copy):
    path = tmp_path / "04-third-site.ipynb"
    path.write_text("{")
    found = report.problems([Unit(path)], rerun=True)
    assert len(found) == 1 and found[0].startswith("04-third-site.ipynb is not a readable")


def test_two_notebooks_of_one_number_are_a_problem_of_the_whole(tmp_path, monkeypatch):
    for name in ("04-third-site", "04-third-site-mine"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    (clash,) = report.problems([], rerun=False, everything=True)
    assert "04-third-site.ipynb and 04-third-site-mine.ipynb have one number" in clash
    assert report.problems([], rerun=False) == []


def test_stances_that_do_not_take_turns_are_a_problem_of_the_whole(monkeypatch):
    monkeypatch.setattr(report.contract, "breaches", lambda unit: [])  # each alone is sound
    chosen = [one for one in units() if one.number in {"03", "05"}]  # a critic begins in both
    (told,) = report.problems(chosen, rerun=False, everything=True)
    assert told == "Over the course one stance speaks first too often: critic, critic."
    assert report.problems(chosen, rerun=False) == []


def test_both_stances_take_turns_over_this_course():
    assert list(fairness.turns(units())) == []


def test_report_lists_tables_and_units_together(data_copy):
    set_cell(data_copy / "polls.csv", 2, "grade", "D")
    counted = []
    found = report.problems([unit("00")], rerun=False, done=lambda: counted.append(1))
    assert found[0].startswith("polls.csv, row 2, column grade: 'D' is not one of its codes")
    assert len(counted) == 2
    assert data_folder() == data_copy
