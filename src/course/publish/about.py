"""Who wrote the course, what is assessed where, and a form by which an expert can sign a unit.

Experts who have read a unit and would sign it, or would not and say why, have a row in
`lessons/signed.csv`: `unit` a number, `on` a date, `signs` all, part or no.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

from course import selection
from course.data import package
from course.errors import CourseError
from course.learn.exercises import LESSONS, lesson
from course.learn.outcomes import OUTCOMES, assessed
from course.markup import escape, plain
from course.passages import passages
from course.publish.access import BY_KEYBOARD
from course.publish.gate import own
from course.quality.fairness import sides
from course.show import markdown_table
from course.sources.readings import SEEN, readings_of
from course.units import Unit, units
from course.words import long_date

FIELDS = ("unit", "name", "post", "on", "signs", "remarks")
SIGNS = {"all": "signs it", "part": "signs it in part", "no": "does not sign it"}
_BOX = "☐"


def signatures(unit: Unit | None = None) -> list[dict[str, str]]:
    """Return who has reviewed a unit, or any: a row a person and unit.

    Raises:
        CourseError: a row has another form.
    """
    with (LESSONS / "signed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    edition = selection.current()
    known = {one.origin for one in units()} | set(edition.absent if edition else ())
    for number, row in enumerate(rows, start=2):
        if tuple(row) != FIELDS or row["unit"] not in known or row["signs"] not in SIGNS:
            raise CourseError(
                f"signed.csv, row {number}: a row is {','.join(FIELDS)}, with the number of a unit "
                f"and one of: {', '.join(SIGNS)}."
            )
    return [row for row in rows if unit is None or row["unit"] == unit.origin]


def about() -> str:
    """Return the page that says who wrote the course, and who has looked at it."""
    rows = [row for unit in units() for row in readings_of(unit)]
    seen = Counter(row.seen for row in rows)
    behind = package().table("source_readings").records()
    listed = "; ".join(f"{words}: {seen[key]}" for key, words in SEEN.items() if seen[key])
    table = markdown_table(
        ["Unit", "Cited passages", "Readings", "Signed by", "Review it"],
        [
            (
                f"[{u.number} {plain(u.title)}]({u.path.stem}.ipynb)",
                sum(bool(passage.source_ids) for passage in passages(u)),
                len(readings_of(u)),
                _names(u) or "nobody yet",
                f"[form](review/{u.path.stem}.md)",
            )
            for u in units()
        ],
    )
    return "\n\n".join(
        (
            "# About this course",
            "## Who wrote this",
            "This course was written and coded with AI systems, under the direction of people who "
            "set its aims and rules. The texts, the tables, the charts and the program behind them "
            "were drafted by such systems.",
            "Each citation was then read again by a second reader, who had not written the "
            f"sentence. The second readers were AI systems too. Their {len(rows)} readings are "
            f"open to you, beside each citation ({listed}). What such readers found in the sources "
            f"of the tables' rows, {len(behind)} times so far, stands on a page beside each table. "
            "Readers who took no part tried the debates and the marking for a lean; they also were "
            "AI systems.",
            f"**{_state()}** An expert is anyone whose work is the subject of a unit: a historian, "
            "a lawyer, an official, an officer, an engineer, an advocate of either side.",
            "## Read aloud, enlarged, by keyboard",
            *BY_KEYBOARD,
            "## How an expert can sign",
            "Each unit has a form: what to look at, and a place for a name. Somebody who would not "
            "sign is as welcome as somebody who would; both are listed here, in their own words. "
            "Send the form as an issue or a change to the course's repository "
            "(`src/course/lessons/signed.csv` holds the list), or give it to whoever teaches you.",
            table,
            *_remarks(),
            "## What is assessed where",
            "Which exercises of which unit ask for what the course promises. The table is derived "
            "from the exercises.",
            outcomes_table(),
        )
    )


def pointer(unit: Unit) -> str:
    """Return the line under a unit's sources that says who has signed it, with the form."""
    by = _names(unit)
    state = f"Reviewed by {by}" if by else "No human expert has signed this unit yet"
    return f"{state}: [review it](review/{unit.path.stem}.md). [Who wrote this](about.md)."


def _names(unit: Unit) -> str:
    return "; ".join(plain(f"{row['name']} ({row['post']})") for row in signatures(unit))


def _state() -> str:
    people = {row["name"] for row in signatures()}
    if not people:
        return "No human expert has signed any unit yet."
    return f"Experts who have reviewed a unit: {len(people)}."


def _remarks() -> list[str]:
    return [
        f"- **{plain(row['name'])}**, {plain(row['post'])}, {long_date(row['on'])}, on unit "
        f"{row['unit']}: {SIGNS[row['signs']]}. {plain(row['remarks'])}"
        for row in signatures()
    ]


def outcomes_table() -> str:
    """Return a row an outcome, with the exercises of each unit that assess it, as links."""
    found = {unit: assessed(unit) for unit in units()}
    rows = []
    for outcome, words in OUTCOMES.items():
        where = [
            f"[{unit.number}](solutions/{unit.path.stem}.md): "
            + ", ".join(plain(task.title) for task in tasks[outcome])
            for unit, tasks in found.items()
            if tasks.get(outcome)
        ]
        rows.append((outcome, words, "; ".join(where) or "no unit yet"))
    return markdown_table(["", "You can", "Unit and exercises"], rows)


def form(unit: Unit) -> str:
    """Return the form by which an expert reviews a unit, to be filled in on paper or on screen."""
    debate = sides(unit)
    parts = [
        f"# Review of unit {unit.number}: {plain(unit.title)}",
        f"For somebody whose work this is about. [The unit](../{unit.path.stem}.ipynb), "
        "[who wrote it](../about.md). Print this page, or copy it into a message. An hour is "
        "enough for the story and the debate.",
        "## What is told",
        _to_fill_in(
            ("Section", "Right", "Says too much", "Leaves out what matters", "Where, and what"),
            [(s.heading, _BOX, _BOX, _BOX, "") for s in unit.sections if s.role == "story"],
        ),
    ]
    if debate:
        parts += [
            "## The debate and its marking",
            "Would an advocate of this side sign it? Which sentence gives our own leaning away?",
            _to_fill_in(
                ("Side", "Would sign", "Would not", "Sentence to strike, argument that is missing"),
                [(_side_heading(text), _BOX, _BOX, "") for _, text in debate.values()],
            ),
            "Reading debate, exercises and model answers together, which side do the authors want? "
            "From −3 (the first side) over 0 (neither) to +3 (the last side): ______",
        ]
    tasks = lesson(unit.slug).exercises.values()
    if tasks:
        parts += [
            "## The exercises",
            _to_fill_in(
                ("Exercise", "Worth asking", "Right as marked", "Remark"),
                [(task.title, _BOX, _BOX, "") for task in tasks],
            ),
        ]
    parts += [
        "## Signed",
        _to_fill_in(
            ("Of the reviewer", ""),
            [
                ("Name", ""),
                ("Post, or what makes this your subject", ""),
                ("Date", ""),
                ("I sign this unit", f"{_BOX} whole, {_BOX} in part, {_BOX} not"),
                ("In a sentence, why", ""),
                ("My name may be printed on the page About", f"{_BOX} yes, {_BOX} no"),
            ],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _to_fill_in(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table with room to write in its last column."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return own(
        '<div class="course-scroll course-form" tabindex="0" role="group" aria-label="To fill in">'
        f"{table}</div>"
    )


def _side_heading(text: str) -> str:
    return text.strip().splitlines()[0].lstrip("# ")
