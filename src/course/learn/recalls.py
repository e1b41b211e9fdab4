"""What a unit builds on: one or two sentences of each earlier unit's key points, by their words.

A unit's metadata name them under `recalls`, such as {"04": ["Signed, ratified and in force"]}: each
text stands in one sentence of that unit's key points, and the opening card shows that sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.units import Unit, cell_text, unit

MOST = 2  # sentences of one unit
# A sentence ends where a new one begins, also after a bracket, an emphasis or a closing quotation.
_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][)*”\"]))\s+(?=[*(“\"]*[A-ZÀ-Ž])")


def sentences(earlier: Unit) -> list[str]:
    """Return the sentences of a unit's key points as Markdown."""
    found: list[str] = []
    role = ""
    for cell in earlier.notebook["cells"]:
        role = cell["metadata"].get("course", {}).get("role") or role
        if role == "key-points" and cell["cell_type"] == "markdown":
            for point in re.findall(r"^- +(.+)$", cell_text(cell), re.M):
                found += [one.strip() for one in _END.split(point) if one.strip()]
    return found


def recalled(this: Unit) -> Iterator[tuple[Unit, list[str]]]:
    """Yield each unit that `this` builds on, with the sentences that it uses of it.

    What no sentence has, or more than one, is left out: `problems` says so.
    """
    for number in this.metadata.get("prerequisites") or []:
        earlier = unit(number)
        wanted = (this.metadata.get("recalls") or {}).get(number) or []
        known = sentences(earlier)
        found = [[one for one in known if words in one] for words in wanted]
        yield earlier, [one[0] for one in found if len(one) == 1]


def problems(this: Unit) -> Iterator[str]:
    """Yield where a unit does not recall what it builds on, a sentence each."""
    before = list(this.metadata.get("prerequisites") or [])
    wanted = this.metadata.get("recalls") or {}
    for number in (one for one in wanted if one not in before):
        yield f"it recalls unit '{number}', which its prerequisites leave out."
    for number in before:
        named = wanted.get(number) or []
        if not isinstance(named, list) or not 1 <= len(named) <= MOST:
            yield (
                f"it builds on unit {number} and recalls nothing of it, or more than {MOST} "
                f"sentences. Name words of its key points in the metadata: course.recalls.{number}."
            )
            continue
        known = sentences(unit(number))
        for words in named:
            count = sum(words in one for one in known)
            if count != 1:
                yield (
                    f"'{words}', which it recalls of unit {number}, stands in {count} sentences of "
                    "that unit's key points; it must stand in one."
                )
