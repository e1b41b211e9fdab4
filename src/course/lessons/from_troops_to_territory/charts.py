"""The charts of unit 03, composed from the families."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, parts, timelines
from course.charts.buttons import switch
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, dots, on_phone, path, rows_down, segments, upwards
from course.charts.style import Card, Chart, finish
from course.words import count, listed, long_date, number, tally

TURNS = (
    "1972-abm-treaty",
    "1991-gulf-war-patriot",
    "1991-rome-concept",
    "1994-wmd-framework",
    "1998-rumsfeld",
    "1999-washington",
    "1999-nmd-act",
    "2001-05-budapest",
    "2002-abm-withdrawal",
    "2002-prague",
    "2005-altbmd",
    "2006-study-delivered",
    "2006-riga",
    "2007-01-request",
    "2007-02-munich",
    "2007-04-nac",
    "2007-11-ashura",
    "2008-04-bucharest",
    "2008-07-iran-tests",
    "2008-08-georgia",
    "2009-04-strasbourg",
    "2009-09-cancelled",
    "2010-05-200m",
    "2010-11-lisbon",
)
"""The turning points of the unit, a selection from the table `milestones`."""

COLUMNS = {
    "Alliance": ("alliance",),
    "United States": ("united_states",),
    "Russia, Iran": ("russia", "iran"),
}


def follows(lanes: pd.Series, first: tuple[str, ...], then: tuple[str, ...]) -> int:
    """Return how often, in a list of who acted, one of `then` stands right after one of `first`."""
    return sum(a in first and b in then for a, b in pairwise(lanes))


def turns(milestones: pd.DataFrame) -> Chart:
    """Draw the turning points of 1972 to 2010 in swim-lanes; rows of `milestones` in."""
    ordered = timelines.in_order(milestones)
    lanes, dates = ordered["lane"], ordered["date"]
    ally, american, other = COLUMNS.values()
    years = dates.str[:4].astype(int)
    card = Card(
        title="In this selection Washington and the Alliance act by turns: order does not say who led",
        subtitle=f"Turning points {years.iloc[0]} to {years.iloc[-1]} in order of time; the column "
        "says who acted",
        tables=["milestones"],
        digest=[
            f"{len(ordered)} turning points from {long_date(dates.iloc[0])} to "
            f"{long_date(dates.iloc[-1])}, chosen for this unit: another choice counts otherwise",
            f"By who acted: {tally(lanes.value_counts(), timelines.LANES)}",
            f"Between the first and the second lie {years.iloc[1] - years.iloc[0]} years, which the "
            f"selection passes over; {(years >= 2001).sum()} of the {len(years)} fall after 2000",
            "An act of the Alliance stands right after one of the United States "
            f"{follows(lanes, american, ally)} times, right after one of Russia or Iran "
            f"{follows(lanes, other, ally)} times",
            "An act of the United States stands right after one of the Alliance "
            f"{follows(lanes, ally, american)} times",
        ],
        note="Rows are in order of time, not to scale; that one follows another does not show that "
        "it was caused by it.",
    )
    return finish(timelines.swim_lanes(milestones, COLUMNS), card)


STEPS = {
    "1999-washington": "names work on it",
    "2002-prague": "orders a study",
    "2006-riga": "notes a finding",
    "2008-04-bucharest": "orders options",
    "2010-11-lisbon": "decides",
}
"""What leaders did with missile defence at five summits; our words for the rows of `milestones`."""
_TOLD = ("1999-washington", "2002-prague", "2010-11-lisbon")


def verbs(milestones: pd.DataFrame) -> Chart:
    """Draw what leaders did with missile defence, summit by summit; rows of `milestones` in."""
    shown = milestones.assign(act=milestones["milestone_id"].map(STEPS)).dropna(subset=["act"])
    shown = timelines.in_order(shown)
    first, study, last = (shown.set_index("milestone_id").loc[key] for key in _TOLD)
    card = Card(
        title=f"Leaders named work on missile defence in {first['date'][:4]}, ordered a study of "
        f"territory in {study['date'][:4]} and decided in {last['date'][:4]}",
        subtitle="What five summits of the Alliance did with missile defence; the shape says what",
        tables=["milestones"],
        digest=[f"{long_date(r.date)}: {r.act} ({r.title})" for r in shown.itertuples()],
        note="The words for what was done are ours. An order is not a decision, and a later step "
        "need not follow from an earlier one.",
    )
    acts = {act: act for act in shown["act"]}
    return finish(timelines.staircase(shown, lanes=acts, lane="act"), card)


NAMES = {
    "rome-1991": "Rome 1991",
    "brussels-1994": "Brussels 1994",
    "washington-1999": "Washington 1999",
    "prague-2002": "Prague 2002",
    "istanbul-2004": "Istanbul 2004",
    "riga-2006": "Riga 2006",
    "bucharest-2008": "Bucharest 2008",
    "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
    "lisbon-2010": "Lisbon 2010",
}
PERIOD = ("1989-07-01", "2011-12-31")
FLAGS = {"rome-1991": 24.4, "brussels-1994": 21.6}
"""The texts whose flags fly over the line, and how high; those of the others hang under it."""


def allies_on(members: pd.DataFrame, dates: pd.Series) -> list[int]:
    """Return how many Allies there were on each day, by the dates of accession."""
    return [int((members["joined"] <= pd.Timestamp(date)).sum()) for date in dates]


def signatures(members: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw the number of Allies over time and the texts that had to suit all of them."""
    texts = declarations[declarations["declaration_id"].isin(NAMES)].sort_values("date")
    texts = texts.assign(
        allies=allies_on(members, texts["date"]),
        name=texts["declaration_id"].map(NAMES),
        date=texts["date"].dt.strftime("%Y-%m-%d"),
        up=texts["declaration_id"].isin(FLAGS),
    )
    joined = members["joined"][members["joined"].between(*PERIOD)].dt.strftime("%Y-%m-%d")
    rounds = joined.value_counts().sort_index()
    steps = pd.Series([PERIOD[0], *rounds.index, PERIOD[1]])
    counts = allies_on(members, steps)
    # Labels hang on flags, each at a height of its own, so that none meets another on a phone.
    lower = (13.4 - 2.7 * k for k in range(len(texts)))
    texts["flag"] = [FLAGS.get(name) or next(lower) for name in texts["declaration_id"]]
    fig = go.Figure(layout={"height": 380})
    said = [f"{long_date(day)}: {n} Allies" for day, n in zip(steps, counts, strict=True)]
    path(fig, steps, counts, Mark(), width=3, steps=True, hover=said)
    pole = Mark(colour="border")
    segments(fig, texts["date"], texts["date"], texts["allies"], pole, to=texts["flag"], width=1)
    labels = texts["name"] + ": " + texts["allies"].astype(str)
    sides = ["middle right" if up else "middle left" for up in texts["up"]]
    parts.words(fig, texts["date"], texts["flag"], labels, sides, textfont={"size": 12})
    said = [f"{t.name}: {t.allies} governments" for t in texts.itertuples(index=False)]
    dots(fig, texts["date"], texts["allies"], Mark("diamond", "orange"), size=10, hover=said)
    across(fig, *PERIOD, top=True)
    upwards(fig, texts["flag"].min() - 1.7, max(counts) + 2, ticks={n: str(n) for n in counts})
    one, other = texts.iloc[0], texts.iloc[-1]
    agrees = "agrees" if (texts["allies"] == texts["members"]).all() else "does not agree"
    card = Card(
        title=f"The texts had to suit more governments: {one.allies} in Rome, {other.allies} in "
        "Lisbon",
        subtitle="Number of Allies by date of accession; diamonds are the texts of this unit",
        tables=["members", "declarations"],
        source_ids=[*members["source_id"], *texts["source_id"]],
        digest=[
            f"{len(texts)} texts from {one['name']} ({one.allies} Allies) to {other['name']} "
            f"({other.allies})",
            "Rounds of accession in between: "
            + ", ".join(f"{day[:4]} ({new} new)" for day, new in rounds.items()),
            f"The count from the table of members {agrees} with the number noted beside each text",
        ],
        note="Every government must agree; none is outvoted.",
    )
    columns = ["declaration_id", "date", "name", "allies", "members", "source_id"]
    return finish(fig, card, rows=texts, columns=columns)


SCOPES = {
    "study_or_contract": "a study",
    "expansion_of_c2_only": "widening the network",
    "c2_total": "the whole network",
    "regional_life_cycle": "with interceptors",
    "full_cover_hypothetical": "with interceptors",
}
STUDY, WIDENING, NETWORK, SHIELD = RUNGS = tuple(dict.fromkeys(SCOPES.values()))
CLAIMS = {
    "mdfs-2003": "Feasibility study, 2003",
    "senate-83m-2010": "Heard in the French Senate, 2010",
    "assemblee-110m-2010": "French Assembly, 2010",
    "senate-139m-2010": "French senator, May 2010",
    "rasmussen-200m-2010-05": "Rasmussen, May 2010",
    "rasmussen-800m-2010": "Rasmussen, October 2010: troops",
    "assemblee-800m-2010": "French parliament, 2010",
    "daalder-1bn-2012": "US ambassador, 2012",
    "german-government-1031m-2016": "German government, 2016",
    "natowatch-125-2013": "NATO Watch, a critic, 2013",
    "third-site-cbo-2009": "CBO on the Third Site, 20 years",
    "ships-cbo-2009": "CBO on ships, 20 years",
    "flory-20bn-2008": "Flory (NATO), 2008: 20 years",
}
BOUNDS = {"at_most": "under ", "at_least": "over ", "about": "about "}
ARROWS = {"at_most": "triangle-left", "at_least": "triangle-right"}
MONEY = {"EUR": "euro", "USD": "dollars"}
SIDES = {STUDY: "top right", SHIELD: "top left"}
TICKS = {10: "10 million", 100: "100 million", 1000: "1 billion", 10000: "10 billion"}


def _ends(claim: pd.Series, mark: Mark) -> list[tuple[float, str, str, str]]:
    """Return the ends of a claim as `bars_between` draws them; the words stand at the last."""
    known = list(dict.fromkeys(claim[["amount_low", "amount_high"]].dropna()))
    said = " to ".join(f"{value:,.0f}" for value in known)
    bound = BOUNDS.get(claim["bound"], "")
    label = f"{'' if claim['bound'] == 'about' else bound}{said} m {claim['currency']}"
    hover = f"{claim['name']}: {bound}{said} million {MONEY[claim['currency']]}"
    texts = [""] * (len(known) - 1) + [label]
    symbol = ARROWS.get(claim["bound"], mark.symbol)
    return [(value, text, hover, symbol) for value, text in zip(known, texts, strict=True)]


def _sums(shown: pd.DataFrame, *lit: str) -> go.Figure:
    """Draw each sum in a row of its own, those that include `lit` in full colour."""
    fig = rows_down(shown["name"], each=36, within=24)
    across(fig, 0.8, 5.1, log=True, ticks=TICKS)
    for mark, part in by_mark(shown, "rung", marks(RUNGS)):
        ends = {row: _ends(claim, mark) for row, claim in part.iterrows()}
        at, seen = SIDES.get(mark.name, "top center"), 1.0 if mark.name in lit else 0.12
        intervals.bars_between(fig, ends, mark, at=at, size=12, opacity=seen)
    short = [text.replace(" million", " m").replace(" billion", " bn") for text in TICKS.values()]
    on_phone(fig, xaxis={"ticktext": short}, yaxis={"tickfont": {"size": 9}})
    return fig


def prices(claims: pd.DataFrame) -> Chart:
    """Draw what missile defence was said to cost, by what the sum includes; `cost_claims` in."""
    shown = claims.set_index("claim_id").loc[list(CLAIMS)].reset_index()
    shown = shown.assign(name=shown["claim_id"].map(CLAIMS), rung=shown["scope"].map(SCOPES))
    buttons = {"Widening": WIDENING, "Whole network": NETWORK, "Interceptors": SHIELD}
    lit = {label: _sums(shown, rung) for label, rung in buttons.items()}
    most = shown.set_index("claim_id")["amount_high"]
    widening, shield = (shown[shown["rung"] == rung] for rung in (WIDENING, SHIELD))
    both = most["rasmussen-800m-2010"] + most["rasmussen-200m-2010-05"]
    card = Card(
        title="Different things had different prices: widening the network, the whole of it, and a "
        "defence with interceptors",
        subtitle="What missile defence for the Alliance was said to cost, million of the currency "
        "named, logarithmic axis; the shape says what the sum includes",
        tables=["cost_claims"],
        digest=[
            f"{len(shown)} claims, "
            + listed(
                f"{n} in {MONEY[code]}" for code, n in shown["currency"].value_counts().items()
            ),
            f"In sum, under {widening['amount_high'].max():,.0f} million euro to widen the network, about "
            f"{both:,.0f} million for the whole of it (our sum), and {shield['amount_low'].min() / 1000:,.0f} billion "
            "dollars or more with interceptors",
            f"Widening the network: {count(len(widening))} figures of 2010, from "
            f"{widening['amount_high'].min():,.0f} to under {most['rasmussen-200m-2010-05']:,.0f} "
            "million euro",
            f"The whole network: {most['rasmussen-800m-2010']:,.0f} and under "
            f"{most['rasmussen-200m-2010-05']:,.0f} million euro in 2010, "
            f"{number(most['german-government-1031m-2016'])} million in 2016",
            f"A system for the Alliance's territory: {most['flory-20bn-2008']:,.0f} million dollars over "
            "twenty years, said a NATO official in 2008; what it included is not said (one agency)",
        ],
        note="Nominal, not converted; years and scopes differ, and some scopes are our reading. "
        "Arrowheads: at most, at least.",
    )
    fig = switch({"All": _sums(shown, *RUNGS)} | lit)
    columns = ["claim_id", "claimant", "stated_on", "amount_low", "amount_high", "bound"]
    columns += ["currency", "rung", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)
