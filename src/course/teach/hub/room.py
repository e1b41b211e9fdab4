"""A room's folder: its settings, its accounts, and each learner's home."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from course.errors import CourseError
from course.files import replace_text
from course.work import FOLDER

GB = 1 << 30
SEAT = "course.teach.hub.seat"  # the module that is a learner's server
# By this a process is known as a learner's, however far from their server it has come.
MARK = "COURSE_SEAT"
# Measured with thirty learners, each of whom has run a whole unit (tests/audit/README.md).
TYPICAL = 0.3 * GB
_KEPT_FREE = 1.5 * GB


@dataclass(frozen=True)
class Room:
    """What a hub is started with; `memory` in bytes, `cpu` in cores, `idle` in minutes.

    `walls` says what stands between learners: "users", "bubblewrap" or "none" (see `isolation`).
    """

    folder: Path
    port: int = 8000
    hub_port: int = 0
    unit: str = "00"
    memory: int = GB
    cpu: float = 1.0
    processes: int = 256
    idle: int = 60
    walls: str = "none"
    scopes: bool = False
    secret: str = ""

    @property
    def homes(self) -> Path:
        """The folder of homes, one a learner."""
        return self.folder / "homes"

    @property
    def accounts(self) -> Path:
        """The file of accounts."""
        return self.folder / "private" / "accounts.json"

    @property
    def private(self) -> Path:
        """The folder that no learner may read: accounts, cookies, the hub's own data."""
        return self.folder / "private"

    @property
    def beat(self) -> Path:
        """The file that is touched as long as the room is open."""
        return self.folder / "open"

    def home(self, login: str) -> Path:
        """Return a learner's home."""
        return self.homes / login

    def copies(self, login: str) -> Path:
        """Return the folder of a learner's notebooks."""
        return self.home(login) / FOLDER

    def write(self) -> Path:
        """Keep the settings where the hub reads them; return the file."""
        told = {**asdict(self), "folder": str(self.folder)}
        path = self.private / "room.json"
        if not path.exists():
            path.touch(mode=0o600)
        replace_text(path, json.dumps(told, indent=1) + "\n")
        return path


def read(path: Path) -> Room:
    """Return the settings that `Room.write` kept."""
    told = json.loads(path.read_text(encoding="utf-8"))
    told = {one.name: told[one.name] for one in fields(Room) if one.name in told}
    return Room(**{**told, "folder": Path(told["folder"])})


def prepare(folder: Path) -> None:
    """Make a room's folders; learners pass through the outer one, and read nothing in it.

    Raises:
        CourseError: it is a file, or cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        (folder / "homes").mkdir(exist_ok=True)
        (folder / "homes").chmod(0o711)
        (folder / "private").mkdir(exist_ok=True)
        (folder / "private").chmod(0o700)
    except (FileExistsError, NotADirectoryError):
        raise CourseError(
            f"{folder} is a file, or lies in one. Name another with --folder."
        ) from None
    except OSError as error:
        raise CourseError(
            f"{folder} cannot be written to ({error.strerror}). Name another with --folder."
        ) from None


def make_home(room: Room, login: str, uid: int) -> None:
    """Make a learner's home, which they own and nobody else can look into."""
    home = room.home(login)
    home.mkdir(mode=0o700, exist_ok=True)
    if room.walls == "users":
        # Never through a link: the folder above belongs to the instructor alone.
        os.chown(home, uid, uid, follow_symlinks=False)
    home.chmod(0o700)


def memory_here() -> int:
    """Return the memory of this machine, in bytes."""
    import psutil

    return int(psutil.virtual_memory().total)


def shares(learners: int, total: int) -> tuple[int, str]:
    """Return a learner's limit of memory in bytes, and a warning if the room is too large.

    >>> limit, warning = shares(24, 16 * GB)
    >>> round(limit / GB, 1), warning
    (1.2, '')
    >>> shares(24, 4 * GB)[1]
    'This machine has 4 GB of memory, enough for about 8 learners at work; there are 24.'
    """
    usable = max(total - _KEPT_FREE, TYPICAL)
    fits = int(usable / TYPICAL)
    warning = ""
    if fits < learners:
        warning = (
            f"This machine has {total / GB:.0f} GB of memory, enough for about {fits} learners at "
            f"work; there are {learners}."
        )
    # Not everyone takes the most at once: twice an equal share, between half a gigabyte and two.
    share = 2 * usable / max(learners, 1)
    return int(min(max(share, GB / 2), 2 * GB)), warning
