"""The glossary in use: a term is found however it is written; where it stands."""

import re

import pytest

import course
from course.data import package
from course.errors import CourseError
from course.learn import terms
from course.markup import plain

ROWS = package().table("glossary").records()
NAMED = {row["term_id"]: row for row in ROWS}


def names(said):
    """The terms that a cell shows, in order, with their abbreviations."""
    return re.findall(r"^\*\*(.+?)\.\*\*", str(said), re.M)


def test_every_term_is_found_by_words_abbreviation_or_id_in_any_case():
    for row in ROWS:
        short = f" ({row['abbreviation']})" if row["abbreviation"] else ""
        ways = [row["term_id"], row["term"], row["term"].upper(), f" {row['term'].lower()}. "]
        ways += [row["abbreviation"].lower()] if short else []
        for way in ways:
            said = str(course.term(way))
            assert names(said) == [plain(row["term"] + short)] and plain(row["definition"]) in said


@pytest.mark.parametrize(
    ("written", "term_id"),
    [
        ("silence", "silence-procedure"),
        ("SILENCE", "silence-procedure"),
        ("Silence procedures", "silence-procedure"),
        ("silence-procedure", "silence-procedure"),
        ("ABM treaty", "abm-treaty"),
        ("abm treaties", "abm-treaty"),
        ("GBIs", "gbi"),
        ("hit to kill", "hit-to-kill"),
        ("kurecik", "kurecik"),
        ("Küreçık", "kurecik"),
        ("“Wilson's interval”", "wilson-interval"),
        ("phased adaptive", "epaa"),
        ("European Phased Adaptive Approach (EPAA)", "epaa"),
        ("adaptive approaches", "epaa"),
    ],
)
def test_a_term_is_found_as_a_learner_may_write_it(written, term_id):
    assert NAMED[term_id]["definition"] in str(course.term(written))
    assert len(names(course.term(written))) == 1


def test_a_word_in_several_terms_shows_six_and_names_the_others():
    holding = [row["term"] for row in ROWS if re.search(r"\bmissiles?\b", row["term"].lower())]
    said = str(course.term("missile"))
    assert len(holding) > 6 and f"6 of {len(holding)} terms have 'missile' in their names" in said
    assert len(names(said)) == 6 and "The others: " in said
    assert all(plain(name) in said for name in holding)


def test_words_that_begin_a_name_come_first():
    shown = names(course.term("range"))
    assert shown[0].startswith("Range") and len(shown) == 6
    assert names(course.term("kill"))[0].startswith("Kill vehicle")
    assert names(course.term("policing")) == ["Air policing"]


def test_a_word_that_only_explanations_have_finds_these():
    assert not any("spokesman" in row["term"].lower() for row in ROWS)
    said = str(course.term("spokesman"))
    assert said.startswith("No term is called 'spokesman'; this one has it in its explanation.")
    assert NAMED["shape"]["definition"] in said
    said = str(course.term("Congress"))
    assert said.startswith("No term is called 'Congress'; ") and len(names(said)) > 1


@pytest.mark.parametrize("part", ["ratif", "rotat", "adapt", "tripw"])
def test_a_part_of_a_word_is_no_word_and_the_nearest_three_are_named(part):
    holding = [row["term"] for row in ROWS if part in row["term"].lower()]
    with pytest.raises(CourseError, match=f"The glossary has no '{part}'. Nearest: ") as told:
        course.term(part)
    near = str(told.value).split("Nearest: ")[1]
    assert holding and near.count(",") == 2 and all(name in near for name in holding[:3])


def test_equivalents_in_french_and_russian_are_shown_where_they_are_known():
    both = next(row for row in ROWS if row["french"] and row["russian"])
    said = str(course.term(both["term_id"]))
    assert f"French: *{plain(both['french'])}*; Russian: *{plain(both['russian'])}*." in said
    neither = next(row for row in ROWS if not row["french"] and not row["russian"])
    said = str(course.term(neither["term_id"]))
    assert "French" not in said and "Russian:" not in said
    assert names(course.term(both["russian"])) == names(course.term(both["term_id"]))


def test_an_unknown_term_offers_the_nearest():
    term = ROWS[0]["term"]
    with pytest.raises(CourseError, match=f"Nearest: {re.escape(term)}"):
        course.term(term + "x")
    with pytest.raises(CourseError, match="Nearest: Silence procedure, "):
        course.term("silense procedure")


@pytest.mark.parametrize("given", ["", "  ", "?!", None, 5, ["NATO"], b"NATO"])
def test_what_is_no_word_gets_a_sentence_that_says_how_to_write_one(given):
    with pytest.raises(CourseError, match=r'between quotation marks, as in course.term\("IAMD"\)'):
        course.term(given)


# -- where terms stand in a text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The silence procedure, and silence procedures.", ["silence-procedure"] * 2),
        ("Hit-to-kill is hard", ["hit-to-kill"]),
        ("an early-warning radar gives early\u00a0warning", ["early-warning"] * 2),
        ("The European Phased Adaptive Approach (EPAA)", ["epaa", "epaa"]),
        ("the ground-based interceptor stands", ["gbi"]),  # and no interceptor
        ("two GBIs, ICBM-class", ["gbi"]),
        ("there was no test that day; a no-test", ["no-test"]),
        ("mc and Mc are no committee, roe none", []),
        ("a cell of the table, NATO, a claim, its sponsor", []),
    ],
)
def test_terms_are_found_in_a_text_by_their_longest_name(line, found):
    assert [place.term_id for place in terms.places(line)] == found
    for place in terms.places(line):
        assert line[place.start : place.end].strip() == line[place.start : place.end] != ""


def test_what_is_left_unmarked_is_in_the_glossary():
    assert set(NAMED) >= terms.UNMARKED
