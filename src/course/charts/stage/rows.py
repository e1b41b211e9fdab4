"""Where a long list is parted, so that each part has few rows and begins with a group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from course.charts.stage.scene import Scene, points

MOST = 14  # rows of a list in one picture
_GROUP = 9.0  # what parting a group costs, as rows of unevenness


def parted(scene: Scene, count: int) -> list[list[int]]:
    """Return the rows of a list in so many parts, about even, parted between groups if it can be."""
    rows = scene.listed
    if count == 1:
        return [rows]
    breaks = _between_groups(scene)
    even = len(rows) / count
    # The cheapest way to part the first n rows into k parts: its cost and the last part's begin.
    best: dict[tuple[int, int], tuple[float, int]] = {(0, 0): (0.0, 0)}
    for k in range(1, count + 1):
        for end in range(k, len(rows) + 1):
            ways = []
            for begin in range(k - 1, end):
                before = best.get((k - 1, begin))
                if before and end - begin <= MOST:
                    apart = 0 if begin == 0 or rows[begin] in breaks else _GROUP
                    ways.append((before[0] + (end - begin - even) ** 2 + apart, begin))
            if ways:
                best[k, end] = min(ways)
    parts: list[list[int]] = []
    end = len(rows)
    for k in range(count, 0, -1):
        begin = best[k, end][1]
        parts.insert(0, rows[begin:end])
        end = begin
    return parts


def _between_groups(scene: Scene) -> set[int]:
    """Return the rows that begin a group: by the first words of the names, or by their marks."""
    rows = scene.listed
    kinds: dict[int, set[str]] = {row: set() for row in rows}
    for trace in scene.data:
        if trace.get("name"):
            for _, y in points(trace):
                kinds.get(round(y), set()).add(trace["name"])
    marked = {row: "|".join(sorted(kinds[row])) for row in rows}
    first = {row: re.split(r"[\s,:(]", scene.names.get(row, ""))[0] for row in rows}
    bold = {row for row in rows if scene.names.get(row, "").startswith("<b>")}
    years = set(scene.names) if len(scene.names) < len(rows) else set()
    return _begins(rows, marked) | _begins(rows, first) | bold | years


def _begins(rows: Sequence[int], key: Mapping[int, str]) -> set[int]:
    """Return where a run of two rows or more with one key begins or ends."""
    same = {b for a, b in pairwise(rows) if key[a] == key[b]}
    found = set()
    for a, b in pairwise(rows):
        after = rows[rows.index(b) + 1 :][:1]
        if key[a] != key[b] and (a in same or (after and after[0] in same)):
            found.add(b)
    return found
