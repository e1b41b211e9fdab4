"""What unit 04 reckons for its exercises: shares of a village's vote, and the gap of two estimates."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course.data import load
from course.learn.exercises import around

VILLAGE = "cz-2007-hvozdany"
OF = {"votes_cast": "the votes cast", "voters_eligible": "the number of those entitled"}


def village(row: str) -> pd.Series:
    """Return the row of a village's vote."""
    return load("local_referendums").set_index("referendum_id").loc[row]


def counts(row: str = VILLAGE) -> list[int]:
    """Return the counts of a village's row, and how many who voted did not vote against.

    They are the votes against, those cast and, where it is known, those entitled.
    """
    known = village(row)[["votes_against", "votes_cast", "voters_eligible"]].dropna()
    against, cast, *entitled = map(int, known)
    return [against, cast, *entitled, cast - against]


def village_share(row: str = VILLAGE, whole: str = "votes_cast") -> float:
    """Return the votes against as a share of a count of the same row, per cent."""
    return 100 * float(village(row)["votes_against"] / village(row)[whole])


def per_cent(row: str, part: str, whole: str) -> dict[str, Any]:
    """Return how a learner errs who divides one count by another, as per cent or not.

    `rest` is the count of those who voted and did not vote against.
    """

    def wrong() -> float:
        of = village(row)
        rest = of["votes_cast"] - of["votes_against"]
        return 100 * float(rest if part == "rest" else of[part]) / float(of[whole])

    return {
        "shows": lambda: [wrong(), wrong() / 100],
        "within": lambda: around(wrong(), 0.5) + around(wrong() / 100, 0.005),
    }


def reported(row: str) -> float:
    """Return the share against as it was reported, per cent."""
    return float(village(row)["reported_share_against"])


def costs() -> pd.DataFrame:
    """Return the low and the high end of each estimate by its id, in billion dollars."""
    return load("cost_estimates").set_index("estimate_id")[["cost_low", "cost_high"]] / 1000


WHOLE, PART = "cbo-2009-opt1", "mda-2008-third-site"


def billions(whole: str = WHOLE, part: str = PART) -> tuple[float, float, float]:
    """Return the low and high end of one estimate, and the low end of another."""
    low, high = costs().loc[whole]
    return low, high, costs().at[part, "cost_low"]


def gap(whole: str = WHOLE, part: str = PART, end: int = 0) -> float:
    """Return how far the low end of one (or with 1 the high one) lies over that of another."""
    found = billions(whole, part)
    return float(found[end] - found[2])


def ratios(whole: str, part: str) -> list[float]:
    """Return the low ends of two estimates, each divided by the other."""
    low, _, other = billions(whole, part)
    return [low / other, other / low]
