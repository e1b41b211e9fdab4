"""Each rule of fairness catches a unit that leans, in words that a teacher understands."""

import json
import re

import pytest

from course.errors import CourseError
from course.learn import exercises, outcomes, samples
from course.learn.essays import Essay
from course.learn.exercises import Exercise, Lesson
from course.learn.quiz import Question
from course.quality import fairness
from course.sources import lookup
from course.units import Unit, units

PRIMARY = lookup("nato-2007-nato-united-missile-defence")["url"]
STUDY = lookup("cbo-2009-options-deploying-missile-defense")["url"]
SAID = f"It was so ([NATO]({PRIMARY})), and the study agrees ([a study]({STUDY}))."
NAMES = ("2002-abm-withdrawal", "2007-01-request", "2008-04-bucharest", "2009-09-cancelled")
NAMES += ("2010-11-lisbon", "2012-05-interim")


def cell(text, **course):
    kind = "code" if text.startswith("course.") else "markdown"
    return {"cell_type": kind, "id": "c", "metadata": {"course": course}, "source": text}


def a_unit(folder, number="04", first="supporter", **changes):
    """Return a unit of few cells that keeps every rule, with some changes to it."""
    second = "critic" if first == "supporter" else "supporter"
    parts = {
        "cast": cell("## Who and when", part="cast"),
        "dates": cell('course.timeline("x")'),
        "idea": cell(
            f"## Idea ([scholar]({ACADEMIC}))\n\n{'word ' * 230}\n\nWhat would count against it.",
            part="idea",
        ),
        "debate": cell("## The debate"),
        "one": cell(f"### One\n\n{SAID}", side="one", stance=first),
        "two": cell(f"### Two\n\n{SAID}", side="two", stance=second),
    }
    about = {"unit": number, "outcomes": ["LO7", "LO8"], "timeline": list(NAMES)}
    for name, change in changes.items():
        if name in parts:
            parts[name] = change
        else:
            about[name] = change
    cells = [part for part in parts.values() if part]
    path = folder / f"{number}-small-{number}.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {"course": about}}), encoding="utf-8")
    return Unit(path)


ACADEMIC = next(
    lookup(i)["url"]
    for i in sorted(
        fairness.package().table("sources").derived("ids", lambda r: [x["source_id"] for x in r])
    )
    if lookup(i)["kind"] == "academic" and "(" not in lookup(i)["url"]
)


def note(kind, side, marks=(2, 2, 2), length=130):
    return samples.Sample(kind, f"{kind} {side}", side, marks, "word " * length, "Because.")


def question(right="three words here", wrong="four words stand here", **more):
    options = ((right, True, "Yes."), (wrong, False, "No."), ("no", False, "No."))
    return Question(more.pop("prompt", "Why?"), options, "04", more.pop("asks", "cause"))


def task(name, *of, kind=None):
    kind = kind or Essay(80, 120, ("?",))
    return Exercise(name, name, kind, lambda: None, "", ("a", "b", "c"), ("x",), outcomes=of)


def a_lesson(number="04", **changes):
    own = {
        "notes": (note("good", "one"), note("good", "two"), note("flawed", "one", (0, 1, 1))),
        "cases": (note("", "one", (), 100), note("", "two", (), 90)),
        "quiz": (question(),) * 5,
        "tasks": (
            task(f"{number}-other-side", "LO7"),
            task(f"{number}-note", "LO8", kind=Essay(120, 180, ("?",))),
        ),
    } | changes
    written = {f"{number}-note": own["notes"], f"{number}-other-side": own["cases"]}
    return Lesson({one.id: one for one in own["tasks"]}, {}, own["quiz"], written)


@pytest.fixture
def said(tmp_path, monkeypatch):
    """Return what a rule says of a unit and its lesson."""

    def told(rule, unit_changes=None, **lesson_changes):
        one = a_unit(tmp_path, **(unit_changes or {}))
        own = a_lesson(one.number, **lesson_changes)
        for module in (fairness, outcomes):
            monkeypatch.setattr(module, "lesson", lambda slug: own)
        return list(getattr(fairness, rule)(one))

    return told


@pytest.mark.parametrize("rule", [rule.__name__ for rule in fairness.RULES])
def test_the_unit_that_is_spoilt_here_is_itself_sound(rule, said):
    assert said(rule) == []


UNCITED = cell(f"### Two\n\n{SAID} And so it must be, always.", side="two", stance="critic")
OURS = cell(f"### Two\n\n{SAID} And so it must be *(in our words)*.", side="two", stance="critic")
LEANS = [
    ("voices", {"two": UNCITED}, {}, "words that nobody is cited for: '….*must be, always"),
    ("voices", {"two": cell(SAID, side="two")}, {}, "'two' does not say whose voice it is"),
    (
        "voices",
        {"two": cell(f"It ([N]({PRIMARY})).", side="two", stance="critic")},
        {},
        "'two' cites no study or report",
    ),
    (
        "voices",
        {"two": cell(f"It ([N]({ACADEMIC})).", side="two", stance="critic")},
        {},
        "'two' cites no primary text",
    ),
    (
        "model_answers",
        {},
        {"notes": (note("good", "one"), note("good", "one"), note("flawed", "two", (0, 1, 1)))},
        "two good notes, of different sides",
    ),
    (
        "model_answers",
        {},
        {"notes": (note("good", "one"), note("good", "two"))},
        "needs one flawed note",
    ),
    (
        "model_answers",
        {},
        {"notes": (note("good", "one"), note("good", "two"), note("flawed", "two", (2, 1, 1)))},
        "no more than 3 of the 6 marks",
    ),
    (
        "model_answers",
        {},
        {
            "notes": (
                note("good", "one", length=120),
                note("good", "two", length=170),
                note("flawed", "one", (0, 1, 1)),
            )
        },
        "longer than the other by a quarter",
    ),
    ("model_answers", {}, {"cases": (note("", "one", (), 90),)}, "a case for each side .one, two"),
    (
        "model_answers",
        {},
        {"cases": (note("", "one", (), 119), note("", "two", (), 81))},
        "cases of the sides differ in length",
    ),
    (
        "model_answers",
        {},
        {"cases": (note("", "one", (), 60), note("", "two", (), 60))},
        "has 60 words; the learner is asked for 80 to 120",
    ),
    (
        "model_answers",
        {},
        {"cases": (note("", "one", (), 90), note("", "third", (), 90))},
        "the side 'third', which is not there",
    ),
    ("model_answers", {}, {"tasks": ()}, "samples for '04-note', which is no piece of writing"),
    (
        "outcomes_assessed",
        {"outcomes": ["LO5", "LO7", "LO8"]},
        {},
        "promises LO5, which no exercise assesses",
    ),
    ("outcomes_assessed", {"outcomes": ["LO8"]}, {}, "assesses LO7, which is not on the card"),
    ("outcomes_assessed", {"outcomes": ["LO8"]}, {}, "its card leaves out LO7"),
    (
        "outcomes_assessed",
        {},
        {"tasks": (task("04-note", "LO7", "LO8"), task("04-other"))},
        "'04-other' does not say which outcome",
    ),
    (
        "retrieval",
        {},
        {"quiz": (question("the right one is the longest"),) * 2 + (question(),) * 3},
        "in quiz questions 1, 2 the right option is the longest",
    ),
    (
        "retrieval",
        {},
        {"quiz": (question("it depends", "it is so for ever"),) * 5},
        "'it depends' is the right option",
    ),
    ("retrieval", {}, {"quiz": (question(asks=""),) * 5}, "ask for a cause or a consequence"),
    (
        "retrieval",
        {},
        {"quiz": (question(), question(prompt="What does an empty cell mean?"))},
        "question 2 asks about keeping records",
    ),
    ("people_and_idea", {"cast": None, "dates": None}, {}, 'no section has the part "cast"'),
    ("people_and_idea", {"dates": None}, {}, "does not show course.timeline"),
    ("people_and_idea", {"idea": None}, {}, 'no section has the part "idea"'),
    (
        "people_and_idea",
        {"idea": cell(f"## Idea\n\n[x]({STUDY}) short", part="idea")},
        {},
        r"its idea takes \d words",
    ),
    (
        "people_and_idea",
        {"idea": cell(f"## Idea\n\n[x]({PRIMARY}) {'word ' * 230}", part="idea")},
        {},
        "no paragraph 'What would count against it",
    ),
    (
        "people_and_idea",
        {"idea": cell(f"## Idea\n\n[x]({PRIMARY}) {'word ' * 230}", part="idea")},
        {},
        "cites no scholarship",
    ),
    ("people_and_idea", {"timeline": list(NAMES[:4])}, {}, "names 4 milestones; it takes 6 to 10"),
    ("people_and_idea", {"timeline": [*NAMES[1:], NAMES[0]]}, {}, "in order of time"),
]


@pytest.mark.parametrize(
    ("rule", "unit_changes", "lesson_changes", "message"), LEANS, ids=[one[3] for one in LEANS]
)
def test_a_unit_that_leans_is_told(rule, unit_changes, lesson_changes, message, said):
    found = said(rule, unit_changes, **lesson_changes)
    assert any(re.search(message, one) for one in found), found


@pytest.mark.parametrize("rights", [(), (True, True), (True,)])
def test_a_quiz_that_is_broken_is_left_to_the_rule_for_exercises(rights, said):
    options = tuple((f"option {n}", right, "said") for n, right in enumerate(rights))
    broken = Question("Why did it end?", options, "04", "cause")
    assert said("retrieval", quiz=(*(question(),) * 4, broken)) == []


def test_words_of_ours_may_close_a_side_when_they_say_so(said):
    assert said("voices", {"two": OURS}) == []


@pytest.mark.parametrize(
    ("stances", "wrong"),
    [
        (["supporter", "critic", "supporter"], False),
        (["supporter", "supporter", "critic", "critic"], False),
        (["supporter", "supporter", "critic"], False),
        (["supporter", "supporter", "critic", "supporter"], "too often"),
        (["critic", "supporter", "supporter", "supporter", "critic", "critic"], "three times"),
    ],
)
def test_over_the_course_the_stances_take_turns(stances, wrong, tmp_path, monkeypatch):
    all_of_them = [
        a_unit(tmp_path, f"{n:02d}", first=stance) for n, stance in enumerate(stances, start=1)
    ]
    monkeypatch.setattr(fairness, "lesson", lambda slug: a_lesson(slug[-2:]))
    found = list(fairness.turns(all_of_them))
    assert bool(found) is bool(wrong), found
    if wrong:  # both the speakers and the flawed answers, which are of the first side here
        assert len([one for one in found if wrong in one]) == 2


ANSWERS = """# Model answers: unit 04

## 04-note

### Good: it was so
Side: one.

In 2009, so.

And so.

Why: It could be wrong.

### Flawed: it was not
Side: two. Claim 2, evidence 0, limit 1.

Never.

Why: nothing is shown.

## 04-other-side

### One: its case

It is so.

Why: A weak one says less.
"""


def test_model_answers_are_read_and_shown(tmp_path):
    path = tmp_path / "answers.md"
    path.write_text(ANSWERS, encoding="utf-8")
    found = samples.read(path)
    good, flawed = found["04-note"]
    assert good == samples.Sample(
        "good", "it was so", "one", (2, 2, 2), "In 2009, so.\n\nAnd so.", "It could be wrong."
    )
    assert (flawed.kind, flawed.side, flawed.marks) == ("flawed", "two", (2, 0, 1))
    (case,) = found["04-other-side"]
    assert (case.kind, case.side, case.title, case.marks) == ("", "one", "its case", ())
    assert samples.shown(found["04-note"]) == (
        "**A good one: it was so** (claim 2, evidence 2, limit 2).\n\n*In 2009, so.*\n\n"
        "*And so.*\n\nIt could be wrong.\n\n**A plausible one, flawed: it was not** (claim 2, "
        "evidence 0, limit 1).\n\n*Never.*\n\nNothing is shown."
    )
    assert samples.shown(found["04-other-side"]).startswith("**The case of “one”: its case**.")


@pytest.mark.parametrize(
    "spoil",
    [
        ("Side: one.", "side one"),
        ("Why: It could be wrong.", ""),
        ("### Good: it was so", "### Good it was so"),
        ("Claim 2, evidence 0, limit 1.", ""),
        ("Side: one.", "Side: one. Claim 2, evidence 2, limit 2."),
    ],
)
def test_a_model_answer_of_another_form_is_named(spoil, tmp_path):
    path = tmp_path / "answers.md"
    path.write_text(ANSWERS.replace(*spoil, 1), encoding="utf-8")
    with pytest.raises(CourseError, match=r"answers\.md: '### .* is no model answer\. It is"):
        samples.read(path)


def test_a_note_shows_the_samples_of_its_unit(monkeypatch):
    own = Lesson({}, {}, (), {"04-note": (note("good", "one"),)})
    monkeypatch.setattr(exercises, "lesson", lambda slug: own)
    made = exercises.claim_note("04", ("?",), hints=("a", "b", "c"), source_ids=("x",))
    assert made.why().startswith("**A good one: good one** (claim 2, evidence 2, limit 2).")


def test_what_is_assessed_where_names_every_promise_of_every_unit():
    shown = str(outcomes.outcomes())
    for one in units():
        for outcome, tasks in outcomes.assessed(one).items():
            (line,) = [row for row in shown.splitlines() if row.startswith(f"| {outcome} |")]
            assert all(f"{one.number}: " in line and task.title in line for task in tasks)
