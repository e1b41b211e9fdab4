"""Distances, rings and flight times against published and independently computed values."""

import math
from itertools import pairwise

import pytest

from course import geodesy as g
from course.errors import CourseError

TABRIZ, WARSAW, LONDON = (38.08, 46.29), (52.23, 21.01), (51.51, -0.13)
WASHINGTON, TEHRAN = (38.91, -77.04), (35.69, 51.42)


# -- distance and direction


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 180), math.pi * 6371),  # half the equator
        ((90, 0), (-90, 0), math.pi * 6371),  # pole to pole
        ((0, 0), (0, 1), math.pi * 6371 / 180),  # one degree: 111.2 km
        ((45, 10), (45, 10), 0),
        # Sinnott's and Williams's worked example, Los Angeles LAX to New York JFK: 2144 nautical
        # miles of 1.852 km on their sphere of 6366.7 km (Aviation Formulary)
        ((33.95, -118.40), (40 + 38 / 60, -(73 + 47 / 60)), 2144 * 1.852 * 6371 / 6366.7),
    ],
)
def test_known_distances(a, b, km):
    assert g.great_circle_km(*a, *b) == pytest.approx(km, abs=1.5)


def test_distance_is_symmetric_and_ignores_whole_turns():
    there = g.great_circle_km(*TABRIZ, *WARSAW)
    assert there == pytest.approx(g.great_circle_km(*WARSAW, *TABRIZ))
    assert there == pytest.approx(g.great_circle_km(TABRIZ[0], TABRIZ[1] - 360, *WARSAW))


def test_cities_lie_about_as_far_apart_as_gazetteers_say():
    assert round(g.great_circle_km(*LONDON, *WASHINGTON), -2) == 5900
    assert round(g.great_circle_km(*TEHRAN, *LONDON), -2) == 4400


def test_bearing():
    assert g.bearing_deg(0, 0, 10, 0) == pytest.approx(0)
    assert g.bearing_deg(0, 0, 0, 10) == pytest.approx(90)
    assert g.bearing_deg(0, 0, 0, -10) == pytest.approx(270)
    # Williams, Aviation Formulary: LAX to JFK leaves on 66 degrees
    to_new_york = g.bearing_deg(33.95, -118.40, 40 + 38 / 60, -(73 + 47 / 60))
    assert to_new_york == pytest.approx(66, abs=0.5)
    with pytest.raises(CourseError, match="same place"):
        g.bearing_deg(10, 10, 10, 10)
    with pytest.raises(CourseError, match="opposite"):
        g.bearing_deg(10, 10, -10, -170)


# -- lines and rings


def test_great_circle_points_are_evenly_spaced_on_the_shortest_way():
    points = g.great_circle_points(TEHRAN, WASHINGTON, 21)
    assert len(points) == 21
    assert points[0] == TEHRAN and points[-1] == WASHINGTON
    steps = [g.great_circle_km(*a, *b) for a, b in pairwise(points)]
    assert max(steps) - min(steps) < 1e-6
    assert sum(steps) == pytest.approx(g.great_circle_km(*TEHRAN, *WASHINGTON))
    assert max(lat for lat, _ in points) > 60  # it runs far to the north of both ends


def test_great_circle_points_at_the_edges():
    assert g.great_circle_points(WARSAW, WARSAW, 3) == [WARSAW] * 3
    assert all(abs(lon) <= 180 for _, lon in g.great_circle_points((60, 170), (60, -170), 9))
    with pytest.raises(CourseError, match="opposite"):
        g.great_circle_points((0, 0), (0, 180), 5)
    with pytest.raises(CourseError, match="at least 2"):
        g.great_circle_points(TABRIZ, WARSAW, 1)
    with pytest.raises(CourseError, match="latitude first"):
        g.great_circle_points((38.08,), WARSAW, 5)


@pytest.mark.parametrize("km", [0, 100, 2000, 9000, 20000])
def test_every_point_of_a_ring_is_its_radius_away(km):
    ring = g.range_ring(*TABRIZ, km)
    assert len(ring) == 73 and ring[0] == ring[-1]
    assert all(abs(g.great_circle_km(*TABRIZ, *p) - km) < 1e-6 for p in ring)


def test_ring_around_the_pole_is_a_parallel():
    lats = {round(lat, 9) for lat, _ in g.range_ring(90, 0, 1000, 8)}
    assert lats == {round(90 - math.degrees(1000 / 6371), 9)}


def test_closest_approach():
    equator = [(0, -30), (0, 30)]
    degree = math.pi * 6371 / 180
    assert g.closest_approach_km((5, 0), equator) == pytest.approx(5 * degree)
    assert g.closest_approach_km((0, 40), equator) == pytest.approx(10 * degree)  # beyond the end
    assert g.closest_approach_km((0, -40), equator) == pytest.approx(10 * degree)  # before it
    assert g.closest_approach_km((3, 4), [(3, 5)]) == pytest.approx(g.great_circle_km(3, 4, 3, 5))
    assert g.closest_approach_km((1, 1), [(1, 1), (2, 2)]) == pytest.approx(0)
    with pytest.raises(CourseError, match="empty"):
        g.closest_approach_km((0, 0), [])


@pytest.mark.parametrize("site", [WARSAW, LONDON, (64, -21), (-20, 100)])
def test_closest_approach_agrees_with_brute_force(site):
    brute = min(
        g.great_circle_km(*site, *p) for p in g.great_circle_points(TEHRAN, WASHINGTON, 20001)
    )
    assert g.closest_approach_km(site, [TEHRAN, WASHINGTON]) == pytest.approx(brute, abs=0.5)


# -- flight time


def bate_mueller_white_minutes(km):
    """Flight time by Bate, Mueller and White (1971), section 6.2: another road to the same."""
    angle = km / 6371
    q = 2 * math.sin(angle / 2) / (1 + math.sin(angle / 2))  # the least Q for this range
    phi = (math.pi - angle) / 4  # and its flight-path angle
    a = 6371 / (2 - q)
    e = math.sqrt(1 + q * (q - 2) * math.cos(phi) ** 2)
    cosine = (e - math.cos(angle / 2)) / (1 - e * math.cos(angle / 2))
    e1 = math.acos(cosine)
    return 2 * math.sqrt(a**3 / 398600.4418) * (math.pi - e1 + e * math.sin(e1)) / 60


@pytest.mark.parametrize("km", [50, 300, 1000, 2000, 3000, 5500, 10000, 15000, 19000])
def test_flight_time_agrees_with_bate_mueller_and_white(km):
    assert g.flight_minutes(km) == pytest.approx(bate_mueller_white_minutes(km), rel=1e-6)


def test_flight_time_at_its_limits():
    assert g.flight_minutes(0) == 0
    # short: the parabola over flat ground, t = sqrt(2 R / g)
    flat = math.sqrt(2 * 20 / (398600.4418 / 6371**2)) / 60
    assert g.flight_minutes(20) == pytest.approx(flat, rel=0.005)
    # half round the earth: half a circular orbit at the surface, 42 minutes
    half_orbit = math.pi * math.sqrt(6371**3 / 398600.4418) / 60
    assert g.flight_minutes(g.HALF_CIRCUMFERENCE_KM) == pytest.approx(half_orbit, rel=1e-9)


def test_flight_time_grows_with_range():
    times = [g.flight_minutes(km) for km in range(0, 20001, 50)]
    assert all(a < b for a, b in pairwise(times))


def test_flight_time_beside_published_ones():
    assert g.flight_minutes(1000) == pytest.approx(7.9, abs=0.05)
    # A simulation with boost phase gives 1,997 s from Sunchon to Columbia, Missouri (reported by
    # Republic World, 17 March 2023): free flight alone should come within three minutes.
    km = g.great_circle_km(39.42, 125.93, 38.95, -92.33)
    assert g.flight_minutes(km) == pytest.approx(1997 / 60, abs=3)


# -- the flat map


def test_projection_keeps_distance_and_direction_from_its_centre():
    for place in (WARSAW, LONDON, WASHINGTON, (-33, 151), (38.08, 46.29)):
        x, y = g.azimuthal_equidistant(*place, TABRIZ)
        assert math.hypot(x, y) == pytest.approx(g.great_circle_km(*TABRIZ, *place), abs=1e-6)
        if place != TABRIZ:
            bearing = math.degrees(math.atan2(x, y)) % 360
            assert bearing == pytest.approx(g.bearing_deg(*TABRIZ, *place))
    with pytest.raises(CourseError, match="opposite the map's centre"):
        g.azimuthal_equidistant(-38.08, 46.29 - 180, TABRIZ)


# -- what a learner can get wrong


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: g.great_circle_km(91, 0, 0, 0), "runs from -90"),
        (lambda: g.great_circle_km(126, 38, 0, 0), "swapped"),
        (lambda: g.great_circle_km(0, 400, 0, 0), "Longitude runs"),
        (lambda: g.great_circle_km(float("nan"), 0, 0, 0), "missing or not finite"),
        (lambda: g.great_circle_km("north", 0, 0, 0), "not a number"),
        (lambda: g.great_circle_km(None, 0, 0, 0), "not a number"),
        (lambda: g.range_ring(0, 0, -5), "cannot be less than 0"),
        (lambda: g.range_ring(0, 0, 100, 2), "at least 3"),
        (lambda: g.flight_minutes(-1), "cannot be less than 0"),
        (lambda: g.flight_minutes(20100), "half its circumference"),
        (lambda: g.flight_minutes(float("inf")), "missing or not finite"),
        (lambda: g.closest_approach_km((0, 0), [(0, 0), (95, 0)]), "Point 2 of the track"),
    ],
)
def test_errors_say_what_is_wrong(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_mercator_keeps_directions_and_the_scale_at_its_centre_only():
    # By hand, sphere of 6,371 km, centre 0/0: y(60) = ln(tan 75 degrees) = 1.31696 radians.
    assert g.mercator(60, 0, (0, 0)) == pytest.approx((0, 8390.3), abs=0.5)
    assert g.mercator(0, 90, (0, 0)) == pytest.approx((10007.5, 0), abs=0.5)
    # A degree of longitude at the centre's latitude is as long as on the ground.
    x, y = g.mercator(60, 11, (60, 10))
    assert y == 0 and x == pytest.approx(g.great_circle_km(60, 10, 60, 11), rel=1e-4)
    # 3,000 km to the north of Tabriz are drawn as more than 3,000.
    end = g.range_ring(*TABRIZ, 3000)[0]
    assert math.hypot(*g.mercator(*end, TABRIZ)) > 3400
    with pytest.raises(CourseError, match="no poles"):
        g.mercator(0, 0, (89, 0))
