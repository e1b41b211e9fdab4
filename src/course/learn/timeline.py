"""A unit's dates on one screen: the milestones that its notebook names, each with its source."""

from __future__ import annotations

from course.data import package
from course.errors import CourseError, nearest
from course.markup import plain
from course.show import Text, markdown_table
from course.sources import cite
from course.units import Unit, unit
from course.words import long_date


def milestones(of: Unit) -> list[dict[str, str]]:
    """Return the rows of `milestones` that a unit's metadata names as its timeline, in its order.

    Raises:
        CourseError: there is no such milestone.
    """
    known = {row["milestone_id"]: row for row in package().table("milestones").records()}
    found = []
    for name in of.metadata.get("timeline") or []:
        if name not in known:
            raise CourseError(f"There is no milestone '{name}'. {nearest(name, known)}")
        found.append(known[name])
    return found


def timeline(name: str | int) -> Text:
    """Show a unit's dates: when, what happened, and the source of each."""
    rows = [
        (
            long_date(row["date"]),
            f"**{plain(row['title'])}.** {plain(row['what'])} ({cite(row['source_id'])})",
        )
        for row in milestones(unit(name))
    ]
    return Text(markdown_table(["When", "What happened"], rows))
