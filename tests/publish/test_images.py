"""Stills: where a browser is found, and that a drawing cut short is drawn anew."""

from __future__ import annotations

import contextlib
import logging
import re

import pytest

from course.errors import CourseError
from course.publish import images
from course.publish.figures import drawings
from course.units import unit

SVG = images.slim('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')


@pytest.fixture
def one():
    return next(drawings(unit("04").notebook))


@pytest.fixture
def drawn(monkeypatch):
    """Draw nothing, but count what would have been drawn."""
    asked = []

    def draw(missing):
        for name in missing:
            asked.append(name)
            yield name, SVG

    monkeypatch.setattr(images, "_drawn", draw)
    return asked


@pytest.mark.parametrize("left", ["", SVG[:-8], SVG[:20], "no drawing", "\udcff"])
def test_a_drawing_that_was_cut_short_is_made_again(left, one, drawn, tmp_path):
    names = [f"{one.key}.svg", f"{one.key}-narrow.svg"]
    (tmp_path / names[0]).write_bytes(left.encode("utf-8", "surrogateescape"))
    (tmp_path / names[1]).write_text(SVG)
    assert images.draw([one], tmp_path) == dict.fromkeys(names, SVG.encode())
    assert drawn == names[:1]
    images.draw([one], tmp_path)
    assert drawn == names[:1], "what is whole is kept"


def test_a_cache_that_cannot_be_written_costs_only_time(one, drawn, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert len(images.draw([one], tmp_path / "cache")) == 2


@contextlib.contextmanager
def page_that(answers):
    """Stand in for the page in a browser: every expression comes to what `answers` returns."""
    yield lambda expression: answers(expression)


def test_a_browser_that_fails_is_a_sentence_and_leaves_nothing(one, monkeypatch, tmp_path):
    def fail(expression):
        raise RuntimeError("the browser went away")

    monkeypatch.setattr(images, "chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(images, "_page", lambda browser: page_that(fail))
    with pytest.raises(CourseError, match=r"could not draw .* COURSE_CHROMIUM"):
        images.draw([one], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_the_library_notes_of_its_browser_is_not_shown(one, monkeypatch, tmp_path):
    def drawn(expression):
        assert not logging.getLogger("choreographer.channels").isEnabledFor(logging.ERROR)
        return "<svg></svg>"

    monkeypatch.setattr(images, "chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(images, "_page", lambda browser: page_that(drawn))
    assert len(images.draw([one], tmp_path)) == 2


def test_one_page_draws_all_and_a_drawing_that_fails_in_it_is_told(chromium_path):
    with images._page(chromium_path) as ask:
        ask("window.kept = 1")
        for words in ("One", "Two"):
            figure = f"{{data: [], layout: {{title: {{text: '{words}'}}}}}}"
            svg = ask(f"Plotly.toImage({figure}, {{format: 'svg', imageDataOnly: true}})")
            assert re.findall("One|Two", svg) == [words]
        assert ask("window.kept") == 1, "the page was not loaded anew"
        with pytest.raises(RuntimeError, match="gone"):
            ask("Promise.reject(new Error('gone'))")


def program(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("win32", "Programs/Google/Chrome/Application/chrome.exe"),
        ("win32", "Local/Microsoft/Edge/Application/msedge.exe"),
        ("darwin", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("darwin", "Applications/Chromium.app/Contents/MacOS/Chromium"),
    ],
)
def test_a_browser_off_the_path_is_found_where_installers_put_it(
    system, place, tmp_path, monkeypatch
):
    monkeypatch.setattr(images.sys, "platform", system)
    monkeypatch.setattr(images.shutil, "which", lambda name: None)
    # What this machine itself has installed does not count.
    monkeypatch.setattr(
        images.os, "access", lambda path, mode: tmp_path in path.parents and path.exists()
    )
    monkeypatch.setattr(images.Path, "home", lambda: tmp_path)
    for variable, folder in (("PROGRAMFILES", "Programs"), ("LOCALAPPDATA", "Local")):
        monkeypatch.setenv(variable, str(tmp_path / folder))
    assert images.chromium() is None
    made = program(tmp_path / place)
    assert images.chromium() == str(made)


def test_the_variable_names_a_browser_of_one_s_own(tmp_path, monkeypatch):
    mine = program(tmp_path / "my-chromium")
    monkeypatch.setenv(images.VARIABLE, str(mine))
    assert images.chromium() == str(mine)
    monkeypatch.setenv(images.VARIABLE, str(tmp_path / "none"))
    assert images.chromium() is None, "a wrong name is not passed over in silence"


def test_the_remedy_names_more_than_one_system():
    for words in ("apt-get install", "dnf install", "brew install", "winget install", "Edge"):
        assert words in images.REMEDY


def test_the_page_in_which_stills_are_drawn_asks_nothing_of_the_network():
    page = images.page_to_draw_in().generate_index()
    scripts = re.findall(r'src="([^"]+)"', page)
    assert len(scripts) >= 2 and all(script.startswith("file:") for script in scripts)
