"""The `course teach` commands, for an instructor: one thin function a command."""

from __future__ import annotations

import typer

teach = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="For an instructor: plans, slides, handouts, grading, what a class needs.",
)
