"""The charts of unit 17: who is within reach, what each capital refuses, and what is left."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import switch
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, bars, dots, on_phone, room_above, rows_down, segments
from course.charts.style import Card, Chart, finish
from course.data import load
from course.lessons.capstone import council, zones
from course.lessons.capstone.reach import capitals as in_reach
from course.words import count, listed

SIDES = {
    "Iran": Mark("circle", "blue", "fired from Iran"),
    "Russia": Mark("diamond", "orange", "fired from Russia"),
}


def capitals(ranges: pd.DataFrame, sites: pd.DataFrame, members: pd.DataFrame) -> Chart:
    """Draw how many Allied capitals lie within each missile's published ranges; three tables in."""
    rows = in_reach(ranges, sites, members)
    labels = [f"{row.missile}<br>from {row.start.split(' (')[0]}" for row in rows.itertuples()]
    fig = rows_down(labels, each=44, above=0.7, below=0.6)
    across(fig, -1.5, len(members) + 3, title=f"Allied capitals, of {len(members)}")
    said = [
        str(row.low) if row.low == row.high else f"{row.low} to {row.high}"
        for row in rows.itertuples()
    ]
    rows = rows.assign(said=said)
    for mark, part in by_mark(rows, "state", SIDES):
        segments(fig, part["low"], part["high"], part.index, mark, width=4, opacity=0.5)
        hover = [
            f"{row.missile}: {row.low_km:,.0f} to {row.high_km:,.0f} km, {row.said} capitals"
            for row in part.itertuples()
        ]
        dots(fig, part["low"], part.index, mark, hollow=True, hover=hover, legend=False)
        at = "middle right"
        dots(fig, part["high"], part.index, mark, text=part["said"], at=at, hover=hover)
    by = rows.set_index("missile")
    iran, east, west = by.loc["Khorramshahr"], by.loc["Iskander"], by.loc["Oreshnik"]
    cruise = by.loc["9M729"]
    card = Card(
        title=f"By whose range one takes, the Khorramshahr has {iran.low} or {iran.high} of "
        f"{len(members)} capitals within reach, and the 9M729 {cruise.low} or {cruise.high}",
        subtitle="Allied capitals within the lowest (hollow) and the highest (filled) range that "
        "was published for a missile, number",
        tables=["missile_ranges", "sites", "members"],
        digest=[
            "From Iran, measured from Tabriz: "
            + "; ".join(
                f"{row.missile} {row.said}" for row in rows[rows["state"] == "Iran"].itertuples()
            ),
            f"From Russia: Iskander {east.said} from Kaliningrad; 9M729, a cruise missile, "
            f"{cruise.said} from Moscow; Oreshnik {west.said} from Moscow",
            f"Ranges: Khorramshahr {iran.low_km:,.0f} to {iran.high_km:,.0f} km, Iskander "
            f"{east.low_km:,.0f} to {east.high_km:,.0f} km, Oreshnik {west.high_km:,.0f} km",
        ],
        note="Reach is no intention, and no number of missiles. The three places stand for a "
        "direction. Left out: distances flown, grade C, limits of a class; the one figure left for "
        "the Oreshnik equals such a limit.",
    )
    columns = ["missile", "state", "start", "kind", "low_km", "high_km", "low", "high", "source_id"]
    return finish(fig, card, rows=rows, columns=columns)


REFUSALS = {
    "none": Mark("circle", "teal", "nobody refuses it"),
    "one": Mark("diamond", "orange", "one capital alone refuses it"),
    "two": Mark("square-open", "magenta", "two refuse it"),
    "more": Mark("x-thin", "grey", "three or more refuse it"),
}
AUTHORITY = {"24h": "24 hours", "72h": "72 hours", "council": "Council first"}
DEBRIS = {"lie": "debris lie", "shared": "cost shared", "told": "host told"}
THREAT = {"any": "any direction", "outside": "outside the area", "named": "State X named"}
PLAYERS = {"8 people": 8, "12 people": 12, "16 and more": 16}


def packages() -> Chart:
    """Draw the 27 texts that the brackets allow, and who refuses each; a button a size of class."""
    small = zones.refusals(council.SMALLEST)
    left = small[small["state"] == "none"]
    alone = small.loc[small["state"] == "one", "who"].nunique()
    seated = len(council.delegations(council.SMALLEST))
    whose = "each of them" if alone == seated else f"{count(alone)} of them"
    lie = small.loc[small["debris"] == "lie", "who"].str.split(", ")
    against = sorted(set.intersection(*map(set, lie)))
    most = zones.refusals(max(PLAYERS.values()))
    everyone = len(council.delegations(max(PLAYERS.values())))
    card = Card(
        title=f"{count(len(left)).capitalize()} of {len(small)} texts are refused by none of "
        f"{count(seated)} capitals; {whose} stops at least one text that the others accept",
        subtitle="Each text by its three brackets, and who refuses it: letters name the capitals. "
        "Buttons: people in the class. All red lines are invented",
        tables=["council_brackets", "council_delegations"],
        digest=[
            "Refused by nobody: " + "; ".join(_text(row) for row in left.itertuples()),
            f"With {count(seated)} capitals {_tally(small)}",
            f"With {count(everyone)} capitals {_tally(most)}",
            f"Texts in which debris lies where it falls: {listed(against)} refuses them all",
        ],
        note="A game: the red lines are invented, and stand on the cards. Real ones are not public.",
        source_ids=sorted(set(load("council_delegations")["source_id"])),
    )
    fig = switch({words: _grid(zones.refusals(size)) for words, size in PLAYERS.items()})
    columns = ["authority", "threat", "debris", "refused_by", "who"]
    return finish(fig, card, rows=small, columns=columns)


def _grid(cells: pd.DataFrame) -> go.Figure:
    places = {(a, d): k for k, (a, d) in enumerate((a, d) for a in AUTHORITY for d in DEBRIS)}
    labels = [f"{AUTHORITY[a]},<br>{DEBRIS[d]}" for a, d in places]
    fig = rows_down(labels, each=40, above=0.6, below=0.6)
    across(fig, -0.3, 2.85, top=True, ticks=dict(enumerate(THREAT.values())))
    fig.update_xaxes(ticks="", tickangle=0)
    narrow = [words.replace(" ", "<br>", 1) for words in THREAT.values()]
    on_phone(fig, xaxis={"tickfont": {"size": 10}, "ticktext": narrow})
    room_above(fig, 20)  # for the second line that a phone needs
    at = cells.assign(
        x=cells["threat"].map({name: k for k, name in enumerate(THREAT)}),
        y=[places[a, d] for a, d in zip(cells["authority"], cells["debris"], strict=True)],
    )
    for mark, part in by_mark(at, "state", REFUSALS, empty=True):
        hover = [f"{_text(row)}: {row.who or 'nobody refuses it'}" for row in part.itertuples()]
        where = "middle right"
        dots(fig, part["x"], part["y"], mark, text=part["codes"], at=where, hover=hover, edge=2)
    return fig


def _text(row: object) -> str:
    """Name a text in words, by its three brackets."""
    a, t, d = (getattr(row, name) for name in ("authority", "threat", "debris"))
    return f"{AUTHORITY[a]}, {THREAT[t]}, {DEBRIS[d]}"


def _tally(cells: pd.DataFrame) -> str:
    of = cells["state"].value_counts()
    return "; ".join(f"{REFUSALS[state].name} {of.get(state, 0)}" for state in REFUSALS)


LEFT = Mark("square", "teal", "texts that are left")
TAKEN = Mark("square", "orange", "taken away by this capital")


def zone() -> Chart:
    """Draw how many of the 27 texts are left as one capital after another sits down."""
    rows = zones.joining()
    labels = ["nobody yet", *rows["country"][1:]]
    fig = rows_down(labels, each=30, above=0.6, below=0.6, grid=False)
    across(fig, 0, rows["left"].max() + 0.5, title="texts")
    places = list(range(len(rows)))
    hover = [f"{row.country}: {row.left} left" for row in rows.itertuples()]
    bars(fig, rows["left"], places, LEFT, text=rows["left"].astype(str), hover=hover)
    taken = [str(n) if n else "" for n in rows["taken"]]
    bars(fig, rows["taken"], places, TAKEN, text=taken, hover=hover, pattern="/")
    within = zones.settled_first("authority")
    small = rows.iloc[len(council.delegations(council.SMALLEST))]
    last = rows.iloc[-1]
    card = Card(
        title=f"Each capital that sits down leaves fewer texts or as many: from "
        f"{rows['left'].max()} to {small.left} with seven, to {last.left} with "
        f"{count(len(rows) - 1)}",
        subtitle="Texts that nobody at the table refuses, number, as capitals sit down in the "
        "order of the table",
        tables=["council_brackets", "council_delegations"],
        digest=[
            "Left after each: "
            + ", ".join(f"{row.country} {row.left}" for row in rows.iloc[1:].itertuples()),
            "Texts left if authority is settled first, with seven capitals: "
            + ", ".join(f"{AUTHORITY[name]} {left}" for name, left in within.items()),
            f"In whatever order they sit down, {last.left} texts are left at the end",
        ],
        note="Invented red lines: the shape shows the idea, and is no measure of any Council.",
        source_ids=sorted(set(load("council_delegations")["source_id"])),
    )
    return finish(fig, card, rows=rows, columns=["country", "taken", "left"])
