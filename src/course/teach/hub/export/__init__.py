"""What an IT department needs beyond one machine: files for three engines that exist already."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from course.errors import CourseError
from course.files import replace_text
from course.paths import root
from course.teach import wheel
from course.teach.hub.room import TYPICAL
from course.units import unit

_HERE = Path(__file__).parent
FILES = (
    "README.md",
    "binder/requirements.txt",
    "binder/runtime.txt",
    "binder/postBuild",
    "binder/start",
    "tljh/config.yaml",
    "tljh/course.py",
    "tljh/install.sh",
    "kubernetes/values.yaml",
)
_RUN = ("binder/postBuild", "binder/start", "tljh/install.sh")


@dataclass(frozen=True)
class Sizes:
    """What a learner is given there: memory in GB, processors, minutes until put to sleep."""

    memory: float = 1.0
    cpu: float = 1.0
    idle: int = 60


def write(out: Path, sizes: Sizes, learners: list[str], unit_name: str = "00") -> list[Path]:
    """Write the files, and the course itself as a wheel; return what was written.

    Args:
        out: the folder.
        sizes: what a learner is given.
        learners: their logins; with none, the places for them stay to be filled in.
        unit_name: the unit that opens.

    Raises:
        CourseError: `out` cannot be written to, or the wheel cannot be built.
    """
    try:
        for folder in {(out / name).parent for name in FILES}:
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CourseError(f"{out} cannot be made ({error.strerror}). Name another.") from None
    built = wheel.build(out / "binder")
    filled = values(sizes, learners, unit_name) | {"WHEEL": built.name}
    written = [built]
    for name in FILES:
        text = _form(name).read_text(encoding="utf-8")
        for word, value in filled.items():
            text = text.replace(f"@@{word}@@", value)
        replace_text(out / name, text)
        (out / name).chmod(0o755 if name in _RUN else 0o644)
        written.append(out / name)
    return written


def _form(name: str) -> Path:
    """Return the file with gaps; what is Python in another engine's words is none of ours."""
    return _HERE / (f"{name}.in" if name.endswith(".py") else name)


def values(sizes: Sizes, learners: list[str], unit_name: str) -> dict[str, str]:
    """Return what stands in the places of the files, as each of them writes it."""
    names = learners or ["learner-1", "learner-2"]
    return {
        "VERSION": version("alliance-missile-defence-course"),
        "UNIT": unit(unit_name, folder=root() / "notebooks").path.name,
        "ADMIN": "instructor",
        # In quotation marks: YAML takes a bare `no` for false.
        "USERS": json.dumps(["instructor", *names]),
        "MEMORY": f"{sizes.memory:g}G",
        "GUARANTEE": f"{TYPICAL / (1 << 20):.0f}M",
        "CPU": f"{sizes.cpu:g}",
        "IDLE": str(sizes.idle * 60),
    }
