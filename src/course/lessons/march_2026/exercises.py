"""Exercises and prediction of unit 16, March 2026."""

from __future__ import annotations

from math import inf

from course.data import load
from course.learn.answers import Number, choice, first, sorting
from course.learn.essays import Essay
from course.learn.exercises import (
    Exercise,
    Misconception,
    Prediction,
    claim_note,
    other_side,
)
from course.lessons.march_2026 import sortings, sums
from course.lessons.march_2026.motions import SEEN_IS_NOT_PROVED
from course.words import count


def _hours() -> float:
    return sums.lags(load("march_2026_timeline"), load("march_2026_claims"))["13 March"][0]


def _when_told() -> str:
    hours = _hours()
    return "A" if hours <= 1 else "B" if hours <= 6 else "C" if hours <= 12 else "D"


PREDICTIONS = (
    Prediction(
        id="16-told",
        question="How long after the sirens was the third missile made public?",
        options={
            "A": "within the hour",
            "B": "within six hours",
            "C": "between six and twelve hours later",
            "D": "more than twelve hours later",
        },
        answer=_when_told,
        reveal=lambda: (
            f"The earliest report that we found is stamped about {_hours():.1f} hours after the "
            "sirens. It may have been public a little sooner; and whether sirens and missile belong "
            "together, the ministry did not say."
        ),
    ),
)

_NINE_IN_TEN = 0.9


def _needed() -> int:
    return sums.needed(_NINE_IN_TEN)


def _least() -> str:
    return f"{sums.least_share(load('march_2026_claims')):.0f}"


def _order() -> str:
    """Return the letter of what the dates of posture, Council and second missile show."""
    on = load("march_2026_timeline").set_index("event_id")["happened_at"]
    acted, met = on["posture-raised"] < on["nac-5-march"], on["nac-5-march"] < on["intercept-2"]
    return "C" if acted and met else "A"


EXERCISES = (
    Exercise(
        id="16-knows",
        title="Observed, claimed or inferred?",
        kind=sorting(sortings.SAYINGS, sortings.KNOWS),
        answer=sortings.knows,
        why="A siren is heard and a piece of metal is found: whoever reports that has people on the "
        "spot behind him, even if he can't say what it came from. A ministry that says where a "
        "missile came from claims it: it may have a radar's record, and it shows none. So does the "
        "spokesman with his minutes. A destination, or that a missile strayed from it, is inferred, by an "
        "official as by an agency: nobody saw the place where the missile did not arrive. A claim may be better founded than an "
        "observation. The sorting says what you would have to ask for next: a witness, a record, "
        "or the reasoning.",
        hints=(
            "Ask of each: could a bystander have noticed it?",
            "A missile's target is not seen if the missile never gets there.",
            "Two are observed, three claimed, three inferred.",
        ),
        source_ids=(
            "haberler-2026-gaziantep-governorate-statement",
            "malay-mail-2026-sirens-incirlik",
            "news-afp-2026-turkiye-not-target-missile",
            "west-australian-2026-nato-shoots-down-iranian",
        ),
        mistakes={
            ("observed", "ministry", "spokesman"): "an official word is taken for an observation. "
            "The speaker may well know. The page shows his word and no record of what was seen.",
            ("claimed", "official", "agency", "reuters"): "a conclusion is taken for a report. "
            "Where a missile was going is reckoned from its path, or believed. Look for 'believed', "
            "'fits' and 'unclear'.",
            (
                "observed",
                "paper",
            ): "a detail is taken for a sighting. A ship's name and a type make "
            "a claim precise. They don't say who saw it.",
            ("claimed", "governorate", "sirens"): "what people on the spot noticed is taken for a "
            "bare claim. A piece on the ground and a siren at night have witnesses.",
            (
                "inferred",
                "governorate",
                "sirens",
            ): "more is read in than is said. Neither says which "
            "missile it was. What each reports was seen or heard.",
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="16-denials",
        title="What exactly is denied?",
        kind=sorting(sortings.DENIALS, sortings.DENIES),
        answer=lambda: first(sortings.DENIALS),
        why="Read closely, the denials are not one. The General Staff denied a launch *towards the "
        "territory* of Türkiye. If the unnamed Turkish official was right, and a missile meant for "
        "a base in Cyprus strayed, its sentence could be true of an Iranian missile. The foreign "
        "minister said what Iran strikes. The president, as Ankara gives his words, denied the origin. "
        "The Supreme Leader, on 20 March, denied the hand and named another: his words leave the "
        "official's account no room. And the Cypriot denial was three days older than the missile. It "
        "is quoted against a theory of which it could not have known.",
        hints=(
            "Underline what each denies: the place aimed at, or the hand that fired.",
            "Which of them would still be true if an Iranian missile had strayed?",
            "One is about soil, one about a hand, two name or suggest somebody; look at the dates of "
            "the other two, and at what they speak of.",
        ),
        source_ids=(
            "unn-2026-iran-denies-launch",
            "wion-2026-did-iran-fire-missile",
            "e-politic-2026-khamenei-turcia-oman",
            "politis-2026-letymbiotis-denies-missile-launch",
        ),
        mistakes={
            ("hand", "staff"): "a denied aim is taken for a denied hand. 'Towards the territory of "
            "that country' is a place. Would the sentence be false if a missile had strayed?",
            (
                "soil",
                "leader",
            ): "a denied hand is taken for a denied aim. He speaks of attacks that "
            "took place, and says whose forces did not make them.",
            (
                "hand",
                "araghchi",
            ): "an implication is read as a statement. He says what Iran targets. "
            "That it did not fire here, a hearer may conclude.",
            ("soil", "araghchi"): "a list of targets is read as a denial. He says which bases Iran "
            "strikes. Does the sentence say that nothing was fired here?",
            (
                "hand",
                "envoy",
            ): "a hint at others is passed over. He asks who else may have done it: "
            "third parties are suggested, though none by name.",
            ("unsaid", "staff"): "a denial is overlooked. It says 'deny', and names a territory.",
            ("soil", "nicosia"): "the date is passed over. Look at the day: what had been fired "
            "towards Türkiye by then?",
            ("author", "nicosia"): "a denial is given to the wrong event. It speaks of missiles "
            "reported three days before.",
            (
                "author",
                "ankara",
            ): "more is heard than is said. That the missiles were not of Iranian "
            "origin leaves open whose they were. Look for a name.",
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="16-tells",
        title="What would tell them apart?",
        kind=sorting(sortings.FINDS, sortings.TELLS),
        answer=lambda: first(sortings.FINDS),
        why="Heuer's question to any new item is not whether it fits your favourite, but whether it "
        "fits the others less. A predicted place of impact, or an order, would separate Incirlik "
        "from Cyprus and from the radar. A part of the missile, or a record of its launch, would "
        "bear on Iran against a third party, and leave the target open. A repetition adds a line and "
        "no evidence. So much that is asked for in such weeks, the ship, the minute, the number of "
        "shots, would be welcome and would decide nothing here.",
        hints=(
            "Take two explanations at a time and ask which of them the find would surprise.",
            "A place where it started is not a place where it was going.",
            "Two bear on the target, two on the author, three on neither.",
        ),
        source_ids=("heuer-1999-competing-hypotheses", "karvetski-mandel-2020-does-ach-help"),
        mistakes={
            (
                "target",
                "launch",
                "serial",
            ): "where it came from is taken for where it was going. From "
            "one place a missile can be fired at all three.",
            (
                "target",
                "relay",
            ): "repeating is taken for confirming. Ask who told the fourth outlet.",
            ("target", "ship", "hour"): "more detail is taken for more bearing. Which of "
            "the explanations would that surprise?",
            (
                "author",
                "impact",
            ): "the end of the path is taken for its beginning. Where it would have "
            "come down says what it was aimed at, or how far it had strayed.",
            (
                "author",
                "aim",
            ): "the place in the order is passed over. An order tells who fired; this "
            "one names the place as well, and so tells one target from another.",
            (
                "author",
                "ship",
            ): "who stopped it is taken for who sent it. The number of interceptors "
            "says nothing of who fired the missile.",
            ("neither", "serial"): "the debris is taken for worthless. What was found was the "
            "interceptor's. A part of the missile itself would be another matter.",
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="16-nine-in-ten",
        title="Four out of four: at least nine in ten?",
        kind=Number("", tolerance=0.4),
        answer=_needed,
        why=lambda: (
            f"At {_needed()} of {_needed()}, and not before, the lower end of the interval passes 90 "
            f"per cent. With four of four it is about {_least()} per cent. So the evidence decides the "
            "motion: it does not carry 'at least nine in ten', nor refute it. Two more things stand "
            "in the way. The four are those that were announced, and a missile that nobody announced, "
            "met or missed, is in no count. And the interval supposes shots alike and independent, which for "
            "these four nobody has shown. A critic who concludes that the defence "
            "stops only half of what comes makes the same mistake the other way: half is the end of "
            "the interval, not its middle: the four don't carry the counter-motion either."
        ),
        hints=(
            "Try numbers in n / (n + 3.84), and read the lower end.",
            "Try ten of ten and fifty of fifty; the answer lies between them.",
            "You look for the smallest number whose lower end is above 0.90.",
        ),
        source_ids=("reuters-via-2026-germany-deploy-patriot-turkey",),
        misconceptions={
            "the share seen is taken for the share proved": SEEN_IS_NOT_PROVED,
            "nine in ten is taken for a number of shots": Misconception(
                "With nine or ten shots, all stopped, the lower end is still far below nine in ten. "
                "Try the number in n / (n + 3.84).",
                shows=(9, 10),
            ),
            "enough, and not the smallest": Misconception(
                "That many would do, and fewer too. Which is the smallest whose lower end is above "
                "0.90?",
                shows=(36, 50),
                within=lambda: [(_needed(), inf)],
            ),
            "the lower end is given, not the number": Misconception(
                "That is a share. How many missiles, all stopped, are needed?",
                shows=(0.9, 0.51),
                within=[(-inf, 0.99)],
            ),
        },
        outcomes=("LO4",),
    ),
    Exercise(
        id="16-order",
        title="Commander, SACEUR, Council",
        kind=choice(
            A="That the Council had to agree before the posture could be raised.",
            B="That the Council was free to stop the first shot, and let it pass.",
            C="That a commander raised the posture before the Council met on it, and that the Council "
            "had met before the second missile came.",
            D="That the Council's support on 5 March was leave to fire on the 9th.",
        ),
        answer=_order,
        why="The dates carry so much and no more. The air commander acted on 4 March; the statement "
        "has SACEUR concur that the posture stay raised, on a day that it does not give, and the Council "
        "discuss the matter on the 5th; the next missile came on the 9th. What the Council supported was a posture. Under which rule the shots were "
        "fired, and what a refusal would have done, has not been published. A read-out of the meeting "
        "says that SACEUR has adjusted and will go on adjusting NATO's force posture when necessary, and states no decision of the Council.",
        hints=(
            "Put the three days in order: posture, Council, second missile.",
            "Which of the four says something about a shot? What does the statement say of shots?",
            "Strike out whatever speaks of leave to fire.",
        ),
        source_ids=("shape-2026-posture-statement", "askanews-2026-nato-well-placed-defend"),
        mistakes={
            "A": "the order is turned round. The action came on the day before the meeting.",
            "B": "a power is read into a meeting. The Council met after the first shot. That it could "
            "have stopped it in the minutes before, no text says.",
            "D": "support for a posture is taken for leave to fire. That readiness stays raised is one "
            "thing. When a shot may be fired is in rules that are not public.",
        },
        outcomes=("LO2",),
    ),
    Exercise(
        id="16-stands",
        title="What could stand in the brief of 5 March?",
        kind=sorting(sortings.BRIEF, sortings.STANDS),
        answer=sortings.stands,
        why="Four could: the ministry's one munition, the official's belief, the officials on ship and "
        "missile, the denial, each with its speaker and with 'unnamed' where that is so. Radar, Patriot "
        "and the automatic system belong to every later telling, and were said after that evening; a "
        "brief that has them was written with hindsight. The last two stand in none of the texts that "
        "we read. A reader in the Council may have been told more in private. That cannot be seen "
        "from here.",
        hints=(
            "Compare each day in the list with 5 March.",
            "Two of the nine have no row: was there ever one?",
            "Four then, three later, two never.",
        ),
        source_ids=(
            "ekonomim-2026-iran-ambassador-summoned",
            "1news-az-2026-nyt-incirlik",
            "mint-2026-iran-hitting-radars-that",
        ),
        mistakes={
            (
                "then",
                "automatic",
                "radar",
                "patriot",
            ): "hindsight is at work. Look at the day on which "
            "it was said, not at the day of which it speaks.",
            (
                "never",
                "cyprus",
                "ship",
            ): "an unnamed speaker is taken for none. It was said within the "
            "two days, by officials whom the page does not name. A brief may say so.",
            (
                "later",
                "cyprus",
                "ship",
            ): "the day is misread. It was said by 5 March, and a brief of that "
            "evening could have it, with 'unnamed'.",
            ("later", "denial"): "Tehran's answer is put too late. Look at its date.",
            (
                "then",
                "ordered",
                "article_4",
            ): "what would be expected is taken for what was said. Is there a row?",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="16-brief",
        title="The two paragraphs",
        kind=Essay(
            90,
            160,
            (
                "Could each sentence have been written on the evening of 5 March?",
                "Has each fact its speaker, and is an unnamed one called so?",
                "Does the second paragraph say what is not known, and who could tell?",
            ),
        ),
        answer=lambda: None,
        why="One way to write it. *According to the Turkish ministry one ballistic munition, fired "
        "from Iran, crossed Iraq and Syria on 4 March and was neutralised by NATO units stationed in "
        "the eastern Mediterranean; a piece of an interceptor fell at Dörtyol and nobody was hurt. "
        "Unnamed American and Western officials tell the New York Times of an SM-3 from the USS Oscar "
        "Austin. SACEUR's spokesman says that less than ten minutes passed from identification to "
        "launch, that the air commander raised the posture that day and recommends to keep it, that "
        "SACEUR concurs and that Allies in the Council support it. Iran's General Staff denies a launch "
        "towards Turkish territory.* New paragraph. *Not known to us: what it was aimed at (NATO's "
        "spokesperson says Türkiye; an unnamed Turkish official, a base in Cyprus; the officials of the "
        "New York Times, Incirlik), where it was hit and, officially, which unit fired. The radar's "
        "record could tell the first two, a log the last.*",
        hints=(
            "First paragraph: who says what happened. Second: what is not known.",
            "Use the sentences that you kept in exercise 6.",
            "For each unknown say which record would tell.",
        ),
        source_ids=("ekonomim-2026-iran-ambassador-summoned", "shape-2026-posture-statement"),
        outcomes=("LO8",),
    ),
    Exercise(
        id="16-trace",
        title="Over the eastern Mediterranean: who says so?",
        kind=sorting(sortings.TEXTS, sortings.ROLES),
        answer=lambda: first(sortings.TEXTS),
        why=lambda: (
            "The others go back to the ministry's sentence, and it speaks of where the defence stood. *Deployed in the "
            "eastern Mediterranean* says nothing of the place of the hit; one page moved the words, "
            "and the phrase has been repeated since, in the question of this unit too, where 'over' "
            "is ours. Others put the hit at the border or over Turkish airspace, and by Reuters "
            "on 13 March the ministry said that the first was downed on its way there. How far to trust it? The "
            "statement as a statement, whole in reprints; the place of the hit hardly, since none that we "
            "read says how it knows."
        ),
        hints=(
            "Find the verb to which the words 'eastern Mediterranean' belong.",
            "Stationed there, or hit there?",
            f"One of each but one: {count(2)} give another place.",
        ),
        source_ids=(
            "ekonomim-2026-iran-ambassador-summoned",
            "wion-2026-did-iran-fire-missile",
            "israel-national-2026-nato-intercepts-missile-iran",
            "emirates247-2026-nato-defenses-turkish-airspace",
        ),
        mistakes={
            (
                "origin",
                "israel_national",
                "wion",
            ): "a page that repeats is taken for the origin. Who "
            "commands the units, and who announced the shot? Look at who is quoted.",
            (
                "keeps",
                "ministry",
            ): "the origin is taken for a relay. From whom would the ministry have the sentence? The "
            "others quote it.",
            (
                "moves",
                "ministry",
            ): "the words are read as the outlets print them. It says where the elements of the "
            "defence were stationed, and nothing of the hit.",
            (
                "another",
                "israel_national",
            ): "the words are passed over. It has the same sea: what changed is what the words belong to.",
            (
                "keeps",
                "israel_national",
            ): "a moved word is passed over. *Over* the sea is where the "
            "missile would have been hit; *deployed in* is where the defence stood.",
            (
                "moves",
                "wion",
            ): "a quotation is taken for a paraphrase. Read what 'deployed' belongs to.",
            (
                "moves",
                "emirates",
                "vestnik",
            ): "any other wording is taken for the same slip. Is the sea in it at all?",
            (
                "keeps",
                "digest",
            ): "the sea is kept, and the shooter overlooked. Whose are the elements by "
            "the ministry, and whose by this page?",
            ("another", "digest"): "the place is judged, and the shooter overlooked. Whose defence "
            "stopped it, by that page?",
        },
        outcomes=("LO8",),
    ),
    other_side(
        "16",
        (
            "Which of our reasons would one of us put first, and does it come first?",
            "Would one of us sign every sentence?",
            "Is our best fact there with who says so, and our reply to the hardest objection?",
        ),
        hints=(
            "Begin with what this side holds that the four missiles were a test of.",
            "Choose one fact that this side would quote, and say whose it is.",
            "Name the hardest objection, and answer it as this side would.",
        ),
        source_ids=(
            "straits-times-2026-highlights-rutte-interview",
            "shape-2026-posture-statement",
            "gao-1992-operation-desert-storm-data",
            "mitchell-2000-placebo-defense",
        ),
    ),
    claim_note(
        "16",
        (
            "Is there one claim, and could it turn out wrong?",
            "Has each fact its speaker, its day and its grade?",
            "Which record is missing, and what could it change?",
        ),
        hints=(
            "Say what would have been vindicated: a forecast, a system, a chain of command?",
            "Name who says each thing, and keep his hedge.",
            "End with the record that could overturn your claim.",
        ),
        source_ids=(
            "ekonomim-2026-iran-ambassador-summoned",
            "shape-2026-posture-statement",
            "reuters-via-2026-germany-deploy-patriot-turkey",
        ),
        outcomes=("LO4",),
    ),
)
