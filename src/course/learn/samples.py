"""Model answers, read from a unit's `answers.md`: two good notes and a flawed one, a case a side.

## 04-note

### Good: opinion alone did not stop it
Side: for.

The answer, a paragraph or more.

Why: what makes it good.

### Flawed: opinion played a role
Side: against. Claim 0, evidence 1, limit 1.
…

Where a rubric begins with a standard its mark comes first: "Side: for. Standard 2." or "Side: for.
Standard 2, claim 0, evidence 1, limit 1."

## 04-other-side

### For: it defended both ends
The case as the side itself would sign it.

Why: what a weak version of it would say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError

NAME = "answers.md"
FULL = (2, 2, 2)
_KINDS = ("good", "flawed")
_HEADING = re.compile(r"### ([^:]+): +(\S.*)")
_SIDE = re.compile(
    r"Side: ([\w-]+)\.(?: Standard (\d)[.,])?(?: [Cc]laim (\d), evidence (\d), limit (\d)\.)?"
)


@dataclass(frozen=True)
class Sample:
    """A model answer.

    `kind` is good, flawed, or empty for the case of a side. `side` is the code of the side of the
    debate that it takes, and `marks` are those that it earns for claim, evidence and limit;
    `standard` is that for its standard, where the rubric has one.
    """

    kind: str
    title: str
    side: str
    marks: tuple[int, ...]
    text: str
    why: str
    standard: int | None = None


def read(path: Path) -> dict[str, tuple[Sample, ...]]:
    """Return the samples of an `answers.md` by the id of their exercise; none without the file.

    Raises:
        CourseError: a part is none of those that the file is made of; the message names it.
    """
    if not path.is_file():
        return {}
    found: dict[str, tuple[Sample, ...]] = {}
    for part in re.split(r"^## +", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        task, *rest = re.split(r"^(?=### )", part, flags=re.M)
        found[task.strip()] = tuple(_sample(path, text) for text in rest)
    return found


def _sample(path: Path, text: str) -> Sample:
    heading, _, body = text.strip().partition("\n")
    opening = _HEADING.fullmatch(heading.strip())
    said, _, why = body.partition("\nWhy: ")
    if opening and why.strip():
        label, title = opening[1].strip().lower(), opening[2].strip()
        if label not in _KINDS:
            return Sample("", title, label, (), said.strip(), why.strip())
        line, _, said = said.strip().partition("\n")
        given = _SIDE.fullmatch(line.strip())
        if given and said.strip() and (label == "good") == (given[3] is None):
            marks = tuple(int(mark) for mark in given.groups()[2:] if mark) or FULL
            standard = int(given[2]) if given[2] else None
            return Sample(label, title, given[1], marks, said.strip(), why.strip(), standard)
    raise CourseError(
        f"{path.parent.name}/{NAME}: '{heading[:60]}' is no model answer. It is '### Good: its "
        "claim' and 'Side: for.', or '### Flawed: its claim' and 'Side: for. Claim 0, evidence 1, "
        "limit 1.', or '### For: its title' in the case of a side; then the answer; then a "
        "paragraph that begins 'Why: '."
    )


def shown(samples: Sequence[Sample]) -> str:
    """Return samples as Markdown, in the order of the file."""
    return "\n\n".join(map(_shown, samples))


def _shown(sample: Sample) -> str:
    labels = {
        "good": "A good one",
        "flawed": "A plausible one, flawed",
        "": f"The case of “{sample.side.upper() if len(sample.side) == 1 else sample.side}”",
    }
    label = labels[sample.kind]
    claim, evidence, limit = sample.marks or FULL
    first = "" if sample.standard is None else f"standard {sample.standard}, "
    marks = f" ({first}claim {claim}, evidence {evidence}, limit {limit})" if sample.marks else ""
    lines = "\n\n".join(f"*{part.strip()}*" for part in re.split(r"\n\s*\n", sample.text))
    why = sample.why[0].upper() + sample.why[1:]
    return f"**{label}: {sample.title}**{marks}.\n\n{lines}\n\n{why}"
