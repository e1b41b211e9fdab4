"""A still shows every word whole: nothing of it lies beyond its edge, wide or on a phone."""

from __future__ import annotations

import pytest

from course.publish import site
from tests.suite.browser import new_page

# Words of a drawing that reach over its edge, and by how many pixels.
OVER = """(svg) => {
  document.body.innerHTML = svg;
  const edge = document.querySelector("svg").getBoundingClientRect();
  const over = (box) => Math.round(Math.max(edge.left - box.left, box.right - edge.right,
    edge.top - box.top, box.bottom - edge.bottom));
  return [...document.querySelectorAll("text")].filter((t) => t.textContent.trim())
    .map((t) => [t.textContent, over(t.getBoundingClientRect())]).filter(([, by]) => by > 1);
}"""


@pytest.fixture(scope="module")
def sheet(browser):
    page = new_page(browser, viewport={"width": 1400, "height": 2000})
    yield page
    page.context.close()


def test_no_word_of_a_still_is_cut_off(built, sheet):
    stills = sorted((built / site.FOLDER).glob("*.svg"))
    assert len(stills) > 150 and any(path.stem.endswith("-narrow") for path in stills)
    read = {path.name: sheet.evaluate(OVER, path.read_text(encoding="utf-8")) for path in stills}
    assert {name: found for name, found in read.items() if found} == {}


def test_a_word_that_reaches_over_the_edge_is_told(sheet):
    svg = '<svg width="100" height="40"><text x="{x}" y="20">a long label</text></svg>'
    assert sheet.evaluate(OVER, svg.format(x=5)) == []
    ((words, by),) = sheet.evaluate(OVER, svg.format(x=60))
    assert words == "a long label" and by > 10
