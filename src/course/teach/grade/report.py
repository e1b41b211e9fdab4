"""The class report: what the class took for what, by misconception, exercise and outcome."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import mean, median

from course.learn.essays import Essay
from course.learn.exercises import lesson, without_seed
from course.learn.outcomes import OUTCOMES
from course.markup import blocks, escape, inline
from course.teach.grade import pages
from course.teach.grade.confine import GUARDS
from course.teach.grade.gradebook import lateness
from course.teach.grade.papers import Mark, Papers
from course.units import Unit
from course.words import counted

_MISSING = {
    "network": "nothing but Python's own refusals keeps a cell from the network",
    "files": "nothing but Python's own refusals keeps a cell from changing or deleting files",
    "processes": "nothing but Python's own refusals keeps a cell from starting programs",
    "memory": "memory is watched from outside, a few times a second",
    "time": "time is watched from outside alone",
}


def report(papers: Papers, deadline: dt.datetime | None = None) -> str:
    """Return the report as a page of its own."""
    body = [*_counts(papers, deadline)]
    for unit in papers.units:
        body += _unit(papers, unit)
    body += _run(papers)
    return pages.page("Class report", body)


def _counts(papers: Papers, deadline: dt.datetime | None) -> Iterator[str]:
    came = [one for one in papers.entries if one.papers]
    none = [one.learner.name for one in papers.entries if not one.papers]
    late = [
        f"{one.learner.name} ({lateness(by)})"
        for one in came
        for paper in one.papers.values()
        if (by := one.late(paper, deadline))
    ]
    strangers = [one.learner.name for one in papers.entries if not one.in_roster]
    marks = [m for one in came for p in one.papers.values() for m in p.marks.values()]
    unread = sum(mark.is_unread for mark in marks)
    waiting = sum(mark.state == "read" for mark in marks)
    lines = [f"{len(came)} of {len(papers.entries)} learners handed in a notebook that was read."]
    if none:
        lines.append(f"No notebook that could be read: {', '.join(none)}.")
    if late:
        lines.append(f"Late: {', '.join(late)}.")
    if strangers:
        lines.append(f"Not in the roster: {', '.join(strangers)}.")
    if unread:
        lines.append(f"{counted(unread, 'answer')} could not be read: unread.csv says why.")
    if papers.strays:
        files = counted(len(papers.strays), "file")
        lines.append(f"{files} not graded: unread.csv says which, and what to ask for.")
    if waiting:
        lines.append(f"Pieces of writing that wait for a person, in queue/: {waiting}.")
    yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _unit(papers: Papers, unit: Unit) -> Iterator[str]:
    handed = [one.papers[unit.number] for one in papers.entries if unit.number in one.papers]
    yield f"<h2>Unit {unit.number}: {escape(unit.title)}</h2>"
    if not handed:
        yield "<p>Nobody handed it in.</p>"
        return
    tasks = list(lesson(unit.slug).exercises.values())
    names = [without_seed(task.id) for task in tasks]
    marks = {name: [paper.marks[name] for paper in handed] for name in names}
    yield "<h3>What was mistaken</h3>"
    yield from _misconceptions(marks, len(handed))
    yield "<h3>Exercises, the hardest first</h3>"
    yield _exercises(marks)
    yield "<h3>Outcomes</h3>"
    yield _outcomes(unit, marks)


def _misconceptions(marks: dict[str, list[Mark]], of: int) -> Iterator[str]:
    met: Counter[tuple[str, str]] = Counter()
    for id_, given in marks.items():
        met.update((id_, mark.misconception) for mark in given if mark.misconception)
    if not met:
        yield "<p>No answer shows a mistake that the course knows by name.</p>"
        return
    titles = {id_: given[0].task.title for id_, given in marks.items()}
    yield "<ul>"
    for (id_, name), count in sorted(met.items(), key=lambda one: (-one[1], one[0])):
        yield (
            f"<li><strong>{count} of {of}</strong>: {inline(name)} "
            f"<small>({escape(titles[id_])}, <code>{escape(id_)}</code>)</small></li>"
        )
    yield "</ul>"


def _exercises(marks: dict[str, list[Mark]]) -> str:
    rows = []
    for given in marks.values():
        counted = Counter(mark.state for mark in given)
        writing, points = isinstance(given[0].task.kind, Essay), _judged(given)
        right = 2.0 if writing else counted["right"] / len(given)  # writing stands last
        row = [
            given[0].task.title,
            "" if writing else f"{counted['right']} of {len(given)}",
            f"{mean(points):.2f}" if points else "",
            counted["mistake"] + counted["wrong"],
            counted["blank"] + counted["missing"],
            counted["unread"] + counted["unreadable"],
            counted["read"],
        ]
        rows.append((right, row))
    rows.sort(key=lambda one: one[0])
    header = ["exercise", "right", "mean points", "not yet", "blank", "not read", "to be marked"]
    return pages.table(header, [row for _, row in rows])


def _judged(given: Sequence[Mark]) -> list[float]:
    """Return the points of an exercise; of writing, once a person has begun to mark it."""
    if any(mark.text for mark in given) and all(mark.state != "marked" for mark in given):
        return []
    return [mark.points for mark in given if mark.points is not None]


def _outcomes(unit: Unit, marks: dict[str, list[Mark]]) -> str:
    rows: list[Sequence[object]] = []
    for outcome in unit.metadata["outcomes"]:
        own = [given for given in marks.values() if outcome in given[0].task.outcomes]
        points = [point for given in own for point in _judged(given)]
        titles = ", ".join(given[0].task.title for given in own)
        share = f"{100 * mean(points):.0f} %" if points else "not marked yet" if own else ""
        rows.append([outcome, OUTCOMES[outcome], share, titles or "no exercise"])
    return pages.table(["outcome", "a learner can", "points, of all", "by"], rows)


def _run(papers: Papers) -> Iterator[str]:
    ran = sum(
        mark.ran
        for one in papers.entries
        for paper in one.papers.values()
        for mark in paper.marks.values()
    )
    yield "<h2>How answers were read</h2>"
    if papers.seconds:
        yield (
            f"<p>Time a notebook: {median(papers.seconds):.2f} s (median), "
            f"{max(papers.seconds):.2f} s (the slowest). Stored outputs are never looked at: "
            "answers are judged anew, by the course as it is installed here.</p>"
        )
    if not ran:
        yield "<p>Every answer was read from the text of its cell; no cell was run.</p>"
        return
    held = {name: papers.held.get(name, "") for name in GUARDS}
    with_ = "; ".join(f"{name}: {how}" for name, how in held.items() if how)
    missing = "; ".join(_MISSING[name] for name, how in held.items() if not how)
    lines = [
        f"Answers that had to be worked out: {ran}. Their cells, and those that they need, were "
        "run in a process of their own, with limits of time and memory, and without network.",
        f"What held it back on this machine: {with_ or 'Python itself alone'}.",
    ]
    if missing:
        lines.append(
            f"Missing on this machine: {missing}. Against careless code that is enough; code that "
            "sets out to do harm is graded on Linux, or in a virtual machine."
        )
    yield blocks("\n\n".join(lines))
