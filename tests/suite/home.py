"""A run lives in a folder of its own: home, settings, runtime files, temporary files.

So no test reads or writes the user's configuration. The folder and every process of the run go
when the run ends, however it ends: `keeper.py` waits for that outside.
"""

import atexit
import gc
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course.paths import cache_folder
from tests.suite.keeper import MARK

# Whether this process steers a run: it is no worker of one, and no test has started it.
STEERS = MARK not in os.environ
RUN = "course-run-"  # how the folder of a run is called


def move_in() -> None:
    """Point this process, and all that it will start, to a folder of the run's own."""
    gc.set_threshold(50_000, 20, 20)  # tables and charts are kept: they are no garbage
    for name in ("COLUMNS", "LINES"):  # a worker has those of a terminal that it does not have
        os.environ.pop(name, None)
    if not STEERS:
        return  # it lives there already
    cache = cache_folder()
    folder = Path(tempfile.mkdtemp(prefix=RUN)).resolve()
    keep(folder)
    for name in [name for name in os.environ if name.startswith(("COURSE_", "JUPYTER"))]:
        del os.environ[name]
    os.environ |= {
        MARK: folder.name,
        # Images of charts, by content, and compiled bytecode outlive a run; both only save time.
        "COURSE_CACHE": str(cache),
        "HOME": str(folder / "home"),
        "USERPROFILE": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "home" / "config"),
        "XDG_CACHE_HOME": str(folder / "home" / "cache"),
        "XDG_DATA_HOME": str(folder / "home" / "data"),
        "XDG_STATE_HOME": str(folder / "home" / "state"),
        "XDG_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter" / "config"),
        "JUPYTER_DATA_DIR": str(folder / "jupyter" / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "jupyter" / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "TMPDIR": str(folder / "tmp"),
    }
    for name in ("HOME", "XDG_RUNTIME_DIR", "IPYTHONDIR", "TMPDIR"):
        Path(os.environ[name]).mkdir(mode=0o700, parents=True)
    share_bytecode(cache / "bytecode")


def share_bytecode(folder: Path) -> None:
    """Keep bytecode outside the tree, and keep it: a kernel then starts in half the time.

    That of what tests made goes: it lay in folders of runs. A clone among temporary files stays.
    """
    for made in (folder / tempfile.gettempdir().lstrip("/\\")).glob(f"{RUN}*"):
        shutil.rmtree(made, ignore_errors=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder)
    sys.dont_write_bytecode = False


def keep(folder: Path) -> None:
    """Start the keeper, who acts as soon as this process has ended."""
    keeper = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("keeper.py")), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C and a closed terminal are for the run, not for him
    )

    def leave() -> None:
        keeper.stdin.close()
        keeper.wait(60)

    atexit.register(leave)
