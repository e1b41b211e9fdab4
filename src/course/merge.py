"""Bring a new edition of a notebook into a learner's copy of it, and lose nothing of theirs.

Three notebooks meet, as dictionaries of nbformat 4: `base` as it was given, `mine` as the learner
has made it of that, and `theirs` as the course has it now. Cells are known by their ids.
"""

from __future__ import annotations

import ast
import copy
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from course.units import cell_text

Cell = dict[str, Any]
Notebook = dict[str, Any]

CONFLICT = (
    "**New in the course.** You changed the cell above, and since then the course has changed it "
    "too. Yours is as you left it; the cell below is the course's new one. Keep the one that you "
    "want, and delete the other and this line."
)
BACK = (
    "**Back from the course.** You deleted the cell below, and since then the course has changed "
    "it. If you still do not want it, delete it and this line."
)
_MARKS = (CONFLICT, BACK)
_HOLE = "..."
_ANSWERED = re.compile(r"""\bcourse\.(?:check|predict)\(\s*["']([\w-]+)["']""")


@dataclass
class Merged:
    """A notebook with the new edition in it, and how many cells came to it in which way."""

    notebook: Notebook
    counts: Counter[str] = field(default_factory=Counter)


# -- lines


def _changes(base: list[str], other: list[str]) -> list[tuple[int, int, list[str]]]:
    """Return what `other` puts in place of which lines of `base`."""
    blocks = difflib.SequenceMatcher(None, base, other, autojunk=False).get_opcodes()
    return [(i, j, other[k:m]) for tag, i, j, k, m in blocks if tag != "equal"]


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """Return a text with the changes of both, or None where they touch the same lines.

    Changes to neighbouring lines are no conflict, as they would be to diff3: most answers stand
    in a line of their own, just above the one that asks for them.

    >>> merge_lines("x = ...\\nask(x)", "x = 93\\nask(x)", "x = ...\\nask(x, y)")
    'x = 93\\nask(x, y)'
    """
    lines = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    for own in lines:  # so that a last line is one line, whether more follow it or not
        if own and not own[-1].endswith("\n"):
            own[-1] += "\n"
    first, *others = lines
    changes = sorted({(i, j, tuple(new)) for one in others for i, j, new in _changes(first, one)})
    result, at = list[str](), 0
    for number, (i, j, new) in enumerate(changes):
        follows = changes[number + 1] if number + 1 < len(changes) else None
        if i < at or (follows and i == j == follows[0] == follows[1]):
            return None
        result += [*first[at:i], *new]
        at = j
    merged = "".join([*result, *first[at:]])
    return merged if theirs.endswith("\n") else merged.removesuffix("\n")


def _filled(blank: str, mine: str) -> str | None:
    """Return what stands in `mine` in place of the one `...` of `blank`, or None."""
    before, hole, after = blank.partition(_HOLE)
    fits = mine.startswith(before) and mine.endswith(after)
    if not hole or _HOLE in after or not fits or len(mine) < len(before) + len(after):
        return None
    return mine[len(before) : len(mine) - len(after)]


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def answer_in(base: str, mine: str, theirs: str) -> str | None:
    """Return the course's new cell with the learner's answer in it, if there is but one way.

    None: it is no cell with an answer, or both changed the same line of it.
    """
    if not (_ANSWERED.search(base) and _ANSWERED.search(theirs)):
        return None
    merged = merge_lines(base, mine, theirs)
    if merged is None:
        answer = _filled(base, mine)
        if answer is None or theirs.count(_HOLE) != 1:
            return None
        merged = theirs.replace(_HOLE, answer)
    if _is_python(merged) or not (_is_python(mine) and _is_python(theirs)):
        return merged
    return None


def _only_answers(blank: str, mine: str) -> bool:
    """Say whether `mine` is the blank cell with nothing but its `...` filled in."""
    pattern = "(?s:.*?)".join(map(re.escape, blank.split(_HOLE)))
    return _HOLE in blank and re.fullmatch(pattern, mine) is not None


# -- cells


def _about(cell: Cell) -> dict[str, Any]:
    about = cell["metadata"].get("course")
    return about if isinstance(about, dict) else {}


def _content(cell: Cell) -> tuple[Any, ...]:
    """Return what is a learner's to change; outputs and folds are not."""
    return cell["cell_type"], cell_text(cell), cell.get("attachments") or {}


def _mark_of(cell: Cell) -> str | None:
    """Return of which cell this is the course's own mark, as it was written; else None."""
    of = _about(cell).get("marks")
    return of if isinstance(of, str) and cell_text(cell) in _MARKS else None


def _offered(cell: Cell) -> str | None:
    """Return which cell of the course this one was offered beside, or None."""
    of = _about(cell).get("offers")
    return of if isinstance(of, str) else None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]


def _free_id(wanted: str, taken: set[str]) -> str:
    free, number = wanted[:60], 2
    while free in taken:
        free, number = f"{wanted[:56]}-{number}", number + 1
    taken.add(free)
    return free


def _mark(text: str, of: str, taken: set[str]) -> Cell:
    return {
        "cell_type": "markdown",
        "id": _free_id(f"mark-{of}", taken),
        "metadata": {"course": {"marks": of}},
        "source": text,
    }


def _beside(cell: Cell, taken: set[str]) -> Cell:
    """Return the course's new cell as it stands below a learner's own, with an id of its own."""
    about = {"course": {"offers": cell["id"], "as": _hash(cell_text(cell))}}
    kept = {key: value for key, value in cell["metadata"].items() if key != "course"}
    return {
        **copy.deepcopy(cell),
        "id": _free_id(f"new-{cell['id']}", taken),
        "metadata": {**kept, **about},
    }


def _three(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Merge the entries of a description: the learner's own where they changed it."""
    merged = {}
    for key in {**theirs, **mine}:
        values = [one.get(key, ...) for one in (base, mine, theirs)]
        chosen = values[2] if values[1] == values[0] or key == "course" else values[1]
        if chosen is not ...:
            merged[key] = chosen
    return merged


# -- which cell is which


def _matched(base: Notebook, mine: Notebook, theirs: Notebook) -> dict[int, str]:
    """Return the ids of the course's cells that the learner's cells are, by place in `mine`.

    By id; where an editor has dropped the ids, by the same text, or by the exercise that is asked.
    """
    course = {cell["id"]: cell for book in (theirs, base) for cell in book["cells"]}
    found = dict[int, str]()
    free = set(course)

    def match(place: int, identifier: str | None) -> None:
        if identifier is not None and place not in found and identifier in free:
            found[place] = identifier
            free.discard(identifier)

    cells = list(enumerate(mine["cells"]))
    for place, cell in cells:
        if not _offered(cell) and _mark_of(cell) is None:
            match(place, cell.get("id"))
    for place, cell in cells:  # the learner deleted their own and kept the one that was offered
        match(place, _offered(cell))
    keys: tuple[Callable[[Cell], Any], ...] = (_content, _question)
    for key in keys:
        known: dict[str, list[str]] = {}
        for identifier in course:
            if identifier in free and (what := repr(key(course[identifier]))) != "None":
                known.setdefault(what, []).append(identifier)
        for place, cell in cells:
            own = cell.get("id") in course or _offered(cell) or _mark_of(cell)
            alike = known.get(repr(key(cell)))
            if place not in found and not own and alike:
                match(place, alike.pop(0))
    return found


def _question(cell: Cell) -> str | None:
    asked = _ANSWERED.search(cell_text(cell)) if cell["cell_type"] == "code" else None
    return asked[0] if asked else None


# -- the notebook


def merge(base: Notebook | None, mine: Notebook, theirs: Notebook) -> Merged:
    """Return the learner's notebook with what is new in the course.

    Args:
        base: what the learner was given; None if nobody knows. Then what differs counts as the
            learner's, and stands beside the course's.
        mine: what the learner has made of it; it stays as it is.
        theirs: the notebook as the course has it now.

    The counts: `new`, `updated`, `removed` and `back` cells of the course; of the learner's
    `kept` and `added` cells, `answers` that stand in a new cell, and `conflicts`.
    """
    if base == theirs:
        return Merged(copy.deepcopy(mine))
    return _Merge(base, mine, theirs).done()


class _Merge:
    """One merge at work: what each cell becomes, then in which order they stand."""

    def __init__(self, base: Notebook | None, mine: Notebook, theirs: Notebook) -> None:
        self.base_notebook: Notebook = base or {"cells": [], "metadata": {}}
        self.mine, self.theirs_notebook = copy.deepcopy(mine), theirs
        self.base = {cell["id"]: cell for cell in self.base_notebook["cells"]}
        self.theirs = {cell["id"]: cell for cell in theirs["cells"]}
        self.found = _matched(self.base_notebook, mine, theirs)
        self.counts = Counter[str]()
        self.places = {identifier: place for place, identifier in self.found.items()}
        cells = list(enumerate(mine["cells"]))
        # What the course itself once put there, and what a newer one takes the place of.
        self.past = {place for place, cell in cells if self._is_past(place, cell)}
        own = {cell.get("id", "") for place, cell in cells if place not in self.past}
        self.taken = {*self.base, *self.theirs, *own}
        # The learner's sequence, each entry with what stands there afterwards: none, one or more.
        self.own: list[tuple[str | None, list[Cell]]] = []

    def done(self) -> Merged:
        used = set(self.found.values())
        for place, cell in enumerate(self.mine["cells"]):
            identifier = self.found.get(place)
            if identifier is not None:
                self.own.append((identifier, self._common(identifier, cell)))
            elif place not in self.past:
                self.own.append((None, [self._added(cell, used)]))
        came = {
            one: cells
            for one in self.theirs
            if one not in self.places and (cells := self._missing(one))
        }
        notebook = {**self.mine, "cells": self._ordered(came)}
        notebook["metadata"] = _three(
            self.base_notebook["metadata"], self.mine["metadata"], self.theirs_notebook["metadata"]
        )
        minors = (one.get("nbformat_minor", 0) for one in (self.mine, self.theirs_notebook))
        notebook |= {"nbformat": 4, "nbformat_minor": max(5, *minors)}
        return Merged(notebook, self.counts)

    def _added(self, cell: Cell, used: set[str]) -> Cell:
        """Return a cell that the course does not have, with an id that no other one has."""
        self.counts["added"] += not (_offered(cell) or _mark_of(cell))
        wanted = cell.get("id") or f"own-{_hash(cell_text(cell))}"
        if "id" not in cell or wanted in used or wanted in self.base or wanted in self.theirs:
            cell["id"] = _free_id(wanted, self.taken)
        used.add(cell["id"])
        return cell

    def _is_past(self, place: int, cell: Cell) -> bool:
        """Say whether this is the course's own mark or offer, untouched, and of no use now."""
        if place in self.found:
            return False
        if of := _mark_of(cell):
            if of not in self.places:
                return True
            stands = self.mine["cells"][self.places[of]]
            return _offered(stands) is not None or self._offers_anew(of)
        offered = _offered(cell)
        untouched = _about(cell).get("as") == _hash(cell_text(cell))
        return bool(offered and untouched and self._offers_anew(offered))

    def _offers_anew(self, of: str) -> bool:
        if of not in self.places or of not in self.theirs:
            return False
        own = self.mine["cells"][self.places[of]]
        return _offered(own) is None and self._is_conflict(of, own)

    def _is_conflict(self, identifier: str, cell: Cell) -> bool:
        base, theirs = self.base.get(identifier), self.theirs[identifier]
        own, new = _content(cell), _content(theirs)
        if own == new or (base and _content(base) in (own, new) and not self._hides(base, theirs)):
            return False
        if cell["cell_type"] != "code" or theirs["cell_type"] != "code":
            return True
        texts = [cell_text(one) for one in (base or theirs, cell, theirs)]
        if not base or self._hides(base, theirs):
            return not _only_answers(texts[2], texts[1])
        return base["cell_type"] != "code" or answer_in(*texts) is None

    @staticmethod
    def _hides(base: Cell, theirs: Cell) -> bool:
        """Say whether the given cell held an answer, as one does that was copied from old work."""
        one, other = cell_text(base), cell_text(theirs)
        return bool(_ANSWERED.search(one)) and _HOLE not in one and _HOLE in other

    def _common(self, identifier: str, cell: Cell) -> list[Cell]:
        """Return what stands where the learner has a cell of the course."""
        base, theirs = self.base.get(identifier), self.theirs.get(identifier)
        own = copy.deepcopy(cell)
        own["id"] = identifier
        if theirs is None:
            if base is not None and _content(base) == _content(cell):
                self.counts["removed"] += 1
                return []
            self.counts["kept"] += 1
            return [own]
        described = _three((base or theirs)["metadata"], cell["metadata"], theirs["metadata"])
        if _content(cell) == _content(theirs):
            if base is not None and base != theirs and _content(base) == _content(cell):
                self.counts["updated"] += 1  # what the course has stored as its output is new
                return [{**copy.deepcopy(theirs), "metadata": described}]
            return [{**own, "metadata": described}]
        if base is not None and _content(base) == _content(cell) and not self._hides(base, theirs):
            self.counts["updated"] += 1
            return [{**copy.deepcopy(theirs), "metadata": described}]
        own["metadata"] = described
        if self._is_conflict(identifier, cell):
            self.counts["conflicts"] += 1
            if self._stands_already(theirs):
                return [own]
            return [own, _mark(CONFLICT, identifier, self.taken), _beside(theirs, self.taken)]
        if base is None or _content(base) == _content(theirs) or self._hides(base, theirs):
            self.counts["kept"] += 1
            return [own]
        own["source"] = answer_in(*(cell_text(one) for one in (base, cell, theirs)))
        self.counts["answers"] += 1
        return [own]

    def _stands_already(self, theirs: Cell) -> bool:
        """Say whether this very cell was offered before, and the learner has made it theirs."""
        return any(
            _offered(one) == theirs["id"]
            and _about(one).get("as") == _hash(cell_text(theirs))
            and _about(one)["as"] != _hash(cell_text(one))
            for one in self.mine["cells"]
        )

    def _missing(self, identifier: str) -> list[Cell]:
        """Return what stands for a cell of the course that the learner has not, if anything."""
        base, theirs = self.base.get(identifier), copy.deepcopy(self.theirs[identifier])
        if base is None:
            self.counts["new"] += 1
            return [theirs]
        if _content(base) == _content(theirs):
            return []
        self.counts["back"] += 1
        return [_mark(BACK, identifier, self.taken), theirs]

    # -- order

    def _ordered(self, came: dict[str, list[Cell]]) -> list[Cell]:
        """Return the cells in order: the course's, unless the learner has moved cells."""
        order = list(self.theirs)
        shared = [one for one, _ in self.own if one in self.base and one in self.theirs]
        if shared == [one for one in self.base if one in set(shared)]:
            return self._in_the_course_order(order, came)
        return self._in_the_learners_order(order, came)

    def _in_the_course_order(self, order: list[str], came: dict[str, list[Cell]]) -> list[Cell]:
        """Put the learner's own cells each after the neighbour that they stood after."""
        behind: dict[str | None, list[Cell]] = {None: []}
        anchor: str | None = None
        common: dict[str, list[Cell]] = {}
        for identifier, cells in self.own:
            if identifier is not None and identifier in self.theirs:
                anchor = identifier
                common[identifier] = cells
            else:  # the learner's own, or one that the course no longer has
                behind.setdefault(anchor, []).extend(cells)
        result = [*behind[None]]
        for one in order:
            result += common.get(one) or came.get(one, [])
            result += behind.get(one, [])
        return result

    def _in_the_learners_order(self, order: list[str], came: dict[str, list[Cell]]) -> list[Cell]:
        """Put the course's new cells each after the one that they stand after in the course."""
        groups: list[tuple[str | None, list[Cell]]] = [(None, [])]
        for identifier, cells in self.own:
            if identifier in self.theirs:
                groups.append((identifier, list(cells)))
            else:
                groups[-1][1].extend(cells)
        before: str | None = None
        for identifier in order:
            if identifier in came:
                at = next((n for n, (one, _) in enumerate(groups) if one == before), 0)
                groups.insert(at + 1, (identifier, came[identifier]))
            if any(one == identifier for one, _ in groups):
                before = identifier
        return [cell for _, cells in groups for cell in cells]
