"""Write a file so that no failure loses what was there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from course.errors import CourseError


def replace_text(path: Path, text: str) -> None:
    """Write text next to `path` and move it into place, so that no failure loses what was there."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except PermissionError:
        raise CourseError(
            f"{path.parent} cannot be written to. Copy the course to a folder of your own, or "
            "give yourself the right to write there."
        ) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
