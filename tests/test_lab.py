"""`course lab`: its folder, its closed doors, and nothing left running when it ends."""

import json
import os
import re
import sys

import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from course import editions, lab, work
from course.editions import originals, parse
from course.errors import CourseError
from course.files import replace_text
from course.jupyter.server import WholeFiles
from course.paths import notebook_folder, root

# A configuration that leaves every door open, under each name that Jupyter reads.


@pytest.fixture
def started(monkeypatch):
    """Start no JupyterLab, but keep what it would have been started with."""
    calls = []
    monkeypatch.setattr(lab, "_serve", lambda *given: calls.append(given))
    monkeypatch.setattr(lab, "kernel_trouble", lambda: "")
    monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
    return calls


@pytest.fixture
def copies(tmp_path, monkeypatch):
    """Let COURSE_NOTEBOOKS name a folder of two units."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("00-start-here.ipynb", "04-third-site.ipynb"):
        replace_text(folder / name, json.dumps({"cells": [], "metadata": {}}))
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(folder))
    return folder


def open_lab(name="third-site", port=None, browser=False, originals=False):
    said = []
    lab.open_lab(name, port=port, browser=browser, say=said.append, originals=originals)
    return said


# -- what it is started with


def test_lab_opens_the_unit_and_asks_the_network_for_nothing(started, copies, monkeypatch):
    said = open_lab("4")
    ((arguments, _, progress),) = started
    assert progress == copies / "progress.json"
    assert f"--ServerApp.root_dir={copies}" in arguments
    assert "--LabApp.default_url=/lab/tree/04-third-site.ipynb" in arguments
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in arguments
    assert "--LabApp.news_url=None" in arguments and "--no-browser" in arguments
    assert not any("port" in word for word in arguments)
    assert said == [
        f"Opening 04-third-site.ipynb in JupyterLab, from {copies}. End it here with Ctrl+C."
    ]


def test_for_an_author_the_tables_lie_beside_the_originals():
    words = lab.arguments(root() / "notebooks" / "04-third-site.ipynb", port=None, browser=True)
    assert f"--ServerApp.root_dir={root()}" in words
    assert "--LabApp.default_url=/lab/tree/notebooks/04-third-site.ipynb" in words


def test_lab_takes_the_port_asked_for_and_no_other(started, copies, free_port):
    open_lab(port=free_port)
    words = started[0][0]
    assert f"--ServerApp.port={free_port}" in words and "--ServerApp.port_retries=0" in words


def test_the_token_is_random_and_not_among_the_arguments(started, copies):
    open_lab()
    open_lab()
    (one, first, _), (_, second, _) = started
    assert len(first) == 48 and first != second and not any(first in word for word in one)


@pytest.mark.parametrize("given", ["", "secret"])
def test_a_token_that_others_could_guess_is_refused(started, copies, monkeypatch, given):
    monkeypatch.setenv("JUPYTER_TOKEN", given)
    with pytest.raises(CourseError, match=r"JUPYTER_TOKEN is (empty|too short).*Leave it unset"):
        open_lab()
    assert not started


def test_a_long_token_is_taken(started, copies, monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "0123456789abcdef")
    open_lab()
    assert started[0][1] == "0123456789abcdef"


# -- what is in the way is said before anything is started


def test_busy_port(started, copies, busy_port):
    with pytest.raises(CourseError, match=rf"Port {busy_port} is taken by another program"):
        open_lab(port=busy_port)
    assert not started


def test_missing_jupyterlab(started, copies, monkeypatch):
    monkeypatch.setattr(lab.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CourseError, match=r"not installed here. Run: pip install jupyterlab"):
        open_lab()
    assert not started


def test_a_folder_that_cannot_be_written_to(started, copies, monkeypatch):
    def refuse(**_):
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr("course.files.tempfile.mkstemp", refuse)
    with pytest.raises(CourseError, match=r"cannot be written to.*a folder of your own"):
        open_lab()
    assert not started


def test_two_notebooks_of_one_number_are_named_and_others_still_open(started, copies):
    (copies / "04-third-site.ipynb").rename(copies / "04-third-site-mine.ipynb")
    open_lab("4")
    replace_text(copies / "04-third-site.ipynb", "{}")
    with pytest.raises(CourseError, match=r"04-third-site.ipynb and 04-third-site-mine.ipynb have"):
        open_lab("4")
    open_lab("00")
    open_lab("third-site-mine")
    assert len(started) == 3


def test_a_broken_notebook_is_named_with_its_backup_and_the_lab_opens(started, copies):
    (copies / "04-third-site.ipynb").write_text("")
    replace_text(copies / ".~04-third-site.ipynb", json.dumps({"cells": []}))
    said = open_lab("00")
    assert "04-third-site.ipynb is empty" in said[0]
    assert re.search(r"cp '?\S+/\.~04-third-site\.ipynb'? \S+/04-third-site\.ipynb$", said[0])
    assert len(started) == 1


# -- the kernel is asked


@pytest.fixture
def other_kernel(tmp_path, monkeypatch):
    """Put a kernel of another environment before the course's own."""

    def put(interpreter):
        folder = tmp_path / "kernels" / "python3"
        folder.mkdir(parents=True, exist_ok=True)
        spec = {"argv": [interpreter, "-m", "ipykernel_launcher"], "display_name": "Python 3"}
        (folder / "kernel.json").write_text(json.dumps(spec))
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
        return interpreter

    return put


def test_the_own_kernel_has_the_course():
    assert lab.kernel_trouble() == ""


def test_a_kernel_without_the_course_is_named_by_its_path(other_kernel, tmp_path):
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\nexit 1\n")
    script.chmod(0o755)
    other_kernel(str(script))
    said = lab.kernel_trouble()
    assert f"The Python kernel starts {script}, which cannot import the course" in said
    assert f"Run: {sys.executable} -m ipykernel install --sys-prefix" in said


def test_a_kernel_whose_interpreter_is_gone(other_kernel):
    gone = other_kernel("/no/such/python")
    assert f"The Python kernel starts {gone}, which is not there" in lab.kernel_trouble()


def test_no_kernel_at_all(monkeypatch):
    def none(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", none)
    assert lab.kernel_trouble() == "There is no Python kernel here. Run: pip install ipykernel"


def test_lab_does_not_start_on_a_kernel_in_trouble(started, copies, monkeypatch):
    monkeypatch.setattr(lab, "kernel_trouble", lambda: "The Python kernel starts /x/python")
    with pytest.raises(CourseError, match="The Python kernel starts /x/python"):
        open_lab()
    assert not started


# -- whose notebooks are opened


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Make a clone of three units, and let the course be in it."""
    home = tmp_path / "clone"
    (home / "notebooks").mkdir(parents=True)
    for number in ("00", "04", "17"):
        (path,) = (root() / "notebooks").glob(f"{number}-*.ipynb")
        (home / "notebooks" / path.name).write_bytes(path.read_bytes())
    for module in (work, lab, editions):
        monkeypatch.setattr(module, "root", lambda: home)
    monkeypatch.delenv("COURSE_NOTEBOOKS", raising=False)
    return home


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_in_a_clone_a_learner_gets_copies_and_the_originals_stay_clean(clone, started):
    before = files(clone)
    said = open_lab("4")
    ((arguments, _, progress),) = started
    assert f"--ServerApp.root_dir={clone / 'my-course'}" in arguments
    assert "--LabApp.default_url=/lab/tree/04-third-site.ipynb" in arguments
    assert progress == clone / "my-course" / "progress.json"
    assert len(said) == 1 and f"from {clone / 'my-course'}." in said[0]
    assert {path: files(clone)[path] for path in before} == before
    assert len(list((clone / "my-course").glob("*.ipynb"))) == 3


def test_an_author_opens_the_originals_without_progress(clone, started):
    open_lab("4", originals=True)
    ((arguments, _, progress),) = started
    assert f"--ServerApp.root_dir={clone}" in arguments and progress is None
    assert not (clone / "my-course").exists()


def test_an_installed_course_has_no_originals_to_open(started, monkeypatch):
    monkeypatch.setattr(lab, "is_clone", lambda: False)
    with pytest.raises(CourseError, match=r"an installed copy.*Leave --originals out"):
        open_lab(originals=True)


def test_lab_says_in_one_line_that_an_update_is_there(clone, started):
    open_lab()
    path = clone / "notebooks" / "04-third-site.ipynb"
    path.write_text(path.read_text().replace("The Third Site", "The third site"))
    assert open_lab()[0] == "1 unit has changed since your copy: course update"
    assert len(open_lab(originals=True)) == 1


def test_the_kernels_of_the_lab_know_where_progress_is_kept(tmp_path, monkeypatch):
    seen = {}
    monkeypatch.setattr("course.jupyter.server.serve", lambda *_: seen.update(os.environ))
    for name in ("COURSE_PROGRESS", "COURSE_NOTEBOOKS", "JUPYTER_CONFIG_PATH"):
        monkeypatch.setenv(name, "before")  # restored by the test
    lab._serve([], "", tmp_path / "progress.json")
    assert seen["COURSE_PROGRESS"] == str(tmp_path / "progress.json")
    seen.clear()
    lab._serve([], "", None)
    assert "COURSE_PROGRESS" not in seen and "COURSE_NOTEBOOKS" not in seen


# -- an installed copy works in the current folder


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Pretend that the course is installed, and stand in an empty folder."""
    monkeypatch.setattr(work, "is_clone", lambda: False)
    monkeypatch.setenv("COURSE_NOTEBOOKS", "")  # set anew by the code, restored by the test
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here / "my-course"


def cells(content):
    return parse(content)["cells"]


def test_installed_copy_brings_the_notebooks_and_never_overwrites_them(installed):
    assert work.home() == installed
    came = work.bring(installed)
    assert came == sorted(originals())
    for name, given in originals().items():
        assert cells((installed / name).read_bytes()) == cells(given)
        assert (installed / ".course" / name).read_bytes() == given
    mine = installed / "04-third-site.ipynb"
    mine.write_text("my own work")
    assert work.bring(installed) == [] and mine.read_text() == "my own work"


def test_run_and_check_work_on_the_copy_and_never_on_the_installed_notebooks(installed):
    with pytest.raises(CourseError, match=r"no notebooks .* in .*run 'course lab' here"):
        work.workspace()
    work.bring(installed)
    assert work.workspace() == installed == notebook_folder()


def test_inside_the_folder_of_notebooks_no_second_one_is_made(installed, monkeypatch):
    work.bring(installed)
    monkeypatch.chdir(installed)
    assert work.home() == installed


def test_an_older_copy_is_gone_on_with(installed):
    older = installed.parent / "notebooks"
    older.mkdir()
    given = originals()
    (older / "04-third-site.ipynb").write_bytes(given["04-third-site.ipynb"])
    assert work.home() == older
    work.bring(older)
    assert len(list(older.glob("*.ipynb"))) == len(given) and not work.waiting(older)
    installed.mkdir()
    assert work.home() == installed  # a learner who has both has begun anew


@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        (lambda p: p.symlink_to(p.parent / "gone.ipynb"), "leads nowhere"),
        (lambda p: p.mkdir(), "is a folder with the name of a file"),
    ],
)
def test_what_stands_where_a_notebook_is_to_come_is_named_before_any_is_brought(
    installed, put, sentence
):
    installed.mkdir()
    put(installed / "12-sovereignty-and-consent.ipynb")
    with pytest.raises(CourseError, match=sentence):
        work.bring(installed)
    assert len(list(installed.iterdir())) == 1


def test_a_file_that_is_called_as_the_folder(installed):
    installed.write_text("mine")
    with pytest.raises(CourseError, match=r"my-course/.course is a file, or lies in one\. Move it"):
        work.bring(installed)
    assert installed.read_text() == "mine"


def test_a_disk_that_is_full_at_the_first_start_leaves_whole_notebooks_or_none(installed):
    resource = pytest.importorskip("resource")
    given = originals()
    sizes = sorted(map(len, given.values()))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (sizes[-2], hard))
    try:
        with pytest.raises(CourseError, match="was not written"):
            work.bring(installed)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    for copy in installed.glob("*.ipynb"):
        assert cells(copy.read_bytes()) == cells(given[copy.name])
    work.bring(installed)
    assert len(list(installed.glob("*.ipynb"))) == len(sizes)


# -- saving


def test_a_save_that_breaks_off_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("before")
    keeper = WholeFiles(root_dir=str(tmp_path))
    with pytest.raises(RuntimeError), keeper.atomic_writing(str(path)) as file:
        file.write("half")
        file.flush()
        assert path.read_text() == "before"
        raise RuntimeError
    with keeper.atomic_writing(str(path), text=False) as file:
        file.write(b"after")
    assert path.read_text() == "after" and [p.name for p in tmp_path.iterdir()] == ["a.ipynb"]
