"""Events stand in order of time, and an agreement's road shows only stages that it reached."""

import pandas as pd

import course
from course.charts import timelines

GAO = "gao-via-2009-gao-09-771-summary"
WORDS = {
    "title": "What there is to see in this chart",
    "subtitle": "Events by date",
    "digest": ["1", "2", "3"],
}
EVENTS = pd.DataFrame(
    [
        ("2009-09-17", "cancelled", "united_states"),
        ("2007", "asked", "hosts"),
        ("2008-07-08", "signed", "hosts"),
        ("2008-07", "threatened", "russia"),
    ],
    columns=["date", "title", "lane"],
).assign(source_id=GAO)


def staircase(events=EVENTS, **changes):
    return timelines.staircase(events, tables=["milestones"], **WORDS, **changes)


def test_events_descend_in_order_of_time_whatever_their_precision():
    chart = staircase()
    placed = {
        text: (place, day)
        for trace in chart.data
        for text, place, day in zip(trace.text, trace.y, trace.x, strict=True)
    }
    assert sorted(placed, key=placed.get) == ["asked", "threatened", "signed", "cancelled"]
    assert placed["asked"][1] == "2007-01-01" and placed["threatened"][1] == "2008-07-01"
    assert chart.rows["date"].tolist() == ["2007", "2008-07", "2008-07-08", "2009-09-17"]


def test_reader_sees_no_more_precision_than_the_source_gave():
    said = {
        t: words
        for trace in staircase().data
        for t, words in zip(trace.text, trace.customdata, strict=True)
    }
    assert said["asked"] == "2007" and said["threatened"] == "July 2008"
    assert said["signed"] == "8 July 2008"


def test_who_acted_is_told_by_shape_and_name():
    traces = staircase().data
    assert {trace.name for trace in traces} == {"United States", "Host states", "Russia"}
    assert len({trace.marker.symbol for trace in traces}) == len(traces)


def test_lanes_of_a_table_all_have_names():
    assert set(course.load("milestones")["lane"]) <= set(timelines.LANES)


def test_spans_are_shaded_and_named():
    chart = staircase(spans=[("2008-01-01", "2008-12-31", "the year of treaties")])
    assert chart.layout.shapes[0].x0 == "2008-01-01"
    assert "the year of treaties" in [a.text for a in chart.layout.annotations]


def test_road_shows_the_stages_that_an_agreement_reached_and_no_other():
    agreements = pd.DataFrame(
        {
            "label": ["in force", "signed only"],
            "signed": ["2008-07-08", "2008-08-20"],
            "ratified": ["2009-01", None],
            "entered_into_force": ["2009-11-29", None],
            "ended": [None, None],
            "source_id": GAO,
        }
    )
    chart = timelines.road(agreements, **WORDS)
    marks = {
        trace.name: list(zip(trace.y, trace.x, strict=True)) for trace in chart.data if trace.name
    }
    assert marks == {
        "signed": [(0, "2008-07-08"), (1, "2008-08-20")],
        "ratified": [(0, "2009-01-01")],
        "in force": [(0, "2009-11-29")],
    }
    (line,) = [trace for trace in chart.data if trace.mode == "lines"]
    assert line.x == ("2008-07-08", "2009-11-29") and set(line.y) == {0}
    assert list(chart.layout.yaxis.ticktext) == ["in force", "signed only"]
