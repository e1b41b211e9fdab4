"""The layout for a room: nothing of a chart is lost, long lists are parted, letters are large."""

import copy
import json
import re

import pandas as pd
import pytest
from tests.suite import stage

from course.charts import parts
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.stage import CLEAR, HEIGHT, PICTURES, SIZES, WIDTH, letters, staged
from course.charts.stage.axes import Axis, axis_of, ticks
from course.charts.stage.rows import parted
from course.charts.stage.scene import Scene, scene_of
from course.charts.stage.states import states
from course.charts.style import Card, finish, plain
from course.errors import CourseError

GAO = "gao-via-2009-gao-09-771-summary"
CARD = Card(title="T", subtitle="S", digest=["a", "b", "c"], tables=["sites"], source_ids=[GAO])


def stored(fig):
    """Return a figure finished and stored."""
    return plain(finish(fig, CARD, rows=pd.DataFrame({"a": [1]})))


def listed(labels, **style):
    """Return a list with a mark and a number in each row."""
    fig = parts.rows_down(labels)
    parts.across(fig, 0, 100)
    places = list(range(len(labels)))
    text = [f"{k} words" for k in places]
    parts.dots(fig, [30 + k for k in places], places, Mark(name="one"), text=text, **style)
    return fig


def words(figures):
    """Return the words that stand in pictures."""
    said = []
    for figure in figures:
        layout = figure["layout"]
        said += [note["text"] for note in layout["annotations"]]
        said += [text for axis in ("xaxis", "yaxis") for text in layout[axis]["ticktext"]]
    return set(re.findall(r"\w+", re.sub("<[^>]*>", " ", " ".join(said))))


def drawn(figure):
    """Return the words of a stored figure that a reader sees before pressing a button."""
    layout, said = figure["layout"], []
    for trace in figure["data"]:
        if trace.get("visible", True) is True and trace.get("x"):
            text = trace.get("text") or []
            said += [str(one) for one in (text if isinstance(text, list) else [text]) if one]
            if layout["showlegend"] and trace.get("showlegend") is not False:
                said.append(trace.get("name", ""))
    for note in layout["annotations"]:
        said += [note["text"]] if note.get("name") != "foot" else []
    for name in ("xaxis", "yaxis"):
        about = layout[name]
        if about.get("visible") is not False and about.get("showticklabels") is not False:
            title = about.get("title") or ""
            said.append(title if isinstance(title, str) else title["text"])
            said += [t for t in about.get("ticktext") or [] if re.search("[A-Za-z]", str(t))]
    said += [shape.get("label", {}).get("text", "") for shape in layout.get("shapes", [])]
    return set(re.findall(r"\w+", re.sub("<[^>]*>", " ", " ".join(map(str, said)))))


EVERY = dict(stage.charts())


@pytest.fixture(scope="module")
def made():
    return {name: staged(figure) for name, figure in EVERY.items()}


def test_every_chart_of_the_course_has_pictures_without_a_word_lost(made):
    lost = {name: drawn(EVERY[name]) - words(figures) for name, figures in made.items()}
    assert {name: some for name, some in lost.items() if some} == {}
    assert len(made) > 100 and all(0 < len(figures) <= PICTURES for figures in made.values())


def test_every_picture_is_as_large_as_it_may_be_and_its_letters_are_large(made):
    for name, figures in made.items():
        for figure in figures:
            layout = figure["layout"]
            assert (layout["width"], layout["height"] <= HEIGHT) == (WIDTH, True), name
            sizes = [note["font"]["size"] for note in layout["annotations"]]
            sizes += [layout[axis]["tickfont"]["size"] for axis in ("xaxis", "yaxis")]
            assert min(sizes) >= SIZES[-1] >= stage.LEAST, name


def test_no_list_of_the_course_shows_more_than_fourteen_rows(made):
    counts = {}
    for name, figures in made.items():
        for figure in figures:
            low, high = figure["layout"]["yaxis"]["range"]
            if isinstance(low, int | float) and low > high and figure["layout"]["meta"]["stage"]:
                counts[name] = max(counts.get(name, 0), low - high)
    networks = {name for name in EVERY if Scene(EVERY[name]).is_network}
    assert networks == {"06-0"}
    assert max(count for name, count in counts.items() if name not in networks) < 14 + 1


def test_a_stored_figure_stays_as_it_is_and_gives_the_same_pictures_each_time(made):
    for name in ("00-1", "05-1", "07-5", "06-0", "12-0"):
        before = copy.deepcopy(EVERY[name])
        again = staged(EVERY[name])
        assert before == EVERY[name]
        assert json.dumps(again) == json.dumps(made[name])
        assert all("meta" in one["layout"] and "course" not in one["layout"] for one in again)


def test_a_figure_that_was_not_finished_is_refused():
    with pytest.raises(CourseError, match="not finished"):
        staged(plain(listed(["a", "b"])))


# -- lists


def test_a_long_list_is_parted_between_groups_and_keeps_one_scale():
    labels = [f"Poland, poll {k}" for k in range(11)] + [f"Czechia, poll {k}" for k in range(9)]
    figures = staged(stored(listed(labels)))
    assert [f["layout"]["meta"]["stage"]["part"] for f in figures] == [1, 2]
    names = [{n["text"] for n in f["layout"]["annotations"]} & set(labels) for f in figures]
    assert names == [set(labels[:11]), set(labels[11:])]
    left, right = (f["layout"]["xaxis"] for f in figures)
    assert left["domain"] == right["domain"] and left["range"] == right["range"]
    shown = [sum(x is not None for x in f["data"][0]["x"]) for f in figures]
    assert shown == [11, 9]


def test_a_list_without_groups_is_parted_about_evenly():
    scene = Scene(stored(listed([f"{k}{k}{k}" for k in range(29)])))
    sizes = [len(rows) for rows in parted(scene, 3)]
    assert sum(sizes) == 29 and max(sizes) <= 10


def test_a_ladder_is_turned_to_a_list_from_the_top():
    fig = parts.rows_down([f"step {'abcdefghijk'[k]}" for k in range(11)], upwards=True)
    parts.across(fig, 0, 10)
    parts.dots(fig, [1, 2, 3], [0, 5, 10], Mark())
    scene = scene_of(stored(fig))
    assert scene.is_list and scene.names[0] == "step k" and scene.names[10] == "step a"
    assert scene.data[0]["y"] == [10, 5, 0]


def test_names_of_rows_take_at_most_two_fifths_of_the_width():
    long = "a name of a row that nobody would read in one breath, and then some more of it"
    figure = staged(stored(listed([f"{long} {k}" for k in range(5)])))[0]
    assert figure["layout"]["xaxis"]["domain"][0] < 0.43
    assert any(note["text"].count("<br>") for note in figure["layout"]["annotations"])


def test_words_of_a_line_stand_off_it_and_none_covers_another():
    fig = parts.rows_down([f"row {k}" for k in range(13)])
    parts.across(fig, 0, 100)
    rows = list(range(13))
    parts.segments(fig, [20] * 13, [80] * 13, rows, Mark())
    parts.dots(fig, [50] * 13, rows, Mark(), text=["12 of 20"] * 13, at="middle right")
    figure = staged(stored(fig))[0]
    layout = figure["layout"]
    (left, right), (low, high) = layout["xaxis"]["domain"], layout["yaxis"]["domain"]
    bottom, top = layout["yaxis"]["range"]
    ends = [left + (right - left) * share for share in (0.2, 0.8)]
    heights = [low + (high - low) * (bottom - row) / (bottom - top) for row in rows]
    notes = [note for note in layout["annotations"] if note["text"] == "12 of 20"]
    assert len(notes) == 13
    for note, height in zip(notes, heights, strict=True):
        beyond = note["x"] > ends[1] if note["xanchor"] == "left" else note["x"] < ends[0]
        assert beyond or abs(note["y"] - height) * layout["height"] > 0.5 * note["font"]["size"]


# -- buttons


def test_each_state_that_moves_marks_has_a_picture_as_its_button_would_show_it():
    wholes = {}
    for label, shift in (("First", 0), ("Second", 20), ("Third", 40)):
        fig = parts.rows_down(["a", "b"])
        parts.across(fig, 0, 100, title=f"axis of {label}")
        parts.dots(fig, [10 + shift, 30], [0, 1], Mark(), text=[f"{label} a", "b"])
        wholes[label] = fig
    figures = staged(stored(switch(wholes)))
    assert [f["layout"]["meta"]["stage"]["state"] for f in figures] == list(wholes)
    assert [f["data"][0]["x"] for f in figures] == [[10, 30], [30, 30], [50, 30]]
    for label, figure in zip(wholes, figures, strict=True):
        assert {label, "axis"} <= words([figure])


def test_where_the_first_button_shows_all_one_picture_is_enough():
    fig = parts.rows_down(["a", "b"])
    parts.across(fig, 0, 10)
    for name in ("x", "y"):
        with tagged(fig, name):
            parts.dots(fig, [1, 2], [0, 1], Mark(name=name))
    choices(fig, {"All": ["x", "y"], "X": ["x"], "Y": ["y"]})
    assert [label for label, _ in states(stored(fig))] == [""]
    fig.layout.updatemenus = ()
    choices(fig, {"X": ["x"], "Y": ["y"]})
    assert [label for label, _ in states(stored(fig))] == ["X", "Y"]
    assert [len(figure["data"]) for _, figure in states(stored(fig))] == [1, 1]


# -- words and axes


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (["Command's web<br>page", "Official fact<br>sheet"], "Command's web page"),
        (["Japan, missile<br>29 August 2017"], "Japan, missile, 29 August 2017"),
        (["CVVM, November<br>2007"], "CVVM, November 2007"),
        (["4<br>March", "13<br>March"], "4 March"),
        (["Intermediate-<br>range missile"], "Intermediate-range missile"),
        (["9 A defence<br>$9 bn to 26 bn"], "9 A defence, $9 bn to 26 bn"),
        (["24 hours,<br>debris lie"], "24 hours, debris lie"),
        (["AI<br>text", "Command's<br>page"], "AI text"),
    ],
)  # fmt: skip
def test_lines_of_a_page_are_joined_as_a_reader_would_say_them(texts, whole):
    assert letters.unbroken(texts)[0] == whole


def test_a_text_is_broken_into_lines_of_about_one_length():
    text = "Czech government withdraws the treaties from parliament"
    two = letters.lines(letters.balanced(text, 2, 20))
    assert " ".join(two) == text and len(two) == 2
    widths = [letters.width(line, 20) for line in two]
    assert max(widths) < 0.65 * letters.width(text, 20)
    assert letters.width("<b>word</b>", 20) > letters.width("word", 20)


def test_axes_say_where_values_lie_and_thin_out_what_would_touch():
    years = axis_of({"range": ["2000-01-01", "2020-01-01"]} | {"type": "date"}, [])
    assert years.share("2010") == pytest.approx(0.5, abs=0.001)
    assert [text for _, text in ticks(years, 420, 22)] == ["2000", "2005", "2010", "2015", "2020"]
    assert len(ticks(years, 300, 22)) < 4
    log = Axis({"type": "log"}, 0, 3)
    assert [text for _, text in ticks(log, 900, 20)] == ["1", "10", "100", "1000"]
    assert log.share(10) == pytest.approx(1 / 3) and log.share(0) is None
    shares = Axis({"ticksuffix": " %", "dtick": 5}, 25, 85)
    assert [text for _, text in ticks(shares, 900, 22)][:2] == ["30 %", "40 %"]


def test_signs_of_a_legend_look_like_the_marks_of_what_is_shown():
    fig = parts.rows_down([f"row {k}" for k in range(20)])
    parts.across(fig, 0, 10)
    table = pd.DataFrame({"kind": ["early"] * 10 + ["late"] * 10, "x": [5] * 20})
    for mark, part in by_mark(table, "kind", marks(["early", "late"])):
        parts.dots(fig, part["x"], part.index, mark)
    first, second = staged(stored(fig))
    assert "early" in words([first]) and "late" not in words([first])
    assert "late" in words([second]) and "early" not in words([second])
    sign = second["data"][-1]
    assert (sign["xaxis"], sign["marker"]["symbol"]) == ("x2", "diamond")


def test_no_picture_of_the_course_is_reckoned_to_cover_words():
    from course.charts.stage import _best

    faults = {
        name: max(one.fault for one in _best(scene_of(state)))
        for name, figure in EVERY.items()
        for _, state in states(figure)[:1]
    }
    assert {name: fault for name, fault in faults.items() if fault > CLEAR} == {}
