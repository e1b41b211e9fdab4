"""Grids: many things against many questions, one mark a cell, and what is not known shown so."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from course.charts.style import PALETTE, Chart, finish, wrap
from course.errors import CourseError, nearest


class Mark(NamedTuple):
    """How a cell of one state is drawn: marker symbol, palette colour, name in the legend."""

    symbol: str
    colour: str
    name: str


UNKNOWN = Mark("hash-open", "border", "not known")
"""The hatched mark of a cell that nobody has filled. It is never the mark of a no."""


def grid(
    cells: pd.DataFrame,
    *,
    row: str,
    column: str,
    state: str,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    states: Mapping[str, Mark],
    title: str,
    subtitle: str,
    tables: Sequence[str],
    digest: Sequence[str],
    source_ids: Sequence[str],
    hover: str | None = None,
    note: str = "",
    row_height: int = 21,
    upright: bool = True,
) -> Chart:
    """Draw a grid of marks: one row a thing, one column a question, the mark says the answer.

    Args:
        cells: one row a cell.
        row, column, state: columns of `cells` that say where a cell stands and what it holds. A
            cell that is missing, or whose state is empty, is drawn as `UNKNOWN`.
        rows, columns: code to label, in drawing order from the top and from the left. A row's
            label may hold a line break (`<br>`).
        states: code to `Mark`, in legend order; symbols must differ, so that colour is not alone.
        hover: column of `cells` with a sentence to show for a cell, where there is one.
        source_ids: the sources behind the cells.
        title, subtitle, tables, digest, note: as for `course.charts.style.finish`.
        row_height: pixels a row.
        upright: turn the column labels a quarter, as many columns need; with few and short ones
            pass False, and they lie flat, a word or two a line.

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
    held = cells.dropna(subset=[state]).set_index([row, column])
    across = {code: place for place, code in enumerate(columns)}
    down = {code: place for place, code in enumerate(rows)}
    open_cells = [(r, c) for r in rows for c in columns if (r, c) not in held.index]
    fig = go.Figure()
    for code, mark in {**states, None: UNKNOWN}.items():
        places = (
            open_cells if code is None else [k for k in held.index if held.at[k, state] == code]
        )
        if not places:
            continue
        said = [
            str(held.at[k, hover])
            if code is not None and hover and pd.notna(held.at[k, hover])
            else ""
            for k in places
        ]
        line = {"width": 1.2 if code is None else 1.8, "color": PALETTE[mark.colour]}
        fig.add_scatter(
            x=[across[c] for _, c in places],
            y=[down[r] for r, _ in places],
            mode="markers",
            name=mark.name,
            marker={"symbol": mark.symbol, "size": 11, "color": PALETTE[mark.colour], "line": line},
            **({"text": said, "hoverinfo": "text+name"} if any(said) else {"hoverinfo": "name"}),
        )
    longest = max(len(label) for label in columns.values())
    labels = [label if upright else wrap(label, 9) for label in columns.values()]
    lines = max(label.count("<br>") for label in labels) + 1
    fig.update_layout(
        xaxis={
            "side": "top",
            "tickmode": "array",
            "tickvals": list(across.values()),
            "ticktext": labels,
            "tickangle": -90 if upright else 0,
            "tickfont": {"size": 11},
            "ticks": "",
            "range": [-0.6, len(columns) - 0.4],
        },
        yaxis={
            "tickmode": "array",
            "tickvals": list(down.values()),
            "ticktext": list(rows.values()),
            "ticks": "",
            "range": [len(rows) - 0.4, -0.6],
        },
        margin={"t": round(5.7 * longest) - 18 if upright else max(0, 15 * lines - 16)},
        showlegend=True,
    )
    wide_table = pd.DataFrame(
        [
            [
                label.replace("<br>", " "),
                *(held.at[(r, c), state] if (r, c) in held.index else "not known" for c in columns),
            ]
            for r, label in rows.items()
        ],
        columns=[row, *columns],
    )
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=wide_table,
        digest=digest,
        source_ids=list(source_ids),
        note=note,
        height=row_height * len(rows),
        narrow={"xaxis": {"tickfont": {"size": 10}}},
    )


def confusion(
    readings: Mapping[str, tuple[Sequence[str], Sequence[str]]],
    *,
    codes: Mapping[str, str],
    title: str,
    subtitle: str,
    tables: Sequence[str],
    digest: Sequence[str],
    source_ids: Sequence[str],
    note: str = "",
) -> Chart:
    """Draw two codings of the same items against each other, with the count in each cell.

    Args:
        readings: name to the codes of the first reading and of the second, item by item. The
            first runs down, the second across, so that items that agree stand on the diagonal.
            Several readings get a button each; the first is shown.
        codes: code to label, in drawing order; codes that no reading used are left out.
        title, subtitle, tables, digest, source_ids, note: as for `course.charts.style.finish`.
    """
    seen = {code for pair in readings.values() for side in pair for code in side}
    used = [code for code in codes if code in seen]
    place = {code: k for k, code in enumerate(used)}
    fig = go.Figure()
    tallies, owner = [], []
    for reading, (first, second) in readings.items():
        tally = pd.Series(list(zip(first, second, strict=True))).value_counts()
        pairs = [(a, b, int(tally[a, b])) for a in used for b in used if (a, b) in tally.index]
        tallies += [(reading, *found) for found in pairs]
        for same, symbol, hue, name in (
            (True, "square", "blue", "the same code both times"),
            (False, "diamond", "orange", "another code the second time"),
        ):
            found = [pair for pair in pairs if (pair[0] == pair[1]) is same]
            owner.append(reading)
            fig.add_scatter(
                x=[place[b] for _, b, _ in found],
                y=[place[a] for a, _, _ in found],
                mode="markers+text",
                name=name,
                visible=reading == next(iter(readings)),
                showlegend=reading == next(iter(readings)),
                text=[str(n) for _, _, n in found],
                textfont={"color": "#ffffff", "size": 11},
                marker={
                    "symbol": symbol,
                    "size": [16 + 3 * math.sqrt(n) for _, _, n in found],
                    "color": PALETTE[hue],
                    "opacity": 1,
                },
                hovertext=[f"first {codes[a]}, second {codes[b]}: {n}" for a, b, n in found],
                hoverinfo="text",
            )
    labels = [codes[code] for code in used]
    ticks = {
        "tickmode": "array",
        "tickvals": list(place.values()),
        "ticktext": labels,
        "ticks": "",
    }
    above = round(6.0 * max(map(len, labels))) - 18
    fig.update_layout(
        xaxis=ticks | {"side": "top", "tickangle": -90, "range": [-0.6, len(used) - 0.4]},
        yaxis=ticks | {"range": [len(used) - 0.4, -0.6]},
        margin={"t": above + (40 if len(readings) > 1 else 0)},
        showlegend=True,
    )
    if len(readings) > 1:
        choices = [
            (
                name,
                {
                    "visible": [name == who for who in owner],
                    "showlegend": [name == who for who in owner],
                },
            )
            for name in readings
        ]
        fig.update_layout(updatemenus=[buttons(choices, above=above + 36)])
    shown = pd.DataFrame(tallies, columns=["reading", "first_code", "second_code", "items"])
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=shown,
        digest=digest,
        source_ids=list(source_ids),
        note=note,
        height=32 * len(used),
        narrow={"xaxis": {"tickfont": {"size": 10}}},
    )


def buttons(choices: Sequence[tuple[str, Mapping[str, object]]], above: int = 6) -> dict:
    """Return a row of buttons over a plot, for `layout.updatemenus`; each restyles the traces.

    Args:
        choices: label and the trace settings that its button sets, such as `{"visible": [...]}`.
        above: distance from the plot's upper edge, in pixels. Leave 44 pixels of margin for it.
    """
    return {
        "type": "buttons",
        "direction": "right",
        "showactive": True,
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"t": 0, "b": above, "l": 0, "r": 0},
        "bgcolor": "#ffffff",
        "bordercolor": PALETTE["grey"],
        "font": {"size": 11},
        "buttons": [
            {"label": label, "method": "restyle", "args": [dict(settings)]}
            for label, settings in choices
        ],
    }
