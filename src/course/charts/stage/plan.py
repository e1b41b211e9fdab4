"""How a picture for the stage is divided: margins, axes and legend, for letters of one size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from course.charts.stage import letters
from course.charts.stage.axes import Axis, Tick, ticks
from course.charts.stage.legend import Legend, legend
from course.charts.stage.places import Box
from course.charts.stage.scene import Scene

WIDTH, HEIGHT = 1200, 560
PAD = 8  # pixels kept free along the edge
UNFIT = 1000.0  # what counts as a fault that no picture should have
_TALLEST = 120  # pixels a row, at most
_MOST_LEFT = 0.4  # of the width, for the names of rows


@dataclass(frozen=True)
class Plan:
    """How a picture is divided: the plot's box, its axes, and what is written around it."""

    box: Box
    high: int
    size: int
    across: Axis
    upwards: Axis
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    legend: Legend
    legend_at: tuple[float, float]
    over: float
    fault: float

    def px(self, x: Any, y: Any) -> tuple[float, float]:
        """Return where a place of the chart lies, in pixels from the upper left corner."""
        left, top, right, bottom = self.box
        shares = self.across.share(x), self.upwards.share(y)
        return left + (shares[0] or 0) * (right - left), bottom - (shares[1] or 0) * (bottom - top)


def plan_of(scene: Scene, rows: Sequence[int], size: int, most: int = HEIGHT) -> Plan:
    """Divide a picture, `most` pixels high, of some rows of a scene or of all of it."""
    if scene.is_map:
        return _map_plan(scene, size, most)
    upwards = _reach(scene, rows)
    line = letters.LINE * size
    named = legend(scene, rows, size, WIDTH - 2 * PAD, column=False)
    titled = {name: bool(scene.title(name)) for name in ("xaxis", "yaxis")}
    hidden = {name: scene.layout.get(name, {}).get("visible") is False for name in titled}
    at_top = scene.layout.get("xaxis", {}).get("side") == "top"
    over = PAD + (line + 4 if scene.over else 0)
    left, right = 2.0 * PAD, WIDTH - (1.0 if scene.is_network else 3.0) * PAD
    x_ticks: list[Tick] = []
    y_ticks: list[Tick] = []
    for _ in range(3):  # the margins depend on each other
        deep = max((len(letters.lines(text)) for _, text in x_ticks), default=0)
        axis = 12 + deep * line if x_ticks and not hidden["xaxis"] else 4.0
        axis += line + 2 if titled["xaxis"] else 0
        top = over + (line + 2 if titled["yaxis"] and not hidden["yaxis"] else 0)
        top += axis if at_top else 2
        bottom = most - PAD - (named.high + 12 if named.high else 0) - (4 if at_top else axis)
        high = most
        if scene.is_list:
            units = abs(upwards.low - upwards.high)
            tall = min(_TALLEST, (bottom - top) / units)
            high = round(most - (bottom - top) + tall * units)
            bottom -= most - high
        unfit = crowd = 0.0
        if not hidden["yaxis"]:
            y_ticks, left, unfit = _beside(scene, rows, upwards, bottom - top, size)
        if not hidden["xaxis"]:
            x_ticks, crowd = _under(scene, right - left, size)
            begin, end = _overhang(scene.across, x_ticks, right - left, size)
            left, right = max(left, PAD + begin), min(right, WIDTH - PAD - end)
    under = high - PAD - named.high
    indent = min(left, max(PAD, WIDTH - PAD - named.wide))
    return Plan(
        (left, top, right, bottom), high, size, scene.across, upwards, x_ticks, y_ticks, named,
        (indent, under), over, unfit + crowd,
    )  # fmt: skip


def _overhang(axis: Axis, found: Sequence[Tick], room: float, size: int) -> tuple[float, float]:
    """Return by how many pixels the words along an axis reach beyond its ends."""
    scale = room / abs(axis.high - axis.low)
    begins = [letters.width(t, size) / 2 - abs(at - axis.low) * scale for at, t in found]
    ends = [letters.width(t, size) / 2 - abs(axis.high - at) * scale for at, t in found]
    return max(begins, default=0.0), max(ends, default=0.0)


def _map_plan(scene: Scene, size: int, most: int) -> Plan:
    """Give a map the largest frame that leaves its legend room, beside it or under it."""
    x, y = scene.across, scene.upwards
    aspect = (x.high - x.low) / (y.high - y.low)
    room = WIDTH - 2 * PAD
    beside = legend(scene, (), size, 380, column=True)
    under = legend(scene, (), size, room, column=False)
    right_high = min(most - 2 * PAD, (room - beside.wide - 24 * bool(beside.wide)) / aspect)
    under_high = min(most - 2 * PAD - under.high - 8, room / aspect)
    stands_right = right_high >= under_high
    high = right_high if stands_right else under_high
    wide = high * aspect
    spare = room - wide - (beside.wide + 24 if stands_right and beside.wide else 0)
    left, top = PAD + spare / 2, float(PAD)
    box = (left, top, left + wide, top + high)
    at = (left + wide + 24, top + (high - beside.high) / 2)
    whole = round(high + 2 * PAD)
    if not stands_right:
        at, whole = (left, top + high + 8), round(high + 2 * PAD + under.high + 8)
    named = beside if stands_right else under
    return Plan(box, whole, size, x, y, (), (), named, at, PAD, 0.0)


def _reach(scene: Scene, rows: Sequence[int]) -> Axis:
    """Return the axis upwards; of a list, as far as these rows reach."""
    axis = scene.upwards
    if not scene.is_list:
        return axis
    first, last = scene.listed[0], scene.listed[-1]
    above = first - axis.high if rows[0] == first else 0.6
    below = axis.low - last if rows[-1] == last else 0.6
    return replace(axis, low=rows[-1] + min(0.8, below), high=rows[0] - min(0.9, above))


def _beside(
    scene: Scene, rows: Sequence[int], axis: Axis, room: float, size: int
) -> tuple[list[Tick], float, float]:
    """Return what stands left of the plot, the plot's left edge, and what does not fit."""
    scale = room / abs(axis.low - axis.high)
    if scene.is_list:
        return _names(scene, rows, scale, size)
    found = ticks(axis, room, size, upright=True)
    whole = letters.unbroken([text for _, text in found])
    texts = [letters.broken(text, WIDTH * 0.25, size) for text in whole]
    found = [(place, text) for (place, _), text in zip(found, texts, strict=True)]
    tight = any(
        letters.height(a, size) + letters.height(b, size) > 2 * abs(there - here) * scale
        for (here, a), (there, b) in pairwise(found)
    )
    return found, PAD + _widest(texts, size) + 14, UNFIT if tight else 0.0


def _names(
    scene: Scene, rows: Sequence[int], tall: float, size: int
) -> tuple[list[Tick], float, float]:
    """Return the names of rows so many pixels tall, the plot's left edge, and what does not fit.

    The names of all rows are reckoned with, so that the parts of a list have one scale.
    """
    if not scene.names:
        return [], 2.0 * PAD, 0.0
    most = max(1, math.floor((tall - 0.45 * size) / (letters.LINE * size)))
    # As few lines as there can be without the names taking the plot's room.
    texts = _broken(scene, most, size)
    for count in range(1, most):
        fewer = _broken(scene, count, size)
        if _widest(fewer.values(), size) <= WIDTH * 0.33:
            texts = fewer
            break
    wide = _widest(texts.values(), size)
    unfit = wide > WIDTH * _MOST_LEFT or tall < 1.35 * size
    found = [(float(row), text) for row, text in texts.items() if row in rows]
    return found, PAD + wide + 16, UNFIT if unfit else 0.0


def _widest(texts: Iterable[str], size: int) -> float:
    return max((letters.width(text, size) for text in texts), default=0.0)


def _broken(scene: Scene, count: int, size: int) -> dict[int, str]:
    """Return the names of a list in at most so many lines, no wider than they must be."""
    halved = {row: letters.balanced(name, count, size) for row, name in scene.names.items()}
    room = _widest(halved.values(), size)
    needs = {r: letters.lines(letters.broken(n, room, size)) for r, n in scene.names.items()}
    texts = {r: letters.balanced(n, len(needs[r]), size) for r, n in scene.names.items()}
    for row, own in scene.own_names.items():
        fits = len(letters.lines(own)) <= count and letters.width(own, size) <= 1.3 * room
        texts |= {row: own} if row in texts and fits else {}
    return texts


def _under(scene: Scene, room: float, size: int) -> tuple[list[Tick], float]:
    """Return what stands along the axis across, broken to fit, and what does not fit."""
    axis = scene.across
    found = ticks(axis, room, size)
    if "ticktext" in axis.about:
        texts = letters.unbroken([text for _, text in found])
        found = [(place, text) for (place, _), text in zip(found, texts, strict=True)]
    scale = room / abs(axis.high - axis.low)
    places = [place for place, _ in found]
    out, unfit = [], 0.0
    for k, (where, text) in enumerate(found):
        near = [abs(where - places[j]) * scale for j in (k - 1, k + 1) if 0 <= j < len(places)]
        free = min([*near, 240.0]) - 0.6 * size
        own = letters.broken(text, free, size)
        unfit += max(0.0, letters.width(own, size) - free - 0.3 * size)
        unfit += 10 * max(0, len(letters.lines(own)) - 4)
        out.append((where, own))
    return out, unfit
