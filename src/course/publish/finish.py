"""The last hand on the theme's pages: a script less, names for landmarks, tables within reach."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.markup import escape, is_web
from course.publish import citations, gate, progress, sheets, terms
from course.sources import register

_SCROLLS = 'tabindex="0" role="group" aria-label="Table, scrolls sideways"'
_COLOURS = re.compile(
    r"<script>\s*document\.body\.dataset\.theme = localStorage\.getItem\(\"theme\"\)"
    r' \|\| "auto";\s*</script>'
)
# Such names are long enough not to be taken for another word.
_SOURCE_ID = re.compile(r"<td>([a-z0-9]+(?:-[a-z0-9]+){2,})</td>")
_HIGHLIGHT = re.compile(r'<script src="[^"]*sphinx_highlight\.js[^"]*"></script>\s*')
# Classes that no style and no script names.
_IDLE = re.compile(
    r' (?:notranslate|colwidths-auto|above-output-prompt|docutils container)(?=[ "])'
)
_OUR_FILES = sorted(
    file.name for file in (Path(__file__).parent / "static").iterdir() if file.suffix != ".svg"
)
_STYLE = re.compile(r"<style>(.*?)</style>\s*", re.S)
# What the theme writes, and what stands on our pages instead.
_NAMES = (
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="Whole course">'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    ('<div id="search-results">', '<h1>Search</h1>\n<div id="search-results">'),
)


def page_context(app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Give a page its policy, and leave out MyST-NB's style sheet (43 KB; course.css has what is
    used of it); give the captions of the navigation the level that an ARIA heading must have."""
    context["metatags"] = gate.POLICY_TAG + context.get("metatags", "")
    scripts = progress.scripts(name)
    if scripts:
        app.add_css_file("study.css")
    context["css_files"] = [f for f in context["css_files"] if "mystnb" not in str(f.filename)]
    for key in ("furo_navigation_tree", "toctree"):
        if isinstance(context.get(key), str):
            context[key] = context[key].replace('role="heading"', 'role="heading" aria-level="2"')
    if "body" in context:
        body = _linked_sources(context["body"])
        body = citations.numbered(citations.bound(_reachable_tables(body)))
        context["body"] = progress.marked(name, body)
    for script in scripts:
        app.add_js_file(script, priority=900, defer="defer")  # after those of all pages


def _linked_sources(body: str) -> str:
    """Let each `source_id` in a table's output lead to its source, as it does on data pages."""

    def linked(found: re.Match[str]) -> str:
        row = register().get(found[1])
        if row is None or not is_web(row["url"]):
            return found[0]
        return f'<td><a href="{escape(row["url"])}">{found[1]}</a></td>'

    return _SOURCE_ID.sub(linked, body)


def _reachable_tables(body: str) -> str:
    """Let wide tables scroll on their own and be reached by keyboard; an empty head is no head."""
    body = body.replace('<div class="table-wrapper', f'<div {_SCROLLS} class="table-wrapper')
    body = re.sub(
        r'<table[^>]* class="dataframe"[^>]*>.*?</table>',
        lambda table: f'<div class="course-scroll" {_SCROLLS}>{table.group(0)}</div>',
        body,
        flags=re.S,
    )
    return re.sub(r"<th(?: [^>]*)?>(?:\s|<p>\s*</p>)*</th>", "<td></td>", body)


def pages(html: Path) -> None:
    """Finish every page of a site in place.

    Raises:
        CourseError: a page has an inline script that is not the theme's own.
    """
    used: set[str] = set()
    styles: dict[str, None] = {}
    for page in html.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        used.update(re.findall(r'<span class="(\w{1,3})">', text))
        head, body, rest = text.partition("<body")
        styles |= dict.fromkeys(_STYLE.findall(head))  # the theme's own colours of code
        text = _STYLE.sub("", head) + body + rest
        static = posixpath.relpath("_static", page.parent.relative_to(html).as_posix())
        if page.name != "search.html":  # elsewhere course.js fetches it, when a search led there
            text = _HIGHLIGHT.sub("", text, count=1)
        page.write_text(_finished(text, static), encoding="utf-8")
    if styles:
        with (html / "_static" / "course.css").open("a", encoding="utf-8") as sheet:
            sheet.writelines(styles)
    for name in (*_OUR_FILES, "doctools.js", "sphinx_highlight.js"):
        _trim(html / "_static" / name)
    _trim_highlighting(html / "_static" / "pygments.css", used)
    _trim_theme(html)
    shutil.rmtree(html / "_sources", ignore_errors=True)


def _finished(page: str, static: str) -> str:
    page = _COLOURS.sub(f'<script src="{static}/colours.js"></script>', page, count=1)
    inline = re.search(r"<script(?![^>]*\bsrc=)[^>]*>.{0,60}", page, re.S)
    if inline:
        raise CourseError(
            f"A page would have a script of its own, which its policy forbids: {inline.group()}"
        )
    for theirs, ours in _NAMES:
        page = page.replace(theirs, ours, 1)
    # The theme's own part is indented for its authors: every page carries that.
    head, article, text = page.partition("<article")
    text = re.sub(r'class="[^"]*"', lambda names: _IDLE.sub("", names[0]), text)
    # No style names these, and a unit has hundreds of them.
    text = text.replace('<a class="reference external" ', "<a ")
    text = text.replace(f'<a class="{terms.MARK} reference internal"', f'<a class="{terms.MARK}"')
    text = re.sub(r'<span class="pre">([^<]*)</span>', r"\1", text)
    text = re.sub(r'<tr class="row-(?:odd|even)">', "<tr>", text)
    # It would hide from a screen reader the words that say what a fold opens.
    text = text.replace('<summary aria-label="Toggle hidden content">', "<summary>")
    text = text.replace(' title="Link to this heading"', ' title="Link here"')
    # No other code has a class; the theme's rules for it are led to this one (`_trim_theme`).
    text = text.replace('<code class="docutils literal">', "<code>")
    # Names, brackets and spaces of code look like the code around them.
    text = re.sub(r'<span class="[npw]">([^<]*)</span>', r"\1", text)
    # A cell of one paragraph is a cell of words.
    text = re.sub(r"(<t[dh][^>]*>)<p>((?:(?!</?p>).)*)</p>(</t[dh]>)", r"\1\2\3", text, flags=re.S)
    return re.sub(r"\n\s+", "\n", head) + article + text


def _trim(file: Path) -> None:
    """Leave out of a sheet or a script what only its authors read: comments, indents."""
    if file.is_file():  # a build without pages has none
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.S)
        lines = (line.strip() for line in text.splitlines())
        file.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")


def _trim_highlighting(sheet: Path, used: set[str]) -> None:
    """Keep only the rules of the code highlighting that some page uses."""
    rules = sheet.read_text(encoding="utf-8").splitlines()
    named = [(rule, re.search(r"\.highlight \.(\w+) ", rule)) for rule in rules]
    kept = [re.sub(r" */\*.*?\*/", "", rule) for rule, name in named if not name or name[1] in used]
    sheet.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _trim_theme(html: Path) -> None:
    """Leave out of the theme's sheets what none of these pages can use."""
    scripts = [
        file.read_text(encoding="utf-8")
        for file in (html / "_static").rglob("*.js")
        if file.name != "plotly.min.js"
    ]
    pages = (page.read_text(encoding="utf-8") for page in html.rglob("*.html"))
    classes = sheets.used(pages, scripts)
    theirs = sorted((html / "_static" / "styles").glob("*.css"))
    for sheet in theirs:
        text = sheet.read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        text = text.replace("code.literal", "code:not([class])")
        sheet.write_text(sheets.purged(text, classes), encoding="utf-8")
    every = [file.read_text(encoding="utf-8") for file in (html / "_static").rglob("*.css")]
    named = {name for text in scripts for name in re.findall(r"--[a-z][\w-]+", text)}
    for sheet in theirs:
        # What a sheet uses of its own counts anew there, each time that something has gone.
        others = (sheets.properties(text) for text in every if text != sheet.read_text("utf-8"))
        idle = sheets.without_idle_properties(sheet.read_text("utf-8"), named.union(*others))
        sheet.write_text(idle, encoding="utf-8")
