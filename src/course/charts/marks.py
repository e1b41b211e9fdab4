"""How each kind of thing looks on every chart: shape, colour, name and dash, allotted in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from course.charts.style import DASHES, PALETTE, SERIES, SYMBOLS
from course.errors import CourseError, nearest

SHAPES = (*SYMBOLS, "triangle-down", "cross", "pentagon", "hexagram")
"""The shapes of marks in the order in which kinds of thing get them."""


class Mark(NamedTuple):
    """How one kind of thing looks everywhere: shape, palette colour, name in the legend, dash."""

    symbol: str = "circle"
    colour: str = "blue"
    name: str = ""
    dash: str = "solid"

    @property
    def hue(self) -> str:
        """The colour as #rrggbb."""
        return colour_of(self.colour)


UNKNOWN = Mark("hash-open", "border", "not known")
"""The hatched mark of what nobody has found out. It is never the mark of a no."""


def marks(names: Mapping[Any, str] | Iterable[str]) -> dict[Any, Mark]:
    """Give each kind of thing a shape, a colour and a dash of its own, in order.

    Args:
        names: code to name in the legend; or the names alone, which are then the codes too.

    Raises:
        CourseError: more kinds than there are shapes, so that colour would be the only sign.
    """
    named = dict(names) if isinstance(names, Mapping) else {name: name for name in names}
    if len(named) > len(SHAPES):
        raise CourseError(
            f"There are {len(named)} kinds but {len(SHAPES)} shapes of mark. Group some kinds "
            "before drawing them."
        )
    return {
        code: Mark(SHAPES[k], SERIES[k % len(SERIES)], str(name), DASHES[k % len(DASHES)])
        for k, (code, name) in enumerate(named.items())
    }


def by_mark(
    table: pd.DataFrame, column: str, kinds: Mapping[Any, Mark], *, empty: bool = False
) -> Iterator[tuple[Mark, pd.DataFrame]]:
    """Yield each mark with the rows that hold its code, in the order of `kinds`.

    A kind without rows is passed over, unless `empty`: figures that `switch` changes between must
    have the same parts.

    Raises:
        CourseError: a row holds a code that has no mark.
    """
    for code in table[column].dropna().unique():
        if code not in kinds:
            known = [str(kind) for kind in kinds]
            raise CourseError(
                f"'{code}' in the column '{column}' has no mark. {nearest(str(code), known)}"
            )
    for code, mark in kinds.items():
        part = table[table[column] == code]
        if empty or len(part):
            yield mark, part


def colour_of(name: str) -> str:
    """Return a palette colour as #rrggbb.

    Raises:
        CourseError: the palette has no such name.
    """
    if name not in PALETTE:
        raise CourseError(f"'{name}' is no colour of the course. {nearest(name, list(PALETTE))}")
    return PALETTE[name]
