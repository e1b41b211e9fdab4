"""A real JupyterLab with no network: units run, and their charts keep height, words and buttons."""

from __future__ import annotations

import json
import re
import time

import nbformat
import pytest

from course.show import PLOTLY_MIME, stored_chart
from course.units import unit, units
from tests.suite.browser import Visit, new_page
from tests.suite.lab import PATIENCE, run_all

TALL = 30_000  # px; a cell that is out of sight is not drawn

# The drawn charts: [height on the screen, letters, buttons that share or send].
MEASURE = """() => [...document.querySelectorAll(".js-plotly-plot")].map((plot) => [
  plot.getBoundingClientRect().height,
  [...plot.querySelectorAll("text")].reduce((sum, t) => sum + t.textContent.length, 0),
  [...plot.querySelectorAll(".modebar-btn")]
    .map((b) => b.dataset.title || "").filter((t) => /share|cloud|edit in|upload/i.test(t)).length,
])"""


# Press every button as a pointer does, and measure once every chart is as high as it should be; a
# chart that has not come back after a minute is told with a height below nothing.
PRESS_ALL = f"""async (heights) => {{
  const measure = {MEASURE};
  const low = (all) => all.length !== heights.length
    || all.some(([height], place) => height < 0.95 * heights[place]);
  const pressed = [];
  for (const button of document.querySelectorAll(".js-plotly-plot .updatemenu-button")) {{
    button.dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}));
    const until = performance.now() + 60_000;
    do await new Promise(requestAnimationFrame);
    while (low(measure()) && performance.now() < until);
    pressed.push(measure().map(([height, ...more]) =>
      [low(measure()) ? -height - 1 : height, ...more]));
  }}
  return pressed;
}}"""

# Cells that end with a stored chart: one that is displayed in passing never collapsed.
AGAIN = """import json
class Chart:
    def __init__(self, stored):
        self.stored = stored
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.plotly.v1+json": self.stored, "text/plain": "Chart, in words"}
stored = map(Chart, json.load(open("charts.json", encoding="utf-8")))"""
NEXT = "next(stored)"


def way(chart):
    """Return how the buttons of a chart change it: what is drawn, and what is set by which call.

    A call sets something of the traces, whose parts Plotly draws anew alike but for what is shown
    at all, and may set parts of the layout, of which each can change the room for the rest.
    """
    calls = set()
    for menu in chart["layout"]["updatemenus"]:
        for button in menu["buttons"]:
            traces, layout = (*button["args"], {})[:2]
            sets = {"shown" if name == "visible" else "drawn" for name in traces}
            if button["method"] == "update":
                sets |= {re.split(r"[.\[]", name)[0] for name in layout}
            calls.add((button["method"], *sorted(sets)))
    return frozenset(trace.get("type", "scatter") for trace in chart["data"]), frozenset(calls)


def charts(notebook):
    """The charts that a notebook stores, and for each whether it is seen before a guess."""
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    return [(chart, PLOTLY_MIME in o["data"]) for o in outputs if (chart := stored_chart(o))]


@pytest.fixture
def ran(lab, browser):
    """A chart of every way in which buttons change one, and unit 04 as it is; all of it run."""
    stored = [chart for chart, seen in charts(unit("04").notebook) if seen]
    every = [chart for one in units() for chart, _ in charts(one.notebook)]
    more = list({way(one): one for one in every if one["layout"].get("updatemenus")}.values())
    (lab.notebooks / "charts.json").write_text(json.dumps(more), encoding="utf-8")
    notebook = nbformat.read(unit("04").path, as_version=4)
    again = map(nbformat.v4.new_code_cell, (AGAIN, *[NEXT for _ in more]))
    notebook.cells = [*again, *notebook.cells]
    nbformat.write(notebook, lab.notebooks / unit("04").path.name)
    seen = Visit(new_page(browser), lab.address(unit("04").path.name))
    page, stored = seen.page, more + stored
    page.set_viewport_size({"width": 1400, "height": TALL})
    run_all(page)
    page.wait_for_function(
        f"() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {len(stored)}",
        timeout=PATIENCE,
    )
    yield seen, stored
    page.context.close()


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
    folds = page.locator(".jp-OutputArea summary", has_text="This chart in words")
    # Those of unit 04; the charts before them were shown by another class than the course's.
    assert folds.count() == sum(seen for _, seen in charts(unit("04").notebook))
    table = page.locator(".jp-OutputArea details table").first
    assert not table.is_visible()
    folds.first.focus()
    page.keyboard.press("Enter")
    table.wait_for(state="visible")
    assert table.locator("th").count() > 2
    folds.first.press("Enter")
    page.set_viewport_size({"width": 1000, "height": TALL})
    whole(page, stored)
    page.keyboard.press("Control+b")  # the list of files
    whole(page, stored)
    buttons = page.locator(".js-plotly-plot .updatemenu-button")
    menus = [menu for chart in stored for menu in chart["layout"].get("updatemenus", [])]
    assert buttons.count() == sum(len(menu["buttons"]) for menu in menus)
    buttons.first.click(force=True)
    pressed = page.evaluate(PRESS_ALL, [chart["layout"]["height"] for chart in stored])
    assert len(pressed) == buttons.count()
    for now in pressed:
        assert [height for height, *_ in now if height < 0] == []
        assert all(letters > 100 for *_, letters, _ in now)
    whole(page, stored)
    assert [url for url in seen.outside if url.startswith("http")] == []
