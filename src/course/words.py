"""Numbers, dates and lengths of time in the words that a reader would use."""

from __future__ import annotations

import datetime as dt


def long_date(iso: str) -> str:
    """Write an ISO date of any precision in words: '8 July 2008', 'July 2008' or '2008'."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    day = dt.date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    return f"{day.day} {day:%B %Y}" if len(parts) == 3 else f"{day:%B %Y}"


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
