"""Every unit's room: tables read late, guesses not told early, words that fit a class."""

import re
import runpy
import sys

import pytest

from course import data
from course.learn.exercises import LESSONS, lesson
from course.units import IN_JUPYTERLAB, cell_text, units

ROOMS = sorted(path.parent.name for path in LESSONS.glob("*/exercises.py"))


@pytest.fixture
def imported_anew():
    """Forget the modules of rooms that a test is the first to import, with what they then held."""
    before = set(sys.modules)
    yield
    for name in sorted(set(sys.modules) - before):
        if name.startswith("course.lessons."):
            del sys.modules[name]
            package, _, module = name.rpartition(".")
            if package in sys.modules:
                vars(sys.modules[package]).pop(module, None)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.usefixtures("imported_anew")
def test_no_table_is_read_at_import(room, monkeypatch):
    def refuse(name):
        raise AssertionError(f"{room} reads {name} at import.")

    monkeypatch.setattr(data, "load", refuse)
    module = runpy.run_path(str(LESSONS / room / "exercises.py"))
    assert module["EXERCISES"]


def opening(unit, role):
    """Return the text of the cell that opens a unit's section of a role."""
    for cell in unit.notebook["cells"]:
        if cell["metadata"].get("course", {}).get("role") == role:
            return cell_text(cell)
    return ""


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.number)
def test_a_quiz_says_from_which_other_units_it_asks(unit):
    asked = {question.unit for question in lesson(unit.slug).quiz} - {unit.number}
    intro = opening(unit, "retrieval").split(IN_JUPYTERLAB)[0]
    assert set(re.findall(r"\b\d\d\b", intro)) == asked


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.number)
def test_a_chart_that_waits_opens_for_a_room_as_for_one(unit):
    assert not re.search(r"(when|once) you have (committed|run)", unit.markdown)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.number)
def test_dates_that_tell_a_guess_are_folded_and_the_guess_says_so(unit):
    dates = [c for c in unit.notebook["cells"] if "course.timeline(" in cell_text(c)]
    folded = [c for c in dates if c["metadata"].get("course", {}).get("fold")]
    assert bool(folded) == ("only then open the dates" in opening(unit, "predict"))
    assert all(c["metadata"]["course"]["opens"] == "the dates" for c in folded)


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.number)
def test_a_cell_has_one_fold_so_that_its_label_opens_what_it_names(unit):
    for cell in unit.notebook["cells"]:
        if cell["metadata"].get("course", {}).get("fold"):
            assert cell["metadata"]["course"].get("opens"), cell_text(cell)
            assert not cell["metadata"]["jupyter"].get("source_hidden"), cell_text(cell)
