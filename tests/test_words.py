"""Dates and lengths of time as a reader would say them."""

import pytest

from course import words


@pytest.mark.parametrize(
    ("iso", "said"),
    [("2008-07-08", "8 July 2008"), ("2008-07", "July 2008"), ("2008", "2008")],
)
def test_long_date(iso, said):
    assert words.long_date(iso) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (9, "9 minutes"),
        (150, "2 hours"),  # 2.5 hours; Python rounds to even
        (4 * 1440, "4 days"),
        (18 * 43830, "18 months"),
        (5 * 525960, "5 years"),
    ],
)
def test_span(minutes, said):
    assert words.span(minutes) == said


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (words.short_month("2016-05-12"), "May 2016"),
        (words.short_month("2016"), "2016"),
        (words.count(0), "no"),
        (words.count(0, "none"), "none"),
        (words.count(12), "twelve"),
        (words.count(1300), "1,300"),
        (words.counted(1, "unit"), "1 unit"),
        (words.counted(1300, "question"), "1,300 questions"),
        (words.number(1250.0), "1,250"),
        (words.number(4.75), "4.75"),
        (words.listed([]), ""),
        (words.listed(["a"]), "a"),
        (words.listed("abc"), "a, b and c"),
        (words.tally({"x": 5, "y": 1}, {"x": "Alliance", "y": "Russia"}), "Alliance 5, Russia 1"),
        (words.tally({"x": 5}), "x 5"),
    ],
)
def test_counts_and_lists(said, wanted):
    assert said == wanted
