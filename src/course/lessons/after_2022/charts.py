"""The charts of unit 15: texts, members and suppliers, what fell, who asked, what came of asks."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts import matrices
from course.charts.buttons import choices, tagged
from course.charts.marks import UNKNOWN, Mark, by_mark
from course.charts.parts import across, dots, on_phone, path, rows_down, segments, spread, upwards
from course.charts.style import Card, Chart, finish
from course.lessons.after_2022 import sums
from course.lessons.after_2022.names import ASKED, ASKS, FEATURES, HARM, SHORT, TEXTS
from course.words import count, listed, long_date, tally

# -- five summits and a policy

STATES = {
    "A": Mark("square", "blue", "yes, read in the text (A)"),
    "B": Mark("circle", "sky", "yes, as quoted or reported (B)"),
    "no": Mark("line-ew-open", "orange", "no, as reported (B)"),
    "C": Mark("circle-open", "grey", "yes, remembered only (C)"),
}


def texts(language: pd.DataFrame) -> Chart:
    """Draw what seven texts since 2022 say, as far as read; table `summit_language` in."""
    cells = language[language["declaration_id"].isin(TEXTS) & language["feature"].isin(FEATURES)]
    cells = cells.assign(state=sums.states(cells))
    known = cells.dropna(subset=["state"])
    said = {code: known[known["feature"] == code] for code in FEATURES}
    firm = {
        code: [TEXTS[i] for i in TEXTS if i in set(part["declaration_id"][part["state"] != "C"])]
        for code, part in said.items()
    }
    unread = [words for code, words in FEATURES.items() if said[code].empty]
    card = Card(
        title="“All directions” is said of defence as a whole from 2022, of air and missile defence "
        "in 2024 and 2025; whether it holds for the ballistic shield, no text read says",
        subtitle="Seven texts of leaders and headquarters since 2022, and what was read in each",
        tables=["summit_language"],
        digest=[
            f"All directions, of defence as a whole: {'; '.join(firm['any_direction_elsewhere'])}",
            f"All directions, of air and missile defence: {'; '.join(firm['any_direction_in_md_text'])}",
            f"Iran, elsewhere than in a passage on missile defence: named in "
            f"{'; '.join(_yes(said['names_iran_elsewhere']))}; The Hague is reported not to name it",
            f"In none could be read, either way: {listed(unread)}",
        ],
        source_ids=known["source_id"].tolist(),
        note="Hatched: not read, or not read far enough. It is not a no. Of Washington's section 8 an "
        "advocacy group's summary was read, of the policy of 2025 NATO's news item.",
    )
    drawing = matrices.grid(
        cells,
        row="declaration_id",
        column="feature",
        state="state",
        rows=TEXTS,
        columns=FEATURES,
        states=STATES,
        hover="paraphrase",
        row_height=30,
    )
    return finish(drawing, card)


def _yes(part: pd.DataFrame) -> list[str]:
    held = set(part["declaration_id"][part["state"].isin(["A", "B"])])
    return [TEXTS[i] for i in TEXTS if i in held]


# -- Sky Shield


def membership(shield: pd.DataFrame) -> Chart:
    """Draw how many states had joined Sky Shield by date; table `sky_shield` in."""
    steps = sums.steps(shield)
    undated = shield[shield["participation"].eq("later") & shield["joined"].isna()]
    announced = shield[shield["participation"] == "announced"]
    fig = go.Figure(layout={"height": 400})
    across(fig, "2022-07-01", "2026-07-01", every="M12", start="2023-01-01", form="%Y")
    upwards(fig, 12, 26.5, title="states", every=2)
    line = Mark("circle", "blue", "signed or joined, with a date")
    ends = [*steps["date"], "2025-02-15"]
    path(fig, ends, [*steps["total"], steps["total"].iloc[-1]], line, steps=True)
    dots(
        fig,
        steps["date"],
        steps["total"],
        line,
        text=steps["words"],
        at=["bottom right"] * len(steps),
        hover=steps["hover"],
        legend=False,
    )
    after = int(steps["total"].iloc[-1] + len(undated))
    names = listed(sorted(undated["country"]))
    dots(
        fig,
        ["2025-02-15"],
        [after],
        Mark("diamond", "orange", "joined, day not read"),
        text=[f"{after}: {names.replace(' and ', '<br>and ')}"],
        at="bottom right",
        hover=[f"{names}: reported in February 2025"],
        hollow=True,
    )
    dots(
        fig,
        announced["joined"],
        [after + 1.6] * len(announced),
        Mark("triangle-up", "grey", "announced, signature not confirmed"),
        text=[f"{name}, announced" for name in announced["country"]],
        at="top left",
        hover=[f"{r.country}: {long_date(r.joined)}" for r in announced.itertuples()],
        hollow=True,
    )
    on_phone(fig, height=430)
    founders = int((shield["participation"] == "founder").sum())
    card = Card(
        title=f"Sky Shield grew from {founders} signatures in {long_date('2022-10')} to {after} states "
        "by early 2025; no accession of France, Italy or Spain was read",
        subtitle="States that had signed the letter of intent or joined later, by date (the scale begins at 12)",
        tables=["sky_shield"],
        digest=[
            *(f"{long_date(r.joined)}: {r.plain}, {r.total} in all" for r in steps.itertuples()),
            f"Day not read: {names}, reported in February 2025; announced: "
            f"{listed(announced['country'])}",
        ],
        note="A trade paper counted 24 in August 2025; the one more is not named. To sign a letter is "
        "not to buy, and to buy is not to have.",
    )
    joined = shield[shield["participation"] != "outside"]
    columns = ["country", "participation", "joined", "mou_signed", "source_id", "grade"]
    return finish(fig, card, rows=joined.sort_values("joined"), columns=columns)


SYSTEMS = {
    "DEU": "IRIS-T (Germany)",
    "USA": "Patriot missiles (USA)",
    "ISR": "Arrow 3 (Israel, USA)",
}
TAKING_PART = {
    "yes": Mark("square", "blue", "yes, as read"),
    "announced": Mark("triangle-up", "orange", "announced only"),
    "outside": Mark("line-ew-open", "grey", "did not join"),
}


def suppliers(shield: pd.DataFrame) -> Chart:
    """Draw who signed what and bought from whom; table `sky_shield` in."""
    cells = sums.shield_cells(shield)
    inside = shield["participation"] != "outside"
    told = shield[inside & (shield["suppliers"].notna() | shield["mou_signed"].notna())]
    names = [*sorted(told["country"]), *sorted(shield["country"][~inside])]
    rows = dict(zip(names, names, strict=True))
    cells = cells[cells["country"].isin(rows)]
    bought = cells[cells["column"].isin(SYSTEMS)]
    by = {code: bought["country"][bought["column"] == code].tolist() for code in SYSTEMS}
    columns = {"letter": "letter of intent", "memorandum": "memo"} | SYSTEMS
    joined = shield["country"][shield["participation"].isin(["founder", "later"])]
    announced = shield["country"][shield["participation"] == "announced"]
    card = Card(
        title="German, American and Israeli-American systems were bought through the scheme or in its "
        "spirit; a French or Italian one, as far as read, was not",
        subtitle="States of which a memorandum (memo) or a purchase was read, and three that did not join",
        tables=["sky_shield"],
        digest=[f"{SYSTEMS[code]}: {', '.join(names)}" for code, names in by.items()]
        + [
            f"Letter of intent or later accession, and nothing more read: {_others(joined, rows)}; "
            f"announced, and no signature read: {_others(announced, rows)}",
            f"Memorandum read: {', '.join(shield['country'][shield['mou_signed'].notna()])}; did not "
            f"join: {', '.join(shield['country'][~inside])}",
        ],
        source_ids=shield["source_id"].tolist(),
        note="Hatched: not read, which is not a no. Arrow 3 is a joint Israeli and American system. Spain "
        "took part in the joint Patriot purchase without joining. Denmark's SAMP/T of 2025 is not shown: "
        "nothing read ties it to the scheme.",
    )
    drawing = matrices.grid(
        cells,
        row="country",
        column="column",
        state="state",
        rows=rows,
        columns=columns,
        states=TAKING_PART,
        hover="hover",
        row_height=25,
        upright=False,
    )
    return finish(drawing, card)


def _others(countries: pd.Series, rows: dict[str, str]) -> str:
    return ", ".join(sorted(set(countries) - set(rows)))


# -- what fell on Allied ground

OWNERS = {
    "russian": Mark("circle", "magenta", "Russia’s"),
    "ukrainian": Mark("diamond", "blue", "Ukraine’s"),
    "iranian": Mark("square", "teal", "Iran’s"),
    "allied": Mark("star", "gold", "an Ally’s own"),
    "open": Mark("circle-open", "grey", "left open or disputed"),
    "silent": Mark("x-thin-open", "orange", "denied or not reported"),
}
GROUND = {"GBR": "British base, Cyprus"}


def attributions(incidents: pd.DataFrame) -> Chart:
    """Draw incidents by place and date, by what was said first and last; the table in.

    Grade C is left out. The buttons change the marks and not the places.
    """
    shown = sums.dated(incidents)
    shown["row"] = shown["iso3"].map(GROUND).fillna(shown["country"])
    rows = shown["row"].value_counts().index.tolist()
    steps = (0, -0.22, 0.22, -0.4, 0.4)
    offsets = spread(shown["when"], shown["row"], within=pd.Timedelta(days=40), steps=steps)
    shown["y"] = shown["row"].map(rows.index) + offsets
    fig = rows_down(rows, each=50, above=0.6, below=0.6, within=14)
    across(fig, "2022-01-01", "2026-12-31")
    for mark in OWNERS.values():  # the legend stays, whatever the buttons choose
        dots(fig, [None], [None], mark, size=9)
    for tag, column in (("first", "first"), ("latest", "latest")):
        with tagged(fig, tag):
            for mark, part in by_mark(shown, column, OWNERS):
                look = {"size": 10, "legend": False, "hover": part["hover"]}
                dots(fig, part["when"], part["y"].round(2), mark, **look)
    choices(fig, {"First report": ["first"], "Latest": ["latest"]})
    changed = shown[shown["first"] != shown["latest"]]
    first, latest = (shown[c].value_counts() for c in ("first", "latest"))
    names = {code: mark.name for code, mark in OWNERS.items()}
    card = Card(
        title="No first report that was read named Ukraine or the Ally itself as the owner; "
        f"the latest name Ukraine for {count(int(latest['ukrainian']))} and an Ally for "
        f"{count(int(latest['allied']))}",
        subtitle="Missiles, drones and one flight of jets over or on Allied ground, by place and date. "
        "Press “Latest” and watch which marks change",
        tables=["incidents_on_allied_territory"],
        digest=[
            f"{len(shown)} incidents from {shown['date'].min()[:4]} to {shown['date'].max()[:4]}, most "
            f"in {rows[0]} and {rows[1]}",
            f"Said first: {tally(first, names)}",
            f"Said last, as far as read: {tally(latest, names)}",
            f"Changed: {len(changed)}, of these to Ukraine’s "
            f"{int((changed['latest'] == 'ukrainian').sum())}",
        ],
        note="A selection, not a count: Romania alone had 38 finds of fragments by September 2025. "
        "Whose it was does not say what was intended. Grade C left out.",
    )
    columns = [
        "incident_id",
        "place",
        "first_attribution",
        "latest_attribution",
        "source_id",
        "grade",
    ]
    return finish(fig, card, rows=shown, columns=columns)


ACROSS = 5  # marks in a line of a cell


def article_four(incidents: pd.DataFrame) -> Chart:
    """Draw each incident by the harm told of it and by whether Article 4 was used; the table in."""
    shown = sums.by_harm(incidents, list(HARM), list(ASKED), ACROSS, list(SHORT))
    fig = rows_down(list(HARM.values()), each=96, above=0.5, within=11, grid=False)
    across(
        fig,
        -0.12,
        2.95,
        ticks={0.3: "asked for", 1.3: "no request known", 2.3: "not read"},
        top=True,
    )
    fig.update_xaxes(showgrid=False, ticks="")
    for k in range(len(HARM) - 1):
        fig.add_hline(y=k + 0.5, line={"color": "#e3e3e0", "width": 1})
    for edge in (0.92, 1.92):
        fig.add_vline(x=edge, line={"color": "#e3e3e0", "width": 1})
    kinds = {
        "yes": Mark("star", "magenta", "Article 4 asked for"),
        "no": Mark("circle", "blue", "no request known"),
        "unknown": UNKNOWN._replace(name="not read"),
    }
    for mark, part in by_mark(shown, "asked", kinds):
        text = ("\u00a0" + part["incident_id"].map(SHORT)).fillna("")
        look = {"text": text, "at": "middle right", "hover": part["hover"], "size": 10}
        dots(fig, part["x"], part["y"], mark, edge=1.2, **look)
    on = shown.set_index("incident_id")["date"].map(long_date)
    card = Card(
        title="The two requests for talks under Article 4 followed crossings after which no one was "
        "reported hurt; where people died or were hurt, no request is known",
        subtitle="Incidents by the gravest harm read of and by whether an Ally asked for talks",
        tables=["incidents_on_allied_territory"],
        digest=[
            f"Asked for: Poland on {on['pl-2025-09-10']} (one request for the drones and for the house "
            f"hit at Wyryki), Estonia on {on['ee-2025-09-19']}",
            f"People killed and no request known: Przewodów, {on['pl-2022-11-15']}; it was weighed",
            f"People hurt and no request known: Galați, {on['ro-2026-05-29']}; it was weighed",
            f"No harm read of: {int((shown['harm'] == 'none_read').sum())} of {len(shown)} incidents, "
            f"{int(((shown['harm'] == 'none_read') & (shown['asked'] == 'yes')).sum())} of them with a "
            "request",
        ],
        note="Three stars, two requests: the house at Wyryki was hit in the night of the drones, and one "
        "request stands for both. Harm is coded by us from the accounts read. Requests made because of the "
        "invasion itself stand outside this table. Grade C left out.",
    )
    columns = ["incident_id", "country", "harm", "article4_requested", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


# -- asks and what came

OUTCOMES = {
    "adopted": Mark("square", "blue", "came, in substance"),
    "partly": Mark("diamond", "teal", "came in part or in another form"),
    "rejected": Mark("x", "orange", "refused or passed over"),
    "no_public_trace": UNKNOWN._replace(name="no public trace"),
}
SEARCHED = "2026-11-21"


def asks(table: pd.DataFrame) -> Chart:
    """Draw asks since 2022 and what came of each; table `asks_and_outcomes` in."""
    shown = table.set_index("ask_id").loc[list(ASKS)].reset_index()
    shown["label"] = shown["ask_id"].map(ASKS)
    shown["from"] = shown["asked_on"].map(sums.first_day)
    shown["to"] = shown["outcome_on"].map(sums.last_day, na_action="ignore").fillna(SEARCHED)
    shown["hover"] = [f"{r.asked_by}: {r.what_happened}" for r in shown.itertuples()]
    fig = rows_down(shown["label"], each=36, within=20, above=0.6, below=0.6)
    across(fig, "2022-10-01", "2027-03-01", top=True, every="M12", start="2023-01-01", form="%Y")
    fig.update_yaxes(tickfont={"size": 11})
    asked = Mark("line-ns-open", "ink", "asked")
    segments(fig, shown["from"], shown["to"], shown.index, Mark("", "border"), width=2)
    dots(fig, shown["from"], shown.index, asked, size=11, edge=2)
    for mark, part in by_mark(shown, "outcome", OUTCOMES):
        dots(fig, part["to"], part.index, mark, hover=part["hover"], size=11, edge=1.2)
    mine = shown[shown["asker_group"] == "advocacy"]
    others = shown[shown["asker_group"] != "advocacy"]
    of = {code: list(part["label"]) for code, part in mine.groupby("outcome")}
    card = Card(
        title="“Any source” came in substance for air and missile defence; other points of the group’s list came in "
        "part or in another form, or left no public trace",
        subtitle="What an advocacy group asked before the Vilnius summit (above) and what others asked "
        "later (below), from the ask to what followed",
        tables=["asks_and_outcomes"],
        digest=[
            f"The group, came in substance: {'; '.join(of['adopted'])}",
            f"The group, in part or in another form: {'; '.join(of['partly'])}",
            f"The group, no public trace: {'; '.join(of['no_public_trace'])}",
            "Others: "
            + "; ".join(f"{r.label} ({OUTCOMES[r.outcome].name})" for r in others.itertuples()),
        ],
        note="The division of the group’s page into points is ours; its month was not read, so that it "
        "stands at the beginning of its year. No trace is not a no. What followed an ask need not have come of it.",
    )
    columns = ["ask_id", "asked_by", "asked_on", "outcome", "outcome_on", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)
