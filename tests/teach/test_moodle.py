"""Each kind of answer as a question of Moodle's, by hand; also those that no unit has today."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from tests.teach import moodle_rules as moodle
from tests.teach.moodle_rules import words

from course.errors import CourseError
from course.learn.answers import Names, Number, Order, Sorting
from course.learn.misconceptions import Misconception
from course.learn.tasks import Exercise
from course.markup import escape
from course.teach import lms
from course.teach.moodle import asked, cloze, items, numbers, page, xml
from course.units import unit

SCHEMA = Path(__file__).with_name("moodle.rng")
HINTS = ("look", "count", "all but the answer")


def said(task, name):
    """What is said to a misconception, as a reader sees it."""
    return (
        f"Not yet: {words(page.inline(name))}. {words(page.inline(task.misconceptions[name].says))}"
    )


def made(kind, answer, monkeypatch, misconceptions=None):
    """Return a made exercise of unit 04, as Moodle has it."""
    task = Exercise(
        "04-made", "Made", kind, lambda: answer, "Because.", HINTS, (), misconceptions or {}
    )
    monkeypatch.setattr(items, "solution", lambda name: "**Answer.** Because.")
    monkeypatch.setattr(items, "asked", lambda *_: asked.Asked("Made", "<p>Which?</p>", {}, ""))
    bank = ElementTree.Element("quiz")
    bank.append(items.exercise(unit("04"), task))
    written = lms.serialised(bank)
    etree.RelaxNG(etree.parse(SCHEMA)).assertValid(etree.fromstring(written.encode()))
    return moodle.read(written)["04-made"], task


def test_one_name_is_typed_without_regard_to_capitals_and_by_its_other_names(monkeypatch):
    kind = Names(("Türkiye", "United States", "Rota*"))
    wrong = {"the payer is named": Misconception("Look again.", among=frozenset({"United States"}))}
    question, task = made(kind, ["Türkiye"], monkeypatch, wrong)
    assert question.type == "shortanswer"
    for typed in ("Türkiye", " TÜRKIYE ", "turkey", "Tu\u0308rkiye"):
        assert question.mark(typed).fraction == 1, typed
    for typed in ("usa", "United States of America"):
        got = question.mark(typed)
        assert got.fraction == 0 and words(got.feedback) == said(task, "the payer is named")
    # A star in a name is a star: nothing else that begins so is taken for it.
    assert question.mark("Rota and more") == moodle.Marked(0)
    assert question.mark("rota*").feedback and question.mark("Spain") == moodle.Marked(0)


def test_an_order_is_right_or_not(monkeypatch):
    kind = Order({"A": "signed", "B": "ratified", "C": "in force"})
    wrong = {"backwards": Misconception("Read it from the top.", ["CBA"])}
    question, task = made(kind, ["B", "A", "C"], monkeypatch, wrong)
    assert [words(item)[0] for item in question.items] == ["B", "A", "C"]
    b, a, c = question.items
    assert question.mark([b, a, c]).fraction == 1
    got = question.mark([c, b, a])
    assert got.fraction == 0 and said(task, "backwards") in words(got.feedback)
    assert "If your answer is C → B → A" in words(got.feedback)


def test_a_sorting_without_known_mistakes_and_a_code_each_is_matched(monkeypatch):
    kind = Sorting(
        {"x": "the first", "y": "the second"}, {"one": "one", "two": "2", "more": "more"}
    )
    question, _ = made(kind, {"x": "two", "y": "one"}, monkeypatch)
    first, second = question.right
    assert (question.type, question.marks) == ("matching", 2)
    assert question.choices == ["two: 2", "one", "more"]
    assert question.mark({first: "two: 2", second: "one"}).fraction == 1
    assert question.mark({first: "two: 2", second: "more"}).fraction == 0.5
    assert question.mark({first: "one", second: "two: 2"}).fraction == 0


def test_a_sorting_whose_codes_come_twice_is_a_list_for_each(monkeypatch):
    question, _ = made(
        Sorting({"x": "1", "y": "2"}, {"a": "a", "b": "b"}), {"x": "a", "y": "a"}, monkeypatch
    )
    assert question.type == "cloze"
    assert question.mark(0, 1).fraction == 0.5
    assert words(question.mark(0, 1).feedback) == "Right. Not yet."


@pytest.mark.parametrize(
    "label", ["=5", "%50%of it", "a~b", "a#b", "a}b", "a\\", "{1:MC:x}", "R&D", "a &lt; b", "&#35;"]
)
def test_what_the_notation_of_lists_is_made_of_may_stand_in_it(label):
    """Whatever stands in a label or a feedback, Moodle finds two options, and the words whole."""
    written = f"<p>{cloze.outside(escape(label))} " + cloze.choices(
        [("other", False, f"<em>{escape(label)}</em>"), (escape(label), True, "")]
    )
    element = ElementTree.fromstring(
        "<question type='cloze'><name><text>x</text></name><idnumber>x</idnumber>"
        "<questiontext format='html'><text/></questiontext><defaultgrade>1</defaultgrade>"
        "</question>"
    )
    element.find("questiontext/text").text = written
    question = moodle.Cloze(element)
    (gap,) = question.gaps
    assert [words(option.text) for option in gap.options] == ["other", label]
    assert [option.fraction for option in gap.options] == [0, 1]
    assert words(gap.options[0].feedback) == label


def test_more_right_names_than_moodle_can_share_marks_among_are_refused(monkeypatch):
    names = tuple("abcdefghijklm")
    with pytest.raises(CourseError, match="11 right names; 10 are the most"):
        made(Names(names), list(names[:11]), monkeypatch)


# -- numbers by hand


def line(kind, answer, **misconceptions):
    task = Exercise("x", "x", kind, lambda: answer, "", HINTS, (), misconceptions)
    return [(one.value, one.tolerance, one.mistake) for one in numbers.answers(task, kind)]


def test_ranges_become_numbers_with_tolerances_beside_the_right_one():
    found = line(
        Number("days", 1),
        10,
        near=Misconception("", within=[(8, 14)]),
        far=Misconception("", within=[(14, float("inf"))]),
    )
    assert found[0] == (10.0, 1, "")
    (below, half, _), (above, wide, _), (beyond, rest, name) = found[1:]
    assert (below - half, below + half) == pytest.approx((8, 9), abs=2e-5)
    assert (above - wide, above + wide) == pytest.approx((11, 14), abs=2e-5)
    assert below + half < 9 and above - wide > 11
    assert name == "far" and beyond - rest > 14 and beyond + rest > 1e6


def test_a_part_for_per_cent_and_a_sum_in_full_are_right_too():
    assert line(Number("per cent", 0.5, percent=True), 40)[1] == (0.4, 0.005, "")
    assert line(Number("billion dollars", 0.1), 5)[1] == (5e9, 1e8, "")
    assert len(line(Number("months", 0.5), 31)) == 1


def test_a_right_number_has_no_more_decimals_than_its_tolerance_asks_for():
    assert line(Number("minutes", 0.2), 6.588425458486206) == [(6.5884, 0.2, "")]
    assert line(Number("", 0), 0.125) == [(0.125, 0, "")]


def test_a_stroke_in_a_name_parts_no_category():
    made = xml.category(("A", "and/or"), "x")
    assert made.findtext("category/text") == "$course$/top/A/and//or"
