"""A few random updates in every run of the suite; `updates.py` makes as many as it is told to."""

import os
import shutil

import pytest
from tests.audit.updates import UNITS, Fuzz

from course import rescue, work
from course.editions import dump, parse
from course.files import failure
from course.merge import Merged

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked to be killed")


@needs_fork
def test_random_updates_broken_off_at_random_lose_nothing(tmp_path):
    counts = Fuzz(tmp_path, 7).rounds(15)
    assert counts["rounds"] == 15 and counts["lines of the learner's"] > 30
    assert any(what.startswith("killed") for what in counts)
    assert any(what.startswith("refused") for what in counts)


@needs_fork
@pytest.mark.parametrize("after", [False, True])
def test_a_first_start_that_is_killed_at_any_step_goes_on_at_the_next(tmp_path, after):
    fuzz, step = Fuzz(tmp_path, 1, units=UNITS[:2]), 0
    with fuzz.at_home():
        while True:
            step += 1
            shutil.rmtree(fuzz.home, ignore_errors=True)
            ended = fuzz.killed_at(step, after, lambda: work.bring(fuzz.home))
            work.bring(fuzz.home)
            assert {path.name for path in fuzz.home.glob("*.ipynb")} == set(fuzz.units)
            assert not work.waiting(fuzz.home)
            fuzz.settled()
            if ended:
                break
    assert step > 10


@needs_fork
@pytest.mark.parametrize("after", [False, True])
def test_a_reset_that_is_killed_at_any_step_has_the_old_one_still(tmp_path, after):
    fuzz, step = Fuzz(tmp_path, 1, units=UNITS[:2]), 0
    with fuzz.at_home():
        work.bring(fuzz.home)
        path = fuzz.home / UNITS[1]
        while True:
            step += 1
            old = f"an answer {step}"
            notebook = parse(path.read_bytes())
            notebook["cells"][0]["source"] = old
            path.write_bytes(dump(notebook))
            ended = fuzz.killed_at(step, after, lambda: work.reset(fuzz.home, "04"))
            there = [one for one in fuzz.home.glob("04-*.ipynb") if old in one.read_text()]
            assert there and rescue.is_readable(path)
            work.reset(fuzz.home, "04")
            assert old not in path.read_text()
            kept = [one for one in fuzz.home.glob("04-*.mine-*") if old in one.read_text()]
            assert len(kept) == 1, "it is kept once"
            if ended:
                break
    assert step > 5


@needs_fork
@pytest.mark.parametrize(
    "careless",
    [
        lambda base, mine, theirs: Merged({**theirs, "cells": [*theirs["cells"]]}),
        lambda base, mine, theirs: Merged(dict(mine)),
    ],
    ids=["the course's alone", "the learner's alone"],
)
def test_an_update_that_takes_one_side_would_be_seen(tmp_path, monkeypatch, careless):
    monkeypatch.setattr(work, "merge", careless)
    with pytest.raises(AssertionError):
        Fuzz(tmp_path, 7).rounds(15)


@needs_fork
def test_an_update_that_empties_a_file_before_it_fills_it_would_be_seen(tmp_path, monkeypatch):
    def careless(path, content):
        try:
            with path.open("wb") as file:
                file.write(content[:99])
                file.flush()
                os.fsync(file.fileno())
                file.write(content[99:])
        except OSError as error:
            raise failure(error, path) from None

    monkeypatch.setattr(work, "replace_bytes", careless)
    with pytest.raises(AssertionError):
        Fuzz(tmp_path, 21).rounds(60)  # seen in the third round
