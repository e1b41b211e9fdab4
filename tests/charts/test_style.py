"""The house style: a finished chart carries all that a reader needs, and is small and plain."""

import json
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import plotly.offline
import pytest
from markdown_it import MarkdownIt

from course.charts import parts, style
from course.data import package
from course.errors import CourseError
from course.publish.figures import Drawing
from course.quality.contract import chart_problems
from course.show import WORDS_MIME, Folded, Shown, Waiting
from course.sources import lookup
from course.units import units

GAO = "gao-via-2009-gao-09-771-summary"
ROWS = pd.DataFrame({"year": [2007, 2008], "cost": [1.0, 2.5], "source_id": [GAO, GAO]})


def drawn(legend=False):
    fig = go.Figure()
    fig.add_scatter(x=np.array([2007, 2008]), y=ROWS["cost"], name="cost")
    return fig.update_layout(xaxis={"title": "year"}, showlegend=legend)


CARD = style.Card(
    title="Costs rose by half from one year to the next",
    subtitle="Cost by year, billion dollars",
    tables=["polls", "sites"],
    digest=["two years", "lowest 1", "highest 2.5"],
)


def finish(fig=None, rows=ROWS, columns=None, **changes):
    return style.finish(fig or drawn(), replace(CARD, **changes), rows=rows, columns=columns)


def stored(chart):
    """Return what a notebook keeps of a chart, after a trip through a file."""
    return json.loads(json.dumps(chart._repr_mimebundle_()))


# -- what is stored


def test_a_chart_is_stored_as_plotly_json_and_words_only():
    bundle = stored(finish())
    assert set(bundle) == {style.PLOTLY_MIME, "text/plain"}
    assert finish()._repr_html_ is None
    assert bundle["text/plain"].splitlines() == [
        "Chart, in words:",
        "Costs rose by half from one year to the next",
        "- two years",
        "- lowest 1",
        "- highest 2.5",
    ]


@pytest.fixture
def outputs(monkeypatch):
    """Return what a cell that ends with something stores: the data of each output."""

    def display(*things, raw=False):
        for thing in things:
            if hasattr(thing, "_ipython_display_"):
                thing._ipython_display_()
            else:
                found.append(thing if raw else thing._repr_mimebundle_())

    def stored_of(shown):
        found.clear()
        display(shown)
        return list(found)

    found = []
    monkeypatch.setattr("IPython.display.display", display)
    return stored_of


def test_a_cell_shows_a_chart_and_under_it_its_words_in_a_fold(outputs):
    rows = ROWS.assign(said=["<b>*1*|2</b>", None])
    drawing, words = outputs(finish(rows=rows, note="Only *two* years."))
    assert set(drawing) == {style.PLOTLY_MIME, "text/plain"}
    assert words[WORDS_MIME] == {"rows": len(ROWS)}
    text = words["text/markdown"]
    assert text.startswith("<details>\n<summary>This chart in words</summary>\n\n**Costs rose")
    assert text.endswith("|\n\n</details>")
    for said in ("Cost by year", "- two years", "- highest 2.5", "As of", "`polls`, `sites`"):
        assert said in text
    # What a table says is text: nothing of it runs, and no bar makes another column.
    assert "&lt;b>\\*1\\*\\|2&lt;/b>" in text and "Only \\*two\\* years." in text
    alone = Folded("<script>x</script></details>", 1)._repr_mimebundle_()["text/markdown"]
    assert "<script" not in alone and alone.count("</details>") == 1
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert html.count("<tr>") == 1 + len(ROWS) and html.count("<th>") == len(rows.columns)
    assert html.count("<details>") == html.count("</details>") == 1


def test_words_show_the_first_rows_and_say_how_to_see_them_all(outputs):
    many = pd.concat([ROWS] * 10, ignore_index=True)
    _, words = outputs(finish(rows=many))
    text = words["text/markdown"]
    assert f"The first 15 of the {len(many)} rows" in text and "write `.table`" in text
    assert len([line for line in text.splitlines() if line.startswith("| ")]) == 15 + 2
    chart = finish(rows=many)
    for shown in (chart, Shown("Here is ours.", chart)):
        assert len(str(shown.table).splitlines()) == len(many) + 2
    assert ".table" not in outputs(finish())[1]["text/markdown"]


def test_a_chart_that_waits_has_no_words_and_one_that_is_opened_has(outputs):
    (waiting,) = outputs(Waiting("Not yet.", finish()))
    assert WORDS_MIME not in waiting and "lowest" not in waiting["text/markdown"]
    assert str(Waiting("Not yet.", finish()).table) == "Not yet."
    said, drawing, words = outputs(Shown("Here is ours.", finish()))
    assert said["text/markdown"] == "Here is ours." and style.PLOTLY_MIME in drawing
    assert WORDS_MIME in words


def test_a_finished_chart_meets_the_contract():
    assert list(chart_problems(stored(finish())[style.PLOTLY_MIME])) == []


def test_a_chart_is_the_same_on_every_run():
    assert stored(finish()) == stored(finish())


def test_numbers_are_plain_lists_and_the_template_is_left_out():
    figure = stored(finish())[style.PLOTLY_MIME]
    assert figure["data"][0]["x"] == [2007, 2008] and figure["data"][0]["y"] == [1, 2.5]
    assert not figure["layout"]["template"]
    assert len(json.dumps(figure)) < 4000


def test_nothing_that_a_chart_offers_leaves_the_machine():
    config = stored(finish())[style.PLOTLY_MIME]["config"]
    assert config["showSendToCloud"] is False and config["plotlyServerURL"] == ""
    assert config["displaylogo"] is False  # its logo is a link to an outside host
    # The words are those of the library in use: a switch of another name would do nothing.
    script = plotly.offline.get_plotlyjs()
    assert all(f"{name}:{{valType:" in script for name in config)


def test_width_is_left_to_what_shows_the_chart():
    """With Plotly's own switch as well, a chart in JupyterLab collapsed to a strip of 29 px."""
    figure = stored(finish())[style.PLOTLY_MIME]
    assert "responsive" not in figure["config"]
    assert "width" not in figure["layout"] and figure["layout"]["height"] > 360


def test_every_stored_chart_has_the_house_configuration():
    charts = [
        output["data"][style.PLOTLY_MIME]
        for unit in units()
        for cell in unit.notebook["cells"]
        for output in cell.get("outputs", [])
        if style.PLOTLY_MIME in output.get("data", {})
    ]
    assert charts and all(chart["config"] == style.CONFIG for chart in charts)


# -- what a reader needs


def test_title_subtitle_and_foot_say_what_to_see_in_which_unit_from_where_and_when():
    chart = finish(note="Only two years.")
    assert "Costs rose by half" in chart.layout.title.text
    assert chart.layout.title.subtitle.text == "Cost by year, billion dollars"
    (foot,) = [a.text.replace("<br>", " ") for a in chart.layout.annotations if a.name == "foot"]
    assert foot.startswith("Only two years. Source: ")
    assert lookup(GAO)["publisher"] in foot
    assert "course tables polls, sites. As of " in foot


def test_as_of_is_the_date_of_the_newest_table(monkeypatch):
    for name, date in (("polls", "2026-01-02"), ("sites", "2026-03-04")):
        monkeypatch.setitem(package().table(name).descriptor, "as_of", date)
    assert finish().about.as_of == "2026-03-04"
    assert finish(tables=["polls"]).about.as_of == "2026-01-02"


def test_rows_behind_the_chart_come_along():
    shown = finish(rows=ROWS.assign(note="x", other_source_ids="y")).rows
    assert shown.values.tolist() == [[2007, 1, GAO], [2008, 2.5, GAO]]
    assert list(shown.columns) == ["year", "cost", "source_id"]


def test_columns_choose_what_is_shown_and_sources_come_from_all_rows():
    chart = finish(columns=["year"])
    assert list(chart.rows.columns) == ["year"] and chart.about.source_ids == [GAO]


def test_a_drawing_brings_its_rows():
    chart = style.finish(style.Drawing(drawn(), ROWS), CARD)
    assert chart.rows.equals(finish().rows)


def test_what_a_chart_says_of_itself_is_read_back_as_it_was_written():
    layout = stored(finish(note="Only two years."))[style.PLOTLY_MIME]["layout"]
    about = style.About.from_meta(layout)
    assert (about.title, about.note, about.digest) == (CARD.title, "Only two years.", CARD.digest)
    assert about.to_meta() == layout["meta"]
    assert about.top and about.bottom


@pytest.mark.parametrize("meta", [None, {}, {"course": {}}, {"course": 1, "frame": {}}, "text"])
def test_a_figure_that_was_not_finished_says_nothing_of_itself(meta):
    with pytest.raises(CourseError, match="is not finished"):
        style.About.from_meta({"meta": meta})


@pytest.mark.parametrize(
    "edit",
    [
        lambda chart: chart.update_layout(title="x"),
        lambda chart: chart.update_xaxes(range=[0, 1]),
        lambda chart: chart.add_scatter(x=[1], y=[1]),
        lambda chart: chart.add_annotation(text="x"),
        lambda chart: chart.update(layout={"title": "x"}),
    ],
)
def test_a_finished_chart_is_not_edited(edit):
    chart = finish()
    before = stored(chart)
    with pytest.raises(CourseError, match="This chart is finished"):
        edit(chart)
    assert stored(chart) == before


@pytest.mark.parametrize("lines", [[], ["one", "two"], list("abcdef")])
def test_a_digest_has_three_to_five_lines(lines):
    with pytest.raises(CourseError, match=f"3 to 5 lines; 'Costs rose.*' has {len(lines)}"):
        finish(digest=lines)


def test_a_chart_without_sources_is_refused():
    with pytest.raises(CourseError, match=r"Say where the rows of 'Costs rose"):
        finish(rows=ROWS.drop(columns="source_id"))
    named = finish(rows=ROWS.drop(columns="source_id"), source_ids=[GAO])
    assert named.about.source_ids == [GAO]


# -- room for what is drawn


def test_legend_long_names_and_long_titles_get_room():
    plain = finish()
    assert finish(drawn(legend=True)).layout.margin.b > plain.layout.margin.b
    assert finish(title="Costs rose and " * 12).layout.margin.t > plain.layout.margin.t
    named = drawn()
    named.update_layout(yaxis={"ticktext": ["a long name of a row"], "tickvals": [1]})
    assert finish(named).layout.margin.l > plain.layout.margin.l
    for chart in (plain, finish(named)):  # the plot itself keeps its height
        margin = chart.layout.margin
        assert chart.layout.height - margin.t - margin.b == 360
    assert finish(named).about.narrow["margin"]["l"] <= 0.45 * style.NARROW


def test_a_phone_gets_the_height_and_the_settings_that_the_drawing_asks_for():
    fig = parts.rows_down(["a", "b"])
    parts.on_phone(fig, height=500, xaxis={"tickfont": {"size": 10}})
    chart = finish(fig)
    assert chart.about.narrow["room"] == 500
    drawing = Drawing(stored(chart)[style.PLOTLY_MIME])
    layout = drawing.layout(narrow=True)
    assert layout["height"] == 500 + layout["margin"]["t"] + layout["margin"]["b"]
    assert layout["xaxis"]["tickfont"] == {"size": 10} and layout["width"] == style.NARROW
    assert drawing.layout(narrow=False)["height"] < 300


# -- colour is never the only sign, and can be read


def contrast(one, other):
    """Return the contrast ratio of two colours (Web Content Accessibility Guidelines 2)."""

    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return bright / dark


@pytest.mark.parametrize("name", ["ink", *style.SERIES])
def test_text_and_series_stand_out_from_white(name):
    assert contrast(style.PALETTE[name], "#ffffff") >= 4.5


def test_every_series_has_a_colour_a_symbol_and_a_dash_of_its_own():
    for signs in (style.SERIES, style.SYMBOLS, style.DASHES):
        assert len(set(signs)) == len(style.SERIES)
    assert all(style.PALETTE[a] != style.PALETTE[b] for a, b in combinations(style.SERIES, 2))


# -- small helpers


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1.23456789, 1.23457),
        (2.0, 2),
        (float("nan"), None),
        (np.float64(0.1) + np.float64(0.2), 0.3),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (True, True),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp("2008-07-08"), "2008-07-08"),
        (pd.Timestamp("2008-07-08 12:30"), "2008-07-08T12:30:00"),
        (pd.Series([1, None, 3], dtype="Int64"), [1, None, 3]),
        ({"a": None, "b": (1, 2)}, {"b": [1, 2]}),
        ("text", "text"),
    ],
)
def test_plain(value, kept):
    assert style.plain(value) == kept and type(style.plain(value)) is type(kept)


def test_wrap_breaks_between_words():
    assert style.wrap("one two three", 7) == "one two<br>three"
    assert style.wrap("", 7) == ""
