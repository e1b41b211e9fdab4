"""The texts that a unit's room holds: what its quiz, exercises, charts and other modules say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from course.learn.exercises import LESSONS, lesson
from course.units import Unit

COMPUTED = "…"  # stands for whatever a placeholder of an f-string shows


@dataclass(frozen=True)
class Words:
    """A text typed into a unit's room, and where.

    That is `quiz`, `answers`, `exercises`, or a module of the room and a name in it, such as
    `charts:votes`.
    """

    where: str
    text: str
    line: int = 0


def room(unit: Unit) -> Path:
    """Return the folder of a unit's own code, quiz and map of numbers."""
    return LESSONS / unit.slug.replace("-", "_")


def prose(unit: Unit) -> Iterator[Words]:
    """Yield every text of a unit's quiz and of its modules that a learner reads."""
    for question in lesson(unit.slug).quiz:
        yield Words("quiz", question.prompt)
        for words, _, said in question.options:
            yield from (Words("quiz", words), Words("quiz", said))
    for samples in lesson(unit.slug).samples.values():
        for one in samples:
            yield from (Words("answers", text) for text in (one.title, one.text, one.why))
    for path in sorted(room(unit).glob("*.py")):
        yield from _texts(path.stem, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _texts(name: str, code: str) -> tuple[Words, ...]:
    return tuple(texts(name, ast.parse(code)))


def texts(name: str, tree: ast.Module) -> Iterator[Words]:
    """Yield the texts in a module's code: strings with a space in them that document nothing."""
    for part in tree.body:
        where = name if name == "exercises" else f"{name}:{_named(part)}"
        documents = {
            id(node.value)
            for node in ast.walk(part)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        yield from (
            Words(where, text, line) for text, line in _strings(part, documents) if _read(text)
        )


def _named(part: ast.stmt) -> str:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return part.name
    targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", None)]
    return targets[0].id if isinstance(targets[0], ast.Name) else ""


def _strings(node: ast.AST, leave_out: set[int]) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.JoinedStr):
        pieces = [
            str(piece.value) if isinstance(piece, ast.Constant) else COMPUTED
            for piece in node.values
        ]
        yield "".join(pieces), node.lineno
        for piece in node.values:
            if isinstance(piece, ast.FormattedValue):
                yield from _strings(piece.value, leave_out)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and id(node) not in leave_out:
            yield node.value, node.lineno
    else:
        for child in ast.iter_child_nodes(node):
            yield from _strings(child, leave_out)


def _read(text: str) -> bool:
    """Say whether a string is words for a reader, and not a key, a column or a colour."""
    return " " in text.strip() and any(letter.isalpha() for letter in text)
