"""Of which other causes and effects unit 03 may ask."""

from __future__ import annotations

from course.learn.variants import Drawn
from course.lessons.from_troops_to_territory.exercises import CAUSES, EFFECTS, ORDER, in_order

SUPPOSED = {said: row for row, said, _ in CAUSES.values()}
"""Each supposed cause of the unit in words, and its row of `milestones`."""
HAD = {key: EFFECTS[key] for key in ("study", "then", "options", "decision")}
PAIRS = {
    f"{name}_{effect}": (row, HAD[effect][0], f"{said} {HAD[effect][1]}")
    for name, said, row in (
        (row.split("-")[-1], said, row) for said, row in sorted(SUPPOSED.items())
    )
    for effect in HAD
    if row != HAD[effect][0]
}
"""Each of them with each of the effects, but for what would have caused itself."""

VARIES = {
    "03-what-came-first": Drawn(
        pool={name: (cause, effect) for name, (cause, effect, _) in PAIRS.items()},
        words={name: said for name, (*_, said) in PAIRS.items()},
        codes_of=in_order,
        codes=ORDER,
        each={"possible": 4, "ruled_out": 4},
        confused={
            ("ruled_out", "possible"): "what came later is taken for a cause. At least one of the "
            "causes that you let stand comes after its effect. Look up both dates.",
            ("possible", "ruled_out"): "a cause that you doubt is ruled out. You may be right that "
            "it was not the cause, and the dates do not show it: the first event did come first. "
            "Another kind of evidence would be needed.",
        },
        why="An effect cannot come before its cause, so half of the statements fall, whatever else "
        "one thinks of them. The others stand, and standing is not proof: something third may lie "
        "behind both acts. Someone who wants to save a fallen one must change the cause, from the "
        "act itself to the expectation of it, and then show who expected it.",
        hints=(
            "Each statement names two events. Both stand among the rows of `milestones` shown.",
            "Ask of each only one thing: which of the two came first?",
        ),
        text="Statements from arguments about this unit, each a cause and its effect. For each "
        "choose `possible` if the dates allow it, or `ruled_out` if they do not. The next cell "
        "shows the dates (`milestones`).\n\n{items}",
        shows=(
            "pairs = {rows}\n"
            "rows = sorted({row for pair in pairs for row in pair})\n"
            'milestones.loc[rows, ["date", "title", "grade"]]',
        ),
    ),
}
