"""The items of unit 02's sortings, with the answers that no table holds."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.lessons.missiles_and_defences.sums import class_in

CEILING_SITES = {
    "kurecik": "Kürecik",
    "deveselu": "Deveselu",
    "redzikowo": "Redzikowo",
    "ramstein": "Ramstein",
    "rota": "Rota",
}
ORDER = ("short", "medium", "intermediate", "intercontinental")
NAMED = {"400 km": 400, "700 km": 700, "1,200 km": 1200, "4,000 km": 4000, "5,400 km": 5400}
COMPARED = {
    "same": "both schemes use the same name",
    "higher": "the Britannica's name is that of a longer-range class",
    "lower": "the Britannica's name is that of a shorter-range class",
}


def compared(classes: pd.DataFrame, named: Mapping[str, float] = NAMED) -> dict[str, str]:
    """Say of each range, in km, how the Britannica's name stands to the analysts'."""
    said = {}
    for text, km in named.items():
        ours, theirs = (ORDER.index(class_in(classes, s, km)) for s in ("britannica", "analysts"))
        said[text] = "same" if ours == theirs else "higher" if ours > theirs else "lower"
    return said


PAIRS = (
    "hwasong-12-2017-csis-flown",
    "hwasong-12-2017-csis",
    "shahab-3-2000-carnegie",
    "shahab-3-2002-act",
    "shahab-3-2004-ap",
    "shahab-3-2002-us",
    "fateh-110-2011-haaretz",
    "fateh-110-2012-iran",
    "oreshnik-2024-rusi",
    "rs-26-2024-press",
    "khorramshahr-2017-iran",
    "khorramshahr-2017-us",
)
"""Rows of `missile_ranges`, in pairs."""
WHY = {
    "hwasong": ("flown", "Hwasong-12: 787 km and 4,500 km, both by CSIS"),
    "shahab_2000": ("load", "Shahab-3: Carnegie in 2000 and Arms Control Today in 2002"),
    "shahab_2004": ("unit", "Shahab-3: 1,304 km (AP, 2004) and about 1,300 km (AP, 2002)"),
    "fateh": ("version", "Fateh-110: 201 km (Haaretz) and 300 km (Iran)"),
    "oreshnik": (
        "class",
        "Oreshnik, 3,000 to 5,500 km (RUSI), and RS-26, more than 5,470 km (NewsBytes)",
    ),
    "khorramshahr": ("speaker", "Khorramshahr: 2,000 km and 4,000 km"),
}
CAUSES = {
    "flown": "one is a distance flown, the other a maximum",
    "load": "they are given for different loads",
    "unit": "one was converted from another unit",
    "version": "they are about different versions of the missile",
    "class": "one only repeats the limits of a class",
    "speaker": "the state that has it says one thing, somebody else another",
}
LINE = {
    "targets": ("says", "a slower system tested within both limits is deemed to comply"),
    "interceptors": ("denies", "the second agreement limits how fast an interceptor may be"),
    "force": ("silent", "the agreements are in force from the day of their signing"),
    "judge": ("says", "each party itself judges whether its faster systems comply"),
    "able": ("silent", "a system tested only on such targets cannot stop a longer-range missile"),
    "space": ("denies", "each side is left free to test theatre interceptors based in space"),
}
SAID = {
    "says": "one of the passages says it",
    "denies": "one of the passages says the opposite",
    "silent": "none says either",
}
TRACE = {
    "israel": ("range", "Israel Defence Forces"),
    "mehr": ("nobody", "Mehr news agency, Iran"),
    "boyd": ("distance", "Iain Boyd, a scholar"),
    "officials": ("distance", "United States officials"),
    "euronews": ("conflict", "Euronews România"),
}
RESTS = {
    "range": "somebody says how far the missile can fly",
    "distance": "it is how far away the island lies",
    "nobody": "the one who is named gave no number",
    "conflict": "the report's own numbers do not fit together",
}
