"""Text that is plain stays plain, and HTML that is written anew holds only what it may."""

import html
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from course.markup import clean, code, escape, inert, inline, is_link, link, plain, refused
from course.show import Text, markdown_table
from tests.payloads import PAYLOADS

# JupyterLab reads Markdown with HTML on; so does this reader, with every link let through.
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
READER.validateLink = lambda url: True
QUIET = set(
    re.findall(
        r"\w+",
        "p em strong s code a table thead tbody tr th td pre ul ol li br hr blockquote h1 h2 h3 h4 "
        "h5 h6 details summary small sub sup kbd div",
    )
)


class Finder(HTMLParser):
    """Find what in some HTML could run, call out or lead to elsewhere than the web."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [tag] if tag not in QUIET else []
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action") and not is_link(value or ""):
                self.found.append(f"{name}={value}")


def live(markup):
    finder = Finder()
    finder.feed(markup)
    finder.close()
    return finder.found


@pytest.mark.parametrize("kind", PAYLOADS)
def test_plain_text_reads_as_it_stands(kind):
    text = PAYLOADS[kind].replace("HIT", "1")
    shown = READER.render(plain(text))
    assert live(shown) == []
    seen = html.unescape(re.sub(r"<[^>]+>", "", shown)).strip()
    assert seen == " ".join(re.sub(r"[\x00\x1b\x9b\u202e]", "", text).split())


@pytest.mark.parametrize("kind", PAYLOADS)
def test_what_a_cell_shows_is_inert_whatever_a_lesson_puts_into_it(kind):
    text = PAYLOADS[kind].replace("HIT", "1")
    for words in (text, f"**Right.** {text} and `x`", f"- a\n\n{text}\n\n| {text} |\n|---|\n"):
        assert live(READER.render(Text(words).markdown)) == []
    row = markdown_table(["a", "b"], [(plain(text), code(text))])
    assert live(READER.render(Text(row).markdown)) == []
    assert row.count("\n") == 2


@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_run_of_markdown_becomes_html_without_anything_live(kind):
    assert live(inline(PAYLOADS[kind].replace("HIT", "1"))) == []
    assert live(clean(PAYLOADS[kind].replace("HIT", "1"))) == []


def test_a_link_title_cannot_end_its_attribute():
    made = inline("""[a](https://x.org 'b" onmouseover="alert(1)') said "c" """)
    assert made.startswith('<a href="https://x.org">a</a> said "c"')


def test_sound_markdown_is_left_as_it_is():
    text = (
        "**Right.** `x[a] < 3` of *these* ([GAO, 2009](https://www.gao.gov/a_b%28c%29)); "
        "5 < 6 & 7 > 2, see [unit 06](06-who-decides.ipynb) and <https://www.nato.int/x>."
    )
    assert inert(text) == text


@pytest.mark.parametrize(
    "text", ["1. one", "2) two", "# head", "> said", "+ plus", "- dash", "---", "===", "    code"]
)
def test_plain_text_opens_no_block(text):
    assert READER.render(plain(text)).startswith("<p>")


def test_plain_text_of_the_tables_needs_no_escape():
    for text in ("2008-07", "a_b_c", "AT&T & co", "5-10 km", "R2026/03 (p. 4)", "Türkiye, 50 %"):
        assert plain(text) == text


def test_a_link_leads_to_the_web_or_is_words():
    assert link("a [b]", "https://x.org/(c)") == r"[a \[b\]](https://x.org/%28c%29)"
    for url in ("javascript:x", "urn:isbn:1", "data:text/html,x", "https://x.org/\nq", "//x.org"):
        assert link("a", url) == "a"


def test_clean_keeps_pieces_as_pieces():
    assert clean("<details><summary>a &amp; b</summary>") == "<details><summary>a &amp; b</summary>"
    assert clean("</details>") == "</details>"
    assert clean('<p class="x" onclick="y">z</p></article>') == "<p>z</p>"
    assert refused("<p onclick=y><b>z</b></p>") == ["onclick= in <p>", "<b>"]


def test_escape_holds_between_quotation_marks():
    assert escape("\" ' < \x1b\u202e") == "&quot; &#x27; &lt; "
