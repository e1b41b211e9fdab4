"""Edit learners' copies and the course at random, update, break the update off, and lose nothing.

    uv run python tests/audit/updates.py --rounds 1000 --seed 1

Each round a learner edits a copy, the course changes, and `course update` brings the one into the
other. Two updates in three are broken off: by kill -9 of the process at a random moment or at a
random step of writing, or by an error of the system (a full disk, no right to write) at a random
step or from one on; the learner may then edit on before the next. After every round:

- every line that the learner wrote is in the notebook, or (where the line was put into the course's
  new cell) beside it, and every word of theirs is in the notebook itself;
- everything that the course wrote anew is in it, and what it took out and the learner never touched
  is gone; a cell that the learner added stands after the same neighbour;
- the notebook is valid, and another update changes no byte of any file.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import errno
import itertools
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from unittest import mock

import nbformat

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.audit.edits import Course, Learner
from tests.helpers import light_notebook

from course import editions, work
from course.editions import dump, originals, parse
from course.errors import CourseError
from course.files import is_unfinished
from course.merge import BACK, CONFLICT
from course.units import cell_text

UNITS = ("00-start-here.ipynb", "04-third-site.ipynb", "13-does-it-work.ipynb")
WORD = re.compile(r"\b[LC]\d+w\b")
MARKS = (CONFLICT, BACK)
# What an update calls of the system, one step after another.
STEPS = (
    (tempfile, "mkstemp"),
    (os, "fsync"),
    *((Path, name) for name in ("replace", "chmod", "mkdir", "unlink")),
)


def words(cells, letter):
    """Return the words by which what one of the two hands wrote is known."""
    return {w for c in cells for w in WORD.findall(cell_text(c)) if w.startswith(letter)}


def lines(cells):
    return {line.strip() for cell in cells for line in cell_text(cell).splitlines()}


def content(cell):
    return cell["cell_type"], cell_text(cell), cell.get("attachments") or {}


class Fuzz:
    """One learner's folder and one course, through many rounds."""

    def __init__(self, place: Path, seed: int, *, whole: bool = False, units=UNITS):
        self.units = units
        self.chance = random.Random(seed)
        self.counts = Counter[str]()
        self.home, self.course = place / "my-course", place / "course"
        self.room = self.course / "notebooks"
        self.room.mkdir(parents=True)
        self.first = {name: originals()[name] if whole else light_notebook(name) for name in units}
        for name, given in self.first.items():
            (self.room / name).write_bytes(given)
        self.learner = Learner(self.chance, self.counts)
        self.author = Course(self.chance, self.counts)

    @contextlib.contextmanager
    def at_home(self):
        with (
            mock.patch.object(editions, "root", lambda: self.course),
            mock.patch.object(work, "root", lambda: self.course),
            mock.patch.object(editions, "is_clone", lambda: False),
        ):
            yield

    def rounds(self, number: int) -> Counter[str]:
        with self.at_home():
            work.bring(self.home)
            self.given = dict(self.first)  # the edition that each of the learner's copies is of
            for _ in range(number):
                self.round(self.chance.choice(self.units))
        return self.counts

    def round(self, name: str) -> None:
        path = self.home / name
        if self.chance.random() < 0.02:  # begin anew: notebooks would grow without end
            work.reset(self.home, name)
            (self.room / name).write_bytes(self.first[name])
            work.reset(self.home, name)
            self.given[name] = self.first[name]
        self.edit(path)
        old = path.read_bytes()
        course = parse((self.room / name).read_bytes())
        for _ in range(self.chance.randint(1, 6)):
            self.author.change(course)
        (self.room / name).write_bytes(dump(course))
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            if self.broken_off() and self.chance.random() < 0.5:
                self.is_whole(path)
                self.same_edition(name)
                self.edit(path)
        self.same_edition(name)
        mine = parse(path.read_bytes())
        base = parse(self.given[name])
        said: list[str] = []
        work.update(self.home, say=said.append)
        result = parse(path.read_bytes())
        self.compare(base, mine, parse((self.room / name).read_bytes()), result, name)
        self.settled()
        self.given[name] = (self.room / name).read_bytes()
        self.counts["rounds"] += 1
        self.counts["conflicts"] += sum("New in the course" in line for line in said)
        if self.chance.random() < 0.05:  # JupyterLab had the old one open, and saves it over all
            path.write_bytes(old)
            self.counts["old ones saved over the new"] += 1
            self.same_edition(name)

    def edit(self, path: Path) -> None:
        notebook = parse(path.read_bytes())
        for _ in range(self.chance.randint(1, 5)):
            self.learner.change(notebook)
        path.write_bytes(dump(notebook))

    def same_edition(self, name: str) -> None:
        """Find which edition the copy is of: a broken update may have been done with this unit."""
        tag = editions.tag_of(parse((self.home / name).read_bytes()))
        for folder in (self.home / ".course", self.home / ".course" / "previous"):
            path = folder / name
            if path.exists() and tag in (None, editions.edition(path.read_bytes())):
                self.given[name] = path.read_bytes()
                return
        raise AssertionError(f"{name} is of an edition that is not there")

    # -- breaking off

    def broken_off(self) -> bool:
        way = self.chance.choice((self.killed_in_time, self.killed_at_a_step, self.refused))
        before = {p.name: p.read_bytes() for p in self.home.glob("*.ipynb")}
        done = way()
        for name in self.units:  # whole, and nothing of the learner's is gone
            mine, now = parse(before[name]), self.is_whole(self.home / name)
            lost = words(mine["cells"], "L") - words(now["cells"], "L")
            assert not lost, f"{name} has lost {lost}"
        return not done

    def child(self, act, command=None) -> int:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            try:
                act()
                if command:
                    command()
                else:
                    work.update(self.home, say=lambda line: None)
            finally:
                os._exit(0)
        return child

    def killed_at(self, number: int, after: bool, command=None) -> bool:
        """Kill a command at a step of writing; say whether it had ended before."""
        child = self.child(
            lambda: self.at_step(number, lambda: os.kill(os.getpid(), signal.SIGKILL), after),
            command,
        )
        _, status = os.waitpid(child, 0)
        return not os.WIFSIGNALED(status)

    def killed_in_time(self) -> bool:
        child = self.child(lambda: None)
        time.sleep(self.chance.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        done = not os.WIFSIGNALED(status)
        self.counts["done before the kill" if done else "killed at a moment"] += 1
        return done

    def killed_at_a_step(self) -> bool:
        done = self.killed_at(self.chance.randint(1, 30), self.chance.random() < 0.5)
        self.counts["done before the kill" if done else "killed at a step"] += 1
        return done

    def at_step(self, number: int, act, after: bool = False, on: bool = False) -> list:
        """Do something at a step of writing (or after it, or from it on).

        Returns: what was put aside for that, as owner, name and the real thing.
        """
        count, aside = [0], []
        for owner, name in STEPS:
            real = getattr(owner, name)

            def stand_in(*given, _real=real, **named):
                count[0] += 1
                here = count[0] >= number if on else count[0] == number
                if here and not after:
                    act()
                result = _real(*given, **named)
                if here and after:
                    act()
                return result

            aside.append((owner, name, real))
            setattr(owner, name, stand_in)
        return aside

    def refused(self) -> bool:
        number, kind = self.chance.randint(1, 25), self.chance.choice(("ENOSPC", "EACCES", "EIO"))
        on = self.chance.random() < 0.5

        def refuse():
            code = getattr(errno, kind)
            raise OSError(code, os.strerror(code))

        changed = self.at_step(number, refuse, on=on)
        try:
            work.update(self.home, say=lambda line: None)
        except CourseError as error:
            assert "\n" not in str(error)
            self.counts[f"refused ({kind})"] += 1
            return False
        finally:
            for owner, name, real in changed:
                setattr(owner, name, real)
        self.counts["done before the refusal"] += 1
        return True

    # -- what must hold

    def is_whole(self, path: Path):
        notebook = parse(path.read_bytes())
        assert notebook is not None, f"{path.name} is no notebook"
        ids = [cell.get("id") for cell in notebook["cells"]]
        if None not in ids and len(set(ids)) == len(ids):  # else the learner's editor made it so
            nbformat.validate(nbformat.from_dict(copy.deepcopy(notebook)))
        return notebook

    def settled(self) -> None:
        def files():
            return {p: p.read_bytes() for p in self.home.rglob("*") if p.is_file()}

        before = files()
        left = [p for p in before if is_unfinished(p) and f".{os.getpid()}-" not in p.name]
        assert not left, "something is left over"
        said: list[str] = []
        assert work.update(self.home, say=said.append) == 0, said
        assert files() == before, "a second update changed a file"
        for name in self.units:
            notebook = self.is_whole(self.home / name)
            theirs = parse((self.room / name).read_bytes())
            again = work.merge(theirs, notebook, theirs).notebook
            assert again == notebook, f"{name} would change once more"

    def compare(self, base, mine, theirs, result, name) -> None:
        ours, now = mine["cells"], result["cells"]
        ids = [cell.get("id") for cell in now]
        assert len(set(ids)) == len(ids) and None not in ids, "an id stands twice"
        course = lines(base["cells"]) | lines(theirs["cells"]) | lines([{"source": list(MARKS)}])
        kept = [
            cell
            for path in (self.home / ".course" / "before").glob(f"{Path(name).stem}.*.ipynb")
            for cell in (parse(path.read_bytes()) or {"cells": []})["cells"]
        ]
        written = lines(ours) - course - {""}
        self.counts["lines of the learner's"] += len(written)
        lost = written - lines(now)
        self.counts["lines of these in a new line of the course"] += len(lost)
        assert not lost - lines(kept), f"lines are lost: {lost - lines(kept)}"
        lost = words(ours, "L") - words(now, "L")
        assert not lost, f"words are lost: {lost}"
        new = words(theirs["cells"], "C") - words(base["cells"], "C")
        self.counts["lines of the course's"] += len(new)
        assert not new - words(now, "C"), f"the course's {new - words(now, 'C')} did not come"
        self.untouched(base, ours, theirs, now)
        self.neighbours(base, ours, theirs, now)

    def untouched(self, base, ours, theirs, now) -> None:
        """What the learner left alone is as the course has it now, or gone with the course's."""
        was = {cell["id"]: cell for cell in base["cells"]}
        new = {cell["id"]: cell for cell in theirs["cells"]}
        is_now = {cell["id"]: cell for cell in now}
        seen = Counter(cell.get("id") for cell in ours)
        for cell in ours:
            one = cell.get("id")
            if one in was and seen[one] == 1 and content(was[one]) == content(cell):
                if one in new:
                    assert content(is_now[one]) == content(new[one]), f"{one} is not as it is now"
                else:
                    assert one not in is_now, f"{one} should be gone"
                self.counts["cells left alone"] += 1

    def neighbours(self, base, ours, theirs, now) -> None:
        """A cell that the learner added stands after the one that it stood after."""
        course = {c["id"] for c in (*base["cells"], *theirs["cells"])}
        stands = [c["id"] for c in now if not _put_there(c)]
        ids = Counter(c.get("id") for c in ours)
        if None in ids or max(ids.values(), default=0) > 1:
            return
        for before, cell in itertools.pairwise(ours):
            if _put_there(before) or _put_there(cell):
                continue
            one, other = before["id"], cell["id"]
            if other in course or other not in stands or one not in stands:
                continue
            assert stands[stands.index(other) - 1] == one, f"{other} stood after {one}"
            self.counts["added cells by their neighbour"] += 1


def _put_there(cell) -> bool:
    about = cell["metadata"].get("course", {})
    return "marks" in about or "offers" in about


def main() -> None:
    """Go through as many rounds as the command line says, and print what was met."""
    parser = argparse.ArgumentParser(description="Update random copies from random courses.")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", action="store_true", help="with all stored outputs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        counts = Fuzz(Path(place), given.seed, whole=given.whole).rounds(given.rounds)
    print("nothing lost:")
    for what, number in sorted(counts.items()):
        print(f"{number:7} {what}")


if __name__ == "__main__":
    main()
