"""Files saved by other programs: each is recognised, and told with the remedy that mends it."""

import csv
import io
import subprocess
import unicodedata

import pytest

import course
from course.data import Package, package
from course.errors import DataError
from course.quality import tables
from tests.helpers import read_rows


def resaved(delimiter, *, decimal=".", quoting=csv.QUOTE_MINIMAL, end="\r\n", encoding="utf-8-sig"):
    """Save as a spreadsheet does that uses another delimiter, decimal mark or encoding."""

    def save(path):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
        for row in read_rows(path):
            writer.writerow([c.replace(".", decimal) if is_number(c) else c for c in row])
        path.write_bytes(out.getvalue().encode(encoding, errors="replace"))

    return save


def is_number(text):
    return text.replace(".", "", 1).lstrip("-").isdigit()


def text(change):
    return lambda path: path.write_bytes(change(path.read_bytes().decode()).encode())


def conflict(said):
    lines = said.splitlines(keepends=True)
    ours, theirs = lines[3], lines[3].replace("CVVM", "STEM")
    marks = f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> mine\n"
    return "".join([*lines[:3], marks, *lines[4:]])


SEMICOLONS = r"row 1: the cells are separated by semicolons, as Excel writes in German, where comm"
UTF8 = "save it again as 'CSV UTF-8"
SPOILT = {
    "German Excel, UTF-8": (resaved(";", decimal=","), f"{SEMICOLONS}.*{UTF8}"),
    "German Excel, CP1252": (
        resaved(";", decimal=",", encoding="cp1252"),
        f"row \\d+, column \\w+: byte 0x.. is not UTF-8.*in another encoding; {UTF8}",
    ),
    "semicolons, all quoted": (resaved(";", quoting=csv.QUOTE_ALL), SEMICOLONS),
    "tabs": (resaved("\t"), f"row 1: the cells are separated by tabs, .*{UTF8}"),
    "Excel's Unicode text": (
        resaved("\t", encoding="utf-16"), f"byte 0xff is not UTF-8.*UTF-16, which Excel.*{UTF8}"
    ),
    "UTF-16 without a mark": (resaved(",", encoding="utf-16-be"), f"as UTF-16, .*{UTF8}"),
    "UTF-32": (resaved(",", encoding="utf-32"), f"is not UTF-8 text.*{UTF8}"),
    "old Mac": (resaved(",", end="\r"), f"row 1: the lines end as on old Macs .CR only.*{UTF8}"),
    "a line for Excel": (text(lambda said: f"sep=;\n{said}"), "row 1 is 'sep='.*Delete it"),
    "a merge": (text(conflict), "row 4: a merge was not finished.*Copy the file first; then keep"),
    "a merge of Windows": (
        text(lambda said: conflict(said).replace("\n", "\r\n")), "row 4: a merge was not finished"
    ),
    "a blank line at the end": (text(lambda said: f"{said}\n"), "row 89 is blank. Delete the line"),
    "blank cells at the end": (
        text(lambda said: f"{said}{',' * said.partition(chr(10))[0].count(',')}\n"),
        "row 89 is blank. Delete the line; spreadsheets leave such lines",
    ),
    "a blank line inside": (text(lambda said: said.replace("\n", "\n\n", 3)), "row 2 is blank"),
    "a blank column": (
        text(lambda said: said.replace("\n", ",\n")), "row 1 has a column '' that the schema does n"
    ),
    "decomposed accents": (
        text(lambda said: unicodedata.normalize("NFD", said)),
        r"row \d+, column \w+: .* spells an accent .*composed form .Unicode NFC.",
    ),
    "no line break at the end": (text(lambda said: said[:-1]), "row 88, column note: the file e"),
    "two marks": (text(lambda said: f"\ufeff\ufeff{said}"), "row 1 has no column 'poll_id'"),
    "a workbook": (lambda path: path.write_bytes(b"PK\x03\x04" + b"\0" * 99), "Excel or LibreOff"),
    "an old workbook": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1"), "an old Excel w"),
    "a pointer": (
        lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid 0\n"),
        "a pointer of Git LFS and not the table",
    ),
    "a page": (lambda path: path.write_bytes(b"<!DOCTYPE html>\n<p>404\n"), "row 1 has no column"),
}  # fmt: skip
# What is a table still, so that its rows can be counted: the check says what is wrong with it.
READ_ALL_THE_SAME = {"decomposed accents"}


@pytest.mark.parametrize("name", SPOILT)
def test_a_file_of_another_program_is_recognised_and_nothing_is_stamped(
    few_tables, monkeypatch, name
):
    monkeypatch.setenv("COURSE_DATA", str(few_tables))
    spoil, message = SPOILT[name]
    spoil(few_tables / "polls.csv")
    with pytest.raises(DataError, match=rf"^polls\.csv, .*{message}") as caught:
        course.load("polls")
    said = str(caught.value)
    assert said.isprintable() and len(said) < 400
    if name in READ_ALL_THE_SAME:
        assert said in tables.problems(Package(few_tables))
        return
    before = (few_tables / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match=r"^polls\.csv, "):
        tables.stamp_all(Package(few_tables), reviewed="A test: as it is")
    assert (few_tables / "datapackage.json").read_bytes() == before


# -- line ends, and a mark


@pytest.mark.parametrize(
    "spell",
    [
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
    ],
    ids=["CRLF", "mark", "both"],
)
def test_other_line_ends_are_said_so_once_and_never_stamped(data_copy, spell):
    whole = {path: path.read_bytes() for path in data_copy.glob("*.csv")}
    for path, raw in whole.items():
        path.write_bytes(spell(raw))
    (said,) = tables.problems(Package(data_copy))
    more = len(whole) - 3  # three are named
    assert f"and {more} more tables: the cells are right, but the file has Windows' line" in said
    assert "git's core.autocrlf" in said and "--stamp" not in said
    record = (data_copy / "datapackage.json").read_bytes()
    with pytest.raises(DataError, match=r"^Nothing was recorded: .*wrong everywhere else\.$"):
        tables.stamp_all(Package(data_copy), reviewed="A test: as it is")
    assert (data_copy / "datapackage.json").read_bytes() == record
    assert len(course.load("polls")) == len(package().table("polls").records())


def test_a_changed_cell_is_told_as_such_under_other_line_ends_too(data_copy):
    path = data_copy / "polls.csv"
    path.write_bytes(path.read_bytes().replace(b"CVVM", b"STEM", 1).replace(b"\n", b"\r\n"))
    said = tables.problems(Package(data_copy))
    assert any("polls.csv is not the file that datapackage.json records" in one for one in said)
    assert not any("the cells are right" in one for one in said)


def test_a_clone_on_windows_has_the_bytes_on_record(tmp_path):
    """With `core.autocrlf=true` git writes CRLF, unless .gitattributes says otherwise."""
    from course.paths import root

    def git(*words):
        subprocess.run(["git", "-c", "core.autocrlf=true", *words], cwd=tmp_path, check=True)

    git("init", "-q", ".")
    for name in (".gitattributes", "data/polls.csv", "data/datapackage.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((root() / name).read_bytes())
    git("add", "-A")
    git("-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x")
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    git("checkout", "-q", "--", ".")
    for name in ("data/polls.csv", "data/datapackage.json"):
        assert (tmp_path / name).read_bytes() == (root() / name).read_bytes()
