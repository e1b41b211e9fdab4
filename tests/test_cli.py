"""The `course` command: exit codes 0, 1 and 2, and sentences instead of tracebacks."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from course import doctor, lab, work
from course.cli import app
from course.data import package
from course.paths import notebook_folder, root
from course.publish import images, site
from course.quality import execute, report
from course.units import units
from tests.helpers import set_cell

COMMANDS = [one.name or one.callback.__name__ for one in app.registered_commands]


# -- right use


def test_version_and_short_help(command):
    assert command("--version") == (0, f"course {version('alliance-missile-defence-course')}\n")
    assert command("-h") == command("--help")
    for name in COMMANDS:
        assert command(name, "-h") == command(name, "--help")


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
    assert f"1 unit in {notebook_folder()} and all tables checked, without a fresh run: no" in said


def test_stamp_records_an_edit_made_on_purpose(command, data_copy):
    before = package().table("polls").records()[3]["note"]
    set_cell(data_copy / "polls.csv", 5, "note", "A remark.")
    code, said = command("check", "0", "--no-rerun")
    assert code == 1 and "polls.csv is not the file that datapackage.json records" in said
    code, said = command("data", "--stamp")
    assert code == 0 and said.startswith("Recorded anew: polls.\n")
    assert "polls.csv has other cells than when" in said and "(column note)" in said
    code, said = command("data", "--stamp", "--reviewed", "A. Kaya: a remark added")
    assert code == 1 and "Which table was looked at? Name it: course data polls --stamp" in said
    code, said = command("data", "all", "--stamp", "--reviewed", "somebody")
    assert code == 1 and "Write both, such as --reviewed 'A. Kaya:" in said
    signed = command("data", "polls", "--stamp", "--reviewed", "A. Kaya: a remark added")
    assert signed == (0, "Recorded anew: nothing had changed.\nReviewed: polls.\n")
    assert command("data", "--stamp") == (0, "Recorded anew: nothing had changed.\n")
    # The units' words that rest on the row have not been looked at yet.
    code, said = command("check", "0", "--no-rerun")
    assert code == 1 and said.count("[reviewed] rows of `polls` (") == said.count("•") == 1
    set_cell(data_copy / "polls.csv", 5, "note", before)
    command("data", "polls", "--stamp", "--reviewed", "A. Kaya: as it was")
    assert command("check", "0", "--no-rerun")[0] == 0


def test_doctor(command, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)  # good to have, not needed
    code, said = command("doctor")
    assert code == 0 and "apt-get install chromium" in said
    monkeypatch.setattr(doctor, "kernel_trouble", lambda: "There is no Python kernel here.")
    code, said = command("doctor")
    assert code == 1 and "mend  There is no Python kernel here." in said


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


def test_a_busy_port_is_said_before_anything_is_done(command, busy_port, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "_serve", lambda *_: pytest.fail("started"))
    code, said = command("lab", "--no-browser", "--port", busy_port)
    assert code == 1 and f"Port {busy_port} is taken by another program. Choose another" in said
    monkeypatch.setattr(site, "build", lambda *_, **__: pytest.fail("built"))
    code, said = command("site", "--serve", "--port", busy_port, "--out", tmp_path / "site")
    assert code == 1 and f"Port {busy_port} is taken" in said
    code, said = command("site", "--address", "127.0.0.1", "--out", tmp_path / "site")
    assert code == 1 and "--address goes with --lan" in said


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
    "arguments",
    [
        ["run"],
        ["new"],
        ["lab", "--port", "x"],
        ["lab", "--port", "70000"],
        ["site", "--serve", "--port", "70000"],
        ["site", "--solutions", "sometimes"],
        ["chek"],
        ["data", "--bibtecks"],
    ],
)
def test_wrong_use(command, arguments):
    code, said = command(*arguments)
    assert code == 2
    assert "Usage: course" in said and "Traceback" not in said


# -- as a process of its own


THREE = """
import sys
from course.cli import main
for words in (["polls", "--bibtex"], ["turkiye_deployments"], sys.argv[1:]):
    sys.argv[1:] = ["data", *words]
    try:
        main()
    except SystemExit as ended:
        print("Ended:", ended.code)
"""


def test_redirected_output_is_utf8_in_every_locale():
    settings = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    command = [sys.executable, "-c", THREE, "Hvožďany"]
    done = subprocess.run(command, env={**os.environ, **settings}, capture_output=True)
    entries, card, last, rest = re.split("Ended: (?:.)\n", done.stdout.decode())
    assert re.findall("Ended: (.)", done.stdout.decode()) == ["0", "0", "1"]
    assert "Türkiye" in entries and "Türkiye" in card and last == rest == ""
    complaint = done.stderr.decode()
    assert complaint.startswith("There is no table 'Hvožďany'") and complaint.count("\n") == 1


def test_every_table_prints_its_sources_and_its_card_whatever_the_locale(command, monkeypatch):
    for name in package().tables:
        for arguments in (["data", name], ["data", name, "--bibtex"]):
            code, said = command(*arguments)
            assert code == 0 and said.strip(), name


def test_cells_of_a_table_neither_colour_nor_steer_the_terminal(command, data_copy):
    payload = "\x1b]0;taken\x07\x1b[31mred\x1b[0m \u202egnp [bold]x[/bold] [/] :smile:"
    for row in (2, 3, 4):
        set_cell(data_copy / "polls.csv", row, "note", payload)
    set_cell(data_copy / "sources.csv", 2, "title", payload)
    source = next(iter(package().table("sources").records()))["source_id"]
    set_cell(data_copy / "polls.csv", 2, "source_id", source)
    for arguments in (
        ["data", "polls"],
        ["data", "polls", "--bibtex"],
        ["check", "0", "--no-rerun"],
    ):
        _, said = command(*arguments)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
        assert "Traceback" not in said


# -- an installed copy: `run` and `check` act on the learner's file


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Pretend that the course is installed, in a folder where the learner has one notebook."""
    monkeypatch.setattr(work, "is_clone", lambda: False)
    monkeypatch.setenv("COURSE_NOTEBOOKS", "")  # set anew by the code, restored by the test
    monkeypatch.chdir(tmp_path)
    return tmp_path / "notebooks"


def test_without_a_copy_run_and_check_say_what_to_do(command, installed):
    for name in ("run", "check"):
        code, said = command(name, "00")
        assert code == 1 and "no notebooks of the course" in said and "course lab" in said
    assert not installed.exists()


def test_run_and_check_act_on_the_copy_here_and_say_so(command, installed, monkeypatch):
    installed.mkdir()
    mine = installed / "00-start-here.ipynb"
    shutil.copy(root() / "notebooks" / mine.name, mine)
    ran = []
    monkeypatch.setattr(execute, "run", ran.append)
    assert command("run", "00") == (0, f"Stored in {installed}: 00-start-here.\n")
    assert ran == [mine]
    checked = []
    monkeypatch.setattr(report, "problems", lambda chosen, **_: checked.extend(chosen) or [])
    code, said = command("check")
    assert code == 0 and f"1 unit in {installed} and all tables checked" in said
    assert [one.path for one in checked] == [mine]


# -- stopped


def test_ctrl_c_is_a_sentence_and_130(command, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(execute, "run", interrupt)
    code, said = command("run", "00")
    assert code == 130 and re.search(r"Stopped\. \S+00-start-here.ipynb was not changed\.", said)
    monkeypatch.setattr(report, "problems", interrupt)
    assert command("check") == (130, "Stopped. Nothing was changed.\n")
    monkeypatch.setattr(site, "build", interrupt)
    code, said = command("site", "--out", Path("elsewhere"))
    assert (code, said) == (130, "Stopped. Nothing was put in elsewhere.\n")


def test_a_fault_of_the_system_is_a_sentence(command, monkeypatch):
    def refuse(*_, **__):
        raise OSError(5, "Input/output error", "/some/file")

    monkeypatch.setattr(report, "problems", refuse)
    code, said = command("check")
    assert (code, said) == (1, "/some/file: Input/output error. Nothing more was done.\n")
