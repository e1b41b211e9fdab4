"""A kit, by its structure: nothing is fetched here. `tests/audit/offline.py` uses a whole one."""

import errno
import hashlib
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from course.errors import CourseError
from course.publish import keys
from course.publish.site import Report
from course.teach.kit import make, pages, wheels
from course.units import units

OWN = f"{wheels.PACKAGE.replace('-', '_')}-{wheels.VERSION}-py3-none-any.whl"
# A stand-in for uv: it knows one Python, and says what it is asked to install.
FAKE_UV = """#!/bin/sh
case "$1" in
  --version) echo "uv 0" ;;
  venv) [ "$4" = 3.12 ] && mkdir -p "$5/bin" && cp "$FAKE/python" "$5/bin/python" ;;
  pip) echo "$@" >> "$FAKE/asked"; [ ! -e "$FAKE/broken" ] ;;
esac
"""


@pytest.fixture
def quick(monkeypatch):
    """Fetch nothing, build no site, and write one sheet a unit."""

    def build(place):
        (place / OWN).write_bytes(b"own")
        return place / OWN

    def fetch(place, wanted, done):
        (place / "numpy-2.0-cp312-cp312-any.whl").write_bytes(b"numpy")
        pins = wheels._hashed(["numpy==2.0"], wheels._digests(place))
        return {(layer, m.name, p): pins for m, p in wanted for layer in wheels.LAYERS}

    def site(out, *, solutions, progress):
        out.mkdir()
        (out / "index.html").write_text(solutions)
        apart = out.with_name("site-keys") if solutions == keys.LATER else None
        if apart:
            apart.mkdir()
        return Report(out, 1, 1, "", apart)

    def sheets(name, unit, place):
        if unit.number == "02":
            raise CourseError("it has no notes.")
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{unit.path.stem}-{name}.html").write_text(name)

    monkeypatch.setattr(make.wheel, "build", build)
    monkeypatch.setattr(wheels, "fetch", fetch)
    monkeypatch.setattr(wheels, "fetch_uv", lambda place, m: (place / m.uv).write_text(FAKE_UV))
    monkeypatch.setattr(make.site, "build", site)
    monkeypatch.setattr(make, "_write_sheets", sheets)


@pytest.fixture
def kit(quick, tmp_path):
    out = tmp_path / "kit"
    make.make(out, machines="linux,linux-arm64,macos,windows", pythons="3.11,3.12")
    return out


def test_a_kit_holds_what_its_first_page_says(kit):
    text = (kit / "START.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', text)
    assert links[0] == "site/index.html" and all((kit / link).is_file() for link in links)
    assert "Python 3.12 or Python 3.11" in text and "it has no notes." in text
    for name in (*pages.SCRIPTS.values(), pages.CHECK, "course/notebooks", "course/data"):
        assert name in text and (kit / name).exists()
    names = {path.name for path in (kit / "course" / "notebooks").iterdir()}
    assert names == {unit.path.name for unit in units()}
    for machine in wheels.MACHINES.values():
        assert machine.words in text and (kit / "install" / machine.name / machine.uv).is_file()
        lists = {path.name for path in (kit / "install" / machine.name).glob("*.txt")}
        assert lists == {f"{a}-{b}.txt" for a in wheels.LAYERS for b in ("3.11", "3.12")}
    assert not re.search(rf"{re.escape(str(kit.parent))}|{re.escape(str(Path.cwd()))}", text)


def test_every_file_has_its_sum_and_every_wheel_its_digest(kit):
    lines = (kit / pages.CHECK).read_text("utf-8").splitlines()
    listed = dict(reversed(line.split("  ", 1)) for line in lines)
    files = {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()}
    assert files - set(listed) == {pages.CHECK, ".course-kit"}
    for name, digest in listed.items():
        assert hashlib.sha256((kit / name).read_bytes()).hexdigest() == digest
    pins = (kit / "install" / "linux-x86_64" / "learner-3.12.txt").read_text().splitlines()
    own = hashlib.sha256(b"own").hexdigest()
    assert pins[0] == f"{wheels.PACKAGE}=={wheels.VERSION} --hash=sha256:{own}"
    assert pins[1] == f"numpy==2.0 --hash=sha256:{hashlib.sha256(b'numpy').hexdigest()}"


def test_scripts_can_be_started(kit):
    for name in ("start.sh", "start.command"):
        assert (kit / name).stat().st_mode & stat.S_IXUSR
        assert subprocess.run(["sh", "-n", kit / name]).returncode == 0
        text = (kit / name).read_text("utf-8")
        assert "@" not in text.replace('"$@"', "") and "Darwin-arm64) machine=macos-arm64" in text
    batch = (kit / "start.bat").read_bytes()
    assert batch.count(b"\n") == batch.count(b"\r\n") > 40 and b"(3.12 3.11)" in batch


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_start_installs_once_and_leaves_nothing_half_installed(kit, tmp_path):
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "python").write_text('#!/bin/sh\necho "$COURSE_START|$PWD|$@"\n')
    (fake / "python").chmod(0o755)

    def start(*words):
        environment = {"PATH": os.environ["PATH"], "FAKE": str(fake)}
        done = subprocess.run(
            ["sh", kit / "start.sh", *words], capture_output=True, text=True, env=environment
        )
        asked = fake / "asked"
        count = len(asked.read_text().splitlines()) if asked.exists() else 0
        return done.returncode, (done.stdout + done.stderr).splitlines(), count

    machine = wheels.here().name
    environment = kit / "installed" / machine / "environment"
    (fake / "broken").touch()
    code, said, _ = start()
    assert code == 1 and "could not be installed" in said[-1] and not environment.exists()
    (fake / "broken").unlink()
    code, said, count = start()
    assert (code, said[-1], count) == (0, f"sh start.sh|{kit}|-m course.cli lab", 2)
    last = (fake / "asked").read_text().splitlines()[-1]
    assert last.endswith(f"{kit}/install/{machine}/learner-3.12.txt")
    assert "--no-index --require-hashes --no-deps" in last
    assert start("progress")[2] == start("check", "--no-rerun")[2] == 2, "installed once"
    assert start("check")[2] == start("site", "--lan")[2] == start()[2] == 3, "the rest, once"
    (kit / "install" / machine / "teach-3.12.txt").write_text("a newer kit\n")
    (kit / "install" / machine / "learner-3.12.txt").write_text("a newer kit\n")
    assert start()[2] == 4
    shutil.rmtree(kit / "installed")
    script = (kit / "start.sh").read_text().replace("3.12", "3.13")
    (kit / "start.sh").write_text(script)
    code, said, _ = start()
    assert code == 1 and "has no Python that the kit fits (it fits: 3.13 3.11)" in said[-1]


def test_a_full_disk_leaves_what_was_there(kit, quick, monkeypatch):
    (kit / "my-course").mkdir()
    (kit / "my-course" / "04.ipynb").write_text("mine")
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(make, "_sums", full)
        with pytest.raises(CourseError, match=r"The kit could not be built .* the disk is full"):
            make.make(kit)
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before
    assert list(kit.parent.iterdir()) == [kit]
    make.make(kit, machines="windows", solutions=keys.LATER)
    assert (kit / "my-course" / "04.ipynb").read_text() == "mine", "what others keep there stays"
    assert not (kit / "start.sh").exists() and (kit / "keys").is_dir()
    assert keys.SAYS[keys.LATER] in (kit / "START.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"machines": "amiga"}, "--for knows no 'amiga'"),
        ({"pythons": "2.7"}, "such as 3.12, not '2.7'"),
        ({"pythons": "3.9"}, "from 3.11 on"),
        ({"solutions": "never"}, "--solutions takes open, later or none"),
    ],
)
def test_a_wrong_wish_is_a_sentence(tmp_path, more, said):
    with pytest.raises(CourseError, match=said):
        make.make(tmp_path / "kit", **more)
    with pytest.raises(CourseError, match="not a kit of this course"):
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.txt").write_text("mine")
        make.make(tmp_path / "mine")


def test_a_machine_takes_the_wheels_that_run_there():
    tags = wheels.MACHINES["linux-x86_64"].tags
    assert tags[0] == "manylinux_2_28_x86_64" and "manylinux2014_x86_64" in tags
    assert [one.name for one in wheels.machines("macos, linux")] == [
        *("macos-arm64", "macos-x86_64", "linux-x86_64")
    ]
    assert wheels.pythons("3.11 3.13") == ["3.13", "3.11"]


def test_a_program_that_fails_is_told_in_its_words(tmp_path):
    with pytest.raises(
        CourseError, match=r"sh said: error: no such thing .*needs the network once"
    ):
        wheels._run(["sh", "-c", "echo 'error: no such thing' >&2; exit 1"], tmp_path)
    with pytest.raises(OSError, match="No space left"):
        wheels._run(["sh", "-c", "echo 'No space left on device' >&2; exit 1"], tmp_path)
