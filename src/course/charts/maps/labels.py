"""Where labels sit on a map, so that none covers another, a marker or the edge."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from course.charts.maps.outlines import WIDTHS, frame_of
from course.charts.style import DASHES, PALETTE
from course.errors import CourseError, nearest

# Where a label can sit beside its point, best first.
POSITIONS = (
    "middle right",
    "middle left",
    "top center",
    "bottom center",
    "top right",
    "bottom right",
    "top left",
    "bottom left",
)
TEXT_PX = 11
_HALO = "0 0 2px #fff,0 0 2px #fff,0 0 3px #fff"

Box = tuple[float, float, float, float]
Spot = str | tuple[int, int]
"""Where a label sits: beside its point (one of `POSITIONS`), or px to the right and up from it."""

_FAR = tuple(
    (round(far * math.sin(math.radians(turn))), round(far * math.cos(math.radians(turn))))
    for far in (22, 34, 48)
    for turn in (60, 120, 300, 240, 30, 150, 330, 210)
)


def box_of(x: float, y: float, text: str, spot: Spot) -> Box:
    """Return the px box that a label covers: left, low, right, top."""
    lines = text.split("<br>")
    width = 0.6 * TEXT_PX * max(len(re.sub("<[^>]*>", "", line)) for line in lines) + 2
    height = 1.2 * TEXT_PX * len(lines)
    if isinstance(spot, tuple):
        x, y = x + spot[0], y + spot[1]
        return (
            x - (width if spot[0] < 0 else 0),
            y - height / 2,
            x + (0 if spot[0] < 0 else width),
            y + height / 2,
        )
    vertical, horizontal = spot.split()
    left = {"left": x - 6 - width, "center": x - width / 2, "right": x + 6}[horizontal]
    low = {"top": y + 4, "middle": y - height / 2, "bottom": y - 4 - height}[vertical]
    return left, low, left + width, low + height


def overlap(a: Box, b: Box) -> float:
    """Return the area that two boxes share, px2."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


class Crowd:
    """What is already on a map, at a phone's and a page's width, and what covering it costs."""

    def __init__(self, fig: go.Figure) -> None:
        frame = frame_of(fig)
        self.scales = [width / (2 * frame.half[0]) for width in WIDTHS]
        self.edges = [
            (-frame.half[0] * s, -frame.half[1] * s, frame.half[0] * s, frame.half[1] * s)
            for s in self.scales
        ]
        self.boxes: list[list[tuple[Box, float]]] = [[] for _ in self.scales]
        for trace in fig.data:
            points = [p for p in zip(trace.x, trace.y, strict=True) if None not in p]
            mode = trace.mode or ""
            for scale, boxes in zip(self.scales, self.boxes, strict=True):
                flat = [(x * scale, y * scale) for x, y in points]
                if "lines" in mode:
                    for (x0, y0), (x1, y1) in pairwise(flat):
                        n = max(1, round(math.dist((x0, y0), (x1, y1)) / 6))
                        boxes += [
                            (_around(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n, 1.5), 0.8)
                            for k in range(n)
                        ]
                if "markers" in mode:
                    boxes += [(_around(x, y, 5), 12.0) for x, y in flat]
                if "text" in mode:
                    for (x, y), text, spot in zip(
                        flat, trace.text, trace.textposition, strict=True
                    ):
                        boxes += [(box_of(x, y, text, spot), 8.0)] if text else []
        for note in fig.layout.annotations:
            if note.name == "label":
                for scale, boxes in zip(self.scales, self.boxes, strict=True):
                    spot = (int(note.ax), -int(note.ay))
                    boxes.append((box_of(note.x * scale, note.y * scale, note.text, spot), 8.0))

    def cost(
        self,
        x: float,
        y: float,
        text: str,
        spot: Spot,
        others: Iterable[tuple[float, float, str, Spot]] = (),
    ) -> float:
        """Return what a label at a spot would cover, in px2 weighted by what it covers."""
        total = 0.0
        others = list(others)
        for scale, edge, boxes in zip(self.scales, self.edges, self.boxes, strict=True):
            mine = box_of(x * scale, y * scale, text, spot)
            total += sum(overlap(mine, box) * price for box, price in boxes)
            for ox, oy, other, place in others:
                total += 12 * overlap(mine, _around(ox * scale, oy * scale, 5))
                if other:
                    total += 8 * overlap(mine, box_of(ox * scale, oy * scale, other, place))
            if isinstance(spot, tuple):
                for t in (0.4, 0.6, 0.8):
                    dot = _around(x * scale + t * spot[0], y * scale + t * spot[1], 1.5)
                    total += 3 * sum(overlap(dot, box) * price for box, price in boxes)
            total += 10 * ((mine[2] - mine[0]) * (mine[3] - mine[1]) - overlap(mine, edge))
        return total


def spots(
    fig: go.Figure, labels: Sequence[tuple[float, float, str]], fixed: Mapping[int, Spot]
) -> list[Spot]:
    """Choose where each label sits, so that none covers another, a marker or the map's edge.

    Each label takes its cheapest spot given the others, four times over: beside its point where
    that is free, else further off at the end of a thin line. `fixed` holds the caller's choices.
    """
    crowd = Crowd(fig)
    chosen: list[Spot] = [fixed.get(k, POSITIONS[0]) for k in range(len(labels))]
    tried: list[tuple[Spot, float]] = [(spot, 0.6 * k) for k, spot in enumerate(POSITIONS)]
    tried += [(spot, 40 + 0.8 * math.hypot(*spot)) for spot in _FAR]
    for _ in range(4):
        before = list(chosen)
        for k, (x, y, text) in enumerate(labels):
            if k in fixed or not text:
                continue
            others = [(*labels[j], chosen[j]) for j in range(len(labels)) if j != k]
            best = (math.inf, 0)
            for i, (spot, price) in enumerate(tried):
                if price <= best[0]:  # covering costs nothing or more, so a dearer spot cannot win
                    best = min(best, (price + crowd.cost(x, y, text, spot, others), i))
            chosen[k] = tried[best[1]][0]
        if chosen == before:
            break
    return chosen


def leader(x: float, y: float, text: str, spot: tuple[int, int], colour: str) -> dict[str, Any]:
    """Return a label that sits away from its point, tied to it by a thin line."""
    return {
        "name": "label",
        "x": round(x),
        "y": round(y),
        "text": text,
        "ax": spot[0],
        "ay": -spot[1],
        "xanchor": "right" if spot[0] < 0 else "left",
        "yanchor": "middle",
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 0.8,
        "arrowcolor": PALETTE["grey"],
        "standoff": 5,
        "font": label_font(colour),
        "borderpad": 1,
    }


def check_position(position: str) -> str:
    """Return a label position, or say which there are."""
    if position not in POSITIONS:
        raise CourseError(f"'{position}' is no label position. {nearest(position, POSITIONS)}")
    return position


def hex_of(name: str) -> str:
    """Return a palette colour, or one given as #rrggbb, as #rrggbb."""
    if name in PALETTE:
        return PALETTE[name]
    if re.fullmatch("#[0-9a-fA-F]{6}", name):
        return name
    raise CourseError(f"'{name}' is no colour of the course. {nearest(name, list(PALETTE))}")


def dash_of(name: str) -> str:
    """Return a line style, or say which there are."""
    if name not in DASHES:
        raise CourseError(f"'{name}' is no line style. {nearest(name, DASHES)}")
    return name


def label_font(colour: str) -> dict[str, Any]:
    """Return the label font: a pale halo keeps it readable across a line."""
    return {"size": TEXT_PX, "color": colour, "shadow": _HALO}
