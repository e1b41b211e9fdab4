"""The charts of money of unit 14: budgets, the estimates of Golden Dome, and shares of GDP."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, dots, on_phone, rows_down, segments, upwards
from course.charts.style import Card, Chart, finish
from course.lessons.cost_and_burden.sums import asked_and_got, budget, revisions, totals
from course.words import listed, long_date, number

STAGES = {
    "request": Mark("circle", "blue", "asked for"),
    "enacted": Mark("diamond", "orange", "granted"),
    "other": Mark("x", "grey", "reported, or after a transfer"),
}
ASIDE = {"asked for": -0.16, "granted": 0.16, "reported, or after a transfer": 0}
BUDGETS = {
    "mda": "The agency",
    "all_missile_defence": "All missile defence",
    "golden_dome": "Golden Dome",
}


def budgets() -> Chart:
    """Draw request and grant by year, one series at a time; totals of `us_budgets`."""
    shown = totals()
    shown = shown[shown["agency_scope"].isin(list(BUDGETS))].reset_index(drop=True)
    shown["kind"] = shown["stage"].where(shown["stage"].isin(["request", "enacted"]), "other")
    fig = go.Figure()
    fig.update_layout(height=380)
    across(fig, 2002, 2028, every=4, start=2003)
    upwards(fig, 0, 25, every=5, title="billion dollars")
    for scope in BUDGETS:
        with tagged(fig, scope):
            own = shown[shown["agency_scope"] == scope]
            for mark, part in by_mark(own, "kind", STAGES, empty=True):
                said = [
                    f"{r.fiscal_year}: {number(round(r.billion, 2))} billion, {r.stage} ({r.item})"
                    for r in part.itertuples()
                ]
                hollow = part["precision"].eq("derived")
                dots(
                    fig,
                    part["fiscal_year"] + ASIDE[mark.name],
                    part["billion"],
                    mark,
                    hover=said,
                    hollow=hollow,
                )
    choices(fig, {words: [scope] for scope, words in BUDGETS.items()})
    both = asked_and_got()
    more = both[both["enacted"] > both["request"]]["fiscal_year"].astype(str)
    less = both[both["enacted"] < both["request"]]["fiscal_year"].astype(str)
    even = both[both["enacted"] == both["request"]]["fiscal_year"].astype(str)
    card = Card(
        title=f"Asked for and granted are two series: Congress gave the agency less than asked for "
        f"{listed(less)}, more for {listed(more)}",
        subtitle="American missile defence totals by fiscal year, billion dollars of the day; the "
        "buttons choose whose money",
        tables=["us_budgets"],
        digest=[
            "The agency, asked and granted: "
            + "; ".join(
                f"{r.fiscal_year} {number(round(r.request, 1))} and {number(round(r.enacted, 1))}"
                for r in both.itertuples()
            ),
            f"Equal, as rounded and derived: {listed(even)}; in other years one of the two was not read",
            f"All missile defence: {budget('fy2003-all-request-total')} asked and "
            f"{budget('fy2003-all-enacted-total')} granted for 2003, "
            f"{budget('fy2004-all-enacted-total')} granted for 2004, {budget('fy2005-all-enacted-total')} granted "
            f"for 2005; {budget('fy2019-all-request-total')} asked for 2019, when the agency's part was "
            f"{budget('fy2019-mda-request-total')}",
            f"Golden Dome: {budget('fy2025-gd-enacted-total')} granted in the law of 2025, for more "
            f"than one year; {budget('fy2027-gd-request-total')} asked for 2027",
        ],
        note="Nominal. Hollow: worked out from other figures of the source. For 2026 the agency asked "
        f"for {budget('fy2026-mda-request-total')}, or "
        f"{budget('fy2026-mda-request-total-with-reconciliation')} with supplemental money not yet passed.",
    )
    columns = [
        "budget_id",
        "fiscal_year",
        "agency_scope",
        "stage",
        "billion",
        "precision",
        "source_id",
    ]
    return finish(fig, card, rows=shown, columns=columns)


CLAIMANTS = {
    "government": Mark("circle", "blue", "who asks for it"),
    "budget_office": Mark("diamond", "orange", "budget office of Congress"),
    "institute": Mark("square", "teal", "an institute"),
    "parliament": Mark("triangle-up", "magenta", "voted by Congress"),
}
DOME = {
    "gd-law-2025-07": "Voted in 2025",
    "gd-request-2026": "Asked for 2027",
    "gd-white-house-2025-05": "The President<br>May 2025",
    "gd-guetlein-2026-03": "The Pentagon<br>March 2026",
    "gd-cbo-2025-05": "Budget office 2025<br>space part only",
    "gd-cbo-2026-05-space": "Budget office 2026<br>space part only",
    "gd-cbo-2026-05": "Budget office 2026<br>whole, 20 years",
    "gd-harrison-2025-09": "AEI, 2025<br>six systems, 20 years",
}


def golden_dome(estimates: pd.DataFrame) -> Chart:
    """Draw who named which sum for Golden Dome; `golden_dome_estimates` in."""
    shown = estimates.set_index("estimate_id").loc[list(DOME)].reset_index()
    fig = rows_down(list(DOME.values()), each=42, above=0.6, below=0.6)
    across(fig, 1, 5.2, log=True, ticks={10: "$10 bn", 100: "$100 bn", 1000: "$1,000 bn"})
    on_phone(fig, xaxis={"ticktext": ["10", "100", "1,000"]})
    segments(
        fig, shown["amount_low"], shown["amount_high"], shown.index, Mark(colour="border"), width=6
    )
    for mark, part in by_mark(shown, "claimant_kind", CLAIMANTS):
        text = [_range(r.amount_low, r.amount_high) for r in part.itertuples()]
        said = [
            f"{r.claimant}, {long_date(r.stated_on)}: {t} billion<br>{'<br>'.join(wrap(r.includes, 60))}"
            for r, t in zip(part.itertuples(), text, strict=True)
        ]
        dots(fig, part["amount_high"], part.index, mark, text=text, at="middle right", hover=said)
    whole = shown[shown["what_code"].eq("whole")]
    card = Card(
        title=f"Sums named for a whole Golden Dome run from {number(whole['amount_low'].min())} to "
        f"{number(whole['amount_high'].max())} billion dollars, for systems and spans that differ",
        subtitle="Billion dollars, by who says so; the scale multiplies; grey bars join the ends of a range",
        tables=["golden_dome_estimates"],
        digest=[
            f"{r.claimant}, {long_date(r.stated_on)}: {_range(r.amount_low, r.amount_high)} billion; "
            + (f"over {r.years:.0f} years; " if pd.notna(r.years) and r.years > 1 else "")
            + _lower(r.includes)
            for r in whole.itertuples()
        ]
        + [
            f"Money so far: {budget('fy2025-gd-enacted-total')} voted in the law of 2025, "
            f"{budget('fy2027-gd-request-total')} asked for fiscal year 2027"
        ],
        note="Dollars of 2026 in the budget office's report, of fiscal 2026 in the institute's; "
        "the rest as spoken. The space parts are part of a system: do not add.",
    )
    columns = [
        "estimate_id",
        "claimant",
        "stated_on",
        "amount_low",
        "amount_high",
        "years",
        "includes",
        "leaves_open",
        "source_id",
        "grade",
    ]
    return finish(fig, card, rows=shown, columns=columns)


def _range(low: float, high: float) -> str:
    return number(high) if low == high else f"{number(low)} to {number(high)}"


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


VINTAGE = {
    "first": Mark("circle", "orange", "estimate of that summer"),
    "later": Mark("diamond", "blue", "outturn, by August 2025"),
}
YEARS = (2023, 2017)
VINTAGE_SOURCES = (
    "nato-2025-defence-expenditure-transcript",
    "graphic-news-2024-nato-defence-spending-surges",
    "ritzau-2017-nato-landenes-forsvar",
)


def vintages() -> Chart:
    """Draw each Ally's share of GDP as first estimated and as it turned out, for two years."""
    found = {year: revisions(year) for year in YEARS}
    places = pd.Index(found[YEARS[0]]["country"])  # the same place for an Ally in either year
    fig = rows_down(list(places), each=21, above=0.6, below=0.6)
    across(fig, 0, 4.2, every=1, start=0, unit=" %", top=True)
    for year, shown in found.items():
        with tagged(fig, str(year)):
            at = places.get_indexer(shown["country"])
            bar = Mark(colour="border")
            segments(fig, shown["first"], shown["later"], at, bar, width=3)
            for column, mark in VINTAGE.items():
                said = [f"{share:.2f}" for share in shown[column]]
                dots(fig, shown[column], at, mark, hover=said, size=8)
    choices(fig, {str(year): [str(year)] for year in YEARS})
    down = {year: int((r["change"] < 0).sum()) for year, r in found.items()}
    ends = found[YEARS[0]].iloc[[0, -1]]
    card = Card(
        title=f"Of {len(found[2023])} Allies, {down[2023]} spent a smaller share of GDP in 2023 than "
        f"NATO had estimated that summer; of {len(found[2017])} in 2017, {down[2017]}",
        subtitle="Defence spending in per cent of GDP: NATO's estimate made within the year, and the "
        "outturn in its release of August 2025; the buttons choose the year, in the order of the change for 2023",
        tables=["defence_spending"],
        digest=[
            *(
                f"{r.country}, 2023: estimate {r.first:.2f}, outturn {r.later:.2f}"
                for r in ends.itertuples()
            ),
            f"United States: 2017 estimate {_of(found[2017], 'first'):.2f}, outturn {_of(found[2017], 'later'):.2f}; "
            f"2023 estimate {_of(found[2023], 'first'):.2f}, outturn {_of(found[2023], 'later'):.2f}",
            f"At 2 per cent or more: for 2017 estimate {(found[2017]['first'] >= 2).sum()}, then "
            f"{(found[2017]['later'] >= 2).sum()}; for 2023 estimate {(found[2023]['first'] >= 2).sum()}, then "
            f"{(found[2023]['later'] >= 2).sum()}",
        ],
        note="All defence, of which missile defence is a part that these figures do not show. A share "
        "falls when spending is less or the economy larger. The outturns are a copy of NATO's table. "
        "Iceland, which has no figure, is left out, and Sweden, no Ally in summer 2023; Finland and North Macedonia have no estimate for 2017.",
        source_ids=VINTAGE_SOURCES,
    )
    rows = pd.concat([r.assign(year=year) for year, r in found.items()])
    return finish(fig, card, rows=rows, columns=["year", "country", "first", "later", "source_id"])


def _of(table: pd.DataFrame, column: str, country: str = "United States") -> Any:
    return table.set_index("country").at[country, column]
