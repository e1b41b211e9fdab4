"""How site and notebooks are read aloud, enlarged and by keyboard: what the page About says."""

from __future__ import annotations

BY_KEYBOARD = (
    "**On these pages** every chart is followed by its words and by the rows behind it; "
    "headings keep their order; all that can be opened or pressed is reached with the tab "
    "key and works with Enter. Pages fit a window of 320 pixels, which is what a screen "
    "shows at 400 per cent: only wide tables scroll sideways, each by itself. Nothing is "
    "said by colour alone.",
    "**In JupyterLab** a fold *This chart in words* stands under every chart, with what "
    "the chart shows, where it is from and its first rows; from a cell, Esc and then Tab "
    "lead to it, and Enter opens it. A chart that waits for your prediction has none "
    "before you have committed one. `Ctrl+Shift+K` lists the headings of a notebook.",
    "**JupyterLab at 400 per cent** is hard to use. Ctrl+B puts the list of files away, "
    "and View, Appearance hides the bars at both sides; then text, code and the words of "
    "charts wrap, and tables scroll. A drawing is cut at the right, its title first: read "
    "its words, or this site, where charts have a form for narrow screens.",
)
"""A paragraph each for the site, for JupyterLab, and for JupyterLab enlarged."""
