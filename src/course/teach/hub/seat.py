"""One learner's server under the hub: JupyterLab on their own copies, as `course lab` gives it."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

from course.editions import names
from course.errors import CourseError
from course.lab import arguments, surroundings
from course.work import FOLDER, PROGRESS, bring

_LOOK = 10.0  # seconds
_MISSED = 3


def main() -> None:
    """Bring the copies that are not there yet, and serve them until the hub says stop."""
    folder = Path.home() / FOLDER
    os.environ["COURSE_NOTEBOOKS"] = str(folder)
    try:
        bring(folder)
    except CourseError as error:  # what is there is opened all the same
        print(error, file=sys.stderr, flush=True)
    surroundings(folder / PROGRESS)
    os.environ["JUPYTER_RUNTIME_DIR"] = _short_folder()
    if os.environ.get("TMPDIR"):
        Path(os.environ["TMPDIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    sys.argv[1:] = [*arguments(folder / names()[0], port=None, browser=False), *_quiet()]
    beat = os.environ.pop("COURSE_HUB_BEAT", "")
    if beat:
        threading.Thread(target=end_without, args=(Path(beat),), daemon=True).start()
    from jupyterhub.singleuser import main as serve

    serve()


def _short_folder() -> str:
    """Return a folder of this learner's alone, gone when the server ends, whose name is short.

    In it are the files by which server and kernel speak to each other, whose whole names may have
    no more than a hundred letters.
    """
    folder = tempfile.mkdtemp(prefix="seat-", dir="/tmp" if Path("/tmp").is_dir() else None)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _quiet() -> list[str]:
    """Return what a room's server is told beyond what `course lab` is."""
    idle = int(float(os.environ.pop("COURSE_HUB_IDLE", "0")) * 60)
    words = [
        "--ServerApp.contents_manager_class=course.jupyter.server.WholeFiles",
        # Files, not ports: of a room whose kernels all start at once, two would take the same port.
        "--KernelManager.transport=ipc",
    ]
    # Language servers and the old interface are not part of the course, and cost memory.
    off = ("jupyter_lsp", "notebook_shim", "nbclassic", "notebook")
    words += [f"--ServerApp.jpserver_extensions={name}=False" for name in off]
    if idle:
        words += [
            f"--MappingKernelManager.cull_idle_timeout={idle}",
            f"--MappingKernelManager.cull_interval={max(min(idle // 4, 60), 1)}",
            "--MappingKernelManager.cull_connected=True",
            f"--TerminalManager.cull_inactive_timeout={idle}",
            f"--ServerApp.shutdown_no_activity_timeout={idle}",
        ]
    return words


def end_without(beat: Path, look: float = _LOOK) -> None:
    """End this server when the room's heart has not beaten for three looks.

    A hub that is killed outright can stop nothing: what it started must see for itself. A laptop
    that slept is no reason, so that it is looks that count, not the clock.
    """
    missed, last = 0, _beaten(beat)
    while missed < _MISSED:
        time.sleep(look)
        now = _beaten(beat)
        missed, last = (missed + 1, last) if now == last else (0, now)
    os.kill(os.getpid(), signal.SIGTERM)


def _beaten(beat: Path) -> float:
    try:
        return beat.stat().st_mtime
    except OSError:
        return 0.0


if __name__ == "__main__":
    main()
