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
