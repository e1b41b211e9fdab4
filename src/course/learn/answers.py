"""Kinds of answer: how each is read from what a learner types, and when it is right.

Every kind reads generously (units, rounding, diacritics, order where order does not matter) and
says plainly what it could not read. A blank (`...`, None, "" or an empty list) is not an error.
"""

from __future__ import annotations

import math
import numbers
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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
    "united states of america": "united states",
    "america": "united states",
    "uk": "united kingdom",
    "gbr": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "bgr": "bulgaria",
    "grc": "greece",
    "deu": "germany",
    "fra": "france",
    "esp": "spain",
}


class Unreadable(ValueError):
    """An answer that is not of the kind asked for; the message says what would be."""


def is_blank(given: Any) -> bool:
    """Say whether an answer has been left open."""
    if given is None or given is ...:
        return True
    if isinstance(given, str):
        return given.strip(" .…") == ""
    if isinstance(given, Mapping):
        return all(is_blank(value) for value in given.values())
    if isinstance(given, list | tuple | set | frozenset):
        return all(is_blank(value) for value in given)
    return False


def plain_name(text: Any) -> str:
    """Return a name as compared: no case, accents, punctuation or known other name."""
    letters = unicodedata.normalize("NFKD", str(text).lower().replace("ı", "i").replace("ł", "l"))
    letters = letters.encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", letters).strip()
    words = words.removeprefix("the ")
    return ALIASES.get(words, words)


class Kind(Protocol):
    """What every kind of answer can do."""

    def read(self, given: Any) -> Any:
        """Return the answer in the form in which it is compared; raise Unreadable."""

    def right(self, read: Any, reference: Any) -> bool:
        """Say whether a read answer is the reference answer."""

    def nearly(self, read: Any, reference: Any) -> str:
        """Say, without giving it away, how a wrong answer stands to the reference."""

    def show(self, reference: Any) -> str:
        """Write the reference answer for a reader."""


_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "m": 1e6}
_GAP = "[ \\u00a0\\u202f'’]"  # what may stand between thousands, besides a comma
_NUMBER = re.compile(
    rf"[-+−]?(?:[1-9]\d?\d?(?:{_GAP}\d{{3}})+|[1-9]\d?\d?(?:,\d{{3}})+|\d+)(?:[.,]\d+)?(?!\d)"
    r"|[-+−]?[.,]\d+"
)


def read_number(given: Any) -> float:
    """Read a number from a number or from text such as '93.2 %', '1 234' or '93,2'."""
    if isinstance(given, bool):
        raise Unreadable("A number is wanted here, such as 12 or 3.5.")
    if isinstance(given, numbers.Real):
        try:
            value = float(given)
        except OverflowError:
            value = math.inf
    else:
        found = _NUMBER.findall(str(given))
        if len(found) != 1:
            raise Unreadable("One number is wanted here, such as 12 or 3.5 (a unit may follow).")
        text = re.sub(_GAP, "", found[0]).replace("−", "-")
        if re.fullmatch(r"[-+]?[1-9]\d?\d?(,\d{3})+(\.\d+)?", text):
            text = text.replace(",", "")
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            raise Unreadable(f"'{found[0]}' cannot be read as one number.") from None
    if not math.isfinite(value):
        raise Unreadable("A finite number is wanted here.")
    return value


@dataclass(frozen=True)
class Number:
    """A number within a tolerance. `unit` is said in messages.

    With `percent`, 0.93 is read as 93; with `scale` such as "billion", an answer that spells the
    unit out in full (9000000000, or '9000 million') is read as 9.
    """

    unit: str
    tolerance: float
    percent: bool = False
    scale: str = ""

    def read(self, given: Any) -> float:
        value = read_number(given)
        words = re.findall("[a-z]+", given.lower()) if isinstance(given, str) else []
        if self.scale:
            unit = _SCALE[self.scale]
            spelt = next((_SCALE[w] for w in words if w in _SCALE), None)
            if spelt:
                value = value * spelt / unit
            elif abs(value) >= unit / 10:
                value /= unit
        return value

    def right(self, read: float, reference: float) -> bool:
        if abs(read - reference) <= self.tolerance:
            return True
        return (
            self.percent
            and 0 < abs(read) <= 1 < abs(reference)
            and (abs(read * 100 - reference) <= self.tolerance)
        )

    def nearly(self, read: float, reference: float) -> str:
        return "Your number is too high." if read > reference else "Your number is too low."

    def show(self, reference: float) -> str:
        if reference == round(reference):
            return f"{reference:,.0f} {self.unit}".strip()
        digits = max(0, -math.floor(math.log10(self.tolerance))) if 0 < self.tolerance < 1 else 0
        return f"{reference:,.{digits}f} {self.unit}".strip()


@dataclass(frozen=True)
class Choice:
    """One of several options, given by its key or its words."""

    options: Mapping[str, str]

    def read(self, given: Any) -> str:
        name = plain_name(given)
        for key, words in self.options.items():
            if name in {plain_name(key), plain_name(words)}:
                return key
        raise Unreadable(f"Choose one of: {', '.join(self.options)}.")

    def right(self, read: str, reference: str) -> bool:
        return read == reference

    def nearly(self, read: str, reference: str) -> str:
        return "Another option fits the evidence better."

    def show(self, reference: str) -> str:
        return f"{reference} ({self.options[reference]})"


def _items(given: Any) -> list[Any]:
    if isinstance(given, str):
        return [part for part in re.split(r"[,;&\n]| and ", given) if part.strip()]
    if isinstance(given, Mapping):
        return list(given)
    if isinstance(given, Iterable):
        return list(given)
    return [given]


@dataclass(frozen=True)
class Names:
    """A set of names out of `known`, in any order, with or without diacritics."""

    known: Sequence[str]

    def read(self, given: Any) -> frozenset[str]:
        known = {plain_name(name): name for name in self.known}
        read = set()
        for item in _items(given):
            name = plain_name(item)
            if name not in known:
                raise Unreadable(f"'{item}' is not among: {', '.join(self.known)}.")
            read.add(known[name])
        return frozenset(read)

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

    def read(self, given: Any) -> tuple[str, ...]:
        one = Choice(self.options)
        # "BADC" is a natural way to write an order of single letters.
        if (
            isinstance(given, str)
            and plain_name(given).isalpha()
            and all(len(key) == 1 for key in self.options)
            and len(given.strip()) == len(self.options)
        ):
            given = list(given.strip())
        read = tuple(one.read(item) for item in _items(given))
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

    def read(self, given: Any) -> dict[str, str]:
        if not isinstance(given, Mapping):
            raise Unreadable("A dictionary is wanted: {'item': 'code', ...}.")
        one, keys = Choice(self.codes), Choice(self.items)
        return {keys.read(k): one.read(v) for k, v in given.items() if not is_blank(v)}

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


@dataclass(frozen=True)
class Essay:
    """A piece of writing. It is measured, never marked: a rubric and two samples follow."""

    words_low: int
    words_high: int
    looks_for: Mapping[str, str] = field(default_factory=dict)  # what: regular expression

    def read(self, given: Any) -> str:
        if not isinstance(given, str):
            raise Unreadable('Write your text between triple quotation marks: """...""".')
        return given

    def right(self, read: str, reference: Any) -> bool:
        return False

    def nearly(self, read: str, reference: Any) -> str:
        count = len(read.split())
        lines = [f"{count} words (aim for {self.words_low} to {self.words_high})."]
        for what, pattern in self.looks_for.items():
            found = re.search(pattern, read, re.I)
            lines.append(f"{'Found' if found else 'Not found'}: {what}.")
        return " ".join(lines)

    def show(self, reference: Any) -> str:
        return ""
