"""The charts of unit 00: the course in one picture, and the map of its places."""

from __future__ import annotations

import pandas as pd

from course.charts import maps, timelines
from course.charts.style import Chart, finish

KINDS = {
    "interceptor": "interceptors",
    "radar": "radar",
    "command": "command",
    "port": "ships' port",
}


def overview(milestones: pd.DataFrame) -> Chart:
    """Draw the turning points of the whole course by who acted; rows of `milestones` in."""
    years = milestones["date"].str[:4].astype(int)
    counts = milestones["lane"].value_counts()
    early = int((years < 2002).sum())
    return timelines.staircase(
        milestones,
        title=f"{early} turning points in the {2002 - years.min()} years before 2002, "
        f"{len(milestones) - early} in the {years.max() - 2002} since: the course in one picture",
        subtitle=f"Turning points {years.min()} to {years.max()} by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(milestones)} turning points from {years.min()} to {years.max()}; "
            f"{early} of them before 2002",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {v}" for k, v in counts.items()),
            f"The first: {milestones.sort_values('date')['title'].iloc[0]}; "
            f"the last: {milestones.sort_values('date')['title'].iloc[-1]}",
        ],
    )


def map_of_sites(sites: pd.DataFrame) -> Chart:
    """Draw the places of Alliance missile defence in Europe; table `sites` in."""
    shown = sites[
        sites["kind"].isin(KINDS) & sites["lat"].between(33, 60) & sites["lon"].between(-12, 45)
    ]
    shown = shown[shown["programme"].isin(["epaa", "third_site", "nato", "us_homeland"])]
    shown = shown[shown["status"] != "considered"]
    shown = shown[shown["site_id"] != "redzikowo-gbi"].copy()
    shown["name"] = shown["name"].str.replace(
        r" \(.*\)|, .*| air operations centre", "", regex=True
    )
    fig = maps.base_map((47, 17), extent_km=2600, aspect=1.25)
    maps.add_sites(fig, shown, kinds=KINDS)
    page, phone = maps.heights(fig)
    by_kind = shown["kind"].map(KINDS).value_counts()
    lands = shown.groupby("kind")["country"].nunique()
    never = shown[shown["status"] == "planned_cancelled"]["name"]
    return finish(
        fig,
        title=f"Interceptors on land in {lands['interceptor']} countries, command in "
        f"{lands['command']}, and {len(never)} site planned and never built",
        subtitle="Places of Alliance and United States missile defence in Europe, built or planned",
        tables=["sites", "basemap"],
        rows=shown[["site_id", "name", "country", "lat", "lon", "kind", "status", "source_id"]],
        digest=[
            f"{len(shown)} places in {shown['country'].nunique()} countries: "
            + ", ".join(f"{name} {count}" for name, count in by_kind.items()),
            f"Easternmost: {shown.loc[shown['lon'].idxmax(), 'name']}; westernmost: "
            f"{shown.loc[shown['lon'].idxmin(), 'name']}",
            "Planned and never built: " + ", ".join(never),
        ],
        height=page,
        narrow={"room": phone},
        note=maps.NOTE,
    )
