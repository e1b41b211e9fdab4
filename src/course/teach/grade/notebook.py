"""A notebook as it was handed in: its code cells and its unit, however large its outputs are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from course.rescue import parse
from course.units import units

WHOLE = 8 << 20  # bytes up to which a file is read at once; what is larger is skimmed
LARGEST = 400 << 20
_LONGEST_CELL = 200_000  # characters of code that are looked at
_DEEPEST, _MOST_BRACKETS = 2_000, 4_000_000
_ASK = 'Ask for the notebook itself: in JupyterLab, "File > Download" saves it (.ipynb).'
_CHECKED = re.compile(r"""\bcheck\s*\(\s*["']((\d\d)-[a-z0-9-]+(?:@\d+)?)["']""")
_BEGINNINGS = {
    b"%PDF": "is a PDF and no notebook",
    b"PK\x03\x04": "is a packed file or an office document, and no notebook",
    b"\xd0\xcf\x11\xe0": "is an old office document and no notebook",
    b"\x89PNG": "is a picture and no notebook",
    b"\xff\xd8\xff": "is a picture and no notebook",
    b"Rar!": "is packed in a way that is not read here",
    b"7z\xbc\xaf": "is packed in a way that is not read here",
    b"\x1f\x8b": "is packed in a way that is not read here",
}


class NoNotebook(ValueError):
    """A file that cannot be read as a notebook: why, and what to ask for."""


@dataclass(frozen=True)
class Code:
    """A code cell: its id in the notebook, and its text."""

    id: str
    source: str


@dataclass(frozen=True)
class Notebook:
    """What is looked at of a notebook: its code cells, and the number of its unit, or ""."""

    cells: tuple[Code, ...]
    unit: str


def read(raw: bytes) -> Notebook:
    """Read a notebook from its bytes.

    Raises:
        NoNotebook: it is none; the message says what it is, and what to ask for.
    """
    for begins, what in _BEGINNINGS.items():
        if raw.startswith(begins):
            raise NoNotebook(f"It {what}. {_ASK}")
    if raw.lstrip()[:1] == b"<":
        raise NoNotebook(f"It is a web page and no notebook. {_ASK}")
    if not raw.strip():
        raise NoNotebook("The file is empty. Ask for it once more.")
    if len(raw) > LARGEST:
        raise NoNotebook(
            f"It has {len(raw) >> 20} MB. Ask for it without its outputs: in JupyterLab, "
            '"Edit > Clear Outputs of All Cells", then save.'
        )
    try:
        book = parse(raw.decode("utf-8-sig")) if len(raw) <= WHOLE else _skimmed(raw)
        cells = tuple(_codes(book["cells"]))
    except _TooMuch:
        raise NoNotebook(
            'Its outputs are too large to be read. Ask for it without them: in JupyterLab, "Edit > '
            'Clear Outputs of All Cells", then save.'
        ) from None
    except UnicodeDecodeError:
        raise NoNotebook(f"Its letters are damaged. {_ASK}") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if _breaks_off(raw, error):
            raise NoNotebook("It breaks off before its end. Ask for it once more.") from None
        raise NoNotebook(f"It is no notebook that can be read. {_ASK}") from None
    return Notebook(cells, _unit(book, cells))


def _breaks_off(raw: bytes, error: Exception) -> bool:
    """Say whether a file begins as a notebook does, and ends before it is one."""
    if raw.lstrip()[:1] != b"{":
        return False
    if isinstance(error, json.JSONDecodeError) and error.pos >= len(error.doc.rstrip()) - 1:
        return True
    return isinstance(error, IndexError) or not raw.rstrip().endswith(b"}")


def _codes(cells: list[Any]) -> Iterator[Code]:
    for cell in cells:
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        text = "".join(source) if isinstance(source, list) else str(source)
        yield Code(str(cell.get("id", "")), text if len(text) <= _LONGEST_CELL else "")


def _unit(book: dict[str, Any], cells: tuple[Code, ...]) -> str:
    """Return the unit whose exercises a notebook asks to check, or the one that it says it is."""
    known = {one.origin: one.number for one in units()}  # an id names its unit as the course does
    asked = [found[1] for cell in cells for found in _CHECKED.findall(cell.source)]
    asked = [number for number in asked if number in known]
    if asked:
        return known[max(sorted(set(asked)), key=asked.count)]
    about = book.get("metadata", {})
    about = about.get("course", {}) if isinstance(about, dict) else {}
    said = about.get("unit", "") if isinstance(about, dict) else ""
    return said if said in known.values() else ""


# -- a notebook too large to be read at once: all but its outputs is read

_SPACE = re.compile(rb"[ \t\r\n]*+")
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.S)
_OTHER = re.compile(rb"[^\s,\[\]{}\"]++")
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+', re.S)
_KEPT = ("cells", "metadata", "cell_type", "source", "id")


class _TooMuch(ValueError):
    """More brackets than are followed."""


class _Skimmer:
    """Reads the members of an object that are wanted, and passes over the rest."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.at, self.brackets = raw, 0, 0

    def next(self) -> int:
        """Pass over spaces; return the byte that stands there."""
        found = _SPACE.match(self.raw, self.at)
        assert found is not None
        self.at = found.end()
        return self.raw[self.at]

    def expect(self, letter: bytes) -> None:
        """Pass over one sign, which has to be there."""
        if self.next() != letter[0]:
            raise ValueError(f"no {letter!r} at {self.at}")
        self.at += 1

    def skip(self) -> bytes:
        """Pass over a value; return its bytes."""
        self.next()
        start = self.at
        if self.raw[start] in b"[{":
            depth = 0
            while True:
                found = _TO_BRACKET.match(self.raw, self.at)
                assert found is not None
                self.at = found.end()
                depth += 1 if self.raw[self.at] in b"[{" else -1
                self.brackets += 1
                self.at += 1
                if depth == 0:
                    break
                if depth > _DEEPEST or self.brackets > _MOST_BRACKETS:
                    raise _TooMuch
        else:
            pattern = _TEXT if self.raw[start] == ord('"') else _OTHER
            found = pattern.match(self.raw, start)
            if found is None:
                raise ValueError(f"no value at {start}")
            self.at = found.end()
        return self.raw[start : self.at] if self.at - start <= WHOLE else b'""'

    def members(self) -> Iterator[str]:
        """Yield each key of an object, standing before its value, which has to be passed over."""
        self.expect(b"{")
        while self.next() != ord("}"):
            key = json.loads(self.skip())
            self.expect(b":")
            yield key
            if self.next() == ord(","):
                self.at += 1
        self.at += 1

    def elements(self) -> Iterator[None]:
        """Stand before each element of a list, which has to be passed over."""
        self.expect(b"[")
        while self.next() != ord("]"):
            yield
            if self.next() == ord(","):
                self.at += 1
        self.at += 1

    def object(self) -> dict[str, Any]:
        """Return of an object what is wanted."""
        found: dict[str, Any] = {}
        for key in self.members():
            if key == "cells":
                found[key] = [self.object() for _ in self.elements()]
                continue
            value = self.skip()
            if key in _KEPT:
                found[key] = json.loads(value)
        return found


def _skimmed(raw: bytes) -> dict[str, Any]:
    return _Skimmer(raw.removeprefix(b"\xef\xbb\xbf")).object()
