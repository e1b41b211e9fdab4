"""The charts of unit 01: what five kinds of document get wrong, and how this course was checked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from course.charts.buttons import choices, switch, tagged
from course.charts.marks import Mark, by_mark, marks
from course.charts.parts import across, bars, dots, on_phone, rows_down, rule, segments, words
from course.charts.style import Card, Chart, finish
from course.lessons.how_we_know.documents import (
    DOCUMENTS,
    FAMILIES,
    checked,
    windows,
)
from course.stats import wilson_interval
from course.words import count, listed, long_date, tally

NAMES = list(DOCUMENTS.values())
ORDER = {code: place for place, code in enumerate(DOCUMENTS)}
CODED = (
    "One claim is one definite statement in our words; how many a document yields depends on it."
)


def dating(milestones: pd.DataFrame, members: pd.DataFrame) -> Chart:
    """Draw between which days each document was written, by its own clues; two tables in."""
    shown = windows(milestones, members)
    shown = shown.assign(name=shown["document"].map(DOCUMENTS))
    days = {end: shown[end].map(long_date) for end in ("low", "high")}
    fig = rows_down(shown["name"], each=64, within=14, above=0.9, below=0.5)
    across(fig, "2005-06-01", "2028-06-01", every="M48", start="2008-01-01", form="%Y", top=True)
    on_phone(fig, xaxis={"dtick": "M96"})
    open_end = shown["document"] == "ai_assisted_explainer"
    segments(fig, shown["low"], shown["high"], shown.index, Mark(colour="blue"), width=7)
    first, last = Mark("circle", "blue", "not before"), Mark("diamond", "orange", "not after")
    said = {
        end: [f"{d}: {c}" for d, c in zip(days[end], shown[clue], strict=True)]
        for end, clue in (("low", "from_clue"), ("high", "to_clue"))
    }
    known = shown["to_clue"] != ""
    dots(fig, shown["low"], shown.index, first, hover=said["low"], size=12)
    dots(
        fig,
        shown["high"][known],
        shown.index[known],
        last,
        hover=[text for text, is_known in zip(said["high"], known, strict=True) if is_known],
        hollow=list(open_end[known]),
        size=12,
        edge=2,
    )
    told = [
        f"{r.from_clue};<br>{r.to_clue}" if r.to_clue else r.from_clue for r in shown.itertuples()
    ]
    right = shown["low"] > "2016"
    words(
        fig,
        shown["high"].where(right, shown["low"]),
        shown.index - 0.08,
        told,
        ["top left" if is_right else "top right" for is_right in right],
    )
    page = shown.set_index("document").loc["command_web_page"]
    card = Card(
        title="Its count of members and the summit that it tells of place the command's undated page "
        f"between {long_date(page['low'][:7])} and {long_date(page['high'][:7])}",
        subtitle="Days between which each document must have been written, by what it tells and counts",
        tables=["milestones", "members"],
        digest=[
            f"{row.name}: {low} to {high} ({row.from_clue}; {row.to_clue})"
            if row.to_clue
            else f"{row.name}: {low} ({row.from_clue})"
            for row, low, high in zip(shown.itertuples(), days["low"], days["high"], strict=True)
        ],
        note="Ours, from clues inside each text. Hollow: only the day on which it was read is known.",
    )
    columns = ["name", "low", "from_clue", "high", "to_clue", "source_id"]
    return finish(fig, card, rows=shown, columns=columns)


VERDICTS = {
    "supported": ("supported", "blue", ""),
    "outdated": ("outdated", "gold", "/"),
    "imprecise": ("imprecise", "orange", "."),
    "contradicted": ("contradicted", "magenta", "x"),
    "unverifiable": ("cannot be checked", "grey", "-"),
    "opinion": ("opinion", "teal", "+"),
}


def _counted(claims: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return how many claims of each document have each code: no row that gives one away."""
    groups = claims.groupby(["document", by], sort=False)
    return groups.agg(claims=("check_id", "size"), sources=("source_id", "nunique")).reset_index()


Looks = dict[str, tuple[str, str, str]]  # code to its name, its colour and its pattern


def _stacked(held: pd.Series, looks: Looks, end: int, title: str) -> go.Figure:
    """Draw how many of each document have each code: `held` by document and code."""
    fig = rows_down(NAMES, each=52, within=14, above=0.6, below=0.6, grid=False)
    across(fig, 0, end, title=title)
    for code, (name, colour, pattern) in looks.items():
        counts = [int(held.get((document, code), 0)) for document in DOCUMENTS]
        bars(
            fig,
            counts,
            range(len(counts)),
            Mark(colour=colour, name=name),
            text=[str(n) if n else "" for n in counts],
            hover=[f"{name}: {n}" for n in counts],
            pattern=pattern,
        )
    return fig


def _names(looks: Looks) -> dict[str, str]:
    return {code: name for code, (name, *_) in looks.items()}


def verdicts(checks: pd.DataFrame) -> Chart:
    """Draw the verdicts on the claims of each document, for a reader now and when written."""
    shown = checked(checks)
    now = shown.groupby(["document", "verdict"]).size()
    then = shown.replace({"verdict": {"outdated": "supported"}})
    all_now = shown["verdict"].value_counts()

    def told(code: str) -> str:
        verdicts = now[code].reindex(list(VERDICTS)).dropna().astype(int)
        return f"{DOCUMENTS[code]}: {tally(verdicts, names)}"

    names, order = _names(VERDICTS), list(DOCUMENTS)
    card = Card(
        title="Few of the checked claims are flatly contradicted; more are blurred, out of date or "
        "beyond checking, and time alone accounts for part of that",
        subtitle="Claims checked in five documents, by verdict. The second button counts as supported "
        "what was true, or honestly planned, when it was written",
        tables=["claim_checks"],
        source_ids=shown["source_id"].tolist(),
        digest=[
            f"{len(shown)} claims: {tally(all_now.reindex(list(VERDICTS)), names)}",
            *map(told, order[:3]),
            "; ".join(map(told, order[3:])),
        ],
        note=f"{CODED} Claims are of unequal weight, so no document gets a mark. "
        f"Rows of grade C, unconfirmed or in conflict ({len(checks) - len(shown)}), are left out.",
    )
    figures = {
        label: _stacked(counts, VERDICTS, 24, "claims checked")
        for label, counts in (
            ("For a reader in 2026", now),
            ("When it was written", then.groupby(["document", "verdict"]).size()),
        )
    }
    return finish(switch(figures), card, rows=_counted(shown, "verdict"))


def faults(checks: pd.DataFrame) -> Chart:
    """Draw which kinds of fault each document has."""
    every = checked(checks)
    shown = every.dropna(subset=["family"])
    none = every.loc[every["family"].isna(), "verdict"].value_counts()
    cells = shown.groupby(["family", "document"]).size()
    most = cells.groupby("document").max()
    labels = [name for name, _ in FAMILIES.values()]
    heads = [
        "Command's<br>page",
        "Fact<br>sheet",
        "AI<br>text",
        "News<br>item",
        "Talking<br>points",
    ]
    fig = rows_down(labels, each=44, within=20, above=0.7, below=0.6)
    across(fig, -0.5, len(heads) - 0.5, ticks=dict(enumerate(heads)), top=True, grid=False)
    fig.update_layout(margin={"t": 26})
    fig.update_xaxes(tickangle=0, ticks="")
    rows = list(FAMILIES)
    white = {"color": "#ffffff", "size": 12}
    for mark, is_most in (
        (Mark("square", "orange", "the document's most frequent kind"), True),
        (Mark("circle", "blue", "another kind"), False),
    ):
        held = {k: n for k, n in cells.items() if bool(n == most[k[1]]) is is_most}
        x, y = [ORDER[d] for _, d in held], [rows.index(f) for f, _ in held]
        said = [
            "; ".join(f"{k}: {n}" for k, n in kinds.items())
            for kinds in (
                shown[(shown["family"] == f) & (shown["document"] == d)][
                    "error_kind"
                ].value_counts()
                for f, d in held
            )
        ]
        dots(
            fig,
            x,
            y,
            mark,
            text=[str(n) for n in held.values()],
            at="middle center",
            hover=said,
            size=[16 + 3 * n for n in held.values()],
            textfont=white,
        )

    def leading(document: str) -> str:
        led = [f for f in rows if cells.get((f, document), 0) == most[document]]
        return " and ".join(FAMILIES[f][0].split(":")[0].lower() for f in led)

    card = Card(
        title="The most frequent fault differs: age in both official texts (and in one, next, whose a "
        "thing is), handling of sources in the news item, too much or too little said in the others",
        subtitle="Faults found in each document, by kind; the number is how many",
        tables=["claim_checks"],
        source_ids=shown["source_id"].tolist(),
        digest=[
            f"{len(shown)} faults in {len(every)} claims; none in {tally(none, _names(VERDICTS))}; by "
            "document: "
            + tally(shown["document"].value_counts().reindex(list(DOCUMENTS)), DOCUMENTS),
            "Most frequent kind: "
            + "; ".join(f"{name}, {leading(code)}" for code, name in DOCUMENTS.items()),
            f"Handling of its own sources: {_spread(cells, 'handling')}",
            f"Who owns, pays, decides: {_spread(cells, 'owner')}",
            f"Evidence missing or its own: {_spread(cells, 'evidence')}",
        ],
        note="Each claim has at most one fault, the one that matters most; the kinds are grouped as "
        "in the codebook. An opinion counts as one where it is vague, praise, or told as settled. "
        + CODED,
    )
    return finish(fig, card, rows=_counted(shown, "family"))


def _spread(cells: pd.Series, family: str) -> str:
    held = {name: int(cells.get((family, code), 0)) for code, name in DOCUMENTS.items()}
    return ", ".join(f"{name} {n}" for name, n in held.items() if n)


ENDS = {
    "alert": "defences<br>alerted",
    "launch": "interceptor<br>launched",
    "hit": "missile<br>hit",
}
MANNERS = {
    "statement": "the statement itself",
    "quoted": "quotes the sentence",
    "retold": "retells it",
}


def retold(retellings: pd.DataFrame) -> Chart:
    """Draw where the ten minutes end, in the statement and in those who repeated it."""
    shown = retellings[retellings["statement"] == "posture"].reset_index(drop=True)
    place = {code: k for k, code in enumerate(ENDS)}
    fig = rows_down(shown["outlet"], each=38, within=16, above=0.7, below=0.6)
    across(fig, -0.5, 2.6, ticks=dict(enumerate(ENDS.values())), top=True)
    fig.update_layout(margin={"t": 26})
    fig.update_xaxes(tickangle=0, ticks="")
    for mark, part in by_mark(shown, "manner", marks(MANNERS)):
        said = [f"{r.outlet}: “{r.words}”" for r in part.itertuples()]
        dots(
            fig,
            part["says"].map(place),
            part.index,
            mark,
            hover=said,
            size=14,
            hollow=list(part["original_beside"] == "no"),
            edge=2,
        )
    quoted, told = (shown[shown["manner"] == kind]["says"] for kind in ("quoted", "retold"))
    kept = int((told == "launch").sum())
    card = Card(
        title=f"All {count(len(quoted))} that quoted the sentence ended the minutes at the launch; of "
        f"the {count(len(told))} that retold it, {count(kept)} did",
        subtitle="What had happened when the minutes of 4 March 2026 were over, as the military "
        "spokesman said it and as others repeated it",
        tables=["retellings"],
        digest=[
            "The statement: less than ten minutes from identifying the threat to launching an "
            "interceptor",
            f"Quoting it: {listed(shown.loc[quoted.index, 'outlet'])}",
            *(
                f"Retold to the point where the {what}: "
                f"{listed(shown.loc[told.index[told == code], 'outlet'])}"
                for code, what in (
                    ("launch", "interceptor is launched"),
                    ("alert", "defences are alerted"),
                    ("hit", "missile is hit"),
                )
            ),
        ],
        note="The retellings that could be read; hollow: the sentence itself does not stand beside it. "
        "Gamereactor prints the statement below, and its second paragraph keeps the launch and adds the hit.",
    )
    columns = ["outlet", "published", "manner", "says", "words", "drawn_from", "source_id", "grade"]
    return finish(fig, card, rows=shown, columns=columns)


SHOWS = {
    "inside": ("on the page itself", "orange", "/"),
    "outside": ("only from outside it", "blue", ""),
}


def inside(checks: pd.DataFrame) -> Chart:
    """Draw from where the faults of each document can be seen."""
    shown = checked(checks).dropna(subset=["fault_shows"])
    held = shown.groupby(["document", "fault_shows"]).size()
    fig = _stacked(held, SHOWS, 13, "faults found")
    total = shown["fault_shows"].value_counts()
    alike = int((shown["fault_shows"] == shown["fault_shows_again"]).sum())
    more = [
        n
        for code, n in DOCUMENTS.items()
        if held.get((code, "inside"), 0) >= held.get((code, "outside"), 0)
    ]
    card = Card(
        title="Most faults can be seen only from outside the page; the news item, which prints its own "
        "source, is the exception",
        subtitle="Faults found in each document, by whether a careful reader of the page alone could "
        "see them",
        tables=["claim_checks"],
        source_ids=shown["source_id"].tolist(),
        digest=[
            f"{len(shown)} faults: {tally(total, _names(SHOWS))}",
            *(
                f"Seen {name}: "
                + ", ".join(f"{n} {held.get((code, shows), 0)}" for code, n in DOCUMENTS.items())
                for shows, (name, *_) in SHOWS.items()
            ),
            f"At least as many from inside as from outside: {listed(more)}",
        ],
        note="Ours: coded by the author of this unit and, blind, by its second reader, both AI systems; "
        f"{alike} of {len(shown)} alike. Those whose task it is to look outside find more there.",
    )
    return finish(fig, card, rows=_counted(shown, "fault_shows"))


KINDS = {"statements": "Statements", "rows": "Rows"}
CODERS = {"same_coder_again": "Same coder", "second_coder_blind": "Second coder"}
OURS = "course-2026-audit-draws"


def audits(draws: pd.DataFrame, codings: pd.DataFrame) -> Chart:
    """Draw how much of this course held when others looked; `audit_draws` and `second_codings` in."""
    told = codings[codings["table_name"] == "claim_checks"]
    agreed = told.assign(same=told["first_value"] == told["second_value"]).groupby("coder")["same"]
    rows = [
        (f"{KINDS[r.kind]}, {r.draw}", "draws", r.carried, r.drawn, r.source_id)
        for r in draws.itertuples()
    ]
    rows += [
        (name, "codings", int(agreed.sum()[code]), int(agreed.size()[code]), OURS)
        for code, name in CODERS.items()
    ]
    shown = pd.DataFrame(rows, columns=["what", "kind", "held", "of", "source_id"])
    ends = [wilson_interval(r.held, r.of) for r in shown.itertuples()]
    shown = shown.assign(
        low=[round(100 * low) for low, _ in ends], high=[round(100 * high) for _, high in ends]
    )
    share = 100 * shown["held"] / shown["of"]
    fig = rows_down(shown["what"], each=30, within=18)
    across(fig, 40, 106, unit=" %", top=True, every=20, start=40)
    rule(fig, 96, "the goal", dash="dot", at="left")
    looks = {
        "draws": Mark("circle", "blue", "carried by their sources"),
        "codings": Mark("diamond", "orange", "the same verdict again"),
    }
    kinds = shown["what"].str.split(",").str[0].where(shown["kind"] == "draws", "Verdicts")
    for tag in dict.fromkeys(kinds):
        with tagged(fig, tag):
            part = shown[kinds == tag]
            mark = looks[part["kind"].iloc[0]]
            segments(fig, part["low"], part["high"], part.index, mark, width=3, opacity=0.5)
            said = [
                f"{r.held} of {r.of}; interval {r.low} to {r.high} per cent"
                for r in part.itertuples()
            ]
            dots(
                fig,
                share[part.index],
                part.index,
                mark,
                hover=said,
                size=11,
                text=[f"{r.held} of {r.of}" for r in part.itertuples()],
                legend=tag != "Rows",  # its mark is that of the statements
            )
    every = list(dict.fromkeys(kinds))
    choices(fig, {"All": every, **{tag: [tag] for tag in every}})
    of = {kind: draws[draws["kind"] == kind] for kind in KINDS}
    reached = int((draws["carried"] >= 48).sum())
    card = Card(
        title="When other readers looked, most of the lines drawn held; in every draw some did not, and "
        f"the goal of 48 in 50 was reached in {reached} of {len(draws)} draws",
        subtitle="Share that its sources carried, of fifty statements or rows drawn at random; and share "
        "of thirty verdicts given alike twice; bars: 95 per cent interval (of many such bars about 95 in 100 hold the true share)",
        tables=["audit_draws", "second_codings"],
        digest=[
            *(
                f"{name}: {listed(of[kind]['carried'])} of 50 carried; wrong: "
                f"{listed(of[kind]['wrong'])}"
                for kind, name in KINDS.items()
            ),
            f"Of the {(draws['drawn'] - draws['carried']).sum()} not carried: "
            f"{draws['overstated'].sum()} overstated, {draws['wrong'].sum()} wrong, "
            f"{draws['unverifiable'].sum()} that could not be looked up, {draws['other'].sum()} of "
            "another kind",
            "; ".join(
                f"{CODERS[c]}: {int(agreed.sum()[c])} of {int(agreed.size()[c])}" for c in CODERS
            ),
        ],
        note="Readers and coders were AI systems. The course was mended after each draw, so a later draw "
        "is of another text; the readers were not the same, and were asked by those who wrote it. "
        "Drawn at first from units 00, 03 to 06, 10 and 12; at last from all eighteen.",
    )
    return finish(fig, card, rows=shown, columns=["what", "held", "of", "low", "high", "source_id"])
