"""What unit 16 reckons: hours between sign and announcement, distances, intervals."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from course.geodesy import great_circle_km
from course.stats import wilson_interval

AHEAD = 3  # hours by which the clock in Türkiye is ahead of UTC
HOURS = {"midday_local": 12.0, "early_morning_local": 8.0}
"""Ours: the hour at which a code of the question `when` is drawn."""
PUBLIC = {
    "4 March": "msb-1",
    "9 March": "intercept-2",
    "13 March": "intercept-3",
    "30 March": "intercept-4",
}
SIGNS = {"9 March": "debris-gaziantep", "13 March": "sirens-incirlik"}
CONFLICT = {"4-march-when-2": "before", "4-march-when-1": "about"}
MORNING = (("4-march-when-3", "4-march-when-4", "4-march-when-5"), (6.0, 12.0))
"""Claims that speak of the morning, and ours: the hours that morning is drawn over."""


def _decimal(utc: str) -> float:
    return int(utc[:2]) + int(utc[3:]) / 60 + AHEAD


def _clock(hour: float) -> str:
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"


def local(event: str, timeline: pd.DataFrame, which: str = "announced_by") -> str:
    """Return the hour in Türkiye at which an event happened, or by which it was public."""
    return _clock(_decimal(timeline.set_index("event_id").at[event, f"{which}_time_utc"]))


def clocks(timeline: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the hours known of each missile: day, what, kind, decimal hour, label, where it stands.

    `kind` is `sign`, `conflict` or `public`; a missile of which no hour is known has one row whose
    hour is empty.
    """
    events = timeline.set_index("event_id")
    said = claims.set_index("claim_id")
    rows: list[tuple[Any, ...]] = []
    for day, public in PUBLIC.items():
        if day == "4 March":
            for claim, hedge in CONFLICT.items():
                code = said.at[claim, "answer_code"]
                hour, row = HOURS[code], said.loc[claim]
                label = f"{hedge}<br>{_clock(hour)}"
                rows.append((day, row["answer"], "conflict", hour, label, "bottom center", row))
        elif day in SIGNS:
            row = events.loc[SIGNS[day]]
            hour = _decimal(row["happened_time_utc"])
            rows.append((day, row["title"], "sign", hour, _clock(hour), "bottom center", row))
        row = events.loc[public]
        if pd.isna(row["announced_by_time_utc"]):
            rows.append((day, row["title"], "public", None, "", "top center", row))
            continue
        hour = _decimal(row["announced_by_time_utc"])
        rows.append((day, row["title"], "public", hour, _clock(hour), "top center", row))
    table = pd.DataFrame(rows, columns=["day", "what", "kind", "hour", "label", "at", "row"])
    table["local_time"] = [_clock(h) if pd.notna(h) else None for h in table["hour"]]
    for column in ("source_id", "grade"):
        table[column] = [row[column] for row in table["row"]]
    return table.drop(columns="row")


def lags(timeline: pd.DataFrame, claims: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the least and most hours from sign to announcement, for each missile with both."""
    table = clocks(timeline, claims)
    found = {}
    for day, part in table[table["hour"].notna()].groupby("day", sort=False):
        signs = part.loc[part["kind"] != "public", "hour"]
        public = part.loc[part["kind"] == "public", "hour"].iloc[0]
        found[str(day)] = (public - signs.max(), public - signs.min())
    return found


SOUTH_EAST = ("Chabahar", 25.29, 60.64)
STARTS = {"tabriz": "Tabriz", "kermanshah": "Kermanshah", "tehran": "Tehran"}
KM = {"about_3800_km": 3800, "about_4000_km": 4000, "about_4500_km": 4500}


def island(claims: pd.DataFrame, ranges: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """Return figures about Diego Garcia in km: printed distances, estimated ranges, reckoned ones."""
    far = claims[(claims["event"] == "diego_garcia") & (claims["question"] == "how_far")]
    rows: list[tuple[str, str, float, str | None]] = [
        (str(r.claimant), "distance", float(KM[str(r.answer_code)]), str(r.source_id))
        for r in far.itertuples()
    ]
    of = ranges["missile"].str.startswith("Missile fired towards Diego Garcia")
    rows += [
        (r.publisher, "range", r.range_high_km, r.source_id)
        for r in ranges[of & (ranges["grade"] != "C")].itertuples()
    ]
    at = sites.set_index("site_id")
    end = (at.at["diego-garcia", "lat"], at.at["diego-garcia", "lon"])
    starts = [
        (name, at.at[i, "lat"], at.at[i, "lon"], at.at[i, "source_id"])
        for i, name in STARTS.items()
    ]
    starts.append((*SOUTH_EAST, None))
    rows += [
        (f"from {name}", "reckoned", round(great_circle_km(lat, lon, *end), -1), source)
        for name, lat, lon, source in starts
    ]
    table = pd.DataFrame(rows, columns=["who", "kind", "km", "source_id"])
    order = {"distance": 0, "range": 1, "reckoned": 2}
    by = table.assign(order=table["kind"].map(order)).sort_values(["order", "km"], kind="stable")
    return by.drop(columns="order").reset_index(drop=True)


def stopped(claims: pd.DataFrame) -> int:
    """Return how many missiles towards Türkiye were stopped, by the latest count that was read."""
    counts = {"one": 1, "two": 2, "three": 3, "four": 4}
    rows = claims[(claims["question"] == "how_many") & claims["answer_code"].isin(counts)]
    return counts[rows.sort_values("made_on", kind="stable")["answer_code"].iloc[-1]]


def needed(share: float) -> int:
    """Return the least n of n that puts the lower end of Wilson's interval above a share."""
    n = 1
    while wilson_interval(n, n)[0] <= share:
        n += 1
    return n


def least_share(claims: pd.DataFrame) -> float:
    """Return the lower end of Wilson's interval for all stopped of all reported, per cent."""
    n = stopped(claims)
    return math.floor(100 * wilson_interval(n, n)[0])
