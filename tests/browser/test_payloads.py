"""Nothing that stands in a table, in the package, in the register or in a unit runs on a page.

A site is built from copies in which every text is a payload, and every page of it is opened in a
real browser whose content policy is switched off: what does not run here does not run because it
is text. That the policy holds by itself is tested in test_pages.py.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import cycle

import pytest

from course.charts.style import PLOTLY_MIME
from course.data import package
from course.learn.exercises import lesson
from course.paths import notebook_folder
from course.publish import folder, site
from course.units import units
from tests.helpers import read_rows, write_rows
from tests.payloads import PAYLOADS

FIXED = {"kind", "grade", "source_id", "other_source_ids", "date", "date_read"}
TEXTS = {"title", "description", "one_row_is", "compiled", "good_for", "not_good_for", "missing"}
LEAD = re.compile(r"https?://[^\s]+|[\w./%~-]*(?:#[\w.%~-]*)?(?:\?[\w=&]*)?")


class Sites:
    """Hand out payloads, each with a name of its own that it calls if it runs."""

    def __init__(self):
        self.kinds = cycle(PAYLOADS)
        self.tried = []

    def payload(self, where):
        kind = next(self.kinds)
        self.tried.append(f"{where}: {kind}")
        return PAYLOADS[kind].replace("HIT", f"window.hit({len(self.tried) - 1})")


def spoil_tables(home, sites):
    """Put a payload into every text cell that a page shows: the first rows of every table."""
    for table in package().tables.values():
        rows = read_rows(table.path)
        keys = {*table.key, *(name for name, _, _ in table.foreign_keys), *FIXED}
        most = len(rows) if table.name in ("sources", "glossary") else 13
        for at, column in enumerate(table.columns):
            if column.type == "string" and column.name not in keys:
                for row in rows[1:most]:
                    row[at] = sites.payload(f"{table.name}.{column.name}")
        write_rows(home / table.path.name, rows)


def spoil_package(home, sites):
    path = home / "datapackage.json"
    packed = json.loads(path.read_text(encoding="utf-8"))
    for table in packed["resources"]:
        for part in (table, table["card"]):
            part |= {key: sites.payload(f"package {key}") for key in TEXTS & set(part)}
        table["licenses"][0] = {
            "name": "x", "title": sites.payload("licence"), "path": sites.payload("licence path")
        }  # fmt: skip
        for field in table["schema"]["fields"]:
            field["description"] = sites.payload("column description")
            field["unit"] = sites.payload("column unit")
            if "codes" in field:
                field["codes"] = {key: sites.payload("code") for key in field["codes"]}
    path.write_text(json.dumps(packed), encoding="utf-8")


def spoil_notebook(path, sites):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    about = notebook["metadata"]["course"]
    about |= {key: sites.payload(f"unit {key}") for key in ("question", "part")}
    notebook["metadata"]["myst"] = {"html_meta": {"refresh": "0;url=javascript:window.hit(0)"}}
    first = next(c for c in notebook["cells"] if c["cell_type"] == "markdown")
    title = " ".join(sites.payload("unit title").split())
    first["source"] = f"# {title}\n\n{''.join(first['source'])}"
    for kind in PAYLOADS:
        text = PAYLOADS[kind]
        number = len(sites.tried)
        for where in ("markdown", "output"):
            sites.tried.append(f"{where}: {kind}")
        words = text.replace("HIT", f"window.hit({number})")
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": words})
        words = text.replace("HIT", f"window.hit({number + 1})")
        data = {"text/html": words, "text/markdown": words, "application/javascript": words}
        output = {"output_type": "display_data", "metadata": {}, "data": data}
        other = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": words}}
        notebook["cells"].append(
            {
                "cell_type": "code",
                "metadata": {},
                "source": json.dumps(words),
                "outputs": [output, other],
            }
        )
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if chart := output.get("data", {}).get(PLOTLY_MIME):
                spoil_chart(chart, sites)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def spoil_chart(chart, sites):
    kept = chart["layout"]["meta"]["course"]
    kept |= {key: sites.payload(f"chart {key}") for key in ("title", "subtitle", "source", "note")}
    kept["digest"] = [sites.payload("chart digest") for _ in range(4)]
    names = [sites.payload("chart column") for _ in range(2)]
    rows = [[sites.payload("chart cell") for _ in names] for _ in range(12)]
    kept["table"] = {"columns": names, "rows": rows}
    for trace in chart["data"]:
        trace["name"] = sites.payload("trace name")
        if isinstance(trace.get("text"), list):
            trace["text"] = [sites.payload("trace text") for _ in trace["text"]]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    """Build a site of payloads; return it with the list of what was tried."""
    home = tmp_path_factory.mktemp("payloads")
    sites = Sites()
    for own in units():  # lessons compute from tables that are sound
        assert lesson(own.slug)
    (home / "data").mkdir()
    (home / "notebooks").mkdir()
    spoil_tables(home / "data", sites)
    text = (package().folder / "datapackage.json").read_text(encoding="utf-8")
    (home / "data" / "datapackage.json").write_text(text, encoding="utf-8")
    spoil_package(home / "data", sites)
    for path in notebook_folder().glob("*.ipynb"):
        (home / "notebooks" / path.name).write_bytes(path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(home / "data"))
        patch.setenv("COURSE_NOTEBOOKS", str(home / "notebooks"))
        patch.setattr(site, "faults", list)  # all of this would be refused
        patch.setattr(site.pages, "solutions", lambda unit: "# Solutions\n")
        settings = site.settings(False)
        settings["suppress_warnings"] = ["docutils", "app"]
        patch.setattr(site, "settings", lambda with_stills: settings)
        patch.setattr(site.gate._LOG, "warning", lambda *args, **more: None)
        spoil_notebook(home / "notebooks" / "04-third-site.ipynb", sites)
        out = site.build(home / "site", with_stills=False).out
    return out, sites.tried


LOOK = """() => {
  const odd = [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]
    .filter((a) => a.name.startsWith("on") || a.name === "srcdoc" || a.name === "autofocus")
    .map((a) => `${e.tagName} ${a.name}=${a.value}`));
  const kinds = "iframe, object, embed, base, meta[http-equiv=refresh], form[action^=javascript]";
  const strange = [...document.querySelectorAll(kinds)].map((e) => e.outerHTML);
  const scripts = [...document.scripts].filter((s) => !s.src).map((s) => s.outerHTML);
  const leads = [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href"));
  const calls = [...document.querySelectorAll("[src], link[href]")]
    .map((e) => e.getAttribute("src") || e.getAttribute("href"))
    .filter((u) => /^(?!file:)\\w+:|^\\/\\//.test(u));
  return { odd, strange, scripts, leads, calls };
}"""


def test_no_payload_runs_on_any_page(spoilt, browser):
    out, tried = spoilt
    assert len(tried) >= 150 and len(set(tried)) >= 150
    context = browser.new_context(bypass_csp=True)
    ran, asked = Counter(), []
    context.expose_function("hit", lambda number: ran.update([tried[number]]))
    page = context.new_page()
    page.on("request", lambda r: asked.append(r.url) if r.url.startswith("http") else None)
    page.on("dialog", lambda dialog: (ran.update(["dialog"]), dialog.dismiss()))
    pages = sorted(out.rglob("*.html"))
    for path in pages:
        page.goto(path.as_uri(), wait_until="domcontentloaded")
        found = page.evaluate(LOOK)
        for kind in ("odd", "strange", "scripts", "calls"):
            assert found[kind] == [], (path.name, kind, found[kind][:3])
        wrong = [lead for lead in found["leads"] if not LEAD.fullmatch(lead)]
        assert wrong == [], (path.name, wrong[:3])
    page.goto((out / "04-third-site.html").as_uri())
    page.evaluate("document.querySelectorAll('.course-plot').forEach((box) => box.click())")
    page.wait_for_selector("[data-live=loading]", state="detached")
    page.wait_for_timeout(300)
    context.close()
    assert ran == Counter() and asked == [], f"{len(ran)} of {len(tried)} ran on {len(pages)} pages"


def test_no_file_of_this_machine_is_on_a_page(spoilt):
    out, _ = spoilt
    assert folder.listed(out)
    for path in out.rglob("*"):
        assert path.is_dir() or b"root:x:0:" not in path.read_bytes(), path
    assert not {"_downloads", "_images"} & {path.name for path in out.iterdir()}
