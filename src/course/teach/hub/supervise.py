"""Keep the proxy and the hub alive while the room is open, and leave nothing when it closes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from course.errors import CourseError
from course.files import replace_text
from course.teach.hub import config
from course.teach.hub.room import Room
from course.teach.hub.watch import Watch

_UP, _DOWN = 90.0, 45.0  # seconds
_OFTEN, _WITHIN = 5, 120.0


class Kept:
    """A program that is started again when it ends; if it ends too often, it is given up."""

    def __init__(self, name: str, argv: list[str], log: Path) -> None:
        """Name a program, what starts it, and the file that holds what it says."""
        self.name, self.argv, self.log = name, argv, log
        self.process: subprocess.Popen[bytes] | None = None
        self._ended: list[float] = []

    def start(self) -> None:
        """Start it, in a session of its own: Ctrl+C is for us, who end things in order."""
        with self.log.open("ab") as sink:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.PIPE,  # it ends with us, and whoever reads it sees that
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        self.log.with_suffix(".pid").write_text(str(self.process.pid))

    def look(self) -> bool:
        """Start it again if it has ended; say whether it had.

        Raises:
            CourseError: it has ended too often.
        """
        if self.process is None or self.process.poll() is None:
            return False
        now = time.monotonic()
        self._ended = [at for at in self._ended if now - at < _WITHIN] + [now]
        if len(self._ended) >= _OFTEN:
            raise CourseError(
                f"The {self.name} ended {_OFTEN} times within {_WITHIN / 60:.0f} minutes. What it "
                f"said is at the end of {self.log}. Learners' work is as they saved it."
            )
        self.start()
        return True

    def stop(self, patience: float) -> None:
        """End it, and wait; who does not end in time is killed."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.process.stdin:
            with suppress(OSError):
                self.process.stdin.close()
        self.log.with_suffix(".pid").unlink(missing_ok=True)


class Supervisor:
    """The room while it is open."""

    def __init__(
        self, room: Room, uids: Mapping[int, str], api_port: int, say: Callable[[str], object]
    ) -> None:
        """Take the room, whose number belongs to which login, and where to say what happens."""
        self.room, self.say, self.api_port = room, say, api_port
        self.learners = len(uids)
        self.stopping, self.closed = threading.Event(), threading.Event()
        self.watch = Watch(room, uids, say)
        private = room.private
        settings = private / "proxy.yml"  # JSON is YAML too
        replace_text(settings, json.dumps(config.proxy(room, api_port), indent=1))
        traefik = str(Path(sys.executable).with_name("traefik"))
        self.proxy = Kept("proxy", [traefik, f"--configfile={settings}"], private / "proxy.log")
        serve = [sys.executable, "-P", "-m", "course.teach.hub.serve"]
        self.hub = Kept("hub", [*serve, str(room.write()), str(api_port)], private / "hub.log")
        self._in: list[str] = []

    def run(self, ready: Callable[[], object]) -> None:
        """Keep the room open until a signal; `ready` is called when learners can come in.

        Raises:
            CourseError: it could not be opened, or something ended too often.
        """
        self._listen()
        end_leftovers(self.room, self.watch)
        replace_text(self.room.private / "routes.toml", "")
        beating = threading.Thread(target=self._beat, daemon=True)
        beating.start()
        try:
            self.proxy.start()
            self.hub.start()
            self._until_up()
            if not self.stopping.is_set():
                ready()
            while not self.stopping.wait(1.0):
                for kept in (self.proxy, self.hub):
                    if kept.look():
                        self.say(f"The {kept.name} had ended and was started again; work goes on.")
                self._tell(self.watch.look())
        finally:
            self._close()
            self.closed.set()
            beating.join()
            self.room.beat.unlink(missing_ok=True)

    def _listen(self) -> None:
        def end(*_: Any) -> None:
            self.stopping.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        hang_up = getattr(signal, "SIGHUP", None)
        if hang_up and signal.getsignal(hang_up) != signal.SIG_IGN:  # `nohup` is left in force
            signal.signal(hang_up, end)

    def _beat(self) -> None:
        """Show the learners' servers that the room is open, however busy the rest of us is."""
        while not self.closed.wait(1.0):
            self.room.beat.touch(mode=0o644)

    def _until_up(self) -> None:
        """Wait until the room's own address answers."""
        until = time.monotonic() + _UP
        address = f"http://127.0.0.1:{self.room.port}/hub/health"
        while not self.stopping.is_set():
            if answers(address):
                return
            for kept in (self.proxy, self.hub):
                kept.look()
            if time.monotonic() > until:
                raise CourseError(
                    f"The hub did not open within {_UP:.0f} seconds. What it said is at the end of "
                    f"{self.hub.log}."
                )
            self.stopping.wait(0.2)

    def _tell(self, inside: list[str]) -> None:
        for login in inside:
            if login not in self._in:
                self.say(f"{login} is in: {len(inside)} of {self.learners}.")
        self._in = inside

    def _close(self) -> None:
        """End the hub, which ends the servers; then the proxy; then whatever is still there."""
        self.hub.stop(_DOWN)
        self.proxy.stop(5.0)
        self.watch.end_all()


def answers(address: str) -> bool:
    """Say whether an address of this machine answers as it should."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def end_leftovers(room: Room, watch: Watch) -> None:
    """End what a start before this one left behind when it was killed outright."""
    end_noted(room.private / "hub.pid", "course.teach.hub.serve")
    end_noted(room.private / "proxy.pid", "traefik")
    watch.end_all()


def end_noted(file: Path, word: str) -> None:
    """End the process whose number a file holds, if `word` is still in its command line."""
    with suppress(OSError, ValueError, psutil.Error):
        process = psutil.Process(int(file.read_text()))
        if any(word in part for part in process.cmdline()):
            process.kill()
            process.wait(10)
    file.unlink(missing_ok=True)
