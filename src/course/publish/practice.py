"""Exercises and predictions that a page answers by itself: their forms, and the scripts behind.

A form holds what a task asks and nothing of what answers it. What judges an answer comes in a
script of the unit's own, sealed, and is fetched when a reader first answers; the worked solutions
come in another, when one asks for them. Without scripts a page keeps the task, and the link to the
page of hints and solutions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from course.learn import compiled
from course.learn.answers import Choice, Kind, Names, Number, Order, Sorting
from course.learn.essays import Essay, publishers
from course.learn.exercises import lesson
from course.learn.tasks import Exercise, Prediction
from course.markup import code, escape, inline
from course.publish.gate import own
from course.units import IN_JUPYTERLAB, Unit

_ITEM = re.compile(r"[-*] (?:\*\*(?P<letter>[^*]+)\*\*|`(?P<name>[^`]+)`):? +(?P<words>.+)")
_BUTTONS = (
    '<p class="course-act"><button type="submit">Check</button>'
    '<button type="button" value="hint">Hint</button>'
    '<button type="button" value="solution">Solution</button></p>'
)
_SAID = '<div class="course-said" role="status"></div>'


def form(task: Exercise, unit: Unit) -> str:
    """Return Markdown for the form of an exercise, and the link that stands there without it."""
    help_page = f"solutions/{unit.path.stem}.html"
    body = (
        f'<form class="course-task" data-task="{escape(task.id)}" data-kind="{_name(task.kind)}">'
        f"{_fields(task.id, task.kind)}{_BUTTONS}{_SAID}</form>"
        f'<p class="course-help"><a href="{help_page}">Hints and solution: {inline(task.title)}'
        "</a></p>"
    )
    return own(body)


def prediction(guess: Prediction) -> str:
    """Return Markdown for the form of a prediction; its question and options can always be read."""
    body = (
        f'<form class="course-task" data-guess="{escape(guess.id)}" data-kind="choice">'
        f"{_options(guess.id, inline(guess.question), guess.options)}"
        '<p class="course-act"><button type="submit">Commit</button></p>'
        '<p class="course-on-paper">Note your letter down before you go on.</p>'
        f"{_SAID}</form>"
    )
    return own(body)


def verdict(identifier: str) -> str:
    """Return Markdown for the place where a prediction is set against the data of a chart."""
    return own(f'<div class="course-said" data-reveal="{escape(identifier)}" role="status"></div>')


def for_readers(text: str, tasks: Mapping[str, Kind]) -> str:
    """Return a Markdown cell as a page shows it: what holds for JupyterLab alone is left out.

    A list of the options of one of `tasks`, if it has the same words as its form, is marked so
    that it stands there without the form, on paper and without scripts.
    """
    parts = [part for part in re.split(r"\n{2,}", text) if not part.startswith(IN_JUPYTERLAB)]
    return "\n\n".join(_marked_list(part, tasks) for part in parts)


def script(unit: Unit, closed: str = "") -> str:
    """Return the script of a unit's exercises and predictions, sealed.

    Args:
        unit: the unit.
        closed: what is said of an answer in place of a verdict; then the script has none.
    """
    known = lesson(unit.slug)
    tasks = {task.id: compiled.exercise(task, inline(closed)) for task in known.exercises.values()}
    tasks |= {guess.id: compiled.prediction(guess) for guess in known.predictions.values()}
    return (
        f"window.courseUnits={_json(compiled.units_of_number())};\n"
        f"window.courseTasks={_json(tasks)};\n"
    )


def solutions(unit: Unit) -> str:
    """Return the script of a unit's worked solutions, sealed."""
    tasks = lesson(unit.slug).exercises.values()
    shown = {task.id: compiled.shown_solution(task) for task in tasks}
    return f"window.courseSolutions={_json(shown)};\n"


def names() -> str:
    """Return the script of the publishers that a text may name."""
    return f"window.coursePublishers={_json(sorted(publishers()))};\n"


def _json(known: Any) -> str:
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _name(kind: Kind) -> str:
    return type(kind).__name__.lower()


def _fields(identifier: str, kind: Kind) -> str:
    """Return the fields in which an answer of a kind is given."""
    if isinstance(kind, Number):
        unit = f", in {escape(kind.unit)}" if kind.unit else ""
        return (
            f'<p><label>Your answer{unit} <input type="text" inputmode="decimal" name="answer" '
            'autocomplete="off" maxlength="80"></label></p>'
        )
    if isinstance(kind, Essay):
        return (
            f"<p><label>Your text, {kind.words_low} to {kind.words_high} words "
            '<textarea name="answer" rows="9" maxlength="20000"></textarea></label></p>'
        )
    if isinstance(kind, Choice):
        return _options(identifier, "Your answer", kind.options)
    if isinstance(kind, Names):
        boxes = "".join(
            f'<label><input type="checkbox" name="{escape(name)}"> {escape(name)}</label>'
            for name in kind.known
        )
        return f"<fieldset><legend>Your answer: all that belong there</legend>{boxes}</fieldset>"
    if isinstance(kind, Order):
        places = {str(place): f"{place}." for place in range(1, len(kind.options) + 1)}
        return _lists("Your order", places, kind.options)
    assert isinstance(kind, Sorting)
    items = {item: inline(_labelled(code(item), words, item)) for item, words in kind.items.items()}
    return _lists("Your answer: one for each", items, kind.codes)


def _options(identifier: str, legend: str, options: Mapping[str, str]) -> str:
    lines = "".join(
        f'<label><input type="radio" name="{escape(identifier)}" value="{escape(key)}"> '
        f"<span><strong>{escape(key)}</strong> {inline(words)}</span></label>"
        for key, words in options.items()
    )
    return f"<fieldset><legend>{legend}</legend>{lines}</fieldset>"


def _lists(legend: str, items: Mapping[str, str], codes: Mapping[str, str]) -> str:
    """Return a list of choices for each item."""
    # The choices stand once: the page's script copies them into each list.
    choices = {"": "choose…"} | {key: _labelled(key, words, key) for key, words in codes.items()}
    lines = "".join(
        f'<label><span>{shown}</span> <select name="{escape(item)}"></select></label>'
        for item, shown in items.items()
    )
    return (
        f'<fieldset class="course-sorting" data-choices="{escape(_json(choices))}">'
        f"<legend>{legend}</legend>{lines}</fieldset>"
    )


def _labelled(label: str, words: str, plain_label: str) -> str:
    return label if words == plain_label else f"{label}: {words}"


def _marked_list(part: str, tasks: Mapping[str, Kind]) -> str:
    found = [_ITEM.fullmatch(line) for line in part.split("\n")]
    said = {(m["letter"] or m["name"]).strip(): m["words"] for m in found if m}
    if not said or None in found:
        return part
    for kind in tasks.values():
        shown = getattr(kind, "items", None) or getattr(kind, "options", {})
        if list(said) == list(shown) and all(_same(said[key], shown[key]) for key in said):
            lines = "".join(f"<li>{inline(line[2:])}</li>" for line in part.split("\n"))
            return own(f'<ul class="course-options">{lines}</ul>')
    return part


def _same(one: str, other: str) -> bool:
    return one.strip().rstrip(".;") == other.strip().rstrip(".;")
