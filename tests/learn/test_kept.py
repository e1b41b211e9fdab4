"""The learner's own file: what cells write down, damage, killed writers, two kernels at once."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from tests.learn import progress_vectors as vectors

import course
from course.errors import CourseError
from course.files import is_unfinished
from course.learn import exercises, kept, progress, terms

NOW = "2026-11-29T21:50:00Z"
TASK, ESSAY = "04-two-polls", "04-other-side"


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    exercises.forget()
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def items(path):
    return progress.parsed(path.read_bytes())


# -- what cells write down


def test_nothing_is_written_or_read_without_the_variable(file, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    exercises.check(TASK, "A")
    exercises.predict("04-cost-ranking", "A")
    terms.term("NATO")
    assert not list(file.parent.iterdir())


def test_an_answer_is_written_down_with_the_mistake_that_it_shows(file):
    exercises.check(TASK)
    exercises.check(TASK, "neither of these")
    assert not file.exists()
    said = str(exercises.check(TASK, "A"))
    name = said.removeprefix("**Not yet: ").partition(".**")[0]
    item = items(file)[f"exercise:{TASK}"]
    assert item["tries"] == 1 and list(item["met"]) == [name] and item["box"] == 0
    exercises.check(TASK, "C")
    assert items(file)[f"exercise:{TASK}"]["right"]


def test_writing_counts_once_it_has_its_length(file):
    exercises.check(ESSAY, "word " * 79)
    exercises.check(ESSAY, "word " * 121)
    assert not file.exists()
    exercises.check(ESSAY, "word " * 80)
    assert items(file)[f"exercise:{ESSAY}"]["right"]


def test_hints_solutions_predictions_and_terms_are_written_down(file):
    for _ in range(4):
        exercises.hint(TASK)
    exercises.solution(TASK)
    exercises.predict("04-cost-ranking")
    exercises.predict("04-cost-ranking", "b")
    terms.term("NATO")
    found = items(file)
    assert found[f"exercise:{TASK}"]["hints"] == 3 and found[f"exercise:{TASK}"]["solution"]
    assert found["prediction:04-cost-ranking"]["choice"] == "B"
    assert found["term:nato"]["box"] == 0 and len(found) == 3


def test_feedback_is_the_same_whatever_becomes_of_the_file(file, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    plain = str(exercises.check(TASK, "C"))
    for broken in (file.parent / "missing" / "progress.json", file.parent):
        exercises.forget()
        monkeypatch.setenv("COURSE_PROGRESS", str(broken))
        first, second = (str(exercises.check(TASK, "C")) for _ in range(2))
        assert first.startswith(f"{plain}\n\n*Your progress was not written down: ")
        assert first.count("\n\n*") == plain.count("\n\n*") + 1
        assert second == plain, "it is said once"


def test_a_fault_that_nobody_thought_of_is_a_sentence_too(monkeypatch):
    def breaks(*_):
        raise ZeroDivisionError("what nobody thought of")

    monkeypatch.setattr(kept, "change", breaks)
    assert "(ZeroDivisionError: what nobody thought of)" in str(exercises.check(TASK, "C"))


def test_a_file_that_may_not_be_read_stays_as_it_is(file):
    link = file.with_name("other.json")
    link.write_text("{}")
    file.symlink_to(link)
    assert "is a link to" in str(exercises.check(TASK, "C"))
    assert file.is_symlink() and link.read_text() == "{}"


@pytest.mark.parametrize("place", [".", "/", "x" * 300, "x" * 300 + "/p.json"], ids=len)
def test_a_place_that_can_hold_no_file_is_a_sentence(place, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", place)
    assert "Your progress was not written down: " in str(exercises.check(TASK, "C"))
    for ask in (course.progress, course.review):
        with pytest.raises(CourseError, match=r"is a folder|cannot be read"):
            ask()


# -- damage


def damaged(chance, whole):
    """Return a file's bytes after some accident."""
    data = bytearray(whole)
    at = chance.randrange(len(data))
    state = json.loads(whole)
    key = chance.choice([key for key in state["items"] if key.startswith(("exercise:", "quiz:"))])
    odd = chance.choice((None, True, -1, 1.5, "x", [], {}, 10**30, "2026-11-29", "\ud800"))
    match chance.randrange(9):
        case 0:
            return bytes(data[:at])
        case 1:
            for _ in range(chance.randint(1, 20)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            return bytes(data)
        case 2:
            state["items"][key] = odd
        case 3:
            field = chance.choice((*kept.progress._SOUND, "format"))
            state["items"][key][field] = odd
        case 4:
            state[chance.choice(("course", "format", "items"))] = odd
        case 5:
            return chance.randbytes(chance.randint(0, 5000))
        case 6:
            return chance.choice(
                (b"", b"null", b"[" * 200_000, b'{"a":' * 90_000, b"1" * 9000, b"NaN", b"\xff\xfe{")
            )
        case 7:
            return bytes(data) + b" " * (2_000_001 - len(data))
        case 8:
            del state["items"][key][chance.choice(("first", "last"))]
    return json.dumps(state).encode()


def test_500_damaged_files_are_never_fatal_and_never_lost(file):
    chance = random.Random(11)
    keys = ["exercise:04-village-share", "quiz:04-1f3a9c27", "exercise:04-trace"]
    hurt = 0
    for _ in range(500):
        for old in file.parent.iterdir():
            old.unlink()
        held = {}
        while not any(key in keys for key in held):
            held = vectors.items(chance, keys)
        content = damaged(chance, progress.written(held).encode())
        file.write_bytes(content)
        try:
            sound, whole = progress.parsed(content), True
        except progress.Damaged as damage:
            sound, whole = damage.sound, False
        kept.forget()
        said = kept.record("term:ally", {"what": "looked"})
        found = items(file)
        assert found.keys() == {*sound, "term:ally"}
        assert all(found[key] == item for key, item in sound.items() if key != "term:ally")
        asides = list(file.parent.glob("progress.damaged-*.json"))
        if whole:
            assert not said and not asides
        else:
            hurt += 1
            assert [one.read_bytes() for one in asides] == [content]
            assert "is kept as progress.damaged-1.json" in said and said.count("\n") == 0
    assert hurt > 350


def test_what_is_set_aside_never_takes_the_place_of_what_was(file):
    for number in (1, 2, 3):
        file.write_text(f"damaged {number}")
        kept.record("term:nato", {"what": "looked"})
    for number in (1, 2, 3):
        aside = file.with_name(f"progress.damaged-{number}.json")
        assert aside.read_text() == f"damaged {number}"


def test_a_disk_without_second_names_keeps_a_damaged_file_too(file, monkeypatch):
    def refuses(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuses)
    file.write_text("damaged")
    kept.record("term:nato", {"what": "looked"})
    assert file.with_name("progress.damaged-1.json").read_text() == "damaged"
    assert list(items(file)) == ["term:nato"]


def test_a_damaged_file_that_cannot_be_set_aside_is_not_written_over(file, monkeypatch):
    def refuses(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "link", refuses)
    monkeypatch.setattr(type(file), "rename", refuses)
    file.write_text("damaged")
    assert "cannot be written to" in kept.record("term:nato", {"what": "looked"})
    assert file.read_text() == "damaged"


def test_a_file_never_grows_beyond_what_can_be_read(file):
    with pytest.raises(CourseError, match="larger than a progress file can be"):
        kept.change(file, lambda _: {"badge:x": "x" * progress.LARGEST})
    assert not file.exists()


# -- several writers, and writers that are killed

WRITER = """
import sys
from course.learn import kept
for number in range(int(sys.argv[2])):
    said = kept.record(f"term:{sys.argv[1]}-{number}", {"what": "looked"})
    said = said or kept.record("term:shared", {"what": "looked"})
    if said:
        sys.exit(said)
    print(number, flush=True)
"""


def writer(name, times):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(times)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_kernels_that_write_at_once_lose_nothing(file):
    together = [writer(name, 40) for name in "abc"]
    assert [one.communicate()[1] for one in together] == ["", "", ""]
    found = items(file)
    assert len(found) == 3 * 40 + 1
    assert found["term:shared"]["tries"] == 3 * 40
    assert not list(file.parent.glob("*damaged*"))


def test_a_writer_that_is_killed_loses_nothing(file):
    chance = random.Random(12)
    for round_ in range(12):
        one = writer(f"r{round_}", 10_000)
        one.stdout.readline()
        time.sleep(chance.random() / 20)
        one.send_signal(signal.SIGKILL)
        done = [0, *map(int, one.communicate()[0].split())]
        found = items(file)
        for number in range(max(done) + 1):
            assert f"term:r{round_}-{number}" in found
    assert all(f"term:r{round_}-0" in items(file) for round_ in range(12))
    assert not kept.record("term:last", {"what": "looked"}), "a lock ends with its process"
    assert not [one for one in file.parent.iterdir() if is_unfinished(one)]
    assert not list(file.parent.glob("*damaged*"))
