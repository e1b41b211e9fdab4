"""The course as one file that other machines install: a wheel, of a clone or a copy."""

from __future__ import annotations

import importlib.metadata
import shutil
import subprocess
import zipfile
from pathlib import Path

from course.errors import CourseError
from course.paths import is_clone, root

_PACKAGE = "alliance-missile-defence-course"


def build(folder: Path) -> Path:
    """Write the course's wheel into a folder; return it.

    In a clone it is built, as the clone is now; of an installed copy it is packed once more.

    Raises:
        CourseError: it cannot be built here.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not is_clone():
        return _packed(folder)
    uv = shutil.which("uv")
    if uv is None:
        raise CourseError("The course's wheel is built with uv, which is not here: pip install uv")
    for old in folder.glob("alliance_missile_defence_course-*.whl"):
        old.unlink()
    built = subprocess.run(
        [uv, "build", "--wheel", "--quiet", "--out-dir", str(folder), str(root())],
        capture_output=True,
        text=True,
    )
    (folder / ".gitignore").unlink(missing_ok=True)  # uv's own, which would hide the wheel
    wheels = list(folder.glob("alliance_missile_defence_course-*.whl"))
    if built.returncode or not wheels:
        said = built.stderr.strip().splitlines()
        raise CourseError(f"The course's wheel could not be built: {said[-1] if said else 'uv'}")
    return wheels[0]


def _packed(folder: Path, package: str = _PACKAGE) -> Path:
    """Pack an installed copy as the wheel that it came from."""
    found = importlib.metadata.distribution(package)
    name = f"{package.replace('-', '_')}-{found.version}"
    path = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in found.files or []:
            part = file.as_posix()
            # What the installer wrote itself, and the start script outside the library.
            own = part.startswith("..") or part.endswith((".pyc", "/INSTALLER", "/REQUESTED"))
            if not own and not part.endswith(("/direct_url.json", "/uv_cache.json")):
                source = Path(str(found.locate_file(file)))
                if source.is_file():
                    packed.write(source, part)
    return path
