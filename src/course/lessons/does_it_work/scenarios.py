"""The scenarios of unit 13 with other numbers: false claims, shots in a row, layers that share."""

from __future__ import annotations

from functools import partial
from math import inf

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception, around
from course.lessons.does_it_work import sums
from course.stats import wilson_interval
from course.words import count, number

TENTHS = (1, 2, 3, 4)
KINDS = {weapon: f"{name}s" for weapon, name in sums.WEAPONS.items()}


def overclaim(weapon: str, tenths: int) -> Exercise:
    """Make the task to say what is left of a rate if some tenths of the claims were false.

    Args:
        weapon: one of `sums.WEAPONS`.
        tenths: one of `TENTHS`.
    """
    said = count(tenths)

    def left(*cases: tuple[str, int]) -> list[float]:
        return [sums.left(one, part / 10) for one, part in cases]

    def counted() -> tuple[int, int]:
        return sums.together(load("strikes_on_ukraine"), weapon)

    def why() -> str:
        claimed, launched = counted()
        return (
            f"{claimed:,} were claimed of {launched:,} launched: {sums.left(weapon):.0f} per cent. "
            f"With {said} in ten of the claims false {number(round((10 - tenths) * claimed / 10, 1))} "
            f"are left, {left((weapon, tenths))[0]:.1f} per cent of those launched. It is a "
            "scenario: nobody has shown what part of the claims is false. Doubt of one size moves "
            "every level and leaves the order of the weapons."
        )

    def mean_of_months() -> list[float]:
        rows = sums.months(load("strikes_on_ukraine"), weapon)
        return [(100 - 10 * tenths) * float((rows["intercepted"] / rows["launched"]).mean())]

    return Exercise(
        id="13-overclaim",
        title=f"If {said} in ten claims were false",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=lambda: sums.left(weapon, tenths / 10),
        why=why,
        hints=(
            f"Add up the column of the {KINDS[weapon]} first: claimed, and launched, over the five "
            "months.",
            "Take the false ones off the *claimed*, not off the launched.",
            f"Keep {count(10 - tenths)} tenths of the claims, and divide them by all launched.",
        ),
        source_ids=("ivaniuk-2026-massive-missile-attacks",),
        mistakes={
            partial(left, (weapon, 0)): "the claim itself is given. That is the share as claimed. "
            f"Take off {said} in ten of the claims.",
            partial(left, *((weapon, one) for one in TENTHS if one != tenths)): "another part is "
            "taken to be false. That is what is left if another part of the claims was false; the "
            f"question asks for {said} in ten.",
            lambda: [sums.left(weapon) - 10 * tenths]: "points are taken off. So many claims in "
            "ten are a part of the claims, and not points of the rate.",
            mean_of_months: "the mean of five monthly rates is taken. A month with many launches "
            "counts no more in it than one with few. Add up both columns first, then divide.",
            lambda: [sums.left(weapon) - left((weapon, tenths))[0]]: "the part that was false is "
            "given. That is what would be lost. The question asks what is left.",
            partial(left, *((one, tenths) for one in KINDS if one != weapon)): "another kind of "
            "weapon is reckoned. That is the sum for another column.",
        },
        outcomes=("LO4",),
    )


def in_a_row(share: float, words: str) -> Exercise:
    """Make the task to find how many interceptions in a row put the interval's end at a share.

    Args:
        share: 0 to 1; `words` is its name, such as "eight in ten".
    """

    def needed() -> int:
        return sums.run_needed(share)

    def why() -> str:
        n = needed()
        return (
            f"It takes {n}: the lower end for {n - 1} of {n - 1} is "
            f"{100 * wilson_interval(n - 1, n - 1)[0]:.1f} per cent, and for {n} of {n} "
            f"{100 * wilson_interval(n, n)[0]:.1f}. A long row does not help if the shots were "
            "alike and the next one is not."
        )

    return Exercise(
        id="13-in-a-row",
        title="How many in a row?",
        kind=Number("", tolerance=0),
        answer=needed,
        why=why,
        hints=(
            "Try numbers in the formula, and watch the lower end.",
            "Double the number until the lower end is above the share; then halve the steps.",
            "You look for the first number for which the lower end is at least the share.",
        ),
        source_ids=("operations-research-1982-layered-defense",),
        mistakes={
            "the share is taken for a number of shots": Misconception(
                "So many hits of as many look like more than that share, but the interval of a few "
                "shots reaches far lower. Try the number in the formula.",
                (10,),
            ),
            "the number just before is given": Misconception(
                "Its lower end is still a little under the share.", lambda: [needed() - 1]
            ),
            "more than are needed are given": Misconception(
                "That many would do, and fewer too. Which is the first that is enough?",
                lambda: [needed() + 1, 2 * needed()],
                lambda: [(needed() + 1, inf)],
            ),
        },
        outcomes=("LO4",),
    )


def two_layers(misses: int, shared: int) -> Exercise:
    """Make the task to say how many of a hundred pass two layers that share a cause.

    Args:
        misses: how many of a hundred one layer lets through.
        shared: how many of these both miss together.
    """
    alone = misses - shared

    def through() -> float:
        return sums.leak(1 - misses / 100, 2, shared / misses)

    def why() -> str:
        return (
            f"{shared} pass both layers for the shared cause. Of the other {100 - shared} the "
            f"first layer lets {alone} through, and the second the same part of these, {alone} in "
            f"{100 - shared}. Together {through():.1f} of a hundred, where the sum for layers that "
            f"share nothing has {number(misses * misses / 100)}. No further layer brings it below "
            f"{shared}."
        )

    return Exercise(
        id="13-layers",
        title="Two layers, and a cause that they share",
        kind=Number("", tolerance=0.1),
        answer=through,
        why=why,
        hints=(
            "Begin with those that all layers miss together.",
            f"Of the other {100 - shared} the first layer misses {alone}. What part of those does "
            "the second miss?",
            f"{shared}, and {alone} times {alone} over {100 - shared}.",
        ),
        source_ids=("operations-research-1982-layered-defense", "sofx-2025-ben-gurion-failure"),
        mistakes={
            "the layers are taken to fail apart": Misconception(
                "That is the sum for layers that share nothing.", (misses * misses / 100,)
            ),
            "only the shared cause is counted": Misconception(
                "Those get through; a few others do too, by two failures that have nothing to do "
                "with each other.",
                (shared,),
            ),
            "a second layer is taken to add nothing": Misconception(
                "That is what one layer lets through.", (misses,)
            ),
            "the shared failures are counted twice": Misconception(
                "The failures of each layer hold the shared ones already. Take these off before "
                "you multiply.",
                (shared + misses * misses / 100,),
                around(shared + misses * misses / 100, 0.15),
            ),
        },
        outcomes=("LO4",),
    )
