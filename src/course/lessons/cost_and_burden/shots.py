"""The break-even of unit 14 with another interceptor, other shots and another chance."""

from __future__ import annotations

from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception
from course.lessons.cost_and_burden.sums import PRICED, break_even, price

_APART = 1  # million dollars: what is nearer to the answer is not taken for a mistake


def repaid(row: str, shots: int, chance: float, fired: str) -> Exercise:
    """Make the task to find the damage at which the shots at a missile are repaid.

    Args:
        row: of `interceptor_prices`, in dollars.
        shots: fired at one missile; `fired` is their number in words.
        chance: that all of them together stop it, 0 to 1.
    """

    def one() -> float:
        return price(row)[1]

    def worth() -> float:
        return break_even(one(), shots, chance)

    def why() -> str:
        return (
            f"{shots} interceptors at {one():.2f} million cost {shots * one():.1f} million. They stop "
            f"the missile {100 * chance:.0f} times in a hundred, so a missile stopped costs "
            f"{shots * one():.1f} / {chance} = {worth():.2f} million. If it threatens more than that, "
            "the shots are repaid on average. The sum leaves out the battery, the crew, what the "
            "next raid will need, and lives."
        )

    def elsewhere() -> list[float]:
        found = [break_even(price(other)[1], shots, chance) for other in PRICED if other != row]
        known = (worth(), one(), one() / chance, shots * one(), shots * one() * chance)
        return [sum_ for sum_ in found if all(abs(sum_ - other) > _APART for other in known)]

    return Exercise(
        id="14-break-even",
        title="Find the break-even",
        kind=Number("million dollars", tolerance=0.15),
        answer=worth,
        why=why,
        hints=(
            f"First: what do the {fired} together cost?",
            "In a part of the raids the money is spent and the damage comes all the same.",
            f"Divide the price of the {fired} by the chance.",
        ),
        source_ids=("ts2-tech-2026-pentagon-lockheed-deal-aims",),
        misconceptions={
            f"one shot for {fired}": Misconception(
                f"You reckoned with one interceptor. {fired.capitalize()} are fired at the missile.",
                lambda: [one(), one() / chance],
            ),
            "the chance is left out": Misconception(
                "That is what the shots cost. A part of them are spent in vain, so that each missile "
                "stopped costs more.",
                lambda: [shots * one()],
            ),
            "multiplied for divided": Misconception(
                "You multiplied by the chance. Shots that often fail would then be cheap.",
                lambda: [shots * one() * chance],
            ),
            "the chance of failure is taken": Misconception(
                "You divided by the part of the raids in which they fail.",
                lambda: [shots * one() / (1 - chance)],
            ),
            "another price is taken": Misconception(
                "You seem to have taken another price of the table. Use the one of the row shown.",
                elsewhere,
            ),
        },
        outcomes=("LO5",),
    )
