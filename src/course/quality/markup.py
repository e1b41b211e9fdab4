"""What a notebook may hold beside words: few tags, no directives, outputs of known kinds.

The site shows nothing else, and `course site` refuses a notebook that has anything else. The rules
are part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from course.markup import AUTHOR_TAGS, UNSEEN, is_web, refused
from course.show import PLOTLY_MIME, WAITING_MIME, WORDS_MIME, is_words
from course.units import Unit, cell_text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

KNOWN = (PLOTLY_MIME, WAITING_MIME, WORDS_MIME, "text/markdown", "text/html", "text/plain")
_REMEDIES = (
    # what a type begins with, what it is, what to do instead
    ("image/", "a picture", "draw it with course.charts, which keeps words and rows beside it"),
    (
        "application/vnd.jupyter.widget",
        "a widget, which shows nothing without a kernel",
        "use the buttons of a chart, or <details>",
    ),
    (
        "application/vnd.vega",
        "an Altair chart, which fetches its script from elsewhere",
        "draw it with course.charts",
    ),
    ("application/javascript", "a script", "take it out; charts bring their own buttons"),
)
_PANDAS_STYLE = re.compile(r"<style scoped>.*?</style>", re.S)
_ROLE = re.compile(r"\{[\w:+.-]+\}$")
_PAGE = re.compile(r"[\w-]+\.ipynb(?:#[^\s#]+)?|#[^\s#]+")


def known(output: dict[str, Any]) -> dict[str, Any] | None:
    """Return of a stored output what the site shows; None if that is nothing.

    The words of a chart are for JupyterLab: a page says them under its figure by itself.
    """
    if is_words(output):
        return None
    if output.get("output_type") == "stream" and output.get("name") == "stdout":
        return {"output_type": "stream", "name": "stdout", "text": output.get("text", "")}
    data = {kind: value for kind, value in output.get("data", {}).items() if kind in KNOWN}
    return {"output_type": "display_data", "metadata": {}, "data": data} if data else None


def outputs_known(unit: Unit) -> Iterator[str]:
    """Every output is of a kind that reads without a kernel, without scripts, with its words."""
    for cell in unit.notebook["cells"]:
        where = f"the cell {_opening(cell_text(cell))}"
        if cell.get("attachments"):
            yield f"{where} holds a pasted picture. {_no_pictures()}"
        for output in cell.get("outputs", []):
            for kind, value in output.get("data", {}).items():
                if kind not in KNOWN:
                    what, remedy = _named(kind)
                    yield f"{where} stores {what} ({kind}); {remedy}."
                elif kind == "text/html":
                    text = _PANDAS_STYLE.sub("", "".join(value))
                    if found := refused(text):
                        yield (
                            f"{where} stores HTML with {', '.join(found[:4])}, which no page "
                            "shows; show a table, course.text(...) or a finished chart."
                        )


def _named(kind: str) -> tuple[str, str]:
    for beginning, what, remedy in _REMEDIES:
        if kind.startswith(beginning):
            return what, remedy
    return "an output that the site cannot show", "show a table, course.text(...) or a chart"


def _no_pictures() -> str:
    return "Pictures have no source, words and rows: draw a chart, or say it in a sentence."


def markdown_plain(unit: Unit) -> Iterator[str]:
    """The notebook's Markdown is GitHub's, with few tags and no pictures; links lead to the web."""
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = cell_text(cell)
            for message in dict.fromkeys(_odd(text)):
                yield f"the cell {_opening(text)} {message}"


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    """Return a reader of Markdown; to make one takes longer than to read a cell with it."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    # What a link may lead to is judged by the rule, and not silently by the reader.
    reader.validateLink = lambda url: True  # type: ignore[method-assign]
    return reader


def _odd(text: str) -> Iterator[str]:
    if hidden := UNSEEN.search(text):
        yield f"has an invisible character (U+{ord(hidden.group()):04X}); delete it."
    tags = ", ".join(sorted(AUTHOR_TAGS))
    tokens = [t for block in _reader().parse(text) for t in [block, *(block.children or [])]]
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            for what in refused(token.content, AUTHOR_TAGS):
                yield f"has {what}. Markdown here may use {tags}, without attributes, and no more."
        elif token.type == "image":
            yield f"shows a picture. {_no_pictures()}"
        elif token.type == "fence" and token.info.strip().startswith("{"):
            yield f"has a directive ({token.info.strip()}); pages show plain Markdown only."
        elif token.type == "inline":
            for before, after in pairwise(token.children or []):
                role = _ROLE.search(before.content) if after.type == "code_inline" else None
                if role:
                    yield f"has a role ({role[0]}`…`); pages show plain Markdown only."
        elif token.type == "link_open":
            target = str(token.attrGet("href"))
            if not is_web(target) and not _PAGE.fullmatch(target):
                yield f"links to '{target[:60]}'; a link leads to http, https or another unit."


def _opening(text: str) -> str:
    words = " ".join(text.split())
    return f"'{words[:60]}…'" if len(words) > 60 else f"'{words}'"


RULES = (outputs_known, markdown_plain)
