"""The records of unit 09 in words: every forecast, every attack, and what its exercises show."""

from __future__ import annotations

import re

import pandas as pd

from course.lessons.judging_the_threat import sortings, sums
from course.show import Text, markdown_table
from course.words import listed, long_date

FATES = {
    "yes": "Borne out",
    "no": "Not borne out",
    "open": "Still open",
    "undecidable": "Could not fail as worded",
}
WEAPONS = {
    "ballistic_missile": "",
    "cruise_missile": "cruise missiles",
    "drone": "drones",
    "missile_unspecified": "missiles",
    "mixed": "missiles and drones",
}
HEDGES = {"about": "about ", "at_least": "at least ", "up_to": "up to "}
PARTS = {
    "intercepted": "stopped",
    "fell_in_sea": "fell into the sea",
    "failed_in_flight": "failed",
    "hit_or_fell_on_land": "hit or fell on land",
    "killed": "killed",
    "injured": "injured",
}
DATED = re.compile(r"(?<=Estimate),?(?: [A-Z][a-z]+)? \d+")


def _who(forecaster: str) -> str:
    """Name who judged, without a date or a report that stands beside the name."""
    named = forecaster.removesuffix(", Ballistic and Cruise Missile Threat")
    return DATED.sub("", named)


def _said(statement: str, rows: pd.DataFrame) -> str:
    """Write one statement after those who made it, each with the date; then years it leaves out."""
    who = rows["forecaster"].map(_who)
    made = [
        f"{name}, {listed(long_date(day) for day in days)}"
        for name, days in rows.groupby(who, sort=False)["made_on"]
    ]
    years = sums.years(rows.iloc[0])
    unsaid = "" if years == "no year" or re.search(r"\b20\d\d", statement) else f" ({years})"
    return f"- {'; '.join(made)}: {statement.removesuffix('.')}{unsaid}."


def forecasts(table: pd.DataFrame) -> Text:
    """Return the statements that the first chart draws, by their fate; one wording, one line."""
    shown = sums.statements(table).sort_values("made_on", kind="stable")
    lines = []
    for fate, name in FATES.items():
        part = shown[shown["borne_out"] == fate]
        lines += [f"**{name}: {len(part)}**", ""]
        lines += [_said(str(said), rows) for said, rows in part.groupby("statement", sort=False)]
        lines += [""]
    return Text("\n".join(lines))


def _count(row: pd.Series, whole: pd.DataFrame) -> str:
    """Write one count of an attack: how many, of what, what became of them, as far as given."""
    said = [WEAPONS[row["weapon_class"]]]
    if pd.notna(row["launched_low"]):
        ends = dict.fromkeys(f"{row[end]:,.0f}" for end in ("launched_low", "launched_high"))
        said.insert(0, f"{HEDGES.get(row['qualifier'], '')}{'–'.join(ends)}")
        said.append("" if row["count_kind"] == "launched" else row["count_kind"])
    if row["cumulative"] and row["date_to"] < whole["date_to"].max():
        said.append(f"by {long_date(row['date_to'])}")
    elif not row["cumulative"] and whole["date_from"].nunique() > 1:
        said.append(f"on {long_date(row['date_from'])}")
    words = " ".join(part for part in said if part)
    parts = ", ".join(f"{row[p]:,.0f} {name}" for p, name in PARTS.items() if pd.notna(row[p]))
    return f"{words} ({parts})" if words and parts else words or parts


def _when(first: str, last: str) -> str:
    """Write the days of an attack, from the first to the last."""
    if first == last:
        return long_date(first)
    if first[:7] == last[:7]:
        return f"{int(first[8:])} to {long_date(last)}"
    return f"{long_date(first).removesuffix(f' {last[:4]}')} to {long_date(last)}"


def attacks(table: pd.DataFrame) -> Text:
    """Return every attack of `iran_strikes` in order, with each count; of totals only the last.

    Unconfirmed counts (grade C) are left out, as they are in the chart.
    """
    table = table[table["grade"] != "C"]
    key = table["conflict_key"].fillna(table["event_id"])
    rows = table.assign(attack=key + "/" + table["target_country"])
    series = rows["attack"] + rows["weapon_class"] + rows["counted_by"].str.split(",").str[0]
    last = rows.groupby(series)["date_to"].transform("max") == rows["date_to"]
    rows = rows[~rows["cumulative"] | last].sort_values("date_from", kind="stable")
    lines = []
    for _, part in rows.groupby("attack", sort=False):
        first = part.iloc[0]
        places = ", ".join(dict.fromkeys(part["place"].dropna()))
        where = first["target_country"] + (f" ({places})" if places else "")
        open_ = {"denied_by_iran": " Iran denies it.", "not_settled": " By whom is not settled."}
        counts = [
            f"{name}: {', '.join(dict.fromkeys(_count(row, part) for _, row in of.iterrows()))}"
            for name, of in part.groupby("counted_by", sort=False)
        ]
        when = _when(part["date_from"].min(), part["date_to"].max())
        denied = open_.get(first["attribution"], "")
        lines.append(f"- {when}, {where}. {'; '.join(counts)}.{denied}")
    return Text("\n".join(lines))


def outcomes(table: pd.DataFrame) -> Text:
    """Return what `range_forecasts` says of the outcome of the five forecasts that are scored."""
    rows = table.set_index("forecast_id").loc[list(sums.FIVE)]
    lines = []
    for evidence, part in rows.groupby("outcome_evidence", sort=False):
        judged = [
            f"{_who(row.forecaster)}, {long_date(row.made_on)} (judged to "
            f"{long_date(row.outcome_as_of)})"
            for row in part.itertuples()
        ]
        lines.append(f"- {'; '.join(judged)}: {evidence}")
    return Text("\n".join(lines))


def spans(table: pd.DataFrame) -> Text:
    """Return the spans of exercise 5 from `epaa_milestones`, a row each, with their years."""
    head = ["Part", "From", "To", "Years"]
    rows = [
        [f"`{row.Index}`", long_date(row.began), long_date(row.ready), f"{row.years:.1f}"]
        for row in sums.spans(table).itertuples()
    ]
    return Text(markdown_table(head, rows))


def shot(table: pd.DataFrame) -> Text:
    """Return what `march_2026_claims` has on how the shot at Diego Garcia ended, and with what."""
    asked = table["question"].isin(["did_it_arrive", "with_what"])
    rows = table[(table["event"] == "diego_garcia") & asked]
    lines = [
        f"- {row.claimant}, {long_date(row.made_on)}: {row.answer}" for row in rows.itertuples()
    ]
    return Text("\n".join(lines))


def texts(table: pd.DataFrame) -> Text:
    """Return the rows of `range_forecasts` behind the texts of exercise 7."""
    rows = table.set_index("forecast_id").loc[list(sortings.ROWS.values())]
    lines = [
        f"- `{key}`, {long_date(row.made_on)}: {row.statement}"
        for key, row in zip(sortings.ROWS, rows.itertuples(), strict=True)
    ]
    return Text("\n".join(lines))
