"""Exercises and prediction of unit 06, who decides."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import Number, Sorting, choice
from course.learn.exercises import Exercise, Misconception, Prediction, claim_note
from course.lessons.who_decides.charts import QUESTIONS, whose
from course.lessons.who_decides.clock import clock_rows, in_tens, times_as_long
from course.words import lasting, span


def _clock() -> pd.DataFrame:
    tables = ("missile_ranges", "march_2026_claims", "march_2026_timeline", "institution_links")
    return clock_rows(*map(load, tables))


_TIMES = {"A": 1, "B": 6, "C": 60, "D": 1000}  # at least so many times as long


def _council_bin() -> str:
    return [key for key, least in _TIMES.items() if times_as_long(_clock()) >= least][-1]


def _council_reveal() -> str:
    council = _clock().set_index("step").loc["council"]
    return (
        f"The Council met on the day after, {lasting(council['low'], council['high'])} after the "
        f"shot as far as the dates allow: {in_tens(times_as_long(_clock()))} as long as the minutes "
        "that the spokesman gave."
    )


def _rules() -> str:
    return span(_clock().set_index("step").at["rules", "low"])


_ASSETS = {
    "kurecik_radar": ("usa-radar-kurecik", "the radar at Kürecik"),
    "kurecik_ground": ("tur-host-kurecik", "the ground under that radar"),
    "deveselu_ground": ("rou-host-deveselu", "the base under the Romanian site"),
    "oscar_austin": ("usa-rota-oscar-austin", "the destroyer Oscar Austin"),
    "torrejon": ("esp-host-caoc-torrejon", "the base of the air operations centre at Torrejón"),
    "ramstein_network": ("nato-interim-c2-ramstein", "the command network at Ramstein"),
    "spanish_patriot": ("esp-patriot-turkiye", "the Spanish Patriot battery in Türkiye"),
    "polish_patriot": ("pol-patriot-wisla-1", "the first Polish Patriot batteries"),
    "arrow_3": ("deu-arrow-3", "the German Arrow 3"),
    "us_patriot_2022": ("usa-patriot-poland-2022", "the American Patriots sent to Poland in 2022"),
}
_CODES = {
    "UUA": "American, run by Americans, under a NATO commander when assigned",
    "UUU": "American throughout, the commander too",
    "NUA": "another nation's, used by Americans, under a NATO commander when assigned",
    "NAA": "another nation's, run by NATO, under a NATO commander",
    "NNA": "another nation's and run by it, under a NATO commander when assigned",
    "NN?": "another nation's and run by it; no commander read",
    "AAA": "the Alliance's own throughout",
}


_LETTERS = {"USA": "U", "NATO": "A", "other": "N", "none": "?"}


def _sorted_assets() -> dict[str, str]:
    table = load("contributions").set_index("contribution_id")[list(QUESTIONS.values())]
    return {
        name: "".join(_LETTERS[whose(code)] for code in table.loc[row])
        for name, (row, _) in _ASSETS.items()
    }


def _refusing() -> pd.DataFrame:
    links = load("institution_links")
    return links[links["can_block"].eq(True)]


def _bodies() -> int:
    return int(_refusing()["from_id"].nunique())


def _not_refused() -> list[int]:
    """Count links and bodies that are not marked false: the empty cells read as yes."""
    links = load("institution_links")
    rows = links[~links["can_block"].eq(False).fillna(False)]
    return [len(rows), rows["from_id"].nunique()]


def _bodies_why() -> str:
    kinds = load("institutions").set_index("institution_id")["kind"]
    rows = _refusing()
    commands = sum(kinds[body] == "command" for body in rows["from_id"].unique())
    empty = int(load("institution_links")["can_block"].isna().sum())
    return (
        f"{len(rows)} links say so, held by {_bodies()} different bodies; the Council alone holds "
        f"{int((rows['from_id'] == 'nac').sum())}. "
        f"{commands or 'None'} of them is a military command: every recorded power to refuse is "
        f"political. But {empty} links have an empty cell, which means "
        "that nobody read it, and a commander's power *not* to fire is not in the table at all."
    )


_WHEN = {
    "any_ally": ("allies-nac-consensus", "any one Ally, over a decision of the Council"),
    "romania_2011": ("ro-parliament-asset-deveselu-authorises", "Romania's parliament"),
    "congress_2008": ("us-congress-us-secdef-double-lock", "the US Congress, in the defence act"),
    "council_2012": ("nac-saceur-directs", "the Council, over rules and commander"),
    "council_2026": ("nac-saceur-posture-2026", "the Council, over keeping the posture raised"),
    "spain_2026": ("es-government-us-eucom-refuses-strikes", "Spain, over strikes from its bases"),
    "committee": ("amdc-nac-advises", "the Air and Missile Defence Committee"),
    "assembly": ("natopa-nac-advises", "the NATO Parliamentary Assembly"),
}
_MOMENTS = {
    "leave": "once, when leave to station, lend or pay was given or refused",
    "standing": "standing: whenever rules, commander or plans are agreed or kept",
    "march": "in March 2026",
    "never": "the table says that it cannot",
}


def _moments() -> dict[str, str]:
    links = load("institution_links").set_index("link_id")
    codes = {"consent": "leave", "standing": "standing", "crisis_2026": "march"}
    return {
        name: codes[links.at[row, "situation"]] if links.at[row, "can_block"] else "never"
        for name, (row, _) in _WHEN.items()
    }


_SENTENCES = {
    "launch": (
        "statement",
        "under ten minutes passed from identifying the threat to launching an interceptor",
    ),
    "destroyed": ("news", "the missile was destroyed within minutes"),
    "systems": ("statement", "land- and sea-based defences were alerted"),
    "assets": ("news", "land- and sea-based assets were protected"),
    "air_commander": ("statement", "the air commander raised the posture"),
    "concurred": ("news", "the member states concurred with the commanders"),
    "ordered": ("neither", "the Council ordered the shot"),
    "destroyer": ("neither", "an American destroyer fired"),
}
_SAID = {
    "statement": "the spokesman's statement says so",
    "news": "only a news paraphrase says so",
    "neither": "none of the three texts says so",
}


PREDICTIONS = (
    Prediction(
        id="06-council-clock",
        question="How much later did the Council meet, measured in those minutes?",
        options={
            "A": "up to five times as long: within the hour",
            "B": "six to sixty times as long: within about ten hours",
            "C": "sixty to a thousand times as long: half a day to a week",
            "D": "more than a thousand times as long: over a week",
        },
        answer=_council_bin,
        reveal=_council_reveal,
    ),
)

EXERCISES = (
    Exercise(
        id="06-ten-assets",
        title="Ten assets, three questions",
        kind=Sorting({name: words for name, (_, words) in _ASSETS.items()}, _CODES),
        answer=_sorted_assets,
        why="The three letters seldom agree, and that is the point. Ownership says who may take a "
        "thing home; operation says whose people push the buttons; command says under whose orders "
        "they push them when the thing has been assigned. A question mark is a finding too: for the "
        "Polish and the German systems no source that was read names a commander.",
        hints=(
            "Look each asset up in `contributions`: the three letters are three columns.",
            "`owner` and `operator` hold country codes or NATO; `commander_when_assigned` holds a "
            "body, and an empty cell there is a question mark.",
            "`saceur` and `aircom` are NATO commanders; `us-eucom` is an American one.",
        ),
        source_ids=(
            "mission-nato-2012-ambassador-we-need-more",
            "shape-2014-nato-deployment-patriot-missiles",
            "janes-2022-patriots-poland-slovakia",
        ),
        misconceptions={
            "the commander is taken for the owner": Misconception(
                "You gave the Alliance something that it does not own. NATO commands the radar and "
                "the ships when they are assigned; both belong to the United States.",
                puts={"kurecik_radar": "AAA", "oscar_austin": "AAA"},
            ),
            "the flag is taken for the command": Misconception(
                "You put American things under American command throughout. When they are assigned "
                "to the mission the table names a NATO commander: look at the third column.",
                puts={"kurecik_radar": "UUU", "oscar_austin": "UUU"},
            ),
            "an empty cell is filled in": Misconception(
                "You named a commander where the table has none. Perhaps there is one; nobody on "
                "this course has read it. Unknown stays unknown.",
                puts={"polish_patriot": "NNA", "arrow_3": "NNA"},
            ),
            "the host of the ground is forgotten": Misconception(
                "You gave a base to its user. The ground at Kürecik and Deveselu belongs to the "
                "host; the Americans use it.",
                puts={"kurecik_ground": "UUA", "deveselu_ground": "UUA"},
            ),
            "every American unit in Europe is put under NATO": Misconception(
                "The Patriots of 2022 came under American orders: the third column names an American "
                "command. Not all that stands on allied ground is assigned to the Alliance.",
                puts={"us_patriot_2022": "UUA"},
            ),
            "the commander is taken for the crew": Misconception(
                "A battery that is lent keeps its own soldiers. NATO commands it; the nation that "
                "owns it runs it. At Torrejón it is the other way: look at the second column.",
                puts={"spanish_patriot": "NAA", "torrejon": "NNA"},
            ),
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
        misconceptions={
            "consensus is taken for a large majority": Misconception(
                "NATO does not vote, at any level. Thirty-one silent states are not a majority; "
                "they are thirty-one states waiting for the thirty-second.",
                ("A",),
            ),
            "an objection is taken for a reservation": Misconception(
                "A state that can live with a text lets the silence run and may add an explanation. "
                "A letter of objection within the time limit stops the text.",
                ("B",),
            ),
            "the chair is taken for a judge": Misconception(
                "The Secretary General starts the procedure and sets the limit. The holder of that "
                "office has no vote and cannot overrule a capital.",
                ("D",),
            ),
        },
    ),
    Exercise(
        id="06-who-can-refuse",
        title="Who can say no?",
        kind=Number("bodies", tolerance=0.4),
        answer=_bodies,
        why=_bodies_why,
        hints=(
            "Keep the rows in which `can_block` is true; empty is not true.",
            "A body may hold several links: count bodies, not rows.",
            '`links[links["can_block"].eq(True)]["from_id"].nunique()` counts each name once.',
        ),
        source_ids=("nato-2016-consensus-decision-making", "newser-2026-spain-blocks-use-its"),
        misconceptions={
            "links are counted, not bodies": Misconception(
                "That is the number of rows. The Council and some others stand in several of them.",
                lambda: [len(_refusing())],
            ),
            "an empty cell is read as yes": Misconception(
                "You counted every link that is not marked false. Empty means not read.",
                _not_refused,
            ),
            "the chart is counted instead of the table": Misconception(
                "The chart leaves out building and buying. In the whole table there is one body "
                "more.",
                lambda: [_refusing().query("situation != 'programme'")["from_id"].nunique()],
            ),
        },
    ),
    Exercise(
        id="06-when",
        title="And when?",
        kind=Sorting({name: words for name, (_, words) in _WHEN.items()}, _MOMENTS),
        answer=_moments,
        why="Leave to station or pay is given once, years before. The standing powers, every Ally's "
        "and the Council's, last for as long as rules and commanders do, and work slowly. What fell "
        "in March 2026 was beside the shot or after it. Those who only advise are heard and cannot "
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
        misconceptions={
            "advice is taken for a veto": Misconception(
                "A committee or an assembly that recommends can be listened to or not. The table "
                "marks both of them as unable to stop a decision.",
                ({"committee": "standing"}, {"assembly": "standing"}),
                lambda given: any(
                    given.get(name, "never") != "never" for name in ("committee", "assembly")
                ),
            ),
            "support afterwards is read as permission beforehand": Misconception(
                "On 5 March the Council supported a posture that had been raised the day before. "
                "It could have refused to keep it; it was not asked before it was done.",
                ({"council_2026": "leave"}, {"council_2026": "standing"}),
                lambda given: given.get("council_2026", "march") != "march",
            ),
            "a refusal of one use is read as a refusal of the base": Misconception(
                "Spain let the ships stay and refused strikes on Iran from its bases. That is a "
                "choice of March 2026, and not of the day on which it gave leave to station.",
                ({"spain_2026": "leave"},),
                lambda given: given.get("spain_2026", "march") != "march",
            ),
            "leave given once is taken for a power that lasts": Misconception(
                "Look at `situation`: a vote on a base or on money belongs to its moment, while "
                "consensus has no end in the table.",
                puts={
                    "romania_2011": "standing",
                    "congress_2008": "standing",
                    "any_ally": "leave",
                    "council_2012": "leave",
                },
            ),
        },
    ),
    Exercise(
        id="06-statement",
        title="Statement or paraphrase?",
        kind=Sorting({name: words for name, (_, words) in _SENTENCES.items()}, _SAID),
        answer=lambda: {name: code for name, (code, _) in _SENTENCES.items()},
        why="The statement times the chain *to launch*; the lead of the news item has the missile "
        "destroyed within the minutes. It *alerted* defences; the lead has them *protected*. In the "
        "statement the commander above concurs and Allies express support; in the agency copy the "
        "states concur with the commanders, which turns support into something like a decision. No "
        "text says who fired, nor that the Council ordered anything.",
        hints=(
            "Read the three extracts side by side and underline the verbs.",
            "What was protected, and what was alerted? Who concurred with whom?",
            "Three of the eight are in the statement, three only in a paraphrase, two in none.",
        ),
        source_ids=(
            "shape-2026-posture-statement",
            "gamereactor-2026-nato-ramps-up-missile",
            "hurriyet-daily-2026-nato-raises-missile-defense",
        ),
        misconceptions={
            "launch is read as destruction": Misconception(
                "The spokesman's minutes end when the interceptor leaves. How long it flew, and "
                "when it hit, he did not say.",
                puts={"destroyed": "statement"},
            ),
            "alerted is read as protected": Misconception(
                "The statement says what was warned. What was shielded stands only in the lead of "
                "the news item.",
                puts={"assets": "statement", "systems": "news"},
            ),
            "the name of the one who agrees is changed": Misconception(
                "Look at the subject of the verb. In the statement it is the Supreme Allied "
                "Commander who concurred; the Allies expressed support.",
                puts={"concurred": "statement"},
            ),
            "what you know from elsewhere is read into the text": Misconception(
                "Press reports name an American destroyer, and one may well have fired. These three "
                "extracts name no unit and report no order of the Council.",
                ({"destroyer": "statement"}, {"ordered": "statement"}),
                lambda given: any(
                    given.get(name, "neither") != "neither" for name in ("destroyer", "ordered")
                ),
            ),
        },
    ),
    claim_note(
        "06",
        (
            "Which moment does the claim name, and could it turn out wrong?",
            "For each length of time: from what to what, and who says so, read how well?",
            "Which document is not public, and what could it change?",
        ),
        why=lambda: (
            "**A good one.** *Claim: on 4 March 2026 political control lay in the rules and not in "
            "the shot. Evidence: in May 2012 the Allies agreed rules and named the commander (op-ed "
            f"of the US ambassador, grade B), {_rules()} after they were ordered; on the day, launch "
            "took under ten minutes by SHAPE's own account, and the Council met on 5 March, after "
            f"{in_tens(times_as_long(_clock()))} as long, and supported what the air commander had "
            "done. "
            "Limit: the rules are secret. If they leave the commander wide choice, what the Allies "
            "agreed to in 2012 was a person more than a rule; these tables cannot show which.* It "
            "could be wrong, its times have sources, and the limit says what would overturn it.\n\n"
            "**A plausible one, flawed.** *Claim: NATO's political control failed, because the "
            "Council only met when everything was over. The spokesman admits that the missile was "
            "destroyed in under ten minutes, so no democracy was involved. Limit: some details are "
            "classified.* It counts only one moment of consent, takes the paraphrase for the "
            "statement (to launch, not to destruction), lets *after* stand for *without*, and names "
            "no missing document that could change the answer."
        ),
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
