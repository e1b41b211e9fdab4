"""Small statistics for policy evidence: intervals, agreement, scores, prices. Each is cited.

Only Python's standard library is used, so that a reader can follow every step. Shares are
between 0 and 1 unless a name says `percent`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from statistics import NormalDist
from typing import NamedTuple

from course.errors import CourseError

NORMAL_95 = NormalDist().inv_cdf(0.975)
"""The normal deviate of 95 per cent: the lower end for n of n is n / (n + its square)."""


class Agreement(NamedTuple):
    """How far two coders agree: observed and expected shares (0 to 1), and Cohen's kappa."""

    observed: float
    expected: float
    kappa: float


def _number(value: float, name: str) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise CourseError(f"{name} is {value!r}, which is not a number.") from None
    if not math.isfinite(number):
        raise CourseError(
            f"{name} is {value}: it is missing or not finite. Leave such rows out, and say so."
        )
    return number


def _share(value: float, name: str) -> float:
    number = _number(value, name)
    if not 0 <= number <= 1:
        hint = f" Did you mean {number / 100:g}?" if 1 < number <= 100 else ""
        raise CourseError(f"{name} is {number:g}, but a share lies between 0 and 1.{hint}")
    return number


def _z(confidence: float) -> float:
    level = _share(confidence, "confidence")
    if not 0 < level < 1:
        raise CourseError(f"confidence is {level:g}; it must lie between 0 and 1, such as 0.95.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def _count(value: float, name: str, least: int) -> int:
    number = _number(value, name)
    if number != int(number) or number < least:
        raise CourseError(f"{name} is {number:g}; it must be a whole number, at least {least}.")
    return int(number)


def wilson_interval(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval for a share seen `successes` times in `n` trials.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal
    of the American Statistical Association 22 (1927), pp. 209-212. Preferred for few trials:
    L. D. Brown, T. T. Cai and A. DasGupta, "Interval Estimation for a Binomial Proportion",
    Statistical Science 16 (2001), pp. 101-133. It assumes that the trials are alike and do not
    influence each other, which a series of scripted tests may not be.

    Args:
        successes: count of successes, 0 to `n`.
        n: count of trials, at least 1.
        confidence: level, between 0 and 1.

    Returns:
        `(low, high)`, shares between 0 and 1.

    Raises:
        CourseError: more successes than trials, no trials, or a count that is not whole.

    >>> low, high = wilson_interval(8, 10)
    >>> round(low, 2), round(high, 2)
    (0.49, 0.94)
    """
    n = _count(n, "n", 1)
    hits = _count(successes, "successes", 0)
    if hits > n:
        raise CourseError(f"{hits} successes in {n} trials: there cannot be more than {n}.")
    z = _z(confidence)
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == n else middle + half
    return low, high


def poll_margin(share_percent: float, n: int, confidence: float = 0.95) -> float:
    """Return the half-width of the confidence interval of a poll's share, in percentage points.

    Normal approximation for simple random sampling: W. G. Cochran, "Sampling Techniques" (3rd
    edition, Wiley, 1977), section 3.2. Real polls are weighted, clustered or drawn from panels,
    so their true margin is wider; and no margin covers the wording of the question, who refused,
    or who paid.

    Args:
        share_percent: share who gave the answer, 0 to 100.
        n: count of people asked, at least 1.
        confidence: level, between 0 and 1.

    Raises:
        CourseError: a share outside 0 to 100, or nobody asked.

    >>> round(poll_margin(50, 1000), 1)
    3.1
    """
    percent = _number(share_percent, "share_percent")
    if not 0 <= percent <= 100:
        raise CourseError(f"share_percent is {percent:g}; a percentage lies between 0 and 100.")
    n = _count(n, "n", 1)
    p = percent / 100
    return 100 * _z(confidence) * math.sqrt(p * (1 - p) / n)


def _paired(first: Iterable[Hashable], second: Iterable[Hashable]) -> list[tuple]:
    one, two = list(first), list(second)
    if len(one) != len(two):
        raise CourseError(
            f"The first coder has {len(one)} codes and the second {len(two)}. Both must code the "
            "same items in the same order."
        )
    if not one:
        raise CourseError("There are no codes to compare.")
    for k, codes in enumerate(zip(one, two, strict=True), start=1):
        if any(code is None or code != code or code == "" for code in codes):
            raise CourseError(
                f"Item {k} lacks a code. Code every item, or leave it out for both coders."
            )
    return list(zip(one, two, strict=True))


def percent_agreement(first: Iterable[Hashable], second: Iterable[Hashable]) -> float:
    """Return the percentage of items, 0 to 100, to which two coders gave the same code.

    It is easy to read but flatters: two coders who guess also agree now and then, which
    `cohen_kappa` allows for. M. Lombard, J. Snyder-Duch and C. C. Bracken, "Content Analysis in
    Mass Communication", Human Communication Research 28 (2002), pp. 587-604.

    Args:
        first: one code an item.
        second: the other coder's codes for the same items, in the same order.

    Raises:
        CourseError: lists of different length, empty lists, or an item without a code.
    """
    pairs = _paired(first, second)
    return 100 * sum(a == b for a, b in pairs) / len(pairs)


def cohen_kappa(first: Iterable[Hashable], second: Iterable[Hashable]) -> Agreement:
    """Return how far two coders agree beyond what chance alone would give.

    J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological
    Measurement 20 (1960), pp. 37-46: kappa = (observed - expected) / (1 - expected). 1 is full
    agreement, 0 what chance would give, below 0 less than that. All disagreements count alike.

    Args:
        first: one code an item.
        second: the other coder's codes for the same items, in the same order.

    Raises:
        CourseError: lists of different length, empty lists, an item without a code, or both
            coders using one and the same code throughout, which leaves kappa undefined.

    >>> cohen_kappa(["yes", "yes", "no", "no"], ["yes", "no", "no", "no"])
    Agreement(observed=0.75, expected=0.5, kappa=0.5)
    """
    pairs = _paired(first, second)
    n = len(pairs)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(one[code] * two[code] for code in one) / (n * n)
    if len(one) == 1 and one.keys() == two.keys():
        raise CourseError(
            "Both coders gave every item the same single code, so chance alone would agree as "
            "often: kappa is undefined. Report the percentage, or add items that differ."
        )
    return Agreement(observed, expected, (observed - expected) / (1 - expected))


def brier_score(forecasts: Sequence[float], outcomes: Sequence[float]) -> float:
    """Return the mean squared distance between forecast probabilities and what happened.

    G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather
    Review 78 (1950), pp. 1-3, in today's usual form for yes-or-no events (Brier's own sum counts
    both answers and is twice as large). 0 is perfect; always saying 0.5 scores 0.25.

    Args:
        forecasts: probabilities, 0 to 1.
        outcomes: 1 or true where it happened, 0 or false where not, in the same order.

    Raises:
        CourseError: lists of different length or empty, a probability outside 0 to 1, or an
            outcome that is neither 0 nor 1 (a forecast that cannot yet be judged has no score).

    >>> round(brier_score([0.9, 0.2], [1, 0]), 3)
    0.025
    """
    given, seen = list(forecasts), list(outcomes)
    if len(given) != len(seen):
        raise CourseError(
            f"There are {len(given)} forecasts but {len(seen)} outcomes. Give one of each for "
            "every event; a decimal has a point, as in 0.9, since a comma begins the next number."
        )
    if not given:
        raise CourseError("There are no forecasts to score.")
    total = 0.0
    for k, (forecast, outcome) in enumerate(zip(given, seen, strict=True), start=1):
        happened = _number(outcome, f"Outcome {k}")
        if happened not in (0, 1):
            raise CourseError(f"Outcome {k} is {happened:g}; write 1 (happened) or 0 (did not).")
        total += (_share(forecast, f"Forecast {k}") - happened) ** 2
    return total / len(given)


def deflate(amount: float, from_index: float, to_index: float) -> float:
    """Return an amount of money in the prices of another year.

    amount * to_index / from_index: International Labour Organization and others, "Consumer Price
    Index Manual: Concepts and Methods" (2020), chapter 1.

    Args:
        amount: money in the prices of its own year.
        from_index: price index of that year.
        to_index: price index, from the same series and base, of the year wanted.

    Returns:
        The amount in the prices of the year wanted, in the same currency.

    Raises:
        CourseError: an index that is not above 0.

    >>> deflate(100, from_index=50, to_index=75)
    150.0
    """
    amount = _number(amount, "amount")
    before, after = _number(from_index, "from_index"), _number(to_index, "to_index")
    for name, index in (("from_index", before), ("to_index", after)):
        if index <= 0:
            raise CourseError(f"{name} is {index:g}; a price index is above 0.")
    return amount * after / before


def share_after_overclaim(intercepted: float, fired: float, overclaim: float) -> float:
    """Return the share intercepted if part of the claimed interceptions did not happen.

    intercepted * (1 - overclaim) / fired. A scenario, not an estimate: it shows how much a
    result hangs on trust in the claim. That such corrections can be large is shown by the Patriot
    claims of 1991: US General Accounting Office, "Operation Desert Storm: Data Does Not Exist to
    Conclusively Say How Well Patriot Performed", GAO/NSIAD-92-340 (1992).

    Args:
        intercepted: interceptions claimed, count.
        fired: missiles or drones fired, count, at least 1.
        overclaim: share of the claims taken to be false, 0 to 1.

    Returns:
        A share between 0 and 1.

    Raises:
        CourseError: more interceptions than were fired, nothing fired, or a share outside 0 to 1.

    >>> share_after_overclaim(80, 100, 0.25)
    0.6
    """
    hits, shots = _number(intercepted, "intercepted"), _number(fired, "fired")
    if shots <= 0:
        raise CourseError(f"fired is {shots:g}; nothing was fired, so there is no share.")
    if not 0 <= hits <= shots:
        raise CourseError(
            f"intercepted is {hits:g}; it must lie between 0 and the {shots:g} fired."
        )
    return hits * (1 - _share(overclaim, "overclaim")) / shots


def layered_leakage(probabilities: Iterable[float]) -> float:
    """Return the share that gets through several layers of defence, one after another.

    The product of (1 - p) over the layers: D. A. Wilkening, "A Simple Model for Calculating
    Ballistic Missile Defense Effectiveness", Science and Global Security 8 (1999), pp. 183-215.
    It assumes that layers fail independently. Layers that share a radar, a command system or a
    blind spot fail together, and then more gets through than this says.

    Args:
        probabilities: chance that each layer stops one object, 0 to 1, at least one layer.

    Returns:
        A share between 0 and 1.

    Raises:
        CourseError: no layer, or a probability outside 0 to 1.

    >>> layered_leakage([0.5, 0.5])
    0.25
    """
    layers = [_share(p, f"Layer {k}") for k, p in enumerate(probabilities, start=1)]
    if not layers:
        raise CourseError("Give at least one layer, such as [0.8].")
    return math.prod(1 - p for p in layers)
