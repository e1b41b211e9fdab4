"""The charts of unit 05: promises and what came of them; the choice of 'done' is the unit's own."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps
from course.charts.buttons import choices, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import (
    across,
    blocks,
    dodge,
    dots,
    on_phone,
    path,
    rows_down,
    segments,
    upwards,
    words,
)
from course.charts.style import Card, Chart, finish
from course.geodesy import great_circle_km
from course.lessons.phased_adaptive_approach import delays
from course.show import Text, markdown_table
from course.words import count, listed, long_date, short_month

LEFT_OUT = {"TUR": "Türkiye", "GRC": "Greece", "BGR": "Bulgaria", "ROU": "Romania"}

# How each definition of done is drawn. None is a cross: here a cross means "given up".
DONE = {
    "Built": Mark("circle", "blue", "built"),
    "Declared ready": Mark("triangle-up", "magenta", "declared ready"),
    "NATO command": Mark("triangle-down", "ink", "under NATO command"),
}


def table(rows: pd.DataFrame, names: Sequence[str] = ()) -> Text:
    """Show a few rows as a table whose long sentences are not cut off."""
    header = list(names) or [str(c) for c in rows.columns]
    return Text(markdown_table(header, rows.astype(object).where(rows.notna(), "").values.tolist()))


def _late(months: int) -> str:
    if months <= 0:
        return "on time"
    return f"{months} month{'s' if months > 1 else ''} late"


def _between(part: pd.DataFrame, on_time: str = "on time or up to") -> str:
    low, high = part["months_late"].min(), part["months_late"].max()
    if high <= 0:
        return "on time"
    return f"{on_time} {high} months late" if low <= 0 else f"{low} to {high} months late"


def done(milestones: pd.DataFrame) -> Chart:
    """Draw promise against event for each part of the plan; the reader chooses what done means.

    Args:
        milestones: the table `epaa_milestones`.
    """
    dates = delays.done_dates(milestones)
    rows = list(delays.PROMISES)
    plans = milestones.set_index("milestone_id")["date"]
    years = [plans[plan] for plan, _ in delays.PROMISES.values()]
    fig = rows_down([name.replace(": ", ":<br>") for name in rows], each=66)
    across(fig, "2010-09-01", "2026-03-01", every="M24", start="2011-01-01", form="%Y")
    on_phone(fig, xaxis={"dtick": "M48"})
    starts, ends = [f"{year}-01-01" for year in years], [f"{year}-12-31" for year in years]
    blocks(fig, starts, ends, range(len(rows)), Mark("square", "land", "promised year"))
    dropped = plans["p4-cancelled-2013"]
    cross, text = Mark("x-thin", "ink", "given up"), [f"dropped<br>{short_month(dropped)}"]
    said = [f"dropped on {long_date(dropped)}"]
    place = ([dropped], [len(rows) - 1])
    dots(fig, *place, cross, text=text, at="middle right", hover=said, edge=3)
    drawn = dates.assign(
        at=dates["promise"].map(rows.index),
        x=dates["done"].map(delays.middle),
        due=dates["promised"].map(delays.last_day),
        late=dates["months_late"].map(_late),
        day=dates["done"].map(long_date),
    )
    # Marks on one line would hide each other: each definition has its own height.
    heights = dodge(DONE, 0.2)
    with tagged(fig, "All"):
        for mark, part in by_mark(drawn, "definition", DONE):
            y = part["at"] + part["definition"].map(heights)
            dots(fig, part["x"], y, mark, hover=part["day"] + ": " + part["late"], size=9)
        for promise, part in drawn.groupby("promise", sort=False):
            x = [part["x"].min() if part["x"].max() > CROWDED else part["x"].max()]
            lines = _between(part, "on time to").replace(" months", "   <br>   months")
            words(fig, x, [rows.index(promise)], [f"   {lines}   "], _beside(part["x"].max()))
    for definition in DONE:
        with tagged(fig, definition):
            _one_definition(fig, drawn[drawn["definition"] == definition], definition, ends)
    choices(fig, {_SHORT.get(tag, tag): [tag] for tag in ("All", *DONE)})
    poland = dates[dates["promise"].str.endswith("Redzikowo")]
    built = delays.in_its_year("Built")
    ready = dates[dates["promise"].isin(built)]
    after = sorted(set(ready[ready["definition"] == "Declared ready"]["months_late"]))
    card = Card(
        title=f"{count(len(built)).capitalize()} of the {count(len(rows))} phases were built in "
        f"their year and declared ready {' to '.join(map(str, after))} months after it; Poland's site "
        f"came {_between(poland)}",
        subtitle="Promised year (shaded) and actual dates; each button shows one definition of done",
        tables=["epaa_milestones"],
        digest=[
            *[
                f"{promise}: "
                + ", ".join(
                    f"{DONE[r.definition].name} {_late(r.months_late)}" for r in part.itertuples()
                )
                for promise, part in dates.groupby("promise", sort=False)
            ],
            f"Phase 4, promised for {plans['p4-plan-2020']}, was dropped on {long_date(dropped)}",
        ],
        note="Months are counted from the December of the promised year, the kindest reading. "
        "Built: for Phase 1, declared technically active. Declared ready: operational, or in "
        "Poland's case ready for its mission.",
    )
    return finish(fig, card, rows=dates)


_SHORT = {"Declared ready": "Ready", "NATO command": "NATO"}  # on a button
CROWDED = "2021"  # words beside a later mark stand to its left


def _beside(date: str) -> str:
    return "middle left" if date > CROWDED else "middle right"


def _one_definition(
    fig: go.Figure, part: pd.DataFrame, definition: str, ends: Sequence[str]
) -> None:
    """Draw what a button shows: a line of delay, the mark, and what it means."""
    mark = DONE[definition]
    late = part[part["months_late"] > 0]
    segments(fig, late["due"], late["x"], late["at"], mark)
    # On the left the words stand above and below the line that ends in the mark.
    gap = [" <br>" if date > CROWDED else "" for date in part["x"]]
    text = part["late"] + "<br>" + gap + part["done"].map(short_month)
    at = [_beside(date) for date in part["x"]]
    dots(fig, part["x"], part["at"], mark, text=text, at=at, size=12)
    dated = set(part["promise"])
    missing = [k for k, name in enumerate(list(delays.PROMISES)[:-1]) if name not in dated]
    words(fig, [ends[k] for k in missing], missing, ["  no such date found"] * len(missing))


LINES = {
    "Polish site": Mark("circle", "blue", "Polish site"),
    "Romanian site": Mark("triangle-up", "magenta", "Romanian site", "dashdot"),
    "Phase 4 interceptor": Mark("diamond", "orange", "Phase 4 interceptor", "dash"),
}
ASIDE = Mark("square-open", "grey", "inspectors on some capabilities")
# The line of each date, in the order in which they were stated, the words beside it, and where.
# Inspectors on some capabilities of a phase give no date for the whole: they are no part of its line.
_DRAWN = {
    "p3-plan-2018": ("Polish site", "White House<br>2018", "bottom center"),
    "redzikowo-assembly-2018": ("Polish site", "NATO Assembly: 2018", "bottom center"),
    "redzikowo-slip-2018": ("Polish site", "agency: 2020", "top left"),
    "redzikowo-slip-2020": ("Polish site", "GAO: 2020", "bottom right"),
    "redzikowo-slip-2022": ("Polish site", "agency: 2022", "top left"),
    "redzikowo-slip-end-2022": ("Polish site", "", "top left"),
    "redzikowo-slip-2023": ("Polish site", "GAO: 2023", "top left"),
    "redzikowo-nato-plan-2024": ("Polish site", "", "top left"),
    "redzikowo-ready-2024": ("Polish site", "ready", "top left"),
    "p2-plan-2015": ("Romanian site", "2015", "top center"),
    "deveselu-operational-2016": ("Romanian site", "operational", "bottom right"),
    "p4-plan-2020": ("Phase 4 interceptor", "2020", "top left"),
    "p4-gao-2022": ("Phase 4 interceptor", "GAO: 2022", "top left"),
    "p4-cancelled-2013": ("Phase 4 interceptor", "dropped", "bottom right"),
    "redzikowo-gao2014-2020": ("aside", "GAO: 2020", "bottom center"),
    "p2-gao2014-2017": ("aside", "GAO: 2017", "bottom center"),
}


def promises(milestones: pd.DataFrame) -> Chart:
    """Draw each promised date against the day on which it was stated, up to what happened.

    Args:
        milestones: the table `epaa_milestones`.
    """
    rows = milestones.set_index("milestone_id")
    shown = rows.loc[list(_DRAWN)].reset_index()
    shown[["line", "text", "at"]] = list(_DRAWN.values())
    shown["x"] = shown["stated_on"].fillna(shown["date"]).map(delays.middle)
    # What happened lies on the line on which promise and day meet.
    reached = shown["plan_or_actual"] == "actual"
    shown["y"] = shown["date"].map(delays.last_day).where(~reached, shown["x"])
    day = shown["date"].map(long_date)
    shown["hover"] = (shown["stated_by"] + ": " + day).where(~reached, shown["text"] + ", " + day)
    fig = go.Figure(layout={"height": 440})
    across(fig, "2007-02-01", "2026-09-01", title="stated in")
    how = {"title": "promised for", "every": "M24", "start": "2010-01-01", "form": "%Y"}
    upwards(fig, "2010-01-01", "2026-10-01", **how)
    whole = ["2010-01-01", "2026-12-31"]
    path(fig, whole, whole, Mark("circle", "grey", "promised for today", "dot"), width=1)
    for mark, part in by_mark(shown[~reached], "line", {**LINES, "aside": ASIDE}):
        end = shown[reached & (shown["line"] == mark.name) & (shown["text"] != "dropped")]
        line = pd.concat([part, end.assign(text="", hover="")])
        at, width = list(line["at"]), 0 if mark is ASIDE else 2
        text, hover = line["text"], line["hover"]
        dots(fig, line["x"], line["y"], mark, text=text, at=at, hover=hover, size=9, join=width)
    for mark, end in by_mark(shown[reached], "line", LINES):
        ended, at = end["text"].item(), end["at"].item()
        star = mark._replace(symbol="x" if ended == "dropped" else "star", name="")
        text = [f"<b>{mark.name.replace(' interceptor', '')}<br>{ended}</b>"]
        font = {"size": 11, "color": mark.hue}
        place = (end["x"], end["y"])
        dots(fig, *place, star, text=text, at=at, hover=end["hover"], size=13, textfont=font)
    date = rows["date"]
    poland = shown[(shown["line"] == "Polish site") & ~reached]
    first = date["p3-plan-2018"]
    held = poland[poland["date"] == first]["stated_on"].max()
    put_off = dict.fromkeys(text[:4] for text in poland["date"] if text != first)
    card = Card(
        title=f"Romania's site, promised for {date['p2-plan-2015']}, was operational in "
        f"{long_date(date['deveselu-operational-2016'][:7])}; Poland's, promised for {first} and in "
        f"{held[:4]} still, was ready in {long_date(date['redzikowo-ready-2024'][:7])}",
        subtitle="Date promised (upwards) by the day on which it was stated (to the right); on the "
        "dotted line promise and day meet",
        tables=["epaa_milestones"],
        digest=[
            f"Polish site: promised for {first} in {rows.at['p3-plan-2018', 'stated_on'][:4]} and "
            f"still in {held[:4]}; then put off to {listed(put_off)}; ready on "
            f"{long_date(date['redzikowo-ready-2024'])}",
            "Inspectors said in "
            f"{long_date(rows.at['redzikowo-gao2014-2020', 'stated_on'][:7])} that some capabilities of the "
            f"Polish phase would come in {date['redzikowo-gao2014-2020']} or later",
            f"Romanian site: promised for {date['p2-plan-2015']}, operational on "
            f"{long_date(date['deveselu-operational-2016'])}",
            f"Phase 4: promised for {date['p4-plan-2020']}, put at {date['p4-gao-2022']} at the "
            "earliest by inspectors, dropped a month later",
        ],
        note="A promise of a year is drawn at its end, a statement of a year at its middle.",
    )
    columns = ["milestone_id", "stated_on", "stated_by", "date", "plan_or_actual", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


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
SAID = {
    "declared": Mark("circle", "blue", "declared, with this cover"),
    "aim": Mark("circle-open-dot", "magenta", "declared, with this cover as the aim"),
    "target": Mark("diamond-open", "orange", "expected, by the year on the right", "dot"),
}


def labels(capability_labels: pd.DataFrame) -> Chart:
    """Draw the labels of the two Alliance systems by date and by the cover stated with them.

    Args:
        capability_labels: the table of that name.
    """
    shown = capability_labels[capability_labels["system"].isin(["altbmd", "nato_bmd"])]
    shown = shown.sort_values("declared_on", ignore_index=True)
    shown["said"] = shown["status"].mask(shown["label_id"].isin(_AIM), "aim")
    shown["x"] = shown["declared_on"].map(delays.middle)
    shown["y"] = shown["claimed_cover"].map(list(_COVER).index)
    # Of two labels within two years at one height the later one stands below.
    years = shown["declared_on"].str[:4].astype(int)
    near = years.groupby(shown["y"]).diff() < 2
    shown["at"] = near.map({True: "bottom center", False: "top center"})
    targets = shown[shown["status"] == "target"]
    due = targets["for_date"].map(delays.last_day)
    fig = rows_down(_COVER.values(), each=66, above=0.6, below=0.6, upwards=True)
    across(fig, "2004-12-01", "2027-06-01", every="M48")
    promise = SAID["target"]._replace(symbol="line-ns", name="")
    segments(fig, targets["x"], due, targets["y"], promise, width=1.5)
    look = {"text": targets["for_date"], "at": "bottom center", "size": 9}
    dots(fig, due, targets["y"], promise, textfont={"size": 10, "color": promise.hue}, **look)
    for mark, part in by_mark(shown, "said", SAID):
        told = zip(part["label"], part["declared_by"], part["declared_on"], strict=True)
        hover = [f"{label}: {who}, {long_date(when)}" for label, who, when in told]
        look = {"text": part["label"], "at": list(part["at"]), "size": 12, "edge": 2}
        dots(fig, part["x"], part["y"], mark, hover=hover, **look)
    territorial = shown[shown["system"] == "nato_bmd"]
    declared = territorial[territorial["status"] == "declared"].drop_duplicates("label")
    full = territorial[(territorial["status"] == "target") & (territorial["label"] == "full")]
    card = Card(
        title=f"Declared were {listed(declared['label'])}; full was expected, and "
        "cover for all NATO Europe was stated as the aim",
        subtitle="The words interim, initial, enhanced and full, by date and by the cover stated "
        "with them",
        tables=["capability_labels"],
        digest=[
            "Declared for the Alliance's territorial system: "
            + ", ".join(f"{r.label} on {long_date(r.declared_on)}" for r in declared.itertuples()),
            "Cover stated with interim and with initial: southern NATO Europe; with enhanced: all "
            "NATO Europe, as the aim",
            "Full was expected for "
            + ", ".join(f"{r.for_date} (said in {r.declared_on[:4]})" for r in full.itertuples())
            + "; no declaration was found by November 2026",
            "Lowest steps: expectations that state no cover, and the older system for forces on "
            "deployment",
        ],
        note="Cover as stated, not as measured: real cover is not public.",
    )
    columns = ["label_id", "declared_on", "label", "system", "status", "for_date"]
    return finish(fig, card, rows=shown, columns=[*columns, "claimed_cover", "source_id"])


PARTS = ("tabriz", "kurecik", "deveselu", "redzikowo", "ramstein", "rota")


def geography(sites: pd.DataFrame) -> Chart:
    """Draw the parts of the plan and distances from Tabriz; table `sites` in."""
    shown = sites.set_index("site_id").loc[list(PARTS)]
    shown = shown.assign(name=shown["name"].str.split().str[0])
    start = (shown.at["tabriz", "lat"], shown.at["tabriz", "lon"])
    km = [great_circle_km(*start, *place) for place in zip(shown["lat"], shown["lon"], strict=True)]
    shown = shown.assign(km=km, km_from_tabriz=[round(d, -1) for d in km]).reset_index()
    fig = maps.base_map(start, extent_km=2750, view=(46.5, 21), aspect=1.3)
    maps.add_countries(fig, list(LEFT_OUT), name="Outside the old cover, wholly or in part")
    for ring in (1000, 2000, 3000):
        maps.add_range_ring(fig, start, ring)
    own = {"interceptor": "interceptors on land", "command": "NATO command"}
    maps.add_sites(fig, shown, kinds=maps.KINDS | own)
    first = shown[shown["site_id"].isin(["kurecik", "deveselu"]) & shown["iso3"].isin(LEFT_OUT)]
    hosts = listed(first["iso3"].map(LEFT_OUT))
    by_distance = shown[1:].sort_values("km")
    card = Card(
        title=f"The radar and the first land site stand in {hosts}, reported to lie outside the old "
        "plan's cover, wholly or in part",
        subtitle="Parts of the phased approach; rings show distance from Tabriz in north-western "
        "Iran, along the ground",
        tables=["sites", "basemap"],
        note=maps.NOTE + " Tabriz is a reference point; no launch site is implied.",
        digest=[
            "From Tabriz: "
            + ", ".join(
                f"{r.name_} {r.km:,.0f} km"
                for r in by_distance.rename(columns={"name": "name_"}).itertuples()
            ),
            f"Tinted: {listed(LEFT_OUT.values())}, reported outside the cover of the Third Site, "
            "Romania in part",
            f"The radar and the first land site stand in two of those: {hosts}",
        ],
    )
    columns = ["site_id", "name", "country", "lat", "lon", "km_from_tabriz", "status", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


ESTIMATED = {"aegis-ashore-ro": "Romania and test site", "aegis-ashore-pl": "Poland"}


def ashore_costs(estimates: pd.DataFrame) -> Chart:
    """Draw what the two land sites were said to cost; table `cost_estimates` in."""
    shown = estimates.assign(site=estimates["conflict_key"].map(ESTIMATED)).dropna(subset=["site"])
    shown["year"] = shown["published"].str[:4]
    shown["estimate"] = shown["site"] + ", " + shown["year"]
    shown = shown.sort_values(["site", "published"], ascending=[False, True], kind="stable")
    ends = {site: (part.iloc[0], part.iloc[-1]) for site, part in shown.groupby("site")}
    times = {site: last["cost_low"] / first["cost_low"] for site, (first, last) in ends.items()}
    names = {"Romania and test site": "Romania with the test site in Hawaii", "Poland": "Poland"}
    both = "Romania and test site"
    card = Card(
        title=f"Poland's last estimate is about {times['Poland']:.1f} times the first; that for Romania "
        f"and a test site is about {count(round(times[both]))} times the first, which had left out "
        "some costs",
        subtitle="What putting the land sites in place was said to cost, million dollars, by year "
        "of the estimate",
        tables=["cost_estimates"],
        digest=[
            *[
                f"{name}: {ends[site][0]['cost_low']:,.0f} million in {ends[site][0]['year']}, about "
                f"{ends[site][1]['cost_low']:,.0f} in {ends[site][1]['year']} (about "
                f"{times[site]:.1f} times)"
                for site, name in names.items()
            ],
            "Prices of different years, not deflated; estimates of the agency and of the press",
        ],
        note="Deployment, not running costs. The estimate of 2010 had left out some costs, says GAO.",
    )
    drawing = intervals.intervals(
        shown,
        label="estimate",
        low="cost_low",
        high="cost_high",
        groups="site",
        unit="million dollars",
    )
    columns = ["estimate_id", "published", "estimator", "option", "cost_low", "cost_high", "bound"]
    return finish(drawing, card, columns=[*columns, "source_id"])
