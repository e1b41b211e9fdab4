"""Tables are loaded as their schema says, or not at all."""

import random
import re

import pandas as pd
import pytest

import course
from course.data import day, package, tables
from course.errors import CourseError, DataError
from tests.helpers import read_rows, set_cell, write_rows

TABLES = list(package().tables)

# -- what is wrong with a table is said in one message: file, row, column, remedy


def cell(row, column, value):
    return lambda path: set_cell(path, row, column, value)


def drop_column(path):
    rows = read_rows(path)
    place = rows[0].index("share_for")
    write_rows(path, [row[:place] + row[place + 1 :] for row in rows])


def rename_column(path):
    path.write_text(path.read_text().replace("share_for", "share_pro", 1))


def repeat_column(path):
    write_rows(path, [[*row, row[0]] for row in read_rows(path)])


def repeat_key(path):
    rows = read_rows(path)
    rows[4][0] = rows[3][0]
    write_rows(path, rows)


def widen_row(path):
    lines = path.read_text().splitlines(keepends=True)
    lines[2] = lines[2].rstrip("\n") + ",one more\n"
    path.write_text("".join(lines))


def cut_in_a_row(path):
    rows = path.read_text().splitlines(keepends=True)
    path.write_text("".join(rows[:6]) + rows[6][:12])


def cut_between_rows(path):
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:6]))


def cut_in_a_quotation(path):
    path.write_text(path.read_text()[: path.read_text().index('"') + 5])


def open_a_quotation(path):
    lines = path.read_text().splitlines(keepends=True)
    lines[3] = '"' + lines[3]
    path.write_text("".join(lines))


def save_as(encoding):
    return lambda path: path.write_bytes(
        path.read_text(encoding="utf-8").encode(encoding, errors="replace")
    )


BROKEN = {
    "missing column": (drop_column, "row 1 has no column 'share_for'.*course data polls"),
    "renamed column": (rename_column, "row 1 has no column 'share_for'.*rename it to 'share_pro'"),
    "column twice": (repeat_column, "row 1 names the column 'poll_id' twice. Remove"),
    "bad date": (
        cell(3, "fieldwork_start", "12/2007"),
        "row 3, column fieldwork_start: '12/2007' is not a date; write 2008",
    ),
    "month that does not exist": (
        cell(3, "fieldwork_start", "2007-13"),
        "row 3, column fieldwork_start: '2007-13' is not a date; write 2008",
    ),
    "text where a number should be": (
        cell(5, "n", "about 1000"),
        "row 5, column n: 'about 1000' is not a whole number; write digits only",
    ),
    "thousands mark": (cell(5, "n", "1_000"), "row 5, column n: '1_000' is not a whole number"),
    "nan for a number": (
        cell(5, "share_for", "nan"),
        "row 5, column share_for: 'nan' is not a number; write digits with a decimal point",
    ),
    "number where text should be": (
        cell(5, "pollster", "1017"),
        "row 5, column pollster: '1017' is a number where text should be.*slipped",
    ),
    "share above 100": (
        cell(5, "share_for", "510"),
        "row 5, column share_for: '510' lies outside 0 to 100",
    ),
    "unknown code": (
        cell(5, "sponsor_kind", "goverment"),
        "row 5, column sponsor_kind: 'goverment'.*Did you mean government",
    ),
    "empty where needed": (
        cell(5, "country", ""),
        "row 5, column country is empty, but every row needs it",
    ),
    "duplicate key": (repeat_key, "row 5, column poll_id: .* already names row 4. Give"),
    "unknown source": (
        cell(5, "source_id", "irish-times-2009-czechs-postpone"),
        "row 5, column source_id: .* is not in sources.csv. Did you mean .*irish-times-2009-czechs",
    ),
    "row too long": (widen_row, "row 3, column note: the row has .* cells.* quotation marks"),
    "cut in a row": (cut_in_a_row, "row 7, column poll_id: .* cut short. Restore"),
    "cut between rows": (cut_between_rows, "has 5 rows where .* promises .* restore the file"),
    "cut in a quotation": (cut_in_a_quotation, r"row \d+, column \w+: .* cut short. Restore"),
    "quotation left open": (open_a_quotation, r"row \d+: a quotation mark is opened.*cut short"),
    "Latin-1": (
        save_as("latin-1"),
        r"row \d+, column \w+: byte 0x\w\w is not UTF-8.*another encoding; save it again as 'CSV",
    ),
    "UTF-16": (save_as("utf-16"), "row 1, column poll_id: .* is not UTF-8.*save it again"),
    "UTF-16 without a mark": (save_as("utf-16-le"), "row 1, column poll_id: .* is not UTF-8"),
    "empty file": (lambda path: path.write_bytes(b""), "row 1, column poll_id: .* Restore"),
    "no file": (lambda path: path.unlink(), "is not in .*data. Restore it"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_table_gives_one_message_and_no_table(data_copy, name):
    spoil, message = BROKEN[name]
    spoil(data_copy / "polls.csv")
    with pytest.raises(DataError) as caught:
        course.load("polls")
    said = str(caught.value)
    assert re.match(f"polls.csv.*{message}", said)
    assert "\n" not in said and len(said) < 300


def test_wherever_a_file_is_cut_no_table_is_loaded(data_copy):
    path = data_copy / "local_referendums.csv"
    whole = path.read_bytes()
    table = package().table("local_referendums")
    for length in random.Random(1).sample(range(len(whole)), 200):
        path.write_bytes(whole[:length])
        with pytest.raises(DataError):
            table.load()


def test_learner_sees_the_sentence_and_no_traceback():
    with pytest.raises(DataError) as caught:
        course.load("pols")
    assert caught.value._render_traceback_() == [f"DataError: {caught.value}"]


# -- spellings of a file that change nothing


@pytest.mark.parametrize(
    "encode", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n")]
)
def test_byte_order_mark_and_windows_line_ends_are_read_like_the_file_itself(data_copy, encode):
    original = course.load("polls")
    (data_copy / "polls.csv").write_bytes(encode((data_copy / "polls.csv").read_bytes()))
    pd.testing.assert_frame_equal(package().table("polls").load(), original)


# -- wrong names


def test_unknown_table_offers_the_nearest():
    with pytest.raises(CourseError, match=r"no table 'pols'. Did you mean polls?"):
        course.load("pols")
    with pytest.raises(CourseError, match=r"no table 7. Known names: agreement_votes"):
        course.load(7)


def test_unknown_column_offers_the_nearest():
    polls = course.load("polls")
    for wrong in ("sponser", ["poll_id", "sponser"]):
        with pytest.raises(
            CourseError, match=r"polls has no column 'sponser'. Did you mean sponsor"
        ):
            polls[wrong]
    with pytest.raises(CourseError, match=r"no column 'pollid'. Did you mean poll_id"):
        package().table("polls").column("pollid")
    with pytest.raises(KeyError):  # pandas' own code expects it
        polls["sponser"]


def test_unknown_name_in_the_package_offers_the_nearest():
    with pytest.raises(AttributeError, match=r"no 'laod'. Did you mean load"):
        course.laod  # noqa: B018


def test_folder_without_tables_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"no datapackage.json in .*COURSE_DATA"):
        course.load("polls")


def test_package_with_a_merge_conflict_says_so(data_copy):
    path = data_copy / "datapackage.json"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    with pytest.raises(
        DataError, match=r"datapackage.json, line 1: a merge was not finished.*Copy"
    ):
        course.load("polls")


# -- what is loaded


@pytest.mark.parametrize("name", TABLES)
def test_columns_have_the_types_of_the_schema(name):
    kinds = {"integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64[s]"}
    frame, table = course.load(name), package().table(name)
    assert list(frame.columns) == [column.name for column in table.columns]
    assert len(frame) == len(table.records()) > 0
    for column in table.columns:
        assert str(frame[column.name].dtype) == kinds.get(column.type, "str"), column.name


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_cell_is_missing_and_nothing_else_is(name):
    frame, records = course.load(name), package().table(name).records()
    for column in frame:
        empty = [row[column] == "" for row in records]
        assert frame[column].isna().tolist() == empty, column


def test_each_load_is_a_copy_of_its_own():
    spoilt = course.load("polls")
    spoilt["n"] = 0
    assert course.load("polls")["n"].max() > 0


def test_tables_lists_every_table_with_its_grades():
    listing = tables().set_index("table")
    assert list(listing.index) == TABLES
    polls = course.load("polls")
    for grade in "ABC":
        assert listing.at["polls", grade] == (polls["grade"] == grade).sum()


def test_day_takes_dates_of_any_precision():
    days = day(pd.Series(["2008", "2008-07", "2008-07-08", None]))
    assert days.dt.strftime("%Y-%m-%d").tolist()[:3] == ["2008-01-01", "2008-07-01", "2008-07-08"]
    assert pd.isna(days[3])


def test_a_second_coding_has_the_source_and_the_grade_of_the_row_recoded():
    """Both are said to be those of the row; after a mend of that row they lagged behind in 28."""
    for one in package().table("second_codings").records():
        there = package().table(one["table_name"])
        row = next(r for r in there.records() if r[there.key[0]] == one["row_id"])
        assert (one["source_id"], one["grade"]) == (row["source_id"], row["grade"]), one[
            "recode_id"
        ]
