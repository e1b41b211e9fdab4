"""Hundreds of answers to every exercise: nothing wrong accepted, nothing right refused."""

import math
import random
import time
from dataclasses import replace

import pytest
from tests.learn import corpus

from course.learn import exercises
from course.learn.answers import Order
from course.learn.exercises import Exercise, lesson
from course.units import units

TASKS = {key: task for one in units() for key, task in lesson(one.slug).exercises.items()}
ORDERED = Exercise(
    "sample-order",
    "An order",
    Order({"A": "signed", "B": "ratified", "C": "in force", "D": "ended"}),
    lambda: list("BADC"),
    "Because.",
    ("one", "two", "three"),
    (),
)
STARTS = ("**Right.**", "**Not yet", "**Not answered yet.**", "**I cannot read", "**Read, not mark")


@pytest.fixture
def quick(monkeypatch):
    """Put one exercise in the place of all, its reference and examples computed once."""

    def put(task):
        reference = task.answer()
        mistakes = {
            name: m if m.puts else replace(m, shows=tuple(m.examples(reference)), puts={})
            for name, m in task.misconceptions.items()
        }
        ready = replace(task, answer=lambda: reference, misconceptions=mistakes, why="Because.")
        monkeypatch.setattr(exercises, "exercise", lambda identifier: ready)
        return reference

    return put


@pytest.mark.parametrize("key", [*TASKS, ORDERED.id])
def test_nothing_wrong_is_accepted_and_nothing_right_is_refused(key, quick):
    task = TASKS.get(key, ORDERED)
    reference = quick(task)
    tried, slowest = 0, 0.0
    for given, right in corpus.answers(task, reference):
        began = time.perf_counter()
        said = str(exercises.check(key, given))
        slowest = max(slowest, time.perf_counter() - began)
        assert said.startswith(STARTS), given
        assert said.startswith("**Right.**") == right, (given, said)
        tried += 1
    assert tried == corpus.EACH and slowest < 1


ODD = [None, ..., True, False, math.nan, math.inf, -math.inf, b"\xff\x00", "", "?", "e\u0301🚀", 1j]


@pytest.mark.parametrize("key", TASKS)
def test_whatever_is_typed_is_answered_in_words(key, quick):
    task = TASKS[key]
    quick(task)
    draw = random.Random(key)

    def atom():
        return draw.choice(
            [
                draw.choice(ODD),
                draw.randint(-(10**12), 10**12),
                draw.uniform(-1e6, 1e6),
                "".join(chr(draw.randint(32, 0x24F)) for _ in range(draw.randint(1, 12))),
            ]
        )

    def some():
        return [atom() for _ in range(draw.randint(0, 5))]

    shapes = [
        atom,
        some,
        lambda: tuple(some()),
        lambda: {str(a): a for a in some()},
        lambda: [some()],
    ]
    for _ in range(60):
        given = draw.choice(shapes)()
        assert str(exercises.check(key, given)).startswith(STARTS), given
