"""Unit 04: what its charts say and its exercises compute, against values worked out by hand."""

import pytest

import course
from course.learn.exercises import check
from course.lessons.third_site import charts, exercises


def test_the_path_is_near_redzikowo_and_far_from_brdy():
    assert charts._nearness(10) == "close by"
    assert charts._nearness(594) == "about 600 km from"
    assert (
        "one target of many, passes close by" in charts.geometry(course.load("sites")).about.title
    )


def test_ships_were_put_at_almost_twice_the_plan():
    # 18 to 26 billion dollars against 9 to 14: 2.0 and 1.86 times. The study says nearly twice.
    costs = course.load("cost_estimates")
    options = costs[costs["estimate_id"].isin(charts.OPTIONS)]
    title = charts.cbo_options(options).about.title
    assert title.startswith("SM-3 interceptors on ships") and "almost twice" in title


def test_the_title_names_every_low_poll_and_discounts_none():
    # National polls: 32, 33 and 36 are the lowest, 63 the highest. Who paid, how many were asked
    # and what happened that month is not said of one alone.
    polls = course.load("polls")
    asked = polls[
        (polls["country"] == "Poland") & polls["question_group"].str.startswith("us_base")
    ]
    drawn = charts.polish_polls(asked).about
    assert drawn.title == (
        "In Poland 32 to 63 per cent said no in national polls: fewest in December 2005, "
        "September 2007 and August 2008, most in August 2006"
    )
    # The share in favour is told as well: 23 (August 2006) to 58 (September 2007).
    assert any("Share in favour in the" in line and "23 to 58" in line for line in drawn.digest)


def test_the_charts_of_polls_say_which_stand_at_their_publication():
    # Without a date of fieldwork: pl-2007-mdaa and pl-2008-07-gfk; cz-2006-10-cvvm,
    # cz-2007-05-factum, cz-2007-mdaa and cz-2008-median, of which only the year is known.
    polls = course.load("polls")
    asked = polls[
        polls["question_group"].isin(["us_base", "nato_framed"])
        & (polls["published"].fillna(polls["fieldwork_start"]) < "2009-09")
    ]
    polish = charts.polish_polls(asked[asked["country"] == "Poland"]).about.note
    czech = charts.czech_polls(asked[asked["country"] == "Czechia"]).about.note
    assert "2 of the 17 polls have no known date of fieldwork and stand at their pub" in polish
    assert "4 of the 19 polls have no known date" in czech and "(1 by its year alone)" in czech
    dated = asked[(asked["country"] == "Poland") & asked["fieldwork_start"].notna()]
    dated = dated[dated["question_group"] == "us_base"]
    assert "publication" not in charts._polls(dated, "A title", "A subtitle").about.note


def test_the_lock_opens_for_a_host_whose_treaties_were_in_force(monkeypatch):
    # Poland's came into force on 15 September 2011, Prague's never; the plan ended in 2009.
    assert exercises._not_yet_ratified() == {"Czechia", "Poland"}
    agreements = course.load("basing_agreements")
    early = agreements["agreement_id"] == "pl-2008-bmd"
    sooner = agreements.assign(
        entered_into_force=agreements["entered_into_force"].mask(early, "2009-05-01")
    )
    load = exercises.load
    monkeypatch.setattr(
        exercises, "load", lambda name: sooner if name == "basing_agreements" else load(name)
    )
    assert exercises._not_yet_ratified() == {"Czechia"}


def test_the_agency_makes_its_interceptor_slower_and_the_critic_faster():
    # Agency: 5.4 against 5.8 km/s; critic: 7.7 to 8.3 against 5.1.
    claims = course.load("technical_claims")
    speeds = claims[
        claims["quantity"].isin(["interceptor_speed", "icbm_speed"])
        & claims["side"].isin(["agency", "critic"])
    ]
    title = charts.rival_speeds(speeds).about.title
    assert "as reported, the interceptor is slower" in title and title.endswith("it is faster")


def test_no_claim_answers_one_that_was_made_later():
    claims = course.load("technical_claims").set_index("claim_id")
    replies = claims["answers_claim_id"].dropna()
    made, heard = claims.loc[replies.index, "published"], claims.loc[replies, "published"]
    for reply, when, first in zip(replies.index, made, heard, strict=True):
        known = min(len(when), len(first))  # a year is not after a day of the same year
        assert first[:known] <= when[:known], reply


@pytest.mark.parametrize(
    ("exercise", "given", "says"),
    [
        ("04-village-share", 93.2, "**Right"),  # 381 of 409 is 0.9315
        ("04-village-share", 95, "you repeated the reported figure"),
        ("04-village-share", 409, "a number of votes is given"),
        ("04-village-share", 28, "a number of votes is given"),  # 409 - 381
        ("04-village-share", 60.5, "divided by the people entitled"),  # 381 of 630
        ("04-village-share", 0.605, "divided by the people entitled"),
        ("04-village-share", 64.9, "you computed the turnout"),  # 409 of 630
        ("04-village-share", 6.8, "did not vote against"),  # 28 of 409
        ("04-like-with-like", 5, "**Right"),  # 9 less 4 billion dollars
        ("04-like-with-like", 10, "the high end is compared"),  # 14 less 4
        ("04-like-with-like", 5000, "million is read as billion"),
        ("04-like-with-like", 14, "one of the two figures"),
        ("04-like-with-like", 2.25, "divided by the other"),  # 9 / 4
        ("04-like-with-like", -10, "the other way"),
        ("04-double-lock", "Czechia, Poland", "**Right"),
        ("04-double-lock", "Poland", "each site is taken to have had its own lock"),
        ("04-trace", "B", "**Right"),
        ("04-trace", "A", "a reckoning is taken for a measurement"),
        ("04-trace", "C", "one side's figure is taken for the other's"),
        ("04-trace", "D", "taken for its origin"),
    ],
)
def test_a_right_answer_is_right_and_a_known_mistake_is_named(exercise, given, says):
    assert says in str(check(exercise, given))
