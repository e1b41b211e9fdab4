"""The glossary of the course as Moodle's XML of a glossary."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from course.data import package
from course.learn.terms import LANGUAGES, UNMARKED
from course.markup import escape
from course.sources import cite
from course.teach.moodle import page

NAME = "Glossary: alliance missile defence"
_ABOUT = {
    "ALLOWDUPLICATEDENTRIES": "0",
    "DISPLAYFORMAT": "dictionary",
    "SHOWSPECIAL": "1",
    "SHOWALPHABET": "1",
    "SHOWALL": "1",
    "ALLOWCOMMENTS": "0",
    "USEDYNALINK": "1",
    "DEFAULTAPPROVAL": "1",
    "GLOBALGLOSSARY": "0",
    "ENTBYPAGE": "10",
}


def glossary() -> Element:
    """Return every term with its explanation, other languages, source, aliases and category.

    Moodle links a term wherever it stands in a course; not those that are ordinary words too.
    """
    made = Element("GLOSSARY")
    about = SubElement(made, "INFO")
    _put(about, "NAME", NAME)
    _put(about, "INTRO", "<p>The terms of the course, each with the source of its explanation.</p>")
    _put(about, "INTROFORMAT", "1")
    for name, text in _ABOUT.items():
        _put(about, name, text)
    entries = SubElement(about, "ENTRIES")
    for row in package().table("glossary").records():
        _entry(SubElement(entries, "ENTRY"), row)
    return made


def _entry(entry: Element, row: Mapping[str, str]) -> None:
    abroad = "; ".join(
        f"{language}: <em>{escape(row[key])}</em>"
        for key, language in LANGUAGES.items()
        if row.get(key)
    )
    said = f"<p>{escape(row['definition'])}</p>"
    if abroad:
        said += f"<p>{abroad}.</p>"
    _put(entry, "CONCEPT", row["term"])
    _put(entry, "DEFINITION", f"{said}<p><small>{page.inline(cite(row['source_id']))}</small></p>")
    _put(entry, "FORMAT", "1")
    _put(entry, "USEDYNALINK", "0" if row["term_id"] in UNMARKED else "1")
    _put(entry, "CASESENSITIVE", "0")
    _put(entry, "FULLMATCH", "1")
    _put(entry, "TEACHERENTRY", "1")
    if row["abbreviation"]:
        alias = SubElement(SubElement(entry, "ALIASES"), "ALIAS")
        _put(alias, "NAME", row["abbreviation"])
    if row["category"]:
        category = SubElement(SubElement(entry, "CATEGORIES"), "CATEGORY")
        _put(category, "NAME", row["category"])
        _put(category, "USEDYNALINK", "0")


def _put(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
