"""What stands in pictures for the stage can be read: measured where a browser draws them.

A sample, the same in every run; tests/audit/stage.py measures all of them.
"""

import copy
from random import Random

import pytest

from tests.suite import stage

SAMPLE = 24  # charts


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    stage.prepare(page)
    yield page
    assert [url for url in asked if not url.startswith(("data:", "blob:", "about:"))] == []
    page.close()


def test_no_word_is_small_covered_or_clipped(page):
    names = [name for name, _ in stage.charts()]
    drawn = dict(stage.pictures(Random(12).sample(names, SAMPLE)))
    seen = {name: stage.faults(page, picture) for name, picture in drawn.items()}
    assert {name: found for name, (found, _) in seen.items() if found} == {}
    assert sum(lines for _, lines in seen.values()) > 15 * SAMPLE


def test_small_covered_and_clipped_words_are_found(page):
    whole = dict(stage.pictures(["04-2"]))["04-2-0"]
    assert stage.faults(page, whole)[0] == []
    for change, says in (
        (lambda notes: notes[0]["font"].update(size=12), "px"),
        (lambda notes: notes[1].update({k: notes[0][k] for k in ("x", "y")}), "covered"),
        (lambda notes: notes[0].update(x=1.0, xanchor="left"), "clipped"),
    ):
        broken = copy.deepcopy(whole)
        change(broken["layout"]["annotations"])
        assert any(says in one for one in stage.faults(page, broken)[0]), says
