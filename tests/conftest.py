"""The few fixtures that tests share."""

import shutil
import socket

import pytest

from course.cli import main
from course.paths import data_folder


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """Copy the tables to a folder of the test's own, which the course then reads."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    monkeypatch.setenv("COURSE_DATA", str(folder))
    return folder


@pytest.fixture
def command(monkeypatch, capsys):
    """Run the `course` command in this process; return its exit code and all that it printed."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["course", *map(str, arguments)])
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        else:
            code = 0
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


@pytest.fixture
def busy_port():
    """Return the number of a port that this test holds."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


@pytest.fixture
def free_port():
    """Return the number of a port that nobody held a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
