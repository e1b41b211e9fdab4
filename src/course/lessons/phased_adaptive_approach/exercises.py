"""Exercises, predictions and quiz of unit 05, the phased adaptive approach."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course.data import load
from course.learn.answers import Number, Sorting, choice, first, sorting
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note, other_side
from course.lessons.phased_adaptive_approach import delays
from course.words import count, long_date

ROMANIA = "Phase 2: Deveselu"


def _pace_why() -> str:
    rows = load("epaa_milestones").set_index("milestone_id")
    date, slip = rows["date"], rows.loc["redzikowo-gao2014-2020"]
    begun = long_date(date["redzikowo-ground-2016"][:7])
    given, held = delays.agency_dates()
    return (
        f"The Romanian site took {delays.works('deveselu')} months from the breaking of ground to the "
        f"declaration that it was operational. As many months from {begun} end in "
        f"{long_date(delays.at_the_same_pace())}. So that one case spoke for the promise: the one "
        "finished site of its kind had gone at just that pace. But in "
        f"{long_date(slip['stated_on'][:7])} the inspectors had put some capabilities of the phase at "
        f"{slip['date']} or later: whoever weighed that had reason to doubt it. "
        f"Poland's took {delays.works('redzikowo')} months, and what went wrong came later: at first the works, "
        "mainly, said the auditors. The comparison speaks for the date as it stood that day, and "
        f"for no later one: of the {count(given)} dates that the agency gave from 2018 on it kept "
        f"{count(held, 'none')}. And one case is a thin basis: a new design, another climate or "
        "another builder can break the comparison; but in 2016 there was no other."
    )


# What each sentence measures, and the sentence.
_SENTENCES = {
    "rose": ("date", "the Polish site is on schedule for the 2018 timeframe"),
    "gao_dates": ("date", "the dates for declaring technical capability have not changed"),
    "gao_less": ("content", "delays have reduced the capability that is to be delivered"),
    "gao_tests": (
        "evidence",
        "the tests that would better show what the Polish site can do were cut",
    ),
    "gao_understanding": (
        "evidence",
        "delays have reduced the understanding of how it will perform",
    ),
    "state_iib": ("content", "the fourth interceptor will no longer be developed"),
}
_TRACED = {"first": "auditors", "read": "newspaper", "against": "pentagon"}
_TRACED |= {"base": "nobody", "shown": "nobody"}


def _price_why() -> str:
    cost = load("cost_estimates").set_index("estimate_id")["cost_low"]
    first, second = cost["mda-2010-ashore-ro"], cost["mda-2013-ashore-ro"]
    building = cost["usace-2016-ashore-ro"]
    return (
        f"The estimate went from {first:,.0f} to about {second:,.0f} million dollars, and the "
        "auditors said that the first had left some costs out: so growth and completeness are "
        f"mixed, and the difference of {second - first:,.0f} is not all overrun. Nor is it the "
        f"price of a building: the works at Deveselu were put at {building:,.0f} million. And the "
        "money is American."
    )


PREDICTIONS = (
    Prediction(
        id="05-kept",
        question="How many of the four phases were declared operational, or ready for their "
        "mission, within the promised year?",
        options={"A": "none", "B": "one", "C": "two", "D": "three"},
        answer=lambda: "ABCD"[delays.kept("Declared ready")],
        reveal=lambda: (
            f"By declaration {count(delays.kept('Declared ready'), 'none')} of the four was kept "
            f"within its year. By what was built, {count(delays.kept('Built'), 'none')} were. Press "
            "the buttons: the same plan, by what its builder owed and by what its commander could use."
        ),
    ),
)


def same_pace() -> Exercise:
    """Make the task to count the months that the Romanian site took."""
    return months_taken(
        *delays.WORKS["deveselu"],
        title="Was the promise rash?",
        why=_pace_why,
        dated="The two rows have a day each; only year and month matter here.",
        counted="From October 2013 to October 2015 there are 24; now on to May.",
        mistakes={
            "you counted the Polish site": Misconception(
                "That is how long Redzikowo took. The question is what an official could know in "
                "May 2016, and that was the Romanian site.",
                lambda: [delays.works("redzikowo")],
            ),
            "you counted until the building was finished": Misconception(
                "In December 2015 major parts of the site were announced as complete; it was declared operational in May "
                "2016. Use the row of the declaration.",
                lambda: [delays.works("deveselu") - delays.late(ROMANIA, "Declared ready")],
            ),
            "you counted until NATO took command": Misconception(
                "That came in August 2016, after the ground was broken in Poland. Use the row of "
                "the declaration.",
                lambda: [
                    delays.works("deveselu")
                    + delays.late(ROMANIA, "NATO command")
                    - delays.late(ROMANIA, "Declared ready")
                ],
            ),
        },
    )


def other_pace(first: str, last: str, another: str) -> Exercise:
    """Make the task to count the months between two other steps of a site.

    Args:
        first, last: rows of `epaa_milestones`, dated to the month at least.
        another: a row that might be taken for one of the two: a step of the same site.
    """

    def why() -> str:
        rows = load("epaa_milestones").set_index("milestone_id")
        steps = [f"{rows.at[one, 'what'].removesuffix('.')} ({one})" for one in (first, last)]
        begun, done = (long_date(rows.at[one, "date"]) for one in (first, last))
        return (
            f"From {begun} to {done} there are {delays.months(first, last)} months. {steps[0]}; "
            f"{steps[1]}. Which two steps are counted is a choice: with others of the same site the "
            "number is another, and whoever says how long it took should say from what to what."
        )

    return months_taken(
        first,
        last,
        title="From step to step",
        why=why,
        counted="Count whole years first, and then the months that are left over.",
        mistakes={
            "another step is taken": Misconception(
                f"You counted to or from `{another}`, which is another step of the site. Take the "
                "two rows that the question names.",
                lambda: list(delays.with_another(first, last, another)),
            ),
            "both ends are counted": Misconception(
                "You are one month off. The month in which it began is not counted twice.",
                lambda: [delays.months(first, last) + 1, delays.months(first, last) - 1],
            ),
        },
    )


def months_taken(
    first: str,
    last: str,
    *,
    title: str,
    why: Callable[[], str],
    counted: str,
    mistakes: Mapping[str, Misconception],
    dated: str = "Only year and month of the two rows matter here.",
) -> Exercise:
    """Make the task to count the months from one milestone to another."""

    def in_years() -> list[float]:
        return [delays.months(first, last) / 12]

    return Exercise(
        id="05-same-pace",
        title=title,
        kind=Number("months", tolerance=0.5),
        answer=lambda: delays.months(first, last),
        outcomes=("LO1", "LO4"),
        why=why,
        hints=(
            dated,
            "Months between two dates: twelve times the difference of the years, plus the "
            "difference of the months.",
            counted,
        ),
        source_ids=(
            "naval-today-2016-aegis-ashore-missile-defense",
            "altair-2023-aegis-ashore-poland-ready",
            "defense-daily-2019-gao-poland-missile-defense",
        ),
        misconceptions={
            **mistakes,
            "you answered in years": Misconception(
                "The question asks for months.",
                in_years,
                lambda: [(int(years), int(years) + 1) for years in in_years()],
            ),
        },
    )


EXERCISES = (
    Exercise(
        id="05-what-is-measured",
        title="What does the sentence measure?",
        kind=sorting(
            _SENTENCES,
            {
                "date": "when it is delivered",
                "content": "what is delivered",
                "evidence": "what is known of how it works",
            },
        ),
        answer=lambda: first(_SENTENCES),
        outcomes=("LO4",),
        why="Two sentences are about the date, and both can be true while the other four are true "
        "as well: in 2014, the inspectors found, dates stood while less was to be delivered and "
        "less was known of it. So an official and an inspector may only seem to contradict each "
        "other: ask whether they speak of the same thing. Whether a forecast then holds is another "
        "question. The official's, of 2013, did not: the Polish date was put off from 2018 on.",
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
        mistakes={
            ("content", "gao_tests"): "fewer tests are taken for less equipment. Cutting a test "
            "takes nothing out of the silo. It takes something out of what we know.",
            ("*", "gao_dates"): "the speaker is sorted instead of the sentence. You put everything "
            "that the inspectors say together. One of their sentences is about the date, and "
            "agrees with the official.",
            ("date", "gao_less", "gao_understanding"): "the word delay is taken for the subject. "
            "Delay is the cause in that sentence. Ask what the delay has reduced.",
            ("content", "gao_understanding"): "what is delivered and what is known of it run "
            "together. A system can be delivered whole and ill understood, or cut down and well "
            "understood. Look again at the words capability and understanding.",
        },
    ),
    Exercise(
        id="05-price-doubled",
        title="The price that doubled",
        kind=choice(
            A="Building the Romanian base cost twice what was planned.",
            B="The agency's estimate for Romania and a test site in Hawaii about doubled; part of the rise is costs that the first estimate had left out.",
            C="NATO's bill for the Romanian base doubled.",
            D="The rise is only what the first estimate had left out, so nothing grew.",
        ),
        answer=lambda: "B",
        outcomes=("LO5",),
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
        mistakes={
            "A": "an estimate is read as a bill, and a programme as a building. Both figures are "
            "estimates, and they cover a test site in Hawaii and the equipment as well as the "
            "works in Romania.",
            "C": "the owner is merged with the user. The land sites are an American contribution, "
            "built with American money. The Alliance pays in common for command and "
            "communications.",
            "D": "a part of the rise is taken for the whole. An estimate can rise because things "
            "cost more or because more things are counted. The note says that here some of it is "
            "the second, and not that all of it is.",
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
        outcomes=("LO1",),
        why="Four reasons stand in documents from before or on the day. The fifth is inferred from "
        "sequence, motive and a recorded promise of more flexibility, which names no phase. It may be true; it cannot be called shown. A careful writer keeps "
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
        mistakes={
            "A": "after is taken for because. Russia's objections did come first. So did the cut "
            "in Congress, the delay and the doubts about the place. Order in time does not choose "
            "among them.",
            "B": "a denial is taken for a proof. Washington had reason to deny a concession, and "
            "Moscow had reason not to be seen to have received one. What both would say in any "
            "case proves little.",
            "C": "a plan is taken for a weapon. There was nothing to test: the interceptor was "
            "still being designed.",
        },
    ),
    same_pace(),
    Exercise(
        id="05-trace",
        title="Whose number, and whose word?",
        kind=Sorting(
            {
                "first": "who first gave the number",
                "read": "where this course read it",
                "against": "who answered that no further flight test was needed",
                "base": "who says, in this unit and its tables, how many tests were planned and how many made",
                "shown": "who gives, in this unit and its tables, the analysis by which no further flight test was needed",
            },
            {
                "auditors": "the Government Accountability Office",
                "newspaper": "Stars and Stripes",
                "pentagon": "the Pentagon",
                "nobody": "nobody",
            },
        ),
        answer=lambda: _TRACED,
        outcomes=("LO8",),
        why="The number is the auditors', from their report of June 2019; we have it from a "
        "newspaper, so the row has grade B: the office's own sentence, with its footnotes, was not "
        "read. The Pentagon disputes what follows from it and not the number itself. And nothing "
        "here says of how many tests it is the share: four of five and forty of fifty are both 80 "
        "per cent. The report may say; it was not read. The answer stands no firmer: that one hit in "
        "Hawaii shows no need for more flight tests is the Pentagon's word, from the same paper, and no analysis behind it "
        "was read. So print each with its owner's name and the paper's, and build a policy on "
        "neither before you have the base of the one and the analysis behind the other.",
        hints=(
            "Look at the row `gao-2019-poland-tests`: its columns `body` and `report`, and the source "
            "and the grade at its end.",
            "A page that repeats a number is where you read it. Ask who counted.",
            "A share is a share of something. Does any column, or the sentence in the section on "
            "the inspectors, say of what?",
        ),
        source_ids=("stars-stripes-2019-agency-skimping-missile-defense",),
        mistakes={
            ("newspaper", "first"): "the page that repeats it is taken for its origin. The "
            "newspaper counted nothing: it reports what the auditors found. Whoever counted is the "
            "origin, and it is their method that you would have to trust.",
            ("auditors", "read"): "the origin is taken for what was read. The number is in a "
            "report of the auditors, but that report was not read for this row: look at its "
            "source. What you cite is what you saw.",
            ("auditors", "base"): "a per cent is taken to bring its base along. Their report may "
            "say; nothing that stands here does. A share without its base cannot be checked, and "
            "can be large of very few.",
            ("pentagon", "shown"): "an answer is taken to bring its proof along. The Pentagon said "
            "that the hit shows no need for more flight tests. By what reckoning does not stand in "
            "what was read here.",
            ("newspaper", "base"): "the newspaper is taken to give the base. Read the finding "
            "again, as the course has it from that paper: it has the share and not the two "
            "numbers.",
            ("pentagon", "first"): "the agency that tests is taken for the one that counts. The "
            "Pentagon's agency runs the tests. The number comes from those who audit it.",
        },
    ),
    other_side(
        "05",
        (
            "Is this what I would put first, or what my opponents say that I think?",
            "Which of my sources and dates are here, and do they say what is claimed for them?",
            "Where is the objection that I find hardest, and would I answer it like this?",
        ),
        hints=(
            "Begin with what this side wants to protect. What it is against comes after.",
            "Take one date or figure that the side itself uses, with its source.",
            "Name the strongest objection and answer it in the side's own manner.",
        ),
        source_ids=(
            "heritage-foundation-2009-white-house-fact-sheet",
            "gates-2009-better-missile-defense",
            "fas-2011-upsetting-the-reset",
        ),
    ),
    claim_note(
        "05",
        (
            "Is there one claim, and could it turn out wrong?",
            "If a delay is part of it: late for whom, by which definition of done?",
            "Has each figure its date, source and grade, and does the source say just that?",
            "Which evidence is missing, and what could it change?",
        ),
        hints=(
            "Begin with a sentence that your opponent would deny.",
            "Give each figure its source and its grade; the table has both.",
            "End with the document or test result that could overturn your claim.",
        ),
        source_ids=(
            "gao-2013-standard-missile-3-block",
            "pentagon-2013-hagel-briefing",
            "heritage-foundation-2013-congress-must-stop-obama",
            "stars-stripes-2019-agency-skimping-missile-defense",
        ),
        outcomes=("LO1", "LO4"),
    ),
)
