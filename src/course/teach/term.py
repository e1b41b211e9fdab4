"""The course as a term has it: a folder of notebooks of its own, from a file of choices.

The course's own notebooks are read and never written, so that a later `git pull` finds them as
they were. The edition is what every command takes for the course where COURSE_NOTEBOOKS names it:
`course lab`, `course check`, `course site` and what stands under `course teach`.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from course.errors import CourseError
from course.files import failure, replace_text
from course.learn import exercises, routes
from course.learn.exercises import in_the_course
from course.learn.in_term import questions
from course.paths import root
from course.quality import contract, fairness
from course.quality.canonical import canonical, write
from course.quality.canonical import read as stored
from course.selection import NAME, Term, as_json
from course.teach import shorts
from course.teach.choice import Choice, Kept, course, read
from course.teach.recut import Cut, numbers, recut
from course.teach.run import runner
from course.units import Unit, units
from course.words import counted, listed

README = "README.md"
_OTHERS = ("teach", README, NAME)  # what an edition holds beside its notebooks
_UNIT = re.compile(r"\d\d-[a-z0-9-]+\.ipynb")
_TRIES = 3
_FEWEST = 2  # questions of a quiz


@dataclass(frozen=True)
class Made:
    """What was written, and what the instructor should know of each unit, by its new name."""

    out: Path
    term: Term
    minutes: int
    told: dict[str, list[str]]


def write_term(
    file: Path, out: Path, *, step: Callable[[str, int], object] = lambda what, total: None
) -> Made:
    """Write the edition of a term into a folder, which is new, empty, or an edition of before.

    Args:
        file: what the instructor chooses, as TOML: see `course.teach.choice`.
        out: the folder.
        step: called with ("…", total) as it begins, and with ("", 1) as each unit is finished.

    Raises:
        CourseError: the file asks for what cannot be, or the folder cannot be used; then nothing
            was written.
    """
    _refuse(out)
    with _notebooks(root() / "notebooks"):
        choice = read(file)
        term = _term(choice)
        _ask(choice, term, file.name)
        cuts = {kept: recut(kept, term) for kept in choice.kept}
    step("A term", len(cuts))
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as place:
        made = Path(place)
        _write(made, term, cuts)
        with _notebooks(made):
            for kept in cuts:
                _run(made / _name(kept))
                step("", 1)
            whole = units()
            told = {"": list(_of_the_whole(whole, choice))}
            told |= {one.path.stem: cut.told for one, cut in zip(whole, cuts.values(), strict=True)}
            minutes = sum(unit.metadata["minutes"] for unit in whole)
        replace_text(made / README, _readme(term, dict(told), file.name))
        _exchange(made, out)
    return Made(out, term, minutes, told)


def problems(out: Path) -> list[str]:
    """Return what the contract finds in an edition."""
    with _notebooks(out):
        return [str(one) for unit in units() for one in contract.breaches(unit)]


def _refuse(out: Path) -> None:
    """Refuse a folder that holds anything but an edition."""
    if out.resolve() == (root() / "notebooks").resolve():
        raise CourseError("The course's own notebooks stay as they are. Name another folder.")
    if out.is_file():
        raise CourseError(f"{out} is a file. Name a folder with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / NAME).is_file():
        raise CourseError(
            f"{out} holds something else than the edition of a term. Name a new folder with --out."
        )


def _ask(choice: Choice, term: Term, file: str) -> None:
    """Refuse a unit whose quiz can ask nothing, since all of it is about units that are not there.

    Raises:
        CourseError: there is such a unit.
    """
    for kept in choice.kept:
        quiz = in_the_course(kept.unit.slug).quiz
        left = questions(quiz, kept.unit.origin, term, in_the_course)
        if len(left) < _FEWEST <= len(quiz):
            of = sorted({one.unit for one in quiz} - {kept.unit.origin})
            raise CourseError(
                f"{file}: the quiz of unit {kept.unit.number} asks about units {listed(of)}. Take "
                "some of them before it."
            )


@contextmanager
def _notebooks(folder: Path) -> Iterator[None]:
    """Let the notebooks of a folder be the course, and no progress be kept."""
    before = {name: os.environ.get(name) for name in ("COURSE_NOTEBOOKS", "COURSE_PROGRESS")}
    os.environ["COURSE_NOTEBOOKS"] = str(folder)
    os.environ.pop("COURSE_PROGRESS", None)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _term(choice: Choice) -> Term:
    taken = {kept.unit.number: kept for kept in choice.kept}
    return Term(
        title=choice.title,
        units={old: (kept.number, kept.unit.slug) for old, kept in taken.items()},
        absent={one.number: short(one) for one in course() if one.number not in taken},
        weeks=tuple(
            (week, tuple(old for old, kept in taken.items() if kept.week == week))
            for week in choice.weeks
        ),
        sections={old: kept.dropped for old, kept in taken.items() if kept.dropped},
        left_out=tuple(task for kept in choice.kept for task in (*kept.left_out, *kept.gone)),
        swaps={task: seed for kept in choice.kept for task, seed in kept.swaps.items()},
        tasks={old: own for old, kept in taken.items() if (own := numbers(kept))},
        words=choice.words,
    )


def short(one: Unit) -> str:
    """Return the title of a unit up to its question: The Third Site."""
    return re.split(r"[:?]", one.title)[0].strip()


def _name(kept: Kept) -> str:
    return f"{kept.number}-{kept.unit.slug}.ipynb"


def _write(folder: Path, term: Term, cuts: dict[Kept, Cut]) -> None:
    replace_text(folder / NAME, as_json(term))
    (folder / "teach").mkdir()
    for kept, cut in cuts.items():
        write(canonical(cut.notebook), folder / _name(kept))
        if cut.notes:
            replace_text(folder / "teach" / f"{kept.number}.md", cut.notes)


def _run(path: Path) -> None:
    """Run a unit of the edition and store what its cells show.

    Abbreviations that a section explained which is left out are explained where they are now met.
    """
    for _ in range(_TRIES):
        notebook = _ran(path)
        write(canonical(notebook), path)
        if not (lines := shorts.lines(Unit(path))):
            return
        for place, words in lines.items():
            cell = notebook["cells"][place]
            cell["source"] = _with(cell["source"], words)
        write(canonical(notebook), path)


def _ran(path: Path) -> NotebookNode:
    notebook = stored(path)
    exercises.forget()  # as in a new kernel, nothing was answered yet
    try:
        with runner() as run:
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell["outputs"] = run.run(cell["source"])
    except CourseError as error:
        raise CourseError(
            f"Unit {Unit(path).origin} does not hold together without what the term leaves out. "
            f"{error}"
        ) from None
    return notebook


def _with(text: str, words: str) -> str:
    """Put a sentence below the heading with which a cell begins."""
    head, _, rest = text.partition("\n")
    return f"{head}\n\n{words}\n\n{rest.lstrip()}".rstrip()


def _of_the_whole(course_of_term: Sequence[Unit], choice: Choice) -> Iterator[str]:
    """Yield what the instructor should know of the term as a whole."""
    yield from fairness.turns(course_of_term)
    yield from fairness.every_outcome(course_of_term)
    if choice.words:
        yield (
            "Other words stand in the text, the exercises and the notes. Quotations, links, "
            "tables, charts and what learners type keep theirs."
        )
    there = {row["route"] for row in routes.listed()}
    if any(kept.unit.metadata.get("form") == "orientation" for kept in choice.kept):
        for name in {row["route"] for row in routes.listed(whole=True)} - there:
            yield f"Unit 00 speaks of the route '{name}', which the term has not: read it over."


# -- the folder


def _readme(term: Term, told: dict[str, list[str]], file: str) -> str:
    weeks = "\n".join(
        f"- {week}: " + ", ".join(f"{term.number(old)} (in the course {old})" for old in numbers)
        for week, numbers in term.weeks
    )
    lines = [
        f"# {term.title}",
        "This folder is the course as one term has it. `course teach term` made it from "
        f"`{file}`: change that file and make the folder anew; what is changed here is lost then. "
        "The course's own notebooks are as they were.",
        "Every command takes this folder for the course where the variable COURSE_NOTEBOOKS names "
        "it. On Linux and macOS:\n\n"
        "```sh\nexport COURSE_NOTEBOOKS=/path/to/this/folder\nuv run course lab 01\n"
        "uv run course check --no-rerun\nuv run course site --out site\n```\n\n"
        'On Windows write `$env:COURSE_NOTEBOOKS = "C:\\path\\to\\this\\folder"` first. '
        "`course teach plan`, `handout` and `grade` take it too.",
        f"## Weeks\n\n{weeks}",
        "## What differs from the course",
    ]
    lines += [f"- {one}" for one in told.pop("", [])]
    for name, said in told.items():
        lines += [f"### {name}", *(f"- {one}" for one in said or ["As in the course."])]
    return "\n\n".join(lines).replace("\n\n- ", "\n- ").replace("\n- ", "\n\n- ", 1) + "\n"


def _exchange(made: Path, out: Path) -> None:
    """Put an edition into its folder; what else lies there stays, but for an older edition."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path in [*out.iterdir()]:
            if _UNIT.fullmatch(path.name) or path.name in _OTHERS:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in made.iterdir():
            path.replace(out / path.name)
    except OSError as error:
        raise failure(error, out / NAME) from None


def said(made: Made) -> Iterator[str]:
    """Yield what is told of an edition in the terminal."""
    hours = f"{made.minutes / 60:.0f} hours"
    yield (
        f"{made.term.title}: {counted(len(made.term.units), 'unit')} in "
        f"{counted(len(made.term.weeks), 'week')}, about {hours}, in {made.out}."
    )
    for name, lines in made.told.items():
        yield from (f"• {name or 'The term'}: {line}" for line in lines)
    yield f"{made.out / README} says how to open it, and all of this once more."
