"""Axes of a picture for the stage: where a value lies in pixels, and which values are written."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from course.charts.stage import letters

Tick = tuple[float, str]
"""A place in the axis's own unit, and the words there."""
_DAY = 86400.0


@dataclass(frozen=True)
class Axis:
    """What one axis shows: from `low` to `high` in its own unit, days or powers of ten included."""

    about: Mapping[str, Any]
    low: float
    high: float

    @property
    def log(self) -> bool:
        """Whether each step multiplies."""
        return self.about.get("type") == "log"

    @property
    def dates(self) -> bool:
        """Whether it shows time."""
        return self.about.get("type") == "date"

    def unit(self, value: Any) -> float | None:
        """Return a value in the axis's unit, or None if there is none."""
        if isinstance(value, str):
            return days(value)
        if value is None or (self.log and value <= 0):
            return None
        return math.log10(value) if self.log else float(value)

    def share(self, value: Any) -> float | None:
        """Return how far along the axis a value lies: 0 at its beginning, 1 at its end."""
        unit = self.unit(value)
        return None if unit is None else (unit - self.low) / (self.high - self.low)

    def stored(self, unit: float) -> Any:
        """Return a place in the axis's unit as Plotly takes it."""
        if self.dates:
            return (dt.datetime(1970, 1, 1) + dt.timedelta(days=unit)).isoformat()
        return 10**unit if self.log else unit


def days(text: str) -> float:
    """Return an ISO date of any precision as days since 1970."""
    whole = text + "-01" * (2 - text[:10].count("-")) if len(text) < 10 else text
    when = dt.datetime.fromisoformat(whole.replace("Z", "").replace(" ", "T"))
    return (when - dt.datetime(1970, 1, 1)).total_seconds() / _DAY


def axis_of(about: Mapping[str, Any], values: Sequence[Any], *, from_zero: bool = False) -> Axis:
    """Return the axis with its own range, or one that holds all values with a little room."""
    about = dict(about)
    if "type" not in about and any(isinstance(v, str) for v in values):
        about["type"] = "date"
    bare = Axis(about, 0, 1)
    given = about.get("range")
    if given:
        ends = [days(end) if isinstance(end, str) else float(end) for end in given]
        return Axis(about, *ends)
    units = [unit for value in values if (unit := bare.unit(value)) is not None]
    low, high = min(units, default=0.0), max(units, default=1.0)
    pad = 0.04 * (high - low or 1)
    return Axis(about, 0.0 if from_zero and low >= 0 else low - pad, high + pad)


def ticks(axis: Axis, room: float, size: float, *, upright: bool = False) -> list[Tick]:
    """Return which places are written at an axis so many pixels long, in letters of that size.

    What the chart itself writes is kept, thinned out where numbers would touch.
    """
    if axis.about.get("showticklabels") is False:
        return [(place, "") for place, _ in next(_offers(axis))]
    scale = room / abs(axis.high - axis.low)
    found: list[Tick] = []
    for found in _offers(axis):
        if all(_apart(a, b, scale, size, upright) for a, b in pairwise(found)):
            return found
    return found


def _apart(a: Tick, b: Tick, scale: float, size: float, upright: bool) -> bool:
    between = abs(b[0] - a[0]) * scale
    if upright:
        return between >= letters.LINE * size
    return between >= (letters.width(a[1], size) + letters.width(b[1], size)) / 2 + 1.6 * size


def _offers(axis: Axis) -> Iterator[list[Tick]]:
    """Yield what could be written, from much to little."""
    about = axis.about
    low, high = sorted((axis.low, axis.high))
    if about.get("tickmode") == "array" or "tickvals" in about:
        places = [axis.unit(value) for value in about["tickvals"]]
        words = about.get("ticktext") or [_number(axis, v) for v in about["tickvals"]]
        given = [(p, str(w)) for p, w in zip(places, words, strict=True) if p is not None]
        given = [tick for tick in given if low - 1e-9 <= tick[0] <= high + 1e-9]
        yield given
        if all(_is_number(text) for _, text in given):
            yield given[::2]
            yield given[::3]
    elif axis.dates:
        yield from _times(axis, low, high)
    elif axis.log:
        powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
        for step in (1, 2, 3):
            yield [(k, _number(axis, 10.0**k)) for k in powers[::step]]
    else:
        yield from _steps(axis, low, high)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[^A-Za-z]*", text.replace("<br>", "")))


def _number(axis: Axis, value: float) -> str:
    grouped = "," if abs(value) >= 10_000 or "," in axis.about.get("tickformat", "") else ""
    shown = f"{value:{grouped}.10g}".replace("-", "−")
    return f"{shown}{axis.about.get('ticksuffix', '')}"


def _steps(axis: Axis, low: float, high: float) -> Iterator[list[Tick]]:
    own = axis.about.get("dtick")
    start = float(axis.about.get("tick0") or 0)
    power = 10.0 ** math.floor(math.log10((high - low) / 10))
    steps = [m * power for m in (1, 2, 5, 10, 20, 50)]
    for step in [own, *(m * own for m in (2, 4, 5, 10))] if own else steps:
        first = math.ceil((low - start) / step - 1e-9)
        last = math.floor((high - start) / step + 1e-9)
        places = [round(start + k * step, 10) for k in range(first, last + 1)]
        yield [(place, _number(axis, place)) for place in places]


def _times(axis: Axis, low: float, high: float) -> Iterator[list[Tick]]:
    own = str(axis.about.get("dtick") or "")
    least = int(own[1:]) if own.startswith("M") else 1
    start = str(axis.about.get("tick0") or "2000-01-01")
    form = axis.about.get("tickformat")
    for months in (1, 2, 3, 6, 12, 24, 48, 60, 120, 240):
        if months < least or (high - low) / (30.4 * months) > 40:
            continue
        since = int(start[:4]) * 12 + int(start[5:7]) - 1 if own else 0
        found: list[Tick] = []
        month = since - months * math.ceil((since - _month(low)) / months)
        while (place := days(f"{month // 12:04d}-{month % 12 + 1:02d}")) <= high + 1e-9:
            if place >= low - 1e-9:
                found.append((place, _date(month, months, form)))
            month += months
        yield found


def _month(day: float) -> int:
    when = dt.datetime(1970, 1, 1) + dt.timedelta(days=day)
    return when.year * 12 + when.month - 1


def _date(month: int, step: int, form: str | None) -> str:
    when = dt.date(month // 12, month % 12 + 1, 1)
    return when.strftime(form or ("%Y" if step % 12 == 0 else "%b %Y"))
