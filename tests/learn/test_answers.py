"""Every kind of answer reads what a sensible learner types, and refuses what it cannot read."""

import math

import numpy as np
import pandas as pd
import pytest

from course.learn.answers import Choice, Names, Number, Order, Sorting, ambiguous, plain_name
from course.learn.essays import Essay, named_publishers
from course.learn.reading import Unreadable, is_blank, plain

SHARE = Number("per cent", tolerance=0.3, percent=True)
COST = Number("billion dollars", tolerance=0.1)
MONTHS = Number("months", tolerance=0.5)
POINTS = Number("percentage points", tolerance=0.6)
KAPPA = Number("", tolerance=0.005)
HOSTS = Names(("Czechia", "Poland", "Romania", "Türkiye", "United States"))
CHOICE = Choice(
    {
        "A": "Chance: the samples were small.",
        "B": "Asking: another sponsor put another question.",
        "C": "It is adopted, with a reservation.",
        "D": "It is adopted by thirty-one to one.",
    }
)
ORDER = Order({"A": "signed", "B": "ratified", "C": "in force"})
SORTING = Sorting(
    {"lewis": "the radar is blind", "mda": "too slow"},
    {"reach": "get there", "works": "hit it", "not_met": "no", "NN?": "unknown commander"},
)


def right(kind, given, reference):
    """Say whether a kind calls an answer right; what it refuses is not."""
    try:
        return kind.right(kind.read(plain(given)), reference)
    except Unreadable:
        return False


def refusal(kind, given):
    with pytest.raises(Unreadable) as refused:
        kind.read(plain(given))
    return str(refused.value)


@pytest.mark.parametrize(
    "given", [None, ..., "", "  ", "...", "…", [], (), {}, ["", None], {"a": ...}, pd.Series([""])]
)
def test_blank(given):
    assert is_blank(plain(given))


@pytest.mark.parametrize("given", [0, 0.0, False, "0", "no", [0], {"a": "", "b": 1}, math.nan])
def test_not_blank(given):
    assert not is_blank(plain(given))


# -- numbers


@pytest.mark.parametrize(
    "given",
    [
        93.2, 93, 93.4, "93.2", "93,2", "93.2 %", "93.2%", "about 93 per cent", " +93.2 ", 0.932,
        "0.932", "0,932", ".932", np.float64(93.2), np.int64(93), [93.2], "**93.2**", "'93.2'",
        "~93.2 percent", "= 93.2", "93.2 pct.", "932 ‰", "932 per mille", "93.2\u00a0%", "９３.2",
        "٩٣", pd.Series([93.2]), np.array(93.2), "9.32e1", "93.", "roughly 93.2 per cent.",
    ],
)  # fmt: skip
def test_share_is_read_with_its_unit_its_rounding_and_as_a_bare_fraction(given):
    assert right(SHARE, given, 93.2)


@pytest.mark.parametrize(
    "given",
    [
        92.8, 93.6, 0.92, 9.32, -93.2, "932", 1, 0, "0.93%", "0.932 per cent", ".932 %", "93.2 ‰",
        "minus 93.2", "not 93.2", "less than 93.2", "more than 93.2", "over 93.2 %", "at least 93",
        "at most 93.2", "up to 93.2", "<93.2", "> 93.2", "≥93.2", "≠93.2", "!93.2", "-93.2 %",
        "93.2 km", "93.2 points", "93.2 percentage points", "93.2 votes", "93.2 million",
        "93.2 thousand per cent", "93.2 of 100", "93.2 or 95", "93-94", "93.2 to 95", "93.2/1",
        "93.2 ± 1", "nearly 93.2", "93.2 % of all", "$93.2", "93.2 °", "ninety-three", "93.2x",
        "between 93 and 94", "no 93.2", "isn't 93.2", "almost 93.2", "93.2 per", "(93.2", "93.2?!x",
    ],
)  # fmt: skip
def test_share_that_is_wrong(given):
    assert not right(SHARE, given, 93.2)


@pytest.mark.parametrize(
    "given",
    [
        5, 5.05, "5", "5.0", "5 billion dollars", "$5 billion", "5bn", "5 bn", "5 000 million",
        "5,000 million", "5000m", 5_000_000_000, "5 000 000 000", "5,000,000,000", "5'000'000'000",
        "5\u00a0000\u00a0000\u00a0000", "US$ 5 billion", "USD 5bn", "5 billion US dollars", "5e9",
        "5.000.000.000", "5 thousand million dollars", "$5,000,000,000", "0.005 trillion",
    ],
)  # fmt: skip
def test_cost_is_read_in_any_scale_and_with_any_thousands_mark(given):
    assert right(COST, given, 5)


@pytest.mark.parametrize(
    "given",
    [
        5000, "5 million", 0.005, 50, "5.2", "−5", "-5", "5 thousand", "minus 5", "not 5",
        "less than 5", "more than 5 billion", "5 trillion", "5 ‰", "5 %", "5 km", "5 euro", "€5bn",
        "5 billion euro", "£5 billion", "5 billion roubles", "$5", "5 dollars", "5 billion years",
        "$5 billion euro", "5 bn or so", "5-6 billion", "5 billion 5", "at least 5 billion dollars",
        "5 b$n", "5 zillion", "five billion", "5 billion dollars less", "0.5e1 million",
    ],
)  # fmt: skip
def test_cost_that_is_wrong(given):
    assert not right(COST, given, 5)


@pytest.mark.parametrize("given", [69, "69 months", "69 month", "5.75 years", "68.8", "69 mos."])
def test_months_are_read_from_years_too(given):
    assert right(MONTHS, given, 69)


@pytest.mark.parametrize(
    "given",
    ["69 years", "69 days", "69 weeks", "5.75", "5 km", "69 m", "69 minutes", "69 months late",
     "69 bodies", "69 %", "69 thousand months", "6.9", "not 69 months"],
)  # fmt: skip
def test_months_that_are_wrong(given):
    assert not right(MONTHS, given, 69)


def test_another_unit_is_named_and_so_is_the_one_wanted():
    assert refusal(MONTHS, "5 km") == "`km` is another unit: the answer is wanted in months."
    assert "a number without a unit is wanted" in refusal(KAPPA, "83 %")
    assert "`per cent` is another unit" in refusal(POINTS, "30 %")
    assert "I do not know `zillion`" in refusal(COST, "5 zillion")
    assert "`less` leaves the number open" in refusal(MONTHS, "less than 69")
    assert "more than one number" in refusal(SHARE, "381/409")
    with pytest.raises(Unreadable) as refused:
        SHARE.read("381/409")
    assert refused.value.aside == "A sum is written without quotation marks."
    assert 'quotation marks, as in "12,5"' in refusal(SHARE, (93, 2))


@pytest.mark.parametrize("given", ["2.5 million", "2,500 thousand", "2 500 000", "0.0025 billion"])
def test_a_scale_is_converted_to_any_other(given):
    assert right(Number("million", tolerance=0.01), given, 2.5)


@pytest.mark.parametrize(
    "given",
    [True, "four", "4 or 5", "4-5", "1.2.3", math.nan, math.inf, -math.inf, 10**400, "9" * 400,
     {"a": 1, "b": 2}, [1, 2], "1e999", "--5", "5..2", "1,23,4", "²", "½", "0x10", "1_0"],
)  # fmt: skip
def test_what_is_not_one_number_is_said_to_be_unreadable(given):
    assert "number" in refusal(SHARE, given)


def test_number_says_how_it_was_read_and_the_direction_and_not_the_answer():
    assert SHARE.nearly(95, 93.2) == "I read 95 per cent: too high."
    assert SHARE.nearly(9.5, 93.2) == "I read 9.5 per cent: too low."
    assert len(SHARE.nearly(1e308, 93.2)) < 60
    assert SHARE.show(93.154) == "93.2 per cent"
    assert Number("votes", tolerance=0).show(1234) == "1,234 votes"
    assert Number("votes", tolerance=50).show(1234.4) == "1,234 votes"


# -- names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Türkiye", "turkiye"), ("Turkey", "turkiye"), ("TURKIYE", "turkiye"), ("TUR", "turkiye"),
        ("Czech Republic", "czechia"), ("the Netherlands", "netherlands"),
        ("U.S.A.", "united states"), ("Łódź", "lodz"), ("Hvožďany", "hvozdany"),
        ("Kürecik", "kurecik"), ("ılıca", "ilica"), ("Ｐoland", "poland"),
        ("Po\u200bland", "poland"),
    ],
)  # fmt: skip
def test_names_are_compared_without_case_accents_or_other_names(given, name):
    assert plain_name(given) == name


@pytest.mark.parametrize(
    "given",
    [
        ["Poland", "Türkiye"], ("türkiye", "POLAND"), {"Poland", "Turkey"}, "Poland, Turkey",
        "turkiye; poland", "Poland and Türkiye", "Poland\nTurkiye", ["Poland", "Poland", "TUR"],
        {"Poland": True, "Turkey": True}, "Poland, and Turkey", "Poland & Turkey", "Poland/Turkey",
        "Poland / Türkiye", "Poland + Turkey", "both Poland and Turkey", "**Poland**, *Turkey*",
        "['Poland', 'Turkey']", pd.Series(["Poland", "Turkey"]), pd.Index(["Poland", "Turkey"]),
        np.array(["Poland", "Turkey"]), pd.DataFrame({"host": ["Poland", "Turkey"]}),
        {"Poland": True, "Turkey": True, "Romania": False},
        pd.Series([True, False, True], index=["Poland", "Romania", "Turkey"]),
        (name for name in ("Poland", "Turkey")), {"Poland": True, "Turkey": True}.keys(),
        ["Poland", "", "Turkey"], [["Poland"], ["Turkey"]], "Poland.\nTurkey.",
    ],
)  # fmt: skip
def test_a_set_of_names_is_read_in_any_order_and_spelling(given):
    assert right(HOSTS, given, {"Poland", "Türkiye"})


@pytest.mark.parametrize(
    "given",
    [
        "Poland", ["Poland", "Türkiye", "Romania"], ["Romania", "TUR"],
        {"Poland": False, "Turkey": False}, {"Poland": True, "Turkey": False},
        {"Poland": 1, "Turkey": 2}, {"Poland": "no", "Turkey": "no"}, "Poland, not Turkey",
        "not Poland, Turkey", "Poland or Turkey", "!Poland, Turkey", "neither Poland nor Turkey",
        "Poland, no Turkey", "all but Poland and Turkey", "Poland ≠ Turkey", "Poland, Turkey?!x",
        "Poland Turkey", "PolandTurkey", "Poland, Turkey, Atlantis", "Polandж, Turkey",
        pd.Series([False, True], index=["Poland", "Turkey"]),
        pd.Series([3, 4], ["Poland", "Turkey"]),
        ["Poland", 3], ["Poland", math.nan, "Turkey"], "not (Poland, Turkey)", "-Poland, -Turkey",
        "~Poland, Turkey", "Poland - Turkey", "Poland only", ["Poland", ["Turkey", ["Romania"]]],
        "everyone except Poland and Turkey", "without Poland, Turkey", b"Poland, Turkey", 7, True,
    ],
)  # fmt: skip
def test_a_set_that_is_wrong(given):
    assert not right(HOSTS, given, {"Poland", "Türkiye"})


def test_names_say_what_they_do_not_know_and_how_near_a_set_comes():
    assert refusal(HOSTS, ["Poland", "Atlantis"]).startswith("`Atlantis` is not among: Czechia, P")
    assert "marked False" in refusal(HOSTS, {"Poland": False})
    read = HOSTS.read(["Poland", "Romania"])
    said = HOSTS.nearly(read, {"Poland", "Türkiye", "Czechia"})
    assert said == "Of yours, 1 in the set, 1 outside it; 2 still to find."


# -- choices


@pytest.mark.parametrize(
    "given",
    [
        "B", "b", " B ", "B.", "b)", "(B)", "**B**", "`B`", '"B"', "B:", "B?", "[B]", "- B", "Ｂ",
        "* **B**", ["B"], ("B",), pd.Series(["B"]), np.array("B"), np.str_("B"), "Option B",
        "answer: B", "Asking", "asking", "Asking: another sponsor put another question.",
        "Asking: another sponsor put another question", "B: Asking", "B) Asking", "**B** Asking",
        "B Asking", "**B** Asking: another sponsor put another question.",
        "- **B** Asking: another sponsor put another question.", "B. asking", "B – Asking",
        "Asking: another sponsor…", "B: Asking: another sponsor...", "“Asking”", "B\u200b",
    ],
)  # fmt: skip
def test_a_choice_is_read_by_its_key_its_words_or_both(given):
    assert right(CHOICE, given, "B")


@pytest.mark.parametrize(
    "given",
    [
        "A", "E", "AB", 1, True, ["A", "B"], {"B": True}, {"B"}.union("A"), b"B", math.nan, "!B",
        "≠B", "not B", "Not B.", "B or A", "A or B", "B, A", "B/A", "B and A", "neither", "-B",
        "~B", "¬B", "no B", "B not", "anything but B", "B: Chance",
        "B) Chance: the samples were small.",
        "A: Asking", "Bж", "Б", "not Asking", "another", "B|A", "<B", "^B", "\\B", "A≠B", "BB",
        "B B", "Asking Chance", "It is adopted", "everything except B", "B 🚀", "all of them",
    ],
)  # fmt: skip
def test_a_choice_that_is_wrong_or_is_none(given):
    assert not right(CHOICE, given, "B")


def test_a_refused_choice_shows_how_one_is_written():
    assert refusal(CHOICE, "not B") == (
        '`not B` is none of: A, B, C, D. Write one of them between quotation marks, such as `"A"`.'
    )


def test_words_that_open_two_options_name_neither():
    assert "none of" in refusal(CHOICE, "It is adopted")
    assert right(CHOICE, "It is adopted, with", "C") and right(CHOICE, "It is adopted by", "D")


# -- orders


@pytest.mark.parametrize(
    "given",
    ["BAC", "bac", ["B", "A", "C"], "B, A, C", "B; A; C", ["ratified", "signed", "In force"],
     "B → A → C", "B > A > C", "B -> A -> C", "B then A then C", "**BAC**", pd.Series(list("BAC")),
     "B\nA\nC", "B - A - C", "ratified, signed, in force"],
)  # fmt: skip
def test_an_order_is_read_as_letters_list_or_words(given):
    assert right(ORDER, given, ["B", "A", "C"])
    assert not right(ORDER, given, ["A", "B", "C"])


@pytest.mark.parametrize(
    "given",
    ["ABC", "CBA", "ACB", "BCA", "CAB", "AB", "ABCA", "AAB", ["A", "B"], "ABX", 123, "not BAC",
     "!BAC", "≠BAC", "B A C D", ["B", "A", "not C"], "B, A or C", {"B": 1, "A": 2, "C": 3}, True,
     "B < A < C", "-BAC", "~BAC", "B, A, !C", "B=A=C", b"BAC", [["B"], ["A", "C"]], "BA", "B", "C",
     "backwards BAC", "BAC reversed", "everything but BAC"],
)  # fmt: skip
def test_an_order_that_is_wrong(given):
    assert not right(ORDER, given, ["B", "A", "C"])


def test_an_order_counts_the_pairs_that_stand_right():
    assert ORDER.nearly(ORDER.read("BAC"), "ABC") == "2 of 3 pairs stand in the right order."
    assert ORDER.show("ABC") == "A (signed) → B (ratified) → C (in force)"


# -- sortings

SORTED = {"lewis": "works", "mda": "reach"}


@pytest.mark.parametrize(
    "given",
    [
        {"mda": "Reach", "lewis": "works"}, {"too slow": "get there", "Lewis": "hit it"},
        pd.Series({"lewis": "works", "mda": "reach"}), {"lewis": ["works"], "mda": "'reach'"},
        {"**lewis**": "`works`", "mda": "REACH."}, {"lewis": "works: hit it", "mda": "reach"},
        {np.str_("lewis"): np.str_("works"), "mda": "reach"},
    ],
)  # fmt: skip
def test_sorting_reads_keys_and_codes_in_words_too(given):
    assert right(SORTING, given, SORTED)


@pytest.mark.parametrize(
    "given",
    [
        ["works"], "lewis: works", {"lewis": "both"}, {"smith": "works"}, {"lewis": "works"},
        {"lewis": "reach", "mda": "works"}, {"lewis": "works", "mda": "!reach"},
        {"lewis": "works", "mda": "not reach"}, {"lewis": "works", "mda": "reach or works"},
        {"lewis": "works", "mda": ["reach", "works"]}, {"lewis": "works", "mda": True},
        {"lewis": "works", "mda": "≠reach"}, {"lewis": "works", "mda": 1}, {"lewis": None},
        {"lewis": "works", "mda": "reach", "smith": "reach"},
        [("lewis", "works"), ("mda", "reach")],
        {"lewis": "works", "mda": "reach", "Lewis": "reach"}, {("lewis",): "works", "mda": "reach"},
        {"not lewis": "works", "mda": "reach"}, {"works": "lewis", "reach": "mda"}, 7, True,
        pd.Series(["works", "reach"]), {1: "works", 2: "reach"}, "works, reach", {"works", "reach"},
        {"lewis": "works", "mda": {"reach": True}}, {"lewis": "works", "mda": "rеach"},
        {"lewis": "works", "mda": "reach/works"}, {"lewis": "works", "mda": "-reach"},
    ],
)  # fmt: skip
def test_a_sorting_that_is_wrong(given):
    assert not right(SORTING, given, SORTED)


def test_a_code_keeps_what_makes_it_another():
    codes = Sorting({"a": "first", "b": "second"}, {"NN?": "no commander", "not_met": "no"})
    assert codes.read({"a": "nn?", "b": "not met"}) == {"a": "NN?", "b": "not_met"}
    assert codes.read({"a": '"NN?"', "b": "NOT-MET"}) == {"a": "NN?", "b": "not_met"}
    assert "For `a`: `NN` is none of" in refusal(codes, {"a": "NN"})


def test_sorting_names_the_item_that_it_cannot_read_and_what_is_open():
    read = SORTING.read(plain({"lewis": "reach", "mda": ...}))
    assert SORTING.nearly(read, SORTED) == (
        "0 of 2 are right. Look again at: lewis. Still open: mda."
    )
    assert refusal(SORTING, {"lewis": "works", "mda": "both"}).startswith(
        "For `mda`: `both` is none of: reach, works"
    )
    assert "`lewis` stands there twice" in refusal(SORTING, {"lewis": "works", "Lewis": "reach"})


def test_two_options_may_not_be_named_alike():
    assert ambiguous(Choice({"A": "yes", "B": "Yes!"})) == ["yes"]
    assert ambiguous(CHOICE) == ambiguous(SORTING) == ambiguous(SHARE) == []


# -- essays: counted, never rewarded

ESSAY = Essay(120, 180, ("Could it turn out wrong?", "What is missing?"))


def test_an_essay_is_counted_and_never_right():
    said = ESSAY.nearly(ESSAY.read("It ended in 2009: 70 percent said no (GAO, B). A limit!"), None)
    assert "12 words (aim for 120 to 180)" in said and "years: 2009" in said
    assert "figures with a unit: 70 percent" in said and "by name: GAO" in said
    assert "grades given: 1" in said and "- Could it turn out wrong?" in said
    assert not ESSAY.right("anything", None)
    assert "triple quotation marks" in refusal(ESSAY, ["a", "list"])


@pytest.mark.parametrize(
    "figure",
    [
        *("45 of 47", "41 out of 42", "nine per cent", "9 per cent", "1,031.2 million"),
        *("1,031 million", "1,234,567 votes", "12,5 per cent", "3.5 million"),
    ],
)
def test_a_share_is_a_figure_however_it_is_written(figure):
    assert f"figures with a unit: {figure}\n" in ESSAY.nearly(f"Of these, {figure} hit.", None)


@pytest.mark.parametrize(
    "text",
    ["claim evidence limit grade cannot unknown although granted source", "A note. B side. A or B.",
     "not known, could not, does not show, limit, unknown", "it is true, I concede, even if"],
)  # fmt: skip
def test_a_keyword_earns_nothing(text):
    said = ESSAY.nearly(ESSAY.read(text), None)
    assert "ound:" not in said and "grades given: 0" in said
    assert "years: none" in said and "figures with a unit: none" in said


def test_publishers_are_read_from_the_register_by_name():
    text = "NATO's page, the Arms Control Association, Reuters and (Radio Prague) say; so does Bob."
    assert named_publishers(text) == [
        "NATO", "Arms Control Association", "Reuters", "Radio Prague"
    ]  # fmt: skip
    # Institutes that write themselves in capitals stand in the register with their long names.
    assert named_publishers("By RUSI, not by RISU, and ICDS") == ["RUSI", "ICDS"]
