"""What a notebook's functions say to odd arguments, and to letters that only look Latin."""

import math
import time

import pandas as pd
import pytest

import course
from course.errors import CourseError
from course.learn import lookalikes

ODD = [None, ..., 5, math.nan, b"x", [], {}, object(), type, pd.DataFrame({"a": [1]}), "\u202e", ""]


@pytest.mark.parametrize(
    "name", ["check", "describe", "hint", "load", "predict", "solution", "term"]
)
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_odd_arguments_are_refused_in_a_sentence(name, odd):
    with pytest.raises(CourseError) as error:
        getattr(course, name)(odd)
    said = str(error.value)
    assert said.endswith((".", "?", ")", "terminal.")) and "\n" not in said and len(said) < 400


@pytest.mark.parametrize("long", ["x" * 100_000, "zzzz " * 20_000, "\ud800" * 1000], ids=len)
@pytest.mark.parametrize(
    "name",
    ["check", "describe", "hint", "load", "predict", "quiz", "references", "route", "solution",
     "source", "start", "term", "timeline"],
)  # fmt: skip
def test_a_text_far_too_long_is_answered_in_short_and_at_once(name, long):
    began = time.monotonic()
    with pytest.raises(CourseError) as error:
        getattr(course, name)(long)
    assert time.monotonic() - began < 3 and len(str(error.value).encode()) < 600


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: type(odd).__name__)
def test_a_reveal_wants_a_name_and_a_chart(odd):
    for given in ((odd, odd), ("01-contradicted", None), (odd, course.text("a"))):
        with pytest.raises(CourseError):
            course.reveal(*given)


def test_a_name_that_the_course_does_not_have():
    with pytest.raises(AttributeError, match=r"course has no 'chekc'\. Did you mean check\?"):
        course.chekc  # noqa: B018
    assert not hasattr(course, "nothing")


@pytest.mark.parametrize(
    ("given", "letter"),
    [("В", "В"), (["A", "С"], "С"), ({"a": "уes"}, "у"), ({"а": "yes"}, "а"), ("Ο", "Ο")],
)
def test_a_letter_that_only_looks_latin_is_named(given, letter):
    said = lookalikes.note(given)
    assert said.startswith(f"The `{letter}` in it is a ") and said.endswith("Latin keyboard.")
    assert lookalikes.latin(letter) in said


@pytest.mark.parametrize("given", ["B", "", None, 5, ["A", 5], {1: 2}, "é", "中", "Türkiye", b"x"])
def test_of_other_letters_nothing_is_said(given):
    assert lookalikes.note(given) == ""


def test_the_note_stands_with_an_answer_that_cannot_be_read():
    assert "a Cyrillic letter" in str(course.predict("01-contradicted", "В"))
    assert "a Cyrillic letter" in str(course.check("04-two-polls", "С"))
    assert "a Cyrillic letter" not in str(course.check("04-two-polls", "ж"))


@pytest.mark.parametrize("half", ["\ud800", "B\udc00"])
def test_half_a_letter_can_be_sent_to_the_notebook(half):
    for said in (course.check("04-two-polls", half), course.predict("04-cost-ranking", half)):
        assert "I cannot read that" in said._repr_mimebundle_()["text/markdown"].encode().decode()
