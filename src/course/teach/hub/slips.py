"""What is shown and handed out: a slip of paper for each learner, and a page for the projector."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from course.files import replace_text
from course.teach.hub.accounts import Account

_STYLE = """
:root { color-scheme: light; font-family: system-ui, sans-serif; color: #111; background: #fff; }
body { margin: 1rem; }
"""
_SLIPS = """
main { display: grid; grid-template-columns: 1fr 1fr; gap: 0; }
article { border: 1px dashed #777; padding: 5mm; break-inside: avoid; }
h2 { font-size: 13pt; margin: 0 0 2mm; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 4mm; margin: 0 0 2mm; }
dl { align-items: baseline; }
dt { color: #444; }
dd { margin: 0; font: 600 13pt ui-monospace, monospace; }
p { margin: 0; font-size: 10pt; }
@page { size: A4; margin: 10mm; }
@media print { header { display: none; } body { margin: 0; } }
"""
_BOARD = """
body { text-align: center; }
h1 { font-size: 2rem; font-weight: 600; }
p { font-size: 1.6rem; margin: 0.6rem 0; }
.address { font: 600 min(5vw, 4rem) ui-monospace, monospace; }
svg { height: min(52vh, 32rem); aspect-ratio: 1; }
"""


def _page(title: str, style: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def slips(told: Iterable[tuple[Account, str]]) -> str:
    """Return a page of slips to print and cut, one a learner, each with its code.

    No address is on them: it is the room's, and shown there.
    """
    cut = [
        f"<article>\n<h2>{escape(one.name)}</h2>\n<dl>\n<dt>Username</dt><dd>{escape(one.login)}"
        f"</dd>\n<dt>Code</dt><dd>{escape(code)}</dd>\n</dl>\n<p>Open the address that the room "
        "shows; the code is the password. Save with Ctrl+S; at the end: File, Log Out. Keep this "
        "slip: it is yours alone, and opens your work next time too.</p>\n</article>"
        for one, code in told
    ]
    head = (
        "<header><p>Print this, cut along the lines, hand the slips out, and delete the file: who "
        "has it has every code.</p></header>\n"
    )
    return _page("Slips", _SLIPS, f"{head}<main>\n" + "\n".join(cut) + "\n</main>")


def board(address: str, drawn: str) -> str:
    """Return a page for the projector: the address, and its QR code as an SVG element."""
    return _page(
        "Come in",
        _BOARD,
        f'<h1>The alliance missile defence course</h1>\n<p class="address">{escape(address)}</p>\n'
        f"{drawn}\n<p>Same Wi-Fi as this screen. Username and code: on your slip.</p>",
    )


def write(path: Path, text: str) -> Path:
    """Write a page for its owner's eyes alone."""
    if not path.exists():
        path.touch(mode=0o600)
    replace_text(path, text)
    return path
