"""The gate in front of every kind of answer: what was passed on, as plain Python of bounded size.

Nothing behind this gate meets an object of the learner's own, so no method of one can run, raise
or never end there. What cannot be made plain is refused in one sentence.
"""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
import io
import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

LONGEST_TEXT = 20_000  # characters: an essay of three thousand words
MOST_ITEMS = 400
DEEPEST = 4

_OTHER_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
_BEFORE = "\"'“”„‘’«»‹›*_`([{#•"  # what may dress a word on its left: quotation marks, emphasis
_AFTER = _BEFORE + ")]}.,;:!?…%"
_HARMLESS = frozenset(_AFTER.replace("!", "") + "-–—&/+'")
_ITERABLE: tuple[type, ...] = (range, deque, type({}.keys()), type({}.values()))
_BULLET = re.compile(r"\s*[-•*+]\s+")


class Unreadable(ValueError):
    """An answer that is not of the kind asked for; the message says what would be.

    `aside` is more to say to whoever writes the answer into a cell of a notebook.
    """

    def __init__(self, message: str, aside: str = "") -> None:
        super().__init__(message)
        self.aside = aside


@dataclass(frozen=True)
class Labelled:
    """A column of a table: its values with the labels of their rows."""

    labels: list[Any]
    values: list[Any]


def plain(given: Any) -> Any:
    """Return an answer as None, a truth value, number, text, list, dictionary or `Labelled`.

    Raises:
        Unreadable: it is too long, too deep, or of a type that is no answer.
    """
    try:
        return _Gate().take(given, DEEPEST)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(
            "A value of this type is no answer. Write a number, or words between quotation marks."
        ) from None


class _Gate:
    """Counts what passes, so that nesting cannot multiply it."""

    def __init__(self) -> None:
        self.passed = 0

    def take(self, given: Any, depth: int) -> Any:
        self.passed += 1
        if self.passed > MOST_ITEMS:
            raise Unreadable("That is far too much for an answer. Write only what is asked for.")
        if given is None or given is ...:
            return None
        # Types are asked, and not objects: an object may lie about its class, or raise.
        kind = type(given)
        if issubclass(kind, str):
            return self._text(str.__str__(given))
        if issubclass(kind, bool):
            return bool(given)
        if issubclass(kind, int):
            return int.__int__(given)
        if issubclass(kind, float):
            return float.__float__(given)
        if depth == 0:
            raise Unreadable("Lists within lists are no answer. Write one list, or one text.")
        if issubclass(kind, dict):
            pairs = islice(dict.items(given), MOST_ITEMS + 1)
            return {self._key(key): self.take(value, depth - 1) for key, value in pairs}
        for builtin in (list, tuple, set, frozenset):
            if issubclass(kind, builtin):
                return self._all(builtin.__iter__(given), depth)
        plain_iterable = kind in _ITERABLE or issubclass(kind, Iterator)
        if plain_iterable and not issubclass(kind, io.IOBase):
            return self._all(iter(given), depth)
        if issubclass(kind, decimal.Decimal | fractions.Fraction):
            return self._float(given)
        if issubclass(kind, dt.date | dt.time | dt.timedelta):
            raise Unreadable("A date or a length of time is no answer here. Write it as a number.")
        return self._of_a_library(given, kind, depth)

    def _text(self, text: str) -> str:
        if len(text) > LONGEST_TEXT:
            raise Unreadable(
                f"That is a text of {len(text):,} characters; up to {LONGEST_TEXT:,} are read."
            )
        return text

    def _float(self, given: Any) -> float:
        try:
            return float(given)
        except (OverflowError, ValueError):
            raise Unreadable("A finite number is wanted here.") from None

    def _all(self, items: Iterator[Any], depth: int) -> list[Any]:
        return [self.take(item, depth - 1) for item in islice(items, MOST_ITEMS + 1)]

    def _key(self, key: Any) -> Any:
        taken = self.take(key, 0)
        return "" if taken is None else taken

    def _of_a_library(self, given: Any, kind: type, depth: int) -> Any:
        """Take what NumPy and pandas make: scalars, arrays, columns, tables of one column."""
        import numpy as np
        import pandas as pd

        if given is pd.NA or given is pd.NaT:
            return str(given)
        if issubclass(kind, np.timedelta64 | np.datetime64):
            raise Unreadable("A date or a length of time is no answer here. Write it as a number.")
        if issubclass(kind, np.bool_):
            return bool(given)
        if issubclass(kind, np.integer):
            return int(given)
        if issubclass(kind, np.floating):
            return self._float(given)
        if issubclass(kind, pd.DataFrame):
            if given.shape[1] != 1:
                raise Unreadable("That is a table of several columns. Give the one that answers.")
            given, kind = given.iloc[:, 0], pd.Series
        sized = (np.ndarray, pd.Series, pd.Index, pd.api.extensions.ExtensionArray)
        if not issubclass(kind, sized):
            raise TypeError(kind)
        if given.size > MOST_ITEMS:
            raise Unreadable(f"That holds {given.size:,} values. Write only what is asked for.")
        if issubclass(kind, pd.Series):
            values = self._all(iter(given.tolist()), depth)
            labels = self._all(iter(given.index.tolist()), depth)
            return Labelled([str(x) if isinstance(x, list) else x for x in labels], values)
        taken = given.tolist()  # an array without a dimension gives its one value
        if isinstance(taken, list):
            return self._all(iter(taken), depth)
        return self.take(taken, depth - 1)


def is_blank(given: Any) -> bool:
    """Say whether a plain answer has been left open."""
    if given is None:
        return True
    if isinstance(given, str):
        return given.strip(" .…\n\t") == ""
    if isinstance(given, dict):
        return all(map(is_blank, given.values()))
    if isinstance(given, Labelled):
        return all(map(is_blank, given.values))
    return isinstance(given, list) and all(map(is_blank, given))


def quoted(given: Any) -> str:
    """Return a plain value as a message quotes it: one short line, set as code."""
    if isinstance(given, int) and given.bit_length() > 100:
        return "`a number of very many digits`"
    words = " ".join(str(given)[:200].replace("`", "'").split())
    return f"`{words[:40]}…`" if len(words) > 40 else f"`{words}`"


def single(given: Any) -> Any:
    """Return the one thing that a list or column of one holds, or anything else as it is."""
    if isinstance(given, Labelled):
        given = given.values
    while isinstance(given, list) and len(given) == 1:
        given = given[0]
    return given


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Return a text without case, accents, invisible characters and other forms of a letter."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_OTHER_LETTERS))
    kept = (c for c in decomposed if not unicodedata.combining(c))
    return "".join(c for c in kept if unicodedata.category(c) != "Cf")


def undressed(text: str) -> str | None:
    """Return a text without quotation marks, emphasis, brackets and full stops around it.

    None if something is left that may change its sense, such as '!C', '≠C' or '-C'.
    """
    core = _BULLET.sub("", text, count=1) if _BULLET.match(text) else text
    core = core.strip().lstrip(_BEFORE + " ").rstrip(_AFTER + " \n\t")
    return core if core[:1].isalnum() and all(map(_is_harmless, core)) else None


def _is_harmless(character: str) -> bool:
    """Say whether a character is a letter, a digit, a space or punctuation without a sense."""
    category = unicodedata.category(character)
    return category[0] in "LNMZ" or category in ("Cf", "Cc") or character in _HARMLESS


def words(text: str) -> str:
    """Return a text as it is compared: letters and digits, a space between words.

    A question mark stays: a code may hold one.
    """
    return " ".join(re.sub(r"[^\w?]|_", " ", letters(text)).split())
