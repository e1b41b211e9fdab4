"""The share of unit 15 over other states and other purchases."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import Exercise

WHO = {
    ("founder", "later", "announced"): "that take part in Sky Shield",
    ("founder",): "that founded Sky Shield",
}
"""Codes of `participation`, and the states that have them, in words."""
BOUGHT = {
    "abroad": "an American or an Israeli system",
    "german": "the German system, alone or beside others",
    "german_alone": "the German system and no other",
}
"""What a share is of, by a name that the text and the sum share."""


def _has(suppliers: pd.Series, what: str) -> pd.Series:
    codes = suppliers.str.split()
    if what == "abroad":
        return codes.map(lambda own: bool({"USA", "ISR"} & set(own)))
    if what == "german":
        return codes.map(lambda own: "DEU" in own)
    return codes.map(lambda own: own == ["DEU"])


def shares(what: str, who: tuple[str, ...]) -> tuple[int, int, int]:
    """Return how many bought it, how many bought anything, and how many there are."""
    shield = load("sky_shield")
    members = shield[shield["participation"].isin(who)]
    read = members[members["suppliers"].notna()]
    return int(_has(read["suppliers"], what).sum()), len(read), len(members)


def supplied(what: str, who: tuple[str, ...]) -> Exercise:
    """Make the task to reckon which share of the states that bought, bought from somewhere.

    Args:
        what: one of `BOUGHT`.
        who: one of `WHO`.
    """

    def part() -> int:
        return shares(what, who)[0]

    def whole() -> int:
        return shares(what, who)[1]

    def with_spain() -> list[float]:
        spain = load("sky_shield").set_index("country").loc[["Spain"], "suppliers"]
        more = int(_has(spain, what).sum())
        return [100 * (part() + more) / (whole() + 1)]

    def why() -> str:
        return (
            f"Of {whole()} states {WHO[who]} whose purchase was read, {part()} bought "
            f"{BOUGHT[what]}: {100 * part() / whole():.0f} per cent. It is a share of purchases "
            "that could be read, by state and not by value; whoever bought and was not noticed is "
            "missing."
        )

    return Exercise(
        id="15-suppliers",
        title="From whose shelf?",
        kind=Number("per cent", tolerance=0.6, percent=True),
        answer=lambda: 100 * part() / whole(),
        why=why,
        hints=(
            f"Who is in the whole: states {WHO[who]} *and* of which a purchase was read.",
            "`DEU` is German, `USA` American and `ISR` Israeli; a cell may hold several.",
            "Divide the one by the other, and write it as per cent. Spain did not join.",
        ),
        source_ids=(
            "shephard-2025-air-defence-iris-t-orders",
            "devdiscourse-2024-european-members-patriot-missiles",
        ),
        mistakes={
            with_spain: "a buyer that did not join is counted. Spain took part in the joint "
            "Patriot purchase; it is not a member of the scheme.",
            lambda: [100 * part() / shares(what, who)[2]]: "an empty cell is read as no purchase. "
            "You divided by all of these states. For most of them nothing was read, which is not "
            "the same as nothing bought.",
            lambda: [part(), whole()]: "a number of states is given. The question asks which part "
            "one is of the other.",
            lambda: [100 - 100 * part() / whole()]: "the other part is given. That is the share "
            "that did not.",
        },
        outcomes=("LO8",),
    )
