"""Small things that several tests need."""

import csv
import math
from functools import cache
from pathlib import Path

from course.editions import dump, parse
from course.paths import root


def read_rows(path: Path) -> list[list[str]]:
    """Return a CSV as lists of text, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    """Write a CSV in the form of the course's tables."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def set_cell(path: Path, row: int, column: str, value: str) -> None:
    """Change one cell; rows are counted as messages count them, the header being row 1."""
    rows = read_rows(path)
    rows[row - 1][rows[0].index(column)] = value
    write_rows(path, rows)


def law_of_cosines_km(a, b):
    """Return kilometres over the ground by another formula than the course's own."""
    (p, q), (r, s) = ((math.radians(lat), math.radians(lon)) for lat, lon in (a, b))
    turn = math.sin(p) * math.sin(r) + math.cos(p) * math.cos(r) * math.cos(q - s)
    return 6371 * math.acos(turn)


@cache
def light_notebook(name: str) -> bytes:
    """Return one of the course's notebooks with a line in place of what its cells have stored.

    Nothing that carries a notebook from one edition to the next looks into outputs, and reading
    and writing whole charts again and again is most of what a test of it would cost.
    """
    notebook = parse((root() / "notebooks" / name).read_bytes())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["as stored\n"]}]
    return dump(notebook)


# What a message says to press when cells further up have not run.
ABOVE = "Run > Run All Above Selected Cell"


def answer_cell(given, task="01-contradicted", verb="predict", name="my_guess"):
    """Return the source of a cell in which an answer was typed."""
    return f'{name} = {given}\ncourse.{verb}("{task}", {name})'
