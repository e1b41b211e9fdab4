"""Answers read from a notebook's text: as literals, as what has to be run, or as what was told."""

from __future__ import annotations

import json

import pytest

from course.learn.exercises import result
from course.learn.reading import plain
from course.teach.grade import flow, notebook, read
from course.teach.grade.child import packed, unpacked
from course.teach.grade.notebook import Code, NoNotebook, Notebook
from course.teach.grade.read import MISSING
from course.units import unit

UNIT = unit("04")
SHARE, POLLS, SORT, NOTE = ("04-village-share", "04-two-polls", "04-reach-or-work", "04-note")


def found(*sources, task=SHARE):
    """Return what is read of an exercise in a notebook of these cells."""
    cells = tuple(Code(f"c{n}", source) for n, source in enumerate(sources))
    return read.answers(Notebook(cells, "04"), UNIT).get(task)


def cell(answer, task=SHARE, name="my_answer"):
    return f'{name} = {answer}\ncourse.check("{task}", {name})'


@pytest.mark.parametrize(
    ("sources", "value"),
    [
        ([cell("93.2")], 93.2),
        ([cell('"93.2 per cent"')], "93.2 per cent"),
        ([cell("100 * 381 / 409")], 100 * 381 / 409),
        ([cell("round(100 * 381 / 409, 1)")], 93.2),
        ([cell("-(5) + 2 ** 3")], 3),
        (["against = 381\ncast = 409", cell("against / cast")], 381 / 409),
        (['course.check("04-village-share", 93.2)'], 93.2),
        (['course.check("04-village-share", answer=93.2)'], 93.2),
        (['shown = course.check("04-village-share", 93.2)'], 93.2),
        (["import course as c", 'c.check("04-village-share", 1)'], 1),
        (["from course import check", 'check("04-village-share", 1)'], 1),
        (["a, b = 3, 4", cell("b - a")], 1),
        (["x = 1\nx += 2", cell("x")], 3),
        (["x: float = 9", cell("x")], 9),
        ([cell('"9" "3"')], "93"),
        ([cell('"9" + "3"')], "93"),
        ([cell("93,2")], (93, 2)),
        ([cell("...")], ...),
        (['course.check("04-village-share")'], ...),
        (["%matplotlib inline\n" + cell("93.2")], 93.2),
        ([cell("1"), cell("2")], 2),  # the last one counts
        ([cell("1"), cell("...")], 1),  # but for a blank
        ([cell("...") + "\n", cell("93.2")], 93.2),
        (["\n  " + cell("93.2").replace("\n", "\n  ")], 93.2),
        (["# my_answer = 5\n" + cell("93.2  # I think")], 93.2),
        ([cell("93.2"), "my_answer = 5"], 93.2),  # what comes later changes nothing
        (["course.check = print", cell("93.2")], 93.2),  # whatever check is made to be
        (["def check(*_): return 'Right'", cell("93.2")], 93.2),
        (["if True:\n    later = 5", cell("93.2")], 93.2),
        (["course.describe('polls')\nprint(5)", cell("93.2")], 93.2),
    ],
)
def test_a_literal_is_read_and_nothing_is_run(sources, value):
    answer = found(*sources)
    assert answer.run is None and answer.words == "" and answer.value == value


def test_dictionaries_are_read_as_they_stand_at_the_check():
    codes = 'codes = {\n    "lewis": ...,\n    "mda": "reach",\n}'
    answer = found(codes, 'codes["lewis"] = "works"', f'course.check("{SORT}", codes)', task=SORT)
    assert answer.value == {"lewis": "works", "mda": "reach"}
    answer = found(codes, f'course.check("{SORT}", codes)', 'codes["lewis"] = "works"', task=SORT)
    assert answer.value == {"lewis": ..., "mda": "reach"}
    text = '"""\nOne claim.\n"""'
    assert found(cell(text, NOTE), task=NOTE).value == "\nOne claim.\n"


@pytest.mark.parametrize(
    ("sources", "runs"),
    [
        # What has to be run: how many statements of each cell.
        (
            ["import course", "polls = course.load('polls')\n5", cell("polls['n'].mean()")],
            [1, 1, 2],
        ),
        (["x = max(3, len('ab'))", cell("x * [1]")], [1, 2]),
        (["import math", "unused = math.pi", cell("math.floor(5.5)")], [1, 2]),
        (["def f():\n    return 5", "def g():\n    return 6", cell("f()")], [1, 2]),
        (["a = [1]", "b = a", "b.append(2)", cell("a[1]")], [1, 2]),
        (["a = [1]", "a.append(2)", cell("a[1]")], [1, 1, 2]),
        (["a = [1]", "fill(a)" if False else "a.sort()", "a = [2]", cell("a[0]")], [1, 2]),
        (["for i in range(3):\n    last = i", cell("last")], [1, 2]),
        (["exec('hidden = 5')", "other = 1", cell("hidden")], [1, 1, 2]),
        (["from math import *", cell("floor(2.5)")], [1, 2]),
        (["try:\n    y = 1 / 2\nexcept ValueError:\n    y = 0", cell("y")], [1, 2]),
        ([f'for a in (1, 2):\n    course.check("{SHARE}", a)'], [1]),
        ([cell("[n for n in (1, 2)][0]")], [2]),
        ([cell("1 / 0")], [2]),
        ([cell("9 ** 999999999")], [2]),
    ],
)
def test_what_is_computed_is_run_with_what_it_needs_and_no_more(sources, runs):
    answer = found(*sources)
    assert answer.value is MISSING and answer.words == ""
    assert [len(rows) for _, rows in answer.run.cells] == runs


@pytest.mark.parametrize(
    ("source", "task", "says", "mended"),
    [
        (cell("C", POLLS), POLLS, 'my_answer = "C"', "C"),
        (cell("“C”", POLLS), POLLS, "straight ones", "C"),
        (cell('"C', POLLS), POLLS, "quotation mark is missing", "C"),
        (cell("93.2 %"), SHARE, "needs quotation marks", "93.2 %"),
        (cell("93,2 per cent"), SHARE, "needs quotation marks", "93,2 per cent"),
        (cell(""), SHARE, "nothing after the equals sign", ...),
        (cell("high - low"), SHARE, "cannot read line 1", MISSING),
        (
            f'my_answer == "C"\ncourse.check("{POLLS}", my_answer)',
            POLLS,
            "two equals signs",
            MISSING,
        ),
        (f'my_answer = "C"\ncourse.check("{POLLS}", my_anwser)', POLLS, "my_answer", "C"),
        (cell('"""It is so.', NOTE), NOTE, 'no `"""` at its end', MISSING),
    ],
)
def test_what_cannot_be_read_is_told_as_the_learner_was_told(source, task, says, mended):
    answer = found("import course", source, task=task)
    assert answer.value is MISSING and answer.run is None
    assert says in answer.words
    if mended is not MISSING:
        assert answer.mended == mended or mended is ...


def test_a_bare_comma_is_told_by_the_exercise_and_what_it_would_give_is_known():
    answer = found(cell("93,2"))
    said = result(SHARE, answer.value)
    assert said.state == "unreadable" and "decimal point" in said.words
    assert result(SHARE, answer.mended).state == "right"


@pytest.mark.parametrize(
    "source",
    [
        'why = "C"\ncourse.chek("04-two-polls", why)',
        'why = "C"\ncourse.check("04-two-pols", why)',
        'why = "C"\ncheck("04-two-polls", why',
    ],
)
def test_an_answer_above_a_line_that_was_spoilt_is_read_or_told(source):
    answer = found("import course", source, task=POLLS)
    assert answer.value == "C" or "answer itself is fine" in answer.words


def test_a_cell_of_the_course_is_known_though_its_last_line_is_gone():
    own = next(c for c in UNIT.notebook["cells"] if '"04-two-polls"' in "".join(c["source"]))
    book = Notebook((Code(own["id"], 'why_they_differ = "C"'),), "04")
    assert read.answers(book, UNIT)[POLLS].value == "C"
    assert found('why_they_differ = "C"', task=POLLS) is None, "another cell is not"
    other = Code(own["id"], 'why_they_differ = "C"\ncourse.check("05-trace", why_they_differ)')
    assert read.answers(Notebook((other,), "04"), UNIT)[POLLS].value == "C"


@pytest.mark.parametrize(
    ("task", "source", "value"),
    [
        (POLLS, 'why = "C"\ncourse.check("04-tpolls!", why)', "C"),
        (SORT, 'x = {"mda": "reach"}\ncourse.check("04-reach.or-work", x)', {"mda": "reach"}),
        (NOTE, "my_note = A claim.\ncourse.check(14-other-side, my_note)", MISSING),
        (NOTE, '\tmy_NOTE = """a"""\nCOURSE.CHECK("04-NOTE", MY_NOTE)', "a"),
    ],
)
def test_a_cell_of_the_course_is_that_of_its_exercise_whatever_its_line_says(task, source, value):
    (own,) = [id_ for id_, (key, _) in read._own_cells(UNIT).items() if key == task]
    found = read.answers(Notebook((Code("a", "import course"), Code(own, source)), "04"), UNIT)
    assert set(found) == {task} and found[task].value == value
    assert value is not MISSING or found[task].words.startswith("**")


def test_names_of_exercises_that_are_none_are_listed():
    book = Notebook((Code("a", 'course.check("04-gone", 5)'), Code("b", cell("5"))), "04")
    assert read.strangers(book, UNIT) == ["04-gone"]


@pytest.mark.parametrize(
    "source",
    ["(" * 5_000, "-" * 50_000 + "1", "a" + ".b" * 60_000, "x = " + "[" * 300 + "]" * 300,
     "\x00", "1 +" * 20_000, "f" * 190_000, "lambda: " * 5_000 + "1", "é = \ud800"],
)  # fmt: skip
def test_text_made_to_break_a_reader_breaks_nothing(source):
    assert found(source, cell("93.2")).value == 93.2
    answer = found(cell(source))
    assert answer is None or answer.value is MISSING or answer.run is None


# -- which statements are needed


def needed(last, *before):
    import ast

    made = [flow.Statement(0, at, ast.parse(text).body[0]) for at, text in enumerate(before)]
    final = [flow.Statement(1, 0, ast.parse(last).body[0])]
    return [one.at for one in flow.needed(made, final)]


def test_a_statement_that_a_name_does_not_need_is_left_out():
    assert needed("x", "x = 1", "y = 2") == [0]
    assert needed("x", "x = y", "y = 2") == [0]  # y came later
    assert needed("x", "y = 2", "x = y") == [0, 1]
    assert needed("x", "x = 1", "x = 2") == [1]
    assert needed("x", "x = 1", "if True: x = 2") == [0, 1]
    assert needed("x['a']", "x = {}", "x['a'] = 1", "x.b = 2", "y['x'] = 3") == [0, 1, 2]
    assert needed("x", "import pandas as pd", "x = pd.DataFrame()", "pd.set_option('a', x)") == [
        0,
        1,
    ]
    assert needed("f()", "a = 1", "def f(): return a", "a = 2", "b = 3") == [0, 1, 2]
    sets = "def f():\n    global x\n    x = 2"
    assert needed("x", sets, "y = 5", "x = 1", "f()", "y = 6") == [0, 2, 3]
    assert needed("x", "x = {}", "def f(): x['a'] = 1", "f()", "print(5)") == [0, 1, 2]


def test_what_a_function_changes_is_not_taken_for_a_literal():
    answer = found("def f():\n    global x\n    x = 2", "x = 1", "f()", cell("x"))
    assert answer.value is MISSING and answer.run is not None
    assert found("def f():\n    global x\n    x = 2", "x = 1", cell("x")).value == 1


# -- files


def made(cells, **more):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


CODE = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": [cell("93.2")]}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04...", "packed file"),
        (b"<!doctype html><html>", "web page"),
        (json.dumps(made([CODE])).encode()[:-30], "breaks off"),
        (b'{"cells": 5}', "no notebook"),
        (b'{"cells": [5]}', "no notebook"),
        (b'{"a": 1}', "no notebook"),
        (b"[1, 2]", "no notebook"),
        (b"\xff\xfe\x00", "letters are damaged"),
        (b"[" * 100_000, "no notebook"),
        (b'{"cells": ' + b"[" * 100_000, "breaks off"),
    ],
)
def test_what_is_no_notebook_is_named(raw, why):
    with pytest.raises(NoNotebook, match=why):
        notebook.read(raw)


def test_a_unit_is_known_by_its_exercises_and_else_by_what_it_says():
    assert notebook.read(json.dumps(made([CODE])).encode()).unit == "04"
    said = {"course": {"unit": "06"}}
    assert notebook.read(json.dumps(made([], metadata=said)).encode()).unit == "06"
    assert notebook.read(json.dumps(made([CODE], metadata=said)).encode()).unit == "04"
    assert notebook.read(json.dumps(made([], metadata={"course": 5})).encode()).unit == ""


def test_a_large_file_is_read_past_its_outputs(monkeypatch):
    outputs = [
        {"text": ['a "quoted" ] } \\ line\n', "é"] * 20, "data": {"x": [[1, {"y": None}], -2.5e3]}}
    ] * 50
    cells = [CODE | {"outputs": outputs, "id": "b", "source": 'x = "]}\\"é"'}, CODE]
    for indent in (None, 1):
        raw = json.dumps(made(cells), indent=indent, ensure_ascii=False).encode()
        whole = notebook.read(raw)
        monkeypatch.setattr(notebook, "WHOLE", 1_000)
        assert notebook.read(raw) == whole and len(whole.cells) == 2
        with pytest.raises(NoNotebook, match="breaks off"):
            notebook.read(raw[:-40])
        monkeypatch.setattr(notebook, "_MOST_BRACKETS", 30)
        with pytest.raises(NoNotebook, match="too large"):
            notebook.read(raw)
        monkeypatch.undo()


# -- an answer on its way from one process to the other


def test_an_answer_comes_back_as_it_was():
    import numpy as np
    import pandas as pd

    for value in (
        None, True, 5, -2.5, "C", "é\ud800", [1, ["a"]], {"a": {"b": None}, 5: 1}, {"pairs": 1},
        10**400, -(10**400), float("inf"), np.float64(2.5), pd.Series([1, 2], index=["a", "b"]),
    ):  # fmt: skip
        there = plain(value)
        back = unpacked(json.loads(json.dumps(packed(there))))
        large = isinstance(there, int) and abs(there) > 10**300
        assert back == there or (large and (back > 0) == (there > 0) and abs(back) > 10**300)


@pytest.mark.parametrize(
    "forged",
    [{"a": 1}, {"pairs": 5}, {"pairs": [[1]]}, {"pairs": [[[1], 2]]}, {"labels": [1], "values": []},
     {"labels": 1, "values": 1}, [[[[[[[[[[1]]]]]]]]]], {"pairs": [[None, 1]]}],
)  # fmt: skip
def test_what_is_forged_is_refused(forged):
    with pytest.raises(ValueError):
        unpacked(forged)
