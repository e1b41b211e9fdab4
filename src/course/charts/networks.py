"""Directed networks on a fixed layout, one relation at a time, so that every arrow can be read.

A network with all its relations at once is a hairball. Here the bodies keep their places, in
columns by level and in bands by owner, and a button chooses the relation whose arrows are drawn.
Lines run in the gaps between the boxes and never under them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from course.charts import buttons
from course.charts.buttons import tagged
from course.charts.marks import Mark
from course.charts.parts import across, dots
from course.charts.style import PALETTE, Drawing
from course.errors import CourseError

HALF_WIDTH, HALF_HEIGHT = 0.42, 0.37  # of a box, in columns and rows
LAST_GAP = 0.25  # extra room before the last column, where lines fan out
_CLEAR = 0.8  # rows by which a line must pass a box
_SPREAD = 0.17  # rows between lines that meet at one side of a box
ROW_PX = 44

Point: TypeAlias = tuple[float, float]
Place: TypeAlias = tuple[int, float]
"""A body's column and row."""


def layered(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    columns: Sequence[str],
    bands: Sequence[tuple[str, float, float]],
    choices: Mapping[str, str],
    undirected: Collection[str] = (),
) -> Drawing:
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

    Returns:
        The figure, and the links as given.

    Raises:
        CourseError: a link leads to a body that has no place.
    """
    strangers = (set(links["from_id"]) | set(links["to_id"])) - set(nodes["node_id"])
    if strangers:
        raise CourseError(f"These bodies have no place in the network: {sorted(strangers)}.")
    last = len(columns) - 1
    places = [float(c) if c < last else c + LAST_GAP for c in range(len(columns))]
    at = {n.node_id: (int(n.column), float(n.row)) for n in nodes.itertuples()}
    lowest = nodes["row"].max()
    fig = go.Figure(layout={"height": round(ROW_PX * (lowest + 1.7)), "hovermode": "closest"})
    fig.update_layout(shapes=[*_bands(bands, places), *_boxes(at, places)])
    across(fig, -0.5, places[-1] + 0.5, top=True, ticks=dict(zip(places, columns, strict=True)))
    fig.update_xaxes(ticks="", showgrid=False, showline=False, fixedrange=True)
    fig.update_yaxes(visible=False, range=[lowest + 0.6, -1.1], fixedrange=True)
    fig.update_layout(margin={"l": 8, "r": 8, "t": 8, "b": 0})
    here = [at[name] for name in nodes["node_id"]]
    body, look = Mark(colour="land", name="bodies"), {"text": nodes["label"], "hoverinfo": "text"}
    xs, ys = [places[column] for column, _ in here], [row for _, row in here]
    dots(fig, xs, ys, body, at="middle center", hover=nodes["about"], size=26, **look)
    fig.data[0].marker.opacity = 0  # there only to be pointed at
    inks = []
    for choice in choices:
        part = links[links["choice"] == choice].reset_index(drop=True)
        paths = _paths(part, at, places)
        joined = {*part["from_id"], *part["to_id"]}
        inks.append([PALETTE["ink" if name in joined else "grey"] for name in nodes["node_id"]])
        with tagged(fig, choice):
            for once in (False, True):
                _add_lines(fig, part, paths, once, arrows=choice not in undirected)
    buttons.choices(fig, {words: [choice] for choice, words in choices.items()})
    fig.data[0].textfont = {"color": inks[0]}
    # Each press also darkens the names of the bodies that its lines join.
    pressed = fig.layout.updatemenus[0].to_plotly_json()["buttons"]
    for button, ink in zip(pressed, inks, strict=True):
        button["args"][0]["textfont.color"] = [ink, *[None] * (len(fig.data) - 1)]
    fig.update_layout(updatemenus=[{"buttons": pressed}], showlegend=False)
    return Drawing(fig, links)


def _area(x: Point, y: Point, fill: str, line: dict[str, Any], **look: Any) -> dict[str, Any]:
    """Return a filled rectangle under everything else."""
    ends = {"x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1]}
    look |= {"type": "rect", "layer": "below", "fillcolor": fill, "line": line}
    return {k: round(v, 3) for k, v in ends.items()} | look


def _bands(
    bands: Sequence[tuple[str, float, float]], across: Sequence[float]
) -> Iterator[dict[str, Any]]:
    """Yield a shaded area for each band, with its name in the upper left corner."""
    x, font = (across[0] - 0.5, across[-1] + 0.5), {"size": 11, "color": PALETTE["grey"]}
    for name, first, final in bands:
        label = {"text": name, "textposition": "top left", "padding": 4, "font": font}
        y = (first - 0.98, final + 0.5)
        yield _area(x, y, PALETTE["land"], {"width": 0}, opacity=0.7, label=label)


def _boxes(at: Mapping[str, Place], across: Sequence[float]) -> Iterator[dict[str, Any]]:
    for column, row in at.values():
        x = (across[column] - HALF_WIDTH, across[column] + HALF_WIDTH)
        width, ink = (1.8, "ink") if column == len(across) - 1 else (1, "border")
        line = {"width": width, "color": PALETTE[ink]}
        yield _area(x, (row - HALF_HEIGHT, row + HALF_HEIGHT), "#ffffff", line)


def _add_lines(
    fig: go.Figure, links: pd.DataFrame, paths: Sequence[list[Point]], once: bool, *, arrows: bool
) -> None:
    points: list[tuple[float | None, float | None, int, str]] = []
    for link, path in zip(links.itertuples(), paths, strict=True):
        if bool(link.once) == once:
            points += [(round(x, 3), round(y, 3), 0, "") for x, y in path]
            points[-1] = (*points[-1][:2], 11 if arrows else 0, link.about)
            points.append((None, None, 0, ""))
    xs, ys, sizes, about = zip(*points, strict=True) if points else ((), (), (), ())
    mark = Mark("arrow", *(("orange", "", "dash") if once else ("blue",)))
    dots(fig, xs, ys, mark, hover=about, size=sizes, join=1.8)
    fig.data[-1].marker.angleref = "previous"


def _paths(
    links: pd.DataFrame, at: Mapping[str, Place], across: Sequence[float]
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
    shift: dict[tuple[int, int], float] = defaultdict(float)
    for met in ends.values():
        step = min(_SPREAD, 0.6 / max(1, len(met) - 1))
        for place, (_, k, end) in enumerate(sorted(met)):
            shift[k, end] = (place - (len(met) - 1) / 2) * step
    ends_of = enumerate(zip(links["from_id"], links["to_id"], strict=True))
    return [_path(at[a], at[b], at, across, shift[k, 0], shift[k, 1]) for k, (a, b) in ends_of]


def _between(at: Mapping[str, Place], column: int, a: float, b: float) -> bool:
    low, high = min(a, b), max(a, b)
    return any(c == column and low < r < high for c, r in at.values())


def _path(
    a: Place,
    b: Place,
    at: Mapping[str, Place],
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
