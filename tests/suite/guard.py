"""Fails a run that changed a file of the working tree or left a process running, and says which."""

import hashlib
import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.suite import home
from tests.suite.keeper import MARK, processes

# What tools keep for themselves, and what a second run beside this one may touch.
PASSED_OVER = {
    ".git", ".venv", "__pycache__", ".pytest_cache", ".ruff_cache", ".mypy_cache", "uv.lock",
}  # fmt: skip


def snapshot(root: Path) -> dict[str, str]:
    """Return every file and folder of a tree with a sign that changes when it is written to.

    Ignored files count: a site or a checkpoint left in the tree is a trace as well.
    """
    seen = {"(git)": git_status(root)}
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if kept(name))
        place = Path(folder).relative_to(root)
        seen |= {f"{place / name}/": "" for name in folders}
        for name in filter(kept, files):
            seen[str(place / name)] = sign(Path(folder, name))
    return seen


def kept(name: str) -> bool:
    return name not in PASSED_OVER and not name.endswith(".egg-info")


def sign(path: Path) -> str:
    try:
        about = path.lstat()
        content = hashlib.sha256(b"" if path.is_symlink() else path.read_bytes()).hexdigest()
    except OSError as error:  # it went while we looked
        return type(error).__name__
    return f"{about.st_mode:o} {about.st_mtime_ns} {content}"


def git_status(root: Path) -> str:
    """Return what git says of index and branch; nothing outside a clone."""
    try:
        return subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain=v2", "--branch"],
            cwd=root, capture_output=True, text=True,
        ).stdout  # fmt: skip
    except OSError:
        return ""


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Say of each file that differs what happened to it."""
    said = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            said.append(f"removed: {name}")
        elif name not in before:
            said.append(f"new: {name}")
        elif before[name] != after[name]:
            same = before[name].split()[-1:] == after[name].split()[-1:]
            said.append(f"{'written again' if same else 'changed'}: {name}")
    files = [line for line in said if not line.endswith(": (git)")]
    return files or said  # git repeats what the files show; alone it is the index or the branch


def left_running(run: str, seconds: float = 10) -> list[str]:
    """Return the processes of a run that do not end by themselves within some seconds."""
    until = time.monotonic() + seconds
    while (left := processes(run)) and time.monotonic() < until:
        time.sleep(0.1)
    return [f"still running: {line(process)}" for process in left]


def line(process) -> str:
    import psutil

    try:
        return f"{process.pid} {' '.join(process.cmdline())[:150]}"
    except psutil.Error:
        return str(process.pid)


class Guard:
    """Looks before and after, in the process that steers the run."""

    def __init__(self, root: Path):
        self.root, self.before, self.found = root, snapshot(root), []

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session):
        result = yield  # workers end here
        self.found = differences(self.before, snapshot(self.root))
        self.found += left_running(os.environ[MARK])
        if self.found:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return result

    def pytest_terminal_summary(self, terminalreporter):
        if self.found:
            terminalreporter.section("The run left traces", red=True, bold=True)
            for one in self.found:
                terminalreporter.line(one, red=True)
            terminalreporter.line(
                "A test must work on copies and stop what it starts. (If you yourself edited a "
                "file while the tests ran, run them again.)"
            )


def pytest_configure(config):
    if home.STEERS:
        config.pluginmanager.register(Guard(config.rootpath), "course-guard")
