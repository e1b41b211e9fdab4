"""What is sorted in unit 16: how a speaker knows, what a denial denies, what would tell."""

from __future__ import annotations

from collections.abc import Mapping

from course.data import load

KNOWS = {
    "observed": "people on the spot saw or heard it, and the speaker reports that",
    "claimed": "the speaker says that it is so; no record is shown with it",
    "inferred": "the speaker concludes or believes it, of a thing that he does not say anybody saw",
}
SAYINGS = {
    "governorate": ("9-march-where-debris-fell-2", "the Governorate of Gaziantep on a piece"),
    "sirens": ("13-march-when-1", "a business paper on the sirens"),
    "ministry": ("4-march-who-fired-1", "the ministry on where it came from"),
    "official": ("4-march-intended-or-not-2", "a Turkish official on how it came there"),
    "agency": ("4-march-at-what-target-efe", "EFE on the path"),
    "paper": ("4-march-who-intercepted-4", "the newspaper's officials on the ship"),
    "reuters": ("9-march-at-what-target-1", "Reuters on the destination"),
    "spokesman": ("4-march-how-long-1", "the spokesman on the time"),
}


def statuses(rows: Mapping[str, str]) -> dict[str, str]:
    """Return how the speaker of each row knows, as the column `status` has it."""
    status = load("march_2026_claims").set_index("claim_id")["status"]
    return {key: str(status[row]) for key, row in rows.items()}


def knows() -> dict[str, str]:
    """Return how each speaker knows, as the column `status` has it."""
    return statuses({key: row for key, (row, _) in SAYINGS.items()})


DENIES = {
    "soil": "a shot at Turkish soil, and no more than that",
    "hand": "that Iran did it, without a word on who did",
    "author": "that Iran did it, and it says or suggests who may have",
    "unsaid": "nothing in so many words: it says what Iran does strike",
    "elsewhere": "something about other missiles",
}
DENIALS = {
    "staff": ("soil", "the General Staff, 5 March"),
    "araghchi": ("unsaid", "the foreign minister by telephone, 4 March"),
    "ankara": ("hand", "President Pezeshkian, as Ankara reports the call"),
    "envoy": ("author", "the ambassador, 13 March"),
    "leader": ("author", "the Supreme Leader, 20 March"),
    "nicosia": ("elsewhere", "the government of Cyprus, 1 March"),
}
DENIAL_ROWS = (
    "4-march-who-fired-3",
    "4-march-who-fired-4",
    "9-march-who-fired-2",
    "13-march-who-fired-3",
    "series-who-fired-1",
    "4-march-at-what-target-8",
)

TELLS = {
    "target": "it could tell one target from another",
    "author": "it could tell Iran from a third party, and no target from another",
    "neither": "it tells neither",
}
FINDS = {
    "impact": ("target", "the radar's record of where the first missile would have come down"),
    "aim": ("target", "an Iranian order of that day that names the place"),
    "serial": ("author", "a stamped part of the missile itself, not of the interceptor"),
    "launch": ("author", "a satellite's record of the place of launch, with no path"),
    "relay": ("neither", "a fourth outlet that repeats what the New York Times had on Incirlik"),
    "hour": ("neither", "the exact minute of the interception"),
    "ship": ("neither", "the log of the ship that fired, with the number of shots only"),
}

STANDS = {
    "then": "it could stand there, with its speaker named",
    "later": "somebody said it, on a later day",
    "never": "nobody whom we read has said it",
}
BRIEF = {
    "one": ("4-march-how-many-1", "One ballistic munition came from Iran (the ministry)."),
    "cyprus": ("4-march-at-what-target-3", "It was meant for a base in Cyprus (an official)."),
    "ship": ("4-march-who-intercepted-4", "The SM-3 came from USS Oscar Austin (officials)."),
    "radar": ("4-march-who-intercepted-5", "The radar at Kürecik found it (a newspaper)."),
    "denial": (
        "4-march-who-fired-3",
        "None was launched towards Turkish territory (Iran's General Staff).",
    ),
    "automatic": (
        "series-who-decided-1",
        "The system picks automatically and fires (the ministry).",
    ),
    "patriot": ("patriots-patriot-status-1", "A Patriot is being made ready at Malatya."),
    "article_4": (None, "Ankara asks for consultations under Article 4."),
    "ordered": (None, "The Council ordered the shot."),
}


def stands() -> dict[str, str]:
    """Return what could stand in a brief on the evening of 5 March 2026."""
    made = load("march_2026_claims").set_index("claim_id")["made_on"]
    return {
        key: "never" if row is None else "then" if made[row] <= "2026-03-05" else "later"
        for key, (row, _) in BRIEF.items()
    }


ROLES = {
    "origin": "the others go back to it",
    "keeps": "it passes on where the interceptors stood, as it was said",
    "moves": "it takes where they stood for where the missile was hit",
    "another": "it gives another place for the hit",
    "shooter": "it changes who shot",
}
TEXTS = {
    "ministry": ("origin", "the ministry's statement"),
    "wion": ("keeps", "WION, 5 March"),
    "israel_national": ("moves", "Israel National News, 4 March"),
    "emirates": ("another", "Emirates 24/7, 4 March"),
    "vestnik": ("another", "Vestnik Kavkaza, 4 March"),
    "digest": ("shooter", "the digest 29ru.net, 4 March"),
}
"""Who says what of the shot of 4 March 2026; the words are on the page."""
