"""A unit in a class: which sections a lesson takes, for how long, and the instructor's notes.

The minutes stand in the notebook, in the cell that opens a section (`course.class`, such as
{"45": 5, "90": 10}); the notes in `notebooks/teach/NN.md`, by the sections' headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from course.errors import CourseError, nearest
from course.paths import root
from course.units import Section, Unit

LESSONS = (45, 90, 180)
"""The lengths of a lesson in minutes."""
OPENING = {"Materials": "materials", "Before class": "before", "Both sides": "sides"}
LINES = {
    "Show": "show",
    "Ask": "ask",
    "Listen for": "listen",
    "Cut first": "cut",
    "Goes wrong": "wrong",
    "At home": "home",
}
IN_CLASS = tuple(name for name in LINES if name != "At home")
_LINE = re.compile(r"- ([A-Z][A-Za-z ]+?): +(.+)")
_USE = re.compile(r"- Do ([\w-]+): +(.+): +(home|(?:\d+)(?:, *\d+)*)")
_HOME = "home"


@dataclass(frozen=True)
class Opening:
    """What an instructor reads first: what must be there, what comes before, how to be fair."""

    materials: str = ""
    before: str = ""
    sides: str = ""


@dataclass(frozen=True)
class Entry:
    """What happens in the room while a section is taken; `home` if no lesson takes it."""

    show: str = ""
    ask: str = ""
    listen: str = ""
    cut: str = ""
    wrong: str = ""
    home: str = ""


@dataclass(frozen=True)
class Use:
    """Where an exercise is used: the section that it rests on, and the lessons that do it."""

    section: str
    lessons: tuple[int, ...]


@dataclass(frozen=True)
class Notes:
    """The notes on a unit: what opens them, an entry a heading, a use an exercise."""

    opening: Opening = Opening()
    entries: dict[str, Entry] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)  # the heading under which a use is noted


@dataclass(frozen=True)
class Part:
    """One section of a lesson: its minutes in class, its notes, the exercises that are done."""

    section: Section
    minutes: int
    entry: Entry
    tasks: tuple[str, ...]


def notes_file(unit: Unit) -> Path:
    """Return the path of a unit's notes: beside the notebook, else the course's own."""
    own = unit.path.parent / "teach" / f"{unit.number}.md"
    return own if own.parent.is_dir() else root() / "notebooks" / "teach" / own.name


def notes(unit: Unit) -> Notes:
    """Read the notes on a unit.

    Raises:
        CourseError: there are none, or a line of them is no note.
    """
    path = notes_file(unit)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise CourseError(
            f"Unit {unit.number} has no notes for teaching yet. They would stand in {path}; "
            "CONTRIBUTING.md says in which form."
        ) from None
    return _read(text, path.name)


def _read(text: str, name: str) -> Notes:
    found = Notes()
    heading, opening = "", found.opening
    for number, line in _joined(text):
        where = f"teach/{name}, line {number}"
        if line.startswith("## "):
            heading = line[3:].strip()
            if heading in found.entries:
                raise CourseError(f"{where}: the heading '{heading}' stands there twice.")
            found.entries[heading] = Entry()
        elif use := _USE.fullmatch(line):
            lessons = () if use[3] == _HOME else tuple(int(n) for n in use[3].split(","))
            if use[1] in found.uses or not heading:
                raise CourseError(f"{where}: '{use[1]}' stands twice, or under no heading.")
            found.uses[use[1]] = Use(use[2].strip(), lessons)
            found.placed[use[1]] = heading
        elif line.startswith("- Do "):
            raise CourseError(
                f"{where}: write an exercise as '- Do ID: heading that it rests on: 45, 90', or "
                "'home' in place of the numbers."
            )
        elif said := _LINE.fullmatch(line):
            known = LINES if heading else OPENING
            if said[1] not in known:
                raise CourseError(f"{where}: '{said[1]}' is no note. {nearest(said[1], known)}")
            if not heading:
                opening = replace(opening, **{OPENING[said[1]]: said[2]})
            elif getattr(found.entries[heading], LINES[said[1]]):
                raise CourseError(f"{where}: '{said[1]}' stands twice under '{heading}'.")
            else:
                more = {LINES[said[1]]: said[2]}
                found.entries[heading] = replace(found.entries[heading], **more)
        elif not line.startswith("# "):
            raise CourseError(f"{where}: '{line[:50]}' is no note. A note is '- Ask: …'.")
    return replace(found, opening=opening)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Yield each heading and each note on one line, with the number of its first line."""
    current, began = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if current and line[:2] == "  " and line.strip():
            current += " " + line.strip()
            continue
        if current:
            yield began, current
        current, began = line.rstrip(), number
    if current:
        yield began, current


def note_for(text: str, minutes: int = 0) -> str:
    """Return a note for a lesson of so many minutes; it begins with a capital letter.

    A sentence for a lesson of another length, such as "In 180 minutes the table too.", is left out.
    """
    for other in (n for n in LESSONS if minutes and n != minutes):
        text = re.sub(rf"(?<![^.!?]\s)(?<!\w)In {other} minutes[^.]*\.\s*", "", text)
    text = text.strip()
    return text[:1].upper() + text[1:]


def lengths(unit: Unit) -> list[int]:
    """Return the lengths of lesson, in minutes, that a unit has sections for."""
    return [n for n in LESSONS if any(n in section.in_class for section in unit.sections)]


def lesson_plan(unit: Unit, minutes: int) -> list[Part]:
    """Return the parts of a lesson of so many minutes, in order.

    Raises:
        CourseError: the unit has no lesson of that length, or no notes.
    """
    there = lengths(unit)
    if minutes not in there:
        known = " or ".join(map(str, there)) or "no"
        raise CourseError(
            f"Unit {unit.number} has a lesson of {known} minutes, none of {minutes}: choose one "
            "with --minutes."
        )
    said = notes(unit)
    return [
        Part(
            section,
            section.in_class[minutes],
            said.entries.get(section.heading, Entry()),
            tuple(
                name
                for name, use in said.uses.items()
                if minutes in use.lessons and said.placed[name] == section.heading
            ),
        )
        for section in unit.sections
        if minutes in section.in_class
    ]
