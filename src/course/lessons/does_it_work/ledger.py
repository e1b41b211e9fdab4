"""The records of unit 13 in words: tests, claims, findings, and the rows of its exercises."""

from __future__ import annotations

import pandas as pd

from course.lessons.does_it_work import sums
from course.show import Text, markdown_table
from course.words import long_date, number

RESULTS = {
    "hit": "hit",
    "partial": "hit, in a test called partial",
    "miss": "miss",
    "not_launched": "launch abort: the interceptor did not leave",
    "no_test": "no-test: the target failed",
    "unclear": "result not stated",
    "not_attempted": "no interception tried",
    "cancelled": "cancelled",
}
PROGRAMMES = {
    "gmd": "American homeland system",
    "aegis_bmd": "Aegis, American ships",
    "aegis_ashore": "Aegis on land",
    "allied_ships": "Japanese ships",
    "thaad": "THAAD",
    "patriot": "Patriot and PAC-3",
    "european": "European and transatlantic systems",
    "arrow": "Arrow",
}
WARS = {
    "gulf_war_1991": "Gulf War 1991",
    "iraq_2003": "Iraq 2003",
    "saudi_2015_2021": "Saudi Arabia 2015 to 2021",
    "gaza_2012": "Gaza 2012",
    "ukraine_2022": "Ukraine from 2022",
    "israel_2024": "Israel 2024",
    "israel_2025": "Israel 2025",
    "qatar_2025": "Qatar 2025",
    "poland_2025": "Poland 2025",
    "israel_2026": "Israel 2026",
    "gulf_2026": "Gulf states 2026",
    "turkiye_2026": "Türkiye 2026",
}
BOUNDS = {"about": "about ", "at_least": "at least ", "up_to": "up to "}
COUNTS = {
    "of_engaged": "of those fired at",
    "of_launched": "of those launched",
    "of_detected": "of those detected",
    "of_threatening": "of those judged a threat",
    "single_event": "in one event",
    "leakers": "got through",
    "evidence_share": "with evidence of a stated strength",
    "count_only": "a count, without a whole",
    "attacker_hits": "hit, by the attacker",
    "other": "basis not stated, or another",
}


def homeland(tests: pd.DataFrame) -> Text:
    """Return the tests of exercise 1, a row each: date and result."""
    rows = [[long_date(row.date), RESULTS[row.result]] for row in sums.homeland(tests).itertuples()]
    return Text(markdown_table(["Test of", "Result"], rows))


def five_months(strikes: pd.DataFrame) -> Text:
    """Return what was launched and what was claimed in each month, by kind of weapon."""
    parts = {w: sums.months(strikes, w).set_index("month") for w in sums.WEAPONS}
    names = {w: f"{name[0].upper()}{name[1:]}s" for w, name in sums.WEAPONS.items()}
    head = ["Month", *(f"{names[w]}: claimed of launched" for w in parts)]
    rows = [
        [
            long_date(month),
            *(
                f"{part.at[month, 'intercepted']:,} of {part.at[month, 'launched']:,}"
                for part in parts.values()
            ),
        ]
        for month in sums.FIVE_MONTHS
    ]
    return Text(markdown_table(head, rows))


def tests(table: pd.DataFrame) -> Text:
    """Return every test of the table, by programme: date, name and result."""
    lines = []
    for programme, name in PROGRAMMES.items():
        lines += [f"**{name}**", ""]
        rows = table[table["programme"] == programme].sort_values("date", na_position="last")
        for row in rows.itertuples():
            when = f"{long_date(row.date)}, " if isinstance(row.date, str) else ""
            what = row.test_name if not when else row.test_name.split(",")[0]
            lines.append(f"- {when}{what}: {RESULTS[row.result]} (grade {row.grade}).")
        lines += [""]
    return Text("\n".join(lines))


def _claim(row: pd.Series) -> str:
    """Write what was claimed: so many of so many, a share, and of what it is a part."""
    bound = BOUNDS.get(row["figure_bound"], "")
    said = []
    if pd.notna(row["intercepted"]):
        of = f" of {row['engaged_or_fired']:,.0f}" if pd.notna(row["engaged_or_fired"]) else ""
        said.append(f"{bound}{row['intercepted']:,.0f}{of}")
    elif pd.notna(row["got_through"]):
        of = f" of {row['engaged_or_fired']:,.0f}" if pd.notna(row["engaged_or_fired"]) else ""
        said.append(f"{bound}{row['got_through']:,.0f}{of}")
    if pd.notna(row["share_claimed_high"]):
        ends = (number(row["share_claimed_low"]), number(row["share_claimed_high"]))
        said.append(f"{bound}{'–'.join(dict.fromkeys(ends))} per cent")
    kind = COUNTS[row["counts_what"]]
    return f"{', '.join(said)} ({kind})"


def claims(table: pd.DataFrame) -> Text:
    """Return the claims of war by conflict, each with who made it and who disputed it.

    Unconfirmed claims (grade C) and those without a number are left out. The weapon is named where
    it is not a ballistic missile.
    """
    numbers = ["intercepted", "got_through", "share_claimed_high"]
    table = table[(table["grade"] != "C") & table[numbers].notna().any(axis="columns")]
    lines = []
    for war, name in WARS.items():
        lines += [f"**{name}**", ""]
        for _, row in table[table["conflict"] == war].iterrows():
            against = ""
            if pd.notna(row["disputed_by"]):
                how = "" if pd.isna(row["dispute"]) else f". {row['dispute'].removesuffix('.')}"
                against = f" Disputed by: {row['disputed_by']}{how}."
            other = row["weapon_class"] != "ballistic"
            weapon = f", {str(row['weapon_class']).replace('_', ' ')}" if other else ""
            lines.append(
                f"- {row['claimant']}, {long_date(row['claimed_on'])}{weapon}: {_claim(row)}. "
                f"Grade {row['grade']}.{against}"
            )
        lines += [""]
    return Text("\n".join(lines))


def findings(table: pd.DataFrame) -> Text:
    """Return what reports found, in order of time, with the answer where one was found."""
    lines = []
    for row in table.sort_values("published", kind="stable").itertuples():
        answer = f" Answer: {row.agency_response}" if isinstance(row.agency_response, str) else ""
        lines.append(
            f"- {row.body}, {long_date(row.published)}: {row.finding} Grade {row.grade}.{answer}"
        )
    return Text("\n".join(lines))


def flown(table: pd.DataFrame) -> Text:
    """Return how many planned flight tests took place, as the auditors counted, by fiscal year."""
    rows = table[table["value_means"].str.contains("flight tests, fiscal", na=False)]
    rows = rows.assign(year=rows["value_means"].str[-4:]).sort_values("year")
    shown = [
        [row.year, f"{row.value:.0f} of {row.value_of:.0f}", row.report]
        for row in rows.itertuples()
    ]
    return Text(markdown_table(["Fiscal year", "Flown, of planned", "Report"], shown))
