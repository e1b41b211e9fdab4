"""The tasks of unit 07 on how long a loan took from one step to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception
from course.lessons.who_contributes_who_pays.sums import days_between

STEPS_OF = {
    "requested": "Türkiye's letter",
    "decided": "NATO's decision",
    "arrived": "the arrival of the first people",
    "operational": "the day on which it was ready",
}
"""The steps of a loan, as columns of `turkiye_deployments` and in words."""


def days_of_a_loan(row: str, start: str, end: str) -> Exercise:
    """Make the task to count the days between two steps of another loan.

    Args:
        row: of `turkiye_deployments`.
        start, end: columns of steps that the row dates to the day.
    """

    def taken() -> int:
        return days_between(row, start, end)

    def others() -> list[int]:
        dated = load("turkiye_deployments").set_index("deployment_id").loc[row, list(STEPS_OF)]
        known = [step for step in STEPS_OF if len(str(dated[step])) == 10]
        pairs = [(a, b) for a, b in combinations(known, 2) if (a, b) != (start, end)]
        return [days for a, b in pairs if (days := days_between(row, a, b)) != taken()]

    def why() -> str:
        return (
            f"From {STEPS_OF[start]} to {STEPS_OF[end]} {taken()} days passed. Each step of a loan "
            "is called its beginning by somebody, and its end by somebody else; say from what to "
            "what."
        )

    return days_of(
        row,
        start,
        end,
        title="From step to step",
        why=why,
        hints=(
            "Which of the columns is where the count begins, and which where it ends?",
            f"Count from the day in `{start}` to the day in `{end}`.",
            "The rest of the first month, the whole months between, and the days of the last.",
        ),
        mistakes={
            "another step is taken": Misconception(
                "That is the number of days between two other steps of this loan. The question "
                f"goes from {STEPS_OF[start]} to {STEPS_OF[end]}.",
                others,
            ),
            "both ends are counted": Misconception(
                "You are one day off. Count the last day, and not the first.",
                lambda: [taken() + 1, taken() - 1],
            ),
            "you gave months": Misconception(
                "That is about right in months. The question asks for days.",
                lambda: [round(taken() / 30.4375, 1)],
                [(0.3, 4)],
            ),
        },
    )


def days_of(
    row: str,
    start: str,
    end: str,
    *,
    title: str,
    why: Callable[[], str],
    hints: tuple[str, str, str],
    mistakes: Mapping[str, Misconception],
) -> Exercise:
    """Make the task to count the days between two steps of a loan."""
    return Exercise(
        id="07-days",
        title=title,
        kind=Number("days", tolerance=0.5),
        answer=lambda: days_between(row, start, end),
        why=why,
        hints=hints,
        source_ids=(
            "shape-2014-nato-deployment-patriot-missiles",
            "imola-oggi-2013-first-patriot-batteries-operational",
        ),
        misconceptions=mistakes,
        outcomes=("LO8",),
    )
