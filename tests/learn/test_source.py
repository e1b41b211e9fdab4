"""`course.source`: from a row or a source_id to the source, and a sentence for everything else."""

import random
import string
from collections import Counter

import pandas as pd
import pytest

import course
from course.data import package
from course.errors import CourseError
from course.learn import source as module
from course.markup import is_web, link_target, plain
from course.sources import LEDGERS, lookup, register, said_in


def test_every_source_is_shown_with_publisher_date_interest_address_and_what_rests_on_it():
    for source_id, s in register().items():
        card = str(course.source(source_id))
        assert f"`{source_id}`" in card and "**Published by**" in card
        assert f"**Its interest:** {plain(s['interest']) or 'none is recorded'}" in card
        assert (f"]({link_target(s['url'])})" in card) == is_web(s["url"])


def test_a_source_says_what_it_was_found_to_say_and_who_looked():
    for source_id in list(register())[::7]:
        card, said = str(course.source(source_id)), said_in(source_id)
        for one in said[:3]:
            assert f"- **It was found to say:** {plain(one.says)} *{plain(one.how)}*" in card
        more = f"{len(said) - 3} more in `readings`"
        assert (more in card) == (len(said) > 3)


def test_what_rests_on_a_source_is_counted_from_the_tables():
    counted = {}
    for table in package().tables.values():
        for row in table.records() if table.name not in ("sources", *LEDGERS) else ():
            named = {row.get("source_id", ""), *(row.get("other_source_ids") or "").split()}
            named |= {v for k, v in row.items() if k.endswith("_source_id")}
            for one in named - {""}:
                counted.setdefault(one, Counter())[table.name] += 1
    for source_id in register():
        rests = module._rests(source_id)
        for table, number in counted.get(source_id, {}).items():
            assert f"{number} row{'' if number == 1 else 's'} of `{table}`" in rests
        assert ("no row of a table" in rests) == (source_id not in counted)


@pytest.mark.parametrize("table", [t.name for t in module._tables()])
def test_every_row_leads_to_its_sources_with_its_grade_and_note(table):
    rows = package().table(table).records()
    key = package().table(table).key[0]
    for row in rows[:: max(1, len(rows) // 12)]:
        card = str(course.source(table, row[key]))
        assert f"`{row[key]}`" in card and f"`{row['source_id']}`" in card
        assert card.startswith(f"**The row `{row[key]}` of `{table}`**")
        if row.get("grade"):
            assert f"**Grade {row['grade']}**" in card
        assert ("**Note:**" in card.split("**Source ")[0]) == bool(row.get("note"))
        for other in (row.get("other_source_ids") or "").split():
            assert f"`{other}`" in card
            assert all(plain(one.says) in card for one in said_in(other)[:1])


def test_a_row_is_taken_as_it_comes_out_of_a_table():
    polls = course.load("polls")
    named = str(course.source("polls", "pl-2007-mdaa"))
    indexed = polls.set_index("poll_id")
    number = polls.index[polls["poll_id"] == "pl-2007-mdaa"][0]
    for way in (
        polls.loc[number],
        polls[polls["poll_id"] == "pl-2007-mdaa"],
        indexed.loc["pl-2007-mdaa"],
        indexed.loc["pl-2007-mdaa", ["n", "share_for"]],
        indexed.loc[["pl-2007-mdaa"], ["n", "share_for"]],
    ):
        assert str(course.source(way)) == named
    assert str(course.source("polls", number)) == named
    assert str(course.source("pl-2007-mdaa")) == named
    assert str(course.source(" `PL-2007-mdaa` ")) == named


def test_a_row_without_its_name_leads_to_its_source():
    polls = course.load("polls")
    bare = polls[["pollster", "source_id"]].iloc[0]
    assert str(course.source(bare)) == str(course.source(bare["source_id"]))


def test_an_address_leads_to_its_source():
    first = next(iter(register().values()))
    assert f"`{first['source_id']}`" in str(course.source(first["url"]))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((), "between quotation marks"),
        ((...,), "between quotation marks"),
        (("  ",), "between quotation marks"),
        ((5,), "5 names no source"),
        ((["polls"],), "names no source"),
        (("polls",), "is a whole table"),
        (("pols", "pl-2007-mdaa"), "no table 'pols'. Did you mean polls"),
        (("polls", "pl-2007-mda"), "Did you mean pl-2007-mdaa"),
        (("polls", 999), "counted from 0 to"),
        (("polls", -1), "counted from 0 to"),
        (("polls", True), "no row True"),
        (("polls", 2.5), "no row 2.5"),
        (("polls", []), "no row of that kind"),
        ((5, "pl-2007-mdaa"), "first the table, then the row"),
        (("pl-2007-mda",), "Did you mean pl-2007-mdaa"),
        (("https://example.org/nowhere",), "No source of the course has the address"),
        (("qwertz",), "no source and no row"),
    ],
)
def test_what_names_no_row_is_answered_in_a_sentence(given, said):
    with pytest.raises(CourseError) as told:
        course.source(*given)
    assert said in str(told.value) and "\n" not in str(told.value)


def test_several_rows_or_a_column_are_answered_in_a_sentence():
    polls = course.load("polls")
    for given, said in (
        (polls, f"That is {len(polls)} rows"),
        (polls[polls["poll_id"] == "none"], "That is 0 rows"),
        (polls["pollster"], "neither the name of one row"),
        (polls[["n"]].iloc[0], "neither the name of one row"),
        (pd.DataFrame({"a": [1]}), "neither the name of one row"),
        (pd.Series(dtype=float), "neither the name of one row"),
    ):
        with pytest.raises(CourseError, match=said):
            course.source(given)


def test_a_name_that_two_tables_have_asks_which(monkeypatch):
    polls, sites = package().table("polls"), package().table("sites")
    both = {"twin": polls.records()[0]}
    own = module._rows
    monkeypatch.setattr(module, "_rows", lambda t: both if t in (polls, sites) else own(t))
    with pytest.raises(CourseError, match=r'course.source\("sites", "twin"\) or '):
        course.source("twin")


def test_any_text_is_answered_and_no_other_error_comes_out(monkeypatch):
    dice = random.Random(11)
    names = [*register(), *package().tables, "pl-2007-mdaa", "https://x", "", "é", "\u202e", "<b>"]
    own, seldom = module.nearest, random.Random(12)

    def nearest(word, known):
        """Look for what is near among all rows, which takes most of the time, now and then."""
        return own(word, known if seldom.random() < 0.03 else ["near"])

    monkeypatch.setattr(module, "nearest", nearest)
    for _ in range(600):
        word = dice.choice(names)
        if dice.random() < 0.7 and word:
            at = dice.randrange(len(word))
            word = word[:at] + dice.choice(string.printable) + word[at + dice.randrange(2) :]
        row = dice.choice([None, None, word, dice.choice(names), dice.randrange(-5, 300)])
        try:
            shown = str(course.source(word, row))
        except CourseError as told:
            shown = str(told)
        assert shown and "Traceback" not in shown


def test_a_source_in_another_language_says_which():
    one = next(i for i, s in register().items() if s["language"] == "hu")
    assert "**Language:** Hungarian" in str(course.source(one))
    english = next(i for i, s in register().items() if s["language"] == "en")
    assert "**Language:**" not in str(course.source(english))
    assert lookup(one)["publisher"] in str(course.source(one))
