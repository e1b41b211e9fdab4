"""What the sorting exercises of unit 08 ask, and how the tables sort it."""

from __future__ import annotations

import pandas as pd

from course.data import load

CLAUSES = {
    "who_led": "Allied Air Command led the exercise",
    "where": "it was held in Poland and the Baltic states",
    "units": "17 surface-based units and about 50 fighters took part, a broadcaster reported",
    "allies": "17 Allies took part",
    "joined": "it was to integrate units of air and missile defence with fighters",
    "hit": "a missile was intercepted",
    "seamless": "it showed that information flows seamlessly",
}
STANDS = {
    "fact": "may stand as a fact, with its source",
    "aim": "may stand as an aim, not as a result",
    "cut": "must go: nothing that was read carries it",
}
THE_ONE = "ramstein-legacy-2022"


def clauses() -> dict[str, str]:
    """Return what may be said of the exercise of 2022, from its row in `exercises`."""
    row = load("exercises").set_index("exercise_id").loc[THE_ONE]

    def carried(column: str, *words: str) -> str:
        known = pd.notna(row[column]) and all(word in str(row[column]) for word in words)
        return "fact" if known else "cut"

    return {
        "who_led": carried("lead", "nato_aircom"),
        "where": carried("place", "Poland", "Baltic"),
        "units": carried("note", "17", "surface-based units"),
        "allies": "cut" if "partner" in row["note"] else carried("participants", "17"),
        "joined": "aim" if pd.notna(row["purpose"]) else "cut",
        "hit": carried("result"),
        "seamless": carried("showed"),
    }


SENTENCES = {
    "destroyed": ("says", "a ballistic target was destroyed"),
    "linked": ("says", "at the firing the battery was linked to the Alliance's chain of command"),
    "american": ("against", "the interceptor was made in America"),
    "already": ("against", "it already was in the inventory of NATO's missile defence assets"),
    "added": ("open", "it was added to them as planned"),
    "several": ("open", "it can meet several missiles at once"),
}
"""What NATO's statement says of a test; extracts stand above the exercise, the tests hold both."""
READS = {
    "says": "the report says so",
    "against": "the report says the contrary",
    "open": "the report leaves it open, or says that it does not know",
}

LIMITS = {
    "ceiling": (
        "parliament",
        "the highest number of German soldiers with the batteries in Türkiye",
    ),
    "lithuania": (
        "parliament",
        "Lithuania's soldiers may shoot down any drone that enters without leave",
    ),
    "romania": ("executive", "in Romania the mission commander may order a drone shot down"),
    "spain": ("executive", "no strikes on Iran from bases at Rota and Morón"),
    "moved": (
        "alliance",
        "air defences under the rotational model are moved without further political approval",
    ),
    "flexible": ("asked", "the rules of engagement are made more flexible"),
}
"""Who set each limit, by the unit's readings, to which the tests hold it."""
WHOSE = {
    "parliament": "a parliament voted it, be it on its government's motion",
    "executive": "a government or its defence council set it",
    "alliance": "the Allies agreed it together",
    "asked": "it was asked for; that it was agreed was not read",
}

WARNED = {
    "japan_2017": ("japan-2017", "Japan: the missile that passed over"),
    "hawaii": ("hawaii-2018", "Hawaii: the alarm in a drill"),
    "zagreb": ("zagreb-2022", "Zagreb: the drone"),
    "bydgoszcz": ("bydgoszcz-2022", "Bydgoszcz: the missile in the forest"),
    "rezekne": ("rezekne-2026", "Rēzekne: the drones"),
    "incirlik": ("turkiye-2026-03-13", "Incirlik: the sirens"),
    "tulcea": ("tulcea-2025", "Tulcea: the two targets"),
}
FAILED = {
    "held": "none: the public was warned, and nothing had come down before",
    "nothing": "nothing was on its way: the alarm itself was the fault",
    "handing_on": "handing on: somebody knew, and the next was not told, or told later",
    "seeing": "seeing: no sensor, soldier or neighbour had noticed anything",
    "disputed": "accounts differ on whether it was seeing or handing on",
    "unknown": "the published times do not let one say",
}


def _failed(case: pd.DataFrame) -> str:
    """Return which link of one warning failed, by its rows of `warning_chain`."""
    times = case.groupby("step")["minutes"].agg(["min", "max", "count", "size"])
    if (case["threat"] == "false_alarm").any():
        return "nothing"
    if times.at["seen", "count"] == 0 if "seen" in times.index else "alarm" in times.index:
        known = "overhead" in times.index and times.at["overhead", "count"]
        early = known and times.at["alarm", "max"] < times.at["overhead", "min"]
        return "held" if early else "unknown"
    if "seen" not in times.index:
        return "disputed" if "entered" in times.index else "unknown"
    told_later = any(
        step in times.index and times.at[step, "max"] > since
        for step, since in (("told", times.at["seen", "min"]), ("alarm", times["min"].get("alarm")))
    )
    if told_later:
        return "handing_on"
    return "held" if "alarm" in times.index and "overhead" not in times.index else "seeing"


def failed() -> dict[str, str]:
    """Return which link of each warning failed, as far as published times and accounts say."""
    cases = dict(list(load("warning_chain").groupby("case_id")))
    return {name: _failed(cases[case]) for name, (case, _) in WARNED.items()}
