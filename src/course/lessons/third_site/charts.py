"""The charts of unit 04, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import intervals, maps, timelines
from course.charts.style import Chart, finish
from course.data import day
from course.geodesy import closest_approach_km, great_circle_km
from course.words import long_date

WASHINGTON = (38.90, -77.04)
SHORT = {"Opinion Research Corporation": "Opinion Research Corp.", "Factum Invenio": "Factum"}


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
    beside = {
        name: closest_approach_km(
            (places.at[name, "lat"], places.at[name, "lon"]), [start, WASHINGTON]
        )
        for name in ("redzikowo-gbi", "brdy-radar")
    }
    rows = shown.reset_index()[["site_id", "name", "country", "lat", "lon", "status", "source_id"]]
    rows.insert(5, "km_from_tabriz", [round(km[i], -1) for i in rows["site_id"]])
    return finish(
        fig,
        title=f"The site planned in Poland lies {beside['redzikowo-gbi']:.0f} km from the shortest "
        "path between Tabriz and Washington",
        subtitle="Map centred on Tabriz: every straight line through it is a shortest path; "
        "distances along the ground",
        tables=["sites", "basemap"],
        rows=rows,
        height=page,
        narrow={"room": phone},
        note=maps.NOTE,
        digest=[
            f"Tabriz to Washington: {far:,.0f} km, by way of Ukraine, Poland and the North Sea",
            f"Distance from that path: planned interceptors at Redzikowo "
            f"{beside['redzikowo-gbi']:.0f} km, planned radar at Brdy {beside['brdy-radar']:.0f} km",
            f"Distance from Tabriz: Redzikowo {km['redzikowo-gbi']:,.0f} km, Brdy "
            f"{km['brdy-radar']:,.0f} km",
            f"Tabriz to Fort Greely in Alaska, the first site: {km['fort-greely']:,.0f} km, over "
            "the Arctic",
        ],
    )


def events(milestones: pd.DataFrame) -> Chart:
    """Draw the events of 2004 to 2009 by who acted; rows of `milestones` in."""
    counts = milestones["lane"].value_counts()
    first, last = milestones["date"].min(), milestones["date"].max()
    dates = milestones.set_index("milestone_id")["date"]
    asked, agreed = dates["2007-01-request"], dates["2008-08-pl-signature"]
    signed, ended = dates["2008-07-cz-signature"], dates["2009-09-cancelled"]
    return timelines.staircase(
        milestones,
        title=f"{_months(asked, agreed)} months of bargaining, {_months(agreed, ended)} months of "
        "treaties without force, one day to end it",
        subtitle="Turning points of the Third Site by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(milestones)} events from {long_date(first)} to {long_date(last)}",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {v}" for k, v in counts.items()),
            f"First request to Prague {long_date(asked)}; Czech radar treaty signed "
            f"{long_date(signed)}, Polish treaty {long_date(agreed)}; plan cancelled "
            f"{long_date(ended)}",
        ],
    )


def _months(start: str, end: str) -> int:
    first, last = day(pd.Series([start, end]))
    return round((last - first).days / 30.44)


def _span(shares: pd.Series) -> str:
    return f"{shares.min():.0f} to {shares.max():.0f}"


def polish_polls(polls: pd.DataFrame) -> Chart:
    """Draw the Polish polls on a base; rows of `polls` in."""
    nation = polls[(polls["area"] == "national") & polls["share_against"].notna()]
    advocate = nation["sponsor_kind"] == "advocacy"
    start = nation["fieldwork_start"].fillna(nation["published"])
    between = start.between("2006", "2008-07-31") & ~advocate
    paid = nation.loc[advocate, "share_against"].iloc[0]
    war = nation.loc[start.str[:7] == "2008-08", "share_against"].iloc[0]
    return intervals.poll_dots(
        polls.replace({"pollster": SHORT}),
        title=f"In Poland {_span(nation.loc[between, 'share_against'])} per cent said no from 2006 to "
        f"July 2008; {paid:.0f} in an advocate's poll, {war:.0f} during the war in Georgia",
        subtitle="Respondents against a US base in Poland, per cent, by date; the shape says who paid; "
        "two polls are of Słupsk, beside the site",
    )


def czech_polls(polls: pd.DataFrame) -> Chart:
    """Draw the Czech polls on a base; rows of `polls` in."""
    series = polls[(polls["pollster"] == "CVVM") & polls["share_against"].notna()]
    start = series["fieldwork_start"].fillna(series["published"]).str[:7].sort_values()
    return intervals.poll_dots(
        polls.replace({"pollster": SHORT}),
        title=f"In Czechia {_span(series['share_against'])} per cent said no in every poll of the "
        f"Academy's institute, {long_date(start.iloc[0])} to {long_date(start.iloc[-1])}",
        subtitle="Respondents against a US radar in Czechia, per cent, by date; the shape says who paid",
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
    undated = shown[shown["status"].isin(["in_force", "superseded"])].drop(forced.index)
    return timelines.road(
        shown,
        title="Neither radar treaty came into force; a lesser accord did, after the radar was cancelled",
        subtitle="Stages of the Czech and Polish agreements with the United States, by date",
        digest=[
            f"{len(shown)} agreements signed from {long_date(shown['signed'].min())} to "
            f"{long_date(shown['signed'].max())}; {len(forced) + len(undated)} came into force, "
            f"{len(undated)} of them on a day not known to us ({', '.join(undated['label'])})",
            *[
                f"{row.label}: signed {long_date(row.signed)}, in force "
                f"{long_date(row.entered_into_force)}"
                for row in forced.head(3).itertuples()
            ],
            "Never in force: " + ", ".join(shown[shown["status"] == "never_in_force"]["label"]),
        ],
        note="The Senate vote of November 2008 is the only Czech vote to approve; the lower house "
        "never took one. The Polish vote of 2011 took the treaty and its protocol together. "
        "When the Polish agreement on forces came into force is not known to us.",
    )


def cbo_options(estimates: pd.DataFrame) -> Chart:
    """Draw the four options of the Congressional Budget Office; rows of `cost_estimates` in."""
    short = {
        "cbo-2009-opt1": "The plan: ten silo interceptors, radars",
        "cbo-2009-opt2": "Smaller interceptors (SM-3) on ships",
        "cbo-2009-opt3": "Smaller interceptors (SM-3) on land",
        "cbo-2009-opt4": "A new fast interceptor on land",
    }
    shown = estimates.assign(
        option=estimates["estimate_id"].map(short),
        low_billion=estimates["cost_low"] / 1000,
        high_billion=estimates["cost_high"] / 1000,
    ).sort_values("high_billion", kind="stable")
    dear, plan = shown.iloc[-1], shown[shown["estimate_id"] == "cbo-2009-opt1"].iloc[0]
    times = sorted(dear[end] / plan[end] for end in ("low_billion", "high_billion"))
    return intervals.intervals(
        shown,
        label="option",
        low="low_billion",
        high="high_billion",
        title=f"The dearest option came out at {times[0]:.1f} to {times[1]:.1f} times the plan: "
        "smaller interceptors on ships",
        subtitle="Budget office estimates of February 2009: cost of each option over twenty years, "
        "billion dollars, low to high",
        tables=["cost_estimates"],
        unit="billion dollars",
        digest=[
            f"Dearest: {dear['option']}, {dear['low_billion']:.0f} to {dear['high_billion']:.0f} "
            "billion dollars, largely because new ships were assumed",
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
    lines, verdict = [], {}
    for who in ("agency", "critic"):
        target, own = speed[who, "icbm_speed"], speed[who, "interceptor_speed"]
        verdict[who] = "slower" if own[1] < target[0] else "faster"
        lines.append(
            f"The {who}: interceptor {own[0]:g}"
            + (f" to {own[1]:g}" if own[1] != own[0] else "")
            + f", Russian missile {target[0]:g} km/s: the interceptor is {verdict[who]}"
        )
    chart = intervals.intervals(
        shown,
        label="row",
        low="value_low",
        high="value_high",
        groups="who",
        title=f"By the agency's figures the interceptor is {verdict['agency']} than the Russian "
        f"missile, by its critic's {verdict['critic']}",
        subtitle="Speeds given in 2007 for the interceptor planned for Poland and for the Russian "
        "missile it might chase, km/s",
        tables=["technical_claims"],
        unit="km/s",
        digest=[
            *lines,
            "Grades: "
            + ", ".join(f"{g} {n}" for g, n in shown["grade"].value_counts().items())
            + "; the figures were read in a report of the dispute, not on the slides",
        ],
        note="Speeds at one moment of a flight; other figures in the dispute are for burnout.",
    )
    chart.update_layout(xaxis_range=[0, 10])  # room on a phone for the longest label
    return chart
