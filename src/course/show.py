"""Small things that a notebook cell can show: text that is Markdown everywhere it is read."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any


class Text:
    """Markdown that JupyterLab, the site and a terminal all show; equal runs store equal text."""

    def __init__(self, markdown: str) -> None:
        """Keep `markdown`, trimmed."""
        self.markdown = markdown.strip()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # Plain text is what JupyterLab shows of a folded output: the beginning is enough.
        lines = self.markdown.splitlines() or [""]
        plain = self.markdown if len(self.markdown) <= 300 else f"{lines[0]} …"
        return {"text/markdown": self.markdown, "text/plain": plain}

    def __str__(self) -> str:
        return self.markdown

    __repr__ = __str__


class Html:
    """HTML built by the course itself, with its plain-text reading beside it."""

    def __init__(self, markup: str, plain: str) -> None:
        """Keep `markup` for browsers and `plain` for everything else."""
        self.markup, self.plain = markup.strip(), plain.strip()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.markup, "text/plain": self.plain}

    def __str__(self) -> str:
        return self.plain

    __repr__ = __str__


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; bars and line breaks inside cells are made harmless."""

    def line(cells: Sequence[object]) -> str:
        texts = ("" if cell is None else str(cell) for cell in cells)
        return "| " + " | ".join(t.replace("|", "\\|").replace("\n", " ") for t in texts) + " |"

    return "\n".join([line(header), line(["---"] * len(header)), *map(line, rows)])


def inline(markdown: str) -> str:
    """Return HTML for a run of Markdown text (emphasis, code, links), without a paragraph."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).renderInline(markdown).replace("&quot;", '"')


def escape(text: str) -> str:
    """Return text that is safe inside HTML."""
    return html.escape(text, quote=True)
