"""The key to a handout: what is right and why, mistakes with their answers, what earns which mark.

For whoever teaches, and never in the site or the handout.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from course.learn.assess import worked
from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.learn.quiz import Question
from course.learn.tasks import Exercise, Prediction
from course.markup import blocks, escape, inline
from course.teach import paper
from course.units import Unit

STYLE = """
@page { size: A4; margin: 15mm; } body { font-size: 10pt; max-width: 180mm; }
h3 { font-size: 1em; margin: .9em 0 .2em; break-after: avoid; }
blockquote { margin: .3em 0 .3em 1em; }
"""


def write(unit: Unit, out: Path, *, pdf: bool | None = None) -> list[Path]:
    """Write the key to a unit's handout as HTML and, where Chromium is, as a PDF."""
    return paper.write(out, f"{unit.path.stem}-key", key(unit), pdf=pdf)


def key(unit: Unit) -> str:
    """Return the key to a unit's handout as one HTML page."""
    known = lesson(unit.slug)
    body = [f"<h1>{escape(f'{unit.number} {unit.title}')}: the key</h1>"]
    body += [part for guess in known.predictions.values() for part in _prediction(guess)]
    body.append("<h2>Exercises</h2>")
    for task in known.exercises.values():
        body += exercise(task)
    body.append("<h2>What do you remember?</h2>")
    body += [part for question in known.quiz for part in _question(question)]
    return paper.sheet(f"{unit.number} {unit.title}: the key", "\n".join(body), style=STYLE)


def _prediction(guess: Prediction) -> Iterator[str]:
    found = guess.answer()
    yield f"<h2>Before you look</h2><p>{inline(guess.question)} "
    yield f"<b>{escape(found)}</b> {inline(guess.options[found])}. {inline(guess.reveal())}</p>"


def exercise(task: Exercise, note: str = "") -> Iterator[str]:
    """Yield what is right of an exercise and why, and its mistakes; `note`, HTML, stands first."""
    yield f"<h3>{inline(task.title)} ({escape(task.id)}; {escape(', '.join(task.outcomes))})</h3>"
    if note:
        yield f"<p>{note}</p>"
    if not isinstance(task.kind, Essay):
        yield f"<p><b>{inline(task.kind.show(task.answer()))}</b></p>"
    yield blocks(worked(task))  # of a text: the model answers, with their marks
    if task.misconceptions:
        mistakes = task.misconceptions.items()
        told = (f"<li><i>{inline(name)}:</i> {inline(one.says)}</li>" for name, one in mistakes)
        yield f"<ul>{''.join(told)}</ul>"


def _question(question: Question) -> Iterator[str]:
    yield f"<h3>{inline(question.prompt)}</h3><ul>"
    for words, right, said in question.options:
        mark = "<b>Right:</b> " if right else ""
        yield f"<li>{mark}{inline(words)} <i>{inline(said)}</i></li>"
    yield "</ul>"
