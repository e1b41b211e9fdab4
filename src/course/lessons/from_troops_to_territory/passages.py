"""The four passages that learners code by hand, and how their codes agree with the table's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from course.data import load
from course.learn.answers import Sorting
from course.learn.reading import Unreadable, plain
from course.show import Text
from course.stats import cohen_kappa, percent_agreement

PASSAGES = {
    "prague": "prague-2002",
    "bucharest": "bucharest-2008",
    "lisbon": "lisbon-2010",
    "chicago": "chicago-2012",
}
ASKED = {
    "territory": "territorial_mission",
    "state": "names_state_as_missile_threat",
    "russia": "says_not_against_russia",
}
CODES = {"yes": "the words were seen", "no": "all read, not there", "unknown": "cannot be said"}
CELLS = {
    f"{passage}_{short}": f"{passage}, question {short}" for passage in PASSAGES for short in ASKED
}


def coded() -> dict[str, str]:
    """Return the table's codes for the four passages, with unknown written out."""
    table = load("summit_language").set_index(["declaration_id", "feature"])["value"]
    codes = {}
    for passage, text in PASSAGES.items():
        for short, feature in ASKED.items():
            value = table.loc[(text, feature)]
            codes[f"{passage}_{short}"] = "unknown" if pd.isna(value) else str(value)
    return codes


def agreement(mine: Mapping[str, Any]) -> Text:
    """Say how far a learner's codes of the four passages agree with the table's."""
    table = coded()
    try:
        given = Sorting(CELLS, CODES).read(plain(mine))
    except Unreadable as error:
        return Text(f"**I cannot read these codes.** {error}")
    if len(given) < len(table):
        return Text(
            f"**{len(given)} of {len(table)} cells coded.** Agreement can be computed when every "
            "cell has a code."
        )
    own, other = [given[key] for key in table], list(table.values())
    apart = [key for key in table if given[key] != table[key]]
    kappa = cohen_kappa(own, other)
    return Text(
        f"**You and the table give the same code in {percent_agreement(own, other):.0f} per cent "
        f"of {len(table)} cells.** Two coders with your habits and the table's would agree in "
        f"{100 * kappa.expected:.0f} per cent by chance; Cohen's kappa, which allows for that, is "
        f"{kappa.kappa:.2f}." + (f" You differ at: {', '.join(apart)}." if apart else "")
    )
