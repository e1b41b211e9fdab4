"""What is said of the tables tells no answer that an exercise asks for."""

import re
from types import SimpleNamespace

import pytest

from course.data import package
from course.learn.answers import Choice, Number
from course.learn.exercises import lesson
from course.units import units

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


def test_a_leak_would_be_seen():
    kappa = SimpleNamespace(kind=Number("", tolerance=0.005), answer=lambda: 0.8297)
    for leak in ("positions 34 of 40, kappa 0.83.", "It is 0.8297", "kappa=0.830;"):
        assert re.search(told(kappa), leak)
    for other in ("kappa 0.89", "10.83", "0.835", "0.8"):
        assert not re.search(told(kappa), other)
