"""What unit 02 reckons: arcs, minutes, rings, classes and spreads.

The expected values are worked out by hand, as the comments say, apart from the code.
"""

import math
import re
from itertools import pairwise

import pandas as pd
import pytest
from tests.helpers import law_of_cosines_km

from course import check, load
from course.geodesy import flight_minutes
from course.lessons.missiles_and_defences import charts, exercises, sortings, sums

# -- the arc


def test_the_arc_of_a_short_throw_is_that_of_the_flat_earth():
    """Over a flat earth the least-energy throw rises a quarter of its length (45 degrees)."""
    assert sums.top_km(40) == pytest.approx(10, rel=0.01)
    # Its time there is sqrt(2 d / g): 40 km and 9.82 m/s2 (GM / R2) give 90.3 s.
    assert flight_minutes(40) * 60 == pytest.approx(90.3, rel=0.01)


def test_the_arc_of_a_quarter_of_the_earth():
    """A quarter of the circumference: half angle 45 degrees, R/2 (0.7071 + 0.7071 - 1)."""
    assert sums.top_km(math.pi / 2 * 6371) == pytest.approx(6371 / 2 * 0.41421, abs=0.5)


def test_the_arc_begins_and_ends_on_the_ground_and_is_highest_in_the_middle():
    line = sums.arc(3000)
    assert line[0] == pytest.approx((0, 0), abs=1e-6)
    assert line[-1] == pytest.approx((3000, 0), abs=1e-6)
    # Half angle 3000 / 12742 = 0.23544; sine 0.23327, cosine 0.97241: 3185.5 x 0.20568.
    assert line[20] == pytest.approx((1500, 655.2), abs=0.3)


def test_time_above_a_height_agrees_with_small_steps_along_the_arc():
    """Kepler's second law by steps: equal areas swept from the earth's centre in equal times."""
    points = sums.arc(2000, 4001)
    areas, above = 0.0, 0.0
    for (x0, h0), (x1, h1) in pairwise(points):
        area = ((6371 + h0 + 6371 + h1) / 2) ** 2 * (x1 - x0)
        areas += area
        above += area if (h0 + h1) / 2 > 100 else 0
    share = sums.minutes_above(2000) / flight_minutes(2000)
    assert share == pytest.approx(above / areas, abs=0.002)
    assert sums.minutes_above(300) == 0  # 300 km rise 74 km
    assert sums.minutes_above(2000, 0) == pytest.approx(flight_minutes(2000))


# -- the minutes


def test_what_is_left_is_the_flight_less_what_is_spent():
    # 1,000 km: the textbook's 7.9 minutes.
    assert sums.minutes_left(1000, 5) == pytest.approx(2.9, abs=0.05)
    assert sums.minutes_left(1000, 10) < 0


def test_the_exercise_measures_from_tabriz_to_brussels():
    km = law_of_cosines_km((38.08, 46.29), (50.85, 4.35))
    assert exercises._brussels_km() == pytest.approx(km, abs=1)
    assert exercises._left() == pytest.approx(6.6, abs=0.1)
    assert exercises.EXERCISES[0].answer() == exercises._left()


def test_the_example_that_the_cell_prints_is_known_for_what_it_is():
    km = law_of_cosines_km((35.69, 51.42), (36.64, -6.35))  # Tehran and Rota: 5,105 km
    assert exercises._example() == pytest.approx(flight_minutes(km) - 12, abs=0.1)
    assert "as it stands" in str(check("02-left", 8.9))
    assert "as it stands" not in str(check("02-left", 9.4))


def test_three_times_as_far_is_less_than_twice_as_long():
    # The textbook's 7.9 and 14.9 minutes.
    assert exercises._longer() == pytest.approx(14.92 / 7.91, abs=0.01)
    assert exercises.PREDICTIONS[0].answer() == "A"
    told = exercises.PREDICTIONS[0].reveal()
    assert "15 minutes against 8" in told and "1.9 times" in told


def test_the_guess_follows_the_sum(monkeypatch):
    monkeypatch.setattr(exercises, "_longer", lambda: 3.1)
    assert exercises._guess() == "B"
    monkeypatch.setattr(exercises, "_longer", lambda: 9.0)
    assert exercises._guess() == "C"


# -- rings


def test_compasses_fall_short_to_the_north_and_not_along_the_parallel():
    north = (38.08 + math.degrees(3000 / 6371), 46.29)  # 3,000 km due north of Tabriz
    assert sums.compass_km(north) > 3400
    east = (38.08, 46.29 + 1)
    # A degree along the parallel: 111.19 km times cos 38.08.
    assert sums.compass_km(east) == pytest.approx(111.19 * math.cos(math.radians(38.08)), abs=0.1)


def test_the_compass_circle_is_a_circle_on_the_school_map():
    circle = sums.compass_circle(3000)
    assert circle[0] == pytest.approx(circle[-1])
    assert [sums.compass_km(p) for p in circle] == pytest.approx([3000] * len(circle))


def test_the_ring_names_the_places_that_compasses_leave_out():
    about = charts.rings(load("sites")).about
    # Law of cosines: Redzikowo 2,855 km, Kaliningrad 2,679, Holzdorf 2,982, Ramstein 3,310.
    assert "Redzikowo, Kaliningrad and Holzdorf" in about.title
    assert "Ramstein" not in about.title
    assert law_of_cosines_km((38.08, 46.29), (54.48, 17.11)) == pytest.approx(2855, abs=2)


def test_the_ceiling_reaches_two_of_the_five():
    # Law of cosines from Tabriz: Kürecik 743 km, Deveselu 1,946, Redzikowo 2,855.
    assert exercises._reached() == ["Kürecik", "Deveselu"]
    assert exercises._reached(start=(35.69, 51.42)) == ["Kürecik"]  # Deveselu 2,474 from Tehran
    deveselu = load("sites").set_index("site_id").loc["deveselu", ["lat", "lon"]]
    assert sums.compass_km(tuple(deveselu)) > 2000


# -- classes


CLASSES = pd.DataFrame(
    [("one", "short", 0, 500), ("one", "long", 500, None), ("two", "short", 100, 800)],
    columns=["scheme", "class_name", "from_km", "to_km"],
)


def test_a_range_on_a_line_belongs_to_the_class_above():
    assert sums.class_in(CLASSES, "one", 499) == "short"
    assert sums.class_in(CLASSES, "one", 500) == "long"
    assert sums.class_in(CLASSES, "one", 20_000) == "long"
    assert sums.class_in(CLASSES, "two", 50) == sums.class_in(CLASSES, "two", 800) == "none"


def test_the_two_schemes_compared():
    """Britannica: 480, 965, 5,310; analysts: 1,000, 3,000, 5,500: by eye."""
    assert sortings.compared(load("range_classes")) == {
        "400 km": "same",  # short, short
        "700 km": "higher",  # medium, short
        "1,200 km": "higher",  # intermediate, medium
        "4,000 km": "same",  # intermediate twice
        "5,400 km": "higher",  # intercontinental, intermediate
    }


# -- spreads


def figures(*rows):
    """Return a table like `missile_ranges` with these rows, the rest filled in."""
    whole = {"country": "Iran", "basis": "estimated", "grade": "B", "qualifier": "exact"}
    whole |= {"publisher": "Somebody", "published": "2015-01"}
    columns = ("estimate_id", "missile", "range_low_km", "range_high_km")
    return pd.DataFrame(
        [
            whole | dict(zip(columns, row[:4], strict=True)) | (row[4] if row[4:] else {})
            for row in rows
        ]
    )


TABLE = figures(
    ("a1", "Arrow", 1000, 1000),
    ("a2", "Arrow (one version)", 2000, 3500, {"publisher": "Its state", "published": "2017"}),
    ("a3", "Arrow", 900, 900, {"basis": "flown"}),
    ("a4", "Arrow", 9000, 9000, {"grade": "C"}),
    ("a5", "Arrow (improved)", 9000, 9000),
    ("b1", "Bow", 500, 5500, {"qualifier": "class_limits"}),
    ("b2", "Bow", 3000, 3000, {"published": None}),
    ("b3", "Bow", 3200, 3200),
    ("c1", "Declared ceiling for missiles", 2000, 2000),
    ("d1", "Dart", 100, 100),
)


def test_a_spread_counts_figures_for_one_missile_and_nothing_else():
    by = sums.spreads(TABLE)
    assert by.index.tolist() == ["Arrow", "Bow"]
    assert by.loc["Arrow", ["low", "high", "figures", "times"]].tolist() == [1000, 3500, 2, 3.5]
    assert by.loc["Bow", ["low", "high", "figures"]].tolist() == [3000, 3200, 2]


def test_a_missile_stands_astride_a_line_only_with_figures_on_both_sides():
    assert sums.astride(TABLE, 3000) == ["Arrow"]  # Bow's figures begin on the line
    assert sums.astride(TABLE, 3100) == ["Arrow", "Bow"]
    assert sums.astride(TABLE, 5500) == []


def test_the_extremes_say_whose_they_are():
    rows = sums.extremes(TABLE).set_index("missile")
    assert rows.at["Arrow", "lowest_by"] == "Somebody, 2015"
    assert rows.at["Arrow", "highest_by"] == "Its state, 2017"
    assert rows.at["Bow", "lowest_by"] == "Somebody, undated"
    assert rows.at["Arrow", "lowest_km"] == 1000  # 900 were flown


def test_what_was_flown_is_left_out_and_said_to_be():
    rows = sums.extremes(load("missile_ranges")).set_index("missile")
    flown = load("missile_ranges").set_index("estimate_id").at["kalibr-2015-flown", "range_high_km"]
    assert rows.at["Kalibr", "highest_km"] == 1400 < flown == 1500
    about = charts.by_source(load("missile_ranges")).about
    assert "leave out what was flown" in about.note and "flown left out" in about.digest[0]


def test_the_pairs_of_the_exercise_are_rows_and_differ_in_what_it_says():
    rows = load("missile_ranges").set_index("estimate_id").loc[list(sortings.PAIRS)]
    pairs = dict(
        zip(sortings.WHY, zip(rows.iloc[::2].iloc, rows.iloc[1::2].iloc, strict=True), strict=True)
    )
    differs = {
        "flown": lambda a, b: {a["basis"], b["basis"]} == {"flown", "estimated"},
        "load": lambda a, b: a["payload_kg"] != b["payload_kg"] and pd.notna(a["payload_kg"]),
        "unit": lambda a, b: {a["printed_unit"], b["printed_unit"]} == {"km", "miles"},
        "version": lambda a, b: a["missile"] != b["missile"] and "improved" in b["missile"],
        "class": lambda a, b: "class_limits" in {a["qualifier"], b["qualifier"]},
        "speaker": lambda a, b: {a["basis"], b["basis"]} == {"claimed", "estimated"},
    }
    for name, (code, _) in sortings.WHY.items():
        assert differs[code](*pairs[name]), name


def test_the_figures_of_the_exercise_rest_on_what_their_notes_say():
    rows = load("missile_ranges")
    rows = rows[rows["missile"].str.startswith("Missile fired towards")].set_index("estimate_id")
    note = rows["note"].fillna("")
    assert len(rows) == len(sortings.TRACE)
    said = {
        "israel": None if re.search("Ours|distance", note["diego-garcia-2026-israel"]) else "range",
        "mehr": "nobody" if "gave no figure" in note["diego-garcia-2026-mehr"] else None,
        "boyd": "distance" if "distance to the target" in note["diego-garcia-2026-boyd"] else None,
        "officials": "distance"
        if "distance to the target" in note["diego-garcia-2026-us"]
        else None,
        "euronews": "conflict"
        if "beside about 4,500" in note["diego-garcia-2026-euronews"]
        else None,
    }
    assert {name: code for name, (code, _) in sortings.TRACE.items()} == said
    claims = load("march_2026_claims").set_index("claim_id")
    claim = claims.loc["diego-garcia-with-what-4"]
    assert claim["question"] == "with_what" and "a range of about 4,000 km" in claim["answer"]


def test_what_the_passages_leave_open_is_not_filled_in_from_elsewhere():
    line = next(one for one in exercises.EXERCISES if one.id == "02-line")
    right = line.answer()
    assert right["force"] == "silent"
    for code in ("says", "denies"):
        assert "from when an agreement is in force" in str(
            check("02-line", {**right, "force": code})
        )


def test_a_message_on_a_pair_says_which():
    why = next(one for one in exercises.EXERCISES if one.id == "02-why-differ")
    said = str(check("02-why-differ", {**why.answer(), "fateh": "speaker", "oreshnik": "speaker"}))
    assert "`fateh`, `oreshnik`; 4 of 6 are right" in said


def test_a_ban_that_one_sheet_alone_names_is_not_overlooked():
    line = next(one for one in exercises.EXERCISES if one.id == "02-line")
    right = line.answer()
    assert right["space"] == "denies"
    for code in ("says", "silent"):
        told = [
            m.says for m in line.misconceptions.values() if m.put({**right, "space": code}, right)
        ]
        assert len(told) == 1 and "the first one does" in told[0]


# -- what the charts say


def test_the_clock_of_one_night_keeps_an_upper_limit_an_upper_limit():
    about = charts.clocks(load("flight_times"), load("iran_strikes")).about
    assert "12 to 15 minutes" in about.title and "up to 9 hours" in about.title
    # 540 minutes are 45 times 12.
    assert any("45 times" in line for line in about.digest)


def test_the_lines_of_a_scheme_are_told_in_order():
    assert charts._lines(load("range_classes"), "britannica") == "480, 965 and 5,310"


def test_the_launch_minutes_come_from_the_claim():
    claims = pd.DataFrame(
        [
            {"question": "who", "event": "4_march", "answer_code": "nato"},
            {"question": "how_long", "event": "4_march", "answer_code": "under_8_minutes"},
        ]
    )
    assert charts.launch_minutes(claims) == 8
