"""A chart of the learner's own: numbers from one table, groups from another, a dot an Ally.

It is finished by the functions that finish every chart of the course. The learner chooses two
names between quotation marks, and writes a title and a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from course.charts.marks import by_mark, marks
from course.charts.parts import across, dots, rows_down
from course.charts.style import Card, Chart, finish
from course.data import load
from course.errors import CourseError, nearest
from course.geodesy import great_circle_km
from course.learn.reading import is_blank, plain
from course.show import Text, markdown_table
from course.words import listed


class Numbers(NamedTuple):
    """What can be measured: the table, what it says in words, its unit, and a number an Ally."""

    table: str
    what: str
    unit: str
    decimals: int
    values: Callable[[], pd.DataFrame]


class Groups(NamedTuple):
    """What can be grouped: the table, the question, names of the groups, and a code an Ally."""

    table: str
    what: str
    names: Mapping[str, str]
    codes: Callable[[], pd.DataFrame]


def _spending() -> pd.DataFrame:
    rows = load("defence_spending")
    rows = rows[
        (rows["release"] == "r2026_03") & (rows["year"] == 2025) & (rows["scope"] == "ally")
    ]
    return rows.rename(columns={"share_of_gdp": "number"})


def _entries() -> pd.DataFrame:
    rows = load("contributions")
    rows = rows[rows["status"] == "in_service"].dropna(subset=["iso3"])
    found = rows.groupby("iso3", as_index=False)
    return found.agg(number=("contribution_id", "size"), source_id=("source_id", "first"))


def _joined() -> pd.DataFrame:
    rows = load("members")
    return rows.assign(number=rows["joined"].dt.year.astype(float))


def _away(start: str) -> Callable[[], pd.DataFrame]:
    def found() -> pd.DataFrame:
        rows, sites = load("members"), load("sites").set_index("site_id")
        here = sites.loc[start, "lat"], sites.loc[start, "lon"]
        ends = zip(rows["capital_lat"], rows["capital_lon"], strict=True)
        return rows.assign(number=[great_circle_km(*here, lat, lon) for lat, lon in ends])

    return found


NUMBERS = {
    "spending": Numbers(
        "defence_spending",
        "defence spending in 2025, as estimated in March 2026",
        "per cent of GDP",
        1,
        _spending,
    ),
    "contributions": Numbers(
        "contributions", "entries in service for missile defence", "entries", 0, _entries
    ),
    "joined": Numbers("members", "the year in which an Ally joined", "year", 0, _joined),
    "from_tabriz": Numbers(
        "sites", "the capital's distance from Tabriz in Iran", "km", 0, _away("tabriz")
    ),
    "from_moscow": Numbers("sites", "the capital's distance from Moscow", "km", 0, _away("moscow")),
}


def _sky_shield() -> pd.DataFrame:
    return load("sky_shield").rename(columns={"participation": "code"})


def _hosts() -> pd.DataFrame:
    rows = load("basing_agreements").dropna(subset=["site_id"])
    force = rows["status"].map(lambda status: "force" if status == "in_force" else "other")
    return rows.assign(code=force).sort_values("code").drop_duplicates("iso3")


def _lenders() -> pd.DataFrame:
    rows = load("turkiye_deployments").dropna(subset=["iso3"])
    return rows.assign(code="lent").drop_duplicates("iso3")


def _rounds() -> pd.DataFrame:
    rows = load("members")
    year = rows["joined"].dt.year
    return rows.assign(code=year.map(lambda y: "before" if y < 1999 else "since"))


GROUPS = {
    "sky_shield": Groups(
        "sky_shield",
        "the Sky Shield scheme for buying air defences",
        {
            "founder": "signed at the start",
            "later": "joined later",
            "announced": "announced, no more read",
            "outside": "known to be outside",
        },
        _sky_shield,
    ),
    "host": Groups(
        "basing_agreements",
        "an agreement to host missile defence",
        {"force": "one is in force", "other": "signed, none in force"},
        _hosts,
    ),
    "turkiye": Groups(
        "turkiye_deployments",
        "batteries or cover sent to Türkiye since 2013",
        {"lent": "sent some"},
        _lenders,
    ),
    "round": Groups(
        "members",
        "when it joined the Alliance",
        {"before": "before 1999", "since": "in 1999 or since"},
        _rounds,
    ),
}
NO_ROW = "no row in the table"
_NAMED = 8  # Allies without a figure are named up to so many


def offered() -> Text:
    """Show what can be chosen: names of numbers and of groups, with the tables behind them."""
    numbers = [
        (f'`"{name}"`', one.what, one.unit, f"`{one.table}`") for name, one in NUMBERS.items()
    ]
    groups = [(f'`"{name}"`', one.what, f"`{one.table}`") for name, one in GROUPS.items()]
    return Text(
        f"{markdown_table(['Numbers', 'What they say', 'Unit', 'Table'], numbers)}\n\n"
        f"{markdown_table(['Groups', 'What they tell apart', 'Table'], groups)}"
    )


def draw(numbers: Any = ..., groups: Any = ..., title: Any = ..., limit: Any = ...) -> Chart | Text:
    """Draw the learner's chart, finished to the standard of the course.

    Args:
        numbers: a name of `NUMBERS`; the rows are sorted by them.
        groups: a name of `GROUPS`; each group has a shape and a colour.
        title: what to see in it, in a sentence.
        limit: what the chart cannot show, in a sentence; it stands under the chart.

    Returns:
        The chart; or, while something is still `...`, what to write.

    Raises:
        CourseError: a name is not offered, or both come from one table.
    """
    if any(is_blank(plain(one)) for one in (numbers, groups, title, limit)):
        return Text(
            "**Not drawn yet.** Put your four choices in place of `...`, each between quotation "
            "marks: a name of numbers, a name of groups, a title, a limit. Then run the cell again."
        )
    measure, grouping = _chosen(numbers, NUMBERS, "numbers"), _chosen(groups, GROUPS, "groups")
    if measure.table == grouping.table:
        raise CourseError(
            f"Both come from the table {measure.table}, and this chart joins two. Choose other "
            "groups, or other numbers."
        )
    rows = joined(measure, grouping)
    drawn = rows.dropna(subset=["number"]).sort_values("number", ascending=False, kind="stable")
    drawn = drawn.reset_index(drop=True)
    said = [f"{value:,.{measure.decimals}f}" for value in drawn["number"]]
    if measure.unit == "year":
        said = [one.replace(",", "") for one in said]
    drawn = drawn.assign(said=said)
    fig = rows_down(drawn["country"], each=21, above=0.8, below=0.6)
    low, high = drawn["number"].min(), drawn["number"].max()
    edge = (high - low) * 0.16
    across(fig, low - edge / 3, high + edge, title=measure.unit, top=True)
    kinds = marks({name: name for name in [*grouping.names.values(), NO_ROW]})
    for mark, part in by_mark(drawn, "group", kinds):
        hover = [
            f"{row.country}: {row.said} {measure.unit}, {row.group}" for row in part.itertuples()
        ]
        dots(
            fig, part["number"], part.index, mark, text=part["said"], at="middle right", hover=hover
        )
    card = Card(
        title=str(title),
        subtitle=f"{measure.what[0].upper()}{measure.what[1:]}, {measure.unit}, by {grouping.what}. "
        "A dot an Ally",
        tables=sorted({measure.table, grouping.table, "members"}),
        digest=_digest(rows, drawn, measure),
        note=str(limit),
        source_ids=sorted({*drawn["source_id"], *rows["other"].dropna()}),
    )
    columns = ["country", "number", "group"]
    if drawn["source_id"].nunique() > 1:  # one for all stands under the chart
        columns.append("source_id")
    return finish(fig, card, rows=drawn, columns=columns)


def _chosen(name: Any, known: Mapping[str, Any], what: str) -> Any:
    if not isinstance(name, str) or name not in known:
        raise CourseError(f"There are no {what} '{name}'. {nearest(str(name), list(known))}")
    return known[name]


def joined(measure: Numbers, grouping: Groups) -> pd.DataFrame:
    """Return a row an Ally: number, group, and the sources of both; unknown numbers are empty."""
    allies = load("members")[["iso3", "country"]]
    numbers = measure.values()[["iso3", "number", "source_id"]]
    codes = grouping.codes()[["iso3", "code", "source_id"]].rename(columns={"source_id": "other"})
    rows = allies.merge(numbers, on="iso3", how="left").merge(codes, on="iso3", how="left")
    named = rows["code"].map(grouping.names).fillna(NO_ROW)
    return rows.assign(number=rows["number"].astype(float), group=named)


def _digest(rows: pd.DataFrame, drawn: pd.DataFrame, measure: Numbers) -> list[str]:
    first, last = drawn.iloc[0], drawn.iloc[-1]
    middle = drawn.groupby("group", sort=False)["number"].agg(["size", "median"])
    missing = list(rows.loc[rows["number"].isna(), "country"])
    named = missing if len(missing) <= _NAMED else [f"{len(missing)} Allies"]
    lines = [
        f"Drawn: {len(drawn)} of {len(rows)} Allies, from {first.country} ({first.said}) to "
        f"{last.country} ({last.said})",
        "Allies in each group, and the one in the middle: "
        + "; ".join(
            f"{name} {row['size']:.0f}, {_plain(row['median'], measure)} {measure.unit}"
            for name, row in middle.iterrows()
        ),
    ]
    if len(missing):
        lines.append(f"No figure, and so not drawn: {listed(named)}")
    else:
        lines.append("Missing figures: none, no Ally is left out")
    return lines


def _plain(value: float, measure: Numbers) -> str:
    shown = f"{value:,.{measure.decimals}f}"
    return shown.replace(",", "") if measure.unit == "year" else shown
