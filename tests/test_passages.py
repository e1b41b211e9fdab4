"""Prose is cut where its citations stand, and a changed word or number changes the fingerprint."""

from dataclasses import replace

import pytest

from course.passages import Passage, passages, split, table_rows
from course.sources.readings import readings
from course.units import units

A, B = "[A](https://a.example/x)", "[B](https://b.example/(y))"


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        (f"One thing ({A}). Another ({B}).", [f"One thing ({A}).", f"Another ({B})."]),
        (f"First. Second, as {A} says. Third.", [f"First. Second, as {A} says.", "Third."]),
        ("No source at all. None here.", ["No source at all. None here."]),
        (f"Two at once ({A}; {B}). The end", [f"Two at once ({A}; {B}).", "The end"]),
        (f"He said “never.” {A} has it.", [f"He said “never.” {A} has it."]),
    ],
)
def test_a_passage_ends_with_the_sentence_that_is_cited(block, parts):
    assert list(split(block)) == parts


def test_a_row_of_a_table_is_a_passage_and_its_header_is_none():
    table = (
        f"Words.\n\n| who | what |\n|---|---|\n| he | 44. In all ({A}) |\n| she | *15* |\n\nMore."
    )
    assert list(table_rows(table)) == [f"| he | 44. In all ({A}) |", "| she | *15* |"]
    row = Passage("04", "c-1", f"| he | 44. In all ({A}) |", ("a",))
    assert row.words == "he 44. In all (A)" and row.numbers == ["44"]


def test_links_say_where_their_words_stand(monkeypatch):
    monkeypatch.setattr("course.passages.find", lambda url: url[8])
    said = f"In *2008* ([**NATO**, 2009](https://a.example/x), {B}; {A} and {A})."
    passage = Passage("04", "c-1", said, ("a", "b"))
    assert [passage.words[place : place + len(shown)] for place, shown, _ in passage.links] == [
        "NATO, 2009",
        "B",
        "A",
        "A",
    ]
    assert len({place for place, *_ in passage.links}) == 4


def test_an_opening_begins_with_a_word_so_that_no_spreadsheet_takes_it_for_a_formula():
    item = f"- A supporter should want to know **what** would count against the shield ({A})."
    assert Passage("04", "c-1", item, ()).opening == (
        "A supporter should want to know what would count against …"
    )
    assert Passage("04", "c-1", "* Short.", ()).opening == "Short."
    assert Passage("04", "c-1", "-5 was said.", ()).opening == "-5 was said."


def test_the_ledger_quotes_the_opening_of_each_passage_as_it_stands():
    compared = 0
    for unit in units():
        standing = {(one.cell, one.fingerprint): one.opening for one in passages(unit)}
        for row in readings(unit.number):
            if (row.cell, row.fingerprint) in standing:
                assert row.opening == standing[row.cell, row.fingerprint]
                compared += 1
    assert compared


def test_nothing_of_a_paragraph_is_lost():
    for unit in units():
        for passage in passages(unit):
            assert passage.words


def test_a_changed_number_or_word_changes_the_fingerprint_and_a_changed_address_does_not():
    one = Passage("04", "c-1", f"In 2008 it was 381 ({A}).", ("a",))
    assert one.numbers == ["2008", "381"]
    for other in (one.markdown.replace("381", "318"), one.markdown.replace("was", "is")):
        assert replace(one, markdown=other).fingerprint != one.fingerprint
    moved = replace(one, markdown=one.markdown.replace("a.example/x", "b.example/z"))
    assert moved.fingerprint == one.fingerprint
