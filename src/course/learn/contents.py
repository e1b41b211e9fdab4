"""What there is to be done in the course: the measure of a learner's progress."""

from __future__ import annotations

import re
from typing import Any

from course.data import package
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES
from course.learn.progress import quiz_id
from course.paths import lesson_room
from course.units import Unit, cell_text, units


def about() -> dict[str, Any]:
    """Return what there is to be done in the course, as plain data that the site's pages share."""
    found: list[dict[str, Any]] = []
    assessing: dict[str, list[str]] = {outcome: [] for outcome in OUTCOMES}
    for unit in units():
        if not lesson_room(unit.slug).is_dir():
            continue  # a learner's own notebook among the copies
        own = lesson(unit.slug)
        minutes = dict.fromkeys(("predict", "exercises", "retrieval", "writing", "other"), 0)
        for section in unit.sections:
            minutes[section.role if section.role in minutes else "other"] += section.minutes
        for task in own.exercises.values():
            for outcome in task.outcomes:
                assessing[outcome].append(task.id)
        found.append(
            {
                "number": unit.number,
                "title": unit.title,
                "page": unit.path.stem,
                "minutes": minutes,
                "exercises": list(own.exercises),
                "predictions": list(own.predictions),
                "quiz": [quiz_id(unit.number, question.prompt) for question in own.quiz],
                "writing": [one for one in checked_in(unit, "writing") if one in own.exercises],
            }
        )
    return {
        "units": found,
        "outcomes": {outcome: tasks for outcome, tasks in assessing.items() if tasks},
        "terms": [row["term_id"] for row in glossary()],
    }


def glossary() -> list[dict[str, str]]:
    """Return the rows of the glossary; a set of tables may have none."""
    tables = package().tables
    return tables["glossary"].records() if "glossary" in tables else []


_CHECKED = re.compile(r"course\.check\(\s*[\"']([\w-]+)(?:@\d+)?[\"']")


def checked_in(unit: Unit, role: str) -> list[str]:
    """Return the exercises that are checked by cells of a unit's section."""
    found, current = [], ""
    for cell in unit.notebook["cells"]:
        current = cell["metadata"].get("course", {}).get("role") or current
        if cell["cell_type"] == "code" and current == role:
            found += _CHECKED.findall(cell_text(cell))
    return found
