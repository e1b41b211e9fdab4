"""Statistics against published values, and errors that a learner can act on."""

import math

import pytest

from course import stats as s
from course.errors import CourseError


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998), pp. 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_as_published(hits, n, low, high):
    assert s.wilson_interval(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_interval_properties():
    for n in (1, 5, 40):
        for hits in range(n + 1):
            low, high = s.wilson_interval(hits, n)
            assert 0 <= low <= hits / n <= high <= 1
            mirrored = s.wilson_interval(n - hits, n)
            assert (1 - high, 1 - low) == pytest.approx(mirrored)
            wider = s.wilson_interval(hits, n, 0.99)
            assert wider[0] <= low and high <= wider[1]
    assert s.wilson_interval(0, 7)[0] == 0 and s.wilson_interval(7, 7)[1] == 1


def test_poll_margin():
    assert s.poll_margin(50, 1000) == pytest.approx(3.099, abs=0.001)  # the familiar "3 points"
    assert s.poll_margin(50, 4000) == pytest.approx(s.poll_margin(50, 1000) / 2)
    assert s.poll_margin(20, 500) == pytest.approx(s.poll_margin(80, 500))
    assert s.poll_margin(0, 500) == 0
    assert s.poll_margin(50, 1000, 0.99) > s.poll_margin(50, 1000)


def codes(table):
    """Spread a table of counts {(first, second): n} into two lists of codes."""
    pairs = [pair for pair, n in table.items() for _ in range(n)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def test_kappa_as_published():
    # J. C. Pezzullo, "Biostatistics for Dummies", figure 13-6: kappa 0.5138
    two = codes({("y", "y"): 22, ("y", "n"): 5, ("n", "y"): 7, ("n", "n"): 16})
    assert s.cohen_kappa(*two).kappa == pytest.approx(0.5138, abs=5e-5)
    # Penn State STAT 509, lesson 18, two radiologists with four categories, by way of its SAS file
    four = codes(
        {
            (0, 0): 21,
            (0, 1): 12,
            (1, 0): 4,
            (1, 1): 17,
            (1, 2): 1,
            (2, 0): 3,
            (2, 1): 9,
            (2, 2): 15,
            (2, 3): 2,
            (3, 3): 1,
        }
    )
    result = s.cohen_kappa(*four)
    assert result.kappa == pytest.approx(0.4728, abs=5e-5)
    assert result.observed == pytest.approx(54 / 85)


def test_kappa_properties():
    same = ["a", "b", "c", "a"]
    assert s.cohen_kappa(same, same) == pytest.approx((1, 0.375, 1))
    swapped = s.cohen_kappa(["a", "b"], ["b", "a"])
    assert swapped.kappa == pytest.approx(-1)
    first, second = ["a", "b", "b", "c"], ["a", "b", "c", "c"]
    assert s.cohen_kappa(first, second) == pytest.approx(s.cohen_kappa(second, first))
    independent = codes({(a, b): 5 for a in "xy" for b in "xy"})
    assert s.cohen_kappa(*independent).kappa == pytest.approx(0)
    # one coder never varies: agreement is exactly what chance gives
    assert s.cohen_kappa(["a", "a", "a"], ["a", "b", "a"]).kappa == pytest.approx(0)


def test_percent_agreement():
    assert s.percent_agreement(["a", "b", "b", "c"], ["a", "b", "c", "c"]) == 75


def test_brier_score():
    assert s.brier_score([1, 0, 1], [1, 0, 1]) == 0
    assert s.brier_score([1, 0], [0, 1]) == 1
    assert s.brier_score([0.5] * 4, [1, 0, 0, 1]) == 0.25
    assert s.brier_score([0.7], [True]) == pytest.approx(0.09)


def test_deflate():
    assert s.deflate(100, 50, 75) == 150
    there = s.deflate(123.4, 88.0, 131.0)
    assert s.deflate(there, 131.0, 88.0) == pytest.approx(123.4)


def test_share_after_overclaim():
    assert s.share_after_overclaim(90, 100, 0) == 0.9
    assert s.share_after_overclaim(90, 100, 1) == 0
    assert s.share_after_overclaim(90, 100, 0.2) == pytest.approx(0.72)


def test_layered_leakage():
    assert s.layered_leakage([0.8]) == pytest.approx(0.2)
    assert s.layered_leakage([0.8, 0.8, 0.8]) == pytest.approx(0.008)
    assert s.layered_leakage([1, 0.1]) == 0
    assert s.layered_leakage(p for p in (0.5, 0.5)) == 0.25


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: s.wilson_interval(5, 4), "more than 4"),
        (lambda: s.wilson_interval(0, 0), "at least 1"),
        (lambda: s.wilson_interval(-1, 4), "at least 0"),
        (lambda: s.wilson_interval(1.5, 4), "whole number"),
        (lambda: s.wilson_interval(1, 4, 95), "Did you mean 0.95"),
        (lambda: s.wilson_interval(1, 4, 1), "between 0 and 1"),
        (lambda: s.poll_margin(120, 1000), "between 0 and 100"),
        (lambda: s.poll_margin(50, 0), "at least 1"),
        (lambda: s.poll_margin(math.nan, 1000), "missing"),
        (lambda: s.poll_margin("half", 1000), "not a number"),
        (lambda: s.cohen_kappa(["a"], ["a", "b"]), "same order"),
        (lambda: s.cohen_kappa([], []), "no codes"),
        (lambda: s.cohen_kappa(["a", None], ["a", "b"]), "Item 2 lacks"),
        (lambda: s.cohen_kappa(["a", "a"], ["a", "a"]), "undefined"),
        (lambda: s.percent_agreement(["a", math.nan], ["a", "b"]), "Item 2 lacks"),
        (lambda: s.brier_score([0.5], [1, 0]), "1 forecasts but 2"),
        (lambda: s.brier_score([], []), "no forecasts"),
        (lambda: s.brier_score([70], [1]), "Did you mean 0.7"),
        (lambda: s.brier_score([0.7], [0.5]), "Outcome 1"),
        (lambda: s.deflate(100, 0, 75), "above 0"),
        (lambda: s.share_after_overclaim(120, 100, 0), "between 0 and the 100"),
        (lambda: s.share_after_overclaim(0, 0, 0), "nothing was fired"),
        (lambda: s.share_after_overclaim(1, 2, 20), "Did you mean 0.2"),
        (lambda: s.layered_leakage([]), "at least one layer"),
        (lambda: s.layered_leakage([0.8, 1.2]), "Layer 2"),
    ],
)
def test_errors_say_what_is_wrong(call, words):
    with pytest.raises(CourseError, match=words):
        call()
