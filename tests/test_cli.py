"""The `course` command: exit codes 0, 1 and 2, and sentences instead of tracebacks."""

import re
import socket

import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from course.cli import app
from course.data import package
from course.publish import images
from course.units import units
from tests.helpers import set_cell

COMMANDS = [one.name or one.callback.__name__ for one in app.registered_commands]


# -- right use


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_every_command(command, name):
    code, general = command("--help")
    assert code == 0 and re.search(rf"\b{name}\b +\w+", general)
    code, own = command(name, "--help")
    assert code == 0
    assert len(own.split()) > 15


def test_data_lists_every_table_and_describes_one(command):
    code, listing = command("data")
    assert code == 0 and all(name in listing for name in package().tables)
    code, card = command("data", "polls")
    assert code == 0
    for column in package().table("polls").columns:
        assert column.name[:8] in card
    for part in ("per cent", "Rows by grade", "Sources", "Not good for"):
        assert part in card


def test_data_prints_the_sources_of_a_table_as_bibtex(command):
    code, entries = command("data", "polls", "--bibtex")
    assert code == 0
    assert entries.count("@misc{") == len(package().table("polls").source_ids())


def test_check_of_a_sound_unit(command):
    code, said = command("check", "0", "--no-rerun")
    assert code == 0
    assert "1 units and all tables checked, without a fresh run: no problems." in said


def test_stamp_records_an_edit_made_on_purpose(command, data_copy):
    set_cell(data_copy / "polls.csv", 5, "note", "A remark.")
    code, said = command("check", "0", "--no-rerun")
    assert code == 1 and "polls.csv is not the file that datapackage.json records" in said
    assert command("data", "--stamp") == (0, "Recorded anew: polls.\n")
    assert command("data", "--stamp") == (0, "Recorded anew: nothing had changed.\n")
    assert command("check", "0", "--no-rerun")[0] == 0


def test_doctor(command, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)  # good to have, not needed
    code, said = command("doctor")
    assert code == 0 and "apt-get install chromium" in said
    monkeypatch.setattr(KernelSpecManager, "find_kernel_specs", lambda self: {})
    code, said = command("doctor")
    assert code == 1 and "pip install ipykernel" in said


# -- failure: one sentence, exit code 1


def test_check_of_a_broken_table_names_file_row_column_and_remedy(command, data_copy):
    set_cell(data_copy / "polls.csv", 5, "sponsor_kind", "goverment")
    (data_copy / "sites.csv").write_bytes(b"\xff\xfe")
    code, said = command("check", "0", "--no-rerun")
    assert code == 1
    assert "polls.csv, row 5, column sponsor_kind: 'goverment' is not one of its codes" in said
    assert "sites.csv, row 1, column site_id: byte 0xff is not UTF-8" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["data", "pols"], "There is no table 'pols'. Did you mean polls?"),
        (["check", "therd-site"], "There is no unit 'therd-site'. Did you mean third-site?"),
        (["run", "31"], "There is no unit '31'."),
        (["lab", "31"], "There is no unit '31'."),
        (["new", "Third Site"], "'Third Site' cannot name a unit. Use lower-case words"),
        (["site", "--out", __file__], "is a file. Name a folder for the site."),
    ],
)
def test_a_wrong_name_is_one_sentence(command, arguments, sentence):
    code, said = command(*arguments)
    assert code == 1
    assert sentence in said and "Traceback" not in said


def test_busy_port(command):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        code, said = command("lab", "--no-browser", "--port", busy.getsockname()[1])
    assert code == 1 and "is taken by another program. Choose another" in said


def test_missing_chromium(command, tmp_path, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    code, said = command("site", "--out", tmp_path / "site", "--stills")
    assert code == 1
    assert "Stills need a browser. Install Chromium" in said and "--no-stills" in said


def test_missing_kernel(command, monkeypatch):
    def none(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", none)
    before = [one.path.read_bytes() for one in units()]
    code, said = command("run", "0")
    assert code == 1 and "There is no Python kernel here" in said and "ipykernel" in said
    assert [one.path.read_bytes() for one in units()] == before


# -- wrong use: exit code 2


@pytest.mark.parametrize(
    "arguments", [["run"], ["new"], ["lab", "--port", "x"], ["chek"], ["data", "--bibtecks"]]
)
def test_wrong_use(command, arguments):
    code, said = command(*arguments)
    assert code == 2
    assert "Usage: course" in said and "Traceback" not in said
