"""The charts of unit 05, composed from the families; the choice of 'done' is the unit's own."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps
from course.charts.style import PALETTE, SYMBOLS, Chart, finish
from course.geodesy import great_circle_km
from course.show import Text, markdown_table
from course.words import long_date

LEFT_OUT = ("TUR", "GRC", "BGR", "ROU")

# What may be counted as done: a short name, its codes in the table, and how it is drawn.
DEFINITIONS = {
    "Complete": (("construction_complete", "all_arrived", "technical_declaration"), "blue"),
    "Handed over": (("handed_over",), "orange"),
    "Accepted": (("accepted",), "teal"),
    "Operational": (("declared_operational",), "magenta"),
    "Mission-ready": (("mission_ready",), "gold"),
    "Opened": (("opened",), "grey"),
    "NATO command": (("nato_command",), "ink"),
}
# Not the house's fifth symbol, a cross: here a cross means that something was given up.
_SHAPES = (*SYMBOLS[:4], "pentagon", "star", "triangle-down")

# The promises, top to bottom: name, the row of the plan, and the rows that can count as done.
PROMISES = (
    (
        "Phase 1<br>radar, first ship",
        "p1-plan-2011",
        ("p1-technical-2011", "p1-interim-2012", "kurecik-nato-2012"),
    ),
    ("Rota<br>four ships", "rota-plan-2015", ("rota-carney-2015",)),
    ("Phase 2<br>Deveselu", "p2-plan-2015", "deveselu"),
    ("Phase 3<br>Redzikowo", "p3-plan-2018", "redzikowo"),
    ("Phase 4<br>new interceptor", "p4-plan-2020", ()),
)


def table(rows: pd.DataFrame, names: Sequence[str] = ()) -> Text:
    """Show a few rows as a table whose long sentences are not cut off."""
    header = list(names) or [str(c) for c in rows.columns]
    return Text(markdown_table(header, rows.astype(object).where(rows.notna(), "").values.tolist()))


def months_late(promised: str, done: str) -> int:
    """Count calendar months from a promise to an event; a promised year runs to December."""
    (y, m), (year, month) = (
        (int(d[:4]), int(d[5:7]) if len(d) > 4 else 12) for d in (promised, done)
    )
    return (year - y) * 12 + month - m


def done_dates(milestones: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each promise and definition under which a date of done is known.

    The columns are promise, definition, promised, done, months_late and source_id.
    """
    plans = milestones.set_index("milestone_id")
    actual = milestones[milestones["plan_or_actual"] == "actual"]
    found = []
    for name, plan, wanted in PROMISES:
        mine = (
            actual[actual["site_id"] == wanted]
            if isinstance(wanted, str)
            else actual[actual["milestone_id"].isin(wanted)]
        )
        if isinstance(wanted, str):  # a site is complete when its works are, not when it has power
            mine = mine[mine["event"] != "technical_declaration"]
        for definition, (codes, _) in DEFINITIONS.items():
            for row in mine[mine["event"].isin(codes)].itertuples():
                promised = plans.at[plan, "date"]
                found.append(
                    {
                        "promise": name.replace("<br>", ": "),
                        "definition": definition,
                        "promised": promised,
                        "done": row.date,
                        "months_late": months_late(promised, row.date),
                        "source_id": row.source_id,
                    }
                )
    return pd.DataFrame(found)


def _late(months: int) -> str:
    if months <= 0:
        return "on time"
    return f"{months} months late" if months > 1 else "1 month late"


def _range(part: pd.DataFrame) -> str:
    low, high = int(part["months_late"].min()), int(part["months_late"].max())
    return f"on time or up to {high} months late" if low <= 0 else f"{low} to {high} months late"


def _month(iso: str) -> str:
    return f"{calendar.month_abbr[int(iso[5:7])]} {iso[:4]}"


def _button(label: str, visible: list[bool]) -> dict:
    return {"label": label, "method": "restyle", "args": [{"visible": visible}]}


def _menus(buttons: list[dict], per_row: int, height: int, size: int, x: float = 0) -> list[dict]:
    """Lay buttons out in rows above the plot, in pixels reckoned from its height."""
    rows = [buttons[i : i + per_row] for i in range(0, len(buttons), per_row)]
    return [
        {
            "type": "buttons",
            "direction": "right",
            "showactive": False,
            "buttons": row,
            "x": x,
            "xanchor": "left",
            "y": round(1 + (8 + 34 * (len(rows) - 1 - number)) / height, 4),
            "yanchor": "bottom",
            "pad": {"t": 0, "b": 0, "l": 0, "r": 0},
            "bgcolor": "#f4f3ef",
            "bordercolor": PALETTE["border"],
            "font": {"size": size, "color": PALETTE["ink"]},
        }
        for number, row in enumerate(rows)
    ]


def done(milestones: pd.DataFrame) -> Chart:
    """Draw promise against event for each part of the plan; the reader chooses what done means.

    Args:
        milestones: the table `epaa_milestones`.
    """
    dates = done_dates(milestones)
    plans = milestones.set_index("milestone_id")
    place = {name.replace("<br>", ": "): n for n, (name, _, _) in enumerate(PROMISES)}
    fig = go.Figure()
    for name, plan, _ in PROMISES:
        year, at = plans.at[plan, "date"][:4], place[name.replace("<br>", ": ")]
        fig.add_scatter(
            x=[f"{year}-01-01", f"{year}-12-31", f"{year}-12-31", f"{year}-01-01"],
            y=[at - 0.4, at - 0.4, at + 0.4, at + 0.4],
            mode="lines",
            fill="toself",
            fillcolor="#dcdad2",
            line={"width": 0, "color": "#dcdad2"},
            name="promised year",
            legendgroup="plan",
            showlegend=at == 0,
            hovertemplate=f"promised for {year}<extra></extra>",
        )
    dropped = plans.loc["p4-cancelled-2013"]
    fig.add_scatter(
        x=[dropped["date"]],
        y=[len(PROMISES) - 1],
        mode="markers+text",
        name="given up",
        text=[f"dropped<br>{_month(dropped['date'])}"],
        textposition="middle right",
        textfont={"size": 11},
        marker={"symbol": "x-thin", "size": 11, "line": {"width": 3, "color": PALETTE["ink"]}},
        hovertemplate="dropped on " + long_date(dropped["date"]) + "<extra></extra>",
    )
    fixed = len(fig.data)
    for number, (definition, (_, hue)) in enumerate(DEFINITIONS.items()):
        part = dates[dates["definition"] == definition]
        # Seven marks on one line would hide each other: each definition has its own height.
        shift = (number - (len(DEFINITIONS) - 1) / 2) * 0.12
        fig.add_scatter(
            x=[d if len(d) == 10 else f"{d}-15" for d in part["done"]],
            y=[round(place[p] + shift, 2) for p in part["promise"]],
            mode="markers",
            name=definition.lower() if definition != "NATO command" else "under NATO command",
            marker={"symbol": _SHAPES[number], "size": 9, "color": PALETTE[hue]},
            customdata=[
                [_late(m), long_date(d)]
                for m, d in zip(part["months_late"], part["done"], strict=True)
            ],
            hovertemplate="%{customdata[1]}: %{customdata[0]}<extra>%{fullData.name}</extra>",
        )
    fig.add_trace(_spread(dates, place))
    for number, (definition, (_, hue)) in enumerate(DEFINITIONS.items()):
        fig.add_trace(_one_definition(dates, plans, place, definition, hue, _SHAPES[number]))
    total, kinds = len(fig.data), len(DEFINITIONS)
    buttons = [_button("All", [n < total - kinds for n in range(total)])]
    for number, definition in enumerate(DEFINITIONS):
        shown = [n < fixed or n == total - kinds + number for n in range(total)]
        buttons.append(_button(definition, shown))
    room = 66 * len(PROMISES)
    fig.update_layout(
        xaxis={
            "type": "date",
            "range": ["2010-09-01", "2026-03-01"],
            "dtick": "M24",
            "tick0": "2011-01-01",
            "tickformat": "%Y",
        },
        yaxis=intervals.category_axis([name for name, _, _ in PROMISES])
        | {"range": [len(PROMISES) - 0.5, -0.95]},
        showlegend=True,
        updatemenus=_menus(buttons, 4, room, 12),
        margin={"t": 86},
    )
    kept = dates[dates["months_late"] <= 0]
    sites = dates[dates["promise"] == "Phase 3: Redzikowo"]
    deveselu = dates[dates["promise"] == "Phase 2: Deveselu"]
    return finish(
        fig,
        title=f"Choose what 'done' means: Romania's site was {_range(deveselu)}, Poland's "
        f"{_range(sites)}",
        subtitle="Promised year (grey) and actual dates; each button shows one definition of done",
        tables=["epaa_milestones"],
        rows=dates,
        digest=[
            "On time under some definition: "
            + "; ".join(
                f"{p} ({d.lower()})"
                for p, d in zip(kept["promise"], kept["definition"], strict=True)
            ),
            f"Deveselu: from {_late(deveselu['months_late'].min())} to "
            f"{_late(deveselu['months_late'].max())}, by definition",
            f"Redzikowo: from {_late(sites['months_late'].min())} to "
            f"{_late(sites['months_late'].max())}, by definition",
            f"Phase 4, promised for {plans.at['p4-plan-2020', 'date']}, was dropped on "
            f"{long_date(dropped['date'])}",
            f"{len(dates)} dates found for {dates['promise'].nunique()} promises: none has a "
            f"date under all {len(DEFINITIONS)} definitions",
        ],
        note="Months are counted from the December of the promised year, the kindest reading. "
        "Complete: for Phase 1 declared technically active, for Rota the fourth ship.",
        height=room,
        narrow={"updatemenus": _menus(buttons, 3, room, 10, -0.33), "margin": _narrow_margin()},
    )


def _spread(dates: pd.DataFrame, place: dict[str, int]) -> go.Scatter:
    """Return the words beside each part's marks when all definitions are shown."""
    x, y, texts, spots = [], [], [], []
    for name, part in dates.groupby("promise", sort=False):
        low, high = part["months_late"].min(), part["months_late"].max()
        right = part["done"].max() > "2021"
        x.append(part["done"].min() if right else part["done"].max())
        y.append(place[name])
        if high <= 0:
            texts.append("  on time")
        else:
            span = f"{low} to {high}" if low > 0 else f"on time to {high}"
            texts.append(f"   {span}<br>   months late   ")
        spots.append("middle left" if right else "middle right")
    x = [d if len(d) == 10 else f"{d}-15" for d in x]
    return go.Scatter(
        x=x,
        y=y,
        mode="text",
        name="from kindest to harshest",
        text=texts,
        textposition=spots,
        textfont={"size": 11},
        showlegend=False,
        hoverinfo="skip",
    )


def _narrow_margin() -> dict[str, int]:
    """Return a phone's margins: three rows of buttons above, a legend of nine lines below."""
    return {"l": 92, "r": 14, "t": 116, "b": 205}


def _one_definition(
    dates: pd.DataFrame,
    plans: pd.DataFrame,
    place: dict[str, int],
    definition: str,
    hue: str,
    symbol: str,
) -> go.Scatter:
    """Return the trace that a button shows: a line of delay, the mark, and what it means."""
    x, y, texts, sizes, spots = [], [], [], [], []

    def add(when: str | None, at: float, text: str = "", size: int = 0, spot: str = "") -> None:
        x.append(when)
        y.append(at)
        texts.append(text)
        sizes.append(size)
        spots.append(spot or "middle right")

    add("2010-10-01", -0.72, f"<b>Done = {definition.lower().replace('nato', 'NATO')}</b>")
    part = dates[dates["definition"] == definition].set_index("promise")
    for name, plan, _ in PROMISES[:-1]:
        key = name.replace("<br>", ": ")
        at, year = place[key], plans.at[plan, "date"][:4]
        add(None, at)
        if key not in part.index:
            other = definition == "Operational" and "Redzikowo" in key
            add(
                f"{year}-12-31",
                at,
                "  none: the word<br>  was mission-ready" if other else "  no such date found",
            )
            continue
        row = part.loc[key]
        when = row["done"] if len(row["done"]) == 10 else f"{row['done']}-15"
        late = row["months_late"] > 0
        right = when > "2021"
        if late:
            add(f"{year}-12-31", at)
        said = f"{_late(row['months_late'])}<br>{_month(row['done'])}"
        add(when, at, said, 12, "middle left" if right and not late else "")
        if right:  # no room to the right of the last years: the words go over the line
            texts[-1], spots[-1] = (
                f"{_late(row['months_late'])}<br> <br>{_month(row['done'])}",
                ("middle left"),
            )
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers+text",
        name=definition,
        visible=False,
        showlegend=False,
        text=texts,
        textposition=spots,
        textfont={"size": 11},
        line={"width": 4, "color": PALETTE[hue]},
        marker={"symbol": symbol, "size": sizes, "color": PALETTE[hue], "opacity": 1},
        hoverinfo="skip",
    )


def _last_day(iso: str) -> str:
    """Return the last day of a partial date: a promise of 2018 runs to its end."""
    if len(iso) == 10:
        return iso
    year, month = int(iso[:4]), int(iso[5:7]) if len(iso) == 7 else 12
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _middle(iso: str) -> str:
    return {4: f"{iso}-07-01", 7: f"{iso}-15"}.get(len(iso), iso)


_SLIPS = {
    "Polish site": (
        "blue",
        "solid",
        "circle",
        (
            ("p3-plan-2018", "White House<br>2018", "bottom center"),
            ("redzikowo-assembly-2018", "NATO Assembly: 2018", "bottom center"),
            ("redzikowo-slip-2020", "GAO: 2020", "top left"),
            ("redzikowo-slip-2022", "agency: 2022", "top left"),
            ("redzikowo-slip-end-2022", "", "top left"),
            ("redzikowo-slip-2023", "GAO: 2023", "top left"),
            ("redzikowo-nato-plan-2024", "", "top left"),
        ),
    ),
    "Romanian site": (
        "magenta",
        "dashdot",
        "triangle-up",
        (("p2-plan-2015", "2015", "top center"),),
    ),
    "Phase 4 interceptor": (
        "orange",
        "dash",
        "diamond",
        (
            ("p4-plan-2020", "2020", "top center"),
            ("p4-gao-2022", "GAO: 2022", "top left"),
        ),
    ),
}
# Inspectors on some capabilities of a phase: no date for the whole, so no part of its line.
_ASIDES = (
    ("redzikowo-gao2014-2020", "Polish site", "top center"),
    ("p2-gao2014-2017", "Romanian site", "bottom center"),
)
_ENDS = {
    "Polish site": ("redzikowo-ready-2024", "ready", "top left"),
    "Romanian site": ("deveselu-operational-2016", "operational", "bottom right"),
    "Phase 4 interceptor": ("p4-cancelled-2013", "dropped", "bottom right"),
}


def promises(milestones: pd.DataFrame) -> Chart:
    """Draw each promised date against the day on which it was stated, up to what happened.

    Args:
        milestones: the table `epaa_milestones`.
    """
    rows = milestones.set_index("milestone_id")
    fig = go.Figure()
    fig.add_scatter(
        x=["2010-01-01", "2026-12-31"],
        y=["2010-01-01", "2026-12-31"],
        mode="lines",
        name="promised for today",
        line={"color": PALETTE["grey"], "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )
    used = []
    for name, (hue, dash, symbol, points) in _SLIPS.items():
        ids = [p[0] for p in points]
        used += ids
        end, word, _ = _ENDS[name]
        done_on = [] if word == "dropped" else [_middle(rows.at[end, "date"])]
        fig.add_scatter(
            x=[_middle(rows.at[i, "stated_on"]) for i in ids] + done_on,
            y=[_last_day(rows.at[i, "date"]) for i in ids] + done_on,
            mode="lines+markers+text",
            name=name,
            text=[p[1] for p in points] + [""] * len(done_on),
            textposition=[p[2] for p in points] + ["top center"] * len(done_on),
            textfont={"size": 11},
            line={"color": PALETTE[hue], "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 9, "color": PALETTE[hue]},
            customdata=[[rows.at[i, "stated_by"], rows.at[i, "date"]] for i in ids]
            + [["reached", d] for d in done_on],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra>%{fullData.name}</extra>",
        )
    fig.add_scatter(
        x=[_middle(rows.at[i, "stated_on"]) for i, _, _ in _ASIDES],
        y=[_last_day(rows.at[i, "date"]) for i, _, _ in _ASIDES],
        mode="markers+text",
        name="inspectors on parts of a phase",
        text=["GAO: 2020", "GAO: 2017"],
        textposition=[spot for _, _, spot in _ASIDES],
        textfont={"size": 11},
        marker={
            "symbol": "square-open",
            "size": 10,
            "color": [PALETTE[_SLIPS[name][0]] for _, name, _ in _ASIDES],
            "line": {"width": 2},
        },
        hovertemplate="parts of the phase expected in %{y|%Y} or later<extra>GAO</extra>",
    )
    used += [i for i, _, _ in _ASIDES]
    for name, (last, word, spot) in _ENDS.items():
        when = _middle(rows.at[last, "date"])
        used.append(last)
        fig.add_scatter(
            x=[when],
            y=[when],
            mode="markers+text",
            name=f"{name}: {word}",
            showlegend=False,
            text=[f"<b>{name.replace(' interceptor', '')}<br>{word}</b>"],
            textposition=spot,
            textfont={"size": 11, "color": PALETTE[_SLIPS[name][0]]},
            marker={
                "symbol": "x" if word == "dropped" else "star",
                "size": 13,
                "color": PALETTE[_SLIPS[name][0]],
            },
            hovertemplate=f"{name}: {word}, {long_date(rows.at[last, 'date'])}<extra></extra>",
        )
    ready = rows.at["redzikowo-ready-2024", "date"]
    final = rows.at["redzikowo-slip-2023", "date"]
    first = rows.at["p3-plan-2018", "date"]
    stated = rows.at["redzikowo-assembly-2018", "stated_on"][:4]
    fig.update_layout(
        xaxis={"type": "date", "range": ["2007-02-01", "2026-09-01"], "title": "stated in"},
        yaxis={
            "type": "date",
            "range": ["2010-01-01", "2026-10-01"],
            "title": "promised for",
            "dtick": "M24",
            "tick0": "2010-01-01",
            "tickformat": "%Y",
        },
        showlegend=True,
    )
    drawn = rows.loc[used].reset_index()
    return finish(
        fig,
        title=f"In {stated} Poland's site was still expected for {first}; then the promise ran ahead "
        "of the calendar",
        subtitle="Date promised (upwards) by the day on which it was stated (to the right); on the "
        "dotted line promise and day meet",
        tables=["epaa_milestones"],
        rows=drawn[
            ["milestone_id", "stated_on", "stated_by", "date", "plan_or_actual", "source_id"]
        ],
        digest=[
            f"Polish site: promised for {first} in 2009 and still in 2017; by May 2023 for {final}; "
            f"ready on {long_date(ready)}",
            "Inspectors said in March 2014 that parts of the Polish phase would come in "
            f"{rows.at['redzikowo-gao2014-2020', 'date']} or later",
            f"Romanian site: promised for {rows.at['p2-plan-2015', 'date']}, operational on "
            f"{long_date(rows.at['deveselu-operational-2016', 'date'])}",
            f"Phase 4: promised for {rows.at['p4-plan-2020', 'date']}, put at "
            f"{rows.at['p4-gao-2022', 'date']} at the earliest by inspectors, dropped a month later",
        ],
        note="A promise of a year is drawn at its end, a statement of a year at its middle.",
        height=440,
        narrow={"room": 400},
    )


_COVER = {
    "not_stated": "cover<br>not stated",
    "deployed_forces": "forces on<br>deployment",
    "part_of_southern_europe": "part of southern<br>Europe",
    "southern_nato_europe": "southern<br>NATO Europe",
    "all_nato_europe": "all<br>NATO Europe",
    "all_present_threats": "all, against<br>all threats",
}
# Declared in a text that states the cover as what is still to come.
_AIM = ("nato-enhanced-2024",)
_SAID = {
    "declared, with this cover": ("circle", "blue"),
    "declared, with this cover as the aim": ("circle-open-dot", "magenta"),
    "promised, to the year on the right": ("diamond-open", "orange"),
}


def labels(capability_labels: pd.DataFrame) -> Chart:
    """Draw the labels of the two Alliance systems by date and by the cover stated with them.

    Args:
        capability_labels: the table of that name.
    """
    shown = capability_labels[capability_labels["system"].isin(["altbmd", "nato_bmd"])]
    shown = shown.sort_values("declared_on").reset_index(drop=True)
    at = {code: n for n, code in enumerate(_COVER)}
    aim = shown["label_id"].isin(_AIM)
    declared, target = shown["status"] == "declared", shown["status"] == "target"
    promised = shown[target]
    fig = go.Figure()
    for row in promised.itertuples():
        fig.add_scatter(
            x=[_middle(row.declared_on), _last_day(row.for_date)],
            y=[at[row.claimed_cover]] * 2,
            mode="lines+markers+text",
            name="promise",
            text=["", row.for_date],
            textposition="bottom center",
            textfont={"size": 10, "color": PALETTE["orange"]},
            marker={
                "symbol": "line-ns",
                "size": [0, 9],
                "opacity": 1,
                "line": {"width": 2, "color": PALETTE["orange"]},
            },
            line={"color": PALETTE["orange"], "dash": "dot", "width": 1.5},
            showlegend=False,
            hoverinfo="skip",
        )
    crowd: dict[str, str] = {}
    for (name, (symbol, hue)), chosen in zip(
        _SAID.items(), (declared & ~aim, aim, target), strict=True
    ):
        part = shown[chosen]
        spots = []
        for row in part.itertuples():
            near = crowd.get(row.claimed_cover, "0")
            close = abs(int(row.declared_on[:4]) - int(near[:4])) < 2
            spots.append("bottom center" if close else "top center")
            crowd[row.claimed_cover] = row.declared_on
        fig.add_scatter(
            x=[_middle(d) for d in part["declared_on"]],
            y=[at[c] for c in part["claimed_cover"]],
            mode="markers+text",
            name=name,
            text=part["label"].tolist(),
            textposition=spots,
            textfont={"size": 11},
            marker={
                "symbol": symbol,
                "size": 12,
                "color": PALETTE[hue],
                "line": {"width": 2, "color": PALETTE[hue]},
            },
            customdata=part[["declared_by", "declared_on"]].values.tolist(),
            hovertemplate="%{text}: %{customdata[0]}, %{customdata[1]}<extra></extra>",
        )
    fig.update_layout(
        xaxis={"type": "date", "range": ["2004-12-01", "2027-06-01"], "dtick": "M48"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(at.values()),
            "ticktext": list(_COVER.values()),
            "ticks": "",
            "range": [-0.6, len(at) - 0.4],
        },
        showlegend=True,
    )
    said = shown[declared & (shown["system"] == "nato_bmd")].drop_duplicates("label")
    full = promised[(promised["label"] == "full") & (promised["system"] == "nato_bmd")]
    return finish(
        fig,
        title=f"{_word(len(said))} labels were declared; no text read here states that more than "
        "southern Europe is covered",
        subtitle="The words interim, initial, enhanced and full, by date and by the cover stated "
        "with them",
        tables=["capability_labels"],
        rows=shown[
            [
                "label_id",
                "declared_on",
                "label",
                "system",
                "status",
                "for_date",
                "claimed_cover",
                "source_id",
            ]
        ],
        digest=[
            "Declared for the Alliance's territorial system: "
            + ", ".join(f"{r.label} on {long_date(r.declared_on)}" for r in said.itertuples()),
            "Cover stated with interim and with initial: southern NATO Europe; with enhanced: all "
            "NATO Europe, as the aim",
            "Full was promised for "
            + ", ".join(f"{r.for_date} (said in {r.declared_on[:4]})" for r in full.itertuples())
            + "; no declaration was found by November 2026",
            "Lowest steps: promises that state no cover, and the older system for forces on "
            "deployment",
        ],
        note="Cover as stated, not as measured: real cover is not public.",
        height=400,
        narrow={"room": 400},
    )


def _word(number: int) -> str:
    words = [
        "Nought",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
    ]
    return words[number] if 0 <= number < len(words) else str(number)


def geography(sites: pd.DataFrame) -> Chart:
    """Draw the parts of the plan and distances from Tabriz; table `sites` in."""
    places = sites.set_index("site_id")
    start = (places.at["tabriz", "lat"], places.at["tabriz", "lon"])
    ids = ["tabriz", "kurecik", "deveselu", "redzikowo", "ramstein", "rota"]
    shown = places.loc[ids].assign(
        name=["Tabriz", "Kürecik", "Deveselu", "Redzikowo", "Ramstein", "Rota"]
    )
    fig = maps.base_map(start, extent_km=2750, view=(46.5, 21), aspect=1.3)
    maps.add_countries(fig, LEFT_OUT, name="Allies outside the cover of the Third Site")
    for km in (1000, 2000, 3000):
        maps.add_range_ring(fig, start, km)
    maps.add_sites(
        fig,
        shown.reset_index(),
        kinds={
            "interceptor": "interceptors on land",
            "radar": "radar",
            "command": "NATO command",
            "port": "ships' port",
            "threat_reference": "reference point for distances",
        },
    )
    page, phone = maps.heights(fig)
    km = {i: great_circle_km(*start, places.at[i, "lat"], places.at[i, "lon"]) for i in ids}
    rows = shown.reset_index()[["site_id", "name", "country", "lat", "lon", "status", "source_id"]]
    rows.insert(5, "km_from_tabriz", [round(km[i], -1) for i in rows["site_id"]])
    order = sorted(ids[1:], key=km.get)
    inside = int(places.loc[["kurecik", "deveselu"], "iso3"].isin(LEFT_OUT).sum())
    return finish(
        fig,
        title=f"The radar and the first land site stand in {_word(inside).lower()} of the "
        f"{_word(len(LEFT_OUT)).lower()} Allies whom the old plan had left out",
        subtitle="Parts of the phased approach; rings show distance from Tabriz in north-western "
        "Iran, along the ground",
        tables=["sites", "basemap"],
        rows=rows,
        height=page,
        narrow={"room": phone},
        note=maps.NOTE + " Tabriz is a reference point; no launch site is implied.",
        digest=[
            "From Tabriz: " + ", ".join(f"{shown.at[i, 'name']} {km[i]:,.0f} km" for i in order),
            "Tinted: Türkiye, Greece, Bulgaria and Romania, outside the cover of the Third Site",
            "The radar and the first land site stand in two of those four countries",
        ],
    )


def ashore_costs(estimates: pd.DataFrame) -> Chart:
    """Draw what the two land sites were said to cost; table `cost_estimates` in."""
    keys = {"aegis-ashore-ro": "Romania and test site", "aegis-ashore-pl": "Poland"}
    shown = estimates[estimates["conflict_key"].isin(keys)].copy()
    shown["site"] = shown["conflict_key"].map(keys)
    shown["estimate"] = shown["site"] + ", " + shown["published"].str[:4]
    shown = shown.sort_values(["site", "published"], ascending=[False, True], kind="stable")
    cost = shown.set_index("estimate_id")["cost_low"]
    rise = {
        "Romania": cost["mda-2013-ashore-ro"] / cost["mda-2010-ashore-ro"] - 1,
        "Poland": cost["wawel-2024-ashore-pl"] / cost["mda-2013-ashore-pl"] - 1,
    }
    return intervals.intervals(
        shown,
        label="estimate",
        low="cost_low",
        high="cost_high",
        groups="site",
        title=f"The estimate for Romania and a test site rose by {rise['Romania']:.0%} in three years, "
        f"Poland's by {rise['Poland']:.0%} in eleven".replace("%", " per cent"),
        subtitle="What putting the land sites in place was said to cost, million dollars, by year "
        "of the estimate",
        tables=["cost_estimates"],
        unit="million dollars",
        digest=[
            f"Romania with the test site in Hawaii: {cost['mda-2010-ashore-ro']:,.0f} million in "
            f"2010, about {cost['mda-2013-ashore-ro']:,.0f} in 2013 (up {rise['Romania']:.0%})",
            f"Poland: {cost['mda-2013-ashore-pl']:,.0f} million in 2013, about "
            f"{cost['wawel-2024-ashore-pl']:,.0f} in 2024 (up {rise['Poland']:.0%})",
            "Prices of different years, not deflated; estimates of the agency and of the press",
        ],
        note="Deployment, not running costs. The estimate of 2010 had left out some costs, says GAO.",
    )
