"""Dots, intervals and rival figures on one axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, dots, rows_down, rule, words
from course.charts.style import Drawing
from course.stats import poll_margin
from course.words import lasting, long_date, number

SPONSORS = {
    "academy": "academy of sciences",
    "public_institute": "public institute",
    "government": "government",
    "media": "newspaper or broadcaster",
    "advocacy": "advocacy group",
    "civil_society": "civic group",
    "think_tank": "think tank",
    "": "not stated",
}


def margins(shares: pd.Series, sizes: pd.Series) -> list[float | None]:
    """Return the 95 per cent margin of each share, or None where share or sample is not known."""
    pairs = zip(shares, sizes, strict=True)
    known = [(s, n) if pd.notna(s) and pd.notna(n) else None for s, n in pairs]
    return [round(poll_margin(k[0], int(k[1])), 1) if k else None for k in known]


def give_or_take(share: float, margin: float | None, what: str = "per cent") -> str:
    """Say a share with its margin, or that no sample size was published."""
    if margin is None or pd.isna(margin):
        return f"{number(share)} {what}, sample size not published"
    return f"{number(share)} ± {number(margin)} {what}"


def poll_dots(polls: pd.DataFrame) -> Drawing:
    """Draw the share against a base in each poll, with the interval that its sample allows.

    A filled mark has a published sample size and a 95 per cent interval for a simple random
    sample (`course.stats.poll_margin`); a hollow mark has none. The shape says who paid.

    Args:
        polls: rows of the table `polls`; those with a `share_against`, in per cent, are drawn by
            date.
    """
    shown = polls.dropna(subset=["share_against"]).copy()
    shown["when"] = shown["fieldwork_start"].fillna(shown["published"])
    shown["sponsor_kind"] = shown["sponsor_kind"].fillna("")
    shown = shown.sort_values(["when", "poll_id"]).reset_index(drop=True)
    shown["margin"] = margins(shown["share_against"], shown["n"])
    labels = [
        f"{row.pollster}{'' if row.area == 'national' else f', {row.area}'}, "
        f"{long_date(row.when[:7])}{' *' if row.question_group != 'us_base' else ''}"
        for row in shown.itertuples()
    ]
    fig = rows_down(labels, each=30, within=26)
    # To the right stands a no, where a room expects support: the axis says it.
    across(fig, 25, 85, unit=" %", top=True, title="share AGAINST a base")
    paid = {kind: name for kind, name in SPONSORS.items() if kind in set(shown["sponsor_kind"])}
    for mark, part in by_mark(shown, "sponsor_kind", marks(paid)):
        shares, margin = part["share_against"], part["margin"]
        text = [f"{share:.0f}" for share in shares]
        hover = [
            f"{r.poll_id}: {give_or_take(r.share_against, r.margin, 'per cent against')}<br>"
            f"{r.question_wording}"
            for r in part.itertuples()
        ]
        look = {"margin": margin, "hollow": margin.isna(), "size": 10, "edge": 1.5}
        dots(fig, shares, part.index, mark, text=text, hover=hover, **look)
    rule(fig, 50, dash="dot", width=1)
    asked = ["poll_id", "pollster", "sponsor", "sponsor_kind", "area", "question_group", "when"]
    return Drawing(fig, shown[[*asked, "n", "share_for", "share_against", "margin", "source_id"]])


def bars_between(
    fig: go.Figure,
    ends: Mapping[int, Sequence[tuple[float, str, str, str]]],
    mark: Mark,
    **style: Any,
) -> None:
    """Draw a thick line from the first to the last end of each row, one trace for all rows.

    Args:
        fig: the figure.
        ends: row to its ends from the left, each as (x, words beside it, hover, symbol).
        mark: how they look.
        style: as for `course.charts.parts.dots`.
    """
    gap = (None, "", "", mark.symbol)
    flat = [(*end, row) for row, known in ends.items() for end in (*known, gap)]
    xs, text, hover, symbols, ys = zip(*flat[:-1], strict=True)
    look: dict[str, Any] = {"text": text, "hover": hover, "symbols": symbols, "join": 5} | style
    if not any(text):
        look["text"] = None
    dots(fig, xs, ys, mark._replace(dash="solid"), **look)


def intervals(
    rows: pd.DataFrame,
    *,
    label: str,
    low: str,
    high: str,
    unit: str,
    groups: str | None = None,
    log: bool = False,
    reference: tuple[float, str] | None = None,
    reach: tuple[float, float] | None = None,
) -> Drawing:
    """Draw one low-to-high interval a row; a row whose ends are equal is a single mark.

    Args:
        rows: the table, in drawing order from the top.
        label, low, high: columns with the row's name and its two ends, in `unit`. An empty high
            means "at least"; an empty low means "at most"; an arrow shows the open end.
        unit: the unit, said in each end's label on hover.
        groups: a column whose values get a colour and a shape each.
        log: draw a logarithmic axis.
        reference: a value to mark with a line, and its name.
        reach: where the axis begins and ends; from 0 to a little beyond the last by default.
    """
    shown = rows.reset_index(drop=True)
    top = shown[[low, high]].max().max()
    fig = rows_down(shown[label], each=46)
    across(fig, *((None, None) if log else reach or (0, top * 1.12)), log=log)
    near = 0 if log else 0.12 * top
    shown["_kind"] = shown[groups].map(str) if groups else ""
    kinds = marks(shown["_kind"].unique()) if groups else {"": Mark()}
    for mark, part in by_mark(shown, "_kind", kinds):
        ends = {
            place: _ends(row[label], row[low], row[high], unit, mark.symbol, near)
            for place, row in part.iterrows()
        }
        bars_between(fig, ends, mark, hoverinfo="text")
    if reference:
        rule(fig, *reference, at="right" if reference[0] < top / 2 else "left")
    return Drawing(fig, rows)


def _ends(
    name: str, low: float, high: float, unit: str, symbol: str, near: float
) -> list[tuple[float, str, str, str]]:
    if pd.isna(high) or pd.isna(low):
        value, word = (low, "or more") if pd.isna(high) else (high, "or less")
        said = f"{name}: {number(value)} {unit} {word}"
        arrow = "triangle-right" if pd.isna(high) else "triangle-left"
        return [(value, f"{value:,.4g} {word}", said, arrow)]
    values = [low] if low == high else [low, high]
    texts = [f"{value:,.4g}" for value in values]
    if len(values) == 2 and high - low < near:
        texts = ["", " to ".join(texts)]
    all_said = [f"{name}: {number(value)} {unit}" for value in values]
    return list(zip(values, texts, all_said, [symbol] * len(values), strict=True))


TIMES = {
    1: "1<br>min",
    10: "10<br>min",
    60: "1<br>h",
    1440: "1<br>day",
    43830: "1<br>month",
    525960: "1<br>year",
}


def durations(rows: pd.DataFrame, *, each: float = 44) -> Drawing:
    """Draw lengths of time from a minute to years on one logarithmic axis.

    Args:
        rows: in drawing order from the top, with `label`, `low` and `high`, the shortest and the
            longest time in minutes (an empty low means "at most" and is drawn with an arrow to
            the left), and `group`, whose values get a colour and a shape each.
        each: height of a row, px.
    """
    shown = rows.reset_index(drop=True)
    low, high = shown["low"], shown["high"]
    lasted = [lasting(*pair) for pair in zip(low, high, strict=True)]
    bottom = min(low.min(), high.min())
    fig = rows_down(shown["label"], each=each, within=24)
    ticks = {minutes: text for minutes, text in TIMES.items() if minutes * 5 >= bottom}
    across(fig, math.log10(bottom) - 0.3, 7.05, log=True, top=True, ticks=ticks)
    fig.update_layout(xaxis_tickangle=0, margin_t=22)
    for mark, part in by_mark(shown, "group", marks(shown["group"].unique())):
        ends = {}
        for place, row in part.iterrows():
            symbol = "triangle-left" if pd.isna(row["low"]) else mark.symbol
            known = row[["low", "high"]].dropna().unique()
            said = f"{row['label']}: {lasted[place]}"
            ends[place] = [(value, "", said, symbol) for value in known]
        bars_between(fig, ends, mark, size=12, hoverinfo="text")
    # From a month on there is no room to the right of a mark that stands in the right half.
    middle = (math.log10(bottom) - 0.3 + 7.05) / 2
    late = (high >= 43830) & (low.fillna(high) > 10**middle)
    gap = "\u00a0" * 3
    text = [f"{w}{gap}" if left else f"{gap}{w}" for w, left in zip(lasted, late, strict=True)]
    sides = late.map({True: "middle left", False: "middle right"}).tolist()
    words(fig, high.where(~late, low.fillna(high)), shown.index, text, sides, textfont=None)
    named = {"low": "at least, minutes", "high": "at most, minutes"}
    return Drawing(fig, rows.round(1).rename(columns=named))
