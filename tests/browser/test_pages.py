"""Pages under their policy, at 400 per cent zoom, by keyboard: from a server and from a folder."""

from __future__ import annotations

import re
from html import unescape

import pytest

from course.publish.gate import POLICY
from course.units import units
from tests.suite.browser import as_new, new_page

NOTE = """window.__refused = []; document.addEventListener("securitypolicyviolation",
  (event) => __refused.push(`${event.violatedDirective} ${event.blockedURI}`));"""
SMUGGLED = """<style>h1 { color: rgb(1, 2, 3) }</style>
<img src="x" onerror="window.ran = 1"><script>window.ran = 1</script>
<a id="go" href="javascript:window.ran = 1">a</a><script src="https://evil.example/x.js"></script>
<iframe srcdoc="<script>parent.ran = 1</script>"></iframe><script src="data:,ran=1"></script>
<object data="data:text/html,x"></object><base href="https://evil.example/">"""
STOPS = """() => [...document.querySelectorAll("a, button, input, summary, [tabindex='0']")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
  .filter((e) => !e.closest(".course-scroll, .table-wrapper, pre"))
  .filter((e) => { const at = e.getBoundingClientRect();
    return at.width && (at.right <= 0 || at.left >= innerWidth); }).map((e) => e.outerHTML)"""
# What reaches over the right edge, but for what scrolls by itself or waits in a closed drawer.
OVER = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }))
  .filter((e) => !e.closest(".course-scroll, .table-wrapper, aside, svg"))
  .filter((e) => e.getBoundingClientRect().width
    && e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 160))"""
# What scrolls sideways and is no stop for the tab key: in Safari no key would move it.
UNREACHED = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && e.clientWidth && e.scrollWidth > e.clientWidth + 1)
  .filter((e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tabIndex < 0)
  .filter((e) => !e.querySelector("a[href], button, input, summary"))
  .map((e) => e.outerHTML.slice(0, 160))"""
COVERED = """() => [...document.querySelectorAll(".course-tools")].filter((tools) => {
  const box = tools.querySelector(".course-explore").getBoundingClientRect();
  const words = document.createRange();
  words.selectNodeContents(tools.querySelector("summary"));
  return [...words.getClientRects()].some((at) => at.left < box.right && at.right > box.left
    && at.top < box.bottom && at.bottom > box.top); }).length"""
SPACED = """html { font-size: 120% !important } * { line-height: 1.5 !important;
  letter-spacing: .12em !important; word-spacing: .16em !important }"""


@pytest.fixture(params=["server", "folder"])
def place(request, built, address):
    return address if request.param == "server" else f"{built.as_uri()}/"


@pytest.fixture(scope="module")
def window(browser):
    page = new_page(browser, note=NOTE)
    yield page
    page.context.close()


@pytest.fixture
def page(window):
    window.set_viewport_size({"width": 320, "height": 640})
    yield window
    as_new(window)


def test_every_page_has_the_policy_before_anything_that_it_governs(built):
    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert POLICY in text, path
        assert text.index(POLICY) < re.search(r"<(?:script|link|style)\b", text).start(), path


def test_menus_number_the_units_and_pages_keep_their_titles(built):
    def said(one):
        return one.title.replace("'", "’")

    for this in units():
        text = (built / f"{this.path.stem}.html").read_text(encoding="utf-8")
        listed = re.findall(
            r'<li class="toctree-l1[^>]*><a class="[^"]*" href="[^"]*">([^<]*)', text
        )
        listed = [unescape(one) for one in listed]
        assert listed[: len(units())] == [f"{one.number} {said(one)}" for one in units()]
        heading = unescape(re.sub("<[^>]+>", "", re.search(r"<h1>(.*?)</?a", text)[1]))
        assert heading.strip() == said(this)
        assert said(this) in unescape(re.search("<title>(.*?)</title>", text)[1]).split(" - ")[0]


def test_menus_lead_to_pages_from_every_folder(built):
    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        leads = re.findall(r'<li class="toctree-l1[^>]*><a class="[^"]*" href="([^"]*)', text)
        assert len(leads) > len(units()) or "sidebar-tree" not in text, path
        for lead in leads:
            assert lead == "#" or (path.parent / lead).is_file(), (path, lead)


WIDE = """() => [...document.querySelectorAll(".course-scroll, .table-wrapper")]
  .findIndex((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 45)"""


def shades(page, box):
    """Return whether something is painted beside the table at the left and the right edge."""
    at = box.bounding_box()
    across = {"y": max(at["y"], 0), "width": 6, "height": min(at["height"], 400)}
    parts = [{"x": x} | across for x in (at["x"], at["x"] + at["width"] - 6)]
    looks = [[page.screenshot(clip=part) for part in parts]]
    box.evaluate("box => { box.style.background = 'none'; }")
    looks.append([page.screenshot(clip=part) for part in parts])
    box.evaluate("box => { box.style.background = ''; }")
    return [shaded != plain for shaded, plain in zip(*looks, strict=True)]


@pytest.mark.parametrize("name", ["14-cost-and-burden", "data/polls"])
def test_a_table_that_goes_on_behind_an_edge_has_a_shade_there(address, page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{name}.html")
    box = page.locator(".course-scroll, .table-wrapper").nth(page.evaluate(WIDE))
    looks = "box => getComputedStyle(box).backgroundImage"
    assert page.evaluate(WIDE) >= 0
    box.evaluate("box => box.scrollIntoView({ behavior: 'instant' })")
    page.evaluate("scrollBy({ top: -100, behavior: 'instant' })")
    middle = box.evaluate("box => (box.scrollWidth - box.clientWidth) / 2")
    places = {0: [False, True], middle: [True, True], 9999: [True, False]}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for place, wanted in places.items():
            box.evaluate("(box, place) => { box.scrollLeft = place; }", place)
            page.wait_for_timeout(300)
            assert shades(page, box) == wanted, (scheme, place)
    page.emulate_media(media="print")
    assert box.evaluate(looks) == "none"


def test_the_site_is_whole_under_its_policy_and_a_live_chart_answers_to_the_keyboard(place, page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{place}06-who-decides.html")
    page.locator(".theme-toggle-content .theme-toggle").click()
    assert page.evaluate("document.body.dataset.theme") in ("dark", "light")
    figure = page.locator("figure.course-chart").first
    figure.locator(".course-explore").click()
    button = figure.locator(".updatemenu-button", has_text="advises").first
    button.wait_for()
    drawing = figure.locator(".course-live .main-svg").first
    before = drawing.inner_html()
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([drawing, before]) => drawing.innerHTML !== before",
        arg=[drawing.element_handle(), before],
    )
    assert page.evaluate("__refused") == []
    page.goto(f"{place}search.html?q=ratified")
    page.wait_for_selector("#search-results .search-summary:has-text('finished')")
    assert page.evaluate("document.body.dataset.theme") in ("dark", "light")
    assert page.evaluate("__refused") == []


def test_what_is_smuggled_into_a_page_is_refused(place, built, page, tmp_path):
    whole = (built / "index.html").read_text(encoding="utf-8")
    spoilt = built / "smuggled.html"
    spoilt.write_text(whole.replace("</h1>", f"</h1>{SMUGGLED}", 1), encoding="utf-8")
    try:
        page.goto(f"{place}smuggled.html", wait_until="domcontentloaded")
        page.locator("#go").dispatch_event("click")
        page.wait_for_timeout(200)
        assert page.evaluate("window.ran") is None
        colour = "getComputedStyle(document.querySelector('h1')).color"
        assert page.evaluate(colour) != "rgb(1, 2, 3)"
        assert len(page.evaluate("__refused")) >= 7
    finally:
        spoilt.unlink()


def kinds(built):
    """Pages of every kind: each at the top that is no unit, and the two heaviest of each folder
    and of the units, whose tables are the widest and whose folds the most."""
    groups = {}
    for path in built.rglob("*.html"):
        place = path.relative_to(built)
        own = "/" not in place.as_posix() and place.name[0].isalpha()
        groups.setdefault((place.parent, place.name if own else ""), []).append(path)
    for pages in groups.values():
        for path in sorted(pages, key=lambda one: one.stat().st_size)[-2:]:
            yield path.relative_to(built).as_posix()


def test_at_400_per_cent_no_page_of_any_kind_reaches_over_the_screen(built, address, page):
    looked_at = list(kinds(built))
    folders = {"_figures", "data", "readings", "review", "solutions", "teach/council"}
    assert folders <= {name.rpartition("/")[0] for name in looked_at}
    assert {"index.html", "glossary.html", "sources.html", "about.html"} <= set(looked_at)
    for name in [f"{units()[0].path.stem}.html", *looked_at]:
        page.goto(f"{address}{name}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.evaluate(STOPS) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert page.evaluate(OVER) == [], name
        assert page.evaluate(UNREACHED) == [], name


DRAWERS = {"nav-overlay-icon": ".sidebar-drawer", "toc-header-icon": ".toc-drawer"}


def test_menus_open_and_close_by_keyboard_and_say_so(address, page):
    page.goto(f"{address}04-third-site.html")
    for button, drawer in DRAWERS.items():
        toggle = page.locator(f"button.{button}")
        assert toggle.get_attribute("aria-expanded") == "false", button
        assert not page.locator(drawer).is_visible(), button
        toggle.focus()
        page.keyboard.press("Enter")
        assert toggle.get_attribute("aria-expanded") == "true", button
        assert page.evaluate(f"document.activeElement.closest('{drawer}') !== null"), button
        page.keyboard.press("Escape")
        assert toggle.get_attribute("aria-expanded") == "false", button
        focus = f"document.activeElement.classList.contains('{button}')"
        assert page.evaluate(focus), button


def test_reduced_motion_is_honoured_and_growing_text_is_never_covered_by_the_button(address, page):
    page.goto(f"{address}04-third-site.html")
    moves = "getComputedStyle(document.documentElement).scrollBehavior"
    for asked, behaviour in (("no-preference", "smooth"), ("reduce", "auto")):
        page.emulate_media(reduced_motion=asked)
        assert page.evaluate(moves) == behaviour
    page.evaluate("css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
                  " document.adoptedStyleSheets = [s]; }", SPACED)  # fmt: skip
    assert page.evaluate(COVERED) == 0
