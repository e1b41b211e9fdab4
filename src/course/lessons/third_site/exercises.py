"""Exercises and predictions of unit 04, the Third Site."""

from __future__ import annotations

from typing import Any

import pandas as pd

from course.data import load
from course.learn.answers import Names, Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note


def _hvozdany() -> pd.Series:
    return load("local_referendums").set_index("municipality").loc["Hvožďany"]


def _village_share() -> float:
    village = _hvozdany()
    return 100 * float(village["votes_against"]) / float(village["votes_cast"])


def _counts() -> list[int]:
    """Return the counts of the village's row, and how many who voted did not vote against."""
    columns = ["voters_eligible", "votes_cast", "votes_against"]
    entitled, cast, against = map(int, _hvozdany()[columns])
    return [against, cast, entitled, cast - against]


def _per_cent(part: int, whole: int) -> dict[str, Any]:
    """Return how a learner errs who divides one of `_counts` by another, as per cent or not."""

    def wrong() -> float:
        return 100 * _counts()[part] / _counts()[whole]

    return {
        "shows": lambda: [wrong(), wrong() / 100],
        "when": lambda share: any(abs(share * k - wrong()) <= 0.5 for k in (1, 100)),
    }


def _reported() -> float:
    return float(_hvozdany()["reported_share_against"])


def _village_why() -> str:
    village = _hvozdany()
    left = int(village["votes_cast"] - village["votes_against"])
    return (
        f"{village['votes_against']} of {village['votes_cast']} is {_village_share():.1f} per cent, "
        f"not {village['reported_share_against']:.0f}. The {left} others need not all have voted "
        "yes: some papers may have been spoilt, and a share of *valid* papers could be near 95. The "
        "source does not say (in Láz, another village of the table, spoilt papers do explain the "
        "difference), so the reported figure stays in the table beside the recount."
    )


def _cbo() -> pd.DataFrame:
    costs = load("cost_estimates")
    return costs[costs["estimate_id"].str.startswith("cbo-2009-opt")].set_index("estimate_id")


_OPTIONS = {"A": "cbo-2009-opt1", "B": "cbo-2009-opt2", "C": "cbo-2009-opt3", "D": "cbo-2009-opt4"}


def _dearest() -> str:
    highest = _cbo()["cost_high"].idxmax()
    return next(key for key, option in _OPTIONS.items() if option == highest)


def _cost_reveal() -> str:
    costs = _cbo()
    plan, dear = costs.loc["cbo-2009-opt1"], costs.loc[_OPTIONS[_dearest()]]
    return (
        f"The dearest option was estimated at {dear['cost_low'] / 1000:.0f} to "
        f"{dear['cost_high'] / 1000:.0f} billion dollars, the plan at "
        f"{plan['cost_low'] / 1000:.0f} to {plan['cost_high'] / 1000:.0f}."
    )


def _billions() -> tuple[float, float, float]:
    """Return the plan's low and high end over twenty years, and the price of putting it in place."""
    costs = load("cost_estimates").set_index("estimate_id")
    low, high = costs.loc["cbo-2009-opt1", ["cost_low", "cost_high"]]
    return low / 1000, high / 1000, costs.at["mda-2008-third-site", "cost_low"] / 1000


def _gap(end: int = 0) -> float:
    """Return how far the plan's low end (or with 1 the high one) lies over that price."""
    return float(_billions()[end] - _billions()[2])


def _ratios() -> list[float]:
    low, _, building = _billions()
    return [low / building, building / low]


_CLAIM_ROWS = {
    "lewis": ("lewis-postol-2008-radar", "the radar cannot see warheads on most paths"),
    "mda": (
        "mda-2007-burnout-63",
        "at its burnout speed the interceptor cannot overtake a Russian missile",
    ),
    "wright": ("ucs-2007-decoys", "a state with such missiles would add decoys"),
    "brookes": ("heritage-2008-tail-chase", "missiles bound for America fly over the pole"),
    "postol": (
        "postol-2007-interceptor-77-83",
        "a realistic interceptor is faster than the agency says",
    ),
}
_CLAIMS = {name: words for name, (_, words) in _CLAIM_ROWS.items()}
_NO_CRITICS = ("mda", "brookes")
_REACH = {"cannot_catch", "can_catch"}


def _sorted_claims() -> dict[str, str]:
    conclusions = load("technical_claims").set_index("claim_id")["conclusion"]
    return {
        name: "reach" if conclusions[row] in _REACH else "works"
        for name, (row, _) in _CLAIM_ROWS.items()
    }


PREDICTIONS = (
    Prediction(
        id="04-cost-ranking",
        question="Which of the four came out dearest over twenty years?",
        options={
            "A": "the plan: ten interceptors in silos, with radars",
            "B": "smaller interceptors on ships",
            "C": "the same smaller interceptors on land",
            "D": "a new fast interceptor on land",
        },
        answer=_dearest,
        reveal=_cost_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="04-village-share",
        title="The village and its 95 per cent",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=_village_share,
        why=_village_why,
        hints=(
            "Who is in the whole: everyone who may vote, or everyone who did?",
            "The two numbers are in the row of Hvožďany: `votes_against` and `votes_cast`.",
            "Divide the votes against by the votes cast, and multiply by 100.",
        ),
        source_ids=("radio-prague-2007-another-czech-village-rejects",),
        misconceptions={
            "you repeated the reported figure": Misconception(
                "That is the mayor's figure, as broadcast. Recompute it from the two counts; a "
                "source's figure is a claim like any other.",
                lambda: [_reported(), f"{_reported():.0f} %", _reported() / 100],
                lambda share: any(abs(share * k - _reported()) < 0.01 for k in (1, 100)),
            ),
            "a number of votes is given, not a share": Misconception(
                "That is a count from the row of Hvožďany, or the difference of two. A share is a "
                "part divided by its whole.",
                _counts,
            ),
            "you divided by the people entitled to vote": Misconception(
                "That is the share of *all* voters in the village. It is a true number with "
                "another whole; the question asks about those who voted.",
                **_per_cent(0, 2),
            ),
            "you computed the turnout": Misconception(
                "That is how many of those entitled took part, not how they voted.",
                **_per_cent(1, 2),
            ),
            "you found the share that did not vote against": Misconception(
                "That is the rest. Not every one of them need have voted yes.",
                **_per_cent(3, 1),
            ),
        },
    ),
    Exercise(
        id="04-two-polls",
        title="Two Polish polls",
        kind=choice(
            A="Chance: the samples were small, and the intervals overlap.",
            B="Time: a great event between the two changed people's minds.",
            C="Asking: another sponsor put another question.",
            D="Error: one of the pollsters must have miscounted.",
        ),
        answer=lambda: "C",
        why=lambda: (
            "The sponsors and the questions differ, and the gap is many times what chance allows: "
            f"{_against('pl-2007-07-cbos')} in one, {_against('pl-2007-mdaa').split()[0]} in the "
            "other. Between the two `milestones` has nothing on the scale of the war of 2008. One "
            "question was about placing parts of an American shield in Poland, the other about a "
            "system that would protect Europe, as the sponsor described it. That an advocate paid "
            "does not make the answer false, and does not settle it either: the same group's poll "
            f"in Czechia found {_against('cz-2007-mdaa')}. It answers the question that was put."
        ),
        hints=(
            "Go down the two rows: what differs besides the shares?",
            "How far can chance move a sample of a thousand? Compare that with the gap. And what "
            "happened in Poland between the two dates?",
            "Read the two sponsors and the two questions aloud. Would you answer both alike?",
        ),
        source_ids=(
            "wprost-2007-55-proc-polakow-przeciw",
            "extremnews-2007-mdaa-umfrage",
            "cnsnews-2008-polls-show-more-support",
        ),
        misconceptions={
            "chance is blamed for a gap it cannot make": Misconception(
                "With about a thousand people asked, chance moves a share by some three points. "
                "These two lie more than twenty apart, and their intervals are far from touching.",
                ("A", "chance"),
            ),
            "an event is assumed that did not happen": Misconception(
                "The war in Georgia came a year later. Look in `milestones` between July and "
                "September 2007: is there anything that would turn so many minds in two months?",
                ("B",),
            ),
            "a disagreement is read as a mistake": Misconception(
                "Two polls can both be right about what they asked. Check first whether they asked "
                "the same thing of the same people at the same time.",
                ("D",),
            ),
        },
    ),
    Exercise(
        id="04-double-lock",
        title="Who held the key?",
        kind=Names(("Czechia", "Poland", "United States", "Russia", "Germany", "Romania")),
        answer=lambda: {"Czechia", "Poland"},
        why="Money for the site in Poland waited for the ratification of Poland *and* of the radar's "
        "host. So a Czech chamber could stop a Polish site. That is the double lock. The act names "
        "neither country: it speaks of the host nation of each element.",
        hints=(
            "Read the section of the story on what Congress tied together.",
            "Whose ratification did the radar's money wait for? And the interceptors' money?",
            "There are two, and one of them is not the host of the interceptors.",
        ),
        source_ids=("statutes-large-2008-duncan-hunter-ndaa-fy2009",),
        misconceptions={
            "each site is taken to have had its own lock": Misconception(
                "For the radar that is so. For the interceptors the act asked for more than the "
                "consent of their own host.",
                (["Poland"], "Poland"),
            ),
            "the radar's lock is taken for the interceptors'": Misconception(
                "One state is there, but the host of the interceptors had to ratify as well.",
                (["Czech Republic"],),
            ),
            "the paying state is taken to need its own ratification": Misconception(
                "The act is about what others had to ratify before American money could flow.",
                (["Poland", "Czechia", "United States"], ["United States"]),
                lambda states: "United States" in states,
            ),
            "a state that hosted no part of the site is given a key": Misconception(
                "However loudly it spoke in the quarrel, the act gave it no part. Keep only states "
                "on whose ground something was to stand.",
                (["Poland", "Czechia", "Russia"], ["Poland", "Romania"], ["Germany"]),
                lambda states: bool(states & {"Russia", "Germany", "Romania"}),
            ),
        },
    ),
    Exercise(
        id="04-like-with-like",
        title="Like with like",
        kind=Number("billion dollars", tolerance=0.1),
        answer=_gap,
        why=lambda: (
            f"The gap is {_gap():.0f} billion dollars. It is not an error of either: the larger "
            "figure buys the system and runs it for twenty years; the smaller one puts it in "
            "place, through 2015, and the auditors who quote it found that long-term support had "
            "not been fully estimated. To compare like with like you would need either the running "
            "costs of the one or the building costs of the other."
        ),
        hints=(
            "The low end is in the column `cost_low`, for both.",
            "Subtract the agency's `cost_low` from the budget office's `cost_low`.",
            "The table is in million dollars; divide the difference by a thousand.",
        ),
        source_ids=("defense-daily-2009-study-says-using-aegis", "gao-via-2009-gao-09-771-summary"),
        misconceptions={
            "the high end is compared": Misconception(
                "You compared the top of the range. The question asks for its low end, the "
                "comparison kindest to the agency.",
                lambda: [_gap(1)],
            ),
            "million is read as billion": Misconception(
                "The table is in million dollars. Divide by a thousand.",
                lambda: [1000 * _gap(), 1_000_000 * _gap()],
                lambda value: value > 100,
            ),
            "you gave one of the two figures": Misconception(
                "That is one estimate. The question is how far apart the two are.",
                _billions,
            ),
            "the one is divided by the other": Misconception(
                "You found the ratio of the two. The question asks for their difference.",
                _ratios,
            ),
            "the subtraction runs the other way": Misconception(
                "The size may be right; a minus sign says that the agency's figure is the larger.",
                lambda: [-_gap(), -_gap(1)],
                lambda value: -1.1 * _gap(1) < value < 0,
            ),
        },
    ),
    Exercise(
        id="04-reach-or-work",
        title="Sort the claims",
        kind=Sorting(_CLAIMS, {"reach": "could it get there", "works": "would it find and hit"}),
        answer=_sorted_claims,
        why="Speed and geography decide whether an interceptor could *reach* a missile. Radar "
        "performance and decoys decide whether it would *work*. A system can fail the second "
        "question and still alarm a neighbour by the first.",
        hints=(
            "Ask of each sentence: is it about the path and the speed, or about seeing and telling "
            "apart?",
            "Decoys do not make an interceptor slower.",
            "Two of the five are about whether it works.",
        ),
        source_ids=(
            "spacenews-2007-mda-critic-reverse-roles",
            "defencetalk-2007-interceptors-europe-fast-enough",
            "reuters-2008-czech-bound-radar-folly",
            "cigi-2007-physics-politics-missile-defence",
            "issuecounsel-2008-argument-european-missile-defenses",
        ),
        misconceptions={
            "all critics are put on one side": Misconception(
                "You sorted by who speaks. The critics made both kinds of claim: sort by what is "
                "said.",
                lambda: [{name: "reach" if name in _NO_CRITICS else "works" for name in _CLAIMS}],
            ),
            "a blind radar is taken for a slow interceptor": Misconception(
                "What the radar cannot see, the interceptor may still be fast enough to reach: that "
                "claim is about working.",
                puts={"lewis": "reach"},
            ),
            "a decoy is taken for an escape": Misconception(
                "A decoy does not outrun the interceptor. It offers it the wrong object to hit: that "
                "claim is about working.",
                puts={"wright": "reach"},
            ),
            "speed or path is taken for success": Misconception(
                "How fast an interceptor is, and where the missile flies, says whether the two can "
                "meet. Whether it then finds and hits the right object is the other question.",
                puts={"mda": "works", "brookes": "works"},
            ),
        },
    ),
    claim_note(
        "04",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each figure its date, source and grade?",
            "Which evidence is missing, and what could it change?",
        ),
        why=lambda: (
            "**A good one** (claim 2, evidence 2, limit 2). *On its own Czech opinion did not stop "
            "the radar; it told only in the lower house. In the polls of the "
            f"Academy's institute {_cvvm()} per cent were against in every wave from October 2006 "
            "to June 2009 (`polls`, grades A and B). Yet the Senate approved both treaties on 27 "
            "November 2008, with 49 of 81 votes (Xinhua, grade B), and a month later the institute "
            f"still found {_against('cz-2008-12-cvvm')}. In March 2009 the government took the treaties back "
            "from the lower house under threat of defeat (Reuters, grade B), half a year before "
            "Washington gave up the plan. What I cannot know from these tables is why single "
            "deputies would have voted no: because of their voters, their party or the plan. Their "
            "speeches in the chamber could show it, and could show my claim to be wrong.* The claim "
            "could be wrong, each figure has date, source and grade, and the limit names what is "
            "missing and what it could change.\n\n"
            "**A plausible one, flawed** (claim 0, evidence 1, limit 1). *Public opinion played an "
            "important role in the end of the Third Site. Polls showed that 70 per cent of Czechs "
            "were against the radar, and in Poland most people were against the base as well. "
            "Several villages even held referendums, in which up to 100 per cent voted no. After "
            "years of protest the United States gave up the plan in September 2009. This shows that "
            "in a democracy a government cannot act against its own people for ever. Of course "
            "there were other factors too, such as Russia, and more research is needed.* No finding "
            'could contradict "played an important role". The 70 is the highest of many waves and '
            "has no date; the 100 is of two villages, where 30 and 229 people voted. *After* is made "
            "to mean *because*. The limit names no evidence that is missing."
        ),
        hints=(
            "Write the claim so that someone could show it to be false.",
            "Give each figure its date and its source; say its grade.",
            "End with what the tables cannot show, and which evidence would.",
        ),
        source_ids=(
            "cvvm-2009-citizens-u-anti-missile",
            "xinhua-2008-czech-senate-passes-both",
            "irish-times-2009-czechs-postpone-ratification-defence",
        ),
    ),
)


def _against(poll: str) -> str:
    return f"{load('polls').set_index('poll_id').at[poll, 'share_against']:.0f} per cent against"


def _cvvm() -> str:
    polls = load("polls")
    waves = polls[(polls["pollster"] == "CVVM") & (polls["question_group"] == "us_base")]
    return f"{waves['share_against'].min():.0f} to {waves['share_against'].max():.0f}"
