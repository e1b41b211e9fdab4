"""The register of sources: found by address, cited, listed, exported."""

import re

import pytest

from course import sources
from course.data import package
from course.errors import CourseError

REGISTER = sources.register()
GAO = "gao-via-2009-gao-09-771-summary"


def test_every_address_is_found_again_also_from_a_link():
    for source_id, row in REGISTER.items():
        if row["url"].startswith("http"):
            assert sources.find(row["url"]) == source_id
            assert [sources.find(url) for url in sources.links(sources.cite(source_id))] == [
                source_id
            ]


def test_address_is_found_whatever_its_fragment_or_last_slash():
    url = REGISTER[GAO]["url"]
    assert sources.find(url.rstrip("/") + "/#page=3") == GAO
    assert sources.find("https://example.org/not-registered") is None


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("[a](https://a.org/x) and [b](https://b.org)", ["https://a.org/x", "https://b.org"]),
        ("[with [brackets] inside](https://a.org)", ["https://a.org"]),
        ('[a title](https://a.org "said here")', ["https://a.org"]),
        ("[angled](<https://a.org/x>)", ["https://a.org/x"]),
        ("[brackets](https://a.org/x_%28y%29)", ["https://a.org/x_(y)"]),
        ("![a picture](https://a.org/x.png)", []),
        ("[a unit](04-third-site.ipynb)", []),
        ("https://a.org in plain text", []),
    ],
)
def test_links_of_a_markdown_text(markdown, found):
    assert sources.links(markdown) == found


def test_cite_shows_publisher_and_year_or_the_words_given():
    row = REGISTER[GAO]
    assert sources.cite(GAO).startswith(f"[{row['publisher']}, {row['date'][:4]}](http")
    assert sources.cite(GAO, "the auditors").startswith("[the auditors](http")


def test_unknown_source_offers_near_ids():
    with pytest.raises(CourseError, match=rf"no source 'gao-2009-771'.*Near it: .*{GAO}"):
        sources.lookup("gao-2009-771")


def test_bibliography_groups_by_kind_and_names_the_stake():
    chosen = [
        next(i for i, row in REGISTER.items() if row["kind"] == kind) for kind in sources.KINDS
    ]
    text = str(sources.bibliography([*chosen, chosen[0]]))
    assert re.findall(r"\*\*(.+)\*\* \(1\)", text) == list(sources.KINDS.values())
    for source_id in chosen:
        assert sources.entry(source_id) in text
        stake = REGISTER[source_id]["interest"]
        assert stake[1:] in sources.entry(source_id)


def test_bibtex_of_the_whole_register_is_well_formed():
    entries = sources.bibtex(REGISTER).split("\n\n")
    assert len(entries) == len(REGISTER)
    for entry, source_id in zip(entries, sorted(REGISTER), strict=True):
        assert entry.startswith(f"@misc{{{source_id},\n") and entry.endswith("\n}")
        assert "title = {{" in entry and "url = {" in entry
        bare = re.sub(r"\\[{}]", "", entry)
        assert bare.count("{") == bare.count("}")
        title = entry.split("title = {{")[1].split("}}")[0]
        assert not re.search(r"(?<!\\)[&%#_$]", title)


def test_credit_names_the_publishers_most_used_first(monkeypatch):
    monkeypatch.setattr(
        "course.sources.registry.lookup", lambda source_id: {"publisher": source_id[0]}
    )
    assert sources.credit([]) == ""
    assert sources.credit(["A1"]) == "A"
    assert sources.credit(["B1", "A1", "B2"]) == "B and A"
    assert sources.credit(["C1", "B1", "A1", "D1", "D2"]) == "D, A, B and 1 other"
    assert sources.credit(list("ABCDE")) == "A, B, C and 2 others"


def test_readings_of_one_section_of_a_unit():
    whole = str(sources.read("06")).splitlines()
    part = str(sources.read("06", "where do the TEN minutes come from?")).splitlines()
    assert part[:2] == whole[:2]
    assert 2 < len(part) < len(whole)
    assert set(part) <= set(whole)


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Nowhere at all", "Unit 06 has no headings with 'Nowhere at all'"),
        ("who", "Unit 06 has [2-9] headings with 'who'"),
    ],
)
def test_a_section_that_is_not_one_is_told_in_a_sentence(heading, said):
    with pytest.raises(CourseError, match=said):
        sources.read("06", heading)


ROWS_READ = package().table("source_readings").records()


def test_what_was_read_for_rows_is_of_a_source_that_rows_name():
    named = {
        source_id
        for table in package().tables.values()
        if table.name not in ("sources", *sources.LEDGERS)
        for source_id in table.source_ids()
    }
    for row in ROWS_READ:
        assert row["source_id"] in named, row["source_reading_id"]
        assert row["source_reading_id"].startswith(f"{row['source_id']}-{row['read_on']}")


def test_what_a_source_says_is_told_for_rows_first_and_then_for_the_text_once_each():
    both = [row for row in ROWS_READ if len(sources.said_in(row["source_id"])) > 1]
    assert both
    for row in both:
        said = sources.said_in(row["source_id"])
        assert said[0].how.startswith("For rows of tables: ")
        assert all(
            re.search(r", by (a second reader|its author), \d+ \w+ 20\d\d\.", one.how)
            for one in said
        )
        assert len({one.says for one in said}) == len(said)
    assert sources.said_in("no-such-source") == []
