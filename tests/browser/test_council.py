"""The Council's pages: a card is a printed page, and the Council alone works without scripts."""

import re

from course.data import package
from course.lessons.capstone import council

SECTIONS = (
    """() => [...document.querySelectorAll("section:has(> .course-sheet)")].map((e) => e.id)"""
)
ONLY = """(id) => document.querySelectorAll("section:has(> .course-sheet)").forEach((e) => {
  e.style.display = e.id === id ? "" : "none"; })"""


def sheets(page):
    """How many sheets of A4 a page takes when it is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_every_card_fills_one_sheet_of_paper_and_no_more(visit, address):
    page = visit(f"{address}teach/council/cards.html").page
    ids = page.evaluate(SECTIONS)
    assert len(ids) == len(package().table("council_delegations").records())
    assert sheets(page) == len(ids) + 1  # the first says what the cards are
    for one in ids:
        page.evaluate(ONLY, one)
        assert sheets(page) == 2, one
    page.evaluate(ONLY, "")
    assert sheets(page) == 1
    # Nearly full: two thirds of what A4 leaves between the margins, at least.
    page.evaluate("document.querySelectorAll('section').forEach((e) => { e.style.display = ''; })")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    for one in ids:
        tall = page.evaluate("(id) => document.getElementById(id).scrollHeight", one)
        assert tall > 0.66 * 1046, one


def test_the_council_alone_unfolds_without_scripts(visit, address):
    page = visit(f"{address}teach/council/alone.html", scripts=False).page
    folds = page.locator("article details")
    assert folds.count() == len(council.delegations(council.ALONE)) + 2 * len(council.drafts())
    hidden = page.get_by_text("Four letters. The name goes, then, and the cost is shared.")
    assert not hidden.is_visible()
    page.get_by_text("Draft C: the transcript").click()
    assert hidden.is_visible()
    card = page.locator("details", has_text="Card: Spain")
    assert not card.get_by_text("We do not give it away for three days").is_visible()
    card.locator("summary").click()
    assert card.get_by_text("We do not give it away for three days").is_visible()
