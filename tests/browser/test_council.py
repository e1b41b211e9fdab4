"""The Council's pages: a card is a printed page, and the Council alone works without scripts."""

import io

from pypdf import PdfReader

from course.data import package
from course.lessons.capstone import council

CARDS = """() => [...document.querySelectorAll("section:has(> .course-sheet)")].map((e) =>
  [e.id, e.querySelector("h2").firstChild.data])"""


def test_every_card_fills_one_sheet_of_paper_and_no_more(visit, address):
    page = visit(f"{address}teach/council/cards.html").page
    cards = page.evaluate(CARDS)
    assert len(cards) == len(package().table("council_delegations").records())
    sheets = [one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    # The first says what the cards are; then each begins a sheet, and no sheet goes on with one.
    assert len(sheets) == len(cards) + 1
    for (one, title), sheet in zip(cards, sheets[1:], strict=True):
        assert sheet.lstrip().startswith(title.strip()), one
    # Nearly full: two thirds of what A4 leaves between the margins, at least.
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    for one, _ in cards:
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
