"""The clock of unit 06: how long a shot, a meeting and a consent took, from the tables' dates."""

from __future__ import annotations

import re

import pandas as pd

from course.geodesy import flight_minutes

THE_MISSILE, COMMANDERS = "the missile", "commanders"
COUNCIL, PARLIAMENTS = "Council and capitals", "parliaments"
STEPS = {
    "flight": ("A medium-range missile flies, by formula", THE_MISSILE),
    "launch": ("Threat identified to launch, 4 March 2026", COMMANDERS),
    "posture": ("Air commander raises posture, the same day", COMMANDERS),
    "council": ("Council meets, next day", COUNCIL),
    "silence": ("Silence procedure, February 2003", COUNCIL),
    "request": ("Türkiye's request to NATO's yes, 2012", COUNCIL),
    "batteries": ("The request to the first battery, 2013", COUNCIL),
    "rules": ("Lisbon's order to agreed rules, 2010 to 2012", COUNCIL),
    "consent": ("Romania's first yes to ratification, 2010-11", PARLIAMENTS),
    "stood": ("Rules agreed to the first shot, 2012 to 2026", COUNCIL),
}
DAY = 1440.0  # minutes


def clock_rows(
    missile_ranges: pd.DataFrame, claims: pd.DataFrame, events: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    """Return the steps of the clock in minutes, each with the source it rests on."""
    medium = missile_ranges[
        (missile_ranges["country"] == "Iran")
        & (missile_ranges["weapon_type"] == "ballistic")
        & (missile_ranges["range_class"] == "mrbm")
        & missile_ranges["basis"].isin(["claimed", "estimated"])
        & (missile_ranges["grade"] != "C")
    ]
    said = claims[(claims["question"] == "how_long") & (claims["event"] == "4_march")].iloc[0]
    event, link = events.set_index("event_id"), links.set_index("link_id")
    shot, council = event.loc["intercept-1"], event.loc["nac-5-march"]
    # Bounds from the dates alone: Turkish midnight to the first report; the Council's day.
    known = f"{shot['announced_at']} {shot['announced_by_time_utc']}"
    begins = pd.Timestamp(shot["happened_at"]) - pd.Timedelta(hours=3)
    meets = pd.Timestamp(council["happened_at"]) - pd.Timedelta(hours=1)
    silence, asked, told, named, yes, ratified = (
        link.loc[key]
        for key in (
            "secretary-general-nac-silence",
            "tr-government-nac-request",
            "hosg-nac-directs",
            "nac-saceur-directs",
            "ro-csat-asset-deveselu-authorises",
            "ro-parliament-asset-deveselu-authorises",
        )
    )
    lent = link.loc["aircom-asset-ata-commands"]
    times = {
        "flight": (
            flight_minutes(float(medium["range_low_km"].min())),
            flight_minutes(float(medium["range_high_km"].max())),
            medium.iloc[0],
        ),
        "launch": (None, float(re.findall(r"\d+", said["answer_code"])[0]), said),
        "posture": (None, DAY, event.loc["posture-raised"]),
        "council": (_minutes(known, meets), _minutes(begins, meets) + DAY, council),
        "silence": (*[_minutes(silence["since"], silence["until"])] * 2, silence),
        "request": (*[_minutes(asked["since"], asked["until"])] * 2, asked),
        "batteries": (*[_minutes(asked["since"], lent["since"])] * 2, lent),
        "rules": (*[_minutes(told["since"], named["since"])] * 2, named),
        "consent": (*[_minutes(yes["since"], ratified["until"])] * 2, ratified),
        "stood": (*[_minutes(named["since"], shot["happened_at"])] * 2, named),
    }
    return pd.DataFrame(
        [(step, *STEPS[step], a, b, row["source_id"]) for step, (a, b, row) in times.items()],
        columns=["step", "label", "group", "low", "high", "source_id"],
    )


def _minutes(first: str | pd.Timestamp, last: str | pd.Timestamp) -> float:
    return (pd.Timestamp(last) - pd.Timestamp(first)) / pd.Timedelta(minutes=1)


def met_after_council(events: pd.DataFrame) -> list[str]:
    """Return the dates of the interceptions by NATO that came after the Council's day, in order."""
    by = events.set_index("event_id")
    met = (by["kind"] == "interception") & (by["actor"] == by.at["intercept-1", "actor"])
    return sorted(
        by.loc[met & (by["happened_at"] > by.at["nac-5-march", "happened_at"]), "happened_at"]
    )
