"""The editions of a notebook: as the course has it now, and of which one a copy was made."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from course import rescue
from course.merge import Notebook
from course.paths import is_clone, root

_GIVEN = "given"  # in a copy's metadata: of which edition it was made


def names() -> list[str]:
    """Return the file names of the course's notebooks, in teaching order."""
    found = (path.name for path in (root() / "notebooks").glob("*.ipynb"))
    return sorted(name for name in found if not name.startswith("."))


def originals() -> dict[str, bytes]:
    """Return the course's notebooks, as they are written, by file name.

    In a clone, a notebook that was edited and not committed counts as it was committed: what a
    learner once wrote into the original is theirs, and not the course's.
    """
    folder, edited = root() / "notebooks", _edited()
    return {
        name: unix(_committed(name) if name in edited else b"")
        or unix(read_bytes_of(folder / name))
        for name in names()
    }


def unix(content: bytes) -> bytes:
    """Return a file with lines ended by a line feed, whatever a system has made of it."""
    return content.replace(b"\r\n", b"\n")


def read_bytes_of(path: Path) -> bytes:
    """Return what a notebook's file holds.

    Raises:
        CourseError: it cannot be read; the message says what to do.
    """
    try:
        return path.read_bytes()
    except OSError:
        raise rescue.unreadable(path) from None


def _git(*arguments: str) -> bytes:
    """Return what git says in the folder of originals; nothing where there is no repository."""
    if not is_clone() or shutil.which("git") is None:
        return b""
    command = ["git", "--no-optional-locks", "-C", str(root() / "notebooks"), *arguments]
    done = subprocess.run(command, capture_output=True)
    return done.stdout if done.returncode == 0 else b""


def _edited() -> set[str]:
    said = _git("diff", "--name-only", "-z", "--relative", "HEAD", "--", ".")
    return set(said.decode("utf-8", "replace").split("\0"))


def _committed(name: str) -> bytes:
    return _git("show", f"HEAD:./{name}")


def edition(given: bytes) -> str:
    """Return a short name for an edition of a notebook, which its content alone decides."""
    return hashlib.sha256(given).hexdigest()[:16]


def parse(content: bytes) -> Notebook | None:
    """Return a notebook of nbformat 4 whose cells are cells, or None."""
    try:
        notebook = rescue.parse(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    metadata = notebook.get("metadata")
    sound = notebook.get("nbformat", 4) == 4 and isinstance(metadata, dict)
    return notebook if sound and all(map(_is_cell, notebook["cells"])) else None


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata"), dict):
        return False
    source = cell.get("source")
    lines = source if isinstance(source, list) else [source]
    return (
        all(isinstance(line, str) for line in lines)
        and cell.get("cell_type") in ("code", "markdown", "raw")
        and isinstance(cell.get("id", ""), str)
    )


def faults(notebook: Notebook) -> list[str]:
    """Return what nbformat has to say against a notebook."""
    from nbformat.validator import iter_validate

    ids = Counter(cell.get("id") for cell in notebook["cells"])
    twice = [f"two cells have the id {one}" for one, count in ids.items() if one and count > 1]
    return [*twice, *(str(fault) for fault in iter_validate(notebook))]


def dump(notebook: Notebook) -> bytes:
    """Return a notebook as nbformat writes it: keys in order, each line of a text by itself."""
    cells = [{**cell, "source": _lines(cell["source"])} for cell in notebook["cells"]]
    whole, form = {**notebook, "cells": cells}, {"indent": 1, "sort_keys": True}
    try:
        return (json.dumps(whole, ensure_ascii=False, **form) + "\n").encode()  # type: ignore[arg-type]
    except UnicodeEncodeError:  # half a letter, as a broken editor leaves it
        return (json.dumps(whole, **form) + "\n").encode()  # type: ignore[arg-type]


def _lines(source: str | list[str]) -> list[str]:
    return source.splitlines(keepends=True) if isinstance(source, str) else source


def marked(notebook: Notebook, edition: str) -> Notebook:
    """Return a notebook that says of which edition it was made."""
    about = notebook["metadata"].get("course")
    about = {**(about if isinstance(about, dict) else {}), _GIVEN: edition}
    return {**notebook, "metadata": {**notebook["metadata"], "course": about}}


def tag_of(notebook: Notebook) -> str | None:
    """Return of which edition a copy says that it was made, if it says so."""
    about = notebook["metadata"].get("course")
    tag = about.get(_GIVEN) if isinstance(about, dict) else None
    return tag if isinstance(tag, str) else None


def copy_of(given: bytes) -> bytes:
    """Return the copy that a learner gets of an original; one that cannot be read, as it is."""
    notebook = parse(given)
    return given if notebook is None else dump(marked(notebook, edition(given)))
