"""What a learner has done: one small file of their own, the same for the notebook and the page.

The file is JSON: {"course": …, "format": 1, "items": {"exercise:04-village-share": {…}, …}}. An
item changes by events only (`after`), and two files become one by `merged`, in any order and as
often as one likes. The page's script (`publish/static/progress.js`) does the same; a test runs
thousands of cases through both.

When an item is due again follows from a stated rule: 1, 3, 7, 16, 35 and 80 days. A model of
memory such as the `fsrs` package would need its 21 weights, and its arithmetic to the last digit,
in the page as well, where no Python runs; the rule schedules the same in both and can be read.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from course.errors import CourseError

COURSE = "alliance-missile-defence-course"
FORMAT = 1
LARGEST = 2_000_000  # bytes; a learner who has done everything has some 200,000
INTERVALS = (1, 3, 7, 16, 35, 80)  # days until an item in box 0 to 5 is due

Item = dict[str, Any]
Items = dict[str, Any]  # by id; of an unknown kind, whatever stands there

KINDS = ("exercise", "prediction", "quiz", "term")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_MOST = 1_000_000


class Damaged(CourseError):
    """A text that is no progress file; `sound` are the items of it that can be used."""

    def __init__(self, says: str, sound: Items | None = None) -> None:
        super().__init__(says)
        self.sound = sound or {}


# -- an item and its events


def now() -> str:
    """Return this moment in UTC, as the file writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def after(item: Mapping[str, Any], event: Mapping[str, Any], now: str) -> Item:
    """Return an item as an event leaves it; a new item begins as an empty one.

    Args:
        item: the item before, which is not changed.
        event: `what` happened (answer, read, committed, hint, solution, quiz, looked, recalled),
            with what belongs to it: right, met, choice, number.
        now: when, in UTC: "2026-11-29T21:50:00Z".
    """
    change = _CHANGES.get(event["what"])
    if change is None:
        return dict(item)
    new = {"first": now, **item, "last": now}
    change(new, event, now)
    return new


def _tried(item: Item, right: bool, now: str) -> None:
    item["tries"] = min(item.get("tries", 0) + 1, _MOST)
    if right:
        item.setdefault("right", now)


def _box(item: Item, box: int, now: str) -> None:
    box = min(box, len(INTERVALS) - 1)
    due = date.fromisoformat(now[:10]) + timedelta(days=INTERVALS[box])
    item |= {"box": box, "due": due.isoformat()}


def _review(item: Item, right: bool, now: str) -> None:
    """Move an item through the boxes: a mistake takes it to the first, and in."""
    if not right:
        _box(item, 0, now)
    elif "due" in item and item["due"] <= now[:10]:
        _box(item, item["box"] + 1, now)


def _no_review(item: Item) -> None:
    item.pop("box", None)
    item.pop("due", None)


def _answer(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, event["right"], now)
    if event.get("met"):
        item["met"] = {**item.get("met", {}), event["met"]: now}
    _review(item, event["right"], now)


def _read(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, True, now)
    _no_review(item)


def _committed(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, True, now)
    item["choice"] = event["choice"]
    _no_review(item)


def _hint(item: Item, event: Mapping[str, Any], now: str) -> None:
    item["hints"] = max(item.get("hints", 0), event["number"])


def _solution(item: Item, event: Mapping[str, Any], now: str) -> None:
    item.setdefault("solution", now)
    if "right" not in item:
        _box(item, 0, now)


def _quiz(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, event["right"], now)
    if event["right"] and "due" not in item:
        _box(item, 1, now)
    else:
        _review(item, event["right"], now)


def _looked(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, False, now)
    if "due" not in item:
        _box(item, 0, now)


def _recalled(item: Item, event: Mapping[str, Any], now: str) -> None:
    _tried(item, event["right"], now)
    _box(item, item.get("box", 0) + 1 if event["right"] else 0, now)


_CHANGES: dict[str, Callable[[Item, Mapping[str, Any], str], None]] = {
    "answer": _answer,
    "read": _read,
    "committed": _committed,
    "hint": _hint,
    "solution": _solution,
    "quiz": _quiz,
    "looked": _looked,
    "recalled": _recalled,
}


def quiz_id(unit: str, prompt: str) -> str:
    """Return the name of a question of a unit, such as 04-1f3a9c27: it follows from its words."""
    return f"{unit}-{hashlib.sha256(prompt.encode()).hexdigest()[:8]}"


# -- two files become one


def merged(one: Items, other: Items) -> Items:
    """Return what two files hold together; in any order, and as often as one likes, the same."""
    return {
        key: _merged(key, one[key], other[key])
        if key in one and key in other
        # else it stands in one of them alone
        else one.get(key, other.get(key))
        for key in sorted({*one, *other})
    }


def _merged(key: str, one: Any, other: Any) -> Any:
    if not _known(key):
        return max(one, other, key=_canonical)
    both: Item = {}
    for field in sorted({*one, *other} - set(_TOGETHER)):
        values = [item[field] for item in (one, other) if field in item]
        both[field] = _JOINED.get(field, _larger_text)(values)
    latest = max(one, other, key=_later)
    return both | {field: latest[field] for field in _TOGETHER if field in latest}


_TOGETHER = ("box", "choice", "due")  # they come from one item, the later


def _later(item: Item) -> tuple[str, str]:
    return item["last"], "|".join(str(item.get(field, "")) for field in ("due", "box", "choice"))


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _larger_text(values: list[Any]) -> Any:
    return max(values, key=_canonical)


def _met(values: list[dict[str, str]]) -> dict[str, str]:
    names = sorted({name for met in values for name in met})
    return {name: max(met[name] for met in values if name in met) for name in names}


_JOINED: dict[str, Callable[[list[Any]], Any]] = {
    **dict.fromkeys(("first", "right", "solution"), min),
    **dict.fromkeys(("last", "tries", "hints"), max),
    "met": _met,
}


# -- the file as text


def _known(key: str) -> bool:
    kind, colon, _ = key.partition(":")
    return bool(colon) and kind in KINDS


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _is_whole(most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and 0 <= value <= most


_SOUND: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("first", "last", "right", "solution"), _is_time),
    **dict.fromkeys(("tries", "hints"), _is_whole(_MOST)),
    "box": _is_whole(len(INTERVALS) - 1),
    "due": lambda value: isinstance(value, str) and _DATE.fullmatch(value) is not None,
    "choice": lambda value: isinstance(value, str) and value != "",
    "met": lambda value: isinstance(value, dict) and all(map(_is_time, value.values())),
}


def _is_sound(key: str, item: Any) -> bool:
    """Say whether an item of a known kind has its fields, each of its type."""
    if not _known(key):
        return True
    return (
        isinstance(item, dict)
        and {"first", "last"} <= item.keys()
        and ("box" in item) == ("due" in item)
        and all(_SOUND[field](value) for field, value in item.items() if field in _SOUND)
    )


def _number(text: str) -> float | int:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() else value


def _no_number(text: str) -> None:
    raise ValueError(text)


def parsed(content: bytes) -> Items:
    """Return the items of a progress file.

    Raises:
        Damaged: it is no progress file, or not whole; it holds what of it can be used.
    """
    if len(content) > LARGEST:
        raise Damaged("It is far larger than a progress file can be.")
    try:
        state = json.loads(
            content.decode("utf-8-sig"), parse_float=_number, parse_constant=_no_number
        )
        _canonical(state).encode()  # half a letter, as JSON can name it, is none
    except (ValueError, RecursionError):
        raise Damaged("It cannot be read: it is cut off, or no progress file.") from None
    if not isinstance(state, dict) or state.get("course") != COURSE:
        raise Damaged("It is not the progress file of this course.")
    if type(state.get("format")) is not int or state["format"] != FORMAT:
        raise Damaged("It was written by another version of the course.")
    items = state.get("items")
    if not isinstance(items, dict):
        raise Damaged("It has no list of what was done.")
    sound = {key: item for key, item in items.items() if _is_sound(key, item)}
    if odd := next((key for key in items if key not in sound), None):
        raise Damaged(f"What it says of '{odd[:60]}' cannot be read.", sound)
    return items


def written(items: Items) -> str:
    """Return items as the text of a progress file."""
    state = {
        "course": COURSE,
        "format": FORMAT,
        "items": {
            key: dict(sorted(item.items())) if isinstance(item, dict) else item
            for key, item in sorted(items.items())
        },
    }
    return json.dumps(state, ensure_ascii=False, indent=1) + "\n"


# -- what it comes to, by what the course holds: see `contents.about`


def due(items: Items, about: Mapping[str, Any], today: str) -> list[str]:
    """Return the ids of what is due and can be asked, what waited longest first."""
    return [key for when, key in _in_review(items, about) if when <= today]


def next_due(items: Items, about: Mapping[str, Any], today: str) -> str:
    """Return the date after today on which something is due, or an empty text."""
    return next((when for when, _ in _in_review(items, about) if when > today), "")


def _in_review(items: Items, about: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {f"term:{term}" for term in about["terms"]}
    for unit in about["units"]:
        known |= {f"exercise:{one}" for one in unit["exercises"]}
        known |= {f"quiz:{one}" for one in unit["quiz"]}
    return sorted((items[key]["due"], key) for key in known if "due" in items.get(key, {}))


def summary(items: Items, about: Mapping[str, Any], today: str) -> dict[str, Any]:
    """Return how much is done, as [done, all], by unit, in all, and by outcome.

    Its keys: units, begun, done, all, exercises, predictions, quiz, quiz_right, minutes, outcomes,
    due. A unit is done when every exercise is right or written, its prediction is committed, and
    every question of its quiz was asked.
    """
    by_unit = [_unit_summary(items, unit) for unit in about["units"]]
    in_all = {
        what: [sum(unit[what][place] for unit in by_unit) for place in (0, 1)]
        for what in ("exercises", "predictions", "quiz", "quiz_right", "minutes")
    }
    return {
        "units": by_unit,
        "begun": sum(unit["begun"] for unit in by_unit),
        "done": sum(unit["done"] for unit in by_unit),
        "all": len(by_unit),
        **in_all,
        "outcomes": {
            outcome: [_right(items, "exercise", tasks), len(tasks)]
            for outcome, tasks in about["outcomes"].items()
        },
        "due": len(due(items, about, today)),
    }


def _right(items: Items, kind: str, names: list[str]) -> int:
    return sum("right" in items.get(f"{kind}:{name}", {}) for name in names)


def _unit_summary(items: Items, unit: Mapping[str, Any]) -> dict[str, Any]:
    tasks, guesses, questions = unit["exercises"], unit["predictions"], unit["quiz"]
    right, committed = _right(items, "exercise", tasks), _right(items, "prediction", guesses)
    answered = sum(f"quiz:{name}" in items for name in questions)
    finished = (right, committed, answered) == (len(tasks), len(guesses), len(questions))
    named = (("exercise", tasks), ("prediction", guesses), ("quiz", questions))
    minutes = unit["minutes"]
    guessed = bool(guesses) and committed == len(guesses)
    noted = bool(unit["writing"]) and _right(items, "exercise", unit["writing"]) == len(
        unit["writing"]
    )
    # In this order, so that the page's numbers come to the same in the last digit.
    spent = (
        minutes["predict"] * guessed
        + (minutes["exercises"] + minutes["other"]) * right / max(1, len(tasks))
        + minutes["retrieval"] * answered / max(1, len(questions))
        + minutes["writing"] * noted
    )
    return {
        "number": unit["number"],
        "begun": any(f"{kind}:{name}" in items for kind, names in named for name in names),
        "done": bool(tasks or guesses) and finished,
        "exercises": [right, len(tasks)],
        "predictions": [committed, len(guesses)],
        "quiz": [answered, len(questions)],
        "quiz_right": [_right(items, "quiz", questions), len(questions)],
        "minutes": [math.floor(spent + 0.5), sum(minutes.values())],
    }
