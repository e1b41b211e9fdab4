"""What is drawn on a base map: countries, sites, places, great circles and range rings."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.maps.base import shape
from course.charts.maps.labels import (
    POSITIONS,
    Crowd,
    Spot,
    check_position,
    dash_of,
    hex_of,
    label_font,
    leader,
    spots,
)
from course.charts.maps.outlines import Line, country_rings, frame_of, svg_path, weights
from course.charts.marks import SHAPES
from course.charts.style import PALETTE, SERIES
from course.data import package
from course.errors import CourseError, nearest
from course.geodesy import great_circle_km, great_circle_points, range_ring

HOLLOW = dict.fromkeys(
    ("planned_cancelled", "considered", "offered_not_used"), "planned or offered, never used"
)
"""Statuses of the table `sites` that are drawn hollow, and what the legend calls them."""
KINDS = {
    "interceptor": "interceptors",
    "radar": "radar",
    "command": "command",
    "port": "ships' port",
    "threat_reference": "reference point for distances",
    "reference_point": "city",
}
"""The kinds of the table `sites` that lessons draw, in one order: a radar looks alike on every map."""


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
    frame = frame_of(fig)
    rings = []
    for code in [iso3] if isinstance(iso3, str) else iso3:
        for _, outline in country_rings(code):
            ring = frame.ring(outline)
            if len(ring) > 2:
                weighed = zip(ring, weights(ring, True, set()), strict=True)
                rings.append([p for p, w in weighed if w > 2 * frame.px2])
    tint = shape("countries", svg_path(rings, True), fill=hex_of(colour))
    shapes = list(fig.layout.shapes)
    fig.layout.shapes = [shapes[0], tint, *shapes[1:]]
    if name:
        _legend_entry(
            fig,
            name,
            {
                "symbol": "square",
                "size": 11,
                "color": hex_of(colour),
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
    frame = frame_of(fig)
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
    if len(order) > len(SHAPES):
        raise CourseError(
            f"There are {len(order)} kinds but {len(SHAPES)} marker shapes. Group some kinds "
            "before drawing them."
        )
    fixed = {k: check_position(wanted[p[2]]) for k, p in enumerate(points) if p[2] in wanted}
    places = spots(fig, points, fixed)
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
            [(*points[k], places[k]) for k in mine],
            {
                "symbol": [
                    SHAPES[number] + ("-open" if about[k][2] in hollow else "") for k in mine
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


def _legend_entry(fig: go.Figure, name: str, marker: dict[str, Any]) -> None:
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
    x, y = frame_of(fig).flat(*place)
    fixed = {0: check_position(position)} if position else {}
    spot = spots(fig, [(x, y, name)], fixed)[0]
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
    frame, ink = frame_of(fig), hex_of(colour)
    km = great_circle_km(*start, *end)
    straight = min(great_circle_km(*frame.centre, *p) for p in (start, end)) < 1
    n = 2 if straight else max(2, math.ceil(km / 300) + 1)
    flat = [frame.flat(*p) for p in great_circle_points(start, end, n)]
    text = f"{name}, {round(km, -1):,.0f} km" if label is None else label
    fig.add_trace(_line(flat, f"{name}, {round(km, -1):,.0f} km", ink, dash_of(dash), 1.6))
    fixed = {0: check_position(position)} if position else {}
    spot = spots(fig, [(*flat[-1], text)], fixed)[0]
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
    frame, ink = frame_of(fig), hex_of(colour)
    flat = [frame.flat(*p) for p in range_ring(centre[0], centre[1], km, 48)]
    text = f"{km:,.0f} km" if label is None else label
    x0, y0 = frame.flat(*centre)
    best: tuple[float, int, str] | None = None
    crowd = Crowd(fig)
    turns = range(0, 48, 2) if bearing is None else (round(bearing / 7.5) % 48,)
    for turn in turns if text else ():
        x, y = flat[turn]
        if bearing is None and (abs(x) > frame.half[0] or abs(y) > frame.half[1]):
            continue
        out = int((math.degrees(math.atan2(x - x0, y - y0)) + 22.5) % 360 // 45)
        price = crowd.cost(x, y, text, _OUTWARD[out]) + 0.5 * min(turn, 48 - turn)
        if best is None or price < best[0]:
            best = (price, turn, _OUTWARD[out])
    fig.add_trace(_line(flat, text or f"{km:,.0f} km", ink, dash_of(dash), 1.4))
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
                textfont=label_font(ink),
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


def _add_points(
    fig: go.Figure,
    points: Sequence[tuple[float, float, str, Spot]],
    marker: dict[str, Any],
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
            textfont=label_font(colour),
            marker=marker,
        )
    )
    for x, y, text, spot in points:
        if text and isinstance(spot, tuple):
            fig.add_annotation(leader(x, y, text, spot, colour))
