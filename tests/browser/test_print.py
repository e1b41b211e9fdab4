"""On paper nothing is lost: every section, every chart beside its title, every source's address."""

import io
import re

import pytest
from pypdf import PdfReader

from course.learn.exercises import lesson
from course.publish.figures import drawings
from course.units import unit
from tests.suite.browser import new_page

NAME = "04-third-site"


def squeezed(text):
    """Return a text without what lines and hyphens of a printed page do to it."""
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module", params=[True, False], ids=["scripts", "no-scripts"])
def sheets(browser, address, request):
    page = new_page(browser, java_script_enabled=request.param)
    page.goto(f"{address}{NAME}.html")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.context.close()
    return [squeezed(one.extract_text()) for one in printed.pages]


def test_every_section_is_printed(sheets):
    whole = "".join(sheets)
    assert all(squeezed(section.heading) in whole for section in unit("04").sections)


def test_every_chart_stands_on_one_sheet_with_its_title_and_its_source(sheets):
    charts = list(drawings(unit("04").notebook))
    assert len(charts) >= 7
    for chart in charts:
        title, source = squeezed(chart.about.title), squeezed(chart.about.source)
        assert any(title in sheet and source in sheet for sheet in sheets), chart.about.title


def test_the_sources_are_numbered_and_their_addresses_printed(sheets):
    whole = "".join(sheets)
    address = "https://www.nato.int/docu/update/2007/04-april/e0419a.html"
    (number,) = re.findall(
        r"\[(\d+)\]NATOunitedonmissiledefenceapproach" + re.escape(address), whole
    )
    assert whole.count(f"[{number}]") >= 2, "what cites it has its number"


def test_what_is_folded_is_open_and_the_answers_of_the_quiz_are_not(sheets):
    whole = "".join(sheets)
    folded = re.search(r"</summary>\s+(\w[^<.\[]{30,60})", unit("04").markdown)
    assert squeezed(folded[1]) in whole
    question = lesson("third-site").quiz[0]
    assert squeezed(question.prompt) in whole
    assert not any(squeezed(said) in whole for _, _, said in question.options)


def test_there_is_no_code(sheets):
    assert "course.load(" not in "".join(sheets)
