"""What is due is asked again, in a notebook and in a terminal; and where a learner stands."""

import builtins
import re
from dataclasses import replace

import pytest

import course
from course import work
from course.learn import contents, exercises, kept, progress, review, standing
from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.learn.reading import plain
from course.publish import progress as pages
from course.units import unit, units

LONG_AGO = "2026-01-01T08:00:00Z"
TODAY = progress.now()[:10]
QUESTIONS = {
    f"quiz:{progress.quiz_id(one.number, question.prompt)}": question
    for one in units()
    for question in lesson(one.slug).quiz
}
TASKS = {f"exercise:{key}": task for u in units() for key, task in lesson(u.slug).exercises.items()}
ASKED = [key for key, task in TASKS.items() if not isinstance(task.kind, Essay)]
WRONG = {"what": "answer", "right": False, "met": ""}
MISSED = {"what": "quiz", "right": False}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    exercises.forget()
    review.forget()
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def held(file):
    return kept.read(file)[0]


def missed(file, **events):
    """Write down what was missed long ago, each by its id with _ for the first colon."""
    for key, event in events.items():
        identifier = key.replace("_", ":", 1).replace("_", "-")
        kept.change(
            file, lambda items, i=identifier, e=event: items | {i: progress.after({}, e, LONG_AGO)}
        )


def a_question(number="04"):
    key = next(key for key in QUESTIONS if key.startswith(f"quiz:{number}-"))
    letters = dict(zip("ABCDEFG", QUESTIONS[key].options, strict=False))
    right = next(letter for letter, (_, good, _) in letters.items() if good)
    return key, right, next(letter for letter in letters if letter != right)


# -- what is asked


@pytest.mark.parametrize("key", ASKED)
def test_every_exercise_is_asked_as_its_notebook_sets_it_and_judged(key):
    task, one = TASKS[key], review.asked(key)
    assert "```text" not in one.words or one.words.count("```") % 2 == 0
    assert len(one.words.split()) > 25 and "course.check(" not in one.words
    words, event = one.judge(task.answer())
    assert words.startswith("**Right.**") and event == {"what": "answer", "right": True, "met": ""}
    words, event = one.judge(object())
    assert words.startswith("**I cannot read that answer.**") and event is None
    assert eval(one.example, {"__builtins__": {}}) is not None  # as a cell would have it


def test_an_exercise_whose_cell_is_gone_is_asked_by_its_title():
    task = replace(TASKS["exercise:04-two-polls"], id="04-gone")
    assert review._as_set(unit("04"), task) == f"**{task.title}**"


def test_how_to_fill_in_a_cell_is_left_out():
    text = "Which?\n\n**In JupyterLab:** put it\nin place of `...`.\n\n- **A** this"
    assert review._ANYWHERE.sub("", text) == "Which?\n\n\n\n- **A** this"


@pytest.mark.parametrize("key", QUESTIONS)
def test_every_question_is_asked_and_answered_with_its_feedback(key):
    one, question = review.asked(key), QUESTIONS[key]
    assert question.prompt in one.words
    for letter, (words, right, said) in zip("ABCDEFG", question.options, strict=False):
        assert f"- **{letter}** {words}" in one.words and said not in one.words
        answer, event = one.judge(letter.lower())
        assert said in answer and event == {"what": "quiz", "right": right}
    assert one.judge("Z")[1] is None and one.judge([object()])[1] is None


def test_a_term_shows_its_meaning_and_takes_yes_and_no():
    one = review.asked("term:nato")
    assert "treaty of 1949" in one.meaning and one.meaning not in one.words
    assert one.judge("show")[1] is None and one.meaning in one.judge("show")[0]
    assert one.judge("Yes")[1] == one.judge(True)[1] == {"what": "recalled", "right": True}
    assert one.judge("n")[1] == {"what": "recalled", "right": False}
    assert one.judge(object())[1] is None


def test_writing_is_asked_in_its_notebook_only():
    assert review.asked("exercise:04-note") is None


# -- in a notebook


def test_nothing_is_recorded_without_the_variable(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    assert "Nothing is recorded here, so nothing is due" in str(course.review())
    assert str(course.review("B", quiz="04")) == str(course.review())


def test_an_empty_start_has_nothing_due():
    assert "Nothing is due, and nothing waits" in str(course.review())


def test_a_notebook_asks_one_after_the_other(file):
    key, right, wrong = a_question()
    missed(file, exercise_04_two_polls=WRONG, term_nato={"what": "looked"})
    kept.change(
        file, lambda i: i | {key: progress.after({}, {"what": "quiz", "right": False}, LONG_AGO)}
    )
    first = str(course.review())
    assert "Two Polish polls" in first and "(3 to go)" in first
    said = str(course.review("C"))
    assert said.startswith("**Right.**") and "It comes back on" in said
    assert QUESTIONS[key].prompt in said and '`course.review("A")` (2 to go)' in said
    assert "I cannot read" in str(course.review("Z"))
    said = str(course.review(wrong))
    assert said.startswith("**Not this one.**") and f"The right one: **{right}**" in said
    assert "**Term.**" in said and '`course.review("show")`' in said
    assert "treaty of 1949" in str(course.review("show"))
    assert "Nothing is due; the next is due on" in str(course.review("yes"))
    found = held(file)
    assert (found["exercise:04-two-polls"]["box"], found[key]["box"]) == (1, 0)
    assert found["term:nato"]["box"] == 1


def test_no_answer_is_taken_for_a_question_that_was_not_shown(file):
    missed(file, exercise_04_two_polls=WRONG)
    before = held(file)
    assert "Two Polish polls" in str(course.review("C"))
    assert held(file) == before
    assert str(course.review("C")).startswith("**Right.**")


def test_a_notebook_asks_what_is_left_of_a_quiz(file):
    key, right, _ = a_question()
    assert QUESTIONS[key].prompt in str(course.review(quiz=4))
    said = str(course.review(right, quiz="04"))
    assert said.startswith("**Right.**") and 'quiz="04")` (4 to go)' in said
    assert held(file)[key]["box"] == 1
    for _ in range(4):
        said = str(course.review("A", quiz="04"))
    assert "No question of unit 04 is left" in said


class Lies:
    """An object of a learner's own that says that it is a text."""

    __class__ = str

    def __str__(self):
        raise RuntimeError("a method of the learner's own")

    __repr__ = __eq__ = __hash__ = __len__ = __iter__ = strip = __str__


def test_an_answer_of_any_kind_is_told_in_a_sentence(file):
    key, _, _ = a_question()
    known = {"exercise:04-two-polls": WRONG, key: MISSED, "term:nato": {"what": "looked"}}
    for identifier, event in known.items():
        review.forget()
        kept.change(file, lambda _, i=identifier, e=event: {i: progress.after({}, e, LONG_AGO)})
        course.review()
        before = held(file)
        for odd in (Lies(), object(), [Lies()], {1: {2: Lies()}}, 10**400, "\ud800", b"B", type):
            said = str(course.review(odd))
            assert "cannot read" in said or "Did you know it?" in said
        assert held(file) == before


def test_writing_that_is_due_is_named(file):
    missed(file, exercise_04_note={"what": "solution"})
    assert "Still to be written, each in the notebook of its unit: `04-note`" in str(
        course.review()
    )


def test_an_answer_that_cannot_be_written_down_is_judged_all_the_same(file, monkeypatch):
    missed(file, exercise_04_two_polls=WRONG)
    course.review()

    def refuses(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "replace_text", refuses)
    said = str(course.review("C"))
    assert said.startswith("**Right.**") and "was not written down" in said


# -- in a terminal


@pytest.fixture
def typed(monkeypatch, command):
    """Run `course review` with lines typed; return its code and what it printed."""

    def run(*lines, arguments=()):
        waiting = iter(lines)

        def answer(prompt=""):
            line = next(waiting, EOFError)
            if line in (EOFError, KeyboardInterrupt):
                raise line
            return line

        monkeypatch.setattr(builtins, "input", answer)
        return command("review", *arguments)

    return run


def test_a_terminal_asks_all_that_is_due(file, typed):
    key, _, wrong = a_question()
    missed(file, exercise_04_two_polls=WRONG, term_nato={"what": "looked"})
    missed(file, exercise_04_reach_or_work=WRONG, exercise_04_note={"what": "solution"})
    kept.change(
        file, lambda i: i | {key: progress.after({}, {"what": "quiz", "right": False}, LONG_AGO)}
    )
    sorting = plain(TASKS["exercise:04-reach-or-work"].answer())
    code, said = typed(*sorting.values(), "what?", "C", wrong, "", "perhaps", "y")
    assert code == 0, said
    assert "4 to ask" in said and "Nothing is due; the next is due on" in said
    assert "treaty of 1949" in said and "`04-note`" not in said and "04-note" in said
    found = held(file)
    assert found["exercise:04-reach-or-work"]["box"] == found["exercise:04-two-polls"]["box"] == 1
    assert (found[key]["box"], found["term:nato"]["box"]) == (0, 1)
    code, said = typed()
    assert code == 0 and "Nothing is due; the next is due on" in said


def test_stopping_keeps_what_was_answered(file, typed):
    missed(file, exercise_04_two_polls=WRONG, term_nato={"what": "looked"})
    for stop in (KeyboardInterrupt, EOFError):
        code, said = typed("C", stop)
        assert code == 130 and "Stopped. What you answered is kept." in said
        assert held(file)["exercise:04-two-polls"]["box"] == 1
        missed(file, exercise_04_two_polls=WRONG)


def test_an_empty_answer_passes_on(file, typed):
    missed(
        file,
        exercise_04_two_polls=WRONG,
        exercise_04_reach_or_work=WRONG,
        term_nato={"what": "looked"},
    )
    before = held(file)
    code, _ = typed(*[""] * 5, "", "", "")
    assert code == 0 and held(file) == before


def test_a_terminal_asks_what_is_left_of_a_quiz(file, typed):
    code, said = typed(*"AAAAA", arguments=["04"])
    assert code == 0 and "5 to ask" in said and "No question of unit 04 is left" in said
    assert sum(key.startswith("quiz:04-") for key in held(file)) == 5


def test_nothing_is_due(typed):
    code, said = typed()
    assert code == 0 and "Nothing is due, and nothing waits" in said


# -- where a learner stands


def test_an_empty_start_says_what_to_do_first_with_and_without_a_file(monkeypatch):
    said = str(course.progress())
    assert "Begin so: answer *Trace a number* (`00-trace`) in unit 00, then open unit 01" in said
    assert 'course.review(quiz="01")' in said
    monkeypatch.delenv("COURSE_PROGRESS")
    assert str(course.progress()) == said


def test_what_is_done_is_shown(file):
    exercises.check("04-two-polls", "C")
    exercises.predict("04-cost-ranking", "A")
    course.term("NATO")
    said = str(course.progress())
    assert "**Units:** 1 begun, 0 done, of 18" in said
    assert re.search(
        r"\| 04 The Third Site.* \| 1 of 8 \| 1 of 1 \| 0 of 5 answered, 0 right \|", said
    )
    assert "nothing; the next is due on" in said and "| 05 " not in said
    assert re.search(r"\*\*LO8\*\* .* \| [01] of", said)


def test_a_notebook_of_the_learners_own_is_no_unit_to_be_done(tmp_path, monkeypatch):
    folder = tmp_path / "copies"
    folder.mkdir()
    for one in units()[:2]:
        (folder / one.path.name).write_bytes(one.path.read_bytes())
    (folder / "90-mine.ipynb").write_bytes(units()[0].path.read_bytes())
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(folder))
    assert [one["number"] for one in contents.about()["units"]] == ["00", "01"]


def test_a_damaged_file_is_said_once_and_the_rest_goes_on(file):
    file.write_text("{")
    assert "is kept as progress.damaged-1.json" in str(course.progress()).replace("\\", "")
    assert "Nothing is done yet" in str(course.progress())


def test_a_date_that_is_none_is_shown_as_it_stands():
    assert standing.in_words("2026-99-99") == "2026-99-99"
    assert standing.in_words("2026-12-03") == "3 December 2026"


def test_progress_in_a_terminal_and_carried_elsewhere(file, tmp_path, command, monkeypatch):
    code, said = command("progress")
    assert code == 0 and "Nothing is done yet" in said
    exercises.check("04-two-polls", "C")
    code, said = command("progress")
    assert code == 0 and "1 begun, 0 done, of 18" in said and "17 What should" in said
    copy = tmp_path / "copy.json"
    code, said = command("progress", "--export", copy)
    button = re.search(r"Your progress, (.+)\.$", said.strip())[1]
    assert code == 0 and f'<label>{button}\n<input type="file"' in pages.page()
    assert progress.parsed(copy.read_bytes()) == held(file)
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "other" / "progress.json"))
    exercises.predict("04-cost-ranking", "A")  # the folder is not there yet
    code, said = command("progress", "--import", copy)
    assert code == 0 and "of use here: 1" in said
    assert held(tmp_path / "other" / "progress.json") == held(file)
    assert "of use here: 0" in command("progress", "--import", copy)[1]


def test_what_is_no_progress_file_is_not_imported(file, tmp_path, command):
    exercises.check("04-two-polls", "C")
    before = file.read_bytes()
    odd = tmp_path / "odd.json"
    for content in (b"", b"{}", b"\xff", b'{"course": "another"}'):
        odd.write_bytes(content)
        code, said = command("progress", "--import", odd)
        assert code == 1 and "was not imported." in said and said.count("\n") == 1
    code, said = command("progress", "--import", tmp_path / "missing.json")
    assert code == 1 and "cannot be read" in said
    assert file.read_bytes() == before


def test_a_terminal_reads_what_a_notebook_of_the_learners_wrote(tmp_path, monkeypatch, command):
    monkeypatch.setenv("COURSE_PROGRESS", "")
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))
    items = {"term:nato": progress.after({}, {"what": "looked"}, LONG_AGO)}
    kept.export(items, work.progress_file())
    code, said = command("progress")
    assert code == 0 and "Due for review today: 1" in said


def test_the_courses_own_commands_leave_a_learners_progress_alone(file, command):
    assert command("data", "polls")[0] == 0
    assert kept.place() is None and not file.exists()


def test_start_here_and_the_command_state_the_rule_as_it_is(command):
    *days, last = map(str, progress.INTERVALS[1:])
    rule = f"after {', '.join(days)} and {last} days"
    assert progress.INTERVALS[0] == 1  # "the next day"
    assert rule in unit("00").markdown and "the next day, and then" in unit("00").markdown
    assert rule in " ".join(command("review", "--help")[1].split())
