"""What a finished chart holds, read from its JSON: axes, rows, marks, lines and words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from course.charts.stage import letters
from course.charts.stage.axes import Axis, axis_of
from course.charts.style import PALETTE

Trace = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """Words at a place of the chart, in its own units.

    `reach` is half the size of the mark there; `fixed` words stand on the place, `tied` ones at
    the end of a line.
    """

    text: str
    x: Any
    y: Any
    side: str
    reach: float = 0
    colour: str = ""
    fixed: bool = False
    tied: bool = False


def scene_of(figure: Mapping[str, Any]) -> Scene:
    """Return the scene of a state: a ladder turned to a list, a network's boxes made wider."""
    scene = Scene(figure)
    axis = figure["layout"].get("yaxis", {})
    places, names = axis.get("tickvals") or [], axis.get("ticktext") or []
    if axis.get("range") and not scene.is_list and len(names) > 7 and not axis.get("type"):
        whole = all(isinstance(v, int) for v in places)
        if whole and all(any(c.isalpha() for c in str(name)) for name in names):
            return Scene(_turned(figure, max(places)))
    return Scene(_widened(figure)) if scene.is_network else scene


def _turned(figure: Mapping[str, Any], last: int) -> dict[str, Any]:
    """Return a ladder, which is read from below, as a list from the top down."""

    def down(value: Any) -> Any:
        return None if value is None else last - value

    layout = dict(figure["layout"])
    axis = layout["yaxis"]
    ends = {"range": [down(end) for end in axis["range"]]}
    layout["yaxis"] = axis | ends | {"tickvals": [down(place) for place in axis["tickvals"]]}
    layout["shapes"] = [
        s | {k: down(s[k]) for k in ("y0", "y1") if s.get("yref", "y") == "y"}
        for s in layout.get("shapes", [])
    ]
    data = [trace | {"y": [down(y) for y in trace.get("y") or []]} for trace in figure["data"]]
    return {"data": data, "layout": layout}


_BOX, _WIDER = 0.42, 0.46  # half of a box's width, in columns: on a page and on the stage


def _widened(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return a network whose boxes take a little of the gaps between them, lines and all."""
    layout = dict(figure["layout"])
    columns = layout["xaxis"]["tickvals"]
    before = [c + side * _BOX for c in columns for side in (-1, 1)]
    after = [c + side * _WIDER for c in columns for side in (-1, 1)]

    def moved(x: Any) -> Any:
        return None if x is None else round(float(np.interp(x, before, after)), 4)

    def widened(shape: Mapping[str, Any]) -> Mapping[str, Any]:
        inner = shape["x1"] - shape["x0"] < 1
        return {**shape, "x0": moved(shape["x0"]), "x1": moved(shape["x1"])} if inner else shape

    layout["shapes"] = [widened(shape) for shape in layout["shapes"]]
    data = [trace | {"x": [moved(x) for x in trace["x"]]} for trace in figure["data"]]
    return {"data": data, "layout": layout}


@dataclass(frozen=True)
class Scene:
    """One state of a chart."""

    figure: Mapping[str, Any]

    @property
    def layout(self) -> Mapping[str, Any]:
        """The layout of the figure."""
        return self.figure["layout"]

    @property
    def data(self) -> Sequence[Trace]:
        """The traces of the figure."""
        return self.figure["data"]

    @cached_property
    def is_map(self) -> bool:
        """Whether both axes have one scale."""
        return "scaleanchor" in self.layout.get("yaxis", {})

    @cached_property
    def is_network(self) -> bool:
        """Whether boxes stand on the plot, which cannot be parted."""
        boxes = [
            s for s in self.layout.get("shapes", []) if s["type"] == "rect" and "name" not in s
        ]
        return len(boxes) > 8

    @cached_property
    def is_list(self) -> bool:
        """Whether its rows are listed from the top down, so that it can be parted between two."""
        low, high = self.layout.get("yaxis", {}).get("range") or (0, 1)
        numbers = isinstance(low, int | float) and isinstance(high, int | float)
        return numbers and low > high and not self.is_network and not self.is_map

    @cached_property
    def across(self) -> Axis:
        """The axis to the right."""
        values = [v for t in self.data for v in t.get("x") or [] if v is not None]
        bars = any(t["type"] == "bar" for t in self.data)
        return axis_of(self.layout.get("xaxis", {}), values, from_zero=bars)

    @cached_property
    def upwards(self) -> Axis:
        """The axis upwards; of a list, downwards."""
        values = [v for t in self.data for v in t.get("y") or [] if v is not None]
        return axis_of(self.layout.get("yaxis", {}), values)

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of each row of a list, without the breaks made for a page."""
        axis = self.layout.get("yaxis", {})
        if axis.get("visible") is False or "ticktext" not in axis:
            return {}
        texts = letters.unbroken([str(text) for text in axis["ticktext"]])
        named = zip(axis["tickvals"], texts, strict=True)
        return {round(v): text for v, text in named if text.strip()}

    @cached_property
    def own_names(self) -> dict[int, str]:
        """The name of each row with the breaks that the chart has."""
        axis = self.layout["yaxis"]
        return {round(v): str(t) for v, t in zip(axis["tickvals"], axis["ticktext"], strict=True)}

    @cached_property
    def words_in_row(self) -> Counter[int]:
        """How many words stand in each row of a list."""
        return Counter(round(one.y) for one in self.said)

    @cached_property
    def listed(self) -> list[int]:
        """The rows of a list that hold something, from the top."""
        held = {round(y) for trace in self.data for _, y in points(trace)}
        return sorted(held | set(self.names if self._names_all else ()))

    @property
    def _names_all(self) -> bool:
        """Whether every row has a name, and not only those where a year begins."""
        return len(self.layout["yaxis"].get("tickvals") or ()) >= self.upwards.low - 1

    @cached_property
    def said(self) -> list[Said]:
        """The words on the plot, each of which a picture must hold."""
        found = [one for trace in self.data for one in _said(trace)]
        found += list(_in_bars(self.data))
        for note in self.layout.get("annotations", []):
            if note.get("name") == "label":
                vertical = "top" if note["ay"] < -4 else "bottom" if note["ay"] > 4 else "middle"
                side = f"{vertical} {'left' if note['ax'] < 0 else 'right'}"
                ink = note.get("font", {}).get("color", "")
                found.append(Said(note["text"], note["x"], note["y"], side, 5, ink))
        for shape in self.layout.get("shapes", []):
            if text := shape.get("label", {}).get("text"):
                found.append(Said(text, shape["x0"], shape["y0"], "bottom right", fixed=True))
        whole = letters.unbroken([one.text for one in found])
        return [Said(t, *_rest(one)) for one, t in zip(found, whole, strict=True) if t.strip()]

    @cached_property
    def over(self) -> list[Mapping[str, Any]]:
        """The words over the plot, at the end of a rule or over a column."""
        notes = self.layout.get("annotations", [])
        return [n for n in notes if n.get("yref") == "paper" and n.get("name") != "foot"]

    @cached_property
    def beside(self) -> list[Mapping[str, Any]]:
        """The words at the right end of a level rule."""
        return [
            n
            for n in self.layout.get("annotations", [])
            if n.get("xref") == "paper" != n.get("yref")
        ]

    def title(self, name: str) -> str:
        """Return the title of an axis, or ""."""
        title = self.layout.get(name, {}).get("title") or ""
        return title if isinstance(title, str) else title.get("text", "")


def _rest(one: Said) -> tuple[Any, ...]:
    return one.x, one.y, one.side, one.reach, one.colour, one.fixed, one.tied


def points(trace: Trace) -> Iterator[tuple[Any, Any]]:
    """Yield where the marks of a trace stand, without what is not known."""
    for x, y in zip(trace.get("x") or [], trace.get("y") or [], strict=True):
        if x is not None and y is not None:
            yield x, y


def each(value: Any, place: int) -> Any:
    """Return what holds for one mark of a trace, said once for all or for each."""
    return value[place % len(value)] if isinstance(value, list) and value else value


def _said(trace: Trace) -> Iterator[Said]:
    if trace["type"] != "scatter" or "text" not in trace.get("mode", ""):
        return
    marked = "markers" in trace["mode"]
    size = trace.get("marker", {}).get("size", 6)
    for k, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        text = each(trace.get("text"), k)
        if x is None or y is None or not text:
            continue
        text, side = str(text), each(trace.get("textposition", "middle center"), k)
        padded = text.strip() != text
        ink = each(trace.get("textfont", {}).get("color", ""), k) or ""
        reach = each(size, k) / 2 if marked else 7 if padded else 0
        fixed = side == "middle center"
        text = "<br>".join(line.strip() for line in letters.lines(text))
        yield Said(text, x, y, side, reach, ink, fixed, tied=not marked and not padded)


def stacked(data: Sequence[Trace]) -> Iterator[tuple[Trace, int, Any, float, float]]:
    """Yield each bar, set end to end: its trace, place in it, row, beginning and end."""
    ends: dict[Any, float] = defaultdict(float)
    for trace in data:
        if trace["type"] == "bar":
            for k, (long, row) in enumerate(zip(trace["x"], trace["y"], strict=True)):
                if long is not None and row is not None:
                    begin = ends[row]
                    ends[row] += long
                    yield trace, k, row, begin, ends[row]


def _in_bars(data: Sequence[Trace]) -> Iterator[Said]:
    for trace, k, row, begin, end in stacked(data):
        text = each(trace.get("text"), k)
        if text:
            ink = each(trace.get("textfont", {}).get("color", PALETTE["ink"]), k)
            yield Said(str(text), (begin + end) / 2, row, "middle center", colour=ink, fixed=True)
