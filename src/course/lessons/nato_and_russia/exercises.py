"""Exercises and prediction of unit 11, NATO and Russia."""

from __future__ import annotations

from course.learn.answers import Sorting, first, sorting
from course.learn.exercises import (
    ELSEWHERE,
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)
from course.lessons.nato_and_russia.gaps import least_gap
from course.lessons.nato_and_russia.sortings import (
    CLAIMS,
    DID,
    DOES,
    ORDER,
    PAGES,
    PAIRS,
    QUESTIONS,
    SAFE,
    TRIED,
    WORDS,
    advised,
    ordered,
    tried,
)
from course.lessons.nato_and_russia.suspects import END, bounds, dated, least_days
from course.words import long_date

_FIRST = {"A": "2014-crimea", "B": "2014-suspension", "C": END, "D": "2014-us-stops"}


def _earliest() -> str:
    known = dated()["date"]
    return min(_FIRST, key=lambda key: bounds(known[_FIRST[key]]))


def _first_reveal() -> str:
    known = dated()["date"]
    return (
        f"The Kremlin's own group ended first; its end was reported on {long_date(known[END])}; the annexation of Crimea began in "
        f"{long_date(known['2014-crimea'])}, the American words are of {long_date(known['2014-us-stops'])}, "
        f"NATO's suspension is of {long_date(known['2014-suspension'])}. What came later cannot have caused it; what came "
        "earlier need not have."
    )


def _gap() -> int:
    known = dated()["date"]
    return least_days(known[END], known["2014-crimea"])


def _to_suspension() -> int:
    known = dated()["date"]
    return least_days(known[END], known["2014-suspension"])


PREDICTIONS = (
    Prediction(
        id="11-first",
        question="Which came first?",
        options={
            "A": "Russia annexes Crimea",
            "B": "NATO suspends practical cooperation",
            "C": "Russia's President ends his own group for the talks with NATO",
            "D": "Washington says that its own talks with Moscow have stopped",
        },
        answer=_earliest,
        reveal=_first_reveal,
    ),
)


def _before_crimea() -> Exercise:
    """Make the task to count the days from the end of the Russian group to the annexation."""

    def why() -> str:
        return (
            f"At least {_gap()} days: from {long_date(dated().at[END, 'date'])} to the first day "
            "of the month of the annexation. The table gives the month only, so that the number is a "
            "floor; with the day in hand it would be larger."
        )

    return least_gap(
        END,
        "2014-crimea",
        title="How long before?",
        why=why,
        hints=(
            "The two rows are `2013-group-dissolved` and `2014-crimea`.",
            "If only a month is known, its first day gives the least distance.",
            "Count the whole of November, December, January and February, and one day more.",
        ),
        mistakes={
            "the suspension is taken for the annexation": Misconception(
                "You counted to NATO's suspension, which came in the month after.",
                shows=lambda: (_to_suspension(),),
            ),
            "months are given for days": Misconception(
                "That is about the number of months. The question asks for days.",
                shows=(4, 5),
                within=[(3, 6)],
            ),
            "a day is brought that the table does not give": Misconception(
                "You counted to a day in the middle of March. Many accounts give one; the table has the "
                "month only, and *at least* asks for its first day.",
                shows=(138,),
                within=lambda: [(_gap() + 2, _gap() + 30)],
            ),
        },
    )


EXERCISES = (
    Exercise(
        id="11-order",
        title="What cannot have caused what",
        kind=sorting(PAIRS, ORDER),
        outcomes=("LO1",),
        answer=ordered,
        why="A cause does not come after its effect, and that alone clears three suspects: Crimea of the "
        "group's end, the test of 2019 of the charge of 2014, the war in Georgia of what happened in "
        "January of its year. Three pairs stand in the other order, which makes a cause possible and no "
        "more. Two cannot be told: one pair has the same day, and of the other the one date is known "
        "only to the year.",
        hints=(
            "`nato_russia_events` has the dates; the Third Site is in `milestones`, Deveselu in "
            "`epaa_milestones`.",
            "Two dates of which one is only a year can be compared only if the other lies outside that "
            "year.",
            "Three are possible, three impossible, two open.",
        ),
        source_ids=(
            "global-security-2013-putin-dissolves-task-force",
            "ria-2014-russia-denies-inf",
        ),
        misconceptions={
            "a known story is put before the dates": Misconception(
                "Many accounts begin with Crimea. Look at the month of the annexation and at the day "
                "on which the group ended.",
                puts={"crimea_group": "possible"},
            ),
            "the war is placed before the year's first exercise": Misconception(
                "The exercise and the war fall in the same year. Look at the months.",
                puts={"georgia_exercise": "possible"},
            ),
            "a later proof is taken for an earlier reason": Misconception(
                "The test of 2019 may bear on whether the charge was right. It cannot be why the charge "
                "was made five years before.",
                puts={"test_claim": "possible"},
            ),
            "a year is read as if it were a day": Misconception(
                "One of the two dates is a bare year. The other lies inside that year, so that either "
                "may have been first.",
                puts={"speed_guarantee": ELSEWHERE},
            ),
            "the order of one day is guessed": Misconception(
                "Both stand under one day. Which was spoken first the table does not say.",
                puts={"sectors_invitation": ELSEWHERE},
            ),
            "dates that do not overlap are left open": Misconception(
                "A month and a day can be compared if the day lies outside the month, and two days "
                "always. Look at the two dates again.",
                puts=dict.fromkeys(("crimea_group", "deveselu_group", "site_iskander"), "open"),
            ),
            "possible is read as proven, and so denied": Misconception(
                "You ruled out what came earlier. The code says only that the order allows it.",
                puts={"deveselu_group": "impossible", "charge_reply": "impossible"},
            ),
        },
    ),
    _before_crimea(),
    Exercise(
        id="11-extracts",
        title="Offered, refused, or neither?",
        kind=sorting(WORDS, DID),
        outcomes=("LO8",),
        answer=lambda: first(WORDS),
        why="The extracts offer words and a look, and refuse law and limits. They say nothing of a veto "
        "over a shot, and they deny that blind trust is asked. So the quarrel in these lines is not "
        "whether Russia gets an assurance but of what kind: one that a later government can take back, "
        "or one that it cannot.",
        hints=(
            "Underline *ready*, *refused*, *agree to*, *will not accept*.",
            "Is a thing that is denied offered, refused, or neither?",
            "Three are offered, two refused, two neither.",
        ),
        source_ids=(
            "ria-2011-lavrov-legally-binding",
            "airforce-magazine-2012-rose",
            "state-2012-tauscher-creedon-kommersant",
        ),
        misconceptions={
            "written is read as binding": Misconception(
                "In the first extract writing was offered and law refused. A text on paper may bind "
                "nobody.",
                puts={"written": "refused", "legal": "offered"},
            ),
            "a refusal of limits is overlooked": Misconception(
                "Read the last sentence of the second extract again.",
                puts={"limits": "neither"},
            ),
            "what you know from elsewhere is read into the text": Misconception(
                "A veto is spoken of in other sources of this unit. These three extracts do not name it.",
                puts={"button": "refused"},
            ),
            "a denial is read as an offer": Misconception(
                "The authors say what they do *not* ask. That offers nothing and refuses nothing.",
                puts={"trust": "refused"},
            ),
        },
    ),
    Exercise(
        id="11-tried",
        title="A counterfactual, tried",
        kind=sorting(CLAIMS, TRIED),
        outcomes=("LO1",),
        answer=tried,
        why="Whoever says that X caused Y says that without X there would have been no Y. For three of the "
        "seven X did go. Twice the effect went and came back, once it went for good as far as we read. "
        "Three were never tried, claims of both sides, and they are what the debate is about. One "
        "suspect came too late. Even the tried ones prove little: when the Third Site went, a new plan came on the "
        "same day.",
        hints=(
            "The last figure has three of the seven.",
            "Ask of each suspect: was it ever taken away? On which date?",
            "Two went and returned, one went, none stayed, three were never tried, one came later.",
        ),
        source_ids=(
            "blog-repost-2009-russia-won-t-put",
            "bioprepwatch-2013-hagel-announces-changes-european",
        ),
        misconceptions={
            "an untried counterfactual is taken for a tried one": Misconception(
                "We read of no legal guarantee, of no agreement on a joint system, and of no text in which "
                "Moscow names Iran. What would have followed, no row shows.",
                puts={"legal": "went", "decision": "went", "iran": "went"},
            ),
            "an untried counterfactual is taken for a failed one": Misconception(
                "The failure is on record. But was X ever taken away? A thing that was never done cannot "
                "have failed to help.",
                puts={"legal": "stayed", "decision": "stayed", "iran": "stayed"},
            ),
            "a suspect that stayed is treated as one that went": Misconception(
                "Look for the day on which X was taken away. We read of none.",
                puts={"legal": ELSEWHERE, "decision": ELSEWHERE, "iran": ELSEWHERE},
            ),
            "an answer that did not last is counted as lasting": Misconception(
                "The effect did go. Look further to the right in its row.",
                puts={"phase_4": "went", "third_site": "went"},
            ),
            "an answer is overlooked because it did not last": Misconception(
                "Something did follow, after eight days in the one case and after about six weeks in the "
                "other. That it did not last is a second finding.",
                puts={"phase_4": "stayed", "third_site": "stayed"},
            ),
            "the end of a restraint is overlooked": Misconception(
                "Here Y is that *no* missile is fired. The treaty ended on 2 August 2019. Ask what was "
                "fired sixteen days later, and whether a later row has the restraint back.",
                puts={"treaty": ELSEWHERE},
            ),
            "the order is forgotten": Misconception(
                "Before you ask what would have been without the annexation, ask whether it was there "
                "when the group ended. Look at the two dates.",
                puts={"crimea": ELSEWHERE},
            ),
        },
    ),
    Exercise(
        id="11-adviser",
        title="What may the adviser say?",
        kind=Sorting(QUESTIONS, SAFE),
        outcomes=("LO1",),
        answer=advised,
        why="Six of the eight can be answered. Joint work and quarrel shared their years. Crimea came "
        "after the group's end. In January 2011 the Secretary General wanted two systems, not one. In 2009 the Iskanders "
        "were called off eight days after the Third Site. The exercises were about protecting deployed "
        "troops. And at Lisbon the sides left the threat to a joint assessment. Two stay open: "
        "what a legal guarantee would have done, since none was given, and whether the end of the group "
        "was a policy or a tidying up, since reports of the time allow both.",
        hints=(
            "For two of them compare dates.",
            "For three of them one passage is enough: the opening on Ottobrunn, the Secretary General "
            "in January 2011, what the leaders agreed on at Lisbon.",
            "Two ask for what no public text decides.",
        ),
        source_ids=(
            "nato-international-2008-cmc-attends-nato-russia",
            "ria-via-electionsmeter-2011-two-systems",
            "nato-2010-nato-russia-set-path",
            "upi-2013-working-group-routine-ar",
        ),
        misconceptions={
            "the best known reason is given for every end": Misconception(
                "NATO's suspension of April 2014 did follow the conflict over Ukraine. The Russian group "
                "was another body, and it had ended before.",
                puts={"crimea_alone": "yes"},
            ),
            "a hope is told as known": Misconception(
                "Critics may hold that a guarantee would have helped. It was never given, so that nothing "
                "shows it.",
                puts={"guarantee_saves": "yes"},
            ),
            "a doubt is told as known": Misconception(
                "Supporters may hold that the next demand would have followed. Nothing shows that either.",
                puts={"guarantee_saves": "no"},
            ),
            "one report is taken for the whole": Misconception(
                "One newswire read the step as a sign that Moscow was moving further away; an agency allowed that it was routine, and did not "
                "exclude that it was evidence of failure. All are guesses: the decree was not read.",
                puts={"housekeeping": ELSEWHERE},
            ),
            "two systems are taken for one": Misconception(
                "Read again what the Secretary General said on 19 January 2011, and why.",
                puts={"one_system": "yes"},
            ),
            "theatre is read as strategic": Misconception(
                "The exercises were on how to protect deployed troops, and theatre systems do not include "
                "defences against long-range missiles.",
                puts={"against_strategic": ELSEWHERE},
            ),
            "a date that decides is left open": Misconception(
                "The dates decide this one: the annexation came after the group's end.",
                puts={"crimea_alone": "open"},
            ),
            "a step that did not last is not counted": Misconception(
                "The question asks whether a step was taken back, not whether that lasted. Look at 17 and "
                "25 September 2009.",
                puts={"step_back": ELSEWHERE},
            ),
            "an order to study is taken for an agreement": Misconception(
                "What was agreed at Lisbon was to assess the threat together. That is to be done, and is "
                "not yet an agreement.",
                puts={"threat_named": ELSEWHERE},
            ),
        },
    ),
    Exercise(
        id="11-trace",
        title="Eleven nations, or seventeen?",
        kind=sorting(PAGES, DOES),
        outcomes=("LO8",),
        answer=lambda: first(PAGES),
        why="Three pages and one release: the columnist and the blog pass its words on. They say who "
        "*are going to take part*: a plan, and no count. RIA Novosti, in the second week, gives eleven as "
        "well and quotes a Russian official, who may have had it from the same paper. ITAR-TASS has "
        "seventeen, from an official of the same ministry. A list of who came would settle it and was not found. The table keeps eleven, says "
        "so, and keeps the seventeen in its note.",
        hints=(
            "Ask of each page: whose words are these?",
            "A text that announces a plan can still be where a number comes from.",
            "Two pages repeat one text. One agrees with it. One differs.",
        ),
        source_ids=(
            "airforcepundit-blog-2006-nato-russia-missile-defense",
            "ria-novosti-2006-russia-nato-conduct-exercises",
            "blog-reprint-2006-russia-nato-hold-joint",
        ),
        misconceptions={
            "a page that quotes is taken for a witness": Misconception(
                "It prints what somebody else wrote. However many print it, the number has one source.",
                puts={"columnist": "origin", "blog": "origin"},
            ),
            "agreement is taken for copying": Misconception(
                "It gives the same number, and nothing in it says that it comes from the release. That "
                "it does is likely, and not shown.",
                puts={"ria": "repeats"},
            ),
            "agreement is taken for confirmation": Misconception(
                "Whether the official had counted, or had read the release, the report does not say.",
                puts={"ria": "origin"},
            ),
            "a plan is taken for no number": Misconception(
                "The release has the eleven in words of its own, though of a plan.",
                puts={"release": ELSEWHERE},
            ),
            "a quotation is taken for agreement": Misconception(
                "It prints the release, so that it does say whose the number is.",
                puts={"columnist": "agrees", "blog": "agrees"},
            ),
            "a plan is taken for a count": Misconception(
                "The release says who was going to come. A count of who came would be another text.",
                puts={"count": ELSEWHERE},
            ),
        },
    ),
    other_side(
        "11",
        (
            "Would a member of that side sign it, or say that you gave motives in place of reasons?",
            "Which dated fact would that side put first, and does yours stand there?",
            "Is the other side's strongest point granted, and answered as this side would?",
        ),
        hints=(
            "Begin with the sentence that its best advocate would put first.",
            "Use one offer or one refusal, with its date.",
            "Grant the other side's strongest point in one clause, and answer it.",
        ),
        source_ids=(
            "onet-2011-rozlaczne-systemy",
            "state-2012-tauscher-creedon-kommersant",
            "sputnik-2010-medvedev-lisbon-fr",
            "ria-2011-lavrov-legally-binding",
        ),
    ),
    claim_note(
        "11",
        (
            "Does the claim name a cause and an effect, and could it turn out wrong?",
            "Is each step dated and in order, with its source and grade?",
            "Which counterfactual does it rest on, and was that ever tried?",
        ),
        outcomes=("LO1",),
        hints=(
            "Say which end you mean: the talks, the Russian group, or all joint work.",
            "Give two dates and say what their order allows.",
            "Name the thing that was never tried, and what would show you wrong.",
        ),
        source_ids=(
            "global-security-2013-putin-dissolves-task-force",
            "ria-2013-shoigu-predictability",
            "nato-2015-nato-relations-russia-2015",
        ),
    ),
)
