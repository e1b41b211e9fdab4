"""The charts of unit 12: routes of consent, what people were asked, target and tripwire."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from course.charts import matrices, timelines
from course.charts.buttons import switch
from course.charts.intervals import give_or_take, margins
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, dots, rows_down, rule, segments, upwards
from course.charts.style import Card, Chart, finish, wrap
from course.lessons.sovereignty_and_consent import sums
from course.words import count, listed, long_date, number, span, tally

ROUTES = {
    "parliament": Mark("circle", "blue", "parliament agreed"),
    "government": Mark("diamond", "orange", "government alone"),
    "stopped": Mark("x", "grey", "withdrawn from parliament", "dot"),
}
TESTS = {
    "elected": "elected chamber",
    "binding": "binding act",
    "refusable": "can say no later",
    "public": "public text",
    "reviewed": "checked by others",
}
ANSWERS = {
    "met": Mark("circle", "blue", "yes"),
    "partly": Mark("diamond-open", "teal", "in part, or claimed"),
    "not_met": Mark("x-thin", "orange", "no"),
}


def road_to_force(agreements: pd.DataFrame) -> Chart:
    """Draw the days from signature to force by route; table `basing_agreements` in.

    Buttons sort the rows by length or by date of signature, or leave one route on its own.
    """
    shown = sums.days_to_force(agreements)
    by_parliament = shown["route"] == "parliament"
    orders = {
        "Longest": shown,
        "By date": shown.sort_values(["signed", "agreement_id"]),
        "Parliament": shown[by_parliament],
        "Others": shown[~by_parliament],
    }
    fig = switch({label: _lengths(rows, shown["days"].max()) for label, rows in orders.items()})
    took = shown[by_parliament].set_index("label")["days"]
    others = {
        route: [f"{r.days} days ({r.label})" for r in shown[shown["route"] == route].itertuples()]
        for route in ("government", "stopped")
    }
    left_out = [name for i, name in sums.AGREEMENTS.items() if i not in set(shown["agreement_id"])]
    card = Card(
        title=f"Treaties that parliaments agreed to took from about {_months(took.min())} "
        f"({_host(took.idxmin())}) to about {_months(took.max())} ({_host(took.idxmax())}) to come "
        "into force",
        subtitle="Days from signature to entry into force, or to withdrawal; the shape says by "
        "which route the host consented. The buttons sort and choose",
        tables=["basing_agreements"],
        digest=[
            f"By parliament: {len(took)} agreements, {took.min():,} to {took.max():,} days",
            "By government alone: " + "; ".join(others["government"]),
            "Withdrawn, never in force: after " + "; after ".join(others["stopped"]),
            "Not drawn, a day being unknown: " + "; ".join(left_out),
        ],
        note=f"{count(len(left_out)).capitalize()} agreements are left out because a day was not "
        "found. Spain's day of 2013 is derived from a treaty number.",
    )
    columns = ["agreement_id", "label", "route", "signed", "end", "days", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def _months(days: float) -> str:
    return span(days * 24 * 60) if days > 100 else f"{days} days"


def _host(label: str) -> str:
    return label.split(":")[0]


def _lengths(rows: pd.DataFrame, longest: int) -> go.Figure:
    """Draw a stem and a mark for each agreement, in the order of `rows`."""
    rows = rows.reset_index(drop=True)
    fig = rows_down(rows["label"], each=38, within=30)
    across(fig, -40, longest * 1.35, title="days from signature", ticks=range(0, 1001, 250))
    for mark, part in by_mark(rows, "route", ROUTES, empty=True):
        segments(fig, [0] * len(part), part["days"], part.index, mark, width=3)
        text, at, font = [f"{days:,}" for days in part["days"]], "middle right", {"size": 12}
        hover = [f"{days} days" for days in text]
        dots(fig, part["days"], part.index, mark, text=text, at=at, hover=hover, textfont=font)
    return fig


def one_standard(
    tests: pd.DataFrame, agreements: pd.DataFrame, *, without: tuple[str, ...] = ()
) -> Chart:
    """Draw the answers of each agreement to the five questions; table `consent_tests` in.

    `without` names agreements to leave for the reader to code.
    """
    signed = agreements.set_index("agreement_id")["signed"]
    shown = tests[~tests["agreement_id"].isin(without)]
    shown = shown.assign(said=[None if pd.isna(f) else wrap(f, 44) for f in shown["finding"]])
    ids = sorted(shown["agreement_id"].unique(), key=lambda i: signed[i])
    yes = shown[shown["code"] == "met"].groupby("agreement_id").size().reindex(ids, fill_value=0)
    no = shown[shown["code"] == "not_met"]
    full, none = [yes.index[yes == number].map(sums.AGREEMENTS) for number in (len(TESTS), 0)]
    drawing = matrices.grid(
        shown,
        row="agreement_id",
        column="test",
        state="code",
        rows={i: sums.AGREEMENTS[i].replace(": ", ":<br>") for i in ids},
        columns=TESTS,
        states=ANSWERS,
        hover="said",
        row_height=36,
        upright=False,
    )
    card = Card(
        title=f"The treaties of {listed(map(_host, full))} answer yes to all the questions; "
        f"no full yes was found for {' or '.join(map(_host, none))}",
        subtitle="Agreements by date of signature, put to the same five questions about the host's "
        "consent",
        tables=["consent_tests", "basing_agreements"],
        digest=[
            f"{len(ids)} agreements, {len(TESTS)} questions: "
            + tally(
                shown["code"].value_counts().reindex(list(ANSWERS)),
                {code: mark.name for code, mark in ANSWERS.items()},
            )
            + f", not known {shown['code'].isna().sum()}",
            "All five answered yes: " + "; ".join(full),
            "Answered no: "
            + "; ".join(
                f"{sums.AGREEMENTS[i]} ({', '.join(part['test'].map(TESTS))})"
                for i, part in no.groupby("agreement_id", sort=False)
            ),
        ],
        source_ids=shown["source_id"].tolist(),
        note="Coded by one reader; the five questions are not of equal weight, and none asks who fires.",
    )
    return finish(drawing, card)


SAID = {
    "ex-2008-07-crs-critics": ("target", "Critics: no notable threat from Iran, yet a target"),
    "tr-2010-11-erdogan": ("gain", "Erdoğan: cover for all, and no threat named"),
    "ir-2011-11-hajizadeh": ("target", "An Iranian commander: the shield in Türkiye first"),
    "ru-2012-05-makarov": ("target", "Russia's chief of staff: a strike first is possible"),
    "ru-2016-05-putin-athens": ("target", "Putin: Romania and Poland in our sights"),
    "pl-2024-11-duda": ("gain", "Duda: with a US base no longer Russia's sphere"),
    "ru-2024-11-zakharova": ("target", "Russian ministry: a priority target"),
    "ro-2026-03-dan": ("gain", "Dan: Romanians wholly protected"),
    "pl-2026-03-sikorski": ("gain", "Sikorski: useful against Russia as well"),
}
_MADE_OF_IT = {"target": "a target", "gain": "protection or standing"}


def target_and_gain(positions: pd.DataFrame) -> Chart:
    """Draw what was said of the same sites: a target, or a gain; table `positions` in."""
    shown = positions[positions["position_id"].isin(SAID)]
    lanes, titles = zip(*shown["position_id"].map(SAID), strict=True)
    shown = shown.assign(lane=lanes, title=titles).sort_values("date")
    gains, aims = (shown[shown["lane"] == lane] for lane in ("gain", "target"))
    first, last = shown.iloc[0], shown.iloc[-1]
    card = Card(
        title="Of the same sites some said that they make a target, others that they bring protection or "
        "standing",
        subtitle="Statements on hosting, by date; the shape says what the speaker made of it",
        tables=["positions"],
        digest=[
            "Statements chosen by us to show both readings: how many stand on each side says nothing",
            f"From {long_date(first['date'])} ({first['actor']}) to {long_date(last['date'])} "
            f"({last['actor']})",
            f"A target: {listed(aims['actor'].unique())}",
            f"Protection or standing: leaders of {listed(gains['actor'].unique())}",
            "The same hosts stand on both sides: named as a target by someone, and shown with a gain by their own leader",
        ],
        note="A selection, not a count of how often each was said; grade "
        f"{listed(sorted(shown['grade'].unique()))}.",
    )
    return finish(timelines.staircase(shown, lanes=_MADE_OF_IT), card)


def _rows_of(polls: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    return polls.set_index("poll_id").loc[list(labels)].assign(label=labels).reset_index()


def _two_shares(shown: pd.DataFrame, names: Mapping[str, str], each: float) -> go.Figure:
    """Draw two marks a row and the line between them, with the margins that samples allow.

    `names` says what each of two columns of shares, in per cent, is called in the legend.
    """
    fig = rows_down(shown["label"], each=each, within=26)
    one, other = names
    segments(fig, shown[one], shown[other], shown.index, Mark(colour="border"), width=3)
    looks = (("circle", "blue", one, other), ("diamond-open", "orange", other, one))
    for symbol, colour, column, rest in looks:
        known = shown[shown[column].notna()]
        share, allowed = known[column], margins(known[column], known["n"])
        asked = zip(share, allowed, known["question_wording"], strict=True)
        text = [f"{part:.0f}" for part in share]
        hover = [f"{give_or_take(part, more)}<br>{words}" for part, more, words in asked]
        # The words of two marks near each other run apart.
        at = [
            f"top {'center' if not abs(more) <= 10 else 'right' if more > 0 else 'left'}"
            for more in share - known[rest]
        ]
        mark = Mark(symbol, colour, names[column])
        dots(fig, share, known.index, mark, text=text, at=at, hover=hover, margin=allowed, edge=2)
    return fig


SLUPSK = {
    "pl-2008-08-obop": "Poland: for or against the shield?",
    "pl-2008-08-pbs": "Poland: good or bad that Poland agreed?",
    "pl-2008-08-pbs-slupsk": "Słupsk: good or bad that Poland agreed?",
    "pl-2008-08-pbs-slupsk-base": "Słupsk: for or against the base?",
}


def nation_and_neighbours(polls: pd.DataFrame) -> Chart:
    """Draw the surveys of August 2008 for Poland and for Słupsk; table `polls` in."""
    shown = _rows_of(polls, SLUPSK)
    names = {"share_for": "for, or good", "share_against": "against, or bad"}
    fig = _two_shares(shown, names, each=54)
    across(fig, 25, 75, unit=" %", top=True)
    asked, nation, near, base = (shown.iloc[k] for k in range(4))
    card = Card(
        title=f"Asked the same question, {nation['share_for']:.0f} per cent in Poland said good, "
        f"{near['share_against']:.0f} per cent around Słupsk said bad",
        subtitle="Surveys of August 2008 in Poland and in the district beside Redzikowo, per cent",
        tables=["polls"],
        digest=[
            f"Good that Poland agreed: nation {nation['share_for']:.0f}, district "
            f"{near['share_for']:.0f} per cent; bad: {nation['share_against']:.0f} and "
            f"{near['share_against']:.0f}",
            f"Asked for or against, the nation gave {asked['share_for']:.0f} to "
            f"{asked['share_against']:.0f}: a smaller lead than for the accomplished fact",
            f"Asked about the base itself, the district gave {base['share_for']:.0f} to "
            f"{base['share_against']:.0f}; its survey was paid for by a local civic group",
        ],
        note="Bars: 95 per cent interval of a simple random sample of "
        f"{listed(shown['n'].unique())}.",
    )
    columns = ["poll_id", "label", "sponsor", "n", "share_for", "share_against", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


TURNED = {
    "cz-2009-10-cvvm-cancel": "Czechia 2009: satisfied that it was dropped?",
    "pl-2009-09-smg-cancel": "Poland 2009: good that there will be none? (TVN)",
    "pl-2009-09-gfk-cancel": "Poland 2009: dropping it good for us? (Rzeczpospolita)",
    "us-2009-09-rasmussen": "United States 2009: right to halt it?",
    "gb-2007-08-yougov-threat": "Britain 2007: do bases add to the threat?",
    "ro-2025-02-avangarde": "Romania 2025: keep Deveselu?",
    "es-2016-11-elcano": "Spain 2015: may the US use the bases?",
    "es-2026-03-40db": "Spain 2026: right to refuse the bases?",
    "es-2026-03-sociometrica": "Spain 2026: let the US use them?",
}


def agree_with_what(polls: pd.DataFrame) -> Chart:
    """Draw nine surveys as they were asked and, by a button, turned to one side."""
    shown = sums.sides_of(_rows_of(polls, TURNED))
    looks = {
        "As asked": {"share_for": "agrees", "share_against": "disagrees"},
        "Turned to one side": {"on_its_side": "for site or use", "against_it": "against"},
    }
    figures = {label: _two_shares(shown, names, each=48) for label, names in looks.items()}
    for fig in figures.values():
        across(fig, 0, 90, unit=" %")
    agreed = sums.leads(shown["share_for"], shown["share_against"])
    favour = shown[sums.leads(shown["on_its_side"], shown["against_it"])]
    share = shown.set_index("poll_id")["share_for"]
    refuse, use = share["es-2026-03-40db"], share["es-2026-03-sociometrica"]
    card = Card(
        title=f"Read what 'for' is for: in March 2026 {refuse:.0f} per cent in Spain were for "
        f"refusing the bases, and {use:.0f} for letting them be used",
        subtitle="Share who agree and disagree with the words put to them, per cent; the button "
        "turns every answer to one side, for the site or its use",
        tables=["polls"],
        digest=[
            f"As asked, agreement leads in {agreed.sum()} of the {len(shown)} surveys chosen here",
            f"Turned, the side of the site or its use leads in {len(favour)}: "
            + "; ".join(map(_host, favour["label"])),
            "Two Spanish surveys of the same week both find a majority that agrees, with opposite "
            "things",
            "Chosen by us to show what wording does: how many lean which way says nothing",
            "The questions differ: rows must not be read as one series",
        ],
        note="Bars where the sample is known: 95 per cent interval of a simple random sample. One "
        "Spanish survey gave one share only.",
    )
    asked = ["poll_id", "label", "for_is", "n", "share_for", "share_against"]
    columns = [*asked, "on_its_side", "against_it", "source_id"]
    return finish(switch(figures), card, rows=shown, columns=columns)


FORMS = {
    "referendum": Mark("circle", "blue", "called a referendum"),
    "symbolic_vote": Mark("diamond", "teal", "called symbolic"),
}
# Where each village's words stand, as voters and as all: chosen so that none overlap, and none
# crosses the line at half on a phone.
_BESIDE = {
    "Bohutín": ("top center", "bottom center"),
    "Láz": ("bottom center", "bottom right"),
    "Hvožďany": ("middle right", "top center"),
    "Příkosice": ("top left", "top left"),
    "Trokavec": ("bottom right", "bottom right"),
    "Vísky": ("top left", "bottom left"),
}
_WHOLES = {"Of those who voted": "share_of_voters", "Of all entitled": "share_of_all"}


def _villages(shown: pd.DataFrame, label: str) -> go.Figure:
    """Draw turnout against the share of noes, among one of the wholes."""
    fig, whole = go.Figure(layout={"height": 330}), _WHOLES[label]
    across(fig, 28, 102, unit=" %", title="turnout")
    upwards(fig, 20, 113, unit=" %", title=f"against, {label.lower()}", every=20, start=20)
    for mark, part in by_mark(shown.round(1), "form", FORMS, empty=True):
        villages = list(part.itertuples())
        text = [f"{r.municipality}<br>{r.votes_against} of {r.votes_cast}" for r in villages]
        at = [_BESIDE[r.municipality][list(_WHOLES).index(label)] for r in villages]
        hover = [
            f"turnout {number(came)} per cent, against {number(noes)} per cent"
            for came, noes in zip(part["turnout"], part[whole], strict=True)
        ]
        dots(fig, part["turnout"], part[whole], mark, text=text, at=at, hover=hover)
    rule(fig, 50, "valid from half", dash="dot", width=1)
    return fig


def village_votes(votes: pd.DataFrame) -> Chart:
    """Draw turnout against the share of noes; a button changes the whole. `local_referendums` in."""
    shown = sums.turnout_and_share(votes)
    fig = switch({label: _villages(shown, label) for label in _WHOLES})
    voters, entitled = shown["share_of_voters"], shown["share_of_all"]
    low, big = shown.iloc[0], shown.loc[shown["votes_cast"].idxmax()]
    small = shown.loc[shown["votes_cast"].idxmin()]
    card = Card(
        title=f"At least {voters.min():.0f} per cent of those who voted said no in each village; "
        f"{entitled.min():.0f} to {entitled.max():.0f} per cent of those entitled",
        subtitle="Village votes on the radar, 2007, where the turnout is known: turnout against "
        "the share of noes, with the numbers behind it. The button changes the whole",
        tables=["local_referendums"],
        digest=[
            f"{len(shown)} votes with a known turnout; of those who voted, "
            f"{voters.min():.0f} to {voters.max():.0f} per cent against",
            f"Of all entitled, {entitled.min():.0f} to {entitled.max():.0f} per cent against",
            f"Fewest came in {low['municipality']} ({low['turnout']:.0f} per cent); most papers "
            f"were cast in {big['municipality']} ({big['votes_cast']}), fewest in "
            f"{small['municipality']} ({small['votes_cast']})",
        ],
        note="Whole electorates, so no sampling error. Shares of all papers cast. Bohutín's turnout as "
        "printed.",
    )
    asked = ["municipality", "form", "voters_eligible", "votes_cast", "votes_against", "turnout"]
    columns = [*asked, "share_of_voters", "share_of_all", "quorum_met", "source_id"]
    return finish(fig, card, rows=shown.round(1), columns=columns)
