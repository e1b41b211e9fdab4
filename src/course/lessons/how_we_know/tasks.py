"""What the sorting exercises of unit 01 ask, and how the tables answer them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from course.data import load
from course.lessons.how_we_know.documents import DOCUMENTS
from course.show import Text, markdown_table
from course.sources import cite
from course.words import long_date

VERDICTS = {
    "supported": "evidence agrees",
    "outdated": "true once, no longer",
    "imprecise": "partly right",
    "contradicted": "evidence says otherwise",
    "unverifiable": "no independent evidence",
}
FIVE = {
    "romania": ("cwp-romania-2015", "the site in Romania belongs to the year 2015"),
    "feasible": ("fs07-technically-feasible", "defence of NATO territory is technically feasible"),
    "timely": ("aix-timely-sharing", "sharing gives all Allies complete and timely information"),
    "escalation": ("news-no-escalation", "the action did not set off wider escalation"),
    "vilnius": ("adv-vilnius-dates", "the summit meets in Vilnius on 11 and 12 July 2023"),
}
"""One claim from each document: its row of `claim_checks`, and the claim in our words."""

EXPLAINER = {
    "exercise": ("aix-steadfast-2022", "in 2022 there was an exercise called Steadfast Defender"),
    "sovereignty": (
        "aix-sovereignty-limits",
        "concerns for sovereignty can restrict joint decisions and sharing",
    ),
    "frameworks": ("aix-legal-frameworks", "treaties, laws and agreements frame the cooperation"),
    "fielding": ("aix-nato-deploys", "NATO chooses and fields the defences"),
    "raw_data": ("aix-raw-data", "Allies exchange raw data and analyses through joint centres"),
    "results": ("aix-future-synergy", "more integration will bring better results"),
}
HOLDS = {
    "holds": "the evidence agrees",
    "half": "one part is borne out, another belongs to somebody else",
    "fails": "the evidence says otherwise",
    "nothing": "nothing definite to check",
}
_CODE = {"supported": "holds", "imprecise": "half", "contradicted": "fails"}

MYTHS = {
    "directed": "the system is directed against Russia and will negate its deterrent",
    "physics": "it cannot shoot down Russia's long-range missiles from Romania or Poland",
    "resolved": "the nuclear agreement resolves the threat from Iran",
    "declined": "Russia has declined all proposals for transparency and cooperation",
    "american": "it is just a United States system directed at Russia",
}
SPEAKS = {"asserts": "the mission says so itself", "rejects": "the mission calls it a myth"}
REJECTED = ("directed", "resolved", "american")  # printed as the myths of the page, numbers 1, 2, 4


Claims = Mapping[str, tuple[str, str] | str]
"""Names of claims, each with its row, or with its row and the claim in our words."""


def _rows(claims: Claims) -> dict[str, str]:
    return {name: one if isinstance(one, str) else one[0] for name, one in claims.items()}


def verdicts(claims: Claims) -> dict[str, str]:
    """Return the verdict on each claim."""
    found = load("claim_checks").set_index("check_id")["verdict"]
    return {name: found[row] for name, row in _rows(claims).items()}


def evidence(claims: Claims, but: str = "") -> Text:
    """Show what was found on each claim but one, of when it is, and its grade: a list."""
    rows = load("claim_checks").set_index("check_id")
    asked = {name: row for name, row in _rows(claims).items() if name != but}
    names, found = list(asked), rows.loc[list(asked.values())]
    when = [f"{long_date(day)}; " if isinstance(day, str) else "" for day in found["evidence_date"]]
    lines = zip(names, found["evidence"], when, found["grade"], strict=True)
    return Text(
        "\n".join(f"- `{name}`: {said} ({on}grade {grade})" for name, said, on, grade in lines)
    )


def editions(exercises: pd.DataFrame) -> Text:
    """Show each of some exercises once, with its purpose whole where a row has one: a table."""
    told = exercises.sort_values("start").groupby("name", sort=False).first()
    told["focus"] = told["focus"].str.replace("_", " ")
    shown = told[["start", "focus", "purpose"]].fillna("not known").reset_index()
    return Text(markdown_table(["Name", "Start", "Focus", "Purpose"], shown.values.tolist()))


def ledger() -> Text:
    """Show every claim with its verdict, its evidence and its grade, document by document."""
    rows = load("claim_checks")
    parts = []
    for code, name in DOCUMENTS.items():
        mine = rows[rows["document"] == code].itertuples()
        lines = [(r.claim, r.verdict, f"{r.evidence} ({r.grade})") for r in mine]
        parts.append(f"**{name}**\n\n" + markdown_table(["Claim", "Verdict", "Evidence"], lines))
    return Text("\n\n".join(parts))


def five() -> dict[str, str]:
    """Return the verdict on each claim of `FIVE`."""
    return verdicts(FIVE)


def explainer() -> dict[str, str]:
    """Return for each claim of `EXPLAINER` whether it holds."""
    return {name: _CODE.get(verdict, "nothing") for name, verdict in verdicts(EXPLAINER).items()}


def myths() -> dict[str, str]:
    """Return for each line of `MYTHS` whether the mission asserts it or rejects it."""
    return {name: "rejects" if name in REJECTED else "asserts" for name in MYTHS}


def origins() -> int:
    """Return how many statements lie behind the texts that give the ten minutes."""
    rows = load("retellings")
    return int(((rows["statement"] == "posture") & (rows["manner"] == "statement")).sum())


def texts() -> int:
    """Return how many texts give them, the statement left out."""
    rows = load("retellings")
    return int((rows["statement"] == "posture").sum()) - origins()


def quoting() -> int:
    """Return how many of these quote the sentence."""
    rows = load("retellings")
    return int(((rows["statement"] == "posture") & (rows["manner"] == "quoted")).sum())


def retelling() -> int:
    """Return how many of these retell it."""
    return texts() - quoting()


_STRONG = {"no_plan", "no_intention", "will_not"}


def hardened() -> str:
    """Return where an answer about talk and reasons first became one about plans: a letter."""
    rows = load("retellings").set_index("retelling_id")["says"]
    if rows["article-5-words"] in _STRONG:
        return "A"
    return "B" if rows["article-5-reuters-2"] in _STRONG else "C"


AUDITED = {  # what the second readers recorded of the two links of one sentence of unit 07
    "defense-daily-2013-gao-aegis-ashore-cost",
    "army-corps-2016-romania-complete-construction-missile",
}
AUDIT = {
    "estimate": ("carried", "what became of the estimate for two sites"),
    "complex": ("carried", "what the other page says its sum of"),
    "building": ("ours", "what that sum means, as we read it"),
    "one_site": ("beyond", "what the Romanian site cost"),
    "shell": ("beyond", "what the building alone cost"),
}
"""Three clauses of that sentence and two shorter wordings: whether the readings carry them."""
CARRIES = {
    "carried": "one of the readings says so",
    "ours": "neither says so, and the wording admits it",
    "beyond": "neither says so, and the wording does not admit it",
}


def audited(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger's rows on the one sentence of unit 07 that has just these two links.

    However it is worded: it may be mended, and then the ledger has it under another fingerprint.
    """
    mine = readings[readings["unit"] == "07"]
    cited = mine.groupby("fingerprint")["source_id"].agg(set)
    return mine[mine["fingerprint"].isin(cited.index[cited == AUDITED])]


def recorded(readings: pd.DataFrame) -> Text:
    """Show what the second readers recorded of that sentence, source by source: a table."""
    columns = ["says", "seen", "carries", "worded"]
    lines = [
        [cite(row["source_id"]), row["says"], *(f"`{row[code]}`" for code in columns[1:])]
        for row in audited(readings).to_dict("records")
    ]
    return Text(markdown_table(["Source", *(f"`{name}`" for name in columns)], lines))
