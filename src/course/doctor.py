"""The learner's machine and copy of the course: what is missing or wrong, and the remedy."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course import rescue
from course.errors import CourseError
from course.extras import LAYERS, lacking, remedy
from course.files import make_sure_of
from course.lab import kernel_trouble
from course.paths import notebook_folder
from course.units import clashes, units
from course.work import home, news, workspace

NEEDED = ("jupyterlab", "ipykernel", "pandas", "plotly")


@dataclass(frozen=True)
class Finding:
    """One thing that `course doctor` looked at."""

    good: bool
    says: str
    remedy: str = ""
    needed: bool = True


def examine() -> list[Finding]:
    """Look at the machine and the course's own files; return what is good and what is not."""
    return list(_findings())


def _findings() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding(
        sys.version_info >= (3, 11), f"Python {version}", "The course needs Python 3.11 or newer."
    )
    for name in NEEDED:
        try:
            yield Finding(True, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{name} is not installed", f"Run: pip install {name}")
    kernel = kernel_trouble()
    yield Finding(not kernel, kernel or "a Python kernel that has the course")
    yield _layers()
    if not lacking("site"):
        yield _chromium()
    yield from _notebooks()
    yield _tables()


def _layers() -> Finding:
    """Say which layers of the package are there; a learner lacks none."""
    there = [name for name in LAYERS if not lacking(name)]
    absent = [name for name in LAYERS if name not in there]
    says = f"the layers {', '.join(['learner', *there])}" if there else "the learner's layer"
    if absent:
        missing = ", ".join(f"{name} ({LAYERS[name]})" for name in absent)
        says += f". Not there, and no learner needs it: {missing}. {remedy(absent[0])}"
    return Finding(True, says)


def _chromium() -> Finding:
    from course.publish.images import REMEDY, chromium

    found = chromium()
    return Finding(
        found is not None,
        "Chromium, for stills of charts" if found else "no Chromium: the site has no stills",
        "" if found else f"{REMEDY}. Only 'course site' needs it.",
        needed=False,
    )


def _notebooks() -> Iterator[Finding]:
    """Yield what is wrong with the notebooks, one fault once; else that they are well."""
    try:
        folder = work = workspace()
    except CourseError:  # nothing was brought yet: the installed ones are looked at
        folder, work = notebook_folder(), Path.cwd()
    own = home()
    yield from _folder(folder)
    if own.is_dir() and own != folder:
        yield from _folder(own)
        work = own
    if own.is_dir() and (told := news(own)):
        yield Finding(
            False,
            told,
            "What is new comes in, and what you wrote stays: course update",
            needed=False,
        )
    try:
        make_sure_of(work / "notebook", 1_000_000)
    except CourseError as error:
        yield Finding(False, str(error))
    else:
        yield Finding(True, f"{work} can be written to")


def _folder(folder: Path) -> Iterator[Finding]:
    """Yield what is wrong with the notebooks of one folder, or how many there are."""
    again = "Take the course once more from where you got it."
    try:
        count = len(units(folder))
    except CourseError as error:
        yield Finding(False, str(error), again)
        return
    troubles = [rescue.trouble(path) for path in sorted(folder.glob("*.ipynb"))]
    wrong = [Finding(False, trouble.says, trouble.remedy) for trouble in troubles if trouble]
    wrong += [Finding(False, sentence) for sentence in clashes(folder).values()]
    yield from wrong or [Finding(count > 0, f"{count} units in {folder}", again)]
    for path in rescue.leftovers(folder):
        yield Finding(
            False,
            f"{path.name} is what {path.name[2:]} was before a save that broke off; "
            f"{path.name[2:]} itself is whole",
            f"If {path.name[2:]} lacks something of yours, it may be in {path}.",
            needed=False,
        )


def _tables() -> Finding:
    from course.data import package

    try:
        wrong = [p for table in package().tables.values() for p in table.problems()]
    except CourseError as error:
        wrong = [str(error)]
    if wrong:
        return Finding(False, wrong[0], "All of them: course check --no-rerun")
    return Finding(True, f"{len(package().tables)} tables, every cell as its schema says")
