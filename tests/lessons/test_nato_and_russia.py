"""What unit 11 reckons: what can have caused what, what was tried, and what was answered.

The expected values are worked out by hand, as the comments say.
"""

import datetime as dt

import pandas as pd
import pytest

from course import load
from course.lessons.nato_and_russia import charts, exercises, sortings, suspects


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2013-10-31", (2013, 10, 31), (2013, 10, 31)),
        ("2014-03", (2014, 3, 1), (2014, 3, 31)),
        ("2012-02", (2012, 2, 1), (2012, 2, 29)),  # a leap year
        ("2012", (2012, 1, 1), (2012, 12, 31)),
    ],
)
def test_a_date_allows_the_days_that_it_leaves_open(iso, first, last):
    assert suspects.bounds(iso) == (dt.date(*first), dt.date(*last))


@pytest.mark.parametrize(
    ("cause", "effect", "says"),
    [
        ("2013-10-28", "2013-10-31", "possible"),
        ("2014-03", "2013-10-31", "impossible"),
        ("2012", "2012-02-02", "open"),  # the year may begin before and end after that day
        ("2010-11-20", "2010-11-20", "open"),  # one day has no order
        ("2012", "2013-02", "possible"),
        ("2014-03", "2014-03-25", "open"),
    ],
)
def test_what_comes_later_cannot_have_caused_what_came_before(cause, effect, says):
    assert suspects.order(cause, effect) == says


def test_the_fewest_days_are_counted_from_the_last_day_of_the_one_to_the_first_of_the_other():
    # The rest of October none, November 30, December 31, January 31, February 28, 1 March: 121.
    assert suspects.least_days("2013-10-31", "2014-03") == 30 + 31 + 31 + 28 + 1
    assert suspects.least_days("2013-10", "2013-11-02") == 2


def test_eight_pairs_are_sorted_as_a_reader_with_a_calendar_would():
    assert sortings.ordered() == {
        "crimea_group": "impossible",
        "deveselu_group": "possible",
        "site_iskander": "possible",
        "test_claim": "impossible",
        "charge_reply": "possible",
        "sectors_invitation": "open",
        "speed_guarantee": "open",
        "georgia_exercise": "impossible",
    }


def test_the_trials_have_the_days_that_a_calendar_gives():
    days = suspects.trials().set_index("removed")[["days_gone", "days_back"]]
    # 17 to 25 September 2009: 8. To 23 November 2011: two years (730 days), then 13 days to the end
    # of September, 31 and 23: 797.
    assert days.loc["2009-09-cancelled"].tolist() == [8, 730 + 13 + 31 + 23]
    # 15 March to 30 April 2013: 16 and 30. To 23 October: 16, 30, 31, 30, 31, 31, 30 and 23.
    assert days.loc["2013-03-phase4"].tolist() == [46, 16 + 30 + 31 + 30 + 31 + 31 + 30 + 23]
    assert pd.isna(days.at["2012-chicago-formula", "days_gone"])
    assert days.at["2019-inf-end", "days_gone"] == 16  # 2 to 18 August


def test_a_claim_is_tried_only_if_its_suspect_was_taken_away():
    assert sortings.tried() == {
        "third_site": "returned",
        "phase_4": "returned",
        "treaty": "went",
        "iran": "never",
        "legal": "never",
        "decision": "never",
        "crimea": "later",
    }


def test_the_adviser_answers_what_the_dates_decide():
    advice = sortings.advised()
    assert advice["crimea_alone"] == "no"
    assert advice["step_back"] == "yes"
    assert list(advice) == list(sortings.QUESTIONS)
    assert set(advice.values()) <= set(sortings.SAFE)


def test_the_group_ended_before_the_three_other_acts():
    assert exercises._earliest() == "C"
    assert "31 October 2013" in exercises._first_reveal()


def test_each_exercise_has_a_place_and_a_number_of_its_own():
    held = load("nato_russia_events").dropna(subset=["exercise_number"])
    assert held.sort_values("date")["exercise_number"].tolist() == [1, 2, 3, 4, 5]
    assert set(charts.PLACES) <= set(load("sites")["site_id"])


def test_every_offer_that_was_answered_is_drawn_and_no_answer_comes_before_it():
    events = load("nato_russia_events").set_index("event_id")
    answered = events[events["answer"].notna()]
    assert set(answered.index) <= set(charts.OFFERS)
    for offer, row in answered.iterrows():
        reply = events.at[row["answered_by"], "date"]
        assert suspects.order(reply, row["date"]) != "possible", offer


def test_no_row_of_the_long_list_is_lost_between_its_periods():
    years = load("nato_russia_events")["date"].str[:4]
    inside = [years.between(*ends) for ends in charts.PERIODS.values()]
    assert sum(part.sum() for part in inside) == len(years)


def test_terms_drawn_have_an_official_form_in_all_three_languages():
    terms = load("glossary").set_index("term_id").loc[list(charts.LITERALLY)]
    forms = terms[["french", "russian", "french_source_id", "russian_source_id"]]
    assert forms.notna().all(axis=None)


def test_an_answer_that_is_dated_to_the_month_stands_after_its_offer():
    order = charts.in_time(load("nato_russia_events"))["event_id"].tolist()
    assert order.index("2007-gabala") < order.index("2007-rice-geometry")
    assert len(order) == len(set(order)) == len(load("nato_russia_events"))
