"""What was handed in: files of a folder, of a Moodle zip or named one by one, and whose they are.

Nothing is unpacked to the disk, no link is followed, and no file is passed over in silence: what
is no notebook is kept as such, with the reason.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO

from course.errors import CourseError
from course.teach.grade.notebook import LARGEST, NoNotebook
from course.units import units

_MOODLE = re.compile(r"((.+?)_(\d{1,15})_assignsubmission_(?:file|onlinetext)_?)(.*)", re.S)
_IGNORED = re.compile(
    r"(?:^|/)(?:__MACOSX|\.(?!\.(?:/|$))[^/]*|Thumbs\.db|desktop\.ini)(?:/|$)", re.I
)
_MARKS = r"(?:[-_ .]*(?:\(\d+\)|copy\d*|kopie|final|\d+))+"
_NOTEBOOKS = (".ipynb", ".json", ".txt", "")
_MOST_FILES, _DEEPEST = 5_000, 2
_DAMAGED = "It is damaged. Ask for it once more."
Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Handed:
    """A file that was handed in.

    Attributes:
        name: where it stands, as it is shown.
        whose: what its folder or its own name says of the learner; may be empty.
        number: the number that Moodle gives a participant, or empty.
        folder: how Moodle calls the learner's folder, or empty.
        at: when it was handed in, by the zip or the disk, or None.
        read: returns its bytes; raises NoNotebook where that cannot be done.
    """

    name: str
    whose: str
    number: str
    folder: str
    at: dt.datetime | None
    read: Callable[[], bytes]


def collect(paths: Sequence[Path], leave: Path | None = None) -> list[Handed]:
    """Return every file that stands in folders, in zips, or for itself, in the order of names.

    Args:
        paths: what was named.
        leave: a folder that may lie in one of them, and of which nothing was handed in.

    Raises:
        CourseError: there is no such file, or there is nothing in what was named.
    """
    found: list[Handed] = []
    for path in paths:
        if path.is_dir():
            found += _without_common(list(_folder(path, leave)))
        elif path.is_file() and path.suffix.lower() == ".zip":
            found += _without_common(list(_zip("", _opener(path), _time(path))))
        elif path.is_file():
            found += _file(path, path.parent)
        else:
            raise CourseError(
                f"There is no file and no folder {path}. Name the folder of the notebooks that "
                "were handed in, or the zip that Moodle gives (Download all submissions)."
            )
        if len(found) > _MOST_FILES:
            raise CourseError(
                f"There are over {_MOST_FILES:,} files in {path}. Name a smaller one."
            )
    if not found:
        raise CourseError(f"There is no file in {', '.join(map(str, paths))}.")
    return found


def _folder(root: Path, leave: Path | None) -> Iterator[Handed]:
    for path in sorted(root.rglob("*")):
        if leave is not None and path.resolve().is_relative_to(leave.resolve()):
            continue
        inside = path.relative_to(root).as_posix()
        if not path.is_symlink() and path.is_file() and not _IGNORED.search(inside):
            yield from _file(path, root)


def _file(path: Path, root: Path) -> Iterator[Handed]:
    inside = path.relative_to(root).as_posix()
    if path.suffix.lower() == ".zip":
        yield from _zip(inside, _opener(path), _time(path))
    else:
        yield _handed(inside, _time(path), _opener(path))


def _opener(path: Path) -> Opener:
    return lambda: path.open("rb")


def _time(path: Path) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)
    except (OSError, OverflowError, ValueError):
        return None


def _zip(name: str, opener: Opener, at: dt.datetime | None, depth: int = 1) -> Iterator[Handed]:
    """Yield what a zip holds, as if it were a folder of its name beside the others."""
    try:
        with opener() as file, zipfile.ZipFile(file) as packed:
            members = packed.infolist()[: _MOST_FILES + 1]
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, NoNotebook):
        yield _handed(name or "the zip", at, opener, refused=_DAMAGED)
        return
    for member in members:
        inside = "/".join(filter(None, (name[:-4], member.filename.replace("\\", "/"))))
        if member.is_dir() or _IGNORED.search(inside):
            continue
        changed = None
        if member.date_time[0] > 1980:
            try:
                changed = dt.datetime(*member.date_time)
            except ValueError:  # no such day
                changed = None
        inner = _member(opener, member)
        if inside.lower().endswith(".zip") and depth < _DEEPEST:
            yield from _zip(inside, inner, changed, depth + 1)
        else:
            yield _handed(inside, changed, inner)


def _member(opener: Opener, member: zipfile.ZipInfo) -> Opener:
    def opened() -> IO[bytes]:
        try:
            with opener() as file, zipfile.ZipFile(file) as packed, packed.open(member) as inner:
                return io.BytesIO(inner.read(LARGEST + 1))
        except RuntimeError:
            raise NoNotebook("It is locked with a password. Ask for it without one.") from None
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, zlib.error):
            raise NoNotebook(_DAMAGED) from None

    return opened


def _handed(name: str, at: dt.datetime | None, opener: Opener, refused: str = "") -> Handed:
    suffix = PurePosixPath(name).suffix.lower()
    if not refused and suffix not in _NOTEBOOKS:
        refused = (
            f"It is a {suffix} file and no notebook. Ask for the notebook itself: in JupyterLab, "
            '"File > Download" saves it (.ipynb).'
        )

    def read() -> bytes:
        if refused:
            raise NoNotebook(refused)
        try:
            with opener() as file:
                return file.read(LARGEST + 1)
        except OSError as error:
            raise NoNotebook(f"It cannot be opened ({error.strerror}).") from None

    whose, number, folder = _whose(name)
    return Handed(name, whose, number, folder, at, read)


def _whose(name: str) -> tuple[str, str, str]:
    """Return what a path says of a learner: a name, Moodle's number, and Moodle's folder."""
    parts = PurePosixPath(name).parts
    if "submitted" in parts[:-1]:  # the folder of another grader, nbgrader
        parts = parts[parts.index("submitted") + 1 :]
    for part in parts:
        if found := _MOODLE.fullmatch(part):
            return found[2].strip(), found[3], found[1].rstrip("_") + "_"
    if len(parts) > 1:
        return parts[0].strip(), "", ""
    return without_unit(parts[-1]), "", ""


@cache
def _unit_names() -> re.Pattern[str]:
    stems = (one.path.stem for one in units())
    forms = (f"(?:{stem[:2]}[-_ ]?)?{re.sub('-', '[-_ ]', re.escape(stem[3:]))}" for stem in stems)
    forms = (form.replace(r"\[-_ ]", "[-_ ]") for form in forms)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})(?![^\W_])", re.I)


def without_unit(name: str) -> str:
    """Return what is left of a file's name once the name of a unit and of copies is taken off.

    Of what is no notebook nothing is left, unless it is named after a unit.
    """
    stem, _, suffix = name.rpartition(".") if "." in name else (name, "", "")
    rest, named = _unit_names().subn(" ", stem, count=1)
    if not (rest := rest.strip(" -_.")) or (not named and suffix.lower() != "ipynb"):
        return ""
    rest = re.sub(rf"{_MARKS}$", "", rest, flags=re.I).strip(" -_.")
    return "" if re.fullmatch(rf"(?:{_MARKS})?", rest, re.I) else " ".join(rest.split("_")).strip()


def _without_common(found: list[Handed]) -> list[Handed]:
    """Take off a folder in which everything lies, such as the one that a zip often begins with."""
    while len(found) > 1 and not any(one.folder for one in found):
        firsts = {PurePosixPath(one.name).parts[0] for one in found}
        if len(firsts) > 1 or any(len(PurePosixPath(one.name).parts) == 1 for one in found):
            break
        shorter = [one.name.partition("/")[2] for one in found]
        whose = [_whose(name)[0] for name in shorter]
        if not all(whose) or len(set(whose)) == 1:
            break
        found = [
            replace(one, name=name, whose=learner)
            for one, name, learner in zip(found, shorter, whose, strict=True)
        ]
    return found
