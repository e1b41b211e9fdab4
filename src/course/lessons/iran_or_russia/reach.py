"""Distances and published ranges of unit 10."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from course.geodesy import (
    closest_approach_km,
    flight_minutes,
    great_circle_km,
    great_circle_points,
)

CENTRES = {"tabriz": "Tabriz", "kaliningrad": "Kaliningrad", "moscow": "Moscow"}
TARGETS = {
    "kurecik": "Kürecik",
    "deveselu": "Deveselu",
    "redzikowo": "Redzikowo",
    "ramstein": "Ramstein",
    "rota": "Rota",
}


def published(ranges_table: pd.DataFrame, missiles: tuple[str, ...]) -> pd.DataFrame:
    """Return the ranges that anyone published for some missiles.

    Distances flown are left out, and so are grade C and figures that only repeat a class.
    """
    return ranges_table[
        ranges_table["missile"].isin(missiles)
        & ranges_table["basis"].isin(["claimed", "estimated"])
        & ranges_table["grade"].isin(["A", "B"])
        & (ranges_table["qualifier"] != "class_limits")
    ]


def published_span(ranges_table: pd.DataFrame, missiles: tuple[str, ...]) -> tuple[float, float]:
    """Return the lowest and the highest range published for some missiles, in km."""
    rows = published(ranges_table, missiles)
    return float(rows["range_low_km"].min()), float(rows["range_high_km"].max())


SAYS = {"us_government": "US", "press": "press", "think_tank": "institute"}


def publisher(rows: pd.DataFrame, column: str, km: float) -> str:
    """Name, in a word or two, who published a range."""
    row = rows[rows[column] == km].iloc[0]
    if row["publisher_kind"] == "advocacy":
        return "".join(word[0] for word in row["publisher"].split())
    return SAYS.get(row["publisher_kind"], row["country"])


def distances(
    sites: pd.DataFrame, origins: Iterable[str] = tuple(CENTRES)
) -> dict[tuple[str, str], float]:
    """Return the kilometres over the ground from each origin to each target; table `sites` in."""
    at = {row.site_id: (row.lat, row.lon) for row in sites.itertuples()}
    return {(a, b): great_circle_km(*at[a], *at[b]) for a in origins for b in TARGETS}


def flights(
    sites: pd.DataFrame, ranges_table: pd.DataFrame, missiles: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    """Return the flight from each origin to each target: km in tens, minutes, and what allows it.

    Column `within` says whether the lowest range published for the origin's missile reaches so
    far, only the highest, or none.

    Args:
        sites, ranges_table: tables `sites` and `missile_ranges`.
        missiles: origin to the names under which its missile stands in the table.
    """
    spans = {origin: published_span(ranges_table, names) for origin, names in missiles.items()}
    rows = []
    for (origin, target), km in distances(sites, missiles).items():
        low, high = spans[origin]
        within = "lowest" if km <= low else "highest" if km <= high else "none"
        rows.append((origin, target, round(km / 10) * 10, flight_minutes(km), within))
    every = pd.DataFrame(rows, columns=["origin", "site_id", "km", "minutes", "within"])
    return every.assign(source_id=every["site_id"].map(sites.set_index("site_id")["source_id"]))


WASHINGTON = (38.90, -77.04)


def paths_to_washington(sites: pd.DataFrame, *starts: str) -> str:
    """Say how near to Redzikowo the shortest path to Washington passes; ids of `sites` in."""
    places = sites.set_index("site_id")[["lat", "lon"]].apply(tuple, axis=1)
    near = {
        start: closest_approach_km(
            places["redzikowo"], great_circle_points(places[start], WASHINGTON, 200)
        )
        for start in starts
    }
    return "Nearest to Redzikowo on the way to Washington: " + "; ".join(
        f"from {start.capitalize()} {km:,.0f} km" for start, km in near.items()
    )


def side_by_side(ranges_table: pd.DataFrame, *estimates: str) -> pd.DataFrame:
    """Return some rows of `missile_ranges`, each in a column: who gave it, how, and a note."""
    columns = ["publisher", "basis", "range_high_km", "quoted_by", "source_id", "grade", "note"]
    return ranges_table.set_index("estimate_id").loc[list(estimates), columns].T
