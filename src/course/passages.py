"""The passages of a unit's prose: what stands between one citation and the next, and its numbers.

A passage runs from the end of the passage before it, or from the start of its paragraph, to the
end of the sentence that holds its links. So every word of a paragraph up to its last link is some
citation's to carry, and what follows the last link is nobody's. A row of a table is one passage.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from course import selection
from course.sources import by_address, find, links, normal
from course.units import Unit, cell_text, original

_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\bSt)(?<!\bMr)(?<!\bDr)(?<!\bv)(?<!\bp)(?<!\bpp)(?<!\bU\.S)(?<![A-Z])"
    r"[.!?:][\"”’')*_\]]*(?=\s|$)|(?<=\))\s*(?=$)"
)
LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?[^\s>)]+(?:\([^)]*\)[^\s>)]*)*>?[^)]*\)"
)
_LIST_MARK = re.compile(r"^[-*+>]\s+")
_TAGS = re.compile(r"</?[a-z][^>]*>")
# A number as prose writes it: digits, with separators inside; a year is one too.
_NUMBER = re.compile(r"(?<![\w./-])[-−+]?\d+(?:[ \u00a0\u202f,.]\d{3})*(?:[.,]\d+)?(?![\w/]|-\w)")


@dataclass(frozen=True)
class Passage:
    """A stretch of prose in one cell of a unit: its Markdown, and the sources that it cites.

    `unit` is the number of the unit in the course. In the edition of a term `before` is the
    passage of the course that the term says in its own way, as readings and numbers know it.
    """

    unit: str
    cell: str
    markdown: str
    source_ids: tuple[str, ...]
    before: str = ""

    @property
    def in_the_course(self) -> Passage:
        """The passage as the course has it."""
        return replace(self, markdown=self.before, before="") if self.before else self

    @cached_property
    def words(self) -> str:
        """The passage as a reader sees it, on one line, without link addresses."""
        text = _TAGS.sub(" ", LINK.sub(r"\1", self.markdown))
        text = text.replace("|", " ") if self.markdown.startswith("|") else text
        return " ".join(text.replace("*", "").replace("`", "").split())

    @property
    def opening(self) -> str:
        """How the passage begins, as readings.csv writes it: without its mark as list or quote."""
        # A cell that begins with - would be a formula.
        text = _LIST_MARK.sub("", self.in_the_course.words)
        return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]} …"

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change when a word or a number of the passage does."""
        return hashlib.sha256(self.in_the_course.words.encode()).hexdigest()[:8]

    @property
    def numbers(self) -> list[str]:
        """The numbers and years of the passage, as written, outside links to tables' names."""
        return _NUMBER.findall(re.sub(r"`[^`]*`", " ", LINK.sub(r"\1", self.markdown)))

    @property
    def links(self) -> Iterator[tuple[int, str, str]]:
        """Where in `words` the words of each link begin, these words, and the source's id."""
        place = 0
        for match in LINK.finditer(self.markdown):
            shown = replace(self, markdown=match[1]).words
            start = self.words.find(shown, place)
            place = start + len(shown)
            for source_id in filter(None, map(find, links(match[0]))):
                yield start, shown, source_id


def headings(unit: Unit) -> Iterator[Passage]:
    """Yield the headings of a unit as passages that cite nothing."""
    before = _before(unit, _headings)
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            name = cell.get("id", "")
            for heading in _headings(cell_text(cell)):
                was = before.get((name, heading), "")
                yield Passage(unit.origin, name, heading, (), was)


def _headings(markdown: str) -> list[str]:
    return re.findall(r"^#+ +(.+)$", re.sub(r"```.*?```", "", markdown, flags=re.S), re.M)


def prose(markdown: str) -> Iterator[str]:
    """Yield each line or paragraph of a Markdown text as a reader sees it, headings among them."""
    text = re.sub(r"```.*?```|<!--.*?-->", "", markdown, flags=re.S)
    text = re.sub(r"`[^`]*`", "…", _TAGS.sub(" ", LINK.sub(r"\1", text)))
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.)\s?)|(?<=^)#+ .*\n", text):
        line = " ".join(re.sub(r"^#+ |[*|]", " ", block.strip()).split())
        if line:
            yield line


def blocks(markdown: str) -> Iterator[str]:
    """Yield the paragraphs and list items of a Markdown text, without code, tables, headings."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.S)
    text = re.sub(r"</?(?:details|summary|div|p)[^>]*>|^#+ .*$", "\n\n", text, flags=re.M)
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*]|\d+\.)\s)", text):
        block = block.strip()
        if block and not block.startswith(("|", "<!--")):
            yield block


def passages(unit: Unit) -> Iterator[Passage]:
    """Yield every passage of a unit's own prose, cited or not, in reading order."""
    before = _before(unit, _texts)
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            name = cell.get("id", "")
            for text in _texts(cell_text(cell)):
                urls = _addresses(text)
                known = by_address() if urls else {}
                ids = dict.fromkeys(i for url in urls if (i := known.get(url)))
                was = before.get((name, text), "")
                yield _passage(unit.origin, name, text, tuple(ids), was)


@lru_cache(maxsize=4096)
def _passage(unit: str, cell: str, markdown: str, ids: tuple[str, ...], before: str) -> Passage:
    """Return one and the same passage for the same words, which then are read only once."""
    return Passage(unit, cell, markdown, ids, before)


@lru_cache(maxsize=4096)
def _addresses(markdown: str) -> tuple[str, ...]:
    return tuple(map(normal, links(markdown)))


@lru_cache(maxsize=1024)
def _texts(markdown: str) -> tuple[str, ...]:
    """Return the passages of a cell as Markdown: those of its paragraphs, then rows of tables."""
    return (
        *(text for block in blocks(markdown) for text in split(block)),
        *table_rows(markdown),
    )


def _before(unit: Unit, texts: Callable[[str], Sequence[str]]) -> dict[tuple[str, str], str]:
    """Return, by cell and text, what the course has in place of each text of a term's edition."""
    edition, own = selection.current(), original(unit)
    if edition is None or own is None:
        return {}
    found: dict[tuple[str, str], str] = {}
    for cell in own.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            before = texts(cell_text(cell))
            whole = texts(edition.said(cell_text(cell), unit.origin))
            said = [edition.said(text, unit.origin) for text in before]
            # A quotation may go on from one passage into the next: the whole cell knows of it.
            for now in (said, whole) if len(whole) == len(before) else (said,):
                found |= {(cell["id"], new): text for new, text in zip(now, before, strict=True)}
            for first, then in pairwise(before):  # a link to a unit that is gone ends none
                if ".ipynb" in first:
                    found[(cell["id"], edition.said(f"{first} {then}", unit.origin))] = then
    return found


def table_rows(markdown: str) -> Iterator[str]:
    """Yield the rows of the tables in a Markdown text, without their headers."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.S)
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.M):
        yield from (row.strip() for row in table.splitlines()[2:])


def split(block: str) -> Iterator[str]:
    """Yield the passages of one paragraph, each but perhaps the last ending in a cited sentence."""
    # Links become a run of one letter of the same length, so that no stop inside them counts.
    masked = LINK.sub(lambda m: "\x00" * len(m.group(0)), block)
    start = 0
    for end in [m.end() for m in _SENTENCE_END.finditer(masked)] + [len(block)]:
        if end > start and "\x00" in masked[start:end]:
            yield block[start:end].strip()
            start = end
    if block[start:].strip():
        yield block[start:].strip()
