"""Rules on a unit in class: minutes that sum, a note for every section, exercises that fit."""

from __future__ import annotations

from collections.abc import Iterator

from course.learn import classroom
from course.learn.classroom import IN_CLASS, LESSONS, LINES, OPENING
from course.learn.exercises import lesson
from course.units import Unit

LONGEST_NOTE = 45  # words: a plan of ninety minutes is one page


def class_minutes(unit: Unit) -> Iterator[str]:
    """The minutes of each lesson that a unit offers sum to the lesson's length."""
    offered = classroom.lengths(unit)
    for section in unit.sections:
        for name, minutes in section.in_class.items():
            if name not in LESSONS or not isinstance(minutes, int) or minutes < 1:
                yield (
                    f"the section '{section.heading}' has {minutes!r} minutes in a lesson of "
                    f"{name}; lessons have {', '.join(map(str, LESSONS))} minutes, and a section "
                    "that a lesson leaves out is not named for it."
                )
    for length in offered:
        total = sum(section.in_class.get(length, 0) for section in unit.sections)
        if total != length:
            yield f"the sections of its lesson of {length} minutes sum to {total} (course.class)."
    wanted = LESSONS[:1] if unit.metadata.get("form") == "orientation" else LESSONS
    if offered and tuple(offered) != wanted:
        yield f"it offers lessons of {offered} minutes; it is to offer {list(wanted)}."


def teaching_notes(unit: Unit) -> Iterator[str]:
    """Every section has its note, and no lesson does an exercise whose section it leaves out."""
    if not classroom.notes_file(unit).is_file():
        return
    said = classroom.notes(unit)
    sections = {section.heading: section for section in unit.sections}
    name = f"teach/{unit.number}.md"
    yield from (
        f"{name}: the opening says nothing of '{words}'."
        for words, attribute in OPENING.items()
        if not getattr(said.opening, attribute)
    )
    if list(said.entries) != list(sections):
        missing = [one for one in sections if one not in said.entries]
        odd = [one for one in said.entries if one not in sections]
        yield (
            f"{name}: its headings are to be those of the unit's sections, in their order. "
            f"Missing: {missing or 'none'}; in no notebook: {odd or 'none'}."
        )
        return
    for heading, entry in said.entries.items():
        wanted = IN_CLASS if sections[heading].in_class else ("At home",)
        for line in wanted:
            if not getattr(entry, LINES[line]):
                yield f"{name}: '{heading}' has no line '{line}'."
        for line, attribute in LINES.items():
            count = len(getattr(entry, attribute).split())
            if count > LONGEST_NOTE:
                yield (
                    f"{name}: '{line}' of '{heading}' has {count} words; at most {LONGEST_NOTE}."
                )
    yield from _uses(unit, said, name)


def _uses(unit: Unit, said: classroom.Notes, name: str) -> Iterator[str]:
    """Yield where exercises of the notes are not the unit's, or their sections are left out."""
    sections = {section.heading: section for section in unit.sections}
    known = set(lesson(unit.slug).exercises)
    for task in sorted(known - set(said.uses)):
        yield f"{name}: the exercise '{task}' has no line '- Do {task}: …'."
    for task, use in said.uses.items():
        if task not in known:
            yield f"{name}: '{task}' is no exercise of this unit."
        elif use.section not in sections:
            yield f"{name}: '{task}' rests on '{use.section}', which is no section of this unit."
        else:
            for length in use.lessons:
                for heading in dict.fromkeys((use.section, said.placed[task])):
                    if length not in sections[heading].in_class:
                        yield (
                            f"{name}: the lesson of {length} minutes does '{task}' and leaves out "
                            f"'{heading}'."
                        )
    for section in unit.sections:
        if section.role == "exercises":
            for length in section.in_class:
                if not any(
                    length in use.lessons and said.placed[task] == section.heading
                    for task, use in said.uses.items()
                ):
                    yield f"{name}: the lesson of {length} minutes takes exercises and names none."


RULES = (class_minutes, teaching_notes)
