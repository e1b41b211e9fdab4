"""What unit 12 reckons from its tables: days to force, shares turned to one side, turnout."""

from __future__ import annotations

import pandas as pd

from course.data import day

AGREEMENTS = {
    "pl-2008-bmd": "Poland: interceptors, 2008",
    "pl-2010-protocol": "Poland: protocol, 2010",
    "ro-2011-bmd": "Romania: Deveselu, 2011",
    "tr-2011-mou": "Türkiye: Kürecik, 2011",
    "cz-2008-bmd": "Czechia: radar, 2008",
    "cz-2008-sofa": "Czechia: status of forces, 2008",
    "cz-2009-rdte": "Czechia: research, 2008",
    "es-2002-amendment": "Spain: amendment, 2002",
    "es-2012-amendment": "Spain: four ships, 2012",
    "es-2023-arrangement": "Spain: six ships, 2023",
    "dk-2004-igaliku": "Greenland: Thule, 2004",
    "gb-2003-fylingdales": "Britain: Fylingdales, 2003",
}
# What the agreements that `consent_tests` codes are called in an answer.
CODED = {
    "gb-2003-fylingdales": "Britain",
    "cz-2008-bmd": "Czechia",
    "dk-2004-igaliku": "Greenland",
    "pl-2010-protocol": "Poland",
    "ro-2011-bmd": "Romania",
    "es-2012-amendment": "Spain amendment",
    "es-2023-arrangement": "Spain arrangement",
    "tr-2011-mou": "Türkiye",
}
_ROUTE_OF = {
    "parliament_treaty": "parliament",
    "cabinet_or_executive": "government",
    "government_statement": "government",
    "parliament_not_completed": "stopped",
}


def days_to_force(agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements whose days from signature to force, or to withdrawal, are known.

    `end` is the day of entry into force, or of withdrawal for those that never came into force;
    both ends must be known to the day. The longest come first.
    """
    shown = agreements.assign(
        label=agreements["agreement_id"].map(AGREEMENTS),
        route=agreements["legal_route"].map(_ROUTE_OF),
        end=agreements["entered_into_force"].where(
            agreements["status"] != "never_in_force", agreements["ended"]
        ),
    ).dropna(subset=["label", "route"])
    shown = shown[shown["signed"].str.len().eq(10) & shown["end"].str.len().eq(10)]
    shown = shown.assign(days=(day(shown["end"]) - day(shown["signed"])).dt.days)
    order = {"by": ["days", "agreement_id"], "ascending": [False, True]}
    return shown.sort_values(**order, ignore_index=True)


def votes_in_words(votes: pd.DataFrame) -> str:
    """Return the votes on this unit's agreements as a list: which one, chamber, day, and counts."""
    lines = []
    for vote in votes[votes["agreement_id"].isin(AGREEMENTS)].itertuples():
        counted = {
            "for": vote.votes_for,
            "against": vote.votes_against,
            "abstaining": vote.votes_abstain,
        }
        said = ", ".join(f"{int(n)} {word}" for word, n in counted.items() if pd.notna(n))
        name = AGREEMENTS[vote.agreement_id]
        lines.append(f"- **{name}**, {vote.chamber} house, {vote.held_on}: {said}")
    return "\n".join(lines)


def sides_of(polls: pd.DataFrame) -> pd.DataFrame:
    """Return surveys with the shares on the side of the site (or its use) and against it."""
    agree, disagree = polls["share_for"], polls["share_against"]
    turned = polls["for_is"] == "no_site"
    return polls.assign(
        on_its_side=agree.where(~turned, disagree), against_it=disagree.where(~turned, agree)
    )


def leads(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return where one share is the larger, whatever the other is if it was not published."""
    return one > other.fillna(100 - one)


def turnout_and_share(votes: pd.DataFrame) -> pd.DataFrame:
    """Return the village votes with a known turnout, and the shares against of both wholes.

    A printed turnout stands in where the number entitled is not known. Shares in per cent.
    """
    turnout = 100 * votes["votes_cast"] / votes["voters_eligible"]
    shown = votes.assign(
        turnout=turnout.fillna(votes["reported_turnout"]),
        share_of_voters=100 * votes["votes_against"] / votes["votes_cast"],
    ).dropna(subset=["turnout", "votes_against"])
    shown = shown.assign(share_of_all=shown["share_of_voters"] * shown["turnout"] / 100)
    return shown.sort_values("turnout", ignore_index=True)
