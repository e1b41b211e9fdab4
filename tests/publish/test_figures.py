"""A stored chart as a page shows it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from course.publish.figures import NARROW, WIDE, drawings, figure, merged
from course.units import unit


@pytest.fixture(scope="module")
def all_drawings():
    return list(drawings(unit("04").notebook))


def test_page_sets_title_and_foot_as_text_and_not_in_the_drawing(all_drawings):
    for drawing in all_drawings:
        for narrow in (False, True):
            layout = drawing.layout(narrow)
            assert "title" not in layout and "meta" not in layout
            assert all(a.get("name") != "foot" for a in layout["annotations"])
            assert layout["width"] == (NARROW if narrow else WIDE)
            assert layout["height"] > 100


def test_figure_has_words_rows_source_and_date(all_drawings):
    for drawing in all_drawings:
        text = figure(drawing, "", stills=True)
        about = drawing.about
        assert all(line[:20].replace("'", "&#x27;") in text for line in about.digest)
        assert f"({len(about.table['rows'])} rows)" in text
        assert "As of" in text and "<picture>" in text and 'alt="Chart:' in text


def test_figure_without_stills_says_so(all_drawings):
    text = figure(all_drawings[0], "../", stills=False)
    assert "without stills" in text and "<img" not in text
    assert 'data-src="../_figures/' in text


def test_rows_are_csv_that_reads_back(all_drawings):
    for drawing in all_drawings:
        read = list(csv.reader(io.StringIO(drawing.rows)))
        assert read[0] == drawing.about.table["columns"]
        assert len(read) - 1 == len(drawing.about.table["rows"])


def test_script_cannot_close_its_own_element(all_drawings):
    assert all("</" not in drawing.script for drawing in all_drawings)


def test_key_changes_with_the_chart(all_drawings):
    changed = json.loads(json.dumps(all_drawings[0].figure))
    changed["data"][0]["name"] = "another"
    assert type(all_drawings[0])(changed).key != all_drawings[0].key


def test_merged_goes_into_dictionaries():
    assert merged({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 9}}) == {
        "a": {"b": 9, "c": 2},
        "d": 3,
    }
