"""Buttons over a chart: they choose among tagged parts, or change between whole figures.

Authors say what each button is for; `course.charts.style.finish` places them, for a page and for
a phone. Every press sets all that can differ, so that no press depends on the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import plotly.graph_objects as go

from course.charts.style import plain
from course.errors import CourseError


@contextmanager
def tagged(fig: go.Figure, tag: str) -> Iterator[None]:
    """Give a tag to all that is drawn inside, for `choices`."""
    before = len(fig.data)
    yield
    for trace in fig.data[before:]:
        trace.meta = {"tag": tag}


def choices(fig: go.Figure, shown: Mapping[str, Sequence[str]]) -> None:
    """Add a button for each choice; it shows the parts with these tags and those without a tag.

    Args:
        fig: the figure, all of its parts drawn.
        shown: words on the button to tags. The first choice is made to begin with.

    Raises:
        CourseError: no part has one of the tags.
    """
    tags = [(trace.meta or {}).get("tag") for trace in fig.data]
    for tag in dict.fromkeys(tag for wanted in shown.values() for tag in wanted):
        if tag not in tags:
            raise CourseError(f"A button shows the tag '{tag}', which no part of the chart has.")
    buttons = []
    for label, wanted in shown.items():
        visible = [tag is None or tag in wanted for tag in tags]
        buttons.append({"label": label, "method": "restyle", "args": [{"visible": visible}]})
    first = [tag is None or tag in next(iter(shown.values())) for tag in tags]
    for trace, seen in zip(fig.data, first, strict=True):
        trace.visible = None if seen else False
    fig.update_layout(updatemenus=[{"name": "choices", "buttons": buttons}])


def switch(figures: Mapping[str, go.Figure]) -> go.Figure:
    """Return the first figure with a button for each; a button changes all in which they differ.

    What a button sets is the difference of the whole figures, so that marks, words, axes and
    legend always belong together.

    Args:
        figures: words on the button to figure. All have the same parts in the same order; a part
            may be empty.

    Raises:
        CourseError: the figures have different parts, or a setting of the layout in one only.
    """
    wholes = [plain(figure) for figure in figures.values()]
    kinds = {tuple(trace["type"] for trace in whole["data"]) for whole in wholes}
    if len(kinds) > 1:
        raise CourseError(
            "The figures of a switch have different parts. Draw the same parts in the same order "
            "in each, with no rows where there is nothing to show (by_mark(..., empty=True))."
        )
    traces = [[_flat(trace) for trace in whole["data"]] for whole in wholes]
    layouts = [_flat({k: v for k, v in w["layout"].items() if k not in _KEPT}) for w in wholes]
    moved = _differing([{(k, p): t[p] for k, t in enumerate(ts) for p in t} for ts in traces])
    places = sorted({place for place, _ in moved})
    paths = list(dict.fromkeys(path for _, path in moved))
    settings = _differing(layouts)
    buttons = []
    for label, parts, layout in zip(figures, traces, layouts, strict=True):
        missing = [path for path in settings if path not in layout]
        if missing:
            raise CourseError(
                f"'{label}' of a switch does not set {missing[0]}, and another figure does. Give "
                "the axes of all figures the same settings, each with its own value."
            )
        change = {path: [parts[place].get(path) for place in places] for path in paths}
        relay = {path: layout[path] for path in settings}
        relay |= {f"{p.rsplit('.', 1)[0]}.autorange": False for p in relay if p.endswith(".range")}
        buttons.append({"label": label, "method": "update", "args": [change, relay, places]})
    fig = go.Figure(next(iter(figures.values())))
    fig.update_layout(updatemenus=[{"name": "switch", "buttons": buttons}])
    return fig


_KEPT = ("meta", "height", "template", "updatemenus", "margin")


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """Return the settings of a figure's part by their dotted paths; plain lists are values."""
    if isinstance(value, dict) and value:
        step = f"{path}." if path else ""
        return {k: v for key, item in value.items() for k, v in _flat(item, step + key).items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {
            k: v for n, item in enumerate(value) for k, v in _flat(item, f"{path}[{n}]").items()
        }
    return {path: value}


def _differing(settings: Sequence[Mapping[Any, Any]]) -> list[Any]:
    """Return the keys whose value is not the same in all of them, in order."""
    keys = dict.fromkeys(key for mapping in settings for key in mapping)
    first = settings[0]
    return [k for k in keys if any(m.get(k, _KEPT) != first.get(k, _KEPT) for m in settings)]
