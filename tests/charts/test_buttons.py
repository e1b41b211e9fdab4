"""A press sets all that can differ, whatever was pressed before; what belongs together stays so."""

import json
from itertools import permutations

import pandas as pd
import plotly.graph_objects as go
import pytest

from course.charts import parts, style
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.style import About, Card, finish, plain
from course.errors import CourseError

GAO = "gao-via-2009-gao-09-771-summary"
VOTES = pd.DataFrame(
    {
        "village": ["Láz", "Vísky", "Trokavec"],
        "form": ["a", "b", "a"],
        "of_voters": [92.0, 96.0, 98.0],
        "of_all": [40.0, None, 70.0],
        "source_id": GAO,
    }
)


def votes(rows, whole="of_voters"):
    """Draw the share against in each village, of one whole."""
    shown = rows.reset_index(drop=True)
    fig = parts.rows_down(shown["village"])
    parts.across(fig, 0, 100, title=f"against, {whole}")
    for mark, part in by_mark(shown, "form", marks(["a", "b"]), empty=True):
        said = ["not known" if pd.isna(v) else f"{v:.0f} {whole}" for v in part[whole]]
        parts.dots(fig, part[whole], part.index, mark, text=said, hover=said)
    return fig


WHOLES = {
    "Of voters": votes(VOTES),
    "Of all": votes(VOTES, "of_all"),
    "By name": votes(VOTES.sort_values("village")),
    "One kind": votes(VOTES[VOTES["form"] == "a"]),
}


def finished(fig, rows=VOTES):
    return plain(finish(fig, Card("T", "S", ["1", "2", "3"], ["polls"]), rows=rows))


def press(figure, label):
    """Return a figure after a press, as Plotly would leave it: each path set, null taken away."""
    figure = json.loads(json.dumps(figure))
    (menu,) = figure["layout"]["updatemenus"]
    (button,) = [b for b in menu["buttons"] if b["label"] == label]
    restyle, relayout, places = (
        [*button["args"], {}, None][:3] if button["method"] == "restyle" else button["args"]
    )
    for path, values in restyle.items():
        targets = range(len(figure["data"])) if places is None else places
        assert len(values) == len(targets)  # Plotly would go round and round a shorter list
        for place, value in zip(targets, values, strict=True):
            _put(figure["data"][place], path.split("."), value)
    for path, value in relayout.items():
        _put(figure["layout"], path.split("."), value)
    return figure


def _put(target, steps, value):
    for step in steps[:-1]:
        target = target.setdefault(step, {})
    if value is None:
        target.pop(steps[-1], None)
    else:
        target[steps[-1]] = value


def shown(figure):
    """Return what a reader sees of a figure, its buttons and height apart."""
    layout = {k: v for k, v in figure["layout"].items() if k in ("xaxis", "yaxis", "annotations")}
    for axis in ("xaxis", "yaxis"):
        layout[axis] = {k: v for k, v in layout[axis].items() if k != "autorange"}
    return [
        {k: v for k, v in trace.items() if k != "visible" or v is False} for trace in figure["data"]
    ], layout


# -- switch


@pytest.mark.parametrize("order", list(permutations(WHOLES, 2)))
def test_after_a_press_the_chart_is_the_whole_figure_of_that_button(order):
    """Marks, words, hover, legend and axes belong together, whatever was pressed before."""
    figure = finished(switch(WHOLES))
    for label in order:
        figure = press(figure, label)
        wanted = json.loads(json.dumps(plain(WHOLES[label])))
        traces, layout = shown(figure)
        assert traces == shown(finished(WHOLES[label]))[0]
        for axis in ("xaxis", "yaxis"):
            assert layout[axis].items() >= wanted["layout"][axis].items()


def test_a_switch_opens_with_its_first_figure():
    assert shown(finished(switch(WHOLES)))[0] == shown(finished(WHOLES["Of voters"]))[0]


def test_a_press_leaves_title_foot_height_and_margins_alone():
    for button in finished(switch(WHOLES))["layout"]["updatemenus"][0]["buttons"]:
        settings = {path.split(".")[0].split("[")[0] for path in button["args"][1]}
        assert settings <= {"xaxis", "yaxis"} and button["args"][1]["yaxis.autorange"] is False


def test_what_does_not_differ_is_not_set():
    same = {"one": votes(VOTES), "two": votes(VOTES, "of_all")}
    for button in switch(same).layout.updatemenus[0].buttons:
        assert not any(path.startswith("marker") or path == "y" for path in button.args[0])


def test_figures_of_different_parts_are_refused():
    with pytest.raises(CourseError, match=r"different parts.*empty=True"):
        switch({"one": votes(VOTES), "two": go.Figure()})
    alone = votes(VOTES)
    parts.upwards(alone, title="place")
    with pytest.raises(CourseError, match=r"'one' of a switch does not set yaxis\.title"):
        switch({"one": votes(VOTES), "two": alone})


# -- choices


def tagged_figure():
    fig = parts.rows_down(["a", "b"])
    parts.across(fig, 0, 5)
    parts.dots(fig, [1], [0], Mark("circle", "blue", "always"))
    for tag, symbol in (("reading", "x"), ("counting", "square")):
        with tagged(fig, tag):
            parts.dots(fig, [2, 3], [0, 1], Mark(symbol, "teal", tag))
            parts.words(fig, [2], [1], ["two"])
    return fig


def seen(figure):
    return [trace.get("visible") is not False for trace in figure["data"]]


def test_a_choice_shows_its_tags_and_what_has_none():
    fig = tagged_figure()
    choices(
        fig, {"Reading": ["reading"], "Counting": ["counting"], "Both": ["reading", "counting"]}
    )
    figure = finished(fig)
    assert seen(figure) == [True, True, True, False, False]
    for label, wanted in (
        ("Counting", [True, False, False, True, True]),
        ("Both", [True] * 5),
        ("Reading", [True, True, True, False, False]),
    ):
        figure = press(figure, label)
        assert seen(figure) == wanted


def test_every_choice_says_of_every_part_whether_it_is_seen():
    fig = tagged_figure()
    choices(fig, {"Reading": ["reading"], "Counting": ["counting"]})
    for button in finished(fig)["layout"]["updatemenus"][0]["buttons"]:
        assert len(button["args"][0]["visible"]) == len(fig.data)


def test_tags_are_not_stored():
    fig = tagged_figure()
    choices(fig, {"Reading": ["reading"]})
    assert "meta" not in json.dumps(finished(fig)["data"])


def test_a_tag_that_no_part_has_is_refused():
    with pytest.raises(CourseError, match="the tag 'redaing', which no part"):
        choices(tagged_figure(), {"Reading": ["redaing"]})


# -- where buttons stand


def menus(labels, names=("a", "b")):
    fig = parts.rows_down(list(names))
    parts.across(fig, 0, 5)
    with tagged(fig, "x"):
        parts.dots(fig, [1], [0], Mark())
    choices(fig, {label: ["x"] for label in labels})
    chart = finish(fig, Card("T", "S", ["1", "2", "3"], ["polls"]), rows=VOTES)
    layout = plain(chart)["layout"]
    return layout["updatemenus"][0], About.from_meta(layout).narrow, layout["margin"]


def test_few_buttons_stand_in_a_row_at_the_edge_of_the_plot():
    page, phone, _ = menus(["One", "Two"])
    assert page["type"] == phone["updatemenus"][0]["type"] == "buttons"
    assert page["pad"]["l"] == 0 and page["showactive"]


def test_a_row_that_the_plot_has_no_room_for_begins_further_left_and_stays_in_view():
    page, phone, _ = menus(["One of these", "Another one"], ["a rather long name of a row"] * 2)
    moved = phone["updatemenus"][0]["pad"]["l"]
    assert page["pad"]["l"] == 0 and -phone["margin"]["l"] < moved < 0


def test_a_row_stays_in_view_in_the_box_that_waits_for_a_prediction():
    labels = ["Longest", "By date", "Parliament", "Others"]
    page, phone, margin = menus(labels, ["a rather long name of a row"] * 2)
    slim = phone["updatemenus"][0], phone["margin"], 360
    for menu, room, width in ((page, margin, 720), slim):
        wide = sum(style._label(label, menu["font"]["size"]) for label in labels)
        # In the box a chart is 674 pixels wide on a page and about 314 on a phone.
        assert menu["type"] == "buttons" and room["l"] + menu["pad"]["l"] + wide <= width - 46


def test_more_buttons_than_a_screen_is_wide_become_a_list():
    labels = ["commands", "operates", "directs", "advises", "consents, hosts", "informs"]
    page, phone, _ = menus(labels)
    assert page["type"] == "buttons" and phone["updatemenus"][0]["type"] == "dropdown"


def test_buttons_have_room_above_the_plot_whatever_else_stands_there():
    plain_top = menus(["One"])[2]["t"]
    fig = tagged_figure()
    choices(fig, {"Reading": ["reading"]})
    parts.rule(fig, 2, "half")
    layout = finished(fig)["layout"]
    (menu,) = layout["updatemenus"]
    assert layout["margin"]["t"] > plain_top
    assert menu["pad"]["b"] >= 26  # over the words of the rule
