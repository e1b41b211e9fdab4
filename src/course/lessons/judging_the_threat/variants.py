"""Of which other statements the exercises of unit 09 may be asked."""

from __future__ import annotations

from course.learn.variants import Drawn
from course.lessons.judging_the_threat.sortings import FAILS, fates

STATEMENTS = {
    "analysts": "nie-1999-early",
    "officer": "walpole-2000-2010",
    "institute_2010": "iiss-2010-europe",
    "institute_2013": "iiss-2013",
    "association": "aca-2015",
    "admiral": "gortney-2015",
    "general_2007": "obering-2007",
    "estimate_2009": "nie-2009",
    "notional": "iiss-2010-icbm",
    "centre_2013": "nasic-2013",
    "official_2007": "rood-2007",
    "president_2007": "bush-2007",
    "general_2008": "obering-2008-july",
    "pentagon_2013": "dod-2013",
    "three_stages": "walpole-2000-early",
    "physicist": "cochran-2000",
    "senator_2015": "cruz-2015",
    "prime_minister": "netanyahu-2013",
    "space_rocket": "dod-2014-slv",
    "chairman": "rogers-2014",
}

VARIES = {
    "09-can-fail": Drawn(
        pool=STATEMENTS,
        words="{row:range_forecasts/statement} ({row:range_forecasts/forecaster}, "
        "{row:range_forecasts/made_on})",
        codes_of=fates,
        codes=FAILS,
        each={"can": 4, "cannot": 4},
        confused={
            ("cannot", "can"): "a year, or a bold verb, is taken for a test. A year tests only a "
            "sentence that says what will or will not have come by then; *could* and *may* leave "
            "it open, and *soon* has no end.",
            ("can", "cannot"): "being wrong, or a forecast of nothing, is taken for being unable "
            "to fail. It says what will come, or hardly come, by a time that it states. The time "
            "passed, and that is what makes it testable.",
        },
        why="A claim can fail if it says that something will, or is unlikely to, come by a stated "
        "time. *Could*, *may* and *if helped* rule nothing out; *soon* has no end. 'Unlikely' is "
        "not refuted by one event, but it pays for it, as Brier's rule shows. That a claim cannot "
        "fail does not make it useless: it may be a warning. It makes it unfit to be praised or "
        "blamed for what came.",
        hints=(
            "Ask of each: what would have to happen for it to look bad?",
            "A year alone does not help a *could*; a *will* alone does not help without a year.",
        ),
        text="Sort statements about an Iranian missile of long range, in our words "
        "(`range_forecasts`). For each choose `can` if the statement itself states a time, and "
        "what happens or fails to happen by then could count against it. Write `cannot` if "
        "nothing could, or if it states no time.\n\n{items}",
        table="range_forecasts",
    ),
}
