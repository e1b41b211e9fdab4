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

FLOWN_IN_2014 = ("nie-2001-dissent", "nie-2009", "steinitz-2012")
"""Those of the five whose outcome a flight in 2014 would have turned round."""

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


SPANS = {
    "radar": ("kurecik-agreed-2011", "kurecik-online-2012"),
    "ships": ("rota-agreed-2011", "rota-carney-2015"),
    "romania": ("deveselu-site-2011", "deveselu-operational-2016"),
    "romania_built": ("deveselu-ground-2013", "deveselu-operational-2016"),
    "poland": ("redzikowo-agreed-2010", "redzikowo-ready-2024"),
    "poland_built": ("redzikowo-ground-2016", "redzikowo-ready-2024"),
}
"""The two milestones between which each part of the European defence is timed."""

WARNINGS = {"one": 1, "three": 3, "five": 5}
"""Years of warning that may be left of the five years of the commission of 1998."""


def spans(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return when each part of `SPANS` began and was ready, and the years between, to a tenth."""
    date = milestones.set_index("milestone_id")["date"]
    ends = {key: (date[first], date[last]) for key, (first, last) in SPANS.items()}
    table = pd.DataFrame(ends.values(), index=list(ends), columns=["began", "ready"])
    days = pd.to_datetime(table["ready"]) - pd.to_datetime(table["began"])
    return table.assign(years=(days.dt.days / 365.25).round(1))


def enough(milestones: pd.DataFrame) -> dict[str, str]:
    """Return for each part the shortest of `WARNINGS` that is enough, or more."""
    return {
        key: next((word for word, warned in WARNINGS.items() if years <= warned), "more")
        for key, years in spans(milestones)["years"].items()
    }
