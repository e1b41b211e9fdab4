"""The parts that every question of Moodle's XML has."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

LONGEST_TAG = 50  # characters; Moodle cuts a tag off there
LONGEST_NAME = 250  # characters; Moodle keeps 255


def question(kind: str, text: str) -> Element:
    """Return a question of a type, with its text as HTML."""
    made = Element("question", type=kind)
    html(made, "questiontext", text)
    return made


def html(parent: Element, name: str, text: str) -> Element:
    """Add an element that holds HTML."""
    made = SubElement(parent, name, format="html")
    SubElement(made, "text").text = text
    return made


def field(parent: Element, name: str, text: str) -> None:
    """Add an element that holds a bare word or number."""
    SubElement(parent, name).text = text


def answer(parent: Element, worth: str, words: str, said: str, form: str = "html") -> Element:
    """Add an answer that is worth a part of the marks, in per cent, with what is said to it.

    `form` is plain_text for an answer that is typed.
    """
    made = SubElement(parent, "answer", fraction=worth, format=form)
    SubElement(made, "text").text = words
    html(made, "feedback", said)
    return made


def choices(parent: Element, *, single: bool, shuffled: bool, numbering: str) -> None:
    """Say how the options of a multiple choice are shown."""
    field(parent, "single", str(single).lower())
    field(parent, "shuffleanswers", str(shuffled).lower())
    field(parent, "answernumbering", numbering)
    field(parent, "showstandardinstruction", "0")


def head(made: Element, name: str, title: str, solution: str, marks: int = 1) -> None:
    """Add what every question has: its title, the solution, its marks, its stable name."""
    title_element = Element("name")
    SubElement(title_element, "text").text = shortened(title, LONGEST_NAME)
    made.insert(0, title_element)
    html(made, "generalfeedback", solution)
    field(made, "defaultgrade", str(marks))
    field(made, "penalty", "0.3333333")
    field(made, "hidden", "0")
    field(made, "idnumber", name)


def tags(made: Element, names: Iterable[str]) -> None:
    """Add the tags by which a question is found."""
    parent = SubElement(made, "tags")
    for name in dict.fromkeys(shortened(name, LONGEST_TAG) for name in names):
        SubElement(SubElement(parent, "tag"), "text").text = name


def category(path: Iterable[str], idnumber: str) -> Element:
    """Return what puts the questions after it into a category, below those before it."""
    made = Element("question", type="category")
    parent = SubElement(made, "category")
    # A stroke parts categories; two of them stand for one in a name.
    names = "/".join(name.replace("/", "//") for name in path)
    SubElement(parent, "text").text = f"$course$/top/{names}"
    html(made, "info", "")
    field(made, "idnumber", idnumber)
    return made


def shortened(text: str, most: int) -> str:
    """Return a text of so many characters at most, cut between words."""
    text = " ".join(text.replace("`", "").replace("*", "").split())
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rpartition(' ')[0]}…"
