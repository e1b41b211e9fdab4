"""Draw the rows for the re-tracing audit: 60 rows, the same ones every time.

Every table gives at least one row; the remaining places go to the tables in proportion to
their size (largest remainders). Within a table the rows are drawn from the sorted keys, so
the order of the file does not matter. A changed number of rows changes the draw: the audit
of 2026-11-21 was drawn at commit ebbd657 (245c3a9 gives the same), and its own list of
rows is the record. To repeat it, name that commit's tables in COURSE_DATA.

Run: python tests/audit/draw.py
"""

import random

from course import data

SEED = 20261121
ROWS = 60
LEFT_OUT = {"sources", "basemap", "glossary", "second_codings", "members"}


def shares(sizes: dict[str, int], rows: int) -> dict[str, int]:
    """Give one row to every table and the rest by size, largest remainders first."""
    places = rows - len(sizes)
    exact = {name: places * size / sum(sizes.values()) for name, size in sizes.items()}
    given = {name: int(value) for name, value in exact.items()}
    left = places - sum(given.values())
    for name in sorted(exact, key=lambda n: (given[n] - exact[n], n))[:left]:
        given[name] += 1
    return {name: 1 + count for name, count in given.items()}


def draw(seed: int = SEED, rows: int = ROWS) -> list[tuple[str, str]]:
    """Return the drawn rows as (table, key), in the order of the table names."""
    keys = {}
    for name, table in data.package().tables.items():
        if name not in LEFT_OUT:
            found = sorted("|".join(r[k] for k in table.key) for r in table.records())
            if found:
                keys[name] = found
    wanted = shares({name: len(found) for name, found in keys.items()}, rows)
    chance = random.Random(seed)
    return [(name, key) for name in sorted(keys) for key in chance.sample(keys[name], wanted[name])]


if __name__ == "__main__":
    for name, key in draw():
        print(f"{name},{key}")
