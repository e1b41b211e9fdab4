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
    # From December 2018: October 2022 (3 x 12 + 10), July 2024 (5 x 12 + 7), November 2024. Power
    # in June 2022 does not build a site; hand-over, acceptance and opening are not counted.
    assert late["Phase 3: Redzikowo"] == {
        "Built": 46,
        "Declared ready": 67,
        "NATO command": 71,
    }
    assert late["Phase 2: Deveselu"] == {"Built": 0, "Declared ready": 5, "NATO command": 8}
    assert late["Phase 1: radar, first ship"] == {
        "Built": 0,
        "Declared ready": 5,
        "NATO command": 5,
    }
    assert set(late) == {name for name in delays.PROMISES if "Phase 4" not in name}


def test_a_definition_without_a_date_says_so_and_draws_nothing():
    without = DATES[DATES["milestone_id"] != "deveselu-nato-2016"]
    parts = shown(charts.done(without), "NATO")
    marks = [t for t in parts if t.name == "under NATO command" and "markers" in t.mode]
    assert [list(trace.x) for trace in marks] == [["2012-05-16", "2024-11-15"]]
    told = [text.strip() for trace in parts if trace.mode == "text" for text in trace.text]
    assert told == ["no such date found"]


def test_the_chart_opens_with_all_definitions_and_each_has_one_entry_in_the_legend():
    chart = charts.done(DATES)
    names = [mark.name for mark in charts.DONE.values()]
    assert legend(chart) == ["promised year", "given up", *names]
    # Built in their year: Phase 1 and Deveselu, both declared ready in the May after it.
    assert chart.about.title == (
        "Two of the four phases were built in their year and declared ready 5 months after it; "
        "Poland's site came 46 to 71 months late"
    )
    buttons = [button.label for button in chart.layout.updatemenus[0].buttons]
    assert buttons == ["All", "Built", "Ready", "NATO"]


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
        "Romania's site, promised for 2015, was operational in May 2016; Poland's, promised for "
        "2018 and in 2017 still, was ready in July 2024"
    )
    assert "then put off to 2020, 2022, 2023 and 2024" in " ".join(chart.about.digest)
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
        (f"{year}-12-31", year) for year in ("2010", "2010", "2015", "2015", "2018", "2020", "2020")
    ]


def test_the_map_names_the_hosts_that_had_been_left_out():
    chart = charts.geography(course.load("sites"))
    assert "stand in Türkiye and Romania" in chart.about.title
    assert chart.about.title.endswith(
        "reported to lie outside the old plan's cover, wholly or in part"
    )


def test_estimates_are_compared_as_times_and_not_to_a_percent():
    chart = charts.ashore_costs(course.load("cost_estimates"))
    # 1,600 / 813 = 1.97; 850 / 746 = 1.14.
    assert "is about two times the first, which had left out" in chart.about.title
    assert "Poland's last estimate is about 1.1 times" in chart.about.title
    assert "per cent" not in chart.about.title
    assert "%" not in chart.digest


# -- exercises


def test_the_pace_of_the_romanian_site_ends_in_december_2018():
    # October 2013 to May 2016: 2 x 12 + 7. May 2016 to July 2024: 8 x 12 + 2.
    assert delays.works("deveselu") == 31
    assert delays.works("redzikowo") == 98
    # Thirty-one months from May 2016: December 2018, which is the end of the promised year.
    assert delays.at_the_same_pace() == "2018-12"
    assert exercise("05-same-pace").answer() == 31
    assert "31 months from the breaking of ground" in str(check("05-same-pace", 31))
    assert (
        "March 2014 the inspectors had put some capabilities of the phase at 2020 or later"
        in exercise("05-same-pace").why()
    )


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        (98, "you counted the Polish site"),
        (26, "you counted until the building was finished"),  # October 2013 to December 2015
        (34, "you counted until NATO took command"),  # October 2013 to August 2016
        (2.6, "you answered in years"),
    ],
)
def test_a_known_mistake_about_the_pace_is_named(given, mistake):
    assert mistake in str(check("05-same-pace", given))


def test_the_agency_kept_none_of_its_four_dates():
    # Said: 2020, 2022, 2022 and July 2024. Ready in July 2024, under NATO command in November.
    assert delays.agency_dates() == (4, 0)
    assert (
        "of the four dates that the agency gave from 2018 on it kept none"
        in exercise("05-same-pace").why()
    )


@pytest.mark.parametrize(
    ("item", "code", "mistake"),
    [
        ("first", "newspaper", "the page that repeats it is taken for its origin"),
        ("read", "auditors", "the origin is taken for what was read"),
        ("base", "auditors", "a per cent is taken to bring its base along"),
        ("shown", "pentagon", "an answer is taken to bring its proof along"),
    ],
)
def test_a_number_is_traced_to_whoever_counted(item, code, mistake):
    task = exercise("05-trace")
    row = course.load("report_findings").set_index("finding_id").loc["gao-2019-poland-tests"]
    assert (row["body"], row["source_id"].startswith("stars-stripes")) == ("GAO", True)
    assert "**Right" in str(check("05-trace", task.answer()))
    assert mistake in str(check("05-trace", {**task.answer(), item: code}))


def test_no_phase_was_declared_in_its_year_and_two_were_built():
    prediction = lesson("phased-adaptive-approach").predictions["05-kept"]
    # Declared: Phase 1 in May 2012 for 2011, Deveselu in May 2016 for 2015, Redzikowo in 2024.
    assert prediction.answer() == "A"
    # Built: December 2011 for 2011, December 2015 for 2015, October 2022 for 2018.
    assert "none of the four was kept" in prediction.reveal()
    assert "two were" in prediction.reveal()


def test_the_model_answers_give_the_delay_of_the_chart():
    assert "67 months after the end of its year" in exercise("05-note").why()
