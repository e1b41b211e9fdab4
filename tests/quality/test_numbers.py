"""A number in prose and the cell that it repeats cannot come apart unnoticed, on either side."""

import ast
import json
import re

import pytest
from tests.helpers import set_cell

from course.data import package
from course.errors import CourseError
from course.learn.exercises import Lesson
from course.learn.quiz import Question
from course.passages import passages
from course.quality import literals, numbers
from course.quality.numbers import agrees, tokens
from course.sources import lookup
from course.units import Unit, unit, units

VOTE = "local_referendums/cz-2007-hvozdany/votes_against"
SOURCE = "radio-prague-2007-another-czech-village-rejects"
LINK = f"[Radio Prague, {lookup(SOURCE)['date'][:4]}]({lookup(SOURCE)['url']})"
HEADER = "cell,written,holds\n"


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Return what the rule says of a unit of one cell, with a map of its numbers and a room."""
    room = tmp_path / "third_site"
    room.mkdir()
    monkeypatch.setattr(literals, "LESSONS", tmp_path)
    monkeypatch.setattr(literals, "lesson", lambda slug: Lesson({}, {}, ()))

    def problems(text, *lines, charts="", exercises="", quiz=(), read=True):
        cell = {"cell_type": "markdown", "id": "c-one", "metadata": {}, "source": text}
        about = {"course": {"tables": ["local_referendums"]}}
        path = tmp_path / "99-third-site.ipynb"
        path.write_text(json.dumps({"cells": [cell], "metadata": about}), encoding="utf-8")
        (room / "numbers.csv").write_text(HEADER + "".join(f"{line}\n" for line in lines))
        (room / "charts.py").write_text(charts)
        (room / "exercises.py").write_text(exercises)
        monkeypatch.setattr(literals, "lesson", lambda slug: Lesson({}, {}, quiz))
        seen = list(passages(Unit(path))) if read else []
        monkeypatch.setattr(numbers, "readings_of", lambda unit: seen)
        return list(numbers.problems(Unit(path)))

    return problems


def one(messages, pattern):
    (message,) = messages
    assert re.search(pattern, message), message


def test_a_unit_without_a_map_is_held_to_an_empty_one(said, tmp_path):
    assert said("It was 5.", "c-one,5,ours") == []
    (tmp_path / "third_site" / "numbers.csv").unlink()
    one(list(numbers.problems(Unit(tmp_path / "99-third-site.ipynb"))), "'…It was .5..…'")


def test_every_number_of_the_seven_units_is_bound_and_no_map_can_go(monkeypatch):
    """Each map taken away: the numbers that it binds are named again."""
    for one in units():
        assert numbers.bindings(one), one.number  # that nothing is wrong, the contract finds
    monkeypatch.setattr(numbers, "bindings", lambda one: [])
    assert all(list(numbers.problems(one)) for one in units())


def test_a_number_that_a_table_holds_is_bound_and_the_line_to_paste_is_given(said):
    text = f"In Hvožďany 381 said no ({LINK})."
    line = f"c-one,381 said no,{VOTE}"
    one(said(text), f"'…In Hvožďany .381. said no.*stands in a table.*numbers.csv: {line}")
    assert said(text, line) == []


def test_the_prose_changed(said):
    found = said(f"In Hvožďany 318 said no ({LINK}).", f"c-one,381 said no,{VOTE}")
    assert any("row 2 of numbers.csv: '381 said no' stands nowhere in c-one" in f for f in found)


@pytest.mark.parametrize("value", ["380", ""])
def test_the_table_changed(said, data_copy, value):
    path = data_copy / "local_referendums.csv"
    rows = package().table("local_referendums").records()
    row = next(n for n, r in enumerate(rows, 2) if r["referendum_id"] == "cz-2007-hvozdany")
    set_cell(path, row, "votes_against", value)
    found = said(f"In Hvožďany 381 said no ({LINK}).", f"c-one,381 said no,{VOTE}")
    one(found, f"'381 said no' .* is bound to {VOTE}, which holds {value or 'nothing'}. Mend")


@pytest.mark.parametrize("number", [unit.number for unit in units()])
def test_the_table_changed_behind_a_real_unit(number, data_copy):
    """One cell of each table that a unit's map names is changed, all of them at once."""
    maps = [b for b in numbers.bindings(unit(number)) if b.holds[0] not in "=~" and "/" in b.holds]
    one_a_table = {b.holds.partition("/")[0]: b for b in maps}
    for name, binding in one_a_table.items():
        key, _, column = binding.holds.removeprefix(f"{name}/").rpartition("/")
        table = package().table(name)
        row = next(
            n for n, r in enumerate(table.records(), 2) if "+".join(r[k] for k in table.key) == key
        )
        set_cell(data_copy / f"{name}.csv", row, column, "1492")
    said = list(numbers.problems(unit(number)))
    for binding in one_a_table.values():
        told = f"row {binding.row} of numbers.csv) is bound to {binding.holds}, which holds 1492"
        assert any(told in message for message in said), told


@pytest.mark.parametrize(
    ("holds", "complaint"),
    [
        ("local_referendums/no-such-row/votes_cast", "local_referendums.csv has no row 'no-such"),
        ("local_referendums/cz-2007-hvozdany/votes", "has no column 'votes'"),
        ("no_such_table/a/b", "no table 'no_such_table'"),
        ("=exercises:no_such", "no function no_such in third_site/exercises.py"),
        ("=sums:village_share", "which holds 93.1"),
        ("=geodesy:no_such(1)", "no function no_such in third_site/geodesy.py"),
        ("=geodesy:flight_minutes(2000)", "which holds 11.6"),
    ],
)
def test_a_binding_that_leads_nowhere_says_so(said, holds, complaint):
    one(said("It was 95 per cent.", f"c-one,95 per cent,{holds}"), complaint)


def test_a_computed_value_is_held_to_as_many_places_as_are_written(said):
    for written in ("93", "93.2", "93.15"):
        assert said(f"It was {written}.", f"c-one,{written},=sums:village_share") == []
    one(said("It was 93.1.", "c-one,93.1,=sums:village_share"), "which holds 93.15")


def test_a_function_of_the_course_is_asked_with_numbers_and_with_cells(said):
    there = "sites/tehran/lat, sites/tehran/lon, sites/tabriz/lat, sites/tabriz/lon"
    assert said("About 12.", "c-one,12,=geodesy:flight_minutes(2000)") == []
    line = f'c-one,530 km,"~=geodesy:great_circle_km({there})"'
    assert said("Some 530 km.", line) == []
    one(said("Some 530 km.", line.replace("~", "")), "which holds 527.8")
    one(said("Some 700 km.", line.replace("530", "700")), "'700 km' .*which holds 527.8")


def test_a_cell_of_words_holds_the_numbers_in_it(said):
    cell = "march_2026_claims/diego-garcia-how-far-2/answer"
    assert said("Some 3,800 km.", f'c-one,"3,800",{cell}') == []
    one(said("Some 3,900 km.", f'c-one,"3,900",{cell}'), "which holds About 3,800 km.")


def test_the_line_to_paste_can_be_pasted(said):
    (message,) = said("It was 1,200 then.")
    assert 'c-one,"1,200 then",TABLE/ROW/COLUMN (or ours)' in message


def test_a_number_in_a_passage_that_nobody_read_is_not_carried(said):
    found = said(f"There were 77 dogs ({LINK}).", read=False)
    one(found, r"\[77\] dogs.*neither bound to a table nor in a passage that was read")


def test_a_number_that_nothing_holds(said):
    one(said("It was 5 then."), "'…It was .5. then.…' .c-one. is neither bound to a table nor in a")
    assert said("It was 5 then.", "c-one,5,ours") == []
    one(said("It was 5 then.", "c-one,5,reading"), "said to be carried by a reading, but its pass")
    one(said("## The year 1972"), "The year .1972.")
    one(said("| a | b |\n|---|---|\n| so | 14 more |"), "so .14. more")


def test_a_passage_that_was_read_carries_its_numbers(said):
    assert said(f"There were 77 dogs ({LINK}).") == []


def test_a_number_of_a_table_named_in_an_uncited_passage_is_proposed(said):
    one(said("Of them 381 said no (`local_referendums`)."), f"Add to numbers.csv: .*,{VOTE}")


def test_a_date_in_the_words_of_a_link_is_the_date_of_its_source(said):
    wrong = LINK.replace(lookup(SOURCE)["date"][:4], "1997")
    one(said(f"So it went ({wrong})."), f"stands in a link to {SOURCE}, which the register dates")
    assert said(f"So it went ({wrong}).", "c-one,1997,reading") == []


def test_words_after_a_number_tell_it_from_an_equal_one(said):
    text = "First 28 dogs, then 28 cats."
    found = said(text, "c-one,28 dogs,ours")
    one(found, "then .28. cats")
    assert said(text, "c-one,28,ours") == []
    assert said("In 2007 it was 2007 dogs.", "c-one,2007 d,ours", "c-one,2007 it,ours") != []


def test_names_and_numbering_are_no_numbers():
    for text in (
        "Article 5, units 07 and 14, Phase 4, the SM-3, AN/TPY-2 and 9M729",
        "1. Who agreed?",
        "In 150 to 220 words",
        "Arrow 3 and Task Force 64",
        "(claim 2, evidence 1, limit 0) and %{customdata[1]}",
    ):
        assert tokens(text) == (), text


@pytest.mark.parametrize(
    ("written", "held", "unit", "same"),
    [
        ("8 July 2008", "2008-07-08", "", True),
        ("July 2008", "2008-07-08", "", True),
        ("8 July", "2008-07-08", "", True),
        ("July", "2008-07", "", True),
        ("2008", "2008-07-08", "", True),
        ("2008", "2008", "", True),
        ("8 and 9 July 2008", "2008-07-08", "", True),
        ("7 and 8 July 2008", "2008-07-08", "", False),
        ("9 July 2008", "2008-07-08", "", False),
        ("8 July 2008", "2008-07", "", False),
        ("2009", "2008-07-08", "", False),
        ("1,200", "1200", "km", True),
        ("1.2 billion", "1200", "million euro", True),
        ("1.2 billion", "1160", "million euro", True),
        ("1.3 billion", "1160", "million euro", False),
        ("83", "83", "million euro", True),
        ("−3", "-3", "", True),
        ("3", "", "", False),
        ("3", "three", "", False),
    ],
)
def test_how_a_cell_may_be_written(written, held, unit, same):
    token, *_ = tokens(f"About {written} or so")
    assert agrees(token, held, unit) is same


def test_about_is_within_five_per_cent():
    (token,) = tokens("about 4,000 km")
    assert agrees(token, "3962", "km", rounded=True) and not agrees(token, "3700", "km", True)
    assert not agrees(token, "3962", "km")


CHART = '''"""Module."""
NAMES = {"a-2": "Brussels 1994"}


def votes(rows):
    """Draw 7 things."""
    title = f"{len(rows)} of 12 villages"
    return finish(rows, title=title, dash="2px 3px", x="2008-07-08", column="c2 x")
'''


def test_numbers_typed_into_a_chart_are_computed_or_bound(said):
    found = said("None.", charts=CHART)
    assert [re.search(r"\[(\d+)\].*\((charts:\w+)\)", f).groups() for f in found] == [
        ("1994", "charts:NAMES"),
        ("12", "charts:votes"),
    ]
    lines = ("charts:NAMES,1994,declarations/brussels-1994/date", "charts:votes,12 villages,ours")
    assert said("None.", *lines, charts=CHART) == []
    changed = CHART.replace("1994", "1995")
    assert any(
        "'1994' stands nowhere in charts:NAMES" in f for f in said("", *lines, charts=changed)
    )


def test_numbers_typed_into_exercises_and_quiz_stand_in_read_prose_or_are_bound(said):
    task = 'WHY = "That is 77 of them, 2 of 3 or so."'
    quiz = (Question("How many?", (("All 77 dogs", True, "Of 78."), ("None", False, "No.")), "04"),)
    found = said("None.", exercises=task, quiz=quiz)
    assert sorted(re.search(r"\[(\d+)\].*\((\w+)\)", f).groups() for f in found) == [
        ("2", "exercises"),
        ("3", "exercises"),
        ("77", "exercises"),
        ("77", "quiz"),
        ("78", "quiz"),
    ]
    read = f"There were 77 dogs, 78 cats ({LINK}), 2 or 3 of them black ({LINK})."
    assert said(read, exercises=task, quiz=quiz) == []


def test_a_day_in_read_prose_lets_an_exercise_say_its_month(said):
    read = f"It was on 1 March 2003 ({LINK})."
    assert said(read, exercises='WHY = "In March 2003 it was."') == []
    one(said(read, exercises='WHY = "In May 2003 it was."'), "May 2003")


def test_every_module_of_a_room_is_read(said, tmp_path):
    (tmp_path / "third_site" / "sums.py").write_text('NAMES = {"a": "Brussels 1994"}\n')
    one(said("None."), r"Brussels \[1994\].*sums:NAMES,1994,")


def test_the_texts_of_code_leave_out_docstrings_keys_and_placeholders():
    tree = ast.parse(CHART)
    assert [(w.where, w.text) for w in literals.texts("charts", tree)] == [
        ("charts:NAMES", "Brussels 1994"),
        ("charts:votes", "… of 12 villages"),
        ("charts:votes", "2px 3px"),
        ("charts:votes", "c2 x"),
    ]


@pytest.mark.parametrize("text", ["cell,holds\n", HEADER + "c-one,381, said no,a/b/c\n", ""])
def test_a_map_of_another_shape_is_refused(said, tmp_path, text):
    said("None.")
    (tmp_path / "third_site" / "numbers.csv").write_text(text)
    with pytest.raises(CourseError, match=r"third_site/numbers.csv, row \d: a row is cell,written"):
        list(numbers.problems(Unit(tmp_path / "99-third-site.ipynb")))
