"""Progress: what events leave, two files that become one, and files that are damaged."""

import json
import random

import pytest
from tests.learn import progress_vectors as vectors

from course.learn import contents, progress
from course.learn.exercises import lesson
from course.units import units

DAY = "2026-11-29"
NOW = f"{DAY}T21:50:00Z"
RIGHT, WRONG = ({"what": "answer", "right": right, "met": ""} for right in (True, False))


def told(*events, now=NOW):
    return vectors.told([[event, now] for event in events])


# -- events


def test_an_exercise_never_missed_never_enters_review():
    item = told(RIGHT)
    assert item == {"first": NOW, "last": NOW, "tries": 1, "right": NOW}


def test_a_missed_exercise_climbs_the_boxes_only_on_days_on_which_it_is_due():
    item = progress.after({}, WRONG, NOW)
    assert (item["box"], item["due"]) == (0, "2026-11-30")
    assert progress.after(item, RIGHT, NOW)["box"] == 0  # practised too early
    days = []
    for _ in range(7):
        item = progress.after(item, RIGHT, f"{item['due']}T08:00:00Z")
        days.append(item["due"])
    assert days == [
        "2026-12-03",
        "2026-12-10",
        "2026-12-26",
        "2027-01-30",
        "2027-04-20",
        "2027-07-09",
        "2027-09-27",
    ]
    assert item["box"] == 5
    assert progress.after(item, WRONG, NOW)["box"] == 0


def test_the_first_right_answer_stays_and_mistakes_are_remembered():
    met = {"what": "answer", "right": False, "met": "an average hides it"}
    item = progress.after(told(met), RIGHT, "2026-11-30T08:00:00Z")
    item = progress.after(item, RIGHT, "2026-12-30T08:00:00Z")
    assert item["right"] == "2026-11-30T08:00:00Z" and item["tries"] == 3
    assert item["met"] == {"an average hides it": NOW}


def test_a_quiz_a_term_and_a_solution_enter_review():
    assert told({"what": "quiz", "right": True})["due"] == "2026-12-02"
    assert told({"what": "quiz", "right": False})["due"] == "2026-11-30"
    assert told({"what": "looked"})["due"] == "2026-11-30"
    assert told({"what": "looked"}, {"what": "recalled", "right": True})["due"] == "2026-12-02"
    assert told({"what": "solution"})["due"] == "2026-11-30"
    assert "due" not in told(RIGHT, {"what": "solution"})
    assert "due" not in told({"what": "solution"}, {"what": "read"})
    assert told({"what": "hint", "number": 2}, {"what": "hint", "number": 1})["hints"] == 2
    assert told({"what": "committed", "choice": "B"})["choice"] == "B"


def test_an_event_changes_no_item_in_place():
    chance = random.Random(1)
    for _ in range(300):
        item = told(*(vectors.event(chance) for _ in range(3)))
        before = json.dumps(item)
        progress.after(item, vectors.event(chance), vectors.moment(chance))
        assert json.dumps(item) == before


def test_every_history_leaves_a_sound_item():
    chance = random.Random(2)
    for _ in range(500):
        item = vectors.told(vectors.history(chance, 30)) or told(RIGHT)
        text = progress.written({"exercise:04-x": item})
        assert progress.parsed(text.encode()) == {"exercise:04-x": item}


# -- merging


def test_merging_is_idempotent_commutative_and_associative():
    chance, keys = random.Random(3), ["exercise:a", "quiz:b", "term:c", "prediction:d"]
    both = progress.merged
    for _ in range(1000):
        a, b, c = (vectors.items(chance, keys) for _ in range(3))
        assert both(a, a) == a
        assert both(a, b) == both(b, a)
        assert both(a, both(b, c)) == both(both(a, b), c)
        assert both(a, both(a, b)) == both(a, b)


def test_merging_loses_nothing_and_makes_nothing_up():
    chance, keys = random.Random(4), ["exercise:a", "quiz:b", "term:c", "prediction:d"]
    for _ in range(500):
        a, b = (vectors.items(chance, keys) for _ in range(2))
        both = progress.merged(a, b)
        assert both.keys() == a.keys() | b.keys()
        for key, item in both.items():
            mine = [items[key] for items in (a, b) if key in items]
            if key not in keys:
                assert item in mine
                continue
            assert item["last"] == max(one["last"] for one in mine)
            for field in ("right", "solution"):
                times = [one[field] for one in mine if field in one]
                assert item.get(field) == (min(times) if times else None)
        assert progress.parsed(progress.written(both).encode()) == both


# -- the file


def test_a_file_is_written_as_it_is_described():
    text = progress.written({"term:nato": told({"what": "looked"})})
    assert json.loads(text) == {
        "course": "alliance-missile-defence-course",
        "format": 1,
        "items": {
            "term:nato": {
                "first": NOW,
                "last": NOW,
                "tries": 1,
                "box": 0,
                "due": "2026-11-30",
            }
        },
    }
    assert text.startswith('{\n "course"') and text.endswith("}\n")


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ([], "not the progress file of this course"),
        ({"course": "another"}, "not the progress file of this course"),
        ({"format": 2}, "another version of the course"),
        ({"format": True}, "another version of the course"),
        ({"format": "1"}, "another version of the course"),
        ({"items": []}, "no list of what was done"),
        ({"items": {"quiz:a": []}}, "'quiz:a' cannot be read"),
        ({"items": {"quiz:a": {"last": NOW}}}, "'quiz:a' cannot be read"),
        ({"items": {"quiz:a": {"first": NOW, "last": NOW, "tries": 1.5}}}, "cannot be read"),
        ({"items": {"quiz:a": {"first": NOW, "last": NOW, "box": 1}}}, "cannot be read"),
        ({"items": {"quiz:a": {"first": NOW, "last": NOW, "choice": ""}}}, "cannot be read"),
        ({"items": {"quiz:a": {"first": NOW, "last": NOW, "met": {"x": 1}}}}, "cannot be read"),
        ({"items": {"badge:\ud800": 1}}, "no progress file"),
    ],
)
def test_what_is_no_progress_file_is_refused_in_a_sentence(state, says):
    whole = {"course": progress.COURSE, "format": 1, "items": {}}
    state = whole | state if isinstance(state, dict) else state
    with pytest.raises(progress.Damaged, match=says):
        progress.parsed(json.dumps(state).encode())


def test_what_another_version_adds_is_kept():
    item = told(RIGHT) | {"colour": "red"}
    items = {"exercise:a": item, "badge:b": [1, {"c": None}], "__proto__": "d"}
    assert progress.parsed(progress.written(items).encode()) == items
    answered = progress.after(item, RIGHT, NOW)
    assert answered["colour"] == "red"


def test_a_whole_number_may_be_written_with_a_point():
    text = progress.written({"exercise:a": told(RIGHT)}).replace('"tries": 1', '"tries": 1.0')
    assert progress.parsed(text.encode()) == {"exercise:a": told(RIGHT)}


# -- what it comes to

ABOUT = contents.about()


def test_about_holds_what_the_lessons_hold():
    assert [unit["number"] for unit in ABOUT["units"]] == [unit.number for unit in units()]
    for unit, own in zip(ABOUT["units"], units(), strict=True):
        held = lesson(own.slug)
        assert unit["exercises"] == list(held.exercises)
        assert len(set(unit["quiz"])) == len(held.quiz)
        assert sum(unit["minutes"].values()) == sum(s.minutes for s in own.sections)
        assert set(unit["writing"]) <= set(unit["exercises"])
        assert unit["writing"] or not unit["minutes"]["writing"], "nobody could earn its minutes"
        assert unit["predictions"] or not unit["minutes"]["predict"]
    assert "LO8" in ABOUT["outcomes"] and "nato" in ABOUT["terms"]


def everything():
    items = {}
    for unit in ABOUT["units"]:
        for task in unit["exercises"]:
            items[f"exercise:{task}"] = told(RIGHT)
        for guess in unit["predictions"]:
            items[f"prediction:{guess}"] = told({"what": "committed", "choice": "A"})
        for question in unit["quiz"]:
            items[f"quiz:{question}"] = told({"what": "quiz", "right": True})
    return items


def test_nothing_done_and_everything_done():
    nothing = progress.summary({}, ABOUT, DAY)
    assert not any(nothing[what][0] for what in ("exercises", "predictions", "quiz", "minutes"))
    assert nothing["begun"] == nothing["done"] == nothing["due"] == 0
    all_done = progress.summary(everything(), ABOUT, "2026-12-02")
    for what in ("exercises", "predictions", "quiz", "minutes"):
        assert all_done[what][0] == all_done[what][1] > 0
    assert all_done["begun"] == all_done["done"] == all_done["all"] == len(units())
    assert all(done == out_of for done, out_of in all_done["outcomes"].values())
    assert all_done["due"] == all_done["quiz"][1]  # right at first: three days later


def test_a_unit_half_done():
    unit = next(unit for unit in ABOUT["units"] if unit["number"] == "04")
    items = {f"exercise:{task}": told(RIGHT) for task in unit["exercises"][:4]}
    items |= {"prediction:04-cost-ranking": told({"what": "committed", "choice": "A"})}
    items |= {"exercise:04-gone": told(RIGHT), "quiz:04-00000000": told({"what": "looked"})}
    found = progress.summary(items, ABOUT, DAY)
    row = found["units"][4]
    minutes = unit["minutes"]
    assert (row["begun"], row["done"], found["begun"], found["done"]) == (True, False, 1, 0)
    assert row["exercises"] == [4, 8] and row["predictions"] == [1, 1] and row["quiz"] == [0, 5]
    half = (minutes["exercises"] + minutes["other"]) / 2
    assert abs(row["minutes"][0] - (minutes["predict"] + half)) <= 0.5
    assert found["due"] == 0  # a question that is no longer asked is not due


def test_a_unit_is_done_when_each_question_of_its_quiz_was_asked_right_or_wrong():
    items = everything()
    asked = [f"quiz:{one}" for one in ABOUT["units"][4]["quiz"]]
    wrong = told({"what": "quiz", "right": False})
    row = progress.summary(items | dict.fromkeys(asked[1:], wrong), ABOUT, DAY)["units"][4]
    assert (row["done"], row["quiz"], row["quiz_right"]) == (True, [5, 5], [1, 5])
    for left in asked:
        without = {key: item for key, item in items.items() if key != left}
        found = progress.summary(without, ABOUT, DAY)
        assert not found["units"][4]["done"] and found["done"] == len(units()) - 1


def test_what_is_due_comes_first_that_waited_longest():
    items = {
        "term:nato": told({"what": "looked"}),
        "term:ally": told({"what": "looked"}, now="2026-11-20T08:00:00Z"),
        "exercise:04-village-share": told(WRONG),
        "term:gone": told({"what": "looked"}),
    }
    assert progress.due(items, ABOUT, DAY) == ["term:ally"]
    assert progress.next_due(items, ABOUT, DAY) == "2026-11-30"
    assert progress.due(items, ABOUT, "2026-11-30") == [
        "term:ally",
        "exercise:04-village-share",
        "term:nato",
    ]
    assert progress.next_due(items, ABOUT, "2026-11-30") == ""


def test_the_vectors_for_the_page_reach_what_matters():
    found = vectors.vectors(5, 600)
    assert found == vectors.vectors(5, 600)
    assert json.loads(json.dumps(found)) == found
    kinds = [one["kind"] for one in found]
    assert all(kinds.count(kind) == 200 for kind in ("after", "merge", "summary"))
    items = [one["item"] for one in found if one["kind"] == "after"]
    assert {box for item in items if (box := item.get("box")) is not None} >= {0, 1, 2, 3}
    assert any(one["due"] for one in found if one["kind"] == "summary")
    last = [
        [one[side][key]["last"] for side in ("a", "b")]
        for one in found
        if one["kind"] == "merge"
        for key in one["a"].keys() & one["b"].keys()
        if key.startswith(("exercise:", "quiz:"))
    ]
    assert sum(mine == other for mine, other in last) > 10
