"""Numbers and dates in prose, held to the table cell or the computed value that they repeat.

A unit's `numbers.csv` is a map beside the unit, one line a number: `cell` says where it is
written (a cell's id, `quiz`, `exercises`, or a module of the room and a name in it, such as
`charts:road`), `written` is the number with as many of the words after it as tell it from others
there, and `holds` names what it repeats:

    polls/pl-2007-mdaa/share_for     a cell of a table: table, key of the row, column
    =exercises:_village_share        what a function of the unit's room returns
    =geodesy:flight_minutes(2000)    what one of the course gives, for numbers and for cells
    ~sites/brdy-radar/lat            with ~ before it: the same, said as a round number (within
                                     five per cent)
    reading                          the source says it; an equal cell nearby is another matter
    ours                             the course's own: the length of a task, a definition

A date counts as held in whatever part of it is written: 8 July 2008, July 2008, 8 July, 2008. A
cell of words holds the numbers that stand in it.
"""

from __future__ import annotations

import csv
import importlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from course.data import package
from course.errors import CourseError
from course.learn.exercises import lesson
from course.passages import Passage, headings, passages
from course.quality.literals import Words, prose, room
from course.sources import lookup
from course.sources.readings import readings_of
from course.units import Unit, original, units
from course.words import MONTHS, dates_in_words

FIELDS = ("cell", "written", "holds")
READING, OURS = "reading", "ours"
_MONTH = "|".join(MONTHS)
_TOKEN = re.compile(
    rf"(?:\b\d{{1,2}} )?\b(?:{_MONTH})\b(?: \d{{4}})?"
    r"|(?<![\w./+-])[-−]?\d+(?:[ \u00a0\u202f,]\d{3})*(?:\.\d+)?(?![\w/]|[-.]\w)"
)
# A number that counts nothing in the world: a name (Article 5, units 07 and 14), the numbering of
# a list, the length of a text to write, marks of a rubric, a placeholder of Plotly.
_NAME = re.compile(
    r"\b(?:Articles?|Phases?|[Uu]nits?|[Ee]xercises?|Blocks?|Types?|Annex|Protocol|Arrow|Force)"
    r" \d+(?:(?:, | and | or | to )\d+)*"
    r"|^\d+\. |\b\d+(?: to \d+)? words\b|\((?:(?:claim|evidence|limit) \d(?:, )?){3}\)|%\{[^}]*\}"
)
# The 4 of 4 and 5 March.
_FIRST_DAY = re.compile(rf"\d{{1,2}} (?:and|to|or) \d{{1,2}} ({_MONTH})\b")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_ROUND = 0.05


@dataclass(frozen=True)
class Token:
    """A number or date as written, where it begins, and the text from there on."""

    text: str
    start: int
    rest: str

    def line(self, where: str, words: int, holds: str) -> str:
        """Return the line of a map that binds it, with so many of the words that follow."""
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([where, self.snippet(words), holds])
        return line.getvalue()

    @property
    def dated(self) -> bool:
        """Whether it is a date or can be a year."""
        return bool(re.search("[A-Z]", self.text) or re.fullmatch(r"1[89]\d\d|20\d\d", self.text))

    def snippet(self, words: int) -> str:
        """Return the number with up to so many of the words that follow it."""
        match = re.match(rf"(?:[ ][\w’'-]+){{0,{words}}}", self.rest[len(self.text) :])
        return self.text + (match[0] if match else "")


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the numbers and dates of a text that are not part of a name."""
    masked = _NAME.sub(lambda match: "\x00" * len(match[0]), text)
    return tuple(
        Token(match[0], match.start(), text[match.start() :]) for match in _TOKEN.finditer(masked)
    )


@dataclass(frozen=True)
class Binding:
    """A line of a unit's numbers.csv."""

    row: int
    cell: str
    written: str
    holds: str

    def takes(self, token: Token) -> bool:
        """Say whether a number in the text of this cell is the one that is bound."""
        after = token.rest[len(self.written) : len(self.written) + 1]
        whole = not (after.isalnum() and self.written[-1:].isalnum())
        return (
            len(self.written) >= len(token.text) and token.rest.startswith(self.written) and whole
        )


def bindings(unit: Unit) -> list[Binding]:
    """Return the map of a unit's numbers; without one a unit is held to an empty map.

    Raises:
        CourseError: the file has other columns, or a row of another length.
    """
    path = room(unit) / "numbers.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file)) or [[]]
    for number, row in enumerate([header, *rows], start=1):
        if len(row) != len(FIELDS) or (number == 1 and tuple(row) != FIELDS):
            raise CourseError(
                f"{path.parent.name}/numbers.csv, row {number}: a row is {','.join(FIELDS)}; put "
                "words that hold a comma in quotation marks."
            )
    return [Binding(number, *row) for number, row in enumerate(rows, start=2)]


# -- what a number is held to


def value(unit: Unit, holds: str) -> tuple[str, str]:
    """Return what a binding points to, as text, and the unit that its column is in.

    Raises:
        CourseError: there is no such table, row, column or function.
    """
    holds = holds.lstrip("~")
    if holds.startswith("="):
        return str(_computed(unit, holds[1:])), ""
    name, _, rest = holds.partition("/")
    key, _, column = rest.rpartition("/")
    table = package().table(name)
    described = table.column(column)
    row = table.rows_by_key().get(key)
    if row is None:
        raise CourseError(f"{name}.csv has no row '{key}'")
    return row[column], described.unit


def _computed(unit: Unit, call: str) -> object:
    """Return what `module:function` or `module:function(arguments)` gives for a unit."""
    function, _, arguments = call.rstrip(")").partition("(")
    module, _, name = function.partition(":")
    try:
        try:
            home = importlib.import_module(f"course.lessons.{room(unit).name}.{module}")
        except ModuleNotFoundError:
            home = importlib.import_module(f"course.{module}")
        found = getattr(home, name)
    except (ImportError, AttributeError):
        raise CourseError(f"there is no function {name} in {room(unit).name}/{module}.py") from None
    given = [argument.strip() for argument in arguments.split(",") if argument.strip()]
    return found(*(float(value(unit, one)[0] if "/" in one else one) for one in given))


def agrees(token: Token, found: str, column_unit: str = "", rounded: bool = False) -> bool:
    """Say whether a number or date as written repeats a cell or a computed value."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", found):
        first = _FIRST_DAY.match(token.rest)
        if first or token.dated:
            return (f"{token.text} {first[1]}" if first else token.text) in dates_in_words(found)
    written = re.sub(r"[ \u00a0\u202f,](?=\d{3})", "", token.text).replace("−", "-")
    try:
        held, number = float(found), float(written)
    except ValueError:
        return any(one.text == token.text for one in tokens(found))
    decimals = len(written.partition(".")[2])
    word = re.match(r" (thousand|million|billion)\b", token.rest[len(token.text) :])
    of_column = next((size for name, size in _SCALES.items() if name in column_unit), 1.0)
    scales = {1.0, _SCALES[word[1]] / of_column if word else 1.0}
    if rounded:
        return any(abs(number * scale - held) <= _ROUND * abs(held) for scale in scales)
    return any(round(held / scale, decimals) == number for scale in scales)


# -- the rule


class Numbers:
    """The numbers of one unit: where they stand, and what holds them."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.bindings = bindings(unit)
        self.used: set[int] = set()  # rows of the map that took a number
        self.held: set[str] = set()  # numbers of the prose that are bound
        self.read = {(row.cell, row.fingerprint) for row in readings_of(unit)}

    @cached_property
    def tables(self) -> dict[str, list[tuple[frozenset[str], dict[str, str]]]]:
        """The rows of the tables that the unit declares, each with the sources that it names."""
        names = self.unit.metadata.get("tables") or []
        return {name: package().table(name).derived("sourced rows", _sourced) for name in names}

    def bound(self, cell: str, token: Token) -> list[Binding]:
        """Return the lines of the map that take a number."""
        found = [one for one in self.bindings if one.cell == cell and one.takes(token)]
        self.used |= {one.row for one in found}
        return found

    def equal_cells(self, passage: Passage, token: Token) -> Iterator[str]:
        """Yield the cells that hold this number, in the tables that a passage can have it from.

        These are the rows of declared tables that name one of its sources; if it cites none, all
        rows of the tables that it names in backticks.
        """
        named = set(re.findall(r"`(\w+)`", passage.markdown))
        for name, rows in self.tables.items():
            table = package().table(name)
            kinds = ("date", "partial_date", "integer", "number")
            columns = [column for column in table.columns if column.type in kinds]
            for sources, row in rows:
                if sources.isdisjoint(passage.source_ids) and (
                    passage.source_ids or name not in named
                ):
                    continue
                for column in columns:
                    if agrees(token, row[column.name], column.unit):
                        yield f"{name}/{table.key_of(row)}/{column.name}"

    def wrong(self, cell: str, token: Token, found: Sequence[Binding]) -> Iterator[str]:
        """Yield where what a number is bound to holds something else."""
        for binding in found:
            if binding.holds in (READING, OURS):
                continue
            where = f"'{binding.written}' ({cell}, row {binding.row} of numbers.csv)"
            try:
                held, column_unit = value(self.unit, binding.holds)
            except CourseError as error:
                yield f"{where} is bound to {binding.holds}, but {error}"
                continue
            if not agrees(token, held, column_unit, binding.holds.startswith("~")):
                yield (
                    f"{where} is bound to {binding.holds}, which holds {held or 'nothing'}. Mend "
                    "the one that is wrong."
                )

    def in_passage(self, passage: Passage) -> Iterator[str]:
        """Yield what is wrong with the numbers of a passage of prose."""
        dated = dict(_dates_of_sources(passage))
        read = (passage.cell, passage.fingerprint) in self.read
        for token in tokens(passage.words):
            found = self.bound(passage.cell, token)
            yield from self.wrong(passage.cell, token, found)
            if found:
                self.held.add(token.text)
                if found[0].holds == READING and not (passage.source_ids and read):
                    yield (
                        f"{_around(passage.words, token)} ({passage.cell}) is said to be carried "
                        "by a reading, but its passage has none. Cite who says so."
                    )
                continue
            if token.start in dated:
                source_id, date = dated[token.start]
                if token.text not in dates_in_words(date):
                    yield (
                        f"{_around(passage.words, token)} ({passage.cell}) stands in a link to "
                        f"{source_id}, which the register dates {date or 'nowhere'}. Mend one of "
                        f"them, or add to numbers.csv: {token.line(passage.cell, 1, READING)}"
                    )
                continue
            cell = next(self.equal_cells(passage, token), None)
            if cell:
                yield (
                    f"{_around(passage.words, token)} ({passage.cell}) stands in a table as well. "
                    f"Add to numbers.csv: {token.line(passage.cell, 2, cell)}"
                )
            elif not (passage.source_ids and read):
                yield (
                    f"{_around(passage.words, token)} ({passage.cell}) is neither bound to a table "
                    f"nor in a passage that was read. Cite who says so, or add to numbers.csv: "
                    f"{token.line(passage.cell, 2, 'TABLE/ROW/COLUMN')} (or {OURS})"
                )

    def in_literals(self, words: Words, spoken: set[str]) -> Iterator[str]:
        """Yield what is wrong with the numbers typed into exercises, a quiz or a chart."""
        for token in tokens(words.text):
            found = self.bound(words.where, token)
            yield from self.wrong(words.where, token, found)
            if not found and token.text not in spoken:
                yield (
                    f"{_around(words.text, token)} ({words.where}) is typed, not computed. Compute "
                    f"it, or add to numbers.csv: {token.line(words.where, 2, 'TABLE/ROW/COLUMN')}"
                )


def _sourced(rows: list[dict[str, str]]) -> list[tuple[frozenset[str], dict[str, str]]]:
    named = ([row.get("source_id", ""), *row.get("other_source_ids", "").split()] for row in rows)
    return list(zip(map(frozenset, named), rows, strict=True))


def _dates_of_sources(passage: Passage) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield where each date in the words of a link stands, its source and the source's date."""
    for start, words, source_id in passage.links:
        for token in tokens(words):
            if token.dated:
                yield start + token.start, (source_id, lookup(source_id)["date"])


def _around(text: str, token: Token) -> str:
    """Return a number with some words on both sides, itself in brackets."""
    before = text[max(0, token.start - 30) : token.start]
    after = text[token.start + len(token.text) :][:20]
    return f"'…{before}[{token.text}]{after}…'"


def problems(unit: Unit) -> Iterator[str]:
    """Yield every number of a unit that differs from what holds it, or that nothing holds."""
    numbers = Numbers(unit)
    course = original(unit)
    known = {cell["id"] for cell in course.notebook["cells"]} if course else set()
    for passage in (*passages(unit), *headings(unit)):
        # What a term asks of other rows is filled from them, and is proven where it is declared.
        if course is None or passage.cell in known:
            yield from numbers.in_passage(passage.in_the_course)
    if course is not None:
        return  # the room is the course's, whose map of numbers speaks of its whole notebook
    taught = {question.unit for question in lesson(unit.slug).quiz}
    spoken = {
        text
        for other in (unit, *(one for one in units() if one.number in taught))
        for passage in passages(other)
        if passage.source_ids
        for token in tokens(passage.words)
        for text in (token.text, token.text.lstrip("0123456789 "))
    }
    for words in prose(unit):
        own = ":" in words.where  # what is drawn or reckoned from tables can be computed
        yield from numbers.in_literals(words, set() if own else spoken | numbers.held)
    for binding in numbers.bindings:
        if binding.row not in numbers.used:
            yield (
                f"row {binding.row} of numbers.csv: '{binding.written}' stands nowhere in "
                f"{binding.cell}. Bind the words that stand there now, or remove the row."
            )
