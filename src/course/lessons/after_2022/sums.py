"""What unit 15 reckons from its tables: states of texts, steps of members, days to a correction."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from course.data import day, load
from course.words import listed, long_date

_OPEN = {"left_open", "unsettled", "not_established"}
_SILENT = {"denied", "not_reported"}


def states(cells: pd.DataFrame) -> pd.Series:
    """Return how firmly each answer of `summit_language` is known: A, B, C for a yes, no, or None."""
    return pd.Series(
        [
            None if pd.isna(value) else "no" if value == "no" else grade
            for value, grade in zip(cells["value"], cells["grade"], strict=True)
        ],
        index=cells.index,
        dtype=object,
    )


def first_day(iso: str) -> str:
    """Return the first day of a date of any precision, as an ISO day."""
    return (iso + "-01-01" if len(iso) == 4 else iso + "-01")[:10]


def last_day(iso: str) -> str:
    """Return the last day of a date of any precision, as an ISO day."""
    if len(iso) == 10:
        return iso
    end = pd.Timestamp(first_day(iso)) + (
        pd.offsets.YearEnd() if len(iso) == 4 else pd.offsets.MonthEnd()
    )
    return str(end.date())


def steps(shield: pd.DataFrame) -> pd.DataFrame:
    """Return the dates at which states joined Sky Shield: `date`, `total` so far and words.

    States of which no day is known, and those that only announced it, are left out.
    """
    joined = shield[shield["participation"].isin(["founder", "later"])].dropna(subset=["joined"])
    rows = []
    for joined_on, part in joined.groupby("joined"):
        names = listed(sorted(part["country"]))
        words = names if len(part) <= 3 else f"{len(part)} founders"
        rows.append((str(joined_on), first_day(str(joined_on)), len(part), words))
    found = pd.DataFrame(rows, columns=["joined", "date", "more", "plain"])
    found["total"] = found["more"].cumsum()
    found["words"] = [
        r.plain if "founders" in r.plain else f"{r.total}: {r.plain.replace(' and ', '<br>and ')}"
        for r in found.itertuples()
    ]
    found["hover"] = [f"{long_date(r.joined)}: {r.plain}" for r in found.itertuples()]
    return found


def named_members() -> int:
    """Return how many states signed Sky Shield's letter or joined later, as named in the table."""
    return int(load("sky_shield")["participation"].isin(["founder", "later"]).sum())


def shield_cells(shield: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each thing read of a state of Sky Shield: `country`, `column`, `state`."""
    kinds = {"founder": "yes", "later": "yes", "announced": "announced", "outside": "outside"}
    rows = []
    for r in shield.itertuples():
        rows.append(
            (r.country, "letter", kinds[r.participation], f"{r.country}: {r.participation}")
        )
        if not pd.isna(r.mou_signed):
            said = f"{r.country}: memorandum {long_date(r.mou_signed)}"
            rows.append((r.country, "memorandum", "yes", said))
        if not pd.isna(r.suppliers):
            for code in r.suppliers.split():
                rows.append((r.country, code, "yes", f"{r.country}: {r.bought}"))
    return pd.DataFrame(rows, columns=["country", "column", "state", "hover"])


def from_outside_europe(shield: pd.DataFrame) -> tuple[int, int]:
    """Return how many participants bought American or Israeli systems too, and how many bought."""
    bought = shield[(shield["participation"] != "outside") & shield["suppliers"].notna()]
    abroad = bought["suppliers"].map(lambda codes: bool({"USA", "ISR"} & set(codes.split())))
    return int(abroad.sum()), len(bought)


def _kind(code: str) -> str:
    return "open" if code in _OPEN else "silent" if code in _SILENT else code


def dated(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents of grade A or B in order of time, with kinds of attribution and words."""
    shown = incidents[incidents["grade"] != "C"]
    shown = shown.assign(
        when=day(shown["date"]),
        first=shown["first_attribution"].map(_kind),
        latest=shown["latest_attribution"].map(_kind),
    )
    shown["hover"] = [
        f"{long_date(r.date)}, {r.country if pd.isna(r.place) else r.place}: {r.first_report}"
        for r in shown.itertuples()
    ]
    return shown.sort_values(["when", "incident_id"]).reset_index(drop=True)


def by_harm(
    incidents: pd.DataFrame,
    harm: Sequence[str],
    asked: Sequence[str],
    across: int,
    named: Sequence[str],
) -> pd.DataFrame:
    """Return the incidents with a place in a grid of harm (down) and Article 4 (across).

    Those `named` stand one below the other, to leave room for a name; others stand in lines.
    """
    shown = dated(incidents)
    codes = {True: "yes", False: "no"}
    shown["asked"] = [
        "unknown" if pd.isna(flag) else codes[bool(flag)] for flag in shown["article4_requested"]
    ]
    shown["named"] = shown["incident_id"].isin(named)
    shown = shown.sort_values("named", kind="stable", ascending=False)
    spots: dict[tuple[str, str], list[int]] = {}
    xs, ys = [], []
    for r in shown.itertuples():
        names, others = spots.setdefault((r.harm, r.asked), [0, 0])
        top = harm.index(r.harm) - 0.34
        left = asked.index(r.asked)
        if r.named:
            line, column = names, 0
            spots[r.harm, r.asked][0] += 1
        else:
            line, column = names + others // across, others % across
            spots[r.harm, r.asked][1] += 1
        xs.append(round(left + 0.15 * column, 2))
        ys.append(round(top + 0.17 * line, 2))
    return shown.assign(x=xs, y=ys).reset_index(drop=True)


def days_to_correction(incidents: pd.DataFrame) -> pd.Series:
    """Return, by incident, the days from the event to its correction, where both days are known."""
    known = incidents[
        incidents["date"].str.len().eq(10)
        & incidents["corrected_on"].str.len().eq(10).fillna(False)
    ]
    days = (day(known["corrected_on"]) - day(known["date"])).dt.days
    return pd.Series(days.to_numpy(), index=known["incident_id"].to_numpy())
