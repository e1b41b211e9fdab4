"""The prediction, the exercises, the letter and the memo of unit 17."""

from __future__ import annotations

from course.learn.answers import choice, first, sorting
from course.learn.essays import Essay
from course.learn.exercises import Exercise, Prediction, other_side
from course.lessons.capstone import council, sortings
from course.lessons.capstone.redlines import Package
from course.words import count

ZONES = {"A": 0, "B": 6, "C": 13, "D": 27}
"""The most texts that an answer to the prediction stands for."""


def zone_answer() -> str:
    """Return the option of the prediction that holds for the small Council."""
    left = len(council.agreed())
    return next(letter for letter, most in ZONES.items() if left <= most)


PREDICTIONS = (
    Prediction(
        id="17-zone",
        question="How many of the 27 texts will none of the seven capitals refuse?",
        options={"A": "none", "B": "one to six", "C": "seven to thirteen", "D": "fourteen or more"},
        answer=zone_answer,
        reveal=lambda: (
            f"Nobody refuses {count(len(council.agreed()))} of {len(council.packages())}. Each capital alone "
            "refuses few; what they refuse hardly overlaps, so that the refusals add up."
        ),
    ),
)
HARDENED = {
    "A": (),
    "B": ("council named told",),
    "C": ("council outside shared",),
    "D": ("council any told", "council outside told", "council named told"),
}
"""The texts that each option of the exercise on a hardened red line says are left."""


def left_when_hardened() -> set[Package]:
    """Return the agreed texts in which no unit moves before the Council has agreed."""
    return {text for text in council.agreed() if text.authority == "council"}


def hardened_answer() -> str:
    """Return the option that names just the texts that are left."""
    left = left_when_hardened()
    return next(k for k, texts in HARDENED.items() if {council.package(t) for t in texts} == left)


EXERCISES = (
    Exercise(
        id="17-letter",
        title="A letter that breaks silence",
        kind=Essay(
            80,
            180,
            (
                "Does the first sentence say what is accepted?",
                "Is one bracket named, with words that would mend it?",
                "Is the reason one that this capital has given in public, or could?",
                "Could the others sign the mended text, as far as their public lines show?",
            ),
        ),
        answer=lambda: None,
        outcomes=("LO9",),
        why="There is no one right letter. Compare yours with the letters in the transcripts that "
        "you can open below. One that only refuses leaves the chair with nothing to try; one that "
        "asks for two brackets at once asks others to refuse in their turn; one that threatens is "
        "remembered for the threat. Read your card again: have you offered your trade, or kept it?",
        hints=(
            "Name the bracket that your red line is about; if it is about two, choose one of them.",
            "Offer words that a capital with another red line could bear: look at the public lines.",
            "Say what you accept before you say what you refuse.",
        ),
        source_ids=("crs-2003-nato-decision-making",),
    ),
    Exercise(
        id="17-positions",
        title="Position or interest?",
        kind=sorting(sortings.POSITIONS, sortings.KINDS),
        outcomes=("LO6", "LO9"),
        answer=lambda: first(sortings.POSITIONS),
        why='A test helps: ask *what for?* "No name", a legal guarantee, other words for the '
        "system: of each of these one can ask it, and the answer is something else, to which "
        "another text might lead as well. Cover for a whole country, or that whoever commands also "
        "answers for a miss: there the question begins to come to rest, and several texts could "
        "serve. That the system was built for few missiles is neither; it is a belief about the "
        "world, and can be right or wrong.",
        hints=(
            "Ask of each: what for? If the answer names something else, you hold a position.",
            "One of the six could be checked against a design or a test.",
            "Three are positions and two are interests.",
        ),
        source_ids=(
            "globalrights-2010-oguzlu-turkey-shield",
            "wsj-2016-us-france-differ-shield",
            "cnas-2022-russia-iran-threats-put",
        ),
        mistakes={
            ("interest", "no-name", "guarantee", "retarget"): "a demand is taken for what it "
            "serves. No name, a guarantee, other words: each is something asked for, and could be "
            "met or refused as it stands. Ask what it would do for those who ask.",
            ("position", "whole-country", "responsibility"): "an aim is taken for a demand. Many "
            "texts could give cover to a whole country, or make whoever commands answer for a miss. "
            "That is the mark of an interest.",
            ("*", "few-weapons"): "a belief is taken for a "
            "wish. That the system was designed for few missiles is said about the world, and used "
            "as a reason.",
            ("ground", "responsibility"): "a reason for caution is taken for a fact. The French "
            "official spoke of who takes the responsibility for a miss; that could be served in "
            "more ways than one.",
        },
    ),
    Exercise(
        id="17-harden",
        title="A red line hardens",
        kind=choice(
            A="No text is left.",
            B="State X named: one text, with the Council first and the host told first.",
            C="Outside the area: one text, with the Council first and the cost shared.",
            D="Whatever the threat: three texts, with the Council first and the host told first.",
        ),
        outcomes=("LO9",),
        answer=hardened_answer,
        why="Go through the texts in which the Council decides first. From any direction: "
        "Washington refuses to wait for a meeting. From outside the area: Warsaw does. Named: "
        "Ankara bears it if the host is told first, and nobody else minds. So the capital that "
        "hardened is left with the one text that names a state. A red line "
        "about one bracket decides another one, because the red lines of others tie them together.",
        hints=(
            "Only texts in which the Council decides first are open to Germany now: nine of them.",
            "Who refuses to wait for the Council, and with which threat?",
            "Of the three threats one is left. What does Ankara ask for it?",
        ),
        source_ids=("sebenius-1992-negotiation-analysis",),
        mistakes={
            "A": "one hard line is taken for the end of all texts. Look for a text in which the "
            "Council decides first and which none of the other six refuses.",
            "C": "one card is not read. Look at what Poland says of a text that looks outside the "
            "area and makes the commander wait.",
            "D": "the lines of the others are forgotten. Telling the host first satisfies Ankara, "
            "Madrid and Bucharest. Washington and Warsaw mind something else.",
        },
    ),
    Exercise(
        id="17-sentences",
        title="Seven sentences for a memo",
        kind=sorting(sortings.SENTENCES, sortings.VERDICTS),
        outcomes=("LO1", "LO2", "LO3", "LO4", "LO5", "LO6"),
        answer=lambda: first(sortings.SENTENCES),
        why="Three may go in. The cancellation and the reason that the President put first are in "
        "his announcement; that this was the reason which decided is more than the sentence says. "
        "*That could be read* is what makes the sentence on Russia true: it says where somebody "
        "looked. Spain's two acts stand side by side without a *because*. Three say too much: the "
        "Council met on the next day and spoke of the posture; three of three is what a much "
        "weaker system would also show now and then; and the policy of 2025 is known by NATO's "
        "news item, which speaks of all directions, and says nothing of ballistic missile defence "
        "in particular. One compares the widening of a network with "
        "the whole cost of another plan over twenty years, in another currency.",
        hints=(
            "Three of the seven claim more than anybody has said; look for the verb, and for 'every'.",
            "One of them divides two sums. What does each include, and over how many years?",
            "A sentence may be cautious and true: three of the seven are.",
        ),
        source_ids=(
            "white-house-2009-strengthening-missile-defense-europe",
            "shape-2026-posture-statement",
            "reuters-2010-nato-says-missile-defense",
            "newser-2026-spain-blocks-use-its",
            "nato-2025-nato-releases-policy-integrated",
        ),
        mistakes={
            ("stands", "fired"): "support on the next day is taken for an order. The Council met "
            "on 5 March and dealt with the posture. No text that we read says that it ordered a shot.",
            ("stands", "perfect"): "a short run is taken for a rate. Met out of three says little "
            "about the fourth; and who claims it is the operator.",
            (
                "stands",
                "turned",
            ): "a wide word is read as a name, and one system as the other. NATO's "
            "item says *all directions*, of integrated air and missile defence; the policy was not "
            "read, and whether the older sentence still stands is not known.",
            ("*", "cheaper"): "two sums with unlike contents are "
            "divided. Each may be right; the quotient is not about anything. Look at what each of "
            "the two rows includes.",
            ("*", "against"): "a bounded sentence is read as a sweeping one. It does not say that "
            "no text names Russia; it says what was found where somebody could read.",
            ("*", "cancelled"): "a reason given is read as a cause proved. The sentence says which "
            "reason the President put first, and no more.",
            ("*", "rota"): "two acts are read as a contradiction. Leave to live in a port is one "
            "thing, leave for a use another; both are on record.",
        },
    ),
    Exercise(
        id="17-audit",
        title="Who finds the fault?",
        kind=sorting(sortings.FAULTS, sortings.FINDERS),
        outcomes=("LO8",),
        answer=lambda: first(sortings.FAULTS),
        why="A machine can look for a word that claims a cause, count the words of a title, and look "
        "for its numbers among the rows. It cannot know that an empty cell was drawn as a no, or "
        "that two years stand under one unit: every check of the list would pass. That some Allies "
        "outside spend less than most members is what the rows say, and no fault; what one makes of "
        "it would be.",
        hints=(
            "Read the list of the audit in exercise 4: which checks are there?",
            "For each fault ask whether it could be seen without knowing what the table means.",
            "Three are found by the machine, two only by an eye.",
        ),
        source_ids=(
            "politico-2026-nato-report-card",
            "nato-multimedia-2022-family-photo-european-sky",
        ),
        mistakes={
            ("machine", "empty-no", "two-years"): "the audit is trusted too far. It sees a symbol "
            "and a unit; it does not know that nobody had read the one, or that the other covers "
            "two years.",
            ("eye", "cause", "label", "number"): "the audit is trusted too little. A word of "
            "cause, a title of five words and a number that is nowhere else can be found without "
            "understanding anything.",
            ("*", "outside"): "a finding is taken for a fault. The rows say so, and the remark "
            "says no more.",
            ("no_fault", "empty-no", "two-years"): "what passes every check is taken for sound. A "
            "thing that nobody read is not a no, and an estimate is not an outturn.",
        },
    ),
    Exercise(
        id="17-trace",
        title="Where does this number come from?",
        kind=sorting(sortings.FIGURES, sortings.ORIGINS),
        outcomes=("LO8",),
        answer=lambda: first(sortings.FIGURES),
        why="Three were said: the minutes by the spokesman of the commander whose people acted, "
        "the 2,000 km by Iran at a parade, the quarter by officials to a newspaper. Each is the "
        "word of somebody with a part in the matter. One is ours: the capitals are counted from "
        "three tables by a formula, at 4,000 km, which is the double of Iran's figure, as unnamed "
        "American officials believed the range to be (unit 10). The count is as good as that "
        "belief. Two belong to the game. That both counts are 27 is chance.",
        hints=(
            "Ask of each: who could be asked how they know?",
            "A count that rests on someone's range is still a sum of ours.",
            "Two of the six would vanish if the game did.",
        ),
        source_ids=(
            "shape-2026-posture-statement",
            "iran-watch-2017-iran-supposed-missile-launch",
            "stars-stripes-2025-pentagon-ramps-up-thaad",
        ),
        mistakes={
            ("*", "twenty-seven"): "a sum of ours is taken for a source's, or for the game's. No "
            "publisher counts the capitals: the tables hold places and a range, and a formula does "
            "the rest.",
            (
                "*",
                "texts",
            ): "it is a sum, but of a thing that we made: three brackets of three options "
            "make so many texts, and without the game there are none. That the capitals are as "
            "many is chance.",
            (
                "reckoned",
                "ten-minutes",
                "two-thousand",
                "a-quarter",
            ): "what somebody said is taken "
            "for a result. Each of these was said by somebody, to the public or to a reporter, and the course "
            "repeats it with its source.",
            ("*", "seventy-two"): "the game is taken for the world. Whether the commander has been "
            "given such hours is not known; the number is of our making.",
        },
    ),
    Exercise(
        id="17-memo",
        title="A memo of two pages",
        kind=Essay(
            900,
            1100,
            (
                "Is there one recommendation at the start that this reader can act on?",
                "Does each fact that carries the advice have its date, its source and its grade?",
                "Is one number your own, from two tables, so that a reader could reckon it again?",
                "Would the other side sign the paragraph about it, and is it told where it is right?",
                "What was not read, by name, and what would change the advice?",
            ),
        ),
        answer=lambda: None,
        outcomes=("LO9",),
        why="Three samples stand under this task, with notes. Mark your own "
        "by the five rows of the rubric before you open them, and write down for each row the "
        "sentence that decided it. Then give it to somebody who has not read this unit, with the "
        "sheet for a peer's reading: a memo is for a reader.",
        hints=(
            "Write the recommendation first, in two sentences, and the limit second.",
            "Choose four facts that carry the advice, and leave the rest out.",
            "Give the other side its own paragraph, with its own source, before you answer it.",
        ),
        source_ids=(
            "sundiata-post-2018-nato-ballistic-missile-defence",
            "nato-2025-nato-releases-policy-integrated",
            "csis-2016-looking-east-european",
        ),
    ),
    other_side(
        "17",
        (
            "Would a member of that side sign it, or say that you gave motives in place of reasons?",
            "Does its strongest fact stand there, with a date and a source?",
            "Is the best objection granted and answered, as this side would answer it?",
        ),
        hints=(
            "Begin with the sentence that its best advocate would put first.",
            "Use one fact with its date that this side would quote.",
            "Grant the best objection in one clause, and answer it.",
        ),
        source_ids=(
            "mdaa-2023-nato-missile-defense-policy",
            "cnas-2022-russia-iran-threats-put",
            "pifer-2012-compromise-possible",
        ),
    ),
)
