"""Exercises and predictions of unit 03."""

from __future__ import annotations

from collections.abc import Callable

from course.learn.answers import Number, Sorting
from course.learn.essays import Essay
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note
from course.lessons.from_troops_to_territory import sums
from course.lessons.from_troops_to_territory.passages import CELLS, CODES, PASSAGES, coded
from course.words import number


def _price_answer() -> str:
    ratio = sums.price_ratio()
    return "D" if ratio < 1 else "A" if ratio < 3 else "B" if ratio < 30 else "C"


def _price_reveal() -> str:
    return (
        "In 2008 an agency reported about 20 billion dollars over twenty years; in 2010 it was "
        "less than 200 million euro over ten, at the time 260 million dollars. The first is "
        f"{sums.price_ratio():.0f} times the second. The chart shows what each was for."
    )


def _from_parts(answer: Callable[[float, float, float], float]) -> Callable[[], list[float]]:
    """Return, exact and rounded, what a learner gets from troops, widening and whole."""
    return lambda: [answer(*sums.price_parts()), round(answer(*sums.price_parts()))]


_STUDY = {
    "length": ("stated", "it runs to about ten thousand pages"),
    "validated": ("stated", "missile defence experts of all NATO nations validated it"),
    "scenarios": ("stated", "the Alliance's military authorities developed the threat scenarios"),
    "manageable": ("reported", "the costs of such a system are manageable"),
    "troops": ("reported", "the programme for troops cannot protect every population centre"),
    "states": ("withheld", "which states' missiles the scenarios assume"),
    "price": ("withheld", "what each architecture would cost"),
}
_STUDY_ANSWER = {name: code for name, (code, _) in _STUDY.items()}
_STUDY_CODES = {
    "stated": "in NATO's own published text",
    "reported": "in press reports only",
    "withheld": "not public",
}
_BOUGHT = {
    "links": "links that join national sensors and interceptors to one command",
    "displays": "command and control for the wider mission at Allied headquarters",
    "theatre": "the command system already ordered for deployed troops",
    "radar": "a forward radar",
    "ships": "ships on patrol",
    "interceptors": "interceptors at land sites",
}


PREDICTIONS = (
    Prediction(
        id="03-price",
        question="How do the price of 2008 and the price of 2010 compare?",
        options={
            "A": "about the same",
            "B": "the price of 2008 was about ten times the later one",
            "C": "the price of 2008 was more than thirty times the later one",
            "D": "the price of 2008 was the lower one",
        },
        answer=_price_answer,
        reveal=_price_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="03-code-by-hand",
        title="Code four passages",
        kind=Sorting(CELLS, CODES),
        answer=coded,
        why="Two rules decide nearly all of the cells. A report or a part of a text can give a "
        "yes, never a no: what it leaves out may stand a line further on. And a no needs the whole "
        "missile defence text, or someone who had it and says in so many words that the thing is "
        "absent: hence no at Lisbon for the question about a state, and unknown for the question "
        "about Russia. Only for Bucharest can you open the whole section.",
        hints=(
            "Read what stands in brackets after each passage: it says how much of the text you are "
            "looking at.",
            "A study of territory is coded yes, like a decision: the note keeps them apart. "
            "Transparency is not an assurance about direction.",
            "In every passage at least one thing can be seen to be said. A no stands only where "
            "the whole section, or a reader who had it, was at hand.",
        ),
        source_ids=(
            "clownsfreiheide-2008-some-comments-nato-bucharest",
            "mdaa-2010-come-together-right-now",
            "defencetalk-2012-nato-regrets-russia-stance",
        ),
        misconceptions={
            "silence is read as a no": Misconception(
                "At least one cell has no where only a report or a part of the text was in front "
                "of you. What a quotation leaves out may stand in the next sentence.",
                puts={
                    "prague_state": "no",
                    "prague_russia": "no",
                    "lisbon_russia": "no",
                    "chicago_state": "no",
                },
            ),
            "a friendly sentence is read as an assurance": Misconception(
                "A promise of transparency or an invitation to take part is not an assurance. Do the "
                "words in front of you say whom the defence is, or is not, directed against?",
                puts=dict.fromkeys(("prague_russia", "bucharest_russia", "lisbon_russia"), "yes"),
            ),
            "a state that is named is taken for a threat that is named": Misconception(
                "Bucharest names two states. Ask in which role: as owner of the missiles feared, or "
                "as partner and builder?",
                puts={"bucharest_state": "yes"},
            ),
            "only a decision is counted": Misconception(
                "The question is what the text makes its object, as a study, an option, an aim or a "
                "decision. The codebook gives all four the same code.",
                puts={"prague_territory": "no", "bucharest_territory": "no"},
            ),
            "everything short of the whole text is called unknown": Misconception(
                "Caution is good, and here it goes too far: a quotation can show that a thing *is* "
                "said, and a reader who had the whole text can report that it is not.",
                shows=(dict.fromkeys(CELLS, "unknown"),),
                puts=dict.fromkeys(
                    ("lisbon_state", "chicago_russia", *(f"{t}_territory" for t in PASSAGES)),
                    "unknown",
                ),
            ),
        },
    ),
    Exercise(
        id="03-study-months",
        title="How late was the study?",
        kind=Number("months", tolerance=0.8),
        answer=sums.months_to_delivery,
        why=lambda: (
            f"From award to delivery {sums.months_to_delivery():.1f} months went by, against {sums.PLANNED} in "
            f"the contract: {sums.months_to_delivery() / sums.PLANNED:.1f} times as long. The release of 2006 "
            "speaks of nearly four years because it counts from the order given at Prague. Both are "
            "right about their own starting point."
        ),
        hints=(
            "Two rows of `milestones` hold the dates: the award and the delivery.",
            "Look at `2003-mdfs-award` and `2006-study-delivered`.",
            "September 2003 to May 2006: two years, and the months left over.",
        ),
        source_ids=(
            "nato-2003-nato-missile-defence-feasibility",
            "nato-2006-nato-missile-defence-feasibility",
        ),
        misconceptions={
            "you counted from the order and not from the contract": Misconception(
                "Prague ordered the study; the clock of the contract began with the award.",
                lambda: [sums.months_to_delivery("2002-prague")],
            ),
            "you gave what was planned": Misconception(
                "Eighteen months is what the contract foresaw. How long did it take?",
                (sums.PLANNED,),
            ),
            "you gave the delay": Misconception(
                "That is how much longer it took than planned. The question asks for the whole time.",
                lambda: [sums.months_to_delivery() - sums.PLANNED],
            ),
            "days or years are read as months": Misconception(
                "Divide days by about 30.4, or multiply years by twelve.",
                lambda: [sums.months_to_delivery() * 30.4375, sums.months_to_delivery() / 12],
                lambda value: value > 500 or 2 <= value <= 3,
            ),
        },
    ),
    Exercise(
        id="03-what-the-study-said",
        title="What is public about the study?",
        kind=Sorting({name: words for name, (_, words) in _STUDY.items()}, _STUDY_CODES),
        answer=lambda: dict(_STUDY_ANSWER),
        why="The published release gives length, who drew the scenarios and who validated the work. The "
        "adjectives, feasible and manageable, were spoken to the press, and one newspaper "
        "listed conclusions. The threats assumed and the prices stayed inside. So the public could "
        "know that the study existed and was long, and could not check the sentence that leaders "
        "later took note of.",
        hints=(
            "Open the release of 10 May 2006 first: it is short. Whatever is not in it comes from "
            "somewhere else.",
            "Ask of each statement: could you print the sentence from a document that NATO "
            "published itself?",
            "Three are in the release, two in the press, two nowhere.",
        ),
        source_ids=(
            "nato-2006-nato-missile-defence-feasibility",
            "pravda-2006-nato-warns-missile-attack",
            "questia-2006-nato-sees-growing-threat",
            "afp-via-2006-missile-threat-europe-shield",
        ),
        misconceptions={
            "what an official says to the press is taken for a published text": Misconception(
                "A spoken remark reaches us in a reporter's words. It may be right; it is another "
                "kind of evidence from a release.",
                puts={"manageable": "stated", "troops": "stated"},
            ),
            "a conclusion is taken for the evidence behind it": Misconception(
                "That costs are manageable was said. Which costs, of which design, was not.",
                ({**_STUDY_ANSWER, "price": "reported"},),
                lambda given: given.get("price") in {"stated", "reported"},
            ),
            "a guess about the threat is taken for the scenarios": Misconception(
                "One newspaper put two states' names beside the report. The official named none: he "
                "said that they were in the study, and its scenarios stayed there.",
                ({**_STUDY_ANSWER, "states": "reported"},),
                lambda given: given.get("states") in {"stated", "reported"},
            ),
            "what is in a secret paper is taken to be wholly unknown": Misconception(
                "Somebody told the press a conclusion, though not what it rests on. Ask of each "
                "sentence whether a newspaper could print it in 2006.",
                puts={"manageable": "withheld", "troops": "withheld"},
            ),
            "who drew up the scenarios is confused with what is in them": Misconception(
                "The release says whose work the scenarios were. What they assume is another "
                "sentence of this list.",
                puts={"scenarios": "withheld"},
            ),
        },
    ),
    Exercise(
        id="03-what-200-bought",
        title="What was in the 200 million?",
        kind=Sorting(_BOUGHT, {"inside": "in the sum", "outside": "not in the sum"}),
        answer=lambda: {
            key: "inside" if key in {"links", "displays"} else "outside" for key in _BOUGHT
        },
        why="The sum was the *additional* price of widening one command network. What it was added "
        "to, the troops' own command system, had its own and larger price; whatever sees or hits a "
        "missile belongs to a nation and is paid by it.",
        hints=(
            "Reread the Secretary General's sentence: the cost of *expanding* something.",
            "Who buys sensors and interceptors, by the rule of 2006?",
            "Two of the six are in the sum.",
        ),
        source_ids=(
            "reuters-2010-nato-says-missile-defense",
            "nato-2006-nato-track-2010-theatre",
            "rasmussen-2010-nato-needs-missile-defense",
        ),
        misconceptions={
            "200 million euro are taken to have bought a shield": Misconception(
                "Nothing that sees or stops a missile was in the sum. Nations bring those; the "
                "common money joins them.",
                shows=(dict.fromkeys(_BOUGHT, "inside"),),
                puts=dict.fromkeys(("radar", "ships", "interceptors"), "inside"),
            ),
            "an addition is taken for the whole": Misconception(
                "The sum *widens* the system for troops. What was there already had been paid for, "
                "or was being paid for, under another heading.",
                puts={"theatre": "inside"},
            ),
            "the sum is taken to have bought nothing": Misconception(
                "It bought something real: without it national systems do not act as one.",
                shows=(dict.fromkeys(_BOUGHT, "outside"),),
                puts={"links": "outside", "displays": "outside"},
            ),
        },
    ),
    Exercise(
        id="03-two-prices",
        title="Did the price hold?",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=sums.excess,
        why=lambda: (
            f"{number(sums.price_parts()[2])} against {number(sums.price_parts()[0])} plus "
            f"{number(sums.price_parts()[1])}: {sums.excess():.1f} per cent more, in nominal money and with "
            "prices six years older. For "
            "a defence programme that is close. A supporter will say that the public was told the "
            "truth; a critic, that it was told the truth about the smallest part. The figure "
            "settles neither, because it never included a sensor or an interceptor."
        ),
        hints=(
            "The rows are `rasmussen-800m-2010`, `rasmussen-200m-2010-05` and "
            "`german-government-1031m-2016`.",
            "Add the two figures of 2010, taking the upper bound for the second.",
            "Divide the figure of 2016 by that sum and see by how much it exceeds one.",
        ),
        source_ids=(
            "rasmussen-2010-nato-needs-missile-defense",
            "bundestag-2016-raketenabwehr-kosten",
        ),
        misconceptions={
            "the whole is compared with the addition": Misconception(
                "The figure of 2016 is for the whole network. Compare it with the whole of 2010: "
                "the troops' part and the widening.",
                _from_parts(lambda troops, widening, whole: 100 * (whole / widening - 1)),
            ),
            "the widening is left out": Misconception(
                "You compared with the troops' part alone. What was added to it in 2010?",
                _from_parts(lambda troops, widening, whole: 100 * (whole / troops - 1)),
            ),
            "you gave the ratio and not the excess": Misconception(
                "One is so many per cent *of* the other. The question asks by how many per cent it "
                "is higher.",
                lambda: [100 + sums.excess(), 1 + sums.excess() / 100],
                lambda value: any(abs(value * k - 100 - sums.excess()) < 1.4 for k in (1, 100)),
            ),
            "you gave millions": Misconception(
                "That is the difference in million euro. Put it in relation to the sum of 2010.",
                _from_parts(lambda troops, widening, whole: whole - troops - widening),
            ),
            "the two years are the wrong way round": Misconception(
                "A minus sign would mean that the later figure is the lower one. Start from 2010.",
                _from_parts(
                    lambda troops, widening, whole: 100 * ((troops + widening) / whole - 1)
                ),
            ),
        },
    ),
    Exercise(
        id="03-other-side",
        title="The case that you like less",
        kind=Essay(
            150,
            220,
            (
                "Would an advocate of this side sign it, or is it a caricature?",
                "Does each figure say what it includes, and who says so?",
                "Is the strongest objection named, and answered as this side would answer it?",
            ),
        ),
        answer=lambda: None,
        why="**A good one (for Lisbon).** *An alliance is a promise that no member stands alone. "
        "Once American sites were to leave part of the south-east uncovered, 26 governments could "
        "protect the rest and explain to some parliaments why not them, or widen the aim to all. "
        "In April 2007 they agreed on the second (NATO's own account). What they paid in common "
        "was the part that no state can buy for itself: 800 million euro for the troops' network "
        "and less than 200 million more for people (Rasmussen, 2010), a sum that had grown by "
        "three per cent in 2016 (German government). Sensors and interceptors stayed national, as "
        "aircraft and brigades always have. I grant that most of these were American, and that "
        "'full cover' was said too easily. But nobody was bound to buy, and everyone got a say in "
        "the rules of use.* A supporter could sign it: it starts from the principle, gives figures "
        "with their source, and meets the strongest objection.\n\n"
        "**A plausible one, flawed.** *Supporters think that NATO needed a shield because Iran "
        "might attack. They believed that it would cost only 200 million euro, which seems naive. "
        "They also wanted to please the United States. On the other hand security is indivisible, "
        "and in 2010 all 28 members agreed.* No supporter would sign: it gives motives in place of "
        "reasons, repeats the mistake about the price as if it were their argument, and lets the "
        "principle appear as an afterthought without saying what follows from it.",
        hints=(
            "Begin with the principle that its best advocate would put first.",
            "Use at least one figure that this side would quote, with its source.",
            "Name the strongest objection and say how this side would answer it.",
        ),
        source_ids=(
            "nato-2007-nato-united-missile-defence",
            "rasmussen-2010-nato-needs-missile-defense",
            "senat-2011-r10-733-damb",
        ),
    ),
    claim_note(
        "03",
        (
            "Which cause stands above which other, and could that turn out wrong?",
            "Has each date and figure its source and grade?",
            "Which missing document could change your mind, and how?",
        ),
        why="**A good one.** *Claim: NATO widened its mission less because its members came to see "
        "a threat together than because an American plan covered some of them and not others. "
        "Evidence: in May 2001 ministers spoke only of a 'potential threat' (CNN, grade B); in "
        "April 2007, three months after the request to Prague and Warsaw, all 26 agreed that "
        "security is indivisible (NATO, grade A); the task given at Bucharest was to cover those "
        "'not otherwise covered' (text read in a reproduction). Limit: order is not cause. The "
        "threat assessments are secret, so a change of mind between 2001 and 2007 cannot be "
        "excluded; minutes of the Council would decide it.* It could be wrong, its evidence is "
        "dated and graded, and the limit says which papers are missing.\n\n"
        "**A plausible one, flawed.** *Claim: NATO widened its mission for many reasons such as "
        "Iran, Russia and technology. In 2010 all leaders agreed to a shield for 200 million "
        "euro, which shows that it was cheap. More research is needed on this complex topic.* "
        "The claim cannot be wrong, the price is of one part, agreement is made to prove "
        "cheapness, and the limit names nothing.",
        hints=(
            "Choose one cause and say against which other cause you rank it.",
            "Give each piece of evidence its date, its source and its grade.",
            "End with the document that would change your mind, and say whether it is public.",
        ),
        source_ids=(
            "cnn-2001-nato-open-more-talks",
            "nato-2007-nato-united-missile-defence",
            "defense-daily-2008-nato-considering-link-between",
        ),
    ),
)
