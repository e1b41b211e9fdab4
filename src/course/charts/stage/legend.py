"""The legend of a picture, drawn on axes that count pixels: Plotly's own moves what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from course.charts.stage import letters
from course.charts.stage.scene import Scene, Trace, each, points

SIGN = 34  # pixels that the sign of an entry takes
_GAP = 26  # pixels between entries
_PIXELS = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip", "showlegend": False}


@dataclass(frozen=True)
class Entry:
    """A sign with its name, and where it stands from the legend's upper left corner, px."""

    trace: Trace
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Legend:
    """Entries in rows under a plot, or in a column beside it, and the room they take, px."""

    entries: Sequence[Entry]
    wide: float
    high: float
    size: int


def legend(scene: Scene, shown: Sequence[int], size: int, room: float, *, column: bool) -> Legend:
    """Lay out the names of the marks that a picture shows.

    Args:
        scene: what is drawn.
        shown: the rows of a list that are; all, if there are none.
        size: of the letters.
        room: pixels across.
        column: one entry under the other.
    """
    line = letters.LINE * size
    entries: list[Entry] = []
    x = y = wide = deep = 0.0
    for trace in _named(scene, shown):
        lines = letters.lines(letters.broken(trace["name"], min(room, 620) - SIGN, size))
        text = letters.balanced(trace["name"], len(lines), size)
        takes = SIGN + letters.width(text, size)
        if entries and (column or x + takes > room):
            x, y, deep = 0.0, y + deep + 3, 0.0
        entries.append(Entry(trace, text, x, y))
        deep = max(deep, line * len(letters.lines(text)) + (6 if column else 0))
        wide = max(wide, x + takes)
        x += takes + _GAP
    return Legend(entries, wide, y + deep if entries else 0.0, size)


def _named(scene: Scene, shown: Sequence[int]) -> list[Trace]:
    """Return a trace for each name that is explained: the one whose sign says most."""
    if not scene.layout.get("showlegend"):
        return []
    found: dict[str, Trace] = {}
    for trace in scene.data:
        name = trace.get("name")
        if not name or trace.get("showlegend") is False or name in found:
            continue
        places = [y for one in scene.data if one.get("name") == name for _, y in points(one)]
        explains = trace["x"] == [None]  # a sign that no mark has by itself
        if explains or any(within(y, shown) for y in places):
            found[name] = trace
    return list(found.values())


def within(y: Any, shown: Sequence[int]) -> bool:
    """Say whether a height of a list is among the rows that are shown."""
    return not shown or shown[0] - 0.5 <= y <= shown[-1] + 0.5


def signs(made: Legend, left: float, top: float, grown: Mapping[int, Trace]) -> Iterator[Trace]:
    """Yield the signs of a legend as traces on axes in pixels.

    Args:
        made: the legend.
        left, top: its upper left corner, px.
        grown: a trace as the picture draws it, by the `id` of the chart's.
    """
    for one in made.entries:
        look = grown[id(one.trace)]
        x, y = left + one.x + SIGN / 2 - 4, top + one.y + letters.LINE * made.size / 2
        if look["type"] == "bar":
            mark = {k: v for k, v in look["marker"].items() if k != "size"}
            bar = {"type": "bar", "orientation": "h", "base": [x - 11], "x": [22], "y": [y]}
            yield bar | _PIXELS | {"width": [16], "marker": mark}
            continue
        ends = [x - 14, x, x + 14]
        if look.get("fill") == "toself":
            square = {"symbol": "square", "size": 17, "color": look["fillcolor"]}
            yield _sign("markers", [x], [y]) | {"marker": square}
            continue
        mode = look["mode"]
        if "lines" in mode:
            yield _sign("lines", ends, [y] * 3) | {"line": look["line"]}
        if "markers" in mode:
            mark = _first(look["marker"])
            mark["size"] = min(17, max(11, mark.get("size", 11)))
            yield _sign("markers", [x], [y]) | {"marker": mark}


def _sign(mode: str, x: list[float], y: list[float]) -> Trace:
    return {"type": "scatter", "mode": mode, "x": x, "y": y} | _PIXELS


def _first(mark: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the first of several marks looks; a kind that is filled anywhere is shown so."""
    symbols = mark.get("symbol")
    place = 0
    if isinstance(symbols, list):
        place = next((k for k, s in enumerate(symbols) if not s.endswith("-open")), 0)
    look = {k: each(v, place) for k, v in mark.items() if k != "line"}
    if "line" in mark:
        look["line"] = {k: each(v, place) for k, v in mark["line"].items()}
    return look
