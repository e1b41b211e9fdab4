"""An abbreviation is explained where a reader of the unit first meets it.

The rule is part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from course.charts.style import About
from course.data import package
from course.passages import LINK, prose
from course.show import stored_chart
from course.sources import find, links, lookup
from course.units import Unit, cell_text

# Known without a word, each for a reason.
_KNOWN = {
    "the alliance, the states and the unions that the course is about, and money": (
        "NATO US USA UK EU UN USSR UAE EUR USD GDP"
    ),
    "known from news and schools": "AI BBC CNN TV FBI CIA NASA VIP OK PR TNT Q&A",
    "news agencies and papers that go by nothing else": (
        "TASS ITAR RIA AP AFP UPI NPR CBS NBC ABC CNBC TRT RBC UNN RKS ZET EURACTIV"
    ),
    "names of file formats": "CSV PDF HTML URL JSON ZIP",
    "parts of the names of treaties, ships, types and versions, which say what they are": (
        "START USS MSE SLM SAMP IRIS AN TPY PAC SM MK RS IB IIA IIB IC"
    ),
    "numbers": "II III IV VI",
}
KNOWN = {name for names in _KNOWN.values() for name in names.split()}
_OUTCOME = re.compile(r"LO[0-9]")  # each stands with its words on the opening card

_OWN = "\u2060"  # stands before a publisher's own name, and is not seen

_SHORT = re.compile(r"(?<![\w/&<-])(?:([A-Z]{2,})[0-9]*|C2|MoU|AirC2IS)(?=s?(?![\w]))")
# What a name is, said just before it: "the party USR", "an aircraft called AWACS".
_KINDS = (
    "agency|alliance|bank|blog|broadcaster|cell|centre|channel|company|daily|firm|fund|group|"
    "headquarters|institute|letters|maker|network|newspaper|paper|party|pollster|programme|radio|"
    "service|site|station|system|team|treaty|think tank|university|called|in Europe|"
    "auditors of Congress"
)
_TOLD_BEFORE = re.compile(rf"\b(?:{_KINDS})s?(?:[,(]? (?:the |an? )?\W?| \()$")
# "CBO, the budget office of Congress", "CBOS and PBS are pollsters"
_TOLD_AFTER = re.compile(
    r"s?,? (?:of )?[A-Z]\w+[’']s [\w-]+ [\w-]+"
    r"|s?(?:,| \(| is)(?: which is)? ?(?:the|an?|one of|our) (?:[\w’'-]+[ ,.;:)]+){2}"
    rf"|(?:, [A-Z]+)*(?: and [A-Z]+)? (?:is|are) (?:an? |the )?(?:\w+ )?(?:{_KINDS})s?\b"
)
_BESIDE = re.compile(r"s?(?: ?[(\[,:–] ?| is short for | stands for | is )(.+)")
_OPENED = re.compile(r"[(\[,]\s?(?:the |or |called |in short )?$")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "d",
        "de",
        "du",
        "et",
        "for",
        "in",
        "la",
        "of",
        "on",
        "or",
        "the",
        "to",
        "und",
    ]
)


def abbreviations(unit: Unit) -> Iterator[str]:
    """Every abbreviation is explained at its first use, or is one that needs no words."""
    for _, short, where, words in unexplained(unit):
        yield (
            f"{where} '…{words}…' has {short} before it is explained; write its words out "
            f"where a reader first meets it, as in 'the words ({short})'."
        )


def unexplained(unit: Unit) -> Iterator[tuple[int, str, str, str]]:
    """Yield the cell, the short form, where it stands and its surroundings, of each such use."""
    met: set[str] = set()
    for place, where, text in _read(unit):
        for found in _SHORT.finditer(text):
            short = found[1] or found[0]
            if short in met or short in KNOWN or _OUTCOME.fullmatch(found[0]):
                continue
            met.add(short)
            if text[: found.start()].endswith(_OWN):
                continue
            if not explained(short, text, found.start(), found.end()):
                words = text[max(0, found.start() - 40) : found.end() + 30]
                yield place, short, where, words


def explained(short: str, text: str, start: int, end: int) -> bool:
    """Say whether the words of an abbreviation stand beside it in a text.

    They do if its initials, or the words of the glossary, stand just before or after it, or if it
    is followed by what it is: "CBO, the budget office of Congress".
    """
    before, after = text[:start][-160:], text[end:][:160]
    words = full().get(short)
    if words is not None and words in f"{before}{after}".lower():
        return True
    if _TOLD_BEFORE.search(before) or _TOLD_AFTER.match(after):
        return True
    beside = _BESIDE.match(after)
    if beside and _spells(short, _words(beside[1]), first=True):
        return True
    return bool(_OPENED.search(before)) and _spells(short, _words(before), first=False)


def full() -> dict[str, str]:
    """Return the words of the glossary, in small letters, by abbreviation. Do not change it."""
    return (
        package()
        .table("glossary")
        .derived(
            "words of abbreviations",
            lambda rows: {
                row["abbreviation"]: row["term"].lower() for row in rows if row["abbreviation"]
            },
        )
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-zÀ-ž0-9]+", re.sub(r"[’']s\b", "", text))


def _spells(short: str, words: list[str], *, first: bool) -> bool:
    """Say whether words at one end of a list have the letters of an abbreviation as initials."""
    letters = short.lower()
    for count in range(2, min(len(words), len(letters) + 6) + 1):
        run = words[:count] if first else words[-count:]
        big = [word for word in run if word.lower() not in _SMALL]
        for some in (run, big):
            initials = "".join(word[0] for word in some).lower()
            if initials == letters or (initials[:1] == letters[0] and _spread(letters, initials)):
                return True
    return False


def spelt(short: str, text: str, start: int, end: int) -> str:
    """Return the words whose initials an abbreviation has, beside it in a text, or nothing."""
    beside = _BESIDE.match(text[end:][:160])
    for words, first in ((beside[1] if beside else "", True), (text[:start][-160:], False)):
        known = _words(words)
        for count in range(2, len(known) + 1):
            run = known[:count] if first else known[-count:]
            if _spells(short, run, first=first):
                return " ".join(run)
    return ""


def _spread(letters: str, initials: str) -> bool:
    """Say whether letters stand in this order among initials, of which one may be left over."""
    rest = iter(initials)
    return len(initials) <= len(letters) + 1 and all(letter in rest for letter in letters)


def _read(unit: Unit) -> Iterator[tuple[int, str, str]]:
    """Yield what a reader meets, in order: its cell, where it stands, one line of plain words."""
    for place, cell in enumerate(unit.notebook["cells"]):
        if cell["cell_type"] == "markdown":
            for line in prose(LINK.sub(_with_publisher, cell_text(cell))):
                yield place, "the text", html.unescape(line)
        else:
            yield from ((place, *said) for said in _shown(cell))


def _with_publisher(link: re.Match[str]) -> str:
    """Return the words of a link, with a mark before what its publisher goes by in the register."""
    source_id = next(filter(None, map(find, links(link[0]))), None)
    publisher = lookup(source_id)["publisher"] if source_id else ""
    own = {one[0] for one in _SHORT.finditer(publisher)} - full().keys()
    return _SHORT.sub(lambda name: f"{_OWN}{name[0]}" if name[0] in own else name[0], link[1])


def _shown(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    card = re.search(r"course\.start\(", cell_text(cell))
    for output in cell.get("outputs", []):
        figure = stored_chart(output)
        if figure is not None:
            about = About.from_meta(figure.get("layout", {}))
            for text in (about.title, about.subtitle, *about.digest):
                yield "the chart", " ".join(str(text).split())
        elif card:
            told = "".join(output.get("data", {}).get("text/markdown", ""))
            for line in prose(re.sub(r"^\|.*$", "", told, flags=re.M)):  # headings are met later
                yield "the opening card", line
