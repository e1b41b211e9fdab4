"""Of which other rows the exercises of unit 04 may be asked."""

from __future__ import annotations

from course.learn.variants import Asked
from course.lessons.third_site.exercises import like_with_like, village_share

VARIES = {
    "04-village-share": Asked(
        village_share,
        of=(
            {"row": "cz-2007-laz", "name": "Láz"},
            {"row": "cz-2007-hvozdany", "name": "Hvožďany", "whole": "voters_eligible"},
            {"row": "cz-2007-trokavec", "name": "Trokavec", "printed": False},
            {"row": "cz-2007-laz", "name": "Láz", "whole": "voters_eligible"},
            {
                "row": "cz-2007-trokavec",
                "name": "Trokavec",
                "whole": "voters_eligible",
                "printed": False,
            },
        ),
        rows={"row": "local_referendums"},
        text="The next cell shows what was counted at the vote in {name} (`local_referendums`). "
        "What share of {whole} voted against, in per cent? What a report printed is a claim like "
        "any other: reckon it from the counts. A calculator will do.",
        words={
            "votes_cast": "those who voted",
            "voters_eligible": "all who were entitled to vote",
        },
        shows=(
            "counts = [\n"
            '    "municipality", "votes_against", "votes_cast", "voters_eligible",\n'
            '    "reported_share_against", "grade",\n'
            "]\n"
            'course.load("local_referendums").set_index("referendum_id").loc[[{row}], counts]',
        ),
    ),
    "04-like-with-like": Asked(
        like_with_like,
        of=(
            {"whole": "cbo-2009-opt2", "part": "mda-2008-third-site"},
            {"whole": "cbo-2009-opt1", "part": "usace-2009-both-milcon"},
            {"whole": "cbo-2009-opt2", "part": "usace-2009-both-milcon"},
            {"whole": "cbo-2009-opt1", "part": "dod-2008-third-site-milcon"},
            {"whole": "cbo-2009-opt2", "part": "mda-2013-ashore-ro"},
        ),
        rows={"whole": "cost_estimates", "part": "cost_estimates"},
        text="The next cell shows two estimates, in million dollars (`cost_estimates`): "
        "`{whole}`, which is a range, and `{part}`. The column `scope` says what is in them: "
        "`life_cycle` is buying and running over the period, `deployment` is development, "
        "equipment and sites until the thing is fielded, `construction` the building alone. By "
        "how many *billion* dollars does the *low* end of the first exceed the second? Then ask "
        "yourself what the difference is made of.",
        shows=(
            'both = costs["estimate_id"].isin([{whole}, {part}])\n'
            "costs.loc[both, [\n"
            '    "estimate_id", "estimator", "option", "scope", "cost_low", "cost_high", "grade",\n'
            "]]",
        ),
    ),
}
