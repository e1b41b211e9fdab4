"""Unit 14: what its charts say and its exercises compute, against values worked out by hand."""

import pandas as pd
import pytest

import course
from course.errors import CourseError
from course.learn.exercises import check, exercise
from course.lessons.cost_and_burden import charts, exercises, money, sortings, sums

# -- ratios


@pytest.mark.parametrize(
    ("pair", "low", "high"),
    [
        ("sm2-houthi", 1000, 1000),  # 2 million over 2,000
        ("patriot-shahed", 80, 497),  # 4 million over 50,000; 4.97 million over 10,000
        ("coyote-shahed", 2.53, 12.65),  # 126,500 over 50,000 and over 10,000
        ("patriot-iskander", 4 / 3, 4.97 / 3),
        ("patriot-kalibr", 4 / 6.5, 4.97 / 6.5),
        ("patriot-kh101", 4 / 13, 4.97 / 13),
    ],
)
def test_a_ratio_runs_from_the_cheapest_shot_at_the_dearest_target_to_the_contrary(pair, low, high):
    row = sums.ratios().set_index("pair").loc[pair]
    assert (row["low"], row["high"]) == pytest.approx((low, high))


def test_each_shot_more_multiplies_every_ratio():
    one, four = sums.ratios(1), sums.ratios(4)
    assert four["high"].tolist() == pytest.approx((4 * one["high"]).tolist())


def test_no_pair_multiplies_the_price_of_an_interception():
    scope = course.load("interceptor_prices").set_index("price_id")["scope"]
    used = [row for _, mine, _ in sums.PAIRS.values() for row in mine]
    assert "interception" not in set(scope[used])
    with pytest.raises(CourseError, match="price of one missile"):
        sums.exchange(["patriot-2026-nyt"], ["shahed-2026-nyt"], 2)


def test_up_to_four_counts_as_four_at_both_ends():
    assert sums.price("patriot-2025-abc") == (4, 4)


def test_a_price_that_is_not_there_is_named_with_one_that_is():
    with pytest.raises(CourseError, match="thaad-2025-press"):
        sums.price("thaad-2025-pres")


# -- break-even


def test_the_break_even_is_the_price_of_all_shots_over_the_chance():
    assert sums.break_even(12.7, 2, 0.8) == pytest.approx(31.75)  # 25.4 / 0.8
    assert sums.break_even(4, 1, 1) == 4


@pytest.mark.parametrize("chance", [0, -0.1, 1.01, 75])
def test_a_chance_that_is_none_is_refused(chance):
    with pytest.raises(CourseError, match="above nought"):
        sums.break_even(4, 1, chance)


def test_a_dearer_thaad_and_two_more_shots_pass_the_smaller_damage_a_hit_and_not_the_larger():
    # 33.4 / 0.8 is 41.75; four that never miss cost 50.8; 1,100 / 31 is 35.5, 3,000 / 31 is 96.8.
    assert sums.thaad_dearer(2, 0.8) == pytest.approx(41.75, abs=0.1)
    assert sums.thaad_repaid(4, 1) == pytest.approx(50.8)
    assert (
        sums.direct_hit() < sums.thaad_dearer(2, 0.8) < sums.thaad_repaid(4, 1) < sums.whole_hit()
    )


def test_damage_a_hit_is_the_sum_over_thirty_one():
    assert sums.per_hit("jun-2025-direct") == pytest.approx(1100 / 31)
    assert sums.per_hit("jun-2025-bloomberg") == pytest.approx(3000 / 31)


def test_the_exercise_on_the_break_even_is_three_shots_over_three_quarters():
    # 9,800 / 1,970 is 4.97; three cost 14.91, and 14.91 / 0.75 is 19.88.
    assert exercise("14-break-even").answer() == pytest.approx(19.88, abs=0.01)
    assert "Right" in str(check("14-break-even", 19.9))
    assert "chance is left out" in str(check("14-break-even", 14.91))
    assert "another Patriot price" in str(check("14-break-even", 38.88))  # 3 x 9.72 / 0.75


def test_golden_dome_asked_twice_is_one_money():
    answer = sortings.joined() | {"f": "both"}
    assert "Golden Dome's twice in f" in str(check("14-join", answer))


# -- vintages


def revised(year, country):
    row = sums.revisions(year).set_index("country").loc[country]
    return row["first"], row["later"]


def test_a_share_is_paired_with_its_own_year_and_the_two_releases():
    assert revised(2023, "Romania") == (2.44, 1.60)
    assert revised(2023, "Latvia") == (2.27, 2.97)
    assert revised(2017, "United States") == (3.58, 3.28)
    assert revised(2023, "Belgium") == (1.13, 1.18)  # of two rows of 2023 the graphic's, not 1.26


def test_counts_at_two_per_cent():
    # By hand for 2017: US 3.58, Greece 2.32, Estonia 2.14, UK 2.14, Romania 2.02, Poland 2.01; of
    # these only the US, Greece and the UK (2.08) were there by the outturn.
    assert (sums.at_two(2017, "first"), sums.at_two(2017, "later")) == (6, 3)
    # NATO's own counts for 2024: 23 expected in June 2024, 18 by August 2025.
    assert (sums.at_two(2024, "first"), sums.at_two(2024, "later")) == (23, 18)


# -- budgets


def test_asked_and_granted_are_paired_for_the_agency_alone():
    both = sums.asked_and_got().set_index("fiscal_year")
    assert list(both.index) == [2008, 2016, 2021, 2023, 2025]
    assert both.loc[2021].tolist() == [9.2, 10.5]
    assert 2003 not in both.index  # all missile defence, another series


def test_a_line_may_join_like_with_like_only():
    assert sortings.joined() == {
        "a": "one",
        "b": "both",
        "c": "scope",
        "d": "stage",
        "e": "one",
        "f": "stage",
    }


def test_committee_marks_and_authorisations_are_no_totals():
    assert set(sums.totals()["stage"]) == {"request", "enacted", "reported", "reprogrammed"}


# -- sortings


def test_what_the_minister_may_say_follows_the_tables():
    assert sortings.minister() == {
        "aster_in_time": "no",  # 42 months are more than 24
        "replaced": "no",  # deliveries had paused
        "tripled": "yes",  # 2,000 against 3 x 620 = 1,860
        "asked_more": "yes",  # 10.9 against 9.6
        "paid_off": "open",
        "poland": "open",  # two definitions
    }


def test_a_quarter_left_could_not_be_more_than_a_quarter_of_all():
    # A quarter of 534 is 133.5, and 234 were left a year later.
    assert sortings.quarter() == "B"


def test_orders_and_plans_are_no_deliveries():
    found = sortings.flows()
    assert found["aster_700"] == "ordered" and found["pac3_650"] == "planned"
    assert [k for k, v in found.items() if v == "delivered"] == ["sm3_155", "three_82"]


# -- charts


def test_the_title_of_the_prices_holds_for_every_type():
    # New long-range 498 / 111 = 4.49; SM-3 IB 13.7 / 13 = 1.05.
    assert "1.1 to 4.5 times" in charts.prices().about.title
    # Of a missile, 4 to 9.98; the 3 million are an interception's.
    assert "Patriot 4 to 9.98 million dollars" in charts.prices().digest


def test_the_exchange_chart_has_a_set_of_marks_for_each_button():
    chart = charts.exchange()
    assert "2.5 to 1,000 times as much as a drone" in chart.about.title  # 126,500 over 50,000
    assert "0.3 to 1.7 times as much as a Russian missile" in chart.about.title  # 4 / 13; 4.97 / 3
    assert [b["label"] for b in chart.layout.updatemenus[0].buttons] == [
        "1 shot",
        "2 shots",
        "4 shots",
    ]


def test_a_button_reaches_every_part_of_a_chart():
    # A list of what is to be seen that is shorter than the parts starts again from its beginning.
    for chart in (charts.exchange(), charts.breaking_even(), money.budgets(), money.vintages()):
        for button in chart.layout.updatemenus[0].buttons:
            assert len(button.args[0]["visible"]) == len(chart.data)


def test_the_level_lines_keep_their_words_at_every_button():
    chart = charts.breaking_even()
    lines = [k for k, t in enumerate(chart.data) if t.mode == "text"]
    assert len(lines) == 2
    for button in chart.layout.updatemenus[0].buttons:
        assert all(button.args[0]["visible"][k] for k in lines)


def test_a_bound_is_said_with_the_number():
    digest = charts.stocks(course.load("production_and_use")).digest
    assert "more than 150" in digest and "fewer than 1,000" in digest and "234 to 278" in digest


def test_the_title_of_golden_dome_speaks_of_whole_systems_alone():
    estimates = course.load("golden_dome_estimates")
    title = money.golden_dome(estimates).about.title
    assert "175 to 3,600 billion" in title  # not 161, which is a part, nor 17.5, which is money
    parts = estimates[estimates["what"] != "estimate"]
    assert set(parts["estimate_id"]) == {
        "gd-law-2025-07",
        "gd-request-2026",
        "gd-cbo-2026-05-space",
    }


def test_an_ally_keeps_its_place_in_both_vintages():
    # Of four parts of dots two are of 2017; Romania, first in the order of 2023, stays first.
    chart = money.vintages()
    dots = [t for t in chart.data if t.mode == "markers"]
    romania = [list(t.x)[list(t.y).index(0)] for t in dots]
    assert romania == [2.44, 1.60, 2.02, 1.73]


def test_the_title_of_the_stocks_sets_the_makers_figures_side_by_side():
    title = charts.stocks(course.load("production_and_use")).about.title
    assert "2,000 a year against 620" in title and "400 against a present 96" in title


def test_the_title_of_the_vintages_counts_falls():
    title = money.vintages().about.title
    assert "Of 30 Allies, 17" in title and "of 28 in 2017, 21" in title


def test_the_prediction_is_borne_out_by_the_table():
    assert exercises.PREDICTIONS[0].answer() == "C"


def test_rows_are_named_with_their_table_and_grade():
    shown = sums.graded(["jun-2025-direct", "gd-cbo-2026-05"])
    assert shown["table"].tolist() == ["damage_claims", "golden_dome_estimates"]
    assert shown["grade"].tolist() == ["B", "A"]
    with pytest.raises(CourseError, match="no row"):
        sums.graded(["gd-cbo-2027"])


def test_an_unknown_upper_end_of_damage_stays_empty():
    damage = course.load("damage_claims").set_index("damage_id")
    assert pd.isna(damage.at["jun-2025-direct", "amount_high"])
