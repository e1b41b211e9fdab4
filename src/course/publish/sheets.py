"""Leave out of the theme's style sheets what no page of the site can use.

The theme styles dozens of things that this course never shows. Every page carries the sheet, so
that a rule whose class stands on no page and in no script weighs on each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial

_CLASSES = re.compile(r'class="([^"]*)"')
_WORD = re.compile(r"[A-Za-z_][\w-]+")
_NAMED = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_BETWEEN = re.compile(r",(?![^(]*\))")  # the commas of a list of selectors, not those in :is()
_NESTED = ("@media", "@supports")
_PROPERTY = re.compile(r"(?<=[{;])(--[\w-]+):(?:url\([^)]*\)|\"[^\"]*\"|[^;{}\"])*(?:;|(?=}))")
_USED = re.compile(r"var\(\s*(--[\w-]+)")


def used(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Return the classes of the pages, and every word of the scripts, which may set one."""
    found = {name for page in pages for names in _CLASSES.findall(page) for name in names.split()}
    return found.union(*(_WORD.findall(script) for script in scripts))


def purged(sheet: str, classes: set[str]) -> str:
    """Return a style sheet without the selectors that name a class of which no page has one."""
    return "".join(_kept(sheet, classes))


def properties(text: str) -> set[str]:
    """Return the custom properties that a sheet or a page uses."""
    return set(_USED.findall(text))


def without_idle_properties(sheet: str, elsewhere: set[str]) -> str:
    """Return a style sheet without the custom properties that neither it nor others use."""
    before = ""
    while before != sheet:  # one may be used by another that goes
        before, named = sheet, elsewhere | properties(sheet)
        idle = set(_PROPERTY.findall(sheet)) - named
        sheet = _PROPERTY.sub(partial(_unless_idle, idle), sheet)
    return sheet


def _unless_idle(idle: set[str], one: re.Match[str]) -> str:
    return "" if one[1] in idle else one[0]


def _kept(sheet: str, classes: set[str]) -> Iterator[str]:
    for head, body in _rules(sheet):
        opening = head.strip()
        if body is None:
            yield head
        elif opening.startswith(_NESTED):
            inner = purged(body, classes)
            if inner.strip():
                yield f"{head}{{{inner}}}"
        elif opening.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            chosen = [one for one in _BETWEEN.split(head) if _can_match(one, classes)]
            if chosen:
                yield f"{','.join(chosen)}{{{body}}}"


def _can_match(selector: str, classes: set[str]) -> bool:
    asked_for = re.sub(r":(?:not|is|where)\([^)]*\)", "", selector)
    return all(name in classes for name in _NAMED.findall(asked_for))


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Yield what stands before each brace and in it; None for a statement that has none."""
    start = place = 0
    while place < len(sheet):
        if sheet[place] == "{":
            end, depth = place + 1, 1
            while depth and end < len(sheet):
                depth += {"{": 1, "}": -1}.get(sheet[end], 0)
                end += 1
            yield sheet[start:place], sheet[place + 1 : end - 1]
            start = place = end
        elif sheet[place] == ";":
            yield sheet[start : place + 1], None
            start = place = place + 1
        else:
            place += 1
