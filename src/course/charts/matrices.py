"""Grids: many things against many questions, one mark a cell, and what is not known shown so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, tagged
from course.charts.marks import UNKNOWN, Mark
from course.charts.parts import across, dots, on_phone, rows_down
from course.charts.style import Drawing, wrap
from course.errors import CourseError, nearest


def grid(
    cells: pd.DataFrame,
    *,
    row: str,
    column: str,
    state: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    states: Mapping[str, Mark],
    hover: str | None = None,
    row_height: int = 21,
    upright: bool = True,
) -> Drawing:
    """Draw a grid of marks: one row a thing, one column a question, the mark says the answer.

    Args:
        cells: one row a cell.
        row, column, state: columns of `cells` that say where a cell stands and what it holds. A
            cell that is missing, or whose state is empty, is drawn as `UNKNOWN`.
        rows, columns: code to label, in drawing order from the top and from the left. A row's
            label may hold a line break (`<br>`).
        states: code to `Mark`, in legend order; symbols must differ, so that colour is not alone.
        hover: column of `cells` with a sentence to show for a cell, where there is one.
        row_height: pixels a row.
        upright: turn the column labels a quarter, as many columns need; with few and short ones
            pass False, and they lie flat, a word or two a line.

    Returns:
        The figure, and a row for each of `rows` with the state in each of `columns`.

    Raises:
        CourseError: a cell has a row, column or state that is not among those to be drawn.
    """
    named = {"row": (row, rows), "column": (column, columns), "state": (state, states)}
    for what, (name, known) in named.items():
        for value in cells[name].dropna().unique():
            if value not in known:
                raise CourseError(
                    f"The grid has no {what} '{value}'. {nearest(str(value), list(known))}"
                )
    told = cells.dropna(subset=[state]).set_index([row, column])
    held, said = told[state].to_dict(), told[hover].dropna().to_dict() if hover else {}
    place = {(r, c): (x, y) for y, r in enumerate(rows) for x, c in enumerate(columns)}
    fig = rows_down(list(rows.values()), each=row_height, within=999, above=0.6, below=0.6)
    for code, mark in [*states.items(), (None, UNKNOWN)]:
        mine = [cell for cell in place if held.get(cell) == code]
        if mine:
            words = [said.get(cell, "") for cell in mine] if code else [""] * len(mine)
            hovers: dict[str, Any] = {"hovertext": words} if any(words) else {"hoverinfo": "name"}
            x, y = zip(*(place[cell] for cell in mine), strict=True)
            dots(fig, x, y, mark, hover=words, edge=1.8 if code else 1.2, **hovers)
    _columns(fig, list(columns.values()), upright)
    table = [
        [label.replace("<br>", " "), *(held.get((r, c), "not known") for c in columns)]
        for r, label in rows.items()
    ]
    return Drawing(fig, pd.DataFrame(table, columns=[row, *columns]))


def _columns(fig: go.Figure, labels: Sequence[str], upright: bool = True, size: int = 11) -> None:
    """Write the columns' labels over the plot, upright or flat, and keep the room they need."""
    texts = [label if upright else wrap(label, 9) for label in labels]
    across(fig, -0.6, len(texts) - 0.4, top=True, ticks=dict(enumerate(texts)))
    fig.update_xaxes(tickangle=-90 if upright else 0, ticks="", tickfont={"size": size})
    lines = max(text.count("<br>") for text in texts) + 1
    letter = 2.4 + 0.3 * size  # pixels
    room = round(letter * max(map(len, labels))) - 18 if upright else 15 * lines - 16
    fig.update_layout(margin={"t": max(0, room)})
    on_phone(fig, xaxis={"tickfont": {"size": 10}})


SAME, OTHER = (
    Mark("square", "blue", "the same code both times"),
    Mark("diamond", "orange", "another code the second time"),
)


def confusion(
    readings: Mapping[str, tuple[Sequence[str], Sequence[str]]], *, codes: Mapping[str, str]
) -> Drawing:
    """Draw two codings of the same items against each other, with the count in each cell.

    Args:
        readings: name to the codes of the first reading and of the second, item by item. The
            first runs down, the second across, so that items that agree stand on the diagonal.
            Several readings get a button each; the first is shown.
        codes: code to label, in drawing order; codes that no reading used are left out.
    """
    used = [c for c in codes if any(c in side for pair in readings.values() for side in pair)]
    names = [codes[code] for code in used]
    place = {code: k for k, code in enumerate(used)}
    fig = rows_down(names, each=32, within=999, above=0.6, below=0.6)
    tallies, white = [], {"color": "#ffffff", "size": 11}
    for reading, (first, second) in readings.items():
        tally = pd.Series(list(zip(first, second, strict=True))).value_counts().to_dict()
        pairs = [(a, b, tally[a, b]) for a in used for b in used if (a, b) in tally]
        tallies += [(reading, *found) for found in pairs]
        with tagged(fig, reading):
            for mark in (SAME, OTHER):
                found = [pair for pair in pairs if (pair[0] == pair[1]) is (mark is SAME)]
                said = [f"first {codes[a]}, second {codes[b]}: {n}" for a, b, n in found]
                sizes = [16 + 3 * math.sqrt(n) for *_, n in found]
                look: dict[str, Any] = {"at": "middle center", "hoverinfo": "text"}
                look |= {"text": [str(n) for *_, n in found], "textfont": white}
                x, y = [place[b] for _, b, _ in found], [place[a] for a, _, _ in found]
                dots(fig, x, y, mark, hover=said, size=sizes, **look)
    _columns(fig, names, size=12)
    if len(readings) > 1:
        choices(fig, {reading: [reading] for reading in readings})
    columns = ["reading", "first_code", "second_code", "items"]
    return Drawing(fig, pd.DataFrame(tallies, columns=columns))
