"""The exercises of a unit on other rows, for a class of its own, and the key to them.

What an exercise may be asked of is declared beside it (`course.learn.variants`). Here a notebook
to hand out is made of that: the task, the cells that show its rows, and the cell that asks for its
check under an id that carries the seed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.errors import CourseError
from course.learn.answers import Choice, Sorting
from course.learn.essays import Essay
from course.learn.exercises import exercise, lesson, variant_of, without_seed
from course.learn.seal import digest
from course.learn.tasks import Exercise
from course.learn.variants import Variant, speaks_of_letters, versions
from course.markup import escape, inline
from course.quality.canonical import canonical, write
from course.teach import key, paper
from course.teach.run import Runner, runner
from course.units import Unit, cell_text
from course.words import listed

CHECK = re.compile(r'^course\.check\("([\w-]+(?:@\d+)?)", (\w+)\)$', re.M)
_HEADING = re.compile(r"^(#{2,4}) +(?:(\d+\. +))?(.+)$", re.M)
_OPTION = re.compile(r"^(- \*\*([A-Z])\*\*)(.*)$", re.M)
QUESTIONS = re.compile(r"answer one of these( [^:]*)?: (\*[^*]+\?\*(?:(?:,|,? or) \*[^*]+\?\*)+)")
_NAME = "my_answer"
_ABOUT = {"fold", "opens", "only"}  # what a cell says of itself that holds in any notebook


@dataclass(frozen=True)
class Piece:
    """What stands under one heading of a unit, and the id of the exercise that it asks, or ""."""

    role: str
    cells: tuple[dict[str, Any], ...]

    @property
    def level(self) -> int:
        """How deep the heading is: 2 opens a section."""
        found = _HEADING.search(cell_text(self.cells[0]))
        return len(found[1]) if found else 1

    @property
    def task(self) -> str:
        """The exercise that is asked here, or an empty text."""
        asked = [CHECK.search(cell_text(cell)) for cell in self.cells if _is_code(cell)]
        return next((without_seed(one[1]) for one in asked if one), "")

    @property
    def is_ready(self) -> bool:
        """Say whether it can be handed out alone, and is not a part of the unit's story."""
        return bool(self.task) and (self.role == "writing" or self.level > 2)


@dataclass(frozen=True)
class Asked:
    """A task as one class has it: its cells, and what of it differs from the unit's own."""

    task: Exercise
    cells: list[NotebookNode]
    how: str
    differs: bool = True


@dataclass(frozen=True)
class Made:
    """What was written: the files, and how many tasks differ from the unit's, of how many."""

    paths: list[Path]
    differ: int
    tasks: int


def write_variant(unit: Unit, seed: int, out: Path, *, pdf: bool | None = None) -> Made:
    """Write a unit's exercises as a seed varies them: a notebook to hand out, and its key.

    Raises:
        CourseError: the unit has no exercises; a cell failed; a file cannot be written.
    """
    tasks, cells = _handed_out(unit, seed)
    if not tasks:
        raise CourseError(f"Unit {unit.number} has no exercises, so it has no variant of them.")
    name = f"{unit.path.stem}@{seed}"
    path = paper.folder(out) / f"{name}.ipynb"
    about = {"course": {"unit": unit.number, "variant": seed}}
    write(canonical(new_notebook(cells=cells, metadata=about)), path)
    pages = paper.write(out, f"{name}-key", variant_key(unit, seed, tasks), pdf=pdf)
    return Made([path, *pages], sum(one.differs for one in tasks), len(tasks))


def pieces(unit: Unit) -> Iterator[Piece]:
    """Yield what stands under each heading of a unit, in order."""
    role, piece = "", []  # type: ignore[var-annotated]
    for cell in unit.notebook["cells"]:
        if not _is_code(cell) and _HEADING.search(cell_text(cell)) and piece:
            yield Piece(role, tuple(piece))
            piece = []
        role = cell["metadata"].get("course", {}).get("role") or role
        piece.append(cell)
    if piece:
        yield Piece(role, tuple(piece))


def _handed_out(unit: Unit, seed: int) -> tuple[list[Asked], list[NotebookNode]]:
    """Return the tasks of a variant, and the cells of its notebook."""
    tasks: list[Asked] = []
    cells = [new_markdown_cell(_opening(unit, seed))]
    with runner() as run:
        run.run("import course")
        for piece in pieces(unit):
            if piece.role == "exercises" and piece.level == 2:
                cells += [_copy(cell, seed) for cell in piece.cells]
                for cell in filter(_is_code, piece.cells):
                    run.run(cell_text(cell))
            elif piece.is_ready:
                tasks.append(asked(unit, piece, seed, run))
                cells += tasks[-1].cells
            elif piece.role == "exercises":
                cells += [_copy(cell, seed) for cell in piece.cells]
    if tasks and not any(piece.role == "exercises" for piece in pieces(unit)):
        cells.insert(1, new_code_cell("import course"))
    return tasks, cells


def _opening(unit: Unit, seed: int) -> str:
    return (
        f"# {unit.title} Exercises, version {seed}\n\n"
        f"These are the exercises of unit {unit.number}. Some ask about other rows of the course's "
        "tables than the unit does, or have their options in another order; the name of such an "
        "exercise has the number of the version behind it. *Above* and *this unit* mean the unit "
        "itself. Answers are checked here as they are there, with hints and solutions."
    )


def asked(unit: Unit, piece: Piece, seed: int, run: Runner | None, *, own: bool = False) -> Asked:
    """Return the task of a piece as a seed varies it.

    Args:
        unit: the unit.
        piece: what stands in it under the heading of the task.
        seed: chooses the version.
        run: runs what shows its rows; without it such cells show nothing yet.
        own: cells that are the unit's stay what they are, with their ids. Else each has an id of
            its own, and the one that asks for the answer shows nothing.
    """
    base, made = exercise(piece.task), variant_of(piece.task, seed)
    if made is not None and made.asks is not None:
        of = versions(base, lesson(unit.slug).varies.get(piece.task))
        how = f"Asked of other rows than in the unit: version {seed % of + 1} of {of}."
        return Asked(made.exercise, _anew(piece, made, seed, run), how)
    taken = piece.cells if own else _until_check(piece)
    cells = [_same(cell) if own else _copy(cell, seed) for cell in taken]
    if made is not None and made.letters:
        for cell in cells:
            if not _is_code(cell):
                cell["source"] = _reordered(cell["source"], made.letters)
        now = zip(made.letters, sorted(made.letters), strict=True)
        moved = listed(f"{old} is now {new}" for old, new in now if old != new)
        how = f"Its options stand in another order: of those in the unit, {moved}."
        return Asked(made.exercise, _checked(cells, made.exercise), how)
    if made is not None and (question := _chosen(cells, seed)):
        how = f"Of the questions to choose from, one is asked: {question}"
        return Asked(made.exercise, _checked(cells, made.exercise), how)
    return Asked(base, cells, _why_not(base), differs=False)


def _why_not(task: Exercise) -> str:
    if isinstance(task.kind, Essay):
        return "The same for every class: a text of one's own."
    if isinstance(task.kind, Choice) and speaks_of_letters(task):
        return "The same for every class: its answer speaks of the options by their letters."
    return (
        "The same for every class: there is nothing else of the kind that it could be asked of, "
        "and be as true."
    )


def _is_code(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "code"


def _until_check(piece: Piece) -> Iterator[dict[str, Any]]:
    """Yield the cells of a task up to the one that checks it; finished texts are left out."""
    for cell in piece.cells:
        if "<details>" not in cell_text(cell):
            yield cell
        if _is_code(cell) and CHECK.search(cell_text(cell)):
            return


def _same(cell: dict[str, Any]) -> NotebookNode:
    return from_dict({**deepcopy(cell), "source": cell_text(cell)})


def _copy(cell: dict[str, Any], seed: int) -> NotebookNode:
    """Return a cell under an id of its own: it is none of the unit's."""
    text, about = cell_text(cell), deepcopy(cell["metadata"])
    course = {name: value for name, value in about.pop("course", {}).items() if name in _ABOUT}
    made = (new_code_cell if _is_code(cell) else new_markdown_cell)(text)
    made["id"] = _id(f"{cell['id']}", seed)
    made["metadata"].update({**about, **({"course": course} if course else {})})
    if _is_code(cell) and not CHECK.search(text):
        made["outputs"] = [NotebookNode(deepcopy(one)) for one in cell.get("outputs", [])]
    return made


def _id(text: str, seed: int) -> str:
    return f"c-{digest(f'{text} {seed}')[:10]}"


def _anew(piece: Piece, made: Variant, seed: int, run: Runner | None) -> list[NotebookNode]:
    """Return the cells of a task that is asked of other rows: its text, its rows, its check."""
    task, head = made.exercise, _HEADING.search(cell_text(piece.cells[0]))
    assert head is not None
    title = f"{head[1]} {head[2] or ''}{task.title}"
    cells = [new_markdown_cell(f"{title}\n\n{made.asks}")]
    for code in made.shows or ():
        cells.append(new_code_cell(code, outputs=run.run(code) if run else []))
    *_, last = _until_check(piece)
    found = CHECK.search(source := cell_text(last))
    assert found is not None
    if isinstance(task.kind, Sorting):
        blanks = "".join(f'    "{item}": ...,\n' for item in task.kind.items)
        source = f"{found[2]} = {{\n{blanks}}}\n{found[0]}"
    else:  # the unit's name for the answer may speak of the unit's rows
        source = re.sub(rf"(?m)^{found[2]}(?= = )|(?<=, ){found[2]}(?=\)$)", _NAME, source)
    cells.append(new_code_cell(source))
    for place, cell in enumerate(cells):
        cell["id"] = _id(f"{task.id} {place}", seed)
    return _checked(cells, task)


def _checked(cells: list[NotebookNode], task: Exercise) -> list[NotebookNode]:
    """Let the cell that asks for a check ask for that of the variant."""
    for cell in filter(_is_code, cells):
        cell["source"] = CHECK.sub(rf'course.check("{task.id}", \2)', cell["source"])
    return cells


def _reordered(text: str, letters: tuple[str, ...]) -> str:
    """Return a task with its options in another order: `letters` are the old ones."""
    said = {found[2]: found[3] for found in _OPTION.finditer(text)}
    if not said:
        return text
    now = dict(zip(sorted(letters), letters, strict=True))
    return _OPTION.sub(lambda found: f"{found[1]}{said[now[found[2]]]}", text)


def _chosen(cells: list[NotebookNode], seed: int) -> str:
    """Ask one of the questions that a piece of writing may answer; return it, or an empty text."""
    for cell in cells:
        found = None if _is_code(cell) else QUESTIONS.search(cell["source"])
        if found:
            questions = re.findall(r"\*[^*]+\?\*", found[2])
            question = questions[seed % len(questions)]
            only = f"answer this{found[1] or ''}: {question}"
            cell["source"] = cell["source"].replace(found[0], only)
            return question
    return ""


def variant_key(unit: Unit, seed: int, tasks: list[Asked]) -> str:
    """Return the key to a variant as one HTML page."""
    title = f"{unit.number} {unit.title} Exercises, version {seed}: the key"
    elsewhere = [one.task for one in pieces(unit) if one.task and not one.is_ready]
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>For whoever teaches. {_counted(tasks)} Another number gives another version; the same "
        "number gives the same one on every machine. Whoever asks for it is shown the solution "
        "here too, as in the unit (<code>course.solution</code>): a version keeps an answer from "
        "travelling, and does not keep it secret.</p>",
    ]
    if elsewhere:
        body.append(f"<p>Asked in the unit's story, and not here: {escape(listed(elsewhere))}.</p>")
    for one in tasks:
        body += key.exercise(one.task, inline(one.how))
    return paper.sheet(title, "\n".join(body), style=key.STYLE)


def _counted(tasks: list[Asked]) -> str:
    differ = sum(one.differs for one in tasks)
    return f"{differ} of {len(tasks)} exercises differ from the unit's."
