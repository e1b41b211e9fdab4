"""Of which other steps of the sites unit 05 may ask."""

from __future__ import annotations

from course.learn.variants import Asked
from course.lessons.phased_adaptive_approach.exercises import other_pace

VARIES = {
    "05-same-pace": Asked(
        other_pace,
        of=(
            {
                "first": "rota-agreed-2011",
                "last": "rota-carney-2015",
                "another": "rota-cook-2014",
            },
            {
                "first": "redzikowo-ground-2016",
                "last": "redzikowo-installed-2022",
                "another": "redzikowo-support-2020",
            },
            {
                "first": "deveselu-site-2011",
                "last": "deveselu-operational-2016",
                "another": "deveselu-ground-2013",
            },
            {
                "first": "redzikowo-agreed-2010",
                "last": "redzikowo-ready-2024",
                "another": "redzikowo-ground-2016",
            },
            {
                "first": "deveselu-site-2011",
                "last": "deveselu-ground-2013",
                "another": "deveselu-complete-2015",
            },
            {
                "first": "redzikowo-ground-2016",
                "last": "redzikowo-nato-2024",
                "another": "redzikowo-delivered-2023",
            },
        ),
        rows={"first": "epaa_milestones", "last": "epaa_milestones"},
        text="The next cell shows three steps of one site (`epaa_milestones`). **How many months** "
        "passed from `{first}` to `{last}`? Count from month to month. Then ask yourself who "
        "would rather count from another of the three, and why.",
        shows=(
            "rows = [\n    {first},\n    {another},\n    {last},\n]\n"
            'dates.loc[rows, ["date", "what", "grade"]].sort_values("date")',
        ),
    ),
}
