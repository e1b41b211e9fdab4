"""What is reckoned in unit 14: ratios of prices, break-evens, revisions, and pairs of budgets."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.errors import CourseError, nearest
from course.words import number

PRICED = {
    "patriot-2026-nyt": ("Patriot", "press"),
    "patriot-2025-abc": ("Patriot", "press"),
    "pac3-mse-2025-contract": ("Patriot", "US order"),
    "pac3-mse-germany-2024": ("Patriot", "Germany"),
    "pac3-mse-switzerland-2022": ("Patriot", "Switzerland"),
    "pac3-2000-programme": ("Patriot", "programme"),
    "thaad-2025-press": ("THAAD", "press"),
    "thaad-2026-06-report": ("THAAD", "press"),
    "thaad-2011-order": ("THAAD", "US order"),
    "sm3ib-2011-order": ("SM-3 IB", "US order"),
    "sm3ib-2013-order": ("SM-3 IB", "US order"),
    "sm3-csis-fy2021": ("SM-3, no block", "CSIS"),
    "sm3-csis-fy2024": ("SM-3, no block", "CSIS"),
    "sm3iia-press-2018": ("SM-3 IIA", "press"),
    "sm3iia-japan-4": ("SM-3 IIA", "Japan"),
    "sm3iia-japan-73": ("SM-3 IIA", "Japan"),
    "gbi-ngi-111": ("New long-range", "purchase"),
    "gbi-ngi-498": ("New long-range", "programme"),
}
"""Prices of interceptors in the chart, each with its system and what it rests on."""

ONE_PATRIOT = ["patriot-2025-abc", "pac3-mse-2025-contract"]
"""Prices of one Patriot missile. That of an interception is none: shots would be counted twice."""
SHAHED = ["shahed-2025-abc", "shahed-2026-nyt"]

PAIRS = {
    "sm2-houthi": ("SM-2 and a Houthi drone", ["sm2-2024"], ["houthi-drone-headline"]),
    "patriot-shahed": ("Patriot and a drone", ONE_PATRIOT, SHAHED),
    "coyote-shahed": ("Coyote and a drone", ["coyote-2026"], SHAHED),
    "patriot-iskander": ("Patriot and an Iskander", ONE_PATRIOT, ["forbes-2022-iskander"]),
    "patriot-kalibr": ("Patriot and a Kalibr", ONE_PATRIOT, ["forbes-2022-kalibr"]),
    "patriot-kh101": ("Patriot and a Kh-101", ONE_PATRIOT, ["forbes-2022-kh101"]),
}
"""What is set against what: words, prices of the defender, prices of the attacker."""


def priced() -> pd.DataFrame:
    """Return the prices of `PRICED` in its order, million dollars: `system`, `label`, `price`."""
    rows = load("interceptor_prices").set_index("price_id").loc[list(PRICED)].reset_index()
    return rows.assign(
        group=[PRICED[key][0] for key in rows["price_id"]],
        label=[
            f"{year:.0f}, {PRICED[key][1]}"
            for key, year in zip(rows["price_id"], rows["year_of_prices"], strict=True)
        ],
        price=rows["price_high"].fillna(rows["price_low"]),
    )


def price(row: str) -> tuple[float, float]:
    """Return the lower and upper price in a row of `interceptor_prices`, million.

    A missing end is the other end, so that "up to four" counts as four.
    """
    table = load("interceptor_prices").set_index("price_id")
    if row not in table.index:
        raise CourseError(f"There is no price '{row}'. {nearest(row, list(table.index))}")
    low, high = table.loc[row, ["price_low", "price_high"]]
    return (float(high if pd.isna(low) else low), float(low if pd.isna(high) else high))


def exchange(defending: list[str], attacking: list[str], shots: int = 1) -> tuple[float, float]:
    """Return the least and the largest ratio of the shots' price to the price of their target.

    Raises:
        CourseError: a defending price is of an interception, in which the shots are counted.
    """
    scope = load("interceptor_prices").set_index("price_id")["scope"]
    for row in defending:
        if scope.get(row) == "interception":
            raise CourseError(
                f"The price '{row}' is of an interception, whatever number of missiles that takes. "
                "Take the price of one missile."
            )
    mine = [price(row) for row in defending]
    theirs = [price(row) for row in attacking]
    low = shots * min(p[0] for p in mine) / max(p[1] for p in theirs)
    return low, shots * max(p[1] for p in mine) / min(p[0] for p in theirs)


def ratios(shots: int = 1) -> pd.DataFrame:
    """Return for each of `PAIRS` the least and largest ratio: `pair`, `words`, `low`, `high`."""
    found = [(key, words, *exchange(d, a, shots)) for key, (words, d, a) in PAIRS.items()]
    return pd.DataFrame(found, columns=["pair", "words", "low", "high"])


def ratio_low(place: float) -> float:
    """Return the least ratio, at one shot, of the pair at this place of `PAIRS`, from nought."""
    return float(ratios()["low"].iloc[int(place)])


def ratio_high(place: float) -> float:
    """Return the largest ratio, at one shot, of the pair at this place of `PAIRS`."""
    return float(ratios()["high"].iloc[int(place)])


def pair_sources() -> list[str]:
    """Return the sources of the prices that `PAIRS` set against each other."""
    used = [row for _, mine, theirs in PAIRS.values() for row in [*mine, *theirs]]
    return load("interceptor_prices").set_index("price_id").loc[used, "source_id"].tolist()


def break_even(price_of_one: float, shots: float, chance: float) -> float:
    """Return the damage a missile must threaten for its interception to repay the shots.

    Args:
        price_of_one: of one interceptor, million dollars.
        shots: fired at one missile.
        chance: that all of them together stop it, above 0 and not above 1.

    Raises:
        CourseError: the chance is no chance.
    """
    if not 0 < chance <= 1:
        raise CourseError(
            "A chance is above nought and not above one: 75 per cent is written 0.75."
        )
    return shots * price_of_one / chance


def thaad_repaid(shots: float, chance: float) -> float:
    """Return the break-even of THAAD shots at the price that CNN gave, million dollars."""
    return break_even(price("thaad-2025-press")[1], shots, chance)


def thaad_dearer(shots: float, chance: float) -> float:
    """Return the break-even of THAAD shots at the price of the order of 2011, million dollars."""
    return break_even(price("thaad-2011-order")[1], shots, chance)


def per_hit(claim: str) -> float:
    """Return the damage of June 2025 over the hits on populated areas, million dollars a hit."""
    damage = load("damage_claims").set_index("damage_id").at[claim, "usd_low"]
    hits = load("iran_strikes").set_index("event_id").at[HITS, "hit_or_fell_on_land"]
    return float(damage) / float(hits)


def direct_hit() -> float:
    """Return the direct damage of June 2025 a hit, million dollars."""
    return per_hit("jun-2025-direct")


def whole_hit() -> float:
    """Return the damage of June 2025 with compensation of businesses a hit, million dollars."""
    return per_hit("jun-2025-bloomberg")


HITS = "israel-2025-06-24-bm"
FIRST = {2017: "r2017_06", 2023: "r2023_07", 2024: "r2024_06"}
"""Year to the release that first estimated it, of those in the table with nearly all Allies."""
LATER = "r2025_08"


def revisions(year: int) -> pd.DataFrame:
    """Return each Ally's share of GDP in a year by its first estimate and by the release of 2025.

    Columns: country, first, later, change; sorted by change. Where a release has two rows for one
    Ally the first counts.
    """
    table = load("defence_spending")
    allies = table[table["scope"].eq("ally") & table["year"].eq(year)]
    first = allies[allies["release"].eq(FIRST[year])].drop_duplicates("country")
    later = allies[allies["release"].eq(LATER)]
    both = later[["country", "share_of_gdp", "source_id"]].merge(
        first[["country", "share_of_gdp"]], on="country", suffixes=("_later", "_first")
    )
    both = both.rename(columns={"share_of_gdp_later": "later", "share_of_gdp_first": "first"})
    both["change"] = (both["later"] - both["first"]).round(2)
    return both.sort_values(["change", "country"], kind="stable").reset_index(drop=True)


def at_two(year: int, column: str) -> int:
    """Return how many Allies of `revisions` have 2 per cent or more, by `first` or `later`."""
    return int((revisions(year)[column] >= 2).sum())


def expected() -> int:
    """Return how many Allies were expected in June 2024 to reach 2 per cent in that year."""
    return at_two(2024, "first")


def budget(row: str) -> str:
    """Return a sum of `us_budgets` in billion dollars, as words write it."""
    return number(round(load("us_budgets").set_index("budget_id").at[row, "amount"] / 1000, 1))


def totals() -> pd.DataFrame:
    """Return the totals of `us_budgets`, in billion dollars, the separate law's sum apart."""
    budgets = load("us_budgets")
    own = budgets[budgets["item_level"].eq("total")]
    own = own[~own["stage"].isin(["committee_mark", "authorised"])]
    return own.assign(billion=own["amount"] / 1000).reset_index(drop=True)


def asked_and_got() -> pd.DataFrame:
    """Return the agency's totals for years with both: fiscal_year, request, enacted, billion."""
    own = totals()
    own = own[own["agency_scope"].eq("mda") & own["stage"].isin(["request", "enacted"])]
    own = own[~own["budget_id"].str.endswith("with-reconciliation")]
    wide = own.pivot(index="fiscal_year", columns="stage", values="billion").dropna()
    return wide.reset_index()[["fiscal_year", "request", "enacted"]]


_KEYS = {
    "interceptor_prices": "price_id",
    "production_and_use": "row_id",
    "us_budgets": "budget_id",
    "golden_dome_estimates": "estimate_id",
    "damage_claims": "damage_id",
}


def graded(rows: list[str]) -> pd.DataFrame:
    """Return the table, source and grade of rows of this unit, by the rows' names.

    Raises:
        CourseError: a name is that of no row of the unit's tables.
    """
    found = pd.concat(
        load(table).set_index(key)[["source_id", "grade"]].assign(table=table)
        for table, key in _KEYS.items()
    ).rename_axis("row")
    for row in rows:
        if row not in found.index:
            raise CourseError(f"There is no row '{row}'. {nearest(row, list(found.index))}")
    return found.loc[rows, ["table", "source_id", "grade"]]
