"""A change of cells, schema or words asks for another look, and a looser schema is called so."""

import json
import re

import pytest
from tests.helpers import read_rows, set_cell, write_rows

from course.data import Package, package
from course.errors import CourseError, DataError
from course.quality import looks, reviews, tables
from course.units import unit

LOOKED = "A. Kaya: changed on purpose"


def described(folder, change):
    path = folder / "datapackage.json"
    packed = json.loads(path.read_text(encoding="utf-8"))
    named = {one["name"]: one for one in packed["resources"]}
    change(packed, named["polls"], {f["name"]: f for f in named["polls"]["schema"]["fields"]})
    path.write_text(json.dumps(packed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def test_the_record_is_of_the_tables_as_they_are():
    assert list(reviews.problems(package())) == []
    assert set(reviews.read(package())) == {reviews.ALL, *package().tables}


SCHEMA = {
    "a bound is raised": (
        lambda packed, polls, fields: fields["share_for"]["constraints"].update(maximum=1000),
        r"polls, column share_for, 'maximum' was 100 and is 1000, which is looser; not so when",
    ),
    "a bound is gone": (
        lambda packed, polls, fields: fields["share_for"]["constraints"].pop("maximum"),
        r"column share_for, 'maximum' \(100\) is gone, which is looser",
    ),
    "a column may be empty": (
        lambda packed, polls, fields: fields["country"]["constraints"].pop("required"),
        r"column country, 'required' \(True\) is gone, which is looser",
    ),
    "a code more": (
        lambda packed, polls, fields: (
            fields["mode"]["constraints"]["enum"].append("pigeon"),
            fields["mode"]["codes"].update(pigeon="by pigeon"),
        ),
        r"column mode, 'enum' was .* and is .*pigeon, which is looser",
    ),
    "another type": (
        lambda packed, polls, fields: fields["n"].update(type="number"),
        r"column n, 'type' was integer and is number; not so when",
    ),
    "a rule is gone": (
        lambda packed, polls, fields: fields["fieldwork_end"].pop("rules"),
        r"column fieldwork_end, 'not_before' \(.*\) is gone, which is looser",
    ),
    "a source need not be known": (
        lambda packed, polls, fields: polls["schema"]["foreignKeys"].pop(0),
        r"polls, 'points' .*, which is looser|polls, 'points' \(.*is gone, which is looser",
    ),
    "another meaning of a code": (
        lambda packed, polls, fields: fields["grade"].update(description="Any letter."),
        r"what is said of polls .* is not what stood there when",
    ),
    "another title of all": (
        lambda packed, polls, fields: packed.update(title="Tables"),
        r"what is said of the tables together is not what stood there when",
    ),
}


@pytest.mark.parametrize("name", SCHEMA)
def test_a_changed_description_is_told_until_somebody_has_looked(few_tables, name):
    change, message = SCHEMA[name]
    described(few_tables, change)
    said = list(reviews.problems(Package(few_tables)))
    assert re.search(message, said[0]) and len(said) == (2 if name == "a code more" else 1), said
    assert re.search(r"run: course data (polls|all) --stamp --reviewed 'WHO: WHY'$", said[0])
    tables.stamp_all(Package(few_tables))
    assert list(reviews.problems(Package(few_tables))) == said  # a stamp alone is no look
    tables.stamp_all(Package(few_tables), reviewed=LOOKED)
    assert list(reviews.problems(Package(few_tables))) == []


def test_a_changed_cell_is_told_though_the_hash_was_recorded_anew(few_tables):
    set_cell(few_tables / "polls.csv", 5, "n", "1018")
    tables.stamp_all(Package(few_tables))
    (said,) = tables.problems(Package(few_tables))
    assert re.match(r"polls.csv has other cells than when .* looked .* \(column n\)\. When", said)
    tables.stamp_all(Package(few_tables), reviewed=LOOKED, only="polls")
    assert tables.problems(Package(few_tables)) == []
    entry = reviews.read(Package(few_tables))["polls"]
    assert (entry["by"], entry["why"]) == ("A. Kaya", "changed on purpose")


def test_a_changed_rule_for_coding_is_told(few_tables):
    path = few_tables / "codebooks" / "positions.md"
    path.write_text(path.read_text(encoding="utf-8").replace("not", "now", 1), encoding="utf-8")
    (said,) = tables.problems(Package(few_tables))
    assert re.match(r"datapackage.json: what is said of positions \(.*codebook\) is not", said)


def test_a_look_at_one_table_is_no_look_at_another(few_tables):
    set_cell(few_tables / "polls.csv", 5, "n", "1018")
    set_cell(few_tables / "members.csv", 5, "note", "A remark.")
    tables.stamp_all(Package(few_tables), reviewed=LOOKED, only="polls")
    (said,) = tables.problems(Package(few_tables))
    assert said.startswith("members.csv has other cells than when")


def test_a_table_that_is_filled_in_row_by_row_asks_for_no_look_at_its_rows(few_tables):
    path = few_tables / "readings.csv"
    write_rows(path, read_rows(path)[:-1])
    tables.stamp_all(Package(few_tables))
    assert list(reviews.problems(Package(few_tables))) == []


def test_a_table_without_an_entry_and_a_folder_without_a_record_are_told(few_tables):
    path = few_tables / reviews.NAME
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["polls"]
    path.write_text(json.dumps(record), encoding="utf-8")
    (said,) = reviews.problems(Package(few_tables))
    assert said.startswith("polls is not in reviewed.json: nobody has yet said")
    path.unlink()
    assert len(list(reviews.problems(Package(few_tables)))) == len(Package(few_tables).tables) + 1


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-9], lambda text: "[]", lambda text: text.replace('"by"', '"bye"')]
)
def test_a_damaged_record_is_one_sentence(few_tables, spoil):
    path = few_tables / reviews.NAME
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DataError, match=r"^reviewed\.json[^\n]*$"):
        reviews.read(Package(few_tables))
    (said,) = tables.problems(Package(few_tables))
    assert said.startswith("reviewed.json")


@pytest.mark.parametrize("words", ["", "A. Kaya", "A. Kaya:", ": why", "A: b", "a\nb: why it was"])
def test_who_and_why_are_asked_for_in_one_form_for_tables_and_units(few_tables, words):
    for look in (
        lambda: tables.stamp_all(Package(few_tables), reviewed=words),
        lambda: looks.look(unit("00"), words),
    ):
        with pytest.raises(CourseError, match=r"^Who looked, and why\? Write both, such as"):
            look()
