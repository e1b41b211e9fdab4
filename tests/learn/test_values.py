"""Values of every type, size and nesting: one sentence, no traceback, within a second."""

import collections
import datetime as dt
import decimal
import fractions
import io
import itertools
import math
import time
import types

import numpy as np
import pandas as pd
import pytest

from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Choice, Names, Number, Order, Sorting
from course.learn.essays import Essay
from course.learn.reading import LONGEST_TEXT, Unreadable, plain

KINDS = {
    "number": (Number("per cent", 0.3, percent=True), 93.2),
    "cost": (Number("billion dollars", 0.1), 5),
    "choice": (Choice({"A": "chance", "B": "asking"}), "B"),
    "names": (Names(("Czechia", "Poland", "Romania")), {"Czechia", "Poland"}),
    "order": (Order({"A": "signed", "B": "ratified"}), "BA"),
    "sorting": (Sorting({"a": "one", "b": "two"}, {"x": "in", "y": "out"}), {"a": "x", "b": "y"}),
    "essay": (Essay(120, 180, ("Could it be wrong?",)), None),
}


def fail(*_, **__):
    raise RuntimeError("a method of the learner's own")


RAISING = [
    "__str__", "__repr__", "__eq__", "__hash__", "__float__", "__int__", "__index__", "__iter__",
    "__len__", "__bool__", "__getattribute__", "__contains__", "__getitem__", "__next__",
    "__format__", "__array__", "__abs__", "__lt__", "__complex__", "__round__",
]  # fmt: skip


def hostile(base, *names):
    return types.new_class(
        "Hostile", (base,), {}, lambda body: body.update(dict.fromkeys(names, fail))
    )


def in_array(value):
    array = np.empty(1, dtype=object)
    array[0] = value
    return array


def endless(depth=0):
    while True:
        yield endless() if depth else 1


def nested(make, depth):
    value = make([1])
    for _ in range(depth):
        value = make([value])
    return value


def recursive():
    own = []
    own.append(own)
    table = {}
    table["a"] = table
    array = np.empty((), dtype=object)
    array[()] = array
    column = pd.Series([None], dtype=object)
    column.iloc[0] = column
    return [own, (own, own), table, array, column, [table, own], {"a": own}]


class Lies:
    """An object that lies about its class."""

    @property
    def __class__(self):
        return str


class LiesLoudly:
    @property
    def __class__(self):
        raise RuntimeError("no class")


class Meta(type):
    def __instancecheck__(cls, other):
        raise RuntimeError

    @property
    def __name__(cls):
        raise RuntimeError

    def __repr__(cls):
        raise RuntimeError


class OfMeta(metaclass=Meta):
    pass


MANY = "9" * 20_000
ODD = {
    "numpy scalars": [
        np.int8(5), np.uint64(2**64 - 1), np.float16(5), np.longdouble("1e400"), np.bool_(True),
        np.complex128(5), np.str_("B"), np.bytes_(b"B"), np.void(b"ab"), np.float64("nan"),
        np.timedelta64(69, "M"), np.timedelta64(5, "D"), np.timedelta64("NaT"), np.ma.masked,
        np.datetime64("2009-09-17"), np.float64("inf"), np.timedelta64(5, "ns"), np.longdouble(5),
    ],
    "arrays": [
        np.array(5.0), np.array("B"), np.array(None), np.array([]), np.zeros((3, 3)),
        np.zeros(10**7),
        np.array([1, "a", None], dtype=object), np.ma.masked_array([1], mask=[True]),
        np.array([np.timedelta64(5, "D")]), np.rec.array([(1, "a")]), np.zeros((1,) * 20),
        np.array(["B"] * 10**6), np.array([b"B"]), np.arange(5)[::-1], np.array([[5]]),
    ],
    "pandas": [
        pd.NA, pd.NaT, pd.Timestamp("2009-09-17"), pd.Timedelta(days=5), pd.Interval(0, 1),
        pd.Period("2009"), pd.Series([], dtype=object), pd.Series(["Poland", pd.NA]), pd.Index([]),
        pd.Series([1.5, 2.5]), pd.Series({"a": "x", "b": "y"}), pd.DataFrame({"a": [1], "b": [2]}),
        pd.DataFrame(), pd.MultiIndex.from_tuples([("a", "b")]), pd.Categorical(["Poland"]),
        pd.Series(["B"], dtype="category"), pd.array([1, None]), pd.DataFrame({"a": range(10**6)}),
        pd.DataFrame({"a": ["Poland"], "b": [1]}).groupby("a"), pd.date_range("2009", periods=3),
        pd.Series(range(10**6)), pd.Series(["x"], index=pd.MultiIndex.from_tuples([("a", "b")])),
    ],
    "numbers": [
        decimal.Decimal("93.2"), decimal.Decimal("NaN"), decimal.Decimal("sNaN"),
        decimal.Decimal("1e999999"), decimal.Decimal("Infinity"), fractions.Fraction(932, 10),
        fractions.Fraction(10**5000, 3), 5j, 10**5000, -(10**5000), 10**400, math.nan, math.inf,
        -math.inf, 5e-324, 1.7e308, True, 2**63, hostile(float, *RAISING[:12])(5.0),
    ],
    "text": [
        "x" * 10**6, MANY, MANY + " per cent", "9 " * 9000, "9," * 9000, "1.1." * 5000,
        "-" * 20_000,
        " " * 20_000 + "x", "(" * 20_000, "and " * 5000, "a/b" * 6000, ("1" * 100 + ".") * 190,
        "not " * 5000, "B " * 9000, "*" * 20_000 + "B", "²³¹", "\u202e93", "\x00", "\ud800",
        "2009" * 5000, "1" * 15 + "," + "1" * 19_000, "grade " * 3000, "http://" + "a" * 19_000,
        "e" + "\u0301" * 19_000, "\n" * 20_000 + "1", "NATO " * 4000, "%" * 20_000, "𝟗𝟑",
    ],
    "nesting": [
        *recursive(), nested(list, 5000), nested(tuple, 5000), nested(lambda x: {"a": x[0]}, 5000),
        [[[[[1]]]]], [[], [[]]], {"a": {"b": {"c": 1}}}, [list(range(1000))] * 1000,
        [[["x"] * 100] * 100] * 100, nested(frozenset, 3), [None] * (10**6),
    ],
    "endless": [
        endless(), endless(1), itertools.count(), itertools.repeat("B"), itertools.cycle("AB"),
        (x for x in itertools.count()), map(str, itertools.count()), range(10**18), zip(endless()),
        iter(lambda: 1, 2), [endless(1)], {"a": endless()},
    ],
    "objects": [
        object(), Lies(), LiesLoudly(), OfMeta(), OfMeta, int, print, lambda: 5, math,
        io.StringIO("B"),
        io.BytesIO(b"B"), b"B", bytearray(b"B"), memoryview(b"B"), NotImplemented, ..., None,
        dt.date(2009, 9, 17), dt.timedelta(days=5), dt.time(5), collections.deque(["B"]),
        collections.Counter("B"), collections.OrderedDict(a="x", b="y"), {"a": 1}.items(),
        types.SimpleNamespace(a=1), RuntimeError("x"), slice(1), {1, "a", None}, {(1, 2): "x"},
        collections.ChainMap({"a": "x"}), collections.UserString("B"), collections.UserList(["B"]),
        *(hostile(object, name)() for name in RAISING), hostile(object, *RAISING)(),
        *(hostile(base, *RAISING)() for base in (str, int, list, dict, set, tuple, float)),
        hostile(Exception, *RAISING)(),
        [hostile(object, *RAISING)()], {"a": hostile(object, *RAISING)()},
        {"a": hostile(str, "__str__", "__eq__")("x")}, in_array(hostile(object, *RAISING)()),
        pd.Series([hostile(object, "__eq__", "__bool__")()]),
    ],
}  # fmt: skip
# By name: pytest itself asks a parameter for its class, its length and its words.
VALUES = {f"{group} {n}": value for group, all_ in ODD.items() for n, value in enumerate(all_)}
RIGHT = {
    "number": {"numbers 0", "numbers 5", "text 27"},
    "cost": {"numpy scalars 0", "numpy scalars 2", "numpy scalars 17", "numbers 18", "arrays 0",
             "arrays 14"},
    "choice": {"numpy scalars 6", "arrays 1", "pandas 15", "objects 20"},
    "sorting": {"pandas 10", "objects 22"},
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_answered_in_words_and_at_once(name, monkeypatch):
    for word, (kind, reference) in KINDS.items():
        task = exercises.Exercise(word, "", kind, lambda r=reference: r, "Why.", ("", "", ""), ())
        monkeypatch.setattr(exercises, "exercise", lambda identifier, task=task: task)
        began = time.perf_counter()
        said = str(exercises.check(word, VALUES[name]))
        assert time.perf_counter() - began < 1, word
        assert said.startswith(("**Right", "**Not", "**I cannot read", "**Read, not mark")), word
        assert len(said) < 1500
        assert said.startswith("**Right") == (name in RIGHT.get(word, ())), (word, said)


@pytest.mark.parametrize("name", list(VALUES)[::7])
def test_a_prediction_and_a_name_of_an_exercise_are_as_safe(name):
    value = VALUES[name]
    key = next(g for u in exercises.units() for g in exercises.lesson(u.slug).predictions)
    assert str(exercises.predict(key, value)).startswith(("**Pred", "**I cannot", "**Committed"))
    if type(value) is not str:
        with pytest.raises(CourseError, match="comes first, between quotation marks"):
            exercises.check(value)
    exercises.forget()


def test_a_text_is_read_up_to_a_length_and_refused_beyond_it():
    assert plain("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    with pytest.raises(Unreadable, match=r"20,001 characters; up to 20,000"):
        plain("x" * (LONGEST_TEXT + 1))
