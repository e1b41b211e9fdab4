"""What a learning management system takes: a bank of questions and a glossary, as Moodle's XML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from course.data import package
from course.errors import CourseError
from course.files import failure, replace_text
from course.learn.exercises import lesson
from course.markup import is_web
from course.teach.moodle import items, xml
from course.teach.moodle.glossary import glossary
from course.units import Unit
from course.words import counted

COURSE = "Alliance missile defence"
QUESTIONS, GLOSSARY, GUIDE = "questions.xml", "glossary.xml", "README.md"
_KINDS = {
    "multichoice": "multiple choice, with feedback for each option",
    "numerical": "numbers with their tolerance, and the known wrong ones with what to say to them",
    "cloze": "sortings: a list of choices for each item, with feedback for each",
    "matching": "pairs to match",
    "ordering": "orders (in Moodle since 4.4, before that a plugin)",
    "shortanswer": "names to type",
    "essay": "pieces of writing, with questions, rubric and models for whoever marks them",
}


@dataclass(frozen=True)
class Bank:
    """What was written: the folder, questions of each type, terms of the glossary."""

    folder: Path
    types: Counter[str]
    terms: int

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return self.types.total()


def write(units: Sequence[Unit], out: Path, site: str = "") -> Bank:
    """Write the questions of units, the glossary and how to bring them into Moodle.

    Args:
        units: whose exercises and quizzes.
        out: the folder to write into; it is made.
        site: the address at which learners read the course's site, if they do.

    Raises:
        CourseError: the address is none, an exercise cannot be written, or the folder cannot.
    """
    if site and not is_web(site):
        raise CourseError(f"'{site}' is no address of a site. Write it as in https://example.org/.")
    bank = questions(units, site)
    types = Counter(one.attrib["type"] for one in bank if one.attrib["type"] != "category")
    terms = glossary()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(error, out) from None
    replace_text(out / QUESTIONS, serialised(bank))
    replace_text(out / GLOSSARY, serialised(terms))
    made = Bank(out, types, len(package().table("glossary").records()))
    replace_text(out / GUIDE, guide(made, units, site))
    return made


def questions(units: Sequence[Unit], site: str = "") -> ElementTree.Element:
    """Return the bank: a category a unit, its exercises, and below it a category for its quiz."""
    bank = ElementTree.Element("quiz")
    for unit in units:
        part = str(unit.metadata.get("part") or "Units")
        path = (COURSE, part, f"{unit.number} {unit.title}")
        known = lesson(unit.slug)
        bank.append(xml.category(path, f"unit-{unit.number}"))
        bank.extend(items.exercise(unit, task, site) for task in known.exercises.values())
        if known.quiz:
            bank.append(xml.category((*path, "Quiz"), f"unit-{unit.number}-quiz"))
            bank.extend(items.quiz(unit, one) for one in known.quiz)
    return bank


def serialised(root: ElementTree.Element) -> str:
    """Return XML as text; the declaration is its first line, as Moodle wants it."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def guide(bank: Bank, units: Sequence[Unit], site: str) -> str:
    """Return how to bring the files into Moodle, and what is not in them, as Markdown."""
    kinds = "\n".join(
        f"- {count} {_KINDS.get(name, name)}" for name, count in bank.types.most_common()
    )
    guesses = sum(len(lesson(unit.slug).predictions) for unit in units)
    where = "No address of a site was given (--site): links to other pages of the course are words."
    if site:
        where = f"Links to other pages of the course lead to {site}."
    return f"""# {COURSE}: into Moodle

{counted(bank.questions, "question")} of {counted(len(units), "unit")} in `{QUESTIONS}`,
{counted(bank.terms, "term")} in `{GLOSSARY}`.

{kinds}

1. In your course: *Question bank*, *Import*, *Moodle XML format*. Leave *Get category from file*
   ticked, choose `{QUESTIONS}`, and import. Each unit becomes a category, its quiz one below it.
2. Make a *Quiz*, and add questions from the bank. With the behaviour *Interactive with multiple
   tries* learners see the three hints of an exercise, one a try.
3. Add a *Glossary*, then its menu: *Import entries*, `{GLOSSARY}`, with categories.

What to know before you use it for marks:

- **Every answer stands on the course's open pages.** For marks that count, change the rows of an
  exercise first (`course teach variant`), or mark how an answer is reached.
- A known mistake gets no marks and its own feedback. Numbers are asked for without their unit. Of
  several names, each right one earns its part, and a wrong one costs all.
- Each question is tagged by unit, by outcome (LO1 to LO9), by its name in the course (as in
  `04-two-polls`), and by each misconception that it can find.
- Essays are marked by a person. What you see while marking: what a reader will ask, the rubric,
  and the models.
- Worked solutions, and the models of a piece of writing, are the *general feedback*: the quiz's
  *Review options* say when learners see it.
- Left out: {counted(guesses, "prediction")}, made before a chart opens, without marks.
- To import a new edition, delete the old categories first: Moodle adds, and does not replace.
- {where}
"""
