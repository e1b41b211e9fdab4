"""Small things that a notebook cell can show: text that is Markdown everywhere it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from course.markup import inert

_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


class Text:
    """Markdown that JupyterLab, the site and a terminal all show; equal runs store equal text.

    JupyterLab trusts what a cell has just shown: HTML or a script in it would run. None is let in.
    """

    def __init__(self, markdown: str) -> None:
        """Keep `markdown`, trimmed, with nothing in it that could run or call out."""
        self.markdown = inert(markdown.strip())

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
    """Return a Markdown table; the cells are Markdown, their bars and line breaks made harmless."""

    def line(cells: Sequence[object]) -> str:
        texts = ("" if cell is None else str(cell) for cell in cells)
        return "| " + " | ".join(_BAR.sub(r"\1\|", " ".join(t.split())) for t in texts) + " |"

    return "\n".join([line(header), line(["---"] * len(header)), *map(line, rows)])
