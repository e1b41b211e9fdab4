"""Look each second at what every learner's processes take, and hold them to their limits.

Memory and the number of processes have a limit: past it, the largest process that is not the
learner's server is ended (a kernel starts again by itself, and what was saved is there). A
processor is shared, not rationed: what has kept one busy for half a minute goes behind the others.
Where systemd holds the limits (`isolation`), the kernel is there first, and this one only counts.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from course.teach.hub.room import GB, MARK, SEAT, Room

_BUSY, _SECONDS = 0.4, 30.0  # where many are busy, none has a processor whole
_NICE = 15
_YOUNG = 5.0  # seconds


@dataclass
class Seen:
    """One process: whose it is, and how much it took of a processor at each look."""

    process: psutil.Process
    login: str
    server: bool
    slow: bool = False
    spent: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=64))


class Watch:
    """Knows every process of every learner."""

    def __init__(self, room: Room, uids: Mapping[int, str], say: Callable[[str], object]) -> None:
        """Watch a room.

        Args:
            room: its limits and walls.
            uids: the login that a user's number belongs to.
            say: what the instructor is told, line by line.
        """
        self.room, self.uids, self.say = room, uids, say
        self.most: dict[str, int] = {}
        self._known: dict[int, tuple[float, Seen | None]] = {}
        self._over: dict[str, int] = defaultdict(int)

    def seen(self) -> dict[str, list[Seen]]:
        """Return the processes of each learner who has any."""
        found: dict[str, list[Seen]] = defaultdict(list)
        now = psutil.pids()
        for gone in set(self._known) - set(now):
            del self._known[gone]
        for pid in now:
            one = self._one(pid)
            if one is not None:
                found[one.login].append(one)
        return dict(found)

    def _one(self, pid: int) -> Seen | None:
        try:
            process = psutil.Process(pid)
            born = process.create_time()
            known = self._known.get(pid)
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            if known is not None and known[0] == born and known[1] is not None:
                return known[1]
            young = time.time() - born < _YOUNG
            if known is not None and known[0] == born and not young:
                return None
            seen = self._new(process, young)
            self._known[pid] = (born, seen)
        except (psutil.Error, OSError):
            return None
        return seen

    def _new(self, process: psutil.Process, young: bool) -> Seen | None:
        words = process.cmdline()
        if young and not words:
            return None  # it is not yet what it is about to be; the next look will show
        if self.room.walls == "users":
            login = self.uids.get(process.uids().real)
        else:
            if process.pid == os.getpid() or process.uids().real != os.getuid():
                return None
            login = process.environ().get(MARK)
            if login not in self.uids.values():  # who took the mark off is their parent's child
                _, parent = self._known.get(process.ppid(), (0.0, None))
                login = parent.login if parent else None
        return Seen(process, login, SEAT in words) if login is not None else None

    def look(self) -> list[str]:
        """Hold everyone to their limits; return the logins of those who are in."""
        found = self.seen()
        for login, processes in found.items():
            taken = {one.process.pid: _private(one.process) for one in processes}
            total = sum(taken.values())
            self.most[login] = max(self.most.get(login, 0), total)
            many = len(processes) > self.room.processes // 4
            if many or total > self.room.memory:
                # The server last, and only if nothing else was left to end.
                processes.sort(key=lambda one: (one.server, -taken[one.process.pid]))
                self._end(login, processes, many)
            else:
                self._over[login] = 0
            if not self.room.scopes:
                for one in processes:
                    self._pace(one)
        return sorted(found)

    def _end(self, login: str, processes: list[Seen], many: bool) -> None:
        """End the largest; if that was not enough a second ago, or they are many, all of them."""
        times = self._over[login] = self._over[login] + 1
        chosen = processes[:1]
        if many or times > 1:
            chosen = [one for one in processes if not one.server] or chosen
        if times > 5:  # something calls itself a server that is none
            chosen = processes
        _kill(chosen, processes)
        if times == 1:
            limit = f"{self.room.memory / GB:.1f} GB of memory"
            what = f"{len(processes)} processes" if many else f"more than {limit}"
            self.say(f"{login} took {what}: ended. The others go on, and what was saved is there.")

    def _pace(self, one: Seen) -> None:
        """Put behind the others what keeps a processor busy, and back when it has come to rest."""
        try:
            times = one.process.cpu_times()
        except psutil.Error:
            return
        now, spent = time.monotonic(), times.user + times.system
        one.spent.append((now, spent))
        while len(one.spent) > 2 and now - one.spent[1][0] > _SECONDS:
            one.spent.popleft()
        since, then = one.spent[0]
        if now - since < _SECONDS * 0.9:
            return
        busy = (spent - then) / (now - since) > _BUSY * min(self.room.cpu, 1)
        if busy != one.slow and (busy or os.geteuid() == 0):
            one.slow = busy
            nice(one.process, _NICE if busy else 0)

    def end_all(self, patience: float = 5.0) -> None:
        """End every process of every learner: nothing is left when the room is closed."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            left = [one for processes in self.seen().values() for one in processes]
            if not left:
                return
            _kill(left, left)
            psutil.wait_procs([one.process for one in left], timeout=0.5)
            self._known.clear()


def nice(process: psutil.Process, value: int) -> None:
    """Set how far a process stands behind others, and on Linux the session it leads as well."""
    with suppress(psutil.Error, OSError):
        process.nice(value)
    if sys.platform == "linux":  # there sessions share a processor first, processes within them
        with suppress(OSError):
            Path(f"/proc/{process.pid}/autogroup").write_text(str(value))


def _kill(chosen: list[Seen], all_of_them: list[Seen]) -> None:
    """Kill processes; those that lead or follow no server, with the whole group they are in.

    A group goes at once, with the children that it is just having; one by one they would multiply
    faster than they are ended.
    """
    kept = {os.getpgrp()}
    for one in all_of_them:
        if one not in chosen:
            with suppress(OSError):
                kept.add(os.getpgid(one.process.pid))
    for one in chosen:
        with suppress(OSError, psutil.Error):
            group = os.getpgid(one.process.pid)
            if group in kept:
                one.process.kill()
            else:
                os.killpg(group, signal.SIGKILL)


def _private(process: psutil.Process) -> int:
    """Return the memory in bytes that would be free without this process; what is shared, is not.

    A process that has ended meanwhile takes none.
    """
    try:
        taken = process.memory_info()
    except psutil.Error:
        return 0
    return int(taken.rss - getattr(taken, "shared", 0))
