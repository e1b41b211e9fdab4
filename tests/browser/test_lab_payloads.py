"""Nothing that stands in a table, a lesson or a notebook runs in JupyterLab after Run All.

One notebook calls every function of the course that shows something, on tables and lessons in which
every text is a payload. JupyterLab trusts what has just been run: scripts in it would run.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter

import pytest
from playwright.sync_api import Error

from course.data import package
from tests.payloads import PAYLOADS, Sites, spoil_package, spoil_tables
from tests.suite.lab import PATIENCE, run_all

# The first cell lets through what the course would refuse, and puts payloads into a lesson.
SETUP = """
import dataclasses, itertools, json, os
home = {home!r}
os.environ["COURSE_DATA"] = home + "/data"
from course import description, table
description._faults = lambda descriptor: ()
refusals, table.Table.problems = table.Table.problems, lambda table: ()
texts = iter(json.load(open(home + "/texts.json", encoding="utf-8")))
few = lambda n: list(itertools.islice(texts, n))
import course, pandas
from course.learn import exercises
from course.learn.answers import Choice, Names, Number, Order, Sorting
from course.learn.essays import Essay
from course.data import package
from course.sources import register
pandas.set_option("display.max_colwidth", None, "display.max_columns", None)
source = next(iter(register()))
def task(name, kind, right, wrong):
    first, second, third, why = few(4)
    called, said = few(2)
    slip = exercises.Misconception(said, shows=[wrong])
    return exercises.Exercise(name, next(texts), kind, lambda: right, why, (first, second, third),
                              (source,), {{called: slip}})
marks = ["a", "b", "c"]
options = dict(zip(marks, few(3)))
tasks = {{
    "97-number": (task("97-number", Number(next(texts), tolerance=0.1), 5, 6), 5, 6, 7),
    "97-choice": (task("97-choice", Choice(options), "a", "b"), "a", "b", "c"),
    "97-sort": (task("97-sort", Sorting(items=dict(zip(marks, few(3))), codes=options),
        dict.fromkeys(marks, "a"), dict.fromkeys(marks, "b")), dict.fromkeys(marks, "a"),
        dict.fromkeys(marks, "b"), dict.fromkeys(marks, "c")),
}}
guess = exercises.Prediction("97-guess", next(texts), options, lambda: "a", lambda: next(texts))
from course.learn.quiz import Question
questions = tuple(Question(next(texts), tuple((*few(1), True, *few(1)) for _ in "ab"), "04")
                  for _ in range(5))
made = exercises.Lesson({{name: one[0] for name, one in tasks.items()}}, {{"97-guess": guess}},
                        questions)
from course.learn import frame
exercises.lesson = frame.lesson = lambda slug: made
from course.charts.parts import across, band, dots, headings, path, rows_down, rule, segments
from course.charts.buttons import switch
from course.charts.marks import marks as looks
from course.charts.style import Card, finish
def drawn():
    kinds = looks(dict(zip("xy", few(2))))
    fig = rows_down(few(6))
    across(fig, 0, 6, unit=next(texts), title=next(texts))
    for shift, mark in enumerate(kinds.values()):
        dots(fig, [1, 2, 3, 4, 5, 5], [k + shift / 4 for k in range(6)], mark, text=few(6),
             hover=few(6), size=14)
    rule(fig, 3, next(texts))
    band(fig, 1, 2, next(texts))
    headings(fig, [1, 4], few(2))
    return fig
def chart():
    one = switch(dict(zip(few(2), (drawn(), drawn()))))
    card = Card(next(texts), next(texts), few(4), ["polls"], note=next(texts))
    rows = pandas.DataFrame({{next(texts): few(3), "source_id": source}})
    return finish(one, card, rows=rows)
"""
CELLS = """
chart()
---
course.reveal("97-guess", chart())
---
display(course.predict("97-guess"), course.predict("97-guess", "b"))
---
course.reveal("97-guess", chart())
---
course.tables()
---
for name in package().tables: display(course.load(name).head(3))
---
for name in package().tables: display(course.describe(name))
---
course.start("payloads")
---
course.quiz("payloads")
---
course.references("payloads")
---
course.sources.bibliography(list(register())[:15])
---
course.sources.bibtex(list(register())[:5])
---
course.sources.read("third-site")
---
for row in package().table("glossary").records()[1:13]: display(course.term(row["term_id"]))
---
for text in few(len(texts_of_all)): display(course.text(text))
---
for name, (_, *answers) in tasks.items():
    display(course.check(name), *(course.check(name, one) for one in answers), *map(
        lambda _: course.hint(name), range(4)), course.solution(name))
---
for name in tasks:
    for text in few(8): display(course.check(name, text), course.check(name, [text, text]))
---
for text in few(8): display(course.predict("97-guess", text))
---
for table in package().tables.values(): print(*itertools.islice(refusals(table), 6), sep="\\n")
---
first = [next(refusals(one), "") for one in package().tables.values()]
raise course.data.DataError("\\n".join(first))
---
course.load(next(texts))
---
course.load("polls")[next(texts)]
---
course.term(next(texts) + " and no term")
---
course.check(next(texts), next(texts))
---
raise RuntimeError(next(texts))
---
next(texts)
---
few(3)
"""
CONTROL = "from IPython.display import HTML\nHTML('<img alt=control src=x onerror=window.hit(0)>')"


def cell(kind, source, number):
    more = {"outputs": [], "execution_count": None} if kind == "code" else {}
    tags = {"tags": ["raises-exception"]}
    return {"cell_type": kind, "id": f"c-{number}", "metadata": tags, "source": source} | more


@pytest.fixture
def spoilt(lab, tmp_path):
    """Put the notebook into the lab; return its name with the list of what is tried."""
    sites = Sites()
    sites.tried.append("control")
    (tmp_path / "data").mkdir()
    spoil_tables(tmp_path / "data", sites)
    packed = (package().folder / "datapackage.json").read_text(encoding="utf-8")
    (tmp_path / "data" / "datapackage.json").write_text(packed, encoding="utf-8")
    spoil_package(tmp_path / "data", sites)
    prose = [sites.payload("markdown") for _ in PAYLOADS]
    texts = [sites.payload("text") for _ in range(600)]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    setup = SETUP.format(home=str(tmp_path)) + f"texts_of_all = range({len(PAYLOADS)})"
    cells = [setup, *CELLS.strip().split("\n---\n"), CONTROL]
    about = json.loads((lab.notebooks / "04-third-site.ipynb").read_text(encoding="utf-8"))
    about["metadata"]["course"] |= {"question": sites.payload("question")}
    kinds = [("code", one) for one in cells] + [("markdown", one) for one in prose]
    whole = {
        "cells": [cell(*one, number) for number, one in enumerate(kinds)],
        "metadata": about["metadata"],
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # It has the name of a unit, so that what speaks of the unit itself reads it too.
    path = lab.notebooks / "97-payloads.ipynb"
    path.write_text(json.dumps(whole), encoding="utf-8")
    yield path.name, sites.tried
    path.unlink()


# Among what is shown: its words, what is alive in it, and the errors that cells ended with. Links
# to data: are left out: JupyterLab makes them of printed text, and no browser follows them.
LOOK = """() => {
  const all = [...document.querySelectorAll(".jp-Notebook .jp-MarkdownOutput, .jp-OutputArea")];
  const every = all.flatMap((one) => [...one.querySelectorAll("*")]);
  const acts = (a) => /^on|^(srcdoc|autofocus|action|formaction)$/.test(a.name)
    || /^\\s*(javascript|vbscript|file):/i.test(a.value);
  const fetched = "script, iframe, object, embed, base, meta, link, style:not([scoped]), animate,"
    + ".jp-OutputArea :is([src*='//']:not([alt=control]), image)";
  return {
    words: all.map((one) => one.textContent).join("\\n"),
    alive: every.flatMap((e) => [...e.attributes].filter(acts).map((a) => `${a.name}=${a.value}`)),
    called: every.filter((e) => e.matches(fetched)).map((e) => e.outerHTML),
    errors: all.flatMap((one) => [...one.querySelectorAll("[data-mime-type$='.stderr']")])
      .map((one) => one.textContent.match(/^\\w+Error|UnknownColumn/m)?.[0] || one.textContent),
  };
}"""
# The course's own errors are told in sentences; what is left is one that is nobody's of ours.
ERRORS = ["RuntimeError"]


def _point_at(page, mark):
    """Point at a mark where it is now: outputs above may still grow and push it out of sight."""
    until = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return mark.hover(force=True)
        except Error:
            if time.monotonic() > until:
                raise
            page.wait_for_timeout(60)


def point_at_marks(page):
    """Point at every mark of the first chart; return what it says in answer."""
    marks = page.locator(".js-plotly-plot").first.locator(".points path")
    said = set()
    for place in range(marks.count()):
        _point_at(page, marks.nth(place))
        before, until = len(said), time.monotonic() + 3
        while len(said) == before and time.monotonic() < until:
            page.wait_for_timeout(60)
            said.update(page.locator(".hoverlayer .hovertext").all_text_contents())
    return said


def test_no_payload_runs_after_run_all(lab, browser, spoilt):
    name, tried = spoilt
    ran, dialogs = Counter(), []
    context = browser.new_context(viewport={"width": 1400, "height": 3000})
    context.expose_function("hit", lambda number: ran.update([tried[number]]))
    page = context.new_page()
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(lab.address(name))
    run_all(page)
    drawn = "() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= 2"
    page.wait_for_function(drawn, timeout=PATIENCE)
    page.wait_for_selector("[alt=control]", timeout=PATIENCE, state="attached")
    until = time.monotonic() + PATIENCE / 1000
    while not ran and time.monotonic() < until:  # it runs when its picture is not found
        page.wait_for_timeout(50)
    assert (ran, dialogs) == ({"control": 1}, []), f"{len(ran) - 1} of {len(tried)} ran"
    hovered = point_at_marks(page)
    found = page.evaluate(LOOK)
    context.close()
    shown = set(re.findall(r"window\.hit\((\d+)\)", found["words"]))
    assert len(shown) >= 1500 and len(hovered) >= 6, "the payloads are there to be seen"
    assert (ran, dialogs) == ({"control": 1}, []), f"{len(ran) - 1} of {len(shown)} ran"
    assert found["errors"] == ERRORS
    assert found["alive"] == ["onerror=window.hit(0)"] and found["called"] == []
