"""What the charts and exercises of unit 08 reckon from the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from course.data import day, load, months_between, package
from course.words import span

NETWORK = (
    # (label, milestone or cost claim at its start, milestone at its end; none: as the contract says)
    ("core software, as planned", "accs-1999", None),
    ("contract to first operational site", "1999-accs-contract", "2015-06-accs-first-site"),
    ("extension: approved to signed", "2012-03-accs-extension", "2014-12-accs-nine"),
)


def network_rows(milestones: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Return how long each step of the air command network was to take or took, in months."""
    told_by = milestones.set_index("milestone_id")
    on = told_by["date"]
    claims = costs.set_index("claim_id")
    rows = []
    for label, start, end in NETWORK:
        begun = claims.at[start, "stated_on"] if end is None else on[start]
        if end is None:
            length = int(claims.at[start, "about"].partition(" months")[0].split()[-1])
            done = (pd.Timestamp(begun) + pd.DateOffset(months=length)).date().isoformat()
        else:
            done, length = on[end], round(months_between(begun, on[end]))
        kind = "planned" if end is None else "as it went"
        source = claims.loc[start] if end is None else told_by.loc[end]
        rows.append((label, kind, begun, done, length, source["source_id"], source["grade"]))
    columns = ["label", "kind", "start", "end", "months", "source_id", "grade"]
    return pd.DataFrame(rows, columns=columns)


DAYS = (
    # (deployment, label, what the days count from)
    ("usa-gaziantep-2013", "US, Gaziantep", "request"),
    ("nld-adana-2013", "Dutch, Adana", "request"),
    ("deu-kahramanmaras-2013", "German, Kahramanmaraş", "request"),
    ("malatya-2026-unnamed", "lender not named, Malatya", "first"),
    ("incirlik-2026-second", "lender not named, Incirlik", "first"),
    ("deu-2026-six-months", "German relief", "first"),
)
MOVES = ("decided", "arrived", "operational")
"""The steps of a deployment, in order: columns of `turkiye_deployments`."""


def moved(deployments: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the days from the request, or the first missile, to each step of a deployment."""
    table = deployments.set_index("deployment_id")
    first = events.set_index("event_id").at["intercept-1", "happened_at"]
    rows = []
    for key, label, since in DAYS:
        start = table.at[key, "requested"] if since == "request" else first
        days = {
            step: (pd.Timestamp(table.at[key, step]) - pd.Timestamp(start)).days
            for step in MOVES
            if pd.notna(table.at[key, step])
        }
        year = max(table.loc[key, list(MOVES)].dropna())[:4]
        known = {"deployment_id": key, "label": f"{label}, {year}", "since": since, "from": start}
        rows.append(known | days | {name: table.at[key, name] for name in ("source_id", "grade")})
    return pd.DataFrame(rows).astype(dict.fromkeys(MOVES, "Int64"))


LEADS = {
    "NATO headquarters": ("nato_aircom", "nato_strikfornato", "nato_shape"),
    "American command": ("us_command",),
    "another Ally": ("netherlands", "germany", "host_nation"),
    "group of states": ("nato_russia", "mtmd_forum"),
}


def one_each(exercises: pd.DataFrame) -> pd.DataFrame:
    """Return one row an exercise, in order of time: the first of rival accounts."""
    rivals = exercises["conflict_key"]
    kept = exercises[rivals.isna() | ~rivals.duplicated()]
    group = {code: name for name, codes in LEADS.items() for code in codes}
    kept = kept.assign(when=day(kept["start"]), led_by=kept["lead"].map(group))
    return kept.sort_values(["when", "exercise_id"]).reset_index(drop=True)


def of_missile_defence(exercises: pd.DataFrame) -> pd.DataFrame:
    """Return one row an exercise of missile defence; what is unconfirmed is left out."""
    shown = one_each(exercises)
    return shown[shown["focus"].ne("general") & shown["grade"].ne("C")].reset_index(drop=True)


OF_STEP = {
    "alarm": "alarm",
    "overhead": "arrival",
    "public_word": "public_word",
    "cleared": "end",
    "corrected": "end",
}
START, NOWHERE = 0.7, 1.6e6
"""Where the first step of a warning and the steps without a time stand on the axis, in minutes."""


def chain(steps: pd.DataFrame, cases: Iterable[str]) -> pd.DataFrame:
    """Return the steps of each warning, in the order of `cases`, with kind of link and place."""
    shown = steps.assign(link=steps["step"].map(OF_STEP).fillna("officials"))
    at = shown["minutes"].astype(float).clip(lower=START).fillna(NOWHERE)
    shown = shown.assign(at=at, row=shown["case_id"].map({c: k for k, c in enumerate(cases)}))
    shown = shown.sort_values(["row", "at", "step_id"]).reset_index(drop=True)
    taken: dict[tuple[int, float], int] = {}
    offsets = []
    for row, place in zip(shown["row"], shown["at"].round(1), strict=True):
        taken[row, place] = taken.get((row, place), 0) + 1
        offsets.append((0, -0.3, 0.3)[taken[row, place] - 1])
    return shown.assign(off=offsets)


def told(minutes: float, bound: str) -> str:
    """Write the minutes of a step with their bound: 'about 39 minutes', 'under 10 minutes'."""
    words = {"about": "about ", "under": "under ", "over": "over ", "by": "at most "}
    return "at the start" if minutes == 0 else f"{words.get(bound, '')}{span(minutes)} later"


def spelt(table: str, column: str, value: Any) -> str:
    """Return a value of a table as a reader is to see it: its code spelt out, if it is one."""
    said = package().table(table).column(column).codes.get(str(value), str(value))
    return f"{value}, {said}" if column == "grade" else said


KINDS = {
    "radar": "radar on land",
    "interceptor_site": "land site with interceptors",
    "ship": "ship that can fire",
    "ship_sensor_upgrade": "upgrade of ships' radars",
    "patriot_or_sampt_battery": "movable system, such as Patriot",
    "home_port": "port for others' ships",
    "hosting": "ground for others' assets",
    "command_and_control": "command network or test bed",
    "early_warning": "launch warning from satellites",
    "personnel": "staff",
    "training_or_range": "school or firing range",
    "funding": "money",
}
"""Kinds of contribution that a list of the unit names, in few words."""


def in_service(contributions: pd.DataFrame) -> str:
    """Return what each Ally has in service, counted by kind, as a Markdown list."""
    of = contributions[contributions["status"] == "in_service"]
    counted = of.groupby(["country", "type"]).size()
    return "\n".join(
        f"- **{country}**: " + "; ".join(f"{KINDS[kind]} ({n})" for (_, kind), n in part.items())
        for country, part in counted.groupby(level="country")
    )


def stories(steps: pd.DataFrame, cases: Mapping[str, tuple[str, str]]) -> str:
    """Return warnings step by step as Markdown: under each item's name and words, what, when, who.

    `cases` has for each item the case of `warning_chain` and its words.
    """
    told_of = dict(list(steps.groupby("case_id", sort=False)))
    parts = []
    for item, (case, words) in cases.items():
        lines = [
            f"- *{'no time published' if pd.isna(r.minutes) else told(r.minutes, r.bound)}*: {r.what}"
            + (f" ({r.said_by})" if pd.notna(r.said_by) else "")
            for r in told_of[case].itertuples()
        ]
        parts.append(f"`{item}`. **{words}**\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def bodies() -> int:
    """Return how many bodies the table `institutions` has."""
    return len(load("institutions"))


def years_to_site() -> int:
    """Return the years from the contract to the first working site, rounded."""
    rows = network_rows(load("milestones"), load("cost_claims")).set_index("label")
    return round(rows.at["contract to first operational site", "months"] / 12)
