"""A new unit: its notebook, exercises and chart, complete but for its blanks.

What an author has to write stands in «guillemets», and the contract asks for each of them to be
filled. What cells compute works from the start, on a table that exists.
"""

from __future__ import annotations

import datetime as dt
import keyword
import re
from pathlib import Path
from string import Template
from typing import Any

from course.errors import CourseError
from course.files import replace_text
from course.paths import is_clone, notebook_folder
from course.units import units

PACKAGE = Path(__file__).parent

# role: heading, minutes, what follows the heading. A code cell is ("code", text) or, with its
# source or its output folded, ("hide", text) or ("fold", text); the side of a debate is named.
SECTIONS: dict[str, tuple[str, int, tuple[tuple[str, str], ...]]] = {
    "predict": (
        "Before you look",
        5,
        (
            ("text", "«What the data will decide, in two sentences, and why a guess is hard.»"),
            ("code", 'my_guess = ...\ncourse.predict("$number-first", my_guess)'),
        ),
    ),
    "story": (
        "«What happened, and why»",
        60,
        (
            ("text", "«The question that the next chart answers.»"),
            ("code", 'course.reveal("$number-first")'),
            (
                "fold",
                'events = course.load("milestones")\n'
                'turning_points = events[events["weight"] == 1]\n'
                "charts.overview(turning_points)",
            ),
            ("text", "«What to see in the chart, and what it cannot show.»"),
        ),
    ),
    "debate": (
        "«The debate, as a question»",
        20,
        (
            ("text", "Each side is put as its own advocates put it. Read both, then take one."),
            (
                "for",
                "### «The one side, as it calls itself»\n\n«The best case for it» "
                "([«who says so»](«address»), [«and who else»](«address»)).",
            ),
            (
                "against",
                "### «The other side, as it calls itself»\n\n«The best case for it» "
                "([«who says so»](«address»), [«and who else»](«address»)).",
            ),
            ("text", "### What would change minds\n\n- «What each side should want to see»"),
        ),
    ),
    "exercises": (
        "Exercises",
        25,
        (
            ("text", "Put your answer in place of `...` and run the cell."),
            ("text", "### 1. «Title»\n\n«The question, and the table that answers it.»"),
            ("code", 'my_share = ...\ncourse.check("$number-share", my_share)'),
        ),
    ),
    "retrieval": (
        "What do you remember?",
        5,
        (
            ("text", "Answer from memory; then open the option you chose."),
            ("hide", 'course.quiz("$slug")'),
        ),
    ),
    "writing": (
        "Write: claim, evidence, limit",
        15,
        (("text", "«The question to answer in words, for whom, and how it will be marked.»"),),
    ),
    "key-points": ("Key points", 0, (("text", "- «What a learner should still know in a year»"),)),
    "sources": (
        "Sources of this unit",
        0,
        (("text", "Generated from the register."), ("hide", 'course.references("$slug")')),
    ),
}

INIT = Template('"""Unit $number, $slug."""\n')

LESSON = Template('''\
"""Exercises and predictions of unit $number."""

from __future__ import annotations

from course.data import load
from course.learn.answers import Number
from course.learn.exercises import Exercise, Misconception, Prediction

_LANES = {"A": "alliance", "B": "united_states", "C": "russia"}


def _busiest() -> str:
    acts = load("milestones")["lane"].value_counts()
    return max(_LANES, key=lambda key: acts[_LANES[key]])


def _share() -> float:
    return 100 * float((load("milestones")["lane"] == "united_states").mean())


PREDICTIONS = (
    Prediction(
        id="$number-first",
        question="«The question to guess at»",
        options={"A": "the Alliance", "B": "the United States", "C": "Russia"},
        answer=_busiest,
        reveal=lambda: f"It was {_busiest()}. «What that shows.» Open the next output.",
    ),
)

EXERCISES = (
    Exercise(
        id="$number-share",
        title="«Title»",
        kind=Number("per cent", tolerance=0.5, percent=True),
        answer=_share,
        why=lambda: f"It is {_share():.0f} per cent. «How it is found, and what it means.»",
        hints=("«Where to look»", "«What to count»", "«All but the answer»"),
        source_ids=("«source_id»",),
        misconceptions=(
            Misconception(
                "«you gave a count»",
                "«What to say to it.»",
                shows=(150,),
                when=lambda share: share > 100,
            ),
        ),
    ),
)
''')

QUIZ = Template("""\
# What do you remember? Unit $number

## «A question»

From unit $number.

- [x] «right»
  «Why it is right.»
- [ ] «wrong»
  «What the mistake is.»
- [ ] «wrong too»
  «What the mistake is.»
""")

CHARTS = Template('''\
"""The charts of unit $number, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import timelines
from course.charts.style import Chart


def overview(events: pd.DataFrame) -> Chart:
    """Draw turning points by who acted; rows of `milestones` in."""
    acts = events["lane"].value_counts()
    ordered = events.sort_values("date")["title"]
    return timelines.staircase(
        events,
        title="«What to see in this chart, as a sentence»",
        subtitle="Turning points by date; the shape says who acted",
        tables=["milestones"],
        digest=[
            f"{len(events)} turning points",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {n}" for k, n in acts.items()),
            f"The first: {ordered.iloc[0]}; the last: {ordered.iloc[-1]}",
        ],
    )
''')


def create(slug: str, number: str | None = None) -> list[Path]:
    """Write the files of a new unit, and return their paths.

    Raises:
        CourseError: the name or the number cannot be used; nothing was written.
    """
    taken = [unit.number for unit in units()]
    number = number or f"{int(max(taken, default='-1')) + 1:02d}"
    module = slug.replace("-", "_")
    notebook = notebook_folder() / f"{number}-{slug}.ipynb"
    room = PACKAGE / "lessons" / module
    if not is_clone():
        raise CourseError("A new unit is made in a clone of the course; this is an installed copy.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) or keyword.iskeyword(module):
        raise CourseError(
            f"'{slug}' cannot name a unit. Use lower-case words joined by hyphens, such as "
            "space-based-sensors."
        )
    if not re.fullmatch(r"\d\d", number, re.ASCII):
        raise CourseError(f"'{number}' cannot number a unit. Use two digits, such as 21.")
    if number in taken:
        raise CourseError(
            f"There is a unit {number} already. Leave --number out for the next free."
        )
    if slug in {unit.slug for unit in units()} or room.exists():
        raise CourseError(f"The name '{slug}' is taken by a unit or a module. Choose another.")
    names = {"number": number, "slug": slug, "module": module}
    _write_notebook(notebook, names)
    room.mkdir()
    files = {"__init__.py": INIT, "exercises.py": LESSON, "charts.py": CHARTS, "quiz.md": QUIZ}
    for name, text in files.items():
        replace_text(room / name, text.substitute(names))
    return [notebook, *(room / name for name in files if name != "__init__.py")]


def _write_notebook(path: Path, names: dict[str, str]) -> None:
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from course.quality.contract import ROLES
    from course.quality.execute import canonical, write

    def cell(kind: str, text: str, about: dict[str, Any] | None = None) -> Any:
        filled = Template(text).substitute(names)
        if kind in ("code", "hide", "fold"):
            folded = {"hide": "source_hidden", "fold": "outputs_hidden"}.get(kind)
            return new_code_cell(filled, metadata={"jupyter": {folded: True}} if folded else {})
        side = {"side": kind} if kind != "text" else {}
        return new_markdown_cell(filled, metadata={"course": {**side, **(about or {})}})

    opening = 'import course\nfrom course.lessons.$module import charts\n\ncourse.start("$slug")'
    cells = [
        cell("text", "# «Title»\n\n«What is at stake, in a paragraph.»"),
        cell("hide", opening),
    ]
    for role in ROLES["unit"]:
        heading, minutes, ((_, first), *rest) = SECTIONS[role]
        about = {"role": role, "minutes": minutes}
        cells += [cell("text", f"## {heading}\n\n{first}", about), *(cell(*one) for one in rest)]
    today = dt.date.today()
    course = {
        "unit": names["number"],
        "part": "«the part, such as II History»",
        "question": "«the question of the unit»",
        "minutes": sum(minutes for _, minutes, _ in SECTIONS.values()),
        "as_of": today.isoformat(),
        "review_by": (today + dt.timedelta(days=365)).isoformat(),
        "outcomes": ["LO8"],
        "tables": ["milestones"],
        "prerequisites": ["00"],
    }
    notebook = canonical(new_notebook(cells=cells, metadata={"course": course}))
    for one in notebook.cells:
        if one.cell_type == "code":
            one["execution_count"] = None
    write(notebook, path)
