"""Everything that must hold, in one list of sentences: what `course check` prints."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence

from course import selection
from course.errors import CourseError
from course.extras import needs
from course.quality import contract, fairness, tables
from course.quality.execute import CELL_LIMIT
from course.quality.strays import strays
from course.quality.watch import DEAD
from course.units import Unit, cell_text, clashes


def problems(
    chosen: Sequence[Unit],
    *,
    rerun: bool,
    everything: bool = False,
    done: Callable[[], object] = lambda: None,
) -> list[str]:
    """Return every problem of the tables and of the chosen units, in reading order.

    Args:
        chosen: the units.
        rerun: run each of them and compare its outputs with those that are stored.
        everything: they are all there are, so that what only the whole can break is told too: two
            with one number, or one stance that speaks first too often.
        done: called as the tables, and then each unit, are finished.
    """
    found = [*strays(), *tables.problems()]
    found += _of_the_whole(chosen) if everything else []
    done()
    for unit in chosen:
        found += _of(unit, rerun)
        done()
    return found


def _of_the_whole(course: Sequence[Unit]) -> list[str]:
    found = list(clashes().values())
    if selection.current() is not None:
        return found  # whoever chooses for a term is told as it is made
    with contextlib.suppress(CourseError):  # a unit that cannot be read is told of by itself
        found += fairness.turns(course)
        found += fairness.every_outcome(course)
    return found


def _of(unit: Unit, rerun: bool) -> list[str]:
    try:
        _ = unit.notebook
    except CourseError as error:
        return [str(error)]  # once, and not once a rule
    found = [str(problem) for problem in contract.breaches(unit)]
    return found + (rerun_problems(unit) if rerun else [])


def rerun_problems(unit: Unit) -> list[str]:
    """Run a unit under strict nbval; return the cells whose outputs differ from what is stored."""
    needs("nbval", "pytest")
    result = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env"),
            *("-p", "course.quality.watch", f"--nbval-cell-timeout={CELL_LIMIT}"),
            *("-q", "--no-header", "--color=no", "-p", "no:cacheprovider"),
            # Neither options nor fixtures of a folder that the learner works in.
            *("-c", os.devnull, "--noconftest", "--rootdir", str(unit.path.parent)),
            str(unit.path),
        ],
        cwd=unit.path.parent,
        env={**os.environ, "PYTHONUTF8": "1"},
        encoding="utf-8",
        errors="replace",
        capture_output=True,
    )
    if result.returncode == 0:
        return []
    return [f"{unit.path.stem} [outputs] {_reading(result.stdout, result.stderr, unit)}"]


def _reading(out: str, err: str, unit: Unit) -> str:
    """Return what nbval says, as a sentence that quotes the cells."""
    code = [cell_text(c) for c in unit.notebook["cells"] if c["cell_type"] == "code"]

    def quoted(found: Sequence[str]) -> str:
        shown = [f"'{code[int(number)].strip().splitlines()[0][:60]}'" for number in found[:3]]
        return ", ".join(shown) + (f" and {len(found) - 3} more" if len(found) > 3 else "")

    # A run ends at the first of these; nbval may say a timeout twice.
    dead = re.findall(rf"::Cell (\d+) _+\n.*{DEAD}$", out, re.M)[:1]
    slow = re.findall(r"^Cell (\d+): Timeout of \S+ seconds exceeded", out, re.M)[:1]
    differ = re.findall(r"^FAILED .*?::(?:ipynb::)?Cell (\d+)", out, re.M)
    if dead:
        return f"a fresh run ended early: {DEAD} in the cell {quoted(dead)}."
    if slow:
        return f"a fresh run ended early: {CELL_LIMIT} seconds did not end the cell {quoted(slow)}."
    if not differ:
        last = (out.strip() or err.strip() or "nothing was said").splitlines()[-1]
        return f"it could not be run afresh: {last}. See: course doctor"
    return (
        f"a fresh run differs from what is stored, in the cells {quoted(differ)}. If the change is "
        f"right, run: course run {unit.number}"
    )
