"""Unit 04: its charts' titles against what the rows say, worked out by hand."""

import course
from course.lessons.third_site import charts


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
    assert title.startswith("Smaller interceptors on ships") and "almost twice" in title


def test_one_poll_during_the_war_is_called_one_poll():
    polls = course.load("polls")
    asked = polls[
        (polls["country"] == "Poland") & polls["question_group"].str.startswith("us_base")
    ]
    title = charts.polish_polls(asked).about.title
    assert "33 in an advocate's poll" in title
    assert "36 in one poll of 500 during the war in Georgia" in title


def test_the_agency_makes_its_interceptor_slower_and_the_critic_faster():
    # Agency: 5.4 against 5.8 km/s; critic: 7.7 to 8.3 against 5.1.
    claims = course.load("technical_claims")
    speeds = claims[
        claims["quantity"].isin(["interceptor_speed", "icbm_speed"])
        & claims["side"].isin(["agency", "critic"])
    ]
    title = charts.rival_speeds(speeds).about.title
    assert "as reported, the interceptor is slower" in title and title.endswith("it is faster")
