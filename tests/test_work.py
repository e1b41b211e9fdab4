"""A learner's own copies: how they come, what an update does to them, how a unit starts anew."""

import errno
import json
import os
import shutil
import subprocess
from contextlib import closing

import pytest

from course import doctor, editions, lab, rescue, work
from course.editions import dump, originals, parse
from course.errors import CourseError
from course.merge import CONFLICT
from course.paths import root
from course.units import cell_text
from tests.audit.mutations.warm import Warm
from tests.helpers import light_notebook

UNIT = "04-third-site.ipynb"


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """Make a clone of two units, and let the course be in it."""
    home = tmp_path / "clone"
    (home / "notebooks").mkdir(parents=True)
    for name in ("00-start-here.ipynb", UNIT):
        (home / "notebooks" / name).write_bytes(light_notebook(name))
    for module in (work, editions, lab):
        monkeypatch.setattr(module, "root", lambda: home)
    monkeypatch.delenv("COURSE_NOTEBOOKS", raising=False)
    return home


@pytest.fixture
def mine(clone):
    """Bring the copies; return the learner's unit."""
    work.bring(work.home())
    return work.home() / UNIT


def update(**how):
    said = []
    work.update(work.home(), say=said.append, **how)
    return said


def edit(path, *, add=(), **texts):
    """Change the texts of cells by their ids (hyphens as underscores), and add cells at the end."""
    notebook = parse(path.read_bytes())
    for cell in notebook["cells"]:
        text = texts.get(cell["id"].replace("-", "_"))
        cell["source"] = cell["source"] if text is None else text
    for text in add:
        cell = {"cell_type": "markdown", "id": f"id-{len(text)}", "metadata": {}, "source": text}
        notebook["cells"].append(cell)
    path.write_bytes(dump(notebook))


def answer(path):
    edit(path, c_563e414c27='share_in_hvozdany = 93\ncourse.check("04-village-share", 93)',
         add=["My own thoughts"])  # fmt: skip


def texts(path):
    return [cell_text(cell) for cell in parse(path.read_bytes())["cells"]]


def files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# -- how they come


def test_a_notebook_is_written_as_the_course_writes_it():
    for name, given in originals().items():
        assert dump(parse(given)) == given, name


def test_a_copy_says_of_which_edition_it_is_and_that_one_lies_beside_it(clone, mine):
    given = (clone / "notebooks" / UNIT).read_bytes()
    assert (work.home() / ".course" / UNIT).read_bytes() == given
    copy, original = parse(mine.read_bytes()), parse(given)
    assert copy["metadata"]["course"].pop("given") == editions.edition(given)
    assert copy == original


def test_the_learner_s_folder(clone, tmp_path, monkeypatch):
    assert work.home() == clone / "my-course"
    assert work.progress_file() == clone / "my-course" / "progress.json"
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path / "mine"))
    assert work.home() == tmp_path / "mine"


def git(folder, *words):
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_answers_in_the_originals_come_along_and_outlive_the_next_edition(clone):
    """As from a clone of the time before there were copies."""
    original = clone / "notebooks" / UNIT
    git(clone, "init", "-q")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "One edition")
    given = original.read_bytes()
    answer(original)
    work.bring(work.home())
    mine = work.home() / UNIT
    assert (
        "My own thoughts" in texts(mine) and (mine.parent / ".course" / UNIT).read_bytes() == given
    )
    assert update() == [
        f"Nothing is new: your notebooks in {mine.parent} are of the newest edition."
    ]
    git(clone, "checkout", "--", ".")
    edit(original, c_5e1a2210d8="# The Third Site, anew")
    git(clone, "commit", "-qam", "Another")
    update()
    after = texts(mine)
    assert after[0] == "# The Third Site, anew" and after[-1] == "My own thoughts"
    assert any(text.startswith("share_in_hvozdany = 93") for text in after)


# -- an update


def test_what_is_new_comes_in_and_what_was_written_stays(clone, mine):
    answer(mine)
    before = mine.read_bytes()
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew", add=["New"])
    assert work.waiting(work.home()) == [UNIT]
    said = update()
    (kept,) = (work.home() / ".course" / "before").iterdir()
    assert said == [
        "04-third-site: 1 cell is new, 1 cell was brought up to date. Kept: 1 that you changed and "
        f"1 that you added. As it was before: .course/before/{kept.name}",
        work.CLOSE,
    ]
    assert kept.read_bytes() == before and kept.name.startswith("04-third-site.20")
    assert texts(mine)[0] == "# Anew" and {"New", "My own thoughts"} <= set(texts(mine))
    assert not work.waiting(work.home())
    everything = files(work.home())
    assert update()[0].startswith("Nothing is new") and files(work.home()) == everything


def test_a_conflict_is_said_and_both_stand(clone, mine):
    edit(mine, c_5e1a2210d8="# Mine")
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Theirs")
    assert "yours first, and the course's directly below" in update()[0]
    assert texts(mine)[:3] == ["# Mine", CONFLICT, "# Theirs"]


def test_a_dry_run_says_the_same_and_changes_nothing(clone, mine):
    answer(mine)
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    (clone / "notebooks" / "05-more.ipynb").write_bytes(light_notebook(UNIT))
    before = files(work.home())
    said = update(dry_run=True)
    assert said == [
        "04-third-site: 1 cell was brought up to date. Kept: 1 that you changed and 1 that you "
        "added.",
        "05-more is new.",
    ]
    assert files(work.home()) == before


def test_a_unit_that_is_new_comes_and_one_that_is_gone_stays_with_a_word(clone, mine):
    answer(mine)
    before = mine.read_bytes()
    (clone / "notebooks" / UNIT).rename(clone / "notebooks" / "05-more.ipynb")
    assert update() == [
        "05-more is new.",
        "04-third-site: the course no longer has this unit. Yours stays as it is.",
    ]
    assert mine.read_bytes() == before and (work.home() / "05-more.ipynb").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty, as after a save that broke off"),
        (b"{", "is not a readable notebook"),
        (b'{"cells": [], "nbformat": 3, "metadata": {}}', "not written as notebooks are today"),
        (b'{"cells": [3], "nbformat": 4, "metadata": {}}', "not written as notebooks are today"),
        (b"\xff", "is not a readable notebook"),
    ],
)
def test_a_notebook_that_cannot_be_read_is_left_alone_and_the_others_are_not(
    clone, mine, content, says
):
    mine.write_bytes(content)
    for name in ("00-start-here.ipynb", UNIT):
        edit(clone / "notebooks" / name, add=["New"])
    said = update()
    assert said[1].startswith("04-third-site: left as it is.") and says in said[1]
    assert mine.read_bytes() == content and len(said) == 3
    assert texts(work.home() / "00-start-here.ipynb")[-1] == "New"


def test_a_link_is_left_alone(clone, mine):
    elsewhere = clone / "elsewhere.ipynb"
    mine.rename(elsewhere)
    mine.symlink_to(elsewhere)
    edit(clone / "notebooks" / UNIT, add=["New"])
    assert "left as it is. It is a link to" in update()[0] and mine.is_symlink()


def test_the_copy_of_before_is_the_remedy_for_a_notebook_that_broke_later(clone, mine):
    edit(clone / "notebooks" / UNIT, add=["New"])
    answer(mine)
    update()
    mine.write_bytes(b"")
    found = rescue.trouble(mine)
    assert "It is kept as it was before an update" in found.remedy and "before/" in found.remedy


def test_a_lab_that_saves_the_old_one_over_the_new_gets_the_new_once_more(clone, mine):
    answer(mine)
    old = mine.read_bytes()
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    update()
    mine.write_bytes(old)
    assert work.waiting(work.home()) == [UNIT]
    update()
    assert texts(mine)[0] == "# Anew" and texts(mine)[-1] == "My own thoughts"


def test_a_save_in_the_middle_of_an_update_is_not_lost(clone, mine, monkeypatch):
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    saves = [lambda: answer(mine)]

    def saved_meanwhile(*given):
        done = merge(*given)
        if saves:
            saves.pop()()
        return done

    merge = work.merge
    monkeypatch.setattr(work, "merge", saved_meanwhile)
    update()
    assert texts(mine)[0] == "# Anew" and texts(mine)[-1] == "My own thoughts"
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Once more")
    saves += [lambda text=text: edit(mine, add=[text]) for text in ("a", "bb", "ccc")]
    with pytest.raises(CourseError, match=r"was saved again and again.*Close it in JupyterLab"):
        update()
    assert {"a", "bb", "ccc", "# Anew"} <= set(texts(mine))


def test_an_older_copy_of_which_nothing_is_known(clone, monkeypatch):
    folder = work.home()
    folder.mkdir()
    mine = folder / UNIT
    mine.write_bytes((clone / "notebooks" / UNIT).read_bytes())
    answer(mine)
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    work.bring(folder)
    assert work.waiting(folder) == [UNIT]
    said = update()
    assert "2 cells differ from the course's" in said[0] and "course reset 04" in said[0]
    assert texts(mine)[1:3] == [CONFLICT, "# Anew"]
    assert update()[0].startswith("Nothing is new")


def test_a_full_disk_leaves_the_notebook_as_it_was(clone, mine, monkeypatch):
    answer(mine)
    edit(clone / "notebooks" / UNIT, add=["New"])
    before = mine.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("course.files.os.fsync", full)
        with pytest.raises(CourseError, match="The disk is full"):
            update()
    assert mine.read_bytes() == before
    update()
    assert "New" in texts(mine)


def test_no_copies_yet(clone):
    with pytest.raises(CourseError, match=r"no copies of the course in .* yet\. Run: course lab"):
        update()
    assert not work.home().exists()


def test_the_originals_are_no_copies(clone, monkeypatch):
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(clone / "notebooks"))
    before = files(clone)
    for act in (update, lambda: work.reset(work.home(), "4")):
        with pytest.raises(CourseError, match="the course's own notebooks, not copies"):
            act()
    assert files(clone) == before


def test_half_a_letter_in_a_notebook_is_no_end(clone, mine):
    edit(mine, add=["My own \ud800 thoughts"])
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    update()
    assert texts(mine)[0] == "# Anew" and texts(mine)[-1] == "My own \ud800 thoughts"


# -- once more from the start


def test_reset_keeps_the_old_beside_the_new_and_writes_over_nothing(clone, mine):
    kept = []
    for text in ("One", "Another"):
        edit(mine, add=[text])
        before = mine.read_bytes()
        path, aside = work.reset(work.home(), "third-site")
        assert path == mine and aside.read_bytes() == before and text not in texts(mine)
        kept.append(aside.name)
    assert kept[0].startswith("04-third-site.mine-20") and kept[1] == f"{kept[0][:-6]}-2.ipynb"
    assert "One" in texts(work.home() / kept[0]) and not work.waiting(work.home())


def test_reset_works_on_what_cannot_be_read(clone, mine):
    mine.write_bytes(b"half a")
    _, aside = work.reset(work.home(), "4")
    assert aside.read_bytes() == b"half a" and rescue.is_readable(mine)


def test_reset_of_a_unit_that_is_not_there(clone, mine):
    with pytest.raises(CourseError, match="There is no unit '31'"):
        work.reset(work.home(), "31")
    mine.unlink()
    assert work.reset(work.home(), "04") == (mine, None) and mine.exists()


def test_what_was_set_aside_is_no_second_unit_of_the_number(clone, mine):
    work.reset(work.home(), "04")
    assert lab.unit("4", strict=True, folder=work.home()).path == mine


# -- the commands


def test_the_commands_say_what_they_did(command, clone, mine):
    answer(mine)
    edit(clone / "notebooks" / UNIT, c_5e1a2210d8="# Anew")
    code, said = command("update", "--dry-run")
    assert code == 0 and said.endswith("Nothing was changed.\n") and "was brought up to" in said
    code, said = command("update")
    assert code == 0 and "As it was before" in said and "choose Revert" in said
    code, said = command("reset", "4")
    assert code == 0 and "is kept: " in said and "starts anew" in said
    code, said = command("reset", "x")
    assert code == 1 and "There is no unit 'x'" in said


def test_doctor_speaks_of_an_update_and_of_the_learner_s_own_notebooks(
    command, clone, mine, monkeypatch
):
    # Not of this test's concern, and slow.
    monkeypatch.setattr(doctor, "kernel_trouble", lambda: "")
    monkeypatch.setattr(doctor, "_tables", lambda: doctor.Finding(True, "the tables"))
    edit(clone / "notebooks" / UNIT, add=["New"])
    _, said = command("doctor")
    assert "1 unit has changed since your copy" in said and "course update" in said
    mine.write_bytes(b"")
    assert "04-third-site.ipynb is empty" in command("doctor")[1]


AUTHOR = """
import sys
from pathlib import Path
import course
from course.paths import root
assert root() == Path(sys.argv[1]), root()
from course import work
work.bring(work.home())
path = work.home() / "00-start-here.ipynb"
path.write_text("an answer, and no notebook any more")
print(work.home())
"""


def test_run_check_and_new_work_on_the_originals_and_touch_no_learner_s_folder(tmp_path):
    """In a clone of its own, by the commands themselves."""
    clone = tmp_path / "clone"
    for name, rest in {"src": "-", "data": "-", "notebooks": "teach"}.items():
        skip = shutil.ignore_patterns("__pycache__", rest)
        shutil.copytree(root() / name, clone / name, ignore=skip)
    (clone / "pyproject.toml").write_text("")
    env = {**os.environ, "PYTHONPATH": str(clone / "src")}
    env.pop("COURSE_NOTEBOOKS", None)
    with closing(Warm(clone, env, tmp_path)) as python:
        made = python("-c", AUTHOR, str(clone))
        assert made.returncode == 0, made.stderr
        own = files(clone / "my-course")
        assert len(own) > 2
        original = clone / "notebooks" / "00-start-here.ipynb"
        notebook = json.loads(original.read_bytes())
        code = [cell["cell_type"] for cell in notebook["cells"]].index("code")
        del notebook["cells"][code + 1 :]  # one cell to run says where it is run
        notebook["cells"][code]["outputs"] = []
        original.write_text(json.dumps(notebook))
        ran = python("-m", "course.cli", "run", "00")
        assert ran.returncode == 0 and str(clone / "notebooks") in ran.stdout, (
            ran.stdout + ran.stderr
        )
        assert json.loads(original.read_bytes())["cells"][code]["outputs"]
        checked = python("-m", "course.cli", "check", "00", "--no-rerun")
        assert f"1 unit in {clone / 'notebooks'}" in checked.stdout.replace("\n", ""), (
            checked.stderr
        )
        assert python("-m", "course.cli", "new", "space-based-sensors").returncode == 0
    assert files(clone / "my-course") == own
