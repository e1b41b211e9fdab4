"""The charts of unit 11: what was done together, what was quarrelled over, and what was lost."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from course.charts import maps, timelines
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, dots, headings, rows_down, rule, segments, spread
from course.charts.style import PALETTE, Card, Chart, finish, wrap
from course.lessons.nato_and_russia.suspects import END, SUSPECTS, bounds, dated, order, trials
from course.words import listed, long_date, short_month, tally

LANES = {
    "practical_cooperation": "joint work",
    "offer": "offers",
    "political_dispute": "quarrel",
    "arms_control": "treaties and guarantees",
}
WHO = {"russia": "Russia", "united_states": "United States", "nato": "NATO", "joint": "together"}
MOMENTS = (
    ("2008-georgia-halt", "war in Georgia", "left"),
    ("2014-suspension", "suspension", "right"),
)


def in_time(events: pd.DataFrame) -> pd.DataFrame:
    """Return events in order of time; an answer dated to the month stands after its offer."""
    shown = timelines.in_order(events)
    made = shown.groupby("answered_by")["when"].max() + pd.Timedelta(hours=1)
    asked = shown["event_id"].map(made)
    late = shown["when"].where(asked.isna() | (shown["when"] > asked), asked)
    return shown.assign(when=late).sort_values("when", kind="stable").reset_index(drop=True)


def lanes(events: pd.DataFrame) -> Chart:
    """Draw every event to scale, in four lanes; table `nato_russia_events` in."""
    shown = in_time(events)
    row = shown["lane"].map({lane: k for k, lane in enumerate(LANES)})
    near = spread(shown["when"], shown["lane"], within=pd.Timedelta(days=200))
    shown = shown.assign(at=row + near, hover=[_said(r) for r in shown.itertuples()])
    fig = rows_down(list(LANES.values()), each=84, within=12, above=0.6, below=0.6)
    across(fig, "1999-09-01", "2027-03-01", every="M60", start="2000-01-01", form="%Y", top=False)
    dates = shown.set_index("event_id")["date"]
    for event, name, side in MOMENTS:
        rule(fig, str(bounds(dates[event])[0]), name, dash="dot", colour="ink", at=side)
    for who, (mark, part) in zip(WHO, by_mark(shown, "initiator", marks(WHO)), strict=True):
        with tagged(fig, who):
            number = part["exercise_number"]
            text = ["" if pd.isna(n) else f"<b>{n}</b>" for n in number]
            # Above the fourth exercise stands a dot: Russia's word that it would come.
            at = ["bottom center" if low else "top center" for low in number.eq(4).fillna(False)]
            look: dict[str, Any] = {"text": text, "at": at, "hover": part["hover"]}
            dots(fig, part["when"], part["at"], mark, **look, hoverinfo="text")
    choices(fig, {"All": list(WHO)} | {name: [who] for who, name in WHO.items()})
    work = shown[shown["lane"] == "practical_cooperation"]
    beside = shown[shown["lane"] == "political_dispute"]
    last = work["date"].iloc[-1]
    both = beside[(beside["date"] >= "2005") & (beside["when"] <= work["when"].iloc[-1])]
    card = Card(
        title=f"Joint work and quarrel ran side by side; the last joint work in the table is of "
        f"{long_date(last)}, two years before NATO suspended all practical cooperation",
        subtitle="Events between NATO, the United States and Russia on missile defence, by date; the "
        "shape says who took the step, a number which joint exercise",
        tables=["nato_russia_events"],
        digest=[
            f"Rows: {tally(shown['lane'].value_counts().reindex(list(LANES)), LANES)}",
            f"Exercises: {listed(long_date(d) for d in work.loc[work['exercise_number'].notna(), 'date'])}",
            f"Rows of quarrel between {both['date'].iloc[0][:4]} and the last joint work: {len(both)}",
            f"Joint work in the table from {long_date(work['date'].iloc[0])} to {long_date(last)}; "
            f"all practical cooperation suspended by NATO in {long_date(dates['2014-suspension'])}",
        ],
        note="The table is a selection: it shows what ran at once, not how much of each there was.",
    )
    columns = ["event_id", "date", "lane", "title", "initiator", "place", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def _said(event: Any) -> str:
    return f"{long_date(event.date)}: {wrap(event.title, 34)}"


PLACES = {
    "colorado-springs": "1 Colorado Springs 2004",
    "de-peel": "2 De Peel 2005",
    "moscow": "3 Moscow 2006",
    "ottobrunn": "4 Ottobrunn 2008",
}


def places(sites: pd.DataFrame, events: pd.DataFrame) -> Chart:
    """Draw the places of the joint exercises; tables `sites` and `nato_russia_events` in."""
    held = events[events["exercise_number"].notna()].sort_values("exercise_number")
    shown = sites.set_index("site_id").loc[list(PLACES)].assign(name=PLACES, kind="training")
    fig = maps.base_map((60, -36), extent_km=5400, view=(58, -36), aspect=1.7)
    maps.add_sites(fig, shown.reset_index(), kinds={"training": "joint exercise"}, size=11)
    people = held.set_index("exercise_number")
    card = Card(
        title="Four of the five joint exercises can be placed: in America, in the Netherlands, in "
        "Russia and in Germany, each side as host",
        subtitle="Places of the NATO-Russia theatre missile defence exercises, with their numbers",
        tables=["nato_russia_events", "sites", "basemap"],
        digest=[
            *(
                f"{n}: {long_date(r.date)}, {r.place}"
                + ("" if pd.isna(r.allied_nations) else f", {r.allied_nations} NATO nations")
                + (
                    ""
                    if pd.isna(r.russian_participants)
                    else f", {r.russian_participants} from Russia as reported"
                )
                for n, r in people.iterrows()
            )
        ],
        note="The fifth was in Germany; our sources name no place. Those described were exercises of "
        f"staffs and computers. {maps.NOTE}",
        source_ids=held["source_id"].tolist(),
    )
    columns = ["exercise_number", "date", "end_date", "place", "russian_participants"]
    columns += ["allied_nations", "source_id", "grade"]
    return finish(fig, card, rows=held, columns=columns)


LITERALLY = {
    "nrc": ("", "Russia comes first"),
    "tmd": ("the missiles are of the theatre", "1997: tactical counter-missile defence"),
    "bmd": ("", "counter-missile defence, not ballistic"),
    "interceptor": ("", "counter-missile"),
    "irbm": ("", "missile of medium range"),
    "air-defence": ("", "counter-air defence"),
    "arms-control": ("mastery of armaments", ""),
    "collective-defence": ("", ""),
    "non-proliferation": ("", ""),
}
"""What a term says in French and in Russian where it is not what the English says; ours."""


def terms(glossary: pd.DataFrame) -> Chart:
    """Draw terms in three languages, with what differs; table `glossary` in."""
    shown = glossary.set_index("term_id").loc[list(LITERALLY)]
    fig = rows_down(shown["term"], each=76, within=14, above=0.6, below=0.6)
    across(fig, 0, 10, ticks=[], grid=False)
    for place, (language, mark) in enumerate(
        {
            "french": Mark("circle", "blue", "French, official text"),
            "russian": Mark("diamond", "orange", "Russian, official text"),
        }.items()
    ):
        words = [
            wrap(text, 40)
            + (f"<br><i>{LITERALLY[term][place]}</i>" if LITERALLY[term][place] else "")
            for term, text in shown[language].items()
        ]
        at = [k - 0.22 + 0.46 * place for k in range(len(shown))]
        dots(fig, [0.2] * len(shown), at, mark, text=words, at="middle right", cliponaxis=False)
    other = {t: name for t, name in shown["term"].items() if any(LITERALLY[t])}
    same = [name.lower() for t, name in shown["term"].items() if t not in other]
    both = glossary[glossary["french"].notna() & glossary["russian"].notna()]
    card = Card(
        title="French and Russian often name the same thing by another property: theatre or tactical, "
        "control or mastery, ballistic or not",
        subtitle="Terms as official texts in French and Russian have them; in italics what such a name "
        "says that the English does not (ours)",
        tables=["glossary"],
        digest=[
            f"Another property or another order in at least one language: {listed(n.lower() if n[0] != 'N' else n for n in other.values())}",
            f"Word for word in all three: {listed(same)}",
            f"Terms of the glossary with an official form in all three languages: {len(both)}",
            "The working group's own list of terms could not be read",
        ],
        note="Texts of 1972 to 2023; a name may have changed. The Russian of 1997 is one of several in "
        "use.",
        source_ids=[*shown["french_source_id"], *shown["russian_source_id"]],
    )
    shown = shown.reset_index()
    shown = shown.assign(
        literally=["; ".join(filter(None, LITERALLY[t])) for t in shown["term_id"]]
    )
    columns = ["term", "french", "russian", "literally", "french_source_id", "russian_source_id"]
    return finish(fig, card, rows=shown, columns=columns)


OFFERS = {
    "2000-putin-tmd": "A defence of Europe, non-strategic",
    "2007-gabala": "Gabala's data for two sites",
    "2007-kennebunkport": "A second radar, a data centre",
    "2007-moscow-2plus2": "A joint system or a network",
    "2008-bucharest-link": "To explore a link of systems",
    "2008-iskander-offer": "No Iskanders if no shield",
    "2009-rasmussen-shield": "A common shield by 2020",
    "2010-invitation": "An invitation at Lisbon",
    "2010-sectoral": "Sectors of responsibility",
    "2011-two-systems": "Two systems, shared data",
    "2011-guarantees": "Asked: a legal guarantee",
    "2011-sochi": "Joint data centres",
    "2012-burnout": "Speed data, only considered",
    "2012-see-for-yourselves": "See with your own eyes",
    "2013-centres": "Two centres, data and planning",
    "2013-obama-letter": "A data accord (reported)",
    "2013-russian-plan": "A plan with legal limits",
    "2022-us-reply": "Talks on a Tomahawk check",
    "2025-limits-offer": "A year more of limits",
}
ANSWERS = {
    "accepted": Mark("star", "teal", "said yes"),
    "partly": Mark("triangle-up", "gold", "in part"),
    "refused": Mark("x", "magenta", "refused"),
}


def offers(events: pd.DataFrame) -> Chart:
    """Draw what was offered or asked, by whom, and the answer; table `nato_russia_events` in."""
    timed = in_time(events).set_index("event_id")
    dates, when = timed["date"], timed["when"]
    shown = timed.loc[list(OFFERS)]
    shown = shown.assign(made=shown["when"], met=shown["answered_by"].map(when))
    shown = shown.sort_values("made", kind="stable").reset_index()
    shown = shown.assign(label=shown["event_id"].map(OFFERS))
    fig = rows_down(shown["label"], each=33, within=24, above=0.7, below=0.6)
    across(fig, "1999-06-01", "2031-01-01", every="M60", start="2000-01-01", form="%Y", top=True)
    ends = (shown["made"], shown["met"], shown.index + 0.16)
    segments(fig, *ends, Mark(colour="border"), to=shown.index - 0.16, width=3)
    names = {who: f"offered by {WHO[who]}" for who in ("russia", "united_states", "nato")}
    for mark, part in by_mark(shown, "initiator", marks(names)):
        hover = [
            f"{long_date(d)}: {wrap(w, 46)}"
            for d, w in zip(part["date"], part["what"], strict=True)
        ]
        dots(fig, part["made"], part.index + 0.16, mark, hover=hover, size=10, hoverinfo="text")
    for mark, part in by_mark(shown, "answer", ANSWERS):
        hover = [f"{mark.name}: {long_date(dates[e])}" for e in part["answered_by"]]
        text = [f" {short_month(dates[e])} " for e in part["answered_by"]]
        spot = ["middle left" if met.year > 2020 else "middle right" for met in part["met"]]
        look: dict[str, Any] = {"text": text, "at": spot, "hover": hover, "hoverinfo": "text"}
        dots(fig, part["met"], part.index - 0.16, mark, **look, size=11, edge=2)
    answered = shown["answer"].value_counts().reindex(list(ANSWERS), fill_value=0)
    step = timed["initiator"]
    by = shown.loc[shown["answer"] == "refused", "answered_by"].map(step)
    plain = shown.loc[shown["answer"] == "accepted", "label"]
    plain = [label[0].lower() + label[1:] for label in plain]
    card = Card(
        title="Both sides offered and both refused; the one plain yes that we read was to "
        f"{listed(plain)}",
        subtitle="Offers and one request, by date, with the answer where one was read; the first shape "
        "says who made it, the second what was said",
        tables=["nato_russia_events"],
        digest=[
            f"Made by: {tally(shown['initiator'].value_counts(), WHO)}",
            f"Answers: {tally(answered, {k: m.name for k, m in ANSWERS.items()})}; none read for "
            f"{shown['answer'].isna().sum()}",
            "Refused: "
            + "; ".join(
                f"{r.label} ({long_date(r.date)}, answer {long_date(dates[r.answered_by])})"
                for r in shown[shown["answer"] == "refused"].itertuples()
            ),
            f"Refused by whom: {tally(by.value_counts(), WHO)}; no answer read, by who offered: "
            f"{tally(shown.loc[shown['answer'].isna(), 'initiator'].value_counts(), WHO)}",
            "In part: "
            + "; ".join(
                f"{r.label} (answer {long_date(dates[r.answered_by])}"
                + (", a step of its own maker)" if r.initiator == step[r.answered_by] else ")")
                for r in shown[shown["answer"] == "partly"].itertuples()
            ),
        ],
        note="No answer read is not a refusal. What counts as an answer in part is our reading.",
    )
    columns = [
        "event_id",
        "date",
        "label",
        "initiator",
        "answer",
        "answered_by",
        "source_id",
        "grade",
    ]
    return finish(fig, card, rows=shown, columns=columns)


def lag() -> Chart:
    """Draw what came before and what after the end of the Russian working group."""
    known = dated()
    end = known.at[END, "date"]
    shown = known.loc[list(SUSPECTS)].assign(label=SUSPECTS)
    shown["first"], shown["last"] = zip(*map(bounds, shown["date"]), strict=True)
    shown["side"] = [order(d, end) for d in shown["date"]]
    shown = shown.sort_values("first", kind="stable").reset_index(names="event_id")
    fig = rows_down([f"{r.label}<br>{long_date(r.date)}" for r in shown.itertuples()], each=40)
    across(fig, "2011-12-01", "2014-09-01", every="M12", start="2012-01-01", form="%Y")
    rule(fig, end, "the group ends", dash="dot", colour="ink", at="left")
    sides = {"possible": "before: a possible cause", "impossible": "after: no cause of it"}
    for mark, part in by_mark(shown, "side", marks(sides)):
        coarse = part[part["first"] != part["last"]]
        ends = (coarse["first"].astype(str), coarse["last"].astype(str))
        segments(fig, *ends, coarse.index, mark._replace(dash="solid"), width=6, opacity=0.5)
        hover = [
            f"{long_date(d)}: {label}" for d, label in zip(part["date"], part["label"], strict=True)
        ]
        dots(fig, part["first"].astype(str), part.index, mark, hover=hover, hoverinfo="text")
    late = shown[shown["side"] == "impossible"]
    card = Card(
        title="The Russian group ended before Crimea and before either suspension: what came after "
        "cannot have ended it",
        subtitle="What has been or could be named as the reason, by date; a bar: only the month is known",
        tables=["nato_russia_events", "milestones", "epaa_milestones"],
        digest=[
            f"The group's end: {long_date(end)}",
            "Before it: "
            + "; ".join(
                f"{r.label} ({long_date(r.date)})"
                for r in shown[shown["side"] == "possible"].itertuples()
            ),
            "After it: " + "; ".join(f"{r.label} ({long_date(r.date)})" for r in late.itertuples()),
            "Coming before makes a cause possible; it does not make one",
        ],
        note="Housekeeping is a possibility too: an agency allowed for it at the time, as it did for failure.",
    )
    columns = ["event_id", "label", "date", "side", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def removed() -> Chart:
    """Draw what happened when a suspected cause was in fact taken away."""
    shown = trials()
    month = 365.25 / 12
    fig = rows_down(
        [f"{wrap(r.label, 22)}<br>{long_date(r.date)}" for r in shown.itertuples()], each=66
    )
    fig.update_layout(yaxis={"range": [len(shown) + 0.5, -0.7]})
    ticks = [*range(len(shown)), len(shown)]
    texts = [*fig.layout.yaxis.ticktext, "Legal guarantee<br>given: never"]
    fig.update_layout(height=66 * len(ticks), yaxis={"tickvals": ticks, "ticktext": texts})
    across(fig, -0.9, 34, every=6, title="months after")
    rule(fig, 0, "taken away", dash="dot", colour="ink")
    for column, mark in (
        ("days_gone", Mark("triangle-up", "teal", "yes: the supposed effect ends")),
        ("days_back", Mark("x", "magenta", "no: it is there, still or again")),
    ):
        part = shown[shown[column].notna()]
        text = [f"{d:.0f} days" for d in part[column]]
        near = [
            ("top right", "middle right", "top left")[(d > 60) + (d > 600)] for d in part[column]
        ]
        look: dict[str, Any] = {"text": text, "at": near, "hover": text, "edge": 2, "size": 12}
        dots(fig, part[column] / month, part.index, mark, **look, hoverinfo="text")
    dots(
        fig,
        [0.0],
        [len(shown)],
        Mark("circle-open", "grey", "never tried"),
        text=["never tried"],
        at="middle right",
    )
    titles = dated()["title"]
    answered = shown[shown["days_gone"].notna() & shown["days_back"].notna()]
    days = listed(f"{d:.0f}" for d in answered["days_gone"])
    card = Card(
        title=f"Two steps back by Washington were answered, after {days} days; both times the "
        "quarrel was back within three years, and the guarantee was never tried",
        subtitle="Suspected causes that were in fact taken away, and when the effect went or was seen again",
        tables=["nato_russia_events", "milestones"],
        digest=[
            *(
                f"{r.label} Taken away {long_date(r.date)}; "
                + (
                    f"yes, after {r.days_gone:.0f} days ({titles[r.gone]})"
                    if pd.notna(r.days_gone)
                    else "no"
                )
                + (
                    f"; the effect is there after {r.days_back:.0f} days ({titles[r.back]})"
                    if pd.notna(r.days_back)
                    else ""
                )
                for r in shown.itertuples()
            ),
            "A legal guarantee was never given, so that nothing shows what it would have done",
        ],
        note="When a suspect goes, other things change as well: on the day of the first a new plan was "
        "announced. Days are the fewest that the dates allow; what counts as back is our reading.",
    )
    return finish(fig, card, rows=shown)


RAILS = {"Joint work and offers": 0.04, "Quarrel and treaties": 1.92}
PERIODS = {
    "2000-06": ("2000", "2006"),
    "2007-09": ("2007", "2009"),
    "2010-12": ("2010", "2012"),
    "2013-16": ("2013", "2016"),
    "2017-26": ("2017", "2026"),
}


def listing(events: pd.DataFrame) -> Chart:
    """Draw every event with its words, in order, a button for each period; the table in."""
    shown = in_time(events)
    years = shown["date"].str[:4]
    parts = {name: shown[years.between(*ends)] for name, ends in PERIODS.items()}
    most = max(map(len, parts.values()))
    sizes = {name: tally(part["lane"].value_counts(), LANES) for name, part in parts.items()}
    card = Card(
        title="In no period does one column stand alone: offers go on while the quarrel does",
        subtitle="Every event of the table in order of time, not to scale; the shape says what kind. "
        "Choose a period",
        tables=["nato_russia_events"],
        digest=[f"{name.replace('-', ' to ')}: {text}" for name, text in sizes.items()],
        note="That one row follows another does not show that it was caused by it.",
    )
    drawing = switch({name: _period(part, most) for name, part in parts.items()})
    columns = ["date", "title", "what", "lane", "initiator", "source_id", "grade"]
    return finish(drawing, card, rows=shown, columns=columns)


def _period(part: pd.DataFrame, most: int) -> go.Figure:
    """Draw one period's events in two columns, in a frame for as many rows as the longest has."""
    part = part.reset_index(drop=True)
    fresh = part["date"].str[:4].where(part["date"].str[:4] != part["date"].str[:4].shift())
    fig = rows_down([""] * most, each=33, above=0.6, below=0.6, grid=False)
    ticks = fresh.dropna()
    fig.update_yaxes(tickvals=ticks.index.tolist(), ticktext=ticks.tolist())
    rails = list(RAILS.values())
    across(fig, -0.02, 2, ticks=rails)
    fig.update_xaxes(gridcolor=PALETTE["border"], showticklabels=False, ticks="", showline=False)
    for place, (mark, kind) in enumerate(by_mark(part, "lane", marks(LANES), empty=True)):
        text = [
            wrap(f"{_short(d)}{t}", 34) for d, t in zip(kind["date"], kind["title"], strict=True)
        ]
        at = "middle right" if place < 2 else "middle left"
        look: dict[str, Any] = {"text": text, "at": at, "size": 11}
        dots(fig, [rails[place // 2]] * len(kind), kind.index, mark, **look)
    headings(fig, rails, list(RAILS))
    return fig


def _short(iso: str) -> str:
    """Write the day and month of a date before a title, as far as they are known."""
    return "" if len(iso) < 7 else f"{long_date(iso).rsplit(' ', 1)[0]}: "
