"""The units of the course, as their own notebooks describe them. Every list is derived here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from course.errors import CourseError, nearest
from course.paths import notebook_folder

_FILE = re.compile(r"(\d{2})-([a-z0-9-]+)\.ipynb")


@dataclass(frozen=True)
class Section:
    """One H2 section of a unit: its role in the fixed order, heading and minutes."""

    role: str
    heading: str
    minutes: int


@dataclass(frozen=True)
class Unit:
    """One unit of the course: a notebook file `NN-slug.ipynb`."""

    path: Path

    @property
    def number(self) -> str:
        """Two digits, such as 04."""
        return self.path.name[:2]

    @property
    def slug(self) -> str:
        """The name without its number, such as third-site."""
        return self.path.stem[3:]

    @cached_property
    def notebook(self) -> dict[str, Any]:
        """The notebook as stored."""
        try:
            return json.loads(self.path.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise CourseError(
                f"{self.path.name} is not a readable notebook ({error}). Restore it from the "
                "repository; an unfinished save or a merge conflict can leave it so."
            ) from None

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
            match = re.search(r"^## +(.+)$", cell_text(cell), re.M)
            if match:
                about = cell["metadata"].get("course", {})
                found.append(
                    Section(about.get("role", ""), match.group(1).strip(), about.get("minutes", 0))
                )
        return found

    @property
    def markdown(self) -> str:
        """All the unit's own prose, without outputs."""
        return "\n\n".join(
            cell_text(cell) for cell in self.notebook["cells"] if cell["cell_type"] == "markdown"
        )


def cell_text(cell: dict[str, Any]) -> str:
    """Return a cell's text whether it is stored as one string or as lines."""
    return "".join(cell["source"])


@lru_cache(maxsize=4)
def _units(folder: Path, changed: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(path) for path in sorted(folder.glob("*.ipynb")) if _FILE.fullmatch(path.name)
    )


def units() -> tuple[Unit, ...]:
    """Return every unit in teaching order."""
    folder = notebook_folder()
    if not folder.is_dir():
        raise CourseError(f"There is no folder of notebooks at {folder}.")
    return _units(folder, folder.stat().st_mtime_ns)


def unit(name: str | int) -> Unit:
    """Return one unit by number or slug: 4, "04", "third-site" or "04-third-site"."""
    text = str(name).strip().lower().removesuffix(".ipynb").replace("_", "-")
    for candidate in units():
        if text in {
            candidate.number,
            str(int(candidate.number)),
            candidate.slug,
            candidate.path.stem,
        }:
            return candidate
    known = [word for u in units() for word in (u.number, u.slug)]
    raise CourseError(f"There is no unit '{name}'. {nearest(text, known)}")
