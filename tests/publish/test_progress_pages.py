"""Progress and review on the site, as far as it is seen without a browser."""

import base64
import json
import re

import pytest

from course.learn import contents, progress
from course.learn.exercises import lesson
from course.publish import progress as standing
from course.units import units


def script(built, name):
    text = (built / "_figures" / name).read_text(encoding="utf-8")
    return json.loads(text.partition("=")[2].rstrip().removesuffix(";"))


@pytest.fixture(scope="module")
def asked(built):
    return script(built, "review-items.js")


def test_every_question_of_every_quiz_has_its_name_on_its_page_once(built):
    for unit in units():
        page = (built / f"{unit.path.stem}.html").read_text(encoding="utf-8")
        names = re.findall(r'<li data-quiz="([^"]+)"><p>', page)
        wanted = [progress.quiz_id(unit.number, one.prompt) for one in lesson(unit.slug).quiz]
        assert names == wanted and len(names) == page.count("<small>(unit ") >= 5, unit.number


def test_a_quiz_of_other_words_has_no_name():
    body = '<ol class="course-quiz"><li><p>Asked by nobody? <small>(unit 04)</small></p></li></ol>'
    assert standing.marked("04-third-site", body) == body
    question = lesson("third-site").quiz[0].prompt
    named = body.replace("Asked by nobody?", standing.inline(question))
    assert 'data-quiz="04-' in standing.marked("04-third-site", named)
    assert standing.marked("sources", named) == named


def test_the_review_asks_all_that_can_come_due_and_leads_to_where_it_stands(built, asked):
    about = script(built, "about-course.js")
    assert about == json.loads(json.dumps(contents.about()))
    known = [f"term:{term}" for term in about["terms"]]
    for unit in about["units"]:
        known += [f"exercise:{one}" for one in unit["exercises"]]
        known += [f"quiz:{one}" for one in unit["quiz"]]
    assert sorted(asked) == sorted(known)
    titles = {}
    for name, entry in asked.items():
        page, _, place = entry["at"].partition("#")
        text = (built / page).read_text(encoding="utf-8")
        if name.startswith("exercise:"):
            section = text.partition(f'<section id="{place}">')[2]
            assert name.removeprefix("exercise:") in section.partition("<section ")[0], name
            titles[name] = place
        elif place:
            assert f'id="{place}"' in text, name
    assert titles["exercise:04-like-with-like"] == "like-with-like"


def test_nothing_that_answers_a_question_is_readable_in_what_the_review_loads(built, asked):
    raw = (built / "_figures" / "review-items.js").read_text(encoding="utf-8")
    pages = [built / "review.html", built / "progress.html", built / "searchindex.js"]
    texts = [raw, *(page.read_text(encoding="utf-8") for page in pages)]
    texts += [
        base64.b64decode(one["sealed"]).decode("latin-1")
        for one in asked.values()
        if "sealed" in one
    ]
    readable = "\n".join(texts)
    secret = [said for unit in units() for q in lesson(unit.slug).quiz for *_, said in q.options]
    secret += [row["definition"] for row in contents.glossary()]
    assert len(secret) > 450
    assert [said for said in secret if said[:40] in readable] == []
    index = json.loads(texts[3].removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    apart = {index["docnames"].index(name) for name in ("progress", "review")}
    found = [[at] if isinstance(at, int) else at for at in index["terms"].values()]
    assert len(found) > 1000 and not apart & {place for places in found for place in places}
    # The control: what is asked does stand there.
    assert all(
        standing.inline(q.prompt) in raw.replace('\\"', '"') for q in lesson("third-site").quiz
    )
