"""What a unit's room holds as the edition of a term has it: fewer things, other numbers and words.

The rooms are the course's own, and are never copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from course.learn.answers import Choice, Kind, Order, Sorting
from course.learn.essays import Essay
from course.learn.quiz import Question
from course.learn.room import Lesson
from course.learn.samples import Sample
from course.learn.tasks import Exercise, Prediction
from course.learn.variants import Variant, shuffled, variant
from course.selection import Term

_MOST_LONGEST = 3  # one in so many questions may have a right option that is the longest
_FOR_CAUSES = 2


def taught(own: Lesson, origin: str, term: Term, whole: Callable[[str], Lesson]) -> Lesson:
    """Return a unit's room as a term has it.

    An exercise that is asked of other rows stands under its own id, and has that of the variant.

    Args:
        own: the room.
        origin: the number of the unit in the course.
        term: the term.
        whole: returns the room of a slug.
    """
    say = partial(term.said, origin=origin)
    return replace(
        own,
        exercises={
            key: _exercise(_asked(task, own, term), say)
            for key, task in own.exercises.items()
            if key not in term.left_out
        },
        predictions={key: _prediction(one, say) for key, one in own.predictions.items()},
        quiz=tuple(_question(one, say) for one in questions(own.quiz, origin, term, whole)),
        samples={
            key: tuple(_sample(one, say) for one in known)
            for key, known in own.samples.items()
            if key not in term.left_out
        },
    )


def as_said(made: Variant, origin: str, term: Term) -> Variant:
    """Return the variant of an exercise in the words of a term."""
    say = partial(term.said, origin=origin)
    asks = say(made.asks) if made.asks is not None else None
    return replace(made, exercise=_exercise(made.exercise, say), asks=asks)


def _asked(task: Exercise, own: Lesson, term: Term) -> Exercise:
    if task.id not in term.swaps:
        return task
    made = variant(task, own.varies.get(task.id), term.swaps[task.id])
    return made.exercise if made else task


# -- the quiz


def questions(
    quiz: Sequence[Question], origin: str, term: Term, whole: Callable[[str], Lesson]
) -> list[Question]:
    """Return the questions that a unit asks in a term, each with the number of its unit there.

    A question on what the term has not taught by then is left out, and one from an earlier unit
    of the term stands in its place, where there is one.
    """
    kept = [one for one in quiz if _is_known(one, origin, term)]
    spare = list(_earlier(origin, term, whole, {one.prompt for one in quiz}))
    while len(kept) < len(quiz) and spare:
        causes = sum(bool(one.asks) for one in kept)
        longest = sum(map(_is_longest, kept))
        best = sorted(
            spare,
            key=lambda one: (
                causes < _FOR_CAUSES and not one.asks,
                _is_longest(one) and (longest + 1) * _MOST_LONGEST > len(quiz),
            ),
        )[0]
        kept.append(best)
        spare.remove(best)
    return [replace(one, unit=_unit(one.unit, origin, term)) for one in kept]


def _unit(taught_in: str, origin: str, term: Term) -> str:
    """Return the number in the term of the unit that a question is from.

    What a unit asks of one that comes later in the course it has told itself.
    """
    return term.number(taught_in) or term.number(origin)


def _is_known(one: Question, origin: str, term: Term) -> bool:
    if one.unit >= origin:
        return True
    return one.unit in term.units and term.number(one.unit) <= term.number(origin)


def _earlier(
    origin: str, term: Term, whole: Callable[[str], Lesson], asked: set[str]
) -> Iterator[Question]:
    """Yield questions of earlier units of the term, those of the nearest first."""
    before = [old for old in term.units if term.number(old) < term.number(origin)]
    for old in reversed(before):
        own = [one for one in whole(term.units[old][1]).quiz if one.unit == old]
        order = shuffled((one.prompt for one in own), origin)
        for one in sorted(own, key=lambda one: order.index(one.prompt)):
            if one.prompt not in asked:
                yield one


def _is_longest(one: Question) -> bool:
    rights = [words for words, good, _ in one.options if good]
    others = [words for words, good, _ in one.options if not good]
    return bool(rights and others) and len(rights[0]) > max(map(len, others))


def _question(one: Question, say: Callable[[str], str]) -> Question:
    options = tuple((say(words), right, say(told)) for words, right, told in one.options)
    return replace(one, prompt=say(one.prompt), options=options)


# -- in the words of the term


def _exercise(task: Exercise, say: Callable[[str], str]) -> Exercise:
    one, two, three = task.hints
    return replace(
        task,
        title=say(task.title),
        kind=_kind(task.kind, say),
        why=partial(_worked, task.why, say) if callable(task.why) else say(task.why),
        hints=(say(one), say(two), say(three)),
        misconceptions={
            name: replace(mistake, says=say(mistake.says))
            for name, mistake in task.misconceptions.items()
        },
    )


def _worked(why: Callable[[], str], say: Callable[[str], str]) -> str:
    return say(why())


def _kind(kind: Kind, say: Callable[[str], str]) -> Kind:
    """Return a kind of answer with its words said anew; what a learner types stays as it is."""
    if isinstance(kind, Choice | Order):
        return replace(kind, options={key: say(words) for key, words in kind.options.items()})
    if isinstance(kind, Sorting):
        items = {key: say(words) for key, words in kind.items.items()}
        return replace(
            kind, items=items, codes={key: say(words) for key, words in kind.codes.items()}
        )
    if isinstance(kind, Essay):
        return replace(kind, asks=tuple(map(say, kind.asks)))
    return kind


def _prediction(guess: Prediction, say: Callable[[str], str]) -> Prediction:
    return replace(
        guess,
        question=say(guess.question),
        options={key: say(words) for key, words in guess.options.items()},
        reveal=partial(_worked, guess.reveal, say),
    )


def _sample(one: Sample, say: Callable[[str], str]) -> Sample:
    return replace(one, title=say(one.title), text=say(one.text), why=say(one.why))


def of(term: Term, slug: str) -> str:
    """Return the number in the course of the unit of a slug, or nothing if the term has it not."""
    return next((old for old, (_, name) in term.units.items() if name == slug), "")


def names_to_type(task: Exercise) -> list[Any]:
    """Return the words that a learner types as an answer, which no term can say otherwise."""
    return list(getattr(task.kind, "known", ()))
