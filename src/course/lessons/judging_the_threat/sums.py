"""What unit 09 reckons: scores of forecasts, retellings side by side, distances, counts of an attack."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.data import load
from course.geodesy import great_circle_km
from course.stats import brier_score

KENT = {
    "almost certain": (87, 93, 99),
    "probable": (63, 75, 87),
    "chances about even": (40, 50, 60),
    "probably not": (20, 30, 40),
    "almost certainly not": (2, 7, 12),
}
"""Sherman Kent's words of 1964, each with the lowest, middle and highest per cent he gave it."""

FIVE = {
    "nie-1999-early": "probable",
    "nie-2001-dissent": "probably not",
    "obering-2008-london": "almost certain",
    "nie-2009": "probably not",
    "steinitz-2012": "almost certain",
}
"""Five forecasts that can be scored, each with the word of Kent's by which we read it."""

NEGATIVE = ("not_before", "unlikely_by")
STEPS = {"not_before": 0, "unlikely_by": 0, "if_assisted": 1, "could": 2, "likely": 3, "will": 4}
"""How strong a statement is, from left to right; `could` with a condition stands at 1."""


def step(strength: str, condition: object) -> int:
    """Return where a statement stands on the scale of `STEPS`."""
    return 1 if strength == "could" and pd.notna(condition) else STEPS[strength]


def happened(row: pd.Series) -> int:
    """Return 1 if what a settled forecast spoke of came about, else 0.

    A forecast that something would not come is borne out when it did not.
    """
    return int((row["borne_out"] == "yes") != (row["strength"] in NEGATIVE))


def scores(forecasts: pd.DataFrame, chosen: Mapping[str, str] = FIVE) -> pd.DataFrame:
    """Return each chosen forecast with its probability (0 to 1), what happened and its penalty."""
    rows = forecasts.set_index("forecast_id").loc[list(chosen)].reset_index()
    given = [KENT[word][1] / 100 for word in chosen.values()]
    seen = [happened(row) for _, row in rows.iterrows()]
    penalty = [brier_score([p], [h]) for p, h in zip(given, seen, strict=True)]
    return rows.assign(word=list(chosen.values()), given=given, happened=seen, penalty=penalty)


def likely() -> float:
    """Return the probability by which a `likely` of the five is read, 0 to 1."""
    return KENT[FIVE["nie-1999-early"]][1] / 100


def unlikely() -> float:
    """Return the probability by which an `unlikely` of the five is read, 0 to 1."""
    return KENT[FIVE["nie-2009"]][1] / 100


def not_unlikely() -> float:
    """Return its contrary: what a learner gives who turns an `unlikely` round."""
    return 1 - unlikely()


def flat() -> float:
    """Return the probability by which a flat statement of the five is read, 0 to 1."""
    return KENT[FIVE["steinitz-2012"]][1] / 100


def statements(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Return the statements on Iran, without their retellings: those that are drawn and listed."""
    first = forecasts["version"] != "retelling"
    return forecasts[first & (forecasts["subject"] != "new_state_icbm")]


def retellings(forecasts: pd.DataFrame) -> pd.DataFrame:
    """Return each retelling with the step, years and name of the statement that it retells."""
    told = forecasts[forecasts["version"] == "retelling"]
    first = forecasts.set_index("forecast_id").loc[told["retells_forecast_id"]]
    return told.assign(
        first=list(first["forecaster"]),
        before=[step(r.strength, r.condition) for r in first.itertuples()],
        after=[step(r.strength, r.condition) for r in told.itertuples()],
        years_before=[years(r) for _, r in first.iterrows()],
        years_after=[years(r) for _, r in told.iterrows()],
    ).reset_index(drop=True)


def years(row: pd.Series) -> str:
    """Write the years that a statement names, such as 2015–20, or "no year"."""
    known = [f"{int(y)}" for y in (row["from_year"], row["by_year"]) if pd.notna(y)]
    first, *last = dict.fromkeys(known) or ["no year"]
    return "–".join([first, *(y[2:] if y[:2] == first[:2] else y for y in last)])


def decimal(day: str) -> float:
    """Return a date as a year with its fraction; a year or month alone stands at its middle."""
    parts = [int(part) for part in day.split("-")]
    month, date = [*parts, None, None][1:3]
    if month is None:
        return parts[0] + 0.5
    return round(parts[0] + (month - 1) / 12 + ((date or 15) - 1) / 365, 2)


SOUTH_EAST = ("Chabahar", 25.29, 60.64)
"""Ours: a port in the far south-east of Iran, with its rounded latitude and longitude."""

CAPITALS = (
    "Ankara",
    "Bucharest",
    "Athens",
    "Warsaw",
    "Rome",
    "Berlin",
    "Paris",
    "London",
    "Madrid",
)


def reach(sites: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return km, in tens, from the north-west and the south-east of Iran to each place."""
    at = sites.set_index("site_id")[["lat", "lon"]].apply(tuple, axis=1)
    of = members.set_index("capital")[["capital_lat", "capital_lon"]].apply(tuple, axis=1)
    places = {city: of[city] for city in CAPITALS} | {"Diego Garcia": at["diego-garcia"]}
    ends = {"north_west": at["tabriz"], "south_east": SOUTH_EAST[1:]}
    table = pd.DataFrame({"place": list(places)})
    for name, start in ends.items():
        table[name] = [round(great_circle_km(*start, *to), -1) for to in places.values()]
    return table.astype({"north_west": int, "south_east": int})


def _to_island(site: str) -> int:
    at = load("sites").set_index("site_id")[["lat", "lon"]].apply(tuple, axis=1)
    return int(round(great_circle_km(*at[site], *at["diego-garcia"]), -1))


def from_tabriz() -> int:
    """Return km, in tens, from Tabriz to Diego Garcia."""
    return _to_island("tabriz")


def from_tehran() -> int:
    """Return km, in tens, from Tehran to Diego Garcia."""
    return _to_island("tehran")


def attacks(strikes: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of ballistic or unspecified missiles to draw, with the attack of each.

    Of running totals only the last day is kept. Single missiles of one campaign, on several days,
    are added up.
    """
    kinds = ["ballistic_missile", "missile_unspecified"]
    rows = strikes[strikes["weapon_class"].isin(kinds) & strikes["launched_low"].notna()]
    key = rows["conflict_key"].fillna(rows["event_id"]) + "/" + rows["target_country"]
    kept = []
    for attack, part in rows.assign(attack=key).groupby("attack", sort=False):
        part = part[part["date_to"] == part["date_to"].max()] if part["cumulative"].all() else part
        days = part["date_from"].nunique()
        if days > 1 and not part["cumulative"].any():
            ends = part[["launched_low", "launched_high"]].sum()
            part = part.sort_values("date_from").head(1).assign(**ends)
        kept.append(part.assign(attack=attack, start=part["date_from"].min()))
    return pd.concat(kept).sort_values(["start", "attack"], kind="stable").reset_index(drop=True)


BULLETINS = r"uae-2026-03-\d\d-bm"
"""The counts of ballistic missiles that the Emirates' defence ministry published, a row each."""


def bulletins(strikes: pd.DataFrame, until: str = "2026-03-10") -> pd.DataFrame:
    """Return the ministry's running totals up to a day, in order; `iran_strikes` in."""
    mine = strikes["event_id"].str.fullmatch(BULLETINS) & strikes["date_to"].le(until)
    return strikes[mine].sort_values("date_to")


def destroyed(strikes: pd.DataFrame, after: str = "2026-03-08") -> float:
    """Return the per cent of what was detected after a day, up to the last, that was destroyed."""
    rows = bulletins(strikes).set_index("date_to")[["intercepted", "launched_low"]]
    grown = rows.iloc[-1] - rows.loc[after]
    return float(100 * grown["intercepted"] / grown["launched_low"])
