"""Exercises and prediction of unit 14, cost and burden."""

from __future__ import annotations

from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import (
    ELSEWHERE,
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)
from course.lessons.cost_and_burden.sortings import (
    FLOWS,
    JOINED,
    JOINS,
    PASSAGE,
    QUESTIONS,
    READ,
    SAFE,
    STANDS,
    flows,
    joined,
    minister,
    quarter,
)
from course.lessons.cost_and_burden.sums import at_two, break_even, price, ratios

SHOTS, CHANCE = 3, 0.75
ORDER = "pac3-mse-2025-contract"


def _range_of_ratios() -> str:
    """Return the option that the ratios bear out: C, from dearer to cheaper."""
    found = ratios(1)
    return "C" if found["low"].min() < 1 < found["high"].max() else "A"


def _one() -> float:
    return price(ORDER)[1]


def _worth() -> float:
    return break_even(_one(), SHOTS, CHANCE)


PREDICTIONS = (
    Prediction(
        id="14-ratio",
        question="How does the price of one interceptor compare with that of what it is to stop?",
        options={
            "A": "the interceptor is dearer in every pair, at least ten times",
            "B": "it is dearer in every pair, in some less than ten times",
            "C": "it is dearer in some pairs and cheaper in others",
            "D": "it is cheaper in every pair",
        },
        answer=_range_of_ratios,
        reveal=lambda: (
            f"At the published prices one interceptor costs up to {ratios(1)['high'].max():,.0f} times as much "
            f"as its target, and as little as {ratios(1)['low'].min():.1f} times. Whoever chooses the pair chooses the ratio."
        ),
    ),
)

EXERCISES = (
    Exercise(
        id="14-flows",
        title="Handed over, ordered, planned",
        kind=Sorting({name: said for name, (_, said) in FLOWS.items()}, STANDS),
        answer=flows,
        why="Two of the seven had been handed over. Two are orders, of which the rows say no delivery. "
        "Three are rates that were due, planned or aimed at. A report that adds them would count "
        "missiles that nobody can fire.",
        hints=(
            "Ask of each: had it come, was it signed for, or was it to be made in a year?",
            "What is to be made in a year is a plan, whoever made it and however near.",
            "Two are handed over, two ordered, three planned.",
        ),
        source_ids=(
            "rt-en-2013-eeuu-intercepta-misil-balistico",
            "gao-2021-gao-21-314-missile",
            "hurriyet-daily-2025-france-italy-uk-order",
            "defense-post-2023-france-italy-order-700",
            "reuters-via-2023-german-arms-maker-diehl",
        ),
        mistakes={
            (
                "delivered",
                "iris_450",
                "sm6_500",
                "pac3_650",
            ): "a plan is taken for a missile. What is due or aimed at has not come.",
            (
                "delivered",
                "aster_218",
                "aster_700",
            ): "an order is taken for a delivery. Whoever orders waits.",
            (
                "ordered",
                "iris_450",
                "sm6_500",
                "pac3_650",
            ): "a rate is taken for an order. The row says "
            "how many are to be made in a year, and not what was signed.",
            ("planned", "sm3_155", "three_82"): "a delivery is taken for a plan. Read the notes "
            "once more: these had come.",
            (
                "planned",
                "aster_218",
                "aster_700",
            ): "a signed number is taken for a plan. It is the number of an order.",
            ("ordered", "sm3_155", "three_82"): "a delivery is taken for an order. These had been "
            "handed over.",
        },
        outcomes=("LO5",),
    ),
    Exercise(
        id="14-break-even",
        title="Find the break-even",
        kind=Number("million dollars", tolerance=0.15),
        answer=_worth,
        why=lambda: (
            f"{SHOTS} interceptors at {_one():.2f} million cost {SHOTS * _one():.1f} million. They stop "
            f"the missile three times in four, so a missile stopped costs {SHOTS * _one():.1f} / "
            f"{CHANCE} = {_worth():.1f} million. If it threatens more than that, the shots are repaid on "
            "average. The sum leaves out the battery, the crew, what the next raid will need, and "
            "lives. Set against the price of the target instead, three such shots at a missile of 3 million "
            f"dollars cost {SHOTS * _one() / 3:.0f} times as much as it does."
        ),
        hints=(
            "First: what do the three together cost?",
            "One raid in four the money is spent and the damage comes all the same.",
            "Divide the price of the three by the chance.",
        ),
        source_ids=("ts2-tech-2026-pentagon-lockheed-deal-aims",),
        misconceptions={
            "one shot for three": Misconception(
                "You reckoned with one interceptor. Three are fired at the missile.",
                lambda: [_one(), _one() / CHANCE],
            ),
            "another Patriot price is taken": Misconception(
                "You seem to have taken another Patriot price. Use the one of the American order, which the cell "
                "before this one shows.",
                lambda: [
                    break_even(price(row)[1], SHOTS, CHANCE)
                    for row in (
                        "patriot-2025-abc",
                        "pac3-mse-switzerland-2022",
                        "pac3-2000-programme",
                    )
                ],
            ),
            "the chance is left out": Misconception(
                "That is what the shots cost. One time in four they are spent in vain, so that each "
                "missile stopped costs more.",
                lambda: [SHOTS * _one()],
            ),
            "multiplied for divided": Misconception(
                "You multiplied by the chance. Shots that often fail would then be cheap.",
                lambda: [SHOTS * _one() * CHANCE],
            ),
            "the chance of failure is taken": Misconception(
                "You divided by the one time in four in which they fail.",
                lambda: [SHOTS * _one() / (1 - CHANCE)],
            ),
        },
        outcomes=("LO5",),
    ),
    Exercise(
        id="14-join",
        title="Two series that must not be joined",
        kind=Sorting(
            {name: f"pair {name} of the table above" for name in JOINS},
            JOINED,
        ),
        answer=joined,
        why="Two pairs are one series each: the agency asked twice, and the agency granted twice. A "
        "line through any other pair would show a rise or a fall that nobody decided: from 10 to 7.8 "
        "billion in pair b, from all missile defence to the agency and from a grant to a wish.",
        hints=(
            "Ask two questions of each pair: whose money, and asked or granted?",
            "`Agency total` and `All missile defence` are two kinds of money.",
            "Two may be joined; in two the stage differs, in one the money, in one both.",
        ),
        source_ids=(
            "george-c-2008-post-mortem-fy-2009",
            "aca-2004-pentagon-gets-416-billion",
            "csis-2018-trump-2019-missile-defense",
            "defense-news-2023-missile-defense-agency-prioritizes",
            "forecast-international-2026-white-house-requests-17",
        ),
        mistakes={
            (
                "one",
                "d",
                "f",
            ): "a request is joined to a grant. What was asked for and what was given "
            "are two series, even for the same money.",
            ("one", "b", "c"): "two kinds of money are joined. The agency is a part of all missile "
            "defence.",
            ("scope", "b"): "the stage is passed over. The money differs, and so does the stage.",
            (
                "both",
                "d",
                "f",
            ): "the money is taken to differ. It is the agency's twice in d, and Golden Dome's twice in f; only asked "
            "and granted differ.",
            (
                "both",
                "c",
            ): "the stage is taken to differ. Both were asked for; only the money differs.",
            ("stage", "b"): "the money is passed over. The stage differs, and so does the money.",
            (
                ELSEWHERE,
                "a",
                "e",
            ): "a gap of years is taken for a break. Years may lie between; whose "
            "money and which stage are the same.",
        },
        outcomes=("LO5",),
    ),
    Exercise(
        id="14-read",
        title="Read it closely",
        kind=Sorting({name: said for name, (_, said) in PASSAGE.items()}, READ),
        answer=lambda: {name: code for name, (code, _) in PASSAGE.items()},
        why="Three are said: a notional system, twenty years, and operation within the sum. Two are "
        "denied: that the department's design was priced, since that was impossible, and that to "
        "engage is to defeat. On the worth and on the programme's own figure the words are silent. "
        "The office priced an order; it judged neither the plan nor the policy.",
        hints=(
            "Look for the words, and not for what the speaker would like.",
            "*Impossible to estimate* and *not the same as* are denials.",
            "Three are said, two denied, two not spoken of.",
        ),
        source_ids=("cbo-2026-national-missile-defense", "osintsights-2026-missile-shield-project"),
        mistakes={
            (
                "says",
                "department",
            ): "an estimate of something else is taken for it. The design had not "
            "been released, which made it impossible to estimate.",
            ("says", "stops_all"): "to engage is read as to defeat. The words set the two apart.",
            (
                "says",
                "worth",
            ): "a price is read as a verdict. To price a system is no judgement on what it is worth.",
            (
                "says",
                "wrong",
            ): "two sums are taken for a dispute. They are for different systems; the "
            "words do not speak of the other.",
            ("denies", "worth", "wrong"): "silence is read as denial. The words speak of neither.",
            (
                "denies",
                "notional",
            ): "a word is passed over. *Notional* is: supposed, to have something that can be priced. Read the sentence that begins "
            "*In the absence of*.",
            (
                "silent",
                "notional",
            ): "a word is passed over. Read the sentence that begins *In the absence of*.",
            (
                "silent",
                "twenty",
                "operating",
            ): "what is there is passed over. Read the last "
            "sentence of the first passage word by word.",
            ("silent", "department", "stops_all"): "a denial is taken for silence. Look for "
            "*impossible* and for *not the same as*.",
            (
                "denies",
                "twenty",
                "operating",
            ): "a plain statement is taken for its contrary. Read the "
            "last sentence of the first passage again.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="14-two-per-cent",
        title="Estimate and later figure",
        kind=Number("countries", tolerance=0.4),
        answer=lambda: at_two(2024, "later"),
        why=lambda: (
            f"By the release of August 2025 it was {at_two(2024, 'later')}, where the estimate of June "
            f"2024 had {at_two(2024, 'first')}. Who quotes the larger number quotes a forecast. And even "
            "the later figure for 2024 was an estimate still."
        ),
        hints=(
            "Which column has the release of August 2025?",
            "2.00 counts; 1.99 does not.",
            "The rows stand in order of the change, and not of the share: go through them all.",
        ),
        source_ids=(
            "nato-2025-defence-expenditure-transcript",
            "graphic-news-2024-nato-allies-urged-boost",
            "haqqin-2025-nato-ten-eighteen",
        ),
        misconceptions={
            "the first estimate is kept": Misconception(
                "That is what was expected in June 2024. Count in the other column.",
                lambda: [at_two(2024, "first")],
            ),
            "the difference is given": Misconception(
                "That is by how much the two counts differ. The question asks for the later count.",
                lambda: [at_two(2024, "first") - at_two(2024, "later")],
            ),
            "two per cent itself is left out": Misconception(
                "You seem to have left out those at exactly 2.00. The guideline was met with it.",
                lambda: [at_two(2024, "later") - 2],
            ),
        },
        outcomes=("LO5", "LO8"),
    ),
    Exercise(
        id="14-minister",
        title="What may the minister say?",
        kind=Sorting(QUESTIONS, SAFE),
        answer=minister,
        why="The evidence decides four of the six. Its maker gave 42 months for the making of an Aster in 2022, and "
        "deliveries of THAAD had paused in August 2023, not to come again before about April 2027, "
        "by a compilation that cites CSIS among others. 2,000 PAC-3 a year "
        "are more than three times 620, though an aim is no delivery, and more was asked for 2024 than for "
        "2023. Whether the shots of "
        "June 2025 prevented more than they cost nobody can tell from these tables, since none says what "
        "would have been hit. And Poland's two figures follow two definitions.",
        hints=(
            "Read the `note` of each row before you compare.",
            "What would one have to know to say that the shots paid off?",
            "Two are yes, two are no, two are open.",
        ),
        source_ids=(
            "ticinonline-2025-riarmo-europa",
            "github-2026-war-end-anchors",
            "defense-news-2023-missile-defense-agency-prioritizes",
            "nato-2026-def-exp-tables",
            "politico-2026-nato-report-card",
        ),
        mistakes={
            (
                "yes",
                "aster_in_time",
            ): "an aim is taken for a time. The shorter time was what the maker worked towards; the row of 2022 is another.",
            (
                "yes",
                "replaced",
            ): "a capacity is taken for deliveries. Read the note on what had been delivered.",
            (
                "yes",
                "paid_off",
            ): "damage done is taken for damage prevented. The table has what fell, "
            "and not what would have fallen.",
            (
                "no",
                "paid_off",
            ): "a high price is taken for an answer. Without the other side of the sum "
            "it decides nothing.",
            ("yes", "poland"): "two definitions are compared. Read the note of the later row.",
            (
                "no",
                "poland",
            ): "a difference of definitions is read as none. Neither a fall nor its absence follows.",
            (
                "no",
                "tripled",
                "asked_more",
            ): "two rows are not set side by side. Both numbers are there: compare them.",
            (
                "open",
                "aster_in_time",
                "replaced",
            ): "a row or its note is passed over. Look at `aster-2022-lead`, and at the note of `thaad-2026-delivered`.",
            ("open", "tripled", "asked_more"): "two numbers are left unused. The table has both.",
        },
        outcomes=("LO5", "LO8"),
    ),
    Exercise(
        id="14-trace",
        title="A quarter left, or a quarter used?",
        kind=choice(
            A="A quarter was left: the page was the first to print it",
            B="About a quarter was used; the sources behind it are unnamed, and count two different wholes",
            C="A quarter was used: the Pentagon published the count, so the figure is exact",
            D="Neither can be tried, since nothing else in the table bears on it",
        ),
        answer=quarter,
        why="Had only a quarter of the 534 been left in July 2025, with no deliveries since, there could "
        "not have been 234 to 278 a year and another war later, as the compilation has it. So it was used. How far to trust the "
        "quarter? CNN had two sources and spoke of the stock; The Wall Street Journal had officials and "
        "spoke of all ever bought. Nobody is named, and the wholes differ: about a quarter, and no "
        "more exact than that.",
        hints=(
            "What do the later rows say of the stock?",
            "Take a quarter of all ever delivered, and set it beside the stock of July 2026.",
            "Then ask who counted, and a quarter of what.",
        ),
        source_ids=(
            "miami-chronicle-2025-rapid-depletion-thaad-missiles",
            "zazoom-it-2025-consumato-un-quarto-delle",
            "stars-stripes-2025-pentagon-ramps-up-thaad",
            "github-2026-war-end-anchors",
        ),
        mistakes={
            "A": "a slip of a relay is kept. Set a quarter of 534 beside the stock of July 2026.",
            "C": "a leak is taken for a count. No row names an official publication: sources, and "
            "officials who are not named.",
            "D": "the rest of the table is left unused. Later rows give the stock of July 2026 and all "
            "ever delivered: the two readings can be tried on them.",
        },
        outcomes=("LO8",),
    ),
    other_side(
        "14",
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
            "csis-2024-cost-value-air-missile",
            "costlow-2022-curious-criterion",
            "rubin-2011-iron-dome-action",
            "white-house-2025-iron-dome-america",
            "cbo-2026-national-missile-defense",
            "aca-2025-golden-dome-gambit",
            "mcguire-2004-strategic-defense",
            "powell-2003-nuclear-deterrence-nmd",
        ),
    ),
    claim_note(
        "14",
        (
            "Is there one claim, and does it say what is compared with what?",
            "Has each sum its basis, date, source and grade?",
            "Which side of the sum is missing, and what could it change?",
        ),
        hints=(
            "Say first what you set the price against.",
            "Give each figure with what it includes and who says so.",
            "End with what no table has, and what it could overturn.",
        ),
        source_ids=(
            "gatestone-2011-spend-to-protect",
            "iran-international-2025-damage-claims",
            "cbo-2026-national-missile-defense",
            "department-war-2026-dow-partners-expand-munitions",
        ),
        outcomes=("LO5",),
    ),
)
