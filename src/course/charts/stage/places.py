"""Where words stand in a picture, so that none covers others, a mark or the edge."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from course.charts.stage import letters

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels from the picture's upper left corner."""
_WORDS, _OUT, _ROW = 60.0, 1e4, 6.0  # what a px2 over other words, the edge or a row costs
_SIDES = (
    *("middle right", "middle left", "top center", "bottom center"),
    *("top right", "bottom right", "top left", "bottom left"),
)


@dataclass(frozen=True)
class Words:
    """Words that belong to a place: in pixels, with how far the mark there reaches from it.

    Attributes:
        text: with the chart's own line breaks.
        x, y: the place.
        reach: half the size of the mark.
        side: where the chart has them, as Plotly says it ("middle right").
        size: of the letters.
        colour: of the letters, "" for ink.
        fixed: they stand on the place itself, as in a bar.
        tied: they stay on their side, since a line leads to them.
        row: top and bottom of the row that they belong to, if they do.
        alone: no other words are in the row, so that they may stand away from the mark.
        inside: the box that they must not leave.
    """

    text: str
    x: float
    y: float
    side: str
    size: float
    inside: Box
    reach: float = 0
    colour: str = ""
    fixed: bool = False
    tied: bool = False
    row: tuple[float, float] | None = None
    alone: bool = False


@dataclass(slots=True)  # not frozen: hundreds are made for a picture, and that takes thrice as long
class Placed:
    """Words as they are written: their lines, their box, and where a line to their mark begins."""

    words: Words
    text: str
    box: Box
    align: str = "left"
    leader: bool = False
    price: float = 0.0
    fault: float = field(default=0.0, compare=False)


def place(words: Sequence[Words], taken: Sequence[tuple[Box, float]]) -> list[Placed]:
    """Choose a place for all words; a `fault` above 0 is what one covers of others or the edge.

    Args:
        words: what is to be written.
        taken: boxes that are better left free, with the price of a px2.
    """
    offers = [list(_offers(one)) for one in words]
    boxes = [np.array([o.box for o in some]) for some in offers]
    marks = np.array([box for box, _ in taken]).reshape(-1, 4)
    worth = np.array([price for _, price in taken])
    costs = []
    for one, some, box in zip(words, offers, boxes, strict=True):
        cost = np.array([o.price for o in some])
        cost = cost + _shared(box, marks) @ worth if len(marks) else cost
        cost = cost + _OUT * np.minimum(_beyond(box, one.inside), 50)
        if one.row is not None:
            over = np.maximum(one.row[0] - box[:, 1], 0) + np.maximum(box[:, 3] - one.row[1], 0)
            cost = cost + _ROW * over * (box[:, 2] - box[:, 0])
        costs.append(cost)
    orders = [list(range(len(words))), list(range(len(words)))[::-1]]
    orders.append(sorted(orders[0], key=lambda k: len(offers[k])))
    tried = [_settled(boxes, costs, order) for order in orders]
    chosen, now = min(tried, key=lambda one: one[0])[1:]
    out = []
    for k, one in enumerate(words):
        covered = float(_shared(now[k : k + 1], np.delete(now, k, axis=0)).sum())
        outside = float(_beyond(now[k : k + 1], one.inside)[0])
        out.append(replace(offers[k][chosen[k]], fault=covered + 100 * outside))
    return out


def _settled(
    boxes: Sequence[np.ndarray], costs: Sequence[np.ndarray], order: Sequence[int]
) -> tuple[float, list[int], np.ndarray]:
    """Let words in an order take the cheapest place given the others, until none moves any more."""
    chosen = [int(np.argmin(cost)) for cost in costs]
    now = np.array([box[k] for box, k in zip(boxes, chosen, strict=True)]).reshape(-1, 4)
    others = [[other for other in range(len(now)) if other != k] for k in range(len(now))]
    for _ in range(8):
        before = list(chosen)
        for k in order:
            crowd = _shared(boxes[k], now[others[k]]).sum(axis=1)
            chosen[k] = int(np.argmin(costs[k] + _WORDS * crowd))
            now[k] = boxes[k][chosen[k]]
        if chosen == before:
            break
    own = sum(float(cost[k]) for cost, k in zip(costs, chosen, strict=True))
    areas = float(((now[:, 2] - now[:, 0]) * (now[:, 3] - now[:, 1])).sum())
    return own + _WORDS * (float(_shared(now, now).sum()) - areas) / 2, chosen, now


def _shared(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the area that each of some boxes shares with each of others, px2."""
    left, top = (np.maximum(some[:, None, k], others[None, :, k]) for k in (0, 1))
    right, bottom = (np.minimum(some[:, None, k], others[None, :, k]) for k in (2, 3))
    return np.maximum(right - left, 0) * np.maximum(bottom - top, 0)


def _beyond(some: np.ndarray, inside: Box) -> np.ndarray:
    """Return by how many pixels each box leaves another."""
    left, top, right, bottom = inside
    return np.maximum.reduce(
        [
            left - some[:, 0],
            top - some[:, 1],
            some[:, 2] - right,
            some[:, 3] - bottom,
            0 * some[:, 0],
        ]
    )


def _offers(one: Words) -> Iterator[Placed]:
    """Yield the places that words can take, each with what it costs by itself."""
    if one.fixed:
        yield _at(one, one.text, one.side, 0.0)
        return
    for text, more in _breaks(one):
        for rank, side in enumerate(_SIDES):
            if not one.tied or side.split()[0] == one.side.split()[0]:
                yield _at(one, text, side, more + rank + _turned(one.side, side))
        if one.tied:
            continue
        if one.row is not None:
            for away in range(20, 500, 20) if one.alone else ():
                for side, price in (("middle right", 0), ("middle left", 30)):
                    yield _at(one, text, side, more + price + 60 + 0.5 * away, away)
            continue
        for far in (26, 44, 66, 92):
            for turn in (90, 60, 120, 270, 240, 300, 30, 150, 210, 330):
                yield _led(one, text, far + one.reach, turn, more + 300 + 4 * far)


def _turned(wanted: str, side: str) -> float:
    """Return what it costs that words stand on another side of their mark than the chart's."""
    rows, columns = ("top", "middle", "bottom"), ("left", "center", "right")
    (a, _, b), (c, _, d) = wanted.partition(" "), side.partition(" ")
    up, along = abs(rows.index(a) - rows.index(c)), abs(columns.index(b) - columns.index(d))
    return 18.0 * up + 30.0 * along


def _breaks(one: Words) -> Iterator[tuple[str, float]]:
    """Yield a text in one line and in several, with what each costs."""
    whole = one.text.replace("<br>", " ")
    known: set[str] = set()
    for count in (1, 2, 3, 4):
        text = whole if count == 1 else letters.balanced(whole, count, one.size)
        if text not in known:
            known.add(text)
            if one.row is not None:
                yield text, 150 * (count - 1)
            else:
                yield text, 40 * (count - 1) + max(0.0, letters.width(text, one.size) - 330) * 0.5


def _at(one: Words, text: str, side: str, price: float, away: float = 0) -> Placed:
    wide, high = letters.width(text, one.size), letters.height(text, one.size)
    vertical, _, horizontal = side.partition(" ")
    reach = one.reach + away
    gap = reach + 5
    slant = gap * 0.7 if vertical != "middle" and horizontal != "center" else gap
    left = {
        "left": one.x - wide - (slant if vertical == "middle" or reach else 3),
        "center": one.x - wide / 2,
        "right": one.x + (slant if vertical == "middle" or reach else 3),
    }[horizontal]
    top = {
        "top": one.y - high - slant,
        "middle": one.y - high / 2,
        "bottom": one.y + slant,
    }[vertical]
    align = {"left": "right", "center": "center", "right": "left"}[horizontal]
    return Placed(one, text, (left, top, left + wide, top + high), align, price=price)


def _led(one: Words, text: str, far: float, turn: float, price: float) -> Placed:
    """Return words away from their mark, at the end of a thin line; turn 90 is to the right."""
    wide, high = letters.width(text, one.size), letters.height(text, one.size)
    x = one.x + far * math.sin(math.radians(turn))
    y = one.y - far * math.cos(math.radians(turn))
    left = x - wide if turn > 180 else x
    align = "right" if turn > 180 else "left"
    return Placed(one, text, (left, y - high / 2, left + wide, y + high / 2), align, True, price)
