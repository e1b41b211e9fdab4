"""One kind of error for everything a learner can get wrong."""

from __future__ import annotations

import difflib
import reprlib
import unicodedata
from collections.abc import Iterable
from typing import Any


class CourseError(ValueError):
    """A mistake that a reader can mend: what was wrong, what would be right, where to look.

    In a notebook it shows as that sentence alone, with no traceback above it.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class DataError(CourseError):
    """A table, or the description of a table, that cannot be trusted as it stands."""


class NoSuchName(CourseError, AttributeError):
    """A name that the course does not have; also the error that Python's own code expects."""


# Categories of characters that do not show, or that look like an ordinary space.
_HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")


def shown(value: Any, longest: int = 60) -> str:
    """Return a value as a message may show it: short, on one line, with nothing hidden in it.

    >>> shown("a\\u202eb")
    "'a\\\\u202eb'"
    """
    try:
        text = value[: longest + 1] if isinstance(value, str) else reprlib.repr(value)
    except Exception:  # whatever a learner's own object does when it is printed
        text = f"something of type {type(value).__name__}"
    if len(text) > longest:
        text = f"{text[:longest]}…"
    safe = "".join(
        c
        if c == " " or unicodedata.category(c) not in _HIDDEN
        else c.encode("unicode_escape", "surrogatepass").decode("ascii")
        for c in text
    )
    return f"'{safe}'" if isinstance(value, str) else safe


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the known names nearest to `word`, or that have it in them.

    >>> nearest("pols", ["polls", "sites"])
    'Did you mean polls?'
    >>> nearest("rota", ["es-2012-rota", "tr-2011-mou"])
    'Did you mean es-2012-rota?'
    """
    names, asked = sorted(set(known)), str(word).lower()
    close = difflib.get_close_matches(asked, names, n=3, cutoff=0.6)
    if not close and len(asked) > 2:
        close = [name for name in names if asked in name.lower()][:3]
    if close:
        return f"Did you mean {' or '.join(close)}?"
    some, left = ", ".join(names[:8]), len(names) - 8
    return f"Known names: {some}{f' and {left} more' if left > 0 else ''}."
