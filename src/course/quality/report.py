"""Everything that must hold, in one list of sentences: what `course check` prints."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence

from course.paths import root
from course.quality import contract, tables
from course.quality.strays import strays
from course.units import Unit


def problems(
    chosen: Sequence[Unit], *, rerun: bool, done: Callable[[], object] = lambda: None
) -> list[str]:
    """Return every problem of the tables and of the chosen units, in reading order."""
    found = [*strays(), *tables.check()]
    done()
    for unit in chosen:
        found += [str(problem) for problem in contract.breaches(unit)]
        if rerun:
            found += rerun_problems(unit)
        done()
    return found


def rerun_problems(unit: Unit) -> list[str]:
    """Run a unit under strict nbval; return the cells whose outputs differ from what is stored."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "--noconftest",  # of a run of the tests, or of the learner's own folder
            "-q",
            "--no-header",
            "--color=no",
            "-p",
            "no:cacheprovider",
            "-o",
            "addopts=",
            "--rootdir",
            str(root()),
            str(unit.path),
        ],
        capture_output=True,
        text=True,
        cwd=root(),
    )
    if result.returncode == 0:
        return []
    failed = re.findall(r"^FAILED .*?::(Cell \d+|ipynb::Cell \d+)", result.stdout, re.M)
    cells = ", ".join(failed) or result.stdout.strip().splitlines()[-1]
    return [
        f"{unit.path.stem} [outputs] a fresh run differs from what is stored: {cells}. If the "
        f"change is right, run: course run {unit.number}"
    ]
