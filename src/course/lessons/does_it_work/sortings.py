"""What is sorted in unit 13: what a minister may say."""

from __future__ import annotations

from course.data import load
from course.lessons.does_it_work import sums
from course.stats import wilson_interval

SAFE = {
    "yes": "the evidence says so",
    "no": "the evidence does not say so",
    "open": "nothing that was read decides it",
}
ASKED = {
    "weapons": "a smaller share of ballistic than of cruise missiles claimed stopped, each month",
    "doubted": "still so over the five months, if three in ten cruise claims were false",
    "three": "three of three shows that nine in ten are stopped",
    "eighty_seven": "the 87 per cent is a share of all missiles fired",
    "target": "the homeland system has hit a target of intercontinental class",
    "together": "layers always fail together",
    "riyadh": "the warhead of 4 November 2017 was stopped",
    "why": "the two of 18 of 13 January 2026 came from empty launchers",
}


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def minister() -> dict[str, str]:
    """Return what the evidence allows: reckoned from the tables where they decide it."""
    strikes, claims = load("strikes_on_ukraine"), load("combat_claims").set_index("claim_id")
    tests = load("intercept_tests").set_index("test_id")
    rate = {
        weapon: (rows := sums.months(strikes, weapon)).set_index("month")["intercepted"]
        / rows.set_index("month")["launched"]
        for weapon in ("ballistic", "cruise")
    }
    stopped = claims.loc[["houthi-2025-05-09"], "intercepted"].iloc[0]
    whole = claims.at["isr25-idf-87", "counts_what"]
    return {
        "weapons": _yes(bool((rate["ballistic"] < rate["cruise"]).all())),
        "doubted": _yes(sums.left("ballistic") < sums.left("cruise", 0.3)),
        "three": _yes(wilson_interval(3, 3)[0] >= 0.9),
        "eighty_seven": "open" if whole == "other" else _yes(whole == "of_launched"),
        "target": _yes(
            tests.at["gmd-ftg-15", "result"] == "hit"
            and tests.at["gmd-ftg-15", "target_class"] == "icbm_class"
        ),
        "together": _yes(stopped == 0),
        "riyadh": "open",
        "why": "open",
    }
