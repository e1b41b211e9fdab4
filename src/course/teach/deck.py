"""A deck as files: one HTML page that needs nothing beside it, and a PDF of its slides.

The page is reveal.js with the slides, their pictures and the notes in it. Its policy lets run what
is written in it and nothing else, and lets it ask nobody for anything. In the PDF a step is a page:
the question first, and then the finding.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from course.errors import CourseError
from course.files import replace_text, replacing
from course.markup import escape
from course.publish import images
from course.teach import needs, paper

_STATIC = Path(__file__).parent / "static"
_REVEAL = ("_static", "revealjs", "dist")


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        kind: such as "chart"; a class of the page's style.
        main: HTML of what stands on it. What has the class `first` goes when a step is taken, and
            what has the class `then` comes, and what has the class `mark` is marked.
        over: HTML of the line over it: the section.
        foot: HTML of the line under it: the sources.
        notes: HTML for the speaker.
        step: whether there is a step.
    """

    kind: str
    main: str
    over: str = ""
    foot: str = ""
    notes: str = ""
    step: bool = False


def write(
    out: Path, name: str, title: str, slides: Sequence[Slide], *, pdf: bool | None = None
) -> list[Path]:
    """Write `name`.html into a folder, and `name`.pdf where there is a Chromium; return both.

    Raises:
        CourseError: reveal.js is not installed, a file cannot be written, or a PDF is asked for
            and cannot be made.
    """
    path = paper.folder(out) / f"{name}.html"
    replace_text(path, page(title, slides))
    if pdf is False or (pdf is None and images.chromium() is None):
        return [path]
    with tempfile.TemporaryDirectory() as work:
        sheet = Path(work, "deck.html")
        sheet.write_text(printed(title, slides), encoding="utf-8")
        made = paper.print_pdf(sheet).read_bytes()
    with replacing(path.with_suffix(".pdf"), text=False) as file:
        file.write(made)
    return [path, path.with_suffix(".pdf")]


def page(title: str, slides: Sequence[Slide]) -> str:
    """Return a deck as one HTML page.

    Raises:
        CourseError: reveal.js is not installed.
    """
    reveal = _reveal()
    styles = [(reveal / name).read_text(encoding="utf-8") for name in ("reset.css", "reveal.css")]
    style = "\n".join([*styles, _own("deck.css")])
    scripts = [(reveal / "reveal.js").read_text(encoding="utf-8"), _own("deck.js")]
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    body = "\n".join(_section(slide, "fragment", notes=True) for slide in slides)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div class="reveal"><div class="slides">\n{body}\n</div></div>\n'
        + "".join(f"<script>{script}</script>\n" for script in scripts)
        + "</body>\n</html>\n"
    )


def printed(title: str, slides: Sequence[Slide]) -> str:
    """Return a deck as HTML to print: a page a slide, and one more where there is a step."""
    states = ((s, state) for s in slides for state in (("before", "after") if s.step else ("",)))
    body = "\n".join(_section(slide, "", state) for slide, state in states)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{_own('deck.css')}</style>\n</head>\n"
        f'<body>\n<div class="pages">\n{body}\n</div>\n</body>\n</html>\n'
    )


def image(svg: bytes) -> str:
    """Return a drawing as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def _section(slide: Slide, fragment: str, state: str = "", *, notes: bool = False) -> str:
    main = slide.main
    if fragment:
        main = main.replace('class="first', f'class="{fragment} fade-out first')
        main = main.replace('class="then', f'class="{fragment} then')
        main = main.replace('class="mark', f'class="{fragment} custom mark')
        main = main.replace(f'class="{fragment}', f'data-fragment-index="0" class="{fragment}')
    told = f'<aside class="notes">{slide.notes}</aside>' if notes and slide.notes else ""
    foot = f'<p class="foot">{slide.foot}</p>' if slide.foot else ""
    over = f'<p class="over">{slide.over}</p>' if slide.over else ""
    return (
        f'<section class="{slide.kind} {state}"><div class="in">{over}'
        f'<div class="main">{main}</div>{foot}</div>{told}</section>'
    )


def _own(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _reveal() -> Path:
    """Return the folder of reveal.js, as the package sphinx-revealjs brings it."""
    needs("sphinx_revealjs")
    found = find_spec("sphinx_revealjs")
    folder = Path(found.origin).parent.joinpath(*_REVEAL) if found and found.origin else None
    if folder is None or not (folder / "reveal.js").is_file():
        raise CourseError(
            "The installed sphinx-revealjs does not hold reveal.js where it should. Install it "
            "again: uv sync --extra teach --reinstall-package sphinx-revealjs"
        )
    return folder
