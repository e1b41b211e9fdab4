"""Terms of the glossary in a unit's text: marked where a reader first meets each.

A mark is a link to the glossary. With scripts it shows the explanation beside itself, and a page
that is printed ends with the explanations of all its terms; they come in a script of the unit's
own, fetched when a reader first moves on the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from course.data import package
from course.learn.terms import LANGUAGES, places
from course.units import units

MARK = "course-term"
_LINK = re.compile(rf'<a class="{MARK}" href="glossary\.html#([\w-]+)"')
# What is in quotation marks is somebody else's wording.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]{3,}’(?!\w)")
_NOT_IN = (
    *(nodes.title, nodes.reference, nodes.literal, nodes.raw, nodes.block_quote, nodes.thead),
    nodes.container,  # what a cell of code shows
)


class Marks(SphinxTransform):
    """Mark each term where it first stands in a unit's prose, once."""

    default_priority = 860  # after quotation marks are curled, before the gate leads links

    def apply(self, **_: Any) -> None:
        """Put the links into the document."""
        if self.env.docname not in {unit.path.stem for unit in units()}:
            return
        met: set[str] = set()
        for paragraph in list(_open_paragraphs(self.document)):
            line = paragraph.astext()
            quoted = [found.span() for found in _QUOTED.finditer(line)]
            at = 0
            for text in list(paragraph.findall(nodes.Text)):
                if not _inside(text, paragraph):
                    _mark(text, at, quoted, met)
                at += len(text.astext())


def _open_paragraphs(document: nodes.document) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs that a reader sees at once: those of prose that are in no fold."""
    folds = 0
    for node in document.findall(lambda node: isinstance(node, nodes.paragraph | nodes.raw)):
        if isinstance(node, nodes.raw):
            text = node.astext()
            folds += text.count("<details") - text.count("</details")
        elif folds <= 0 and not _inside(node, document):
            yield node


def _inside(node: nodes.Node, top: nodes.Element) -> bool:
    """Say whether a node lies, below `top`, in what is no prose of the unit's own."""
    while node.parent is not None and node is not top:
        node = node.parent
        prose = isinstance(node, nodes.container) and _tells_when(node)
        if isinstance(node, _NOT_IN) and not prose:
            return True
    return False


def _tells_when(node: nodes.Node) -> bool:
    """Say whether a node is the cell of a unit's timeline, or a part of it: prose in a table."""
    while node is not None and "cell" not in getattr(node, "attributes", {}).get("classes", ()):
        node = node.parent
    code = next(node.findall(nodes.literal_block), None) if node is not None else None
    return code is not None and code.astext().lstrip().startswith("course.timeline(")


def _mark(text: nodes.Text, at: int, quoted: list[tuple[int, int]], met: set[str]) -> None:
    """Turn the first uses of terms in a text, which begins at `at` of its line, into links."""
    words, parts, end = text.astext(), [], 0
    for place in places(words):
        start = at + place.start
        if place.term_id in met or any(low < start < high for low, high in quoted):
            continue
        met.add(place.term_id)
        link = nodes.reference(
            "",
            words[place.start : place.end],
            refuri=f"glossary.md#{place.term_id}",
            internal=True,
            classes=[MARK],
        )
        parts += [nodes.Text(words[end : place.start]), link]
        end = place.end
    if parts:
        text.parent.replace(text, [*parts, nodes.Text(words[end:])])


def write_scripts(html: Path, folder: Path) -> None:
    """Write into `folder`, for each page of a unit in `html`, what explains the terms marked."""
    rows = {row["term_id"]: row for row in package().table("glossary").records()}
    for unit in units():
        page = html / f"{unit.path.stem}.html"
        if not page.is_file():  # a build without pages has none
            continue
        marked = _LINK.findall(page.read_text(encoding="utf-8"))
        known = {name: _entry(rows[name]) for name in marked}
        text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
        (folder / f"terms-{unit.path.stem}.js").write_text(
            f"window.courseTerms={text};\n", encoding="utf-8"
        )


def _entry(row: dict[str, str]) -> list[str]:
    """Return a term's name, its explanation, and its equivalents in other languages."""
    short = f" ({row['abbreviation']})" if row["abbreviation"] else ""
    others = [f"{name}: {row[key]}" for key, name in LANGUAGES.items() if row.get(key)]
    return [f"{row['term']}{short}", row["definition"], "; ".join(others)]
