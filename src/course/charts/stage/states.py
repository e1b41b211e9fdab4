"""The states of a chart with buttons, each as a figure of its own: a slide has no buttons."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

MOST = 4  # states of one chart: the first, and three more at most


def states(figure: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the words on each button with the figure that it shows, or the figure alone.

    Where the first button shows all and the others a part of it, the first says it all.
    """
    buttons = _buttons(figure)
    if not buttons:
        return [("", _seen(figure))]
    if _first_is_all(buttons):
        return [("", _seen(_pressed(figure, buttons[0])))]
    return [(b["label"], _seen(_pressed(figure, b))) for b in buttons[:MOST]]


def _buttons(figure: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    menus = figure["layout"].get("updatemenus") or []
    return [button for menu in menus for button in menu["buttons"]]


def _first_is_all(buttons: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether the first button shows all, and the others move nothing but leave things out."""
    moved = any({"x", "y"} & set(button["args"][0]) for button in buttons)
    return buttons[0]["label"].split(" ")[0] == "All" and not moved


def _pressed(figure: Mapping[str, Any], button: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of the figure as it is after a press; what is set to nothing is taken out."""
    whole = copy.deepcopy(dict(figure))
    restyle, *rest = button["args"]
    update = button["method"] == "update"
    relayout = rest[0] if update and rest else {}
    places = (rest[1:] if update else rest)[:1]
    traces = [whole["data"][k] for k in (places[0] if places else range(len(whole["data"])))]
    for path, values in restyle.items():
        for k, trace in enumerate(traces):
            _put(trace, path, values[k % len(values)] if isinstance(values, list) else values)
    for path, value in relayout.items():
        _put(whole["layout"], path, value)
    return whole


def _put(where: Any, path: str, value: Any) -> None:
    *steps, last = [int(s) if s.isdigit() else s for s in re.findall(r"[^.\[\]]+", path)]
    for step in steps:
        where = where[step] if isinstance(where, list) else where.setdefault(step, {})
    if value is None and not isinstance(where, list):
        where.pop(last, None)
    else:
        where[last] = copy.deepcopy(value)


def _seen(figure: Mapping[str, Any]) -> dict[str, Any]:
    whole = copy.deepcopy(dict(figure))
    whole["data"] = [trace for trace in whole["data"] if trace.get("visible", True) is True]
    return whole
