"""What each statement of a notebook makes and needs, so that few of them have to be run.

Nothing here runs anything. Where it is not certain, a statement is taken to need, to make and to
change more than it does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

# What can read or make a name that nowhere stands in the text.
WILD = frozenset(
    ("exec", "eval", "globals", "locals", "vars", "setattr", "delattr", "compile", "__import__",
     "get_ipython", "__builtins__", "importlib", "__main__")
)  # fmt: skip
_HARMLESS = frozenset(
    ("abs", "display", "enumerate", "float", "int", "len", "list", "max", "min", "print", "range",
     "repr", "round", "set", "sorted", "str", "sum", "tuple", "type", "zip", "dict", "bool")
)  # fmt: skip
_LIBRARIES = ("course", "pandas", "numpy")  # what their functions are given stays as it is
_DEEP = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Statement:
    """One statement at the top of a cell: the cell, its place in it, and what it is."""

    cell: int
    at: int
    node: ast.stmt = field(compare=False)

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it may read, in a function's body too."""
        read: set[str] = set()
        # What is put in the place of the check is there whatever it is called.
        calls = [node.func for node in ast.walk(self.node) if checked(node)]  # type: ignore[attr-defined]
        checks = {id(node) for call in calls for node in ast.walk(call)}
        for node in ast.walk(self.node):
            if id(node) in checks:
                continue
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                read.add(node.id)
            elif isinstance(node, ast.AugAssign):
                read |= set(base(node.target))
        return frozenset(read)

    @cached_property
    def makes(self) -> frozenset[str]:
        """The names that it may give a value to."""
        return frozenset(_made(self.node))

    @cached_property
    def replaces(self) -> frozenset[str]:
        """The names that it gives a value to in any case, whatever they were before."""
        if isinstance(self.node, ast.Assign):
            return frozenset(n.id for n in self.node.targets if isinstance(n, ast.Name))
        if isinstance(self.node, (ast.Import, ast.ImportFrom, *_DEEP)):
            return self.makes
        return frozenset()

    @property
    def is_deep(self) -> bool:
        """Say whether a part of it is run later, when it is called."""
        return any(isinstance(node, (ast.Lambda, *_DEEP)) for node in ast.walk(self.node))

    def changes(self, known: frozenset[str]) -> set[str]:
        """Return the names whose value it may change without giving them another.

        What is handed to a function of one of the `known` libraries stays as it is.
        """
        return set(_changed(self.node, known)) - known


def checked(node: ast.AST) -> str:
    """Return the id of the exercise that a call asks to check, or an empty text."""
    if not isinstance(node, ast.Call):
        return ""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    called = node.func.id if isinstance(node.func, ast.Name) else called
    first = node.args[0] if node.args else None
    if called != "check" or not isinstance(first, ast.Constant):
        return ""
    return first.value if isinstance(first.value, str) else ""


def _made(whole: ast.AST) -> Iterator[str]:
    for node in ast.walk(whole):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((one.asname or one.name).split(".")[0] for one in node.names)
        elif isinstance(node, _DEEP):
            yield node.name
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name


def _changed(whole: ast.AST, known: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(whole):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from base(node)
        elif isinstance(node, ast.AugAssign):
            yield from base(node.target)
        elif isinstance(node, ast.Call) and not known & set(base(node.func)):
            if isinstance(node.func, ast.Attribute):
                yield from base(node.func)
            if not (isinstance(node.func, ast.Name) and node.func.id in _HARMLESS):
                given = (*node.args, *(one.value for one in node.keywords))
                yield from (one.id for one in given if isinstance(one, ast.Name))


def base(node: ast.AST) -> Iterator[str]:
    """Yield the name with which a chain begins, such as `a` of `a.b["c"].d`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Starred):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name):
        yield node.id


def libraries(statements: Iterable[Statement]) -> frozenset[str]:
    """Return the names under which the course and the libraries that it brings were imported."""
    found: set[str] = set()
    for one in statements:
        for node in ast.walk(one.node):
            if isinstance(node, ast.Import):
                pairs = ((alias, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                pairs = ((alias, node.module or "") for alias in node.names)
            else:
                continue
            for alias, module in pairs:
                if module.split(".")[0] in _LIBRARIES:
                    found.add((alias.asname or alias.name).split(".")[0])
    return frozenset(found)


def is_wild(node: ast.AST) -> bool:
    """Say whether a piece of code may use names that do not stand in it."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id in WILD:
            return True
        if isinstance(one, ast.ImportFrom) and any(alias.name == "*" for alias in one.names):
            return True
        if isinstance(one, ast.Import) and any(a.name in WILD for a in one.names):
            return True
    return False


def needed(before: Sequence[Statement], last: Sequence[Statement]) -> list[Statement]:
    """Return what has to be run, in order, so that the statements `last` can be run after it.

    Args:
        before: every statement above, in the order in which they stand.
        last: the statements of the cell that asks for the check, up to the one that does.
    """
    if any(is_wild(one.node) for one in (*before, *last)):
        return list(before)
    known = libraries(before)
    reached = reach((*before, *last), known)
    wanted: set[str] = set()
    for one in reversed(last):
        wanted = (wanted - one.replaces) | one.uses
    later: set[str] = set()  # what functions read, when they are called
    while True:
        found = _backwards(before, wanted, later, known, reached)
        deep = {name for one in (*found, *last) if one.is_deep for name in one.uses}
        if deep <= later:
            return found
        later |= deep


def _backwards(
    before: Sequence[Statement],
    wanted: set[str],
    later: set[str],
    known: frozenset[str],
    reached: frozenset[str],
) -> list[Statement]:
    """Return the statements that make or change what is wanted, and what they want in turn."""
    found = []
    wanted = wanted | later
    for one in reversed(before):
        changed = one.makes | one.changes(known)
        if reached and calls(one.node, known):
            changed |= reached
        if wanted & changed:
            found.append(one)
            wanted = (wanted - one.replaces) | one.uses | later
    return found[::-1]


def reach(statements: Iterable[Statement], known: frozenset[str]) -> frozenset[str]:
    """Return the names outside of itself that a function of the notebook's own may change."""
    found: set[str] = set()
    for one in statements:
        for node in ast.walk(one.node):
            if isinstance(node, _DEEP):
                found |= set(_changed(node, known)) - known
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Global | ast.Nonlocal):
                        found |= set(inner.names)
    return frozenset(found)


def calls(node: ast.AST, known: frozenset[str]) -> bool:
    """Say whether a function may be called that the notebook itself has made."""
    for one in ast.walk(node):
        if not isinstance(one, ast.Call) or checked(one) or known & set(base(one.func)):
            continue
        if not (isinstance(one.func, ast.Name) and one.func.id in _HARMLESS):
            return True
    return False
