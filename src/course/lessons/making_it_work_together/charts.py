"""The charts of unit 08, making it work together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, switch, tagged
from course.charts.marks import UNKNOWN, Mark, by_mark, marks
from course.charts.parts import across, dots, rows_down, rule, segments, spread
from course.charts.style import Card, Chart, finish, wrap
from course.data import load
from course.lessons.making_it_work_together.records import (
    LEADS,
    NOWHERE,
    START,
    chain,
    moved,
    network_rows,
    of_missile_defence,
    one_each,
    told,
)
from course.words import count, lasting, listed, long_date, number, span, tally


def network(milestones: pd.DataFrame, costs: pd.DataFrame) -> Chart:
    """Draw plan and course of the common air command network; two tables in."""
    rows = network_rows(milestones, costs)
    fig = rows_down(rows["label"], each=62, within=18)
    across(fig, "1998-01-01", "2019-06-01", every="M48", start="2000-01-01", top=True)
    kinds = {
        "planned": Mark("square", "teal", "planned", "dash"),
        "as it went": Mark("circle", "blue", "as it went"),
    }
    for mark, part in by_mark(rows, "kind", kinds):
        segments(fig, part["start"], part["end"], part.index, mark)
        said = [f"{long_date(r.start)} to {long_date(r.end)}" for r in part.itertuples()]
        words = [f"{m} months" for m in part["months"]]
        dots(fig, part["start"], part.index, mark, hover=said, legend=False)
        dots(fig, part["end"], part.index, mark, text=words, at="bottom center", hover=said)
    planned, went, signing = rows.itertuples()
    card = Card(
        title=f"Planned: the core software in {planned.months} months. At work: a first site, about "
        f"{span(went.months * 43830)} after the contract. Two different ends",
        subtitle="NATO's common air command network: what the contract foresaw, and what followed",
        tables=["milestones", "cost_claims"],
        digest=[
            f"Planned, core software: {planned.months} months from {long_date(planned.start)}, that is "
            f"to {long_date(planned.end[:7])}",
            f"Contract to the first flight directed from an operational site: {went.months} months, to "
            f"{long_date(went.end)}",
            f"Extension, mainly for Allies of 2004 and 2009: approved {long_date(signing.start)}, signed "
            f"by nine Allies {long_date(signing.end)}, {signing.months} months later",
        ],
        note="The plan was for developing and testing the software, the second line runs to a site at "
        "work: two different ends, so that their difference is no measured delay.",
    )
    return finish(fig, card, rows=rows)


STEPS = {
    "decided": Mark("circle", "blue", "decided or announced"),
    "arrived": Mark("diamond", "orange", "first parts or people said to be there"),
    "operational": Mark("star", "teal", "working"),
}


SIDES = {"decided": "top left", "arrived": "top right", "operational": "top center"}


def patriots(deployments: pd.DataFrame, events: pd.DataFrame) -> Chart:
    """Draw how long batteries for Türkiye took, 2013 and 2026; two tables in."""
    rows = moved(deployments, events)
    of = rows.set_index("deployment_id")
    fig = rows_down(rows["label"], each=46, within=20, above=0.9)
    across(fig, -4, 90, every=20, title="days", top=True)
    segments(fig, [0] * len(rows), rows[list(STEPS)].max(axis=1), rows.index, Mark(colour="border"))
    for step, mark in STEPS.items():
        part = rows[rows[step].notna()]
        said = [f"{r.label}: {mark.name} after {getattr(r, step)} days" for r in part.itertuples()]
        # The day of an announcement may be that of the arrival: the circle then shows around it.
        size = 17 if step == "decided" else 11
        words = part[step].astype(str)
        look = (fig, part[step], part.index, mark)
        dots(*look, text=words, hover=said, at=SIDES[step], size=size, hoverinfo="text")
    unread = rows[rows["operational"].isna()]
    dots(fig, [86] * len(unread), unread.index, UNKNOWN._replace(name="no day of work read"))
    early, late = of.loc["nld-adana-2013"], of.loc["malatya-2026-unnamed"]
    card = Card(
        title=f"In 2013 the first battery worked {early['operational']} days after the request; in 2026 "
        f"one was said to be in place {late['arrived']} days after the first missile, and no day of work was "
        "read",
        subtitle="Days from Türkiye's request (2013) or from the first missile (2026) to each step",
        tables=["turkiye_deployments", "march_2026_timeline"],
        digest=[
            f"2013, days from the request of {long_date(early['from'])}: decided {early['decided']}, first "
            f"people {of.loc['usa-gaziantep-2013', 'arrived']} to "
            f"{early['arrived']}, working {early['operational']} (Dutch), "
            f"{of.loc['deu-kahramanmaras-2013', 'operational']} (German) and, as we infer, "
            f"{of.loc['usa-gaziantep-2013', 'operational']} (American)",
            f"2026, days from the first missile of {long_date(late['from'])}: Malatya announced after "
            f"{late['decided']}, as already there; Incirlik announced after "
            f"{of.loc['incirlik-2026-second', 'decided']}",
            f"German relief announced after {of.loc['deu-2026-six-months', 'decided']} days, for June; that "
            "it came was not confirmed",
        ],
        note="The two clocks start differently: at a request and at a missile. No request of 2026 was "
        "read. Malatya: the ministry announced it as in place; when it was decided was not read. The "
        "American day of work is ours: on it the last of the six batteries was ready, NATO said.",
    )
    columns = ["deployment_id", "label", "since", "from", *STEPS, "source_id", "grade"]
    return finish(fig, card, rows=rows, columns=columns)


HELD = ["exercise_id", "start", "participants"]
TRACED = ["source_id", "grade"]
"""Columns of the rows behind a chart."""
SERIES = {
    "nrc_tmd": "NATO with Russia",
    "jpow": "Optic Windmill",
    "at_sea": "at sea",
    "sbad": "Tobruq and Ramstein Legacy",
    "nimble_titan": "Nimble Titan",
    "other": "single exercises",
    "steadfast_defender": "Steadfast Defender",
}
KINDS = {
    "live_fire": "firing at targets",
    "field": "units in the field",
    "command_post": "headquarters, computers",
    "table_top": "discussion, war game",
}


def _cadence(shown: pd.DataFrame, column: str, names: Mapping[str, str]) -> go.Figure:
    fig = rows_down(list(SERIES.values()), each=48, within=15)
    across(fig, "1995-01-01", "2026-09-01", every="M60", start="1995-01-01", top=True)
    for mark, part in by_mark(shown, column, marks(names), empty=True):
        said = [f"{r.name_}, {long_date(r.start)}" for r in part.itertuples()]
        look = {"size": 11, "edge": 1.5, "hollow": part["grade"].eq("C")}
        dots(fig, part["when"], part["row"] + part["off"], mark, hover=said, **look)
    return fig


def cadence(exercises: pd.DataFrame) -> Chart:
    """Draw when exercises were held, by who led them or by kind; table `exercises` in."""
    shown = one_each(exercises).rename(columns={"name": "name_"})
    shown = shown.assign(row=shown["series"].map({code: k for k, code in enumerate(SERIES)}))
    shown = shown.sort_values(["row", "when"]).reset_index(drop=True)
    near = pd.Timedelta(days=330)
    shown = shown.assign(
        off=spread(shown["when"], shown["row"], within=near, steps=(0, -0.25, 0.25))
    )
    leads = {name: name for name in LEADS}
    fig = switch(
        {
            "who led": _cadence(shown, "led_by", leads),
            "what was done": _cadence(shown, "kind", KINDS),
        }
    )
    sea, land = (shown[shown["series"] == code] for code in ("at_sea", "sbad"))
    first = {
        name: rows[rows["led_by"] == "NATO headquarters"]["start"].min()[:4]
        for name, rows in (("sea", sea), ("land", land))
    }
    card = Card(
        title=f"In the exercises read, a NATO headquarters is named as lead at sea from {first['sea']} and "
        f"for the land series from {first['land']}",
        subtitle="Exercises by series and date; buttons: who led, or what was done",
        tables=["exercises"],
        digest=[
            f"{len(shown)} exercises from {shown['start'].min()[:4]} to {shown['start'].max()[:4]}, rival "
            f"accounts counted once; led by: {tally(shown['led_by'].value_counts())}",
            f"What was done: {tally(shown['kind'].value_counts(), KINDS)}",
            f"At sea: {listed(f'{r.name_} ({r.participants} nations)' if pd.notna(r.participants) else r.name_ for r in sea.itertuples())}",
            f"Land: {listed(f'{r.name_}, {KINDS[r.kind]}' for r in land.itertuples())}",
            f"Steadfast Defender: {listed(r.start[:4] for r in shown[shown['series'] == 'steadfast_defender'].itertuples())}; "
            "none of 2022 was found",
        ],
        note="Steadfast Defender is a general exercise. Formidable Shield of 2021 was led for the US Sixth Fleet; reports of 2019 and 2025 have the fleet itself as lead. Hollow: "
        "only the plan was read. Gaps are gaps in what was read, not in what was held.",
    )
    columns = [*HELD, "name_", "series", "led_by", "kind", *TRACED]
    return finish(fig, card, rows=shown, columns=columns)


RESULTS = {
    "ballistic_hit": "ballistic target reported hit",
    "other_hit": "other target, or kind not said, hit",
    "fired": "fired; no hit read",
    "": "no result read",
}
SHORT = {"SAMP/T firing linked to Ramstein": "SAMP/T", "First Romanian Patriot firing": "Patriot"}


def firings(exercises: pd.DataFrame) -> Chart:
    """Draw what each live firing is reported to have shown; table `exercises` in."""
    every = of_missile_defence(exercises)
    shown = every[every["kind"] == "live_fire"].reset_index(drop=True)
    shown = shown.assign(result_is=shown["showed"].fillna(""))
    names = load("members").set_index("iso3")["country"]
    titles = shown["name"].replace(SHORT).str.replace(r",? \d\d(\d\d)?$", "", regex=True)
    labels = [f"{name}<br>{iso[:4]}" for name, iso in zip(titles, shown["start"], strict=True)]
    fig = rows_down(labels, each=46)
    across(fig, 0, 15, every=5, title="how many nations took part", top=True)
    for mark, part in by_mark(shown, "result_is", marks(RESULTS), empty=False):
        x = part["participants"]
        words = [listed(names[iso] for iso in by.split()) for by in part["fired_by"].fillna("")]
        said = [
            wrap(str(r.result) if pd.notna(r.result) else RESULTS[""], 40)
            for r in part.itertuples()
        ]
        at = ["bottom right" if n < 7 else "bottom left" for n in x]
        dots(fig, x, part.index, mark, text=words, at=at, hover=said, size=13, cliponaxis=False)
    ballistic = shown[shown["showed"] == "ballistic_hit"]
    by_us = ballistic[ballistic["fired_by"] == "USA"]
    other = ballistic.drop(by_us.index)
    read = every[every["showed"].notna()]
    general = int(one_each(exercises)["focus"].eq("general").sum())
    planned = len(one_each(exercises)) - general - len(every)
    card = Card(
        title=f"Of {count(len(shown))} firings in the table {count(len(ballistic))} are reported to have hit a "
        f"ballistic target: by an American ship in {listed(d[:4] for d in by_us['start'])}, by a French-Italian battery in "
        f"{listed(d[:4] for d in other['start'])}",
        subtitle="Live firings by number of nations that took part; words: who fired",
        tables=["exercises"],
        digest=[
            f"{len(shown)} live firings: "
            + tally(shown["result_is"].value_counts().reindex(list(RESULTS)), RESULTS),
            f"Of {len(every)} exercises of missile defence (of all {len(one_each(exercises))}, without {count(general)} of "
            f"general defence and {count(planned)} of which only the plan was read) a result was read for {len(read)}, all of them "
            "live firings; for headquarters, field and table-top exercises for none",
            "In 2015 a Dutch ship tracked the target and relayed targeting information, by Reuters's account",
            "In 2013 the link to Ramstein was connected, by NATO's statement",
        ],
        note="Results are those announced, as a rule by the ones who fired; where none stands none was found, "
        f"good or bad; ballistic hits at sea after {by_us['start'].max()[:4]} may be missing.",
    )
    columns = [*HELD, "name", "result_is", "fired_by", "result", *TRACED]
    return finish(fig, card, rows=shown, columns=columns)


CASES = {
    "japan-2017": "Japan, missile",
    "hawaii-2018": "Hawaii, false alarm",
    "zagreb-2022": "Zagreb, drone",
    "bydgoszcz-2022": "Bydgoszcz, missile",
    "japan-2023": "Japan, missile elsewhere",
    "galati-2023": "Galați, drone",
    "tulcea-2025": "Tulcea, drones",
    "turkiye-2026-03-04": "Türkiye, first missile",
    "turkiye-2026-03-09": "Türkiye, second missile",
    "turkiye-2026-03-13": "Türkiye, third missile",
    "rezekne-2026": "Rēzekne, drone",
    "galati-2026": "Galați, drone",
}
LINKS = {
    "officials": Mark("circle", "blue", "seen, told or acted on"),
    "alarm": Mark("triangle-up", "orange", "public warned"),
    "arrival": Mark("x", "grey", "overhead, fallen or found"),
    "public_word": Mark("square", "teal", "authority speaks in public"),
    "end": Mark("star", "magenta", "alarm ended or withdrawn"),
}
CLOCK = {
    START: "start",
    10: "10<br>min",
    60: "1<br>h",
    1440: "1<br>day",
    43830: "1<br>month",
    NOWHERE: "no<br>time",
}
TIMED = ("alarm", "public_word")  # the links whose minutes are written beside them
VIEWS = {
    "whole chain": tuple(LINKS),
    "what officials knew": ("officials",),
    "what the public was told": ("alarm", "public_word", "end"),
}


def beside(step: Any) -> str:
    """Write the minutes of a step as they stand beside its mark."""
    bounds = {"under": "<", "by": "≤"}
    return f"{bounds.get(step.bound, '')}{step.minutes}\u00a0"


def warnings(steps: pd.DataFrame) -> Chart:
    """Draw how warnings travelled, step by step; table `warning_chain` in."""
    shown = chain(steps, CASES)
    on = steps.groupby("case_id")["date"].first()
    labels = [f"{words}<br>{long_date(on[case])}" for case, words in CASES.items()]
    fig = rows_down(labels, each=44)
    across(fig, math.log10(0.4), math.log10(4e6), log=True, top=True, ticks=CLOCK)
    fig.update_layout(xaxis_tickangle=0, margin_t=22)
    rule(fig, 2.9e5, dash="dot", width=1)
    public = shown[shown["link"].isin(TIMED) & shown["minutes"].between(1, 1440)]
    last = set(public.drop_duplicates(["case_id", "link"], keep="last")["step_id"])
    for code, mark in LINKS.items():
        part = shown[shown["link"] == code]
        when = [
            "No time published." if pd.isna(r.minutes) else told(r.minutes, r.bound)
            for r in part.itertuples()
        ]
        said = [wrap(f"{what} {words}", 42) for what, words in zip(part["what"], when, strict=True)]
        text = [beside(r) if r.step_id in last else "" for r in part.itertuples()]
        look = {"size": 12, "edge": 1.5, "hollow": part["minutes"].isna(), "hoverinfo": "text"}
        at = "bottom center" if code == "public_word" else "top center"
        with tagged(fig, code):
            y = part["row"] + part["off"]
            dots(fig, part["at"], y, mark, hover=said, text=text, at=at, **look)
    choices(fig, VIEWS)
    of = shown.set_index("step_id")["minutes"]
    untimed = shown[shown["minutes"].isna()]
    card = Card(
        title=f"An alarm went out {of['japan-2017-alarm']} minutes after a launch towards Japan and "
        f"{of['tulcea-2025-alarm']} after radars saw targets near Tulcea; in Rēzekne about "
        f"{of['rezekne-2026-alarm-2']} after the first emergency calls",
        subtitle="Minutes from the first step with a time, by case; each step of the scale is several times the "
        "last; buttons: whose "
        "part of the chain",
        tables=["warning_chain"],
        digest=[
            f"{shown['case_id'].nunique()} cases with {len(shown)} steps, {len(untimed)} of them without "
            "minutes, among them every public alarm over Türkiye but the sirens of 13 March 2026",
            f"Türkiye 2026: identification to launch {lasting(None, of['turkiye-2026-1-fired'])}, by NATO's "
            f"account; Ankara in public at most {number(of['turkiye-2026-2-word'])} minutes after debris fell "
            f"on 9 March and {number(of['turkiye-2026-3-word'])} after the sirens of 13 March",
            f"Hawaii: false alarm called off in public after {of['hawaii-2018-word']} minutes, on the "
            f"channels of the alarm after {of['hawaii-2018-corrected']}; Japan 2023: after about {of['japan-2023-corrected']}",
            f"Zagreb: over {of['zagreb-2022-fell']} minutes in Allied air; Croatia's authorities were not told, its prime "
            "minister says",
            f"Bydgoszcz: found after about {span(of['bydgoszcz-2022-found'])}; minister and chief of staff "
            "differ on who was told when",
        ],
        note="Cases were taken because times were published; threats and first steps differ, so the rows are "
        "not a race. Hollow marks right of the dotted line: steps without a published time. Of warnings among soldiers hardly a time was read.",
    )
    columns = ["step_id", "place", "step", "clock", "minutes", "bound", "what", "said_by", *TRACED]
    return finish(fig, card, rows=shown, columns=columns)
