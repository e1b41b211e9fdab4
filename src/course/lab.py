"""JupyterLab on the course: which folder it works in, what starts it, and what it needs."""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from course import rescue
from course.errors import CourseError
from course.files import make_sure_of
from course.paths import is_clone, root
from course.units import unit
from course.work import PROGRESS, bring, home, news

SHORTEST_TOKEN = 16


def open_lab(
    name: str,
    *,
    port: int | None,
    browser: bool,
    say: Callable[[str], object],
    originals: bool = False,
) -> None:
    """Start JupyterLab on a unit of the learner's own copies and wait until it ends.

    Copies that are not there yet come first; none that is there is written over.

    Args:
        name: the unit.
        port: this port and no other; None takes a free one.
        browser: whether to open a window.
        say: what the learner is told, line by line.
        originals: for authors, in a clone: the course's own notebooks, without progress.

    Raises:
        CourseError: the port is taken, the folder is read-only, a token is too short, or
            JupyterLab or a kernel that has the course is missing. Nothing was started.
    """
    token = _token()
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError("JupyterLab is not installed here. Run: pip install jupyterlab")
    if kernel := kernel_trouble():
        raise CourseError(kernel)
    if port:
        take(port)
    folder = _folder(name, originals)
    chosen = unit(name, strict=True, folder=folder)
    for path in sorted(folder.glob("*.ipynb")):
        if found := rescue.trouble(path):
            say(f"{found.says} {found.remedy}")
    make_sure_of(chosen.path, chosen.path.stat().st_size)
    if not originals and (told := news(folder)):
        say(f"{told}: course update")
    say(f"Opening {chosen.path.name} in JupyterLab, from {folder}. End it here with Ctrl+C.")
    progress = None if originals else folder / PROGRESS
    _serve(arguments(chosen.path, port=port, browser=browser), token, progress)


def _folder(name: str, originals: bool) -> Path:
    """Return the folder to open; the learner's own gets what is not there yet."""
    if originals:
        if not is_clone():
            raise CourseError(
                "The originals are opened in a clone of the course; this is an installed copy, "
                "whose notebooks are the learner's. Leave --originals out."
            )
        return root() / "notebooks"
    folder = home()
    if not os.environ.get("COURSE_NOTEBOOKS"):
        if not folder.is_dir():
            unit(name, folder=root() / "notebooks")  # a wrong name makes no folder
        bring(folder)
    return folder


def _serve(arguments: list[str], token: str, progress: Path | None) -> None:
    """Run the server in this process: nothing is left when it ends, by whatever signal."""
    surroundings(progress)
    from course.jupyter.server import serve

    serve(arguments, token)


def surroundings(progress: Path | None) -> None:
    """Set what JupyterLab and its kernels read from the environment of this process.

    Args:
        progress: where progress is kept; None keeps none.
    """
    own, others = str(Path(__file__).parent / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")
    # A setting that keeps JupyterLab from offering its news.
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [own, others]))
    # Errors are told in sentences from the first cell on; who has a file of their own keeps it.
    os.environ.setdefault("PYTHONSTARTUP", str(Path(__file__).parent / "jupyter" / "startup.py"))
    # This environment's kernels come before those of the user's other ones.
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    # What the kernels inherit: where progress is kept, if it is.
    os.environ.pop("COURSE_PROGRESS", None)
    if progress:
        os.environ["COURSE_PROGRESS"] = str(progress)
    else:
        os.environ.pop("COURSE_NOTEBOOKS", None)


def arguments(notebook: Path, *, port: int | None, browser: bool) -> list[str]:
    """Return what JupyterLab is started with; what keeps it closed is the server's own affair."""
    # An author has the tables beside the originals; a learner has nothing but their own copies.
    top = root() if is_clone() and notebook.parent == root() / "notebooks" else notebook.parent
    chosen = [
        f"--ServerApp.root_dir={top}",
        f"--ServerApp.preferred_dir={top}",
        # No news, no look for updates, no list of extensions: nothing that asks the network.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.default_url=/lab/tree/{notebook.relative_to(top).as_posix()}",
    ]
    if port is not None:
        chosen += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        chosen.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        chosen.append("--allow-root")
    return chosen


def _token() -> str:
    """Return a fresh random token, or the one that JUPYTER_TOKEN names for this start."""
    given = os.environ.get("JUPYTER_TOKEN")
    if given is None:
        return secrets.token_hex(24)
    if len(given) < SHORTEST_TOKEN:
        raise CourseError(
            f"JUPYTER_TOKEN is {'empty' if not given else 'too short'}, so that others could come "
            f"in. Leave it unset, and a random one is made; or give {SHORTEST_TOKEN} characters."
        )
    return given


def take(port: int, address: str = "127.0.0.1") -> None:
    """Refuse a port that cannot be had at an address, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            why = "is not for you to use"
        except OSError:
            why = "is taken by another program"
        else:
            return
    raise CourseError(f"Port {port} {why}. Choose another with --port, such as {port + 1}.")


def kernel_trouble() -> str:
    """Return what is wrong with the Python kernel that JupyterLab would start, or nothing.

    The kernel's own interpreter is asked whether it has the course: another environment's kernel
    looks well and then runs nothing.
    """
    # This environment's kernels come before those of the user's other ones, here and in the lab.
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    remedy = f"Run: {sys.executable} -m ipykernel install --sys-prefix"
    try:
        interpreter = KernelSpecManager().get_kernel_spec("python3").argv[0]
    except (NoSuchKernel, IndexError):
        return "There is no Python kernel here. Run: pip install ipykernel"
    if Path(interpreter).name == interpreter:
        interpreter = sys.executable  # as Jupyter itself reads a bare "python"
    try:
        with tempfile.TemporaryDirectory() as neutral:
            asked = subprocess.run(
                [interpreter, "-c", "import course, ipykernel"],
                capture_output=True,
                cwd=neutral,
                timeout=60,
            )
    except OSError:
        return f"The Python kernel starts {interpreter}, which is not there. {remedy}"
    except subprocess.TimeoutExpired:
        return f"The Python kernel's interpreter {interpreter} does not answer. {remedy}"
    if asked.returncode:
        return (
            f"The Python kernel starts {interpreter}, which cannot import the course: it belongs "
            f"to another environment. {remedy}"
        )
    return ""
