"""A learner may enter at any unit: what it builds on is recalled, its abbreviations are explained
where they are first met, and every route exists.

The rules are part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

from collections.abc import Iterator

from course.learn import recalls, routes
from course.quality.abbreviations import abbreviations
from course.units import Unit


def recalled(unit: Unit) -> Iterator[str]:
    """Each unit that this one builds on is recalled on its card, by that unit's own key points."""
    yield from recalls.problems(unit)


def routes_lead(unit: Unit) -> Iterator[str]:
    """Every section that a route takes of a unit is there."""
    yield from routes.problems(unit)


RULES = (recalled, routes_lead, abbreviations)
