"""The points of an answer: what `check` says, the grader collects, by one function."""

import pytest

from course.errors import CourseError
from course.learn.answers import Sorting
from course.learn.assess import assess
from course.learn.essays import Essay
from course.learn.exercises import check, lesson, result, worked_out
from course.units import units

TASKS = {key: task for one in units() for key, task in lesson(one.slug).exercises.items()}
MARKED = [key for key, task in TASKS.items() if not isinstance(task.kind, Essay)]
SORTED = [key for key in MARKED if isinstance(TASKS[key].kind, Sorting)]


@pytest.mark.parametrize("key", MARKED)
def test_right_has_one_blank_has_none_and_a_known_mistake_nothing_unless_it_sorts(key):
    task = worked_out(TASKS[key])
    assert assess(task, task.answer()).points == 1
    assert assess(task, ...).points == 0
    for name, mistake in task.misconceptions.items():
        for example in mistake.examples(task.answer()):
            said = assess(task, example)
            assert said.misconception == name
            if not isinstance(task.kind, Sorting):
                assert said.points == 0


@pytest.mark.parametrize("key", SORTED)
def test_a_sorting_has_the_share_of_its_items_that_are_right(key):
    task = worked_out(TASKS[key])
    reference = task.answer()
    items = list(reference)
    for left in range(1, len(items) + 1):  # the rest is left open
        said = assess(task, {item: reference[item] for item in items[:left]})
        assert said.points == left / len(items)
    code = next(one for one in task.kind.codes if one != reference[items[0]])
    said = assess(task, {**reference, items[0]: code})
    assert said.points == (len(items) - 1) / len(items), "a known mistake, and the rest is right"


def test_what_no_machine_can_mark_has_no_points():
    said = result("04-note", "A claim. " * 80)
    assert (said.state, said.points) == ("read", None)
    said = result("04-two-polls", "perhaps the second")
    assert (said.state, said.points) == ("unreadable", None)


def test_the_grader_asks_by_name_what_check_prints():
    for answer in ("A", "B", "C", "D", 93.2, ..., [1, 2]):
        said = result("04-two-polls", answer)
        assert str(check("04-two-polls", answer)).startswith(said.words.rstrip())
        assert said == assess(TASKS["04-two-polls"], answer)
    with pytest.raises(CourseError, match="There is no exercise '04-two-pols'"):
        result("04-two-pols", "A")
