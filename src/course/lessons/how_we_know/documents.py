"""The five documents of unit 01: how they are called, what dates them, and families of fault."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.sources import lookup

DOCUMENTS = {
    "command_web_page": "Command's web page",
    "official_factsheet_2007": "Official fact sheet",
    "ai_assisted_explainer": "AI-assisted explainer",
    "news_item_2026": "News item",
    "advocacy_talking_points": "Advocate's talking points",
}
FAMILIES = {
    "age": ("Age: time has passed", "stale_count stale_status plan_as_fact plan_slipped"),
    "event": (
        "Event: wrong, or a matter of definition",
        "wrong_date wrong_content date_definition",
    ),
    "handling": (
        "Handling of its own sources",
        "garbled_paraphrase misleading_provenance self_contradiction",
    ),
    "owner": ("Who owns, pays, decides", "attribution_blur"),
    "much": (
        "Says too much or too little",
        "missing_context contested_as_settled overreach vague",
    ),
    "evidence": ("Evidence missing or its own", "unsupported self_reported withheld_evidence"),
    "praise": ("Praise of its own cause", "promotional"),
}
"""Family of fault to its name and its codes of `claim_checks.error_kind`, as the codebook has them."""
FAMILY = {code: family for family, (_, codes) in FAMILIES.items() for code in codes.split()}
READ = "2026-11-29"  # the day on which the explainer was read


def checked(checks: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `claim_checks` that may be counted: all but grade C, with their family."""
    shown = checks[checks["grade"] != "C"]
    return shown.assign(family=shown["error_kind"].map(FAMILY))


def contradicted() -> float:
    """Return the share of the claims that may be counted which evidence contradicts, per cent."""
    return 100 * float((checked(load("claim_checks"))["verdict"] == "contradicted").mean())


def windows(milestones: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return, for each document, the days between which it must have been written, and by what.

    Args:
        milestones, members: the tables.

    Returns:
        One row a document: `document`, `low` and `high` (ISO dates), `from_clue`, `to_clue`,
        `source_id` of the later clue.
    """
    on = milestones.set_index("milestone_id")
    joined = members.assign(joined=members["joined"].astype(str).str[:10])
    joined = joined.drop_duplicates("members_after").set_index("members_after")
    invaded = on.at["2022-02-ukraine", "date"]
    year_on = f"{int(invaded[:4]) + 1}{invaded[4:]}"
    news = lookup("gamereactor-2026-nato-ramps-up-missile")["date"]
    rows = [
        (
            *("command_web_page", on.at["2012-05-interim", "date"], joined.at[29, "joined"]),
            *("tells of Chicago", "still 28 members", joined.at[29, "source_id"]),
        ),
        (
            *("official_factsheet_2007", on.at["2007-04-nac", "date"]),
            on.at["2009-09-cancelled", "date"],
            *("talks of April", "the US plan still alive", on.at["2009-09-cancelled", "source_id"]),
        ),
        (
            *("ai_assisted_explainer", "2022-01-01", READ),
            *(
                "names a year",
                "the day we read it",
                "commandflare-nd-coordination-nato-member-states",
            ),
        ),
        (
            *("news_item_2026", news, news),
            *("its own date", "", "gamereactor-2026-nato-ramps-up-missile"),
        ),
        (
            *("advocacy_talking_points", year_on, joined.at[31, "joined"]),
            *("a year of war", "still 30 members", joined.at[31, "source_id"]),
        ),
    ]
    columns = ["document", "low", "high", "from_clue", "to_clue", "source_id"]
    return pd.DataFrame(rows, columns=columns)


def faults_found(shows: str = "") -> int:
    """Return how many faults the claims have, or how many show only from `shows`."""
    found = checked(load("claim_checks"))["fault_shows"]
    return int(found.notna().sum() if not shows else (found == shows).sum())


def faults_outside() -> int:
    """Return how many faults show only from outside their document."""
    return faults_found("outside")


def faults_alike() -> int:
    """Return how many faults a second reader, without sight of the codes, said show from there."""
    rows = checked(load("claim_checks"))
    return int((rows["fault_shows"] == rows["fault_shows_again"]).sum())


def lines_drawn() -> int:
    """Return how many statements and rows of the course were drawn for others to look up."""
    return int(load("audit_draws")["drawn"].sum())


def lines_failed() -> int:
    """Return how many of them their sources were not found to carry."""
    return lines_drawn() - int(load("audit_draws")["carried"].sum())


def statements_audited() -> int:
    """Return how many cited statements were judged in units that were audited whole."""
    return int(load("unit_audits")["statements"].sum())


def statements_stood() -> int:
    """Return how many of them their sources were found to carry as worded."""
    return int(load("unit_audits")["carried"].sum())


def statements_wrong() -> int:
    """Return how many of them were wrong."""
    return int(load("unit_audits")["wrong"].sum())


def coded_again() -> int:
    """Return how many verdicts the first coder gave a second time."""
    return int((_codings()["coder"] == "same_coder_again").sum())


def _codings() -> pd.DataFrame:
    table = load("second_codings")
    return table[table["table_name"] == "claim_checks"]


def _agreed(coder: str) -> int:
    mine = _codings()
    same = mine["first_value"] == mine["second_value"]
    return int((same & (mine["coder"] == coder)).sum())


def agreed_again() -> int:
    """Return how many verdicts came out alike when the first coder gave them again."""
    return _agreed("same_coder_again")


def agreed_blind() -> int:
    """Return how many verdicts a second coder gave alike, without sight of the first."""
    return _agreed("second_coder_blind")
