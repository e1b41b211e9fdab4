"""What an exercise asks, taken from its unit so that it stands alone, as HTML.

Its cells come first: text, rows, charts in words. What they speak of elsewhere in the unit (a
chart, a table above, another exercise, a section by its heading) comes after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from course.errors import CourseError
from course.learn.classroom import notes
from course.learn.exercises import without_seed
from course.learn.tasks import Exercise
from course.markup import escape
from course.show import is_words, stored_chart
from course.teach.moodle import page
from course.units import IN_JUPYTERLAB, Unit, cell_text, only_in_jupyterlab

Cell = dict[str, Any]
_HEADING = re.compile(r"^#{2,3} +(.+)\n*", re.M)
_ITEM = re.compile(r"[-*] (?:\*\*(?P<letter>[^*]+)\*\*|`(?P<name>[^`]+)`):? +(?P<words>.+)")
_AN_EXAMPLE = re.compile(r"\s*course\.source\(")  # of a row that is not asked about
# What a text of a unit says that speaks of something which stands elsewhere in it.
_ELSEWHERE = re.compile(
    r"\babove\b|\b(?:chart|map|matrix|story|ring)s?\b|\bsection on\b|\byour own row\b", re.I
)
_A_CHART_OF = re.compile(r"\bcharts? of (?:the )?([a-z]+?)(?:ies|s)?\b")
# What is said in the prose of a section, and not in its charts and tables alone.
_PROSE = re.compile(r"\bsection on\b|\bsource above\b|\bthe story\b")
_TOLD = ("predict", "story", "idea", "debate")  # roles of sections that exercises speak of
_ANOTHER = re.compile(r"\bexercise (\d)\b|\bthe exercise above\b|\bthe table dates\b")
# A page has no cells. Each is a way to name what stands below.
_CELLS = (
    (re.compile(r"\bin the next cells?\b"), "below"),
    (re.compile(r"\bwhere a cell of this unit prints one\b"), "where the unit prints one"),
    (
        re.compile(
            r"\b(?:([Tt])he (?:next|second) |([Tt])h(?:e|is) )cells?(?: under (?:it|the \w+))? "
            r"(show|print|list|give|pick|say|do)(?:e?s)?\b"
        ),
        r"\1\2he lines below \3",
    ),
)


@dataclass(frozen=True)
class Asked:
    """An exercise as it is asked.

    `before` and `after` are HTML around the place where a list of its items stands, and `items`
    the words of that list, as HTML by name; without such a list `after` and `items` are empty.
    `rubric` holds the tables of a piece of writing by which it is marked.
    """

    title: str
    before: str
    items: dict[str, str]
    after: str
    rubric: str = ""

    @property
    def whole(self) -> str:
        """All that is asked, without the list: its items are answered one by one, or chosen."""
        return "\n".join(filter(None, (self.before, self.after)))


def asked(unit: Unit, task: Exercise, site: str = "") -> Asked:
    """Return what an exercise asks.

    Raises:
        CourseError: no cell of the unit asks for its answer.
    """
    title, cells = _cells(unit, task.id)
    options = getattr(task.kind, "items", None) or getattr(task.kind, "options", {})
    parts: list[list[str]] = [[], []]
    items: dict[str, str] = {}
    rubric = []
    for cell in cells:
        for text in _texts(cell):
            if text.startswith("| | 0 |"):
                rubric.append(page.blocks(text, site))
            if not items and (found := _listed(text, options)):
                items = {name: page.inline(words, site) for name, words in found.items()}
            else:
                parts[bool(items)].append(page.blocks(text, site))
        parts[bool(items)] += _shown(cell, unit, site)
    parts[1].append(_context(unit, task, cells, site))
    if not items:
        parts = [parts[0] + parts[1], []]
    before, after = ("\n".join(filter(None, part)) for part in parts)
    return Asked(title, before, items, after, "\n".join(rubric))


def _cells(unit: Unit, name: str) -> tuple[str, list[Cell]]:
    """Return the heading under which an exercise stands, and its cells down to its check."""
    title = ""
    found: list[Cell] = []
    for cell in unit.notebook["cells"]:
        text = cell_text(cell)
        if cell["cell_type"] == "markdown" and (heading := _HEADING.search(text)):
            title, found = re.sub(r"^\d+\. ", "", heading[1].strip()), []
        if _check(text) == name:
            return title, [one for one in _without_examples(found) if not only_in_jupyterlab(one)]
        found = [] if _check(text) else [*found, cell]
    raise CourseError(
        f"Unit {unit.number} has no cell with course.check({name!r}, …), so nothing asks for its "
        "answer. 'course check' says what is wrong with a unit."
    )


def _check(text: str) -> str:
    found = re.search(r"\bcourse\.check\(\s*[\"']([^\"']+)[\"']", text)
    return found[1] if found else ""


def _without_examples(cells: list[Cell]) -> Iterator[Cell]:
    """Leave out what shows how to look up a row that the exercise does not ask about."""
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        example = following is not None and _AN_EXAMPLE.match(cell_text(following))
        if not _AN_EXAMPLE.match(cell_text(cell)) and not (
            example and cell["cell_type"] == "markdown"
        ):
            yield cell


def _texts(cell: Cell) -> Iterator[str]:
    """Yield the paragraphs and lists of a Markdown cell, for whoever has no cells to run."""
    if cell["cell_type"] != "markdown":
        return
    for part in re.split(r"\n{2,}", _HEADING.sub("", cell_text(cell)).strip()):
        if part and not part.startswith(IN_JUPYTERLAB):
            for words, instead in _CELLS:
                part = words.sub(instead, part)
            yield part


def _listed(text: str, options: Iterable[str]) -> dict[str, str]:
    """Return the lines of a list whose names are those of the options, else nothing."""
    found = [_ITEM.fullmatch(line) for line in text.split("\n")]
    said = {(m["letter"] or m["name"]).strip(" :"): m["words"] for m in found if m}
    return said if None not in found and set(said) == set(options) else {}


def _shown(cell: Cell, unit: Unit, site: str) -> Iterator[str]:
    """Yield what the outputs of a cell show, a chart in words."""
    for output in cell.get("outputs", []):
        data = {kind: "".join(said) for kind, said in output.get("data", {}).items() if said}
        if is_words(output):
            continue
        if stored_chart(output):
            yield _chart(data["text/plain"], unit, site)
        elif "text/html" in data:
            yield page.table(data["text/html"], site)
        elif "text/markdown" in data:
            yield page.blocks(data["text/markdown"], site)
        elif "text/plain" in data:
            yield f"<pre>{escape(data['text/plain'])}</pre>"


def _chart(words: str, unit: Unit, site: str) -> str:
    address = page.unit_address(unit.path.name, site)
    where = f'<p><a href="{address}">See the chart in the unit.</a></p>' if address else ""
    return page.chart(words) + where


def _context(unit: Unit, task: Exercise, cells: list[Cell], site: str) -> str:
    """Return what an exercise speaks of elsewhere in its unit, and where it stands."""
    text = "\n".join(part for cell in cells for part in _texts(cell))
    parts = []
    prose = bool(_PROSE.search(text))
    for heading in _sections(unit, task, text):
        shown = [
            one for cell in _section(unit, heading) for one in _evidence(cell, unit, site, prose)
        ]
        if shown:
            parts += [f"<p><strong>From the section “{escape(heading)}”</strong></p>", *shown]
    for title, others in _other_exercises(unit, task, text):
        shown = [one for cell in others for one in _shown(cell, unit, site)]
        if shown:
            parts += [f"<p><strong>From the exercise “{escape(title)}”</strong></p>", *shown]
    address = page.unit_address(unit.path.name, site)
    words = f"{escape(unit.number)}, {escape(unit.title)}"
    named = f'<a href="{address}">{words}</a>' if address else words
    rest = rests_on(unit, task)
    where = f", section “{escape(rest)}”" if rest else ""
    return "\n".join([*parts, f"<p><small>Unit {named}{where}.</small></p>"])


def rests_on(unit: Unit, task: Exercise) -> str:
    """Return the section that an exercise rests on, as the instructor's notes have it."""
    try:
        use = notes(unit).uses.get(without_seed(task.id))
    except CourseError:  # a unit without notes
        return ""
    return use.section if use else ""


def _sections(unit: Unit, task: Exercise, text: str) -> list[str]:
    """Return the headings of the sections that a text speaks of."""
    there = [one.heading for one in unit.sections if one.role in _TOLD]
    told = [heading for heading in there if f"*{heading}*" in text]
    rest = rests_on(unit, task)
    if rest in there and _ELSEWHERE.search(text):
        told.append(rest)
    for noun in _A_CHART_OF.findall(text):
        hits = {heading: _said_in_charts(unit, heading, noun) for heading in there}
        if hits and not hits.get(rest):
            told.append(max(hits, key=lambda heading: hits[heading]))
    return list(dict.fromkeys(told))


def _said_in_charts(unit: Unit, heading: str, noun: str) -> int:
    """Return how often the charts of a section have a word, in their words."""
    charts = [
        "".join(output["data"]["text/plain"]).lower()
        for cell in _section(unit, heading)
        for output in cell.get("outputs", [])
        if stored_chart(output)
    ]
    return sum(words.count(noun) for words in charts)


def _section(unit: Unit, heading: str) -> Iterator[Cell]:
    """Yield the cells of an H2 section."""
    inside = False
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            found = re.search(r"^## +(.+)$", cell_text(cell), re.M)
            inside = found[1].strip() == heading if found else inside
        if inside:
            yield cell


def _evidence(cell: Cell, unit: Unit, site: str, prose: bool) -> Iterator[str]:
    """Yield the charts and tables of a cell, with its prose if that is spoken of."""
    if not _check(cell_text(cell)) and not _AN_EXAMPLE.match(cell_text(cell)):
        for output in cell.get("outputs", []):
            if stored_chart(output) or "text/html" in output.get("data", {}):
                yield from _shown({"outputs": [output]}, unit, site)
    for part in _texts(cell):
        if prose or part.startswith("|"):
            yield page.blocks(part, site)


def _other_exercises(unit: Unit, task: Exercise, text: str) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the exercises of the unit whose rows a text speaks of, with their cells."""
    numbered = _numbered(unit)
    order = list(numbered.values())
    for found in _ANOTHER.finditer(text):
        if found[1]:
            name = numbered.get(found[1], "")
        else:
            name = order[order.index(task.id) - 1] if task.id in order[1:] else ""
        if name and name != task.id:
            yield _cells(unit, name)


def _numbered(unit: Unit) -> dict[str, str]:
    """Return the exercises of a unit by the number in their heading."""
    numbered, number = {}, ""
    for cell in unit.notebook["cells"]:
        text = cell_text(cell)
        if cell["cell_type"] == "markdown" and (found := _HEADING.search(text)):
            number = found[1].partition(". ")[0] if found[1][:1].isdigit() else ""
        if number and (name := _check(text)):
            numbered[number] = name
    return numbered
