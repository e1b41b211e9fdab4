"""A new unit passes the contract as soon as its blanks are filled, and nothing is overwritten."""

import csv
import errno
import io
import json
import os
import re
import shutil
import subprocess
import sys
from string import Template

import pytest

from course import new
from course.errors import CourseError
from course.files import failure
from course.paths import data_folder, notebook_folder, root
from course.quality.canonical import differences
from course.quality.contract import METADATA, ROLES
from course.units import units
from tests.audit.mutations.warm import Warm


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """Copy the course, so that `course new` can write into it; return a way to run it there."""
    folder = tmp_path_factory.mktemp("clone")
    shutil.copy(root() / "pyproject.toml", folder)
    shutil.copytree(root() / "src", folder / "src")
    shutil.copytree(notebook_folder(), folder / "notebooks")
    shutil.copytree(data_folder(), folder / "data")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COURSE_")}
    environment["PYTHONPATH"] = str(folder / "src")
    python = Warm(folder, environment, tmp_path_factory.mktemp("said"))

    def run(*commands):
        """Run `course` commands one after another, in one process; the last one ends it."""
        *others, last = [f"app({command.split()!r}" for command in commands]
        lines = [*(f"{other}, standalone_mode=False)" for other in others), f"{last})"]
        done = python("-c", "\n".join(["from course.cli import app", *lines]))
        return done.returncode, done.stdout + done.stderr

    yield folder, run
    python.close()


EXAMPLE = (root() / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### A worked ex")[2]
EXAMPLE = EXAMPLE.partition("\n## ")[0]
COMMANDS = [line[18:] for line in EXAMPLE.splitlines() if line.startswith("    uv run course ")]
WRITTEN = re.findall(r"^\| «([^»]*)» \| (.*) \|$", EXAMPLE, re.M)
READ, BOUND = (re.findall(rf"^    ({unit}-.+)$", EXAMPLE, re.M) for unit in ("90", "c"))


@pytest.fixture(scope="module")
def made(clone):
    """Do what the worked example in CONTRIBUTING.md says; check before and after the filling."""
    folder, run = clone
    new_unit, stamp, run_it, check_it = COMMANDS
    number, slug = new_unit.split()[-1], new_unit.split()[1]
    blank = run(new_unit, f"check {number} --no-rerun")
    room = folder / "src" / "course" / "lessons" / slug.replace("-", "_")
    files = [folder / "notebooks" / f"{number}-{slug}.ipynb", *(room / name for name in new.ROOM)]
    words = list(WRITTEN)

    def fill(match):
        at = next(k for k, (name, _) in enumerate(words) if name == match.group(1))
        return words.pop(at)[1]

    for path in files:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub("«([^»]*)»", fill, text), encoding="utf-8")
    assert words == []
    asked = run(f"{check_it} --no-rerun")
    for path, rows in ((folder / "data" / "readings.csv", READ), (room / "numbers.csv", BOUND)):
        with path.open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{row}\n" for row in rows)
    return files, blank, asked, run(stamp, run_it, check_it)


def test_with_its_blanks_it_does_not_pass(made):
    files, (code, said), *_ = made
    assert all(path.name in said.replace("\n", "") for path in files)
    assert "Fill in what stands in «guillemets»" in said
    assert code == 1 and "[blanks] the blank «Title» is still to be filled" in said


def test_with_its_blanks_filled_it_asks_for_each_row_that_it_rests_on(made):
    code, said = made[2]
    said = said.replace("\n", "")
    assert code == 1
    assert all(f"numbers.csv: {row}" in said for row in BOUND)
    for row in csv.reader(READ):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(row[:5])  # what is known before it is read
        assert f"{line.getvalue()},SAYS,WHERE_IN_SOURCE,SEEN," in said
    assert said.count("[readings]") == len(READ) == 6
    assert said.count("[bound-numbers] '…") >= len(BOUND) == 1


def test_with_its_rows_added_it_passes(made):
    code, said = made[3]
    assert re.search(r"Stored in \S+: 90-turning-points\.", said)
    assert code == 0 and "with a fresh run: no problems." in said, said


def test_new_unit_has_every_section_and_field_of_the_contract(made):
    notebook = json.loads(made[0][0].read_text(encoding="utf-8"))
    assert set(notebook["metadata"]["course"]) == {*METADATA, "recalls", "timeline"}
    roles = [cell["metadata"].get("course", {}).get("role") for cell in notebook["cells"]]
    assert tuple(dict.fromkeys(filter(None, roles))) == ROLES["unit"]


def test_the_template_is_stored_in_canonical_form(made):
    text = made[0][0].read_text(encoding="utf-8")  # filled, run and stored
    assert differences(text) == []
    assert differences((new.TEMPLATE / "notebook.ipynb").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["charts.py", "exercises.py"])
def test_new_modules_are_clean(name):
    template = Template((new.TEMPLATE / name).read_text(encoding="utf-8"))
    text = template.substitute(number="88", module="space_based_sensors")
    for check in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *check, "--stdin-filename", "src/course/x.py", "-"]
        done = subprocess.run(command, input=text, cwd=root(), capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("slug", "number", "message"),
    [
        ("Third Site", None, "cannot name a unit. Use lower-case words"),
        ("third_site", None, "cannot name a unit"),
        ("9-lives", None, "cannot name a unit"),
        ("class", None, "cannot name a unit"),
        ("", None, "cannot name a unit"),
        ("../up", None, "cannot name a unit"),
        ("third-site", None, "'third-site' is taken by another unit"),
        ("new-unit", "4", "Use two digits"),
        ("new-unit", "04", "There is a unit 04 already. Leave --number out"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused_and_nothing_is_written(slug, number, message):
    before = sorted((root() / "src").rglob("*")), [one.path for one in units()]
    with pytest.raises(CourseError, match=message):
        new.create(slug, number)
    assert (sorted((root() / "src").rglob("*")), [one.path for one in units()]) == before


def test_an_installed_copy_is_left_alone(monkeypatch):
    monkeypatch.setattr(new, "is_clone", lambda: False)
    with pytest.raises(CourseError, match="in a clone of the course; this is an installed copy"):
        new.create("new-unit")


def test_a_disk_that_is_full_leaves_no_half_unit(tmp_path, monkeypatch):
    monkeypatch.setattr(new, "lesson_room", lambda slug: tmp_path / slug.replace("-", "_"))
    monkeypatch.setenv("COURSE_NOTEBOOKS", str(tmp_path))

    def refuse(path, text):
        raise failure(OSError(errno.ENOSPC, "full"), path)

    monkeypatch.setattr(new, "replace_text", refuse)
    with pytest.raises(CourseError, match="disk is full"):
        new.create("new-unit")
    assert list(tmp_path.iterdir()) == []
