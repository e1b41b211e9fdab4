"""Checks of the tables beyond what a schema can say, and the record of their bytes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

from course.data import Package, Table, package
from course.errors import DataError
from course.files import replace_text

# Pairs of dates in one row that can only stand in this order.
ORDERED_DATES = (
    ("signed", "ratified"),
    ("signed", "entered_into_force"),
    ("signed", "ended"),
    ("ratified", "entered_into_force"),
    ("entered_into_force", "ended"),
    ("fieldwork_start", "fieldwork_end"),
    ("fieldwork_end", "published"),
    ("period_start", "period_end"),
    ("start", "end"),
    ("founded", "ended"),
    ("since", "until"),
    ("offered", "operational"),
    ("operational", "ended"),
    ("began", "ended"),
    ("event_date", "event_end"),
    ("event_date", "claimed_on"),
    ("date_from", "date_to"),
    ("period_from", "period_to"),
    ("date", "end_date"),
    ("date", "corrected_on"),
    ("date", "article4_on"),
    ("signed", "lower_house_on"),
    ("signed", "upper_house_on"),
    ("lower_house_on", "president_signed"),
    ("requested", "decided"),
    ("decided", "arrived"),
    ("arrived", "operational"),
    ("operational", "operations_ended"),
    ("operations_ended", "withdrawn"),
    ("asked_on", "outcome_on"),
    ("made_on", "outcome_as_of"),
    ("declared_on", "for_date"),
    ("joined", "mou_signed"),
    ("joined", "first_purchase"),
)
# Numbers that cannot be more than another of the same row.
PARTS_AND_WHOLES = (
    ("votes_cast", "voters_eligible"),
    ("votes_against", "votes_cast"),
    ("votes_for", "votes_cast"),
    ("votes_invalid", "votes_cast"),
    ("intercepted", "launched"),
    ("intercepted", "engaged_or_fired"),
    ("got_through", "engaged_or_fired"),
    ("successes", "attempts"),
    ("from_km", "to_km"),
    ("from_year", "by_year"),
)
# Numbers that follow from two others of the same row, within two per cent and a rounding:
# (result, part, whole, factor, rounding).
QUOTIENTS = (
    ("share_intercepted", "intercepted", "launched", 100, 0.5),
    ("share_published", "successes", "attempts", 100, 0.5),
    ("price_low", "total_value", "quantity", 1, 0),
)
_TRAILING = ("source_id", "grade", "note")
# The ledger is filled in row by row: how a source was seen stands for a grade, and a code may wait
# for its first row, or say the same in all of them.
_LEDGER = "readings"

Rule = Callable[[Table, list[dict[str, str]]], Iterator[str]]


def check(packed: Package | None = None) -> list[str]:
    """Return every problem in every table of a package, each one sentence."""
    packed = packed or package()
    found = []
    for table in packed.tables.values():
        try:
            found += [*check_table(table), *_stamp_problems(table)]
        except DataError as error:  # a file that cannot be read at all
            found.append(str(error))
    return list(dict.fromkeys(found))


def check_table(table: Table) -> list[str]:
    """Return what is wrong with the cells of one table, whatever its recorded hash says."""
    found = list(table.problems())
    if not found:
        rows = table.records()
        for rule in RULES:
            found += rule(table, rows)
    return found


def _place(table: Table, number: int, column: str) -> str:
    return f"{table.path.name}, row {number}, column {column}"


def _dates_in_order(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    dated = {column.name for column in table.columns if column.type in ("date", "partial_date")}
    for early, late in ORDERED_DATES:
        if not {early, late} <= dated:
            continue
        for number, row in enumerate(rows, start=2):
            a, b = row[early], row[late]
            precision = min(len(a), len(b))
            if a and b and a[:precision] > b[:precision]:
                yield f"{_place(table, number, late)}: {b} lies before {early} ({a})."


def _ranges_low_to_high(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = [column.name for column in table.columns]
    pairs = [(n, n.replace("_low", "_high")) for n in names if "_low" in n]
    for low, high in pairs:
        if high not in names:
            continue
        for number, row in enumerate(rows, start=2):
            if row[low] and row[high] and float(row[low]) > float(row[high]):
                yield f"{_place(table, number, high)}: {row[high]} lies below {low} ({row[low]})."


def _parts_within_whole(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = {column.name for column in table.columns}
    for part, whole in PARTS_AND_WHOLES:
        if not {part, whole} <= names:
            continue
        for number, row in enumerate(rows, start=2):
            if row[part] and row[whole] and float(row[part]) > float(row[whole]):
                yield (
                    f"{_place(table, number, part)}: {row[part]} is more than {whole} "
                    f"({row[whole]})."
                )


def _quotients(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = {column.name for column in table.columns}
    for result, part, whole, factor, rounding in QUOTIENTS:
        if not {result, part, whole} <= names:
            continue
        for number, row in enumerate(rows, start=2):
            if not (row[result] and row[part] and row[whole]):
                continue
            computed = factor * float(row[part]) / float(row[whole])
            if abs(computed - float(row[result])) > 0.02 * computed + rounding:
                yield (
                    f"{_place(table, number, result)}: {row[result]} does not follow from {part} "
                    f"and {whole} ({computed:.3g})."
                )


def _shares_sum(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    shares = ("share_for", "share_against", "share_undecided")
    if not set(shares) <= {column.name for column in table.columns}:
        return
    for number, row in enumerate(rows, start=2):
        if all(row[name] for name in shares):
            total = sum(float(row[name]) for name in shares)
            if not 97 <= total <= 103 and "sum" not in row["note"].lower():
                yield (
                    f"{_place(table, number, ' + '.join(shares))}: they sum to {total:g}, and the "
                    "note does not say why their sum is not 100."
                )


def _one_country_one_code(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = {column.name for column in table.columns}
    country = "host" if "host" in names else "country"
    if not {"iso3", country} <= names:
        return
    known = {row["iso3"]: row["country"] for row in table.package.table("members").records()}
    for number, row in enumerate(rows, start=2):
        if row["iso3"] and row[country]:
            name = known.setdefault(row["iso3"], row[country])
            if name != row[country]:
                yield f"{_place(table, number, country)}: {row['iso3']} is {name} elsewhere."


def _pointers_lead_somewhere(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    """What points to rows without being a foreign key: several ids in a cell, or any table."""
    for number, row in enumerate(rows, start=2):
        if table.name == "second_codings":
            coded = table.package.table(row["table_name"])
            column, wanted, known = "row_id", [row["row_id"]], coded
        elif table.name == "glossary":
            column, wanted, known = "see_also", re.split(r"[;\s]+", row["see_also"]), table
        else:
            return
        for value in filter(None, wanted):
            if value not in table.package.keys(known.name, known.key[0]):
                yield f"{_place(table, number, column)}: '{value}' is not in {known.path.name}."


def _told_twice_told_alike(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    """Facts that a row repeats from other rows or tables."""
    for number, row in enumerate(rows, start=2):
        for column, right in _repeated(table, row):
            if row[column] not in right:
                yield (
                    f"{_place(table, number, column)}: '{row[column]}' does not agree with "
                    f"{' or '.join(sorted(right))}."
                )


def _repeated(table: Table, row: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """Yield each column of a row that repeats what is known elsewhere, and what is known."""
    other = table.package.table
    if table.name == "members":
        before = [one for one in table.records() if one["joined"] <= row["joined"]]
        yield "members_after", {str(len(before))}
    if table.name == "defence_spending":
        yield "decimals", {str(len(row["share_of_gdp"].partition(".")[2]))}
    if table.name == "milestones" and row["declaration_id"]:
        dates = {one["declaration_id"]: one["date"] for one in other("declarations").records()}
        yield "date", {dates[row["declaration_id"]][:length] for length in (4, 7, 10)}
    if table.name == "basing_agreements":
        votes = {
            (one["agreement_id"], one["chamber"]): one for one in other("agreement_votes").records()
        }
        for chamber in ("lower", "upper"):
            vote = votes.get((row["agreement_id"], chamber))
            if vote:
                yield f"{chamber}_for", {vote["votes_for"], ""}
                yield f"{chamber}_against", {vote["votes_against"], ""}


def _trailing_columns(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    names = tuple(column.name for column in table.columns)
    wanted = tuple(name for name in _TRAILING if table.name != _LEDGER or name != "grade")
    if table.name not in ("sources", "basemap") and names[-len(wanted) :] != wanted:
        yield f"{table.path.name}: its last columns must be {', '.join(wanted)}."


def _no_padding(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            if value != value.strip():
                yield f"{_place(table, number, name)}: it begins or ends with a space."
            elif value.lower() in {"n/a", "na", "unknown", "none", "nan", "null", "-", "tbd"}:
                yield f"{_place(table, number, name)}: leave the cell empty instead of '{value}'."


def _described(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for column in table.columns:
        if not column.description:
            yield f"datapackage.json: {table.name}.{column.name} has no description."
        if column.type in ("integer", "number") and not column.unit:
            yield f"datapackage.json: {table.name}.{column.name} is a number without a unit."
        same = len({row[column.name] for row in rows}) == 1
        if same and column.name != "note" and table.name != _LEDGER:
            yield f"{table.path.name}: column {column.name} says the same in every row."
    for name in ("one_row_is", "compiled", "good_for", "not_good_for", "missing"):
        if not table.card.get(name):
            yield f"datapackage.json: the card of {table.name} does not say '{name}'."


def _codes_used(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for column in table.columns:
        if column.codes and set(column.codes) != set(column.constraints.get("enum", [])):
            yield (
                f"datapackage.json: {table.name}.{column.name} explains other codes than it allows."
            )
        if column.name == "grade" or table.name == _LEDGER:
            continue
        for code in sorted(set(column.codes) - {row[column.name] for row in rows}):
            yield f"datapackage.json: no row of {table.name} uses {column.name} = {code}."


def _other_sources_are_others(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    if not any(column.name == "other_source_ids" for column in table.columns):
        return
    for number, row in enumerate(rows, start=2):
        others = row["other_source_ids"].split()
        if row["source_id"] in others or len(set(others)) < len(others):
            yield f"{_place(table, number, 'other_source_ids')}: a source is named twice."


def _conflicts_have_two_sides(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    keys = Counter(row.get("conflict_key", "") for row in rows)
    for number, row in enumerate(rows, start=2):
        if row.get("conflict_key") and keys[row["conflict_key"]] == 1:
            yield f"{_place(table, number, 'conflict_key')}: no other row has this key."


def _memory_is_graded_c(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    for number, row in enumerate(rows, start=2):
        if re.search(r"^from memory", row.get("note", ""), re.I) and row["grade"] != "C":
            yield f"{_place(table, number, 'grade')}: unconfirmed, so it must be C."


def _second_hand_is_named(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    """A reading that is not of the source itself says in its note what it rests on."""
    if table.name != _LEDGER:
        return
    missing = {"as_quoted_by": "who quotes it", "not_seen": "what the reading rests on"}
    for number, row in enumerate(rows, start=2):
        if row["seen"] in missing and not row["note"]:
            yield f"{_place(table, number, 'note')}: say {missing[row['seen']]}."


def _addresses(table: Table, rows: list[dict[str, str]]) -> Iterator[str]:
    if table.name != "sources":
        return
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        url = row["url"].rstrip("/")
        if not re.match(r"https?://[^\s/]+\.[^\s/]+|urn:[a-z-]+:", url):
            yield f"{_place(table, number, 'url')}: '{url}' is no web address and no urn."
        if url.startswith("urn:") and not row["note"]:
            yield f"{_place(table, number, 'note')}: say why there is no web address."
        if url in seen:
            yield (
                f"{_place(table, number, 'url')}: {row['source_id']} and {seen[url]} have the same "
                "address."
            )
        seen[url] = row["source_id"]


RULES: tuple[Rule, ...] = (
    _dates_in_order,
    _ranges_low_to_high,
    _parts_within_whole,
    _quotients,
    _shares_sum,
    _one_country_one_code,
    _pointers_lead_somewhere,
    _told_twice_told_alike,
    _trailing_columns,
    _no_padding,
    _described,
    _codes_used,
    _other_sources_are_others,
    _conflicts_have_two_sides,
    _memory_is_graded_c,
    _second_hand_is_named,
    _addresses,
)


def _stamp_problems(table: Table) -> Iterator[str]:
    for name, value in table.stamp().items():
        if table.descriptor.get(name) != value:
            yield (
                f"{table.path.name} is not the file that datapackage.json records ({name}). If you "
                "changed it on purpose, run: course data --stamp"
            )
            return


def used_sources(packed: Package) -> set[str]:
    """Return the ids of all sources that some row of some table names."""
    return {i for table in packed.tables.values() for i in table.source_ids()}


def stamp_all(packed: Package | None = None) -> list[str]:
    """Record rows, bytes and hash of every table in datapackage.json; return the names changed."""
    packed = packed or package()
    changed = []
    for table in packed.tables.values():
        stamp = table.stamp()
        if any(table.descriptor.get(key) != value for key, value in stamp.items()):
            table.descriptor.update(stamp)
            changed.append(table.name)
    if changed:
        text = json.dumps(packed.descriptor, ensure_ascii=False, indent=1) + "\n"
        replace_text(packed.folder / "datapackage.json", text)
    return changed
