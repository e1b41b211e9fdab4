"""Unit 03: what its charts and exercises compute, against values worked out by hand."""

import pandas as pd
import pytest

import course
from course.learn.exercises import check
from course.lessons.from_troops_to_territory import charts, passages, sums


def test_the_study_took_nearly_32_months():
    # 26 September 2003 to 10 May 2006: to 26 April 2006 it is 31 months, and then 14 days,
    # about half a month. The order at Prague (21 November 2002) came 10 months and 5 days before.
    assert sums.months_to_delivery() == pytest.approx(31.5, abs=0.1)
    assert sums.months_to_delivery("2002-prague") == pytest.approx(41.6, abs=0.1)
    assert "**Right" in str(check("03-study-months", 31.5))
    assert "**Right" in str(check("03-study-months", "31 months"))


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        (42, "you counted from the order"),
        (18, "you gave what was planned"),
        (13.5, "you gave the delay"),  # 31.5 less 18
        (957, "days or years"),  # 366 (to 26 Sep 2004) + 365 (to 2005) + 226 (to 10 May 2006)
        (2.6, "days or years"),
    ],
)
def test_a_known_mistake_about_the_study_is_named(given, mistake):
    assert mistake in str(check("03-study-months", given))


def test_the_price_of_2016_exceeds_the_parts_of_2010_by_three_per_cent():
    # 800 and 200 million euro in 2010, 1,031.2 in 2016: 31.2 more than 1,000.
    assert sums.price_parts() == (800, 200, 1031.2)
    assert sums.excess() == pytest.approx(3.12)
    assert "**Right" in str(check("03-two-prices", 3.1))


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        (415.6, "the whole is compared with the addition"),  # 1,031.2 / 200 = 5.156
        (416, "the whole is compared with the addition"),
        (28.9, "the widening is left out"),  # 1,031.2 / 800 = 1.289
        (29, "the widening is left out"),
        (103.1, "you gave the ratio"),
        (1.031, "you gave the ratio"),
        (31.2, "you gave millions"),
        (-3, "the two years are the wrong way round"),  # 1,000 / 1,031.2 = 0.970
    ],
)
def test_a_known_mistake_about_the_two_prices_is_named(given, mistake):
    assert mistake in str(check("03-two-prices", given))


def test_the_price_of_2008_is_77_times_the_later_one():
    assert sums.price_ratio() == pytest.approx(76.9, abs=0.05)  # 20,000 / 260 = 76.92


def test_allies_are_counted_by_the_day_of_accession():
    members = course.load("members")
    # Sixteen since Spain (1982); three joined on 12 March 1999, seven on 29 March 2004, two on
    # 1 April 2009. The day itself counts.
    days = pd.Series(["1991-11-07", "1999-03-11", "1999-03-12", "2006-11-29", "2010-11-20"])
    assert charts.allies_on(members, days) == [16, 16, 19, 26, 28]


def test_what_follows_what_is_counted_in_both_directions():
    lanes = pd.Series(["u", "a", "a", "r", "a", "u", "i", "a"])
    assert charts.follows(lanes, ("u",), ("a",)) == 1
    assert charts.follows(lanes, ("r", "i"), ("a",)) == 2
    assert charts.follows(lanes, ("a",), ("u",)) == 1


def turns():
    milestones = course.load("milestones")
    return charts.turns(milestones[milestones["milestone_id"].isin(charts.TURNS)])


def test_the_title_of_the_turning_points_holds_in_both_directions():
    # The 23 rows in order of time, by hand. An Alliance act after an American one: Rome 1991,
    # Washington, Budapest, Prague, May 2010. The reverse: Rumsfeld, the Act of 1999, the treaty's
    # end, the request of 2007, the cancellation.
    order = "U U A A U A U A U A A A A U R A I A R A U A A"
    lanes = (
        turns()
        .rows["lane"]
        .map({"alliance": "A", "united_states": "U", "russia": "R", "iran": "I"})
    )
    assert lanes.tolist() == order.split()
    text = order.replace(" ", "")
    assert (text.count("UA"), text.count("AU")) == (5, 5)
    assert f"United States {text.count('UA')} times" in turns().digest
    assert f"right after one of the Alliance {text.count('AU')} times" in turns().digest


def test_the_two_birthdays_lie_about_six_months_apart():
    # 11 March to September 2005, of which only the month is known.
    milestones = course.load("milestones")
    chart = charts.beginnings(milestones[milestones["milestone_id"].isin(charts.BEGINNINGS)])
    assert "March 2005" in chart.about.title and "September 2005" in chart.about.title
    assert "about 6 months apart" in chart.digest


def test_the_title_of_the_coded_texts_holds_of_every_known_cell():
    cells = charts.coded_cells(course.load("summit_language")).dropna(subset=["state"])
    states = cells.groupby("feature")["state"].agg(set)
    assert states["territorial_mission"] == {"yes"}
    assert states["names_state_as_missile_threat"] == {"no"}


def test_a_code_of_grade_c_is_shown_as_unconfirmed_and_an_empty_one_as_unknown():
    asked = {"declaration_id": "riga-2006", "feature": "territorial_mission"}
    rows = [asked | {"value": v, "grade": g} for v, g in (("yes", "C"), ("yes", "B"), (None, "C"))]
    states = charts.coded_cells(pd.DataFrame(rows))["state"].tolist()
    assert states[:2] == ["unconfirmed", "yes"] and pd.isna(states[2])


def test_no_title_or_digest_of_the_prices_mixes_currencies():
    chart = charts.prices(course.load("cost_claims"))
    # Widening: 83, 110, 139 and under 200 million euro; with interceptors: 9 to 14, 18 to 26 and
    # 20 billion dollars.
    assert "Under 200 million euro" in chart.about.title
    assert "9 billion dollars or more" in chart.about.title
    assert "13 claims, 9 in euro and 4 in dollars" in chart.digest
    rows = chart.rows
    for rung, currency in (("widening the network", "EUR"), ("with interceptors", "USD")):
        assert set(rows.loc[rows["rung"] == rung, "currency"]) == {currency}


def test_every_end_of_a_sum_says_the_whole_sum_and_bounds_are_words():
    said = [
        text for trace in charts.prices(course.load("cost_claims")).data for text in trace.hovertext
    ]
    assert said.count("CBO on ships, 20 years: 18,000 to 26,000 million dollars") == 2
    assert "Rasmussen, May 2010: under 200 million euro" in said
    assert "US ambassador, 2012: over 1,000 million dollars" in said


def test_a_button_lights_one_kind_of_sum_and_names_it():
    chart = charts.prices(course.load("cost_claims"))
    names = [trace.name for trace in chart.data]
    seen = {b.label: b.args[0]["opacity"] for b in chart.layout.updatemenus[0].buttons}
    assert seen.pop("All") == [1, 1, 1, 1]
    lit = {label: names[values.index(1)] for label, values in seen.items()}
    assert lit == {
        "Widening": "widening the network",
        "Whole network": "the whole network",
        "Interceptors": "with interceptors",
    }
    assert all(values.count(0.12) == 3 for values in seen.values())


def test_agreement_of_hand_codes_with_the_table():
    mine = passages.coded()
    assert "100 per cent of 12 cells" in str(passages.agreement(mine))
    wrong = mine | {"prague_state": "no"}
    text = str(passages.agreement(wrong))
    assert "92 per cent of 12 cells" in text and "prague_state" in text  # 11 of 12 is 91.7
    assert "cannot read" in str(passages.agreement({"prague_state": "perhaps"}))
