"""The charts of unit 02: clocks, arcs, classes, ranges by source, rings and the minutes left."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts import maps
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import (
    across,
    bars,
    blocks,
    dots,
    on_phone,
    path,
    rows_down,
    rule,
    segments,
    upwards,
    words,
)
from course.charts.style import PALETTE, Card, Chart, finish
from course.geodesy import flight_minutes, great_circle_km
from course.lessons.missiles_and_defences.sums import (
    LINES,
    SPACE_KM,
    TABRIZ,
    arc,
    astride,
    class_in,
    compass_circle,
    compass_km,
    minutes_above,
    name_of,
    published,
    spreads,
    top_km,
)
from course.words import count, lasting, listed

LEAST_ENERGY = ["sun-1964-free-flight-trajectories", "cislunarspace-nd-minimum-energy-trajectory"]
"""Texts on the path of least energy; the sum itself is that of `course.geodesy`."""
KINDS = {"ballistic": "Ballistic missile", "cruise": "Cruise missile", "drone": "Drone"}
NIGHT = "iran-israel-2024"
"""How the rows of one night's flight times begin."""
_COUNTED = {"ballistic": "bm", "cruise": "cm", "drone": "uav"}


def clocks(flights: pd.DataFrame, strikes: pd.DataFrame) -> Chart:
    """Draw how long each kind of weapon flew on one night; `flight_times`, `iran_strikes` in."""
    shown = flights[flights["flight_id"].str.startswith(NIGHT)].reset_index(drop=True)
    counted = strikes.set_index("event_id")
    launched = {kind: counted.loc[f"israel-2024-04-{code}-idf"] for kind, code in _COUNTED.items()}
    said = {
        kind: ("at least " if row["qualifier"] == "at_least" else "")
        + f"{row['launched_low']:.0f} launched"
        for kind, row in launched.items()
    }
    time = [
        ("about " if row.qualifier == "about" else "")
        + (f"up to {row.minutes_high / 60:.0f} hours" if pd.isna(row.minutes_low) else "")
        + ("" if pd.isna(row.minutes_low) else lasting(row.minutes_low, row.minutes_high))
        for row in shown.itertuples()
    ]
    fig = rows_down(
        [f"{KINDS[kind]}<br>{said[kind]}" for kind in shown["weapon_type"]], each=62, within=26
    )
    across(fig, 0, 690, ticks={60 * h: f"{h} h" for h in range(0, 11, 2)}, top=True)
    for mark, part in by_mark(shown, "weapon_type", marks(KINDS)):
        plain = mark._replace(name="", dash="solid")
        segments(fig, [0] * len(part), part["minutes_high"], part.index, plain, opacity=0.45)
        open_end = part["minutes_low"].isna()
        shape = ["triangle-left" if one else mark.symbol for one in open_end]
        hover = [f"{time[k]}, by {shown.at[k, 'publisher']}" for k in part.index]
        place = part["minutes_high"]
        dots(fig, place, part.index, plain, symbols=shape, hover=hover, hoverinfo="text")
        text = [time[k] if one else f"\u00a0\u00a0{time[k]}" for k, one in open_end.items()]
        spot = ["top left" if one else "middle right" for one in open_end]
        words(fig, place, part.index, text, spot, textfont={"size": 12})
    least, most = shown["minutes_low"].min(), shown["minutes_high"].max()
    card = Card(
        title=f"On one night a ballistic missile was given {time[0]} to Israel, a cruise missile "
        f"{time[1]} and a drone {time[2]}",
        subtitle="Flight times from Iran to Israel as an Israeli correspondent gave them on 13 April "
        "2024, and how many were launched by the Israeli army's count",
        tables=["flight_times", "iran_strikes"],
        digest=[
            *(
                f"{KINDS[kind]}: {time[k]}; {said[kind]}"
                for k, kind in enumerate(shown["weapon_type"])
            ),
            f"The longest time is {most / least:.0f} times the shortest",
        ],
        note="An arrow: at most. The army expected drones sooner than the nine hours. Counts are "
        "one side's, not checked here.",
        source_ids=[*shown["source_id"], *(row["source_id"] for row in launched.values())],
    )
    columns = ["weapon_type", "minutes_low", "minutes_high", "publisher", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


ARCS = ("inf-1987-shorter", "analysts-medium", "iran-self-limit-2017", "analysts-medium")
"""Rows of `range_classes` whose limits are drawn as arcs, and of each the end that is meant."""
_ENDS = ("from_km", "from_km", "to_km", "to_km")


def arcs(classes: pd.DataFrame) -> Chart:
    """Draw the least-energy arc for four distances that matter in the unit; `range_classes` in."""
    by = classes.set_index("scheme_class_id")
    ranges = [float(by.at[key, end]) for key, end in zip(ARCS, _ENDS, strict=True)]
    rows = pd.DataFrame(
        [
            (km, round(top_km(km)), round(100 * minutes_above(km) / flight_minutes(km)))
            for km in ranges
        ],
        columns=["range_km", "top_km", "per_cent_of_time_above_100_km"],
    )
    fig = go.Figure()
    fig.update_layout(height=290)
    across(fig, -40, 3150, title="kilometres over the ground", every=500)
    upwards(fig, 0, 760, title="kilometres of height", every=100)
    for km, mark in zip(ranges, marks([f"{km:,.0f} km" for km in ranges]).values(), strict=True):
        x, y = zip(*arc(km), strict=True)
        path(fig, x, y, mark._replace(name=""), width=2.5, hoverinfo="skip")
        spot = "top center" if km > 1500 else "top right"
        words(fig, [km / 2], [top_km(km)], [f"{top_km(km):.0f} km high"], spot)
    rule(fig, SPACE_KM, "100 km", level=True, dash="dot", colour="ink")
    on_phone(fig, height=250)
    first, last = rows.iloc[0], rows.iloc[-1]
    card = Card(
        title=f"Thrown {ranges[-1]:,.0f} km with the least effort, a body rises about "
        f"{round(last['top_km'], -1):.0f} km and spends most of its flight above {SPACE_KM:.0f} km",
        subtitle="Height of a free flight over a round earth, by distance. Dotted: 100 km, where "
        "space begins by convention",
        tables=["range_classes"],
        digest=[
            *(
                f"{row.range_km:,.0f} km over the ground: {row.top_km} km high, "
                f"{row.per_cent_of_time_above_100_km} per cent of the time above 100 km"
                for row in rows.itertuples()
            ),
            f"Six times as far ({first['range_km']:,.0f} and {last['range_km']:,.0f} km) is about "
            f"{last['top_km'] / first['top_km']:.0f} times as high",
        ],
        note="The arc of least energy, our sum: no air, no powered phase, no missile in particular. "
        "Heights are drawn about twice as large as lengths.",
        source_ids=[*LEAST_ENERGY, *by.loc[list(ARCS), "source_id"], "wikipedia-nd-karman-line"],
    )
    return finish(fig, card, rows=rows)


SCHEMES = {
    "britannica": "Encyclopaedia Britannica",
    "inf_treaty": "INF Treaty, 1987",
    "pentagon": "Pentagon, as a handbook prints it",
    "analysts": "Lines met in analysts",
    "iiss_2010": "IISS, 2010, as reported",
    "us_aim_1990s": "US aim, by an undated text",
    "us_aim_1990s_other": "The same, by another",
    "us_russia_tests_1997": "Targets in tests, 1997",
    "altbmd_nato": "NATO's programme, by NATO",
    "altbmd_act": "NATO's, by Arms Control Today",
    "iran_self_limit": "Iran's ceiling, 2017",
}
CLASSES = {
    "short": Mark(colour="sky"),
    "medium": Mark(colour="teal"),
    "intermediate": Mark(colour="blue"),
    "intercontinental": Mark(colour="magenta"),
    "theatre": Mark(colour="orange"),
    "ceiling": Mark(colour="grey"),
}
LETTERS = dict(zip(CLASSES, ("S", "M", "I", "IC", "T", "C"), strict=True))
BANDS_END = 6500


def bands(classes: pd.DataFrame) -> Chart:
    """Draw where each scheme draws its lines; table `range_classes` in."""
    shown = classes[classes["scheme"].isin(SCHEMES)]
    place = {scheme: k for k, scheme in enumerate(SCHEMES)}
    shown = shown.assign(row=shown["scheme"].map(place), end=shown["to_km"].fillna(BANDS_END))
    fig = rows_down(list(SCHEMES.values()), each=34, within=22)
    across(fig, 0, BANDS_END, ticks={k: f"{k:,}" for k in range(0, 6001, 1000)}, title="km")
    for code, mark in CLASSES.items():
        part = shown[shown["class_name"] == code]
        gap = 12
        blocks(fig, part["from_km"] + gap, part["end"] - gap, part["row"], mark, 0.62)
        middle, letter = (part["from_km"] + part["end"]) / 2, LETTERS[code]
        ink = {"color": PALETTE["ink"] if code == "short" else "#ffffff", "size": 11}
        words(fig, middle, part["row"], [letter] * len(part), "middle center", textfont=ink)
    rule(fig, 3000, "3,000 km", dash="dash", colour="ink")
    km = float(shown.set_index("scheme_class_id").at["iran-self-limit-2017", "to_km"])
    named = {scheme: class_in(classes, scheme, km) for scheme in ("analysts", "britannica")}
    at_line = shown[(shown["from_km"] == 3000) | (shown["to_km"] == 3000)]
    card = Card(
        title=f"A range of {km:,.0f} km is {named['analysts']} in one scheme and "
        f"{named['britannica']} in another; 3,000 km is a border only in some",
        subtitle="Classes of range by who draws the lines: S short or shorter, M medium, I "
        "intermediate, IC intercontinental; T, what theatre defences were to meet or be tested on; "
        "C, a ceiling; km",
        tables=["range_classes"],
        digest=[
            f"Encyclopaedia Britannica: {_lines(shown, 'britannica')} km; INF Treaty: "
            f"{_lines(shown, 'inf_treaty')}",
            f"Analysts: {_lines(shown, 'analysts')}; the Pentagon in a handbook: "
            f"{_lines(shown, 'pentagon')}",
            f"3,000 km is a line in: {listed(SCHEMES[s] for s in at_line['scheme'].unique())}",
            "Theatre defences: American aim 3,000 or 3,500 km, by an undated text and one of "
            "1994; targets in tests by fact sheets on the statements of 1997 3,500; NATO's "
            "programme 3,000 by NATO and under 1,000 by Arms Control Today",
            "International Institute for Strategic Studies (IISS) in 2010, as reported: intermediate "
            f"{_lines(shown, 'iiss_2010')} km; Iran's own ceiling of 2017: {km:,.0f} km",
        ],
        note="IC has no upper end. The INF Treaty begins at 500 km. Every row has its own source.",
    )
    columns = ["scheme", "class_name", "from_km", "to_km", "stated", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def _lines(classes: pd.DataFrame, scheme: str) -> str:
    rows = classes[classes["scheme"] == scheme]
    ends = sorted({*rows["from_km"], *rows["to_km"].dropna()} - {0})
    return listed(f"{end:,.0f}" for end in ends)


BASES = {
    "claimed": Mark("triangle-up", "orange", "claimed by the state that has it"),
    "estimated": Mark("circle", "blue", "estimated by somebody else"),
    "flown": Mark("x-thin-open", "ink", "flown: at least so far"),
}


def by_source(ranges: pd.DataFrame) -> Chart:
    """Draw every published figure for the missiles that have two or more; `missile_ranges` in."""
    by = spreads(ranges)
    order = {name: k for k, name in enumerate(by.sort_values(["country", "low"]).index)}
    flown = ranges[(ranges["basis"] == "flown") & ranges["grade"].isin(["A", "B"])]
    rows = pd.concat([published(ranges), flown])
    rows = rows.assign(name=rows["missile"].map(name_of))
    rows = rows[rows["name"].isin(order)].assign(row=lambda t: t["name"].map(order))
    fig = rows_down([f"{name} ({_SHORT[by.at[name, 'country']]})" for name in order], each=31)
    low, high = math.log10(150), math.log10(16000)
    ticks = {k: f"{k:,}" for k in (200, 500, 1000, 3000, 5500, 13000)}
    across(fig, low, high, log=True, ticks=ticks, title="km; each step to the right multiplies")
    for code, mark in BASES.items():
        with tagged(fig, code):
            part = rows[rows["basis"] == code]
            segments(fig, part["range_low_km"], part["range_high_km"], part["row"], mark, width=3)
            hover = [
                f"{r.range_high_km:,.0f} km, {r.publisher}, {r.published or 'undated'}"
                for r in part.fillna({"published": ""}).itertuples()
            ]
            look: dict[str, Any] = {"size": 11, "hoverinfo": "text"}
            dots(fig, part["range_high_km"], part["row"], mark, hover=hover, **look)
    fig.update_layout(showlegend=True, legend={"traceorder": "normal"}, xaxis_tickangle=0)
    few = [200, 1000, 3000, 13000]
    on_phone(fig, xaxis={"tickvals": few, "ticktext": [ticks[km] for km in few]})
    for km in LINES.values():
        rule(fig, km, dash="dot", width=1)
    choices(fig, {"All": list(BASES), **{code.capitalize(): [code] for code in BASES}})
    widest = by["times"].idxmax()
    across_line = astride(ranges, LINES["intermediate"])
    ballistic = set(rows.loc[rows["weapon_type"] == "ballistic", "name"])
    top = by.loc[[n for n in by.index if n in ballistic], "times"].idxmax()
    card = Card(
        title=f"For one missile the highest figure is {by.at[widest, 'times']:.0f} times the lowest; "
        f"for {count(len(across_line))} of {len(by)} the figures lie on both sides of 3,000 km",
        subtitle="Published ranges of missiles for which two or more figures were read, by what each "
        "rests on; km. Dotted: 1,000, 3,000 and 5,500 km",
        tables=["missile_ranges"],
        digest=[
            f"Widest of all, what was flown left out: {widest}, {_span(by, widest)} km; widest of the "
            "ballistic missiles: "
            f"{top}, {_span(by, top)} km",
            f"On both sides of 3,000 km: {listed(f'{n} ({_span(by, n)} km)' for n in across_line)}",
            f"On both sides of 1,000 km: {listed(astride(ranges, LINES['medium']))}; of 5,500 km: "
            f"{listed(astride(ranges, LINES['intercontinental']))}",
            f"All figures the same for {int((by['high'] == by['low']).sum())} of {len(by)} missiles: "
            f"{listed(by.index[by['high'] == by['low']])}",
        ],
        note="Grades A and B: read in the document itself, or in a reliable other source. Counts "
        'leave out what was flown; "up to" and "more than" stand at the number itself. Payload, version and '
        "unit differ; none is preferred. 9M729 and Kalibr are cruise missiles.",
    )
    columns = ["missile", "publisher", "published", "basis", "range_low_km", "range_high_km"]
    return finish(fig, card, rows=rows, columns=[*columns, "payload_kg", "source_id", "grade"])


_SHORT = {"Iran": "Iran", "Russia": "Russia", "North Korea": "N. Korea"}


def _span(by: pd.DataFrame, name: str) -> str:
    return f"{by.at[name, 'low']:,.0f} to {by.at[name, 'high']:,.0f}"


SHOWN = {
    "kurecik": "Kürecik",
    "deveselu": "Deveselu",
    "redzikowo": "Redzikowo",
    "kaliningrad": "Kaliningrad",
    "ramstein": "Ramstein",
    "holzdorf": "Holzdorf",
}
RING_KM = 3000.0


def ring_km() -> float:
    """Return the radius of the ring on the maps, km."""
    return RING_KM


def rings(sites: pd.DataFrame) -> Chart:
    """Draw a ring and a compass circle on a map where each is right; table `sites` in."""
    at = sites.set_index("site_id").loc[list(SHOWN)]
    rows = at.assign(
        site=pd.Series(SHOWN),
        km=[great_circle_km(*TABRIZ, r.lat, r.lon) for r in at.itertuples()],
        compass_km=[compass_km((r.lat, r.lon)) for r in at.itertuples()],
    )
    missed = rows[(rows["km"] <= RING_KM) & (rows["compass_km"] > RING_KM)]
    figures = {
        "Map true from Tabriz": _ring_map(rows, school=False),
        "School map": _ring_map(rows, school=True),
    }
    card = Card(
        title="Compasses on a school map leave out places that lie within 3,000 km of Tabriz: "
        f"{listed(missed['site'])}",
        subtitle="Solid: all points 3,000 km from Tabriz over the ground. Dashed: the circle that "
        "compasses set to 3,000 km draw on the school map (Mercator's)",
        tables=["sites", "basemap"],
        digest=[
            *(
                f"{r.site}: {round(r.km, -1):,.0f} km over the ground, "
                f"{round(r.compass_km, -1):,.0f} by compasses on the school map"
                for r in missed.itertuples()
            ),
            "On the map centred on Tabriz the ring is a circle and the compass circle is bent; on "
            "the school map it is the other way",
        ],
        note="Tabriz is a place to measure from, not a known launch site. " + maps.NOTE,
        source_ids=rows["source_id"].tolist(),
    )
    shown = rows.loc[missed.index.union(["ramstein"]), ["site", "km", "compass_km", "source_id"]]
    return finish(switch(figures), card, rows=shown.round(-1))


def _ring_map(rows: pd.DataFrame, *, school: bool) -> go.Figure:
    view = (43.0, 39.0)
    fig = maps.base_map(TABRIZ, 3800, view=view, aspect=1.12, detail=640, school=school)
    maps.add_range_ring(fig, TABRIZ, RING_KM, "", colour="blue", dash="solid")
    frame = maps.outlines.frame_of(fig)
    x, y = zip(*(frame.flat(*p) for p in compass_circle(RING_KM)), strict=True)
    circle = Mark(colour="orange", dash="dash")
    path(fig, [round(v) for v in x], [round(v) for v in y], circle, width=1.6)
    for place, (key, name) in zip(
        ("middle left", "bottom left", "top left", "top right", "bottom left", "bottom right"),
        SHOWN.items(),
        strict=True,
    ):
        point = (rows.at[key, "lat"], rows.at[key, "lon"])
        maps.add_place(fig, point, name, position=place)
    maps.add_place(fig, TABRIZ, "Tabriz", position="bottom right")
    return fig


def minutes(flights: pd.DataFrame, classes: pd.DataFrame, claims: pd.DataFrame) -> Chart:
    """Draw the formula's minutes over distance, and published times beside it; three tables in."""
    shown = flights.dropna(subset=["distance_km"]).sort_values("distance_km")
    spent = launch_minutes(claims)
    fig = go.Figure()
    fig.update_layout(height=330)
    ticks = {k: f"{k:,}" for k in (1000, 3000, 5500, 8000, 11000)}
    across(fig, 0, 11900, ticks=ticks, title="kilometres over the ground")
    upwards(fig, 0, 54, title="minutes", every=10)
    line = Mark(colour="blue")
    distances = [50, *range(250, 11751, 250)]
    path(fig, distances, [flight_minutes(km) for km in distances], line, width=2.5)
    ends = [1000.0, 3000.0, 5500.0]
    said = ["", *(f"{flight_minutes(km):.0f} min" for km in ends[1:])]  # the first has no room
    dots(fig, ends, [flight_minutes(km) for km in ends], line, text=said, at="bottom right")
    told = Mark("diamond", "orange")
    text = [_TOLD.get(row.flight_id, row.publisher) for row in shown.itertuples()]
    sides = ["middle right", "middle right", "top left"][: len(text)]
    hover = [f"{r.publisher}: {r.minutes_high:g} minutes" for r in shown.itertuples()]
    look: dict[str, Any] = {"text": text, "at": sides, "hover": hover, "hoverinfo": "text"}
    dots(fig, shown["distance_km"], shown["minutes_high"], told, **look)
    rule(fig, spent, f"{spent:.0f} minutes", level=True, dash="dot", colour="ink")
    on_phone(fig, height=300)
    short, far = flight_minutes(1000), flight_minutes(3000)
    card = Card(
        title=f"Three times as far takes less than twice as long: {short:.0f} minutes for 1,000 km, "
        f"{far:.0f} for 3,000, by formula",
        subtitle="Line: minutes of free flight on the path of least energy. Diamonds: times that "
        "somebody published. Dotted: the ten minutes of 4 March 2026",
        tables=["flight_times", "range_classes", "march_2026_claims"],
        digest=[
            f"By formula: 1,000 km {short:.1f} minutes, 3,000 km {far:.1f}, 5,500 km "
            f"{flight_minutes(5500):.1f}, 10,000 km {flight_minutes(10000):.1f}",
            *(
                f"Published by {r.publisher}: {_ABOUT.get(r.qualifier, '')}{r.minutes_high:g} minutes for "
                f"{r.distance_km:,.0f} km{_HOW.get(r.path) or _HOW.get(r.distance_basis, '')}; by "
                f"formula {flight_minutes(r.distance_km):.1f}"
                for r in shown.itertuples()
            ),
        ],
        note="The formula leaves out the powered phase, the air and the turning of the earth. Two of "
        "the three distances are ours.",
        source_ids=[*LEAST_ENERGY, *shown["source_id"], *_launch(claims)["source_id"]],
    )
    columns = ["from_place", "to_place", "distance_km", "path", "minutes_high", "publisher"]
    return finish(fig, card, rows=shown, columns=[*columns, "source_id", "grade"])


_ABOUT = {"about": "about "}
_HOW = {"lofted": " on a steep path", "ours": " (our measure)"}
_TOLD = {
    "iran-tel-aviv-2017-claim": "an Iranian official: 7",
    "north-korea-2017-test": "a steep test flight: 47",
    "north-korea-new-york-2017": "to New York, a physicist: 40.5",
}


def _launch(claims: pd.DataFrame) -> pd.DataFrame:
    return claims[(claims["question"] == "how_long") & (claims["event"] == "4_march")].head(1)


def launch_minutes(claims: pd.DataFrame) -> float:
    """Return the minutes to launch that NATO's account of 4 March 2026 stays under."""
    return float(_launch(claims)["answer_code"].iloc[0].split("_")[1])


SPENT = (5, 10, 15)
"""Minutes spent that a reader can try, ours; ten is the bound of NATO's account."""


def left(classes: pd.DataFrame, claims: pd.DataFrame) -> Chart:
    """Draw what is left of a flight after some minutes; two tables in."""
    analysts = classes[classes["scheme"] == "analysts"]["from_km"]
    ceiling = classes.set_index("scheme").at["iran_self_limit", "to_km"]
    distances = sorted({*analysts[analysts > 0], ceiling})
    flown = [flight_minutes(km) for km in distances]
    fig = rows_down([f"{km:,.0f} km" for km in distances], each=52, grid=False)
    across(fig, 0, 26, unit=" min", every=5)
    places = range(len(distances))
    for spent in SPENT:
        used = [min(spent, all_of) for all_of in flown]
        rest = [max(0.0, all_of - spent) for all_of in flown]
        said = [f"{m:.0f} left" if m >= 3 else "" for m in rest]
        with tagged(fig, str(spent)):
            gone = Mark(colour="grey", name="spent")
            hover = [f"{m:.1f} minutes spent" for m in used]
            look: dict[str, Any] = {"pattern": "/", "ink": PALETTE["ink"], "text": [""] * len(used)}
            bars(fig, used, places, gone, hover=hover, **look)
            rest_mark = Mark(colour="blue", name="left")
            hover = [f"{m:.1f} minutes left" for m in rest]
            bars(fig, rest, places, rest_mark, text=said, hover=hover)
            few = [k for k, m in enumerate(rest) if m < 3]
            beside = ["over" if rest[k] == 0 else f"{rest[k]:.1f} left" for k in few]
            words(fig, [flown[k] for k in few], few, [f"\u00a0{text}" for text in beside])
    fig.update_layout(showlegend=True)
    middle, *others = sorted(SPENT, key=lambda s: s != launch_minutes(claims))
    order = (middle, *others)
    choices(fig, {f"{spent} minutes spent": [str(spent)] for spent in order})
    after = {km: all_of - middle for km, all_of in zip(distances, flown, strict=True)}
    card = Card(
        title=f"After {middle:.0f} minutes a flight of {distances[0]:,.0f} km is over, and of "
        f"{distances[2]:,.0f} km about {after[distances[2]]:.0f} minutes are left, by formula",
        subtitle="Minutes of free flight on the path of least energy, spent and left. Press another "
        "number of minutes",
        tables=["range_classes", "march_2026_claims"],
        digest=[
            *(
                f"{km:,.0f} km: {all_of:.1f} minutes; left after {listed(SPENT)}: "
                + listed(f"{max(0.0, all_of - s):.1f}" for s in SPENT)
                for km, all_of in zip(distances, flown, strict=True)
            ),
            "Ten minutes is the bound in NATO's account of 4 March 2026, from identification to "
            "launch; five and fifteen are ours",
        ],
        note="NATO's ten minutes begin at identification, the formula's at the end of the powered "
        "phase: two clocks with different beginnings.",
        source_ids=[*LEAST_ENERGY, *_launch(claims)["source_id"]],
    )
    rows = pd.DataFrame({"distance_km": distances, "minutes": flown}).assign(
        **{f"left_after_{s}": [max(0.0, m - s) for m in flown] for s in SPENT}
    )
    return finish(fig, card, rows=rows.round(1))
