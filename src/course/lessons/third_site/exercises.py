"""Exercises and predictions of unit 04, the Third Site."""

from __future__ import annotations

from math import inf

from course.data import load
from course.learn.answers import Names, Number, choice, first, sorting
from course.learn.exercises import (
    Betrays,
    Exercise,
    Misconception,
    Prediction,
    around,
    claim_note,
    other_side,
)
from course.lessons.third_site import sums
from course.words import number


def _village_why() -> str:
    against, cast, _, left = sums.counts()
    return (
        f"{against} of {cast} is {sums.village_share():.1f} per cent, not {sums.reported(sums.VILLAGE):.0f}. The {left} "
        "others need not all have voted yes: some papers may have been spoilt, and a share of *valid* "
        "papers could be near 95. The source does not say (in Láz, another village of the table, "
        "spoilt papers do explain the difference), so the reported figure stays in the table beside "
        "the recount."
    )


def _other_why(row: str, whole: str) -> str:
    against, part = int(sums.village(row)["votes_against"]), int(sums.village(row)[whole])
    said = (
        f" The row's note says: {note}"
        if isinstance(note := sums.village(row)["note"], str)
        else ""
    )
    return f"{against} of {part} is {sums.village_share(row, whole):.1f} per cent.{said}"


_OPTIONS = {"A": "cbo-2009-opt1", "B": "cbo-2009-opt2", "C": "cbo-2009-opt3", "D": "cbo-2009-opt4"}


def _dearest() -> str:
    high = sums.costs().loc[list(_OPTIONS.values()), "cost_high"]
    return list(_OPTIONS)[high.argmax()]


def _cost_reveal() -> str:
    dear, plan = (sums.costs().loc[_OPTIONS[key]] for key in (_dearest(), "A"))
    return (
        f"The dearest option was estimated at {dear['cost_low']:.0f} to {dear['cost_high']:.0f} "
        f"billion dollars, the plan at {plan['cost_low']:.0f} to {plan['cost_high']:.0f}."
    )


_LOCKED = ("cz-2008-bmd", "cz-2008-sofa", "pl-2008-bmd")


def _not_yet_ratified() -> set[str]:
    """Return the hosts whose key agreements were not in force when the plan was cancelled."""
    agreements = load("basing_agreements").set_index("agreement_id").loc[list(_LOCKED)]
    ended = load("milestones").set_index("milestone_id").at["2009-09-cancelled", "date"]
    waiting = agreements["entered_into_force"].isna() | (agreements["entered_into_force"] > ended)
    return set(agreements.loc[waiting, "host"])


def _speeds(claim: str) -> str:
    row = load("technical_claims").set_index("claim_id").loc[claim]
    return " to ".join(number(end) for end in dict.fromkeys([row["value_low"], row["value_high"]]))


_CLAIMS = {
    "lewis": ("lewis-postol-2008-radar", "the radar cannot see warheads on most paths"),
    "mda": (
        "mda-2007-burnout-63",
        "at its burnout speed the interceptor could not engage a Russian missile",
    ),
    "wright": ("ucs-2007-decoys", "the system is vulnerable to decoys"),
    "brookes": ("heritage-2008-tail-chase", "missiles bound for America fly over the pole"),
    "postol": (
        "postol-2007-interceptor-77-83",
        "the interceptor is likely to be faster than the agency shows",
    ),
}
_NO_CRITICS = ("mda", "brookes")
_REACH = {"cannot_catch", "can_catch"}


def _sorted_claims() -> dict[str, str]:
    conclusions = load("technical_claims").set_index("claim_id")["conclusion"]
    rows = first(_CLAIMS).items()
    return {name: "reach" if conclusions[row] in _REACH else "works" for name, row in rows}


PREDICTIONS = (
    Prediction(
        id="04-cost-ranking",
        question="Which of the four came out dearest over twenty years?",
        options={
            "A": "the plan: interceptors in silos, with radars",
            "B": "another kind of interceptor (SM-3) on ships",
            "C": "the same kind (SM-3) on land",
            "D": "an interceptor then under development, on land",
        },
        answer=_dearest,
        reveal=_cost_reveal,
    ),
)


def village_share(
    row: str = sums.VILLAGE, name: str = "Hvožďany", whole: str = "votes_cast", printed: bool = True
) -> Exercise:
    """Make the task to reckon a village's share against, of those who voted or of those entitled.

    Args:
        row: of `local_referendums`, with the counts.
        name: the village's.
        whole: the column of the count that the share is of.
        printed: whether the row has a share as it was reported, too.
    """
    voted = whole == "votes_cast"
    own = row == sums.VILLAGE and voted
    mistakes: dict[Betrays, str | Misconception] = {}
    if printed:
        mistakes["you repeated the reported figure"] = Misconception(
            "That is the mayor's figure, as broadcast. Recompute it from the two counts; a "
            "source's figure is a claim like any other.",
            lambda: [sums.reported(row), f"{sums.reported(row):g} %", sums.reported(row) / 100],
            lambda: around(sums.reported(row), 0.01) + around(sums.reported(row) / 100, 0.0001),
        )
    mistakes[lambda: sums.counts(row)] = (
        "a number of votes is given, not a share. That is a count from the row of "
        f"{name}, or the difference of two. A share is a part divided by its whole."
    )
    if voted:
        mistakes["you divided by the people entitled to vote"] = Misconception(
            "That is the share of *all* voters in the village. It is a true number with "
            "another whole; the question asks about those who voted.",
            **sums.per_cent(row, "votes_against", "voters_eligible"),
        )
    else:
        mistakes["you divided by those who voted"] = Misconception(
            "That is the share of those who *came*. It is a true number with another whole; the "
            "question asks about all who were entitled.",
            **sums.per_cent(row, "votes_against", "votes_cast"),
        )
    mistakes["you computed the turnout"] = Misconception(
        "That is how many of those entitled took part, not how they voted.",
        **sums.per_cent(row, "votes_cast", "voters_eligible"),
    )
    mistakes["you found the share that did not vote against"] = Misconception(
        "That is the rest. Not every one of them need have voted yes.",
        **sums.per_cent(row, "rest", "votes_cast"),
    )
    return Exercise(
        id="04-village-share",
        title="The village and its 95 per cent" if own else f"The vote at {name}",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=lambda: sums.village_share(row, whole),
        why=_village_why if own else lambda: _other_why(row, whole),
        hints=(
            "Who is in the whole: everyone who may vote, or everyone who did?",
            f"The two numbers are in the row of {name}: `votes_against` and `{whole}`.",
            f"Divide the votes against by {sums.OF[whole]}, and multiply by 100.",
        ),
        source_ids=("radio-prague-2007-another-czech-village-rejects",),
        mistakes=mistakes,
        outcomes=("LO6", "LO8"),
    )


def _gap_why() -> str:
    return (
        f"The gap is {sums.gap():.0f} billion dollars. It is not an error of either: the larger "
        "figure is a total over twenty years, by our code with running the system; the smaller one, of 2008, puts it "
        "in place, through 2015 (an earlier sum, of 2007, was for 2013), and the auditors who quote it found that long-term support had "
        "not been fully estimated. To compare like with like you would need either the running "
        "costs of the one or the building costs of the other."
    )


def _other_gap_why(whole: str, part: str) -> str:
    rows = load("cost_estimates").set_index("estimate_id")
    said = [
        f"`{row}` is for: {rows.at[row, 'option']} (`{rows.at[row, 'scope']}`)"
        for row in (whole, part)
    ]
    return (
        f"The gap is {number(round(sums.gap(whole, part), 2))} billion dollars. It is not an error of "
        f"either: they do not include the same. {'; '.join(said)}. To compare like with like you "
        "would need both for the same thing, and over the same years."
    )


def like_with_like(whole: str = sums.WHOLE, part: str = sums.PART) -> Exercise:
    """Make the task to find how far the low end of one estimate lies over another.

    Args:
        whole, part: rows of `cost_estimates`; the first has a range and is the larger.
    """
    own = (whole, part) == (sums.WHOLE, sums.PART)
    kinder = "the comparison kindest to the agency" if own else "and not for its top"
    larger = "the agency's figure" if own else f"that of `{part}`"
    smaller_from = (
        "Subtract the agency's `cost_low` from the budget office's `cost_low`."
        if own
        else f"Subtract the `cost_low` of `{part}` from that of `{whole}`."
    )
    return Exercise(
        id="04-like-with-like",
        title="Like with like",
        kind=Number("billion dollars", tolerance=0.1),
        answer=lambda: sums.gap(whole, part),
        why=_gap_why if own else lambda: _other_gap_why(whole, part),
        hints=(
            "The low end is in the column `cost_low`, for both.",
            smaller_from,
            "The table is in million dollars; divide the difference by a thousand.",
        ),
        source_ids=("defense-daily-2009-study-says-using-aegis", "gao-via-2009-gao-09-771-summary"),
        mistakes={
            "the high end is compared": Misconception(
                f"You compared the top of the range. The question asks for its low end, {kinder}.",
                lambda: [sums.gap(whole, part, 1)],
            ),
            "million is read as billion": Misconception(
                "The table is in million dollars. Divide by a thousand.",
                lambda: [1000 * sums.gap(whole, part), 1_000_000 * sums.gap(whole, part)],
                [(100, inf)],
            ),
            lambda: sums.billions(whole, part): (
                "you gave one of the two figures. That is one estimate. The question is how "
                "far apart the two are."
            ),
            lambda: sums.ratios(whole, part): (
                "the one is divided by the other. You found the ratio of the two. The "
                "question asks for their difference."
            ),
            "the subtraction runs the other way": Misconception(
                f"The size may be right; a minus sign says that {larger} is the larger.",
                lambda: [-sums.gap(whole, part), -sums.gap(whole, part, 1)],
                lambda: [(-1.1 * sums.gap(whole, part, 1), 0)],
            ),
        },
        outcomes=("LO5",),
    )


EXERCISES = (
    village_share(),
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
            f"in Czechia found {_against('cz-2007-mdaa')}. It answers the question that was put. Ask "
            "the same of every poll: a local civic group paid for the survey of Słupsk in 2008."
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
        mistakes={
            "A": "chance is blamed for a gap it cannot make. With about a thousand people asked, "
            "chance moves a share by some three points. These two lie more than twenty apart, and "
            "their intervals are far from touching.",
            "B": "an event is assumed that did not happen. The war in Georgia came a year later. "
            "Look in `milestones` between July and September 2007: is there anything that would "
            "turn so many minds in two months?",
            "D": "a disagreement is read as a mistake. Two polls can both be right about what they "
            "asked. Check first whether they asked the same thing of the same people at the same "
            "time.",
        },
        outcomes=("LO6",),
    ),
    Exercise(
        id="04-double-lock",
        title="Could the President have built it anyway?",
        kind=Names(("Czechia", "Poland", "United States", "Russia", "Germany", "Romania")),
        answer=_not_yet_ratified,
        why="The evidence settles this one. The act let no money for the site in Poland flow until "
        "Poland *and* the radar's host had ratified, and the auditors reported in August 2009 that "
        "neither had ratified key agreements; Poland's came into force two years later, the "
        "Czech ones never. So a Czech chamber could hold up a Polish site: that is the double lock. Whoever was President, that money could not have begun the site that day. "
        "What the two parliaments would have done later, had he kept the plan, the evidence does "
        "not settle. The act names neither country: it speaks of the host nation of each element.",
        hints=(
            "Read the section of the story on what Congress tied together.",
            "Whose ratification did the radar's money wait for? And the interceptors' money? Then "
            "look in the table for what was in force by then.",
            "There are two, and one of them is not the host of the interceptors.",
        ),
        source_ids=(
            "statutes-large-2008-duncan-hunter-ndaa-fy2009",
            "gao-via-2009-gao-09-771-summary",
        ),
        mistakes={
            "Poland": "each site is taken to have had its own lock. For the radar that is so. For "
            "the interceptors the act asked for more than the consent of their own host.",
            "Czechia": "the radar's lock is taken for the interceptors'. One state is there. The "
            "host of the interceptors had to ratify as well: look at the day on which its treaty "
            "came into force.",
            ("+", "United States"): "the paying state is taken to need its own ratification. The "
            "act is about what others had to ratify before American money could flow.",
            ("+", "Russia", "Germany", "Romania"): "a state that hosted no part of the site is "
            "given a key. However loudly it spoke in the quarrel, the act gave it no part. Keep "
            "only states on whose ground something was to stand.",
        },
        outcomes=("LO1", "LO6"),
    ),
    like_with_like(),
    Exercise(
        id="04-reach-or-work",
        title="Sort the claims",
        kind=sorting(_CLAIMS, {"reach": "could it get there", "works": "would it find and hit"}),
        answer=_sorted_claims,
        why="Speed and geography decide whether an interceptor could *reach* a missile. Radar "
        "performance and decoys decide whether it would *work*. An answer to the one question, "
        "either way, leaves the other open.",
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
        mistakes={
            "all critics are put on one side": Misconception(
                "You sorted by who speaks. The critics made both kinds of claim: sort by what is "
                "said.",
                lambda: [{name: "reach" if name in _NO_CRITICS else "works" for name in _CLAIMS}],
            ),
            ("reach", "lewis"): "a blind radar is taken for a slow interceptor. What the radar "
            "cannot see, the interceptor may still be fast enough to reach: that claim is about "
            "working.",
            ("reach", "wright"): "a decoy is taken for an escape. A decoy does not outrun the "
            "interceptor. It offers it the wrong object to hit: that claim is about working.",
            ("works", "mda", "brookes"): "speed or path is taken for success. How fast an "
            "interceptor is, and where the missile flies, says whether the two can meet. Whether "
            "it then finds and hits the right object is the other question.",
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="04-trace",
        title="As fast as that: who says so?",
        kind=choice(
            A="From a flight test: a speed that was measured.",
            B="From a critic: his own reckoning of the interceptor planned for Poland.",
            C="From the agency: a figure on its slides.",
            D="From the trade paper: a neutral check of both sides.",
        ),
        answer=lambda: "B",
        why=lambda: (
            "The trade paper prints the speed as the critic's, Theodore Postol's: what he holds "
            "likely for the interceptor planned for Poland. A colleague says that such a speed can be worked out from known "
            "parts; the agency said, of a higher speed that the same critic gave, that he had no test "
            "data. How far to trust it? As a critic's reckoning, not as a measurement. And "
            "that the interceptor could catch a Russian missile, if all parts worked as advertised, rests on a second figure of his as "
            f"well, {_speeds('postol-2007-icbm-51')} km/s for that missile. The agency's own "
            f"{_speeds('mda-2007-interceptor-54')} for the interceptor is no measurement that we have "
            "read either, and is known here only as the critic told of its slides."
        ),
        hints=(
            "Whose name stands under `claimant`, and whose page is the source?",
            "Read the three arguments: does one of them speak of a test that was flown?",
            "Ask who stands behind the figure, and what he had to work it out from.",
        ),
        source_ids=(
            "spacenews-2007-mda-critic-reverse-roles",
            "bulletin-atomic-2008-press-briefing-missile-defense",
            "defencetalk-2007-interceptors-europe-fast-enough",
        ),
        mistakes={
            "A": "a reckoning is taken for a measurement. None of the three rows speaks of a "
            "measured speed. A decimal does not make one: a figure can be worked out on paper. "
            "Read the arguments.",
            "C": "one side's figure is taken for the other's. The agency's slides had a lower "
            "speed. Look at the column `claimant`.",
            "D": "the page that repeats a figure is taken for its origin. The paper is neutral, "
            "and what it did was to report a dispute. Its good name does not rub off on either "
            "side's figure.",
        },
        outcomes=("LO8",),
    ),
    other_side(
        "04",
        (
            "Which of our reasons would one of us put first, and does it come first?",
            "Would one of us sign every sentence, or is one of them what our opponents say of us?",
            "Is our best fact there with who says so, and our reply to the hardest objection?",
        ),
        hints=(
            "Begin with the reason that its best advocate would give first.",
            "Choose one fact that this side would quote, and say whose it is.",
            "Name the hardest objection, and answer it as this side would.",
        ),
        source_ids=(
            "radio-prague-2008-vondra-success",
            "defense-daily-2008-obering-worrisome",
            "defense-daily-2009-study-says-using-aegis",
            "eia-2008-obering-setting-record-straight",
            "gsn-2009-value-questioned",
            "cbo-2009-options-deploying-missile-defense",
            "center-arms-2009-us-russia-joint-threat",
            "washington-post-via-2009-team-deems-ineffective",
            "eia-2008-missile-defense-malfunction",
            "hotnews-nd-romania-partially-protected",
            "reuters-2008-russia-station-missiles-near",
        ),
    ),
    claim_note(
        "04",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each figure its date, source and grade?",
            "Which evidence is missing, and what could it change?",
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
            "aktualne-2009-topolanek-radar-lisbon",
            "tvn24-2008-wszyscy-popieramy-tarcze-antyrakietowa",
            "reuters-2008-russia-station-missiles-near",
            "daily-beast-2009-poles-support-missile-decision",
        ),
        outcomes=("LO1", "LO6"),
    ),
)


def _against(poll: str) -> str:
    return f"{load('polls').set_index('poll_id').at[poll, 'share_against']:.0f} per cent against"
