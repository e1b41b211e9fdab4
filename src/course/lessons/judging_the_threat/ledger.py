"""The two records of unit 09 as lists to look things up in: every forecast, every attack."""

from __future__ import annotations

import pandas as pd

from course.lessons.judging_the_threat import sums
from course.show import Text, markdown_table
from course.words import long_date

FATES = {
    "yes": "borne out",
    "no": "not borne out",
    "undecidable": "could not fail as worded",
    "open": "still open",
}
WEAPONS = {
    "ballistic_missile": "ballistic missiles",
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
    "hit_or_fell_on_land": "hit or came down on land",
    "killed": "killed",
    "injured": "injured",
}


def forecasts(table: pd.DataFrame) -> Text:
    """Return every statement of `range_forecasts` in order, with its years and its fate."""
    rows = [
        (
            long_date(row["made_on"]),
            row["forecaster"],
            row["statement"]
            + (f" (If: {row['condition']}.)" if pd.notna(row["condition"]) else ""),
            sums.years(row),
            "a retelling" if row["version"] == "retelling" else FATES[row["borne_out"]],
        )
        for _, row in table.sort_values("made_on", kind="stable").iterrows()
    ]
    return Text(markdown_table(["Made", "By", "In our words", "Years", "To March 2026"], rows))


def _count(row: pd.Series, whole: pd.DataFrame) -> str:
    """Write one count of an attack: how many, of what, what became of them, as far as given."""
    said = WEAPONS[row["weapon_class"]]
    if pd.notna(row["launched_low"]):
        ends = dict.fromkeys(f"{row[end]:,.0f}" for end in ("launched_low", "launched_high"))
        said = said.removesuffix("s") if list(ends) == ["1"] else said
        said = f"{HEDGES.get(row['qualifier'], '')}{'–'.join(ends)} {said} {row['count_kind']}"
    if row["cumulative"] and row["date_to"] < whole["date_to"].max():
        said += f" by {long_date(row['date_to'])}"
    elif not row["cumulative"] and whole["date_from"].nunique() > 1:
        said += f" on {long_date(row['date_from'])}"
    parts = [f"{row[p]:,.0f} {words}" for p, words in PARTS.items() if pd.notna(row[p])]
    unsure = " (unconfirmed)" if row["grade"] == "C" else ""
    return f"{row['counted_by']}: {said}{'; ' if parts else ''}{', '.join(parts)}{unsure}"


def attacks(table: pd.DataFrame) -> Text:
    """Return every attack of `iran_strikes` in order, with each count; of totals only the last."""
    key = table["conflict_key"].fillna(table["event_id"])
    rows = table.assign(attack=key + "/" + table["target_country"])
    series = rows["attack"] + rows["weapon_class"] + rows["counted_by"].str.split(",").str[0]
    last = rows.groupby(series)["date_to"].transform("max") == rows["date_to"]
    rows = rows[~rows["cumulative"] | last].sort_values("date_from", kind="stable")
    shown = []
    for _, part in rows.groupby("attack", sort=False):
        first = part.iloc[0]
        places = ", ".join(dict.fromkeys(part["place"].dropna()))
        until = part["date_to"].max()
        when = long_date(part["date_from"].min())
        when += f" to {long_date(until)}" if until > part["date_from"].min() else ""
        open_ = {"denied_by_iran": " Iran denies it.", "not_settled": " By whom is not settled."}
        denied = open_.get(first["attribution"], "")
        where = first["target_country"] + (f" ({places})" if places else "")
        told = "; ".join(dict.fromkeys(_count(row, part) for _, row in part.iterrows()))
        shown.append((when, where, f"{told}.{denied}"))
    return Text(markdown_table(["When", "Where", "Counted by, and what"], shown))
