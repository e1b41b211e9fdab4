"""The `course teach` commands, for an instructor: one thin function a command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from course import terminal

teach = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="For an instructor: plans, slides, handouts, grading, what a class needs.",
)
UnitName = Annotated[str, typer.Argument(metavar="UNIT", help="4, 04 or third-site")]
Minutes = Annotated[int, typer.Option(help="How long the lesson is: 45, 90 or 180.")]
Out = Annotated[Path, typer.Option(help="The folder to write into.")]
Pdf = Annotated[bool | None, typer.Option("--pdf/--no-pdf", help="A PDF as well (needs Chromium).")]


@teach.callback()
def about() -> None:
    """For an instructor: plans, slides, handouts, grading, what a class needs."""


@teach.command()
def changes(
    since: Annotated[
        str, typer.Argument(metavar="SINCE", help="2026-09-01, a release, or a change of git's.")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Name every row, cell and source.")
    ] = False,
) -> None:
    """What differs from an earlier edition, by unit and table. It prints answers: for you alone."""
    from course.teach.changes import changes as told

    for line in told(since, everything=everything):
        terminal.say(line)


@teach.command()
def grade(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="A folder, a zip from Moodle, or notebooks."),
    ],
    roster: Annotated[
        Path | None,
        typer.Option(help="The class, a CSV: name; if you like id, email, username, deadline."),
    ] = None,
    deadline: Annotated[str, typer.Option(help="For all, such as '2026-12-01 23:59'.")] = "",
    unit: Annotated[
        list[str] | None, typer.Option(help="Grade this unit; give it again for another.")
    ] = None,
    marks: Annotated[
        Path | None, typer.Option(help="The form of marks, if it lies elsewhere than in OUT.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write into, if not teaching/graded.")
    ] = None,
    nbgrader: Annotated[
        bool,
        typer.Option(
            "--nbgrader", help="FILES are units to release for nbgrader, or its gradebook."
        ),
    ] = False,
) -> None:
    """Grade submitted notebooks: a gradebook, feedback for each learner, a report on the class.

    Pieces of writing wait in OUT/queue beside their rubric: fill in marks.csv there, and run the
    same command again. What could not be read is in OUT/unread.csv.
    """
    from functools import partial

    from course.teach.grade import command

    place = out or Path("teaching/graded")
    with terminal.progress() as bars:
        bar = bars.add_task("Grading", total=None)
        grading = partial(
            command.grade,
            roster=roster,
            deadline=deadline,
            wanted=unit or (),
            marks=marks,
            begin=lambda count: bars.update(bar, total=count),
            done=lambda: bars.advance(bar),
        )
        if nbgrader:
            lines = command.with_nbgrader(files, out, grading)
        else:
            lines = command.said(grading(files, place), place)
    for line in lines:
        terminal.say(line)


@teach.command()
def handout(
    name: UnitName,
    key: Annotated[bool, typer.Option("--key", help="The key, and not the handout.")] = False,
    out: Out = Path("teaching"),
    pdf: Pdf = None,
) -> None:
    """At most eight pages of paper: charts, both sides, tasks with room to write, sources."""
    from course.teach import handout as sheets
    from course.teach import key as answers
    from course.units import unit

    write = answers.write if key else sheets.write
    for path in write(unit(name), out, pdf=pdf):
        terminal.say(str(path))


@teach.command()
def hub(
    roster: Annotated[
        Path | None,
        typer.Option(help="A CSV of learners with a column name, username or email."),
    ] = None,
    seats: Annotated[
        int | None, typer.Option(min=1, max=400, help="Without a roster: for so many.")
    ] = None,
    name: Annotated[str, typer.Option("--unit", help="The unit that opens: 4, 04.")] = "00",
    folder: Annotated[
        Path, typer.Option(help="Where accounts and everyone's work are kept.")
    ] = Path("hub"),
    port: Annotated[int, typer.Option(min=1, max=65535, help="The room's port.")] = 8000,
    memory: Annotated[
        float | None, typer.Option(min=0.4, max=64, help="GB a learner, if not an equal share.")
    ] = None,
    cpu: Annotated[float, typer.Option(min=0.1, max=64, help="Processors a learner.")] = 1.0,
    idle: Annotated[
        int, typer.Option(min=1, max=10_000, help="Minutes without a touch, then put to sleep.")
    ] = 60,
    as_me: Annotated[
        bool, typer.Option("--as-me", help="Run learners' code as you, unprotected.")
    ] = False,
    new_code: Annotated[
        str | None, typer.Option(metavar="NAME", help="A new code for a learner, or for all.")
    ] = None,
    collect: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Copy everyone's notebooks there.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write what an IT department needs.")
    ] = None,
) -> None:
    """Open a JupyterHub on this machine for a room: an account and a home a learner.

    The first time, say who: --roster or --seats; slips with codes are written to print. Everyone's
    work is kept in the folder, and is there the next time. Ctrl+C closes the room.
    """
    from course.teach.hub import opening

    wishes = opening.Wishes(folder, roster, seats, name, port, memory, cpu, idle, as_me)
    if export is not None:
        opening.export_for_it(wishes, export, terminal.say)
    elif collect is not None:
        opening.collect_all(folder, collect, terminal.say)
    elif new_code is not None:
        opening.anew(folder, new_code, terminal.say)
    else:
        opening.open_room(wishes, terminal.say)


@teach.command()
def kit(
    out: Annotated[Path, typer.Option(help="The folder to make, to copy onto a stick.")] = Path(
        "kit"
    ),
    machines: Annotated[
        str, typer.Option("--for", help="linux, macos, windows; this machine by default.")
    ] = "",
    python: Annotated[
        str, typer.Option(help="Versions of Python, such as 3.11,3.12; this one by default.")
    ] = "",
    solutions: Annotated[str, typer.Option(help="Of its site: open, later or none.")] = "open",
) -> None:
    """For a stick: START.html, site, slides, handouts, and all that installs the course offline."""
    from course.teach.kit.make import in_words, make

    with terminal.progress() as bars:
        bar = bars.add_task("A kit", total=None)

        def step(what: str, amount: int) -> None:
            if what:
                bars.update(bar, description=what, total=amount, completed=0)
            else:
                bars.advance(bar)

        made = make(out, machines=machines, pythons=python, solutions=solutions, step=step)
    for sentence in made.absent:
        terminal.say(f"• {sentence}")
    terminal.say(f"{in_words(made.size)} in {made.out}. Open {made.out / 'START.html'}")


@teach.command()
def lms(
    names: Annotated[list[str] | None, typer.Argument(metavar="UNIT...")] = None,
    out: Out = Path("teaching/moodle"),
    site: Annotated[
        str, typer.Option(help="Where learners read the course's site, for links.")
    ] = "",
) -> None:
    """Questions, quizzes and glossary for Moodle, as XML to import; all units, or those named."""
    from course.teach.lms import GUIDE, QUESTIONS, write
    from course.units import unit, units
    from course.words import counted

    chosen = [unit(name) for name in names] if names else list(units())
    bank = write(chosen, out, site)
    terminal.say(
        f"{counted(bank.questions, 'question')} of {counted(len(chosen), 'unit')} and "
        f"{counted(bank.terms, 'term')} of the glossary in {bank.folder}: {QUESTIONS}, and how to "
        f"import it in {GUIDE}."
    )


@teach.command()
def plan(
    name: UnitName, minutes: Minutes = 90, out: Out = Path("teaching"), pdf: Pdf = None
) -> None:
    """One sheet for a lesson: minutes, what to show, ask, listen for and cut; mistakes, answers."""
    from course.teach.plan import write
    from course.units import unit

    for path in write(unit(name), minutes, out, pdf=pdf):
        terminal.say(str(path))


@teach.command()
def slides(
    name: UnitName,
    minutes: Annotated[
        int | None, typer.Option(help="How long the lesson is: 45, 90 or 180; 90 if left out.")
    ] = None,
    out: Out = Path("teaching"),
    pdf: Pdf = None,
) -> None:
    """A deck that opens with a double click: the question first, the finding as a step, notes.

    Space or the right arrow goes on, S opens your notes in a window of their own.
    """
    from course.teach.slides import left_out, write
    from course.units import unit

    for path in write(unit(name), minutes, out, pdf=pdf):
        terminal.say(str(path))
    if said := left_out():
        terminal.say(said)


@teach.command()
def syllabus(
    weeks: Annotated[int, typer.Option(help="How long the term is: 4, 8 or 14.")] = 14,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The Markdown file; HTML and PDF stand beside it."),
    ] = None,
    site: Annotated[
        str, typer.Option(help="Where learners read the course's site, for links.")
    ] = "",
    weights: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Weights of your own, in the form of the course's."),
    ] = None,
) -> None:
    """Weeks with their minutes, outcomes, weights, integrity, access, and how to cite each unit."""
    from course.teach.syllabus import write

    file = out or Path("teaching") / f"syllabus-{weeks}.md"
    for path in write(weeks, file, site=site, file=weights):
        terminal.say(str(path))


@teach.command()
def term(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="What you choose.")],
    out: Annotated[Path, typer.Option(help="The folder to make: an edition of your own.")] = Path(
        "my-term"
    ),
) -> None:
    """An edition of the course for one term: your units in your weeks, under numbers of its own.

    Sections and exercises may be left out, exercises asked of other rows, terms said in other
    words; notebooks/teach/eight-weeks.toml is a worked example. The course stays as it is.
    """
    from course.teach.term import problems, said, write_term
    from course.words import counted

    with terminal.progress() as bars:
        bar = bars.add_task("A term", total=None)

        def step(what: str, amount: int) -> None:
            if what:
                bars.update(bar, description=what, total=amount, completed=0)
            else:
                bars.advance(bar)

        made = write_term(file, out, step=step)
    for line in said(made):
        terminal.say(line)
    if found := problems(made.out):
        terminal.say(f"course check finds {counted(len(found), 'problem')} in it:")
        for line in found:
            terminal.say(f"• {line}")
        raise typer.Exit(1)


@teach.command()
def variant(
    name: UnitName,
    seed: Annotated[
        int, typer.Option(min=0, max=999_999, help="A number a class, such as the year: 2027.")
    ],
    out: Out = Path("teaching"),
    pdf: Pdf = None,
) -> None:
    """The same exercises on other rows, as a notebook for one class, and the key to it."""
    from course.teach.variant import write_variant
    from course.units import unit

    made = write_variant(unit(name), seed, out, pdf=pdf)
    for path in made.paths:
        terminal.say(str(path))
    terminal.say(
        f"{made.differ} of {made.tasks} exercises differ from the unit's; the key says how. "
        "'course teach grade' knows them by their names."
    )
