"""The charts of unit 10: words, places and who said which, composed from the families."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts import intervals, maps, matrices
from course.charts.matrices import Mark
from course.charts.style import PALETTE, Chart, finish
from course.data import day
from course.geodesy import flight_minutes, great_circle_km
from course.words import long_date

FEATURES = {
    "names_state_as_missile_threat": "names a state as the threat",
    "names_iran_in_md_text": "names Iran: here",
    "names_iran_elsewhere": "names Iran: elsewhere",
    "names_russia_in_md_text": "names Russia: here",
    "says_not_against_russia": "not against Russia",
    "offers_cooperation_with_russia": "offers Russia a part",
    "open_to_dialogue_with_russia": "offers Russia talks",
    "limits_to_outside_euro_atlantic": "threat from outside the area",
    "any_direction_in_md_text": "any direction: here",
    "any_direction_elsewhere": "any direction: elsewhere",
    "territorial_mission": "people and territory",
    "declares_capability_label": "declares a capability",
    "conditions_on_threat": "adapts if threat falls",
}
WHOM = (
    "names_state_as_missile_threat",
    "names_iran_in_md_text",
    "names_iran_elsewhere",
    "names_russia_in_md_text",
    "says_not_against_russia",
    "limits_to_outside_euro_atlantic",
    "any_direction_in_md_text",
    "any_direction_elsewhere",
)
"""The questions that bear on whom the shield is for."""
STATES = {
    "yes_a": Mark("square", "blue", "yes, read in the text (A)"),
    "yes_b": Mark("circle", "sky", "yes, as quoted or reported (B)"),
    "no": Mark("line-ew-open", "orange", "no (A or B)"),
    "remembered": Mark("circle-open", "grey", "unconfirmed (C)"),
}


def states(language: pd.DataFrame) -> pd.Series:
    """Return what is known of each coding: yes_a, yes_b, no, remembered, or empty."""
    state = pd.Series(index=language.index, dtype="object")
    given, sure = language["value"].notna(), language["grade"].isin(["A", "B"])
    state[given & ~sure] = "remembered"
    state[given & sure & (language["value"] == "no")] = "no"
    for grade in ("A", "B"):
        state[given & (language["value"] == "yes") & (language["grade"] == grade)] = (
            f"yes_{grade.lower()}"
        )
    return state


def short_names(declarations: pd.DataFrame) -> dict[str, str]:
    """Return a short name for each declaration, in order of date."""
    special = {
        "ddpr-2012": "Posture Review 2012",
        "iamd-policy-2025": "IAMD policy 2025",
        "hague-2025": "The Hague 2025",
        "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
    }
    ordered = declarations.sort_values(["date", "declaration_id"], kind="stable")
    return {
        code: special.get(code, code.replace("-", " ").title())
        for code in ordered["declaration_id"]
    }


def language_table(language: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw every text against every question; tables `summit_language` and `declarations` in."""
    names = {
        k: v for k, v in short_names(declarations).items() if k in set(language["declaration_id"])
    }
    cells = language.assign(state=states(language))
    counts = cells["state"].value_counts()
    total, known = len(cells), int(cells["state"].isin(["yes_a", "yes_b", "no"]).sum())
    iran = cells[cells["feature"] == "names_iran_in_md_text"]["state"]
    accused = cells[cells["feature"] == "names_state_as_missile_threat"]["state"]
    yes_iran = int(iran.isin(["yes_a", "yes_b"]).sum())
    open_iran = int(iran.isna().sum())
    return matrices.grid(
        cells,
        row="declaration_id",
        column="feature",
        state="state",
        rows=names,
        columns=FEATURES,
        states=STATES,
        hover="paraphrase",
        title=f"{_none(yes_iran)} of {len(names)} missile defence passages is known to name Iran, "
        f"and {open_iran} have not been read far enough to say",
        subtitle="Agreed Alliance texts by date, and what their missile defence passage says "
        "(“here”) or the rest of the text (“elsewhere”)",
        tables=["summit_language", "declarations"],
        digest=[
            f"{len(names)} texts, {len(FEATURES)} questions, {total} cells: {known} known, "
            f"{counts.get('remembered', 0)} unconfirmed, {total - known - counts.get('remembered', 0)} "
            "not known",
            f"Iran in the missile defence passage: yes {yes_iran}, no {int((iran == 'no').sum())}, "
            f"not known {open_iran}",
            "A state named as the missile threat: yes "
            f"{int(accused.isin(['yes_a', 'yes_b']).sum())}, no {int((accused == 'no').sum())}, "
            f"not known {int(accused.isna().sum())}",
            "Known and yes most often: "
            + _most(cells[cells["state"].isin(["yes_a", "yes_b"])]["feature"]),
        ],
        source_ids=language["source_id"].tolist(),
        note="Hatched: not read, or not read far enough. It is not a no.",
    )


def _none(count: int) -> str:
    return "None" if count == 0 else str(count)


def _most(features: pd.Series) -> str:
    top = features.value_counts().sort_index().sort_values(ascending=False, kind="stable").head(3)
    return "; ".join(f"{FEATURES[code]} ({n})" for code, n in top.items())


def bounds(language: pd.DataFrame) -> Chart:
    """Draw, for each question on whom it is for, how few and how many texts could say yes."""
    cells = language.assign(state=states(language))
    texts = cells["declaration_id"].nunique()
    rows = []
    for code in WHOM:
        state = cells[cells["feature"] == code]["state"]
        least = int(state.isin(["yes_a", "yes_b"]).sum())
        rows.append((FEATURES[code], least, texts - int((state == "no").sum())))
    shown = pd.DataFrame(rows, columns=["question", "at_least", "at_most"])
    shown = shown.sort_values(["at_least", "at_most"], ascending=False, kind="stable")
    most = shown[shown["at_least"] > texts / 2]
    wide = shown.assign(width=shown["at_most"] - shown["at_least"]).sort_values(
        "width", kind="stable"
    )
    return intervals.intervals(
        shown,
        label="question",
        low="at_least",
        high="at_most",
        title="“Most summits said so” cannot be said of any of these sentences"
        if most.empty
        else f"Only {len(most)} of these sentences can be said of most texts",
        subtitle=f"Texts out of {texts} that answer yes: at least (known, grade A or B) and at most "
        "(all but the known no)",
        tables=["summit_language"],
        unit="texts",
        digest=[
            f"{texts} texts; a sentence is in most of them only if its lower end is above "
            f"{texts / 2:g}: {len(most)} of {len(shown)} are",
            f"Narrowest: {wide.iloc[0]['question']}, {wide.iloc[0]['at_least']} to "
            f"{wide.iloc[0]['at_most']}; widest: {wide.iloc[-1]['question']}, "
            f"{wide.iloc[-1]['at_least']} to {wide.iloc[-1]['at_most']}",
            "Unconfirmed answers (grade C) count as not known",
        ],
        reference=(texts / 2, "half of the texts"),
        source_ids=language["source_id"].tolist(),
        note="The bar is what we do not know, not a margin of chance.",
        reach=(-0.8, texts * 1.08),
    )


def _buttons(choices: list[tuple[str, list[bool]]]) -> dict:
    """Return a row of buttons, each of which shows some traces and hides the others."""
    return matrices.buttons([(label, {"visible": shown}) for label, shown in choices])


_ROLES = {
    "reassured": Mark("diamond", "teal", "Russia is reassured"),
    "invited": Mark("triangle-up", "blue", "Russia is offered a part"),
    "talks": Mark("square", "gold", "Russia is offered talks"),
    "about": Mark("star", "magenta", "said of missile defence itself"),
    "elsewhere": Mark("x-thin-open", "grey", "in another part of the text"),
}
_HITS = (
    # keyword row, feature, role, offset from the row (up is minus)
    ("iran", "names_iran_in_md_text", "about", -0.2),
    ("iran", "names_iran_elsewhere", "elsewhere", 0.2),
    ("russia", "says_not_against_russia", "reassured", -0.25),
    ("russia", "offers_cooperation_with_russia", "invited", 0),
    ("russia", "open_to_dialogue_with_russia", "talks", 0.25),
    ("direction", "any_direction_in_md_text", "about", -0.2),
    ("direction", "any_direction_elsewhere", "elsewhere", 0.2),
)
_KEYWORDS = {"iran": "“Iran”", "russia": "“Russia”", "direction": "“any direction”, “360”"}


def keyword_hits(language: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw what three keywords find, and what the words found are doing there.

    Buttons change between the two: a search counts every text in which the word stands; a reader
    sees where it stands and what is said. Only answers of grade A or B are drawn.
    """
    names, when = short_names(declarations), declarations.set_index("declaration_id")["date"]
    sure = language[(language["value"] == "yes") & language["grade"].isin(["A", "B"])]
    hits = pd.DataFrame(
        [
            (word, role, offset, row.declaration_id, row.source_id, row.grade)
            for word, feature, role, offset in _HITS
            for row in sure[sure["feature"] == feature].itertuples()
        ],
        columns=["keyword", "role", "offset", "declaration_id", "source_id", "grade"],
    )
    hits["date"] = hits["declaration_id"].map(when).map(lambda d: str(d)[:10])
    hits["text"] = hits["declaration_id"].map(names)
    place = {word: k for k, word in enumerate(_KEYWORDS)}
    fig = go.Figure()
    for role, mark in _ROLES.items():
        part = hits[hits["role"] == role]
        if part.empty:
            continue
        thin = mark.symbol.endswith("-open")
        fig.add_scatter(
            x=part["date"].tolist(),
            y=[place[w] + o for w, o in zip(part["keyword"], part["offset"], strict=True)],
            mode="markers",
            name=mark.name,
            text=part["text"].tolist(),
            hovertemplate="%{text}<extra>%{fullData.name}</extra>",
            marker={
                "symbol": mark.symbol,
                "size": 10,
                "color": PALETTE[mark.colour],
                "line": {"width": 2.2 if thin else 0, "color": PALETTE[mark.colour]},
            },
        )
    read = len(fig.data)
    found = hits.drop_duplicates(["keyword", "declaration_id"])
    count = found["keyword"].value_counts()
    fig.add_scatter(
        x=found["date"].tolist(),
        y=[place[w] for w in found["keyword"]],
        mode="markers",
        name="a text known to hold the word",
        text=found["text"].tolist(),
        hovertemplate="%{text}<extra></extra>",
        visible=False,
        marker={"symbol": "circle", "size": 11, "color": PALETTE["ink"]},
    )
    fig.add_scatter(
        x=["1998-06-01"] * len(place),
        y=[k - 0.26 for k in place.values()],
        mode="text",
        text=[f"{count.get(word, 0)} texts" for word in place],
        textposition="middle right",
        visible=False,
        showlegend=False,
        hoverinfo="skip",
    )
    fig.update_layout(
        xaxis={"type": "date", "range": ["1998-01-01", "2027-06-01"]},
        yaxis={
            "tickmode": "array",
            "tickvals": list(place.values()),
            "ticktext": list(_KEYWORDS.values()),
            "ticks": "",
            "range": [len(place) - 0.5, -0.6],
        },
        margin={"t": 44},
        showlegend=True,
        updatemenus=[
            _buttons(
                [
                    ("Reading", [True] * read + [False, False]),
                    ("Counting", [False] * read + [True, True]),
                ]
            )
        ],
    )
    inside = hits[(hits["keyword"] == "iran") & (hits["role"] == "about")]
    first = {
        role: hits[(hits["keyword"] == "direction") & (hits["role"] == role)]["date"].min()
        for role in ("elsewhere", "about")
    }
    russia = hits[hits["keyword"] == "russia"]
    roles = russia["role"].value_counts()
    accused = sure[sure["feature"] == "names_state_as_missile_threat"]
    return finish(
        fig,
        title=f"“Iran” is known to stand in {count.get('iran', 0)} texts, and in "
        f"{_none(len(inside)).lower()} of them, as far as read, in the missile defence passage",
        subtitle="Agreed texts by date in which a keyword is known to stand, and what is said with "
        "it. Press “Counting” for what a search engine sees",
        tables=["summit_language", "declarations"],
        rows=hits.drop(columns="offset"),
        digest=[
            f"“Iran”: {count.get('iran', 0)} texts ("
            + ", ".join(found[found["keyword"] == "iran"]["text"])
            + f"), {len(inside)} of them in the missile defence passage",
            f"“Russia” in the missile defence passage: {count.get('russia', 0)} texts; reassured in "
            f"{roles.get('reassured', 0)}, offered a part in {roles.get('invited', 0)}, offered "
            f"talks in {roles.get('talks', 0)}, known to be named as the threat in {len(accused)}",
            f"“Any direction”: {count.get('direction', 0)} texts, the first in "
            f"{str(first['elsewhere'])[:4]}; said of missile defence itself first in "
            f"{str(first['about'])[:4]}",
        ],
        height=66 * len(place),
        note="Known answers only (A or B). One text can do several things.",
    )


ANSWERS = {
    "iran": (("iran",), Mark("circle", "blue", "Iran")),
    "open": (
        ("outside_area_unnamed", "no_one_named"),
        Mark("square", "teal", "outside the area, or no one"),
    ),
    "not_russia": (("not_russia",), Mark("diamond", "gold", "not against Russia")),
    "any": (("any_direction",), Mark("triangle-up", "grey", "any direction")),
    "russia": (("russia_included", "russia_only"), Mark("x", "magenta", "Russia too, or only")),
    "us": (("aimed_at_us",), Mark("star", "orange", "at us, says the speaker")),
}
"""Six answers to the question whom it is for: the codes of `positions` in each, and its mark."""

BALLISTIC = ("third_site", "epaa", "nato_bmd")
"""What a statement of `positions` is about when it is about ballistic missile defence of Europe."""
_ACTORS = {
    "texts": "NATO, agreed texts",
    "nato": "NATO, officials",
    "united_states": "United States",
    "host_ally": "Host Allies",
    "other_ally": "Other states",
    "expert": "Experts, advocates",
    "russia": "Russia",
    "iran": "Iran",
}


def answer_of(codes: pd.Series) -> pd.Series:
    """Return the broad answer (a key of `ANSWERS`) for each code of `said_whom_for`, or empty."""
    broad = {code: key for key, (members, _) in ANSWERS.items() for code in members}
    return codes.map(broad)


def answers_over_time(positions: pd.DataFrame) -> Chart:
    """Draw who said when whom it is for; table `positions` in.

    The buttons add or leave out what was said of other shields: rotating air defences, Sky
    Shield, deterrence in general and the American homeland.
    """
    shown = positions[positions["grade"].isin(["A", "B"])].copy()
    shown["answer"] = answer_of(shown["said_whom_for"])
    dropped = int(shown["answer"].isna().sum())
    shown = shown.dropna(subset=["answer"])
    agreed = shown["speaker"].isin(["heads of state and government", "IAMD policy"])
    group = shown["actor_group"].replace(
        {"advocacy": "expert", "press": "expert", "ukraine": "other_ally"}
    )
    shown["row"] = group.where(~(agreed & (group == "nato")), "texts")
    shown["ballistic"] = shown["about"].isin(BALLISTIC)
    shown["when"] = day(shown["date"])
    shown = shown.sort_values(["row", "when", "position_id"]).reset_index(drop=True)
    names = {code: name for code, name in _ACTORS.items() if code in set(shown["row"])}
    base = {code: k for k, code in enumerate(names)}
    shown["y"] = [
        base[row] + offset for row, offset in zip(shown["row"], _spread(shown), strict=True)
    ]
    fig = go.Figure()
    flags: list[str] = []
    for _, mark in ANSWERS.values():
        flags.append("legend")
        fig.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=mark.name,
            hoverinfo="skip",
            marker={"symbol": mark.symbol, "size": 9, "color": PALETTE[mark.colour]},
        )
    for ballistic in (True, False):
        for key, (_, mark) in ANSWERS.items():
            part = shown[(shown["ballistic"] == ballistic) & (shown["answer"] == key)]
            if part.empty:
                continue
            flags.append("missile" if ballistic else "other")
            fig.add_scatter(
                x=part["when"].dt.strftime("%Y-%m-%d").tolist(),
                y=part["y"].round(2).tolist(),
                mode="markers",
                name=mark.name if ballistic else f"{mark.name}: another shield",
                showlegend=False,
                visible=bool(ballistic),
                marker={
                    "symbol": mark.symbol if ballistic else f"{mark.symbol}-open",
                    "size": 9,
                    "color": PALETTE[mark.colour],
                    "line": {
                        "width": 0.8 if ballistic else 1.8,
                        "color": "#ffffff" if ballistic else PALETTE[mark.colour],
                    },
                },
                text=part["speaker"].tolist(),
                customdata=[long_date(d) for d in part["date"]],
                hovertemplate="%{text}, %{customdata}<extra>%{fullData.name}</extra>",
            )
    fig.update_layout(
        xaxis={"type": "date", "range": ["2005-09-01", "2026-12-31"]},
        yaxis={
            "tickmode": "array",
            "tickvals": list(base.values()),
            "ticktext": list(names.values()),
            "ticks": "",
            "range": [len(base) - 0.5, -0.6],
        },
        margin={"t": 44},
        showlegend=True,
        updatemenus=[
            _buttons(
                [
                    ("Ballistic", [flag != "other" for flag in flags]),
                    ("Others", [flag != "missile" for flag in flags]),
                    ("All", [True] * len(flags)),
                ]
            )
        ],
    )
    mine, other = shown[shown["ballistic"]], shown[~shown["ballistic"]]
    texts = mine[mine["row"] == "texts"]
    only = [int((part["said_whom_for"] == "russia_only").sum()) for part in (mine, other)]
    target = mine[mine["row"] == "russia"]["answer"].eq("us")
    return finish(
        fig,
        title="Only single speakers call Iran or Russia the threat; "
        f"{_none(int(texts['answer'].isin(['iran', 'russia']).sum())).lower()} of the {len(texts)} "
        "agreed texts coded here does",
        subtitle="Statements on whom the shield is for, by speaker and date; the shape says the "
        "answer. Buttons: ballistic missile defence of Europe, others (hollow), all",
        tables=["positions"],
        rows=shown[["date", "speaker", "said_whom_for", "about"]],
        source_ids=shown["source_id"].tolist(),
        digest=[
            f"{len(shown)} statements from {shown['date'].min()[:4]} to {shown['date'].max()[:4]}: "
            f"{len(mine)} on ballistic missile defence of Europe, {len(other)} on other shields, "
            f"where {int((other['answer'] == 'russia').sum())} name Russia",
            f"NATO's agreed texts on missile defence ({len(texts)}): "
            + ", ".join(
                f"{ANSWERS[k][1].name} {n}" for k, n in texts["answer"].value_counts().items()
            ),
            f"Russia on missile defence: {int(target.sum())} of {len(target)} say that Russia is "
            "the target; the others turn Iran's case against the plan",
            f"Russia alone named as the threat: {only[0]} statements on missile defence of Europe, "
            f"{only[1]} on other shields",
        ],
        height=44 * len(base),
        note=f"Grades A and B; a selection, not a count of speeches. Left out: {dropped} statements that give "
        "another purpose or no answer.",
    )


def _spread(shown: pd.DataFrame) -> list[float]:
    """Return a small offset for each mark, so that marks close in time do not cover each other."""
    steps, offsets = (0.0, -0.2, 0.2, -0.38, 0.38), []
    last: dict[tuple[str, float], pd.Timestamp] = {}
    near = pd.Timedelta(days=300)
    for row, when in zip(shown["row"], shown["when"], strict=True):
        free = [s for s in steps if (row, s) not in last or when - last[row, s] > near]
        step = free[0] if free else min(steps, key=lambda s: last[row, s])
        last[row, step] = when
        offsets.append(step)
    return offsets


ORIGINS = {
    # site in `sites`: (button, missiles in `missile_ranges`, colour, line, where labels sit)
    "tabriz": ("Iran", ("Khorramshahr",), "blue", "solid", (255, 315)),
    "kaliningrad": ("Kaliningrad", ("Iskander", "Iskander-M"), "magenta", "dash", (135, 0)),
    "moscow": ("Western Russia", ("9M729",), "orange", "dot", (90, 315)),
}
TARGETS = {
    "kurecik": "Kürecik",
    "deveselu": "Deveselu",
    "redzikowo": "Redzikowo",
    "ramstein": "Ramstein",
    "rota": "Rota",
}


def published_span(ranges_table: pd.DataFrame, missiles: tuple[str, ...]) -> tuple[float, float]:
    """Return the lowest and the highest range that anyone published for some missiles, in km.

    Distances flown are left out, and so are grade C and figures that only repeat a class.
    """
    rows = _published(ranges_table, missiles)
    return float(rows["range_low_km"].min()), float(rows["range_high_km"].max())


def _published(ranges_table: pd.DataFrame, missiles: tuple[str, ...]) -> pd.DataFrame:
    return ranges_table[
        ranges_table["missile"].isin(missiles)
        & ranges_table["basis"].isin(["claimed", "estimated"])
        & ranges_table["grade"].isin(["A", "B"])
        & (ranges_table["qualifier"] != "class_limits")
    ]


_SAYS = {
    "us_government": "US",
    "press": "press",
    "think_tank": "institute",
}


def _who(rows: pd.DataFrame, column: str, km: float) -> str:
    """Name, in a word or two, who published a range."""
    row = rows[rows[column] == km].iloc[0]
    if row["publisher_kind"] == "advocacy":
        return "".join(word[0] for word in row["publisher"].split())
    return _SAYS.get(row["publisher_kind"], row["country"])


def both_ways(sites: pd.DataFrame, ranges_table: pd.DataFrame) -> Chart:
    """Draw the sites with rings from Iran, Kaliningrad and western Russia; buttons choose.

    Args:
        sites: table `sites`.
        ranges_table: table `missile_ranges`. Each origin gets the lowest and the highest range
            published for one missile.
    """
    places = sites.set_index("site_id")
    shown = places.loc[[*TARGETS, *ORIGINS]].reset_index()
    origins = {"tabriz": "Tabriz", "kaliningrad": "Kaliningrad", "moscow": "Moscow"}
    shown["name"] = shown["site_id"].map(TARGETS | origins)
    shown["kind"] = shown["kind"].where(shown["site_id"].isin(TARGETS), "threat_reference")
    fig = maps.base_map((48, 25), extent_km=3250, aspect=1.22, detail=1000)
    maps.add_sites(
        fig,
        shown,
        kinds={
            "interceptor": "interceptors",
            "radar": "radar",
            "command": "command",
            "port": "ships' port",
            "threat_reference": "centre of rings",
        },
    )
    fixed = len(fig.data)
    owner: list[str] = []
    spans, used = {}, []
    for site, (_, members, colour, dash, where) in ORIGINS.items():
        low, high = published_span(ranges_table, members)
        spans[site] = (low, high)
        used.append(_published(ranges_table, members))
        centre = (places.at[site, "lat"], places.at[site, "lon"])
        for km, column, turn in zip(
            (low, high), ("range_low_km", "range_high_km"), where, strict=True
        ):
            label = f"{km:,.0f} km ({_who(used[-1], column, km)})"
            maps.add_range_ring(fig, centre, km, label, bearing=turn, colour=colour, dash=dash)
            owner += [site] * (len(fig.data) - fixed - len(owner))
    choices = [
        (label, [True] * fixed + [who == site for who in owner])
        for site, (label, *_) in ORIGINS.items()
    ]
    choices.append(("All", [True] * (fixed + len(owner))))
    for trace, who in zip(fig.data[fixed:], owner, strict=True):
        trace.visible = who == "tabriz"
    fig.update_layout(margin={"t": 44}, updatemenus=[_buttons(choices)])
    page, phone = maps.heights(fig)
    km = {
        (a, b): great_circle_km(*(places.at[p, c] for p in (a, b) for c in ("lat", "lon")))
        for a in ORIGINS
        for b in TARGETS
    }
    rows = pd.concat(used)[
        [
            "missile",
            "publisher",
            "basis",
            "range_low_km",
            "range_high_km",
            "published",
            "source_id",
            "grade",
        ]
    ]
    reach = [TARGETS[b] for b in TARGETS if km["tabriz", b] <= spans["tabriz"][0]]
    far = [
        TARGETS[b] for b in TARGETS if spans["tabriz"][0] < km["tabriz", b] <= spans["tabriz"][1]
    ]
    return finish(
        fig,
        title="Which sites a ring takes in depends on whose figure you draw",
        subtitle="Lowest and highest published range of one missile from each side, drawn from "
        "Tabriz (Khorramshahr), Kaliningrad (Iskander) or Moscow (9M729); who gave it in brackets",
        tables=["sites", "missile_ranges", "basemap"],
        rows=rows,
        height=page,
        narrow={"room": phone},
        note=f"9M729 is a cruise missile, the others are ballistic. {maps.NOTE}",
        digest=[
            f"From Tabriz, Khorramshahr: {spans['tabriz'][0]:,.0f} km by Iran's account takes in "
            f"{' and '.join(reach)}; {spans['tabriz'][1]:,.0f} km by American officials' adds "
            f"{' and '.join(far)}",
            f"From Kaliningrad, Iskander: {spans['kaliningrad'][0]:,.0f} to "
            f"{spans['kaliningrad'][1]:,.0f} km; Redzikowo is {km['kaliningrad', 'redzikowo']:,.0f} "
            "km away",
            f"From Moscow, 9M729: {spans['moscow'][0]:,.0f} km by Russia's account, "
            f"{spans['moscow'][1]:,.0f} km as reported for the United States; Redzikowo is "
            f"{km['moscow', 'redzikowo']:,.0f} km away",
        ],
    )


_CLOCKS = {
    "tabriz": ("Tabriz (Khorramshahr)", ("Khorramshahr",), Mark("circle", "blue", "")),
    "kaliningrad": (
        "Kaliningrad (Iskander)",
        ("Iskander", "Iskander-M"),
        Mark("diamond", "magenta", ""),
    ),
    "moscow": ("Moscow (Oreshnik)", ("Oreshnik",), Mark("square", "orange", "")),
}


def minutes(sites: pd.DataFrame, ranges_table: pd.DataFrame) -> Chart:
    """Draw the flight time to each site from each side, and whether a published range allows it."""
    places = sites.set_index("site_id")
    spans = {
        site: published_span(ranges_table, members) for site, (_, members, _) in _CLOCKS.items()
    }
    rows = []
    for site, (name, _, _) in _CLOCKS.items():
        for target in TARGETS:
            km = great_circle_km(*(places.at[p, c] for p in (site, target) for c in ("lat", "lon")))
            low, high = spans[site]
            within = "lowest" if km <= low else "highest" if km <= high else "none"
            rows.append((site, name, target, round(km), flight_minutes(km), within))
    table = pd.DataFrame(rows, columns=["origin", "name", "site_id", "km", "minutes", "within"])
    table["source_id"] = table["site_id"].map(places["source_id"])
    every, table = table, table[table["within"] != "none"]
    down = {target: k for k, target in enumerate(TARGETS)}
    shift = {"tabriz": -0.22, "kaliningrad": 0, "moscow": 0.22}
    fig = go.Figure()
    for site, (name, _, mark) in _CLOCKS.items():
        part = table[table["origin"] == site]
        hue = PALETTE[mark.colour]
        fig.add_scatter(
            x=part["minutes"].tolist(),
            y=[down[t] + shift[site] for t in part["site_id"]],
            mode="markers+text",
            name=f"from {name}",
            text=[f" {m:.0f} min" for m in part["minutes"]],
            textposition="middle right",
            textfont={"size": 11},
            marker={
                "symbol": [
                    mark.symbol + ("" if w == "lowest" else "-open") for w in part["within"]
                ],
                "size": 10,
                "color": hue,
                "line": {"width": 1.6, "color": hue},
            },
            customdata=part["km"].tolist(),
            hovertemplate="%{customdata:,} km, %{x:.0f} minutes<extra>%{fullData.name}</extra>",
        )
    top = table["minutes"].max()
    fig.update_layout(
        xaxis={"range": [0, round(top * 1.32)], "ticksuffix": " min"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(down.values()),
            "ticktext": list(TARGETS.values()),
            "ticks": "",
            "range": [len(down) - 0.5, -0.5],
        },
        showlegend=True,
    )
    at = table.set_index(["origin", "site_id"])
    near = at.loc[("kaliningrad", "redzikowo")]
    far = at.loc[("tabriz", "redzikowo")]
    return finish(
        fig,
        title=f"To the Polish site a missile would need {near['minutes']:.0f} minutes from "
        f"Kaliningrad and {far['minutes']:.0f} from Tabriz, if it has the range",
        subtitle="Least-energy ballistic flight time to each site, minutes. Filled: within the "
        "lowest range published for the missile named; hollow: only within the highest",
        tables=["sites", "missile_ranges"],
        rows=table.drop(columns="name").round({"minutes": 1}),
        digest=[
            f"Redzikowo: {near['km']:,} km and {near['minutes']:.0f} minutes from Kaliningrad, "
            f"{at.loc[('moscow', 'redzikowo'), 'km']:,} km from Moscow, {far['km']:,} km and "
            f"{far['minutes']:.0f} minutes from Tabriz",
            f"Deveselu: {at.loc[('tabriz', 'deveselu'), 'km']:,} km and "
            f"{at.loc[('tabriz', 'deveselu'), 'minutes']:.0f} minutes from Tabriz",
            "Within even the lowest published range: "
            + ", ".join(
                f"{name.split(' (')[0]} {int((table['within'][table['origin'] == site] == 'lowest').sum())}"
                for site, (name, _, _) in _CLOCKS.items()
            )
            + f" of {len(TARGETS)} sites",
            f"Left out, beyond the highest range published for the missile: {len(every) - len(table)}",
        ],
        source_ids=[
            *table["source_id"],
            *[
                i
                for _, members, _ in _CLOCKS.values()
                for i in _published(ranges_table, members)["source_id"]
            ],
        ],
        height=58 * len(down),
        note="Free flight on a round earth; real times differ by minutes. Drawn only where a "
        "published range allows it. Says nothing of what would be stopped.",
    )


CODERS = {"second_coder_blind": "Second coder", "same_coder_again": "First coder again"}


def second_reading(second: pd.DataFrame) -> Chart:
    """Draw the first codes of `positions` against the second ones; table `second_codings` in.

    The buttons choose between another coder, who had not seen the first codes, and the first
    coder once more. Agreement is that of the day of comparison: some codes were corrected since.
    """
    names = {
        "iran": "Iran",
        "outside_area_unnamed": "outside the area",
        "no_one_named": "no one named",
        "any_direction": "any direction",
        "not_russia": "not against Russia",
        "russia_included": "Russia too",
        "russia_only": "Russia only",
        "aimed_at_us": "at us",
        "other_purpose": "other purpose",
    }
    pair = second[second["table_name"] == "positions"].dropna(
        subset=["first_value", "second_value"]
    )
    parts = {coder: pair[pair["coder"] == coder] for coder in CODERS}
    changed = {k: part[part["first_value"] != part["second_value"]] for k, part in parts.items()}
    blind, again = parts
    us = pd.concat(changed.values())["first_value"].eq("aimed_at_us")
    return matrices.confusion(
        {
            name: (parts[k]["first_value"].tolist(), parts[k]["second_value"].tolist())
            for k, name in CODERS.items()
        },
        codes=names,
        title=f"Another coder gave {len(changed[blind])} of {len(parts[blind])} statements another "
        f"code; the first coder, asked again, {len(changed[again])} of {len(parts[again])}",
        subtitle="Codes of a sample of positions: first reading down, second reading across; the "
        "number counts statements",
        tables=["second_codings"],
        digest=[
            *(
                f"{name}: {len(parts[k])} statements, {len(changed[k])} with another code ("
                + "; ".join(
                    f"{names[a]} to {names[b]} {n}"
                    for (a, b), n in changed[k]
                    .groupby(["first_value", "second_value"])
                    .size()
                    .items()
                )
                + ")"
                for k, name in CODERS.items()
            ),
            f"Of the {len(us)} that differ, {int(us.sum())} had been coded “at us”; all but "
            f"{int((pd.concat(changed.values())['confidence'] != 'hesitant').sum())} were marked "
            "hesitant by the second reading",
        ],
        source_ids=pair["source_id"].tolist(),
        note="Both coders are AI systems working from the same short summaries; neither is a human "
        "expert.",
    )
