"""The records of unit 16 in words: claims by question, events by day, rows for the tasks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from course.data import package
from course.lessons.march_2026 import hypotheses
from course.show import Text, markdown_table
from course.words import long_date

EVENTS = {
    "4_march": "The first missile, 4 March",
    "9_march": "The second, 9 March",
    "13_march": "The third, 13 March",
    "fourth_missile": "The fourth, late March",
    "series": "The missiles taken together",
    "posture": "The raised posture",
    "article_4_5": "Articles 4 and 5",
    "patriots": "The Patriots",
    "diego_garcia": "Diego Garcia",
}


def _codes(table: str, column: str) -> dict[str, str]:
    fields = package().table(table).descriptor["schema"]["fields"]
    return next(field["codes"] for field in fields if field["name"] == column)


def record(claims: pd.DataFrame) -> Text:
    """Return every claim that is not of grade C, by event and question: who, when, grade, what."""
    questions = _codes("march_2026_claims", "question")
    kept = claims[claims["grade"] != "C"]
    lines = []
    for event, name in EVENTS.items():
        part = kept[kept["event"] == event]
        if part.empty:
            continue
        lines += [f"**{name}**", ""]
        for question, rows in part.groupby("question", sort=False):
            said = "; ".join(
                f"{row.claimant} ({long_date(row.made_on).removesuffix(' 2026')}, {row.grade}): "
                f"{row.answer.removesuffix('.')}"
                for row in rows.sort_values("made_on", kind="stable").itertuples()
            )
            lines.append(f"- *{questions[str(question)]}* {said}.")
        lines.append("")
    return Text("\n".join(lines))


def days(timeline: pd.DataFrame) -> Text:
    """Return the events in order, each with the day on which it became public, if that is another."""
    lines = []
    for row in timeline.sort_values("happened_at", kind="stable").itertuples():
        late = row.announced_at != row.happened_at
        known = f" (public: {long_date(row.announced_at)})" if late else ""
        lines.append(f"- {long_date(row.happened_at)}{known}. {row.title}: {row.what}")
    return Text("\n".join(lines))


def claims_of(claims: pd.DataFrame, ids: Sequence[str], names: Sequence[str]) -> Text:
    """Return the rows of a task, a line each: its name there, who, day and grade, what."""
    rows = claims.set_index("claim_id").loc[list(ids)]
    return Text(
        "\n".join(
            f"- `{name}`: {row.claimant}, {long_date(row.made_on)} (grade {row.grade}). {row.answer}"
            for name, row in zip(names, rows.itertuples(), strict=True)
        )
    )


def items(claims: pd.DataFrame) -> Text:
    """Return the matrix in words: each item of evidence, and the explanations it speaks against."""
    names = {code: name.removeprefix("Iran, at ") for code, name in hypotheses.EXPLANATIONS.items()}
    head = ["Item", "Measurable?", "Speaks against, if true"]
    body = [
        [
            row.label,
            "yes" if hypotheses.EVIDENCE[str(row.item)].measured else "no: words",
            ", ".join(name for code, name in names.items() if getattr(row, code)) or "none",
        ]
        for row in hypotheses.matrix(claims).itertuples()
    ]
    return Text(markdown_table(head, body))


def patriots(deployments: pd.DataFrame) -> Text:
    """Return what is known of each Patriot of 2026 in Türkiye: place, days, lender."""
    rows = deployments[deployments["reason"] == "iran_missiles"].sort_values("decided")
    head = ["Place", "Announced", "Lender", "Note"]
    body = [
        [
            row.location,
            long_date(row.decided),
            row.country if pd.notna(row.country) else "not named",
            row.note,
        ]
        for row in rows.itertuples()
    ]
    return Text(markdown_table(head, body))
