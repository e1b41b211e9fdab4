"""What unit 06 reckons: the clock, who owns, runs and commands, who could say no, how far it is.

The expected values are worked out by hand, as the comments say, from small tables written here.
"""

import math

import pandas as pd
import pytest
from tests.helpers import law_of_cosines_km

from course import load
from course.lessons.who_decides import bodies, charts, clock, exercises, sortings
from course.words import lasting

GAO = "gao-via-2009-gao-09-771-summary"
LINK = {"relation": "directs", "situation": "standing", "since": None, "until": None}
LINK |= {"grade": "B", "basis": "It says so.", "can_block": pd.NA, "source_id": GAO}


def links(*rows):
    """Return a table like `institution_links` with these rows, the rest filled in."""
    return pd.DataFrame([LINK | row for row in rows]).astype({"can_block": "boolean"})


# -- the clock


@pytest.fixture
def tables():
    """Return ranges, claims, events and links with round dates, so that spans can be counted."""
    iran = {"country": "Iran", "weapon_type": "ballistic", "range_class": "mrbm", "source_id": GAO}
    ranges = pd.DataFrame(
        [
            iran | {"basis": "claimed", "grade": "B", "range_low_km": 1000, "range_high_km": 1000},
            iran
            | {"basis": "estimated", "grade": "A", "range_low_km": 2000, "range_high_km": 2400},
            iran | {"basis": "flown", "grade": "A", "range_low_km": 500, "range_high_km": 500},
            iran | {"basis": "claimed", "grade": "C", "range_low_km": 3000, "range_high_km": 9000},
            iran
            | {"country": "Russia", "basis": "claimed", "grade": "A"}
            | {"range_low_km": 300, "range_high_km": 9500},
        ]
    )
    claims = pd.DataFrame(
        [
            {"question": "who", "event": "4_march", "answer_code": "nato", "source_id": GAO},
            {
                "question": "how_long",
                "event": "4_march",
                "answer_code": "under_10_minutes",
                "source_id": GAO,
            },
        ]
    )
    events = pd.DataFrame(
        [
            ("intercept-1", "2026-03-04", "2026-03-04", "12:07", GAO),
            ("posture-raised", "2026-03-04", "2026-03-05", None, GAO),
            ("nac-5-march", "2026-03-05", "2026-03-05", None, GAO),
        ],
        columns=["event_id", "happened_at", "announced_at", "announced_by_time_utc", "source_id"],
    )
    dates = {
        "secretary-general-nac-silence": ("2003-02-06", "2003-02-10"),
        "tr-government-nac-request": ("2012-11-21", "2012-12-04"),
        "hosg-nac-directs": ("2010-11-20", None),
        "nac-saceur-directs": ("2012-05-20", None),
        "ro-csat-asset-deveselu-authorises": ("2010-02-04", "2010-02-04"),
        "ro-parliament-asset-deveselu-authorises": ("2011-11-15", "2011-12-06"),
        "aircom-asset-ata-commands": ("2013-01-26", None),
    }
    known = links(*({"link_id": k, "since": a, "until": b} for k, (a, b) in dates.items()))
    return ranges, claims, events, known


def test_each_step_of_the_clock_lasts_as_long_as_its_dates_say(tables):
    rows = clock.clock_rows(*tables).set_index("step")
    day = 24 * 60
    # From 12:07 UTC to Brussels midnight, 23:00 UTC of the same day: 10 h 53 min.
    assert rows.at["council", "low"] == 10 * 60 + 53
    # From Turkish midnight, 21:00 UTC on 3 March, to Brussels midnight, 23:00 UTC on 5 March.
    assert rows.at["council", "high"] == 50 * 60
    assert rows.at["silence", "low"] == rows.at["silence", "high"] == 4 * day  # 6 to 10 February
    assert rows.at["request", "low"] == 13 * day  # 9 days of November, 4 of December
    assert rows.at["batteries", "low"] == (9 + 31 + 26) * day
    # A year to 20 November 2011; then 10 + 31 + 31 + 29 + 31 + 30 + 20 days, 2012 a leap year.
    assert rows.at["rules", "low"] == (365 + 182) * day
    # A year to 4 February 2011; then 24 + 31+30+31 + 30+31+31 + 30+31+30 + 6 days.
    assert rows.at["consent", "low"] == (365 + 305) * day
    # 13 years to 20 May 2025, three of them leap; then 11+30+31+31+30+31 + 30+31+31+28 + 4 days.
    assert rows.at["stood", "low"] == (13 * 365 + 3 + 288) * day


def test_what_has_no_lower_bound_is_empty_and_not_zero(tables):
    rows = clock.clock_rows(*tables).set_index("step")
    assert rows["low"].isna().tolist() == [step in ("launch", "posture") for step in rows.index]
    assert rows.at["launch", "high"] == 10 and rows.at["posture", "high"] == 1440


def test_the_flight_takes_the_shortest_and_longest_published_range_of_iran(tables):
    rows = clock.clock_rows(*tables).set_index("step")
    # For 1,000 km the textbook's 7.9 minutes. For 2,400 km: sin(A/2) 0.1872; a 3,782 km;
    # g 1.193; sqrt(a^3/GM) 368.4 s; times g + sin g = 2.122: 782 s or 13.0 minutes.
    assert rows.at["flight", "low"] == pytest.approx(7.9, abs=0.05)
    assert rows.at["flight", "high"] == pytest.approx(13.0, abs=0.05)


def test_what_was_met_after_the_council_is_told_by_date():
    """Another's interception, one before the Council's day and a fall of debris do not count."""
    events = pd.DataFrame(
        [
            ("intercept-1", "2026-03-04", "interception", "NATO"),
            ("nac-5-march", "2026-03-05", "meeting", "Council"),
            ("third", "2026-03-13", "interception", "NATO"),
            ("debris", "2026-03-09", "debris", "NATO"),
            ("second", "2026-03-09", "interception", "NATO"),
            ("jordan", "2026-03-10", "interception", "Jordan"),
        ],
        columns=["event_id", "happened_at", "kind", "actor"],
    )
    assert clock.met_after_council(events) == ["2026-03-09", "2026-03-13"]


def test_the_shots_after_the_council_spoke_are_told_beside_the_first():
    told = charts.ladder(load("institution_links"), load("march_2026_timeline")).about.digest
    assert any("9 March 2026, 13 March 2026 and 30 March 2026" in line for line in told)


def test_a_length_of_time_between_two_bounds():
    assert lasting(653, 3000) == "11 to 50 hours"
    assert lasting(30, 3000) == "30 minutes to 50 hours"
    assert lasting(5760, 5760) == "4 days"
    assert lasting(None, 10) == lasting(math.nan, 10) == "under 10 minutes"


def test_the_clock_speaks_of_no_hour_that_nobody_published():
    tables = ("missile_ranges", "march_2026_claims", "march_2026_timeline", "institution_links")
    title = charts.clock(*map(load, tables)).about.title
    assert "hours" not in title and "the next day" in title
    # What came before the shot is timed beside what came after it: 13.8 years.
    assert "agreed about 14 years before the shot" in title


def test_what_came_before_the_shot_and_after_it_is_told_in_the_reveal():
    told = exercises.PREDICTIONS[0].reveal()
    assert "about 14 years before the shot" in told and "three more missiles" in told


def test_the_guess_is_right_by_the_dates(monkeypatch):
    events = load("march_2026_timeline")
    assert exercises.PREDICTIONS[0].answer() == "C"
    names = ("missile_ranges", "march_2026_claims", "institution_links")
    known = {name: load(name) for name in names}
    for met, key in (("2026-03-04", "B"), ("2026-03-06", "D")):
        moved = events["happened_at"].mask(events["event_id"] == "nac-5-march", met)
        known["march_2026_timeline"] = events.assign(happened_at=moved)
        monkeypatch.setattr(exercises, "load", known.get)
        assert exercises.PREDICTIONS[0].answer() == key


# -- whose it is


@pytest.mark.parametrize(
    ("code", "who"),
    [
        ("USA", "USA"),
        ("us-eucom", "USA"),
        ("NATO", "NATO"),
        ("aircom", "NATO"),
        ("TUR", "other"),
        (None, "none"),
    ],
)
def test_whose_a_code_is(code, who):
    assert charts.whose(code) == who


def owned(**columns):
    entry = {"contribution_id": "x", "country": "x", "type": "ship", "status": "in_service"}
    return entry | {"source_id": GAO, "grade": "A"} | columns


def test_roles_count_only_what_is_in_service_and_keep_unknown_apart():
    shown = pd.DataFrame(
        [
            owned(owner="USA", operator="USA", commander_when_assigned="saceur"),
            owned(owner="TUR", operator="USA", commander_when_assigned="saceur"),
            owned(owner="NATO", operator="NATO", commander_when_assigned=None),
            owned(owner="USA", operator="USA", commander_when_assigned=None, status="planned"),
        ]
    )
    digest = charts.roles(shown).about.digest
    assert digest[0] == "Owned by: United States 1, NATO in common 1, another Ally 1"
    assert digest[1] == "Run by: United States 2, NATO in common 1"
    assert digest[2].endswith("NATO in common 2, no commander read 1")
    assert digest[3].startswith("For 1 of 3 entries")


def test_the_title_of_roles_counts_no_unlike_things_and_is_borne_out():
    title = charts.roles(load("contributions")).about.title
    assert not any(sign.isdigit() for sign in title)
    table = load("contributions")
    serving = table[table["status"] == "in_service"]
    assert (serving["owner"] == "NATO").mean() < 1 / 6  # "nearly all" is the nations'
    assert (serving["operator"] == "NATO").mean() < 1 / 2  # and they run "most of it"
    named = serving["commander_when_assigned"].dropna()
    assert set(named) <= {"saceur", "aircom", "strikfornato", "NATO"}
    assert len(named) > len(serving) / 2  # "for most entries", and the rest are told
    assert "for the rest none was read" in title
    other = table.set_index("contribution_id").loc["usa-patriot-poland-2022"]
    assert other["commander_when_assigned"] == "us-eucom" and other["status"] != "in_service"


# -- who could say no


def refusing(link_id, since, until=None, situation="standing", can_block=True):
    row = {"link_id": link_id, "from_id": link_id[:3], "since": since, "until": until}
    return row | {"situation": situation, "can_block": can_block}


@pytest.fixture
def powers():
    return links(
        refusing("allies-nac-consensus", "1949"),
        refusing("pl-parliament-asset-redzikowo-authorises", "2011-03-04", "2011-03-04", "consent"),
        refusing("nac-saceur-posture-2026", "2026-03-05", "2026-03-05", "crisis_2026"),
        refusing("nobody-read-this", "2010", can_block=pd.NA),
        refusing("it-cannot", "2010", can_block=False),
        refusing("building", "2010", situation="programme"),
    )


def test_a_power_is_drawn_only_where_a_source_shows_it(powers):
    chart = charts.refusals(powers)
    assert chart.rows["link_id"].tolist() == [
        "allies-nac-consensus",
        "pl-parliament-asset-redzikowo-authorises",
        "nac-saceur-posture-2026",
    ]
    assert chart.about.digest[0].endswith("3, held by 3 bodies")
    assert chart.about.digest[2].startswith("Without an end in the table: 1;")


def test_what_began_before_the_axis_has_an_arrow_and_not_a_mark_of_its_beginning(powers):
    marks = set()
    for trace in charts.refusals(powers).data:
        symbols = trace.marker.symbol
        each = [symbols] * len(trace.x) if isinstance(symbols, str) else symbols
        if "markers" in trace.mode:
            marks |= set(zip(trace.x, trace.y, each, strict=True))
    assert marks == {
        (charts.FROM, 0, "triangle-left"),
        (charts.TO, 0, "triangle-right"),
        ("2011-03-04", 1, "diamond"),
        ("2026-03-05", 2, "square"),
    }


def test_what_has_no_beginning_is_an_arrow_at_the_end_that_is_known():
    drawn = charts.refusals(
        links(
            refusing("ended", None, "2019-12-31", "consent"),
            refusing("open", None),
            refusing("dated", "2012-05-20", "2012-05-20", "consent"),
        )
    )
    assert drawn.rows["link_id"].tolist() == ["open", "dated", "ended"]
    marks = {
        (day, row, trace.marker.symbol)
        for trace in drawn.data
        if trace.mode == "markers"
        for day, row in zip(trace.x, trace.y, strict=True)
    }
    assert ("2019-12-31", 2, "triangle-left") in marks
    assert (charts.TO, 0, "triangle-right") in marks
    assert not any(row == 2 and shape == "triangle-right" for _, row, shape in marks)


def test_most_powers_concern_leave_and_none_in_the_table_is_over_a_shot():
    """The title says so; the table must."""
    table = load("institution_links")
    shown = table[table["can_block"].eq(True) & table["situation"].isin(charts.SITUATIONS)]
    leave = shown[shown["situation"] == "consent"]
    assert len(leave) > len(shown) / 2
    assert set(shown["link_id"]) == set(charts.REFUSALS)
    assert not any("shot" in words for words in charts.REFUSALS.values())


# -- the network


def test_links_that_ended_or_rest_on_grade_c_are_not_drawn():
    known = load("institutions").set_index("institution_id")
    pair = {"from_id": "nac", "to_id": "saceur"}
    table = links(
        pair | {"link_id": "now", "since": "2012"},
        pair | {"link_id": "over", "relation": "advises", "until": "2012"},
        pair | {"link_id": "hearsay", "relation": "informs", "grade": "C"},
        pair | {"link_id": "act", "situation": "consent", "until": "2012"},
        pair | {"link_id": "centre", "to_id": "caoc-uedem"},
        {"link_id": "inside", "from_id": "caoc-uedem", "to_id": "caoc-bodo"},
        {"link_id": "outside", "from_id": "nac", "to_id": "nowhere"},
    )
    drawn = bodies.drawn_links(known, table)
    told = drawn[drawn["choice"] != "same"].set_index("link_id")
    assert told["once"].to_dict() == {"now": False, "act": True, "centre": False}
    assert told.at["centre", "to_id"] == "caoc"
    assert told.at["now", "about"].startswith("Council → SACEUR, SHAPE (2012): It says so.")


def test_what_an_ally_runs_itself_is_drawn_beside_what_americans_run():
    """A picture in which only Americans operate anything would contradict `contributions`."""
    digest = charts.network(load("institutions"), load("institution_links")).about.digest[2]
    assert digest.startswith("Operated by an American command: site Deveselu")
    assert digest.endswith("by another body, as far as read: batteries in Türkiye")


def test_three_officers_join_the_two_chains():
    known = load("institutions").set_index("institution_id")
    drawn = bodies.drawn_links(known, load("institution_links"))
    same = drawn[drawn["choice"] == "same"]
    assert set(zip(same["from_id"], same["to_id"], strict=True)) == {
        ("saceur", "us-eucom"),
        ("aircom", "us-usafe"),
        ("strikfornato", "us-sixth-fleet"),
    }


# -- the ladder and the places


def test_the_ladder_goes_down_by_date_and_up_to_the_council():
    rows = charts.ladder(load("institution_links"), load("march_2026_timeline")).rows
    down, up = rows.iloc[: charts.TURN], rows.iloc[charts.TURN :]
    assert down["level"].tolist() == [
        "political",
        "strategic",
        "operational",
        "operational",
        "asset",
    ]
    assert up["level"].tolist() == ["asset", "operational", "strategic", "political"]
    assert (down["date"].iloc[0][:4], down["date"].iloc[-1][:4]) == ("2012", "2026")
    assert up["date"].iloc[-1] == "2026-03-05"


def test_the_distances_from_the_radar():
    chart = charts.places(load("sites"))
    km = chart.rows.set_index("site_id")["km_from_radar"]
    radar = (38.35, 37.79)  # Kürecik
    assert km["ramstein"] == pytest.approx(law_of_cosines_km(radar, (49.44, 7.60)), abs=6)
    assert km["brussels-hq"] == pytest.approx(law_of_cosines_km(radar, (50.85, 4.35)), abs=35)
    assert km["kurecik"] == 0
    assert "Ramstein 2,690" in chart.about.digest[0] and "Brussels 2,960" in chart.about.digest[0]
    # Distance is no argument about who decides: the title counts places and countries.
    assert chart.about.title.endswith("seven places in six countries")


# -- what the exercises reckon


def test_what_a_minister_may_say_follows_the_dates_of_the_tables(monkeypatch):
    events = load("march_2026_timeline")
    tables = {"institution_links": load("institution_links"), "march_2026_timeline": events}
    monkeypatch.setattr(sortings, "load", tables.get)
    # Rules of 20 May 2012 before a shot of 4 March 2026; posture of the 4th before a Council of
    # the 5th; Spain's refusal of 2 March stands in the table.
    said = exercises.EXERCISES[4].answer()
    assert [said[key] for key in ("rules_first", "meeting_first", "every_use")] == [
        "yes",
        "no",
        "no",
    ]
    # Had the Council met on the 3rd, the commander would not have acted before it.
    earlier = events["happened_at"].mask(events["event_id"] == "nac-5-march", "2026-03-03")
    tables["march_2026_timeline"] = events.assign(happened_at=earlier)
    assert exercises.EXERCISES[4].answer()["meeting_first"] == "yes"


def test_a_second_clock_would_be_told_by_the_trace(monkeypatch):
    claims = load("march_2026_claims")
    trace = exercises.EXERCISES[5]
    assert trace.id == "06-trace" and trace.answer()["witness"] == "none"
    timed = claims[(claims["question"] == "how_long") & (claims["event"] == "4_march")]
    other = pd.concat([claims, timed.assign(claimant_kind="press")])
    monkeypatch.setattr(sortings, "load", {"march_2026_claims": other}.get)
    assert trace.answer()["witness"] == "another"
