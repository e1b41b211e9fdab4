"""The answers of a notebook, each read from the cell that asks for its check.

Most answers are literals and need nothing to be run. Those that are computed come back as what has
to be run for them; what cannot be read comes back as the words with which the learner's own
notebook told so.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from course.errors import CourseError
from course.jupyter import mend
from course.jupyter.sentences import explain
from course.learn.exercises import exercise, lesson, without_seed
from course.learn.reading import Unreadable, is_blank, plain
from course.teach.grade.flow import Statement, checked, needed
from course.teach.grade.literals import NotLiteral, Scope, Undefined
from course.teach.grade.notebook import Code, Notebook
from course.teach.grade.sandbox import Cells
from course.units import Unit, cell_text

MISSING = object()
"""The value of an answer that has not been read."""
_LONGEST = 300  # characters of an answer as typed
_LOOKED_UP = re.compile(
    r"course\.(?:solution|learn)\b|course\.lessons\S+ import exercises|\.answer\("
)
_MAGIC = re.compile(r"(?m)^[ \t]*(?:[%!].*|[\w.]+\?{1,2}[ \t]*)$")


@dataclass(frozen=True)
class Answer:
    """What a notebook holds of one exercise: a value, or what to run for it, or words instead."""

    task: str
    cell: int
    typed: str = ""
    value: Any = MISSING
    run: Cells | None = None
    words: str = ""
    mended: Any = MISSING  # what was certainly meant by an answer that cannot be read
    whole: str = ""  # of an answer that cannot be read, all that was typed
    looks_up: bool = False  # what has to be run asks the course itself for the answer
    times: int = 1  # how often it was answered; the last time counts

    @property
    def is_blank(self) -> bool:
        """Say whether it was left open."""
        if self.value is MISSING:
            return False
        try:
            return is_blank(plain(self.value))
        except Unreadable:
            return False


def answers(notebook: Notebook, unit: Unit) -> dict[str, Answer]:
    """Return what a notebook holds of each exercise of a unit that it has an answer to.

    An exercise that was asked of other rows stands under its own id; its answer has the variant's.
    """
    with warnings.catch_warnings():  # Python warns of what learners write as it parses it
        warnings.simplefilter("ignore")
        found: dict[str, Answer] = {}
        for one in _Reader(notebook, unit).found():
            task = without_seed(one.task)
            before = found.get(task)
            if before is None or before.is_blank:
                found[task] = one
            elif not one.is_blank:
                found[task] = replace(one, times=before.times + 1)
    return {key: one for key, one in found.items() if _is_known(one.task, unit)}


def _is_known(task: str, unit: Unit) -> bool:
    if without_seed(task) not in lesson(unit.slug).exercises:
        return False
    try:
        exercise(task)
    except CourseError:  # of what is the same for every class there is no version
        return False
    return True


def strangers(notebook: Notebook, unit: Unit) -> list[str]:
    """Return the ids that a notebook asks to check and that no exercise of the unit has."""
    name, asked = rf"{unit.origin}-[a-z0-9-]+(?:@\d+)?", []
    for cell in notebook.cells:
        asked += re.findall(rf"""\bcheck\s*\(\s*["']({name})["']""", cell.source)
    known = lesson(unit.slug).exercises
    # What is only mistyped has been read as what it was meant for.
    return [
        one
        for one in dict.fromkeys(asked)
        if not _is_known(one, unit)
        and ("@" in one or not difflib.get_close_matches(one, known, n=1, cutoff=0.75))
    ]


@lru_cache(maxsize=32)
def _own_cells(unit: Unit) -> dict[str, tuple[str, str]]:
    """Return, by the id of a cell, the exercise that it checks and the line that does."""
    found = {}
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        for line in cell_text(cell).splitlines():
            asked = re.fullmatch(r'course\.check\("([\w-]+(?:@\d+)?)", \w+\)', line)
            if asked and cell.get("id"):
                found[cell["id"]] = (asked[1], line)
    return found


class _Reader:
    def __init__(self, notebook: Notebook, unit: Unit) -> None:
        self.notebook, self.unit = notebook, unit
        self.tasks = lesson(unit.slug).exercises
        self.scope = Scope()
        self.before: list[Statement] = []
        self.texts: dict[int, str] = {}

    def found(self) -> Iterator[Answer]:
        """Yield each answer, in the order of the cells."""
        for number, cell in enumerate(self.notebook.cells):
            yield from self._cell(number, cell)

    def _cell(self, number: int, cell: Code) -> Iterator[Answer]:
        text = cell.source if mend.parses(cell.source) else _as_ipython(cell.source)
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            yield from self._broken(number, cell, error)
            return
        asked = [id_ for one in body for id_ in _checks(one)]
        own = _own_cells(self.unit).get(cell.id)
        known = self.tasks.keys() & map(without_seed, asked)
        if not known and (own or f"{self.unit.origin}-" in text):
            # The line that checks was changed or deleted; the answer stands there all the same.
            fixed = _corrected(text, own)
            try:
                body = ast.parse(fixed[1]).body if fixed else body
                text = fixed[1] if fixed else text
            except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
                yield from self._broken(number, cell, error)
                return
        self.texts[number] = text
        here: list[Statement] = []
        stopped: Undefined | None = None
        for at, node in enumerate(body):
            here.append(Statement(number, at, node))
            for task in dict.fromkeys(_checks(node)):
                yield self._answer(number, cell, task, node, here, stopped)
            if stopped is None:
                try:
                    self.scope.take(node)
                except Undefined as error:
                    stopped = error
        self.before += here

    def _answer(
        self,
        number: int,
        cell: Code,
        task: str,
        node: ast.stmt,
        here: Sequence[Statement],
        stopped: Undefined | None,
    ) -> Answer:
        typed = _typed(cell.source)
        if stopped is not None:
            return self._undefined(number, cell, task, stopped)
        call = node.value if isinstance(node, ast.Expr | ast.Assign) else None
        if call is not None and checked(call) == task and not self.scope.wild:
            assert isinstance(call, ast.Call)
            given = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "answer")]
            plainly = len(given) == 1 == len(call.args) + len(call.keywords) - 1
            if not given and len(call.args) == 1:
                return Answer(task, number, typed, ...)
            try:
                if plainly and not isinstance(given[0], ast.Starred):
                    value = deepcopy(self.scope.value(given[0]))  # a later cell may change it
                    return Answer(task, number, typed, value, mended=_mended(cell.source))
            except NotLiteral:
                pass
            except Undefined as error:
                return self._undefined(number, cell, task, error)
        run = [*needed(self.before, here), *here]
        looks_up = any(_LOOKED_UP.search(ast.unparse(one.node)) for one in run)
        return Answer(task, number, typed, run=self._cells(task, run), looks_up=looks_up)

    def _cells(self, task: str, run: Sequence[Statement]) -> Cells:
        taken: dict[int, list[int]] = {}
        for one in run:
            taken.setdefault(one.cell, []).append(one.at)
        return Cells(task, [(self.texts[cell], rows) for cell, rows in taken.items()])

    def _undefined(self, number: int, cell: Code, task: str, error: Undefined) -> Answer:
        return self._unread(number, task, _name_error(error), cell.source)

    def _broken(self, number: int, cell: Code, error: Exception) -> Iterator[Answer]:
        """Yield the answer of a cell that is no Python, if it holds one."""
        own = _own_cells(self.unit).get(cell.id)
        fixed = _corrected(cell.source, own)
        if fixed:
            typed = mend.answer_cell(cell.source)
            same = typed is not None and typed.task == fixed[0]
            yield self._unread(number, fixed[0], error, cell.source if same else fixed[1])

    def _unread(self, number: int, task: str, error: Exception, raw: str) -> Answer:
        said = None
        with suppress(Exception):  # whatever fails here, the answer is listed all the same
            said = explain(error, raw, self.scope.values, True)
        words = said.words if said else f"**Python cannot read this cell.** {_named(error)}"
        known = mend.answer_cell(raw)
        whole = known.answer if known else raw
        return Answer(task, number, _typed(raw), words=words, mended=_mended(raw), whole=whole)


def _corrected(text: str, own: tuple[str, str] | None) -> tuple[str, str] | None:
    """Return the exercise of a cell and its text, the line that checks as it should be, or None.

    Where the cell is the course's own, that says which exercise it is; else what the line says.
    """
    known = mend.answer_cell(text)
    if known and known.verb == "check" and (own is None or own[0] == without_seed(known.task)):
        return known.task, "\n".join([*known.lines[: known.call_row - 1], known.call])
    if own and known:
        call = f'course.check("{own[0]}", {known.name})'
        return own[0], "\n".join([*known.lines[: known.call_row - 1], call])
    return (own[0], f"{text.rstrip()}\n{own[1]}") if own else None


def _as_ipython(text: str) -> str:
    """Return a cell as IPython reads it: magic left out, and spaces before all of it."""
    text = _MAGIC.sub("pass", text.lstrip("\n"))
    spaces = re.match(r"[ \t]*", text)[0]  # type: ignore[index]
    return "\n".join(line.removeprefix(spaces) for line in text.split("\n"))


def _checks(node: ast.AST) -> list[str]:
    return [task for one in ast.walk(node) if (task := checked(one))]


def _name_error(error: Undefined) -> NameError:
    """Return the error that a kernel would raise at a name that nothing has made."""
    raised = NameError(f"name '{error.name}' is not defined", name=error.name)
    try:
        exec(compile("\n" * (error.row - 1) + "raise error", "<cell>", "exec"), {"error": raised})
    except NameError as caught:
        trace = caught.__traceback__
        return caught.with_traceback(trace.tb_next if trace else None)
    raise AssertionError


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:160]


def _typed(raw: str) -> str:
    """Return an answer as it was typed, in short."""
    known = mend.answer_cell(raw)
    text = known.answer if known else raw
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _mended(raw: str) -> Any:
    """Return what was certainly meant by an answer that is not written as Python has it."""
    known = mend.answer_cell(raw)
    better = mend.reread(known) if known else None
    if better is None:
        return MISSING
    try:
        body = ast.parse("\n".join(better.lines)).body
        if len(body) == 1 and isinstance(body[0], ast.Assign):
            return Scope().value(body[0].value)
    except (SyntaxError, ValueError, NotLiteral, Undefined):
        pass
    return MISSING
