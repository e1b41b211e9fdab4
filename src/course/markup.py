"""Where markup is allowed, decided once, and how all other text is kept from becoming any.

- Tables, the register, the data package, and a unit's title, question and part are plain text:
  `plain` on the way into Markdown, `escape` on the way into HTML.
- A lesson's texts are Markdown without HTML and without pictures: `inline`, and `inert` for what a
  cell shows.
- A notebook's own Markdown may also use the tags of `AUTHOR_TAGS`, without attributes. Every page
  is held to `PAGE_TAGS`.
- Links lead to http, to https, or to another page of the course.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

AUTHOR_TAGS = frozenset({"details", "summary", "br", "small", "sub", "sup", "em", "strong", "kbd"})
_SPANS = ("colspan", "rowspan", "halign", "valign")
# What HTML the course's own functions and pandas write. A value of None stands for any text.
PAGE_TAGS: Mapping[str, Mapping[str, frozenset[str] | None]] = {
    **{tag: {} for tag in AUTHOR_TAGS},
    **{tag: {} for tag in ("p", "ul", "li", "code", "pre", "tbody", "thead")},
    "ol": {"class": frozenset({"course-quiz"})},
    "a": {"href": None, "download": frozenset({""}), "id": None},
    "div": {
        "class": frozenset({"course-scroll"}),
        "tabindex": frozenset({"0"}),
        "role": frozenset({"group"}),
        "aria-label": None,
    },
    "table": {"class": frozenset({"dataframe"}), "border": frozenset({"1"})},
    "tr": {"style": frozenset({"text-align: right;"})},
    "th": {"scope": frozenset({"col", "row"})} | dict.fromkeys(_SPANS),
    "td": dict.fromkeys(_SPANS),
}
# Their content is no text for readers: it goes with the tag.
_SWALLOWED = frozenset(
    {"script", "style", "iframe", "object", "svg", "math", "template", "noscript"}
)
# Control characters, and those that turn the direction of what follows.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_WEB = re.compile(r"https?://[^\s<>\"\\`{}|^\x00-\x1f\x7f]+", re.I)
_RELATIVE = re.compile(r"(?![/\\])[\w./-]*(?:#[\w-]*)?")


def escape(text: str) -> str:
    """Return text that is safe inside HTML, between tags and between quotation marks."""
    return html.escape(UNSEEN.sub("", text), quote=True)


def is_web(url: str) -> bool:
    """Say whether an address is one that may be linked to: http or https, and nothing odd in it."""
    return bool(_WEB.fullmatch(url))


def is_link(target: str) -> bool:
    """Say whether a link may lead there: the web, or a page beside this one."""
    return is_web(target) or bool(_RELATIVE.fullmatch(target))


def plain(text: str) -> str:
    r"""Return Markdown that reads as `text` does, on one line, whatever it holds.

    >>> print(plain("*a* <b> [c](javascript:d)"))
    \*a\* &lt;b> \[c\](javascript:d)
    """
    words = " ".join(UNSEEN.sub("", str(text)).split())
    words = re.sub(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_]))", r"\\\1", words)
    words = re.sub(r"&(?=#?\w+;)", "&amp;", words).replace("<", "&lt;")
    # What would open a heading, a list, a quotation or a rule at the beginning of a line.
    return re.sub(r"^(\d*)(?=>|[#+=-]+(?:\s|$)|(?<=\d)[.)])", r"\1\\", words)


def code(name: str) -> str:
    """Return a name as Markdown code; what could end the code early is left out."""
    return f"`{' '.join(UNSEEN.sub('', str(name)).replace('`', '').split()) or ' '}`"


def link(words: str, url: str) -> str:
    """Return a Markdown link that shows plain `words`, or the words alone if `url` is odd."""
    return f"[{plain(words)}]({link_target(url)})" if is_web(url) else plain(words)


def link_target(url: str) -> str:
    """Return an address that is safe between the brackets of a Markdown link."""
    return re.sub(r"[()\s<>\"\[\]*]", lambda found: f"%{ord(found.group()):02X}", url)


def inert(markdown: str) -> str:
    """Return Markdown in which no HTML, no picture and no link to elsewhere than the web is live.

    It does not try to read Markdown: whatever a reader of it may take for a tag, a picture or a
    target is defused, inside code too.
    """
    text = UNSEEN.sub("", markdown)
    text = re.sub(r"<(?=[A-Za-z/!?])(?!https?://[^\s<>\"]*>)", "&lt;", text)
    text = text.replace("![", "!\\[")
    text = re.sub(r"\](\s*)\(\s*([^()\s]*)", _target, text)
    return re.sub(r"^([ >*+-]*)\[([^\]]+)\](:\s*)(?!https?://)", r"\1\\[\2\\]\3", text, flags=re.M)


def _target(found: re.Match[str]) -> str:
    gap, target = found.groups()
    address = target.removeprefix("<").removesuffix(">")
    if is_link(address) and not (gap and "\n" in gap):
        return found.group()
    return f"\\]{gap}({target}"


def inline(markdown: str) -> str:
    """Return HTML for a run of Markdown text (emphasis, code, links), without a paragraph."""
    return clean(_reader().renderInline(UNSEEN.sub("", markdown)))


def blocks(markdown: str) -> str:
    """Return HTML for Markdown text of several paragraphs, lists among them."""
    return clean(_reader().render(UNSEEN.sub("", markdown))).strip()


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    reader.validateLink = is_link  # type: ignore[method-assign, assignment]
    return reader


class _Cleaner(HTMLParser):
    """Write HTML anew from what is allowed of it; keep a list of what was not."""

    def __init__(self, tags: Mapping[str, Mapping[str, frozenset[str] | None]]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.out: list[str] = []
        self.refused: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._inside:
            return
        if tag not in self.tags:
            self.refused.append(f"<{tag}>")
            if tag in _SWALLOWED:
                self._inside = tag
            return
        kept = []
        for name, value in attrs:
            known = self.tags[tag].get(name, frozenset())
            text = value or ""
            if (known is None or text in known) and (name != "href" or is_link(text)):
                kept.append(f' {name}="{escape(text)}"' if text else f" {name}")
            else:
                self.refused.append(f"{name}= in <{tag}>")
        self.out.append(f"<{tag}{''.join(kept)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._inside == tag:
            self._inside = None

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            self._inside = None if tag == self._inside else self._inside
        elif tag in self.tags:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.out.append(html.escape(UNSEEN.sub("", data), quote=False))

    def handle_comment(self, data: str) -> None:
        self.refused.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.refused.append("a declaration")

    def unknown_decl(self, data: str) -> None:
        self.refused.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.refused.append("a declaration")


def _cleaned(markup: str, tags: Mapping[str, Mapping[str, frozenset[str] | None]]) -> _Cleaner:
    cleaner = _Cleaner(tags)
    cleaner.feed(markup)
    cleaner.close()
    return cleaner


def clean(markup: str, also: frozenset[str] = frozenset()) -> str:
    """Return HTML written anew: the tags and attributes of `PAGE_TAGS` as they are, all else text.

    Pieces of HTML, such as an opening tag alone, stay pieces. `also` names tags that are kept too,
    without attributes.
    """
    return "".join(_cleaned(markup, {**PAGE_TAGS, **{tag: {} for tag in also}}).out)


def refused(markup: str, tags: frozenset[str] | None = None) -> list[str]:
    """List what of some HTML no page shows, each once, such as '<script>' or 'onload= in <p>'.

    Args:
        markup: HTML, whole or in pieces.
        tags: the only tags allowed, without attributes; the list of every page when left out.
    """
    allowed = PAGE_TAGS if tags is None else {tag: {} for tag in tags}
    return list(dict.fromkeys(_cleaned(markup, allowed).refused))
