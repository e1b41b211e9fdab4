"""Explanations of the first missile against what was said of it: Heuer's matrix, coded by us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

EXPLANATIONS = {
    "incirlik": "Iran, at Incirlik",
    "cyprus": "Iran, at a base in Cyprus",
    "kurecik": "Iran, at Kürecik",
    "third": "a third party",
}


class Item(NamedTuple):
    """One item of evidence: its row of `march_2026_claims`, a label, what it speaks against.

    `measured`: it tells of a thing that an instrument or an eye could have recorded.
    """

    claim_id: str
    label: str
    against: tuple[str, ...] = ()
    measured: bool = False


EVIDENCE = {
    "path": Item("4-march-who-fired-1", "Ankara: from Iran, over Iraq and Syria", ("third",), True),
    "one": Item("4-march-how-many-1", "Ankara: one missile", (), True),
    "debris": Item(
        "4-march-whose-debris-1", "Ankara: a piece of the interceptor at Dörtyol", (), True
    ),
    "radar": Item(
        "4-march-who-intercepted-5", "A newspaper: found by the radar at Kürecik", (), True
    ),
    "efe": Item("4-march-at-what-target-efe", "An agency: the path fits Incirlik", (), True),
    "nato": Item("4-march-at-what-target-1", "NATO: Iran targeted Türkiye", ("cyprus", "third")),
    "turk": Item(
        "4-march-at-what-target-3",
        "Unnamed, Ankara: a base in Cyprus, strayed",
        ("incirlik", "kurecik", "third"),
    ),
    "us": Item(
        "4-march-at-what-target-6",
        "Unnamed, US and Western: Incirlik",
        ("cyprus", "kurecik", "third"),
    ),
    "turks": Item(
        "series-at-what-target-1", "Unnamed, near Ankara: Kürecik, one of them", ("third",)
    ),
    "staff": Item(
        "4-march-who-fired-3",
        "Iran's staff: none at Turkish territory",
        ("incirlik", "kurecik"),
    ),
    "leader": Item(
        "series-who-fired-1", "Khamenei: not Iran's forces", ("incirlik", "cyprus", "kurecik")
    ),
}
"""Ours: what an item speaks against if what it says is true; against nothing, it fits all."""
MORE = {
    "pezeshkian": Item(
        "9-march-who-fired-2", "Pezeshkian: not Iranian", ("incirlik", "cyprus", "kurecik")
    ),
    "spokesman": Item(
        "4-march-intended-or-not-5", "NATO: places in Türkiye, on purpose", ("cyprus", "third")
    ),
    "wsj": Item(
        "4-march-at-what-target-wsj",
        "Unnamed, US and regional: Incirlik",
        ("cyprus", "kurecik", "third"),
    ),
}
"""Items of the same camps that `EVIDENCE` leaves out: how far do the counts rest on our choice?"""


def matrix(claims: pd.DataFrame, *, more: bool = False) -> pd.DataFrame:
    """Return one row an item of evidence: its label, who says it, and a column an explanation.

    In the columns of `EXPLANATIONS` stands True where the item speaks against it. `more` puts in
    what the choice of items left out.
    """
    items = {**EVIDENCE, **MORE} if more else EVIDENCE
    rows = claims.set_index("claim_id").loc[[item.claim_id for item in items.values()]]
    table = rows[["claimant", "claimant_kind", "directness", "made_on", "source_id", "grade"]]
    table = table.reset_index().assign(
        item=list(items), label=[item.label for item in items.values()]
    )
    for code in EXPLANATIONS:
        table[code] = [code in item.against for item in items.values()]
    return table


LEFT_OUT: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = {
    "Nobody": lambda rows: rows["claimant"] == "",
    "The unnamed": lambda rows: rows["directness"] == "anonymous",
    "Tehran": lambda rows: rows["claimant_kind"] == "iran",
    "NATO": lambda rows: rows["claimant_kind"] == "nato",
}
"""Words on a button to whom it leaves out."""


def counts(table: pd.DataFrame, left_out: str = "Nobody") -> dict[str, int]:
    """Return how many items speak against each explanation, once some speakers are left out."""
    kept = table[~LEFT_OUT[left_out](table)]
    return {code: int(kept[code].sum()) for code in EXPLANATIONS}


def least(found: Mapping[str, int]) -> list[str]:
    """Return the explanations with least against them."""
    return [EXPLANATIONS[code] for code, n in found.items() if n == min(found.values())]
