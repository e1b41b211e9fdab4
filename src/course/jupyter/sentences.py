"""What is said of an error: a sentence or two that name it, and the line as it should be."""

from __future__ import annotations

import ast
import builtins
import difflib
import os
import re
import sys
import types
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.errors import CourseError, NoSuchName, nearest
from course.jupyter import mend
from course.learn.answers import Sorting
from course.learn.essays import Essay
from course.learn.lookalikes import latin
from course.markup import code, plain
from course.rescue import parse
from course.units import cell_text, units

ABOVE = 'Choose "Run > Run All Above Selected Cell" in the menu, then run this cell again.'
_WRITTEN = {
    "describe": 'course.describe("polls")',
    "hint": 'course.hint("04-village-share")',
    "load": 'course.load("polls")',
    "solution": 'course.solution("04-village-share")',
    "term": 'course.term("IAMD")',
    "check": 'course.check("04-village-share", my_answer)',
    "predict": 'course.predict("04-cost-ranking", my_guess)',
    "review": 'course.review("A")',
    "source": 'course.source("polls", "pl-2007-mdaa")',
    "progress": "course.progress()",
}


_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d+)(?![\d.,]*\d)")


# What reading a cell may end with, before any of it has run.
_BEFORE_IT_RAN = (MemoryError, OverflowError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Said:
    """What is shown of an error, as Markdown; `answer` if an answer could not be read."""

    words: str
    answer: bool = False


def explain(error: BaseException, raw: str, names: Mapping[str, Any], in_cell: bool) -> Said | None:
    """Return what a learner is told, or None where it is for those who write code of their own.

    Args:
        error: what was raised.
        raw: the cell as it was typed.
        names: what is defined in the notebook.
        in_cell: whether it was raised by a line of the notebook, and not by one of a package.
    """
    cell = mend.answer_cell(raw)
    if isinstance(error, NoSuchName) and cell and mend.parses(raw):
        reason, _, near = str(error).partition(". ")
        return Said(_not_run(plain(reason), plain(near), [cell.call]), answer=True)
    if isinstance(error, CourseError):
        return Said(f"**That did not work.** {plain(str(error))}")
    if isinstance(error, SyntaxError) or (not in_cell and isinstance(error, _BEFORE_IT_RAN)):
        if cell and not mend.parses(raw):
            return _unread(cell, error)
        return _typed(error, raw) if isinstance(error, SyntaxError) else None
    if not in_cell:
        return None
    if isinstance(error, AttributeError | TypeError) and (said := _replaced(names, raw)):
        return said
    if isinstance(error, NameError):
        return _unknown(error, raw, cell, names)
    if isinstance(error, AttributeError) and (said := _attribute(error, raw, cell)):
        return said
    if isinstance(error, TypeError) and (said := _arguments(error, raw, cell)):
        return said
    if cell and _is_plain(cell):
        return _unread(cell, error)
    row = _row_of(error)
    if isinstance(error, TypeError) and re.match(r"course\W+(check|predict)\b", _line(raw, row)):
        return Said(
            f"**Not run: line {row}, which checks your answer, has been changed.** It begins with "
            '`course.check("` and the name of the task, which stands above the cell. (Python says '
            f"{_cut(f'TypeError: {_first(error)}', 160)}; its whole report: `%tb`.)"
        )
    return None


def _block(lines: Iterable[str]) -> str:
    """Show lines to copy; nothing in them can end the block."""
    text = "\n".join(line.replace("```", "") for line in lines)
    return f"\n\n```python\n{text}\n```"


def _cut(text: str, longest: int = 80) -> str:
    return code(text if len(text) <= longest else text[:longest] + "…")


def _not_run(reason: str, advice: str, lines: Iterable[str]) -> str:
    return f"**Not run: {reason}.** {advice} Write it so, and run the cell again:".replace(
        "  ", " "
    ) + _block(lines)


# -- answers that Python cannot read


def _unread(cell: mend.Cell, error: BaseException) -> Said:
    """Answer an answer cell in which something is not written as Python has it."""
    if cell.whole and isinstance(error, SyntaxError | ValueError) and not _blamed(cell, error):
        reason = f"line {cell.call_row}, which checks your answer, has been changed"
        return Said(_not_run(reason, "Your answer itself is fine.", [cell.call]), answer=True)
    if isinstance(error, IndentationError) and not cell.whole:
        shifted = "\n".join([line.lstrip() for line in cell.lines[: cell.row]])
        rest = "\n".join(cell.lines[cell.row : cell.call_row - 1])
        if mend.parses(f"{shifted}\n{rest}"):
            row = mend.problem_row(error)
            lines = [line.strip() for line in cell.lines[row - 1 : row]]
            reason = f"line {row} begins with spaces that do not belong there"
            better = None if isinstance(cell.kind, Essay | Sorting) else mend.reread(cell)
            if isinstance(cell.kind, Essay | Sorting) or (better and list(better.lines) == lines):
                return Said(_not_run(reason, "Delete the spaces before it.", lines), answer=True)
    mended = mend.reread(cell)
    if mended:
        return Said(_not_run(mended.reason, mended.advice, mended.lines), answer=True)
    row = mend.problem_row(error) or cell.row
    line = cell.lines[row - 1].strip() if 0 < row <= len(cell.lines) else ""
    where = f"line {row}, {_cut(line)}," if line else f"line {row}"
    comma = _DECIMAL.search(line)
    number = f" A number has a point, `{comma[1]}.{comma[2]}`, and no comma." if comma else ""
    kind = type(error).__name__
    return Said(
        f"**Not run: Python cannot read {where} as an answer.**{number} An answer is written so: "
        f"{cell.kind.how}. (Python says {_cut(f'{kind}: {_first(error)}', 160)}; its whole report: "
        f"`%tb`.) To begin this cell again, copy:{_block([*cell.blank, cell.call])}",
        answer=True,
    )


def _first(error: BaseException) -> str:
    try:
        return (str(getattr(error, "msg", "") or error).splitlines() or [""])[0]
    except Exception:
        return ""


def _blamed(cell: mend.Cell, error: BaseException) -> bool:
    """Say whether an error lies in a line before the one that checks the answer."""
    return False if cell.whole else mend.problem_row(error) < cell.call_row


def _is_plain(cell: mend.Cell) -> bool:
    """Say whether an answer was typed, and not computed by code of the learner's own."""
    try:
        used = {type(node) for node in ast.walk(ast.parse(cell.answer.strip() or "0"))}
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return True
    return not used & {ast.Lambda, ast.ListComp, ast.GeneratorExp} and (
        ast.Name not in used or ast.Constant in used
    )


# -- what Python cannot read elsewhere


def _typed(error: SyntaxError, raw: str) -> Said:
    """Answer a mistyped cell that asks for no answer, where one thing is the matter."""
    row, said = mend.problem_row(error), _first(error)
    lines = raw.split("\n")
    line = lines[row - 1] if 0 < row <= len(lines) else ""
    if mended := mend.named_call(line):
        return Said(_not_run(mended.reason, mended.advice, mended.lines))
    if any(c in mend.CURLY for c in line):
        straight = "".join('"' if c in mend.CURLY else c for c in line).strip()
        if mend.parses("\n".join([*lines[: row - 1], straight, *lines[row:]])):
            reason = "these quotation marks are not the straight ones"
            return Said(_not_run(reason, "Python knows the straight ones only.", [straight]))
    if "triple-quoted" in said:
        return Said(
            f'**Not run: the text that begins in line {row} has no `"""` at its end.** Put three '
            "quotation marks after its last word, and run the cell again."
        )
    if "unterminated" in said:
        return Said(
            f"**Not run: in line {row} a quotation mark is missing, or there is one too many.** "
            f"Every text has one before it and one after it: look at {_cut(line.strip())}."
        )
    moved = "\n".join([*lines[: row - 1], line.lstrip(), *lines[row:]])
    if isinstance(error, IndentationError) and mend.parses(moved):
        return Said(
            _not_run(
                f"line {row} begins with spaces that do not belong there",
                "Delete the spaces before it.",
                [line.strip()],
            )
        )
    pointed = _DECIMAL.sub(r"\1.\2", line)
    if pointed != line and mend.parses("\n".join([*lines[: row - 1], pointed, *lines[row:]])):
        reason = f"in line {row} Python reads two numbers, for the comma between them"
        return Said(_not_run(reason, "A decimal has a point.", [pointed.strip()]))
    if found := re.search(r"'(.)' was never closed", said):
        return Said(
            f"**Not run: the bracket `{found[1]}` in line {row} is never closed.** Put its partner "
            f"where it ends: look at {_cut(line.strip())}."
        )
    where = f"line {row}: look at {_cut(line.strip())}" if line.strip() else f"line {row}"
    return Said(
        f"**Not run: Python cannot read {where}.** A sign is missing there, or in the line before "
        "it, or there is one too many. (Python says "
        f"{_cut(f'{type(error).__name__}: {said}', 160)}; its whole report: `%tb`.)"
    )


# -- names that are not there


def _unknown(error: NameError, raw: str, cell: mend.Cell | None, names: Mapping[str, Any]) -> Said:
    """Answer a name that nothing in the notebook has yet."""
    found = re.search(r"name '(.+?)' is not defined", str(error))
    name = getattr(error, "name", None) or (found[1] if found else "")
    row = _row_of(error)
    if name == "course":
        said = "**`course` is not loaded yet.** The first cell of the notebook does it."
        return Said(f"{said} {ABOVE}")
    if latin(name) != name and latin(name) in {*names, "course"}:
        line = re.sub(rf"\b{re.escape(name)}\b", latin(name), _line(raw, row))
        reason = f"a letter of {code(name)} in line {row} is of another alphabet"
        return Said(_not_run(reason, "It only looks like the Latin one.", [line]))
    made = _made_above()
    line = _line(raw, row)
    # An answer may have a name that a cell makes; the name of a table or of a task never has one.
    if ("review" not in line or name not in made) and (asked := mend.named_call(line)):
        return Said(_not_run(asked.reason, asked.advice, asked.lines))
    if name in _own() and name not in made and "course" in names:
        written = re.sub(rf"(?<![\w.]){name}\b", f"course.{name}", _line(raw, row))
        return Said(_not_run(f"{code(name)} is called by its full name", "", [written]))
    in_answer = cell is not None and _stands_in_answer(name, row, cell)
    if cell is not None and in_answer and (mended := mend.reread(cell)):
        return Said(_not_run(mended.reason, mended.advice, mended.lines), answer=True)
    if cell is not None and not in_answer and row >= cell.call_row:
        own = _assigned(raw)
        if near := difflib.get_close_matches(name, own, n=1, cutoff=0.5):
            call = f'course.{cell.verb}("{cell.task}", {near[0]})'
            reason = f"the last line says {code(name)}, and your answer is called {code(near[0])}"
            return Said(_not_run(reason, "", [call]), answer=True)
        if difflib.get_close_matches(name, ["course"], cutoff=0.6):
            reason = f"{code(name)} in line {row} is not known"
            return Said(_not_run(reason, "", [cell.call]), answer=True)
    twice = re.fullmatch(rf"{re.escape(name)}\s*==\s*([^=].*)", line)
    if cell is not None and twice and row < cell.call_row:
        reason = "with two equals signs Python compares, and one gives a name its value"
        return Said(_not_run(reason, "", [f"{name} = {twice[1]}"]), answer=True)
    if name in made:
        return Said(
            f"**{code(name)} is not there yet.** A cell further up makes it, and has not run since "
            f"this notebook was opened or its kernel restarted. {ABOVE}"
        )
    defined = [one for one in names if not one.startswith("_") and len(one) > 2]
    near = difflib.get_close_matches(name, {*defined, *made, "course"}, n=1, cutoff=0.7)
    if near:
        line = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", near[0], _line(raw, row))
        return Said(_not_run(f"{code(name)} is not known; {code(near[0])} is", "", [line]))
    if in_answer:
        assert cell is not None
        return _unread(cell, error)
    return Said(
        f"**{code(name)} is not known here.** If it is a text, it stands between quotation marks: "
        f"{code(chr(34) + name + chr(34))}. If a cell further up makes it: {ABOVE}"
    )


def _row_of(error: BaseException) -> int:
    trace, row = error.__traceback__, 0
    while trace is not None:
        row, trace = trace.tb_lineno, trace.tb_next
    return row


def _line(raw: str, row: int) -> str:
    lines = raw.split("\n")
    return lines[row - 1].strip() if 0 < row <= len(lines) else ""


def _stands_in_answer(name: str, row: int, cell: mend.Cell) -> bool:
    named = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cell.answer)
    return row < cell.call_row and named is not None


def _assigned(raw: str) -> list[str]:
    return re.findall(r"(?m)^\s*([^\W\d]\w*)\s*=(?!=)", raw)


@lru_cache(maxsize=1)
def _made_above() -> frozenset[str]:
    """Return every name that a cell of the course's notebooks, or of this one, makes."""
    books = [one.notebook for one in units()]
    session = Path(os.environ.get("JPY_SESSION_NAME", ""))
    own = Path.cwd() / session.name
    if session.suffix == ".ipynb" and own.is_file():
        with suppress(OSError, ValueError):  # broken: the course's own are enough
            books.append(parse(own.read_text(encoding="utf-8")))
    made: set[str] = set()
    for book in books:
        for one in book.get("cells", []):
            if one.get("cell_type") == "code":
                made |= _names_in(cell_text(one))
    return frozenset(made - set(dir(builtins)))


def _names_in(text: str) -> set[str]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    made = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            made |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
    return made


# -- the course's own functions, misspelt or given the wrong things


def _own() -> list[str]:
    """Return the names that the course offers, such as `check`."""
    return sys.modules["course"].__all__


def _replaced(names: Mapping[str, Any], raw: str) -> Said | None:
    """Answer a cell that fails because something else was put in the place of the course's own."""
    if "course" not in raw:
        return None
    front = names.get("course", sys.modules["course"])
    if not isinstance(front, types.ModuleType):
        return Said(
            "**`course` means something else here: a line of yours has given it a value.** Write "
            "`import course` in a line above, and run the cell again."
        )
    for name in _own():
        there = vars(front).get(name, print)
        if not callable(there) and not isinstance(there, types.ModuleType):
            delattr(front, name)  # it is looked up anew when it is next asked for
            return Said(
                f"**A line has put something else in the place of {code(f'course.{name}')}.** It "
                "is put back now: run the cell again. An answer is given a name of its own, such "
                "as `my_answer = ...`."
            )
    return None


def _attribute(error: AttributeError, raw: str, cell: mend.Cell | None) -> Said | None:
    """Answer a misspelt function of one of the course's modules."""
    module, name = getattr(error, "obj", None), getattr(error, "name", None)
    if not isinstance(module, types.ModuleType) or not module.__name__.startswith("course"):
        return None
    known = [one for one in dir(module) if not one.startswith("_")]
    short = module.__name__.rpartition(".")[2]
    return Said(f"**{code(short)} has no {code(str(name))}.** {plain(nearest(str(name), known))}")


def _arguments(error: TypeError, raw: str, cell: mend.Cell | None) -> Said | None:
    """Answer a function of the course that was given too few things, or too many."""
    said = str(error)
    if "'module' object" in said and cell:
        return Said(_not_run("the last line has been changed", "", [cell.call]), answer=True)
    found = re.match(r"(?:\w+\.)*(\w+)\(\) (?:takes|missing|got)", said)
    if re.match(r"'function' object is not subscriptable", said) and cell:
        found = re.match(r"(\w+)", cell.verb)
    name = found[1].removesuffix("_now") if found else ""  # course.progress has another name inside
    if name not in _own():
        return None
    if cell:
        line = _line(raw, cell.call_row)
        if "takes" in said and re.search(r"\d,\s*\d", line):
            return Said(
                _not_run(
                    "with a comma between them Python reads two numbers",
                    "Write a decimal point.",
                    [re.sub(r"(\d),\s*(\d)", r"\1.\2", line)],
                ),
                answer=True,
            )
        reason = "between the brackets stand the name of the task and your answer, and no more"
        return Said(_not_run(reason, "", [cell.call]), answer=True)
    written = _WRITTEN.get(name, f"course.{name}(…)")
    return Said(
        f"**{code(f'course.{name}')} was given too little or too much.** It is written so: "
        f"{code(written)}."
    )
