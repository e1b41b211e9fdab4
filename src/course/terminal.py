"""What the commands print: no text of a table or a notebook colours or steers a terminal."""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

# Control characters but for the tab and the line feed, and those that turn the direction of text
# or break a line unseen.
_ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

_out = Console()
_err = Console(stderr=True)


def inert(text: str) -> str:
    """Return text with every character that could act on a terminal written as its code."""
    return _ACTIVE.sub(lambda found: ascii(found.group(0))[1:-1], text)


def use_utf8() -> None:
    """Write UTF-8 whatever the locale, so that no letter ends a command half way."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str, style: str | None = None) -> None:
    """Print a sentence as it is: square brackets in it are no markup."""
    _print(_out, text, style)


def complain(text: str) -> None:
    """Print what went wrong, on the stream for errors."""
    _print(_err, text, "red")


def _print(console: Console, text: str, style: str | None) -> None:
    console.print(
        inert(text), style=style, markup=False, emoji=False, highlight=False, soft_wrap=True
    )


def show(markdown: str) -> None:
    """Print Markdown; an address is printed beside its words, not hidden behind them."""
    _out.print(Markdown(inert(markdown), hyperlinks=False))


def ask(prompt: str) -> str:
    """Ask for a line; an input that has ended is as if it had been stopped."""
    try:
        return input(inert(prompt)).strip()
    except (EOFError, RuntimeError):  # a program that was started without any input has none
        raise KeyboardInterrupt from None


def progress() -> Progress:
    """Return a bar on the stream for errors, which goes away when it ends."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_err,
        transient=True,
        disable=not _err.is_terminal,  # else an empty line is left in a log
    )
