"""One picture for the stage: its words, marks and figure, for letters of one size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from course.charts.stage import letters
from course.charts.stage.axes import Axis, Tick
from course.charts.stage.legend import SIGN, signs, within
from course.charts.stage.places import Box, Placed, Words, place
from course.charts.stage.plan import PAD, UNFIT, WIDTH, Plan, plan_of
from course.charts.stage.scene import Scene, Trace, each, stacked
from course.charts.style import FONT, PALETTE

_HALO = "0 0 3px #fff,0 0 3px #fff,0 0 4px #fff"
_MARK, _LINE, _BAR = 14.0, 1.4, 3.0  # what a px2 of these costs that words cover


@dataclass(frozen=True)
class Picture:
    """A figure of Plotly's, and how good it is.

    Attributes:
        figure: plain JSON.
        fault: how far it is from having no word over another (0: none is).
        strain: how far its words stand from where the chart has them, on an average.
    """

    figure: dict[str, Any]
    fault: float
    strain: float


def picture(scene: Scene, rows: Sequence[int], size: int, most: int) -> Picture:
    """Lay out some rows of a scene (all of it, if it has no rows) in letters of a size.

    The picture is at most `most` pixels high.
    """
    plan = plan_of(scene, rows, size, most)
    swell = _swell(scene, plan)
    words = list(_words(scene, plan, rows, swell))
    placed = place(words, list(_taken(scene, plan, rows, swell)))
    over, crowded = _over(scene, plan)
    layout = _layout(scene, plan)
    notes = [_note(one, plan) for one in placed]
    layout["annotations"] = [*notes, *over, *_around(scene, plan), *_named(plan)]
    layout["shapes"] = [_shape(shape) for shape in scene.layout.get("shapes", [])]
    drawn = {id(trace): _trace(trace, scene, rows, swell) for trace in scene.data}
    data = [*drawn.values(), *signs(plan.legend, *plan.legend_at, drawn)]
    fault = plan.fault + crowded + sum(one.fault for one in placed) + _tight(scene, plan)
    strain = sum(one.price for one in placed) / max(1, len(placed))
    return Picture({"data": data, "layout": layout}, fault, strain)


# -- the words


def _words(scene: Scene, plan: Plan, rows: Sequence[int], swell: float) -> Iterator[Words]:
    left, top, right, bottom = plan.box
    inside = (left + 2, top - 4, WIDTH - PAD / 2, bottom + 2)
    tall = (bottom - top) / abs(plan.upwards.low - plan.upwards.high)
    for one in scene.said:
        if scene.is_list and not within(one.y, rows):
            continue
        x, y = plan.px(one.x, one.y)
        side = one.side
        row = None
        alone = False
        if scene.is_list:
            alone = scene.words_in_row[round(one.y)] == 1
            middle = plan.px(one.x, round(one.y))[1]
            row = (middle - 0.68 * tall, middle + 0.68 * tall)
            if not one.fixed and side.endswith("center") and tall < 1.9 * plan.size:
                side = "middle right"
        yield Words(
            one.text, x, y, side, plan.size, inside, one.reach * swell, one.colour, one.fixed,
            one.tied, row, alone,
        )  # fmt: skip
    for note in scene.beside:
        y = plan.px(plan.across.stored(plan.across.low), note["y"])[1]
        yield Words(note["text"], right - 2, y, "top left", plan.size, inside, tied=True)


def _taken(
    scene: Scene, plan: Plan, rows: Sequence[int], swell: float
) -> Iterator[tuple[Box, float]]:
    """Yield what words should not cover: marks, lines and bars."""
    for trace in scene.data:
        mode = trace.get("mode", "")
        if "markers" in mode:
            for k, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
                if x is not None and y is not None and (not scene.is_list or within(y, rows)):
                    px, py = plan.px(x, y)
                    half = each(trace.get("marker", {}).get("size", 6), k) / 2 * swell
                    yield (px - half, py - half, px + half, py + half), _MARK
        if "lines" in mode:
            for a, b in pairwise(zip(trace["x"], trace["y"], strict=True)):
                if None not in (*a, *b):
                    yield from _dotted(plan.px(*a), plan.px(*b))
        bars = trace.get("error_x", {}).get("array") or []
        for x, y, half in zip(trace.get("x") or [], trace.get("y") or [], bars, strict=False):
            if half is not None and x is not None:
                yield from _dotted(plan.px(x - half, y), plan.px(x + half, y))
    for _, _, row, begin, end in stacked(scene.data):
        (x0, y), (x1, _) = plan.px(begin, row), plan.px(end, row)
        yield (x0, y - 12, x1, y + 12), _BAR
    left, top, right, bottom = plan.box
    for shape in scene.layout.get("shapes", []):
        if shape["type"] == "line":
            upright = "domain" in str(shape.get("yref"))
            if upright:
                x = plan.px(shape["x0"], plan.upwards.stored(plan.upwards.low))[0]
                yield from _dotted((x, top), (x, bottom))
            else:
                y = plan.px(plan.across.stored(plan.across.low), shape["y0"])[1]
                yield from _dotted((left, y), (right, y))


def _dotted(a: tuple[float, float], b: tuple[float, float]) -> Iterator[tuple[Box, float]]:
    """Yield small boxes along a line."""
    steps = max(1, min(200, round(math.dist(a, b) / 8)))
    for k in range(steps + 1):
        x, y = a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps
        yield (x - 3, y - 2, x + 3, y + 2), _LINE


def _note(one: Placed, plan: Plan) -> dict[str, Any]:
    """Return words as an annotation, held by the side that is nearest to their mark."""
    left, top, right, bottom = one.box
    x = {"left": left, "center": (left + right) / 2, "right": right}[one.align]
    y = (top + bottom) / 2
    ink = one.words.colour or PALETTE["ink"]
    font: dict[str, Any] = {"size": plan.size, "color": ink}
    if _dark(ink):
        font["shadow"] = _HALO
    note = _text(one.text, x, y, plan, xanchor=one.align, align=one.align, font=font)
    if not one.leader:
        return note
    at = one.words
    return note | {
        "x": round(at.x / WIDTH, 5),
        "y": round(1 - at.y / plan.high, 5),
        "ax": round(x - at.x, 1),
        "ay": round(y - at.y, 1),
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1.2,
        "arrowcolor": PALETTE["grey"],
        "standoff": round(at.reach + 2),
    }


def _dark(colour: str) -> bool:
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)] if len(colour) == 7 else [0]
    return sum(parts) / len(parts) < 200


def _text(text: str, x: float, y: float, plan: Plan, **look: Any) -> dict[str, Any]:
    """Return words at a place in pixels from the picture's upper left corner."""
    return {
        "text": text,
        "showarrow": False,
        "xref": "paper",
        "yref": "paper",
        "x": round(x / WIDTH, 5),
        "y": round(1 - y / plan.high, 5),
        "yanchor": "middle",
        "borderpad": 0,
        "font": {"size": plan.size, "color": PALETTE["ink"]},
    } | look


def _named(plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the names in the legend."""
    left, top = plan.legend_at
    for one in plan.legend.entries:
        y = top + one.y + letters.height(one.text, plan.size) / 2 + 0.1 * plan.size
        yield _text(one.text, left + one.x + SIGN, y, plan, xanchor="left", align="left")


def _around(scene: Scene, plan: Plan) -> Iterator[dict[str, Any]]:
    """Yield the names of rows and the titles of axes."""
    left, top, right, bottom = plan.box
    line = letters.LINE * plan.size
    if scene.is_list:
        for row, text in plan.y_ticks:
            y = plan.px(plan.across.stored(plan.across.low), row)[1]
            yield _text(text, left - 10, y, plan, xanchor="right", align="right")
    grey = {"font": {"size": plan.size, "color": PALETTE["grey"]}}
    if (title := scene.title("yaxis")) and scene.layout["yaxis"].get("visible") is not False:
        at = plan.over + line / 2 - 4
        yield _text(title, PAD, at, plan, xanchor="left", **grey)
    if title := scene.title("xaxis"):
        above = scene.layout["xaxis"].get("side") == "top"
        deep = max((len(letters.lines(text)) for _, text in plan.x_ticks), default=0)
        away = 12 + deep * line + line / 2
        y = top - away if above else bottom + away
        yield _text(title, (left + right) / 2, y, plan, xanchor="center", **grey)


def _over(scene: Scene, plan: Plan) -> tuple[list[dict[str, Any]], float]:
    """Return the words over the plot, side by side, and how much they cover of each other."""
    left, _, right, _ = plan.box
    y = PAD + letters.LINE * plan.size / 2
    found, ends, fault = [], float(PAD), 0.0
    notes = sorted(scene.over, key=lambda n: plan.across.share(n["x"]) or 0)
    for note in notes:
        x = left + (plan.across.share(note["x"]) or 0) * (right - left)
        wide = letters.width(note["text"], plan.size)
        sides = [note.get("xanchor", "center"), "right", "center", "left"]
        begins = {"left": x - 3, "center": x - wide / 2, "right": x - wide + 3}
        free = [s for s in sides if begins[s] >= ends and begins[s] + wide <= WIDTH - PAD / 2]
        side = free[0] if free else sides[0]
        fault += 0 if free else UNFIT
        at = begins[side] + {"left": 0, "center": wide / 2, "right": wide}[side]
        found.append(_text(note["text"], at, y, plan, xanchor=side))
        ends = begins[side] + wide + plan.size
    return found, fault


def _tight(scene: Scene, plan: Plan) -> float:
    """Return whether the words of a network are too wide for its boxes."""
    if not scene.is_network:
        return 0.0
    room = min(abs(s["x1"] - s["x0"]) for s in scene.layout["shapes"])
    room *= (plan.box[2] - plan.box[0]) / (plan.across.high - plan.across.low)
    inside = (letters.width(one.text, plan.size) for one in scene.said if one.fixed)
    return UNFIT if max(inside) > room else 0.0


# -- the figure


def _layout(scene: Scene, plan: Plan) -> dict[str, Any]:
    """Return the layout without words: the plot's axes in its box, and axes that count pixels."""
    left, top, right, bottom = plan.box
    x = _axis(scene.layout.get("xaxis", {}), plan.across, plan.x_ticks, plan.size)
    y = _axis(scene.layout.get("yaxis", {}), plan.upwards, plan.y_ticks, plan.size)
    x |= {"domain": [round(left / WIDTH, 5), round(right / WIDTH, 5)]}
    y |= {"domain": [round(1 - bottom / plan.high, 5), round(1 - top / plan.high, 5)]}
    if scene.is_list:
        y |= {"showticklabels": False, "ticks": ""}
    pixels = {"visible": False, "fixedrange": True, "domain": [0, 1]}
    layout: dict[str, Any] = {
        "width": WIDTH,
        "height": plan.high,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "font": {"family": FONT, "size": plan.size, "color": PALETTE["ink"]},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "template": {},
        "xaxis": x,
        "yaxis": y,
        "xaxis2": pixels | {"anchor": "y2", "range": [0, WIDTH]},
        "yaxis2": pixels | {"anchor": "x2", "range": [plan.high, 0]},
    }
    return layout | {k: scene.layout[k] for k in ("barmode", "bargap") if k in scene.layout}


_KEPT = (
    "type",
    "showgrid",
    "gridcolor",
    "linecolor",
    "showline",
    "tickcolor",
    "ticks",
    "visible",
    "side",
    "zeroline",
)


def _axis(about: Mapping[str, Any], axis: Axis, found: Sequence[Tick], size: int) -> dict[str, Any]:
    kept = {name: about[name] for name in _KEPT if name in about}
    if axis.dates:
        ends = [axis.stored(end) for end in (axis.low, axis.high)]
        kept["type"] = "date"
    else:
        ends = [axis.low, axis.high]
    return kept | {
        "range": ends,
        "autorange": False,
        "fixedrange": True,
        "automargin": False,
        "tickmode": "array",
        "tickvals": [axis.stored(where) for where, _ in found],
        "ticktext": [text for _, text in found],
        "tickangle": 0,
        "tickfont": {"size": size},
        "ticklabelstandoff": 2,
        "ticklabeloverflow": "allow",
    }


def _swell(scene: Scene, plan: Plan) -> float:
    """Return by how much marks and lines grow: with the letters, but not into the next row."""
    if scene.is_network:
        return 1.1
    if not scene.is_list:
        return 1.6
    margin = scene.layout["margin"]
    before = scene.layout["height"] - margin["t"] - margin["b"]
    before /= abs(scene.upwards.low - scene.upwards.high)
    now = (plan.box[3] - plan.box[1]) / abs(plan.upwards.low - plan.upwards.high)
    return max(1.2, min(1.6, 1.25 * now / before))


def _trace(trace: Trace, scene: Scene, rows: Sequence[int], swell: float) -> Trace:
    """Return a trace without its words, its marks and lines grown."""
    gone = ("text", "textposition", "textfont", "hovertext", "customdata", "meta", "legendgroup")
    out = {name: value for name, value in trace.items() if name not in gone}
    out |= {"hoverinfo": "skip", "showlegend": False}
    if trace["type"] == "bar":
        return out | {"textposition": "none"}
    mode = [part for part in trace.get("mode", "lines").split("+") if part != "text"]
    out["mode"] = "+".join(mode) or "none"
    if mode == ["markers"] and scene.is_list:
        far = [y is not None and not within(y, rows) for y in trace["y"]]
        out["x"] = [None if f else x for x, f in zip(trace["x"], far, strict=True)]
    if "marker" in out:
        mark = dict(out["marker"])
        mark["size"] = _grown(mark.get("size", 6), swell)
        if "width" in mark.get("line", {}):
            mark["line"] = mark["line"] | {"width": _grown(mark["line"]["width"], 1.25)}
        out["marker"] = mark
    if "lines" in mode:
        line = out.get("line", {})
        out["line"] = line | {"width": _grown(line.get("width", 2), 1.4)}
    if "error_x" in out:
        bar = out["error_x"]
        out["error_x"] = bar | {"thickness": _grown(bar.get("thickness", 2), 1.4)}
    return out


def _grown(value: Any, by: float) -> Any:
    if isinstance(value, list):
        return [_grown(one, by) for one in value]
    return round(value * by, 1)


def _shape(shape: Mapping[str, Any]) -> dict[str, Any]:
    out = {name: value for name, value in shape.items() if name != "label"}
    if shape["type"] == "line":
        out["line"] = shape["line"] | {"width": _grown(shape["line"].get("width", 1), 1.4)}
    return out
