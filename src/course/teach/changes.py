"""What has changed since an earlier edition, for whoever taught the course with that one.

It prints answers: it is for an instructor's terminal, and is written into no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.learn import quiz
from course.paths import root
from course.sources import LEDGERS, find, register
from course.teach import differences
from course.teach.differences import Changed, Table
from course.teach.past import Edition, edition, reckon, reckoned
from course.units import Unit, units
from course.words import counted, listed, long_date

MOST = 6  # rows, sources and cells of one kind that are named where not all are asked for
_LONGEST = 60  # characters of a cell
Answers = Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True)
class Now:
    """The edition that is here: its units, tables and lessons."""

    units: Sequence[Unit]
    data: Path
    lessons: Path


def changes(since: str, *, everything: bool = False) -> Iterator[str]:
    """Yield line by line what has changed since a day, a release or a change of git's.

    Raises:
        CourseError: this is no clone, or it has no such edition.
    """
    with edition(since) as past:
        now = Now(units(), root() / "data", root() / "src" / "course" / "lessons")
        try:
            found: dict[str, Changed] | str = differences.answers(reckoned(past), reckon())
        except CourseError as error:
            found = str(error)
        yield from told(past, now, found, most=None if everything else MOST)


def told(
    past: Edition, now: Now, answers: dict[str, Changed] | str, *, most: int | None = MOST
) -> Iterator[str]:
    """Yield line by line what differs between two editions.

    Args:
        past: the earlier one.
        now: the later one.
        answers: what of the exercises differs, by unit's slug; or why that is not known.
        most: how many rows, sources and cells of a kind are named; all without a number.
    """
    yield f"Since {long_date(past.day)} ({past.commit[:8]}: {past.words})"
    yield ""
    known = answers if isinstance(answers, dict) else {}
    old = {one.slug: one for one in units(past.notebooks)}
    by_unit = {
        one.number: list(_unit(old.get(one.slug), one, past, now, known.get(one.slug), most))
        for one in now.units
    }
    tables = differences.tables(past.data), differences.tables(now.data)
    by_table = dict(_tables(*tables, most))
    gone = [one for slug, one in old.items() if slug not in {unit.slug for unit in now.units}]
    yield from _in_short(by_unit, by_table, known, gone)
    if isinstance(answers, str):
        yield answers
    for unit in now.units:
        if by_unit[unit.number]:
            yield ""
            yield f"{unit.number} {unit.title}"
            yield from (f"  {line}" for line in by_unit[unit.number])
    for one in gone:
        yield ""
        yield f"Gone: the unit {one.number} {one.title}"
    for name, lines in by_table.items():
        used = [unit.number for unit in now.units if name in unit.metadata.get("tables", [])]
        yield ""
        yield f"Table {name} ({_units(used) if used else 'of the whole course'})"
        yield from (f"  {line}" for line in lines)


def _units(numbers: Sequence[str]) -> str:
    return f"{'unit' if len(numbers) == 1 else 'units'} {listed(numbers)}"


def _in_short(
    by_unit: Mapping[str, list[str]],
    by_table: Mapping[str, list[str]],
    answers: Mapping[str, Changed],
    gone: Sequence[Unit],
) -> Iterator[str]:
    touched = [number for number, lines in by_unit.items() if lines]
    if not touched and not by_table and not gone:
        yield "Nothing has changed in units, tables and answers."
        return
    others = sorted(name for one in answers.values() for name in one.cells)
    yield (
        f"{counted(len(touched), 'unit')} and {counted(len(by_table), 'table')} differ"
        + (f": {_units(touched)}." if touched else ".")
    )
    if others:
        yield f"Answers that are others now, so that old keys are wrong: {', '.join(others)}."


def _unit(
    old: Unit | None,
    new: Unit,
    past: Edition,
    now: Now,
    answers: Changed | None,
    most: int | None,
) -> Iterator[str]:
    """Yield what differs in a unit, a line each."""
    if old is None:
        yield "A new unit."
        return
    if old.number != new.number:
        yield f"It was unit {old.number}."
    if old.title != new.title:
        yield f"Its title was: {old.title}"
    for words, (then, is_now) in differences.dates(old, new).items():
        yield f"{words}: {then or 'nothing'} → {is_now or 'nothing'}"
    yield from _prose(differences.prose(old, new))
    yield from _named("Sections with other minutes", differences.minutes(old, new), None)
    file = Path("teach", f"{new.number}.md")
    notes = differences.lines(past.notebooks / file, new.path.parent / file)
    if any(notes):
        there = (past.notebooks / file).is_file()
        yield f"Notes for teaching, lines: {_three(notes)}" if there else "Notes for teaching: new"
    charts = differences.charts(old, new)
    yield from _named("Charts with other data", charts.cells, None)
    yield from _named("New charts", charts.new, None)
    yield from _named("Charts that are gone", charts.gone, None)
    if answers:
        yield from _named("New exercises", answers.new, None)
        yield from _named("Exercises that are gone", answers.gone, None)
        for name, cells in answers.cells.items():
            yield f"Answer of {name}: {_answer(*cells['answer'])}"
    yield from _quiz(old, new, past, now)
    anew, no_longer = differences.cited(old, new)
    yield from _named("Cited anew", map(_source, anew), most)
    yield from _named("No longer cited", map(_source, no_longer), most)


def _prose(sections: Mapping[str, tuple[int, int, int]]) -> Iterator[str]:
    if sections:
        whole = [sum(counts) for counts in zip(*sections.values(), strict=True)]
        headings = "; ".join(
            f"{heading or 'the opening'} ({sum(counts)})" for heading, counts in sections.items()
        )
        yield f"Paragraphs: {_three(whole)}: {headings}"


def _three(counts: Sequence[int]) -> str:
    changed, new, gone = counts
    return f"{changed} changed, {new} new, {gone} gone"


def _quiz(old: Unit, new: Unit, past: Edition, now: Now) -> Iterator[str]:
    then = past.folder / "src" / "course" / "lessons"
    files = [
        folder / unit.slug.replace("-", "_") / "quiz.md"
        for folder, unit in ((then, old), (now.lessons, new))
    ]
    try:
        before, after = (quiz.read(file) if file.is_file() else () for file in files)
    except CourseError:  # an older form of the file
        return
    found = differences.questions(before, after)
    yield from _named("New quiz questions", found.new, None)
    yield from _named("Quiz questions that are gone", found.gone, None)
    for prompt, cells in found.cells.items():
        right = f"; right was “{cells['right'][0]}”, is “{cells['right'][1]}”" if cells else ""
        yield f"Quiz, other options: {prompt}{right}"


def _answer(then: str, is_now: str) -> str:
    """Return an answer as it was and is; of a sorting, the items that are others."""
    before, after = (
        dict(part.split(": ", 1) for part in said.split("; ") if ": " in part)
        for said in (then, is_now)
    )
    if len(before) < 2 or len(after) < 2:
        return f"{then} → {is_now}"
    return "; ".join(
        f"{item}: {before.get(item, '(not asked)')} → {after.get(item, '(not asked)')}"
        for item in [*after, *(one for one in before if one not in after)]
        if before.get(item) != after.get(item)
    )


def _source(address: str) -> str:
    name = find(address)
    if name is None:
        return address
    row = register()[name]
    return f"{row['publisher']}, {row['title']}"


def _tables(
    old: Mapping[str, Table], new: Mapping[str, Table], most: int | None
) -> Iterator[tuple[str, list[str]]]:
    """Yield the tables that differ, each with its lines."""
    for name, table in new.items():
        if name not in old:
            yield name, [f"A new table: {counted(len(table.rows), 'row')}."]
        elif found := differences.rows(old[name], table):
            some = 0 if name in LEDGERS and most is not None else most
            yield name, list(_rows(found, old[name], table, some))
    for name in old:
        if name not in new:
            yield name, ["The table is gone."]


def _rows(found: Changed, old: Table, new: Table, most: int | None) -> Iterator[str]:
    yield (
        f"{counted(len(found.new), 'row')} new, {len(found.gone)} gone, {len(found.cells)} changed"
    )
    yield from _named("New columns", found.new_columns, None)
    yield from _named("Columns that are gone", found.gone_columns, None)
    for mark, keys, rows in (("+", found.new, new.by_key()), ("−", found.gone, old.by_key())):
        for key in keys[:most]:
            yield f"{mark} {key}: {_cells(rows[key], new.key)}"
        yield from _more(keys, most)
    for key in list(found.cells)[:most]:
        yield f"~ {key}"
        for column, (then, is_now) in found.cells[key].items():
            yield f"    {column}: {_pair(then, is_now)}"
    yield from _more(list(found.cells), most)


def _cells(row: Mapping[str, str], key: Sequence[str]) -> str:
    """Return the filled cells of a row, without its key and what only says where it is from."""
    apart = {*key, "source_id", "other_source_ids", "conflict_key"}
    return "; ".join(
        f"{name} {_short(cell)}" for name, cell in row.items() if cell and name not in apart
    )


def _short(text: str) -> str:
    words = " ".join((text or "").split()) or "(empty)"
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _pair(then: str, is_now: str) -> str:
    """Return a cell as it was and is: of two long texts what begins shortly before they part."""
    before, after = (" ".join((text or "").split()) for text in (then, is_now))
    pairs = zip(before, after, strict=False)
    same = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(0, same - _LONGEST // 3)) + 1
    if start and max(len(before), len(after)) > _LONGEST:
        before, after = (f"…{text[start:]}" for text in (before, after))
    return f"{_short(before)} → {_short(after)}"


def _more(names: Sequence[str], most: int | None) -> Iterator[str]:
    if most is not None and len(names) > most:
        yield f"  and {len(names) - most} more (--all)"


def _named(words: str, names: Iterable[str], most: int | None) -> Iterator[str]:
    listed_names = list(names)
    if listed_names:
        more = len(listed_names) - most if most is not None else 0
        rest = f"; and {more} more (--all)" if more > 0 else ""
        yield f"{words} ({len(listed_names)}): {'; '.join(listed_names[:most])}{rest}"
