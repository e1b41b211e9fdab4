"""Known wrong answers: what betrays one, and what to say to it.

Each is declared by values and never by code of its own, so that a page without a kernel can tell
the same mistake as a notebook does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, TypeAlias

ELSEWHERE = "*"  # of an item that is sorted: under any code but the right one
AMONG = "+"  # of names: one of these is in the answer
Bounds: TypeAlias = Sequence[tuple[float, float]]


def around(value: float, tolerance: float) -> list[tuple[float, float]]:
    """Return the bounds of the numbers that are no farther from `value` than `tolerance`."""
    return [(value - tolerance, value + tolerance)]


@dataclass(frozen=True)
class Misconception:
    """A known wrong answer, what it shows, and what to say to it.

    An answer betrays it
    - if it puts one of the items of `puts` under the code that stands there (of a sorting), or
      under any but the right one where `ELSEWHERE` stands;
    - or if it is a number between two of the bounds `within`, both of them included;
    - or if it holds one of the names `among`;
    - or if it is one of `shows`, within the exercise's tolerance.

    The first of these that is given counts alone. `shows` are in every case the examples by which
    a test proves it, given or computed from the tables as the reference is; those of `puts` and of
    bounds need not be written out.
    """

    says: str
    shows: Sequence[Any] | Callable[[], Sequence[Any]] = ()
    within: Bounds | Callable[[], Bounds] = ()
    puts: Mapping[str, str] = field(default_factory=dict)
    among: frozenset[str] = frozenset()

    def bounds(self) -> list[tuple[float, float]]:
        """Return the bounds between which a number betrays it."""
        return list(self.within() if callable(self.within) else self.within)

    def examples(self, reference: Any) -> list[Any]:
        """Return answers that betray the mistake, where `reference` would be right."""
        shown = list(self.shows() if callable(self.shows) else self.shows)
        shown += [[name] for name in sorted(self.among)]
        if not shown:
            shown += [_between(low, high) for low, high in self.bounds()]
        for item, code in self.puts.items():
            others = (one for one in reference.values() if one != reference[item])
            shown.append({**reference, item: next(others) if code == ELSEWHERE else code})
        return shown

    def put(self, read: Mapping[str, str], reference: Mapping[str, str]) -> list[str]:
        """Return the items that a sorting puts where this mistake puts them."""
        return [
            item
            for item, code in self.puts.items()
            if item in read
            and (read[item] != reference[item] if code == ELSEWHERE else read[item] == code)
        ]


def _between(low: float, high: float) -> float:
    if isfinite(low) and isfinite(high):
        return (low + high) / 2
    return low + 1 if isfinite(low) else high - 1


Betrays: TypeAlias = str | tuple[Any, ...] | Callable[[], Sequence[Any]]  # as `told` reads it


def told(mistakes: Mapping[Betrays, str | Misconception]) -> dict[str, Misconception]:
    """Return misconceptions by what each is called, from the short form that most can have.

    There a text is what a learner reads: "a plan is taken for a weapon. There was nothing to test."
    is called by its words up to the first full stop. Its key is what betrays it:
    - the whole answer, such as the option "C" or the one name "Poland";
    - of a sorting, a code and the items put under it, such as ("news", "assets", "systems"), or
      several of these in one tuple;
    - of names, `AMONG` and those of which none belongs there, such as ("+", "Russia", "Germany");
    - a function that computes wrong answers, of which it is one.
    Any other misconception stands as such, by what it is called.
    """
    found: dict[str, Misconception] = {}
    for key, text in mistakes.items():
        if isinstance(text, Misconception):
            found[str(key)] = text
            continue
        name, _, says = text.partition(". ")
        found[name] = _told(key, says)
    return found


def _told(key: Betrays, says: str) -> Misconception:
    if isinstance(key, str) or callable(key):
        return Misconception(says, key if callable(key) else (key,))
    if key[0] == AMONG:
        return Misconception(says, among=frozenset(key[1:]))
    groups = key if isinstance(key[0], tuple) else [key]
    puts = {item: code for code, *items in groups for item in items}
    if len(puts) != sum(len(group) - 1 for group in groups):
        raise ValueError(f"{key} puts an item under two codes; one of them would go unsaid.")
    return Misconception(says, puts=puts)
