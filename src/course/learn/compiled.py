"""An exercise as data, from which a page tells an answer as `assess` does, without a kernel.

The page's script (`publish/static/answers.js`) reads and judges by it. Which of several options is
right stands here as digests of what a right answer holds, its *atoms*: a key, a name, "item=code",
"A>B" of a pair in an order. A number's reference is sealed with the rest of the exercise: a page
that says "too high" and "too low" gives it away in a few tries whatever is done. See `seal`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from math import isfinite
from typing import Any

from course.learn.answers import Choice, Names, Number, Order, Sorting
from course.learn.assess import worked
from course.learn.essays import Essay
from course.learn.exercises import solution
from course.learn.misconceptions import ELSEWHERE, Misconception
from course.learn.numbers import CONVERSIONS, MONEY, SCALES, UNITS, split_unit, words_for
from course.learn.reading import plain
from course.learn.seal import digest, sealed
from course.learn.tasks import Exercise, Prediction
from course.markup import blocks, inline


def exercise(task: Exercise, closed: str = "") -> str:
    """Return a whole exercise, sealed under its name: what judges answers, and its hints.

    Args:
        task: the exercise.
        closed: HTML that is said of an answer in place of a verdict. Then nothing here tells a
            right answer; an essay keeps its length and the questions by which its writer marks it.
    """
    reference = task.answer()
    if closed:
        own = _kind(task, reference) if isinstance(task.kind, Essay) else {"kind": "closed"}
        hints = [inline(hint) for hint in task.hints]
        return _packed({**own, "closed": closed, "hints": hints, "mistakes": []}, task.id)
    known = {
        **_kind(task, reference),
        "mistakes": [
            {"name": name, "called": inline(name), "says": inline(one.says)}
            | _betrayed(task, one, reference)
            for name, one in task.misconceptions.items()
        ],
        "hints": [inline(hint) for hint in task.hints],
        "why": sealed(blocks(worked(task)), f"{task.id} {_canonical(task, reference)}"),
    }
    return _packed(known, task.id)


def shown_solution(task: Exercise) -> str:
    """Return the worked solution with its sources, sealed under the exercise's name."""
    return _packed(blocks(str(solution(task.id))), task.id)


def prediction(guess: Prediction) -> str:
    """Return what is said to a prediction, sealed under its name."""
    known = {
        "right": digest(f"{guess.id} {guess.answer()}"),
        "otherwise": inline(guess.otherwise()),
        "reveal": inline(guess.reveal()),
    }
    return _packed(known, guess.id)


def units_of_number() -> dict[str, Any]:
    """Return what the page needs to read a number and its unit: the same lists as in `numbers`."""
    return {
        "scales": SCALES,
        "money": MONEY,
        "units": {unit: sorted(words_for(unit)) for unit in UNITS},
        "conversions": {f"{a}|{b}": factor for (a, b), factor in CONVERSIONS.items()},
    }


def _packed(known: Any, key: str) -> str:
    return sealed(json.dumps(known, ensure_ascii=False, separators=(",", ":")), key)


def _canonical(task: Exercise, reference: Any) -> str:
    """Return the right answer in the one form that the page builds too."""
    if isinstance(task.kind, Number | Essay):
        return ""
    return " ".join(sorted(_atoms(task, reference)))


def _atoms(task: Exercise, read: Any) -> list[str]:
    kind = task.kind
    if isinstance(kind, Choice):
        return [read]
    if isinstance(kind, Names):
        return list(read)
    if isinstance(kind, Order):
        return [f"{a}>{b}" for a, b in combinations(read, 2)]
    assert isinstance(kind, Sorting)
    return [f"{item}={code}" for item, code in read.items()]


def _digests(task: Exercise, atoms: Iterable[str]) -> list[str]:
    return [digest(f"{task.id} {atom}") for atom in atoms]


def _kind(task: Exercise, reference: Any) -> dict[str, Any]:
    kind = task.kind
    if isinstance(kind, Number):
        scale, unit = split_unit(kind.unit)
        return {
            "kind": "number",
            "wanted": kind.unit,
            "scale": scale,
            "unit": unit,
            "words": sorted(words_for(unit)) if unit else [],
            "tolerance": float(kind.tolerance),
            "percent": kind.percent,
            "reference": float(reference),
        }
    if isinstance(kind, Essay):
        return {
            "kind": "essay",
            "low": kind.words_low,
            "high": kind.words_high,
            "asks": [inline(question) for question in kind.asks],
        }
    read = kind.read(plain(reference))
    found = {"kind": type(kind).__name__.lower(), "right": _digests(task, _atoms(task, read))}
    if isinstance(kind, Sorting):
        found["items"] = list(reference)
    return found


def _betrayed(task: Exercise, mistake: Misconception, reference: Any) -> dict[str, Any]:
    """Return what betrays a mistake: digests of atoms, of whole answers, or numbers."""
    kind = task.kind
    if isinstance(kind, Sorting) and mistake.puts:
        return {"puts": [[item, _put(task, item, mistake, reference)] for item in mistake.puts]}
    if isinstance(kind, Number) and (bounds := mistake.bounds()):
        return {"within": [[_finite(low), _finite(high)] for low, high in bounds]}
    if mistake.among:
        return {"among": _digests(task, sorted(mistake.among))}
    read = [kind.read(plain(example)) for example in mistake.examples(reference)]
    if isinstance(kind, Number):
        return {"near": [float(one) for one in read]}
    return {"is": _digests(task, (" ".join(sorted(_atoms(task, one))) for one in read))}


def _put(
    task: Exercise, item: str, mistake: Misconception, reference: Mapping[str, str]
) -> Sequence[str]:
    assert isinstance(task.kind, Sorting)
    code = mistake.puts[item]
    codes: Iterator[str] = (one for one in task.kind.codes if one != reference[item])
    return _digests(task, (f"{item}={one}" for one in (codes if code == ELSEWHERE else [code])))


def _finite(bound: float) -> float | None:
    return float(bound) if isfinite(bound) else None
