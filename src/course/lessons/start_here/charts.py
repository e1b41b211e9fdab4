"""The charts of unit 00: the course in one picture, and the map of its places."""

from __future__ import annotations

import pandas as pd

from course.charts import maps, timelines
from course.charts.style import Card, Chart, finish
from course.words import listed, tally

TURN = 2002  # the year in which the treaty against missile defences ended


def overview(milestones: pd.DataFrame) -> Chart:
    """Draw the turning points of the whole course by who acted; rows of `milestones` in."""
    years = milestones["date"].str[:4].astype(int)
    early = int((years < TURN).sum())
    titles = milestones.sort_values("date")["title"]
    card = Card(
        title=f"From “{titles.iloc[0]}” in {years.min()} to “{titles.iloc[-1]}” in {years.max()}: the "
        "course in one picture",
        subtitle=f"Turning points {years.min()} to {years.max()} by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(milestones)} turning points from {years.min()} to {years.max()}, chosen for this "
            f"course; {early} of them before {TURN}",
            f"By who acted: {tally(milestones['lane'].value_counts(), timelines.LANES)}",
            f"The first: {titles.iloc[0]}; the last: {titles.iloc[-1]}",
        ],
    )
    return finish(timelines.staircase(milestones), card)


def map_of_sites(sites: pd.DataFrame) -> Chart:
    """Draw the places of Alliance missile defence in Europe; table `sites` in."""
    shown = sites[
        sites["kind"].isin(["interceptor", "radar", "command", "port"])
        & sites["lat"].between(33, 60)
        & sites["lon"].between(-12, 45)
        & sites["programme"].isin(["epaa", "third_site", "nato", "us_homeland"])
        & (sites["status"] != "considered")
        & (sites["site_id"] != "redzikowo-gbi")
    ]
    short = shown["name"].str.replace(r" \(.*\)|, .*| air operations centre", "", regex=True)
    shown = shown.assign(name=short)
    fig = maps.base_map((47, 17), extent_km=2600, aspect=1.25)
    maps.add_sites(fig, shown, kinds=maps.KINDS)
    armed = sorted(shown[shown["kind"] == "interceptor"]["country"].unique())
    never = shown[shown["status"] == "planned_cancelled"]["name"]
    by_east = shown.sort_values("lon")["name"]
    card = Card(
        title=f"Interceptors on land stand in {listed(armed)}; what was planned at {listed(never)} was "
        "never built",
        subtitle="Places of Alliance and United States missile defence in Europe, built or planned",
        tables=["sites", "basemap"],
        digest=[
            f"{len(shown)} places in {shown['country'].nunique()} countries: "
            + tally(shown["kind"].value_counts(), maps.KINDS),
            f"Easternmost: {by_east.iloc[-1]}; westernmost: {by_east.iloc[0]}",
            "Planned and never built: " + ", ".join(never),
        ],
        note=maps.NOTE,
    )
    columns = ["site_id", "name", "country", "lat", "lon", "kind", "status", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)
