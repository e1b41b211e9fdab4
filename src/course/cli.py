"""The `course` command: one thin function a command.

Exit codes: 0 done, 1 failed or found a problem, 2 wrong use, 130 stopped by Ctrl+C.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from course import terminal
from course.errors import CourseError
from course.paths import settle
from course.teach.commands import teach

STOPPED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(teach, name="teach", hidden=True)
Port = Annotated[int, typer.Option(min=0, max=65535, help="Where to serve; 0 takes a free port.")]


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        terminal.say(f"course {version('alliance-missile-defence-course')}")
        raise typer.Exit


# The commands that look at a learner's progress; the others leave it alone, whatever they run.
_LEARNERS = ("lab", "progress", "review")


@app.callback()
def course(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """The course on alliance missile defence policy.

    Start with **course lab**. A UNIT may be written 4, 04 or third-site. Whoever teaches:
    **course teach --help**.
    """
    if context.invoked_subcommand not in _LEARNERS:
        os.environ.pop("COURSE_PROGRESS", None)


@contextmanager
def _stoppable(loses: str) -> Iterator[None]:
    """Turn Ctrl+C into a sentence that says what it left undone."""
    try:
        yield
    except KeyboardInterrupt:
        terminal.complain(f"Stopped. {loses}")
        raise typer.Exit(STOPPED) from None


def _chosen(names: list[str] | None) -> list[Any]:
    """Return the units that a command names, or all; they stand in the learner's own folder."""
    from course.units import unit, units
    from course.work import workspace

    workspace()
    return [unit(name, strict=True) for name in names] if names else list(units())


@app.command()
def lab(
    name: Annotated[str, typer.Argument(metavar="UNIT", help="4, 04 or third-site")] = "00",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Use this port and no other.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
    originals: Annotated[
        bool, typer.Option("--originals", help="For authors: the course's own notebooks.")
    ] = False,
) -> None:
    """Open your own copy of the course in JupyterLab; the first time, it is made.

    It is in the folder my-course: of the clone, or (the course being installed) of the current
    folder. What is there is never overwritten. COURSE_NOTEBOOKS names another folder.
    """
    from course.lab import open_lab

    open_lab(name, port=port, browser=browser, say=terminal.say, originals=originals)


@app.command()
def update(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
) -> None:
    """Bring what is new in the course into your copy; what you wrote is kept.

    Save and close your notebooks in JupyterLab first. Each notebook that changes is kept as it
    was, in my-course/.course/before.
    """
    from course.work import home
    from course.work import update as bring_new

    with _stoppable("What was said to be done is done; run course update again for the rest."):
        bring_new(home(), say=terminal.say, dry_run=dry_run)
    if dry_run:
        terminal.say("Nothing was changed.")


@app.command()
def reset(name: Annotated[str, typer.Argument(metavar="UNIT", help="4, 04 or third-site")]) -> None:
    """Start a unit again; your old one is kept beside it, under another name."""
    from course.work import home
    from course.work import reset as start_again

    path, aside = start_again(home(), name)
    if aside:
        terminal.say(f"Your old {path.name} is kept: {aside}")
    terminal.say(f"{path} starts anew. If it is open in JupyterLab, close it and open it again.")


class Solutions(StrEnum):
    """What a site does with what tells a right answer."""

    none = "none"
    later = "later"
    open = "open"


@app.command()
def site(
    out: Annotated[Path, typer.Option(help="The folder to build into.")] = Path("site"),
    serve: Annotated[bool, typer.Option("--serve", help="Then show it on this machine.")] = False,
    lan: Annotated[
        bool, typer.Option("--lan", help="Then show it to a room: everyone on the same Wi-Fi.")
    ] = False,
    address: Annotated[
        str | None, typer.Option(help="With --lan: this machine's address on that Wi-Fi.")
    ] = None,
    solutions: Annotated[
        Solutions,
        typer.Option(
            help="none: without right answers; later: they lie beside it, to be added after class."
        ),
    ] = Solutions.open,
    stills: Annotated[
        bool | None,
        typer.Option("--stills/--no-stills", help="Draw each chart as a still (needs Chromium)."),
    ] = None,
    port: Port = 0,
) -> None:
    """Build the course as a website, from stored outputs: nothing is executed."""
    from course.extras import needs

    needs(extra="site")
    from course.publish import serve as served
    from course.publish.site import build

    if address and not lan:
        raise CourseError("--address goes with --lan: course site --lan --address 192.168.1.7")
    began = time.monotonic()
    running = None  # a port that is taken is said before the work
    if lan:
        running = served.room_server(out, port, address)
    elif serve:
        running = served.server(out, port)
    with _stoppable(f"Nothing was put in {out}."), terminal.progress() as bars:
        current: list[Any] = []

        def step(what: str, amount: int) -> None:
            if what:
                current.append(bars.add_task(what, total=amount))
            else:
                bars.advance(current[-1], amount)

        report = build(out, with_stills=stills, solutions=solutions.value, progress=step)
    seconds = time.monotonic() - began
    terminal.say(
        f"{report.pages} pages with {report.charts} charts in {report.out} ({seconds:.0f} s)."
    )
    if report.left_out:
        terminal.say(f"Left out: {report.left_out}.")
    if report.keys:
        terminal.say(
            f"The keys are in {report.keys}: {report.keys / 'READ-ME.txt'} says how to use them."
        )
    if running:
        for line in served.told(running, room=lan):
            terminal.say(line)
        served.serve(running)
        terminal.say("Ended.")


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="UNIT...")] = None,
    rerun: Annotated[
        bool, typer.Option("--rerun/--no-rerun", help="Run each notebook and compare its outputs.")
    ] = True,
    reviewed: Annotated[
        str | None,
        typer.Option(
            metavar="'WHO: WHY'",
            help="Say what changed since the last review, and record that you have looked at it.",
        ),
    ] = None,
) -> None:
    """Check tables, contract, links, exercises and stored outputs (strict nbval), in one report."""
    from course.paths import notebook_folder
    from course.quality import looks, report

    chosen = _chosen(names)
    if reviewed is not None:
        for unit in chosen:
            told = looks.look(unit, reviewed)
            for line in told:
                terminal.say(f"• {unit.path.stem}: {line}")
            terminal.say(f"{unit.path.stem}: {len(told) or 'nothing'} reviewed anew.")
        return
    with _stoppable("Nothing was changed."), terminal.progress() as bars:
        task = bars.add_task("Checking", total=len(chosen) + 1)
        problems = report.problems(
            chosen, rerun=rerun, everything=not names, done=lambda: bars.advance(task)
        )
    for problem in problems:
        terminal.say(f"• {problem}")
    ran = "with" if rerun else "without"
    terminal.say(
        f"{len(chosen)} unit{'' if len(chosen) == 1 else 's'} in {notebook_folder()} and all "
        f"tables checked, {ran} a fresh run: "
        f"{len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}."
    )
    raise typer.Exit(1 if problems else 0)


@app.command()
def run(names: Annotated[list[str], typer.Argument(metavar="UNIT...")]) -> None:
    """Execute units from top to bottom and store their outputs in canonical form."""
    from course.quality import execute

    chosen, stored = _chosen(names), []
    with terminal.progress() as bars:
        task = bars.add_task("Running", total=len(chosen))
        for unit in chosen:
            bars.update(task, description=f"Running {unit.path.stem}")
            with _stoppable(f"{unit.path} was not changed."):
                execute.run(unit.path)
            stored.append(unit.path.stem)
            bars.advance(task)
    terminal.say(f"Stored in {chosen[0].path.parent}: {', '.join(stored)}.")


@app.command()
def data(
    table: Annotated[str | None, typer.Argument(help="The table to describe.")] = None,
    stamp: Annotated[
        bool, typer.Option("--stamp", help="Record rows, bytes and hash after an edit.")
    ] = False,
    reviewed: Annotated[
        str | None,
        typer.Option(
            metavar="'WHO: WHY'",
            help="With --stamp: record who looked at the change of TABLE (or of 'all').",
        ),
    ] = None,
    bibtex: Annotated[
        bool, typer.Option("--bibtex", help="Print the table's sources as BibTeX.")
    ] = False,
) -> None:
    """List the tables, or describe one: columns, units, sources, grades, conflicts."""
    from course.data import load, package, tables
    from course.learn.frame import conflicts, describe
    from course.quality.reviews import EVERY
    from course.quality.tables import stamp_all
    from course.show import markdown_table
    from course.sources import bibtex as as_bibtex

    if stamp:
        if reviewed is not None and table is None:
            raise CourseError(
                "Which table was looked at? Name it: course data polls --stamp --reviewed 'WHO: "
                f"WHY'; or '{EVERY}' for whoever has looked at every table that changed."
            )
        done = stamp_all(reviewed=reviewed, only=None if table == EVERY else table)
        terminal.say(f"Recorded anew: {', '.join(done.recorded) or 'nothing had changed'}.")
        if done.reviewed:
            terminal.say(f"Reviewed: {', '.join(done.reviewed)}.")
        for sentence in done.waiting:
            terminal.say(f"• {sentence}")
        return
    if reviewed is not None:
        raise CourseError(
            "--reviewed goes with --stamp: course data TABLE --stamp --reviewed 'WHO: WHY'"
        )
    if table is None:
        columns = ["table", "rows", "A", "B", "C", "title"]
        rows = tables()[columns].itertuples(index=False)
        terminal.show(markdown_table([name.capitalize() for name in columns], rows))
        terminal.say("Describe one: course data TABLE")
        return
    chosen = package().table(table)
    if bibtex:
        terminal.say(as_bibtex(chosen.source_ids()))
        return
    terminal.show(str(describe(table)))
    terminal.say("First rows:")
    terminal.say(load(table).head(3).T.to_string(max_colwidth=60))
    for row in conflicts(chosen):
        terminal.say(f"• {row[chosen.key[0]]}: {row.get('note', '')}")


@app.command()
def doctor() -> None:
    """Say what is missing or wrong on this machine, and the remedy."""
    from course.doctor import examine

    findings = examine()
    for finding in findings:
        terminal.say(
            f"{'good' if finding.good else 'mend'}  {finding.says}",
            style=None if finding.good else "red",
        )
        if finding.remedy and not finding.good:
            terminal.say(f"      {finding.remedy}")
    raise typer.Exit(0 if all(finding.good or not finding.needed for finding in findings) else 1)


@app.command()
def new(
    slug: Annotated[str, typer.Argument(help="The unit's name, such as space-based-sensors.")],
    number: Annotated[
        str | None, typer.Option(help="Two digits; the next free by default.")
    ] = None,
) -> None:
    """Start a new unit from a template that passes the contract once its blanks are filled."""
    from course.new import create

    paths = create(slug, number)
    terminal.say("Created " + ", ".join(str(path) for path in paths) + ".")
    terminal.say("Fill in what stands in «guillemets», then: course run and course check.")


@app.command()
def progress(
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a copy, for the website.")
    ] = None,
    bring: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Add what a copy from elsewhere holds."),
    ] = None,
) -> None:
    """Show what you have done, by unit, and what is due for review; carry it elsewhere."""
    from course.learn import kept, standing
    from course.learn import progress as known

    path = _own_progress()
    if bring is not None:
        terminal.say(kept.bring(path, bring))
        if export is None:
            return
    items, said = kept.read(path)
    if said:
        terminal.complain(said)
    if export is not None:
        kept.export(items, export)
        terminal.say(
            f"Written to {export}. On the website: Your progress, Open a file of progress."
        )
        return
    terminal.show(standing.standing(items, known.now()[:10], every_unit=True))


@app.command()
def review(
    name: Annotated[
        str | None,
        typer.Argument(metavar="UNIT", help="Ask the questions of this unit that you never had."),
    ] = None,
) -> None:
    """Ask what is due: questions, exercises that you missed, and terms. Ctrl+C stops.

    What you miss comes back the next day; what you know, after 3, 7, 16, 35 and 80 days.
    """
    from course.learn.asking import ask_all
    from course.units import unit

    os.environ["COURSE_PROGRESS"] = str(_own_progress())
    with _stoppable("What you answered is kept."):
        ask_all(unit(name) if name else None)


def _own_progress() -> Path:
    """Return the learner's progress file: what a notebook that `course lab` opened writes to."""
    from course.learn.kept import place
    from course.work import progress_file

    return place() or progress_file()


def main() -> None:
    """Run the command line; a mistake that a reader can mend is one sentence and exit code 1."""
    terminal.use_utf8()
    # Where the locale is not UTF-8, Python hands on the letters of an argument as raw bytes.
    sys.argv[1:] = [os.fsencode(word).decode("utf-8", "replace") for word in sys.argv[1:]]
    settle()
    try:
        app(prog_name="course")
    except CourseError as error:
        terminal.complain(str(error))
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        terminal.complain(f"{what}{error.strerror or error}. Nothing more was done.")
    sys.exit(1)


if __name__ == "__main__":
    main()
