"""A disk that is really full, and one that is really read-only: one sentence, nothing lost."""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from course import lab, work
from course.editions import originals, parse
from course.jupyter.server import WholeFiles
from course.paths import data_folder, notebook_folder
from course.publish import images, site
from tests.helpers import set_cell

UNIT = "00-start-here.ipynb"
SAYS = {
    "full": r"[Tt]he disk is full",
    "read-only": r"cannot be written to|the file system there is read-only",
}


class Disk:
    """A small disk of the test's own, which `spoil` fills to its last byte or makes read-only."""

    def __init__(self, place, kind):
        self.place, self.kind = place, kind

    def spoil(self, room=0):
        """Leave no byte, or as many as `room` says."""
        self.before = self.files()
        if self.kind == "read-only":
            subprocess.run(["mount", "-o", "remount,ro", self.place], check=True)
            return
        with (self.place / "ballast").open("wb", buffering=0) as ballast:
            with contextlib.suppress(OSError):
                while ballast.write(b"\0" * 4096) == 4096:
                    pass
            ballast.truncate(ballast.tell() - room)

    def files(self):
        found = (path for path in self.place.rglob("*") if path.name != "ballast")
        return {path: path.is_file() and path.read_bytes() for path in found}

    def is_as_it_was(self):
        return self.files() == self.before


@pytest.fixture(params=["full", "read-only"])
def disk(request, tmp_path):
    """Mount a disk; only those who may mount one on this machine can run these tests."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux may mount a disk")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no disk may be mounted here: {mounted.stderr.strip()}")
    yield Disk(place, request.param)
    subprocess.run(["umount", "--lazy", place], check=True)


def says_so(disk, answer):
    code, said = answer
    assert code == 1 and len(said.strip().splitlines()) == 1 and "Traceback" not in said, said

    assert re.search(SAYS[disk.kind], said), said
    assert disk.is_as_it_was()


def test_site_over_an_old_one(disk, command, monkeypatch):
    def made(work, with_stills, step):
        (work / "html").mkdir()
        for name in ("index.html", "glossary.html"):
            (work / "html" / name).write_text("a" * 1_000_000)
        return 2, 0

    monkeypatch.setattr(site, "_build", made)
    monkeypatch.setattr(site, "faults", list)
    build = ("site", "--no-stills", "--out", disk.place / "site")
    assert command(*build)[0] == 0
    (disk.place / "site" / "CNAME").write_text("course.example")
    disk.spoil(room=1_200_000)
    says_so(disk, command(*build))


def test_run(disk, command, monkeypatch):
    shutil.copy(notebook_folder() / UNIT, disk.place)
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(disk.place))
    disk.spoil()
    says_so(disk, command("run", "0"))


def test_stamp(disk, command, monkeypatch):
    shutil.copytree(data_folder(), disk.place / "data")
    monkeypatch.setenv("COURSE_DATA", str(disk.place / "data"))
    set_cell(disk.place / "data" / "polls.csv", 5, "note", "A remark.")
    disk.spoil()
    says_so(disk, command("data", "--stamp"))


def test_the_first_start_of_an_installed_copy(disk, command, monkeypatch):
    monkeypatch.setattr(work, "is_clone", lambda: False)
    monkeypatch.setattr(lab, "kernel_trouble", lambda: "")
    monkeypatch.setattr(lab, "_serve", lambda *_: pytest.fail("it was started"))
    monkeypatch.setenv("COURSE_NOTEBOOKS", "")
    (disk.place / "mine.txt").write_text("mine")
    monkeypatch.chdir(disk.place)
    disk.spoil(room=300_000)
    code, said = command("lab", "--no-browser")
    assert code == 1 and re.search(SAYS[disk.kind], said) and len(said.splitlines()) == 1, said
    for path in disk.files().keys() - disk.before.keys():  # a folder, or a whole notebook
        if not path.is_dir():
            assert parse(path.read_bytes())["cells"] == parse(originals()[path.name])["cells"]


def test_a_notebook_that_jupyterlab_saves(disk):
    shutil.copy(notebook_folder() / UNIT, disk.place)
    keeper = WholeFiles(root_dir=str(disk.place))
    notebook = nbformat.read(disk.place / UNIT, 4)
    disk.spoil()
    saving = keeper.save({"type": "notebook", "content": notebook}, UNIT)
    # In another thread: in this one a browser of the tests may keep a loop.
    with ThreadPoolExecutor(1) as other, pytest.raises(Exception, match=SAYS[disk.kind]):
        other.submit(asyncio.run, saving).result()
    assert disk.is_as_it_was()


def test_images_are_drawn_where_none_can_be_kept(disk, monkeypatch):
    about = SimpleNamespace(title="t")
    drawing = SimpleNamespace(key="k", about=about, figure={"data": []}, layout=lambda narrow: {})
    monkeypatch.setattr(images, "_drawn", lambda missing: ((n, "<svg/>") for n in missing))
    kept = Path(disk.place, "cache", "stills")
    disk.spoil()
    assert images.draw([drawing], kept) == {"k.svg": b"<svg/>", "k-narrow.svg": b"<svg/>"}
    assert not [path for path in disk.files() if path.is_file()]
