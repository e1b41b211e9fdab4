"""Build the website from the stored notebooks. Nothing is executed: what was tested is shown."""

from __future__ import annotations

import contextlib
import functools
import http.server
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.data import package
from course.errors import CourseError
from course.learn.exercises import lesson
from course.paths import cache_folder, data_folder
from course.publish import pages, stills
from course.publish.figures import FOLDER, MOST_ROWS, drawings, rows_page
from course.units import Unit, cell_text, units

STATIC = Path(__file__).parent / "static"
_CHECK = re.compile(r"course\.check\(\s*[\"']([\w-]+)[\"']")
_MARK = ".course-site"
_SCROLLS = 'tabindex="0" role="group" aria-label="Table: scrolls sideways on a small screen"'


@dataclass(frozen=True)
class Report:
    """What a build produced, for the terminal."""

    out: Path
    pages: int
    charts: int
    left_out: str


def site_notebook(unit: Unit) -> dict[str, Any]:
    """Return a unit's notebook as the site shows it: folds kept, exercises linked to their help."""
    notebook = json.loads(json.dumps(unit.notebook))
    cells = []
    for cell in notebook["cells"]:
        cells.append(cell)
        if cell["cell_type"] != "code":
            continue
        jupyter = cell["metadata"].get("jupyter", {})
        tags = cell["metadata"].setdefault("tags", [])
        if jupyter.get("source_hidden"):
            tags.append("hide-input")
        if jupyter.get("outputs_hidden"):
            tags.append("hide-output")
            cell["metadata"]["mystnb"] = {
                "code_prompt_show": "Committed? Open the data",
                "code_prompt_hide": "Fold the data away",
            }
        for name in _CHECK.findall(cell_text(cell)):
            heading = lesson(unit.slug).exercises[name].title
            cells.append(
                {
                    "cell_type": "markdown",
                    "id": f"help-{name}",
                    "metadata": {},
                    "source": f"[Hints and solution: {heading}](solutions/{unit.path.stem}.md)",
                }
            )
    notebook["cells"] = cells
    return notebook


def settings(with_stills: bool) -> dict[str, Any]:
    """Return the Sphinx settings of the site."""
    return {
        "project": "Alliance missile defence",
        "html_title": "Alliance missile defence",
        "copyright": "2026, the course team. Texts and tables: CC BY 4.0. Code: MIT",
        "extensions": ["myst_nb", "course.publish.site"],
        "html_theme": "furo",
        "html_static_path": [str(STATIC)],
        "html_css_files": ["course.css"],
        "html_js_files": [("course.js", {"defer": "defer"})],
        "html_show_sourcelink": False,
        "html_copy_source": False,
        "html_show_sphinx": False,
        "html_theme_options": {"navigation_with_keys": True},
        "language": "en",
        "nb_execution_mode": "off",
        "nb_code_prompt_show": "Show the code",
        "nb_code_prompt_hide": "Hide the code",
        "nb_merge_streams": True,
        "nb_render_markdown_format": "gfm",
        "myst_enable_extensions": [],
        "myst_heading_anchors": 3,
        # The app.* warnings only say that this process has built a site before.
        "suppress_warnings": ["app.add_node", "app.add_directive", "app.add_role"],
        "exclude_patterns": [],
        "course_stills": with_stills,
    }


def _trim_page(app: Any, name: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Leave out MyST-NB's style sheet (43 KB; course.css has what is used of it), and give the
    captions of the navigation the level that an ARIA heading must have."""
    context["css_files"] = [f for f in context["css_files"] if "mystnb" not in str(f.filename)]
    for key in ("furo_navigation_tree", "toctree"):
        if isinstance(context.get(key), str):
            context[key] = context[key].replace('role="heading"', 'role="heading" aria-level="2"')
    if "body" in context:
        context["body"] = _reachable_tables(context["body"])


def _reachable_tables(body: str) -> str:
    """Let wide tables scroll on their own and be reached by keyboard."""
    body = body.replace('<div class="table-wrapper', f'<div {_SCROLLS} class="table-wrapper')
    body = re.sub(
        r'<table border="1" class="dataframe">.*?</table>',
        lambda table: f'<div class="course-scroll" {_SCROLLS}>{table.group(0)}</div>',
        body,
        flags=re.S,
    )
    return body.replace("<th></th>", "<td></td>")


def setup(app: Any) -> dict[str, Any]:
    """Register the site's own setting with Sphinx."""
    app.add_config_value("course_stills", True, "html")
    app.connect("html-page-context", _trim_page, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def build(
    out: Path, *, with_stills: bool | None = None, progress: Callable[[str, int], Any] | None = None
) -> Report:
    """Build the site into `out`, replacing a site that was there before.

    Args:
        out: a folder that is new, empty, or holds an earlier build.
        with_stills: draw stills; None means if there is a Chromium.
        progress: called with (what, total) to announce a step and with ("", 1) as each piece ends.

    Raises:
        CourseError: `out` holds something else, Chromium is wanted and missing, or Sphinx warns.
    """
    step = progress or (lambda what, total: None)
    _check_out(out)
    left_out = ""
    if with_stills is None and stills.chromium() is None:
        with_stills = False
        left_out = (
            "no Chromium on this machine, so the charts have no stills: without JavaScript and in "
            "print they are words and numbers only (apt-get install chromium, then build again)"
        )
    elif with_stills is None:
        with_stills = True
    charts = [d for unit in units() for d in drawings(unit.notebook)]
    files = {f"{d.key}.js": d.script.encode() for d in charts}
    files |= {f"{d.key}.csv": d.rows.encode() for d in charts}
    files |= {
        f"{d.key}.html": rows_page(d).encode()
        for d in charts
        if len(d.about["table"]["rows"]) > MOST_ROWS
    }
    if with_stills:
        step("Drawing stills", 2 * len({d.key for d in charts}))
        files |= stills.draw(charts, cache_folder() / "stills", lambda: step("", 1))
    with tempfile.TemporaryDirectory(prefix="course-site-") as scratch:
        folder = Path(scratch)
        step("Writing pages", len(units()))
        _write_sources(folder / "source", with_stills, step)
        step("Building pages", 1)
        render(folder / "source", folder / "html", folder / "doctrees", with_stills)
        step("", 1)
        html = folder / "html"
        _add_files(html, files)
        count = len(list(html.rglob("*.html")))
        _move_in(html, out)
    return Report(out, count, len(charts), left_out)


def _check_out(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise CourseError(f"{out} is a file. Name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not (out / _MARK).exists():
        raise CourseError(
            f"{out} holds something that is not a site of this course. Name a new or empty folder."
        )


def _write_sources(folder: Path, with_stills: bool, step: Callable[[str, int], Any]) -> None:
    folder.mkdir()
    for unit in units():
        text = json.dumps(site_notebook(unit), ensure_ascii=False)
        (folder / unit.path.name).write_text(text, encoding="utf-8")
        step("", 1)
    pages.write_all(folder, with_stills)


def render(source_folder: Path, html: Path, doctrees: Path, with_stills: bool) -> None:
    """Turn a folder of notebooks and Markdown into pages; a warning of Sphinx is an error."""
    from sphinx.application import Sphinx

    said, warned = io.StringIO(), io.StringIO()
    with contextlib.redirect_stderr(warned):
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
    complaints = re.sub(r"\x1b\[[0-9;]*m", "", warned.getvalue()).strip()
    if complaints:
        raise CourseError(f"The site was not built; Sphinx warned:\n{complaints}")


def _add_files(html: Path, files: dict[str, bytes]) -> None:
    import plotly

    folder = html / FOLDER
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    library = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    shutil.copyfile(library, html / "_static" / "plotly.min.js")
    tables = html / "tables"
    tables.mkdir()
    for path in [*data_folder().glob("*.csv"), data_folder() / "datapackage.json"]:
        shutil.copyfile(path, tables / path.name)
    _zip_tables(tables)
    _trim_highlighting(html)
    (html / ".nojekyll").touch()
    (html / _MARK).write_text("Built by: course site\n", encoding="utf-8")


def _trim_highlighting(html: Path) -> None:
    """Keep only the rules of the code highlighting that some page uses."""
    used: set[str] = set()
    for page in html.rglob("*.html"):
        used.update(re.findall(r'<span class="(\w{1,3})">', page.read_text(encoding="utf-8")))
    sheet = html / "_static" / "pygments.css"
    rules = sheet.read_text(encoding="utf-8").splitlines()
    named = [(rule, re.search(r"\.highlight \.(\w+) ", rule)) for rule in rules]
    kept = [re.sub(r" */\*.*?\*/", "", rule) for rule, name in named if not name or name[1] in used]
    sheet.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _zip_tables(folder: Path) -> None:
    """Pack all tables and their description into one file, the same bytes on every build."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    with zipfile.ZipFile(folder / f"{package().descriptor['name']}.zip", "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def _move_in(html: Path, out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(html, out)
    except PermissionError:
        raise CourseError(
            f"{out} cannot be written to. Name another folder: course site --out FOLDER"
        ) from None


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def server(folder: Path, port: int = 0) -> http.server.ThreadingHTTPServer:
    """Return a loopback server for a built site; port 0 takes any free one."""
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        raise CourseError(
            f"Port {port} is taken. Choose another with --port, or leave it out."
        ) from None
