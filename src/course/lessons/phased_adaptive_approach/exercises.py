"""Exercises, predictions and quiz of unit 05, the phased adaptive approach."""

from __future__ import annotations

from course.data import load
from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note
from course.lessons.phased_adaptive_approach.delays import EARLIER, harsh, kept
from course.words import count, long_date

DELIVERY = "Phase 3: Redzikowo", "Handed over"
COMMAND = "Phase 2: Deveselu", "NATO command"


def _handover() -> int:
    return harsh(DELIVERY[0])[DELIVERY[1]]


def _handover_why() -> str:
    done = load("epaa_milestones").set_index("milestone_id")["date"]["redzikowo-delivered-2023"]
    return (
        f"From January 2018 to {long_date(done[:7])} there are {_handover()} months; the kind reading, from "
        f"December, gives {_handover() - EARLIER}. Nothing happened between the two but a choice of "
        "where to start. A promise of a year is twelve months wide: say which end you used."
    )


def _command() -> int:
    return harsh(COMMAND[0])[COMMAND[1]]


def _others(promise: str, definition: str) -> list[int]:
    return [months for other, months in harsh(promise).items() if other != definition]


def _command_why() -> str:
    return (
        f"It is {_command()} months. So one site was on time by the builder's word and the kind "
        f"reading, and more than a year and a half late by the Alliance's word and the harsh one. "
        "The first number suits whoever promised, the second whoever doubts the promise. Neither "
        "is false; a reader is misled only when the definition is left out."
    )


def _declared() -> int:
    return kept("Operational", "Mission-ready")


def _kept_reveal() -> str:
    return (
        f"By declaration {count(_declared(), 'none')} of the four was kept within its year. By "
        f"completion of the works, or of the equipment, {count(kept('Complete'), 'none')} were. Press the buttons, and "
        "choose the definition yourself."
    )


# Each sentence, and what it measures.
_SENTENCES = {
    "rose": ("the Polish site is on schedule for the 2018 timeframe", "date"),
    "gao_dates": ("the dates for declaring technical capability have not changed", "date"),
    "gao_less": ("delays have reduced the capability that is to be delivered", "content"),
    "gao_tests": (
        "the tests that would best show what the Polish site can do were cut",
        "evidence",
    ),
    "gao_understanding": (
        "delays have reduced the understanding of how it will perform",
        "evidence",
    ),
    "state_iib": ("the fourth interceptor will no longer be developed", "content"),
}
_MEASURED = {key: code for key, (_, code) in _SENTENCES.items()}


def _price_why() -> str:
    cost = load("cost_estimates").set_index("estimate_id")["cost_low"]
    first, second = cost["mda-2010-ashore-ro"], cost["mda-2013-ashore-ro"]
    works = cost["usace-2016-ashore-ro"]
    return (
        f"The estimate went from {first:,.0f} to about {second:,.0f} million dollars, and the "
        "auditors said that the first had left some costs out: so growth and completeness are "
        f"mixed, and the difference of {second - first:,.0f} is not all overrun. Nor is it the "
        f"price of a building: the works at Deveselu were put at {works:,.0f} million. And the "
        "money is American."
    )


PREDICTIONS = (
    Prediction(
        id="05-kept",
        question="How many of the four phases were declared operational, or ready for their "
        "mission, within the promised year?",
        options={"A": "none", "B": "one", "C": "two", "D": "three"},
        answer=lambda: "ABCD"[_declared()],
        reveal=_kept_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="05-harsh-handover",
        title="The harsh reading",
        kind=Number("months", tolerance=0.5),
        answer=_handover,
        why=_handover_why,
        hints=(
            "Find the row in the table: its date is a day; only year and month matter here.",
            "Months between two dates: twelve times the difference of the years, plus the "
            "difference of the months.",
            "From January 2018 to October 2023: five whole years, and then from January to October.",
        ),
        source_ids=(
            "department-state-2011-epaa-and-nato-missile-defense",
            "war-zone-2023-aegis-missile-defense-site",
        ),
        misconceptions={
            "you kept the kind reading": Misconception(
                "That is the delay from December 2018, as on the chart. The question asks for the "
                "harsh reading: start eleven months earlier.",
                lambda: [_handover() - EARLIER],
            ),
            "you counted whole years only": Misconception(
                "Five years is sixty months, but the hand-over was in October, not in January.",
                lambda: [12 * (_handover() // 12)],
            ),
            "another definition of done slipped in": Misconception(
                "That is the count to another event: completion, acceptance, readiness or opening. "
                "Use the row of the hand-over.",
                lambda: _others(*DELIVERY),
            ),
            "you answered in years": Misconception(
                "The question asks for months.",
                lambda: [_handover() / 12],
                lambda value: 0 < value < 12,
            ),
        },
    ),
    Exercise(
        id="05-harsh-command",
        title="The same site, another verdict",
        kind=Number("months", tolerance=0.5),
        answer=_command,
        why=_command_why,
        hints=(
            "The row says 2016-08: August.",
            "Start from January 2015, the first day on which a promise of 2015 could be claimed.",
            "Twelve months to January 2016, and then on to August.",
        ),
        source_ids=(
            "department-state-2011-epaa-and-nato-missile-defense",
            "aircom-2016-ballistic-missile-defence",
        ),
        misconceptions={
            "you changed the definition but not the reading": Misconception(
                "That is the delay from December 2015. The harsh reader starts in January.",
                lambda: [_command() - EARLIER],
            ),
            "you changed the reading but not the definition": Misconception(
                "That is the count to completion in December 2015, or to the declaration of May "
                "2016. The question asks for NATO command.",
                lambda: _others(*COMMAND),
            ),
            "completion is taken to settle it": Misconception(
                "By completion it was on time. That is one true answer; here another definition "
                "is asked for.",
                lambda: [harsh(COMMAND[0])["Complete"] - EARLIER],
            ),
            "you answered in years": Misconception(
                "The question asks for months.",
                lambda: [_command() / 12],
                lambda value: 1 <= value <= 2,
            ),
        },
    ),
    Exercise(
        id="05-what-is-measured",
        title="What does the sentence measure?",
        kind=Sorting(
            {key: sentence for key, (sentence, _) in _SENTENCES.items()},
            {
                "date": "when it is delivered",
                "content": "what is delivered",
                "evidence": "what is known of how it works",
            },
        ),
        answer=lambda: _MEASURED,
        why="Two sentences are about the date, and both can be true while the other four are true "
        "as well: a date was held by delivering less and by testing less. That is how an official "
        "and an inspector can contradict each other without either being wrong. Before you call "
        "one a liar, ask whether they speak of the same thing.",
        hints=(
            "Ask of each sentence: if it were false, what would be different: the calendar, the "
            "equipment, or our knowledge?",
            "A test delivers no equipment. It tells you what the equipment does.",
            "There are two of each.",
        ),
        source_ids=(
            "department-state-2013-implementation-epaa",
            "gao-2014-gao-14-248r",
            "stars-stripes-2019-agency-skimping-missile-defense",
            "state-2013-rose-restructured",
        ),
        misconceptions={
            "fewer tests are taken for less equipment": Misconception(
                "Cutting a test takes nothing out of the silo. It takes something out of what we "
                "know.",
                puts={"gao_tests": "content"},
            ),
            "the speaker is sorted instead of the sentence": Misconception(
                "You put everything that the inspectors say together. One of their sentences is "
                "about the date, and agrees with the official.",
                ({**_MEASURED, "gao_dates": "evidence"}, {**_MEASURED, "gao_dates": "content"}),
                lambda given: given.get("gao_dates") in {"content", "evidence"},
            ),
            "the word delay is taken for the subject": Misconception(
                "Delay is the cause in that sentence. Ask what the delay has reduced.",
                puts={"gao_less": "date", "gao_understanding": "date"},
            ),
            "what is delivered and what is known of it run together": Misconception(
                "A system can be delivered whole and ill understood, or cut down and well "
                "understood. Look again at the words capability and understanding.",
                puts={"gao_understanding": "content"},
            ),
        },
    ),
    Exercise(
        id="05-price-doubled",
        title="The price that doubled",
        kind=choice(
            A="Building the Romanian base cost twice what was planned.",
            B="The agency's estimate for Romania and a test site in Hawaii about doubled; part of the rise is costs that the first estimate had left out.",
            C="NATO's bill for the Romanian base doubled.",
            D="The second figure is the true one, so the first was a lie.",
        ),
        answer=lambda: "B",
        why=_price_why,
        hints=(
            "Whose estimate is it, and of what exactly? Read `option` and `scope`.",
            "Read the note of the later row: what did the auditors say about the earlier one?",
            "Compare the row `usace-2016-ashore-ro`: what did the building works alone cost?",
        ),
        source_ids=(
            "defense-daily-2013-gao-aegis-ashore-cost",
            "army-corps-2016-romania-complete-construction-missile",
        ),
        misconceptions={
            "an estimate is read as a bill, and a programme as a building": Misconception(
                "Both figures are estimates, and they cover a test site in Hawaii and the "
                "equipment as well as the works in Romania.",
                ("A",),
            ),
            "the owner is merged with the user": Misconception(
                "The land sites are an American contribution, built with American money. The "
                "Alliance pays in common for command and communications.",
                ("C",),
            ),
            "a change is taken for a deceit": Misconception(
                "An estimate can rise because things cost more or because more things are counted. "
                "The note says that here some of it is the second.",
                ("D",),
            ),
        },
    ),
    Exercise(
        id="05-why-phase-4",
        title="Why did Phase 4 go?",
        kind=choice(
            A="It was dropped because Russia objected: the objections came first.",
            B="Russia had nothing to do with it: both governments said so.",
            C="It was dropped because its interceptor had failed in flight tests.",
            D="Delay, money, doubts about place and another threat are each documented; whether Russia weighed too is not shown by open papers.",
        ),
        answer=lambda: "D",
        why="Four reasons stand in documents from before or on the day. The fifth is inferred from "
        "sequence and motive. It may be true; it cannot be called shown. A careful writer keeps "
        "it, marks it as inference, and says which papers would settle it.",
        hints=(
            "For each sentence ask: which document in the unit would prove it?",
            "Is 'it came first' a proof? Is 'both deny it' a proof?",
            "Was the interceptor ever built?",
        ),
        source_ids=(
            "legistorm-2013-gao-sm3-iib",
            "pentagon-2013-hagel-briefing",
            "state-2013-rose-restructured",
            "afp-2013-russia-dismisses-move",
            "los-angeles-2012-open-microphone",
        ),
        misconceptions={
            "after is taken for because": Misconception(
                "Russia's objections did come first. So did the cut in Congress, the delay and the "
                "doubts about the place. Order in time does not choose among them.",
                ("A",),
            ),
            "a denial is taken for a proof": Misconception(
                "Washington had reason to deny a concession, and Moscow had reason not to be seen "
                "to have received one. What both would say in any case proves little.",
                ("B",),
            ),
            "a plan is taken for a weapon": Misconception(
                "There was nothing to test: the interceptor was still being designed.",
                ("C",),
            ),
        },
    ),
    claim_note(
        "05",
        (
            "Is there one claim, and could it turn out wrong?",
            "If there is a delay in it, by which definition of done?",
            "Has each figure its date, source and grade?",
            "Which evidence is missing, and what could it change?",
        ),
        why=lambda: (
            "**A good one.** *Claim: the Polish site was more than four years late by every "
            "definition but completion. Evidence: it was promised for 2018 (State Department "
            f"fact sheet, grade A). Counted from December 2018 it was handed over {_handover() - EARLIER} "
            "months late, in October 2023 (MDA testimony as reported, grade B), and NATO called it "
            "ready for its mission in July 2024 (grade B); the works had been complete in October "
            f"2022, {harsh(DELIVERY[0])['Complete'] - EARLIER} months late (GAO as reported, grade B). Limit: the months say nothing about "
            "how well it works. Inspectors reported in 2019 that most of the tests that would have "
            "shown it were cut; the results of later ones are not public, and they could make the "
            "delay look like prudence or like waste.* It could be wrong, each figure has its "
            "definition, and the limit says what would change the picture.\n\n"
            "**A plausible one, flawed.** *Claim: the Polish site was badly delayed. Evidence: it "
            "opened six years late, in November 2024, after the Americans had dropped Phase 4 to "
            "please Russia, so the delay was political. Limit: more research is needed.* A "
            "ceremony is used as if it were the only date; a cause is asserted from sequence, and "
            "for another phase; the builder's heating and cooling, which are documented, are left "
            "out; the limit names nothing."
        ),
        hints=(
            "Name the definition of done in the same sentence as the number.",
            "Give each figure its source and its grade; the table has both.",
            "End with the document or test result that could overturn your claim.",
        ),
        source_ids=(
            "war-zone-2023-aegis-missile-defense-site",
            "janes-2023-navy-acceptance-aegis-ashore-poland",
            "stars-stripes-2019-agency-skimping-missile-defense",
        ),
    ),
)
