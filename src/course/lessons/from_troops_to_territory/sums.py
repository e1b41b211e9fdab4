"""How the prices compare: reckoned from the tables."""

from __future__ import annotations

import pandas as pd

from course.data import load


def _amounts() -> pd.Series:
    return load("cost_claims").set_index("claim_id")["amount_high"]


def scopes() -> tuple[str, str]:
    """Return what the price of 2008 and that of 2010 are for, as `cost_claims` codes it."""
    scope = load("cost_claims").set_index("claim_id")["scope"]
    return str(scope["flory-20bn-2008"]), str(scope["rasmussen-200m-2010-05"])


def price_parts() -> tuple[float, float, float]:
    """Return the price of 2010 for the troops, that of the widening, and the whole of 2016."""
    names = ("rasmussen-800m-2010", "rasmussen-200m-2010-05", "german-government-1031m-2016")
    troops, widening, later = (float(_amounts()[name]) for name in names)
    return troops, widening, later


def excess() -> float:
    """Return by how many per cent the price of 2016 exceeds the two parts of 2010."""
    troops, widening, later = price_parts()
    return 100 * (later / (troops + widening) - 1)
