"""A slimmed still: the same look by values, and in a browser the same pixels."""

import base64
import re
import xml.etree.ElementTree as ET

import pytest

from course.publish.slim import line, slim

TEXT = 'style="font-size: 12px; fill: rgb(27, 31, 36); fill-opacity: 1; white-space: pre;"'
MARK = "M5.5,0A5.5,5.5 0 1,1 0,-5.5A5.5,5.5 0 0,1 5.5,0Z"
POINT = 'style="opacity: 1; stroke-width: 0px; fill: rgb(11, 83, 148); fill-opacity: 1;"'
POINTS = "".join(
    f'<path class="point" transform="translate({40 + 20.04 * n},{30.123 * n})" d="{MARK}" {POINT}/>'
    for n in range(1, 6)
)
# One of each thing that Plotly draws with, and of each that it leaves behind undrawn.
DRAWING = f"""<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" width="300" height="200"
 style="" viewBox="0 0 300 200"><rect x="0" y="0" width="300" height="200" style="fill: rgb(255,
 255, 255); fill-opacity: 1;"/><defs id="defs-1"><g class="clips"><clipPath id="clip1"><rect
 width="150" height="150"/></clipPath><clipPath id="clip2"><rect width="9" height="9"/></clipPath>
</g></defs><g class="bglayer"/><g class="x"><path class="xgrid" transform="translate(128.96,0)"
 d="M0,38v150" style="stroke: rgb(227, 227, 224); stroke-opacity: 1; stroke-width: 1px;"/><path
 d="M10,180L60.25,180L60.25,120Q70,100 80,110" style="fill: none; stroke: rgb(9, 9, 9);"/></g><g
 clip-path="url(#clip1)" transform="translate(14,8)"><g style="opacity: 0.5">{POINTS}</g></g><g
 transform="translate(-7.875,3)"><text x="120" y="60" text-anchor="end" {TEXT}>\u00a0 Elk  6 </text>
</g><text transform="rotate(-90,28,133)" x="28" y="133" {TEXT}>upward</text><text x="150" y="90"
 {TEXT}><tspan class="line" dy="0em" x="150" y="90">two</tspan><tspan dy="1.3em" x="150" y="90">
lines</tspan></text><path class="lines-below"/><rect width="50" height="50" style="fill-opacity: 0;
 pointer-events: all;"/><rect width="0" height="9" style="fill: rgb(1, 2, 3);"/><g opacity="0"><rect
 width="99" height="99"/></g><path d="M200,20h40v40h-40Z" style="fill: rgb(170, 0, 255);
 fill-opacity: 0.4; stroke: rgb(0, 0, 0); stroke-width: 3px; stroke-dasharray: 9px, 3px;"/></svg>
""".replace("\n ", " ").replace("\n", "")


@pytest.fixture
def drawn():
    return ET.fromstring(slim(DRAWING))


def named(tree, tag):
    return [node for node in tree.iter() if node.tag.endswith(f"}}{tag}")]


def test_what_draws_nothing_goes_and_all_else_stays(drawn):
    count = {tag: len(named(drawn, tag)) for tag in ("rect", "text", "tspan", "path", "use")}
    assert count == {"rect": 2, "text": 3, "tspan": 2, "path": 4, "use": 5}
    assert [clip.get("id") for clip in named(drawn, "clipPath")] == ["c0"]
    assert len(slim(DRAWING)) < len(DRAWING) / 2


def test_a_mark_is_drawn_from_one_definition_at_each_of_its_places(drawn):
    uses = named(drawn, "use")
    assert [(float(one.get("x")), float(one.get("y"))) for one in uses][:2] == [
        (60.04, 30.12),
        (80.08, 60.25),
    ]
    assert {one.get("href") for one in uses} == {"#m0"}
    assert next(p for p in named(drawn, "path") if p.get("id") == "m0").get("d") == line(MARK)


def test_the_blanks_between_a_word_and_its_mark_are_kept():
    assert ">\u00a0 Elk\u00a0\u00a06\u00a0</text>" in slim(DRAWING)


def test_a_property_is_said_where_most_need_it_and_where_one_differs():
    svg = "".join(f'<rect width="9" height="9" style="fill: {c}"/>' for c in ("red", "red", "tan"))
    slimmed = slim(f'<svg xmlns="http://www.w3.org/2000/svg"><g>{svg}</g></svg>')
    assert re.findall(r'<(\w+)[^>]*fill="(\w+)"', slimmed) == [("svg", "red"), ("rect", "tan")]


@pytest.mark.parametrize(
    ("drawn", "short"),
    [
        ("M0,38v653", "M0 38V691"),
        ("M10,10L10,20L10.04,20", "M10 10V20H10.04"),
        ("M5,5L105.25,5.01L105.33,7", "M5 5H105.2L105.3 7"),
        ("M1,1l2,2l2,2Zm1,0l3,3", "M1 1 3 3 5 5ZM2 1 5 4"),
        ("M0,0Q1,1 2,2", "M0,0Q1,1 2,2"),
        ("", ""),
    ],
)
def test_a_line_keeps_its_places(drawn, short):
    assert place_by_place(line(drawn)) == pytest.approx(place_by_place(short), abs=0.06)
    assert len(line(drawn)) <= max(len(short), len(drawn))


def place_by_place(d):
    """Return where each step ends, by a reading of our own."""
    x, y, start, out, last = 0.0, 0.0, (0.0, 0.0), [], ""
    for token in re.findall(r"[A-Za-z]|-?\d*\.?\d+", d):
        if token.isalpha():
            last, got = token, []
            if token in "zZ":
                x, y = start
                out += [x, y]
            continue
        got.append(float(token))
        takes = 1 if last in "hHvV" else 4 if last == "Q" else 2
        if len(got) < takes:
            continue
        rel = last.islower()
        if last in "hH":
            x = got[0] + (x if rel else 0)
        elif last in "vV":
            y = got[0] + (y if rel else 0)
        else:
            x, y = got[-2] + (x if rel else 0), got[-1] + (y if rel else 0)
        start = (x, y) if last in "mM" else start
        last = {"m": "l", "M": "L"}.get(last, last)
        got = []
        out += [x, y]
    return out


def test_fractions_that_are_left_out_do_not_add_up():
    many = place_by_place(line("M500,500" + "l0.34,0.26" * 300))
    assert many[-2:] == pytest.approx([602, 578], abs=0.06)


@pytest.mark.browser
def test_in_a_browser_a_slimmed_still_looks_the_same(browser):
    page = browser.new_page()
    different = page.evaluate(
        """async (drawings) => {
          const pixels = async (drawing) => {
            const still = new Image();
            still.src = "data:image/svg+xml;base64," + drawing;
            await still.decode();
            const canvas = new OffscreenCanvas(600, 400), brush = canvas.getContext("2d");
            brush.drawImage(still, 0, 0, 600, 400);
            return brush.getImageData(0, 0, 600, 400).data;
          };
          const [whole, slim] = await Promise.all(drawings.map(pixels));
          const inked = whole.filter((value) => value < 128).length;
          return [inked, whole.filter((value, n) => Math.abs(value - slim[n]) > 64).length];
        }""",
        [base64.b64encode(text.encode()).decode() for text in (DRAWING, slim(DRAWING))],
    )
    page.close()
    assert different[0] > 5000 and different[1] < 20, different
