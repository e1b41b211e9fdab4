"""What the notes say for one lesson: no other length, no task that it leaves out."""

import re

import pytest

from course.learn.classroom import lengths
from course.learn.exercises import lesson
from course.publish import images
from course.teach import chart_slides, slides, told
from course.teach.plan import plan
from course.units import unit, units


def test_a_sentence_for_a_lesson_of_another_length_is_left_out():
    note = "the table. In 180 minutes the break follows. Then the map; in 180 minutes twice."
    assert told._kept(note, 90) == "The table. Then the map; in 180 minutes twice."
    assert told._kept(note, 180) == "T" + note[1:]
    assert told._kept("In 180 minutes all.", 45) == ""


def test_what_is_said_of_a_task_that_the_lesson_leaves_out_goes_with_what_follows_it():
    note = 'In *The village* ask "who is the whole?" Say it twice. In *Two polls* wait. End.'
    absent, done = ["The village and its 95 per cent"], ["Two polls"]
    assert told._kept(note, 90, absent, done) == "In *Two polls* wait. End."
    assert told._kept(note, 90, [], absent + done) == note
    # A single word in italics is no task: it may be a row of the table of marks.
    assert told._kept("The row *The*.", 90, absent) == "The row *The*."


PICTURE = {"layout": {"meta": {"stage": {"state": "", "part": 1, "parts": 1}}}}


@pytest.mark.parametrize("one", units(), ids=lambda one: one.number)
def test_no_plan_and_no_speaker_is_told_of_a_task_that_is_not_done(one, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    # Where words stand in a picture takes most of a deck's time, and no speaker is told of it.
    monkeypatch.setattr(chart_slides, "staged", lambda figure, high: [PICTURE])
    for minutes in lengths(one):
        done = {name for part in told.parts(one, minutes) for name in part.tasks}
        # What must be at hand, at the top, may name every task that the sheet has.
        table = plan(one, minutes).partition("<table")[2]
        whole = table + "".join(s.notes for s in slides.slides(one, minutes)[1:])
        for name, task in lesson(one.slug).exercises.items():
            if name not in done:
                title = re.escape(task.title.rstrip("?"))
                assert not re.search(rf"<em>{title}\W*</em>", whole), (minutes, title)
        others = {45, 90, 180} - {minutes}
        assert not any(f"In {other} minutes" in whole for other in others)


def test_the_plan_of_unit_04_says_nothing_of_the_village_in_ninety_minutes():
    assert "<em>The village</em>" not in plan(unit("04"), 90)
    assert "<em>The village</em>" in plan(unit("04"), 180)
