"""Retrieval questions, read from a unit's `quiz.md`: a heading a question, a list of options.

## Whose plan is it?

From unit 05. Cause.

- [x] The American one.
  What is said to a reader who opens this option.
- [ ] The Alliance's.
  And this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from course.errors import CourseError


@dataclass(frozen=True)
class Question:
    """A retrieval question; each option comes with its feedback. `unit` is where it was taught.

    `asks` is cause or consequence where it asks for one.
    """

    prompt: str
    options: tuple[tuple[str, bool, str], ...]
    unit: str
    asks: str = ""


_FROM = re.compile(r"From unit (\d\d)\.(?: (Cause|Consequence)\.)?")
_OPTION = re.compile(r"- \[([ x])\] (\S.*)")


def read(path: Path) -> tuple[Question, ...]:
    """Return the questions of a `quiz.md`, in order.

    Raises:
        CourseError: a line is none of those that a quiz is made of; the message names it.
    """
    questions: list[Question] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("# "):
            continue
        try:
            _take(line, questions)
        except (ValueError, IndexError):
            raise CourseError(
                f"{path.parent.name}/{path.name}, line {number}: '{line.strip()[:60]}' does not "
                "belong here. A question is '## words', then 'From unit 05.' (or 'From unit 05. "
                "Cause.'), then options '- [x] words' or '- [ ] words', each with its feedback "
                "indented below it."
            ) from None
    for question in questions:
        if not question.unit or any(not said for *_, said in question.options):
            raise CourseError(
                f"{path.parent.name}/{path.name}: '{question.prompt[:60]}' does not say which unit "
                "it is from, or one of its options has no feedback."
            )
    return tuple(questions)


def _take(line: str, questions: list[Question]) -> None:
    """Add what a line says to the questions read so far."""
    if line.startswith("## "):
        questions.append(Question(line[3:].strip(), (), ""))
        return
    last = questions[-1]
    if match := _FROM.fullmatch(line.strip()):
        questions[-1] = replace(last, unit=match[1], asks=(match[2] or "").lower())
    elif match := _OPTION.fullmatch(line):
        option = (match[2].strip(), match[1] == "x", "")
        questions[-1] = replace(last, options=(*last.options, option))
    elif line.startswith("  "):
        *before, (words, right, said) = last.options
        option = (words, right, f"{said} {line.strip()}".strip())
        questions[-1] = replace(last, options=(*before, option))
    else:
        raise ValueError(line)
