"""What is sorted in unit 09: claims, retellings, what a shot shows, where a year is from."""

from __future__ import annotations

from collections.abc import Mapping

from course.data import load
from course.lessons.judging_the_threat import sums

FAILS = {
    "can": "it states a time, and what happens by then could count against it",
    "cannot": "nothing that happens by a time it states could count against it",
}
CLAIMS = {
    "steinitz": (
        "steinitz-2012",
        "we estimate that in two to three years they will have the first (2012)",
    ),
    "coats": ("coats-2017", "the wish to deter might drive Iran to field one (2017)"),
    "institute": ("iiss-2014", "unlikely that one will be operational before 2020 (2014)"),
    "air_force": ("nasic-2009", "with sufficient foreign help it could probably test by 2015"),
    "president": ("trump-2026", "missiles that will soon reach the United States (2026)"),
    "dissent": ("nie-2001-dissent", "unlikely to achieve a successful test before 2015 (2002)"),
    "director": ("clapper-2015", "theoretically they could attempt to launch one this year (2015)"),
    "london": ("obering-2008-london", "within two or three years of producing one (2008)"),
}


def fates(rows: Mapping[str, str]) -> dict[str, str]:
    """Return for each row of `range_forecasts` whether an outcome could count against it."""
    fate = load("range_forecasts").set_index("forecast_id")["borne_out"]
    return {key: "can" if fate[row] in ("yes", "no") else "cannot" for key, row in rows.items()}


def can_fail() -> dict[str, str]:
    """Return for each claim whether an outcome could count against it, as the table has it."""
    return fates({key: row for key, (row, _) in CLAIMS.items()})


PARTS = {
    "radar": "Kürecik, from consent to operation",
    "ships": "Rota, from agreement to the fourth ship",
    "romania": "Deveselu, from the choice of the site to operation",
    "romania_built": "Deveselu, the building alone",
    "poland": "Redzikowo, from agreement to readiness",
    "poland_built": "Redzikowo, the building alone",
}
ENOUGH = {
    "one": "one year of warning is enough",
    "three": "three years are enough, one is not",
    "five": "five years are enough, three are not",
    "more": "five years are too few",
}


CHANGES = {
    "kept": "it keeps verb and condition",
    "condition": "an if fell away, and the verb is no firmer",
    "alarm": "it says more firmly that a missile comes",
    "comfort": "it says more firmly that none comes",
}
TOLD = {
    "gates": ("condition", "the broadcaster's headline on Secretary Gates"),
    "flynn": ("alarm", "the news site's headline on General Flynn"),
    "trade_site": ("kept", "the trade site on the report of 2013"),
    "senator": ("alarm", "the senator in 2011, beside the report of 2010"),
    "agency": ("condition", "the agency's first sentence on the report of 2010"),
    "research": ("comfort", "the reprint on the Research Service"),
    "defence_agency": ("comfort", "the news site on the Defense Intelligence Agency"),
}


SAFE = {
    "yes": "the evidence allows it",
    "no": "the evidence is against it",
    "open": "nothing public decides it",
}
ASKED = {
    "limit": "Had Iranian commanders named a limit of 2,000 km before?",
    "hit": "Did either missile hit the base?",
    "shot_down": "Was the second one shot down?",
    "flown": "Did either fly 4,000 km?",
    "type": "Was it a space rocket put to another use?",
    "nato": "Had NATO confirmed the range when its Secretary General spoke of it?",
    "athens": "Does Athens lie within 4,000 km of both ends of Iran?",
    "london": "Does London lie within 4,000 km of both ends of Iran?",
}


def minister() -> dict[str, str]:
    """Return what the evidence allows to each question, from claims, ranges and distances."""
    claims = load("march_2026_claims")
    claims = claims[claims["event"] == "diego_garcia"]

    def said(question: str) -> set[str]:
        return set(claims.loc[claims["question"] == question, "answer_code"])

    ranges = load("missile_ranges")
    shot = ranges[ranges["missile"].str.startswith("Missile fired towards Diego Garcia")]
    by = sums.reach(load("sites"), load("members")).set_index("place")

    def near(place: str) -> str:
        return "yes" if by.loc[place].max() <= 4000 else "no"

    nato = claims.set_index("claim_id").at["diego-garcia-europe-in-reach-2", "answer_code"]
    return {
        "limit": "yes" if "iran-limit-2017-khamenei" in set(ranges["estimate_id"]) else "open",
        "hit": "no",
        "shot_down": "open" if len(said("did_it_arrive")) > 1 else "yes",
        "flown": "yes" if (shot["basis"] == "flown").any() else "open",
        "type": "open" if len(said("with_what")) > 1 else "yes",
        "nato": "no" if nato == "unconfirmed" else "yes",
        "athens": near("Athens"),
        "london": near("London"),
    }


ROLES = {
    "origin": "it names the year first, of the texts read",
    "repeats": "it passes the year on",
    "anew": "it looks at the evidence anew, and says later or doubtful",
    "none": "it names no year",
}
TEXTS = {
    "estimate_1999": ("origin", "the estimate of 1999, on missiles through 2015"),
    "centre_2009": ("repeats", "the Air Force centre's report of 2009"),
    "estimate_2009": ("anew", "the estimate of May 2009"),
    "pentagon_2010": ("repeats", "the Pentagon's report of April 2010"),
    "research_2012": ("anew", "the Research Service's report of 2012"),
    "command_2015": ("anew", "the admiral's answer of March 2015"),
    "director_2017": ("none", "the Director's testimony of 2017"),
}
ROWS = {
    "estimate_1999": "nie-1999-could",
    "centre_2009": "nasic-2009",
    "estimate_2009": "nie-2009",
    "pentagon_2010": "dod-2010",
    "research_2012": "crs-2012",
    "command_2015": "gortney-2015",
    "director_2017": "coats-2017",
}
"""The row of `range_forecasts` behind each of `TEXTS`."""
