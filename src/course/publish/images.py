"""Stills of charts, for first paint, print and readers without JavaScript."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.files import replace_text
from course.publish.figures import Drawing

VARIABLE = "COURSE_CHROMIUM"
REMEDY = (
    "Install Chromium, Chrome or Edge (Debian and Ubuntu: apt-get install chromium; Fedora: dnf "
    "install chromium; macOS: brew install --cask chromium; Windows: winget install "
    f"Google.Chrome), or name one that you have in the variable {VARIABLE}"
)
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)


def chromium() -> str | None:
    """Return the path of a Chromium, Chrome or Edge on this machine, or None.

    The variable COURSE_CHROMIUM names one; otherwise the search path and the places where
    installers put them are looked through.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return shutil.which(named)
    on_path = (found for name in _NAMES if (found := shutil.which(name)))
    elsewhere = (str(path) for path in _usual_places() if os.access(path, os.X_OK))
    return next(on_path, None) or next(elsewhere, None)


def _usual_places() -> Iterator[Path]:
    if sys.platform == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if base := os.environ.get(variable):
                yield Path(base, "Google", "Chrome", "Application", "chrome.exe")
                yield Path(base, "Chromium", "Application", "chrome.exe")
                yield Path(base, "Microsoft", "Edge", "Application", "msedge.exe")
    elif sys.platform == "darwin":
        for base in (Path("/Applications"), Path.home() / "Applications"):
            for name in ("Chromium", "Google Chrome", "Microsoft Edge"):
                yield base / f"{name}.app" / "Contents" / "MacOS" / name
    else:
        yield from map(
            Path,
            (
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/lib/chromium/chromium",
                "/usr/lib64/chromium-browser/chromium-browser",
                "/snap/bin/chromium",
                "/opt/google/chrome/chrome",
                "/opt/microsoft/msedge/msedge",
            ),
        )


def version() -> str:
    """Name the way in which stills are made: those kept from another way are not used."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]


_BLANKS = 'xml:space="preserve"'
_PRE = ' style="white-space:pre"'


def draw(
    drawings: Sequence[Drawing], kept: Path, done: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Return two SVG files a chart, wide and narrow, by file name; drawn once and then kept.

    Args:
        drawings: the charts.
        kept: the folder of earlier drawings; a build goes on without it if it cannot be used.
        done: called after each drawing that had to be made.

    Raises:
        CourseError: there is no Chromium to draw with, or it failed.
    """
    wanted = {
        f"{d.key}{'-narrow' if narrow else ''}.svg": (d, narrow)
        for d in drawings
        for narrow in (False, True)
    }
    ready = {name: text for name in wanted if (text := _whole(kept / name))}
    missing = {name: task for name, task in wanted.items() if name not in ready}
    for name, image in _drawn(missing):
        ready[name] = image
        with contextlib.suppress(OSError, CourseError):
            kept.mkdir(parents=True, exist_ok=True)
            replace_text(kept / name, image)
        done()
    return {name: ready[name].encode() for name in wanted}


def _whole(path: Path) -> str | None:
    """Return a kept drawing, or None if it is missing or was cut short."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if text.startswith("<svg") and text.rstrip().endswith("</svg>") else None


def _drawn(missing: dict[str, tuple[Drawing, bool]]) -> Iterator[tuple[str, str]]:
    if not missing:
        return
    import kaleido

    browser = chromium()
    if browser is None:
        raise CourseError(f"Stills need a browser. {REMEDY}, or use --no-stills.")
    kaleido.start_sync_server(
        path=browser, n=1, silence_warnings=True, page_generator=page_to_draw_in()
    )
    try:
        for name, (drawing, narrow) in missing.items():
            yield name, slim(_draw_one(drawing, narrow).decode())
    finally:
        kaleido.stop_sync_server(silence_warnings=True)


def page_to_draw_in() -> Any:
    """Return the page in which the browser draws: with Plotly of this machine, and nothing else.

    By default it would ask the network for MathJax before every drawing.
    """
    import kaleido

    return kaleido.PageGenerator(mathjax=False)


def _draw_one(drawing: Drawing, narrow: bool) -> Any:
    import kaleido

    width, height = drawing.size(narrow)
    try:
        return kaleido.calc_fig_sync(
            {"data": drawing.figure["data"], "layout": drawing.layout(narrow)},
            opts={"format": "svg", "width": width, "height": height},
        )
    except OSError:
        raise
    except Exception as error:  # the browser may fail in as many ways as there are browsers
        raise CourseError(
            f"The browser could not draw '{drawing.about.title}' ({type(error).__name__}). "
            f"Build again, or with --no-stills; another browser can be named in {VARIABLE}."
        ) from error


def slim(svg: str) -> str:
    """Return a drawing with the same look in about half the bytes."""
    from scour import scour

    options = scour.sanitizeOptions()
    options.digits = 4
    options.shorten_ids = options.strip_comments = options.strip_xml_prolog = True
    options.indent_type, options.newlines = "none", False
    # Or the blanks that keep a word off its mark would go.
    kept = svg.replace("<svg ", f"<svg {_BLANKS} ", 1)
    return _said_once(_shared(scour.scourString(kept, options).replace(f" {_BLANKS}", "", 1)))


def _said_once(svg: str) -> str:
    """Say of the whole drawing what each of its words repeats, and leave out names for scripts."""
    svg = re.sub(r' (?:class|data-notex)="[^"]*"', "", svg)
    whole = ""
    fonts = set(re.findall(r' font-family="[^"]*"', svg))
    if len(fonts) == 1:
        whole = fonts.pop()
        svg = svg.replace(whole, "")
    if _PRE in svg:
        svg = svg.replace(_PRE, "")
        whole += _PRE
    head, mark, rest = svg.partition(">")
    return head.replace(' style=""', "") + whole + mark + rest if whole else svg


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
