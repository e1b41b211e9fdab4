"""What may reach a page, and what a page may do: one gate for text, one policy for the browser.

Pages are read as plain GitHub Markdown: no directive and no role exists that could read a file or
write HTML. What HTML is left in a document is written anew from a short list (`course.markup`);
only what the builder itself wrote, marked by `raw` or `own`, passes as it stands.
"""

from __future__ import annotations

import posixpath
import re
import secrets
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from course.markup import clean, is_web

# No inline script, no style of a page's own, no frame, no other host; `search.html` reads the pages
# it finds. An element may say its own looks (a figure's proportions, what Plotly draws), and Plotly
# adds an empty sheet to a page and fills it by calls: the hash is that of no text at all.
_EMPTY = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {_EMPTY}",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
    )
)
POLICY_TAG = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
# The name of our own fences: new in every process, so that no text can have it.
_OWN = f"own-{secrets.token_hex(8)}"
_LOG = logging.getLogger(__name__)


def own(markup: str) -> str:
    """Return Markdown that puts the builder's own HTML on a page, whatever lines it holds."""
    longest = max((len(run) for run in re.findall("`{3,}", markup)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{_OWN}\n{markup}\n{fence}"


def raw(markup: str) -> nodes.raw:
    """Return a node of the builder's own HTML."""
    return nodes.raw("", markup, format="html", course_own=True)


class Gate(SphinxTransform):
    """Let through what readers should see; the last step of reading a document.

    At 880 Sphinx collects titles, pictures and files to copy: by then they must be gone.
    """

    default_priority = 870

    def apply(self, **_: Any) -> None:
        """Clean the document in place."""
        for block in list(self.document.findall(nodes.literal_block)):
            if block.get("language") == _OWN:
                block.replace_self(raw(block.astext()))
            elif not _is_language(block.get("language", "text")):
                block["language"] = "text"
        for node in list(self.document.findall(nodes.raw)):
            if not node.get("course_own"):
                self._clean(node)
        for image in list(self.document.findall(nodes.image)):
            image.replace_self(nodes.inline("", image.get("alt", "")))
        for link in list(self.document.findall(nodes.reference)):
            self._lead(link)
        for file in list(self.document.findall(addnodes.download_reference)):
            file.replace_self(nodes.inline("", file.astext()))

    def _clean(self, node: nodes.raw) -> None:
        if "html" not in node.get("format", ""):
            node.parent.remove(node)
        else:
            node.replace_self(nodes.raw("", clean(node.astext()), format="html"))

    def _lead(self, link: nodes.reference) -> None:
        """Keep a link to the web or within the page; lead one to a document to its page."""
        target = link.get("refuri")
        if target is None or is_web(target) or re.fullmatch(r"#[\w-]+", target):
            return
        path, _, place = target.partition("#")
        here = posixpath.dirname(self.env.docname)
        name = posixpath.normpath(posixpath.join(here, re.sub(r"\.(ipynb|md)$", "", path)))
        if name in self.env.found_docs:
            page = posixpath.relpath(f"{name}.html", here or ".")
            link["refuri"] = f"{page}#{place}" if place else page
            return
        _LOG.warning("a link to '%s' leads nowhere.", target, location=link)
        link.replace_self(nodes.inline("", "", *link.children))


def _is_language(name: str) -> bool:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        get_lexer_by_name(name)
    except ClassNotFound:
        return False
    return True


def refuse_insertion(app: Any) -> None:
    """Take from documents the means to read other files, which no document here needs."""
    app.env.settings.update(file_insertion_enabled=False, raw_enabled=False)
