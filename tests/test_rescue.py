"""A notebook that cannot be read: the remedy is followed word for word, and nothing is lost."""

import json
import re
import shutil
import subprocess

import pytest

from course import rescue

WHOLE = json.dumps({"cells": [{"cell_type": "markdown", "source": "mine"}], "nbformat": 4})
FIRST = json.dumps({"cells": [], "nbformat": 4})
CONFLICT = '{\n<<<<<<< HEAD\n "cells": [1],\n=======\n "cells": [2],\n>>>>>>> theirs\n}\n'
BROKEN = {
    "empty": ("", "is empty, as after a save that broke off"),
    "truncated": (WHOLE[:30], "is not a readable notebook"),
    "no notebook": ("[1, 2]", "is not a readable notebook (it has no list of cells)"),
    "not text": (b"\xff\xfe\x00", "is not a readable notebook ('utf-8' codec"),
    "conflict": (CONFLICT, "holds a merge conflict: lines that begin with <<<<<<<"),
}


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "my notebooks"  # with a space: commands have to quote it
    folder.mkdir()
    return folder / "97-mine.ipynb"


def put(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def follow(remedy):
    """Run the command that stands at the end of a remedy, as a reader would copy it."""
    command = re.search(r"((?:mv|cp) .*)$", remedy).group(1)
    subprocess.run(command, shell=True, check=True)


@pytest.mark.parametrize("kind", BROKEN)
def test_every_kind_of_breakage_is_named_once(path, kind):
    put(path, BROKEN[kind][0])
    found = rescue.trouble(path)
    assert BROKEN[kind][1] in found.says and "97-mine.ipynb" in found.says
    assert str(rescue.unreadable(path)) == f"{found.says} {found.remedy}"


def test_a_whole_notebook_is_no_trouble(path):
    put(path, WHOLE)
    assert rescue.trouble(path) is None


def test_what_is_no_file_is_said_and_has_no_remedy_that_touches_it(path):
    path.mkdir()
    assert "is a folder with the name of a file" in rescue.trouble(path).says
    path.rmdir()
    path.symlink_to(path.parent / "nowhere.ipynb")
    assert "leads nowhere" in rescue.trouble(path).says
    path.unlink()
    assert "There is no notebook" in rescue.trouble(path).says


@pytest.mark.parametrize("kind", BROKEN)
def test_a_backup_of_a_broken_save_is_found_and_its_command_restores_it(path, kind):
    put(path, BROKEN[kind][0])
    broken = path.read_bytes()
    path.with_name(".~97-mine.ipynb").write_text(WHOLE)
    kept = path.with_name("97-mine.ipynb.broken")
    kept.write_text("kept earlier")  # a name that is taken is not taken again
    found = rescue.trouble(path)
    assert "before that save is whole in .~97-mine.ipynb" in found.remedy
    follow(found.remedy)
    assert path.read_text() == WHOLE and kept.read_text() == "kept earlier"
    assert path.with_name("97-mine.ipynb.broken-2").read_bytes() == broken
    assert path.with_name(".~97-mine.ipynb").is_file()


def test_a_backup_that_is_broken_itself_is_not_offered(path):
    put(path, "")
    path.with_name(".~97-mine.ipynb").write_text(WHOLE[:20])
    remedy = rescue.trouble(path).remedy
    assert ".~" not in remedy and "from where you got the course" in remedy


def test_what_jupyterlab_kept_is_the_next_best(path):
    put(path, "")
    kept = path.parent / ".ipynb_checkpoints" / "97-mine-checkpoint.ipynb"
    kept.parent.mkdir()
    kept.write_text(WHOLE)
    found = rescue.trouble(path)
    assert "JupyterLab kept an earlier state" in found.remedy
    follow(found.remedy)
    assert path.read_text() == WHOLE


def test_the_first_state_comes_from_the_course_itself(path, monkeypatch):
    course = path.parent / "course"
    (course / "notebooks").mkdir(parents=True)
    (course / "notebooks" / path.name).write_text(FIRST)
    monkeypatch.setattr(rescue, "root", lambda: course)
    put(path, WHOLE[:30])
    follow(rescue.trouble(path).remedy)
    assert path.read_text() == FIRST
    assert path.with_name(path.name + ".broken").read_text() == WHOLE[:30]


# -- in a repository


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Return a notebook that is committed, beside another that has answers in it."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setattr(rescue, "root", lambda: tmp_path)
    monkeypatch.setattr(rescue, "is_clone", lambda: True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "A")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    path, other = folder / "97-mine.ipynb", folder / "98-other.ipynb"
    path.write_text(FIRST)
    other.write_text(FIRST)
    git(folder, "init", "-q", "-b", "main", "..")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    other.write_text(WHOLE)
    return path, other


def git(folder, *arguments, check=True):
    return subprocess.run(["git", "-C", folder, *arguments], check=check, capture_output=True)


def test_the_repository_restores_that_file_alone(clone):
    path, other = clone
    put(path, WHOLE[:30])
    found = rescue.trouble(path)
    assert "as it was last committed" in found.remedy
    follow(found.remedy)
    assert path.read_text() == FIRST and other.read_text() == WHOLE
    assert path.with_name(path.name + ".broken").read_text() == WHOLE[:30]


def test_a_notebook_that_git_does_not_know_is_not_asked_of_git(clone):
    mine = clone[0].with_name("99-new.ipynb")
    put(mine, "")
    assert "git -C" not in rescue.trouble(mine).remedy


@pytest.mark.parametrize("side", ["--ours", "--theirs"])
def test_in_a_merge_conflict_one_version_is_taken_and_both_are_kept(clone, side):
    path, other = clone
    versions = {
        name: json.dumps({"cells": [name], "nbformat": 4}, indent=1) for name in ("ours", "theirs")
    }
    git(path.parent, "checkout", "-qb", "theirs")
    path.write_text(versions["theirs"])
    git(path.parent, "commit", "-qm", "theirs", "97-mine.ipynb")
    git(path.parent, "checkout", "-q", "main")
    path.write_text(versions["ours"])
    git(path.parent, "commit", "-qm", "ours", "97-mine.ipynb")
    git(path.parent, "merge", "theirs", check=False)
    conflict = path.read_text()
    found = rescue.trouble(path)
    assert "holds a merge conflict" in found.says
    copy = re.search(r"Copy it first.*?: (cp \S+ \S+)\. Then", found.remedy).group(1)
    take, add = re.findall(r"git -C .*?(?=, or with|\. Then|$)", found.remedy)
    for command in (copy, take.replace("--ours", side), add):
        subprocess.run(command, shell=True, check=True, capture_output=True)
    assert path.read_text() == versions[side[2:]] and rescue.trouble(path) is None
    assert path.with_name(path.name + ".broken").read_text() == conflict
    assert other.read_text() == WHOLE
    assert git(path.parent, "ls-files", "--unmerged").stdout == b""


def test_backups_beside_whole_notebooks_are_named(path):
    put(path, WHOLE)
    path.with_name(".~97-mine.ipynb").write_text(FIRST)
    path.with_name(".~98-other.ipynb").write_text(FIRST)
    assert rescue.leftovers(path.parent) == [path.with_name(".~97-mine.ipynb")]
