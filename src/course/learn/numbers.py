"""Reading a number and the unit after it: the whole text is understood, or it is refused.

Nothing is skipped. A word that is not known may turn the sense round ('not 5', 'less than 5',
'5 trillion', '5 km' for 5 months), so it is named and not passed over.
"""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Any

from course.learn.reading import Unreadable, quoted, single

SCALES = {
    **dict.fromkeys(("thousand", "thousands", "k"), 1e3),
    **dict.fromkeys(("million", "millions", "mn", "m"), 1e6),
    **dict.fromkeys(("billion", "billions", "milliard", "milliards", "bn", "b"), 1e9),
    **dict.fromkeys(("trillion", "trillions", "tn"), 1e12),
}
MONEY = ("dollars", "euro", "pounds", "roubles")
UNITS = {
    "per cent": ("%", "percent", "pct", "percents", "per hundred"),
    "per mille": ("‰", "per mil", "permille", "per thousand"),
    "percentage points": ("points", "point", "pp", "percent points", "per cent points", "%-points"),
    "months": ("mo", "mos"),
    "years": ("yr", "yrs"),
    "weeks": ("wk", "wks"),
    "days": ("d",),
    "hours": ("h", "hr", "hrs"),
    "minutes": ("min", "mins"),
    "seconds": ("s", "sec", "secs"),
    "km": ("kilometres", "kilometre", "kilometers", "kilometer", "kms"),
    "m": ("metres", "metre", "meters", "meter"),
    "miles": ("mile", "mi"),
    "km/s": ("kilometres per second", "kilometers per second", "km per second"),
    "dollars": ("$", "us$", "usd", "us dollars", "american dollars", "us-dollars"),
    "euro": ("€", "euros", "eur"),
    "pounds": ("£", "gbp", "pounds sterling"),
    "roubles": ("₽", "rub", "rubles"),
}
# (wanted, given): by what a number in the given unit is multiplied. Only what is exact.
CONVERSIONS = {
    ("per cent", "per mille"): 0.1,
    ("months", "years"): 12,
    ("years", "months"): 1 / 12,
    ("days", "weeks"): 7,
    ("hours", "days"): 24,
    ("hours", "minutes"): 1 / 60,
    ("minutes", "hours"): 60,
    ("minutes", "seconds"): 1 / 60,
    ("seconds", "minutes"): 60,
    ("km", "m"): 1 / 1000,
    ("m", "km"): 1000,
}

_LONGEST = 200  # characters of a text that is to be one number
_GAP = "[ \u00a0\u2009\u202f'’_]"  # what may stand between thousands, besides a comma
# How a number is written, and its decimal mark there. The longest that fits is taken.
_FORMS = tuple(
    (re.compile(form), mark)
    for form, mark in (
        (rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?:\.\d+)?", "."),
        (rf"\d{{1,3}}(?:{_GAP}\d{{3}})+,\d+", ","),
        (r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", "."),
        (r"\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?", "."),
        (r"\d+,\d+", ","),
        (r"[1-9]\d{0,2}(?:\.\d{3})+,\d+", ","),
        (r"[1-9]\d{0,2}(?:\.\d{3}){2,}", ","),
        (r"\.\d+", "."),
        (r",\d+", ","),
    )
)
_ABOUT = re.compile(
    r"(?:(?:about|around|roughly|approximately|approx|circa|ca|some|exactly)\b\.?|[=~≈])\s*"
)
_SIGN = re.compile(r"(?:(minus|negative)\b|([-−–])|plus\b|\+)\s*")
_MONEY = re.compile(r"(us\$|usd|eur|gbp|[$€£₽])\s*")
_TURNS = re.compile(
    r"\b(?:not|no|never|isn'?t|less|fewer|more|over|under|above|below|at least|at most|up to|"
    r"almost|nearly|between|from|than|or)\b|[<>≤≥≠!±¬]"
)


def words_for(unit: str) -> set[str]:
    """Return the words that name a unit, in lower case; its singular among them."""
    known = {unit, *UNITS.get(unit, ())}
    if unit.endswith("ies"):
        known.add(unit[:-3] + "y")
    elif unit.endswith("s"):
        known.add(unit[:-1])
    return known


def named_unit(text: str) -> str:
    """Return the known unit that a text names, or an empty text."""
    return next((unit for unit in UNITS if text in words_for(unit)), "")


def split_unit(unit: str) -> tuple[float, str]:
    """Return the scale and the bare unit: 'billion dollars' is 1e9 and 'dollars'."""
    first, _, rest = unit.partition(" ")
    return (SCALES[first], rest) if first in SCALES else (1.0, unit)


def read(given: Any, wanted: str) -> tuple[float, bool]:
    """Return a plain answer as a number in the unit `wanted`, and whether it stood alone.

    Raises:
        Unreadable: it is not one finite number, or what stands around it is not understood.
    """
    scale, unit = split_unit(wanted)
    value = single(given)
    if isinstance(value, list) and len(value) == 2 and all(type(v) is int for v in value):
        raise Unreadable(
            "With a comma between them Python reads two numbers. Write a decimal point, as in "
            '12.5, or quotation marks, as in "12,5".'
        )
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Unreadable(_wanted(unit))
    if not isinstance(value, str):
        number, times, alone = _finite(value), 1.0, True
    else:
        number, times, named = _parse(value, unit)
        alone = not named and times == 1
        if named and named != unit:
            number *= _factor(unit, named, wanted)
    if scale == 1:
        return number * times, alone
    # A sum spelt out in full, as 9000000000 or '9000 million', is read in the scale wanted.
    spelt = not alone or abs(number) >= scale / 10
    return (number * times / scale if spelt else number), alone and not spelt


def _wanted(unit: str) -> str:
    after = f", such as 12 or 3.5 ({unit or 'no unit'})"
    return f"One number is wanted here{after}."


def _parse(given: str, unit: str) -> tuple[float, float, str]:
    """Return the number in a text, the scale words after it multiplied, and the unit named."""
    if len(given) > _LONGEST:
        raise Unreadable(f"That is too long. {_wanted(unit)}")
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in given.casefold())
    text = text.strip(" \n\t\u00a0*_`\"'“”„‘’«»").rstrip(" .!…").removesuffix("\u202f")
    if turn := _TURNS.search(text):
        raise Unreadable(f"{quoted(turn.group(0))} leaves the number open. {_wanted(unit)}")
    rest = text
    while about := _ABOUT.match(rest):
        rest = rest[about.end() :]
    rest, money = _cut(_MONEY, rest)
    rest, sign = _cut(_SIGN, rest)
    if not money:
        rest, money = _cut(_MONEY, rest)
    found = [(m, mark) for form, mark in _FORMS if (m := form.match(rest))]
    if not found:
        raise Unreadable(_wanted(unit))
    token, mark = max(found, key=lambda one: one[0].end())
    rest = rest[token.end() :]
    if re.search(r"\d", rest):
        sums = "A sum is written without quotation marks." if re.search(r"[/*+]", rest) else ""
        raise Unreadable(f"There is more than one number in that. {_wanted(unit)}", sums)
    number = _finite(_decimal(token.group(0), mark))
    if sign and not sign.startswith(("plus", "+")):
        number = -number
    rest, times = _scaled(rest.strip(), unit)
    return number, times, _named(money, rest, unit)


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.match(text)
    return (text[match.end() :], match.group(0).strip()) if match else (text, "")


def _decimal(token: str, mark: str) -> str:
    token = re.sub(_GAP, "", token)
    thousands = "." if mark == "," else ","
    return token.replace(thousands, "").replace(mark, ".")


def _scaled(rest: str, unit: str) -> tuple[str, float]:
    """Cut the words of scale off what follows a number; single letters only after money."""
    times, money = 1.0, unit in MONEY
    while word := re.match(r"([a-z]+)\b\.?\s*(?:of\b\s*)?", rest):
        name = word.group(1)
        if name not in SCALES or (len(name) == 1 and not money):
            break
        times, rest = times * SCALES[name], rest[word.end() :]
    return rest, times


def _named(money: str, rest: str, unit: str) -> str:
    """Return the unit that stands before or after a number, or an empty text.

    Raises:
        Unreadable: a word stands there that names no unit, or two units.
    """
    named = []
    for text in filter(None, (money, " ".join(rest.strip(" .").split()))):
        known = unit if unit and text in words_for(unit) else named_unit(text)
        if not known:
            raise Unreadable(f"I do not know {quoted(text)} beside a number. {_wanted(unit)}")
        named.append(known)
    if len(set(named)) > 1:
        raise Unreadable(f"That names two units. {_wanted(unit)}")
    return named[0] if named else ""


def _factor(unit: str, named: str, wanted: str) -> float:
    try:
        return CONVERSIONS[unit, named]
    except KeyError:
        asked = f"the answer is wanted in {wanted}" if unit else "a number without a unit is wanted"
        raise Unreadable(f"{quoted(named)} is another unit: {asked}.") from None


def _finite(value: float | str) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise Unreadable("A finite number is wanted here.")
    return number
