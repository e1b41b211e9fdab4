"""With which other numbers unit 13 may ask its scenarios."""

from __future__ import annotations

from course.learn.variants import Asked
from course.lessons.does_it_work.scenarios import KINDS, TENTHS, in_a_row, overclaim, two_layers
from course.stats import NORMAL_95
from course.words import count

SHOWN = 10

VARIES = {
    "13-overclaim": Asked(
        overclaim,
        of=(
            {"weapon": "ballistic", "tenths": 1},
            {"weapon": "cruise", "tenths": 2},
            {"weapon": "shahed_type", "tenths": 3},
            {"weapon": "ballistic", "tenths": 4},
            {"weapon": "cruise", "tenths": 3},
            {"weapon": "shahed_type", "tenths": 2},
            {"weapon": "ballistic", "tenths": 2},
            {"weapon": "cruise", "tenths": 4},
        ),
        words={**KINDS, **{tenths: count(tenths) for tenths in TENTHS}},
        text="The next cell shows what Ukraine's Air Force claimed in five months, by kind of "
        "weapon, as summed from its daily posts (`strikes_on_ukraine`). Take the **{weapon} of the "
        "five months together**. What share of those launched was stopped, if **{tenths} in ten "
        "of the claims** were false? Answer in per cent: take away the false ones from the claims, "
        "and divide what is left by all launched. A calculator will do.",
        shows=("ledger.five_months(strikes)",),
    ),
    "13-in-a-row": Asked(
        in_a_row,
        of=(
            {"share": 0.8, "words": "four in five"},
            {"share": 0.95, "words": "nineteen in twenty"},
            {"share": 0.75, "words": "three in four"},
            {"share": 0.85, "words": "seventeen in twenty"},
            {"share": 0.92, "words": "twenty-three in twenty-five"},
        ),
        text="A ministry will call a defence *shown to stop {words}* when the lower end of "
        "Wilson's interval is at least {share}. How many interceptions in a row, without a single "
        "failure, does that take? For *n* of *n* the lower end is *n* divided by *n* + "
        f"{NORMAL_95**2:.2f}; the next cell gives lower and upper end for ten of ten.",
        shows=(f"course.stats.wilson_interval({SHOWN}, {SHOWN})",),
    ),
    "13-layers": Asked(
        two_layers,
        of=(
            {"misses": 30, "shared": 10},
            {"misses": 25, "shared": 4},
            {"misses": 40, "shared": 8},
            {"misses": 15, "shared": 6},
            {"misses": 30, "shared": 3},
        ),
        text="Each of two layers lets {misses} missiles of a hundred through. But they use one "
        "radar. For {shared} of each hundred missiles the radar errs, and **both** layers miss. "
        "All their other failures have nothing to do with each other. Of a hundred missiles, how "
        "many get through both layers, to one decimal?",
    ),
}
