"""The charts of unit 10: words, places and who said which, composed from the families."""

from __future__ import annotations

import pandas as pd

from course.charts import matrices, ranges
from course.charts.matrices import Mark
from course.charts.style import Chart

FEATURES = {
    "names_state_as_missile_threat": "names a state as the threat",
    "names_iran_in_md_text": "names Iran: here",
    "names_iran_elsewhere": "names Iran: elsewhere",
    "names_russia_in_md_text": "names Russia: here",
    "says_not_against_russia": "not against Russia",
    "offers_cooperation_with_russia": "offers Russia a part",
    "open_to_dialogue_with_russia": "offers Russia talks",
    "limits_to_outside_euro_atlantic": "threat from outside the area",
    "any_direction_in_md_text": "any direction: here",
    "any_direction_elsewhere": "any direction: elsewhere",
    "territorial_mission": "people and territory",
    "declares_capability_label": "declares a capability",
    "conditions_on_threat": "adapts if threat falls",
}
STATES = {
    "yes_a": Mark("square", "blue", "yes, read in the text (A)"),
    "yes_b": Mark("circle", "sky", "yes, as quoted or reported (B)"),
    "no": Mark("line-ew-open", "orange", "no (A or B)"),
    "remembered": Mark("circle-open", "grey", "unconfirmed (C)"),
}


def states(language: pd.DataFrame) -> pd.Series:
    """Return what is known of each coding: yes_a, yes_b, no, remembered, or empty."""
    state = pd.Series(index=language.index, dtype="object")
    given, sure = language["value"].notna(), language["grade"].isin(["A", "B"])
    state[given & ~sure] = "remembered"
    state[given & sure & (language["value"] == "no")] = "no"
    for grade in ("A", "B"):
        state[given & (language["value"] == "yes") & (language["grade"] == grade)] = (
            f"yes_{grade.lower()}"
        )
    return state


def short_names(declarations: pd.DataFrame) -> dict[str, str]:
    """Return a short name for each declaration, in order of date."""
    special = {
        "ddpr-2012": "Posture Review 2012",
        "iamd-policy-2025": "IAMD policy 2025",
        "hague-2025": "The Hague 2025",
        "strasbourg-kehl-2009": "Strasbourg/Kehl 2009",
    }
    ordered = declarations.sort_values(["date", "declaration_id"], kind="stable")
    return {
        code: special.get(code, code.replace("-", " ").title().replace("Concept", "Concept"))
        for code in ordered["declaration_id"]
    }


def language_table(language: pd.DataFrame, declarations: pd.DataFrame) -> Chart:
    """Draw every text against every question; tables `summit_language` and `declarations` in."""
    names = {
        k: v for k, v in short_names(declarations).items() if k in set(language["declaration_id"])
    }
    cells = language.assign(state=states(language))
    counts = cells["state"].value_counts()
    total, known = len(cells), int(cells["state"].isin(["yes_a", "yes_b", "no"]).sum())
    iran = cells[cells["feature"] == "names_iran_in_md_text"]["state"]
    accused = cells[cells["feature"] == "names_state_as_missile_threat"]["state"]
    yes_iran = int(iran.isin(["yes_a", "yes_b"]).sum())
    open_iran = int(iran.isna().sum())
    return matrices.grid(
        cells,
        row="declaration_id",
        column="feature",
        state="state",
        rows=names,
        columns=FEATURES,
        states=STATES,
        hover="paraphrase",
        title=f"Iran is known to be named in {_none(yes_iran)} of {len(names)} missile defence "
        f"passages; {open_iran} of them have not been read far enough to say",
        subtitle="Agreed Alliance texts by date, and what their missile defence passage says "
        "(“here”) or the rest of the text (“elsewhere”)",
        tables=["summit_language", "declarations"],
        digest=[
            f"{len(names)} texts, {len(FEATURES)} questions, {total} cells: {known} known, "
            f"{counts.get('remembered', 0)} unconfirmed, {total - known - counts.get('remembered', 0)} "
            "not known",
            f"Iran in the missile defence passage: yes {yes_iran}, no {int((iran == 'no').sum())}, "
            f"not known {open_iran}",
            "A state named as the missile threat: yes "
            f"{int(accused.isin(['yes_a', 'yes_b']).sum())}, no {int((accused == 'no').sum())}, "
            f"not known {int(accused.isna().sum())}",
            "Known and yes most often: "
            + _most(cells[cells["state"].isin(["yes_a", "yes_b"])]["feature"]),
        ],
        source_ids=language["source_id"].tolist(),
        note="Hatched: not read, or not read far enough. It is not a no.",
    )


def _none(count: int) -> str:
    return "none" if count == 0 else str(count)


def _most(features: pd.Series) -> str:
    top = features.value_counts().sort_index().sort_values(ascending=False, kind="stable").head(3)
    return "; ".join(f"{FEATURES[code]} ({n})" for code, n in top.items())


def bounds(language: pd.DataFrame) -> Chart:
    """Draw, for each question, how few and how many texts could answer yes."""
    cells = language.assign(state=states(language))
    texts = cells["declaration_id"].nunique()
    rows = []
    for code, label in FEATURES.items():
        state = cells[cells["feature"] == code]["state"]
        least = int(state.isin(["yes_a", "yes_b"]).sum())
        rows.append((label, least, texts - int((state == "no").sum())))
    shown = pd.DataFrame(rows, columns=["question", "at_least", "at_most"])
    shown = shown.sort_values(["at_least", "at_most"], ascending=False, kind="stable")
    shown["source_id"] = "nato-2008-bucharest-summit-declaration-press"
    most = shown[shown["at_least"] > texts / 2]
    wide = shown.assign(width=shown["at_most"] - shown["at_least"]).sort_values(
        "width", kind="stable"
    )
    return _with_sources(
        ranges.intervals,
        language,
        shown,
        label="question",
        low="at_least",
        high="at_most",
        title="“Most summits said so” cannot be said of any of these sentences"
        if most.empty
        else f"Only {len(most)} of these sentences can be said of most texts",
        subtitle=f"Texts out of {texts} that answer yes: at least (known, grade A or B) and at most "
        "(all but the known no)",
        tables=["summit_language"],
        unit="texts",
        digest=[
            f"{texts} texts; a sentence is in most of them only if its lower end is above "
            f"{texts / 2:g}: {len(most)} of {len(shown)} are",
            f"Narrowest: {wide.iloc[0]['question']}, {wide.iloc[0]['at_least']} to "
            f"{wide.iloc[0]['at_most']}; widest: {wide.iloc[-1]['question']}, "
            f"{wide.iloc[-1]['at_least']} to {wide.iloc[-1]['at_most']}",
            "Unconfirmed answers (grade C) count as not known",
        ],
        reference=(texts / 2, "half of the texts"),
        note="The bar is what we do not know, not a margin of chance.",
    )


def _with_sources(draw, language: pd.DataFrame, shown: pd.DataFrame, **settings) -> Chart:
    """Draw rows that sum up a table, and credit the table's own sources."""
    chart = draw(shown.drop(columns="source_id").assign(source_id=_one(language)), **settings)
    return chart


def _one(language: pd.DataFrame) -> str:
    return str(language["source_id"].mode().iloc[0])
