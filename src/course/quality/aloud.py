"""What a notebook needs to be read aloud: the words of a chart follow it, and headings keep order.

The rules are part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from course.charts.style import About
from course.show import PLOTLY_MIME, is_words
from course.units import Unit, cell_text


def chart_words(unit: Unit) -> Iterator[str]:
    """Every chart that is seen is followed by its own words; one that waits gives none away."""
    remedy = f"Store it anew: course run {unit.number}."
    for cell in unit.notebook["cells"]:
        outputs = cell.get("outputs", [])
        where = " ".join(cell_text(cell).split())[:60]
        for before, after in pairwise([{}, *outputs, {}]):
            chart = before.get("data", {}).get(PLOTLY_MIME)
            if chart is None and is_words(after):
                yield f"an output of the cell '{where}' is a chart's words, without it. {remedy}"
            elif chart is not None and not is_words(after):
                yield f"the chart of the cell '{where}' is not followed by its words. {remedy}"
            elif chart is not None and _said(after) != _words(chart):
                yield f"the chart of the cell '{where}' is followed by others' words. {remedy}"


def shown_headings(unit: Unit) -> Iterator[str]:
    """What a cell shows takes its place below the headings around it: no second title, no gap."""
    before = 0
    for cell in unit.notebook["cells"]:
        where = " ".join(cell_text(cell).split())[:60]
        said = [cell_text(cell)] if cell["cell_type"] == "markdown" else _markdown(cell)
        for text in said:
            for level, words in _headings(text):
                if cell["cell_type"] == "code" and level == 1:
                    yield f"the cell '{where}' shows a second title, '{words}'. Lower it to ###."
                elif cell["cell_type"] == "code" and level > before + 1:
                    yield (
                        f"the cell '{where}' shows the heading '{words}', which skips a level "
                        f"(from {before} to {level})."
                    )
                before = level


def _headings(markdown: str) -> list[tuple[int, str]]:
    text = re.sub(r"```.*?```", "", markdown, flags=re.S)
    return [(len(m[1]), m[2]) for m in re.finditer(r"^(#{1,6}) +(.+)$", text, re.M)]


def _markdown(cell: dict[str, Any]) -> list[str]:
    """Return what the outputs of a cell say in Markdown, in order."""
    return ["".join(o.get("data", {}).get("text/markdown", "")) for o in cell["outputs"]]


def _said(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output, each text as one string."""
    return {k: "".join(v) if isinstance(v, list) else v for k, v in output["data"].items()}


def _words(chart: dict[str, Any]) -> dict[str, Any]:
    return About.from_meta(chart.get("layout", {})).in_words._repr_mimebundle_()


RULES = (chart_words, shown_headings)
