"""A stored chart as a page shows it: a figure with its words, still, rows and, on touch, itself.

MyST-NB finds `FigureRenderer` through its entry point and calls it for Plotly's type, which the
stock routes skip. The figure's title, subtitle and foot are taken out of the drawing and set as
text, so that they wrap on a phone, can be selected, and are read aloud.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from course.charts.style import MOST_ROWS, NARROW, WIDE, About
from course.markup import escape, is_web
from course.publish import gate
from course.show import PLOTLY_MIME, WAITING_MIME, stored_chart
from course.sources import lookup
from course.words import long_date

if TYPE_CHECKING:
    from docutils import nodes
    from myst_nb.core.render import MimeData, NbElementRenderer

FOLDER = "_figures"
NARROW_BELOW = 600


@dataclass(frozen=True)
class Drawing:
    """One stored chart, ready for a page."""

    figure: dict[str, Any]

    @cached_property
    def key(self) -> str:
        """A name for the chart's files that changes when the chart does."""
        return hashlib.sha256(json.dumps(self.figure, sort_keys=True).encode()).hexdigest()[:16]

    @cached_property
    def about(self) -> About:
        """What a reader needs to trust the chart: title, source, digest, rows.

        Raises:
            CourseError: the chart was stored without being finished.
        """
        return About.from_meta(self.figure.get("layout", {}))

    def layout(self, narrow: bool) -> dict[str, Any]:
        """Return the layout without the parts that the page sets as text, for a screen width."""
        layout = {k: v for k, v in self.figure["layout"].items() if k not in ("meta", "title")}
        margin = layout["margin"] | {
            "t": layout["margin"]["t"] - self.about.top,
            "b": layout["margin"]["b"] - self.about.bottom,
        }
        room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        layout["margin"] = margin
        layout["annotations"] = [
            a for a in layout.get("annotations", []) if a.get("name") != "foot"
        ]
        if narrow:
            change = dict(self.about.narrow)
            room = change.pop("room", room)
            layout = merged(layout, change)
        layout["height"] = room + layout["margin"]["t"] + layout["margin"]["b"]
        layout["width"] = NARROW if narrow else WIDE
        return layout

    def size(self, narrow: bool) -> tuple[int, int]:
        """Return the width and height of the drawing in pixels."""
        layout = self.layout(narrow)
        return layout["width"], int(layout["height"])

    @property
    def script(self) -> str:
        """The chart as a script, which also loads from a folder opened without a server."""
        content = {
            "data": self.figure["data"],
            "wide": self.layout(False),
            "narrow": self.layout(True),
        }
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        return f'(window.courseFigures=window.courseFigures||{{}})["{self.key}"]={text};\n'

    @property
    def rows(self) -> str:
        """The rows behind the chart as CSV."""
        table = self.about.table
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(table["columns"])
        writer.writerows(table["rows"])
        return out.getvalue()


def merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Return `base` with `change` laid over it, dictionaries inside merged too."""
    out = dict(base)
    for key, value in change.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = merged(out[key], value) if both else value
    return out


def drawings(notebook: dict[str, Any]) -> Iterator[Drawing]:
    """Yield every chart stored in a notebook, in order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            stored = stored_chart(output)
            if stored is not None:
                yield Drawing(stored)


def figure(drawing: Drawing, base: str, stills: bool) -> str:
    """Return the HTML of one figure; `base` leads from the page to the site's root."""
    about, key = drawing.about, drawing.key
    files = f"{base}{FOLDER}/{key}"
    (wide, wide_height), (narrow, narrow_height) = drawing.size(False), drawing.size(True)
    alt = escape(f"Chart: {about.title}. Described in words below it.")
    still = (
        f'<picture><source media="(max-width: {NARROW_BELOW - 1}px)" srcset="{files}-narrow.svg" '
        f'width="{narrow}" height="{narrow_height}">'
        f'<img src="{files}.svg" alt="{alt}" width="{wide}" height="{wide_height}" '
        'decoding="async"></picture>'
        if stills
        else '<p class="course-no-still">This copy of the site was built without stills. '
        "The chart is described in words and numbers below.</p>"
    )
    words = "".join(f"<li>{escape(line)}</li>" for line in about.digest)
    note = f"{escape(about.note)} " if about.note else ""
    more = (
        f'<p>The first {MOST_ROWS}. <a href="{files}.html">All rows on a page of their own</a></p>'
        if len(about.table["rows"]) > MOST_ROWS
        else ""
    )
    tables = ", ".join(
        f'<a href="{base}data/{escape(name)}.html"><code>{escape(name)}</code></a>'
        for name in about.tables
    )
    return f"""<figure class="course-chart" role="group" aria-label="{escape(about.title)}">
<figcaption><p class="course-chart-title">{escape(about.title)}</p>
<p class="course-chart-subtitle">{escape(about.subtitle)}</p></figcaption>
<div class="course-plot" data-figure="{key}" data-src="{files}.js"
 style="--wide:{wide}/{wide_height};--narrow:{narrow}/{narrow_height}">{still}</div>
<p class="course-chart-foot">{note}Source: {escape(about.source)}; table {tables}.
As of {long_date(about.as_of)}.</p>
<div class="course-tools"><details class="course-words">
<summary>This chart in words</summary><ul>{words}</ul></details></div>
<details class="course-rows">
<summary>The numbers behind it ({len(about.table["rows"])} rows)</summary>
<p><a href="{files}.csv" download>Download these rows (CSV)</a></p>
{_rows_table(about.table, MOST_ROWS)}{more}</details>
</figure>"""


def rows_page(drawing: Drawing) -> str:
    """Return a plain page with every row behind a chart, for charts with very many."""
    title = escape(drawing.about.title)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8">{gate.POLICY_TAG}'
        f"<title>{title}</title>"
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="../_static/course.css">'
        f"<main><h1>{title}</h1>{_rows_table(drawing.about.table)}</main></html>\n"
    )


def _rows_table(table: Mapping[str, Any], most: int | None = None) -> str:
    head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in table["columns"])
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{_cell(column, value)}</td>"
            for column, value in zip(table["columns"], row, strict=True)
        )
        + "</tr>"
        for row in table["rows"][:most]
    )
    return (
        '<div class="course-scroll" tabindex="0" role="group" aria-label="Rows of the chart">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if column == "source_id":
        url = lookup(value)["url"]
        return f'<a href="{escape(url)}">{escape(value)}</a>' if is_web(url) else escape(value)
    return escape(str(value))


class FigureRenderer:
    """MyST-NB's renderer for stored Plotly charts."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = [
        ("*", PLOTLY_MIME, 1),
        ("*", WAITING_MIME, 1),
    ]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Node] | None:
        """Return a chart's figure for a page, or None for any other type."""
        if inline or data.mime_type not in (PLOTLY_MIME, WAITING_MIME):
            return None
        environment = renderer.renderer.document.settings.env
        if "course_stills" not in environment.config:
            return None  # another project's site: its charts are its own business
        stored = json.loads(data.content) if isinstance(data.content, str) else data.content
        base = "../" * environment.docname.count("/")
        return [gate.raw(figure(Drawing(stored), base, environment.config.course_stills))]
