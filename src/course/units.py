"""The units of the course, as their own notebooks describe them. Every list is derived here."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.errors import CourseError, nearest, shown
from course.paths import lesson_room, notebook_folder, root
from course.rescue import parse, unreadable
from course.show import stored_chart

IN_JUPYTERLAB = "**In JupyterLab:** "
"""How a paragraph of a unit begins that the site leaves out: it has no cells to run."""
WORDS_A_MINUTE, _MINUTES_A_CHART = 200, 2
_DONE = ("exercises", "retrieval", "writing")  # what is done, not read
_HEADING = re.compile(r"^## +(.+)$", re.M)
_FILE = re.compile(r"(\d{2})-([a-z0-9-]+)\.ipynb")


@dataclass(frozen=True)
class Section:
    """One H2 section of a unit: its role in the fixed order, heading and minutes.

    `minutes` is for somebody alone; `in_class` says how long it takes in a lesson of so many
    minutes, and leaves out the lessons that leave it out.
    """

    role: str
    heading: str
    minutes: int
    in_class: Mapping[int, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Unit:
    """One unit of the course: a notebook file `NN-slug.ipynb`."""

    path: Path

    @property
    def number(self) -> str:
        """Two digits, such as 04."""
        return self.path.name[:2]

    @property
    def origin(self) -> str:
        """Its number in the course, which ids and readings name; a term may give it another."""
        return str(self.metadata.get("origin") or self.number)

    @property
    def slug(self) -> str:
        """The name without its number, such as third-site."""
        return self.path.stem[3:]

    @property
    def notebook(self) -> dict[str, Any]:
        """The notebook as it is stored at this moment; not to be changed in place."""
        try:
            state = self.path.stat()
            return _read(self.path, (state.st_mtime_ns, state.st_size, state.st_ino))
        except (OSError, ValueError):
            raise unreadable(self.path) from None

    @property
    def metadata(self) -> dict[str, Any]:
        """The unit's own description, kept in the notebook's metadata."""
        return self.notebook.get("metadata", {}).get("course", {})

    @property
    def title(self) -> str:
        """The words of the notebook's H1."""
        for cell in self.notebook["cells"]:
            if cell["cell_type"] == "markdown":
                match = re.search(r"^# +(.+)$", cell_text(cell), re.M)
                if match:
                    return match.group(1).strip()
        return self.slug

    @property
    def sections(self) -> list[Section]:
        """The H2 sections, in order, from the cells that open them."""
        found = []
        for cell in self.notebook["cells"]:
            if cell["cell_type"] != "markdown":
                continue
            match = _HEADING.search(cell_text(cell))
            if match:
                about = cell["metadata"].get("course", {})
                found.append(
                    Section(
                        about.get("role", ""),
                        match.group(1).strip(),
                        about.get("minutes", 0),
                        {int(lesson): n for lesson, n in about.get("class", {}).items()},
                    )
                )
        return found

    @property
    def reading_minutes(self) -> int:
        """How long the unit takes to read, without its exercises, to the next ten minutes.

        Two hundred words a minute of its own prose, and two minutes for each chart.
        """
        return 10 * math.ceil(round(sum(self._time(_DONE).values()), 6) / 10)

    def time_to_read(self, section: Section) -> float:
        """How many minutes a section takes to read, by the measure of the whole unit's time."""
        return self._time().get(section.heading, 0)

    def _time(self, without: tuple[str, ...] = ()) -> dict[str, float]:
        """Return the minutes of reading under each H2 heading, but for sections of some roles."""
        found: dict[str, float] = {}
        heading = role = ""
        for cell in self.notebook["cells"]:
            role = cell["metadata"].get("course", {}).get("role") or role
            words = 0
            if cell["cell_type"] == "markdown":
                if opens := _HEADING.search(cell_text(cell)):
                    heading = opens[1].strip()
                words = len(re.sub(r"\]\([^)]*\)", "]", cell_text(cell)).split())
            if role not in without:
                charts = sum(stored_chart(output) is not None for output in cell.get("outputs", []))
                minutes = words / WORDS_A_MINUTE + _MINUTES_A_CHART * charts
                found[heading] = found.get(heading, 0) + minutes
        return found

    @property
    def markdown(self) -> str:
        """All the unit's own prose, without outputs."""
        return "\n\n".join(
            cell_text(cell) for cell in self.notebook["cells"] if cell["cell_type"] == "markdown"
        )


def only_in_jupyterlab(cell: dict[str, Any]) -> bool:
    """Say whether a cell is of no use to somebody who cannot run it; the site leaves it out."""
    return cell["metadata"].get("course", {}).get("only") == "jupyterlab"


def cell_text(cell: Mapping[str, Any]) -> str:
    """Return a cell's text whether it is stored as one string or as lines."""
    return "".join(cell["source"])


@lru_cache(maxsize=64)
def _read(path: Path, state: tuple[int, int, int]) -> dict[str, Any]:
    return parse(path.read_text(encoding="utf-8"))


def _all(folder: Path | None = None) -> list[Unit]:
    """Return every notebook with the name of a unit, also where two have one number."""
    folder = folder or notebook_folder()
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        raise CourseError(f"There is no folder of notebooks at {folder}.") from None
    return [Unit(folder / name) for name in names if _FILE.fullmatch(name)]


def units(folder: Path | None = None) -> tuple[Unit, ...]:
    """Return every unit in teaching order, one a number; of another folder, if one is named.

    Where a copy was given the number of a unit, the notebook that has a lesson is the unit.
    """
    chosen: dict[str, Unit] = {}
    for one in _all(folder):
        taken = chosen.get(one.number)
        if taken is None or (_has_lesson(one) and not _has_lesson(taken)):
            chosen[one.number] = one
    return tuple(chosen.values())


def original(one: Unit) -> Unit | None:
    """Return the unit of the course that a unit of a term was made of; None for the course's own.

    A unit of a term says so itself: it names its number in the course.
    """
    origin = one.metadata.get("origin")
    path = root() / "notebooks" / f"{origin}-{one.slug}.ipynb"
    return Unit(path) if origin and path.is_file() else None


def _has_lesson(one: Unit) -> bool:
    return lesson_room(one.slug).is_dir()


def clashes(folder: Path | None = None) -> dict[str, str]:
    """Return a sentence for each number that two or more notebooks have, by number."""
    sentences = {}
    everyone = _all(folder)
    taken = {one.number for one in everyone}
    for own in units(folder):
        others = [one for one in everyone if one.number == own.number and one != own]
        if others:
            names = " and ".join(one.path.name for one in (own, *others))
            free = next((n for n in map(str, range(90, 100)) if n not in taken), "99")
            sentences[own.number] = (
                f"{names} have one number, {own.number}. Give yours a number of its own, such as "
                f"{free}-{others[0].slug}.ipynb, or put it in another folder."
            )
    return sentences


def unit(name: str | int, *, strict: bool = False, folder: Path | None = None) -> Unit:
    """Return one unit by number or slug: 4, "04", "third-site" or "04-third-site".

    Args:
        name: a number, a slug or both; capital letters and underscores do not matter.
        strict: refuse a number that two notebooks have, in place of taking the one with a lesson.
        folder: look there, and not where the course's notebooks are.

    Raises:
        CourseError: there is no such unit, or (strict) there are two.
    """
    text = str(name).strip().lower().removesuffix(".ipynb").replace("_", "-")
    for candidate in units(folder):
        if text in {candidate.number, str(int(candidate.number))}:
            if strict and (sentence := clashes(folder).get(candidate.number)):
                raise CourseError(sentence)
            return candidate
    for candidate in (*units(folder), *_all(folder)):
        if text in {candidate.slug, candidate.path.stem}:
            return candidate
    known = [word for u in units(folder) for word in (u.number, u.slug)]
    raise CourseError(f"There is no unit {shown(str(name))}. {nearest(text, known)}")
