"""Notebooks of unit 04 as a class hands them in, made by code: the good, the odd, the bad.

Each says what should be made of it: a state for every exercise, or words of why its file is not
graded. The hostile ones would do harm to whoever runs them outside of what `course teach grade`
builds around them; `HARM` names what they go for.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from course.learn.exercises import lesson
from course.units import cell_text, unit

UNIT = "04"
TASKS = lesson("third-site").exercises
NUMBERS = ("04-village-share", "04-like-with-like")
SORTED = "04-reach-or-work"
WRITTEN = ("04-other-side", "04-note")
MARKED = [key for key in TASKS if key not in WRITTEN]
NOTE = " ".join(
    f"In 2009 opinion was one of {n} reasons; the limit is what we cannot know."
    for n in range(1, 11)
)
DUE = dt.datetime(2026, 12, 1, 23, 59)
IN_TIME, LATE = dt.datetime(2026, 11, 30, 18, 30), dt.datetime(2026, 12, 3, 2, 10)


@dataclass
class Made:
    """A submission: whose, its file, and what should be made of it.

    `states` names a state for some exercises, all others being `rest`; `stray` is part of why a
    file is not graded; `says` is part of what stands in the unread list for an exercise.
    """

    name: str
    content: bytes
    file: str = "04-third-site.ipynb"
    at: dt.datetime = IN_TIME
    states: dict[str, str] = field(default_factory=dict)
    rest: str = "blank"
    stray: str = ""
    says: dict[str, str] = field(default_factory=dict)
    hostile: bool = False


def source(answer: object) -> str:
    """Write an answer as a learner types it."""
    if isinstance(answer, str) and len(answer) > 60:
        return f'"""\n{answer}\n"""'
    if isinstance(answer, dict):
        return "{\n" + "".join(f'    "{k}": "{v}",\n' for k, v in answer.items()) + "}"
    if isinstance(answer, set | frozenset):
        return json.dumps(sorted(answer))
    if isinstance(answer, list):
        return json.dumps(answer)
    return json.dumps(answer) if isinstance(answer, str) else repr(float(answer))


def right() -> dict[str, str]:
    """Return the right answer to each exercise as source text, and a note for the writing."""
    answers = {key: source(TASKS[key].answer()) for key in MARKED}
    return answers | {key: source(NOTE) for key in WRITTEN}


def book(answers: dict[str, str], *, number: str = UNIT, first: str = "") -> dict:
    """Return a unit's notebook with answers in it; `first` is a cell of the learner's own."""
    cells = []
    for cell in unit(number).notebook["cells"]:
        one = dict(cell)
        text = cell_text(cell)
        if cell["cell_type"] == "code":
            one |= {"outputs": [], "execution_count": None}
            for key, answer in answers.items():
                if f'course.check("{key}"' in text:
                    name = text.rstrip().rpartition(", ")[2].removesuffix(")")
                    one["source"] = f'{name} = {answer}\ncourse.check("{key}", {name})'
        cells.append(one)
    if first:
        own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
        cells.insert(2, own | {"execution_count": None, "source": first})
    return {**unit(number).notebook, "cells": cells}


def cell_of(notebook: dict, key: str) -> dict:
    """Return the cell that asks to check an exercise."""
    return next(c for c in notebook["cells"] if f'"{key}"' in cell_text(c) and "outputs" in c)


def packed(notebook: dict) -> bytes:
    """Return a notebook as its file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


def _ordinary() -> list[Made]:
    every = right()
    half = {key: every[key] for key in MARKED[:3]}
    states = dict.fromkeys(MARKED, "right") | dict.fromkeys(WRITTEN, "read")
    share = "100 * ours['votes_against'].sum() / ours['votes_cast'].sum()"
    computed = every | {"04-village-share": share}
    summed = every | {"04-village-share": "round(100 * 381 / 409, 1)"}
    partly = every | {SORTED: '{"lewis": "works", "mda": "reach", "wright": "works"}'}
    made = [
        Made("Ada Right", packed(book(every)), states=states),
        Made("Bea Summed", packed(book(summed)), states=states),
        Made("Cem Computed", packed(_computed(computed)), states=states),
        Made("Dag Blank", packed(book({}))),
        Made("Eva Half", packed(book(half)), states=dict.fromkeys(half, "right")),
        Made("Fay Partly", packed(book(partly)), states=states | {SORTED: "wrong"}),
        Made("Gil Late", packed(book(every)), at=LATE, states=states),
        Made("Hua Renamed", packed(book(every)), file="04-third-site (1).ipynb", states=states),
    ]
    deepest = max(len(TASKS[key].misconceptions) for key in MARKED)
    for at in range(deepest):
        wrong = dict(every)
        said = dict(states)
        for key in MARKED:
            known = list(TASKS[key].misconceptions.items())
            if at < len(known):
                name, mistake = known[at]
                wrong[key] = source(mistake.examples(TASKS[key].answer())[0])
                said[key] = f"mistake: {name}"
        made.append(Made(f"Ian Mistaken {at + 1}", packed(book(wrong)), states=said))
    return made


def _computed(answers: dict[str, str]) -> dict:
    """Return a notebook in which an answer is computed from a table that a cell loads."""
    notebook = book(answers, first='import course\nvillages = course.load("local_referendums")')
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    rows = 'ours = villages[villages["municipality"] == "Hvožďany"]'
    notebook["cells"].insert(3, own | {"id": "own-2", "source": rows})
    return notebook


def _odd() -> list[Made]:
    every = right()
    states = dict.fromkeys(MARKED, "right") | dict.fromkeys(WRITTEN, "read")

    def other(key: str, answer: str, says: str, state: str = "unread", **more: str) -> dict:
        return {"content": packed(book(every | {key: answer})), "states": states | {key: state},
                "says": {key: says}} | more  # fmt: skip

    open_text = book(every)
    cell = cell_of(open_text, "04-note")
    cell["source"] = cell["source"].replace('\n"""\n', "\n")
    moved = book(every)
    cell = cell_of(moved, "04-trace")
    cell["source"] = cell["source"].partition("\n")[0]  # the line that checks is deleted
    copied = book(every | {"04-trace": '"A"'})
    again = dict(cell_of(copied, "04-trace"), source=cell_text(cell_of(book(every), "04-trace")))
    copied["cells"].append(again)
    return [
        Made("Jan Unquoted", **other("04-two-polls", "C", 'why_they_differ = "C"')),
        Made("Kim Comma", **other("04-village-share", "93,2", "decimal point", "unreadable")),
        Made("Lea Percent", **other("04-village-share", "93.2 %", "quotation marks")),
        Made("Max Curly", **other("04-trace", "“B”", "straight")),
        Made("Nia Name", **other("04-like-with-like", "high - low", "Not run")),
        Made("Oda Open", packed(open_text), states=states | {"04-note": "unread"},
             says={"04-note": '"""'}),
        Made("Pia Word", **other("04-double-lock", '"Atlantis"', "is not among", "unreadable")),
        Made("Quy Deleted", packed(moved), states=states),
        Made("Rea Twice", packed(copied), states=states),
        Made("Sam Cut", packed(book(every))[:20_000], stray="breaks off"),
        Made("Tea Other", packed(book({}, number="06")), file="06-who-decides.ipynb",
             stray="notebook of unit 06"),
        Made("Uma Pdf", b"%PDF-1.7\n" + b"0" * 900, stray="PDF", file="04-third-site.ipynb"),
        Made("Vic Two", packed(book({})), at=IN_TIME - dt.timedelta(days=1), stray="second file"),
        Made("Vic Two", packed(book(every)), file="04-third-site-2.ipynb", states=states),
    ]  # fmt: skip


def hostile(ground: Path, port: int) -> list[Made]:
    """Return the notebooks that would do harm.

    Args:
        ground: a folder with files that they try to read, change and delete.
        port: of a server on this machine that they try to reach.
    """
    every = right()
    states = dict.fromkeys(MARKED, "right") | dict.fromkeys(WRITTEN, "read")
    there, secret = str(ground), str(ground / "secret.txt")

    def attack(name: str, code: str, says: str, state: str = "unread") -> Made:
        # What the answer is worked out from does the harm.
        notebook = book(every | {"04-village-share": "found()"}, first=code)
        expected = states | {"04-village-share": state}
        told = {"04-village-share": says} if says else {}
        return Made(f"Zed {name}", packed(notebook), states=expected, says=told, hostile=True)

    def function(*lines: str) -> str:
        return "import os, sys\ndef found():\n" + "".join(f"    {line}\n" for line in lines)

    changed = (
        "import course\n"
        "import course.learn.exercises as inner\n"
        "import course.learn.assess as judge\n"
        "course.check = inner.check = lambda *_: '**Right.**'\n"
        "judge.assess = inner.assess = lambda *_: judge.Result('right', 'Right', points=1)\n"
        "def found():\n    return 1\n"
    )
    wrong = packed(book({key: '"nothing"' for key in MARKED}, first=changed))
    printed = book({"04-two-polls": '"A"'}, first="print('04-two-polls: Right. 1 point')")
    for cell in printed["cells"]:
        if cell["cell_type"] == "code":
            bundle = {"text/markdown": "**Right.** 100 of 100", "text/plain": "Right"}
            cell["outputs"] = [{"output_type": "display_data", "data": bundle, "metadata": {}}]
    return [
        attack("Loop", function("while True: pass"), "ran for more than"),
        attack("Memory", function("x = []", "while True: x.append(bytes(50_000_000))"), "memory"),
        attack("Fork", function("while True: os.fork()"), "start or stop another program"),
        attack("Delete", f"import shutil\ndef found():\n    shutil.rmtree({there!r})\n",
               "change or delete a file"),
        attack("Write", function(f"open({secret!r}, 'w').write('x')"), "write a file"),
        attack("Read", function(f"return open({secret!r}).read()"), "would read"),
        attack("Network", f"import socket\ndef found():\n    return socket.create_connection("
               f"('127.0.0.1', {port})).recv(1)\n", "use the network"),
        attack("Exit", function("os._exit(0)"), "ended the program"),
        attack("Kill", function("os.kill(os.getppid(), 9)"), "start or stop another program"),
        Made("Zed Changed", wrong, states=dict.fromkeys(MARKED, "unreadable"), hostile=True),
        Made("Zed Printed", packed(printed), states={"04-two-polls":
             "mistake: chance is blamed for a gap it cannot make"}, hostile=True),
    ]  # fmt: skip


def large(megabytes: int) -> Made:
    """Return a right notebook with outputs of that size."""
    states = dict.fromkeys(MARKED, "right") | dict.fromkeys(WRITTEN, "read")
    notebook = book(right())
    lines = [f'row {n}: [1, 2, 3], {{"a": "b"}}\n' for n in range(1_000)]
    size = sum(map(len, lines))
    times = megabytes * 1_000_000 // size
    notebook["cells"][1]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": lines} for _ in range(times)
    ]
    content = json.dumps(notebook, ensure_ascii=False).encode()
    return Made("Yan Large", content, states=states, hostile=True)


def submissions(ground: Path, port: int, megabytes: int = 9) -> list[Made]:
    """Return all of them."""
    return [*_ordinary(), *_odd(), *hostile(ground, port), large(megabytes)]


def moodle_zip(made: list[Made]) -> bytes:
    """Return submissions as Moodle packs them."""
    out = io.BytesIO()
    numbers = {name: 5_000 + at for at, name in enumerate(dict.fromkeys(m.name for m in made))}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed_:
        for one in made:
            folder = f"{one.name}_{numbers[one.name]}_assignsubmission_file_"
            at = (one.at.year, one.at.month, one.at.day, one.at.hour, one.at.minute, 0)
            packed_.writestr(zipfile.ZipInfo(f"{folder}/{one.file}", at), one.content)
    return out.getvalue()


HALF = packed(book({"04-two-polls": '"C"', "04-note": source(NOTE)}))
WRONG = packed(book({"04-two-polls": "C", "04-note": source(NOTE), "04-trace": '"A"'}))


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files into a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV as a spreadsheet would read them."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
