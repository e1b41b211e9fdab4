"""The house style: one palette, one compact layout, and the finish that every chart gets.

A finished chart carries, besides what it draws, what a reader needs to trust it: a title that
says what to see, a subtitle with what is plotted and its unit, the source and as-of date, a text
digest, and the rows behind it. It is stored as Plotly JSON only, with plain rounded lists, so
that a stored output is small, readable in a diff and the same on every run.
"""

from __future__ import annotations

import base64
import datetime as dt
import math
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from course.data import package
from course.errors import CourseError
from course.markup import code
from course.markup import plain as as_markdown
from course.show import PLOTLY_MIME, Folded, Text, markdown_table
from course.sources import credit
from course.words import long_date

# Okabe-Ito hues darkened until each has 4.5:1 on white; they differ in lightness too, so that
# they hold for colour-blind readers and in grey print. Shape, dash or label always says it again.
PALETTE = {
    "ink": "#1b1f24",
    "grey": "#6b7280",
    "blue": "#0b5394",
    "orange": "#bf5610",
    "teal": "#00796b",
    "magenta": "#9c2a6d",
    "gold": "#8a6d00",
    "sky": "#56a0d3",
    "land": "#eceae4",
    "border": "#b9b4a8",
}
SERIES = ("blue", "orange", "teal", "magenta", "gold", "grey")
SYMBOLS = ("circle", "diamond", "square", "triangle-up", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MOST_ROWS = 15  # of the rows behind a chart, those that stand with its words
WIDE, NARROW = 720, 360  # widths in pixels: a page column, a phone
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
CONFIG = {"displaylogo": False, "plotlyServerURL": "", "showSendToCloud": False}
"""How a stored chart asks to be shown: without the buttons that leave the machine.

`responsive` is left out on purpose: JupyterLab itself makes a chart as wide as its cell, and with
both at work a chart collapsed to a strip as soon as the window changed.
"""
_AXIS = {
    "gridcolor": "#e3e3e0",
    "linecolor": "#9a9a94",
    "zeroline": False,
    "ticks": "outside",
    "tickcolor": "#9a9a94",
    "automargin": False,
}


@dataclass(frozen=True)
class Card:
    """What a reader needs to trust a chart.

    Attributes:
        title: what to see in it, as a sentence; its numbers are computed.
        subtitle: what is plotted, and in which unit.
        digest: three to five lines that say in words what the chart shows.
        tables: the course tables it was drawn from; they give the as-of date.
        note: one line on what a reader should know before trusting it.
        source_ids: the sources of the rows; the rows' own column `source_id` when left out.
    """

    title: str
    subtitle: str
    digest: Sequence[str]
    tables: Sequence[str]
    note: str = ""
    source_ids: Sequence[str] | None = None


class Drawing(NamedTuple):
    """What a family returns: the figure as drawn, and the rows behind it, in drawing order."""

    figure: go.Figure
    rows: pd.DataFrame


@dataclass(frozen=True)
class About:
    """What a finished chart carries besides what it draws, as `layout.meta` keeps it.

    Attributes:
        title, subtitle, note, digest, tables, source_ids: as on its `Card`.
        source: the sources in words.
        as_of: date of the newest of its tables, ISO.
        table: columns and rows of the table behind it.
        narrow: layout changes for a screen about 360 pixels wide; its `room` is the height of the
            plot's own area there, in pixels.
        top, bottom: pixels that title and foot take, which a page sets as text instead.
    """

    title: str
    subtitle: str
    source: str
    source_ids: Sequence[str]
    as_of: str
    tables: Sequence[str]
    note: str
    digest: Sequence[str]
    table: Mapping[str, Any]
    narrow: Mapping[str, Any]
    top: int = 0
    bottom: int = 0

    def to_meta(self) -> dict[str, Any]:
        """Return it as `layout.meta` of a figure."""
        course = {k: v for k, v in vars(self).items() if k not in ("top", "bottom")}
        return {"course": plain(course), "frame": {"top": self.top, "bottom": self.bottom}}

    @classmethod
    def from_meta(cls, layout: Mapping[str, Any]) -> About:
        """Read it from the layout of a stored figure.

        Raises:
            CourseError: the figure was not finished, or by something else.
        """
        meta = layout.get("meta") or {}
        try:
            return cls(**meta["course"], **meta["frame"])
        except (KeyError, TypeError):
            raise CourseError(
                "A stored chart is not finished, so nothing says its title, words and source. Pass "
                "it through course.charts.style.finish, and run its unit."
            ) from None

    def rows(self, most: int | None = None) -> str:
        """Return the rows behind the chart as a Markdown table, the first `most` of them or all."""

        def cell(value: Any) -> Any:
            return as_markdown(value) if isinstance(value, str) else value

        cells = [[cell(value) for value in row] for row in self.table["rows"][:most]]
        return markdown_table([code(name) for name in self.table["columns"]], cells)

    @property
    def in_words(self) -> Folded:
        """The chart for a reader who does not see it: what it shows, from where, its first rows."""
        total = len(self.table["rows"])
        lines = [f"- {as_markdown(line)}" for line in self.digest]
        tables = ", ".join(code(name) for name in self.tables)
        named = f"course table{'s' * (len(self.tables) > 1)} {tables}"
        parts = [
            f"**{as_markdown(self.title)}**",
            f"{as_markdown(self.subtitle.rstrip('.'))}.",
            "\n".join(lines),
            as_markdown(self.note),
            f"Source: {as_markdown(self.source)}; {named}. As of {long_date(self.as_of)}.",
            f"The first {MOST_ROWS} of the {total} rows behind it. For all of them, write `.table` "
            "at the very end of the cell above, after its last bracket, and run it."
            if total > MOST_ROWS
            else "The rows behind it:",
            self.rows(MOST_ROWS),
        ]
        return Folded("\n\n".join(filter(None, parts)), total)


class Chart(go.Figure):
    """A finished figure. A notebook stores its Plotly JSON and its words, nothing else."""

    # Plotly would add HTML of five megabytes, with random ids, beside the JSON.
    _repr_html_ = None

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self._repr_mimebundle_(), raw=True)
        display(self.about.in_words)

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, Any]:
        figure = plain(self)
        figure["config"] = CONFIG
        return {PLOTLY_MIME: figure, "text/plain": self.digest}

    @property
    def about(self) -> About:
        """Title, subtitle, source, as-of date, digest lines and the rows behind the chart."""
        return About.from_meta(self.layout.to_plotly_json())

    @property
    def digest(self) -> str:
        """The chart in words: its title and three to five lines on what the data show."""
        # JupyterLab shows the first line of a folded output: it must not give the chart away.
        lines = (f"- {line}" for line in self.about.digest)
        return "\n".join(["Chart, in words:", self.about.title, *lines])

    @property
    def rows(self) -> pd.DataFrame:
        """The rows behind the chart, as drawn."""
        table = self.about.table
        return pd.DataFrame(list(table["rows"]), columns=list(table["columns"]))

    @property
    def table(self) -> Text:
        """All rows behind the chart, to be read: pandas would show the middle of many as dots."""
        return Text(self.about.rows())

    def __repr__(self) -> str:
        return self.digest


def _frozen(name: str) -> Callable[..., Any]:
    def refuse(self: Chart, *_: Any, **__: Any) -> None:
        raise CourseError(
            f"This chart is finished, so {name} would part it from its title, words and rows. "
            "Change the drawing before finish(...), or draw your own from chart.rows."
        )

    refuse.__doc__ = "Refuse: a finished chart is not edited."
    return refuse


for _name in dir(go.Figure):
    if _name.startswith(("add_", "append_", "plotly_", "set_", "update")):
        setattr(Chart, _name, _frozen(_name))


def plain(value: Any) -> Any:
    """Return a figure or any part of one as plain lists, numbers and text, floats rounded."""
    if isinstance(value, go.Figure):
        value = value.to_plotly_json()
    if isinstance(value, dict) and "bdata" in value:  # how Plotly itself packs an array
        value = np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, np.ndarray | pd.Series | pd.Index):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if value is pd.NA or value is pd.NaT or value is None:
        return None
    if isinstance(value, dt.date | dt.datetime | np.datetime64):
        stamp = pd.Timestamp(value)
        return stamp.date().isoformat() if stamp == stamp.normalize() else stamp.isoformat()
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        if math.isnan(value):
            return None
        short = float(f"{float(value):.6g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return value


def wrap(text: str, width: int) -> str:
    """Break a line for Plotly, which does not break lines itself."""
    return "<br>".join(textwrap.wrap(text, width)) or text


def finish(
    drawing: go.Figure | Drawing,
    card: Card,
    *,
    rows: pd.DataFrame | None = None,
    columns: Sequence[str] | None = None,
) -> Chart:
    """Give a figure the house style and everything a reader needs to check it. Comes last, once.

    Args:
        drawing: the figure as drawn, without title, or what a family returned. The height of its
            layout is that of the plot's own area, in pixels; title, axis, legend, buttons and
            foot come on top.
        card: what a reader needs to trust it.
        rows: the rows behind it, as drawn; those of the drawing when left out.
        columns: which of their columns are shown under the chart and offered as CSV; all when
            left out.

    Raises:
        CourseError: the digest is not three to five lines, or nothing says where rows come from.
    """
    if isinstance(drawing, Drawing):
        drawing, behind = drawing
        rows = behind if rows is None else rows
    if not 3 <= len(card.digest) <= 5:
        raise CourseError(
            f"A chart's digest has 3 to 5 lines; '{card.title}' has {len(card.digest)}."
        )
    source_ids = card.source_ids
    if rows is None:
        raise CourseError(f"Say which rows are behind '{card.title}': rows=...")
    if source_ids is None:
        if "source_id" not in rows:
            raise CourseError(f"Say where the rows of '{card.title}' come from: source_ids=[...].")
        source_ids = rows["source_id"].dropna().tolist()
    as_of = max(package().table(name).descriptor["as_of"] for name in card.tables)
    shown = rows[list(columns)] if columns else rows
    shown = shown.drop(columns=[c for c in ("note", "other_source_ids") if c in shown])
    figure = plain(drawing)
    layout = figure.setdefault("layout", {})
    narrow = (layout.pop("meta", None) or {}).get("narrow", {})
    for trace in figure["data"]:
        trace.pop("meta", None)  # the tags of `choices`
    height = layout.get("height", 360)
    source = credit(source_ids)
    foot = f"Source: {source}; course tables {', '.join(card.tables)}. As of {long_date(as_of)}."
    titled, under = wrap(card.title, 70), wrap(card.subtitle, 98)
    footed = wrap(f"{card.note} {foot}" if card.note else foot, 110)
    more = titled.count("<br>")  # Plotly hangs a title of several lines higher by half a line each
    top = 26 + 12 * more + 21 * (more + 1) + 16 * (under.count("<br>") + 1)
    bottom = 18 + 14 * (footed.count("<br>") + 1)
    wide, slim = _margins(figure, WIDE), _margins(figure, NARROW)
    change: dict[str, Any] = {"font": {"size": 10}, "margin": slim}
    menus = layout.get("updatemenus", [])
    if menus:
        layout["updatemenus"] = [_buttons(menu, wide, WIDE) for menu in menus]
        change["updatemenus"] = [_buttons(menu, slim, NARROW) for menu in menus]
    about = About(
        title=card.title,
        subtitle=card.subtitle,
        source=source,
        source_ids=sorted(set(source_ids)),
        as_of=as_of,
        tables=card.tables,
        note=card.note,
        digest=card.digest,
        table={"columns": [str(c) for c in shown.columns], "rows": shown.values.tolist()},
        narrow=change | narrow,
        top=top,
        bottom=bottom,
    )
    for said in layout.get("annotations", []):
        if said.get("name") == "over":  # words over the plot stand over an axis there too
            del said["name"]
            said |= {"yshift": 26} if layout.get("xaxis", {}).get("side") == "top" else {}
    axes = {"xaxis", "yaxis"} | {key for key in layout if key[1:5] == "axis"}
    house = {
        **{axis: _AXIS | layout.get(axis, {}) for axis in axes},
        "title": {
            "text": f"<b>{titled}</b>",
            "subtitle": {"text": under, "font": {"size": 12, "color": PALETTE["grey"]}},
            "font": {"size": 16, "color": PALETTE["ink"]},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "pad": {"l": 12, "t": 12 + 12 * more},
            "y": 1,
            "yref": "container",
            "yanchor": "top",
        },
        "font": {"family": FONT, "size": 12, "color": PALETTE["ink"]},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "height": height + top + wide["t"] + wide["b"] + bottom,
        "margin": {**wide, "t": top + wide["t"], "b": wide["b"] + bottom, "pad": 0},
        "showlegend": bool(layout.get("showlegend")),
        # Plotly would cut the name of a series after fifteen letters.
        "hoverlabel": {"align": "left", "font": {"family": FONT, "size": 12}, "namelength": -1},
        "meta": about.to_meta(),
        "annotations": [*layout.get("annotations", []), _foot(footed, wide)],
    }
    if house["showlegend"]:
        under_axis = round(-_axis_room(figure) / height, 4)
        legend = {"orientation": "h", "x": 0, "y": under_axis, "yanchor": "top"}
        if any("legendgroup" in trace for trace in figure["data"]):
            legend["traceorder"] = "normal"  # in one row, not a column for each group
        own = layout.get("legend", {})
        house["legend"] = own if "y" in own else legend | {"font": {"size": 12}} | own
    # The parts were checked when they were drawn; checking the whole again would take Plotly a
    # fifth of a second a chart. An empty template keeps out its own of seven KB.
    return Chart(data=figure["data"], layout={**layout, **house, "template": {}}, _validate=False)


def _foot(text: str, margin: Mapping[str, int]) -> dict[str, Any]:
    """Return the source line, at the left edge under the axis and the legend."""
    return {
        "name": "foot",
        "text": text,
        "showarrow": False,
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 12 - margin["l"],
        "yshift": -margin["b"],
        "font": {"size": 10, "color": PALETTE["grey"]},
    }


def _buttons(menu: dict[str, Any], margin: Mapping[str, int], width: int) -> dict[str, Any]:
    """Return a menu dressed for a width: a row over the plot, or a list where a row has no room.

    The row begins at the plot's edge if it fits there, else as far to the left as it must. It is
    moved by pixels, so that it stays in view however wide JupyterLab draws the chart.
    """
    sizes = (12, 11) if width == WIDE else (11, 10)
    width -= _BOX
    plot = width - margin["l"] - margin["r"]
    needs = {size: sum(_label(b["label"], size) for b in menu["buttons"]) for size in sizes}
    size = next((s for s in sizes if needs[s] <= width - 18), sizes[0])
    row = needs[size] <= width - 18
    return menu | {
        "type": "buttons" if row else "dropdown",
        "direction": "right" if row else "down",
        "active": 0,
        "showactive": True,
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {
            "t": 0,
            "b": margin["t"] - _MENU_ROOM + 2,
            "l": -round(min(margin["l"] - 8, max(0, needs[size] - plot))) if row else 0,
            "r": 0,
        },
        "bgcolor": "#ffffff",
        "bordercolor": PALETTE["grey"],
        "font": {"size": size},
    }


_BOX = 46  # pixels by which a chart is narrower in a box that waits for a prediction
_MENU_ROOM = 38  # pixels that a row of buttons takes above a plot


def _label(text: str, size: int) -> float:
    """Return about how wide Plotly draws a button, in pixels, with the gap after it."""
    return len(text) * size * 0.56 + 29


def _axis_room(figure: dict[str, Any]) -> int:
    """Return the pixels that the horizontal axis needs below the plot."""
    axis = figure.get("layout", {}).get("xaxis", {})
    if axis.get("visible") is False:
        return 8
    titled = 22 if axis.get("title") else 0
    return 8 if axis.get("side") == "top" else 30 + titled


def _margins(figure: dict[str, Any], width: int) -> dict[str, int]:
    """Return margins that hold the row names, the axis and the legend at a width in pixels.

    They are reckoned from the texts, and not left to Plotly's automatic margins, so that the
    title and the foot stand where they should and a still is as high as its live chart.
    """
    layout = figure.get("layout", {})
    own = layout.get("margin", {})
    letter = 6.6 if width == WIDE else 5.3
    margin = {
        "l": own.get("l", 14),
        "r": own.get("r", 18),
        "t": own.get("t", 8) + (30 if layout.get("xaxis", {}).get("side") == "top" else 0),
        "b": own.get("b", 0) + _axis_room(figure),
    }
    if layout.get("updatemenus"):
        margin["t"] += _MENU_ROOM
    names = layout.get("yaxis", {}).get("ticktext")
    if names:
        lines = [len(line) for name in names for line in str(name).split("<br>")]
        margin["l"] = round(min(max(lines) * letter + 16, width * 0.45))
    elif "l" not in own and layout.get("yaxis", {}).get("visible") is not False:
        margin["l"] = 62 if layout.get("yaxis", {}).get("title") else 46
    if layout.get("showlegend"):
        named = [
            t["name"] for t in figure["data"] if t.get("showlegend") is not False and "name" in t
        ]
        entries = [len(name) for name in dict.fromkeys(named)]
        room = width - margin["l"] - margin["r"]
        needs = [52 + 6.8 * length for length in entries]
        per_row = len(needs) if sum(needs) <= room else max(1, int(room // max(needs)))
        margin["b"] += 14 + 20 * math.ceil(len(entries) / max(1, per_row))
    return margin
