"""The charts of unit 06: who decides, who commands, and how fast."""

from __future__ import annotations

import re

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps, networks
from course.charts.style import PALETTE, SERIES, SYMBOLS, Chart, finish, wrap
from course.data import day
from course.geodesy import flight_minutes, great_circle_km
from course.words import long_date, span

COLUMNS = ("Political", "Strategic", "Operational", "Tactical", "Assets")
LEVELS = {"political": 0, "strategic": 1, "operational": 2, "tactical": 3}
BANDS = (("NATO", 0, 2), ("Hosts", 3.6, 8.6), ("United States", 10.2, 12.2))
# Where each body stands, and what fits on its box.
PLACES = {
    "allies": ("All Allies", 0),
    "nac": ("Council", 1),
    "secretary-general": ("Secretary<br>General", 2),
    "amdc": ("AMDC", 0),
    "military-committee": ("Military<br>Committee", 1),
    "saceur": ("SACEUR,<br>SHAPE", 2),
    "bmdoc": ("Operations<br>cell", 0),
    "aircom": ("Air<br>Command", 1),
    "strikfornato": ("Striking<br>forces", 2),
    "caoc": ("Air ops<br>centres", 0),
    "asset-ata": ("Batteries<br>in Türkiye", 3),
    "tr-government": ("Türkiye", 3.6),
    "ro-csat": ("Romania,<br>council", 4.6),
    "ro-parliament": ("Romania,<br>parliament", 5.6),
    "pl-parliament": ("Poland,<br>parliament", 6.6),
    "es-government": ("Spain,<br>cabinet", 7.6),
    "es-cortes": ("Spain,<br>parliament", 8.6),
    "asset-kurecik": ("Radar<br>Kürecik", 4.1),
    "asset-deveselu": ("Site<br>Deveselu", 5.2),
    "asset-redzikowo": ("Site<br>Redzikowo", 6.6),
    "asset-rota-ships": ("Ships<br>at Rota", 8.1),
    "us-president": ("President", 10.2),
    "us-secdef": ("Defense<br>Secretary", 11.2),
    "us-congress": ("Congress", 12.2),
    "us-eucom": ("European<br>Command", 11.2),
    "us-sixth-fleet": ("Sixth<br>Fleet", 10.2),
    "us-naveur": ("US Navy<br>Europe", 11.2),
    "us-usafe": ("US Air<br>Forces", 12.2),
    "us-ctf64": ("Task<br>Force 64", 10.2),
    "us-ctf65": ("Task<br>Force 65", 11.2),
}
SAME_BOX = {
    "shape": "saceur",
    "caoc-torrejon": "caoc",
    "caoc-uedem": "caoc",
    "caoc-bodo": "caoc",
    "daccc": "caoc",
}
CHOICES = {
    "commands": "commands",
    "operates": "operates",
    "directs": "directs",
    "advises": "advises",
    "consents": "consents, hosts",
    "informs": "informs",
    "same": "same officer",
}


def network(institutions: pd.DataFrame, links: pd.DataFrame) -> Chart:
    """Draw who acts on whom, one relation at a time; both tables in."""
    bodies = institutions.set_index("institution_id")
    drawn = _drawn(bodies, links)
    nodes = pd.DataFrame(
        [
            {
                "node_id": key,
                "label": label,
                "column": _column(bodies, key),
                "row": row,
                "about": _about(bodies, key),
            }
            for key, (label, row) in PLACES.items()
        ]
    )
    counts = drawn["choice"].value_counts()
    assets = [key for key in PLACES if key.startswith("asset-")]
    commanded = drawn[(drawn["choice"] == "commands") & drawn["to_id"].isin(assets)]
    both = [
        asset
        for asset in assets
        if {_side(bodies, f) for f in commanded.loc[commanded["to_id"] == asset, "from_id"]}
        == {"NATO", "US"}
    ]
    meet = (
        _box(both[0]).lower().replace("rota", "Rota") if len(both) == 1 else f"{len(both)} assets"
    )
    meet = f"the {meet}" if len(both) == 1 else meet
    run = drawn[(drawn["choice"] == "operates") & drawn["to_id"].isin(assets)]
    american = sum(_side(bodies, f) == "US" for f in run["from_id"])
    same = drawn[drawn["choice"] == "same"]
    return networks.layered(
        nodes,
        drawn,
        columns=COLUMNS,
        bands=BANDS,
        choices=CHOICES,
        undirected={"same"},
        title=f"Two chains of command meet at {meet}: choose a relation and follow its arrows",
        subtitle="Bodies by level and owner. Solid: the everyday arrangement. Dashed: one act, a "
        "crisis, an exercise or March 2026. Touch an arrowhead for its basis",
        tables=["institution_links", "institutions"],
        rows=drawn[drawn["choice"] != "same"][
            ["from_id", "to_id", "relation", "situation", "since", "until", "source_id", "grade"]
        ],
        digest=[
            f"{len(nodes)} bodies and assets; links drawn: "
            + ", ".join(f"{CHOICES[c]} {counts[c]}" for c in CHOICES),
            f"Of the {len(assets)} assets, {commanded['to_id'].nunique()} have a NATO command over "
            "them; with an American command in the table as well: "
            + ", ".join(_name(bodies, a) for a in both),
            f"Links that operate an asset: {len(run)}, {american} of them from an American command",
            "One officer, two posts: "
            + "; ".join(
                f"{_name(bodies, r.from_id)} and {_name(bodies, r.to_id)}"
                for r in same.itertuples()
            ),
        ],
        note="Links that ended, and building and buying, are left out; so are rows of grade C. No "
        "arrow means that none was read, not that none exists.",
    )


def _drawn(bodies: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the links to draw, boxes merged, with the pairs of posts that one officer holds."""
    kept = links[links["grade"] != "C"].copy()
    kept[["from_id", "to_id"]] = kept[["from_id", "to_id"]].replace(SAME_BOX)
    kept = kept[kept["from_id"].isin(PLACES) & kept["to_id"].isin(PLACES)]
    kept = kept[kept["from_id"] != kept["to_id"]]
    one_act = kept["situation"].isin(["consent", "crisis", "crisis_2026", "exercise"])
    ended = kept["until"].notna() & ~one_act
    gone = kept["until"].notna() & (kept["until"] < "2026") & (kept["since"] != kept["until"])
    gone &= ~kept["from_id"].isin(["ro-parliament", "tr-government", "secretary-general"])
    kept = kept[~ended & ~gone & (kept["situation"] != "programme")].copy()
    kept["choice"] = kept["relation"].replace({"authorises": "consents", "hosts": "consents"})
    kept = kept[kept["choice"].isin(CHOICES)]
    kept["once"] = kept["situation"] != "standing"
    kept["about"] = [
        wrap(
            f"{_box(r.from_id)} → {_box(r.to_id)}"
            f"{' (' + long_date(r.since) + ')' if pd.notna(r.since) else ''}: {r.basis}",
            46,
        )
        for r in kept.itertuples()
    ]
    kept = kept.drop_duplicates(["from_id", "to_id", "choice", "once"])
    pairs = []
    for key in PLACES:
        if key not in bodies.index:
            continue
        other = bodies.at[key, "same_officer_as"]
        if pd.notna(other) and other in PLACES and PLACES[key][1] < PLACES[other][1]:
            pairs.append(
                {
                    "from_id": key,
                    "to_id": other,
                    "choice": "same",
                    "once": False,
                    "about": f"One officer heads both: {_name(bodies, key)},<br>"
                    f"{_name(bodies, other)}",
                }
            )
    return pd.concat([kept, pd.DataFrame(pairs)], ignore_index=True)


def _box(key: str) -> str:
    return PLACES[key][0].replace("<br>", " ")


def _column(bodies: pd.DataFrame, key: str) -> int:
    if key.startswith("asset-"):
        return len(COLUMNS) - 1
    return LEVELS[str(bodies.at[key, "level"])] if key in bodies.index else LEVELS["tactical"]


def _name(bodies: pd.DataFrame, key: str) -> str:
    if key == "caoc":
        return "air operations centres"
    short = bodies.at[key, "abbreviation"]
    long = str(bodies.at[key, "name"])
    return str(short) if pd.notna(short) and len(long) > 34 else long


def _about(bodies: pd.DataFrame, key: str) -> str:
    if key == "caoc":
        return "Air operations centres: Torrejón, Uedem,<br>Bodø and one that can be moved"
    return f"<b>{bodies.at[key, 'name']}</b><br>{wrap(str(bodies.at[key, 'role']), 46)}"


def _side(bodies: pd.DataFrame, key: str) -> str:
    if key in bodies.index and bodies.at[key, "iso3"] == "USA":
        return "US"
    return "NATO"


WHO = {
    "USA": "United States",
    "NATO": "NATO in common",
    "other": "another Ally",
    "none": "no commander read",
}


def roles(contributions: pd.DataFrame) -> Chart:
    """Draw whose the assets in service are, who runs them, and who commands them when assigned."""
    shown = contributions[contributions["status"] == "in_service"]
    kinds = {
        "owned by": shown["owner"].map(_whose),
        "run by": shown["operator"].map(_whose),
        "commanded, when assigned, by": shown["commander_when_assigned"].map(
            lambda c: "none" if pd.isna(c) else ("USA" if str(c).startswith("us-") else "NATO")
        ),
    }
    table = pd.DataFrame({k: v.value_counts() for k, v in kinds.items()}).fillna(0).astype(int)
    table = table.reindex(WHO).fillna(0).astype(int)
    total = len(shown)
    fig = go.Figure()
    labels = [wrap(k, 14) for k in kinds]
    patterns = ("", "/", ".", "x")
    for number, (code, name) in enumerate(WHO.items()):
        values = [int(table.at[code, k]) for k in kinds]
        fig.add_bar(
            y=list(range(len(kinds))),
            x=values,
            orientation="h",
            name=name,
            text=[str(v) if v else "" for v in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": "#ffffff" if code != "none" else PALETTE["ink"], "size": 13},
            marker={
                "color": PALETTE[SERIES[number]] if code != "none" else "#ffffff",
                "line": {"color": PALETTE["grey"] if code == "none" else "#ffffff", "width": 1},
                "pattern": {
                    "shape": patterns[number],
                    "fillmode": "overlay",
                    "fgcolor": "#ffffff" if code != "none" else PALETTE["grey"],
                    "fgopacity": 0.25,
                    "size": 9,
                },
            },
            hovertemplate=f"%{{x}} of {total}<extra>{name}</extra>",
        )
    fig.update_layout(
        barmode="stack",
        bargap=0.35,
        xaxis={
            "range": [0, total + 0.2],
            "title": {"text": "entries in service", "font": {"size": 12}},
        },
        yaxis=intervals.category_axis(labels)
        | {"range": [len(labels) - 0.4, -0.6], "showgrid": False},
        showlegend=True,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "x": 0,
            "y": round(-56 / (70 * len(kinds)), 4),
            "yanchor": "top",
            "font": {"size": 12},
        },
    )
    rows = shown[
        [
            "contribution_id",
            "country",
            "type",
            "owner",
            "operator",
            "commander_when_assigned",
            "source_id",
            "grade",
        ]
    ]
    owned, runs = int(table.at["NATO", "owned by"]), int(table.at["NATO", "run by"])
    led = int(table.at["NATO", "commanded, when assigned, by"])
    unread = int(table.at["none", "commanded, when assigned, by"])
    return finish(
        fig,
        title=f"Of {total} entries in service NATO owns {owned}, runs {runs} and, when they are "
        f"assigned, commands {led}",
        subtitle="National contributions and common assets in service, by who owns them, who runs "
        "them and whose commander they come under",
        tables=["contributions"],
        rows=rows,
        digest=[
            *(
                f"{k.capitalize()}: "
                + ", ".join(f"{WHO[c]} {table.at[c, k]}" for c in WHO if table.at[c, k])
                for k in kinds
            ),
            f"For {unread} of {total} no source names a commander: unknown, not none",
        ],
        height=70 * len(kinds),
        note="An entry is not a weight: each ship counts once, and so does the ground that a host "
        "lends.",
    )


def _whose(code: object) -> str:
    return str(code) if code in ("USA", "NATO") else "other"


GROUPS = ("the missile", "commanders", "Council and capitals", "parliaments")


def clock(
    missile_ranges: pd.DataFrame,
    claims: pd.DataFrame,
    events: pd.DataFrame,
    links: pd.DataFrame,
) -> Chart:
    """Draw flight, decision, meeting and consent on one logarithmic clock; four tables in."""
    rows = clock_rows(missile_ranges, claims, events, links)
    by = rows.set_index("step")
    launch = by.at["launch", "high"]
    council, rules = by.loc["council"], by.loc["rules"]
    return intervals.durations(
        rows,
        label="label",
        low="low",
        high="high",
        groups="group",
        title=f"Under {launch:.0f} minutes to fire, {span(council['low'])} or more to meet, "
        f"{span(rules['low'])} to agree the rules",
        subtitle="How long each step took or takes. The scale multiplies: the same distance to the "
        "right is the same number of times longer",
        tables=["missile_ranges", "march_2026_claims", "march_2026_timeline", "institution_links"],
        digest=[
            f"Flight over the published ranges of Iran's medium-range missiles, by textbook "
            f"formula: {by.at['flight', 'low']:.0f} to {by.at['flight', 'high']:.0f} minutes",
            f"Identification to launch on 4 March 2026, by NATO's account: under {launch:.0f} "
            "minutes; nobody else has timed it",
            f"The Council met {span(council['low'])} to {span(council['high'])} after "
            f"the shot: at least {council['low'] / launch:.0f} times as long",
            f"Silence procedure of 2003: {span(by.at['silence', 'low'])}, then broken; "
            f"rules and commander, Lisbon to Chicago: {span(rules['low'])}",
        ],
        note="Hours of the shot and of the meeting were not published: bars run between the "
        "bounds that the dates allow. Flight time leaves out the powered phase.",
    )


def clock_rows(
    missile_ranges: pd.DataFrame,
    claims: pd.DataFrame,
    events: pd.DataFrame,
    links: pd.DataFrame,
) -> pd.DataFrame:
    """Return the steps of the clock in minutes, each with the source it rests on."""
    medium = missile_ranges[
        (missile_ranges["country"] == "Iran")
        & (missile_ranges["weapon_type"] == "ballistic")
        & (missile_ranges["range_class"] == "mrbm")
        & missile_ranges["basis"].isin(["claimed", "estimated"])
        & (missile_ranges["grade"] != "C")
    ]
    near = float(medium["range_low_km"].min())
    far = float(medium["range_high_km"].max())
    said = claims[(claims["question"] == "how_long") & (claims["event"] == "4_march")].iloc[0]
    limit = float(re.search(r"\d+", str(said["answer_code"])).group())
    event, link = events.set_index("event_id"), links.set_index("link_id")
    shot, council = event.loc["intercept-1"], event.loc["nac-5-march"]
    # Bounds from the dates alone: Turkish midnight to the first report; the Council's day.
    known = pd.Timestamp(f"{shot['announced_at']} {shot['announced_by_time_utc']}")
    begins = pd.Timestamp(shot["happened_at"]) - pd.Timedelta(hours=3)
    meets = pd.Timestamp(council["happened_at"]) - pd.Timedelta(hours=1)
    soonest = (meets - known) / pd.Timedelta(minutes=1)
    latest = (meets + pd.Timedelta(days=1) - begins) / pd.Timedelta(minutes=1)

    def apart(first: str, second: str) -> float:
        return (pd.Timestamp(second) - pd.Timestamp(first)) / pd.Timedelta(minutes=1)

    silence = link.loc["secretary-general-nac-silence"]
    asked = link.loc["tr-government-nac-request"]
    lent = link.loc["aircom-asset-ata-commands", "since"]
    told = link.loc["hosg-nac-directs"]
    named = link.loc["nac-saceur-directs"]
    romania = link.loc["ro-csat-asset-deveselu-authorises"]
    ratified = link.loc["ro-parliament-asset-deveselu-authorises"]
    rows = [
        (
            "flight",
            "A medium-range missile flies, by formula",
            GROUPS[0],
            flight_minutes(near),
            flight_minutes(far),
            str(medium["source_id"].iloc[0]),
        ),
        (
            "launch",
            "Threat identified to launch, 4 March 2026",
            GROUPS[1],
            None,
            limit,
            said["source_id"],
        ),
        (
            "posture",
            "Air commander raises posture, the same day",
            GROUPS[1],
            None,
            1440.0,
            event.at["posture-raised", "source_id"],
        ),
        (
            "council",
            "Council meets, next day",
            GROUPS[2],
            soonest,
            latest,
            council["source_id"],
        ),
        (
            "silence",
            "Silence procedure, February 2003",
            GROUPS[2],
            apart(silence["since"], silence["until"]),
            apart(silence["since"], silence["until"]),
            silence["source_id"],
        ),
        (
            "request",
            "Türkiye's request to the Council's yes, 2012",
            GROUPS[2],
            apart(asked["since"], asked["until"]),
            apart(asked["since"], asked["until"]),
            asked["source_id"],
        ),
        (
            "batteries",
            "The request to the first battery, 2013",
            GROUPS[2],
            apart(asked["since"], lent),
            apart(asked["since"], lent),
            link.at["aircom-asset-ata-commands", "source_id"],
        ),
        (
            "rules",
            "Lisbon's order to agreed rules, 2010 to 2012",
            GROUPS[2],
            apart(told["since"], named["since"]),
            apart(told["since"], named["since"]),
            named["source_id"],
        ),
        (
            "consent",
            "Romania's first yes to ratification, 2010-11",
            GROUPS[3],
            apart(romania["since"], ratified["until"]),
            apart(romania["since"], ratified["until"]),
            ratified["source_id"],
        ),
    ]
    return pd.DataFrame(rows, columns=["step", "label", "group", "low", "high", "source_id"])


REFUSALS = {
    "allies-nac-consensus": "Any Ally, over any Council decision (since 1949)",
    "us-congress-us-mda-funds": "US Congress, over missile agency money",
    "us-congress-us-secdef-double-lock": "US Congress, over money for the Third Site",
    "cz-parliament-us-congress-holds-the-key": "Czech parliament, over both sites' money",
    "ro-csat-asset-deveselu-authorises": "Romania's defence council, over taking part",
    "pl-parliament-asset-redzikowo-authorises": "Poland's parliament, over Redzikowo",
    "tr-government-asset-kurecik-authorises": "Türkiye's cabinet, over the radar",
    "ro-parliament-asset-deveselu-authorises": "Romania's parliament, over Deveselu",
    "us-president-us-secdef-directs": "US President, over his commanders",
    "us-president-asset-kurecik-authorises": "US President, over handing on the radar",
    "nac-saceur-directs": "Council, over rules and commander",
    "es-government-asset-rota-ships-hosts": "Spain's cabinet, over ships at Rota",
    "nac-asset-ata-directs": "Council, over lent batteries",
    "de-bundestag-asset-ata-authorises": "German Bundestag, over its batteries",
    "es-cortes-asset-rota-ships-authorises": "Spain's parliament, over the treaty on Rota",
    "nl-government-asset-ata-operates": "Dutch government, over its batteries",
    "it-parliament-asset-ata-authorises": "Italian parliament, over its battery",
    "es-government-us-eucom-refuses-strikes": "Spain's cabinet, over strikes from its bases",
    "nac-saceur-posture-2026": "Council, over keeping the posture raised",
    "ro-csat-us-eucom-authorises": "Romania's defence council, over US aircraft",
}
SITUATIONS = {
    "standing": "standing",
    "consent": "leave to station, lend or pay",
    "crisis_2026": "March 2026",
}


def refusals(links: pd.DataFrame) -> Chart:
    """Draw when each body could say no; rows of `institution_links` with `can_block` in."""
    shown = links[links["can_block"].eq(True) & links["situation"].isin(SITUATIONS)].copy()
    shown["label"] = shown["link_id"].map(REFUSALS).fillna(shown["link_id"])
    shown["start"], shown["stop"] = day(shown["since"]), day(shown["until"])
    shown = shown.sort_values(["start", "stop"], kind="stable").reset_index(drop=True)
    shot = pd.Timestamp("2026-03-04")
    edge, end = pd.Timestamp("2001-06-01"), pd.Timestamp("2026-11-21")
    fig = go.Figure()
    fig.add_vline(x=str(shot.date()), line={"color": PALETTE["ink"], "width": 1.5, "dash": "dot"})
    fig.add_annotation(
        x=str(shot.date()),
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor="right",
        text="4 March 2026: the shot",
        showarrow=False,
        font={"size": 11},
        yshift=26,
    )
    for number, (code, name) in enumerate(SITUATIONS.items()):
        part = shown[shown["situation"] == code]
        hue = PALETTE[SERIES[number]]
        xs, ys = [], []
        for place, row in part.iterrows():
            left = max(row["start"], edge)
            right = end if pd.isna(row["stop"]) else row["stop"]
            xs += [str(left.date()), str(right.date()), None]
            ys += [place, place, None]
        fig.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            line={"color": hue, "width": 4},
            hoverinfo="skip",
            showlegend=False,
            opacity=0.45,
        )
        open_end = part["stop"].isna()
        fig.add_scatter(
            x=[str(max(d, edge).date()) for d in part["start"]]
            + [str(end.date())] * int(open_end.sum()),
            y=[*part.index, *part.index[open_end]],
            mode="markers",
            name=name,
            marker={
                "symbol": [SYMBOLS[number]] * len(part) + ["triangle-right"] * int(open_end.sum()),
                "size": 10,
                "color": hue,
            },
            hovertext=[wrap(b, 46) for b in [*part["basis"], *part.loc[open_end, "basis"]]],
            hoverinfo="text",
        )
    labels = [wrap(text, 30) for text in shown["label"]]
    fig.update_layout(
        xaxis={
            "type": "date",
            "side": "top",
            "dtick": "M60",
            "tick0": "2005-01-01",
            "range": ["2001-01-01", "2027-06-01"],
        },
        yaxis=intervals.category_axis(labels) | {"range": [len(labels) - 0.4, -0.6]},
        showlegend=True,
        margin={"t": 26},
    )
    counts = shown["situation"].value_counts()
    still = int(shown["stop"].isna().sum())
    before = int((shown["start"] < pd.Timestamp("2026-01-01")).sum())
    return finish(
        fig,
        title=f"{before} of {len(shown)} recorded powers to refuse date from before 2026; none of the "
        f"other {len(shown) - before} is about the shot itself",
        subtitle="When each body could say no, by date; an arrow to the right: still open, or no "
        "end was read",
        tables=["institution_links"],
        rows=shown[["link_id", "label", "situation", "since", "until", "source_id", "grade"]],
        digest=[
            f"{len(shown)} powers to refuse, held by {shown['from_id'].nunique()} bodies",
            "By situation: " + ", ".join(f"{SITUATIONS[k]} {v}" for k, v in counts.items()),
            f"{still} have no end in the table; the oldest is the consensus of all Allies, from "
            f"{shown['since'].min()}",
            "In March 2026: " + "; ".join(shown.loc[shown["situation"] == "crisis_2026", "label"]),
        ],
        height=34 * len(shown),
        note="Building and buying left out. Who may stop a shot in flight is not public.",
    )


# (table, id, level, words, where the words stand, drawn hollow)
LADDER = (
    ("links", "nac-saceur-directs", 3, "Council names SACEUR,<br>agrees rules", "top right", False),
    (
        "links",
        "saceur-asset-kurecik-commands",
        2,
        "Radar passes<br>under SACEUR",
        "top right",
        False,
    ),
    (
        "links",
        "aircom-asset-deveselu-commands",
        1,
        "Deveselu<br>under Air<br>Command",
        "bottom left",
        False,
    ),
    ("links", "aircom-asset-redzikowo-commands", 1, "Redzikowo<br>as well", "top right", False),
    (
        "links",
        "asset-kurecik-asset-rota-ships-track-2026",
        0,
        "Radar warns a<br>US ship (one<br>newspaper)",
        "bottom left",
        True,
    ),
    ("events", "intercept-1", 0, "Shot: under ten<br>minutes to<br>launch", "bottom right", False),
    ("events", "posture-raised", 1, "Air commander<br>raises posture", "bottom right", False),
    ("links", "saceur-aircom-concurs-2026", 2, "SACEUR<br>agrees", "top left", False),
    ("events", "nac-5-march", 3, "Council meets,<br>supports", "top left", False),
)
TURN = 5  # the step at which authority has come down and the account begins to go up


def ladder(links: pd.DataFrame, events: pd.DataFrame) -> Chart:
    """Draw how authority came down and how the account of 4 March went up; two tables in."""
    link, event = links.set_index("link_id"), events.set_index("event_id")
    steps = []
    for table, key, level, words, spot, hollow in LADDER:
        row = link.loc[key] if table == "links" else event.loc[key]
        steps.append(
            {
                "step": key,
                "level": ("asset", "operational", "strategic", "political")[level],
                "what": words,
                "date": row["since"] if table == "links" else row["happened_at"],
                "y": level,
                "spot": spot,
                "hollow": hollow,
                "source_id": row["source_id"],
                "grade": row["grade"],
            }
        )
    shown = pd.DataFrame(steps)
    fig = go.Figure()
    for part, name, hue, dash, symbol in (
        (shown.iloc[:TURN], "handed down", "blue", "solid", "circle"),
        (shown.iloc[TURN:], "goes up", "orange", "dash", "diamond"),
    ):
        fig.add_scatter(
            x=part.index.tolist(),
            y=part["y"].tolist(),
            mode="lines+markers+text",
            name=name,
            text=part["what"].tolist(),
            textposition=part["spot"].tolist(),
            line={"color": PALETTE[hue], "width": 2, "dash": dash},
            marker={
                "symbol": [f"{symbol}-open" if h else symbol for h in part["hollow"]],
                "size": 12,
                "color": PALETTE[hue],
                "line": {"width": 2, "color": PALETTE[hue]},
            },
            customdata=[long_date(d) for d in part["date"]],
            hovertemplate="%{customdata}: %{text}<extra></extra>",
            cliponaxis=False,
        )
    fig.update_layout(
        xaxis={
            "side": "top",
            "tickmode": "array",
            "tickvals": shown.index.tolist(),
            "ticktext": [_tick(d) for d in shown["date"]],
            "tickangle": 0,
            "ticks": "",
            "showgrid": False,
            "range": [-0.5, len(shown) - 0.1],
        },
        yaxis={
            "tickmode": "array",
            "tickvals": [0, 1, 2, 3],
            "ticktext": ["Assets", "Operational", "Strategic", "Political"],
            "ticks": "",
            "range": [-0.85, 3.7],
        },
        showlegend=True,
        margin={"t": 24},
    )
    down = shown.iloc[: TURN - 1]["date"]
    years = int(down.iloc[-1][:4]) - int(down.iloc[0][:4])
    return finish(
        fig,
        title=f"Authority was handed down over {years} years; after the shot the matter went up in a day",
        subtitle="Steps in order, not to scale, by the level that acted; dates at the top",
        tables=["institution_links", "march_2026_timeline"],
        rows=shown.assign(what=shown["what"].str.replace("<br>", " "))[
            ["step", "level", "what", "date", "source_id", "grade"]
        ],
        digest=[
            f"Down: {long_date(down.iloc[0])} rules and commander, "
            f"{long_date(shown['date'].iloc[1])} radar, {long_date(shown['date'].iloc[2])} "
            f"Deveselu, {long_date(down.iloc[-1])} Redzikowo",
            f"The shot: {long_date(shown['date'].iloc[TURN])}, under ten minutes from "
            "identification to launch by NATO's own account",
            "Up: the air commander the same day, SACEUR and the Council by "
            f"{long_date(shown['date'].iloc[-1])}",
            "Hollow: the radar's part rests on one newspaper; NATO named no unit",
        ],
        height=360,
        note="Hours within 4 and 5 March were not published; SACEUR's agreement was announced on the "
        "5th. That NATO's own chain fired is NATO's "
        "account; it named no unit.",
    )


def _tick(iso: str) -> str:
    return f"{int(iso[8:])}<br>Mar" if iso.startswith("2026-03-") else iso[:4]


def places(sites: pd.DataFrame) -> Chart:
    """Draw the places of one decision, with distances from the radar; table `sites` in."""
    wanted = {
        "kurecik": "Kürecik",
        "ramstein": "Ramstein",
        "shape-mons": "Mons",
        "brussels-hq": "Brussels",
        "rota": "Rota",
        "deveselu": "Deveselu",
        "redzikowo": "Redzikowo",
    }
    shown = sites[sites["site_id"].isin(wanted)].copy()
    shown["name"] = shown["site_id"].map(wanted)
    by = shown.set_index("site_id")
    radar = (by.at["kurecik", "lat"], by.at["kurecik", "lon"])
    shown["km_from_radar"] = [
        round(great_circle_km(*radar, r.lat, r.lon), -1) for r in shown.itertuples()
    ]
    fig = maps.base_map((46.2, 16), extent_km=2350, aspect=1.7)
    air = (by.at["ramstein", "lat"], by.at["ramstein", "lon"])
    km = shown.set_index("site_id")["km_from_radar"]
    maps.add_great_circle(fig, radar, air, "Ramstein", label="")
    maps.add_sites(
        fig,
        shown,
        kinds={
            "radar": "radar",
            "command": "command or Council",
            "interceptor": "interceptors",
            "port": "ships' home port",
        },
    )
    page, phone = maps.heights(fig)
    return finish(
        fig,
        title=f"The radar stands {km['ramstein']:,.0f} km from the air commander and "
        f"{km['brussels-hq']:,.0f} from the Council",
        subtitle="Places of the Alliance's missile defence; the line is the shortest way from radar "
        "to command. The ship's position in March 2026 was not published",
        tables=["sites", "basemap"],
        rows=shown[
            ["site_id", "name", "country", "lat", "lon", "operator", "km_from_radar", "source_id"]
        ],
        digest=[
            "Kilometres from the radar at Kürecik: "
            + ", ".join(
                f"{r.name} {r.km_from_radar:,.0f}"
                for r in shown.sort_values("km_from_radar").itertuples(index=False)
                if r.km_from_radar
            ),
            "Run by the United States: "
            + ", ".join(shown[shown["operator"] == "United States"]["name"]),
            "Run by NATO: " + ", ".join(shown[shown["operator"] == "NATO"]["name"]),
        ],
        height=page,
        narrow={"room": phone},
        note=maps.NOTE,
    )
