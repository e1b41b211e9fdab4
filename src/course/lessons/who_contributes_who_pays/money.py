"""The charts of money of unit 07: what each sum includes, and two totals of the auditors."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, dots, on_phone, rows_down, spread, upwards
from course.charts.style import Card, Chart, finish, wrap
from course.data import day
from course.words import long_date, number, tally

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
    spans = [_from_to(sure[sure["rung"] == k]) for k in range(len(RUNGS))]
    named = list(zip(RUNGS.values(), spans, strict=True))
    labels = ["<br>".join([name, *span]) for name, span in named]
    lines = [f"{name}: {', '.join(span)}" for name, span in named]
    fig = rows_down(labels, each=56, within=99, upwards=True, above=0.6, below=0.6)
    across(fig, 0.2, 5.5, log=True, ticks=TICKS)
    for k in range(len(RUNGS)):
        with tagged(fig, str(k)):
            for mark, part in by_mark(shown[shown["rung"] == k], "currency", MONEY):
                said = [
                    f"{r.claimant}, {long_date(r.stated_on)}: {_said(r)}<br>{wrap(r.about, 44)}"
                    for r in part.itertuples()
                ]
                shapes = [ENDS.get(bound, mark.symbol) for bound in part["bound"]]
                look = {"symbols": shapes, "hollow": part["grade"].eq("C"), "size": 10, "edge": 1}
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
            *("; ".join(lines[first:last]) for first, last in ((0, 3), (3, 6), (6, 9), (9, 11))),
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


def _from_to(part: pd.DataFrame) -> list[str]:
    """Return the least and the largest sum in each currency: ['€2.5 m to 136 m', '$13 m']."""
    told = []
    for code, sign in SIGNS.items():
        own = part[part["currency"] == code]
        if len(own):
            ends = dict.fromkeys([_short(own["least"].min()), _short(own["sum"].max())])
            told.append(sign + " to ".join(ends))
    return told


def _said(claim: Any) -> str:
    """Return a sum with its bound in words."""
    words = {"at_most": "under ", "at_least": "over ", "about": "about "}.get(claim.bound, "")
    money = f"million {MONEY[claim.currency].name}"
    if claim.bound == "range":
        return f"{number(claim.least)} to {number(claim.sum)} {money}"
    return f"{words}{number(claim.sum)} {money}"


ASIDE = {"gao-98bn-2014": "bottom right", "gao-174bn-2022": "top left"}
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
        side = part["claim_id"].map(ASIDE).fillna("top center").tolist()
        look = {"text": text, "at": side, "hover": said, "join": 2}
        dots(fig, day(part["stated_on"]), part["billion"], mark, **look)
    old, new = (claims[claims["since"] == base] for base in BASES)
    last, first = old.iloc[-1], new.iloc[0]
    card = Card(
        title=f"Two true totals: over {last.billion:.0f} billion dollars in {long_date(last.stated_on[:7])}, "
        f"{'about ' if first.bound == 'about' else ''}{first.billion:.0f} in {long_date(first.stated_on[:7])}; they count from different years",
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
