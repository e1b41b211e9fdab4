"""Exercises that answer back: checked against the tables, with feedback that names the mistake."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.errors import CourseError, nearest
from course.learn import quiz
from course.learn.answers import Essay, Kind, Unreadable, is_blank
from course.learn.quiz import Question
from course.show import Text
from course.sources import cite
from course.units import Unit, unit, units

LESSONS = Path(__file__).parents[1] / "lessons"


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer, what it shows, and what to say to it.

    `shows` holds answers that betray it; or `when`, given the answer as read, says whether it
    does, and `shows` are then the examples by which a test proves it.
    """

    name: str
    says: str
    shows: Sequence[Any]
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Exercise:
    """One exercise. `answer` computes the reference from the tables; it is never typed twice.

    `why` is the worked solution as Markdown, or a function that computes it.
    """

    id: str
    title: str
    kind: Kind
    answer: Callable[[], Any]
    why: str | Callable[[], str]
    hints: tuple[str, str, str]
    source_ids: tuple[str, ...]
    misconceptions: tuple[Misconception, ...] = ()


@dataclass(frozen=True)
class Prediction:
    """A guess to commit to before the data show. `reveal` computes what the data say."""

    id: str
    question: str
    options: dict[str, str]
    answer: Callable[[], str]
    reveal: Callable[[], str]


@dataclass(frozen=True)
class Lesson:
    """What a unit's module holds."""

    exercises: dict[str, Exercise]
    predictions: dict[str, Prediction]
    quiz: tuple[Question, ...]


@lru_cache(maxsize=64)
def lesson(slug: str) -> Lesson:
    """Return the exercises, predictions and quiz of a unit, from its room in `lessons/`.

    A unit without exercises has no `exercises.py`.

    Raises:
        CourseError: the unit has no room, or its quiz cannot be read.
    """
    name = slug.replace("-", "_")
    room = LESSONS / name
    if not (room / "__init__.py").is_file():
        raise CourseError(
            f"The unit {slug} has no folder {room.name} in course/lessons, so it has no exercises "
            "and no quiz. 'course new' makes one; the name of a notebook and of its folder agree."
        )
    module = None
    if (room / "exercises.py").is_file():
        module = importlib.import_module(f"course.lessons.{name}.exercises")
    return Lesson(
        {e.id: e for e in getattr(module, "EXERCISES", ())},
        {p.id: p for p in getattr(module, "PREDICTIONS", ())},
        quiz.read(room / "quiz.md") if (room / "quiz.md").is_file() else (),
    )


def _known(what: str) -> list[str]:
    return [key for u in units() for key in getattr(lesson(u.slug), what)]


def _find(identifier: str, what: str) -> Any:
    number = str(identifier).split("-")[0]
    if any(u.number == number for u in units()):
        found = getattr(lesson(unit(number).slug), what).get(identifier)
        if found:
            return found
    singular = what.removesuffix("s")
    raise CourseError(f"There is no {singular} '{identifier}'. {nearest(identifier, _known(what))}")


def exercise(identifier: str) -> Exercise:
    """Return one exercise by its id, such as '04-village-share'."""
    return _find(identifier, "exercises")


_hints_given: dict[str, int] = {}
_committed: dict[str, str] = {}


def check(identifier: str, answer: Any = ...) -> Text:
    """Say whether an answer is right and, if not, which misunderstanding it may show."""
    task = exercise(identifier)
    if is_blank(answer):
        return Text(
            f"**Not answered yet.** Put your answer in place of `...` and run the cell again. "
            f'Stuck? Run `course.hint("{identifier}")`.'
        )
    try:
        read = task.kind.read(answer)
    except Unreadable as error:
        return Text(f"**I cannot read that answer.** {error}")
    reference = task.answer()
    if task.kind.right(read, reference):
        return Text(f"**Right.** {_why(task)}")
    for mistake in task.misconceptions:
        if _betrays(task, mistake, read):
            return Text(
                f"**Not yet: {mistake.name}.** {mistake.says} "
                f'When you want help: `course.hint("{identifier}")`.'
            )
    if isinstance(task.kind, Essay):
        return Text(
            f"**Read, not marked.** {task.kind.nearly(read, reference)} Mark it yourself with the "
            f'rubric; then compare two samples: `course.solution("{identifier}")`.'
        )
    return Text(
        f"**Not yet.** {task.kind.nearly(read, reference)} "
        f'For a hint, run `course.hint("{identifier}")`.'
    )


def _betrays(task: Exercise, mistake: Misconception, read: Any) -> bool:
    if mistake.when:
        return mistake.when(read)
    return any(task.kind.right(read, task.kind.read(shown)) for shown in mistake.shows)


def _why(task: Exercise) -> str:
    return task.why() if callable(task.why) else task.why


def hint(identifier: str) -> Text:
    """Give the next of three hints; after the third, say how to see the solution."""
    task = exercise(identifier)
    given = _hints_given.get(identifier, 0)
    if given >= len(task.hints):
        return Text(f'No hints are left. The solution: `course.solution("{identifier}")`.')
    _hints_given[identifier] = given + 1
    return Text(f"**Hint {given + 1} of {len(task.hints)}.** {task.hints[given]}")


def solution(identifier: str) -> Text:
    """Show the answer, how it is found, and where its evidence is."""
    task = exercise(identifier)
    shown = task.kind.show(task.answer())
    answer = f"**Answer: {shown}.** " if shown else ""
    where = "; ".join(cite(source_id) for source_id in task.source_ids)
    return Text(f"{answer}{_why(task)}\n\nSources: {where}.")


def predict(identifier: str, choice: Any = ...) -> Text:
    """Commit to a prediction before the data show; the last commitment counts."""
    from course.learn.answers import Choice

    guess: Prediction = _find(identifier, "predictions")
    options = "\n".join(f"- **{key}** {words}" for key, words in guess.options.items())
    if is_blank(choice):
        return Text(
            f"**Predict.** {guess.question}\n\n{options}\n\nWrite your letter in place of `...` "
            "and run the cell; reading on paper or on the web, note it down before you go on."
        )
    try:
        _committed[identifier] = Choice(guess.options).read(choice)
    except Unreadable as error:
        return Text(f"**I cannot read that prediction.** {error}")
    key = _committed[identifier]
    return Text(f"**Committed: {key}** {guess.options[key]}. Now look at the data.")


def reveal(identifier: str) -> Text:
    """Set the committed prediction against the data; without one, ask for it first."""
    guess: Prediction = _find(identifier, "predictions")
    if identifier not in _committed:
        return Text(
            "**Nothing committed yet.** Make your prediction above first. The data are in the "
            "next output, which stays folded until you open it."
        )
    mine, found = _committed[identifier], guess.answer()
    verdict = "The data agree with you." if mine == found else "The data say otherwise."
    return Text(f"You predicted **{mine}**. {verdict} {guess.reveal()}")


def forget() -> None:
    """Forget hints given and predictions committed, as a new kernel would."""
    _hints_given.clear()
    _committed.clear()


def solvable(owner: Unit) -> list[str]:
    """Return what is wrong with a unit's exercises, each problem one sentence; used by checks."""
    problems = []
    for task in lesson(owner.slug).exercises.values():
        try:
            problems += [f"{task.id}: {p}" for p in _exercise_problems(task)]
        except Exception as error:  # any failure here is the exercise's own defect
            problems.append(f"{task.id}: proving it failed with {type(error).__name__}: {error}")
    for guess in lesson(owner.slug).predictions.values():
        if guess.answer() not in guess.options:
            problems.append(f"{guess.id}: the data's answer is not among the options.")
    for number, question in enumerate(lesson(owner.slug).quiz, start=1):
        if sum(right for _, right, _ in question.options) != 1:
            problems.append(f"quiz question {number}: it needs exactly one right option.")
    return problems


def _exercise_problems(task: Exercise) -> list[str]:
    problems = []
    if "Not answered yet" not in str(check(task.id, ...)):
        problems.append("a blank is not answered with 'Not answered yet'.")
    if not isinstance(task.kind, Essay):
        reference = task.answer()
        if not str(check(task.id, reference)).startswith("**Right"):
            problems.append("its own reference answer is not accepted.")
        if not task.misconceptions:
            problems.append("it names no misconception.")
    for mistake in task.misconceptions:
        for shown in mistake.shows:
            if mistake.name not in str(check(task.id, shown)):
                problems.append(f"'{shown}' does not bring up '{mistake.name}'.")
    if len(set(task.hints)) != 3:
        problems.append("it needs three different hints.")
    if not task.source_ids:
        problems.append("its solution names no source.")
    solution(task.id)
    return problems
