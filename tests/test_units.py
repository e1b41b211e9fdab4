"""The units of the course are read from their own notebooks."""

import json

import pytest

from course.errors import CourseError
from course.units import Unit, unit, units


@pytest.mark.parametrize("name", [4, "4", "04", "third-site", "Third_Site", "04-third-site.ipynb"])
def test_a_unit_has_many_names(name):
    assert unit(name).path.stem == "04-third-site"


@pytest.mark.parametrize(
    ("name", "offer"),
    [("therd-site", "Did you mean third-site?"), ("99", "04"), ("", "Known names: 00, ")],
)
def test_unknown_unit_offers_the_nearest(name, offer):
    with pytest.raises(CourseError, match=f"no unit '{name}'. .*{offer}"):
        unit(name)


def test_units_stand_in_teaching_order_and_describe_themselves():
    numbers = [one.number for one in units()]
    assert numbers == sorted(set(numbers)) and numbers[0] == "00"
    assert unit(4).title == "The Third Site: sound plan, wrong route?"
    assert sum(section.minutes for section in unit(4).sections) == unit(4).metadata["minutes"]


def test_only_numbered_notebooks_are_units(tmp_path, monkeypatch):
    for name in ("02-b.ipynb", "01-a.ipynb", "scratch.ipynb", "01-a-Copy1.ipynb.bak", "03-C.ipynb"):
        (tmp_path / name).write_text(json.dumps({"cells": []}))
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    assert [one.path.name for one in units()] == ["01-a.ipynb", "02-b.ipynb"]
    assert unit("a").title == "a"


def test_folder_of_notebooks_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path / "none"))
    with pytest.raises(CourseError, match=r"no folder of notebooks at .*none"):
        units()


def test_notebook_with_a_merge_conflict_says_so(tmp_path):
    path = tmp_path / "04-third-site.ipynb"
    path.write_text('<<<<<<< HEAD\n{"cells": []}')
    with pytest.raises(CourseError, match=r"not a readable notebook.*Restore it.*merge conflict"):
        _ = Unit(path).notebook
