"""The doctor: every fault once, with a remedy that loses nothing."""

import errno
import importlib.metadata
import json
import os
from pathlib import Path

import pytest

from course import doctor, work
from course.paths import notebook_folder
from course.publish import images
from tests.helpers import set_cell


@pytest.fixture(autouse=True)
def kernel(monkeypatch):
    """Spare each test the start of an interpreter; kernels are tested with the lab."""
    monkeypatch.setattr(doctor, "kernel_trouble", lambda: "")


@pytest.fixture
def copies(tmp_path, monkeypatch):
    """Let COURSE_NOTEBOOKS name a folder of three units."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("00-start-here", "04-third-site", "06-who-decides"):
        (folder / f"{name}.ipynb").write_bytes((notebook_folder() / f"{name}.ipynb").read_bytes())
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(folder))
    return folder


def wrong():
    """Return what the doctor finds wrong, each with its remedy."""
    findings = [finding for finding in doctor.examine() if not finding.good]
    says = [finding.says for finding in findings]
    assert len(says) == len(set(says)), "a fault was reported twice"
    return {finding.says: finding.remedy for finding in findings}


def test_a_whole_machine_is_found_whole(monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: "/usr/bin/chromium")
    assert wrong() == {}
    assert len(doctor.examine()) > len(doctor.NEEDED)


def test_a_missing_package(monkeypatch):
    version = importlib.metadata.version

    def without_plotly(name):
        if name == "plotly":
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", without_plotly)
    assert wrong()["plotly is not installed"] == "Run: pip install plotly"


def test_a_kernel_of_another_environment(monkeypatch):
    monkeypatch.setattr(doctor, "kernel_trouble", lambda: "The Python kernel starts /x/python")
    assert "The Python kernel starts /x/python" in wrong()


def test_missing_chromium_and_who_needs_it(monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    (finding,) = [f for f in doctor.examine() if "Chromium" in f.says]
    assert not finding.good and not finding.needed
    assert "apt-get install chromium" in finding.remedy and "course site" in finding.remedy


def test_a_broken_table(data_copy):
    set_cell(data_copy / "polls.csv", 5, "n", "many")
    assert any("polls.csv, row 5, column n: 'many'" in says for says in wrong())


def test_each_broken_notebook_once_with_a_remedy_for_that_one_alone(copies):
    (copies / "04-third-site.ipynb").write_text("{")
    (copies / "06-who-decides.ipynb").write_text("<<<<<<< HEAD\n=======\n>>>>>>> x\n")
    found = {says: remedy for says, remedy in wrong().items() if ".ipynb" in says}
    assert len(found) == 2
    for name in ("04-third-site.ipynb", "06-who-decides.ipynb"):
        ((says, remedy),) = [(s, r) for s, r in found.items() if s.startswith(name)]
        other = {"04-third-site.ipynb", "06-who-decides.ipynb"} - {name}
        assert f"{name}.broken" in remedy and not any(word in remedy for word in other)
        assert says.count(name) == 1


def test_a_save_that_broke_off(copies):
    whole = (copies / "04-third-site.ipynb").read_bytes()
    (copies / ".~04-third-site.ipynb").write_bytes(whole)
    (copies / "04-third-site.ipynb").write_bytes(b"")
    (remedy,) = [
        r for says, r in wrong().items() if says.startswith("04-third-site.ipynb is empty")
    ]
    os.system(remedy.split(": ", 1)[1])
    assert (copies / "04-third-site.ipynb").read_bytes() == whole
    assert (copies / "04-third-site.ipynb.broken").read_bytes() == b""
    (leftover,) = [says for says in wrong() if ".~04" in says]
    assert "04-third-site.ipynb itself is whole" in leftover


def test_two_notebooks_of_one_number(copies):
    (copies / "04-third-site-mine.ipynb").write_text(json.dumps({"cells": []}))
    (says,) = [says for says in wrong() if "one number" in says]
    assert "04-third-site.ipynb and 04-third-site-mine.ipynb" in says
    assert "Give yours a number of its own, such as 90-third-site-mine.ipynb" in says


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_is_no_file(copies, kind):
    path = copies / "04-third-site.ipynb"
    path.unlink()
    path.symlink_to(copies / "gone") if kind == "link" else path.mkdir()
    (says,) = [says for says in wrong() if "04-third-site.ipynb" in says]
    assert ("leads nowhere" if kind == "link" else "is a folder") in says


def test_no_folder_of_notebooks(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path / "none"))
    (says,) = [says for says in wrong() if "no folder of notebooks" in says]
    assert str(tmp_path / "none") in says


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.EROFS, "cannot be written to"), (errno.ENOSPC, "disk is full")]
)
def test_a_folder_where_no_work_could_be_saved(copies, monkeypatch, number, sentence):
    def refuse(**_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("course.files.tempfile.mkstemp", refuse)
    assert any(sentence in says for says in wrong())


def test_where_nothing_was_brought_yet_the_installed_notebooks_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(work, "is_clone", lambda: False)
    monkeypatch.delenv("COURSE_NOTEBOOKS", raising=False)
    monkeypatch.chdir(tmp_path)
    said = [finding.says for finding in doctor.examine() if finding.good]
    assert any(says.endswith(f" units in {notebook_folder()}") for says in said)
    assert f"{Path.cwd()} can be written to" in said
    assert list(tmp_path.iterdir()) == []
