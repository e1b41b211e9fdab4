"""The charts of unit 12: routes of consent, what people were asked, target and tripwire."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts import matrices, timelines
from course.charts.intervals import category_axis
from course.charts.matrices import Mark
from course.charts.style import NARROW, PALETTE, Chart, finish, wrap
from course.data import day
from course.stats import poll_margin
from course.words import long_date

AGREEMENTS = {
    "pl-2008-bmd": "Poland: interceptors, 2008",
    "pl-2010-protocol": "Poland: protocol, 2010",
    "ro-2011-bmd": "Romania: Deveselu, 2011",
    "tr-2011-mou": "Türkiye: Kürecik, 2011",
    "cz-2008-bmd": "Czechia: radar, 2008",
    "cz-2008-sofa": "Czechia: status of forces, 2008",
    "cz-2009-rdte": "Czechia: research, 2008",
    "es-2002-amendment": "Spain: amendment, 2002",
    "es-2012-amendment": "Spain: four ships, 2012",
    "es-2023-arrangement": "Spain: six ships, 2023",
    "dk-2004-igaliku": "Greenland: Thule, 2004",
    "gb-2003-fylingdales": "Britain: Fylingdales, 2003",
}
ROUTES = {
    "parliament": Mark("circle", "blue", "parliament agreed"),
    "government": Mark("diamond", "orange", "government alone"),
    "stopped": Mark("x", "grey", "withdrawn from parliament"),
}
_ROUTE_OF = {
    "parliament_treaty": "parliament",
    "cabinet_or_executive": "government",
    "government_statement": "government",
    "parliament_not_completed": "stopped",
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


def days_to_force(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements whose days from signature to force, or to withdrawal, are known.

    `end` is the day of entry into force, or of withdrawal for those that never came into force;
    both ends must be known to the day.
    """
    shown = agreements[agreements["agreement_id"].isin(AGREEMENTS)].copy()
    shown["route"] = shown["legal_route"].map(_ROUTE_OF)
    stopped = shown["status"] == "never_in_force"
    shown["end"] = shown["entered_into_force"].where(~stopped, shown["ended"])
    exact = shown["signed"].str.len().eq(10) & shown["end"].str.len().eq(10)
    shown = shown[exact & shown["route"].notna()].copy()
    shown["days"] = (day(shown["end"]) - day(shown["signed"])).dt.days
    shown["label"] = shown["agreement_id"].map(AGREEMENTS)
    return shown.sort_values(["days", "agreement_id"], ascending=[False, True]).reset_index(
        drop=True
    )


def road_to_force(agreements: pd.DataFrame) -> Chart:
    """Draw the days from signature to force by route; table `basing_agreements` in.

    Buttons sort the rows by length or by date of signature, or leave one route on its own.
    """
    shown = days_to_force(agreements)
    orders = {
        "Longest": shown,
        "By date": shown.sort_values(["signed", "agreement_id"]),
        "Parliament": shown[shown["route"] == "parliament"],
        "Others": shown[shown["route"] != "parliament"],
    }
    fig = go.Figure()
    for mark in _lollipops(shown, shown):
        fig.add_trace(mark)
    buttons = []
    for name, rows in orders.items():
        traces = _lollipops(rows, shown)
        buttons.append(
            {
                "label": name,
                "method": "update",
                "args": [
                    {
                        "x": [list(t.x) for t in traces],
                        "y": [list(t.y) for t in traces],
                        "text": [list(t.text) if t.text else [] for t in traces],
                    },
                    {
                        "yaxis.tickvals": list(range(len(rows))),
                        "yaxis.ticktext": [wrap(text, 30) for text in rows["label"]],
                        "yaxis.range": [len(rows) - 0.5, -0.8],
                    },
                ],
            }
        )
    fig.update_layout(
        xaxis={
            "range": [-40, shown["days"].max() * 1.16],
            "title": "days from signature",
            "tickvals": [0, 250, 500, 750, 1000],
        },
        yaxis=category_axis([wrap(text, 30) for text in shown["label"]]),
        showlegend=True,
        margin={"t": 46},
        updatemenus=[_menu(buttons)],
    )
    force = shown[shown["route"] != "stopped"]
    parliament = force[force["route"] == "parliament"]["days"]
    alone = force[force["route"] == "government"]
    unknown = agreements[
        agreements["agreement_id"].isin(AGREEMENTS)
        & ~agreements["agreement_id"].isin(shown["agreement_id"])
    ]["agreement_id"].map(AGREEMENTS)
    return finish(
        fig,
        title=f"Treaties that parliaments agreed to took from {parliament.min():,} to "
        f"{parliament.max():,} days to come into force",
        subtitle="Days from signature to entry into force, or to withdrawal; the shape says by "
        "which route the host consented. The buttons sort and choose",
        tables=["basing_agreements"],
        rows=shown[
            ["agreement_id", "label", "route", "signed", "end", "days", "source_id", "grade"]
        ],
        digest=[
            f"By parliament: {len(parliament)} agreements, {parliament.min()} to "
            f"{parliament.max()} days",
            "By government alone: "
            + "; ".join(f"{row.days} days ({row.label})" for row in alone.itertuples()),
            "Withdrawn, never in force: "
            + "; ".join(
                f"after {row.days} days ({row.label})"
                for row in shown[shown["route"] == "stopped"].itertuples()
            ),
            "Not drawn, a day being unknown: " + "; ".join(unknown),
        ],
        note=f"{_word(len(unknown)).capitalize()} agreements are left out because a day was not "
        "found. Spain's day of 2013 is derived from a treaty number.",
        height=38 * len(shown),
        narrow=_on_phone(buttons, [wrap(text, 30) for text in shown["label"]]),
    )


def _lollipops(rows: pd.DataFrame, everything: pd.DataFrame) -> list[go.Scatter]:
    """Return stem and mark of each route, with a row's place in `rows` as its height."""
    at = {agreement: place for place, agreement in enumerate(rows["agreement_id"])}
    made = []
    for route, mark in ROUTES.items():
        part = everything[
            (everything["route"] == route) & everything["agreement_id"].isin(at.keys())
        ]
        heights = [at[i] for i in part["agreement_id"]]
        hue = PALETTE[mark.colour]
        xs: list[Any] = []
        ys: list[Any] = []
        for days, height in zip(part["days"], heights, strict=True):
            xs += [0, int(days), None]
            ys += [height, height, None]
        dash = "dot" if route == "stopped" else "solid"
        made.append(
            go.Scatter(
                x=xs,
                y=ys,
                mode="lines",
                line={"color": hue, "width": 3, "dash": dash},
                showlegend=False,
                hoverinfo="skip",
            )
        )
        made.append(
            go.Scatter(
                x=[int(d) for d in part["days"]],
                y=heights,
                mode="markers+text",
                name=mark.name,
                text=[f"{d:,}" for d in part["days"]],
                textposition="middle right",
                textfont={"size": 12},
                cliponaxis=False,
                marker={"symbol": mark.symbol, "size": 11, "color": hue},
                hovertemplate="%{x} days<extra>%{fullData.name}</extra>",
            )
        )
    return made


def _menu(buttons: list[dict[str, Any]], shift: float = 0.0) -> dict[str, Any]:
    """Return a row of buttons above the plot, moved left by `shift` of the plot's width."""
    return {
        "type": "buttons",
        "direction": "right",
        "buttons": buttons,
        "showactive": True,
        "x": -shift,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 8, "l": 0, "r": 0, "t": 0},
        "font": {"size": 11 if shift else 12},
        "bgcolor": "#ffffff",
        "bordercolor": PALETTE["grey"],
        "active": 0,
    }


def _on_phone(buttons: list[dict[str, Any]], labels: list[str]) -> dict[str, Any]:
    """Return the buttons for a phone, where they start at the screen's edge, over the labels."""
    longest = max(len(line) for label in labels for line in label.split("<br>"))
    left = round(min(longest * 5.3 + 16, NARROW * 0.45))
    return {"updatemenus": [_menu(buttons, round((left - 6) / (NARROW - left - 18), 3))]}


def one_standard(
    tests: pd.DataFrame, agreements: pd.DataFrame, *, without: tuple[str, ...] = ()
) -> Chart:
    """Draw the answers of each agreement to the five questions; table `consent_tests` in.

    `without` names agreements to leave for the reader to code.
    """
    order = agreements.set_index("agreement_id")["signed"]
    shown = tests[~tests["agreement_id"].isin(without)].copy()
    ids = sorted(shown["agreement_id"].unique(), key=lambda i: order[i])
    known = shown.dropna(subset=["code"])
    lost = known[known["code"] == "not_met"]
    worst = shown[shown["code"] == "not_met"]["agreement_id"].value_counts()
    full = [i for i in ids if _met(shown, i) == len(TESTS)]
    return matrices.grid(
        shown.assign(
            said=[
                wrap(f"{r.finding}", 44) if pd.notna(r.finding) else None
                for r in shown.itertuples()
            ]
        ),
        row="agreement_id",
        column="test",
        state="code",
        rows={i: AGREEMENTS[i].replace(": ", ":<br>") for i in ids},
        columns=TESTS,
        states=ANSWERS,
        hover="said",
        title=f"{_word(len(full)).capitalize()} of {_word(len(ids))} answer yes throughout; a vote "
        "in parliament does not by itself secure a later no",
        subtitle="Agreements by date of signature, put to the same five questions about the host's "
        "consent",
        tables=["consent_tests", "basing_agreements"],
        digest=[
            f"{len(ids)} agreements, {len(TESTS)} questions: "
            + ", ".join(
                f"{mark.name} {int((known['code'] == code).sum())}"
                for code, mark in ANSWERS.items()
            )
            + f", not known {len(shown) - len(known)}",
            "All five answered yes: " + "; ".join(AGREEMENTS[i] for i in full),
            "Answered no: "
            + "; ".join(
                f"{AGREEMENTS[i]} ({', '.join(TESTS[t] for t in lost[lost['agreement_id'] == i]['test'])})"
                for i in worst.index
            ),
        ],
        source_ids=shown["source_id"].tolist(),
        note="Coded by one reader; the five questions are not of equal weight.",
        row_height=36,
        upright=False,
    )


def _met(tests: pd.DataFrame, agreement: str) -> int:
    mine = tests[tests["agreement_id"] == agreement]
    return int((mine["code"] == "met").sum())


SAID = {
    "ex-2008-07-crs-critics": ("target", "Critics in both hosts: no enemy in Iran, yet a target"),
    "tr-2010-11-erdogan": ("gain", "Erdoğan: cover for all, and no threat named"),
    "ir-2011-11-hajizadeh": ("target", "An Iranian general: the radar in Türkiye first"),
    "ru-2012-05-makarov": ("target", "Russia's chief of staff: a strike first is possible"),
    "ru-2016-05-putin-athens": ("target", "Putin: Romania and Poland in our sights"),
    "pl-2024-11-duda": ("gain", "Duda: an American base ends Russia's sphere"),
    "ru-2024-11-zakharova": ("target", "Russian ministry: a priority target"),
    "ro-2026-03-dan": ("gain", "Dan: Romanians wholly protected"),
    "pl-2026-03-sikorski": ("gain", "Sikorski: useful against Russia as well"),
}


def target_and_gain(positions: pd.DataFrame) -> Chart:
    """Draw what was said of the same sites: a target, or a gain; table `positions` in."""
    shown = positions[positions["position_id"].isin(SAID)].copy()
    shown["lane"] = [SAID[i][0] for i in shown["position_id"]]
    shown["title"] = [SAID[i][1] for i in shown["position_id"]]
    count = shown["lane"].value_counts()
    first, last = shown.sort_values("date").iloc[0], shown.sort_values("date").iloc[-1]
    return timelines.staircase(
        shown,
        title=f"{_word(len(shown)).capitalize()} voices on the same sites: a target, say adversaries "
        "and critics; a gain, say hosts",
        subtitle="Statements on hosting, by date; the shape says what the speaker made of it",
        tables=["positions"],
        lanes={"target": "a target", "gain": "protection or standing"},
        digest=[
            f"{len(shown)} statements, {count['target']} of a target and {count['gain']} of a gain, "
            "chosen by us to show both",
            f"From {long_date(first['date'])} ({first['actor']}) to {long_date(last['date'])} "
            f"({last['actor']})",
            "Every host in the chart was also named as a target by someone",
        ],
        note="A selection, not a count of how often each was said; grade "
        + " and ".join(sorted(shown["grade"].unique()))
        + ".",
    )


def _rows_of(polls: pd.DataFrame, labels: dict[str, str]) -> pd.DataFrame:
    shown = polls.set_index("poll_id").loc[list(labels)].reset_index()
    shown["label"] = shown["poll_id"].map(labels)
    return shown


def _pair(
    shown: pd.DataFrame, one: list[float | None], other: list[float | None], names: tuple[str, str]
) -> list[go.Scatter]:
    """Return two marks a row and the line between them, with the intervals that samples allow."""
    xs: list[Any] = []
    ys: list[Any] = []
    for place, (a, b) in enumerate(zip(one, other, strict=True)):
        if a is not None and b is not None:
            xs += [a, b, None]
            ys += [place, place, None]
    traces = [
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines",
            line={"color": PALETTE["border"], "width": 3},
            showlegend=False,
            hoverinfo="skip",
        )
    ]
    for values, rest, name, symbol, hue in (
        (one, other, names[0], "circle", "blue"),
        (other, one, names[1], "diamond-open", "orange"),
    ):
        margin = [
            round(poll_margin(v, int(n)), 1) if v is not None and pd.notna(n) else 0
            for v, n in zip(values, shown["n"], strict=True)
        ]
        traces.append(
            go.Scatter(
                x=values,
                y=list(range(len(shown))),
                mode="markers+text",
                name=name,
                text=["" if v is None else f"{v:.0f}" for v in values],
                textposition=[
                    "top center"
                    if v is None or w is None or abs(v - w) > 10
                    else "top right"
                    if v > w
                    else "top left"
                    for v, w in zip(values, rest, strict=True)
                ],
                textfont={"size": 11},
                cliponaxis=False,
                error_x={
                    "type": "data",
                    "array": margin,
                    "thickness": 1.6,
                    "width": 0,
                    "color": PALETTE[hue],
                },
                marker={
                    "symbol": symbol,
                    "size": 11,
                    "color": PALETTE[hue],
                    "line": {"width": 2, "color": PALETTE[hue]},
                },
                customdata=shown["question_wording"].tolist(),
                hovertemplate="%{x} per cent: %{customdata}<extra>%{fullData.name}</extra>",
            )
        )
    return traces


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(v) else float(v) for v in column]


SLUPSK = {
    "pl-2008-08-obop": "Poland: for or against the shield?",
    "pl-2008-08-pbs": "Poland: good or bad that Poland agreed?",
    "pl-2008-08-pbs-slupsk": "Słupsk: good or bad that Poland agreed?",
    "pl-2008-08-pbs-slupsk-base": "Słupsk: for or against the shield?",
}


def nation_and_neighbours(polls: pd.DataFrame) -> Chart:
    """Draw the surveys of August 2008 for Poland and for Słupsk; table `polls` in."""
    shown = _rows_of(polls, SLUPSK)
    fig = go.Figure()
    for trace in _pair(
        shown,
        _numbers(shown["share_for"]),
        _numbers(shown["share_against"]),
        ("for, or good", "against, or bad"),
    ):
        fig.add_trace(trace)
    fig.update_layout(
        xaxis={"range": [25, 75], "ticksuffix": " %", "side": "top"},
        yaxis=category_axis([wrap(text, 26) for text in shown["label"]]),
        showlegend=True,
    )
    by = shown.set_index("poll_id")
    nation, near = by.loc["pl-2008-08-pbs"], by.loc["pl-2008-08-pbs-slupsk"]
    asked = by.loc["pl-2008-08-obop"]
    return finish(
        fig,
        title="The same question a week apart: good, said the nation; bad, said the neighbours",
        subtitle="Surveys of August 2008 in Poland and in the district beside Redzikowo, per cent",
        tables=["polls"],
        rows=shown[["poll_id", "label", "sponsor", "n", "share_for", "share_against", "source_id"]],
        digest=[
            f"Good that Poland agreed: nation {nation['share_for']:.0f}, district "
            f"{near['share_for']:.0f} per cent; bad: {nation['share_against']:.0f} and "
            f"{near['share_against']:.0f}",
            f"Asked for or against, the nation gave {asked['share_for']:.0f} to "
            f"{asked['share_against']:.0f}: a smaller lead than for the accomplished fact",
            "The district's survey was paid for by a local civic group; its share for the shield "
            "was not in the report",
        ],
        height=54 * len(shown),
        note="Bars: 95 per cent interval of a simple random sample of 500.",
    )


TURNED = {
    "cz-2009-10-cvvm-cancel": "Czechia 2009: satisfied that it was dropped?",
    "pl-2009-09-smg-cancel": "Poland 2009: good that there will be none? (TVN)",
    "pl-2009-09-gfk-cancel": "Poland 2009: dropping it good for us? (Rzeczpospolita)",
    "us-2009-09-rasmussen": "United States 2009: right to halt it?",
    "gb-2007-08-yougov-threat": "Britain 2007: do bases add to the threat?",
    "ro-2025-02-avangarde": "Romania 2025: keep Deveselu?",
    "es-2016-11-elcano": "Spain 2016: may the US use the bases?",
    "es-2026-03-40db": "Spain 2026: right to refuse the bases?",
    "es-2026-03-sociometrica": "Spain 2026: let the US use them?",
}


def sides_of(polls: pd.DataFrame) -> pd.DataFrame:
    """Return surveys with the shares on the side of the site (or its use) and against it."""
    agree, disagree = polls["share_for"], polls["share_against"]
    turned = polls["for_is"] == "no_site"
    return polls.assign(
        on_its_side=agree.where(~turned, disagree), against_it=disagree.where(~turned, agree)
    )


def agree_with_what(polls: pd.DataFrame) -> Chart:
    """Draw nine surveys as they were asked and, by a button, turned to one side."""
    shown = sides_of(_rows_of(polls, TURNED))
    asked = [_numbers(shown["share_for"]), _numbers(shown["share_against"])]
    turned = [_numbers(shown["on_its_side"]), _numbers(shown["against_it"])]
    fig = go.Figure()
    names = (("agrees", "disagrees"), ("for site or use", "against"))
    first = _pair(shown, *asked, names[0])
    second = _pair(shown, *turned, names[1])
    for trace in first:
        fig.add_trace(trace)
    buttons = [
        {
            "label": label,
            "method": "restyle",
            "args": [
                {
                    "x": [list(t.x) for t in traces],
                    "y": [list(t.y) for t in traces],
                    "text": [list(t.text) if t.text else [] for t in traces],
                    "name": ["", *pair],
                    "textposition": ["top center", *[list(t.textposition) for t in traces[1:]]],
                    "error_x.array": [
                        [],
                        *[list(t.error_x.array) for t in traces[1:]],
                    ],
                }
            ],
        }
        for label, traces, pair in (
            ("As asked", first, names[0]),
            ("Turned to one side", second, names[1]),
        )
    ]
    fig.update_layout(
        xaxis={"range": [0, 90], "ticksuffix": " %"},
        yaxis=category_axis([wrap(text, 26) for text in shown["label"]]),
        showlegend=True,
        margin={"t": 46},
        updatemenus=[_menu(buttons)],
    )
    more = int((shown["share_for"] > shown["share_against"].fillna(100 - shown["share_for"])).sum())
    side = shown["on_its_side"].fillna(100 - shown["against_it"])
    rest = shown["against_it"].fillna(100 - shown["on_its_side"])
    favour = shown[side > rest]
    return finish(
        fig,
        title=f"In {_word(more)} of {_word(len(shown))} surveys more agreed than not. Agreed with "
        "what?",
        subtitle="Share who agree and disagree with the words put to them, per cent; the button "
        "turns every answer to one side, for the site or its use",
        tables=["polls"],
        rows=shown[
            [
                "poll_id",
                "label",
                "for_is",
                "n",
                "share_for",
                "share_against",
                "on_its_side",
                "against_it",
                "source_id",
            ]
        ],
        digest=[
            f"As asked, agreement leads in {more} of {len(shown)}",
            f"Turned, the side of the site or its use leads in {len(favour)}: "
            + "; ".join(label.split(":")[0] for label in favour["label"]),
            "Two Spanish surveys of the same week both find a majority that agrees, with opposite "
            "things",
            "The questions differ: rows must not be read as one series",
        ],
        height=44 * len(shown),
        note="Bars where the sample is known: 95 per cent interval of a simple random sample. One "
        "Spanish survey gave one share only.",
        narrow=_on_phone(buttons, [wrap(text, 26) for text in shown["label"]]),
    )


def _word(number: int) -> str:
    names = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return names[number] if number < len(names) else str(number)


def turnout_and_share(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the village votes with a known turnout, and the shares against of both wholes.

    A printed turnout stands in where the number entitled is not known. Shares in per cent.
    """
    turnout = 100 * votes["votes_cast"] / votes["voters_eligible"]
    shown = votes.assign(turnout=turnout.fillna(votes["reported_turnout"]))
    shown = shown[shown["turnout"].notna() & shown["votes_against"].notna()].copy()
    shown["share_of_voters"] = 100 * shown["votes_against"] / shown["votes_cast"]
    shown["share_of_all"] = shown["share_of_voters"] * shown["turnout"] / 100
    return shown.sort_values("turnout").reset_index(drop=True)


# Where each village's label stands, as voters and as all: chosen so that none overlaps.
_LABELS = {
    "Bohutín": ("top right", "bottom right"),
    "Láz": ("bottom left", "bottom right"),
    "Hvožďany": ("bottom right", "top left"),
    "Příkosice": ("top left", "top left"),
    "Trokavec": ("bottom right", "bottom right"),
    "Vísky": ("top left", "bottom left"),
}


def village_votes(votes: pd.DataFrame) -> Chart:
    """Draw turnout against the share of noes; a button changes the whole. `local_referendums` in."""
    shown = turnout_and_share(votes)
    kinds = {"referendum": ("circle", "blue"), "symbolic_vote": ("diamond", "teal")}
    words = {"referendum": "called a referendum", "symbolic_vote": "called symbolic"}
    wholes = ("share_of_voters", "share_of_all")
    fig = go.Figure()
    parts = [shown[shown["form"] == form] for form in kinds]
    for (form, (symbol, hue)), part in zip(kinds.items(), parts, strict=True):
        fig.add_scatter(
            x=part["turnout"].round(1).tolist(),
            y=part["share_of_voters"].round(1).tolist(),
            mode="markers+text",
            name=words[form],
            text=[
                f"{r.municipality}<br>{int(r.votes_against)} of {int(r.votes_cast)}"
                for r in part.itertuples()
            ],
            textposition=[_LABELS[name][0] for name in part["municipality"]],
            textfont={"size": 11},
            cliponaxis=False,
            marker={"symbol": symbol, "size": 11, "color": PALETTE[hue]},
            hovertemplate="turnout %{x} per cent, against %{y} per cent<extra></extra>",
        )
    buttons = [
        {
            "label": label,
            "method": "update",
            "args": [
                {
                    "y": [part[whole].round(1).tolist() for part in parts],
                    "textposition": [
                        [_LABELS[name][number] for name in part["municipality"]] for part in parts
                    ],
                },
                {"yaxis.title.text": axis},
            ],
        }
        for number, (label, whole, axis) in enumerate(
            (
                ("Of those who voted", wholes[0], "against, of those who voted"),
                ("Of all entitled", wholes[1], "against, of all entitled"),
            )
        )
    ]
    fig.add_vline(x=50, line={"color": PALETTE["grey"], "dash": "dot", "width": 1})
    fig.add_annotation(
        x=50,
        y=22,
        text="valid from half",
        showarrow=False,
        xanchor="left",
        xshift=4,
        font={"size": 11, "color": PALETTE["grey"]},
    )
    fig.update_layout(
        xaxis={"range": [30, 104], "ticksuffix": " %", "title": "turnout"},
        yaxis={
            "range": [20, 113],
            "tick0": 20,
            "dtick": 20,
            "ticksuffix": " %",
            "title": "against, of those who voted",
        },
        showlegend=True,
        margin={"t": 46, "l": 70},
        updatemenus=[_menu(buttons)],
    )
    low, big = shown.iloc[0], shown.loc[shown["votes_cast"].idxmax()]
    small = shown.loc[shown["votes_cast"].idxmin()]
    return finish(
        fig,
        title=f"In {_word(len(shown))} villages at least {shown['share_of_voters'].min():.0f} per "
        f"cent of voters said no; {low['municipality']}'s noes are {low['share_of_all']:.0f} per "
        "cent of those entitled",
        subtitle="Village votes on the radar, 2007: turnout against the share of noes, with the "
        "numbers behind it. The button changes the whole",
        tables=["local_referendums"],
        rows=shown[
            [
                "municipality",
                "form",
                "voters_eligible",
                "votes_cast",
                "votes_against",
                "turnout",
                "share_of_voters",
                "share_of_all",
                "quorum_met",
                "source_id",
            ]
        ].round(1),
        digest=[
            f"{len(shown)} votes with a known turnout; of those who voted, "
            f"{shown['share_of_voters'].min():.0f} to {shown['share_of_voters'].max():.0f} per cent "
            "against",
            f"Of all entitled, {shown['share_of_all'].min():.0f} to "
            f"{shown['share_of_all'].max():.0f} per cent against",
            f"Fewest came in {low['municipality']} ({low['turnout']:.0f} per cent); most papers "
            f"were cast in {big['municipality']} ({int(big['votes_cast'])}), fewest in "
            f"{small['municipality']} ({int(small['votes_cast'])})",
        ],
        note="Whole electorates, so no sampling error. Shares of all papers cast. Bohutín's turnout as "
        "printed.",
        height=330,
        narrow={"updatemenus": [_menu(buttons, 0.1)]},
    )
