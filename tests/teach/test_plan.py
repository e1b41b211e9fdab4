"""A plan of a lesson: its minutes, its notes, what is right, and that it is one sheet of paper."""

import re
from itertools import pairwise

import pytest

from course.errors import CourseError
from course.learn.classroom import lesson_plan
from course.publish import images
from course.teach import needs, paper
from course.teach.plan import _opening, plan, write
from course.units import unit


@pytest.fixture(scope="module")
def html():
    return plan(unit("04"), 90)


def test_the_minutes_run_from_nought_to_the_end_of_the_lesson(html):
    spans = [tuple(map(int, found)) for found in re.findall(r"<td>(\d+)–(\d+)</td>", html)]
    assert spans[0][0] == 0 and spans[-1][1] == 90
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert len(spans) == len(lesson_plan(unit("04"), 90))


def test_it_holds_the_question_what_is_right_and_mistakes_with_their_answers(html):
    assert "a sound plan given up, or a wrong one stopped?" in html
    assert "(04-two-polls): The sponsors and the questions differ" in html
    told = (
        "an event is assumed that did not happen:</i> The war in Georgia came a year later. Look in"
    )
    assert told in html


def test_it_names_both_sides_in_the_order_of_the_unit_and_only_where_there_is_a_debate(html):
    assert html.index("<li>For the Third Site</li>") < html.index("<li>Against the Third Site</li>")
    assert "<li>For the Third Site</li>" not in plan(unit("04"), 45)


def test_nothing_that_a_note_says_becomes_markup(monkeypatch):
    part = lesson_plan(unit("04"), 90)[0]
    evil = part.__class__(
        part.section, part.minutes, part.entry.__class__(show="<script>x</script>"), ()
    )
    monkeypatch.setattr("course.teach.told.parts", lambda *_: [evil])
    assert "<script>" not in plan(unit("04"), 90)


def test_a_lesson_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(CourseError, match="none of 60: choose one with --minutes"):
        write(unit("04"), 60, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(CourseError, match=r"out is a file. Name a folder with --out"):
        write(unit("04"), 90, tmp_path / "out", pdf=False)
    assert (tmp_path / "out").read_text() == "mine"


def test_without_a_browser_the_page_is_written_and_a_pdf_that_is_asked_for_is_refused(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(images, "chromium", lambda: None)
    (only,) = write(unit("04"), 90, tmp_path)
    assert only.suffix == ".html"
    with pytest.raises(CourseError, match=r"A PDF needs a browser. Install Chromium"):
        paper.print_pdf(only)


def test_a_plan_of_ninety_minutes_is_one_sheet(tmp_path, chromium_path):
    _, pdf = write(unit("04"), 90, tmp_path, pdf=True)
    assert paper.pages(pdf) == 1


def test_a_missing_extra_is_told_with_the_command_that_brings_it():
    needs("json", "pathlib")
    with pytest.raises(CourseError, match=r"\(no_such_thing.part\).*uv sync --extra site"):
        needs("no_such_thing.part", "json", extra="site")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("One word. And a second sentence that says why it is so.", "both"),
        ("A sentence that says enough by itself, since it has more than sixty letters. No.", "one"),
        ("It lies (see p. 3. or 4) at 1.5 km. Then more is said of it, and enough of it.", "both"),
    ],
)
def test_an_answer_is_as_long_as_it_must_be(text, said):
    assert _opening(text) == (text if said == "both" else text.removesuffix(" No."))
