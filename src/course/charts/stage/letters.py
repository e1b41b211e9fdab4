"""How wide words are, and where they break: reckoned for a wide font, so that others fit too.

A picture for the stage is laid out before it is drawn, on one machine, and read on another. The
widths are those of DejaVu Sans, about an eighth wider than what Windows and macOS take for
`system-ui`: what fits here, fits there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

LINE = 1.3  # of the size of the letters: how far apart Plotly sets lines
_BOLD = 1.15  # of the plain width
_WIDTHS = {
    0.28: "ijlıIJ'",
    0.33: " \u00a0,.·/:;\\|‘’",
    0.4: "f-()[]tr!",
    0.52: '*_`–sz"“”c?',
    0.6: "LFkvxyPTYaoąeé",
    0.64: "ESbdghnpqu0123456789$€£KAV",
    0.74: "BRXZCUHN",
    0.85: "DG&OQw#+<=>^~±≥×→MЖж",
    1.0: "%mW@—…",
}
_WIDE = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_TAG = re.compile(r"<[^>]*>")
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
# What is no more of a name: a day, a month or a year, a count, a sum.
_APART = re.compile(rf"(?:\d{{1,2}} )?(?:{_MONTHS} )?\d{{4}}(?:, .*)?$|\d+ of \d+$|[€$]|kr \d")
_MAYBE = re.compile(rf"[\d€$]|at least|{_MONTHS} ")
_OPEN = re.compile(rf"(?:[\d,:;>(?-]|\b(?:{_MONTHS}|in|on|of|by|to|from|before|after|since))$")


def lines(text: str) -> list[str]:
    """Return the lines of a text as Plotly writes it."""
    return text.split("<br>")


def width(text: str, size: float) -> float:
    """Return about how many pixels the longest line of a text takes."""
    bold = _BOLD if "<b>" in text else 1
    return _longest(text) * (size * bold)


# The same words are tried at dozens of places and in several sizes.
@lru_cache(maxsize=4096)
def _longest(text: str) -> float:
    return max(sum(_WIDE.get(c, 0.64) for c in _TAG.sub("", line)) for line in lines(text))


def height(text: str, size: float) -> float:
    """Return how many pixels the lines of a text take."""
    return size * (LINE * len(lines(text)) - 0.1)


def unbroken(texts: Sequence[str]) -> list[str]:
    """Join the lines of texts again that were broken for a page.

    A comma stands for a break before a date or a sum, as after the name of a missile, unless the
    line was only full there.
    """
    longest = max((len(_TAG.sub("", line)) for text in texts for line in lines(text)), default=0)
    return [_joined(lines(text), longest) for text in texts]


def _joined(parts: Sequence[str], longest: int) -> str:
    whole = parts[0]
    for before, after in pairwise(parts):
        word = _TAG.sub("", after).split(" ")[0]
        meant = len(_TAG.sub("", before)) + 1 + len(word) <= longest
        apart = _APART.match(after) or (meant and _MAYBE.match(after))
        if re.search("[a-z]-$", before):
            whole += after
        else:
            whole += (", " if apart and not _OPEN.search(before) else " ") + after
    return whole


def broken(text: str, room: float, size: float) -> str:
    """Break a text so that its lines take at most `room` pixels; a longer word stays whole."""
    done: list[str] = []
    for word in text.replace("<br>", " ").split(" "):
        longer = f"{done[-1]} {word}" if done else word
        if done and width(_bold(text, longer), size) <= room:
            done[-1] = longer
        else:
            done.append(word)
    return "<br>".join(done)


def _bold(whole: str, part: str) -> str:
    return f"<b>{part}" if "<b>" in whole and "<b>" not in part else part


def balanced(text: str, count: int, size: float) -> str:
    """Break a text into at most so many lines of about the same length."""
    whole = width(text.replace("<br>", " "), size)
    words = max(width(_bold(text, word), size) for word in re.split(" |<br>", text))
    room = max(whole / count, words)
    while len(lines(shorter := broken(text, room, size))) > count:
        room *= 1.05
    return shorter
