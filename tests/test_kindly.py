"""Sentences in place of tracebacks: mistyped answers, cells not run, the course's own errors."""

import random
import sys
from textwrap import dedent

import pytest
from IPython.core.interactiveshell import InteractiveShell

import course
from course.jupyter import kindly, mend, sentences
from course.learn import exercises
from course.learn.answers import Sorting
from tests.audit import wrong_input
from tests.helpers import ABOVE, answer_cell


@pytest.fixture(scope="module")
def shell():
    """Return the one shell of this process, in which the course's errors are told in words."""
    main = sys.modules["__main__"]
    yield wrong_input.shell_of_its_own()
    InteractiveShell.clear_instance()
    sys.modules["__main__"] = main


@pytest.fixture
def run(shell):
    """Return a function that runs a cell in a fresh notebook and returns all that it shows."""
    from IPython.utils.capture import capture_output

    kept = dict(shell.user_ns)
    shell.user_ns["course"] = course
    exercises.forget()

    def cell(text):
        with capture_output() as got:
            result = shell.run_cell(dedent(text).lstrip("\n"))
        words = [str(one.data.get("text/markdown", "")) for one in got.outputs]
        cell.succeeded = result.success
        return "\n".join([got.stdout, got.stderr, *words]).strip()

    yield cell
    for name in set(shell.user_ns) - set(kept):
        del shell.user_ns[name]


# -- answers that Python cannot read


@pytest.mark.parametrize(
    ("typed", "matter", "line"),
    [
        ("C", "your answer needs quotation marks", '"C"'),
        ('"B', "a quotation mark is missing", '"B"'),
        ('B"', "a quotation mark is missing", '"B"'),
        ("'B", "a quotation mark is missing", '"B"'),
        ("\"B'", "a quotation mark is missing", '"B"'),
        ("“B”", "not the straight ones", '"B"'),
        ("„B“", "not the straight ones", '"B"'),
        ("«B»", "not the straight ones", '"B"'),
        ("’B’", "not the straight ones", '"B"'),
        ("`B`", "not the straight ones", '"B"'),
        ("В", "of another alphabet", '"B"'),
        ("", "nothing after the equals sign", "..."),
        ("(B", "needs quotation marks", '"B"'),
        ('"B")', "a sign there is missing or too many", '"B"'),
        ("B # so I think", "needs quotation marks", '"B"'),
    ],
)
def test_a_mistyped_letter_is_shown_as_it_should_be(run, typed, matter, line):
    said = run(answer_cell(typed))
    assert said.startswith("**Not run: ") and matter in said
    assert f"```python\nmy_guess = {line}\n```" in said
    assert "Error" not in said and len(said.split("```")[0]) < 400


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("5 minutes", '"5 minutes"'),
        ("5,3 minutes", '"5,3 minutes"'),
        ("“5,3”", '"5,3"'),
        ("5.3)", "5.3"),
        ("about 5", '"about 5"'),
        ("+5 minutes", '"+5 minutes"'),
    ],
)
def test_a_mistyped_number_is_shown_as_it_should_be(run, typed, line):
    said = run(answer_cell(typed, "02-left", "check", "minutes_left"))
    assert said.startswith("**Not run: ") and f"\nminutes_left = {line}\n" in said


@pytest.mark.parametrize("typed", ["more than 5 x", "5 to 6 minutes", "[5 6", "5 minuts"])
def test_where_it_is_not_certain_what_was_meant_nothing_is_guessed(run, typed):
    said = run(answer_cell(typed, "02-left", "check", "minutes_left"))
    assert said.startswith("**Not run: Python cannot read line 1, `minutes_left = ")
    assert "An answer is written so: a number, such as 12 or 3.5." in said
    assert "```python\nminutes_left = ...\ncourse.check" in said


def test_a_second_equals_sign_is_named(run):
    said = run('my_own_pick == "B"\ncourse.check("04-two-polls", my_own_pick)')
    assert said.startswith("**Not run: with two equals signs Python compares")
    assert '```python\nmy_own_pick = "B"\n```' in said


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("course.progress(1)", "course.progress()"),
        ('course.review("A", "04")', 'course.review("A")'),
        ('course.source("polls", 3, 4)', 'course.source("polls", "pl-2007-mdaa")'),
    ],
)
def test_who_gives_a_function_too_much_sees_how_it_is_written(run, typed, written):
    assert f"too little or too much.** It is written so: `{written}`." in run(typed)


def test_two_numbers_with_a_comma_between_them(run):
    assert "Write a decimal point" in run(answer_cell("93,2", "04-village-share", "check", "share"))
    assert "share = 93,2" not in run('course.check("04-village-share", 93,2)')
    said = run('course.check("04-village-share", 93,2)')
    assert '```python\ncourse.check("04-village-share", 93.2)\n```' in said
    said = run('shares = {"a": 93,2, "b": 4}')
    assert 'shares = {"a": 93.2, "b": 4}' in said and "a decimal has a point" in said.lower()


SORTED = """verdicts = {
    "romania": "contradicted",
    "feasible": "outdated",
    "timely": ...,
    "escalation": ...,
    "vilnius": ...,
}
course.check("01-verdicts", verdicts)"""


@pytest.mark.parametrize(
    ("old", "new", "matter", "lines"),
    [
        ('"contradicted"', "contradicted", "quotation marks are missing", 1),
        ('"contradicted"', '"contradicted', "a quotation mark is missing", 1),
        ('"contradicted"', "“contradicted”", "not the straight ones", 1),
        ('"contradicted",', '"contradicted"', "a comma is missing", 1),
        ('"romania":', "romania:", "quotation marks are missing", 1),
        ('"romania":', '"romania"', "a colon is missing", 1),
        ('"romania":', '"romania" =', "a colon is missing", 1),
        ("}", "", "a bracket is missing", 7),
        ("= {", "=", "a bracket is missing", 7),
        ("}", "}}", "a bracket is missing, or there is one too many", 7),
        ('"contradicted"', "contrаdicted", "of another alphabet", 1),
    ],
)
def test_a_mistyped_sorting_is_shown_as_it_should_be(run, old, new, matter, lines):
    said = run(SORTED.replace(old, new, 1))
    assert said.startswith("**Not run: ") and matter in said
    block = said.split("```python\n")[1].removesuffix("\n```").split("\n")
    assert len(block) == lines
    if lines == 1:
        assert "in line 2 " in said and block == ['    "romania": "contradicted",']
    else:
        assert block == SORTED.split("\n")[:7]


def test_every_line_of_a_sorting_that_differs_is_shown(run):
    text = SORTED.replace('"contradicted"', "contradicted").replace('"outdated",', '"outdated"')
    said = run(text.replace('"timely": ...,', '"timely": ...'))
    assert "in line 2 quotation marks are missing" in said
    assert "Look at lines 3 and 4 as well." in said
    assert said.split("```python\n")[1].count("\n") == 3


ESSAY = 'their_case = """One line.\nAnd more."""\ncourse.check("01-other-side", their_case)'


@pytest.mark.parametrize(
    ("old", "new", "matter"),
    [
        ('more."""', "more.", 'the text that begins in line 1 has no `"""` at its end'),
        ('more."""', 'more.""', 'the text that begins in line 1 has no `"""` at its end'),
        ('more."""', '"more."""" ', "a quotation mark touches the three"),
        ('= """', '= "', "does not begin with three straight quotation marks"),
        ('= """', "= ", "does not begin with three straight quotation marks"),
        ('= """', "= ”””", "does not begin with three straight quotation marks"),
    ],
)
def test_quotation_marks_around_a_text(run, old, new, matter):
    said = run(ESSAY.replace(old, new))
    assert said.startswith("**Not run: ") and matter in said
    assert run(ESSAY).startswith("Out[")


@pytest.mark.parametrize("spaces", [" ", "    ", "\t"])
def test_stray_spaces(shell, run, spaces):
    for text in (f'{spaces}my_guess = "B"\ncourse.predict("01-contradicted", my_guess)',):
        from IPython.utils.capture import capture_output

        with capture_output() as got:
            shell.run_cell(text)
        said = got.outputs[0].data["text/markdown"]
        assert "line 1 begins with spaces" in said and '```python\nmy_guess = "B"\n```' in said
    said = run(f'my_guess = "B"\n{spaces}course.predict("01-contradicted", my_guess)')
    assert "line 2, which checks your answer, has been changed" in said


@pytest.mark.parametrize(
    "call",
    [
        'course.predict("01-contradicted", my_guess',
        'course.predict("01-contradicted" my_guess)',
        "course.predict(01-contradicted, my_guess)",
        'course.predict("01-contradicted, my_guess)',
        'course,predict["01-contradicted", my_guess)',
        'course.pedict("01-contradicted", my_guess)',
        'curse.predict("01-contradicted", my_guess)',
        'predict("01-contradicted", my_guess)',
        'course.predict("01-contradicted", my_gues)',
        'course.predict("01-contradicted", my_guess, 5)',
        'соurse.predict("01-contradicted", my_guess)',
        'course.predict["01-contradicted", my_guess]',
        '*course.predict("01-contradicted", my_guess)',
    ],
)
def test_the_line_that_checks_is_shown_as_it_should_be(run, call):
    said = run(f'my_guess = "B"\n{call}')
    assert said.startswith("**Not run: ")
    assert '```python\ncourse.predict("01-contradicted", my_guess)\n```' in said


def test_what_is_mended_can_be_run(run):
    said = run(answer_cell("C"))
    line = said.split("```python\n")[1].removesuffix("\n```")
    assert "**Committed: C**" in run(f'{line}\ncourse.predict("01-contradicted", my_guess)')


def test_letters_that_look_alike_in_an_answer(run):
    said = run(answer_cell('"В"'))
    assert "`В` is none of" in said and "The `В` in it is a Cyrillic letter" in said
    assert "Cyrillic" not in run(answer_cell('"X"'))


def test_no_sentence_tells_more_than_was_typed(run):
    """Nothing but what stands in the cell already, and how an answer is written, is shown."""
    said = run(SORTED.replace('"contradicted"', "contradicted"))
    assert '"feasible"' not in said


# -- cells that have not run, names that are misspelt


@pytest.mark.parametrize("name", ["charts", "milestones", "polls", "tasks"])
def test_a_name_that_a_cell_further_up_makes(run, name):
    said = run(f"{name}.head()")
    assert said.startswith(f"**`{name}` is not there yet.**") and ABOVE in said


def test_the_course_itself_is_not_there(shell, run):
    del shell.user_ns["course"]
    said = run(answer_cell('"B"'))
    assert said.startswith("**`course` is not loaded yet.**") and ABOVE in said


@pytest.mark.parametrize(
    ("cell", "starts"),
    [
        ("course.chekc('x', 1)", "**That did not work.** course has no 'chekc'. Did you mean che"),
        ("course.load('pols')", "**That did not work.** There is no table 'pols'. Did you mean p"),
        ("course.load('polls')['shar']", "**That did not work.** Table polls has no column 'sha"),
        ("course.hint('04-vilage-share')", "**That did not work.** There is no exercise '04-vil"),
        ("course.geodesy.great_circle()", "**`geodesy` has no `great_circle`.** Did you mean"),
        ("poll = 3\npol", "**Not run: `pol` is not known; `poll` is.**"),
        ("check('04-village-share', 3)", "**Not run: `check` is called by its full name.**"),
        ("certainly", "**`certainly` is not known here.** If it is a text, it stands between"),
        ("x = “hello”", "**Not run: these quotation marks are not the straight ones.**"),
        ("print('hello", "**Not run: in line 1 a quotation mark is missing"),
        ("x = [1, 2", "**Not run: "),
        ("return 5", "**Not run: Python cannot read line 1: look at `return 5`.**"),
        ("x = 5\ncourse.check*('1m', x)", "**Not run: line 2, which checks your answer, has been"),
        ("for x in [1, 2] print(x)", "**Not run: Python cannot read line 1: look at"),
    ],
)
def test_what_is_misspelt_is_told_in_a_sentence(run, cell, starts):
    said = run(cell)
    assert said.startswith(starts) and "Traceback" not in said


NAMED = {
    "course.hint(07-payer)": 'course.hint("07-payer")',
    "course.term(hedge)": 'course.term("hedge")',
    "x = 1\ncourse.load(polls)": 'course.load("polls")',
    "course.source(polls, a-b-c)": 'course.source("polls", "a-b-c")',
    'course.review(C, quiz="07")': 'course.review("C", quiz="07")',
}


def test_a_name_without_its_quotation_marks_is_shown_as_it_should_be(run):
    for typed, mended in NAMED.items():
        said = run(typed)
        assert said.startswith("**Not run: ") and "quotation mark" in said.split("```")[0]
        assert f"```python\n{mended}\n```" in said and "Error" not in said


ODD = [
    "",
    "None",
    "5",
    "[]",
    "{}",
    "b'x'",
    "course",
    "'\\u202e'",
    "float('nan')",
    "object()",
    "...",
]


@pytest.mark.parametrize(
    "name", ["check", "hint", "predict", "solution", "term", "load", "describe"]
)
def test_odd_arguments_are_answered_in_a_sentence(run, name):
    for odd in [*ODD, "1, 2, 3, 4", "wrong=3"]:
        said = run(f"course.{name}({odd})")
        assert said.startswith(("**That did not work.**", f"**`course.{name}` was given")), said
        assert "course.course" not in said


@pytest.mark.parametrize("odd", ODD)
def test_a_reveal_of_odd_things(run, odd):
    for given in (f"{odd}, {odd}" if odd else "", f"'01-contradicted', {odd or 3}"):
        said = run(f"course.reveal({given})")
        assert said.startswith(("**That did not work.**", "**`course.reveal` was given")), said


def test_what_was_put_in_the_place_of_the_course_is_said(run):
    run('course.predict = ("01-contradicted", "B")')
    said = run(answer_cell('"B"'))
    assert "It is put back now" in said and "**Committed: B**" in run(answer_cell('"B"'))
    run("course = 5")
    assert run(answer_cell('"B"')).startswith("**`course` means something else here")


# -- errors of those who write code of their own


@pytest.mark.parametrize(
    ("cell", "last", "line"),
    [
        ("x = 1\nx / 0", "ZeroDivisionError: division by zero", "line 2 of the cell: x / 0"),
        ("assert 1 > 2, 'no'", "AssertionError: no", "line 1 of the cell: assert 1 > 2, 'no'"),
        ("{}['a']", "KeyError: 'a'", "line 1 of the cell"),
        ("int('a')", "ValueError: invalid literal", "line 1 of the cell"),
    ],
)
def test_an_error_of_ones_own_stays_one_in_short(run, cell, last, line):
    said = run(cell)
    assert said.startswith(last) and line in said and "%tb" in said
    assert len(said.splitlines()) == 3 and not run.succeeded


def test_a_fault_of_the_course_is_named_as_such(run, monkeypatch):
    def fault(*_):
        raise AssertionError("a real fault")

    monkeypatch.setattr(exercises, "assess", fault)
    said = run(answer_cell('"B"', "01-trace", "check", "measurements"))
    assert said.startswith("AssertionError: a real fault")
    assert "line 2 of the cell: course.check" in said


def test_the_whole_report_is_one_line_away(run):
    run("def half(x):\n    return x / 0\nhalf(2)")
    whole = run("course.traceback()")
    assert whole.startswith("Traceback (most recent call last)") and "in half" in whole
    assert "division by zero" in run("%tb")
    run(answer_cell("C"))
    assert "NameError: name 'C' is not defined" in run("course.traceback()")


def test_magics_and_sound_cells_are_left_alone(run):
    assert run("%who_ls").startswith("Out[") and run("x = 5\nx + 1").endswith("6")
    assert run("%no_such").startswith("UsageError: Line magic function `%no_such` not found.")


def test_a_backslash_in_a_text_is_no_matter(run):
    said = run(ESSAY.replace("One line", r"One \d line"))
    assert "Warning" not in said and "**Read, not marked.**" in said


def test_a_failure_of_ours_hides_nothing(run, monkeypatch):
    monkeypatch.setattr(sentences, "explain", lambda *_: 1 / 0)
    assert "NameError" in run(answer_cell("C")) and "Traceback" in run(answer_cell("C"))


def test_an_unread_answer_stops_no_run_of_all_cells_and_a_real_error_does(run):
    run(answer_cell("C"))
    assert run.succeeded
    run("charts.dating()")
    assert not run.succeeded
    run("1 / 0")
    assert not run.succeeded


def test_another_handler_is_left_in_its_place(shell, monkeypatch):
    before = shell.CustomTB
    kindly.watch()
    assert shell.CustomTB == before


# -- at random: a part of what tests/audit/wrong_input.py runs whole


def test_odd_cells_of_answers_are_all_told_in_sentences(shell):
    number, chosen, count, faults, slowest = wrong_input.all_of_them(each=12, seed=7, most=40)
    assert faults == [] and slowest < 1
    assert number == 12 * 40 == 12 * chosen and sum(count.values()) == number
    assert count["Not run, and mended"] > 150


def test_every_task_has_its_cell_and_every_kind_is_among_them():
    tasks = wrong_input.tasks()
    assert {task.key for task in tasks} == set(mend._tasks())
    assert sum(isinstance(task.kind, Sorting) for task in tasks) > 40
    cells = wrong_input.cells()
    assert len(cells) >= len(tasks) - 1
    draw = random.Random(1)
    for task in tasks:
        found = mend.answer_cell(wrong_input.with_answer(task, draw.choice(task.answers)))
        assert found is not None and (found.task, found.name) == (task.key, task.name)
