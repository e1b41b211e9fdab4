"""An earlier edition of the course, out of the history of a clone, as a folder to read."""

from __future__ import annotations

import inspect
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError, shown
from course.paths import is_clone, root

PARTS = ("data", "notebooks", "src/course", "pyproject.toml")
_DAY = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_SECONDS = 300  # for the answers of a whole edition
_NO_HISTORY = (
    "What has changed is read from the history of the course, and there is none here. Get the "
    "course with git clone, and run this in that folder."
)


@dataclass(frozen=True)
class Edition:
    """An edition: its folder, and the day and the first line of its last change."""

    folder: Path
    commit: str
    day: str
    words: str

    @property
    def notebooks(self) -> Path:
        """The folder of its units."""
        return self.folder / "notebooks"

    @property
    def data(self) -> Path:
        """The folder of its tables."""
        return self.folder / "data"


@contextmanager
def edition(since: str, home: Path | None = None) -> Iterator[Edition]:
    """Yield an earlier edition; its folder is gone at the end.

    Args:
        since: a day such as 2026-09-01 (the edition of that evening), a release such as 0.1.0, or
            any name that git has for a change.
        home: the folder of the clone; this one by default.

    Raises:
        CourseError: this is no clone, or it has no such edition.
    """
    if home is None and not is_clone():
        raise CourseError(_NO_HISTORY)
    home = home or root()
    if not _git(home, "rev-parse", "--git-dir"):
        raise CourseError(_NO_HISTORY)
    commit = _commit(home, since)
    day, _, words = (
        _git(home, "log", "-1", "--format=%cs %s", commit).decode().strip().partition(" ")
    )
    there = set(_git(home, "ls-tree", "--name-only", commit, *PARTS).decode().split("\n"))
    if not {"data", "notebooks"} <= there:
        raise CourseError(
            f"The edition of {day} ({commit[:8]}) has no folder data or notebooks: it is older "
            "than the course in its present form. Choose a later day."
        )
    packed = _git(home, "archive", commit, *(part for part in PARTS if part in there))
    with tempfile.TemporaryDirectory(prefix="course-edition-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            # Python 3.11 has the filter from its fourth release on.
            safe: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            files.extractall(folder, **safe)
        yield Edition(Path(folder), commit, day, words)


def _commit(home: Path, since: str) -> str:
    """Return the change that a day, a release or a name of git's means."""
    asked = since.strip()
    if _DAY.fullmatch(asked):
        end = asked if len(asked) == 10 else f"{asked}-31"
        found = _git(home, "rev-list", "-1", f"--before={end} 23:59:59", "HEAD").decode().strip()
        if found:
            return found
        first = _git(home, "log", "--reverse", "--format=%cs", "HEAD").decode().split("\n")[0]
        raise CourseError(f"The history here begins on {first}: there is no edition of {asked}.")
    for name in (asked, f"v{asked}"):
        if re.fullmatch(r"[\w./^~@{}-]+", name) and not name.startswith("-"):
            said = _git(home, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
            if said:
                return said.decode().strip()
    raise CourseError(
        f"There is no edition {shown(asked)} in the history here. Name a day, such as 2026-09-01, "
        "a release, such as 0.1.0, or a change as git names it. If the clone is a shallow one, "
        "git fetch --unshallow brings the rest."
    )


def _git(home: Path, *arguments: str) -> bytes:
    """Return what git says, or nothing where it refuses."""
    if shutil.which("git") is None:
        raise CourseError("This needs git, which is not installed here.")
    command = ["git", "--no-optional-locks", "-C", str(home), *arguments]
    return subprocess.run(command, capture_output=True).stdout


def reckon() -> dict[str, tuple[str, str, str]]:
    """Return the slug, the title and the right answer in words of every exercise, by its id.

    It runs in this edition and, as text, in an earlier one: it may use nothing around it.
    """
    from course.learn.exercises import lesson
    from course.units import units

    found = {}
    for unit in units():
        for name, task in lesson(unit.slug).exercises.items():
            try:
                said = str(task.kind.show(task.answer()))
            except Exception as error:  # an earlier edition's own fault
                said = f"? ({type(error).__name__})"
            found[name] = (unit.slug, task.title, said)
    return found


def reckoned(past: Edition) -> dict[str, tuple[str, str, str]]:
    """Return what `reckon` finds in an earlier edition, by that edition's own code and tables.

    Raises:
        CourseError: its code does not run with the libraries that are here.
    """
    home = past.folder / "src"
    work = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    work |= {
        "PYTHONPATH": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COURSE_CACHE": str(past.folder / "cache"),
    }
    program = f"import json\n{inspect.getsource(reckon)}\nprint(json.dumps(reckon()))"
    try:
        done = subprocess.run(
            [sys.executable, "-c", f"from __future__ import annotations\n{program}"],
            cwd=past.folder,
            env=work,
            capture_output=True,
            timeout=_SECONDS,
        )
        found = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise CourseError(
            f"The answers of {past.day} cannot be reckoned: the code of that edition does not run "
            "with the libraries that are installed here."
        ) from None
    return {name: tuple(entry) for name, entry in found.items()}
