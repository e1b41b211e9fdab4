"""Whose notebook each file is, and what of it was answered how: a class, ready to be written up."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from course.learn.assess import Result, assess
from course.learn.essays import Essay
from course.learn.exercises import exercise, lesson, without_seed, worked_out
from course.learn.reading import plain
from course.learn.tasks import Exercise
from course.teach.grade import read, sandbox
from course.teach.grade.collect import Handed
from course.teach.grade.notebook import NoNotebook, Notebook
from course.teach.grade.notebook import read as read_notebook
from course.teach.grade.read import MISSING, Answer
from course.teach.grade.roster import Learner, Roster
from course.teach.grade.sandbox import Limits
from course.units import Unit, unit

_AT_ONCE = 4  # processes that run cells at the same time, at most


@dataclass
class Mark:
    """What one answer is worth, and what is said of it.

    `state` is that of `Result`, or "unread" (cells that stopped), "missing" (no cell asks for it)
    or "marked" (by a person). `points` are from 0 to 1, or None where a person has to give them.
    """

    task: Exercise
    state: str
    words: str
    points: float | None = None
    misconception: str = ""
    typed: str = ""
    text: str = ""  # of a piece of writing
    would_give: float | None = None  # the points, had it been written as was certainly meant
    note: str = ""
    looked_up: bool = False  # the cell asks the course itself for the answer
    elsewhere: bool = False  # asked of other rows than nearly all of the class
    by_hand: str = ""  # the marks of the rubric and the comment that a person gave
    ran: bool = False

    @property
    def name(self) -> str:
        """The id of the exercise, whichever rows it was asked of."""
        return without_seed(self.task.id)

    @property
    def is_unread(self) -> bool:
        """Say whether there is something that could not be read."""
        return self.state in ("unreadable", "unread")


@dataclass
class Paper:
    """A learner's notebook of one unit, with its marks by the id of the exercise."""

    unit: Unit
    file: Handed
    marks: dict[str, Mark] = field(default_factory=dict)
    seconds: float = 0.0
    strangers: list[str] = field(default_factory=list)


@dataclass
class Entry:
    """A learner, with what came of them, by the number of the unit."""

    learner: Learner
    key: str
    folder: str = ""
    in_roster: bool = True
    papers: dict[str, Paper] = field(default_factory=dict)

    def late(self, paper: Paper, deadline: dt.datetime | None) -> dt.timedelta | None:
        """Return by how much a paper came late, or None if it did not or nobody can say."""
        due = self.learner.deadline or deadline
        at = self.learner.submitted or paper.file.at
        return at - due if due and at and at > due else None


@dataclass(frozen=True)
class Stray:
    """A file that was not graded: whose, which, and why not; `key` is the learner's, or empty."""

    learner: str
    key: str
    file: str
    why: str


@dataclass
class Papers:
    """All that was handed in by a class."""

    entries: list[Entry]
    units: list[Unit]
    strays: list[Stray]
    held: dict[str, str]  # what held back the cells that were run; empty if none were
    seconds: list[float]
    aside: int = 0  # notebooks of units that were not asked for, of learners whose own is there

    def strays_of(self, entry: Entry) -> list[Stray]:
        """Return the files of a learner that were not graded."""
        return [one for one in self.strays if one.key == entry.key]


def graded(
    files: Sequence[Handed],
    roster: Roster,
    wanted: Sequence[str] = (),
    *,
    limits: Limits | None = None,
    done: Callable[[], None] = lambda: None,
) -> Papers:
    """Read every file, and mark what was answered.

    Args:
        files: what was handed in.
        roster: the class.
        wanted: numbers of the units to grade; where none is named, the one that most notebooks
            with an answer in them are of, or all of those if there is none.
        limits: what cells that have to be run may use.
        done: called once for each file.
    """
    opened, refused = [], []
    for file in files:
        began = time.perf_counter()
        try:
            notebook = read_notebook(file.read())
            if not notebook.unit:
                raise NoNotebook("It asks to check no exercise of the course.")
            opened.append((file, notebook, time.perf_counter() - began))
        except NoNotebook as error:
            refused.append((file, str(error)))
    entries = _entries(files, [file for file, _, _ in opened], roster)
    jobs: list[_Job] = []
    for file, notebook, seconds in opened:
        entry = entries[_key_of(file, roster)]
        job = _Job(entry, file, notebook, unit(notebook.unit), seconds)
        try:
            job.read()
            jobs.append(job)
        except Exception as error:  # no one notebook stops the grading of the others
            refused.append((file, _failed(error)))
    chosen = _chosen(jobs, wanted)
    others = [job for job in jobs if job.unit.number not in chosen]
    jobs = [job for job in jobs if job.unit.number in chosen]
    there = {job.entry.key for job in jobs}
    aside = 0
    for job in others:
        # A learner's whole folder may have been handed over, most of it untouched.
        if job.entry.key in there and (wanted or not job.answered):
            aside += 1
            done()
        else:
            refused.append((job.file, _another(job.unit.number, chosen)))
    jobs, doubled = _one_each(jobs)
    refused += doubled
    for _ in refused:
        done()
    held = _run(jobs, limits or Limits(), done)
    worked: dict[str, Exercise] = {}
    for job in jobs:
        job.entry.papers[job.unit.number] = job.paper(worked)
    _compare(entries.values())
    return Papers(
        _sorted(entries.values(), roster),
        [unit(number) for number in sorted(chosen)],
        [_stray(file, why, entries, roster) for file, why in refused],
        held,
        [job.seconds for job in jobs],
        aside,
    )


def _compare(entries: Iterable[Entry]) -> None:
    """Find who answered an exercise of other rows than the class: see `course teach variant`."""
    by_name: dict[str, list[Mark]] = {}
    for entry in entries:
        for paper in entry.papers.values():
            for mark in paper.marks.values():
                if mark.state not in ("missing", "blank"):
                    by_name.setdefault(mark.name, []).append(mark)
    for marks in by_name.values():
        asked, times = Counter(mark.task.id for mark in marks).most_common(1)[0]
        for mark in marks:
            mark.elsewhere = mark.task.id != asked and 2 * times > len(marks)


def _stray(file: Handed, why: str, entries: Mapping[str, Entry], roster: Roster) -> Stray:
    entry = entries.get(_key_of(file, roster))
    if entry is None:
        return Stray("not known", "", file.name, why)
    return Stray(entry.learner.name, entry.key, file.name, why)


def _failed(error: Exception) -> str:
    return (
        f"Reading it failed for a reason of the grader's own ({type(error).__name__}). Mark it by "
        "hand, and tell the authors of the course."
    )


# -- whose


def _name(file: Handed) -> str:
    if file.whose.lower() in ("participant", "") and file.number:
        return f"Participant {file.number}"
    return file.whose or f"(no name) {file.name}"


def _key_of(file: Handed, roster: Roster) -> str:
    known = roster.find(file.whose, file.number)
    return f"roster {roster.learners.index(known)}" if known else f"{_name(file)} {file.number}"


def _entries(files: Iterable[Handed], opened: Iterable[Handed], roster: Roster) -> dict[str, Entry]:
    """Return an entry for each learner of the roster, and each whose file is here."""
    found = {f"roster {at}": Entry(one, "") for at, one in enumerate(roster.learners)}
    read = {file.name for file in opened}
    for file in files:
        key = _key_of(file, roster)
        if key not in found:
            if not (file.whose or file.number or file.name in read):
                continue  # nobody's, such as a list that lies beside the notebooks
            learner = Learner(_name(file), file.number)
            found[key] = Entry(learner, "", in_roster=not roster.learners)
        found[key].folder = found[key].folder or file.folder
    taken: set[str] = set()
    for entry in found.values():
        entry.key = _slug(entry.learner, taken)
    return found


def _slug(learner: Learner, taken: set[str]) -> str:
    """Return a name for a learner's files, safe on every system and given once."""
    text = unicodedata.normalize("NFC", f"{learner.name} {learner.number}".strip())
    slug = re.sub(r"[^\w]+", "-", text).strip("-_").lower()[:60] or "learner"
    if re.fullmatch(r"(?:con|prn|aux|nul|com\d|lpt\d)", slug):
        slug = f"learner-{slug}"
    free, number = slug, 2
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    taken.add(free)
    return free


def _sorted(entries: Iterable[Entry], roster: Roster) -> list[Entry]:
    """Return learners in the order of the roster; without one, by name."""
    found = list(entries)
    if not roster.learners:
        found.sort(key=lambda one: one.key)
    return found


# -- which


def _chosen(jobs: Sequence[_Job], wanted: Sequence[str]) -> set[str]:
    """Return the numbers of the units to grade: see `graded`."""
    if wanted:
        return set(wanted)
    found = [job.unit.number for job in jobs if job.answered]
    found = found or [job.unit.number for job in jobs]
    counted = Counter(found)
    most = counted.most_common(1)
    if most and 2 * most[0][1] > len(found):
        return {most[0][0]}
    return set(counted)


def _another(number: str, chosen: Iterable[str]) -> str:
    named = " and ".join(f"unit {one}" for one in sorted(chosen))
    options = " ".join(f"--unit {one}" for one in sorted({number, *chosen}))
    return (
        f"It is the notebook of unit {number} ({unit(number).slug}), and {named} is graded. "
        f"Ask for the right one; or, to grade it as well: {options}."
    )


@dataclass
class _Job:
    """A notebook on its way."""

    entry: Entry
    file: Handed
    notebook: Notebook
    unit: Unit
    seconds: float
    answers: dict[str, Answer] = field(default_factory=dict)
    ran: sandbox.Ran = field(default_factory=sandbox.Ran)

    def read(self) -> None:
        """Read what can be read without running anything."""
        began = time.perf_counter()
        self.answers = read.answers(self.notebook, self.unit)
        self.seconds += time.perf_counter() - began

    @property
    def to_run(self) -> list[sandbox.Cells]:
        """What has to be run for the rest."""
        return [one.run for one in self.answers.values() if one.run is not None]

    @property
    def answered(self) -> int:
        """How many exercises are not left open."""
        return sum(not one.is_blank for one in self.answers.values())

    def run(self, limits: Limits) -> None:
        """Run what has to be run."""
        began = time.perf_counter()
        self.ran = sandbox.run(self.to_run, limits)
        self.seconds += time.perf_counter() - began

    def paper(self, worked: dict[str, Exercise]) -> Paper:
        """Mark every answer; `worked` keeps what is computed once for a class."""
        began = time.perf_counter()
        marks = {}
        for name, task in lesson(self.unit.slug).exercises.items():
            answer = self.answers.get(name)
            # Writing is read alike whatever it was on; the rest by the rows that it was asked of.
            asked = task.id if answer is None or isinstance(task.kind, Essay) else answer.task
            if asked not in worked:
                worked[asked] = worked_out(exercise(asked))
            marks[name] = _mark(worked[asked], answer, self.ran)
        strangers = read.strangers(self.notebook, self.unit)
        self.seconds += time.perf_counter() - began
        return Paper(self.unit, self.file, marks, self.seconds, strangers)


def _one_each(jobs: Iterable[_Job]) -> tuple[list[_Job], list[tuple[Handed, str]]]:
    """Keep one notebook of each learner and unit: the latest, or of one time the fullest."""
    kept: dict[tuple[str, str], _Job] = {}
    doubled = []
    for job in jobs:
        place = (job.entry.key, job.unit.number)
        other = kept.get(place)
        if other is None:
            kept[place] = job
            continue
        better = max(other, job, key=_standing)
        worse = other if better is job else job
        kept[place] = better
        why = (
            f"A second file of this learner. The one that counts is {better.file.name}: it is the "
            "later one, or, both being of one time, the fuller one."
        )
        doubled.append((worse.file, why))
    return list(kept.values()), doubled


def _standing(job: _Job) -> tuple[Any, ...]:
    return (job.file.at or dt.datetime.min, job.answered, job.file.name)


def _run(jobs: Sequence[_Job], limits: Limits, done: Callable[[], None]) -> dict[str, str]:
    """Run what has to be run, a few notebooks at a time; return what held their cells back."""
    held: dict[str, str] = {}
    waiting = []
    for job in jobs:
        if job.to_run:
            waiting.append(job)
        else:
            done()
    pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
    try:
        for job in pool.map(lambda one: (one.run(limits), one)[1], waiting):
            held = held or job.ran.held
            done()
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl+C does not wait for all the others
    return held


# -- marks


def _mark(task: Exercise, answer: Answer | None, ran: sandbox.Ran) -> Mark:
    if answer is None:
        said = "**Not in the file.** No cell of the notebook asks to check this exercise."
        return Mark(task, "missing", said, 0.0)
    value, words = answer.value, answer.words
    if answer.run is not None:
        value = ran.answers.get(answer.task, MISSING)
        words = ran.words.get(answer.task, "**Not run.**")
    typed = answer.typed
    if value is MISSING:
        mark = Mark(task, "unread", words, typed=typed)
    else:
        mark = _assessed(task, assess(task, value), value, typed)
    if mark.is_unread and answer.mended is not MISSING:
        mark.would_give = assess(task, answer.mended).points
    mark.ran = answer.run is not None
    mark.looked_up = answer.looks_up
    if mark.is_unread and isinstance(task.kind, Essay):
        mark.text = answer.whole  # a person can read it all the same
    if answer.times > 1:
        mark.note = f"Checked in {answer.times} cells of the notebook; the last one counts."
    return mark


def _assessed(task: Exercise, result: Result, value: Any, typed: str) -> Mark:
    words = result.words.rstrip() + (f" {result.aside}" if result.aside else "")
    mark = Mark(task, result.state, words, result.points, result.misconception, typed)
    if isinstance(task.kind, Essay) and result.state == "read":
        mark.text = task.kind.read(plain(value))
    return mark
