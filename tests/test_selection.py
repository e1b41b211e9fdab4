"""The words and numbers of a term: what is said anew, and what stays somebody else's."""

import json

import pytest

from course import selection
from course.errors import CourseError
from course.selection import Term

TERM = Term(
    title="A term",
    units={"04": ("01", "third-site"), "10": ("02", "iran-or-russia")},
    absent={"05": "The phased adaptive approach", "13": "Does it work"},
    weeks=(("Week 1", ("04",)), ("Week 2", ("10",))),
    tasks={"04": {"1": "1", "2": "", "3": "2"}},
    words={"programme": "program", "Türkiye": "Turkey"},
)


@pytest.mark.parametrize(
    ("course", "term"),
    [
        ("Unit 10 asks.", "Unit 02 asks."),
        ("units 04 and 10", "units 01 and 02"),
        ("units 10 or 04", "units 02 or 01"),
        (
            "the plan of unit 05",
            "the plan of the full course's unit *The phased adaptive approach*",
        ),
        ("Unit 13 tells that.", "The full course's unit *Does it work* tells that."),
        (
            "units 05, 10 and 13",
            "unit 02 and the full course's units *The phased adaptive approach* and *Does it work*",
        ),
        ("[unit 10](10-iran-or-russia.ipynb#a)", "[unit 02](02-iran-or-russia.ipynb#a)"),
        (
            "see [unit 05](05-phased-adaptive-approach.ipynb)",
            "see the full course's unit *The phased adaptive approach*",
        ),
        ("`unit 04` and unit 04", "`unit 04` and unit 01"),
        ("an exercise of unit 041", "an exercise of unit 041"),
    ],
)
def test_units_have_the_numbers_of_the_term_or_their_titles(course, term):
    assert TERM.said(course) == term


def test_exercises_have_the_numbers_of_their_own_unit():
    assert TERM.said("As exercise 3 shows.", "04") == "As exercise 2 shows."
    assert TERM.said("Exercise 2 reads it.", "04") == "An exercise that was left out reads it."
    assert TERM.said("As exercise 3 shows.", "10") == "As exercise 3 shows."


@pytest.mark.parametrize(
    ("course", "term"),
    [
        ("The programme of two programmes", "The program of two programs"),
        ("Programme and price.", "Program and price."),
        ("Türkiye's radar", "Turkey's radar"),
        # What is quoted, linked or code, and what is a name.
        ('He said "the programme" of the programme.', 'He said "the programme" of the program.'),
        ("“A programme” or a programme", "“A programme” or a program"),
        ("the [programme's page](https://a.example/programme), a programme",
         "the [programme's page](https://a.example/programme), a program"),
        ("`programme` is a programme", "`programme` is a program"),
        ("> A programme, quoted.\n\nA programme.", "> A programme, quoted.\n\nA program."),
        ("the Security Investment Programme", "the Security Investment Programme"),
        ("a programmer", "a programmer"),
    ],
)  # fmt: skip
def test_terms_are_said_in_other_words_where_they_are_ours(course, term):
    assert TERM.said(course) == term


def test_a_term_is_read_from_beside_its_notebooks(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_NOTEBOOKS", raising=False)
    assert selection.current() is None
    (tmp_path / selection.NAME).write_text(selection.as_json(TERM), encoding="utf-8")
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    found = selection.current()
    assert found is selection.current() and found.units == TERM.units
    assert (found.weeks, found.words, found.tasks) == (TERM.weeks, TERM.words, TERM.tasks)
    assert (found.number("10"), found.origin("02"), found.number("05")) == ("02", "10", "")
    # A kernel that was started in the folder has it too.
    monkeypatch.delenv("COURSE_NOTEBOOKS")
    monkeypatch.chdir(tmp_path)
    assert selection.current().title == "A term"


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"title": "A"}), json.dumps({"units": 3})])
def test_a_damaged_selection_is_told_with_its_remedy(tmp_path, monkeypatch, text):
    (tmp_path / selection.NAME).write_text(text, encoding="utf-8")
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    with pytest.raises(CourseError, match=r"damaged, .* course teach term FILE\.toml"):
        selection.current()
