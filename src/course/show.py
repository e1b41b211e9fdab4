"""Small things that a notebook cell can show: text that is Markdown everywhere it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from course.markup import inert

PLOTLY_MIME = "application/vnd.plotly.v1+json"
# A chart under this type is stored whole, and no notebook interface draws it.
WAITING_MIME = "application/vnd.course.waiting+json"
# Marks the output that says a chart in words. The site, which has words of its own, leaves it out.
WORDS_MIME = "application/vnd.course.words+json"
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")


class Text:
    """Markdown that JupyterLab, the site and a terminal all show; equal runs store equal text.

    JupyterLab trusts what a cell has just shown: HTML or a script in it would run. None is let in.
    """

    def __init__(self, markdown: str) -> None:
        """Keep `markdown`, trimmed, with nothing in it that could run or call out."""
        whole = markdown.strip().encode("utf-8", "replace").decode()  # half a letter cannot be sent
        self.markdown = inert(whole)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # Plain text is what JupyterLab shows of a folded output: the beginning is enough.
        lines = self.markdown.splitlines() or [""]
        plain = self.markdown if len(self.markdown) <= 300 else f"{lines[0]} …"
        return {"text/markdown": self.markdown, "text/plain": plain}

    def __str__(self) -> str:
        return self.markdown

    __repr__ = __str__


class Folded:
    """A chart in words, as JupyterLab shows it under the drawing: a fold that opens by a key.

    A drawing of Plotly's says nothing to a screen reader, and JupyterLab shows of an output its
    drawing alone; so the words are an output of their own.
    """

    def __init__(self, words: str, rows: int) -> None:
        """Keep `words`, Markdown in which nothing can run, and how many `rows` are behind them."""
        self.words, self.rows = inert(words.strip()), rows

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        # Without the empty lines a table would be read as HTML.
        fold = f"<details>\n<summary>This chart in words</summary>\n\n{self.words}\n\n</details>"
        return {
            WORDS_MIME: {"rows": self.rows},
            "text/markdown": fold,
            "text/plain": f"(This chart in words: above. Rows behind it: {self.rows}.)",
        }


class Waiting:
    """A chart that is not to be seen yet: words in its place, its drawing stored beside them.

    JupyterLab shows the words, because it does not know the type of the drawing; the site draws
    it inside a fold; strict nbval compares it. What the chart says in words waits with it.
    """

    def __init__(self, words: str, chart: Any) -> None:
        """Keep `words` for now and `chart` for later."""
        self.words, self.chart = words, chart

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        stored = dict(self.chart._repr_mimebundle_())
        return {
            WAITING_MIME: stored.pop(PLOTLY_MIME),
            "text/markdown": self.words,
            "text/plain": stored["text/plain"],
        }

    @property
    def table(self) -> Waiting:
        """The same words: the rows wait with the chart."""
        return self

    def __str__(self) -> str:
        return self.words

    __repr__ = __str__


class Shown:
    """Words and, under them, a chart."""

    def __init__(self, words: str, chart: Any) -> None:
        """Keep both; a cell that ends with this shows one after the other."""
        self.words, self.chart = words, chart

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(Text(self.words), self.chart)

    @property
    def table(self) -> Text:
        """All rows behind the chart, to be read."""
        return self.chart.table

    def __str__(self) -> str:
        return self.words

    __repr__ = __str__


def stored_chart(output: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the chart that a stored output holds, open or waiting, or None."""
    bundle = output.get("data", {})
    return bundle.get(PLOTLY_MIME) or bundle.get(WAITING_MIME)


def is_words(output: Mapping[str, Any]) -> bool:
    """Say whether a stored output is a chart's words, which belong to the output before it."""
    return WORDS_MIME in output.get("data", {})


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
