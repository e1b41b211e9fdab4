"""The charts of unit $number, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import timelines
from course.charts.style import Chart


def overview(events: pd.DataFrame) -> Chart:
    """Draw turning points by who acted; rows of `milestones` in."""
    acts = events["lane"].value_counts()
    ordered = events.sort_values("date")["title"]
    return timelines.staircase(
        events,
        title="«What to see in this chart, as a sentence»",
        subtitle="Turning points by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(events)} turning points",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {n}" for k, n in acts.items()),
            f"The first: {ordered.iloc[0]}; the last: {ordered.iloc[-1]}",
        ],
    )
