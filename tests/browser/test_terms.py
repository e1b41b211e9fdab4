"""Terms of the glossary on the pages: marked once, explained by mouse, key, touch and in print."""

from __future__ import annotations

import re

import pytest

from course.data import package
from course.learn.terms import UNMARKED
from course.units import units
from tests.suite import axe
from tests.suite.browser import new_page

UNITS = [unit.path.stem for unit in units()]
PAGE = "06-who-decides"
TERM = "silence-procedure"
ROWS = {row["term_id"]: row for row in package().table("glossary").records()}
LINK = f'a.course-term[href="glossary.html#{TERM}"]'
IDS = "all => all.map(one => one.hash.slice(1))"


def script(page):
    return [url for url in page.asked_for(".js") if "/_figures/terms-" in url]


@pytest.mark.parametrize("name", UNITS)
def test_each_term_is_marked_once_in_prose_and_leads_to_the_glossary(built, name):
    page = (built / f"{name}.html").read_text(encoding="utf-8")
    article = page[page.index("<article") : page.index("</article")]
    ids = re.findall(r'<a class="course-term" href="glossary\.html#([\w-]+)">', article)
    assert len(ids) == len(set(ids)) == page.count('class="course-term') and not set(ids) & UNMARKED
    assert (3 if name == "00-start-here" else 10) <= len(ids) <= 45
    glossary = (built / "glossary.html").read_text(encoding="utf-8")
    assert all(f'id="{one}"' in glossary for one in ids)
    # Nowhere else: in a heading, a link, code, a quiz, an exercise's form, what a cell shows.
    # The dates of a unit count as its prose, folded away until a guess is committed too.
    elsewhere = (
        r"<(h[1-6]|a(?! class=\"course-term\")|code|pre|form|summary|blockquote"
        r"|details(?! class=\"admonition hide below-input\")"
        r"|ol class=\"course-quiz\")\b"
    )
    for found in re.finditer(elsewhere, article):
        tag = found[1].split()[0]
        inside = article[found.end() : article.index(f"</{tag}>", found.end())]
        assert 'class="course-term"' not in inside, found[0]
    explained = (built / "_figures" / f"terms-{name}.js").read_text(encoding="utf-8")
    assert all(ROWS[one]["definition"] in explained for one in ids)


def test_a_term_that_the_timeline_uses_first_is_marked_there(built):
    page = (built / "12-sovereignty-and-consent.html").read_text(encoding="utf-8")
    begins = page.index("What happened")
    timeline = page[begins : page.index("</table>", begins)]
    assert re.findall(r'class="course-term" href="glossary\.html#patriot"', timeline)
    shown = page[page.index("consent_tests/tr-2011-mou-elected") :]  # what another cell shows
    assert 'class="course-term"' not in shown[: shown.index("</ul>")]


def test_the_explanation_comes_beside_a_mouse_and_under_a_key_and_goes(visit, address):
    seen = visit(f"{address}{PAGE}.html")
    assert script(seen) == []  # it weighs on no page until somebody moves on it
    page, link, card = seen.page, seen.page.locator(LINK), seen.page.locator(".course-reading")
    link.hover()
    card.get_by_text(ROWS[TERM]["definition"]).wait_for()
    assert len(script(seen)) == 1
    page.mouse.move(2, 2)
    card.wait_for(state="hidden")
    link.focus()
    card.get_by_text(ROWS[TERM]["definition"]).wait_for()
    assert axe.faults(page, within=f".course-reading, p:has({LINK})") == []
    page.keyboard.press("Escape")
    assert not card.is_visible()
    # A screen reader gets it from the mark, whether or not the card is there.
    told = link.get_attribute("aria-describedby")
    assert ROWS[TERM]["definition"] in page.locator(f"#{told}").text_content()
    link.press("Enter")
    page.wait_for_url(f"**/glossary.html#{TERM}")
    assert seen.complaints == seen.outside == []


def test_a_first_tap_shows_it_and_a_second_follows(browser, address):
    page = new_page(browser, has_touch=True, viewport={"width": 390, "height": 800})
    page.goto(f"{address}{PAGE}.html")
    page.locator(LINK).tap()
    card = page.locator(".course-reading")
    card.get_by_text(ROWS[TERM]["definition"]).wait_for()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator(LINK).tap()
    page.wait_for_url(f"**/glossary.html#{TERM}")
    page.context.close()


def test_a_citation_still_shows_its_reading_after_a_term(visit, address):
    seen = visit(f"{address}{PAGE}.html")
    card = seen.page.locator(".course-reading")
    seen.page.locator(LINK).focus()
    card.get_by_text(ROWS[TERM]["definition"]).wait_for()
    cited = seen.page.locator("a[data-reading]").first
    cited.focus()
    card.get_by_text("It says:").first.wait_for()
    assert cited.get_attribute("aria-describedby") == card.get_attribute("id")
    assert ROWS[TERM]["definition"] not in card.text_content()


def test_a_printed_page_ends_with_its_terms_though_nobody_moved(visit, address):
    seen = visit(f"{address}{PAGE}.html")
    ids = seen.page.locator("a.course-term").evaluate_all(IDS)
    assert seen.page.locator(".course-terms").count() == 0
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen.page.emulate_media(media="print")
    terms = seen.page.locator(".course-terms")
    assert terms.is_visible() and terms.locator("h2").text_content() == "Terms in this unit"
    said = terms.locator("div").all_text_contents()
    assert len(said) == len(ids) > 10
    for one, text in zip(ids, said, strict=True):
        row = ROWS[one]
        assert text.startswith(row["term"]) and row["definition"] in text
        assert row["french"] in text and row["russian"] in text
    seen.page.emulate_media(media="screen")
    assert not terms.is_visible()
    assert seen.complaints == seen.outside == []


def test_a_page_whose_list_of_terms_is_missing_is_printed_without_it(browser, address):
    page, complaints = new_page(browser), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/_figures/terms-*.js", lambda route: route.fulfill(status=404, body="<h1>No"))
    page.goto(f"{address}{PAGE}.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".course-terms").count() == 0 and complaints == []
    page.context.close()


def test_without_scripts_a_term_is_a_link_to_its_explanation(visit, address):
    seen = visit(f"{address}{PAGE}.html", scripts=False)
    seen.page.locator(LINK).click()
    assert seen.page.url.endswith(f"glossary.html#{TERM}")


def test_the_words_of_a_search_are_marked_on_the_page_that_it_led_to(visit, address):
    seen = visit(f"{address}{PAGE}.html")
    assert seen.asked_for("sphinx_highlight.js") == []
    seen.page.evaluate("localStorage.setItem('sphinx_highlight_terms', 'silence')")
    seen.page.goto(f"{address}{PAGE}.html?highlight=silence")
    seen.page.locator("span.highlighted").first.wait_for()
