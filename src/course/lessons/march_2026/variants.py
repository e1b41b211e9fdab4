"""Of which other sayings and shares unit 16 may ask."""

from __future__ import annotations

from course.learn.variants import Asked, Drawn
from course.lessons.march_2026.motions import carried
from course.lessons.march_2026.sortings import KNOWS, statuses
from course.stats import NORMAL_95

FOUR = 4

SAYINGS = {
    "ground_4": "4-march-where-debris-fell-1",
    "ground_9": "9-march-where-debris-fell-1",
    "ground_12": "9-march-where-debris-fell-3",
    "piece": "9-march-whose-debris-1",
    "broadcaster": "4-march-who-intercepted-3",
    "second_origin": "9-march-who-fired-1",
    "third_elements": "13-march-who-intercepted-1",
    "spanish_minister": "4-march-who-detected-1",
    "entered": "9-march-where-hit-1",
    "turkish_media": "patriots-whose-patriot-4",
    "headline": "patriots-patriot-status-2",
    "agency_copies": "fourth-missile-how-many-2",
    "base_in_cyprus": "4-march-at-what-target-3",
    "ambassador": "13-march-who-fired-3",
    "insiders": "series-at-what-target-1",
    "scholar": "diego-garcia-did-it-arrive-4",
    "analyst": "diego-garcia-with-what-1",
    "officials": "diego-garcia-with-what-2",
    "trade_site": "13-march-whose-debris-1",
}

VARIES = {
    "16-knows": Drawn(
        pool=SAYINGS,
        words="{row:march_2026_claims/claimant}: {row:march_2026_claims/answer}",
        codes_of=statuses,
        codes=KNOWS,
        each={"observed": 2, "claimed": 3, "inferred": 3},
        confused={
            ("claimed", "observed"): "a word is taken for an observation. The speaker may well "
            "know. The page shows his word and no record of what was seen.",
            ("inferred", "observed"): "a belief is taken for a sighting. Look for *perhaps*, "
            "*may*, *believed* and *seems*.",
            ("inferred", "claimed"): "a conclusion is taken for a report. It is reckoned or "
            "believed. Look for *perhaps*, *may*, *believed* and *or*.",
            ("observed", "claimed"): "what people on the spot noticed is taken for a bare claim. A "
            "piece on the ground has witnesses.",
            ("observed", "inferred"): "more is read in than is said. What is reported was seen.",
            ("claimed", "inferred"): "a plain word is taken for a guess. He says that it is so, "
            "without *perhaps*; whether he could know is another question.",
        },
        why="A piece of metal is found: whoever reports that has people on the spot behind him. A "
        "ministry that says where a missile came from claims it: it may have a radar's record, and "
        "it shows none. A destination, or what a missile was, is inferred where nobody saw it. A "
        "claim may be better founded than an observation. The sorting says what you would have to "
        "ask for next: a witness, a record, or the reasoning.",
        hints=(
            "Ask of each: could a bystander have noticed it?",
            "Where the speaker believes, or weighs what may have been, he infers.",
        ),
        text="Sayings, each by somebody, on a day. How does the speaker know? For each choose "
        "`observed` (people on the spot saw or heard it, and the speaker reports that), `claimed` "
        "(he says that it is so; no record is shown with it) or `inferred` (he concludes or "
        "believes it, of a thing that he does not say anybody saw). The letter is the row's grade: "
        "**A** read in the speaker's own text, **B** in another's report. The items: {names}.",
        shows=("said = {found}\nledger.claims_of(claims, list(said.values()), list(said))",),
        table="march_2026_claims",
    ),
    "16-nine-in-ten": Asked(
        carried,
        of=(
            {"share": 0.8, "words": "four in five"},
            {"share": 0.95, "words": "nineteen in twenty"},
            {"share": 0.7, "words": "seven in ten"},
            {"share": 0.85, "words": "seventeen in twenty"},
            {"share": 0.75, "words": "three in four"},
        ),
        text="A motion in an Allied parliament, made up here, says: *Four missiles came, four were "
        "stopped; the shield stops at least {words}.* What do the four carry of it? Take the four "
        "as announced (`march_2026_claims`). How many missiles, all of them stopped, would it take "
        "before the lower end of the interval is above {share}? If all of *n* are stopped, the "
        f"lower end is *n* divided by *n* + {NORMAL_95**2:.2f}; give the smallest number that is "
        "enough. The next cell gives lower and upper end for four of four; other numbers can be "
        "tried in it.",
        shows=(f"stopped, came = {FOUR}, {FOUR}\ncourse.stats.wilson_interval(stopped, came)",),
    ),
}
