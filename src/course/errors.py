"""One kind of error for everything a learner can get wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CourseError(ValueError):
    """A mistake that a reader can mend: what was wrong, what would be right, where to look.

    In a notebook it shows as that sentence alone, with no traceback above it.
    """

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class DataError(CourseError):
    """A table, or the description of a table, that cannot be trusted as it stands."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the known names nearest to `word`.

    >>> nearest("pols", ["polls", "sites"])
    'Did you mean polls?'
    """
    names = sorted(set(known))
    close = difflib.get_close_matches(str(word).lower(), names, n=3, cutoff=0.6)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    some, left = ", ".join(names[:8]), len(names) - 8
    return f"Known names: {some}{f' and {left} more' if left > 0 else ''}."
