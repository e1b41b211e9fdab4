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


# -- a capstone: its writing is a memo that stands in the notebook

BODY = " ".join([f"It was so ([N]({PRIMARY}))."] + ["word"] * 990)
FIVE = "".join(
    f" ([s]({lookup(i)['url']}))"
    for i in sorted(
        fairness.package().table("sources").derived("ids", lambda r: [x["source_id"] for x in r])
    )[:400]
    if lookup(i)["kind"] == "government" and "(" not in lookup(i)["url"]
)


def a_memo(kind, side, marks=(3, 3, 3, 3, 3), body=BODY):
    links = f"{FIVE} and `polls`" if kind == "good" else ""
    text = f"#### {kind} {side}\n\n<details><summary>One</summary>\n\n{body}{links}"
    text += "\n\n> *A note of the marker, which is not counted.*\n\n</details>"
    return cell(text, memo={"kind": kind, "side": side, "marks": list(marks)})


def a_capstone(folder, *memos, **changes):
    """Return a capstone that keeps every rule, but for its memos and some changes."""
    one = a_unit(folder, number="17", **{"form": "capstone", **changes})
    stored = json.loads(one.path.read_text(encoding="utf-8"))
    stored["cells"] += list(memos or SOUND)
    one.path.write_text(json.dumps(stored), encoding="utf-8")
    return Unit(one.path)


SOUND = (a_memo("good", "one"), a_memo("good", "two"), a_memo("flawed", "one", (2, 0, 1, 1, 3)))


@pytest.fixture
def capstone(tmp_path, monkeypatch):
    """Return what a rule says of a capstone with these memos and tasks."""

    def told(rule, *memos, tasks=None, **changes):
        one = a_capstone(tmp_path, *memos, **changes)
        memo = task("17-memo", "LO8", kind=Essay(900, 1100, ("?",)))
        given = (task("17-other-side", "LO7"), memo) if tasks is None else tasks
        whole = a_lesson("17", tasks=given)
        own = Lesson(
            whole.exercises, {}, whole.quiz, {k: v for k, v in whole.samples.items() if "side" in k}
        )
        for module in (fairness, outcomes):
            monkeypatch.setattr(module, "lesson", lambda slug: own)
        return list(getattr(fairness, rule)(one))

    return told


@pytest.mark.parametrize("rule", [rule.__name__ for rule in fairness.RULES])
def test_the_capstone_that_is_spoilt_here_is_itself_sound(rule, capstone):
    assert capstone(rule) == []


@pytest.mark.parametrize(
    ("rule", "memos", "message"),
    [
        ("model_answers", (SOUND[0], SOUND[0], SOUND[2]), "two good memos, of different sides"),
        (
            "model_answers",
            (SOUND[0], a_memo("good", "two", body=BODY * 2), SOUND[2]),
            "longer than the other by a quarter",
        ),
        ("sample_memos", (SOUND[0], SOUND[1]), "needs one flawed memo"),
        (
            "sample_memos",
            (SOUND[0], SOUND[1], a_memo("flawed", "one", (2, 1, 1, 1, 3))),
            "no mark for its evidence",
        ),
        (
            "sample_memos",
            (SOUND[0], a_memo("good", "two", (3, 1, 3, 3, 3)), SOUND[2]),
            "the good ones at least 2",
        ),
        ("sample_memos", (*SOUND[:2], a_memo("flawed", "one", (0, 0))), "a mark a row"),
        ("sample_memos", (*SOUND, a_memo("good", "two", body="short")), "has .* words"),
        ("sample_memos", (*SOUND, a_memo("good", "third")), "'third', which is not there"),
        (
            "sample_memos",
            (
                *SOUND,
                cell(f"#### X\n\n{BODY}", memo={"kind": "good", "side": "one", "marks": [3] * 5}),
            ),
            "cites 1 sources; it takes 5",
        ),
    ],
)
def test_a_capstone_whose_memos_lean_is_told(rule, memos, message, capstone):
    found = capstone(rule, *memos)
    assert any(re.search(message, one) for one in found), found


def test_a_capstone_without_a_memo_is_told(capstone):
    found = capstone("sample_memos", tasks=(task("17-other-side", "LO7"),))
    assert found == ["a capstone asks for a memo: the exercise '17-memo', a piece of writing."]


def test_a_capstone_keeps_the_rules_of_a_unit(capstone):
    assert any('the part "idea"' in one for one in capstone("people_and_idea", idea=None))
    assert any("leaves out LO7" in one for one in capstone("outcomes_assessed", outcomes=["LO8"]))


def test_the_words_of_a_memo_are_its_own(tmp_path):
    text = fairness.memos(a_capstone(tmp_path))[0].text
    assert "marker" not in text
    assert "http" not in text


def test_an_outcome_that_no_unit_assesses_is_told(tmp_path, monkeypatch):
    one, last = a_unit(tmp_path, outcomes=["LO7", "LO8"]), a_capstone(tmp_path)
    own = a_lesson(one.number)
    monkeypatch.setattr(outcomes, "lesson", lambda slug: own)
    assert list(fairness.every_outcome([one])) == []  # nothing is promised before the capstone
    (told,) = fairness.every_outcome([one, last])
    assert told == "No exercise of the course assesses LO1, LO2, LO3, LO4, LO5, LO6, LO9."


def test_the_course_assesses_every_outcome_it_promises():
    assert list(fairness.every_outcome(units())) == []


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


def test_a_rubric_with_a_standard_has_a_mark_for_it_in_each_sample(tmp_path):
    path = tmp_path / "answers.md"
    spoilt = ANSWERS.replace("Side: one.\n", "Side: one. Standard 2.\n")
    spoilt = spoilt.replace("two. Claim 2", "two. Standard 1, claim 2")
    path.write_text(spoilt, encoding="utf-8")
    good, flawed = samples.read(path)["04-note"]
    assert (good.standard, flawed.standard, good.marks) == (2, 1, samples.FULL)
    shown = samples.shown([good, flawed])
    assert "(standard 2, claim 2, evidence 2, limit 2)" in shown
    assert "(standard 1, claim 2, evidence 0, limit 1)" in shown


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
            assert not tasks or re.search(rf"\b{one.number}[:,] ", line)
            assert all(task.title in line for task in tasks)
