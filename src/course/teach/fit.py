"""How much text a slide holds: Markdown cut into pieces, and pieces shared out over slides.

Nothing is measured in a browser: heights are reckoned for a wide font, as for pictures, so that
what fits here fits with any.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from markdown_it import MarkdownIt

from course.charts.stage import letters
from course.markup import clean, inline

LINE = 1.3  # of the size of the letters, as deck.css has it
_GAP = 0.45  # between pieces, of the size of the letters
_CELL = 20  # pixels that the edges of a cell take, across
_INDENT = 1.5  # of an item of a list, of the size of the letters
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)

_TABLES = r"`\w+`(?:(?:,|,? and|;) `\w+`)*"
# In brackets: a source by a link and what follows it, or names of the course's tables.
_NAMED = re.compile(rf" ?\((?:(?:{_TABLES}[,;] )?{_LINK.pattern}[^()]*|{_TABLES})\)")


@dataclass(frozen=True)
class Piece:
    """A paragraph, an item of a list or a small heading of Markdown.

    `kind` is "p", "ul", "ol" or "h"; `number` is that of an item of an "ol".
    """

    kind: str
    text: str
    number: int = 0


@dataclass(frozen=True)
class Page:
    """The pieces that stand on one slide, and the size of their letters, px."""

    pieces: tuple[Piece, ...]
    size: int


def pieces(markdown: str) -> list[Piece]:
    """Return the paragraphs, items and headings of a text; tables and code are left out."""
    found: list[Piece] = []
    lists: list[list[Any]] = []
    heading = False
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            begin = int(token.attrGet("start") or 1)
            lists.append(["ul" if token.type.startswith("bullet") else "ol", begin - 1])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1][1] += 1
        elif token.type == "heading_open":
            heading = True
        elif token.type == "table_open":
            lists.append(["table", 0])
        elif token.type == "table_close":
            lists.pop()
        elif token.type == "inline":
            kind, number = lists[-1] if lists else ("h" if heading else "p", 0)
            heading = False
            if kind != "table":
                found.append(Piece(kind, token.content, number))
    return found


def links(markdown: str) -> list[tuple[str, str]]:
    """Return the words and the address of each link to the web, in order."""
    return [(w, url) for w, url in _LINK.findall(markdown) if url.startswith("http")]


def unlinked(markdown: str) -> str:
    """Return Markdown in which a link is its words, and one that only names a source is gone.

    Whoever reads on a wall can follow no link: sources stand in the foot.
    """
    return _LINK.sub(lambda found: found[1], _NAMED.sub("", markdown))


def spoken(markdown: str) -> str:
    """Return the letters of Markdown as they stand on a slide."""
    return re.sub(r"[*`\\]|<[^>]*>", "", unlinked(markdown))


def line_count(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return into how many lines of so many pixels a text breaks."""
    shown = f"<b>{spoken(text)}" if bold else spoken(text)
    return len(letters.lines(letters.broken(shown, room, size)))


def height(piece: Piece, size: float, room: float) -> float:
    """Return how many pixels a piece takes, with the gap under it."""
    inner = room - (_INDENT * size if piece.kind in ("ul", "ol") else 0)
    loud = sum(map(len, re.findall(r"\*\*(.+?)\*\*", piece.text)))
    bold = piece.kind == "h" or 2 * loud > len(piece.text)
    return (LINE * line_count(piece.text, size, inner, bold=bold) + _GAP) * size


def pages(
    some: Sequence[Piece], wide: float, high: float, *, largest: int = 32, least: int = 24
) -> list[Page]:
    """Share pieces out over as few slides as hold them, in letters as large as they allow.

    Args:
        some: the pieces, in order.
        wide, high: the room on a slide, px.
        largest, least: sizes of letters, px.
    """
    whole = [part for piece in some for part in _cut(piece, wide, high, least)]
    if not whole:
        return []
    needs = [height(piece, least, wide) for piece in whole]
    count = max(1, math.ceil(sum(needs) / high))
    while (shared := _shared(whole, needs, count, high)) is None:
        count += 1
    sizes = [
        next(
            (s for s in range(largest, least, -2) if sum(height(p, s, wide) for p in part) <= high),
            least,
        )
        for part in shared
    ]
    return [Page(tuple(part), min(sizes)) for part in shared]


def _shared(
    whole: Sequence[Piece], needs: Sequence[float], count: int, high: float
) -> list[list[Piece]] | None:
    """Share pieces out over so many slides, about evenly, or return None if they don't fit."""
    even = sum(needs) / count
    parts: list[list[Piece]] = [[]]
    used = total = 0.0
    for piece, need in zip(whole, needs, strict=True):
        full = used + need > high
        enough = len(parts) < count and total + need / 2 > even * len(parts)
        if parts[-1] and (full or enough):
            parts.append([])
            used = 0.0
        parts[-1].append(piece)
        used, total = used + need, total + need
    return parts if len(parts) <= count else None


def _cut(piece: Piece, wide: float, high: float, size: int) -> Iterator[Piece]:
    """Yield a piece, or its sentences by twos where it is too long for a slide."""
    if height(piece, size, wide) <= high:
        yield piece
        return
    said = sentences(piece.text)
    half = len(said) // 2
    if not half:
        yield piece
        return
    for some in (said[:half], said[half:]):
        yield from _cut(replace(piece, text=" ".join(some)), wide, high, size)


_SHORT = re.compile(r"(?:\b(?:Mr|Mrs|Dr|Gen|Adm|Col|Lt|St|No|vs|p|pp|cf|e\.g|i\.e|U\.S|[A-Z])\.)$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph; a full stop in brackets or in an address ends none."""
    found, begin, deep = [], 0, 0
    for place, letter in enumerate(text):
        deep += (letter in "([") - (letter in ")]")
        after = text[place + 1 : place + 3]
        ends = letter in ".?!" or (letter in '"*' and text[place - 1 : place] in (".", "?", "!"))
        if ends and deep <= 0 and re.match(r"\s+[A-Z\"*‘“(]|\s*$", after + "A"[: len(after) < 2]):
            if _SHORT.search(text[begin : place + 1]):
                continue
            found.append(text[begin : place + 1].strip())
            begin = place + 1
    rest = text[begin:].strip()
    return [*found, rest] if rest else found


def html(some: Sequence[Piece]) -> str:
    """Return pieces as HTML; the items of a list stand in one."""
    out: list[str] = []
    before = ""
    for piece in some:
        if before in ("ul", "ol") and piece.kind != before:
            out.append(f"</{before}>")
        if piece.kind in ("ul", "ol"):
            if piece.kind != before:
                start = f' start="{piece.number}"' if piece.number > 1 else ""
                out.append(f"<{piece.kind}{start}>")
            out.append(f"<li>{words(piece.text)}</li>")
        else:
            tag = "h3" if piece.kind == "h" else "p"
            out.append(f"<{tag}>{words(piece.text)}</{tag}>")
        before = piece.kind
    if before in ("ul", "ol"):
        out.append(f"</{before}>")
    return "".join(out)


def words(markdown: str) -> str:
    """Return a run of Markdown as HTML without links."""
    return inline(unlinked(markdown))


def table_of(markdown: str) -> str:
    """Return the tables of a Markdown text as HTML without links."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return clean(reader.render(unlinked(markdown)))


def table_room(table: str, size: int, wide: float) -> float:
    """Return how high a table of HTML is in letters of a size; infinity if it is too wide."""
    rows = [
        [spoken(unescape(cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.S)
    ]
    columns = max(map(len, rows), default=0)
    padded = [row + [""] * (columns - len(row)) for row in rows]
    down = list(zip(*padded, strict=True))
    whole = [max(letters.width(c, size) for c in column) + _CELL for column in down]
    least = [
        max(letters.width(word, size) for cell in column for word in cell.split(" ")) + _CELL
        for column in down
    ]
    if not down or sum(least) > wide:
        return math.inf
    # What is too much is taken from the widest columns, as a browser takes it, or a little worse.
    room = list(whole)
    while sum(room) > wide:
        spare = [k for k in range(columns) if room[k] > least[k]]
        widest = max(spare, key=lambda k: room[k])
        room[widest] = max(least[widest], room[widest] - 10)
    taken = 0.0
    for row in padded:
        lines = [line_count(c, size, r - _CELL) for c, r in zip(row, room, strict=True)]
        taken += max(lines) * 1.25 * size + 12
    return taken
