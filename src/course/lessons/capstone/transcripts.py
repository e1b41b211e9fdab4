"""The worked transcripts of the Council alone, read from `notebooks/teach/council/`.

A transcript says in lines of its own what was put under silence, who broke it, and how it ended;
the rest is prose. A test holds these lines to the red lines of the delegations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.lessons.capstone.redlines import Package, read_words
from course.paths import root

AGREED, REPAIRED, NO_TEXT = ENDINGS = ("agreed", "repaired", "no text")
_NAME = re.compile(r"transcript-([a-z])\.md")
_PUT = re.compile(r"^\*\*Under silence:\*\* ([^.\n]+)\. \*\*Broken by:\*\* (.+)\.$", re.M)
_ENDING = re.compile(r"^\*\*Ending:\*\* (.+)\.$", re.M)


@dataclass(frozen=True)
class Put:
    """A package that was put under silence, and the countries that broke it."""

    package: Package
    broken_by: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """A draft of the Council alone and what became of it.

    `ending` is one of `ENDINGS`; `puts` are the packages put under silence, in order.
    """

    name: str
    puts: tuple[Put, ...]
    ending: str
    text: str

    @property
    def package(self) -> Package:
        """The draft itself: what was put under silence first."""
        return self.puts[0].package

    @property
    def repaired(self) -> Package | None:
        """What it became, if silence was broken and the text repaired."""
        return self.puts[-1].package if self.ending == REPAIRED else None


def folder() -> Path:
    """Return the folder of what an instructor of the Council opens."""
    return root() / "notebooks" / "teach" / "council"


def read() -> dict[str, Draft]:
    """Return every draft by its letter.

    Raises:
        CourseError: there is no transcript, or one does not say what it must.
    """
    found = {}
    for path in sorted(folder().glob("transcript-*.md")):
        name = _NAME.fullmatch(path.name)
        if name:
            text = path.read_text(encoding="utf-8")
            found[name[1].upper()] = _draft(name[1].upper(), text, path.name)
    if not found:
        raise CourseError(f"There are no transcripts in {folder()}. Restore the folder.")
    return found


def _draft(name: str, text: str, file: str) -> Draft:
    try:
        puts = [
            Put(read_words(words), () if by == "nobody" else tuple(re.split(r", | and ", by)))
            for words, by in _PUT.findall(text)
        ]
    except CourseError as error:
        raise CourseError(f"{file}: {error}") from None
    ending = _ENDING.search(text)
    if not puts or not ending or ending[1] not in ENDINGS:
        raise CourseError(
            f"{file} must say what was put under silence, by whom it was broken, and one ending: "
            f"{', '.join(ENDINGS)}."
        )
    return Draft(name, tuple(puts), ending[1], text)
