"""The Council: its arithmetic by an enumeration of our own, its parser, its seats, its sources."""

import re
from collections import Counter

import pytest

from course.data import load
from course.data import package as tables
from course.errors import CourseError
from course.lessons.capstone import cards, council
from course.lessons.capstone.redlines import NAMES, Package, read_red_line, read_wish, read_words
from course.sources import register

SIZES = range(8, 33)
# Each red line once more, in Python and not in the notation of the table: what it refuses, by
# a(uthority), t(hreat) and d(ebris), read off the card's words.
REFUSES = {
    "usa": lambda a, t, d: a == "council" and t == "any",
    "france": lambda a, t, d: a == "72h" and t == "any",
    "germany": lambda a, t, d: t == "named" and a in ("24h", "72h"),
    "turkiye": lambda a, t, d: t == "named" and d in ("lie", "shared"),
    "spain": lambda a, t, d: a == "72h" and d in ("lie", "shared"),
    "poland": lambda a, t, d: t == "outside" and a == "council",
    "romania": lambda a, t, d: d == "lie",
    "lithuania": lambda a, t, d: a == "24h" and t == "outside" and d in ("lie", "told"),
    "italy": lambda a, t, d: a == "24h" and t == "any" and d == "told",
    "netherlands": lambda a, t, d: a == "24h" and t in ("outside", "named") and d == "shared",
    "uk": lambda a, t, d: a == "council" and t == "named" and d == "told",
}
PLAYS_FROM = {"lithuania": 10, "italy": 12, "netherlands": 14, "uk": 16}  # the others from 8
ALL = [
    (a, t, d)
    for a in ("24h", "72h", "council")
    for t in ("any", "outside", "named")
    for d in ("lie", "shared", "told")
]


def refusers(size):
    """By package, the delegations of a class that refuse it: by the rules above alone."""
    present = [one for one in REFUSES if PLAYS_FROM.get(one, 8) <= size]
    return {one: [who for who in present if REFUSES[who](*one)] for one in ALL}


@pytest.mark.parametrize("size", SIZES)
def test_in_every_class_there_is_an_agreement_and_it_is_hard(size):
    ours = refusers(size)
    assert {str(p): council.breaks(p, size) for p in council.packages()} == {
        " ".join(one): who for one, who in ours.items()
    }
    agreed = [" ".join(one) for one, who in ours.items() if not who]
    assert 1 <= len(agreed) <= len(ALL) / 4
    assert [str(p) for p in council.agreed(size)] == agreed
    # Pivotal: each delegation alone keeps some package from being agreed.
    alone = {who[0] for who in ours.values() if len(who) == 1}
    assert alone == {one.id for one in council.delegations(size)}


def test_the_largest_class_can_agree_in_two_ways_that_share_no_bracket():
    one, other = council.agreed(32)
    assert (str(one), str(other)) == ("24h any shared", "72h outside told")


@pytest.mark.parametrize("size", SIZES)
def test_everybody_has_a_seat_and_every_delegation_one_or_two(size):
    seats = council.seats(size)
    assert [seat.person for seat in seats] == list(range(1, size + 1))
    assert len({seat.part for seat in seats}) == size
    assert seats[0].part.startswith("Secretary General")
    count = Counter(seat.delegation for seat in seats if seat.delegation)
    assert set(count) == {one.id for one in council.delegations(size)}
    assert set(count.values()) <= {1, 2}


def test_every_part_is_played_in_the_largest_class_and_by_two_where_there_are_people():
    parts = {seat.part for seat in council.seats(32)}
    assert {row["role"] for row in tables().table("council_roles").records()} <= parts
    assert sum(bool(seat.delegation) for seat in council.seats(32)) == 22


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "authority=72h & threat",
            "row spain, red_line: 'threat' is no condition; write a bracket",
        ),
        ("cost=shared", "row spain, red_line: there is no bracket 'cost'."),
        ("debris=host", "row spain, red_line: the bracket debris has no option 'host'; it has lie"),
        ("", "row spain, red_line: '' is no condition"),
        ("threat=named;", "row spain, red_line: '' is no condition"),
    ],
)
def test_a_broken_red_line_is_one_sentence_that_names_its_row(text, says):
    with pytest.raises(CourseError) as told:
        read_red_line(text, "spain", council.options())
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_a_red_line_of_two_clauses_refuses_what_meets_either():
    line = read_red_line("debris=lie; authority!=council & threat=named", "x", council.options())
    assert line.met(Package("24h", "named", "told"))
    assert line.met(Package("council", "any", "lie"))
    assert not line.met(Package("council", "named", "told"))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: council.package("72h outside"), "this has 2"),
        (
            lambda: council.package("48h", "any", "told"),
            "no option '48h'; it has 24h, 72h, council",
        ),
        (lambda: council.package(3), "Name a package by its options"),
        (lambda: council.breaks("24h any told", 7), "seats 8 to 32 people"),
        (lambda: council.delegations(True), "seats 8 to 32 people"),
        (lambda: council.card("spian"), "Did you mean spain?"),
        (lambda: council.solo("uk"), "does not sit in the Council that you play alone"),
        (lambda: cards.evidence("positions:nobody"), "positions has no row 'nobody'"),
        (lambda: cards.evidence("basemap:x"), "no card shows a row of 'basemap'"),
    ],
)
def test_a_mistake_is_answered_in_a_sentence(call, says):
    with pytest.raises(CourseError) as told:
        call()
    assert says in str(told.value)


def test_the_paragraph_has_each_option_once_and_a_package_three_of_them():
    words = [row["words"] for row in tables().table("council_brackets").records()]
    open_text = str(council.paragraph())
    assert [open_text.count(one) for one in words] == [1] * 9
    for package in council.packages():
        text = str(council.paragraph(package))
        assert sum(one in text for one in words) == 3
        assert "[" not in text


@pytest.mark.parametrize(
    "row", tables().table("council_delegations").records(), ids=lambda row: row["delegation_id"]
)
def test_a_card_has_a_public_line_with_a_source_and_marks_what_is_invented(row):
    assert row["source_id"] in register()
    text = str(council.card(row["delegation_id"]))
    assert register()[row["source_id"]]["url"] in text.replace("%28", "(").replace("%29", ")")
    assert text.count("*(invented)*") == 4
    rows = [cards.evidence(one) for one in row["evidence"].split()]
    assert 5 <= len(rows) <= 8
    assert len(set(rows)) == len(rows)
    for _, says, source in rows:
        assert says in text
        assert "](http" in source


def wish(row):
    """What a capital begins by asking for: option by bracket."""
    found = read_wish(row["wish"], row["delegation_id"], council.options())
    return {one.bracket: one.option for one in found}


def test_in_the_smallest_class_every_option_is_a_capitals_wish():
    rows = tables().table("council_delegations").records()
    asked = {pair for row in rows if row["plays_from"] == "8" for pair in wish(row).items()}
    every = {(name, option) for name, some in council.options().items() for option in some}
    assert len(every) == 9
    assert asked == every


@pytest.mark.parametrize(
    "row", tables().table("council_delegations").records(), ids=lambda row: row["delegation_id"]
)
def test_no_capital_asks_for_what_it_refuses_and_its_card_says_what_it_asks_for(row):
    asked = wish(row)
    assert asked
    # Whatever stands in the brackets that the wish leaves open; by the lambdas above.
    open_to = [one for one in ALL if set(asked.values()) <= set(one)]
    assert open_to and not [one for one in open_to if REFUSES[row["delegation_id"]](*one)]
    text = str(council.card(row["delegation_id"]))
    said = text.split("You begin by asking for ")[1].split("\n")[0]
    assert all(f"“{NAMES[name][option]}”" in said for name, option in asked.items())
    assert text.rstrip().splitlines()[-1].startswith("Grades: **A** read in the primary")


@pytest.mark.parametrize(
    "text", ["threat!=any", "threat=any; debris=lie", "threat=any & threat=named"]
)
def test_a_wish_that_is_none_is_one_sentence_that_names_its_row(text):
    with pytest.raises(CourseError, match=r"row spain, wish: .* is no wish; write one option"):
        read_wish(text, "spain", council.options())


def test_brackets_stand_in_one_order_in_paragraph_and_table():
    text = str(council.paragraph())
    first = [text.index(row["words"]) for row in tables().table("council_brackets").records()]
    assert first == sorted(first)
    assert "Debris of what is stopped, and of what stopped it, **" in text


def test_each_option_of_the_third_bracket_reads_on_from_its_sentence():
    said = {option: str(council.paragraph(f"24h any {option}")) for option in NAMES["debris"]}
    for text in said.values():  # one verb, in the singular as "debris" is; nothing between
        assert re.search(r"Debris of what is stopped, and of what stopped it, (lies|is) ", text)
    assert "share the cost" in said["shared"] and "shared" not in said["shared"]


def test_a_trade_says_in_full_which_place_it_means():
    for row in tables().table("council_delegations").records():  # "take the place of" is none
        assert not re.search(r"\b(a|the) place\b(?! of)", row["trade"]), row["delegation_id"]


@pytest.mark.parametrize("table", ["council_brackets", "council_roles", "council_injects"])
def test_what_is_invented_echoes_a_row_and_has_its_source_and_grade(table):
    for row in tables().table(table).records():
        name, _, key = row["echo"].partition(":")
        there = tables().table(name)
        echoed = next(one for one in there.records() if one[there.key[0]] == key)
        assert (row["source_id"], row["grade"]) == (echoed["source_id"], echoed["grade"])


def test_the_cards_own_words_say_what_the_predicate_refuses():
    assert council.reason("spain", "72h any lie") == "“72 hours” and not “host told first”"
    assert (
        council.reason("Türkiye", "24h named shared") == "“State X named” and not “host told first”"
    )
    assert council.reason("romania", "24h any told") == ""


def test_every_option_has_a_name_and_a_package_is_read_back_from_its_words():
    assert {name: list(names) for name, names in NAMES.items()} == council.options()
    assert len({chosen.words for chosen in council.packages()}) == 27
    for chosen in council.packages():
        assert read_words(chosen.words) == chosen
    for wrong in ("72h outside told", "72 hours; outside the area", ""):
        with pytest.raises(CourseError, match="is no text of the Council"):
            read_words(wrong)


def test_a_red_line_of_two_clauses_says_that_either_is_enough():
    line = read_red_line(
        "debris=lie; authority=24h & threat!=any & debris!=told", "x", council.options()
    )
    assert line.words == (
        "“debris lies where it falls”, or “24 hours” and not “any direction” or “host told first”"
    )


def test_the_record_shows_the_row_behind_each_option_and_no_key_of_a_row():
    text = str(council.record(load("council_brackets")))
    rows = tables().table("council_brackets").records()
    assert text.count("\n|") == len(rows) + 1
    assert "| Only after the Council |" in text and "| State X named |" in text
    for row in rows:
        _, says, source = cards.evidence(row["echo"])
        assert says in text and source in text
        assert row["echo"] not in text
