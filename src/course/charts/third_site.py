"""The charts of unit 04, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import maps, ranges, timelines
from course.charts.style import Chart, finish, long_date
from course.geodesy import great_circle_km

LEFT_OUT = ("TUR", "GRC", "BGR", "ROU")
WASHINGTON = (38.90, -77.04)


def geometry(sites: pd.DataFrame) -> Chart:
    """Draw the planned sites on the shortest paths from Tabriz; table `sites` in."""
    places = sites.set_index("site_id")
    start = (places.at["tabriz", "lat"], places.at["tabriz", "lon"])
    shown = places.loc[
        ["tabriz", "redzikowo-gbi", "brdy-radar", "fort-greely", "vandenberg", "moscow"]
    ].assign(
        name=["Tabriz", "Redzikowo", "Brdy", "Fort Greely (first)", "Vandenberg (second)", "Moscow"]
    )
    fig = maps.base_map(start, extent_km=8200, view=(62, -40), aspect=1.15)
    maps.add_great_circle(fig, start, WASHINGTON, "Washington")
    greely = (places.at["fort-greely", "lat"], places.at["fort-greely", "lon"])
    maps.add_great_circle(fig, start, greely, "Fort Greely", label="", colour="grey", dash="dot")
    maps.add_sites(
        fig,
        shown.reset_index(),
        kinds={
            "interceptor": "interceptors",
            "radar": "radar",
            "threat_reference": "start of the paths",
            "reference_point": "city",
        },
    )
    page, phone = maps.heights(fig)
    km = {
        name: great_circle_km(*start, places.at[name, "lat"], places.at[name, "lon"])
        for name in shown.index
    }
    far = great_circle_km(*start, *WASHINGTON)
    rows = shown.reset_index()[["site_id", "name", "country", "lat", "lon", "status", "source_id"]]
    rows.insert(5, "km_from_tabriz", [round(km[i], -1) for i in rows["site_id"]])
    return finish(
        fig,
        title="The path from Iran to Washington runs over central Europe: hence a third site there",
        subtitle="Map centred on Tabriz: every straight line through it is a shortest path; "
        "distances along the ground",
        tables=["sites", "basemap"],
        rows=rows,
        height=page,
        narrow={"room": phone},
        note=maps.NOTE,
        digest=[
            f"Tabriz to Washington: {far:,.0f} km, by way of Ukraine, Poland and the North Sea",
            f"Tabriz to the planned interceptors at Redzikowo: {km['redzikowo-gbi']:,.0f} km; to the "
            f"planned radar at Brdy: {km['brdy-radar']:,.0f} km",
            f"Tabriz to Fort Greely, the first site: {km['fort-greely']:,.0f} km, over the Arctic",
            "The first and second sites, in Alaska and California, face the Pacific",
        ],
    )


def events(milestones: pd.DataFrame) -> Chart:
    """Draw the events of 2004 to 2009 by who acted; rows of `milestones` in."""
    counts = milestones["lane"].value_counts()
    first, last = milestones["date"].min(), milestones["date"].max()
    signed = milestones[milestones["milestone_id"] == "2008-07-cz-signature"]["date"].iloc[0]
    ended = milestones[milestones["milestone_id"] == "2009-09-cancelled"]["date"].iloc[0]
    return timelines.staircase(
        milestones,
        title="Two and a half years of bargaining, one year of treaties without force, one day to end",
        subtitle="Turning points of the Third Site by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(milestones)} events from {long_date(first)} to {long_date(last)}",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {v}" for k, v in counts.items()),
            f"The Czech radar treaty was signed on {long_date(signed)}, the plan cancelled on "
            f"{long_date(ended)}",
        ],
    )


def road(agreements: pd.DataFrame) -> Chart:
    """Draw the Czech and Polish agreements from signature to force or end."""
    names = {
        "cz-2008-bmd": "Czechia: radar site",
        "cz-2008-sofa": "Czechia: status of forces",
        "cz-2009-rdte": "Czechia: research and industry",
        "pl-2008-bmd": "Poland: interceptor site",
        "pl-2009-sofa": "Poland: status of forces",
        "pl-2010-protocol": "Poland: amending protocol",
    }
    shown = agreements[agreements["agreement_id"].isin(names)].copy()
    shown["label"] = shown["agreement_id"].map(names)
    shown = shown.sort_values("signed").rename(
        columns={"lower_house_on": "lower_house_vote", "upper_house_on": "upper_house_vote"}
    )
    shown.loc[shown["status"] == "superseded", "ended"] = None
    forced = shown.dropna(subset=["entered_into_force"])
    return timelines.road(
        shown,
        title="The radar treaties never came into force; a minor accord did, after the radar was dead",
        subtitle="Stages of the Czech and Polish agreements with the United States, by date",
        digest=[
            f"{len(shown)} agreements signed from {long_date(shown['signed'].min())} to "
            f"{long_date(shown['signed'].max())}; {len(forced)} came into force",
            *[
                f"{row.label}: signed {long_date(row.signed)}, in force "
                f"{long_date(row.entered_into_force)}"
                for row in forced.head(3).itertuples()
            ],
            "Never in force: " + ", ".join(shown[shown["status"] == "never_in_force"]["label"]),
        ],
        note="The Senate vote of November 2008 is the only Czech one; the lower house never voted "
        "on the treaties.",
    )


def cbo_options(estimates: pd.DataFrame) -> Chart:
    """Draw the four options of the Congressional Budget Office; rows of `cost_estimates` in."""
    short = {
        "cbo-2009-opt1": "The plan: ten silo interceptors, radars",
        "cbo-2009-opt2": "SM-3 on ships at three stations",
        "cbo-2009-opt3": "SM-3 on land at existing bases",
        "cbo-2009-opt4": "A new fast interceptor on land",
    }
    shown = estimates.assign(
        option=estimates["estimate_id"].map(short),
        low_billion=estimates["cost_low"] / 1000,
        high_billion=estimates["cost_high"] / 1000,
    ).sort_values("high_billion", kind="stable")
    dear, plan = shown.iloc[-1], shown[shown["estimate_id"] == "cbo-2009-opt1"].iloc[0]
    return ranges.intervals(
        shown,
        label="option",
        low="low_billion",
        high="high_billion",
        title="Ships came out at twice the plan, because new ships were assumed",
        subtitle="Budget office estimates of February 2009: cost of each option over twenty years, "
        "billion dollars, low to high",
        tables=["cost_estimates"],
        unit="billion dollars",
        digest=[
            f"Dearest: {dear['option']}, {dear['low_billion']:.0f} to {dear['high_billion']:.0f} "
            "billion dollars",
            f"The plan: {plan['low_billion']:.0f} to {plan['high_billion']:.0f} billion dollars",
            "The summary gives one rounded range for the three options on land: the separate "
            "figures were not read",
        ],
        note="Acquisition and twenty years of operation; press account of the study (grade B).",
    )


def rival_speeds(claims: pd.DataFrame) -> Chart:
    """Draw the speeds that agency and critic gave for interceptor and target."""
    side = {"agency": "agency", "critic": "critic"}
    things = {"interceptor_speed": "Interceptor", "icbm_speed": "Russian missile"}
    shown = claims.assign(
        who=claims["side"].map(side),
        row=claims["quantity"].map(things) + ", says the " + claims["side"].map(side),
    ).sort_values(["who", "quantity"])
    speed = {(r.who, r.quantity): (r.value_low, r.value_high) for r in shown.itertuples()}
    lines = []
    for who in ("agency", "critic"):
        target, own = speed[who, "icbm_speed"], speed[who, "interceptor_speed"]
        lines.append(
            f"The {who}: interceptor {own[0]:g}"
            + (f" to {own[1]:g}" if own[1] != own[0] else "")
            + f", Russian missile {target[0]:g} km/s: the interceptor is "
            + ("slower" if own[1] < target[0] else "faster")
        )
    return ranges.intervals(
        shown,
        label="row",
        low="value_low",
        high="value_high",
        groups="who",
        title="The maker said its interceptor was too slow; its critic said it was fast enough",
        subtitle="Speeds given in 2007 for the interceptor planned for Poland and for the Russian "
        "missile it might chase, km/s",
        tables=["technical_claims"],
        unit="km/s",
        digest=[
            *lines,
            "Every figure is grade B: read in reports of the dispute, not on the slides",
        ],
        note="Speeds at one moment of a flight; other figures in the dispute are for burnout.",
    )
