"""A deck of slides of a lesson, from the unit's own cells: question first, finding as a step.

Sections stand in the order of the lesson. A chart comes with the question of the instructor's
notes, or with "What do you see?", and its title is the second step. The story itself is read on
the page: of it, slides hold the sentences in bold that open its paragraphs, and a quotation. What
the notes say goes to the speaker.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.learn.assess import worked
from course.learn.classroom import Entry, lengths, note_for, notes
from course.learn.exercises import lesson
from course.learn.quiz import Question
from course.learn.tasks import Prediction
from course.markup import escape, inline
from course.paths import cache_folder
from course.publish import images
from course.publish.figures import Drawing
from course.quality.fairness import sides
from course.show import WAITING_MIME, stored_chart
from course.teach import deck, excerpts, fit, told
from course.teach.chart_slides import WIDE, ChartSlide, chart_slides
from course.teach.deck import Slide
from course.units import Section, Unit, cell_text, only_in_jupyterlab

_HIGH = 720  # of a slide, px
_OVER, _PAD = 24, 18  # of the line over a slide, and of its edges, px
_FOOT = 28  # of a line under it, px
_SEE = "What do you see?"
_AFTER = "After the lesson: the plan has no minutes for this."
_MOST = 2  # slides of one thing that a task shows to work with
_ELSEWHERE = "What it works with stands on the unit's page."
_HEADING = 56  # of a heading on a slide of text, px
_MOST_LEADS = 7
_PREDICT = re.compile(r"course\.predict\(\s*[\"']([\w-]+)[\"']")
_TICK, _MARK = ' class="then tick">✓', ' class="mark"'
_LICENCE = "The course on alliance missile defence; texts CC BY 4.0"
_NOTES = (
    ("Show", "show"),
    ("Ask", "ask"),
    ("Listen for", "listen"),
    ("Cut first", "cut"),
    ("Goes wrong", "wrong"),
)


def write(
    unit: Unit, minutes: int | None = None, out: Path = Path(), *, pdf: bool | None = None
) -> list[Path]:
    """Write the deck of a lesson as one HTML file and, where Chromium is, as a PDF.

    Args:
        unit: the unit.
        minutes: how long the lesson is; without it 90, or what the unit has a lesson for.
        out: a folder.
        pdf: as for `course.teach.deck.write`.

    Raises:
        CourseError: the unit has no lesson of that length, reveal.js is missing, or a file cannot
            be written.
    """
    there = lengths(unit)
    if minutes is None:
        minutes = 90 if 90 in there or not there else there[0]
    made = slides(unit, minutes)
    title = f"{unit.number} {unit.title} ({minutes} minutes)"
    return deck.write(out, f"{unit.path.stem}-slides-{minutes}", title, made, pdf=pdf)


def slides(unit: Unit, minutes: int) -> list[Slide]:
    """Return the slides of a lesson, with pictures where there is a Chromium to draw them.

    Raises:
        CourseError: the unit has no lesson of that length.
    """
    made = list(_Deck(unit, minutes).slides())
    pictures = {one.key: one for one in made if isinstance(one, ChartSlide)}
    drawn: dict[str, bytes] = {}
    if images.chromium() is not None:
        wanted = {
            f"{k}.svg": images.Still(p.figure, p.drawing.about.title) for k, p in pictures.items()
        }
        drawn = images.draw_stills(wanted, cache_folder() / f"stage-{images.version()}")
    return [one.slide(drawn) if isinstance(one, ChartSlide) else one for one in made]


def left_out() -> str:
    """Say what decks lack on this machine and what helps, or nothing if they are whole."""
    if images.chromium() is not None:
        return ""
    return (
        "No Chromium was found, so the charts are told in words, and there is no PDF. "
        f"{images.REMEDY}, and make the slides again."
    )


def pictures(unit: Unit, minutes: int) -> list[dict[str, Any]]:
    """Return the pictures of a deck's charts as figures, as high as their slides allow."""
    return [o.figure for o in _Deck(unit, minutes).slides() if isinstance(o, ChartSlide)]


@dataclass(frozen=True)
class _Room:
    """A section of the lesson with its cells, its notes, and the exercises that are done in it."""

    section: Section
    cells: Sequence[Mapping[str, Any]]
    entry: Entry = field(default_factory=Entry)
    tasks: tuple[str, ...] = ()
    minutes: int = 0
    begins: int = 0

    @property
    def over(self) -> str:
        """The line over its slides."""
        return inline(self.section.heading)

    @property
    def told(self) -> str:
        """What the speaker reads."""
        parts = []
        if self.minutes:
            end = self.begins + self.minutes
            parts.append(f"<p><b>{self.minutes} minutes</b>: minute {self.begins} to {end}.</p>")
        elif self.section.role == "key-points":
            parts.append(f"<p><b>{_AFTER}</b> {fit.words(self.entry.home)}</p>")
        for name, what in _NOTES:
            if said := getattr(self.entry, what):
                parts.append(f"<p><b>{name}:</b> {fit.words(said)}</p>")
        return "".join(parts)

    @property
    def prose(self) -> list[str]:
        """Its Markdown, cell by cell, without its heading and what is for JupyterLab only."""
        found = []
        for cell in self.cells:
            if cell["cell_type"] == "markdown":
                text = re.sub(r"^## +.+$", "", cell_text(cell), count=1, flags=re.M)
                found.append(excerpts.read_aloud(text))
        return found


class _Deck:
    """A lesson as slides, section by section."""

    def __init__(self, unit: Unit, minutes: int) -> None:
        self.unit, self.minutes = unit, minutes
        self.lesson = lesson(unit.slug)

    def slides(self) -> Iterator[Slide | ChartSlide]:
        """Yield the slides of the lesson; a picture is not drawn yet."""
        yield self._title()
        for room in self._rooms():
            made = {
                "predict": self._predict,
                "debate": self._debate,
                "exercises": lambda room: iter(()),
                "retrieval": self._quiz,
                "writing": self._writing,
                "key-points": self._keys,
            }.get(room.section.role, self._story)
            yield from made(room)
            for name in room.tasks:
                if name in self.lesson.exercises and room.section.role != "writing":
                    yield from self._task(room, name)

    def _rooms(self) -> Iterator[_Room]:
        """Yield the sections of the lesson; all of them if there are no notes; key points last."""
        cells: dict[str, list[Mapping[str, Any]]] = {}
        heading = ""
        for cell in self.unit.notebook["cells"]:
            if found := re.search(r"^## +(.+)$", cell_text(cell), re.M):
                heading = found[1].strip()
            if heading and not only_in_jupyterlab(cell):
                cells.setdefault(heading, []).append(cell)
        whole = {s.heading: s for s in self.unit.sections}
        try:
            notes(self.unit)
        except CourseError:
            every = tuple(self.lesson.exercises)
            rooms = [
                _Room(s, cells[s.heading], tasks=every if s.role == "exercises" else ())
                for s in whole.values()
                if s.role not in ("sources", "key-points")
            ]
        else:
            rooms, begins = [], 0
            for part in told.parts(self.unit, self.minutes):
                own = cells[part.section.heading]
                rooms.append(_Room(part.section, own, part.entry, part.tasks, part.minutes, begins))
                begins += part.minutes
        done = {room.section.heading for room in rooms}
        yield from (room for room in rooms if room.section.role != "sources")
        for section in whole.values():
            if section.role == "key-points" and section.heading not in done:
                entry = Entry()
                with suppress(CourseError, KeyError):
                    entry = Entry(home=note_for(notes(self.unit).entries[section.heading].home))
                yield _Room(section, cells[section.heading], entry)

    def _title(self) -> Slide:
        unit = self.unit
        asked = unit.metadata["question"]
        question = f'<p class="question z34">{inline(asked)}</p>' if asked != unit.title else ""
        main = (
            f"<h1>{escape(f'{unit.number} {unit.title}')}</h1>{question}"
            f'<p class="sub">A lesson of {self.minutes} minutes</p>'
        )
        said = (
            "<p>Space, the right arrow or a remote control goes on; left goes back; Esc shows all "
            "slides; B makes the screen black; ? shows all keys.</p>"
        )
        try:
            opening = told.opening(unit, self.minutes)
        except CourseError:
            begin = ""
        else:
            lines = {"Materials": opening.materials, "Before class": opening.before}
            begin = "".join(f"<p><b>{k}:</b> {fit.words(v)}</p>" for k, v in lines.items() if v)
        return Slide("title", f'<div class="main middle">{main}</div>', "", _LICENCE, begin + said)

    # -- what stands on the slides of a section

    def _predict(self, room: _Room) -> Iterator[Slide | ChartSlide]:
        yield from self._texts(room, room.prose)
        yield from self._shown(room)

    def _vote(self, room: _Room, guess: Prediction) -> Slide:
        rows = "".join(
            f"<span>{escape(key)}</span><span>{inline(words)}</span>"
            for key, words in guess.options.items()
        )
        size = _size([guess.question, *guess.options.values()], 400)
        main = (
            f'<h2 class="z{min(size + 4, 36)}">{inline(guess.question)}</h2>'
            f'<div class="options z{size}">{rows}</div>'
            '<p class="hands z28">Hands up, one hand each: note the count before you look.</p>'
        )
        return Slide("vote", main, room.over, "", room.told)

    def _story(self, room: _Room) -> Iterator[Slide | ChartSlide]:
        shown = list(self._shown(room))
        leads = [lead for text in room.prose for lead in excerpts.leads(text)]
        if not shown and (room.entry.ask or leads):
            ask = room.entry.ask
            main = f'<p class="question z34">{fit.words(ask)}</p>' if ask else ""
            heading = f'<h2 class="z40">{inline(room.section.heading)}</h2>'
            main = f'<div class="main middle">{heading}{main}</div>'
            yield Slide("turn", main, "", "", room.told)
        yield from shown
        idea = room.cells[0]["metadata"].get("course", {}).get("part") == "idea"
        if excerpts.telling(leads) and not idea:
            listed = [fit.Piece("ul", lead) for lead in leads[:_MOST_LEADS]]
            foot = excerpts.foot([link for text in room.prose for link in fit.links(text)])
            yield from self._pages("points", room, listed, foot)
        if quote := excerpts.quotation("\n\n".join(room.prose)):
            yield self._quote(room, *quote)

    def _quote(self, room: _Room, said: str, around: str, link: tuple[str, str]) -> Slide:
        size = _size([said, around], 440, largest=40)
        main = (
            f'<div class="main middle"><blockquote class="z{size}">“{fit.words(said)}”</blockquote>'
            f'<p class="z24">{fit.words(around)}</p></div>'
        )
        return Slide("quote", main, room.over, excerpts.foot([link], named=True), room.told)

    def _shown(self, room: _Room) -> Iterator[Slide | ChartSlide]:
        """Yield the votes and the charts of a section, in the order of its cells."""
        ask = room.entry.ask or _SEE
        for cell in room.cells:
            for name in _PREDICT.findall(cell_text(cell)):
                yield self._vote(room, self.lesson.predictions[name])
            for output in cell.get("outputs", []):
                if (stored := stored_chart(output)) is not None:
                    waits = WAITING_MIME in output.get("data", {})
                    said = room.told + (self._guesses if waits else "")
                    yield from chart_slides(Drawing(stored), ask, said)
                    ask = _SEE
                elif room.section.role == "story" and (table := excerpts.story_table(cell, output)):
                    yield from self._rows(room, table)

    def _rows(self, room: _Room, table: str) -> Iterator[Slide]:
        """Yield a table of the story: what the lesson reads must be on the wall."""
        for html, _ in _laid_out("html", table, _text_room(0) - _HEADING):
            yield Slide("rows", f'<h2 class="z32">{room.over}</h2>{html}', "", "", room.told)

    @cached_property
    def _guesses(self) -> str:
        """Return for the speaker what the predictions of the unit were to find."""
        said = (
            f"<p><b>What was predicted:</b> {escape(g.answer())}, "
            f"{inline(g.options[g.answer()])}. {inline(g.reveal())}</p>"
            for g in self.lesson.predictions.values()
        )
        return "".join(said)

    def _debate(self, room: _Room) -> Iterator[Slide | ChartSlide]:
        before: list[str] = []
        after: list[str] = []
        for cell in room.cells:
            if cell["metadata"].get("course", {}).get("side"):
                before, after = before + after, []
            elif cell["cell_type"] == "markdown":
                text = re.sub(r"^## +.+$", "", cell_text(cell), count=1, flags=re.M)
                after.append(excerpts.read_aloud(text))
        yield from self._texts(room, before)
        yield self._sides(room)
        yield from self._shown(room)
        whole = [piece for text in after for piece in fit.pieces(text)]
        yield from self._pages("text", room, [excerpts.shorter(piece) for piece in whole])

    def _sides(self, room: _Room) -> Slide:
        """Set the sides beside each other: as many points each, in the same letters."""
        heads, points = [], []
        for _, text in sides(self.unit).values():
            found = re.search(r"^### +(.+)$", text, re.M)
            heads.append(found[1].strip() if found else "")
            points.append(excerpts.leads(text))
        least = min(map(len, points))
        columns = 3 if len(points) == 3 else 2
        wide = (WIDE - 24 * (columns - 1)) / columns - 44
        down = -(-len(points) // columns)
        high = (_text_room(1) - 16 - 24 * (down - 1)) / down - 32
        sets = [
            [fit.Piece("h", head), *(fit.Piece("ul", lead) for lead in some[:least])]
            for head, some in zip(heads, points, strict=True)
        ]
        size = next(
            (s for s in range(30, 20, -2) if max(_needs(one, s, wide) for one in sets) <= high), 20
        )
        boxes = "".join(f'<div class="side z{size}">{fit.html(one)}</div>' for one in sets)
        main = f'<div class="sides{" three" if columns == 3 else ""}">{boxes}</div>'
        rest = [
            f"<p><b>{inline(head)}</b>, also on the page: {fit.words(' '.join(some[least:]))}</p>"
            for head, some in zip(heads, points, strict=True)
            if some[least:]
        ]
        cited = [link for _, text in sides(self.unit).values() for link in fit.links(text)]
        return Slide("debate", main, room.over, excerpts.foot(cited), room.told + "".join(rest))

    def _task(self, room: _Room, name: str) -> Iterator[Slide]:
        task = self.lesson.exercises[name]
        cells = excerpts.task_cells(self.unit, name)
        right = fit.words(worked(task)) if task.misconceptions else "Read, not marked."
        said = f"{room.told}<p><b>What is right:</b> {right}</p>"
        text = excerpts.asked(cells)
        high = _text_room(1) - _HEADING
        made = fit.pages(fit.pieces(text), WIDE, high, largest=30, least=22)
        blocks = [_block(page) for page in made]
        left_out = False
        for kind, material in excerpts.materials(cells):
            some = _laid_out(kind, material, high)
            left_out = left_out or not some
            blocks += some
        shown = _together(blocks, high)
        foot = " ".join(filter(None, (excerpts.foot(fit.links(text)), _ELSEWHERE * left_out)))
        for number, main in enumerate(shown, start=1):
            part = f" ({number} of {len(shown)})" if len(shown) > 1 else ""
            heading = f'<h2 class="z32">{inline(task.title)}{part}</h2>'
            yield Slide("task", heading + main, f"{room.over}: {escape(name)}", foot, said)

    def _quiz(self, room: _Room) -> Iterator[Slide]:
        for number, question in enumerate(self.lesson.quiz, start=1):
            yield self._question(room, question, f"{number} of {len(self.lesson.quiz)}")

    def _question(self, room: _Room, question: Question, place: str) -> Slide:
        right = next(said for _, good, said in question.options if good)
        texts = [question.prompt, *(words for words, *_ in question.options), right]
        size = _size(texts, 500, largest=32)
        # What is right is marked, not written anew: another length would give it away beforehand.
        rows = "".join(
            f"<span>{'ABCDEFGH'[k]}</span>"
            f"<span{_TICK if good else '>'}</span><span{_MARK * good}>{inline(words)}</span>"
            for k, (words, good, _) in enumerate(question.options)
        )
        main = (
            f'<h2 class="z{size + 2}">{inline(question.prompt)}</h2>'
            f'<div class="options ticked z{size}">{rows}</div>'
            f'<p class="then z{size}">{fit.words(right)}</p>'
        )
        wrong = "".join(
            f"<p><b>{inline(words)}</b> {fit.words(said)}</p>"
            for words, good, said in question.options
            if not good
        )
        over = f"{room.over}: {place}"
        return Slide(
            "quiz", main, over, f"From unit {question.unit}.", room.told + wrong, step=True
        )

    def _writing(self, room: _Room) -> Iterator[Slide | ChartSlide]:
        names = [name for name in room.tasks if name in self.lesson.exercises]
        tasks = [excerpts.asked(excerpts.task_cells(self.unit, name)) for name in names]
        yield from self._texts(room, tasks or room.prose[:1])

    def _keys(self, room: _Room) -> Iterator[Slide]:
        items = [p for text in room.prose for p in fit.pieces(text) if p.kind == "ul"]
        yield from self._pages("keys", room, items)

    def _texts(self, room: _Room, prose: Sequence[str]) -> Iterator[Slide]:
        """Yield texts of a section in letters that can be read from the last row."""
        yield from self._pages("text", room, [p for text in prose for p in fit.pieces(text)])

    def _pages(
        self, kind: str, room: _Room, some: Sequence[fit.Piece], foot: str = ""
    ) -> Iterator[Slide]:
        made = fit.pages(some, WIDE, _text_room(1) - _HEADING)
        for number, page in enumerate(made, start=1):
            part = f" ({number} of {len(made)})" if len(made) > 1 else ""
            cited = [link for piece in page.pieces for link in fit.links(piece.text)]
            main = (
                f'<h2 class="z34">{room.over}{part}</h2>'
                f'<div class="prose z{page.size}">{fit.html(page.pieces)}</div>'
            )
            yield Slide(kind, main, "", foot or excerpts.foot(cited), room.told)


# -- how much room there is


def _text_room(feet: int) -> float:
    """Return how high the text of a slide may be, with so many lines under it."""
    return _HIGH - _OVER - _PAD - _FOOT * feet - 8


def _size(texts: Sequence[str], high: float, *, largest: int = 32) -> int:
    """Return the size of letters in which texts, one under the other, take so much height."""
    for size in range(largest, 20, -2):
        if sum(fit.height(fit.Piece("ul", t), size, WIDE - 40) for t in texts) <= high:
            return size
    return 20


def _needs(some: Sequence[fit.Piece], size: int, wide: float) -> float:
    return sum(fit.height(piece, size, wide) for piece in some)


def _block(page: fit.Page) -> tuple[str, float]:
    """Return text as HTML, and how high it is."""
    html = f'<div class="prose z{page.size}">{fit.html(page.pieces)}</div>'
    return html, _needs(page.pieces, page.size, WIDE)


def _laid_out(kind: str, material: str, high: float) -> list[tuple[str, float]]:
    """Return what a task shows to work with as HTML with its heights; none if it is too long."""
    if kind == "markdown" and "\n|" not in material:
        some = fit.pages(fit.pieces(material), WIDE, high, largest=26, least=22)
        return [_block(page) for page in some] if len(some) <= _MOST else []
    table = material if kind == "html" else fit.table_of(material)
    for size in (24, 22, 20, 18):
        taken = fit.table_room(table, size, WIDE)
        if taken <= high:
            return [(f'<div class="z{size}">{table}</div>', taken)]
    return []


def _together(blocks: Sequence[tuple[str, float]], high: float) -> list[str]:
    """Set blocks under each other on one slide for as long as they fit."""
    shown: list[str] = []
    used = math.inf
    for html, taken in blocks:
        if used + 16 + taken <= high:
            shown[-1] += html
            used += 16 + taken
        else:
            shown.append(html)
            used = taken
    return shown
