"""The third layout of a chart, beside wide and narrow: for a room, read from its last row.

`staged` lays a stored chart out anew for a slide of 1280 by 720 pixels: letters of 18 px or more,
the names of rows broken over lines, a long list parted, the words beside marks set where none
covers another, a picture for each state that buttons show. The title, the subtitle and the source
are not in the picture, since a slide has its own. What is stored stays as it is.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from course.charts.stage.picture import Picture, picture
from course.charts.stage.plan import HEIGHT, WIDTH
from course.charts.stage.rows import MOST, parted
from course.charts.stage.scene import Scene, scene_of
from course.charts.stage.states import states
from course.charts.style import About

SIZES = (22, 20, 18)
"""The sizes of letters that are tried, px; the largest that fits is taken."""
PICTURES = 6  # of one chart at most: no further state is shown that would make more
CLEAR = 40.0  # px2 that words may cover of others: less than their own wide reckoning
EASY = 60.0  # of strain, up to which no smaller letters are tried
__all__ = ["HEIGHT", "SIZES", "WIDTH", "staged"]


def staged(figure: Mapping[str, Any], high: int = HEIGHT) -> list[dict[str, Any]]:
    """Return the pictures of a stored chart for a slide each, in order.

    Args:
        figure: a finished figure as it is stored: plain Plotly JSON, `layout.meta` with its frame.
        high: pixels that a slide leaves a picture under its title.

    Returns:
        Figures of Plotly JSON, 1,200 px wide and at most `high` px high. `layout.meta["stage"]` says
        which `state` of its buttons a picture shows ("" without buttons) and which `part` of how
        many `parts` of its list.

    Raises:
        CourseError: the figure was not finished.
    """
    About.from_meta(figure["layout"])
    pictures: list[dict[str, Any]] = []
    for label, state in states(figure):
        made = _best(scene_of(state), high)
        if pictures and len(pictures) + len(made) > PICTURES:
            break
        for number, one in enumerate(made, start=1):
            told = {"state": label, "part": number, "parts": len(made)}
            one.figure["layout"]["meta"] = {"stage": told}
            pictures.append(one.figure)
    return pictures


def _best(scene: Scene, high: int = HEIGHT) -> list[Picture]:
    """Return the fewest pictures in which no word covers another, in the largest letters."""
    if not scene.is_list:
        return _largest(scene, [[]], high)
    least = math.ceil(len(scene.listed) / MOST)
    best: list[Picture] = []
    for count in range(least, min(len(scene.listed), least + 3) + 1):
        made = _largest(scene, parted(scene, count), high)
        if not best or sum(p.fault for p in made) < sum(p.fault for p in best):
            best = made
        if all(one.fault <= CLEAR for one in best):
            break
    return best


def _largest(scene: Scene, parts: Sequence[Sequence[int]], high: int) -> list[Picture]:
    """Return a picture for each part of a list, all in the largest letters that fit all of them."""
    tried: list[tuple[float, list[Picture]]] = []
    for step, size in enumerate(SIZES):
        made = [picture(scene, rows, size, high) for rows in parts]
        fault, strain = (max(getattr(p, what) for p in made) for what in ("fault", "strain"))
        if fault <= CLEAR and strain <= EASY:
            return made
        tried.append((max(0.0, fault - CLEAR) * 100 + strain + 40 * step, made))
    return min(tried, key=lambda one: one[0])[1]
