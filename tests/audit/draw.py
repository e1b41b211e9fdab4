"""Draw cited statements or graded rows at random, for readers who took no part to check.

    uv run python tests/audit/draw.py statements --seed 1 --count 50
    uv run python tests/audit/draw.py rows --seed 1 --count 50
    uv run python tests/audit/draw.py statements --seed 1 --count 20 --unit 07
    uv run python tests/audit/draw.py counted > data/audit_draws.csv
    uv run python tests/audit/draw.py audited > data/unit_audits.csv

A statement is a passage of a unit's prose with its sources; a row is one of grade A or B in a table
that a unit draws or asks from, with all the sources that it names. What the ledger says of them is
left out: who checks should not know it. The lines are CSV, to be filled in: carried, overstated,
wrong or not verifiable, and why. Filled in, they go to `draws.csv` beside this file, and the table
`audit_draws` is `counted` from there; `unit_audits` is counted from `whole_units.csv`, where every
statement of a unit was judged.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from course.data import package
from course.passages import passages
from course.sources import lookup
from course.units import units

KEPT = Path(__file__).with_name("draws.csv")
WHOLE = Path(__file__).with_name("whole_units.csv")
RECORD = "course-2026-audit-draws"
VERDICTS = ("carried", "overstated", "unverifiable", "other", "wrong")
FIELDS = ("unit", "place", "words", "sources", "verdict", "why")


def statements() -> Iterator[tuple[str, str, str, str]]:
    """Yield every cited passage: unit, cell, its words, and its sources with their addresses."""
    for unit in units():
        for one in passages(unit):
            if one.source_ids:
                yield unit.number, one.cell, one.words, _sources(one.source_ids)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield every row of grade A or B that a unit uses: units, its key, its cells, its sources.

    What is counted from the record of the draws themselves is left out: who checks may not open it.
    """
    used: dict[str, list[str]] = {}
    for unit in units():
        for name in unit.metadata["tables"]:
            used.setdefault(name, []).append(unit.number)
    for name, numbers in used.items():
        for row in package().table(name).records():
            named = row.get("source_id")
            if row.get("grade") in ("A", "B") and named and named != RECORD:
                key = f"{name}/{next(iter(row.values()))}"
                ids = [named, *row.get("other_source_ids", "").split()]
                left_out = ("source_id", "other_source_ids")
                cells = "; ".join(f"{k}: {v}" for k, v in row.items() if v and k not in left_out)
                yield " ".join(numbers), key, cells, _sources(ids)


def _sources(ids: tuple[str, ...] | list[str]) -> str:
    found = [(one, lookup(one)) for one in ids]
    return "; ".join(f"{one} ({s['publisher']}, {s['date']}) {s['url']}" for one, s in found)


def draw(kind: str, seed: int, count: int, unit: str = "") -> list[tuple[str, str, str, str]]:
    """Return `count` of them in the order of the course, of one unit if asked; a seed, a draw."""
    known = list({"statements": statements, "rows": rows}[kind]())
    if unit:
        known = [one for one in known if unit in one[0].split()]
    of = random.Random(f"unit {unit} {seed}" if unit else f"{kind} {seed}")
    chosen = of.sample(range(len(known)), min(count, len(known)))
    return [known[place] for place in sorted(chosen)]


def counted() -> list[dict[str, str]]:
    """Return the rows of the table `audit_draws`: how many of each verdict, a row for each draw."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        lines = [(line["kind"], line["draw"], line["verdict"]) for line in csv.DictReader(file)]
    drawn = Counter((kind, number) for kind, number, _ in lines)
    found = Counter(lines)
    return [
        {
            "draw_id": f"{kind}-{number}",
            "kind": kind,
            "draw": number,
            "drawn": str(drawn[kind, number]),
            **{verdict: str(found[kind, number, verdict]) for verdict in VERDICTS},
            "source_id": RECORD,
            "grade": "A",
            "note": "",
        }
        for kind, number in drawn
    ]


def audited() -> list[dict[str, str]]:
    """Return the rows of the table `unit_audits`: how many of each verdict, a row for each unit."""
    with WHOLE.open(encoding="utf-8", newline="") as file:
        found = Counter((line["unit"], line["verdict"]) for line in csv.DictReader(file))
    return [
        {
            "unit": unit,
            "statements": str(sum(found[unit, verdict] for verdict in VERDICTS)),
            **{verdict: str(found[unit, verdict]) for verdict in VERDICTS},
            "source_id": RECORD,
            "grade": "A",
            "note": "",
        }
        for unit in dict.fromkeys(unit for unit, _ in found)
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["statements", "rows", "counted", "audited"])
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--unit", default="", help="of one unit only, such as 07")
    asked = parser.parse_args()
    if asked.kind in ("statements", "rows") and asked.seed is None:
        parser.error("say which draw: --seed 1")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if asked.kind in ("counted", "audited"):
        table = counted() if asked.kind == "counted" else audited()
        writer.writerows([table[0], *(row.values() for row in table)])
    else:
        writer.writerow(FIELDS)
        writer.writerows(
            (*one, "", "") for one in draw(asked.kind, asked.seed, asked.count, asked.unit)
        )
