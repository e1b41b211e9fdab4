"""The charts of unit 07: who contributes, who pays."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import (
    across,
    dots,
    on_phone,
    path,
    rows_down,
    segments,
    spread,
    upwards,
)
from course.charts.style import Card, Chart, finish, wrap
from course.data import day
from course.geodesy import great_circle_km
from course.lessons.who_contributes_who_pays.sums import at_once, lent, standing, waits
from course.words import count, lasting, listed, long_date, number, tally

OWNERS = {
    "USA": Mark("circle", "blue", "United States"),
    "NATO": Mark("diamond", "orange", "NATO in common"),
    "other": Mark("square", "teal", "another Ally"),
}
TYPES = {
    "early_warning": "Launch warning",
    "radar": "Radars on land",
    "interceptor_site": "Interceptor sites",
    "ship": "Ships with interceptors",
    "ship_sensor_upgrade": "Radars of frigates",
    "patriot_or_sampt_battery": "Movable batteries",
    "command_and_control": "Command networks",
    "hosting": "Ground and buildings",
    "home_port": "Home ports",
    "training_or_range": "Schools and ranges",
    "personnel": "Staff",
    "funding": "Money as such",
}
STATES = {
    "in_service": "In service",
    "ended": "Ended",
    "offered": "Promised, in doubt",
    "in_development": "Promised, in doubt",
    "unclear": "Promised, in doubt",
    "deferred": "Promised, in doubt",
    "cancelled": "Promised, in doubt",
}


def owner(code: str) -> str:
    """Return a key of `OWNERS` for the owner of a contribution."""
    return code if code in OWNERS else "other"


def tiles(contributions: pd.DataFrame) -> Chart:
    """Draw each contribution as a tile: its kind, owner and state; `contributions` in."""
    shown = contributions.assign(
        whose=pd.Categorical(contributions["owner"].map(owner), list(OWNERS)),
        state=pd.Categorical(contributions["status"].map(STATES), dict.fromkeys(STATES.values())),
        row=contributions["type"].map({code: k for k, code in enumerate(TYPES)}),
    ).sort_values(["row", "state", "whose"], kind="stable")
    shown = shown.assign(place=shown.groupby("row").cumcount() + 1)
    fig = rows_down(list(TYPES.values()), each=30, within=16, above=0.6, below=0.6)
    across(fig, 0.3, shown["place"].max() + 0.7, title="entries", every=5, start=5, grid=False)
    states = list(shown["state"].cat.categories)
    for state in states:
        with tagged(fig, state):
            for mark, part in by_mark(shown[shown["state"] == state], "whose", OWNERS):
                said = [
                    f"{r.country}: {wrap(r.contribution, 40)}<br>offered {_told(r.offered)}, in "
                    f"place {_told(r.operational)}, ended {_told(r.ended)}"
                    for r in part.itertuples()
                ]
                look = {"hollow": state != "In service", "edge": 2, "legend": state == "In service"}
                dots(fig, part["place"], part["row"], mark, hover=said, size=13, **look)
    choices(fig, {"All": states} | {state: [state] for state in states})
    serving = shown[shown["state"] == "In service"]
    kinds = {whose: _kinds(serving[serving["whose"] == whose]) for whose in OWNERS}
    card = Card(
        title="In service, the land radar, sites and ships are American, the command networks common, "
        "and the batteries, ground and ports other Allies'",
        subtitle="Contributions to alliance missile defence by kind; the shape says who owns each. "
        "Filled: in service; hollow: ended, promised or in doubt",
        tables=["contributions"],
        digest=[
            f"{len(shown)} entries: {tally(shown['state'].value_counts().reindex(states))}",
            *(f"In service, {OWNERS[whose].name}: {found}" for whose, found in kinds.items()),
        ],
        note="An entry is not a weight: a port and a battery are one tile each. Not a register of all "
        "national air defence. Germany's Arrow 3, an upper-layer system, stands with the batteries.",
    )
    columns = ["contribution_id", "country", "type", "owner", "payer", "status", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


def _told(date: object) -> str:
    return "not read" if pd.isna(date) else long_date(str(date))


def _kinds(part: pd.DataFrame) -> str:
    found = part["type"].value_counts()
    return tally({code: found[code] for code in TYPES if code in found}, _LOWER)


_LOWER = {code: name[0].lower() + name[1:] for code, name in TYPES.items()}

WAITED = {
    "nld-patriot-slovakia": ("NLD: Patriot, Slovakia", "a battery lent"),
    "deu-patriot-slovakia": ("DEU: Patriot, Slovakia", "a battery lent"),
    "nld-patriot-turkiye": ("NLD: Patriot, Türkiye", "a battery lent"),
    "deu-patriot-turkiye-2013": ("DEU: Patriot, Türkiye", "a battery lent"),
    "deu-patriot-poland-2023": ("DEU: Patriot, Poland", "a battery lent"),
    "esp-patriot-turkiye": ("ESP: Patriot, Türkiye", "a battery lent"),
    "usa-radar-kurecik": ("USA: radar, Kürecik", "American"),
    "usa-rota-oscar-austin": ("USA: fifth ship, Rota", "American"),
    "usa-rota-donald-cook": ("USA: first ship, Rota", "American"),
    "usa-rota-carney": ("USA: fourth ship, Rota", "American"),
    "usa-aegis-ashore-romania": ("USA: site, Deveselu", "American"),
    "usa-aegis-ashore-poland": ("USA: site, Redzikowo", "American"),
    "nato-integration-test-bed": ("NATO: test bed", "common"),
    "nato-interim-c2-ramstein": ("NATO: interim network", "common"),
    "nato-altbmd-c2": ("NATO: troops' network", "common"),
    "deu-arrow-3": ("DEU: Arrow 3 bought", "an Ally's own"),
    "grc-iamd-coe": ("GRC: centre, Chania", "an Ally's own"),
    "nld-smart-l": ("NLD: frigates' radars", "an Ally's own"),
}
"""What stands in the chart of waits: entry to its name there and its group."""


def waiting(contributions: pd.DataFrame) -> Chart:
    """Draw the time from offer to service; `contributions` in."""
    rows = waits(contributions).set_index("contribution_id").loc[list(WAITED)].reset_index()
    rows = rows.assign(
        label=[WAITED[key][0] for key in rows["contribution_id"]],
        group=[WAITED[key][1] for key in rows["contribution_id"]],
    )
    drawing = intervals.durations(rows, each=30)
    took = {r.contribution_id: lasting(r.low, r.high) for r in rows.itertuples()}
    longest = rows.groupby("group")["high"].idxmax()
    silent = contributions[contributions["offered"].notna() & contributions["operational"].isna()]
    card = Card(
        title="Lent batteries and the radar in Türkiye were in place within months; ships, networks "
        "and sites took more than a year, some more than ten",
        subtitle="From offer, announcement or contract to service, as far as the dates allow. The "
        "scale multiplies: the same distance to the right is the same number of times longer",
        tables=["contributions"],
        digest=[
            "Longest in each group: "
            + "; ".join(
                f"{rows.at[k, 'label']} {took[rows.at[k, 'contribution_id']]}" for k in longest
            ),
            f"Dutch batteries for Türkiye {took['nld-patriot-turkiye']}, for Slovakia "
            f"{took['nld-patriot-slovakia']}; radar at Kürecik {took['usa-radar-kurecik']}",
            f"Sites: Deveselu {took['usa-aegis-ashore-romania']}, Redzikowo "
            f"{took['usa-aegis-ashore-poland']}",
            f"Offered, and no date of service read: {len(silent)} entries, among them the British "
            "ground radar (2015), Danish frigates' radar (2014) and the missile functions of the air "
            "command system (2013)",
        ],
        note="Bars: the shortest and the longest wait that dates known to a month or a year allow. "
        "Hosts' entries, which came with their guests, are left out, and so are middle ships at Rota.",
    )
    columns = ["contribution_id", "label", "group", "offered", "operational", "source_id"]
    return finish(drawing.figure, card, rows=rows, columns=columns)


STEPS = {
    "requested": Mark("star", "grey", "asked for"),
    "decided": Mark("diamond", "orange", "decided or announced"),
    "arrived": Mark("triangle-up", "teal", "first arrival"),
    "operational": Mark("circle", "blue", "ready"),
    "operations_ended": Mark("square", "magenta", "task ended"),
    "withdrawn": Mark("x", "ink", "last left"),
}
LENDERS = {
    "nld-adana-2013": "Netherlands: 2, Adana",
    "deu-kahramanmaras-2013": "Germany: 2, Kahramanmaraş",
    "usa-gaziantep-2013": "United States: 2, Gaziantep",
    "esp-incirlik-2015": "Spain: 1, Incirlik",
    "usa-sea-cover-2015": "United States: a ship",
    "ita-kahramanmaras-2016": "Italy: 1 SAMP/T, Kahramanmaraş",
    "malatya-2026-unnamed": "not named: 1, Malatya",
    "incirlik-2026-second": "not named: 1, Incirlik",
    "deu-2026-six-months": "Germany: 1, in place of one of these",
}
WINDOWS = {
    "All years": ("2012-06-01", "2026-12-31", "M24", "%Y"),
    "2012-13": ("2012-11-10", "2013-03-05", "M1", "%b %Y"),
    "2014-16": ("2014-08-01", "2016-08-01", "M6", "%b %Y"),
    "2026": ("2026-02-20", "2026-06-20", "M1", "%b %Y"),
}


def turkiye(deployments: pd.DataFrame) -> Chart:
    """Draw each step of each battery lent to Türkiye; `turkiye_deployments` in."""
    shown = deployments.set_index("deployment_id").loc[list(LENDERS)].reset_index()
    shown = shown.assign(name=shown["deployment_id"].map(LENDERS))
    first = {r.deployment_id: r for r in shown.itertuples()}
    dutch, germans = first["nld-adana-2013"], first["deu-kahramanmaras-2013"]
    americans, spanish = first["usa-gaziantep-2013"], first["esp-incirlik-2015"]
    card = Card(
        title="Asked for in November 2012, six batteries were ready within three months; of those lent "
        "against Syria's missiles one, Spain's, was still there in 2026",
        subtitle="Steps of each Patriot or SAMP/T battery lent to Türkiye, and of one ship's task; the "
        "buttons enlarge a time",
        tables=["turkiye_deployments"],
        digest=[
            f"Asked for {long_date(dutch.requested)}, decided {long_date(dutch.decided)}; ready: "
            f"Dutch {long_date(dutch.operational)}, German {long_date(germans.operational)}, American "
            f"{long_date(americans.operational)} (ours)",
            f"Ended: Dutch {long_date(dutch.operations_ended)}, German "
            f"{long_date(germans.operations_ended)}, American {long_date(americans.operations_ended)}",
            f"Spain's battery ready on {long_date(spanish.operational)} and still there in March 2026; "
            "Italy's from June 2016, to the end of 2019 as announced",
            "In March 2026 two more: Malatya, announced on 10 March, and Incirlik, on 18 March; in May a "
            "German battery was announced in place of one of them",
        ],
        note="Two accounts of the Malatya battery stand in the table: the ministry named no lender, "
        "Reuters called it American. No arrow to the right means that the stay is known to go on.",
    )
    days = shown[list(STEPS)].apply(day)
    figures = {label: _stays(shown, days, *window) for label, window in WINDOWS.items()}
    columns = ["deployment_id", "country", "location", "personnel", *STEPS, "source_id"]
    return finish(switch(figures), card, rows=shown, columns=columns)


def _stays(
    shown: pd.DataFrame, days: pd.DataFrame, low: str, high: str, every: str, form: str
) -> go.Figure:
    fig = rows_down(shown["name"], each=40, within=20, above=0.6, below=0.6)
    across(fig, low, high, every=every, start=f"{low[:4]}-01-01", form=form, top=True)
    ends = days.agg(["min", "max"], axis=1)
    segments(fig, ends["min"], ends["max"], ends.index, Mark(colour="border"))
    for step, mark in STEPS.items():
        part = shown[shown[step].notna()]
        said = [f"{mark.name}: {long_date(date)}" for date in part[step]]
        when = days.loc[part.index, step]
        dots(fig, when, part.index, mark, hover=said, size=11, hoverinfo="text")
    return fig


def towns(deployments: pd.DataFrame, sites: pd.DataFrame) -> Chart:
    """Draw where the batteries stood and the radar; `turkiye_deployments` and `sites` in."""
    placed = deployments.dropna(subset=["lat"]).drop_duplicates("location")
    placed = placed.assign(
        name=placed["location"].str.replace(r" \(.*", "", regex=True), kind="battery"
    )
    radar = sites[sites["site_id"] == "kurecik"].assign(name="radar at Kürecik", kind="radar")
    at = {r.name: (r.lat, r.lon) for r in placed.itertuples(index=False)}
    shown = pd.concat([placed, radar]).reset_index(drop=True)[
        ["name", "kind", "lat", "lon", "source_id"]
    ]
    fig = maps.base_map((37.6, 36.9), extent_km=420, aspect=1.7)
    maps.add_sites(fig, shown, kinds={"battery": "a lent battery stood here", "radar": "radar"})
    pairs = [(a, b, great_circle_km(*at[a], *at[b])) for a in at for b in at if a < b]
    far = max(pairs, key=lambda pair: pair[2])
    apart = dict(((a, b), f"{round(km, -1):.0f} km") for a, b, km in pairs)
    card = Card(
        title=f"The towns of the batteries lie up to {round(far[2], -1):.0f} km apart: each stands "
        "beside one place",
        subtitle="Where Allied batteries stood in Türkiye at some time from 2013 to 2026, and the radar; "
        "distances along the ground",
        tables=["turkiye_deployments", "sites", "basemap"],
        digest=[
            f"Places: {listed(at)}",
            f"Farthest apart: {far[0]} and {far[1]}, {apart[far[:2]]}",
            "From 2013 to 2015: Adana (Dutch, then Spanish at Incirlik), Kahramanmaraş (German), Gaziantep "
            "(American); in 2026 Incirlik and Malatya, the province of the radar",
        ],
        note=f"Points are towns, to a tenth of a degree; what a battery covers is not shown. {maps.NOTE}",
    )
    return finish(fig, card, rows=shown)


LAST_READ = "2026-05-20"


def batteries(deployments: pd.DataFrame) -> Chart:
    """Draw how many lent batteries stood in Türkiye at a time; `turkiye_deployments` in."""
    steps = at_once(deployments)
    whole = pd.concat([steps, pd.DataFrame({"when": [pd.Timestamp(LAST_READ)]})]).ffill()
    fig = go.Figure()
    fig.update_layout(height=250)
    across(fig, "2012-06-01", "2027-06-01", every="M24", start="2014-01-01", form="%Y")
    upwards(fig, 0, 7.4, every=1, title="batteries")
    path(fig, whole["when"], whole["count"], Mark(), width=3, steps=True)
    stays = steps["when"].shift(-1).fillna(pd.Timestamp("2099-01-01")) - steps["when"]
    told = steps[stays > pd.Timedelta(60, "D")]
    months = [long_date(str(when.date())[:7]) for when in told["when"]]
    said = [f"{n} from {month}" for n, month in zip(told["count"], months, strict=True)]
    side = ["top right"] * (len(told) - 1) + ["top left"]
    dots(fig, told["when"], told["count"], Mark(), text=said, at=side, hover=said, size=9)
    stood = lent(deployments)
    much = {
        day: standing(steps, day) for day in ("2013-03-01", "2015-12-01", "2023-01-26", LAST_READ)
    }
    six, one, ten, now = (count(number) for number in much.values())
    card = Card(
        title=f"{six.capitalize()} batteries in 2013, {one} at the end of 2015, {ten} ten years after the "
        f"first, {now} in the spring of 2026",
        subtitle="Patriot and SAMP/T batteries lent to Türkiye at a time, from readiness (or arrival, or "
        "announcement) to the end of the task",
        tables=["turkiye_deployments"],
        digest=[
            "; ".join(said),
            f"Lenders named in the table: {listed(stood['country'].dropna().unique())}; of the two "
            "batteries of March 2026 the ministry named no lender",
            f"The line ends on {long_date(LAST_READ)}, the last day for which a number was read",
        ],
        note="The German battery announced in May 2026 replaces another and adds none. Ends known to a "
        "month or a year are drawn at its close.",
        source_ids=stood["source_id"].tolist(),
    )
    rows = whole.assign(
        when=whole["when"].dt.strftime("%Y-%m-%d"), count=whole["count"].astype(int)
    )
    return finish(fig, card, rows=rows)


RUNGS = {
    "study_or_contract": "1 A study or contract",
    "expansion_of_c2_only": "2 Widening the network",
    "c2_total": "3 The whole network",
    "air_c2_backbone": "4 Air command system",
    "common_funding_all": "5 All common investment",
    "national_contribution": "6 An Ally's own part",
    "one_site": "7 One interceptor site",
    "interceptor_sites": "8 The sites planned first",
    "regional_life_cycle": "9 A defence over its life",
    "whole_us_programme": "10 All American work",
    "full_cover_hypothetical": "11 For full cover",
}
GROUPS = {
    "Common money": range(5),
    "An Ally's own": range(5, 6),
    "Sites": range(6, 9),
    "All US": (9,),
}
MONEY = {
    "EUR": Mark("circle", "blue", "euro"),
    "USD": Mark("diamond", "orange", "US dollar"),
    "DKK": Mark("square", "teal", "Danish krone"),
}
SIGNS = {"EUR": "€", "USD": "$", "DKK": "kr "}
ENDS = {"at_most": "triangle-left", "at_least": "triangle-right"}


def ladder(claims: pd.DataFrame) -> Chart:
    """Draw every sum on the rung that says what it includes; `cost_claims` in."""
    shown = claims.assign(
        rung=claims["scope"].map({code: k for k, code in enumerate(RUNGS)}),
        sum=claims["amount_high"].fillna(claims["amount_low"]),
        least=claims["amount_low"].fillna(claims["amount_high"]),
    ).sort_values(["rung", "sum"], kind="stable")
    shown["y"] = shown["rung"] + spread(shown["sum"].map(math.log10), shown["rung"], within=0.09)
    sure = shown[shown["grade"] != "C"]
    labels = [
        f"{name}<br>{_from_to(sure[sure['rung'] == k])}" for k, name in enumerate(RUNGS.values())
    ]
    fig = rows_down(labels, each=44, within=99, upwards=True, above=0.6, below=0.6)
    across(fig, 0.2, 5.5, log=True, ticks=TICKS)
    for k in range(len(RUNGS)):
        with tagged(fig, str(k)):
            for mark, part in by_mark(shown[shown["rung"] == k], "currency", MONEY):
                said = [
                    f"{r.claimant}, {long_date(r.stated_on)}: {_said(r)}<br>{wrap(r.about, 44)}"
                    for r in part.itertuples()
                ]
                shapes = [ENDS.get(bound, mark.symbol) for bound in part["bound"]]
                look = {"symbols": shapes, "hollow": part["grade"].eq("C"), "size": 10}
                first = mark.name not in {trace.name for trace in fig.data}
                dots(fig, part["sum"], part["y"], mark, hover=said, legend=first, **look)
    lit = {label: [str(k) for k in rungs] for label, rungs in GROUPS.items()}
    choices(fig, {"All": [str(k) for k in range(len(RUNGS))]} | lit)
    on_phone(
        fig,
        xaxis={
            "ticktext": [
                t.replace(" million", " m").replace(" billion", " bn") for t in TICKS.values()
            ]
        },
    )
    card = Card(
        title="Sums from a few million to many billions are quoted for missile defence, and each includes "
        "other things",
        subtitle="Claims of cost by what they include, step by step; million of the currency named, "
        "logarithmic axis, nothing converted",
        tables=["cost_claims"],
        digest=[
            f"{len(shown)} claims: {tally(shown['currency'].value_counts(), {k: m.name for k, m in MONEY.items()})}",
            "; ".join(labels[k].replace("<br>", ": ") for k in (0, 1, 2)),
            "; ".join(labels[k].replace("<br>", ": ") for k in (3, 4, 5)),
            "; ".join(labels[k].replace("<br>", ": ") for k in (6, 7, 8)),
            "; ".join(labels[k].replace("<br>", ": ") for k in (9, 10)),
        ],
        note="Nominal; years and currencies differ, so that lengths between marks of two currencies mean "
        "little. Arrowheads: at most, at least. Hollow: unconfirmed, and left out of the words.",
    )
    columns = [
        "claim_id",
        "claimant",
        "claimant_kind",
        "stated_on",
        "amount_low",
        "amount_high",
        "bound",
    ]
    return finish(fig, card, rows=shown, columns=[*columns, "currency", "scope", "source_id"])


TICKS = {
    10: "10 million",
    100: "100 million",
    1000: "1 billion",
    10_000: "10 billion",
    100_000: "100 billion",
}


def _short(million: float) -> str:
    return (
        f"{number(round(million / 1000, 2))} bn"
        if million >= 1000
        else f"{number(round(million, 1))} m"
    )


def _from_to(part: pd.DataFrame) -> str:
    """Return the least and the largest sum in each currency: '€2.5 m to 136 m, $13 m'."""
    told = []
    for code, sign in SIGNS.items():
        own = part[part["currency"] == code]
        if len(own):
            ends = dict.fromkeys([_short(own["least"].min()), _short(own["sum"].max())])
            told.append(sign + " to ".join(ends))
    return ", ".join(told)


def _said(claim: Any) -> str:
    """Return a sum with its bound in words."""
    words = {"at_most": "under ", "at_least": "over ", "about": "about "}.get(claim.bound, "")
    money = f"million {MONEY[claim.currency].name}"
    if claim.bound == "range":
        return f"{number(claim.least)} to {number(claim.sum)} {money}"
    return f"{words}{number(claim.sum)} {money}"


BASES = {
    "1985": Mark("diamond", "orange", "counted from the mid-1980s"),
    "2002": Mark("circle", "blue", "counted from 2002"),
}


def totals(claims: pd.DataFrame) -> Chart:
    """Draw the auditors' running totals by the date of the report; rows of `auditors()` in."""
    fig = go.Figure()
    fig.update_layout(height=330)
    across(fig, "2005-06-01", "2023-09-01", every="M36", start="2006-01-01", form="%Y")
    upwards(fig, 0, 195, every=50, title="billion dollars")
    for mark, part in by_mark(claims, "since", BASES):
        text = [
            f"{'over ' if r.bound == 'at_least' else ''}{r.billion:.0f}" for r in part.itertuples()
        ]
        said = [
            f"{long_date(r.stated_on)}: {t} billion"
            for r, t in zip(part.itertuples(), text, strict=True)
        ]
        dots(fig, day(part["stated_on"]), part["billion"], mark, text=text, hover=said, join=2)
    old, new = (claims[claims["since"] == base] for base in BASES)
    last, first = old.iloc[-1], new.iloc[0]
    card = Card(
        title=f"Two true totals: over {last.billion:.0f} billion dollars in {long_date(last.stated_on[:7])}, "
        f"{first.billion:.0f} in {long_date(first.stated_on[:7])}; they count from different years",
        subtitle="American missile defence spending so far, as the auditors of Congress stated it, billion "
        "dollars, by date of report",
        tables=["cost_claims"],
        digest=[
            f"From the mid-1980s: {_series(old)}",
            f"From 2002: {_series(new)}",
            "The two begin in different years; a line through both would show a fall that never was",
        ],
        note="Nominal dollars. Where a report says over or more than, the mark is a lower bound.",
    )
    columns = ["claim_id", "stated_on", "billion", "bound", "since", "source_id", "grade"]
    return finish(fig, card, rows=claims, columns=columns)


def _series(part: pd.DataFrame) -> str:
    return ", ".join(f"{r.billion:.0f} ({long_date(r.stated_on[:7])})" for r in part.itertuples())
