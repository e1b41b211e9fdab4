"""The charts of unit 06: who decides, who commands, and how fast."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps, networks
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, bars, dots, rows_down, rule, segments, upwards
from course.charts.style import PALETTE, Card, Chart, finish, wrap
from course.data import day
from course.geodesy import great_circle_km
from course.lessons.who_decides import bodies
from course.lessons.who_decides.clock import clock_rows, met_after_council
from course.words import count, lasting, listed, long_date, span, tally


def network(institutions: pd.DataFrame, links: pd.DataFrame) -> Chart:
    """Draw who acts on whom, one relation at a time; both tables in."""
    known, names = institutions.set_index("institution_id"), bodies.CHOICES
    drawn, nodes = bodies.drawn_links(known, links), bodies.boxes(known)
    american = set(known.index[known["iso3"] == "USA"])
    assets = [key for key in bodies.PLACES if key.startswith("asset-")]

    def held(choice: str, by_americans: bool) -> list[str]:
        """Return the names of the assets to which this leads from bodies of one side."""
        side = drawn["from_id"].isin(american) == by_americans
        reached = set(drawn.loc[side & (drawn["choice"] == choice), "to_id"])
        return [bodies.inside(bodies.box_of(asset)) for asset in assets if asset in reached]

    both = [name for name in held("commands", False) if name in held("commands", True)]
    same = drawn[drawn["choice"] == "same"]
    card = Card(
        title=f"Two chains of command meet at {listed(f'the {one}' for one in both)}: choose a "
        "relation and follow its arrows",
        subtitle="Bodies by level and owner. Solid: the everyday arrangement. Dashed: one act, a "
        "crisis, an exercise or March 2026. Touch an arrowhead for its basis",
        tables=["institution_links", "institutions"],
        digest=[
            f"{len(nodes)} bodies and assets; links drawn: "
            + tally(drawn["choice"].value_counts().reindex(list(names), fill_value=0), names),
            f"Under a NATO command: {listed(held('commands', False))}; in the table under an "
            f"American command as well: {listed(both)}",
            f"Operated by an American command: {listed(held('operates', True))}; by another body, "
            f"as far as read: {listed(held('operates', False) or ['none'])}",
            "One officer, two posts: "
            + "; ".join(
                f"{bodies.name_of(known, a)} and {bodies.name_of(known, b)}"
                for a, b in zip(same["from_id"], same["to_id"], strict=True)
            ),
        ],
        note="Links that ended, and building and buying, are left out; so are rows of grade C. No "
        "arrow means that none was read, not that none exists.",
    )
    drawing = networks.layered(
        nodes, drawn, columns=bodies.COLUMNS, bands=bodies.BANDS, choices=names, undirected={"same"}
    )
    shown = ["from_id", "to_id", "relation", "situation", "since", "until", "source_id", "grade"]
    return finish(drawing, card, rows=drawn[drawn["choice"] != "same"], columns=shown)


WHO = {
    "USA": (Mark(colour="blue", name="United States"), ""),
    "NATO": (Mark(colour="orange", name="NATO in common"), "/"),
    "other": (Mark(colour="teal", name="another Ally"), "."),
    "none": (Mark(colour="grey", name="no commander read"), "x"),
}
"""Whose a thing can be: how its bar looks, and the bar's pattern."""
QUESTIONS = {
    "owned by": "owner",
    "run by": "operator",
    "commanded, when assigned, by": "commander_when_assigned",
}


def roles(contributions: pd.DataFrame) -> Chart:
    """Draw whose the assets in service are, who runs them, and who commands them when assigned."""
    shown = contributions[contributions["status"] == "in_service"]
    names = {code: mark.name for code, (mark, _) in WHO.items()}
    counts = {
        question: shown[column].map(whose).value_counts().reindex(list(WHO)).dropna().astype(int)
        for question, column in QUESTIONS.items()
    }
    fig = rows_down(list(QUESTIONS), each=70, within=14, above=0.6, below=0.6, grid=False)
    across(fig, 0, len(shown) + 0.2, title="entries in service")
    for code, (mark, pattern) in WHO.items():
        held = [int(of.get(code, 0)) for of in counts.values()]
        text, hover = [str(n) if n else "" for n in held], [f"{n} of {len(shown)}" for n in held]
        ink, rows = PALETTE["ink"] if code == "none" else "#ffffff", range(len(held))
        bars(fig, held, rows, mark, text=text, hover=hover, pattern=pattern, ink=ink)
    commanded = counts["commanded, when assigned, by"]
    named = set(commanded.index) - {"none"}
    card = Card(
        title="For most entries the commander named, when they are assigned, is "
        f"{listed(_COMMANDER[code] for code in sorted(named))}, for the rest none was read; nations "
        "own and run most of them",
        subtitle="National contributions and common assets in service, by who owns them, who runs "
        "them and whose commander they come under",
        tables=["contributions"],
        digest=[
            *(f"{question.capitalize()}: {tally(of, names)}" for question, of in counts.items()),
            f"For {commanded.get('none', 0)} of {len(shown)} entries no source names a commander: "
            "unknown, not none",
        ],
        note="An entry is not a weight: each ship counts once, and so does the ground that a host "
        "lends. What is not known to be in service is left out, among it American batteries of 2022 "
        "under an American commander.",
    )
    columns = ["contribution_id", "country", "type", *QUESTIONS.values(), "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


_COMMANDER = {"NATO": "NATO's", "USA": "American", "other": "another Ally's"}
NATO_COMMANDS = ("NATO", "saceur", "aircom", "strikfornato")


def whose(code: object) -> str:
    """Return a key of `WHO` for a country, the Alliance or a commander; empty is none read."""
    if pd.isna(code):
        return "none"
    if code == "USA" or str(code).startswith("us-"):
        return "USA"
    return "NATO" if code in NATO_COMMANDS else "other"


def clock(
    missile_ranges: pd.DataFrame, claims: pd.DataFrame, events: pd.DataFrame, links: pd.DataFrame
) -> Chart:
    """Draw flight, decision, meeting and consent on one logarithmic clock; four tables in."""
    rows = clock_rows(missile_ranges, claims, events, links)
    low, high = (rows.set_index("step")[end] for end in ("low", "high"))
    card = Card(
        title=f"The rules had been agreed about {span(low['stood'])} before the shot; launch took "
        f"under {high['launch']:.0f} minutes, by NATO's account; the Council met the next day",
        subtitle="How long each step took or takes. The scale multiplies: the same distance to the "
        "right is the same number of times longer",
        tables=["missile_ranges", "march_2026_claims", "march_2026_timeline", "institution_links"],
        digest=[
            "Flight over the published ranges of Iran's medium-range missiles, by textbook formula: "
            + lasting(low["flight"], high["flight"]),
            f"Identification to launch on 4 March 2026, by NATO's account: "
            f"{lasting(low['launch'], high['launch'])}",
            f"The Council met {lasting(low['council'], high['council'])} after the shot",
            f"Silence procedure of 2003: {span(low['silence'])}, then broken; rules and commander, "
            f"Lisbon to Chicago: {span(low['rules'])}; from Chicago to the shot: about "
            f"{span(low['stood'])}",
        ],
        note="Press accounts of the hour of the shot lie hours apart, and the meeting's was not "
        "published: bars run between the bounds that the dates allow. Flight time leaves out the powered phase.",
    )
    return finish(intervals.durations(rows), card)


REFUSALS = {
    "allies-nac-consensus": "Any Ally, over any Council decision (since 1949)",
    "us-congress-us-mda-funds": "US Congress, over missile agency money",
    "us-congress-us-secdef-double-lock": "US Congress, over money for the Third Site",
    "cz-parliament-us-congress-holds-the-key": "Czech parliament, over both sites' money",
    "ro-csat-asset-deveselu-authorises": "Romania's defence council, over taking part",
    "pl-parliament-asset-redzikowo-authorises": "Poland's parliament, over Redzikowo",
    "tr-government-asset-kurecik-authorises": "Türkiye's cabinet, over the radar (press report)",
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
SHOT, FROM, TO = "2026-03-04", "2001-06-01", "2026-11-21"


def refusals(links: pd.DataFrame) -> Chart:
    """Draw when each body could say no; rows of `institution_links` with `can_block` in."""
    shown = links[links["can_block"].eq(True) & links["situation"].isin(SITUATIONS)]
    shown = shown.assign(
        label=shown["link_id"].map(REFUSALS).fillna(shown["link_id"]),
        start=day(shown["since"]),
        stop=day(shown["until"]),
        hover=[wrap(basis, 46) for basis in shown["basis"]],
    )
    # Where no beginning was read, the one end that is known is all that is drawn: an arrow alone.
    shown = shown.assign(place=shown["start"].fillna(shown["stop"]))
    shown = shown.sort_values(["place", "stop"], kind="stable", na_position="first")
    shown = shown.reset_index(drop=True)
    unread, still = shown["start"].isna(), shown["stop"].isna()
    early = shown["start"] < pd.Timestamp(FROM)
    shown = shown.assign(left=shown["place"].clip(lower=pd.Timestamp(FROM)))
    fig = rows_down(shown["label"], within=30, above=0.6, below=0.6)
    across(fig, "2001-01-01", "2027-06-01", every="M60", start="2005-01-01", top=True)
    rule(fig, SHOT, f"{long_date(SHOT)}: the shot", dash="dot", colour="ink", at="left")
    for mark, part in by_mark(shown, "situation", marks(SITUATIONS)):
        line = mark._replace(dash="solid")
        ends = part["stop"].fillna(pd.Timestamp(TO))
        read = ~unread[part.index]
        segments(fig, part["left"][read], ends[read], part.index[read], line, opacity=0.45)
        seen = part[read & ~early[part.index]]
        dots(fig, seen["left"], seen.index, mark, hover=seen["hover"], size=10, hoverinfo="text")
        for arrow, beyond in (("left", early | (unread & ~still)), ("right", still)):
            on = part[beyond[part.index]]
            at = on["left"] if arrow == "left" else [TO] * len(on)
            where, shapes = (at, on.index), [f"triangle-{arrow}"] * len(on)
            said = {"hover": on["hover"], "hoverinfo": "text"}
            dots(fig, *where, mark, symbols=shapes, size=10, legend=False, **said)
    leave = shown[shown["situation"] == "consent"]
    card = Card(
        title="Most powers to say no that we found are over leave to station, lend or pay; whether "
        "the rules leave one over a single shot is not public",
        subtitle="When each body could say no; an arrow: it began earlier, is open, or no date was "
        "read",
        tables=["institution_links"],
        digest=[
            f"Powers to refuse, building and buying left out: {len(shown)}, held by "
            f"{shown['from_id'].nunique()} bodies",
            f"By situation: {tally(shown['situation'].value_counts(), SITUATIONS)}; leave dates "
            f"from {leave['since'].min()[:4]} to {leave['since'].max()[:4]}",
            f"Without an end in the table: {still.sum()}; the oldest with a date is the consensus of all Allies, "
            f"from {shown['since'].min()}",
            "In March 2026: " + "; ".join(shown.loc[shown["situation"] == "crisis_2026", "label"]),
        ],
        note="Building and buying left out. Who may stop a shot in flight is not public.",
    )
    columns = ["link_id", "label", "situation", "since", "until", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


STAIRS = {
    "asset": "Assets",
    "operational": "Operational",
    "strategic": "Strategic",
    "political": "Political",
}
ONE_NEWSPAPER = "asset-kurecik-asset-rota-ships-track-2026"  # drawn hollow
LADDER = (
    # (link or event, level, words, where they stand)
    ("nac-saceur-directs", 3, "Council names SACEUR,<br>agrees rules", "top right"),
    ("saceur-asset-kurecik-commands", 2, "Radar passes<br>under SACEUR", "top right"),
    ("aircom-asset-deveselu-commands", 1, "Deveselu<br>under Air<br>Command", "bottom left"),
    ("aircom-asset-redzikowo-commands", 1, "Redzikowo<br>as well", "top right"),
    (ONE_NEWSPAPER, 0, "Radar warns a<br>US ship (one<br>newspaper)", "bottom left"),
    ("intercept-1", 0, "Shot: under ten<br>minutes to<br>launch", "bottom right"),
    ("posture-raised", 1, "Air commander<br>raises posture", "bottom right"),
    ("saceur-aircom-concurs-2026", 2, "SACEUR<br>agrees", "top left"),
    ("nac-5-march", 3, "Council meets,<br>supports", "top left"),
)
TURN = 5  # the step after which the account of the shot begins to go up


def ladder(links: pd.DataFrame, events: pd.DataFrame) -> Chart:
    """Draw how command was handed on and how the account of 4 March went up; two tables in."""
    known = pd.concat(
        [
            links.set_index("link_id").rename(columns={"since": "date"}),
            events.set_index("event_id").rename(columns={"happened_at": "date"}),
        ]
    )[["date", "source_id", "grade"]]
    shown = pd.DataFrame(LADDER, columns=["step", "y", "words", "spot"]).join(known, on="step")
    shown = shown.assign(
        level=[list(STAIRS)[y] for y in shown["y"]],
        what=shown["words"].str.replace("<br>", " "),
        hover=[f"{long_date(r.date)}: {r.words}" for r in shown.itertuples()],
    )
    fig = go.Figure(layout={"height": 360, "margin": {"t": 24}})
    upwards(fig, -0.85, 3.7, ticks=dict(enumerate(STAIRS.values())))
    ticks = dict(zip(shown.index, map(_tick, shown["date"]), strict=True))
    across(fig, -0.5, len(shown) - 0.1, ticks=ticks, top=True, grid=False)
    fig.update_layout(xaxis={"tickangle": 0, "ticks": ""}, yaxis={"ticks": ""})
    for mark, part in (
        (Mark("circle", "blue", "command handed on"), shown.iloc[:TURN]),
        (Mark("diamond", "orange", "the shot and after", "dash"), shown.iloc[TURN:]),
    ):
        said = {"text": part["words"], "at": list(part["spot"]), "hover": part["hover"]}
        look = {"hollow": part["step"] == ONE_NEWSPAPER, "join": 2, "size": 12, "edge": 2}
        look |= {"hoverinfo": "text", "textfont": None, "cliponaxis": False}
        dots(fig, part.index, part["y"], mark, **said, **look)
    when = shown["date"].map(long_date)
    card = Card(
        title=f"From {shown['date'].iloc[0][:4]} to {shown['date'].iloc[TURN - 2][:4]} radar and sites "
        "came under NATO's commanders; on the day after the shot the Council backed the raised posture",
        subtitle="Steps in order, not to scale, by the level that acted or took over; dates at the top",
        tables=["institution_links", "march_2026_timeline"],
        digest=[
            f"Down: {when[0]} rules and commander, {when[1]} radar, {when[2]} Deveselu, {when[3]} "
            "Redzikowo",
            f"The shot: {when[TURN]}, under ten minutes from identification to launch by NATO's own "
            "account",
            f"Up: the air commander the same day, SACEUR and the Council by {when.iloc[-1]}",
            "Further missiles met after the Council had spoken: "
            + listed(long_date(date) for date in met_after_council(events)),
            "Hollow: the radar's part rests on one newspaper; NATO named no unit",
        ],
        note="No official hours within 4 and 5 March were found; SACEUR's agreement was announced on the "
        "5th. That NATO's own chain fired is NATO's account; it named no unit.",
    )
    columns = ["step", "level", "what", "date", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


def _tick(iso: str) -> str:
    return f"{int(iso[8:])}<br>Mar" if iso.startswith("2026-03-") else iso[:4]


SITES = {
    "kurecik": "Kürecik",
    "ramstein": "Ramstein",
    "shape-mons": "Mons",
    "brussels-hq": "Brussels",
    "rota": "Rota",
    "deveselu": "Deveselu",
    "redzikowo": "Redzikowo",
}


def places(sites: pd.DataFrame) -> Chart:
    """Draw the places of one decision, with distances from the radar; table `sites` in."""
    at = {row.site_id: (row.lat, row.lon) for row in sites.itertuples()}
    radar = at["kurecik"]
    shown = sites[sites["site_id"].isin(SITES)]
    shown = shown.assign(
        name=shown["site_id"].map(SITES),
        km_from_radar=[round(great_circle_km(*radar, *at[s]), -1) for s in shown["site_id"]],
    )
    fig = maps.base_map((46.2, 16), extent_km=2350, aspect=1.7)
    maps.add_great_circle(fig, radar, at["ramstein"], "Ramstein", label="")
    own = {"command": "command or Council", "port": "ships' home port"}
    maps.add_sites(fig, shown, kinds=maps.KINDS | own)
    km = shown.set_index("name")["km_from_radar"].sort_values()
    run = shown.groupby("operator")["name"].agg(", ".join)
    card = Card(
        title=f"Radar, sites and ships, commanders and Council: {count(len(shown))} places in "
        f"{count(shown['country'].nunique())} countries",
        subtitle="Places of the Alliance's missile defence; the line is the shortest way from radar "
        "to command. The ship's position in March 2026 was not published",
        tables=["sites", "basemap"],
        digest=[
            "Kilometres from the radar at Kürecik: "
            + ", ".join(f"{name} {far:,.0f}" for name, far in km.items() if far),
            f"Run by the United States: {run['United States']}",
            f"Run by NATO: {run['NATO']}",
        ],
        note=maps.NOTE,
    )
    columns = ["site_id", "name", "country", "lat", "lon", "operator", "km_from_radar", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)
