"""Exercises that answer back: checked against the tables, with feedback that names the mistake."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from course import selection
from course.errors import CourseError, nearest, shown
from course.learn import in_term, kept, lookalikes, quiz, samples
from course.learn.answers import Choice
from course.learn.assess import Result, assess, worked
from course.learn.essays import Essay
from course.learn.misconceptions import ELSEWHERE, Betrays, Misconception, around, told
from course.learn.reading import Unreadable, is_blank, plain
from course.learn.room import Lesson
from course.learn.tasks import Exercise, Prediction
from course.learn.variants import SEED, Variant, variant
from course.show import Shown, Text, Waiting
from course.sources import cite
from course.units import Unit, units

# What a lesson needs to write its exercises comes from here.
__all__ = ["ELSEWHERE", "Betrays", "Exercise", "Misconception", "Prediction", "around", "told"]

LESSONS = Path(__file__).parents[1] / "lessons"


def claim_note(
    unit: str,
    asks: tuple[str, ...],
    *,
    hints: tuple[str, str, str],
    source_ids: tuple[str, ...],
    outcomes: tuple[str, ...] = (),
) -> Exercise:
    """Return the note that closes a unit, such as "04": a claim, its evidence and its limit.

    `asks` is what a reader will ask of it. Its samples stand in the unit's `answers.md`.
    """
    name, title = f"{unit}-note", "Claim, evidence, limit"
    kind = Essay(120, 180, asks)
    return Exercise(
        name, title, kind, _no_answer, _Samples(name), hints, source_ids, outcomes=outcomes
    )


def other_side(
    unit: str, asks: tuple[str, ...], *, hints: tuple[str, str, str], source_ids: tuple[str, ...]
) -> Exercise:
    """Return the task to state the side that convinces less, so that it would sign it.

    `asks` is what a member of that side will ask. A case for each side stands in `answers.md`.
    """
    name, title = f"{unit}-other-side", "The side that convinces you less"
    kind = Essay(80, 120, asks)
    return Exercise(
        name, title, kind, _no_answer, _Samples(name), hints, source_ids, outcomes=("LO7",)
    )


def _no_answer() -> None:
    """Stand for the answer of a piece of writing: there is none."""


@dataclass(frozen=True)
class _Samples:
    """The worked solution of a piece of writing: its samples in the unit's `answers.md`."""

    task: str

    def __call__(self) -> str:
        return samples.shown(lesson(_owner(self.task)).samples.get(self.task, ()))


def lesson(slug: str) -> Lesson:
    """Return the exercises, predictions and quiz of a unit, from its room in `lessons/`.

    A unit without exercises has no `exercises.py`. In the edition of a term they are what the term
    makes of them.

    Raises:
        CourseError: the unit has no room, or its quiz cannot be read.
    """
    edition = selection.current()
    own = in_the_course(slug) if edition is None else _in_term(slug, edition)
    if _computed is None:
        return own
    if slug not in _computed:
        _computed[slug] = _each_once(own)
    return _computed[slug]


_computed: dict[str, Lesson] | None = None  # lessons as `computed_once` hands them out


@contextmanager
def computed_once() -> Iterator[None]:
    """Compute what each task asks for from the tables at most once within.

    For checks alone: they ask the same of every task again and again, while no table changes.
    """
    global _computed
    before, _computed = _computed, {}
    try:
        yield
    finally:
        _computed = before


def _each_once(own: Lesson) -> Lesson:
    return replace(
        own,
        exercises={name: _exercise_once(task) for name, task in own.exercises.items()},
        predictions={
            name: replace(guess, answer=cache(guess.answer), reveal=cache(guess.reveal))
            for name, guess in own.predictions.items()
        },
    )


def _exercise_once(task: Exercise) -> Exercise:
    mistakes = {
        name: replace(
            one,
            shows=cache(one.shows) if callable(one.shows) else one.shows,
            within=cache(one.within) if callable(one.within) else one.within,
        )
        for name, one in task.misconceptions.items()
    }
    why = cache(task.why) if callable(task.why) else task.why
    return replace(task, answer=cache(task.answer), why=why, misconceptions=mistakes)


@lru_cache(maxsize=64)
def _in_term(slug: str, edition: selection.Term) -> Lesson:
    origin = in_term.of(edition, slug)
    own = in_the_course(slug)
    return in_term.taught(own, origin, edition, in_the_course) if origin else own


@lru_cache(maxsize=64)
def in_the_course(slug: str) -> Lesson:
    """Return what the room of a unit holds, whatever a term makes of it: see `lesson`."""
    name = slug.replace("-", "_")
    room = LESSONS / name
    if not (room / "__init__.py").is_file():
        raise CourseError(
            f"The unit {slug} has no folder {room.name} in course/lessons, so it has no exercises "
            "and no quiz. 'course new' makes one; the name of a notebook and of its folder agree."
        )
    module, varied = (
        importlib.import_module(f"course.lessons.{name}.{part}")
        if (room / f"{part}.py").is_file()
        else None
        for part in ("exercises", "variants")
    )
    return Lesson(
        {e.id: e for e in getattr(module, "EXERCISES", ())},
        {p.id: p for p in getattr(module, "PREDICTIONS", ())},
        quiz.read(room / "quiz.md") if (room / "quiz.md").is_file() else (),
        samples.read(room / samples.NAME),
        getattr(varied, "VARIES", {}),
    )


def _known(what: str) -> list[str]:
    return [key for u in units() for key in getattr(lesson(u.slug), what)]


def _owner(identifier: str) -> str:
    """Return the slug of the unit whose number in the course begins an id, or an empty text."""
    found = owner(identifier)
    return found.slug if found else ""


def owner(identifier: str) -> Unit | None:
    """Return the unit whose number in the course begins an id, or None."""
    number = identifier.split("-")[0]
    return next((u for u in units() if u.origin == number), None)


def _find(identifier: str, what: str) -> Any:
    singular = what.removesuffix("s")
    if not issubclass(type(identifier), str):  # an object may lie about its class
        raise CourseError(
            f"The name of the {singular} comes first, between quotation marks, and your answer "
            "after it, as the cell in the notebook has it."
        )
    slug = _owner(identifier)
    found = getattr(lesson(slug), what).get(identifier) if slug else None
    if found:
        return found
    asked = str.__str__(identifier)
    raise CourseError(f"There is no {singular} {shown(asked)}. {nearest(asked, _known(what))}")


def exercise(identifier: str) -> Exercise:
    """Return one exercise by its id, such as '04-village-share', or a variant '…@7' of it."""
    found = SEED.fullmatch(identifier) if issubclass(type(identifier), str) else None
    if not found:
        return _find(identifier, "exercises")
    made = variant_of(found[1], int(found[2]))
    if made is None:
        raise CourseError(
            f"'{found[1]}' is the same for every class: write it without '@{found[2]}'."
        )
    return made.exercise


def variant_of(identifier: str, seed: int) -> Variant | None:
    """Return the variant of an exercise that a seed chooses, or None if it cannot vary."""
    task = _find(identifier, "exercises")
    own = in_the_course(_owner(identifier))
    if (edition := selection.current()) is None:
        return variant(task, own.varies.get(identifier), seed)
    made = variant(own.exercises[identifier], own.varies.get(identifier), seed)
    return made and in_term.as_said(made, identifier[:2], edition)


def without_seed(identifier: str) -> str:
    """Return the id of the exercise that a variant is one of; another id stays as it is."""
    return identifier.partition("@")[0]


_hints_given: dict[str, int] = {}
_committed: dict[str, str] = {}
_tried: set[str] = set()


def result(identifier: str, answer: Any = ...) -> Result:
    """Return what an answer shows to the exercise of that id, as `check` tells it: see `assess`."""
    return assess(exercise(identifier), answer)


def check(identifier: str, answer: Any = ...) -> Text:
    """Read an answer, and say what it shows: right, a known mistake, nearly, or not readable."""
    task = exercise(identifier)
    result = assess(task, answer)
    if result.was_read:
        _tried.add(without_seed(task.id))
    after = _AFTER[result.state].format(id=task.id, how=task.kind.how)
    gap = "\n\n" if result.state == "read" else " "
    words = f"{result.words.rstrip()}{gap}{result.aside or after}"
    return kept.noted(words, _item(task), event(task, result, answer))


def event(task: Exercise, result: Result, answer: Any) -> dict[str, Any] | None:
    """Return what an answer is for a learner's progress; None if there is nothing to note.

    A piece of writing counts once it has the length that was asked for.
    """
    if not result.was_read:
        return None
    if isinstance(task.kind, Essay):
        length = len(task.kind.read(plain(answer)).split())
        return {"what": "read"} if task.kind.fits(length) else None
    return {"what": "answer", "right": result.state == "right", "met": result.misconception}


# What a notebook adds to the words that it shares with the site.
_AFTER = {
    "blank": "Put your answer in place of `...`: {how}. Then run the cell again. Stuck? Run "
    '`course.hint("{id}")`.',
    "unreadable": "",
    "right": "",
    "mistake": 'When you want help: `course.hint("{id}")`.',
    "wrong": 'For a hint, run `course.hint("{id}")`.',
    "read": 'Mark it yourself by these, then compare it with what `course.solution("{id}")` shows.',
}


def hint(identifier: str) -> Text:
    """Give the next of three hints; after the third, say how to see the solution."""
    task = exercise(identifier)
    given = _hints_given.get(identifier, 0)
    if given >= len(task.hints):
        return Text(f'No hints are left. The solution: `course.solution("{identifier}")`.')
    _hints_given[identifier] = given + 1
    words = f"**Hint {given + 1} of {len(task.hints)}.** {task.hints[given]}"
    return kept.noted(words, _item(task), {"what": "hint", "number": given + 1})


def solution(identifier: str) -> Text:
    """Show the answer, how it is found, and where its evidence is."""
    task = exercise(identifier)
    shown = task.kind.show(task.answer())
    answer = f"**Answer: {shown}.** " if shown else ""
    where = "; ".join(cite(source_id) for source_id in task.source_ids)
    words = f"{answer}{worked(task)}\n\nSources: {where}."
    return kept.noted(words, _item(task), {"what": "solution"})


def _item(task: Exercise) -> str:
    """Return what a learner's progress calls an exercise, whichever rows it was asked of."""
    return f"exercise:{without_seed(task.id)}"


def predict(identifier: str, choice: Any = ...) -> Text:
    """Commit to a prediction before the data show; the last commitment counts."""
    guess: Prediction = _find(identifier, "predictions")
    kind = Choice(guess.options)
    given = None
    try:
        given = plain(choice)
        if is_blank(given):
            options = "\n".join(f"- **{key}** {words}" for key, words in guess.options.items())
            return Text(
                f"**Predict.** {guess.question}\n\n{options}\n\nWrite your letter in place of "
                f'`...`, between quotation marks (`"{next(iter(guess.options))}"`), and run the '
                "cell; reading on paper or on the web, note it down before you go on."
            )
        key = _committed[identifier] = kind.read(given)
    except Unreadable as error:
        return Text(f"**I cannot read that prediction.** {error} {lookalikes.note(given)}")
    words = f"**Committed: {key}** {guess.options[key]}. Now go on to the data."
    return kept.noted(words, f"prediction:{guess.id}", {"what": "committed", "choice": key})


def reveal(identifier: str, chart: Any) -> Waiting | Shown:
    """Show a chart once there is something to set against it; until then, say what is missing.

    Args:
        identifier: a prediction, which has to be committed first, or an exercise, which has to
            be answered first, rightly or not.
        chart: the finished chart that shows what the data say.
    """
    if not hasattr(chart, "_repr_mimebundle_"):
        raise CourseError(
            "The chart comes second, after the name of the task, as the notebook's cell has it."
        )
    if issubclass(type(identifier), str) and identifier in _known("exercises"):
        if identifier not in _tried:
            return Waiting(
                "**Not answered yet.** The chart opens when you have run your own answer above: "
                "then run this cell again.",
                chart,
            )
        return Shown("You have made your own. Here is ours.", chart)
    guess: Prediction = _find(identifier, "predictions")
    if identifier not in _committed:
        return Waiting(
            "**Nothing committed yet.** The chart opens when you have committed a guess: write "
            "your letter in the cell of the prediction and run it, then run this cell again.",
            chart,
        )
    return Shown(guess.verdict(_committed[identifier]), chart)


def forget() -> None:
    """Forget hints given and predictions committed, as a new kernel would."""
    _hints_given.clear()
    _committed.clear()
    _tried.clear()
    kept.forget()


def solvable(owner: Unit) -> list[str]:
    """Return what is wrong with a unit's exercises, each problem one sentence; used by checks."""
    problems = []
    for task in lesson(owner.slug).exercises.values():
        try:
            problems += [f"{task.id}: {p}" for p in problems_of(task)]
        except Exception as error:  # any failure here is the exercise's own defect
            problems.append(f"{task.id}: proving it failed with {type(error).__name__}: {error}")
    for guess in lesson(owner.slug).predictions.values():
        if guess.answer() not in guess.options:
            problems.append(f"{guess.id}: the data's answer is not among the options.")
    for number, question in enumerate(lesson(owner.slug).quiz, start=1):
        if sum(right for _, right, _ in question.options) != 1:
            problems.append(f"quiz question {number}: it needs exactly one right option.")
    return problems


def worked_out(task: Exercise) -> Exercise:
    """Return an exercise whose answer, solution and examples need not be computed again."""
    reference, why = task.answer(), worked(task)
    mistakes = {
        name: one if one.puts else replace(one, shows=one.examples(reference), within=one.bounds())
        for name, one in task.misconceptions.items()
    }
    return replace(task, answer=lambda: reference, why=why, misconceptions=mistakes)


def problems_of(task: Exercise) -> list[str]:
    """Return what is wrong with an exercise, or a variant of one, each problem one sentence."""
    problems = []
    if "Not answered yet" not in str(check(task.id, ...)):
        problems.append("a blank is not answered with 'Not answered yet'.")
    task = worked_out(task)
    if not isinstance(task.kind, Essay):
        reference = task.answer()
        if assess(task, reference).state != "right":
            problems.append("its own reference answer is not accepted.")
        if not task.misconceptions:
            problems.append("it names no misconception.")
    for name, mistake in task.misconceptions.items():
        examples = mistake.examples(task.answer())
        if not examples:
            problems.append(f"'{name}' has no example.")
        if not mistake.says:
            problems.append(f"'{name}' is called so, and nothing is said to it.")
        for example in examples:
            if assess(task, example).misconception != name:
                problems.append(f"'{example}' does not bring up '{name}'.")
    if len(set(task.hints)) != 3:
        problems.append("it needs three different hints.")
    if not task.source_ids:
        problems.append("its solution names no source.")
    solution(task.id)
    return problems
