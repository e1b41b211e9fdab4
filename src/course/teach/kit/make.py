"""Put a kit together: beside its folder, and then in one step into its place."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, signature
from operator import itemgetter
from pathlib import Path
from typing import Any

from course.data import package
from course.errors import CourseError
from course.extras import needs
from course.learn.classroom import lengths
from course.publish import folder, keys, site
from course.publish.folder import KIT
from course.teach import wheel
from course.teach.kit import pages, wheels
from course.units import Unit, units

# What is printed or projected of each unit: the modules of `course.teach` whose `write` makes it.
SHEETS = {"slides": "Slides", "plan": "Plan", "handout": "Handout"}


@dataclass(frozen=True)
class Report:
    """What a kit holds, for the terminal: its folder, bytes, and what is not in it."""

    out: Path
    size: int
    absent: tuple[str, ...]


def make(
    out: Path,
    *,
    machines: str = "",
    pythons: str = "",
    solutions: str = keys.OPEN,
    step: Callable[[str, int], Any] = lambda what, amount: None,
) -> Report:
    """Make a kit at `out`, in place of an earlier one; what others keep there stays.

    Args:
        out: a folder that is new, empty, or holds an earlier kit.
        machines: for which it is, such as "linux,windows"; this one if none is named.
        pythons: with which versions of Python, such as "3.11,3.12"; this one's if none is named.
        solutions: what the site in it does with right answers, see `course.publish.keys`.
        step: called with (what, total) to announce a step and with ("", 1) as each piece ends.

    Raises:
        CourseError: something of it cannot be had, or `out` cannot be used. What was there is then
            as it was.
    """
    targets, versions = wheels.machines(machines), wheels.pythons(pythons)
    if solutions not in (keys.OPEN, *keys.SAYS):
        raise CourseError(f"--solutions takes open, later or none, not '{solutions}'.")
    needs(extra="teach")
    try:
        folder.check(out, KIT)
        with folder.beside(out, KIT) as work:
            kit = work / "html"
            kit.mkdir()
            _install(kit / "install", targets, versions, step)
            _copy_course(kit / "course")
            built = site.build(kit / "site", solutions=solutions, progress=step)
            sheets, absent = _sheets(kit / "teaching", step)
            if built.left_out:
                absent.append(f"In the site: {built.left_out}.")
            if built.keys:
                shutil.move(built.keys, kit / "keys")
            known = pages.Contents(
                machines=targets,
                pythons=versions,
                sheets=sheets,
                absent=absent,
                site=keys.SAYS.get(solutions, ""),
                size=in_words(_size(kit)),
            )
            _write_scripts(kit, known)
            _write(kit / "START.html", pages.start(known))
            _write(kit / pages.CHECK, _sums(kit))
            size = _size(kit)
            folder.put(kit, out, KIT)
    except OSError as error:
        raise folder.sentence(error, out, KIT) from None
    return Report(out, size, tuple(absent))


def _install(
    place: Path,
    targets: list[wheels.Machine],
    versions: list[str],
    step: Callable[[str, int], Any],
) -> None:
    """Bring what the start scripts install from: wheels, their lists, and uv for each machine."""
    (place / "wheels").mkdir(parents=True)
    wanted = [(machine, python) for machine in targets for python in versions]
    step("Fetching what it installs", len(wanted))
    with tempfile.TemporaryDirectory() as scratch:
        built = wheel.build(Path(scratch))
        shutil.copyfile(built, place / "wheels" / built.name)
    lists = wheels.fetch(place / "wheels", wanted, lambda: step("", 1))
    for machine in targets:
        (place / machine.name).mkdir()
        wheels.fetch_uv(place / machine.name, machine)
    for (layer, machine_name, python), text in lists.items():
        _write(place / machine_name / f"{layer}-{python}.txt", text)


def _copy_course(place: Path) -> None:
    """Copy the notebooks and tables that the course names, and nothing that lies beside them."""
    (place / "notebooks").mkdir(parents=True)
    for unit in units():
        shutil.copyfile(unit.path, place / "notebooks" / unit.path.name)
    packed = package()
    (place / "data").mkdir()
    for name in ("datapackage.json", *(table.path.name for table in packed.tables.values())):
        shutil.copyfile(packed.folder / name, place / "data" / name)


def _sheets(
    place: Path, step: Callable[[str, int], Any]
) -> tuple[list[tuple[str, str, list[tuple[str, str]]]], list[str]]:
    """Write the sheets of all units; return what there is, and sentences on what there is not."""
    found: list[tuple[str, str, list[tuple[str, str]]]] = []
    absent: list[str] = []
    for name, words in SHEETS.items():
        if not find_spec(f"course.teach.{name}"):
            absent.append(f"{words}: this edition of the course does not make them yet.")
            continue
        step(words, len(units()))
        for unit in units():
            try:
                _write_sheets(name, unit, place / name)
            except CourseError as error:
                absent.append(f"{words} of unit {unit.number}: {error}")
            files = sorted((place / name).glob(f"{unit.path.stem}*.html"), key=_minutes)
            if files:
                links = [
                    (f"{_minutes(file)} minutes" if _minutes(file) else "open", file)
                    for file in files
                ]
                listed = [(said, f"teaching/{name}/{file.name}") for said, file in links]
                found.append((f"{unit.number} {unit.title}", words, listed))
            step("", 1)
    return sorted(found, key=itemgetter(0)), absent


def _minutes(file: Path) -> int:
    """Return the length of the lesson that a sheet is for, as its name ends; else 0."""
    last = file.stem.rpartition("-")[2]
    return int(last) if last.isdigit() else 0


def _write_sheets(name: str, unit: Unit, place: Path) -> None:
    """Write what a command makes of a unit; where it asks for a length, of each that there is."""
    write = import_module(f"course.teach.{name}").write
    asked = signature(write).parameters.get("minutes")
    if asked is None or asked.default is not Parameter.empty:
        write(unit, out=place)
        return
    for minutes in lengths(unit):
        write(unit, minutes=minutes, out=place)


def _write_scripts(kit: Path, known: pages.Contents) -> None:
    """Write a start script for each system that the kit is for."""
    texts = {
        "linux": pages.shell(known.machines, known.pythons),
        "macos": pages.shell(known.machines, known.pythons),
        "windows": pages.batch(known.pythons),
    }
    for system in {machine.name.partition("-")[0] for machine in known.machines}:
        script = kit / pages.SCRIPTS[system]
        _write(script, texts[system])
        script.chmod(0o755)


def _sums(kit: Path) -> str:
    """Return the digest of every file, as sha256sum writes and reads them."""
    lines = []
    for path in sorted(path for path in kit.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.relative_to(kit).as_posix()}\n")
    return "".join(lines)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def in_words(size: int) -> str:
    """Say how large something is, in megabytes.

    >>> in_words(123_456_789)
    '123 MB'
    """
    return f"{size / 1e6:,.0f} MB"
