"""What unit 15 reckons: states of texts, steps of Sky Shield, days to a correction, a grid.

The expected values are worked out by hand, as the comments say, from small tables written here.
"""

import pandas as pd
import pytest

from course import load
from course.lessons.after_2022 import exercises, names, sortings, sums


def test_an_answer_is_as_firm_as_its_grade_and_an_empty_one_is_unknown():
    cells = pd.DataFrame(
        {"value": ["yes", "no", None, "yes"], "grade": ["A", "B", "C", "C"]}, index=[4, 5, 6, 7]
    )
    found = sums.states(cells)
    assert found.loc[[4, 5, 7]].tolist() == ["A", "no", "C"]
    assert found[6] is None


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),  # a leap year
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-02-03", "2024-02-03", "2024-02-03"),
    ],
)
def test_the_days_between_which_a_date_lies(iso, first, last):
    assert sums.first_day(iso) == first
    assert sums.last_day(iso) == last


STATE = {"mou_signed": None, "suppliers": None, "bought": None, "source_id": "x", "grade": "B"}


@pytest.fixture
def shield():
    """Return six states: three founders, one later, one without a date, one outside that bought."""
    rows = [
        {"country": "A", "participation": "founder", "joined": "2022-10-13", "suppliers": "DEU"},
        {
            "country": "B",
            "participation": "founder",
            "joined": "2022-10-13",
            "suppliers": "ISR DEU",
        },
        {"country": "C", "participation": "founder", "joined": "2022-10-13", "mou_signed": "2023"},
        {"country": "D", "participation": "later", "joined": "2023-02", "suppliers": "USA"},
        {"country": "E", "participation": "later", "joined": None},
        {"country": "F", "participation": "outside", "joined": None, "suppliers": "USA"},
        {"country": "G", "participation": "announced", "joined": "2023-01-01"},
    ]
    return pd.DataFrame([STATE | row for row in rows])


def test_members_are_added_up_in_the_order_of_their_dates(shield):
    steps = sums.steps(shield)
    # Three on 13 October 2022, a fourth in February 2023; E has no date, G only announced.
    assert steps[["joined", "date", "total"]].values.tolist() == [
        ["2022-10-13", "2022-10-13", 3],
        ["2023-02", "2023-02-01", 4],
    ]
    assert steps["plain"].tolist() == ["A, B and C", "D"]


def test_a_buyer_outside_and_a_member_that_bought_nothing_known_are_not_counted(shield):
    # Members with a purchase: A (German), B (Israeli too), D (American): two of three from abroad.
    assert sums.from_outside_europe(shield) == (2, 3)


def test_each_thing_read_of_a_state_has_a_cell(shield):
    cells = sums.shield_cells(shield).set_index(["country", "column"])["state"].to_dict()
    assert cells[("B", "ISR")] == cells[("B", "DEU")] == "yes"
    assert cells[("C", "memorandum")] == "yes"
    assert cells[("F", "letter")] == "outside"
    assert cells[("G", "letter")] == "announced"
    assert ("A", "USA") not in cells
    assert ("A", "memorandum") not in cells


INCIDENT = {"country": "P", "place": None, "first_report": "a drone.", "grade": "B"}
INCIDENT |= {"first_attribution": "russian", "latest_attribution": "russian", "source_id": "x"}
INCIDENT |= {"corrected_on": None, "article4_requested": False, "harm": "none_read", "iso3": "POL"}


def incidents(*rows):
    """Return a table like `incidents_on_allied_territory` with these rows, the rest filled in."""
    table = pd.DataFrame([INCIDENT | row for row in rows])
    return table.astype({"article4_requested": "boolean", "corrected_on": "string"})


def test_days_to_a_correction_need_both_days():
    table = incidents(
        {"incident_id": "a", "date": "2022-12-16", "corrected_on": "2023-05-11"},
        {"incident_id": "b", "date": "2025-07-10", "corrected_on": "2025-07-10"},
        {"incident_id": "c", "date": "2023-09-04", "corrected_on": "2023-09"},
        {"incident_id": "d", "date": "2026-04", "corrected_on": "2026-05-01"},
        {"incident_id": "e", "date": "2026-04-01"},
    )
    # 16 December to 11 May: 15 days to the end of December, then 31, 28, 31, 30 and 11.
    assert sums.days_to_correction(table).to_dict() == {"a": 146, "b": 0}


def test_kinds_of_attribution_and_grade_c_left_out():
    table = incidents(
        {"incident_id": "a", "date": "2023", "first_attribution": "denied"},
        {"incident_id": "b", "date": "2022", "latest_attribution": "unsettled"},
        {"incident_id": "c", "date": "2021", "grade": "C"},
    )
    shown = sums.dated(table).set_index("incident_id")
    assert list(shown.index) == ["b", "a"]
    assert shown["first"].to_dict() == {"a": "silent", "b": "russian"}
    assert shown["latest"].to_dict() == {"a": "russian", "b": "open"}


def test_each_incident_has_its_place_in_the_grid():
    table = incidents(
        {"incident_id": "a", "date": "2022", "harm": "killed"},
        {"incident_id": "b", "date": "2023", "article4_requested": True},
        {"incident_id": "c", "date": "2024", "article4_requested": pd.NA},
        {"incident_id": "d", "date": "2025"},
        {"incident_id": "e", "date": "2026"},
        {"incident_id": "f", "date": "2027"},
    )
    harm, asked = ["killed", "none_read"], ["yes", "no", "unknown"]
    shown = sums.by_harm(table, harm, asked, 2, ["a"]).set_index("incident_id")
    assert shown["asked"].to_dict() == dict(a="no", b="yes", c="unknown", d="no", e="no", f="no")
    # Two in a line: d and e stand side by side, f on the line below; each row begins at -0.34.
    assert shown.loc[["d", "e", "f"], ["x", "y"]].values.tolist() == [
        [1.0, 0.66],
        [1.15, 0.66],
        [1.0, 0.83],
    ]
    assert shown.loc["a", ["x", "y"]].tolist() == [1.0, -0.34]


def test_what_the_tables_say_today_is_what_the_exercises_take_as_right():
    # Counted by hand in incidents_on_allied_territory and sky_shield on 29 November 2026.
    assert exercises._days() == [0, 1, 1, 2, 2, 2, 2, 3, 3, 7, 8, 9, 49, 146]
    assert exercises._median() == 2.5  # half-way between the seventh and the eighth
    assert exercises._counts() == [4, 10]  # Germany, the Netherlands, Romania, Sweden
    assert exercises._asked() == "B"
    assert sortings.minister() == {
        "deaths": "no",
        "unhurt": "yes",
        "intent": "no",
        "once": "yes",
        "aim": "open",
        "talks": "open",
        "shield": "no",
    }


def test_an_increase_of_400_per_cent_is_what_the_retellings_are_measured_by():
    # Five times the level: 'fourfold' is less, and 500 per cent more is six times.
    codes = {name: code for name, (code, _) in sortings.RETOLD.items()}
    times = {"agency": 1 + 4, "trade": 5, "ukrainian": 4, "opinion": 1 + 5}
    for name, level in times.items():
        assert codes[name] == ("same" if level == 5 else "less" if level < 5 else "more")


def test_every_row_named_in_a_chart_is_in_its_table():
    assert set(names.ASKS) <= set(load("asks_and_outcomes")["ask_id"])
    assert set(names.SHORT) <= set(load("incidents_on_allied_territory")["incident_id"])
    assert set(names.TEXTS) <= set(load("summit_language")["declaration_id"])
    assert set(names.HARM) == set(load("incidents_on_allied_territory")["harm"])
