"""An audit of a chart: what a machine can check of a finished chart, and what only an eye can."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from course.charts.style import Chart
from course.show import Text

_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")
_UNITS = re.compile(
    r"per cent|%|\bkm\b|kilomet|minute|month|year|entries|number|count|share|euro|dollar|times",
    re.I,
)
_CAUSES = re.compile(
    r"\b(because|caus\w+|leads? to|led to|due to|thanks to|therefore|makes?|made|drives?|"
    r"results? in|so that)\b",
    re.I,
)
_SWEEPING = re.compile(r"\b(always|never|every|everyone|nobody|proves?|proven|obviously)\b", re.I)
_MISSING = re.compile(r"no figure|missing|not known|unknown|left out|not drawn|no row", re.I)
_FEWEST, _MOST = 6, 30  # words of a title

BY_EYE = (
    "Would somebody who argues the other way accept the title as a description?",
    "Are the things that are set side by side of one kind, one date and one unit?",
    "Who chose the rows, and would another choice turn the finding round?",
    "Does the axis begin and end where the differences look as large as they are?",
    "Is a thing that nobody has read drawn as a no, or as nothing?",
    "Can it be read on a telephone, and in grey?",
)


class Finding(NamedTuple):
    """One line of an audit: the check, whether the chart passes, and what was found."""

    check: str
    passes: bool
    found: str


def findings(chart: Chart) -> list[Finding]:
    """Return what a machine can say of a finished chart, a line a check."""
    about = chart.about
    title, size = about.title, len(about.title.split())
    known = {
        number
        for text in (*about.digest, *(str(cell) for row in about.table["rows"] for cell in row))
        for number in _numbers(text)
    }
    alone = [number for number in _numbers(title) if number not in known]
    cause, sweeping = _CAUSES.search(title), _SWEEPING.search(title)
    drawn = [
        t for t in chart.data if t.name and t.showlegend is not False and t.visible is not False
    ]
    shapes = [_shape(trace.to_plotly_json()) for trace in drawn]
    return [
        Finding(
            "The title is a sentence and no label",
            _FEWEST <= size <= _MOST and not title.endswith("?"),
            f"{size} words; {_FEWEST} to {_MOST} are a sentence",
        ),
        Finding(
            "Numbers in the title can be found again",
            not alone,
            "in digest or rows" if not alone else f"not found there: {', '.join(alone)}",
        ),
        Finding(
            "The title claims no cause",
            cause is None,
            "no such word" if cause is None else f"'{cause[0]}' claims one",
        ),
        Finding(
            "The title does not sweep",
            sweeping is None,
            "no such word" if sweeping is None else f"'{sweeping[0]}' can be refuted by one row",
        ),
        Finding(
            "The subtitle says the unit",
            bool(_UNITS.search(about.subtitle)),
            about.subtitle or "there is none",
        ),
        Finding(
            "Two tables or more, by name",
            len(set(about.tables)) >= 2,
            ", ".join(about.tables),
        ),
        Finding("Source and date", bool(about.source and about.as_of), f"as of {about.as_of}"),
        Finding(
            "Three to five lines say it in words",
            3 <= len(about.digest) <= 5,
            f"{len(about.digest)} lines",
        ),
        Finding(
            "What is missing is said",
            bool(_MISSING.search(" ".join([*about.digest, about.note]))),
            "in the digest or under the chart",
        ),
        Finding("A limit stands under it", len(about.note.split()) >= 5, about.note or "none"),
        Finding(
            "Shapes tell the groups apart, not colour alone",
            len(shapes) == len(set(shapes)),
            f"{len(shapes)} named groups",
        ),
    ]


def _shape(trace: dict[str, Any]) -> str:
    """Return what tells a named group from others, colour apart: symbol, pattern, dash."""
    marker, line = trace.get("marker", {}), trace.get("line", {})
    pattern = marker.get("pattern", {}).get("shape")
    return str([trace.get("type"), marker.get("symbol"), pattern, line.get("dash")])


def _numbers(text: str) -> list[str]:
    return [f"{float(found.replace(',', '')):g}" for found in _NUMBER.findall(text)]


def audit(chart: Any) -> Text:
    """Show the audit of a chart: what the machine found, and what is left to the eye."""
    if not isinstance(chart, Chart):
        return Text(
            "**Nothing to audit yet.** Draw your chart first; the audit reads a finished one."
        )
    lines = [
        f"- {'passes' if one.passes else '**look again**'}: {one.check} ({one.found})"
        for one in findings(chart)
    ]
    eye = "\n".join(f"- {question}" for question in BY_EYE)
    failed = sum(not one.passes for one in findings(chart))
    return Text(
        f"**By the machine** ({len(lines)} checks, {failed} to look at again)\n\n"
        + "\n".join(lines)
        + f"\n\n**By the eye.** A machine that finds a unit has not found the right one.\n\n{eye}"
    )
