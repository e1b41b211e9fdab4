"""Each exercise that varies, in every version: as sound as the notebook's own, another answer."""

import re
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from course.data import package
from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Choice, Number, Sorting, ambiguous
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import lesson, problems_of, variant_of, without_seed, worked_out
from course.learn.variants import Asked, Drawn, filled, speaks_of_letters, versions
from course.units import units

LESSONS = {one.number: lesson(one.slug) for one in units()}
TASKS = {key: task for own in LESSONS.values() for key, task in own.exercises.items()}
VARIED = {key: varies for own in LESSONS.values() for key, varies in own.varies.items()}
CHOICES = [key for key, task in TASKS.items() if isinstance(task.kind, Choice)]


@pytest.fixture(autouse=True)
def nothing_remembered():
    exercises.forget()


@cache
def every(key):
    return [variant_of(key, seed) for seed in range(VARIED[key].versions)]


@cache
def proven(key):
    """Return every version as an exercise whose answer need not be computed again."""
    return [worked_out(one.exercise) for one in every(key)]


def rows_named(key):
    """Return the rows that each version of an exercise is asked of, as they stand in its values."""
    varies = VARIED[key]
    if isinstance(varies, Asked):
        return [[values[name] for name in varies.rows] for values in varies.of]
    return []


def test_a_number_or_a_sorting_of_twelve_units_varies_over_four_versions_and_more():
    units_of = {
        key[:2]
        for key, varies in VARIED.items()
        if isinstance(TASKS[key].kind, Number | Sorting) and varies.versions >= 4
    }
    assert len(units_of) >= 12 and all(varies.versions >= 4 for varies in VARIED.values())


def test_what_varies_is_an_exercise_of_the_unit():
    for own in LESSONS.values():
        assert set(own.varies) <= set(own.exercises)


@pytest.mark.parametrize("key", VARIED)
def test_every_version_is_as_sound_as_an_exercise_of_the_notebook(key):
    for one in every(key):
        task = one.exercise
        assert without_seed(task.id) == key and task.outcomes == TASKS[key].outcomes
        assert not problems_of(task) and not ambiguous(task.kind), task.id
        assert set(task.source_ids) <= {row["source_id"] for row in SOURCES}


SOURCES = package().table("sources").records()


@pytest.mark.parametrize("key", VARIED)
def test_the_answer_of_one_version_is_refused_by_every_other_and_by_the_notebook(key):
    tasks = [worked_out(TASKS[key]), *proven(key)]
    for one, other in combinations(tasks, 2):
        for asked, given in ((one, other), (other, one)):
            assert assess(asked, given.answer()).state != "right", (one.id, other.id)


@pytest.mark.parametrize("key", VARIED)
def test_wrong_answers_of_every_version_are_refused(key):
    for task in proven(key):
        right = task.answer()
        if isinstance(task.kind, Number):
            wrong = [right + step * way for step in (1.5, 4) for way in (-1, 1)]
            wrong = [right + max(2 * task.kind.tolerance, 1) * way for way in (-1, 1)] + wrong
        else:
            wrong = [
                {**right, item: code}
                for item in right
                for code in task.kind.codes
                if code != right[item]
            ]
        assert all(assess(task, answer).state in ("wrong", "mistake") for answer in wrong)


@pytest.mark.parametrize("key", VARIED)
def test_the_text_of_every_version_names_what_it_is_asked_of(key):
    texts = []
    for version, one in enumerate(every(key)):
        text = "\n".join((one.asks, *one.shows))
        texts.append(text)
        assert not re.search(r"\{\w+(:\w+/\w+)?\}(?!\.format)", text.replace("{:,.0f}", "")), text
        for row in rows_named(key)[version : version + 1]:
            assert all(name in text for name in row)
        if isinstance(one.exercise.kind, Sorting):
            assert all(f"`{item}`" in one.asks for item in one.exercise.kind.items)
            assert all(f"`{code}`" in one.asks for code in one.exercise.kind.codes)
        for cell in one.shows:
            compile(cell, key, "exec")
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("key", VARIED)
def test_neighbouring_seeds_differ_and_a_seed_is_the_same_everywhere(key):
    count = VARIED[key].versions
    first, second, again, round_ = (variant_of(key, seed) for seed in (7, 8, 7, 7 + count))
    assert first.asks == again.asks == round_.asks
    assert (first.asks, first.shows) != (second.asks, second.shows)
    assert first.exercise.answer() == again.exercise.answer()


# What values the notebook's own exercise has, for those that another function makes.
OWN = {
    "13-overclaim": {"weapon": "ballistic", "tenths": 3},
    "13-in-a-row": {"share": 0.9, "words": "nine in ten"},
    "13-layers": {"misses": 20, "shared": 5},
    "14-break-even": {
        "row": "pac3-mse-2025-contract",
        "shots": 3,
        "chance": 0.75,
        "fired": "three",
    },
    "15-suppliers": {"what": "abroad", "who": ("founder", "later", "announced")},
    "16-nine-in-ten": {"share": 0.9, "words": "nine in ten"},
    "08-days": {"row": "nld-adana-2013", "start": "decided", "end": "arrived"},
    "07-days": {"row": "nld-adana-2013", "start": "decided", "end": "operational"},
    "11-gap": {"first": "2013-group-dissolved", "last": "2014-crimea"},
    "05-same-pace": {
        "first": "deveselu-ground-2013",
        "last": "deveselu-operational-2016",
        "another": "deveselu-complete-2015",
    },
}


@pytest.mark.parametrize("key", [key for key, one in VARIED.items() if isinstance(one, Asked)])
def test_with_the_values_of_the_notebook_the_exercise_is_the_notebooks(key):
    made = VARIED[key].make(**OWN.get(key, {}))
    assert made.answer() == pytest.approx(TASKS[key].answer()) and made.kind == TASKS[key].kind
    assert {**OWN.get(key, {})} not in [dict(values) for values in VARIED[key].of]


@pytest.mark.parametrize("key", [key for key, one in VARIED.items() if isinstance(one, Drawn)])
def test_a_draw_has_so_many_of_each_code_and_tells_of_it(key):
    draw = VARIED[key]
    known = draw.codes_of(draw.pool)
    assert all(list(known.values()).count(code) > n for code, n in draw.each.items())
    for one in every(key):
        codes = list(one.exercise.answer().values())
        assert {code: codes.count(code) for code in draw.each} == dict(draw.each)
        assert all(f"`{code}`" in one.exercise.hints[-1] for code in draw.codes)


# -- choices and writing


@pytest.mark.parametrize("key", CHOICES)
def test_a_choice_has_the_same_options_and_another_right_letter(key):
    task = TASKS[key]
    assert not speaks_of_letters(task)
    letters = []
    for seed in range(versions(task, None)):
        one = variant_of(key, seed)
        made = one.exercise
        assert sorted(made.kind.options.values()) == sorted(task.kind.options.values())
        assert list(made.kind.options) == list(task.kind.options)
        assert made.kind.options[made.answer()] == task.kind.options[task.answer()]
        assert not problems_of(made)
        for name, mistake in task.misconceptions.items():
            (was,), (now,) = mistake.examples(task.answer()), made.misconceptions[name].examples("")
            assert made.kind.options[now] == task.kind.options[was]
        letters.append(made.answer())
    assert task.answer() not in letters and len(set(letters)) == len(letters)


def test_a_choice_whose_feedback_speaks_of_a_letter_stays_as_it_is(monkeypatch):
    own = LESSONS["04"]
    task = own.exercises["04-trace"]
    told = {**own.exercises, "04-trace": replace(task, why="**B** is right, and A and C are not.")}
    monkeypatch.setattr(exercises, "lesson", lambda slug: replace(own, exercises=told))
    assert variant_of("04-trace", 7) is None


def test_writing_has_a_variant_for_every_seed_and_is_read_alike():
    one = exercises.exercise("04-note@7")
    assert isinstance(one.kind, Essay) and one.id == "04-note@7"
    assert "A good one" in str(exercises.solution("04-note@7"))


# -- names


def test_a_variant_is_checked_hinted_and_solved_by_its_own_name():
    right = exercises.exercise("04-village-share@0").answer()
    assert str(exercises.check("04-village-share@0", right)).startswith("**Right.**")
    assert "Láz" in str(exercises.hint("04-village-share@0")) or exercises.hint(
        "04-village-share@0"
    )
    assert "254 of 275" in str(exercises.solution("04-village-share@0"))
    assert "@0" in str(exercises.check("04-village-share@0", ...))


def test_progress_knows_a_variant_as_its_exercise(tmp_path, monkeypatch):
    kept = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(kept))
    exercises.check("04-village-share@3", exercises.exercise("04-village-share@3").answer())
    assert '"exercise:04-village-share"' in kept.read_text(encoding="utf-8")
    assert "@" not in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("04-reach-or-work@7", "is the same for every class: write it without '@7'"),
        ("04-village-shar@7", "Did you mean"),
        ("04-village-share@x", "There is no exercise '04-village-share@x'"),
    ],
)
def test_a_name_that_is_none_is_told(name, says):
    with pytest.raises(CourseError, match=re.escape(says)):
        exercises.check(name, 1)


def test_a_text_is_filled_from_values_words_and_cells():
    values = {"row": "cz-2007-laz", "n": 1500, "whole": "votes_cast"}
    text = "{row:local_referendums/municipality}, {n}, {whole}, {row}, {other}"
    words = {"votes_cast": "those who voted"}
    assert filled(text, values, words) == "Láz, 1,500, those who voted, cz-2007-laz, {other}"
    assert filled("x = {row}; y = {n}", values, code=True) == 'x = "cz-2007-laz"; y = 1500'


def test_a_row_that_is_gone_is_told():
    with pytest.raises(CourseError, match="has no row 'cz-1900-laz', which a variant is asked of"):
        filled("{row:local_referendums/municipality}", {"row": "cz-1900-laz"})
