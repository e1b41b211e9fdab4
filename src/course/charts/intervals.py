"""Dots, intervals and rival figures on one axis."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts.style import PALETTE, SERIES, SYMBOLS, Chart, finish, wrap
from course.stats import poll_margin
from course.words import long_date, span

SPONSORS = {
    "academy": "academy of sciences",
    "public_institute": "public institute",
    "government": "government",
    "media": "newspaper or broadcaster",
    "advocacy": "advocacy group",
    "civil_society": "civic group",
    "think_tank": "think tank",
    "pollster_own": "pollster's own",
    "": "not stated",
}


def category_axis(labels: list[str]) -> dict[str, object]:
    """Return the settings of a vertical axis that lists `labels` from the top down."""
    places = list(range(len(labels)))
    return {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": labels,
        "ticks": "",
        "range": [len(labels) - 0.5, -0.8],
        "showgrid": True,
        "zeroline": False,
    }


def poll_dots(polls: pd.DataFrame, *, title: str, subtitle: str) -> Chart:
    """Draw the share against a base in each poll, with the interval that its sample allows.

    Args:
        polls: rows of the table `polls` with a `share_against`, in per cent; drawn by date.
        title: what to see.
        subtitle: what is plotted.

    A filled mark has a published sample size and a 95 per cent interval for a simple random
    sample (`course.stats.poll_margin`); a hollow mark has none. The shape says who paid.
    """
    shown = polls.dropna(subset=["share_against"]).copy()
    shown["when"] = shown["fieldwork_start"].fillna(shown["published"])
    shown["sponsor_kind"] = shown["sponsor_kind"].fillna("")
    shown = shown.sort_values(["when", "poll_id"]).reset_index(drop=True)
    shown["margin"] = [
        round(poll_margin(share, int(n)), 1) if pd.notna(n) else None
        for share, n in zip(shown["share_against"], shown["n"], strict=True)
    ]
    labels = []
    for row in shown.itertuples():
        framed = " *" if row.question_group != "us_base" else ""
        place = "" if row.area == "national" else f", {row.area}"
        labels.append(wrap(f"{row.pollster}{place}, {_month(row.when)}{framed}", 26))
    fig = go.Figure()
    kinds = [kind for kind in SPONSORS if kind in set(shown["sponsor_kind"])]
    for number, kind in enumerate(kinds):
        part = shown[shown["sponsor_kind"] == kind]
        known = part["margin"].notna()
        symbol = SYMBOLS[number % len(SYMBOLS)]
        fig.add_scatter(
            x=part["share_against"].tolist(),
            y=part.index.tolist(),
            mode="markers+text",
            name=SPONSORS[kind],
            text=[f"{share:.0f}" for share in part["share_against"]],
            textposition="top center",
            textfont={"size": 11},
            error_x={
                "type": "data",
                "array": [m or 0 for m in part["margin"]],
                "thickness": 2,
                "width": 0,
                "color": PALETTE[SERIES[number % len(SERIES)]],
            },
            marker={
                "symbol": [symbol if k else f"{symbol}-open" for k in known],
                "size": 10,
                "color": PALETTE[SERIES[number % len(SERIES)]],
                "line": {"width": 1.5},
            },
            customdata=[
                [p, q] for p, q in zip(part["poll_id"], part["question_wording"], strict=True)
            ],
            hovertemplate="%{customdata[0]}: %{x} per cent against<br>%{customdata[1]}"
            "<extra>%{fullData.name}</extra>",
        )
    fig.add_vline(x=50, line={"color": PALETTE["grey"], "dash": "dot", "width": 1})
    fig.update_layout(
        xaxis={"range": [25, 85], "ticksuffix": " %", "side": "top"},
        yaxis=category_axis(labels),
        showlegend=True,
    )
    lowest, highest = (
        shown.loc[shown["share_against"].idxmin()],
        shown.loc[shown["share_against"].idxmax()],
    )
    paid = shown.groupby("sponsor_kind")["share_against"].agg(["mean", "size"])
    digest = [
        f"{len(shown)} polls from {_month(shown['when'].iloc[0])} to "
        f"{_month(shown['when'].iloc[-1])}, {int(shown['margin'].notna().sum())} with a published "
        "sample size",
        f"Lowest share against: {lowest.share_against:.0f} per cent ({lowest.pollster}, "
        f"{_month(lowest.when)}, paid by {lowest.sponsor or 'a sponsor not stated'})",
        f"Highest share against: {highest.share_against:.0f} per cent ({highest.pollster}, "
        f"{'' if highest.area == 'national' else f'{highest.area}, '}{_month(highest.when)})",
        "Mean share against by who paid: "
        + "; ".join(
            f"{SPONSORS[kind]} {paid.loc[kind, 'mean']:.0f} ({int(paid.loc[kind, 'size'])})"
            for kind in kinds
        ),
    ]
    rows = shown[
        [
            "poll_id",
            "pollster",
            "sponsor",
            "question_group",
            "when",
            "n",
            "share_for",
            "share_against",
            "margin",
            "source_id",
        ]
    ]
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=["polls"],
        rows=rows,
        digest=digest,
        height=30 * len(shown),
        note="Bars: 95 per cent interval of a simple random sample; hollow: sample size not "
        "published. * another wording.",
    )


def _month(iso: str) -> str:
    return long_date(str(iso)[:7]) if len(str(iso)) >= 7 else str(iso)


def intervals(
    rows: pd.DataFrame,
    *,
    label: str,
    low: str,
    high: str,
    title: str,
    subtitle: str,
    tables: list[str],
    unit: str,
    digest: list[str],
    colour: str = "blue",
    note: str = "",
    ticksuffix: str = "",
    groups: str | None = None,
    log: bool = False,
    reference: tuple[float, str] | None = None,
    source_ids: list[str] | None = None,
) -> Chart:
    """Draw one low-to-high interval a row; a row whose ends are equal is a single mark.

    Args:
        rows: the table, in drawing order from the top.
        label, low, high: columns with the row's name and its two ends, in `unit`. An empty high
            means "at least"; an empty low means "at most"; an arrow shows the open end.
        title, subtitle, digest, note: as for `course.charts.style.finish`.
        tables: the course tables behind the rows.
        unit: the unit, said in each end's label on hover.
        colour: a name in the palette, when there are no groups.
        ticksuffix: what follows each tick's number.
        groups: a column whose values get a colour and a shape each.
        log: draw a logarithmic axis.
        reference: a value to mark with a line, and its name.
        source_ids: the sources, where the rows sum up a table and have no `source_id` of their own.
    """
    shown = rows.reset_index(drop=True)
    fig = go.Figure()
    kinds = list(dict.fromkeys(shown[groups])) if groups else [""]
    top = max(shown[high].max(skipna=True), shown[low].max(skipna=True))
    for number, kind in enumerate(kinds):
        part = shown[shown[groups] == kind] if groups else shown
        hue = PALETTE[SERIES[number % len(SERIES)] if groups else colour]
        symbol = SYMBOLS[number % len(SYMBOLS)]
        for place, row in part.iterrows():
            left, right = row[low], row[high]
            ends = [v for v in (left, right) if pd.notna(v)]
            text = [f"{value:,.4g}" for value in dict.fromkeys(ends)]
            open_high, open_low = pd.isna(right), pd.isna(left)
            marks = [symbol] * len(text)
            if open_high:
                marks, text = ["triangle-right"], [f"{text[0]} or more"]
            elif open_low:
                marks, text = ["triangle-left"], [f"{text[0]} or less"]
            xs = list(dict.fromkeys(ends))
            if len(xs) == 2 and not log and xs[1] - xs[0] < 0.12 * top:
                text = ["", f"{text[0]} to {text[1]}"]
            fig.add_scatter(
                x=xs,
                y=[place] * len(xs),
                mode="lines+markers+text",
                text=text,
                textposition="top center",
                textfont={"size": 11},
                name=str(kind) or unit,
                legendgroup=str(kind),
                showlegend=bool(groups) and place == part.index[0],
                line={"color": hue, "width": 5},
                marker={"symbol": marks, "size": 11, "color": hue, "line": {"width": 0}},
                hovertemplate=f"{row[label]}: %{{x:,}} {unit}<extra></extra>",
            )
    if reference:
        fig.add_vline(x=reference[0], line={"color": PALETTE["grey"], "dash": "dash", "width": 1.5})
        fig.add_annotation(
            x=reference[0],
            y=1,
            yref="paper",
            text=reference[1],
            showarrow=False,
            yanchor="bottom",
            xanchor="left" if reference[0] < top / 2 else "right",
            font={"size": 11},
        )
    labels = [wrap(str(text), 28) for text in shown[label]]
    fig.update_layout(
        xaxis={
            "ticksuffix": ticksuffix,
            **({"type": "log"} if log else {"range": [0, top * 1.12]}),
        },
        yaxis=category_axis(labels),
        showlegend=bool(groups),
        margin={"t": 26 if reference else 8},
    )
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=rows,
        digest=digest,
        source_ids=source_ids,
        note=note,
        height=46 * len(shown),
    )


TIMES = {
    1: "1<br>min",
    10: "10<br>min",
    60: "1<br>h",
    1440: "1<br>day",
    43830: "1<br>month",
    525960: "1<br>year",
}


def durations(
    rows: pd.DataFrame,
    *,
    label: str,
    low: str,
    high: str,
    groups: str,
    title: str,
    subtitle: str,
    tables: list[str],
    digest: list[str],
    note: str = "",
) -> Chart:
    """Draw lengths of time from a minute to years on one logarithmic axis.

    Args:
        rows: the table, in drawing order from the top.
        label, low, high: columns with the row's name and its shortest and longest time, in
            minutes. An empty low means "at most" and is drawn with an arrow to the left.
        groups: a column whose values get a colour and a shape each.
        title, subtitle, tables, digest, note: as for `course.charts.style.finish`.
    """
    shown = rows.reset_index(drop=True)
    fig = go.Figure()
    for number, kind in enumerate(dict.fromkeys(shown[groups])):
        part = shown[shown[groups] == kind]
        hue, symbol = PALETTE[SERIES[number]], SYMBOLS[number]
        for place, row in part.iterrows():
            at_most = pd.isna(row[low])
            ends = [row[high]] if at_most or row[low] == row[high] else [row[low], row[high]]
            words = f"under {span(row[high])}" if at_most else span(row[high])
            if len(ends) == 2:
                first, last = span(row[low]).split(), span(row[high]).split()
                words = (
                    f"{first[0]} to {' '.join(last)}"
                    if first[1] == last[1]
                    else f"{' '.join(first)} to {' '.join(last)}"
                )
            fig.add_scatter(
                x=ends,
                y=[place] * len(ends),
                mode="lines+markers",
                name=str(kind),
                legendgroup=str(kind),
                showlegend=place == part.index[0],
                line={"color": hue, "width": 5},
                marker={"symbol": "triangle-left" if at_most else symbol, "size": 12, "color": hue},
                hovertemplate=f"{row[label]}: {words}<extra></extra>",
            )
            late = ends[-1] >= 1440
            fig.add_scatter(
                x=[ends[0] if late else ends[-1]],
                y=[place],
                mode="text",
                text=[f"{words}\u00a0\u00a0\u00a0" if late else f"\u00a0\u00a0\u00a0{words}"],
                textposition="middle left" if late else "middle right",
                showlegend=False,
                hoverinfo="skip",
            )
    bottom = shown[[low, high]].min().min()
    ticks = {k: v for k, v in TIMES.items() if k * 5 >= bottom}
    fig.update_layout(
        xaxis={
            "type": "log",
            "side": "top",
            "tickmode": "array",
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "tickangle": 0,
            "range": [0.2, 6.35],
        },
        yaxis=category_axis([wrap(str(text), 24) for text in shown[label]]),
        showlegend=True,
        margin={"t": 22},
    )
    return finish(
        fig,
        title=title,
        subtitle=subtitle,
        tables=tables,
        rows=rows,
        digest=digest,
        note=note,
        height=44 * len(shown),
    )
