"""Exercises and prediction of unit 07, who contributes and who pays."""

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
from course.lessons.who_contributes_who_pays.loans import days_of
from course.lessons.who_contributes_who_pays.sortings import (
    BILLS,
    PASSAGE,
    PAYERS,
    QUESTIONS,
    READ,
    SAFE,
    STEPS,
    SUMS,
    bills,
    included,
    minister,
)
from course.lessons.who_contributes_who_pays.sums import (
    GERMAN_PER_CENT,
    auditors,
    drawn_days,
    dutch_days,
    german_share,
    grown,
)


def _why_two_totals() -> str:
    """Return the option that the two totals bear out: they count from different years."""
    totals = auditors().set_index("claim_id")["since"]
    return "C" if totals["gao-115bn-2008"] != totals["gao-56bn-2009"] else "A"


def _total(claim: str) -> float:
    return float(auditors().set_index("claim_id").at[claim, "billion"])


PREDICTIONS = (
    Prediction(
        id="07-two-totals",
        question="Why is the second total about half the first?",
        options={
            "A": "one of the two was a mistake, corrected in the other",
            "B": "the dollars of the two are of different value",
            "C": "the two do not begin in the same year",
            "D": "Congress had cut the money between the two",
        },
        answer=_why_two_totals,
        reveal=lambda: (
            f"The {_total('gao-115bn-2008'):.0f} billion are counted from the mid-1980s, the "
            f"{_total('gao-56bn-2009'):.0f} billion from 2002. What has been spent cannot be cut "
            "afterwards, and a change in the value of money does not halve a sum in six months."
        ),
    ),
)


def _first_ready() -> Exercise:
    """Make the task to count the days from the decision to the first Dutch battery that was ready."""

    def why() -> str:
        return (
            f"From the decision to readiness {dutch_days('decided')} days passed. From the letter it "
            f"was {dutch_days('requested')}, and at the advance party's arrival the battery was not "
            "yet a defence. Each of these is called 'how long NATO took' by somebody; say from what "
            "to what."
        )

    return days_of(
        "nld-adana-2013",
        "decided",
        "operational",
        title="From the decision to the first ready battery",
        why=why,
        hints=(
            "Which of the columns is the decision, and which says that it was ready?",
            "Count from the day in `decided` to the day in `operational`.",
            "The rest of December, and then the days of January.",
        ),
        mistakes={
            "the request is taken for the decision": Misconception(
                "You counted from the letter. That is how long Türkiye waited; the question begins "
                "with NATO's decision.",
                lambda: [dutch_days("requested")],
            ),
            "arrival is taken for readiness": Misconception(
                "You stopped when the first people arrived. A battery on a quay protects nobody.",
                lambda: [dutch_days("decided") - dutch_days("arrived")],
            ),
            "the figure is copied": Misconception(
                "The figure knows the month of the offer "
                "and not its day, so its bar runs from the last of December to the first. The "
                "cell above has the day of NATO's decision: count from there.",
                lambda: list(drawn_days("nld-patriot-turkiye")),
            ),
            "you gave months": Misconception(
                "That is about right in months. The question asks for days.",
                lambda: [round(dutch_days("decided") / 30.4375, 1), 2],
                [(1, 3)],
            ),
        },
    )


EXERCISES = (
    Exercise(
        id="07-payer",
        title="Whose bill?",
        kind=Sorting(
            {name: said for name, (_, said) in BILLS.items()},
            PAYERS,
        ),
        answer=bills,
        why="The bill follows neither the ground nor the command. Redzikowo stands on Polish ground "
        "and comes under a NATO commander, and the United States pays; Spain's battery is under the "
        "same command, and Spain pays. Common money has the network and the programme in which each "
        "Ally has a share. What the ground costs its host no source that was read says: the cell is "
        "empty, and that is not nought.",
        hints=(
            "Go to the column `payer`, not to the commander.",
            "`common_funding` is the common money; an empty cell, printed as `NaN`, is `unread`.",
            "Two are paid in common, two are not known, two are American.",
        ),
        source_ids=(
            "defence-industry-2024-nato-assumes-command-aegis",
            "air-space-2012-nato-declares-missile-shield",
            "bundestag-2016-raketenabwehr-kosten",
        ),
        mistakes={
            ("common", "spanish_patriot", "polish_site", "oscar_austin"): "the commander is taken "
            "for the payer. You let NATO pay for what NATO commands. A commander gives orders; "
            "the bill stays with the nation that owns the thing.",
            ("national", "polish_site", "ramstein_network"): "the host is taken for the payer. "
            "You let the host pay for what stands on its ground. Ground and what stands on it are "
            "two rows.",
            (
                ELSEWHERE,
                "polish_ground",
                "ramstein_ground",
            ): "an empty cell is filled in. You named "
            "a payer where the table has none. Somebody pays; nobody on this course has read who. "
            "Unknown stays unknown.",
            ("national", "german_share"): "a share is taken for the whole. Germany carries a "
            "share of a programme that all Allies pay for. The row stands for the programme.",
            ("us", "ramstein_network", "spanish_patriot", "arrow_3", "german_share"): "the largest "
            "is taken for the payer of everything. The United States pays for much here, and not "
            "for this. Look the row up.",
            (
                "unread",
                "polish_site",
                "ramstein_network",
                "spanish_patriot",
                "arrow_3",
                "german_share",
                "oscar_austin",
            ): "a filled cell is taken for an empty one. The table names a payer there. Look the row up.",
        },
        outcomes=("LO2",),
    ),
    _first_ready(),
    Exercise(
        id="07-scope",
        title="What does the sum include?",
        kind=Sorting({name: said for name, (_, said) in SUMS.items()}, STEPS),
        answer=included,
        why="Rasmussen's sum is the step from one task to the next; Berlin's and Daalder's are for "
        "the network as a whole, in two currencies and four years apart; the ceiling is for every "
        "project of the programme, missile defence or not. The frigates and the "
        "mission are what one Ally spends. That the step of Berlin's sum is the network is our "
        "sorting: its answer says spending planned for NATO's missile defence.",
        hints=(
            "Ask of each: who spends, and on what?",
            "A ceiling of a programme covers all that the programme pays for.",
            "Two of the seven are one Ally's own, two are the whole network.",
        ),
        source_ids=(
            "reuters-2010-nato-says-missile-defense",
            "bundestag-2016-raketenabwehr-kosten",
            "mission-nato-2012-ambassador-we-need-more",
            "dutchnews-2011-nato-defence-shield",
            "morgenpost-via-2015-patriot-59-millionen",
            "gao-2022-gao-22-105075-missile",
        ),
        mistakes={
            ("america", "rasmussen", "berlin", "ceiling"): "the Allies' common money is taken for "
            "America's. All Allies pay into these sums, the United States among them.",
            (ELSEWHERE, "auditors"): "American spending is taken for the Alliance's. The auditors "
            "of Congress add up what their own country has spent on missile defence, wherever it "
            "stands.",
            ("all_common", "berlin"): "a purse is taken for a purpose. The sum may well be paid "
            "out of the common programme. What it was said of is the building of NATO's missile "
            "defence, and the programme pays for much else.",
            ("america", "daalder"): "the speaker is taken for the payer. An American said it, and "
            "he said it of what Allies had committed to invest.",
            ("widening", "daalder", "berlin"): "the whole is taken for the widening. Nothing in "
            "the words limits the sum to the step from soldiers to populations: it is for all "
            "that NATO's missile defence needs in common.",
            ("all_common", "daalder"): "a network is taken for a programme. The billion is for "
            "command, control and communications of missile defence, and not for every project of "
            "all Allies.",
            ("all_common", "rasmussen"): "one step is taken for the whole programme. The sum was "
            "said of the step from soldiers to populations, which is one project among many.",
            ("one_ally", "ceiling", "berlin"): "who said it is taken for who pays. The German "
            "government told its parliament of sums that all Allies pay.",
            ("america", "frigates", "mission"): "another Ally's purse is taken for America's. The "
            "frigates are Dutch, and the mission of that sum German.",
            ("network", "ceiling"): "a programme's ceiling is taken for missile defence. The 690 "
            "million are for everything that the investment programme pays for in that year. How "
            "much of it is missile defence the answer does not say.",
            ("network", "rasmussen"): "the widening is taken for the whole. The sum of May 2010 "
            "was said of the step from soldiers to populations. The network for soldiers had its "
            "own price.",
            ("all_common", "mission", "frigates"): "one Ally's sum is put on the common account. "
            "A nation that lends or buys bears the cost: the mission's sum is the German "
            "ministry's, the radars' the Dutch one's.",
            ("network", "frigates"): "what an Ally buys is taken for NATO's network. A frigate's "
            "radar is a sensor, and sensors are brought by nations.",
        },
        outcomes=("LO5",),
    ),
    Exercise(
        id="07-read",
        title="Read it closely",
        kind=Sorting({name: said for name, (_, said) in PASSAGE.items()}, READ),
        answer=lambda: {name: code for name, (code, _) in PASSAGE.items()},
        why="Two things are said: the units go home to be modernised, and other Allies were "
        "consulted. One is denied, since the deployment will not be renewed. On the threat, the money "
        "and what the consulted Allies answered the words are silent. Nor do they promise a return: "
        "they say that one is possible within a week *if needed*. The threat and the money may have "
        "weighed: a newspaper wrote that the threat had been weighed anew. That is its word, and not "
        "the statement's.",
        hints=(
            "Look for the words, and not for what is likely.",
            "*Consulted* and *agreed* are two things; so are *prepared to* and *will*.",
            "Two are said, one is denied, four are not spoken of.",
        ),
        source_ids=(
            "defensemirror-2015-us-germany-withdraw-patriot",
            "jewish-press-2015-us-germany-pull-patriots",
        ),
        mistakes={
            ("says", "return"): "a condition is dropped. 'If needed' and 'prepared to' do not say "
            "that they will come back.",
            ("says", "agreed"): "consulted is read as agreed. To be consulted is to be asked. "
            "What the others answered is not there.",
            ("denies", "threat", "money", "agreed"): "an inference is taken for a denial. 'If "
            "needed' lets you guess that a need may come back. The words neither say nor deny "
            "that the threat had passed, that money weighed, or that the others agreed.",
            ("denies", "return"): "a condition is taken for a refusal. They are ready to come "
            "back within a week, if needed. Whether they will, the words leave open.",
            ("silent", "upgrade", "consulted"): "what is there is passed over. Look for "
            "'redeployed' and for 'consulted'.",
            ("says", "renewed"): "a 'not' is passed over. Read what stands between 'will' and "
            "'renewed'.",
            ("silent", "renewed"): "a denial is taken for silence. The first sentence speaks of "
            "renewal, and says the contrary.",
            ("says", "threat", "money"): "a reason is supplied. That may have been a reason, and "
            "the German minister spoke of the threat that week. These words do not.",
        },
        outcomes=("LO8",),
    ),
    Exercise(
        id="07-series",
        title="One series, please",
        kind=Number("billion dollars", tolerance=0.6),
        answer=grown,
        why=lambda: (
            f"It grew by {grown():.0f} billion, from {_total('gao-56bn-2009'):.0f} to more than "
            f"{_total('gao-174bn-2022'):.0f}; since the last is a lower bound, so is the growth. The "
            "totals that count from the mid-1980s belong to another series: to take one of them off "
            "the sum of 2022 would subtract years that were never in it."
        ),
        hints=(
            "Which rows count from 2002?",
            "Take the first and the last of these, in order of time.",
            "Subtract the earlier total of that series from the later.",
        ),
        source_ids=(
            "gao-2009-gao-09-338-production",
            "gao-2022-gao-22-105075-missile",
        ),
        misconceptions={
            "two series are joined": Misconception(
                "You began with a total that counts from the mid-1980s. Its years are not in the "
                "total of 2022, so the difference measures nothing.",
                lambda: [
                    _total("gao-174bn-2022") - _total(start)
                    for start in ("gao-115bn-2008", "gao-107bn-2007", "gao-90bn-2006")
                ],
            ),
            "a total is given for a growth": Misconception(
                "That is a total. The question asks by how much it grew.",
                lambda: [_total("gao-174bn-2022"), _total("gao-56bn-2009")],
            ),
            "a ratio is given": Misconception(
                "That is how many times as large it became. The question asks for the difference.",
                lambda: [round(_total("gao-174bn-2022") / _total("gao-56bn-2009"), 1)],
            ),
        },
        outcomes=("LO5", "LO8"),
    ),
    Exercise(
        id="07-minister",
        title="What may the minister say?",
        kind=Sorting(QUESTIONS, SAFE),
        answer=minister,
        why="The evidence settles five of the six. The letter is of 21 November 2012, and the last of "
        "six was ready on 15 February. By the table there were five until the autumn of 2015, and from 2016 to "
        "May 2026 never more than three. Nor did the number fall to nought: when the Germans and the "
        "Americans ended in that autumn, Spain's battery stood there, and by the note of its row it "
        "still did in March 2026. The ministry's first statement named "
        "no lender. The 200 million were for a network. Whether the German battery came as planned has "
        "not been read; that it was announced does not decide it.",
        hints=(
            "Each has a date or an empty cell in the table, and a note beside it.",
            "An announcement is not an arrival.",
            "Two are yes, three are no, one is open.",
        ),
        source_ids=(
            "turkish-mfa-2012-request-air-defence",
            "nato-via-2013-defence-ministers-patriots",
            "dvids-2025-decade-defense-spanish-patriot",
            "mynet-2026-msb-patriot-malatya",
            "reuters-via-2026-germany-deploy-patriot-turkey",
        ),
        mistakes={
            ("yes", "german_came"): "an announcement is taken for an arrival. In May it was "
            "planned. Look at the cell for its arrival.",
            ("no", "german_came"): "what was not read is taken for what did not happen. No "
            "arrival was read. That is not the same as that it did not come.",
            ("yes", "owner_malatya"): "an agency's report is put in the ministry's statement. "
            "Reuters reported it as American, on Türkiye's word. The statement that it quotes "
            "names no owner.",
            ("open", "no_break"): "an empty cell is taken for an unknown. Spain's row has no end, "
            "and its note says what was read: still there in March 2026.",
            ("no", "no_break"): "a change of lenders is taken for a gap. Look at what stood there "
            "when the Dutch ended in January 2015, and when the Germans and the Americans ended "
            "that autumn.",
            ("yes", "six_again"): "three, or an earlier year, is taken for six. Count the rows "
            "that overlap after 2015: Spain's, Italy's, then two of 2026. The two accounts of "
            "Malatya are one battery, and the German one of May replaces another.",
            ("open", "six_again"): "counting is given up too soon. The table has every battery "
            "that was read, with dates. Count those that overlap after 2015.",
            (ELSEWHERE, "first_loan"): "the days are not counted. Both are in the table: that of "
            "the letter, and that on which the last two of the six were ready. Is it three months "
            "from one to the other?",
            ("open", "owner_malatya", "network_only"): "what was read is passed over. Of the "
            "statement the note tells what it names and what not; and the sum of 2010 was said of "
            "something definite.",
            ("yes", "network_only"): "the price of a network is taken for the price of a shield. "
            "Sensors and interceptors are national contributions: they are in no common sum.",
        },
        outcomes=("LO2",),
    ),
    Exercise(
        id="07-trace",
        title="Germany's 690 million: trace the number",
        kind=choice(
            A="It is right: it is Germany's payment in that year.",
            B="The number is right and its owner wrong: it is the ceiling for all Allies.",
            C="It is Germany's part of the sum planned for NATO's missile defence.",
            D="It was made up: no source before the blog has it.",
        ),
        answer=lambda: "B",
        why=lambda: (
            "The government's answer, in a digest of 8 September, gives 690 million euro as the ceiling of the "
            f"investment programme for 2016, and Germany's part of it as about {GERMAN_PER_CENT} per "
            f"cent: some {german_share():.0f} million, for every kind of project. Five days later the "
            "blog had the ceiling as Germany's bill, with the Bundestag as its source; whose slip it "
            "was we have not read. How far to trust it? The ceiling as far as the answer, which we "
            "know as the digest quotes it (grade B); the blog's use of it not at all (grade C)."
        ),
        hints=(
            "Which row is the older (`stated_on`), and whose sum does it speak of?",
            "A ceiling of a programme and a country's payment are two things.",
            "Read the column `about` of the first two rows side by side.",
        ),
        source_ids=("bundestag-2016-raketenabwehr-kosten", "vergabeblog-2016-raketenabwehr"),
        mistakes={
            "A": "a repeated number is taken for a confirmed one. The government's answer has the "
            "number, for something else. A figure is not confirmed by standing in two places.",
            "C": "two sums of one page are made into parts of each other. The 1,031 million are planned "
            "for missile defence over years; the 690 million are one year of all projects. Neither is "
            "a part of the other.",
            "D": "an error is taken for an invention. The number has an older source: look at the dates "
            "in `stated_on`. This one is a right figure that has lost its owner.",
        },
        outcomes=("LO5", "LO8"),
    ),
    other_side(
        "07",
        (
            "Which of our reasons would one of us put first, and does it come first?",
            "Would one of us sign every sentence, or is one of them what our opponents say of us?",
            "Is our best fact there with who says so, and our reply to the hardest objection?",
        ),
        hints=(
            "Begin with what this side takes a system to be.",
            "Choose one fact that this side would quote, and say whose it is.",
            "Name the hardest objection, and answer it as this side would.",
        ),
        source_ids=(
            "crs-2012-nato-common-funds",
            "mission-nato-2012-ambassador-we-need-more",
            "nato-2016-remarks-secretary-general-stoltenberg",
            "white-house-2016-contributions-nato-capabilities",
            "ssi-2013-nato-missile-defense-burden-sharing",
            "terlikowski-2013-burden-sharing",
            "reuters-2012-lawmakers-pay-up",
            "netherlands-2014-patriots-not-extended",
        ),
    ),
    claim_note(
        "07",
        (
            "Is there one claim, and does it say what it counts?",
            "Has each sum its scope, date, source and grade?",
            "Which account is missing, and what could it change?",
        ),
        hints=(
            "Say what would make a system NATO's, and then whether this one is.",
            "Give each sum with what it includes, and each piece with its owner.",
            "End with the account that nobody has published.",
        ),
        source_ids=(
            "nato-2006-nato-track-2010-theatre",
            "white-house-2016-contributions-nato-capabilities",
            "shape-2014-nato-deployment-patriot-missiles",
            "defence-industry-2024-nato-assumes-command-aegis",
            "bundestag-2016-raketenabwehr-kosten",
            "netherlands-2014-patriots-not-extended",
        ),
        outcomes=("LO2", "LO5"),
    ),
)
