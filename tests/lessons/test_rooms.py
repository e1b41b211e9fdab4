"""Every unit's room: tables are read when a learner asks, never when the room is opened."""

import runpy

import pytest

from course import data
from course.learn.exercises import LESSONS

ROOMS = sorted(path.parent.name for path in LESSONS.glob("*/exercises.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_no_table_is_read_at_import(room, monkeypatch):
    def refuse(name):
        raise AssertionError(f"{room} reads {name} at import.")

    monkeypatch.setattr(data, "load", refuse)
    module = runpy.run_path(str(LESSONS / room / "exercises.py"))
    assert module["EXERCISES"]
