"""Exercises and questions of a quiz as questions of Moodle's XML: one for each kind of answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from course.errors import CourseError
from course.learn import samples
from course.learn.answers import ALIASES, Choice, Names, Number, Order, Sorting, plain_name
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import lesson, solution, without_seed, worked_out
from course.learn.misconceptions import ELSEWHERE
from course.learn.progress import quiz_id
from course.learn.quiz import Question
from course.learn.reading import plain
from course.learn.tasks import Exercise
from course.markup import escape
from course.teach.moodle import cloze, numbers, page, xml
from course.teach.moodle.asked import Asked, asked
from course.units import Unit

MOST_RIGHT = 10  # right names of one question: Moodle knows a tenth of the marks, and no eleventh
_LETTERS = "ABCDEFGHIJ"
_RIGHT = "<strong>Right.</strong>"


def exercise(unit: Unit, task: Exercise, site: str = "") -> Element:
    """Return an exercise as a question.

    Raises:
        CourseError: the unit does not ask for it, or Moodle has no question for such an answer.
    """
    write = _WRITERS.get(type(task.kind))
    if write is None:
        raise CourseError(
            f"{task.id} asks for a kind of answer ({type(task.kind).__name__}) for which there is "
            "no question in Moodle yet."
        )
    known = worked_out(task)
    item = _Item(unit, known, known.kind, known.answer(), asked(unit, task, site), site)
    made = write(item)
    why = page.blocks(str(solution(task.id)), site) + _whole_answers(item)
    xml.head(made, task.id, f"{task.id} {item.asked.title}", why, _marks(item))
    if not isinstance(task.kind, Essay):
        for hint in task.hints:
            xml.html(made, "hint", page.inline(hint, site))
    xml.tags(made, [f"unit {unit.number}", task.id, *task.outcomes, *task.misconceptions])
    return made


def quiz(unit: Unit, one: Question) -> Element:
    """Return a question of a unit's quiz; each option has its feedback."""
    made = xml.question("multichoice", page.blocks(one.prompt))
    xml.choices(made, single=True, shuffled=True, numbering="abc")
    for words, right, said in one.options:
        opening = _RIGHT if right else "<strong>Not this one.</strong>"
        said_of_it = f"{opening} {page.inline(said)}"
        xml.answer(made, "100" if right else "0", page.inline(words), said_of_it)
    name = quiz_id(unit.number, one.prompt)
    xml.head(made, name, f"{unit.number} quiz: {one.prompt}", "")
    xml.tags(
        made, ["quiz", f"unit {unit.number}", name, f"from unit {one.unit}", *one.asks.split()]
    )
    return made


@dataclass(frozen=True)
class _Item:
    """An exercise about to become a question; `reference` is its right answer."""

    unit: Unit
    task: Exercise
    kind: Any
    reference: Any
    asked: Asked
    site: str

    def question(self, type_: str, more: str = "") -> Element:
        """Return the question with its text, and how it is answered."""
        return xml.question(type_, "\n".join(filter(None, (self.asked.whole, more))))

    def mistake(self, name: str) -> str:
        """Return what is said to a misconception, as HTML."""
        says = self.task.misconceptions[name].says
        return f"<strong>Not yet: {self.inline(name)}.</strong> {self.inline(says)}"

    def verdict(self, given: Any) -> str:
        """Return what is said to a whole answer, as HTML."""
        result = assess(self.task, given)
        if result.state == "right":
            return _RIGHT
        if result.misconception:
            return self.mistake(result.misconception)
        nearly = self.kind.nearly(self.kind.read(plain(given)), self.reference)
        return f"<strong>Not yet.</strong> {escape(nearly)}"

    def inline(self, markdown: str) -> str:
        """Return a run of Markdown as HTML."""
        return page.inline(markdown, self.site)


def _number(item: _Item) -> Element:
    unit = f" in <strong>{escape(item.kind.unit)}</strong>, without the unit"
    how = f"<p>Answer with a number alone{unit if item.kind.unit else ''}.</p>"
    made = item.question("numerical", how)
    for one in numbers.answers(item.task, item.kind):
        worth, said = ("0", item.mistake(one.mistake)) if one.mistake else ("100", _RIGHT)
        answer = xml.answer(made, worth, _figure(one.value), said, form="plain_text")
        xml.field(answer, "tolerance", _figure(one.tolerance))
    for name, text in (("unitgradingtype", "0"), ("unitpenalty", "0.1"), ("showunits", "3")):
        xml.field(made, name, text)
    return made


def _figure(value: float) -> str:
    """Write a number without the last digits, in which sums of a computer differ."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def _choice(item: _Item) -> Element:
    options: Mapping[str, str] = item.kind.options
    made = item.question("multichoice")
    lettered = "".join(options) == _LETTERS[: len(options)]
    # In the order of the page: hints and feedback may speak of a letter.
    xml.choices(made, single=True, shuffled=False, numbering="ABCD" if lettered else "none")
    for key, words in options.items():
        label = "" if lettered else f"<strong>{escape(key)}</strong> "
        worth = "100" if key == item.reference else "0"
        xml.answer(made, worth, label + item.inline(words), item.verdict(key))
    return made


def _names(item: _Item) -> Element:
    right = item.kind.read(plain(item.reference))
    if len(right) == 1:
        return _one_name(item)
    if len(right) > MOST_RIGHT:
        raise CourseError(
            f"{item.task.id} has {len(right)} right names; {MOST_RIGHT} are the most that Moodle "
            "can share the marks among."
        )
    how = "<p>Choose all that belong there, and no other: a wrong one costs all the marks.</p>"
    made = item.question("multichoice", how)
    xml.choices(made, single=False, shuffled=False, numbering="none")
    part = f"{100 / len(right):.5f}".rstrip("0").rstrip(".")
    among = {
        known: name
        for name, one in reversed(list(item.task.misconceptions.items()))
        for known in one.among
    }
    for known in item.kind.known:
        said = "" if known in right else "It does not belong there."
        if known in among:
            said = item.mistake(among[known])
        xml.answer(made, part if known in right else "-100", escape(known), said)
    exactly = _exactly(item, lambda read: ", ".join(n for n in item.kind.known if n in read))
    for state in ("partiallycorrectfeedback", "incorrectfeedback"):
        xml.html(made, state, exactly)
    return made


def _one_name(item: _Item) -> Element:
    """Return the question for one name, which is typed; capital letters do not matter."""
    made = item.question("shortanswer", "<p>Answer with one name.</p>")
    xml.field(made, "usecase", "0")
    for known in item.kind.known:
        right = assess(item.task, known).state == "right"
        same = [alias for alias, name in ALIASES.items() if name == plain_name(known)]
        for name in dict.fromkeys([known, *same]):
            text = name.replace("*", r"\*")  # a star alone would stand for anything
            said = item.verdict(known)
            xml.answer(made, "100" if right else "0", text, said, form="plain_text")
    return made


def _order(item: _Item) -> Element:
    made = item.question("ordering")
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(item.kind.options))),
        ("gradingtype", "ALL_OR_NOTHING"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        xml.field(made, name, text)
    for place, key in enumerate(item.kind.read(plain(item.reference)), start=1):
        words = f"<strong>{escape(key)}</strong> {item.inline(item.kind.options[key])}"
        xml.answer(made, str(place), words, "")
    exactly = _exactly(item, " → ".join)
    for state in ("partiallycorrectfeedback", "incorrectfeedback"):
        xml.html(made, state, exactly)
    return made


def _exactly(item: _Item, shown: Callable[[Any], str]) -> str:
    """Return what is said to whole answers, where Moodle has feedback for parts of one alone."""
    lines = []
    for name, one in item.task.misconceptions.items():
        if not one.among:
            for example in one.examples(item.reference):
                answer = escape(shown(item.kind.read(plain(example))))
                lines.append(f"<p>If your answer is {answer}: {item.mistake(name)}</p>")
    return "".join(lines)


def _sorting(item: _Item) -> Element:
    """Return lists to choose from, each with its feedback; or pairs to match, if there is none."""
    told = {
        name: f"<code>{escape(name)}</code>: {item.asked.items.get(name) or item.inline(words)}"
        for name, words in item.kind.items.items()
    }
    used = list(item.reference.values())
    if not item.task.misconceptions and len(set(used)) == len(used):
        return _pairs(item, told)
    lines = []
    for name, words in told.items():
        options = [
            (_labelled(item, code), code == item.reference[name], _said(item, name, code))
            for code in item.kind.codes
        ]
        lines.append(f"<li>{cloze.outside(words)} {cloze.choices(options)}</li>")
    before, after = (cloze.outside(part) for part in (item.asked.before, item.asked.after))
    return xml.question("cloze", f"{before}\n<ul>{''.join(lines)}</ul>\n{after}")


def _said(item: _Item, name: str, code: str) -> str:
    """Return what is said to one item under one code: the first mistake that this betrays."""
    if code == item.reference[name]:
        return _RIGHT
    for mistake, one in item.task.misconceptions.items():
        if one.puts.get(name) in (code, ELSEWHERE):
            return item.mistake(mistake)
    return "<strong>Not yet.</strong>"


def _labelled(item: _Item, code: str) -> str:
    words = item.kind.codes[code]
    return escape(code if words == code else f"{code}: {words}")


def _pairs(item: _Item, told: Mapping[str, str]) -> Element:
    made = item.question("matching")
    xml.field(made, "shuffleanswers", "true")
    left = [code for code in item.kind.codes if code not in item.reference.values()]
    pairs = [*((told[name], item.reference[name]) for name in told), *(("", one) for one in left)]
    for words, code in pairs:
        pair = xml.html(made, "subquestion", words)
        SubElement(SubElement(pair, "answer"), "text").text = _labelled(item, code)
    return made


def _whole_answers(item: _Item) -> str:
    """Return what is said to whole sortings: lists to choose from have feedback for each alone."""
    if not isinstance(item.kind, Sorting):
        return ""
    lines = [
        f"<p>If your answers are {escape(item.kind.show(example))}: {item.mistake(name)}</p>"
        for name, one in item.task.misconceptions.items()
        if not one.puts
        for example in one.examples(item.reference)
    ]
    return "".join(lines)


def _essay(item: _Item) -> Element:
    kind = item.kind
    made = item.question("essay", f"<p>{kind.words_low} to {kind.words_high} words.</p>")
    for name, text in (
        ("responseformat", "editor"),
        ("responserequired", "1"),
        ("responsefieldlines", "15"),
        ("attachments", "0"),
        ("attachmentsrequired", "0"),
    ):
        xml.field(made, name, text)
    asks = "".join(f"<li>{item.inline(one)}</li>" for one in kind.asks)
    models = lesson(item.unit.slug).samples.get(without_seed(item.task.id), ())
    rubric = item.asked.rubric
    parts = [
        f"<p><strong>A reader will ask</strong></p><ul>{asks}</ul>",
        f"<p><strong>Rubric</strong></p>{rubric}" if rubric else "",
        "<p><strong>Models</strong></p>" if models else "",
        page.blocks(samples.shown(models), item.site),
    ]
    xml.html(made, "graderinfo", "\n".join(filter(None, parts)))
    xml.html(made, "responsetemplate", "")
    return made


def _marks(item: _Item) -> int:
    """Return the marks of a question: those of its rubric, or of its lists, or one."""
    if isinstance(item.kind, Sorting):
        return len(item.kind.items)
    rows = item.asked.rubric.count("<tr>") - 1
    return rows * (item.asked.rubric.count("<th>") - 2) if rows > 0 else 1


_WRITERS: dict[type, Callable[[_Item], Element]] = {
    Number: _number,
    Choice: _choice,
    Names: _names,
    Order: _order,
    Sorting: _sorting,
    Essay: _essay,
}
