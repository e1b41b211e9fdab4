"""What somebody has looked at in a unit: a record of it, so that a change asks for another look.

`lessons/<unit>/reviewed.json` keeps an entry for each section of the notebook and each side of its
debate, each chart's words and marks, each exercise, prediction and quiz question, the readings, the
map of numbers and the rows that its words rest on: a fingerprint a part, and who looked, when and
why. A table holds what is counted and a reading holds what is cited; this holds the rest: an
argument, a hint, a feedback, the words of a title. Nothing writes it by itself: `course check 04
--reviewed 'WHO: WHY'` does, and says what had changed.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from course.charts.style import About
from course.errors import CourseError
from course.files import replace_text
from course.learn.exercises import Exercise, Prediction, lesson
from course.learn.misconceptions import Misconception
from course.paths import root
from course.quality import rests
from course.quality.literals import room
from course.quality.numbers import bindings
from course.quality.reviews import signed
from course.show import stored_chart
from course.sources.readings import readings_of
from course.units import Unit, cell_text

NAME = "reviewed.json"
_FRAME = ("title", "subtitle", "digest", "note", "source")
# Where the marks of a chart stand and what is written at them; how they look is not counted.
_MARKS = (
    *("type", "x", "y", "base", "lat", "lon", "locations", "z"),
    *("text", "hovertext", "customdata", "error_x", "error_y", "visible"),
)
_ROWS = "rows of "
_ENTRY = {"parts", "on", "by", "why"}
# What a learner fills in is nobody's to review.
_FILLED_IN = re.compile(r"course\.(?:check|predict)\(")
Parts = dict[str, str]  # a part of something to look at, and its fingerprint


def problems(unit: Unit) -> Iterator[str]:
    """Yield what is no longer what somebody looked at.

    A unit without a record is not held to one yet, nor is a learner's copy, which is theirs.
    """
    record = read(unit) if _is_ours(unit) else None
    if record is None:
        return
    again = f"Look again, then run: course check {unit.number} --reviewed 'WHO: WHY'"
    for name, parts in changes(record, facts(unit)).items():
        seen = record.get(name)
        if seen is None:
            yield f"{name} is new and was not reviewed yet. {again}"
        else:
            what = f" ({', '.join(parts)})" if parts else ""
            verb = "changed" if parts else "is gone"
            yield (
                f"{name}{what} {verb} since its review on {seen['on']} by {seen['by']} "
                f"({seen['why']}). {_resting(unit, name, parts)}{again}"
            )


def _resting(unit: Unit, name: str, keys: list[str]) -> str:
    """Name the places of a unit whose words rest on changed rows."""
    rows = {_rows_of(table): places for table, places in rests.rests(unit).items()}.get(name, {})
    places = dict.fromkeys(place for key in keys for place in rows.get(key, ()))
    return f"On them rest: {', '.join(places)}. " if places else ""


def changes(record: Mapping[str, Any], now: Mapping[str, Parts]) -> dict[str, list[str]]:
    """Return the parts that differ by the thing they are part of; none for a thing that is gone."""
    found: dict[str, list[str]] = {}
    for name, parts in now.items():
        seen = record.get(name, {}).get("parts", {})
        if name.startswith(_ROWS) and name in record:
            # That other words rest on them is a change of these words.
            found |= {name: keys} if (keys := rests.changed(seen, parts)) else {}
        elif parts != seen:
            both = [*parts, *(part for part in seen if part not in parts)]
            found[name] = [part for part in both if parts.get(part) != seen.get(part)]
    return found | {name: [] for name in record if name not in now}


def read(unit: Unit) -> dict[str, Any] | None:
    """Return the record of a unit, or None if it has none.

    Raises:
        CourseError: the file is there and is no such record.
    """
    path = room(unit) / NAME
    if not path.is_file():
        return None
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        sound = all(
            set(entry) == _ENTRY and isinstance(entry["parts"], dict) for entry in record.values()
        )
    except (ValueError, AttributeError, TypeError):
        sound = False
    if not sound:
        raise CourseError(
            f"{room(unit).name}/{NAME} is no record of a review. Restore it from the repository, "
            "or remove it, look at the whole unit and run: "
            f"course check {unit.number} --reviewed 'WHO: WHY'"
        )
    return record


def look(unit: Unit, reviewed: str) -> list[str]:
    """Record that somebody has looked at a unit as it is now; return what had changed, in words.

    Args:
        unit: the unit.
        reviewed: who and why, such as "A. Kaya: clearer hint in exercise 2".
    """
    about = signed(reviewed, "A. Kaya: clearer hint in exercise 2")
    if not _is_ours(unit):
        raise CourseError(
            f"{unit.path} is a copy, and a review is of the course's own notebooks. Take the "
            f"change over into {root() / 'notebooks'}, and unset COURSE_NOTEBOOKS."
        )
    record, now = read(unit) or {}, facts(unit)
    found = changes(record, now)
    kept = {
        name: {**(about if name in found else record[name]), "parts": parts}
        for name, parts in now.items()
    }
    if kept != record:
        lines = [f" {_json(name)}: {_json(entry)}" for name, entry in kept.items()]
        replace_text(room(unit) / NAME, "{\n" + ",\n".join(lines) + "\n}\n")
    return [_told(name, parts, record) for name, parts in found.items()]


def _is_ours(unit: Unit) -> bool:
    return unit.path.resolve().parent == (root() / "notebooks").resolve()


def _json(what: Any) -> str:
    return json.dumps(what, ensure_ascii=False)


def _told(name: str, parts: list[str], record: Mapping[str, Any]) -> str:
    if name not in record:
        return f"{name}: new"
    return f"{name}: {', '.join(parts) or 'gone'}"


# -- what there is to look at


def facts(unit: Unit) -> dict[str, Parts]:
    """Return what somebody should look at in a unit: by its name, a fingerprint of each part."""
    found = {"the unit's card": _parts(unit.metadata)}
    heading = "the opening"
    for cell in unit.notebook["cells"]:
        text = cell_text(cell)
        if match := re.search(r"^## +(.+)$", text, re.M):
            heading = match[1].strip()
        about = cell["metadata"].get("course", {})
        side = f", side '{about['side']}'" if about.get("side") else ""
        section = found.setdefault(f"section '{heading}'{side}", {})
        filled_in = cell["cell_type"] == "code" and _FILLED_IN.search(text)
        section[f"cell {cell['id']}"] = fingerprint([_shown(cell), "" if filled_in else text])
        for output in cell.get("outputs", []):
            figure = stored_chart(output)
            if figure is not None:
                found[f"chart of cell {cell['id']}"] = _parts(_said(figure))
    sections = {name: parts for name, parts in found.items() if name.startswith("section ")}
    found["the unit's card"]["order of sections"] = fingerprint(list(sections))
    for parts in sections.values():
        parts["order"] = fingerprint(list(parts))
    own = lesson(unit.slug)
    found |= {f"exercise {key}": _parts(_exercise(task)) for key, task in own.exercises.items()}
    found |= {
        f"prediction {key}": _parts(_prediction(task)) for key, task in own.predictions.items()
    }
    for number, question in enumerate(own.quiz, start=1):
        found[f"quiz question {number}"] = _parts(vars(question))
    read = {
        f"{one.fingerprint} {one.source_id}": fingerprint(replace(one, row=0))
        for one in readings_of(unit)
    }
    bound: dict[str, list[str]] = {}
    for line in bindings(unit):
        bound.setdefault(f"{line.cell} '{line.written}'", []).append(line.holds)
    last = {"the readings": read, "the map of numbers": _parts(bound)}
    last |= {_rows_of(table): rows for table, rows in rests.words(unit).items()}
    return found | {name: parts for name, parts in last.items() if parts}


def _rows_of(table: str) -> str:
    return f"{_ROWS}`{table}`"


def _parts(things: Mapping[str, Any]) -> Parts:
    return {str(name): fingerprint(what) for name, what in things.items()}


def fingerprint(what: Any) -> str:
    """Return eight hexadecimal digits that change with any word, number or code of a thing."""
    text = json.dumps(_laid_open(what), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _shown(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a cell's metadata says of it and of how it is shown, without what a view keeps.

    Whether an output is folded is recorded under `course`; JupyterLab's own word for it comes and
    goes with a run. The minutes of a class are the instructor's, and no learner sees them.
    """
    about = cell["metadata"].get("course", {})
    course = {name: what for name, what in about.items() if name != "class"}
    kept = {"course": course, "tags": cell["metadata"].get("tags", [])}
    hidden = bool(cell["metadata"].get("jupyter", {}).get("source_hidden"))
    return {**kept, "hidden": hidden}


def _said(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a stored chart says: in its frame, on its axes and buttons, and by its marks."""
    layout = figure["layout"]
    about = About.from_meta(layout)
    axes = [layout[name].get("title") for name in layout if re.match("[xy]axis", name)]
    notes = [note.get("text") for note in layout.get("annotations", [])]
    menus = [[b.get("label") for b in m.get("buttons", [])] for m in layout.get("updatemenus", [])]
    names = [trace.get("name") for trace in figure["data"]]
    said = {
        name: getattr(about, name) for name in ("title", "subtitle", "digest", "note", "source")
    }
    marks = [{name: trace.get(name) for name in _MARKS} for trace in figure["data"]]
    return {**said, "labels": [axes, notes, menus, names], "marks": marks}


def _exercise(task: Exercise) -> dict[str, Any]:
    """Return all that an exercise says, asks and accepts, with what it computes as it is shown."""
    reference = task.answer()
    mistakes = [
        [name, one.says, one.examples(reference), _where(one), one.puts]
        for name, one in task.misconceptions.items()
    ]
    return {
        "asks": [task.title, task.kind],
        "answer": task.kind.show(reference),
        "why": task.why() if callable(task.why) else task.why,
        "hints": task.hints,
        "misconceptions": mistakes,
        "sources": task.source_ids,
        "outcomes": task.outcomes,
    }


def _where(mistake: Misconception) -> list[Any] | None:
    return mistake.bounds() or sorted(mistake.among) or None


def _prediction(task: Prediction) -> dict[str, Any]:
    return {
        "asks": [task.question, task.options],
        "answer": task.answer(),
        "reveal": task.reveal(),
    }


def _laid_open(what: Any) -> Any:
    """Turn a thing into plain lists and texts; a function becomes its code."""
    if is_dataclass(what) and not isinstance(what, type):
        inside = {field.name: _laid_open(getattr(what, field.name)) for field in fields(what)}
        return [type(what).__name__, inside]
    if isinstance(what, Mapping):
        return [[str(key), _laid_open(value)] for key, value in what.items()]
    if isinstance(what, set | frozenset):
        return sorted(map(str, what))
    if isinstance(what, list | tuple):
        return [_laid_open(one) for one in what]
    if callable(what):
        return _code(what)
    if isinstance(what, float):
        return f"{what:.10g}"  # not the last digits, which may differ from machine to machine
    return what if isinstance(what, str | int | None) else str(what)


def _code(function: Callable[..., Any]) -> str:
    """Return the code of a function as Python itself would lay it out."""
    code = getattr(function, "__code__", None)
    if code is None:
        return getattr(function, "__name__", type(function).__name__)
    found = [one for one in _functions(Path(code.co_filename)) if one.lineno == code.co_firstlineno]
    return "\n".join(map(ast.unparse, found))


@lru_cache(maxsize=32)
def _functions(path: Path) -> list[ast.FunctionDef | ast.Lambda]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.Lambda)]
