"""Exercises, predictions and quiz of unit 10, Iran or Russia."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.data import load
from course.learn.answers import Names, Sorting
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note, other_side
from course.lessons.iran_or_russia.codings import known, short_names
from course.lessons.iran_or_russia.reach import TARGETS, distances, published_span
from course.words import listed, long_date


def _codings(feature: str) -> pd.Series:
    return known(load("summit_language"), feature)


def _naming(state: str) -> list[str]:
    """Return the texts known to name a state in their missile defence passage, in order of date."""
    held = _codings(f"names_{state}_in_md_text")
    names = short_names(load("declarations"))
    return [name for code, name in names.items() if held.get(code) == "yes"]


def _state_named() -> str:
    iran, russia = len(_naming("iran")), len(_naming("russia"))
    if iran == russia:
        return "C" if iran else "D"
    return "A" if iran > russia else "B"


def _state_reveal() -> str:
    iran, russia = _naming("iran"), _naming("russia")
    accused = int((_codings("names_state_as_missile_threat") == "yes").sum())
    return (
        f"Russia is known to be named in {len(russia)} of these passages ({listed(russia)}), and "
        f"Iran in {len(iran) or 'none'}. To be named is not to be accused: {accused or 'none'} is "
        "known to call a state the threat. Look at what is done to whoever stands there."
    )


PREDICTIONS = (
    Prediction(
        id="10-state-named",
        question="Which state do the agreed passages on missile defence that could be read name "
        "most often?",
        options={
            "A": "Iran",
            "B": "Russia",
            "C": "Iran and Russia about equally",
            "D": "no state at all",
        },
        answer=_state_named,
        reveal=_state_reveal,
    ),
)

_ROLES = {
    "threat": "named as the missile threat",
    "reassured": "told that the system is not meant for it",
    "invited": "asked to take part",
    "objector": "blamed for what it says about the system",
    "elsewhere": "named in another paragraph, about something else",
}
_NAMED = {
    "bucharest": "Russia: the potential for linking American, NATO and Russian systems is to be explored",
    "lisbon": "Russia: leaders decided on a capability and “invited Russia to cooperate with us”",
    "chicago-1": "Russia: missile defence “is not directed against Russia”",
    "chicago-2": "Russia: leaders regret its recurrent statements on possible measures against the system",
    "brussels": "Iran: concern at its missile tests, in paragraph 49",
    "vilnius": "Iran: called on to fulfil its non-proliferation obligations",
}
_PLAYED = {
    # item: (declaration, feature that proves it, role)
    "bucharest": ("bucharest-2008", "offers_cooperation_with_russia", "invited"),
    "lisbon": ("lisbon-2010", "offers_cooperation_with_russia", "invited"),
    "chicago-1": ("chicago-2012", "says_not_against_russia", "reassured"),
    "chicago-2": ("chicago-2012", "names_russia_in_md_text", "objector"),
    "brussels": ("brussels-2018", "names_iran_elsewhere", "elsewhere"),
    "vilnius": ("vilnius-2023", "names_iran_elsewhere", "elsewhere"),
}


def _roles() -> dict[str, str]:
    """Return the role in each sentence, after making sure that the table still bears it out."""
    for item, (text, feature, _) in _PLAYED.items():
        if _codings(feature)[text] != "yes":
            raise ValueError(f"summit_language no longer says yes: {text}, {feature}: {item}")
    return {item: role for item, (*_, role) in _PLAYED.items()}


def _figure(estimate: str) -> float:
    estimates = load("missile_ranges").set_index("estimate_id")
    return float(estimates.at[estimate, "range_high_km"])


def _between(origin: str, most: float | None = None) -> set[str]:
    """Return the sites inside the American ring for the 9M729, or `most` km, not in Russia's."""
    far = distances(load("sites"), [origin])
    low, high = _figure("9m729-2019-russia"), most or _figure("9m729-2018-us")
    return {TARGETS[site] for (_, site), away in far.items() if low < away <= high}


def _farthest_km() -> float:
    return published_span(load("missile_ranges"), ("Oreshnik",))[1]


def _ring_why() -> str:
    low, high = _figure("9m729-2019-russia"), _figure("9m729-2018-us")
    near = sorted(set(TARGETS.values()) - _between("kaliningrad", _farthest_km()))
    return (
        f"From Moscow the ring of {low:,.0f} km holds no site; that of {high:,.0f} km holds "
        f"{listed(sorted(_between('moscow')))}. Each figure suits whoever gave it: Russia's lies just "
        "within what the treaty of 1987 allowed, and the American one far beyond. With Iran's "
        "missile it is the same: the owner gave the shorter range. Two interested figures "
        "remain two interested figures: how they were measured the rows do not say. The centre "
        f"counts too: from Kaliningrad Russia's own figure takes in "
        f"{listed(near)}, if the missile stood there. Wherever the ring lies, interceptors "
        "that work in space cannot meet a cruise missile."
    )


_OBSERVED = {
    "protest": "Russia protests when a site opens",
    "repeat": "NATO says once more that the system is not directed against Russia",
    "order": "an agreed text turns the land sites' interceptors on Russian missiles",
    "closed": "Iran's long-range missiles are verifiably gone, and the Polish site is closed",
    "slow": "in the ten years after Redzikowo's opening the interceptors in Europe grow no faster "
    "than Iran's missiles",
    "shot": "an interceptor in Europe is tested on a path such as Russian missiles would take, and hits",
}
_COUNTS = dict.fromkeys(("order", "shot"), "against_a")
_COUNTS |= dict.fromkeys(("closed", "slow"), "against_b")
_COUNTS |= dict.fromkeys(("protest", "repeat"), "neither")
_AGAINST = {
    "against_a": "counts against A (for Iran, no danger to Russia's deterrent)",
    "against_b": "counts against B (Russia is right to count itself in)",
    "neither": "both sides expect it",
}


_STEPS = {
    "turn": "leaders write that the system is directed against Russia as well",
    "faster": "interceptors come that can catch Russia's intercontinental missiles",
    "anywhere": "“from any direction” in place of “outside the Euro-Atlantic area”; no one is named",
    "study": "staffs are told to plan a later version against strategic missiles",
    "more": "more interceptors of the present kind, because Iran builds more missiles",
    "patriot": "Poland buys batteries of its own against cruise missiles",
}
_PROMISES = {
    "direction": "contradicts the direction: not directed against Russia",
    "effect": "contradicts the effect: does not undermine Russia's deterrent",
    "origin": "contradicts the origin: potential threats from outside the Euro-Atlantic area",
    "intention": "contradicts the intention: none to redesign the system",
    "none": "contradicts none of the four",
}
_BROKEN = {"turn": "direction", "faster": "effect", "anywhere": "origin", "study": "intention"}
_BROKEN |= {"more": "none", "patriot": "none"}
_MADE = ("says_not_against_russia", "limits_to_outside_euro_atlantic")


def _broken() -> dict[str, str]:
    """Return which promise each step breaks, after making sure that they were made in 2018."""
    for feature in _MADE:
        if _codings(feature)["brussels-2018"] != "yes":
            raise ValueError(f"summit_language no longer says yes: brussels-2018, {feature}")
    return dict(_BROKEN)


_EVENTS = {
    # item: (what happened, table, its key, row)
    "name": ("Türkiye's president: no country as target", "positions", "tr-2010-11-gul"),
    "guarantee": ("Russia's envoy asks for a guarantee", "positions", "ru-2011-04-rogozin"),
    "iskander": ("Russia's president announces counter-measures", "milestones", "2011-11-medvedev"),
    "phase": ("Washington drops the fourth phase", "milestones", "2013-03-phase4"),
    "four": ("four Allies ask for other words", "milestones", "2014-08-four-ask"),
    "bargain": ("the nuclear agreement with Iran", "milestones", "2015-07-jcpoa"),
}
MOVED = {"could": "came early enough to be a cause", "cannot": "came too late to be a cause"}


def _happened(table: str, row: str) -> str:
    return str(load(table).set_index(f"{table.removesuffix('s')}_id").at[row, "date"])


CHICAGO = "chicago-2012"


def early_enough(events: Mapping[str, tuple[str, str]], text: str) -> dict[str, str]:
    """Return whether each event, a table and its row, came early enough to move a declaration."""
    agreed = str(load("declarations").set_index("declaration_id").at[text, "date"])
    return {
        item: "could" if _happened(table, row) < agreed else "cannot"
        for item, (table, row) in events.items()
    }


def _moved() -> dict[str, str]:
    return early_enough({item: (table, row) for item, (_, table, row) in _EVENTS.items()}, CHICAGO)


def _moved_why() -> str:
    moved = _moved()
    told = {item: f"{says} ({long_date(_happened(*at))})" for item, (says, *at) in _EVENTS.items()}
    early, late = ([told[i] for i in moved if moved[i] == code] for code in MOVED)
    return (
        f"Early enough: {listed(early)}. Too late: {listed(late)}. Dates can rule a cause out; they "
        "cannot rule one in. That a demand came first and an answer of the same shape came after "
        "makes a cause plausible: Moscow asked for law and got an assurance, Ankara asked for no name "
        "and got a region. What would show it is a drafter's account, and none was found."
    )


_KHORRAMSHAHR = "khorramshahr-2017-us"
_DID = {
    "claimed": "gave the figure of which 4,000 is the double",
    "judged": "believed that the missile flies about twice as far",
    "reported": "first carried that belief to the public, as far as the row says",
    "relayed": "wrote the page that the row cites",
    "computed": "wrote down the number 4,000",
}
_WHO = {
    "iran": "Iran",
    "officials": "unnamed American officials",
    "fox": "Fox News",
    "iran-watch": "Iran Watch",
    "course": "this course",
}


def _traced() -> dict[str, str]:
    """Return who did what to a number, read off its row, which must still say so."""
    rows = load("missile_ranges").set_index("estimate_id")
    row, doubled = rows.loc[_KHORRAMSHAHR], rows.loc["khorramshahr-2017-iran"]
    first, then = row["quoted_by"].split(", ")
    codes = {name: code for code, name in _WHO.items()} | {"United States officials": "officials"}
    if "Derived" not in row["note"] or row["range_high_km"] != 2 * doubled["range_high_km"]:
        raise ValueError(f"missile_ranges no longer says how {_KHORRAMSHAHR} was reckoned")
    return {
        "claimed": codes[doubled["country"]],
        "judged": codes[row["publisher"]],
        "reported": codes[first],
        "relayed": codes[then],
        "computed": "course",
    }


EXERCISES = (
    Exercise(
        id="10-what-the-name-does",
        title="What is the name doing there?",
        kind=Sorting(_NAMED, _ROLES),
        answer=_roles,
        why="Two names, four roles, and the role that a search engine makes one expect is the role "
        "that none of the six plays. To be named in a text on missile defence is not to be accused "
        "in it. Russia is asked in, reassured or told off; what is said of Iran, as far as it was "
        "read, stands in sentences that do not speak of defence.",
        hints=(
            "Cover the name and read what is done to whoever stands there.",
            "Is the sentence about the missile defence system at all? If not, you have your role.",
            "One of the five roles is not needed.",
        ),
        source_ids=(
            "clownsfreiheide-2008-some-comments-nato-bucharest",
            "defencetalk-2012-nato-regrets-russia-stance",
            "iran-watch-2018-brussels-summit-declaration-excerpts",
        ),
        outcomes=("LO3",),
        mistakes={
            ("threat", *_NAMED): "naming is taken for accusing. You marked a state as the missile "
            "threat because it is named. Ask what the sentence says of it.",
            ("*", "brussels", "vilnius"): "a paragraph that stands near is taken for the passage. "
            "A complaint about missiles is not yet about defence against them. Where does the "
            "sentence stand?",
        },
    ),
    Exercise(
        id="10-which-promise",
        title="Which promise would it break?",
        kind=Sorting(_STEPS, _PROMISES),
        answer=_broken,
        why="The words decide, and they decide one by one. To name Russia breaks the first "
        "statement; a faster interceptor breaks the second without a word being changed; “any "
        "direction” withdraws the third and says nothing of Russia; an order to plan ends an "
        "intention before anything is built. More of the same, for the reason given, breaks none. "
        "Nor do Poland's own batteries: the four sentences are about the Alliance's ballistic "
        "missile defence. So “the assurance was broken” and “the assurance was kept” could both be "
        "true of one year.",
        hints=(
            "Read the passage of 2018 in the table, sentence by sentence, and give each its name.",
            "For each step ask which sentence could no longer be signed the day after.",
            "Two of the six break none: one changes only a number, one is another kind of defence.",
        ),
        source_ids=("sundiata-post-2018-nato-ballistic-missile-defence",),
        outcomes=("LO3",),
        mistakes={
            ("direction", "more", "patriot"): "a step that a party protests is taken for a broken "
            "promise. You marked a step that leaves all four sentences true. A step may be "
            "unfriendly, or protested, and break no word.",
            ("direction", "faster"): "a promise about words is taken for one about things. If the "
            "words stay and the missile changes, it is not the direction that is contradicted. "
            "Which sentence is about what the system can do?",
            ("none", "faster", "study"): "a repeated promise is taken for a kept one. You took a "
            "sentence that is said again for one that is still true. What is built, or ordered, "
            "can contradict it while the words stay.",
            ("effect", "study"): "a plan is taken for a capability. Nothing has been built. Which "
            "of the four sentences is about what governments mean to do?",
            ("direction", "anywhere"): "any direction is read as Russia. No one is named. What is "
            "withdrawn is where the threats come from.",
        },
    ),
    Exercise(
        id="10-what-moved-chicago",
        title="What can have moved the words of Chicago?",
        kind=Sorting({item: what for item, (what, *_) in _EVENTS.items()}, MOVED),
        answer=_moved,
        why=_moved_why,
        hints=(
            "The declaration is of 20 May 2012. Put the date of each event beside it.",
            "`milestones` has the dates of four of them; `positions` has those of the other two.",
            "Three came before the summit and three after.",
        ),
        source_ids=(
            "epress-am-2010-turkish-french-presidents-row",
            "window-russia-2011-rogozin-deal-nato-missile",
            "spiegel-2014-missile-shield-against-russia",
        ),
        outcomes=("LO1",),
        mistakes={
            ("could", "phase", "four", "bargain"): "a later quarrel is read back into an earlier "
            "text. One of the events that you call a possible cause came after the summit.",
            ("cannot", "name", "guarantee", "iskander"): "an early event is ruled out because it "
            "concerned another state. Dates rule causes out, and these three were in time. That "
            "one party spoke of Iran and another of Russia does not matter: one phrase can answer "
            "both.",
        },
    ),
    Exercise(
        id="10-trace",
        title="Where does 4,000 come from?",
        kind=Sorting(_DID, _WHO),
        answer=_traced,
        why="Iran gave 2,000 kilometres at a parade. American officials, unnamed, believed the range "
        "to be about double; Fox News reported the belief; Iran Watch relayed it; this course did "
        "the multiplication and drew a ring. So the inner ring is its owner's word, with no "
        "test named, and the outer one a belief of persons who cannot be asked, at second hand, made "
        "exact by us. It is worth having as the highest figure that "
        "anyone published, and as nothing more: a flight test over such a distance, or an official "
        "paper that names its method, would be worth more than any number of pages that repeat it. "
        "In March 2026 two missiles were reported fired at an island about so far from Iran. Tehran "
        "denied it, and with what is disputed: the report supports the belief and does not settle it. "
        "The grade, B, is that of the page as a report; it does not make the belief true.",
        hints=(
            "Read the two rows side by side: `publisher`, `quoted_by` and `note`.",
            "In `quoted_by` the first name reported it, the second passed the report on.",
            "`basis` and `note` say which of the two figures was printed and which was reckoned.",
        ),
        source_ids=("iran-watch-2017-iran-supposed-missile-launch",),
        outcomes=("LO8",),
        mistakes={
            ("iran-watch", "judged", "reported"): "the page that repeats a number is taken for its "
            "origin. The page that a row cites is where the figure was read. Who believed it, and "
            "who reported that first?",
            ("fox", "judged"): "the reporter is taken for the judge. A broadcaster passed on what "
            "others believed. Who were they?",
            ("officials", "computed"): "a derived figure is taken for a printed one. Nobody is "
            "recorded as having said 4,000. The officials spoke of twice the Iranian figure; read "
            "the `note`.",
        },
    ),
    Exercise(
        id="10-inside-the-ring",
        title="Between two rings",
        kind=Names(tuple(TARGETS.values())),
        answer=lambda: _between("moscow"),
        why=_ring_why,
        hints=(
            "Set the distance of each site from Moscow beside the two figures.",
            "A site lies between the rings if it is beyond the smaller figure and within the larger.",
            "Is any site within Russia's figure? Which one is beyond even the American?",
        ),
        source_ids=(
            "ap-via-hamodia-2019-russia-presents-info",
            "antiwar-2018-us-reiterates-claims-missile",
        ),
        outcomes=("LO3", "LO8"),
        misconceptions={
            "the rings are drawn from Kaliningrad": Misconception(
                "From there Redzikowo lies within Russia's own figure. The map draws these two rings "
                "from Moscow.",
                lambda: [sorted(_between("kaliningrad"))],
            ),
            "another missile's range is used": Misconception(
                "All five lie within what is published for the Oreshnik. The rings are the 9M729's.",
                lambda: [sorted(_between("moscow", _farthest_km()))],
            ),
        },
    ),
    Exercise(
        id="10-falsify",
        title="What would count against whom?",
        kind=Sorting(_OBSERVED, _AGAINST),
        answer=lambda: _COUNTS,
        why="Protests and assurances are what both sides foresee: a Russia that is afraid protests, "
        "and so does a Russia that wants a veto; an Alliance that means it repeats itself, and so "
        "does one that does not. They make up most of the record, and they decide nothing. What "
        "would tell is dearer: an order, a test, a closure, years without growth.",
        hints=(
            "For each, write down what A would have foretold and what B would have foretold.",
            "If both would have foretold it, it cannot tell them apart.",
            "Two of the six count against A, two against B.",
        ),
        source_ids=(
            "mission-nato-nd-nato-bmd-myth-vs",
            "physics-today-2011-us-nato-want-russia",
        ),
        outcomes=("LO3",),
        mistakes={
            ("*", "protest"): "a protest is taken for proof. A government that is afraid protests, "
            "and so does one that only wants leverage. Which side would have been surprised?",
            ("*", "repeat"): "a denial is taken for proof. An Alliance that means its assurance "
            "repeats it, and so would one that does not.",
            (("against_b", "order", "shot"), ("against_a", "closed", "slow")): "the two claims are "
            "mixed up. Check which claim each observation would embarrass: A says that Russia's "
            "deterrent is in no danger, B that its planners are right to count themselves in.",
        },
    ),
    other_side(
        "10",
        (
            "Would a member of this corner sign every sentence, or only you?",
            "Is its strongest reason there, or only the one that is easiest to answer?",
            "Whose words or which study stands behind it, and from what year?",
        ),
        hints=(
            "Begin with what this corner fears, in its own words.",
            "Give one fact that the other corners cannot deny, with who says so.",
            "Read it aloud as if you believed it; strike out each “allegedly”.",
        ),
        source_ids=(
            "fas-2011-upsetting-the-reset",
            "umd-2013-missile-defense-without-threatening",
            "csis-2016-looking-east-european",
            "pifer-2012-compromise-possible",
        ),
    ),
    claim_note(
        "10",
        (
            "Of which system does the claim speak, and could it turn out wrong?",
            "Does text stand beside text and speech beside speech, each with its date and its source?",
            "Which passage or fact is not known, and what could it overturn?",
        ),
        hints=(
            "Say of which system you speak: ballistic missile defence, or all air and missile defence.",
            "Set text beside text and speech beside speech; give each its date and its grade.",
            "End with the passage or the fact that could overturn your claim.",
        ),
        source_ids=(
            "sundiata-post-2018-nato-ballistic-missile-defence",
            "nato-2025-nato-releases-policy-integrated",
        ),
        outcomes=("LO3",),
    ),
)
