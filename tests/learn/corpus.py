"""Answers to every exercise, made so that their maker knows whether each is right.

Nothing here uses the package's own reading: a right answer is the reference in a form that a
learner may type, a wrong one is another answer in such a form, or the reference turned round.
Seeded by the exercise's name, the same on every run.
"""

from __future__ import annotations

import decimal
import math
import random

import numpy as np
import pandas as pd

from course.learn.answers import Choice, Names, Number, Order, Sorting
from course.learn.essays import Essay

EACH = 200  # answers an exercise
UNITS = {
    "per cent": ("%", "percent", "per cent"),
    "months": ("months", "month"),
    "minutes": ("minutes", "minute"),
    "days": ("days", "day"),
    "billion dollars": ("billion dollars", "billion", "bn", "bn dollars", "billion US dollars"),
    "percentage points": ("percentage points", "points"),
    "million dollars": ("million dollars", "million", "mn", "mn dollars", "million US dollars"),
    "bodies": ("bodies",),
    "countries": ("countries",),
    "": ("",),
}
OTHER = ("km", "kg", "trillion", "‰", "years", "interceptors", "€", "degrees", "thousand", "x")
TURNED = (
    "minus {}", "-{}", "−{}", "not {}", "less than {}", "more than {}", "at least {}", "up to {}",
    "< {}", ">{}", "≠{}", "!{}", "{} or more", "no {}", "over {}", "under {}", "between {} and 999",
    "{}-999", "{} to 999", "{} ± 1", "never {}", "{}?!x", "almost {}", "{}/1",
)  # fmt: skip
DRESS = ("{}", " {} ", "**{}**", "`{}`", '"{}"', "“{}”", "{}.", "({})", "'{}'", "*{}*", "{}\n")
DENIED = (
    "!{}", "≠{}", "not {}", "no {}", "~{}", "¬{}", "-{}", "neither {}", "anything but {}", "<{}",
    "{} or none", "not: {}", "all but {}", "{} 🚀", "never {}", "ж{}", "{}ж", "^{}", "{} not",
)  # fmt: skip


def answers(task, reference):
    """Yield (answer, whether it is right) for one exercise, `EACH` of them."""
    draw = random.Random(task.id)
    makers = {Number: numbers, Choice: choices, Names: names, Sorting: sortings, Order: orders}
    make = makers.get(type(task.kind), essays)
    for count in range(EACH):
        yield make(draw, task.kind, reference, count % 2 == 0)


def dressed(draw, text):
    return draw.choice(DRESS).format(text)


# -- numbers


def numbers(draw, kind, reference, right):
    if not right and draw.random() < 0.4:  # the very number, turned round or in another unit
        number = f"{reference:.4f}" if draw.random() < 0.5 else f"{reference:.6g}"
        if draw.random() < 0.5:
            return draw.choice(TURNED).format(number), False
        unit = draw.choice([u for u in OTHER if not same(kind, reference, u)])
        return f"{number} {unit}", False
    if right:
        number = reference + draw.uniform(-0.9, 0.9) * kind.tolerance
    else:
        number = wrong_number(draw, kind, reference)
    return number_as(draw, kind, number), right


def same(kind, reference, unit):
    """Say whether a number keeps its value in another unit, as nought or millions would."""
    return reference == 0 or (kind.unit == "" and unit == "x")


def wrong_number(draw, kind, reference):
    """Return a number that is not the reference, nor the reference in another scale."""
    while True:
        number = draw.choice(
            [
                reference + draw.choice([-1, 1]) * kind.tolerance * draw.uniform(1.1, 9),
                reference * draw.choice([10, 0.1, 2, 0.5, -1, 1.2, 1000]),
                draw.uniform(-200, 200),
                float(draw.randint(-50, 5000)),
            ]
        )
        scales = (1, 100, 1e-9) if kind.percent or "billion" in kind.unit else (1,)
        if all(abs(number * scale - reference) > 1.05 * kind.tolerance for scale in scales):
            return number


def number_as(draw, kind, number):
    """Return a number in one of the forms in which it may be typed or passed on."""
    short = f"{number:.4f}".rstrip("0").rstrip(".")
    forms = [
        number, np.float64(number), decimal.Decimal(repr(number)), [number], (number,),
        np.array(number), np.array([number]), pd.Series([number]), short, f"about {short}",
        f"+{short}" if number > 0 else short, f"~{short}",
    ]  # fmt: skip
    if len(short.partition(".")[2]) != 3:  # with three decimals a comma would mean thousands
        forms.append(short.replace(".", ","))
    for unit in UNITS[kind.unit]:
        forms += [f"{short} {unit}", f"{short}{unit}", dressed(draw, f"{short} {unit}").strip("()")]
    if "billion" in kind.unit:
        forms += [f"${short} billion", f"{number * 1000:.1f} million dollars", f"US$ {short}bn"]
        if abs(number) >= 1:
            forms += [round(number * 1e9), f"{round(number * 1e9):,}"]
    if kind.percent and 0.01 < abs(number / 100) < 0.9999:
        forms += [number / 100, f"{number / 100:.6f}"]
    return draw.choice(forms)


# -- choices


def option_as(draw, options, key):
    """Return an option in one of the forms in which it may be typed."""
    said = options[key]
    short = said.partition(":")[0]
    forms = [key, key.lower(), said, said.upper(), f"{key}: {said}", f"{key}) {short}", short]
    forms += [f"**{key}** {said}", f"{key} {short}", dressed(draw, key), dressed(draw, said)]
    return draw.choice(forms) if draw.random() < 0.8 else [draw.choice(forms)]


def choices(draw, kind, reference, right):
    if right:
        return option_as(draw, kind.options, reference), True
    if draw.random() < 0.5:
        return option_as(draw, kind.options, draw.choice(others(kind.options, reference))), False
    other = draw.choice(others(kind.options, reference))
    text = draw.choice([reference, kind.options[reference]])
    both = [
        f"{reference} or {other}",
        f"{reference}, {other}",
        f"{reference}: {kind.options[other]}",
    ]
    forms = [draw.choice(DENIED).format(text), *both, [reference, other], {reference: False}]
    return draw.choice(forms), False


def others(options, reference):
    return [key for key in options if key != reference]


# -- names


def names(draw, kind, reference, right):
    wanted, rest = sorted(reference), [name for name in kind.known if name not in reference]
    if right:
        return names_as(draw, draw.sample(wanted, len(wanted))), True
    denied = draw.choice(DENIED[:11]).format(draw.choice(wanted))
    left = [name for name in wanted if name not in denied]
    forms = [
        names_as(draw, [*wanted, draw.choice(rest)]),
        names_as(draw, draw.sample(rest, draw.randint(1, len(rest)))),
        ", ".join([denied, *left]),
        [denied, *left],
        dict.fromkeys(wanted, False),
        dict.fromkeys(wanted, 1),
        f"{wanted[0]} or {rest[0]}",
        " ".join([*wanted, "only"]),
        ", ".join([*wanted, "Atlantis"]),
        [*wanted, draw.choice([7, True, math.nan, b"x"])],
    ]
    if len(wanted) > 1:
        forms += [names_as(draw, draw.sample(wanted, len(wanted) - 1)), " or ".join(wanted)]
    return draw.choice(forms), False


def names_as(draw, chosen):
    typed = [draw.choice([name, name.upper(), name.lower(), plain(name)]) for name in chosen]
    joined = draw.choice([", ", "; ", "/", " & ", "\n", ",", " / "]).join(typed)
    forms = [
        list(typed), tuple(typed), set(typed), joined, dressed(draw, joined), pd.Series(typed),
        pd.Index(typed), np.array(typed), dict.fromkeys(typed, True), " and ".join(typed),
        pd.DataFrame({"name": typed}), (one for one in list(typed)),
    ]  # fmt: skip
    return draw.choice(forms)


def plain(name):
    return name.replace("ü", "u").replace("ö", "o").replace("ž", "z").replace("ď", "d")


# -- sortings and orders


def sortings(draw, kind, reference, right):
    chosen, form = dict(reference), code_as
    if not right:
        what = draw.choice(["other", "other", "other", "denied", "left", "more", "shape"])
        some = draw.sample(sorted(chosen), draw.randint(1, len(chosen)))
        if what == "other":
            chosen |= {item: draw.choice(others(kind.codes, chosen[item])) for item in some}
        elif what == "denied":
            item = draw.choice(some)
            chosen[item] = draw.choice(DENIED[:11]).format(chosen[item])
            form = lambda draw, kind, code: code  # noqa: E731
        elif what == "left":
            chosen = {item: code for item, code in chosen.items() if item not in some}
        elif what == "more":
            chosen["atlantis"] = next(iter(kind.codes))
        else:
            return draw.choice([list(chosen.values()), str(chosen), list(chosen.items())]), False
    mixed = draw.sample(sorted(chosen), len(chosen))
    typed = {draw.choice([i, i.upper()]): form(draw, kind, chosen[i]) for i in mixed}
    return (pd.Series(typed) if typed and draw.random() < 0.2 else typed), right


def code_as(draw, kind, code):
    if code not in kind.codes:
        return code
    forms = [code, code, code.upper(), kind.codes[code], f" {code} ", f"'{code}'", f"`{code}`"]
    return draw.choice(forms)


def orders(draw, kind, reference, right):
    keys = list(reference)
    while not right and keys == list(reference):
        draw.shuffle(keys)
        keys = keys[: draw.randint(1, len(keys))]
    forms = [
        "".join(keys),
        ", ".join(keys),
        keys,
        " → ".join(keys),
        [kind.options[k] for k in keys],
    ]
    return draw.choice(forms), right


# -- essays


def essays(draw, kind, reference, right):
    assert isinstance(kind, Essay)
    said = [
        "claim",
        "evidence",
        "limit",
        "grade A",
        "2009",
        "70 per cent",
        "NATO",
        "not known",
        "a",
    ]
    return " ".join(draw.choice(said) for _ in range(draw.randint(1, 200))), False
