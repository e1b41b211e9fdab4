"""What slides take from a unit's own cells: sentences in bold, quotations, tasks, their tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from course.charts.stage import letters
from course.markup import clean, escape
from course.show import is_words, stored_chart
from course.sources import find, lookup
from course.teach import fit
from course.units import IN_JUPYTERLAB, Unit, cell_text, only_in_jupyterlab

_PRESS = re.compile(
    r"(?:^|(?<=[.;:])\s+)(?:press|touch|choose)\b[^.;:]*[.;:]?"
    r"|(?<=[.;])\s+buttons?: [^.;]*[.;]?"
    r"|(?<=[.;])\s+(?:the|each) buttons? [^.;]*[.;]?",
    re.I,
)
_SAID = re.compile(
    r"\b(?:said|says|saying|wrote|written|writes|called|calls|told|tells|declared|warned|argued|"
    r"argues|stated|replied|insisted|noted|asked|promised|complained|put it|in the words of)\b"
)
_LEAST_WORDS = 5  # of a sentence in bold that says something by itself, on an average
MOST_WORDS = 80  # of a paragraph on what would change minds
_LINE = 1090  # pixels of a line of sources
_QUOTED = range(7, 45)  # words of a quotation that stands by itself
_MOST_ROWS, _MOST_COLUMNS = 10, 6  # of a table of the story that a room or a sheet can hold
_UNFOLD = re.compile(r",? and only then open the dates below\b[^.]*(?=\.)")
_CHECK = re.compile(r"course\.check\(\s*[\"']([\w-]+)[\"']")
_SOURCE = re.compile(r"course\.source(?:s\.read)?\(|in_words\(\s*course")


def on_a_wall(text: str) -> str:
    """Return the title or subtitle of a chart without what it says of buttons to press."""
    kept = _PRESS.sub("", text).strip(" ;:,.")
    return kept[:1].upper() + kept[1:]


def shorter(piece: fit.Piece) -> fit.Piece:
    """Return a piece, or the first sentence of one that nobody reads on a wall.

    Not half of it: what comes first would be the evidence of one side.
    """
    if len(fit.spoken(piece.text).split()) <= MOST_WORDS:
        return piece
    return replace(piece, text=f"{fit.sentences(piece.text)[0]} *(Read the rest on the page.)*")


def read_aloud(text: str) -> str:
    """Return Markdown without folds, word of folded dates, and what is for JupyterLab only."""
    text = _UNFOLD.sub("", re.sub(r"<details>.*?</details>", "", text, flags=re.S))
    kept = [part for part in re.split(r"\n{2,}", text) if not part.startswith(IN_JUPYTERLAB)]
    return "\n\n".join(kept).strip()


def leads(text: str) -> list[str]:
    """Return what stands in bold at the beginning of paragraphs: what each of them says."""
    found = re.findall(r"^\*\*(?:\d+\. )?(.+?)\*\*", text, re.M)
    return [lead if lead[-1] in "?!" else lead.rstrip(".:") + "." for lead in found]


def telling(some: Sequence[str]) -> bool:
    """Say whether sentences in bold say something without the paragraphs that they open."""
    return len(some) > 1 and sum(len(one.split()) for one in some) >= _LEAST_WORDS * len(some)


def task_cells(unit: Unit, name: str) -> list[Mapping[str, Any]]:
    """Return the cells of an exercise, from its heading to the one before its check."""
    found: list[Mapping[str, Any]] = []
    for cell in unit.notebook["cells"]:
        text = cell_text(cell)
        if cell["cell_type"] == "markdown" and re.search(r"^#{2,4} +", text, re.M):
            found = []
        if cell["cell_type"] == "code" and name in _CHECK.findall(text):
            return found
        if not only_in_jupyterlab(cell):
            found.append(cell)
    return []


def asked(cells: Sequence[Mapping[str, Any]]) -> str:
    """Return the text of an exercise without its heading."""
    texts = [cell_text(cell) for cell in cells if cell["cell_type"] == "markdown"]
    bare = [re.sub(r"^#{2,4} +.+$", "", text, count=1, flags=re.M) for text in texts]
    return "\n\n".join(map(read_aloud, bare))


def materials(cells: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what the cells of an exercise show to work with, as ("html" or "markdown", text).

    What a cell folds away is for afterwards, and where a row comes from is to be looked up.
    """
    for cell in cells:
        folded = cell["metadata"].get("course", {}).get("fold") == "output"
        if cell["cell_type"] != "code" or folded or _SOURCE.search(cell_text(cell)):
            continue
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if is_words(output):
                continue
            if "text/html" in data:
                yield "html", table("".join(data["text/html"]))
            elif "text/markdown" in data:
                text = "".join(data["text/markdown"])
                if "<details>" not in text and not text.startswith("**The row"):
                    yield "markdown", text
            elif "text/plain" in data:
                yield from _listed_texts("".join(data["text/plain"]))


def table(html: str) -> str:
    """Return a table as pandas shows it for those who read no code.

    What is not there is a dash, and rows that are only numbered have no numbers.
    """
    made = re.sub(r"(<td[^>]*>)\s*(?:NaN|None|NaT|&lt;NA&gt;)\s*(?=</td>)", r"\1–", clean(html))
    rows = re.findall(r"<tr[^>]*>\s*<th[^>]*>([^<]*)</th>", made)
    numbered = rows[:1] == [""] and all(re.fullmatch(r"\d+", row) for row in rows[1:])
    if numbered and len(rows) == made.count("<tr"):
        made = re.sub(r"(<tr[^>]*>)\s*<th[^>]*>[^<]*</th>", r"\1", made)
    return made


def story_table(cell: Mapping[str, Any], output: Mapping[str, Any]) -> str:
    """Return the short table that a cell of the story shows, or nothing.

    A folded one is for whoever looks it up.
    """
    data = output.get("data", {})
    folded = cell["metadata"].get("course", {}).get("fold") == "output"
    if folded or is_words(output) or "text/html" not in data or stored_chart(output) is not None:
        return ""
    made = table("".join(data["text/html"]))
    across = len(re.findall(r"<th[ >]", made.partition("</tr>")[0]))
    short = made.count("<tr") - 1 <= _MOST_ROWS and across <= _MOST_COLUMNS
    return made if "<table" in made and short else ""


def _listed_texts(plain: str) -> Iterator[tuple[str, str]]:
    """Yield a list of texts, as Python writes it, as Markdown."""
    try:
        texts = ast.literal_eval(plain)
    except (ValueError, SyntaxError):
        return
    if isinstance(texts, list) and all(isinstance(one, str) for one in texts):
        yield "markdown", "\n".join(f"- {one}" for one in texts)


def quotation(text: str) -> tuple[str, str, tuple[str, str]] | None:
    """Return a short quotation of a text, the sentences around it, and its source.

    Only a quotation is taken whose sentence says that somebody says it, and names the source by a
    link. Of several a whole sentence comes first, then the longest. The sentence that follows in
    the text stands with it, since it may say what is wrong with it.
    """
    found: list[tuple[bool, int, str, str, tuple[str, str]]] = []
    for paragraph in re.split(r"\n{2,}", text):
        if paragraph.startswith(("|", "#", "-")) or paragraph.count('"') % 2:
            continue
        said = fit.sentences(paragraph)
        for place, sentence in enumerate(said):
            linked = fit.links(sentence)
            parts = fit.unlinked(sentence).split('"')
            if len(linked) != 1 or len(parts) < 3 or not _SAID.search(" ".join(parts[::2])):
                continue
            whole = max(parts[1::2], key=len)
            around = '"'.join(parts).replace(f'"{whole}"', "“…”")
            words = whole.strip(" ,.")
            if len(words.split()) in _QUOTED:
                after = fit.unlinked(" ".join(said[place + 1 : place + 2]))
                around = f"{around} {after}".replace("**", "").strip()
                found.append((whole[0].isupper(), len(words), words, around, linked[0]))
    best = max(found, default=None)
    return best[2:] if best else None


def foot(links: Sequence[tuple[str, str]], *, named: bool = False) -> str:
    """Return who published what a slide cites, on one line, as HTML; `named`: and where it is."""
    said: dict[str, None] = {}
    for words, url in links:
        known = find(url)
        site = urlsplit(url).netloc.removeprefix("www.")
        publisher = lookup(known)["publisher"] if known else site
        said[f"{words}, {publisher} ({site})" if named else publisher] = None
    shown, rest = list(said), 0
    while shown and letters.width(_listed(shown, rest), 18) > _LINE and len(shown) > 1:
        shown.pop()
        rest += 1
    return escape(_listed(shown, rest)) if shown else ""


def _listed(names: Sequence[str], rest: int) -> str:
    more = f" and {rest} more, on the unit's page" if rest else ""
    return f"Source{'s' if len(names) + rest > 1 else ''}: {', '.join(names)}{more}."
