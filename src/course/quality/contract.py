"""The notebook contract: what every unit must be, each rule with a message a teacher understands.

A rule is a generator over a unit that yields the problems it finds; adding a rule is adding a
function with the `rule` mark. A deliberately broken notebook in the tests proves each of them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from course import selection
from course.charts.style import About
from course.data import package
from course.errors import CourseError
from course.learn.exercises import computed_once, lesson
from course.learn.outcomes import OUTCOMES
from course.passages import blocks
from course.quality import (
    aloud,
    classroom,
    entry,
    fairness,
    ledger,
    links,
    looks,
    markup,
    numbers,
    tasks,
)
from course.quality.canonical import differences
from course.show import stored_chart
from course.sources import links as addresses
from course.units import Unit, cell_text, original, units

METADATA = (
    "unit",
    "part",
    "question",
    "minutes",
    "as_of",
    "review_by",
    "evidence_to",
    "outcomes",
    "tables",
    "prerequisites",
)
_UNIT = (
    "predict",
    "story",
    "debate",
    "exercises",
    "retrieval",
    "writing",
    "key-points",
    "sources",
)
ROLES = {
    "unit": _UNIT,
    "orientation": ("story", "retrieval", "key-points", "sources"),
    # A unit whose writing is a memo: course.quality.fairness says what that has to be.
    "capstone": _UNIT,
}
# The parts of the course, in order; a unit's place in them follows its number.
PARTS = (
    "Start",
    "I Foundations",
    "II History",
    "III Institutions",
    "IV Debates",
    "V Putting it together",
)
LARGEST_NOTEBOOK = 350 * 1024
LARGEST_CHART = 48 * 1024
LONGEST_CELL = 14
DEBATE_BALANCE = 0.25
ARGUING = 5  # minutes to take a side of a debate and to argue the other, reading apart

_YEAR_OR_FIGURE = re.compile(
    r"\b(?:1[89]\d\d|20\d\d)\b"
    r"|\b\d+(?:[.,]\d+)?\s?(?:%|per cent|km|kilometres|minutes|billion|million|votes|euro|dollars)"
    r"|[$€£]\s?\d"
)
_QUOTATION = re.compile(r"[“\"](?:[^“”\"\s]+\s+){3,}[^“”\"]+[”\"]")
_IN_CODE = re.compile(r"`([a-z_0-9]+)`")
_ITEM = re.compile(r"- `[\w ,.-]+`: ")


@dataclass(frozen=True)
class Problem:
    """One breach of the contract: which rule, where, and what to do."""

    rule: str
    unit: str
    message: str

    def __str__(self) -> str:
        return f"{self.unit} [{self.rule}] {self.message}"


Rule = Callable[[Unit], Iterator[str]]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    """Mark a function as a rule of the contract, named after it."""
    RULES[function.__name__.replace("_", "-")] = function
    return function


def breaches(unit: Unit) -> list[Problem]:
    """Return every breach of the contract in a unit, in the order of the rules."""
    with computed_once():
        return [found for name, function in RULES.items() for found in _found(unit, name, function)]


def _found(unit: Unit, name: str, function: Rule) -> list[Problem]:
    try:
        return [Problem(name, unit.path.stem, message) for message in function(unit)]
    except CourseError as error:
        return [Problem(name, unit.path.stem, str(error))]
    except Exception as error:  # a unit may be broken in more ways than a rule foresees
        return [Problem(name, unit.path.stem, f"could not be checked: {error!r}")]


def _cells(unit: Unit, kind: str) -> list[dict[str, Any]]:
    return [cell for cell in unit.notebook["cells"] if cell["cell_type"] == kind]


def _figures(cell: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for output in cell.get("outputs", []):
        figure = stored_chart(output)
        if figure is not None:
            yield figure


def _opening(text: str) -> str:
    words = " ".join(text.split())
    return f"'{words[:60]}…'" if len(words) > 60 else f"'{words}'"


@rule
def metadata(unit: Unit) -> Iterator[str]:
    """Every field is there, and says something possible."""
    about = unit.metadata
    for name in METADATA:
        if name not in about or about[name] in ("", None):
            yield f"the notebook's metadata has no '{name}'. Add it under metadata.course."
    if about.get("unit") != unit.number:
        yield f"metadata says unit '{about.get('unit')}', the file name says {unit.number}."
    for name in ("as_of", "review_by"):
        try:
            dt.date.fromisoformat(about.get(name, ""))
        except (ValueError, TypeError):
            yield f"'{name}' is not a full date such as 2026-11-21."
            return
    if about["review_by"] <= about["as_of"]:
        yield "'review_by' must be later than 'as_of'."
    for outcome in about.get("outcomes") or []:
        if outcome not in OUTCOMES:
            yield f"there is no learning outcome '{outcome}'."
    yield from _part(unit)
    known = {u.number for u in units()}
    for number in about.get("prerequisites") or []:
        if number not in known or number >= unit.number:
            yield f"'{number}' cannot come before this unit."
    for table in about.get("tables") or []:
        if table not in package().tables:
            yield f"there is no table '{table}'."


def _part(unit: Unit) -> Iterator[str]:
    part, edition = unit.metadata.get("part"), selection.current()
    parts = edition.parts if edition else PARTS
    if part not in parts:
        yield f"there is no part '{part}' of the course; write one of: {', '.join(parts)}."
        return
    for other in (one for one in units() if one.number != unit.number):
        theirs = other.metadata.get("part")
        if (
            theirs in parts
            and (other.number < unit.number) != (parts.index(theirs) < parts.index(part))
            and theirs != part
        ):
            yield f"it stands in part {part}, and unit {other.number} in part {theirs}."
            return


@rule
def blanks(unit: Unit) -> Iterator[str]:
    """Nothing of the template is left to fill, in the notebook, its exercises or its charts."""
    own = lesson(unit.slug)
    tasks = (*own.exercises.values(), *own.predictions.values(), *own.quiz, own.samples)
    parts = [json.dumps(unit.metadata, ensure_ascii=False), *map(repr, tasks)]
    parts += [task.why() if callable(task.why) else task.why for task in own.exercises.values()]
    parts += [guess.reveal() for guess in own.predictions.values()]
    for cell in unit.notebook["cells"]:
        parts.append(cell_text(cell))
        parts += [str(figure["layout"].get("title")) for figure in _figures(cell)]
    for blank in dict.fromkeys(re.findall("«[^»]*»", "\n".join(parts))):
        yield f"the blank {blank} is still to be filled."


@rule
def tables_used(unit: Unit) -> Iterator[str]:
    """The tables named in the metadata are the tables that the cells load."""
    code = "\n".join(cell_text(cell) for cell in _cells(unit, "code"))
    loaded = set(re.findall(r"course\.(?:load|describe)\(\s*[\"'](\w+)[\"']", code))
    named = set(unit.metadata.get("tables") or [])
    for name in sorted(loaded - named):
        yield f"a cell loads '{name}', which the metadata's list of tables leaves out."
    for name in sorted(named - loaded):
        yield f"the metadata names the table '{name}', but no cell loads it."


@rule
def headings(unit: Unit) -> Iterator[str]:
    """One H1, first; a cell for each H2; no level skipped; no heading twice."""
    levels = []
    for cell in _cells(unit, "markdown"):
        text = re.sub(r"```.*?```", "", cell_text(cell), flags=re.S)
        own = [(len(m.group(1)), m.group(2)) for m in re.finditer(r"^(#+) +(.+)$", text, re.M)]
        for words in [words for level, words in own if level == 2][1:]:
            yield f"the section {_opening(words)} opens inside a cell; give it one of its own."
        levels += own
    firsts = [words for level, words in levels if level == 1]
    if len(firsts) != 1 or not levels or levels[0][0] != 1:
        yield f"there must be one top heading (#), at the start; found {len(firsts)}."
    for heading, count in Counter(words.strip().lower() for _, words in levels).items():
        if count > 1:
            yield f"the heading {_opening(heading)} stands {count} times; a link finds the first."
    for (before, _), (level, words) in pairwise(levels):
        if level > before + 1:
            yield f"the heading {_opening(words)} skips a level (from {before} to {level})."


@rule
def sections(unit: Unit) -> Iterator[str]:
    """The sections come in the fixed order, and their minutes sum to the unit's."""
    wanted = ROLES[unit.metadata.get("form", "unit")]
    given = [section.role for section in unit.sections]
    for section in unit.sections:
        if section.role not in wanted:
            yield (
                f"the section '{section.heading}' has the role '{section.role}'; give its heading "
                f"cell one of: {', '.join(wanted)} (cell metadata: course.role)."
            )
    missing = [role for role in wanted if role not in given]
    if missing:
        yield f"there is no section with the role: {', '.join(missing)}."
    places = [wanted.index(role) for role in given if role in wanted]
    if places != sorted(places):
        yield f"the sections stand in another order than: {', '.join(wanted)}."
    total = sum(section.minutes for section in unit.sections)
    if total != unit.metadata.get("minutes"):
        yield f"the sections' minutes sum to {total}, the unit says {unit.metadata.get('minutes')}."


@rule
def minutes(unit: Unit) -> Iterator[str]:
    """No section has less time than it takes to read; a debate is argued as well."""
    for section in unit.sections:
        if section.role in ("predict", "story", "debate"):
            argued = ARGUING if section.role == "debate" else 0
            needed = round(unit.time_to_read(section) + argued)
            if section.minutes < needed:
                yield (
                    f"the section '{section.heading}' has {section.minutes} minutes and takes "
                    f"{needed}: 200 words a minute, two minutes a chart"
                    + (f", and {ARGUING} to argue." if argued else ".")
                )


@rule
def runs(unit: Unit) -> Iterator[str]:
    """Every cell was run in order, without an error or a warning."""
    count = 0
    for cell in _cells(unit, "code"):
        text = cell_text(cell)
        if not text.strip():
            yield "there is an empty code cell; remove it."
            continue
        count += 1
        if cell.get("execution_count") != count:
            yield f"the cell {_opening(text)} was not run in order. Run: course run {unit.number}"
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                yield f"the cell {_opening(text)} stores an error: {output['ename']}."
            if output.get("name") == "stderr":
                yield f"the cell {_opening(text)} stores a warning."
            data = output.get("data", {})
            if any("plotly" in str(v).lower() for k, v in data.items() if k == "text/html"):
                yield f"the cell {_opening(text)} stores a chart as HTML; use style.finish."


@rule
def size(unit: Unit) -> Iterator[str]:
    """The file stays small enough to clone, diff and open on a slow line."""
    size = unit.path.stat().st_size
    if size > LARGEST_NOTEBOOK:
        yield (
            f"it is {size // 1024} KiB; the limit is {LARGEST_NOTEBOOK // 1024} KiB. JupyterLab "
            f"stores a picture beside each chart; this takes them out: course run {unit.number}"
        )


@rule
def fold(unit: Unit) -> Iterator[str]:
    """A folded output is recorded where JupyterLab leaves it: course.fold is "output"."""
    for cell in _cells(unit, "code"):
        recorded = cell["metadata"].get("course", {}).get("fold")
        folded = bool(cell["metadata"].get("jupyter", {}).get("outputs_hidden"))
        where = f"the cell {_opening(cell_text(cell))}"
        if recorded not in (None, "output"):
            yield f"{where} has course.fold '{recorded}'; the one fold there is, is 'output'."
        elif folded and not recorded:
            yield (
                f'{where} has a folded output. If it is to stay folded, add "fold": "output" '
                "under course in the cell's metadata; else unfold it in JupyterLab and save."
            )
        elif recorded and not folded:
            yield f"the output of {where[4:]} is to be folded. Run: course run {unit.number}"


@rule
def stored_form(unit: Unit) -> Iterator[str]:
    """The file is what `course run` writes: nothing of a session is stored."""
    found = differences(unit.path.read_text(encoding="utf-8"))
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield f"it is not as course run stores it: {found[0]}{more}. Run: course run {unit.number}"


@rule
def short_cells(unit: Unit) -> Iterator[str]:
    """A cell that learners read is short; what only sets things up is folded."""
    for cell in _cells(unit, "code"):
        lines = [line for line in cell_text(cell).splitlines() if line.strip()]
        folded = cell["metadata"].get("jupyter", {}).get("source_hidden")
        if len(lines) > LONGEST_CELL and not folded:
            yield f"the cell {_opening(cell_text(cell))} has {len(lines)} lines; split or fold it."


@rule
def citations(unit: Unit) -> Iterator[str]:
    """A paragraph with a date, a figure or a quotation links to a registered source.

    Or it names the table that it is read from: a word in code is not yet a table. The items of a
    task are what a learner is to judge, some of them false; the task has its sources.
    """
    tables = set(package().tables)
    for cell in _cells(unit, "markdown"):
        for block in blocks(cell_text(cell)):
            words = re.sub(r"\]\([^)]*\)", "]", block)
            words = re.sub(r"\*\*[^*]{0,40}\*\*\s*$", "", words)
            words = re.sub(r"`[^`]*`", "`", words)  # what is to be typed is no quotation
            claims = _YEAR_OR_FIGURE.search(words) or _QUOTATION.search(words)
            named = tables.intersection(_IN_CODE.findall(block)) or _ITEM.match(block)
            if claims and not addresses(block) and not named:
                yield (
                    f"the paragraph {_opening(block)} has a date, figure or quotation but no link "
                    "to a source and no table that it is read from."
                )


@rule
def readings(unit: Unit) -> Iterator[str]:
    """Every citation was read by a second reader, for the words that stand there now."""
    yield from ledger.problems(unit)


@rule
def bound_numbers(unit: Unit) -> Iterator[str]:
    """Every number and date is what a table, a computation or a reading holds."""
    yield from numbers.problems(unit)


@rule
def reviewed(unit: Unit) -> Iterator[str]:
    """Sections, exercises, quiz and charts are what somebody looked at, where a record says so."""
    yield from looks.problems(unit)


@rule
def plain_dollars(unit: Unit) -> Iterator[str]:
    """No dollar sign in prose: two of them in a paragraph become a formula."""
    for cell in _cells(unit, "markdown"):
        for block in blocks(cell_text(cell)):
            if "$" in block:
                yield f"the paragraph {_opening(block)} has a dollar sign; write 'dollars'."


@rule
def known_links(unit: Unit) -> Iterator[str]:
    """Every link is a plain one, to a registered source or to a unit that exists."""
    yield from links.problems(unit)


@rule
def charts(unit: Unit) -> Iterator[str]:
    """Every chart is finished: title, subtitle, source, as-of date, digest, rows; small; plain."""
    for cell in _cells(unit, "code"):
        for output in cell.get("outputs", []):
            figure = stored_chart(output)
            if figure is None:
                continue
            for message in chart_problems(figure):
                yield f"the chart of {_opening(cell_text(cell))} {message}"
            if "\n- " not in "".join(output["data"].get("text/plain", "")):
                yield f"the chart of {_opening(cell_text(cell))} has no text digest beside it."


def chart_problems(figure: dict[str, Any]) -> Iterator[str]:
    """Yield what a stored chart lacks, each the end of a sentence that names the chart."""
    text = json.dumps(figure)
    try:
        about = About.from_meta(figure.get("layout", {}))
    except CourseError:
        yield "is not finished; pass it through course.charts.style.finish."
        return
    for name in ("title", "subtitle", "source", "as_of", "digest", "table"):
        if not getattr(about, name):
            yield f"says no {name}."
    if len(str(about.title).split()) < 4:
        yield "has a label for a title; say in a sentence what to see."
    if not 3 <= len(about.digest) <= 5:
        yield "has a digest that is not three to five lines."
    if len(text) > LARGEST_CHART:
        yield f"takes {len(text) // 1024} KiB; the limit is {LARGEST_CHART // 1024} KiB."
    if '"bdata"' in text:
        yield "stores numbers in binary; give Plotly plain lists."
    if "http://" in text or "https://" in text or '"locationmode"' in text:
        yield "would ask the network for something."
    yield from _colour_alone(figure)


def _colour_alone(figure: dict[str, Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for trace in figure.get("data", []):
        if (
            not trace.get("showlegend", True)
            or not trace.get("name")
            or trace.get("visible") is False
        ):
            continue
        if not figure["layout"].get("showlegend"):
            continue
        marker, line = trace.get("marker", {}), trace.get("line", {})
        shape = json.dumps(
            [
                trace.get("type"),
                trace.get("mode"),
                marker.get("symbol"),
                marker.get("pattern"),
                line.get("dash"),
                bool(trace.get("text")),
            ]
        )
        if shape in seen and seen[shape] != trace["name"]:
            yield f"tells '{seen[shape]}' from '{trace['name']}' by colour alone."
        seen[shape] = trace["name"]


@rule
def debate(unit: Unit) -> Iterator[str]:
    """Both sides of a debate get like room, and each its own sources."""
    if unit.metadata.get("form", "unit") == "orientation":
        return
    sides: dict[str, str] = {}
    for cell in _cells(original(unit) or unit, "markdown"):  # a term's words may be more
        side = cell["metadata"].get("course", {}).get("side")
        if side:
            sides[side] = sides.get(side, "") + "\n\n" + cell_text(cell)
    if len(sides) < 2:
        yield "its debate needs two sides (cell metadata: course.side), each in cells of its own."
        return
    counts = {side: words(text) for side, text in sides.items()}
    if max(counts.values()) > (1 + DEBATE_BALANCE) * min(counts.values()):
        yield f"its sides differ in length by more than a quarter: {counts} words."
    for side, text in sides.items():
        if len(set(addresses(text))) < 2:
            yield f"the side '{side}' cites fewer than two sources."


def words(markdown: str) -> int:
    """Count the words that a reader sees in a Markdown text."""
    return len(re.sub(r"\]\([^)]*\)", "]", markdown).split())


for _module in (markup, fairness, tasks, aloud, entry, classroom):
    for _rule in _module.RULES:
        rule(_rule)
