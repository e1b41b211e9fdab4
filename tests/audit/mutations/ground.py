"""The copy that is changed, what a change is, and how one word or number becomes another."""

import csv
import io
import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from course.data import Package
from course.units import Unit

COPIED = (
    *("CITATION.cff", "CONTRIBUTING.md", "LICENSE", "LICENSE-content", "README.md"),
    *("data", "notebooks", "pyproject.toml", "src", "tests"),
)
_PASSED_OVER = ("__pycache__", "_bundle", ".ipynb_checkpoints", "*.egg-info")


@dataclass(frozen=True)
class Change:
    """What was changed, and which checks a contributor who made it would run.

    `units` are checked; `anew` are run first, so that their outputs are stored anew, as someone
    would who wants nothing to differ; `stamp` records the tables' bytes and hashes anew. If the
    check finds nothing, strict nbval of `nbval` and then the files of `tests` have their say.
    """

    what: str
    units: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    stamp: bool = False
    nbval: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


Make = Callable[["Tree", random.Random], "Change | None"]
KINDS: dict[str, Make] = {}


def kind(name: str) -> Callable[[Make], Make]:
    """Mark a function as a kind of change; it returns None where it found nothing to change."""

    def mark(function: Make) -> Make:
        KINDS[name] = function
        return function

    return mark


@dataclass
class Tree:
    """A copy of the course whose files can be changed and put back, byte for byte."""

    root: Path
    files: dict[Path, tuple[bytes, int]] = field(default_factory=dict)
    _package: Package | None = None

    @classmethod
    def copy(cls, source: Path, to: Path) -> "Tree":
        """Copy what belongs to the course, and nothing of a session."""
        to.mkdir(parents=True)
        for name in COPIED:
            if (source / name).is_dir():
                ignored = shutil.ignore_patterns(*_PASSED_OVER)
                shutil.copytree(source / name, to / name, ignore=ignored)
            elif (source / name).is_file():
                shutil.copy2(source / name, to / name)
        return cls(to)

    def keep(self) -> None:
        """Take what stands there now for what is put back."""
        self.files = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self._walk()}

    def changed(self) -> list[str]:
        """Name the files that differ from what was kept."""
        now = set(self._walk())
        differ = {p for p, (was, _) in self.files.items() if p not in now or p.read_bytes() != was}
        return sorted(str(p.relative_to(self.root)) for p in differ | (now - set(self.files)))

    def restore(self) -> None:
        """Put back every byte, and the times by which Python knows its compiled files."""
        for path in set(self._walk()) - set(self.files):
            path.unlink()
        for path, (content, when) in self.files.items():
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)
            os.utime(path, ns=(when, when))

    def _walk(self) -> Iterator[Path]:
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name != "__pycache__"]
            yield from (Path(folder, name) for name in names)

    # -- files

    def read(self, name: str | Path) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str | Path, text: str) -> None:
        """Write a file, with a time of its own, so that nothing compiled from the old is taken."""
        path = self.root / name
        when = path.stat().st_mtime_ns + 60 * 10**9 if path.exists() else None
        path.write_text(text, encoding="utf-8", newline="")
        if when:
            os.utime(path, ns=(when, when))

    def replace(self, name: str | Path, old: str, new: str, at: int | None = None) -> None:
        """Replace the text `old`, at a place or where it first stands."""
        text = self.read(name)
        at = text.index(old) if at is None else at
        assert text[at:].startswith(old) and old != new, (old, new)
        self.write(name, text[:at] + new + text[at + len(old) :])

    # -- the course in it

    @cached_property
    def units(self) -> list[Unit]:
        return [Unit(path) for path in sorted((self.root / "notebooks").glob("[0-9]*.ipynb"))]

    def room(self, unit: Unit) -> Path:
        return Path("src/course/lessons", unit.slug.replace("-", "_"))

    def save(self, unit: Unit, notebook: dict[str, Any]) -> None:
        """Write a notebook as `course run` would."""
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        self.write(unit.path.relative_to(self.root), text + "\n")

    def notebook(self, unit: Unit) -> dict[str, Any]:
        """Return a notebook that may be changed."""
        return json.loads(unit.path.read_text(encoding="utf-8"))

    @property
    def package(self) -> Package:
        if self._package is None or not self._package.is_current():
            self._package = Package(self.root / "data")
        return self._package

    def rows(self, table: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.read(f"data/{table}.csv"), newline="")))

    def save_rows(self, table: str, rows: list[list[str]]) -> None:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        self.write(f"data/{table}.csv", out.getvalue())

    @property
    def descriptor(self) -> dict[str, Any]:
        """The description of the tables, which may be changed and saved."""
        return json.loads(self.read("data/datapackage.json"))

    def save_package(self, descriptor: dict[str, Any]) -> None:
        self.write(
            "data/datapackage.json", json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
        )

    def declaring(self, table: str) -> tuple[str, ...]:
        """Return the numbers of the units that declare a table."""
        return tuple(u.number for u in self.units if table in (u.metadata.get("tables") or []))


def shuffled(things: Iterable[Any], rng: random.Random) -> list[Any]:
    chosen = list(things)
    rng.shuffle(chosen)
    return chosen


# -- one word or number becomes another

_SWAPS = {
    "not": "now", "no": "some", "never": "often", "most": "all", "some": "all", "few": "many",
    "more": "less", "less": "more", "before": "after", "after": "before", "could": "did",
    "might": "will", "may": "must", "would": "did", "first": "last", "only": "also",
    "higher": "lower", "lower": "higher", "against": "for", "reported": "proved",
    "said": "proved", "says": "proves", "asked": "ordered", "two": "four", "three": "five",
    "planned": "built", "outside": "inside", "without": "with", "and": "but not",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w`\[{./-])[a-z]{2,}(?![\w`\]}(./-])")
_DIGITS = re.compile(r"(?<![\w./:-])\d+(?:[.,]\d+)?(?![\w/:-]|\.\d)")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b({'|'.join(MONTHS)}) (?:19|20)\d\d|\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Slip:
    """One place of a text and what stands there instead."""

    at: int
    old: str
    new: str

    def of(self, text: str) -> str:
        return text[: self.at] + self.new + text[self.at + len(self.old) :]

    def __str__(self) -> str:
        return f"'{self.old}' became '{self.new}'"


def masked(markdown: str) -> str:
    """Return a Markdown text of the same length without addresses, code and tags."""
    pattern = r"\]\([^)\s]*(?:\([^)]*\)[^)\s]*)*\)|`[^`]*`|<[^>]*>|\{[^{}]*\}|%\{[^}]*\}"
    return re.sub(pattern, lambda match: "\x00" * len(match[0]), markdown)


def other_word(text: str, rng: random.Random) -> Slip | None:
    """Turn one word of a text into another that says something else."""
    words = list(_WORD.finditer(masked(text)))
    for match in shuffled((m for m in words if m[0] in _SWAPS), rng):
        return Slip(match.start(), match[0], _SWAPS[match[0]])
    for match in shuffled((m for m in words if len(m[0]) > 4), rng):
        return Slip(match.start(), match[0], f"not {match[0]}")
    return None


def other_number(text: str, rng: random.Random) -> Slip | None:
    """Change one digit of one number of a text; years are dates, and left alone."""
    for match in shuffled(_DIGITS.finditer(masked(text)), rng):
        if not re.fullmatch(r"(?:19|20)\d\d", match[0]):
            return Slip(match.start(), match[0], other_digit(match[0], rng))
    return None


def other_digit(number: str, rng: random.Random) -> str:
    places = [i for i, letter in enumerate(number) if letter.isdigit()]
    place = rng.choice(places[:2])
    others = [d for d in "123456789" if d != number[place]]
    return number[:place] + rng.choice(others) + number[place + 1 :]


def other_date(text: str, rng: random.Random) -> Slip | None:
    """Move one date of a text by a month or some years."""
    for match in shuffled(_DATE.finditer(masked(text)), rng):
        if match[1]:
            month = MONTHS[(MONTHS.index(match[1]) + rng.randint(1, 11)) % 12]
            return Slip(match.start(), match[0], match[0].replace(match[1], month))
        return Slip(match.start(), match[0], str(int(match[0]) - rng.randint(1, 3)))
    return None
