"""What tests in JupyterLab share: one server on copies, and a notebook opened and run in it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 240_000  # ms; each wait ends as soon as what it waits for is there
POLL = 100  # ms; to look at each frame would keep a whole JupyterLab drawing frames
_STATE = ".jp-Notebook-ExecutionIndicator[data-status='{}']"
# A cell at work or still to come has a star for a number.
_AT_WORK = (
    "[...document.querySelectorAll('.jp-InputPrompt')].some((p) => p.textContent.includes('*'))"
)
_CLEARED = (
    "[...document.querySelectorAll('.jp-InputPrompt')].some((p) => p.textContent.includes('[ ]'))"
)
_HAS_KERNEL = (
    "[...document.querySelectorAll('.jp-KernelName')].some((k) => k.textContent.includes('Python'))"
)
# What JupyterLab asks while it is slow, and what a learner presses.
_ASKED = {"The loading screen is taking a long time": "Keep Waiting", "Select Kernel": "Select"}


@dataclass(frozen=True)
class Lab:
    """A running `course lab`: the folder of its notebooks, and the address that it printed."""

    notebooks: Path
    printed: str

    def address(self, name: str) -> str:
        """Return where a notebook opens in a workspace of its own, with nothing else in it."""
        own = f"/lab/workspaces/{name.removesuffix('.ipynb')}/tree/"
        return re.sub(r"/lab/tree/[^?]+", f"{own}{name}", self.printed)


@pytest.fixture(scope="session")
def lab(chromium_path, tmp_path_factory):
    """`course lab` as a learner starts it, on a copy of the notebooks."""
    from course.paths import notebook_folder

    home = tmp_path_factory.mktemp("jupyter")
    log = home / "log"
    shutil.copytree(notebook_folder(), home / "notebooks")
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "lab", "04", "--no-browser"],
            stdout=sink,
            stderr=sink,
            env={
                **os.environ,
                "COURSE_NOTEBOOKS": str(home / "notebooks"),
                "PYTHONUNBUFFERED": "1",
            },
        )
        address = re.compile(r"http://127\.0\.0\.1:\d+/lab/tree/\S+token=\w+")
        try:
            until = time.monotonic() + PATIENCE / 1000
            while not (found := address.search(log.read_text(errors="ignore"))):
                assert process.poll() is None and time.monotonic() < until, log.read_text()
                time.sleep(0.1)
            yield Lab(home / "notebooks", found.group(0))
        finally:
            process.terminate()
            process.wait(30)


def _answered(dialog):
    """Answer what JupyterLab asks on a slow machine; any other question is put off and told.

    What it is about is seen by the test that goes on: a kernel that died draws no chart.
    """
    said = dialog.inner_text()
    button = next((b for asked, b in _ASKED.items() if asked in said), None)
    if button:
        dialog.locator("button", has_text=button).first.click()
    else:
        warnings.warn(f"JupyterLab asked: {said}", stacklevel=2)
        dialog.page.keyboard.press("Escape")


def run_all(page) -> None:
    """Wait until a notebook that is being opened has its kernel, and run its cells to the end.

    Run before there is a kernel, JupyterLab asks for one and clears every cell: "idle" alone, which
    it also says while it has none, is not enough.
    """
    from playwright.sync_api import TimeoutError

    asked = page.locator("dialog.jp-Dialog").first
    page.add_locator_handler(asked, _answered, no_wait_after=True)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE)
    page.wait_for_function(_HAS_KERNEL, timeout=PATIENCE, polling=POLL)
    page.wait_for_selector(_STATE.format("idle"), timeout=PATIENCE, state="attached")
    for _ in range(6):  # a click before JupyterLab has settled is lost
        page.click(".lm-MenuBar-itemLabel >> text=Run")
        page.click(".lm-Menu-itemLabel >> text=Run All Cells")
        with contextlib.suppress(TimeoutError):
            page.wait_for_function(_AT_WORK, timeout=5_000)
            page.wait_for_function(f"() => !{_AT_WORK}", timeout=PATIENCE, polling=POLL)
            if not page.evaluate(_CLEARED):
                return
    raise AssertionError("JupyterLab ran nothing in six attempts.")
