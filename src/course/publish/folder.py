"""The folder of a site or a kit: what in it is ours, and how a new one takes the place of an old.

A site is built beside its folder, marked with the list of its files, given the files of others
that lie in the folder, and then exchanged with it in one step. Whatever ends the build, and
whenever, the folder holds a whole site, the old one or the new, and all that others keep there.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import filecmp
import glob
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from course.errors import CourseError
from course.files import replace_text

MARK = ".course-site"
_LOCK = "running"


@dataclass(frozen=True)
class Kind:
    """What a folder holds: its word in a sentence, the command that makes it, the list's name."""

    word: str
    command: str
    mark: str

    @property
    def another(self) -> str:
        """What to do if the folder cannot be used."""
        return f"Name another folder: {self.command} --out FOLDER"


SITE = Kind("site", "course site", MARK)
KIT = Kind("kit", "course teach kit", ".course-kit")


def sentence(error: OSError, out: Path, kind: Kind = SITE) -> CourseError:
    """Return what a reader should know of a failure of the file system."""
    causes = {
        errno.ENOSPC: "the disk is full. Make room",
        errno.EDQUOT: "your share of the disk is used up. Make room",
        errno.EFBIG: "a file would be larger than allowed here. Raise the limit",
        errno.EROFS: "the file system there is read-only. Name another folder with --out",
        errno.EACCES: "you may not write there. Name another folder with --out",
        errno.EPERM: "you may not write there. Name another folder with --out",
        errno.ENAMETOOLONG: "its name is too long. Name another folder with --out",
    }
    said = causes.get(error.errno or 0, f"of this: {error.strerror or error}. Mend it")
    return CourseError(
        f"The {kind.word} could not be built into {out}, because {said} and build again. What was "
        "there is as it was."
    )


def check(out: Path, kind: Kind = SITE) -> None:
    """Refuse, before any work is done, a folder that a site must not be built into.

    Raises:
        CourseError: it is a file, a link, a drive, the folder one stands in, or holds what is not
            a site of this course.
    """
    if out.is_symlink():
        raise CourseError(f"{out} is a link to {out.readlink()}. Name the folder itself.")
    if out.exists() and not out.is_dir():
        raise CourseError(f"{out} is a file. Name a folder for the {kind.word}.")
    place = out.resolve()
    if place == Path.cwd() or place in Path.cwd().parents:
        raise CourseError(
            f"{out} is the folder that you stand in, or one above it, and a {kind.word} replaces "
            f"its folder as a whole. Name one below it: {kind.command} --out {kind.word}"
        )
    if not out.exists():
        return
    if place.is_mount():
        raise CourseError(f"{out} is a drive of its own. Name a folder in it: {out}/{kind.word}")
    if any(out.iterdir()) and not (out / kind.mark).exists():
        raise CourseError(
            f"{out} holds something that is not a {kind.word} of this course. Name a new or empty "
            "folder."
        )
    if any(out.iterdir()):
        listed(out, kind)
    if not os.access(out, os.W_OK):
        raise CourseError(f"{out} cannot be written to. {kind.another}")


def listed(site: Path, kind: Kind = SITE) -> set[str]:
    """Return the files that a site's list names, as paths with slashes; the list is one of them.

    Raises:
        CourseError: there is no readable list, as in sites of earlier versions.
    """
    try:
        return {kind.mark, *map(str, _mark(site, kind)["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        raise CourseError(
            f"{site} holds a {kind.word} without a list of its files, so what else lies there "
            "could not be told from it. Move it away, or name another folder: "
            f"{kind.command} --out FOLDER"
        ) from None


def _mark(site: Path, kind: Kind) -> dict[str, Any]:
    return json.loads((site / kind.mark).read_text(encoding="utf-8"))


@contextlib.contextmanager
def beside(out: Path, kind: Kind = SITE) -> Iterator[Path]:
    """Give a new folder beside `out` to build in, on the same disk; clear it away afterwards.

    What a build that was killed left behind is put right first.

    Raises:
        CourseError: another build into `out` is running.
        OSError: nothing can be written there.
    """
    out = out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{out.name}.building-"
    for left in sorted(out.parent.glob(f"{glob.escape(prefix)}*")):
        if (left / _LOCK).is_file():
            lock = _hold(left)
            if lock is None:
                raise CourseError(f"Another build into {out} is running. Wait until it ends.")
            lock.close()
            _clear(left, out, kind)
        elif left.is_dir() and not any(left.iterdir()):  # killed before it could hold its folder
            left.rmdir()
    work = Path(tempfile.mkdtemp(prefix=prefix, dir=out.parent))
    lock = _hold(work)
    try:
        yield work
    finally:
        if lock:
            lock.close()
        _clear(work, out, kind)


def _hold(work: Path) -> IO[bytes] | None:
    """Lock a build's folder for this process; None if another process holds it."""
    lock = (work / _LOCK).open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def put(site: Path, out: Path, kind: Kind = SITE) -> None:
    """Let a finished site take the place of what is at `out`; `site` then holds the old one.

    Args:
        site: the finished site, in the folder that `beside` gave.
        out: where it shall be.

    Raises:
        CourseError: a file of others at `out` has the name of a file of the new site.
    """
    out = out.resolve()
    files = sorted(path.relative_to(site).as_posix() for path in _files(site))
    mark = {"built_by": kind.command, "build": site.parent.name, "files": files}
    replace_text(site / kind.mark, json.dumps(mark, indent=0) + "\n")
    if not out.exists():
        site.rename(out)
        return
    ours = listed(out, kind) if (out / kind.mark).exists() else set()
    for path in _files(out):
        if path.relative_to(out).as_posix() not in ours:
            _share(path, out, site, kind)
    shutil.copymode(out, site)
    if not _exchange(site, out):
        # Where no call exchanges two folders, a kill between these steps leaves none, and the
        # next build begins by putting the old one back.
        aside = site.parent / "old"
        out.rename(aside)
        site.rename(out)


def _files(folder: Path) -> list[Path]:
    """List files, links and empty folders below a folder, links not followed."""
    found = []
    for place, folders, names in os.walk(folder):
        here = Path(place)
        found += [here / name for name in names]
        found += [here / name for name in folders if (here / name).is_symlink()]
        if here != folder and not folders and not names:
            found.append(here)
    return sorted(found)


def _share(theirs: Path, out: Path, site: Path, kind: Kind) -> None:
    """Give a file of others a second name in the new site; a copy where that cannot be."""
    name = theirs.relative_to(out)
    for folder in [*reversed(name.parents[:-1]), *([name] if _is_folder(theirs) else [])]:
        if not os.path.lexists(site / folder):
            (site / folder).mkdir()
            shutil.copymode(out / folder, site / folder)
        elif not _is_folder(site / folder):
            raise _taken(theirs, out, kind)
    if _is_folder(theirs):
        return
    if os.path.lexists(site / name):
        raise _taken(theirs, out, kind)
    try:
        os.link(theirs, site / name, follow_symlinks=False)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        shutil.copy2(theirs, site / name, follow_symlinks=False)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _taken(theirs: Path, out: Path, kind: Kind) -> CourseError:
    return CourseError(
        f"{theirs} is not of the {kind.word}, but the new {kind.word} has a file of that name. "
        f"Move it out of {out} and build again."
    )


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system has no such call."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        system = ctypes.CDLL(None)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            return system.renameat2(here, first, here, second, exchange) == 0
        if sys.platform == "darwin":
            return system.renamex_np(first, second, 2) == 0  # RENAME_SWAP
    return False


def _clear(work: Path, out: Path, kind: Kind) -> None:
    """Remove a build's folder; what others kept in the site it replaced goes back to `out`."""
    if (work / "old").exists() and not out.exists():
        (work / "old").rename(out)
    for site in (work / "html", work / "old"):
        # A site that this build made and did not put has of others' files only second names.
        if (site / kind.mark).exists() and _mark(site, kind).get("build") != work.name:
            _give_back(site, out, kind)
    # What tells the folder for ours goes last, so that a kill here leaves it to the next build.
    for path in sorted(work.iterdir(), key=lambda path: path.name == _LOCK):
        if _is_folder(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        work.rmdir()


def _give_back(site: Path, out: Path, kind: Kind) -> None:
    """Move to `out` what came into a site while the next one took its place."""
    ours = listed(site, kind)
    for path in _files(site):
        name = path.relative_to(site)
        if name.as_posix() in ours or _is_folder(path) or _same(path, out / name):
            continue
        kept = out / name
        while os.path.lexists(kept):
            kept = kept.with_name(f"{kept.name}.kept")
        kept.parent.mkdir(parents=True, exist_ok=True)
        path.rename(kept)


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return other.is_file() and (one.samefile(other) or filecmp.cmp(one, other, shallow=False))
