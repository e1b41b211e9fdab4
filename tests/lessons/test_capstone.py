"""What unit 17 reckons: who is within reach, what is left of 27 texts, and what an audit finds.

The expected values are worked out by hand, as the comments say.
"""

import math
import re

import pandas as pd
import plotly.graph_objects as go
import pytest
from tests.helpers import law_of_cosines_km

from course import load
from course.charts.style import Card, Chart, finish
from course.errors import CourseError
from course.learn.exercises import exercise, lesson
from course.learn.rows import in_words
from course.lessons.capstone import audit, charts, council, exercises, own, reach, sortings, zones

# -- who is within reach


def test_capitals_in_reach_are_counted_by_another_formula():
    """By the law of cosines, for the four ranges that the memos of the unit speak of."""
    members, sites = load("members"), load("sites").set_index("site_id")
    away = {
        start: [
            law_of_cosines_km((sites.lat[start], sites.lon[start]), (lat, lon))
            for lat, lon in zip(members["capital_lat"], members["capital_lon"], strict=True)
        ]
        for start in ("tabriz", "kaliningrad", "moscow")
    }
    rows = reach.capitals(load("missile_ranges"), load("sites"), members).set_index("missile")
    # Khorramshahr 2,000 and 4,000 km, Iskander 400 and 700, Oreshnik 5,500: the table's own rows.
    for missile, start, low, high in (
        ("Khorramshahr", "tabriz", 2000, 4000),
        ("Iskander", "kaliningrad", 400, 700),
        ("Oreshnik", "moscow", 5500, 5500),
    ):
        row = rows.loc[missile]
        assert (row.low_km, row.high_km) == (low, high)
        assert row.low == sum(km <= low for km in away[start])
        assert row.high == sum(km <= high for km in away[start])


def test_warsaw_is_within_every_range_published_for_the_iskander():
    """As a memo of the unit says: from Kaliningrad Warsaw is some 280 km away, by a map."""
    warsaw = load("members").set_index("iso3").loc["POL"]
    kaliningrad = load("sites").set_index("site_id").loc["kaliningrad"]
    km = law_of_cosines_km(
        (kaliningrad.lat, kaliningrad.lon), (warsaw.capital_lat, warsaw.capital_lon)
    )
    rows = reach.capitals(load("missile_ranges"), load("sites"), load("members"))
    assert 250 < km < 300 < rows.set_index("missile").low_km["Iskander"]


def test_the_chart_of_reach_says_what_the_rows_hold():
    chart = charts.capitals(load("missile_ranges"), load("sites"), load("members"))
    row = chart.rows.set_index("missile").loc["Khorramshahr"]
    assert f"{row.low} or {row.high} of 32" in chart.about.title


# -- what is left


def refuses(authority, threat, debris):
    """Return who refuses a text in the small Council, by the red lines in words, read by hand."""
    by_hand = {
        "usa": authority == "council" and threat == "any",
        "france": authority == "72h" and threat == "any",
        "germany": threat == "named" and authority != "council",
        "turkiye": threat == "named" and debris != "told",
        "spain": authority == "72h" and debris != "told",
        "poland": threat == "outside" and authority == "council",
        "romania": debris == "lie",
    }
    return [capital for capital, refused in by_hand.items() if refused]


TEXTS = [
    (a, t, d)
    for a in ("24h", "72h", "council")
    for t in ("any", "outside", "named")
    for d in ("lie", "shared", "told")
]


def test_refusals_are_those_of_the_cards_read_by_hand():
    cells = zones.refusals(council.ALONE)
    assert len(cells) == zones.texts() == len(TEXTS) == 27
    countries = {one.country: one.id for one in council.delegations()}
    for cell in cells.itertuples():
        expected = refuses(cell.authority, cell.threat, cell.debris)
        who = [countries[name] for name in cell.who.split(", ") if name]
        assert sorted(who) == sorted(expected)
        assert cell.refused_by == len(expected)
        state = {0: "none", 1: "one", 2: "two"}.get(len(expected), "more")
        assert cell.state == state


def test_texts_left_as_capitals_sit_down():
    """After the seven of the small Council: by hand, as the cards say."""
    rows = zones.joining()
    left = sum(not refuses(*text) for text in TEXTS)
    assert rows["left"].iloc[0] == 27
    assert rows["left"].iloc[7] == left
    assert (rows["left"] + rows["taken"]).iloc[1:].tolist() == rows["left"].iloc[:-1].tolist()
    last = council.agreed(council.LARGEST)
    assert rows["left"].iloc[-1] == len(last)


def test_settling_a_bracket_first_leaves_what_is_left_under_its_options():
    kept = [text for text in TEXTS if not refuses(*text)]
    for place, bracket in enumerate(("authority", "threat", "debris")):
        found = zones.settled_first(bracket)
        assert found == {name: sum(t[place] == name for t in kept) for name in found}
        assert sum(found.values()) == len(kept)


def test_each_capital_is_pivotal_somewhere():
    alone = [refuses(*text)[0] for text in TEXTS if len(refuses(*text)) == 1]
    assert zones.pivotal() == {one.id: alone.count(one.id) for one in council.delegations()}
    assert min(zones.pivotal().values()) >= 1


def test_the_map_has_a_button_a_size_and_no_capital_for_a_villain():
    chart = charts.packages()
    labels = [button["label"] for button in chart.layout.updatemenus[0]["buttons"]]
    assert labels == list(charts.PLAYERS)
    left = sum(not refuses(*text) for text in TEXTS)
    assert chart.about.title.startswith({6: "Six"}[left])
    assert len(chart.rows) == 27


def test_the_prediction_is_the_count():
    left = sum(not refuses(*text) for text in TEXTS)
    assert exercises.zone_answer() == ("A" if not left else "B" if left <= 6 else "C")
    assert exercises.PREDICTIONS[0].reveal().startswith("Nobody refuses six of 27")


def test_a_hardened_line_leaves_what_the_option_says():
    """Germany refuses all but 'Council first': what is left of the rest, by hand."""
    left = [text for text in TEXTS if text[0] == "council" and not refuses(*text)]
    assert [" ".join(text) for text in left] == list(exercises.HARDENED["B"])
    assert exercises.hardened_answer() == "B"


# -- a chart of one's own, and its audit

TITLE = "Founders of the scheme lie at both ends of the list"
LIMIT = "One year does not show what came first, and three Allies are missing."


@pytest.mark.parametrize("numbers", own.NUMBERS)
@pytest.mark.parametrize("groups", own.GROUPS)
def test_every_choice_that_is_offered_is_drawn_or_refused_in_a_sentence(numbers, groups):
    if own.NUMBERS[numbers].table == own.GROUPS[groups].table:
        with pytest.raises(CourseError, match="this chart joins two"):
            own.draw(numbers, groups, TITLE, LIMIT)
        return
    chart = own.draw(numbers, groups, TITLE, LIMIT)
    assert isinstance(chart, Chart)
    assert chart.about.title == TITLE
    assert chart.about.note == LIMIT
    assert len(set(chart.about.tables)) >= 2
    assert own.NUMBERS[numbers].unit in chart.about.subtitle
    assert len(chart.rows) + chart.about.digest[2].count("not drawn") <= 33


def test_a_chart_that_is_not_written_yet_says_what_to_write():
    assert "Not drawn yet" in str(own.draw())
    assert "Not drawn yet" in str(own.draw("spending", "sky_shield", ..., LIMIT))
    assert "Nothing to audit yet" in str(audit.audit(own.draw()))


def test_a_name_that_is_not_offered_is_told_the_nearest():
    with pytest.raises(CourseError, match="Did you mean"):
        own.draw("spendin", "sky_shield", TITLE, LIMIT)


def test_unknown_is_neither_nought_nor_drawn():
    chart = own.draw("spending", "sky_shield", TITLE, LIMIT)
    figures = load("defence_spending")
    given = figures[(figures["release"] == "r2026_03") & (figures["year"] == 2025)]
    assert set(chart.rows["country"]) == set(given["country"])
    assert "Iceland" in chart.about.digest[2]


def test_the_worked_example_says_what_its_rows_show():
    """Its title: founders at both ends. The first and the last rows of founders, by the rows."""
    rows = own.draw("spending", "sky_shield", TITLE, LIMIT).rows
    founders = rows[rows["group"] == "signed at the start"]["number"]
    third = len(rows) // 3
    assert (founders >= rows["number"].iloc[third]).any()
    assert (founders <= rows["number"].iloc[-third]).any()


def a_chart(**changes):
    """Return a small finished chart that passes every check, with changes to its card."""
    rows = pd.DataFrame(
        {"country": ["Poland", "Spain"], "number": [4.3, 2.0], "source_id": ["x", "x"]}
    )
    card = {
        "title": "Poland gave 4.3 and Spain 2.0 in this list of two",
        "subtitle": "Spending, per cent of GDP",
        "digest": ["Poland 4.3", "Spain 2", "No figure for the others: they are left out"],
        "tables": ["members", "sites"],
        "note": "Two rows do not make a trend.",
        "source_ids": ["nato-2012-member-countries-archive"],
    } | changes
    return finish(go.Figure(), Card(**card), rows=rows)


def failed(chart):
    return [one.check for one in audit.findings(chart) if not one.passes]


def test_the_chart_that_is_spoilt_here_is_itself_sound():
    assert failed(a_chart()) == []


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"title": "Sky Shield and defence spending"}, "The title is a sentence and no label"),
        (
            {"title": "Poland gave 19 and Spain 2.0 in this list"},
            "Numbers in the title can be found again",
        ),
        (
            {"title": "Poland gave more than Spain because it joined in time"},
            "The title claims no cause",
        ),
        ({"title": "Poland always gave more than Spain in this list"}, "The title does not sweep"),
        ({"subtitle": "What they gave"}, "The subtitle says the unit"),
        ({"tables": ["members"]}, "Two tables or more, by name"),
        ({"digest": ["Poland", "Spain", "And that is all"]}, "What is missing is said"),
        ({"note": ""}, "A limit stands under it"),
    ],
)
def test_each_fault_that_a_machine_can_find_is_found(change, check):
    assert check in failed(a_chart(**change))


def test_the_exercise_on_faults_says_of_the_audit_what_the_audit_does():
    """Three faults that the exercise gives to the machine, put to the machine."""
    titles = {
        "cause": "Founders spend more than others because they joined",
        "label": "Sky Shield and defence spending",
        "number": "Founders spend 19 per cent more than the others do",
    }
    machine = {name for name, (who, _) in sortings.FAULTS.items() if who == "machine"}
    assert machine == set(titles)
    for title in titles.values():
        assert failed(a_chart(title=title))


def test_the_audit_reads_the_charts_of_the_unit_itself():
    for chart in (charts.packages(), charts.zone()):
        text = str(audit.audit(chart))
        assert "By the machine" in text
        assert text.count("\n- ") == len(audit.findings(chart)) + len(audit.BY_EYE)


# -- exercises


def test_two_numbers_of_the_trace_are_equal_and_unlike():
    counted = reach.within(4000, *_place("tabriz"))
    assert counted == zones.texts() == 27
    assert sortings.FIGURES["twenty-seven"][0] != sortings.FIGURES["texts"][0]


def _place(site):
    row = load("sites").set_index("site_id").loc[site]
    return row.lat, row.lon


def test_within_refuses_nothing_and_counts_all_at_the_far_end():
    assert reach.within(0, 0.0, 0.0) == 0
    assert reach.within(math.pi * 6371 + 1, 0.0, 0.0) == 32


def test_rows_are_shown_with_source_and_grade():
    text = str(in_words({"milestones": ["2009-09-cancelled"]}))
    assert re.search(r"`milestones/2009-09-cancelled`.*grade [AB]\)", text)


def test_the_memo_and_the_letter_are_measured_and_never_marked():
    for name in ("17-memo", "17-letter"):
        assert not exercise(name).kind.right("word " * 1000, None)
    assert exercise("17-memo").kind.words_high == 1100


def test_the_memo_rubric_and_marks_have_five_rows():
    from course.quality.fairness import memos
    from course.units import unit

    found = memos(unit("17"))
    assert [one.kind for one in found] == ["good", "good", "flawed"]
    assert {len(one.marks) for one in found} == {5}
    assert {one.side for one in found if one.kind == "good"} == {"limited", "wider"}
    assert "LO9" in {
        outcome for task in lesson("capstone").exercises.values() for outcome in task.outcomes
    }


def test_a_prediction_of_the_council_may_be_left_open():
    assert "Nothing predicted yet" in str(council.predict("spain", A=..., B=..., C=...))
