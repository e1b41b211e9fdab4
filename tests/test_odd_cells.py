"""2,000 odd cells: each is refused in one sentence, or loaded as exactly what stands there.

A table of one column a type is filled with odd values, one at a time. What is accepted must come
back letter by letter from the value that was loaded, so that nothing is guessed, rounded or cut.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from decimal import Decimal
from itertools import chain, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.cells import PARTIAL_DATE
from course.data import Package
from course.errors import DataError
from course.paths import data_folder
from tests.helpers import write_rows

CARD = ("one_row_is", "compiled", "good_for", "not_good_for", "missing")
FIELDS = {
    "name": {"type": "string", "constraints": {"required": True, "unique": True}},
    "whole": {"type": "integer", "unit": "people"},
    "amount": {"type": "number", "unit": "dollars"},
    "share": {"type": "number", "unit": "per cent", "constraints": {"minimum": 0, "maximum": 100}},
    "flag": {"type": "boolean"},
    "day": {"type": "date"},
    "when": {"type": "string", "rdfType": PARTIAL_DATE},
    "code": {"type": "string", "constraints": {"enum": ["a_few", "all"]}, "codes": {
        "a_few": "a few", "all": "all"}},
    "key": {"type": "string", "constraints": {"pattern": "^[a-z]{2,9}$"}},
    "address": {"type": "string", "format": "uri"},
    "words": {"type": "string", "constraints": {"maxLength": 90}},
}  # fmt: skip
SOUND = {
    "name": "first", "whole": "5", "amount": "5.0", "share": "5.0", "flag": "true",
    "day": "2008-07-08", "when": "2008-07", "code": "all", "key": "ab",
    "address": "https://nato.int/", "words": "Some words.",
}  # fmt: skip

KINDS = json.loads(Path(__file__).with_name("odd_cells.json").read_text(encoding="utf-8"))
PADDED = ["5", "5.5", "true", "2008", "2008-07-08", "all", "ab", "https://nato.int", "Words"]
PADDING = ["{} ", " {}", "\t{}", "{}\u00a0", "\ufeff{}", "{}\u200b", "{}\n", '"{}"', "'{}", "={}"]
PADDED_ODD = [how.format(what) for how, what in product(PADDING, PADDED)]
LONG = ["x" * 91, "x" * 32_767, "x" * 32_768]
ODD = list(dict.fromkeys([*chain(*KINDS.values()), *PADDED_ODD, *LONG]))
SHUFFLED = random.Random(13).sample(ODD, len(ODD))
EACH = 190  # of them in every column, other ones in each; a column is tried with all its own KEPT
# What a message tells to do, or says to be right.
REMEDY = re.compile(
    r"; (write|delete|leave|save|shorten|begin|name|a cell may have slipped)|Did you mean"
    r"|Known names|every row needs it"
    r"|lies outside \S+ to|are allowed|does not match|so that a spreadsheet"
)
# What stays what it is in a column of that type, told by hand: no rule of the course decides it.
KEPT = {
    "whole": ["0", "5", "-5", "999999999999999", "2008", "39637", "1", "2101", "200"],
    "amount": ["0.0", "5.50", "5.05", "-5.5", "0.50", "0.000000000000001", "5", "-5", "2008"],
    "share": ["0", "5.50", "0.0", "0.50", "8"][:4],
    "flag": ["true", "false"],
    "day": ["2008-07-08", "2024-02-29", "1800-01-01", "2100-12-31"],
    "when": ["2008", "2008-07", "2008-07-08", "1800", "2100", "2024-02-29"],
    "code": ["all", "a_few"],
    "key": ["ab", "abc", "all", "true", "first"],
    "address": ["https://nato.int", "http://nato.int/a", "urn:isbn:123", "https://nato.int/%20"],
    "words": ["Türkiye", "AT&T", "a > b", "5 of 7", "a,b", 'a "b" c', "50 %", "İstanbul", "x" * 90],
}
# What no column takes, whatever its type.
NEVER = [
    *("1e999", "nan", "1_000", "0x10", "９", "5 ", " 5", "9999999999999999999"),
    *("2024-02-30", "2023-02-29", "TRUE", "=1+1", "@SUM(A1)", "<b>", "```", "{include}", "a\nb"),
    *("a\u202eb", "a\u200bb", "a\x1b[31mb", "a\x00b", "Tu\u0308rkiye", "n/a", "x" * 32_768, "  "),
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Return a function that writes one value into one column and loads the table."""
    folder = tmp_path_factory.mktemp("odd")
    fields = [{"name": name, "description": f"The {name}.", **f} for name, f in FIELDS.items()]
    table = {
        "name": "odd", "type": "table", "title": "Odd", "description": "Odd cells.",
        "path": "odd.csv", "scheme": "file", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "as_of": "2026-11-21", "card": dict.fromkeys(CARD, "A word."),
        "schema": {"fields": fields, "primaryKey": "name", "foreignKeys": []},
        "licenses": [{"name": "CC-BY-4.0", "title": "CC", "path": "https://cc.example/"}],
        "last_columns": [],
    }  # fmt: skip
    about = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    about |= {"resources": [table], "column_rules": {}}
    del about["last_columns"]
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    loaded = Package(folder).table("odd")

    def load(column, value):
        rows = [SOUND, SOUND | {"name": "second", column: value}]
        if column == "name":
            rows = [SOUND | {"name": value}]
        write_rows(folder / "odd.csv", [list(FIELDS), *(list(row.values()) for row in rows)])
        said = list(loaded.problems())  # raises where the file is no table
        frame = None if said else loaded.load()
        return said, len(rows) + 1, frame

    return load


def told(value):
    """Return a loaded value as it would stand in a cell, from the value alone."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return str(value).lower()
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def same(column, cell, value):
    """Say whether a loaded value is exactly what the cell says."""
    if FIELDS[column]["type"] == "number" and cell:
        # A float is the number that was written if it is the nearest one, and is written so.
        return Decimal(cell) == Decimal(repr(float(value))) and float(cell) == value
    return told(value) == cell


def outcome(odd, column, value):
    try:
        said, row, frame = odd(column, value)
    except DataError as error:
        said, row, frame = [str(error)], None, None
    if frame is not None:
        assert same(column, value, frame[column].iloc[-1]), (column, value, frame[column].iloc[-1])
        return "loaded"
    assert len(said) == 1, (column, value, said)
    (sentence,) = said
    assert "\n" not in sentence and sentence.endswith((".", "?")) and len(sentence) < 420, sentence
    assert sentence.isprintable(), sentence
    assert sentence.startswith("odd.csv, row "), sentence
    if row:
        assert sentence.startswith(f"odd.csv, row {row}, column {column}"), sentence
        assert REMEDY.search(sentence), sentence
    return "refused"


def drawn(column):
    """Return the odd values that a column is tried with: the same in every run."""
    start = EACH * list(FIELDS).index(column)
    return [SHUFFLED[(start + step) % len(SHUFFLED)] for step in range(EACH)]


def test_there_are_two_thousand_odd_cells_and_every_odd_value_is_among_them():
    assert EACH * len(FIELDS) >= 2000 and len(FIELDS) >= 10
    assert set(chain(*map(drawn, FIELDS))) == set(ODD)


@pytest.mark.parametrize("column", FIELDS)
def test_an_odd_cell_is_refused_in_one_sentence_or_loaded_as_it_stands(odd, column):
    count = Counter(outcome(odd, column, value) for value in drawn(column))
    assert count["refused"] > 20


@pytest.mark.parametrize("column", KEPT)
def test_a_right_cell_is_loaded(odd, column):
    for value in KEPT[column]:
        assert outcome(odd, column, value) == "loaded", value


@pytest.mark.parametrize("column", FIELDS)
def test_what_means_something_else_elsewhere_is_never_loaded(odd, column):
    for value in NEVER:
        assert outcome(odd, column, value) == "refused", value
