"""The layers of the package: what a learner has, and what publishing, teaching and developing add.

Each extra of pyproject.toml is a layer; teach holds site, and dev holds all.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from course.errors import CourseError
from course.paths import is_clone

PACKAGE = "alliance-missile-defence-course"
LAYERS = {
    "site": "to build the website",
    "teach": "for whoever teaches, and to run notebooks anew in course check",
    "hub": "for a JupyterHub in class",
    "dev": "to test and change the course itself",
}

IN_A_KIT = ("site", "teach")


def needs(*modules: str, extra: str = "teach") -> None:
    """Say which command installs what is missing, where a library of an extra is not there.

    Args:
        modules: the names by which the libraries are imported, such as "segno"; none of them
            means every library of the extra.
        extra: the extra of the package that brings them.

    Raises:
        CourseError: one of them cannot be found.
    """
    if modules:
        missing = [name for name in modules if find_spec(name.partition(".")[0]) is None]
    else:
        missing = lacking(extra)
    if missing:
        raise CourseError(
            f"This needs what the learner's installation leaves out ({', '.join(missing)}). "
            f"{remedy(extra)}"
        )


def lacking(extra: str) -> list[str]:
    """Return the libraries of an extra that are not installed, by the names of their packages."""
    return [name for name in _libraries(extra) if not _there(name)]


def remedy(extra: str) -> str:
    """Return the sentence with the one command that installs an extra here."""
    made_by_uv = _made_by_uv()
    start = os.environ.get("COURSE_START")  # set by the start script of a kit
    if start and extra in IN_A_KIT:
        return f"In the folder of the kit: {start} teach"
    if is_clone() and made_by_uv:
        return f"In the folder of the course: uv sync --extra {extra}"
    pip = "uv pip install" if made_by_uv else "pip install"
    if origin := _origin():
        return f'To install it: {pip} "{origin}[{extra}]"'
    wanted = _libraries(extra)
    listed = " ".join(f'"{wanted[name]}"' for name in lacking(extra))
    return f"To install it: {pip} {listed}"


def _there(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


@cache
def _libraries(extra: str) -> dict[str, str]:
    """Return what an extra asks for beyond the learner's layer: each name with its bounds."""
    from packaging.requirements import Requirement

    asked = [Requirement(text) for text in importlib.metadata.requires(PACKAGE) or ()]
    return {
        one.name: f"{one.name}{one.specifier}"
        for one in asked
        if one.marker
        and one.marker.evaluate({"extra": extra})
        and not one.marker.evaluate({"extra": ""})
    }


def _made_by_uv() -> bool:
    try:
        said = (Path(sys.prefix) / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return any(line.partition("=")[0].strip() == "uv" for line in said.splitlines())


def _origin() -> Path | None:
    """Return the folder or the wheel on this machine from which the course was installed."""
    try:
        said = importlib.metadata.distribution(PACKAGE).read_text("direct_url.json")
        address = urlsplit(json.loads(said or "{}").get("url", ""))
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return None
    path = Path(url2pathname(address.path))
    return path if address.scheme == "file" and path.exists() else None
