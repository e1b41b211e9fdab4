"""The units of the course are read from their own notebooks."""

import json

import pytest

from course.errors import CourseError
from course.files import replace_text
from course.show import PLOTLY_MIME
from course.units import Unit, clashes, unit, units


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
    assert unit(4).title == "The Third Site: sound plan or wrong plan?"
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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('<<<<<<< HEAD\n{"cells": []}', "holds a merge conflict"),
        ("", "is empty, as after a save that broke off"),
        ('{"cells": [', "is not a readable notebook"),
    ],
)
def test_a_notebook_that_cannot_be_read_says_why(tmp_path, text, sentence):
    path = tmp_path / "04-third-site.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match=rf"{sentence}.*04-third-site\.ipynb\.broken"):
        _ = Unit(path).notebook


# -- the folder as it is at this moment


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let COURSE_NOTEBOOKS name a folder with two units."""
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    put(tmp_path / "00-start-here.ipynb", "Start")
    put(tmp_path / "04-third-site.ipynb", "One")
    return tmp_path


def put(path, title):
    cell = {"cell_type": "markdown", "metadata": {}, "source": f"# {title}"}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}}))


def test_an_edited_notebook_is_seen_by_a_running_process(folder):
    held = unit(4)
    assert held.title == "One"
    put(folder / "04-third-site.ipynb", "Two")
    assert held.title == unit(4).title == "Two"
    replace_text(folder / "04-third-site.ipynb", (folder / "00-start-here.ipynb").read_text())
    assert held.title == "Start"


def test_a_new_notebook_and_one_that_went_are_seen(folder):
    assert len(units()) == 2
    put(folder / "05-new.ipynb", "New")
    (folder / "00-start-here.ipynb").unlink()
    assert [one.number for one in units()] == ["04", "05"]


@pytest.mark.parametrize("copy", ["04-third-site-mine", "04-a-copy", "04-zzz"])
def test_a_copy_with_the_number_of_a_unit_does_not_take_it_over(folder, copy):
    put(folder / f"{copy}.ipynb", "Mine")
    assert unit(4).path.stem == unit("third-site").path.stem == "04-third-site"
    assert [one.path.stem for one in units()] == ["00-start-here", "04-third-site"]
    assert unit(copy).title == "Mine"
    with pytest.raises(CourseError, match=rf"04-third-site.ipynb and {copy}.ipynb have one number"):
        unit("04", strict=True)
    assert unit("third-site", strict=True).title == "One"
    assert unit("00", strict=True).title == "Start"
    assert clashes()["04"].endswith(f"such as 90-{copy[3:]}.ipynb, or put it in another folder.")


def test_time_to_read_counts_the_story_and_its_charts_and_no_exercise(tmp_path):
    story, done = {"course": {"role": "story"}}, {"course": {"role": "writing"}}
    drawn = {"output_type": "display_data", "data": {PLOTLY_MIME: {"layout": {}}}}
    cells = [
        {"cell_type": "markdown", "metadata": story, "source": "word " * 1000},
        {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [drawn, drawn, drawn]},
        {"cell_type": "markdown", "metadata": {}, "source": "[word](https://a.org/b) " * 200},
        {"cell_type": "markdown", "metadata": done, "source": "w " * 9000},
        {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [drawn] * 50},
    ]
    path = tmp_path / "04-x.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    # by hand: 1,200 words at 200 a minute are 6; three charts at two minutes are 6; 12 becomes 20
    assert Unit(path).reading_minutes == 20
