"""The learner's machine: what is missing or in the way is said plainly, and nothing is lost."""

import importlib.metadata
import socket
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager

from course import workplace
from course.errors import CourseError
from course.paths import root
from course.publish import images
from tests.helpers import set_cell


@pytest.fixture
def started(monkeypatch):
    """Start no JupyterLab, but keep the commands that would have."""
    commands = []
    monkeypatch.setattr(
        workplace.subprocess, "call", lambda command, **_: commands.append(command) or 0
    )
    return commands


@pytest.fixture
def read_only(monkeypatch):
    """Make the course's folder look read-only; simulated, because root may write everywhere."""
    monkeypatch.setattr(
        workplace.os, "access", lambda path, mode: not Path(path).is_relative_to(root())
    )


def open_lab(name="third-site", port=None, browser=False):
    return workplace.open_lab(name, port=port, browser=browser, say=lambda text: None)


# -- course lab


def test_lab_opens_the_unit_and_asks_the_network_for_nothing(started):
    assert open_lab("4", port=None) == 0
    (command,) = started
    assert "--LabApp.default_url=/lab/tree/notebooks/04-third-site.ipynb" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command
    assert "--LabApp.news_url=None" in command and "--no-browser" in command
    assert not any(word.startswith("--port") for word in command)


def test_lab_takes_the_port_asked_for_and_no_other(started):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    open_lab(port=port)
    assert f"--port={port}" in started[0] and "--ServerApp.port_retries=0" in started[0]


def test_lab_ends_quietly_with_ctrl_c(monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(workplace.subprocess, "call", interrupt)
    assert open_lab() == 0


def test_busy_port(started):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CourseError, match=rf"Port {port} is taken.*--port {port + 1}"):
            open_lab(port=port)
    assert not started


def test_missing_kernel(started, monkeypatch):
    monkeypatch.setattr(KernelSpecManager, "find_kernel_specs", lambda self: {})
    with pytest.raises(CourseError, match=r"no Python kernel here. Run: pip install ipykernel"):
        open_lab()


def test_missing_jupyterlab(started, monkeypatch):
    monkeypatch.setattr(workplace.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CourseError, match=r"not installed here. Run: pip install jupyterlab"):
        open_lab()


def test_read_only_folder(started, read_only):
    with pytest.raises(CourseError, match=r"is read-only.*a folder of your own"):
        open_lab()
    assert not started


# -- an installed copy works in the current folder


@pytest.fixture
def installed(tmp_path, monkeypatch):
    monkeypatch.setattr(workplace, "is_clone", lambda: False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "notebooks"


def test_installed_copy_brings_the_notebooks_and_never_overwrites_them(installed):
    assert workplace.workspace() == installed.parent
    mine = installed / "04-third-site.ipynb"
    assert mine.is_file() and (installed / "00-start-here.ipynb").is_file()
    mine.write_text("my own work")
    workplace.workspace()
    assert mine.read_text() == "my own work"


def test_installed_copy_in_a_read_only_folder(installed, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(workplace.shutil, "copyfile", refuse)
    with pytest.raises(CourseError, match=r"is read-only.*a folder of your own"):
        workplace.workspace()


# -- course doctor


def wrong():
    """Return what the doctor finds wrong, each with its remedy."""
    return {finding.says: finding.remedy for finding in workplace.examine() if not finding.good}


def test_doctor_finds_a_whole_machine_whole(monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: "/usr/bin/chromium")
    assert wrong() == {}
    assert len(workplace.examine()) > len(workplace.NEEDED)


def test_doctor_misses_a_package(monkeypatch):
    version = importlib.metadata.version

    def without_nbval(name):
        if name == "nbval":
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(importlib.metadata, "version", without_nbval)
    assert wrong()["nbval is not installed"] == "pip install nbval"


def test_doctor_misses_the_kernel(monkeypatch):
    monkeypatch.setattr(KernelSpecManager, "find_kernel_specs", lambda self: {})
    assert wrong()["no Python kernel"] == "pip install ipykernel"


def test_doctor_misses_chromium_and_says_who_needs_it(monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    (finding,) = [f for f in workplace.examine() if "Chromium" in f.says]
    assert not finding.good and not finding.needed
    assert "apt-get install chromium" in finding.remedy and "course site" in finding.remedy


def test_doctor_names_a_broken_table(data_copy):
    set_cell(data_copy / "polls.csv", 5, "n", "many")
    assert any("polls.csv, row 5, column n: 'many'" in says for says in wrong())


def test_doctor_names_a_broken_notebook(tmp_path, monkeypatch):
    (tmp_path / "00-start-here.ipynb").write_text("{")
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    (says,) = [says for says in wrong() if "notebook" in says]
    assert says.startswith("00-start-here.ipynb is not a readable notebook")


def test_doctor_finds_a_read_only_folder(read_only):
    (says,) = [says for says in wrong() if says.endswith("is read-only")]
    assert wrong()[says] == "Work in a folder of your own."
