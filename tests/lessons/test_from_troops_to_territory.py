"""Unit 03: what its charts and exercises compute, against values worked out by hand."""

import pandas as pd
import pytest

import course
from course.learn.exercises import check, lesson
from course.lessons.from_troops_to_territory import charts, passages, sums
from course.units import cell_text, unit


def test_the_price_of_2016_exceeds_the_parts_of_2010_by_three_per_cent():
    # 800 and 200 million euro in 2010, 1,031.2 in 2016: 31.2 more than 1,000.
    assert sums.price_parts() == (800, 200, 1031.2)
    assert sums.excess() == pytest.approx(3.12)
    assert "**Right" in str(check("03-two-prices", 3.1))


@pytest.mark.parametrize(
    ("given", "mistake"),
    [
        (415.6, "the whole is compared with the addition"),  # 1,031.2 / 200 = 5.156
        (416, "the whole is compared with the addition"),
        (28.9, "the widening is left out"),  # 1,031.2 / 800 = 1.289
        (29, "the widening is left out"),
        (103.1, "you gave the ratio"),
        (1.031, "you gave the ratio"),
        (31.2, "you gave millions"),
        (-3, "the two years are the wrong way round"),  # 1,000 / 1,031.2 = 0.970
    ],
)
def test_a_known_mistake_about_the_two_prices_is_named(given, mistake):
    assert mistake in str(check("03-two-prices", given))


def test_the_prices_of_2008_and_2010_are_not_told_as_prices_of_one_thing():
    # A whole system in 2008, the widening of a command network in 2010: no ratio is shown.
    assert sums.scopes() == ("full_cover_hypothetical", "expansion_of_c2_only")
    asked = lesson("from-troops-to-territory").predictions["03-price"]
    assert asked.answer() == "B"
    assert "not prices of one thing" in asked.reveal() and "times" not in asked.reveal()


def test_allies_are_counted_by_the_day_of_accession():
    members = course.load("members")
    # Sixteen since Spain (1982); three joined on 12 March 1999, seven on 29 March 2004, two on
    # 1 April 2009. The day itself counts.
    days = pd.Series(["1991-11-07", "1999-03-11", "1999-03-12", "2006-11-29", "2010-11-20"])
    assert charts.allies_on(members, days) == [16, 16, 19, 26, 28]


def test_what_follows_what_is_counted_in_both_directions():
    lanes = pd.Series(["u", "a", "a", "r", "a", "u", "i", "a"])
    assert charts.follows(lanes, ("u",), ("a",)) == 1
    assert charts.follows(lanes, ("r", "i"), ("a",)) == 2
    assert charts.follows(lanes, ("a",), ("u",)) == 1


def turns():
    milestones = course.load("milestones")
    return charts.turns(milestones[milestones["milestone_id"].isin(charts.TURNS)])


def test_the_title_of_the_turning_points_holds_in_both_directions():
    # The 24 rows in order of time, by hand. An Alliance act after an American one: Rome 1991,
    # Washington, Budapest, Prague, May 2010. The reverse: Rumsfeld, the Act of 1999, the treaty's
    # end, the request of 2007, the cancellation.
    order = "U U A A U A U A U A A A A U R A I A I R A U A A"
    lanes = (
        turns()
        .rows["lane"]
        .map({"alliance": "A", "united_states": "U", "russia": "R", "iran": "I"})
    )
    assert lanes.tolist() == order.split()
    text = order.replace(" ", "")
    assert (text.count("UA"), text.count("AU")) == (5, 5)
    assert f"United States {text.count('UA')} times" in turns().digest
    assert f"right after one of the Alliance {text.count('AU')} times" in turns().digest


def test_the_steps_of_the_summits_are_told_in_order_and_by_their_years():
    milestones = course.load("milestones")
    chart = charts.verbs(milestones[milestones["milestone_id"].isin(charts.STEPS)])
    assert chart.about.title.startswith("Leaders named work on missile defence in 1999, ordered")
    assert chart.about.title.endswith("in 2002 and decided in 2010")
    acts = [line.split(": ")[1].split(" (")[0] for line in chart.about.digest]
    assert acts == [
        "names work on it",
        "orders a study",
        "notes a finding",
        "orders options",
        "decides",
    ]


def test_passages_are_coded_as_they_read():
    # By hand, from the words printed in the notebook, a column a question: territory, decides,
    # names, russia.
    by_hand = {
        "washington": "no no no no",
        "prague": "yes no no no",
        "bucharest": "yes no no yes",
        "lisbon": "yes yes no yes",
    }
    for passage, codes in by_hand.items():
        cells = [passages.coded()[f"{passage}_{short}"] for short in passages.ASKED]
        assert cells == codes.split()


def test_no_code_of_a_passage_contradicts_the_table_of_whole_texts():
    table = course.load("summit_language").set_index(["declaration_id", "feature"])
    ours = passages.coded()
    for passage, text in passages.PASSAGES.items():
        for short, feature in passages.ASKED.items():
            row = table.loc[(text, feature)] if feature else None
            if row is not None and pd.notna(row["value"]):
                code = ours[f"{passage}_{short}"]
                # A passage may lack what the whole text has, and not the reverse.
                assert code == row["value"] or (
                    code == "no" and row["text_seen"] != "full_md_section"
                )


def test_every_passage_to_be_coded_is_printed_in_the_notebook():
    text = next(t for t in map(cell_text, unit("03").notebook["cells"]) if "four passages" in t)
    for words in (
        "including through work on missile defences",
        "options for protecting Alliance territory, forces, and population centre",
        "We also commend the work already underway",
        "invited Russia to cooperate with us",
    ):
        assert words in text


def test_agreement_says_where_a_reader_differs():
    mine = passages.coded() | {"prague_decides": "yes"}
    # 15 of 16 alike; by chance (7 x 6 + 9 x 10) / 256 = 51.6 per cent, so kappa
    # (0.9375 - 0.5156) / (1 - 0.5156) = 0.87.
    said = str(passages.agreement(mine))
    assert "94 per cent of 16" in said and "52 per cent by chance" in said and "0.87" in said
    assert said.endswith("You differ at: prague_decides.")
    assert "1 of 16" in str(passages.agreement({"prague_decides": "yes"}))
    assert "cannot read" in str(passages.agreement({"chicago_russia": "yes"}))


def test_an_effect_before_its_cause_is_ruled_out():
    # November 2007 after April 2007; September 2009 and May 2010 after April 2008; April 2007 after
    # November 2002. Of each of the four explanations one statement stands and one falls.
    explanations = {
        "threat": ("salvo", "ashura"),
        "leading member": ("request", "plan"),
        "logic of alliance": ("options", "study"),
        "price": ("price", "cheap"),
    }
    right = {}
    for stands, falls in explanations.values():
        right |= {stands: "possible", falls: "ruled_out"}
    assert "**Right" in str(check("03-what-came-first", right))
    assert "what came later is taken for a cause" in str(
        check("03-what-came-first", right | {"study": "possible"})
    )
    assert "a cause that you doubt is ruled out" in str(
        check("03-what-came-first", right | {"salvo": "ruled_out"})
    )


def test_the_trace_agrees_with_the_rows_that_it_is_read_from():
    claims = course.load("cost_claims").set_index("claim_id")
    first = claims.loc["rasmussen-200m-2010-05"]
    assert str(first["stated_on"])[:7] == "2010-05"
    assert "nato-watch" in first["other_source_ids"] and "reuters" in first["source_id"]
    kinds = course.load("sources").set_index("source_id")["kind"]
    assert kinds[first["source_id"]] == "news"  # no transcript of NATO's own
    alike = claims.loc[["reuters-260m-usd-2010", "dpa-262m-usd-2010", "afp-250m-usd-2010"]]
    assert set(alike["conflict_key"]) == {"rasmussen-in-dollars"}
    assert "Widening" in first["about"]


def test_no_title_or_digest_of_the_prices_mixes_currencies():
    chart = charts.prices(course.load("cost_claims"))
    # Widening: 83, 110, 139 and under 200 million euro; with interceptors: 9 to 14, 18 to 26 and
    # 20 billion dollars.
    assert "under 200 million euro to widen the network" in chart.digest
    assert "about 1,000 million for the whole of it" in chart.digest  # 800 and under 200
    assert "9 billion dollars or more" in chart.digest
    assert "13 claims, 9 in euro and 4 in dollars" in chart.digest
    rows = chart.rows
    for rung, currency in (("widening the network", "EUR"), ("with interceptors", "USD")):
        assert set(rows.loc[rows["rung"] == rung, "currency"]) == {currency}


def test_every_end_of_a_sum_says_the_whole_sum_and_bounds_are_words():
    said = [
        text for trace in charts.prices(course.load("cost_claims")).data for text in trace.hovertext
    ]
    assert said.count("CBO on ships, 20 years: 18,000 to 26,000 million dollars") == 2
    assert "Rasmussen, May 2010: under 200 million euro" in said
    assert "US ambassador, 2012: over 1,000 million dollars" in said


def test_a_button_lights_one_kind_of_sum_and_names_it():
    chart = charts.prices(course.load("cost_claims"))
    names = [trace.name for trace in chart.data]
    seen = {b.label: b.args[0]["opacity"] for b in chart.layout.updatemenus[0].buttons}
    assert seen.pop("All") == [1, 1, 1, 1]
    lit = {label: names[values.index(1)] for label, values in seen.items()}
    assert lit == {
        "Widening": "widening the network",
        "Whole network": "the whole network",
        "Interceptors": "with interceptors",
    }
    assert all(values.count(0.12) == 3 for values in seen.values())
