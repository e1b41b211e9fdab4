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
from course.files import failure, make_sure_of, refuse_what_is_no_file, replace_bytes
from course.paths import is_clone, notebook_folder, root
from course.units import unit

SHORTEST_TOKEN = 16


def open_lab(name: str, *, port: int | None, browser: bool, say: Callable[[str], object]) -> None:
    """Start JupyterLab on a unit and wait until it ends.

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
        _take(port)
    folder = workspace(bring=True)
    chosen = unit(name, strict=True)
    for path in sorted(folder.glob("*.ipynb")):
        if found := rescue.trouble(path):
            say(f"{found.says} {found.remedy}")
    make_sure_of(chosen.path, chosen.path.stat().st_size)
    say(f"Opening {chosen.path.name} in JupyterLab, from {folder}. End it here with Ctrl+C.")
    _serve(arguments(chosen.path, port=port, browser=browser), token)


def _serve(arguments: list[str], token: str) -> None:
    """Run the server in this process: nothing is left when it ends, by whatever signal."""
    own, others = str(Path(__file__).parent / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")
    # A setting that keeps JupyterLab from offering its news.
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, [own, others]))
    from course.jupyter.server import serve

    serve(arguments, token)


def arguments(notebook: Path, *, port: int | None, browser: bool) -> list[str]:
    """Return what JupyterLab is started with; what keeps it closed is the server's own affair."""
    in_clone = is_clone() and notebook.is_relative_to(root())
    top = root() if in_clone else notebook.parent
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


def workspace(*, bring: bool = False) -> Path:
    """Return the folder of notebooks that `lab`, `run` and `check` work in, and settle on it.

    That is the folder that COURSE_NOTEBOOKS names, else the clone's, else (the course being
    installed) the copy in the current folder, never the installed notebooks themselves.

    Args:
        bring: where the course is installed, copy those notebooks that are not there yet. A file
            that is there is never written over.

    Raises:
        CourseError: there is no copy here, or it cannot be made; a notebook is whole or absent.
    """
    if os.environ.get("COURSE_NOTEBOOKS") or is_clone():
        return notebook_folder()
    here = Path.cwd()
    first = sorted((root() / "notebooks").glob("*.ipynb"))
    inside = any((here / path.name).exists() for path in first)
    folder = here if inside else here / "notebooks"
    if bring:
        _bring(first, folder)
    elif not any(folder.glob("[0-9][0-9]-*.ipynb")):
        raise CourseError(
            f"There are no notebooks of the course in {here}. Go to the folder where you opened "
            "them, or run 'course lab' here, which brings a copy."
        )
    os.environ["COURSE_NOTEBOOKS"] = str(folder)
    return folder


def _bring(originals: list[Path], folder: Path) -> None:
    copies = [folder / path.name for path in originals]
    for copy in copies:
        refuse_what_is_no_file(copy)
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise CourseError(f"{folder} is a file. Move it, or go to another folder.") from None
    except OSError as error:
        raise failure(error, folder) from None
    for original, copy in zip(originals, copies, strict=True):
        if not copy.exists():
            replace_bytes(copy, original.read_bytes())


def _take(port: int) -> None:
    """Refuse a port that cannot be had, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            why = "is not for you to use"
        except OSError:
            why = "is taken by another program"
        else:
            return
    raise CourseError(
        f"Port {port} {why}. Choose another with --port, or leave --port out and a free one is "
        "found."
    )


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
