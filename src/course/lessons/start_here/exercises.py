"""The exercise of Start here: what may be said on the strength of one number."""

from __future__ import annotations

from course.data import load
from course.learn.answers import choice
from course.learn.exercises import Exercise


def _for(poll: str) -> float:
    return float(load("polls").set_index("poll_id").at[poll, "share_for"])


def _why() -> str:
    sponsored, other = _for("pl-2007-mdaa"), _for("pl-2007-07-cbos")
    return (
        f"The number is what the sponsor reported: {sponsored:.0f} per cent for. Its origin is a "
        "release of the group that paid, and the question spoke of a system that would protect "
        f"Europe. A public institute had asked two months earlier about placing parts of the "
        f"American shield in Poland, and found {other:.0f}. Both numbers may be right about what "
        "they asked. So a sentence that is true of the row names who paid and what was asked; "
        "'most Poles want' says more than the row can carry."
    )


EXERCISES = (
    Exercise(
        id="00-trace",
        title="Trace a number",
        kind=choice(
            A="That most Poles wanted it: a thousand people were asked, and that is enough.",
            B="That more than half said yes in a survey paid for by a group that campaigns for "
            "missile defence, which put a question of its own.",
            C="Nothing: the group has an interest, so that its number is worthless.",
            D="That somewhat less than half wanted it: the mean of the two surveys.",
        ),
        answer=lambda: "B",
        why=_why,
        hints=(
            "Who paid for the survey, and what did it ask?",
            "Look at the other row: the same country, the same year, another question.",
            "One of the four says neither more nor less than the row.",
        ),
        source_ids=("extremnews-2007-mdaa-umfrage", "wprost-2007-55-proc-polakow-przeciw"),
        mistakes={
            "A": "a large sample is taken for a neutral question. A thousand people at random "
            "settle how far chance can move the figure: by about three points. They settle nothing "
            "about what was asked. The other survey asked as many, put another question, and found fewer in favour.",
            "C": "an interested source is taken for a worthless one. Who has an interest may still "
            "count honestly. What the interest asks of you is to name it, and to look at what was "
            "asked and of whom.",
            "D": "two questions are averaged. The mean of answers to two different questions "
            "answers neither.",
        },
        outcomes=("LO8",),
    ),
)
