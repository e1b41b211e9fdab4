"""A course folder for nbgrader 0.9.6 made of units, and its gradebook taken back.

nbgrader is no library of ours: what is written here are its files, and what is read are its
database and its export. In each unit the answer of an exercise is a cell of the learner's; the line
that checks it is locked; a locked test asks the course's own `result` for the points. Writing is
marked by hand, in nbgrader's own form.

A test of nbgrader's runs in the notebook itself, whose other cells can change the course before it
is asked: it is as safe as nbgrader is. `course teach grade submitted/` judges the same notebooks
outside of them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import CourseError, shown
from course.files import failure, replace_text
from course.learn.essays import Essay
from course.learn.exercises import lesson, without_seed
from course.learn.tasks import Exercise
from course.teach.grade import essays
from course.teach.grade.gradebook import lateness
from course.teach.grade.papers import Papers
from course.teach.grade.roster import table
from course.units import Unit, cell_text

STUB = "# Your answer stands above, in place of the three full stops."
_CHECK = re.compile(r'course\.check\("([\w-]+)(?:@\d+)?", (\w+)\)')
_CONFIG = f'''"""How nbgrader 0.9.6 makes and marks this course; it belongs beside source/."""

c = get_config()  # noqa: F821 (nbgrader gives it)
c.CourseDirectory.course_id = "alliance-missile-defence"
# Answers are blanks to be filled in, and no cell of a learner's is to fail before it is.
c.ClearSolutions.code_stub = {{"python": {STUB!r}}}
c.ExecutePreprocessor.timeout = 60
'''
_STEPS = """# {names} for nbgrader 0.9.6

In this folder, where both nbgrader and the course are installed (pip install "nbgrader==0.9.6"):

1. {generate}
   Hand out what is then in release/.
2. Put what came back into submitted/STUDENT/{example}/{example}.ipynb,
   or let nbgrader's exchange do so.
3. {autograde}
4. Mark the writing: nbgrader formgrader, in JupyterLab. The rubric stands above each text.
5. nbgrader export --to grades.csv
6. course teach grade gradebook.db --nbgrader
   brings the points back. For feedback, misconceptions and what could not be read as well:
   course teach grade submitted gradebook.db --nbgrader
   marks the notebooks itself, outside of them, and takes the marks of the writing from nbgrader.
"""


def write(units: Sequence[Unit], out: Path) -> list[Path]:
    """Write a course folder of nbgrader's with an assignment for each unit.

    Raises:
        CourseError: the folder cannot be written to, or has an nbgrader_config.py of its own.
    """
    config = out / "nbgrader_config.py"
    if config.is_file() and config.read_text(encoding="utf-8", errors="replace") != _CONFIG:
        raise CourseError(
            f"{config} is not ours, and is left as it is. Name another folder with --out, or copy "
            f"the folder source/ from there and set c.ClearSolutions.code_stub to {STUB!r}."
        )
    written = []
    for unit in units:
        path = out / "source" / unit.path.stem / unit.path.name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise failure(error, path) from None
        text = json.dumps(assignment(unit), ensure_ascii=False, indent=1)
        replace_text(path, text + "\n")
        written.append(path)
    names = [unit.path.stem for unit in units]
    replace_text(config, _CONFIG)
    steps = {
        word: "\n   ".join(f"nbgrader {word}_assignment {name} --create" for name in names)
        if word == "generate"
        else "\n   ".join(f"nbgrader {word} {name}" for name in names)
        for word in ("generate", "autograde")
    }
    replace_text(
        out / "README.md", _STEPS.format(names=", ".join(names), example=names[0], **steps)
    )
    return written


def assignment(unit: Unit) -> dict[str, Any]:
    """Return a unit's notebook as an assignment, with the solutions that nbgrader takes out."""
    notebook = deepcopy(unit.notebook)
    tasks = lesson(unit.slug).exercises
    cells: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        asked = _CHECK.search(cell_text(cell)) if cell["cell_type"] == "code" else None
        if asked is None or asked[1] not in tasks:
            cells.append(cell)
            continue
        cells += _cells(cell, tasks[asked[1]], asked[2], cells)
    notebook["cells"] = cells
    return notebook


def _cells(
    cell: dict[str, Any], task: Exercise, name: str, above: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield the cells of an exercise: the answer, what checks it, and what marks it."""
    written, named = isinstance(task.kind, Essay), without_seed(task.id)
    blank = _CHECK.sub("", cell_text(cell)).strip()
    if blank:
        answer = {**cell, "source": blank}
        yield answer
    else:  # the answer is made in a cell further up
        answer = next(c for c in reversed(above) if re.search(rf"(?m)^{name} = ", cell_text(c)))
    # What stands between the two lines nbgrader takes out; without them, all of the cell.
    right = "" if written else f"{name} = {_source(task.answer())}\n"
    answer["source"] = f"{cell_text(answer)}\n### BEGIN SOLUTION\n{right}### END SOLUTION"
    if written:
        _mark(answer, named, solution=True, points=_most(task))
    else:
        _mark(answer, f"{named}-answer", solution=True)
    check = _code(f"{cell['id']}-check", f'course.check("{task.id}", {name})')
    yield _mark(check, f"{named}-check")
    if not written:
        lines = (
            "# Marks the answer. Please leave this cell as it is.",
            "from course.learn.exercises import result",
            f'float(result("{task.id}", {name}).points or 0)',
        )
        yield _mark(_code(f"{cell['id']}-test", "\n".join(lines)), named, points=1)


def _most(task: Exercise) -> int:
    """Return what a piece of writing may have: the sum of its rubric, or one point."""
    named = without_seed(task.id)
    unit = next(one for one in _all_units() if named in lesson(one.slug).exercises)
    return sum(essays.rubric(unit, named).values()) or 1


def _all_units() -> Sequence[Unit]:
    from course.units import units

    return units()


def _code(identifier: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": identifier,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def _mark(
    cell: dict[str, Any], grade_id: str, *, solution: bool = False, points: int = 0
) -> dict[str, Any]:
    """Give a cell the metadata by which nbgrader knows it; return the cell."""
    about = {
        "grade": bool(points),
        "grade_id": grade_id,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    if points:
        about["points"] = points
    cell["metadata"] = {**cell["metadata"], "nbgrader": about}
    return cell


def _source(answer: Any) -> str:
    """Return a right answer as a learner would write it."""
    if isinstance(answer, set | frozenset):
        answer = sorted(answer)
    if isinstance(answer, dict):
        return json.dumps({str(k): str(v) for k, v in answer.items()}, ensure_ascii=False)
    if isinstance(answer, list | tuple):
        return json.dumps([str(one) for one in answer], ensure_ascii=False)
    return (
        json.dumps(answer, ensure_ascii=False) if isinstance(answer, str) else repr(float(answer))
    )


# -- its gradebook


@dataclass(frozen=True)
class Score:
    """What nbgrader has for one exercise of one learner; `points` is None until it is marked."""

    student: str
    assignment: str
    exercise: str
    points: float | None
    comment: str = ""


@dataclass(frozen=True)
class Submission:
    """What nbgrader has for one learner and one assignment."""

    student: str
    name: str
    email: str
    assignment: str
    points: float
    most: float
    at: dt.datetime | None
    due: dt.datetime | None


_SUBMITTED = """
select s.id, s.first_name, s.last_name, s.email, a.name, b.timestamp, a.duedate, b.id
from submitted_assignment b join student s on s.id = b.student_id
join assignment a on a.id = b.assignment_id order by s.id, a.name
"""
_SCORES = """
select c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, p.max_score,
  g.id, n.id, c.id
from submitted_notebook n join grade g on g.notebook_id = n.id
join base_cell c on c.id = g.cell_id join grade_cells p on p.id = c.id
where n.assignment_id = ?
"""
_COMMENT = """
select c.auto_comment, c.manual_comment from comment c join base_cell b on b.id = c.cell_id
where c.notebook_id = ? and b.name = ?
"""


def read_database(path: Path) -> tuple[list[Submission], list[Score]]:
    """Read a gradebook.db of nbgrader's; nothing in it is changed.

    Raises:
        CourseError: it is none.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            return _read(database)
    except sqlite3.Error as error:
        raise CourseError(
            f"{path.name} is no gradebook of nbgrader 0.9.6 that can be read ({error}). It is the "
            "file gradebook.db in nbgrader's course folder."
        ) from None


def _read(database: sqlite3.Connection) -> tuple[list[Submission], list[Score]]:
    submissions, scores = [], []
    for row in database.execute(_SUBMITTED).fetchall():
        student, first, last, email, name, at, due, key = row
        points = most = 0.0
        for cell in database.execute(_SCORES, (key,)).fetchall():
            id_, automatic, manual, extra, waiting, maximum, _, notebook, _ = cell
            score = manual if manual is not None else automatic
            most += maximum
            marked = score is not None and not waiting and maximum
            value = (score + (extra or 0)) / maximum if marked else None
            points += (score or 0) + (extra or 0)
            said = database.execute(_COMMENT, (notebook, id_)).fetchone() or ("", "")
            scores.append(Score(student, name, id_, value, said[1] or ""))
        full = " ".join(filter(None, (first, last))) or student
        submissions.append(
            Submission(student, full, email or "", name, points, most, _moment(at), _moment(due))
        )
    return submissions, scores


def _moment(text: Any) -> dt.datetime | None:
    with suppress(TypeError, ValueError):
        return dt.datetime.fromisoformat(str(text)).replace(tzinfo=None, microsecond=0)
    return None


def read_export(path: Path) -> list[Submission]:
    """Read what `nbgrader export` wrote.

    Raises:
        CourseError: it is no such file.
    """
    rows = table(path, {})
    if not rows or not {"assignment", "student_id", "score", "max_score"} <= set(rows[0]):
        raise CourseError(
            f"{path.name} is not what 'nbgrader export' writes: it has no columns 'assignment', "
            "'student_id', 'score' and 'max_score'."
        )
    found = []
    for at, row in enumerate(rows, start=2):
        try:
            points, most = float(row["score"] or 0), float(row["max_score"])
        except ValueError:
            said = f"{row['score']} of {row['max_score']}"
            raise CourseError(f"{path.name}, row {at}: {shown(said)} is no score.") from None
        name = " ".join(filter(None, (row.get("first_name"), row.get("last_name"))))
        when, due = _moment(row.get("timestamp")), _moment(row.get("duedate"))
        student = row["student_id"]
        found.append(
            Submission(
                student, name or student, row.get("email", ""), row["assignment"], points, most,
                when, due,
            )
        )  # fmt: skip
    return found


def rows(submissions: Sequence[Submission], scores: Sequence[Score]) -> list[list[object]]:
    """Return nbgrader's gradebook as ours: a row a learner, the header first."""
    assignments = sorted({one.assignment for one in submissions})
    exercises = {
        name: list(dict.fromkeys(s.exercise for s in scores if s.assignment == name))
        for name in assignments
    }
    header: list[object] = ["learner", "id", "email"]
    for name in assignments:
        header += [f"{name}: handed in", f"{name}: late by", *exercises[name]]
        header += [f"{name}: points", f"{name}: out of"]
    header += ["left to mark"]
    by_score = {(one.student, one.exercise): one for one in scores}
    by_paper = {(one.student, one.assignment): one for one in submissions}
    lines = [header]
    for student in sorted({one.student for one in submissions}):
        any_ = next(one for one in submissions if one.student == student)
        line: list[object] = [any_.name, student, any_.email]
        left = 0
        for name in assignments:
            paper = by_paper.get((student, name))
            at, due = (paper.at, paper.due) if paper else (None, None)
            late = at - due if at and due and at > due else None
            line += [f"{at:%Y-%m-%d %H:%M}" if at else "", lateness(late)]
            for exercise in exercises[name]:
                score = by_score.get((student, exercise))
                waits = score is not None and score.points is None
                left += waits
                line.append("" if score is None or waits else round(score.points or 0, 3))
            line += [round(paper.points, 3), paper.most] if paper else ["", ""]
        lines.append([*line, left if scores else ""])  # an export does not say
    return lines


def marks(papers: Papers, scores: Sequence[Score]) -> dict[tuple[str, str], essays.Given]:
    """Return the marks of writing that nbgrader holds, for papers that we read ourselves."""
    found = {}
    by_score = {(one.student.lower(), one.exercise): one for one in scores}
    for entry in papers.entries:
        named = {entry.learner.name.lower(), entry.learner.number.lower()}
        named |= {entry.learner.username.lower()}
        for paper in entry.papers.values():
            for id_, mark in paper.marks.items():
                if not mark.text:
                    continue
                for name in named:
                    score = by_score.get((name, id_))
                    if score is not None and score.points is not None:
                        points = min(1.0, max(0.0, score.points))
                        found[entry.key, id_] = essays.Given(points, {}, score.comment)
    return found
