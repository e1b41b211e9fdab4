"""What stands in a kit for whoever opens it: START.html, and a script for each system."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, starmap
from operator import itemgetter
from pathlib import Path

from course.markup import escape
from course.teach.kit.wheels import Machine

CHECK = "SHA256SUMS.txt"
SCRIPTS = {"linux": "start.sh", "macos": "start.command", "windows": "start.bat"}
_STYLE = (
    "body{font:18px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:44rem;"
    "margin:2rem auto;padding:0 1rem}h1{line-height:1.2}h2{margin-top:2rem}code{background:#f1f0ec;"
    "padding:.1em .3em}a.open{display:inline-block;padding:.7rem 1.2rem;background:#0b5394;"
    "color:#fff;border-radius:6px;text-decoration:none;font-weight:600}td,th{text-align:left;"
    "padding:.3rem 1rem .3rem 0;vertical-align:top}"
)


@dataclass(frozen=True)
class Contents:
    """What a kit holds: whom it can be installed for, and which sheets are in it."""

    machines: Sequence[Machine]
    pythons: Sequence[str]
    sheets: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]  # unit, what, (words, file)
    absent: Sequence[str]  # sentences
    site: str  # a sentence on the right answers, or ""
    size: str


def start(known: Contents) -> str:
    """Return the page to open first; it needs nothing but the files beside it."""
    versions = " or ".join(f"Python {one}" for one in known.pythons)
    parts = [
        "<h1>Alliance missile defence: the course on a stick</h1>",
        "<p>Nothing here needs the internet. Copy this whole folder from the stick to your disk "
        f"first: it takes {escape(known.size)}, and some 400 MB more once it is installed.</p>",
        "<h2>To read and answer: nothing to install</h2>",
        '<p><a class="open" href="site/index.html">Open the course</a></p>',
        "<p>All units, charts, exercises that answer back, tables to download. What you enter "
        f"stays in your browser.{' ' + escape(known.site) if known.site else ''}</p>",
        "<h2>To work in notebooks of your own</h2>",
        f"<p>Your computer needs {versions}. Does it lack one, install it first; the kit cannot "
        "bring it along. Then:</p>",
        f"<table>{''.join(map(_row, _systems(known.machines)))}</table>",
        "<p>The first start takes a minute: it installs the course into the folder "
        "<code>installed</code> here, and nowhere else. Then JupyterLab opens in your browser, "
        "with your own copy of the notebooks in <code>my-course</code>. Start it again in the same "
        "way. To be rid of all, delete this folder; <code>my-course</code> is your work, so keep "
        "that.</p>",
        "<h2>If you teach</h2>",
        _for_teachers(known),
        "<h2>What else is here</h2>",
        "<ul><li><code>course/notebooks</code> and <code>course/data</code>: the notebooks and "
        "tables as they are, to look at or to copy</li><li><code>install</code>: what the start "
        f"scripts install from</li><li><code>{CHECK}</code>: to see whether a copy is whole. In a "
        f"terminal in this folder: <code>sha256sum -c {CHECK}</code> (Mac: <code>shasum -a 256 -c "
        f"{CHECK}</code>). What is installed is checked in any case.</li></ul>",
    ]
    if known.absent:
        lines = "".join(f"<li>{escape(one)}</li>" for one in known.absent)
        parts.append(f"<p>Not here:</p><ul>{lines}</ul>")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
        'content="width=device-width, initial-scale=1">\n<title>Start here: Alliance missile '
        f"defence</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(parts) + "\n"
        "</body>\n</html>\n"
    )


def _systems(machines: Iterable[Machine]) -> list[tuple[str, str]]:
    ways = {
        "linux": "Open a terminal in this folder and type <code>sh start.sh</code>",
        "macos": "Open a terminal in this folder and type <code>sh start.command</code>; or hold "
        "Ctrl, click <code>start.command</code>, and choose Open",
        "windows": "Double-click <code>start.bat</code>",
    }
    return [(one.words, ways[one.name.partition("-")[0]]) for one in machines]


def _row(system: tuple[str, str]) -> str:
    return f"<tr><th>{escape(system[0])}</th><td>{system[1]}</td></tr>"


def _for_teachers(known: Contents) -> str:
    script = {"linux": "sh start.sh", "macos": "sh start.command", "windows": "start.bat"}
    how = script[known.machines[0].name.partition("-")[0]]
    rows = ""
    for unit, named in groupby(known.sheets, key=itemgetter(0)):
        cells = (
            f"<td>{escape(what)}: {' '.join(starmap(_link, files))}</td>"
            for _, what, files in named
        )
        rows += f"<tr><th>{escape(unit)}</th>{''.join(cells)}</tr>"
    sheets = f"""<p>To print or to project. Plans name right answers: delete the folder
<code>teaching</code> from a stick that you hand on.</p><table>{rows}</table>""" * bool(rows)
    return (
        f"{sheets}<p>In a terminal in this folder, <code>{how} site --lan</code> shows the course "
        "to a room: everyone on your hotspot or Wi-Fi opens it by an address or a code. "
        f"<code>{how} teach --help</code> lists what else there is for you: grading, handouts, a "
        f"file for Moodle. <code>{how} check</code> runs every notebook on this computer and says "
        "whether all comes out as it should. These install some more from this folder first.</p>"
    )


def _link(words: str, file: str) -> str:
    return f'<a href="{escape(file)}">{escape(words)}</a>'


def shell(machines: Sequence[Machine], pythons: Sequence[str]) -> str:
    """Return the start script for Linux and macOS."""
    cases = {
        "linux-x86_64": "Linux-x86_64",
        "linux-arm64": "Linux-aarch64|Linux-arm64",
        "macos-arm64": "Darwin-arm64",
        "macos-x86_64": "Darwin-x86_64",
    }
    known = "\n".join(
        f"  {cases[one.name]}) machine={one.name} ;;" for one in machines if one.name in cases
    )
    return _script("start.sh", pythons).replace("@CASES@", known)


def batch(pythons: Sequence[str]) -> str:
    """Return the start script for Windows, which wants its own ends of lines."""
    return _script("start.bat", pythons).replace("\n", "\r\n")


def _script(name: str, pythons: Sequence[str]) -> str:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return text.replace("@PYTHONS@", " ".join(pythons))
