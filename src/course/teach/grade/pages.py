"""The shell of a page that stands alone: no script, nothing fetched, fit to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from course.markup import clean, escape

_STYLE = """
body { font: 17px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color: #1b1b1b; background: #fff; overflow-wrap: break-word; }
code { overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: #eee; } pre { background: #f3f3f3; padding: .6rem; white-space: pre-wrap; }
blockquote { margin: .6rem 0; padding: .1rem 1rem; border-left: 4px solid #767676; }
.state { font-weight: 600; } .text { white-space: pre-wrap; }
.beside { display: grid; grid-template-columns: 1fr; gap: 1rem; }
@media (min-width: 60rem) { body.wide { max-width: 84rem; }
  .beside { grid-template-columns: 1fr 1fr; }
  aside { position: sticky; top: 0; max-height: 100vh; overflow: auto; align-self: start; } }
@media print { body { margin: 0; max-width: none; font-size: 11pt; }
  section { break-inside: avoid; } }
"""


def page(title: str, body: Iterable[str], *, wide: bool = False) -> str:
    """Return a whole page; `title` is plain text, `body` is HTML."""
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="en-GB"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">",
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head>",
            f'<body class="{"wide" if wide else "one"}"><h1>{escape(title)}</h1>',
            *body,
            "</body></html>",
            "",
        )
    )


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; header and cells are plain text."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in header)
    lines = [
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    ]
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def task_text(markdown: str) -> str:
    """Return HTML for a notebook's own Markdown, its tables too."""
    from markdown_it import MarkdownIt

    from course.markup import is_link

    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    reader.validateLink = is_link  # type: ignore[method-assign, assignment]
    return clean(reader.render(markdown))
