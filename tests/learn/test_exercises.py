"""Every exercise of every unit: blank, right, each known mistake, and hundreds of wrong answers."""

import json
import math
import re
from dataclasses import replace

import pytest

from course import sources
from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Names, Number, Sorting, choice
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import Exercise, Misconception, Prediction, lesson
from course.learn.quiz import Question
from course.learn.room import Lesson
from course.show import PLOTLY_MIME, WAITING_MIME, Shown, Waiting, stored_chart
from course.units import cell_text, unit, units

LESSONS = {one.path.stem: lesson(one.slug) for one in units()}
TASKS = {key: task for one in LESSONS.values() for key, task in one.exercises.items()}
MARKED = [key for key, task in TASKS.items() if not isinstance(task.kind, Essay)]
GUESSES = {key: guess for one in LESSONS.values() for key, guess in one.predictions.items()}
QUESTIONS = [question for one in LESSONS.values() for question in one.quiz]


@pytest.fixture(autouse=True)
def nothing_remembered():
    exercises.forget()


class Drawing:
    """A chart, as far as a reveal needs to know."""

    def _repr_mimebundle_(self, **_):
        return {PLOTLY_MIME: {"data": []}, "text/plain": "Chart, in words:"}


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
    task = exercises.worked_out(TASKS[key])
    assert task.misconceptions or isinstance(task.kind, Essay)
    for name, mistake in task.misconceptions.items():
        examples = mistake.examples(task.answer())
        assert examples, f"'{name}' has no example"
        for shown in examples:
            said = assess(task, shown).words
            assert said.startswith(f"**Not yet: {name}.** {mistake.says}"), shown


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


# -- names


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
    assert guess.question in asked and 'between quotation marks (`"A"`)' in asked
    assert all(f"**{letter}** {words}" in asked for letter, words in guess.options.items())
    found = guess.answer()
    for letter in (*guess.options, found):  # the last commitment counts
        assert f"**Committed: {letter}**" in str(exercises.predict(key, letter.lower()))
        said = str(exercises.reveal(key, Drawing()))
        assert f"You predicted **{letter}**." in said and guess.reveal() in said
        assert ("The data agree with you." in said) == (letter == found)
    exercises.forget()
    assert "Nothing committed yet" in str(exercises.reveal(key, Drawing()))


@pytest.mark.parametrize("key", GUESSES)
def test_prediction_that_is_no_option_is_not_committed(key):
    for wrong in ("perhaps", 7, ["A", "B"], math.nan, {"A": 1}):
        assert "I cannot read that prediction" in str(exercises.predict(key, wrong))
    assert "Nothing committed yet" in str(exercises.reveal(key, Drawing()))


@pytest.mark.parametrize("key", [*GUESSES, "03-code-by-hand"])
def test_a_chart_waits_for_a_guess_under_a_type_that_no_notebook_draws(key):
    waiting = exercises.reveal(key, Drawing())._repr_mimebundle_()
    assert set(waiting) == {WAITING_MIME, "text/markdown", "text/plain"}
    assert waiting[WAITING_MIME] == {"data": []}
    assert "run this cell again" in waiting["text/markdown"]
    if key in GUESSES:
        assert GUESSES[key].reveal() not in waiting["text/markdown"]
        exercises.predict(key, "A")
    else:
        check(key, {"nonsense": 1})
        assert isinstance(exercises.reveal(key, Drawing()), Waiting)
        check(key, {"prague_names": "no"})
    assert isinstance(exercises.reveal(key, Drawing()), Shown)


def test_what_was_committed_and_the_chart_are_shown_one_under_the_other(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *things: shown.extend(things))
    key, drawing = next(iter(GUESSES)), Drawing()
    exercises.predict(key, "A")
    exercises.reveal(key, drawing)._ipython_display_()
    assert str(shown[0]).startswith("You predicted **A**.") and shown[1] is drawing


@pytest.mark.parametrize("stem", LESSONS)
def test_every_prediction_has_a_chart_that_waits_for_it(stem):
    code = [c for c in unit(stem).notebook["cells"] if c["cell_type"] == "code"]
    for key in LESSONS[stem].predictions:
        (cell,) = [c for c in code if f'course.reveal("{key}", ' in cell_text(c)]
        (output,) = cell["outputs"]
        assert "Nothing committed yet" in "".join(output["data"]["text/markdown"])
        assert PLOTLY_MIME not in output["data"] and stored_chart(output)["layout"]
        assert not cell["metadata"].get("jupyter"), "nothing else folds it"


# -- quizzes


def test_every_quiz_question_has_one_right_option_and_feedback_on_each():
    assert QUESTIONS
    for question in QUESTIONS:
        assert [right for _, right, _ in question.options].count(True) == 1, question.prompt
        assert len({words for words, _, _ in question.options}) == len(question.options) >= 3
        assert all(len(said.split()) >= 3 for _, _, said in question.options), question.prompt


def test_where_the_right_option_stands_and_how_long_it_is_give_nothing_away():
    places, longest = [], 0
    for question in QUESTIONS:
        lengths = [len(words) for words, _, _ in question.options]
        places.append(next(i for i, (_, right, _) in enumerate(question.options) if right))
        longest += lengths[places[-1]] == max(lengths)
    for place in range(3):
        assert 0.2 <= places.count(place) / len(places) <= 0.45, f"place {place + 1}"
    assert longest <= len(QUESTIONS) / 3


@pytest.mark.parametrize("stem", [stem for stem in LESSONS if LESSONS[stem].quiz])
def test_within_a_unit_no_place_is_right_more_than_twice(stem):
    places = [
        next(i for i, (_, right, _) in enumerate(question.options) if right)
        for question in LESSONS[stem].quiz
    ]
    assert max(map(places.count, places)) <= max(2, len(places) // 2)
    assert all(places[i : i + 3] != [p] * 3 for i, p in enumerate(places))


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
            assert "Committed" not in shown and "You predicted" not in shown


# -- the short form of a misconception

SORTED = Exercise(
    "04-y",
    "Title",
    Sorting(
        {"a": "one", "b": "two", "c": "three"},
        {"yes": "it is", "no": "it is not", "open": "nobody knows"},
    ),
    lambda: {"a": "yes", "b": "no", "c": "no"},
    "Because.",
    ("one", "two", "three"),
    ("gao-via-2009-gao-09-771-summary",),
    mistakes={
        ("no", "a"): "a doubt is taken for a no. Look again. Twice.",
        ("*", "c"): "what is shut is left open. Try it.",
        (("open", "a"), ("yes", "b")): "two codes are turned round. Turn them.",
        "a third is left out": Misconception("Put it back.", ({"a": "yes"},)),
    },
)


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        (
            {"a": "no", "b": "no", "c": "no"},
            "**Not yet: a doubt is taken for a no.** Look again. Twi",
        ),
        ({"a": "yes", "b": "no", "c": "yes"}, "**Not yet: what is shut is left open.** Try it."),
        ({"c": "open"}, "**Not yet: what is shut is left open.** Try it."),
        ({"a": "open"}, "**Not yet: two codes are turned round.** Turn them."),
        ({"a": "yes"}, "**Not yet: a third is left out.** Put it back."),
        ({"a": "yes", "b": "no"}, "**Not yet.** 2 of 3 are right."),
        ({"a": "yes", "b": "no", "c": "no"}, "**Right.**"),
    ],
)
def test_a_mistake_in_short_is_brought_up_by_its_code_and_items(given, starts):
    assert assess(SORTED, given).words.startswith(starts)


def test_a_message_on_a_sorting_names_the_items_and_counts_the_right_ones():
    said = assess(SORTED, {"a": "open", "b": "yes", "c": "open"}).words
    assert "This is about `c`; 0 of 3 are right so far." in said
    said = assess(SORTED, {"a": "open", "b": "yes", "c": "no"}).words
    assert "This is about `a`, `b`; 1 of 3 are right so far." in said


def test_a_mistake_in_short_has_examples_and_stays_when_a_part_is_replaced(monkeypatch):
    assert problems(monkeypatch, task=replace(SORTED, id="04-x")) == []
    chosen = replace(SOUND, kind=choice(A="one", B="two"), answer=lambda: "A", misconceptions={})
    wrong = replace(chosen, mistakes={"B": "a part is taken for a whole. Count all."})
    assert assess(wrong, "B").words.startswith("**Not yet: a part is taken for a whole.** Cou")


def test_names_that_do_not_belong_there_bring_up_a_mistake_in_short(monkeypatch):
    kind = Names(("Spain", "Italy", "Poland", "Russia"))
    task = replace(SOUND, kind=kind, answer=lambda: ["Spain", "Italy"], misconceptions={})
    mistakes = {"Spain": "one is overlooked. Count.", ("+", "Russia"): "a stranger is let in. No."}
    task = replace(task, mistakes=mistakes)
    assert problems(monkeypatch, task=task) == []
    assert assess(task, "Spain, Russia").words.startswith("**Not yet: a stranger is let in.**")
    assert assess(task, "Spain").words.startswith("**Not yet: one is overlooked.**")
    assert assess(task, "Spain, Poland").words.startswith("**Not yet.** Of yours, 1 in the set")


def test_a_computed_answer_brings_up_a_mistake_in_short(monkeypatch):
    wrong = {lambda: [20, 21.5]: "you doubled it. Do not."}
    task = replace(SOUND, misconceptions={}, mistakes=wrong)
    assert problems(monkeypatch, task=task) == []
    assert assess(task, 22).words.startswith("**Not yet: you doubled it.** Do not. I read 22 km")
    assert assess(task, 30).words.startswith("**Not yet.** I read 30 km: too high.")


# -- what is wrong with an exercise is found before a learner finds it

SOUND = Exercise(
    "04-x",
    "Title",
    Number("km", 1),
    lambda: 10,
    "Because.",
    ("one", "two", "three"),
    ("gao-via-2009-gao-09-771-summary",),
    {"you doubled it": Misconception("Do not.", (20,))},
)
GUESS = Prediction("04-g", "?", {"A": "a"}, lambda: "A", lambda: "")
QUIZ = Question("?", (("a", True, "x"), ("b", False, "y")), "04")
DEFECTS = {
    "its own reference answer is not accepted": {"kind": Number("km", -1)},
    "names no misconception": {"misconceptions": {}},
    "'30' does not bring up 'you tripled it'": {
        "misconceptions": {
            "you doubled it": Misconception("Do not.", (20,), within=[(15, math.inf)]),
            "you tripled it": Misconception("Do not.", (30,)),
        }
    },
    "nothing is said to it": {"mistakes": {lambda: [20]: "you doubled it"}, "misconceptions": {}},
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


def test_a_mistake_cannot_put_one_item_under_two_codes():
    """The second code would take the place of the first, and the first slip would go unanswered."""
    with pytest.raises(ValueError, match="puts an item under two codes"):
        exercises.told(
            {(("seeing", "town"), ("unknown", "town")): "one is taken for another. It is not."}
        )
