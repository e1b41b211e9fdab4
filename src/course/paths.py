"""Where the course's own files are: in a clone, or inside the installed package."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path

TERM = "term.json"
"""What lies beside the notebooks of a term: see `course.selection`."""
_PACKAGE = Path(__file__).resolve().parent
_CLONE = _PACKAGE.parent.parent


@cache
def is_clone() -> bool:
    """Say whether the course runs from a clone, where notebooks and tables may be edited."""
    return (_CLONE / "pyproject.toml").is_file() and (_CLONE / "notebooks").is_dir()


def root() -> Path:
    """Return the folder that holds `data/` and `notebooks/`."""
    return _CLONE if is_clone() else _PACKAGE / "_bundle"


def lesson_room(slug: str) -> Path:
    """Return the folder that holds a unit's charts, exercises and quiz, whether there or not."""
    return _PACKAGE / "lessons" / slug.replace("-", "_")


def data_folder() -> Path:
    """Return the folder of tables; the variable COURSE_DATA can name another copy."""
    return _tables(os.environ.get("COURSE_DATA"))


@lru_cache(maxsize=8)
def _tables(named: str | None) -> Path:
    # One path for one name: it is asked for at every look into a table.
    return Path(named or root() / "data")


def notebook_folder() -> Path:
    """Return the folder of notebooks; the variable COURSE_NOTEBOOKS can name another copy.

    A kernel that works in the edition of a term has that one, however it was started.
    """
    if named := os.environ.get("COURSE_NOTEBOOKS"):
        return Path(named)
    with suppress(OSError):  # the current folder may be gone
        here = Path.cwd()
        if (here / TERM).is_file():
            return here
    return root() / "notebooks"


def cache_folder() -> Path:
    """Return the folder for what can always be made again; COURSE_CACHE can name another."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("COURSE_CACHE") or base / "alliance-missile-defence-course")


def settle() -> None:
    """Make the folders that variables name absolute: kernels run in a folder of their own."""
    for variable in ("COURSE_DATA", "COURSE_NOTEBOOKS"):
        if os.environ.get(variable):
            os.environ[variable] = str(Path(os.environ[variable]).resolve())
