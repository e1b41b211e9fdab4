"""Exercises and prediction of unit 02, missiles and defences."""

from __future__ import annotations

from math import inf

from course.data import load
from course.geodesy import flight_minutes, great_circle_km
from course.learn.answers import Names, Number, Sorting, first, sorting
from course.learn.exercises import (
    Exercise,
    Misconception,
    Prediction,
    around,
    claim_note,
    other_side,
)
from course.lessons.missiles_and_defences.sortings import (
    CAUSES,
    CEILING_SITES,
    COMPARED,
    LINE,
    NAMED,
    RESTS,
    SAID,
    TRACE,
    WHY,
    compared,
)
from course.lessons.missiles_and_defences.sums import TABRIZ, minutes_left, within
from course.words import listed

SPENT = 10  # minutes, as exercise 1 says


def _longer() -> float:
    return flight_minutes(3000) / flight_minutes(1000)


def _guess() -> str:
    return "A" if _longer() < 2 else "B" if _longer() < 4 else "C"


def _brussels_km(site: str = "brussels-hq") -> float:
    at = load("sites").set_index("site_id").loc[site]
    return great_circle_km(*TABRIZ, at["lat"], at["lon"])


def _left(site: str = "brussels-hq", spent: int = SPENT) -> float:
    return minutes_left(_brussels_km(site), spent)


def _example() -> float:
    """Return what the cell of exercise 1 prints as it stands: from Tehran to Rota, after twelve."""
    at = load("sites").set_index("site_id")[["lat", "lon"]]
    return minutes_left(great_circle_km(*at.loc["tehran"], *at.loc["rota"]), 12)


def _ceiling() -> float:
    classes = load("range_classes").set_index("scheme_class_id")
    return float(classes.at["iran-self-limit-2017", "to_km"])


def _reached(start: tuple[float, float] = TABRIZ) -> list[str]:
    inside = within(load("sites"), tuple(CEILING_SITES), _ceiling(), start)
    return [CEILING_SITES[site] for site in inside]


PREDICTIONS = (
    Prediction(
        id="02-three-times",
        question="How much longer is the throw of 3,000 kilometres under way?",
        options={
            "A": "less than twice as long",
            "B": "about three times as long",
            "C": "four times as long or more",
        },
        answer=_guess,
        reveal=lambda: (
            f"By the formula it takes {flight_minutes(3000):.0f} minutes against "
            f"{flight_minutes(1000):.0f}: {_longer():.1f} times as long. What is thrown farther is "
            "thrown faster."
        ),
    ),
)

EXAMPLE = 12  # minutes, as the cell under exercise 1 has them


def what_is_left(
    site: str = "brussels-hq", place: str = "Brussels", spent: int = SPENT, lost: str = "ten"
) -> Exercise:
    """Make the task to say what is left of a flight from Tabriz after some minutes.

    Args:
        site: of `sites`: where the flight ends.
        place: its name.
        spent: the minutes that are spent; `lost` is their number in words.
    """
    own = (site, spent) == ("brussels-hq", SPENT)
    row = f"The row of the headquarters is `{site}`" if own else f"The row is `{site}`"

    def whole() -> float:
        return flight_minutes(_brussels_km(site))

    def grown() -> float:
        """Return what is left if minutes grew with the distance."""
        return _brussels_km(site) / 1000 * flight_minutes(1000) - spent

    def why() -> str:
        return (
            f"From Tabriz to {place} it is {_brussels_km(site):,.0f} kilometres; the formula gives "
            f"{whole():.1f} minutes, and "
            f"{_left(site, spent):.1f} are left. It is a yardstick and no forecast: the powered phase comes on "
            f"top, and the {lost} minutes begin at another moment."
        )

    return Exercise(
        id="02-left",
        title=f"What is left over {place}?",
        kind=Number("minutes", tolerance=0.2),
        outcomes=("LO4",),
        answer=lambda: _left(site, spent),
        why=why,
        hints=(
            f"{row}: take its whole flight by the formula.",
            f"Of the whole flight {lost} minutes are spent.",
            f"Take the {lost} minutes from the minutes of the row.",
        ),
        source_ids=("sun-1964-free-flight-trajectories", "shape-2026-posture-statement"),
        misconceptions={
            "the printed example is copied": Misconception(
                "That is the example as it stands, from Tehran to Rota and after twelve minutes. "
                "The question has another start, another end and other minutes.",
                shows=lambda: (_example(),),
                within=lambda: around(_example(), 0.1),
            ),
            "the whole flight is taken for what is left": Misconception(
                f"That is the whole flight. {lost.capitalize()} minutes of it are spent.",
                shows=lambda: (whole(),),
                within=lambda: around(whole(), 0.2),
            ),
            "another number of minutes is spent": Misconception(
                f"You took twelve minutes, as in the example. The question spends {lost}.",
                shows=lambda: (whole() - EXAMPLE,),
                within=lambda: around(whole() - EXAMPLE, 0.15),
            ),
            "minutes are taken to grow with the distance": Misconception(
                "You seem to have multiplied the minutes for 1,000 kilometres. Three times as far "
                "is less than twice as long: ask the formula.",
                shows=lambda: (grown(),),
                within=[(14, inf)] if own else lambda: [(grown() - 1, inf)],
            ),
        },
    )


EXERCISES = (
    what_is_left(),
    Exercise(
        id="02-ceiling",
        title="The minister and the ceiling",
        kind=Names(tuple(CEILING_SITES.values())),
        outcomes=("LO4",),
        answer=_reached,
        why=lambda: (
            f"{listed(_reached())} lie within {_ceiling():,.0f} kilometres of Tabriz. On the school "
            "map the compasses put Deveselu just outside. The minister should add from "
            "where: from Tehran, farther east, only "
            f"{listed(_reached(start=(35.69, 51.42)))} is within that distance. And a ceiling is "
            "what a state says of itself."
        ),
        hints=(
            "Measure each of the five from `tabriz`.",
            "Compare each distance with the ceiling; one comes close.",
            "The aide's map is drawn for the wall and not for Tabriz.",
        ),
        source_ids=(
            "rfe-rl-2017-iran-commanders-say-supreme",
            "georeferenced-2014-geodetic-blunder",
        ),
        mistakes={
            "Kürecik": "the compasses are trusted. That is the aide's circle. On the school map "
            "lengths grow to the north, and the compasses fall short: measure over the ground.",
            ("+", "Redzikowo"): "another range is used. Redzikowo is within 3,000 kilometres. The "
            "ceiling is 2,000.",
        },
    ),
    Exercise(
        id="02-names",
        title="One range, how many names?",
        kind=Sorting({name: f"a range of {name}" for name in NAMED}, COMPARED),
        outcomes=("LO4",),
        answer=lambda: compared(load("range_classes")),
        why="The Britannica draws its lines lower, and its names promise more range than the "
        "analysts' for the same kilometres; where the spans overlap, both say the same. No missile "
        "changed. A reader who is given only the name does not know how far.",
        hints=(
            "Find each range in both lists, and compare the two names.",
            "The Britannica's lines are 480, 965 and 5,310; the analysts' 1,000, 3,000 and 5,500.",
            "One of the three words is not needed.",
        ),
        source_ids=(
            "encyclopaedia-britannica-nd-ballistic-missile-range-classes",
            "strategypage-2006-missile-inventories",
        ),
        mistakes={
            ("same", "700 km", "1,200 km", "5,400 km"): "a class is taken for a property of the "
            "missile. You gave the same name where the two schemes differ. A class is a name for a "
            "span of kilometres, and the spans are not the same.",
            ("lower", "700 km", "1,200 km", "5,400 km"): "the direction is turned round. The "
            "Britannica's lines are lower, so the same kilometres fall into a class of longer range "
            "there, not of shorter.",
        },
    ),
    Exercise(
        id="02-why-differ",
        title="Why do they differ?",
        kind=sorting(WHY, CAUSES),
        outcomes=("LO4", "LO8"),
        answer=lambda: first(WHY),
        why="The Hwasong was thrown steeply, and what it flew is no maximum. Carnegie reckoned with "
        "a tonne, Arms Control Today with 700 kilograms. AP's figure is 810 miles. Iran's Fateh is "
        "an improved model. RUSI named a class, and its limits are no measurement. And for the "
        "Khorramshahr the state that paraded it said half of what American officials, unnamed, "
        "believed: there the rows tell who differs, and not who is right.",
        hints=(
            "Compare the columns: in which do the two rows of a pair differ?",
            "`basis`, `qualifier`, `printed_unit` and `payload_kg` settle four of the six.",
            "For the Fateh read the name of the missile; for the Khorramshahr the publisher.",
        ),
        source_ids=(
            "csis-missile-threat-2017-north-korea-irbm",
            "carnegie-endowment-2000-iranian-missile-regional-issue",
            "arms-control-2002-iran-conducts-fourth-shahab",
            "iran-watch-2017-iran-supposed-missile-launch",
        ),
        mistakes={
            ("speaker", "hwasong"): "a flown distance is read as a range. Of the two rows of the "
            "Hwasong one has the basis `flown`. A test can be cut short or thrown steeply: it sets a lower bound and "
            "no maximum.",
            ("speaker", "shahab_2000", "shahab_2004", "fateh", "oreshnik"): "every difference is "
            "put down to interest. Look at the columns before you look at the speaker. Loads, units, "
            "versions and classes can explain a difference without anybody's motive.",
            ("version", "oreshnik"): "a class is read as a measurement. 3,000 to 5,500 are the "
            "limits of a class. The qualifier of the row of RUSI says so.",
            (
                "unit",
                "oreshnik",
            ): "a true remark is taken for the cause. The figure for the RS-26 was "
            "converted from somewhat more than 3,400 miles; that does not make 5,470 of 3,000. What does the row of RUSI give?",
            ("unit", "fateh"): "a true remark is taken for the cause. 201 is 125 miles, and a "
            "conversion explains one kilometre of the difference, not a hundred. What does the name of "
            "the missile say in the other row?",
            ("load", "khorramshahr"): "a cause is supplied that the rows do not show. Neither row "
            "of the Khorramshahr gives a load, a test or another version. What differs is who speaks.",
        },
    ),
    Exercise(
        id="02-line",
        title="What do the sheets of 1997 say?",
        kind=sorting(LINE, SAID),
        outcomes=("LO1", "LO8"),
        answer=lambda: first(LINE),
        why="By the sheet on the first statement targets within the limits make a slower system "
        "compliant; by that on the second there is no limit on the speed of interceptors, and each "
        "party judges its own. The sheet of Helsinki names a ban on interceptors in space. The sheet "
        "on the second says that there is no other restriction on testing or deployment, and that "
        "it codifies Helsinki: two summaries that one would have to lay beside the text, which we "
        "did not read. None of the three says when an agreement enters into force. And that a system tested on "
        "short-range targets cannot stop others is a conclusion, which does not stand there.",
        hints=(
            "Underline what each limit is put on: a target, an interceptor, a place?",
            "Two of the six are said, two denied, two neither.",
            "A rule for a test is not a statement about what a thing can do.",
        ),
        source_ids=(
            "department-state-1997-first-agreed-statement",
            "department-state-1997-second-agreed-statement",
            "white-house-1997-helsinki-abm-fact-sheet",
        ),
        mistakes={
            ("says", "able"): "a limit on tests is read as a limit on ability. The passage says on "
            "what a system may be tested. What it could do beyond that, it does not say.",
            ("says", "interceptors"): "a limit on targets is read as one on interceptors. Read the "
            "last passage again: which velocity limitations does it establish on interceptor "
            "missiles?",
            ("*", "space"): "one sheet is taken for all three. The last passage names no ban, and "
            "the first one does. Read it again.",
            (
                "*",
                "force",
            ): "another text is read into this one. None of the passages says from when "
            "an agreement is in force. What you know from elsewhere does not stand here.",
        },
    ),
    Exercise(
        id="02-trace",
        title="Where do the 4,000 kilometres come from?",
        kind=sorting(TRACE, RESTS),
        outcomes=("LO8",),
        answer=lambda: first(TRACE),
        why="One of the five speaks of the missile: the Israeli military, a party to the war, gave it "
        "that range. Two figures are the way to the island. Mehr gave no number; the span in its row "
        "is the press's. And Euronews let a missile fly farther than 4,000 kilometres that others "
        "say broke up or was shot down, towards an island that it put at about 4,500. None rests on a "
        "measured range. How far to trust it? As what one party said of the other's missile; the "
        "shot itself would show that somebody aimed so far.",
        hints=(
            "The column `note` tells four of the five.",
            "For the row without a note: who in the list on what was fired says how far the missile can fly?",
            "Two of the five are the way to the island.",
        ),
        source_ids=(
            "prometu-2026-iran-missile-attack-challenges",
            "nbc-via-1newsmedia-2026-diego-garcia",
            "conversation-2026-defense-expert-explains-how",
            "layer3-2026-satellite-launch-system",
            "euronews-romania-2026-iran-extends-reach",
        ),
        mistakes={
            ("range", "boyd", "officials"): "the way to a target is read as a range. Read the "
            "notes of Boyd and of the officials: does the number belong to the missile?",
            ("range", "mehr"): "a number is put in somebody's mouth. By its note, what did Mehr "
            "say? Who gave the number?",
            ("*", "euronews"): "a disagreement is overlooked. How far away is the island in the "
            "report of Euronews, and how far did the missile fly?",
            (
                "distance",
                "mehr",
            ): "half of the note is read. The span is the distance to the island, "
            "and the press printed it. The row stands under the name of Mehr: what did Mehr say?",
            ("nobody", "israel"): "an empty note is taken for no speaker. An empty note is not an "
            "answer. Look in `march_2026_claims`, where the Israeli military is a claimant.",
        },
    ),
    other_side(
        "02",
        (
            "Would one of us sign it, or say that you put a motive in place of our reason?",
            "Is our best fact there, with who says so and when?",
            "Is the other side's strongest point granted, and answered as we would?",
        ),
        hints=(
            "Begin with what sets a thrown missile apart, or with what comes beside it.",
            "Choose one text of this side's advocates, and give its year.",
            "Grant the other side one thing in a clause, and answer it.",
        ),
        source_ids=(
            "nato-2014-vershbow-nato-perspective",
            "nato-pa-2017-day-bmd-report",
            "military-review-2024-shield-or-glue-revisited",
            "rusi-2021-future-nato-air-missile-defence",
            "nato-2025-nato-releases-policy-integrated",
        ),
    ),
    claim_note(
        "02",
        (
            "Is there one claim, and what would show it to be wrong?",
            "For each number: whose is it, of when, and for what?",
            "Which text or flight is missing, and what could it change?",
        ),
        outcomes=("LO1", "LO4"),
        hints=(
            "Say for or against; then say why in one sentence.",
            "Give each number its speaker, date and grade, and say whether it is claimed, estimated "
            "or flown.",
            "Name the text that you have not read.",
        ),
        source_ids=(
            "nato-nd-missile-defence-nato-review",
            "nato-2025-nato-releases-policy-integrated",
            "shape-2026-posture-statement",
        ),
    ),
)
