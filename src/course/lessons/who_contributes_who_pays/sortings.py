"""What the sorting exercises of unit 07 ask, and how the tables sort it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.data import day, load
from course.lessons.who_contributes_who_pays.sums import at_once, lent, standing

BILLS = {
    "polish_site": ("usa-aegis-ashore-poland", "the site at Redzikowo"),
    "polish_ground": ("pol-host-redzikowo", "the ground under that site"),
    "ramstein_network": ("nato-interim-c2-ramstein", "the interim network at Ramstein"),
    "ramstein_ground": ("deu-host-ramstein", "the place that Germany gives to the command"),
    "spanish_patriot": ("esp-patriot-turkiye", "the Spanish battery in Türkiye"),
    "arrow_3": ("deu-arrow-3", "the German Arrow 3"),
    "german_share": ("deu-nsip-share", "the programme of which Germany carries a share"),
    "oscar_austin": ("usa-rota-oscar-austin", "the destroyer Oscar Austin"),
}
PAYERS = {
    "us": "the United States",
    "national": "another Ally",
    "common": "common_funding: NATO's common money",  # as the table and as the text say it
    "unread": "the cell is empty",
}
_PAYS = {"us": "us", "national": "national", "common_funding": "common"}


def payers(rows: Mapping[str, str]) -> dict[str, str]:
    """Return who pays for each row of `contributions`."""
    payer = load("contributions").set_index("contribution_id")["payer"].map(_PAYS).fillna("unread")
    return {name: payer[row] for name, row in rows.items()}


def bills() -> dict[str, str]:
    """Return who pays for each of `BILLS`, from `contributions`."""
    return payers({name: row for name, (row, _) in BILLS.items()})


SUMS = {
    "rasmussen": ("rasmussen-200m-2010-05", "under 200 million euro, from soldiers to populations"),
    "berlin": (
        "german-government-1031m-2016",
        "1,031.2 million euro, planned for building NATO's missile defence",
    ),
    "ceiling": ("german-government-nsip-2016", "690 million euro, the ceiling"),
    "daalder": ("daalder-1bn-2012", "over 1 billion dollars, command and communications"),
    "frigates": ("nld-radars-2011", "250 million euro, radars of four frigates"),
    "mission": ("deu-turkiye-2015", "58.6 million euro, the Patriot mission in Türkiye"),
    "auditors": ("gao-174bn-2022", "more than 174 billion dollars"),
}
STEPS = {
    "widening": "widening the network",
    "network": "the network as a whole",
    "all_common": "all that the investment programme pays for",
    "one_ally": "one Ally's own part",
    "america": "all American missile defence",
}
_SCOPES = {
    "expansion_of_c2_only": "widening",
    "c2_total": "network",
    "common_funding_all": "all_common",
    "national_contribution": "one_ally",
    "whole_us_programme": "america",
}


def included() -> dict[str, str]:
    """Return what each of `SUMS` includes, from `cost_claims`."""
    scope = load("cost_claims").set_index("claim_id")["scope"]
    return {name: _SCOPES[scope[row]] for name, (row, _) in SUMS.items()}


PASSAGE = {
    "upgrade": ("says", "the units go to be modernised"),
    "consulted": ("says", "other Allies were consulted"),
    "threat": ("silent", "the threat from Syria had passed"),
    "agreed": ("silent", "the other Allies agreed"),
    "return": ("silent", "the units come back when the upgrade is done"),
    "renewed": ("denies", "the deployment is renewed beyond October"),
    "money": ("silent", "the deployment had become too dear"),
}
READ = {
    "says": "the words say it",
    "denies": "the words say the contrary",
    "silent": "the words say neither",
}

QUESTIONS = {
    "first_loan": "less than three months passed from the letter to six ready batteries",
    "six_again": "there have been six lent batteries again at some time from 2016 to May 2026",
    "no_break": "there was a lent battery all the time from January 2013 to March 2026",
    "owner_malatya": "the ministry's first statement named the owner at Malatya",
    "german_came": "the German battery announced in May 2026 arrived as planned",
    "network_only": "the 200 million euro of 2010 would have bought an interceptor",
}
SAFE = {
    "yes": "the evidence says yes",
    "no": "the evidence says no",
    "open": "nothing that was read decides it",
}


def minister() -> dict[str, str]:
    """Return what the evidence decides of a minister's six questions."""
    table = load("turkiye_deployments")
    steps, row = at_once(table), table.set_index("deployment_id")
    letter = day(row["requested"]).min()
    full = lent(table).loc[lambda one: one["requested"].notna(), "first"].max()
    later = steps[steps["when"] > pd.Timestamp("2015-12-31")]
    scope = load("cost_claims").set_index("claim_id").at["rasmussen-200m-2010-05", "scope"]
    truth = {
        "first_loan": full - letter < pd.Timedelta(90, "D"),
        "six_again": bool((later["count"] >= standing(steps, "2013-03-01")).any()),
        "no_break": bool((steps["count"] > 0).all()),
        "owner_malatya": pd.notna(row.at["malatya-2026-unnamed", "country"]),
        "german_came": None if pd.isna(row.at["deu-2026-six-months", "arrived"]) else True,
        "network_only": scope != "expansion_of_c2_only",
    }
    return {key: "open" if said is None else "yes" if said else "no" for key, said in truth.items()}
