"""Stills of charts, for first paint, print and readers without JavaScript."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from course.errors import CourseError
from course.publish.figures import Drawing


def chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def draw(
    drawings: Sequence[Drawing], cache: Path, done: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Return two SVG files a chart, wide and narrow, by file name; drawn once and then kept.

    Raises:
        CourseError: there is no Chromium to draw with.
    """
    browser = chromium()
    if browser is None:
        raise CourseError(
            "Stills need Chromium. Install it (on Debian or Ubuntu: apt-get install chromium), or "
            "build with --no-stills."
        )
    cache.mkdir(parents=True, exist_ok=True)
    wanted = {
        f"{d.key}{'-narrow' if narrow else ''}.svg": (d, narrow)
        for d in drawings
        for narrow in (False, True)
    }
    missing = {name: task for name, task in wanted.items() if not (cache / name).is_file()}
    if missing:
        import kaleido

        kaleido.start_sync_server(path=browser, n=1, silence_warnings=True)
        try:
            for name, (drawing, narrow) in missing.items():
                width, height = drawing.size(narrow)
                image = kaleido.calc_fig_sync(
                    {"data": drawing.figure["data"], "layout": drawing.layout(narrow)},
                    opts={"format": "svg", "width": width, "height": height},
                )
                (cache / name).write_text(slim(image.decode()), encoding="utf-8")
                done()
        finally:
            kaleido.stop_sync_server(silence_warnings=True)
    return {name: (cache / name).read_bytes() for name in wanted}


def slim(svg: str) -> str:
    """Return a drawing with the same look in about half the bytes."""
    from scour import scour

    options = scour.sanitizeOptions()
    options.digits = 4
    options.shorten_ids = options.strip_comments = options.strip_xml_prolog = True
    options.indent_type, options.newlines = "none", False
    return _shared(scour.scourString(svg, options))


def _shared(svg: str) -> str:
    """Draw a mark that occurs often, such as the symbol of a series, from one definition."""
    shapes = Counter(re.findall(r'<path [^>]*?\bd="([^"]{40,})"[^>]*/>', svg))
    often = [shape for shape, count in shapes.items() if count >= 4]
    for number, shape in enumerate(often):
        svg = re.sub(
            rf'<path ([^>]*?)\bd="{re.escape(shape)}"([^>]*)/>',
            rf'<use href="#m{number}" \1\2/>',
            svg,
        )
    if not often:
        return svg
    marks = "".join(f'<path id="m{n}" d="{shape}"/>' for n, shape in enumerate(often))
    return svg.replace("</svg>", f"<defs>{marks}</defs></svg>")
