"""The tables hold: by their schema, by our own rules, and to readers other than our own."""

import filecmp
import json
import re
import shutil
import subprocess
from pathlib import Path

import frictionless
import numpy as np
import pandas as pd
import pytest
from tests.helpers import read_rows, set_cell, write_rows

import course
from course.data import Package, package
from course.learn.exercises import lesson
from course.learn.frame import cited
from course.paths import data_folder
from course.quality import rules, tables
from course.sources import LEDGERS
from course.units import units

TABLES = list(package().tables)


# -- our own check


def test_nothing_is_wrong_with_the_tables():
    assert tables.problems() == []


def cell(table, column, value, where=None):
    """Change a cell of the first row in which `where`, a column, is filled."""

    def spoil(folder):
        path = folder / f"{table}.csv"
        header, *rows = read_rows(path)
        place = header.index(where or column)
        set_cell(path, next(n for n, row in enumerate(rows, 2) if row[place]), column, value)

    return spoil


def describe(change):
    """Change the description of the table `polls`."""

    def spoil(folder):
        path = folder / "datapackage.json"
        descriptor = json.loads(path.read_text(encoding="utf-8"))
        change(next(r for r in descriptor["resources"] if r["name"] == "polls"))
        path.write_text(json.dumps(descriptor), encoding="utf-8")

    return spoil


def fields(polls):
    return {field["name"]: field for field in polls["schema"]["fields"]}


def note_first(folder):
    describe(lambda polls: polls["schema"]["fields"].insert(0, fields(polls)["grade"]))(folder)
    describe(lambda polls: polls["schema"]["fields"].pop(-2))(folder)


def columns_swapped(folder):
    """Let two columns change places in the file, with everything in them, and not in the schema."""
    rows = read_rows(folder / "polls.csv")
    a, b = rows[0].index("country"), rows[0].index("iso3")
    for row in rows:
        row[a], row[b] = row[b], row[a]
    write_rows(folder / "polls.csv", rows)


def same_address(folder):
    """Give the second source the address of the first, but for a slash at its end."""
    header, first = read_rows(folder / "sources.csv")[:2]
    address = first[header.index("url")].rstrip("/")
    set_cell(folder / "sources.csv", 3, "url", f"{address}/")


def other_source_twice(folder):
    first = dict(zip(*read_rows(folder / "polls.csv")[:2], strict=True))
    set_cell(folder / "polls.csv", 2, "other_source_ids", first["source_id"])


def pigeon(polls):
    fields(polls)["mode"]["codes"].update(pigeon="by pigeon")
    fields(polls)["mode"]["constraints"]["enum"].append("pigeon")


def all_by_telephone(folder):
    for number in range(2, len(read_rows(folder / "polls.csv")) + 1):
        set_cell(folder / "polls.csv", number, "mode", "telephone")


# By rule: what breaks it, and what is said then.
BROKEN = {
    "not_before": [
        (cell("polls", "fieldwork_end", "1999-01-01", "fieldwork_start"),
         "fieldwork_end: 1999-01-01 lies before fieldwork_start"),
        (cell("basing_agreements", "ratified", "1949", "signed"), "ratified: 1949 lies before"),
    ],
    "not_below": [
        (cell("cost_estimates", "cost_high", "0.001", "cost_low"), "cost_high: 0.001 lies below"),
    ],
    "not_above": [
        (cell("local_referendums", "votes_cast", "999999", "voters_eligible"),
         "votes_cast: 999999 is more than voters_eligible"),
    ],
    "quotient": [
        (cell("published_tallies", "share_published", "3", "attempts"),
         "share_published: 3 does not follow from successes and attempts"),
    ],
    "sum": [
        (lambda folder: [cell("polls", name, "20", "n")(folder)
                         for name in ("share_for", "share_against", "share_undecided")],
         "share_undecided: with .* the sum is 60 and not 100, and note does not say why"),
    ],
    "one_name_each": [
        (cell("defence_spending", "country", "Atlantis"), "is .* elsewhere"),
    ],
    "refers_to": [
        (cell("second_codings", "row_id", "no-such-row"), "'no-such-row' is not in .*csv"),
        (cell("glossary", "see_also", "no-such-term"), "'no-such-term' is not in glossary.csv"),
        (other_source_twice, "other_source_ids: the same is named twice"),
    ],
    "repeats": [
        (cell("members", "members_after", "31"), "members_after: 31 does not agree with 12"),
        (cell("milestones", "date", "1950", "declaration_id"), "date: '1950' does not agree with"),
        (cell("basing_agreements", "upper_for", "3"), "upper_for: '3' does not agree with"),
    ],
    "decimals_of": [
        (cell("defence_spending", "share_of_gdp", "2.123"), "decimals: . does not agree with 3"),
    ],
    "counts_rows_until": [
        (cell("members", "members_after", "31"), "members_after: 31 does not agree with 12, the r"),
    ],
    "shared": [
        (cell("cost_claims", "conflict_key", "alone"), "conflict_key: no other row has 'alone'"),
    ],
    "must_be": [
        (cell("polls", "note", "From memory; not confirmed.", "grade"),
         "grade: .*, so it must be C"),
    ],
    "filled_when": [
        (lambda folder: [cell("readings", "note", "")(folder),
                         cell("readings", "seen", "not_seen")(folder)],
         "note: say what the reading rests on"),
        (cell("sources", "url", "urn:isbn:1"), "note: say why there is no web address"),
    ],
    "_last_columns": [
        (note_first, "its last columns must be source_id, grade, note"),
    ],
    "_in_order": [
        (columns_swapped, "column 2 is iso3 where datapackage.json has country"),
    ],
    "_described": [
        (describe(lambda polls: fields(polls)["n"].update(description="")), "n has no description"),
        (describe(lambda polls: fields(polls)["n"].update(unit="")), "n.* unit"),
        (describe(lambda polls: fields(polls)["n"].pop("unit")), "n is a number without a unit"),
        (describe(lambda polls: polls["card"].pop("good_for")), "card .* does not say 'good_for'"),
        (all_by_telephone, "column mode says the same in every row"),
    ],
    "_codes_used": [
        (describe(lambda polls: fields(polls)["mode"]["codes"].update(pigeon="by pigeon")),
         "polls.mode explains other codes than it allows"),
        (describe(pigeon), "no row of polls uses mode = pigeon"),
    ],
    "a cell": [
        (cell("polls", "note", " padded"), "note: ' padded' begins or ends with a space"),
        (cell("polls", "sponsor", "n/a"), "sponsor: 'n/a' is a stand-in .* leave the cell empty"),
        (cell("sources", "url", "www.nato.int"), "url: 'www.nato.int' is no web address"),
        (same_address, "row 3, column url: .* already stands in row 2"),
    ],
}  # fmt: skip
CASES = [case for cases in BROKEN.values() for case in cases]


def test_every_rule_has_a_table_that_breaks_it():
    ours = {rule.__name__ for rule in tables.HOUSE_RULES}
    assert set(BROKEN) == {*rules.RULES, *ours, "refers_to", "a cell"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Copy the tables once; of their package only a table that has changed is read again."""
    folder = tmp_path_factory.mktemp("broken") / "data"
    shutil.copytree(data_folder(), folder)
    return Package(folder)


@pytest.fixture
def copied(shared):
    """Return the folder of the copy, and put back what a test has changed there."""
    yield shared.folder
    for name in changed(shared.folder):
        shutil.copy2(data_folder() / name, shared.folder)


def changed(folder):
    """Return the names of the files that were written to."""
    names = [*(f"{name}.csv" for name in TABLES), "datapackage.json"]
    return filecmp.cmpfiles(folder, data_folder(), names, shallow=True)[1]


@pytest.mark.parametrize(("spoil", "message"), CASES, ids=[message for _, message in CASES])
def test_a_broken_table_is_caught_with_file_row_and_column(copied, shared, spoil, message):
    spoil(copied)
    names = [Path(name).stem for name in changed(copied) if name.endswith(".csv")]
    # Of a changed description, the table polls; neither a hash nor a review helps.
    packed = shared if names else Package(copied)
    found = [one for n in names or ["polls"] for one in tables.table_problems(packed.table(n))]
    assert any(re.search(message, one) for one in found), found


def test_every_rule_is_declared_by_some_column():
    declared = {rule for name in TABLES for c in package().table(name).columns for rule in c.rules}
    assert {*rules.RULES, "refers_to"} <= declared


def test_a_change_of_one_byte_is_no_longer_the_file_on_record(data_copy):
    path = data_copy / "glossary.csv"
    path.write_bytes(path.read_bytes().replace(b"missile", b"missils", 1))
    (problem,) = tables.problems(Package(data_copy))
    assert problem.startswith("glossary.csv is not the file that datapackage.json records (hash)")


def test_unreadable_file_is_reported_once_and_the_others_are_checked_still(data_copy):
    (data_copy / "polls.csv").write_bytes(b"\xff\xfe")
    set_cell(data_copy / "members.csv", 2, "european", "yes")
    found = tables.problems(Package(data_copy))
    assert [one.startswith("polls.csv, row 1") for one in found].count(True) == 1
    assert any(
        "members.csv, row 2, column european: 'yes' is not true or false" in f for f in found
    )


def test_every_source_in_the_register_is_used():
    apart = ("sources", *LEDGERS)
    resting = [table for name, table in package().tables.items() if name not in apart]
    used = {source_id for table in resting for source_id in table.source_ids()}
    for one in units():
        used |= cited(one)
        used |= {i for task in lesson(one.slug).exercises.values() for i in task.source_ids}
    codebooks = "".join(p.read_text(encoding="utf-8") for p in data_folder().glob("codebooks/*"))
    orphans = set(course.sources.register()) - used
    assert {i for i in orphans if course.sources.lookup(i)["url"] not in codebooks} == set()


# -- the standard's own tool


class LookedUp:
    """A table that others refer to, as frictionless itself has read it: once for all of them."""

    schema = None  # else its own references would be dropped, as those of a copy are

    def __init__(self, table):
        table.schema.foreign_keys = []
        with table:
            self.row_stream = list(table.row_stream)

    def to_copy(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_frictionless_finds_the_package_valid(monkeypatch):
    get = frictionless.Package.get_resource
    read = {}

    def once(packed, name):
        if name not in read:
            read[name] = LookedUp(get(packed, name).to_copy())
        return read[name]

    # It would read the register of sources, every address of it, for each table that names one.
    monkeypatch.setattr(frictionless.Package, "get_resource", once)
    report = frictionless.validate(str(data_folder() / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note", "rowNumber", "fieldName"])[:5]
    assert len(report.tasks) == len(TABLES)


def test_frictionless_finds_what_our_own_reader_finds(data_copy):
    wrong = {"country": "", "mode": "pigeon", "n": "many", "share_for": "101", "published": "May"}
    for row, (column, value) in enumerate(wrong.items(), 5):
        set_cell(data_copy / "polls.csv", row, column, value)
    tables.stamp_all(Package(data_copy))
    resource = frictionless.Package(str(data_copy / "datapackage.json")).get_resource("polls")
    places = list(enumerate(wrong, 5))
    assert sorted(map(tuple, resource.validate().flatten(["rowNumber", "fieldName"]))) == places
    problems = list(Package(data_copy).table("polls").problems())
    assert len(problems) == len(places)
    for row, column in places:
        assert any(re.search(rf"row {row}, column {column}\b", one) for one in problems), column


# -- other readers: pandas' parser in C, SQLite's shell, NumPy for dates, and what R expects


@pytest.mark.parametrize("name", TABLES)
def test_pandas_reads_the_same_cells(name):
    path = data_folder() / f"{name}.csv"
    read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    assert read.to_dict("records") == package().table(name).records()


def test_sqlite_reads_the_same_cells(tmp_path):
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("the sqlite3 shell is not installed (apt-get install sqlite3)")
    lines = [f".import --csv {data_folder() / name}.csv {name}" for name in TABLES]
    lines += [".mode json", *(f"select * from {name};" for name in TABLES)]
    done = subprocess.run(
        [shell, ":memory:"], input="\n".join(lines), capture_output=True, text=True
    )
    decoder, text, read = json.JSONDecoder(), done.stdout, []
    while text.strip():
        rows, end = decoder.raw_decode(text.lstrip())
        read.append(rows)
        text = text.lstrip()[end:]
    wanted = [rows for name in TABLES if (rows := package().table(name).records())]
    assert read == wanted and not done.stderr


@pytest.mark.parametrize("name", TABLES)
def test_numpy_reads_the_same_days(name):
    frame, table = course.load(name), package().table(name)
    for column in table.columns:
        if column.type not in ("date", "partial_date"):
            continue
        days = frame[column.name] if column.type == "date" else course.day(frame[column.name])
        cells = [row[column.name] or "NaT" for row in table.records()]
        expected = np.array([np.datetime64(text).astype("datetime64[D]") for text in cells])
        np.testing.assert_array_equal(days.to_numpy().astype("datetime64[D]"), expected)


@pytest.mark.parametrize("name", TABLES)
def test_plain_readers_cannot_stumble(name):
    """R's read.csv, LibreOffice, line tools: one row a line, no cell that R takes for missing."""
    raw = (data_folder() / f"{name}.csv").read_bytes()
    text = raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and b"\t" not in raw
    assert text.endswith("\n") and not text.endswith("\n\n")
    lines = text.splitlines()
    assert len(lines) == len(text.split("\n")) - 1  # no line break of Unicode's own
    assert all(line.count('"') % 2 == 0 for line in lines)
    header, *rows = read_rows(data_folder() / f"{name}.csv")
    assert len(rows) == len(lines) - 1
    assert all(part.isidentifier() and part == part.lower() for part in header)
    assert not any(value in ("NA", "NaN", "NULL", "Inf") for row in rows for value in row)
