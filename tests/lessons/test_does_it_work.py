"""What unit 13 reckons: rates under a rule, claims in doubt, rows without a miss, layers.

The expected values are worked out by hand, as the comments say.
"""

import re

import pandas as pd
import pytest

from course import load
from course.lessons.does_it_work import charts, exercises, ledger, sortings, sums


def flown(programme, result, date="2005-01-01", grade="B", target="short_range"):
    """Return one row like those of `intercept_tests`."""
    return {
        "programme": programme,
        "result": result,
        "date": date,
        "grade": grade,
        "target_class": target,
    }


ALL = ("gmd", "aegis_bmd", "aegis_ashore", "allied_ships", "thaad")


def record(*rows):
    """Return a table with one plain hit of each record, so that none is empty, and these rows."""
    return pd.DataFrame([*(flown(p, "hit") for p in ALL), *rows])


def share(table, rule, name="THAAD"):
    row = sums.counted(table, rule).set_index("record").loc[name]
    return row["hits"], row["attempts"]


def test_each_rule_counts_what_its_button_says():
    table = record(
        flown("thaad", "miss"),
        flown("thaad", "partial"),
        flown("thaad", "not_launched"),
        flown("thaad", "no_test"),
        flown("thaad", "cancelled"),
        flown("thaad", "miss", "1996-03-22"),
    )
    # One plain hit besides: 2 hits, 2 misses fly; an abort, and a no-test, come on top.
    assert share(table, "All shots") == (2, 4)
    assert share(table, "+ aborts") == (2, 5)
    assert share(table, "+ no-tests") == (2, 6)
    assert share(table, "Partial: no hit") == (1, 4)
    assert share(table, "From 2000") == (2, 3)  # without the miss of 1996


def test_unconfirmed_rows_and_the_satellite_do_not_count():
    table = record(
        flown("aegis_bmd", "miss", grade="C"), flown("aegis_bmd", "hit", target="satellite")
    )
    assert share(table, "All shots", "Aegis ships") == (1, 1)


def test_the_records_of_the_table():
    """Counted by hand in the list of tests that the unit shows at its end."""
    tests = load("intercept_tests")
    # 10 hits, 2 partial, 6 misses; 2 aborts; 1 no-test.
    assert share(tests, "All shots", "American homeland") == (12, 18)
    assert share(tests, "+ aborts", "American homeland") == (12, 20)
    assert share(tests, "+ no-tests", "American homeland") == (12, 21)
    assert share(tests, "Partial: no hit", "American homeland") == (10, 18)
    # 16 hits since 2005, 2 before; 6 misses, all before 2000; 4 no-tests.
    assert share(tests, "All shots") == (18, 24)
    assert share(tests, "+ no-tests") == (18, 28)
    assert share(tests, "From 2000") == (16, 16)


def test_the_exercise_on_the_homeland_record():
    shown = sums.homeland(load("intercept_tests"))
    assert len(shown) == 16
    # 6 hits and 2 in partial tests; 5 misses: 8 of 13.
    assert exercises._rate() == pytest.approx(100 * 8 / 13)
    assert exercises._rate(exercises.HITS, "not_launched") == pytest.approx(100 * 8 / 15)
    assert exercises._rate(("hit",)) == pytest.approx(100 * 6 / 13)
    # The agency's own: seven of fourteen, without the partial test of 1999 and the no-test.
    agency = shown[shown["counted_by_agency"].eq(True)]
    assert len(agency) == 14
    assert agency["result"].isin(exercises.HITS).sum() == 7


def test_five_months_over_ukraine():
    strikes = load("strikes_on_ukraine")
    # 30 + 38 + 22 + 9 + 24 of 80 + 123 + 45 + 50 + 95.
    assert sums.together(strikes, "ballistic") == (123, 393)
    # 29 + 119 + 86 + 80 + 90 of 45 + 146 + 92 + 91 + 112.
    assert sums.together(strikes, "cruise") == (404, 486)
    # Seven tenths of 123 is 86.1; of 404, 282.8.
    assert sums.left("ballistic", 0.3) == pytest.approx(100 * 86.1 / 393)
    assert sums.left("cruise", 0.3) == pytest.approx(100 * 282.8 / 486)


@pytest.mark.parametrize(
    ("stops", "layers", "shared", "through"),
    [
        (0.7, 2, 0.0, 9.0),  # three tenths of three tenths
        (0.5, 4, 0.0, 6.25),
        (0.8, 1, 0.25, 20.0),  # one layer: what is shared changes nothing
        # Of 100, 5 for the shared cause; of the other 95, 15 pass one layer and 15/95 of these two.
        (0.8, 2, 0.25, 5 + 15 * 15 / 95),
        (0.9, 3, 1.0, 10.0),  # all shared: further layers add nothing
        (0.0, 3, 1.0, 100.0),
    ],
)
def test_layers(stops, layers, shared, through):
    assert sums.leak(stops, layers, shared) == pytest.approx(through)


def test_how_many_in_a_row():
    # Of n in n Wilson's lower end is n / (n + z * z), and z * z is 3.8415: for 0.9, n > 34.57.
    assert sums.run_needed(0.9) == 35
    assert sums.run_needed(0.5) == 4  # 3 / 6.84 is under a half, 4 / 7.84 above it
    assert sums.three_of_three() == 44  # 3 / 6.84
    assert sums.none_of_three() == 56  # 3.84 / 6.84
    # Two of five: (2 + 1.92) / 8.84, less and more 1.96 * sqrt(2 * 3 / 5 + 0.96) / 8.84.
    assert (sums.two_of_five_least(), sums.two_of_five_most()) == (12, 77)


def test_counts_that_the_debate_prints():
    """Counted by hand in the list of tests: 31 hits and 5 misses at sea; 24 / 85 is 0.28."""
    assert (sums.aegis_hits(), sums.aegis_shots()) == (31, 36)
    # Three of four on land: (3 + 1.92) / 7.84, less and more 1.96 * sqrt(3 / 4 + 0.96) / 7.84.
    assert (sums.on_land_least(), sums.on_land_most()) == (30, 95)
    assert sums.army_24_of_85() == 28


def test_what_the_minister_may_say():
    answers = sortings.minister()
    assert sorted(answers.values()) == ["no"] * 2 + ["open"] * 3 + ["yes"] * 3
    assert set(answers) == set(sortings.ASKED)
    assert answers["eighty_seven"] == "open"  # the report names no whole


def test_the_chart_of_weapons_says_what_holds():
    title = charts.ukraine(load("strikes_on_ukraine")).layout.meta["course"]["title"]
    assert "smaller share of ballistic missiles than of drones" in title
    strikes = load("strikes_on_ukraine").set_index("row_id")["share_intercepted"]
    assert strikes["ft-2025-09-ballistic"] < strikes["afp-2025-09-drones"]


def test_claims_in_words_leave_out_what_is_unconfirmed_and_print_no_rate_of_their_own():
    said = str(ledger.claims(load("combat_claims")))
    assert "Israeli air force report of 1991" not in said  # grade C
    assert "US president, 15 February 1991: 41 of 42 (of those fired at)" in said
    assert "Raytheon manager, 1992" not in said  # a claim without a number
    assert not re.search(r"\bnan\b", said)


def test_planned_and_flown_in_order_of_years():
    lines = str(ledger.flown(load("report_findings"))).splitlines()[2:]
    assert [line.split("|")[1].strip() for line in lines] == ["2015", "2018", "2019", "2020"]
    assert "2 of 9" in lines[-1]
