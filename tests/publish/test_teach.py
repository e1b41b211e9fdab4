"""What an instructor opens: minutes that sum, words as in the tables, transcripts that are true."""

import re

import pytest

from course.data import package
from course.lessons.capstone import cards, council, transcripts
from course.lessons.capstone.redlines import BRACKETS, read_words
from course.publish import pages, teach

FOLDER = transcripts.folder()
GUIDE = (FOLDER / "guide.md").read_text(encoding="utf-8")


def table_under(text, heading):
    """The rows of the first table under a heading, as lists of cells."""
    part = text.split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("length", [45, 90, 180])
def test_the_minutes_of_the_guide_sum_and_each_message_comes_in_its_round(length):
    rows = table_under(GUIDE, f"{length} minutes")
    spans, clock = [], 0
    for start, minutes, what in rows:
        assert int(start) == clock, what
        clock += int(minutes)
        spans.append((int(start), clock, re.findall(r"`([\w-]+)`", what)))
    assert clock == length
    played = {
        row["inject_id"]: int(row[f"at_{length}"])
        for row in package().table("council_injects").records()
        if row[f"at_{length}"]
    }
    said = {name: (start, end) for start, end, names in spans for name in names}
    assert set(said) == set(played)
    for name, minute in played.items():
        start, end = said[name]
        assert start <= minute < end, name


@pytest.mark.parametrize("length", [45, 90, 180])
def test_a_text_is_put_early_and_after_the_correction(length):
    rows = table_under(GUIDE, f"{length} minutes")
    first = next(int(start) for start, _, what in rows if what.startswith("First silence"))
    assert first <= 0.55 * length
    for row in package().table("council_injects").records():
        if row["kind"] in ("debris_first", "debris_corrected") and row[f"at_{length}"]:
            assert int(row[f"at_{length}"]) < first


@pytest.mark.parametrize("length", [45, 90, 180])
def test_the_military_advice_comes_before_the_corridor_ends(length):
    rows = table_under(GUIDE, f"{length} minutes")
    corridor = next(what for _, _, what in rows if what.startswith("Corridor"))
    assert "`advice`" in corridor
    advice = next(
        row for row in package().table("council_injects").records() if row["inject_id"] == "advice"
    )
    start, minutes = next((int(a), int(b)) for a, b, what in rows if what is corridor)
    assert start <= int(advice[f"at_{length}"]) < start + minutes
    assert rows[[what for _, _, what in rows].index(corridor) + 1][2].startswith(
        ("Round 2", "First silence")
    )


@pytest.mark.parametrize("length", [45, 90, 180])
def test_each_message_has_its_half_minute_before_the_next(length):
    minutes = [
        int(row[f"at_{length}"])
        for row in package().table("council_injects").records()
        if row[f"at_{length}"]
    ]
    assert len(set(minutes)) == len(minutes)


def test_the_texts_for_the_first_silence_cost_one_letter_or_two():
    countries = {one.id: one.country for one in council.delegations(council.LARGEST)}
    rows = table_under(GUIDE, "The first silence")
    assert len(rows) >= 5 and len({text for _, text, _ in rows}) == len(rows)
    for leaning, text, who in rows:
        chosen = read_words(text)
        writing = [countries[one] for one in council.breaks(chosen)]
        assert who.split(", ") == writing and 1 <= len(writing) <= 2, leaning
        for size in range(council.SMALLEST, council.LARGEST + 1):
            assert len(council.breaks(chosen, size)) <= len(writing) + 1
    free = re.search(r"crosses nobody's red line in that Council: \*\*(.+?)\.\*\*", GUIDE)
    assert council.breaks(read_words(free[1])) == []
    call = re.search(r'`council\.breaks\("(.+?)", (\d+)\)`', GUIDE)
    assert council.breaks(call[1], int(call[2]))


def test_the_letters_of_the_third_game_are_those_of_the_first_text():
    first = re.search(r"as soon as the cards are read: \*\*(.+?)\.\*\*", GUIDE)
    wrote = re.search(r"Four letters: (.+?);", GUIDE)[1]
    countries = {one.id: one.country for one in council.delegations(council.ALONE)}
    broke = {countries[one] for one in council.breaks(read_words(first[1]))}
    assert set(re.split(r", | and ", wrote)) == broke and len(broke) == 4
    again = re.findall(r"Agreed at the second silence, without a letter: (.+?)\. That", GUIDE)
    assert [council.breaks(read_words(one)) for one in again] == [[]]


def test_the_rows_that_the_debrief_calls_misused_say_what_it_says():
    rows = {
        row["incident_id"]: row
        for row in package().table("incidents_on_allied_territory").records()
    }
    name, changed = rows["pl-2026-07-30"], rows["pl-2022-11-15"]
    assert name["first_attribution"] == name["latest_attribution"] == "russian"
    assert changed["first_attribution"] != changed["latest_attribution"]
    assert rows["ro-2026-05-29"]["what"].startswith("A drone hit")
    assert rows["pl-2025-09-10-wyryki"]["latest_attribution"] == "allied"
    on_card = next(
        row
        for row in package().table("council_delegations").records()
        if row["delegation_id"] == "poland"
    )["evidence"]
    assert "pl-2022-11-15" in on_card and "pl-2026-07-30" in on_card
    debrief = (FOLDER / "debrief.md").read_text(encoding="utf-8")
    for place in ("Tarnawa-Kolonia", "Przewodów", "Galați", "Wyryki"):
        assert place in debrief


def test_the_first_text_of_the_guide_brings_letters_and_what_was_played_was_agreed():
    first = re.search(r"as soon as the cards are read: \*\*(.+?)\.\*\*", GUIDE)
    for size in range(council.SMALLEST, council.LARGEST + 1):
        assert len(council.breaks(read_words(first[1]), size)) >= 4
    played = re.findall(r"Agreed at the first silence, without a letter: (.+)\.", GUIDE)
    assert len(played) == 2
    assert [council.breaks(read_words(one)) for one in played] == [[], []]


def test_the_guide_seats_every_class_as_the_tables_do():
    rows = table_under(GUIDE, "Who sits where")
    sizes = []
    for people, delegations, _, others in rows:
        low, high = map(int, people.split(" to "))
        least, most = map(int, others.split(" to "))
        for size in range(low, high + 1):
            seats = council.seats(size)
            assert len(council.delegations(size)) == int(delegations)
            assert least <= sum(not seat.delegation for seat in seats) <= most
            sizes.append(size)
    assert sizes == list(range(8, 33))
    joining = [name for row in rows for name in row[2].split(", ")]
    assert joining == [one.country for one in council.delegations(32)]
    doubled = [size for size in sizes if any("second" in s.part for s in council.seats(size))]
    assert f"From {doubled[0]} people on" in GUIDE


def test_the_drafting_sheet_has_the_words_of_the_brackets():
    sheet = (FOLDER / "drafting-sheet.md").read_text(encoding="utf-8")
    for row in package().table("council_brackets").records():
        assert f"`{row['option']}` {row['words']}" in sheet
    filled = str(council.paragraph("24h any lie"))
    numbered = re.findall(r"\*\*\[(\d): (\w+)\]\*\*", sheet)
    assert numbered == [(str(n), name) for n, name in enumerate(BRACKETS, start=1)]
    for piece in re.split(r"\*\*\[.*?\]\*\*", sheet.split("> ", 1)[1].splitlines()[0]):
        assert piece.strip(" .,") in filled


def test_the_debrief_asks_for_features_that_the_codebook_has():
    debrief = (FOLDER / "debrief.md").read_text(encoding="utf-8")
    asked = [
        row[0].strip("`") for row in table_under(debrief, "1. What did you agree, word by word?")
    ]
    known = {row["feature"] for row in package().table("summit_language").records()}
    assert len(asked) == 5 and set(asked) <= known


# What each transcript comes to, worked out with the cards on the table and a pencil.
ENDINGS = {"A": "repaired", "B": "agreed", "C": "no text"}


def test_the_transcripts_are_true_to_the_red_lines_and_end_in_three_ways():
    drafts = council.drafts()
    assert {name: draft.ending for name, draft in drafts.items()} == ENDINGS
    countries = {one.id: one.country for one in council.delegations(council.ALONE)}
    wrote = set()
    for draft in drafts.values():
        for put in draft.puts:
            assert list(put.broken_by) == [countries[one] for one in council.breaks(put.package)]
            wrote |= set(put.broken_by)
            for country in put.broken_by:
                assert f"*From {'the ' * (country == 'United States')}{country}.*" in draft.text
        assert len(re.findall(r"^> \*From ", draft.text, re.M)) == sum(
            len(put.broken_by) for put in draft.puts
        )
        agreed = [not put.broken_by for put in draft.puts]
        assert (
            agreed
            == {
                "agreed": [True],
                "repaired": [False] * (len(agreed) - 1) + [True],
                "no text": [False] * len(agreed),
            }[draft.ending]
        )
    assert wrote == set(countries.values()), "every capital breaks silence somewhere"
    # Transcript C says that one bracket away from the last draft there were two agreements.
    last = drafts["C"].puts[-1].package
    assert (last.threat, last.debris) == ("outside", "told")
    assert [council.breaks(f"{a} outside told") for a in ("24h", "72h")] == [[], []]


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n**Ending:** agreed.\n",
        "**Under silence:** 24 hours; any direction; cost shared. **Broken by:** nobody.\n",
        "**Under silence:** `24h any lie`. **Broken by:** nobody.\n\n**Ending:** agreed.\n",
        "**Under silence:** 24 hours; any direction; cost shared. **Broken by:** nobody.\n\n"
        "**Ending:** victory.\n",
    ],
)
def test_a_transcript_that_does_not_say_how_it_ended_is_named(text, tmp_path, monkeypatch):
    (tmp_path / "transcript-a.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(transcripts, "folder", lambda: tmp_path)
    with pytest.raises(
        council.CourseError, match=r"transcript-a\.md(: .* is no text of the Council| must say)"
    ):
        council.drafts()
    (tmp_path / "transcript-a.md").unlink()
    with pytest.raises(council.CourseError, match="There are no transcripts"):
        council.drafts()


def test_the_council_has_a_place_on_the_site_and_out_of_the_search():
    made = dict(teach.pages())
    linked = set(re.findall(r"\]\(([\w-]+)\.md\)", made["teach/council/index.md"]))
    council = {f"teach/council/{name}.md" for name in linked | {"index"}}
    assert council | {"teach/index.md"} == set(made)
    assert "(teach/council/index.md)" in pages.index(stills=False)
    assert ("Teaching", ["teach/index", "teach/council/index"]) in pages.contents()
    assert pages.hidden_from_search("teach/council/alone")
    assert pages.listed_elsewhere("teach/council/alone")
    assert not pages.listed_elsewhere("teach/council/index")


def test_the_guide_is_a_page_and_names_no_command_that_there_is_not(command):
    guide = dict(teach.pages())["teach/index.md"]
    assert "(council/index.md)" in guide
    for group in ("teach ", ""):
        known = command(*group.split(), "--help")[1]
        named = set(re.findall(rf"uv run course {group}([a-z]+)", guide)) - {"teach"}
        assert named and all(re.search(rf"^\W*{name}\b", known, re.M) for name in named)


def test_without_a_council_the_guide_does_not_speak_of_it(monkeypatch):
    monkeypatch.setattr(teach, "there", lambda: False)
    assert [name for name, _ in teach.pages()] == ["teach/index.md"]
    assert "The Council" not in teach.guide()
    assert teach.in_navigation() == ["teach/index"]


def test_the_pages_show_what_the_tables_say():
    made = dict(teach.pages())
    for row in package().table("council_delegations").records():
        assert cards.card(row) in made["teach/council/cards.md"]
    slips, key = made["teach/council/messages.md"].split("## For the chair alone")
    for row in package().table("council_injects").records():
        assert row["text"] in slips and row["because"] not in slips
        assert f"| {row['right_grade']} | {row['because']} |" in key
    for row in package().table("council_roles").records():
        assert row["task"] in made["teach/council/parts.md"]
    alone = made["teach/council/alone.md"]
    assert alone.count("<details>") == alone.count("</details>") == 13
    assert not re.search(r"^#+ ", alone.split("<details>", 1)[1].split("</details>")[0], re.M)


def test_a_learner_reads_words_and_never_the_notation_of_the_table():
    made = dict(teach.pages())
    read = [made["teach/council/cards.md"], made["teach/council/alone.md"]]
    read += [str(council.solo(one.id)) for one in council.delegations(council.ALONE)]
    read += [str(council.transcript(name)) for name in council.drafts()]
    read.append(str(council.predict("spain", A=[], B=[], C=[])))
    codes = {option for options in council.options().values() for option in options}
    for text in read:
        assert not re.search(r"(authority|threat|debris)!?=", text)
        assert not [
            inside for inside in re.findall(r"`([^`\n]+)`", text) if codes & set(inside.split())
        ]
    for draft in council.drafts().values():
        assert made["teach/council/alone.md"].count(draft.package.words) >= 2
    for row in package().table("council_delegations").records():
        for clause in council.read_red_line(row["red_line"], "", council.options()).clauses:
            for condition in clause:
                assert condition.words in cards.card(row)


def test_what_the_learner_predicted_is_compared_with_the_red_lines():
    said = str(council.predict("spain", A=["usa"], B="Spain", C=["italy"]))
    a, b, c = said.split("**Draft ")[1:]
    assert (
        "United States breaks silence, as you said: “only after the Council” and “any direction”."
        in a
    )
    assert "Romania breaks silence, which you did not expect: “debris lies where it falls”." in a
    assert council.NOTHING in b and "Spain stays silent: Our agreement asks" in b
    assert "Italy does not sit in this Council" in c and c.count("which you did not expect") == 4
    with pytest.raises(council.CourseError, match="There is no draft 'D'"):
        council.predict("spain", D=[])
    assert "As Spain, put a list in place of each" in str(council.predict("spain"))


def test_alone_one_sees_ones_own_red_line_and_of_others_the_public_line():
    text = str(council.solo("poland"))
    for row in package().table("council_delegations").records():
        plays = int(row["plays_from"]) == council.ALONE
        assert (row["red_line_words"] in text) == (row["delegation_id"] == "poland")
        assert (row["public_line"] in text) == plays
    for draft in council.drafts().values():
        assert str(council.paragraph(draft.package)) in text
    assert "Under silence" not in text
    shown = str(council.transcript("B"))  # below the headings of a notebook, two levels down
    assert shown.startswith("### ")
    assert re.sub(r"^##(?=#)", "", shown, flags=re.M) in council.drafts()["B"].text
    with pytest.raises(council.CourseError, match="There is no draft"):
        council.transcript("Z")


def test_brackets_are_those_of_the_red_lines():
    assert {row["bracket"] for row in package().table("council_brackets").records()} == set(
        BRACKETS
    )
