"""The charts of unit 04, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import intervals, maps, timelines
from course.charts.style import Card, Chart, finish
from course.data import months_between
from course.geodesy import closest_approach_km, great_circle_km
from course.words import long_date, number, tally

WASHINGTON = (38.90, -77.04)
SHORT = {"Opinion Research Corporation": "Opinion Research Corp.", "Factum Invenio": "Factum"}
SHOWN = {
    "tabriz": "Tabriz",
    "redzikowo-gbi": "Redzikowo",
    "brdy-radar": "Brdy",
    "fort-greely": "Fort Greely (first)",
    "vandenberg": "Vandenberg (second)",
    "moscow": "Moscow",
}


def _nearness(km: float) -> str:
    return "close by" if km < 50 else f"about {round(km, -2):,.0f} km from"


def geometry(sites: pd.DataFrame) -> Chart:
    """Draw the planned sites on the shortest paths from Tabriz; table `sites` in."""
    shown = sites.set_index("site_id").loc[list(SHOWN)].assign(name=SHOWN)
    at = {site: (row.lat, row.lon) for site, row in shown.iterrows()}
    start = at["tabriz"]
    fig = maps.base_map(start, extent_km=8200, view=(62, -40), aspect=1.15)
    maps.add_great_circle(fig, start, WASHINGTON, "Washington")
    first = at["fort-greely"]
    maps.add_great_circle(fig, start, first, "Fort Greely", label="", colour="grey", dash="dot")
    maps.add_sites(fig, shown, kinds=maps.KINDS | {"threat_reference": "start of the paths"})
    km = {site: great_circle_km(*start, *place) for site, place in at.items()}
    beside = {
        site: closest_approach_km(at[site], [start, WASHINGTON])
        for site in ("redzikowo-gbi", "brdy-radar")
    }
    card = Card(
        title="The shortest path from Tabriz to Washington, one start and one target of many, passes "
        f"{_nearness(beside['redzikowo-gbi'])} the site planned in Poland",
        subtitle="Map centred on Tabriz: every straight line through it is a shortest path; "
        "distances along the ground",
        tables=["sites", "basemap"],
        note=maps.NOTE,
        digest=[
            f"Tabriz to Washington: {round(great_circle_km(*start, *WASHINGTON), -1):,.0f} km, by way of "
            "Ukraine, Poland and the North Sea",
            "Distance from that path: planned interceptors at Redzikowo about "
            f"{beside['redzikowo-gbi']:.0f} km, planned radar at Brdy about "
            f"{round(beside['brdy-radar'], -1):.0f} km; from another start both differ",
            f"Distance from Tabriz: Redzikowo {round(km['redzikowo-gbi'], -1):,.0f} km, Brdy "
            f"{round(km['brdy-radar'], -1):,.0f} km",
            f"Tabriz to Fort Greely in Alaska, the first site: {round(km['fort-greely'], -1):,.0f} km, over "
            "the Arctic",
        ],
    )
    shown = shown.assign(km_from_tabriz=[round(d, -1) for d in km.values()]).reset_index()
    columns = ["site_id", "name", "country", "lat", "lon", "km_from_tabriz", "status", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


def events(milestones: pd.DataFrame) -> Chart:
    """Draw the events of 2004 to 2009 by who acted; rows of `milestones` in."""
    first, last = milestones["date"].min(), milestones["date"].max()
    dates = milestones.set_index("milestone_id")["date"]
    asked, agreed = dates["2007-01-request"], dates["2008-08-pl-signature"]
    signed, ended = dates["2008-07-cz-signature"], dates["2009-09-cancelled"]
    card = Card(
        title=f"Asked for in {long_date(asked[:7])}, signed by both hosts by {long_date(agreed[:7])}, "
        f"cancelled in {long_date(ended[:7])}",
        subtitle="Turning points of the Third Site by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(milestones)} events from {long_date(first)} to {long_date(last)}",
            f"By who acted: {tally(milestones['lane'].value_counts(), timelines.LANES)}",
            f"First request to Prague {long_date(asked)}; Czech radar treaty signed "
            f"{long_date(signed)}, Polish treaty {long_date(agreed)}; plan cancelled "
            f"{long_date(ended)}",
            f"From the request to the Polish treaty {months_between(asked, agreed):.0f} months, from "
            f"there to the end of the plan {months_between(agreed, ended):.0f}",
        ],
    )
    return finish(timelines.staircase(milestones), card)


def _span(shares: pd.Series) -> str:
    return f"{shares.min():.0f} to {shares.max():.0f}"


def polish_polls(polls: pd.DataFrame) -> Chart:
    """Draw the Polish polls on a base; rows of `polls` in."""
    nation = polls[(polls["area"] == "national") & polls["share_against"].notna()]
    month = nation["fieldwork_start"].fillna(nation["published"]).str[:7]
    fewest = month[nation["share_against"].nsmallest(3).index].sort_values().map(long_date)
    most = long_date(month[nation["share_against"].idxmax()])
    return _polls(
        polls,
        f"In Poland {_span(nation['share_against'])} per cent said no in national polls: fewest in "
        f"{', '.join(fewest[:2])} and {fewest.iloc[2]}, most in {most}",
        "Respondents against a US base in Poland, per cent, by date; the shape says who paid; "
        "two polls are of Słupsk, beside the site",
    )


def czech_polls(polls: pd.DataFrame) -> Chart:
    """Draw the Czech polls on a base; rows of `polls` in."""
    series = polls[(polls["pollster"] == "CVVM") & polls["share_against"].notna()]
    start = series["fieldwork_start"].fillna(series["published"]).str[:7].sort_values()
    return _polls(
        polls,
        f"In Czechia {_span(series['share_against'])} per cent said no in every poll of the "
        f"Academy's institute, {long_date(start.iloc[0])} to {long_date(start.iloc[-1])}",
        "Respondents against a US radar in Czechia, per cent, by date; the shape says who paid",
    )


def _polls(polls: pd.DataFrame, title: str, subtitle: str) -> Chart:
    fig, shown = intervals.poll_dots(polls.replace({"pollster": SHORT}))
    months = [long_date(when[:7]) for when in shown["when"]]
    least = shown.loc[shown["share_against"].idxmin()]
    most = shown.loc[shown["share_against"].idxmax()]
    month = dict(zip(shown["poll_id"], months, strict=True))
    paid = shown.groupby("sponsor_kind")["share_against"].agg(["min", "max", "size"])
    undated = polls.set_index("poll_id").loc[shown["poll_id"], "fieldwork_start"].isna()
    card = Card(
        title=title,
        subtitle=subtitle,
        tables=["polls"],
        note="Bars: 95 per cent interval of a simple random sample; hollow: sample size not "
        f"published. * another wording. {_placed(undated, shown)}",
        digest=[
            f"{len(shown)} polls from {months[0]} to {months[-1]}, {shown['margin'].count()} with a "
            "published sample size",
            f"Lowest share against: {least.share_against:.0f} per cent ({least.pollster}, "
            f"{month[least.poll_id]}, paid by {least.sponsor or 'a sponsor not stated'})",
            f"Highest share against: {most.share_against:.0f} per cent ({most.pollster}, "
            f"{'' if most.area == 'national' else f'{most.area}, '}{month[most.poll_id]})",
            f"Share in favour in the {shown['share_for'].count()} of these polls for which it was "
            f"read: {_span(shown['share_for'])} per cent",
            "Share against by who paid, lowest to highest: "
            + "; ".join(
                f"{name} {paid.at[kind, 'min']:.0f} to {paid.at[kind, 'max']:.0f} "
                f"(polls: {paid.at[kind, 'size']})"
                for kind, name in intervals.SPONSORS.items()
                if kind in paid.index
            ),
        ],
    )
    return finish(fig, card, rows=shown.drop(columns=["sponsor_kind", "area"]))


def _placed(undated: pd.Series, shown: pd.DataFrame) -> str:
    """Say how many of the polls shown have no known days of fieldwork, and where they stand."""
    count = int(undated.sum())
    if not count:
        return "Placed by the start of fieldwork."
    years = int((shown["when"].str.len() == 4).sum())
    one = f" ({years} by its year alone)" if years else ""
    return (
        f"Placed by the start of fieldwork; {count} of the {len(shown)} polls have no known date "
        f"of fieldwork and stand at their publication{one}."
    )


AGREEMENTS = {
    "cz-2008-bmd": "Czechia: radar site",
    "cz-2008-sofa": "Czechia: status of forces",
    "cz-2009-rdte": "Czechia: research and industry",
    "pl-2008-bmd": "Poland: interceptor site",
    "pl-2009-sofa": "Poland: status of forces",
    "pl-2010-protocol": "Poland: amending protocol",
}


def road(agreements: pd.DataFrame) -> Chart:
    """Draw the Czech and Polish agreements from signature to force or end."""
    shown = agreements.assign(label=agreements["agreement_id"].map(AGREEMENTS))
    shown = shown.dropna(subset=["label"]).sort_values("signed")
    shown.columns = shown.columns.str.replace("_house_on", "_house_vote")
    shown.loc[shown["status"] == "superseded", "ended"] = None
    forced = shown.dropna(subset=["entered_into_force"])
    undated = shown[shown["status"].isin(["in_force", "superseded"])].drop(forced.index)
    card = Card(
        title="In Czechia neither radar treaty came into force; an accord on research and industry "
        "did, after the radar was cancelled",
        subtitle="Stages of the Czech and Polish agreements with the United States, by date",
        tables=["basing_agreements"],
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
        note="The Senate vote of November 2008 is the only Czech vote to approve that we know of; the "
        "lower house took none. The Polish vote of 2011 took the treaty and its protocol together. "
        "When the Polish agreement on forces came into force is not known to us.",
    )
    return finish(timelines.road(shown), card)


OPTIONS = {
    "cbo-2009-opt1": "The plan: silo interceptors, radars",
    "cbo-2009-opt2": "SM-3 interceptors on ships",
    "cbo-2009-opt3": "SM-3 interceptors on land",
    "cbo-2009-opt4": "An interceptor under development, on land",
}


def cbo_options(estimates: pd.DataFrame) -> Chart:
    """Draw the four options of the Congressional Budget Office; rows of `cost_estimates` in."""
    shown = estimates.assign(
        option=estimates["estimate_id"].map(OPTIONS),
        low_billion=estimates["cost_low"] / 1000,
        high_billion=estimates["cost_high"] / 1000,
    ).sort_values("high_billion", kind="stable")
    dear, plan = shown.iloc[-1], shown[shown["estimate_id"] == "cbo-2009-opt1"].iloc[0]
    times = sorted(dear[end] / plan[end] for end in ("low_billion", "high_billion"))
    card = Card(
        title="SM-3 interceptors on ships, the dearest option, were put at "
        f"{'almost twice' if 1.8 < times[0] <= times[1] <= 2 else 'more than'} the cost of the plan",
        subtitle="Budget office estimates of February 2009: cost of each option over twenty years, "
        "billion dollars, low to high",
        tables=["cost_estimates"],
        digest=[
            f"Dearest: {dear['option']}, {dear['low_billion']:.0f} to {dear['high_billion']:.0f} "
            "billion dollars, largely because new ships were assumed",
            f"The plan: {plan['low_billion']:.0f} to {plan['high_billion']:.0f} billion dollars",
            "The two other options on land would cost about the same as the plan; that they have its "
            "range is ours, and separate figures were not read",
        ],
        note="Totals over twenty years; press account of the study (grade B).",
    )
    drawing = intervals.intervals(
        shown, label="option", low="low_billion", high="high_billion", unit="billion dollars"
    )
    return finish(drawing, card)


def rival_speeds(claims: pd.DataFrame) -> Chart:
    """Draw the speeds that agency and critic gave for interceptor and target."""
    things = {"interceptor_speed": "Interceptor", "icbm_speed": "Russian missile"}
    shown = claims.assign(
        who=claims["side"], row=claims["quantity"].map(things) + ", says the " + claims["side"]
    ).sort_values(["who", "quantity"])
    speed = {(r.who, r.quantity): (r.value_low, r.value_high) for r in shown.itertuples()}
    lines, verdict = [], {}
    for who in ("agency", "critic"):
        target, own = speed[who, "icbm_speed"], speed[who, "interceptor_speed"]
        verdict[who] = "slower" if own[1] < target[0] else "faster"
        said = " to ".join(number(end) for end in dict.fromkeys(own))
        lines.append(
            f"The {who}: interceptor {said}, Russian missile {number(target[0])} km/s: the "
            f"interceptor is {verdict[who]}"
        )
    card = Card(
        title=f"By the agency's figures, as reported, the interceptor is {verdict['agency']} than the "
        f"Russian missile; by its critic's it is {verdict['critic']}",
        subtitle="Speeds given in 2007 for the interceptor planned for Poland and for the Russian "
        "missile it might chase, km/s",
        tables=["technical_claims"],
        digest=[
            *lines,
            f"Grades: {tally(shown['grade'].value_counts())}; the figures were read in a report of "
            "the dispute, not on the slides",
        ],
        note="Speeds at one moment of a flight; other figures in the dispute are for burnout.",
    )
    drawing = intervals.intervals(
        shown,
        label="row",
        low="value_low",
        high="value_high",
        groups="who",
        unit="km/s",
        reach=(0, 10),  # room on a phone for the longest label
    )
    return finish(drawing, card)
