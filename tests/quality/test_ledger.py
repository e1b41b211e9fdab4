"""The ledger catches every way in which a citation and its reading can come apart."""

import json
import re

import pytest
from tests.helpers import read_rows, set_cell, write_rows

import course
from course.data import Package, package
from course.passages import passages
from course.quality import ledger, tables
from course.sources.readings import CARRIES, READ_BY, SEEN, readings
from course.units import Unit

A, B = "nato-2024-relations-russia", "gao-2009-gao-09-771-ballistic"
LINK = {source_id: f"[it]({course.sources.lookup(source_id)['url']})" for source_id in (A, B)}
SENTENCE = "The vote of 2007 was 381 to 28"


def small(folder, text):
    """Return a unit of one cell."""
    cell = {"cell_type": "markdown", "id": "c-one", "metadata": {}, "source": text}
    path = folder / "99-small.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}}), encoding="utf-8")
    return Unit(path)


@pytest.fixture
def ledgered(data_copy, tmp_path):
    """Write a ledger of a unit with one passage; return what says what is wrong with it."""

    def problems(*rows, text=f"{SENTENCE} ({LINK[A]}).", read=f"{SENTENCE} ({LINK[A]})."):
        (passage, *_) = passages(small(tmp_path, read))
        header = read_rows(data_copy / "readings.csv")[0]
        sound = {"reading_id": "", "unit": "99", "cell": "c-one", "source_id": A}
        sound |= {"fingerprint": passage.fingerprint, "opening": passage.words[:20]}
        sound |= {"says": "It gives both counts.", "seen": "whole_passage", "carries": "all"}
        sound |= {"worded": "fact", "read_by": "second_reader", "read_on": "2026-11-29"}
        filled = [sound | {"reading_id": f"r-{n}"} | row for n, row in enumerate(rows)]
        write_rows(
            data_copy / "readings.csv",
            [header, *([row.get(name, "") for name in header] for row in filled)],
        )
        return list(ledger.problems(small(tmp_path, text)))

    return problems


def one(messages, pattern):
    (message,) = messages
    assert re.search(pattern, message), message
    assert "'The vote of 2007" in message or "row " in message
    assert "readings.csv" in message or "read the source" in message


def test_a_passage_read_as_it_stands_is_in_order(ledgered):
    assert ledgered({}) == []


def test_a_unit_without_any_reading_is_held_to_the_ledger_and_told_the_row_to_add(ledgered):
    (message,) = ledgered({"unit": "98"})
    assert f"cites {A}, of which there is no reading" in message
    assert re.search(
        rf"readings.csv .*: 99-(\w{{8}})-{A},99,c-one,\1,{SENTENCE} \(it\)\.,SAYS,"
        rf"WHERE_IN_SOURCE,SEEN,CARRIES,WORDED,second_reader,READ_ON,{A},$",
        message,
    ), message


@pytest.mark.parametrize(
    ("rows", "pattern"),
    [
        ([{"read_by": "author"}], "which only its author has read. Ask a second reader"),
        ([{"carries": "nothing"}], "carries nothing of it .row 2 of"),
        ([{"carries": "part"}], "claims more than .* says .it carries a part, row 2"),
        ([{"carries": "inference"}], "states as fact what is inferred from"),
        ([{"seen": "not_seen"}], "states as fact what nobody has seen in .*not seen, row 2"),
        ([{"seen": "opening_only"}], "states as fact what nobody has seen in .*opening only"),
        ([{}, {"fingerprint": "00000000", "source_id": B}], "row 3 .*no longer says. Remove"),
        ([{}, {"source_id": B}], f"was read in {B} .row 3 of .*but it links to {A}"),
    ],
)
def test_what_a_reading_can_lack(ledgered, rows, pattern):
    one(ledgered(*rows), pattern)


@pytest.mark.parametrize(
    "row",
    [
        {"carries": "part", "worded": "hedged"},
        {"carries": "inference", "worded": "hedged"},
        {"seen": "opening_only", "worded": "attributed"},
        {"seen": "not_seen", "worded": "attributed"},
        {"seen": "as_quoted_by"},
    ],
)
def test_what_is_weakly_carried_may_be_weakly_said(ledgered, row):
    assert ledgered(row) == []


def test_two_sources_may_carry_a_passage_together_or_one_of_them_alone(ledgered):
    both = f"{SENTENCE} ({LINK[A]}, {LINK[B]})."
    part = {"carries": "part"}
    assert ledgered(part, part | {"source_id": B}, text=both, read=both) == []
    assert ledgered({}, {"source_id": B, "seen": "not_seen"}, text=both, read=both) == []
    one(ledgered({}, text=both, read=both), f"cites {B}, of which there is no reading")


def test_the_second_reader_is_believed_before_the_author(ledgered):
    author = {"read_by": "author", "read_on": "2026-11-30"}
    assert ledgered({}, author | {"carries": "part"}) == []
    one(ledgered({"carries": "part"}, author), "claims more than")


@pytest.mark.parametrize("change", [("381", "318"), ("2007", "2008"), ("vote", "tally")])
def test_a_changed_word_or_number_asks_for_a_new_reading(ledgered, change):
    message = ledgered({}, text=f"{SENTENCE} ({LINK[A]}).".replace(*change))
    one(message, f"has changed since {A} was read for it .row 2, 'The vote of 2007")


def test_a_citation_swapped_for_another_registered_one_is_noticed(ledgered):
    said = ledgered({}, text=f"{SENTENCE} ({LINK[B]}).")
    assert any(f"cites {B}, of which there is no reading" in message for message in said)
    assert any(f"was read in {A}" in message for message in said)


def test_a_citation_that_was_dropped_leaves_a_reading_behind(ledgered):
    one(ledgered({}, text="No more."), f"row 2 of readings.csv reads {A} .* no longer says")


def test_the_words_for_readers_cover_the_codes_of_the_table():
    columns = {column.name: set(column.codes) for column in package().table("readings").columns}
    assert (columns["seen"], columns["carries"]) == (set(SEEN), set(CARRIES))
    assert columns["read_by"] == set(READ_BY)


def test_a_quotation_by_another_says_by_whom(data_copy):
    set_cell(data_copy / "readings.csv", 2, "seen", "as_quoted_by")
    set_cell(data_copy / "readings.csv", 2, "note", "")
    tables.stamp_all(Package(data_copy))
    (problem,) = tables.problems(Package(data_copy))
    assert "readings.csv, row 2, column note" in problem and "who quotes it" in problem


def test_the_table_of_a_unit_is_shown_in_reading_order_with_linked_sources():
    shown = str(course.sources.read("00"))
    (row,) = readings("00")
    assert row.says in shown and course.sources.lookup(row.source_id)["url"] in shown
    assert "a second reader, 2026-11-29" in shown
