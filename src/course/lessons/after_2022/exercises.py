"""Exercises and prediction of unit 15, after 2022."""

from __future__ import annotations

from course.data import load
from course.learn.answers import Number, choice, sorting
from course.learn.exercises import (
    ELSEWHERE,
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)
from course.lessons.after_2022 import sortings, sums

_CASES = {
    "A": "pl-2022-11-15",
    "B": "pl-2025-09-10",
    "C": "ro-2026-05-29",
    "D": "pl-2026-07-30",
}


def _asked() -> str:
    asked = load("incidents_on_allied_territory").set_index("incident_id")["article4_requested"]
    return next(key for key, row in _CASES.items() if asked.eq(True).fillna(False)[row])


def _asked_reveal() -> str:
    table = load("incidents_on_allied_territory").set_index("incident_id")
    dead, hurt = table.at["pl-2022-11-15", "deaths"], table.at["ro-2026-05-29", "injured"]
    return (
        f"After the drones of September 2025 Poland asked. The deaths of {dead:.0f} people in 2022, the "
        f"{hurt:.0f} hurt in Galați and the warhead of July 2026 led to no request that is known. Harm "
        "alone did not decide; the text below asks what did."
    )


def _days() -> list[int]:
    days = sums.days_to_correction(load("incidents_on_allied_territory"))
    return sorted(int(one) for one in days)


def _median() -> float:
    return float(sums.days_to_correction(load("incidents_on_allied_territory")).median())


def _mean() -> list[float]:
    mean = sum(_days()) / len(_days())
    return [mean, round(mean, 1), round(mean)]  # as a learner may round it


def _longest() -> list[int]:
    return [max(_days())]


def _two_in_the_middle() -> list[int]:
    half = len(_days()) // 2
    return _days()[half - 1 : half + 1]


def _slowest() -> str:
    days = sums.days_to_correction(load("incidents_on_allied_territory"))
    return f"{int(days['pl-2022-12-16'])} and {int(days['pl-2026-07-30'])}"


def _share() -> float:
    abroad, bought = sums.from_outside_europe(load("sky_shield"))
    return 100 * abroad / bought


def _counts() -> list[int]:
    abroad, bought = sums.from_outside_europe(load("sky_shield"))
    return [abroad, bought]


def _with_spain() -> list[float]:
    abroad, bought = sums.from_outside_europe(load("sky_shield"))
    return [100 * (abroad + 1) / (bought + 1)]


def _spain_below() -> list[float]:
    abroad, bought = sums.from_outside_europe(load("sky_shield"))
    return [100 * abroad / (bought + 1)]


def _with_swiss() -> list[float]:
    abroad, bought = sums.from_outside_europe(load("sky_shield"))
    return [100 * (abroad + 1) / bought]


def _of_all() -> list[float]:
    shield = load("sky_shield")
    members = int((shield["participation"] != "outside").sum())
    return [100 * _counts()[0] / one for one in (members, members - 1)]


def _german() -> list[float]:
    abroad, bought = _counts()
    return [100 * (bought - abroad) / bought]


PREDICTIONS = (
    Prediction(
        id="15-asked",
        question="After which of these did an Ally ask for talks under Article 4?",
        options={
            "A": "a missile that killed two people on a Polish farm, November 2022",
            "B": "drones over Poland in the night of 10 September 2025",
            "C": "a drone that hit a block of flats in Galați, Romania, and hurt two people, May 2026",
            "D": "a cruise missile whose warhead exploded in Poland, July 2026",
        },
        answer=_asked,
        reveal=_asked_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="15-trace",
        title="Four hundred per cent, retold",
        kind=sorting(sortings.RETOLD, sortings.MEANS),
        answer=lambda: {name: code for name, (code, _) in sortings.RETOLD.items()},
        why="An increase of 400 per cent adds four times the level to the level itself, so that five "
        "times the level results: the figure released beforehand and the trade paper's 'five-fold' agree. *Fourfold* is an "
        "increase of 300 per cent. *An increase of 500 per cent* would be six times the level. And the "
        "caption makes a share of spending out of a demand for defences: two things that need not move "
        "together, since prices move too. The headline is of days before the speech, and the text below it says fivefold. What the level was, and "
        "whether it counts batteries, missiles or cover, no text that we read says.",
        hints=(
            "Write each as 'so many times what there is now'.",
            "An increase comes on top of what is there: 100 per cent more is twice.",
            "Two are the same, one is lower, one higher, and one speaks of money.",
        ),
        source_ids=(
            "afp-via-trt-2025-rutte-400",
            "defence-industry-2025-rutte-five-fold",
            "militarnyi-2025-rutte-400",
            "tfiglobal-2025-missile-shield",
            "dailymotion-2025-rutte-400-pt",
        ),
        mistakes={
            ("more", "trade"): "an increase is taken for a multiple. Five-fold is five times the "
            "level, and so 400 per cent more: the level that was there before is one of the five.",
            (
                "same",
                "ukrainian",
            ): "400 per cent more is read as four times. Start from one. Add four. "
            "How many times the start do you have?",
            (
                "same",
                "opinion",
            ): "five times is read as 500 per cent more. Five times the level is an "
            "increase of four levels. Five hundred per cent more would be six times.",
            (
                "same",
                "caption",
            ): "spending is taken for defence. The text before the speech has air and missile defence "
            "grow, the caption the present outlay. Twice the money need not buy twice the missiles.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="15-days",
        title="How long does a first report stand?",
        kind=Number("days", tolerance=0.01),
        answer=_median,
        why=lambda: (
            f"In order the {len(_days())} waits are {', '.join(map(str, _days()))} days; the middle, "
            f"half-way between the seventh and the eighth, is {_median():g}. The mean, {_mean()[0]:.0f}, is drawn up by two cases, of "
            f"{_slowest()} days. So a correction, where one came, mostly came within days, and "
            "sometimes after months. What the table cannot say is how many first reports are wrong and "
            "were never corrected: an incident without a correction may be right, or forgotten. Nor is "
            "each of these an error put right; some complete what had been left open."
        ),
        hints=(
            "The median is the one in the middle when all are put in order.",
            "Count the days from `date` to `corrected_on`, row by row; on the same day it is 0.",
            "There are fourteen rows: the median is half-way between the seventh and the eighth in order.",
        ),
        source_ids=(
            "ap-via-ktar-2022-poland-nato-missile",
            "reuters-via-2023-military-object-was-seen",
            "polskie-radio-2025-polish-minister-says-polish",
            "sejm-2026-sitting-65-speech-44",
        ),
        mistakes={
            _mean: "the mean is taken for the median. You added the days and divided. Two long waits "
            "pull that sum up; the question asks for the wait in the middle.",
            _longest: "the longest wait is given. That is the end of the row, not its middle.",
            "one of the two in the middle is given": Misconception(
                "Fourteen waits have two in the middle. The median is half-way between them.",
                _two_in_the_middle,
            ),
            "the rows are counted": Misconception(
                "That is how many waits there are. Put them in order and take the one in the middle.",
                lambda: [len(_days())],
            ),
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="15-suppliers",
        title="From whose shelf?",
        kind=Number("per cent", tolerance=0.6, percent=True),
        answer=_share,
        why=lambda: (
            f"Of {_counts()[1]} participants whose purchase was read, {_counts()[0]} bought an American "
            f"or an Israeli system through the scheme or in its spirit, alone or beside the German one: "
            f"{_share():.0f} per cent. The rest bought the German system only, in that way. The Swiss "
            f"Patriots, ordered before Switzerland joined, are left out; with them it is "
            f"{_with_swiss()[0]:.0f}. So is Denmark's SAMP/T. Both sides can use the number: more than "
            "half bought European alone through the scheme, and Arrow 3, bought against long-range "
            "ballistic missiles, is Israeli and American. It is a share of purchases that could be read, by state and not by value; whoever "
            "bought and was not noticed is missing."
        ),
        hints=(
            "Who is in the whole: states that take part *and* of which a purchase was read.",
            "Count those whose `suppliers` hold USA or ISR.",
            "Divide the one by the other and multiply by 100. Spain did not join.",
        ),
        source_ids=(
            "shephard-2025-air-defence-iris-t-orders",
            "devdiscourse-2024-european-members-patriot-missiles",
            "idnes-2025-germany-fields-arrow-3",
        ),
        mistakes={
            _with_spain: "a buyer that did not join is counted. Spain took part in the joint Patriot "
            "purchase; it is not a member of the scheme.",
            _with_swiss: "the Swiss Patriots are counted. Switzerland ordered them in 2022, before it "
            "joined: look at its `suppliers`.",
            _spain_below: "a buyer that did not join stands in the whole. Spain took part in the joint "
            "Patriot purchase; leave it out of both numbers.",
            _of_all: "an empty cell is read as no purchase. You divided by all who take part. For most "
            "of them nothing was read, which is not the same as nothing bought.",
            _counts: "a number of states is given. The question asks which part one is of the other.",
            _german: "the other part is given. That is the share that bought the German system alone.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="15-because",
        title="After the ask, because of the ask?",
        kind=choice(
            A="The group brought it about: it asked first, and two years later it stood in the policy.",
            B="It followed the ask, and others had said it before; the cause stays open.",
            C="The group had no part in it: governments do not read advocates.",
            D="Nothing followed, since the policy itself was not read.",
        ),
        answer=lambda: "B",
        why="'All threats, whatever their origin' stood in the Strategic Concept of June 2022, before "
        "the group's page. So the order of events speaks against the group as the origin of the words "
        "and says nothing on whether it helped them on. Others asked for more air defence in those years, "
        "Lithuania and Rutte among them (`asks_and_outcomes`). That governments ignored it is as unproved as that they "
        "obeyed. NATO's own news item is enough to say that the policy speaks of all directions. To "
        "settle the cause one would need drafts, or people who were there.",
        hints=(
            "When does the chart of texts show the words first?",
            "What would have to be true if the group had caused it? And if it had not?",
            "Which of the four could be wrong, and which claims only what the dates show?",
        ),
        source_ids=(
            "mdaa-2023-nato-missile-defense-policy",
            "nato-2025-nato-releases-policy-integrated",
            "german-mission-nato-2022-strategic-concept",
        ),
        mistakes={
            "A": "what came after is taken for what came because of it. Look who had used the words "
            "before the page was written, and who else asked at the time.",
            "C": "a missing proof is read as a proof. That no trace of the group was found does not "
            "show that nobody listened.",
            "D": "an unread text is taken for an absent one. The summary was not opened, but NATO's "
            "account of it was, and that names the directions.",
        },
        outcomes=("LO1",),
    ),
    Exercise(
        id="15-minister",
        title="What may the minister say?",
        kind=sorting(sortings.MINISTER, sortings.SAFE),
        answer=sortings.minister,
        why="Five of the seven can be answered. Two people died in 2022, and Poland weighed a request and "
        "made none; in September 2025 Poland and Estonia asked, with no reported harm to people. The "
        "treaty asks for the opinion of one Ally. Warsaw made intent its own test in 2022, and asked in "
        "2025 while intent was unclear: a government's rule is not the treaty's. Poland's request of 10 "
        "September was one, for the drones and for the house. And the ballistic shield was built against "
        "ballistic missiles; what came down here, as far as identified, were drones, cruise missiles and "
        "air defence missiles. Two stay open: the prime minister said first that Poland was not the "
        "target, and seven weeks later a deputy minister that the event was judged to have been planned; and what formal talks would have brought Romania "
        "nobody can read off, since it had talks of another kind.",
        hints=(
            "One case is enough to refute a *whenever*.",
            "Read the words of Article 4: whose opinion, and of what?",
            "Two are open, two are true, three are false.",
        ),
        source_ids=(
            "ap-2025-article-4-consultations",
            "censor-net-2022-morawiecki-article-4",
            "nato-2025-nac-statement-airspace-violations",
            "al-jazeera-2026-russian-missile-poland",
            "sejm-2026-sitting-65-speech-44",
        ),
        mistakes={
            (
                "yes",
                "deaths",
            ): "a rule is made of what seems right. Look at the one row with deaths: "
            "was there a request?",
            (
                "yes",
                "intent",
            ): "Article 4 is read as if it were a verdict. It speaks of an opinion that "
            "security is threatened; nothing in it asks for proof.",
            (
                "yes",
                "aim",
            ): "the word of September is taken for proof. In July the prime minister had said that "
            "Poland was not the target. And *planned* leaves unsaid what for.",
            (
                "no",
                "aim",
            ): "the word of July is taken for proof. In September a deputy minister told parliament "
            "that the event was judged to have been planned, and left unsaid what for.",
            (
                ELSEWHERE,
                "talks",
            ): "a road not taken is given an outcome. Romania had informal talks and no formal ones: "
            "what shows that these would have brought more, or as little?",
            (
                "open",
                "deaths",
                "intent",
                "shield",
            ): "a rule that one case refutes is left open. Look at the row with deaths, at the words "
            "of Article 4, or at `weapon_class`: the sentence is false.",
            (
                "open",
                "unhurt",
                "once",
            ): "what the table says is left open. Look at `harm` and `article4_requested`, and at the "
            "note on Wyryki.",
            (
                "yes",
                "shield",
            ): "air defence is taken for the ballistic shield. Which weapons came down "
            "there? Look at `weapon_class`.",
            (
                "no",
                "once",
            ): "two rows are taken for two requests. The note on Wyryki says: one request for "
            "both.",
            ("no", "unhurt"): "a request is thought to need victims. Look at the two rows with a "
            "request, and at what the columns of harm say there.",
        },
        outcomes=("LO1", "LO2"),
    ),
    other_side(
        "15",
        (
            "Would an advocate of that side sign it, or say that you gave its interests for its reasons?",
            "Which fact would that side put first, and does yours stand there, with its date?",
            "Is the other side's strongest point granted, and answered as this side would?",
        ),
        hints=(
            "Begin with what this side fears most: a gap today, or a dependence for good.",
            "Use one fact with its date that this side would quote.",
            "Grant the other side's strongest point in one clause, and answer it.",
        ),
        source_ids=(
            "ap-via-2023-macron-air-defense",
            "swp-2023-fragile-leadership-air-defence",
            "nato-2022-14-allies-finland-air-defence",
            "csis-2023-making-most-sky-shield",
        ),
    ),
    claim_note(
        "15",
        (
            "Is there one claim, with a purchase or a text in it, and could it turn out wrong?",
            "Is each figure told with what it counts: signatures, contracts, or things delivered?",
            "Which missing paper is named, and what could it change?",
        ),
        hints=(
            "Say which purchase, or which text, your claim is about.",
            "Give each figure its date, source and grade, and say what it counts.",
            "Name the paper or number that you would need and have not got.",
        ),
        source_ids=(
            "nato-2022-14-allies-finland-air-defence",
            "afp-via-2025-switzerland-patriot-delay",
            "nato-2025-nato-releases-policy-integrated",
        ),
        outcomes=("LO1", "LO2"),
    ),
)
