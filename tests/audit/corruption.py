"""Change single cells of the tables and report who notices, table by table and column by column.

    uv run python -m tests.audit.corruption [--changes 10] [--runs 1] [--tables polls sites ...]

Every change is made in a copy and undone. Three nets are counted apart:

- rules: the schema and the semantic rules (`course.quality.tables.problems`), hash not counted;
- outputs: of the changes that the rules miss, `--runs` a column are tried on the units: their
  cells are run in this process, and what they show is compared with what they showed before
  (strict nbval proves that this is what is stored);
- hash: the recorded SHA-256, which by its nature notices every change.

`shown` tells whether the outputs notice when all values of a column move down by one row: a
column that no rule and no output notices is a column that nothing uses. `named` counts the
files of the package and the notebooks in which the column's name stands. The draw is seeded.
The result is written to corruption.csv beside this file; a row without a column is a table's sum.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from tests.helpers import read_rows, write_rows

from course import data
from course.paths import data_folder, root
from course.quality import tables
from course.units import Unit, cell_text, units

SEED = 20261121
OUT = Path(__file__).with_suffix(".csv")
FIELDS = ("table", "column", "changed", "by_rules", "tried", "by_outputs", "shown", "named", "hash")


# -- changes


def misprint(value: str, others: list[str], chance: random.Random) -> str:
    """Return another value for a cell: emptied, of another row, or with a slip of the keyboard."""
    ways = []
    if value:
        ways = [lambda: "", lambda: slip(value, chance)]
    if set(others) - {value, ""}:
        ways.append(lambda: chance.choice(sorted(set(others) - {value, ""})))
    return chance.choice(ways)() if ways else "x"


def slip(text: str, chance: random.Random) -> str:
    """Change one digit of a number or date, or drop one letter of a text."""
    digits = [place for place, letter in enumerate(text) if letter.isdigit()]
    if digits and not re.search("[a-z]{3}", text):
        place = chance.choice(digits)
        other = (int(text[place]) + chance.randint(1, 9)) % 10
        return f"{text[:place]}{other}{text[place + 1 :]}"
    place = chance.randrange(len(text))
    return text[:place] + text[place + 1 :]


def changes(rows: list[list[str]], place: int, count: int, chance: random.Random) -> Iterator[Any]:
    """Yield tables that differ from `rows` in one cell of one column."""
    column = [row[place] for row in rows[1:]]
    for number in chance.choices(range(1, len(rows)), k=count):
        changed = [list(row) for row in rows]
        changed[number][place] = misprint(rows[number][place], column, chance)
        if changed != rows:
            yield changed


def moved(rows: list[list[str]], place: int) -> list[list[str]]:
    """Return the table with the filled cells of a column moved down by one, the last to the top."""
    filled = [number for number, row in enumerate(rows) if number and row[place]]
    values = [rows[number][place] for number in filled]
    changed = [list(row) for row in rows]
    for number, value in zip(filled, values[-1:] + values[:-1], strict=True):
        changed[number][place] = value
    return changed


# -- nets


def forget(keep: str = "") -> None:
    """Empty the caches of all modules but those of `keep`, so that tables are read anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("course.") and not (keep and name.startswith(keep)):
            for value in list(vars(module).values()):
                getattr(value, "cache_clear", lambda: None)()


@contextmanager
def watch(lookups: bool) -> Iterator[set[str]]:
    """Collect the tables that are read meanwhile, with or without mere look-ups of a key."""
    read: set[str] = set()
    records, keys = data.Table.records, data.Package.keys
    looking_up = []

    def spy_records(table: data.Table) -> Any:
        if lookups or not looking_up:
            read.add(table.name)
        return records(table)

    def spy_keys(package: data.Package, table: str, column: str) -> Any:
        looking_up.append(table)
        try:
            return keys(package, table, column)
        finally:
            looking_up.pop()

    data.Table.records, data.Package.keys = spy_records, spy_keys
    try:
        yield read
    finally:
        data.Table.records, data.Package.keys = records, keys


def shown(unit: Unit) -> str:
    """Run a unit's cells in this process; return all that they show, or how they fail."""
    from IPython.core.formatters import DisplayFormatter

    names: dict[str, Any] = {"__name__": "__main__"}
    formatter, outputs, printed = DisplayFormatter(), [], io.StringIO()
    for cell in unit.notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse(cell_text(cell))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        try:
            with redirect_stdout(printed):
                exec(compile(tree, unit.slug, "exec"), names)
                if last is not None:
                    value = eval(compile(ast.Expression(last.value), unit.slug, "eval"), names)
                    outputs.append(formatter.format(value)[0] if value is not None else None)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return json.dumps([outputs, printed.getvalue()], sort_keys=True, default=str)


class Nets:
    """Who reads which table when all is well: the rules of each table, the cells of each unit."""

    def __init__(self, outputs: bool) -> None:
        self.rules: dict[str, set[str]] = {}
        self.cells: dict[str, set[str]] = {}
        self.before: dict[str, str] = {}
        for table in data.Package(data_folder()).tables.values():
            with watch(lookups=True) as self.rules[table.name]:
                tables.table_problems(data.Package(data_folder()).table(table.name))
        for unit in units() if outputs else ():
            forget()
            with watch(lookups=False) as self.cells[unit.slug]:
                self.before[unit.slug] = shown(unit)

    def by_rules(self, table: str) -> bool:
        """Say whether a rule other than the hash notices a change of a table."""
        package = data.Package(data_folder())
        readers = (name for name, read in self.rules.items() if table in read)
        try:
            return any(tables.table_problems(package.table(name)) for name in readers)
        except data.DataError:
            return True

    def by_outputs(self, table: str) -> bool:
        """Say whether any unit that reads a table shows something else than before."""
        forget(keep="" if table == "basemap" else "course.charts.maps")
        readers = (unit for unit in units() if table in self.cells[unit.slug])
        return any(shown(unit) != self.before[unit.slug] for unit in readers)


# -- one table


def audit(name: str, count: int, runs: int) -> list[dict[str, Any]]:
    """Return one line a column of a table."""
    path = data_folder() / f"{name}.csv"
    rows = read_rows(path)
    original = path.read_bytes()
    lines = []
    try:
        for place, column in enumerate(rows[0]):
            chance = random.Random(f"{SEED}|{name}|{column}")
            line = dict.fromkeys(FIELDS, 0) | {"table": name, "column": column}
            line["named"] = naming(column)
            missed = []
            for changed in changes(rows, place, count, chance):
                write_rows(path, changed)
                line["changed"] += 1
                line["hash"] += int(path.read_bytes() != original)
                if NETS.by_rules(name):
                    line["by_rules"] += 1
                else:
                    missed.append(changed)
            if runs:
                write_rows(path, moved(rows, place))
                line["shown"] = "yes" if NETS.by_outputs(name) else "no"
                for changed in missed[: runs if line["shown"] == "yes" else 0]:
                    write_rows(path, changed)
                    line["by_outputs"] += int(NETS.by_outputs(name))
                line["tried"] = min(len(missed), runs)
            lines.append(line)
    finally:
        path.write_bytes(original)
    return lines


def naming(column: str) -> int:
    """Count the files of the package and the notebooks that name a column."""
    if not TEXTS:
        files = [*(root() / "src").rglob("*.py"), *(unit.path for unit in units())]
        TEXTS.extend(path.read_text(encoding="utf-8") for path in files)
    return sum(bool(re.search(rf"\b{column}\b", text)) for text in TEXTS)


TEXTS: list[str] = []
NETS: Any = None


def prepare(folder: str, outputs: bool) -> None:
    """Give a worker tables of its own and let it see what the units show with them."""
    global NETS
    copy = Path(tempfile.mkdtemp(dir=folder)) / "data"
    shutil.copytree(data_folder(), copy)
    os.environ["COURSE_DATA"] = str(copy)
    NETS = Nets(outputs)


def work(task: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Audit one table in a worker."""
    return audit(*task)


def total(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum the lines of one table."""
    line = {field: sum(one[field] for one in lines) for field in FIELDS if field not in WORDS}
    seen = sum(one["shown"] == "yes" for one in lines)
    return {"table": lines[0]["table"], "column": "", **line, "shown": seen, "named": ""}


WORDS = ("table", "column", "shown", "named")


def main() -> None:
    """Audit the tables asked for, two at a time, and write the report."""
    known = list(data.package().tables)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--changes", type=int, default=10, help="single-cell changes a column")
    parser.add_argument("--runs", type=int, default=1, help="of those, how many to run units on")
    parser.add_argument("--tables", nargs="*", default=known, choices=known)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    tasks = [(name, asked.changes, asked.runs) for name in asked.tables]
    found: dict[str, list[dict[str, Any]]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="course-corruption-") as folder,
        Pool(os.cpu_count(), prepare, (folder, asked.runs > 0)) as pool,
    ):
        for lines in pool.imap_unordered(work, tasks):
            one = total(lines)
            found[one["table"]] = lines
            print(
                f"{len(found):2}/{len(tasks)} {one['table']}: {one['changed']} changes, "
                f"{one['by_rules'] / one['changed']:.0%} noticed by rules; "
                f"{one['by_outputs']} of {one['tried']} others by outputs; "
                f"{one['hash'] / one['changed']:.0%} by hash",
                flush=True,
            )
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        for name in asked.tables:
            writer.writerows([total(found[name]), *found[name]])
    unused = [
        f"{line['table']}.{line['column']}"
        for lines in found.values()
        for line in lines
        if asked.runs and line["shown"] == "no" and not line["by_rules"]
    ]
    print(f"Columns that no rule and no output noticed: {', '.join(sorted(unused)) or 'none'}")


if __name__ == "__main__":
    main()
