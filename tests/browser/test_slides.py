"""One deck as it is shown: from its file, with no network, by keyboard, with notes, as a PDF.

tests/audit/slides.py goes through the decks of all lessons.
"""

import pytest
from pypdf import PdfReader

from course.teach import slides
from course.units import unit
from tests.suite import deck


@pytest.fixture(scope="module")
def made(tmp_path_factory, chromium_path):
    return slides.write(unit("05"), 90, tmp_path_factory.mktemp("deck"), pdf=True)


def test_a_deck_opens_from_its_file_and_nothing_leaves_a_slide(made, browser):
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    deck.open_deck(page, made[0])
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value
    assert "Materials" in notes.locator("body").inner_text()
    found, states, count = deck.faults(page)
    assert found == [] and complaints == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
    assert count > 15 and states > count
    # The window of notes has followed to the last slide, and leads back.
    assert f"Slide {count} of {count}" in notes.locator("body").inner_text()
    notes.keyboard.press("ArrowLeft")
    notes.wait_for_function(f"document.body.innerText.includes('Slide {count - 1} of')")
    printed = PdfReader(made[1])
    assert len(printed.pages) == states
    assert [float(n) for n in printed.pages[0].mediabox[2:]] == [960, 540]
    for each in (notes, page):
        each.close()
