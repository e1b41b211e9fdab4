"""What is left of 27 texts when some capitals refuse some of them: counted one by one."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.lessons.capstone import council
from course.lessons.capstone.redlines import Package

STATES = ("none", "one", "two")


def refusals(size: int = council.ALONE) -> pd.DataFrame:
    """Return a row a text: its brackets, who refuses it in a class of a size, and what that is.

    Columns: `authority`, `threat`, `debris`, `refused_by` (how many), `who` (countries in words),
    `codes` (their three letters; the number where there are more than two) and `state`.
    """
    delegations = council.delegations(size)
    letters = load("council_delegations").set_index("delegation_id")["iso3"]
    rows = []
    for text in council.packages():
        against = [one for one in delegations if one.refuses(text)]
        few = len(against) < 3
        codes = " ".join(letters[one.id] for one in against) if few else str(len(against))
        state = STATES[len(against)] if few else "more"
        who = ", ".join(one.country for one in against)
        brackets = (text.authority, text.threat, text.debris)
        rows.append((*brackets, len(against), who, codes, state))
    columns = ["authority", "threat", "debris", "refused_by", "who", "codes", "state"]
    return pd.DataFrame(rows, columns=columns)


def texts() -> int:
    """Return how many texts the brackets make."""
    return len(council.packages())


def joining() -> pd.DataFrame:
    """Return how many texts are left as capitals sit down one by one, in the order of the table.

    Columns: `country` (empty before the first), `left` and `taken`.
    """
    left: list[Package] = council.packages()
    rows = [("", len(left), 0)]
    for capital in council.delegations(council.LARGEST):
        kept = [text for text in left if not capital.refuses(text)]
        rows.append((capital.country, len(kept), len(left) - len(kept)))
        left = kept
    return pd.DataFrame(rows, columns=["country", "left", "taken"])


def settled_first(bracket: str, size: int = council.ALONE) -> dict[str, int]:
    """Return how many texts are left under each option of a bracket that is settled first."""
    options = dict.fromkeys(getattr(text, bracket) for text in council.packages())
    kept = [getattr(text, bracket) for text in council.agreed(size)]
    return {option: kept.count(option) for option in options}


def pivotal(size: int = council.ALONE) -> dict[str, int]:
    """Return for each capital how many texts it alone refuses."""
    alone = [
        found[0] for text in council.packages() if len(found := council.breaks(text, size)) == 1
    ]
    return {one.id: alone.count(one.id) for one in council.delegations(size)}
