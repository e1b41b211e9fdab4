"""Unit 07: what its charts say and its exercises compute, against values worked out by hand."""

from itertools import pairwise

import pandas as pd
import pytest

import course
from course.errors import CourseError
from course.learn.exercises import check, exercise, lesson
from course.lessons.who_contributes_who_pays import charts, exercises, money, sortings, sums
from course.units import cell_text, unit

SOURCE = "shape-2014-nato-deployment-patriot-missiles"


def contribution(**cells):
    row = {"contribution_id": "x", "country": "Atlantis", "contribution": "a thing"}
    row |= {"type": "radar", "offered": None, "operational": None, "ended": None, "payer": None}
    return row | {"owner": "USA", "status": "in_service", "source_id": SOURCE} | cells


# -- waits


def test_a_wait_has_two_bounds_where_a_date_is_known_to_its_month():
    # December 2012 to 26 January 2013: from the 31st 26 days, from the 1st 30 + 26 = 56.
    table = pd.DataFrame([contribution(offered="2012-12", operational="2013-01-26")])
    row = sums.waits(table).iloc[0]
    assert (row["low"], row["high"]) == (26 * 1440, 56 * 1440)


def test_a_wait_of_no_day_is_an_upper_bound_alone():
    # 8 March 2022 to March 2022: at most the 23 days to the 31st; the first of March came before.
    table = pd.DataFrame([contribution(offered="2022-03-08", operational="2022-03")])
    row = sums.waits(table).iloc[0]
    assert pd.isna(row["low"]) and row["high"] == 23 * 1440


def test_the_title_of_the_waits_holds_for_every_row_that_is_drawn():
    rows = sums.waits(course.load("contributions")).set_index("contribution_id")
    rows = rows.loc[list(charts.WAITED)]
    group = pd.Series({key: of for key, (_, of) in charts.WAITED.items()})
    quick = rows[group.eq("a battery lent") | (rows.index == "usa-radar-kurecik")]
    slow = rows.drop(quick.index)
    assert quick["high"].max() < 183 * 1440  # half a year
    assert slow["low"].min() > 365 * 1440 and slow["high"].max() > 3653 * 1440


# -- batteries lent


def lending(**cells):
    row = dict.fromkeys(["decided", "arrived", "operations_ended", "withdrawn", "conflict_key"])
    return row | {"deployment_id": "x", "batteries": 1, "operational": None} | cells


def test_batteries_are_counted_from_readiness_to_the_end_of_the_task():
    table = pd.DataFrame(
        [
            lending(batteries=2, operational="2013-01-26", operations_ended="2015-01-26"),
            lending(deployment_id="y", operational="2015-01-26"),
            lending(deployment_id="ship", batteries=None, decided="2014"),
            lending(deployment_id="z", decided="2016", arrived="2016-06-05", withdrawn="2019"),
            lending(deployment_id="a", decided="2026-03-10", conflict_key="m"),
            lending(deployment_id="b", decided="2026-03-10", conflict_key="m"),
            lending(deployment_id="deu-2026-six-months", decided="2026-05-20"),
        ]
    )
    steps = sums.at_once(table)
    # 2; on the day of the change 2 leave and 1 comes; 1 more in 2016, gone after 2019; one in 2026,
    # told twice; the last replaces another.
    assert dict(zip(steps["when"].astype(str), steps["count"], strict=True)) == {
        "2013-01-26": 2,
        "2015-01-26": 1,
        "2016-06-05": 2,
        "2020-01-01": 1,
        "2026-03-10": 2,
    }
    assert sums.standing(steps, "2018-05-05") == 2


def test_six_one_one_and_three_batteries_are_in_the_title():
    # Two each of three lenders; Spain's alone after October 2015 and, ten years after the first, in
    # January 2023; with Malatya and Incirlik three.
    title = charts.batteries(course.load("turkiye_deployments")).about.title
    assert title.startswith("Six batteries in 2013, one at the end of 2015, one in January 2023,")
    assert title.endswith("three in the spring of 2026")


def test_the_steps_of_each_loan_are_named_and_the_open_one_is_drawn_as_open():
    chart = charts.turkiye(course.load("turkiye_deployments"))
    assert "ready: Dutch 26 January 2013, German 28 January 2013" in chart.digest
    still = next(trace for trace in chart.data if trace.name == "still there")
    assert list(still.x) == ["2026-05-20"]
    ended = next(trace for trace in chart.data if trace.name == "task ended")
    # A day stays a day; October 2015 and 2019 end with their period.
    assert list(ended.x) == ["2015-01-26", "2015-10-15", "2015-11-01", "2020-01-01"]


def test_the_farthest_towns_are_adana_and_malatya():
    # 37.0 N 35.3 E to 38.4 N 38.3 E: 1.4 degrees north are 156 km, 3.0 east 111.2 x cos 37.7 = 264.
    title = charts.towns(course.load("turkiye_deployments"), course.load("sites")).about.title
    assert "up to 310 km apart" in title  # the root of 156 squared and 264 squared is 307


# -- owners


def test_the_title_of_the_tiles_is_borne_out_by_the_rows_in_service():
    table = course.load("contributions")
    serving = table[table["status"] == "in_service"]
    whose = serving["owner"].map(charts.owner).groupby(serving["type"]).agg(set)
    for kind in ("radar", "interceptor_site", "ship", "early_warning"):
        assert whose[kind] == {"USA"}
    assert whose["command_and_control"] == {"NATO"}
    for kind in ("patriot_or_sampt_battery", "hosting", "home_port"):
        assert whose[kind] == {"other"}


def test_tiles_are_filled_in_service_and_hollow_otherwise():
    table = pd.DataFrame(
        [
            contribution(),
            contribution(contribution_id="y", status="deferred", owner="GBR"),
            contribution(contribution_id="z", type="funding", owner="NATO"),
            contribution(contribution_id="w", type="ship", status="ended"),
        ]
    )
    chart = charts.tiles(table)
    assert {(trace.name, trace.marker.symbol) for trace in chart.data} == {
        ("United States", "circle"),
        ("NATO in common", "diamond"),
        ("United States", "circle-open"),
        ("another Ally", "square-open"),
    }
    assert "4 entries: In service 2, Ended 1, Promised, in doubt 1" in chart.digest


# -- sums


def test_a_span_of_sums_keeps_currencies_apart():
    part = pd.DataFrame(
        {"currency": ["EUR", "EUR", "USD"], "least": [83, 200, 1000], "sum": [83, 1250, 1000]}
    )
    assert money._from_to(part) == ["€83 m to 1.25 bn", "$1 bn"]


def test_every_claim_stands_on_the_step_of_its_scope_and_bounds_have_arrows():
    claims = course.load("cost_claims")
    chart = money.ladder(claims)
    assert sum(len(trace.x) for trace in chart.data) == len(claims)
    widening = next(t for t in chart.data if t.name == "euro" and round(t.y[0]) == 1)
    assert "triangle-left" in widening.marker.symbol  # under 200 million
    told = [text for trace in chart.data for text in trace.hovertext]
    assert any(t.startswith("Anders Fogh Rasmussen, 5 May 2010: under 200 million") for t in told)


def test_the_auditors_totals_are_two_series():
    totals = sums.auditors()
    by = totals.groupby("since")["billion"].agg(list).to_dict()
    assert by == {"1985": [90, 107, 115], "2002": [56, 98, 105, 123, 174]}
    assert sums.grown() == 118  # 174 less 56
    title = money.totals(totals).about.title
    assert "over 115 billion dollars in September 2008, about 56 in March 2009" in title


def test_the_guess_is_decided_by_the_years_from_which_the_totals_count(monkeypatch):
    assert exercises._why_two_totals() == "C"
    same = sums.auditors().assign(since="2002")
    monkeypatch.setattr(exercises, "auditors", lambda: same)
    assert exercises._why_two_totals() == "A"  # of one start, one of them would be wrong


# -- exercises


def test_the_bill_follows_the_owner_and_an_empty_cell_is_unread():
    assert sortings.bills() == {
        "polish_site": "us",
        "polish_ground": "unread",
        "ramstein_network": "common",
        "ramstein_ground": "unread",
        "spanish_patriot": "national",
        "arrow_3": "national",
        "german_share": "common",
        "oscar_austin": "us",
    }


def test_days_are_counted_from_the_decision():
    # 4 December to 31 December are 27 days, and 26 in January; from 21 November 13 more.
    assert sums.dutch_days("decided") == 53
    assert sums.dutch_days("requested") == 66
    assert "**Right" in str(check("07-days", 53))
    assert "the request is taken for the decision" in str(check("07-days", 66))
    assert "arrival is taken for readiness" in str(check("07-days", 35))


def test_what_a_sum_includes_and_the_german_share():
    assert sortings.included() == {
        "rasmussen": "widening",
        "berlin": "network",
        "ceiling": "all_common",
        "daalder": "network",
        "frigates": "one_ally",
        "mission": "one_ally",
        "auditors": "america",
    }
    assert sums.german_share() == pytest.approx(100.74)  # 690 x 14.6 / 100


def test_the_passage_says_what_is_coded():
    cells = unit("07").notebook["cells"]
    text = next(t for c in cells if "joint statement on the two" in (t := cell_text(c)))
    assert "critical modernization upgrades" in text  # upgrade: says
    assert "Other relevant Allies have also been consulted" in text  # consulted: says
    assert "will not be renewed beyond the end" in text  # renewed: denies
    assert "If needed" in text and "is prepared to return" in text  # return: no promise
    quoted = " ".join(line for line in text.splitlines() if line.startswith(">"))
    for word in ("threat from Syria", "agreed", "cost", "money"):
        assert word not in quoted


def test_the_minister_is_given_what_the_table_decides():
    assert sortings.minister() == {
        "first_loan": "yes",  # 21 November to 15 February: 9 + 31 + 31 + 15 = 86 days
        "six_again": "no",
        "no_break": "yes",
        "owner_malatya": "no",
        "german_came": "open",
        "network_only": "no",
    }


def test_two_series_joined_are_noticed():
    assert "two series are joined" in str(check("07-series", 59))  # 174 less 115
    assert "**Right" in str(check("07-series", 118))


@pytest.mark.parametrize(
    ("task", "item", "code", "named"),
    [
        ("07-payer", "polish_ground", "national", "an empty cell is filled in"),
        ("07-payer", "ramstein_ground", "common", "an empty cell is filled in"),
        ("07-payer", "ramstein_network", "national", "the host is taken for the payer"),
        ("07-payer", "spanish_patriot", "us", "the largest is taken for the payer of everything"),
        ("07-payer", "arrow_3", "unread", "a filled cell is taken for an empty one"),
        ("07-scope", "auditors", "network", "American spending is taken for the Alliance's"),
        ("07-scope", "berlin", "all_common", "a purse is taken for a purpose"),
        ("07-scope", "daalder", "america", "the speaker is taken for the payer"),
        ("07-scope", "daalder", "widening", "the whole is taken for the widening"),
        ("07-scope", "frigates", "all_common", "one Ally's sum is put on the common account"),
        ("07-read", "threat", "denies", "an inference is taken for a denial"),
        ("07-read", "return", "denies", "a condition is taken for a refusal"),
        ("07-read", "renewed", "says", "a 'not' is passed over"),
        ("07-minister", "no_break", "no", "a change of lenders is taken for a gap"),
        ("07-minister", "no_break", "open", "an empty cell is taken for an unknown"),
        ("07-minister", "six_again", "yes", "three, or an earlier year, is taken for six"),
        ("07-minister", "six_again", "open", "counting is given up too soon"),
        ("07-minister", "first_loan", "no", "the days are not counted"),
        ("07-minister", "first_loan", "open", "the days are not counted"),
    ],
)
def test_a_natural_slip_in_a_sorting_is_met_by_its_own_message(task, item, code, named):
    said = str(check(task, {**exercise(task).answer(), item: code}))
    assert named in said and f"`{item}`" in said


def test_the_bar_of_the_figure_is_known_for_what_it_is():
    # The offer is known to December 2012: from the 31st 26 days to 26 January, from the 1st 56.
    for copied in (26, 56):
        assert "the figure is copied" in str(check("07-days", copied))


def test_common_money_may_be_written_as_the_table_prints_it():
    as_printed = {k: "common_funding" if v == "common" else v for k, v in sortings.bills().items()}
    assert "**Right" in str(check("07-payer", as_printed))


def test_the_cell_of_the_trace_has_the_dates_that_its_feedback_speaks_of():
    cells = [cell_text(cell) for cell in unit("07").notebook["cells"]]
    shown = next(text for text in cells if text.startswith("traced ="))
    assert "stated_on" in shown
    assert "`stated_on`" in str(check("07-trace", "D"))


def test_a_grade_is_found_by_the_name_of_a_row_of_any_of_the_three_tables():
    names = ["nato-altbmd-c2", "german-government-1031m-2016", "nld-adana-2013"]
    table = sums.graded(names)
    assert table["grade"].tolist() == ["B", "B", "A"]
    assert table["table"].tolist() == ["contributions", "cost_claims", "turkiye_deployments"]
    with pytest.raises(CourseError, match="no row 'nato-altbmd'"):
        sums.graded(["nato-altbmd"])


def test_sourced_evidence_beside_the_claim_earns_nothing_by_the_rubric_as_printed():
    cells = [cell_text(cell) for cell in unit("07").notebook["cells"]]
    assert any("| Evidence | none, unsourced, or not bearing on the claim |" in c for c in cells)
    flawed = next(s for s in lesson(unit("07").slug).samples["07-note"] if s.kind == "flawed")
    assert flawed.marks[1] == 0 and "does not bear on the claim" in " ".join(flawed.why.split())


def test_right_options_of_the_quiz_change_their_place_and_are_not_the_shortest_or_longest_by_rule():
    questions = lesson(unit("07").slug).quiz
    places, sizes = [], []
    for question in questions:
        lengths = [len(words) for words, _, _ in question.options]
        place = [right for _, right, _ in question.options].index(True)
        places.append(place)
        sizes.append(sorted(lengths).index(lengths[place]))
    assert set(places) == {0, 1, 2} and all(a != b for a, b in pairwise(places))
    assert sizes.count(0) <= 2 and sizes.count(len(questions[0].options) - 1) <= 2
