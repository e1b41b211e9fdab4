"""Exercises, predictions and quiz of unit 04, the Third Site."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Choice, Essay, Names, Number, Sorting
from course.learn.exercises import Exercise, Misconception, Prediction, Question


def _hvozdany() -> pd.Series:
    return load("local_referendums").set_index("municipality").loc["Hvožďany"]


def _village_share() -> float:
    village = _hvozdany()
    return 100 * float(village["votes_against"]) / float(village["votes_cast"])


def _village_why() -> str:
    village = _hvozdany()
    left = int(village["votes_cast"] - village["votes_against"])
    return (
        f"{village['votes_against']} of {village['votes_cast']} is {_village_share():.1f} per cent, "
        f"not {village['reported_share_against']:.0f}. The {left} others need not all have voted "
        "yes: some papers may have been spoilt, and a share of *valid* papers could be near 95. The "
        "source does not say, so the printed figure stays in the table beside the recount."
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
        f"{plan['cost_low'] / 1000:.0f} to {plan['cost_high'] / 1000:.0f}. Open the next output."
    )


def _gap() -> float:
    costs = load("cost_estimates").set_index("estimate_id")
    whole = costs.at["cbo-2009-opt1", "cost_low"]
    building = costs.at["mda-2008-third-site", "cost_low"]
    return float(whole - building) / 1000


_CLAIMS = {
    "lewis": "the radar cannot see warheads on most paths",
    "mda": "at its burnout speed the interceptor cannot overtake a Russian missile",
    "wright": "a state with such missiles would add decoys",
    "brookes": "missiles bound for America fly over the pole",
    "postol": "a realistic interceptor is faster than the agency says",
}
_CLAIM_ROWS = {
    "lewis": "lewis-postol-2008-radar",
    "mda": "mda-2007-burnout-63",
    "wright": "ucs-2007-decoys",
    "brookes": "heritage-2008-tail-chase",
    "postol": "postol-2007-interceptor-77-83",
}
_REACH = {"cannot_catch", "can_catch"}


def _sorted_claims() -> dict[str, str]:
    conclusions = load("technical_claims").set_index("claim_id")["conclusion"]
    return {
        name: "reach" if conclusions[row] in _REACH else "works"
        for name, row in _CLAIM_ROWS.items()
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
        title="The village that was misreported",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=_village_share,
        why=_village_why,
        hints=(
            "Who is in the whole: everyone who may vote, or everyone who did?",
            "Divide the votes against by the votes cast.",
            "The two numbers are in the row of Hvožďany: `votes_against` and `votes_cast`.",
        ),
        source_ids=("radio-prague-2007-another-czech-village-rejects",),
        misconceptions=(
            Misconception(
                "you repeated the printed figure",
                "That is what the press wrote. Recompute it from the two counts; a source's figure "
                "is a claim like any other.",
                (95, "95 %"),
            ),
            Misconception(
                "you divided by the people entitled to vote",
                "That is the share of *all* voters in the village. It is a true number with "
                "another whole; the question asks about those who voted.",
                (60.5, 60.48),
                lambda share: 59.9 <= share <= 61 or 0.599 <= share <= 0.61,
            ),
            Misconception(
                "you computed the turnout",
                "That is how many of those entitled took part, not how they voted.",
                (64.9,),
                lambda share: 64.4 <= share <= 65.4 or 0.644 <= share <= 0.654,
            ),
            Misconception(
                "you found the share that did not vote against",
                "That is the rest. Not every one of them need have voted yes.",
                (6.8,),
                lambda share: 6.3 <= share <= 7.3,
            ),
        ),
    ),
    Exercise(
        id="04-two-polls",
        title="Two Polish polls",
        kind=Choice({"A": "chance", "B": "time", "C": "asking", "D": "error"}),
        answer=lambda: "C",
        why=lambda: (
            "The sponsors and the questions differ, and the gap is many times what chance allows: "
            + _gap_in_words()
            + " Nothing comparable to the war of 2008 happened between them. Wording and sponsor "
            "explain it best; that an advocate paid does not make the answer false, it makes it an "
            "answer to the advocate's question."
        ),
        hints=(
            "Look up the rows `pl-2007-07-cbos` and `pl-2007-mdaa`: what differs besides the shares?",
            "How wide is the interval of a sample of a thousand? Compare it with the gap.",
            "Read `sponsor` and `question_wording` in both rows.",
        ),
        source_ids=(
            "cnsnews-2008-polls-show-more-support",
            "worldpublicopinion-2006-six-in-ten-poles",
        ),
        misconceptions=(
            Misconception(
                "chance is blamed for a gap it cannot make",
                "With about a thousand people asked, chance moves a share by some three points. "
                "These two lie more than twenty apart, and their intervals are far from touching.",
                ("A", "chance"),
            ),
            Misconception(
                "an event is assumed that did not happen",
                "The war in Georgia came a year later. Both polls are from the same summer.",
                ("B",),
            ),
            Misconception(
                "a disagreement is read as a mistake",
                "Two polls can both be right about what they asked. Check first whether they asked "
                "the same thing.",
                ("D",),
            ),
        ),
    ),
    Exercise(
        id="04-double-lock",
        title="Who held the key?",
        kind=Names(("Czechia", "Poland", "United States", "Russia", "Germany", "Romania")),
        answer=lambda: {"Czechia", "Poland"},
        why="Money for the site in Poland waited for the ratification of Poland *and* of the radar's "
        "host. So a Czech chamber could stop a Polish site. That is the double lock.",
        hints=(
            "Read the section of the story on what Congress tied together.",
            "Whose ratification did the radar's money wait for? And the interceptors' money?",
            "There are two, and one of them is not the host of the interceptors.",
        ),
        source_ids=("statutes-large-2008-duncan-hunter-ndaa-fy2009",),
        misconceptions=(
            Misconception(
                "each site is taken to have had its own lock",
                "For the radar that is so. For the interceptors the act asked for more than the "
                "consent of their own host.",
                (["Poland"], "Poland"),
            ),
            Misconception(
                "the radar's lock is taken for the interceptors'",
                "One state is there, but the host of the interceptors had to ratify as well.",
                (["Czech Republic"],),
            ),
            Misconception(
                "the paying state is taken to need its own ratification",
                "The act is about what others had to ratify before American money could flow.",
                (["Poland", "Czechia", "United States"], ["United States"]),
                lambda states: "United States" in states,
            ),
        ),
    ),
    Exercise(
        id="04-like-with-like",
        title="Like with like",
        kind=Number("billion dollars", tolerance=0.1, scale="billion"),
        answer=_gap,
        why=lambda: (
            f"The gap is {_gap():.0f} billion dollars. It is not an error of either: the larger "
            "figure buys the system and runs it for twenty years, the smaller one fields it, and "
            "its own authors said that long-term support had not been fully estimated."
        ),
        hints=(
            "The rows are `cbo-2009-opt1` and `mda-2008-third-site` of `cost_estimates`.",
            "Both are in million dollars; the question asks for billion.",
            "Subtract the agency's `cost_low` from the budget office's `cost_low`.",
        ),
        source_ids=("defense-daily-2009-study-says-using-aegis", "gao-via-2009-gao-09-771-summary"),
        misconceptions=(
            Misconception(
                "the high end is compared",
                "You compared the top of the range. The question asks for its low end, the "
                "comparison kindest to the agency.",
                (10,),
            ),
            Misconception(
                "million is read as billion",
                "The table is in million dollars. Divide by a thousand.",
                (5000 * 1000,),
                lambda value: value > 100,
            ),
            Misconception(
                "you gave one of the two figures",
                "That is one estimate. The question is how far apart the two are.",
                (9, 4),
            ),
        ),
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
            "reuters-2008-czech-bound-radar-folly",
            "issuecounsel-2008-argument-european-missile-defenses",
        ),
        misconceptions=(
            Misconception(
                "all critics are put on one side",
                "You sorted by who speaks. The critics made both kinds of claim: sort by what is "
                "said.",
                (
                    {
                        "lewis": "works",
                        "wright": "works",
                        "postol": "works",
                        "mda": "reach",
                        "brookes": "reach",
                    },
                ),
            ),
            Misconception(
                "a blind radar is taken for a slow interceptor",
                "What the radar cannot see, the interceptor may still be fast enough to reach: that "
                "claim is about working.",
                (
                    {
                        "lewis": "reach",
                        "wright": "works",
                        "postol": "reach",
                        "mda": "reach",
                        "brookes": "reach",
                    },
                ),
                lambda given: given.get("lewis") == "reach" and given.get("wright") == "works",
            ),
        ),
    ),
    Exercise(
        id="04-note",
        title="Claim, evidence, limit",
        kind=Essay(
            120,
            180,
            {
                "a year or date": r"\b(19|20)\d\d\b",
                "a figure": r"\d+ ?(%|per cent|of|billion|votes)",
                "a named source or grade": r"CVVM|CBOS|CRS|GAO|CBO|NATO|grade",
                "a limit": r"not known|cannot|could not|no evidence|unknown|limit|does not show",
            },
        ),
        answer=lambda: None,
        why=lambda: (
            "**A good one.** *Claim: Czech opinion delayed the radar but did not stop it; the lower "
            "house did. Evidence: opposition stood near two thirds in every CVVM wave from 2007 to "
            "2009 (grades A and B), yet the Senate approved the treaties in November 2008, and it "
            "was for want of votes in the lower house that they were withdrawn in March 2009, six "
            "months before Washington cancelled. Limit: the tables show opinion and votes side by "
            "side; they cannot show why single deputies would have voted no.* It could be wrong, "
            "its figures have dates, and the limit says what evidence is missing.\n\n"
            "**A plausible one, flawed.** *Claim: public opinion played an important role, since "
            "polls showed that 70 per cent were against. After mass protest the United States gave "
            "up. Limit: more research is needed.* The claim could not be wrong; the figure is one "
            "wave and the highest; *after* is made to mean *because*; the limit names nothing."
        ),
        hints=(
            "Write the claim so that someone could show it to be false.",
            "Give each figure its date and its source; say its grade.",
            "End with what the tables cannot show, and which evidence would.",
        ),
        source_ids=(
            "cvvm-2009-citizens-u-anti-missile",
            "irish-times-2009-czechs-postpone-ratification-defence",
        ),
    ),
)


def _gap_in_words() -> str:
    polls = load("polls").set_index("poll_id")
    one, other = polls.loc["pl-2007-07-cbos"], polls.loc["pl-2007-mdaa"]
    return (
        f"{one['share_against']:.0f} per cent against in one, {other['share_against']:.0f} in the "
        "other."
    )


QUIZ = (
    Question(
        "Why was the European site called the *third*?",
        (
            (
                "It was the third that Russia had protested against.",
                False,
                "Russia's protests did not number the sites.",
            ),
            (
                "Two sites for long-range interceptors existed already, in Alaska and California.",
                True,
                "They face the Pacific; a missile from Iran would come over Europe.",
            ),
            (
                "Poland and Czechia were the first two.",
                False,
                "Poland and Czechia were halves of one site, the third.",
            ),
        ),
        "04",
    ),
    Question(
        "Which Allies lay outside the cover of the plan?",
        (
            ("The Baltic states and Norway", False, "The gap lay in the south-east."),
            (
                "Türkiye, Greece, Bulgaria and Romania",
                True,
                "The Allies nearest to Iran: too near for interceptors built for long range.",
            ),
            (
                "None: that was its purpose",
                False,
                "Bucharest asked for options to cover those whom the plan left out.",
            ),
        ),
        "04",
    ),
    Question(
        "A treaty has been signed and one chamber has voted for it. Is it in force?",
        (
            (
                "Yes, from signature",
                False,
                "Signature states an intention; the treaty says when it enters into force.",
            ),
            (
                "Yes, one chamber is enough",
                False,
                "The Czech Senate voted yes, and the treaties still never came into force.",
            ),
            (
                "Not yet",
                True,
                "Ratification has to be completed, and the treaty's own condition met.",
            ),
        ),
        "04",
    ),
    Question(
        "A row of a table has grade B. What may you do with it?",
        (
            ("State it as fact without naming the source", False, "No grade allows that."),
            (
                "Use it, naming the secondary source in which it was read",
                True,
                "B is a reliable secondary source; say so, and look for the primary text.",
            ),
            (
                "Nothing: only A counts",
                False,
                "Then most of contemporary history could not be taught.",
            ),
        ),
        "00",
    ),
    Question(
        "An empty cell in a column of yes and no means…",
        (
            ("no", False, "Unknown is never no: that is the commonest way to invent evidence."),
            ("zero", False, "An empty cell is not a measurement."),
            ("not known to us", True, "Empty means that nobody on this course has seen it."),
        ),
        "00",
    ),
)
