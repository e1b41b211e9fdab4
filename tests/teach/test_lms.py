"""The bank of questions for Moodle: each is answered by Moodle's rules, right and wrong."""

import itertools
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree
from tests.teach import moodle_rules as moodle
from tests.teach.moodle_rules import words

from course.data import package
from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Choice, Names, Number, Sorting
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.learn.progress import quiz_id
from course.learn.reading import plain
from course.markup import is_web
from course.teach import lms
from course.teach.moodle import asked, page
from course.units import units

SITE = "https://course.example.org/amd"
UNITS = list(units())
TASKS = {name: one for unit in UNITS for name, one in lesson(unit.slug).exercises.items()}
SCHEMA = Path(__file__).with_name("moodle.rng")


@pytest.fixture(scope="module")
def text():
    return lms.serialised(lms.questions(UNITS, SITE))


@pytest.fixture(scope="module")
def bank(text):
    return moodle.read(text)


@pytest.fixture(scope="module")
def known():
    return {name: exercises.worked_out(task) for name, task in TASKS.items()}


def of(kind, known):
    return [task for task in known.values() if isinstance(task.kind, kind)]


def said(task, name):
    """What is said to a misconception, as a reader sees it."""
    return (
        f"Not yet: {words(page.inline(name))}. {words(page.inline(task.misconceptions[name].says))}"
    )


def chosen(question, codes):
    """The numbers of the options of a sorting, by its codes in the order of its items."""
    return [
        None if code is None else [o.text.partition(":")[0] for o in gap.options].index(code)
        for gap, code in zip(question.gaps, codes, strict=True)
    ]


# -- the file


def test_questions_and_glossary_follow_the_schema_of_moodle(text):
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    for written in (text, lms.serialised(lms.glossary())):
        schema.assertValid(etree.fromstring(written.encode()))


def test_the_schema_refuses_what_moodle_would(text):
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    for right, wrong in (
        ('fraction="100"', 'fraction="37"'),
        ("<tolerance>0.2</tolerance>", "<tolerance>about a fifth</tolerance>"),
        ("<single>true</single>", "<single>maybe</single>"),
        ("<idnumber>04-two-polls</idnumber>", ""),
    ):
        assert right in text
        assert not schema.validate(etree.fromstring(text.replace(right, wrong, 1).encode())), wrong


def test_every_exercise_and_every_question_of_a_quiz_is_there_under_its_own_name(bank):
    asked_for = [quiz_id(u.number, q.prompt) for u in UNITS for q in lesson(u.slug).quiz]
    assert len(TASKS) > 130 and len(asked_for) > 80
    assert sorted(bank) == sorted([*TASKS, *asked_for])


def test_a_question_falls_into_the_category_of_its_unit_and_has_its_tags(bank):
    one = bank["04-two-polls"]
    assert one.category == "$course$/top/Alliance missile defence/II History/04 " + UNITS[4].title
    assert one.tags[:3] == ["unit 04", "04-two-polls", "LO6"]
    assert "a disagreement is read as a mistake" in one.tags
    asks = lesson("third-site").quiz[3]
    of_quiz = bank[quiz_id("04", asks.prompt)]
    assert of_quiz.category.endswith("/Quiz")
    assert {"unit 04", "from unit 03", "cause"} <= set(of_quiz.tags)
    assert bank["04-two-polls"].hints == [page.inline(h) for h in TASKS["04-two-polls"].hints]


def test_texts_are_whole_html_whose_links_lead_to_the_web(text):
    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.links = [], []

        def handle_starttag(self, tag, attrs):
            assert tag not in ("script", "style", "img", "iframe", "div"), tag
            if tag not in ("br", "hr"):
                self.open.append(tag)
            self.links += [value for name, value in attrs if name == "href"]

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    links = 0
    for element in ElementTree.fromstring(text.encode()).iter("text"):
        reader = Reader()
        reader.feed(element.text or "")
        assert not reader.open, (element.text, reader.open)
        assert all(is_web(link) for link in reader.links), reader.links
        links += len(reader.links)
    assert links > 800


def test_nothing_in_a_text_speaks_of_cells_to_run(bank):
    alone = re.compile(r"In JupyterLab|next cell|second cell|cells? under|`course\.|course\.check")
    for one in bank.values():
        assert not (found := alone.search(words(one.text))), (one.idnumber, found)


# -- right is right, each known mistake is told, wrong gets nothing


def test_numbers(bank, known):
    """Thousands of numbers are marked as the course marks them."""
    rng = random.Random(12)
    tasks = of(Number, known)
    assert len(tasks) == 20
    for task in tasks:
        question, reference = bank[task.id], float(task.answer())
        assert (question.type, question.options[0].fraction) == ("numerical", 1.0)
        assert abs(float(question.options[0].text) - reference) <= task.kind.tolerance / 500
        edges = [edge for low, high, _ in question.spans() for edge in (low, high)]
        near = [edge + step * max(1, abs(edge)) for edge in edges for step in (-3e-6, 3e-6)]
        shown = [
            float(task.kind.read(plain(example)))
            for one in task.misconceptions.values()
            for example in one.examples(reference)
        ]
        wild = [rng.uniform(-2, 3) * abs(reference) for _ in range(40)]
        for value in [reference, *shown, *near, *wild]:
            if _sliver(task, value, reference) or abs(value) > 1e6:
                continue
            result, got = assess(task, value), question.mark(repr(value))
            assert got.fraction == (result.state == "right"), (task.id, value, result.state)
            if result.state == "right":
                assert words(got.feedback) == "Right."
            elif result.misconception and not _in_another_form(task, value):
                assert words(got.feedback) == said(task, result.misconception), (task.id, value)
            else:
                assert not got.feedback, (task.id, value)


def _sliver(task, value, reference):
    """Where the right number, written with fewer decimals, has its edges elsewhere."""
    off = abs(abs(task.kind.read(value) - reference) - task.kind.tolerance)
    return 0 < off <= task.kind.tolerance / 400 + 1e-9 and reference != round(reference)


def _in_another_form(task, value):
    """Known mistakes are told of numbers as they were asked for: no parts, no sums in full."""
    return task.kind.read(value) != value


def test_no_two_answers_of_a_number_share_a_value(bank, known):
    for task in of(Number, known):
        spans = sorted(bank[task.id].spans(), key=lambda one: one[0])
        for (_, high, first), (low, _, second) in itertools.pairwise(spans):
            both_known = first.fraction == second.fraction == 0
            assert high < low or (both_known and first.feedback == second.feedback), (
                task.id,
                first,
                second,
            )


def test_choices(bank, known):
    tasks = of(Choice, known)
    assert len(tasks) == 18
    for task in tasks:
        question = bank[task.id]
        assert (question.type, question.single) == ("multichoice", True)
        for number, (key, shown) in enumerate(task.kind.options.items()):
            got, result = question.mark(number), assess(task, key)
            assert words(question.options[number].text) == words(page.inline(shown))
            assert got.fraction == (key == task.answer()), (task.id, key)
            told = said(task, result.misconception) if result.misconception else "Right."
            assert result.state == "wrong" or words(got.feedback) == told, (task.id, key)


def test_sortings(bank, known):
    """Each item under each code: it earns its part or nothing, and the mistake is told."""
    tasks = of(Sorting, known)
    assert len(tasks) == 61
    for task in tasks:
        question, reference = bank[task.id], task.answer()
        names = list(task.kind.items)
        assert question.type == "cloze" and len(question.gaps) == len(names)
        assert "{" not in "".join(question.pieces), task.id
        for name, before in zip(names, question.pieces, strict=False):
            assert f"<code>{name.replace('&', '&amp;')}</code>" in before.rpartition("<li>")[2]
        for gap in question.gaps:
            assert [o.text.partition(":")[0] for o in gap.options] == list(task.kind.codes)
            assert sum(option.fraction for option in gap.options) == 1
        right = [reference[name] for name in names]
        assert question.mark(*chosen(question, right)).fraction == 1
        assert question.mark(*[None] * len(names)).fraction == 0
        for name, one in task.misconceptions.items():
            for example in one.examples(reference):
                got = question.mark(*chosen(question, [example.get(n) for n in names]))
                assert got.fraction == pytest.approx(assess(task, example).points), (task.id, name)
                told = words(got.feedback) if one.puts else words(question.general)
                assert said(task, name) in told, (task.id, name)


def test_sets_of_names(bank, known):
    tasks = of(Names, known)
    assert len(tasks) == 4
    for task in tasks:
        question, right = bank[task.id], set(task.answer())
        names = [option.text for option in question.options]
        assert names == list(task.kind.known) and not question.single
        pick = lambda wanted, q=question, n=names: q.mark(*[n.index(one) for one in wanted])  # noqa: E731
        assert pick(right).fraction == pytest.approx(1, abs=1e-5)
        for name in names:
            if name not in right:
                assert pick([name]).fraction == pick({*right, name}).fraction == 0
        for name, one in task.misconceptions.items():
            for example in one.examples(task.answer()):
                read = task.kind.read(plain(example))
                got = pick(read)
                assert said(task, name) in words(got.feedback), (task.id, name)
                # Part of the right names earns its part; the course's own marks are whole or none.
                assert got.fraction == pytest.approx(len(read) / len(right) if read < right else 0)


def test_pieces_of_writing_carry_what_their_marker_needs(bank, known):
    tasks = of(Essay, known)
    assert len(tasks) == 36
    for task in tasks:
        question = bank[task.id]
        told = words(question.graderinfo)
        assert question.type == "essay"
        assert all(words(page.inline(one)) in told for one in task.kind.asks), task.id
        assert f"{task.kind.words_low} to {task.kind.words_high} words" in words(question.text)
    note = bank["04-note"]
    assert note.marks == 6 and "one that could be wrong" in words(note.graderinfo)
    for model in lesson("third-site").samples["04-note"]:
        assert words(page.inline(model.title)) in words(note.graderinfo)
    assert bank["17-memo"].marks == 15 and bank["04-other-side"].marks == 1


def test_quizzes(bank):
    for unit in UNITS:
        for asks in lesson(unit.slug).quiz:
            question = bank[quiz_id(unit.number, asks.prompt)]
            assert question.single and len(question.options) == len(asks.options)
            for number, (shown, right, feedback) in enumerate(asks.options):
                got = question.mark(number)
                assert words(question.options[number].text) == words(page.inline(shown))
                assert got.fraction == right
                assert words(got.feedback).endswith(words(page.inline(feedback)))


# -- what an exercise asks


def test_rows_come_with_the_question_as_a_table_and_a_list_becomes_the_answers(bank):
    table = bank["04-two-polls"].text
    assert "<td>CBOS (publicly funded foundation)</td>" in table and "Chance:" not in table
    assert bank["10-what-the-name-does"].text.count("invited <strong>Russia</strong>") == 1


def test_what_a_question_speaks_of_elsewhere_stands_under_it(bank):
    assert "From the exercise “What is left over Brussels?”" in words(bank["02-ceiling"].text)
    rings = words(bank["10-inside-the-ring"].text)
    assert "From the section “The map, both ways”" in rings
    assert "Chart: Which sites a ring takes in depends on whose figure you draw" in rings
    assert f"{SITE}/10-iran-or-russia.html" in bank["10-inside-the-ring"].text
    # A section's prose comes where it is spoken of, and a chart in another section by its subject.
    assert "On 4 December 2012 the Council decided" in words(bank["08-limits"].text)
    assert "From the section “One missile, many ranges”" in words(bank["09-score-five"].text)
    rubric = words(bank["17-memo"].text)
    assert rubric.count("one decision, at the start") == 1, "its own section is not told twice"


def test_without_a_site_links_to_other_pages_are_words():
    unit = UNITS[1]
    task = TASKS["01-audit"]
    with_site, without = (asked.asked(unit, task, site) for site in (SITE, ""))
    assert f'<a href="{SITE}/07-who-contributes-who-pays.html">Unit 07</a>' in with_site.before
    assert "<p>Unit 07 had this sentence" in without.before


def test_an_exercise_that_no_cell_asks_for_is_named():
    with pytest.raises(CourseError, match=r"Unit 04 has no cell with course\.check"):
        asked.asked(UNITS[4], TASKS["05-price-doubled"])


# -- the glossary and the command


def test_the_glossary_has_every_term_once_with_its_abbreviation_and_source():
    entries = lms.glossary().findall("INFO/ENTRIES/ENTRY")
    rows = {row["term"]: row for row in package().table("glossary").records()}
    assert sorted(one.findtext("CONCEPT") for one in entries) == sorted(rows)
    for one in entries:
        row = rows[one.findtext("CONCEPT")]
        assert one.findtext("ALIASES/ALIAS/NAME", "") == row["abbreviation"]
        assert row["definition"] in words(one.findtext("DEFINITION"))
        assert re.search("<a href=|>The course team, ", one.findtext("DEFINITION"))
    # "Clock" and "claim" would be linked all over a course.
    linked = {one.findtext("CONCEPT").lower(): one.findtext("USEDYNALINK") for one in entries}
    assert linked["clock"] == "0" and linked["silence procedure"] == "1"


def test_the_command_writes_three_files_and_says_what_they_hold(command, tmp_path):
    code, told = command("teach", "lms", "4", "--out", tmp_path / "bank", "--site", SITE)
    assert code == 0, told
    assert "13 questions of 1 unit and 227 terms" in told and "questions.xml" in told
    written = moodle.read((tmp_path / "bank" / "questions.xml").read_text(encoding="utf-8"))
    assert set(written) >= {"04-note", "04-village-share"} and len(written) == 13
    guide = (tmp_path / "bank" / "README.md").read_text(encoding="utf-8")
    assert "13 questions of 1 unit" in guide and "1 prediction" in guide


def test_the_command_refuses_an_address_that_is_none(command, tmp_path):
    code, told = command("teach", "lms", "4", "--out", tmp_path, "--site", "javascript:alert(1)")
    assert code == 1 and "no address of a site" in told and not list(tmp_path.iterdir())
