"""What is reckoned in unit 07: waits, batteries at once, and sums of the auditors."""

from __future__ import annotations

import pandas as pd

from course.data import day, load
from course.errors import CourseError, nearest

MINUTES_A_DAY = 1440
_REPLACES = ("deu-2026-six-months",)  # announced in place of another, so no battery more


def last_day(dates: pd.Series) -> pd.Series:
    """Turn ISO dates of any precision into the last day that each may mean."""
    first = day(dates)
    size = dates.str.len()
    return first.where(
        size.ne(4) & size.ne(7),
        (first + pd.offsets.MonthEnd(0)).where(size.eq(7), first + pd.offsets.YearEnd(0)),
    )


def gone(dates: pd.Series) -> pd.Series:
    """Turn ISO dates of an end into the day from which it holds: a day itself, or after its period."""
    return last_day(dates) + pd.to_timedelta((dates.str.len() != 10).astype(int), "D")


def waits(contributions: pd.DataFrame) -> pd.DataFrame:
    """Return the entries with both dates and the shortest and longest wait they allow, in minutes.

    A shortest wait of no day or less is left empty: the dates then give an upper bound alone.
    """
    both = contributions[contributions["offered"].notna() & contributions["operational"].notna()]
    least = (day(both["operational"]) - last_day(both["offered"])).dt.days
    most = (last_day(both["operational"]) - day(both["offered"])).dt.days
    return both.assign(low=(least * MINUTES_A_DAY).where(least > 0), high=most * MINUTES_A_DAY)


def lent(deployments: pd.DataFrame) -> pd.DataFrame:
    """Return the batteries lent, each once, with the day on which it first counted and no longer did.

    A battery counts from the day on which it was ready, or arrived, or was announced, the first of
    these that was read, to the end of its task; an end that was not read stays empty. Of two
    accounts of one battery the first counts.
    """
    own = deployments[deployments["batteries"].notna()]
    own = own[~own["deployment_id"].isin(_REPLACES)]
    own = own[own["conflict_key"].isna() | ~own.duplicated("conflict_key")]
    started = own["operational"].fillna(own["arrived"]).fillna(own["decided"])
    ended = own["operations_ended"].fillna(own["withdrawn"])
    return own.assign(first=day(started), last=gone(ended))


def at_once(deployments: pd.DataFrame) -> pd.DataFrame:
    """Return how many batteries were lent at a time: a row for each day on which that changed."""
    batteries = lent(deployments)
    joins = batteries[["first", "batteries"]].rename(columns={"first": "when"})
    leaves = batteries[["last", "batteries"]].rename(columns={"last": "when"}).dropna()
    moves = pd.concat([joins, leaves.assign(batteries=-leaves["batteries"])])
    steps = moves.groupby("when")["batteries"].sum().cumsum().astype(int)
    return steps.rename("count").reset_index()


def standing(steps: pd.DataFrame, date: str) -> int:
    """Return how many of `at_once` stood on a day."""
    return int(steps.loc[steps["when"] <= pd.Timestamp(date), "count"].iloc[-1])


def auditors() -> pd.DataFrame:
    """Return the running totals of the auditors, in billion dollars, by when they were published."""
    claims = load("cost_claims")
    totals = claims[claims["conflict_key"].eq("gao-running-total")]
    totals = totals.assign(billion=totals["amount_low"] / 1000, since=totals["period_from"])
    totals["since"] = totals["since"].eq("2002").map({True: "2002", False: "1985"})
    return totals.sort_values("stated_on").reset_index(drop=True)


def amount(claim: str, column: str = "amount_high") -> float:
    """Return the amount of a claim, million of its currency."""
    return float(load("cost_claims").set_index("claim_id").at[claim, column])


def german_share() -> float:
    """Return what fell to Germany of the investment programme's ceiling of 2016, million euro."""
    return GERMAN_PER_CENT * amount("german-government-nsip-2016") / 100


GERMAN_PER_CENT = 14.6  # row deu-nsip-share of `contributions`


def grown() -> float:
    """Return by how much the auditors' total since 2002 grew from first to last, billion dollars."""
    since = auditors()[auditors()["since"] == "2002"]["billion"]
    return float(since.iloc[-1] - since.iloc[0])


def days_between(row: str, start: str, end: str) -> int:
    """Return the days from one step to another of a row of `turkiye_deployments`."""
    first, last = day(load("turkiye_deployments").set_index("deployment_id").loc[row][[start, end]])
    return int((last - first).days)


def dutch_days(start: str) -> int:
    """Return the days from a step to the readiness of the first Dutch battery in Türkiye."""
    return days_between("nld-adana-2013", start, "operational")


_KEYS = {
    "contributions": "contribution_id",
    "turkiye_deployments": "deployment_id",
    "cost_claims": "claim_id",
}


def graded(rows: list[str]) -> pd.DataFrame:
    """Return the table, source and grade of rows of this unit, by the rows' names.

    Raises:
        CourseError: a name is that of no row of the unit's three tables.
    """
    found = pd.concat(
        load(table).set_index(key)[["source_id", "grade"]].assign(table=table)
        for table, key in _KEYS.items()
    ).rename_axis("row")
    for row in rows:
        if row not in found.index:
            raise CourseError(f"There is no row '{row}'. {nearest(row, list(found.index))}")
    return found.loc[rows, ["table", "source_id", "grade"]]


def drawn_days(row: str) -> tuple[float, float]:
    """Return the shortest and the longest wait of an entry in the chart of waits, in days."""
    wait = waits(load("contributions")).set_index("contribution_id").loc[row]
    return wait["low"] / MINUTES_A_DAY, wait["high"] / MINUTES_A_DAY
