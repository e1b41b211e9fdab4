"""Events in time: who acted, in what order, and how long things took."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, dots, headings, inward, rows_down, segments
from course.charts.style import PALETTE, Drawing, wrap
from course.data import day
from course.words import long_date

LANES = {
    "alliance": "Alliance",
    "united_states": "United States",
    "hosts": "Host states",
    "russia": "Russia",
    "iran": "Iran",
    "ukraine_and_others": "Others",
}
STAGES = {
    "signed": Mark("circle", "blue", "signed"),
    "lower_house_vote": Mark("diamond", "orange", "lower house votes"),
    "upper_house_vote": Mark("square", "teal", "upper house votes"),
    "ratified": Mark("triangle-up", "magenta", "ratified"),
    "entered_into_force": Mark("star", "gold", "in force"),
    "ended": Mark("x", "grey", "ended without force or given up"),
}
"""The stages of an agreement, in order: column of the table to mark."""


def in_order(events: pd.DataFrame, date: str = "date") -> pd.DataFrame:
    """Return events in order of their ISO dates of any precision, with a column `when` of days."""
    shown = events.assign(when=day(events[date])).sort_values(["when", date])
    return shown.reset_index(drop=True)


def _events(
    fig: go.Figure, shown: pd.DataFrame, names: Mapping[str, str], lane: str, size: int = 11
) -> None:
    """Draw each event at its columns `at` and `side`, one shape a lane."""
    for mark, part in by_mark(shown, lane, marks(names)):
        titles = [wrap(text, 32) for text in part["title"]]
        said = [f"{long_date(d)}: {text}" for d, text in zip(part["date"], titles, strict=True)]
        look = {"text": titles, "at": part["side"], "size": size, "textfont": None}
        dots(fig, part["at"], part.index, mark, hover=said, **look)


def _kept(shown: pd.DataFrame, lane: str) -> pd.DataFrame:
    return shown[[c for c in ("date", "title", lane, "source_id") if c in shown]]


def staircase(
    events: pd.DataFrame, *, lanes: Mapping[str, str] = LANES, lane: str = "lane"
) -> Drawing:
    """Draw events as a staircase: time runs to the right, each event has a row of its own.

    Args:
        events: one row an event, with `date` (ISO, any precision), `title` and the lane column.
        lanes: code to name of the lanes, in legend order; the house's own by default.
        lane: the column that says who acted.
    """
    shown = in_order(events)
    shown = shown.assign(at=shown["when"], side=inward(shown["when"]))
    first, last = shown["when"].iloc[0], shown["when"].iloc[-1]
    pad = (last - first) * 0.04
    fig = rows_down([""] * len(shown), each=33, above=0.6, below=0.6)
    fig.layout.yaxis = {"visible": False, "range": fig.layout.yaxis.range}
    across(fig, str((first - pad).date()), str((last + pad).date()), top=True)
    _events(fig, shown, lanes, lane)
    return Drawing(fig, _kept(shown, lane))


def swim_lanes(events: pd.DataFrame, columns: Mapping[str, tuple[str, ...]]) -> Drawing:
    """Draw events as swim-lanes: a column for each actor, time downwards, one row an event.

    Args:
        events: one row an event, with `date` (ISO, any precision), `title` and `lane`.
        columns: heading of each column to the lane codes that swim in it, two or three of them;
            a column of several codes tells them apart by shape.
    """
    shown = in_order(events)
    last = len(columns) - 1
    rails = [place + (0.08 if place < last else 0.9) for place in range(len(columns))]
    rail = {code: rails[place] for place, codes in enumerate(columns.values()) for code in codes}
    shown["at"] = shown["lane"].map(rail)
    shown["side"] = shown["at"].eq(rails[last]).map({True: "middle left", False: "middle right"})
    years = shown["date"].str[:4]
    fresh = years.where(years != years.shift()).dropna()
    fig = rows_down([""] * len(shown), each=34, above=0.6, below=0.6, grid=False)
    fig.update_yaxes(tickvals=fresh.index.tolist(), ticktext=fresh.tolist())
    across(fig, -0.02, len(columns), ticks=rails)
    quiet = {"showticklabels": False, "ticks": "", "showline": False}
    fig.update_xaxes(gridcolor=PALETTE["border"], **quiet)
    _events(fig, shown, LANES, "lane", size=12)
    headings(fig, rails, list(columns))
    return Drawing(fig, _kept(shown, "lane"))


def road(agreements: pd.DataFrame) -> Drawing:
    """Draw the road of each agreement from signature through votes to force, or to its end.

    Args:
        agreements: rows of `basing_agreements` with a column `label` to show. Columns named after
            `STAGES` hold the dates.
    """
    shown = agreements.reset_index(drop=True)
    stages = [column for column in STAGES if column in shown]
    days = shown[stages].apply(day)
    fig = rows_down(shown["label"], each=46, within=30, above=0.5)
    across(fig, top=True, dates=True)
    ends = days.agg(["min", "max"], axis=1).query("min < max")
    segments(fig, ends["min"], ends["max"], ends.index, Mark(colour="border"))
    for stage in stages:
        part = shown[shown[stage].notna()]
        if len(part):
            said = [f"{STAGES[stage].name}: {long_date(d)}" for d in part[stage]]
            mark, when = STAGES[stage], days.loc[part.index, stage]
            dots(fig, when, part.index, mark, size=12, hovertext=said, hoverinfo="text")
    return Drawing(fig, shown[["label", *stages, "source_id"]])
