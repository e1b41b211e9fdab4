"""The slide of a chart: its question first, its title as a step, its picture under both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from course.charts.stage import HEIGHT, staged
from course.markup import escape
from course.publish.figures import Drawing
from course.teach import deck, excerpts, fit
from course.teach.deck import Slide
from course.words import long_date

WIDE = 1200  # of what is written on a slide, px
_LOWEST = 500  # pixels that a picture needs
_ROOM = 720 - 10 - 8 - 4 * 4  # of a slide without its edges and the gaps between its parts, px
_FOOT = 1090  # across, of the line of sources, px


@dataclass(frozen=True)
class ChartSlide:
    """A picture of a chart, whose slide is made when it is drawn."""

    drawing: Drawing
    figure: dict[str, Any]
    ask: str
    told: str  # HTML for the speaker
    asks: bool  # it shows the question, not yet the title
    step: bool  # and then the title
    key: str = field(init=False)

    def __post_init__(self) -> None:
        text = json.dumps(self.figure, sort_keys=True)
        object.__setattr__(self, "key", hashlib.sha256(text.encode()).hexdigest()[:16])

    def slide(self, drawn: Mapping[str, bytes]) -> Slide:
        """Return the slide with its picture, or with the chart in words if nothing was drawn."""
        about = self.drawing.about
        title = excerpts.on_a_wall(about.title)
        size = _head(title, self.ask)[0]
        if self.asks and not self.step:
            head = f'<h2 class="ask z{size}">{fit.words(self.ask)}</h2>'
        elif self.asks:
            head = (
                f'<div class="stack"><h2 class="first ask z{size}">{fit.words(self.ask)}</h2>'
                f'<h2 class="then z{size}">{escape(title)}</h2></div>'
            )
        else:
            head = f'<h2 class="z{size}">{escape(title)}</h2>'
        told = self.figure["layout"]["meta"]["stage"]
        shown = _shown(told["state"], told["part"], told["parts"])
        more = f" <strong>{escape(shown)}</strong>" if shown else ""
        under = f'<p class="sub">{escape(excerpts.on_a_wall(about.subtitle))}.{more}</p>'
        if picture := drawn.get(f"{self.key}.svg"):
            high = self.figure["layout"]["height"]
            words = escape(". ".join(line.rstrip(".") for line in about.digest))
            body = (
                f'<img class="picture" width="{WIDE}" height="{high}" alt="{words}" '
                f'src="{deck.image(picture)}">'
            )
        else:
            lines = "".join(f"<li>{escape(line)}</li>" for line in about.digest)
            body = f'<ul class="z24">{lines}</ul>'
        note = f"<p><b>Before trusting it:</b> {escape(about.note)}</p>" if about.note else ""
        foot = escape(_foot(self.drawing))
        return Slide("chart", head + under + body, "", foot, self.told + note, step=self.step)


def chart_slides(drawing: Drawing, ask: str, told: str) -> Iterator[ChartSlide]:
    """Yield the slides of a chart: the first state asks, and shows the title as a step.

    Of a long list every part asks and only the last has the step: what answers the question may
    stand on any of them.

    Args:
        drawing: the stored chart.
        ask: the question, as Markdown.
        told: HTML for the speaker.
    """
    pictures = staged(drawing.figure, _room(drawing, ask))
    told += _on_the_page(drawing.figure, pictures)
    last = pictures[0]["layout"]["meta"]["stage"]["parts"] if pictures else 0
    for number, figure in enumerate(pictures, start=1):
        yield ChartSlide(drawing, figure, ask, told, number <= last, number == last)


def _on_the_page(figure: Mapping[str, Any], pictures: Sequence[Mapping[str, Any]]) -> str:
    """Return for the speaker which buttons of a chart no slide shows."""
    menus = figure["layout"].get("updatemenus") or []
    labels = [button["label"] for menu in menus for button in menu["buttons"]]
    shown = {one["layout"]["meta"]["stage"]["state"] for one in pictures}
    missing = [label for label in labels[1:] if label not in shown]
    return f"<p><b>Buttons on the page only:</b> {escape(', '.join(missing))}.</p>" * bool(missing)


def _shown(state: str, part: int, parts: int) -> str:
    """Say which state of its buttons and which part of a long list a picture shows."""
    said = filter(None, (state, f"Part {part} of {parts}" * (parts > 1)))
    return " ".join(one if one[-1] in "?!." else f"{one}." for one in said)


def _foot(drawing: Drawing) -> str:
    return f"Source: {drawing.about.source}. As of {long_date(drawing.about.as_of)}."


def _head(title: str, ask: str) -> tuple[int, float]:
    """Return the size of a chart's title and its question, and how high they are together."""
    for size in (32, 30, 28, 26, 24):
        lines = max(fit.line_count(text, size, WIDE, bold=True) for text in (title, ask))
        if lines * 1.2 * size <= 72:
            break
    return size, lines * 1.2 * size


def _room(drawing: Drawing, ask: str) -> int:
    """Return how high the pictures of a chart may be, under its title and its subtitle."""
    about = drawing.about
    menus = drawing.figure["layout"].get("updatemenus") or [{"buttons": [{"label": ""}]}]
    longest = max((button["label"] for button in menus[0]["buttons"]), key=len)
    under = f"{excerpts.on_a_wall(about.subtitle)}. {_shown(longest, 1, 2)}"
    taken = _head(excerpts.on_a_wall(about.title), ask)[1] + 26 * fit.line_count(under, 20, WIDE)
    taken += 24 * fit.line_count(_foot(drawing), 18, _FOOT)
    return int(max(_LOWEST, min(HEIGHT, (_ROOM - taken) // 10 * 10)))
