"""Building the site: nothing is executed, nothing of the reader's is lost."""

from __future__ import annotations

import errno
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile

import pytest
from tests.helpers import set_cell

from course.data import package
from course.errors import CourseError
from course.learn.exercises import lesson, solution
from course.publish import folder, images, pages, site
from course.show import PLOTLY_MIME, is_words
from course.table import fingerprint
from course.units import Unit, cell_text, only_in_jupyterlab, unit, units


@pytest.fixture
def quick(monkeypatch, tmp_path_factory):
    """Build two units without pages and without reading the course's faults: files put together."""
    few = tmp_path_factory.mktemp("two units")
    for number in ("00", "04"):
        shutil.copy(unit(number).path, few)
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(few))

    def render(source, html, doctrees, with_stills):
        (html / "_static").mkdir(parents=True)
        (html / "_static" / "pygments.css").write_text(".highlight .k { color: #000 }\n")

    monkeypatch.setattr(site, "render", render)
    monkeypatch.setattr(site, "_write_sources", lambda place, with_stills, step: place.mkdir())
    monkeypatch.setattr(site, "faults", list)


def test_site_without_chromium_is_built_and_says_what_it_leaves_out(tmp_path, quick, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    report = site.build(tmp_path / "site")
    assert "no Chromium was found" in report.left_out and images.REMEDY in report.left_out
    with pytest.raises(CourseError, match="Stills need a browser"):
        site.build(tmp_path / "other", with_stills=True)
    assert not (tmp_path / "other").exists()


def test_what_check_refuses_is_not_published(tmp_path, data_copy, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(unit("00").path, tmp_path / "notebooks")  # the contract holds each by itself
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path / "notebooks"))
    (data_copy / "marks-2026.csv").write_text("name,mark\nA,1\n")
    set_cell(data_copy / "polls.csv", 5, "n", "many")
    with pytest.raises(CourseError) as refused:
        site.build(tmp_path / "site", with_stills=False)
    said = str(refused.value)
    assert said.startswith("Not published: course check finds ")
    assert "polls.csv, row 5, column n: 'many'" in said and "marks-2026.csv lies in data/" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "notebooks"]


def test_only_tables_that_the_package_names_are_published_for_excel_and_as_they_are(
    tmp_path, quick, data_copy
):
    for name in ("marks-2026.csv", "polls - Kopie.csv", "._polls.csv"):
        (data_copy / name).write_text("private")
    packed = package()
    out = site.build(tmp_path / "site", with_stills=False).out
    named = {table.path.name for table in packed.tables.values()} | {"datapackage.json"}
    zipped = f"{packed.descriptor['name']}.zip"
    assert {path.name for path in (out / "tables").iterdir()} == named | {zipped}
    archive = zipfile.ZipFile(out / "tables" / zipped)
    assert set(archive.namelist()) == named
    # Compared by fingerprint: to show where two megabytes differ would take minutes.
    for name in named:
        own = (packed.folder / name).read_bytes()
        assert fingerprint(archive.read(name)) == fingerprint(own), name
    described = json.loads((out / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    for entry in described["resources"]:
        content = (out / "tables" / entry["path"]).read_bytes()
        own = packed.table(entry["name"]).path.read_bytes()
        assert fingerprint(content) == fingerprint(b"\xef\xbb\xbf" + own), entry["path"]
        assert (entry["bytes"], entry["hash"]) == (len(content), fingerprint(content))
    charts = list((out / site.FOLDER).glob("*.csv"))
    assert charts and all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in charts)


@pytest.mark.parametrize("path", ["../secret.csv", "codebooks/positions.md", "link.csv"])
def test_no_file_from_elsewhere_is_published_as_a_table(tmp_path, quick, data_copy, path):
    packed = json.loads((data_copy / "datapackage.json").read_text())
    packed["resources"][0]["path"] = path
    (data_copy / "datapackage.json").write_text(json.dumps(packed))
    with pytest.raises(CourseError, match=r"table sources, path: .*write .*csv"):
        site._add_tables(tmp_path / "tables")


def test_no_table_that_is_a_link_out_of_its_folder_is_published(tmp_path, quick, data_copy):
    (tmp_path / "secret.csv").write_bytes((data_copy / "sources.csv").read_bytes())
    (data_copy / "sources.csv").unlink()
    (data_copy / "sources.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(CourseError, match="a link that leads out of the folder of tables"):
        site._add_tables(tmp_path / "tables")


def test_a_failure_of_the_disk_leaves_the_old_site_and_is_a_sentence(tmp_path, quick, monkeypatch):
    out = tmp_path / "site"
    with folder.beside(out) as work:
        (work / "html").mkdir()
        (work / "html" / "index.html").write_text("old")
        folder.put(work / "html", out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert len(before) == 2, "a page, and the list of the site's files"

    def full(*args, **more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(site.shutil, "copyfile", full)
    with pytest.raises(CourseError, match="the disk is full"):
        site.build(out, with_stills=False)
    monkeypatch.setattr(site.folder.tempfile, "mkdtemp", full)
    with pytest.raises(CourseError, match="the disk is full"):
        site.build(out, with_stills=False)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert list(tmp_path.iterdir()) == [out]


def test_site_has_a_page_for_every_unit_and_table(built):
    names = {path.name for path in built.glob("*.html")}
    assert {f"{u.path.stem}.html" for u in units()} <= names
    assert (built / "data" / "polls.html").is_file()
    assert (built / "tables" / "datapackage.json").is_file()
    assert (built / "_static" / "plotly.min.js").is_file()


def test_no_page_names_another_host_in_a_resource(built):
    import re

    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for tag in re.findall(r"<(?:script|link|img|source|iframe)\b[^>]*>", text):
            assert "//" not in re.sub(r"rel=\"canonical\".*", "", tag), (path.name, tag)


def test_solutions_lie_on_their_own_page_and_out_of_the_search_index(built):
    script = (built / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))
    hidden = {i for i, name in enumerate(index["docnames"]) if name.startswith("solutions/")}
    assert hidden, "the solutions are pages of the site"
    indexed = {
        place
        for places in index["terms"].values()
        for place in (places if isinstance(places, list) else [places])
    }
    assert not hidden & indexed, "a word of a solution can be searched for"
    page = (built / "04-third-site.html").read_text(encoding="utf-8")
    for name in lesson("third-site").exercises:
        sentences = [s for s in str(solution(name)).split(". ") if len(s.split()) > 8]
        assert not any(sentence in page for sentence in sentences), name


def test_site_refuses_a_folder_with_other_things_and_keeps_them(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CourseError, match="not a site of this course"):
        site.build(tmp_path, with_stills=False)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    with pytest.raises(CourseError, match="is a file"):
        site.build(tmp_path / "thesis.txt", with_stills=False)


@pytest.mark.parametrize(
    ("opens", "shown"),
    [
        ("the card of Spain", "Open the card of Spain"),
        ("", "Committed? Open the data"),
        ("<b>this</b>", "Committed? Open the data"),
        ("[this](javascript:x)", "Committed? Open the data"),
    ],
)
def test_a_fold_says_what_it_opens_in_plain_words_only(opens, shown, tmp_path):
    about = {"fold": "output", "opens": opens}
    cell = {"cell_type": "code", "id": "c", "metadata": {"course": about}, "source": "1"}
    path = tmp_path / "04-third-site.ipynb"
    notebook = {"cells": [cell | {"outputs": []}], "metadata": unit("04").notebook["metadata"]}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found = site.site_notebook(Unit(path))["cells"][0]
    assert "hide-output" in found["metadata"]["tags"]
    assert found["metadata"]["mystnb"]["code_prompt_show"] == shown


@pytest.fixture(scope="module")
def shown_units():
    """Every unit with its notebook as the site shows it."""
    return [(owner, site.site_notebook(owner)) for owner in units()]


def test_site_notebook_folds_and_links_help_without_touching_the_original():
    owner = unit("04")
    before = json.dumps(owner.notebook)
    shown = site.site_notebook(owner)
    assert json.dumps(owner.notebook) == before
    text = json.dumps(shown)
    assert text.count("Hints and solution:") == len(lesson("third-site").exercises)
    assert "hide-output" in text and "hide-input" in text


def test_a_page_says_a_chart_in_words_once_and_leaves_out_the_words_for_jupyterlab(shown_units):
    for owner, page in shown_units:
        stored = [o for c in owner.notebook["cells"] for o in c.get("outputs", [])]
        # In place of these cells a page has a form, where its reader stands, or nothing.
        apart = [
            o
            for c in owner.notebook["cells"]
            if re.search(r"course\.(?:check|predict|progress)\(", cell_text(c))
            or only_in_jupyterlab(c)
            for o in c.get("outputs", [])
        ]
        shown = [o for c in page["cells"] for o in c.get("outputs", [])]
        charts = [o for o in stored if PLOTLY_MIME in o.get("data", {})]
        assert len(charts) == sum(map(is_words, stored))
        assert len(shown) == len(stored) - len(charts) - len(apart)
        assert not any(map(is_words, shown))
        assert "This chart in words" not in json.dumps(shown)


def test_a_page_leaves_out_what_only_jupyterlab_can_do(shown_units):
    for owner, page in shown_units:
        shown = json.dumps(page, ensure_ascii=False)
        alone = [c for c in owner.notebook["cells"] if only_in_jupyterlab(c)]
        assert not any(json.dumps(cell_text(c), ensure_ascii=False) in shown for c in alone)
        assert "In JupyterLab:" not in shown
    assert any(only_in_jupyterlab(c) for c in unit("17").notebook["cells"])
    assert "**In JupyterLab:** Write the lists" in unit("17").markdown


def test_front_page_lists_every_unit_once():
    text = pages.index()
    for owner in units():
        row = f"| {owner.number} | [{owner.title}]({owner.path.stem}.ipynb) |"
        assert text.count(row) == 1


@pytest.mark.parametrize("by_another", [True, False])
def test_a_browser_that_says_goodbye_is_no_warning_of_sphinx(
    by_another, tmp_path, monkeypatch, capsys
):
    import sphinx.application

    def speak():
        print("ERROR: the browser has lost its parent", file=sys.stderr)

    class Sphinx:
        def __init__(self, *args, **more):
            """Take what Sphinx takes."""

        def build(self, force_all):
            if not by_another:
                return speak()
            thread = threading.Thread(target=speak)
            thread.start()
            thread.join()

    monkeypatch.setattr(sphinx.application, "Sphinx", Sphinx)
    if by_another:
        site.render(tmp_path, tmp_path, tmp_path, False)
        assert "lost its parent" in capsys.readouterr().err, "it is still said, where it belongs"
    else:
        with pytest.raises(CourseError, match="Sphinx warned:\nERROR: the browser"):
            site.render(tmp_path, tmp_path, tmp_path, False)


NOTED = """
import logging
from course.publish.site import root_logger_taken
with root_logger_taken():
    import a11y_pygments  # sets up the root logger, if nobody has
    logging.getLogger("choreographer").info("the folder is gone")
assert not logging.getLogger().handlers
"""


def test_what_a_library_notes_is_no_warning_of_sphinx():
    # In a process of its own: here pytest has set up the root logger.
    said = subprocess.run([sys.executable, "-c", NOTED], capture_output=True, text=True, check=True)
    assert said.stderr == ""
