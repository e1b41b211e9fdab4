"""What unit 02 reckons: the arc of a flight, the minutes that are left, rings, classes, spreads.

The arc is that of `course.geodesy.flight_minutes`: the ellipse of least energy between two points
of a round, airless, resting earth. One focus is the earth's centre; the other lies in the middle
of the straight line between the two points (R. H. Battin, "An Introduction to the Mathematics and
Methods of Astrodynamics", AIAA, 1987, chapter 6). It says how a thing falls that was thrown so
far. It describes no missile.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from course.geodesy import (
    EARTH_GM_KM3_S2,
    EARTH_RADIUS_KM,
    flight_minutes,
    great_circle_km,
    mercator,
)

Point = tuple[float, float]

SPACE_KM = 100.0
"""Height at which space is often said to begin."""
TABRIZ = (38.08, 46.29)
LINES = {"medium": 1000.0, "intermediate": 3000.0, "intercontinental": 5500.0}
"""Lower ends of the classes as analysts draw them (`range_classes`, scheme analysts)."""


def _ellipse(range_km: float) -> tuple[float, float, float]:
    """Return half the range angle, the semi-major axis in km and the eccentricity."""
    half = range_km / EARTH_RADIUS_KM / 2
    a = EARTH_RADIUS_KM / 2 * (1 + math.sin(half))
    return half, a, math.cos(half) / (1 + math.sin(half))


def top_km(range_km: float) -> float:
    """Return how high the least-energy arc of a range rises over the ground, km."""
    half, _, _ = _ellipse(range_km)
    return EARTH_RADIUS_KM / 2 * (math.sin(half) + math.cos(half) - 1)


def arc(range_km: float, n: int = 41) -> list[Point]:
    """Return `n` points `(km over the ground, km of height)` along the least-energy arc."""
    half, a, e = _ellipse(range_km)
    turns = [half * (2 * k / (n - 1) - 1) for k in range(n)]
    radii = [a * (1 - e * e) / (1 - e * math.cos(turn)) for turn in turns]
    return [
        (range_km / 2 + turn * EARTH_RADIUS_KM, max(0.0, r - EARTH_RADIUS_KM))
        for turn, r in zip(turns, radii, strict=True)
    ]


def minutes_above(range_km: float, height_km: float = SPACE_KM) -> float:
    """Return the minutes that the arc spends above a height: Kepler's equation, both ways."""
    _, a, e = _ellipse(range_km)
    x = (1 - (EARTH_RADIUS_KM + height_km) / a) / e
    if x <= -1:  # the arc stays below
        return 0.0
    anomaly = math.acos(min(1.0, x))
    half = math.pi - anomaly + e * math.sin(anomaly)
    return 2 * math.sqrt(a**3 / EARTH_GM_KM3_S2) * half / 60


def minutes_left(range_km: float, spent: float) -> float:
    """Return what a defender has left of a flight after so many minutes; below 0 it is over."""
    return flight_minutes(range_km) - spent


def from_tabriz(sites: pd.DataFrame) -> pd.DataFrame:
    """Return how far six places of the exercises lie from Tabriz, and the minutes by the formula."""
    ids = ["brussels-hq", "kurecik", "deveselu", "redzikowo", "ramstein", "rota"]
    at = sites.set_index("site_id").loc[ids, ["name", "lat", "lon"]]
    far = [round(great_circle_km(*TABRIZ, row.lat, row.lon)) for row in at.itertuples()]
    minutes = [round(flight_minutes(km), 1) for km in far]
    return at[["name"]].assign(km_from_tabriz=far, minutes_by_the_formula=minutes)


def compass_km(place: Point, centre: Point = TABRIZ) -> float:
    """Return the distance that a pair of compasses reads on a Mercator map true at the centre."""
    return math.hypot(*mercator(*place, centre))


def compass_circle(radius_km: float, centre: Point = TABRIZ, n: int = 48) -> list[Point]:
    """Return, as `(lat, lon)`, the circle that compasses draw about a centre of a Mercator map."""
    scale = EARTH_RADIUS_KM * math.cos(math.radians(centre[0]))
    middle = math.asinh(math.tan(math.radians(centre[0])))
    circle = []
    for k in range(n + 1):
        turn = 2 * math.pi * k / n
        north = middle + radius_km * math.cos(turn) / scale
        east = centre[1] + math.degrees(radius_km * math.sin(turn) / scale)
        circle.append((math.degrees(math.atan(math.sinh(north))), east))
    return circle


def within(sites: pd.DataFrame, site_ids: Sequence[str], km: float, start: Point) -> list[str]:
    """Return which of some sites lie within a distance of a place, over the round earth."""
    at = sites.set_index("site_id")
    return [k for k in site_ids if great_circle_km(*start, at.at[k, "lat"], at.at[k, "lon"]) <= km]


def class_in(classes: pd.DataFrame, scheme: str, km: float) -> str:
    """Return the name that a scheme gives to a range; table `range_classes` in."""
    rows = classes[classes["scheme"] == scheme]
    for name, low, high in zip(rows["class_name"], rows["from_km"], rows["to_km"], strict=True):
        if low <= km and (pd.isna(high) or km < high):
            return str(name)
    return "none"


def published(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return figures for one missile that somebody claimed or estimated: grade A or B.

    Distances flown, the limits of a class, declared ceilings, whole inventories, missiles without
    a name, improved versions and one that was never built are left out.
    """
    general = ranges["missile"].str.contains(
        "ceiling|inventory|force$|Longest-range|exercise|fired towards|improved|notional"
    )
    return ranges[
        ranges["basis"].isin(["claimed", "estimated"])
        & ranges["grade"].isin(["A", "B"])
        & (ranges["qualifier"] != "class_limits")
        & ~general
    ]


def name_of(missile: str) -> str:
    """Return a missile's name without what a publisher added in brackets or after a comma."""
    return missile.split(" (")[0].split(",")[0]


def spreads(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return, for each missile with two figures or more, the lowest, the highest and how many."""
    rows = published(ranges)
    rows = rows.assign(name=rows["missile"].map(name_of))
    by = rows.groupby("name", sort=False).agg(
        country=("country", "first"),
        low=("range_low_km", "min"),
        high=("range_high_km", "max"),
        figures=("estimate_id", "size"),
    )
    return by[by["figures"] > 1].assign(times=lambda t: t["high"] / t["low"])


def extremes(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return, for each missile with two figures or more, the lowest and highest, whose and when.

    They are claimed or estimated; distances flown are left out, as by `published`.
    """
    rows = published(ranges)
    rows = rows.assign(name=rows["missile"].map(name_of))
    shown = []
    for name, by in rows.groupby("name", sort=False):
        if len(by) < 2:
            continue
        least = by.loc[by["range_low_km"].idxmin()]
        most = by.loc[by["range_high_km"].idxmax()]
        ends = (least["range_low_km"], _whose(least), most["range_high_km"], _whose(most))
        shown.append((name, least["country"], *ends))
    columns = ["missile", "country", "lowest_km", "lowest_by", "highest_km", "highest_by"]
    by = pd.DataFrame(shown, columns=columns)
    return by.sort_values(["country", "lowest_km"], ignore_index=True)


def _whose(row: pd.Series) -> str:
    year = "undated" if pd.isna(row["published"]) else str(row["published"])[:4]
    return f"{row['publisher']}, {year}"


def astride(ranges: pd.DataFrame, line_km: float) -> list[str]:
    """Return the missiles whose published figures lie on both sides of a line."""
    by = spreads(ranges)
    return by.index[(by["low"] < line_km) & (by["high"] >= line_km)].tolist()


def space_km() -> float:
    """Return the height at which space is often said to begin, km."""
    return SPACE_KM
