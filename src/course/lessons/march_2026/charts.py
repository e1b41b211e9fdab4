"""The charts of unit 16: hours, days, accounts, places, explanations, and a range."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts import maps
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import UNKNOWN, Mark, by_mark, marks
from course.charts.parts import across, dodge, dots, on_phone, rows_down, rule, segments, words
from course.charts.style import Card, Chart, finish, wrap
from course.geodesy import great_circle_km
from course.lessons.march_2026 import hypotheses, sums
from course.words import count, listed, long_date

SPEAKERS = marks(
    {
        "turkiye": "Ankara",
        "nato": "NATO",
        "united_states": "Washington",
        "iran": "Tehran",
        "press": "the press",
        "spain": "Madrid",
    }
)
SECOND_HAND = ("anonymous", "outlet_account")
DENIED = {"not_at_turkiye": "not_iran"}
"""Denials of any scope stand in one row: what each denies is read closely in an exercise."""
DAYS = {
    "4_march": "4 March",
    "9_march": "9 March",
    "13_march": "13 March",
    "fourth_missile": "30 March",
    "series": "not said<br>which",
}


def clocks(timeline: pd.DataFrame, claims: pd.DataFrame) -> Chart:
    """Draw first sign and announcement of each missile by the hour; both tables of March in."""
    shown = sums.clocks(timeline, claims)
    fig = rows_down(shown["day"].unique(), each=80, within=12, above=0.7, below=0.6)
    across(fig, -0.8, 24.2, ticks={h: f"{h:02d}:00" for h in (0, 6, 12, 18, 24)}, top=True)
    row = {day: k for k, day in enumerate(shown["day"].unique())}
    y = shown["day"].map(row)
    known = shown[shown["hour"].notna()]
    ends = known.groupby("day")["hour"].agg(["min", "max"])
    at = [row[day] for day in ends.index]
    segments(fig, ends["min"], ends["max"], at, Mark(colour="border"), width=3)
    morning, (early, late) = sums.MORNING
    piece = Mark(colour="teal", name="in the morning: piece, incident", dash="dot")
    segments(fig, [early], [late], [row["4 March"] - 0.22], piece, width=3, legend=True)
    kinds = {
        "sign": Mark("circle", "blue", "first sign, by one account"),
        "conflict": Mark("circle-open", "blue", "first sign, accounts in conflict"),
        "public": Mark("diamond", "orange", "public by then"),
    }
    for mark, part in by_mark(known, "kind", kinds):
        spots = part["at"].tolist()
        dots(fig, part["hour"], y[part.index], mark, text=part["label"], at=spots, size=12, edge=2)
    none = shown[shown["hour"].isna()]
    dots(fig, [12] * len(none), y[none.index], UNKNOWN._replace(name="no hour found"), size=13)
    lag = sums.lags(timeline, claims)
    card = Card(
        title=f"On 13 March more than {count(int(lag['13 March'][0]))} hours lay between sirens and "
        "announcement; for 4 March the accounts of the first sign lie hours apart",
        subtitle="Hour of the day in Türkiye: first sign of each missile, and the stamp of the "
        "earliest report found of the announcement",
        tables=["march_2026_timeline", "march_2026_claims"],
        digest=[
            "4 March: shortly before 08:00, reckoned from a Bulgarian site, or about midday, by "
            "a Turkish one; a fallen object reported in the morning, by another; an event of that morning, by the President; "
            "public by "
            f"{sums.local('msb-1', timeline)}",
            f"9 March: a piece falls about {sums.local('debris-gaziantep', timeline, 'happened')}; "
            f"public by {sums.local('intercept-2', timeline)}",
            f"13 March: sirens at {sums.local('sirens-incirlik', timeline, 'happened')}; public "
            f"by {sums.local('intercept-3', timeline)}",
            "30 March: no hour was found, neither of the missile nor of the announcement",
        ],
        note="A stamp says that something was public by then, and it may have been sooner. Sirens "
        "and a fallen piece are not the hit: no official hour of any was found. The morning is drawn "
        "from six to twelve by us.",
    )
    found = claims[claims["claim_id"].isin(morning)].assign(day="4 March", what=claims["answer"])
    shown = pd.concat([shown, found.assign(local_time="morning")])
    columns = ["day", "what", "local_time", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


FIRST = {
    ("who_fired", "iran"): "Fired by Iran",
    ("who_fired", "not_iran"): "Denied by Tehran",
    ("at_what_target", "turkiye"): "At Türkiye",
    ("at_what_target", "cyprus_base"): "At a base in Cyprus",
    ("at_what_target", "incirlik"): "At Incirlik",
    ("who_intercepted", "nato_assets"): "Stopped by NATO",
    ("who_intercepted", "us_destroyer"): "By a US destroyer",
    ("where_hit", "before_turkish_airspace"): "Hit before Turkish airspace",
    ("where_hit", "over_turkiye"): "Hit over Türkiye",
    ("where_hit", "over_eastern_mediterranean"): "Hit over the sea",
    ("whose_debris", "interceptor"): "Interceptor's debris",
    ("whose_debris", "incoming_missile"): "Missile's debris",
    ("how_long", "under_10_minutes"): "Under ten minutes",
}


def known(claims: pd.DataFrame) -> Chart:
    """Draw on which day each answer about the first missile was given, and by whom."""
    rows = claims[(claims["event"] == "4_march") & (claims["grade"] != "C")]
    rows = rows[rows["made_on"].str.len() == 10].replace({"answer_code": DENIED})
    keys = list(zip(rows["question"], rows["answer_code"], strict=True))
    row = {key: k for k, key in enumerate(FIRST)}
    shown = rows.assign(row=[row.get(key) for key in keys]).dropna(subset=["row"])
    shown = shown.sort_values(["made_on", "row"], kind="stable")
    at = {day: k for k, day in enumerate(sorted(shown["made_on"].unique()))}
    off = dodge(SPEAKERS, 0.14)
    x = shown["made_on"].map(at) + shown["claimant_kind"].map(off)
    again = shown.groupby(["made_on", "row", "claimant_kind"]).cumcount()
    y = shown["row"] + again * 0.22 - 0.1
    shown = shown.assign(x=x, y=y, answer_in_short=[FIRST[k] for k in _keys(shown)])
    fig = rows_down(list(FIRST.values()), each=34, within=17, above=0.8, below=0.6)
    across(fig, -0.6, len(at) - 0.4, ticks={k: _day(d) for d, k in at.items()}, top=True)
    fig.update_xaxes(tickangle=0)
    _between(fig, len(at))
    for mark, part in by_mark(shown, "claimant_kind", SPEAKERS):
        hover = [f"{r.claimant}:<br>{wrap(r.answer, 44)}" for r in part.itertuples()]
        hollow = part["directness"].isin(SECOND_HAND)
        dots(fig, part["x"], part["y"], mark, hollow=hollow, hover=hover, edge=2)
    first = shown[shown["made_on"] == shown["made_on"].min()]
    soon = {key: row[key] in set(first["row"]) for key in FIRST}
    card = Card(
        title="Nearly all the answers that contradict each other were given within two days; none was "
        "withdrawn in what was read",
        subtitle="Answers about the first missile by the day on which each was given in March 2026, "
        "and by who gave it. Hollow: unnamed, or the outlet's own account",
        tables=["march_2026_claims"],
        digest=[
            f"Given on {long_date(first['made_on'].iloc[0])}: "
            + "; ".join(FIRST[key] for key, then in soon.items() if then),
            "New after that day: "
            + "; ".join(FIRST[key] for key, then in soon.items() if not then),
            "Named as the target: Türkiye, a base in Cyprus, Incirlik; later reports of Kürecik do not "
            "say which missile",
        ],
        note="Ankara: government, officials and state media. Each mark is one claim that we read, and "
        "many outlets repeat one agency: a row of marks is no vote. Grade C is left out.",
    )
    columns = ["made_on", "claimant", "answer_in_short", "answer", "directness", "source_id"]
    return finish(fig, card, rows=shown, columns=[*columns, "grade"])


def _between(fig: go.Figure, columns: int) -> None:
    """Draw a line between each two columns, so that marks beside a day are seen to belong to it."""
    for k in range(columns - 1):
        rule(fig, k + 0.5, dash="dot", colour="border", width=1)


def _keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["question"], rows["answer_code"], strict=True))


def _day(iso: str) -> str:
    return long_date(iso).removesuffix(" 2026").replace(" ", "<br>")


ASKED = {
    "At what target?": (
        "at_what_target",
        {
            "turkiye": "Türkiye",
            "incirlik": "Incirlik",
            "cyprus_base": "a base in Cyprus",
            "kurecik": "Kürecik",
            "unclear": "unclear",
            "not_stated": "not said",
        },
    ),
    "Who fired?": (
        "who_fired",
        {"iran": "Iran", "not_iran": "denied by Tehran", "third_party": "a third party"},
    ),
    "Where hit?": (
        "where_hit",
        {
            "before_turkish_airspace": "before Turkish airspace",
            "over_turkiye": "over Türkiye",
            "over_eastern_mediterranean": "over the sea",
            "not_stated": "not said",
        },
    ),
    "Whose debris?": (
        "whose_debris",
        {
            "interceptor": "the interceptor's",
            "incoming_missile": "the missile's",
            "unclear": "either",
            "not_stated": "not said",
        },
    ),
}


def accounts(claims: pd.DataFrame) -> Chart:
    """Draw who gave which answer about which missile, a question a button."""
    kept = claims[claims["event"].isin(DAYS) & (claims["grade"] != "C")]
    kept = kept[kept["claimant_kind"].isin(SPEAKERS)].replace({"answer_code": DENIED})
    place, off = {event: k for k, event in enumerate(DAYS)}, dodge(SPEAKERS, 0.14)
    figures, parts = {}, []
    for button, (question, answers) in ASKED.items():
        rows = kept[(kept["question"] == question) & kept["answer_code"].isin(answers)]
        y = rows["answer_code"].map({code: k for k, code in enumerate(answers)})
        x = rows["event"].map(place) + rows["claimant_kind"].map(off)
        again = rows.groupby(["event", "answer_code", "claimant_kind"]).cumcount()
        rows = rows.assign(x=x, y=y + again * 0.16 - 0.12, asked=button)
        rows = rows.sort_values("directness", key=lambda how: how.isin(SECOND_HAND))
        fig = rows_down(list(answers.values()), each=46, within=17, above=0.8, below=0.6)
        fig.update_layout(height=280)
        across(fig, -0.6, len(DAYS) - 0.4, ticks=dict(enumerate(DAYS.values())), top=True)
        fig.update_xaxes(tickangle=0)
        _between(fig, len(DAYS))
        for mark, part in by_mark(rows, "claimant_kind", SPEAKERS, empty=True):
            hover = [f"{r.claimant}:<br>{wrap(r.answer, 44)}" for r in part.itertuples()]
            look = [
                f"{mark.symbol}-open" if how in SECOND_HAND else mark.symbol
                for how in part["directness"]
            ]
            look = look or [mark.symbol]
            dots(fig, part["x"], part["y"], mark, edge=2, symbols=look, hover=hover)
        figures[button] = fig
        parts.append(rows)
    fig = switch(figures)
    on_phone(fig, xaxis={"tickfont": {"size": 9}})
    shown = pd.concat(parts)
    card = Card(
        title="On who fired the first, Ankara and NATO stand against Tehran; on its target and on where it "
        "was hit, accounts from one and the same camp differ",
        subtitle="Choose a question: answers by missile and by who gave them. Hollow: unnamed, or "
        "the outlet's own account",
        tables=["march_2026_claims"],
        digest=[
            _said(shown, "At what target?", "4_march", "of the first missile"),
            _said(shown, "Who fired?", "4_march", "of the first missile"),
            _said(shown, "Where hit?", "4_march", "of the first missile"),
            _said(shown, "Where hit?", "13_march", "of the third"),
            _said(shown, "Whose debris?", "9_march", "of the second"),
        ],
        note="Ankara: with state media. Marks are claims that we read, not votes: outlets repeat "
        "agencies. Which missile was "
        "meant for Kürecik, one report does not say. Grade C is left out.",
    )
    columns = ["asked", "event", "claimant", "answer", "made_on", "directness", "source_id"]
    return finish(fig, card, rows=shown, columns=[*columns, "grade"])


def _said(shown: pd.DataFrame, button: str, event: str, which: str) -> str:
    names = ASKED[button][1]
    rows = shown[(shown["asked"] == button) & (shown["event"] == event)]
    by = {
        names[code]: listed(dict.fromkeys(SPEAKERS[kind].name for kind in part["claimant_kind"]))
        for code, part in rows.groupby("answer_code", sort=False)
    }
    told = "; ".join(f"{answer} ({who})" for answer, who in by.items())
    return f"{button.removesuffix('?')}, {which}: {told}"


PLACES = {
    "sirens-incirlik": ("Incirlik", "named as a target"),
    "wsj-kurecik": ("Kürecik", "named as a target"),
    "akrotiri-drone": ("Akrotiri", "a British base in Cyprus"),
    "debris-dortyol": ("Dörtyol, 4 March", "debris"),
    "debris-gaziantep": ("Gaziantep, 9 March", "debris"),
    "sirens-batman": ("Batman, 13 March", "sirens only"),
}


def places(timeline: pd.DataFrame) -> Chart:
    """Draw the places that the accounts name; `march_2026_timeline` in."""
    shown = timeline.set_index("event_id").loc[list(PLACES)].reset_index()
    shown = shown.assign(
        name=[name for name, _ in PLACES.values()], as_what=[kind for _, kind in PLACES.values()]
    )
    fig = maps.base_map((36.6, 37.0), extent_km=470, aspect=1.5)
    kinds = dict.fromkeys(shown["as_what"])
    maps.add_sites(fig, shown, kind="as_what", kinds={kind: kind for kind in kinds})
    where = {row["name"]: (row["lat"], row["lon"]) for _, row in shown.iterrows()}

    def km(a: str, b: str) -> str:
        return f"{round(great_circle_km(*where[a], *where[b]), -1):,.0f} km"

    piece = "Dörtyol, 4 March"
    card = Card(
        title=f"The places named as targets lie up to {km('Akrotiri', 'Kürecik')} apart; the piece of "
        f"the first interceptor fell {km(piece, 'Incirlik')} from Incirlik, {km(piece, 'Kürecik')} from "
        f"Kürecik and {km(piece, 'Akrotiri')} from Akrotiri",
        subtitle="Places named in accounts of March 2026, at the middle of each town or base",
        tables=["march_2026_timeline", "basemap"],
        digest=[
            f"Dörtyol to Incirlik {km(piece, 'Incirlik')}, to Kürecik {km(piece, 'Kürecik')}, to "
            f"Akrotiri {km(piece, 'Akrotiri')}",
            f"Gaziantep to Incirlik {km('Gaziantep, 9 March', 'Incirlik')}, to Kürecik "
            f"{km('Gaziantep, 9 March', 'Kürecik')}",
            f"Incirlik to Kürecik {km('Incirlik', 'Kürecik')}, to Akrotiri {km('Incirlik', 'Akrotiri')}",
            f"Batman, where sirens sounded on 13 March as well, lies {km('Batman, 13 March', 'Incirlik')} "
            "from Incirlik; no official link to the missile was found",
        ],
        note="The Turkish official spoke of a base in Cyprus and did not say which: Akrotiri stands "
        "for it here, by our choice. Where debris falls does not say where a missile was going. "
        f"{maps.NOTE}",
    )
    columns = ["name", "as_what", "lat", "lon", "happened_at", "what", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


FIGURES = {
    "distance": Mark("circle", "blue", "distance to the island, as printed"),
    "range": Mark("diamond", "orange", "range, as estimated"),
    "reckoned": Mark("square-open", "teal", "distance from a place in Iran, reckoned here"),
}


def island(claims: pd.DataFrame, ranges: pd.DataFrame, sites: pd.DataFrame) -> Chart:
    """Draw what was printed of the distance to Diego Garcia and of the missile's range, in km."""
    shown = sums.island(claims, ranges, sites)
    fig = rows_down(shown["who"], each=34, within=22, above=0.8, below=0.6)
    across(fig, 3350, 6150, ticks={km: f"{km:,}" for km in (4000, 4500, 5000, 5500)}, top=True)
    on_phone(fig, xaxis={"range": [2700, 6700], "tickvals": [4000, 5000, 6000]})
    rule(fig, 4000, "4,000 km", dash="dot", colour="ink")
    for mark, part in by_mark(shown, "kind", FIGURES):
        text = [f"{km:,.0f}" for km in part["km"]]
        side = ["middle left" if km < 4000 else "middle right" for km in part["km"]]
        dots(fig, part["km"], part.index, mark, text=text, at=side, size=11, edge=2)
    of = {kind: part["km"] for kind, part in shown.groupby("kind")}
    card = Card(
        title=f"The ranges given for the missile, {of['range'].min():,.0f} to "
        f"{of['range'].max():,.0f} km, equal printed distances to the island; no official whom we "
        "read gives a distance flown",
        subtitle="Kilometres: what was printed of the distance to Diego Garcia, what was estimated of "
        "the missile's range, and distances reckoned from four places in Iran",
        tables=["march_2026_claims", "missile_ranges", "sites"],
        digest=[
            f"Distance as printed: {of['distance'].min():,.0f} to {of['distance'].max():,.0f} km",
            f"Range as estimated: {of['range'].min():,.0f} to {of['range'].max():,.0f} km",
            f"Distance reckoned: {of['reckoned'].min():,.0f} km from the far south-east of Iran to "
            f"{of['reckoned'].max():,.0f} from its north-west",
            "Of the two missiles one failed in flight, officials said; whether the other "
            "was hit was not known to them",
        ],
        note="Places to measure from, not known launch sites; the place of Chabahar is ours. Euronews "
        "printed its range as more than 4,000 km.",
        source_ids=[*shown["source_id"].dropna().unique()],
    )
    return finish(fig, card, rows=shown, columns=["who", "kind", "km", "source_id"])


def explanations(claims: pd.DataFrame) -> Chart:
    """Draw what each item of evidence speaks against, and the counts once some are left out."""
    table = hypotheses.matrix(claims)
    codes = list(hypotheses.EXPLANATIONS)
    labels = [*table["label"], "<b>Speak against it</b>"]
    fig = rows_down(labels, each=40, within=26, above=0.8, below=0.7)
    heads = ["Incirlik", "Cyprus", "Kürecik", "a third<br>party"]
    across(fig, -0.6, 3.6, ticks=dict(enumerate(heads)), top=True)
    fig.update_xaxes(tickangle=0)
    looks = {
        False: Mark("circle-open", "blue", "fits, or does not bear on it"),
        True: Mark("x", "orange", "speaks against it"),
    }
    for button, out in hypotheses.LEFT_OUT.items():
        kept = table[~out(table)]
        with tagged(fig, button):
            for says, mark in looks.items():
                cells = [
                    (k, row)
                    for row in kept.index
                    for k, code in enumerate(codes)
                    if bool(kept.at[row, code]) is says
                ]
                x, y = zip(*cells, strict=True)
                hover = [str(table.at[row, "claimant"]) for _, row in cells]
                dots(fig, x, y, mark, hover=hover, edge=2, size=12 if says else 9)
            sums_of = [f"<b>{n}</b>" for n in hypotheses.counts(table, button).values()]
            foot = [len(table)] * len(codes)
            words(fig, list(range(len(codes))), foot, sums_of, at="middle center")
    choices(fig, {button: [button] for button in hypotheses.LEFT_OUT})
    fig.update_layout(showlegend=True)
    wider = hypotheses.matrix(claims, more=True)
    measured = [item.label for item in hypotheses.EVIDENCE.values() if item.measured]
    names = [head.replace("<br>", " ") for head in heads]

    def told(button: str, of: pd.DataFrame = table) -> str:
        found = hypotheses.counts(of, button).values()
        return ", ".join(f"{name} {n}" for name, n in zip(names, found, strict=True))

    card = Card(
        title="What somebody could have measured tells no target from another, as we code it; what tells "
        "them apart is words, and the count turns on whose words are in it",
        subtitle="The first missile: four explanations, what was said, and what each item speaks "
        "against if it is true. Choose whom to leave out",
        tables=["march_2026_claims"],
        digest=[
            f"These could have been measured, and tell no target from another: {'; '.join(measured)}. The "
            "first speaks against a third party",
            f"Items against each explanation, nobody left out: {told('Nobody')}",
            f"Without the unnamed: {told('The unnamed')}",
            f"Without Tehran: {told('Tehran')}; without NATO: {told('NATO')}",
            "Three more items put in, Pezeshkian, NATO's military spokesman and the officials of the "
            f"Wall Street Journal: {told('Nobody', wider)}; without the unnamed: "
            f"{told('The unnamed', wider)}; without NATO: {told('NATO', wider)}",
        ],
        note="The coding is ours, and so is the choice of items. An item is not a weight, and items are "
        "not independent: a count is no probability. Other targets that were named, such as Crete or "
        "American forces at sea (a Turkish deputy), are not in it.",
    )
    columns = ["label", "claimant", *codes, "made_on", "directness", "source_id", "grade"]
    shown = table.replace({code: {True: "against", False: "fits"} for code in codes})
    return finish(fig, card, rows=shown, columns=columns)
