"""Markdown as HTML that stands alone, where no page of the course is around it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from course.markup import UNSEEN, clean, escape, is_link, is_web

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
_LOOKS = re.compile(r"</?div[^>]*>|(?<=<tr) style=\"[^\"]*\"")
_TABLE = re.compile(r"<table[^>]*>")
_DIGEST = "Chart, in words:"


def blocks(markdown: str, site: str = "") -> str:
    """Return HTML for paragraphs, lists, quotations and tables.

    A link to another page of the course leads to `site`; without it, its words are left.
    """
    return _standing(_reader().render(UNSEEN.sub("", markdown)).strip(), site)


def inline(markdown: str, site: str = "") -> str:
    """Return HTML for a run of Markdown, without a paragraph."""
    return _standing(_reader().renderInline(UNSEEN.sub("", markdown)), site)


def table(markup: str, site: str = "") -> str:
    """Return a table that pandas or the course wrote, without the looks that it had there."""
    return _standing(re.sub(_LOOKS, "", clean(markup)).strip(), site)


def chart(words: str) -> str:
    """Return what a chart says in words: its title, and a list of what can be read off it."""
    title, *lines = words.removeprefix(_DIGEST).strip().splitlines()
    points = "".join(f"<li>{escape(line.removeprefix('- '))}</li>" for line in lines)
    return f"<p>Chart: <strong>{escape(title)}</strong></p><ul>{points}</ul>"


def bare(html: str) -> str:
    """Return HTML without its links: their words are left."""
    return re.sub(r"</?a\b[^>]*>", "", html)


def unit_address(name: str, site: str) -> str:
    """Return the address of a page of the course on `site`, or nothing without one."""
    page = re.sub(r"\.(?:ipynb|md)(?=$|#)", ".html", name)
    return f"{site.rstrip('/')}/{page}" if site else ""


def _standing(html: str, site: str) -> str:
    def led(found: re.Match[str]) -> str:
        target, words = found.groups()
        address = target if is_web(target) else unit_address(target, site)
        return f'<a href="{address}">{words}</a>' if address else words

    return _TABLE.sub('<table border="1" class="generaltable">', _LINK.sub(led, html))


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = is_link  # type: ignore[method-assign, assignment]
    return reader
