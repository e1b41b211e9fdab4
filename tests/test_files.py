"""A write is whole or not at all, and says in one sentence why it was not."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from course import files
from course.errors import CourseError
from course.files import make_sure_of, replace_bytes, replace_text


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_and_keeps_its_rights(tmp_path):
    path = tmp_path / "a.txt"
    replace_text(path, "one\n")
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o600)
    replace_text(path, "two «two»\n")
    assert path.read_bytes() == "two «two»\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    replace_bytes(path, b"\r\n")
    assert path.read_bytes() == b"\r\n"
    assert names(tmp_path) == ["a.txt"]


def test_writing_that_breaks_off_loses_nothing(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "half \ud800")
    assert path.read_text() == "before" and names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EACCES, "cannot be written to. Copy the course to a folder of your own"),
        (errno.EROFS, "cannot be written to. Copy the course to a folder of your own"),
        (errno.ENOSPC, "The disk is full: a.txt was not written, and is as it was. Make room"),
        (errno.EDQUOT, "The disk is full: a.txt was not written, and is as it was. Make room"),
        (errno.EIO, r"a.txt was not written \(Input/output error\), and is as it was"),
    ],
)
@pytest.mark.parametrize("work", [lambda p: replace_text(p, "x"), lambda p: make_sure_of(p, 9)])
def test_what_the_system_refuses_is_one_sentence(tmp_path, monkeypatch, number, sentence, work):
    def refuse(**_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.tempfile, "mkstemp", refuse)
    with pytest.raises(CourseError, match=sentence):
        work(tmp_path / "a.txt")
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "work", [lambda p: replace_text(p, "x" * 9999), lambda p: make_sure_of(p, 9999)]
)
def test_a_file_that_the_system_cuts_short_is_not_put_in_place(tmp_path, work):
    resource = pytest.importorskip("resource", reason="Windows has no limit to set")
    path = tmp_path / "a.txt"
    path.write_text("before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(CourseError, match="File too large"):
            work(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_text() == "before" and names(tmp_path) == ["a.txt"]


def test_what_is_no_file_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "real.txt").write_text("mine")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "none.txt")
    (tmp_path / "folder.txt").mkdir()
    before = names(tmp_path)
    for name, sentence in (
        ("link.txt", r"is a link to \S+real.txt. Put the file itself"),
        ("nowhere.txt", "none.txt, and leads nowhere"),
        ("folder.txt", "is a folder with the name of a file"),
    ):
        for work in (lambda p: replace_text(p, "x"), make_sure_of):
            with pytest.raises(CourseError, match=sentence):
                work(tmp_path / name)
    assert names(tmp_path) == before and (tmp_path / "real.txt").read_text() == "mine"


SLOW = """
import sys, time
from pathlib import Path
from course.files import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write("half")
    file.flush()
    print("writing", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_writer_leaves_is_cleared_and_a_writer_at_work_is_let_be(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("before")
    command = [sys.executable, "-c", SLOW, str(path)]
    killed, at_work = (subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2))
    try:
        for one in (killed, at_work):
            assert one.stdout.readline() == b"writing\n"
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert path.read_text() == "before" and len(names(tmp_path)) == 3
        strays = [one for one in tmp_path.iterdir() if one != path]
        assert all(files.is_unfinished(one) for one in strays) and not files.is_unfinished(path)
        replace_text(tmp_path / "other.txt", "x")
        (left,) = [one for one in tmp_path.iterdir() if files.is_unfinished(one)]
        assert f".{at_work.pid}-" in left.name
    finally:
        for one in (killed, at_work):
            one.kill()
            one.wait()
            one.stdout.close()


def test_files_of_others_with_a_dot_are_no_strays(tmp_path):
    for name in (".mine.unfinished", "a.12-x.unfinished", "._polls.csv", ".a.txt.12-x.unfinished~"):
        (tmp_path / name).write_text("mine")
    replace_text(tmp_path / "b.txt", "x")
    assert len(names(tmp_path)) == 5
