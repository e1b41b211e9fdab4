"""The charts of unit 14: prices, stocks, exchange ratios and break-evens."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, dots, on_phone, rows_down, rule, segments, upwards, words
from course.charts.style import Card, Chart, finish
from course.lessons.cost_and_burden.sums import (
    break_even,
    pair_sources,
    per_hit,
    price,
    priced,
    ratios,
    thaad_dearer,
)
from course.words import long_date, number

SCOPES = {
    "missile_only": Mark("circle", "blue", "the missile alone"),
    "interception": Mark("square", "teal", "one interception"),
    "with_support": Mark("diamond", "orange", "order or notice, divided"),
    "development_and_procurement": Mark("triangle-up", "magenta", "development inside"),
}
MONEY = {1: "$1 m", 10: "$10 m", 100: "$100 m", 1000: "$1 bn"}


def prices() -> Chart:
    """Draw what one interceptor costs by what the figure includes; rows of `interceptor_prices`."""
    shown = priced()
    labels = [f"{r.group}<br>{r.label}" for r in shown.itertuples()]
    fig = rows_down(labels, each=38, above=0.6, below=0.6)
    across(fig, 0.3, 3.4, log=True, ticks=MONEY)
    for mark, part in by_mark(shown, "scope", SCOPES):
        text = [
            _dollars(r.price, "up to " if pd.isna(r.price_low) else "") for r in part.itertuples()
        ]
        said = [
            f"{r.system}: {t} million dollars" for r, t in zip(part.itertuples(), text, strict=True)
        ]
        dots(fig, part["price"], part.index, mark, text=text, at="middle right", hover=said)
    one = shown[shown["scope"] != "interception"]  # a range of prices of one missile
    ends = one.groupby("group", sort=False)["price"].agg(["min", "max"])
    times = (ends["max"] / ends["min"]).round(1)
    card = Card(
        title=f"One interceptor has several prices: the highest read is {number(times.min())} to "
        f"{number(times.max())} times the lowest, type by type",
        subtitle="Published or derived prices of one interceptor, million dollars of the year named; "
        "the scale multiplies",
        tables=["interceptor_prices"],
        digest=[
            "; ".join(f"{name} {_span(low, high)}" for name, low, high in _parts(ends, 0, 2)),
            "; ".join(f"{name} {_span(low, high)}" for name, low, high in _parts(ends, 2, 5)),
            "; ".join(f"{name} {_span(low, high)}" for name, low, high in _parts(ends, 5, 6))
            + ": the lower for buying some, the higher a share of developing and buying more",
        ],
        note="Nominal dollars. Orders and notices of sale are our division of a total by a number, with "
        "what else most of them hold; a notice is an estimate. One interception, at 3 million, is outside the ranges. New long-range: the Next Generation Interceptor. "
        "No block: the source does not say which SM-3.",
    )
    columns = ["price_id", "system", "published", "price", "basis", "scope", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def _parts(ends: pd.DataFrame, first: int, last: int) -> list[tuple[str, float, float]]:
    return [(str(r.Index), r.min, r.max) for r in ends.iloc[first:last].itertuples()]


def _dollars(million: float, before: str = "") -> str:
    return before + (f"{million:.3g}" if million < 100 else f"{million:.0f}")


def _span(low: float, high: float) -> str:
    return f"{_dollars(low)} to {_dollars(high)} million dollars"


STOCK = {
    "had": Mark("circle", "blue", "delivered or in stock"),
    "fired": Mark("x", "magenta", "fired"),
    "year": Mark("diamond", "orange", "made, bought or due, a year"),
    "aim": Mark("triangle-up", "teal", "capacity or aim, a year"),
}
FLOWS = {
    "THAAD": {
        "thaad-2026-delivered": ("had", "ever delivered<br>by {}"),
        "thaad-2025-fired-cnn": ("fired", "{}<br>CNN's sources"),
        "thaad-2025-fired-wsj": ("fired", "{}<br>officials to WSJ"),
        "thaad-2026-07-stock": ("had", "left<br>{}"),
        "thaad-2024-produced": ("year", "made or bought<br>{}"),
        "thaad-2025-due": ("year", "due {}"),
        "thaad-2026-planned": ("year", "planned {}"),
        "thaad-2026-rate": ("aim", "line's capacity<br>{}"),
        "thaad-2033-planned": ("aim", "aim of the<br>framework of {}"),
    },
    "Patriot PAC-3": {
        "pac3-2024-average": ("had", "delivered a year<br>{}-{}"),
        "pac3-2025-delivered": ("had", "delivered {}"),
        "patriot-2026-07-stock": ("had", "left<br>{}"),
        "pac3-2026-rate": ("year", "a year in {}"),
        "pac3-2027-expected": ("year", "expected {}"),
        "pac3-2033-planned": ("aim", "aim of the<br>framework of {}"),
    },
    "SM-3": {
        "sm3-2025-delivered": ("had", "ever delivered<br>to end of {}"),
        "sm3-2026-due": ("year", "due {}"),
    },
}
ENDS = {
    "sm3-2013": "",
    "thaad-2025-fired-wsj": "more than ",
    "patriot-2026-07-stock": "fewer than ",
}


def stocks(production: pd.DataFrame) -> Chart:
    """Draw deliveries, stocks, use and promised rates apart; `production_and_use` in."""
    table = production.set_index("row_id")
    kept = [key for rows in FLOWS.values() for key in rows]
    shown = table.loc[kept].reset_index()
    figures = {}
    for name, rows in FLOWS.items():
        own = table.loc[list(rows)].reset_index()
        own["kind"] = [rows[key][0] for key in own["row_id"]]
        figures[name] = _flow(own, [_named(rows[r.row_id][1], r) for r in own.itertuples()])
    at = {
        r.row_id: r.value_high if pd.notna(r.value_high) else r.value_low
        for r in shown.itertuples()
    }
    made = long_date(table.at["pac3-2025-delivered", "period_start"])
    card = Card(
        title=f"Output aimed at is a multiple of what is reported now: PAC-3 "
        f"{number(at['pac3-2033-planned'])} a year against {number(at['pac3-2025-delivered'])} in {made}, "
        f"THAAD {number(at['thaad-2033-planned'])} against a present {number(at['thaad-2026-rate'])}",
        subtitle="Interceptors of the United States or of the whole line, number; the scale "
        "multiplies; the buttons choose a type",
        tables=["production_and_use"],
        digest=[
            f"{name}: "
            + "; ".join(
                f"{_named(rows[r.row_id][1], r).replace('<br>', ' ')}: {_worded(r)}"
                for r in shown[shown["row_id"].isin(list(rows))].itertuples()
            )
            for name, rows in FLOWS.items()
        ],
        note="What was ever delivered or is left, and the average of 2015 to 2024, are a public compilation's, "
        "which for most lines does not say where they are from, nor to whom deliveries went. An aim is a "
        "framework over seven years, and no contract.",
    )
    columns = ["row_id", "measure", "value_low", "value_high", "status", "claimant", "source_id"]
    return finish(switch(figures), card, rows=shown, columns=columns)


def _named(words: str, row: Any) -> str:
    return words.format(long_date(row.period_start[:7]), long_date(row.period_end[:7]))


def _flow(own: pd.DataFrame, labels: list[str]) -> go.Figure:
    places = max(len(rows) for rows in FLOWS.values())
    fig = rows_down(labels + [" "] * (places - len(labels)), each=38, above=0.6, below=0.6)
    across(fig, 0.9, 3.75, log=True, ticks={10: "10", 100: "100", 1000: "1,000"})
    on_phone(fig, xaxis={"range": [0.9, 4.8]})
    low = own["value_low"].fillna(own["value_high"])
    high = own["value_high"].fillna(own["value_low"])
    segments(fig, low, high, own.index, Mark(colour="border"))
    for kind, mark in STOCK.items():
        part = own[own["kind"] == kind]
        text = [
            ENDS.get(r.row_id, "") + _between(low[r.Index], high[r.Index])
            for r in part.itertuples()
        ]
        said = [f"{t}, says {r.claimant}" for r, t in zip(part.itertuples(), text, strict=True)]
        dots(fig, high[part.index], part.index, mark, text=text, at="middle right", hover=said)
    return fig


def _worded(row: Any) -> str:
    low = row.value_high if pd.isna(row.value_low) else row.value_low
    high = row.value_low if pd.isna(row.value_high) else row.value_high
    return ENDS.get(row.row_id, "") + _between(low, high)


def _between(low: float, high: float) -> str:
    return number(high) if low == high else f"{number(low)} to {number(high)}"


RATIO_TICKS = {0.1: "1 : 10", 1: "1 : 1", 10: "10 : 1", 100: "100 : 1", 1000: "1,000 : 1"}
ON_PHONE = {0.1: "0.1", 1: "1", 10: "10", 100: "100", 1000: "1,000"}


def exchange() -> Chart:
    """Draw the ratio of the defender's price to the attacker's, for one, two or four shots."""
    shown = ratios(1)
    fig = rows_down(
        [w.replace(" and ", "<br>and ") for w in shown["words"]], each=46, above=0.6, below=0.6
    )
    across(fig, -1.1, 4.8, log=True, ticks=RATIO_TICKS)
    on_phone(fig, xaxis={"ticktext": list(ON_PHONE.values()), "range": [-1.1, 6.4]})
    mark = Mark("diamond", "blue", "interceptor's price to target's")
    for shots, word in SHOTS.items():
        with tagged(fig, word):
            own = ratios(shots)
            segments(fig, own["low"], own["high"], own.index, mark, width=5)
            text = [_ratio(r.low, r.high) for r in own.itertuples()]
            said = [f"{r.words}, {word}: {t}" for r, t in zip(own.itertuples(), text, strict=True)]
            left = own["high"] < 1  # there the words stand beyond the line to measure by
            beside = [t if not far else "" for t, far in zip(text, left, strict=True)]
            at = "middle right"
            dots(fig, own["high"], own.index, mark, text=beside, at=at, hover=said, legend=False)
            beyond = [t for t, far in zip(text, left, strict=True) if far]
            words(fig, [1.25] * len(beyond), own.index[left], beyond)
    choices(fig, {word: [word] for word in SHOTS.values()})
    rule(fig, 1)
    ends = shown[["low", "high"]]
    drones, missiles = ends.iloc[:3].stack(), ends.iloc[3:].stack()  # in the order of the pairs
    card = Card(
        title=f"One interceptor costs {drones.min():.1f} to {number(round(drones.max()))} times as much as a "
        f"drone, and {missiles.min():.1f} to {missiles.max():.1f} times as much as a Russian missile, at "
        "published prices",
        subtitle="Price of the shots over the price of the weapon that they are to stop; left of the "
        "line it is cheaper to stop than to send; the buttons choose how many shots; the scale multiplies",
        tables=["interceptor_prices"],
        digest=[
            "One shot: "
            + "; ".join(f"{r.words} {_ratio(r.low, r.high)}" for r in shown.iloc[:3].itertuples()),
            "One shot: "
            + "; ".join(f"{r.words} {_ratio(r.low, r.high)}" for r in shown.iloc[3:].itertuples()),
            "Each shot more multiplies every ratio; none of them says what the target would have destroyed",
        ],
        note="Patriot: one missile, at up to 4 million dollars (press) and at 4.97 (order, with hardware); the price "
        "of an interception is not multiplied. Russian missiles: wartime estimates of Forbes Ukraine. The "
        "first pair is a headline's, as cited.",
        source_ids=pair_sources(),
    )
    return finish(fig, card, rows=shown)


SHOTS = {1: "1 shot", 2: "2 shots", 4: "4 shots"}


def _ratio(low: float, high: float) -> str:
    ends = list(dict.fromkeys(f"{v:.0f}" if v >= 20 else f"{v:.2g}" for v in (low, high)))
    ends = [f"{int(e):,}" if e.isdigit() else e for e in ends]
    return " to ".join(ends) + " : 1"


SALVOS = {
    "Patriot": ("patriot-2025-abc", Mark("circle", "blue", "Patriot")),
    "THAAD": ("thaad-2025-press", Mark("diamond", "orange", "THAAD", "dash")),
    "SM-3 IIA": ("sm3iia-press-2018", Mark("square", "teal", "SM-3 IIA", "dot")),
}
CHANCES = [0.3, 0.4, 0.5, 0.6, 0.8, 1.0]


def breaking_even() -> Chart:
    """Draw the damage that repays the shots, by the chance that they stop a missile."""
    fig = go.Figure()
    fig.update_layout(height=380)
    across(fig, 0.02, 1.02, ticks={c: f"{c * 100:.0f} %" for c in CHANCES if c != 0.5})
    upwards(fig, 0.4, 2.7, log=True, ticks={10: "$10 m", 100: "$100 m"})
    for shots, word in SHOTS.items():
        with tagged(fig, word):
            for name, (row, mark) in SALVOS.items():
                one = price(row)[1]
                worth = [break_even(one, shots, c) for c in CHANCES]
                said = [
                    f"{name}, {word}, {c:.0%}: {w:.1f} million dollars"
                    for c, w in zip(CHANCES, worth, strict=True)
                ]
                dots(fig, CHANCES, worth, mark, hover=said, join=2, size=8)
    for claim, name in PER_HIT.items():
        rule(fig, per_hit(claim), level=True)
        words(fig, [0.03], [per_hit(claim)], [name], "top right")
    choices(fig, {SHOTS[shots]: [SHOTS[shots]] for shots in (2, 1, 4)})
    two = {name: break_even(price(row)[1], 2, 0.8) for name, (row, _) in SALVOS.items()}
    rows = pd.DataFrame(
        [
            (n, price(r)[1], s, break_even(price(r)[1], s, 0.8))
            for n, (r, _) in SALVOS.items()
            for s in SHOTS
        ],
        columns=["interceptor", "price_million", "shots", "repaid_at_80_per_cent_million"],
    )
    card = Card(
        title=f"Two shots that stop a missile four times in five are repaid by damage of "
        f"{two['Patriot']:.0f} million dollars (Patriot) to {two['SM-3 IIA']:.0f} (SM-3 IIA)",
        subtitle="Damage that a missile must threaten for the interceptors fired at it to repay their "
        "price, by the chance that all the shots together stop it; the buttons choose the shots",
        tables=["interceptor_prices", "damage_claims", "iran_strikes"],
        digest=[
            "Two shots, chance 80 per cent: "
            + "; ".join(f"{n} {w:.0f} million dollars" for n, w in two.items()),
            f"For scale: damage in Israel in June 2025 over 31 hits on populated areas, {per_hit('jun-2025-direct'):.0f} "
            f"million dollars a hit for direct damage alone, {per_hit('jun-2025-bloomberg'):.0f} with "
            "compensation of businesses",
            f"At the dearer THAAD price, an order of 2011 with launchers inside, {thaad_dearer(2, 0.8):.0f} million",
            "A missile that would have hit nothing, or a battery's own price, would need another sum",
        ],
        note="Prices of one missile in the press, the lower ones read: up to 4 (Patriot), 12.7 (THAAD), 30 (SM-3 IIA) million dollars; orders and notices are dearer and hold more. Level lines: our "
        "division of sums by Israel's count of hits; drones did damage too, and hits on bases are not counted.",
        source_ids=BREAK_EVEN_SOURCES,
    )
    return finish(fig, card, rows=rows)


PER_HIT = {
    "jun-2025-direct": "direct damage<br>a hit, 2025",
    "jun-2025-bloomberg": "with businesses",
}
BREAK_EVEN_SOURCES = (
    "fakti-bg-2025-ukraine-intercepts-fewer-russian",
    "haberler-com-2025-abd-iran-fuzelerini-vurmak",
    "honolulu-star-2018-new-defensive-missile-reportedly",
    "iran-international-2025-damage-claims",
    "tass-2025-damage-bloomberg",
    "siasat-2025-least-606-killed-iran",
)
