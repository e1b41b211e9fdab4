"""Exercises and predictions of unit $number."""

from __future__ import annotations

from math import inf

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import (
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)

_LANES = {"A": "alliance", "B": "united_states", "C": "russia"}


def _busiest() -> str:
    acts = load("milestones")["lane"].value_counts()
    return max(_LANES, key=lambda key: acts[_LANES[key]])


def _share() -> float:
    return 100 * float((load("milestones")["lane"] == "united_states").mean())


PREDICTIONS = (
    Prediction(
        id="$number-first",
        question="«The question to guess at»",
        options={"A": "the Alliance", "B": "the United States", "C": "Russia"},
        answer=_busiest,
        reveal=lambda: f"It was {_busiest()}. «What that shows.»",
    ),
)

EXERCISES = (
    Exercise(
        id="$number-share",
        title="«Title»",
        kind=Number("per cent", tolerance=0.5, percent=True),
        answer=_share,
        why=lambda: f"It is {_share():.0f} per cent. «How it is found, and what it means.»",
        hints=("«Where to look»", "«What to count»", "«All but the answer»"),
        source_ids=("«source_id»",),
        misconceptions={
            "«you gave a count»": Misconception("«What to say to it.»", within=[(100, inf)]),
        },
        outcomes=("LO8",),
    ),
    other_side(
        "$number",
        ("Would an advocate of this side sign it?",),
        hints=("«Where its case begins»", "«Its strongest fact»", "«The objection it must meet»"),
        source_ids=("«source_id»",),
    ),
    claim_note(
        "$number",
        ("Is there one claim, and could it turn out wrong?",),
        hints=("«On the claim»", "«On the evidence»", "«On the limit»"),
        source_ids=("«source_id»",),
        outcomes=("LO1",),
    ),
)
