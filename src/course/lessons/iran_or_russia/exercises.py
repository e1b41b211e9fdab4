"""Exercises, predictions and quiz of unit 10, Iran or Russia."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Names, Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note
from course.lessons.iran_or_russia.codings import UNREAD, agreement, known
from course.lessons.iran_or_russia.reach import TARGETS, distances, published_span
from course.stats import Agreement


def _codings(feature: str) -> pd.Series:
    return known(load("summit_language"), feature)


def _iran_named() -> str:
    share = float((_codings("names_iran_in_md_text") == "yes").mean())
    return "A" if share > 0.5 else "B" if share >= 0.25 else "C" if share > 0 else "D"


def _iran_reveal() -> str:
    counts = _codings("names_iran_in_md_text").value_counts()
    return (
        f"Of {counts.sum()} texts, {counts.get('yes', 0)} are known to name Iran there and "
        f"{counts.get('no', 0)} are known not to. The other {counts.get(UNREAD, 0)} have not been "
        "read far enough. So the data bound the answer; they do not settle it."
    )


PREDICTIONS = (
    Prediction(
        id="10-iran-named",
        question="How many of these texts are known to name Iran in the passage on missile defence "
        "itself?",
        options={
            "A": "more than half of them",
            "B": "a quarter to a half",
            "C": "a few",
            "D": "none",
        },
        answer=_iran_named,
        reveal=_iran_reveal,
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
    "bucharest": "Russia: linking American, NATO and Russian systems will be explored",
    "lisbon": "Russia: leaders decided on a capability and “invited Russia to cooperate with us”",
    "chicago-1": "Russia: missile defence “is not directed against Russia”",
    "chicago-2": "Russia: leaders regret its recurrent statements on possible measures against the system",
    "brussels": "Iran: concern at its missile tests, in paragraph 49; missile defence comes before that",
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


TO_CODE = {
    "a": "ru-2007-02-putin-munich",
    "b": "nato-2013-12-pszel",
    "c": "ru-2013-11-lavrov",
    "d": "nato-2018-07-declaration",
    "e": "ir-2011-11-hajizadeh-israel",
    "f": "pl-2024-11-wronski",
    "g": "nato-2026-03-hart",
    "h": "pl-2026-03-sikorski",
}
"""The statements that a learner codes by hand: letter to row of `positions`."""

_CODES = {
    "iran": "Iran is named as the threat",
    "outside_area_unnamed": "a region or rogue states, no name",
    "no_one_named": "missiles in general, nobody named",
    "any_direction": "any source, direction or threat",
    "not_russia": "above all: not against Russia",
    "russia_included": "Russia too",
    "russia_only": "Russia alone",
    "aimed_at_us": "the speaker's country is the real target",
    "other_purpose": "another purpose, or no answer",
}


def _coded() -> dict[str, str]:
    codes = load("positions").set_index("position_id")["said_whom_for"]
    return {letter: str(codes[row]) for letter, row in TO_CODE.items()}


_BLIND, _AGAIN = "second_coder_blind", "same_coder_again"


def _agreement(table: str = "positions", coder: str = _BLIND, **how: bool) -> Agreement:
    return agreement(load("second_codings"), table, coder, **how)


def _kappa() -> float:
    return _agreement().kappa


def _either_way(share: float) -> list[float]:
    """Return a share as a learner may write it, as it is and in per cent."""
    return [share, *(round(100 * share, digits) for digits in (0, 1, 2))]


def _kappa_why() -> str:
    blind, again, texts = _agreement(), _agreement(coder=_AGAIN), _agreement("summit_language")
    fewer = _agreement("summit_language", with_unknown=False)
    return (
        f"The second coder agrees on {blind.observed:.1%}; chance alone would give "
        f"{blind.expected:.1%}; so kappa is {blind.kappa:.2f}. The first coder, asked again, reached "
        f"{again.kappa:.2f}: it is easier to agree with oneself. In `summit_language` the second "
        f"coder's figure is {texts.kappa:.2f}, and {fewer.kappa:.2f} once the cells that both left "
        "empty are taken out: agreeing that nothing was seen is cheap. Always say who read, from "
        "what, and which cells you counted."
    )


def _within(origin: str, km: float) -> set[str]:
    far = distances(load("sites"), [origin])
    return {TARGETS[site] for (_, site), away in far.items() if away <= km}


def _declared_km() -> float:
    estimates = load("missile_ranges").set_index("estimate_id")
    return float(estimates.at["khorramshahr-2017-iran", "range_high_km"])


def _highest_km() -> float:
    return published_span(load("missile_ranges"), ("Khorramshahr",))[1]


def _ring_why() -> str:
    here, there = (sorted(_within(o, _declared_km())) for o in ("tehran", "tabriz"))
    return (
        f"From Tehran the ring of {_declared_km():,.0f} km holds {', '.join(here)}; from Tabriz it "
        f"holds {', '.join(there)}. No missile changed, only the point of the compasses. Tabriz is "
        "the fairer centre if you ask what could be reached at most, since a mobile launcher can "
        "drive there; Tehran is only the capital. A ring without its centre, its "
        "figure and the source of its figure says little."
    )


_OBSERVED = {
    "protest": "Russia protests when a site opens",
    "repeat": "NATO says once more that the system is not directed against Russia",
    "order": "an agreed text turns the land sites' interceptors on Russian missiles",
    "closed": "Iran's long-range missiles are verifiably gone, and the Polish site is closed",
    "capped": "Washington signs a verified cap on the number and speed of its interceptors in Europe",
    "shot": "an interceptor in Europe is tested on a path such as Russian missiles would take, and hits",
}
_COUNTS = dict.fromkeys(("order", "shot"), "against_a")
_COUNTS |= dict.fromkeys(("closed", "capped"), "against_b")
_COUNTS |= dict.fromkeys(("protest", "repeat"), "neither")
_AGAINST = {
    "against_a": "counts against A (for Iran, cannot touch Russia)",
    "against_b": "counts against B (Russia is right to count itself in)",
    "neither": "both sides expect it",
}


def _dropped_why() -> str:
    held = _codings("says_not_against_russia")
    dates = load("declarations").set_index("declaration_id")["date"]
    yes = sorted((str(dates[d])[:4], d) for d in held.index[held == "yes"])
    later = [d for d in held.index if str(dates[d])[:4] > yes[-1][0]]
    return (
        f"The assurance was seen in {len(yes)} texts, of {', '.join(year for year, _ in yes)}. "
        f"For all {len(later)} later texts the cell is empty, because nobody here has read the "
        "passage. It may have been dropped, shortened or kept. To settle it, open the missile "
        "defence paragraph of Vilnius 2023 first."
    )


EXERCISES = (
    Exercise(
        id="10-what-the-name-does",
        title="What is the name doing there?",
        kind=Sorting(_NAMED, _ROLES),
        answer=_roles,
        why="Two names, four roles, and the role that a search engine makes one expect is the role "
        "that none of the six plays. To be named in a text on missile defence is not to be accused "
        "in it. Russia is asked in, reassured or told off; Iran is accused, but in paragraphs that "
        "do not speak of defence.",
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
        misconceptions={
            "naming is taken for accusing": Misconception(
                "You marked a state as the missile threat because it is named. Ask what the "
                "sentence says of it.",
                puts=dict.fromkeys(_NAMED, "threat"),
            ),
            "a paragraph that stands near is taken for the passage": Misconception(
                "A complaint about missiles is not yet about defence against them. Where does the "
                "sentence stand?",
                lambda: [_roles() | {"brussels": "objector"}],
                lambda given: any(
                    given.get(item, "elsewhere") != "elsewhere" for item in ("brussels", "vilnius")
                ),
            ),
        },
    ),
    Exercise(
        id="10-when-dropped",
        title="When was the assurance dropped?",
        kind=choice(
            A="NATO dropped the assurance after Russia's full-scale invasion of Ukraine.",
            B="The assurance stands in at least three texts; whether and when it ended cannot "
            "be read off this table.",
            C="The assurance stands in every text from Chicago to the second Brussels summit.",
            D="No text since Madrid contains the assurance.",
        ),
        answer=lambda: "B",
        why=_dropped_why,
        hints=(
            "Look at the column “not against Russia” from Chicago downwards, mark by mark.",
            "Which mark stands in the rows after 2021? What does that mark mean?",
            "The hollow circles are remembered, not read. Do they carry a sentence with “every”?",
        ),
        source_ids=(
            "sundiata-post-2018-nato-ballistic-missile-defence",
            "nato-2023-vilnius-summit-communique-press",
        ),
        misconceptions={
            "an unread passage is taken for a silent one": Misconception(
                "The cells after 2021 are hatched. That is the state of our reading and not of the "
                "texts.",
                ("A", "D"),
            ),
            "a remembered answer is taken for a read one": Misconception(
                "Between the texts that were read stand some that were only remembered (grade C) "
                "and some whose passage nobody here has seen.",
                ("C",),
            ),
        },
    ),
    Exercise(
        id="10-code-eight",
        title="Be the first coder",
        kind=Sorting({letter: letter for letter in TO_CODE}, _CODES),
        answer=_coded,
        why="Four of the eight are hard cases with a rule of their own: many countries have missiles "
        "names no one (b); an opponent who uses the other side's purpose as his argument is coded by "
        "that purpose (c); where an assurance and a geography stand together, what leads decides "
        "(d); whom a system protects is not whom it faces (e). A codebook is the record of such "
        "quarrels.",
        hints=(
            "Ask of each: if this were the only sentence I had, whom is the system for or against?",
            "Code the words and not what everyone knows was meant: “rogue states” is not a name.",
            "In c the speaker opposes the system. Which purpose does he speak of all the same?",
        ),
        source_ids=(
            "voice-russia-2013-russia-iran-deal-exposes",
            "ria-novosti-2013-iran-deal-nullifies-need",
            "sundiata-post-2018-nato-ballistic-missile-defence",
        ),
        misconceptions={
            "what everyone knew is coded in place of what was said": Misconception(
                "Thirty countries is not Iran. The codebook asks for the words.",
                puts={"b": "iran", "f": "iran"},
            ),
            "many owners are taken for many directions": Misconception(
                "That many states have missiles says nothing about where they come from: hard case "
                "2 of the codebook.",
                puts={"b": "any_direction"},
            ),
            "the speaker is coded and not the sentence": Misconception(
                "You gave a Russian or Iranian speaker the code of his government's usual line. Read "
                "what he says here.",
                puts={"c": "aimed_at_us", "e": "aimed_at_us"},
            ),
            "whom a system protects is taken for whom it faces": Misconception(
                "In e the speaker says for whom the radar is there. He does not say against whom.",
                puts={"e": "iran"},
            ),
            "another passage of the same text is coded": Misconception(
                "The declaration of d does say elsewhere where threats come from. The words shown "
                "here are assurances: to whom?",
                puts={"d": "outside_area_unnamed"},
            ),
            "a use added is taken for a use changed": Misconception(
                "In h the speaker says that the base can serve against Russia as well. As well is "
                "not only.",
                puts={"h": "russia_only"},
            ),
        },
    ),
    Exercise(
        id="10-kappa",
        title="How far do two coders agree?",
        kind=Number("", tolerance=0.005),
        answer=_kappa,
        why=_kappa_why,
        hints=(
            "The function is `course.stats.cohen_kappa(first, second)`; it returns three figures.",
            "The two columns of `pair` are `first_value` and `second_value`.",
            "Take the last of the three figures: `.kappa`. Has `pair` only one coder in it?",
        ),
        source_ids=("rt-2015-lavrov-accuses-president-untruth", "err-news-2023-nato-allies-send-1"),
        misconceptions={
            "the figure is right and its form is not": Misconception(
                "You have the right figure. Give it as a number between 0 and 1, with two decimals.",
                lambda: [round(_kappa(), 1), *_either_way(_kappa())[1:]],
            ),
            "agreement is reported without taking chance away": Misconception(
                "That is the share of equal codes. Two coders who guess agree now and then; kappa "
                "takes that off.",
                lambda: _either_way(_agreement().observed),
            ),
            "the share that chance would give is reported": Misconception(
                "That is what two readings with these habits would agree on by luck. It is a step "
                "on the way.",
                lambda: _either_way(_agreement().expected),
            ),
            "a coder who agrees with himself is counted": Misconception(
                "That figure is the first coder's, asked again. Keep only the rows whose `coder` "
                "is `second_coder_blind`.",
                lambda: [_agreement(coder=_AGAIN).kappa],
            ),
        },
    ),
    Exercise(
        id="10-inside-the-ring",
        title="Move the compasses",
        kind=Names(tuple(TARGETS.values())),
        answer=lambda: _within("tehran", _declared_km()),
        why=_ring_why,
        hints=(
            "`course.geodesy.great_circle_km(lat1, lon1, lat2, lon2)` gives the distance.",
            "The coordinates are in `sites`, in the rows `tehran`, `kurecik`, `deveselu` and so on.",
            "Tehran lies some 530 km from Tabriz, away from Europe. What falls out of the ring?",
        ),
        source_ids=("iran-watch-2017-iran-supposed-missile-launch",),
        misconceptions={
            "the ring is still drawn from Tabriz": Misconception(
                "That is what the map shows. Draw the same radius from Tehran.",
                lambda: [sorted(_within("tabriz", _declared_km()))],
            ),
            "the higher figure is used": Misconception(
                "That many sites lie within the 4,000 km that American officials gave. Iran gave "
                "half of it.",
                lambda: [sorted(_within("tabriz", _highest_km()))],
                lambda given: "Redzikowo" in given,
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
        "would tell is dearer: an order, a test, a cap, a closure.",
        hints=(
            "For each, write down what A would have foretold and what B would have foretold.",
            "If both would have foretold it, it cannot tell them apart.",
            "Two of the six count against A, two against B.",
        ),
        source_ids=(
            "mission-nato-nd-nato-bmd-myth-vs",
            "physics-today-2011-us-nato-want-russia",
        ),
        misconceptions={
            "a protest is taken for proof": Misconception(
                "A government that is afraid protests, and so does one that only wants leverage. Which "
                "side would have been surprised?",
                (_COUNTS | {"protest": "against_a"}, _COUNTS | {"protest": "against_b"}),
                lambda given: given.get("protest", "neither") != "neither",
            ),
            "a denial is taken for proof": Misconception(
                "An Alliance that means its assurance repeats it, and so would one that does not.",
                (_COUNTS | {"repeat": "against_b"}, _COUNTS | {"repeat": "against_a"}),
                lambda given: given.get("repeat", "neither") != "neither",
            ),
            "the two claims are mixed up": Misconception(
                "Check which claim each observation would embarrass: A says that Russia cannot be "
                "touched, B says that nothing holds the system to Iran.",
                puts={i: "against_b" for i in ("order", "shot")}
                | {i: "against_a" for i in ("closed", "capped")},
            ),
        },
    ),
    claim_note(
        "10",
        (
            "Of which system does the claim speak, and could it turn out wrong?",
            "Does text stand beside text and speech beside speech, each dated and graded?",
            "Which passage was not read, or cannot be known, and what could it overturn?",
        ),
        why="**A good one.** *Claim: between 2018 and 2025 the words about missile defence widened, "
        "but no text that could be read says that ballistic missile defence is meant for Russia. "
        "Evidence: in July 2018 leaders placed the threat outside the Euro-Atlantic area and wrote that "
        "they did not intend to redesign the system against Russia (grade B, quoted by an agency); "
        "the policy of "
        "February 2025 speaks of threats from all directions (grade B, NATO's own news item), of air "
        "and missile defence as a whole. Limit: the ballistic missile passages of 2022, 2023 and 2026 "
        "were not read here; if one of them keeps the old sentence, nothing has widened, and if one "
        "withdraws it, my claim is too weak.* It could be wrong; the evidence is like set beside "
        "like, dated and graded; the limit says which paragraph would overturn it.\n\n"
        "**A plausible one, flawed.** *Claim: NATO has quietly turned its shield from Iran to Russia. "
        "Evidence: declarations mention 360 degrees ever more often, NATO dropped its assurance after "
        "the invasion of 2022, and Poland's foreign minister admitted that the base can shoot down "
        "Russian missiles. Limit: some experts disagree.* The first point counts a word wherever it "
        "stands; the second turns an unread passage into a silent one; the third leaves out the "
        "three other answers that Warsaw gave in the same weeks; the limit limits nothing.",
        hints=(
            "Say of which system you speak: ballistic missile defence, or all air and missile defence.",
            "Set text beside text and speech beside speech; give each its date and its grade.",
            "End with the paragraph that nobody here has read, and what it could do to your claim.",
        ),
        source_ids=(
            "sundiata-post-2018-nato-ballistic-missile-defence",
            "nato-2025-nato-releases-policy-integrated",
        ),
    ),
)
