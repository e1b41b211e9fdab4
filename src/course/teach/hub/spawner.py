"""The hub's own two parts: who comes in, by a slip of paper, and how a learner's server starts."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
from jupyterhub.auth import Authenticator
from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Unicode

from course.teach.hub import accounts, isolation, room
from course.teach.hub.room import MARK, SEAT

_PORTS = 20_100


class SlipAuthenticator(Authenticator):
    """Lets in whoever has an account in the room's file, with the code of their slip."""

    room = Unicode(config=True, help="the file of the room's settings")

    async def authenticate(self, handler: Any, data: dict[str, str] | None) -> str | None:
        """Return the login that a name and a code open; a name may be written as on the slip."""
        if data is None:
            return None
        known = accounts.read(room.read(Path(self.room)).accounts)
        account = known.get(accounts.login_of(data.get("username", "")))
        right = await asyncio.get_running_loop().run_in_executor(
            None, accounts.opens, account, data.get("password", "")
        )
        return account.login if account and right else None

    async def refresh_user(self, user: Any, handler: Any = None, **_: Any) -> bool:
        """Say whether someone who is in may stay: not if they are no longer in the roster."""
        known = accounts.read(room.read(Path(self.room)).accounts)
        return user.name in known and known[user.name].active

    def normalize_username(self, username: str) -> str:
        """Return a login as it is; it was made to be one."""
        return username


class SeatSpawner(LocalProcessSpawner):
    """Starts a learner's server in their own home, behind the walls that the room has."""

    room = Unicode(config=True, help="the file of the room's settings")

    async def start(self) -> tuple[str, int]:
        """Make the home if it is not there, and start the server in it."""
        here = room.read(Path(self.room))
        account = accounts.read(here.accounts)[self.user.name]
        room.make_home(here, account.login, account.uid)
        argv = [sys.executable, "-P", "-m", SEAT]
        self.cmd = isolation.command(here, account.login, account.uid, _tasks(here), argv)
        self.port = seat_port(account.uid)
        self.popen_kwargs = {"stdin": subprocess.DEVNULL, "cwd": "/"}
        return await super().start()

    def make_preexec_fn(self, name: str) -> None:
        """Return nothing: what has to be given up, `launch` gives up."""

    def user_env(self, env: dict[str, str]) -> dict[str, str]:
        """Return the environment of a learner's server: nothing of the instructor's own."""
        here = room.read(Path(self.room))
        home = here.home(self.user.name)
        env |= {
            "HOME": str(home),
            "USER": self.user.name,
            "LOGNAME": self.user.name,
            "SHELL": "/bin/bash" if Path("/bin/bash").exists() else "/bin/sh",
            "TMPDIR": str(home / ".tmp"),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), env.get("PATH", "")]),
            "COURSE_HUB_BEAT": str(here.beat),
            "COURSE_HUB_IDLE": str(here.idle),
            MARK: self.user.name,
        }
        # One learner's sum is no reason to take every core.
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            env[name] = str(max(int(here.cpu), 1))
        return env

    async def _signal(self, sig: int) -> bool:
        """Reach the server itself: bubblewrap stands before it, and hands no signal on."""
        if room.read(Path(self.room)).walls != "bubblewrap" or sig in (0, signal.SIGKILL):
            return await super()._signal(sig)
        try:
            inside = psutil.Process(self.pid).children(recursive=True)
            for process in inside:
                if SEAT in process.cmdline() and "--" not in process.cmdline():
                    process.send_signal(sig)
                    return True
        except psutil.Error:
            pass
        return await super()._signal(sig)


def seat_port(uid: int) -> int:
    """Return the port of a learner's server: one of their own, below those that programs draw.

    Two servers that start at once would else draw the same; 0 lets the hub draw one, where another
    program has theirs.
    """
    port = _PORTS + uid - accounts.FIRST_UID
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _tasks(here: room.Room) -> int:
    """Return how many tasks the limit of a learner's processes is to allow.

    With users or namespaces of their own it counts theirs alone; else all that this user runs.
    """
    if here.walls != "none":
        return here.processes
    own = 0
    for process in psutil.process_iter(["uids", "num_threads"]):
        uids = process.info["uids"]
        if uids and uids.real == os.getuid():
            own += process.info["num_threads"] or 1
    return own + 8 * here.processes
