"""Packages of the Council's paragraph, and red lines as predicates over its brackets.

A red line is text such as `authority=72h & debris!=told; threat=named`: conditions joined by `&`
must all be met, and one clause of those joined by `;` is enough. What it meets, it refuses. A wish
is one clause of `=` alone. This notation is for the table; whoever plays reads the words of `NAMES`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from course.errors import CourseError, nearest, shown
from course.words import listed

BRACKETS = ("authority", "threat", "debris")
Options = Mapping[str, Sequence[str]]  # bracket: its options, in the order of the table
_CONDITION = re.compile(r"\s*(\w+)\s*(!?=)\s*(\w+)\s*")
NAMES: dict[str, dict[str, str]] = {
    "authority": {"24h": "24 hours", "72h": "72 hours", "council": "only after the Council"},
    "threat": {"any": "any direction", "outside": "outside the area", "named": "State X named"},
    "debris": {
        "lie": "debris lies where it falls",
        "shared": "cost shared",
        "told": "host told first",
    },
}
"""The options of each bracket in a few words, for cards, drafts and letters."""


@dataclass(frozen=True)
class Package:
    """One option for each bracket of the paragraph."""

    authority: str
    threat: str
    debris: str

    def __str__(self) -> str:
        return f"{self.authority} {self.threat} {self.debris}"

    @property
    def words(self) -> str:
        """It in words, such as "72 hours; outside the area; host told first"."""
        return "; ".join(NAMES[name][getattr(self, name)] for name in BRACKETS)


@dataclass(frozen=True)
class Condition:
    """A bracket that has, or has not, an option."""

    bracket: str
    has: bool
    option: str

    def holds(self, package: Package) -> bool:
        """Say whether a package meets it."""
        return (getattr(package, self.bracket) == self.option) == self.has

    @property
    def words(self) -> str:
        """The option's name between quotation marks."""
        return f"“{NAMES[self.bracket][self.option]}”"


@dataclass(frozen=True)
class RedLine:
    """What a delegation refuses: clauses of conditions."""

    clauses: tuple[tuple[Condition, ...], ...]

    def met(self, package: Package) -> tuple[Condition, ...]:
        """Return the first clause that a package meets, or nothing if none is met."""
        for clause in self.clauses:
            if all(condition.holds(package) for condition in clause):
                return clause
        return ()

    @property
    def words(self) -> str:
        """What it refuses, in words: of several clauses each is enough."""
        return ", or ".join(clause_in_words(clause) for clause in self.clauses)


def clause_in_words(clause: Sequence[Condition]) -> str:
    """Return a clause such as “72 hours” and not “host told first”; nothing if it is empty."""
    has = listed([one.words for one in clause if one.has])
    lacks = " or ".join(one.words for one in clause if not one.has)
    return " and ".join([has] * bool(has) + [f"not {lacks}"] * bool(lacks))


def read_package(words: Sequence[str], options: Options) -> Package:
    """Return the package that three words name.

    Raises:
        CourseError: there are not three, or a bracket has no such option.
    """
    if len(words) != len(BRACKETS):
        raise CourseError(
            f"A package is one option for each of {', '.join(BRACKETS)}, such as "
            f"{shown(' '.join(options[name][0] for name in BRACKETS))}; this has {len(words)}."
        )
    for bracket, word in zip(BRACKETS, words, strict=True):
        _known(bracket, word, options)
    return Package(*words)


def read_words(text: str) -> Package:
    """Return the package of which a text is the words.

    Raises:
        CourseError: it is the words of none.
    """
    for chosen in product(*(NAMES[name] for name in BRACKETS)):
        package = Package(*chosen)
        if package.words == text:
            return package
    raise CourseError(
        f"{shown(text)} is no text of the Council; write one name for each bracket, such as "
        f"{shown(Package('72h', 'outside', 'told').words)}."
    )


def read_wish(text: str, row: str, options: Options) -> tuple[Condition, ...]:
    """Return the options that a capital begins by asking for, as conditions.

    Args:
        text: the options, such as `authority=72h & threat=named`.
        row: whose wish it is, for messages.
        options: the brackets and their options.

    Raises:
        CourseError: it cannot be read, or asks for anything but one option of each bracket.
    """
    wish, *more = read_red_line(text, row, options, "wish").clauses
    asked = [one.bracket for one in wish]
    if more or len(set(asked)) < len(asked) or not all(one.has for one in wish):
        raise CourseError(
            f"council_delegations, row {row}, wish: {shown(text)} is no wish; write one option of a "
            "bracket, or of several joined by &, such as authority=72h & threat=named."
        )
    return wish


def read_red_line(text: str, row: str, options: Options, column: str = "red_line") -> RedLine:
    """Return the red line that a text describes.

    Args:
        text: the predicate.
        row: whose it is, for messages.
        options: the brackets and their options.
        column: where it stands, for messages.

    Raises:
        CourseError: it cannot be read; one sentence names the row and the condition.
    """
    clauses = []
    for clause in text.split(";"):
        conditions = []
        for part in clause.split("&"):
            found = _CONDITION.fullmatch(part)
            where = f"council_delegations, row {row}, {column}"
            if not found:
                raise CourseError(
                    f"{where}: {shown(part.strip())} is no condition; write a bracket, = or !=, and "
                    "an option, such as debris!=told."
                )
            bracket, sign, option = found.groups()
            try:
                _known(bracket, option, options)
            except CourseError as error:
                raise CourseError(f"{where}: {error}") from None
            conditions.append(Condition(bracket, sign == "=", option))
        clauses.append(tuple(conditions))
    return RedLine(tuple(clauses))


def _known(bracket: str, option: object, options: Options) -> None:
    if bracket not in options:
        raise CourseError(f"there is no bracket {shown(bracket)}. {nearest(bracket, options)}")
    if option not in options[bracket]:
        raise CourseError(
            f"the bracket {bracket} has no option {shown(option)}; it has "
            f"{', '.join(options[bracket])}."
        )
