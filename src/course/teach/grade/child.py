"""The process that runs a submission's cells: it hands on what was answered, and judges nothing.

It is told on its standard input what to run, shuts itself in, and writes a line of JSON for each
thing that happens. Whatever the cells print goes nowhere; whatever they change in this process, an
answer is all that they can hand on.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from course.learn.reading import Labelled, Unreadable, plain
from course.teach.grade.confine import shut_in
from course.teach.grade.flow import checked

_LOADS = re.compile(r"pandas|numpy|\bload\b|charts")
LONGEST = 4_000  # characters of what is said of an error
DEEPEST = 8


def main() -> None:
    """Run what standard input says; write to what was standard output, which cells cannot reach."""
    channel = os.fdopen(os.dup(1), "w", encoding="ascii")
    asked = json.load(sys.stdin)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    held = shut_in(asked["readable"], seconds=asked["seconds"], memory=asked["memory"])
    if os.name == "posix" and os.getppid() != asked["parent"]:
        return  # whoever asked is gone
    if any(map(_loads, (cell for task in asked["tasks"] for cell in task["cells"]))):
        import pandas  # noqa: F401  a second that is no cell's own
    _tell(channel, held=held)
    for task in asked["tasks"]:
        _tell(channel, begin=task["id"])
        _tell(channel, end=task["id"], **_run(task))


def _tell(channel: IO[str], **what: Any) -> None:
    channel.write(json.dumps(what) + "\n")
    channel.flush()


def _run(task: Mapping[str, Any]) -> dict[str, Any]:
    """Run the cells of one exercise, the one that asks for the check last; return what came."""
    given: list[Any] = []

    def collect(identifier: Any = None, answer: Any = ..., *_: Any, **__: Any) -> None:
        if identifier == task["id"]:
            given.append(answer)

    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *_, **__: None}
    names["__answer__"] = collect
    # For a check that is asked for by another name than the cell says.
    vars(sys.modules["course"])["check"] = collect
    for cell in task["cells"]:
        try:
            _execute(cell, task["id"], names)
        except BaseException as error:
            # What was answered before the error was answered.
            if given:
                break
            return {"error": _told(error, cell["source"], names, cell is task["cells"][-1])}
    if not given:
        return {"error": "**Not checked.** The cell ended before it asked to check an answer."}
    try:
        return {"value": packed(plain(given[-1]))}
    except Unreadable as error:
        return {"error": f"**I cannot read that answer.** {error}"}
    except BaseException as error:
        return {"error": f"**I cannot read that answer.** ({type(error).__name__})"}


def _taken(cell: Mapping[str, Any]) -> ast.Module:
    tree = ast.parse(cell["source"])
    tree.body = [tree.body[at] for at in cell["take"]]
    return tree


def _loads(cell: Mapping[str, Any]) -> bool:
    """Say whether what is taken of a cell needs the libraries that take long to load."""
    return bool(_LOADS.search(ast.unparse(_taken(cell))))


def _execute(cell: Mapping[str, Any], task: str, names: dict[str, Any]) -> None:
    tree = _taken(cell)
    tree = ast.fix_missing_locations(_Checks(task).visit(tree))
    exec(compile(tree, "<cell>", "exec", dont_inherit=True), names)


class _Checks(ast.NodeTransformer):
    """Turns each check of one exercise into a call of the collector, whatever `check` is by now."""

    def __init__(self, task: str) -> None:
        self.task = task

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Replace what is called, if this asks for the check."""
        self.generic_visit(node)
        if checked(node) == self.task:
            node.func = ast.copy_location(ast.Name("__answer__", ast.Load()), node.func)
        return node


def _told(error: BaseException, source: str, names: Mapping[str, Any], last: bool) -> str:
    """Say what stopped a cell, as the learner was told if that was in a sentence."""
    frames = list(traceback.walk_tb(error.__traceback__))
    own = [row for frame, row in frames if frame.f_globals is names]
    where = f"line {own[-1]}" if own else "the cell"
    if not last:
        where = f"{where} of a cell further up that it needs"
    if isinstance(error, MemoryError):
        return f"**Stopped in {where}: it wanted more memory than grading gives.**"
    if isinstance(error, PermissionError) and "rading" in str(error):
        return f"**Stopped in {where}.** {_cut(str(error))}"
    if not isinstance(error, Exception):
        return f"**Stopped in {where}: it ended the program ({type(error).__name__}).**"
    with suppress(Exception):
        from course.jupyter.sentences import explain

        # The first frame is this program's own; a learner's error begins in the cell.
        error.__traceback__ = error.__traceback__.tb_next  # type: ignore[union-attr]
        in_cell = bool(frames) and frames[-1][0].f_globals is names
        said = explain(error, source, names, in_cell)
        if said is not None:
            return _cut(said.words)
    with suppress(Exception):
        return f"**Stopped in {where}:** {type(error).__name__}: {_cut(str(error))}"
    return f"**Stopped in {where}:** {type(error).__name__}"


def _cut(text: str) -> str:
    return str.__str__(text)[:LONGEST]


# -- an answer on its way


def packed(value: Any) -> Any:
    """Return a plain answer as JSON that comes back as it was."""
    if isinstance(value, Labelled):
        return {"labels": packed(value.labels), "values": packed(value.values)}
    if isinstance(value, dict):
        return {"pairs": [[packed(key), packed(one)] for key, one in value.items()]}
    if isinstance(value, list):
        return [packed(one) for one in value]
    if type(value) is int and value.bit_length() > 1_000:
        return {"large": value < 0}
    return value


def unpacked(value: Any, deepest: int = DEEPEST) -> Any:
    """Return a plain answer from its JSON; whoever wrote that is not trusted.

    Raises:
        ValueError: it is none that `packed` writes.
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if deepest == 0:
        raise ValueError("too deep")
    if isinstance(value, list):
        return [unpacked(one, deepest - 1) for one in value]
    if isinstance(value, dict) and set(value) == {"large"}:
        return (-1 if value["large"] else 1) << 1_001
    if isinstance(value, dict) and set(value) == {"labels", "values"}:
        labels, values = (_listed(value[name], deepest) for name in ("labels", "values"))
        if len(labels) == len(values):
            return Labelled(labels, values)
    if isinstance(value, dict) and set(value) == {"pairs"}:
        pairs: Sequence[Any] = _listed(value["pairs"], deepest)
        if all(isinstance(one, list) and len(one) == 2 for one in pairs):
            return {_key(key): one for key, one in pairs}
    raise ValueError("not an answer")


def _listed(value: Any, deepest: int) -> list[Any]:
    found = unpacked(value, deepest - 1)
    if not isinstance(found, list):
        raise ValueError("not a list")
    return found


def _key(key: Any) -> Any:
    if not isinstance(key, bool | int | float | str):
        raise ValueError("not a key")
    return key
