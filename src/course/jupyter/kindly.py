"""Sentences in place of tracebacks, in every notebook in which the course was imported.

IPython asks `_handle` about each error of a cell. What a learner can mend is shown as a sentence or
two and no red block; every other error stays an error, in short, with the way to the whole of it.
Programs that run notebooks (`course run`, nbval) cannot be asked anything by the kernel, and by
that they are known: they get every error as IPython reports it.
"""

from __future__ import annotations

import os
import re
import sys
import traceback as tracebacks
import warnings
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

_PACKAGE = Path(__file__).parents[1]
_UNIT = re.compile(r"\d\d-[a-z0-9-]+\.ipynb")
# What Python warns of as it reads a cell: a stray backslash in a text, or what fails right after.
_IDLE_WARNINGS = (
    r".*invalid escape sequence",
    r".*invalid (?:decimal|octal|hexadecimal|binary) literal",
    r".* object is not (?:callable|subscriptable); perhaps you missed a comma",
    r".* indices must be integers or slices, .*; perhaps you missed a comma",
    r"""["'](?:is|is not)["'] with """,
)
_WHOLE = "The whole report: run %tb, or course.traceback()."


def watch() -> None:
    """Let the shell that runs this process, if there is one, answer errors in sentences.

    A handler that somebody else has set stays; a second call changes nothing.
    """
    ipython = sys.modules.get("IPython")
    get_ipython = getattr(ipython, "get_ipython", None)
    shell = get_ipython() if get_ipython else None
    if shell is None or shell.custom_exceptions:
        return
    for said in _IDLE_WARNINGS:
        warnings.filterwarnings("ignore", message=said)
    state = _State()
    shell.set_custom_exc((Exception,), state.handle)
    shell.showtraceback = _first_asked(shell, shell.showtraceback, state)
    shell.should_run_async = _guarded(shell.should_run_async, lambda *_, **__: False)
    # A cell that cannot be read here is read again as Python, which then says why it cannot.
    shell.transform_cell = _guarded(shell.transform_cell, lambda raw, *_, **__: raw)
    shell.events.register("pre_run_cell", state.begin)
    shell.events.register("post_run_cell", state.end)


def _guarded(asked: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[..., Any]:
    """Let a cell fail where all cells do; what these raise IPython shows itself, or not at all."""

    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return asked(*args, **kwargs)
        except (MemoryError, RecursionError, SyntaxError, ValueError):
            return otherwise(*args, **kwargs)

    return guarded


def _first_asked(shell: Any, ordinary: Callable[..., None], state: _State) -> Callable[..., None]:
    """Tell in words too what IPython finds as it compiles a cell, such as a lone `return`."""

    def showtraceback(exc_tuple: Any = None, *args: Any, **kwargs: Any) -> None:
        kind, error, trace = sys.exc_info()
        if exc_tuple is None and kind is not None and isinstance(error, SyntaxError):
            state.handle(shell, kind, error, trace)
        else:
            ordinary(exc_tuple, *args, **kwargs)

    return showtraceback


class _State:
    """What is known of the cell that runs: its text as typed, and the error that was explained."""

    def __init__(self) -> None:
        self.cell: str | None = None
        self.answered: BaseException | None = None

    def begin(self, info: Any) -> None:
        """Keep the text of the cell that is about to run."""
        self.cell, self.answered = info.raw_cell, None

    def end(self, result: Any) -> None:
        """Let 'Run All' go on after an answer that could not be read, as it does elsewhere."""
        if self.answered is not None and getattr(result, "error_in_exec", None) is self.answered:
            result.error_in_exec = None
        if self.answered is not None and result.error_before_exec is self.answered:
            result.error_before_exec = None

    def handle(
        self,
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
        tb_offset: int | None = None,
    ) -> list[str]:
        """Show an error as a sentence, or in short, or as IPython does."""
        sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace
        try:
            if _somebody_is_there(shell) and _shown(self, shell, kind, error, trace):
                return []
        except Exception:  # whatever fails here, the learner's own error is not hidden by it
            pass
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return []


def _somebody_is_there(shell: Any) -> bool:
    """Say whether a person sits before the shell, and not a program that runs notebooks."""
    kernel = getattr(shell, "kernel", None)
    return kernel is None or bool(getattr(kernel, "_allow_stdin", True))


def _shown(
    state: _State,
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> bool:
    """Show an error in words or in short; say whether that was done."""
    from IPython.core.error import UsageError

    raw, names = state.cell, shell.user_ns
    if raw is None:  # this cell is the one that imported the course
        raw = shell.history_manager.input_hist_raw[-1]
    # A magic command that was mistyped is answered by IPython in a line.
    if issubclass(kind, UsageError) or not _of_the_course(raw, names):
        return False
    from course.jupyter.sentences import explain

    frames = list(tracebacks.walk_tb(trace))
    in_cell = bool(frames) and frames[-1][0].f_globals is names
    with warnings.catch_warnings():  # what is read again here would warn again
        warnings.simplefilter("ignore")
        said = explain(error, raw, names, in_cell)
    if said is not None:
        from IPython.display import display

        from course.show import Text

        display(Text(said.words))
        if said.answer:
            state.answered = error
        return True
    if isinstance(error, SyntaxError) or not frames:
        return False  # short as it is
    shell._showtraceback(kind, error, _short(error, raw, names, frames))
    return True


def _of_the_course(raw: str, names: dict[str, Any]) -> bool:
    """Say whether a cell belongs to a notebook that has to do with the course."""
    notebook = Path(os.environ.get("JPY_SESSION_NAME", "")).name
    return "course" in names or "course" in raw or bool(_UNIT.fullmatch(notebook))


def _short(error: BaseException, raw: str, names: dict[str, Any], frames: list[Any]) -> list[str]:
    """Return the last line of a traceback, where in the cell it began, and where to find all."""
    lines = [tracebacks.format_exception_only(error)[-1].rstrip()]
    own = [number for frame, number in frames if frame.f_globals is names]
    typed = raw.splitlines()
    if own:
        text = typed[own[-1] - 1].strip() if 0 < own[-1] <= len(typed) else ""
        lines.append(f"  It came from line {own[-1]} of the cell{': ' if text else ''}{text}")
    frame, number = frames[-1]
    if frame.f_globals is not names:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(_PACKAGE):
            place = file.relative_to(_PACKAGE.parent).as_posix()
            lines.append(f"  It was raised in the course's own {place}, line {number}.")
    return [*lines, _WHOLE]


def traceback() -> None:
    """Print the whole report of the last error, as Python writes it."""
    error = getattr(sys, "last_value", None)
    if error is None:
        print("No cell has failed since this notebook was started.")
        return
    print("".join(tracebacks.format_exception(type(error), error, error.__traceback__)).rstrip())
