"""The motion of unit 16 with another share: how many shots, all stopped, would carry it."""

from __future__ import annotations

from math import inf

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception
from course.lessons.march_2026 import sums
from course.stats import wilson_interval

SEEN_IS_NOT_PROVED = Misconception(
    "All of four is what was seen. The motion speaks of what can be relied on: look at the lower end "
    "of the interval.",
    shows=(4,),
)


def carried(share: float, words: str) -> Exercise:
    """Make the task to find how many missiles, all stopped, would carry a motion.

    Args:
        share: what the motion claims at least, 0 to 1; `words` is its name, such as "three in four".
    """

    def needed() -> int:
        return sums.needed(share)

    def why() -> str:
        n, least = needed(), sums.least_share(load("march_2026_claims"))
        return (
            f"At {n} of {n}, and not before, the lower end of the interval passes "
            f"{100 * share:.0f} per cent. With four of four it is about {least:.0f} per cent. So the "
            f"evidence does not carry 'at least {words}', nor refute it. The four are those that "
            "were announced; and the interval supposes shots alike and independent."
        )

    return Exercise(
        id="16-nine-in-ten",
        title=f"Four out of four: at least {words}?",
        kind=Number("", tolerance=0.4),
        answer=needed,
        why=why,
        hints=(
            "Try numbers in the formula, and read the lower end.",
            "Try five of five and eighty of eighty; the answer lies between them.",
            f"You look for the smallest number whose lower end is above {share}.",
        ),
        source_ids=("reuters-via-2026-germany-deploy-patriot-turkey",),
        misconceptions={
            "the share seen is taken for the share proved": SEEN_IS_NOT_PROVED,
            "enough, and not the smallest": Misconception(
                "That many would do, and fewer too. Which is the smallest whose lower end is above "
                f"{share}?",
                shows=lambda: (needed() + 1, 2 * needed()),
                within=lambda: [(needed() + 0.5, inf)],
            ),
            "the number just before is given": Misconception(
                "Its lower end is still a little under the share.", lambda: (needed() - 1,)
            ),
            "the lower end is given, not the number": Misconception(
                "That is a share. How many missiles, all stopped, are needed?",
                shows=lambda: (share, round(wilson_interval(4, 4)[0], 2)),
                within=[(-inf, 0.99)],
            ),
        },
        outcomes=("LO4",),
    )
