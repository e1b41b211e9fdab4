"""What frames a unit: opening card, quiz, references, data cards."""

import re
from html.parser import HTMLParser

import pytest

import course
from course import sources
from course.data import package
from course.errors import CourseError
from course.learn import frame, recalls
from course.learn.exercises import lesson
from course.units import unit, units
from course.words import long_date

WITH_QUIZ = [one.path.stem for one in units() if lesson(one.slug).quiz]
VOID = {"br", "hr", "img", "input"}


class Outline(HTMLParser):
    """Collect the elements of a page with their attributes and check that they nest."""

    def __init__(self, markup):
        super().__init__()
        self.elements, self.open, self.children = [], [], []
        self.feed(markup)
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attributes):
        parent = self.open[-1] if self.open else ""
        self.elements.append((tag, dict(attributes), parent))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def of(self, tag):
        return [(attributes, parent) for name, attributes, parent in self.elements if name == tag]


# -- the opening card


@pytest.mark.parametrize("stem", [one.path.stem for one in units()])
def test_opening_card_says_question_outcomes_time_tables_and_dates(stem):
    card, about = str(frame.start(stem)), unit(stem).metadata
    assert about["question"] in card
    assert re.findall(r"- \*\*(LO\d)\*\*", card) == about["outcomes"]
    assert f"about {unit(stem).reading_minutes} minutes to read" in card
    assert f"about {about['minutes']} to do everything" in card
    for section in unit(stem).sections:
        assert (f"| {section.heading} | {section.minutes} |" in card) == bool(section.minutes)
    assert all(f"`{name}`" in card for name in about["tables"])
    assert about["as_of"][:4] in card and about["review_by"][:4] in card
    assert f"with evidence to {long_date(about['evidence_to'])}" in card


@pytest.mark.parametrize("stem", [one.path.stem for one in units()])
def test_opening_card_recalls_what_each_earlier_unit_gives(stem):
    card, this = str(frame.start(stem)), unit(stem)
    before = this.metadata["prerequisites"]
    assert ("**What this unit builds on**" in card) == bool(before)
    lines = re.findall(r"^- \[(\d\d) .+?\]\(([\w-]+\.ipynb)\): (.+)$", card, re.M)
    assert [(number, path) for number, path, _ in lines] == [
        (number, unit(number).path.name) for number in before
    ]
    for number, _, said in lines:
        points = unit(number).markdown.split("## Key points")[1]
        wanted = this.metadata["recalls"][number]
        assert 1 <= len(wanted) <= recalls.MOST and all(words in said for words in wanted)
        own = [one for one in recalls.sentences(unit(number)) if one in said]
        assert len(own) == len(wanted) and all(one in points for one in own)


def test_a_key_point_is_cut_where_its_sentences_end():
    cell = {
        "cell_type": "markdown",
        "metadata": {"course": {"role": "key-points"}},
        "source": "## Key points\n\n- **Price:** *low* was said ([a U.S. paper](https://a.b/c.d)). "
        "*Can it?* is not *does it?* About 2.5 km.\n- Another (here.) It ends.",
    }
    one = type("U", (), {"notebook": {"cells": [cell]}})
    assert recalls.sentences(one) == [
        "**Price:** *low* was said ([a U.S. paper](https://a.b/c.d)).",
        "*Can it?* is not *does it?*",
        "About 2.5 km.",
        "Another (here.)",
        "It ends.",
    ]


# -- the quiz: by keyboard, without a kernel, without JavaScript


@pytest.mark.parametrize("stem", WITH_QUIZ)
def test_quiz_is_made_of_details_that_the_keyboard_opens(stem):
    outline = Outline(frame.quiz(stem).markup)
    questions = lesson(unit(stem).slug).quiz
    options = sum(len(question.options) for question in questions)
    assert len(outline.of("ol")) == 1 and len(outline.of("li")) == len(questions)
    assert len(outline.of("details")) == len(outline.of("summary")) == options
    assert all(parent == "details" for _, parent in outline.of("summary"))
    names = {tag for tag, _, _ in outline.elements}
    assert not names & {"script", "style", "input", "button", "form", "iframe"}
    for tag, attributes, _ in outline.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        assert "open" not in attributes and "tabindex" not in attributes


@pytest.mark.parametrize("stem", WITH_QUIZ)
def test_quiz_says_right_once_a_question_and_only_inside_an_option(stem):
    quiz = frame.quiz(stem)
    questions = lesson(unit(stem).slug).quiz
    assert quiz.markup.count("<strong>Right.</strong>") == len(questions)
    outside = re.sub(r"</summary>.*?</details>", "", quiz.markup)
    assert "Right." not in outside
    for question in questions:
        assert re.sub(r"[*`]", "", question.prompt)[:25] in re.sub(r"[*`]", "", quiz.plain)
        assert all(said not in quiz.plain for _, _, said in question.options)


def test_words_of_a_quiz_cannot_break_its_markup(monkeypatch):
    from course.learn.quiz import Question
    from course.learn.room import Lesson

    asked = Question(
        "Is 1 < 2 & *so*?", (("<b>yes</b>", True, "a & b"), ("no", False, "</p>")), "04"
    )
    monkeypatch.setattr(frame, "lesson", lambda slug: Lesson({}, {}, (asked,)))
    markup = frame.quiz("04").markup
    assert "Is 1 &lt; 2 &amp; <em>so</em>?" in markup
    assert [tag for tag, _, _ in Outline(markup).elements if tag in ("b", "details")] == [
        "details",
        "details",
    ]


# -- references


@pytest.mark.parametrize("stem", [one.path.stem for one in units()])
def test_references_list_what_is_cited_and_what_stands_behind_the_tables(stem):
    text = str(frame.references(stem))
    cited, behind = text.split("### Behind the tables")
    for source_id in frame.cited(unit(stem)):
        assert sources.entry(source_id) in cited
    assert cited.count("\n- ") == len(frame.cited(unit(stem)))
    for name in unit(stem).metadata["tables"]:
        table = package().table(name)
        assert f"| `{name}` | {len(table.records())} | {len(table.source_ids())} |" in behind


# -- data cards


@pytest.mark.parametrize("name", package().tables)
def test_data_card_describes_every_column_with_its_unit_and_codes(name):
    card, table = str(course.describe(name)), package().table(name)
    for column in table.columns:
        (line,) = [row for row in card.splitlines() if row.startswith(f"| `{column.name}` |")]
        assert column.description.replace("|", "\\|") in line
        assert f"| {column.unit} |" in line
        if column.name != "grade":
            assert all(f"- `{code}`: {words}" in card for code, words in column.codes.items())
    for grade, count in table.grades().items():
        assert f"{count} {grade} (" in card
    for words in ("One row is", "How it was compiled", "Good for", "Not good for", "missing"):
        assert words in card


def test_card_counts_the_rows_that_say_they_conflict():
    table = package().table("cost_estimates")
    rows = frame.conflicts(table)
    assert rows and all(
        row["conflict_key"] or re.search("conflict|disagree|differ", row["note"], re.I)
        for row in rows
    )
    assert f"({len(rows)} rows say so)" in str(course.describe("cost_estimates"))


def test_describing_an_unknown_table_offers_the_nearest():
    with pytest.raises(CourseError, match=r"no table 'pols'. Did you mean polls"):
        course.describe("pols")
