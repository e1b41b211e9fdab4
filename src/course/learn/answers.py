"""Kinds of answer: how each is read from what a learner types, and when it is right.

Every kind is given a plain value (see `reading`). It reads generously: units, rounding,
diacritics, quotation marks, order where order does not matter. What it does not understand to the
last word it refuses, in a sentence that shows what would be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from course.learn import numbers
from course.learn.reading import (
    Labelled,
    Unreadable,
    is_blank,
    quoted,
    single,
    undressed,
    words,
)

ALIASES = {
    "turkey": "turkiye",
    "tur": "turkiye",
    "czech republic": "czechia",
    "cze": "czechia",
    "cz": "czechia",
    "pol": "poland",
    "pl": "poland",
    "rou": "romania",
    "ro": "romania",
    "usa": "united states",
    "us": "united states",
    "u s": "united states",
    "u s a": "united states",
    "united states of america": "united states",
    "america": "united states",
    "uk": "united kingdom",
    "u k": "united kingdom",
    "gbr": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "bgr": "bulgaria",
    "grc": "greece",
    "deu": "germany",
    "fra": "france",
    "esp": "spain",
}


def plain_name(text: str) -> str:
    """Return a name as compared: no case, accents, punctuation or known other name."""
    name = words(text).replace("?", "").strip().removeprefix("the ")
    return ALIASES.get(name, name)


class Kind(Protocol):
    """What every kind of answer can do."""

    @property
    def how(self) -> str:
        """Say how an answer of this kind is written, as the end of a sentence."""

    def read(self, given: Any) -> Any:
        """Return a plain answer in the form in which it is compared; raise Unreadable."""

    def right(self, read: Any, reference: Any) -> bool:
        """Say whether a read answer is the reference answer."""

    def nearly(self, read: Any, reference: Any) -> str:
        """Say, without giving it away, how a wrong answer stands to the reference."""

    def show(self, reference: Any) -> str:
        """Write the reference answer for a reader."""


@dataclass(frozen=True)
class Number:
    """A number within a tolerance, in a unit such as "months", "billion dollars" or "".

    With `percent`, a bare fraction such as 0.93 is read as 93; '0.93 %' never is.
    """

    unit: str
    tolerance: float
    percent: bool = False

    @property
    def how(self) -> str:
        return "a number, such as 12 or 3.5"

    def read(self, given: Any) -> float:
        value, alone = numbers.read(given, self.unit)
        return 100 * value if self.percent and alone and 0 < abs(value) < 1 else value

    def right(self, read: float, reference: float) -> bool:
        return abs(read - reference) <= self.tolerance

    def nearly(self, read: float, reference: float) -> str:
        where = "high" if read > reference else "low"
        return f"I read {self.echo(read)}: too {where}."

    def echo(self, read: float) -> str:
        """Write a number as it was read, with its unit."""
        short = f"{read:,.10g}" if abs(read) < 1e15 else f"{read:.3g}"
        return f"{short} {self.unit}".strip()

    def show(self, reference: float) -> str:
        if reference == round(reference):
            return f"{reference:,.0f} {self.unit}".strip()
        digits = max(0, -math.floor(math.log10(self.tolerance))) if 0 < self.tolerance < 1 else 0
        return f"{reference:,.{digits}f} {self.unit}".strip()


def choice(**options: str) -> Choice:
    """Return the kind of an exercise that asks for one of several options: `choice(A="...")`."""
    return Choice(options)


@dataclass(frozen=True)
class Choice:
    """One of several options, given by its key, its words as printed on the page, or both."""

    options: Mapping[str, str]

    @property
    def how(self) -> str:
        keys = ", ".join(self.options)
        return f'one of {keys} between quotation marks, such as `"{self._first}"`'

    @property
    def _first(self) -> str:
        return next(iter(self.options))

    @cached_property
    def _names(self) -> dict[str, str]:
        """Every way to name an option, as compared, with its key."""
        named: dict[str, set[str]] = {}
        for key, said in self.options.items():
            for name in (key, said, said.partition(":")[0]):
                named.setdefault(self._compared(name), set()).add(key)
        return {name: keys.pop() for name, keys in named.items() if len(keys) == 1}

    @cached_property
    def _said(self) -> dict[str, str]:
        """The words of every option, as compared."""
        return {key: self._compared(said) for key, said in self.options.items()}

    def _compared(self, text: str) -> str:
        compared = words(text)
        # A code may end in a question mark; a sentence that ends in one is the same sentence.
        return compared if any("?" in key for key in self.options) else compared.replace("?", "")

    def read(self, given: Any) -> str:
        text = single(given)
        found = self.find(text) if isinstance(text, str) else None
        if found is None:
            keys = ", ".join(self.options)
            raise Unreadable(
                f"{quoted(text)} is none of: {keys}. Write one of them between quotation marks, "
                f'such as `"{self._first}"`.'
            )
        return found

    def find(self, text: str) -> str | None:
        """Return the option that a text names, or None."""
        core = undressed(text)
        if core is None:
            return None
        if any("?" in key for key in self.options) and text.rstrip(" \n\"'`*_”’").endswith("?"):
            core += "?"
        core = re.sub(r"^(?:option|answer|letter|code)\b\s*:?\s*(?=\S)", "", core, flags=re.I)
        name = self._compared(core)
        if name in self._names:
            return self._names[name]
        return self._key_and_words(core) or self._opening(name)

    def _key_and_words(self, core: str) -> str | None:
        """Read 'C: Asking', 'C) Asking' and '**C** Asking', if both name one option."""
        for key in self.options:
            rest = core[len(key) :]
            if core[: len(key)].casefold() != key.casefold() or not rest or rest[0].isalnum():
                continue
            said = undressed(rest.lstrip(" *_`\"'”’):].–—"))
            name = self._compared(said or "")
            own_words = name and name != self._compared(key)
            if own_words and self._names.get(name, self._opening(name)) == key:
                return key
        return None

    def _opening(self, name: str) -> str | None:
        """Read the opening words of one option, two at the least."""
        if name.count(" ") == 0:
            return None
        opened = [key for key, said in self._said.items() if said.startswith(f"{name} ")]
        return opened[0] if len(opened) == 1 else None

    def right(self, read: str, reference: str) -> bool:
        return read == reference

    def nearly(self, read: str, reference: str) -> str:
        return "Another option fits the evidence better."

    def show(self, reference: str) -> str:
        return f"{reference} ({self.options[reference]})"


def _pieces(text: str) -> Iterator[str]:
    """Yield the items of a list that was typed as text."""
    for piece in re.split(r"[,;/|&+\n]", text):
        yield from (part for part in re.split(r"\band\b", piece, flags=re.I) if part.strip())


def _flat(given: Any) -> Iterator[Any]:
    if isinstance(given, list):
        for item in given:
            yield from _flat(item)
    else:
        yield given


@dataclass(frozen=True)
class Names:
    """A set of names out of `known`, in any order, with or without diacritics."""

    known: Sequence[str]

    @property
    def how(self) -> str:
        return 'the names between quotation marks, such as `"Spain, Italy"`'

    def read(self, given: Any) -> frozenset[str]:
        items = [item for item in self._items(given) if not is_blank(item)]
        return frozenset(map(self._name, items))

    def _items(self, given: Any) -> list[Any]:
        if isinstance(given, Labelled):
            chosen = all(isinstance(value, bool) for value in given.values)
            pairs = zip(given.labels, given.values, strict=True)
            given = dict(pairs) if chosen else given.values
        if isinstance(given, dict):
            if not all(isinstance(value, bool) for value in given.values()):
                raise Unreadable(f"Write the names alone: {self.how}.")
            given = [name for name, chosen in given.items() if chosen]
            if not given:
                raise Unreadable("Every name is marked False there. Write those that you mean.")
        text = single(given)
        if isinstance(text, str):
            whole = undressed(text)
            return [text] if whole and plain_name(whole) in self._known else list(_pieces(text))
        return list(_flat(given))

    @cached_property
    def _known(self) -> dict[str, str]:
        return {plain_name(name): name for name in self.known}

    def _name(self, item: Any) -> str:
        core = undressed(item) if isinstance(item, str) else None
        core = re.sub(r"^(?:and|both)\s+", "", core, flags=re.I) if core else ""
        try:
            return self._known[plain_name(core)]
        except KeyError:
            known = ", ".join(self.known)
            raise Unreadable(f"{quoted(item)} is not among: {known}.") from None

    def right(self, read: frozenset[str], reference: Iterable[str]) -> bool:
        return read == frozenset(reference)

    def nearly(self, read: frozenset[str], reference: Iterable[str]) -> str:
        wanted = frozenset(reference)
        return (
            f"Of yours, {len(read & wanted)} in the set, {len(read - wanted)} outside it; "
            f"{len(wanted - read)} still to find."
        )

    def show(self, reference: Iterable[str]) -> str:
        return ", ".join(sorted(reference))


@dataclass(frozen=True)
class Order:
    """All of `options` (keys with their words) in the right order."""

    options: Mapping[str, str]

    @property
    def how(self) -> str:
        return f'the letters between quotation marks, such as `"{"".join(self.options)}"`'

    def read(self, given: Any) -> tuple[str, ...]:
        one = Choice(self.options)
        text = single(given)
        if isinstance(text, str):
            core = undressed(re.sub("->|→|>", ";", text)) or ""
            # "BADC" is a natural way to write an order of single letters.
            run = core.isalpha() and all(len(key) == 1 for key in self.options)
            given = list(core) if run else re.split(r"[,;\n]| then | - ", core)
        elif isinstance(given, Labelled):
            given = given.values
        if not isinstance(given, list):
            raise Unreadable(f"An order is wanted: {self.how}.")
        read = tuple(one.read(item) for item in given)
        if sorted(read) != sorted(self.options):
            raise Unreadable(f"Use each of {', '.join(self.options)} once.")
        return read

    def right(self, read: tuple[str, ...], reference: Sequence[str]) -> bool:
        return read == tuple(reference)

    def nearly(self, read: tuple[str, ...], reference: Sequence[str]) -> str:
        place = {key: i for i, key in enumerate(reference)}
        pairs = [(a, b) for i, a in enumerate(read) for b in read[i + 1 :]]
        good = sum(place[a] < place[b] for a, b in pairs)
        return f"{good} of {len(pairs)} pairs stand in the right order."

    def show(self, reference: Sequence[str]) -> str:
        return " → ".join(f"{key} ({self.options[key]})" for key in reference)


@dataclass(frozen=True)
class Sorting:
    """Every item put under one of the `codes`: a dictionary of item to code."""

    items: Mapping[str, str]
    codes: Mapping[str, str]

    @property
    def how(self) -> str:
        codes, first = ", ".join(self.codes), next(iter(self.codes))
        return f'one of {codes} for each, between quotation marks, such as `"{first}"`'

    @cached_property
    def _keys(self) -> Choice:
        return Choice(self.items)

    @cached_property
    def _coded(self) -> Choice:
        return Choice(self.codes)

    def read(self, given: Any) -> dict[str, str]:
        if isinstance(given, Labelled):
            given = dict(zip(given.labels, given.values, strict=True))
        if not isinstance(given, dict):
            item, code = next(iter(self.items)), next(iter(self.codes))
            raise Unreadable(f'A dictionary is wanted: `{{"{item}": "{code}", ...}}`.')
        keys = self._keys
        read: dict[str, str] = {}
        for name, value in given.items():
            key = keys.find(name) if isinstance(name, str) else None
            if key is None:
                raise Unreadable(f"{quoted(name)} is none of: {', '.join(self.items)}.")
            if is_blank(value):
                continue
            if key in read:
                raise Unreadable(f"`{key}` stands there twice.")
            read[key] = self._code(key, value)
        return read

    def _code(self, key: str, value: Any) -> str:
        try:
            return self._coded.read(value)
        except Unreadable as error:
            raise Unreadable(f"For `{key}`: {error}") from None

    def right(self, read: dict[str, str], reference: Mapping[str, str]) -> bool:
        return read == dict(reference)

    def nearly(self, read: dict[str, str], reference: Mapping[str, str]) -> str:
        wrong = [key for key in reference if key in read and read[key] != reference[key]]
        left = [key for key in reference if key not in read]
        parts = [f"{len(reference) - len(wrong) - len(left)} of {len(reference)} are right."]
        if wrong:
            parts.append(f"Look again at: {', '.join(wrong)}.")
        if left:
            parts.append(f"Still open: {', '.join(left)}.")
        return " ".join(parts)

    def show(self, reference: Mapping[str, str]) -> str:
        return "; ".join(f"{key}: {code}" for key, code in reference.items())


def sorting(rows: Mapping[str, tuple[Any, ...]], codes: Mapping[str, str]) -> Sorting:
    """Return the kind of an exercise that asks for a code of each row of a table.

    In a row stand the words of the item last, and before them what its code is found by, or the
    code itself: `sorting({"a": ("yes", "it rains")}, {"yes": "true", "no": "false"})`.
    """
    return Sorting({item: words for item, (*_, words) in rows.items()}, codes)


def first(rows: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what stands first in each row of such a table: the code, or what it is found by."""
    return {item: code for item, (code, *_) in rows.items()}


def ambiguous(kind: Kind) -> list[str]:
    """Return the words by which no one option, or more than one, could be meant; used by checks."""
    found = []
    for options in (getattr(kind, name, {}) for name in ("options", "items", "codes")):
        compared = [words(name) for key, said in options.items() for name in {key, said}]
        found += [name for name in dict.fromkeys(compared) if compared.count(name) > 1]
        found += [said for said in options.values() if undressed(said) is None]
    return found
