"""Exercises and predictions of unit 03."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course.data import load
from course.learn.answers import Number, Sorting, first, sorting
from course.learn.exercises import (
    Exercise,
    Misconception,
    Prediction,
    around,
    claim_note,
    other_side,
)
from course.lessons.from_troops_to_territory import sums
from course.lessons.from_troops_to_territory.passages import CELLS, CODES, coded
from course.words import number


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
_STUDY_CODES = {
    "stated": "in NATO's own published text",
    "reported": "in press reports only",
    "withheld": "not public",
}
_BOUGHT = {
    "links": ("inside", "links that join national sensors and interceptors to one command"),
    "displays": ("inside", "command and control for the wider mission at Allied headquarters"),
    "theatre": ("outside", "the command system already ordered for deployed troops"),
    "radar": ("outside", "a forward radar"),
    "ships": ("outside", "ships on patrol"),
    "interceptors": ("outside", "interceptors at land sites"),
}
EFFECTS = {
    "study": ("2002-prague", "brought the order for a study given at Prague"),
    "agreed": ("2007-04-nac", "made the Allies agree that security is indivisible here too"),
    "then": (
        "2007-04-nac",
        "made the Allies agree, in April 2007, that security is indivisible here too",
    ),
    "options": ("2008-04-bucharest", "brought the order for options given at Bucharest"),
    "decision": ("2010-11-lisbon", "moved the leaders to the decision of Lisbon"),
}
CAUSES = {
    "ashura": ("2007-11-ashura", "Iran's announcement of a missile of longer range", "then"),
    "salvo": ("2008-07-iran-tests", "the missiles that Iran fired", "decision"),
    "request": ("2007-01-request", "the American request", "agreed"),
    "plan": ("2009-09-cancelled", "the change of the American plan", "options"),
    "study": ("2007-04-nac", "the agreement of April 2007", "study"),
    "options": ("2007-04-nac", "the agreement of April 2007", "options"),
    "price": ("2010-05-200m", "the low price that Rasmussen named", "decision"),
    "cheap": ("2010-05-200m", "the low price that Rasmussen named", "options"),
}
"""A supposed cause, of `milestones` and in words, and which of the effects it is said to have had."""
_SUPPOSED = {name: f"{said} {EFFECTS[effect][1]}" for name, (_, said, effect) in CAUSES.items()}
ORDER = {"possible": "the dates allow it", "ruled_out": "the dates rule it out"}
_TRACE = {
    "origin": ("carried", "it goes back to the Secretary General's news conference of May 2010"),
    "witnesses": ("carried", "two who report that conference agree that he said it"),
    "scope": ("carried", "it is the price of widening a network from troops to populations"),
    "transcript": ("not_carried", "we have it from NATO's own transcript"),
    "dollars": ("not_carried", "the 260 million dollars of Reuters are a second estimate"),
    "crs": ("not_carried", "the research service of Congress reckoned it anew in December 2010"),
    "grade": ("not_carried", "its grade B says that the sum is about right"),
}
_CARRIED = {"carried": "the tables carry it", "not_carried": "the tables do not"}


def in_order(pairs: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return for each pair of milestones whether the first can have caused the second."""
    dates = load("milestones").set_index("milestone_id")["date"]
    return {
        name: "possible" if dates[cause] < dates[effect] else "ruled_out"
        for name, (cause, effect) in pairs.items()
    }


def _in_order() -> dict[str, str]:
    rows = {name: (cause, EFFECTS[effect][0]) for name, (cause, _, effect) in CAUSES.items()}
    return in_order(rows)


PREDICTIONS = (
    Prediction(
        id="03-price",
        question="Why do the two sums lie so far apart?",
        options={
            "A": "they price the same thing, and one of them was mistaken",
            "B": "as far as is known, they do not price the same thing",
            "C": "between the two the technology had become cheaper",
            "D": "the first was in old money and the second in new",
        },
        answer=lambda: "A" if len(set(sums.scopes())) == 1 else "B",
        reveal=lambda: (
            "As far as is known they are not prices of one thing. The sum of 2010 was for widening a "
            "command network over ten years. The figure of 2008 is for a system over twenty years; "
            "it comes from one agency, and what it included is not said. So neither shows the other "
            "to be false, and a ratio between them says little. The chart shows what each sum was "
            "for."
        ),
    ),
)

EXERCISES = (
    Exercise(
        id="03-code-by-hand",
        title="Code four passages",
        kind=Sorting(CELLS, CODES),
        answer=coded,
        why="People and territory come in with Prague's study and stay; a decision to build comes "
        "at Lisbon alone. Between them stand an order to study and an order to prepare options, "
        "which governments can give while they still disagree. No passage names a state whose "
        "missiles are feared, and two offer Russia a part. A longer reading of any of these texts "
        "may find more: the question was put to the words printed here.",
        hints=(
            "Put each question to the printed words alone, whatever else you know of the text.",
            "To examine, to study and to develop options are not yet to build.",
            "A state can be named as builder, as partner or as threat. Three passages make "
            "territory the thing to be protected; one decides.",
        ),
        source_ids=(
            "basic-bits-1999-nato-counter-proliferation-press",
            "nato-2006-nato-missile-defence-feasibility",
            "clownsfreiheide-2008-some-comments-nato-bucharest",
            "mdaa-2010-come-together-right-now",
        ),
        mistakes={
            ("yes", "washington_decides", "prague_decides", "bucharest_decides"): "an order to "
            "study is read as a decision. Who orders a study or asks for options has not chosen to "
            "build. Look for the verb that the leaders themselves do.",
            ("yes", "bucharest_names", "lisbon_names"): "a state that is named is taken for a "
            "threat that is named. A state can be named as the builder of a system or as a "
            "partner. Does the passage say whose missiles are feared?",
            ("yes", "washington_names", "prague_names"): "a danger is taken for the state that it "
            "comes from. Proliferation is a danger without an owner. Is any state's name there?",
            ("no", "prague_territory", "bucharest_territory"): "only a decision is counted. The "
            "question about territory is what is to be protected, and not whether it was decided. "
            "A study of territory has territory as its object.",
            ("yes", "washington_territory"): "territory is read into a text about weapons. The "
            "clause of 1999 speaks of the Alliance's posture against weapons and their carriers. "
            "Whom or what missile defences are to protect, it does not say.",
            ("no", "bucharest_russia", "lisbon_russia"): "an invitation is overlooked. To "
            "encourage a state to take up proposals, and to invite it to cooperate, is to offer it "
            "a part.",
        },
        outcomes=("LO3",),
    ),
    Exercise(
        id="03-what-came-first",
        title="What cannot have been the cause?",
        kind=Sorting(_SUPPOSED, ORDER),
        answer=_in_order,
        why="An effect cannot come before its cause, so four of the eight fall, whatever else one "
        "thinks of them. The other four stand, and standing is not proof: something third may lie "
        "behind both acts. Of the statements for each of the four explanations one stands and one "
        "falls, so the dates alone favour none. Someone who wants to save a fallen one must change the cause, from "
        "the act itself to the expectation of it, and then show who expected it.",
        hints=(
            "Each statement names two events. Both stand among the rows of `milestones` above.",
            "Ask of each only one thing: which of the two came first?",
            "Four can be ruled out by their dates alone.",
        ),
        source_ids=(
            "nato-2007-press-conference-after-reinforced",
            "rfe-rl-2007-iran-announces-ashura-missile",
            "rfe-rl-2008-iran-test-fires-nine",
        ),
        mistakes={
            ("possible", "ashura", "plan", "study", "cheap"): "what came later is taken for a "
            "cause. At least one of the causes that you let stand comes after its effect. Look up "
            "both dates.",
            ("ruled_out", "salvo", "request", "options", "price"): "a cause that you doubt is "
            "ruled out. You may be right that it was not the cause, and the dates do not show it: "
            "the first event did come first. Another kind of evidence would be needed.",
        },
        outcomes=("LO1",),
    ),
    Exercise(
        id="03-what-the-study-said",
        title="What is public about the study?",
        kind=sorting(_STUDY, _STUDY_CODES),
        answer=lambda: first(_STUDY),
        why="The published release gives length, who drew the scenarios and who validated the work. The "
        "adjectives, feasible and manageable, were spoken to the press, and one newspaper "
        "listed conclusions. The threats assumed and the prices stayed inside. So the public could "
        "know who had drawn the scenarios and who had validated the work, and could not check the "
        "sentence that leaders later took note of.",
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
        mistakes={
            ("stated", "manageable", "troops"): "what an official says to the press is taken for a "
            "published text. A spoken remark reaches us in a reporter's words. It may be right; it "
            "is another kind of evidence from a release.",
            ("*", "price"): "a conclusion is taken for the evidence behind it. That costs are "
            "manageable was said. Which costs, of which design, was not.",
            ("*", "states"): "a guess about the threat is taken for the scenarios. One newspaper "
            "put two states' names beside the report. The official named none: he said that they "
            "were in the study, and its scenarios stayed there.",
            ("withheld", "manageable", "troops"): "what is in a secret paper is taken to be wholly "
            "unknown. Somebody told the press a conclusion, though not what it rests on. Ask of "
            "each sentence whether a newspaper could print it in 2006.",
            ("withheld", "scenarios"): "who drew up the scenarios is confused with what is in "
            "them. The release says whose work the scenarios were. What they assume is another "
            "sentence of this list.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="03-trace",
        title="Trace a number to its origin",
        kind=sorting(_TRACE, _CARRIED),
        answer=lambda: first(_TRACE),
        why="The number goes back to one man at one news conference, and two who report it "
        "agree: that he said it is about as sure as a report can make it. That the sum was right is "
        "another matter. Agencies that convert it, and a research service that repeats it, add no "
        "second witness; on the way *under 200* became *200*. The sum of 2016, as we read "
        "it, supports it from outside, for the network only.",
        hints=(
            "Begin with the row `rasmussen-200m-2010-05` of `cost_claims`: its sources, `about` and "
            "`note`. Then ask where each of the other two has its sum from.",
            "The three rows speak of the same thing. Ask of each whether its author reckoned or "
            "repeated.",
            "Three of the seven are carried.",
        ),
        source_ids=(
            "reuters-2010-nato-says-missile-defense",
            "nato-watch-2010-nato-secretary-general-territorial",
            "crs-2010-missile-defense-lisbon-summit",
        ),
        mistakes={
            ("carried", "dollars", "crs"): "a page that repeats a number is taken for a second "
            "origin. To convert a sum or to repeat it is not to reckon it again. Who of these had "
            "figures of their own?",
            ("carried", "grade"): "a grade is taken for the truth of the number. A grade says how "
            "well we could read that it was said. A false sum can be read in its own author's "
            "text, and a true one in a newspaper.",
            ("carried", "transcript"): "a report is taken for the text. Look at what the sources "
            "of the row are: an agency's report and a critic's. NATO's own record of the "
            "conference is not among them.",
            ("not_carried", "origin", "witnesses"): "two reports of one occasion are taken for "
            "nothing. They are no second estimate. But that the words were spoken, two reporters "
            "with different interests can confirm.",
            ("not_carried", "scope"): "the number is parted from what it counts. The column "
            "`about` says what the sum is the price of. Without it the number says nothing.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="03-what-200-bought",
        title="What was in the 200 million?",
        kind=sorting(_BOUGHT, {"inside": "in the sum", "outside": "not in the sum"}),
        answer=lambda: first(_BOUGHT),
        why="The sum was the *additional* price of widening one command network. What it was added "
        "to, the troops' own command system, had its own and larger price; what sees or stops a "
        "missile was, by the plan for that system, for nations to bring. The report of the day said so: a system to "
        "link the defences that nations have.",
        hints=(
            "Reread the Secretary General's sentence: the cost of *expanding* something.",
            "Who brings sensors and interceptors, by the plan of 2006?",
            "Two of the six are in the sum.",
        ),
        source_ids=(
            "reuters-2010-nato-says-missile-defense",
            "nato-2006-nato-track-2010-theatre",
            "rasmussen-2010-nato-needs-missile-defense",
        ),
        mistakes={
            ("inside", "radar", "ships", "interceptors"): "200 million euro are taken to have "
            "bought a shield. Nothing that sees or stops a missile was in the sum. Nations bring "
            "those; the common money joins them.",
            ("inside", "theatre"): "an addition is taken for the whole. The sum *widens* the "
            "system for troops. What was there already had been paid for, or was being paid for, "
            "under another heading.",
            (
                "outside",
                "links",
                "displays",
            ): "the sum is taken to be a trick. It was for something "
            "named, a network to join what nations bring. What it was for was said "
            "with it: to expand a system and to link what nations have.",
        },
        outcomes=("LO5",),
    ),
    Exercise(
        id="03-two-prices",
        title="Did the estimate hold?",
        kind=Number("per cent", tolerance=0.3, percent=True),
        answer=sums.excess,
        why=lambda: (
            "As we read the two sums, neither includes a sensor or an interceptor, so the figure "
            "speaks of the network and of nothing else. The money is nominal, and the prices are six years older. "
            f"{number(sums.price_parts()[2])} against {number(sums.price_parts()[0])} plus "
            f"{number(sums.price_parts()[1])} is {sums.excess():.1f} per cent more."
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
        mistakes={
            _from_parts(lambda troops, widening, whole: 100 * (whole / widening - 1)): "the whole "
            "is compared with the addition. We take the figure of 2016 to be for the whole network. Compare "
            "it with the whole of 2010: the troops' part and the widening.",
            _from_parts(lambda troops, widening, whole: 100 * (whole / troops - 1)): "the widening "
            "is left out. You compared with the troops' part alone. What was added to it in 2010?",
            "you gave the ratio and not the excess": Misconception(
                "One is so many per cent *of* the other. The question asks by how many per cent it "
                "is higher.",
                lambda: [100 + sums.excess(), 1 + sums.excess() / 100],
                lambda: around(100 + sums.excess(), 1.4) + around(1 + sums.excess() / 100, 0.014),
            ),
            _from_parts(lambda troops, widening, whole: whole - troops - widening): "you gave "
            "millions. That is the difference in million euro. Put it in relation to the sum of "
            "2010.",
            _from_parts(
                lambda troops, widening, whole: 100 * ((troops + widening) / whole - 1)
            ): "the "
            "two years are the wrong way round. A minus sign would mean that the later figure "
            "is the lower one. Start from 2010.",
        },
        outcomes=("LO5",),
    ),
    other_side(
        "03",
        (
            "Would you let me read this out as my own case, before people who know me?",
            "Have you given the reasons that I give, and not the motives that others see in me?",
            "Where my case is weakest, have you answered as I would?",
        ),
        hints=(
            "Begin with the principle that its best advocate would put first.",
            "Take the fact that this side would quote, and say whose it is.",
            "Name the objection that it hears most often, and give its answer.",
        ),
        source_ids=(
            "nato-2007-nato-united-missile-defence",
            "rasmussen-2010-nato-needs-missile-defense",
            "senat-2011-r10-733-damb",
            "crs-2010-missile-defense-lisbon-summit",
            "ap-via-2007-nato-stepping-up-talks",
        ),
    ),
    claim_note(
        "03",
        (
            "Which cause stands above which other, and could that turn out wrong?",
            "Has each date and figure its source and grade?",
            "Which missing document could change your mind, and how?",
        ),
        hints=(
            "Choose one cause and say against which other cause you rank it.",
            "Give each piece of evidence its date, its source and its grade.",
            "End with the document that would change your mind, and say whether it is public.",
        ),
        source_ids=(
            "cnn-2001-nato-open-more-talks",
            "rfe-rl-2007-iran-announces-ashura-missile",
            "clownsfreiheide-2008-some-comments-nato-bucharest",
            "kuna-via-2008-flory-20-billion",
            "reuters-2010-nato-says-missile-defense",
        ),
        outcomes=("LO1",),
    ),
)
