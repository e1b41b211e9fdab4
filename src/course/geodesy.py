"""Distances, rings and flight times on a round earth: textbook formulas, each cited.

The earth is a sphere of radius 6,371.0 km, its mean radius (Moritz, "Geodetic Reference System
1980", Journal of Geodesy 74, 2000, pp. 128-133). The real earth is slightly flattened, so a
distance here can be wrong by up to about 0.5 per cent: 50 km in 10,000.

Latitudes and longitudes are degrees, north and east positive. A point is `(lat, lon)`, in that
order everywhere. Nothing here describes a particular missile or interceptor: a range ring says
how far a number of kilometres reaches, not what would be hit or stopped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from course.errors import CourseError

Point = tuple[float, float]

EARTH_RADIUS_KM = 6371.0
HALF_CIRCUMFERENCE_KM = math.pi * EARTH_RADIUS_KM
EARTH_GM_KM3_S2 = 398_600.4418
"""The earth's gravitational parameter, km^3/s^2 (IERS Conventions 2010, table 1.1)."""


def _number(value: float, name: str, right: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        try:
            value = float(value)
        except (TypeError, ValueError):
            raise CourseError(f"{name} is {value!r}, which is not a number. {right}") from None
    if not math.isfinite(value):
        raise CourseError(f"{name} is {value}: it is missing or not finite. {right}")
    return float(value)


def _place(lat: float, lon: float, name: str = "The point") -> Point:
    lat = _number(lat, f"{name}'s latitude", "Give degrees between -90 and 90.")
    lon = _number(lon, f"{name}'s longitude", "Give degrees between -180 and 180.")
    if abs(lat) > 90:
        swapped = " Are latitude and longitude swapped?" if abs(lon) <= 90 else ""
        raise CourseError(
            f"{name}'s latitude is {lat:g} degrees. Latitude runs from -90 (south pole) to 90 "
            f"(north pole).{swapped}"
        )
    if abs(lon) > 360:
        raise CourseError(
            f"{name}'s longitude is {lon:g} degrees. Longitude runs from -180 (west) to 180 (east)."
        )
    return lat, lon


def _pair(point: Sequence[float], name: str) -> Point:
    try:
        lat, lon = point
    except (TypeError, ValueError):
        raise CourseError(
            f"{name} is {point!r}. A point is two numbers, latitude first: (52.2, 21.0) is Warsaw."
        ) from None
    return _place(lat, lon, name)


def _distance_km(value: float, name: str) -> float:
    value = _number(value, name, "Give kilometres.")
    if value < 0:
        raise CourseError(f"{name} is {value:g} km. A distance cannot be less than 0.")
    if value > HALF_CIRCUMFERENCE_KM:
        raise CourseError(
            f"{name} is {value:,.0f} km. No two points on the earth are more than "
            f"{HALF_CIRCUMFERENCE_KM:,.0f} km apart, half its circumference. Is the unit km?"
        )
    return value


def _count(n: int, least: int, what: str) -> int:
    if isinstance(n, bool) or n != int(n) or n < least:
        raise CourseError(f"n is {n!r}. {what} needs a whole number of points, at least {least}.")
    return int(n)


def great_circle_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the shortest distance over the surface between two points, in km.

    Haversine formula: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984),
    p. 159.

    Args:
        lat1: latitude of the first point, degrees.
        lon1: longitude of the first point, degrees.
        lat2: latitude of the second point, degrees.
        lon2: longitude of the second point, degrees.

    Raises:
        CourseError: a latitude beyond 90 degrees, or a number that is missing.

    >>> round(great_circle_km(38.08, 46.29, 52.23, 21.01))  # Tabriz to Warsaw
    2508
    """
    lat1, lon1 = _place(lat1, lon1, "The first point")
    lat2, lon2 = _place(lat2, lon2, "The second point")
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.radians(lon2 - lon1) / 2
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(half) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def bearing_deg(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the direction in which the great circle leaves the first point for the second.

    J. P. Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395 (1987),
    equation 5-4b.

    Args:
        lat1: latitude of the first point, degrees.
        lon1: longitude of the first point, degrees.
        lat2: latitude of the second point, degrees.
        lon2: longitude of the second point, degrees.

    Returns:
        Degrees clockwise from north, 0 up to but not including 360.

    Raises:
        CourseError: the points are the same or exactly opposite, so that no one direction leads
            from one to the other; or a coordinate is impossible.
    """
    lat1, lon1 = _place(lat1, lon1, "The first point")
    lat2, lon2 = _place(lat2, lon2, "The second point")
    _one_way((lat1, lon1), (lat2, lon2))
    p1, p2, d = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.cos(p2) * math.sin(d)
    north = math.cos(p1) * math.sin(p2) - math.sin(p1) * math.cos(p2) * math.cos(d)
    return math.degrees(math.atan2(east, north)) % 360.0


def _one_way(a: Point, b: Point) -> float:
    """Return the distance between two points, or say that no single great circle joins them."""
    km = great_circle_km(*a, *b)
    if km < 1e-6:
        raise CourseError("Both points are the same place, so there is no direction between them.")
    if km > HALF_CIRCUMFERENCE_KM - 1e-3:
        raise CourseError(
            "The two points lie exactly opposite each other on the earth: every direction leads "
            "there, and all are equally short. Move one of them a little."
        )
    return km


def _destination(lat: float, lon: float, bearing: float, km: float) -> Point:
    """Return the point `km` away in a direction: Snyder (1987), equations 5-5 and 5-6."""
    p, az, c = math.radians(lat), math.radians(bearing), km / EARTH_RADIUS_KM
    sine = math.sin(p) * math.cos(c) + math.cos(p) * math.sin(c) * math.cos(az)
    end = math.asin(max(-1.0, min(1.0, sine)))
    d = math.atan2(
        math.sin(c) * math.sin(az),
        math.cos(p) * math.cos(c) - math.sin(p) * math.sin(c) * math.cos(az),
    )
    return math.degrees(end), (lon + math.degrees(d) + 180.0) % 360.0 - 180.0


def great_circle_points(a: Sequence[float], b: Sequence[float], n: int = 50) -> list[Point]:
    """Return points evenly spaced along the shortest way from `a` to `b`, both included.

    Args:
        a: start, `(lat, lon)` in degrees.
        b: end, `(lat, lon)` in degrees.
        n: how many points, at least 2.

    Returns:
        `n` points `(lat, lon)`, longitudes from -180 to 180. If `a` and `b` are the same place,
        that place `n` times.

    Raises:
        CourseError: the two lie exactly opposite each other, so that no one way is shortest; or
            a coordinate or `n` is impossible.
    """
    a, b = _pair(a, "The start"), _pair(b, "The end")
    n = _count(n, 2, "A great circle")
    if great_circle_km(*a, *b) < 1e-6:
        return [a] * n
    km, bearing = _one_way(a, b), bearing_deg(*a, *b)
    inner = [_destination(*a, bearing, km * k / (n - 1)) for k in range(1, n - 1)]
    return [a, *inner, b]


def range_ring(lat: float, lon: float, radius_km: float, n: int = 72) -> list[Point]:
    """Return the points that lie `radius_km` from a centre, as a closed ring.

    Snyder (1987), equations 5-5 and 5-6.

    Args:
        lat: latitude of the centre, degrees.
        lon: longitude of the centre, degrees.
        radius_km: great-circle radius, km.
        n: how many different points, at least 3; evenly spaced, clockwise from north.

    Returns:
        `n + 1` points `(lat, lon)`, the last equal to the first.

    Raises:
        CourseError: the radius is negative or beyond half the earth's circumference; or a
            coordinate or `n` is impossible.
    """
    lat, lon = _place(lat, lon, "The centre")
    radius_km = _distance_km(radius_km, "The ring's radius")
    n = _count(n, 3, "A ring")
    ring = [_destination(lat, lon, 360.0 * k / n, radius_km) for k in range(n)]
    return [*ring, ring[0]]


def closest_approach_km(site: Sequence[float], track: Sequence[Sequence[float]]) -> float:
    """Return how near a track over the ground comes to a site, in km along the surface.

    The track is the great circles between its points, taken one after another, so two points are
    enough for a whole great circle. Cross-track and along-track distance as in E. Williams,
    "Aviation Formulary" (1.47, 2013). Height plays no part: this is distance on the map.

    Args:
        site: `(lat, lon)` in degrees.
        track: at least one point `(lat, lon)`, in order.

    Raises:
        CourseError: the track is empty, two neighbours lie exactly opposite each other, or a
            coordinate is impossible.
    """
    place = _pair(site, "The site")
    points = [_pair(p, f"Point {k} of the track") for k, p in enumerate(track, start=1)]
    if not points:
        raise CourseError("The track is empty. Give at least one point (lat, lon).")
    nearest = min(great_circle_km(*place, *p) for p in points)
    for a, b in pairwise(points):
        if great_circle_km(*a, *b) < 1e-6 or great_circle_km(*a, *place) < 1e-6:
            continue
        length = _one_way(a, b) / EARTH_RADIUS_KM
        c = great_circle_km(*a, *place) / EARTH_RADIUS_KM
        if c > math.pi - 1e-9:
            continue
        turn = math.radians(bearing_deg(*a, *place) - bearing_deg(*a, *b))
        cross = math.asin(max(-1.0, min(1.0, math.sin(c) * math.sin(turn))))
        along = math.atan2(math.sin(c) * math.cos(turn), math.cos(c))
        if 0.0 <= along <= length:
            nearest = min(nearest, abs(cross) * EARTH_RADIUS_KM)
    return nearest


def flight_minutes(range_km: float) -> float:
    """Return the flight time of a minimum-energy ballistic trajectory of a given range.

    Two-body free flight from the surface back to the surface of a round, airless, non-rotating
    earth, on the ellipse that needs the least speed. With the range angle `A = range / R`:

        a = (R / 2) (1 + sin(A/2))                                  semi-major axis
        g = 2 asin( sqrt(2 sin(A/2) / (1 + sin(A/2))) )
        t = sqrt(a^3 / GM) (g + sin(g))

    Lagrange's time equation for the minimum-energy ellipse: R. H. Battin, "An Introduction to the
    Mathematics and Methods of Astrodynamics" (AIAA, 1987), chapter 6. The same follows from
    R. R. Bate, D. D. Mueller and J. E. White, "Fundamentals of Astrodynamics" (Dover, 1971),
    section 6.2, and A. D. Wheelon, "Free Flight of a Ballistic Missile", ARS Journal 29 (1959),
    pp. 915-926.

    It leaves out the boost phase (three to four minutes for an intercontinental missile, less for
    a shorter range: American Physical Society, "Boost-Phase Intercept Systems for National
    Missile Defense", 2003), air drag, the earth's turning, and choice: a lofted trajectory takes
    longer, a depressed one less. It is an order of magnitude for a seminar, not a prediction.

    Args:
        range_km: distance over the ground, km, from 0 to half the circumference (20,015 km).

    Returns:
        Minutes.

    Raises:
        CourseError: the range is negative, missing, or beyond half the circumference.

    >>> [round(flight_minutes(km), 1) for km in (1_000, 3_000, 10_000)]
    [7.9, 14.9, 32.2]
    """
    km = _distance_km(range_km, "The range")
    s = math.sin(km / EARTH_RADIUS_KM / 2)
    a = EARTH_RADIUS_KM / 2 * (1 + s)
    g = 2 * math.asin(min(1.0, math.sqrt(2 * s / (1 + s))))
    return math.sqrt(a**3 / EARTH_GM_KM3_S2) * (g + math.sin(g)) / 60


def azimuthal_equidistant(lat: float, lon: float, centre: Sequence[float]) -> tuple[float, float]:
    """Project a point onto a flat map on which distance and direction from `centre` are true.

    Snyder (1987), equations 22-4, 22-5 and 25-2. Rings about the centre are true circles, and a
    great circle through the centre is a straight line; away from it shapes are stretched.

    Args:
        lat: latitude, degrees.
        lon: longitude, degrees.
        centre: `(lat, lon)` of the map's centre, degrees.

    Returns:
        `(x, y)` in km, x to the east and y to the north of the centre.

    Raises:
        CourseError: the point lies exactly opposite the centre, where it would be everywhere on
            the map's rim; or a coordinate is impossible.
    """
    lat, lon = _place(lat, lon)
    lat0, lon0 = _pair(centre, "The centre")
    km = great_circle_km(lat0, lon0, lat, lon)
    if km < 1e-9:
        return 0.0, 0.0
    if km > HALF_CIRCUMFERENCE_KM - 1e-3:
        raise CourseError(
            "The point lies exactly opposite the map's centre, where a map centred there has no "
            "single place for it. Choose another centre."
        )
    p, p0, d = math.radians(lat), math.radians(lat0), math.radians(lon - lon0)
    east = math.cos(p) * math.sin(d)
    north = math.cos(p0) * math.sin(p) - math.sin(p0) * math.cos(p) * math.cos(d)
    length = math.hypot(east, north)
    return km * east / length, km * north / length


def mercator(lat: float, lon: float, centre: Sequence[float]) -> tuple[float, float]:
    """Project a point onto Mercator's map, with the scale true at the latitude of `centre`.

    Snyder (1987), equations 7-1 and 7-2. Directions are true and distances are not: away from the
    centre's latitude the scale changes with the secant of the latitude.

    Args:
        lat: latitude, degrees; within 85 degrees of the equator, else it is moved there.
        lon: longitude, degrees.
        centre: `(lat, lon)` of the map's centre, degrees.

    Returns:
        `(x, y)` in km as a pair of compasses set at the centre would read them.

    Raises:
        CourseError: a coordinate is impossible, or the centre lies beyond 85 degrees.
    """
    lat, lon = _place(lat, lon)
    lat0, lon0 = _pair(centre, "The centre")
    if abs(lat0) > _MERCATOR_END:
        raise CourseError("Mercator's map has no poles: choose a centre within 85 degrees.")
    scale = EARTH_RADIUS_KM * math.cos(math.radians(lat0))
    north = math.asinh(math.tan(math.radians(max(-_MERCATOR_END, min(_MERCATOR_END, lat)))))
    return (
        scale * math.radians(lon - lon0),
        scale * (north - math.asinh(math.tan(math.radians(lat0)))),
    )


_MERCATOR_END = 85.0
