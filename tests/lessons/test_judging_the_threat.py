"""What unit 09 reckons: scores, retellings, distances, counts.

The expected values are worked out by hand, as the comments say.
"""

import re

import pandas as pd
import pytest
from tests.helpers import law_of_cosines_km

from course import load
from course.lessons.judging_the_threat import charts, exercises, ledger, sortings, sums

# -- scores


def forecast(key, strength, borne_out, **more):
    """Return one row like those of `range_forecasts`."""
    row = {"forecast_id": key, "strength": strength, "borne_out": borne_out, "condition": None}
    return row | {"from_year": None, "by_year": None} | more


def test_a_forecast_of_nothing_is_borne_out_when_nothing_came():
    rows = [
        forecast("a", "likely", "yes"),
        forecast("b", "will", "no"),
        forecast("c", "not_before", "yes"),
        forecast("d", "unlikely_by", "no"),
    ]
    # Likely and borne out: it came. Not before, and borne out: it did not.
    assert [sums.happened(pd.Series(row)) for row in rows] == [1, 0, 0, 1]


def test_the_penalty_is_the_square_of_the_distance():
    table = pd.DataFrame([forecast("a", "likely", "no"), forecast("b", "unlikely_by", "no")])
    scored = sums.scores(table, {"a": "probable", "b": "probably not"})
    # 0.75 and nothing came: 0.75 * 0.75. 0.30 and it came: 0.70 * 0.70.
    assert list(scored["penalty"]) == pytest.approx([0.5625, 0.49])


def test_the_five_score_what_a_reader_gets_with_pencil_and_paper():
    # 0.5625 + 0.09 + 0.8649 + 0.09 + 0.8649 = 2.4723; a fifth of it.
    assert exercises._five() == pytest.approx(2.4723 / 5)
    shown = exercises.EXERCISES[0].misconceptions
    # Without squares: (0.75 + 0.30 + 0.93 + 0.30 + 0.93) / 5.
    assert shown["the square is left out"].shows() == pytest.approx([0.642])
    # From 1: 0.0625 + 0.49 + 0.0049 + 0.49 + 0.0049 = 1.0523.
    name = "what did not happen is scored as if it had"
    assert shown[name].shows() == pytest.approx([1.0523 / 5])
    # With 0.70 for 0.30 twice: 2.4723 - 0.18 + 0.98 = 3.2723.
    name = "unlikely is turned into its contrary"
    assert shown[name].shows() == pytest.approx([3.2723 / 5])


def test_kent_gave_each_word_a_middle_with_as_much_on_either_side():
    for low, middle, high in sums.KENT.values():
        assert middle - low == high - middle
    assert sums.KENT["probable"] == (75 - 12, 75, 75 + 12)


# -- retellings


def test_a_retelling_is_set_beside_what_it_retells():
    table = pd.DataFrame(
        [
            forecast("a", "could", "undecidable", condition="if helped", by_year=2015),
            forecast("b", "could", "undecidable", from_year=2014, by_year=2015),
            forecast("c", "will", "no", by_year=2015),
        ]
    ).assign(
        version=["original", "retelling", "retelling"],
        retells_forecast_id=[None, "a", "b"],
        forecaster=["A", "B", "C"],
    )
    told = sums.retellings(table)
    # Could with an if stands at 1, could at 2, will at 4.
    assert list(told["before"]) == [1, 2]
    assert list(told["after"]) == [2, 4]
    assert list(told["years_before"]) == ["2015", "2014–15"]
    assert list(told["first"]) == ["A", "B"]


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        (2015, 2020, "2015–20"),
        (1998, 2003, "1998–2003"),
        (None, 2015, "2015"),
        (2014, 2014, "2014"),
    ],
)
def test_years_are_written_short_within_a_century(start, end, written):
    assert sums.years(pd.Series({"from_year": start, "by_year": end})) == written


def test_a_statement_without_a_year_says_so():
    assert sums.years(pd.Series({"from_year": None, "by_year": None})) == "no year"


@pytest.mark.parametrize(
    ("day", "year"), [("2000", 2000.5), ("2000-07", 2000.54), ("2001-01-01", 2001.0)]
)
def test_a_date_becomes_a_place_on_the_axis(day, year):
    # July begins at 6/12 and its 15th is 14 days on: 0.5 + 14/365 = 0.54.
    assert sums.decimal(day) == pytest.approx(year)


# -- distances


def test_the_island_is_near_one_end_of_iran_only():
    by = sums.reach(load("sites"), load("members")).set_index("place")
    at = load("sites").set_index("site_id")
    tabriz, island = (tuple(at.loc[s, ["lat", "lon"]]) for s in ("tabriz", "diego-garcia"))
    assert by.at["Diego Garcia", "north_west"] == pytest.approx(
        law_of_cosines_km(tabriz, island), abs=20
    )
    south_east = law_of_cosines_km(sums.SOUTH_EAST[1:], island)
    assert by.at["Diego Garcia", "south_east"] == pytest.approx(south_east, abs=20)
    assert south_east < 4000 < 5000 < by.at["Diego Garcia", "north_west"]


# -- counts of an attack


def strike(event, attack, low, high=None, **more):
    """Return one row like those of `iran_strikes`."""
    row = {"event_id": event, "conflict_key": attack, "launched_low": low, "cumulative": False}
    row |= {"launched_high": high or low, "weapon_class": "ballistic_missile"}
    row |= {"target_country": "X", "date_from": "2020-01-01", "date_to": "2020-01-01"}
    return row | more


def test_of_running_totals_the_last_counts_and_single_missiles_add_up():
    total = {"cumulative": True, "date_from": "2020-02-01"}
    table = pd.DataFrame(
        [
            strike("a1", "a", 10, 12),
            strike("a2", "a", 15),
            strike("b1", "b", 100, date_to="2020-02-02", **total),
            strike("b2", "b", 150, date_to="2020-02-09", **total),
            strike("c1", "c", 1, date_from="2020-03-01", date_to="2020-03-01"),
            strike("c2", "c", 1, date_from="2020-03-08", date_to="2020-03-08"),
            strike("d", None, None, date_from="2020-04-01"),
            strike("e", None, 5, weapon_class="drone"),
        ]
    )
    rows = sums.attacks(table)
    assert list(rows["event_id"]) == ["a1", "a2", "b2", "c1"]
    assert list(rows["launched_high"]) == [12, 15, 150, 2]


def test_a_span_is_set_beside_the_shortest_warning_that_is_enough():
    # Deveselu: 3 May 2011 to 12 May 2016 is 1,836 days, 5.03 years, printed as 5.0.
    spans = sums.spans(load("epaa_milestones"))["years"]
    assert spans["romania"] == pytest.approx(5.0)
    # Redzikowo: 3 July 2010 to 10 July 2024 is 14 years and a week.
    assert spans["poland"] == pytest.approx(14.0)
    assert sums.enough(load("epaa_milestones")) == {
        "radar": "one",
        "ships": "five",
        "romania": "five",
        "romania_built": "three",
        "poland": "more",
        "poland_built": "more",
    }


def test_a_flight_in_2014_turns_three_of_five_round():
    # 0.5625 + 0.49 + 0.8649 + 0.49 + 0.0049 = 2.4123; a fifth of it.
    assert exercises._flown() == pytest.approx(2.4123 / 5)


# -- what is sorted


def test_what_can_fail_names_a_time_and_does_not_only_say_could():
    rows = load("range_forecasts").set_index("forecast_id")
    for key, (row, _) in sortings.CLAIMS.items():
        said = rows.loc[row]
        timed = pd.notna(said["by_year"]) or (
            said["strength"] == "not_before" and pd.notna(said["from_year"])
        )
        firm = said["strength"] in ("likely", "will", "not_before", "unlikely_by")
        assert (sortings.can_fail()[key] == "can") == (timed and firm), key


def test_the_minister_is_told_what_the_claims_say():
    assert sortings.minister() == {
        "limit": "yes",
        "hit": "no",
        "shot_down": "open",
        "flown": "open",
        "type": "open",
        "nato": "no",
        "athens": "yes",
        "london": "no",
    }


def test_stripping_leaves_a_sentence_that_can_fail_only_at_the_last():
    said = exercises.SENTENCE
    assert ["will" in one.split() for one in said] == [False, False, False, True]
    assert exercises._stripped() == "C"


# -- the charts say what their rows hold


def test_every_forecast_that_names_a_fate_has_a_mark_for_it():
    chart = charts.forecasts(load("range_forecasts"))
    assert set(chart.rows["borne_out"]) <= set(charts.FATES)
    assert not set(chart.rows["forecast_id"]) & {"headline-2000", "lead-2000", "nie-1995"}


def test_the_words_cost_the_square_of_kents_middle():
    chart = charts.words(load("range_forecasts"))
    # 0.93 * 0.93 = 0.8649 and 0.30 * 0.30 = 0.09.
    assert "0.86" in chart.about.title and "0.09" in chart.about.title


# -- the lists to look things up in


def test_the_record_of_attacks_keeps_the_last_total_and_each_single_day():
    total = {"cumulative": True, "conflict_key": "b", "counter_kind": "iran"}
    parts = dict.fromkeys(ledger.PARTS)
    kept = {"count_kind": "detected", "grade": "B", "place": None, "attribution": "not_disputed"}
    kept |= parts | {"counted_by": "Y", "qualifier": "exact"}
    table = pd.DataFrame(
        [
            strike("b1", "b", 100, date_to="2020-02-02", **kept) | total,
            strike("b2", "b", 150, date_to="2020-02-09", **kept) | total | {"intercepted": 140},
            strike("c1", "c", 1, **kept),
            strike("c2", "c", 1, **kept) | {"date_from": "2020-03-08", "date_to": "2020-03-08"},
            strike("d1", "d", 77, **kept) | {"grade": "C"},
        ]
    )
    said = str(ledger.attacks(table))
    assert "150 detected (140 stopped)" in said and "100 " not in said
    assert "1 detected on 8 March 2020" in said
    assert "77" not in said, "an unconfirmed count stands in the list"


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2020-03-08", "2020-03-08", "8 March 2020"),
        ("2020-03-08", "2020-03-10", "8 to 10 March 2020"),
        ("2020-02-28", "2020-03-10", "28 February to 10 March 2020"),
        ("2019-12-28", "2020-01-10", "28 December 2019 to 10 January 2020"),
    ],
)
def test_the_days_of_an_attack_are_written_short(first, last, written):
    assert ledger._when(first, last) == written


def test_every_statement_that_is_drawn_is_in_the_record_once_and_with_its_if():
    table = load("range_forecasts")
    drawn = charts.forecasts(table).rows
    shown = sums.statements(table)
    assert sorted(shown["forecast_id"]) == sorted(drawn["forecast_id"])
    said = str(ledger.forecasts(table))
    for statement in shown["statement"]:
        assert said.count(statement.removesuffix(".")) >= 1, statement
    # A heading for each fate says how many; editions with one wording share a line.
    assert sum(int(n) for n in re.findall(r"\*\*.+: (\d+)\*\*", said)) == len(shown)
    assert said.count("\n- ") == shown["statement"].nunique()
    hung = shown[shown["condition"].notna()]
    own = r"\b(?:if|with|after deciding|on its own|might)\b"
    hedged = hung["statement"].str.contains(own, case=False)
    assert hedged.all(), list(hung.loc[~hedged, "forecast_id"])


def test_a_date_stands_once_beside_who_judged():
    assert (
        ledger._who("US National Intelligence Estimate, May 2009")
        == "US National Intelligence Estimate"
    )
    assert ledger._who("US National Intelligence Estimate 1999, some analysts").endswith(
        "Estimate, some analysts"
    )


def test_what_the_exercises_show_is_what_they_ask():
    forecasts = load("range_forecasts")
    assert list(sortings.ROWS) == list(sortings.TEXTS)
    rows = forecasts.set_index("forecast_id").loc[list(sortings.ROWS.values())]
    # The one sentence of 2009 and 2010 is that of 2000; the origin is the oldest; one has no year.
    first = forecasts.set_index("forecast_id").at["nasic-2000", "statement"]
    repeated = [
        k for k, said in zip(sortings.ROWS, rows["statement"], strict=True) if said == first
    ]
    assert repeated == [k for k, (role, _) in sortings.TEXTS.items() if role == "repeats"]
    undated = rows["by_year"].isna() & rows["from_year"].isna()
    none = [k for k, gone in zip(sortings.ROWS, undated, strict=True) if gone]
    assert none == [k for k, (role, _) in sortings.TEXTS.items() if role == "none"]
    assert str(ledger.outcomes(forecasts)).count("judged to") == len(sums.FIVE)
    assert "14.0" in str(ledger.spans(load("epaa_milestones")))


def test_the_five_do_not_all_speak_of_one_event():
    rows = load("range_forecasts").set_index("forecast_id").loc[list(sums.FIVE)]
    other = list(rows.index[~rows["subject"].isin(["iran_icbm_test", "iran_icbm_fielded"])])
    assert other == ["obering-2008-london"]
    why = exercises.EXERCISES[0].why
    assert callable(why) and "Four of the five" in why() and "All five" not in why()


def test_of_the_statements_that_name_2015_most_say_what_could_come():
    told = sums.statements(load("range_forecasts"))
    year = told["by_year"].where(~told["strength"].isin(sums.NEGATIVE), told["from_year"])
    fifteen = told[year.fillna(told["by_year"]) == 2015]
    # 7 could and 6 could with help; 5 say not before or unlikely, 3 likely or will.
    assert len(fifteen) == 21
    assert fifteen["strength"].isin(["could", "if_assisted"]).sum() == 13
    assert set(fifteen[fifteen["strength"] == "could"]["borne_out"]) == {"undecidable"}
