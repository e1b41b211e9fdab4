"""Terms of every kind are made, and each is held to the contract: see README.md.

uv run python tests/audit/terms.py [drops] [orders] [seeds]
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from course.errors import CourseError
from course.learn import classroom
from course.learn.exercises import in_the_course
from course.teach.choice import course
from course.teach.term import problems, write_term


def toml(units, seed=None, words=(), own=()):
    """Return the file of a term of one unit a week; `own` are tables of units."""
    lines = ['title = "A term that is tried"']
    lines += [f"seed = {seed}"] if seed is not None else []
    lines += ["[words]", *(f"{old} = {json.dumps(new)}" for old, new in words)] if words else []
    for number in units:
        lines += ["[[week]]", f'units = ["{number}"]']
    for number, table in own:
        lines += [f"[unit.{number}]"]
        lines += [f"{key} = {json.dumps(said, ensure_ascii=False)}" for key, said in table.items()]
    return "\n".join(lines) + "\n"


def made(text):
    """Make a term; return its problems, or the sentence with which it is refused."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "term.toml"
        file.write_text(text, encoding="utf-8")
        try:
            return "made", problems(write_term(file, Path(place) / "out").out)
        except CourseError as error:
            return "refused", [str(error)]


def drops():
    """Yield a term for each section of each unit, without it and without what rests on it."""
    for one in course():
        uses = classroom.notes(one).uses
        for section in one.sections:
            own = in_the_course(one.slug).exercises
            rest = [task for task, use in uses.items() if use.section == section.heading]
            out = [task for task in rest if task in own]
            table = {"drop": [section.heading], "leave_out": out}
            yield (
                f"{one.number} without '{section.heading}'",
                toml([one.number], own=[(one.number, table)]),
            )


def orders(times=12):
    """Yield terms of some units in some order, with some sections and exercises left out."""
    for seed in range(times):
        pick = random.Random(seed)
        numbers = pick.sample([one.number for one in course()], pick.randint(4, 9))
        yield (
            f"order {seed}: {' '.join(numbers)}",
            toml(
                numbers, seed if seed % 2 else None, [("programme", "program")] if seed % 3 else []
            ),
        )


def seeds(times=8):
    """Yield the whole course, every exercise that can vary asked of other rows."""
    for seed in range(times):
        yield f"seed {seed}", toml([one.number for one in course()], seed)


def main():
    """Try the kinds that are named, or all."""
    known = {"drops": drops, "orders": orders, "seeds": seeds}
    for name in sys.argv[1:] or known:
        ends = Counter()
        for what, text in known[name]():
            end, said = made(text)
            ends[end if end == "refused" or not said else "made, with problems"] += 1
            for line in said:
                print(f"{what}: {end}: {line}", flush=True)
        print(f"{name}: {dict(ends)}", flush=True)


if __name__ == "__main__":
    main()
