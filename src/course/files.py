"""Write a file so that no failure loses what was there, and say in one sentence what went wrong."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from course.errors import CourseError

_ENDING = ".unfinished"
_WRITER = re.compile(r"\..+\.(\d+)-\w+" + re.escape(_ENDING), re.ASCII)
_REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def failure(error: OSError, path: Path) -> CourseError:
    """Return the sentence that says why `path` was not written, and that it is as it was."""
    if error.errno in _REFUSED or isinstance(error, PermissionError):
        return CourseError(
            f"{path.parent} cannot be written to. Copy the course to a folder of your own, or "
            "give yourself the right to write there."
        )
    if error.errno in _FULL:
        return CourseError(
            f"The disk is full: {path.name} was not written, and is as it was. Make room on it, "
            "then try once more."
        )
    reason = error.strerror or type(error).__name__
    return CourseError(f"{path} was not written ({reason}), and is as it was.")


def refuse_what_is_no_file(path: Path) -> None:
    """Refuse a link, a folder or a device that carries the name of a file; nothing is touched."""
    if path.is_symlink():
        where = "" if path.exists() else ", and leads nowhere"
        raise CourseError(
            f"{path} is a link to {path.readlink()}{where}. Put the file itself in its place, or "
            "take the link away."
        )
    if path.is_dir():
        raise CourseError(f"{path} is a folder with the name of a file. Give it another name.")
    if path.exists() and not path.is_file():
        raise CourseError(f"{path} is not an ordinary file. Give it another name.")


def make_sure_of(path: Path, room: int = 0) -> None:
    """Try, before any work is done, whether `path` could be written with `room` bytes.

    Raises:
        CourseError: it is no ordinary file, its folder is read-only, or the disk is full.
    """
    refuse_what_is_no_file(path)
    try:
        with _temporary(path) as (file, _):
            file.write(b"\0" * room)
            file.flush()
    except OSError as error:
        raise failure(error, path) from None


@contextmanager
def replacing(path: Path, *, text: bool = True) -> Iterator[IO[Any]]:
    """Yield a file to write; when the block ends well, it stands in the place of `path`, whole.

    Raises:
        CourseError: it could not be written; `path` is as it was.
    """
    refuse_what_is_no_file(path)
    sweep(path.parent)
    try:
        with _temporary(path, text=text) as (file, temporary):
            yield file
            file.flush()
            os.fsync(file.fileno())
            file.close()  # some systems rename no open file
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            temporary.replace(path)
    except OSError as error:
        raise failure(error, path) from None


def replace_text(path: Path, text: str) -> None:
    """Write text, each line ended by a line feed, in the place of `path`; see `replacing`."""
    with replacing(path) as file:
        file.write(text)


def replace_bytes(path: Path, content: bytes) -> None:
    """Write bytes in the place of `path`; see `replacing`."""
    with replacing(path, text=False) as file:
        file.write(content)


def is_unfinished(path: Path) -> bool:
    """Say whether a file is what a killed write left behind; the next write there clears it."""
    return _WRITER.fullmatch(path.name) is not None


@contextmanager
def _temporary(path: Path, *, text: bool = False) -> Iterator[tuple[IO[Any], Path]]:
    """Open a file beside `path`, named after the process that writes it; it is gone at the end."""
    handle, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}.{os.getpid()}-", suffix=_ENDING
    )
    form: dict[str, Any] = {"encoding": "utf-8", "newline": "\n"} if text else {}
    file = os.fdopen(handle, "w" if text else "wb", **form)
    try:
        yield file, Path(name)
    finally:
        with suppress(OSError, ValueError):  # what a full disk refused, it refuses once more
            file.close()
        Path(name).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Clear what writers left behind that were killed; a writer at work keeps its file."""
    import psutil

    for path in folder.glob(f".*{_ENDING}"):
        writer = _WRITER.fullmatch(path.name)
        if writer and not psutil.pid_exists(int(writer[1])):
            with suppress(OSError):
                path.unlink()
