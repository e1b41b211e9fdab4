"""What one cell of a table may hold: the right spellings of each type, and plain text.

Everything odd is refused, so that a cell means the same to this course, to a spreadsheet and to
any other reader, and so that nothing in a cell can run or hide:

- a whole number is digits, with - before it if negative: no +, no leading zero, no -0, no
  exponent, no thousands mark, and no more than the 15 digits that a spreadsheet keeps;
- a number is the same with a decimal point and digits after it; zeros at its end are kept, since
  they say how precise it is;
- a date is 2008-07-08, and where the schema allows it 2008 or 2008-07, from 1800 to 2100;
- true and false are written so, in small letters;
- text is plain: composed letters, single ordinary spaces, no line break, no character that does
  not show, and nothing that Markdown, HTML or a spreadsheet would act on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

# What a field says in the standard property `rdfType` when its dates are only as precise as known:
# the Library of Congress's Extended Date/Time Format, level 0 (2008, 2008-07, 2008-07-08).
PARTIAL_DATE = "http://id.loc.gov/datatypes/edtf/EDTF-level0"
YEARS = (1800, 2100)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WHOLE = re.compile(r"(?!-0$)-?(?:0|[1-9]\d{0,14})", re.ASCII)
_DECIMAL = re.compile(r"(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?", re.ASCII)


def _integer(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    if not _DECIMAL.fullmatch(text) or len(re.sub(r"^-?[0.]*|\.", "", text)) > 15:
        raise ValueError(text)
    return float(text)


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _partial_date(text: str) -> date:
    """Read a full or partial ISO date; a missing month or day counts as the first."""
    match = _DATE.fullmatch(text)
    if not match or not YEARS[0] <= int(match[1]) <= YEARS[1]:
        raise ValueError(text)
    year, month, day = (int(part) if part else 1 for part in match.groups())
    return date(year, month, day)


def _full_date(text: str) -> pd.Timestamp:
    if len(text) != len("2008-07-08"):
        raise ValueError(text)
    return pd.Timestamp(_partial_date(text))


class Type(NamedTuple):
    """A type of cell: how it is read, what it is called, what is right, and its pandas dtype."""

    read: Callable[[str], Any]
    called: str
    remedy: str
    dtype: str = "str"


TYPES: dict[str, Type] = {
    "string": Type(str, "text", ""),
    "integer": Type(
        _integer,
        "a whole number",
        "write digits only, such as 1000 or -5 (no +, no leading zero, at most 15 digits)",
        "Int64",
    ),
    "number": Type(
        _number,
        "a number",
        "write digits with a decimal point, such as 51.5 (no +, no leading zero, no exponent, at "
        "most 15 digits)",
        "float64",
    ),
    "boolean": Type(
        _boolean, "true or false", "write true, false, or leave the cell empty", "boolean"
    ),
    "date": Type(_full_date, "a date", "write 2008-07-08, between 1800 and 2100", "datetime64[s]"),
    "partial_date": Type(
        _partial_date, "a date", "write 2008, 2008-07 or 2008-07-08, between 1800 and 2100"
    ),
}

# -- text

# Letters and marks that nobody sees, beyond those whose Unicode category says so.
_UNSEEN = {
    *"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0",
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
}
_BAD_KINDS = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")
# What Markdown, HTML or a browser would act on: a sign to look for first, for most texts have none
# of them; the pattern, and what is said of it.
_MARKUP = (
    ("<", re.compile(r"<"), "holds <, with which HTML begins; write it in words"),
    ("`", re.compile(r"```"), "holds a fence of Markdown (```); leave it out"),
    ("~~~", re.compile(r"~~~"), "holds a fence of Markdown (~~~); leave it out"),
    ("{", re.compile(r"{"), "holds {, with which a directive begins; write round brackets"),
    ("}", re.compile(r"}"), "holds }, with which a directive ends; write round brackets"),
    ("&", re.compile(r"&(?:#\w+|[A-Za-z]\w*);"), "holds an HTML code; write the letter itself"),
    *(
        (
            f"{scheme}:",
            re.compile(rf"(?<![\w-]){scheme}:(?=\S)", re.I),
            "holds an address that is neither http nor https; leave it out",
        )
        for scheme in ("javascript", "vbscript", "data", "file", "blob")
    ),
)
_LINK = (
    "]",
    re.compile(r"\]\(|\]\[|\]:"),
    "holds a Markdown link; name the source in source_id instead",
)
_WILD_LINK = (
    "]",
    re.compile(r"\]\((?!https?://)|\]\[|\]:"),
    "holds a link that leads neither to http nor to https; write [words](https://address)",
)
_BLOCK = re.compile(r"#+ |%|\+\+\+|:::|> |---|===|\(\w+\)=")
_ADDRESS = re.compile(
    r"https?://[\w-]+(?:\.[\w-]+)+\.?(?::\d+)?(?:[/?#][^\s<>\"\\^`{|}]*)?|urn:[a-z0-9-]+:[\w:.-]+",
    re.ASCII,
)
_FORMULA = re.compile(r"[=+@]|-(?![\d.; -]*$)")
_SLIPS = (
    # as any program would read it that guesses at types
    (re.compile(r"(?i)[-+]?(?:\d[\d .,_']*(?:e[-+]?\d+)?|0x[\da-f]+)"), "a number"),
    (re.compile(r"\d{4}-\d\d(-\d\d)?"), "a date"),
    (re.compile(r"(?i)true|false"), "true or false"),
)
_PLACEHOLDERS = {
    *("n/a", "na", "n.a.", "k.a.", "unknown", "none", "nan", "null", "nil", "tbd"),
    *("-", "–", "—", "?", "??", ".", "..", "...", "…", "#n/a", "#ref!", "#name?"),
    *("#value!", "#div/0!", "#num!", "#null!"),
}


def named(letter: str) -> str:
    """Return a character as a message may name it, such as U+202E RIGHT-TO-LEFT OVERRIDE."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()


def text_fault(text: str, *, cell: bool = True) -> str | None:
    """Say why a text is not plain, or return None; the words follow what is at fault.

    A text of the description, which Markdown may shape, is `cell=False`: it may hold links to the
    web.
    """
    for letter in sorted(set(text)):
        if letter in "\r\n":
            return "holds a line break; write it on one line"
        kind = unicodedata.category(letter)
        if letter in _UNSEEN or (letter != " " and kind in _BAD_KINDS):
            space = kind == "Zs" or letter == "\t"
            remedy = "write an ordinary space" if space else "delete it, for it does not show"
            return f"holds {named(letter)}; {remedy}"
    lower = text.lower()
    for sign, pattern, says in (*_MARKUP, _LINK if cell else _WILD_LINK):
        if sign in lower and pattern.search(text):
            return says
    if not unicodedata.is_normalized("NFC", text):
        return (
            "spells an accent as a letter and a mark of its own, so that a search for the word "
            "finds nothing; save the file in the composed form (Unicode NFC)"
        )
    return None


def cell_fault(value: str) -> str | None:
    """Say why a filled cell of any type is not as cells are written, or return None."""
    if value != value.strip():
        return "begins or ends with a space; delete it"
    if "  " in value:
        return "holds two spaces in a row; write one"
    if len(value) < 8 and value.lower() in _PLACEHOLDERS:
        return "is a stand-in for nothing; leave the cell empty"
    if len(value) > 32_767:
        return "is longer than a cell of a spreadsheet can be (32,767 letters); shorten it"
    return None


def free_text_fault(value: str) -> str | None:
    """Say why a text without codes or pattern is none, or return None."""
    if value[:1].isalpha() and len(value) > len("false"):
        return None  # as nearly all texts: none of the patterns below begins so
    for pattern, called in _SLIPS:
        if pattern.fullmatch(value):
            return f"is {called} where text should be; a cell may have slipped one column on"
    if _FORMULA.match(value):
        return f"begins with {value[0]}, so that a spreadsheet would run it; begin with a word"
    return beginning_fault(value)


def beginning_fault(text: str) -> str | None:
    """Say why Markdown would not take a text for plain words from its beginning on, or None."""
    block = _BLOCK.match(text)
    return (
        f"begins with {block[0].strip()}, which shapes a page; begin with a word" if block else None
    )


def address_fault(value: str) -> str | None:
    """Say why a text is no address that a page may link to, or return None."""
    if _ADDRESS.fullmatch(value):
        return None
    return "is no web address and no urn; write it whole, from https:// on"


def as_text(value: Any) -> str:
    """Return a value of the description as a cell writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
