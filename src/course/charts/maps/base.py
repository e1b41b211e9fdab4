"""The base map: land and borders around a point, on axes in kilometres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from course.charts.maps.outlines import SIDES, WIDTHS, Frame, outlines
from course.charts.style import PALETTE
from course.data import package
from course.errors import CourseError
from course.geodesy import HALF_CIRCUMFERENCE_KM, azimuthal_equidistant, mercator


def base_map(
    centre: Sequence[float],
    extent_km: float = 3000.0,
    *,
    view: Sequence[float] | None = None,
    aspect: float = 1.2,
    borders: bool | None = None,
    detail: int | None = None,
    school: bool = False,
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
        school: draw in Mercator's projection, as on a classroom wall, to show what it does to
            distances; the scale is true at the centre only.

    Returns:
        A figure without traces, as high as its aspect asks for on a page and on a phone. It keeps
        its centre in `layout.meta`, where all that is drawn on it looks for it: add everything
        first, then give it to `course.charts.style.finish`.

    Raises:
        CourseError: an extent that is not above 0 or reaches beyond the opposite point of the
            earth, or an impossible centre.
    """
    if not 0 < extent_km <= HALF_CIRCUMFERENCE_KM or not aspect > 0:
        raise CourseError(
            f"extent_km is {extent_km:g} and aspect {aspect:g}. The extent is the distance from "
            "the middle of the map to its edge: 3000 shows a region, 11000 much of the world."
        )
    lat, lon = centre if view is None else view
    middle = (mercator if school else azimuthal_equidistant)(lat, lon, centre)
    frame = Frame(
        (float(centre[0]), float(centre[1])),
        middle,
        (float(extent_km), extent_km / aspect),
        school,
    )
    wide = extent_km > 5000
    table = package().table("basemap")
    land, lines = outlines(
        table,
        frame,
        detail or (830 if wide else 1500),
        not wide if borders is None else borders,
    )
    phone, page = (round(width * frame.half[1] / frame.half[0]) for width in WIDTHS)
    axis = {"visible": False, "fixedrange": True, "constrain": "domain", "zeroline": False}
    fig = go.Figure()
    fig.update_layout(
        template=None,
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        font={"color": PALETTE["ink"], "size": 12},
        margin={"l": SIDES[0], "r": SIDES[1], "t": 8, "b": 0},
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
            shape("land", land, fill=PALETTE["land"]),
            *([shape("borders", lines)] if lines else []),
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


def shape(name: str, path: str, *, fill: str | None = None) -> dict[str, Any]:
    """Return a path as a shape under everything else, filled by the even-odd rule."""
    drawn = {
        "name": name,
        "type": "path",
        "path": path,
        "xref": "x",
        "yref": "y",
        "layer": "below",
        "line": {"width": 0.7, "color": PALETTE["border"]},
    }
    return {**drawn, "fillcolor": fill, "fillrule": "evenodd"} if fill else drawn
