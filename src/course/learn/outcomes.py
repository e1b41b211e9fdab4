"""What a learner can do at the end of the course, and which exercise of which unit assesses it."""

from __future__ import annotations

from collections import Counter

from course.learn.exercises import Exercise, lesson
from course.show import Text, markdown_table
from course.units import Unit, units

_OFTEN = 3  # a title of so many units is said once, with their numbers
OUTCOMES = {
    "LO1": "explain the policy's turning points causally",
    "LO2": "say who decides, commands, hosts and pays",
    "LO3": "test the 'Iran or Russia?' claim against texts and data",
    "LO4": "judge effectiveness claims with their uncertainty",
    "LO5": "compare costs in like units",
    "LO6": "analyse consent and sovereignty",
    "LO7": "state an opponent's best case so that the opponent would sign it",
    "LO8": "trace any number to its source and say how far to trust it",
    "LO9": "write a two-page policy memo and negotiate agreed text",
}


def assessed(unit: Unit) -> dict[str, list[Exercise]]:
    """Return the exercises of a unit that assess each outcome of its card."""
    tasks = lesson(unit.slug).exercises.values()
    return {
        outcome: [task for task in tasks if outcome in task.outcomes]
        for outcome in unit.metadata["outcomes"]
    }


def outcomes() -> Text:
    """Show what is assessed where: a row an outcome, with the exercises of each unit."""
    by_unit = {unit.number: assessed(unit) for unit in units()}
    rows = []
    for outcome, words in OUTCOMES.items():
        tasks = {n: [task.title for task in found.get(outcome, [])] for n, found in by_unit.items()}
        common = Counter(title for titles in tasks.values() for title in set(titles))
        often = [title for title, times in common.items() if times >= _OFTEN]
        where = [
            f"{n}: {', '.join(own)}"
            for n, titles in tasks.items()
            if (own := [title for title in titles if title not in often])
        ]
        where += [
            f"{', '.join(n for n, titles in tasks.items() if title in titles)}: {title}"
            for title in sorted(often)
        ]
        rows.append((outcome, words, "; ".join(where) or "in no unit yet"))
    return Text(markdown_table(["Outcome", "You can", "Unit and exercise"], rows))
