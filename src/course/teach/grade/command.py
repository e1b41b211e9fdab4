"""Grade what was handed in, and write it all up in one folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from course.errors import CourseError
from course.files import failure, make_sure_of, replace_bytes, replace_text
from course.teach.grade import essays, nbgrader
from course.teach.grade.collect import collect
from course.teach.grade.feedback import feedback, for_moodle
from course.teach.grade.gradebook import gradebook, sheet, unread
from course.teach.grade.papers import Papers, graded
from course.teach.grade.report import report
from course.teach.grade.roster import Roster, moment
from course.teach.grade.roster import read as read_roster
from course.teach.grade.sandbox import Limits
from course.units import unit
from course.words import counted

FORM = Path("queue") / "marks.csv"


def grade(
    files: Sequence[Path],
    out: Path,
    *,
    roster: Path | None = None,
    deadline: str = "",
    wanted: Sequence[str] = (),
    marks: Path | None = None,
    database: Path | None = None,
    limits: Limits | None = None,
    begin: Callable[[int], None] = lambda count: None,
    done: Callable[[], None] = lambda: None,
) -> Papers:
    """Grade notebooks into the folder `out`: see `course teach grade --help`.

    Args:
        files: folders, zips or single notebooks.
        out: the folder to write to; what a person filled into the form that lies there is kept.
        roster: a CSV of the class.
        deadline: for all whose row of the roster gives none.
        wanted: the units to grade, where they are not to be found out from the files.
        marks: a form that was filled in elsewhere.
        database: a gradebook.db of nbgrader's, whose marks of writing are taken.
        limits: what cells that are run may use.
        begin: called with the number of files.
        done: called once for each file.

    Raises:
        CourseError: a file or a form cannot be read, or the folder cannot be written to; nothing
            that a person wrote is lost.
    """
    due = _deadline(deadline)
    class_ = Roster(read_roster(roster) if roster else [])
    numbers = [unit(name).number for name in wanted]
    handed = collect(files, leave=out)
    if roster is not None:
        handed = [one for one in handed if Path(one.name).name != roster.name]
    _prepare(out)
    begin(len(handed))
    papers = graded(handed, class_, numbers, limits=limits, done=done)
    given: dict[tuple[str, str], essays.Given] = {}
    if database is not None:
        given |= nbgrader.marks(papers, nbgrader.read_database(database)[1])
    for form in (out / FORM, marks):
        if form is not None and (form.is_file() or form == marks):
            given |= essays.read_form(form, papers)
    essays.merge(papers, given)
    _write(papers, out, due, given)
    return papers


def with_nbgrader(
    files: Sequence[Path], out: Path | None, grading: Callable[..., Papers]
) -> list[str]:
    """Write a release for nbgrader, or take its gradebook back, by what is named.

    Args:
        files: units to release; or a gradebook.db or the CSV of its export, and beside a
            gradebook.db perhaps the folder `submitted`, which is then graded.
        out: the folder to write into, or None for the usual one.
        grading: grades files into a folder, with a database: `grade`, its other things given.

    Returns:
        What was done, a sentence each.

    Raises:
        CourseError: there is no such unit or file, or it cannot be read or written.
    """
    if not any(path.exists() for path in files):
        chosen = [unit(str(name)) for name in files]
        place = out or Path("teaching") / "nbgrader"
        nbgrader.write(chosen, place)
        names = ", ".join(one.path.stem for one in chosen)
        return [f"{names} for nbgrader 0.9.6 in {place}: README.md there says how it goes on."]
    place = out or Path("teaching") / "graded"
    books = [path for path in files if path.suffix in (".db", ".csv")]
    rest = [path for path in files if path not in books]
    if len(books) != 1 or (rest and books[0].suffix == ".csv"):
        raise CourseError(
            "With --nbgrader name units, to release them; or one gradebook.db, or one CSV that "
            "'nbgrader export' wrote; and beside a gradebook.db, if you like, the folder submitted."
        )
    if rest:
        return said(grading(rest, place, database=books[0]), place)
    if books[0].suffix == ".db":
        submissions, scores = nbgrader.read_database(books[0])
    else:
        submissions, scores = nbgrader.read_export(books[0]), []
    _prepare(place)
    replace_text(place / "gradebook.csv", sheet(nbgrader.rows(submissions, scores)))
    people = len({one.student for one in submissions})
    return [f"nbgrader's points of {counted(people, 'learner')} in {place / 'gradebook.csv'}."]


def _deadline(text: str) -> dt.datetime | None:
    try:
        return moment(text, end=True)
    except ValueError:
        raise CourseError(
            f"The deadline {text!r} cannot be read for certain. Write it as '2026-12-01 23:59'."
        ) from None


def _prepare(out: Path) -> None:
    try:
        for folder in (out, out / "feedback", out / "queue"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(error, out / "gradebook.csv") from None
    make_sure_of(out / "gradebook.csv")


def _write(papers: Papers, out: Path, due: dt.datetime | None, given: essays.Marks) -> None:
    replace_text(out / FORM, sheet(essays.form(papers, given)))
    for name, text in essays.sheets(papers).items():
        replace_text(out / "queue" / name, text)
    found = feedback(papers, due)
    for name, text in found.items():
        replace_text(out / "feedback" / name, text)
    if (packed := for_moodle(papers, found)) is not None:
        replace_bytes(out / "feedback-for-moodle.zip", packed)
    replace_text(out / "unread.csv", sheet(unread(papers)))
    replace_text(out / "report.html", report(papers, due))
    replace_text(out / "gradebook.csv", sheet(gradebook(papers, due)))


def said(papers: Papers, out: Path) -> list[str]:
    """Return what a grading came to, a sentence each."""
    marks = [
        mark
        for one in papers.entries
        for paper in one.papers.values()
        for mark in paper.marks.values()
    ]
    came = sum(len(one.papers) for one in papers.entries)
    names = ", ".join(one.number for one in papers.units) or "none"
    lines = [f"{counted(came, 'notebook')} graded (unit {names}), in {out}."]
    waiting = sum(mark.state == "read" for mark in marks)
    if waiting:
        lines.append(
            f"To be marked by a person, pieces of writing: {waiting}. Read them in "
            f"{out / 'queue'}, fill in marks.csv there, and run the command again."
        )
    unread_ = sum(mark.is_unread for mark in marks) + len(papers.strays)
    if unread_:
        lines.append(f"{unread_} not read or not graded: {out / 'unread.csv'} says which and why.")
    if papers.aside:
        lines.append(f"Of other units, and left aside: {counted(papers.aside, 'notebook')}.")
    lines.append(f"The class: {out / 'report.html'}. Points: {out / 'gradebook.csv'}.")
    return lines
