"""Nothing that stands in a table, in the package, in the register or in a unit runs on a page.

A site is built from copies in which every text is a payload, and every page of it is opened in a
real browser whose content policy is switched off: what does not run here does not run because it
is text. That the policy holds by itself is tested in test_pages.py.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from course.data import package
from course.learn.exercises import lesson
from course.publish import folder, site
from course.units import unit, units
from tests.payloads import (
    PAYLOADS,
    UNITS,
    Sites,
    open_gates,
    spoil_notebook,
    spoil_package,
    spoil_tables,
)

LEAD = re.compile(r"https?://[^\s]+|[\w./%~-]*(?:#[\w.%~-]*)?(?:\?[\w=&]*)?")


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
    for own in map(unit, UNITS):
        (home / "notebooks" / own.path.name).write_bytes(own.path.read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_DATA", str(home / "data"))
        patch.setenv("COURSE_NOTEBOOKS", str(home / "notebooks"))
        open_gates(patch)
        # Spoilt tables answer no exercise; what a page says to answers: test_practice.py.
        patch.setattr(site.pages, "solutions", lambda unit: "# Solutions\n")
        patch.setattr(site.practice, "script", lambda unit: "")
        patch.setattr(site.practice, "solutions", lambda unit: "")
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
    assert len(set(tried)) >= 5000
    for where in ("sources.title", "glossary.definition", "column description", "column unit"):
        assert {f"{where}: {kind}" for kind in PAYLOADS} <= set(tried)
    context = browser.new_context(bypass_csp=True, viewport={"width": 400, "height": 200})
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
