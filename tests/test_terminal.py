"""No text of a table or a notebook colours or steers a terminal."""

import io
import re
import sys

import pytest
from rich.console import Console

from course import terminal
from course.data import package
from course.errors import CourseError
from course.quality import execute
from course.quality.tables import problems
from tests.helpers import read_rows, write_rows
from tests.payloads import FIXED, open_gates

PAYLOADS = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H",
    "\x9b31m",
    "line\roverwritten",
    "back\x08\x08\x08",
    "\u202egnp.exe",
    "\u2066left\u2069",
    "two\u2028lines",
    "\x00nul",
    "[red]markup[/red]",
    "[link=http://example.org]words[/link]",
    "[/]",
    ":smile:",
    "# heading ![x](y) <b>",
]
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture
def screen(monkeypatch):
    """Stand in for a terminal with colours; return what was written to it."""
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=200)
    monkeypatch.setattr(terminal, "_out", console)
    monkeypatch.setattr(terminal, "_err", console)
    return written


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_sentence_is_printed_as_it_is(screen, payload):
    terminal.say(f"before {payload} after")
    said = screen.getvalue()
    assert not ACTIVE.search(said)
    assert payload in said or ACTIVE.search(payload)
    assert said.startswith("before ") and said.endswith(" after\n")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_complaint_is_red_and_no_more(screen, payload):
    terminal.complain(payload)
    assert not ACTIVE.search(screen.getvalue().replace("\x1b[31m", "", 1).replace("\x1b[0m", "", 1))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_sends_only_what_rich_itself_makes(screen, payload):
    terminal.show(f"| a | b |\n|---|---|\n| {payload} | [w](http://example.org/) |")
    said = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())  # colours and weights of rich's own
    assert not ACTIVE.search(said)
    assert "http://example.org/" in said  # shown, and not hidden behind the words


def test_what_is_inert_is_left_alone():
    text = "Hvožďany, Türkiye, «word»: 69 %\tand\nmore \U0001f600"
    assert terminal.inert(text) == text
    assert terminal.inert("\x1b[1m\u202e") == r"\x1b[1m\u202e"


def test_streams_are_utf8_whatever_the_locale(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", io.StringIO())  # not every stream can be set
    terminal.use_utf8()
    print("Hvožďany \ud800")
    sys.stdout.flush()
    assert raw.getvalue() == "Hvožďany \\ud800\n".encode()


# -- from cells, through the commands

STEERS = "[red]c{}[/red] [/] \x1b]0;title\x07\x1b[2J\x1b]8;;http://a.example\x1b\\\x9b31m\x08\x85\u202e:x:"


def test_no_cell_steers_a_terminal_whatever_command_shows_it(command, data_copy, monkeypatch):
    placed = 0
    for table in package().tables.values():
        rows = read_rows(table.path)
        keys = {*table.key, *(name for name, _, _ in table.foreign_keys), *FIXED}
        for at, column in enumerate(table.columns):
            for row in rows[1:7] if column.type == "string" and column.name not in keys else []:
                row[at] = STEERS.format(placed)
                placed += 1
        write_rows(table.path, rows)
    names = list(package().tables)[::3]  # all are shown by the same code
    refused = [command("data", name)[1] for name in names]
    refused += [command("data", "--stamp")[1]]
    for problem in problems():
        terminal.say(problem)
    open_gates(monkeypatch)
    shown = [command("data")[1]]
    for name in names:
        shown.append(command("data", name)[1])
    shown += [command("data", name, "--bibtex")[1] for name in names[:4]]
    assert placed >= 1_000
    assert sum("[red]c" in one for one in shown) > len(names)
    assert sum("[red]c" in one for one in refused) > len(names) / 2
    print(f"{placed} cells")
    reached = [one for one in (*shown, *refused) if ACTIVE.search(one)]
    assert len(reached) == 0


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_of_a_notebook_steers_a_terminal(command, monkeypatch, payload):
    def fail(path):
        raise CourseError(f"a cell failed.\nNameError: {payload}\nIn the cell:\n{payload}")

    monkeypatch.setattr(execute, "run", fail)
    code, said = command("run", "0")
    assert code == 1 and not ACTIVE.search(said)
    assert payload in said or ACTIVE.search(payload)


@pytest.mark.parametrize("given", [None, io.StringIO()])
def test_an_input_that_is_not_there_or_has_ended_is_as_if_it_had_been_stopped(given, monkeypatch):
    monkeypatch.setattr(sys, "stdin", given)
    with pytest.raises(KeyboardInterrupt):
        terminal.ask("Your answer: ")
