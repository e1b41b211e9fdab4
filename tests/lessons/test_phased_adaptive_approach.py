"""Unit 05: what its charts and exercises compute, against values worked out by hand."""

import pytest

import course
from course.learn.exercises import check, exercise, lesson
from course.lessons.phased_adaptive_approach import charts, delays

DATES = course.load("epaa_milestones")
LABELS = course.load("capability_labels")


def legend(chart):
    return [
        t.name for t in chart.data if t.name and t.showlegend is not False and t.visible is None
    ]


def shown(chart, label):
    """Return the parts that a button shows."""
    button = next(b for b in chart.layout.updatemenus[0].buttons if b.label == label)
    visible = button.args[0]["visible"]
    return [trace for trace, seen in zip(chart.data, visible, strict=True) if seen]


# -- months late


@pytest.mark.parametrize(
    ("promised", "done", "months"),
    [
        ("2018", "2023-10-01", 58),  # December 2018 to October 2023: 4 x 12 + 10
        ("2015", "2015-12-18", 0),
        ("2015", "2015-09-25", -3),
        ("2015", "2016-08", 8),
        ("2018-12", "2019", 12),  # a year that is known no better runs to its December too
        ("2018-01", "2018-03-31", 2),
    ],
)
def test_months_are_counted_from_the_december_of_a_promised_year(promised, done, months):
    assert delays.months_late(promised, done) == months


@pytest.mark.parametrize(
    ("date", "last", "middle"),
    [
        ("2016", "2016-12-31", "2016-07-01"),  # day 183.5 of 366 falls on 1 July
        ("2016-02", "2016-02-29", "2016-02-15"),
        ("2023-10-01", "2023-10-01", "2023-10-01"),
    ],
)
def test_a_date_of_any_precision_has_a_last_day_and_a_middle(date, last, middle):
    assert delays.last_day(date) == last
    assert delays.middle(date) == middle


def test_each_definition_of_done_gives_its_own_delay():
    dates = delays.done_dates(DATES)
    late = {
        promise: dict(zip(part["definition"], part["months_late"], strict=True))
        for promise, part in dates.groupby("promise")
    }
    # From December 2018: October 2022 (3 x 12 + 10), October and December 2023, July 2024 (5 x 12
    # + 7), twice November 2024. Power in June 2022 does not complete a site.
    assert late["Phase 3: Redzikowo"] == {
        "Complete": 46,
        "Handed over": 58,
        "Accepted": 60,
        "Mission-ready": 67,
        "Opened": 71,
        "NATO command": 71,
    }
    assert late["Phase 2: Deveselu"] == {
        "Complete": 0,
        "Handed over": 0,
        "Operational": 5,
        "Opened": 5,
        "NATO command": 8,
    }
    assert late["Rota: four ships"] == {"Complete": -3}
    assert late["Phase 1: radar, first ship"] == {
        "Complete": 0,
        "Operational": 5,
        "NATO command": 5,
    }
    assert "Phase 4: new interceptor" not in late


def test_a_definition_without_a_date_says_so_and_draws_nothing():
    chart = charts.done(DATES)
    parts = shown(chart, "Accepted")
    marks = [t for t in parts if t.name == "accepted" and "markers" in t.mode]
    assert [list(trace.x) for trace in marks] == [["2023-12-15"]]
    told = [text.strip() for trace in parts if trace.mode == "text" for text in trace.text]
    assert told == ["no such date found"] * 3
    told = [t.strip() for p in shown(chart, "Operational") if p.mode == "text" for t in p.text]
    assert told == ["no such date found", "none: the word<br>  was mission-ready"]


def test_the_chart_opens_with_all_definitions_and_each_has_one_entry_in_the_legend():
    chart = charts.done(DATES)
    names = [mark.name for mark in charts.DONE.values()]
    assert legend(chart) == ["promised year", "given up", *names]
    assert "on time or up to 8 months late, Poland's 46 to 71 months late" in chart.about.title
    short = {"Mission-ready": "Ready", "NATO command": "NATO"}
    buttons = [button.label for button in chart.layout.updatemenus[0].buttons]
    assert buttons == ["All", *(short.get(name, name) for name in charts.DONE)]


# -- promises


def test_every_stated_date_for_the_polish_site_is_drawn():
    stated = DATES[
        (DATES["site_id"] == "redzikowo")
        & (DATES["plan_or_actual"] == "plan")
        & DATES["stated_on"].notna()
    ]
    rows = charts.promises(DATES).rows
    assert set(stated["milestone_id"]) <= set(rows["milestone_id"])


def test_the_promise_moves_from_2018_to_2024():
    chart = charts.promises(DATES)
    # Stated in 2009 and 2017 for 2018; in 2018, 2019, 2020, 2021 and twice in 2023 for later.
    assert chart.about.title == (
        "Poland's site was promised for 2018, in 2017 still; then it was put off to 2020, 2022, "
        "2023 and 2024"
    )
    line = next(trace for trace in chart.data if trace.name == "Polish site")
    assert list(line.x) == sorted(line.x)
    assert line.y[-1] == line.x[-1] == "2024-07-10"  # ready: promise and day meet


def test_each_line_has_one_entry_in_the_legend():
    names = legend(charts.promises(DATES))
    assert len(names) == len(set(names)) == 5


# -- labels, places, costs


def test_no_declared_cover_reaches_beyond_the_south_but_as_an_aim():
    declared = LABELS[(LABELS["system"] == "nato_bmd") & (LABELS["status"] == "declared")]
    wide = declared[~declared["claimed_cover"].str.contains("south")]
    assert wide["label_id"].tolist() == ["nato-enhanced-2024"]
    chart = charts.labels(LABELS)
    aim = next(trace for trace in chart.data if "as the aim" in (trace.name or ""))
    assert list(aim.text) == ["enhanced"]
    assert chart.about.title.startswith("Declared were interim, initial and enhanced; full was")


def test_a_promised_label_runs_to_the_end_of_its_year():
    chart = charts.labels(LABELS)
    ends = next(trace for trace in chart.data if trace.marker.symbol == "line-ns")
    assert sorted(zip(ends.x, ends.text, strict=True)) == [
        (f"{year}-12-31", year) for year in ("2010", "2015", "2015", "2018", "2020", "2020")
    ]


def test_the_map_names_the_hosts_that_had_been_left_out():
    chart = charts.geography(course.load("sites"))
    assert "stand in Türkiye and Romania" in chart.about.title


def test_estimates_are_compared_as_times_and_not_to_a_percent():
    chart = charts.ashore_costs(course.load("cost_estimates"))
    # 1,600 / 813 = 1.97; 850 / 746 = 1.14.
    assert "about 2.0 times the first, Poland's about 1.1 times" in chart.about.title
    assert "per cent" not in chart.about.title
    assert "%" not in chart.digest


# -- exercises


@pytest.mark.parametrize(
    ("identifier", "months"),
    [
        ("05-harsh-handover", 69),  # January 2018 to October 2023: 5 x 12 + 9
        ("05-harsh-command", 19),  # January 2015 to August 2016: 12 + 7
    ],
)
def test_the_harsh_reading_begins_in_january(identifier, months):
    assert exercise(identifier).answer() == months
    assert "**Right" in str(check(identifier, months))


@pytest.mark.parametrize(
    ("identifier", "given", "mistake"),
    [
        ("05-harsh-handover", 58, "you kept the kind reading"),
        ("05-harsh-handover", 60, "you counted whole years only"),
        ("05-harsh-handover", 57, "another definition of done"),  # January 2018 to October 2022
        ("05-harsh-handover", 71, "another definition of done"),  # to December 2023
        ("05-harsh-handover", 78, "another definition of done"),  # to July 2024
        ("05-harsh-handover", 82, "another definition of done"),  # to November 2024
        ("05-harsh-handover", 6, "you answered in years"),
        ("05-harsh-command", 8, "you changed the definition but not the reading"),
        ("05-harsh-command", 11, "you changed the reading but not the definition"),
        ("05-harsh-command", 16, "you changed the reading but not the definition"),
        ("05-harsh-command", 0, "completion is taken to settle it"),
        ("05-harsh-command", 1.6, "you answered in years"),
    ],
)
def test_a_known_mistake_about_the_reading_is_named(identifier, given, mistake):
    assert mistake in str(check(identifier, given))


def test_no_phase_was_declared_in_its_year_and_two_were_complete():
    prediction = lesson("phased-adaptive-approach").predictions["05-kept"]
    # Declared: Phase 1 in May 2012 for 2011, Deveselu in May 2016 for 2015, Redzikowo in 2024.
    assert prediction.answer() == "A"
    # Complete: December 2011 for 2011, December 2015 for 2015, October 2022 for 2018.
    assert "none of the four was kept" in prediction.reveal()
    assert "two were" in prediction.reveal()


def test_the_model_answer_gives_the_delays_of_the_chart():
    why = exercise("05-note").why()
    assert "handed over 58 months late" in why
    assert "46 months late" in why
