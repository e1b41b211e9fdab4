"""A piece of writing: measured, never marked.

A machine that finds the word "limit" has not found a limit. So nothing here says that a claim or a
concession was "found": what can be counted is counted and shown, and what a reader will ask is put
as questions, to be answered by the writer with the rubric and the two samples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from course.learn.reading import Unreadable

# Each begins where no digit stands before it, so that a long row of digits is passed over once.
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d.,]*\d)")
_FIGURE = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,12})?|\d{1,15}(?:[.,]\d{1,12})?)[ \u00a0]?"
    r"(?:%|per ?cent\b|percentage points?\b|(?:thousand|million|billion|bn|km|kilomet|minute|hour|"
    r"day|month|year|euro|dollar|vote|interceptor|missile|ship|poll|member|Ally|Allies|text|"
    r"government|state|row)\w{0,8}|(?: out)? of \d{1,15}(?![\d.,]*\d))"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) per ?cent\b",
    re.I,
)
_GRADE = re.compile(r"\bgrade[sd]? [ABC]\b|[,;(] ?[ABC]\)")
_LINK = re.compile(r"https?://[^\s)>\]]{1,500}")
_LONGEST_NAME = 8  # words in the name of a publisher


@dataclass(frozen=True)
class Essay:
    """A piece of writing between two lengths in words; `asks` is what a reader will ask of it."""

    words_low: int
    words_high: int
    asks: tuple[str, ...]

    @property
    def how(self) -> str:
        """Say how an essay is written, as the end of a sentence."""
        return 'your text between the triple quotation marks, `"""like this"""`'

    def read(self, given: Any) -> str:
        """Return the text; raise Unreadable for anything else."""
        if not isinstance(given, str):
            raise Unreadable('Write your text between triple quotation marks: """like this""".')
        return given

    def fits(self, words: int) -> bool:
        """Say whether a number of words is between the two lengths."""
        return self.words_low <= words <= self.words_high

    def right(self, read: str, reference: Any) -> bool:
        """Never say that writing is right."""
        return False

    def nearly(self, read: str, reference: Any) -> str:
        """Say what can be counted, and what a reader will ask."""
        counted = "\n".join(f"- {line}" for line in self.counts(read))
        asked = "\n".join(f"- {question}" for question in self.asks)
        return (
            f"Counted, which says nothing about what it is worth:\n\n{counted}\n\n"
            f"{self._length(len(read.split()))}A reader will ask:\n\n{asked}\n\n"
        )

    def _length(self, words: int) -> str:
        """Say when a text would count as done, if it does not."""
        if self.fits(words):
            return ""
        if words < self.words_low:
            return f"It counts as done from {self.words_low} words on.\n\n"
        return f"It counts as done with {self.words_high} words at most.\n\n"

    def counts(self, text: str) -> list[str]:
        """Return what can be counted in a text, a line each."""
        years = sorted(set(_YEAR.findall(text)))
        figures = list(dict.fromkeys(" ".join(f.split()) for f in _FIGURE.findall(text)))
        links = set(_LINK.findall(text))
        return [
            f"{len(text.split())} words (aim for {self.words_low} to {self.words_high})",
            f"years: {_listed(years)}",
            f"figures with a unit: {_listed(figures)}",
            f"publishers of the register of sources, by name: {_listed(named_publishers(text))}"
            + (f"; links: {len(links)}" if links else ""),
            f"grades given: {len(_GRADE.findall(text))}",
        ]

    def show(self, reference: Any) -> str:
        """Return nothing: there is no one answer."""
        return ""


def _listed(found: list[str], most: int = 6) -> str:
    more = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + more if found else "none"


def publishers() -> frozenset[str]:
    """Return the names of the publishers of the register, whole and short."""
    from course.data import package

    return package().table("sources").derived("publishers", _names_of_publishers)


def _names_of_publishers(rows: list[dict[str, str]]) -> frozenset[str]:
    names = {row["publisher"] for row in rows}
    short = {re.sub(r"\s*\([^)]*\)", "", name).removeprefix("The ") for name in names}
    initials = {found for name in names for found in re.findall(r"\(([A-Z]{2,})\)", name)}
    return frozenset(
        names | short | initials | {"GAO", "CRS", "AP", "AFP", "CBO", "RUSI", "IISS", "ICDS"}
    )


def _first_words() -> frozenset[str]:
    from course.data import package

    return (
        package()
        .table("sources")
        .derived(
            "first words of publishers",
            lambda rows: frozenset(name.split()[0] for name in _names_of_publishers(rows) if name),
        )
    )


def named_publishers(text: str) -> list[str]:
    """Return the publishers of the register that a text names, in order; capitals count."""
    tokens = [word.strip(".,;:()[]\"'“”‘’*_") for word in text.split()]
    tokens = [re.sub(r"['’]s$", "", token) for token in tokens]
    found: dict[str, None] = {}
    known, first = publishers(), _first_words()
    at = 0
    while at < len(tokens):
        if tokens[at] not in first:
            at += 1
            continue
        for size in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            name = " ".join(tokens[at : at + size])
            if len(name) <= 120 and name in known:
                found[name] = None
                at += size - 1
                break
        at += 1
    return list(found)
