"""Maps that need no network: an azimuthal base map, sites, range rings and great circles.

Each map is an ordinary pair of axes in kilometres east and north of its middle, in the azimuthal
equidistant projection: rings about its centre are true circles, and great circles through it are
straight lines, which is what this course asks of a map. Three ways of drawing the same 1,500
outline points were compared in headless Chromium; none asked for anything over the network.

    way of drawing                    as a notebook stores it    redrawn in
    `scattergeo`, fill="toself"       58 KB                      16 ms
    `scatter` in projected km         55 KB                      44 ms
    SVG paths in `layout.shapes`      16 KB                      14 ms   (chosen)

A notebook gives each number of a list a line of its own, whereas a path is one string. A path
fills by the even-odd rule, so that the Caspian Sea stays water, while `scattergeo` takes a ring
drawn in the other direction for the rest of the globe. And a path is no trace: the traces of a
map are its data and nothing else, and ordinary axes let a label stand off from its point, which
`scattergeo` does not. Plotly's own base layers and `locationmode` are never used: they fetch
their outlines from an outside host.

The outlines are the course table `basemap`. It is detailed from Ireland to Iran and coarse
elsewhere; every map keeps only as many of its points as count at that scale.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from course.charts.style import DASHES, NARROW, PALETTE, SERIES, SYMBOLS, WIDE
from course.data import Table, package
from course.errors import CourseError, nearest
from course.geodesy import (
    HALF_CIRCUMFERENCE_KM,
    azimuthal_equidistant,
    great_circle_km,
    great_circle_points,
    range_ring,
)

NOTE = (
    "Boundaries shown follow UN General Assembly resolution 68/262 (Crimea is part of Ukraine) "
    "and imply no endorsement."
)

Point = tuple[float, float]
Line = list[Point]

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
_SIDES = (12, 16)  # margins left and right, px
_WIDTHS = tuple(width - sum(_SIDES) for width in (NARROW, WIDE))  # of the plot, px
_TEXT_PX = 11
_HALO = "0 0 2px #fff,0 0 2px #fff,0 0 3px #fff"


# -- outlines: from the table to shared lines ------------------------------------------------


@lru_cache(maxsize=4)
def _rings(path: Path, table: Table) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    rings = []
    for row in table.records():
        pairs = (pair.split() for pair in row["points"].split(";"))
        rings.append((row["iso3"], tuple((float(lon), float(lat)) for lon, lat in pairs)))
    return tuple(rings)


def country_rings(iso3: str | None = None) -> list[tuple[str, Line]]:
    """Return the outlines of one country, or of all: `(iso3, [(lon, lat), ...])`, rings closed.

    A point lies in a country if an odd number of its rings go round it. Longitudes of a ring that
    crosses 180 degrees run on past it.

    Raises:
        CourseError: no outline has that code.
    """
    table = package().table("basemap")
    rings = _rings(table.path, table)
    if iso3 is not None and iso3 not in {code for code, _ in rings}:
        raise CourseError(
            f"No outline has the code '{iso3}'. Codes are three capital letters (ISO 3166-1), such "
            "as POL; the table basemap has them beside the countries' names."
        )
    return [(code, list(ring)) for code, ring in rings if iso3 in (None, code)]


@lru_cache(maxsize=4)
def _lines(path: Path, table: Table) -> tuple[list[Line], list[Line], set[Point]]:
    """Split the countries' rings into coast rings, border lines, and the points where they meet.

    A side that belongs to one ring only is coast; one that two countries share is border.
    """
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, ring in _rings(path, table):
        for a, b in pairwise(ring):
            owners[frozenset((a, b))].add(code)
    after: dict[Point, list[Point]] = defaultdict(list)
    near: dict[Point, set[Point]] = defaultdict(set)
    for _, ring in _rings(path, table):
        for a, b in pairwise(ring):
            if len(owners[frozenset((a, b))]) == 1:
                after[a].append(b)
            else:
                near[a].add(b)
                near[b].add(a)
    coasts = []
    for start in list(after):
        while after[start]:
            ring = [start]
            while after[ring[-1]]:
                ring.append(after[ring[-1]].pop())
            coasts.append(ring)
    shore = set(after)
    ends = {p for p, others in near.items() if len(others) != 2 or p in shore}
    borders, used = [], set()
    for start in [*sorted(ends), *sorted(near)]:
        for step in sorted(near[start]):
            if frozenset((start, step)) in used:
                continue
            line = [start, step]
            used.add(frozenset((start, step)))
            while line[-1] not in ends:
                onward = [p for p in near[line[-1]] if frozenset((line[-1], p)) not in used]
                if not onward:
                    break
                used.add(frozenset((line[-1], onward[0])))
                line.append(onward[0])
            borders.append(line)
    return coasts, borders, ends


def _dense(line: Sequence[Point], step: float = 3.0) -> list[Point]:
    """Add points to long sides, so that a parallel is bent as the projection bends it."""
    out = [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        n = math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / step)
        out += [(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(1, n)]
        out.append((x1, y1))
    return out


# -- lines: clip to the view and keep the points that count ----------------------------------


def _clip_ring(ring: Line, half: Point) -> Line:
    """Clip a closed ring to the rectangle within +-half (Sutherland and Hodgman, 1974)."""
    for axis in (0, 1):
        for side in (-half[axis], half[axis]):
            kept: Line = []
            for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
                inside = [(p[axis] - side) * (1 if side > 0 else -1) <= 0 for p in (a, b)]
                if inside[0] != inside[1]:
                    t = (side - a[axis]) / (b[axis] - a[axis])
                    cut = (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
                    kept.append(cut)
                if inside[1]:
                    kept.append(b)
            ring = kept
    return ring


def _clip_line(line: Line, half: Point) -> list[Line]:
    """Keep the runs of a line whose sides can touch the rectangle within +-half."""
    runs: list[Line] = []
    joined = False
    for a, b in pairwise(line):
        out = any(min(a[k], b[k]) > half[k] or max(a[k], b[k]) < -half[k] for k in (0, 1))
        if not out:
            if joined:
                runs[-1].append(b)
            else:
                runs.append([a, b])
        joined = not out
    return runs


def _weights(line: Line, closed: bool, fixed: set[Point]) -> list[float]:
    """Weigh each point by the area that the line loses without it.

    M. Visvalingam and J. D. Whyatt, "Line Generalisation by Repeated Elimination of Points",
    The Cartographic Journal 30 (1993), pp. 46-51. A ring's last three points weigh its area.
    """
    n = len(line)
    before = [k - 1 for k in range(n)]
    behind = [k + 1 for k in range(n)]
    if closed:
        before[0], behind[-1] = n - 1, 0
    weight = [math.inf] * n

    def area(k: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = line[before[k]], line[k], line[behind[k]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    free = [k for k in range(n) if line[k] not in fixed and (closed or 0 < k < n - 1)]
    now = {k: area(k) for k in free}
    heap = [(size, k) for k, size in now.items()]
    heapq.heapify(heap)
    left, floor = n, 0.0
    while heap and left > (3 if closed else 2):
        size, k = heapq.heappop(heap)
        if now.get(k) != size:
            continue
        floor = max(floor, size)
        weight[k] = floor
        del now[k]
        left -= 1
        a, b = before[k], behind[k]
        behind[a], before[b] = b, a
        for j in (a, b):
            if j in now:
                now[j] = area(j)
                heapq.heappush(heap, (now[j], j))
    if closed:
        pairs = zip(line, [*line[1:], line[0]], strict=True)
        whole = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
        for k in range(n):
            if weight[k] == math.inf and line[k] not in fixed:
                weight[k] = whole
    return weight


def _path(lines: Iterable[Line], close: bool) -> str:
    """Write lines as one SVG path in whole km."""
    parts = []
    for line in lines:
        steps: list[str] = []
        for x, y in line:
            step = f"{round(x)},{round(y)}"
            if not steps or step != steps[-1]:
                steps.append(step)
        if close and len(steps) > 2 and steps[0] == steps[-1]:
            steps.pop()
        if len(steps) > (2 if close else 1):
            parts.append("M" + "L".join(steps) + ("Z" if close else ""))
    return "".join(parts)


# -- the base map ----------------------------------------------------------------------------


def base_map(
    centre: Sequence[float],
    extent_km: float = 3000.0,
    *,
    view: Sequence[float] | None = None,
    aspect: float = 1.2,
    borders: bool | None = None,
    detail: int | None = None,
) -> go.Figure:
    """Draw land and borders around a point; sites, rings and routes are then added to it.

    Args:
        centre: `(lat, lon)` of the projection's centre, degrees. Distances and directions from it
            are true: centre a map about range rings on the rings.
        extent_km: from the middle of the map to its left and right edge, km. 1,000 to 4,000 shows
            a region, 6,000 to 12,000 a good part of the world.
        view: `(lat, lon)` of the middle of the map, where that should not be `centre`, as when
            everything of interest lies to one side.
        aspect: width divided by height of the map.
        borders: draw borders between countries; by default up to an extent of 5,000 km, beyond
            which they would only darken the map.
        detail: how many outline points to keep at most; by default 1,500 for a region and 830
            beyond 5,000 km, which keep the stored map under 18 and 10 KB.

    Returns:
        A figure without traces. It keeps its centre in `layout.meta`, where the functions below
        look for it: add everything first, then give it to `course.charts.style.finish`, with
        `heights(fig)`.

    Raises:
        CourseError: an extent that is not above 0 or reaches beyond the opposite point of the
            earth, or an impossible centre.
    """
    if not 0 < extent_km <= HALF_CIRCUMFERENCE_KM or not aspect > 0:
        raise CourseError(
            f"extent_km is {extent_km:g} and aspect {aspect:g}. The extent is the distance from "
            "the middle of the map to its edge: 3000 shows a region, 11000 much of the world."
        )
    middle = azimuthal_equidistant(*(centre if view is None else view), centre)
    frame = _Frame(
        (float(centre[0]), float(centre[1])), middle, (float(extent_km), extent_km / aspect)
    )
    wide = extent_km > 5000
    table = package().table("basemap")
    land, lines = _outlines(
        table.path,
        table,
        frame,
        detail or (830 if wide else 1500),
        not wide if borders is None else borders,
    )
    page, phone = _heights(frame)
    axis = {"visible": False, "fixedrange": True, "constrain": "domain", "zeroline": False}
    fig = go.Figure()
    fig.update_layout(
        template=None,
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        font={"color": PALETTE["ink"], "size": 12},
        margin={"l": _SIDES[0], "r": _SIDES[1], "t": 8, "b": 0},
        xaxis={**axis, "range": [-round(frame.half[0]), round(frame.half[0])]},
        yaxis={
            **axis,
            "range": [-round(frame.half[1]), round(frame.half[1])],
            "scaleanchor": "x",
            "constraintoward": "top",
        },
        dragmode=False,
        hovermode="closest",
        showlegend=False,
        legend={
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": -0.01,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        height=page,
        meta={"map": frame._asdict(), "narrow": {"room": phone}},
        shapes=[
            _shape("land", land, fill=PALETTE["land"]),
            *([_shape("borders", lines)] if lines else []),
            {
                "name": "frame",
                "type": "rect",
                "xref": "x domain",
                "yref": "y domain",
                "x0": 0,
                "x1": 1,
                "y0": 0,
                "y1": 1,
                "layer": "below",
                "line": {"width": 1, "color": PALETTE["border"]},
            },
        ],
    )
    return fig


def heights(fig: go.Figure) -> tuple[int, int]:
    """Return the height in px that keeps the map's aspect on a page and on a phone."""
    return _heights(_frame(fig))


def _heights(frame: _Frame) -> tuple[int, int]:
    half = frame.half
    phone, page = (round(width * half[1] / half[0]) for width in _WIDTHS)
    return page, phone


def _shape(name: str, path: str, *, fill: str | None = None) -> dict:
    shape = {
        "name": name,
        "type": "path",
        "path": path,
        "xref": "x",
        "yref": "y",
        "layer": "below",
        "line": {"width": 0.7, "color": PALETTE["border"]},
    }
    return {**shape, "fillcolor": fill, "fillrule": "evenodd"} if fill else shape


class _Frame(NamedTuple):
    """Where a map looks: centre of projection, middle of the view from it, half its size (km)."""

    centre: Point
    middle: Point
    half: Point

    def flat(self, lat: float, lon: float) -> Point:
        """Return x and y in km from the middle of the view."""
        x, y = azimuthal_equidistant(float(lat), float(lon), self.centre)
        return x - self.middle[0], y - self.middle[1]

    def ring(self, ring: Sequence[Point]) -> Line:
        """Project a ring of (lon, lat) and clip it a little outside the view."""
        dense = _dense(ring)[:-1] if ring[0] == ring[-1] else _dense(ring)
        return _clip_ring([self.flat(lat, lon) for lon, lat in dense], self.margin)

    @property
    def margin(self) -> Point:
        return self.half[0] * 1.03, self.half[1] * 1.03

    @property
    def px2(self) -> float:
        """The area of one pixel of a page, km2."""
        return (2 * self.half[0] / _WIDTHS[1]) ** 2


@lru_cache(maxsize=16)
def _outlines(
    path: Path, table: Table, frame: _Frame, detail: int, with_borders: bool
) -> tuple[str, str]:
    """Return the paths of land and of borders, with about `detail` points at most."""
    coasts, borders, meet = _lines(path, table)
    fixed = {frame.flat(lat, lon) for lon, lat in meet} if with_borders else set()
    kept: list[tuple[Line, bool]] = []
    for coast in coasts:
        ring = frame.ring(coast)
        kept += [(ring, True)] if len(ring) > 2 else []
    for border in borders if with_borders else ():
        line = [frame.flat(lat, lon) for lon, lat in _dense(border)]
        kept += [(run, False) for run in _clip_line(line, frame.margin)]
    weights = [_weights(line, closed, fixed) for line, closed in kept]
    ranked = sorted((w for line in weights for w in line), reverse=True)
    least = max(0.25 * frame.px2, ranked[detail] if detail < len(ranked) else 0.0)
    out: tuple[list[Line], list[Line]] = ([], [])
    for (line, closed), weight in zip(kept, weights, strict=True):
        out[not closed].append([p for p, w in zip(line, weight, strict=True) if w > least])
    return _path(out[0], True), _path(out[1], False)


def _frame(fig: go.Figure) -> _Frame:
    about = (fig.layout.meta or {}).get("map")
    if not about:
        raise CourseError(
            "This figure is not a map, or is already finished. Start with base_map(...), add "
            "sites, rings and routes, and finish it last."
        )
    return _Frame(*(tuple(about[name]) for name in _Frame._fields))


# -- labels ----------------------------------------------------------------------------------

Box = tuple[float, float, float, float]
Spot = str | tuple[int, int]
"""Where a label sits: beside its point (one of `POSITIONS`), or px to the right and up from it."""

_FAR = tuple(
    (round(far * math.sin(math.radians(turn))), round(far * math.cos(math.radians(turn))))
    for far in (22, 34, 48)
    for turn in (60, 120, 300, 240, 30, 150, 330, 210)
)


def _box(x: float, y: float, text: str, spot: Spot) -> Box:
    """Return the px box that a label covers: left, low, right, top."""
    lines = text.split("<br>")
    width = 0.6 * _TEXT_PX * max(len(re.sub("<[^>]*>", "", line)) for line in lines) + 2
    height = 1.2 * _TEXT_PX * len(lines)
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


def _overlap(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _around(x: float, y: float, reach: float) -> Box:
    return x - reach, y - reach, x + reach, y + reach


class _Crowd:
    """What is already on a map, at a phone's and a page's width, and what covering it costs."""

    def __init__(self, fig: go.Figure) -> None:
        frame = _frame(fig)
        self.scales = [width / (2 * frame.half[0]) for width in _WIDTHS]
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
                        boxes += [(_box(x, y, text, spot), 8.0)] if text else []
        for note in fig.layout.annotations:
            if note.name == "label":
                for scale, boxes in zip(self.scales, self.boxes, strict=True):
                    spot = (int(note.ax), -int(note.ay))
                    boxes.append((_box(note.x * scale, note.y * scale, note.text, spot), 8.0))

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
            mine = _box(x * scale, y * scale, text, spot)
            total += sum(_overlap(mine, box) * price for box, price in boxes)
            for ox, oy, other, place in others:
                total += 12 * _overlap(mine, _around(ox * scale, oy * scale, 5))
                if other:
                    total += 8 * _overlap(mine, _box(ox * scale, oy * scale, other, place))
            if isinstance(spot, tuple):
                for t in (0.4, 0.6, 0.8):
                    dot = _around(x * scale + t * spot[0], y * scale + t * spot[1], 1.5)
                    total += 3 * sum(_overlap(dot, box) * price for box, price in boxes)
            total += 10 * ((mine[2] - mine[0]) * (mine[3] - mine[1]) - _overlap(mine, edge))
        return total


def _spots(
    fig: go.Figure, labels: Sequence[tuple[float, float, str]], fixed: Mapping[int, Spot]
) -> list[Spot]:
    """Choose where each label sits, so that none covers another, a marker or the map's edge.

    Each label takes its cheapest spot given the others, four times over: beside its point where
    that is free, else further off at the end of a thin line. `fixed` holds the caller's choices.
    """
    crowd = _Crowd(fig)
    chosen: list[Spot] = [fixed.get(k, POSITIONS[0]) for k in range(len(labels))]
    tried = [(spot, 0.6 * k) for k, spot in enumerate(POSITIONS)]
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


def _leader(x: float, y: float, text: str, spot: tuple[int, int], colour: str) -> dict:
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
        "font": _font(colour),
        "borderpad": 1,
    }


def _add_points(
    fig: go.Figure,
    points: Sequence[tuple[float, float, str, Spot]],
    marker: dict,
    *,
    name: str,
    hover: Sequence[str] | None = None,
    colour: str = PALETTE["ink"],
) -> None:
    """Add markers with their labels as one trace, and what leaders they need."""
    fig.add_trace(
        go.Scatter(
            x=[round(x) for x, _, _, _ in points],
            y=[round(y) for _, y, _, _ in points],
            text=[text if isinstance(spot, str) else "" for _, _, text, spot in points],
            textposition=[s if isinstance(s, str) else POSITIONS[0] for _, _, _, s in points],
            hovertext=list(hover) if hover else None,
            hoverinfo="text" if hover else "skip",
            mode="markers+text",
            name=name,
            showlegend=hover is not None,
            cliponaxis=False,
            textfont=_font(colour),
            marker=marker,
        )
    )
    for x, y, text, spot in points:
        if text and isinstance(spot, tuple):
            fig.add_annotation(_leader(x, y, text, spot, colour))


def _check_position(position: str) -> str:
    if position not in POSITIONS:
        raise CourseError(f"'{position}' is no label position. {nearest(position, POSITIONS)}")
    return position


def _colour(name: str) -> str:
    if name in PALETTE:
        return PALETTE[name]
    if re.fullmatch("#[0-9a-fA-F]{6}", name):
        return name
    raise CourseError(f"'{name}' is no colour of the course. {nearest(name, PALETTE)}")


def _dash(name: str) -> str:
    if name not in DASHES:
        raise CourseError(f"'{name}' is no line style. {nearest(name, DASHES)}")
    return name


def _font(colour: str) -> dict:
    """Return the label font: a pale halo keeps it readable across a line."""
    return {"size": _TEXT_PX, "color": colour, "shadow": _HALO}


HOLLOW = dict.fromkeys(
    ("planned_cancelled", "considered", "offered_not_used"), "planned or offered, never used"
)
"""Statuses of the table `sites` that are drawn hollow, and what the legend calls them."""

_MARKERS = (*SYMBOLS, "triangle-down", "cross", "pentagon", "hexagram")

# -- what is drawn on the map ----------------------------------------------------------------


def add_countries(
    fig: go.Figure, iso3: Iterable[str], colour: str = "#d6e4ef", name: str = ""
) -> go.Figure:
    """Tint some countries, under the borders and everything else.

    A tint alone says nothing to a reader who cannot tell it apart: name the countries too, in the
    title, the subtitle or by labels.

    Args:
        fig: a map from `base_map`.
        iso3: codes of the countries, such as "POL"; Kosovo is "XKX".
        colour: a palette name or #rrggbb, pale enough for ink to be read on it.
        name: what the tint means; given, it is shown in the legend.

    Raises:
        CourseError: a code that no outline has.
    """
    frame = _frame(fig)
    rings = []
    for code in [iso3] if isinstance(iso3, str) else iso3:
        for _, outline in country_rings(code):
            ring = frame.ring(outline)
            if len(ring) > 2:
                weights = _weights(ring, True, set())
                rings.append([p for p, w in zip(ring, weights, strict=True) if w > 2 * frame.px2])
    shape = _shape("countries", _path(rings, True), fill=_colour(colour))
    shapes = list(fig.layout.shapes)
    fig.layout.shapes = [shapes[0], shape, *shapes[1:]]
    if name:
        _legend_entry(
            fig,
            name,
            {
                "symbol": "square",
                "size": 11,
                "color": _colour(colour),
                "line": {"width": 1, "color": PALETTE["border"]},
            },
        )
    return fig


def add_sites(
    fig: go.Figure,
    sites: pd.DataFrame,
    *,
    label: str = "name",
    kind: str = "kind",
    kinds: Mapping[str, str] | None = None,
    hollow: Mapping[str, str] = HOLLOW,
    positions: Mapping[str, str] | None = None,
    size: int = 9,
) -> go.Figure:
    """Mark sites with a shape and colour for each kind, and label them directly.

    Sites outside the view are left out.

    Args:
        fig: a map from `base_map`.
        sites: one row a site, with `lat` and `lon` in degrees, the `label` and `kind` columns,
            and perhaps `country` (for the hover text), `status` and `label_position`.
        label: column of the label; an empty one leaves the marker without a label.
        kind: column of the kind; each kind has its own marker shape, so colour is never alone.
        kinds: what to call each kind in the legend, in the order of their markers; by default
            the codes of the table `sites`, so that a kind looks the same on every map.
        hollow: what to call, in the legend, the statuses whose markers are drawn hollow.
        positions: where a label sits, by its text: one of `POSITIONS`. It overrides a
            `label_position` column; all other labels are placed so that they do not overlap.
        size: marker size, px.

    Raises:
        CourseError: a column is missing, a site lacks a coordinate, a position is unknown, or
            there are more kinds than marker shapes.
    """
    frame = _frame(fig)
    for column in ("lat", "lon", label, kind):
        if column not in sites.columns:
            raise CourseError(
                f"The table of sites has no column '{column}'. "
                f"{nearest(column, [str(c) for c in sites.columns])}"
            )
    kinds = dict(kinds) if kinds is not None else _kinds(sites[kind])
    wanted = dict(positions or {})
    if "label_position" in sites.columns:
        given = sites[["label_position", label]].dropna()
        wanted = dict(zip(given[label], given["label_position"], strict=True)) | wanted
    points, about = [], []
    for row in sites.to_dict("records"):
        text = "" if pd.isna(row[label]) else str(row[label])
        if pd.isna(row["lat"]) or pd.isna(row["lon"]):
            raise CourseError(f"Site '{text}' has no coordinates, so it cannot be on a map.")
        x, y = frame.flat(row["lat"], row["lon"])
        if abs(x) <= frame.half[0] and abs(y) <= frame.half[1]:
            points.append((x, y, text))
            about.append((str(row[kind]), str(row.get("country") or ""), row.get("status")))
    found = list(dict.fromkeys(code for code, _, _ in about))
    order = [*kinds, *sorted(code for code in found if code not in kinds)]
    if len(order) > len(_MARKERS):
        raise CourseError(
            f"There are {len(order)} kinds but {len(_MARKERS)} marker shapes. Group some kinds "
            "before drawing them."
        )
    fixed = {k: _check_position(wanted[p[2]]) for k, p in enumerate(points) if p[2] in wanted}
    spots = _spots(fig, points, fixed)
    empty: dict[str, None] = {}
    for number, code in enumerate(order):
        mine = [k for k, (its, _, _) in enumerate(about) if its == code]
        if not mine:
            continue
        mine.sort(key=lambda k: about[k][2] in hollow)
        called, colour = kinds.get(code, code.replace("_", " ")), SERIES[number % len(SERIES)]
        empty |= dict.fromkeys(hollow[about[k][2]] for k in mine if about[k][2] in hollow)
        _add_points(
            fig,
            [(*points[k], spots[k]) for k in mine],
            {
                "symbol": [
                    _MARKERS[number] + ("-open" if about[k][2] in hollow else "") for k in mine
                ],
                "size": size,
                "color": PALETTE[colour],
                "line": {
                    "width": [2 if about[k][2] in hollow else 1 for k in mine],
                    "color": [
                        PALETTE[colour] if about[k][2] in hollow else "#ffffff" for k in mine
                    ],
                },
            },
            name=called,
            hover=[
                "<br>".join(
                    filter(
                        None,
                        (f"<b>{points[k][2]}</b>", about[k][1], called, hollow.get(about[k][2])),
                    )
                )
                for k in mine
            ],
        )
    for called in empty:
        _legend_entry(
            fig,
            f"hollow: {called}",
            {
                "symbol": "circle-open",
                "size": size,
                "color": PALETTE["grey"],
                "line": {"width": 2},
            },
        )
    if len(found) > 1:
        fig.update_layout(showlegend=True)
    return fig


def _legend_entry(fig: go.Figure, name: str, marker: dict) -> None:
    """Explain in the legend a sign that no trace explains by itself."""
    fig.add_trace(
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=name,
            showlegend=True,
            hoverinfo="skip",
            marker=marker,
        )
    )
    fig.update_layout(showlegend=True)


def _kinds(values: pd.Series) -> dict[str, str]:
    """Return the codes of `sites.kind` if these values are among them, else none."""
    sites = package().tables.get("sites")
    codes = sites.column("kind").codes if sites else {}
    return dict(codes) if set(values.dropna().astype(str)) <= set(codes) else {}


def add_place(
    fig: go.Figure, place: Sequence[float], name: str, *, position: str | None = None
) -> go.Figure:
    """Mark one place with a small dot and its name.

    Args:
        fig: a map from `base_map`.
        place: `(lat, lon)` in degrees.
        name: the label.
        position: one of `POSITIONS`; chosen to fit when left out.
    """
    x, y = _frame(fig).flat(*place)
    fixed = {0: _check_position(position)} if position else {}
    spot = _spots(fig, [(x, y, name)], fixed)[0]
    dot = {"symbol": "circle", "size": 5, "color": PALETTE["ink"]}
    _add_points(fig, [(x, y, name, spot)], dot, name=name)
    return fig


def add_great_circle(
    fig: go.Figure,
    start: Sequence[float],
    end: Sequence[float],
    name: str,
    *,
    label: str | None = None,
    position: str | None = None,
    colour: str = "blue",
    dash: str = "solid",
) -> go.Figure:
    """Draw the shortest way over the ground between two points, labelled at its end.

    Args:
        fig: a map from `base_map`.
        start: `(lat, lon)` in degrees.
        end: `(lat, lon)` in degrees.
        name: of the end, such as "Warsaw".
        label: text at the end; by default the name and the distance to the nearest ten km, as
            close as a round earth and a city's size allow. "" leaves it out.
        position: of the label, one of `POSITIONS`; chosen to fit when left out.
        colour: a palette name.
        dash: a line style.

    Raises:
        CourseError: the points are opposite each other, or a position or colour is unknown.
    """
    frame, ink = _frame(fig), _colour(colour)
    km = great_circle_km(*start, *end)
    straight = min(great_circle_km(*frame.centre, *p) for p in (start, end)) < 1
    n = 2 if straight else max(2, math.ceil(km / 300) + 1)
    flat = [frame.flat(*p) for p in great_circle_points(start, end, n)]
    text = f"{name}, {round(km, -1):,.0f} km" if label is None else label
    fig.add_trace(_line(flat, f"{name}, {round(km, -1):,.0f} km", ink, _dash(dash), 1.6))
    fixed = {0: _check_position(position)} if position else {}
    spot = _spots(fig, [(*flat[-1], text)], fixed)[0]
    dot = {"symbol": "circle", "size": 6, "color": ink}
    _add_points(fig, [(*flat[-1], text, spot)], dot, name=name, colour=ink)
    return fig


def add_range_ring(
    fig: go.Figure,
    centre: Sequence[float],
    km: float,
    label: str | None = None,
    *,
    bearing: float | None = None,
    colour: str = "orange",
    dash: str = "dash",
) -> go.Figure:
    """Draw the ring of points at a distance from a centre, labelled on the ring.

    Args:
        fig: a map from `base_map`.
        centre: `(lat, lon)` in degrees of the ring's centre, which need not be the map's.
        km: radius, km.
        label: by default the radius, such as "2,000 km"; "" leaves it out.
        bearing: where on the ring the label sits, degrees from north as seen from the centre; by
            default where it covers least. A ring that is hardly in view stays without.
        colour: a palette name.
        dash: a line style.

    Raises:
        CourseError: a radius that is negative or beyond half the earth's circumference.
    """
    frame, ink = _frame(fig), _colour(colour)
    flat = [frame.flat(*p) for p in range_ring(*centre, km, 48)]
    text = f"{km:,.0f} km" if label is None else label
    x0, y0 = frame.flat(*centre)
    best: tuple[float, int, str] | None = None
    crowd = _Crowd(fig)
    turns = range(0, 48, 2) if bearing is None else (round(bearing / 7.5) % 48,)
    for turn in turns if text else ():
        x, y = flat[turn]
        if bearing is None and (abs(x) > frame.half[0] or abs(y) > frame.half[1]):
            continue
        out = int((math.degrees(math.atan2(x - x0, y - y0)) + 22.5) % 360 // 45)
        price = crowd.cost(x, y, text, _OUTWARD[out]) + 0.5 * min(turn, 48 - turn)
        if best is None or price < best[0]:
            best = (price, turn, _OUTWARD[out])
    fig.add_trace(_line(flat, text or f"{km:,.0f} km", ink, _dash(dash), 1.4))
    if best and (best[0] < 2000 or bearing is not None):
        fig.add_trace(
            go.Scatter(
                x=[round(flat[best[1]][0])],
                y=[round(flat[best[1]][1])],
                text=[text],
                textposition=[best[2]],
                mode="text",
                name=text,
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
                textfont=_font(ink),
            )
        )
    return fig


_OUTWARD = (
    "top center",
    "top right",
    "middle right",
    "bottom right",
    "bottom center",
    "bottom left",
    "middle left",
    "top left",
)


def _line(flat: Line, name: str, colour: str, dash: str, width: float) -> go.Scatter:
    return go.Scatter(
        x=[round(x) for x, _ in flat],
        y=[round(y) for _, y in flat],
        mode="lines",
        name=name,
        line={"color": colour, "width": width, "dash": dash},
        showlegend=False,
        hoverinfo="name",
    )
