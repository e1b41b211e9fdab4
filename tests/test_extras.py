"""The layers of the package: what a learner has does without the rest, and says how to add it."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib

import pytest

from course import doctor, extras
from course.errors import CourseError
from course.paths import root

OWN = tomllib.loads((root() / "pyproject.toml").read_text("utf-8"))["project"]
# A learner's installation: no library that an extra names can be imported or looked up.
LEARNER = """
import importlib.metadata as m, sys
gone = set(%r)
class Without:
    def __init__(self, finder):
        self.finder = finder
    def find_spec(self, name, *more):
        return None if name.partition(".")[0] in gone else self.finder.find_spec(name, *more)
    def __getattr__(self, name):
        return getattr(self.finder, name)
sys.meta_path[:] = map(Without, sys.meta_path)
for name in gone:
    sys.modules.pop(name, None)
known = m.version
def version(name):
    if name in gone:
        raise m.PackageNotFoundError(name)
    return known(name)
m.version = version
from course.cli import main
for words in %r:
    sys.argv = ["course", *words]
    try:
        main()
    except SystemExit as ended:
        for stream in (sys.stdout, sys.stderr):
            print(f"\\0{ended.code}", end="\\0", file=stream)
"""
COMMANDS = (
    ("doctor",),
    ("site", "--out", "never"),
    ("check", "00"),
    ("check", "00", "--no-rerun"),
)


def asked(extra):
    """Return the names that pyproject.toml lists for an extra, and for those that it holds."""
    names = set()
    for text in OWN["optional-dependencies"][extra]:
        held = re.fullmatch(r"[\w-]+\[([\w,]+)\]", text)
        inner = [asked(one) for one in held[1].split(",")] if held else []
        names |= set().union(*inner) if held else {re.match(r"[\w-]+", text)[0]}
    return names


@pytest.fixture(scope="module")
def learner():
    """Run commands where the libraries of all extras are out of reach; return what each said."""
    modules = {*asked("dev"), "myst_nb", "Stemmer", "docutils", "myst_parser", "_pytest"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_NOTEBOOKS", str(root() / "notebooks"))
        done = subprocess.run(
            [sys.executable, "-c", LEARNER % (sorted(modules), COMMANDS)],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    (*out, left), (*err, more) = done.stdout.split("\0"), done.stderr.split("\0")
    assert done.returncode == 0 and not left and not more, done.stdout + done.stderr
    said = zip(COMMANDS, out[1::2], out[::2], err[::2], strict=True)
    return {words: (int(code), *texts) for words, code, *texts in said}


def test_teach_holds_site_and_dev_holds_all():
    assert list(extras.LAYERS) == list(OWN["optional-dependencies"])
    names = {extra: asked(extra) for extra in extras.LAYERS}
    assert names["site"] < names["teach"] < names["dev"] == set().union(*names.values())
    assert {"sphinx", "segno"} <= names["site"] and {"pytest", "nbval"} <= names["teach"]
    assert sys.platform == "win32" or {e: set(extras._libraries(e)) for e in names} == names


def test_what_is_compiled_on_the_learner_s_machine_is_in_no_layer():
    listed = [*OWN["dependencies"], *(t for e in OWN["optional-dependencies"].values() for t in e)]
    assert not [text for text in listed if text.startswith("scour")]


def test_doctor_says_which_layers_are_there_and_a_learner_lacks_nothing(learner):
    code, out, err = learner[("doctor",)]
    assert code == 0, out + err
    assert "the learner's layer. Not there" in out and "mend" not in out
    assert all(f"{name} (" in out for name in extras.LAYERS)
    assert "the layers learner, site, teach, hub, dev" in {one.says for one in doctor.examine()}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("site", "--out", "never"), "sphinx"),
        (("check", "00"), "nbval"),
        (("check", "00", "--no-rerun"), ""),
    ],
)
def test_a_command_that_needs_more_says_so_in_a_sentence(learner, words, told):
    code, out, err = learner[words]
    assert "Traceback" not in err
    assert code == (1 if told else 0), out + err
    assert bool(told) == ("what the learner's installation leaves out" in err)
    assert told in err


def fails(**more):
    with pytest.raises(CourseError) as said:
        extras.needs(**more) if more else extras.needs("no_such_library")
    return str(said.value)


def test_the_remedy_fits_the_place_where_the_course_stands(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_START", "sh start.sh")
    assert fails().endswith("In the folder of the kit: sh start.sh teach")
    monkeypatch.delenv("COURSE_START")
    monkeypatch.setattr(extras, "is_clone", lambda: True)
    monkeypatch.setattr(extras, "_made_by_uv", lambda: True)
    assert "no_such_library" in fails() and fails().endswith("uv sync --extra teach")
    monkeypatch.setattr(extras, "_made_by_uv", lambda: False)
    monkeypatch.setattr(extras, "_origin", lambda: tmp_path)
    assert fails().endswith(f'pip install "{tmp_path}[teach]"')
    monkeypatch.setattr(extras, "_origin", lambda: None)
    monkeypatch.setattr(extras, "_there", lambda name: name != "segno")
    assert fails(extra="site").endswith('(segno). To install it: pip install "segno<2,>=1.6"')


def test_what_is_there_is_no_matter():
    extras.needs("sphinx", extra="site")
    extras.needs(extra="dev")
    assert importlib.metadata.version("segno")
