"""A handout holds every section and chart of its unit, no code and no answers; its key has them."""

import io
import re

import pytest
from pypdf import PdfReader

from course.errors import CourseError
from course.learn.exercises import lesson
from course.markup import escape
from course.publish import images
from course.publish.figures import drawings
from course.teach import handout as sheets
from course.teach import key, paper
from course.units import unit, units

UNIT = unit("04")
TURN = "Turn here when you have noted your prediction"


@pytest.fixture(scope="module")
def html():
    """The handout of unit 04 with a mark in place of each drawing."""
    return sheets.handout(UNIT, {d.key: d.key.encode() for d in drawings(UNIT.notebook)})


@pytest.mark.parametrize("one", units(), ids=lambda one: one.number)
def test_every_section_and_every_chart_of_every_unit_is_there_and_no_code(one):
    html = sheets.handout(one, {})
    headings = [escape(section.heading) for section in one.sections if section.role != "sources"]
    text = re.sub(r"</?(?:em|strong|code)>", "", html).replace("&#x27;", "'").replace("&quot;", '"')
    for heading in headings:
        assert heading.replace("&#x27;", "'").replace("&quot;", '"').replace("*", "") in text
    titles = re.findall(r'<p class="title">(.*?)</p>', html)
    assert sorted(titles) == sorted(escape(d.about.title) for d in drawings(one.notebook))
    assert "course.check" not in html and "course.load" not in html
    assert "<details" not in html and "In JupyterLab:" not in html
    assert "open the dates below" not in html


@pytest.mark.parametrize("one", units(), ids=lambda one: one.number)
def test_no_handout_says_what_is_right(one):
    html = sheets.handout(one, {})
    for question in lesson(one.slug).quiz:
        assert not any(said and escape(said) in html for _, _, said in question.options)
    for task in lesson(one.slug).exercises.values():
        for mistake in task.misconceptions.values():
            assert escape(mistake.says) not in html


def test_the_chart_that_waits_for_a_prediction_is_on_the_last_sheet(html):
    before, after = html.split(TURN)
    assert after.count("<figure>") == 1 and before.count("<figure>") >= 6
    assert "SM-3 interceptors on ships, the dearest option" in after


def test_a_chart_is_drawn_where_there_is_a_drawing_and_told_where_there_is_none(html):
    assert html.count('<img src="data:image/svg+xml;base64,') == html.count("<figure>")
    told = sheets.handout(UNIT, {})
    assert "<img" not in told
    assert escape(next(drawings(UNIT.notebook)).about.digest[0]) in told


def test_a_high_drawing_is_printed_as_high_as_its_letters_need():
    keys = [d.key for d in drawings(UNIT.notebook)]
    drawn = dict.fromkeys(keys, b'<svg width="360" height="1000">')
    html = sheets.handout(UNIT, drawn, height=110)
    assert html.count('style="--least: 185mm"') == html.count("<img ") == len(set(keys))
    assert "max-height: max(110mm, var(--least, 0mm))" in html
    assert "max-height: 98mm" in sheets.handout(UNIT, drawn, height=98)


def test_the_rows_of_a_task_are_on_paper_though_the_story_shows_them(html):
    task = html.index("Use the table of village votes above")
    assert "<th>voters_eligible</th>" in html[:task] and "Hvožďany" in html[:task]
    assert "NaN" not in html


def test_each_citation_has_the_number_of_its_source_and_each_source_is_cited(html):
    body, sources = html.rsplit("<h2>Sources</h2>", 1)
    listed = re.findall(r"<p><b>(\d+)</b>", sources)
    assert listed == [str(n + 1) for n in range(len(listed))] and len(listed) > 20
    assert set(re.findall(r"\[(\d+)\]", body)) == set(listed)
    assert "http" not in re.sub(r"<[^>]*>", "", body)
    assert "<b>1</b> CBO" in sources or "cbo.gov/publication/24873" in sources


def test_tasks_have_room_for_their_kind_of_answer(html):
    assert "Answer: ______________________ per cent" in html
    assert '<span class="box">lewis ________</span>' in html
    assert html.count("☐") >= 4 + 5 * 3  # the prediction's options, and those of the quiz


def test_no_text_longer_than_a_page_gets_lines():
    assert "Write it on paper of your own." in sheets.handout(unit("17"), {})


def test_both_sides_stand_beside_each_other_in_their_order(html):
    (beside,) = re.findall(r'<div class="sides" style="--sides:2">(.*?)</div></div>', html, re.S)
    assert beside.index("For the Third Site") < beside.index("Against the Third Site")
    assert 'style="--sides:3"' in sheets.handout(unit("05"), {})
    assert 'style="--sides:2"' in sheets.handout(unit("10"), {})


def test_the_key_has_what_is_right_the_mistakes_and_the_quiz():
    html = key.key(UNIT)
    assert "<b>93.2 per cent</b>" in html
    assert "you computed the turnout" in html
    right = next(words for words, good, _ in lesson("third-site").quiz[0].options if good)
    assert f"<b>Right:</b> {escape(right)}" in html
    assert html.count("A good one:") == 2 and "A plausible one, flawed:" in html


def test_a_handout_that_needs_more_pages_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "_stills", lambda unit: {})
    monkeypatch.setattr(sheets.paper, "pages", lambda pdf: 9)
    monkeypatch.setattr(sheets.paper, "write", lambda out, name, html, pdf: [out, out])
    with pytest.raises(CourseError, match="more than 8 pages, even with letters of eight points"):
        sheets.write(UNIT, tmp_path)


def test_the_most_comfortable_size_that_fits_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "_stills", lambda unit: {})
    monkeypatch.setattr(sheets, "handout", lambda unit, stills, points, height: f"{points}")
    monkeypatch.setattr(sheets.paper, "write", lambda out, name, html, pdf: [out, html])
    monkeypatch.setattr(sheets.paper, "pages", lambda html: 8 if float(html) <= 9 else 9)
    assert sheets.write(UNIT, tmp_path) == [tmp_path, "9.0"]


def test_without_a_browser_a_handout_is_written_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(images, "chromium", lambda: None)
    (only,) = sheets.write(UNIT, tmp_path)
    assert only.name == "04-third-site-handout.html" and "<figure>" in only.read_text()


def test_it_is_printed_with_all_its_headings_and_titles(tmp_path, chromium_path):
    page = tmp_path / "handout.html"
    page.write_text(sheets.handout(unit("00"), {}), encoding="utf-8")
    printed = PdfReader(io.BytesIO(paper.print_pdf(page).read_bytes()))
    text = "".join(re.sub(r"\s+", "", one.extract_text()) for one in printed.pages)
    assert len(printed.pages) == paper.pages(page.with_suffix(".pdf")) <= sheets.MOST_PAGES
    for section in unit("00").sections[:-1]:
        assert re.sub(r"\s+", "", section.heading) in text
    for drawing in drawings(unit("00").notebook):
        assert re.sub(r"\s+", "", drawing.about.title) in text
