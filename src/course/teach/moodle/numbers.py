"""A number and what is known of wrong ones, as answers with tolerances that share no value.

Moodle takes the first answer within whose tolerance a number lies, its ends included. So the line
of all numbers is cut: first what is right, then each misconception in its turn, without what was
cut before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from course.learn.answers import Number
from course.learn.misconceptions import Misconception
from course.learn.numbers import split_unit
from course.learn.reading import plain
from course.learn.tasks import Exercise

Span = tuple[float, float]
_FAR = 1e6  # times the largest right number: where a span without an end is cut off
_APART = 1e-6  # of a number's size: left free between two spans; Moodle widens each by 1e-14


@dataclass(frozen=True)
class Answer:
    """A number with the tolerance around it; `mistake` is what it betrays, "" if it is right."""

    value: float
    tolerance: float
    mistake: str = ""


def answers(task: Exercise, kind: Number) -> list[Answer]:
    """Return the answers of an exercise, in the unit that it asks for; the right one comes first.

    Where a learner may write a part in place of per cent, or a sum in full, as `Number.read`
    allows, that is a right answer too.
    """
    reference = _short(float(task.answer()), kind.tolerance)
    found = [Answer(reference, kind.tolerance)]
    if factor := _other_form(kind, reference):
        found.append(Answer(reference * factor, kind.tolerance * factor))
    taken = [(reference - kind.tolerance, reference + kind.tolerance)]
    far = _FAR * max(1.0, *map(abs, taken[0]))
    for name, one in task.misconceptions.items():
        spans = _joined(_betraying(task, kind, one))
        for low, high in (piece for span in spans for piece in _without(span, taken)):
            for start, end in _as_typed(kind, max(low, -far), min(high, far)):
                found.append(Answer((start + end) / 2, (end - start) / 2, name))
        taken += spans
    return found


def _other_form(kind: Number, value: float) -> float:
    """Return by what a number is multiplied in the other form in which it is read, or nothing."""
    scale, _ = split_unit(kind.unit)
    if kind.percent:
        return 0.01 if abs(value) + kind.tolerance < 100 else 0
    return scale if scale != 1 and abs(value) - kind.tolerance >= 0.1 else 0


def _as_typed(kind: Number, low: float, high: float) -> Iterator[Span]:
    """Yield the parts of a span that are read as they stand, and in no other form."""
    scale, _ = split_unit(kind.unit)
    free = [(-inf, inf)]
    if kind.percent:
        free = [(-inf, -1.0), (0.0, 0.0), (1.0, inf)]
    elif scale != 1:
        free = [(_above(-scale / 10), _below(scale / 10))]
    for least, most in free:
        if max(least, low) <= min(most, high):
            yield max(least, low), min(most, high)


def _betraying(task: Exercise, kind: Number, one: Misconception) -> list[Span]:
    if bounds := one.bounds():
        return [(float(low), float(high)) for low, high in bounds]
    shown = (kind.read(plain(example)) for example in one.examples(task.answer()))
    return [(value - kind.tolerance, value + kind.tolerance) for value in shown]


def _joined(spans: list[Span]) -> list[Span]:
    """Return spans in order, those that meet made one."""
    joined: list[Span] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _without(span: Span, taken: list[Span]) -> list[Span]:
    """Return what is left of a span without those that are taken, a little apart from them."""
    pieces = [span]
    for low, high in taken:
        pieces = [
            (start, end)
            for piece in pieces
            for start, end in (
                (piece[0], min(piece[1], _below(low))),
                (max(piece[0], _above(high)), piece[1]),
            )
            if start <= end
        ]
    return pieces


def _below(value: float) -> float:
    return value - _APART * max(1, abs(value)) if math.isfinite(value) else value


def _above(value: float) -> float:
    return value + _APART * max(1, abs(value)) if math.isfinite(value) else value


def _short(value: float, tolerance: float) -> float:
    """Return a number without the decimals that are less than a thousandth of its tolerance.

    Moodle shows it to learners as the right answer.
    """
    if not tolerance or value == round(value):
        return value
    return round(value, max(0, math.ceil(-math.log10(tolerance / 500))))
