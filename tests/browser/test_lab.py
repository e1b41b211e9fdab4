"""A real JupyterLab with no network: units run, and their charts keep height, words and buttons."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time

import nbformat
import pytest
from playwright.sync_api import TimeoutError

from course.charts.style import PLOTLY_MIME
from course.paths import notebook_folder
from course.show import WAITING_MIME
from course.units import cell_text, unit, units
from tests.suite.browser import Visit

ASKS = re.compile(r"^course\.(?:check|predict|quiz|references|start|term|text)\(.*", re.M | re.S)
REVEAL = re.compile(r"course\.reveal\([^,]+,")
TALL = 22_000  # px; a cell that is out of sight is not drawn
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
    """`course lab` as a learner starts it, on a copy; yields the address and the folder."""
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
            yield found.group(0), home / "notebooks"
        finally:
            process.terminate()
            process.wait(30)


def answered(dialog):
    """Answer what JupyterLab asks on a slow machine; any other dialog is a fault to be read."""
    said = dialog.inner_text()
    button = next((b for asked, b in ASKED.items() if asked in said), None)
    assert button is not None, f"JupyterLab asked: {said}"
    dialog.locator("button", has_text=button).click()


def with_buttons():
    """A notebook of all charts of the units in which one has buttons, and the charts as stored."""
    code, stored = [], []
    for one in units():
        own = charts(one.notebook, PLOTLY_MIME, WAITING_MIME)
        if any(chart["layout"].get("updatemenus") for chart in own):
            stored += own
            code += [cell_text(c) for c in one.notebook["cells"] if c["cell_type"] == "code"]
    # A prediction belongs to its unit: here its chart is shown without one.
    cells = [REVEAL.sub("(lambda chart: chart)(", ASKS.sub("", text)) for text in code]
    cells = [text for text in cells if text.strip()]
    metadata = units()[0].notebook["metadata"]
    return nbformat.v4.new_notebook(
        metadata=metadata, cells=[nbformat.v4.new_code_cell(text) for text in cells]
    ), stored


def charts(notebook, *kinds):
    """The charts that a notebook stores."""
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    return [o["data"][kind] for o in outputs for kind in kinds if kind in o.get("data", {})]


@pytest.fixture(params=["04", "98"])
def ran(lab, browser, request):
    """A notebook, opened and run to its end: unit 04 as it is, and every chart with buttons."""
    (address, folder), name = lab, unit("04").path.name
    stored = charts(unit("04").notebook, PLOTLY_MIME)
    if request.param == "98":
        notebook, stored = with_buttons()
        nbformat.write(notebook, folder / "98-charts-with-buttons.ipynb")
        address = address.replace(name, "98-charts-with-buttons.ipynb")
    # Nothing of what another test left open.
    seen = Visit(browser, address.replace("/lab/tree/", f"/lab/workspaces/{request.param}/tree/"))
    page = seen.page
    page.add_locator_handler(page.locator("dialog.jp-Dialog"), answered)
    page.set_viewport_size({"width": 1400, "height": TALL})
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
    page.wait_for_function(
        f"() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {len(stored)}",
        timeout=PATIENCE,
    )
    yield seen, stored
    seen.close()


def whole(page, stored):
    """Wait until every chart is as high as it is stored; return what was measured."""
    heights = [chart["layout"]["height"] for chart in stored]
    until = time.monotonic() + 15
    while time.monotonic() < until:
        measured = page.evaluate(MEASURE)
        if len(measured) == len(heights) and all(
            now >= 0.95 * asked for (now, *_), asked in zip(measured, heights, strict=True)
        ):
            return measured
        page.wait_for_timeout(100)
    raise AssertionError(f"Charts are {[one[0] for one in measured]} px high, and not {heights}.")


def test_a_notebook_runs_and_its_charts_stay_whole(ran):
    seen, stored = ran
    page = seen.page
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    first = whole(page, stored)
    assert all(letters > 100 and not sharing for *_, letters, sharing in first)
    page.set_viewport_size({"width": 1000, "height": TALL})
    whole(page, stored)
    page.keyboard.press("Control+b")  # the list of files
    whole(page, stored)
    buttons = page.locator(".js-plotly-plot .updatemenu-button")
    menus = [menu for chart in stored for menu in chart["layout"].get("updatemenus", [])]
    assert buttons.count() == sum(len(menu["buttons"]) for menu in menus)
    for place in range(buttons.count()):
        buttons.nth(place).click(force=True)
        now = whole(page, stored)
        assert all(letters > 100 for *_, letters, _ in now)
    assert [url for url in seen.outside if url.startswith("http")] == []
