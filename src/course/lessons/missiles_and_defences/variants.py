"""Of which other places and ranges the exercises of unit 02 may be asked."""

from __future__ import annotations

from course.data import load
from course.learn.variants import Asked, Drawn
from course.lessons.missiles_and_defences.exercises import what_is_left
from course.lessons.missiles_and_defences.sortings import COMPARED, compared

KM = (
    *(150, 250, 300, 450, 550, 600, 750, 800, 850, 900, 1500, 1800, 2200, 2600),
    *(3300, 3600, 4400, 4800, 5200, 5350, 5450, 6000, 8000, 11000),
)
"""Ranges that a newspaper might print, none of them on a line of either scheme."""

VARIES = {
    "02-left": Asked(
        what_is_left,
        of=(
            {"site": "redzikowo", "place": "Redzikowo", "spent": 9, "lost": "nine"},
            {"site": "rota", "place": "Rota", "spent": 9, "lost": "nine"},
            {"site": "ramstein", "place": "Ramstein", "spent": 8, "lost": "eight"},
            {"site": "deveselu", "place": "Deveselu", "spent": 7, "lost": "seven"},
            {"site": "brussels-hq", "place": "Brussels", "spent": 8, "lost": "eight"},
            {"site": "ramstein", "place": "Ramstein", "spent": 11, "lost": "eleven"},
        ),
        text="A missile is thrown from Tabriz so that it comes down at {place} with the least "
        "effort. From the start, {lost} minutes are spent before anything is launched against it. "
        "How many minutes of the free flight are left, by the formula? The next cell shows how "
        "this course names six places, how far each lies from Tabriz, and how long the free "
        "flight takes by the formula.",
        shows=(
            "from course.lessons.missiles_and_defences.sums import from_tabriz\n\n"
            "from_tabriz(sites)",
        ),
    ),
    "02-names": Drawn(
        pool={f"{km:,} km": km for km in KM},
        words="a range of {item}",
        codes_of=lambda named: compared(load("range_classes"), named),
        codes=COMPARED,
        each={"same": 2, "higher": 3},
        confused={
            ("higher", "same"): "a class is taken for a property of the missile. You gave the "
            "same name where the two schemes differ. A class is a name for a span of kilometres, "
            "and the spans are not the same.",
            ("higher", "lower"): "the direction is turned round. The Britannica's lines are lower, "
            "so the same kilometres fall into a class of longer range there, not of shorter.",
        },
        why="The Britannica draws its lines lower, and its names promise more range than the "
        "analysts' for the same kilometres; where the spans overlap, both say the same. No missile "
        "changed. A reader who is given only the name does not know how far.",
        hints=(
            "Find each range in both lists, and compare the two names.",
            "The lines of both schemes stand in the cell: go down them until the range fits.",
        ),
        text="A newspaper gives {count} ranges. Which class has each of them with the "
        "Encyclopaedia Britannica, and which with the analysts? The lines stand in the next cell; "
        "a range that falls on a line belongs to the class above it. For each range choose `same` "
        "if both schemes use the same name, `higher` if the Britannica's name is that of a "
        "longer-range class than the analysts', `lower` if it is that of a shorter-range one.\n\n"
        "{items}",
        shows=(
            'two = classes[classes["scheme"].isin(["britannica", "analysts"])]\n'
            'ends = two["to_km"].map("{:,.0f}".format).replace("nan", "no upper end")\n'
            'two.assign(to_km=ends)[["scheme", "class_name", "from_km", "to_km"]]',
        ),
    ),
}
