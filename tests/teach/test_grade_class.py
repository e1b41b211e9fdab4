"""Whose a file is, what a roster says, the form that a person fills in, nbgrader's gradebook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import zipfile

import pytest
from tests.teach.submissions import HALF, NOTE, WRONG, book, lay, packed, rows

from course.errors import CourseError
from course.teach.grade import collect, essays, gradebook, roster
from course.teach.grade.command import FORM, grade, said
from course.units import unit


def learners(papers):
    return {entry.learner.name: sorted(entry.papers) for entry in papers.entries}


# -- whose


@pytest.mark.parametrize(
    ("name", "whose", "number"),
    [
        ("Ada Lovelace_12345_assignsubmission_file_/04-third-site.ipynb", "Ada Lovelace", "12345"),
        ("Ada L_12_assignsubmission_file_04-third-site (1).ipynb", "Ada L", "12"),
        ("A_B_7_assignsubmission_file_/deep/er/x.ipynb", "A_B", "7"),
        ("alice/04-third-site.ipynb", "alice", ""),
        ("alice/homework/04-third-site.ipynb", "alice", ""),
        ("course/submitted/alice/04-third-site/04-third-site.ipynb", "alice", ""),
        ("alice-04-third-site.ipynb", "alice", ""),
        ("04_third_site_bob_smith.ipynb", "bob smith", ""),
        ("Zoë Çelik third-site-Copy2.ipynb", "Zoë Çelik", ""),
        ("04-third-site.ipynb", "", ""),
        ("04-third-site (1).ipynb", "", ""),
        ("third-site-copy1.ipynb", "", ""),
        ("bob-04-third-site.pdf", "bob", ""),
        ("roster.csv", "", ""),
        ("notes.pdf", "", ""),
    ],
)
def test_a_path_says_whose_a_file_is(name, whose, number):
    assert collect._whose(name)[:2] == (whose, number)


def test_folders_zips_in_folders_and_a_zip_within_a_zip_are_looked_into(tmp_path):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as one:
        one.writestr("04-third-site.ipynb", HALF)
        one.writestr("__MACOSX/._04-third-site.ipynb", b"x")
    with zipfile.ZipFile(outer, "w") as two:
        two.writestr("Dan Deep_4_assignsubmission_file_/work.zip", inner.getvalue())
        two.writestr("Eve Evil_5_assignsubmission_file_/../../../escaped.ipynb", HALF)
    lay(
        tmp_path / "in",
        {
            "ada/04-third-site.ipynb": HALF,
            "bob.zip": inner.getvalue(),
            "cy/04.zip": b"PK\x03\x04 broken",
            ".ipynb_checkpoints/04-third-site.ipynb": HALF,
            "readme.pdf": b"%PDF",
        },
    )
    (tmp_path / "class.zip").write_bytes(outer.getvalue())
    papers = grade([tmp_path / "in", tmp_path / "class.zip"], tmp_path / "out")
    known = learners(papers)
    assert known.pop("cy") == []
    assert known == {name: ["04"] for name in ("ada", "bob", "Dan Deep", "Eve Evil")}
    assert {one.file: one.why[:18] for one in papers.strays} == {
        "cy/04.zip": "It is damaged. Ask",
        "readme.pdf": "It is a .pdf file ",
    }
    assert not list(tmp_path.rglob("escaped*")), "nothing is unpacked to the disk"
    again = grade([tmp_path / "in"], tmp_path / "in" / "out")
    assert len(grade([tmp_path / "in"], tmp_path / "in" / "out").strays) == len(again.strays)


def test_a_folder_in_which_everything_lies_is_nobodys_name(tmp_path):
    lay(tmp_path / "in", {"Week 4/ada/a.ipynb": HALF, "Week 4/bob/a.ipynb": HALF})
    assert set(learners(grade([tmp_path / "in"], tmp_path / "out"))) == {"ada", "bob"}


def test_what_is_missing_or_damaged_is_a_sentence(tmp_path, command):
    code, words = command("teach", "grade", tmp_path / "none", "--out", tmp_path / "out")
    assert code == 1 and "There is no file and no folder" in words
    (tmp_path / "empty").mkdir()
    code, words = command("teach", "grade", tmp_path / "empty", "--out", tmp_path / "out")
    assert code == 1 and "There is no file in" in words
    lay(tmp_path / "in", {"ada/04.ipynb": HALF})
    code, words = command(
        "teach", "grade", tmp_path / "in", "--out", tmp_path / "out", "--deadline", "01/02/2026"
    )
    assert code == 1 and "Write it as '2026-12-01 23:59'" in words
    code, words = command("teach", "grade", tmp_path / "in", "--out", tmp_path / "out")
    assert code == 0 and "1 notebook graded (unit 04)" in words and "queue" in words


# -- the roster


def test_a_roster_gives_names_deadlines_and_those_who_handed_in_nothing(tmp_path):
    lay(
        tmp_path / "in",
        {
            "Lovelace, Ada/04-third-site.ipynb": HALF,
            "bob7/04-third-site.ipynb": HALF,
            "Someone Else/04-third-site.ipynb": HALF,
        },
    )
    for path in (tmp_path / "in").rglob("*.ipynb"):
        os.utime(path, (dt.datetime(2026, 12, 2, 1, 0).timestamp(),) * 2)
    (tmp_path / "class.csv").write_bytes(
        "Surname;First name;Email address;Deadline\r\n"
        "Lovelace;Ada;ada@x.org;\r\nBrown;Bob;bob7@x.org;2026-12-02\r\n"
        "=cmd|'/C calc'!A0;;z@x.org;\r\n".encode("utf-16")
    )
    papers = grade(
        [tmp_path / "in"], tmp_path / "out", roster=tmp_path / "class.csv",
        deadline="2026-12-01 23:59",
    )  # fmt: skip
    table = {row["email"] or row["learner"]: row for row in rows(tmp_path / "out/gradebook.csv")}
    assert table["ada@x.org"]["learner"] == "Ada Lovelace"
    assert table["ada@x.org"]["late by"] == "1 hour 1 minute"
    assert table["bob7@x.org"]["late by"] == "", "a deadline of one's own"
    assert table["Someone Else"]["note"] == "not in the roster"
    assert table["z@x.org"]["learner"] == "'=cmd|'/C calc'!A0"
    assert table["z@x.org"]["04-note: state"] == "nothing handed in"
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "3 of 4 learners" in report and "Not in the roster: Someone Else" in report
    assert len(papers.entries) == 4


def test_moodles_own_worksheet_is_a_roster(tmp_path):
    path = tmp_path / "worksheet.csv"
    path.write_text(
        "Identifier,Full name,Email address,Status,Due date,Last modified (submission)\n"
        'Participant 77,Ada L,a@x.org,Submitted,"Tuesday, 1 December 2026, 11:59 PM",'
        '"Wednesday, 2 December 2026, 12:10 AM"\nParticipant 78,Bo,,,-,-\n',
        encoding="utf-8",
    )
    ada, bo = roster.read(path)
    assert (ada.number, ada.deadline) == ("77", dt.datetime(2026, 12, 1, 23, 59))
    assert ada.submitted == dt.datetime(2026, 12, 2, 0, 10)
    assert (bo.deadline, bo.submitted) == (None, None)
    assert roster.Roster([ada, bo]).find("Whoever", "77") is ada


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("PK\x03\x04", "is no CSV"),
        ("a,b\n1,2\n", "has no column of names"),
        ("name,deadline\nAda,next week\n", "row 2: 'next week' is no date"),
        ("name,deadline\nAda,03/04/2026\n", "row 2"),
    ],
)
def test_a_roster_that_is_none_is_a_sentence(tmp_path, text, why):
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=why):
        roster.read(path)


@pytest.mark.parametrize("text", ["=1+1", " =1", "+1", "-1", "@x", "|x", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text):
    assert gradebook.harmless(text).startswith("'")
    assert gradebook.harmless(-1.5) == -1.5 and gradebook.harmless("Ada-1") == "Ada-1"
    assert roster.plain_cell(gradebook.harmless("=1+1")) == "=1+1"


# -- the form


@pytest.fixture
def marked(tmp_path):
    lay(tmp_path / "in", {"ada/04.ipynb": HALF, "bob/04.ipynb": WRONG})

    def run(**more):
        return grade([tmp_path / "in"], tmp_path / "out", **more)

    run()
    return run, tmp_path / "out"


def fill(path, wanted, encoding="utf-8-sig"):
    """Fill in cells of the form by the key of the learner and the exercise."""
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    header = lines[0]
    for line in lines[1:]:
        for column, value in wanted.get((line[1], line[2]), {}).items():
            line[header.index(column)] = value
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(lines)
    path.write_bytes(out.getvalue().encode(encoding))


def test_marks_of_a_person_are_merged_and_never_lost(marked):
    run, out = marked
    rubric = {"Claim": "2", "Evidence": "1", "Limit": "0", "comment": "=More; évidence"}
    fill(
        out / FORM,
        {("ada", "04-note"): rubric, ("bob", "04-note"): {"points": "0,75"},
         ("bob", "04-two-polls"): {"points": "1"}},
        "cp1252",
    )  # fmt: skip
    papers = run()
    table = {row["learner"]: row for row in rows(out / "gradebook.csv")}
    assert table["ada"]["04-note"] == "0.5"
    assert table["bob"]["04-note"] == "0.75" and table["bob"]["04-two-polls"] == "1.0"
    assert table["bob"]["04-two-polls: state"] == "marked by a person"
    assert table["bob"]["points"] == "1.75" and table["ada"]["left to mark"] == "0"
    page = (out / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert "Claim 2, Evidence 1, Limit 0. =More; évidence" in page
    form = (out / FORM).read_bytes()
    assert [row["points"] for row in rows(out / FORM)] == ["1.0", "0.5", "0.75"]
    run()
    assert (out / FORM).read_bytes() == form, "what was filled in stays, run after run"
    assert all("to be marked" not in line.lower() for line in said(papers, out))


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"points": "2"}, "column points: '2' is no number from 0 to 1"),
        ({"points": "much"}, "is no number from 0 to 1"),
        ({"Claim": "3"}, "column Claim: '3' is none of the marks 0 to 2"),
        ({"Claim": "1"}, "no mark for Evidence, Limit"),
        ({"Claim": "1", "Evidence": "1", "Limit": "1", "points": "1"}, "the marks make 0.50"),
        ({"points": "1", "key": "eve"}, "no learner 'eve' handed in"),
        ({"points": "1", "exercise": "04-gone"}, "'04-gone' is no exercise"),
    ],
)
def test_a_form_that_cannot_be_is_refused_and_stays_as_it_is(marked, wanted, why):
    run, out = marked
    fill(out / FORM, {("ada", "04-note"): wanted})
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(CourseError, match=why):
        run()
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_form_from_elsewhere_is_named(marked, tmp_path):
    run, out = marked
    form = tmp_path / "mine.csv"
    form.write_bytes((out / FORM).read_bytes())
    fill(form, {("ada", "04-note"): {"points": ".5"}})
    run(marks=form)
    assert rows(out / "gradebook.csv")[0]["04-note"] == "0.5"
    with pytest.raises(CourseError, match="is not the form of marks"):
        run(marks=out / "gradebook.csv")
    with pytest.raises(CourseError, match="cannot be read"):
        run(marks=out / "none.csv")


def test_every_rubric_of_the_course_is_found():
    found = essays.rubric(unit("04"), "04-note")
    assert found == {"Claim": 2, "Evidence": 2, "Limit": 2}
    assert list(essays.rubric(unit("12"), "12-note")) == ["Standard", "Claim", "Evidence", "Limit"]
    assert len(essays.rubric(unit("17"), "17-memo")) == 5
    assert essays.rubric(unit("04"), "04-other-side") == {}


# -- which unit


def test_all_units_are_graded_where_none_is_most_of_them_or_where_they_are_named(tmp_path):
    other = packed(book({}, number="06"))
    lay(tmp_path / "in", {"a/04.ipynb": HALF, "b/06.ipynb": other})
    papers = grade([tmp_path / "in"], tmp_path / "out")
    assert learners(papers) == {"a": ["04"], "b": []}, "nothing is answered in the other"
    assert "notebook of unit 06" in papers.strays[0].why
    lay(tmp_path / "in", {"b/06.ipynb": packed(book({"06-silence": '"A"'}, number="06"))})
    papers = grade([tmp_path / "in"], tmp_path / "out")
    assert learners(papers) == {"a": ["04"], "b": ["06"]} and papers.strays == []
    papers = grade([tmp_path / "in"], tmp_path / "out", wanted=["third-site"])
    assert learners(papers) == {"a": ["04"], "b": []}
    assert "--unit 04 --unit 06" in papers.strays[0].why
    lay(tmp_path / "in", {"b/04.ipynb": HALF})  # a learner's whole folder
    papers = grade([tmp_path / "in"], tmp_path / "out", wanted=["4"])
    assert learners(papers) == {"a": ["04"], "b": ["04"]} and papers.strays == []
    assert "left aside: 1 notebook." in " ".join(said(papers, tmp_path / "out"))


def test_whole_folders_of_learners_are_graded_for_the_unit_that_they_worked_in(tmp_path):
    blank = packed(book({})), packed(book({}, number="06"))
    lay(
        tmp_path / "in",
        {
            "Ada/04.ipynb": HALF, "Ada/06.ipynb": blank[1],
            "Bo/04.ipynb": blank[0], "Bo/06.ipynb": blank[1],
            "roster.csv": b"name,username\nAda,seat1\nBo,seat2\n",
        },
    )  # fmt: skip
    papers = grade([tmp_path / "in"], tmp_path / "out", roster=tmp_path / "in" / "roster.csv")
    assert learners(papers) == {"Ada": ["04"], "Bo": ["04"]}
    assert papers.strays == [] and papers.aside == 2


def test_a_reader_that_fails_at_one_notebook_loses_no_other(tmp_path, monkeypatch):
    from course.teach.grade import read

    lay(tmp_path / "in", {"a/04.ipynb": HALF, "b/04.ipynb": WRONG})
    whole = read.answers
    calls = []

    def fails_once(*given):
        calls.append(given)
        if len(calls) == 1:
            raise ZeroDivisionError
        return whole(*given)

    monkeypatch.setattr(read, "answers", fails_once)
    papers = grade([tmp_path / "in"], tmp_path / "out")
    assert learners(papers) == {"a": [], "b": ["04"]}
    assert "ZeroDivisionError" in papers.strays[0].why


def test_an_answer_that_the_course_was_asked_for_is_pointed_out(tmp_path):
    asked = "from course.learn.exercises import exercise\nfound = exercise('04-village-share')"
    notebook = book({"04-village-share": "found.answer()"}, first=asked)
    lay(tmp_path / "in", {"a/04.ipynb": packed(notebook), "b/04.ipynb": HALF})
    grade([tmp_path / "in"], tmp_path / "out")
    a, b = rows(tmp_path / "out" / "gradebook.csv")
    assert "look at 04-village-share" in a["note"] and b["note"] == ""


def test_who_answered_of_other_rows_than_the_class_is_pointed_out(tmp_path):
    def asked(task):
        text = packed(book({"04-village-share": "95"})).decode()
        return text.replace('check(\\"04-village-share\\"', f'check(\\"{task}\\"').encode()

    seeds = {"a": "@7", "b": "@7", "c": "@7", "d": "@8", "e": ""}
    files = {f"{n}/04.ipynb": asked(f"04-village-share{seed}") for n, seed in seeds.items()}
    papers = grade([lay(tmp_path / "in", files)], tmp_path / "out")
    notes = {row["learner"]: row["note"] for row in rows(tmp_path / "out" / "gradebook.csv")}
    told = {name: "its rows are not those of the class" in note for name, note in notes.items()}
    assert told == {"a": False, "b": False, "c": False, "d": True, "e": True}
    words = {entry.papers["04"].marks["04-village-share"].words for entry in papers.entries}
    assert len(words) > 1, "each is judged by the rows that it was asked of"
    assert papers.strays == [] and papers.entries[3].papers["04"].strangers == []


def test_two_learners_of_one_name_are_two(tmp_path):
    lay(
        tmp_path / "in",
        {
            "Li Wei_1_assignsubmission_file_/04.ipynb": HALF,
            "Li Wei_2_assignsubmission_file_/04.pdf": b"%PDF",
        },
    )
    papers = grade([tmp_path / "in"], tmp_path / "out")
    one, two = papers.entries
    assert (len(one.papers), len(papers.strays_of(one))) == (1, 0)
    assert (len(two.papers), len(papers.strays_of(two))) == (0, 1) and one.key != two.key


def test_writing_that_python_cannot_read_waits_for_a_person_all_the_same(tmp_path):
    text = f'\n"""{NOTE}'
    notebook = packed(book({"04-note": text.strip()}))
    lay(tmp_path / "in", {"a/04.ipynb": notebook})
    papers = grade([tmp_path / "in"], tmp_path / "out")
    mark = papers.entries[0].papers["04"].marks["04-note"]
    assert mark.state == "unread" and NOTE in mark.text
    assert NOTE[:60] in (tmp_path / "out" / "queue" / "04-note.html").read_text(encoding="utf-8")
    assert rows(tmp_path / "out" / FORM)[0]["what"] == "writing"
