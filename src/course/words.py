"""Numbers, dates and lengths of time in the words that a reader would use."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

MONTHS = tuple(calendar.month_name[1:])
_WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def long_date(iso: str) -> str:
    """Write an ISO date of any precision in words: '8 July 2008', 'July 2008' or '2008'."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    day = dt.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    return f"{day.day} {day:%B %Y}" if len(parts) == 3 else f"{day:%B %Y}"


def dates_in_words(iso: str) -> set[str]:
    """Return every way to write an ISO date or a part of it: '8 July 2008', 'July', '2008'…"""
    year, month, day = [*iso.split("-"), "", ""][:3]
    if not month:
        return {year}
    name = MONTHS[int(month) - 1]
    parts = {year, name, f"{name} {year}"}
    return parts | {f"{int(day)} {name}", f"{int(day)} {name} {year}"} if day else parts


def span(minutes: float) -> str:
    """Write a length of time, given in minutes, in the unit that a reader would use."""
    for size, unit, up_to in (
        (1, "minutes", 100),
        (60, "hours", 72 * 60),
        (1440, "days", 100 * 1440),
        (43830, "months", 30 * 43830),
    ):
        if minutes < up_to:
            return f"{minutes / size:.0f} {unit}"
    return f"{minutes / 525960:.0f} years"


def lasting(low: float | None, high: float) -> str:
    """Write a length of time between two bounds, in minutes; the lower may be unknown."""
    if low is None or low != low:  # NaN is the one value that is not itself
        return f"under {span(high)}"
    (first, unit), last = span(low).split(), span(high)
    if low == high:
        return last
    return f"{first} to {last}" if unit == last.split()[1] else f"{first} {unit} to {last}"


def short_month(iso: str) -> str:
    """Write the month of an ISO date: 'Mar 2016'; a bare year stays as it is."""
    return f"{calendar.month_abbr[int(iso[5:7])]} {iso[:4]}" if len(iso) >= 7 else iso


def count(number: int, zero: str = "no") -> str:
    """Write a count as a word up to twelve: 'three', and 'no' (or `zero`) for none."""
    number = int(number)
    if number == 0:
        return zero
    return _WORDS[number] if 0 < number < len(_WORDS) else f"{number:,}"


def counted(number: int, noun: str) -> str:
    """Write a number in figures with what is counted: '1 unit', '13 questions'."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def number(value: float) -> str:
    """Write a number as it is, with commas between thousands: '1,250', '4.7'."""
    return f"{value:,.10g}"


def listed(items: Iterable[Any]) -> str:
    """Join items as a sentence does: 'a', 'a and b', 'a, b and c'."""
    *first, last = [str(item) for item in items] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def tally(counts: Mapping[Any, int] | Any, names: Mapping[Any, str] | None = None) -> str:
    """Write how often each thing was counted: 'Alliance 5, Russia 3'.

    Args:
        counts: thing to count, such as the result of `value_counts()`.
        names: what to call each thing; as it is when left out.
    """
    return ", ".join(f"{names[key] if names else key} {int(n)}" for key, n in counts.items())
