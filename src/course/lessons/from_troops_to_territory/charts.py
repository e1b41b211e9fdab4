"""The charts of unit 03, composed from the families."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from course.charts import matrices, timelines
from course.charts.intervals import category_axis
from course.charts.matrices import Mark
from course.charts.style import PALETTE, SERIES, SYMBOLS, Chart, finish, wrap
from course.data import day
from course.words import long_date

TURNS = (
    "1972-abm-treaty",
    "1991-gulf-war-patriot",
    "1991-rome-concept",
    "1994-wmd-framework",
    "1998-rumsfeld",
    "1999-washington",
    "1999-nmd-act",
    "2001-05-budapest",
    "2002-abm-withdrawal",
    "2002-prague",
    "2005-altbmd",
    "2006-study-delivered",
    "2006-riga",
    "2007-01-request",
    "2007-02-munich",
    "2007-04-nac",
    "2007-11-ashura",
    "2008-04-bucharest",
    "2008-08-georgia",
    "2009-04-strasbourg",
    "2009-09-cancelled",
    "2010-05-200m",
    "2010-11-lisbon",
)
"""The turning points of the unit, a selection from the table `milestones`."""

BEGINNINGS = {
    "2004-10-altbmd-office": "agreed",
    "2005-altbmd": "chartered",
    "2005-09-altbmd-agency": "said_to_start",
    "2006-09-altbmd-winner": "contract",
    "2006-11-altbmd-contract": "contract",
    "2008-02-testbed": "opened",
}
ACTS = {
    "agreed": "directors agree",
    "chartered": "Council approves",
    "said_to_start": "date given by the agency",
    "contract": "contract",
    "opened": "opened",
}


def turns(milestones: pd.DataFrame) -> Chart:
    """Draw the turning points of 1972 to 2010 in swim-lanes; rows of `milestones` in."""
    ordered = milestones.assign(when=day(milestones["date"])).sort_values(["when", "date"])
    lanes = ordered["lane"].tolist()
    answers = sum(a == "united_states" and b == "alliance" for a, b in pairwise(lanes))
    others = sum(a in ("russia", "iran") and b == "alliance" for a, b in pairwise(lanes))
    reverse = sum(a == "alliance" and b == "united_states" for a, b in pairwise(lanes))
    again = "as often" if reverse == answers else f"{_word(reverse)} times"
    years = ordered["date"].str[:4].astype(int).tolist()
    quiet = years[1] - years[0]
    counts = ordered["lane"].value_counts()
    return timelines.swim_lanes(
        milestones,
        columns={
            "Alliance": ("alliance",),
            "United States": ("united_states",),
            "Russia, Iran": ("russia", "iran"),
        },
        title=f"{_word(answers).capitalize()} times an act of the Alliance stands right after an "
        f"American one; {again} it is the other way round",
        subtitle=f"Turning points {years[0]} to {years[-1]} in order of time; the column says who "
        "acted",
        tables=["milestones"],
        digest=[
            f"{len(ordered)} turning points from {long_date(ordered['date'].iloc[0])} to "
            f"{long_date(ordered['date'].iloc[-1])}",
            "By who acted: " + ", ".join(f"{timelines.LANES[k]} {v}" for k, v in counts.items()),
            f"Between the first and the second lie {quiet} years, which the selection passes over; "
            f"{sum(y >= 2001 for y in years)} of the {len(years)} fall after 2000",
            f"An act of the Alliance stands right after one of the United States {answers} times, "
            f"right after one of Russia or Iran {others} times",
            f"An act of the United States stands right after one of the Alliance {reverse} times",
        ],
        note="Rows are in order of time, not to scale; that one follows another does not show that "
        "it was caused by it.",
    )


def beginnings(milestones: pd.DataFrame) -> Chart:
    """Draw the dates that are given for the start of the troops programme."""
    shown = milestones.assign(act=milestones["milestone_id"].map(BEGINNINGS)).dropna(subset=["act"])
    when = dict(zip(shown["milestone_id"], day(shown["date"]), strict=True))
    gap = (when["2005-09-altbmd-agency"] - when["2005-altbmd"]).days / 30.44
    first, last = shown["date"].min(), shown["date"].max()
    return timelines.staircase(
        shown,
        lanes=ACTS,
        lane="act",
        title=f"One programme, {_word(len(shown))} dates: ask what each is the date of",
        subtitle="Dates given for the start of the programme for deployed troops (ALTBMD); the "
        "shape says what happened",
        tables=["milestones"],
        digest=[
            f"{len(shown)} dates from {long_date(first)} to {long_date(last)}",
            *[f"{long_date(r.date)}: {r.title}" for r in shown.sort_values("date").itertuples()][
                1:3
            ],
            f"The two dates that NATO bodies give for the start lie about {gap:.0f} months apart",
        ],
        note="September 2005 is known to the month only.",
    )


def signatures(members: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw the number of Allies over time and the texts that had to suit all of them."""
    named = {
        "rome-1991": "Rome 1991",
        "brussels-1994": "Brussels 1994",
        "washington-1999": "Washington 1999",
        "prague-2002": "Prague 2002",
        "istanbul-2004": "Istanbul 2004",
        "riga-2006": "Riga 2006",
        "bucharest-2008": "Bucharest 2008",
        "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
        "lisbon-2010": "Lisbon 2010",
    }
    texts = declarations[declarations["declaration_id"].isin(named)].sort_values("date")
    texts = texts.assign(
        allies=[int((members["joined"] <= date).sum()) for date in texts["date"]],
        name=texts["declaration_id"].map(named),
    )
    start, end = pd.Timestamp("1989-07-01"), pd.Timestamp("2011-12-31")
    rounds = sorted({date for date in members["joined"] if start < date <= end})
    steps = [start, *rounds, end]
    counts = [int((members["joined"] <= date).sum()) for date in steps]
    fig = go.Figure()
    fig.add_scatter(
        x=[d.strftime("%Y-%m-%d") for d in steps],
        y=counts,
        mode="lines",
        line={"shape": "hv", "color": PALETTE["blue"], "width": 3},
        hovertemplate="%{x}: %{y} Allies<extra></extra>",
    )
    # Labels hang on flags, each at a height of its own, so that none meets another on a phone.
    above = {"rome-1991": 24.4, "brussels-1994": 21.6}
    level = 13.4
    for row in texts.itertuples():
        date = row.date.strftime("%Y-%m-%d")
        high = above.get(row.declaration_id)
        if high is None:
            high, level = level, level - 2.7
        fig.add_scatter(
            x=[date, date],
            y=[row.allies, high],
            mode="lines",
            line={"color": PALETTE["border"], "width": 1},
            hoverinfo="skip",
        )
        fig.add_annotation(
            x=date,
            y=high,
            text=f"{row.name}: {row.allies}",
            showarrow=False,
            xanchor="left" if row.declaration_id in above else "right",
            yanchor="middle",
            xshift=2 if row.declaration_id in above else -2,
        )
    fig.add_scatter(
        x=texts["date"].dt.strftime("%Y-%m-%d").tolist(),
        y=texts["allies"].tolist(),
        mode="markers",
        marker={"symbol": "diamond", "size": 10, "color": PALETTE["orange"]},
        text=texts["name"].tolist(),
        hovertemplate="%{text}: %{y} governments<extra></extra>",
    )
    fig.update_layout(
        xaxis={
            "type": "date",
            "side": "top",
            "range": [start.strftime("%Y-%m-%d"), end.strftime("%Y-%m-%d")],
        },
        yaxis={
            "tickmode": "array",
            "tickvals": sorted(set(counts)),
            "ticktext": [str(n) for n in sorted(set(counts))],
            "range": [level + 1, max(counts) + 2],
        },
        showlegend=False,
    )
    one, other = texts.iloc[0], texts.iloc[-1]
    agrees = bool((texts["allies"] == texts["members"]).all())
    rows = texts[["declaration_id", "date", "name", "allies", "members", "source_id"]]
    return finish(
        fig,
        title=f"The texts had to suit more governments: {one.allies} in Rome, {other.allies} in "
        "Lisbon",
        subtitle="Number of Allies by date of accession; diamonds are the texts of this unit",
        tables=["members", "declarations"],
        rows=rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d")),
        source_ids=[*members["source_id"], *texts["source_id"]],
        digest=[
            f"{len(texts)} texts from {one['name']} ({one.allies} Allies) to {other['name']} "
            f"({other.allies})",
            "Rounds of accession in between: "
            + ", ".join(f"{d.year} ({(members['joined'] == d).sum()} new)" for d in rounds),
            "The count from the table of members "
            + ("agrees" if agrees else "does not agree")
            + " with the number noted beside each text",
        ],
        height=380,
        note="Every government must agree; none is outvoted.",
    )


QUESTIONS = {
    "territorial_mission": "people and territory",
    "names_state_as_missile_threat": "names a state as the threat",
    "names_russia_in_md_text": "names Russia, in any role",
    "says_not_against_russia": "says: not against Russia",
    "offers_cooperation_with_russia": "offers Russia a part",
    "limits_to_outside_euro_atlantic": "threat from outside the area",
    "any_direction_elsewhere": "any direction, elsewhere",
    "declares_capability_label": "declares a capability",
}
TEXTS = {
    "washington-1999": "Washington 1999",
    "prague-2002": "Prague 2002",
    "istanbul-2004": "Istanbul 2004",
    "riga-2006": "Riga 2006",
    "bucharest-2008": "Bucharest 2008",
    "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
    "strategic-concept-2010": "Concept 2010",
    "lisbon-2010": "Lisbon 2010",
    "chicago-2012": "Chicago 2012",
}
ANSWERS = {
    "yes": Mark("circle", "blue", "yes"),
    "no": Mark("line-ew-open", "orange", "no: read, and not there"),
    "unconfirmed": Mark("circle-open", "grey", "unconfirmed (C)"),
}


def _word(number: int) -> str:
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[number] if number < len(names) else str(number)


def words(language: pd.DataFrame) -> Chart:
    """Draw what each text says and what is not known; table `summit_language` in."""
    cells = language[
        language["declaration_id"].isin(TEXTS) & language["feature"].isin(QUESTIONS)
    ].copy()
    sure = cells["grade"].isin(["A", "B"])
    cells["state"] = cells["value"].where(sure | cells["value"].isna(), "unconfirmed")
    whole = len(TEXTS) * len(QUESTIONS)
    counts = cells["state"].value_counts()
    unknown = whole - int(counts.sum())
    by_text = cells[cells["state"].notna()].groupby("declaration_id").size()
    best = by_text.idxmax()
    mission = cells[(cells["feature"] == "territorial_mission") & (cells["state"] == "yes")]
    named = cells[cells["feature"] == "names_state_as_missile_threat"]["state"]
    return matrices.grid(
        cells,
        row="feature",
        column="declaration_id",
        state="state",
        rows=QUESTIONS,
        columns=TEXTS,
        states=ANSWERS,
        hover="paraphrase",
        title=f"{_word(len(mission)).capitalize()} of {_word(len(TEXTS))} texts take up people and territory; "
        f"{_word(int((named == 'no').sum()))} are known to name no state as the threat",
        subtitle="What nine Alliance texts say about missile defence; hatched: not known to us, "
        "which is not a no",
        tables=["summit_language"],
        source_ids=cells["source_id"].tolist(),
        digest=[
            f"Of {whole} cells {unknown} are not known, {int(counts.get('yes', 0))} yes and "
            f"{int(counts.get('no', 0))} no",
            f"Known best: {TEXTS[best]}, {int(by_text[best])} of {len(QUESTIONS)} questions",
            f"People and territory as the object: yes in {len(mission)} texts, known in no other",
            f"A state named as the threat: yes in {int((named == 'yes').sum())}, no in "
            f"{int((named == 'no').sum())}, not known in "
            f"{len(TEXTS) - int(named.notna().sum())}",
        ],
        row_height=30,
        note="A study and a decision both count as yes.",
    )


RUNGS = {
    "study_or_contract": "a study",
    "expansion_of_c2_only": "widening the network",
    "c2_total": "the whole network",
    "regional_life_cycle": "with interceptors",
    "full_cover_hypothetical": "with interceptors",
}
CLAIMS = {
    "mdfs-2003": "Feasibility study, 2003",
    "senate-83m-2010": "Heard in the French Senate, 2010",
    "assemblee-110m-2010": "French deputy, 2010",
    "senate-139m-2010": "French senator, May 2010",
    "rasmussen-200m-2010-05": "Rasmussen, May 2010",
    "rasmussen-800m-2010": "Rasmussen, October 2010: troops",
    "assemblee-800m-2010": "French parliament, 2010",
    "daalder-1bn-2012": "US ambassador, 2012",
    "german-government-1031m-2016": "German government, 2016",
    "natowatch-125-2013": "NATO Watch, a critic, 2013",
    "third-site-cbo-2009": "CBO on the Third Site, 20 years",
    "ships-cbo-2009": "CBO on ships, 20 years",
    "flory-20bn-2008": "Flory (NATO), 2008: 20 years",
}


def prices(claims: pd.DataFrame) -> Chart:
    """Draw what missile defence was said to cost, by what the sum includes; `cost_claims` in."""
    shown = claims[claims["claim_id"].isin(CLAIMS)].copy()
    shown["name"] = shown["claim_id"].map(CLAIMS)
    shown["rung"] = shown["scope"].map(RUNGS)
    order = {claim: place for place, claim in enumerate(CLAIMS)}
    shown = shown.sort_values("claim_id", key=lambda ids: ids.map(order)).reset_index(drop=True)
    fig = go.Figure()
    rungs = list(dict.fromkeys(RUNGS.values()))
    for number, rung in enumerate(rungs):
        part = shown[shown["rung"] == rung]
        hue = PALETTE[SERIES[number]]
        xs: list[float | None] = []
        ys: list[int | None] = []
        texts, marks, places = [], [], []
        for place, row in part.iterrows():
            ends = list(dict.fromkeys(v for v in (row["amount_low"], row["amount_high"]) if v == v))
            words_ = " to ".join(f"{v:,.0f}" for v in ends)
            bound = {"at_most": "under ", "at_least": "over "}.get(row["bound"], "")
            mark = {"at_most": "triangle-left", "at_least": "triangle-right"}.get(
                row["bound"], SYMBOLS[number]
            )
            for end, value in enumerate(ends):
                xs.append(float(value))
                ys.append(int(place))
                texts.append(f"{bound}{words_} {row['currency']}" if end == len(ends) - 1 else "")
                marks.append(mark)
                places.append(
                    "top left" if value > 5000 else "top right" if value < 50 else "top center"
                )
            xs.append(None)
            ys.append(None)
            texts.append("")
            marks.append(mark)
            places.append("top center")
        fig.add_scatter(
            x=xs,
            y=ys,
            mode="lines+markers+text",
            name=rung,
            text=texts,
            textposition=places,
            textfont={"size": 11},
            line={"color": hue, "width": 5},
            marker={"symbol": marks, "size": 12, "color": hue, "line": {"width": 0}},
            hovertemplate="%{text} million<extra>%{fullData.name}</extra>",
        )
    short = {
        "widening the network": "Widening",
        "the whole network": "Whole network",
        "with interceptors": "Interceptors",
    }
    menu = {
        "type": "buttons",
        "direction": "right",
        "x": -0.29,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 8, "l": 0, "t": 0, "r": 0},
        "showactive": True,
        "bgcolor": "#ffffff",
        "bordercolor": PALETTE["grey"],
        "font": {"size": 11},
        "buttons": [
            {"label": "All", "method": "restyle", "args": [{"opacity": [1.0] * len(rungs)}]},
            *(
                {
                    "label": label,
                    "method": "restyle",
                    "args": [{"opacity": [1.0 if r == rung else 0.12 for r in rungs]}],
                }
                for rung, label in short.items()
            ),
        ],
    }
    fig.update_layout(
        xaxis={
            "type": "log",
            "range": [0.8, 5.1],
            "tickmode": "array",
            "tickvals": [10, 100, 1000, 10000],
            "ticktext": ["10 million", "100 million", "1 billion", "10 billion"],
        },
        yaxis=category_axis([wrap(name, 24) for name in shown["name"]]),
        margin={"t": 46},
        showlegend=True,
        updatemenus=[menu],
    )
    amounts = shown.set_index("claim_id")
    widening = shown[shown["rung"] == "widening the network"]
    lowest = widening["amount_high"].min()
    rows = shown[
        [
            "claim_id",
            "claimant",
            "stated_on",
            "amount_low",
            "amount_high",
            "bound",
            "currency",
            "rung",
            "source_id",
        ]
    ]
    return finish(
        fig,
        title=f"From {amounts['amount_high'].min():,.0f} million to "
        f"{amounts['amount_high'].max() / 1000:,.0f} billion: each sum is the price of something else",
        subtitle="What missile defence for the Alliance was said to cost, million of the currency "
        "named, logarithmic axis; the shape says what the sum includes",
        tables=["cost_claims"],
        rows=rows,
        digest=[
            f"{len(shown)} claims, from {amounts['amount_high'].min():,.0f} to "
            f"{amounts['amount_high'].max():,.0f} million",
            f"Widening the network: {_word(len(widening))} figures of 2010, from {lowest:,.0f} to under "
            f"{amounts.at['rasmussen-200m-2010-05', 'amount_high']:,.0f} million euro",
            f"The whole network: {amounts.at['assemblee-800m-2010', 'amount_high']:,.0f} million euro "
            f"in 2010, {amounts.at['german-government-1031m-2016', 'amount_high']:,.1f} million in 2016",
            f"A system with interceptors: {amounts.at['flory-20bn-2008', 'amount_high']:,.0f} "
            "million dollars over twenty years, said a NATO official in 2008 (one agency report)",
        ],
        height=36 * len(shown),
        note="Nominal, not converted; years and scopes differ. Arrowheads: at most, at least.",
        narrow={
            "xaxis": {"ticktext": ["10 m", "100 m", "1 bn", "10 bn"]},
            "yaxis": {"tickfont": {"size": 9}},
            "updatemenus": [menu | {"x": -0.65, "font": {"size": 10}}],
        },
    )
