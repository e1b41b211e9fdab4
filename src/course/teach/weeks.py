"""A term of so many weeks: which units, in which order, with how much in class and at home.

All of it follows from the units: the minutes of their sections, alone and in class, what each
builds on, and what its exercises assess. Units keep their order. Each week gets units in such a way
that the fullest week is as light as it can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import inf

from course.errors import CourseError
from course.learn.classroom import lengths
from course.learn.outcomes import assessed
from course.units import Section, Unit, units

NOTES = 3  # that are handed in
MEMO = (
    150  # minutes for the memo beside its unit's own, in the last two weeks: "two to three hours"
)
_DONE_AFTER = ("exercises", "retrieval", "writing", "key-points", "sources")
_LEFT_FOR_HOME = ("exercises", "writing")  # begun in class, finished at home
_CHOSEN = "writing"  # done where it is handed in, and else by whoever likes


@dataclass(frozen=True)
class Term:
    """How much there is time for: weeks, minutes of class in a week, minutes of a week in all."""

    weeks: int
    in_class: int
    most: int


TERMS = {one.weeks: one for one in (Term(4, 180, 540), Term(8, 180, 420), Term(14, 90, 330))}


@dataclass(frozen=True)
class Stop:
    """A unit in a week: `lesson` is how long it is in class, `note` whether one is handed in."""

    unit: Unit
    sections: tuple[Section, ...]
    lesson: int
    note: bool = False

    @property
    def before(self) -> list[Section]:
        """What is read before class: sections that this lesson leaves out."""
        return [
            one
            for one in self.sections
            if self.lesson not in one.in_class and one.role not in _DONE_AFTER and one.minutes
        ]

    @property
    def in_class(self) -> list[Section]:
        """The sections that this lesson takes."""
        return [one for one in self.sections if self.lesson in one.in_class]

    @property
    def after(self) -> int:
        """Minutes after class: what is left of exercises, the quiz, a note that is handed in."""
        return sum(self.left.values())

    @property
    def left(self) -> dict[str, int]:
        """The minutes after class by the role of the section."""
        left = {
            role: sum(self._left(one) for one in self.sections if one.role == role)
            for role in _DONE_AFTER
        }
        return {role: minutes for role, minutes in left.items() if minutes}

    def _left(self, section: Section) -> int:
        taken = section.in_class.get(self.lesson, 0)
        if section.role == _CHOSEN and not (self.note or is_capstone(self.unit)):
            return 0
        if taken and section.role not in _LEFT_FOR_HOME:
            return 0
        return max(0, section.minutes - taken)

    @property
    def minutes(self) -> int:
        """All minutes: before, in and after class."""
        return sum(one.minutes for one in self.before) + self.lesson + self.after


@dataclass(frozen=True)
class Week:
    """A week of a term; `memo` is how many minutes go into the memo."""

    number: int
    stops: tuple[Stop, ...]
    memo: int = 0

    @property
    def minutes(self) -> int:
        """All minutes of the week, those of the memo too."""
        return sum(stop.minutes for stop in self.stops) + self.memo

    @property
    def in_class(self) -> int:
        """The minutes in class."""
        return sum(stop.lesson for stop in self.stops)


def is_capstone(unit: Unit) -> bool:
    """Say whether a unit ends the course, with the Council and the memo."""
    return unit.metadata.get("form") == "capstone"


def plan(term: Term, everything: Sequence[Unit] | None = None) -> list[Week]:
    """Return the weeks of a term that overload nobody.

    The last unit, the capstone, is always taken, with what it builds on and what that builds on in
    turn; where that is too much, with what it builds on alone. Then come other units, those first
    that add to the outcome which is assessed least so far, while no week has too many minutes.

    Args:
        term: its length and limits.
        everything: the units to choose from; all by default.

    Raises:
        CourseError: even the least that the capstone needs is too much.
    """
    known = {unit.number: unit for unit in everything or units()}
    last = next((unit for unit in known.values() if is_capstone(unit)), None)
    direct = set(last.metadata["prerequisites"]) | {last.number} if last else set()
    for base in (_closed(direct, known), direct & set(known)):
        chosen, weeks = set(base), _weeks(_units(base, known), term)
        for number in _by_need(base, known):
            fuller = _weeks(_units(chosen | {number}, known), term)
            if fuller or len(chosen) < term.weeks:
                chosen.add(number)
                weeks = fuller
        if weeks:
            return weeks
    raise CourseError(
        f"{term.weeks} weeks of {term.in_class} minutes in class and {term.most} in all are too "
        "few for the last unit and what it builds on."
    )


def _units(numbers: set[str], known: dict[str, Unit]) -> list[Unit]:
    return [known[number] for number in sorted(numbers)]


def _closed(numbers: set[str], known: dict[str, Unit]) -> set[str]:
    """Return units with all that they build on, directly or not."""
    found: set[str] = set()
    left = list(numbers)
    while left:
        number = left.pop()
        if number not in found and number in known:
            found.add(number)
            left += known[number].metadata["prerequisites"]
    return found


def _by_need(chosen: set[str], known: dict[str, Unit]) -> list[str]:
    """Return the other units, each time the one that helps the outcome with fewest exercises."""
    tasks = {n: {key: len(found) for key, found in assessed(known[n]).items()} for n in known}
    have: Counter[str] = Counter()
    for number in chosen:
        have.update(tasks[number])
    order: list[str] = []
    while left := [n for n in known if n not in chosen and n not in order]:
        added = min(left, key=lambda n: (min(have[key] for key in tasks[n] if tasks[n][key]), n))
        order.append(added)
        have.update(tasks[added])
    return order


def _weeks(chosen: Sequence[Unit], term: Term) -> list[Week]:
    """Return units in weeks, the fullest as light as can be; nothing if it is too full even so."""
    if len(chosen) < term.weeks:
        return []

    choices = [stops(unit) for unit in chosen]

    @cache
    def lessons(first: int, end: int) -> tuple[Stop, ...]:
        return _lessons(choices[first:end], term.in_class)

    @cache
    def best(first: int, weeks: int) -> tuple[float, float, tuple[int, ...]]:
        """Return the fullest week, the sum of squares, and where the weeks end."""
        if weeks == 0:
            return (0, 0, ()) if first == len(chosen) else (inf, inf, ())
        options: list[tuple[float, float, tuple[int, ...]]] = [(inf, inf, ())]
        for end in range(first + 1, len(chosen) + 1):
            taken = lessons(first, end)
            if not taken:
                break
            minutes = sum(stop.minutes for stop in taken)
            most, squares, ends = best(end, weeks - 1)
            options.append((max(most, minutes), squares + minutes**2, (end, *ends)))
        return min(options)

    most, _, ends = best(0, term.weeks)
    if most > term.most:
        return []
    weeks = [
        Week(number, lessons(first, end))
        for number, (first, end) in enumerate(zip((0, *ends), ends, strict=False), start=1)
    ]
    weeks = _with_memo(_with_notes(weeks))
    return weeks if max(week.minutes for week in weeks) <= term.most else []


def stops(unit: Unit) -> list[Stop]:
    """Return a unit with each of its lessons."""
    sections = tuple(unit.sections)
    return [Stop(unit, sections, lesson) for lesson in lengths(unit)]


def _lessons(block: Sequence[Sequence[Stop]], in_class: int) -> tuple[Stop, ...]:
    """Return the units of a week with their lessons: as much in class as there is time for."""
    fitting = [one for one in product(*block) if sum(stop.lesson for stop in one) <= in_class]

    def order(taken: tuple[Stop, ...]) -> tuple[int, int]:
        return -sum(stop.lesson for stop in taken), sum(stop.minutes for stop in taken)

    return min(fitting, key=order, default=())


def _with_notes(weeks: list[Week]) -> list[Week]:
    """Return the weeks with notes handed in at a quarter, at half and at three quarters."""
    due = {round(len(weeks) * part / (NOTES + 1) + 0.01) for part in range(1, NOTES + 1)}
    return [
        replace(week, stops=(*week.stops[:-1], replace(week.stops[-1], note=True)))
        if week.number in due
        else week
        for week in weeks
    ]


def _with_memo(weeks: list[Week]) -> list[Week]:
    """Return the weeks with the memo in the last two, if they end in one."""
    if not is_capstone(weeks[-1].stops[-1].unit):
        return weeks
    return [*weeks[:-2], *(replace(week, memo=MEMO // 2) for week in weeks[-2:])]
