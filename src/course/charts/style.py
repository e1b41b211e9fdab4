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
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from course.data import package
from course.errors import CourseError
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
WIDE, NARROW = 720, 360  # widths in pixels: a page column, a phone
FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
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


class Chart(go.Figure):
    """A finished figure. A notebook stores its Plotly JSON and its digest, nothing else."""

    # Plotly would add HTML of five megabytes, with random ids, beside the JSON.
    _ipython_display_ = None
    _repr_html_ = None

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, Any]:
        figure = plain(self)
        figure["config"] = CONFIG
        return {PLOTLY_MIME: figure, "text/plain": self.digest}

    @property
    def about(self) -> dict[str, Any]:
        """Title, subtitle, source, as-of date, digest lines and the rows behind the chart."""
        return dict(self.layout.meta["course"])

    @property
    def digest(self) -> str:
        """The chart in words: its title and three to five lines on what the data show."""
        about = self.about
        # JupyterLab shows the first line of a folded output: it must not give the chart away.
        lines = (f"- {line}" for line in about["digest"])
        return "\n".join(["Chart, in words:", about["title"], *lines])

    @property
    def rows(self) -> pd.DataFrame:
        """The rows behind the chart, as drawn."""
        table = self.about["table"]
        return pd.DataFrame(list(table["rows"]), columns=list(table["columns"]))

    def __repr__(self) -> str:
        return self.digest


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
    fig: go.Figure,
    *,
    title: str,
    subtitle: str,
    tables: Sequence[str],
    rows: pd.DataFrame,
    digest: Sequence[str],
    source_ids: Sequence[str] | None = None,
    note: str = "",
    height: int = 360,
    narrow: dict[str, Any] | None = None,
) -> Chart:
    """Give a figure the house style and everything a reader needs to check it.

    Args:
        fig: the figure as drawn, without title.
        title: what to see in it, as a sentence.
        subtitle: what is plotted, and in which unit.
        tables: the course tables it was drawn from; they give the as-of date.
        rows: the rows behind it, as drawn; shown under the chart and offered as CSV.
        digest: three to five lines that say in words what the chart shows.
        source_ids: the sources of the rows; taken from a `source_id` column when left out.
        note: one line on what a reader should know before trusting it.
        height: of the plot's own area, in pixels; title, axis, legend and foot come on top.
        narrow: layout changes for a screen about 360 pixels wide, such as another height.

    Raises:
        CourseError: the digest is not three to five lines, or nothing says where rows come from.
    """
    if not 3 <= len(digest) <= 5:
        raise CourseError(f"A chart's digest has 3 to 5 lines; '{title}' has {len(digest)}.")
    if source_ids is None:
        if "source_id" not in rows:
            raise CourseError(f"Say where the rows of '{title}' come from: source_ids=[...].")
        source_ids = rows["source_id"].dropna().tolist()
    as_of = max(package().table(name).descriptor["as_of"] for name in tables)
    shown = rows.drop(columns=[c for c in ("note", "other_source_ids") if c in rows])
    about = {
        "title": title,
        "subtitle": subtitle,
        "source": credit(source_ids),
        "source_ids": sorted(set(source_ids)),
        "as_of": as_of,
        "tables": list(tables),
        "note": note,
        "digest": list(digest),
        "table": {"columns": [str(c) for c in shown.columns], "rows": shown.values.tolist()},
        "narrow": narrow or {},
    }
    foot = (
        f"Source: {about['source']}; course tables {', '.join(tables)}. As of {long_date(as_of)}."
    )
    if note:
        foot = f"{note} {foot}"
    figure = plain(fig)
    layout = figure.get("layout", {})
    axes = {"xaxis", "yaxis"} | {key for key in layout if key[1:5] == "axis"}
    titled, under, footed = wrap(title, 70), wrap(subtitle, 98), wrap(foot, 110)
    more = titled.count("<br>")  # Plotly hangs a title of several lines higher by half a line each
    top = 26 + 12 * more + 21 * (more + 1) + 16 * (under.count("<br>") + 1)
    bottom = 18 + 14 * (footed.count("<br>") + 1)
    wide, slim = _margins(figure, WIDE), _margins(figure, NARROW)
    about["narrow"] = {"font": {"size": 10}, "margin": slim} | about["narrow"]
    legend = {
        "orientation": "h",
        "x": 0,
        "y": round(-_axis_room(figure) / height, 4),
        "yanchor": "top",
        "font": {"size": 12},
    }
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
        "meta": {"course": plain(about), "frame": {"top": top, "bottom": bottom}},
        "annotations": [
            *layout.get("annotations", []),
            {
                "name": "foot",
                "text": footed,
                "showarrow": False,
                "align": "left",
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 0,
                "xanchor": "left",
                "yanchor": "top",
                "xshift": 12 - wide["l"],
                "yshift": -wide["b"],
                "font": {"size": 10, "color": PALETTE["grey"]},
            },
        ],
    }
    if house["showlegend"]:
        house["legend"] = layout.get("legend") or legend
    # The parts were checked when they were drawn; checking the whole again would take Plotly a
    # fifth of a second a chart. An empty template keeps out its own of seven KB.
    return Chart(data=figure["data"], layout={**layout, **house, "template": {}}, _validate=False)


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
    names = layout.get("yaxis", {}).get("ticktext")
    if names:
        lines = [len(line) for name in names for line in str(name).split("<br>")]
        margin["l"] = round(min(max(lines) * letter + 16, width * 0.45))
    elif "l" not in own and layout.get("yaxis", {}).get("visible") is not False:
        margin["l"] = 62 if layout.get("yaxis", {}).get("title") else 46
    if layout.get("showlegend"):
        entries = [
            len(str(trace["name"]))
            for trace in figure["data"]
            if trace.get("name") and trace.get("showlegend") is not False
        ]
        room = width - margin["l"] - margin["r"]
        needs = [52 + 6.8 * length for length in entries]
        per_row = len(needs) if sum(needs) <= room else max(1, int(room // max(needs)))
        margin["b"] += 14 + 20 * math.ceil(len(entries) / max(1, per_row))
    return margin
