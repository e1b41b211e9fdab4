"""Odd answer cells, by the hundred for every exercise and prediction, run in a real IPython shell.

    uv run python tests/audit/wrong_input.py --each 200 [--seed 11] [--only 04-]

Each is the cell of the notebook with an answer in it, broken at random. Counted is how it was
answered; a fault is a traceback, an error that is not told in a sentence, an answer that took over
a second of the processor's time, or a "Right" for what `kind.right` does not call right.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

import course
from course.jupyter import kindly
from course.learn import exercises
from course.learn.answers import Choice, Names, Number, Order, Sorting
from course.learn.exercises import lesson
from course.learn.reading import plain
from course.units import cell_text, units

SIGNS = (
    *"\"'“”„«»‘’`´＂,;:.=()[]{}#\\ \t\n", *"0123456789eE+-*/_<>%&|^~$€@?!", *"АВСЕОаеос",
    *"\u00a0\u200b\u202e\ufeff", "é", "ß", "中", "🚀", "\x00", "\x1b", '"""', "'''", "  ", "...",
    "None", "True", "not ", "per cent", "½", "−", "…", "＝", "，", "：",
)  # fmt: skip
ANSWERED = ("**Not run", "**I cannot read", "**Not answered", "**Not yet", "**Right", "**Read, not")
ANSWERED += ("**Predict", "**Committed", "**That did not work", "**`", "**A line")


@dataclass
class Task:
    """An exercise or prediction: its cell, its kind, and answers that somebody may give."""

    key: str
    cell: str
    name: str
    kind: object
    answers: list[str]
    reference: object = None


def cells() -> dict[str, str]:
    """Return the cell of every exercise and prediction, as the notebooks have it."""
    found = {}
    for one in units():
        for cell in one.notebook["cells"]:
            text = cell_text(cell)
            asked = re.search(r'course\.(?:check|predict)\("([\w-]+)", (\w+)\)\s*$', text)
            if cell["cell_type"] == "code" and asked and re.search(rf"(?m)^{asked[2]} = ", text):
                found[asked[1]] = text
    return found


def tasks(only: str = "") -> list[Task]:
    """Return every exercise and prediction, with answers to it as source text."""
    made, texts = [], cells()
    for one in units():
        held = lesson(one.slug)
        kinds = {key: task.kind for key, task in held.exercises.items()}
        kinds |= {key: Choice(guess.options) for key, guess in held.predictions.items()}
        for key, kind in kinds.items():
            if key.startswith(only):
                cell = texts.get(key, f'my_codes = ...\ncourse.check("{key}", my_codes)')
                name = re.search(r"(\w+)\)\s*$", cell)[1]
                task = held.exercises.get(key)
                reference = task.answer() if task else None
                made.append(Task(key, cell, name, kind, answers(kind, reference), reference))
    return made


def answers(kind, reference) -> list[str]:
    """Return source texts of answers that are well written, right ones among them."""
    if isinstance(kind, Choice):
        return [f'"{key}"' for key in kind.options]
    if isinstance(kind, Number):
        return [f"{reference:.6g}", f'"{reference:.6g} {kind.unit}"', "12", "93.2", '"93,2"']
    if isinstance(kind, Names):
        right = ", ".join(reference)
        return [f'"{right}"', repr(list(reference)), f'"{kind.known[0]}"']
    if isinstance(kind, Order):
        return [f'"{"".join(kind.options)}"', f'"{", ".join(reference)}"']
    if isinstance(kind, Sorting):
        codes, lines = list(kind.codes), []
        for shift in range(3):
            some = [
                f'    "{item}": "{codes[(n + shift) % len(codes)] if shift else reference[item]}",'
                for n, item in enumerate(kind.items)
            ]
            lines.append("{\n" + "\n".join(some) + "\n}")
        return [*lines, lines[0].replace("\n", " ").replace("    ", "")]
    return ['"""A claim.\nIts evidence; its limit, "so far"."""', '"""One line."""']


def with_answer(task: Task, answer: str) -> str:
    """Return a task's cell with an answer in the place of what is left open."""
    before, _, rest = task.cell.partition(f"{task.name} = ")
    call = rest[rest.rindex("course.") :]
    return f"{before}{task.name} = {answer}\n{call}"


def broken(draw: random.Random, text: str) -> str:
    """Return a cell broken at one to four places."""
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4))):
        at = draw.randrange(len(text)) if text else 0
        marks = [m.start() for m in re.finditer(r"[\"'=,:(){}\[\]]", text)]
        if marks and draw.random() < 0.6:
            at = draw.choice(marks)
        match draw.randrange(12):
            case 0 | 1 | 2:
                text = text[:at] + text[at + 1 :]
            case 3:
                text = text[:at] + text[at : at + 1] * 2 + text[at + 1 :]
            case 4 | 5:
                text = text[:at] + draw.choice(SIGNS) + text[at + 1 :]
            case 6:
                text = text[:at] + draw.choice(SIGNS) + text[at:]
            case 7:
                text = text[:at] + text[at + draw.randrange(12) :]
            case 8:
                pair = draw.choice((("“", "”"), ("„", "“"), ("«", "»"), ("", ""), ("'", "'")))
                text = re.sub(
                    r'"([^"\n]*)"', rf"{pair[0]}\1{pair[1]}", text, count=draw.choice((0, 1))
                )
            case 9:
                lines = text.split("\n")
                row = draw.randrange(len(lines))
                if draw.random() < 0.5:
                    lines[row] = draw.choice((" ", "    ", "\t")) + lines[row]
                else:
                    lines.insert(draw.randrange(len(lines) + 1), lines.pop(row))
                text = "\n".join(lines)
            case 10:
                text = text.replace(draw.choice('",:(){}'), "", draw.choice((1, 2, -1)))
            case _:
                text = text[:at] + text[at:].swapcase()
    return text


LONG = ("x" * 5000, f'"{"x" * 30000}"', "9" * 5000, "(" * 300, "-" * 3000 + "1", "1" + "+1" * 3000)
ODD = (*json.loads(Path(__file__).with_name("odd_answers.json").read_text("utf-8")), *LONG)


def inputs(task: Task, each: int, seed: int):
    """Yield cells for one task, the same for the same seed."""
    draw = random.Random(f"{seed} {task.key}")
    odd = list(ODD)
    draw.shuffle(odd)
    for count in range(each):
        if odd and count % 5 == 4:
            yield with_answer(task, odd.pop())
        else:
            yield broken(draw, with_answer(task, draw.choice(task.answers)))


def shell_of_its_own() -> InteractiveShell:
    """Return a shell that shows nothing, asks nobody and runs no command of the system."""
    shell = InteractiveShell.instance()
    shell.system = shell.getoutput = lambda *_, **__: None
    shell.ask_exit = lambda *_: None
    shell.history_manager.enabled = False
    kindly.watch()
    return shell


def run(
    shell: InteractiveShell, task: Task, text: str, *, again: bool = True
) -> tuple[str, list[str], float]:
    """Run a cell in a fresh notebook; return how it was answered, its faults and its seconds."""
    for name in [n for n in shell.user_ns if n not in KEPT]:
        del shell.user_ns[name]
    shell.user_ns["course"] = course
    for name in ("check", "predict"):  # a cell may have put its answer in their place
        vars(course)[name] = getattr(exercises, name)
    exercises.forget()
    began = time.process_time()
    with capture_output() as got:
        result = shell.run_cell(text, store_history=False)
    took = time.process_time() - began
    said = [str(one.data.get("text/markdown", "")) for one in got.outputs]
    if result.success and isinstance(result.result, course.text):
        said.append(str(result.result))
    shown = got.stdout + got.stderr
    faults = []
    if "Traceback" in shown or "Error" in shown.replace("UsageError", ""):
        faults.append(f"an error is shown: {shown[-300:]}")
    if "Warning" in shown:
        faults.append(f"a warning is shown: {shown[-300:]}")
    if took > 1:
        faults.append(f"took {took:.1f} s")
    last = said[-1] if said else ""
    how = next(
        (
            one.strip("* ,").replace("`", "A name is not there")
            for one in ANSWERED
            if last.startswith(one)
        ),
        "nothing said",
    )
    if how == "Not run" and "Write it so" in last:
        how = "Not run, and mended"
        mended = last.partition("```python\n")[2].removesuffix("\n```")
        if (
            again
            and not re.search("with spaces|full name", last)  # nothing else is said to be right
            and re.fullmatch(rf"{task.name} = .+[^{{]", mended)
            and not re.search('"""|{', mended)
        ):
            better = with_answer(task, mended.partition(" = ")[2])
            again = run(shell, task, better, again=False)
            faults += [f"mended, {one}" for one in again[1]]
            if again[0].startswith(("Not run", "I cannot read")):
                faults.append(f"mended, and not read: {mended}")
    if not result.success and not last and not shown:
        faults.append("failed without a word")
    if last.startswith("**Right") and task.reference is not None:
        given = shell.user_ns.get(task.name)
        read = task.kind.read(plain(given))
        if not task.kind.right(read, task.reference):
            faults.append("told right, and is not")
    return how, faults, took


KEPT: set[str] = set()


def all_of_them(each: int, seed: int, only: str = "", most: int | None = None):
    """Run every input of every task; return the counts, the faults and the slowest in seconds."""
    shell = shell_of_its_own()
    KEPT.update(shell.user_ns)
    count, faults, slowest, number = Counter(), [], 0.0, 0
    chosen = tasks(only)
    if most:
        random.Random(seed).shuffle(chosen)
    for task in chosen[:most]:
        ready = None
        if task.key in lesson_tasks(task.key):
            ready = exercises.worked_out(exercises.exercise(task.key))
            real = exercises.exercise
            exercises.exercise = partial(_instead, task.key, ready, real)
        try:
            for text in inputs(task, each, seed):
                number += 1
                how, found, took = run(shell, task, text)
                count[how] += 1
                slowest = max(slowest, took)
                faults += [(task.key, text, fault) for fault in found]
        finally:
            if ready:
                exercises.exercise = real
    return number, len(chosen[:most]), count, faults, slowest


def lesson_tasks(key: str) -> dict:
    """Return the exercises of the unit to which a task belongs."""
    return next((lesson(u.slug).exercises for u in units() if u.number == key[:2]), {})


def _instead(key, ready, real, identifier):
    return ready if type(identifier) is str and identifier == key else real(identifier)


def main() -> int:
    """Count, and print each fault."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=200)
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    began = time.time()
    number, chosen, count, faults, slowest = all_of_them(given.each, given.seed, given.only)
    print(
        f"{number} cells of {chosen} tasks in {time.time() - began:.0f} s; slowest {slowest:.2f} s"
    )
    for how, times in count.most_common():
        print(f"  {times:6} {how}")
    print(f"{len(faults)} faults")
    for key, text, fault in faults[:40]:
        print(f"--- {key}: {fault}\n{text[:400]!r}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
