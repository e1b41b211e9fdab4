"""Outlines of countries: from the table to shared lines, clipped to a view and thinned out."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import plotly.graph_objects as go

from course.charts.style import NARROW, WIDE
from course.data import Table, package
from course.errors import CourseError
from course.geodesy import azimuthal_equidistant, mercator

Point = tuple[float, float]
Line = list[Point]

SIDES = (12, 16)  # margins left and right, px
WIDTHS = tuple(width - sum(SIDES) for width in (NARROW, WIDE))  # of the plot, px


def _rings(table: Table) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    return table.derived("rings", _read_rings)


def _read_rings(rows: list[dict[str, str]]) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    rings = []
    for row in rows:
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
    rings = _rings(table)
    if iso3 is not None and iso3 not in {code for code, _ in rings}:
        raise CourseError(
            f"No outline has the code '{iso3}'. Codes are three capital letters (ISO 3166-1), such "
            "as POL; the table basemap has them beside the countries' names."
        )
    return [(code, list(ring)) for code, ring in rings if iso3 in (None, code)]


def coasts_and_borders(table: Table) -> tuple[list[Line], list[Line], set[Point]]:
    """Split the countries' rings into coast rings, border lines, and the points where they meet.

    A side that belongs to one ring only is coast; one that two countries share is border.
    """
    owners: dict[frozenset[Point], set[str]] = defaultdict(set)
    for code, ring in _rings(table):
        for a, b in pairwise(ring):
            owners[frozenset((a, b))].add(code)
    after: dict[Point, list[Point]] = defaultdict(list)
    near: dict[Point, set[Point]] = defaultdict(set)
    for _, ring in _rings(table):
        for a, b in pairwise(ring):
            if len(owners[frozenset((a, b))]) == 1:
                after[a].append(b)
            else:
                near[a].add(b)
                near[b].add(a)
    coasts = []
    for start in list(after):
        while after[start]:
            coast = [start]
            while after[coast[-1]]:
                coast.append(after[coast[-1]].pop())
            coasts.append(coast)
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


class Frame(NamedTuple):
    """Where a map looks: centre of projection, middle of the view from it, half its size (km).

    `school` maps are drawn in Mercator's projection, with the scale true at the centre.
    """

    centre: Point
    middle: Point
    half: Point
    school: bool = False

    def flat(self, lat: float, lon: float) -> Point:
        """Return x and y in km from the middle of the view."""
        project = mercator if self.school else azimuthal_equidistant
        x, y = project(float(lat), float(lon), self.centre)
        return x - self.middle[0], y - self.middle[1]

    def ring(self, ring: Sequence[Point]) -> Line:
        """Project a ring of (lon, lat) and clip it a little outside the view."""
        dense = _dense(ring)[:-1] if ring[0] == ring[-1] else _dense(ring)
        return _clip_ring([self.flat(lat, lon) for lon, lat in dense], self.margin)

    @property
    def margin(self) -> Point:
        """Half the size of what is kept of the outlines: a little more than the view, km."""
        return self.half[0] * 1.03, self.half[1] * 1.03

    @property
    def px2(self) -> float:
        """The area of one pixel of a page, km2."""
        return (2 * self.half[0] / WIDTHS[1]) ** 2


def frame_of(fig: go.Figure) -> Frame:
    """Return where a map looks.

    Raises:
        CourseError: the figure is no map.
    """
    about = (fig.layout.meta or {}).get("map")
    if not about:
        raise CourseError(
            "This figure is not a map, or is already finished. Start with base_map(...), add "
            "sites, rings and routes, and finish it last."
        )
    centre, middle, half = (tuple(about[name]) for name in ("centre", "middle", "half"))
    return Frame(centre, middle, half, bool(about["school"]))


def outlines(table: Table, frame: Frame, detail: int, with_borders: bool) -> tuple[str, str]:
    """Return the paths of land and of borders, with about `detail` points at most."""
    return table.derived(
        ("outlines", frame, detail, with_borders),
        lambda _: _outlines(table, frame, detail, with_borders),
    )


def _outlines(table: Table, frame: Frame, detail: int, with_borders: bool) -> tuple[str, str]:
    coasts, borders, meet = table.derived("coasts", lambda _: coasts_and_borders(table))
    fixed = {frame.flat(lat, lon) for lon, lat in meet} if with_borders else set()
    kept: list[tuple[Line, bool]] = []
    for coast in coasts:
        ring = frame.ring(coast)
        kept += [(ring, True)] if len(ring) > 2 else []
    for border in borders if with_borders else ():
        line = [frame.flat(lat, lon) for lon, lat in _dense(border)]
        kept += [(run, False) for run in _clip_line(line, frame.margin)]
    weighed = [weights(line, closed, fixed) for line, closed in kept]
    ranked = sorted((w for line in weighed for w in line), reverse=True)
    least = max(0.25 * frame.px2, ranked[detail] if detail < len(ranked) else 0.0)
    out: tuple[list[Line], list[Line]] = ([], [])
    for (line, closed), weight in zip(kept, weighed, strict=True):
        out[not closed].append([p for p, w in zip(line, weight, strict=True) if w > least])
    return svg_path(out[0], True), svg_path(out[1], False)


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


def weights(line: Line, closed: bool, fixed: set[Point]) -> list[float]:
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


def svg_path(lines: Iterable[Line], close: bool) -> str:
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
