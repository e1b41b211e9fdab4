"""The bodies of unit 06, where each stands in the network, and the links that are drawn."""

from __future__ import annotations

import pandas as pd

from course.charts.style import wrap
from course.words import long_date

COLUMNS = ("Political", "Strategic", "Operational", "Tactical", "Assets")
LEVELS = {"political": 0, "strategic": 1, "operational": 2, "tactical": 3}
BANDS = (("NATO", 0, 2), ("Hosts", 3.6, 8.6), ("United States", 10.2, 12.2))
# Where each body stands, and what fits on its box.
PLACES = {
    "allies": ("All Allies", 0),
    "nac": ("Council", 1),
    "secretary-general": ("Secretary<br>General", 2),
    "amdc": ("AMDC", 0),
    "military-committee": ("Military<br>Committee", 1),
    "saceur": ("SACEUR,<br>SHAPE", 2),
    "bmdoc": ("Operations<br>cell", 0),
    "aircom": ("Air<br>Command", 1),
    "strikfornato": ("Striking<br>forces", 2),
    "caoc": ("Air ops<br>centres", 0),
    "asset-ata": ("Batteries<br>in Türkiye", 3),
    "tr-government": ("Türkiye", 3.6),
    "ro-csat": ("Romania,<br>council", 4.6),
    "ro-parliament": ("Romania,<br>parliament", 5.6),
    "pl-parliament": ("Poland,<br>parliament", 6.6),
    "es-government": ("Spain,<br>cabinet", 7.6),
    "es-cortes": ("Spain,<br>parliament", 8.6),
    "asset-kurecik": ("Radar<br>Kürecik", 4.1),
    "asset-deveselu": ("Site<br>Deveselu", 5.2),
    "asset-redzikowo": ("Site<br>Redzikowo", 6.6),
    "asset-rota-ships": ("Ships<br>at Rota", 8.1),
    "us-president": ("President", 10.2),
    "us-secdef": ("Defense<br>Secretary", 11.2),
    "us-congress": ("Congress", 12.2),
    "us-eucom": ("European<br>Command", 11.2),
    "us-sixth-fleet": ("Sixth<br>Fleet", 10.2),
    "us-naveur": ("US Navy<br>Europe", 11.2),
    "us-usafe": ("US Air<br>Forces", 12.2),
    "us-ctf64": ("Task<br>Force 64", 10.2),
    "us-ctf65": ("Task<br>Force 65", 11.2),
}
SAME_BOX = {"shape": "saceur"} | dict.fromkeys(
    ("caoc-torrejon", "caoc-uedem", "caoc-bodo", "daccc"), "caoc"
)
CHOICES = {
    "commands": "commands",
    "operates": "operates",
    "directs": "directs",
    "advises": "advises",
    "consents": "consents, hosts",
    "informs": "informs",
    "same": "same officer",
}
ONE_ACT = ("consent", "crisis", "crisis_2026", "exercise")
THIRD_SITE = "us-congress-us-secdef-double-lock"  # an act of 2008 about a plan that was given up


def drawn_links(bodies: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the links to draw, boxes merged, with the pairs of posts that one officer holds."""
    kept = links[(links["grade"] != "C") & (links["link_id"] != THIRD_SITE)].copy()
    kept[["from_id", "to_id"]] = kept[["from_id", "to_id"]].replace(SAME_BOX)
    kept["choice"] = kept["relation"].replace({"authorises": "consents", "hosts": "consents"})
    kept["once"] = kept["situation"] != "standing"
    kept = kept[
        kept["from_id"].isin(PLACES)
        & kept["to_id"].isin(PLACES)
        & (kept["from_id"] != kept["to_id"])
        & kept["choice"].isin(CHOICES)
        & (kept["until"].isna() | kept["situation"].isin(ONE_ACT))
        & (kept["situation"] != "programme")
    ].drop_duplicates(["from_id", "to_id", "choice", "once"])
    when = [f" ({long_date(date)})" if pd.notna(date) else "" for date in kept["since"]]
    kept["about"] = [
        wrap(f"{box_of(link.from_id)} → {box_of(link.to_id)}{since}: {link.basis}", 46)
        for link, since in zip(kept.itertuples(), when, strict=True)
    ]
    pairs = [
        (one, other, "same", False, f"One officer heads both: {name_of(bodies, one)},<br>{long}")
        for one, other in bodies["same_officer_as"].dropna().items()
        if one in PLACES and other in PLACES and PLACES[one][1] < PLACES[other][1]
        for long in [name_of(bodies, other)]
    ]
    same = pd.DataFrame(pairs, columns=["from_id", "to_id", "choice", "once", "about"])
    return pd.concat([kept, same], ignore_index=True)


def boxes(bodies: pd.DataFrame) -> pd.DataFrame:
    """Return where each body stands in the network, and what it says."""
    at = [(key, *PLACES[key], column_of(bodies, key), about_of(bodies, key)) for key in PLACES]
    return pd.DataFrame(at, columns=["node_id", "label", "row", "column", "about"])


def box_of(key: str) -> str:
    """Return what stands on the box of a body, in one line."""
    return PLACES[key][0].replace("<br>", " ")


def inside(text: str) -> str:
    """Write a name as it stands inside a sentence."""
    return text[0].lower() + text[1:]


def column_of(bodies: pd.DataFrame, key: str) -> int:
    """Return the column in which a body stands, from 0."""
    if key.startswith("asset-"):
        return len(COLUMNS) - 1
    return LEVELS[bodies.at[key, "level"] if key in bodies.index else "tactical"]


def name_of(bodies: pd.DataFrame, key: str) -> str:
    """Return the name of a body, or its short one where that is long."""
    long, short = bodies.loc[key, ["name", "abbreviation"]]
    return short if pd.notna(short) and len(long) > 34 else long


def about_of(bodies: pd.DataFrame, key: str) -> str:
    """Return what a body says of itself when pointed at."""
    if key == "caoc":
        return "Air operations centres: Torrejón, Uedem,<br>Bodø and one that can be moved"
    return f"<b>{bodies.at[key, 'name']}</b><br>{wrap(bodies.at[key, 'role'], 46)}"
