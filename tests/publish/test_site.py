"""Building the site: nothing is executed, nothing of the reader's is lost."""

from __future__ import annotations

import json

import pytest

from course.errors import CourseError
from course.learn.exercises import lesson, solution
from course.publish import images, pages, site
from course.units import unit, units


def test_site_without_chromium_is_built_and_says_what_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(images.shutil, "which", lambda name: None)

    def render(source, html, doctrees, with_stills):
        (html / "_static").mkdir(parents=True)
        (html / "_static" / "pygments.css").write_text(".highlight .k { color: #000 }\n")

    monkeypatch.setattr(site, "render", render)
    report = site.build(tmp_path / "site")
    assert "Chromium" in report.left_out
    with pytest.raises(CourseError, match="Chromium"):
        site.build(tmp_path / "other", with_stills=True)


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


def test_a_taken_port_is_a_plain_sentence(tmp_path):
    with site.server(tmp_path) as first, pytest.raises(CourseError, match="is taken"):
        site.server(tmp_path, first.server_port)


def test_site_notebook_folds_and_links_help_without_touching_the_original():
    owner = unit("04")
    before = json.dumps(owner.notebook)
    shown = site.site_notebook(owner)
    assert json.dumps(owner.notebook) == before
    text = json.dumps(shown)
    assert text.count("Hints and solution:") == len(lesson("third-site").exercises)
    assert "hide-output" in text and "hide-input" in text


def test_front_page_lists_every_unit_once():
    text = pages.index()
    for owner in units():
        row = f"| {owner.number} | [{owner.title}]({owner.path.stem}.ipynb) |"
        assert text.count(row) == 1
