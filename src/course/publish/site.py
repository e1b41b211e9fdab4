"""Build the website from the stored notebooks. Nothing is executed: what was tested is shown."""

from __future__ import annotations

import contextlib
import copy
import gc
import io
import json
import logging
import re
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import selection
from course.data import package
from course.errors import CourseError
from course.learn.exercises import lesson
from course.paths import cache_folder
from course.publish import (
    about,
    citations,
    finish,
    folder,
    gate,
    images,
    keys,
    pages,
    practice,
    terms,
)
from course.publish import progress as standing
from course.publish.figures import FOLDER, MOST_ROWS, Drawing, drawings, rows_page
from course.quality import markup, report
from course.show import WAITING_MIME
from course.table import fingerprint
from course.units import Unit, cell_text, only_in_jupyterlab, units

STATIC = Path(__file__).parent / "static"
_PLAIN = re.compile(r"[\w ,’-]{3,60}")  # what a fold may say that it opens
_ASKED = re.compile(r"course\.(check|predict|reveal)\(\s*[\"']([\w-]+)(?:@\d+)?[\"']")


@dataclass(frozen=True)
class Report:
    """What a build produced, for the terminal."""

    out: Path
    pages: int
    charts: int
    left_out: str
    keys: Path | None = None


def site_notebook(unit: Unit) -> dict[str, Any]:
    """Return a unit's notebook as the site shows it: folds kept, exercises as forms.

    It is put together anew from what the site knows: sources, tags, and outputs of known kinds. A
    folded output may say what it opens (`course.opens`, such as "the card of Spain").
    """
    cells: list[dict[str, Any]] = []
    marked = citations.marker(unit)
    tasks, guesses = lesson(unit.slug).exercises, lesson(unit.slug).predictions
    kinds = {name: task.kind for name, task in tasks.items()}
    for number, cell in enumerate(unit.notebook["cells"]):
        if cell["cell_type"] != "code":
            cells.append(_markdown(f"cell-{number}", practice.for_readers(marked(cell), kinds)))
            continue
        if only_in_jupyterlab(cell):
            continue
        if standing.shows_standing(cell):
            cells.append(_markdown(f"standing-{number}", standing.here()))
            continue
        asked = _ASKED.findall(cell_text(cell))
        forms = [practice.form(tasks[name], unit) for what, name in asked if what == "check"]
        forms += [practice.prediction(guesses[name]) for what, name in asked if what == "predict"]
        # A cell that waits for an answer says so to whoever can run it: here a form is answered.
        cells += [_markdown(f"form-{number}-{place}", made) for place, made in enumerate(forms)]
        if forms:
            continue
        waiting = [practice.verdict(name) for _, name in asked if name in guesses]
        cells += [_markdown(f"verdict-{number}", made) for made in waiting]
        cells.append(_code(number, cell))
    last = "\n\n".join(filter(None, (citations.pointer(unit), about.pointer(unit))))
    cells.append(_markdown("read", last))
    language = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    return {"cells": cells, "metadata": language, "nbformat": 4, "nbformat_minor": 5}


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _code(number: int, cell: dict[str, Any]) -> dict[str, Any]:
    """Return a code cell as the site shows it, its source or its outputs folded if they are so."""
    outputs = [known for output in cell.get("outputs", []) if (known := markup.known(output))]
    tags: list[str] = []
    metadata: dict[str, Any] = {"tags": tags}
    if cell["metadata"].get("jupyter", {}).get("source_hidden"):
        tags.append("hide-input")
    waits = any(WAITING_MIME in output.get("data", {}) for output in cell.get("outputs", []))
    if waits or cell["metadata"].get("course", {}).get("fold") == "output":
        tags.append("hide-output")
        opens = str(cell["metadata"].get("course", {}).get("opens", ""))
        named = not waits and _PLAIN.fullmatch(opens)
        metadata["mystnb"] = {
            "code_prompt_show": f"Open {opens}" if named else "Committed? Open the data",
            "code_prompt_hide": f"Fold {opens} away" if named else "Fold the data away",
        }
    return {
        "cell_type": "code",
        "id": f"cell-{number}",
        "metadata": metadata,
        "source": cell_text(cell),
        "execution_count": None,
        "outputs": outputs,
    }


def settings(with_stills: bool) -> dict[str, Any]:
    """Return the Sphinx settings of the site."""
    edition = selection.current()
    title = edition.title if edition else "Alliance missile defence"
    return {
        "project": title,
        "html_title": title,
        "copyright": "2026, the course team. Texts and tables: CC BY 4.0. Code: MIT",
        "extensions": ["myst_nb", "course.publish.site"],
        "html_favicon": str(STATIC / "favicon.svg"),
        "html_theme": "furo",
        "html_static_path": [str(STATIC)],
        "html_css_files": ["course.css"],
        "html_js_files": [("course.js", {"defer": "defer"})],
        "html_show_sourcelink": False,
        "html_copy_source": False,
        "html_show_sphinx": False,
        "html_use_index": False,
        "html_theme_options": {"navigation_with_keys": True},
        "language": "en",
        "nb_execution_mode": "off",
        "nb_code_prompt_show": "Show the code",
        "nb_code_prompt_hide": "Hide the code",
        "nb_merge_streams": True,
        "nb_render_markdown_format": "gfm",
        # Plain GitHub Markdown, as JupyterLab shows it: no directives, no roles.
        "myst_gfm_only": True,
        "myst_heading_anchors": 3,
        # The app.* warnings only say that this process has built a site before.
        "suppress_warnings": ["app.add_node", "app.add_directive", "app.add_role"],
        "exclude_patterns": [],
        "course_stills": with_stills,
    }


def _describe(app: Any, tree: Any) -> None:
    """Tell Sphinx of a document what no text of it can: its place in navigation and search."""
    about = app.env.metadata[app.env.docname]
    if pages.listed_elsewhere(app.env.docname):
        about["orphan"] = True
    if pages.hidden_from_search(app.env.docname):
        about["nosearch"] = True


def setup(app: Any) -> dict[str, Any]:
    """Register the site's own settings and steps with Sphinx."""
    app.add_config_value("course_stills", True, "html")
    app.add_transform(terms.Marks)
    app.add_transform(gate.Gate)
    app.add_transform(pages.Contents)
    app.connect("builder-inited", gate.refuse_insertion)
    app.connect("doctree-read", _describe)
    app.connect("html-page-context", pages.Trees().share, priority=100)  # before the theme's own
    app.connect("html-page-context", finish.page_context, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def faults() -> list[str]:
    """List what keeps the course from being published: all that `course check` finds by reading."""
    return report.problems(units(), rerun=False, everything=True)


def build(
    out: Path,
    *,
    with_stills: bool | None = None,
    solutions: str = keys.OPEN,
    progress: Callable[[str, int], Any] | None = None,
) -> Report:
    """Build the site into `out`, replacing a site that was there before and nothing else.

    Args:
        out: a folder that is new, empty, or holds an earlier build; files of others beside an
            earlier build stay.
        with_stills: draw stills; None means if there is a Chromium.
        solutions: "open"; "later" puts the keys into a folder beside `out`, to be added when their
            time has come; "none" leaves them out. See `course.publish.keys`.
        progress: called with (what, total) to announce a step and with ("", 1) as each piece ends.

    Raises:
        CourseError: `out` cannot be used, `course check` finds something, Chromium is wanted and
            missing, or Sphinx warns. What was at `out` is then as it was.
    """
    step = progress or (lambda what, total: None)
    try:
        apart = out.with_name(f"{out.name}-keys") if solutions == keys.LATER else None
        for place in filter(None, (out, apart)):
            folder.check(place)
        with folder.beside(out) as work:
            left_out = ""
            if with_stills and images.chromium() is None:
                raise CourseError(f"Stills need a browser. {images.REMEDY}, or use --no-stills.")
            if with_stills is None and images.chromium() is None:
                left_out = (
                    "no Chromium was found, so the charts have no stills: without JavaScript and "
                    f"in print they are words and numbers only. {images.REMEDY}"
                )
            with _garbage_looked_for_seldom():
                _refuse(faults())
                drawn = with_stills is not False and not left_out
                count, charts = _build(work, drawn, step)
                if solutions != keys.OPEN:
                    keys.close(work / "html", solutions, work / "keys")
            if apart:
                folder.put(work / "keys", apart)
            folder.put(work / "html", out)
    except OSError as error:
        raise folder.sentence(error, out) from None
    return Report(out, count, charts, left_out, apart)


@contextlib.contextmanager
def _garbage_looked_for_seldom() -> Iterator[None]:
    """Spare a third of a build: the trees of its pages live to its end and are no garbage."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _refuse(found: list[str]) -> None:
    if found:
        more = f" and {len(found) - 5} more" if len(found) > 5 else ""
        raise CourseError(
            f"Not published: course check finds {len(found)} problem"
            f"{'' if len(found) == 1 else 's'}.\n"
            + "\n".join(f"• {problem}" for problem in found[:5])
            + (f"\n•{more}: course check --no-rerun" if more else "")
        )


def _build(work: Path, with_stills: bool, step: Callable[[str, int], Any]) -> tuple[int, int]:
    """Make the whole site in `work`/html; return how many pages and charts it has."""
    charts = [d for unit in units() for d in drawings(unit.notebook)]
    files = _chart_files(charts)
    if with_stills:
        step("Drawing stills", 2 * len({d.key for d in charts}))
        kept = cache_folder() / f"stills-{images.version()}"
        files |= images.draw(charts, kept, lambda: step("", 1))
    step("Writing pages", len(units()))
    _write_sources(work / "source", with_stills, step)
    step("Building pages", 1)
    html = work / "html"
    render(work / "source", html, work / "doctrees", with_stills)
    step("", 1)
    files |= standing.files(html)
    _add_files(html, files)
    return len(list(html.rglob("*.html"))), len(charts)


def _chart_files(charts: list[Drawing]) -> dict[str, bytes]:
    files = {f"{d.key}.js": d.script.encode() for d in charts}
    files |= {f"{d.key}.csv": d.rows.encode("utf-8-sig") for d in charts}
    files |= {f"readings-{u.path.stem}.js": citations.script(u).encode() for u in units()}
    files |= {f"exercises-{u.path.stem}.js": practice.script(u).encode() for u in units()}
    files |= {f"solutions-{u.path.stem}.js": practice.solutions(u).encode() for u in units()}
    files["publishers.js"] = practice.names().encode()
    return files | {
        f"{d.key}.html": rows_page(d).encode()
        for d in charts
        if len(d.about.table["rows"]) > MOST_ROWS
    }


def _write_sources(place: Path, with_stills: bool, step: Callable[[str, int], Any]) -> None:
    place.mkdir()
    for unit in units():
        text = json.dumps(site_notebook(unit), ensure_ascii=False)
        (place / unit.path.name).write_text(text, encoding="utf-8")
        step("", 1)
    pages.write_all(place, with_stills)


class _Heard(io.StringIO):
    """What this thread writes to the stream for errors; what others write passes by.

    The browser that drew the stills says goodbye in a thread of its own, and a bar of progress has
    one too: neither is a warning of Sphinx.
    """

    def __init__(self) -> None:
        super().__init__()
        self.own, self.others = threading.get_ident(), sys.stderr

    def write(self, text: str) -> int:
        return super().write(text) if threading.get_ident() == self.own else self.others.write(text)


@contextlib.contextmanager
def root_logger_taken() -> Iterator[None]:
    """Keep a library from setting up the root logger as it is imported.

    One that Sphinx imports, a11y_pygments, does so: at INFO, and on what is then the stream for
    errors. Whatever any library noted from then on (such as the one that drives the browser, which
    tells that its folder is gone when it is collected) would be taken for a warning of Sphinx.
    """
    taken = logging.NullHandler()
    logging.getLogger().addHandler(taken)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(taken)


def render(source_folder: Path, html: Path, doctrees: Path, with_stills: bool) -> None:
    """Turn a folder of notebooks and Markdown into pages; a warning of Sphinx is an error."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError

    said, warned = io.StringIO(), _Heard()
    try:
        with contextlib.redirect_stderr(warned), root_logger_taken():
            app = Sphinx(
                str(source_folder),
                None,
                str(html),
                str(doctrees),
                "html",
                confoverrides=settings(with_stills),
                status=said,
                warning=warned,
            )
            app.build(force_all=True)
    except SphinxError as error:
        cause = getattr(error, "orig_exc", None) or error.__cause__
        if isinstance(cause, OSError | CourseError):
            raise cause from None
        raise CourseError(f"The site was not built; Sphinx said: {error}") from None
    complaints = re.sub(r"\x1b\[[0-9;]*m", "", warned.getvalue()).strip()
    if complaints:
        raise CourseError(f"The site was not built; Sphinx warned:\n{complaints}")


def _add_files(html: Path, files: dict[str, bytes]) -> None:
    import plotly

    place = html / FOLDER
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copyfile(library, html / "_static" / "plotly.min.js")
    _add_tables(html / "tables")
    finish.pages(html)
    terms.write_scripts(html, place)
    (html / ".nojekyll").touch()


def _add_tables(place: Path) -> None:
    """Publish the tables that the package names, and no other file that lies beside them.

    Each CSV to download begins with the mark by which Excel knows UTF-8, and the description beside
    them records these bytes. The archive of all holds the package's own files as they are.
    """
    place.mkdir()
    packed = package()
    own = {table.path.name: table.raw() for table in packed.tables.values()}
    own["datapackage.json"] = (packed.folder / "datapackage.json").read_bytes()
    descriptor = copy.deepcopy(packed.descriptor)
    for entry in descriptor["resources"]:
        table = packed.table(entry["name"])
        content = table.excel_csv()
        entry |= {"bytes": len(content), "hash": fingerprint(content)}
        (place / table.path.name).write_bytes(content)
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    (place / "datapackage.json").write_text(text, encoding="utf-8")
    _zip_tables(place / f"{descriptor['name']}.zip", own)


def _zip_tables(archived: Path, files: dict[str, bytes]) -> None:
    """Pack all tables and their description into one file, the same bytes on every build."""
    with zipfile.ZipFile(archived, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
