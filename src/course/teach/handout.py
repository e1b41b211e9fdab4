"""What a class gets on paper: charts whole, both sides, tasks with lines to write on, sources.

A handout has no code and no story: that is read before class. It holds every section's heading with
the question that is asked there, and every chart; what would spoil the prediction comes last.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from course.errors import CourseError
from course.learn.answers import Kind, Number, Order, Sorting
from course.learn.classroom import Notes, notes
from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.learn.quiz import Question
from course.markup import clean, escape, inline, is_link
from course.paths import cache_folder
from course.publish import images
from course.publish.figures import Drawing
from course.show import WAITING_MIME, is_words, stored_chart
from course.sources import find, lookup
from course.teach import excerpts, paper
from course.units import Unit, cell_text, only_in_jupyterlab
from course.words import long_date

MOST_PAGES = 8
# Letters in points and the height of a chart in millimetres, from the most comfortable down.
_SIZES = ((10.0, 150), (9.5, 140), (9.0, 130), (8.5, 120), (8.0, 110), (8.0, 98))
_LINK = re.compile(
    r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"]*\")?\s*\)"
)
_ASKED = re.compile(r"course\.(check|predict|quiz|reveal|timeline)\(\s*[\"']([\w-]+)(?:@\d+)?[\"']")
_PRINTED = frozenset({"h3", "h4", "blockquote", "strong", "hr"})
_FEW = 4  # sources of a chart that are numbered; of more, those that its foot names are enough
_LONG = 300  # words of a text that no lines of a handout can hold
_LONG_TABLE = 14  # rows
_LINES = 5  # for the beginning of a shorter one
_READABLE = 0.185  # mm a pixel of a drawing: its letters of 11 px then have six points
_LINE = '<div class="line"></div>'
_STYLE = """
@page { size: A4; margin: 13mm 14mm; }
body { max-width: 182mm; }
h2 { border-bottom: .5pt solid #777; margin-top: 1em; }
h3 { font-size: 1em; margin: .8em 0 .2em; break-after: avoid; }
figure { margin: .7em 0; break-inside: avoid; }
figure img { display: block; width: auto; max-width: 100%; height: auto; margin: 0 auto; }
figcaption p, figure p { margin: .1em 0; } .title { font-weight: bold; } .foot { font-size: .8em; }
.story { columns: 2; column-gap: 7mm; } .story h2 { margin-top: .5em; }
.sides { display: grid; grid-template-columns: repeat(var(--sides), 1fr); gap: 5mm; }
.name { display: flex; gap: 8mm; } .name span { flex: 1; border-bottom: .5pt solid #555; }
.line { border-bottom: .5pt solid #999; height: 6.4mm; }
.task { break-inside: auto; } .box { white-space: nowrap; }
.quiz, .long { columns: 2; column-gap: 6mm; }
.quiz section { break-inside: avoid; margin-bottom: .4em; }
.sources { columns: 2; column-gap: 6mm; font-size: .8em; overflow-wrap: anywhere; }
.turn { break-before: page; }
td, th { font-size: .85em; overflow-wrap: anywhere; }
"""


@dataclass
class _Numbers:
    """The sources of a handout, numbered as they are first met."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, url: str) -> int:
        """Return the number of an address."""
        return self.known.setdefault(url, len(self.known) + 1)

    def cited(self, markdown: str) -> str:
        """Return Markdown in which each link to the web is its words and a number."""

        def numbered(found: re.Match[str]) -> str:
            words, url = found.groups()
            if not url.startswith(("http://", "https://")):
                return words
            return f"{words}\\[{self.of(url)}\\]"

        return _LINK.sub(numbered, markdown)

    def listed(self) -> str:
        """Return the list of sources with their addresses as HTML."""
        lines = []
        for url, number in self.known.items():
            named = find(url)
            publisher = f"{lookup(named)['publisher']}: " if named else ""
            short = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
            lines.append(f"<p><b>{number}</b> {escape(publisher)}{escape(short)}</p>")
        return f'<h2>Sources</h2><div class="sources">{"".join(lines)}</div>'


def write(unit: Unit, out: Path, *, pdf: bool | None = None) -> list[Path]:
    """Write a unit's handout as HTML and, where Chromium is, as a PDF of at most eight pages.

    Raises:
        CourseError: a file cannot be written, or even the smallest letters need more pages.
    """
    stills = _stills(unit)

    def printed(size: tuple[float, int]) -> list[Path]:
        html = handout(unit, stills, points=size[0], height=size[1])
        return paper.write(out, f"{unit.path.stem}-handout", html, pdf=pdf)

    def fits(size: tuple[float, int]) -> bool:
        made = printed(size)
        return len(made) < 2 or paper.pages(made[1]) <= MOST_PAGES

    # The sizes go down, so what fits begins somewhere: halving finds it in three prints.
    first = bisect_left(_SIZES, True, key=fits)
    if first == len(_SIZES):
        raise CourseError(
            f"The handout of unit {unit.number} needs more than {MOST_PAGES} pages, even with "
            "letters of eight points. Shorten a task or a side of the debate."
        )
    return printed(_SIZES[first])


def handout(
    unit: Unit, stills: Mapping[str, bytes], *, points: float = 10, height: int = 150
) -> str:
    """Return a unit's handout as one HTML page.

    Args:
        unit: the unit.
        stills: drawings by the key of their chart; a chart without one is told in words.
        points: the size of letters.
        height: how high a chart is printed at most, in millimetres.
    """
    body = "\n".join(_Sheet(unit, stills).parts())
    # On the fullest sheets, letters of a high chart give way to the number of pages.
    high = f"{height}mm" if height <= _SIZES[-1][1] else f"max({height}mm, var(--least, 0mm))"
    size = f"body {{ font-size: {points}pt; }} figure img {{ max-height: {high}; }}"
    return paper.sheet(f"{unit.number} {unit.title}: handout", body, style=_STYLE + size)


def _stills(unit: Unit) -> dict[str, bytes]:
    """Draw the charts of a unit as for a phone, or none where there is no browser to draw them.

    The letters of that layout are as large in a column of paper as those of the text.
    """
    if images.chromium() is None:
        return {}
    drawn = images.draw(
        [drawing for drawing, _ in _charts(unit)], cache_folder() / f"stills-{images.version()}"
    )
    return {
        name.removesuffix("-narrow.svg"): content
        for name, content in drawn.items()
        if name.endswith("-narrow.svg")
    }


def _least(svg: bytes) -> str:
    """Return the style that keeps the letters of a high drawing readable, if it says how high."""
    high = re.search(rb'<svg[^>]* height="([\d.]+)"', svg[:600])
    return f' style="--least: {float(high[1]) * _READABLE:.0f}mm"' if high else ""


def _charts(unit: Unit) -> Iterator[tuple[Drawing, bool]]:
    """Yield each chart of a unit, and whether it waits for a prediction."""
    for cell in unit.notebook["cells"]:
        for output in cell.get("outputs", []):
            if (stored := stored_chart(output)) is not None:
                yield Drawing(stored), WAITING_MIME in output.get("data", {})


class _Sheet:
    """A handout as it is put together: what is met is numbered, what would spoil comes last."""

    def __init__(self, unit: Unit, stills: Mapping[str, bytes]) -> None:
        self.unit, self.stills = unit, stills
        self.numbers = _Numbers()
        self.last: list[str] = []
        self.lesson = lesson(unit.slug)
        try:
            self.notes = notes(unit)
        except CourseError:  # a unit of one's own may have none
            self.notes = Notes()

    def parts(self) -> Iterator[str]:
        """Yield the HTML of a handout, piece by piece."""
        unit = self.unit
        yield f"<h1>{escape(f'{unit.number} {unit.title}')}</h1>"
        yield f"<p><b>The question:</b> {inline(unit.metadata['question'])}</p>"
        yield '<p class="name">Name <span></span> Date <span></span></p>'
        for story, pieces in groupby(self._pieces(), key=lambda piece: piece[0] == "story"):
            html = "\n".join(piece for _, piece in pieces)
            yield f'<div class="story">{html}</div>' if story else html
        yield from self._turned()
        yield self.numbers.listed()

    def _pieces(self) -> Iterator[tuple[str, str]]:
        """Yield the HTML of the cells, each piece with the role of its section."""
        role = ""
        sides: list[str] = []
        for cell in _on_paper(self.unit.notebook["cells"]):
            about = cell["metadata"].get("course", {})
            if sides and not about.get("side"):
                yield role, _beside(sides)
                sides = []
            role = about.get("role") or role
            text = cell_text(cell)
            if found := re.search(r"^## +(.+)$", text, re.M):
                heading = found[1].strip()
                yield role, f"<h2>{inline(heading)}</h2>" if role != "sources" else ""
                yield role, self._asked(role, heading)
                text = text[: found.start()] + text[found.end() :]
            if about.get("side"):
                sides.append(self._prose(text))
            elif cell["cell_type"] == "markdown":
                yield role, self._prose(text) if role not in ("", "story", "sources") else ""
            elif not only_in_jupyterlab(cell):
                for shown in self._shown(cell, role):
                    yield role, shown

    def _asked(self, role: str, heading: str) -> str:
        """Return the question of a section of the story, with lines for what is thought of it."""
        entry = self.notes.entries.get(heading)
        if role != "story" or not entry or not entry.ask:
            return ""
        return f"<p><b>Look:</b> {inline(entry.ask)}</p>{_LINE}{_LINE}"

    def _prose(self, text: str) -> str:
        """Return what of a Markdown cell holds on paper as HTML: folds are left to the page."""
        return _html(self.numbers.cited(excerpts.read_aloud(text)))

    def _shown(self, cell: dict[str, Any], role: str) -> Iterator[str]:
        """Yield what a code cell shows: charts, tables and words, or a form to fill in."""
        asked = dict(_ASKED.findall(cell_text(cell)))
        if name := asked.get("predict"):
            guess = self.lesson.predictions[name]
            yield f"<p><b>{inline(guess.question)}</b></p>{_boxes(guess.options)}"
        elif name := asked.get("check"):
            yield _room(self.lesson.exercises[name].kind)
        elif "quiz" in asked:
            questions = "".join(map(_question, self.lesson.quiz))
            yield f'<div class="quiz">{questions}</div>'
        else:
            for output in cell.get("outputs", []):
                yield from self._output(output, role, cell)

    def _output(self, output: dict[str, Any], role: str, cell: dict[str, Any]) -> Iterator[str]:
        data = output.get("data", {})
        if (stored := stored_chart(output)) is not None:
            figure = self._figure(Drawing(stored))
            if WAITING_MIME in data:
                self.last.append(figure)
            else:
                yield figure
        elif role in ("exercises", "writing", "predict") and not is_words(output):
            # What a cell folds away is for afterwards.
            if cell["metadata"].get("course", {}).get("fold") == "output":
                return
            if "text/html" in data:
                yield _columns(excerpts.table("".join(data["text/html"])))
            elif "text/markdown" in data:
                yield _html(self.numbers.cited("".join(data["text/markdown"])))
            elif "text/plain" in data:
                yield f"<p>{escape(_plain(''.join(data['text/plain'])))}</p>"
        elif role == "story" and (table := excerpts.story_table(cell, output)):
            yield table  # a task may rest on it

    def _figure(self, drawing: Drawing) -> str:
        about = drawing.about
        still = self.stills.get(drawing.key)
        if still:
            address = "data:image/svg+xml;base64," + base64.b64encode(still).decode()
            shown = f'<img src="{address}" alt="{escape(about.title)}"{_least(still)}>'
        else:
            lines = "".join(f"<li>{escape(line)}</li>" for line in about.digest)
            shown = f"<ul>{lines}</ul>"
        numbers = ""
        if len(about.source_ids) <= _FEW:
            numbers = "".join(f" [{self.numbers.of(lookup(i)['url'])}]" for i in about.source_ids)
        note = f"{escape(about.note)} " if about.note else ""
        return (
            f'<figure><figcaption><p class="title">{escape(about.title)}</p>'
            f"<p>{escape(about.subtitle)}</p></figcaption>{shown}"
            f'<p class="foot">{note}Source: {escape(about.source)}{numbers}; '
            f"table {escape(', '.join(about.tables))}. "
            f"As of {long_date(about.as_of)}.</p></figure>"
        )

    def _turned(self) -> Iterator[str]:
        """Yield what waits for the prediction, on a page of its own."""
        if self.last:
            yield '<h2 class="turn">Turn here when you have noted your prediction</h2>'
            yield f'<div class="story">{"".join(self.last)}</div>'


def _on_paper(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the cells but for those that show or discuss finished texts of the writing task."""
    role = ""
    for cell, after in zip(cells, _forms_to_come(cells), strict=True):
        role = cell["metadata"].get("course", {}).get("role") or role
        opens = "role" in cell["metadata"].get("course", {})
        shows = "<details>" in cell_text(cell) or not after
        if opens or role != "writing" or not shows:
            yield cell


def _forms_to_come(cells: list[dict[str, Any]]) -> list[bool]:
    """Say of each cell whether it, or a later one, asks for an answer."""
    asks = [cell["cell_type"] == "code" and "course.check(" in cell_text(cell) for cell in cells]
    return [any(asks[place:]) for place in range(len(cells))]


def _beside(sides: list[str]) -> str:
    """Return the sides of a debate beside each other: two columns, or two rows of two."""
    columns = "".join(f"<div>{text}</div>" for text in sides)
    return f'<div class="sides" style="--sides:{2 if len(sides) != 3 else 3}">{columns}</div>'


def _boxes(options: Mapping[str, str]) -> str:
    lines = "".join(
        f"<p>☐ <b>{escape(key)}</b> {inline(words)}</p>" for key, words in options.items()
    )
    return f'<div class="options">{lines}</div>'


def _question(question: Question) -> str:
    options = "".join(f"<p>☐ {inline(words)}</p>" for words, *_ in question.options)
    asked = f"<p><b>{inline(question.prompt)}</b> (unit {question.unit})</p>"
    return f"<section>{asked}{options}</section>"


def _room(kind: Kind) -> str:
    """Return room for an answer of a kind."""
    if isinstance(kind, Essay) and kind.words_high > _LONG:
        return "<p>Write it on paper of your own.</p>"
    if isinstance(kind, Essay):
        return _LINE * _LINES + "<p>Go on overleaf, or on paper of your own.</p>"
    if isinstance(kind, Sorting | Order):
        items = (
            kind.items
            if isinstance(kind, Sorting)
            else {str(n + 1): "" for n in range(len(kind.options))}
        )
        return (
            "<p>"
            + " ".join(f'<span class="box">{escape(i)} ________</span>' for i in items)
            + "</p>"
        )
    unit = f" {escape(kind.unit)}" if isinstance(kind, Number) and kind.unit else ""
    return f"<p>Answer: ______________________{unit}</p>"


def _columns(table: str) -> str:
    """Set a long and narrow table in two columns."""
    long = table.count("<tr") > _LONG_TABLE and table.partition("</tr>")[0].count("<th") <= 6
    return f'<div class="long">{table}</div>' if long else table


def _plain(text: str) -> str:
    """Return a list that a cell shows as it would be read aloud."""
    return re.sub(r"\s+", " ", text).strip("[] ")


def _html(markdown: str) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table").disable("image")
    reader.validateLink = is_link  # type: ignore[method-assign, assignment]
    return clean(reader.render(markdown), _PRINTED)
