"""500 damaged copies of datapackage.json: never a traceback, never taken for the whole one.

Each damage is one that an editor, a merge, a program or a cut transfer does. What cannot be read is
one sentence with the file and the remedy; what can still be read is told by `course check`, unless
it says the same as before.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter

import pytest

from course.data import Package, package
from course.errors import DataError
from course.paths import data_folder
from course.quality import tables
from tests.helpers import write_rows

# Few and small, and with a rule of nearly every kind between them.
KEPT = ("sources", "members", "local_referendums", "published_tallies", "cost_estimates")
SEEDS = 500
VALUES = (
    *(None, True, False, 0, -1, 5, 1.5, 10**30, 1e300, "", " ", "x", "polls", "../x.csv", "<b>"),
    *("a\u202eb", "x" * 7000, [], {}, [None], [[]], {"a": 1}, {"": {}}, ["x", "x"], "=1+1", "["),
    *("(?P<a", "2024-02-30", "integer", "date", "any", 10**19, "Tu\u0308rkiye", "a\nb", "{a}"),
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a folder with a few of the course's tables, and its description as it should be."""
    folder = tmp_path_factory.mktemp("damaged")
    wanted = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    wanted["resources"] = [one for one in wanted["resources"] if one["name"] in KEPT]
    used = {i for name in KEPT[1:] for i in package().table(name).source_ids()}
    for one in wanted["resources"]:
        rows = package().table(one["name"]).records()
        if one["name"] == "sources":
            days = {row["date_read"]: row["source_id"] for row in rows}
            rows = [row for row in rows if row["source_id"] in {*used, *days.values()}]
        header = [field["name"] for field in one["schema"]["fields"]]
        write_rows(folder / one["path"], [header, *(list(row.values()) for row in rows)])
    columns = {f["name"] for one in wanted["resources"] for f in one["schema"]["fields"]}
    rules = wanted["column_rules"]
    wanted["column_rules"] = {name: rules[name] for name in rules if name in columns}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(wanted), encoding="utf-8")
    tables.stamp_all(Package(folder), reviewed="A test: as it should be")
    return folder, json.loads(path.read_text(encoding="utf-8"))


def places(here, way=()):
    """Yield the way to every place in a description."""
    items = here.items() if isinstance(here, dict) else enumerate(here)
    for key, value in items:
        yield (*way, key)
        if isinstance(value, (dict, list)):
            yield from places(value, (*way, key))


def changed(wanted, chance):
    """Return the description with one thing in it changed, as JSON."""
    copy = json.loads(json.dumps(wanted))
    *way, last = chance.choice(list(places(copy)))
    holder = copy
    for step in way:
        holder = holder[step]
    value = holder[last]
    kind = chance.randrange(9)
    if kind == 0:
        del holder[last]
    elif kind in (1, 2, 3):
        holder[last] = chance.choice(VALUES)
    elif kind == 4:
        holder[last] = [value]
    elif kind == 5 and isinstance(holder, dict):
        holder[misspelt(last, chance)] = holder.pop(last)
    elif kind == 6 and isinstance(holder, list):
        holder.insert(last, json.loads(json.dumps(value)))
    elif kind == 7 and isinstance(value, (dict, list)):
        value.clear()
    else:
        holder[last] = misspelt(str(value), chance)
    return json.dumps(copy, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def misspelt(word, chance):
    place = chance.randrange(len(word) + 1)
    return word[:place] + chance.choice("xyz_ ") + word[place + chance.randrange(2) :]


def torn(raw, chance):
    """Return the bytes as a cut transfer, a merge or another program leaves them."""
    place = chance.randrange(len(raw))
    line = raw.rfind(b"\n", 0, place) + 1
    text = raw.decode()
    return chance.choice([
        lambda: raw[:place],
        lambda: raw[:place] + bytes([chance.randrange(256)]) + raw[place + 1 :],
        lambda: raw[:place] + bytes([chance.randrange(256)]) + raw[place:],
        lambda: raw[:place] + raw[place + chance.randrange(1, 40) :],
        lambda: raw[:line] + b"<<<<<<< HEAD\n" + raw[line:],
        lambda: b"\xef\xbb\xbf" + raw,
        lambda: text.encode("utf-16"),
        lambda: re.sub(r": (\d+)", ": NaN", text, count=chance.randrange(1, 9)).encode(),
        lambda: re.sub(r": (\d+)", ": 1e999", text, count=chance.randrange(1, 9)).encode(),
        lambda: raw[:line] + raw[line:].replace(b": [", b": " + b"[" * 5000, 1),
        lambda: raw[:line] + raw[line:].replace(b"\n", b"\n  // a remark\n", 1),
        lambda: raw[:line] + raw[line:].replace(b'"', b"'", 2),
        lambda: raw.replace(b"{", b"[", 1),
        lambda: b"",
        lambda: chance.choice([b"null", b"5", b'"x"', b"[]", b"{}", b"[" * 99_999, b"\0" * 99]),
    ])()  # fmt: skip


def sentences(folder):
    """Return what is said of a folder by loading every table, or else by the check."""
    packed = Package(folder)
    try:
        for table in packed.tables.values():
            table.load()
    except DataError as error:
        return [str(error)], []
    return [], tables.problems(packed)


def test_the_whole_one_is_sound(whole):
    assert sentences(whole[0]) == ([], [])


def test_the_check_says_what_loading_says_and_goes_on(whole):
    folder, _ = whole
    path = folder / "datapackage.json"
    raw = path.read_bytes()
    try:
        for damaged in (b"{", raw.replace(b'"integer"', b'"whole"', 1), raw[:-9], b"[]"):
            path.write_bytes(damaged)
            refused, _ = sentences(folder)
            assert refused == tables.problems(Package(folder))
    finally:
        path.write_bytes(raw)


def test_a_damaged_description_is_one_sentence_or_is_told_by_the_check(whole):
    folder, wanted = whole
    path = folder / "datapackage.json"
    raw = path.read_bytes()
    count = Counter()
    try:
        for seed in range(SEEDS):
            chance = random.Random(seed)
            damaged = torn(raw, chance) if seed % 3 == 0 else changed(wanted, chance)
            path.write_bytes(damaged)
            refused, told = sentences(folder)
            for sentence in (*refused, *told):
                assert "\n" not in sentence and sentence.isprintable(), (seed, sentence)
                assert re.match(r"[\w.]+\.(json|csv)|\w+ is not in reviewed", sentence), sentence
                assert re.search(r"[.?]$|: course (data|check) .*$", sentence), (seed, sentence)
                assert len(sentence) < 700, (seed, sentence)
            if not refused and not told:
                assert json.loads(damaged) == wanted, (seed, "damaged, and nobody says so")
            count["refused" if refused else "told" if told else "the same"] += 1
    finally:
        path.write_bytes(raw)
    assert count["refused"] > 0.6 * SEEDS and count["told"] > 0.1 * SEEDS, count


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: b"\xef\xbb\xbf" + raw, "line 1 begins with a byte order mark, .* without it"),
        (lambda raw: raw.decode().encode("utf-16"), "line 1: byte 0x.. is not UTF-8 .*as UTF-8"),
        (
            lambda raw: raw[: raw.rindex(b"}")],
            "the file ends too early, so it is cut short. Restore it",
        ),
        (lambda raw: b">>>>>>> mine\n" + raw, "line 1: a merge was not finished.*Copy the file fi"),
        (lambda raw: raw.replace(b'"rows": ', b'"rows": NaN, "x": ', 1), "holds NaN, which JSON"),
        (lambda raw: raw.replace(b'"rows": ', b'"rows": 1e999, "x": ', 1), "the number 1e999, whi"),
        (lambda raw: raw.replace(b'"name": ', b'"name": "x", "name": ', 1), "gives 'name' twice"),
        (lambda raw: b"[" * 99_999, "nested more deeply than it can mean. Restore it"),
        (lambda raw: b"[]", ": a list cannot stand here; restore the file"),
        (
            lambda raw: re.sub(rb'"title": "(?=\w)', b'"title": "# ', raw, count=1),
            "title begins with #, which shapes a page; begin with a word",
        ),
        (
            lambda raw: raw.replace(b'"title": "', '"title": "a\u202e'.encode(), 1),
            r"title holds U\+202E RIGHT-TO-LEFT OVERRIDE; delete it",
        ),
    ],
)
def test_what_another_program_did_to_the_description_is_named(whole, damage, message):
    folder, _ = whole
    path = folder / "datapackage.json"
    raw = path.read_bytes()
    try:
        path.write_bytes(damage(raw))
        with pytest.raises(DataError, match=rf"^datapackage\.json.*{message}"):
            assert Package(folder).tables
    finally:
        path.write_bytes(raw)
