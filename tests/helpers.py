"""Small things that several tests need."""

import csv
import math
from pathlib import Path


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
