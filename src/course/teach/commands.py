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
