"""Where there is no notebook, and where a program runs one, errors are errors; a person is told."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from course.jupyter import kindly
from tests.helpers import ABOVE, answer_cell


def test_outside_a_notebook_nothing_is_loaded_and_an_error_is_an_error():
    code = "import course, sys; print('IPython' in sys.modules, 'course.jupyter' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "False"]
    ran = subprocess.run(
        [sys.executable, "-c", "import course\ncourse.chekc"], capture_output=True, text=True
    )
    assert "NoSuchName: course has no 'chekc'. Did you mean check?" in ran.stderr


@contextmanager
def running():
    """Start a kernel, and end it."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel():
    with running() as client:
        yield client


def executed(client, code, *, person):
    """Run a cell in a kernel; return its reply's status and its outputs by type."""
    shown = []
    reply = client.execute_interactive(
        code, allow_stdin=person, output_hook=shown.append, stdin_hook=lambda _: None, timeout=60
    )
    outputs = {one["msg_type"]: one["content"] for one in shown}
    return reply["content"]["status"], outputs


def test_in_a_kernel_a_person_is_told_and_a_program_gets_the_error(kernel):
    executed(kernel, "import course", person=False)
    status, told = executed(kernel, answer_cell("C"), person=True)
    assert status == "ok" and "error" not in told
    assert 'my_guess = "C"' in told["display_data"]["data"]["text/markdown"]
    status, told = executed(kernel, answer_cell("C"), person=False)
    assert status == "error" and told["error"]["ename"] == "NameError"
    assert "display_data" not in told
    status, told = executed(kernel, answer_cell('"C'), person=False)
    assert status == "error" and told["error"]["ename"] == "SyntaxError"
    status, told = executed(kernel, "charts.x", person=True)
    assert status == "error" and ABOVE in told["display_data"]["data"]["text/markdown"]
    status, told = executed(kernel, "1 / 0", person=True)
    assert status == "error" and len(told["error"]["traceback"]) == 3


@pytest.fixture
def started_by_the_lab(monkeypatch):
    """Start a kernel as `course lab` does, with its file of startup and nothing imported."""
    monkeypatch.setenv("PYTHONSTARTUP", str(Path(kindly.__file__).with_name("startup.py")))
    with running() as client:
        yield client


def test_an_answer_before_the_first_cell_is_told_which_cells_to_run(started_by_the_lab):
    kernel = started_by_the_lab
    status, told = executed(kernel, answer_cell('"C"'), person=True)
    words = told["display_data"]["data"]["text/markdown"]
    assert status == "error" and words.startswith("**`course` is not loaded yet.**")
    assert ABOVE in words
    status, told = executed(kernel, answer_cell('"C'), person=True)
    assert 'my_guess = "C"' in told["display_data"]["data"]["text/markdown"]
    # What has nothing to do with the course is answered as ever, and nothing is left behind.
    status, told = executed(kernel, "polls", person=True)
    assert told["error"]["ename"] == "NameError" and len(told["error"]["traceback"]) > 3
    status, told = executed(kernel, "%who", person=True)
    assert told["stream"]["text"].split() == ["my_guess"]
