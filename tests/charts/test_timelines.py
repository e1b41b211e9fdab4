"""Events stand in order of time, and an agreement's road shows only stages that it reached."""

import pandas as pd

import course
from course.charts import timelines

GAO = "gao-via-2009-gao-09-771-summary"
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
    return timelines.staircase(events, **changes)


def said(fig):
    """Return what each event says on pointing, by its title."""
    pairs = [
        (text, hover)
        for trace in fig.data
        for text, hover in zip(trace.text, trace.hovertext, strict=True)
    ]
    return {text: hover.removesuffix(f": {text}") for text, hover in pairs}


def test_events_descend_in_order_of_time_whatever_their_precision():
    fig, rows = staircase()
    placed = {
        text: (place, day)
        for trace in fig.data
        for text, place, day in zip(trace.text, trace.y, trace.x, strict=True)
    }
    assert sorted(placed, key=placed.get) == ["asked", "threatened", "signed", "cancelled"]
    assert placed["asked"][1] == "2007-01-01" and placed["threatened"][1] == "2008-07-01"
    assert rows["date"].tolist() == ["2007", "2008-07", "2008-07-08", "2009-09-17"]


def test_reader_sees_no_more_precision_than_the_source_gave():
    words = said(staircase().figure)
    assert words["asked"] == "2007" and words["threatened"] == "July 2008"
    assert words["signed"] == "8 July 2008"


def test_who_acted_is_told_by_shape_and_name():
    traces = staircase().figure.data
    assert {trace.name for trace in traces} == {"United States", "Host states", "Russia"}
    assert len({trace.marker.symbol for trace in traces}) == len(traces)


def test_lanes_of_a_table_all_have_names():
    assert set(course.load("milestones")["lane"]) <= set(timelines.LANES)


def test_swim_lanes_keep_each_actor_in_a_column_and_name_each_year_once():
    fig, _ = timelines.swim_lanes(
        EVENTS, columns={"Hosts": ("hosts",), "Others": ("united_states", "russia")}
    )
    columns = {trace.name: set(trace.x) for trace in fig.data}
    assert columns["United States"] == columns["Russia"] != columns["Host states"]
    assert list(fig.layout.yaxis.ticktext) == ["2007", "2008", "2009"]
    assert list(fig.layout.yaxis.tickvals) == [0, 1, 3]
    assert [a.text for a in fig.layout.annotations] == ["<b>Hosts</b>", "<b>Others</b>"]


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
    fig, _ = timelines.road(agreements)
    marks = {
        trace.name: list(zip(trace.y, trace.x, strict=True)) for trace in fig.data if trace.name
    }
    assert marks == {
        "signed": [(0, "2008-07-08"), (1, "2008-08-20")],
        "ratified": [(0, "2009-01-01")],
        "in force": [(0, "2009-11-29")],
    }
    (line,) = [trace for trace in fig.data if trace.mode == "lines"]
    assert line.x == ("2008-07-08", "2009-11-29", None) and set(line.y) == {0, None}
    assert list(fig.layout.yaxis.ticktext) == ["in force", "signed only"]
