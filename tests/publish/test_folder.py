"""A new site takes the place of an old one whole, and nothing of anyone else's is lost."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.errors import CourseError
from course.publish import folder

MANY = 120
# A build of many small pages that all say the same, again and again until it is killed: each time
# in a new process, of which only the first had to learn what a folder is.
BUILDERS = """
import itertools, json, os, sys
from pathlib import Path
from course.publish import folder

def build(out, how, many):
    out = Path(out)
    if how == "two steps":
        folder._exchange = lambda one, other: False
    print(os.getpid(), flush=True)
    for turn in itertools.count():
        with folder.beside(out) as work:
            html = work / "html"
            for number in range(many):
                page = html / f"part-{number % 7}" / f"{turn % 2}-{number}.html"
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(str(turn))
            folder.put(html, out)

for line in sys.stdin:
    child = os.fork()
    if not child:
        build(*json.loads(line))
    print(os.WTERMSIG(os.waitpid(child, 0)[1]), flush=True)
"""


def build(out, **pages):
    """Build a site of small pages: index="words" makes index.html."""
    folder.check(out)
    with folder.beside(out) as work:
        html = work / "html"
        for name, words in pages.items():
            page = html / f"{name.replace('__', '/')}.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(words)
        folder.put(html, out)


def leave_things(out):
    """Put into a site's folder what people keep there; return it all, to be compared."""
    (out / ".git" / "refs" / "empty").mkdir(parents=True)
    (out / ".git" / "HEAD").write_text("ref")
    (out / "CNAME").write_text("course.example")
    (out / "data").mkdir(exist_ok=True)
    (out / "data" / "thesis.docx").write_bytes(b"mine")
    (out / "data" / "thesis.docx").chmod(0o600)
    (out / "latest").symlink_to("nowhere")
    return theirs(out)


def theirs(out):
    ours = folder.listed(out)
    found = {}
    for path in folder._files(out):
        name = path.relative_to(out).as_posix()
        if name not in ours:
            content = path.readlink() if path.is_symlink() else path.is_file() and path.read_bytes()
            found[name] = (content, path.lstat().st_mode)
    return found


def left_beside(out):
    return list(out.parent.glob(f".{out.name}.*"))


def test_a_rebuild_keeps_what_others_put_there_and_drops_pages_that_are_no_more(tmp_path):
    out = tmp_path / "site"
    build(out, index="one", data__old="old")
    kept = leave_things(out)
    build(out, index="two", data__new="new")
    assert theirs(out) == kept and len(kept) == 5
    assert (out / "index.html").read_text() == "two"
    assert (out / "data" / "new.html").is_file() and not (out / "data" / "old.html").exists()
    assert left_beside(out) == []


def test_a_file_of_others_with_a_page_s_name_stops_the_build_and_stays(tmp_path):
    out = tmp_path / "site"
    build(out, index="one")
    (out / "guide.html").write_text("mine")
    (out / "data.html").mkdir()
    (out / "data.html" / "x").write_text("mine too")
    for pages in ({"guide": "ours"}, {"data": "ours"}, {"data__x": "fine"}):
        if "data__x" in pages:
            build(out, index="two", **pages)
        else:
            with pytest.raises(CourseError, match=r"is not of the site, but the new site has"):
                build(out, index="two", **pages)
            assert (out / "index.html").read_text() == "one"
    assert (out / "guide.html").read_text() == "mine"
    assert (out / "data.html" / "x").read_text() == "mine too"
    assert left_beside(out) == []


def test_what_came_in_while_the_site_was_exchanged_is_given_back(tmp_path, monkeypatch):
    out = tmp_path / "site"
    build(out, index="one")
    (out / "notes").write_text("first")
    exchange = folder._exchange

    def slow(site, place):
        (out / "late").write_text("just saved")
        (out / "notes").unlink()
        (out / "notes").write_text("saved anew")
        return exchange(site, place)

    monkeypatch.setattr(folder, "_exchange", slow)
    build(out, index="two")
    assert (out / "index.html").read_text() == "two"
    assert (out / "late").read_text() == "just saved"
    assert (out / "notes.kept").read_text() == "saved anew"


def test_where_no_link_can_be_made_files_of_others_are_copied(tmp_path, monkeypatch):
    out = tmp_path / "site"
    build(out, index="one")
    kept = leave_things(out)

    def no_links(*args, **more):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    build(out, index="two")
    assert theirs(out) == kept and left_beside(out) == []


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda out: out.write_text("mine"), "is a file. Name a folder"),
        (lambda out: out.symlink_to(out.parent), "is a link to .*. Name the folder itself"),
        (lambda out: out.symlink_to("nowhere"), "is a link to nowhere. Name the folder itself"),
        (lambda out: (out / "thesis").mkdir(parents=True), "holds something that is not a site"),
        (lambda out: (out.mkdir(), (out / ".course-site").write_text("Built by: course site\n")),
         "holds a site without a list of its files"),
        (lambda out: (out.mkdir(), (out / ".course-site").mkdir()), "without a list of its files"),
    ],
    ids=["file", "link", "dangling", "others", "older", "odd"],
)  # fmt: skip
def test_a_folder_that_is_not_ours_is_refused_and_left(tmp_path, make, message):
    make(tmp_path / "site")
    before = sorted(os.walk(tmp_path))
    with pytest.raises(CourseError, match=message):
        folder.check(tmp_path / "site")
    assert sorted(os.walk(tmp_path)) == before


def test_the_folder_one_stands_in_is_refused(tmp_path, monkeypatch):
    build(tmp_path / "site", index="one", data__x="x")
    monkeypatch.chdir(tmp_path / "site" / "data")
    for name in (".", "..", "../../site"):
        with pytest.raises(CourseError, match="the folder that you stand in, or one above it"):
            folder.check(Path(name))


def test_a_drive_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "site")
    (tmp_path / "site").mkdir()
    with pytest.raises(CourseError, match=r"is a drive of its own\. Name a folder in it"):
        folder.check(tmp_path / "site")


def test_two_builds_at_once_are_refused(tmp_path):
    out = tmp_path / "site"
    with folder.beside(out), pytest.raises(CourseError, match=r"Another build .* is running"):
        build(out, index="two")
    build(out, index="three")


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "the disk is full. Make room"),
        (errno.EFBIG, "larger than allowed here"),
        (errno.EROFS, "read-only. Name another folder"),
        (errno.EACCES, "you may not write there"),
        (errno.EIO, "of this: Input/output error"),
    ],
)
def test_a_failing_disk_is_a_sentence(number, message):
    said = str(folder.sentence(OSError(number, os.strerror(number)), Path("site")))
    assert message in said and said.endswith("What was there is as it was.")


@pytest.fixture
def kill_at_random():
    """Return a way to begin building into a folder and to kill that at some moment."""
    builders = subprocess.Popen(
        [sys.executable, "-c", BUILDERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def kill(out, how, moment=0):
        there = out.exists()
        print(json.dumps([str(out), how, MANY]), file=builders.stdin, flush=True)
        process = int(builders.stdout.readline())
        while not there and not (out / folder.MARK).exists():  # a first site takes its time
            time.sleep(0.01)
        time.sleep(moment)
        os.kill(process, signal.SIGKILL)
        assert int(builders.stdout.readline()) == signal.SIGKILL

    yield kill
    builders.communicate()


def is_whole(out):
    """Say whether a site's pages are those of its list, all from one build."""
    names = folder.listed(out) - {folder.MARK}
    turns = {(out / name).read_text() for name in names}
    pages = {p.relative_to(out).as_posix() for p in out.rglob("*.html")}
    return len(names) == MANY and len(turns) == 1 and pages == names


@pytest.mark.skipif(sys.platform != "linux", reason="needs SIGKILL and an exchange of folders")
def test_fifty_kills_leave_a_whole_site_and_all_that_others_keep(tmp_path, kill_at_random):
    out = tmp_path / "site"
    chance = random.Random(50)
    kill_at_random(out, "one step")
    kept = leave_things(out)
    for _ in range(50):
        kill_at_random(out, "one step", chance.uniform(0, 0.08))
        assert is_whole(out) and theirs(out) == kept
    build(out, index="next")
    assert (out / "index.html").read_text() == "next" and theirs(out) == kept
    assert left_beside(out) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs SIGKILL")
def test_without_an_exchange_the_next_build_puts_right_what_a_kill_left(tmp_path, kill_at_random):
    out = tmp_path / "site"
    chance = random.Random(20)
    kill_at_random(out, "two steps")
    kept = leave_things(out) if out.exists() else {}
    for _ in range(20):
        kill_at_random(out, "two steps", chance.uniform(0, 0.08))
        with folder.beside(out):
            assert is_whole(out) and theirs(out) == kept
    assert left_beside(out) == []


def test_the_list_names_every_file_of_the_site(tmp_path):
    out = tmp_path / "site"
    build(out, index="one", data__x="x")
    mark = json.loads((out / folder.MARK).read_text())
    assert mark["files"] == ["data/x.html", "index.html"]
