"""Unit 12: what its charts and exercises compute, against values worked out by hand."""

import pandas as pd
import pytest

import course
from course.charts import style
from course.learn.exercises import check, exercise
from course.lessons.sovereignty_and_consent import charts, exercises, sums

AGREEMENTS = course.load("basing_agreements")
POLLS = course.load("polls")
TESTS = course.load("consent_tests")


def pressed(chart, label):
    """Return the marks that a button leaves: name to the places of its marks, as (x, y)."""
    figure = chart.to_plotly_json()
    button = next(b for b in chart.layout.updatemenus[0].buttons if b.label == label)
    change, _, places = button.args
    traces = [dict(trace) for trace in figure["data"]]
    for path, values in change.items():
        for place, value in zip(places, values, strict=True):
            if "." not in path:
                traces[place][path] = value
    return {
        trace["name"]: list(zip(trace["x"], trace["y"], strict=True))
        for trace in traces
        if trace.get("name") and "markers" in trace["mode"]
    }


def test_votes_are_told_by_agreement_and_what_was_not_read_is_left_out():
    votes = course.load("agreement_votes")
    said = sums.votes_in_words(votes[votes["vote_on"] == "consent"]).split("\n")
    assert "- **Czechia: radar, 2008**, upper house, 2008-11-27: 49 for, 32 against" in said
    assert "- **Spain: amendment, 2002**, lower house, 2002-10-31: 9 against" in said
    assert not [line for line in said if "az-2002" in line or "nan" in line.lower()]


# -- days to force


def test_days_run_from_signature_to_force_or_to_withdrawal():
    days = sums.days_to_force(AGREEMENTS).set_index("agreement_id")["days"].to_dict()
    # Poland: 20 August 2008 to 20 August 2011 are 3 x 365 (no 29 February), and 26 to 15 September.
    assert days["pl-2008-bmd"] == 3 * 365 + 26
    # Romania: 13 September to 23 December 2011: 17 + 31 + 30 + 23.
    assert days["ro-2011-bmd"] == 101
    # Spain: 10 October 2012 to 21 May 2013: 21 + 30 + 31 + 31 + 28 + 31 + 30 + 21.
    assert days["es-2012-amendment"] == 223
    # Czechia, to the withdrawal, 8 July 2008 to 17 March 2009:
    # 23 + 31 + 30 + 31 + 30 + 31 + 31 + 28 + 17.
    assert days["cz-2008-bmd"] == 252
    assert days["gb-2003-fylingdales"] == 0


@pytest.mark.parametrize("known", ["2011", "2011-12", None])
def test_a_day_that_is_not_known_gives_no_days(known):
    agreements = AGREEMENTS.copy()
    agreements.loc[agreements["agreement_id"] == "ro-2011-bmd", "entered_into_force"] = known
    shown = sums.days_to_force(agreements)
    assert "ro-2011-bmd" not in set(shown["agreement_id"])
    chart = charts.road_to_force(agreements)
    assert "Romania: Deveselu, 2011" in chart.digest.split("Not drawn, a day being unknown: ")[1]


def test_the_road_is_told_in_months_and_years_and_not_to_the_day():
    title = charts.road_to_force(AGREEMENTS).about.title
    # 101 / 30.4 = 3.3 months; 1,121 / 365.25 = 3.07 years.
    assert "about 3 months (Romania)" in title
    assert "about 3 years (Poland)" in title
    assert "1,121" not in title


def test_the_buttons_sort_the_roads_and_choose_among_them():
    chart = charts.road_to_force(AGREEMENTS)
    by_date = pressed(chart, "By date")
    # The first signed are Spain's amendment (April 2002, 308 days) and Britain's (December 2003).
    assert (308, 0) in by_date["parliament agreed"]
    assert (0, 1) in by_date["government alone"]
    alone = pressed(chart, "Parliament")
    assert [x for x, _ in alone["parliament agreed"]] == [1121, 439, 308, 223, 101]
    assert alone["government alone"] == alone["withdrawn from parliament"] == []


# -- one standard


def test_the_standard_names_who_answers_yes_to_all_and_who_to_none():
    chart = charts.one_standard(TESTS, AGREEMENTS, without=("es-2023-arrangement",))
    # Read off the findings: no "met" for Türkiye; Britain has "no", three times "partly" and a gap.
    assert "Poland, Romania and Spain answer yes to all" in chart.about.title
    assert "no full yes was found for Britain or Türkiye" in chart.about.title
    assert "not known 1" in chart.digest
    assert "six ships" not in chart.digest


def test_an_answer_that_is_not_known_is_neither_yes_nor_no():
    tests = TESTS.copy()
    poland = (tests["agreement_id"] == "pl-2010-protocol") & (tests["test"] == "refusable")
    tests.loc[poland, ["code", "finding"]] = None
    chart = charts.one_standard(tests, AGREEMENTS, without=("es-2023-arrangement",))
    assert "The treaties of Romania and Spain answer" in chart.about.title
    assert "not known 2" in chart.digest
    answers = exercise("12-one-standard").answer()
    assert answers == {
        "elected": "not_met",
        "binding": "partly",
        "refusable": "met",
        "public": "unknown",
        "reviewed": "not_met",
    }


# -- surveys


def test_a_survey_for_no_site_is_turned_round_and_another_is_not():
    sides = sums.sides_of(POLLS).set_index("poll_id")
    # Czechs of October 2009: 80 per cent satisfied that the radar was dropped, 12 not.
    assert tuple(sides.loc["cz-2009-10-cvvm-cancel", ["on_its_side", "against_it"]]) == (12, 80)
    assert tuple(sides.loc["ro-2025-02-avangarde", ["on_its_side", "against_it"]]) == (64, 21)


def test_a_share_leads_only_if_it_does_whatever_was_not_published():
    one = pd.Series([56.0, 49.0, 40.0, None])
    other = pd.Series([None, None, 30.0, 20.0])
    assert sums.leads(one, other).tolist() == [True, False, True, False]


def test_agreement_is_counted_as_asked_and_turned():
    digest = charts.agree_with_what(POLLS).digest
    # Only the American survey has more against than for (31 to 38).
    assert "leads in 8 of the 9 surveys chosen here" in digest
    # Turned: United States 38:31, Romania 64:21, Spain 2015 50:40, Spain 2026 56 of 100.
    assert "leads in 4: United States 2009; Romania 2025; Spain 2015; Spain 2026" in digest


def test_the_second_button_turns_every_answer():
    turned = pressed(charts.agree_with_what(POLLS), "Turned to one side")
    assert turned["for site or use"][0] == (12, 0)
    assert turned["against"][0] == (80, 0)
    assert (56, 8) in turned["for site or use"]
    assert 8 not in [row for _, row in turned["against"]]


@pytest.mark.parametrize("draw", [charts.agree_with_what, charts.nation_and_neighbours])
def test_a_survey_without_a_sample_has_no_margin_and_says_so(draw):
    sizes = draw(POLLS).rows["n"]
    for trace in draw(POLLS).data:
        if "markers" in trace.mode:
            margins = trace.error_x.array
            for row, said, margin in zip(trace.y, trace.hovertext, margins, strict=True):
                unknown = pd.isna(sizes[row])
                assert (margin is None) == unknown
                assert ("sample size not published" in said) == unknown
                assert "nan" not in said
                assert "± 0 " not in said


def test_a_page_a_copy_and_a_grade_are_not_the_origin_of_a_number():
    assert "**Right" in str(check("12-trace", "C"))
    solution = str(course.solution("12-trace"))
    # 500 people, 53.2 per cent: 1.96 x sqrt(0.532 x 0.468 / 500) = 4.4 points.
    assert "40dB. asked, El País and Cadena SER paid" in solution
    assert "margin of four points" in solution


# -- a vote or an article


def test_two_agreements_part_the_vote_from_the_right_to_refuse():
    # Read off the codes: Thule was voted and cannot be refused, Spain's of 2023 the other way.
    assert sorted(exercise("12-vote-or-article").answer()) == ["Greenland", "Spain arrangement"]
    assert "**Right" in str(check("12-vote-or-article", "Spain arrangement, Greenland"))


def test_another_code_makes_another_counter_example(monkeypatch):
    changed = TESTS.copy()
    romania = (changed["agreement_id"] == "ro-2011-bmd") & (changed["test"] == "refusable")
    changed.loc[romania, "code"] = "not_met"
    monkeypatch.setattr(exercises, "load", lambda name: changed)
    assert "Romania" in exercises.EXERCISES[1].answer()


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        ("Greenland, Spain arrangement, Türkiye", "what a president claims"),
        ("Greenland, Spain arrangement, Britain", "what was not read is counted as no"),
        ("Greenland, Poland", "a case that bears her out"),
        ("Greenland", "only one half of what she says"),
    ],
)
def test_a_known_mistake_about_the_vote_is_named(given, mistake):
    assert mistake in str(check("12-vote-or-article", given))


# -- village votes


def test_turnout_and_shares_follow_from_the_counts():
    votes = sums.turnout_and_share(course.load("local_referendums")).set_index("municipality")
    # Trokavec: 72 of 88 came, 71 said no.
    columns = ["turnout", "share_of_voters", "share_of_all"]
    trokavec = votes.loc["Trokavec", columns].tolist()
    assert trokavec == pytest.approx([81.82, 98.61, 80.68], abs=0.01)
    # Bohutín: 458 of 487 papers, at a printed turnout of 38: 94.05, and 0.38 of that.
    assert votes.loc["Bohutín", columns].tolist() == pytest.approx([38, 94.05, 35.74], abs=0.01)
    assert not {"Zaječov", "Těně"} & set(votes.index)  # their turnout is not known
    assert votes["turnout"].is_monotonic_increasing


def test_a_button_changes_the_whole_of_the_share():
    chart = charts.village_votes(course.load("local_referendums"))
    assert (38, 35.7) in pressed(chart, "Of all entitled")["called a referendum"]
    assert (38, 94) in pressed(chart, "Of those who voted")["called a referendum"]


@pytest.mark.parametrize("label", ["Of those who voted", "Of all entitled"])
def test_no_words_of_a_village_cross_the_line_at_half_on_a_phone(label):
    chart = charts.village_votes(course.load("local_referendums"))
    narrow = chart.about.narrow
    low, high = chart.layout.xaxis.range
    # 360 px less the margins are the plot; a letter of 10 px takes 6 at most.
    unit = (style.NARROW - narrow["margin"]["l"] - narrow["margin"]["r"]) / (high - low)
    button = next(b for b in chart.layout.updatemenus[0].buttons if b.label == label)
    beside = button.args[0]["textposition"]
    marks = [trace for trace in chart.data if trace.text]
    assert len(marks) == len(beside) == 2
    for trace, places in zip(marks, beside, strict=True):
        for x, words, place in zip(trace.x, trace.text, places, strict=True):
            width = 6 * max(map(len, words.split("<br>"))) / unit
            left = {"left": x - width, "center": x - width / 2, "right": x}[place.split()[1]]
            assert (left < 50) == (left + width < 50) == (x < 50), words
            assert left >= low, words


# -- target and gain


def test_each_host_with_a_gain_is_also_named_as_a_target():
    said = course.load("positions").set_index("position_id").loc[list(charts.SAID)]
    lane = {i: lane for i, (lane, _) in charts.SAID.items()}
    targets = said[[lane[i] == "target" for i in said.index]]
    named = " ".join(targets["summary"])
    for host in ("Türkiye", "Romania", "Pol"):
        assert host in named
    gains = said[[lane[i] == "gain" for i in said.index]]
    assert set(gains["actor"]) == {"Türkiye", "Poland", "Romania"}
    assert set(targets["actor"]) == {"critics in Poland and Czechia", "Iran", "Russia"}
