"""What is known of each text and each statement of unit 10, and what each code is called."""

from __future__ import annotations

import pandas as pd

from course.data import day
from course.stats import Agreement, cohen_kappa

UNREAD = "not known"

FEATURES = {
    "names_state_as_missile_threat": "names a state as the threat",
    "names_iran_in_md_text": "names Iran: here",
    "names_iran_elsewhere": "names Iran: elsewhere",
    "names_russia_in_md_text": "names Russia: here",
    "says_not_against_russia": "not against Russia",
    "limits_to_outside_euro_atlantic": "threat from outside the area",
    "any_direction_in_md_text": "any direction: here",
    "any_direction_elsewhere": "any direction: elsewhere",
}
"""The questions that bear on whom the shield is for."""
YES = ("yes_a", "yes_b")


def states(language: pd.DataFrame) -> pd.Series:
    """Return what is known of each coding: yes_a, yes_b, no, remembered, or empty."""
    state = language["value"] + "_" + language["grade"].str.lower()
    return state.replace({"no_a": "no", "no_b": "no", "yes_c": "remembered", "no_c": "remembered"})


SPECIAL = {
    "ddpr-2012": "Posture Review 2012",
    "iamd-policy-2025": "IAMD policy 2025",
    "hague-2025": "The Hague 2025",
    "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
}


def short_names(declarations: pd.DataFrame) -> dict[str, str]:
    """Return a short name for each declaration, in order of date."""
    ordered = declarations.sort_values(["date", "declaration_id"], kind="stable")["declaration_id"]
    return {code: SPECIAL.get(code, code.replace("-", " ").title()) for code in ordered}


def known(language: pd.DataFrame, feature: str) -> pd.Series:
    """Return what is known of a feature (grade A or B), text by text: yes, no, or not known."""
    rows = language[language["feature"] == feature].set_index("declaration_id")
    return rows["value"].where(rows["grade"].isin(["A", "B"])).fillna(UNREAD)


def yes_count(state: pd.Series) -> int:
    """Count what is known to be yes (grade A or B)."""
    return int(state.isin(YES).sum())


def unread_count(state: pd.Series) -> int:
    """Count what is not known: never read, or only remembered (grade C)."""
    return int((~state.isin((*YES, "no"))).sum())


HITS = {
    # feature: keyword row, role, offset from the row (up is minus)
    "names_iran_in_md_text": ("iran", "about", -0.2),
    "names_iran_elsewhere": ("iran", "elsewhere", 0.2),
    "says_not_against_russia": ("russia", "reassured", -0.25),
    "offers_cooperation_with_russia": ("russia", "invited", 0),
    "open_to_dialogue_with_russia": ("russia", "talks", 0.25),
    "any_direction_in_md_text": ("direction", "about", -0.2),
    "any_direction_elsewhere": ("direction", "elsewhere", 0.2),
}


def keyword_rows(language: pd.DataFrame, declarations: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each text known (grade A or B) to hold a keyword, and for each role in it.

    Args:
        language: table `summit_language`.
        declarations: table `declarations`, for the texts' names and dates.
    """
    sure = language[states(language).isin(YES)]
    when = declarations.set_index("declaration_id")["date"].astype(str).str[:10]
    hits = pd.DataFrame(
        [
            (word, role, offset, row.declaration_id, row.source_id, row.grade)
            for feature, (word, role, offset) in HITS.items()
            for row in sure[sure["feature"] == feature].itertuples()
        ],
        columns=["keyword", "role", "offset", "declaration_id", "source_id", "grade"],
    )
    return hits.assign(
        date=hits["declaration_id"].map(when),
        text=hits["declaration_id"].map(short_names(declarations)),
    )


ANSWERS = {
    "iran": ("iran",),
    "open": ("outside_area_unnamed", "no_one_named"),
    "not_russia": ("not_russia",),
    "any": ("any_direction",),
    "russia": ("russia_included", "russia_only"),
    "us": ("aimed_at_us",),
}
"""Six answers to the question whom it is for, each with its codes of `positions`."""
BALLISTIC = ("third_site", "epaa", "nato_bmd")
"""What a statement of `positions` is about when it is about ballistic missile defence of Europe."""
GROUPS = {"advocacy": "expert", "press": "expert", "ukraine": "other_ally"}


def answer_of(codes: pd.Series) -> pd.Series:
    """Return the broad answer (a key of `ANSWERS`) for each code of `said_whom_for`, or empty."""
    return codes.map({code: key for key, members in ANSWERS.items() for code in members})


def statements(positions: pd.DataFrame) -> pd.DataFrame:
    """Return what was said (grade A or B), by row of speakers and date, with its broad answer.

    Columns besides those of `positions`: `answer`, empty for another purpose or none; `row`, who
    speaks; `ballistic`, whether of ballistic missile defence of Europe; `when`, a day.
    """
    sure = positions[positions["grade"].isin(["A", "B"])]
    agreed = sure["speaker"].isin(["heads of state and government", "IAMD policy"])
    agreed &= sure["actor_group"] == "nato"
    return sure.assign(
        answer=answer_of(sure["said_whom_for"]),
        row=sure["actor_group"].replace(GROUPS).where(~agreed, "texts"),
        ballistic=sure["about"].isin(BALLISTIC),
        when=day(sure["date"]),
    ).sort_values(["row", "when", "position_id"])


def agreement(
    second: pd.DataFrame, table: str, coder: str, *, with_unknown: bool = True
) -> Agreement:
    """Return how far one coder agrees with the first coding of a table, as it came out.

    Args:
        second: table `second_codings`.
        table, coder: which of its rows.
        with_unknown: False leaves out the rows that both readings left empty.
    """
    rows = second[(second["table_name"] == table) & (second["coder"] == coder)]
    pair = rows[["first_value", "second_value"]]
    pair = pair if with_unknown else pair.dropna(how="all")
    return cohen_kappa(*(pair[column].fillna(UNREAD) for column in pair))


def firmness(second: pd.DataFrame) -> str:
    """Say how far a second coder of `positions`, who had not seen ours, agrees with us."""
    agreed = agreement(second, "positions", "second_coder_blind")
    return (
        "How firm are these codes? A second coder, who had not seen ours, gave "
        f"{agreed.observed:.0%} of a sample the same code; luck alone would give "
        f"{agreed.expected:.0%}. Both coders are AI systems that worked from the same short "
        "summaries."
    )
