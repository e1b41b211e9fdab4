"""What the sorting exercises of unit 14 ask, and how the tables sort it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.data import load

FLOWS = {
    "sm3_155": ("sm3-2013-delivered", "more than 155 SM-3, 2013"),
    "three_82": ("mda-2020-delivered", "82 interceptors of three kinds, fiscal 2020"),
    "aster_218": ("aster-2025-order", "218 Aster, March 2025"),
    "aster_700": ("aster-2023-order", "700 Aster, 2022"),
    "iris_450": ("iris-t-2024-rate", "400 to 500 IRIS-T a year, as we take it"),
    "sm6_500": ("sm6-planned", "500 SM-6 a year"),
    "pac3_650": ("pac3-2027-expected", "650 PAC-3 MSE, 2027"),
}
STANDS = {
    "delivered": "handed over",
    "ordered": "ordered, no word of delivery",
    "planned": "due, planned or aimed at",
}
_MEASURES = {"delivered": "delivered", "ordered": "ordered", "planned_rate": "planned"}


def flows() -> dict[str, str]:
    """Return how far each of `FLOWS` has come, from `production_and_use`."""
    measure = load("production_and_use").set_index("row_id")["measure"]
    return {name: _MEASURES[measure[row]] for name, (row, _) in FLOWS.items()}


SPOKEN = [row for row, _ in FLOWS.values()]
"""The rows of `FLOWS`, in their order."""
JOINS = {
    "a": ("fy2008-mda-request-total", "fy2009-mda-request-total"),
    "b": ("fy2005-all-enacted-total", "fy2006-mda-request-total"),
    "c": ("fy2019-mda-request-total", "fy2019-all-request-total"),
    "d": ("fy2023-mda-enacted-total", "fy2024-mda-request-total"),
    "e": ("fy2016-mda-enacted-total", "fy2021-mda-enacted-total"),
    "f": ("fy2025-gd-enacted-total", "fy2027-gd-request-total"),
}
"""Pairs of budget totals that somebody might join with a line."""
JOINED = {
    "one": "one series: same money, same stage",
    "stage": "the stage differs",
    "scope": "the money differs",
    "both": "stage and money differ",
}


def joined(joins: Mapping[str, tuple[str, str]] = JOINS) -> dict[str, str]:
    """Return what differs between the two totals of each pair."""
    table = load("us_budgets").set_index("budget_id")
    found = {}
    for name, (first, second) in joins.items():
        scope = table.at[first, "agency_scope"] != table.at[second, "agency_scope"]
        stage = table.at[first, "stage"] != table.at[second, "stage"]
        found[name] = {(0, 0): "one", (0, 1): "stage", (1, 0): "scope", (1, 1): "both"}[
            scope, stage
        ]
    return found


def pairs(joins: Mapping[str, tuple[str, str]] = JOINS) -> pd.DataFrame:
    """Return the rows of pairs of totals with the letter of their pair, as the task shows them."""
    table = load("us_budgets").set_index("budget_id")
    rows = [row for pair in joins.values() for row in pair]
    shown = table.loc[rows, ["fiscal_year", "item", "stage", "amount"]].reset_index(drop=True)
    return shown.assign(pair=[name for name, pair in joins.items() for _ in pair]).set_index("pair")


PASSAGE = {
    "department": ("denies", "the sum is what the department's own design will cost"),
    "notional": (
        "says",
        "the office priced a notional system, in place of plans that were not there",
    ),
    "twenty": ("says", "the sum covers twenty years"),
    "stops_all": ("denies", "to engage every missile is to stop every missile"),
    "worth": ("silent", "the system is worth its price"),
    "wrong": ("silent", "the programme's 185 billion dollars are wrong"),
    "operating": ("says", "the sum includes running the system"),
}
READ = {
    "says": "the words say it",
    "denies": "the words say the contrary",
    "silent": "the words do not speak of it",
}

QUESTIONS = {
    "aster_in_time": "By its maker's figure of 2022, could an Aster ordered then come within two years?",
    "replaced": "By the compilation's lines, had deliveries by July 2026 replaced the THAAD interceptors "
    "fired in June 2025?",
    "tripled": "Does the framework of January 2026 aim at more than three times as many PAC-3 MSE a "
    "year as the maker delivered in 2025?",
    "asked_more": "Was more asked for the agency for 2024 than for 2023?",
    "paid_off": "Did the interceptors fired in June 2025 prevent more damage than they cost?",
    "poland": "Did the share of GDP that Poland spends on defence, for 2025, fall between March and July 2026?",
}
SAFE = {
    "yes": "the evidence says yes",
    "no": "the evidence says no",
    "open": "the evidence here does not decide it",
}


def minister() -> dict[str, str]:
    """Return what the tables decide of `QUESTIONS`."""
    made = load("production_and_use").set_index("row_id")
    high, note = made["value_high"], made["note"].fillna("")
    asked = load("us_budgets").set_index("budget_id")["amount"]
    more = asked["fy2024-mda-request-total"] > asked["fy2023-mda-request-total"]
    poland = load("defence_spending").set_index("spending_id")["note"]
    return {
        "aster_in_time": "no" if made.at["aster-2022-lead", "value_low"] > 24 else "yes",
        "replaced": "no" if "paused" in note["thaad-2026-delivered"] else "open",
        "tripled": "yes" if high["pac3-2033-planned"] > 3 * high["pac3-2025-delivered"] else "no",
        "asked_more": "yes" if more else "no",
        "paid_off": "open",  # no table says what would have been hit
        "poland": "open" if "not to be set beside" in poland["pol-2025-r2026-07"] else "no",
    }


def quarter() -> str:
    """Return which reading of the quarter the later stock bears out: B, that it was used.

    Had a quarter of all ever delivered been left in July 2025, with no delivery since, the stock
    of July 2026 could not be larger than that.
    """
    made = load("production_and_use").set_index("row_id")
    left = made.at["thaad-2026-delivered", "value_high"] / 4
    return "B" if made.at["thaad-2026-07-stock", "value_low"] > left else "A"
