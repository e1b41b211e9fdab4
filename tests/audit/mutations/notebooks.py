"""Dishonest changes of a notebook: its prose, its debate, its card, its stored outputs."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.audit.mutations.ground import (
    Change,
    Slip,
    Tree,
    kind,
    masked,
    other_date,
    other_digit,
    other_number,
    other_word,
    shuffled,
)

from course.passages import Passage, passages
from course.show import PLOTLY_MIME, WAITING_MIME
from course.sources import links, lookup, register
from course.units import Unit, cell_text

Cell = dict[str, Any]


def _edited(tree: Tree, unit: Unit, cell_id: str, old: str, new: str) -> bool:
    notebook = tree.notebook(unit)
    for cell in notebook["cells"]:
        text = cell_text(cell)
        if cell["id"] == cell_id and old in text and old != new:
            cell["source"] = text.replace(old, new, 1).splitlines(keepends=True)
            tree.save(unit, notebook)
            return True
    return False


def _in_cells(
    tree: Tree, rng: random.Random, wanted: Callable[[Unit, Cell], bool]
) -> Iterator[tuple[Unit, dict[str, Any], Cell]]:
    """Yield units, their notebooks and cells of one sort, in an order of chance."""
    for unit in shuffled(tree.units, rng):
        notebook = tree.notebook(unit)
        for cell in shuffled(notebook["cells"], rng):
            if wanted(unit, cell):
                yield unit, notebook, cell


def _cited(tree: Tree, rng: random.Random) -> Iterator[tuple[Unit, Passage]]:
    for unit in shuffled(tree.units, rng):
        yield from ((unit, p) for p in shuffled(passages(unit), rng) if p.source_ids)


def _slipped(
    tree: Tree, rng: random.Random, slip: Callable[[str, random.Random], Slip | None]
) -> Change | None:
    for unit, passage in _cited(tree, rng):
        found = slip(passage.markdown, rng)
        if found and _edited(
            tree, unit, passage.cell, passage.markdown, found.of(passage.markdown)
        ):
            return Change(f"unit {unit.number}, {passage.cell}: {found}", (unit.number,))
    return None


@kind("prose: a number")
def number(tree: Tree, rng: random.Random) -> Change | None:
    return _slipped(tree, rng, other_number)


@kind("prose: a date")
def date(tree: Tree, rng: random.Random) -> Change | None:
    return _slipped(tree, rng, other_date)


@kind("prose: a word of a cited sentence")
def word(tree: Tree, rng: random.Random) -> Change | None:
    return _slipped(tree, rng, other_word)


@kind("prose: a word that no citation carries")
def uncited(tree: Tree, rng: random.Random) -> Change | None:
    for unit in shuffled(tree.units, rng):
        for passage in shuffled(passages(unit), rng):
            slip = None if passage.source_ids else other_word(passage.markdown, rng)
            if slip and _edited(
                tree, unit, passage.cell, passage.markdown, slip.of(passage.markdown)
            ):
                return Change(f"unit {unit.number}, {passage.cell}: {slip}", (unit.number,))
    return None


@kind("citation: swapped for another registered source")
def citation_swapped(tree: Tree, rng: random.Random) -> Change | None:
    for unit, passage in _cited(tree, rng):
        url = rng.choice(links(passage.markdown))
        others = sorted(set(links(unit.markdown)) - {url} - set(links(passage.markdown)))
        known = {row["url"] for row in register().values()}
        for other in shuffled((one for one in others if one in known), rng):
            new = passage.markdown.replace(f"({url})", f"({other})", 1)
            if _edited(tree, unit, passage.cell, passage.markdown, new):
                return Change(
                    f"unit {unit.number}, {passage.cell}: {url} became {other}", (unit.number,)
                )
    return None


@kind("citation: removed")
def citation_removed(tree: Tree, rng: random.Random) -> Change | None:
    for unit, passage in _cited(tree, rng):
        for source_id in passage.source_ids:
            url = re.escape(lookup(source_id)["url"])
            new = re.sub(rf"\[([^\]]*)\]\({url}\)", r"\1", passage.markdown, count=1)
            if _edited(tree, unit, passage.cell, passage.markdown, new):
                return Change(
                    f"unit {unit.number}, {passage.cell}: no link to {source_id}", (unit.number,)
                )
    return None


@kind("citation: another part of its target")
def citation_part(tree: Tree, rng: random.Random) -> Change | None:
    for unit, passage in _cited(tree, rng):
        url = rng.choice(links(passage.markdown))
        new = passage.markdown.replace(f"({url})", f"({url.split('#')[0]}#page=3)", 1)
        if _edited(tree, unit, passage.cell, passage.markdown, new):
            return Change(f"unit {unit.number}, {passage.cell}: {url}#page=3", (unit.number,))
    return None


@kind("debate: a side hollowed out at the same length")
def hollow(tree: Tree, rng: random.Random) -> Change | None:
    empty = ("so", "very", "much", "has", "been", "said", "of", "this", "that", "it", "seems")
    for unit, notebook, cell in _in_cells(
        tree, rng, lambda _, c: bool(c["metadata"].get("course", {}).get("side"))
    ):
        text = cell_text(cell)
        open_to = re.sub(
            r"\[[^\]]*\]|^#.*$", lambda m: "\x00" * len(m[0]), masked(text), flags=re.M
        )
        places = [m.span() for m in re.finditer(r"[A-Za-z]{3,}", open_to)]
        for start, end in reversed(places):
            text = text[:start] + rng.choice(empty) + text[end:]
        cell["source"] = text.splitlines(keepends=True)
        tree.save(unit, notebook)
        side = cell["metadata"]["course"]["side"]
        return Change(
            f"unit {unit.number}: {len(places)} words of the side '{side}' say nothing",
            (unit.number,),
        )
    return None


@kind("metadata: minutes moved between two sections")
def minutes(tree: Tree, rng: random.Random) -> Change | None:
    for unit in shuffled(tree.units, rng):
        notebook = tree.notebook(unit)
        about = [cell["metadata"].get("course", {}) for cell in notebook["cells"]]
        timed = [one for one in about if one.get("minutes", 0) >= 10]
        if len(timed) >= 2:
            one, other = rng.sample(timed, 2)
            one["minutes"] -= 5
            other["minutes"] += 5
            tree.save(unit, notebook)
            return Change(
                f"unit {unit.number}: 5 minutes of one section to another", (unit.number,)
            )
    return None


@kind("metadata: the card of a unit")
def card(tree: Tree, rng: random.Random) -> Change | None:
    unit = rng.choice(tree.units)
    notebook = tree.notebook(unit)
    about = notebook["metadata"]["course"]
    name = rng.choice(["question", "as_of", "review_by", "outcomes"])
    if name == "question":
        slip = other_word(about[name], rng)
        if not slip:
            return None
        about[name] = slip.of(about[name])
    elif name == "outcomes":
        about[name] = about[name][:-1] or about[name] * 2
    else:
        about[name] = f"{about[name][:8]}{(int(about[name][8:]) + 9) % 27 + 1:02}"
    tree.save(unit, notebook)
    return Change(f"unit {unit.number}: {name} is now {about[name]}", (unit.number,))


@kind("metadata: a cell that was open is hidden")
def hidden(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell in _in_cells(tree, rng, lambda _, c: c["cell_type"] == "code"):
        folds = cell["metadata"].setdefault("jupyter", {})
        if not folds.get("source_hidden"):
            folds["source_hidden"] = True
            tree.save(unit, notebook)
            return Change(f"unit {unit.number}, {cell['id']}: its code is hidden", (unit.number,))
    return None


@kind("order: a cell of prose before the one it followed")
def order(tree: Tree, rng: random.Random) -> Change | None:
    for unit in shuffled(tree.units, rng):
        notebook = tree.notebook(unit)
        cells = notebook["cells"]
        places = [
            i
            for i in range(1, len(cells))
            if cells[i]["cell_type"] == "markdown"
            and not re.search("^#", cell_text(cells[i]), re.M)
            if not cell_text(cells[i - 1]).startswith("#")
        ]
        for i in shuffled(places, rng):
            cells[i - 1], cells[i] = cells[i], cells[i - 1]
            tree.save(unit, notebook)
            return Change(f"unit {unit.number}: {cells[i - 1]['id']} one up", (unit.number,))
    return None


@kind("fold: what follows a prediction lies open")
def fold(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell in _in_cells(tree, rng, lambda _, c: "<details>" in cell_text(c)):
        text = re.sub(r"</?details>|</?summary>", "", cell_text(cell))
        cell["source"] = text.splitlines(keepends=True)
        tree.save(unit, notebook)
        return Change(f"unit {unit.number}, {cell['id']}: no fold", (unit.number,))
    return None


@kind("fold: the chart of a prediction is shown at once, stored anew")
def unsealed(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell in _in_cells(
        tree, rng, lambda _, c: c["cell_type"] == "code" and "course.reveal(" in cell_text(c)
    ):
        text = re.sub(
            r"course\.reveal\(\s*\"[^\"]*\",\s*(.*)\)", r"\1", cell_text(cell), flags=re.S
        )
        cell["source"] = text.splitlines(keepends=True)
        tree.save(unit, notebook)
        return Change(
            f"unit {unit.number}, {cell['id']}: no course.reveal", (unit.number,), (unit.number,)
        )
    return None


@kind("code of a cell: another selection, stored anew")
def cell_code(tree: Tree, rng: random.Random) -> Change | None:
    swaps = ((" <= ", " < "), (" < ", " > "), (" == ", " != "), ("share_for", "share_against"))
    for unit, notebook, cell in _in_cells(
        tree, rng, lambda _, c: c["cell_type"] == "code" and "course.load" in cell_text(c)
    ):
        text = cell_text(cell)
        ways = [text.replace(old, new, 1) for old, new in swaps if old in text]
        years = re.search(r"\"(20\d\d)", text)
        ways += [text.replace(years[1], str(int(years[1]) - 1), 1)] if years else []
        for way in shuffled(ways, rng):
            cell["source"] = way.splitlines(keepends=True)
            tree.save(unit, notebook)
            return Change(
                f"unit {unit.number}, {cell['id']}: another selection",
                (unit.number,),
                (unit.number,),
            )
    return None


@kind("exercise cell: the answer is filled in, stored anew")
def filled_in(tree: Tree, rng: random.Random) -> Change | None:
    from course.learn.exercises import lesson

    for unit, notebook, cell in _in_cells(
        tree, rng, lambda _, c: c["cell_type"] == "code" and "course.check(" in cell_text(c)
    ):
        text = cell_text(cell)
        name = re.search(r"course\.check\(\s*\"([^\"]+)\"", text)
        task = lesson(unit.slug).exercises[name[1]]
        reference = task.answer()
        if reference is None or text.count("...") != 1:
            continue
        cell["source"] = text.replace("...", repr(reference), 1).splitlines(keepends=True)
        tree.save(unit, notebook)
        return Change(
            f"unit {unit.number}, {cell['id']}: {reference!r} stands there",
            (unit.number,),
            (unit.number,),
        )
    return None


# -- stored outputs


def _outputs(
    tree: Tree, rng: random.Random, wanted: Callable[[dict[str, Any]], bool]
) -> Iterator[tuple[Unit, dict[str, Any], Cell, dict[str, Any]]]:
    for unit, notebook, cell in _in_cells(tree, rng, lambda _, c: bool(c.get("outputs"))):
        for output in cell["outputs"]:
            if wanted(output.get("data", {})):
                yield unit, notebook, cell, output["data"]


def _chart(data: dict[str, Any]) -> dict[str, Any] | None:
    return data.get(PLOTLY_MIME) or data.get(WAITING_MIME)


@kind("stored output: a number of a table")
def output_number(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell, data in _outputs(tree, rng, lambda d: "text/html" in d):
        html = "".join(data["text/html"])
        for match in shuffled(re.finditer(r"<td[^>]*>([\d.,]+)</td>", html), rng):
            new = other_digit(match[1], rng)
            slip = Slip(match.start(1), match[1], new)
            data["text/html"] = slip.of(html).splitlines(keepends=True)
            tree.save(unit, notebook)
            return Change(
                f"unit {unit.number}, output of {cell['id']}: {slip}",
                (unit.number,),
                nbval=(unit.number,),
            )
    return None


@kind("stored output: a value of a chart")
def output_value(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell, data in _outputs(tree, rng, lambda d: bool(_chart(d))):
        for trace in shuffled(_chart(data)["data"], rng):
            for axis in ("x", "y", "lat", "lon"):
                values = trace.get(axis)
                if isinstance(values, list):
                    for i, value in enumerate(values):
                        if isinstance(value, int | float) and value:
                            values[i] = round(value * 1.3 + 1, 1)
                            tree.save(unit, notebook)
                            return Change(
                                f"unit {unit.number}, chart of {cell['id']}: {axis} {value} became "
                                f"{values[i]}",
                                (unit.number,),
                                nbval=(unit.number,),
                            )
    return None


@kind("stored output: taken out")
def output_gone(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell in _in_cells(tree, rng, lambda _, c: bool(c.get("outputs"))):
        cell["outputs"] = []
        tree.save(unit, notebook)
        return Change(
            f"unit {unit.number}, {cell['id']}: no output", (unit.number,), nbval=(unit.number,)
        )
    return None


@kind("alternative text: the words beside a chart emptied")
def words_of_chart(tree: Tree, rng: random.Random) -> Change | None:
    for unit, notebook, cell, data in _outputs(tree, rng, lambda d: bool(_chart(d))):
        about = _chart(data)["layout"]["meta"]["course"]
        about["digest"] = ["A chart." for _ in about["digest"]]
        text = "".join(data["text/plain"])
        data["text/plain"] = re.sub(r"^- .*$", "- A chart.", text, flags=re.M).splitlines(True)
        tree.save(unit, notebook)
        return Change(
            f"unit {unit.number}, chart of {cell['id']}: its digest says nothing",
            (unit.number,),
            nbval=(unit.number,),
        )
    return None
