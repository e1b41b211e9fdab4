"""The charts of unit 07: who contributes, who pays."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps
from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import (
    across,
    dots,
    path,
    rows_down,
    segments,
    upwards,
)
from course.charts.style import Card, Chart, finish, wrap
from course.data import day
from course.geodesy import great_circle_km
from course.lessons.who_contributes_who_pays.sums import at_once, gone, lent, standing, waits
from course.words import count, lasting, listed, long_date, short_month, tally

OWNERS = {
    "USA": Mark("circle", "blue", "United States"),
    "NATO": Mark("diamond", "orange", "NATO in common"),
    "other": Mark("square", "teal", "another Ally"),
}
TYPES = {
    "early_warning": "Launch warning",
    "radar": "Land radars",
    "interceptor_site": "Sites",
    "ship": "Ships",
    "ship_sensor_upgrade": "Frigates' radars",
    "patriot_or_sampt_battery": "Batteries",
    "command_and_control": "Networks",
    "hosting": "Ground",
    "home_port": "Home ports",
    "training_or_range": "Schools, ranges",
    "personnel": "Staff",
    "funding": "Money as such",
}
STATES = {
    "in_service": "In service",
    "ended": "Ended",
    "offered": "Promised, in doubt",
    "in_development": "Promised, in doubt",
    "unclear": "Promised, in doubt",
    "deferred": "Promised, in doubt",
    "cancelled": "Promised, in doubt",
}


def owner(code: str) -> str:
    """Return a key of `OWNERS` for the owner of a contribution."""
    return code if code in OWNERS else "other"


def tiles(contributions: pd.DataFrame) -> Chart:
    """Draw each contribution as a tile: its kind, owner and state; `contributions` in."""
    shown = contributions.assign(
        whose=pd.Categorical(contributions["owner"].map(owner), list(OWNERS)),
        state=pd.Categorical(contributions["status"].map(STATES), dict.fromkeys(STATES.values())),
        row=contributions["type"].map({code: k for k, code in enumerate(TYPES)}),
    ).sort_values(["row", "state", "whose"], kind="stable")
    shown = shown.assign(place=shown.groupby("row").cumcount() + 1)
    fig = rows_down(list(TYPES.values()), each=28, within=99, above=0.6, below=0.6)
    across(fig, 0.3, shown["place"].max() + 0.7, title="entries", every=5, start=5, grid=False)
    states = list(shown["state"].cat.categories)
    for state in states:
        with tagged(fig, state):
            for mark, part in by_mark(shown[shown["state"] == state], "whose", OWNERS):
                said = [
                    f"{r.country}: {wrap(r.contribution, 40)}<br>offered {_told(r.offered)}, in "
                    f"place {_told(r.operational)}, ended {_told(r.ended)}"
                    for r in part.itertuples()
                ]
                hollow = state != "In service"
                look = {"hollow": hollow, "edge": 1.5 * hollow, "legend": not hollow}
                dots(fig, part["place"], part["row"], mark, hover=said, size=9 - hollow, **look)
    choices(fig, {"All": states} | {state: [state] for state in states})
    serving = shown[shown["state"] == "In service"]
    kinds = {whose: _kinds(serving[serving["whose"] == whose]) for whose in OWNERS}
    card = Card(
        title="Of the entries in service, the land radar, sites and ships are American, the command networks "
        "common, and the batteries, ground and ports other Allies'",
        subtitle="Contributions to alliance missile defence by kind; the shape says who owns each. "
        "Filled: in service; hollow: ended, promised or in doubt",
        tables=["contributions"],
        digest=[
            f"{len(shown)} entries: {tally(shown['state'].value_counts().reindex(states))}",
            *(f"In service, {OWNERS[whose].name}: {found}" for whose, found in kinds.items()),
        ],
        note="An entry is not a weight: a port and a battery are one tile each. Not a register of all "
        "national air defence. Germany's Arrow 3, an upper-layer system, stands with the batteries.",
    )
    columns = ["contribution_id", "country", "type", "owner", "payer", "status", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


def _told(date: object) -> str:
    return "not read" if pd.isna(date) else long_date(str(date))


def _kinds(part: pd.DataFrame) -> str:
    found = part["type"].value_counts()
    return tally({code: found[code] for code in TYPES if code in found}, _LOWER)


_LOWER = {code: name[0].lower() + name[1:] for code, name in TYPES.items()}

WAITED = {
    "nld-patriot-slovakia": ("Dutch Patriot, Slovakia", "a battery lent"),
    "deu-patriot-slovakia": ("German Patriot, Slovakia", "a battery lent"),
    "nld-patriot-turkiye": ("Dutch Patriot, Türkiye", "a battery lent"),
    "deu-patriot-turkiye-2013": ("German Patriot, Türkiye", "a battery lent"),
    "deu-patriot-poland-2023": ("German Patriot, Poland", "a battery lent"),
    "esp-patriot-turkiye": ("Spanish Patriot, Türkiye", "a battery lent"),
    "usa-radar-kurecik": ("US radar, Kürecik", "American"),
    "usa-rota-oscar-austin": ("US fifth ship, Rota", "American"),
    "usa-rota-donald-cook": ("US first ship, Rota", "American"),
    "usa-rota-carney": ("US fourth ship, Rota", "American"),
    "usa-aegis-ashore-romania": ("US site, Deveselu", "American"),
    "usa-aegis-ashore-poland": ("US site, Redzikowo", "American"),
    "nato-integration-test-bed": ("NATO test bed", "common"),
    "nato-interim-c2-ramstein": ("NATO interim network", "common"),
    "nato-altbmd-c2": ("NATO troops' network", "common"),
    "deu-arrow-3": ("German Arrow 3 (bought)", "an Ally's own"),
    "grc-iamd-coe": ("Greek centre, Chania", "an Ally's own"),
    "nld-smart-l": ("Dutch frigates' radars", "an Ally's own"),
}
"""What stands in the chart of waits: entry to its name there and its group."""


def waiting(contributions: pd.DataFrame) -> Chart:
    """Draw the time from offer to service; `contributions` in."""
    rows = waits(contributions).set_index("contribution_id").loc[list(WAITED)].reset_index()
    rows = rows.assign(
        label=[WAITED[key][0] for key in rows["contribution_id"]],
        group=[WAITED[key][1] for key in rows["contribution_id"]],
    )
    drawing = intervals.durations(rows, each=30)
    took = {r.contribution_id: lasting(r.low, r.high) for r in rows.itertuples()}
    offered = rows.set_index("contribution_id")["offered"]
    longest = rows.groupby("group")["high"].idxmax()
    silent = contributions[contributions["offered"].notna() & contributions["operational"].isna()]
    card = Card(
        title="Lent batteries and the radar in Türkiye were in place within months; ships, networks "
        "and sites took more than a year, some more than ten",
        subtitle="From offer, announcement or contract to service, as far as the dates allow. The "
        "scale multiplies: the same distance to the right is the same number of times longer",
        tables=["contributions"],
        digest=[
            "Longest in each group: "
            + "; ".join(
                f"{rows.at[k, 'label']} {took[rows.at[k, 'contribution_id']]}" for k in longest
            ),
            f"Dutch batteries for Türkiye {took['nld-patriot-turkiye']} (the table knows only the month "
            f"of the offer, {long_date(offered['nld-patriot-turkiye'])}), for Slovakia "
            f"{took['nld-patriot-slovakia']}; radar at Kürecik {took['usa-radar-kurecik']}",
            f"Sites: Deveselu {took['usa-aegis-ashore-romania']}, Redzikowo "
            f"{took['usa-aegis-ashore-poland']}",
            f"Offered, and no date of service read: {len(silent)} entries, among them the British "
            "ground radar (2015), Danish frigates' radar (2014) and the missile functions of the air "
            "command system (2013)",
        ],
        note="Bars: the shortest and the longest wait that dates known to a month or a year allow. "
        "Left out: hosts' entries, which came with their guests; middle ships at Rota; the ship Monterey "
        "and Germany's second stay in Poland, whose dates say too little; an exercise in Lithuania.",
    )
    columns = ["contribution_id", "label", "group", "offered", "operational", "source_id"]
    return finish(drawing.figure, card, rows=rows, columns=columns)


STEPS = {
    "requested": Mark("star", "grey", "asked for"),
    "decided": Mark("diamond", "orange", "decided or announced"),
    "arrived": Mark("triangle-up", "teal", "first arrival"),
    "operational": Mark("circle", "blue", "ready"),
    "operations_ended": Mark("square", "magenta", "task ended"),
    "withdrawn": Mark("x", "ink", "last left"),
    "still": Mark("triangle-right", "gold", "still there"),
}
LENT = {
    "nld-adana-2013": "Adana",
    "deu-kahramanmaras-2013": "Kahramanmaraş",
    "usa-gaziantep-2013": "Gaziantep",
    "esp-incirlik-2015": "Incirlik",
    "usa-sea-cover-2015": "at sea",
    "ita-kahramanmaras-2016": "Kahramanmaraş",
    "malatya-2026-unnamed": "Malatya",
    "incirlik-2026-second": "Incirlik",
    "deu-2026-six-months": "for one of these two",
}
STILL = {"esp-incirlik-2015": "2026-05-20"}  # the ministry's statement of that day
WINDOWS = {
    "All years": ("2012-06-01", "2026-12-31", "M24", "%Y"),
    "2012-13": ("2012-11-10", "2013-03-12", "M1", "%b %Y"),
    "2014-16": ("2014-08-01", "2016-08-01", "M6", "%b %Y"),
    "2026": ("2026-02-20", "2026-06-20", "M1", "%b %Y"),
}


def turkiye(deployments: pd.DataFrame) -> Chart:
    """Draw each step of each battery lent to Türkiye; `turkiye_deployments` in."""
    shown = deployments.set_index("deployment_id").loc[list(LENT)].reset_index()
    what = shown["batteries"].map("{:.0f}".format, na_action="ignore").fillna("ships")
    lender = shown["country"].fillna("not named") + ": " + what + ", "
    place = shown["deployment_id"].map(LENT)
    shown = shown.assign(name=lender + place, still=shown["deployment_id"].map(STILL))
    first = {r.deployment_id: r for r in shown.itertuples()}
    dutch, germans = first["nld-adana-2013"], first["deu-kahramanmaras-2013"]
    americans, spanish = first["usa-gaziantep-2013"], first["esp-incirlik-2015"]
    card = Card(
        title="Asked for in November 2012, six batteries were ready within three months; of all "
        "that were sent in the Syrian war Spain's alone was still there in March 2026",
        subtitle="Steps of each Patriot or SAMP/T battery lent to Türkiye, and of the ships' task; the "
        "buttons enlarge a time",
        tables=["turkiye_deployments"],
        digest=[
            f"Asked for {long_date(dutch.requested)}, decided {long_date(dutch.decided)}; ready: "
            f"Dutch {long_date(dutch.operational)}, German {long_date(germans.operational)}, American "
            f"{long_date(americans.operational)} (ours)",
            f"Ended: Dutch {long_date(dutch.operations_ended)}, German "
            f"{long_date(germans.operations_ended)}, American {long_date(americans.operations_ended)}",
            f"Spain's battery ready on {long_date(spanish.operational)} and still there in March 2026; "
            "Italy's from June 2016, to the end of 2019 as announced",
            "In March 2026 two more: Malatya, announced on 10 March, and Incirlik, on 18 March; in May a "
            "German battery was announced in place of one of them",
        ],
        note="Two accounts of the Malatya battery stand in the table: the ministry's statement names no "
        "lender, Reuters called it American. An end known to a month or a year is drawn at its close.",
    )
    days = shown[list(STEPS)].apply(day)
    days["operations_ended"] = gone(shown["operations_ended"])
    figures = {label: _stays(shown, days, *window) for label, window in WINDOWS.items()}
    columns = ["deployment_id", "country", "location", "personnel", *list(STEPS)[:-1], "source_id"]
    return finish(switch(figures), card, rows=shown, columns=columns)


def _stays(
    shown: pd.DataFrame, days: pd.DataFrame, low: str, high: str, every: str, form: str
) -> go.Figure:
    fig = rows_down(shown["name"], each=40, within=20, above=0.6, below=0.6)
    across(fig, low, high, every=every, start=f"{low[:4]}-01-01", form=form, top=True)
    ends = days.agg(["min", "max"], axis=1)
    segments(fig, ends["min"], ends["max"], ends.index, Mark(colour="border"))
    for step, mark in STEPS.items():
        part = shown[shown[step].notna()]
        said = [f"{mark.name}: {long_date(date)}" for date in part[step]]
        when = days.loc[part.index, step]
        dots(fig, when, part.index, mark, hover=said, size=11, hoverinfo="text")
    return fig


def towns(deployments: pd.DataFrame, sites: pd.DataFrame) -> Chart:
    """Draw where the batteries stood and the radar; `turkiye_deployments` and `sites` in."""
    placed = deployments.dropna(subset=["lat"]).drop_duplicates("location")
    placed = placed.assign(
        name=placed["location"].str.replace(r" \(.*", "", regex=True), kind="battery"
    )
    radar = sites[sites["site_id"] == "kurecik"].assign(name="radar at Kürecik", kind="radar")
    at = {r.name: (r.lat, r.lon) for r in placed.itertuples(index=False)}
    shown = pd.concat([placed, radar]).reset_index(drop=True)[
        ["name", "kind", "lat", "lon", "source_id"]
    ]
    fig = maps.base_map((37.6, 36.9), extent_km=330, aspect=1.7)
    maps.add_countries(fig, ["SYR"], name="Syria")
    maps.add_sites(fig, shown, kinds={"battery": "a lent battery stood here", "radar": "radar"})
    pairs = [(a, b, great_circle_km(*at[a], *at[b])) for a in at for b in at if a < b]
    far = max(pairs, key=lambda pair: pair[2])
    apart = dict(((a, b), f"{round(km, -1):.0f} km") for a, b, km in pairs)
    card = Card(
        title=f"The towns of the batteries lie up to {round(far[2], -1):.0f} km apart: each stands "
        "beside one place",
        subtitle="Where Allied batteries stood in southern Türkiye at some time from 2013 to 2026, and the radar; "
        "distances along the ground",
        tables=["turkiye_deployments", "sites", "basemap"],
        digest=[
            f"Places: {listed(at)}",
            f"Farthest apart: {far[0]} and {far[1]}, {apart[far[:2]]}",
            "From 2013 to 2015: Adana (Dutch, then Spanish), Kahramanmaraş (German), Gaziantep "
            "(American); in 2026 Incirlik (Spanish and another) and Malatya, the province of the radar",
        ],
        note=f"Points are towns, to a tenth of a degree; what a battery covers is not shown. {maps.NOTE}",
    )
    return finish(fig, card, rows=shown)


LAST_READ = "2026-05-20"


def batteries(deployments: pd.DataFrame) -> Chart:
    """Draw how many lent batteries stood in Türkiye at a time; `turkiye_deployments` in."""
    steps = at_once(deployments)
    before = pd.DataFrame({"when": [pd.Timestamp("2012-12-04"), steps["when"].min()], "count": 0})
    after = pd.DataFrame({"when": [pd.Timestamp(LAST_READ)]})
    whole = pd.concat([before, steps, after]).ffill()
    fig = go.Figure()
    fig.update_layout(height=250)
    across(fig, "2012-06-01", "2027-06-01", every="M24", start="2014-01-01", form="%Y")
    upwards(fig, 0, 7.4, every=1, title="batteries")
    path(fig, whole["when"], whole["count"], Mark(), width=3, steps=True)
    stays = steps["when"].shift(-1).fillna(pd.Timestamp("2099-01-01")) - steps["when"]
    told = steps[stays > pd.Timedelta(60, "D")]
    months = [str(when.date())[:7] for when in told["when"]]
    near = [f"{n} from {short_month(m)}" for n, m in zip(told["count"], months, strict=True)]
    said = [f"{n} from {long_date(m)}" for n, m in zip(told["count"], months, strict=True)]
    brief = stays[told.index] < pd.Timedelta(365, "D")
    side = (brief & told["count"].eq(1)).map({True: "bottom right", False: "top right"}).tolist()
    side[-1] = "top left"
    dots(fig, told["when"], told["count"], Mark(), text=near, at=side, hover=said, size=9)
    stood = lent(deployments)
    much = {
        day: standing(steps, day) for day in ("2013-03-01", "2015-12-01", "2023-01-26", LAST_READ)
    }
    six, one, ten, now = (count(number) for number in much.values())
    card = Card(
        title=f"{six.capitalize()} batteries in 2013, {one} at the end of 2015, {ten} in January 2023, "
        f"{now} in the spring of 2026",
        subtitle="Patriot and SAMP/T batteries lent to Türkiye at a time, from readiness (or arrival, or "
        "announcement) to the end of the task",
        tables=["turkiye_deployments"],
        digest=[
            "; ".join(said),
            f"Lenders named in the table: {listed(stood['country'].dropna().unique())}; of the two "
            "batteries of March 2026 the ministry named no lender",
            f"The line ends on {long_date(LAST_READ)}, the last day for which a number was read",
        ],
        note="The German battery announced in May 2026 replaces another and adds none. Ends known to a "
        "month or a year are drawn at its close.",
        source_ids=stood["source_id"].tolist(),
    )
    rows = whole.assign(
        when=whole["when"].dt.strftime("%Y-%m-%d"), count=whole["count"].astype(int)
    )
    return finish(fig, card, rows=rows)
