"""The edition of a term: an instructor's own selection of the course, with numbers of its own.

`course teach term` writes such an edition: a folder of notebooks, and beside them `term.json`,
which says what became of the course. Whoever looks the notebooks up by COURSE_NOTEBOOKS reads it
from there. A number in an id, such as that of 04-village-share, is a name: it is the number of the
unit in the course, whatever number the unit has in the term.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from course.errors import CourseError
from course.paths import TERM, notebook_folder
from course.words import listed

NAME = TERM
_NUMBERS = r"\d\d(?:(?:, | and | or )\d\d)*"
_UNITS = re.compile(rf"\b([Uu])nits? ({_NUMBERS})(?!\d)")
_PAGE = re.compile(r"\[([^\]]*)\]\((\d\d)-([a-z0-9-]+)\.ipynb(#[^)\s]*)?\)")
_TASK = re.compile(r"\b([Ee])xercise (\d+)\b")
# What is somebody else's words, or no words at all: code, links, quotations, tags.
_KEPT = re.compile(
    r"```.*?```|`[^`\n]*`|!?\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)\s]*(?:\([^)\s]*\)[^)\s]*)*\)"
    r"|“[^”]*”|\"[^\"\n]*\"|^>[^\n]*$|</?[a-z][^>]*>",
    re.S | re.M,
)


@dataclass(frozen=True, eq=False)
class Term:
    """What became of the course in a term; units are named by their numbers in the course.

    `units` are those of the term in their order, each with its number there and its slug; `absent`
    are the others, with their titles. `sections` are the headings that were left out of a unit,
    `left_out` the exercises, `swaps` those that are asked of other rows, with their seeds. `tasks`
    are the numbers of a unit's exercises, before and now. `words` are terms in other words: one
    in small letters is changed where a sentence begins with it too, and in no name.
    """

    title: str
    units: Mapping[str, tuple[str, str]]
    absent: Mapping[str, str]
    weeks: tuple[tuple[str, tuple[str, ...]], ...]
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    swaps: Mapping[str, int] = field(default_factory=dict)
    tasks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the term, in order: its weeks."""
        return tuple(name for name, _ in self.weeks)

    def origin(self, number: str) -> str:
        """Return the number in the course of a unit, given the one in the term, or nothing."""
        return next((old for old, (new, _) in self.units.items() if new == number), "")

    def number(self, origin: str) -> str:
        """Return the number in the term of a unit, given the one in the course, or nothing."""
        return self.units[origin][0] if origin in self.units else ""

    def said(self, text: str, origin: str = "") -> str:
        """Return a text of the course as the term says it.

        Units have the numbers of the term, exercises of the unit `origin` theirs, and terms their
        other words, but for what is quoted, linked or code.
        """
        text = _PAGE.sub(self._page, text)
        text = self._outside(_UNITS, self._units, text, r"`[^`\n]*`")
        if own := self.tasks.get(origin):
            text = self._outside(_TASK, lambda found: _task(found, own), text, r"`[^`\n]*`")
        if self.words:
            text = self._outside(self._terms, self._term, text, _KEPT)
        return text

    @staticmethod
    def _outside(
        pattern: re.Pattern[str],
        say: Callable[[re.Match[str]], str],
        text: str,
        kept: str | re.Pattern[str],
    ) -> str:
        """Replace what a pattern finds outside of what is kept as it is."""
        parts, place = [], 0
        for stays in re.finditer(kept, text):
            parts += [pattern.sub(say, text[place : stays.start()]), stays[0]]
            place = stays.end()
        return "".join([*parts, pattern.sub(say, text[place:])])

    def _page(self, link: re.Match[str]) -> str:
        words, number, slug, place = link.groups()
        if number in self.units:
            return f"[{words}]({self.number(number)}-{slug}.ipynb{place or ''})"
        return words

    def _units(self, found: re.Match[str]) -> str:
        capital, numbers = found[1] == "U", re.findall(r"\d\d", found[2])
        either = " or " if " or " in found[2] else ""
        there = [self.number(one) for one in numbers if one in self.units]
        absent = [f"*{self.absent.get(one, one)}*" for one in numbers if one not in self.units]
        said = []
        if there:
            said.append(f"unit{'s' * (len(there) > 1)} {_joined(there, either)}")
        if absent:
            many = "s" * (len(absent) > 1)
            said.append(f"the full course's unit{many} {_joined(absent, either)}")
        words = (either or " and ").join(said)
        return words[0].upper() + words[1:] if capital else words

    @cached_property
    def _terms(self) -> re.Pattern[str]:
        known = "|".join(map(re.escape, sorted(self.words, key=len, reverse=True)))
        return re.compile(rf"(?<![\w-])({known})(s|['’]s)?(?![\w-])", re.I)

    def _term(self, found: re.Match[str]) -> str:
        old, new = next(
            (old, new) for old, new in self.words.items() if old.lower() == found[1].lower()
        )
        if found[1] != old:
            # A capital letter within a sentence begins a name, which is nobody's to change.
            begins = _BEGINS.search(found.string[: found.start()])
            if not begins or found[1] != old[0].upper() + old[1:]:
                return found[0]
            new = new[0].upper() + new[1:]
        return f"{new}{found[2] or ''}"


_BEGINS = re.compile(r"(?:^|[.!?:]\s+|[\n|>#*-]\s*)[*_(“\"]*$")


def _joined(items: list[str], either: str) -> str:
    return either.join(items) if either else listed(items)


def _task(found: re.Match[str], numbers: Mapping[str, str]) -> str:
    if number := numbers.get(found[2], found[2]):
        return f"{found[1]}xercise {number}"
    return f"{'An' if found[1] == 'E' else 'an'} exercise that was left out"


def current() -> Term | None:
    """Return the term whose edition the notebooks are, or None: they are the course's own.

    Raises:
        CourseError: `term.json` lies beside them and cannot be read.
    """
    path = notebook_folder() / NAME
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return None
    return _read(path, changed)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> Term:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        known["units"] = {old: tuple(new) for old, new in known["units"].items()}
        known["weeks"] = tuple((name, tuple(numbers)) for name, numbers in known["weeks"])
        known["sections"] = {old: tuple(names) for old, names in known["sections"].items()}
        known["left_out"] = tuple(known["left_out"])
        return Term(**known)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise CourseError(
            f"{path} is damaged, or of another edition of the course. Make the term anew: course "
            "teach term FILE.toml --out FOLDER"
        ) from None


def as_json(term: Term) -> str:
    """Return what `term.json` holds of a term."""
    return json.dumps(asdict(term), ensure_ascii=False, indent=1) + "\n"
