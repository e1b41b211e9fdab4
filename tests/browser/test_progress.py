"""What a learner has done, kept in the browser: noted, shown, carried away, asked again."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from course.learn import contents, progress
from course.learn.exercises import lesson
from course.units import unit
from tests.learn.progress_vectors import vectors
from tests.suite import axe
from tests.suite.browser import new_page

KEY = "course-progress"
LATER, EARLIER = "2026-11-20T10:00:00Z", "2026-11-01T10:00:00Z"
EQUAL = """(text) => {
  const p = window.courseProgress, { cases, about } = JSON.parse(text);
  const sorted = (v) => Array.isArray(v) ? v.map(sorted) : v && typeof v === "object"
    ? Object.keys(v).sort().map((k) => [k, sorted(v[k])]) : v;
  const same = (a, b) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  const told = (one) => one.events.reduce((item, [event, now]) => p.after(item, event, now), {});
  const merged = (a, b) => p.merged({ items: a }, { items: b }).items;
  const ways = {
    after: (one) => same(told(one), one.item),
    merge: (one) => same(merged(one.a, one.b), one.items) && same(merged(one.b, one.a), one.items)
      && same(merged(one.items, one.a), one.items),
    summary: (one) => same(p.summary(one, about, one.today), one.summary)
      && same(p.due(one, one.today, about), one.due),
  };
  const count = {}, wrong = [];
  for (const one of cases) {
    count[one.kind] = (count[one.kind] || 0) + 1;
    if (!ways[one.kind](one)) wrong.push(one);
  }
  return JSON.stringify({ count, wrong: wrong.slice(0, 3) });
}"""


def held(page):
    """Return what the browser keeps, or None."""
    text = page.evaluate(f"localStorage.getItem('{KEY}')")
    return None if text is None else json.loads(text)["items"]


def noted(page, number):
    """Return what the browser keeps once it is so many items; the first needs a script."""
    page.wait_for_function(
        "n => Object.keys(JSON.parse(localStorage.getItem('course-progress') || '{}').items || {})"
        ".length === n", arg=number)  # fmt: skip
    return held(page)


def file_of(items):
    return progress.written(items)


def keep(page, items):
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, file_of(items)])
    page.reload(wait_until="load")


def item(box=0, due="2026-11-20", **fields):
    return {"first": EARLIER, "last": EARLIER, "tries": 1, "box": box, "due": due} | fields


def day(days):
    return (datetime.now(UTC).date() + timedelta(days)).isoformat()


def question(number=0, slug="third-site"):
    """Return a question's id and the places of its right option and of a wrong one."""
    this = unit(slug)
    asked = lesson(this.slug).quiz[number]
    rights = [right for _, right, _ in asked.options]
    name = f"quiz:{progress.quiz_id(this.number, asked.prompt)}"
    return name, rights.index(True), rights.index(False)


def test_page_and_python_agree_on_events_merges_and_sums(visit, address):
    page = visit(f"{address}progress.html").page
    sent = {"cases": vectors(20261129, 1200), "about": contents.about()}
    found = json.loads(page.evaluate(EQUAL, json.dumps(sent)))
    assert found == {"count": {"after": 400, "merge": 400, "summary": 400}, "wrong": []}


def test_what_python_writes_the_page_reads_and_writes_to_the_letter(visit, address):
    page = visit(f"{address}progress.html").page
    every = [one for one in vectors(7, 600) if one["kind"] == "merge"]
    texts = [progress.written(one["items"]) for one in every]
    again = page.evaluate(
        "texts => texts.map(t => courseProgress.exported(courseProgress.parsed(t).state))", texts
    )
    assert len(texts) == 200
    assert [progress.parsed(text.encode()) for text in again] == [one["items"] for one in every]
    assert again == texts


def test_the_first_option_opened_counts_once_until_the_page_is_loaded_again(visit, short):
    seen = visit(f"{short}04-third-site.html")
    page = seen.page
    (first, right, wrong), (second, right_too, _) = question(0), question(1)
    folds = page.locator(".course-quiz > li").nth(0).locator("summary")
    folds.nth(wrong).focus()
    page.keyboard.press("Enter")
    folds.nth(right).click()
    page.locator(".course-quiz > li").nth(1).locator("summary").nth(right_too).click()
    items = noted(page, 2)
    assert set(items) == {first, second}
    assert (items[first]["tries"], items[first]["box"], "right" in items[first]) == (1, 0, False)
    assert (items[second]["box"], "right" in items[second]) == (1, True)
    assert items[first]["due"] == day(1) and items[second]["due"] == day(3)
    page.reload(wait_until="load")
    page.locator(".course-quiz > li").nth(0).locator("summary").nth(right).click()
    page.wait_for_function("name => JSON.parse(localStorage.getItem('course-progress'))"
                           ".items[name].tries === 2", arg=first)  # fmt: skip
    again = held(page)[first]
    assert (again["tries"], again["box"], "right" in again) == (2, 0, True), (
        "not due before its day"
    )
    assert seen.outside == seen.complaints == []
    # Closing and opening again is no answer, and neither is what the page opens by itself.
    page.locator(".course-quiz > li").nth(0).locator("summary").nth(right).click()
    page.evaluate("document.querySelectorAll('.course-quiz details').forEach(d => d.open = true)")
    assert held(page)[first]["tries"] == 2 and len(held(page)) == 2


def test_a_term_whose_explanation_is_read_comes_into_review_and_one_passed_over_does_not(
    visit, address
):
    seen = visit(f"{address}04-third-site.html")
    page = seen.page
    marks, card = page.locator("a.course-term"), page.locator(".course-reading")
    names = [href.partition("#")[2] for href in marks.evaluate_all("all => all.map(a => a.href)")]
    marks.nth(0).focus()
    card.wait_for(state="visible")
    page.keyboard.press("Escape")
    for _ in range(2):
        marks.nth(1).focus()
        card.wait_for(state="visible")
        page.wait_for_timeout(2400)
        page.keyboard.press("Escape")
        marks.nth(1).blur()
    items = noted(page, 1)
    assert items[f"term:{names[1]}"]["tries"] == 1 and items[f"term:{names[1]}"]["due"] == day(1)
    assert seen.complaints == []


def test_home_says_what_to_do_first_and_later_where_to_go_on(visit, address):
    page = visit(f"{address}index.html").page
    box = page.locator("#course-standing")
    assert "Do this first: 00" in box.inner_text() and box.get_by_role("link").count() == 2
    about = contents.about()["units"][0]
    done = {f"exercise:{one}": item(right=EARLIER) for one in about["exercises"]}
    keep(page, done)
    assert not about["quiz"] or "finished 0" in box.inner_text()
    keep(page, done | {f"quiz:{one}": item(0, day(1)) for one in about["quiz"]}
         | {question()[0]: item(1, day(4))})  # fmt: skip
    said = box.inner_text()
    assert "begun 2 of 18 units and finished 1" in said and "Go on with 04" in said
    assert f"Due for review today: {len(done)}" in said


def test_a_day_that_is_in_no_calendar_is_shown_as_it_stands(visit, address):
    page = visit(f"{address}index.html").page
    keep(page, {question()[0]: item(due="2099-99-99")})
    assert "the next is due on 2099-99-99." in page.locator("#course-standing").inner_text()


def test_start_here_shows_where_its_reader_stands_and_nothing_that_was_stored(visit, address):
    name = contents.about()["units"][0]["page"]
    seen = visit(f"{address}{name}.html", width=390, dark=True)
    page, box = seen.page, seen.page.locator("#course-standing")
    box.wait_for()
    assert "Do this first: this unit (about" in box.inner_text()
    assert "Nothing is done yet" not in page.locator("article").inner_text()
    assert "Where you stand" in page.locator("section:has(> #course-standing)").inner_text()
    page.wait_for_function("() => document.getAnimations().length === 0")
    assert axe.faults(page, within="section:has(> #course-standing)") == []
    one = page.locator(".course-task[data-task]").first
    one.locator("[value=hint]").click()
    page.locator("#course-standing:has-text('begun 1 of 18')").wait_for()
    assert "Go on with this unit." in box.inner_text()
    assert seen.outside == seen.complaints == []
    plain = visit(f"{address}{name}.html", scripts=False).page
    assert plain.locator(".course-scriptless:visible").count() == 1


def test_the_page_of_progress_adds_up_and_is_accessible_wide_and_on_a_phone(visit, address):
    seen = visit(f"{address}progress.html")
    page = seen.page
    held_items = next(one for one in vectors(3, 3) if one["kind"] == "summary")["items"]
    keep(page, held_items)
    wanted = progress.summary(held_items, contents.about(), day(0))
    for one in wanted["units"]:
        row = page.locator(f"[data-unit='{one['number']}']")
        for what in ("predictions", "exercises", "quiz", "minutes"):
            cell = row.locator(f"[data-of={what}]").inner_text()
            some, all_ = one[what]
            right = f" answered, {one['quiz_right'][0]} right" * (what == "quiz")
            assert cell == (f"{some} of {all_}{right}" if all_ else "none"), (one["number"], what)
    some, all_ = wanted["quiz"]
    line = f"{some} of {all_} quiz questions answered ({wanted['quiz_right'][0]} right)"
    assert line in page.locator("[data-say=standing]").inner_text()
    for outcome, (some, all_) in wanted["outcomes"].items():
        assert page.locator(f"[data-outcome={outcome}]").inner_text() == f"{some} of {all_}"
    assert axe.faults(page) == []
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("() => document.getAnimations().length === 0")
        assert axe.faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.outside == seen.complaints == []


def test_progress_is_saved_as_a_file_and_put_together_with_another(visit, address, tmp_path):
    page = visit(f"{address}progress.html").page
    (first, *_), (second, *_) = question(0), question(1)
    mine = {first: item(2, day(5), last=LATER), "badge:x": ["kept"]}
    keep(page, mine)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").first.click()
    assert download.value.suggested_filename == "progress.json"
    saved = tmp_path / "progress.json"
    download.value.save_as(saved)
    assert progress.parsed(saved.read_bytes()) == mine
    theirs = {first: item(1, day(2), tries=9), second: item(right=EARLIER)}
    other = tmp_path / "other.json"
    other.write_text(file_of(theirs), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(other)
    page.locator("[data-say=file][data-state=right]").wait_for()
    assert "2 entries" in page.locator("[data-say=file]").inner_text()
    assert held(page) == progress.merged(mine, theirs)
    page.evaluate("() => localStorage.clear()")
    page.reload(wait_until="load")
    page.evaluate("""(text) => {
      const carried = new DataTransfer();
      carried.items.add(new File([text], "dropped.json"));
      document.querySelector(".course-drop").dispatchEvent(
        new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
    }""", file_of(theirs))  # fmt: skip
    page.locator("[data-say=file]:has-text('dropped.json')").wait_for()
    assert held(page) == theirs


REFUSED = {
    "empty": ("", "no file of progress"),
    "a picture": ("\x89PNG\r\n", "no file of progress"),
    "cut": (file_of({"term:nato": item()})[:-9], "no file of progress"),
    "a list": ("[]", "no file of progress"),
    "another course": ('{"course": "x", "format": 1, "items": {}}', "no file of progress"),
    "of tomorrow": (
        f'{{"course": "{progress.COURSE}", "format": 2, "items": {{}}}}',
        "another format",
    ),
    "no items": (f'{{"course": "{progress.COURSE}", "format": 1, "items": []}}', "no file"),
    "a false box": (file_of({"term:nato": item(box=6), "term:radar": item()}), "damaged"),
    "half a review": (file_of({"term:nato": {"first": LATER, "last": LATER, "box": 1}}), "damaged"),
    "no time": (file_of({"term:nato": item(last="yesterday")}), "damaged"),
    "far too large": (" " * 2_000_001, "too large"),
}

# What was said of the file before: so what is waited for is said of this one.
UNSAID = """() => { const line = document.querySelector("[data-say=file]");
  delete line.dataset.state; line.replaceChildren(); }"""


def test_a_file_that_is_none_is_refused_in_a_sentence(visit, address, tmp_path):
    mine = {"term:nato": item()}
    page = visit(f"{address}progress.html").page
    keep(page, mine)
    for name, (text, says) in REFUSED.items():
        file = tmp_path / f"{name}.json"
        file.write_text(text, encoding="utf-8")
        page.evaluate(UNSAID)
        page.locator("input[type=file]").set_input_files(file)
        page.locator("[data-say=file][data-state=wrong]").wait_for()
        assert says in page.locator("[data-say=file]").inner_text(), name
        assert held(page) == mine, name


DAMAGED = """(text) => {
  localStorage.clear();
  localStorage.setItem("course-progress", text);
  localStorage.setItem("course-progress-damaged", "an earlier one");
}"""


def test_a_damaged_store_is_set_aside_and_what_is_sound_of_it_is_kept(visit, address):
    seen = visit(f"{address}progress.html")
    page, sound = seen.page, {"term:nato": item()}
    damaged = [text for text, _ in REFUSED.values() if len(text) < 9999]
    damaged.append(file_of(sound | {"term:radar": "?"}))
    for text in damaged:
        page.evaluate(DAMAGED, text)
        page.reload(wait_until="load")
        kept = page.evaluate("localStorage.getItem('course-progress-damaged-2')")
        assert kept == text and page.evaluate(
            "localStorage.getItem('course-progress-damaged')") == "an earlier one"  # fmt: skip
        assert page.locator("[data-say=aside]").is_visible()
        assert page.locator(".course-standing").inner_text()
        page.evaluate("courseProgress.record('term:ally', { what: 'looked' })")
        assert held(page)["term:ally"]["tries"] == 1
    assert held(page)["term:nato"] == sound["term:nato"]
    assert seen.complaints == []


FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw Object.assign(new Error("no"), { name: "SecurityError" }); } });"""
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError"); };"""
OURS = re.compile(r"/(answers|colours|course|progress|standing|study|tasks)\.js")


@pytest.mark.parametrize("note", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_browser_that_keeps_nothing_is_told_of_in_one_line_and_the_page_works(
    browser, short, note
):
    page = new_page(browser, note=note)
    errors = []  # scripts of the theme have some where storage is forbidden
    page.on("pageerror", lambda error: errors.append(error.stack))
    page.goto(f"{short}04-third-site.html")
    assert page.locator(".course-unkept").count() == 0, "nothing was to be kept so far"
    for number in (0, 1):
        name, right, _ = question(number)
        page.locator(".course-quiz > li").nth(number).locator("summary").nth(right).click()
    page.locator(".course-unkept").wait_for()
    page.wait_for_function("() => Object.keys(courseProgress.read().items).length === 2")
    assert page.locator(".course-unkept").count() == 1
    assert "lasts until you leave" in page.locator(".course-unkept").inner_text()
    for where in ("progress", "review", "index"):
        page.goto(f"{short}{where}.html")
        assert page.locator("#course-standing, #course-progress, #course-review").is_visible()
    page.goto(f"{short}progress.html")
    page.evaluate("text => courseProgress.imported(text)", file_of({name: item()}))
    assert "begun 1 of 18" in page.locator(".course-standing").inner_text()
    assert page.locator(".course-unkept").count() == 1
    assert axe.faults(page) == []
    assert [stack for stack in errors if OURS.search(stack)] == []
    page.context.close()


def test_a_damaged_store_that_cannot_be_set_aside_is_not_written_over(browser, address):
    page = new_page(browser)
    page.goto(f"{address}progress.html")
    page.evaluate("localStorage.setItem('course-progress', 'damaged')")
    page.context.add_init_script(FULL)
    page.reload()
    page.evaluate("courseProgress.record('term:nato', { what: 'looked' })")
    assert page.evaluate("localStorage.getItem('course-progress')") == "damaged"
    assert page.evaluate("courseProgress.read().items['term:nato'].tries") == 1
    page.context.close()


def test_two_pages_at_once_lose_nothing_of_one_another(browser, short):
    one = new_page(browser)
    one.goto(f"{short}04-third-site.html")
    other = one.context.new_page()
    other.goto(f"{short}progress.html")
    for number in range(5):
        page = (one, other)[number % 2]
        page.evaluate(
            "async n => { await courseProgress.record(`term:t${n}`, { what: 'looked' }) }", number
        )
        for each in (one, other):  # a browser takes a moment to tell one of the other
            noted(each, number + 1)
    one.locator(".course-quiz summary").first.click()
    other.locator(".course-standing:has-text('begun 1 of 18')").wait_for()
    one.context.close()


def test_what_another_page_wrote_over_is_put_back(browser, short):
    one = new_page(browser)
    one.goto(f"{short}04-third-site.html")
    one.evaluate("async () => { await courseProgress.record('term:a', { what: 'looked' }) }")
    theirs = file_of({"term:b": item()})
    one.evaluate("""text => { localStorage.setItem('course-progress', text);
      dispatchEvent(new StorageEvent('storage', { key: 'course-progress', newValue: text })); }""",
                 theirs)  # fmt: skip
    assert set(held(one)) == {"term:a", "term:b"}
    one.evaluate("""() => { localStorage.removeItem('course-progress');
      dispatchEvent(new StorageEvent('storage', { key: 'course-progress', newValue: null })); }""")
    one.evaluate("async () => { await courseProgress.record('term:c', { what: 'looked' }) }")
    assert set(held(one)) == {"term:c"}
    one.context.close()


def test_start_anew_asks_first(visit, address):
    page = visit(f"{address}progress.html").page
    keep(page, {"term:nato": item()})
    page.evaluate("localStorage.setItem('course-answers', '{}')")
    dialog = page.locator("dialog")
    page.get_by_role("button", name="Start anew…").click()
    assert axe.faults(page) == []
    page.keyboard.press("Escape")
    assert held(page) and not dialog.is_visible()
    page.get_by_role("button", name="Start anew…").click()
    dialog.get_by_role("button", name="Keep it").click()
    assert held(page)
    page.get_by_role("button", name="Start anew…").click()
    dialog.get_by_role("button", name="Delete").click()
    page.wait_for_function(f"() => localStorage.getItem('{KEY}') === null")
    assert page.evaluate("localStorage.getItem('course-answers')") == "{}"
    page.get_by_role("button", name="Start anew…").click()
    dialog.get_by_label("Delete what I wrote").check()
    dialog.get_by_role("button", name="Delete").click()
    page.wait_for_function("() => localStorage.length === 0")


def test_the_review_asks_one_thing_after_the_other_by_keyboard_on_a_narrow_phone(visit, address):
    seen = visit(f"{address}review.html", width=320, dark=True)
    page = seen.page
    (missed, right, wrong), (known, right_too, _) = question(0), question(1)
    exercise = "exercise:04-like-with-like"
    keep(page, {missed: item(0, "2026-11-01"), known: item(3, "2026-11-02"),
                "term:nato": item(0, "2026-11-03"), "term:ally": item(2, "2026-11-04"),
                exercise: item(0, "2026-11-05"), "quiz:04-00000000": item(0, "2026-11-01"),
                "term:arrow-3": item(1, day(2))})  # fmt: skip
    status, card = page.locator("[data-say=left]"), page.locator(".course-asked")
    said = card.get_by_role("status")

    def press(name):
        card.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")

    def fine():
        page.wait_for_function("() => document.getAnimations().length === 0")
        assert axe.faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320

    assert status.inner_text() == "5 things are due."
    fine()
    asked = lesson("third-site").quiz
    options = card.locator(".course-option")
    options.nth(wrong).focus()
    page.keyboard.press("Enter")
    assert (
        said.inner_text().startswith("Not this one.")
        and asked[0].options[wrong][2][:30] in said.inner_text()
    )
    best, why = asked[0].options[right][0], asked[0].options[right][2]
    assert f"The right one: {best} {why[:30]}" in said.inner_text()
    options.nth(right).click()  # to read what is said to it: the first one counts
    assert said.inner_text().startswith("Right.")
    assert (held(page)[missed]["box"], held(page)[missed]["due"]) == (0, day(1))
    fine()
    press("Next")
    assert page.evaluate("document.activeElement.localName") == "h2"
    assert status.inner_text() == "4 things are due."
    options.nth(right_too).focus()
    page.keyboard.press("Space")
    assert "It comes back on" in said.inner_text()
    assert (held(page)[known]["box"], held(page)[known]["due"]) == (4, day(35))
    press("Next")
    meaning = next(row["definition"] for row in contents.glossary() if row["term_id"] == "nato")
    assert "North Atlantic Treaty Organization (NATO)" in card.inner_text()
    assert meaning not in page.content()
    press("Show the meaning")
    assert said.inner_text() == meaning
    fine()
    press("I knew it")
    press("Next")
    assert (held(page)["term:nato"]["box"], held(page)["term:nato"]["due"]) == (1, day(3))
    press("Show the meaning")
    press("Not yet")
    assert (held(page)["term:ally"]["box"], held(page)["term:ally"]["due"]) == (0, day(1))
    press("Next")
    assert status.inner_text() == "One thing is due." and "Like with like" in card.inner_text()
    press("Later")
    assert "put off" in card.inner_text() and "answered 4 today" in card.inner_text()
    press("Take up")
    card.get_by_role("link", name="Try again there").click()
    page.wait_for_url("**/04-third-site.html#like-with-like")
    page.evaluate(
        "id => courseProgress.record(id, { what: 'answer', right: true, met: '' })", exercise
    )
    page.go_back()
    page.locator("h2", has_text="Nothing is due").wait_for()
    assert "The next is due on" in card.inner_text()
    fine()
    assert seen.outside == seen.complaints == []


def test_an_empty_review_says_how_things_come_into_it(visit, address):
    page = visit(f"{address}review.html").page
    assert "Nothing is in review yet" in page.locator(".course-asked").inner_text()
    rule = page.locator("article").inner_text()
    assert "1, 3, 7, 16, 35 and 80 days" in rule
    assert axe.faults(page) == []


def test_without_scripts_the_pages_say_so_and_show_nothing_dead(visit, address):
    for name in ("progress", "review", "index"):
        page = visit(f"{address}{name}.html", scripts=False).page
        assert page.locator("article button:visible, article input:visible").count() == 0
        assert page.locator(".course-scriptless:visible").count() == (name != "index")
