"""The charts of unit 13: counts of tests, claims of war, weapons over Ukraine, few cases, layers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import switch
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import (
    Values,
    across,
    dots,
    on_phone,
    rows_down,
    rule,
    segments,
    upwards,
    words,
)
from course.charts.style import Card, Chart, finish
from course.lessons.does_it_work import sums
from course.words import count, listed, long_date, number

SPAN = Mark(colour="grey", name="interval, 95 per cent")


def _rows(labels: Values, each: int, within: int) -> go.Figure:
    """Return a figure with these rows over a scale of per cent, which stands above them."""
    fig = rows_down(labels, each=each, within=within, above=0.8, below=0.6)
    across(fig, -3, 112, ticks={k: f"{k} %" for k in range(0, 101, 25)}, top=True)
    fig.update_layout(xaxis={"tickangle": 0})
    return fig


def _points(
    fig: go.Figure, x: pd.Series, mark: Mark, text: Values | None, said: Values, **how: Any
) -> None:
    """Draw a mark in each row of `x`, with its words, and what it says when pointed at."""
    dots(fig, x, x.index, mark, text=text, hover=said, **{"hoverinfo": "text", "size": 12, **how})


def _of(rows: pd.DataFrame, good: str = "hits", whole: str = "attempts") -> list[str]:
    """Write each row's count out: so many of so many."""
    return [f"{int(n)} of {int(m)}" for n, m in zip(rows[good], rows[whole], strict=True)]


def rates(tests: pd.DataFrame) -> Chart:
    """Draw the share of hits of each record under five rules; `intercept_tests` in."""
    under = {name: sums.counted(tests, name) for name in sums.RULES}
    figures = {}
    for name, rows in under.items():
        fig = figures[name] = _rows(rows["record"], 54, 12)
        segments(fig, rows["low"], rows["high"], rows.index, SPAN, width=3, legend=True)
        said = [
            f"{r.record}: {r.hits} of {r.attempts}, {r.share:.0f} per cent; interval "
            f"{r.low:.0f} to {r.high:.0f}"
            for r in rows.itertuples()
        ]
        ink = Mark("circle", "blue", "share of hits")
        _points(fig, rows["share"], ink, _of(rows), said, cliponaxis=False)
    fig = switch(figures)
    every = pd.concat([rows.assign(rule=name) for name, rows in under.items()])
    span = {
        record: (part["share"].min(), part["share"].max())
        for record, part in every.groupby("record", sort=False)
    }
    home, thaad = span["American homeland"], span["THAAD"]
    card = Card(
        title=f"By the rule of counting alone, THAAD goes from {thaad[0]:.0f} to {thaad[1]:.0f} per "
        f"cent, and the American homeland system from {home[0]:.0f} to {home[1]:.0f}",
        subtitle="Hits as a share of what counts as an attempt in flight tests, 1995 to 2024, per "
        "cent. Press a rule",
        tables=["intercept_tests"],
        digest=[
            f"{name}: "
            + "; ".join(f"{r} {n}" for r, n in zip(rows["record"], _of(rows), strict=True))
            for name, rows in under.items()
        ],
        note="Aborts: the target flew, the interceptor stayed on the ground. No-tests: the target "
        "failed or the test was stopped. A hit in a test called partial counts as a hit but under "
        "one rule. Tests differ in what they asked; the rows do not rank systems. Unconfirmed rows "
        "(grade C) and a satellite shot of 2008 are left out; later tests are incomplete.",
        source_ids=sorted(set(tests.loc[tests["grade"] == "A", "source_id"])),
    )
    columns = ["rule", "record", "hits", "attempts", "share", "low", "high"]
    return finish(fig, card, rows=every.round(1), columns=columns)


WHO = {
    "agency": "agency",
    "press": "press",
    "independent": "independent, most of them critics",
}
SHOWN = (
    "gmd-2001-12",
    "gmd-2002-12",
    "gmd-2007-09-agency",
    "gmd-2008-06",
    "gmd-2013-02",
    "gmd-2014-06-ucs",
    "gmd-2014-06-lat",
    "gmd-2017-05-ap",
    "gmd-2017-05-aca",
    "gmd-2017-05-coyle",
)
PUBLISHERS = {
    "Ballistic Missile Defense Organization": "Agency",
    "Missile Defense Agency": "Agency",
    "Missile Defense Agency spokesman": "Agency",
    "Missile Defense Agency, in Arms Control Today": "Agency",
    "Center for Defense Information": "CDI",
    "Union of Concerned Scientists": "UCS",
    "Philip Coyle, former Pentagon test director": "Philip Coyle",
}


def published(tallies: pd.DataFrame) -> Chart:
    """Draw the counts published for the homeland system; `published_tallies` in."""
    shown = tallies[tallies["tally_id"].isin(SHOWN)].sort_values("published", kind="stable")
    shown = sums.with_interval(shown.reset_index(drop=True), "successes", "attempts")
    who = shown["publisher"].replace(PUBLISHERS)
    label = [f"{w}, {long_date(d[:7])}" for w, d in zip(who, shown["published"], strict=True)]
    shown = shown.assign(label=label)
    shown = shown.assign(who=who, given=_of(shown, "successes"))
    fig = _rows(shown["label"], 46, 17)
    segments(fig, shown["low"], shown["high"], shown.index, SPAN, width=2, legend=True)
    for mark, part in by_mark(shown, "publisher_kind", marks(WHO)):
        said = [f"{r.publisher}, {long_date(r.published)}: {r.given}" for r in part.itertuples()]
        _points(fig, part["share"], mark, part["given"], said)
    may = shown[shown["published"].str.startswith("2017-05")]["share"].sort_values()
    card = Card(
        title="Around the test of 30 May 2017 three published counts of one system gave "
        f"{listed(f'{s:.0f}' for s in may)} per cent",
        subtitle="Share of hits in ten published counts of the American homeland system's tests, "
        "per cent; the shape says who published",
        tables=["published_tallies"],
        digest=[
            f"{len(shown)} counts, {shown['published'].min()[:4]} to {shown['published'].max()[:4]}; "
            f"shares from {shown['share'].min():.0f} to {shown['share'].max():.0f} per cent "
            f"({shown.loc[shown['share'].idxmax(), 'label']})",
            *(
                f"{long_date(day)}: " + "; ".join(f"{r.who} {r.given}" for r in part.itertuples())
                for day, part in shown[shown["published"].str.len() > 6]
                .assign(day=lambda t: t["published"].str[:7])
                .groupby("day")
                if len(part) > 1
            ),
            "By the agency: "
            + "; ".join(
                f"{r.given} ({long_date(r.published[:7])})"
                for r in shown[shown["publisher_kind"] == "agency"].itertuples()
            ),
        ],
        note="A choice of ten out of more in the table. Some counts print failures only, and hits "
        "follow by subtraction. CDI: Center for Defense Information; UCS: Union of Concerned "
        "Scientists.",
    )
    columns = ["label", "publisher_kind", "successes", "attempts", "share", "period", "source_id"]
    return finish(fig, card, rows=shown.round(1), columns=[*columns, "grade"])


BASES = {
    "of_engaged": "of Scuds fired at: stopped, it was said",
    "of_launched": "of Scuds at one country: stopped, it was said",
    "evidence_share": "with evidence of a stated strength",
}
CLAIMS = {
    "gulf91-bush": "President Bush, February 1991",
    "gulf91-army-45": "Army, March 1991",
    "gulf91-army-80-saudi": "Army, before April 1992: Saudi Arabia",
    "gulf91-army-50-israel": "Army, before April 1992: Israel",
    "gulf91-army-70-saudi": "Army, 7 April 1992: Saudi Arabia",
    "gulf91-army-40-israel": "Army, 7 April 1992: Israel",
    "gulf91-army-24": "New Scientist on the Army, April 1992",
    "gulf91-army-10-high": "of which with high confidence",
    "gulf91-gao-16": "Auditors, 1992: weaker evidence",
    "gulf91-gao-9": "Auditors, 1992: strong evidence",
}


def claimed(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims with `share`, per cent: as printed, or from the two counts."""
    counts = 100 * claims["intercepted"] / claims["engaged_or_fired"]
    return claims.assign(share=claims["share_claimed_high"].fillna(counts).astype(float))


def _inside(shares: pd.Series, high: float) -> list[str]:
    """Return where words stand: left of a mark that lies so high that they would leave the plot."""
    return ["middle left" if share > high else "middle right" for share in shares]


def patriot(claims: pd.DataFrame) -> Chart:
    """Draw what was said of Patriot in 1991, as it was lowered; `combat_claims` in."""
    shown = claimed(claims.set_index("claim_id").loc[list(CLAIMS)]).reset_index()
    shown = shown.assign(label=shown["claim_id"].map(CLAIMS))
    bound = {"at_least": "more than ", "about": "about "}
    said = [f"{bound.get(r.figure_bound, '')}{r.share:.0f}" for r in shown.itertuples()]
    shown = shown.assign(said=said)
    fig = _rows(shown["label"], 54, 20)
    for mark, part in by_mark(shown, "counts_what", marks(BASES)):
        hover = [f"{r.claimant}: {r.said} per cent" for r in part.itertuples()]
        _points(fig, part["share"], mark, part["said"], hover, at=_inside(part["share"], 60))
    value = shown.set_index("claim_id")["share"]
    card = Card(
        title=f"Of Patriot in 1991 it was said that it stopped {value['gulf91-bush']:.0f} per cent; "
        "the later and lower figures are not all shares of the same thing",
        subtitle="Shares given for Patriot against Scud missiles, per cent, in order of time; the "
        "shape says of what they are a share",
        tables=["combat_claims"],
        digest=[
            f"Of Scuds fired at: {value['gulf91-bush']:.0f} and {value['gulf91-army-45']:.0f} per "
            "cent in early 1991; 24 of about 85 in April 1992",
            "Of Scuds fired at Saudi Arabia and of those aimed at Israel: "
            f"{value['gulf91-army-80-saudi']:.0f} and {value['gulf91-army-50-israel']:.0f}, then "
            f"more than {value['gulf91-army-70-saudi']:.0f} and "
            f"{value['gulf91-army-40-israel']:.0f} per cent",
            f"With strong evidence, by the auditors: about {value['gulf91-gao-9']:.0f} per cent; "
            f"with weaker evidence, {value['gulf91-gao-16']:.0f} more",
        ],
        note="A share with evidence is no share of missiles stopped: where nobody looked there is "
        "no evidence either way.",
    )
    columns = ["label", "said", "counts_what", "disputed_by", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


WAR = {
    "isr24apr-idf-99": "April 2024, military: drones included",
    "isr24apr-us-half": "April 2024, US officials: ballistic",
    "isr25-0616-ministry": "16 June 2025, military: of launches",
    "isr25-0616-idf": "16 June 2025: not shot at counted in",
    "isr25-isw": "25 June 2025, American institute",
    "isr25-idf-87": "5 July 2025, military: of what, not said",
    "isr25-telegraph": "5 July 2025, newspaper: seventh day",
}
FATES = {"stopped": "stopped, it was said", "through": "got through, it was said"}


def israel(claims: pd.DataFrame) -> Chart:
    """Draw the shares given for attacks on Israel in 2024 and 2025; `combat_claims` in."""
    shown = claims.set_index("claim_id").loc[list(WAR)].reset_index()
    fate = ["through" if c == "leakers" else "stopped" for c in shown["counts_what"]]
    shown = shown.assign(label=shown["claim_id"].map(WAR), fate=fate)
    low, high = shown["share_claimed_low"], shown["share_claimed_high"]
    said = ["–".join(dict.fromkeys((number(a), number(b)))) for a, b in zip(low, high, strict=True)]
    shown = shown.assign(said=said, middle=(low + high) / 2)
    fig = _rows(shown["label"], 60, 20)
    for mark, part in by_mark(shown, "fate", marks(FATES)):
        ends = part["share_claimed_low"], part["share_claimed_high"]
        segments(fig, *ends, part.index, mark._replace(name=""), width=7)
        hover = [f"{r.claimant}: {r.said} per cent" for r in part.itertuples()]
        _points(fig, part["middle"], mark, None, hover)
        # Words stand at the end of a span, and not beside the mark in its middle.
        at = _inside(part["middle"], 75)
        end = [ends["left" not in a][k] for k, a in zip(part.index, at, strict=True)]
        words(fig, end, part.index, [f"    {s}    " for s in part["said"]], at)
    of = shown.set_index("claim_id")["said"]
    card = Card(
        title="Stopped, or got through? And of all, or of those that were shot at? The shares given "
        "for attacks on Israel answer different questions",
        subtitle="Shares given for Iranian attacks, per cent; the shape says what is counted, the row "
        "by whom and of what",
        tables=["combat_claims"],
        digest=[
            f"April 2024: {of['isr24apr-idf-99']} per cent of all drones and missiles, by Israel's "
            f"military; about {of['isr24apr-us-half']} of the ballistic missiles, by American officials",
            f"16 June 2025: {of['isr25-0616-ministry']} per cent of launches intercepted, by the "
            f"military; {of['isr25-0616-idf']} get through, missiles not shot at included",
            f"After the war: {of['isr25-idf-87']} per cent intercepted, by the military, of what is "
            f"not said; about {of['isr25-telegraph']} got through on the seventh day, by a newspaper's "
            "own analysis",
        ],
        note="Of about 120 ballistic missiles in April 2024 some half failed by themselves, American "
        "officials said. Missiles bound for open ground are let fall; hits on five military "
        "facilities were not made public in Israel, a newspaper reported. None of these figures was checked by both sides.",
    )
    columns = ["label", "claimant", "said", "fate", "counts_what", "disputed_by", "source_id"]
    return finish(fig, card, rows=shown, columns=[*columns, "grade"])


CLASSES = {
    "shahed_type": "drones",
    "drones_all": "drones, decoys included",
    "cruise": "cruise missiles",
    "missiles": "missiles of all kinds",
    "ballistic": "ballistic missiles",
}


def ukraine(strikes: pd.DataFrame) -> Chart:
    """Draw the shares claimed stopped over Ukraine by kind of weapon; `strikes_on_ukraine` in."""
    shown = strikes[
        strikes["share_intercepted"].notna()
        & strikes["weapon_class"].isin(CLASSES)
        & strikes["period_kind"].isin(("month", "half_year"))
    ]
    start, end = pd.to_datetime(shown["period_start"]), pd.to_datetime(shown["period_end"])
    middle = (start + (end - start) / 2).dt.strftime("%Y-%m-%d")
    shown = shown.assign(middle=middle, value=shown["share_intercepted"].astype(float))
    shown = shown.sort_values("middle", kind="stable").reset_index(drop=True)
    bound = shown["share_qualifier"].map({"up_to": "almost ", "about": "about "}).fillna("")
    shown = shown.assign(said=bound + shown["value"].map("{:.0f}".format))
    fig = go.Figure(layout={"height": 400})
    across(
        fig, "2023-06-15", "2026-10-31", ticks={f"{y}-01-01": str(y) for y in (2024, 2025, 2026)}
    )
    upwards(fig, -3, 103, ticks={k: f"{k} %" for k in range(0, 101, 25)})
    ends = shown.groupby("weapon_class")["middle"].transform("max") == shown["middle"]
    for mark, part in by_mark(shown, "weapon_class", marks(CLASSES)):
        hover = [
            f"{long_date(str(r.period_start)[:7])} to {long_date(str(r.period_end)[:7])}: "
            f"{r.value:.0f} per cent, in {r.relayed_by}"
            for r in part.itertuples()
        ]
        told = ends[part.index] & (part["weapon_class"] != "drones_all")
        told |= part["weapon_class"] == "ballistic"
        text = [s if t else "" for s, t in zip(part["said"], told, strict=True)]
        under = (part["weapon_class"] == "ballistic").map(
            {True: "bottom center", False: "middle right"}
        )
        at = list(under.where(part["said"].str.isdigit(), "top center"))
        look: dict[str, Any] = {"hover": hover, "hoverinfo": "text", "text": text, "at": at}
        dots(fig, part["middle"], part["value"], mark, join=1.2, size=10, **look)
    on_phone(fig, height=380)
    by = shown.assign(month=[str(d)[:7] for d in shown["period_start"]])
    by = by[by["period_kind"] == "month"].set_index(["weapon_class", "month"])
    ballistic, cruise = by.loc["ballistic", "value"], by.loc["cruise", "value"]
    shaheds = by.loc["shahed_type", "value"]
    drones = pd.concat([shaheds, by.loc["drones_all", "value"]])
    both = ballistic.index.intersection(drones.index)
    assert (ballistic[both] < drones[both]).all()
    assert (ballistic[cruise.index] < cruise).all()
    claimed_five = {w: sums.together(strikes, w) for w in ("shahed_type", "cruise", "ballistic")}
    card = Card(
        title="In each month for which both were found, a smaller share of ballistic missiles than "
        "of drones over Ukraine was claimed stopped",
        subtitle="Share claimed stopped, per cent, by month or half-year; nearly all of it goes back "
        "to posts of Ukraine's Air Force",
        tables=["strikes_on_ukraine"],
        digest=[
            "Ballistic: "
            + "; ".join(f"{long_date(m)} {s}" for m, s in by.loc["ballistic", "said"].items())
            + " per cent",
            f"Cruise, January to May 2026: {cruise.min():.0f} to {cruise.max():.0f}; drones: "
            f"{shaheds.min():.0f} to {shaheds.max():.0f}",
            "Launched in those five months, by the same posts: "
            + "; ".join(f"{CLASSES[w]} {n:,}" for w, (_, n) in claimed_five.items()),
            "Ballistic, November 2023 to April 2024: "
            f"{shown.loc[shown['row_id'] == 'wsj-2023-11-ballistic', 'value'].iloc[0]:.0f}",
        ],
        note="A mark of a half-year stands in its middle. Lines join what was found: months are "
        "missing, series differ in what they count, and no outsider has checked the claims. Drones "
        "lost to jamming are counted in by some and apart by others.",
    )
    columns = ["period_start", "period_end", "weapon_class", "value", "relayed_by", "source_id"]
    plainly = shown.assign(
        period_start=[str(d)[:10] for d in shown["period_start"]],
        period_end=[str(d)[:10] for d in shown["period_end"]],
    )
    return finish(fig, card, rows=plainly, columns=[*columns, "grade"])


FEW = {
    "iraq03-pac3-2": "PAC-3, Iraq 2003",
    "tur26": "NATO, over and near Türkiye, to 13 March 2026",
    "ukr-2023-05-16-kinzhal": "Kinzhal over Kyiv, 16 May 2023",
    "qatar26-0302": "Qatar, 2 March 2026",
    "uae26-cruise": "Emirates, cruise missiles, to 10 March 2026",
    "iraq03-centcom-9": "Patriot, Iraq 2003, those fired at",
    "thaad-2019-08": "THAAD tests since 2005, to 2019",
}
TURKIYE = ("tur26-0304", "tur26-0309", "tur26-0313")


def few(claims: pd.DataFrame, tallies: pd.DataFrame) -> Chart:
    """Draw how much room 'all of them' leaves when they are few; claims and tallies in."""
    war = claims.set_index("claim_id")
    tests = tallies.set_index("tally_id")
    rows = []
    for key, label in FEW.items():
        if key in tests.index:
            n, source = int(tests.at[key, "attempts"]), tests.at[key, "source_id"]
        elif key == "tur26":
            n = int(war.loc[list(TURKIYE), "intercepted"].sum())
            source = war.at[TURKIYE[-1], "source_id"]
        else:
            n, source = int(war.at[key, "intercepted"]), war.at[key, "source_id"]
        rows.append({"label": label, "n": n, "source_id": source})
    shown = sums.with_interval(pd.DataFrame(rows), "n", "n")
    fig = _rows(shown["label"], 48, 19)
    segments(fig, shown["low"], shown["high"], shown.index, SPAN, width=4, legend=True)
    ink = Mark("circle", "blue", "all of them, it was said")
    dots(fig, shown["share"], shown.index, ink, size=12, cliponaxis=False)
    lower = Mark("line-ns-open", "orange", "lower end")
    text = [f"{r.n} of {r.n}: {r.low:.0f}" for r in shown.itertuples()]
    at = ["top left" if n > 9 else "top center" for n in shown["n"]]
    dots(fig, shown["low"], shown.index, lower, text=text, at=at, edge=3, size=12)
    rule(fig, 90, "nine in ten", dash="dot", at="left")
    three, most = shown[shown["n"] == 3].iloc[0], shown.iloc[-1]
    card = Card(
        title=f"'All of {count(three.n)}' fits with any rate from {three.low:.0f} per cent up; 'all "
        f"of {most.n}', with any from {most.low:.0f}",
        subtitle="Announced results without a failure, with Wilson's interval of 95 per cent",
        tables=["combat_claims", "published_tallies"],
        digest=[
            f"{r.label}: {r.n} of {r.n}, so {r.low:.0f} to 100 per cent"
            for r in shown.iloc[[0, 1, 4, 5, 6]].itertuples()
        ],
        note="The interval takes each result as announced, and the shots as alike and independent, "
        "which shots of a war are not. It is no probability for the next one. A fourth "
        "interception near Türkiye was reported at the end of March 2026.",
    )
    columns = ["label", "n", "low", "high", "source_id"]
    return finish(fig, card, rows=shown.round(1), columns=columns)


LAYERS = (1, 2, 3, 4)
STOPS = {"Each stops 70 %": 0.7, "50 %": 0.5, "90 %": 0.9}
QUARTER = 0.25


def _leaks(stops: float, shared: float) -> str:
    return ", ".join(f"{sums.leak(stops, n, shared):.1f}" for n in LAYERS)


def layers() -> Chart:
    """Draw what gets through one to four layers, if they fail apart and if they fail together."""
    figures, out = {}, []
    kinds = (
        (Mark("circle", "blue", "they fail apart"), 0.0, -0.16),
        (Mark("diamond", "orange", "one failure in four is shared"), QUARTER, 0.16),
    )
    for name, stops in STOPS.items():
        fig = rows_down([f"{n} layer{'s' * (n > 1)}" for n in LAYERS], each=58, above=0.7)
        across(fig, -1, 62, ticks={k: f"{k} %" for k in (0, 20, 40, 60)}, top=True)
        for mark, shared, off in kinds:
            through = [sums.leak(stops, n, shared) for n in LAYERS]
            text = [f"{v:.1f}" for v in through]
            rows = pd.Series(through, [k + off for k in range(len(LAYERS))])
            _points(fig, rows, mark, text, text, at="middle right")
            out += [
                {"each_stops": stops, "layers": n, "shared": shared, "through": v}
                for n, v in zip(LAYERS, through, strict=True)
            ]
        figures[name] = fig
    fig = switch(figures)
    rows = pd.DataFrame(out)
    seventy = {s: sums.leak(0.7, 4, s) for s in (0.0, QUARTER)}
    card = Card(
        title=f"Four layers that each stop 70 per cent let {seventy[0.0]:.1f} per cent through if "
        f"they fail apart, and {seventy[QUARTER]:.1f} if one failure in four is shared",
        subtitle="What gets through, per cent, by number of layers. A sum and no measurement: press "
        "a button for other layers",
        tables=["combat_claims"],
        digest=[
            f"Each stops {100 * stops:.0f} per cent: apart {_leaks(stops, 0.0)}; one failure in four "
            f"shared {_leaks(stops, QUARTER)} (one to four layers)"
            for stops in STOPS.values()
        ],
        note="Shared: all layers fail at once, for the same cause. One in four is ours, to break the "
        "assumption on purpose; nobody has published such a figure for a real defence, to our "
        "knowledge. On 4 May 2025 two layers missed one missile, defence officials said.",
        source_ids=["operations-research-1982-layered-defense", "sofx-2025-ben-gurion-failure"],
    )
    return finish(fig, card, rows=rows.round(2))
