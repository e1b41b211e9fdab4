"""What the sorting exercises of unit 06 ask, and how the tables sort it."""

from __future__ import annotations

from collections.abc import Mapping

from course.data import load
from course.learn.answers import first
from course.lessons.who_decides.charts import QUESTIONS as OF_AN_ASSET
from course.lessons.who_decides.charts import whose

ASSETS = {
    "kurecik_radar": ("usa-radar-kurecik", "the radar at Kürecik"),
    "kurecik_ground": ("tur-host-kurecik", "the ground under that radar"),
    "deveselu_ground": ("rou-host-deveselu", "the base under the Romanian site"),
    "oscar_austin": ("usa-rota-oscar-austin", "the destroyer Oscar Austin"),
    "torrejon": ("esp-host-caoc-torrejon", "the base of the air operations centre at Torrejón"),
    "ramstein_network": ("nato-interim-c2-ramstein", "the command network at Ramstein"),
    "spanish_patriot": ("esp-patriot-turkiye", "the Spanish Patriot battery in Türkiye"),
    "polish_patriot": ("pol-patriot-wisla-1", "the first Polish Patriot batteries"),
    "arrow_3": ("deu-arrow-3", "the German Arrow 3"),
    "us_patriot_2022": ("usa-patriot-poland-2022", "the American Patriots sent to Poland in 2022"),
}
CODES = {
    "UUA": "American, run by Americans, under a NATO commander when assigned",
    "UUU": "American throughout, the commander too",
    "NUA": "another nation's, used by Americans, under a NATO commander when assigned",
    "NAA": "another nation's, run by NATO, under a NATO commander",
    "NNA": "another nation's and run by it, under a NATO commander when assigned",
    "NN?": "another nation's and run by it; no commander read",
    "AAA": "the Alliance's own throughout",
}
LETTERS = {"USA": "U", "NATO": "A", "other": "N", "none": "?"}


def letters(rows: Mapping[str, str]) -> dict[str, str]:
    """Return owner, operator and commander of each row of `contributions` as letters."""
    table = load("contributions").set_index("contribution_id")[list(OF_AN_ASSET.values())]
    return {
        name: "".join(LETTERS[whose(code)] for code in table.loc[row]) for name, row in rows.items()
    }


def sorted_assets() -> dict[str, str]:
    """Return each asset's owner, operator and commander as letters, from `contributions`."""
    return letters(first(ASSETS))


WHEN = {
    "any_ally": ("allies-nac-consensus", "any one Ally, over a decision of the Council"),
    "romania_2011": ("ro-parliament-asset-deveselu-authorises", "Romania's parliament"),
    "congress_2008": ("us-congress-us-secdef-double-lock", "the US Congress, in the defence act"),
    "council_2012": ("nac-saceur-directs", "the Council, over rules and commander"),
    "council_2026": ("nac-saceur-posture-2026", "the Council, over keeping the posture raised"),
    "spain_2026": ("es-government-us-eucom-refuses-strikes", "Spain, over strikes from its bases"),
    "committee": ("amdc-nac-advises", "the Air and Missile Defence Committee"),
    "assembly": ("natopa-nac-advises", "the NATO Parliamentary Assembly"),
}
MOMENTS = {
    "leave": "once, when leave to station, lend or pay was given or refused",
    "standing": "standing: whenever rules, commander or plans are agreed or kept",
    "march": "in March 2026",
    "never": "the table says that it cannot",
}


def moments() -> dict[str, str]:
    """Return when each body can say no, from `institution_links`."""
    links = load("institution_links").set_index("link_id")
    codes = {"consent": "leave", "standing": "standing", "crisis_2026": "march"}
    return {
        name: codes[links.at[row, "situation"]] if links.at[row, "can_block"] else "never"
        for name, (row, _) in WHEN.items()
    }


SENTENCES = {
    "launch": (
        "statement",
        "under ten minutes passed from identifying the threat to launching an interceptor",
    ),
    "destroyed": ("news", "the missile was destroyed within minutes"),
    "systems": ("statement", "land- and sea-based defences were alerted"),
    "assets": ("news", "land- and sea-based assets were protected"),
    "air_commander": ("statement", "the air commander raised the posture"),
    "concurred": ("news", "the member states concurred with the commanders"),
    "ordered": ("neither", "the Council ordered the shot"),
    "stamped": ("neither", "the Council passed the shot without debate"),
    "destroyer": ("neither", "an American destroyer fired"),
}
SAID = {
    "statement": "the spokesman's statement says so",
    "news": "only a news paraphrase says so",
    "neither": "none of the three texts says so",
}
QUESTIONS = {
    "rules_first": ("yes", "rules and a commander had been agreed before the missile came"),
    "one_ally": ("yes", "one Ally's doubt has held up a step of the arrangement"),
    "every_use": ("no", "a host of ships has agreed to every use of its bases"),
    "meeting_first": ("no", "the air commander had to wait for the Council's meeting"),
    "alliance_enough": ("no", "NATO's decision frees each member of asking its parliament"),
    "whose_chain": ("open", "the order came through NATO's chain and not through America's"),
    "could_stop": ("open", "a refusal on 5 March would have brought the posture down"),
}
"""The sentences, and what the evidence decides of them; of three of them the tables are asked."""
SAFE = {
    "yes": "the evidence says yes",
    "no": "the evidence says no",
    "open": "nothing public decides it",
}


def minister() -> dict[str, str]:
    """Return what the evidence decides of a minister's seven questions."""
    links = load("institution_links").set_index("link_id")
    happened = load("march_2026_timeline").set_index("event_id")["happened_at"]
    rules_first = links.at["nac-saceur-directs", "since"] < happened["intercept-1"]
    waited = happened["nac-5-march"] <= happened["posture-raised"]
    refused = links.at["es-government-us-eucom-refuses-strikes", "can_block"]
    asked = {"rules_first": rules_first, "every_use": not refused, "meeting_first": waited}
    return first(QUESTIONS) | {name: "yes" if so else "no" for name, so in asked.items()}


PAGES = {
    "post": ("origin", "the statement of SHAPE's spokesman"),
    "reuters": ("repeats", "Reuters on the raised posture"),
    "afp": ("repeats", "AFP on the raised posture"),
    "reprint": ("repeats", "the page that prints the statement in full"),
    "agency_2012": ("another", "a German agency in 2012, with twenty minutes at best"),
    "witness": ("none", "a body outside the chain"),
}
DOES = {
    "origin": "gives the number first, of its own knowledge",
    "repeats": "passes the same number on",
    "another": "gives a number that measures something else",
    "none": "gives no time",
}


def traced() -> dict[str, str]:
    """Return what each page does with the ten minutes."""
    claims = load("march_2026_claims")
    timed = claims[(claims["question"] == "how_long") & (claims["event"] == "4_march")]
    outside = timed[timed["claimant_kind"] != "nato"]
    return first(PAGES) | ({} if outside.empty else {"witness": "another"})
