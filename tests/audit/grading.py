"""The proofs of `course teach grade` that take long: a whole class, and odd cells by the thousand.

    uv run python tests/audit/grading.py class [--megabytes 200]
    uv run python tests/audit/grading.py told [--each 100] [--seed 11] [--only 04-]

`class` grades the made submissions of tests/teach/submissions.py, with a notebook of 200 MB among
them, under the limits that an instructor has, and prints what came of each and how long it took.
`told` breaks the answer cell of every exercise as `wrong_input.py` does, has a real IPython shell
tell what is wrong with it, and compares that with what the grader makes of the same cell, which it
mostly does not run. The two may differ where the grader reads an answer all the same.
"""

from __future__ import annotations

import argparse
import random
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.audit import wrong_input
from tests.teach.submissions import TASKS, UNIT, moodle_zip, submissions

import course
from course.learn import exercises
from course.learn.exercises import exercise, worked_out
from course.show import markdown_table
from course.teach.grade import read, sandbox
from course.teach.grade.command import grade
from course.teach.grade.notebook import Code, Notebook
from course.teach.grade.sandbox import Limits
from course.units import unit


def whole_class(megabytes: int) -> int:
    """Grade every made submission; return how many were not graded as they should be."""
    with tempfile.TemporaryDirectory() as name, socket.create_server(("127.0.0.1", 0)) as server:
        folder = Path(name)
        ground = folder / "ground"
        ground.mkdir()
        (ground / "secret.txt").write_text("a secret", encoding="utf-8")
        made = submissions(ground, server.getsockname()[1], megabytes)
        (folder / "class.zip").write_bytes(moodle_zip(made))
        began = time.perf_counter()
        out = folder / "out"
        papers = grade([folder / "class.zip"], out, deadline="2026-12-01 23:59", limits=Limits())
        took = time.perf_counter() - began
        entries = {entry.learner.name: entry for entry in papers.entries}
        lines, bad = [], 0
        for one in made:
            why = [s.why for s in papers.strays if s.learner == one.name and one.stray in s.why]
            if one.stray:
                bad += not why
                lines.append(
                    (one.name, f"{len(one.content) >> 10:,} KB", "", why[0] if why else "?")
                )
                continue
            paper = entries[one.name].papers[UNIT]
            told = {
                key: f"{m.state}: {m.misconception}" if m.misconception else m.state
                for key, m in paper.marks.items()
            }
            wanted = {key: one.states.get(key, one.rest) for key in TASKS}
            bad += told != wanted
            counted = Counter(state.partition(":")[0] for state in told.values())
            words = ", ".join(f"{n} {state}" for state, n in counted.items())
            size = f"{len(one.content) >> 10:,} KB"
            lines.append((one.name, size, f"{paper.seconds:.2f}", words))
        harmed = (ground / "secret.txt").read_text(encoding="utf-8") != "a secret"
        server.settimeout(0.1)
        try:
            server.accept()
            harmed = True
        except TimeoutError:
            pass
    print(markdown_table(("learner", "size", "seconds", "what came of it"), lines))
    middle, most = median(papers.seconds), max(papers.seconds)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    spent = sum(one.ru_utime + one.ru_stime for one in used)
    print(f"\n{len(made)} files in {took:.1f} s; a notebook: {middle:.2f} s (median), {most:.2f} s")
    print(f"(the slowest); of the processor {spent:.1f} s in all, with what made them.")
    print(f"Not as they should be: {bad}. Harm done: {harmed}.")
    return bad + harmed


def bold(words: str) -> str:
    """Return what a message says first, in bold."""
    return words.split("**")[1] if words.count("**") > 1 else words[:80]


def graders(task: wrong_input.Task, text: str, ready) -> tuple[str, sandbox.Cells | None]:
    """Return what the grader says of a cell, or what it would run."""
    number = task.key[:2]
    own = {key: id_ for id_, (key, _) in read._own_cells(unit(number)).items()}
    cells = (Code("first", "import course"), Code(own.get(task.key, "own"), text))
    book = Notebook(cells, number)
    answer = read.answers(book, unit(number)).get(task.key)
    if answer is None:
        return "no answer", None
    if answer.run is not None:
        return "", answer.run
    if answer.value is read.MISSING:
        return bold(answer.words), None
    return bold(exercises.assess(ready, answer.value).words), None


def told(each: int, seed: int, only: str) -> int:
    """Compare what a shell says of odd cells with what the grader says; print the differences."""
    shell = wrong_input.shell_of_its_own()
    wrong_input.KEPT.update(shell.user_ns)
    count: Counter[str] = Counter()
    differing: list[tuple[str, str, str, str]] = []
    slowest = 0.0
    for task in wrong_input.tasks(only):
        if task.reference is None and task.key not in wrong_input.lesson_tasks(task.key):
            continue  # a prediction
        ready = worked_out(exercise(task.key))
        waiting: list[tuple[str, sandbox.Cells, str]] = []
        for text in wrong_input.inputs(task, each, seed):
            said = bold(shells(shell, text))
            began = time.process_time()
            ours, run = graders(task, text, ready)
            slowest = max(slowest, time.process_time() - began)
            if run is not None:
                waiting.append((text, run, said))
            else:
                note(count, differing, task.key, text, said, ours)
        for text, run, said in random.Random(seed).sample(waiting, min(len(waiting), 2)):
            ran = sandbox.run([run], Limits(seconds=2))
            words = ran.words.get(task.key, "")
            if task.key in ran.answers:
                words = exercises.assess(ready, ran.answers[task.key]).words
            count["run"] += 1
            note(count, differing, task.key, text, said, bold(words))
        count["to be run"] += len(waiting)
    for how, times in count.most_common():
        print(f"{times:7} {how}")
    print(f"slowest {slowest:.2f} s")
    for key, text, said, ours in differing[:60]:
        print(f"--- {key}\n{text[:300]!r}\n  shell:  {said}\n  grader: {ours}")
    return len(differing)


def shells(shell: InteractiveShell, text: str) -> str:
    """Return what a real shell says of a cell, in a notebook that has only imported the course."""
    for name in [name for name in shell.user_ns if name not in wrong_input.KEPT]:
        del shell.user_ns[name]
    shell.user_ns["course"] = course
    vars(course)["check"] = exercises.check
    exercises.forget()
    with capture_output() as got:
        result = shell.run_cell(text, store_history=False)
    said = [str(one.data.get("text/markdown", "")) for one in got.outputs]
    if result.success and isinstance(result.result, course.text):
        said.append(str(result.result))
    return said[-1] if said else "nothing said"


_JUDGED = ("Right", "Not yet", "Not answered", "Read, not", "I cannot read")


def note(count: Counter[str], differing: list, key: str, text: str, said: str, ours: str) -> None:
    """Count how the two stand to one another; what a shell judged has to be judged so."""
    if said == ours:
        count["the same words"] += 1
    elif said.startswith(_JUDGED):
        count["judged by the shell, and otherwise by the grader"] += 1
        differing.append((key, text, said, ours))
    elif ours.startswith(_JUDGED):
        count["read by the grader, and not by the shell"] += 1
    elif ours == "no answer":
        count["not run by the shell; no answer found by the grader"] += 1
        differing.append((key, text, said, ours))
    else:
        count["not read by either, in other words"] += 1


def main() -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("class", "told"))
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if given.what == "class":
        return whole_class(given.megabytes)
    return told(given.each, given.seed, given.only)


if __name__ == "__main__":
    sys.exit(bool(main()))
