"""A new unit, copied from `template/`: its notebook and the files of its room, but for the blanks.

What an author has to write stands in «guillemets», and the contract asks for each of them to be
filled. What cells compute works from the start, on a table that exists.
"""

from __future__ import annotations

import datetime as dt
import keyword
import re
import shutil
from pathlib import Path
from string import Template

from course.errors import CourseError
from course.files import make_sure_of, replace_text
from course.paths import is_clone, lesson_room, notebook_folder
from course.units import units

TEMPLATE = Path(__file__).parent / "template"
ROOM = ("charts.py", "exercises.py", "quiz.md", "answers.md", "numbers.csv")


def create(slug: str, number: str | None = None) -> list[Path]:
    """Write the files of a new unit, and return the paths of those that have blanks.

    Raises:
        CourseError: the name or the number cannot be used; nothing was written.
    """
    taken = [unit.number for unit in units()]
    number = number or f"{int(max(taken, default='-1')) + 1:02d}"
    _refuse(slug, number)
    notebook, room = notebook_folder() / f"{number}-{slug}.ipynb", lesson_room(slug)
    make_sure_of(notebook)
    make_sure_of(room)
    today = dt.date.today()
    words = {
        "number": number,
        "slug": slug,
        "module": room.name,
        "today": today.isoformat(),
        "next_year": (today + dt.timedelta(days=365)).isoformat(),
    }
    written = {**{room / name: name for name in ROOM}, notebook: "notebook.ipynb"}
    try:
        room.mkdir()
        replace_text(room / "__init__.py", f'"""Unit {number}."""\n')
        for path, source in written.items():
            text = (TEMPLATE / source).read_text(encoding="utf-8")
            replace_text(path, Template(text).substitute(words))
    except BaseException:  # a disk that fills up, or Ctrl+C: no half unit is left
        shutil.rmtree(room, ignore_errors=True)
        raise
    return list(written)


def _refuse(slug: str, number: str) -> None:
    """Refuse a name or a number that cannot be used, with one that can."""
    if not is_clone():
        raise CourseError("A new unit is made in a clone of the course; this is an installed copy.")
    module = slug.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug) or keyword.iskeyword(module):
        raise CourseError(
            f"'{slug}' cannot name a unit. Use lower-case words joined by hyphens, such as "
            "space-based-sensors."
        )
    if not re.fullmatch(r"\d\d", number, re.ASCII):
        raise CourseError(f"'{number}' cannot number a unit. Use two digits, such as 21.")
    if number in {unit.number for unit in units()}:
        raise CourseError(
            f"There is a unit {number} already. Leave --number out for the next free."
        )
    if slug in {unit.slug for unit in units()} or lesson_room(slug).exists():
        raise CourseError(f"The name '{slug}' is taken by another unit. Choose another.")
