"""Random events, merges and summaries with what Python makes of them: the page must agree.

Times are from a few days, so that ties, things due and things not yet due are frequent.
"""

import random

from course.learn import contents, progress

_NAMES = ("a plan is taken for a weapon", "an average hides it", "Größe", "constructor")
_OTHER = (True, 7, "seven", ["a", 1], {"b": 1, "a": "é"}, None, "")


def moment(chance: random.Random) -> str:
    """Return a time within ten weeks, often the same."""
    day = 18 + chance.choice((0, 0, 1, 1, 2, 3, 7, 16, 35, 70))
    month, day = (11, day) if day <= 30 else (12, day - 30) if day <= 60 else (1, day - 60)
    year = 2027 if month == 1 else 2026
    return (
        f"{year}-{month:02}-{day:02}T{chance.choice((0, 9, 23)):02}:{chance.choice((0, 59)):02}:00Z"
    )


def event(chance: random.Random) -> dict:
    """Return any event, now and then one that nobody knows."""
    right = chance.random() < 0.5
    return chance.choice(
        (
            {"what": "answer", "right": right, "met": "" if right else chance.choice(_NAMES)},
            {"what": "answer", "right": right, "met": ""},
            {"what": "read"},
            {"what": "committed", "choice": chance.choice("ABC")},
            {"what": "hint", "number": chance.randint(1, 3)},
            {"what": "solution"},
            {"what": "quiz", "right": right},
            {"what": "looked"},
            {"what": "recalled", "right": right},
            {"what": "danced"},
        )
    )


def history(chance: random.Random, longest: int = 8) -> list[list]:
    """Return events with their times; the clock may go back, or all of it is well remembered."""
    if chance.random() < 0.1:
        known = {"what": chance.choice(("quiz", "recalled", "answer")), "right": True, "met": ""}
        missed = {"what": "answer", "right": False, "met": ""}
        days = ("11-18", "11-19", "11-22", "11-29", "12-15", "12-31")
        events = [known | missed, *[known] * chance.randint(1, 5)]
        return [[one, f"2026-{day}T08:00:00Z"] for one, day in zip(events, days, strict=False)]
    return [[event(chance), moment(chance)] for _ in range(chance.randint(1, longest))]


def told(events: list[list]) -> dict:
    """Return the item that events leave."""
    item = {}
    for one, now in events:
        item = progress.after(item, one, now)
    return item


def items(chance: random.Random, keys: list[str], most: int = 12) -> dict:
    """Return the items of a file: events on some keys, unknown fields and kinds among them."""
    found = {}
    for key in chance.sample(keys, min(len(keys), chance.randint(0, most))):
        item = told([[{"what": "looked"}, moment(chance)], *history(chance, 4)])
        if chance.random() < 0.5:
            item = told(history(chance, 4)) or item
        if chance.random() < 0.2:
            item["later"] = chance.choice(_OTHER)
        found[key] = item
    for key in ("badge:x", "__proto__", "note"):
        if chance.random() < 0.1:
            found[key] = chance.choice(_OTHER)
    return found


def known_keys() -> list[str]:
    """Return the id of everything that can be recorded, and of some that no longer are."""
    about = contents.about()
    keys = [f"term:{term}" for term in about["terms"][:40]]
    for unit in about["units"]:
        keys += [f"exercise:{one}" for one in unit["exercises"]]
        keys += [f"prediction:{one}" for one in unit["predictions"]]
        keys += [f"quiz:{one}" for one in unit["quiz"]]
    return [*keys, "exercise:99-gone", "quiz:04-00000000", "term:gone"]


def vectors(seed: int, count: int) -> list[dict]:
    """Return `count` cases: inputs, and Python's results; see each kind."""
    chance, keys, about = random.Random(seed), known_keys(), contents.about()
    few = ["exercise:04-note", "prediction:04-cost-ranking", "quiz:04-00000000", "term:nato"]
    found = []
    for number in range(count):
        if number % 3 == 0:
            events = history(chance)
            found.append({"kind": "after", "events": events, "item": told(events)})
        elif number % 3 == 1:
            one, other = items(chance, few), items(chance, few)
            for key in few:
                if key in one and key in other and chance.random() < 0.4:
                    other[key]["last"] = one[key]["last"]
            both = progress.merged(one, other)
            found.append({"kind": "merge", "a": one, "b": other, "items": both})
        else:
            held, today = items(chance, keys, 120), moment(chance)[:10]
            found.append(
                {
                    "kind": "summary",
                    "items": held,
                    "today": today,
                    "summary": progress.summary(held, about, today),
                    "due": progress.due(held, about, today),
                }
            )
    return found
