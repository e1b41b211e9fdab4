"""What stands between one learner and another, and between them and the instructor's own files.

- users: started as root. Each learner's processes run as a user of their own.
- bubblewrap: on Linux, as anybody, where the program `bwrap` is there and works. Each learner's
  processes see the programs, the course and their own home, and nothing else of the disk.
- none: everything runs as whoever started the hub, who has to agree to that.

On top of that `systemd-run`, where it works, has the kernel hold the limits of memory and CPU.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from course.errors import CourseError
from course.paths import root
from course.teach.hub.room import Room

LAUNCH = Path(__file__).with_name("launch.py")
# A single answer that does not fit is an error of that one cell; see `watch` for the sum.
_HEADROOM = 1 << 30
_PROGRAMS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/opt", "/nix")

ALONE = (
    "Nothing would stand between learners here, nor between them and you: what they run could "
    "read, change and delete every file of yours. Either have bubblewrap installed (Debian, "
    "Ubuntu: sudo apt install bubblewrap); or start this as root (sudo), with the course where "
    "everyone can read it; or, in a room that you trust, add --as-me."
)


def walls(room: Room, *, as_me: bool) -> str:
    """Return what can stand between learners here: "users", "bubblewrap" or "none".

    Raises:
        CourseError: nothing can, and nobody agreed to that; or root cannot part learners, because
            the course lies where they cannot read it.
    """
    if as_me:
        return "none"
    if is_root():
        _refuse_what_others_cannot_read(room)
        return "users"
    if bubblewrap_works(room):
        return "bubblewrap"
    raise CourseError(ALONE)


def is_root() -> bool:
    """Say whether this process may become another user."""
    return os.geteuid() == 0


def said(room: Room) -> str:
    """Return in one sentence what stands between learners, as it is."""
    if room.walls == "users":
        return (
            "Each learner is a user of their own: none can read another's work, nor of yours what "
            "is closed to this machine's other users."
        )
    if room.walls == "bubblewrap":
        return (
            "Each learner is shut in (bubblewrap): none sees another's files, or yours. They are "
            "all you to this machine, so that the network's other doors stand open to them as to "
            "you."
        )
    who = "root: they could change anything on this machine" if is_root() else "you"
    return (
        "NOTHING stands between learners: all run as "
        f"{who}. Homes are not protected from one another, nor are your own files from them."
    )


def command(room: Room, login: str, uid: int, processes: int, argv: list[str]) -> list[str]:
    """Return the command that starts `argv` as this learner, in their home, within their limits.

    Args:
        room: the room's settings.
        login: whose server it is.
        uid: that learner's number.
        processes: so many tasks at most; what they are counted over depends on the walls.
        argv: what is to be started, with the whole path of the program.
    """
    home = str(room.home(login))
    inner = [sys.executable, "-I", "-S", "-B", str(LAUNCH), "--home", home]
    inner += ["--data", str(room.memory + _HEADROOM), "--processes", str(processes)]
    if room.walls == "users":
        inner += ["--uid", str(uid)]
    inner += ["--", *argv]
    if room.walls == "bubblewrap":
        inner = [*_shut_in(room, home), *inner]
    return [*_scope(room), *inner] if room.scopes else inner


def _shut_in(room: Room, home: str) -> list[str]:
    """Return the words that show a process the programs, the course and one home."""
    seen = list(_PROGRAMS)
    seen += [sys.prefix, sys.base_prefix, os.path.realpath(sys.base_prefix), str(root())]
    seen.append(str(Path(__file__).parents[3]))
    words = [shutil.which("bwrap") or "bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc"]
    words += ["--unshare-uts", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    words += ["--tmpfs", "/tmp", "--tmpfs", "/run"]
    for path in dict.fromkeys(seen):
        words += ["--ro-bind-try", path, path]
    words += ["--ro-bind-try", str(room.beat), str(room.beat), "--bind", home, home]
    return [*words, "--"]


def _scope(room: Room) -> list[str]:
    """Return the words that let systemd hold a learner's limits, a little above our own."""
    words = ["systemd-run", "--scope", "--quiet", "--collect"]
    if not is_root():
        words.append("--user")
    limits: dict[str, object] = {
        "MemoryMax": room.memory + room.memory // 4,
        "MemorySwapMax": 0,
        "CPUQuota": f"{room.cpu * 100:.0f}%",
        "TasksMax": room.processes * 2,
    }
    if systemd_version() >= 253:  # before that, what is over the limit was all that was ended
        limits["OOMPolicy"] = "continue"
    return [*words, *(f"--property={name}={value}" for name, value in limits.items()), "--"]


@cache
def systemd_version() -> int:
    """Return the version of systemd here, or 0."""
    try:
        said = subprocess.run(["systemd-run", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.match(r"systemd (\d+)", said)
    return int(found[1]) if found else 0


# -- what works here is tried, not guessed


def scopes_work(room: Room) -> bool:
    """Say whether systemd takes a process with our limits here."""
    if not shutil.which("systemd-run") or not Path("/run/systemd/system").is_dir():
        return False
    return _works([*_scope(room), "true"])


def bubblewrap_works(room: Room) -> bool:
    """Say whether bubblewrap can shut a process in here; some systems forbid it."""
    if not shutil.which("bwrap"):
        return False
    return _works([*_shut_in(room, str(room.homes)), sys.executable, "-c", "import course"])


def _works(argv: list[str]) -> bool:
    try:
        return not subprocess.run(argv, capture_output=True, timeout=30, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def _refuse_what_others_cannot_read(room: Room) -> None:
    """Try, as a user that nobody is, to enter the room's folder and to load the course."""
    from course.teach.hub.accounts import LAST_UID

    nobody = [sys.executable, "-I", "-S", "-B", str(LAUNCH), "--uid", str(LAST_UID)]
    if not _works([*nobody, "--home", str(room.homes), "--", shutil.which("true") or "/bin/true"]):
        if _works([*nobody, "--home", "/", "--", shutil.which("true") or "/bin/true"]):
            raise CourseError(
                f"Learners cannot reach {room.homes}: a folder above it is closed to others. Name "
                "one that is not: --folder /srv/course-hub"
            )
        raise CourseError(_NOT_READABLE)
    if not _works(
        [*nobody, "--home", "/", "--", sys.executable, "-c", "import course, jupyterhub"]
    ):
        raise CourseError(_NOT_READABLE)


_NOT_READABLE = (
    f"Learners' own users cannot read the course or its Python, in {sys.prefix}: a folder above is "
    "closed to others. Start this without sudo instead, with bubblewrap installed (sudo apt "
    "install bubblewrap); or install Python and the course outside every home, as in /opt/course; "
    "or, in a room that you trust, add --as-me."
)
