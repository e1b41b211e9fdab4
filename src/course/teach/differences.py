"""What differs between two editions of a unit or a table, in substance."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from course.learn.quiz import Question
from course.show import stored_chart
from course.sources import links
from course.units import Unit, cell_text

Row = Mapping[str, str]
DATES = {
    "as_of": "as of",
    "evidence_to": "evidence to",
    "review_by": "to be reviewed by",
}
# What of a trace is data; all else is how it looks.
_DATA = ("x", "y", "z", "r", "theta", "text", "customdata", "labels", "values", "base", "parents")


@dataclass(frozen=True)
class Table:
    """A table of one edition: the columns of its key, its rows."""

    key: tuple[str, ...]
    rows: list[Row]

    def by_key(self) -> dict[str, Row]:
        """Return the rows by what their key says."""
        return {" / ".join(row.get(name, "") for name in self.key): row for row in self.rows}

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self.rows[0]) if self.rows else []


def tables(folder: Path) -> dict[str, Table]:
    """Return the tables of an edition by name, as its own data package describes them."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    found = {}
    for one in package["resources"]:
        key = one["schema"].get("primaryKey", [])
        with (folder / one["path"]).open(encoding="utf-8-sig", newline="") as file:
            rows: list[Row] = list(csv.DictReader(file))
        found[one["name"]] = Table((key,) if isinstance(key, str) else tuple(key), rows)
    return found


@dataclass(frozen=True)
class Changed:
    """What is new, gone and changed: names, and of the changed each cell as it was and is."""

    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    cells: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    new_columns: list[str] = field(default_factory=list)
    gone_columns: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.new, self.gone, self.cells, self.new_columns, self.gone_columns))


def rows(old: Table, new: Table) -> Changed:
    """Return which rows are new, gone and changed; a row is known by its key."""
    before, after = old.by_key(), new.by_key()
    shared = [name for name in new.columns if name in old.columns]
    cells = {
        key: {
            name: (before[key][name], row[name])
            for name in shared
            if (before[key][name] or "").strip() != (row[name] or "").strip()
        }
        for key, row in after.items()
        if key in before
    }
    return Changed(
        [key for key in after if key not in before],
        [key for key in before if key not in after],
        {key: found for key, found in cells.items() if found},
        [name for name in new.columns if name not in old.columns and old.columns],
        [name for name in old.columns if name not in new.columns and new.columns],
    )


def dates(old: Unit, new: Unit) -> dict[str, tuple[str, str]]:
    """Return the dates of a unit's card that are others now, as they were and are."""
    return {
        words: (str(old.metadata.get(name, "")), str(new.metadata.get(name, "")))
        for name, words in DATES.items()
        if old.metadata.get(name) != new.metadata.get(name)
    }


def minutes(old: Unit, new: Unit) -> list[str]:
    """Return the headings of sections that both have and whose minutes are others now."""
    before = {one.heading: (one.minutes, dict(one.in_class)) for one in old.sections}
    return [
        one.heading
        for one in new.sections
        if before.get(one.heading, own := (one.minutes, dict(one.in_class))) != own
    ]


def lines(old: Path, new: Path) -> tuple[int, int, int]:
    """Return how many lines of a text file are changed, new and gone; a file may be missing."""
    before, after = (
        one.read_text(encoding="utf-8").splitlines() if one.is_file() else [] for one in (old, new)
    )
    return _counted([one for one in before if one], [one for one in after if one])


def prose(old: Unit, new: Unit) -> dict[str, tuple[int, int, int]]:
    """Return for each H2 section how many paragraphs are changed, new and gone, if any are."""
    before, after = _paragraphs(old), _paragraphs(new)
    found = {}
    for heading in [*after, *(one for one in before if one not in after)]:
        counts = _counted(before.get(heading, []), after.get(heading, []))
        if any(counts):
            found[heading] = counts
    return found


def _paragraphs(unit: Unit) -> dict[str, list[str]]:
    """Return the paragraphs under each H2 heading, without the spaces that nobody sees."""
    found: dict[str, list[str]] = {}
    heading = ""
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] != "markdown":
            continue
        for part in re.split(r"\n\s*\n|\n(?=#)", cell_text(cell)):
            line, _, rest = part.strip().partition("\n")
            if match := re.match(r"## +(.+)", line):
                heading, part = match[1].strip(), rest
                found.setdefault(heading, [])
            if words := " ".join(part.split()):
                found.setdefault(heading, []).append(words)
    return found


def _counted(before: Sequence[str], after: Sequence[str]) -> tuple[int, int, int]:
    changed = new = gone = 0
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            both = min(b - a, d - c)
            changed, new, gone = changed + both, new + d - c - both, gone + b - a - both
    return changed, new, gone


def charts(old: Unit, new: Unit) -> Changed:
    """Return the titles of charts that are new, gone, and whose data are others.

    A chart is known by its cell and, where that is gone, by its title; how it looks counts nothing.
    """
    before, after = list(_charts(old)), list(_charts(new))
    by_cell = {cell: (title, data) for cell, title, data in before}
    by_title = {title: (title, data) for _, title, data in before}
    found, met = Changed(), set()
    for cell, title, data in after:
        then = by_cell.get(cell) or by_title.get(title)
        if then is None:
            found.new.append(title)
            continue
        met.add(then[0])
        if then[1] != data:
            found.cells[title] = {"title": (then[0], title)} if then[0] != title else {}
    found.gone.extend(title for _, title, _ in before if title not in met)
    return found


def _charts(unit: Unit) -> Iterable[tuple[str, str, str]]:
    """Yield the name of its cell, the title and the data of each stored chart."""
    for number, cell in enumerate(unit.notebook["cells"]):
        for place, output in enumerate(cell.get("outputs", [])):
            drawn = stored_chart(output)
            if drawn:
                words = "".join(output["data"].get("text/plain", "")).split("\n")
                title = words[1] if len(words) > 1 else words[0]
                yield f"{cell.get('id', number)}:{place}", title, _data(drawn)


def _data(drawn: Mapping[str, Any]) -> str:
    traces = [{name: one[name] for name in _DATA if name in one} for one in drawn.get("data", [])]
    return json.dumps(traces, sort_keys=True)


def cited(old: Unit, new: Unit) -> tuple[list[str], list[str]]:
    """Return the addresses that a unit's prose links to anew, and those that it no longer does."""
    before, after = (list(dict.fromkeys(links(one.markdown))) for one in (old, new))
    return (
        [one for one in after if one not in before],
        [one for one in before if one not in after],
    )


def questions(old: Sequence[Question], new: Sequence[Question]) -> Changed:
    """Return the questions of a quiz that are new, gone, and whose options are others."""
    before, after = ({one.prompt: one for one in some} for some in (old, new))
    found = Changed(
        [prompt for prompt in after if prompt not in before],
        [prompt for prompt in before if prompt not in after],
    )
    for prompt in after:
        if prompt in before and before[prompt].options != after[prompt].options:
            then, now = (_right(one[prompt]) for one in (before, after))
            found.cells[prompt] = {"right": (then, now)} if then != now else {}
    return found


def _right(question: Question) -> str:
    return "; ".join(words for words, right, _ in question.options if right)


def answers(
    old: Mapping[str, tuple[str, str, str]], new: Mapping[str, tuple[str, str, str]]
) -> dict[str, Changed]:
    """Return by unit's slug which exercises are new and gone, and whose answers are others.

    Args:
        old: of each exercise, by its id: the slug of its unit, its title, its answer in words.
        new: the same of the later edition. A unit may have another number there: an exercise is
            known by its unit's slug and the rest of its id.
    """
    before, after = ({(e[0], name[2:]): (name, e) for name, e in one.items()} for one in (old, new))
    found: dict[str, Changed] = {}
    for key in [*after, *(one for one in before if one not in after)]:
        unit = found.setdefault(key[0], Changed())
        if key not in before:
            unit.new.append(after[key][0])
        elif key not in after:
            unit.gone.append(before[key][0])
        elif before[key][1][2] != after[key][1][2]:
            unit.cells[after[key][0]] = {"answer": (before[key][1][2], after[key][1][2])}
    return {slug: changed for slug, changed in found.items() if changed}
