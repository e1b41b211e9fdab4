"""Directed networks on a fixed layout, one relation at a time, so that every arrow can be read.

A network with all its relations at once is a hairball. Here the bodies keep their places, in
columns by level and in bands by owner, and a button chooses the relation whose arrows are drawn.
Lines run in the gaps between the boxes and never under them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.style import PALETTE, Chart, finish
from course.errors import CourseError

HALF_WIDTH, HALF_HEIGHT = 0.42, 0.37  # of a box, in columns and rows
LAST_GAP = 0.25  # extra room before the last column, where lines fan out
_CLEAR = 0.8  # rows by which a line must pass a box
_SPREAD = 0.17  # rows between lines that meet at one side of a box
ROW_PX = 44

Point = tuple[float, float]


def layered(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    columns: Sequence[str],
    bands: Sequence[tuple[str, float, float]],
    choices: Mapping[str, str],
    title: str,
    subtitle: str,
    tables: Sequence[str],
    digest: Sequence[str],
    rows: pd.DataFrame,
    undirected: Collection[str] = (),
    note: str = "",
) -> Chart:
    """Draw a directed network in columns, with a button for each relation.

    Args:
        nodes: `node_id`, `label` (with its own line breaks, about ten letters a line), `column`
            (a number, from 0), `row` (a number; rows lie one apart) and `about`, for hovering.
        links: `from_id`, `to_id`, `choice` (a key of `choices`), `once` (true for a single act or
            a link that holds only in a crisis: drawn dashed) and `about`, for hovering.
        columns: the heads of the columns, from the left.
        bands: areas to shade behind some rows, as (name, first row, last row).
        choices: relation to the words on its button, in the order of the buttons; the first is
            drawn to begin with.
        undirected: relations without an arrowhead.
        title, subtitle, tables, digest, rows, note: as for `course.charts.style.finish`.

    Raises:
        CourseError: a link leads to a body that has no place.
    """
    strangers = (set(links["from_id"]) | set(links["to_id"])) - set(nodes["node_id"])
    if strangers:
        raise CourseError(f"These bodies have no place in the network: {sorted(strangers)}.")
    last = len(columns) - 1
    across = [float(c) if c < last else c + LAST_GAP for c in range(len(columns))]
    at = {n.node_id: (int(n.column), float(n.row)) for n in nodes.itertuples()}
    fig = go.Figure()
    fig.update_layout(shapes=_bands(bands, across) + _boxes(at, across, last))
    names = nodes["node_id"].tolist()
    lit = {
        choice: set(part["from_id"]) | set(part["to_id"])
        for choice, part in links.groupby("choice")
    }
    inks = {
        choice: [PALETTE["ink" if name in lit.get(choice, ()) else "grey"] for name in names]
        for choice in choices
    }
    fig.add_scatter(
        x=[across[at[name][0]] for name in names],
        y=[at[name][1] for name in names],
        mode="markers+text",
        text=nodes["label"].tolist(),
        textposition="middle center",
        textfont={"color": inks[next(iter(choices))]},
        marker={"size": 26, "opacity": 0, "color": PALETTE["land"]},
        hovertext=nodes["about"].tolist(),
        hoverinfo="text",
        name="bodies",
    )
    for number, choice in enumerate(choices):
        part = links[links["choice"] == choice].reset_index(drop=True)
        paths = _paths(part, at, across)
        for once in (False, True):
            _add_lines(fig, part, paths, once, arrows=choice not in undirected)
            fig.data[-1].visible = number == 0
    height = round(ROW_PX * (nodes["row"].max() + 1.7))
    heads = 30
    menu = _menu(choices, inks, heads + 8, height)
    fig.update_layout(
        xaxis={
            "side": "top",
            "tickmode": "array",
            "tickvals": across,
            "ticktext": list(columns),
            "ticks": "",
            "showgrid": False,
            "showline": False,
            "range": [-0.5, across[-1] + 0.5],
            "fixedrange": True,
        },
        yaxis={
            "visible": False,
            "range": [nodes["row"].max() + 0.6, -1.1],
            "fixedrange": True,
        },
        hovermode="closest",
        margin={"l": 8, "r": 8, "t": 48, "b": 0},
        updatemenus=[menu | {"type": "buttons", "direction": "right"}],
        showlegend=False,
    )
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=rows,
        digest=digest,
        note=note,
        height=height,
        narrow={"updatemenus": [menu | {"type": "dropdown", "direction": "down"}]},
    )


def _bands(bands: Sequence[tuple[str, float, float]], across: Sequence[float]) -> list[dict]:
    """Return a shaded area for each band, with its name in the upper left corner."""
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": across[0] - 0.5,
            "x1": across[-1] + 0.5,
            "y0": first - 0.98,
            "y1": final + 0.5,
            "fillcolor": PALETTE["land"],
            "line": {"width": 0},
            "opacity": 0.7,
            "label": {
                "text": name,
                "textposition": "top left",
                "padding": 4,
                "font": {"size": 11, "color": PALETTE["grey"]},
            },
        }
        for name, first, final in bands
    ]


def _boxes(at: Mapping[str, tuple[int, float]], across: Sequence[float], last: int) -> list[dict]:
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": round(across[column] - HALF_WIDTH, 3),
            "x1": round(across[column] + HALF_WIDTH, 3),
            "y0": round(row - HALF_HEIGHT, 3),
            "y1": round(row + HALF_HEIGHT, 3),
            "fillcolor": "#ffffff",
            "line": {
                "width": 1.8 if column == last else 1,
                "color": PALETTE["ink" if column == last else "border"],
            },
        }
        for column, row in at.values()
    ]


def _add_lines(
    fig: go.Figure, links: pd.DataFrame, paths: Sequence[list[Point]], once: bool, *, arrows: bool
) -> None:
    xs: list[float | None] = []
    ys: list[float | None] = []
    sizes, about = [], []
    for link, path in zip(links.itertuples(), paths, strict=True):
        if bool(link.once) != once:
            continue
        for k, (x, y) in enumerate(path):
            xs.append(round(x, 3))
            ys.append(round(y, 3))
            sizes.append(11 if arrows and k == len(path) - 1 else 0)
            about.append(link.about if k == len(path) - 1 else "")
        xs.append(None)
        ys.append(None)
        sizes.append(0)
        about.append("")
    fig.add_scatter(
        x=xs,
        y=ys,
        mode="lines+markers",
        line={
            "color": PALETTE["orange" if once else "blue"],
            "width": 1.8,
            "dash": "dash" if once else "solid",
        },
        marker={
            "symbol": "arrow",
            "angleref": "previous",
            "size": sizes,
            "opacity": 1,
            "color": PALETTE["orange" if once else "blue"],
            "line": {"width": 0},
        },
        hovertext=about,
        hoverinfo="text",
    )


def _paths(
    links: pd.DataFrame, at: Mapping[str, tuple[int, float]], across: Sequence[float]
) -> list[list[Point]]:
    """Return the points of each link's line, spread where several meet at one side of a box."""
    ends: dict[tuple[str, int], list[tuple[float, int, int]]] = defaultdict(list)
    for k, link in enumerate(links.itertuples()):
        (ca, ra), (cb, rb) = at[link.from_id], at[link.to_id]
        if ca == cb and not _between(at, ca, ra, rb):
            continue
        way = 0 if ca == cb else (1 if cb > ca else -1)
        ends[link.from_id, way or 1].append((rb, k, 0))
        ends[link.to_id, -way or 1].append((ra, k, 1))
    shift: dict[tuple[int, int], float] = {}
    for met in ends.values():
        step = min(_SPREAD, 0.6 / max(1, len(met) - 1))
        for place, (_, k, end) in enumerate(sorted(met)):
            shift[k, end] = (place - (len(met) - 1) / 2) * step
    paths = []
    for k, link in enumerate(links.itertuples()):
        paths.append(
            _path(
                at[link.from_id],
                at[link.to_id],
                at,
                across,
                shift.get((k, 0), 0.0),
                shift.get((k, 1), 0.0),
            )
        )
    return paths


def _between(at: Mapping[str, tuple[int, float]], column: int, a: float, b: float) -> bool:
    low, high = min(a, b), max(a, b)
    return any(c == column and low < r < high for c, r in at.values())


def _path(
    a: tuple[int, float],
    b: tuple[int, float],
    at: Mapping[str, tuple[int, float]],
    across: Sequence[float],
    leave: float,
    arrive: float,
) -> list[Point]:
    (ca, ra), (cb, rb) = a, b
    if ca == cb:
        x = across[ca]
        if not _between(at, ca, ra, rb):
            way = 1 if rb > ra else -1
            return [(x, ra + way * HALF_HEIGHT), (x, rb - way * HALF_HEIGHT)]
        side = x + HALF_WIDTH
        out = side + 0.08
        return [(side, ra + leave), (out, ra + leave), (out, rb + arrive), (side, rb + arrive)]
    way = 1 if cb > ca else -1
    start = (across[ca] + way * HALF_WIDTH, ra + leave)
    end = (across[cb] - way * HALF_WIDTH, rb + arrive)
    passed = range(ca + way, cb, way)
    if not passed:
        return [start, end]

    def free(y: float) -> bool:
        return not any(c in passed and abs(r - y) < _CLEAR for c, r in at.values())

    toward = 0.5 if ra > rb else -0.5
    level = next((y for y in (ra + leave, rb + arrive) if free(y)), rb + toward + 0.4 * arrive)
    near = across[ca + way] - way * HALF_WIDTH
    far = across[cb - way] + way * HALF_WIDTH
    return [start, (near, level), (far, level), end]


def _menu(
    choices: Mapping[str, str], inks: Mapping[str, list[str]], above: int, height: int
) -> dict[str, Any]:
    """Return the buttons; each shows its own lines and darkens the names of those they join."""
    buttons = []
    for number, (choice, words) in enumerate(choices.items()):
        visible = [True] + [k == number for k in range(len(choices)) for _ in (False, True)]
        change = {"visible": visible, "textfont.color": [inks[choice]]}
        buttons.append({"label": words, "method": "restyle", "args": [change]})
    return {
        "buttons": buttons,
        "active": 0,
        "showactive": True,
        "x": 0,
        "xanchor": "left",
        "y": round(1 + above / height, 4),
        "yanchor": "bottom",
        "pad": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"size": 12},
        "bgcolor": "#ffffff",
        "bordercolor": PALETTE["grey"],
    }
