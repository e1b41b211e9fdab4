"""The glossary in use: which term is meant, what it is, and where it stands in a text."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from course.data import package
from course.errors import CourseError, shown
from course.learn import kept
from course.markup import plain
from course.show import Text

MOST = 6
NEAREST = 3
LONGEST = 100  # characters of what is asked that are compared with each name
Row = dict[str, str]
LANGUAGES = {"french": "French", "russian": "Russian"}

# Left unmarked in a unit's text, each for a reason.
_UNMARKED = {
    "an ordinary word, of which most uses are not the term's": (
        "ally clock claim claim-verdict coding condition consent consultation coverage forecast "
        "grade hedge interest liability observation phase signature small-n sovereignty sponsor "
        "vintage"
    ),
    "said on the first page of the course": "nato data-card",
}
UNMARKED = {term_id for ids in _UNMARKED.values() for term_id in ids.split()}


def term(word: str) -> Text:
    """Look a term up in the glossary: by its words, its abbreviation, or a part of either.

    A term that is called exactly so comes first and alone. Else every term comes in whose name the
    words stand, whole, up to six; else, and said to be so, those whose explanation has them.

    Raises:
        CourseError: nothing of that kind is there; the three nearest terms are named.
    """
    if not isinstance(word, str) or not _words(word):
        raise CourseError('Write the term between quotation marks, as in course.term("IAMD").')
    rows = package().table("glossary").records()
    found, called = _found(rows, _words(word))
    if not found:
        raise CourseError(f"The glossary has no {shown(word)}. Nearest: {_nearest(rows, word)}.")
    if len(found) == 1 and called:
        event = {"what": "looked"}
        return kept.noted(explained(found[0]), f"term:{found[0]['term_id']}", event)
    asked = plain(shown(word.strip()))
    said = [explained(row) for row in found[:MOST]]
    some = f"{MOST} of {len(found)}" if len(found) > MOST else str(len(found))
    if len(found) > MOST:
        said.append(f"The others: {plain(', '.join(row['term'] for row in found[MOST:]))}.")
    if called:
        head = f"{some} terms have {asked} in their names."
    else:
        some = "this one has it in its" if len(found) == 1 else f"{some} have it in their"
        plural = "" if len(found) == 1 else "s"
        head = f"No term is called {asked}; {some} explanation{plural}."
        said.append(f"Nearest by name: {plain(_nearest(rows, word))}.")
    return Text("\n\n".join((head, *said)))


def explained(row: Row) -> str:
    """Return a term with its abbreviation, explanation and equivalents, as Markdown."""
    short = f" ({row['abbreviation']})" if row["abbreviation"] else ""
    words = f"**{plain(row['term'] + short)}.** {plain(row['definition'])}"
    others = [f"{name}: *{plain(row[key])}*" for key, name in LANGUAGES.items() if row.get(key)]
    return f"{words} {'; '.join(others)}." if others else words


def _found(rows: list[Row], wanted: list[str]) -> tuple[list[Row], bool]:
    """Return the terms that are meant, the likeliest first, and whether they are called so."""
    exact = [row for row in rows if wanted in [*_names(row), *_abroad(row)]]
    if exact:
        return exact[:1], True
    for names in (_names, _abroad):
        called = [
            (min(places), row)
            for row in rows
            if (places := [at for name in names(row) if (at := _place(wanted, name)) is not None])
        ]
        if called:
            return [row for _, row in sorted(called, key=lambda one: one[0])], True
    return [row for row in rows if _place(wanted, _words(row["definition"])) is not None], False


def _nearest(rows: list[Row], word: str) -> str:
    """Name the three terms that are spelt most like a word, those first that begin with it."""
    asked = " ".join(_words(word[:LONGEST]))

    def unlike(row: Row) -> tuple[int, float]:
        names = [" ".join(name) for name in _names(row)]
        inside = [name.find(asked) for name in names if len(asked) > 2 and asked in name]
        like = max(difflib.SequenceMatcher(None, asked, name).ratio() for name in names)
        return (0 if 0 in inside else 1 if inside else 2), -like

    near = sorted(rows, key=unlike)[:NEAREST]
    return ", ".join(row["term"] for row in near)


def _names(row: Row) -> list[list[str]]:
    """The ways in which a term is called in English, each as plain words."""
    own = [row["term"], row["abbreviation"], row["term_id"]]
    if row["abbreviation"]:
        own += [f"{row['term']} {row['abbreviation']}", f"{row['abbreviation']} {row['term']}"]
    return [words for name in own if (words := _words_of_name(name))]


def _abroad(row: Row) -> list[list[str]]:
    """The ways in which a term is called in other languages."""
    return [words for language in LANGUAGES if (words := _words_of_name(row.get(language, "")))]


@lru_cache(maxsize=4096)
def _words_of_name(name: str) -> list[str]:
    """Return the words of a name of the glossary, which every look-up asks for. Do not change."""
    return _words(name)


def _place(wanted: list[str], there: list[str]) -> int | None:
    """Return where the first of the wanted words stands, if all do, whole and in any order."""
    if not set(wanted) <= set(there):
        return None
    return min(there.index(word) for word in wanted)


def _words(text: str) -> list[str]:
    """Return the words of a text in one form: small, without accents, hyphens and plurals."""
    bare = unicodedata.normalize("NFKD", text.replace("ı", "i").casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub(r"['’]s\b|['’]", "", bare)
    return [_singular(word) for word in re.findall(r"\w+", bare)]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 5 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


# -- where terms stand in a text


@dataclass(frozen=True)
class Place:
    """One place of a text where a term or its abbreviation stands."""

    term_id: str
    start: int
    end: int


def places(text: str) -> Iterator[Place]:
    """Yield where terms of the glossary stand in a line of plain text; the longest one counts.

    A term may begin a sentence, stand in the plural or with a hyphen; an abbreviation is as it is.
    """
    pattern, forms = package().table("glossary").derived("pattern of terms", _compiled)
    for found in pattern.finditer(text):
        name = _key(found[0])
        yield Place(forms.get(name) or forms[name.removesuffix("s")], found.start(), found.end())


def _key(form: str) -> str:
    return re.sub(r"[-\s]", " ", form[0].lower() + form[1:])


def _compiled(rows: list[Row]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds a term in a text, and the term of each form that is found."""
    forms: dict[str, str] = {}
    parts: list[str] = []
    for row in rows:
        for name in (row["term"].strip('"'), row["abbreviation"]):
            if name and row["term_id"] not in UNMARKED and _key(name) not in forms:
                forms[_key(name)] = row["term_id"]
                small = name != row["abbreviation"] and name[1:2].islower()
                initial = re.escape(name[0].upper()) + re.escape(name[0].lower())
                first = f"[{initial}]" if small else re.escape(name[0])
                parts.append(first + re.sub(r"(?:\\\s)+", r"[-\\s]", re.escape(name[1:])) + "s?")
    parts.sort(key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])"), forms
