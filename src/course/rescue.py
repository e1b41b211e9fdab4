"""What to do about a notebook that cannot be read: words that lose nobody's work.

Every remedy first sets the file aside under another name, then brings back that one file only,
from the best copy there is: a save that broke off leaves a whole one, JupyterLab keeps one, the
repository or the installed course has the first.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.files import refuse_what_is_no_file
from course.paths import is_clone, root

_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)
_BACKUP = ".~"  # how JupyterLab begins the name of what it keeps while it saves


@dataclass(frozen=True)
class Trouble:
    """A notebook that cannot be read: what is wrong with it, and how to mend that file alone."""

    says: str
    remedy: str


def parse(text: str) -> dict[str, Any]:
    """Return a notebook's text as a dictionary with a list of cells.

    Raises:
        ValueError: it is no notebook of nbformat 4.
    """
    notebook = json.loads(text)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("it has no list of cells")
    return notebook


def is_readable(path: Path) -> bool:
    """Say whether a file is there and is a whole notebook."""
    try:
        parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def trouble(path: Path) -> Trouble | None:
    """Return what is wrong with a notebook, or None if it can be read."""
    try:
        if not path.is_file():
            refuse_what_is_no_file(path)
        text = path.read_text(encoding="utf-8")
    except CourseError as error:
        return Trouble(str(error), "")
    except FileNotFoundError:
        return Trouble(f"There is no notebook {path}.", "")
    except OSError as error:
        return Trouble(f"{path} cannot be read ({error.strerror}).", "Give yourself the right to.")
    except UnicodeDecodeError as error:
        return Trouble(f"{path.name} is not a readable notebook ({error}).", _restore(path))
    try:
        parse(text)
    except ValueError as error:
        if _CONFLICT.search(text):
            return Trouble(
                f"{path.name} holds a merge conflict: lines that begin with <<<<<<< and >>>>>>> "
                "stand between two versions of it.",
                _choose(path),
            )
        what = "is empty" if not text.strip() else f"is not a readable notebook ({error})"
        return Trouble(f"{path.name} {what}, as after a save that broke off.", _restore(path))
    return None


def unreadable(path: Path) -> CourseError:
    """Return the error for a notebook that could not be read, with its remedy."""
    found = trouble(path) or Trouble(f"{path.name} could be read only now.", "Try once more.")
    return CourseError(f"{found.says} {found.remedy}".strip())


def leftovers(folder: Path) -> list[Path]:
    """Return the backups that a broken save left beside notebooks that are whole again."""
    found = sorted(folder.glob(f"{_BACKUP}*.ipynb"))
    return [path for path in found if is_readable(path.with_name(path.name[len(_BACKUP) :]))]


def _restore(path: Path) -> str:
    aside = _command("move", path, _free(path))
    for what, command in _copies(path):
        return f"{what} Keep the file as it is and bring that back: {aside} && {command}"
    return (
        f"Keep the file as it is ({aside}); then take {path.name}, and only that, from where you "
        "got the course."
    )


def _copies(path: Path) -> Iterator[tuple[str, str]]:
    """Yield where a whole copy of the notebook is, the newest first, and what brings it back."""
    saved = (
        (path.with_name(_BACKUP + path.name), "What stood there before that save is whole in"),
        (
            path.parent / ".ipynb_checkpoints" / f"{path.stem}-checkpoint.ipynb",
            "JupyterLab kept an earlier state of it in",
        ),
    )
    for copy, words in saved:
        if is_readable(copy):
            yield f"{words} {copy.name}.", _command("copy", copy, path)
    kept = (path.parent / ".course" / "before").glob(f"{path.stem}.*.ipynb")
    for copy in sorted(kept, key=lambda one: one.stat().st_mtime, reverse=True):
        if is_readable(copy):
            yield (
                f"It is kept as it was before an update, in {copy.name}.",
                _command("copy", copy, path),
            )
    if _in_git(path):
        yield (
            "The repository has it as it was last committed.",
            f"git -C {_quote(path.parent)} checkout HEAD -- {_quote(Path(path.name))}",
        )
    first = root() / "notebooks" / path.name
    if first != path and is_readable(first):
        yield "The course has it as it came.", _command("copy", first, path)


def _choose(path: Path) -> str:
    if not _unmerged(path):
        return _restore(path)
    keep, name = _command("copy", path, _free(path)), _quote(Path(path.name))
    git = f"git -C {_quote(path.parent)}"
    return (
        f"Copy it first, so that both versions stay: {keep}. Then take one of the two, for this "
        f"file only: {git} checkout --ours -- {name}, or with --theirs (in a rebase they are the "
        f"other way round). Then: {git} add {name}"
    )


def _git(path: Path, *arguments: str) -> str:
    """Return what git says of a file, or nothing where there is no git or no repository."""
    if shutil.which("git") is None or not is_clone() or not path.is_relative_to(root()):
        return ""
    done = subprocess.run(
        ["git", "-C", str(path.parent), *arguments, "--", path.name],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    return done.stdout if done.returncode == 0 else ""


def _in_git(path: Path) -> bool:
    return bool(_git(path, "ls-tree", "--name-only", "HEAD"))


def _unmerged(path: Path) -> bool:
    return bool(_git(path, "ls-files", "--unmerged"))


def _free(path: Path) -> Path:
    """Return a name beside `path` that no file has."""
    free, number = path.with_name(f"{path.name}.broken"), 2
    while os.path.lexists(free):
        free, number = path.with_name(f"{path.name}.broken-{number}"), number + 1
    return free


def _command(verb: str, one: Path, other: Path) -> str:
    words = {"move": "mv", "copy": "cp"}
    name = verb if os.name == "nt" else words[verb]
    return f"{name} {_quote(one)} {_quote(other)}"


def _quote(path: Path) -> str:
    return f'"{path}"' if os.name == "nt" else shlex.quote(str(path))
