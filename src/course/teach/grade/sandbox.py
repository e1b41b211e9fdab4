"""Run cells of a submission in a process of their own, and take nothing from it but answers.

The process shuts itself in (`confine`); this one watches over it from outside, on every system: it
ends it when it takes too long, needs too much memory or says too much, and whatever it started with
it. A process that was ended costs the exercise in which it was; the others are run in a new one.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from course.paths import data_folder, notebook_folder
from course.teach.grade.child import LONGEST, unpacked

_PACKAGE = Path(__file__).resolve().parents[2]
_MOST = 4_000_000  # bytes that a process may say
_PAUSE = 0.02  # seconds between two looks at it
# What Python and its libraries read beside their own folders, on Linux and macOS.
_SYSTEM = (
    *("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib", "/usr/share/zoneinfo"),
    *("/etc/ld.so.cache", "/etc/localtime", "/System/Library", "/Library/Frameworks"),
)


@dataclass(frozen=True)
class Limits:
    """What the cells of one exercise, and of one notebook, may use."""

    seconds: float = 4  # of the processor's time, for the cells of one exercise
    waiting: float = 15  # seconds in all for the same; a cell may wait, or the machine be busy
    loading: float = 60  # seconds until the process is ready
    notebook: float = 90  # seconds for all that is run of a notebook
    memory: int = 2 << 30  # bytes


@dataclass(frozen=True)
class Cells:
    """What to run for one exercise: of each cell, its text and which of its statements."""

    task: str
    cells: Sequence[tuple[str, Sequence[int]]]


@dataclass
class Ran:
    """What came of it: plain answers, words in place of an answer, and what held each guard."""

    answers: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


def run(tasks: Sequence[Cells], limits: Limits | None = None) -> Ran:
    """Run the cells of each exercise; return an answer, or words in its place, for every one."""
    limits, ran = limits or Limits(), Ran()
    left = list(tasks)
    ends = time.monotonic() + limits.notebook
    while left:
        if time.monotonic() >= ends:
            said = "**Not run.** The cells before it had used up the time that a notebook has."
            ran.words |= {one.task: said for one in left}
            break
        _one_process(left, limits, min(ends, time.monotonic() + limits.notebook), ran)
        rest = [one for one in left if one.task not in ran.answers and one.task not in ran.words]
        if len(rest) == len(left):  # it never came to the first of them
            said = "**Not run.** The process in which cells are run did not start."
            ran.words |= {one.task: said for one in left}
            break
        left = rest
    return ran


def readable() -> list[str]:
    """Return what a cell may read: Python, its libraries, this package, the course's own files."""
    bundle = (data_folder(), notebook_folder(), _PACKAGE)
    own = {sys.prefix, sys.base_prefix, sys.exec_prefix, *map(str, bundle)}
    own |= {path for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
    kept = (path for path in (*sorted(own), *_SYSTEM) if Path(path).parent != Path(path))
    return [path for path in kept if Path(path).exists()]


def _one_process(tasks: Sequence[Cells], limits: Limits, ends: float, ran: Ran) -> None:
    """Start a process, and follow it until it is done or is ended."""
    with tempfile.TemporaryDirectory(prefix="course-grade-", ignore_cleanup_errors=True) as home:
        process = _started(home)
        try:
            _follow(process, tasks, limits, ends, ran)
        finally:
            _end(process)


def _started(home: str) -> subprocess.Popen[bytes]:
    begin = (
        f"import sys; sys.path.insert(0, {str(_PACKAGE.parent)!r}); "
        "from course.teach.grade.child import main; main()"
    )
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "COURSE_DATA")
    there = {name: os.environ[name] for name in kept if name in os.environ}
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    homes = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), home)
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", begin],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env={**there, **threads, **homes, "LANG": "C.UTF-8"},
        start_new_session=True,
    )


def _follow(
    process: subprocess.Popen[bytes],
    tasks: Sequence[Cells],
    limits: Limits,
    ends: float,
    ran: Ran,
) -> None:
    lines: queue.Queue[bytes | None] = queue.Queue()
    threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
    asked = {
        "readable": readable(),
        "seconds": int(10 + (limits.seconds + 1) * len(tasks)),
        "memory": limits.memory,
        "parent": os.getpid(),
        "tasks": [
            {"id": one.task, "cells": [{"source": s, "take": list(t)} for s, t in one.cells]}
            for one in tasks
        ],
    }
    threading.Thread(target=_ask, args=(process, json.dumps(asked)), daemon=True).start()
    known, now = {one.task for one in tasks}, ""
    until, used = time.monotonic() + limits.loading, 0.0
    while True:
        why = _too_much(process, limits, min(until, ends), used if now else None)
        try:
            line = lines.get(timeout=_PAUSE)
        except queue.Empty:
            if why:
                break
            continue
        if line is None:
            why = "it ended the program in which it ran, or wrote far too much."
            break
        before = (now, len(ran.answers) + len(ran.words), bool(ran.held))
        now = _noted(_parsed(line), known, now, ran)
        if before != (now, len(ran.answers) + len(ran.words), bool(ran.held)):
            until, used = time.monotonic() + limits.waiting, _processor(process)
    _end(process)
    if now and now not in ran.answers and now not in ran.words:
        ran.words[now] = f"**Stopped:** {why}"


def _ask(process: subprocess.Popen[bytes], asked: str) -> None:
    assert process.stdin is not None
    with suppress(OSError, ValueError), process.stdin as stream:
        stream.write(asked.encode("ascii"))


def _listen(process: subprocess.Popen[bytes], lines: queue.Queue[bytes | None]) -> None:
    """Hand on what the process says, line by line, as long as it does not say too much."""
    assert process.stdout is not None
    left = _MOST
    with suppress(OSError, ValueError):
        while line := process.stdout.readline(left):
            left -= len(line)
            if left <= 0:
                break
            lines.put(line)
    lines.put(None)


def _parsed(line: bytes) -> Mapping[str, Any]:
    with suppress(ValueError, RecursionError):
        said = json.loads(line)
        if isinstance(said, dict):
            return said
    return {}


def _noted(said: Mapping[str, Any], known: set[str], now: str, ran: Ran) -> str:
    """Keep what a line says; return the exercise that is being run."""
    if not ran.held and isinstance(said.get("held"), dict):
        ran.held = {str(name)[:20]: str(how)[:120] for name, how in said["held"].items()}
    begun = said.get("begin")
    if isinstance(begun, str) and begun in known:
        return begun
    task = said.get("end")
    new = isinstance(task, str) and task not in ran.answers and task not in ran.words
    if new and task and task == now:
        try:
            if "error" in said:
                ran.words[task] = str(said["error"])[:LONGEST]
            else:
                ran.answers[task] = unpacked(said["value"])
        except (KeyError, TypeError, ValueError):
            ran.words[task] = "**I cannot read that answer.**"
    return now


def _too_much(
    process: subprocess.Popen[bytes], limits: Limits, until: float, used: float | None
) -> str:
    """Say what a process has too much of, or nothing; `used` is what it had used before."""
    spent = 0.0 if used is None else _processor(process) - used
    if spent > limits.seconds or time.monotonic() > until:
        most = limits.seconds if spent > limits.seconds else limits.waiting
        return f"it ran for more than {most:g} seconds. Is there a loop in it that never ends?"
    with suppress(psutil.Error):
        if sum(one.memory_info().rss for one in _family(process)) > limits.memory:
            return "it wanted more memory than grading gives."
    return ""


def _processor(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of the processor's time that a process has used."""
    with suppress(psutil.Error):
        times = [one.cpu_times() for one in _family(process)]
        return sum(one.user + one.system for one in times)
    return 0.0


def _family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return a process, and on Windows, where the Python of an environment is two, both."""
    own = psutil.Process(process.pid)
    return [own, *own.children(recursive=True)] if os.name == "nt" else [own]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it started."""
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    if os.name == "posix":
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    for one in family:
        with suppress(psutil.Error):
            one.kill()
    with suppress(OSError):
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()
