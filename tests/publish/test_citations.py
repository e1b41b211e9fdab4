"""Each citation that was read names its reading, and the readings stand on a page."""

import re

import pytest

from course.data import package
from course.markup import escape
from course.publish import citations
from course.publish.pages import data_page
from course.sources import LEDGERS, cite, said_in
from course.sources.readings import readings
from course.units import unit, units


@pytest.mark.parametrize("number", [one.number for one in units()])
def test_each_reading_is_named_once_in_the_text_and_once_in_the_list(number):
    this = unit(number)
    prose = [cell for cell in this.notebook["cells"] if cell["cell_type"] == "markdown"]
    marks = [re.findall(r'"reading ([\w-]+)"', text) for text in map(citations.marker(this), prose)]
    named = [name for found in marks for name in found]
    listed = re.findall(r'<li id="([\w-]+)">', citations.page(this))
    pairs = {(one.cell, one.fingerprint, one.source_id) for one in readings(number)}
    assert set(named) == set(listed)
    assert len(listed) == len(pairs)


def test_a_mark_changes_no_word_and_becomes_a_name_for_the_script():
    this = unit("04")
    mark = citations.marker(this)
    cell = next(one for one in this.notebook["cells"] if '"reading ' in mark(one))
    marked = mark(cell)
    unlinked = re.sub(r"\[(`\w+`)\]\(data/\w+\.md\)", r"\1", marked)
    assert re.sub(r' "reading [\w-]+"\)', ")", unlinked) == "".join(cell["source"])
    assert citations.bound('<a href="x" title="reading read-1">') == (
        '<a href="x" data-reading="read-1">'
    )


def test_a_table_that_a_sentence_rests_on_is_a_link_to_its_page():
    mark = citations.marker(unit("04"))
    text = "Not linked twice: [`polls`](https://a.b). As `polls` has it, not `no_such_table`."
    cell = {"cell_type": "markdown", "id": "x", "source": text}
    assert mark(cell) == text.replace("As `polls`", "As [`polls`](data/polls.md)")


def test_an_entry_says_publisher_interest_date_what_is_said_and_how_it_was_seen():
    row = next(one for one in readings("04") if one.where_in_source and one.carries == "all")
    text = citations.page(unit("04"))
    (entry, *_) = [part for part in text.split("<li ") if escape(row.says) in part]
    for words in ("It says: ", "carries all of the passage", "Read by a second reader, 29 Nov"):
        assert words in entry
        assert words in citations.script(unit("04"))


@pytest.mark.parametrize(
    "table",
    [
        table
        for table in package().tables.values()
        if table.source_ids() and table.name not in ("sources", *LEDGERS)
    ],
    ids=lambda table: table.name,
)
def test_each_source_of_a_table_stands_once_with_what_was_read_of_it_or_as_unread(table):
    text, _, unread = citations.page_of_rows(table).partition("## No words on record")
    listed = re.findall(r'<li id="([\w.-]+)">', text)
    columns = [c.name for c in table.columns if c.name.endswith(("source_id", "source_ids"))]
    named = {i for row in table.records() for name in columns for i in row[name].split()}
    assert sorted(listed) == sorted(i for i in named if said_in(i))
    for one in named - set(listed):
        assert cite(one) in unread
    for one in listed[:5]:
        assert escape(said_in(one)[0].says) in text


def test_the_page_of_a_table_leads_to_what_was_read_and_that_of_a_ledger_to_the_register():
    for name, table in package().tables.items():
        text = data_page(table)
        assert (f"](../readings/{name}.md)" in text) == (name not in ("sources", *LEDGERS))
        assert ("](../sources.md) has them all." in text) == (name in LEDGERS)
