"""A list of choices inside a text, in the notation that Moodle calls Cloze.

Moodle finds the notation in the HTML of the question, and undoes the entities in what it found
once. So the characters that the notation is made of are written as entities, which it passes over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from course.teach.moodle.page import bare

_OWN = {"\\": "&#92;", "{": "&#123;", "}": "&#125;", "~": "&#126;", "#": "&#35;"}
_FIRST = {"=": "&#61;", "%": "&#37;"}  # at the beginning of an option they mark what it is worth


def choices(options: Iterable[tuple[str, bool, str]]) -> str:
    """Return one list of choices, worth one mark, in the order given.

    Args:
        options: for each its words as HTML, whether it is right, and what is said to it as HTML.
    """
    return "{1:MULTICHOICE:" + "~".join(_option(*one) for one in options) + "}"


def _option(words: str, right: bool, said: str) -> str:
    shown = _within(words)
    shown = _FIRST.get(shown[:1], shown[:1]) + shown[1:]
    return f"{'=' * right}{shown}{f'#{_within(said)}' if said else ''}"


def _within(html: str) -> str:
    """Return HTML as it stands inside the notation, without links: a list shows none."""
    once = bare(html).replace("&", "&amp;")
    return re.sub(r"[\\{}~#]", lambda found: _OWN[found[0]], once)


def outside(html: str) -> str:
    """Return HTML in which nothing can be taken for the notation."""
    return html.replace("{", "&#123;")
