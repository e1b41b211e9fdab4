"""What an instructor chooses for a term, read from a file that they write (TOML), and tried.

title = "Missile defence in eight weeks"
seed = 2027                    # ask every exercise that can vary of other rows, if you like
[words]                        # terms in other words, if you like
programme = "program"
[[week]]
units = ["04", "05"]
[unit.04]                      # what is not as in the course
drop = ["The end"]             # sections, by their headings
leave_out = ["04-trace"]       # exercises
swap = { "04-village-share" = 7 }
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from course.errors import CourseError, nearest, shown
from course.learn import classroom
from course.learn.answers import Names
from course.learn.exercises import in_the_course, variant_of
from course.paths import root
from course.quality.fairness import ALWAYS
from course.teach.variant import Piece, pieces
from course.units import Unit, cell_text, unit, units

_KEYS = ("title", "seed", "words", "week", "unit")
_WEEK = ("units", "name")
_UNIT = ("drop", "leave_out", "swap", "number")
# What the contract asks of every unit; of a role that several sections have, one is enough.
_NEEDED = ("predict", "debate", "exercises", "retrieval", "writing", "key-points", "sources")
_PARTS = {"cast": "who and when", "idea": "one idea from the field"}
_WRITING = ("note", "memo", "other-side")
_REVEALS = re.compile(r"course\.reveal\(\s*[\"']([\w-]+)[\"']")
_PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’-](?=[^\W\d_]))*")


@dataclass(frozen=True, eq=False)
class Kept:
    """A unit of the term: its number and week there, and what of it is not as in the course.

    `gone` are the exercises that are left out with a section, beside those of `left_out`.
    """

    unit: Unit
    number: str
    week: str
    dropped: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    swaps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """What an instructor chooses for a term."""

    title: str
    weeks: tuple[str, ...]
    kept: tuple[Kept, ...]
    words: Mapping[str, str]


def course() -> tuple[Unit, ...]:
    """Return the units of the course, wherever COURSE_NOTEBOOKS leads."""
    return units(root() / "notebooks")


def read(path: Path) -> Choice:
    """Read what is chosen for a term.

    Raises:
        CourseError: the file is not there or is no TOML, or it asks for what cannot be.
    """
    return _Reader(path.name, _toml(path)).choice()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise CourseError(
            f"There is no file {path}. A worked example is notebooks/teach/eight-weeks.toml."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(
            f"{path.name} cannot be read as TOML: {str(error)[:1].lower()}{str(error)[1:]}. Texts "
            "stand between quotation marks, and lists between square brackets; "
            "notebooks/teach/eight-weeks.toml is a worked example."
        ) from None
    except UnicodeDecodeError:
        raise CourseError(f"{path.name} is no plain text. Save it as text, in UTF-8.") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror or error}).") from None


class _Reader:
    """Reads one file; what it refuses, it names by the file and the place in it."""

    def __init__(self, name: str, given: dict[str, Any]) -> None:
        self.name, self.given = name, given

    def wrong(self, says: str) -> CourseError:
        return CourseError(f"{self.name}: {says}")

    def choice(self) -> Choice:
        """Return what the file chooses."""
        self._known(self.given, _KEYS, "a term")
        title = self.given.get("title")
        if not isinstance(title, str) or not title.strip():
            raise self.wrong('the term has no title. Write title = "Missile defence in spring".')
        weeks, taken = self._weeks()
        own = self._own(taken)
        kept = tuple(self._kept(one, week, own) for week, one in taken)
        return Choice(title.strip(), weeks, self._numbered(kept, own), self._words(kept))

    def _known(self, table: Mapping[str, Any], keys: Iterable[str], what: str) -> None:
        for key in table:
            if key not in keys:
                raise self.wrong(f"{what} has no {shown(key)}. {nearest(key, keys)}")

    # -- weeks and units

    def _weeks(self) -> tuple[tuple[str, ...], list[tuple[str, Unit]]]:
        given = self.given.get("week")
        if not isinstance(given, list) or not given:
            raise self.wrong('it names no week. Write [[week]], and under it units = ["04"].')
        names: list[str] = []
        taken: list[tuple[str, Unit]] = []
        for number, week in enumerate(given, start=1):
            self._known(week, _WEEK, f"week {number}")
            said = str(week.get("name", "")).strip()
            names.append(f"Week {number}: {said}" if said else f"Week {number}")
            listed_units = week.get("units")
            if not isinstance(listed_units, list) or not listed_units:
                raise self.wrong(f'week {number} takes no unit. Write units = ["04"].')
            for one in listed_units:
                found = self._unit(one, f"week {number}")
                if any(found == other for _, other in taken):
                    raise self.wrong(f"unit {found.number} is taken twice, again in week {number}.")
                taken.append((names[-1], found))
        return tuple(names), taken

    def _unit(self, name: Any, where: str) -> Unit:
        try:
            return unit(name, folder=root() / "notebooks")
        except CourseError as error:
            raise self.wrong(f"{where}: {error}") from None

    def _own(self, taken: list[tuple[str, Unit]]) -> dict[Unit, dict[str, Any]]:
        """Return what is said of units by the tables [unit.04]."""
        found: dict[Unit, dict[str, Any]] = {}
        tables = self.given.get("unit", {})
        if not isinstance(tables, dict):
            raise self.wrong("what is not as in the course stands under [unit.04], a unit each.")
        for name, table in tables.items():
            one = self._unit(name, f"[unit.{name}]")
            if all(one != other for _, other in taken):
                raise self.wrong(f"[unit.{name}] is of a unit that no week takes.")
            if one in found or not isinstance(table, dict):
                raise self.wrong(f"[unit.{name}] stands there twice, or is no table of its own.")
            self._known(table, _UNIT, f"[unit.{name}]")
            found[one] = table
        return found

    def _numbered(self, kept: tuple[Kept, ...], own: Mapping[Unit, Any]) -> tuple[Kept, ...]:
        """Give each unit its number: the next one, or the one that is asked for."""
        found: list[Kept] = []
        first = 0 if kept[0].unit.metadata.get("form") == "orientation" else 1
        for place, one in enumerate(kept, start=first):
            asked = own.get(one.unit, {}).get("number")
            number = f"{place:02d}" if asked is None else str(asked).rjust(2, "0")
            if not re.fullmatch(r"\d\d", number):
                raise self.wrong(
                    f"unit {one.unit.number} cannot have the number {shown(asked)}: two digits."
                )
            if other := next((two for two in found if two.number == number), None):
                raise self.wrong(
                    f"units {other.unit.number} and {one.unit.number} both have the number "
                    f"{number} in the term. Give one of them another, or none."
                )
            if found and number < found[-1].number:
                raise self.wrong(
                    f"unit {one.unit.number} is to have the number {number} and comes after "
                    f"{found[-1].number}. Numbers follow the weeks."
                )
            found.append(replace(one, number=number))
        return tuple(found)

    # -- what of a unit is not as in the course

    def _kept(self, one: Unit, week: str, own: Mapping[Unit, dict[str, Any]]) -> Kept:
        table = own.get(one, {})
        dropped = self._dropped(one, self._list(one, table, "drop"))
        found = [*pieces(one)]
        gone = tuple(task for task in _within(one, dropped) if task)
        asked = [name for name in self._list(one, table, "leave_out") if name not in gone]
        left_out = self._left_out(one, asked, found)
        out = {*left_out, *gone}
        self._rests(one, dropped, out)
        self._reveals(one, dropped)
        self._assessed(one, out)
        return Kept(one, "", week, dropped, left_out, gone, self._swaps(one, table, out))

    def _list(self, one: Unit, table: Mapping[str, Any], key: str) -> list[str]:
        given = table.get(key, [])
        if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
            raise self.wrong(f'[unit.{one.number}]: {key} is a list of texts, such as ["…"].')
        return given

    def _dropped(self, one: Unit, names: list[str]) -> tuple[str, ...]:
        """Return the headings of the sections that are left out of a unit."""
        sections = one.sections
        known = {section.heading: section for section in sections}
        for name in names:
            if name not in known:
                raise self.wrong(
                    f"unit {one.number} has no section {shown(name)}. {nearest(name, known)}"
                )
        left = [section for section in sections if section.heading not in names]
        for name in names:
            role = known[name].role
            if role in _NEEDED and role not in [section.role for section in left]:
                raise self.wrong(
                    f"'{name}' of unit {one.number} cannot be left out: every unit has such a "
                    f"section ({role}). Leave out a section of its story, or an exercise."
                )
        for cell in one.notebook["cells"]:
            part = cell["metadata"].get("course", {}).get("part")
            if part in _PARTS and any(name in cell_text(cell) for name in names):
                heading = next(name for name in names if name in cell_text(cell))
                raise self.wrong(
                    f"'{heading}' of unit {one.number} cannot be left out: every unit says "
                    f"{_PARTS[part]}."
                )
        if names and not any(section.role == "story" for section in left):
            raise self.wrong(f"of unit {one.number} no section of the story is left.")
        return tuple(name for name in known if name in names)

    def _left_out(self, one: Unit, names: list[str], found: list[Piece]) -> tuple[str, ...]:
        own = in_the_course(one.slug).exercises
        ready = {piece.task for piece in found if piece.is_ready}
        for name in names:
            if name not in own:
                raise self.wrong(
                    f"unit {one.number} has no exercise {shown(name)}. {nearest(name, own)}"
                )
            if name.removeprefix(f"{one.number}-") in _WRITING:
                raise self.wrong(
                    f"'{name}' cannot be left out: every unit ends in writing, and asks for the "
                    "side that convinces less. You need not grade it."
                )
            if name not in ready:
                raise self.wrong(
                    f"'{name}' belongs to the story of unit {one.number}. Leave out the section "
                    "that it stands in (drop), and it goes too."
                )
        return tuple(dict.fromkeys(names))

    def _rests(self, one: Unit, dropped: tuple[str, ...], out: set[str]) -> None:
        """Refuse to leave out a section on which an exercise rests that stays."""
        if not dropped or not classroom.notes_file(one).is_file():
            return
        for task, use in classroom.notes(one).uses.items():
            if use.section in dropped and task not in out:
                raise self.wrong(
                    f"'{task}' of unit {one.number} rests on '{use.section}', which is left out. "
                    f'Leave it out too: leave_out = ["{task}"].'
                )

    def _reveals(self, one: Unit, dropped: tuple[str, ...]) -> None:
        guesses = in_the_course(one.slug).predictions
        heading = ""
        for cell in one.notebook["cells"]:
            text = cell_text(cell)
            if cell["cell_type"] == "markdown":
                found = re.search(r"^## +(.+)$", text, re.M)
                heading = found[1].strip() if found else heading
            elif heading in dropped and (set(_REVEALS.findall(text)) & set(guesses)):
                raise self.wrong(
                    f"'{heading}' of unit {one.number} cannot be left out: it answers the guess "
                    "with which the unit begins."
                )

    def _assessed(self, one: Unit, out: set[str]) -> None:
        """Refuse to leave out the last exercise on what every unit assesses."""
        for outcome in ALWAYS:
            tasks = [task.id for task in assessed_by(one).get(outcome, [])]
            if tasks and set(tasks) <= out:
                raise self.wrong(
                    f"unit {one.number} would have no exercise for {outcome}, which every unit "
                    f"assesses. Keep {' or '.join(tasks)}."
                )

    def _swaps(self, one: Unit, table: Mapping[str, Any], out: set[str]) -> dict[str, int]:
        own = in_the_course(one.slug).exercises
        given = table.get("swap", {})
        if not isinstance(given, dict):
            raise self.wrong(f'[unit.{one.number}]: write swap = {{ "04-village-share" = 7 }}.')
        found: dict[str, int] = {}
        seed = self.given.get("seed")
        self._seed(seed, "seed", 0)
        if seed is not None:
            may = [name for name in own if name not in out and variant_of(name, seed)]
            found = dict.fromkeys((name for name in may if _differs(one, name)), seed)
        for name, number in given.items():
            self._seed(number, f"the swap of '{name}'")
            if name not in own:
                raise self.wrong(
                    f"unit {one.number} has no exercise {shown(name)}. {nearest(name, own)}"
                )
            if name in out:
                raise self.wrong(f"'{name}' is both left out and asked of other rows.")
            if variant_of(name, number) is None or not _differs(one, name):
                raise self.wrong(
                    f"'{name}' is the same for every class: there is nothing else of the kind "
                    "that it could be asked of. Take it out of swap."
                )
            found[name] = number
        return found

    def _seed(self, number: Any, what: str, *unset: Any) -> None:
        if number is not None and (
            isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= 999_999
        ):
            raise self.wrong(f"{what} is a number from 0 to 999999, such as the year.")
        if number is None and not unset:
            raise self.wrong(f"{what} needs a number, such as the year.")

    # -- words

    def _words(self, kept: tuple[Kept, ...]) -> dict[str, str]:
        given = self.given.get("words", {})
        if not isinstance(given, dict):
            raise self.wrong('[words] holds lines such as programme = "program".')
        for old, new in given.items():
            if not isinstance(new, str) or not all(map(_PLAIN.fullmatch, (old, new))):
                raise self.wrong(
                    f"[words]: {shown(old)} cannot be said as {shown(new)}. Words of letters alone "
                    "can be put for others."
                )
            for one in kept:
                for task in in_the_course(one.unit.slug).exercises.values():
                    typed = task.kind.known if isinstance(task.kind, Names) else ()
                    if any(old.lower() == str(name).lower() for name in typed):
                        raise self.wrong(
                            f"[words]: '{old}' is an answer that '{task.id}' waits for, and stands "
                            "so in the tables. It cannot be said otherwise."
                        )
        return dict(given)


def assessed_by(one: Unit) -> dict[str, list[Any]]:
    """Return the exercises of a unit of the course that assess each outcome of its card."""
    tasks = in_the_course(one.slug).exercises.values()
    return {
        outcome: [task for task in tasks if outcome in task.outcomes]
        for outcome in one.metadata["outcomes"]
    }


def _differs(one: Unit, name: str) -> bool:
    """Say whether an exercise is asked otherwise by a seed: a text, only if its question is."""
    from course.learn.essays import Essay
    from course.teach.variant import QUESTIONS

    if not isinstance(in_the_course(one.slug).exercises[name].kind, Essay):
        return True
    return any(
        piece.task == name and any(QUESTIONS.search(cell_text(cell)) for cell in piece.cells)
        for piece in pieces(one)
    )


def _within(one: Unit, dropped: tuple[str, ...]) -> list[str]:
    """Return the exercises that are asked in sections that are left out."""
    found, heading = [], ""
    for piece in pieces(one):
        if piece.level == 2:
            match = re.search(r"^## +(.+)$", cell_text(piece.cells[0]), re.M)
            heading = match[1].strip() if match else heading
        if heading in dropped and piece.task:
            found.append(piece.task)
    return found
