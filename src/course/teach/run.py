"""Cells run here, without a kernel, for what they show: of the course's own code alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from course.errors import CourseError

_COLUMNS = 20  # of a table in plain text, where there is no terminal


class Runner:
    """The names that the cells of one notebook share, and what the cells show."""

    def __init__(self) -> None:
        """Begin with no names, as a kernel does."""
        from IPython.core.formatters import DisplayFormatter

        self.names: dict[str, Any] = {"__name__": "__main__"}
        self._formatter = DisplayFormatter()
        self._shown: list[NotebookNode] = []

    def run(self, source: str) -> list[NotebookNode]:
        """Run one cell; return its outputs as a notebook stores them.

        Raises:
            CourseError: the cell failed.
        """
        self._shown = []
        body = ast.parse(source).body
        last = body[-1] if body else None
        shown = last.value if isinstance(last, ast.Expr) else None
        done = body if shown is None else body[:-1]
        try:
            exec(compile(ast.Module(done, []), "<cell>", "exec"), self.names)
            if shown is not None:
                value = eval(compile(ast.Expression(shown), "<cell>", "eval"), self.names)
                if value is not None:
                    self._show("execute_result", value)
        except Exception as error:  # whatever goes wrong in a cell is told with the cell
            raise CourseError(
                f"A cell failed: {type(error).__name__}: {error}\nIn the cell:\n{source}"
            ) from None
        return self._shown

    def display(self, *values: Any, raw: bool = False, **_: Any) -> None:
        """Stand in for IPython's `display`, which without a kernel only prints."""
        for value in values:
            if raw:
                self._shown.append(new_output("display_data", value))
            else:
                self._show("display_data", value)

    def _show(self, kind: str, value: Any) -> None:
        data, metadata = self._formatter.format(value)
        if data:  # what shows itself has shown itself by now
            self._shown.append(new_output(kind, data, metadata=metadata))


@contextmanager
def runner() -> Iterator[Runner]:
    """Yield a runner; what its cells change of pandas and IPython is changed back."""
    import IPython.display
    import pandas as pd

    one, shows = Runner(), IPython.display.display
    IPython.display.display = one.display
    try:
        width = pd.get_option("display.max_colwidth")
        with pd.option_context("display.max_columns", _COLUMNS, "display.max_colwidth", width):
            yield one
    finally:
        IPython.display.display = shows
