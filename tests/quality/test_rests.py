"""A sentence is bound to nothing: when the words of its row change, its places are named."""

import json

import pytest
from tests.helpers import read_rows, set_cell

from course.data import package
from course.quality import looks, rests
from course.units import Unit, unit

LOOKED = "A. Kaya: read beside its rows"


@pytest.fixture
def ours(tmp_path, monkeypatch, data_copy):
    """Return a copy of unit 04, looked at as it stands beside a copy of the tables."""
    monkeypatch.setattr(looks, "root", lambda: tmp_path)
    monkeypatch.setattr(looks, "room", lambda unit: tmp_path)
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / unit("04").path.name
    path.write_bytes(unit("04").path.read_bytes())
    looks.look(Unit(path), LOOKED)
    return Unit(path)


def say_otherwise(folder, table, key, column, cell):
    """Change one cell of a table, the row named by its key."""
    path = folder / f"{table}.csv"
    place = [row[0] for row in read_rows(path)].index(key)
    set_cell(path, place + 1, column, cell)


def of_rows(ours):
    return [message for message in looks.problems(ours) if message.startswith("rows of")]


# By hand: the first line of the unit's numbers.csv binds this cell to the first of these rows; an
# exercise names the second by its key, and passages cite a source of it.
def test_places_are_found_by_number_by_key_and_by_source():
    found = rests.rests(unit("04"))
    assert "cell c-5e1a2210d8" in found["milestones"]["2009-09-cancelled"]  # a bound number
    assert "exercises.py" in found["polls"]["pl-2007-mdaa"]  # its key, in code
    assert any(place.startswith("cell") for place in found["polls"]["pl-2007-mdaa"])
    assert rests.OTHERS in found["polls"]  # the table is named in the text
    assert "charts.py" in rests.rests(unit("16"))["sites"]["kurecik"]  # a key of one word, quoted


@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("polls", "pl-2007-mdaa", "note"),
        ("polls", "pl-2007-mdaa", "pollster"),
        ("technical_claims", "ucs-2007-decoys", "argument"),
        ("cost_estimates", "crs-2007-third-site", "note"),
    ],
)
def test_other_words_in_a_row_name_the_places_that_rest_on_it(ours, data_copy, table, key, column):
    row = next(r for r in package().table(table).records() if next(iter(r.values())) == key)
    assert of_rows(ours) == []
    say_otherwise(data_copy, table, key, column, f"{row[column]} or so")
    (message,) = of_rows(ours)
    assert message.startswith(f"rows of `{table}` ({key}) changed since its review on ")
    for place in rests.rests(ours)[table][key]:
        assert place in message.split("On them rest: ")[1].split(". Look again")[0].split(", ")
    looks.look(ours, LOOKED)
    assert of_rows(ours) == []


def test_a_row_that_no_word_leads_to_counts_with_the_others_of_its_table(ours, data_copy):
    known = rests.rests(ours)["polls"]
    far = next(r for r in package().table("polls").records() if r["poll_id"] not in known)
    say_otherwise(data_copy, "polls", far["poll_id"], "note", "Other words.")
    (message,) = of_rows(ours)
    assert message.startswith(f"rows of `polls` ({rests.OTHERS}) changed since")


@pytest.mark.parametrize("column", ["share_for", "other_source_ids"])
def test_a_number_or_a_source_is_held_elsewhere(ours, data_copy, column):
    cell = {"share_for": "1", "other_source_ids": "cbo-2009-options-deploying-missile-defense"}
    say_otherwise(data_copy, "polls", "pl-2007-mdaa", column, cell[column])
    assert "pl-2007-mdaa" not in " ".join(of_rows(ours))


def test_a_citation_more_or_less_is_no_change_of_a_row(ours):
    notebook = json.loads(ours.path.read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    for cell in cells:
        if "](http" in "".join(cell["source"]):
            cell["source"] = ["Nothing is cited here, and no table is named."]
    ours.path.write_text(json.dumps(notebook), encoding="utf-8")
    before, now = rests.rests(unit("04")), rests.rests(ours)
    assert sum(map(len, now.values())) < sum(map(len, before.values()))
    gone = [one for one in of_rows(ours) if " is gone since" not in one]
    assert gone == []


# By hand: of 3 + 5 + 9 = 17 = 0x11 the rows a and b are told apart, and 9 is left for the others.
@pytest.mark.parametrize(
    ("a", "b", "total", "says"),
    [
        (3, 5, 17, []),
        (4, 5, 18, ["a"]),
        (3, 5, 18, [rests.OTHERS]),
        (4, 5, 17, ["a", rests.OTHERS]),
        (None, 5, 17, []),
        (None, 5, 18, [rests.OTHERS]),
    ],
)
def test_what_changed_is_told_from_what_is_only_counted_elsewhere(a, b, total, says):
    before = {"a": "00000003", "b": "00000005", rests.OTHERS: "00000011"}
    now = {"b": f"{b:08x}", rests.OTHERS: f"{total:08x}"} | ({} if a is None else {"a": f"{a:08x}"})
    assert rests.changed(before, now) == says
