"""What may be counted as done, of which promise, and how many months late each was."""

from __future__ import annotations

import pandas as pd

from course.data import load

# What counts as done: the codes in the table, and the definition that each belongs to. Whether a
# command or the Secretary General declares a site ready is one step to us, though two words.
COUNTS_AS = {
    "construction_complete": "Built",
    "technical_declaration": "Built",
    "declared_operational": "Declared ready",
    "mission_ready": "Declared ready",
    "nato_command": "NATO command",
}

DEFINITIONS = tuple(dict.fromkeys(COUNTS_AS.values()))

# The promises, top to bottom: the row of the plan, and the rows that can count as done, or the
# site all of whose rows can.
PROMISES: dict[str, tuple[str, str | tuple[str, ...]]] = {
    "Phase 1: radar, first ship": (
        "p1-plan-2011",
        ("p1-technical-2011", "p1-interim-2012", "kurecik-nato-2012"),
    ),
    "Phase 2: Deveselu": ("p2-plan-2015", "deveselu"),
    "Phase 3: Redzikowo": ("p3-plan-2018", "redzikowo"),
    "Phase 4: new interceptor": ("p4-plan-2020", ()),
}

# From the breaking of ground to the declaration that a site is ready.
WORKS = {
    "deveselu": ("deveselu-ground-2013", "deveselu-operational-2016"),
    "redzikowo": ("redzikowo-ground-2016", "redzikowo-ready-2024"),
}

# The dates that the building agency gave for the Polish site from 2018 on, and what each was for.
AGENCY_DATES = {
    "redzikowo-slip-2018": "redzikowo-ready-2024",
    "redzikowo-slip-2022": "redzikowo-ready-2024",
    "redzikowo-slip-end-2022": "redzikowo-ready-2024",
    "redzikowo-nato-plan-2024": "redzikowo-nato-2024",
}


def months_late(promised: str, done: str) -> int:
    """Count calendar months from a promise to an event; a promised year runs to December."""
    (y, m), (year, month) = (
        (int(d[:4]), int(d[5:7]) if len(d) > 4 else 12) for d in (promised, done)
    )
    return (year - y) * 12 + month - m


def last_day(iso: str) -> str:
    """Return the last day of an ISO date of any precision: a promise of 2018 runs to its end."""
    return str(pd.Period(iso).end_time.date())


def middle(iso: str) -> str:
    """Return the middle day of an ISO date of any precision, where a mark for it is drawn."""
    whole = pd.Period(iso)
    return str((whole.start_time + (whole.end_time - whole.start_time) / 2).date())


def done_dates(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each promise and definition under which a date of done is known.

    The columns are promise, definition, promised, done, months_late and source_id.
    """
    promised = milestones.set_index("milestone_id")["date"]
    actual = milestones[milestones["plan_or_actual"] == "actual"]
    actual = actual.assign(definition=actual["event"].map(COUNTS_AS), done=actual["date"])
    found = []
    for promise, (plan, wanted) in PROMISES.items():
        if isinstance(wanted, str):  # a site is complete when its works are, not when it has power
            counted = (actual["site_id"] == wanted) & (actual["event"] != "technical_declaration")
        else:
            counted = actual["milestone_id"].isin(wanted)
        found.append(actual[counted].assign(promise=promise, promised=promised[plan]))
    dates = pd.concat(found).dropna(subset=["definition"])
    pairs = zip(dates["promised"], dates["done"], strict=True)
    dates["months_late"] = [months_late(*pair) for pair in pairs]
    order = dates["definition"].map(list(DEFINITIONS).index)
    dates = dates.assign(order=order, place=dates["promise"].map(list(PROMISES).index))
    columns = ["promise", "definition", "promised", "done", "months_late", "source_id"]
    return dates.sort_values(["place", "order"], ignore_index=True)[columns]


def late(promise: str, definition: str) -> int:
    """Return how many months after the December of its year a promise was done, so defined."""
    dates = done_dates(load("epaa_milestones"))
    mine = dates[(dates["promise"] == promise) & (dates["definition"] == definition)]
    return int(mine["months_late"].item())


def polish() -> int:
    """Return how many months after December 2018 the Polish site was declared ready."""
    return late("Phase 3: Redzikowo", "Declared ready")


def months(first: str, last: str) -> int:
    """Return how many calendar months lie between two milestones, given their rows."""
    date = load("epaa_milestones").set_index("milestone_id")["date"]
    return months_late(*(date[row][:7] for row in (first, last)))


def with_another(first: str, last: str, another: str) -> tuple[int, int]:
    """Return the months to another milestone, and from it: one of two rows is mistaken."""
    return abs(months(first, another)), abs(months(another, last))


def works(site: str) -> int:
    """Return how many months a site took from the breaking of ground until it was ready."""
    return months(*WORKS[site])


def at_the_same_pace() -> str:
    """Return the month in which the Polish site had been ready, built as fast as the Romanian."""
    date = load("epaa_milestones").set_index("milestone_id")["date"]
    return str(pd.Period(date[WORKS["redzikowo"][0]][:7], "M") + works("deveselu"))


def agency_dates() -> tuple[int, int]:
    """Return how many dates the agency gave for the Polish site from 2018 on; how many it kept."""
    date = load("epaa_milestones").set_index("milestone_id")["date"]
    missed = [months_late(date[said], date[done]) > 0 for said, done in AGENCY_DATES.items()]
    return len(missed), len(missed) - sum(missed)


def in_its_year(*definitions: str) -> list[str]:
    """Name the phases that were done within the promised year by one of the definitions."""
    dates = done_dates(load("epaa_milestones"))
    so_defined = dates["definition"].isin(definitions)
    return list(dates[so_defined & (dates["months_late"] <= 0)]["promise"].unique())


def kept(*definitions: str) -> int:
    """Count the phases that were done within the promised year by one of the definitions."""
    return len(in_its_year(*definitions))
