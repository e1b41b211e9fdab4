"""The tasks of unit 11 on how many days lie between two events at the least."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception
from course.lessons.nato_and_russia.suspects import dated, least_days, most_days
from course.words import long_date


def gap_between(first: str, last: str) -> Exercise:
    """Make the task to count the least number of days between two other events.

    Args:
        first, last: events of `nato_russia_events`, one of them dated to the month alone.
    """

    def least() -> int:
        return least_days(*dated().loc[[first, last], "date"])

    def most() -> int:
        return most_days(*dated().loc[[first, last], "date"])

    def why() -> str:
        when = [long_date(one) for one in dated().loc[[first, last], "date"]]
        return (
            f"At least {least()} days, and at most {most()}: the table has {when[0]} and {when[1]}. "
            "Where only a month is known, the day of it that lies nearest to the other date gives "
            "the floor."
        )

    return least_gap(
        first,
        last,
        title="How long at the least?",
        why=why,
        hints=(
            f"The two rows are `{first}` and `{last}`.",
            "Of a month that comes last take the first day, of one that comes first the last day.",
            "Count the rest of the first month, then whole months, then the days of the last.",
        ),
        mistakes={
            "the most is given for the least": Misconception(
                "That is the largest number of days that the two dates allow. The question asks for "
                "the smallest.",
                shows=lambda: (most(),),
            ),
            "a day is brought that the table does not give": Misconception(
                "You counted to or from a day in the middle of the month. The table has the month "
                "only, and *at least* asks for the day of it that lies nearest.",
                within=lambda: [(least() + 2, most() - 1)],
            ),
        },
    )


def least_gap(
    first: str,
    last: str,
    *,
    title: str,
    why: Callable[[], str],
    hints: tuple[str, str, str],
    mistakes: Mapping[str, Misconception],
) -> Exercise:
    """Make the task to count how many days lie between two events at the least."""

    def least() -> int:
        return least_days(*dated().loc[[first, last], "date"])

    return Exercise(
        id="11-gap",
        title=title,
        kind=Number("days", tolerance=0),
        outcomes=("LO1", "LO8"),
        answer=least,
        why=why,
        hints=hints,
        source_ids=(
            "global-security-2013-putin-dissolves-task-force",
            "giles-2014-european-missile-defense",
        ),
        misconceptions={
            **mistakes,
            "both ends or neither are counted": Misconception(
                "You are one day off. Count the last day, and not the first.",
                shows=lambda: (least() - 1, least() + 1),
            ),
        },
    )
