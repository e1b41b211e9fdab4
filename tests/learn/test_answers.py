"""Every kind of answer reads what a sensible learner types, and says what it cannot read."""

import math

import numpy as np
import pytest

from course.learn.answers import (
    Choice,
    Essay,
    Names,
    Number,
    Order,
    Sorting,
    Unreadable,
    is_blank,
    plain_name,
)

SHARE = Number("per cent", tolerance=0.3, percent=True)
COST = Number("billion dollars", tolerance=0.1, scale="billion")
HOSTS = Names(("Czechia", "Poland", "Romania", "Türkiye", "United States"))
CHOICE = Choice({"A": "chance", "B": "how it was asked"})
ORDER = Order({"A": "signed", "B": "ratified", "C": "in force"})
SORTING = Sorting(
    {"lewis": "the radar is blind", "mda": "too slow"}, {"reach": "get there", "works": "hit it"}
)


@pytest.mark.parametrize(
    "given", [None, ..., "", "  ", "...", "…", [], (), {}, ["", None], {"a": ...}]
)
def test_blank(given):
    assert is_blank(given)


@pytest.mark.parametrize("given", [0, 0.0, False, "0", "no", [0], {"a": "", "b": 1}, math.nan])
def test_not_blank(given):
    assert not is_blank(given)


@pytest.mark.parametrize(
    "given",
    [
        93.2, 93, 93.4, "93.2", "93,2", "93.2 %", "93.2%", "about 93 per cent", " +93.2 ", 0.932,
        "0.932", "0,932", ".932", np.float64(93.2), np.int64(93), [93.2],
    ],
)  # fmt: skip
def test_share_is_read_with_its_unit_its_rounding_and_as_a_fraction(given):
    assert SHARE.right(SHARE.read(given), 93.2)


@pytest.mark.parametrize("given", [92.8, 93.6, 0.92, 9.32, -93.2, "932", 1, 0])
def test_share_that_is_wrong(given):
    assert not SHARE.right(SHARE.read(given), 93.2)


@pytest.mark.parametrize(
    "given",
    [
        5, 5.05, "5", "5.0", "5 billion dollars", "$5 billion", "5bn", "5 bn", "5 000 million",
        "5,000 million", "5000m", 5_000_000_000, "5 000 000 000", "5,000,000,000", "5'000'000'000",
        "5\u00a0000\u00a0000\u00a0000",
    ],
)  # fmt: skip
def test_cost_is_read_in_any_scale_and_with_any_thousands_mark(given):
    assert COST.right(COST.read(given), 5)


@pytest.mark.parametrize("given", [5000, "5 million", 0.005, 50, "5.2", "−5", "-5", "5 thousand"])
def test_cost_that_is_wrong(given):
    assert not COST.right(COST.read(given), 5)


@pytest.mark.parametrize("given", ["2.5 million", "2,500 thousand", "2 500 000", "0.0025 billion"])
def test_a_scale_is_converted_to_any_other(given):
    millions = Number("million", tolerance=0.01, scale="million")
    assert millions.right(millions.read(given), 2.5)


@pytest.mark.parametrize(
    "given",
    [True, "four", "4 or 5", "4-5", "1.2.3", math.nan, math.inf, -math.inf, 10**400, "9" * 400,
     b"\xff", {"a": 1, "b": 2}, [1, 2], object()],
)  # fmt: skip
def test_what_is_not_one_number_is_said_to_be_unreadable(given):
    with pytest.raises(Unreadable, match="number"):
        SHARE.read(given)


def test_number_says_the_direction_and_not_the_answer():
    assert SHARE.nearly(95, 93.2) == "Your number is too high."
    assert SHARE.nearly(9, 93.2) == "Your number is too low."
    assert SHARE.show(93.154) == "93.2 per cent"
    assert Number("votes", tolerance=0).show(1234) == "1,234 votes"
    assert Number("votes", tolerance=50).show(1234.4) == "1,234 votes"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Türkiye", "turkiye"), ("Turkey", "turkiye"), ("TURKIYE", "turkiye"), ("TUR", "turkiye"),
        ("Czech Republic", "czechia"), ("the Netherlands", "netherlands"), ("U.S.A.", "u s a"),
        ("Łódź", "lodz"), ("Hvožďany", "hvozdany"), ("Kürecik", "kurecik"), ("ılıca", "ilica"),
    ],
)  # fmt: skip
def test_names_are_compared_without_case_accents_or_other_names(given, name):
    assert plain_name(given) == name


@pytest.mark.parametrize(
    "given",
    [
        ["Poland", "Türkiye"], ("türkiye", "POLAND"), {"Poland", "Turkey"}, "Poland, Turkey",
        "turkiye; poland", "Poland and Türkiye", "Poland\nTurkiye", ["Poland", "Poland", "TUR"],
        {"Poland": 1, "Turkey": 2}, "Poland, and Turkey", "Poland & Turkey",
    ],
)  # fmt: skip
def test_a_set_of_names_is_read_in_any_order_and_spelling(given):
    assert HOSTS.right(HOSTS.read(given), {"Poland", "Türkiye"})


@pytest.mark.parametrize("given", ["Poland", ["Poland", "Türkiye", "Romania"], ["Romania", "TUR"]])
def test_a_set_that_is_wrong(given):
    assert not HOSTS.right(HOSTS.read(given), {"Poland", "Türkiye"})


def test_names_say_what_they_do_not_know_and_how_near_a_set_comes():
    with pytest.raises(Unreadable, match=r"'Atlantis' is not among: Czechia, Poland"):
        HOSTS.read(["Poland", "Atlantis"])
    read = HOSTS.read(["Poland", "Romania"])
    said = HOSTS.nearly(read, {"Poland", "Türkiye", "Czechia"})
    assert said == "Of yours, 1 in the set, 1 outside it; 2 still to find."


@pytest.mark.parametrize(
    "given", ["B", "b", " B ", "B.", "b)", "how it was asked", "How it was asked?"]
)
def test_a_choice_is_read_by_its_key_or_its_words(given):
    assert CHOICE.read(given) == "B"


@pytest.mark.parametrize("given", ["C", "AB", 1, ["A", "B"], "asked", b"A", math.nan])
def test_what_is_no_option_is_unreadable(given):
    with pytest.raises(Unreadable, match=r"Choose one of: A, B\."):
        CHOICE.read(given)


@pytest.mark.parametrize(
    "given",
    ["BAC", "bac", ["B", "A", "C"], "B, A, C", "B; A; C", ["ratified", "signed", "In force"]],
)
def test_an_order_is_read_as_letters_list_or_words(given):
    assert ORDER.right(ORDER.read(given), ["B", "A", "C"])
    assert not ORDER.right(ORDER.read(given), ["A", "B", "C"])


def test_an_order_counts_the_pairs_that_stand_right():
    assert ORDER.nearly(ORDER.read("BAC"), "ABC") == "2 of 3 pairs stand in the right order."
    assert ORDER.show("ABC") == "A (signed) → B (ratified) → C (in force)"


@pytest.mark.parametrize("given", ["AB", "ABCA", "AAB", ["A", "B"], "ABX", 123])
def test_an_order_uses_each_option_once(given):
    with pytest.raises(Unreadable):
        ORDER.read(given)


def test_sorting_reads_keys_and_codes_in_words_too():
    right = {"lewis": "works", "mda": "reach"}
    assert SORTING.right(SORTING.read({"mda": "Reach", "lewis": "works"}), right)
    assert SORTING.right(SORTING.read({"too slow": "get there", "Lewis": "hit it"}), right)


def test_sorting_names_what_to_look_at_again_and_what_is_open():
    right = {"lewis": "works", "mda": "reach"}
    read = SORTING.read({"lewis": "reach", "mda": ...})
    assert SORTING.nearly(read, right) == (
        "0 of 2 are right. Look again at: lewis. Still open: mda."
    )
    for wrong in (["works"], "lewis: works", {"lewis": "both"}, {"smith": "works"}):
        with pytest.raises(Unreadable):
            SORTING.read(wrong)


def test_an_essay_is_measured_and_never_right():
    essay = Essay(3, 10, {"a year": r"\b\d{4}\b", "a limit": "cannot"})
    said = essay.nearly(essay.read("It ended in 2009."), None)
    assert said == "4 words (aim for 3 to 10). Found: a year. Not found: a limit."
    assert not essay.right("anything", None)
    with pytest.raises(Unreadable, match="triple quotation marks"):
        essay.read(["a", "list"])
