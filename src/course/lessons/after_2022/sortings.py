"""What the sorting exercises of unit 15 ask, and how the tables answer."""

from __future__ import annotations

import pandas as pd

from course.data import load
from course.learn.answers import first

RETOLD = {
    "agency": ("same", "before the speech: a 400-percent increase in air and missile defence"),
    "trade": ("same", "a trade paper, two weeks later: a five-fold increase in air defences"),
    "ukrainian": ("less", "a fourfold expansion of its air defence capabilities"),
    "opinion": ("more", "a headline: a 500 per cent increase in air defences"),
    "caption": ("another", "reinforcements of 400 per cent in present spending"),
}
MEANS = {
    "same": "the level that he asked for",
    "less": "a lower level",
    "more": "a higher level",
    "another": "not a level of defences at all",
}
MINISTER = {
    "deaths": ("no", "whenever people were killed, the Ally asked for talks under Article 4"),
    "unhurt": ("yes", "an Ally has asked for such talks without any reported harm to people"),
    "intent": ("no", "the treaty allows a request only on proof that the crossing was meant"),
    "once": ("yes", "the night of 10 September 2025 led to one request, for all that fell in it"),
    "aim": ("open", "the cruise missile of July 2026 was meant to come down in Poland"),
    "talks": ("open", "a formal request would have brought Romania more in May 2026"),
    "shield": ("no", "the ballistic shield was built against what fell in Poland and Romania"),
}
SAFE = {
    "yes": "the evidence says yes",
    "no": "the evidence says no",
    "open": "nothing public decides it",
}


def minister() -> dict[str, str]:
    """Return what the evidence decides of a minister's sentences; of three, the table is asked."""
    table = load("incidents_on_allied_territory").set_index("incident_id")
    asked = table["article4_requested"].fillna(False).astype(bool)
    unhurt = asked & ~table["harm"].isin(["killed", "hurt"])
    day = table["article4_on"].str.startswith("2025-09-10").fillna(False)
    night = table.loc[day, "note"].dropna()
    found = {
        "deaths": asked[table["harm"] == "killed"].all(),
        "unhurt": unhurt.any(),
        "once": night.str.contains("one request for both").any(),
    }
    return first(MINISTER) | {name: "yes" if so else "no" for name, so in found.items()}


def shown() -> pd.DataFrame:
    """Return what the minister's questions are about: the incidents with harm or with a request."""
    table = load("incidents_on_allied_territory")
    wanted = table["harm"].isin(["killed", "hurt"]) | table["article4_requested"].eq(True)
    wanted |= table["incident_id"].eq("pl-2026-07-30")
    return table[wanted].set_index("incident_id")
