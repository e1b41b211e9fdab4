"""The pages that no notebook writes: the front page, data cards, glossary, sources, solutions.

All are derived from the notebooks' metadata, the data package and the units' modules.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from course import selection
from course.data import GRADES, Table, package
from course.learn.exercises import lesson, solution
from course.learn.frame import card, conflicts
from course.learn.terms import LANGUAGES, explained
from course.markup import code, escape, inline, is_web, plain
from course.publish import about, citations, progress, teach
from course.publish.figures import drawings, figure
from course.publish.gate import own
from course.show import markdown_table
from course.sources import KINDS, LEDGERS, bibtex, cite, entry, register
from course.units import Unit, units

PREVIEW_ROWS = 12
_TITLE = "Alliance missile defence: history, institutions, debates"


def write_all(folder: Path, stills: bool = True) -> None:
    """Write every derived page into `folder` as Markdown."""
    pages = dict(_pages(stills))
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _pages(stills: bool) -> Iterator[tuple[str, str]]:
    yield "index.md", index(stills)
    yield "data/index.md", data_index()
    for table in package().tables.values():
        yield f"data/{table.name}.md", data_page(table)
        if _rests_on_sources(table):
            yield f"readings/{table.name}.md", citations.page_of_rows(table)
    if "glossary" in package().tables:
        yield "glossary.md", glossary()
    yield "sources.md", sources_page()
    yield "about.md", about.about()
    yield "progress.md", progress.page()
    yield "review.md", progress.review()
    for unit in units():
        if lesson(unit.slug).exercises:
            yield f"solutions/{unit.path.stem}.md", solutions(unit)
        if citations.pointer(unit):
            yield f"readings/{unit.path.stem}.md", citations.page(unit)
        yield f"review/{unit.path.stem}.md", about.form(unit)
    yield from teach.pages()


def index(stills: bool = True) -> str:
    """Return the front page: what the course is, every unit with its question and minutes."""
    first, edition = units()[0], selection.current()
    hours = sum(unit.metadata["minutes"] for unit in units()) / 60
    # Every text of a table, of the package and of a unit's metadata is plain text: see markup.py.
    rows_in_all = sum(len(table.records()) for table in package().tables.values())
    picture = next(drawings(first.notebook), None)
    parts = [
        f"# {plain(edition.title) if edition else _TITLE}",
        "Who is to be defended against what? Who decides, who lends the ground, who pays, and does "
        "it work? People who know the subject disagree about nearly all of it. This course does "
        "not tell you who is right. It teaches you to find out what is known, how far it can be "
        "trusted, and what each side would say if it were in the room.",
        f"**{len(units())} units**, about {hours:.0f} hours. **{len(package().tables)} tables**, "
        f"{rows_in_all:,} rows, **{len(register()):,} sources**. Every claim is one click from its "
        "source; every chart is drawn from a table that you can download.",
        f"[**Begin here: {plain(first.title)}**]({first.path.stem}.ipynb)",
        progress.home(),
    ]
    if picture:
        parts.append(own(figure(picture, "", stills)))
    parts.append(
        "## Three ways to use it\n\n"
        "- **Study it here.** Charts, exercises that answer back, quizzes, sources and the rows "
        "behind every chart are on these pages, and work by keyboard and on a phone. What you do "
        "is noted in your browser and nowhere else.\n"
        "- **Study it in JupyterLab.** Clone the course and run `uv run course lab`: the same "
        "exercises, in notebooks of your own in which every line of code can be changed.\n"
        "- **Teach with it.** Each unit has its minutes by section, a prediction to open with, a "
        "debate with both best cases, and exercises whose feedback names the misconception."
    )
    for part, members in _parts():
        rows = [
            (
                u.number,
                f"[{plain(u.title)}]({u.path.stem}.ipynb)",
                plain(u.metadata["question"]),
                f"{u.reading_minutes} / {u.metadata['minutes']}",
            )
            for u in members
        ]
        listed = markdown_table(["No.", "Unit", "Question", "Minutes to read / to do all"], rows)
        parts.append(f"## {plain(part)}\n\n{listed}")
    parts.append(
        "## Also here\n\n- [Your progress](progress.md), kept in your browser alone, and your "
        "[review](review.md) of what you missed\n"
        "- [The tables](data/index.md), with a card for each: columns, units, sources, "
        "grades, conflicts, download\n"
        + ("- [Glossary](glossary.md)\n" if "glossary" in package().tables else "")
        + "- [The register of sources](sources.md)\n"
        + f"- [Teaching with it]({teach.GUIDE}.md), for whoever stands in front of a class\n"
        + (f"- [The Council]({teach.HOME}/index.md), to play in a class or alone\n" * teach.there())
        + "- [About this course](about.md): who wrote it, who has looked at it, what is assessed\n"
    )
    return "\n\n".join(parts) + "\n"


def _parts() -> Iterator[tuple[str, list[Unit]]]:
    for part, group in groupby(units(), key=lambda unit: str(unit.metadata["part"])):
        yield part, list(group)


def contents() -> list[tuple[str, list[str]]]:
    """Return the navigation: each caption with the documents under it."""
    listed = [(part, [u.path.stem for u in members]) for part, members in _parts()]
    extra = ["data/index", "glossary", "sources", "about"]
    if "glossary" not in package().tables:
        extra.remove("glossary")
    study = ("Your study", ["progress", "review"])
    return [*listed, study, ("Teaching", teach.in_navigation()), ("Reference", extra)]


class Contents(SphinxTransform):
    """Give the front page the navigation, in place of a directive that no document may use."""

    default_priority = 300

    def apply(self, **_: Any) -> None:
        """Add a hidden table of contents for each part."""
        if self.env.docname != "index":
            return
        # A text says "unit 04": here it can be found by that. The pages keep their titles.
        numbered = {u.path.stem: f"{u.number} {u.title}".replace("'", "’") for u in units()}
        for caption, names in contents():
            toc = addnodes.toctree(
                "",
                parent="index",
                entries=[(numbered.get(name), name) for name in names],
                includefiles=names,
                maxdepth=-1,
                caption=caption,
                rawcaption=caption,
                glob=False,
                hidden=True,
                includehidden=False,
                numbered=0,
                titlesonly=False,
            )
            self.document[0].append(nodes.compound("", toc, classes=["toctree-wrapper"]))


class Trees:
    """The navigation of pages that it does not list: alike on all pages of a folder, made once."""

    def __init__(self) -> None:
        """Begin with none; each build has its own."""
        self._made: dict[Any, str] = {}

    def share(self, app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
        """Let the theme, which asks every page for its navigation, have what was made before."""
        if not listed_elsewhere(name):
            return
        make = context["toctree"]

        def toctree(**options: Any) -> str:
            key = (posixpath.dirname(name), *sorted(options.items()))
            if key not in self._made:
                self._made[key] = make(**options)
            return self._made[key]

        context["toctree"] = toctree


def hidden_from_search(name: str) -> bool:
    """Say whether a document is kept out of the search index: what answers, what repeats."""
    return name in ("progress", "review") or name.startswith(
        ("solutions/", "readings/", "review/", "teach/")
    )


def listed_elsewhere(name: str) -> bool:
    """Say whether a document has a list of its own: forty tables would crowd the navigation."""
    apart = ("solutions/", "readings/", "review/", "data/", "teach/")
    return name.startswith(apart) and name not in ("data/index", *teach.in_navigation())


def data_index() -> str:
    """Return the list of tables."""
    rows = []
    for table in package().tables.values():
        grades = table.grades()
        rows.append(
            (
                f"[{code(table.name)}]({table.name}.md)",
                plain(table.title),
                len(table.records()),
                *(grades.get(grade, "") for grade in GRADES),
            )
        )
    meaning = "; ".join(f"**{grade}** {words}" for grade, words in GRADES.items())
    return (
        "# The tables\n\nOne CSV a table, one row one observation, each row with its source and "
        f"grade: {meaning}. The whole set is a Frictionless Data Package: "
        '<a href="../tables/datapackage.json" download>datapackage.json</a>. '
        f'<a href="../tables/{package().descriptor["name"]}.zip" download>All in one archive</a>, '
        "byte for byte as the course keeps them. Our compiled tables are licensed CC BY 4.0.\n\n"
        + markdown_table(["Table", "Title", "Rows", *GRADES], rows)
        + "\n"
    )


def data_page(table: Table) -> str:
    """Return a table's page: its card, a preview, downloads, citation and sources."""
    records = table.records()
    columns = [column.name for column in table.columns]
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{_cell(name, row[name])}</td>" for name in columns) + "</tr>"
        for row in records[:PREVIEW_ROWS]
    )
    preview = (
        '<div class="course-scroll" tabindex="0" role="group" aria-label="Preview of the table">'
        f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    file = escape(table.path.name)
    parts = [
        card(table, heading="#"),
        "[All tables](index.md)",
        f'**Download.** <a href="../tables/{file}" download>{file}</a> '
        '(for Excel too); <a href="../tables/datapackage.json" download>'
        "datapackage.json</a> describes every column.",
        f"## First {min(PREVIEW_ROWS, len(records))} of {len(records)} rows\n\n{own(preview)}",
    ]
    disputed = conflicts(table)
    if disputed:
        listed = [(code(row[table.key[0]]), plain(row.get("note", ""))) for row in disputed[:20]]
        parts.append(
            "## Where sources conflict\n\n" + markdown_table(["Row", "What conflicts"], listed)
        )
    codebook = table.package.folder / "codebooks" / f"{table.name}.md"
    if codebook.is_file():
        body_text = re.sub(r"^(#+)", r"#\1", codebook.read_text(encoding="utf-8"), flags=re.M)
        parts.append(re.sub(r"\A\s*## .*", "## Codebook", body_text))
    ids = table.source_ids()
    if table.name in LEDGERS:  # nearly the whole register: it has a page
        parts.append("## Sources\n\n[The register of sources](../sources.md) has them all.")
    elif _rests_on_sources(table):
        first = "\n".join(f"- {entry(i)}" for i in ids[:15])
        more = f"\n- and {len(ids) - 15} more, in the BibTeX" if len(ids) > 15 else ""
        exported = own(
            f"<details><summary>BibTeX of all {len(ids)} sources</summary>"
            f"<pre>{escape(bibtex(ids))}</pre></details>"
        )
        said = f"[What was read of each](../readings/{table.name}.md), and who looked."
        parts.append(f"## Sources\n\n{said}\n\n{first}{more}\n\n{exported}")
    return "\n\n".join(parts) + "\n"


def _rests_on_sources(table: Table) -> bool:
    """Say whether a table's rows name sources, and are not themselves a register or a ledger."""
    return bool(table.source_ids()) and table.name not in ("sources", *LEDGERS)


def _cell(name: str, value: str) -> str:
    if name == "source_id" and value in register() and is_web(register()[value]["url"]):
        return f'<a href="{escape(register()[value]["url"])}">{escape(value)}</a>'
    return escape(value)


def glossary() -> str:
    """Return the glossary as one page, a heading a letter."""
    rows = sorted(package().table("glossary").records(), key=lambda r: r["term"].lower())
    french, russian = (sum(bool(row[one]) for row in rows) for one in LANGUAGES)
    parts = [
        "# Glossary",
        f"{len(rows)} terms. {french} have their French form and {russian} their Russian one, each "
        "from an official text that is named beside it. Where none stands, none was read; that "
        "does not mean that there is none.",
    ]
    for letter, group in groupby(rows, key=lambda row: row["term"][0].upper()):
        parts.append(f"## {plain(letter)}")
        for row in group:
            said = cite(row["source_id"])
            abroad = [
                f"{cite(row[f'{key}_source_id'])} ({name})"
                for key, name in LANGUAGES.items()
                if row[key] and row[f"{key}_source_id"]
            ]
            if abroad:
                said = f"{said} (explanation), {', '.join(abroad)}"
            parts.append(f'<a id="{escape(row["term_id"])}"></a>{explained(row)} {said}')
    return "\n\n".join(parts) + "\n"


def sources_page() -> str:
    """Return the register of sources, grouped by kind, each with the publisher's stake."""
    rows = register()
    parts = [
        "# The register of sources",
        f"{len(rows)} sources, each with its publisher's stake. A grade says how far a row of data "
        "may be trusted; a stake says what its publisher may want you to think.",
    ]
    for kind, heading in KINDS.items():
        group = sorted(
            (i for i, row in rows.items() if row["kind"] == kind),
            key=lambda i: (rows[i]["publisher"].lower(), rows[i]["date"]),
        )
        if group:
            parts.append(f"## {heading} ({len(group)})")
            parts.append("\n".join(f"- {entry(i)}" for i in group))
    return "\n\n".join(parts) + "\n"


def solutions(unit: Unit) -> str:
    """Return a unit's hints and solutions: a page of its own, out of the search index."""
    parts = [
        f"# Hints and solutions: {plain(unit.title)}",
        f"Try first. Then open one hint at a time. Back to [the unit](../{unit.path.stem}.ipynb).",
    ]
    for task in lesson(unit.slug).exercises.values():
        parts.append(f"## {plain(task.title)}")
        for number, hint in enumerate(task.hints, start=1):
            parts.append(_folded(f"Hint {number}", inline(hint)))
        text = str(solution(task.id))
        paragraphs = "</p><p>".join(inline(p) for p in text.split("\n\n"))
        parts.append(_folded("Solution", paragraphs))
    return "\n\n".join(parts) + "\n"


def _folded(summary: str, body: str) -> str:
    return own(f"<details><summary>{summary}</summary><p>{body}</p></details>")
