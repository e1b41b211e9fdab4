"""A unit of the course as a term has it: what is left out is gone, the rest holds together.

The cells are those of the course, with their ids, so that every passage is still held to what was
read for it. Code of what is gone, if something that stays needs it, is kept in a folded cell.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell

from course.learn import classroom
from course.learn.exercises import in_the_course
from course.learn.in_term import questions
from course.learn.quiz import Question
from course.learn.seal import digest
from course.selection import Term
from course.teach.choice import Kept, assessed_by
from course.teach.variant import asked, pieces
from course.units import Unit, cell_text
from course.words import count, listed

_H2 = re.compile(r"^## +(.+)$", re.M)
_NUMBERED = re.compile(r"^(#{3,4} +)(\d+)(\. +)", re.M)
_LOADED = re.compile(r"course\.(?:load|describe)\(\s*[\"'](\w+)[\"']")
_OWN = re.compile(
    r"(course\.(?:start|quiz|timeline|references|sources\.read)\(\s*|course\.review\(\s*quiz=)"
    r"[\"'](\d\d)[\"']"
)
_EARLIER = re.compile(r" Two of the \w+ (?:come|belong)[^.]*\.")
_ANCHOR = re.compile(r"\[([^\]]*)\]\(#([^)\s]+)\)")


@dataclass
class Cut:
    """A unit as a term has it, its notes for teaching, and what the instructor is told of it."""

    notebook: NotebookNode
    notes: str
    told: list[str] = field(default_factory=list)


def numbers(kept: Kept) -> dict[str, str]:
    """Return the numbers of a unit's exercises, before and in the term; "" if one is left out.

    Nothing is returned if all are as they were.
    """
    found: dict[str, str] = {}
    place = 0
    for piece in pieces(kept.unit):
        head = _NUMBERED.search(cell_text(piece.cells[0]))
        if head and piece.role == "exercises":
            stays = piece.task not in (*kept.left_out, *kept.gone) or not piece.task
            place += stays
            found[head[2]] = str(place) if stays else ""
    return found if any(old != new for old, new in found.items()) else {}


def recut(kept: Kept, term: Term) -> Cut:
    """Return a unit as a term has it; its outputs are those of the course."""
    cells = _cells(kept)
    for cell in cells:
        cell["source"] = _said(cell, kept, term)
    _earlier(cells, kept, term)
    notebook = from_dict(deepcopy(kept.unit.notebook))
    notebook["cells"] = cells
    _minutes(cells, kept)
    _describe(notebook, kept, term)
    return Cut(notebook, _notes(cells, kept, term), [*_told(cells, kept, term)])


# -- which cells


def _cells(kept: Kept) -> list[NotebookNode]:
    """Return the cells that stay, those of other rows in the place of their own."""
    found: list[NotebookNode] = []
    gone: set[int] = set()
    heading = ""
    for piece in pieces(kept.unit):
        cells = [from_dict({**deepcopy(one), "source": cell_text(one)}) for one in piece.cells]
        opened = _H2.search(cell_text(piece.cells[0]))
        heading = opened[1].strip() if opened else heading
        if heading in kept.dropped or (piece.task in kept.left_out and piece.is_ready):
            gone |= {id(cell) for cell in cells}
        elif piece.task in kept.swaps:
            cells = asked(kept.unit, piece, kept.swaps[piece.task], None, own=True).cells
        found += cells
    return _rescued(found, gone)


def _rescued(cells: Sequence[NotebookNode], gone: set[int]) -> list[NotebookNode]:
    """Return the cells that stay, and before each what it needs of code that is gone, folded."""
    before: list[ast.stmt] = []  # of cells that are gone, in order
    known: set[str] = set(dir(builtins))
    found: list[NotebookNode] = []
    for cell in cells:
        code = ast.parse(cell["source"]).body if cell["cell_type"] == "code" else []
        if id(cell) in gone:
            before += code
            continue
        needed = _needed(before, _read(code) - known)
        if needed:
            source = "\n".join(ast.unparse(one) for one in needed)
            setup = new_code_cell(source, metadata={"jupyter": {"source_hidden": True}})
            setup["id"] = f"c-{digest(source)[:10]}"
            found.append(setup)
            known |= _made(needed)
            before = [one for one in before if one not in needed]
        known |= _made(code)
        found.append(cell)
    return found


def _needed(before: Sequence[ast.stmt], names: set[str]) -> list[ast.stmt]:
    """Return the statements that make names, and those that make what these need."""
    wanted, found = set(names), []
    for one in reversed(before):
        if _made([one]) & wanted:
            found.append(one)
            wanted |= _read([one])
    return found[::-1]


def _read(code: Iterable[ast.stmt]) -> set[str]:
    """Return the names that code reads before it has made them itself."""
    found: set[str] = set()
    made: set[str] = set()
    for one in code:
        found |= _names(one, ast.Load) - _inside(one) - made
        made |= _made([one])
    return found


def _made(code: Iterable[ast.stmt]) -> set[str]:
    """Return the names that code makes, or changes something of."""
    found: set[str] = set()
    for one in code:
        found |= _names(one, ast.Store) - _inside(one)
        for node in ast.walk(one):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found |= {(name.asname or name.name).split(".")[0] for name in node.names}
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Subscript | ast.Attribute):
                inner: ast.expr = node
                while isinstance(inner, ast.Subscript | ast.Attribute):
                    inner = inner.value
                if isinstance(inner, ast.Name) and isinstance(node.ctx, ast.Store):
                    found.add(inner.id)
    return found


def _names(one: ast.AST, context: type[ast.expr_context]) -> set[str]:
    nodes = (node for node in ast.walk(one) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, context)}


def _inside(one: ast.stmt) -> set[str]:
    """Return the names that are known within a part of a statement alone."""
    found: set[str] = set()
    for node in ast.walk(one):
        if isinstance(node, ast.comprehension):
            found |= _names(node.target, ast.Store)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


# -- what they say


def _said(cell: NotebookNode, kept: Kept, term: Term) -> str:
    """Return the text of a cell as the term says it."""
    text = _OWN.sub(lambda found: _by_slug(found, kept, term), cell["source"])
    if cell["cell_type"] == "code":
        return text
    text = term.said(text, kept.unit.origin)
    anchors = {_anchor(heading) for heading in kept.dropped}
    text = _ANCHOR.sub(lambda link: link[1] if link[2].lower() in anchors else link[0], text)
    tasks = term.tasks.get(kept.unit.origin, {})
    return _NUMBERED.sub(lambda head: f"{head[1]}{tasks.get(head[2], head[2])}{head[3]}", text)


def _by_slug(found: re.Match[str], kept: Kept, term: Term) -> str:
    own = kept.unit.slug if found[2] == kept.unit.number else ""
    slug = own or term.units.get(found[2], ("", ""))[1]
    return f'{found[1]}"{slug}"' if slug else found[0]


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _earlier(cells: Iterable[NotebookNode], kept: Kept, term: Term) -> None:
    """Say anew, above the quiz, which of its questions come from elsewhere."""
    quiz = questions(in_the_course(kept.unit.slug).quiz, kept.unit.origin, term, in_the_course)
    for cell in cells:
        if cell["cell_type"] == "markdown" and _EARLIER.search(cell["source"]):
            cell["source"] = _EARLIER.sub(_of_others(quiz, kept.number), cell["source"])


def _of_others(quiz: Sequence[Question], number: str) -> str:
    """Say how many questions are from other units, and from which."""
    others = [one.unit for one in quiz if one.unit != number]
    if not others:
        return ""
    total, taught_in = count(len(quiz)), dict.fromkeys(others)
    how_many = count(len(others))
    verb = "comes" if len(others) == 1 else "come"
    return (
        f" {how_many[0].upper()}{how_many[1:]} of the {total} {verb} from "
        f"unit{'s' * (len(taught_in) > 1)} {listed(taught_in)}."
    )


# -- minutes, and what the notebook says of itself


def _minutes(cells: Sequence[NotebookNode], kept: Kept) -> None:
    """Set the minutes of the sections that stay: alone, and in each lesson."""
    own = in_the_course(kept.unit.slug).exercises
    done = [task for task in own if task not in (*kept.left_out, *kept.gone)]
    opens = [cell for cell in cells if "role" in cell["metadata"].get("course", {})]
    for cell in opens:
        about = cell["metadata"]["course"]
        if about["role"] == "exercises" and kept.left_out:
            asks = [piece.task for piece in pieces(kept.unit) if piece.role == "exercises"]
            there = [task for task in asks if task]
            stay = [task for task in there if task in done]
            about["minutes"] = max(1, round(about["minutes"] * len(stay) / len(there)))
    for lesson in classroom.lengths(kept.unit):
        _spread([cell["metadata"]["course"] for cell in opens], lesson, _takes_none(kept, lesson))


def _takes_none(kept: Kept, lesson: int) -> bool:
    """Say whether a lesson would take the section of exercises and do none of them."""
    if not (kept.left_out or kept.gone) or not classroom.notes_file(kept.unit).is_file():
        return False
    said = classroom.notes(kept.unit)
    roles = {section.heading: section.role for section in kept.unit.sections}
    return not any(
        lesson in use.lessons
        and roles.get(said.placed[task]) == "exercises"
        and task not in (*kept.left_out, *kept.gone)
        for task, use in said.uses.items()
    )


def _spread(sections: Sequence[dict[str, Any]], lesson: int, without: bool) -> None:
    """Spread the minutes of a lesson over the sections that stay, as they were to each other."""
    key = str(lesson)
    if without:
        for about in sections:
            if about["role"] == "exercises":
                about.get("class", {}).pop(key, None)
                if not about.get("class"):
                    about.pop("class", None)
    takes = [about for about in sections if key in about.get("class", {})]
    whole = sum(about["class"][key] for about in takes)
    if whole == lesson or not takes:
        return
    shares = [about["class"][key] * lesson / whole for about in takes]
    given = [max(1, int(share)) for share in shares]
    order = sorted(range(len(takes)), key=lambda place: given[place] - shares[place])
    for place in (order * lesson)[: lesson - sum(given)]:
        given[place] += 1
    for about, minutes in zip(takes, given, strict=True):
        about["class"][key] = minutes


def _describe(notebook: NotebookNode, kept: Kept, term: Term) -> None:
    """Set what a notebook says of itself: number, week, minutes, tables, what it builds on."""
    about, cells = notebook["metadata"]["course"], notebook["cells"]
    code = "\n".join(cell["source"] for cell in cells if cell["cell_type"] == "code")
    loaded = set(_LOADED.findall(code))
    out = {*kept.left_out, *kept.gone}
    shown = [outcome for outcome, tasks in assessed_by(kept.unit).items()
             if any(task.id not in out for task in tasks)]  # fmt: skip
    before = {
        old: term.number(old)
        for old in about.get("prerequisites") or []
        if old in term.units and term.number(old) < kept.number
    }
    about |= {
        "unit": kept.number,
        "origin": kept.unit.origin,
        "part": kept.week,
        "question": term.said(about["question"], kept.unit.origin),
        "minutes": sum(
            cell["metadata"]["course"].get("minutes", 0)
            for cell in cells
            if "role" in cell["metadata"].get("course", {})
        ),
        "tables": [name for name in about.get("tables") or [] if name in loaded],
        "outcomes": shown,
        "prerequisites": sorted(before.values()),
    }
    if recalls := about.get("recalls"):
        about["recalls"] = {
            before[old]: [term.said(words, old) for words in wanted]
            for old, wanted in recalls.items()
            if old in before
        }


# -- notes for teaching


def _notes(cells: Sequence[NotebookNode], kept: Kept, term: Term) -> str:
    """Return the notes for teaching of what stays; nothing, if there are none."""
    path = classroom.notes_file(kept.unit)
    if not path.is_file():
        return ""
    out, say = {*kept.left_out, *kept.gone}, lambda text: term.said(text, kept.unit.origin)
    in_class = {
        found[1].strip(): bool(cell["metadata"].get("course", {}).get("class"))
        for cell in cells
        if cell["cell_type"] == "markdown" and (found := _H2.search(cell["source"]))
    }
    lines: list[str] = []
    stays = True
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:].strip()
            stays = heading not in kept.dropped
            line = f"## {say(heading)}"
            if stays and not in_class.get(say(heading), True) and _had_class(kept.unit, heading):
                line += "\n\n- At home: what is left of it is done at home."
        elif line.startswith("# "):
            line = say(line.replace(f"Teaching {kept.unit.number}:", f"Teaching {kept.number}:"))
        elif found := re.match(r"- Do ([\w-]+):", line):
            if found[1] in out:
                continue
            line = f"{found[0]}{say(line[found.end() :])}"
        else:
            line = say(line)
        if stays:
            lines.append(line)
    return "\n".join(lines).rstrip() + "\n"


def _had_class(one: Unit, heading: str) -> bool:
    return any(section.heading == heading and section.in_class for section in one.sections)


# -- what the instructor is told


def _told(cells: Sequence[NotebookNode], kept: Kept, term: Term) -> Iterator[str]:
    """Yield what of a unit the instructor should know or read again, a sentence each."""
    one = kept.unit
    own = in_the_course(one.slug)
    if kept.gone:
        yield f"With the sections go the exercises that stand in them: {listed(kept.gone)}."
    quiz = questions(own.quiz, one.origin, term, in_the_course)
    prompts = {question.prompt for question in own.quiz}
    new = sum(question.prompt not in prompts for question in quiz)
    lost = len(own.quiz) - (len(quiz) - new)
    if lost:
        yield (
            f"Its quiz leaves out {count(lost)} question{'s' * (lost > 1)} on what the term has "
            f"not taught by then{_instead(new)}."
        )
    out = {*kept.left_out, *kept.gone}
    lost_outcomes = [key for key, tasks in assessed_by(one).items()
                     if tasks and all(task.id in out for task in tasks)]  # fmt: skip
    if lost_outcomes:
        yield f"No exercise of it assesses {listed(lost_outcomes)} any more; its card says so."
    lost_before = [old for old in one.metadata.get("prerequisites") or []
                   if old not in term.units or term.number(old) > kept.number]  # fmt: skip
    if lost_before:
        names = listed(f"*{_title(old, term)}*" for old in lost_before)
        yield f"It builds on {names}, which the term has not taught by then."
    text = "\n\n".join(cell["source"] for cell in cells if cell["cell_type"] == "markdown")
    for heading in kept.dropped:
        if re.search(re.escape(heading.rstrip("?")), text):
            yield f"It still speaks of '{heading}', which is left out: read it over."
    if "exercise that was left out" in text:
        yield "It speaks of an exercise that is left out: read it over."
    if "the full course's unit" in text.lower():
        yield "It names units that the term has not, by their titles."


def _title(old: str, term: Term) -> str:
    return term.absent.get(old) or f"unit {term.number(old)}"


def _instead(new: int) -> str:
    return f", and asks {count(new)} of earlier units instead" if new else ""
