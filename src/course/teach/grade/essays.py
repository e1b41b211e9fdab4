"""Pieces of writing beside their rubric, for a person to mark, and the form that takes the marks.

The form is a CSV for a spreadsheet: `points` from 0 to 1, or the marks of the rubric, from which
the points are reckoned. It also lists what could not be read, for which a person may give points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from course.errors import CourseError, shown
from course.learn.essays import Essay
from course.learn.exercises import lesson, without_seed
from course.learn.samples import shown as sample_text
from course.learn.tasks import Exercise
from course.markup import blocks, escape
from course.teach.grade import pages
from course.teach.grade.papers import Entry, Mark, Papers
from course.teach.grade.roster import table
from course.units import Unit, cell_text

COLUMNS = ("learner", "key", "exercise", "what", "text", "words", "typed", "would give")
_FILLED = ("points", "comment")
NONE = "–"  # in a column that is no criterion of the exercise


@dataclass(frozen=True)
class Given:
    """What a person gave: points from 0 to 1, the marks of the rubric, and a comment."""

    points: float
    marks: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""


Marks = Mapping[tuple[str, str], Given]
"""What was given, by the key of a learner and the id of an exercise."""


@lru_cache(maxsize=256)
def asked(unit: Unit, task: str) -> str:
    """Return the Markdown by which a unit asks for a piece of writing, its rubric included."""
    cells = unit.notebook["cells"]
    asks = re.compile(rf'course\.check\("{re.escape(task)}(?:@\d+)?"')
    at = next(place for place, cell in enumerate(cells) if asks.search(cell_text(cell)))
    texts: list[str] = []
    for cell in reversed(cells[:at]):
        if cell["cell_type"] == "markdown":
            texts.insert(0, cell_text(cell))
            if re.search(r"^#{2,4} ", texts[0], re.M):
                break
    return "\n\n".join(texts)


def rubric(unit: Unit, task: str) -> dict[str, int]:
    """Return the criteria of a rubric with the most that each may have; none without a rubric."""
    found: dict[str, int] = {}
    most = 0
    for line in asked(unit, task).splitlines():
        cells = [cell.strip(" *") for cell in line.strip().strip("|").split("|")]
        if not line.strip().startswith("|") or len(cells) < 3:
            most = 0
        elif not cells[0] and all(cell.isdigit() for cell in cells[1:]):
            most = int(cells[-1])
        elif most and not set(cells[0]) <= set("-: "):
            found[cells[0]] = most
    return found


def waiting(papers: Papers) -> Iterator[tuple[Entry, Unit, Mark]]:
    """Yield all that a person has to look at, marked by now or not, an exercise after the other."""
    for unit in papers.units:
        for task in lesson(unit.slug).exercises:
            for entry in papers.entries:
                paper = entry.papers.get(unit.number)
                mark = paper.marks[task] if paper else None
                if mark and (mark.text or mark.is_unread or mark.state == "marked"):
                    yield entry, unit, mark


def form(papers: Papers, given: Marks) -> list[list[object]]:
    """Return the rows of the form, its header first, filled with what was given before."""
    rows = list(waiting(papers))
    criteria: dict[str, None] = {}
    for _, unit, mark in rows:
        if mark.text:
            criteria |= dict.fromkeys(rubric(unit, mark.name))
    lines: list[list[object]] = [[*COLUMNS, *criteria, *_FILLED]]
    number: dict[str, int] = {}
    for entry, unit, mark in rows:
        own = rubric(unit, mark.name) if mark.text else {}
        before = given.get((entry.key, mark.name))
        if mark.text:
            number[mark.name] = number.get(mark.name, 0) + 1
        would = "" if mark.would_give is None else round(mark.would_give, 3)
        lines.append(
            [
                entry.learner.name,
                entry.key,
                mark.name,
                "writing" if mark.text else "could not be read",
                number[mark.name] if mark.text else "",
                len(mark.text.split()) if mark.text else "",
                "" if mark.text else mark.typed,
                would,
                *(
                    (before.marks.get(name, "") if before else "") if name in own else NONE
                    for name in criteria
                ),
                "" if before is None else round(before.points, 3),
                "" if before is None else before.comment,
            ]
        )
    return lines


def read_form(path: Path, papers: Papers) -> dict[tuple[str, str], Given]:
    """Read a form that was filled in; what is left empty is not marked yet.

    Raises:
        CourseError: it is no such form, or one of its rows holds what cannot be.
    """
    rows = table(path, {})
    if rows and not {"key", "exercise", "points"} <= set(rows[0]):
        raise CourseError(
            f"{path.name} is not the form of marks: it has no columns 'key', 'exercise' and "
            "'points'. The form lies in the folder 'queue' beside the gradebook."
        )
    known = {entry.key: entry for entry in papers.entries}
    found: dict[tuple[str, str], Given] = {}
    for at, row in enumerate(rows, start=2):
        where = f"{path.name}, row {at}"
        key, task = row.get("key", ""), row.get("exercise", "")
        filled = {name: row.get(name, "") for name in row if name not in COLUMNS}
        if not any(value not in ("", "-", NONE) for value in filled.values()):
            continue
        if key not in known:
            raise CourseError(
                f"{where}: no learner {shown(key)} handed in one of these notebooks. If the form "
                "is of other ones, grade these into a folder of their own, with --out."
            )
        marks = {id_: mark for p in known[key].papers.values() for id_, mark in p.marks.items()}
        if task not in marks:
            raise CourseError(
                f"{where}: {shown(task)} is no exercise that {known[key].learner.name} handed in."
            )
        paper = next(p for p in known[key].papers.values() if task in p.marks)
        one = _given(filled, rubric(paper.unit, task), where)
        if one is not None:
            found[key, task] = one
    return found


def _given(filled: Mapping[str, str], criteria: Mapping[str, int], where: str) -> Given | None:
    marks = {}
    for name, most in criteria.items():
        if (value := filled.get(name, "")) in ("", "-", NONE):
            continue
        if not re.fullmatch(r"\d{1,2}", value) or int(value) > most:
            raise CourseError(
                f"{where}, column {name}: {shown(value)} is none of the marks 0 to {most}."
            )
        marks[name] = int(value)
    comment, said = filled.get("comment", ""), filled.get("points", "")
    if marks and len(marks) == len(criteria):
        points = sum(marks.values()) / sum(criteria.values())
        if said and abs(_points(said, where) - points) > 0.006:
            raise CourseError(
                f"{where}: the marks make {points:.2f} points, and {shown(said)} stands there. "
                "Empty the cell 'points', or the marks."
            )
    elif said:
        points = _points(said, where)
    elif marks:
        left = ", ".join(name for name in criteria if name not in marks)
        raise CourseError(f"{where}: no mark for {left}. Fill it in, or give the points instead.")
    else:
        return None  # a comment alone: not marked yet
    return Given(points, marks, comment)


def _points(said: str, where: str) -> float:
    value = said.replace(",", ".")
    if not re.fullmatch(r"\d(?:\.\d*)?|\.\d+", value) or float(value) > 1:
        raise CourseError(f"{where}, column points: {shown(said)} is no number from 0 to 1.")
    return float(value)


def merge(papers: Papers, given: Marks) -> int:
    """Put what a person gave into the papers; return how many answers that were."""
    count = 0
    for entry in papers.entries:
        for paper in entry.papers.values():
            for id_, mark in paper.marks.items():
                one = given.get((entry.key, id_))
                if one is None:
                    continue
                count += 1
                mark.points, mark.state = one.points, "marked"
                each = ", ".join(f"{name} {marks}" for name, marks in one.marks.items())
                mark.by_hand = ". ".join(filter(None, (each, one.comment)))
    return count


def sheets(papers: Papers) -> dict[str, str]:
    """Return a page for each piece of writing that was asked for, by the name of its file."""
    by_task: dict[str, tuple[Unit, Exercise, list[tuple[Entry, Mark]]]] = {}
    for entry, unit, mark in waiting(papers):
        if mark.text:
            by_task.setdefault(mark.name, (unit, mark.task, []))[2].append((entry, mark))
    return {f"{id_}.html": _sheet(*found) for id_, found in by_task.items()}


def _sheet(unit: Unit, task: Exercise, texts: Sequence[tuple[Entry, Mark]]) -> str:
    assert isinstance(task.kind, Essay)
    body = [
        f"<p>Texts: {len(texts)}, without names; the numbers are those of the form marks.csv (the "
        "column “text”). Fill in a mark for each line of the rubric, or points from 0 to 1, and "
        "what you would say to the writer. Then run the same command again.</p>",
        '<div class="beside"><main>',
    ]
    for number, (_, mark) in enumerate(texts, start=1):
        body += _text(number, mark, task.kind)
    body += [
        '</main><aside tabindex="0" aria-label="What was asked for, and the rubric">',
        "<h2>What was asked for</h2>",
        pages.task_text(
            re.sub(r"(?m)^#{1,4} +(.*)$", r"**\1**", asked(unit, without_seed(task.id)))
        ),
        "<h3>What a reader will ask</h3>",
        blocks("\n".join(f"- {question}" for question in task.kind.asks)),
        *_samples(unit, task),
        "</aside></div>",
    ]
    return pages.page(f"{task.id}: {task.title}", body, wide=True)


def _samples(unit: Unit, task: Exercise) -> Iterable[str]:
    found = lesson(unit.slug).samples.get(without_seed(task.id), ())
    if not found:
        return ()
    return (
        "<details><summary>Model answers with their marks</summary>",
        blocks(sample_text(found)),
        "</details>",
    )


def _text(number: int, mark: Mark, kind: Essay) -> list[str]:
    counted = "; ".join(kind.counts(mark.text))
    return [
        f"<section><h2>Text {number}</h2>",
        f'<blockquote class="text">{escape(mark.text.strip())}</blockquote>',
        f"<p>Counted: {escape(counted)}.</p></section>",
    ]
