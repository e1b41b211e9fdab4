"""What counts how much: a row a task, a column an outcome, in hundredths of the whole mark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course import csvfile
from course.errors import CourseError
from course.learn.outcomes import OUTCOMES

FILE = Path(__file__).with_name("weights.csv")
COLUMNS = ["task", "how", *OUTCOMES]
WHOLE = 100


@dataclass(frozen=True)
class Task:
    """A task that is marked: how, and what each outcome has of the whole mark through it."""

    name: str
    how: str
    parts: dict[str, int]

    @property
    def weight(self) -> int:
        """What it counts of the whole mark."""
        return sum(self.parts.values())


def weights(path: Path = FILE) -> list[Task]:
    """Return the tasks of a file of weights.

    Raises:
        CourseError: it cannot be read, a cell is no whole number, an outcome counts nothing, or
            all cells together are not a hundred.
    """
    try:
        rows = csvfile.read(path.read_bytes(), path.name, COLUMNS)
    except OSError:
        raise CourseError(f"There is no file of weights at {path}.") from None
    tasks = []
    for row in rows:
        for outcome in OUTCOMES:
            if not row[outcome].isascii() or not row[outcome].isdigit():
                raise CourseError(
                    f"{path.name}, task '{row['task']}', column {outcome}: '{row[outcome]}' is no "
                    "whole number. Write 0 where a task says nothing of an outcome."
                )
        parts = {outcome: int(row[outcome]) for outcome in OUTCOMES}
        tasks.append(Task(row["task"], row["how"], parts))
    whole = sum(task.weight for task in tasks)
    if whole != WHOLE:
        counted = ", ".join(f"{task.name} {task.weight}" for task in tasks)
        raise CourseError(
            f"{path.name}: the weights add up to {whole}, not to {WHOLE} ({counted})."
        )
    nothing = [one for one in OUTCOMES if not any(task.parts[one] for task in tasks)]
    if nothing:
        raise CourseError(
            f"{path.name}: {', '.join(nothing)} counts nothing, and is taught. Give it a part."
        )
    return tasks


def by_outcome(tasks: list[Task]) -> dict[str, int]:
    """Return what each outcome counts of the whole mark."""
    return {outcome: sum(task.parts[outcome] for task in tasks) for outcome in OUTCOMES}
