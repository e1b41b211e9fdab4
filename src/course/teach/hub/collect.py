"""Collect what learners saved: their notebooks, a folder each, as `course teach grade` reads them.

Homes belong to learners, who may put there what they like: nothing is followed that is a link, and
nothing is copied that is no ordinary file of a notebook's size.
"""

from __future__ import annotations

import csv
import io
import os
import re
import stat
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from course.editions import copy_of
from course.errors import CourseError
from course.files import replace_bytes, replace_text
from course.teach.hub.accounts import Account
from course.work import FOLDER, KEPT

LARGEST = 20 << 20  # bytes; a whole unit with its outputs has less than two


@dataclass
class Collected:
    """How many notebooks came from how many learners, and what could not be taken."""

    learners: int = 0
    notebooks: int = 0
    left: list[str] = field(default_factory=list)


def collect(homes: Path, accounts: dict[str, Account], out: Path, own: set[str]) -> Collected:
    """Copy every learner's notebooks to `out/NAME/`; what is there from before is replaced.

    Beside them comes roster.csv, by which grading knows whose a folder is.

    Args:
        homes: the folder of homes.
        accounts: whose.
        out: the folder to collect into.
        own: the names of the course's notebooks, which alone are collected, and of those none
            that is still as it was given: who never saved one has handed nothing in.

    Raises:
        CourseError: nobody has a home yet, or `out` cannot be written to.
    """
    if not homes.is_dir() or not any((homes / login).is_dir() for login in accounts):
        raise CourseError(f"Nobody has opened a notebook yet: there is no home in {homes}.")
    done = Collected()
    folders = called(accounts)
    for login in sorted(accounts):
        before = done.notebooks
        try:
            folder = _enter(homes / login, FOLDER)
        except FileNotFoundError:
            done.left.append(f"{login} has not been in yet")
            continue
        except OSError:
            done.left.append(f"{login}: {FOLDER} is no folder of their own; look at it yourself")
            continue
        try:
            for name in sorted(os.listdir(folder)):  # noqa: PTH208, it is no path
                if name in own:
                    _take(folder, name, out / folders[login], login, done)
        finally:
            os.close(folder)
        done.learners += done.notebooks > before
    if done.notebooks:
        rows = io.StringIO()
        writer = csv.writer(rows, lineterminator="\n")
        writer.writerow(["name", "username"])
        writer.writerows([folders[login], login] for login in sorted(accounts))
        replace_text(out / "roster.csv", rows.getvalue())
    return done


def called(accounts: dict[str, Account]) -> dict[str, str]:
    """Return the name of each learner's folder: their own name, made one that no other has.

    >>> called({"a": Account("a", "Ada/Ray", 1), "b": Account("b", "Bo", 2)})
    {'a': 'Ada-Ray', 'b': 'Bo'}
    """
    plain = {
        login: re.sub(r"[^\w .,'-]", "-", one.name).strip(" .-") or login
        for login, one in accounts.items()
    }
    often = Counter(name.lower() for name in plain.values())
    return {
        login: name if often[name.lower()] == 1 else f"{name} {login}"
        for login, name in plain.items()
    }


def _enter(home: Path, name: str) -> int:
    """Open a folder in a home, neither of them by way of a link; return its number."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    outer = os.open(home, flags)
    try:
        return os.open(name, flags, dir_fd=outer)
    finally:
        os.close(outer)


def _as_given(folder: int, name: str, content: bytes) -> bool:
    """Say whether a notebook is what the learner was given, which lies beside it."""
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        number = os.open(f"{KEPT}/{name}", flags, dir_fd=folder)
        with os.fdopen(number, "rb") as file:
            return content == copy_of(file.read(LARGEST))
    except (OSError, ValueError):  # of what is not as it should be, nothing is known
        return False


def _take(folder: int, name: str, out: Path, login: str, done: Collected) -> None:
    try:
        # A pipe in the place of a file would keep us waiting for ever.
        number = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        done.left.append(f"{login}: {name} is a link, or cannot be read")
        return
    with os.fdopen(number, "rb") as file:
        told = os.fstat(number)
        if not stat.S_ISREG(told.st_mode):
            done.left.append(f"{login}: {name} is no ordinary file")
            return
        if told.st_nlink > 1:  # of somebody else's file, perhaps
            done.left.append(f"{login}: {name} is a second name of another file")
            return
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        done.left.append(f"{login}: {name} is larger than {LARGEST >> 20} MB")
        return
    if _as_given(folder, name, content):
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError(f"{out} cannot be made ({error.strerror}). Name another.") from None
    replace_bytes(out / name, content)
    os.utime(out / name, ns=(told.st_atime_ns, told.st_mtime_ns))
    done.notebooks += 1
