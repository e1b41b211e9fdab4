"""Make dishonest single changes in a copy of the course, and say which check notices each.

    uv run python tests/audit/mutate.py [--seed N] [--count 100] [--kinds] [--only WORDS] [--signed]

Nothing is changed in the course itself: every worker has a copy in a temporary folder, changes one
thing in it, lets speak what a contributor would run, and puts every byte back. That is, in this
order and until one of them says what it did not say before:

- `course check`, without a fresh run: the contract, the ledger of readings, the tables, and the
  records of what was reviewed;
- strict nbval of the unit whose outputs the change concerns;
- the tests of the file that was changed.

A record of a review notices any change of what it covers, by its nature; what another check
notices as well is counted apart. Changes marked "stored anew" or "stamped" are followed by
`course run` or `course data --stamp`, as by someone who wants nothing to differ. Nobody signs a
review in their stead: that would be a commit with a name in it. In the copy, a review of
everything as it stands is signed first, so that a unit without a record is measured as it will be.
With --signed the records have no say: that is what is left if somebody signs without having looked.

The draw is seeded and goes evenly over the kinds. The result is mutations.csv beside this file.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))  # so that it runs as a script, too

from tests.audit.mutations import KINDS, Change, Tree  # noqa: E402
from tests.audit.mutations.warm import Warm  # noqa: E402

OUT = HERE.with_name("mutations.csv")
FIELDS = ("kind", "change", "caught_by", "message")
SEED = 20261129
SIGNED = "The audit: everything as it stood"
BY_RECORD = {"reviewed", "reviewed tables", "hash"}
"""Checks that compare with a record, and so notice every change of what it covers."""
_PROBE = """
import json, sys
from course.quality import report
from course.units import unit
found = report.problems([unit(number) for number in sys.argv[1:]], rerun=False)
print(json.dumps(found))
"""
_RERUN = """
import json, sys
from course.quality import report
from course.units import unit
print(json.dumps([p for number in sys.argv[1:] for p in report.rerun_problems(unit(number))]))
"""


class Course:
    """The commands of the course as they run in a copy."""

    def __init__(self, tree: Tree, home: Path, signed: bool = False) -> None:
        self.tree, self.signed = tree, signed
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST_"))}
        places = (tree.root / "src", tree.root)
        self.env = kept | {
            "PYTHONPATH": os.pathsep.join(map(str, places)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "HOME": str(home),
            "COURSE_CACHE": str(home / "cache"),
            "IPYTHONDIR": str(home / "ipython"),
        }
        self.python = Warm(tree.root, self.env, home)
        self.failed_before: dict[str, set[str]] = {}

    def prepare(self) -> list[str]:
        """Sign a review of all as it stands, and return what the check says even so."""
        for signed in (
            ("data", "all", "--stamp", "--reviewed", SIGNED),
            ("check", "--reviewed", SIGNED),
        ):
            done = self.python("-m", "course.cli", *signed)
            if done.returncode:
                raise SystemExit(f"course {signed[0]} --reviewed: {done.stdout}{done.stderr}")
        self.python("-m", "compileall", "-q", "src", "tests/helpers.py")
        self.tree.keep()
        self.said = set(self.check([unit.number for unit in self.tree.units]))
        return sorted(self.said)

    def check(self, units: Sequence[str]) -> list[str]:
        return self._listed(_PROBE, units)

    def nbval(self, units: Sequence[str]) -> list[str]:
        return self._listed(_RERUN, units)

    def _listed(self, code: str, units: Sequence[str]) -> list[str]:
        done = self.python("-c", code, *units)
        if done.returncode:
            last = (done.stderr.strip() or "nothing was said").splitlines()[-1]
            return [f"(crash) {last}"]
        return json.loads(done.stdout.splitlines()[-1])

    def tests(self, names: Sequence[str]) -> set[str]:
        """Return the tests of some files that fail."""
        there = [name for name in names if (self.tree.root / name).exists()]
        if not there:
            return set()
        options = ("-n", "0", "-q", "--no-header", "--color=no", "-p", "no:cacheprovider")
        done = self.python("-m", "pytest", *options, *there)
        return set(re.findall(r"^(?:FAILED|ERROR) (.*)$", done.stdout, re.M))

    def failing(self, names: Sequence[str]) -> set[str]:
        """Return the tests of some files that fail although nothing was changed."""
        key = " ".join(names)
        if key not in self.failed_before:
            self.failed_before[key] = self.tests(names)
        return self.failed_before[key]

    # -- one change

    def verdict(self, change: Change) -> tuple[str, str]:
        """Return the checks that notice a change, and the first of their messages."""
        for number in change.anew:
            done = self.python("-m", "course.cli", "run", number)
            if done.returncode:
                return "run", " ".join((done.stdout + done.stderr).split())
        if change.stamp:
            done = self.python("-m", "course.cli", "data", "--stamp")
            if done.returncode:
                return "stamp", " ".join((done.stdout + done.stderr).split())
        found = [one for one in self.check(change.units) if one not in self.said]
        if self.signed:
            found = [one for one in found if check_of(one) not in BY_RECORD]
        if found:
            names = list(dict.fromkeys(map(check_of, found)))
            found.sort(key=lambda message: check_of(message) in BY_RECORD)
            return ", ".join(sorted(names)), found[0]
        found = self.nbval(change.nbval) if change.nbval else []
        if found:
            return "nbval", found[0]
        if change.tests:
            failed = self.tests(change.tests)
            if failed:
                self.tree.restore()
                failed -= self.failing(change.tests)
            if failed:
                return "tests", min(failed)
        return "", ""


def check_of(message: str) -> str:
    """Return the name of the check that says a message."""
    ruled = re.match(r"\S+ \[([\w-]+)\] ", message)
    if ruled:
        return ruled[1]
    if message.startswith("(crash)"):
        return "crash"
    if "--stamp --reviewed" in message:
        return "reviewed tables"
    return "hash" if "is not the file that datapackage.json records" in message else "tables"


def draws(course: Course, name: str, count: int, seed: int) -> Iterator[dict[str, str]]:
    """Make up to `count` different changes of one kind, one after the other; undo each."""
    done: set[str] = set()
    for attempt in itertools.count():
        if len(done) == count or attempt == 4 * count:
            return
        try:
            change = KINDS[name](course.tree, random.Random(f"{seed}|{name}|{attempt}"))
            if change and change.what not in done:
                done.add(change.what)
                caught_by, message = course.verdict(change)
                told = " ".join(message.split())[:120].replace(str(course.tree.root), "")
                yield dict(zip(FIELDS, (name, change.what, caught_by, told), strict=True))
        finally:
            course.tree.restore()


def shares(count: int, names: Sequence[str], seed: int) -> dict[str, int]:
    """Spread a number of changes evenly; who gets one more is drawn."""
    each, left = divmod(count, len(names))
    more = set(random.Random(seed).sample(names, left))
    return {name: each + (name in more) for name in names}


def audit(
    names: Sequence[str], count: int, seed: int, workers: int, signed: bool = False
) -> list[dict[str, str]]:
    """Make the changes, and return a line each."""
    wanted = shares(count, names, seed)
    lines: dict[str, list[dict[str, str]]] = {}
    with tempfile.TemporaryDirectory(prefix="course-mutations-") as folder:
        free: SimpleQueue[Course] = SimpleQueue()

        def make(number: int) -> list[str]:
            place = Path(folder, str(number))
            (place / "home").mkdir(parents=True)
            course = Course(Tree.copy(ROOT, place / "course"), place / "home", signed)
            said = course.prepare()
            free.put(course)
            return said

        def work(name: str) -> None:
            course = free.get()
            try:
                lines[name] = list(draws(course, name, wanted[name], seed))
                caught = sum(bool(line["caught_by"]) for line in lines[name])
                print(
                    f"{len(lines):3}/{len(names)} {name}: {caught} of {len(lines[name])}",
                    flush=True,
                )
            finally:
                free.put(course)

        with ThreadPoolExecutor(workers) as pool:
            for said in pool.map(make, range(workers)):
                before = said
            print(f"Said before anything is changed: {len(before)}", *before[:5], sep="\n  ")
            list(pool.map(work, [name for name in names if wanted[name]]))
            while not free.empty():
                free.get().python.close()
    return [line for name in names for line in lines.get(name, [])]


def summary(lines: Sequence[dict[str, str]]) -> str:
    """Say in a few lines how many changes were caught, by what, and which were not."""
    caught = [line for line in lines if line["caught_by"]]
    alone = [line for line in caught if set(line["caught_by"].split(", ")) <= BY_RECORD]
    kinds = {line["kind"] for line in lines}
    said = [
        f"{len(caught)} of {len(lines)} changes caught, of {len(kinds)} kinds; "
        f"{len(alone)} of them by a record alone as far as course check goes, "
        f"{len(caught) - len(alone)} by another check."
    ]
    said += [f"Not caught: {one['kind']}: {one['change']}" for one in lines if not one["caught_by"]]
    return "\n".join(said)


def main() -> None:
    """Make the changes that are asked for and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=100, help="how many changes in all")
    parser.add_argument("--kinds", action="store_true", help="list the kinds and end")
    parser.add_argument("--only", default="", help="only kinds whose name holds these words")
    parser.add_argument(
        "--signed", action="store_true", help="leave the records of reviews out, as if signed anew"
    )
    parser.add_argument("--workers", type=int, default=max(2, (os.cpu_count() or 2)))
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    names = [name for name in KINDS if asked.only in name]
    if asked.kinds or not names:
        print(*KINDS, sep="\n")
        return
    began = time.monotonic()
    lines = audit(names, asked.count, asked.seed, asked.workers, asked.signed)
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    print(summary(lines))
    spent = sum(os.times()[:4])
    print(f"{time.monotonic() - began:.0f} seconds, {spent:.0f} of a processor; {asked.out}")


if __name__ == "__main__":
    main()
