"""What an instructor's notes say for one lesson: nothing of other lengths, or of tasks left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from course.learn.classroom import Opening, Part, lesson_plan, note_for, notes
from course.learn.exercises import lesson
from course.units import Unit

_SENTENCE = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"”]))\s+(?=[A-Z*\"“])")
_NAMED = re.compile(r"\*([^*]+)\*")


def opening(unit: Unit, minutes: int) -> Opening:
    """Return what opens the notes of a unit, for a lesson of so many minutes."""
    said = notes(unit).opening
    return replace(said, **{f.name: _kept(getattr(said, f.name), minutes) for f in fields(said)})


def parts(unit: Unit, minutes: int) -> list[Part]:
    """Return the parts of a lesson with what the notes say for it, as `lesson_plan` does.

    Raises:
        CourseError: the unit has no lesson of that length, or no notes.
    """
    plan = lesson_plan(unit, minutes)
    own = {name: one.title for name, one in lesson(unit.slug).exercises.items()}
    done = [own[name] for part in plan for name in part.tasks if name in own]
    absent = [title for title in own.values() if title not in done]
    for place, part in enumerate(plan):
        said = {f.name: getattr(part.entry, f.name) for f in fields(part.entry)}
        kept = {k: _kept(text, minutes, absent, done) for k, text in said.items()}
        plan[place] = replace(part, entry=replace(part.entry, **kept))
    return plan


def _kept(text: str, minutes: int, absent: Sequence[str] = (), done: Sequence[str] = ()) -> str:
    """Return a note without its sentences for other lessons.

    Such a sentence is one that `note_for` leaves out, or names in italics a task of the unit that
    this lesson leaves out, by the beginning of its title; what follows goes with it until another
    is named.
    """
    said = []
    gone = False
    for sentence in _SENTENCE.split(note_for(text, minutes)):
        if names := _NAMED.findall(sentence):
            gone = _any_begins(absent, names) and not _any_begins(done, names)
        if not gone:
            said.append(sentence)
    return note_for(" ".join(said))


def _any_begins(titles: Sequence[str], names: Sequence[str]) -> bool:
    """Say whether a name of two words or more begins one of the titles."""
    told = [name.casefold().rstrip("?.") for name in names if " " in name]
    return any(title.casefold().startswith(name) for title in titles for name in told)
