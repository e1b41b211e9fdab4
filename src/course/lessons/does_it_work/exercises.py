"""Exercises and prediction of unit 13, does it work."""

from __future__ import annotations

from functools import partial

from course.data import load
from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import (
    ELSEWHERE,
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)
from course.lessons.does_it_work import sortings, sums
from course.stats import wilson_interval

_SHARES = {"A": 68, "B": 40, "C": 20, "D": 6}
HITS = ("hit", "partial")


def _september(series: str) -> float:
    rows = load("strikes_on_ukraine").set_index("row_id")["share_intercepted"]
    return float(rows[series])


def _guess() -> str:
    share = _september("ft-2025-09-ballistic")
    return next(key for key, value in _SHARES.items() if value == share)


def _rate(good: tuple[str, ...] = HITS, *more: str) -> float:
    """Return the per cent of the tests shown that hit, with these results in the whole besides."""
    return sums.share(sums.homeland(load("intercept_tests")), good, (*sums.SHOT, *more))


def _counts() -> list[int]:
    results = sums.homeland(load("intercept_tests"))["result"]
    return [int(results.isin(HITS).sum()), int(results.isin(sums.SHOT).sum())]


def _layers(*, shared: float = 0.25) -> float:
    return sums.leak(0.8, 2, shared)


# Wrong answers, each by the sum that leads to it.


def _rates(good: tuple[str, ...], *more: str) -> list[float]:
    return [_rate(good, *more)]


def _one_kept() -> list[float]:
    hits, shots = _counts()
    return [100 * hits / (shots + 1)]


def _left(*cases: tuple[str, float]) -> list[float]:
    return [sums.left(weapon, overclaim) for weapon, overclaim in cases]


def _taken_off() -> list[float]:
    return [sums.left("ballistic") - 30]


def _mean_of_months() -> list[float]:
    rows = sums.months(load("strikes_on_ukraine"), "ballistic")
    return [70 * float((rows["intercepted"] / rows["launched"]).mean())]


def _lost() -> list[float]:
    return [sums.left("ballistic") - sums.left("ballistic", 0.3)]


PREDICTIONS = (
    Prediction(
        id="13-ballistic",
        question="Of the ballistic missiles of that month, what share did the analysts find stopped?",
        options={
            "A": "about 68 per cent, as of all missiles",
            "B": "about 40 per cent",
            "C": "about 20 per cent",
            "D": "about 6 per cent",
        },
        answer=_guess,
        reveal=lambda: (
            f"It was {_september('ft-2025-09-ballistic'):.0f} per cent, from the same Air Force's "
            f"data, in a month in which {_september('afp-2025-09-missiles'):.0f} per cent of all "
            f"missiles and {_september('afp-2025-09-drones'):.0f} per cent of drones were counted as "
            f"stopped. In August it had been almost {_september('ft-2025-08-ballistic'):.0f}, and in "
            f"March 2026 it was {_september('af-2026-03-ballistic-month'):.0f}. All of these can be true "
            "at once: a rate is a rate of something."
        ),
    ),
)

EXERCISES = (
    Exercise(
        id="13-your-rule",
        title="One record, your rule",
        kind=Number("per cent", tolerance=0.6, percent=True),
        answer=lambda: _rate(),
        why=lambda: (
            f"Eight hits in thirteen shots: {_rate():.0f} per cent. The agency had seven of fourteen "
            "for the same years: it left out the partial test of 1999, by our list a hit, and the no-test of 2007, and counted the "
            f"two aborts as failures. With the aborts, and every hit, it is "
            f"{_rate(HITS, 'not_launched'):.0f} per cent; if only full successes count, "
            f"{_rate(('hit',)):.0f}. All of these are true. A rate without its rule says little, and "
            "a rule chosen after the results says less."
        ),
        hints=(
            "Strike out the rows in which no interceptor flew.",
            "Count a hit in a partial test as a hit.",
            "Eight hits are left; divide by the rows that you did not strike out.",
        ),
        source_ids=(
            "aca-2013-mda-interceptor-flies-successfully",
            "alaska-report-2007-missile-fired-kodiak-shot",
        ),
        mistakes={
            partial(
                list, [50.0]
            ): "the agency's share is given. That is seven of fourteen, by another rule: it "
            "counts the aborts and leaves out a hit.",
            partial(
                _rates, HITS, "not_launched"
            ): "an abort is taken for a shot. In an abort the interceptor stayed on the "
            "ground. The rule leaves it out.",
            partial(
                _rates, ("hit",)
            ): "a partial test is taken for a miss. The target was hit; by this rule that counts.",
            _one_kept: "a row too many is kept. Strike out every row in which no interceptor "
            "flew, for an abort or for a no-test.",
            "a count is given": Misconception(
                "That is a number of tests. Divide the hits by the shots.",
                lambda: [_counts()[1]],
                lambda: [(count, count) for count in _counts()],
            ),
        },
        outcomes=("LO4", "LO8"),
    ),
    Exercise(
        id="13-overclaim",
        title="If three claims in ten were false",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=lambda: sums.left("ballistic", 0.3),
        why=lambda: (
            f"As claimed it is {sums.left('ballistic'):.0f} per cent, with one claim in ten false "
            f"{sums.left('ballistic', 0.1):.0f}, with two {sums.left('ballistic', 0.2):.0f}, with "
            f"three {sums.left('ballistic', 0.3):.0f}. For cruise missiles the same doubt leads from "
            f"{sums.left('cruise'):.0f} to {sums.left('cruise', 0.3):.0f}, for drones from "
            f"{sums.left('shahed_type'):.0f} to {sums.left('shahed_type', 0.3):.0f}. Doubt of the same "
            "size moves every level and leaves the order. That is worth knowing before one quarrels "
            "about it. It is a scenario: nobody has shown what part of the claims is false, and some "
            "false claims of failure may be among them too. And if at one missile in three nobody had "
            f"shot, {sums.ballistic_claimed()} of {sums.ballistic_launched()} would be "
            f"{1.5 * sums.left('ballistic'):.0f} per cent of those shot at: as much a scenario."
        ),
        hints=(
            "Add up the column first: claimed, and launched, over the five months.",
            "Take three tenths off the *claimed*, not off the launched.",
            "123 claimed of 393 launched; seven tenths of 123 is 86.1.",
        ),
        source_ids=("ivaniuk-2026-massive-missile-attacks",),
        mistakes={
            partial(
                _left, ("ballistic", 0.0)
            ): "the claim itself is given. That is the share as claimed. Take off three in ten "
            "of the claims.",
            partial(
                _left, ("ballistic", 0.1), ("ballistic", 0.2)
            ): "another part is taken to be false. That is what is left with one claim in ten, or two, "
            "false; the question asks for three.",
            _taken_off: "thirty points are taken off. Three claims in ten are thirty per cent of the "
            "claims, and not thirty points of the rate.",
            _mean_of_months: "the mean of five monthly rates is taken. A month with many launches "
            "counts no more in it than one with few. Add up both columns first, then divide.",
            _lost: "the part that was false is given. That is what would be lost. The question asks "
            "what is left.",
            partial(
                _left, ("cruise", 0.3), ("shahed_type", 0.3)
            ): "another kind of weapon is reckoned. That is the sum for another column.",
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="13-in-a-row",
        title="How many in a row?",
        kind=Number("", tolerance=0),
        answer=lambda: sums.run_needed(0.9),
        why=lambda: (
            f"It takes {sums.run_needed(0.9)}. Ten of ten reach down to "
            f"{100 * wilson_interval(10, 10)[0]:.0f} per cent, twenty of twenty to "
            f"{100 * wilson_interval(20, 20)[0]:.0f}. Thirty-five is more than the intercept tests "
            "of the homeland system in our list. Another rule gives 29; a lower bar than nine tenths asks for fewer. Nor "
            "does a long row help if the shots were alike and the next one is not. None in a row is read in "
            f"the same way: none of 29 fits with up to {100 * wilson_interval(0, 29)[1]:.0f} per cent."
        ),
        hints=(
            "Try numbers in *n* divided by *n* + 3.84, and watch the lower end.",
            "Twenty is too few, forty is more than enough.",
            "Between 30 and 40: the first for which the lower end is at least 0.9.",
        ),
        source_ids=("operations-research-1982-layered-defense",),
        mistakes={
            "nine of ten is taken for it": Misconception(
                "Ten hits of ten look like more than 90 per cent, but the interval of ten reaches far "
                "lower. Try 10 of 10.",
                (9, 10),
            ),
            "the number just before is given": Misconception(
                "Its lower end is still a little under 0.9.", lambda: [sums.run_needed(0.9) - 1]
            ),
            "another rule is used": Misconception(
                "By another rule (0.9 to that power falls under 0.05) 29 would do. The question asks "
                "for Wilson's interval.",
                (29,),
            ),
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="13-layers",
        title="Two layers, and a cause that they share",
        kind=Number("", tolerance=0.1),
        answer=_layers,
        why=lambda: (
            "Five pass both layers for the shared cause. Of the other 95 the first layer lets 15 "
            "through, and the second the same part of these, 15 in 95: some 2.4. Together "
            f"{_layers():.1f} of 100, where the textbook sum, a fifth of a fifth, has 4. No further "
            "layer brings it below five. That is why a second layer with another radar, another crew "
            "and another principle is worth more than a second layer alike *(our reading)*; and why "
            "the product of two rates holds only for layers that fail apart."
        ),
        hints=(
            "Begin with the five that all layers miss together.",
            "Of the other 95 the first layer misses 15. What part of those does the second miss?",
            "5, and 15 times 15 over 95.",
        ),
        source_ids=("operations-research-1982-layered-defense", "sofx-2025-ben-gurion-failure"),
        mistakes={
            "the layers are taken to fail apart": Misconception(
                "That is a fifth of a fifth: the sum for layers that share nothing.",
                lambda: [_layers(shared=0.0)],
            ),
            "only the shared cause is counted": Misconception(
                "Those five get through; a few others do too, by two failures that have nothing to do "
                "with each other.",
                (5,),
            ),
            "a second layer is taken to add nothing": Misconception(
                "Twenty is what one layer lets through.", (20,)
            ),
            "the part is taken of all that came": Misconception(
                "Fifteen of the *other 95* fail the first layer; the second misses the same part of "
                "these fifteen, 15 in 95 and not 15 in 100.",
                (7.25,),
                [(7.2, 7.26)],
            ),
            "the shared failures are counted twice": Misconception(
                "The twenty of each layer hold the five already. Of the other 95 a layer misses 15, "
                "and not 19 or 20.",
                (8.8, 9),
                [(8.5, 9.2)],
            ),
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="13-minister",
        title="May the minister plan with one number?",
        kind=Sorting(sortings.ASKED, sortings.SAFE),
        answer=sortings.minister,
        why="Three the evidence bears out, two it does not, three are open. For the minister's "
        "question that is enough: whoever plans with one rate for all weapons plans with a rate that "
        "no weapon has, and a doubt of three claims in ten about cruise missiles does not close the "
        "gap. That much is decided. How well a defence would do against other missiles, fired by "
        "somebody else, no row decides. Of what the 87 per cent is a share the report read does not "
        "say. On Riyadh Lewis and his colleagues hold an interception very unlikely, officials stated "
        "the contrary, and no data of the battery were found; of that winter some name empty launchers "
        "and others changed missiles, and both may be right.",
        hints=(
            "For two of them reckon with the table of exercise 2.",
            "The report prints 87 per cent of success. Does it print of what?",
            "Three are yes, two are no, three are open.",
        ),
        source_ids=(
            "ivaniuk-2026-massive-missile-attacks",
            "anadolu-agency-2025-guerre-des-12-jours",
            "air-space-2017-successfully-tests-ballistic-missile",
            "foreign-policy-2018-patriot-fail-everywhere",
            "rbc-ukraine-2026-empty-patriot-launchers-ukraine",
            "zero-hedge-2025-thaad-fails-2nd",
        ),
        mistakes={
            (
                ELSEWHERE,
                "weapons",
            ): "a claim that nobody checked is taken to say nothing. It is about "
            "what was *claimed*, and the claims are there: compare them month by month.",
            (
                ELSEWHERE,
                "doubted",
            ): "doubt is taken to settle the matter by itself. Reckon it: seven "
            "tenths of the cruise claims, over those launched.",
            (
                ELSEWHERE,
                "three",
            ): "a row without a miss is taken for a rate. The interval of three of "
            "three goes down to less than a half; that it may be nine in ten is not that it is shown.",
            (
                ELSEWHERE,
                "eighty_seven",
            ): "a whole is supplied, or denied, that the report does not give. "
            "It prints a rate of success and not of what, says `combat_claims`: no answer follows.",
            (
                ELSEWHERE,
                "target",
            ): "a critic's doubt is read as a miss. What is disputed is whether "
            "the test was like a war; that the target was hit is not.",
            (
                ELSEWHERE,
                "together",
            ): "one attack is taken for a law. Five days later one layer missed and the other hit.",
            (ELSEWHERE, "riyadh"): "one account is taken for the settled one. Analysts argue from "
            "where the debris fell, officials stated the contrary, and the battery's data are not public.",
            (ELSEWHERE, "why"): "one explanation is taken for the only one. Who names which, and "
            "could both be true?",
        },
        outcomes=("LO4", "LO8"),
    ),
    Exercise(
        id="13-trace",
        title="Ninety-seven per cent",
        kind=choice(
            A="A share of targets hit in tests.",
            B="A reckoning for several interceptors at one target, each on its own.",
            C="A share of warheads stopped in war.",
            D="A figure without any ground.",
        ),
        answer=lambda: "B",
        why="By the newspaper's account the military had suggested such a figure for *four* "
        "interceptors at one target. The sum is the one for layers: if each has about an even chance "
        "and fails apart from the others, four together miss one time in sixteen, and the critic's "
        "own reckoning gives 94. What was lost on the way is the *four*, and with it the assumption. "
        "How far to trust it? As arithmetic, if shots fail for unlike reasons; as a record, not at "
        "all: the tests counted ten hits of eighteen. The "
        "newspaper is no document either: the agency's own paper was not read.",
        hints=(
            "Which of the texts says for how many interceptors the figure holds?",
            "Halve one, four times over: what is left?",
            "Ten of eighteen is a share of hits; it is 56 per cent. So the other figure is something "
            "else.",
        ),
        source_ids=(
            "washington-post-via-2017-97-percent",
            "nhub-2017-dangerously-overconfident",
            "aca-2017-gmd-intercept-test-expected",
            "slate-2017-worst-defense",
        ),
        mistakes={
            "A": "a reckoning is taken for a record. Of targets the system had hit ten in eighteen by "
            "that summer.",
            "C": "a war is taken for granted. The texts speak of missiles that cross oceans, and among the "
            "claims of war in `combat_claims` none is for the homeland system.",
            "D": "a figure that was misquoted is taken for one without origin. Read again what the "
            "military suggested, and for how many interceptors.",
        },
        outcomes=("LO8",),
    ),
    other_side(
        "13",
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
            "sullivan-1999-technical-debate-patriot",
            "foreign-policy-2018-patriot-fail-everywhere",
            "university-illinois-2022-american-physical-society-releases",
            "aca-2003-patriot-scorecard-mixed",
            "ap-via-2005-patriot-missile-problems-caused",
            "siasat-2025-least-606-killed-iran",
            "shorouk-news-2026-uae-mod-tally-10",
        ),
    ),
    claim_note(
        "13",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each figure its whole, its date, its source and grade?",
            "Which evidence is missing, and what could it change?",
        ),
        hints=(
            "Say which system, against what, by which measure.",
            "Write of each share what it is a share of, and who says so.",
            "End with the evidence that would convince you of the contrary.",
        ),
        source_ids=(
            "ivaniuk-2026-massive-missile-attacks",
            "gao-1992-operation-desert-storm-data",
            "ap-via-2005-patriot-missile-problems-caused",
            "defense-one-2017-did-saudis-shoot-down",
            "financial-times-2025-ft-interception-rate-dropped",
        ),
        outcomes=("LO4",),
    ),
)
