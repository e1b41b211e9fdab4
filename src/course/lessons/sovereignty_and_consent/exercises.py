"""Exercises, predictions and quiz of unit 12, sovereignty and consent."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from course.data import load
from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note
from course.lessons.sovereignty_and_consent.charts import ANSWERS, TESTS
from course.lessons.sovereignty_and_consent.sums import days_to_force, sides_of, turnout_and_share
from course.stats import poll_margin
from course.words import count

_QUICK = {
    "A": "pl-2008-bmd",
    "B": "ro-2011-bmd",
    "C": "cz-2009-rdte",
    "D": "es-2012-amendment",
}


def _days() -> dict[str, int]:
    """Return the days to force of each option, the quickest first."""
    days = days_to_force(load("basing_agreements")).set_index("agreement_id")["days"]
    return dict(sorted(((key, days[i]) for key, i in _QUICK.items()), key=lambda item: item[1]))


def _quick_reveal() -> str:
    days = _days()
    best, *_, last = days.values()
    return (
        f"The quickest of the four took {best} days, the slowest {last}; the one that went through "
        f"no parliament {days['C']}."
    )


PREDICTIONS = (
    Prediction(
        id="12-quickest",
        question="Which of the four came into force soonest after it was signed?",
        options={
            "A": "Poland's treaty on ten interceptors, 2008 (parliament)",
            "B": "Romania's treaty on Deveselu, 2011 (parliament)",
            "C": "the Czech accord on research and industry, 2008 (government alone)",
            "D": "Spain's amendment for four destroyers, 2012 (parliament)",
        },
        answer=lambda: next(iter(_days())),
        reveal=_quick_reveal,
    ),
)


def _codes(agreement: str) -> dict[str, str]:
    tests = load("consent_tests")
    mine = tests[tests["agreement_id"] == agreement].set_index("test")["code"]
    return {test: "unknown" if pd.isna(mine[test]) else str(mine[test]) for test in TESTS}


def _standard_why() -> str:
    later, earlier = _codes("es-2023-arrangement"), _codes("es-2012-amendment")
    moved, same = (
        [TESTS[t] for t in TESTS if (later[t] == earlier[t]) is k] for k in (False, True)
    )
    return (
        f"Against the amendment of 2012 the arrangement differs on {len(moved)} of {len(TESTS)} "
        f"questions ({', '.join(moved)}) and agrees on {', '.join(same)}. The right to refuse a use "
        "survives because it lies in the treaty of 1988 and not in either paper. That the text of "
        "the arrangement was not found does not make it secret. And a code is not a verdict: the "
        "government held that only the number of ships changes, within ceilings agreed before."
    )


def _share_why() -> str:
    votes = turnout_and_share(load("local_referendums")).set_index("municipality")
    village = votes.loc["Bohutín"]
    return (
        f"The noes were {village['share_of_voters']:.0f} per cent of those who voted and about "
        f"{village['share_of_all']:.0f} per cent of those entitled, at a turnout printed as "
        f"{village['reported_turnout']:.0f} per cent. Those who stayed at home said nothing by it, "
        "either way. Missing the quorum ended the vote's legal effect and left its numbers standing. "
        "A margin of error belongs to samples drawn at random, and these voters chose themselves."
    )


def _spain() -> tuple[pd.Series, pd.Series]:
    """Return the survey on refusing the bases and that on their use, turned to one side."""
    polls = sides_of(load("polls")).set_index("poll_id")
    return polls.loc["es-2026-03-40db"], polls.loc["es-2026-03-sociometrica"]


def _gap() -> float:
    refuse, use = _spain()
    return float(use["on_its_side"] - refuse["on_its_side"])


def _gap_why() -> str:
    refuse, use = _spain()
    chance = poll_margin(refuse["on_its_side"], int(refuse["n"]))
    return (
        f"On the side of use stand {refuse['on_its_side']:.0f} per cent in the first and "
        f"{use['on_its_side']:.0f} in the second, {_gap():.0f} points apart within days. The first "
        f"asked about {int(refuse['n'])} people, so chance moves its figure by {count(round(chance))} "
        "points or so. The question is the likelier reason: one asked people to judge what the "
        "government had done, with a middle answer on offer, the other what it should do. That is an "
        "inference, and other differences are open: the sample of the second was not published where "
        "we read it."
    )


def _either_way(points: Callable[[pd.Series, pd.Series], float]) -> Callable[[], list[float]]:
    """Return a distance that a mistake gives, whichever of the two is taken from the other."""
    return lambda: [points(*_spain()), -points(*_spain())]


EXERCISES = (
    Exercise(
        id="12-one-standard",
        title="Two roads to one quay",
        kind=Sorting(
            TESTS,
            {**{code: mark.name for code, mark in ANSWERS.items()}, "unknown": "not known"},
        ),
        answer=lambda: _codes("es-2023-arrangement"),
        why=_standard_why,
        hints=(
            "Take one question at a time, and read only the finding that belongs to it.",
            "Whose permission is needed for another use of the base, and did the arrangement change "
            "that?",
            "Nothing was read on one of the five: there is a code for that. Two were avoided on "
            "purpose. An agreement that carries out a treaty is less than a treaty and more than "
            "a statement.",
        ),
        source_ids=(
            "el-pais-2023-spain-greenlights-rota",
            "la-razon-2023-el-gobierno-autoriza-negociar",
            "infobae-2026-autorizacion-previa",
        ),
        misconceptions={
            "what was not found is taken for secret": Misconception(
                "Nobody on this course has seen whether the text is published. That is not known, "
                "which is not the same as no.",
                puts={"public": "not_met"},
            ),
            "no vote is taken to mean no right to refuse": Misconception(
                "Who agreed and whether one can say no later are two questions. The treaty behind "
                "the arrangement still asks for Spanish authorisation of other uses.",
                puts={"refusable": "not_met"},
            ),
            "the host's good name is coded instead of the act": Misconception(
                "Spain has a parliament, and it voted on earlier amendments. The question is what "
                "it did about this one.",
                puts={"elected": "met"},
            ),
            "what carries out a treaty is taken for a treaty": Misconception(
                "The arrangement rests on a treaty and is not one itself. Which code stands between "
                "yes and no?",
                puts={"binding": "met"},
            ),
            "what was avoided is taken for what was not seen": Misconception(
                "On who agreed and on who checked there are findings. Something was read, so “not "
                "known” does not fit: what does each say?",
                puts={"elected": "unknown", "reviewed": "unknown"},
            ),
        },
    ),
    Exercise(
        id="12-high-share",
        title="A high share",
        kind=choice(
            A="More than nine in ten people of Bohutín rejected the radar.",
            B="More than nine in ten of those who voted rejected it; most of those entitled did not vote.",
            C="The vote was invalid, so it tells us nothing about Bohutín.",
            D="With so many answers the margin is about two points, so some 92 to 96 in a hundred people of Bohutín were against.",
        ),
        answer=lambda: "B",
        why=_share_why,
        hints=(
            "A share is a share of something: write the whole beside it.",
            "Use the second button of the chart of the villages, and look at Bohutín.",
            "What did those who stayed at home say? And were the others drawn at random?",
        ),
        source_ids=(
            "radio-prague-2007-une-consultation-populaire-au",
            "rigel-2008-platnost-zavaznost-referenda",
        ),
        misconceptions={
            "a high share of few voters is read as a high share of all": Misconception(
                "The share is of those who came. Most of the entitled did not come.",
                ("A",),
            ),
            "an invalid vote is read as no information": Misconception(
                "The law took away its effect. It still says how those who came did vote, and how "
                "many came.",
                ("C",),
            ),
            "voters are treated as a random sample": Misconception(
                "A margin of error is for samples drawn by chance. Here those who cared most came "
                "of their own accord.",
                ("D",),
            ),
        },
    ),
    Exercise(
        id="12-favourable",
        title="Read the clause",
        kind=choice(
            A="To pay what a court orders Poland to pay.",
            B="To help in court, and to consider with goodwill a request for the money.",
            C="To nothing at all.",
            D="To share the cost by the rule that NATO forces use among themselves.",
        ),
        answer=lambda: "B",
        why="There are two promises, and the verb of the second is to consider. Consideration, even "
        "favourable, leaves the decision with the one who considers. By the same report the ministry "
        "said that the American side held a promise of payment to be contrary to federal law, and "
        "that to insist would have ended the talks. It is a news account of 2008, grade B; the "
        "article itself is published and was not read here.",
        hints=(
            "Underline the verbs. Who does what?",
            "Which of the verbs would a court order somebody to carry out?",
            "Consider is more than silence and less than pay.",
        ),
        source_ids=("rmf24-2008-kto-odpowie-za-szkody", "tias-2011-poland-bmd-2008-copy"),
        misconceptions={
            "goodwill is read as an obligation to pay": Misconception(
                "The clause speaks of considering an application. Nothing in it says what the "
                "answer must be.",
                ("A",),
            ),
            "a weak promise is read as none": Misconception(
                "Help in court is a promise that can be kept or broken, and so is the duty to "
                "consider. Weak is not empty.",
                ("C",),
            ),
            "a rule from elsewhere is read into the text": Misconception(
                "NATO states do have a rule for damage by their forces in a host country. The "
                "clause as reported is about third states and does not mention it.",
                ("D",),
            ),
        },
    ),
    Exercise(
        id="12-two-spanish-polls",
        title="Two Spanish surveys",
        kind=Number("percentage points", tolerance=0.6),
        answer=_gap,
        why=_gap_why,
        hints=(
            "Read `for_is` in both rows: which side of the matter does an answer for support?",
            "In the survey by 40dB. those on the side of use are in `share_against`.",
            "Subtract that share from `share_for` of the other survey.",
        ),
        source_ids=(
            "huffpost-es-2026-dos-de-cada-tres",
            "espress-ro-2026-majoritatea-spaniolilor",
            "el-espanol-2026-sociometrica-bases",
        ),
        misconceptions={
            "two shares of agreement are compared although they agree with opposite things": Misconception(
                "Both majorities said yes, one to refusing and one to letting. Turn one of them "
                "first.",
                _either_way(lambda refuse, use: use["share_for"] - refuse["share_for"]),
            ),
            "what is left of a hundred is taken for the other side": Misconception(
                "Not everyone who did not approve of the refusal disapproved: some found it neither "
                "good nor bad, some did not answer.",
                _either_way(lambda refuse, use: use["share_for"] - (100 - refuse["share_for"])),
            ),
            "both shares of one survey are compared": Misconception(
                "That is how the two sides stand within one survey. The question is how far two "
                "surveys lie apart on the same side.",
                _either_way(lambda refuse, use: refuse["share_for"] - refuse["share_against"]),
            ),
            "the distance has got a sign": Misconception(
                "The size is right. How far apart two shares lie does not depend on which comes "
                "first: drop the minus.",
                lambda: [-_gap()],
            ),
            "a fraction is given where points are wanted": Misconception(
                "The size is right, the unit is not: percentage points run from 0 to 100.",
                lambda: [_gap() / 100],
                lambda points: abs(100 * abs(points) - _gap()) <= 1,
            ),
            "the two shares are added": Misconception(
                "How far apart two shares are is their difference.",
                lambda: [sum(survey["on_its_side"] for survey in _spain())],
            ),
        },
    ),
    claim_note(
        "12",
        (
            "Is the same question put to both hosts?",
            "Is there one claim, and could it turn out wrong?",
            "Has each fact its date, source and grade, for both hosts?",
            "What was not read, and which way could it turn the claim?",
        ),
        why=lambda: (
            "**A good one.** *Standard: could the public read what was agreed, and could a body other "
            "than the signatory stop it? Claim: by these two questions Romania's consent of 2011 was "
            "fuller than Türkiye's of the same month. Evidence: the Romanian text was published ten "
            "days after signature (Deutsche Welle, B) and both chambers voted, 261 to 4 and 90 to 0 "
            "(press reports, B). The memorandum on Kürecik was held to need the cabinet alone and is "
            "unpublished (B); a deputy's questions went unanswered (B, an opposition account). Limit: "
            "by a third question, whether a single use can be refused, I cannot rank them: Romania's "
            "text, as far as read, gives a right to leave after two years, and Türkiye's was not "
            "read at all. If it held a veto over data, the order on that question could turn.* It "
            "puts the same questions to both, could be wrong, and says what would turn it.\n\n"
            "**A plausible one, flawed.** *Romania's consent was democratic because its parliament "
            "voted, while Türkiye's government decided behind closed doors under American pressure. "
            "This shows that the Turkish people never agreed to be a target. Of course NATO needed "
            "the radar, so it played an important role.* Each host gets a question of its own; the "
            "pressure has no source; from no vote it concludes what people wanted, though no survey "
            "about the radar was found; nothing in it could be shown false, and no limit is named."
        ),
        hints=(
            "Write the question of your standard first, and make yourself put it to both hosts.",
            "Take the findings and grades from `consent_tests`; give the date of each.",
            "End with what was not read, and say which way it could turn your claim.",
        ),
        source_ids=(
            "dw-2011-mae-a-facut-public",
            "telegraf-2011-acordul-pentru-amplasarea-elementelor",
            "turkishdefense-net-2011-missile-approval-left-till",
            "malatya-time-2012-kurecik-ussu-kullanildi-mi",
        ),
    ),
)
