"""The base map's geography, its weight, and what is drawn on it."""

import itertools
import json
import math
import re

import nbformat
import pandas as pd
import plotly.graph_objects as go
import pytest

from course.charts import maps
from course.charts.maps.labels import box_of, overlap
from course.charts.maps.outlines import WIDTHS
from course.charts.style import PALETTE, PLOTLY_MIME
from course.data import package
from course.errors import CourseError
from course.geodesy import azimuthal_equidistant
from course.units import units

TABRIZ, TEHRAN, WARSAW, WASHINGTON = (38.08, 46.29), (35.69, 51.42), (52.23, 21.01), (38.91, -77.04)
SITES = pd.DataFrame(
    [
        ("kurecik", "Kürecik", "Türkiye", 38.35, 37.79, "radar", "operational"),
        ("brdy", "Brdy", "Czechia", 49.64, 13.75, "radar", "planned_cancelled"),
        ("deveselu", "Deveselu", "Romania", 44.07, 24.38, "interceptor", "operational"),
        ("redzikowo", "Redzikowo", "Poland", 54.48, 17.11, "interceptor", "operational"),
        ("ramstein", "Ramstein", "Germany", 49.44, 7.60, "command", "operational"),
        ("incirlik", "Incirlik", "Türkiye", 37.00, 35.43, "deployment", "operational"),
        ("malatya", "Malatya", "Türkiye", 38.44, 38.09, "deployment", "operational"),
        ("greely", "Fort Greely", "United States", 63.97, -145.74, "interceptor", "operational"),
    ],
    columns=["site_id", "name", "country", "lat", "lon", "kind", "status"],
)


def inside(ring, lon, lat):
    """Say whether a point lies in a ring (even-odd rule)."""
    odd = False
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        if (y0 > lat) != (y1 > lat) and lon < x0 + (lat - y0) * (x1 - x0) / (y1 - y0):
            odd = not odd
    return odd


def owners(lat, lon):
    """Return the countries whose outlines hold a point."""
    odd = {}
    for code, ring in maps.country_rings():
        odd[code] = odd.get(code, False) ^ (inside(ring, lon, lat) or inside(ring, lon + 360, lat))
    return {code for code, yes in odd.items() if yes}


def borders_of(one, two):
    """Return the sides that the outlines of two countries share."""
    rings = [[ring for _, ring in maps.country_rings(code)] for code in (one, two)]
    sides = [{frozenset(s) for ring in some for s in itertools.pairwise(ring)} for some in rings]
    return sides[0] & sides[1]


def path_rings(path):
    return [
        [tuple(float(n) for n in pair.split(",")) for pair in part.rstrip("Z").split("L")]
        for part in path.split("M")
        if part
    ]


def stored(fig):
    """Return the bytes that a figure's base map takes in a saved notebook."""

    def size(bundle):
        output = nbformat.v4.new_output("display_data", {"application/vnd.plotly.v1+json": bundle})
        cell = nbformat.v4.new_code_cell("x", outputs=[output], id="x")
        return len(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])).encode())

    shapes = fig.to_plotly_json()["layout"]["shapes"]
    return size({"layout": {"shapes": shapes}}) - size({})


# -- geography


@pytest.mark.parametrize(
    ("place", "lat", "lon"),
    [
        ("Simferopol", 44.95, 34.10),
        ("Sevastopol, inland", 44.65, 33.75),
        ("Kerch", 45.33, 36.35),
        ("Armiansk, on the isthmus", 46.10, 33.75),
        ("Kherson", 46.75, 32.80),
    ],
)
def test_crimea_is_part_of_ukraine_and_of_nobody_else(place, lat, lon):
    assert owners(lat, lon) == {"UKR"}, place


def test_no_border_crosses_crimea_and_none_lies_in_the_kerch_strait_on_land():
    for side in borders_of("UKR", "RUS"):
        assert all(lat > 46.5 and lon > 31 for lon, lat in side)
    crimea = [
        (lon, lat)
        for code, ring in maps.country_rings("UKR")
        for lon, lat in ring
        if lat < 46 and 32 < lon < 37
    ]
    taman = [
        (lon, lat)
        for code, ring in maps.country_rings("RUS")
        for lon, lat in ring
        if 45 < lat < 46 and 36 < lon < 39
    ]
    assert crimea and taman and max(lon for lon, _ in crimea) < min(lon for lon, _ in taman)


def test_the_drawn_map_has_no_line_at_the_isthmus():
    fig = maps.base_map((46, 34), 800)
    lines = path_rings(next(s.path for s in fig.layout.shapes if s.name == "borders"))
    here = azimuthal_equidistant(46.1, 33.8, (46, 34))
    assert min(math.dist(here, p) for line in lines for p in line) > 100


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (52.23, 21.01, "POL"),
        (54.71, 20.51, "RUS"),
        (38.35, 37.79, "TUR"),
        (35.69, 51.42, "IRN"),
        (35.25, 33.40, "CYP"),
        (33.00, 35.80, "SYR"),
        (42.65, 21.15, "XKX"),
        (9.56, 44.06, "SOM"),
        (72.0, -40.0, "GRL"),
        (63.97, -145.74, "USA"),
        (66.5, -173.0, "RUS"),
        (-29.5, 28.2, "LSO"),
        (51.51, -0.13, "GBR"),
        (64.5, -18.5, "ISL"),
        (31.9, 35.2, "PSE"),
        (38.9, -77.2, "USA"),
    ],
)
def test_places_lie_in_their_countries(lat, lon, code):
    assert owners(lat, lon) == {code}


@pytest.mark.parametrize(("lat", "lon"), [(41.5, 51.0), (43.5, 34.0), (34.0, 25.0), (30.0, -40.0)])
def test_seas_belong_to_nobody(lat, lon):
    assert owners(lat, lon) == set()


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (41.5, 51.0, False),
        (43.5, 34.0, False),
        (35.7, 51.4, True),
        (44.95, 34.1, True),
        (39.0, 33.0, True),
        (24.0, 45.0, True),
        (35.0, 19.0, False),
    ],
)
def test_the_drawn_land_leaves_the_caspian_sea_open(lat, lon, land):
    fig = maps.base_map(TABRIZ, 3000)
    rings = path_rings(fig.layout.shapes[0].path)
    x, y = azimuthal_equidistant(lat, lon, TABRIZ)
    assert sum(inside([*r, r[0]], x, y) for r in rings) % 2 == land
    assert fig.layout.shapes[0].fillrule == "evenodd"


def test_the_antimeridian_leaves_no_line_and_the_pole_no_hole():
    fig = maps.base_map((75, 180), 3000, borders=True)
    lines = path_rings(next(s.path for s in fig.layout.shapes if s.name == "borders"))
    chukotka = azimuthal_equidistant(67.5, 180, (75, 180))
    assert all(math.dist(chukotka, p) > 300 for line in lines for p in line)
    land = path_rings(fig.layout.shapes[0].path)
    assert sum(inside([*r, r[0]], *chukotka) for r in land) % 2 == 1
    assert not any(inside([*r, r[0]], *azimuthal_equidistant(89, 0, (75, 180))) for r in land)


def test_rings_are_closed_and_the_table_is_light():
    table = package().table("basemap")
    assert table.path.stat().st_size <= 150_000
    for row in table.records():
        points = row["points"].split("; ")
        assert points[0] == points[-1] and len(points) >= 4, row["ring_id"]
        assert all(re.fullmatch(r"-?\d+(\.\d{1,2})? -?\d+(\.\d{1,2})?", p) for p in points)


def test_neighbours_meet():
    for pair in ("POL DEU", "TUR IRN", "ROU UKR", "USA CAN", "RUS KAZ"):
        one, two = pair.split()
        assert len(borders_of(one, two)) >= 3, (one, two)


# -- weight and form


@pytest.mark.parametrize("centre", [(35, 33), (48, 20), (52, 15), TABRIZ, (60, -30)])
@pytest.mark.parametrize("extent", [800, 1500, 3000, 5000])
def test_a_region_is_stored_in_18_kb(centre, extent):
    assert stored(maps.base_map(centre, extent)) <= 18_000


@pytest.mark.parametrize("centre", [TEHRAN, WASHINGTON, (90, 0), (39, 127), (0, 0)])
@pytest.mark.parametrize("extent", [6000, 8500, 11000, 15000])
def test_a_world_is_stored_in_10_kb(centre, extent):
    assert stored(maps.base_map(centre, extent)) <= 10_000


def full_map():
    fig = maps.base_map((45, 25), 2800)
    maps.add_countries(fig, ["POL", "CZE"], name="signed in 2008")
    maps.add_range_ring(fig, TABRIZ, 1000)
    maps.add_range_ring(fig, TABRIZ, 2000)
    maps.add_place(fig, TABRIZ, "Tabriz")
    maps.add_great_circle(fig, TABRIZ, WARSAW, "Warsaw")
    return maps.add_sites(fig, SITES)


def test_nothing_is_fetched():
    figure = full_map().to_plotly_json()
    text = json.dumps(figure)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    for word in ("geo", "locationmode", "topojson", "http", "mapbox", "tile"):
        assert word not in text, word


def test_only_plain_rounded_numbers():
    def walk(value):
        assert isinstance(value, dict | list | tuple | str | int | float | bool | None), value
        if isinstance(value, dict):
            assert "bdata" not in value
            for item in value.values():
                walk(item)
        elif isinstance(value, list | tuple):
            for item in value:
                walk(item)

    figure = full_map().to_plotly_json()
    walk(figure)
    for trace in figure["data"]:
        assert all(n is None or isinstance(n, int) for n in [*trace["x"], *trace["y"]])


def test_equal_calls_give_equal_figures():
    assert full_map().to_json() == full_map().to_json()


def test_scales_are_equal_and_axes_hidden():
    layout = maps.base_map((45, 25), 2800, aspect=1.4).layout
    assert layout.yaxis.scaleanchor == "x"
    assert not layout.xaxis.visible and not layout.yaxis.visible
    assert tuple(layout.xaxis.range) == (-2800, 2800) and tuple(layout.yaxis.range) == (-2000, 2000)
    fig = maps.base_map((45, 25), 2800, aspect=1.4)
    assert (fig.layout.height, fig.layout.meta["narrow"]["room"]) == (494, 237)


def test_view_moves_the_window_and_keeps_the_projection():
    fig = maps.base_map(TEHRAN, 7500, view=(66, 10))
    maps.add_place(fig, (66, 10), "middle")
    maps.add_place(fig, TEHRAN, "centre")
    assert (fig.data[0].x[0], fig.data[0].y[0]) == (0, 0)
    x, y = azimuthal_equidistant(66, 10, TEHRAN)
    assert (fig.data[1].x[0], fig.data[1].y[0]) == (round(-x), round(-y))


# -- what is drawn on it


def test_ring_about_the_centre_is_a_true_circle():
    fig = maps.add_range_ring(maps.base_map(TABRIZ, 3000), TABRIZ, 2000)
    ring = fig.data[0]
    assert all(abs(math.hypot(x, y) - 2000) < 1 for x, y in zip(ring.x, ring.y, strict=True))
    assert (ring.x[0], ring.y[0]) == (ring.x[-1], ring.y[-1])
    assert fig.data[1].text == ("2,000 km",)


def test_ring_on_a_school_map_is_longer_to_the_north():
    """On Mercator's map, true at Tabriz: 3,000 km to the north end at 65.06 degrees."""
    fig = maps.base_map(TABRIZ, 4000, school=True)
    maps.add_range_ring(fig, TABRIZ, 3000, "")
    ys = fig.data[0].y
    # ln tan(45 + 65.06 / 2) - ln tan(45 + 38.08 / 2) = 1.5089 - 0.7198; times 6,371 cos 38.08.
    assert max(ys) == pytest.approx(3958, abs=3)
    assert -min(ys) < 3000  # to the south the map shrinks what it shows


def test_ring_out_of_view_has_no_label_astray():
    fig = maps.add_range_ring(maps.base_map(TABRIZ, 1000), TABRIZ, 5000)
    assert len(fig.data) == 1


def test_great_circle_through_the_centre_is_straight_and_labelled():
    fig = maps.add_great_circle(maps.base_map(TABRIZ, 3500), TABRIZ, WARSAW, "Warsaw")
    assert len(fig.data[0].x) == 2
    assert fig.data[1].text == ("Warsaw, 2,510 km",)
    off = maps.add_great_circle(maps.base_map((70, -40), 6000), TABRIZ, WASHINGTON, "Washington")
    assert len(off.data[0].x) > 20


def test_kinds_differ_in_shape_and_never_in_colour_alone():
    fig = maps.add_sites(maps.base_map((45, 25), 2800), SITES)
    shapes = [t.marker.symbol[0].removesuffix("-open") for t in fig.data if t.hovertext]
    assert len(shapes) == 4 and len(set(shapes)) == 4
    assert fig.layout.showlegend
    allowed = set(PALETTE.values())
    assert all(t.marker.color in allowed for t in fig.data)


def test_a_plan_is_drawn_hollow_and_the_legend_says_so():
    fig = maps.add_sites(maps.base_map((45, 25), 2800), SITES)
    radar = next(t for t in fig.data if "Brdy" in str(t.hovertext))
    assert [s.endswith("-open") for s in radar.marker.symbol] == [False, True]
    assert "planned or offered, never used" in radar.hovertext[1]
    assert any(t.name == "hollow: planned or offered, never used" for t in fig.data)


def test_a_kind_looks_the_same_on_every_map():
    def symbol(rows):
        fig = maps.add_sites(maps.base_map((45, 25), 2800), rows)
        return next(t.marker.symbol[0] for t in fig.data if "Deveselu" in str(t.hovertext))

    assert symbol(SITES) == symbol(SITES[SITES["kind"] == "interceptor"])


def test_sites_out_of_view_are_left_out():
    fig = maps.add_sites(maps.base_map((45, 25), 2800), SITES)
    assert "Fort Greely" not in fig.to_json()


def label_boxes(fig, width):
    """Return the px boxes of all labels at a plot width, and the markers."""
    scale = width / (fig.layout.xaxis.range[1] - fig.layout.xaxis.range[0])
    boxes, dots = [], []
    for trace in fig.data:
        for k, (x, y) in enumerate(zip(trace.x, trace.y, strict=True)):
            if x is None:
                continue
            if "markers" in trace.mode:
                dots.append((x * scale, y * scale))
            if "text" in trace.mode and trace.text[k]:
                boxes.append(box_of(x * scale, y * scale, trace.text[k], trace.textposition[k]))
    for note in fig.layout.annotations:
        spot = (int(note.ax), -int(note.ay))
        boxes.append(box_of(note.x * scale, note.y * scale, note.text, spot))
    return boxes, dots


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_overlap_neither_each_other_nor_the_edge(width):
    fig = maps.add_sites(maps.base_map((45, 25), 2800), SITES)
    boxes, _ = label_boxes(fig, width)
    assert len(boxes) == 7
    for one, two in itertools.combinations(boxes, 2):
        assert overlap(one, two) < 6
    for left, low, right, top in boxes:
        assert -width / 2 <= left and right <= width / 2
        assert abs(low) < width / 2 and abs(top) < width / 2


def test_a_crowded_label_moves_away_on_a_thin_line():
    crowd = pd.DataFrame(
        [(f"Place number {k}", 38 + k / 20, 38.0, "radar") for k in range(8)],
        columns=["name", "lat", "lon", "kind"],
    )
    fig = maps.add_sites(maps.base_map((40, 33), 2500), crowd)
    assert fig.layout.annotations
    assert all(note.name == "label" and note.showarrow for note in fig.layout.annotations)


def test_positions_can_be_chosen():
    fig = maps.add_sites(
        maps.base_map((45, 25), 2800), SITES, positions={"Deveselu": "bottom left"}
    )
    trace = next(t for t in fig.data if "Deveselu" in t.text)
    assert trace.textposition[trace.text.index("Deveselu")] == "bottom left"
    column = SITES.assign(label_position=pd.Series({2: "top left"}))
    fig = maps.add_sites(maps.base_map((45, 25), 2800), column)
    trace = next(t for t in fig.data if "Deveselu" in t.text)
    assert trace.textposition[trace.text.index("Deveselu")] == "top left"


def test_countries_are_tinted_under_the_borders():
    fig = maps.add_countries(maps.base_map((45, 25), 2800), "POL", name="Poland")
    assert [s.name for s in fig.layout.shapes] == ["land", "countries", "borders", "frame"]
    x, y = azimuthal_equidistant(*WARSAW, (45, 25))
    rings = path_rings(fig.layout.shapes[1].path)
    assert sum(inside([*r, r[0]], x, y) for r in rings) == 1
    assert fig.layout.showlegend and fig.data[0].name == "Poland"


# -- what a caller can get wrong


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: maps.base_map((45, 25), 0), "much of the world"),
        (lambda: maps.base_map((45, 25), 30000), "much of the world"),
        (lambda: maps.base_map((95, 25), 3000), "Latitude runs"),
        (lambda: maps.country_rings("Poland"), "three capital letters"),
        (lambda: maps.add_range_ring(go.Figure(), TABRIZ, 100), "not a map"),
        (lambda: maps.add_range_ring(maps.base_map(TABRIZ), TABRIZ, -1), "less than 0"),
        (lambda: maps.add_range_ring(maps.base_map(TABRIZ), TABRIZ, 9, colour="blu"), "mean blue"),
        (lambda: maps.add_range_ring(maps.base_map(TABRIZ), TABRIZ, 9, dash="dots"), "mean dot"),
        (lambda: maps.add_place(maps.base_map(TABRIZ), TABRIZ, "x", position="left"), "position"),
        (lambda: maps.add_sites(maps.base_map(TABRIZ), SITES, label="titel"), "no column 'titel'"),
        (
            lambda: maps.add_sites(maps.base_map(TABRIZ), SITES.assign(lat=math.nan)),
            "has no coordinates",
        ),
        (
            lambda: maps.add_sites(
                maps.base_map((45, 25), 2800),
                SITES.assign(kind=SITES["name"]),
                kinds={str(k): str(k) for k in range(8)},
            ),
            "marker shapes",
        ),
    ],
)
def test_errors_say_what_is_wrong(call, words):
    with pytest.raises(CourseError, match=words):
        call()


def test_a_kind_of_site_has_one_mark_on_every_map_of_the_lessons():
    marks = {}
    for unit in units():
        for cell in unit.notebook["cells"]:
            for output in cell.get("outputs", []):
                for trace in output.get("data", {}).get(PLOTLY_MIME, {}).get("data", []):
                    name = trace.get("name", "").removeprefix("NATO ")
                    kind = re.match(r"interceptors|radar|command(?! handed)|ships\b", name)
                    if kind and "marker" in trace:
                        shapes = {s.removesuffix("-open") for s in trace["marker"]["symbol"]}
                        look = (*shapes, trace["marker"]["color"])
                        marks.setdefault(kind[0], []).append(look)
    assert set(marks) == {"interceptors", "radar", "command", "ships"}
    assert min(map(len, marks.values())) > 3
    assert [len(set(found)) for found in marks.values()] == [1, 1, 1, 1], marks
