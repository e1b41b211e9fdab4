"""A room of simulated learners on a real hub: load, misbehaviour, things killed in mid-work.

    python tests/audit/hub_load.py --learners 30 --python /opt/course/bin/python [--as USER_ID]

Each learner is a browser's worth of HTTP: logs in by a form, fetches JupyterLab's page, opens a
unit, runs every cell over the kernel's channel, saves. What was found is in README.md. Run as root
(it reads what each process takes); `--as` starts the hub as somebody else, `--as-me` without walls.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.suite.room import Learner

from course.teach.hub.supervise import answers

CODE = re.compile(r"<dd>([\w-]+)</dd>\n<dt>Code</dt><dd>([\w-]+)</dd>")
UNIT = "04-third-site.ipynb"
FOUND: dict[str, object] = {}


def found(name, value):
    """Keep a result, and print it."""
    FOUND[name] = value
    print(f"{name}: {value}", flush=True)


def right(condition, what):
    """Keep whether something is as it should be; go on either way."""
    FOUND.setdefault("failed", [])
    if not condition:
        FOUND["failed"].append(what)
    print(f"{'ok  ' if condition else 'FAIL'} {what}", flush=True)


class Hub:
    """`course teach hub`, started as an instructor starts it."""

    def __init__(self, given, folder):
        self.given, self.folder, self.log = given, folder, folder.parent / "log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it; return the seconds until learners can come in."""
        began = time.monotonic()
        words = [self.given.python, "-m", "course.cli", "teach", "hub", "--folder"]
        words += [str(self.folder), "--port", str(self.port), "--idle", "60", "--memory", "1"]
        words += ["--seats", str(self.given.learners)]
        words += ["--as-me"] * self.given.as_me
        extra = {"user": self.given.uid, "group": self.given.uid} if self.given.uid else {}
        environment = os.environ | ({"HOME": str(self.folder.parent)} if self.given.uid else {})
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                words, stdout=sink, stderr=sink, start_new_session=True, cwd="/",
                env=environment, **extra,
            )  # fmt: skip
        while "Ctrl+C" not in self.said():
            assert self.process.poll() is None, self.said()
            time.sleep(0.2)
        return time.monotonic() - began

    def said(self):
        """Return what it has printed."""
        return self.log.read_text(errors="ignore")

    def codes(self):
        """Return each learner's code, from the slips."""
        return dict(CODE.findall((self.folder / "slips.html").read_text()))

    def kept(self, name):
        """Return the process of the proxy or the hub."""
        return psutil.Process(int((self.folder / "private" / f"{name}.pid").read_text()))

    def ours(self):
        """Return every process that came of this room, whoever's it is."""
        mine = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.pid != os.getpid() and str(self.folder) in " ".join(
                    [*process.cmdline(), process.environ().get("HOME", "")]
                ):
                    mine.append(process)
        return mine


def share(process):
    """Return a process's proportional share of memory (PSS), in bytes."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
        return int(re.search(r"Pss:\s+(\d+)", text)[1]) * 1024
    return 0


def memory(hub):
    """Return PSS of each learner, of the hub and of the proxy, in MB."""
    learners, rest = {}, 0
    for process in hub.ours():
        with contextlib.suppress(psutil.Error):
            login = process.environ().get("COURSE_SEAT")
            if login:
                learners[login] = learners.get(login, 0) + share(process) / 1e6
            else:
                rest += share(process) / 1e6
    return learners, rest


def spread(values):
    """Return median, 95th percentile and largest."""
    cuts = statistics.quantiles(values, n=20)
    return f"median {statistics.median(values):.2f}, 95 % {cuts[18]:.2f}, most {max(values):.2f} s"


async def load(hub, learners):
    """Let everyone in at once, and let everyone run the unit at once."""

    async def enter(one):
        began = time.monotonic()
        await one.come_in()
        await one.load()
        return time.monotonic() - began

    began = time.monotonic()
    entered = await asyncio.gather(*(enter(one) for one in learners))
    found("seconds until in, each", spread(entered))
    began_work = time.monotonic()
    done = await asyncio.gather(*(one.work(UNIT) for one in learners))
    found("seconds of the unit, all of them", round(time.monotonic() - began_work, 1))
    found("seconds in all, from the first log-in", round(time.monotonic() - began, 1))
    right(
        all(not errors for _, errors in done), f"{len(done)} learners ran {done[0][0]} cells each"
    )
    latencies = [one for learner in learners for one in learner.latencies]
    found("seconds a cell", spread(latencies))
    found("without the first cell", spread([x for o in learners for x in o.latencies[1:]]))
    taken, rest = memory(hub)
    found("MB of memory (PSS) a learner", f"{statistics.mean(taken.values()):.0f}, most "
          f"{max(taken.values()):.0f}; hub and proxy {rest:.0f}")  # fmt: skip


async def again(learners):
    """Run the cells of the unit once more in the kernels that are there."""
    for one in learners:
        one.latencies.clear()

    async def work(one):
        model = await one.api("GET", f"contents/{UNIT}")
        cells = [c["source"] for c in model["content"]["cells"] if c["cell_type"] == "code"]
        return [error for cell in cells if (error := await one.run(cell))]

    began = time.monotonic()
    errors = await asyncio.gather(*(work(one) for one in learners))
    return errors, time.monotonic() - began


FORKS = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
EATS = "kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))"
EATS_IN_CHILDREN = (
    "import subprocess, sys\n"
    "eat = 'import time; kept = bytearray(300_000_000); time.sleep(600)'\n"
    "for _ in range(6):\n    subprocess.Popen([sys.executable, '-c', eat])\n"
    "import time\ntime.sleep(15)"
)


async def misbehave(hub, learners):
    """Let four do what they should not, while the others work."""
    bad, others = learners[:4], learners[4:]
    errors, alone = await again(others)
    found("others, a second run of the unit", f"{alone:.1f} s")
    right(not any(errors), "the others ran it without an error")

    async def does(one, source):
        try:
            return await one.run(source, patience=90)
        except TimeoutError:
            return "still running"

    tasks = [
        asyncio.create_task(does(one, source))
        for one, source in zip(
            bad, (EATS, "while True: pass", FORKS, EATS_IN_CHILDREN), strict=True
        )
    ]
    await asyncio.sleep(2)
    errors, beside = await again(others)
    found("others, beside four who misbehave", f"{beside:.1f} s")
    right(not any(errors), "the others went on without an error")
    ends = dict(zip(("memory", "loop", "forks", "children"), await asyncio.gather(*tasks),
                    strict=True))  # fmt: skip
    found("what became of them", ends)
    right("MemoryError" in ends["memory"] or "died" in ends["memory"], "memory was held back")
    right(ends["loop"] == "still running", "a loop only goes last")
    right(ends["forks"] != "still running", "the forks were ended")
    lines = [line for line in hub.said().splitlines() if ": ended." in line]
    found("what the instructor was told", lines)
    left = [p for p in hub.ours() if "COURSE_SEAT" in _environment(p)]
    right(len(left) <= 4 * len(learners), f"{len(left)} learners' processes are left")
    for one in bad:
        await one.api("POST", f"kernels/{one.kernel}/restart")
        await one.connect()
        right(not await one.run("1 + 1"), f"{one.login} goes on after a restart of the kernel")


def _environment(process):
    with contextlib.suppress(psutil.Error):
        return process.environ()
    return {}


async def saved(one):
    """Say whether what a learner saved is there."""
    return (await one.api("GET", "contents/mine.txt"))["content"] == "what I wrote"


async def killed(hub, learners):
    """Kill a kernel, the proxy and the hub while people work; then everything, and start again."""
    one, other = learners[4], learners[5]
    text = {"type": "file", "format": "text", "content": "what I wrote"}
    await one.api("PUT", "contents/mine.txt", text)

    kernel = next(
        p for p in hub.ours()
        if "ipykernel_launcher" in p.cmdline() and _environment(p).get("COURSE_SEAT") == one.login
    )  # fmt: skip
    await one.connect()  # nobody read meanwhile, so that the server hung up
    busy = asyncio.create_task(one.run("import time; time.sleep(60)"))
    await asyncio.sleep(1)
    kernel.kill()
    with contextlib.suppress(TimeoutError, aiohttp.ClientError):
        await asyncio.wait_for(busy, 20)
    await asyncio.sleep(3)
    await one.connect()
    right(not await one.run("2 + 2"), "kernel killed: another has taken its place")
    right(
        (await one.api("GET", "contents/mine.txt"))["content"] == "what I wrote",
        "what was saved is there",
    )

    hub.kept("proxy").kill()
    began = time.monotonic()
    while True:
        with contextlib.suppress(Exception):
            if await saved(one):
                break
        await asyncio.sleep(0.1)
        assert time.monotonic() - began < 60
    found("proxy killed: seconds until the room answers again", round(time.monotonic() - began, 1))
    await other.connect()
    right(not await other.run("3 + 3"), "proxy killed: the same kernel goes on")
    await other.run("kept_through = 42")

    hub.kept("hub").kill()
    right(not await other.run("assert kept_through == 42"), "hub killed: a cell runs meanwhile")
    began = time.monotonic()
    while True:
        if answers(hub.address + "/hub/health"):
            break
        await asyncio.sleep(0.1)
        assert time.monotonic() - began < 120
    found("hub killed: seconds until it answers again", round(time.monotonic() - began, 1))
    await asyncio.sleep(5)
    right(not await other.run("assert kept_through == 42"), "hub killed: the kernel is the same")
    code = hub.codes()[other.login]
    async with Learner(hub.address, other.login, code) as fresh:
        await fresh.come_in()
        sessions = await fresh.api("GET", "sessions")
        right(len(sessions) == 1, "hub killed: who logs in again finds the server that ran on")

    hub.process.kill()
    hub.process.wait()
    await gone(hub, "the command killed outright")
    found("seconds to open again", round(hub.start(), 1))
    async with Learner(hub.address, one.login, hub.codes()[one.login]) as fresh:
        await fresh.come_in()
        right((await fresh.api("GET", "contents/mine.txt"))["content"] == "what I wrote",
              "started again: the same code opens the same work")  # fmt: skip
        cells, errors = await fresh.work(UNIT)
        right(not errors, f"and {cells} cells run")
        for name in ("hub", "proxy"):
            hub.kept(name).suspend()  # so that neither sees the others go
        hub.process.kill()
        for name in ("hub", "proxy"):
            hub.kept(name).kill()
        hub.process.wait()
    await gone(hub, "command, hub and proxy killed outright")
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        hub.start()
        async with Learner(hub.address, one.login, hub.codes()[one.login]) as fresh:
            await fresh.come_in()
            await fresh.open(UNIT)
            await fresh.run("1")
            began = time.monotonic()
            hub.process.send_signal(number)
            hub.process.wait(120)
        found(f"{number.name}: seconds until closed", round(time.monotonic() - began, 1))
        closed = hub.process.returncode == 0 and not hub.ours()
        right(closed, f"{number.name}: no server, no proxy and no kernel is left")


async def gone(hub, what):
    """Wait until nothing of a room is left."""
    began = time.monotonic()
    while hub.ours() and time.monotonic() - began < 120:
        await asyncio.sleep(0.5)
    right(not hub.ours(), f"{what}: nothing left {time.monotonic() - began:.0f} s later")


async def room(given):
    """Do all of it in a room of its own."""
    base = Path(tempfile.mkdtemp(prefix="hub-load-", dir=given.base))
    base.chmod(0o755)
    if given.uid:
        os.chown(base, given.uid, given.uid)
    hub = Hub(given, base / "room")
    found("load of the machine before", os.getloadavg())
    try:
        found("seconds to open", round(hub.start(), 1))
        found("what is said of the walls", hub.said().splitlines()[1:3])
        async with contextlib.AsyncExitStack() as stack:
            learners = [
                await stack.enter_async_context(Learner(hub.address, login, code))
                for login, code in hub.codes().items()
            ]
            await load(hub, learners)
            if not given.only_load:
                await misbehave(hub, learners)
                await killed(hub, learners)
    finally:
        if hub.process.poll() is None:
            hub.process.terminate()
            hub.process.wait(120)
        right(not hub.ours(), "nothing is left at the end")
        print(json.dumps(FOUND, indent=1, default=str))
        print(hub.said()[-2000:])
    return not FOUND.get("failed")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=6)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--uid", "--as", type=int, default=0)
    parser.add_argument("--as-me", action="store_true")
    parser.add_argument("--only-load", action="store_true")
    parser.add_argument("--base", default=None)
    sys.exit(not asyncio.run(room(parser.parse_args())))
