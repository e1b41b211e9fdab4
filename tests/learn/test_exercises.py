"""Every exercise of every unit: blank, right, each known mistake, and hundreds of wrong answers."""

import json
import math
import random
import re
from dataclasses import replace

import pytest

from course import sources
from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Choice, Essay, Names, Number, Order, Sorting
from course.learn.exercises import Exercise, Lesson, Misconception, Prediction, Question, lesson
from course.units import cell_text, unit, units

LESSONS = {one.path.stem: lesson(one.slug) for one in units()}
TASKS = {key: task for one in LESSONS.values() for key, task in one.exercises.items()}
MARKED = [key for key, task in TASKS.items() if not isinstance(task.kind, Essay)]
GUESSES = {key: guess for one in LESSONS.values() for key, guess in one.predictions.items()}
QUESTIONS = [question for one in LESSONS.values() for question in one.quiz]
WRONG_ANSWERS = 300


@pytest.fixture(autouse=True)
def nothing_remembered():
    exercises.forget()


def check(key, *answer):
    return str(exercises.check(key, *answer))


# -- exercises


@pytest.mark.parametrize("key", TASKS)
def test_a_blank_is_not_answered_yet(key):
    for blank in ((), (...,), (None,), ("",), ("...",), ([],), ({},)):
        assert check(key, *blank).startswith("**Not answered yet.**")


@pytest.mark.parametrize("key", MARKED)
def test_the_reference_is_right_and_explained(key):
    said = check(key, TASKS[key].answer())
    assert said.startswith("**Right.** ") and len(said.split()) > 10


@pytest.mark.parametrize("key", TASKS)
def test_every_known_mistake_is_answered_by_name(key):
    task = TASKS[key]
    assert task.misconceptions or isinstance(task.kind, Essay)
    for mistake in task.misconceptions:
        assert mistake.shows, f"'{mistake.name}' has no example"
        for shown in mistake.shows:
            said = check(key, shown)
            assert said.startswith(f"**Not yet: {mistake.name}.** {mistake.says}"), shown


@pytest.mark.parametrize("key", TASKS)
def test_three_hints_then_the_way_to_the_solution(key):
    hints = [str(exercises.hint(key)) for _ in range(3)]
    assert [hint[:16] for hint in hints] == [f"**Hint {n} of 3.**" for n in (1, 2, 3)]
    assert len(set(hints)) == 3
    assert f'course.solution("{key}")' in str(exercises.hint(key))


@pytest.mark.parametrize("key", TASKS)
def test_a_solution_explains_and_names_registered_sources(key):
    said = str(exercises.solution(key))
    explanation, named = said.split("\n\nSources: ")
    assert len(explanation.split()) > 15
    assert all(sources.find(url) for url in sources.links(named))
    assert len(TASKS[key].source_ids) > 0


# -- wrong answers never raise, and only the reference is ever right


def vocabulary(kind):
    """Return the words that an exercise itself puts into a learner's mouth."""
    if isinstance(kind, Choice | Order):
        return [*kind.options, *kind.options.values()]
    if isinstance(kind, Names):
        return list(kind.known)
    if isinstance(kind, Sorting):
        return [*kind.items, *kind.codes]
    return ["12 km", "−3,5", "1 000 000", "7 %", "a hundred", "3 or 4"]


def wrong_answers(task):
    """Yield many things that somebody might type or pass on by mistake, the same every time."""
    draw = random.Random(task.id)
    words = vocabulary(task.kind)
    odd = [None, ..., True, False, math.nan, math.inf, -math.inf, b"\xff\x00", "", "?", "e\u0301🚀"]

    def atom():
        return draw.choice(
            [
                draw.choice(words),
                draw.choice(words).upper(),
                draw.choice(odd),
                draw.randint(-9, 9),
                draw.randint(-(10**12), 10**12),
                draw.uniform(-1, 1),
                draw.uniform(-1e6, 1e6),
                f"{draw.uniform(0, 1e4):.2f} %",
                "".join(chr(draw.randint(32, 0x24F)) for _ in range(draw.randint(1, 12))),
            ]
        )

    def some(make):
        return [make() for _ in range(draw.randint(1, 5))]

    def mapping():
        keys = list(task.kind.items) if isinstance(task.kind, Sorting) else some(atom)
        return {key: draw.choice([atom(), draw.choice(words)]) for key in keys}

    shapes = [
        atom,
        lambda: some(atom),
        lambda: tuple(some(atom)),
        lambda: set(some(atom)),
        lambda: draw.sample(words, draw.randint(1, len(words))),
        lambda: ", ".join(draw.sample(words, draw.randint(1, len(words)))),
        mapping,
        lambda: some(lambda: some(atom)),
        lambda: {"a": {"b": some(atom)}},
    ]
    return [draw.choice(shapes)() for _ in range(WRONG_ANSWERS)]


def letters(value):
    return re.sub(r"[^0-9a-z]", "", str(value).lower())


def could_be_right(kind, given, reference):
    """Say, without the package's own reading, whether an answer may be the reference after all."""
    if isinstance(kind, Number):
        found = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", str(given).replace(",", "."))]
        scales = (1, 100, 1e-3, 1e-6, 1e-9)
        return any(abs(n * s - abs(reference)) <= kind.tolerance for n in found for s in scales)
    if isinstance(kind, Choice):
        return letters(given) in {letters(reference), letters(kind.options[reference])}
    if isinstance(kind, Sorting):
        return isinstance(given, dict) and {letters(k): letters(v) for k, v in given.items()} == {
            letters(k): letters(v) for k, v in reference.items()
        }
    if isinstance(kind, Names | Order):
        items = given if isinstance(given, list | tuple | set | dict) else str(given).split(",")
        shape = list if isinstance(kind, Order) else set
        return shape(map(letters, items)) == shape(map(letters, reference))
    return False


@pytest.mark.parametrize("key", TASKS)
def test_wrong_answers_never_raise_and_are_never_right(key, monkeypatch):
    reference = TASKS[key].answer()
    task = replace(TASKS[key], answer=lambda: reference)  # computed once, for speed
    monkeypatch.setattr(exercises, "exercise", lambda identifier: task)
    tried = 0
    for given in wrong_answers(task):
        said = check(key, given)
        assert re.match(
            r"\*\*(Right|Not yet|Not answered yet|I cannot read that answer|Read, not marked)", said
        ), given
        if not could_be_right(task.kind, given, reference):
            tried += 1
            assert not said.startswith("**Right"), given
    assert tried > WRONG_ANSWERS / 2


def test_unknown_exercise_offers_the_nearest():
    with pytest.raises(
        CourseError, match=r"no exercise '04-vilage-share'. Did you mean 04-village"
    ):
        exercises.check("04-vilage-share")
    with pytest.raises(CourseError, match=r"no prediction '77-x'"):
        exercises.predict("77-x")


# -- predictions are committed before the data show


@pytest.mark.parametrize("key", GUESSES)
def test_prediction_is_asked_for_committed_and_revealed(key):
    guess = GUESSES[key]
    asked = str(exercises.predict(key))
    assert guess.question in asked
    assert all(f"**{letter}** {words}" in asked for letter, words in guess.options.items())
    assert str(exercises.reveal(key)).startswith("**Nothing committed yet.**")
    found = guess.answer()
    for letter in (*guess.options, found):  # the last commitment counts
        assert f"**Committed: {letter}**" in str(exercises.predict(key, letter.lower()))
        said = str(exercises.reveal(key))
        assert f"You predicted **{letter}**." in said and guess.reveal() in said
        assert ("The data agree with you." in said) == (letter == found)
    exercises.forget()
    assert "Nothing committed yet" in str(exercises.reveal(key))


@pytest.mark.parametrize("key", GUESSES)
def test_prediction_that_is_no_option_is_not_committed(key):
    for wrong in ("perhaps", 7, ["A", "B"], math.nan, {"A": 1}):
        assert "I cannot read that prediction" in str(exercises.predict(key, wrong))
    assert "Nothing committed yet" in str(exercises.reveal(key))


def test_nothing_is_given_away_before_the_commitment():
    for key, guess in GUESSES.items():
        shown = str(exercises.predict(key)) + str(exercises.reveal(key))
        assert guess.reveal() not in shown


# -- quizzes


def test_every_quiz_question_has_one_right_option_and_feedback_on_each():
    assert QUESTIONS
    for question in QUESTIONS:
        assert [right for _, right, _ in question.options].count(True) == 1, question.prompt
        assert len({words for words, _, _ in question.options}) == len(question.options) >= 3
        assert all(len(said.split()) >= 3 for _, _, said in question.options), question.prompt


# -- no answer lies in a notebook before it is asked for


@pytest.mark.parametrize("stem", LESSONS)
def test_no_solution_lies_in_the_notebook(stem):
    stored = json.dumps(unit(stem).notebook, ensure_ascii=False)
    for key in LESSONS[stem].exercises:
        worked = str(exercises.solution(key)).split("\n\nSources: ")[0]
        for sentence in re.split(r"(?<=[.!?])\s+", worked):
            if len(sentence.split()) >= 6:
                assert json.dumps(sentence, ensure_ascii=False)[1:-1] not in stored, key


@pytest.mark.parametrize("stem", LESSONS)
def test_stored_feedback_is_that_of_a_blank(stem):
    for cell in unit(stem).notebook["cells"]:
        if cell["cell_type"] == "code" and re.search(r"course\.(check|reveal)\(", cell_text(cell)):
            shown = json.dumps(cell["outputs"])
            assert "Not answered yet" in shown or "Nothing committed yet" in shown


# -- what is wrong with an exercise is found before a learner finds it

SOUND = Exercise(
    "04-x",
    "Title",
    Number("km", 1),
    lambda: 10,
    "Because.",
    ("one", "two", "three"),
    ("gao-via-2009-gao-09-771-summary",),
    (Misconception("you doubled it", "Do not.", (20,)),),
)
GUESS = Prediction("04-g", "?", {"A": "a"}, lambda: "A", lambda: "")
QUIZ = Question("?", (("a", True, "x"), ("b", False, "y")), "04")
DEFECTS = {
    "its own reference answer is not accepted": {"kind": Number("km", -1)},
    "names no misconception": {"misconceptions": ()},
    "'30' does not bring up 'you tripled it'": {
        "misconceptions": (
            Misconception("you doubled it", "Do not.", (20,), when=lambda km: km > 15),
            Misconception("you tripled it", "Do not.", (30,)),
        )
    },
    "three different hints": {"hints": ("one", "one", "three")},
    "names no source": {"source_ids": ()},
    "no source 'nowhere'": {"source_ids": ("nowhere",)},
    "failed with ZeroDivisionError": {"answer": lambda: 1 / 0},
}


def problems(monkeypatch, task=SOUND, guess=GUESS, question=QUIZ):
    made = Lesson({task.id: task}, {guess.id: guess}, (question,))
    monkeypatch.setattr(exercises, "lesson", lambda slug: made)
    return exercises.solvable(unit("04"))


def test_a_sound_lesson_has_no_problems(monkeypatch):
    assert problems(monkeypatch) == []


@pytest.mark.parametrize("message", DEFECTS)
def test_a_defect_of_an_exercise_is_found(monkeypatch, message):
    found = problems(monkeypatch, task=replace(SOUND, **DEFECTS[message]))
    assert any(message in problem and problem.startswith("04-x: ") for problem in found)


def test_a_defect_of_a_prediction_or_quiz_is_found(monkeypatch):
    assert problems(monkeypatch, guess=replace(GUESS, answer=lambda: "B")) == [
        "04-g: the data's answer is not among the options."
    ]
    two_right = replace(QUIZ, options=(("a", True, "x"), ("b", True, "y")))
    assert problems(monkeypatch, question=two_right) == [
        "quiz question 1: it needs exactly one right option."
    ]
