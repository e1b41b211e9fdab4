"""What unit 11 reckons of causes: what came before what, and what went when a suspect was gone."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

import pandas as pd

from course.data import load


def bounds(iso: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that an ISO date of any precision allows."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return dt.date(*parts), dt.date(*parts)
    year, first, last = parts[0], parts[1] if len(parts) == 2 else 1, [*parts, 12][1]
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def order(cause: str, effect: str) -> str:
    """Say of two ISO dates whether the one can have caused the other.

    "possible" if it was earlier, "impossible" if it was later, "open" if the dates are too coarse
    to tell or are the same.
    """
    (first, last), (begin, end) = bounds(cause), bounds(effect)
    if last < begin:
        return "possible"
    return "impossible" if first > end else "open"


def least_days(start: str, end: str) -> int:
    """Return how many days lie between two dates at the least, as far as they are known."""
    return (bounds(end)[0] - bounds(start)[1]).days


def most_days(start: str, end: str) -> int:
    """Return how many days lie between two dates at the most, as far as they are known."""
    return (bounds(end)[1] - bounds(start)[0]).days


def dated() -> pd.DataFrame:
    """Return the dates of all events a unit on causes may speak of, by id: three tables together."""
    tables = {"nato_russia_events": "event_id", "milestones": "milestone_id"}
    parts = [load(name).set_index(key) for name, key in tables.items()]
    built = load("epaa_milestones").set_index("milestone_id")
    built = built.assign(title="Work begins at Deveselu").loc[["deveselu-ground-2013"]]
    columns = ["date", "title", "source_id", "grade"]
    together = pd.concat([part[columns] for part in (*parts, built)])
    return together[~together.index.duplicated()]


END = "2013-group-dissolved"
SUSPECTS = {
    "2012-guarantees-refused": "Legal guarantee refused",
    "2012-chicago-formula": "Chicago's assurance",
    "2013-03-phase4": "Phase 4 dropped",
    "2013-talks-resume": "Senior talks",
    "2013-obama-letter": "Obama's letter reported",
    "2013-no-progress": "No progress in Brussels",
    "deveselu-ground-2013": "Work begins at Deveselu",
    "2014-crimea": "Russia annexes Crimea",
    "2014-suspension": "NATO suspends joint work",
    "2014-us-stops": "US: talks have stopped",
}
"""What has been or could be named as the reason why the Russian group ended."""


class Trial(NamedTuple):
    """A suspect that was taken away, and what became of its supposed effect."""

    label: str
    removed: str
    gone: str  # the event at which the effect is seen to be gone; empty if it was not
    back: str  # the event at which it is seen to be there, still or again; empty if it was not


TRIALS = (
    Trial("Third Site dropped: does the threat end?", "2009-09-cancelled", "2009-iskander-off", "2011-medvedev-measures"),
    Trial("Phase 4 dropped: does the standstill end?", "2013-03-phase4", "2013-talks-resume", "2013-no-progress"),
    Trial("Assurance, not law: does the demand end?", "2012-chicago-formula", "", "2012-lavrov-criteria"),
    Trial("INF Treaty gone: does restraint end?", "2019-inf-end", "2019-mk41-test", ""),
)  # fmt: skip


def trials() -> pd.DataFrame:
    """Return for each trial the days from the removal to the effect's going and coming back."""
    known = dated()
    rows = []
    for trial in TRIALS:
        when = known.at[trial.removed, "date"]
        days = [
            least_days(when, known.at[event, "date"]) if event else None
            for event in (trial.gone, trial.back)
        ]
        rows.append((*trial, when, *days, known.at[trial.removed, "source_id"]))
    return pd.DataFrame(
        rows, columns=[*Trial._fields, "date", "days_gone", "days_back", "source_id"]
    )
