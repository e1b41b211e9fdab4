"""The learner's machine: open JupyterLab on the course, and say what is missing or wrong."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.paths import is_clone, root
from course.units import unit, units

NEEDED = ("jupyterlab", "ipykernel", "pandas", "plotly", "pytest", "nbval")


def open_lab(name: str, *, port: int | None, browser: bool, say: Callable[[str], object]) -> int:
    """Start JupyterLab on a unit and wait until it ends; return its exit code.

    Raises:
        CourseError: the port is taken, the folder is read-only, or JupyterLab or its kernel is
            missing.
    """
    chosen = unit(name)
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError("JupyterLab is not installed here. Run: pip install jupyterlab")
    if not _kernel_is_there():
        raise CourseError(
            "JupyterLab has no Python kernel here. Run: pip install ipykernel, then try again."
        )
    if port is not None and not _is_free(port):
        raise CourseError(
            f"Port {port} is taken by another program. Choose another (course lab --port "
            f"{port + 1}), or leave --port out and a free one is found."
        )
    folder = workspace()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        # No news, no look for updates, no list of extensions: nothing that asks the network.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.default_url=/lab/tree/notebooks/{chosen.path.name}",
    ]
    if port is not None:
        command += [f"--port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    say(f"Opening {chosen.path.name} in JupyterLab. End it here with Ctrl+C.")
    try:
        return subprocess.call(command, cwd=folder, env=_quiet_environment())
    except KeyboardInterrupt:
        return 0


def _quiet_environment() -> dict[str, str]:
    """Return the environment with a setting that keeps JupyterLab from offering its news."""
    own = str(Path(__file__).parent / "jupyter")
    others = os.environ.get("JUPYTER_CONFIG_PATH")
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, [own, others]))}


def workspace() -> Path:
    """Return the folder to work in: the clone, or the current folder with a copy of the notebooks.

    A file that is already there is never overwritten.
    """
    if is_clone():
        folder = root()
    else:
        folder = Path.cwd()
        for path in sorted((root() / "notebooks").rglob("*.ipynb")):
            copy = folder / "notebooks" / path.relative_to(root() / "notebooks")
            if not copy.exists():
                try:
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, copy)
                except PermissionError:
                    raise _read_only(folder) from None
    if not os.access(folder / "notebooks", os.W_OK):
        raise _read_only(folder)
    return folder


def _read_only(folder: Path) -> CourseError:
    return CourseError(
        f"{folder} is read-only, so your work could not be saved there. Go to a folder of your "
        "own and run 'course lab' again."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _kernel_is_there() -> bool:
    from jupyter_client.kernelspec import KernelSpecManager

    return "python3" in KernelSpecManager().find_kernel_specs()


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
            yield Finding(False, f"{name} is not installed", f"pip install {name}")
    good = _kernel_is_there()
    yield Finding(good, "a Python kernel" if good else "no Python kernel", "pip install ipykernel")
    yield _chromium()
    yield _notebooks()
    yield _tables()
    yield _writable()


def _chromium() -> Finding:
    from course.publish.images import REMEDY, chromium

    found = chromium()
    return Finding(
        found is not None,
        "Chromium, for stills of charts" if found else "no Chromium: the site has no stills",
        "" if found else f"{REMEDY}. Only 'course site' needs it.",
        needed=False,
    )


def _notebooks() -> Finding:
    try:
        count = len(units())
        for one in units():
            _ = one.notebook
    except CourseError as error:
        return Finding(False, str(error), "Restore it: git checkout notebooks")
    return Finding(count > 0, f"{count} units in {root() / 'notebooks'}", "Clone the course again.")


def _tables() -> Finding:
    from course.data import package

    try:
        wrong = [p for table in package().tables.values() for p in table.problems()]
    except CourseError as error:
        wrong = [str(error)]
    if wrong:
        return Finding(False, wrong[0], "All of them: course check --no-rerun")
    return Finding(True, f"{len(package().tables)} tables, every cell as its schema says")


def _writable() -> Finding:
    folder = root() if is_clone() else Path.cwd()
    good = os.access(folder, os.W_OK)
    return Finding(
        good,
        f"{folder} can be written to" if good else f"{folder} is read-only",
        "" if good else "Work in a folder of your own.",
    )
