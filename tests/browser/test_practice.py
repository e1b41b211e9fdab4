"""Exercises answered in the page: the same words as in a notebook, and no answer to be seen."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from course.learn import exercises, progress
from course.learn.assess import worked
from course.learn.exercises import lesson
from course.markup import blocks, inline
from course.publish import practice
from course.units import units
from tests.suite.browser import as_new, new_page

STATIC = Path(practice.__file__).parent / "static"
TASKS = {task.id: task for unit in units() for task in lesson(unit.slug).exercises.values()}
WITH_TASKS = [unit.path.stem for unit in units() if lesson(unit.slug).exercises]


# -- what stands readable


def told(task):
    """Yield texts that tell the answer or what is said to one, as a page would show them."""
    says = (inline(one.says) for one in task.misconceptions.values())
    for html in (*map(inline, task.hints), *says, *blocks(worked(task)).split("\n")):
        yield " ".join(re.sub("<[^>]+>", "", html).split())[:60]


def search(texts):
    """Return a function that names the texts in which some words stand.

    A text that has them has every word between the first and the last of them: the rarest of these
    says in which few of the hundreds to look.
    """
    homes = {}
    for name, text in texts.items():
        for word in set(text.split()):
            homes.setdefault(word, []).append(name)

    def where(words):
        inner = [homes.get(word, []) for word in words.split()[1:-1]]
        return [name for name in min(inner, key=len, default=texts) if words in texts[name]]

    return where


def test_no_answer_hint_or_feedback_stands_readable_before_it_is_asked_for(built):
    kinds = (".html", ".js", ".json", ".csv", ".txt")
    read = {
        path.relative_to(built).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in built.rglob("*")
        if path.suffix in kinds and "plotly" not in path.name
    }
    read = {name: " ".join(text.split()) for name, text in read.items() if "solutions/" not in name}
    # What stands in a table or in a unit's own text is no secret of an exercise.
    course = " ".join(unit.markdown for unit in units()) + " ".join(
        text for name, text in read.items() if name.startswith(("tables/", "data/"))
    )
    where = search(read)
    page = read["04-third-site.html"]
    assert "04-third-site.html" in where(page[len(page) // 2 :][:60])
    seen = 0
    for task in TASKS.values():
        for words in told(task):
            if len(words) < 25:
                continue
            seen += 1
            found = where(words)
            assert not found or words in course, (task.id, words, found)
    assert seen > 1000


IN_A_CELL = re.compile(
    r"run (?:the|this|that|your|its|it in a) cell|in place of (?:each )?\.\.\.|Shift and Enter|"
    r"course\.(?:hint|solution|check|predict|reveal)\b|In JupyterLab:"
)


@pytest.mark.parametrize("name", [unit.path.stem for unit in units()])
def test_no_unit_tells_a_reader_without_a_kernel_to_run_a_cell(built, name):
    html = (built / f"{name}.html").read_text(encoding="utf-8")
    article = html[html.index("<article") : html.rindex("</article")]
    told = re.sub(r"<pre>.*?</pre>", "", article, flags=re.S)  # code, and what it printed
    words = unescape(re.sub(r"<[^>]+>", "", told))
    assert [words[max(0, m.start() - 60) : m.end()] for m in IN_A_CELL.finditer(words)] == []


# -- as readers use it


# What a page fetches, and what it stores, it may be refused where no server is. All else is the
# same there, and a whole unit is done there (`test_whole_unit.py`).
both = pytest.mark.parametrize("page", ["server", "folder"], indirect=True)
whole = pytest.mark.parametrize("page", ["server"], indirect=True)


@pytest.fixture(scope="module")
def phone(browser):
    """One window for all tests here that touch."""
    window = new_page(browser, viewport={"width": 390, "height": 844}, has_touch=True)
    yield window
    window.context.close()


@pytest.fixture
def page(request, phone, built, address, short):
    """Unit 04 on a phone: its forms alone, or whole from a server or from a folder without one."""
    places = {"server": address, "folder": f"{built.as_uri()}/"}
    phone.goto(f"{places.get(getattr(request, 'param', ''), short)}04-third-site.html")
    phone.wait_for_selector("html.course-answers")
    yield phone
    as_new(phone)


def load_holding(window, held):
    """Load the page anew with nothing stored but this."""
    window.evaluate(
        "held => { localStorage.clear(); Object.assign(localStorage, held); }",
        held,
    )
    window.reload()
    window.wait_for_selector("html.course-answers")


def form(page, name):
    return page.locator(f"[data-task='{name}']")


def said(page, name, state):
    found = page.locator(f"[data-task='{name}'] .course-said[data-state='{state}']")
    found.wait_for()
    return found.inner_text()


@both
def test_a_number_is_judged_with_hints_solution_and_memory_and_writing_is_measured(page):
    name = "04-village-share"
    page.locator(f"[data-task='{name}'] input").focus()
    page.keyboard.press("Enter")
    assert "Not answered yet" in said(page, name, "blank")
    page.keyboard.type("95")
    page.keyboard.press("Enter")
    assert "Not yet: you repeated the reported figure." in said(page, name, "mistake")
    for count in (1, 2, 3, 3):
        assert "No hints are left" not in form(page, name).inner_text()
        form(page, name).locator("[value=hint]").tap()
        form(page, name).locator(f".course-said :text('Hint {count} of 3')").wait_for()
    form(page, name).locator(":text('No hints are left.')").wait_for()
    assert said(page, name, "hint").endswith("For the solution, press Solution.")
    assert "No hints are left." in [str(exercises.hint(name)) for _ in range(4)][-1]
    exercises.forget()
    form(page, name).locator("[value=solution]").focus()
    page.keyboard.press("Enter")
    assert "Answer: 93.2 per cent." in said(page, name, "solution")
    # What was said of the answer stands over the help, which does not take its place.
    states = (
        form(page, name)
        .locator(".course-said")
        .evaluate_all("all => all.map(a => a.dataset.state)")
    )
    assert states == ["mistake", "hint", "solution"]
    form(page, name).locator("input").fill("93,2 %")
    form(page, name).locator("[type=submit]").tap()
    assert said(page, name, "right").startswith("Right. 381 of 409")
    page.reload()
    page.wait_for_selector("html.course-answers")
    assert form(page, name).locator("input").input_value() == "93,2 %"
    form(page, "04-note").locator("textarea").fill("In 2009 the CBO (grade A) counted 12 of 30.")
    form(page, "04-note").locator("[type=submit]").tap()
    words = said(page, "04-note", "read")
    assert "10 words (aim for 120 to 180)" in words and "figures with a unit: 12 of 30" in words


def test_a_choice_names_and_a_sorting_are_answered_by_touch(page):
    options = form(page, "04-two-polls").locator("label")
    options.first.tap()
    form(page, "04-two-polls").locator("[type=submit]").tap()
    assert "Not yet" in said(page, "04-two-polls", "mistake")
    boxes = form(page, "04-double-lock").locator("label")
    boxes.filter(has_text="Russia").tap()
    form(page, "04-double-lock").locator("[type=submit]").tap()
    assert "Not yet" in said(page, "04-double-lock", "mistake")
    for name, code in TASKS["04-reach-or-work"].answer().items():
        form(page, "04-reach-or-work").locator(f"select[name={name}]").select_option(code)
    form(page, "04-reach-or-work").locator("[type=submit]").tap()
    assert said(page, "04-reach-or-work", "right").startswith("Right.")


def items(page):
    """Return what the browser has noted so far."""
    return page.evaluate("JSON.parse(localStorage.getItem('course-progress') || '{}').items || {}")


def test_writing_counts_as_done_at_the_length_that_was_asked_for_and_is_told_so(page):
    field, place = form(page, "04-note").locator("textarea"), form(page, "04-note")
    lengths = {3: "from 120 words on", 181: "with 180 words at most", 119: "from 120 words on"}
    for count, says in lengths.items():
        field.fill("word " * count)
        place.locator("[type=submit]").tap()
        place.locator(f".course-said:has-text('{count} words (aim')").wait_for()
        assert f"It counts as done {says}." in said(page, "04-note", "read")
    # What had been read before it would have been noted before it.
    form(page, "04-village-share").locator("[value=hint]").tap()
    page.wait_for_function("() => localStorage.getItem('course-progress')")
    assert list(items(page)) == ["exercise:04-village-share"]
    field.fill("word " * 120)
    place.locator("[type=submit]").tap()
    place.locator(".course-said:has-text('120 words (aim')").wait_for()
    assert "counts as done" not in said(page, "04-note", "read")
    assert items(page)["exercise:04-note"]["right"]


FILLED = {
    "04-village-share": "93.2",
    "04-two-polls": "B",
    "04-double-lock": ["Russia"],
    "04-reach-or-work": {name: code for name, code in TASKS["04-reach-or-work"].answer().items()},
    "04-note": "What I wrote.",
}
GIVEN = """(names) => names.map((name) => {
  const fields = [...document.querySelector(`[data-task='${name}']`)
    .querySelectorAll("input, select, textarea")];
  return fields.map((one) => /radio|checkbox/.test(one.type) ? one.checked : one.value)
    .filter(Boolean).length; })"""


def test_what_is_due_is_asked_with_an_empty_form_and_what_was_written_stays(page):
    sorted_in = len(FILLED["04-reach-or-work"])
    wanted = {"2026-11-01": [0, 0, 0, 0, 1], "2999-01-01": [1, 1, 1, sorted_in, 1]}
    for due, filled in wanted.items():
        noted = {"first": "2026-10-31T10:00:00Z", "last": "2026-10-31T10:00:00Z", "box": 0}
        held = progress.written({f"exercise:{name}": noted | {"due": due} for name in FILLED})
        load_holding(page, {"course-progress": held, "course-answers": json.dumps(FILLED)})
        assert page.evaluate(GIVEN, list(FILLED)) == filled, due


@both
def test_a_prediction_is_committed_and_set_against_the_data(page):
    guess = page.locator("[data-guess='04-cost-ranking']")
    guess.locator("button").tap()
    assert "Nothing committed yet" in guess.inner_text()
    guess.locator("label").nth(1).tap()
    guess.locator("button").tap()
    guess.locator("[data-state=committed]").wait_for()
    assert "Committed: B another kind of interceptor (SM-3) on ships. Now go" in guess.inner_text()
    assert page.locator("[data-reveal='04-cost-ranking']").inner_text() == ""
    guess.get_by_role("link", name="go on to the data").tap()
    fold = page.locator("summary:focus")
    assert "Committed? Open the data" in fold.inner_text()
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top < innerHeight")
    page.keyboard.press("Enter")
    assert "You predicted B. The data agree with you." in revealed(page).inner_text()
    under = "place => place.previousElementSibling.localName + place.parentElement.localName"
    assert revealed(page).evaluate(under) == "summarydetails"
    assert page.locator("[data-reveal] ~ * .course-plot").count() == 1, "the chart comes after it"
    # Another guess, with the data open: the last counts.
    guess.locator("label").nth(0).tap()
    guess.locator("button").tap()
    page.locator("[data-reveal]:has-text('You predicted A.')").wait_for()
    assert "otherwise: B another kind of interceptor (SM-3) on ships. The dearest" in (
        revealed(page).inner_text()
    )


def revealed(page):
    found = page.locator("[data-reveal][data-state=revealed]")
    found.wait_for()
    return found


@whole
def test_who_opens_the_data_without_a_guess_is_told_so_and_led_to_it(page):
    page.locator("details.below-input > summary", has_text="Committed?").first.tap()
    place = page.locator("[data-reveal][data-state=blank]")
    place.wait_for()
    assert place.inner_text() == "You have committed no guess. Commit one first."
    place.get_by_role("link").tap()
    page.wait_for_function("() => location.hash === '#guess-04-cost-ranking'")
    assert page.locator(":target[data-guess='04-cost-ranking']").is_visible()


STATES = {
    "exercise:04-village-share": ({"right": "2026-11-28T23:59:00Z", "tries": 2},
                                  "You answered this rightly on 28 November 2026."),
    "exercise:04-two-polls": ({"tries": 1, "box": 0, "due": "2999-01-01"},
                              "Not right yet when you last answered it, on 29 November 2026."),
    "exercise:04-double-lock": ({"right": "2026-11-28T23:59:00Z", "box": 1, "due": "2026-11-02"},
                                "This is due for review: answer it anew."),
    "exercise:04-reach-or-work": ({"hints": 1}, ""),
    "exercise:04-note": ({"right": "2026-11-27T10:00:00Z", "tries": 1},
                         "What you wrote was read on 27 November 2026, and counts as done."),
    "prediction:04-cost-ranking": (
        {"choice": "C", "right": "2026-11-27T10:00:00Z"},
        "Committed: C the same kind (SM-3) on land. Now go on to the data."),
}  # fmt: skip


@whole
def test_what_was_done_before_shows_again_unless_it_is_due(page):
    once = {"first": "2026-10-31T10:00:00Z", "last": "2026-11-29T10:00:00Z"}
    held = progress.written({name: once | more for name, (more, _) in STATES.items()})
    load_holding(page, {"course-progress": held})
    for name, (_, words) in STATES.items():
        kind, _, task = name.partition(":")
        place = page.locator(f"[data-{'task' if kind == 'exercise' else 'guess'}='{task}']")
        assert place.locator(".course-said").first.inner_text().strip() == words, name
    page.locator("details.below-input > summary", has_text="Committed?").first.tap()
    assert "You predicted C. The data say otherwise: B" in revealed(page).inner_text()


DAMAGED = (
    "{", "[]", "null", '{"items": 7}', '{"items": {"exercise:04-village-share": null}}',
    '{"items": {"exercise:04-village-share": {"right": {}, "due": []}}}',
    '{"items": {"prediction:04-cost-ranking": {"choice": "<img src=x onerror=window.ran=1>"}}}',
    '{"items": {"exercise:04-two-polls": {"right": "<img src=x onerror=window.ran=1>"}}}',
)  # fmt: skip


def answered(page):
    """Answer an exercise; return whether the page says that it is right."""
    form(page, "04-village-share").locator("input").fill("93.2")
    form(page, "04-village-share").locator("[type=submit]").tap()
    return said(page, "04-village-share", "right")


def test_a_damaged_store_spoils_no_form(page):
    for held in DAMAGED:
        load_holding(page, {"course-progress": held})
        assert answered(page), held
        assert page.evaluate("window.ran") is None, held
        assert page.locator("[data-guess] .course-said").inner_text() == "", held


OTHER_KINDS = (5, None, True, "zzz", [1, 2], ["Russia", 2], {"a": {"b": 1}}, {"Czechia": None}, {})
DAMAGED_ANSWERS = (
    "5", "true", '"abc"', "[1, 2]", "null", "{", "[" * 50_000 + "]" * 50_000,
    *(json.dumps(dict.fromkeys(["04-cost-ranking", *FILLED], one)) for one in OTHER_KINDS),
)  # fmt: skip


def test_answers_that_are_damaged_or_of_another_kind_spoil_no_form(page):
    complaints = []

    def complain(error):
        complaints.append(str(error))

    page.on("pageerror", complain)
    values = "all => all.map((one) => one.value)"
    kept = "JSON.parse(localStorage.getItem('course-answers'))['04-village-share']"
    for held in DAMAGED_ANSWERS:
        load_holding(page, {"course-answers": held})
        texts = page.locator(".course-task textarea, .course-task input[type=text]")
        assert set(texts.evaluate_all(values)) <= {"", "zzz"}, held[:80]
        assert answered(page) and complaints == [], held[:80]
        assert page.evaluate(kept) == "93.2", f"what is damaged is replaced: {held[:80]}"
    page.remove_listener("pageerror", complain)


def test_solutions_that_do_not_hold_this_one_are_said_not_to_load(browser, short):
    window = new_page(browser)
    none = {"content_type": "text/javascript", "body": "window.courseSolutions = {};"}
    window.route("**/solutions-04-third-site.js", lambda route: route.fulfill(**none))
    window.goto(f"{short}04-third-site.html")
    window.wait_for_selector("html.course-answers")
    form(window, "04-village-share").locator("[value=solution]").click()
    window.locator(".course-said", has_text="could not be loaded").wait_for()
    window.context.close()


def test_a_browser_that_stores_nothing_still_answers(browser, short):
    window = new_page(
        browser,
        note="Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })",
    )
    window.goto(f"{short}04-third-site.html")
    window.wait_for_selector("html.course-answers")
    form(window, "04-village-share").locator("input").fill("93.2")
    form(window, "04-village-share").locator("[type=submit]").click()
    assert said(window, "04-village-share", "right")
    window.context.close()


def test_without_scripts_there_is_no_form_and_a_link_to_the_solutions(visit, address):
    page = visit(f"{address}04-third-site.html", scripts=False).page
    dead = page.locator(".course-task[data-task], .course-task button, .course-task input")
    assert dead.count() > 20 and not any(one.is_visible() for one in dead.all())
    links = page.locator(".course-help a:visible")
    assert links.count() == len(lesson("third-site").exercises)
    assert links.first.get_attribute("href") == "solutions/04-third-site.html"
    guess = page.locator("[data-guess='04-cost-ranking']")
    assert "dearest" in guess.inner_text() and "Note your letter down" in guess.inner_text()
    assert page.locator(".course-options li:visible").count() >= 4


@pytest.mark.parametrize(
    "name", [unit.path.stem for unit in units() if lesson(unit.slug).exercises]
)
def test_every_form_has_its_fields_named_and_its_answers_behind_it(built, name):
    html = (built / f"{name}.html").read_text(encoding="utf-8")
    unit = next(unit for unit in units() if unit.path.stem == name)
    asked = re.findall(r'data-task="([\w-]+)"', html)
    assert sorted(asked) == sorted(lesson(unit.slug).exercises)
    script = (built / "_figures" / f"exercises-{name}.js").read_text(encoding="utf-8")
    solved = (built / "_figures" / f"solutions-{name}.js").read_text(encoding="utf-8")
    assert all(f'"{one}":"' in script and f'"{one}":"' in solved for one in asked)
