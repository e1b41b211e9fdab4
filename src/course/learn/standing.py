"""Where a learner stands, in words: for a notebook, and for the terminal."""

from __future__ import annotations

from typing import Any

from course.learn import contents, kept, progress
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES
from course.markup import plain
from course.show import Text, markdown_table
from course.units import units
from course.words import long_date

WHERE = (
    "What you do is written down in notebooks that were opened with `course lab`, in the file "
    "`progress.json` beside them. It stays on your machine, and nothing is sent. On the "
    "website the page *Your progress* does the same in your browser; `course progress --import` "
    "brings here what it exports."
)
# A cell cannot see which answer of a quiz is opened.
_QUIZ = (
    "The quiz of a unit is recorded on the website and in `course review`, not where you open its "
    'answers in a notebook: `course.review(quiz="01")` asks the questions of unit 01.'
)


def progress_now() -> Text:
    """Show what is done and what is due: units, exercises, predictions, quiz, minutes, outcomes."""
    path = kept.place()
    items, said = kept.read(path) if path else ({}, "")
    words = standing(items, progress.now()[:10])
    return Text(f"*{plain(said)}*\n\n{words}" if said else words)


def standing(items: progress.Items, today: str, *, every_unit: bool = False) -> str:
    """Return as Markdown what is done and what is due; for an empty start, what to do first.

    Args:
        items: those of a progress file.
        today: the date by which something is due.
        every_unit: list the units too that were not begun.
    """
    about = contents.about()
    found = progress.summary(items, about, today)
    if not (found["begun"] or found["due"] or progress.next_due(items, about, today)):
        return empty()
    lines = [
        f"- **Units:** {found['begun']} begun, {found['done']} done, of {found['all']}",
        f"- **Exercises** right, or written: {_of(found['exercises'])}",
        f"- **Predictions** committed: {_of(found['predictions'])}",
        f"- **Quiz** questions: {_quiz(found)}",
        f"- **Minutes** of work done: {_of(found['minutes'])}",
        f"- **Due for review** today: {_due(found['due'], items, about, today)}",
    ]
    titles = {unit["number"]: unit["title"] for unit in about["units"]}
    rows = [
        (
            f"{row['number']} {plain(titles[row['number']])}",
            *(_of(row[what]) for what in ("exercises", "predictions")),
            _quiz(row),
            _of(row["minutes"]),
            "done" if row["done"] else "begun" if row["begun"] else "",
        )
        for row in found["units"]
        if every_unit or row["begun"]
    ]
    header = ["Unit", "Exercises", "Prediction", "Quiz", "Minutes", ""]
    outcomes = [
        (f"**{outcome}** {OUTCOMES[outcome]}", _of(counted))
        for outcome, counted in found["outcomes"].items()
    ]
    return "\n\n".join(
        [
            "\n".join(lines),
            *([markdown_table(header, rows)] if rows else []),
            markdown_table(["You can", "Exercises that show it"], outcomes),
            _QUIZ,
        ]
    )


def empty() -> str:
    """Say what to do first, where nothing is done yet."""
    first = next((unit for unit in units() if lesson(unit.slug).predictions), None)
    own = next(iter(lesson(units()[0].slug).exercises.values()), None)
    begin = []
    if own:
        begin.append(f"answer *{plain(own.title)}* (`{own.id}`) in unit {units()[0].number}")
    if first:
        begin.append(
            f"open unit {first.number}, *{plain(first.title)}* (or the unit with which your route "
            "begins), and commit its prediction"
        )
    return (
        f"**Nothing is done yet.** Begin so: {', then '.join(begin)}. From then on you see here "
        "which units, exercises and predictions you have done, the minutes of work behind you, "
        f"what of the course's outcomes you have shown, and what is due for review.\n\n{WHERE}\n\n"
        f"{_QUIZ}"
    )


def in_words(iso: str) -> str:
    """Write a date in words; what is no date of the calendar is shown as it stands."""
    try:
        return long_date(iso)
    except ValueError:
        return plain(iso)


def _of(counted: list[int]) -> str:
    return f"{counted[0]} of {counted[1]}"


def _quiz(found: dict[str, Any]) -> str:
    return f"{_of(found['quiz'])} answered, {found['quiz_right'][0]} right"


def _due(number: int, items: progress.Items, about: dict[str, Any], today: str) -> str:
    if number:
        return f"{number} (`course review` in a terminal, or `course.review()` in a cell)"
    after = progress.next_due(items, about, today)
    return f"nothing; the next is due on {in_words(after)}" if after else "nothing"
