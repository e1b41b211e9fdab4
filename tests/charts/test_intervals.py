"""Polls and intervals are drawn where their rows say, and unknown ends are shown as open."""

import pandas as pd
import pytest

import course
from course.charts import intervals
from course.stats import poll_margin

POLLS = course.load("polls")
GAO = "gao-via-2009-gao-09-771-summary"


def estimates():
    rows = [
        ("both", 2.0, 8.0),
        ("at least", 5.0, None),
        ("at most", None, 3.0),
        ("exact", 4.0, 4.0),
    ]
    return pd.DataFrame(rows, columns=["name", "low", "high"]).assign(
        source_id=GAO, who=["a", "b", "a", "b"]
    )


def drawn(rows, **changes):
    settings = {"label": "name", "low": "low", "high": "high", "unit": "km"}
    return intervals.intervals(rows, **settings, **changes).figure


def ends(fig):
    """Return what stands in each row: places, words, symbols and what they say on pointing."""
    found = {}
    for trace in fig.data:
        symbols = trace.marker.symbol
        symbols = [symbols] * len(trace.x) if isinstance(symbols, str) else symbols
        for x, y, *rest in zip(trace.x, trace.y, trace.text, symbols, trace.hovertext, strict=True):
            if x is not None:
                found.setdefault(y, []).append((x, *rest))
    return found


# -- polls


@pytest.fixture(scope="module")
def polled():
    return intervals.poll_dots(POLLS[POLLS["country"] == "Poland"])


def test_each_poll_with_a_share_is_one_mark(polled):
    wanted = POLLS[(POLLS["country"] == "Poland") & POLLS["share_against"].notna()]
    drawn = [x for trace in polled.figure.data for x in trace.x]
    assert sorted(drawn) == pytest.approx(sorted(wanted["share_against"]))
    assert polled.rows["when"].tolist() == sorted(polled.rows["when"])


def test_interval_follows_from_the_sample_and_is_absent_without_one(polled):
    for _, row in polled.rows.iterrows():
        if pd.isna(row["n"]):
            assert pd.isna(row["margin"])
        else:
            assert row["margin"] == pytest.approx(
                poll_margin(row["share_against"], int(row["n"])), abs=0.06
            )


def test_an_unknown_margin_is_hollow_and_nowhere_a_zero(polled):
    unknown = 0
    for trace in polled.figure.data:
        symbols = trace.marker.symbol
        symbols = [symbols] * len(trace.x) if isinstance(symbols, str) else symbols
        for symbol, margin, said in zip(symbols, trace.error_x.array, trace.hovertext, strict=True):
            assert symbol.endswith("-open") == (margin is None) == ("not published" in said)
            assert margin != 0 and "± 0" not in said and ("±" in said) == (margin is not None)
            unknown += margin is None
        # Plotly would write its own "± 0" into a template.
        assert trace.hovertemplate is None and trace.hoverinfo == "text+name"
    assert unknown


def test_margins_of_unknown_shares_and_samples_are_unknown():
    found = intervals.margins(pd.Series([50, None, 50]), pd.Series([1000, 1000, None]))
    assert found == [pytest.approx(3.1), None, None]


def test_shape_and_not_colour_alone_says_who_paid(polled):
    shapes = [
        {s.removesuffix("-open") for s in ([m] if isinstance(m, str) else m)}
        for m in (trace.marker.symbol for trace in polled.figure.data)
    ]
    assert all(len(shape) == 1 for shape in shapes)
    assert len(set().union(*shapes)) == len(shapes) > 1


# -- intervals


def test_an_interval_runs_from_low_to_high_and_an_exact_value_is_one_mark():
    found = ends(drawn(estimates()))
    assert [x for x, *_ in found[0]] == [2, 8]
    assert [(x, text) for x, text, *_ in found[3]] == [(4, "4")]


def test_an_unknown_end_is_open_and_never_zero():
    found = ends(drawn(estimates()))
    assert found[1] == [(5, "5 or more", "triangle-right", "at least: 5 km or more")]
    assert found[2] == [(3, "3 or less", "triangle-left", "at most: 3 km or less")]


def test_rows_do_not_run_into_each_other():
    (trace,) = drawn(estimates()).data
    joined = [
        (row, after)
        for x, then, row, after in zip(trace.x, trace.x[1:], trace.y, trace.y[1:], strict=False)
        if x is not None and then is not None
    ]
    assert joined == [(0, 0)]


def test_groups_differ_in_shape_and_are_named_once_in_the_legend():
    traces = drawn(estimates(), groups="who").data
    assert [t.name for t in traces if t.showlegend is not False] == ["a", "b"]
    shapes = [{s for s in t.marker.symbol if "triangle" not in s} for t in traces]
    assert all(len(shape) == 1 for shape in shapes) and shapes[0] != shapes[1]


def test_rows_keep_their_order_from_the_top_whatever_their_index():
    fig = drawn(estimates().set_index(pd.Index([9, 3, 7, 1])))
    assert list(fig.layout.yaxis.ticktext) == ["both", "at least", "at most", "exact"]
    top, bottom = fig.layout.yaxis.range[1], fig.layout.yaxis.range[0]
    assert top < 0 < 3 < bottom


def test_a_reference_line_is_named():
    fig = drawn(estimates(), reference=(6, "the limit"))
    assert "the limit" in [a.text for a in fig.layout.annotations]
    assert fig.layout.shapes[0].x0 == 6


def test_drawing_leaves_the_table_as_it_was():
    rows, before = estimates(), estimates()
    drawn(rows)
    pd.testing.assert_frame_equal(rows, before)


# -- lengths of time


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (5, 9, "5 to 9 minutes"),
        (90, 300, "90 minutes to 5 hours"),
        (4320, 4320, "3 days"),
        (None, 10, "under 10 minutes"),
    ],
)
def test_a_length_of_time_is_said_in_the_units_of_a_reader(low, high, said):
    rows = pd.DataFrame({"label": ["step"], "low": [low], "high": [high], "group": ["a"]})
    fig, _ = intervals.durations(rows)
    marks, text = fig.data
    assert text.text[0].strip("\u00a0") == said
    assert set(marks.hovertext) == {f"step: {said}"}
    assert marks.x == ((high,) if low in (None, high) else (low, high))
    assert (marks.marker.symbol == "triangle-left") == (low is None)
