"""The audit of mutations changes one thing at a time, and puts it back to the byte."""

import json
import os
import random
from types import SimpleNamespace

import pytest
from tests.audit import mutate
from tests.audit.mutations import KINDS, Change, Tree, ground
from tests.audit.mutations.warm import Warm

from course.paths import root

UNCHANGED = ("charts", "jupyter", "learn", "quality", "sources", "static", "teach", "template")
TWO_FILES = "readings: a fingerprint copied to a changed sentence, stamped"
TWO_LINES = "quiz: another option is right"
TWO_CELLS = (
    "metadata: minutes moved between two sections",
    "order: a cell of prose before the one it followed",
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Copy what is changed: every file is read again and again, and of code no kind needs all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ground, "COPIED", ("README.md", "data", "notebooks", "src"))
        patch.setattr(ground, "_PASSED_OVER", (*ground._PASSED_OVER, *UNCHANGED))
        tree = Tree.copy(root(), tmp_path_factory.mktemp("mutations") / "course")
    tree.keep()
    return tree


@pytest.fixture(scope="module")
def whole(tree):
    """Return what stands in the copy before anything is changed."""
    return stands(tree)


def stands(tree):
    return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in tree.root.rglob("*") if p.is_file()}


def lines_that_differ(old, new):
    assert len(old) == len(new)
    return sum(one != other for one, other in zip(old, new, strict=True))


def things_that_differ(name, old, new):
    """Count the cells, columns or lines of a file that are not what they were."""
    if name.endswith(".ipynb"):
        before, after = json.loads(old), json.loads(new)
        return lines_that_differ(before["cells"], after["cells"]) + (
            before["metadata"] != after["metadata"]
        )
    if name.endswith("datapackage.json"):
        before, after = (
            [
                [table["card"], *({**f, "_": table["schema"].get("foreignKeys")} for f in fields)]
                for table in json.loads(text)["resources"]
                for fields in [table["schema"]["fields"]]
            ]
            for text in (old, new)
        )
        return lines_that_differ(before, after)
    before, after = old.splitlines(), new.splitlines()
    if len(before) == len(after) + 1:  # a row is taken out
        at = next(i for i, line in enumerate([*after, None]) if line != before[i])
        assert before[:at] + before[at + 1 :] == after
        return 1
    return lines_that_differ(before, after)


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_changes_one_thing_and_it_is_put_back_to_the_byte(tree, whole, name):
    for seed in range(2):
        change = KINDS[name](tree, random.Random(seed))
        assert change and len(change.what) > 10
        changed = tree.changed()
        assert len(changed) == (2 if name == TWO_FILES else 1), changed
        for one in changed:
            old = whole[tree.root / one][0].decode()
            wanted = 2 if name in (TWO_LINES, *TWO_CELLS) else 1
            count = things_that_differ(one, old, tree.read(one))
            assert count == wanted or (name == TWO_FILES and count), (change.what, one)
        tree.restore()
        assert stands(tree) == whole


def test_what_a_command_leaves_is_taken_away(tree, whole):
    (tree.root / "data" / "new.csv").write_text("a\n")
    (tree.root / "README.md").unlink()
    assert tree.changed() == ["README.md", "data/new.csv"]
    tree.restore()
    assert stands(tree) == whole


def test_the_same_seed_makes_the_same_change(tree):
    made = []
    for _ in range(2):
        made.append([KINDS[name](tree, random.Random(7)).what for name in ("prose: a number",)])
        tree.restore()
    assert made[0] == made[1]


def test_changes_are_spread_evenly():
    spread = mutate.shares(100, list(KINDS), seed=1)
    assert sum(spread.values()) == 100 and max(spread.values()) - min(spread.values()) <= 1
    assert len(KINDS) >= 20


@pytest.mark.parametrize(
    ("message", "check"),
    [
        ("04-third-site [bound-numbers] '…' is typed", "bound-numbers"),
        ("polls.csv, row 3, column n: 0 is less than 1.", "tables"),
        ("polls.csv is not the file that datapackage.json records (rows).", "hash"),
        (
            "polls.csv has other cells. When someone has looked at it, run: course data --stamp "
            "--reviewed 'WHO: WHY'",
            "reviewed tables",
        ),
    ],
)
def test_a_message_is_attributed_to_the_check_that_says_it(message, check):
    assert mutate.check_of(message) == check


class Quiet(mutate.Course):
    """A course of which each check says what it is told to."""

    def __init__(self, tree, **says):
        super().__init__(tree, tree.root)
        self.said, self.says, self.asked = {"known"}, says, []
        self.python = self.ask

    def ask(self, *arguments):
        self.asked.append(arguments[2:])
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    def check(self, units):
        return ["known", *self.says.get("check", [])]

    def nbval(self, units):
        return self.says.get("nbval", [])

    def tests(self, names):
        changed = bool(self.tree.changed())
        return set(self.says.get("tests", [])) if changed else set(self.says.get("before", []))


CHANGE = Change("x", ("04",), anew=("04",), stamp=True, nbval=("04",), tests=("tests/a.py",))


@pytest.mark.parametrize(
    ("says", "caught_by"),
    [
        ({"check": ["04 [reviewed] x", "04 [links] y"], "nbval": ["z"]}, "links, reviewed"),
        ({"nbval": ["z"], "tests": ["t"]}, "nbval"),
        ({"tests": ["t", "u"], "before": ["u"]}, "tests"),
        ({"tests": ["u"], "before": ["u"]}, ""),
        ({}, ""),
    ],
)
def test_a_change_is_caught_by_what_was_not_said_before(tree, says, caught_by):
    course = Quiet(tree, **says)
    tree.replace("README.md", "course", "coarse")
    assert course.verdict(CHANGE)[0] == caught_by
    assert [asked[0] for asked in course.asked] == ["run", "data"]
    assert not any("--reviewed" in asked for asked in course.asked)
    tree.restore()


def test_where_a_review_was_signed_unseen_its_record_has_no_say(tree):
    says = {"check": ["04 [reviewed] x", "polls.csv is other. Run: --stamp --reviewed 'WHO: WHY'"]}
    for more, caught_by in (([], ""), (["04 [links] y"], "links")):
        course = Quiet(tree, check=says["check"] + more)
        course.signed = True
        assert course.verdict(CHANGE)[0] == caught_by


def test_a_change_is_undone_also_where_a_check_fails(tree, monkeypatch):
    course = Quiet(tree)
    monkeypatch.setattr(course, "verdict", lambda change: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(mutate.draws(course, "prose: a number", 1, 1))
    assert tree.changed() == []


def test_a_warm_python_answers_as_a_cold_one_does(tmp_path):
    python = Warm(tmp_path, os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, tmp_path)
    try:
        done = python("-c", "import os, sys; print(os.getcwd(), sys.argv[1:])", "a", "b")
        assert (done.returncode, done.stdout) == (0, f"{tmp_path} ['a', 'b']\n")
        done = python("-c", "import sys; print('x', file=sys.stderr); raise SystemExit(3)")
        assert (done.returncode, done.stdout, done.stderr) == (3, "", "x\n")
        done = python("-c", "1 / 0")
        assert done.returncode == 1 and "ZeroDivisionError" in done.stderr
        (tmp_path / "told.py").write_text("import sys\nprint(__name__, sys.argv[1:])\n")
        assert (
            python("-c", "seen = 1\nprint('course' in __import__('sys').modules)").stdout[0] == "F"
        )
        for word in ("one", "two"):
            (tmp_path / "told.py").write_text(f"print('{word}')\n")
            assert python("-m", "told").stdout == f"{word}\n"
    finally:
        python.close()


def test_what_was_not_caught_is_named():
    lines = [
        {"kind": "a", "change": "one", "caught_by": "reviewed, links", "message": ""},
        {"kind": "a", "change": "two", "caught_by": "reviewed", "message": ""},
        {"kind": "b", "change": "three", "caught_by": "", "message": ""},
    ]
    said = mutate.summary(lines)
    assert said.startswith(
        "2 of 3 changes caught, of 2 kinds; 1 of them by a record alone as far as"
    )
    assert said.endswith("Not caught: b: three")
