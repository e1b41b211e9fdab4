"""A few random updates in every run of the suite; `updates.py` makes as many as it is told to."""

import os

import pytest
from tests.audit.updates import Fuzz

from course import work
from course.merge import Merged

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is forked to be killed")


@needs_fork
def test_random_updates_broken_off_at_random_lose_nothing(tmp_path):
    counts = Fuzz(tmp_path, 7).rounds(15)
    assert counts["rounds"] == 15 and counts["lines of the learner's"] > 100
    assert any(what.startswith("killed") for what in counts)
    assert any(what.startswith("refused") for what in counts)


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
        path.write_bytes(b"")
        with path.open("wb") as file:
            file.write(content[:99])
            file.flush()
            os.fsync(file.fileno())
            file.write(content[99:])

    monkeypatch.setattr(work, "replace_bytes", careless)
    with pytest.raises(AssertionError):
        Fuzz(tmp_path, 7).rounds(60)
