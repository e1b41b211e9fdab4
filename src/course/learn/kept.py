"""The learner's own progress file: read, written whole or not at all, and set aside if damaged.

The variable COURSE_PROGRESS names it; `course lab` sets it. Where it is not set nothing is read
and nothing is written, so that the course's own runs of a notebook show an empty start.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Any

from course.errors import CourseError
from course.files import failure, refuse_what_is_no_file, replace_text
from course.learn import progress
from course.learn.progress import Items
from course.markup import plain
from course.show import Text

VARIABLE = "COURSE_PROGRESS"
_PATIENCE = 5.0  # seconds to wait for another notebook that writes

_said: set[str] = set()


def place() -> Path | None:
    """Return the learner's progress file, or None where nothing is recorded."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def read(path: Path) -> tuple[Items, str]:
    """Return the items of a progress file, and a sentence if it was damaged and set aside.

    Raises:
        CourseError: it is there and cannot be opened; it is as it was.
    """
    with _alone(path):
        return _opened(path)


def change(path: Path, how: Callable[[Items], Items]) -> str:
    """Change what a progress file holds; nobody else changes it meanwhile.

    Returns:
        A sentence if it was damaged and set aside, or nothing.

    Raises:
        CourseError: it could not be written; it is as it was.
    """
    with _alone(path):
        items, said = _opened(path)
        text = progress.written(how(items))
        if len(text.encode()) > progress.LARGEST:
            raise CourseError(f"{path.name} would be larger than a progress file can be.")
        replace_text(path, text)
    return said


def record(identifier: str, event: Mapping[str, Any]) -> str:
    """Write an event down, if anything is recorded here; return a sentence if that went wrong.

    Nothing is raised: what a learner is told of an answer never depends on a disk. A sentence is
    said once, not after each answer.
    """
    path = place()
    if path is None:
        return ""
    try:
        said = change(path, lambda items: items | {identifier: _next(items, identifier, event)})
    except CourseError as error:
        said = f"Your progress was not written down: {error}"
    except Exception as error:  # whatever it is, the answer was given and is to be judged
        said = f"Your progress was not written down ({type(error).__name__}: {error})."
    if said in _said:
        return ""
    _said.add(said)
    return said


def noted(words: str, identifier: str, event: Mapping[str, Any] | None) -> Text:
    """Return what a cell says, with the event written down, and a quiet line if it was not."""
    said = record(identifier, event) if event else ""
    return Text(f"{words.rstrip()}\n\n*{plain(said)}*" if said else words)


def export(items: Items, to: Path) -> None:
    """Write a copy of what was done, to be carried to the website or to another machine.

    Raises:
        CourseError: it could not be written; what was there is as it was.
    """
    replace_text(to, progress.written(items))


def bring(path: Path, source: Path) -> str:
    """Add to a progress file what another holds; return a sentence that says how much came.

    Raises:
        CourseError: the other is none, or one of them cannot be opened; nothing was changed.
    """
    try:
        with source.open("rb") as file:
            found = progress.parsed(file.read(progress.LARGEST + 1))
    except progress.Damaged as damage:
        raise CourseError(f"{source} was not imported. {damage}") from None
    except OSError as error:
        raise CourseError(f"{source} cannot be read ({error.strerror}).") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(error, path) from None
    new: list[str] = []

    def add(items: Items) -> Items:
        both = progress.merged(items, found)
        new.extend(key for key in both if both[key] != items.get(key))
        return both

    said = change(path, add)
    return f"{said} Entries read from {source}: {len(found)}; of use here: {len(new)}.".strip()


def forget() -> None:
    """Forget what was said, as a new kernel would."""
    _said.clear()


def _next(items: Items, identifier: str, event: Mapping[str, Any]) -> progress.Item:
    return progress.after(items.get(identifier, {}), event, progress.now())


def _opened(path: Path) -> tuple[Items, str]:
    try:
        refuse_what_is_no_file(path)
        with path.open("rb") as file:
            content = file.read(progress.LARGEST + 1)
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from None
    try:
        return progress.parsed(content), ""
    except progress.Damaged as damage:
        try:
            aside = _set_aside(path)
        except OSError as error:
            raise failure(error, path) from None
        replace_text(path, progress.written(damage.sound))
        left = "What could be read of it was kept." if damage.sound else "A new one was begun."
        return damage.sound, (
            f"{path.name} could not be used, and is kept as {aside.name}. {damage} {left}"
        )


def _set_aside(path: Path) -> Path:
    """Give a damaged file a second name, under which nothing will write to it."""
    for number in count(1):
        aside = path.with_name(f"{path.stem}.damaged-{number}.json")
        if not aside.exists():
            try:
                os.link(path, aside)
            except FileExistsError:
                continue
            except OSError:  # a disk on which a file has one name only
                path.rename(aside)
            return aside
        with suppress(OSError):
            if aside.samefile(path):  # set aside by a process that was killed right after
                return aside
    raise AssertionError


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other notebooks from this file for a moment; a lock ends with its process.

    Where a disk knows no locks, or somebody does not let go, the work goes on all the same.
    """
    try:
        file = path.with_name(f".{path.name}.lock").open("ab")
    except (OSError, ValueError):  # "." and "/" have no name that could get another ending
        yield  # the folder is missing or cannot be written to: what comes will say so
        return
    with file:
        ends = time.monotonic() + _PATIENCE
        while not _locked(file) and time.monotonic() < ends:
            time.sleep(0.01)
        yield


def _locked(file: IO[bytes]) -> bool:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
