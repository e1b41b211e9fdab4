"""The wheels of a kit: which ones a machine of another kind needs, and how they are fetched.

What is fetched has the versions that are installed here, those that the course was tested with.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError, nearest
from course.extras import PACKAGE, needs

VERSION = importlib.metadata.version(PACKAGE)
LAYERS = {"learner": PACKAGE, "teach": f"{PACKAGE}[teach]"}
_NEWEST_GLIBC = 28
_ONLINE = "Fetching what a kit installs needs the network once; what was fetched before is kept."
# A grammar of addresses that Jupyter would compile in each process, for a format it never uses.
_LEFT_OUT = "rfc3987-syntax; sys_platform == 'never'"


@dataclass(frozen=True)
class Machine:
    """A kind of machine that a kit can be installed on.

    Attributes:
        name: as the folder of its programs and its lists of wheels are called.
        words: what a reader calls it.
        target: what uv calls it.
        tags: the platforms whose wheels run there.
    """

    name: str
    words: str
    target: str
    tags: tuple[str, ...]

    @property
    def uv(self) -> str:
        """The name of uv's program there."""
        return "uv.exe" if self.name.startswith("windows") else "uv"


def _linux(arch: str) -> tuple[str, ...]:
    old = {5: "1", 12: "2010", 17: "2014"}
    tags = []
    for minor in range(_NEWEST_GLIBC, 4, -1):
        tags.append(f"manylinux_2_{minor}_{arch}")
        if minor in old:
            tags.append(f"manylinux{old[minor]}_{arch}")
    return tuple(tags)


MACHINES = {
    one.name: one
    for one in (
        Machine("linux-x86_64", "Linux", "x86_64-manylinux_2_28", _linux("x86_64")),
        Machine("linux-arm64", "Linux on ARM", "aarch64-manylinux_2_28", _linux("aarch64")),
        Machine(
            "macos-arm64", "Mac (M1 and later)", "aarch64-apple-darwin", ("macosx_13_0_arm64",)
        ),
        Machine("macos-x86_64", "Mac (Intel)", "x86_64-apple-darwin", ("macosx_13_0_x86_64",)),
        Machine("windows-x86_64", "Windows", "x86_64-pc-windows-msvc", ("win_amd64",)),
    )
}
FAMILIES = {
    "linux": ("linux-x86_64",),
    "macos": ("macos-arm64", "macos-x86_64"),
    "windows": ("windows-x86_64",),
}


def here() -> Machine:
    """Return the kind of this machine.

    Raises:
        CourseError: it is one for which no kit is made.
    """
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    arch = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower())
    name = f"{system}-{arch or platform.machine().lower()}"
    if name not in MACHINES:
        raise CourseError(f"No kit is made for machines like this one ({name}): name others, --for")
    return MACHINES[name]


def machines(asked: str) -> list[Machine]:
    """Return the machines that a list such as "linux,macos" names; none named is this one.

    Raises:
        CourseError: one of the names is not known.
    """
    names: list[str] = []
    for name in filter(None, re.split(r"[\s,]+", asked.lower())):
        if name not in FAMILIES and name not in MACHINES:
            known = [*FAMILIES, *MACHINES]
            raise CourseError(
                f"--for knows no '{name}'. {nearest(name, known)} Choose from {', '.join(known)}."
            )
        names += FAMILIES.get(name, (name,))
    return [MACHINES[name] for name in dict.fromkeys(names)] or [here()]


def pythons(asked: str) -> list[str]:
    """Return the versions of Python that a list such as "3.11,3.12" names; none named is this one.

    Raises:
        CourseError: one of them is no version that the course runs on.
    """
    found = list(dict.fromkeys(filter(None, re.split(r"[\s,]+", asked))))
    for version in found:
        parts = re.fullmatch(r"3\.(\d{2})", version)
        if not parts or int(parts[1]) < 11:
            raise CourseError(
                f"--python takes versions from 3.11 on, such as 3.12, not '{version}'."
            )
    # The newest is tried first: it is the one that a machine has had most lately.
    found.sort(reverse=True)
    return found or [f"{sys.version_info.major}.{sys.version_info.minor}"]


def uv() -> str:
    """Return the path of uv, which finds out what another machine needs.

    Raises:
        CourseError: it is not on this machine.
    """
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        raise CourseError("A kit is put together with uv. Install it: pip install uv")
    return found


def fetch(
    place: Path, wanted: Iterable[tuple[Machine, str]], done: Callable[[], None] = lambda: None
) -> dict[tuple[str, str, str], str]:
    """Fetch the wheels of each machine and version of Python into one folder.

    Args:
        place: the folder, which holds the course's own wheel.
        wanted: machines, each with a version of Python.
        done: called after each.

    Returns:
        for (layer, machine, Python) the list of what is installed, every file with its digest.

    Raises:
        CourseError: a wheel is not to be had, or the network is out of reach.
    """
    needs("pip")
    asked: dict[tuple[str, str, str], list[str]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for machine, python in wanted:
            for layer, requirement in LAYERS.items():
                pins = _resolved(Path(scratch), place, requirement, machine, python)
                asked[layer, machine.name, python] = pins
            everything = {*asked["learner", machine.name, python], *pins}
            _download(place, sorted(everything), machine, python)
            done()
    digests = _digests(place)
    return {key: _hashed(pins, digests) for key, pins in asked.items()}


def _resolved(
    scratch: Path, place: Path, requirement: str, machine: Machine, python: str
) -> list[str]:
    """Return what a layer needs on a machine, each with its version."""
    # uv keeps to the versions that stand in its output, unless one does not run there.
    known = "".join(
        f"{one.name}=={one.version}\n"
        for one in importlib.metadata.distributions()
        if one.name and one.name != PACKAGE
    )
    for name, text in (("in", requirement), ("pins", known), ("over", _LEFT_OUT)):
        (scratch / name).write_text(text, encoding="utf-8")
    _run(
        [
            *(uv(), "pip", "compile", "--quiet", "--no-build", "--no-header"),
            *("--no-annotate", "--python-platform", machine.target, "--python-version", python),
            *("--find-links", str(place), "--override", "over", "--output-file", "pins", "in"),
        ],
        scratch,
    )
    said = (scratch / "pins").read_text(encoding="utf-8")
    return [line for line in said.splitlines() if not line.startswith(PACKAGE) and "==" in line]


def _download(place: Path, pins: Sequence[str], machine: Machine, python: str) -> None:
    digits = python.replace(".", "")
    _run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"),
            *("--no-deps", "--only-binary", ":all:", "--implementation", "cp"),
            *("--python-version", python, "--abi", f"cp{digits}", "--abi", "abi3", "--abi", "none"),
            *(part for tag in machine.tags for part in ("--platform", tag)),
            *("--dest", str(place), *pins),
        ],
        place,
    )


def _digests(place: Path) -> dict[tuple[str, str], list[str]]:
    """Return the digests of the wheels in a folder, by the name and the version of each."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(place.glob("*.whl")):
        name, version = path.name.split("-")[:2]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found.setdefault((_plain(name), version), []).append(digest)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _hashed(pins: Iterable[str], digests: Mapping[tuple[str, str], list[str]]) -> str:
    """Return a list for uv: what is damaged on a stick is then noticed, and not installed."""
    lines = []
    for pin in [f"{PACKAGE}=={VERSION}", *pins]:
        name, _, version = pin.partition(";")[0].strip().partition("==")
        known = digests[_plain(name), version]
        lines.append(" ".join((f"{name}=={version}", *(f"--hash=sha256:{one}" for one in known))))
    return "\n".join(lines) + "\n"


def fetch_uv(place: Path, machine: Machine) -> None:
    """Put the program uv of a machine into a folder.

    Raises:
        CourseError: it is not to be had, or the network is out of reach.
    """
    version = _run([uv(), "--version"], place).split()[1]
    with tempfile.TemporaryDirectory() as scratch:
        _download(Path(scratch), [f"uv=={version}"], machine, "3.12")
        with zipfile.ZipFile(next(Path(scratch).glob("uv-*.whl"))) as wheel:
            inside = next(
                name for name in wheel.namelist() if name.endswith(f"scripts/{machine.uv}")
            )
            path = place / machine.uv
            path.write_bytes(wheel.read(inside))
    path.chmod(0o755)


def _run(command: Sequence[str], folder: Path) -> str:
    """Run a program; return what it printed, or raise with the last that it said."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        if any("No space left" in line for line in said):
            raise OSError(errno.ENOSPC, "No space left on device")
        first = next((n for n, line in enumerate(said) if "error" in line.lower()), 0)
        told = " ".join(said[first : first + 4]) or "nothing"
        raise CourseError(f"The kit was not made. {Path(command[0]).name} said: {told} {_ONLINE}")
    return done.stdout
