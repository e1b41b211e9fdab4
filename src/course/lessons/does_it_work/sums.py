"""What unit 13 reckons: rates under a rule, claims and what is left of them, layers that fail together."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.stats import layered_leakage, share_after_overclaim, wilson_interval

SHOT = ("hit", "partial", "miss")
RULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "All shots": (("hit", "partial"), SHOT),
    "+ aborts": (("hit", "partial"), (*SHOT, "not_launched")),
    "+ no-tests": (("hit", "partial"), (*SHOT, "not_launched", "no_test")),
    "Partial: no hit": (("hit",), SHOT),
    "From 2000": (("hit", "partial"), SHOT),
}
"""Words on a button to the results that are a success under it, and those that count at all."""

RECORDS = {
    "American homeland": ("gmd",),
    "Aegis ships": ("aegis_bmd",),
    "Aegis on land": ("aegis_ashore",),
    "Japanese ships": ("allied_ships",),
    "THAAD": ("thaad",),
}
FIVE_MONTHS = tuple(f"2026-0{month}" for month in range(1, 6))
WEAPONS = {"shahed_type": "drone", "cruise": "cruise missile", "ballistic": "ballistic missile"}


def counted(tests: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Return hits, attempts and share (per cent, with its interval) of each record under a rule.

    Unconfirmed rows are left out, and the satellite of 2008, which was no test. Rows without a
    date fall under "From 2000": their sources date them after that year without a day (notes of
    `intercept_tests`).
    """
    good, whole = RULES[rule]
    rows = tests[(tests["grade"] != "C") & tests["result"].isin(whole)]
    rows = rows[rows["target_class"] != "satellite"]
    if rule == "From 2000":
        rows = rows[~(rows["date"] < "2000")]
    out = []
    for name, programmes in RECORDS.items():
        part = rows[rows["programme"].isin(programmes)]
        hits, attempts = int(part["result"].isin(good).sum()), len(part)
        out.append({"record": name, "hits": hits, "attempts": attempts})
    return with_interval(pd.DataFrame(out), "hits", "attempts")


def with_interval(rows: pd.DataFrame, successes: str, attempts: str) -> pd.DataFrame:
    """Return rows with `share`, `low` and `high`, per cent: Wilson's interval of 95 per cent."""
    pairs = zip(rows[successes].astype(int), rows[attempts].astype(int), strict=True)
    ends = [(s / n, *wilson_interval(s, n)) for s, n in pairs]
    return rows.assign(
        **{key: [100 * e[k] for e in ends] for k, key in enumerate(("share", "low", "high"))}
    )


def homeland(tests: pd.DataFrame, until: str = "2013-02") -> pd.DataFrame:
    """Return the dated tests of the homeland system in which a target was to be met, in order."""
    rows = tests[(tests["programme"] == "gmd") & (tests["date"] <= until)]
    rows = rows[~rows["result"].isin(("cancelled", "not_attempted"))]
    return rows.sort_values("date", kind="stable").reset_index(drop=True)


def share(rows: pd.DataFrame, good: tuple[str, ...], whole: tuple[str, ...]) -> float:
    """Return the per cent of the rows that count which are a success."""
    kept = rows[rows["result"].isin(whole)]
    return 100 * float(kept["result"].isin(good).mean())


def months(strikes: pd.DataFrame, weapon: str) -> pd.DataFrame:
    """Return the sums of the Air Force's posts for January to May 2026: launched and claimed."""
    rows = strikes[
        (strikes["series"] == "ukr_air_force")
        & (strikes["period_kind"] == "month")
        & (strikes["weapon_class"] == weapon)
    ]
    month = pd.Series([str(day)[:7] for day in rows["period_start"]], index=rows.index)
    return rows.assign(month=month)[month.isin(FIVE_MONTHS)].sort_values("month")


def together(strikes: pd.DataFrame, weapon: str) -> tuple[int, int]:
    """Return how many were claimed and how many launched in the five months together."""
    rows = months(strikes, weapon)
    return int(rows["intercepted"].sum()), int(rows["launched"].sum())


def left(weapon: str, overclaim: float = 0.0) -> float:
    """Return the per cent stopped in the five months, if that part of the claims was false."""
    return 100 * share_after_overclaim(*together(load("strikes_on_ukraine"), weapon), overclaim)


def leak(stops: float, layers: int, shared: float = 0.0) -> float:
    """Return the per cent that gets through layers of which some failures are one and the same.

    Args:
        stops: chance that one layer alone stops an object, 0 to 1.
        layers: how many, one after another.
        shared: part of a layer's failures in which all layers fail together, 0 to 1. The chance
            that a single layer fails stays `1 - stops`, whatever is shared.
    """
    fails = 1 - stops
    common = shared * fails
    if common == 1:
        return 100.0
    alone = (fails - common) / (1 - common)
    return 100 * (common + (1 - common) * layered_leakage([1 - alone] * layers))


def run_needed(lower: float) -> int:
    """Return how many hits in a row, without a miss, bring the interval's lower end to `lower`."""
    n = 1
    while wilson_interval(n, n)[0] < lower:
        n += 1
    return n


def _under(rule: str, record: str) -> pd.Series:
    return counted(load("intercept_tests"), rule).set_index("record").loc[record]


def thaad_since() -> int:
    """Return how many THAAD tests count from 2000 on."""
    return int(_under("From 2000", "THAAD")["attempts"])


def thaad_least() -> int:
    """Return THAAD's lowest share, per cent: with no-tests."""
    return round(float(_under("+ no-tests", "THAAD")["share"]))


def homeland_least() -> int:
    """Return the homeland system's lowest share, per cent: partial tests are no hits."""
    return round(float(_under("Partial: no hit", "American homeland")["share"]))


def homeland_most() -> int:
    """Return the homeland system's highest share, per cent: all shots."""
    return round(float(_under("All shots", "American homeland")["share"]))


def aegis_hits() -> int:
    """Return how many shots of American Aegis ships hit, all shots counted."""
    return int(_under("All shots", "Aegis ships")["hits"])


def aegis_shots() -> int:
    """Return how many shots of American Aegis ships count under all shots."""
    return int(_under("All shots", "Aegis ships")["attempts"])


def on_land_least() -> int:
    """Return the lower end of the interval of Aegis on land, all shots, per cent."""
    return round(float(_under("All shots", "Aegis on land")["low"]))


def on_land_most() -> int:
    """Return the upper end of the same interval, per cent."""
    return round(float(_under("All shots", "Aegis on land")["high"]))


def army_24_of_85() -> int:
    """Return the Army's successes of April 1992 as a share of its attempts, per cent."""
    row = load("combat_claims").set_index("claim_id").loc["gulf91-army-24"]
    return round(100 * float(row["intercepted"]) / float(row["engaged_or_fired"]))


def two_of_five_least() -> int:
    """Return the lower end of Wilson's interval for two of five, per cent."""
    return round(100 * wilson_interval(2, 5)[0])


def two_of_five_most() -> int:
    """Return the upper end of Wilson's interval for two of five, per cent."""
    return round(100 * wilson_interval(2, 5)[1])


def none_of_three() -> int:
    """Return the upper end of Wilson's interval for none of three, per cent."""
    return round(100 * wilson_interval(0, 3)[1])


def three_of_three() -> int:
    """Return the lower end of Wilson's interval for three of three, per cent."""
    return round(100 * wilson_interval(3, 3)[0])


def _first_war_years(weapon: str) -> int:
    row = load("combat_claims").set_index("claim_id").loc[f"ukr-2023-12-{weapon}"]
    return round(100 * float(row["intercepted"]) / float(row["engaged_or_fired"]))


def missiles_2023() -> int:
    """Return the share of missiles claimed stopped by December 2023, per cent."""
    return _first_war_years("missiles")


def drones_2023() -> int:
    """Return the share of drones claimed stopped by December 2023, per cent."""
    return _first_war_years("drones")


def ballistic_claimed() -> int:
    """Return how many ballistic missiles were claimed stopped in the five months."""
    return together(load("strikes_on_ukraine"), "ballistic")[0]


def ballistic_launched() -> int:
    """Return how many ballistic missiles were launched in the five months."""
    return together(load("strikes_on_ukraine"), "ballistic")[1]


def ballistic_share() -> int:
    """Return the share of ballistic missiles claimed stopped in the five months, per cent."""
    return round(left("ballistic"))


def ballistic_doubted() -> int:
    """Return the same share if three claims in ten were false, per cent."""
    return round(left("ballistic", 0.3))


def _emirates() -> pd.Series:
    return load("combat_claims").set_index("claim_id").loc["uae26-0310-ballistic"]


def emirates_of_detected() -> int:
    """Return the Emirates' share of ballistic missiles destroyed, of those detected, per cent."""
    return round(100 * float(_emirates()["intercepted"]) / float(_emirates()["engaged_or_fired"]))


def emirates_of_flying_on() -> int:
    """Return the same share of those that did not fall into the sea, per cent."""
    row = _emirates()
    whole = float(row["engaged_or_fired"]) - float(row["fell_harmlessly"])
    return round(100 * float(row["intercepted"]) / whole)
