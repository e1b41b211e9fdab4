"""The charts of unit 13, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import timelines
from course.charts.style import Card, Chart, finish
from course.words import tally


def overview(events: pd.DataFrame) -> Chart:
    """Draw turning points by who acted; rows of `milestones` in."""
    titles = timelines.in_order(events)["title"]
    card = Card(
        title="«What to see in this chart, as a sentence»",
        subtitle="Turning points by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(events)} turning points",
            f"By who acted: {tally(events['lane'].value_counts(), timelines.LANES)}",
            f"The first: {titles.iloc[0]}; the last: {titles.iloc[-1]}",
        ],
    )
    return finish(timelines.staircase(events), card)
