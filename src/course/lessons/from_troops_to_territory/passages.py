"""The four passages that learners code by hand: what each, as printed in the notebook, says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.learn.answers import Sorting
from course.learn.reading import Unreadable, plain
from course.show import Text
from course.stats import cohen_kappa, percent_agreement

PASSAGES = {
    "washington": "washington-1999",
    "prague": "prague-2002",
    "bucharest": "bucharest-2008",
    "lisbon": "lisbon-2010",
}
"""The passages, and the text of `declarations` from which each is taken."""
ASKED = {
    "territory": "territorial_mission",
    "decides": "",
    "names": "names_state_as_missile_threat",
    "russia": "offers_cooperation_with_russia",
}
"""The questions, and the feature of `summit_language` that asks the same of a whole text."""
CODES = {"yes": "the printed words say it", "no": "the printed words do not say it"}
CELLS = {
    f"{passage}_{short}": f"{passage}, question {short}" for passage in PASSAGES for short in ASKED
}
SAYS_YES = {
    "prague_territory",
    "bucharest_territory",
    "lisbon_territory",
    "lisbon_decides",
    "bucharest_russia",
    "lisbon_russia",
}


def coded() -> dict[str, str]:
    """Return our codes. The question is put to the words printed in the notebook and no others,
    so that nobody who has read more of a text is marked wrong for it."""
    return {cell: "yes" if cell in SAYS_YES else "no" for cell in CELLS}


def agreement(mine: Mapping[str, Any]) -> Text:
    """Say how far a learner's codes of the four passages agree with the course's."""
    ours = coded()
    try:
        given = Sorting(CELLS, CODES).read(plain(mine))
    except Unreadable as error:
        return Text(f"**I cannot read these codes.** {error}")
    if len(given) < len(ours):
        return Text(
            f"**{len(given)} of {len(ours)} answers given.** Agreement can be computed when every "
            "question has an answer."
        )
    own, other = [given[key] for key in ours], list(ours.values())
    apart = [key for key in ours if given[key] != ours[key]]
    kappa = cohen_kappa(own, other)
    return Text(
        f"**You and the course give the same answer in {percent_agreement(own, other):.0f} per "
        f"cent of {len(ours)} cases.** Two readers with your habits and ours would agree in "
        f"{100 * kappa.expected:.0f} per cent by chance; Cohen's kappa, which allows for that, is "
        f"{kappa.kappa:.2f}." + (f" You differ at: {', '.join(apart)}." if apart else "")
    )
