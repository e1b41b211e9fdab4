"""Where a learner enters: every route through the course exists.

The rules are part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

from collections.abc import Iterator

from course.learn import routes
from course.units import Unit


def routes_lead(unit: Unit) -> Iterator[str]:
    """Every section that a route takes of a unit is there."""
    yield from routes.problems(unit)


RULES = (routes_lead,)
