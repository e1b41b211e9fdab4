"""How many Allied capitals lie within the ranges that were published for a missile."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.geodesy import great_circle_km
from course.lessons.iran_or_russia.reach import published, published_span

MISSILES = {
    # row: (who fires it, the names under which it stands in the table, whence, kind)
    "Shahab-3": ("Iran", ("Shahab-3", "Shahab-3 (improved)"), "tabriz", "ballistic"),
    "Sejjil": ("Iran", ("Sejjil", "Sejjil-1", "Sejjil-2"), "tabriz", "ballistic"),
    "Khorramshahr": ("Iran", ("Khorramshahr",), "tabriz", "ballistic"),
    "Iskander": ("Russia", ("Iskander", "Iskander-M"), "kaliningrad", "ballistic"),
    "9M729": ("Russia", ("9M729",), "moscow", "cruise"),
    "Oreshnik": ("Russia", ("Oreshnik",), "moscow", "ballistic"),
}


def within(km: float, lat: float, lon: float) -> int:
    """Return how many Allied capitals lie within a number of kilometres of a point."""
    rows = load("members")
    ends = zip(rows["capital_lat"], rows["capital_lon"], strict=True)
    return sum(great_circle_km(lat, lon, *end) <= km for end in ends)


def capitals(ranges: pd.DataFrame, sites: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return a row a missile: the Allied capitals within its lowest and highest published range.

    Args:
        ranges, sites, members: tables `missile_ranges`, `sites` and `members`.

    Returns:
        Columns `missile`, `state`, `start` (a place of `sites`), `kind`, `low_km`, `high_km`, `low`
        and `high` (how many capitals), `source_id` (of the longest range).
    """
    places = sites.set_index("site_id")
    rows = []
    for missile, (state, names, start, kind) in MISSILES.items():
        here = places.loc[start, "lat"], places.loc[start, "lon"]
        ends = published_span(ranges, names)
        away = [
            great_circle_km(*here, lat, lon)
            for lat, lon in zip(members["capital_lat"], members["capital_lon"], strict=True)
        ]
        found = published(ranges, names)
        source = found.loc[found["range_high_km"] == ends[1], "source_id"].iloc[0]
        counts = [sum(km <= end for km in away) for end in ends]
        rows.append((missile, state, places.loc[start, "name"], kind, *ends, *counts, source))
    columns = ["missile", "state", "start", "kind", "low_km", "high_km", "low", "high", "source_id"]
    return pd.DataFrame(rows, columns=columns)
