"""Answers as a page can give them, to every kind of exercise: right ones, known mistakes, others.

A number and an essay are text; a choice is a key; names are a list; a sorting is an object. Seeded
by the exercise's name.
"""

from __future__ import annotations

import random

from tests.learn.corpus import answers

from course.learn.answers import Choice, Names, Number, Order
from course.learn.essays import Essay
from course.learn.exercises import solution

LETTERS = "0123456789.,-+eE %$€ \u00a0'’~<>kmn bilothrusadcyw()\"“”*_`!…±−–½²٣४①ßİ\u202f\u2009/:;?"
TAILS = (
    "",
    " (CBO, A) 12 of 30 in 2009; ten per cent https://a.b/c",
    " The Guardian's 25 %; 3 km.",
    " 1,031.2 million and 1,031,200 votes; 12,5 per cent, 1,03 of 1,2,3 days.",
)


def given(task, reference, count):
    """Yield at least `count` answers to an exercise that is `worked_out`."""
    draw, kind = random.Random(f"page {task.id}"), task.kind
    if isinstance(kind, Essay):
        yield from ("", "...", *essays(draw, task, count))
        return
    mistakes = [one for m in task.misconceptions.values() for one in m.examples(reference)]
    if isinstance(kind, Number):
        yield from numbers(draw, task, reference, mistakes, count)
    elif isinstance(kind, Choice):
        yield from (*kind.options, "")
    elif isinstance(kind, Names):
        yield from ([], list(reference), *(sorted(kind.read(one)) for one in mistakes))
        for _ in range(count):
            yield [name for name in kind.known if draw.random() < 0.5]
    elif isinstance(kind, Order):
        yield list(reference)
        for _ in range(count):
            yield draw.sample(list(kind.options), len(kind.options))
    else:
        yield from ({}, dict(reference), *(kind.read(one) for one in mistakes))
        for _ in range(count):
            yield sorting(draw, kind, dict(reference))


def numbers(draw, task, reference, mistakes, count):
    forms = [repr(float(reference)), f"{reference:.3f}", f"{reference:.1f} {task.kind.unit}"]
    forms += [str(one) for one in mistakes]
    forms += [str(one) for _, (one, _) in zip(range(count), answers(task, reference), strict=False)]
    yield from forms
    # Halves at the last figure that is shown: rounded to the even one.
    yield from ("91704789725", "91704789735", "1234567890.5", "123456789.25", "-123456789.75")
    for _ in range(count):
        letters = list(draw.choice(forms))
        for _ in range(draw.randint(1, 3)):
            place = draw.randint(0, len(letters))
            if draw.random() < 0.5:
                letters.insert(place, draw.choice(LETTERS))
            elif letters:
                letters.pop(min(place, len(letters) - 1))
        yield "".join(letters)
    for _ in range(count // 4):
        sizes = draw.uniform(-1e6, 1e6), 10 ** draw.uniform(-12, 20), draw.randint(0, 10**12)
        yield str(draw.choice(sizes))


def sorting(draw, kind, answer):
    for _ in range(draw.randint(1, 4)):
        item = draw.choice(list(kind.items))
        if draw.random() < 0.2:
            answer.pop(item, None)
        else:
            answer[item] = draw.choice(list(kind.codes))
    items = list(answer.items())
    draw.shuffle(items)
    return dict(items)


def essays(draw, task, count):
    words = str(solution(task.id)).split()
    for _ in range(max(3, count // 3)):
        start = draw.randint(0, max(0, len(words) - 40))
        yield " ".join(words[start : start + draw.randint(5, 160)]) + draw.choice(TAILS)
