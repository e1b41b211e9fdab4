"""Running a unit stores one canonical form, and a failure changes nothing."""

import copy
import errno
import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.errors import CourseError
from course.quality import execute

SOUND = new_notebook(
    cells=[
        new_markdown_cell("# Title", metadata={"course": {"role": "story"}, "editable": True}),
        new_code_cell("1 + 1", metadata={"scrolled": True, "jupyter": {"source_hidden": True}}),
        new_code_cell("print('said')", execution_count=7),
        new_code_cell("1 + 1"),
        new_code_cell(""),
        new_code_cell("{'a': 1}"),
        new_code_cell("import sys; sys.executable"),
    ],
    metadata={
        "course": {"unit": "01"},
        "widgets": {},
        "kernelspec": {"name": "mine", "display_name": "Mine"},
    },
)


def written(path, notebook):
    nbformat.write(copy.deepcopy(notebook), path)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Run a small notebook twice, beside a kernel of the user's; return its text after each."""
    folder = tmp_path_factory.mktemp("run")
    others = folder / "kernels" / "python3"
    others.mkdir(parents=True)
    spec = {"argv": ["/no/such/python"], "display_name": "Python 3", "language": "python"}
    (others / "kernel.json").write_text(json.dumps(spec))
    path = written(folder / "01-small.ipynb", SOUND)
    texts = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        for _ in range(2):
            execute.run(path)
            texts.append(path.read_text(encoding="utf-8"))
    return texts


def test_the_kernel_is_of_this_environment_whatever_the_user_has_installed(once):
    assert sys.executable in once[0]


def test_a_second_run_changes_not_one_byte(once):
    assert once[0] == once[1]


def test_counts_are_sequential_and_outputs_stored(once):
    code = [cell for cell in json.loads(once[0])["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [1, 2, 3, None, 4, 5]
    assert code[1]["outputs"][0]["text"] == ["said\n"]
    assert code[4]["outputs"][0]["execution_count"] == 4
    assert code[4]["outputs"][0]["data"]["text/plain"] == ["{'a': 1}"]


# -- failures leave the file as it was


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\nunknown", r"was not changed: a cell failed.\nNameError: .*\nIn the cell:\nx = 1"),
        ("import warnings; warnings.warn('old')", "was not changed: a cell warned: .*old"),
    ],
)
def test_a_cell_that_fails_or_warns_leaves_the_file_untouched(tmp_path, text, message):
    notebook = new_notebook(cells=[new_code_cell("1"), new_code_cell(text)])
    path = written(tmp_path / "01-fails.ipynb", notebook)
    before = path.read_bytes()
    with pytest.raises(CourseError, match=message):
        execute.run(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["01-fails.ipynb"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [('<<<<<<< HEAD\n{"cells": []}', "holds a merge conflict"), ("", "is empty, as after a save")],
)
def test_a_notebook_that_cannot_be_read_is_said_plainly_and_left_alone(tmp_path, text, sentence):
    path = tmp_path / "01-broken.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match=sentence):
        execute.run(path)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import os; os._exit(3)", "its kernel died"),
        ("while True: pass", "a cell had not ended after 1 seconds"),
    ],
)
def test_a_kernel_that_dies_or_never_ends_gives_a_sentence(tmp_path, monkeypatch, code, sentence):
    monkeypatch.setattr(execute, "CELL_LIMIT", 1)
    path = written(tmp_path / "01-ends.ipynb", new_notebook(cells=[new_code_cell(code)]))
    before = path.read_bytes()
    with pytest.raises(CourseError, match=rf"not changed: {sentence}\.\nIn the cell:\n{code[:5]}"):
        execute.run(path)
    assert path.read_bytes() == before
    assert not any("ipykernel_launcher" in one.cmdline() for one in psutil.Process().children())


def test_what_cannot_be_stored_is_said_before_anything_runs(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(execute, "execute", lambda *_: ran.append(1))
    real = written(tmp_path / "real.ipynb", SOUND)
    (tmp_path / "01-link.ipynb").symlink_to(real)
    with pytest.raises(CourseError, match="is a link to"):
        execute.run(tmp_path / "01-link.ipynb")

    def refuse(**_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("course.files.tempfile.mkstemp", refuse)
    with pytest.raises(CourseError, match="disk is full"):
        execute.run(real)
    assert not ran


def test_a_notebook_that_is_saved_while_it_runs_keeps_what_was_saved(tmp_path):
    code = "from pathlib import Path; _ = Path('01-mine.ipynb').write_text('saved')"
    path = written(tmp_path / "01-mine.ipynb", new_notebook(cells=[new_code_cell(code)]))
    with pytest.raises(CourseError, match="it was saved while it ran"):
        execute.run(path)
    assert path.read_text() == "saved"


# -- stopped and killed

RUN = "import sys; from pathlib import Path; from course.quality.execute import run; " + (
    "print('begun', flush=True); run(Path(sys.argv[1]))"
)


@pytest.fixture
def running(tmp_path):
    """Start a run whose first cell says, in a file, that it has begun; and then takes its time."""
    code = "from pathlib import Path; Path('begun').touch(); import time; time.sleep(60)"
    path = written(tmp_path / "01-slow.ipynb", new_notebook(cells=[new_code_cell(code)]))
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(path)], stderr=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and time.monotonic() < until:
        assert process.poll() is None
        time.sleep(0.05)
    family = psutil.Process(process.pid).children(recursive=True)
    yield path, process, family
    process.kill()
    process.communicate()


def test_ctrl_c_ends_the_kernel_and_changes_nothing(running):
    path, process, family = running
    before = path.read_bytes()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)  # pressed twice, as one does
    _, said = process.communicate(timeout=60)
    assert said.decode().rstrip().endswith("KeyboardInterrupt")
    assert path.read_bytes() == before
    assert psutil.wait_procs(family, timeout=60)[1] == []


def test_a_killed_run_leaves_the_old_file_and_no_kernel(running):
    path, process, family = running
    before = path.read_bytes()
    process.kill()
    process.wait()
    assert path.read_bytes() == before and sorted(p.name for p in path.parent.iterdir()) == [
        "01-slow.ipynb",
        "begun",
    ]
    assert psutil.wait_procs(family, timeout=60)[1] == []
