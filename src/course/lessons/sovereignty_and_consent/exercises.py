"""Exercises, predictions and quiz of unit 12, sovereignty and consent."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Names, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note, other_side
from course.lessons.sovereignty_and_consent.charts import ANSWERS, TESTS
from course.lessons.sovereignty_and_consent.sums import CODED, days_to_force, turnout_and_share
from course.stats import poll_margin
from course.words import count

_QUICK = {"A": "pl-2008-bmd", "B": "ro-2011-bmd", "C": "cz-2009-rdte", "D": "es-2012-amendment"}


def _days() -> pd.Series:
    """Return the days to force of each option."""
    days = days_to_force(load("basing_agreements")).set_index("agreement_id")["days"]
    return pd.Series({key: days[agreement] for key, agreement in _QUICK.items()})


def _quick_reveal() -> str:
    days = _days()
    return (
        f"The quickest of the four took {days.min()} days, the slowest {days.max():,}; the one that "
        f"went through no parliament {days['C']}."
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
        answer=lambda: str(_days().idxmin()),
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


def _against_the_rule() -> list[str]:
    """Return where a vote and the right to refuse part: a plain yes to one, a plain no to other."""
    coded = {name: _codes(agreement) for agreement, name in CODED.items()}
    plain = {"met", "not_met"}
    return [name for name, c in coded.items() if {c["elected"], c["refusable"]} == plain]


def _survey_why() -> str:
    polls = load("polls").set_index("poll_id")
    row, rival = polls.loc["es-2026-03-40db"], polls.loc["es-2026-03-sociometrica"]
    chance = poll_margin(row["share_for"], int(row["n"]))
    return (
        f"{row['pollster']} asked, {row['sponsor']} paid, and the page that we read is another "
        f"paper's report on it. The second source repeats the same survey, so it confirms that the "
        f"figure was published and nothing more. Of {int(row['n'])} people asked {row['mode']}, "
        f"{row['share_for']:.0f} per cent are good for a margin of {count(round(chance))} points or "
        "so either way, if they were drawn by chance, which an online panel is not quite. The grade "
        "says through whose hands the figure came to us; it does not say how true it is. And the "
        "question was about a decision already taken. The rival survey's "
        f"{rival['share_for']:.0f} per cent answer the other question, what ought to be done; in what "
        "was read of that survey no sample is given."
    )


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
            "Nothing was read on one of the five: there is a code for that. On two of them "
            "something was read, and it is a no. An agreement that develops a protocol to a treaty is less than a treaty and "
            "more than a statement.",
        ),
        source_ids=(
            "el-pais-2023-spain-greenlights-rota",
            "la-razon-2023-el-gobierno-autoriza-negociar",
            "infobae-2026-autorizacion-previa",
        ),
        outcomes=("LO6",),
        mistakes={
            ("not_met", "public"): "what was not found is taken for secret. Nobody on this course "
            "has seen whether the text is published. That is not known, which is not the same as "
            "no.",
            ("not_met", "refusable"): "no vote is taken to mean no right to refuse. Who agreed and "
            "whether one can say no later are two questions. The treaty behind the arrangement "
            "still asks for Spanish authorisation of other uses.",
            (
                "partly",
                "refusable",
            ): "a right that lies in another paper is taken for half a right. "
            "The finding names two things: an article that asks for authorisation, and a use that "
            "was refused. What is in part, or claimed and not tested, about them?",
            ("met", "elected"): "the host's good name is coded instead of the act. Spain has a "
            "parliament, and it voted on earlier amendments. The question is what it did about "
            "this one.",
            ("met", "binding"): "what develops a treaty is taken for a treaty. The arrangement "
            "rests on a treaty and is not one itself. Which code stands between yes and no?",
            ("unknown", "elected", "reviewed"): "what was read as a no is taken for what was not "
            "seen. On who agreed and on who checked there are findings. Something was read, so "
            "“not known” does not fit: what does each say?",
        },
    ),
    Exercise(
        id="12-vote-or-article",
        title="A vote or an article?",
        kind=Names(tuple(CODED.values())),
        answer=_against_the_rule,
        why=lambda: (
            f"{' and '.join(_against_the_rule())} do. For Thule the Danish parliament gave its mandate and, "
            "by an account of 2005, approved, and what the text gives is to be consulted and informed. "
            "In Madrid the arrangement of 2023 develops the protocol of 2012 and would need no "
            "vote, and the right to refuse a use stands all the same, in the treaty of 1988. So "
            "the vote neither gives the right nor is needed for it: an article does it. That settles a "
            "question of policy for a parliament that wants a later no over single uses: ask to read the "
            "article before voting. The vote has other merits, which are the other four questions. "
            "Türkiye is no plain case, since its president's claim was not tested; nor is Britain, where "
            "nothing on ending it was read."
        ),
        hints=(
            "Look for rows in which `elected` and `refusable` part.",
            "Only a plain `met` against a plain `not_met` contradicts her. `partly` and "
            "`unknown` do not.",
            "There is one that was voted and cannot be refused, and one the other way round. One of "
            "them is the row that you coded yourself.",
        ),
        source_ids=(
            "us-embassy-2004-amend-1951-greenland",
            "infobae-2026-autorizacion-previa",
            "el-pais-2023-spain-greenlights-rota",
        ),
        outcomes=("LO6",),
        mistakes={
            ("+", "Türkiye"): "what a president claims is counted as a right. That closing the "
            "radar is for Türkiye to decide is its president's word. The terms are not public, and "
            "nobody has tried: the code is `partly`.",
            ("+", "Britain"): "what was not read is counted as no. No provision on ending it was "
            "read for Britain. That is not known, and what is not known contradicts nobody.",
            ("+", "Romania", "Poland", "Spain amendment"): "a case that bears her out is taken for "
            "one that contradicts her. There a chamber agreed and there is a right to refuse: that "
            "is what she says. Whether the right is over single uses or over the whole is another "
            "question.",
            "only one half of what she says is tested": Misconception(
                "She says two things: what was voted can be refused, and only what was voted can. Each "
                "has its own counter-example.",
                lambda: [[name] for name in _against_the_rule()],
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
            E="Most people of Bohutín had nothing against the radar, since most stayed at home.",
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
        outcomes=("LO6", "LO8"),
        mistakes={
            "A": "a high share of few voters is read as a high share of all. The share is of those "
            "who came. Most of the entitled did not come.",
            "C": "an invalid vote is read as no information. The law took away its effect. It "
            "still says how those who came did vote, and how many came.",
            "D": "voters are treated as a random sample. A margin of error is for samples drawn by "
            "chance. Here those who cared most came of their own accord.",
            "E": "staying at home is read as agreement. Those who stayed at home said nothing by "
            "it, for the radar or against it.",
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
        outcomes=("LO2", "LO6"),
        mistakes={
            "A": "goodwill is read as an obligation to pay. The clause speaks of considering an "
            "application. Nothing in it says what the answer must be.",
            "C": "a weak promise is read as none. Help in court is a promise that can be kept or "
            "broken, and so is the duty to consider. Weak is not empty.",
            "D": "a rule from elsewhere is read into the text. NATO states do have a rule for "
            "damage by their forces in a host country. The clause as reported is about third "
            "states and does not mention it.",
        },
    ),
    Exercise(
        id="12-trace",
        title="Where does 53 per cent come from?",
        kind=choice(
            A="HuffPost found that more than half of Spaniards approved of refusing the bases.",
            B="Two independent sources confirm that more than half of Spaniards approved.",
            C="In a survey by 40dB. for El País and SER somewhat more than half approved, give or "
            "take four points.",
            D="The figure is graded B, so about half of Spaniards approved, and no more can be said.",
        ),
        answer=lambda: "C",
        why=_survey_why,
        hints=(
            "Who asked the people? Look for the column that names them, not for the page.",
            "What do the two sources have in common: two surveys, or two reports on one?",
            "A grade is given to the way by which a figure reached us. What says how far chance can "
            "move a share?",
        ),
        source_ids=(
            "huffpost-es-2026-dos-de-cada-tres",
            "espress-ro-2026-majoritatea-spaniolilor",
        ),
        outcomes=("LO8",),
        mistakes={
            "A": "the page that reports is taken for the origin. That page reports what others "
            "asked and paid for. The row names both: `pollster` and `sponsor`.",
            "B": "two reports are taken for two findings. Both report one survey. A figure that is "
            "copied twice has still been found once.",
            "D": "a grade of the source is taken for a measure of the truth. The grade says that "
            "we read the figure in a good report and not in the survey itself. How far the share "
            "can be off is a matter of the sample and of the question.",
        },
    ),
    other_side(
        "12",
        (
            "Is the reason that you open with the one that we would open with?",
            "Is there a host, a date and a source in it that we would quote ourselves?",
            "Is our hardest fact faced: for *bought* the president's words about Spain's bases, for "
            "*spent* the intercepts of March 2026?",
            "Is there a word in it by which we would know that you do not believe it?",
        ),
        hints=(
            "Read the side again and mark the one sentence that you could not answer at once. Begin "
            "there.",
            "A side is not its worst advocate: *bought* need not love America, *spent* need not "
            "distrust it.",
            "Strike out every *they think* and *supposedly*; say it as if it were yours.",
        ),
        source_ids=(
            "capital-ro-2011-guvernul-a-adoptat",
            "europa-press-2026-trump-espana-aliado-terrible",
        ),
    ),
    claim_note(
        "12",
        (
            "Is the same question put to both hosts?",
            "Is there one claim, and could it turn out wrong?",
            "Has each fact its date, source and grade, for both hosts?",
            "What was not read, and which way could it turn the claim?",
        ),
        hints=(
            "Write the question of your standard first, and make yourself put it to both hosts.",
            "Take the findings, sources and grades from the ten rows under the rubric; give the date of "
            "each.",
            "End with what was not read, and say which way it could turn your claim.",
        ),
        source_ids=(
            "dw-2011-mae-a-facut-public",
            "telegraf-2011-acordul-pentru-amplasarea-elementelor",
            "turkishdefense-net-2011-missile-approval-left-till",
            "malatya-time-2012-kurecik-ussu-kullanildi-mi",
        ),
        outcomes=("LO6", "LO8"),
    ),
)
