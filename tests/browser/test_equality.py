"""A page judges an answer as a notebook does, in the same words; and nothing of it ever runs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from course.learn import compiled, exercises
from course.learn.answers import Order
from course.learn.exercises import lesson
from course.markup import blocks, inline
from course.publish import practice
from course.units import units
from tests.learn import equality

STATIC = Path(practice.__file__).parent / "static"
EACH = 40
TASKS = {task.id: task for unit in units() for task in lesson(unit.slug).exercises.values()}
GUESSES = {guess.id: guess for unit in units() for guess in lesson(unit.slug).predictions.values()}
WITH_TASKS = [unit.path.stem for unit in units() if lesson(unit.slug).exercises]
SHOWN = """([sealed, id, answers]) => {
  const task = courseAnswers.openTask(sealed, id);
  for (const answer of answers) {
    const place = document.body.appendChild(document.createElement("div"));
    place.innerHTML = courseAnswers.assess(task, answer).html;
  }
}"""
LETTERS = {"A": "one", "B": "two", "C": "three", "D": "four"}


@pytest.fixture(scope="module")
def judge(browser):
    page = browser.new_page()
    equality.prepare(page)
    yield page
    page.close()


def test_page_and_notebook_say_the_same_of_every_answer(judge):
    known, asked = {}, []
    for task in TASKS.values():
        said, known[task.id] = equality.cases(task, EACH)
        asked += said
    assert equality.differences(judge, known, asked) == []
    states = Counter(state for _, _, state, _, _ in asked)
    assert len(asked) > 40 * len(TASKS)
    assert min(states[one] for one in ("right", "mistake", "wrong", "unreadable", "read")) > 400
    # Every exercise has been answered rightly, and every mistake that it names has been made.
    right = {name for name, _, state, _, _ in asked if state == "right"}
    assert right == {name for name, task in TASKS.items() if task.misconceptions}
    made = {(name, called) for name, _, _, called, _ in asked if called}
    assert made == {
        (name, called) for name, task in TASKS.items() for called in task.misconceptions
    }


def test_an_order_is_judged_alike_though_no_unit_asks_for_one_today(judge):
    some = next(task for task in TASKS.values() if task.misconceptions)
    made = replace(some, id="04-order", kind=Order(LETTERS), answer=lambda: "BADC",
                   why="So.", misconceptions={}, mistakes={"DCBA": "turned. Round."})  # fmt: skip
    said, sealed = equality.cases(made, 60)
    assert {state for _, _, state, _, _ in said} == {"right", "mistake", "wrong"}
    assert equality.differences(judge, {made.id: sealed}, said) == []


def test_a_difference_would_be_seen(judge):
    task = TASKS["04-village-share"]
    said, sealed = equality.cases(task, 5)
    other, _ = equality.cases(replace(task, why="Because."), 5)
    assert equality.differences(judge, {task.id: sealed}, other) != []
    turned = [[name, answer, "right", called, words] for name, answer, _, called, words in said]
    assert equality.differences(judge, {task.id: sealed}, turned) != []


def test_a_prediction_is_set_against_the_data_in_the_same_words_whatever_was_chosen(judge):
    said = """([sealed, id, keys]) => { const guess = courseAnswers.unsealed(sealed, id);
      return keys.map((key) => {
        const place = document.createElement("div");
        place.innerHTML = courseAnswers.verdict(guess, id, key);
        return place.textContent.replace(/\\s+/g, " ").trim(); }); }"""
    told = """html => { const place = document.createElement("div"); place.innerHTML = html;
      return place.textContent.replace(/\\s+/g, " ").trim(); }"""
    for guess in GUESSES.values():
        keys = list(guess.options)
        found = judge.evaluate(said, [compiled.prediction(guess), guess.id, keys])
        right = guess.answer()
        winner = re.sub("<[^>]+>|[*`]", "", inline(guess.options[right]))
        for key, words in zip(keys, found, strict=True):
            exercises.predict(guess.id, key)
            shown = blocks(str(exercises.reveal(guess.id, exercises.Text(""))))
            assert judge.evaluate(told, shown) == words
            agree = f"You predicted {key}. The data agree with you."
            other = f"You predicted {key}. The data say otherwise: {right} {winner}."
            assert words.startswith(agree if key == right else unescape(other))
    exercises.forget()


def test_predictions_are_known_by_their_digest_alone(judge):
    for guess in GUESSES.values():
        found = judge.evaluate(
            "([sealed, id, keys]) => { const guess = courseAnswers.unsealed(sealed, id);"
            " return keys.filter((key) => courseAnswers.digest(`${id} ${key}`) === guess.right); }",
            [compiled.prediction(guess), guess.id, list(guess.options)])  # fmt: skip
        assert found == [guess.answer()]


PAYLOADS = (
    "<img src=x onerror='window.ran = 1'>",
    "5 <script>window.ran = 1</script>",
    "</code><svg onload='window.ran = 1'>",
    "[a](javascript:window.ran=1) https://a.b/<img src=x onerror='window.ran=1'>",
)


def test_what_a_learner_or_a_lesson_writes_never_runs(judge):
    tasks = [TASKS["04-village-share"], TASKS["04-note"]]
    made = [replace(tasks[0], why=one, mistakes={lambda: [5]: f"m. {one}"}) for one in PAYLOADS]
    for task in (*tasks, *made):
        said, sealed = equality.cases(task, 0)
        answers = [*PAYLOADS, *(answer for _, answer, *_ in said)]
        judge.evaluate(SHOWN, [sealed, task.id, answers])
    judge.wait_for_timeout(100)
    assert judge.evaluate("window.ran") is None
