"""The Council "Seventy-two hours": who sits in it, what each refuses, and what is agreed.

    council.breaks("24h any shared", size=11)     who breaks silence on a package
    council.card("spain")                         the card of a delegation
    council.solo("spain")                         what to do alone

Public lines are real. Red lines, wishes, trades and instructions are invented, and the tables say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from course.data import package as tables
from course.errors import CourseError, nearest, shown
from course.lessons.capstone import cards, transcripts
from course.lessons.capstone.redlines import (
    BRACKETS,
    NAMES,
    Options,
    Package,
    RedLine,
    clause_in_words,
    read_package,
    read_red_line,
)
from course.lessons.capstone.transcripts import Draft
from course.markup import plain
from course.show import Text, markdown_table
from course.words import listed

SMALLEST, LARGEST = 8, 32
ALONE = SMALLEST  # the Council that somebody plays alone: the core of delegations
NOTHING = "Nobody breaks silence: the text is agreed when the deadline has passed."


@dataclass(frozen=True)
class Delegation:
    """A capital in the room, and what it refuses."""

    id: str
    country: str
    red_line: RedLine
    words: str

    def refuses(self, package: Package) -> bool:
        """Say whether it breaks silence on a package."""
        return bool(self.red_line.met(package))


@dataclass(frozen=True)
class Seat:
    """One person of a class, and the part that this person plays."""

    person: int
    part: str
    delegation: str = ""


# -- packages and what is made of them


def options() -> Options:
    """Return the options of each bracket, in the order of the table."""
    table = tables().table("council_brackets")

    def grouped(rows: list[dict[str, str]]) -> dict[str, list[str]]:
        return {name: [r["option"] for r in rows if r["bracket"] == name] for name in BRACKETS}

    return table.derived("options", grouped)


def packages() -> list[Package]:
    """Return every package that the brackets allow, in the order of the table."""
    return [Package(*chosen) for chosen in product(*options().values())]


def package(*words: str | Package) -> Package:
    """Return the package that is named, as `"72h", "outside", "told"` or `"72h outside told"`.

    Raises:
        CourseError: an option is missing or unknown.
    """
    if len(words) == 1 and isinstance(words[0], Package):
        return words[0]
    if not all(isinstance(word, str) for word in words):
        raise CourseError(f'Name a package by its options, as in "{packages()[0]}".')
    return read_package(" ".join(map(str, words)).replace(",", " ").split(), options())


def paragraph(of: str | Package | None = None) -> Text:
    """Return the paragraph of the communiqué, its brackets filled, or open if none is named."""
    chosen = None if of is None else package(of)
    words = {(r["bracket"], r["option"]): r["words"] for r in _rows("council_brackets")}

    def bracket(name: str) -> str:
        if chosen:
            return plain(words[name, getattr(chosen, name)])
        return f"**\\[** {' **/** '.join(plain(words[name, o]) for o in options()[name])} **\\]**"

    return Text(
        "The commander may raise the posture of missile defence and move units that are assigned "
        f"to him {bracket('authority')}. Allies will meet threats to the territory, the people and "
        f"the forces of any of them {bracket('threat')}. Debris of what is stopped, and of what "
        f"stopped it, {bracket('debris')}."
    )


def record(brackets: pd.DataFrame) -> Text:
    """Show for each option the row of the course's tables that it echoes, with its source.

    Args:
        brackets: the table `council_brackets`, or rows of it.
    """
    rows = []
    for row in brackets.to_dict("records"):
        _, says, source = cards.evidence(row["echo"])
        name = NAMES[row["bracket"]][row["option"]]
        rows.append((name[0].upper() + name[1:], says, source))
    return Text(markdown_table(["Option", "What stands behind it", "Source, grade, table"], rows))


# -- who sits in the Council


def delegations(size: int = ALONE) -> list[Delegation]:
    """Return the delegations that play in a class of `size` people, the chair counted.

    Raises:
        CourseError: there is no such size, or a red line cannot be read.
    """
    _hold(size)
    return [_delegation(row) for row in _delegates(size)]


def seats(size: int) -> list[Seat]:
    """Return what each person of a class plays: the chair, the delegations, the other parts.

    From some size on a delegation seats two, in the order of the table.
    """
    _hold(size)
    playing = [row["delegation_id"] for row in _delegates(size)]
    countries = {row["delegation_id"]: row["country"] for row in _delegates(size)}
    roles = [r["role"] for r in _rows("council_roles") if int(r["joins_at"]) <= size]
    seconds = playing[: max(0, size - len(playing) - len(roles))]
    people = [("", role) for role in roles[:1]]
    for name in playing:
        people.append((name, countries[name]))
        people += [(name, f"{countries[name]}, second person")] if name in seconds else []
    people += [("", role) for role in roles[1:]]
    return [Seat(place, part, name) for place, (name, part) in enumerate(people, start=1)]


def roster(size: int) -> Text:
    """Show who plays what in a class of `size` people."""
    rows = [(seat.person, plain(seat.part)) for seat in seats(size)]
    return Text(markdown_table(["Person", "Part"], rows))


# -- silence


def breaks(of: str | Package, size: int = ALONE) -> list[str]:
    """Return the ids of the delegations that break silence on a package; none: it is agreed."""
    chosen = package(of)
    return [one.id for one in delegations(size) if one.refuses(chosen)]


def agreed(size: int = ALONE) -> list[Package]:
    """Return the packages on which nobody in a class of `size` breaks silence."""
    return [one for one in packages() if not breaks(one, size)]


def reason(capital: str, of: str | Package) -> str:
    """Return which part of a capital's red line a package meets; empty if it stays silent."""
    chosen, delegation = package(of), _named(capital)
    return clause_in_words(delegation.red_line.met(chosen))


def predict(capital: str, **guesses: Iterable[str]) -> Text:
    """Compare a prediction of who breaks silence on each draft with the red lines.

    Args:
        capital: the capital that you play; of the others you know the public line alone.
        guesses: for each draft the capitals that will break silence, as in `A=["spain"]`.

    Raises:
        CourseError: a draft or a capital is unknown.
    """
    own, known = _named(capital), drafts()
    for name in guesses:
        if name not in known:
            raise CourseError(f"There is no draft {shown(name)}. {nearest(name, known)}")
    parts = []
    for name, draft in known.items():
        if name not in guesses:
            continue
        guess = guesses[name]
        if guess is None or guess is ...:
            continue
        expected = {_named(one).id for one in ([guess] if isinstance(guess, str) else guess)}
        parts.append(f"**Draft {name}** ({draft.package.words})\n\n{_compared(draft, expected)}")
    if not parts:
        return Text(
            f"**Nothing predicted yet.** As {own.country}, put a list in place of each `...`, such "
            'as `A=["spain"]`, or `A=[]` if nobody will break silence.'
        )
    return Text("\n\n".join(parts))


def _compared(draft: Draft, expected: set[str]) -> str:
    really = breaks(draft.package, ALONE)
    lines = [NOTHING] if not really else []
    for one in delegations(ALONE):
        if one.id in really:
            seen = "as you said" if one.id in expected else "which you did not expect"
            why = reason(one.id, draft.package)
            lines.append(f"{one.country} breaks silence, {seen}: {why}.")
        elif one.id in expected:
            lines.append(f"{one.country} stays silent: {plain(one.words)}")
    absent = expected - {one.id for one in delegations(ALONE)}
    lines += [f"{_named(one).country} does not sit in this Council." for one in sorted(absent)]
    return "\n".join(f"- {line}" for line in lines)


# -- cards, and the Council alone


def card(capital: str) -> Text:
    """Show a delegation's card: public line, private parts marked invented, rows of evidence."""
    row = next(r for r in _rows("council_delegations") if r["delegation_id"] == _named(capital).id)
    return Text(f"### {plain(row['country'])}\n\n{cards.card(row)}")


def drafts() -> dict[str, Draft]:
    """Return the three drafts of the Council alone by letter, as their transcripts tell them."""
    return transcripts.read()


def solo(capital: str) -> Text:
    """Show what somebody alone needs: the three drafts, what all say in public, and one's card.

    Raises:
        CourseError: the capital does not sit in the Council that one plays alone.
    """
    one = _named(capital)
    playing = [delegation.id for delegation in delegations(ALONE)]
    if one.id not in playing:
        raise CourseError(
            f"{one.country} does not sit in the Council that you play alone. Choose one of "
            f"{listed(playing)}."
        )
    texts = [
        f"**Draft {name}** ({draft.package.words})\n\n> {paragraph(draft.package)}"
        for name, draft in drafts().items()
    ]
    known = f"**What the seven say in public**\n\n{cards.public_lines(_delegates(ALONE))}"
    own = f"**The card of {one.country} alone**\n\n{card(one.id)}"
    return Text("\n\n".join([*texts, known, own]))


def transcript(name: str) -> Text:
    """Show the worked transcript of a draft: what was said, who broke silence, how it ended.

    Its headings come two levels lower than in its file: a cell stands below a section's heading.
    """
    known = drafts()
    if name not in known:
        raise CourseError(f"There is no draft {shown(name)}. {nearest(str(name), known)}")
    return Text(re.sub(r"^#", "###", known[name].text, flags=re.M))


# -- reading the tables


def _rows(name: str) -> list[dict[str, str]]:
    return tables().table(name).records()


def _hold(size: Any) -> None:
    if not isinstance(size, int) or isinstance(size, bool) or not SMALLEST <= size <= LARGEST:
        raise CourseError(
            f"The Council seats {SMALLEST} to {LARGEST} people, the chair counted, and not "
            f"{shown(size)}."
        )


def _delegates(size: int) -> list[dict[str, str]]:
    return [row for row in _rows("council_delegations") if int(row["plays_from"]) <= size]


def _delegation(row: dict[str, str]) -> Delegation:
    name = row["delegation_id"]
    line = read_red_line(row["red_line"], name, options())
    return Delegation(name, row["country"], line, row["red_line_words"])


def _named(capital: str) -> Delegation:
    rows = _rows("council_delegations")
    for row in rows:
        if capital in (row["delegation_id"], row["country"]):
            return _delegation(row)
    known = [row["delegation_id"] for row in rows]
    raise CourseError(f"There is no delegation {shown(capital)}. {nearest(str(capital), known)}")
