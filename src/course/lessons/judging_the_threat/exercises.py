"""Exercises and prediction of unit 09, judging the threat."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Number, Sorting, choice, first, sorting
from course.learn.exercises import (
    ELSEWHERE,
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
    told,
)
from course.lessons.judging_the_threat import sortings, sums
from course.words import listed

_YEARS = {"A": 2015, "B": 2018, "C": 2024}


def _centre() -> pd.DataFrame:
    rows = load("range_forecasts")
    return rows[rows["forecast_id"].str.fullmatch(r"nasic-20\d\d")].set_index("forecast_id")


def _named_in_2009() -> str:
    year = _centre().at["nasic-2009", "by_year"]
    return next((key for key, named in _YEARS.items() if named == year), "D")


def _centre_reveal() -> str:
    rows = _centre()
    same = rows[rows["by_year"] == rows.at["nasic-2000", "by_year"]]
    left = [
        int(year) - int(made[:4])
        for made, year in zip(same["made_on"], same["by_year"], strict=True)
    ]
    return (
        f"It was {int(same['by_year'].iloc[0])}, in the editions of {listed(same['made_on'].str[:4])}: "
        f"the years that were left went from {left[0]} to {left[-1]}. What the authors knew in each "
        "year is not public. A year that stays may mean that nothing new was learnt, or that nobody "
        "looked again."
    )


def _given() -> list[float]:
    return [float(p) for p in sums.scores(load("range_forecasts"))["given"]]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _five() -> float:
    return _mean(list(sums.scores(load("range_forecasts"))["penalty"]))


def _turned() -> float:
    return _mean([max(p, 1 - p) ** 2 for p in _given()])


def _flown() -> float:
    """Return the mean score of the five, had a flight in 2014 turned three outcomes round."""
    rows = sums.scores(load("range_forecasts"))
    turned = rows["forecast_id"].isin(sums.FLOWN_IN_2014)
    return _mean(list(rows["penalty"].where(~turned, (1 - rows["given"]) ** 2)))


def _years(part: str) -> str:
    return f"{sums.spans(load('epaa_milestones')).at[part, 'years']:.1f}"


SENTENCE = (
    "with sufficient foreign assistance, Iran could probably develop and test an ICBM by 2015",
    "Iran could probably develop and test an ICBM by 2015",
    "Iran could develop and test an ICBM by 2015",
    "Iran will develop and test an ICBM by 2015",
)


def _stripped() -> str:
    """Return the letter of the first sentence, hedge by hedge, that an outcome could contradict."""
    first = next(k for k, said in enumerate(SENTENCE) if " will " in said)
    return "DABC"[first]


PREDICTIONS = (
    Prediction(
        id="09-next-edition",
        question="Which year did the edition of 2009 name?",
        options={
            "A": "2015, as before",
            "B": "2018",
            "C": "2024, fifteen years ahead as before",
            "D": "none",
        },
        answer=_named_in_2009,
        reveal=_centre_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="09-score-five",
        title="Score five forecasts",
        kind=Number("", tolerance=0.006),
        answer=_five,
        why=lambda: (
            f"The mean of the five squares is {_five():.2f}; who always says 50 per cent has 0.25. Of "
            "the five that we chose, the two 'unlikely' cost little, the two flat statements much. That does not rank the "
            "people. Four of the five speak of one event that did not come, an Iranian ICBM. With one "
            f"flight in 2014 the mean is {_flown():.2f} and hardly moves; but each 'unlikely' goes from "
            f"{sums.unlikely() ** 2:.2f} to {sums.not_unlikely() ** 2:.2f}, and Steinitz's flat "
            f"statement from {sums.flat() ** 2:.2f} to almost nothing. One event decides who judged "
            "well, and the score does not count what being late would have cost. Obering, "
            "in London, spoke of a shorter missile, and is judged by other evidence. We chose the "
            "five; and the numbers are ours, read from words by Kent's scale."
        ),
        hints=(
            "For each of the five: had it come about by the time named? One if it had, zero if not.",
            "Square each probability's distance from 0, then take the mean of the five squares.",
            "The five squares begin with 0.75 times 0.75; the sum is divided by five.",
        ),
        source_ids=(
            "kent-1964-words-estimative-probability",
            "national-interest-2015-it-official-there-will",
            "world-tribune-2002-state-dept-breaks-u",
            "la-times-2008-warns-europeans-iran-missile",
            "weekly-standard-2009-update-iranian-missile-intelligence",
            "reuters-via-matzav-2012-steinitz-us-range",
        ),
        misconceptions={
            "the square is left out": Misconception(
                "That is the mean distance. Brier squares each distance first, so that a bold error "
                "costs more than two timid ones.",
                shows=lambda: [_mean(_given())],
            ),
            "what did not happen is scored as if it had": Misconception(
                "You measured each probability from 1. By the rows shown none of what was spoken "
                "of came by the time named: the outcome is 0 for all five.",
                shows=lambda: [_mean([(1 - p) ** 2 for p in _given()])],
            ),
            "unlikely is turned into its contrary": Misconception(
                "For the two 'unlikely' the probability that it comes is 0.30; you scored 0.70, which "
                "is the probability that it does not.",
                shows=lambda: [_turned()],
            ),
            "the squares are added up": Misconception(
                "That is their sum. Divide it by the number of forecasts.",
                shows=lambda: [5 * _five()],
            ),
            "the flight of 2014 is scored": Misconception(
                "That is the second score, with a flight in 2014. Give the first: what came about "
                "by the rows shown?",
                shows=lambda: [_flown()],
            ),
            "the example is scored": Misconception(
                "That is the score of the five halves of the example. Take the five "
                "probabilities of the table, and what the rows say of the outcome.",
                shows=(0.25,),
            ),
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="09-strip",
        title="Strip the hedge",
        kind=choice(
            A="After the first: without the foreign help.",
            B="After the second: without 'probably'.",
            C="After the third: with 'will' in place of 'could'.",
            D="From the start: it names a year.",
        ),
        outcomes=("LO4",),
        answer=_stripped,
        why="'Could' speaks of what is possible, and a thing that does not happen may have been "
        "possible. Take the help away and the sentence says more, but it still cannot be shown "
        "wrong. Take 'probably' away: the same, since it only said how likely it was that Iran "
        "*could*. With 'will' it can fail, and it is another sentence. Whoever retells it so has "
        "made a forecast of his own.",
        hints=(
            "Suppose that 2015 passes without a test. Which of the four sentences is then false?",
            "May a thing have been possible that was not done?",
            "Look at the verb and not at the year.",
        ),
        source_ids=(
            "aca-2010-evaluating-latest-iranian-icbm",
            "arms-control-2010-iranian-icbm-2015",
        ),
        misconceptions=told(
            {
                "A": "the condition is taken for the only hedge. Without the help it says more, "
                "but not that a test comes. 'Could probably' is left.",
                "B": "probably is taken to speak of the test. 'Could probably test' says that the "
                "ability is probable. Nothing is said of whether it would be used.",
                "D": "a year is taken for a forecast. The year says by when it was possible. That "
                "it was not done by then does not show that it could not have been.",
            }
        ),
    ),
    Exercise(
        id="09-retold",
        title="What did the retelling do?",
        kind=sorting(sortings.TOLD, sortings.CHANGES),
        outcomes=("LO8",),
        answer=lambda: first(sortings.TOLD),
        why="Hedges go in more than one way, and in both directions. An *if* falls away while the "
        "verb is no firmer than before. A *could*, or no verb at all, becomes *will*. And 'could by "
        "2035, should Tehran decide' turns into 'cannot until 2035', which is as far from the text "
        "as any alarm; so is 'would not' for 'increasingly uncertain'. One page of the seven that "
        "we chose kept a *may* or *could* and the help, though the help comes a sentence later. The "
        "agency too prints the help, further down: whoever stops at its first line never meets it.",
        hints=(
            "Underline the verb in each pair: could, may, will, cannot.",
            "No firmer? Then look for an *if*, a *with* or a *should* that is gone.",
            "One kept it, two lost an if, two raise the alarm, two give comfort.",
        ),
        source_ids=(
            "reuters-2010-europe-hundreds-iranian-missiles",
            "cnn-2010-gates-iran-hundreds",
            "free-beacon-2014-intel-chief-icbm-2015",
            "idga-2013-iran-flight-test-2015",
            "aca-2011-inhofe-there-you-again",
            "upi-2010-report-iran-may-soon",
            "iran-project-2012-crs-shelved",
            "nbc-via-us-tower-2026-soon-intel-report",
            "inquisitr-2026-trump-warns-iranian-missile",
        ),
        misconceptions=told(
            {
                ("alarm", "defence_agency", "research"): "only alarm is looked for. Not every "
                "error makes the danger greater. Compare *could by* with *cannot until*, and "
                "*uncertain* with *would not*.",
                ("kept", "research"): "a doubt is read as a denial. *Uncertain "
                "whether* leaves both open. *Would not* closes one of them.",
                ("kept", "defence_agency"): "a date by which is read as a date until which. *Could "
                "by 2035, should Tehran decide* became *cannot until 2035*: which of the two rules "
                "something out?",
                ("condition", "defence_agency"): "a lost condition is taken for all that was lost. "
                "*Should Tehran decide* is gone, and so is more: is *cannot* no firmer than *could*?",
                ("alarm", "gates", "agency"): "a lost condition is read as a firmer verb. The "
                "verb is no stronger than before. What is gone is the *if* on which it hung.",
                ("comfort", "agency", "gates"): "a soft verb is taken for comfort. *May* and "
                "*could* still speak of a missile that comes; neither says that none does.",
                ("kept", "agency", "gates"): "what is further down is read into the line. Judge "
                "the words shown: where in them is the help, or the *if*?",
                ("condition", "trade_site"): "every retelling is mistrusted. Read both of its "
                "sentences: is the help there, and is the verb still a *may* or *could*?",
                (("kept", "flynn"), ("condition", "senator")): "a firm verb is overlooked. Look "
                "for *will*. Did it stand in the text?",
            }
        ),
    ),
    Exercise(
        id="09-can-fail",
        title="Which of them can fail?",
        kind=sorting(sortings.CLAIMS, sortings.FAILS),
        outcomes=("LO4",),
        answer=sortings.can_fail,
        why="A claim can fail if it says that something will, or is unlikely to, come by a stated "
        "time. *Could*, *might* and *if helped* rule nothing out; *soon* has no end. 'Unlikely' is "
        "not refuted by one event, but it pays for it, as Brier's rule shows. That a claim cannot "
        "fail does not make it useless: it may be a warning. It makes it unfit to be praised or "
        "blamed for what came.",
        hints=(
            "Ask of each: what would have to happen for it to look bad?",
            "A year alone does not help a *could*; a *will* alone does not help without a year.",
            "Four can fail by a time that they state, and four cannot.",
        ),
        source_ids=(
            "dni-2017-coats-worldwide-threat",
            "iiss-2014-iran-icbm-iiss-voices",
            "hill-via-2015-intelligence-chief-sees-no",
            "appleton-times-2026-trump-said-iran-will",
        ),
        misconceptions=told(
            {
                ("can", "air_force", "director"): "a year is taken for a test. A year tests only "
                "a sentence that says what will or will not have come by then.",
                ("can", "president"): "a bold verb is taken for a test. *Will* without a time "
                "cannot be called late.",
                ("can", "coats"): "might is taken for a forecast. What might be driven to happen "
                "may as well not happen, in any year.",
                ("cannot", "dissent", "institute"): "a forecast of nothing is taken for none. "
                "*Unlikely before* says what will hardly come by a year. A test in that time "
                "would have told against it.",
                ("cannot", "steinitz", "london"): "being wrong is taken for being unable to fail. "
                "It named a time, and the time passed. That is what makes it testable.",
            }
        ),
    ),
    Exercise(
        id="09-in-time",
        title="Would the defence have been in time?",
        kind=Sorting(sortings.PARTS, sortings.ENOUGH),
        outcomes=("LO8",),
        answer=lambda: sums.enough(load("epaa_milestones")),
        why=lambda: (
            "This is the measure of the insurance. With a whole five years the radar, the ships and "
            f"Deveselu are in time, Deveselu with nothing to spare; Redzikowo, at {_years('poland')} "
            "years, is not. If two of the five pass unseen, only the radar's whole road is in time. A "
            "critic says that the reckoning shows no decision; that inspectors laid an 18-month "
            "delay at Redzikowo mainly to the builder; and that what is built early must be paid "
            "for early too. A supporter answers that whoever waits for the sight of a decision may "
            "be late. The five years are the commission's 'about five', taken as exact."
        ),
        hints=(
            "Read the years in the last column, and set each beside one, three and five.",
            "The shortest warning that is enough is the first of these that is not below the years.",
            "For one a year is enough, for one three, for two five; for two five are too few.",
        ),
        source_ids=(
            "rumsfeld-commission-1998-unanimous-conclusions",
            "aircom-2016-ballistic-missile-defence",
            "defense-daily-2019-gao-poland-missile-defense",
        ),
        misconceptions=told(
            {
                ("three", "romania"): "the building is taken for the whole. Between the choice of "
                "the site and the first spade there were years too.",
                (("three", "ships"), ("one", "romania_built")): "the years are rounded down. A "
                "warning that is shorter than the span comes too late.",
                ("more", "romania"): "about five is taken for more than five. As printed it took "
                "five, with nothing to spare.",
                (
                    ("five", "poland_built"),
                    ("five", "poland"),
                ): "a plan is taken for what was done. "
                "The site was to be ready in 2018; the table shows when it was.",
                ("five", "radar"): "a warning that is enough is taken for the shortest. The radar "
                "took months.",
            }
        ),
    ),
    Exercise(
        id="09-minister",
        title="What may the minister say of the shot?",
        kind=Sorting(sortings.ASKED, sortings.SAFE),
        outcomes=("LO4", "LO8"),
        answer=sortings.minister,
        why="Three questions stay open. One missile failed, by the accounts read, and what became of "
        "the other was told in two ways; one broadcaster printed a distance covered of over 4,000 km, "
        "and no official whom we read gave one; four accounts name three kinds of missile. So a minister may say that a limit of 2,000 km had been named, and that whoever aimed at the "
        "island aimed beyond it: it lies further than that from every part of Iran. Not that "
        "London is in reach, since that hangs on the place; nor that it is not, since an aim is a "
        "sign of something. A failed shot shows an attempt, and by itself no range.",
        hints=(
            "For two of them the chart of distances is enough: read both marks in the row.",
            "Which of the rest are told in different ways by different sources?",
            "Two are yes, three are no, three are open.",
        ),
        source_ids=(
            "reuters-via-thenews-no-2026-diego-garcia",
            "pa-via-ireland-live-2026-diego-garcia",
            "news-bg-2026-rutte-nato-still-studying",
            "conversation-2026-defense-expert-explains-how",
        ),
        misconceptions=told(
            {
                ("yes", "flown"): "an aim is taken for a flight. The island is that far away. How "
                "far the missiles flew, no official whom we read says.",
                ("no", "flown"): "a failure is taken for a proof of the contrary. That neither "
                "arrived does not say how far they got before they broke up or were hit.",
                ("yes", "shot_down"): "the tidier account is taken for the true one. One report "
                "has it shot down. The one before it had officials say that they did not know yet.",
                ("yes", "london"): "one end of Iran is taken for all of it. Look at both marks in "
                "the row. From the far south-east London is further than from Tabriz by almost "
                "two thousand kilometres.",
                ("yes", "type"): "a guess is taken for a finding. Officials and one expert spoke "
                "of a space rocket, another expert of a known missile, most likely modified.",
                (ELSEWHERE, "nato"): "an *if* is taken for a finding, or for a "
                "doubt about what he said. How far they flew is open. Whether NATO had confirmed it "
                "is not: it could not, he said.",
                ((ELSEWHERE, "athens"), ("open", "london")): "the place is taken to be "
                "needed, or the other line is read. The question names both ends: are both "
                "marks in the row left of the line of 4,000 km?",
                (ELSEWHERE, "hit"): "a dispute on one thing is read into another. The "
                "accounts differ on how the second missile failed. None of those shown has a hit.",
            }
        ),
    ),
    Exercise(
        id="09-trace",
        title="Trace a year",
        kind=sorting(sortings.TEXTS, sortings.ROLES),
        outcomes=("LO8",),
        answer=lambda: first(sortings.TEXTS),
        why="The estimate of 1999 looked fifteen years ahead, 'through "
        "2015' by its title, and asked what could come by the end of that span; later texts passed the "
        "year on. Three looked again. How far to trust the number? As the end of a horizon (our "
        "reading: the classified text may have had other grounds); as a finding on Iran only where "
        "a text shows what it rests on.",
        hints=(
            "Which of them is the oldest, and how far ahead did it look?",
            "A text that prints the same sentence as an older one passes it on.",
            "One origin, two repeat, three look anew, one names no year.",
        ),
        source_ids=(
            "carnegie-2000-long-winding-road",
            "national-interest-2015-it-official-there-will",
            "arms-control-2010-iranian-icbm-2015",
            "reuters-via-2012-iran-long-range-missiles",
        ),
        misconceptions=told(
            {
                ("origin", "pentagon_2010", "centre_2009"): "a late official text is taken for "
                "the origin. It prints the same sentence as a report of the year before, and that "
                "one as an edition of 2000.",
                ("repeats", "research_2012", "command_2015"): "a doubt is taken for an echo. It "
                "looks at 2015 in order to doubt it, or names a later time.",
                ("anew", "centre_2009", "pentagon_2010"): "a new cover is taken for a new look. "
                "Both print one sentence, and an expert found it in the edition of 2000.",
                ("none", "command_2015", "estimate_2009"): "a span is taken for none. It names "
                "no single year, and still a time: 2015 at the soonest, or later.",
                (ELSEWHERE, "director_2017"): "a warning is taken for "
                "a date. *Might drive* and *could shorten*: by when?",
                ("repeats", "estimate_2009"): "a later span is taken for the same year. *Unlikely "
                "until 2015 to 2020* was told as a change of three to five years.",
            }
        ),
    ),
    other_side(
        "09",
        (
            "Would one of us sign every sentence, or is one of them what our opponents say of us?",
            "Does our strongest fact come early, with its date and who says so?",
            "Is the other side's best point granted, and answered as we would answer it?",
        ),
        hints=(
            "Begin with the reason that its best advocate would give first.",
            "Give one fact that this side would quote, with its date.",
            "Grant the hardest objection in a clause, and answer it as this side would.",
        ),
        source_ids=(
            "rumsfeld-commission-1998-unanimous-conclusions",
            "gao-1996-soundness-nie-95-19",
            "carnegie-2000-long-winding-road",
            "kreps-2008-shifting-currents",
        ),
    ),
    claim_note(
        "09",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each forecast its date, its verb, its condition, and who says so?",
            "Which paper or event is missing, and what could it change?",
        ),
        outcomes=("LO1",),
        hints=(
            "Say well for whom, and by which measure: a forecast, or a warning.",
            "Quote the verb of each forecast as it stood, and its grade.",
            "Name what would have had to happen, or be published, for you to be wrong.",
        ),
        source_ids=(
            "national-interest-2015-it-official-there-will",
            "world-tribune-2002-state-dept-breaks-u",
            "la-times-2008-warns-europeans-iran-missile",
        ),
    ),
)
