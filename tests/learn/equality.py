"""Does a page say of an answer what a notebook says of it? Both are asked, and set side by side."""

from __future__ import annotations

from pathlib import Path

from tests.learn import page_answers

from course.learn import compiled
from course.learn.assess import assess
from course.learn.essays import publishers
from course.learn.exercises import worked_out
from course.markup import blocks
from course.publish import practice

STATIC = Path(practice.__file__).parent / "static"
JUDGE = """([tasks, cases]) => {
  const opened = ([id, sealed]) => [id, courseAnswers.openTask(sealed, id)];
  const open = Object.fromEntries(Object.entries(tasks).map(opened));
  const read = (html) => {
    const place = document.createElement("div");
    place.innerHTML = html.replace(/<\\/(li|p|ul)>/g, " $&");
    return place.textContent.replace(/\\s+/g, " ").trim();
  };
  window.slowest = 0;
  const timed = (id, answer) => {
    const began = performance.now();
    const said = courseAnswers.assess(open[id], answer);
    window.slowest = Math.max(window.slowest, performance.now() - began);
    return said;
  };
  return cases.map(([id, answer, state, called, words]) => {
    const said = timed(id, answer);
    const same = said.state === state && said.misconception === called &&
      (state === "blank" || read(said.html) === read(words));
    return same ? null : [id, answer, state, called, read(words), said, read(said.html)];
  }).filter(Boolean);
}"""


def prepare(page):
    """Give an empty page the scripts that judge answers, and what they go by."""
    for name in ("answers.js", "writing.js"):
        page.add_script_tag(path=str(STATIC / name))
    known = {"courseUnits": compiled.units_of_number(), "coursePublishers": sorted(publishers())}
    page.evaluate("known => Object.assign(window, known)", known)


def cases(task, count):
    """Return what Python says of answers to an exercise, and the exercise as the page has it."""
    task = worked_out(task)
    made = list(page_answers.given(task, task.answer(), count))
    told = [assess(task, answer) for answer in made]
    said = [
        [task.id, answer, one.state, one.misconception, blocks(one.words)]
        for answer, one in zip(made, told, strict=True)
    ]
    return said, compiled.exercise(task)


def differences(page, sealed, said):
    """Return the answers of which the page says something else than Python has `said`."""
    found = page.evaluate(JUDGE, [sealed, said])
    assert page.evaluate("window.slowest") < 1000, "milliseconds an answer"
    return found
