"""Exercises and prediction of unit 06, who decides."""

from __future__ import annotations

import pandas as pd

from course.data import day, load
from course.learn.answers import choice, first, sorting
from course.learn.exercises import Exercise, Prediction, claim_note, other_side
from course.lessons.who_decides import sortings
from course.lessons.who_decides.clock import clock_rows, met_after_council
from course.words import count, lasting, span


def _clock() -> pd.DataFrame:
    tables = ("missile_ranges", "march_2026_claims", "march_2026_timeline", "institution_links")
    return clock_rows(*map(load, tables))


def _council_bin() -> str:
    if _clock().set_index("step").at["council", "high"] <= 60:
        return "A"
    on = load("march_2026_timeline").set_index("event_id")["happened_at"].map(day)
    return {0: "B", 1: "C"}.get((on["nac-5-march"] - on["intercept-1"]).days, "D")


def _council_reveal() -> str:
    council = _clock().set_index("step").loc["council"]
    later = len(met_after_council(load("march_2026_timeline")))
    return (
        f"The Council met on the day after, {lasting(council['low'], council['high'])} after the "
        "shot as far as the dates allow, and spoke of the raised posture. The rules had been agreed "
        f"about {span(_clock().set_index('step').at['stood', 'low'])} before the shot, and "
        f"{count(later)} more missiles were met later in the month, after the Council had spoken."
    )


def _rules() -> str:  # a number of `answers.md` is bound to it
    return span(_clock().set_index("step").at["rules", "low"])


PREDICTIONS = (
    Prediction(
        id="06-council-clock",
        question="How long after the shot did the Council meet?",
        options={
            "A": "within the hour",
            "B": "later on the same day",
            "C": "on the next day",
            "D": "later than that",
        },
        answer=_council_bin,
        reveal=_council_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="06-ten-assets",
        title="Ten assets, three questions",
        kind=sorting(sortings.ASSETS, sortings.CODES),
        outcomes=("LO2",),
        answer=sortings.sorted_assets,
        why="The three letters seldom agree, and that is the point. Ownership says who may take a "
        "thing home; operation says whose people push the buttons; command says under whose orders "
        "they push them when the thing has been assigned. A question mark is a finding too: for the "
        "Polish and the German systems no source that was read names a commander.",
        hints=(
            "Look each asset up in the rows of `contributions`: the three letters are three columns.",
            "`owner` and `operator` hold country codes or NATO; `commander_when_assigned` holds a "
            "body, and an empty cell there is a question mark.",
            "`saceur` and `aircom` are NATO commanders; `us-eucom` is an American one.",
        ),
        source_ids=(
            "mission-nato-2012-ambassador-we-need-more",
            "shape-2014-nato-deployment-patriot-missiles",
            "janes-2022-patriots-poland-slovakia",
        ),
        mistakes={
            ("AAA", "kurecik_radar", "oscar_austin"): "the commander is taken for the owner. You "
            "gave the Alliance something that it does not own. NATO commands the radar and the "
            "ships when they are assigned; both belong to the United States.",
            ("UUU", "kurecik_radar", "oscar_austin"): "the flag is taken for the command. You put "
            "American things under American command throughout. When they are assigned to the "
            "mission the table names a NATO commander: look at the third column.",
            ("NNA", "polish_patriot", "arrow_3"): "an empty cell is filled in. You named a "
            "commander where the table has none. Perhaps there is one; nobody on this course has "
            "read it. Unknown stays unknown.",
            ("UUA", "kurecik_ground", "deveselu_ground"): "the host of the ground is forgotten. "
            "You gave a base to its user. The ground at Kürecik and Deveselu belongs to the host; "
            "the Americans use it.",
            ("UUA", "us_patriot_2022"): "every American unit in Europe is put under NATO. The "
            "Patriots of 2022 came under American orders: the third column names an American "
            "command. Not all that stands on allied ground is assigned to the Alliance.",
            (("NAA", "spanish_patriot"), ("NNA", "torrejon")): "the commander is taken for the "
            "crew. A battery that is lent keeps its own soldiers. NATO commands it; the nation "
            "that owns it runs it. At Torrejón it is the other way: look at the second column.",
        },
    ),
    Exercise(
        id="06-silence",
        title="Monday morning",
        kind=choice(
            A="It is adopted by thirty-one to one.",
            B="It is adopted, and the one state's letter is filed as a reservation.",
            C="It is not agreed: silence is broken, and the Council must take it up again.",
            D="The Secretary General decides whether the objection counts.",
        ),
        outcomes=("LO2", "LO6"),
        answer=lambda: "C",
        why="There is no vote to win or lose. Silence is a way of finding out whether anyone "
        "objects; one letter in time answers that question, whoever sent it. The thirty-one may "
        "persuade, rewrite, meet in another body as in 2003, or act outside NATO.",
        hints=(
            "Is there a number of states that would be enough?",
            "What did the letter of 10 February 2003 do to the American request?",
            "Ask what silence is taken to mean, and what is left when it is broken.",
        ),
        source_ids=("crs-2003-nato-decision-making", "nato-2016-consensus-decision-making"),
        mistakes={
            "A": "consensus is taken for a large majority. NATO does not vote, at any level. "
            "Thirty-one silent states are not a majority; they are thirty-one states waiting for "
            "the thirty-second.",
            "B": "an objection is taken for a reservation. A state that can live with a text lets "
            "the silence run and may add an explanation. A letter of objection within the time "
            "limit stops the text.",
            "D": "the chair is taken for a judge. The Secretary General may put a text under "
            "silence, as in 2003, and is sent the letter. The holder of that office has no vote "
            "and cannot overrule a capital.",
        },
    ),
    Exercise(
        id="06-when",
        title="Who can say no, and when?",
        kind=sorting(sortings.WHEN, sortings.MOMENTS),
        outcomes=("LO6",),
        answer=sortings.moments,
        why="Leave to station or pay is given once, years before. The standing powers, every Ally's "
        "and the Council's, last for as long as rules and commanders do, reach the terms on which a "
        "shot is fired, and work slowly. What fell in March 2026 was beside the shot or after it. Those who only advise are heard and cannot "
        "stop anything.",
        hints=(
            "The columns are `situation` and `can_block`.",
            "`consent` is leave given once; `standing` is an arrangement that lasts.",
            "Two of the eight advise only: for them `can_block` is false.",
        ),
        source_ids=(
            "natopa-2017-draft-general-report-067",
            "hurriyet-daily-2026-nato-raises-missile-defense",
        ),
        mistakes={
            ("*", "committee", "assembly"): "advice is taken for a veto. A committee or an "
            "assembly that recommends can be listened to or not. The table marks both of them as "
            "unable to stop a decision.",
            ("*", "council_2026"): "support afterwards is read as permission beforehand. On 5 "
            "March the Council supported a posture that had been raised the day before. It could "
            "have withheld its support; what that would have done is not known. Nothing that we "
            "read says that it was asked before.",
            ("*", "spain_2026"): "a refusal of one use is read as a refusal of the base. Spain let "
            "the ships stay and refused strikes on Iran from its bases. That is a choice of March "
            "2026, and not of the day on which it gave leave to station.",
            (
                ("standing", "romania_2011", "congress_2008"),
                ("leave", "any_ally", "council_2012"),
            ): ""
            "leave given once is taken for a power that lasts. Look at `situation`: a vote on a "
            "base or on money belongs to its moment, while consensus has no end in the table.",
        },
    ),
    Exercise(
        id="06-statement",
        title="Statement or paraphrase?",
        kind=sorting(sortings.SENTENCES, sortings.SAID),
        outcomes=("LO8",),
        answer=lambda: first(sortings.SENTENCES),
        why="The statement times the chain *to launch*; the lead of the news item has the missile "
        "destroyed within the minutes. It has defences *alerted*; the lead has assets *protected*. In "
        "the statement the commander above concurs and Allies express support; in the agency copy the "
        "states concur with the commanders, which turns support into something like a decision. No "
        "text says who fired, nor that the Council ordered the shot or passed it without debate.",
        hints=(
            "Read the three extracts side by side and underline the verbs.",
            "What was protected, and what was alerted? Who concurred with whom?",
            "Three of the nine are in the statement, three only in a paraphrase, three in none.",
        ),
        source_ids=(
            "shape-2026-posture-statement",
            "gamereactor-2026-nato-ramps-up-missile",
            "hurriyet-daily-2026-nato-raises-missile-defense",
        ),
        mistakes={
            ("statement", "destroyed"): "launch is read as destruction. The spokesman's minutes "
            "end when the interceptor leaves. How long it flew, and when it hit, he did not say.",
            (("statement", "assets"), ("news", "systems")): "alerted is read as protected. The "
            "statement says which defences were warned. That assets were shielded stands only in "
            "the lead of the news item.",
            ("statement", "concurred"): "the name of the one who agrees is changed. Look at the "
            "subject of the verb. In the statement it is the Supreme Allied Commander who "
            "concurred; the Allies expressed support.",
            ("*", "destroyer", "ordered"): "what you know from elsewhere is read into the text. "
            "Press reports name an American destroyer, and one may well have fired. These three "
            "extracts name no unit and report no order of the Council.",
            ("*", "stamped"): "a judgement is read into the text. In the statement the Council "
            "*discussed* the posture and supported it. That it passed a shot, and without debate, "
            "stands in none of the three.",
        },
    ),
    Exercise(
        id="06-minister",
        title="What may the minister say?",
        kind=sorting(sortings.QUESTIONS, sortings.SAFE),
        outcomes=("LO2", "LO6"),
        answer=sortings.minister,
        why="Five of the seven can be answered. The rules and the commander came first, in 2012. In "
        "2016 France held up the next step. Spain let ships live at Rota and refused its bases for "
        "strikes on Iran. The posture was raised on the day before the Council met. And Germany's "
        "Constitutional Court found in 2008 that NATO's decision had not freed the government of "
        "asking the Bundestag; the same court held in 2015 that in imminent danger a government may "
        "act first. Two stay open, and a minister who answered them would be guessing: "
        "NATO named no unit and no authority for the shot, and nobody has said what a refusal on "
        "the next day would have done.",
        hints=(
            "For two of them compare dates in `institution_links` and `march_2026_timeline`.",
            "For three of them one case is enough: France, Spain and Germany each give one.",
            "Two ask for what NATO has not said. An account by one party that leaves out the unit "
            "settles neither.",
        ),
        source_ids=(
            "reuters-2016-nato-takes-over-shield",
            "bverfg-2008-awacs-tuerkei",
            "bverfg-2015-eilkompetenz",
            "shape-2026-posture-statement",
            "olive-press-2026-us-planes-depart-bases",
        ),
        mistakes={
            ("*", "whose_chain"): "whose ship it was is taken for whose order it was. Press "
            "reports name an American destroyer; NATO says that its people launched. A ship may "
            "stand under either chain, and when it passes from one to the other is not public.",
            ("yes", "could_stop"): "what did not happen is told as known. No refusal was tried on "
            "5 March. Supporters may hold that it would have worked; no rule that we could read "
            "says so.",
            ("no", "could_stop"): "support on the next day is read as mere notice. The Council "
            "could have withheld its support. That this would have changed nothing is a critic's "
            "guess; no rule that we could read says so.",
            ("yes", "meeting_first"): "the order of two days is turned round. Compare the two "
            "dates: the posture was raised on the 4th, the Council met on the 5th.",
            ("yes", "every_use"): "leave to station is read as leave for every use. Look at what "
            "Madrid refused at the beginning of March 2026, with the destroyers in its port.",
            ("yes", "alliance_enough"): "an alliance's yes is taken for a parliament's. One case "
            "is enough against a sentence about each member: the radar aircraft over Türkiye, and "
            "what the court in Karlsruhe said of them.",
            ("no", "one_ally"): "a step that waited is overlooked. Read again what French "
            "officials said in May 2016, and what Reuters reported in July.",
        },
    ),
    Exercise(
        id="06-trace",
        title="Where do the ten minutes come from?",
        kind=sorting(sortings.PAGES, sortings.DOES),
        outcomes=("LO8",),
        answer=sortings.traced,
        why="Four texts and one witness. The spokesman gave the number for his own headquarters; the "
        "agencies and the page that prints him pass it on and add nothing of their own. The agency "
        "of 2012 spoke of the time in which a missile must be found and hit, which is another "
        "clock. We read the statement in the reprint and two agencies' quotations of this sentence "
        "agree with it, so that the words may be trusted. The grade says that much. Whether the "
        "clock may be trusted is another question: nobody outside was found to have confirmed it.",
        hints=(
            "Ask of each text: how could its writer know?",
            "Two news agencies that quote one spokesman are one witness.",
            "From what to what does each number run? Compare 2012 with 2026.",
        ),
        source_ids=(
            "shape-2026-posture-statement",
            "gamereactor-2026-nato-ramps-up-missile",
            "dpa-2012-wie-funktioniert-raketenabwehr",
        ),
        mistakes={
            ("origin", "reprint"): "the page that was read is taken for the origin. We read the "
            "statement on that page. It prints what the spokesman wrote; where a text was read is "
            "not where it comes from.",
            ("origin", "reuters", "afp"): "a news agency is taken for a second witness. Neither "
            "agency had a clock. Both quote the spokesman: however many repeat him, the number has "
            "one source.",
            ("repeats", "agency_2012"): "two clocks are taken for one. Twenty minutes at best was "
            "the time to identify and to hit; the ten minutes end when the interceptor leaves. Nor "
            "does the one confirm the other.",
            ("*", "witness"): "a good grade is taken for a confirmation. The grade is of the "
            "source: these are the spokesman's words. No body outside the chain that acted has "
            "been found to have timed it.",
        },
    ),
    other_side(
        "06",
        (
            "Would a member of that side sign it, or say that you gave motives in place of reasons?",
            "Which fact would that side put first, and does yours stand there, with its date?",
            "Is the other side's strongest point granted, and answered as this side would?",
        ),
        hints=(
            "Begin with the sentence that its best advocate would put first.",
            "Use one fact with its date that this side would quote.",
            "Grant the other side's strongest point in one clause, and answer it.",
        ),
        source_ids=(
            "atlantic-council-2012-new-shield-over-europe",
            "bverfg-2015-eilkompetenz",
            "bverfg-2008-awacs-tuerkei",
            "shape-2026-posture-statement",
            "senat-2010-audition-damb-816577",
        ),
    ),
    claim_note(
        "06",
        (
            "Which moment does the claim name, and could it turn out wrong?",
            "For each length of time: from what to what, and who says so, read how well?",
            "Which document is not public, and what could it change?",
        ),
        outcomes=("LO2", "LO6"),
        hints=(
            "Say which moment you mean: the rules, the shot, or the day after.",
            "Give each time its start, its end and who measured it.",
            "Name the document that you would need and have not got.",
        ),
        source_ids=(
            "atlantic-council-2012-new-shield-over-europe",
            "shape-2026-posture-statement",
            "hurriyet-daily-2026-nato-raises-missile-defense",
        ),
    ),
)
