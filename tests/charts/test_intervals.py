"""Polls and intervals are drawn where their rows say, and unknown ends are shown as open."""

import pandas as pd
import pytest

import course
from course.charts import intervals
from course.stats import poll_margin

POLLS = course.load("polls")
GAO = "gao-via-2009-gao-09-771-summary"
WORDS = {"title": "What there is to see in this chart", "subtitle": "Unit and scope"}


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
    settings = {"label": "name", "low": "low", "high": "high", "tables": ["polls"], "unit": "km"}
    return intervals.intervals(rows, **settings, **WORDS, digest=["1", "2", "3"], **changes)


# -- polls


@pytest.fixture(scope="module")
def poll_chart():
    return intervals.poll_dots(POLLS[POLLS["country"] == "Poland"], **WORDS)


def test_each_poll_with_a_share_is_one_mark(poll_chart):
    wanted = POLLS[(POLLS["country"] == "Poland") & POLLS["share_against"].notna()]
    drawn = [x for trace in poll_chart.data for x in trace.x]
    assert sorted(drawn) == pytest.approx(sorted(wanted["share_against"]))
    rows = poll_chart.rows
    assert rows["when"].tolist() == sorted(rows["when"])


def test_interval_follows_from_the_sample_and_is_absent_without_one(poll_chart):
    for _, row in poll_chart.rows.iterrows():
        if pd.isna(row["n"]):
            assert pd.isna(row["margin"])
        else:
            assert row["margin"] == pytest.approx(
                poll_margin(row["share_against"], int(row["n"])), abs=0.06
            )
    for trace in poll_chart.data:
        for symbol, margin in zip(trace.marker.symbol, trace.error_x.array, strict=True):
            assert symbol.endswith("-open") == (margin in (0, None))


def test_shape_and_not_colour_alone_says_who_paid(poll_chart):
    shapes = [{symbol.removesuffix("-open") for symbol in t.marker.symbol} for t in poll_chart.data]
    assert all(len(shape) == 1 for shape in shapes)
    assert len(set().union(*shapes)) == len(shapes) > 1


def test_digest_says_what_the_rows_say(poll_chart):
    first, lowest, highest, _ = poll_chart.about["digest"]
    rows = poll_chart.rows
    assert first.startswith(f"{len(rows)} polls from ")
    assert f"{rows['share_against'].min():.0f} per cent" in lowest
    assert f"{rows['share_against'].max():.0f} per cent" in highest


# -- intervals


def test_an_interval_runs_from_low_to_high_and_an_exact_value_is_one_mark():
    both, _, _, exact = drawn(estimates()).data
    assert (both.x, both.y) == ((2, 8), (0, 0))
    assert (exact.x, exact.text) == ((4,), ("4",))


def test_an_unknown_end_is_open_and_never_zero():
    _, at_least, at_most, _ = drawn(estimates()).data
    assert (at_least.x, at_least.text, at_least.marker.symbol) == (
        (5,), ("5 or more",), ("triangle-right",),
    )  # fmt: skip
    assert (at_most.x, at_most.text, at_most.marker.symbol) == (
        (3,), ("3 or less",), ("triangle-left",),
    )  # fmt: skip


def test_groups_differ_in_shape_and_are_named_once_in_the_legend():
    traces = drawn(estimates(), groups="who").data
    assert [t.name for t in traces if t.showlegend] == ["a", "b"]
    shapes = {t.name: t.marker.symbol[0] for t in traces if "triangle" not in t.marker.symbol[0]}
    assert len(set(shapes.values())) == 2


def test_rows_keep_their_order_from_the_top_whatever_their_index():
    chart = drawn(estimates().set_index(pd.Index([9, 3, 7, 1])))
    assert list(chart.layout.yaxis.ticktext) == ["both", "at least", "at most", "exact"]
    top, bottom = chart.layout.yaxis.range[1], chart.layout.yaxis.range[0]
    assert top < 0 < 3 < bottom


def test_a_reference_line_is_named():
    chart = drawn(estimates(), reference=(6, "the limit"))
    assert "the limit" in [a.text for a in chart.layout.annotations]
    assert chart.layout.shapes[0].x0 == 6


def test_drawing_leaves_the_table_as_it_was():
    rows, before = estimates(), estimates()
    drawn(rows)
    pd.testing.assert_frame_equal(rows, before)
