"""Events in time: who acted, in what order, and how long things took."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts.style import PALETTE, SERIES, SYMBOLS, Chart, finish, wrap
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


def staircase(
    events: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    tables: list[str],
    digest: list[str],
    lanes: dict[str, str] | None = None,
    lane: str = "lane",
    note: str = "",
    spans: list[tuple[str, str, str]] | None = None,
) -> Chart:
    """Draw events as a staircase: time runs to the right, each event has a row of its own.

    Args:
        events: one row an event, with `date` (ISO, any precision), `title` and the lane column.
        lanes: code to name of the lanes, in legend order; the house's own by default.
        lane: the column that says who acted.
        spans: periods to shade, as (start, end, name).
        title, subtitle, tables, digest, note: as for `course.charts.style.finish`.
    """
    names = lanes or LANES
    shown = events.assign(when=day(events["date"])).sort_values(["when", "date"])
    shown = shown.reset_index(drop=True)
    first, last = shown["when"].iloc[0], shown["when"].iloc[-1]
    middle = first + (last - first) / 2
    fig = go.Figure()
    for number, (code, name) in enumerate(names.items()):
        part = shown[shown[lane] == code]
        if part.empty:
            continue
        left = part["when"] <= middle
        fig.add_scatter(
            x=part["when"].dt.strftime("%Y-%m-%d").tolist(),
            y=part.index.tolist(),
            mode="markers+text",
            name=name,
            text=[wrap(text, 32) for text, when in zip(part["title"], part["date"], strict=True)],
            textposition=["middle right" if is_left else "middle left" for is_left in left],
            marker={
                "symbol": SYMBOLS[number % len(SYMBOLS)],
                "size": 11,
                "color": PALETTE[SERIES[number % len(SERIES)]],
            },
            customdata=[long_date(d) for d in part["date"]],
            hovertemplate="%{customdata}: %{text}<extra>%{fullData.name}</extra>",
        )
    for start, end, name in spans or []:
        fig.add_vrect(
            x0=start,
            x1=end,
            fillcolor=PALETTE["land"],
            opacity=0.6,
            line_width=0,
            layer="below",
            annotation_text=name,
            annotation_position="top left",
            annotation_font_size=11,
        )
    pad = (last - first) * 0.04
    fig.update_layout(
        xaxis={
            "type": "date",
            "side": "top",
            "range": [(first - pad).strftime("%Y-%m-%d"), (last + pad).strftime("%Y-%m-%d")],
        },
        yaxis={"visible": False, "range": [len(shown) - 0.4, -0.6]},
        showlegend=True,
    )
    rows = shown.drop(columns=["when"])
    kept = [c for c in ("date", "title", lane, "source_id") if c in rows]
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=rows[kept],
        digest=digest,
        note=note,
        height=33 * len(shown),
    )


def road(
    agreements: pd.DataFrame,
    *,
    title: str,
    subtitle: str,
    digest: list[str],
    note: str = "",
    label: str = "label",
) -> Chart:
    """Draw the road of each agreement from signature through votes to force, or to its end.

    Args:
        agreements: rows of `basing_agreements` with a column `label` to show.
        label: that column.
        title, subtitle, digest, note: as for `course.charts.style.finish`.
    """
    shown = agreements.reset_index(drop=True)
    stages = [
        ("signed", "signed", "circle", "blue"),
        ("lower_house_vote", "lower house votes", "diamond", "orange"),
        ("upper_house_vote", "upper house votes", "square", "teal"),
        ("ratified", "ratified", "triangle-up", "magenta"),
        ("entered_into_force", "in force", "star", "gold"),
        ("ended", "ended without force or given up", "x", "grey"),
    ]
    fig = go.Figure()
    for place, row in shown.iterrows():
        dates = [row[c] for c, *_ in stages if c in shown and pd.notna(row[c])]
        if len(dates) > 1:
            ends = day(pd.Series([min(dates), max(dates)])).dt.strftime("%Y-%m-%d").tolist()
            fig.add_scatter(
                x=ends,
                y=[place, place],
                mode="lines",
                showlegend=False,
                hoverinfo="skip",
                line={"color": PALETTE["border"], "width": 4},
            )
    for column, name, symbol, hue in stages:
        if column not in shown or shown[column].isna().all():
            continue
        part = shown[shown[column].notna()]
        fig.add_scatter(
            x=day(part[column]).dt.strftime("%Y-%m-%d").tolist(),
            y=part.index.tolist(),
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 12, "color": PALETTE[hue]},
            customdata=[long_date(d) for d in part[column]],
            hovertemplate=f"{name}: %{{customdata}}<extra></extra>",
        )
    labels = [wrap(text, 30) for text in shown[label]]
    fig.update_layout(
        xaxis={"type": "date", "side": "top"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(shown))),
            "ticktext": labels,
            "range": [len(shown) - 0.5, -0.5],
            "ticks": "",
        },
        showlegend=True,
    )
    kept = [label, *[c for c, *_ in stages if c in shown], "source_id"]
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=["basing_agreements"],
        rows=shown[kept],
        digest=digest,
        note=note,
        height=46 * len(shown),
    )


def swim_lanes(
    events: pd.DataFrame,
    *,
    columns: dict[str, tuple[str, ...]],
    title: str,
    subtitle: str,
    tables: list[str],
    digest: list[str],
    note: str = "",
    lane: str = "lane",
    lanes: dict[str, str] | None = None,
) -> Chart:
    """Draw events as swim-lanes: a column for each actor, time downwards, one row an event.

    Args:
        events: one row an event, with `date` (ISO, any precision), `title` and the lane column.
        columns: heading of each column to the lane codes that swim in it, two or three of them;
            a column of several codes tells them apart by shape.
        lane: the column of `events` that says who acted.
        lanes: code to name of the lanes, for the legend; the house's own by default.
        title, subtitle, tables, digest, note: as for `course.charts.style.finish`.
    """
    names = lanes or LANES
    shown = events.assign(when=day(events["date"])).sort_values(["when", "date"])
    shown = shown.reset_index(drop=True)
    last = len(columns) - 1
    rails = [place + (0.08 if place < last else 0.9) for place in range(len(columns))]
    rail = {code: rails[place] for place, codes in enumerate(columns.values()) for code in codes}
    fig = go.Figure()
    for number, (code, name) in enumerate(names.items()):
        part = shown[shown[lane] == code]
        if part.empty:
            continue
        fig.add_scatter(
            x=[rail[code]] * len(part),
            y=part.index.tolist(),
            mode="markers+text",
            name=name,
            text=[wrap(text, 32) for text in part["title"]],
            textposition="middle left" if rail[code] == rails[last] else "middle right",
            marker={
                "symbol": SYMBOLS[number % len(SYMBOLS)],
                "size": 12,
                "color": PALETTE[SERIES[number % len(SERIES)]],
            },
            customdata=[long_date(d) for d in part["date"]],
            hovertemplate="%{customdata}: %{text}<extra>%{fullData.name}</extra>",
        )
    for place, heading in enumerate(columns):
        fig.add_annotation(
            x=rails[place],
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if place == last else "left",
            xshift=9 if place == last else -9,
            text=f"<b>{heading}</b>",
            showarrow=False,
        )
    years = [date[:4] for date in shown["date"]]
    fresh = [k for k, year in enumerate(years) if k == 0 or years[k - 1] != year]
    fig.update_layout(
        xaxis={
            "tickmode": "array",
            "tickvals": rails,
            "showticklabels": False,
            "ticks": "",
            "range": [-0.02, len(columns)],
            "gridcolor": PALETTE["border"],
            "showline": False,
        },
        yaxis={
            "tickmode": "array",
            "tickvals": fresh,
            "ticktext": [years[k] for k in fresh],
            "ticks": "",
            "range": [len(shown) - 0.4, -0.6],
            "showgrid": False,
        },
        margin={"t": 26},
        showlegend=True,
    )
    kept = [c for c in ("date", "title", lane, "source_id") if c in shown]
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=shown[kept],
        digest=digest,
        note=note,
        height=34 * len(shown),
    )
