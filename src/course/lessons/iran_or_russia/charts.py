"""The charts of unit 10: words, places and who said which, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import maps, matrices
from course.charts.buttons import choices, tagged
from course.charts.marks import Mark, by_mark
from course.charts.parts import across, dodge, dots, rows_down, spread, words
from course.charts.style import Card, Chart, finish
from course.lessons.iran_or_russia import codings, reach
from course.words import count, listed, long_date, tally

STATES = {
    "yes_a": Mark("square", "blue", "yes, read in the text (A)"),
    "yes_b": Mark("circle", "sky", "yes, as quoted or reported (B)"),
    "no": Mark("line-ew-open", "orange", "no (A or B)"),
    "remembered": Mark("circle-open", "grey", "unconfirmed (C)"),
}


def language_table(language: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw every text against every question; tables `summit_language` and `declarations` in."""
    used = set(language["declaration_id"])
    names = {code: name for code, name in codings.short_names(declarations).items() if code in used}
    cells = language[language["feature"].isin(codings.FEATURES)]
    cells = cells.assign(state=codings.states(cells))
    by = cells.groupby("feature")["state"]
    yes, no, unread = map(
        by.agg, (codings.yes_count, lambda s: (s == "no").sum(), codings.unread_count)
    )
    iran, accused = "names_iran_in_md_text", "names_state_as_missile_threat"
    card = Card(
        title=f"{count(yes[iran]).capitalize()} agreed passage on missile defence is known to name "
        f"Iran, {'or' if yes[accused] == 0 else 'some name'} Russia as the threat; "
        f"{'most' if unread[iran] > len(names) / 2 else 'some'} have not been read far enough to say",
        subtitle="Agreed Alliance texts by date, and what their missile defence passage says "
        "(“here”) or the rest of the text (“elsewhere”)",
        tables=["summit_language", "declarations"],
        digest=[
            f"{about}: yes {yes[code]}, no {no[code]}, not known {unread[code]}"
            for code, about in (
                (iran, "Iran in the missile defence passage"),
                ("names_russia_in_md_text", "Russia in the missile defence passage"),
                (accused, "A state named as the missile threat"),
                ("says_not_against_russia", "“Not directed against Russia”"),
            )
        ],
        source_ids=cells["source_id"].tolist(),
        note="Hatched: not read, or not read far enough. It is not a no.",
    )
    drawing = matrices.grid(
        cells,
        row="declaration_id",
        column="feature",
        state="state",
        rows=names,
        columns=codings.FEATURES,
        states=STATES,
        hover="paraphrase",
    )
    return finish(drawing, card)


ROLES = {
    "reassured": Mark("diamond", "teal", "Russia is reassured"),
    "invited": Mark("triangle-up", "blue", "Russia is offered a part"),
    "talks": Mark("square", "gold", "Russia is offered talks"),
    "about": Mark("star", "magenta", "said of missile defence itself"),
    "elsewhere": Mark("x-thin-open", "grey", "in another part of the text"),
}
KEYWORDS = {"iran": "“Iran”", "russia": "“Russia”", "direction": "“any direction”, “360”"}


def keyword_hits(language: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw what three keywords find, and what the words found are doing there.

    Buttons change between the two: a search counts every text in which the word stands; a reader
    sees where it stands and what is said. Only answers of grade A or B are drawn.
    """
    hits = codings.keyword_rows(language, declarations)
    place = {word: k for k, word in enumerate(KEYWORDS)}
    hits["row"] = hits["keyword"].map(place)
    # Two texts of one day (29 June 2022) would be one dot: the second is set a little lower.
    hits["lower"] = hits.groupby(["keyword", "role", "date"]).cumcount() * 0.13
    found = hits.drop_duplicates(["keyword", "declaration_id"])
    texts = found["keyword"].value_counts().reindex(list(KEYWORDS), fill_value=0)
    fig = rows_down(list(KEYWORDS.values()), each=66, above=0.6)
    across(fig, "1998-01-01", "2027-06-01")
    with tagged(fig, "reading"):
        for mark, part in by_mark(hits, "role", ROLES):
            y = part["row"] + part["offset"] + part["lower"]
            dots(fig, part["date"], y, mark, hover=part["text"], size=10)
    with tagged(fig, "counting"):
        known = Mark("circle", "ink", "a text known to hold the word")
        y = found["row"] + found.groupby(["keyword", "date"]).cumcount() * 0.13
        dots(fig, found["date"], y, known, hover=found["text"], hoverinfo="text")
        said = [f"{n} texts" for n in texts]
        words(fig, ["1998-06-01"] * len(said), [k - 0.26 for k in place.values()], said)
    # A search comes first: who counts before reading sees what reading adds.
    choices(fig, {"Counting": ["counting"], "Reading": ["reading"]})
    names = found.groupby("keyword")["text"].agg(", ".join)
    first = hits[hits["keyword"] == "direction"].groupby("role")["date"].min().str[:4]
    inside = hits[(hits["keyword"] == "iran") & (hits["role"] == "about")]
    russia = hits[hits["keyword"] == "russia"]["role"].value_counts()
    threat = language[language["feature"] == "names_state_as_missile_threat"]
    accused = codings.yes_count(codings.states(threat))
    card = Card(
        title="Passages on missile defence, as far as read: Russia is invited or reassured, in "
        f"{count(accused, 'none')} known to be named as the threat; “Iran” stands in {count(len(inside), 'none')}, only "
        "elsewhere",
        subtitle="Agreed texts by date in which a keyword is known to stand, and what is said with "
        "it. It opens on what a search engine sees: press “Reading” for what is said",
        tables=["summit_language", "declarations"],
        digest=[
            f"“Iran”: {texts['iran']} texts ({names['iran']}), {count(len(inside), 'none')} of them "
            "in the missile defence passage",
            f"“Russia” in the missile defence passage: {texts['russia']} texts; reassured in "
            f"{russia['reassured']}, offered a part in {russia['invited']}, offered talks in "
            f"{russia['talks']}, known to be named as the threat in {count(accused, 'none')}",
            f"“Any direction”: {texts['direction']} texts, the first in {first['elsewhere']}; said "
            f"of missile defence itself first in {first['about']}",
        ],
        note="Known answers only (A or B): where no mark stands a text may not have been read, or not far "
        "enough. It is not a no. One text can do several things.",
    )
    columns = ["keyword", "role", "declaration_id", "source_id", "grade", "date", "text"]
    return finish(fig, card, rows=hits, columns=columns)


ANSWERS = {
    "iran": Mark("circle", "blue", "Iran"),
    "open": Mark("square", "teal", "outside the area, or no one"),
    "not_russia": Mark("diamond", "gold", "not against Russia"),
    "any": Mark("triangle-up", "grey", "any direction"),
    "russia": Mark("x", "magenta", "Russia too, or only"),
    "us": Mark("star", "orange", "at us, says the speaker"),
}
ACTORS = {
    "texts": "NATO, agreed texts",
    "nato": "NATO, officials",
    "united_states": "United States",
    "host_ally": "Host Allies",
    "other_ally": "Other states",
    "expert": "Experts, advocates",
    "russia": "Russia",
    "iran": "Iran",
}


def answers_over_time(positions: pd.DataFrame) -> Chart:
    """Draw who said when whom it is for; table `positions` in.

    The buttons add or leave out what was said of other shields: rotating air defences, Sky
    Shield, deterrence in general and the American homeland.
    """
    shown = codings.statements(positions)
    answered = shown["answer"].notna()
    shown, dropped = shown[answered].reset_index(drop=True), int((~answered).sum())
    country = (" (" + shown["actor"] + ")").where(shown["iso3"].notna(), "")
    shown["hover"] = shown["speaker"] + country + ", " + shown["date"].map(long_date)
    rows = [code for code in ACTORS if code in set(shown["row"])]
    offsets = spread(shown["when"], shown["row"], within=pd.Timedelta(days=300))
    shown["y"] = shown["row"].map(rows.index) + offsets
    fig = rows_down([ACTORS[code] for code in rows], each=44, above=0.6)
    across(fig, "2000-09-01", "2026-12-31")
    for mark in ANSWERS.values():  # the legend stays, whatever the buttons choose
        dots(fig, [None], [None], mark, size=9)
    mine, other = shown[shown["ballistic"]], shown[~shown["ballistic"]]
    for tag, part_of, hollow in (("missile", mine, False), ("other", other, True)):
        with tagged(fig, tag):
            for mark, part in by_mark(part_of, "answer", ANSWERS):
                look = mark._replace(name=f"{mark.name}: another shield") if hollow else mark
                style = {"hollow": hollow, "size": 9, "legend": False, "hover": part["hover"]}
                dots(fig, part["when"], part["y"].round(2), look, **style)
    every = ["missile", "other"]
    choices(fig, {"Ballistic": every[:1], "Others": every[1:], "All": every})
    texts = shown[shown["row"] == "texts"]
    accusing = int(texts["answer"].isin(["iran", "russia"]).sum())
    only = shown[shown["said_whom_for"] == "russia_only"]["ballistic"]
    russia = mine[mine["row"] == "russia"]["answer"]
    on_missiles = texts[texts["ballistic"]]["answer"].value_counts()
    card = Card(
        title="It is single speakers who call Iran or Russia the threat; "
        f"{count(accusing)} agreed text coded here does",
        subtitle="Statements on whom the shield is for, by speaker and date; the shape says the "
        "answer. Buttons: ballistic missile defence of Europe, others (hollow), all",
        tables=["positions"],
        digest=[
            f"{len(shown)} statements from {shown['date'].min()[:4]} to {shown['date'].max()[:4]}: "
            f"{len(mine)} on ballistic missile defence of Europe, {len(other)} on other shields, "
            f"where {int((other['answer'] == 'russia').sum())} name Russia",
            f"NATO's agreed texts on missile defence ({on_missiles.sum()}): "
            + tally(on_missiles, {key: mark.name for key, mark in ANSWERS.items()}),
            f"Russia on missile defence: {int((russia == 'us').sum())} of {len(russia)} say, "
            "by our coding, that Russia is the target; the others speak of Iran",
            f"Statements that name Russia alone as the threat: {int(only.sum())} on missile defence "
            f"of Europe, {int((~only).sum())} on other shields",
        ],
        note="Grades A and B; a selection, not a count of speeches. Left out, as they give another "
        f"purpose or no answer: {dropped}.",
    )
    return finish(fig, card, rows=shown, columns=["date", "speaker", "said_whom_for", "about"])


ORIGINS = {
    # site in `sites`: (button, missiles in `missile_ranges`, colour, line, where labels sit)
    "tabriz": ("Iran", ("Khorramshahr",), "blue", "solid", (255, 315)),
    "kaliningrad": ("Kaliningrad", ("Iskander", "Iskander-M"), "magenta", "dash", (165, 0)),
    "moscow": ("Western Russia", ("9M729",), "orange", "dot", (45, 315)),
}


def both_ways(sites: pd.DataFrame, ranges_table: pd.DataFrame) -> Chart:
    """Draw the sites with rings from Iran, Kaliningrad and western Russia; buttons choose.

    Args:
        sites: table `sites`.
        ranges_table: table `missile_ranges`. Each origin gets the lowest and the highest range
            published for one missile.
    """
    places = sites.set_index("site_id")
    shown = places.loc[[*reach.TARGETS, *ORIGINS]].reset_index()
    shown["name"] = shown["site_id"].map(reach.TARGETS | reach.CENTRES)
    shown["kind"] = shown["kind"].where(shown["site_id"].isin(reach.TARGETS), "threat_reference")
    fig = maps.base_map((48, 25), extent_km=3250, aspect=1.22, detail=1000)
    maps.add_sites(fig, shown, kinds=maps.KINDS | {"threat_reference": "centre of rings"})
    spans = {site: reach.published_span(ranges_table, one[1]) for site, one in ORIGINS.items()}
    used = {site: reach.published(ranges_table, one[1]) for site, one in ORIGINS.items()}
    ends = ("range_low_km", "range_high_km")
    for site, (_, _, colour, dash, where) in ORIGINS.items():
        centre = tuple(places.loc[site, ["lat", "lon"]])
        with tagged(fig, site):
            for far, end, turn in zip(spans[site], ends, where, strict=True):
                label = f"{far:,.0f} km ({reach.publisher(used[site], end, far)})"
                maps.add_range_ring(fig, centre, far, label, bearing=turn, colour=colour, dash=dash)
    choices(fig, {label: [site] for site, (label, *_) in ORIGINS.items()} | {"All": list(ORIGINS)})
    km = reach.distances(sites)
    low, high = spans["tabriz"]
    near = [reach.TARGETS[site] for site in reach.TARGETS if km["tabriz", site] <= low]
    more = [reach.TARGETS[site] for site in reach.TARGETS if low < km["tabriz", site] <= high]
    polish = {site: f"{round(km[site, 'redzikowo'], -1):,.0f}" for site in ORIGINS}
    span = {site: [f"{end:,.0f}" for end in ends_of] for site, ends_of in spans.items()}
    card = Card(
        title="Which sites a ring takes in depends on whose figure you draw",
        subtitle="Lowest and highest published range of one missile from each side, drawn from "
        "Tabriz (Khorramshahr), Kaliningrad (Iskander) or Moscow (9M729); who gave it in brackets",
        tables=["sites", "missile_ranges", "basemap"],
        digest=[
            f"From Tabriz, Khorramshahr: {low:,.0f} km by Iran's account takes in {listed(near)}; "
            f"{high:,.0f} km by American officials' adds {listed(more)}",
            f"From Kaliningrad, Iskander: {' to '.join(span['kaliningrad'])} km; Redzikowo is "
            f"{polish['kaliningrad']} km away",
            f"From Moscow, 9M729: {span['moscow'][0]} km by Russia's account, {span['moscow'][1]} km "
            f"as reported for the United States; Redzikowo is {polish['moscow']} km away",
        ],
        note=f"9M729 is a cruise missile, the others are ballistic. {maps.NOTE}",
    )
    columns = ["missile", "publisher", "basis", *ends, "published", "source_id", "grade"]
    return finish(fig, card, rows=pd.concat(used.values()), columns=columns)


CLOCKS = {
    "tabriz": (("Khorramshahr",), Mark("circle", "blue", "from Tabriz (Khorramshahr)")),
    "kaliningrad": (
        ("Iskander", "Iskander-M"),
        Mark("diamond", "magenta", "from Kaliningrad (Iskander)"),
    ),
    "moscow": (("Oreshnik",), Mark("square", "orange", "from Moscow (Oreshnik)")),
}


def minutes(sites: pd.DataFrame, ranges_table: pd.DataFrame) -> Chart:
    """Draw the flight time to each site from each side, and whether a published range allows it."""
    missiles = {site: members for site, (members, _) in CLOCKS.items()}
    every = reach.flights(sites, ranges_table, missiles)
    table, beyond = every[every["within"] != "none"], every[every["within"] == "none"]
    fig = rows_down(list(reach.TARGETS.values()), each=58, above=0.5)
    across(fig, 0, round(table["minutes"].max() * 1.32), unit=" min")
    shift = dodge(CLOCKS, 0.22)
    kinds = {site: mark for site, (_, mark) in CLOCKS.items()}
    for mark, part in by_mark(table, "origin", kinds):
        y = part["site_id"].map(list(reach.TARGETS).index) + part["origin"].map(shift)
        text = [f" {m:.0f} min" for m in part["minutes"]]
        hover = [f"{r.km:,} km, {r.minutes:.0f} minutes" for r in part.itertuples()]
        look = {"hollow": part["within"] != "lowest", "at": "middle right", "size": 10, "edge": 1.6}
        dots(fig, part["minutes"], y, mark, text=text, hover=hover, **look)
    km, took = (every.set_index(["origin", "site_id"])[name] for name in ("km", "minutes"))
    far, near = ("tabriz", "redzikowo"), ("kaliningrad", "redzikowo")
    inside = table["origin"][table["within"] == "lowest"]
    lowest = inside.value_counts().reindex(list(CLOCKS), fill_value=0)
    behind = [reach.published(ranges_table, names)["source_id"] for names in missiles.values()]
    left_out = beyond.assign(name=beyond["site_id"].map(reach.TARGETS)).groupby("origin")["name"]
    card = Card(
        title=f"A missile needs about {took[near]:.0f} minutes from Kaliningrad to the Polish site, "
        f"{took['tabriz', 'deveselu']:.0f} from Tabriz to the Romanian; what would be stopped is "
        "not shown",
        subtitle="Least-energy ballistic flight time to each site, minutes. Filled: within the "
        "lowest range published for the missile named; hollow: only within the highest",
        tables=["sites", "missile_ranges"],
        digest=[
            f"Redzikowo: {km[near]:,} km and {took[near]:.0f} minutes from Kaliningrad, "
            f"{km['moscow', 'redzikowo']:,} km from Moscow, {km[far]:,} km and {took[far]:.0f} "
            "minutes from Tabriz",
            f"Deveselu: {km['tabriz', 'deveselu']:,} km and {took['tabriz', 'deveselu']:.0f} minutes "
            "from Tabriz",
            f"Sites within even the lowest published range: {tally(lowest, reach.CENTRES)}, of "
            f"{len(reach.TARGETS)}",
            "Left out, beyond the highest range published for the missile: "
            + "; ".join(f"from {reach.CENTRES[a]} {', '.join(part)}" for a, part in left_out),
        ],
        source_ids=pd.concat([table["source_id"], *behind]).tolist(),
        note="Free flight on a round earth; real times differ by minutes. Drawn only where a "
        "published range allows it. The missiles are unlike.",
    )
    return finish(fig, card, rows=table.round({"minutes": 1}))
