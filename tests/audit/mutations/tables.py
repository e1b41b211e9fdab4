"""Dishonest changes of the tables, of what their schemas demand, and of the ledger of readings."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.audit.mutations.ground import Change, Tree, kind, other_digit, other_word, shuffled

from course.passages import passages
from course.units import Unit, cell_text

Descriptor = dict[str, Any]
_TESTS = ("tests/quality/test_tables.py", "tests/test_data.py")


def _loaded(tree: Tree) -> set[str]:
    """Return the tables that some unit, or the code of its room, loads."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (tree.root / "src/course/lessons").rglob("*.py")
    )
    named = {name for unit in tree.units for name in unit.metadata.get("tables") or []}
    return named | set(re.findall(r"load\(\s*\"(\w+)\"", code))


def _change(
    tree: Tree,
    rng: random.Random,
    names: list[str],
    column: Callable[[Descriptor], bool],
    value: Callable[[str, Descriptor], str | None],
) -> Change | None:
    """Change one cell in a column of one sort, and stamp the table anew."""
    schemas = {one.name: one.descriptor["schema"]["fields"] for one in tree.package.tables.values()}
    for name in shuffled(names, rng):
        rows = tree.rows(name)
        for field in shuffled((one for one in schemas[name] if column(one)), rng):
            place = rows[0].index(field["name"])
            for row in shuffled(range(1, len(rows)), rng):
                old = rows[row][place]
                new = value(old, field) if old else None
                if new is None or new == old:
                    continue
                rows[row][place] = new
                tree.save_rows(name, rows)
                declaring = tree.declaring(name)
                return Change(
                    f"{name}.csv, row {row + 1}, {field['name']}: '{old[:40]}' became '{new[:40]}'",
                    declaring,
                    stamp=True,
                    nbval=declaring[:1],
                    tests=_TESTS,
                )
    return None


def _is_number(field: Descriptor) -> bool:
    return field["type"] in ("integer", "number")


def _is_text(field: Descriptor) -> bool:
    return (
        field["type"] == "string"
        and not {"enum", "pattern", "unique"} & set(field.get("constraints", {}))
        and not field["name"].endswith(("_id", "_ids", "url", "read_at"))
    )


@kind("table: a number of one that no unit loads, stamped")
def unloaded_number(tree: Tree, rng: random.Random) -> Change | None:
    loaded = _loaded(tree)
    names = [n for n in tree.package.tables if n not in loaded | {"readings", "sources"}]
    return _change(tree, rng, names, _is_number, lambda old, _: other_digit(old, rng))


@kind("table: a number of one that a unit loads, stamped")
def loaded_number(tree: Tree, rng: random.Random) -> Change | None:
    names = sorted(_loaded(tree) - {"readings", "sources"})
    return _change(tree, rng, names, _is_number, lambda old, _: other_digit(old, rng))


@kind("table: the number that the prose beside it repeats, stamped")
def beside_prose(tree: Tree, rng: random.Random) -> Change | None:
    for unit in shuffled(tree.units, rng):
        written = set(re.findall(r"(?<![\w.])\d{2,}(?:\.\d+)?(?![\w.]*\d)", unit.markdown))

        def repeated(old: str, _: Descriptor, written: set[str] = written) -> str | None:
            return other_digit(old, rng) if old in written else None

        names = [n for n in unit.metadata.get("tables") or [] if n not in ("readings", "sources")]
        found = _change(tree, rng, names, _is_number, repeated)
        if found:
            return found
    return None


@kind("table: a date, stamped")
def table_date(tree: Tree, rng: random.Random) -> Change | None:
    def later(old: str, _: Descriptor) -> str:
        return f"{int(old[:4]) + rng.choice((-1, 1))}{old[4:]}"

    names = [name for name in tree.package.tables if name != "readings"]
    return _change(tree, rng, names, lambda one: one["type"] in ("date", "partial_date"), later)


@kind("table: a code, stamped")
def table_code(tree: Tree, rng: random.Random) -> Change | None:
    def other(old: str, field: Descriptor) -> str:
        return rng.choice([code for code in field["constraints"]["enum"] if code != old])

    def coded(field: Descriptor) -> bool:
        return len(field.get("constraints", {}).get("enum", [])) > 1 and field["name"] != "grade"

    names = [name for name in tree.package.tables if name != "readings"]
    return _change(tree, rng, names, coded, other)


@kind("table: a grade raised, stamped")
def grade(tree: Tree, rng: random.Random) -> Change | None:
    raised = {"C": "B", "B": "A"}
    names = list(tree.package.tables)
    return _change(
        tree, rng, names, lambda one: one["name"] == "grade", lambda old, _: raised.get(old)
    )


@kind("table: a word of a text, stamped")
def table_word(tree: Tree, rng: random.Random) -> Change | None:
    def other(old: str, _: Descriptor) -> str | None:
        slip = other_word(old, rng)
        return slip.of(old) if slip else None

    names = [n for n in tree.package.tables if n not in ("readings", "sources", "glossary")]
    return _change(tree, rng, names, _is_text, other)


@kind("table: a row taken out, stamped")
def row_gone(tree: Tree, rng: random.Random) -> Change | None:
    names = [n for n in tree.package.tables if n not in ("readings", "sources", "basemap")]
    name = rng.choice(names)
    rows = tree.rows(name)
    row = rng.randrange(1, len(rows))
    key = rows.pop(row)[0]
    tree.save_rows(name, rows)
    declaring = tree.declaring(name)
    return Change(f"{name}.csv: no row '{key}'", declaring, stamp=True, nbval=declaring[:1])


@kind("glossary: a definition, stamped")
def definition(tree: Tree, rng: random.Random) -> Change | None:
    def other(old: str, _: Descriptor) -> str | None:
        slip = other_word(old, rng)
        return slip.of(old) if slip else None

    return _change(tree, rng, ["glossary"], lambda one: one["name"] == "definition", other)


@kind("sources: an address, stamped")
def address(tree: Tree, rng: random.Random) -> Change | None:
    def other(old: str, _: Descriptor) -> str | None:
        return f"{old.rstrip('/')}-2" if old.startswith("http") else None

    found = _change(tree, rng, ["sources"], lambda one: one["name"] == "url", other)
    return found and _everywhere(tree, found)


@kind("sources: whose interest or which date it has, stamped")
def interest(tree: Tree, rng: random.Random) -> Change | None:
    def other(old: str, field: Descriptor) -> str | None:
        if field["name"] == "date":
            return f"{int(old[:4]) - 1}{old[4:]}"
        slip = other_word(old, rng)
        return slip.of(old) if slip else None

    wanted = ("date", "interest", "publisher")
    found = _change(tree, rng, ["sources"], lambda one: one["name"] in wanted, other)
    return found and _everywhere(tree, found)


def _everywhere(tree: Tree, change: Change) -> Change:
    return Change(change.what, tuple(unit.number for unit in tree.units), stamp=True)


# -- the readings


def _raise(tree: Tree, rng: random.Random, name: str, steps: dict[str, str]) -> Change | None:
    found = _change(
        tree,
        rng,
        ["readings"],
        lambda one: one["name"] == name,
        lambda old, _: steps.get(old),
    )
    return found and _everywhere(tree, found)


@kind("readings: more is said to be carried, stamped")
def carries(tree: Tree, rng: random.Random) -> Change | None:
    return _raise(tree, rng, "carries", {"part": "all", "inference": "all"})


@kind("readings: more is said to have been seen, stamped")
def seen(tree: Tree, rng: random.Random) -> Change | None:
    steps = dict.fromkeys(("opening_only", "as_quoted_by", "not_seen"), "whole_passage")
    return _raise(tree, rng, "seen", steps)


@kind("readings: a fingerprint copied to a changed sentence, stamped")
def copied(tree: Tree, rng: random.Random) -> Change | None:
    rows = tree.rows("readings")
    cell_at, mark_at = rows[0].index("cell"), rows[0].index("fingerprint")
    read = {(row[cell_at], row[mark_at]) for row in rows[1:]}
    for unit in shuffled(tree.units, rng):
        for passage in shuffled(passages(unit), rng):
            slip = other_word(passage.markdown, rng)
            if (passage.cell, passage.fingerprint) not in read or not slip:
                continue
            notebook = tree.notebook(unit)
            (cell,) = (one for one in notebook["cells"] if one["id"] == passage.cell)
            text = cell_text(cell)
            if passage.markdown not in text:
                continue
            new = text.replace(passage.markdown, slip.of(passage.markdown), 1)
            cell["source"] = new.splitlines(keepends=True)
            tree.save(unit, notebook)
            now = [one for one in passages(Unit(unit.path)) if one.cell == passage.cell]
            marks = {one.fingerprint for one in now} - read_in(passage.cell, read)
            if len(marks) != 1:
                tree.restore()
                continue
            mark = marks.pop()
            for row in rows[1:]:
                if (row[cell_at], row[mark_at]) == (passage.cell, passage.fingerprint):
                    row[mark_at] = mark
                    row[0] = row[0].replace(passage.fingerprint, mark)
            tree.save_rows("readings", rows)
            return Change(
                f"unit {unit.number}, {passage.cell}: {slip}; {passage.fingerprint} became {mark}",
                (unit.number,),
                stamp=True,
            )
    return None


def read_in(cell: str, read: set[tuple[str, str]]) -> set[str]:
    return {mark for one, mark in read if one == cell}


# -- the schemas and cards


def _fields(descriptor: Descriptor) -> Iterator[tuple[Descriptor, Descriptor]]:
    for table in descriptor["resources"]:
        for field in table["schema"]["fields"]:
            yield table, field


def _schema(
    tree: Tree, rng: random.Random, loosen: Callable[[Descriptor, Descriptor], str | None]
) -> Change | None:
    descriptor = tree.descriptor
    for table, field in shuffled(_fields(descriptor), rng):
        what = loosen(table, field)
        if what:
            tree.save_package(descriptor)
            return Change(f"datapackage.json, {table['name']}.{what}", tests=_TESTS)
    return None


@kind("schema: a code more is allowed")
def enum(tree: Tree, rng: random.Random) -> Change | None:
    def loosen(_: Descriptor, field: Descriptor) -> str | None:
        codes = field.get("constraints", {}).get("enum")
        if not codes or not field.get("codes"):
            return None
        codes.append("other")
        if isinstance(field["codes"], dict):
            field["codes"]["other"] = "Any other."
        return f"{field['name']}: 'other' is allowed"

    return _schema(tree, rng, loosen)


@kind("schema: no longer required")
def required(tree: Tree, rng: random.Random) -> Change | None:
    def loosen(_: Descriptor, field: Descriptor) -> str | None:
        if field.get("constraints", {}).pop("required", None):
            if not field["constraints"]:
                del field["constraints"]
            return f"{field['name']}: may be empty"
        return None

    return _schema(tree, rng, loosen)


@kind("schema: a bound widened")
def bound(tree: Tree, rng: random.Random) -> Change | None:
    def loosen(_: Descriptor, field: Descriptor) -> str | None:
        bounds = field.get("constraints", {})
        for name in shuffled([n for n in ("minimum", "maximum") if n in bounds], rng):
            if isinstance(bounds[name], int | float):
                bounds[name] += 1000 if name == "maximum" else -1000
                return f"{field['name']}: {name} {bounds[name]}"
        return None

    return _schema(tree, rng, loosen)


@kind("schema: a pattern or a rule dropped")
def pattern(tree: Tree, rng: random.Random) -> Change | None:
    def loosen(_: Descriptor, field: Descriptor) -> str | None:
        rules = [(part, n) for part in ("constraints", "rules") for n in field.get(part, {})]
        for part, name in shuffled(rules, rng):
            if part == "rules" or name in ("pattern", "unique"):
                del field[part][name]
                if not field[part]:
                    del field[part]
                return f"{field['name']}: no {name}"
        return None

    return _schema(tree, rng, loosen)


@kind("schema: a foreign key dropped")
def foreign_key(tree: Tree, rng: random.Random) -> Change | None:
    descriptor = tree.descriptor
    pointing = [one for one in descriptor["resources"] if one["schema"].get("foreignKeys")]
    table = rng.choice(pointing)
    keys = table["schema"]["foreignKeys"]
    gone = keys.pop(rng.randrange(len(keys)))
    if not keys:
        del table["schema"]["foreignKeys"]
    tree.save_package(descriptor)
    return Change(
        f"datapackage.json, {table['name']}: no foreign key {gone['fields']}", tests=_TESTS
    )


@kind("schema: the meaning of a column, a code or a unit")
def meaning(tree: Tree, rng: random.Random) -> Change | None:
    def reword(_: Descriptor, field: Descriptor) -> str | None:
        if "million" in field.get("unit", ""):
            field["unit"] = field["unit"].replace("million", "billion")
            return f"{field['name']}: {field['unit']}"
        slip = other_word(field["description"], rng)
        if slip:
            field["description"] = slip.of(field["description"])
        return f"{field['name']}: {slip}" if slip else None

    return _schema(tree, rng, reword)


@kind("card of a table: what it is not good for")
def table_card(tree: Tree, rng: random.Random) -> Change | None:
    descriptor = tree.descriptor
    for table in shuffled(descriptor["resources"], rng):
        name = rng.choice(["not_good_for", "missing"])
        slip = other_word(table["card"][name], rng)
        if slip:
            table["card"][name] = slip.of(table["card"][name])
            tree.save_package(descriptor)
            return Change(f"datapackage.json, {table['name']}, {name}: {slip}", tests=_TESTS)
    return None


@kind("codebook: a word of a rule for coding")
def codebook(tree: Tree, rng: random.Random) -> Change | None:
    for path in shuffled((tree.root / "data/codebooks").glob("*.md"), rng):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for i in shuffled(range(len(lines)), rng):
            slip = other_word(lines[i], rng) if not lines[i].startswith("#") else None
            if slip:
                lines[i] = slip.of(lines[i])
                tree.write(path.relative_to(tree.root), "".join(lines))
                return Change(f"{path.name}, line {i + 1}: {slip}", tests=_TESTS)
    return None
