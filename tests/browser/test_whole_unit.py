"""A unit from start to end on a phone, the network off, by touch and by keyboard; then carried on.

What is done in the page is saved as a file, and a notebook goes on from there.
"""

from __future__ import annotations

import pytest

import course
from course.learn import exercises, progress
from course.learn.answers import Choice, Names, Number, Sorting
from course.learn.exercises import lesson
from course.units import unit
from tests.suite import axe
from tests.suite.browser import new_page

UNIT = unit("04")
LESSON = lesson(UNIT.slug)
WORDS = "In 2009 the budget office (CBO, grade A) reckoned the cost of the plan. "
# How many stops lie between the one in focus and this one at least, or 0 if this is in focus: one
# option of a group is a stop, and what is folded away is none. Each needs a Tab, and no look.
FAR = """e => {
  const at = document.activeElement;
  if (e === at) return 0;
  const stops = [...document.querySelectorAll("a[href], button, summary, select, textarea, input")]
    .filter((one) => one.type !== "radio" && one.tabIndex >= 0 && !one.disabled
      && one.checkVisibility({ visibilityProperty: true }));
  const after = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  return stops.filter((one) => after(at, one) && after(one, e)).length || 1;
}"""


class Touch:
    """A reader who taps."""

    def __init__(self, page):
        self.page = page

    def press(self, target):
        target.tap()

    def write(self, target, text):
        target.tap()
        target.fill(text)

    def choose(self, target, value):
        target.select_option(value)


class Keys:
    """A reader who has a keyboard alone, and comes to everything by Tab."""

    def __init__(self, page):
        self.page = page

    def reach(self, target):
        handle = target.element_handle()
        for _ in range(900):
            if (far := handle.evaluate(FAR)) == 0:
                return
            for _ in range(max(1, far)):
                self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {target}")

    def press(self, target):
        name = target.evaluate("e => e.name || ''")
        if target.evaluate("e => e.type === 'radio'"):  # arrows choose among the options
            group = self.page.locator(f"input[name='{name}']")
            self.reach(group.first)
            self.page.keyboard.press("Space")
            for _ in range(
                group.evaluate_all("(all, e) => all.indexOf(e)", target.element_handle())
            ):
                self.page.keyboard.press("ArrowDown")
            return
        self.reach(target)
        box = target.evaluate("e => e.type === 'checkbox'")
        self.page.keyboard.press("Space" if box else "Enter")

    def write(self, target, text):
        self.reach(target)
        self.page.keyboard.insert_text(text)

    def choose(self, target, value):
        self.reach(target)
        label = target.locator(f"option[value='{value}']").evaluate("e => e.label")
        self.page.keyboard.type(label)


def answer(reader, page, task):
    """Answer an exercise rightly, or write as many words as it asks for."""
    form = page.locator(f"[data-task='{task.id}']")
    kind, reference = task.kind, task.answer()
    if isinstance(kind, Number):
        reader.write(form.locator("input"), f"{reference:.2f}")
    elif isinstance(kind, Choice):
        reader.press(form.locator(f"input[value='{reference}']"))
    elif isinstance(kind, Names):
        for name in kind.known:
            if name in reference:
                reader.press(form.locator(f"input[name='{name}']"))
    elif isinstance(kind, Sorting):
        for item, code in reference.items():
            reader.choose(form.locator(f"select[name='{item}']"), code)
    else:
        enough = (kind.words_low + kind.words_high) // 2
        reader.write(form.locator("textarea"), " ".join((WORDS * 20).split()[:enough]))
    reader.press(form.locator("[type=submit]"))
    form.locator(".course-said[data-state=right], .course-said[data-state=read]").wait_for()


def predict(reader, page):
    (guess,) = LESSON.predictions.values()
    form = page.locator(f"[data-guess='{guess.id}']")
    reader.press(form.locator(f"input[value='{guess.answer()}']"))
    reader.press(form.locator("[type=submit]"))
    form.locator("[data-state=committed]").wait_for()
    reader.press(page.locator("details.hide.below-input summary").first)
    page.locator("[data-reveal][data-state=revealed]").wait_for()


@pytest.fixture
def phone(browser, built):
    page = new_page(browser, viewport={"width": 390, "height": 844}, has_touch=True)
    page.context.set_offline(True)
    page.goto(f"{built.as_uri()}/{UNIT.path.stem}.html")
    page.wait_for_selector("html.course-answers")
    yield page
    page.context.close()


def saved(page, built, tmp_path):
    """Save the progress as a file, as a reader does; return what the page says, and the file."""
    page.goto(f"{built.as_uri()}/progress.html")
    button = page.get_by_role("button", name="Save as a file").first
    button.wait_for()
    with page.expect_download() as download:
        button.click()
    download.value.save_as(tmp_path / "from-the-phone.json")
    return page.locator("article").inner_text(), tmp_path / "from-the-phone.json"


@pytest.mark.parametrize("hand", [Touch, Keys])
def test_a_whole_unit_is_done_on_a_phone_without_a_network(phone, built, tmp_path, hand):
    reader = hand(phone)
    predict(reader, phone)
    for task in LESSON.exercises.values():
        if "note" not in task.id:
            answer(reader, phone, task)
    for place in range(len(LESSON.quiz)):
        reader.press(phone.locator(".course-quiz > li").nth(place).locator("summary").first)
    answer(reader, phone, LESSON.exercises["04-note"])
    if hand is Touch:  # the same page, whichever hand has answered
        assert axe.faults(phone) == []
    words, file = saved(phone, built, tmp_path)
    assert "begun 1 of 18 units and finished 1:" in words
    items = progress.parsed(file.read_bytes())
    right = {name for name, item in items.items() if "right" in item and "quiz" not in name}
    assert right == {
        *(f"exercise:{name}" for name in LESSON.exercises),
        *(f"prediction:{name}" for name in LESSON.predictions),
    }
    assert sum(name.startswith("quiz:04-") for name in items) == len(LESSON.quiz)


def test_what_was_begun_on_the_phone_goes_on_in_a_notebook(
    phone, built, tmp_path, command, monkeypatch
):
    reader = Touch(phone)
    predict(reader, phone)
    for task in list(LESSON.exercises.values())[:3]:
        answer(reader, phone, task)
    for place in range(len(LESSON.quiz)):
        reader.press(phone.locator(".course-quiz > li").nth(place).locator("summary").first)
    words, file = saved(phone, built, tmp_path)
    assert "begun 1 of 18 units and finished 0:" in words
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    exercises.forget()
    assert command("progress", "--import", file)[0] == 0
    begun = str(course.progress())
    assert f"3 of {len(LESSON.exercises)}" in begun and "1 begun, 0 done" in begun
    for task in list(LESSON.exercises.values())[3:]:
        written = "word " * (100 if "other-side" in task.id else 150)
        course.check(task.id, written if task.answer() is None else task.answer())
    done = str(course.progress())
    exercises.forget()
    assert f"3 of {len(LESSON.exercises)}" not in done
    assert "1 begun, 1 done" in done
    rights = sum(question.options[0][1] for question in LESSON.quiz)
    assert f"{len(LESSON.quiz)} of {len(LESSON.quiz)} answered, {rights} right" in done
