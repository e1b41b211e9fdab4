"""A site without keys: nothing on it tells a right answer, and the keys, added, bring all back."""

import json
import re
import shutil

import pytest

from course.learn.exercises import lesson
from course.learn.seal import sealed
from course.publish import keys
from course.units import units

STEMS = ("04-third-site", "06-who-decides")


def opened(text, key):
    """Break a seal: sealing twice with one key gives the text back."""
    import base64

    mask = base64.b64decode(sealed("\0" * 3 * len(text), key))
    return bytes(a ^ b for a, b in zip(base64.b64decode(text), mask, strict=False)).decode()


def variable(path, name):
    found = re.search(rf"^window\.{name}=(.*);$", path.read_text("utf-8"), re.M)
    return json.loads(found[1].replace("<\\/", "</"))


@pytest.fixture
def part(built, tmp_path):
    """Copy what two units have on the site, and the pages that lead to their solutions."""
    html = tmp_path / "html"
    names = ["about.html", "_figures/review-items.js"]
    for stem in STEMS:
        names += [f"{stem}.html", f"solutions/{stem}.html"]
        names += [f"_figures/{kind}-{stem}.js" for kind in ("exercises", "solutions")]
    for name in names:
        (html / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built / name, html / name)
    return html


def test_without_keys_no_file_tells_a_right_answer(part, tmp_path):
    before = (part / "04-third-site.html").read_text("utf-8")
    keys.close(part, keys.NONE, tmp_path / "keys")
    assert not (tmp_path / "keys").exists() and not (part / "solutions").exists()
    assert list((part / "_figures").glob("solutions-*")) == []
    for unit in (u for u in units() if u.path.stem in STEMS):
        page = (part / f"{unit.path.stem}.html").read_text("utf-8")
        assert "solutions/" not in page and ">Solution</button>" not in page
        packed = variable(part / "_figures" / f"exercises-{unit.path.stem}.js", "courseTasks")
        for task in lesson(unit.slug).exercises.values():
            known = json.loads(opened(packed[task.id], task.id))
            essay = {"low", "high", "asks"} if known["kind"] == "essay" else set()
            assert set(known) == {"kind", "closed", "hints", "mistakes"} | essay
            assert known["mistakes"] == [] and len(known["hints"]) == len(task.hints)
            assert f'data-task="{task.id}"' in page, "the exercise itself stays"
        for question in lesson(unit.slug).quiz:
            assert all(said not in page for _, _, said in question.options)
        quiz = keys._QUIZ.search(page)[0]
        assert quiz.count("<ul><li>") == len(lesson(unit.slug).quiz) and "<details" not in quiz
    assert "solutions/" not in (part / "about.html").read_text("utf-8")
    asked = variable(part / "_figures" / "review-items.js", "courseReview")
    assert {name.partition(":")[0] for name in asked} == {"exercise", "term"}
    after = (part / "04-third-site.html").read_text("utf-8")
    assert after.count("<section") == before.count("<section") and "_figures/" in after


def test_keys_for_later_bring_a_unit_back_byte_for_byte(part, built, tmp_path):
    folder = tmp_path / "keys"
    keys.close(part, keys.LATER, folder)
    page = (part / "solutions" / "04-third-site.html").read_text("utf-8")
    assert "<details" not in page and page.count(keys.SAYS[keys.LATER]) > 3
    assert 'href="solutions/04-third-site.html"' in (part / "04-third-site.html").read_text("utf-8")
    assert {one.name for one in folder.iterdir()} == {*STEMS, "READ-ME.txt"}
    shutil.copytree(folder / STEMS[0], part, dirs_exist_ok=True)
    own = [path for path in part.rglob("*") if STEMS[0] in path.name]
    assert len(own) == 4
    assert all(path.read_bytes() == (built / path.relative_to(part)).read_bytes() for path in own)
    assert (part / f"{STEMS[1]}.html").read_bytes() != (built / f"{STEMS[1]}.html").read_bytes()
    asked = variable(part / "_figures" / "review-items.js", "courseReview")
    quizzes = {item["unit"] for name, item in asked.items() if name.startswith("quiz:")}
    assert quizzes == {u.number for u in units()[:5] if lesson(u.slug).quiz}


@pytest.mark.browser
def test_a_closed_page_keeps_an_answer_and_gives_a_hint(visit, built, tmp_path, part):
    from threading import Thread

    from course.publish import serve

    shutil.copytree(built / "_static", part / "_static")
    keys.close(part, keys.LATER, tmp_path / "keys")
    with serve.server(part) as running:
        Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        seen = visit(f"{serve.at(running)}04-third-site.html")
        form = seen.page.locator('form[data-task="04-village-share"]')
        form.locator("input").fill("95")

        def said(button, place):
            form.get_by_role("button", name=button, exact=True).click()
            text = form.locator(".course-said").nth(place)
            text.locator("p").first.wait_for()
            return text.inner_text()

        assert said("Check", 0).endswith(keys.SAYS[keys.LATER])
        assert said("Hint", 1).startswith("Hint 1 of")
        assert keys.SAYS[keys.LATER] in said("Solution", 2)
        shutil.copytree(tmp_path / "keys" / "04-third-site", part, dirs_exist_ok=True)
        seen.page.reload()
        assert form.locator("input").input_value() == "95", "what was entered is still there"
        assert "you repeated the reported figure" in said("Check", 0)
        running.shutdown()
