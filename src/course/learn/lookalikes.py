"""Letters of other alphabets that look like Latin ones: they come with a pasted word, unseen."""

from __future__ import annotations

import unicodedata

_PAIRS = (
    ("АВСЕНІЈКМОРЅТХаесорхуіјѕ", "ABCEHIJKMOPSTXaecopxyijs"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"),
)
_LATIN = {other: latin for others, latins in _PAIRS for other, latin in zip(others, latins)}  # noqa: B905


def latin(text: str) -> str:
    """Return a text with every letter that looks like a Latin one in its place.

    >>> latin("В") == "B"
    True
    """
    return "".join(_LATIN.get(c, c) for c in text)


def note(given: object) -> str:
    """Return a sentence on the first such letter of an answer, or an empty text."""
    texts = [given] if isinstance(given, str) else []
    if isinstance(given, dict):
        texts = [text for text in (*given, *given.values()) if isinstance(text, str)]
    elif isinstance(given, list | tuple):
        texts = [text for text in given if isinstance(text, str)]
    for text in texts:
        for letter in text[:1000]:
            if letter in _LATIN:
                alphabet = unicodedata.name(letter).split()[0].capitalize()
                return (
                    f"The `{letter}` in it is a {alphabet} letter that looks like the Latin "
                    f"{_LATIN[letter]}: type it anew on a Latin keyboard."
                )
    return ""
