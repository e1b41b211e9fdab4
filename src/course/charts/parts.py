"""The vocabulary: a chart is a short list of small marks over one frame, and no layout.

An author says which rows there are, what stands on them and what a reader should know; `finish`
reckons margins, legend, buttons, title and foot, for a page, a phone, the stage and print alike::

    def minutes(flights: pd.DataFrame) -> Chart:
        kinds = marks({"iran": "from Tabriz", "russia": "from Kaliningrad"})
        fig = rows_down(flights["site"], each=44)
        across(fig, 0, 30, unit=" min")
        for mark, part in by_mark(flights, "origin", kinds):
            dots(fig, part["minutes"], part.index, mark, hollow=part["doubtful"],
                 text=[f"{m:.0f} min" for m in part["minutes"]], at="middle right",
                 hover=[f"{km:,} km" for km in part["km"]])
        rule(fig, 10, "launch on 4 March")
        card = Card(title=..., subtitle=..., tables=["sites"], digest=[...], note=...)
        return finish(fig, card, rows=flights, columns=["site", "km", "minutes", "source_id"])

What there is: `marks` and `by_mark` (how each kind of thing looks, and its rows); the frames
`rows_down`, `across`, `upwards`; the parts `dots`, `path`, `segments`, `blocks`, `bars`, `words`,
`rule`, `band`, `headings`; the moves `spread`, `dodge`, `inward`; the buttons `choices` (of what
is `tagged`) and `switch` (between whole figures); `on_phone` for what a small screen needs. The
families (`intervals`, `timelines`, `matrices`, `networks`, `maps`) are made of them.

Wherever a value may be unknown it is None (or NaN) and nothing is drawn or said of it: an unknown
is never a zero. What a reader sees on pointing is written out by the author (`hover`), never left
to Plotly, which would say "± 0" of a margin that nobody published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from course.charts.marks import Mark, colour_of
from course.charts.style import plain, wrap

Values: TypeAlias = Sequence[Any] | pd.Series | pd.Index
"""One value a mark: numbers, ISO dates or texts; None or NaN where it is not known."""


# -- frames ----------------------------------------------------------------------------------


def rows_down(
    labels: Values,
    fig: go.Figure | None = None,
    *,
    each: float = 34,
    within: int = 28,
    above: float = 0.8,
    below: float = 0.5,
    upwards: bool = False,
    grid: bool = True,
) -> go.Figure:
    """Return a figure whose rows are listed from the top down: row k stands at height k.

    Args:
        labels: one a row; broken after `within` letters, unless they have their own breaks.
        fig: a figure to give these rows to, in place of a new one.
        each: height of a row, px; the plot is as high as its rows.
        above, below: room over the first and under the last row, in rows.
        upwards: the first row stands lowest, as on a ladder.
        grid: a line along each row.
    """
    fig = go.Figure() if fig is None else fig
    texts = [str(t) if "<br>" in str(t) else wrap(str(t), within) for t in labels]
    ends = [len(texts) - 1 + below, -above]
    fig.update_layout(
        height=round(each * len(texts)),
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(texts))),
            "ticktext": texts,
            "ticks": "",
            "range": [-below, len(texts) - 1 + above] if upwards else ends,
            "showgrid": grid,
        },
    )
    return fig


def across(fig: go.Figure, low: Any = None, high: Any = None, **how: Any) -> None:
    """Say what runs to the right: numbers, or dates if an end is an ISO date.

    Args:
        fig: the figure.
        low, high: where the axis begins and ends; reckoned by Plotly when left out.
        how: `unit` after each tick's number, such as " %"; `title`; `every`, the step between
            ticks, a number or months such as "M24", and `start`, one of them; `ticks`, place to
            words; `top`, axis above the plot; `log`; `dates`; `form` of a date, such as "%Y";
            `grid`.
    """
    _scale(fig, "xaxis", low, high, **how)


def upwards(fig: go.Figure, low: Any = None, high: Any = None, **how: Any) -> None:
    """Say what runs upwards; the arguments are those of `across`."""
    _scale(fig, "yaxis", low, high, **how)


def _scale(
    fig: go.Figure,
    axis: str,
    low: Any,
    high: Any,
    *,
    unit: str = "",
    title: str = "",
    every: Any = None,
    start: Any = None,
    ticks: Mapping[Any, str] | Sequence[Any] | None = None,
    top: bool = False,
    log: bool = False,
    dates: bool = False,
    form: str = "",
    grid: bool = True,
) -> None:
    dates = dates or isinstance(low, str) or isinstance(high, str)
    wanted = {
        "type": "date" if dates else "log" if log else None,
        "range": None if low is None else [low, high],
        "ticksuffix": unit or None,
        "title": title or None,
        "dtick": every,
        "tick0": start,
        "side": "top" if top else None,
        "tickformat": form or None,
        "showgrid": None if grid else False,
    }
    if ticks is not None:
        wanted |= {"tickmode": "array", "tickvals": list(ticks)}
        if isinstance(ticks, Mapping):
            wanted["ticktext"] = list(ticks.values())
    fig.update_layout({axis: {key: value for key, value in wanted.items() if value is not None}})


def on_phone(fig: go.Figure, *, height: int | None = None, **layout: Any) -> None:
    """Say what a screen about 360 px wide needs: another height of the plot, shorter ticks."""
    meta = dict(fig.layout.meta or {})
    change = dict(meta.get("narrow", {})) | layout | ({"room": height} if height else {})
    fig.layout.meta = meta | {"narrow": change}


# -- parts -----------------------------------------------------------------------------------


def dots(
    fig: go.Figure,
    x: Values,
    y: Values,
    mark: Mark,
    *,
    text: Values | None = None,
    at: str | Sequence[str] = "top center",
    hover: Values | None = None,
    hollow: bool | Sequence[bool] | pd.Series = False,
    symbols: Sequence[str] = (),
    margin: Values | None = None,
    join: float = 0,
    size: float | Sequence[float] = 11,
    edge: float = 0,
    legend: bool = True,
    **style: Any,
) -> None:
    """Draw one mark a row, with its words beside it.

    Args:
        fig: the figure.
        x, y: where each mark stands.
        mark: how it looks. With a name, it is in the legend.
        text: words beside each mark; `at` says where, once or for each ("middle right", ...).
        hover: what each mark says when pointed at; without it the marks are silent.
        hollow: whether a mark is drawn hollow, once or for each.
        symbols: a shape for each mark, where it says more than its kind.
        margin: half the length of a bar through each mark, in the unit of x, such as a margin
            of error; None where it is not known, and no bar is drawn.
        join: width of a line that joins the marks in their order, px; its dash is the mark's.
        size: of the marks, px.
        edge: width of their outline, px, in their own colour; hollow and thin marks have one.
        legend: False keeps the name out of the legend (it still shows on hover).
        style: anything else that Plotly's `scatter` takes.
    """
    trace = _trace(mark, x, y, "lines+markers" if join else "markers", text, at, hover, legend)
    trace["marker"] = _marker(mark, size, edge, hollow, symbols)
    if join:
        trace["line"] = _line(mark, join)
    if margin is not None:
        bar = {"type": "data", "array": _list(margin), "thickness": 2, "width": 0}
        trace["error_x"] = bar | {"color": mark.hue}
    _add(fig, trace, style)


def path(
    fig: go.Figure,
    x: Values,
    y: Values,
    mark: Mark,
    *,
    width: float = 2,
    steps: bool = False,
    hover: Values | None = None,
    **style: Any,
) -> None:
    """Draw a line through the places, with the mark's dash; `steps`: level up to the next place."""
    line = _line(mark, width) | ({"shape": "hv"} if steps else {})
    _add(fig, _trace(mark, x, y, "lines", hover=hover), style, line=line)


def segments(
    fig: go.Figure,
    starts: Values,
    ends: Values,
    y: Values,
    mark: Mark,
    *,
    to: Values | None = None,
    width: float = 4,
    legend: bool = False,
    **style: Any,
) -> None:
    """Draw a line from start to end in each row, as one trace; a row with an unknown end has none.

    `to` is the height at which each line ends, where that is not the height `y` of its start.
    """
    lows, highs = _list(y), _list(y if to is None else to)
    rows = zip(_list(starts), _list(ends), lows, highs, strict=True)
    known = [row for row in rows if row[0] is not None and row[1] is not None]
    xs = [x for start, end, _, _ in known for x in (start, end, None)]
    ys = [y for _, _, low, high in known for y in (low, high, None)]
    _add(fig, _trace(mark, xs, ys, "lines", legend=legend), style, line=_line(mark, width))


def blocks(
    fig: go.Figure, starts: Values, ends: Values, y: Values, mark: Mark, high: float = 0.8
) -> None:
    """Fill an area from start to end in each row, `high` rows high, as one trace."""
    rows = zip(_list(starts), _list(ends), _list(y), strict=True)
    known = [row for row in rows if row[0] is not None and row[1] is not None]
    xs = [x for a, b, _ in known for x in (a, b, b, a, None)]
    half = high / 2
    ys = [y for _, _, k in known for y in (k - half, k - half, k + half, k + half, None)]
    look = {"fill": "toself", "fillcolor": mark.hue, "line": {"width": 0, "color": mark.hue}}
    _add(fig, _trace(mark, xs, ys, "lines"), look)


def bars(
    fig: go.Figure,
    lengths: Values,
    y: Values,
    mark: Mark,
    *,
    text: Values,
    hover: Values,
    pattern: str = "",
    ink: str = "#ffffff",
) -> None:
    """Draw bars to the right, set end to end with those drawn before; words stand inside.

    Args:
        lengths, y: of each bar, and its row.
        text, hover: words inside each bar, and what it says when pointed at.
        pattern: such as "/" or "."; kinds of bar must differ in it, so that colour is not alone.
        ink: colour of the words inside.
    """
    pale = ink == "#ffffff"
    dressed = {
        "color": mark.hue if pale else "#ffffff",
        "line": {"color": "#ffffff" if pale else mark.hue, "width": 1},
        "pattern": {
            "shape": pattern,
            "fillmode": "overlay",
            "fgcolor": "#ffffff" if pale else mark.hue,
            "fgopacity": 0.25,
            "size": 9,
        },
    }
    inside = {"textposition": "inside", "insidetextanchor": "middle", "textangle": 0}
    _add(
        fig,
        _trace(mark, lengths, y, "", text, "inside", hover),
        inside | {"type": "bar", "orientation": "h", "mode": None, "marker": dressed},
        textfont={"color": ink, "size": 13},
    )
    fig.update_layout(barmode="stack", bargap=0.35, legend={"traceorder": "normal"})


def words(
    fig: go.Figure,
    x: Values,
    y: Values,
    text: Values,
    at: str | Sequence[str] = "middle right",
    **style: Any,
) -> None:
    """Write words at places of their own."""
    _add(fig, _trace(Mark(), x, y, "text", text, at), style)


def rule(
    fig: go.Figure,
    place: Any,
    text: str = "",
    *,
    dash: str = "dash",
    colour: str = "grey",
    width: float = 1.5,
    level: bool = False,
    at: str = "right",
) -> None:
    """Draw a line to measure by, upright at an x (or level at a y), with words at its end.

    `at` says on which side of an upright line the words over the plot stand.
    """
    line = {"color": colour_of(colour), "dash": dash, "width": width}
    if level:
        fig.add_hline(y=place, line=line)
        end = {"x": 1, "xref": "paper", "y": place, "xanchor": "right", "yanchor": "bottom"}
    else:
        fig.add_vline(x=place, line=line)
        side = "left" if at == "right" else "right"
        end = {"x": place, "y": 1, "yref": "paper", "xanchor": side, "yanchor": "bottom"}
    if text:
        fig.add_annotation(
            name="" if level else "over", text=text, showarrow=False, font={"size": 11}, **end
        )
        if not level:
            room_above(fig, 26)


def band(fig: go.Figure, x0: Any, x1: Any, text: str = "", *, colour: str = "land") -> None:
    """Shade a span from x0 to x1, with its name in the upper left corner."""
    fig.add_shape(
        type="rect",
        layer="below",
        yref="paper",
        x0=x0,
        x1=x1,
        y0=0,
        y1=1,
        fillcolor=colour_of(colour),
        opacity=0.6,
        line={"width": 0},
        label={"text": text, "textposition": "top left", "font": {"size": 11}},
    )


def headings(fig: go.Figure, x: Values, texts: Sequence[str]) -> None:
    """Write a heading over each column; the last one runs to the left."""
    places = _list(x)
    for place, text in zip(places, texts, strict=True):
        last = place == places[-1]
        fig.add_annotation(
            x=place,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if last else "left",
            xshift=9 if last else -9,
            text=f"<b>{text}</b>",
            showarrow=False,
        )
    room_above(fig, 26)


def room_above(fig: go.Figure, px: int) -> None:
    """Keep at least so many pixels free above the plot, under the buttons if there are any."""
    fig.update_layout(margin={"t": max(px, fig.layout.margin.t or 0)})


# -- moves -----------------------------------------------------------------------------------


def spread(
    x: Values, group: Values, *, within: Any, steps: Sequence[float] = (0, -0.2, 0.2, -0.38, 0.38)
) -> list[float]:
    """Return a small offset for each mark, so that marks near in x do not cover each other.

    Args:
        x: where each stands, in rising order within its group.
        group: the row that each stands in.
        within: how near is near: a number, or for dates a `pd.Timedelta`.
        steps: the offsets, in rows, in the order in which they are taken.
    """
    offsets: list[float] = []
    last: dict[tuple[Any, float], Any] = {}
    for place, row in zip(x, group, strict=True):
        free = [s for s in steps if (row, s) not in last or place - last[row, s] > within]
        step = free[0] if free else min(steps, key=lambda s: last[row, s])
        last[row, step] = place
        offsets.append(step)
    return offsets


def dodge(kinds: Iterable[Any], step: float) -> dict[Any, float]:
    """Return an offset for each kind, `step` rows apart and even about the row."""
    codes = list(kinds)
    return {code: round((k - (len(codes) - 1) / 2) * step, 4) for k, code in enumerate(codes)}


def inward(x: Values) -> list[str]:
    """Return where the words of each mark stand, so that they run towards the middle."""
    places = pd.Series(pd.Series(x).tolist())
    middle = places.min() + (places.max() - places.min()) / 2
    return ["middle right" if place <= middle else "middle left" for place in places]


# -- how a trace is written ------------------------------------------------------------------


def _list(values: Values) -> list[Any]:
    return plain(list(values))


def _line(mark: Mark, width: float) -> dict[str, Any]:
    dash = {} if mark.dash == "solid" else {"dash": mark.dash}
    return {"color": mark.hue, "width": width} | dash


def _trace(
    mark: Mark,
    x: Values,
    y: Values,
    mode: str,
    text: Values | None = None,
    at: str | Sequence[str] = "",
    hover: Values | None = None,
    legend: bool = True,
) -> dict[str, Any]:
    trace: dict[str, Any] = {"type": "scatter", "x": _list(x), "y": _list(y), "mode": mode}
    if text is not None:
        trace |= {"text": _list(text), "textposition": at if isinstance(at, str) else list(at)}
        trace |= {"mode": mode if mode == "text" else f"{mode}+text", "textfont": {"size": 11}}
    trace |= {"name": mark.name} if mark.name else {}
    trace |= {} if legend and mark.name else {"showlegend": False}
    if hover is None:
        return trace | {"hoverinfo": "skip"}
    return trace | {"hovertext": _list(hover), "hoverinfo": "text+name" if mark.name else "text"}


def _marker(
    mark: Mark,
    size: float | Sequence[float],
    edge: float,
    hollow: bool | Sequence[bool] | pd.Series,
    symbols: Sequence[str],
) -> dict[str, Any]:
    """Return a marker; hollow and thin ones are drawn by their outline, in the mark's colour."""
    count = max(len(symbols), 1 if isinstance(hollow, bool) else len(hollow))
    flags = [hollow] * count if isinstance(hollow, bool) else hollow
    drawn = [
        f"{shape}-open" if empty and not shape.endswith("-open") else shape
        for shape, empty in zip(symbols or [mark.symbol] * count, flags, strict=True)
    ]
    symbol = drawn if len(set(drawn)) > 1 else drawn[0] if drawn else mark.symbol
    marker = {"symbol": symbol, "size": size, "color": mark.hue}
    if not isinstance(size, int | float):
        marker["opacity"] = 1  # Plotly would fade marks of several sizes, and the words on them
    outlined = any(s.endswith("-open") or "thin" in s or s.startswith("line") for s in drawn)
    width = edge or (2 if outlined else 0)
    return marker | ({"line": {"width": width, "color": mark.hue}} if width else {})


def _add(fig: go.Figure, trace: dict[str, Any], style: Mapping[str, Any], **look: Any) -> None:
    whole = trace | look | dict(style)
    # In the legend a mark stands for all that bears its name, such as the line that leads to it.
    kin = [one for one in fig.data if whole.get("name") and one.name == whole["name"]]
    whole |= {"legendgroup": whole["name"]} if kin else {}
    for one in kin:
        one.legendgroup = whole["name"]
    fig.add_trace({key: value for key, value in whole.items() if value is not None})
    if whole.get("name") and whole.get("showlegend") is not False:
        fig.update_layout(showlegend=True)
