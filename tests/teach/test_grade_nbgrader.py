"""A release for nbgrader, and its gradebook taken back; nbgrader itself is asked in tests/audit."""

from __future__ import annotations

import json
import sqlite3

import pytest
from tests.teach.submissions import WRONG, lay, right, rows

from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.teach.grade import essays, nbgrader
from course.units import cell_text, unit


@pytest.mark.parametrize("number", ["03", "04", "17"])
def test_a_release_has_an_answer_a_locked_check_and_a_test_for_each_exercise(number):
    made = nbgrader.assignment(unit(number))
    about = {}
    for cell in made["cells"]:
        if "nbgrader" in cell["metadata"]:
            known = cell["metadata"]["nbgrader"]
            assert known["grade_id"] not in about
            about[known["grade_id"]] = (known, cell_text(cell))
            assert cell["outputs"] == [] and len(cell["id"]) <= 64
    for key, task in lesson(unit(number).slug).exercises.items():
        check, text = about[f"{key}-check"]
        assert check["locked"] and text.startswith(f'course.check("{key}", ')
        if isinstance(task.kind, Essay):
            writing, text = about[key]
            assert writing["grade"] and writing["solution"]
            assert writing["points"] == (sum(essays.rubric(unit(number), key).values()) or 1)
            assert '"""..."""' in text
        else:
            test, text = about[key]
            assert test["locked"] and test["grade"] and test["points"] == 1
            answer, blank = about[f"{key}-answer"]
            assert answer["solution"] and not answer["locked"]
            names = {}
            exec(blank.partition("### BEGIN SOLUTION")[2], names)  # as an instructor runs it
            name = text.partition(f'"{key}", ')[2].partition(")")[0]
            exec(text.rpartition("\n")[0], names)
            assert eval(text.rpartition("\n")[2], names) == 1.0, (key, name)
    ids = [cell["id"] for cell in made["cells"]]
    assert len(set(ids)) == len(ids)


def database(path):
    """Make what is read of a gradebook.db: the tables of nbgrader 0.9.6, as far as they go."""
    with sqlite3.connect(path) as made:
        made.executescript("""
            create table student (id, first_name, last_name, email);
            create table assignment (id, name, duedate);
            create table submitted_assignment (id, assignment_id, student_id, timestamp);
            create table submitted_notebook (id, assignment_id);
            create table base_cell (id, name);
            create table grade_cells (id, max_score);
            create table grade (id, notebook_id, cell_id, auto_score, manual_score, extra_credit,
                                needs_manual_grade);
            create table comment (notebook_id, cell_id, auto_comment, manual_comment);
            insert into student values ('ada', 'Ada', 'L', 'a@x.org'), ('bob', null, null, null);
            insert into assignment values ('a', '04-third-site', '2026-12-01 23:59:00.000000');
            insert into submitted_assignment values ('s', 'a', 'ada', '2026-12-02 01:59:00.000000');
            insert into submitted_assignment values ('t', 'a', 'bob', null);
            insert into submitted_notebook values ('n', 's'), ('m', 't');
            insert into base_cell values ('c', '04-two-polls'), ('d', '04-note');
            insert into grade_cells values ('c', 1), ('d', 6);
            insert into grade values ('1', 'n', 'c', 1.0, null, null, 0),
                                     ('2', 'n', 'd', null, 3.0, null, 0),
                                     ('3', 'm', 'c', 0.5, null, null, 0),
                                     ('4', 'm', 'd', null, null, null, 1);
            insert into comment values ('n', 'd', null, 'Well argued.');
        """)
    made.close()


def test_nbgraders_gradebook_comes_back(tmp_path, command):
    database(tmp_path / "gradebook.db")
    out = tmp_path / "out"
    code, words = command("teach", "grade", tmp_path / "gradebook.db", "--nbgrader", "--out", out)
    assert code == 0 and "2 learners" in words
    ada, bob = rows(out / "gradebook.csv")
    assert (ada["learner"], ada["04-two-polls"], ada["04-note"]) == ("Ada L", "1.0", "0.5")
    assert ada["04-third-site: late by"] == "2 hours" and ada["04-third-site: points"] == "4.0"
    assert (bob["learner"], bob["04-two-polls"], bob["04-note"]) == ("bob", "0.5", "")
    assert bob["left to mark"] == "1"
    lay(tmp_path / "submitted", {"ada/04-third-site/04-third-site.ipynb": WRONG})
    code, words = command(
        "teach", "grade", tmp_path / "submitted", tmp_path / "gradebook.db", "--nbgrader",
        "--out", out,
    )  # fmt: skip
    assert code == 0, words
    (ada,) = rows(out / "gradebook.csv")
    assert (ada["04-note"], ada["04-note: state"]) == ("0.5", "marked by a person")
    assert "Well argued." in (out / "feedback" / "ada.html").read_text(encoding="utf-8")


def test_an_export_of_nbgraders_comes_back_and_what_is_none_is_refused(tmp_path, command):
    export = tmp_path / "grades.csv"
    export.write_text(
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,"
        "late_submission_penalty,score,max_score\n04-third-site,,,ada,L,Ada,,9.5,0.0,9.5,13.0\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert command("teach", "grade", export, "--nbgrader", "--out", out)[0] == 0
    assert rows(out / "gradebook.csv")[0]["04-third-site: points"] == "9.5"
    (tmp_path / "x.db").write_bytes(b"no database" * 99)
    for path, why in ((tmp_path / "x.db", "no gradebook of nbgrader"), (export, "name units")):
        more = [tmp_path / "x.db"] if path == export else []
        code, words = command("teach", "grade", path, *more, "--nbgrader", "--out", out)
        assert code == 1 and why in words
    (tmp_path / "y.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, words = command("teach", "grade", tmp_path / "y.csv", "--nbgrader", "--out", out)
    assert code == 1 and "nbgrader export" in words


def test_a_release_is_written_beside_what_it_needs_and_over_no_file_of_others(tmp_path, command):
    out = tmp_path / "out"
    code, words = command("teach", "grade", "4", "--nbgrader", "--out", out)
    assert code == 0 and "04-third-site for nbgrader 0.9.6" in words
    assert json.loads((out / "source/04-third-site/04-third-site.ipynb").read_text("utf-8"))
    assert "generate_assignment 04-third-site" in (out / "README.md").read_text(encoding="utf-8")
    compile((out / "nbgrader_config.py").read_text(encoding="utf-8"), "config", "exec")
    (out / "nbgrader_config.py").write_text("mine", encoding="utf-8")
    code, words = command("teach", "grade", "4", "--nbgrader", "--out", out)
    assert code == 1 and "is not ours" in words
    assert (out / "nbgrader_config.py").read_text(encoding="utf-8") == "mine"


def test_every_answer_of_the_course_is_written_as_its_exercise_reads_it():
    assert right()["04-two-polls"] == '"C"'
    assert nbgrader._source(frozenset({"b", "a"})) == '["a", "b"]'
    assert nbgrader._source(5) == "5.0" and nbgrader._source("é") == '"é"'
