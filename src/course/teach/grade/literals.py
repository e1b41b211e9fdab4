"""Values that a notebook's text gives to its names, worked out without running anything.

Literals, names that were given one, and sums of numbers. All else is OPAQUE: it has a value, and
what that is only running would tell.
"""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Mapping
from typing import Any

from course.teach.grade.flow import Statement, base, calls, is_wild, libraries, reach

OPAQUE = object()
"""The value of a name that only running would tell."""
_LONGEST, _BITS, _POWER = 200_000, 10_000, 100
_SUMS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": abs, "float": float, "int": int, "len": len, "max": max, "min": min, "round": round,
    "sum": sum,
}  # fmt: skip
# What is worked out only if it comes to that, and names of its own that it makes.
_LATER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp,
          ast.BoolOp, ast.NamedExpr)  # fmt: skip


class NotLiteral(Exception):
    """A value that only running would tell."""


class Undefined(Exception):
    """A name that nothing above has made; `row` is where in the cell it stands."""

    def __init__(self, name: str, row: int) -> None:
        super().__init__(name)
        self.name, self.row = name, row


class Scope:
    """The names of a notebook as its statements, taken in order, leave them."""

    def __init__(self) -> None:
        """Begin as a kernel does: with nothing."""
        self.values: dict[str, Any] = {}
        self.libraries: frozenset[str] = frozenset()
        self.reached: frozenset[str] = frozenset()  # what a function of the notebook's may change
        self.wild = False

    def value(self, node: ast.expr) -> Any:
        """Return the value of an expression.

        Raises:
            NotLiteral: only running would tell.
            Undefined: it holds a name that nothing has made.
        """
        self._undefined(node)
        try:
            return self._value(node)
        except NotLiteral:
            raise
        except Exception:  # a sum by nought, a key that can be none: a kernel will say it
            raise NotLiteral from None

    def take(self, node: ast.stmt) -> None:
        """Take a statement as having run.

        Raises:
            Undefined: it would have stopped at a name that nothing has made.
        """
        self.wild = self.wild or is_wild(node)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr) and node.value:
            self._undefined(node.value)
        if isinstance(node, ast.Assign):
            value = self._or_opaque(node.value)
            for target in node.targets:
                self._assign(target, value)
        elif isinstance(node, ast.AnnAssign) and node.value:
            self._assign(node.target, self._or_opaque(node.value))
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            there = ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target)
            self._assign(node.target, self._or_opaque(ast.BinOp(there, node.op, node.value)))
        elif not isinstance(node, ast.AnnAssign):
            self._blur(node)
        self.reached |= reach([Statement(0, 0, node)], self.libraries)
        if self.reached and calls(node, self.libraries):
            for name in self.reached:
                self._forget(name)

    def _undefined(self, whole: ast.AST) -> None:
        """Raise Undefined for the first name that nothing has made, if that is certain."""
        if self.wild or any(isinstance(node, _LATER) for node in ast.walk(whole)):
            return
        names = (node for node in ast.walk(whole) if isinstance(node, ast.Name))
        loads = (node for node in names if isinstance(node.ctx, ast.Load))
        for node in sorted(loads, key=lambda one: (one.lineno, one.col_offset)):
            if node.id not in self.values and not hasattr(builtins, node.id):
                if node.id in ("display", "get_ipython", "In", "Out", "__name__"):
                    continue
                raise Undefined(node.id, node.lineno)

    def _or_opaque(self, node: ast.expr) -> Any:
        try:
            return self.value(node)
        except NotLiteral:
            self._blur(node)
            return OPAQUE

    def _assign(self, target: ast.expr, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.values[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            starred = any(isinstance(one, ast.Starred) for one in target.elts)
            fits = isinstance(value, tuple | list) and len(value) == len(target.elts)
            parts = list(value) if fits and not starred else [OPAQUE] * len(target.elts)
            for one, part in zip(target.elts, parts, strict=True):
                self._assign(one.value if isinstance(one, ast.Starred) else one, part)
        else:
            self._put(target, value)

    def _put(self, target: ast.expr, value: Any) -> None:
        """Put a value under a key of a dictionary, or stop knowing what is in it."""
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            holder = self.values.get(target.value.id)
            if isinstance(holder, dict) and value is not OPAQUE:
                try:
                    holder[self.value(target.slice)] = value
                    return
                except (NotLiteral, Undefined, TypeError):
                    pass
        for name in base(target):
            self._forget(name)

    def _blur(self, whole: ast.AST) -> None:
        """Stop knowing what a piece of code may make or change."""
        one = Statement(0, 0, whole)  # type: ignore[arg-type]
        self.libraries |= libraries([one])
        for name in one.makes | one.changes(self.libraries):
            self._forget(name)
        if isinstance(whole, ast.Delete):
            for target in whole.targets:
                if isinstance(target, ast.Name):
                    self.values.pop(target.id, None)

    def _forget(self, name: str) -> None:
        """Stop knowing the value of a name, and of every other name for the same thing."""
        there = self.values.get(name)
        if isinstance(there, dict | list | set):
            for other, value in self.values.items():
                if value is there:
                    self.values[other] = OPAQUE
        self.values[name] = OPAQUE

    def _value(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            found = self.values.get(node.id, OPAQUE)
            if found is OPAQUE:
                raise NotLiteral
            return found
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            made = {ast.Tuple: tuple, ast.List: list, ast.Set: set}[type(node)]
            return made([self._value(one) for one in node.elts])
        if isinstance(node, ast.Dict):
            if None in node.keys:
                raise NotLiteral
            pairs = zip(node.keys, node.values, strict=True)
            return {self._value(key): self._value(one) for key, one in pairs if key is not None}
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd | ast.USub):
            value = _number(self._value(node.operand))
            return +value if isinstance(node.op, ast.UAdd) else -value
        if isinstance(node, ast.BinOp):
            return self._sum(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
            function = _FUNCTIONS.get(node.func.id)
            if function is not None and node.func.id not in self.values:
                return _small(function(*(self._value(one) for one in node.args)))
        raise NotLiteral

    def _sum(self, node: ast.BinOp) -> Any:
        left, right = self._value(node.left), self._value(node.right)
        if isinstance(node.op, ast.Add) and isinstance(left, str) and isinstance(right, str):
            if len(left) + len(right) <= _LONGEST:
                return left + right
            raise NotLiteral
        how = _SUMS.get(type(node.op))
        if how is None:
            raise NotLiteral
        left, right = _number(left), _number(right)
        if isinstance(node.op, ast.Pow) and abs(right) > _POWER:
            raise NotLiteral
        return _small(how(left, right))


def _number(value: Any) -> Any:
    if not isinstance(value, int | float):
        raise NotLiteral
    return value


def _small(value: Any) -> Any:
    if isinstance(value, int) and value.bit_length() > _BITS:
        raise NotLiteral
    return value
