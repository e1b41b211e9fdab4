"""What unit 16 reckons: hours, days, distances, intervals, and Heuer's matrix.

The expected values are worked out by hand, as the comments say.
"""

import pandas as pd
import pytest
from tests.helpers import law_of_cosines_km

from course import load
from course.lessons.march_2026 import charts, exercises, hypotheses, ledger, sortings, sums


@pytest.fixture(scope="module")
def claims():
    return load("march_2026_claims")


@pytest.fixture(scope="module")
def timeline():
    return load("march_2026_timeline")


# -- hours


def test_the_clock_in_turkiye_is_three_hours_ahead(timeline):
    # 12:04 UTC is 15:04; 08:30 UTC is 11:30; 00:25 UTC is 03:25.
    assert sums.local("msb-1", timeline) == "15:04"
    assert sums.local("debris-gaziantep", timeline, "happened") == "11:30"
    assert sums.local("sirens-incirlik", timeline, "happened") == "03:25"


def test_the_hours_from_sign_to_announcement(timeline, claims):
    lag = sums.lags(timeline, claims)
    # 13 March: 03:25 to 12:57 is 9 h 32 min. 9 March: 11:30 to 14:59 is 3 h 29 min.
    assert lag["13 March"] == pytest.approx([9 + 32 / 60] * 2)
    assert lag["9 March"] == pytest.approx([3 + 29 / 60] * 2)
    # 4 March: 15:04 less 12:00, and less 08:00.
    assert lag["4 March"] == pytest.approx([3 + 4 / 60, 7 + 4 / 60])
    assert "30 March" not in lag


def test_the_prediction_falls_between_six_and_twelve_hours():
    assert exercises._when_told() == "C"


def test_a_missile_without_an_hour_has_one_row_and_no_hour(timeline, claims):
    rows = sums.clocks(timeline, claims)
    fourth = rows[rows["day"] == "30 March"]
    assert len(fourth) == 1 and fourth["hour"].isna().all()


# -- intervals


def test_thirty_five_of_thirty_five_are_needed_for_nine_in_ten():
    # The lower end of Wilson's interval for n of n is n / (n + z²), z² = 1.96² = 3.8415. Above 0.9
    # where n > 9 * 3.8415 = 34.57.
    assert sums.needed(0.9) == 35
    assert exercises._needed() == 35


def test_four_of_four_leave_a_lower_end_of_about_half(claims):
    # 4 / 7.8415 = 0.510.
    assert sums.stopped(claims) == 4
    assert sums.least_share(claims) == 51


# -- distances


def test_the_distances_to_the_island():
    table = sums.island(load("march_2026_claims"), load("missile_ranges"), load("sites"))
    km = table.set_index("who")["km"]
    site = load("sites").set_index("site_id")
    end = tuple(site.loc["diego-garcia", ["lat", "lon"]])
    for name, start in (("from Chabahar", (25.29, 60.64)), ("from Tabriz", (38.08, 46.29))):
        assert km[name] == pytest.approx(law_of_cosines_km(start, end), abs=12)


def test_each_range_equals_a_printed_distance():
    table = sums.island(load("march_2026_claims"), load("missile_ranges"), load("sites"))
    printed = set(table.loc[table["kind"] == "distance", "km"])
    assert set(table.loc[table["kind"] == "range", "km"]) <= printed


# -- the matrix


def test_what_could_be_measured_tells_no_target_from_another():
    targets = {"incirlik", "cyprus", "kurecik"}
    for item in hypotheses.EVIDENCE.values():
        if item.measured:
            assert targets.isdisjoint(item.against), item


def test_the_counts_by_hand(claims):
    table = hypotheses.matrix(claims)
    # Incirlik: the Turk, the Staff, Khamenei. Cyprus: NATO, the Americans, Khamenei. Kürecik: the
    # Turk, the Americans, the Staff, Khamenei. A third party: path, NATO, the Turk, the Americans,
    # the people near Ankara.
    assert list(hypotheses.counts(table).values()) == [3, 3, 4, 5]
    assert list(hypotheses.counts(table, "The unnamed").values()) == [2, 2, 2, 2]
    assert list(hypotheses.counts(table, "Tehran").values()) == [1, 2, 2, 5]
    assert list(hypotheses.counts(table, "NATO").values()) == [3, 2, 4, 4]


def test_three_more_items_change_the_counts_as_the_text_says(claims):
    table = hypotheses.matrix(claims, more=True)
    # Pezeshkian adds one to each Iranian target, the spokesman one to Cyprus and a third party, the
    # officials of the newspaper one to all but Incirlik.
    assert list(hypotheses.counts(table).values()) == [4, 6, 6, 7]
    assert list(hypotheses.counts(table, "The unnamed").values()) == [3, 4, 3, 3]
    assert list(hypotheses.counts(table, "NATO").values()) == [4, 4, 6, 5]
    assert not set(hypotheses.MORE) & set(hypotheses.EVIDENCE)


def test_whom_one_leaves_out_decides(claims):
    table = hypotheses.matrix(claims)
    least = {who: hypotheses.least(hypotheses.counts(table, who)) for who in hypotheses.LEFT_OUT}
    assert least["Tehran"] == ["Iran, at Incirlik"]
    assert least["NATO"] == ["Iran, at a base in Cyprus"]
    assert len(least["The unnamed"]) == 4


# -- the tasks


def test_the_order_of_commander_and_council():
    assert exercises._order() == "C"


def test_what_could_stand_in_the_brief(claims):
    made = claims.set_index("claim_id")["made_on"]
    found = sortings.stands()
    for key, (row, _) in sortings.BRIEF.items():
        # Read off the dates: up to 5 March, after it, or no row at all.
        day = None if row is None else int(made[row].replace("-", ""))
        right = "never" if day is None else "then" if day <= 20260305 else "later"
        assert found[key] == right
    assert sorted(found.values()) == sorted(["then"] * 4 + ["later"] * 3 + ["never"] * 2)


def test_two_observed_three_claimed_three_inferred():
    found = list(sortings.knows().values())
    assert [found.count(code) for code in ("observed", "claimed", "inferred")] == [2, 3, 3]


def test_the_rows_of_the_denials_stand_in_the_order_of_the_task(claims):
    text = str(ledger.claims_of(claims, sortings.DENIAL_ROWS, list(sortings.DENIALS)))
    lines = text.splitlines()
    assert [line.split("`")[1] for line in lines] == list(sortings.DENIALS)
    assert "General Staff" in lines[0] and "Cyprus" in lines[-1]


# -- what is shown


def test_the_record_holds_every_claim_that_is_not_unconfirmed(claims):
    text = str(ledger.record(claims))
    kept = claims[claims["grade"] != "C"]
    for answer in kept["answer"]:
        assert answer.removesuffix(".") in text
    unconfirmed = claims.loc[claims["claim_id"] == "4-march-who-intercepted-6", "answer"].iloc[0]
    assert unconfirmed.removesuffix(".") not in text


def test_days_say_when_something_became_public_later():
    table = pd.DataFrame(
        {
            "happened_at": ["2026-03-04", "2026-03-01"],
            "announced_at": ["2026-03-05", "2026-03-01"],
            "title": ["B", "A"],
            "what": ["b.", "a."],
        }
    )
    assert str(ledger.days(table)).splitlines() == [
        "- 1 March 2026. A: a.",
        "- 4 March 2026 (public: 5 March 2026). B: b.",
    ]


def test_no_unconfirmed_claim_is_drawn(claims):
    for chart in (charts.known(claims), charts.accounts(claims)):
        assert "C" not in set(chart.rows["grade"])
