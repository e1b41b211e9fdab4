"""The site as readers meet it: wide, phone, dark, without scripts, printed, by keyboard."""

from __future__ import annotations

import pytest

from course.publish.figures import drawings
from course.sources.readings import readings
from course.units import units
from tests.suite import axe
from tests.suite.browser import new_page

UNITS = [unit.path.stem for unit in units()]
OTHER = [
    *("index", "progress", "review", "about", "data/index", "data/polls", "glossary", "search"),
    *(f"{folder}/04-third-site" for folder in ("solutions", "readings", "review")),
    *(f"teach/council/{name}" for name in ("index", "cards", "alone", "guide", "messages")),
]
LIMIT = 350 * 1024
# A page that became narrow and dark has fetched its other stills and is no longer changing colour.
SETTLED = """() => document.getAnimations().length === 0 && [...document.querySelectorAll(
  ".course-plot img")].every((still) => still.complete && /-narrow/.test(still.currentSrc))"""

# The stop in focus, where nothing of it or around it shows that it is: no outline, no shadow.
UNSEEN = """() => { const e = document.activeElement, looks = getComputedStyle(e);
  const label = e.labels && e.labels[0];
  const shown = (one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0
    || one.boxShadow !== "none";
  return shown(looks) || label && shown(getComputedStyle(label)) ? [] : [e.outerHTML.slice(0, 120)];
}"""


def charts_of(stem):
    return next(len(list(drawings(u.notebook))) for u in units() if u.path.stem == stem)


def sideways(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.fixture(scope="module")
def known():
    """How words look on the pages so far: wide and light, and on a phone in the dark."""
    return {"wide": set(), "phone": set()}


@pytest.mark.parametrize("name", UNITS + OTHER)
def test_page_is_quiet_light_and_accessible_wide_and_on_a_phone_in_the_dark(
    visit, address, known, name
):
    seen = visit(f"{address}{name}.html")
    stills = [url for url in seen.asked_for(".svg") if "/_figures/" in url]
    if name in UNITS:
        assert len(stills) == charts_of(name)
        served = seen.received[0].text()
        assert served.count('<img src="_figures/') == charts_of(name), "without scripts too"
        wide = seen.bytes()
        assert wide <= LIMIT, f"{wide // 1024} KiB"
    assert axe.faults(seen.page, known=known["wide"]) == [] and not sideways(seen.page)
    seen.page.emulate_media(color_scheme="dark")
    seen.page.set_viewport_size({"width": 390, "height": 900})
    seen.page.wait_for_function(SETTLED)
    if name in UNITS:
        assert len(seen.asked_for("-narrow.svg")) == charts_of(name)
        on_a_phone = seen.bytes(without=stills)
        assert on_a_phone <= LIMIT, f"{on_a_phone // 1024} KiB on a phone"
    rules = axe.LOOKS if name in UNITS[1:] else None
    assert axe.faults(seen.page, rules, known["phone"]) == []
    assert not sideways(seen.page)
    assert seen.asked_for("plotly.min.js") == seen.outside == seen.complaints == []


def test_all_rows_of_a_chart_have_links_that_a_finger_can_hit(visit, built, address):
    widest = max((built / "_figures").glob("*.html"), key=lambda path: path.stat().st_size)
    seen = visit(f"{address}_figures/{widest.name}")
    assert seen.page.locator("td a").count() > 15
    assert axe.faults(seen.page) == []


def test_the_first_stop_leads_to_the_content_and_every_stop_shows_where_it_is(visit, address):
    page = visit(f"{address}04-third-site.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#furo-main-content"
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen += page.evaluate(UNSEEN)
    assert unseen == []


def test_every_chart_is_there_without_scripts(visit, address):
    name = "05-phased-adaptive-approach"  # the figures of all units are made by one function
    seen = visit(f"{address}{name}.html", scripts=False)
    folded = seen.page.locator("details:not([open]) img").count()
    stills = seen.page.locator(".course-plot img")
    assert stills.count() == charts_of(name)
    drawn = [handle.bounding_box() for handle in stills.element_handles()]
    assert sum(1 for box in drawn if box and box["height"] > 60) >= charts_of(name) - folded
    broken = [r.url for r in seen.received if r.status >= 400]
    assert broken == []


FAINT = {
    "article p:nth-of-type(2) { color: #999 }": "color-contrast",
    "article tr:nth-child(3) td:last-child { background: #333 }": "color-contrast",
    "article code { opacity: 0.4 }": "color-contrast",
    "article a { text-decoration: none; color: #444 }": "link-in-text-block",
}


def test_faint_words_are_found_among_those_of_the_same_kind(visit, address):
    page, known = visit(f"{address}data/polls.html").page, set()
    assert axe.faults(page, axe.LOOKS, known) == [] and len(known) > 20
    for style, rule in FAINT.items():
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
            " document.adoptedStyleSheets = [s]; }", style)  # fmt: skip
        assert [one.split(":")[0] for one in axe.faults(page, axe.LOOKS, known)] == [rule], style


def test_a_faint_button_is_found_among_those_that_are_known(visit, address):
    page, known = visit(f"{address}progress.html").page, set()
    assert axe.faults(page, axe.LOOKS, known) == []
    page.evaluate("document.querySelector('article button').style.color = '#bbb'")
    (found,) = axe.faults(page, axe.LOOKS, known)
    assert found.startswith("color-contrast: <button")


def test_charts_come_alive_without_moving_the_page_and_load_plotly_once(visit, address):
    seen = visit(f"{address}04-third-site.html")
    height = seen.page.evaluate("document.documentElement.scrollHeight")
    buttons = seen.page.locator(".course-explore:visible")
    for _ in range(2):
        buttons.first.click()
        seen.page.wait_for_selector("[data-live=loading]", state="detached")
    assert seen.page.locator(".course-live .main-svg").count() >= 2
    assert len(seen.asked_for("plotly.min.js")) == 1
    assert seen.page.evaluate("document.documentElement.scrollHeight") == height
    assert seen.outside == [] and seen.complaints == []


def test_what_did_not_load_is_loaded_when_it_is_tried_again(browser, address):
    page = new_page(browser)
    page.goto(f"{address}04-third-site.html")
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.route("**/progress.js*", lambda route: route.abort())
    button = page.locator(".course-explore:visible").first
    button.click()
    page.wait_for_function("() => /Try again/.test(document.body.innerText)")
    page.locator(".course-quiz summary").first.click()
    page.unroute("**/plotly.min.js*")
    page.unroute("**/progress.js*")
    page.locator(".course-explore:has-text('Try again')").first.click()
    page.locator(".course-plot[data-live=yes]").first.wait_for()
    page.locator(".course-quiz > li").nth(1).locator("summary").first.click()
    page.wait_for_function("() => localStorage.getItem('course-progress')")
    page.context.close()


def test_quiz_answers_by_keyboard_and_print_keeps_charts_and_drops_buttons(visit, address):
    page = visit(f"{address}04-third-site.html").page
    page.locator(".course-quiz summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".course-quiz details[open]").count() == 1
    assert page.locator(".course-quiz details[open] p").inner_text().strip()
    page.emulate_media(media="print")
    assert page.locator(".course-explore:visible").count() == 0
    assert page.locator(".course-plot img").first.is_visible()


def test_search_finds_a_unit_and_no_solution(visit, address):
    page = visit(f"{address}search.html?q=ratified").page
    # Results are shown one after another; what it says changes once, when it has shown the last.
    page.wait_for_selector("#search-results .search-summary:has-text('finished')")
    links = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert any("04-third-site" in link for link in links)
    assert not any("/solutions/" in link for link in links)


def test_a_citation_shows_how_it_was_read_to_mouse_keyboard_and_touch(visit, address, browser):
    page = visit(f"{address}04-third-site.html").page
    link, card = page.locator("a[data-reading]").first, page.locator(".course-reading")
    link.hover()
    card.wait_for(state="visible")
    said = [one.says for one in readings("04")]
    assert any(says in card.text_content() for says in said)
    page.keyboard.press("Escape")
    assert not card.is_visible()
    link.focus()
    card.wait_for(state="visible")
    page = new_page(browser, viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto(f"{address}04-third-site.html")
    page.locator("a[data-reading]").first.tap()
    page.locator(".course-reading").wait_for(state="visible")
    assert page.url.endswith("04-third-site.html")
    box = page.locator(".course-reading").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.context.close()
