"""The course on alliance missile defence policy: tables, charts, exercises, sources.

In a notebook, `import course` is seldom more than:

    polls = course.load("polls")         one table, typed
    course.describe("polls")             its data card
    course.check("04-village", 12.5)     is my answer right?
    course.hint("04-village")            a hint, please
    course.source("polls", "pl-2007-mdaa")   whose number is this?

Everything is imported on first use, so that `import course` costs little more than pandas.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course import charts, geodesy, sources, stats
    from course.data import day, load, tables
    from course.jupyter.kindly import traceback
    from course.learn.exercises import check, hint, predict, reveal, solution
    from course.learn.frame import describe, quiz, references, start
    from course.learn.outcomes import outcomes
    from course.learn.review import review
    from course.learn.routes import route
    from course.learn.source import source
    from course.learn.standing import progress_now as progress
    from course.learn.terms import term
    from course.learn.timeline import timeline
    from course.show import Text as text

__all__ = [
    "charts",
    "check",
    "day",
    "describe",
    "geodesy",
    "hint",
    "load",
    "outcomes",
    "predict",
    "progress",
    "quiz",
    "references",
    "reveal",
    "review",
    "route",
    "solution",
    "source",
    "sources",
    "start",
    "stats",
    "tables",
    "term",
    "text",
    "timeline",
    "traceback",
]

_WHERE = {
    **dict.fromkeys(["day", "load", "tables"], "course.data"),
    **dict.fromkeys(["check", "hint", "predict", "reveal", "solution"], "course.learn.exercises"),
    **dict.fromkeys(["describe", "quiz", "references", "start"], "course.learn.frame"),
    "outcomes": "course.learn.outcomes",
    "progress": "course.learn.standing:progress_now",
    "review": "course.learn.review",
    "route": "course.learn.routes",
    "source": "course.learn.source",
    "term": "course.learn.terms",
    "timeline": "course.learn.timeline",
    "traceback": "course.jupyter.kindly",
    "text": "course.show:Text",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        from course.errors import NoSuchName, nearest

        raise NoSuchName(f"course has no '{name}'. {nearest(name, __all__)}")
    where, _, inner = _WHERE.get(name, f"course.{name}").partition(":")
    module = importlib.import_module(where)
    value = getattr(module, inner or name) if name in _WHERE else module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


if "IPython" in sys.modules:  # a notebook, perhaps: its errors are then told in sentences
    from course.jupyter import kindly as _kindly

    _kindly.watch()
