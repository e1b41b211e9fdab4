"""What is said of the tables tells no answer that an exercise asks for."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import course
from course.data import package
from course.learn.answers import Choice, Number
from course.learn.exercises import lesson
from course.paths import lesson_room, root
from course.units import cell_text, units

ASKED = [
    (task.id, task)
    for unit in units()
    for task in lesson(unit.slug).exercises.values()
    if isinstance(task.kind, Number | Choice)
]


def told(task):
    """Return a pattern of how a text would tell the answer."""
    reference = task.answer()
    if isinstance(task.kind, Choice):
        return re.escape(task.kind.options[reference].rstrip("."))
    unit = task.kind.unit.split()[0] if task.kind.unit else ""
    if float(reference).is_integer():
        return rf"(?<![\d.,]){int(reference)} {unit or 'of'}\b"
    # However it is rounded, down to two digits that count.
    digits = {f"{reference:.{places}f}" for places in (1, 2, 3, 4)}
    digits = {one for one in digits if len(one.strip("0.").replace(".", "")) > 1}
    return rf"(?<![\d.,])(?:{'|'.join(map(re.escape, digits))})(?!\d)"


def texts():
    """Yield all that is said of the tables: descriptions, cards, columns, codes and codebooks."""

    def walk(here, where):
        if isinstance(here, dict):
            for key, value in here.items():
                yield from walk(value, f"{where}, {key}")
        elif isinstance(here, list):
            for value in here:
                yield from walk(value, where)
        elif isinstance(here, str):
            yield where, here

    yield from walk(package().descriptor, "datapackage.json")
    for path in sorted((package().folder / "codebooks").glob("*.md")):
        yield path.name, path.read_text(encoding="utf-8")
    for name, table in package().tables.items():
        if any(column.name == "note" for column in table.columns):
            for row, record in enumerate(table.records(), start=2):
                yield f"{name}.csv, row {row}, note", record["note"]


@pytest.mark.parametrize("task", [task for _, task in ASKED], ids=[name for name, _ in ASKED])
def test_no_text_of_the_tables_tells_the_answer_of_an_exercise(task):
    pattern = told(task)
    found = [(where, text[:200]) for where, text in texts() if re.search(pattern, text)]
    assert not found


def shown(unit):
    """Yield what a unit's notebook says, cell by cell: its own words, and what its cells print."""
    for cell in unit.notebook["cells"]:
        # The options of a choice hold its answer among the others.
        yield cell["id"], re.sub(r"^[-*] \*\*[A-E]\*\*.*$", "", cell_text(cell), flags=re.M)
        for output in cell.get("outputs", []):
            for kind, content in output.get("data", {}).items():
                if not kind.endswith("json"):
                    yield cell["id"], "".join(content)
            yield cell["id"], "".join(output.get("text", ""))


# A number of the unit that happens to be the answer's, as it stands or rounded to two digits.
BY_CHANCE = {
    ("01-trace", "c-513c56dea9"): "a draw of this course's own statements: 48 of 50 carried",
    (
        "07-days",
        "c-e2454a6d96",
    ): "the longest wait for another unit that its months allow",
    ("09-score-five", "c-fa1dca76fa"): "one of five words of chance is read as 0.06",
}


@pytest.mark.parametrize("task", [task for _, task in ASKED], ids=[name for name, _ in ASKED])
def test_no_cell_of_its_own_unit_tells_the_answer_of_an_exercise(task):
    pattern = told(task)
    own = next(unit for unit in units() if task.id in lesson(unit.slug).exercises)
    found = {(task.id, cell) for cell, text in shown(own) if re.search(pattern, text)}
    assert found <= set(BY_CHANCE)


def shipped(unit):
    """Yield what of the package a learner of a unit may meet: its room, and what answers them."""
    package_folder = Path(course.__file__).parent
    for folder in (lesson_room(unit.slug), package_folder / "learn", package_folder / "jupyter"):
        for path in folder.rglob("*"):
            if path.suffix in (".py", ".md", ".csv", ".json"):
                yield path.name, path.read_text(encoding="utf-8")
    if (root() / "README.md").is_file():
        yield "README.md", (root() / "README.md").read_text(encoding="utf-8")


NUMBERS = [(name, task) for name, task in ASKED if isinstance(task.kind, Number)]


@pytest.mark.parametrize("task", [task for _, task in NUMBERS], ids=[name for name, _ in NUMBERS])
def test_no_file_of_the_package_tells_a_number_that_is_asked_for(task):
    """Answers are computed; a sentence of the package may use none of them as its example."""
    own = next(unit for unit in units() if task.id in lesson(unit.slug).exercises)
    pattern = told(task)
    assert [name for name, text in shipped(own) if re.search(pattern, text)] == []


@pytest.mark.parametrize("unit", units(), ids=[unit.number for unit in units()])
def test_no_notebook_comes_with_an_answer_filled_in(unit):
    for cell in unit.notebook["cells"]:
        if asked := re.search(r"course\.(check|predict)\(", cell_text(cell)):
            (output,) = cell["outputs"]
            says = "".join(output["data"]["text/markdown"])
            opens = {"check": "**Not answered yet.**", "predict": "**Predict.**"}
            assert says.startswith(opens[asked[1]]), cell["id"]


def test_a_leak_would_be_seen():
    kappa = SimpleNamespace(kind=Number("", tolerance=0.005), answer=lambda: 0.8297)
    for leak in ("positions 34 of 40, kappa 0.83.", "It is 0.8297", "kappa=0.830;"):
        assert re.search(told(kappa), leak)
    for other in ("kappa 0.89", "10.83", "0.835", "0.8"):
        assert not re.search(told(kappa), other)
