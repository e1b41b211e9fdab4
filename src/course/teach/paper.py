"""Printed matter: one HTML file that needs nothing beside it, and a PDF of it where Chromium is."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from course.errors import CourseError
from course.files import failure, replace_text, replacing
from course.markup import escape
from course.publish import images

_STYLE = """
@page { margin: 11mm; }
* { box-sizing: border-box; }
body { font-family: "Liberation Sans", Arial, Helvetica, sans-serif; color: #111;
       margin: 0 auto; max-width: 277mm; line-height: 1.24; }
h1 { font-size: 1.5em; margin: 0 0 .2em; }
h2 { font-size: 1.1em; margin: .6em 0 .2em; break-after: avoid; }
p, ul, ol { margin: .2em 0; } ul, ol { padding-left: 1.3em; }
table { border-collapse: collapse; width: 100%; }
th, td { border: .5pt solid #777; padding: .25em .4em; text-align: left; vertical-align: top; }
th { background: #eee; } tr { break-inside: avoid; }
a { color: inherit; }
@media screen { body { padding: 1em; font-size: 15px !important; } }
"""
_MINUTE = 120  # seconds that Chromium gets to print


def sheet(title: str, body: str, *, style: str = "", language: str = "en") -> str:
    """Return a whole HTML page around `body`, HTML that is safe already."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n"
        f"{body}\n</body>\n</html>\n"
    )


def folder(out: Path) -> Path:
    """Make the folder for what is written, and return it.

    Raises:
        CourseError: there is a file of that name, or it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CourseError(f"{out} is a file. Name a folder with --out.") from None
    except OSError as error:
        raise failure(error, out) from None
    return out


def write(out: Path, name: str, html: str, *, pdf: bool | None = None) -> list[Path]:
    """Write `name`.html into a folder, and `name`.pdf where there is a Chromium; return both.

    Args:
        out: a folder; it is made if it is not there.
        name: without an ending.
        html: the page.
        pdf: True asks for the PDF, False leaves it out, None makes it if it can be made.

    Raises:
        CourseError: a file cannot be written, or a PDF is asked for and cannot be made.
    """
    path = folder(out) / f"{name}.html"
    replace_text(path, html)
    if pdf is False or (pdf is None and images.chromium() is None):
        return [path]
    return [path, print_pdf(path)]


def pages(pdf: Path) -> int:
    """Return how many pages a PDF has that Chromium printed."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def print_pdf(page: Path) -> Path:
    """Print an HTML file to a PDF beside it, with no network, and return its path.

    Raises:
        CourseError: there is no Chromium, or it printed nothing.
    """
    browser = images.chromium()
    if browser is None:
        raise CourseError(f"A PDF needs a browser. {images.REMEDY}.")
    path = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as work:
        made = Path(work, "printed.pdf")
        command = [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={work}/profile"),
            *("--no-pdf-header-footer", f"--print-to-pdf={made}", page.resolve().as_uri()),
        ]
        try:
            said = subprocess.run(command, capture_output=True, timeout=_MINUTE).stderr
        except subprocess.TimeoutExpired:
            said = b"it did not end in time"
        if not made.is_file():
            reason = said.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
            raise CourseError(
                f"{page} is written, but {browser} made no PDF of it: {reason[0]}. Open the page "
                "and print it from the browser."
            )
        with replacing(path, text=False) as file:
            file.write(made.read_bytes())
    return path
