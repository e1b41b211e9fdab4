"""The `course` command: one thin function a command. Exit codes: 0 done, 1 failed, 2 wrong use."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from course.errors import CourseError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="""The course on alliance missile defence policy.

    Start with **course lab**. A UNIT may be written 4, 04 or third-site.""",
)
console = Console()
complain = Console(stderr=True)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=complain,
        transient=True,
    )


def _chosen(names: list[str] | None) -> list[Any]:
    from course.units import unit, units

    return [unit(name) for name in names] if names else list(units())


@app.command()
def lab(
    name: Annotated[str, typer.Argument(metavar="[UNIT]", help="4, 04 or third-site")] = "00",
    port: Annotated[int | None, typer.Option(help="Use this port and no other.")] = None,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Open the course in JupyterLab.

    From a clone, the notebooks of the clone are opened; from an installed package, a copy of them
    in the current folder, which is never overwritten.
    """
    from course.workplace import open_lab

    raise typer.Exit(open_lab(name, port=port, browser=browser, say=console.print))


@app.command()
def site(
    out: Annotated[Path, typer.Option(help="The folder to build into.")] = Path("site"),
    serve: Annotated[bool, typer.Option("--serve", help="Then show it on this machine.")] = False,
    stills: Annotated[
        bool | None,
        typer.Option("--stills/--no-stills", help="Draw each chart as a still (needs Chromium)."),
    ] = None,
    port: Annotated[int, typer.Option(help="Where to serve; 0 takes a free port.")] = 0,
) -> None:
    """Build the course as a website, from stored outputs: nothing is executed."""
    from course.publish.site import build, server

    began = time.monotonic()
    with _progress() as bars:
        current: list[Any] = []

        def step(what: str, amount: int) -> None:
            if what:
                current.append(bars.add_task(what, total=amount))
            else:
                bars.advance(current[-1], amount)

        report = build(out, with_stills=stills, progress=step)
    seconds = time.monotonic() - began
    console.print(
        f"{report.pages} pages with {report.charts} charts in {report.out} ({seconds:.0f} s)."
    )
    if report.left_out:
        console.print(f"Left out: {report.left_out}.")
    if serve:
        with server(out, port) as running:
            console.print(f"Read it at http://127.0.0.1:{running.server_port}/ (Ctrl+C ends it)")
            try:
                running.serve_forever()
            except KeyboardInterrupt:
                console.print("Ended.")


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[UNIT]...")] = None,
    rerun: Annotated[
        bool, typer.Option("--rerun/--no-rerun", help="Run each notebook and compare its outputs.")
    ] = True,
) -> None:
    """Check tables, contract, links, exercises and stored outputs (strict nbval), in one report."""
    from course.quality import report

    chosen = _chosen(names)
    with _progress() as bars:
        task = bars.add_task("Checking", total=len(chosen) + 1)
        problems = report.problems(chosen, rerun=rerun, done=lambda: bars.advance(task))
    for problem in problems:
        console.print(f"• {problem}", markup=False, highlight=False, soft_wrap=True)
    ran = "with" if rerun else "without"
    console.print(
        f"{len(chosen)} units and all tables checked, {ran} a fresh run: "
        f"{len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}."
    )
    raise typer.Exit(1 if problems else 0)


@app.command()
def run(names: Annotated[list[str], typer.Argument(metavar="UNIT...")]) -> None:
    """Execute units from top to bottom and store their outputs in canonical form."""
    from course.quality import execute

    with _progress() as bars:
        task = bars.add_task("Running", total=len(names))
        for unit in _chosen(names):
            bars.update(task, description=f"Running {unit.path.stem}")
            execute.run(unit.path)
            bars.advance(task)
    console.print(f"Stored: {', '.join(unit.path.stem for unit in _chosen(names))}.")


@app.command()
def data(
    table: Annotated[str | None, typer.Argument(help="The table to describe.")] = None,
    stamp: Annotated[
        bool, typer.Option("--stamp", help="Record rows, bytes and hash after an edit.")
    ] = False,
    bibtex: Annotated[
        bool, typer.Option("--bibtex", help="Print the table's sources as BibTeX.")
    ] = False,
) -> None:
    """List the tables, or describe one: columns, units, sources, grades, conflicts."""
    from course.data import load, package, tables
    from course.learn.frame import conflicts, describe
    from course.quality.tables import stamp_all
    from course.sources import bibtex as as_bibtex

    if stamp:
        changed = stamp_all()
        console.print(f"Recorded anew: {', '.join(changed) or 'nothing had changed'}.")
        return
    if table is None:
        listing = tables()
        console.print(
            Markdown(
                "| Table | Rows | A | B | C | Title |\n|---|---|---|---|---|---|\n"
                + "\n".join(
                    f"| {r.table} | {r.rows} | {r.A} | {r.B} | {r.C} | {r.title} |"
                    for r in listing.itertuples()
                )
            )
        )
        console.print("Describe one: course data TABLE")
        return
    chosen = package().table(table)
    if bibtex:
        print(as_bibtex(chosen.source_ids()))
        return
    console.print(Markdown(str(describe(table))))
    console.print("First rows:")
    console.print(load(table).head(3).T.to_string(max_colwidth=60), highlight=False, markup=False)
    for row in conflicts(chosen):
        console.print(f"• {row[chosen.key[0]]}: {row.get('note', '')}", highlight=False)


@app.command()
def doctor() -> None:
    """Say what is missing or wrong on this machine, and the remedy."""
    from course.workplace import examine

    findings = examine()
    for finding in findings:
        mark = "[green]good[/green]" if finding.good else "[red]mend[/red]"
        console.print(f"{mark}  {finding.says}", highlight=False)
        if finding.remedy and not finding.good:
            console.print(f"      {finding.remedy}", highlight=False)
    raise typer.Exit(0 if all(finding.good or not finding.needed for finding in findings) else 1)


@app.command()
def new(
    slug: Annotated[str, typer.Argument(help="The unit's name, such as space-based-sensors.")],
    number: Annotated[
        str | None, typer.Option(help="Two digits; the next free by default.")
    ] = None,
) -> None:
    """Start a new unit from a template that passes the contract once its blanks are filled."""
    from course.template import create

    paths = create(slug, number)
    console.print("Created " + " and ".join(str(path) for path in paths) + ".")
    console.print("Fill in what stands in «guillemets», then: course run and course check.")


def main() -> None:
    """Run the command line; a mistake that a reader can mend is one sentence and exit code 1."""
    try:
        app()
    except CourseError as error:
        complain.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
