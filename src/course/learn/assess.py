"""What an answer shows: right, a known mistake, nearly, or not readable.

One function, `assess`, which a notebook prints; the site's pages say the same words, from what
`compiled` makes of an exercise, and a test holds the two to one another. The grader of `course
teach` collects what it returns.

Points are from 0 to 1: a right answer has 1; a sorting has the share of its items that are right,
known mistake or not; every other answer that is not right has 0, and so has a blank. What no
machine can mark has none, and a person marks it: a piece of writing, and an answer that could not
be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from course.learn.answers import Number, Sorting
from course.learn.essays import Essay
from course.learn.lookalikes import note
from course.learn.misconceptions import Misconception
from course.learn.reading import Unreadable, is_blank, plain
from course.learn.tasks import Exercise

State = Literal["blank", "unreadable", "right", "mistake", "wrong", "read"]


@dataclass(frozen=True)
class Result:
    """What an answer shows, and the words said of it, as Markdown.

    `misconception` is what the mistake is called, if it is a known one; `aside` is for a notebook.
    `points` are from 0 to 1, or None where a person has to give them; see above.
    """

    state: State
    words: str
    misconception: str = ""
    aside: str = ""
    points: float | None = None

    @property
    def was_read(self) -> bool:
        """Say whether there was an answer that could be read."""
        return self.state not in ("blank", "unreadable")


def assess(task: Exercise, answer: Any) -> Result:
    """Return what an answer to an exercise shows, whatever object is given for one."""
    given = None
    try:
        given = plain(answer)
        if is_blank(given):
            return Result("blank", "**Not answered yet.**", points=0.0)
        read = task.kind.read(given)
    except Unreadable as error:
        return Result(
            "unreadable",
            f"**I cannot read that answer.** {error}",
            aside=error.aside or note(given),
        )
    return _verdict(task, read)


def worked(task: Exercise) -> str:
    """Return the worked solution of an exercise."""
    return task.why() if callable(task.why) else task.why


def _verdict(task: Exercise, read: Any) -> Result:
    """Say what an answer shows that could be read."""
    reference = task.answer()
    if task.kind.right(read, reference):
        return Result("right", f"**Right.** {worked(task)}", points=1.0)
    points = _share(task, read, reference)
    for name, mistake in task.misconceptions.items():
        if _betrays(task, mistake, read, reference):
            about = _about(task, mistake, read, reference)
            words = f"**Not yet: {name}.** {mistake.says}{about}"
            return Result("mistake", words, name, points=points)
    nearly = task.kind.nearly(read, reference)
    if isinstance(task.kind, Essay):
        return Result("read", f"**Read, not marked.** {nearly}")
    return Result("wrong", f"**Not yet.** {nearly}", points=points)


def _share(task: Exercise, read: Any, reference: Any) -> float:
    """Return the points of an answer that is not right: of a sorting, the share that is."""
    if not isinstance(task.kind, Sorting):
        return 0.0
    return _count_right(read, reference) / len(reference)


def _count_right(read: Any, reference: Any) -> int:
    return sum(read.get(item) == code for item, code in reference.items())


def _about(task: Exercise, mistake: Misconception, read: Any, reference: Any) -> str:
    """Say what is wrong by a mistake: the number as read, or items, and how many are right."""
    if isinstance(task.kind, Number):
        return f" I read {task.kind.echo(read)}."
    if not mistake.puts:
        return ""
    items = ", ".join(f"`{item}`" for item in mistake.put(read, reference))
    right = _count_right(read, reference)
    return f" This is about {items}; {right} of {len(reference)} are right so far."


def _betrays(task: Exercise, mistake: Misconception, read: Any, reference: Any) -> bool:
    """Say whether an answer, as read, shows a mistake; see `Misconception`."""
    if mistake.puts:
        return bool(mistake.put(read, reference))
    if bounds := mistake.bounds():
        return any(low <= read <= high for low, high in bounds)
    if mistake.among:
        return bool(mistake.among & read)
    shown = (task.kind.read(plain(example)) for example in mistake.examples(reference))
    return any(task.kind.right(read, one) for one in shown)
