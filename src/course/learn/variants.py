"""The same exercise of other rows, so that an answer does not travel from class to class.

What an exercise may be asked of stands in the `variants.py` of its unit's room, by values alone:
other values for the function that makes it (`Asked`), or rows from which a sorting is drawn
(`Drawn`). The options of a choice are put in another order without any declaration. The id of a
variant carries the seed that chose it: 04-village-share@7. One seed gives one variant everywhere.

Texts are filled from the values: `{place}` is the value of that name, in the words that `words` has
for it; `{row:polls/n}` is the cell of the table `polls` in column `n`, in the row that the value
`row` names. In the code of a cell a value stands as Python writes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from inspect import signature
from typing import Any, TypeAlias

from course.data import package
from course.errors import CourseError
from course.learn.answers import Choice, Sorting
from course.learn.essays import Essay
from course.learn.misconceptions import Misconception
from course.learn.seal import digest
from course.learn.tasks import Exercise
from course.words import count, listed, long_date, number

SEED = re.compile(r"(.+)@(\d{1,6})")
MOST_SOURCES = 6
_LINE = 60  # characters of a value on one line of code
_FIELD = re.compile(r"\{(\w+)(?::(\w+)/(\w+))?\}")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_LETTER = re.compile(r"\*\*[A-E]\*\*|\b[Oo]ptions? [A-E]\b|\b[A-E] and [A-E]\b")


@dataclass(frozen=True)
class Variant:
    """An exercise as one class gets it.

    `asks` is its task as Markdown, and `shows` the code of the cells that show its rows; where
    either is None, what the notebook has still holds. `letters` are, of a choice, the letters in
    the notebook in the order in which their options stand now.
    """

    exercise: Exercise
    asks: str | None = None
    shows: tuple[str, ...] | None = None
    letters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The values that an exercise may be asked of in place of those in the notebook.

    `make` is the function of the unit's `exercises.py` that makes the exercise, the notebook's own
    among them; each of `of` has its arguments. `text` is the task, `shows` the cells with its rows.
    `rows` says which values are rows, and of which table: their sources are the exercise's.
    """

    make: Callable[..., Exercise]
    of: Sequence[Mapping[str, Any]]
    text: str
    shows: Sequence[str] = ()
    words: Mapping[Any, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def versions(self) -> int:
        """How many variants there are."""
        return len(self.of)

    def variant(self, task: Exercise, version: int) -> Variant:
        """Return the variant of so many."""
        given = signature(self.make).bind(**self.of[version])
        given.apply_defaults()
        values = given.arguments
        made = self.make(**values)
        named = [one for name, table in self.rows.items() for one in sources(table, values[name])]
        made = replace(
            made,
            source_ids=tuple(dict.fromkeys(named)) or made.source_ids,
            outcomes=task.outcomes,
        )
        text = filled(self.text, values, self.words)
        return Variant(made, text, tuple(filled(cell, values, code=True) for cell in self.shows))


@dataclass(frozen=True)
class Drawn:
    """The rows from which a sorting may be drawn in place of those in the notebook.

    `pool` has for each item what its code is found by, such as the name of a row, or of two;
    `words`, what an item is in words: one text for all, filled from {item} and {row} (of two rows
    from {first} and {second}), or a text an item.
    `codes_of` finds the codes of items, as for the notebook's own. `each` says how many of each
    code are drawn; `confused`, what is said to who puts an item of the first code under the second
    (or under any other, `ELSEWHERE`). In `text` and `shows`, {items} is the list of the items with
    their words, {names} their names, and {rows} what their codes are found by, in their order.
    Where `table` is named, the sources are those of its rows.
    """

    pool: Mapping[str, Any]
    words: str | Mapping[str, str]
    codes_of: Callable[[Mapping[str, Any]], Mapping[str, str]]
    codes: Mapping[str, str]
    each: Mapping[str, int]
    confused: Mapping[tuple[str, str], str]
    why: str
    hints: tuple[str, str]
    text: str
    shows: Sequence[str] = ()
    table: str = ""
    title: str = ""
    spelt: Mapping[Any, str] = field(default_factory=dict)
    versions: int = 8

    def drawn(self, task: str, version: int) -> list[str]:
        """Return the items of one draw, in the order in which they are asked."""
        codes = self.codes_of(self.pool)
        found: list[str] = []
        for code, wanted in self.each.items():
            known = [item for item in self.pool if codes[item] == code]
            found += shuffled(known, f"{task} {version} {code}")[:wanted]
        return shuffled(found, f"{task} {version}")

    def variant(self, task: Exercise, version: int) -> Variant:
        """Return the sorting that is drawn as one of so many."""
        items = self.drawn(task.id, version)
        rows = {item: self.pool[item] for item in items}
        words = {item: self._said(item) for item in items}
        codes = self.codes_of(rows)
        values = {
            "items": "\n".join(f"- `{item}`: {words[item]}" for item in items),
            "names": ", ".join(f"`{item}`" for item in items),
            "count": count(len(items)),
            "rows": list(rows.values()),
            "found": rows,
        }
        made = replace(
            task,
            title=self.title or task.title,
            kind=Sorting(words, self.codes),
            answer=partial(self._answer, rows),
            why=partial(self._why, rows),
            hints=(*self.hints, self._counted(codes)),
            misconceptions=self._mistakes(codes),
            source_ids=self._sources(rows.values()) or task.source_ids,
        )
        shows = tuple(filled(cell, values, code=True) for cell in self.shows)
        return Variant(made, filled(self.text, values), shows)

    def _said(self, item: str) -> str:
        if isinstance(self.words, str):
            row = self.pool[item]
            pair = dict(zip(("first", "second"), row, strict=True)) if _is_pair(row) else {}
            return filled(self.words, {"item": item, "row": row, **pair}, self.spelt)
        return self.words[item]

    def _answer(self, rows: Mapping[str, Any]) -> dict[str, str]:
        codes = self.codes_of(rows)
        return {item: codes[item] for item in rows}

    def _why(self, rows: Mapping[str, Any]) -> str:
        lines = [f"- `{item}`: `{code}`" for item, code in self._answer(rows).items()]
        return f"{self.why}\n\n" + "\n".join(lines)

    def _counted(self, codes: Mapping[str, str]) -> str:
        """Return the last hint: how many there are of each code."""
        found = Counter(codes.values())
        parts = [f"{count(found[code])} `{code}`" for code in self.codes if found[code]]
        unused = [f"`{code}`" for code in self.codes if not found[code]]
        spare = f"; {listed(unused)} {'is' if len(unused) == 1 else 'are'} not needed" * bool(
            unused
        )
        return f"There are {listed(parts)}{spare}."

    def _mistakes(self, codes: Mapping[str, str]) -> dict[str, Misconception]:
        found = {}
        for (right, given), text in self.confused.items():
            items = [item for item, code in codes.items() if code == right]
            if items:
                name, _, says = text.partition(". ")
                found[name] = Misconception(says, puts=dict.fromkeys(items, given))
        return found

    def _sources(self, rows: Iterable[Any]) -> tuple[str, ...]:
        if not self.table:
            return ()
        return sources(
            self.table, *(one for row in rows for one in ([*row] if _is_pair(row) else [row]))
        )


@dataclass(frozen=True)
class Several:
    """Several sortings from which one is drawn, in turn."""

    of: Sequence[Drawn]

    @property
    def versions(self) -> int:
        """How many variants there are."""
        return sum(one.versions for one in self.of)

    def variant(self, task: Exercise, version: int) -> Variant:
        """Return the variant of so many; neighbours are of different kinds."""
        return self.of[version % len(self.of)].variant(task, version)


Varies: TypeAlias = Asked | Drawn | Several


def _is_pair(row: Any) -> bool:
    return isinstance(row, tuple)


def shuffled(items: Iterable[str], key: str) -> list[str]:
    """Return items in an order that follows from a key, the same on every machine."""
    return sorted(items, key=lambda item: digest(f"{key} {item}"))


def sources(table: str, *rows: str) -> tuple[str, ...]:
    """Return the sources of rows of a table, each once, the first few."""
    known = package().table(table).rows_by_key()
    return tuple(dict.fromkeys(known[row]["source_id"] for row in rows))[:MOST_SOURCES]


def cell(table: str, row: str, column: str) -> str:
    """Return a cell of a table as words write it.

    Raises:
        CourseError: there is no such row.
    """
    of = package().table(table)
    one = of.rows_by_key().get(row)
    if one is None:
        raise CourseError(f"The table {table} has no row '{row}', which a variant is asked of.")
    text = one[column]
    if of.column(column).type in ("date", "partial_date") or _DATE.fullmatch(text):
        return long_date(text)
    if of.column(column).type in ("number", "integer"):
        return number(float(text))
    return text.removesuffix(".")


def filled(
    text: str,
    values: Mapping[str, Any],
    words: Mapping[Any, str] | None = None,
    *,
    code: bool = False,
) -> str:
    """Fill the blanks of a text from values; in `code` a value stands as Python writes it."""

    def one(found: re.Match[str]) -> str:
        name, table, column = found.groups()
        if name not in values:
            return found[0]  # braces of code
        value = values[name]
        if table:
            shown = cell(table, value, column)
            return (words or {}).get(shown, shown)
        if code:
            return written(value)
        if words and isinstance(value, str | int | float | tuple) and value in words:
            return words[value]
        return number(value) if isinstance(value, int | float) else str(value)

    return _FIELD.sub(one, text)


def written(value: Any) -> str:
    """Return a value as code of a cell, with a line an entry where one line would be long."""
    line = repr(value).replace("'", '"')
    if len(line) <= _LINE or not isinstance(value, list | dict):
        return line
    entries = value.items() if isinstance(value, dict) else value
    parts = [
        f"{written(one[0])}: {written(one[1])}" if isinstance(value, dict) else written(one)
        for one in entries
    ]
    opened, closed = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{opened}\n" + "".join(f"    {part},\n" for part in parts) + closed


def variant(task: Exercise, varies: Varies | None, seed: int) -> Variant | None:
    """Return the variant of an exercise that a seed chooses, or None if there is none.

    A piece of writing is read by the same questions whatever it is on, and has a variant for each
    seed: its question is chosen where its text is.
    """
    if varies:
        made = varies.variant(task, seed % varies.versions)
    elif isinstance(task.kind, Choice):
        reordered = _reordered(task, seed)
        if reordered is None:
            return None
        made = reordered
    elif isinstance(task.kind, Essay):
        made = Variant(task)
    else:
        return None
    return replace(made, exercise=replace(made.exercise, id=f"{task.id}@{seed}"))


def versions(task: Exercise, varies: Varies | None) -> int:
    """Return how many variants of an exercise there are, by whatever seed."""
    if varies:
        return varies.versions
    if isinstance(task.kind, Choice) and not speaks_of_letters(task):
        return len(task.kind.options) - 1
    return 0


def speaks_of_letters(task: Exercise) -> bool:
    """Say whether an exercise's own texts name an option by its letter."""
    why = task.why() if callable(task.why) else task.why
    says = (one.says for one in task.misconceptions.values())
    return any(_LETTER.search(text) for text in (why, *task.hints, *says))


def _reordered(task: Exercise, seed: int) -> Variant | None:
    """Return a choice with its options in another order, the right one under another letter."""
    assert isinstance(task.kind, Choice)
    if speaks_of_letters(task):
        return None
    letters, right = list(task.kind.options), task.answer()
    version = seed % (len(letters) - 1)
    others = shuffled((one for one in letters if one != right), f"{task.id} {version}")
    place = (letters.index(right) + 1 + version) % len(letters)
    order = (*others[:place], right, *others[place:])
    now = dict(zip(order, letters, strict=True))  # the letter before, and the letter now
    options = {letter: task.kind.options[old] for old, letter in now.items()}
    mistakes = {
        name: replace(one, shows=partial(_lettered, one, now, right))
        for name, one in task.misconceptions.items()
    }
    made = replace(task, kind=Choice(options), answer=lambda: now[right], misconceptions=mistakes)
    return Variant(made, letters=order)


def _lettered(mistake: Misconception, now: Mapping[str, str], right: str) -> list[Any]:
    return [now.get(one, one) for one in mistake.examples(right)]
