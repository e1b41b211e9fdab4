"""Unit 08's computations against values worked out by hand, independent of the unit's code."""

import csv
import datetime as dt
import re

import pytest

from course.data import load
from course.learn.exercises import check, exercise, lesson
from course.lessons.making_it_work_together import charts, records, sortings
from course.paths import data_folder
from course.units import cell_text, unit


def rows(table: str) -> list[dict[str, str]]:
    """Return a table as the csv module reads it."""
    with (data_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_plan_and_course_of_the_network():
    """69 months from 22 July 1999 end in April 2005; to 17 June 2015 they are 191 by calendar.

    By hand: July 1999 to July 2005 are 72 months, three fewer are April. July 1999 to June 2015 are
    16 years less one month, 191. 23 March 2012 to 11 December 2014: 33, less some days.
    """
    found = records.network_rows(load("milestones"), load("cost_claims"))
    assert found["months"].tolist() == [69, 191, 33]
    assert found["end"].tolist()[0] == "2005-04-22"
    assert records.years_to_site() == 16


def test_days_of_the_batteries():
    """Days counted on a calendar with the datetime module alone."""
    request, first = dt.date(2012, 11, 21), dt.date(2026, 3, 4)
    by_hand = {
        ("nld-adana-2013", "operational"): (dt.date(2013, 1, 26) - request).days,
        ("deu-kahramanmaras-2013", "operational"): (dt.date(2013, 1, 28) - request).days,
        ("usa-gaziantep-2013", "arrived"): (dt.date(2013, 1, 4) - request).days,
        ("malatya-2026-unnamed", "arrived"): (dt.date(2026, 3, 10) - first).days,
        ("incirlik-2026-second", "decided"): (dt.date(2026, 3, 18) - first).days,
        ("deu-2026-six-months", "decided"): (dt.date(2026, 5, 20) - first).days,
    }
    assert list(by_hand.values()) == [66, 68, 44, 6, 14, 77]
    found = records.moved(load("turkiye_deployments"), load("march_2026_timeline"))
    table = found.set_index("deployment_id")
    assert {key: table.at[key] for key in by_hand} == by_hand


def test_prediction_and_days_by_hand():
    """Six days are the second answer; 4 December to 8 January are 27 and 8 days."""
    assert lesson("making-it-work-together").predictions["08-battery"].answer() == "B"
    assert exercise("08-days").answer() == 27 + 8


def test_exercises_counted_once_and_what_they_showed():
    """One row a conflict_key, without general exercises and grade C, counted by csv alone."""
    seen, kept = set(), []
    for row in rows("exercises"):
        if row["conflict_key"] and row["conflict_key"] in seen:
            continue
        seen.add(row["conflict_key"])
        kept.append(row)
    about = [row for row in kept if row["focus"] != "general" and row["grade"] != "C"]
    fired = [row for row in about if row["kind"] == "live_fire"]
    hits = sorted((r["start"][:4], r["fired_by"]) for r in fired if r["showed"] == "ballistic_hit")
    assert (len(kept), len(about), len(fired)) == (33, 30, 9)
    assert all(row["participants"] for row in fired), "the chart has no place for a number not read"
    assert hits == [("2013", "FRA ITA"), ("2015", "USA"), ("2017", "USA")]
    assert [
        row["exercise_id"] for row in about if row["showed"] and row["kind"] != "live_fire"
    ] == []
    found = records.of_missile_defence(load("exercises"))
    assert sorted(found["exercise_id"]) == sorted(row["exercise_id"] for row in about)


def test_the_clocks_of_a_warning_agree_with_its_minutes():
    """Where a step and the first of its case have clocks, the minutes are their difference.

    A case may run past midnight, none of those with two clocks past a day.
    """
    cases: dict[str, list[dict[str, str]]] = {}
    for row in rows("warning_chain"):
        cases.setdefault(row["case_id"], []).append(row)
    compared = 0
    for steps in cases.values():
        zero = next((s["clock"] for s in steps if s["minutes"] == "0" and s["clock"]), "")
        for step in steps:
            if zero and step["clock"] and step["minutes"]:
                minutes = [int(c[:2]) * 60 + int(c[3:]) for c in (step["clock"], zero)]
                assert (minutes[0] - minutes[1]) % 1440 == int(step["minutes"]), step["step_id"]
                compared += 1
    assert compared == 24


def test_steps_without_a_time_say_nothing_of_how_exact_it_is():
    """A bound belongs to minutes; a step without a time has neither, and is never a zero."""
    for row in rows("warning_chain"):
        assert bool(row["bound"]) == bool(row["minutes"]), row["step_id"]


def test_where_steps_stand():
    """The first step stands at the left end, unpublished ones at the right, no two on one spot."""
    shown = records.chain(load("warning_chain"), charts.CASES)
    assert set(shown["case_id"]) == set(charts.CASES)
    assert shown.loc[shown["minutes"].isna(), "at"].eq(records.NOWHERE).all()
    assert shown.loc[shown["minutes"].eq(0).fillna(False), "at"].eq(records.START).all()
    assert not shown.duplicated(["row", "at", "off"]).any()


@pytest.mark.parametrize(
    ("minutes", "bound", "words"),
    [
        (0, "exact", "at the start"),
        (39, "about", "about 39 minutes later"),
        (10, "under", "under 10 minutes later"),
        (187200, "about", "about 4 months later"),
    ],
)
def test_lengths_in_words(minutes, bound, words):
    """Lengths are written with how exact they are."""
    assert records.told(minutes, bound) == words


def test_which_link_failed():
    """Sorted by hand from the passages: who knew, and who was told when."""
    assert sortings.failed() == {
        "japan_2017": "held",
        "hawaii": "nothing",
        "zagreb": "disputed",
        "bydgoszcz": "handing_on",
        "rezekne": "handing_on",
        "incirlik": "unknown",
        "tulcea": "held",
    }


def test_what_may_be_said_of_the_exercise_of_2022():
    """Its row has no result, and its seventeen nations are Allies and partners, not Allies."""
    (row,) = [r for r in rows("exercises") if r["exercise_id"] == sortings.THE_ONE]
    assert not row["result"] and not row["showed"]
    assert row["participants"] == "17" and "17 allied and partner nations" in row["note"]
    assert sortings.clauses() == {
        "who_led": "fact",
        "where": "fact",
        "units": "fact",
        "allies": "cut",
        "joined": "aim",
        "hit": "cut",
        "seamless": "cut",
    }


def test_the_seven_clauses_and_the_whole_row_stand_above_the_exercise():
    """Each clause with its name, and the note of the row uncut, in the outputs of its cells."""
    (row,) = [r for r in rows("exercises") if r["exercise_id"] == sortings.THE_ONE]
    cells = unit("08").notebook["cells"]
    (end,) = [i for i, c in enumerate(cells) if 'check("08-rewrite"' in cell_text(c)]
    shown = "".join(
        "".join(o["data"]["text/markdown"])
        for c in cells[end - 4 : end]
        for o in c.get("outputs", [])
    )
    assert row["note"] in shown and row["purpose"] in shown
    assert [n for n, words in sortings.CLAUSES.items() if f"- `{n}`: {words}" not in shown] == []


def test_one_account_of_malatya():
    """The table has it there on the day of the announcement, and so have chart and fold."""
    (row,) = [
        r for r in rows("turkiye_deployments") if r["deployment_id"] == "malatya-2026-unnamed"
    ]
    assert row["decided"] == row["arrived"] == "2026-03-10"
    chart = charts.patriots(load("turkiye_deployments"), load("march_2026_timeline"))
    assert "6 days after the first missile" in chart.layout.meta["course"]["title"]
    guess = lesson("making-it-work-together").predictions["08-battery"]
    assert "6 days after the first missile" in guess.reveal()
    text = "".join(cell_text(c) for c in unit("08").notebook["cells"])
    assert "in Malatya on day six" in text and "Six days after the first missile a Patriot" in text


def test_the_steps_of_a_warning_are_told_in_humane_times():
    """Every case with its item and words, its steps with a time for readers, and who says so."""
    told = records.stories(load("warning_chain"), sortings.WARNED)
    of = [
        r for r in rows("warning_chain") if r["case_id"] in {c for c, _ in sortings.WARNED.values()}
    ]
    assert told.count("\n- ") == len(of) == 32
    assert "187200" not in told and "`bydgoszcz`" in told
    assert (
        "- *about 4 months later*: The minister first hears of the missile after its wreck is "
        "found, he says. (Polish defence minister)" in told
    )


def test_what_is_in_service_is_counted_in_words():
    """The list has no code of the table, and as many entries as rows in service."""
    listed = records.in_service(load("contributions"))
    of = [r for r in rows("contributions") if r["status"] == "in_service"]
    assert sum(int(n) for n in re.findall(r"\((\d+)\)", listed)) == len(of)
    assert "_" not in listed
    assert set(records.KINDS) >= {r["type"] for r in rows("contributions")}


@pytest.mark.parametrize(
    ("task", "slip", "said"),
    [
        ("08-links", {"bydgoszcz": "disputed"}, "the dispute is about another link"),
        ("08-links", {"bydgoszcz": "unknown"}, "a gap is seen where there is an account"),
        ("08-links", {"rezekne": "unknown"}, "before that of Rēzekne"),
        ("08-links", {"rezekne": "seeing"}, "before that of Rēzekne"),
        ("08-links", {"rezekne": "disputed"}, "one account is taken for two"),
        ("08-links", {"tulcea": "handing_on"}, "a warning in time"),
        ("08-links", {"tulcea": "nothing"}, "a needless warning"),
        ("08-read", {"linked": "open"}, "plain words are taken for silence"),
        ("08-read", {"already": "open"}, "plain words are taken for silence"),
        ("08-read", {"added": "says"}, "a plan is told as done"),
        ("08-read", {"several": "against"}, "not saying is taken for denying"),
        ("08-read", {"american": "says"}, "the make is overlooked"),
        ("08-limits", {"moved": "parliament"}, "No chamber stands in the passage"),
        ("08-limits", {"moved": "executive"}, "agreed by the Allies together"),
    ],
)
def test_likely_slips_are_answered_by_name(task, slip, said):
    """One slip in an answer that is otherwise right brings up what is wrong with it."""
    assert said in str(check(task, exercise(task).answer() | slip))


def test_no_right_option_gives_itself_away_by_length_or_place():
    """In exercise 6 and the quiz the right one is not the longest, and the places vary."""
    options = exercise("08-trace").kind.options
    assert max(options, key=lambda key: len(options[key])) != exercise("08-trace").answer()
    places = []
    for question in lesson("making-it-work-together").quiz:
        sizes = [len(words) for words, _, _ in question.options]
        (right,) = [k for k, (_, is_right, _) in enumerate(question.options) if is_right]
        assert sizes[right] < max(sizes), question.options[right][0]
        places.append(right)
    assert max(places.count(one) for one in (0, 1, 2)) <= 2 and places != places[::-1]


def test_the_two_alarms_are_34_minutes_apart():
    """From 04:09 to 04:43."""
    assert 43 - 9 == 34
    assert "34 minutes" in exercise("08-trace").why()


def test_what_the_statement_says_stands_in_the_extracts():
    """Each answer of the close reading rests on words above the exercise; an open one on none."""
    words = {
        "destroyed": ("says", "destroyed a theatre ballistic missile target"),
        "linked": (
            "says",
            "linked the actual SAMP/T system to the NATO BMD [ballistic missile defence] chain",
        ),
        "american": ("against", "first European-made interceptor system"),
        "already": ("against", "ahead of the planned adding"),
        "added": ("open", "planned adding of the system"),
        "several": ("open", ""),
    }
    cells = unit("08").notebook["cells"]
    (text,) = [t for c in cells if (t := cell_text(c)).startswith("### 2.")]
    answer = exercise("08-read").answer()
    assert {name: code for name, (code, _) in words.items()} == answer
    assert [name for name, (_, extract) in words.items() if extract not in text] == []
    assert "several" not in text.split("For each")[0].split("`destroyed`")[0]


def test_who_set_each_limit_stands_in_its_reading():
    """Each answer rests on who acts in what the unit's readings say of the source."""
    actors = {
        "ceiling": ("parliament", "kaczmarek-2015-active-fence", "Bundestag passed"),
        "lithuania": ("parliament", "reuters-via-2025-lithuania-drones", "parliament"),
        "romania": ("executive", "romaniapress-2025-mission-commander", "defence council"),
        "spain": ("executive", "la-voz-de-galicia-2026-retira-aviones-cisterna", "minister"),
        "moved": ("alliance", "shape-2024-increasing-readiness-responsiveness-through", "agreed"),
        "flexible": ("asked", "alanews-2025-nato-regole-ingaggio", "asked"),
    }
    answer = exercise("08-limits").answer()
    assert {name: code for name, (code, _, _) in actors.items()} == answer
    read = [row for row in rows("readings") if row["unit"] == "08"]
    for name, (_, source, actor) in actors.items():
        assert any(actor in r["says"] for r in read if r["source_id"] == source), name
