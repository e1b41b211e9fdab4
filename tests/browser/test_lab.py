"""A real JupyterLab with no network: units run, and their charts keep height, words and buttons."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time

import pytest
from playwright.sync_api import TimeoutError

from course.charts.style import PLOTLY_MIME
from course.paths import notebook_folder
from course.units import unit
from tests.suite.browser import Visit

PATIENCE = 60_000  # ms; each wait ends as soon as what it waits for is there

# The drawn charts: [height on the screen, letters, buttons that share or send].
MEASURE = """() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => [
  plot.getBoundingClientRect().height,
  [...plot.querySelectorAll("text")].reduce((sum, t) => sum + t.textContent.length, 0),
  [...plot.querySelectorAll(".modebar-btn")]
    .map((b) => b.dataset.title || "").filter((t) => /share|cloud|edit in|upload/i.test(t)).length,
])"""

# What JupyterLab asks while it is slow, and what a learner presses.
ASKED = {"The loading screen is taking a long time": "Keep Waiting", "Select Kernel": "Select"}


@pytest.fixture(scope="session")
def lab(chromium_path, tmp_path_factory):
    """`course lab` as a learner starts it, on a copy; yields the address it prints."""
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
            yield found.group(0)
        finally:
            process.terminate()
            process.wait(30)


def answered(dialog):
    """Answer what JupyterLab asks on a slow machine; any other dialog is a fault to be read."""
    said = dialog.inner_text()
    button = next((b for asked, b in ASKED.items() if asked in said), None)
    assert button is not None, f"JupyterLab asked: {said}"
    dialog.locator("button", has_text=button).click()


@pytest.fixture(params=["04", "06", "10", "12"])
def ran(lab, browser, request):
    """A unit, opened and run to its end."""
    chosen = unit(request.param)
    own = f"/lab/workspaces/{chosen.slug}/tree/"  # nothing of what another test left open
    address = lab.replace("/lab/tree/", own).replace(unit("04").path.name, chosen.path.name)
    seen = Visit(browser, address, width=1400)
    page = seen.page
    page.add_locator_handler(page.locator("dialog.jp-Dialog"), answered)
    page.set_viewport_size({"width": 1400, "height": 14000})
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE)
    state = ".jp-Notebook-ExecutionIndicator[data-status='{}']"
    page.wait_for_selector(state.format("idle"), timeout=PATIENCE, state="attached")
    for _ in range(6):  # a click before JupyterLab has settled is lost
        page.click(".lm-MenuBar-itemLabel >> text=Run")
        page.click(".lm-Menu-itemLabel >> text=Run All Cells")
        with contextlib.suppress(TimeoutError):
            page.wait_for_selector(state.format("busy"), timeout=5_000, state="attached")
            break
    page.wait_for_selector(state.format("idle"), timeout=PATIENCE, state="attached")
    counts = [c for c in chosen.notebook["cells"] if c["cell_type"] == "code"]
    outputs = [o for c in counts for o in c["outputs"] if PLOTLY_MIME in o.get("data", {})]
    page.wait_for_function(
        f"() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {len(outputs)}",
        timeout=PATIENCE,
    )
    yield seen, outputs
    seen.close()


def whole(page, outputs):
    """Wait until every chart is as high as it is stored; return what was measured."""
    heights = [one["data"][PLOTLY_MIME]["layout"]["height"] for one in outputs]
    until = time.monotonic() + 15
    while time.monotonic() < until:
        measured = page.evaluate(MEASURE)
        if len(measured) == len(heights) and all(
            now >= 0.95 * asked for (now, *_), asked in zip(measured, heights, strict=True)
        ):
            return measured
        page.wait_for_timeout(100)
    raise AssertionError(f"Charts are {[one[0] for one in measured]} px high, and not {heights}.")


def test_a_unit_runs_and_its_charts_stay_whole(ran):
    seen, outputs = ran
    page = seen.page
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    first = whole(page, outputs)
    assert all(letters > 100 and not sharing for *_, letters, sharing in first)
    page.set_viewport_size({"width": 1000, "height": 14000})
    whole(page, outputs)
    page.keyboard.press("Control+b")  # the list of files
    whole(page, outputs)
    buttons = page.locator(".js-plotly-plot .updatemenu-button")
    stored = json.dumps([o["data"][PLOTLY_MIME]["layout"].get("updatemenus") for o in outputs])
    assert (buttons.count() > 0) == ('"buttons"' in stored)
    for place in range(buttons.count()):
        buttons.nth(place).click(force=True)
        now = whole(page, outputs)
        assert all(letters > 100 for *_, letters, _ in now)
    assert [url for url in seen.outside if url.startswith("http")] == []
