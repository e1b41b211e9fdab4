"""Tasks are proven, tell no answer, and stand after what they ask about, in words for everyone.

In JupyterLab and on the site alike, that is.

The rules are part of the contract (`course.quality.contract`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from course.learn.answers import Choice, Sorting
from course.learn.assess import worked
from course.learn.exercises import lesson, solution, solvable
from course.units import IN_JUPYTERLAB, Unit, cell_text, only_in_jupyterlab

_READ = ("text/markdown", "text/html", "text/plain")
_MARKED = re.compile(r"`([^`\n]+)`|\*\*([^*\n]+)\*\*")
_ROW = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_FIGURE = re.compile(r"[\d.,]+( \w+)?")

# What only somebody with cells to run can do.
_LAB_ALONE = re.compile(
    r"in place of (?:each |the )?`\.\.\.`"
    r"|\b(?:[Ww]rite|[Pp]ut|[Cc]hange|[Nn]ames?|letters?)\b[^.]* quotation marks\b"
    r"|\bwith the quotation marks\b"
    r"|\bShift and Enter\b"
    r"|\bcell of your own\b"
    r"|\b[Rr]un (?:it|them) again\b|\b[Rr]un (?:\w+ ){1,3}cells?\b"
    r"|\b(?:[Ee]dit|[Cc]hange|[Pp]ut|[Ww]rite)\b[^.:;]* in(?:to)? (?:the|this) (?:\w+ )?cells?\b"
    r"|`course\.(?:check|hint|predict|reveal|solution|source|sources\.read|term)\b"
)

# A cell in whose place the site has a form, or that a form opens.
_FORM = re.compile(r"course\.(?:check|predict|reveal)\(")


def exercises(unit: Unit) -> Iterator[str]:
    """Every exercise is proven, and the notebook and its module agree on which there are."""
    yield from solvable(unit)
    code = "\n".join(
        cell_text(cell) for cell in unit.notebook["cells"] if cell["cell_type"] == "code"
    )
    own = lesson(unit.slug)
    for verb, known in (("check", own.exercises), ("predict", own.predictions)):
        called = set(re.findall(rf"course\.{verb}\(\s*[\"']([\w-]+)(?:@\d+)?[\"']", code))
        for name in sorted(called - set(known)):
            yield f'course.{verb}("{name}") has nothing behind it in the unit\'s module.'
        for name in sorted(set(known) - called):
            yield f"'{name}' is in the unit's module, but no cell calls course.{verb} for it."
    if own.quiz and "course.quiz(" not in code:
        yield "the unit's module has a quiz, but no cell shows it."


def no_answers(unit: Unit) -> Iterator[str]:
    """No solution lies in the notebook or its outputs before a learner asks for it."""
    stored = json.dumps(unit.notebook, ensure_ascii=False)
    for name in lesson(unit.slug).exercises:
        worked = str(solution(name)).split("\n\nSources:")[0]
        telling = [s for s in re.split(r"(?<=[.!?])\s+", worked) if len(s.split()) >= 6]
        if any(json.dumps(s, ensure_ascii=False)[1:-1] in stored for s in telling):
            yield f"the solution of '{name}' can be read in the notebook."


def items_shown(unit: Unit) -> Iterator[str]:
    """Each item of a sorting, and each option of a choice, is shown above the cell that asks."""
    for name, task in lesson(unit.slug).exercises.items():
        if isinstance(task.kind, Sorting):
            asked, codes = task.kind.items, task.kind.codes
        elif isinstance(task.kind, Choice):
            asked, codes = task.kind.options, {}
        else:
            continue
        said, shown = _above(unit, name)
        marked = {_plain(one or other) for one, other in _MARKED.findall(said + shown)}
        # A list of rows "in the same order as in the cell" names as many rows as there are items.
        rows = {one for one, _ in _MARKED.findall(said) if _ROW.fullmatch(one) and one not in codes}
        if len(rows) >= len(asked):
            continue
        lines = {_plain(line) for line in shown.splitlines()}
        whole = f" {_plain(said + ' ' + shown)} "
        hidden = [
            item
            for item, words in asked.items()
            if not (
                _FIGURE.fullmatch(item)
                or f" {_plain(words)} " in whole
                or _plain(item) in marked
                or _pieces_marked(item, marked)
                # The letter of an option counts only where it is marked: B is a grade too.
                or (
                    (codes or len(item) > 1)
                    and any(set(_plain(item).split()) <= set(line.split()) for line in lines)
                )
            )
        ]
        if hidden:
            yield (
                f"'{name}' asks about {', '.join(hidden)}, and nothing above its cell says what "
                "that is. Print the items with their words, in Markdown or with course.text."
            )


def _above(unit: Unit, task: str) -> tuple[str, str]:
    """Return the Markdown and the outputs between the heading of a task and its check."""
    said = shown = ""
    for cell in unit.notebook["cells"]:
        text = cell_text(cell)
        if cell["cell_type"] == "markdown":
            said, shown = (text, "") if text.startswith("#") else (f"{said}\n{text}", shown)
        elif re.search(rf"course\.check\(\s*[\"']{task}(?:@\d+)?[\"']", text):
            return said, shown
        else:
            shown += "".join(f"\n{_words(output)}" for output in cell.get("outputs", []))
    return said, shown


def _words(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    return "\n".join("".join(data[kind]) for kind in _READ if kind in data)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text).lower().split())


def _pieces_marked(item: str, marked: set[str]) -> bool:
    """Say whether an item is named of two parts, each set apart: 'prague_territory'."""
    pieces = _plain(item).split()
    return len(pieces) > 1 and all(any(p in m.split() for m in marked) for p in pieces)


def for_every_reader(unit: Unit) -> Iterator[str]:
    """What only JupyterLab can do stands apart, so that the site can leave it out.

    The orientation is spared: it teaches JupyterLab itself.
    """
    if unit.metadata.get("form") == "orientation":
        return
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for paragraph in re.split(r"\n\s*\n", cell_text(cell)):
                found = _LAB_ALONE.search(paragraph)
                if found and not paragraph.startswith(IN_JUPYTERLAB):
                    yield (
                        f"the paragraph {_opening(paragraph)} says '{found[0]}', which nobody can "
                        "do on the site. Move such words to a paragraph of their own that begins "
                        f"'{IN_JUPYTERLAB}', or say what is to be decided."
                    )
        elif not only_in_jupyterlab(cell) and not _FORM.search(cell_text(cell)):
            shown = "\n".join(_words(output) for output in cell.get("outputs", []))
            if found := _LAB_ALONE.search(shown):
                yield (
                    f"the output of {_opening(cell_text(cell))} says '{found[0]}', which nobody "
                    'can do on the site. Add "only": "jupyterlab" under course in the metadata of '
                    "its cell, and the site leaves the cell out."
                )
    for name, task in lesson(unit.slug).exercises.items():
        says = [*task.hints, *(one.says for one in task.misconceptions.values()), worked(task)]
        for words in says:
            if found := _LAB_ALONE.search(words):
                yield (
                    f"'{name}' says '{found[0]}', in {_opening(words)}; its hints and its feedback "
                    "stand on the site too, where there are no cells to run."
                )


def _opening(text: str) -> str:
    words = " ".join(text.split())
    return f"'{words[:60]}…'" if len(words) > 60 else f"'{words}'"


RULES = (exercises, no_answers, items_shown, for_every_reader)
