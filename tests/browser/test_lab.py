"""A real JupyterLab with no network: units run, and their charts keep height, words and buttons."""

from __future__ import annotations

import re
import time

import nbformat
import pytest

from course.charts.style import PLOTLY_MIME
from course.show import WAITING_MIME
from course.units import cell_text, unit, units
from tests.suite.browser import Visit
from tests.suite.lab import PATIENCE, run_all

ASKS = re.compile(r"^course\.(?:check|predict|quiz|references|start|term|text)\(.*", re.M | re.S)
REVEAL = re.compile(r"course\.reveal\([^,]+,")
TALL = 30_000  # px; a cell that is out of sight is not drawn

# The drawn charts: [height on the screen, letters, buttons that share or send].
MEASURE = """() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => [
  plot.getBoundingClientRect().height,
  [...plot.querySelectorAll("text")].reduce((sum, t) => sum + t.textContent.length, 0),
  [...plot.querySelectorAll(".modebar-btn")]
    .map((b) => b.dataset.title || "").filter((t) => /share|cloud|edit in|upload/i.test(t)).length,
])"""


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
    name, stored = unit("04").path.name, charts(unit("04").notebook, PLOTLY_MIME)
    if request.param == "98":
        notebook, stored = with_buttons()
        name = "98-charts-with-buttons.ipynb"
        nbformat.write(notebook, lab.notebooks / name)
    seen = Visit(browser, lab.address(name))
    page = seen.page
    page.set_viewport_size({"width": 1400, "height": TALL})
    run_all(page)
    page.wait_for_function(
        f"() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {len(stored)}",
        timeout=PATIENCE,
    )
    yield seen, stored
    seen.close()


def whole(page, stored):
    """Wait until every chart is as high as it is stored; return what was measured."""
    heights = [chart["layout"]["height"] for chart in stored]
    until = time.monotonic() + PATIENCE / 1000
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
