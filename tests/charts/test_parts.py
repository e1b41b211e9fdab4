"""Small marks stand where their rows say and look as their kind does; unknown is never a zero."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from course.charts import parts
from course.charts.marks import SHAPES, UNKNOWN, Mark, by_mark, colour_of, marks
from course.charts.style import PALETTE, Card, Chart, finish
from course.errors import CourseError

GAO = "gao-via-2009-gao-09-771-summary"
BLUE = Mark("circle", "blue", "blue ones")


def drawn(part, *args, **changes):
    """Return the only trace that a part draws."""
    fig = go.Figure()
    getattr(parts, part)(fig, *args, **changes)
    (trace,) = fig.data
    return trace


# -- the example that the vocabulary shows


def test_the_worked_example_draws_a_chart():
    """The code in the module's docstring is run as it stands, its blanks filled."""
    text = parts.__doc__[
        parts.__doc__.index("    def minutes") : parts.__doc__.index("What there is")
    ]
    code = "\n".join(line[4:] for line in text.splitlines())
    code = code.replace("title=...", 'title="Both are near"').replace(
        "subtitle=...", 'subtitle="x"'
    )
    code = code.replace("digest=[...]", 'digest=["a", "b", "c"]').replace("note=...", 'note=""')
    names = vars(parts) | {"marks": marks, "by_mark": by_mark, "Card": Card, "finish": finish}
    names |= {"Chart": Chart}
    exec(code, names)
    flights = pd.DataFrame(
        {
            "site": ["Rota", "Deveselu", "Rota"],
            "origin": ["iran", "russia", "russia"],
            "minutes": [19.2, 8.0, 14.0],
            "doubtful": [True, False, False],
            "km": [4900, 1500, 3500],
            "source_id": GAO,
        }
    )
    chart = names["minutes"](flights)
    assert [trace.name for trace in chart.data] == ["from Tabriz", "from Kaliningrad"]
    assert chart.data[0].marker.symbol == "circle-open"
    assert list(chart.data[1].text) == ["8 min", "14 min"] and chart.data[1].y == (1, 2)
    assert list(chart.rows.columns) == ["site", "km", "minutes", "source_id"]
    assert len(text.splitlines()) < 16


# -- how kinds look


def test_kinds_differ_in_shape_colour_and_dash():
    found = list(marks({n: f"kind {n}" for n in range(6)}).values())
    for sign in ("symbol", "colour", "dash", "name"):
        assert len({getattr(mark, sign) for mark in found}) == 6
    assert marks(["a", "b"])["b"].name == "b"


def test_more_kinds_than_shapes_are_refused():
    assert len({m.symbol for m in marks(map(str, range(len(SHAPES)))).values()}) == len(SHAPES)
    with pytest.raises(CourseError, match="Group some kinds"):
        marks(map(str, range(len(SHAPES) + 1)))


def test_each_kind_comes_with_its_rows_and_a_kind_without_rows_only_when_asked_for():
    table = pd.DataFrame({"who": ["b", "a", "b", None]})
    kinds = marks(["a", "b", "c"])
    assert [(m.name, list(p.index)) for m, p in by_mark(table, "who", kinds)] == [
        ("a", [1]),
        ("b", [0, 2]),
    ]
    assert [m.name for m, _ in by_mark(table, "who", kinds, empty=True)] == ["a", "b", "c"]
    with pytest.raises(CourseError, match=r"'b' in the column 'who' has no mark"):
        list(by_mark(table, "who", marks(["a"])))


def test_a_colour_that_the_palette_lacks_is_refused_with_the_nearest():
    assert colour_of("teal") == PALETTE["teal"]
    with pytest.raises(CourseError, match=r"'tael' is no colour of the course.*teal"):
        drawn("dots", [1], [0], Mark("circle", "tael"))


def test_not_known_is_hatched():
    assert "hash" in UNKNOWN.symbol


# -- dots


def test_dots_carry_their_words_and_what_they_say():
    trace = drawn(
        "dots", [1, 2], [0, 1], BLUE, text=["a", "b"], at="middle right", hover=["c", "d"]
    )
    assert (trace.mode, trace.text, trace.textposition) == (
        "markers+text",
        ("a", "b"),
        "middle right",
    )
    assert trace.hovertext == ("c", "d") and trace.hoverinfo == "text+name"
    assert (trace.marker.symbol, trace.marker.color) == ("circle", PALETTE["blue"])
    assert trace.showlegend is None and trace.hovertemplate is None


def test_dots_without_words_to_say_are_silent_and_without_a_name_not_in_the_legend():
    trace = drawn("dots", [1], [0], Mark("circle", "blue"))
    assert trace.hoverinfo == "skip" and trace.showlegend is False


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_an_unknown_margin_or_place_stays_unknown(missing):
    trace = drawn("dots", [50, missing], [0, 1], BLUE, margin=[missing, 3.1])
    assert trace.x == (50, None) and trace.error_x.array == (None, 3.1)


def test_marks_of_several_sizes_are_not_faded():
    """White words stand on them; Plotly's own default would be 0.7."""
    assert drawn("dots", [1, 2], [0, 1], BLUE, size=[20, 30]).marker.opacity == 1
    assert drawn("dots", [1, 2], [0, 1], BLUE, size=20).marker.opacity is None


def test_hollow_and_thin_marks_have_an_outline_in_their_own_colour():
    one = drawn("dots", [1, 2], [0, 1], BLUE, hollow=[True, False]).marker
    assert one.symbol == ("circle-open", "circle")
    assert one.line.width and one.line.color == PALETTE["blue"]
    assert drawn("dots", [1, 2], [0, 1], BLUE, hollow=True).marker.symbol == "circle-open"
    assert drawn("dots", [1], [0], Mark("x-thin", "grey")).marker.line.width
    assert (
        drawn("dots", [1], [0], Mark("hash-open", "grey"), hollow=True).marker.symbol == "hash-open"
    )
    assert drawn("dots", [1], [0], BLUE).marker.line.width is None


def test_a_shape_of_its_own_for_each_mark():
    trace = drawn("dots", [1, 2], [0, 1], BLUE, symbols=["circle", "triangle-left"])
    assert trace.marker.symbol == ("circle", "triangle-left")
    assert drawn("dots", [], [], BLUE, hollow=[]).marker.symbol == "circle"


def test_joined_dots_have_a_line_with_the_dash_of_their_kind():
    trace = drawn("dots", [1, 2], [0, 1], Mark("x", "teal", "", "dot"), join=3)
    assert trace.mode == "lines+markers"
    assert (trace.line.width, trace.line.dash, trace.line.color) == (3, "dot", PALETTE["teal"])


# -- lines, areas, bars, words


def test_segments_are_one_trace_with_gaps_and_leave_out_what_has_an_unknown_end():
    trace = drawn("segments", [1, None, 3], [2, 5, 4], [0, 1, 2], BLUE)
    assert trace.x == (1, 2, None, 3, 4, None) and trace.y == (0, 0, None, 2, 2, None)
    assert trace.showlegend is False and trace.mode == "lines"
    upright = drawn("segments", [1], [1], [0], BLUE, to=[5])
    assert upright.y == (0, 5, None)


def test_a_line_and_the_marks_of_its_kind_answer_to_one_name_in_the_legend():
    fig = go.Figure()
    parts.segments(fig, [0], [3], [0], BLUE)
    parts.dots(fig, [3], [0], BLUE)
    parts.dots(fig, [4], [1], Mark("x", "teal", "others"))
    assert [t.legendgroup for t in fig.data] == ["blue ones", "blue ones", None]
    assert [t.showlegend for t in fig.data] == [False, None, None]
    assert fig.layout.showlegend


def test_blocks_fill_from_start_to_end():
    trace = drawn("blocks", ["2018-01-01"], ["2018-12-31"], [2], BLUE)
    assert trace.fill == "toself"
    assert trace.x[:4] == ("2018-01-01", "2018-12-31", "2018-12-31", "2018-01-01")
    assert trace.y == (1.6, 1.6, 2.4, 2.4, None)


def test_bars_differ_in_pattern_and_stand_end_to_end():
    fig = go.Figure()
    for mark, pattern in ((BLUE, ""), (Mark("x", "teal", "teal ones"), "/")):
        parts.bars(fig, [1, 2], [0, 1], mark, text=["1", "2"], hover=["a", "b"], pattern=pattern)
    assert fig.layout.barmode == "stack"
    assert [t.marker.pattern.shape for t in fig.data] == ["", "/"]
    assert fig.data[0].orientation == "h"


def test_words_are_neither_marks_nor_in_the_legend():
    trace = drawn("words", [1], [0], ["none found"])
    assert (trace.mode, trace.text, trace.showlegend) == ("text", ("none found",), False)


def test_a_steady_line_keeps_its_height_until_the_next_place():
    assert drawn("path", [1, 2], [16, 19], BLUE, steps=True).line.shape == "hv"


def test_a_rule_is_named_over_the_plot_and_over_an_axis_there():
    for top, lift in ((False, None), (True, 26)):
        fig = parts.rows_down(["a", "b"])
        parts.across(fig, 0, 10, top=top)
        parts.rule(fig, 5, "half")
        rows = pd.DataFrame({"source_id": [GAO]})
        chart = finish(fig, Card("T", "S", ["1", "2", "3"], ["polls"]), rows=rows)
        (named,) = [a for a in chart.layout.annotations if a.text == "half"]
        assert (named.x, named.yshift) == (5, lift) and chart.layout.shapes[0].x0 == 5


def test_a_band_is_named():
    fig = go.Figure()
    parts.band(fig, 1, 2, "the gap")
    (shape,) = fig.layout.shapes
    assert (shape.x0, shape.x1, shape.label.text) == (1, 2, "the gap")


# -- frames


def test_rows_run_down_from_the_top_and_the_plot_is_as_high_as_its_rows():
    fig = parts.rows_down(["first", "a name of more than one line, surely"], each=40, within=12)
    axis = fig.layout.yaxis
    assert axis.tickvals == (0, 1) and axis.range[0] > 1 > 0 > axis.range[1]
    assert "<br>" in axis.ticktext[1] and fig.layout.height == 80


def test_a_ladder_runs_upwards():
    low, high = parts.rows_down(["lowest", "highest"], upwards=True).layout.yaxis.range
    assert low < 0 < 1 < high


def test_an_axis_of_dates_is_known_by_its_ends():
    fig = go.Figure()
    parts.across(fig, "2005-01-01", "2026-12-31", every="M24", top=True)
    parts.upwards(fig, 0, 100, unit=" %", ticks={0: "none", 100: "all"})
    assert fig.layout.xaxis.type == "date" and fig.layout.xaxis.side == "top"
    assert fig.layout.yaxis.type is None and fig.layout.yaxis.ticktext == ("none", "all")


# -- moves


def test_marks_near_each_other_are_spread_and_others_stay_on_their_row():
    days = pd.to_datetime(pd.Series(["2010-01-01", "2010-02-01", "2012-01-01", "2012-01-02"]))
    assert parts.spread(days, ["a", "a", "a", "b"], within=pd.Timedelta(days=300)) == [
        0,
        -0.2,
        0,
        0,
    ]
    assert parts.spread([1, 1, 1], "aaa", within=1, steps=(0, 1)) == [0, 1, 0]


def test_kinds_are_set_apart_evenly_about_the_row():
    assert parts.dodge("abc", 0.2) == {"a": -0.2, "b": 0, "c": 0.2}


def test_words_run_towards_the_middle():
    assert parts.inward([1, 5, 9]) == ["middle right", "middle right", "middle left"]
    days = pd.to_datetime(pd.Series(["2007-01-01", "2009-01-01"]))
    assert parts.inward(days) == ["middle right", "middle left"]
