"""What is due is asked again: in the terminal one after the other, in a notebook one a cell.

When something is due follows from a rule that can be read: see `progress.INTERVALS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from course.data import package
from course.learn import contents, kept, progress
from course.learn.answers import Choice, Sorting
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import Exercise, event, exercise, lesson, owner
from course.learn.quiz import Question
from course.learn.reading import Unreadable, is_blank, plain
from course.learn.standing import WHERE, in_words
from course.markup import plain as as_plain
from course.show import Text, stored_chart
from course.units import Unit, cell_text, unit

# A paragraph on how a cell is filled in: here an answer is given otherwise.
_ANYWHERE = re.compile(r"^\*\*In JupyterLab:\*\* .*(?:\n(?!\n).*)*", re.M)
_LINES = 40  # of an output that a question shows again
_YES, _NO = {"y", "yes", "true", "1"}, {"n", "no", "false", "0"}


@dataclass(frozen=True)
class Asked:
    """One thing that is asked again: its words, and what becomes of an answer.

    `judge` returns what is said to an answer, as Markdown, and the event that it is, or None if it
    could not be read. `example` is how an answer is written in a cell. `parts` are the items that a
    terminal asks for one by one, and `meaning` is what it shows before it asks at all.
    """

    words: str
    judge: Callable[[Any], tuple[str, dict[str, Any] | None]]
    example: str
    parts: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    meaning: str = ""


def asked(identifier: str) -> Asked | None:
    """Return what is asked for an id such as quiz:04-1f3a9c27; None if only a notebook can ask."""
    kind, _, name = identifier.partition(":")
    if kind == "quiz":
        return _question(name)
    if kind == "term":
        return _term(name)
    task = exercise(name)
    return None if isinstance(task.kind, Essay) else _exercise(task)


def queue(items: progress.Items, today: str, quiz: Unit | None = None) -> list[str]:
    """Return the ids of what is to be asked: what is due, or questions of a unit's quiz left."""
    if quiz:
        names = (progress.quiz_id(quiz.number, q.prompt) for q in lesson(quiz.slug).quiz)
        return [one for name in names if (one := f"quiz:{name}") not in items]
    return progress.due(items, contents.about(), today)


# -- what is asked


def _question(name: str) -> Asked:
    number = name.partition("-")[0]
    questions = lesson(unit(number).slug).quiz
    this = next(q for q in questions if progress.quiz_id(number, q.prompt) == name)
    kind = Choice(dict(zip(ascii_uppercase, (words for words, *_ in this.options), strict=False)))
    options = "\n".join(f"- **{key}** {words}" for key, words in kind.options.items())
    return Asked(
        f"**Question from unit {number}.** {this.prompt}\n\n{options}",
        lambda answer: _judge_question(this, kind, answer),
        '"A"',
    )


def _judge_question(this: Question, kind: Choice, answer: Any) -> tuple[str, dict[str, Any] | None]:
    try:
        key = kind.read(plain(answer))
    except Unreadable as error:
        return f"**I cannot read that answer.** {error}", None
    by_key = dict(zip(kind.options, this.options, strict=True))
    _, right, said = by_key[key]
    if right:
        return f"**Right.** {said}", {"what": "quiz", "right": True}
    other, words, why = next((k, words, why) for k, (words, good, why) in by_key.items() if good)
    return (
        f"**Not this one.** {said}\n\nThe right one: **{other}** {words.rstrip('.')}. {why}",
        {"what": "quiz", "right": False},
    )


def _term(name: str) -> Asked:
    row = next(r for r in package().table("glossary").records() if r["term_id"] == name)
    short = f" ({row['abbreviation']})" if row["abbreviation"] else ""
    term, meaning = as_plain(row["term"] + short), as_plain(row["definition"])

    def judge(answer: Any) -> tuple[str, dict[str, Any] | None]:
        try:
            said = str(plain(answer)).strip().lower()
        except Unreadable:
            said = ""
        meant = f"**{term}.** {meaning}"
        if said in _YES or said in _NO:
            return meant, {"what": "recalled", "right": said in _YES}
        return f'{meant}\n\nDid you know it? Write `"yes"` or `"no"`.', None

    return Asked(
        f"**Term.** {term}: what does it mean here? Say it to yourself.",
        judge,
        '"show"',
        meaning=meaning,
    )


def _exercise(task: Exercise) -> Asked:
    def judge(answer: Any) -> tuple[str, dict[str, Any] | None]:
        result = assess(task, answer)
        return result.words, event(task, result, answer)

    home = owner(task.id)
    assert home is not None
    words = f"**Exercise from unit {home.number}.**\n\n{_as_set(home, task)}"
    if isinstance(task.kind, Sorting):
        pairs = ", ".join(f'"{item}": ...' for item in task.kind.items)
        return Asked(words, judge, f"{{{pairs}}}", task.kind.items, tuple(task.kind.codes))
    found = re.search(r"`(\"[^`]*\")`", task.kind.how)
    return Asked(words, judge, found[1] if found else "12.5")


def _as_set(owner: Unit, task: Exercise) -> str:
    """Return an exercise as its notebook sets it: from its heading to the cell that checks it."""
    gathered: list[str] = []
    for cell in owner.notebook["cells"]:
        text = cell_text(cell)
        if cell["cell_type"] == "markdown":
            if re.search(r"^#{2,4} ", text, re.M):
                gathered = []
            gathered.append(_ANYWHERE.sub("", re.sub(r"^#+ +(.*)$", r"**\1**", text, flags=re.M)))
        elif re.search(rf"course\.check\(\s*[\"']{re.escape(task.id)}[\"']", text):
            return "\n\n".join(gathered)
        else:
            gathered += [_fenced(words) for words in _outputs(cell)]
    return f"**{task.title}**"  # the cell was taken out of the learner's copy


def _outputs(cell: Mapping[str, Any]) -> list[str]:
    """Return what a cell shows in words; a chart is looked at in the unit."""
    shown = [output.get("data", {}) for output in cell["outputs"] if not stored_chart(output)]
    return ["".join(data["text/plain"]) for data in shown if "text/plain" in data]


def _fenced(words: str) -> str:
    lines = words.replace("```", "").splitlines()
    more = ["(and more, in the unit)"] if len(lines) > _LINES else []
    return "\n".join(["```text", *lines[:_LINES], *more, "```"])


# -- in words that notebook and terminal share


def ending(items: progress.Items, today: str, quiz: Unit | None) -> str:
    """Say that nothing is left to ask, and when something will be."""
    if quiz:
        return f"No question of unit {quiz.number} is left: each was answered once."
    about = contents.about()
    waiting = [one for one in progress.due(items, about, today) if not asked(one)]
    names = ", ".join(f"`{one.partition(':')[2]}`" for one in waiting)
    write = f" Still to be written, each in the notebook of its unit: {names}." if names else ""
    if after := progress.next_due(items, about, today):
        return f"Nothing is due; the next is due on {in_words(after)}.{write}"
    return (
        "Nothing is due, and nothing waits for a later day. What you miss in an exercise or a "
        f"quiz, and each term that you look up, comes back here.{write}"
    )


def comes_back(item: Mapping[str, Any]) -> str:
    """Say when an item that was just answered comes back."""
    return f"It comes back on {in_words(item['due'])}." if "due" in item else ""


# -- in a notebook

_shown: set[str] = set()  # the id of what was shown last: no answer is taken for another


def review(answer: Any = ..., *, quiz: str | int | None = None) -> Text:
    """Ask what is due, one at a time, or what is left of a unit's quiz.

    Args:
        answer: the answer to what was shown last: `course.review("B")`.
        quiz: a unit, such as "04": its questions that were never answered are asked.
    """
    path = kept.place()
    if path is None:
        return Text(f"**Nothing is recorded here, so nothing is due.** {WHERE}")
    chosen = unit(quiz) if quiz is not None else None
    items, said = kept.read(path)
    parts = [f"*{as_plain(said)}*"] if said else []
    today = progress.now()[:10]
    left = [one for one in queue(items, today, chosen) if asked(one)]
    if left and left[0] in _shown and not _is_blank(answer):
        words, happened = _of(left[0]).judge(answer)
        parts.append(words)
        if happened is None:
            return Text("\n\n".join(parts))
        if failed := kept.record(left[0], happened):
            parts.append(f"*{as_plain(failed)}*")
        items, _ = kept.read(path)
        parts += [comes_back(items.get(left[0], {})), "---"]
        left = [one for one in queue(items, today, chosen) if asked(one)]
    _shown.clear()
    _shown.update(left[:1])
    parts.append(_front(left, chosen) if left else ending(items, today, chosen))
    return Text("\n\n".join(filter(None, parts)))


def _of(identifier: str) -> Asked:
    found = asked(identifier)
    assert found is not None
    return found


def _is_blank(answer: Any) -> bool:
    try:
        return is_blank(plain(answer))
    except Unreadable:
        return False


def _front(left: list[str], quiz: Unit | None) -> str:
    this = _of(left[0])
    more = f" ({len(left)} to go)" if len(left) > 1 else ""
    where = f', quiz="{quiz.number}"' if quiz else ""
    how = f"`course.review({this.example}{where})`"
    say = "To see the meaning, run" if this.meaning else "Answer it in a cell with"
    return f"{this.words}\n\n{say} {how}{more}."


def forget() -> None:
    """Forget what was shown, as a new kernel would."""
    _shown.clear()
