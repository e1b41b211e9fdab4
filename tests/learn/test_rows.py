"""Rows of tables in words, as tasks show them."""

import re

import pytest

from course.errors import CourseError
from course.learn.rows import in_words

ROW = "rasmussen-200m-2010-05"


def test_a_row_says_its_filled_cells_its_source_and_its_grade():
    (line,) = str(in_words({"cost_claims": [ROW]})).splitlines()
    assert line.startswith(f"- `cost_claims/{ROW}`: stated_on: 2010-05-05; claimant: Anders")
    assert re.search(r"\(\[Reuters, 2010\]\(https://\S+\), grade B\)$", line)
    assert "amount_low" not in line  # an empty cell
    assert "conflict_key" not in line


def test_columns_are_chosen_and_other_sources_named():
    said = str(in_words({"cost_claims": [ROW]}, ["claimant", "amount_high"], other_sources=True))
    assert re.match(r"- `\S+`: claimant: [\w ]+; amount_high: 200 \(\[Reuters", said)
    assert "; [NATO Watch, 2010](" in said


@pytest.mark.parametrize(
    ("table", "row", "columns", "said"),
    [
        ("cost_claim", ROW, [], "There is no table 'cost_claim'.*cost_claims"),
        ("cost_claims", "rasmussen-200m", [], "no row 'rasmussen-200m'. Did you mean"),
        ("cost_claims", ROW, ["amount"], "no column 'amount'. Did you mean"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(table, row, columns, said):
    with pytest.raises(CourseError, match=said):
        in_words({table: [row]}, columns)
