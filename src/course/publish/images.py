"""Stills of charts, for first paint, print and readers without JavaScript."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from course.errors import CourseError
from course.files import replace_text
from course.publish.figures import Drawing
from course.publish.slim import slim

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
    steps = (Path(__file__), Path(__file__).with_name("slim.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in steps)).hexdigest()[:8]


# Asks a page in a browser for what an expression comes to.
Ask = Callable[[str], Any]


class Still(NamedTuple):
    """What is to be drawn: a figure of plain Plotly JSON with its size, and what it is called."""

    figure: Mapping[str, Any]
    title: str


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
    return draw_stills({name: still for d in drawings for name, still in _both(d)}, kept, done)


def _both(drawing: Drawing) -> Iterator[tuple[str, Still]]:
    for ending, narrow in (("", False), ("-narrow", True)):
        figure = {"data": drawing.figure["data"], "layout": drawing.layout(narrow)}
        yield f"{drawing.key}{ending}.svg", Still(figure, drawing.about.title)


def draw_stills(
    wanted: Mapping[str, Still], kept: Path, done: Callable[[], None] = lambda: None
) -> dict[str, bytes]:
    """Return an SVG file for each still by its file name, as `draw` does.

    A name must change when its figure does.
    """
    ready = {name: text for name in wanted if (text := _whole(kept / name))}
    missing = {name: still for name, still in wanted.items() if name not in ready}
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


def _drawn(missing: Mapping[str, Still]) -> Iterator[tuple[str, str]]:
    if not missing:
        return
    # What it notes of a browser that says goodbye in the middle of a word is nothing to act on.
    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    browser = chromium()
    if browser is None:
        raise CourseError(f"Stills need a browser. {REMEDY}, or use --no-stills.")
    with _page(browser) as ask:
        for name, still in missing.items():
            yield name, slim(_draw_one(ask, still))


@contextlib.contextmanager
def _page(browser: str) -> Iterator[Ask]:
    """Open a page in a browser; yield a function that returns what an expression in it comes to.

    The library that draws would load the page anew for every chart, which costs four times the
    drawing. The page has a thread of its own, since the caller's may have a loop that runs.
    """
    import kaleido

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def wait(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    async def opened() -> Any:  # made within the loop that it is to live in
        return await kaleido.Kaleido(path=browser, n=1, page_generator=page_to_draw_in())

    try:
        running = wait(opened())
        try:
            (tab,) = running.tabs.values()

            def ask(expression: str) -> Any:
                asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
                told = wait(tab.send_command("Runtime.evaluate", asked))
                if "exceptionDetails" in told.get("result", {"exceptionDetails": told}):
                    raise RuntimeError(str(told)[:500])
                return told["result"]["result"]["value"]

            yield ask
        finally:
            wait(running.close())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def page_to_draw_in() -> Any:
    """Return the page in which the browser draws: with Plotly of this machine, and nothing else.

    By default it would ask the network for MathJax before every drawing.
    """
    import kaleido

    return kaleido.PageGenerator(mathjax=False)


def _draw_one(ask: Ask, still: Still) -> str:
    layout = still.figure["layout"]
    size = {"format": "svg", "width": layout["width"], "height": int(layout["height"])}
    options = json.dumps(size | {"imageDataOnly": True})
    try:
        return str(ask(f"Plotly.toImage({json.dumps(still.figure)}, {options})"))
    except OSError:
        raise
    except Exception as error:  # the browser may fail in as many ways as there are browsers
        raise CourseError(
            f"The browser could not draw '{still.title}' ({type(error).__name__}). "
            f"Build again, or with --no-stills; another browser can be named in {VARIABLE}."
        ) from error
