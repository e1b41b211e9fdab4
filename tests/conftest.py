"""The few fixtures that tests share."""

import functools
import json
import shutil
import socket

import pytest
import typer.main

from course.cli import main
from course.paths import data_folder
from course.quality import reviews


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """Copy the tables to a folder of the test's own, which the course then reads."""
    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    monkeypatch.setenv("COURSE_DATA", str(folder))
    return folder


# Closed in themselves: none names a row of a table that is not among them.
FEW = ("sources", "members", "polls", "positions", "cost_claims", "readings")


@pytest.fixture
def few_tables(tmp_path):
    """Copy a few of the tables, with what is said of them and their reviews, to a folder."""
    folder = tmp_path / "data"
    (folder / "codebooks").mkdir(parents=True)
    for name in FEW:
        shutil.copy(data_folder() / f"{name}.csv", folder)
        if (book := data_folder() / "codebooks" / f"{name}.md").exists():
            shutil.copy(book, folder / "codebooks")
    packed = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    packed["resources"] = [one for one in packed["resources"] if one["name"] in FEW]
    record = json.loads((data_folder() / reviews.NAME).read_text(encoding="utf-8"))
    record = {name: entry for name, entry in record.items() if name in (reviews.ALL, *FEW)}
    for name, content in (("datapackage.json", packed), (reviews.NAME, record)):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


# What the command line takes is the same each time, and working it out takes longer than most runs.
worked_out = functools.cache(typer.main.get_command)


@pytest.fixture
def command(monkeypatch, capsys):
    """Run the `course` command in this process; return its exit code and all that it printed."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(typer.main, "get_command", worked_out)

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
