"""A term: units in weeks that overload nobody, weights that add up, and what a syllabus says."""

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace

import pytest

from course.errors import CourseError
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES, assessed
from course.paths import root
from course.teach import syllabus as page
from course.teach import weeks as terms
from course.teach.weeks import TERMS, Term, Week
from course.teach.weights import FILE, by_outcome, weights
from course.units import Unit, units


@pytest.fixture
def made(tmp_path):
    """Make a unit of (role, minutes alone, minutes in a lesson of 45 and of 90) a section."""

    def make(number, *sections, before=(), **about):
        cells = [{"cell_type": "markdown", "metadata": {}, "source": f"# Unit {number}"}]
        for role, alone, short, long in sections:
            known = {"45": short, "90": long}
            own = {"role": role, "minutes": alone, "class": {k: v for k, v in known.items() if v}}
            text = f"## {role} {len(cells)}"
            cells.append({"cell_type": "markdown", "metadata": {"course": own}, "source": text})
        known = {"prerequisites": list(before), "outcomes": [], "as_of": "2026-01-01", **about}
        path = tmp_path / f"{number}-made.ipynb"
        notebook = {"nbformat": 4, "nbformat_minor": 5, "cells": cells}
        path.write_text(json.dumps({**notebook, "metadata": {"course": known}}), encoding="utf-8")
        return Unit(path)

    return make


SECTIONS = (
    ("story", 10, 0, 12),
    ("story", 20, 25, 40),
    ("exercises", 40, 20, 30),
    ("retrieval", 5, 0, 8),
    ("writing", 35, 0, 0),
)


def test_a_unit_in_a_week_by_hand(made):
    unit = made("01", *SECTIONS)
    short, long = terms.stops(unit)
    assert (short.lesson, long.lesson) == (45, 90)
    # 45: the first story is read before; of the exercises 40 - 20 are left, and the quiz.
    assert [one.minutes for one in short.before] == [10]
    assert short.left == {"exercises": 20, "retrieval": 5} and short.minutes == 10 + 45 + 25
    # 90: all stories in class; 40 - 30 of the exercises left. A note is 35 more.
    assert (long.before, long.left, long.minutes) == ([], {"exercises": 10}, 100)
    assert replace(long, note=True).minutes == 135


def test_the_time_of_class_is_used_and_the_unit_with_less_at_home_gets_the_short_lesson(made):
    heavy = made("01", ("story", 60, 0, 90), ("story", 5, 45, 0))
    light = made("02", ("story", 9, 0, 90), ("story", 5, 45, 0))
    block = [terms.stops(heavy), terms.stops(light)]
    both = terms._lessons(block, 135)
    assert [(stop.unit.number, stop.lesson) for stop in both] == [("01", 90), ("02", 45)]
    assert [stop.lesson for stop in terms._lessons(block, 90)] == [45, 45]
    assert terms._lessons(block, 89) == ()


def test_the_fullest_week_is_as_light_as_can_be(made):
    # Alone, in lessons of 45: 30, 10, 10 and 60 minutes at home.
    chosen = [
        made(f"0{n}", ("story", home, 0, 0), ("story", 1, 45, 0))
        for n, home in enumerate((30, 10, 10, 60), start=1)
    ]
    found = terms._weeks(chosen, Term(2, 135, 1000))
    blocks = [[stop.unit.number for stop in week.stops] for week in found]
    # With the lessons 75, 55, 55 and 105: the cuts make 215, 160 or 185 the fullest week.
    assert blocks == [["01", "02"], ["03", "04"]]
    assert terms._weeks(chosen, Term(2, 135, 159)) == []
    assert [w.minutes for w in terms._weeks(chosen, Term(2, 135, 160))] == [130, 160]
    assert terms._weeks(chosen[:1], Term(2, 135, 1000)) == []


def test_notes_are_due_at_a_quarter_half_and_three_quarters(made):
    unit = made("01", ("writing", 35, 0, 0), ("story", 1, 45, 0))
    (stop,) = terms.stops(unit)
    for length, due in ((4, [1, 2, 3]), (8, [2, 4, 6]), (14, [4, 7, 11])):
        weeks = [Week(number, (stop,)) for number in range(1, length + 1)]
        noted = terms._with_notes(weeks)
        assert [week.number for week in noted if week.stops[-1].note] == due
        assert noted[due[0] - 1].minutes == 45 + 35


def test_units_that_the_last_one_needs_come_first_then_what_is_assessed_least(made, monkeypatch):
    story = ("story", 1, 45, 0)
    known = [
        made("01", story),
        made("02", story, before=["01"]),
        made("03", story),
        made("04", story),
        made("05", story, before=["02"], form="capstone"),
    ]
    tests = {
        "01": {"LO1": 2},
        "02": {"LO1": 1},
        "03": {"LO1": 1},
        "04": {"LO2": 1},
        "05": {"LO2": 1},
    }
    monkeypatch.setattr(
        terms, "assessed", lambda u: {key: [key] * n for key, n in tests[u.number].items()}
    )
    numbers = lambda term: [s.unit.number for w in terms.plan(term, known) for s in w.stops]  # noqa: E731
    assert numbers(Term(3, 45, 200)) == ["01", "02", "05"]
    # LO2 has one exercise and LO1 three, so 04 comes before 03.
    assert numbers(Term(4, 45, 200)) == ["01", "02", "04", "05"]
    assert numbers(Term(2, 45, 200)) == ["02", "05"], "what it builds on directly, and no more"
    with pytest.raises(CourseError, match="too few for the last unit"):
        terms.plan(Term(2, 45, 44), known)


@pytest.fixture(scope="module", params=TERMS)
def term(request):
    return TERMS[request.param], terms.plan(TERMS[request.param])


def test_no_plan_overloads_a_week(term):
    about, weeks = term
    assert [week.number for week in weeks] == list(range(1, about.weeks + 1))
    assert max(week.minutes for week in weeks) <= about.most
    assert max(week.in_class for week in weeks) <= about.in_class
    stops = [stop for week in weeks for stop in week.stops]
    assert all(any(stop.lesson in s.in_class for s in stop.unit.sections) for stop in stops)
    assert sum(stop.note for stop in stops) == terms.NOTES
    assert sum(week.memo for week in weeks) == terms.MEMO
    assert all(f"{s.unit.number}-note" in lesson(s.unit.slug).exercises for s in stops if s.note)


def test_every_plan_ends_in_the_capstone_and_has_what_it_builds_on_before(term):
    _, weeks = term
    numbers = [stop.unit.number for week in weeks for stop in week.stops]
    last = weeks[-1].stops[-1].unit
    assert terms.is_capstone(last) and set(last.metadata["prerequisites"]) < set(numbers)
    assert numbers == sorted(set(numbers)), "units keep their order, so what is built on is before"
    assert len(numbers) == len(units()) or len(weeks) < 14


def test_what_counts_is_practised_in_every_plan(term):
    _, weeks = term
    have = Counter(
        key for w in weeks for s in w.stops for key, found in assessed(s.unit).items() if found
    )
    assert all(have[key] for key, part in by_outcome(weights()).items() if part)


def test_the_weights_are_those_to_start_from():
    found = weights()
    assert [(one.name, one.weight) for one in found] == [
        ("Quizzes", 15),
        ("Three notes", 30),
        ("The Council", 20),
        ("The memo", 35),
    ]
    assert by_outcome(found) == dict(zip(OUTCOMES, (8, 10, 4, 13, 8, 7, 11, 19, 20), strict=True))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",14\n", ",15\n", "the weights add up to 101, not to 100 (Quizzes 15, Three notes 30"),
        (",14\n", ",half\n", "task 'The memo', column LO9: 'half' is no whole number"),
        (",14\n", ",-6\n", "'-6' is no whole number"),
    ],
)
def test_weights_that_do_not_add_up_are_refused(tmp_path, old, new, told):
    path = tmp_path / "mine.csv"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CourseError, match=re.escape(told)):
        weights(path)


def test_an_outcome_that_counts_nothing_is_named(tmp_path):
    path = tmp_path / "mine.csv"
    zeros = ",".join("0" * 7)
    path.write_text(f"task,how,{','.join(OUTCOMES)}\nExam,all,50,50,{zeros}\n", encoding="utf-8")
    with pytest.raises(CourseError, match="LO3, LO4, LO5, LO6, LO7, LO8, LO9 counts nothing"):
        weights(path)
    with pytest.raises(CourseError, match="no file of weights"):
        weights(tmp_path / "none.csv")


def test_a_syllabus_names_every_exercise_once_and_cites_every_unit():
    text = page.syllabus(TERMS[14], "https://example.org/amd/")
    for unit in units():
        assert f"https://example.org/amd/{unit.path.stem}.html>" in text
        for task in lesson(unit.slug).exercises.values():
            row = f"| {unit.number} {page.plain(task.title)} |"
            assert text.count(row) == 1, row
    totals = re.search(r"\| \*\*Exercises\*\* \|(.*)\|", text)[1]
    tasks = [t for u in units() for t in lesson(u.slug).exercises.values()]
    assert [int(n) for n in totals.split("|")] == [
        sum(key in task.outcomes for task in tasks) for key in OUTCOMES
    ]
    assert "Every unit of the course is in this plan." in text
    assert f"The {len(tasks)} exercises and" in text
    for heading in ("## Week by week", "## Integrity", "## Access", "## How to cite"):
        assert heading in text
    assert "key and works with Enter" in text, "as the page About says it"


def test_what_a_short_plan_leaves_out_is_said_with_what_is_built_on_it():
    text = page.syllabus(TERMS[4])
    left = text.partition("**Left out**")[2].partition("##")[0]
    taken = [stop.unit.number for week in terms.plan(TERMS[4]) for stop in week.stops]
    assert re.findall(r"^- (\d\d) ", left, re.M) == [
        u.number for u in units() if u.number not in taken
    ]
    assert left.count("What is built on:") == 1 and re.search(r"- 02 .*What is built on: ", left)


def test_a_citation_has_version_and_date_as_the_course_declares_them():
    project = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = page.citation(units()[4], "https://example.org")
    assert f"version {project['version']}, as of " in said
    assert said.startswith("The alliance missile defence course team (20")
    assert page.citation(units()[4]).endswith("04-third-site.ipynb")


def test_the_command_writes_markdown_and_a_page_to_print(command, tmp_path, monkeypatch):
    monkeypatch.setattr(page.paper.images, "chromium", lambda: None)
    out = tmp_path / "mine" / "autumn.md"
    code, told = command("teach", "syllabus", "--weeks", "8", "--out", out)
    assert code == 0 and told.split() == [str(out), str(out.with_suffix(".html"))]
    html = out.with_suffix(".html").read_text(encoding="utf-8")
    assert html.count("<table") == 3 and "term of 8 weeks" in html
    code, told = command("teach", "syllabus", "--weeks", "6", "--out", out)
    assert code == 1 and "no plan of 6 weeks: choose 4, 8 and 14" in told
