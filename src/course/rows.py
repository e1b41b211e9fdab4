"""Tables as DataFrames in which a mistyped name gives one sentence that offers the nearest ones.

pandas answers a mistyped column with a page of traceback that ends in the name alone, and each of
its methods in other words. Here it is one sentence, wherever the name was written: in square
brackets, as an attribute, in `loc`, or handed to a method such as `groupby` or `query`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from course.errors import DataError, nearest, shown


class UnknownColumn(DataError, KeyError, AttributeError):
    """A name that a table does not have; also the errors that pandas' own code expects."""

    def __init__(
        self, where: str, what: str, name: str, known: Iterable[Any], kind: type | None = None
    ) -> None:
        """Say that `where` (such as "Table polls") has no `what` (such as "column") `name`.

        `known` are the names to offer; where none of them is near, those of the class `kind`.
        """
        super().__init__(name)
        self._parts = (where, what, name, [k for k in known if isinstance(k, str)], kind)

    def __str__(self) -> str:
        # Put together only when it is read: pandas asks for attributes that are not there, often.
        where, what, name, known, kind = self._parts
        hint = nearest(name, known)
        if kind and not hint.startswith("Did"):
            method = nearest(name, (one for one in dir(kind) if not one.startswith("_")))
            hint = method if method.startswith("Did") else hint
        return f"{where} has no {what} {shown(name)}. {hint}"


def _name(frame: Any) -> str:
    table = getattr(frame, "attrs", {}).get("table")
    return f"Table {table}" if table else "This table"


def _lacks(frame: pd.DataFrame, name: Any) -> bool:
    return isinstance(name, str) and name not in frame.columns and name not in frame.index.names


def _first_missing(frame: pd.DataFrame, asked: Any) -> str | None:
    names = asked if isinstance(asked, (list, pd.Index)) else [asked]
    return next((name for name in names if _lacks(frame, name)), None)


def _words(given: Any) -> Iterator[str]:
    """Yield every text in the arguments of a call, however they are nested."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for key, value in given.items():
            yield from (*_words(key), *_words(value))
    elif isinstance(given, (list, tuple, set, pd.Index)):
        for one in given:
            yield from _words(one)


def _explained(frame: pd.DataFrame, error: Exception, args: tuple, kwargs: dict) -> Exception:
    """Return the error to raise in place of one that a method of `frame` raised."""
    if isinstance(error, UnknownColumn):
        # Raised by a part of the table that pandas had made: offer the names of all of it.
        where, _, name, known, _ = error._parts
        part = where == _name(frame) and set(known) < set(frame.columns) and _lacks(frame, name)
        return UnknownColumn(where, "column", name, frame.columns) if part else error
    said = " ".join(map(str, error.args))
    undefined = re.fullmatch(r"name '(.+)' is not defined", said)
    names = [undefined[1]] if undefined else [*_words(args), *_words(tuple(kwargs.values()))]
    others = [one for one in (*args, *kwargs.values()) if isinstance(one, pd.DataFrame)]
    for name in names:
        if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            continue
        right = others if name in _words(kwargs.get("right_on", ())) else [frame, *others]
        for one in right:
            if _lacks(one, name):
                return UnknownColumn(_name(one), "column", name, one.columns)
    return error


# Methods to which the name of a column can be given. What else they raise passes through.
_METHODS = (
    *("agg", "aggregate", "apply", "astype", "corrwith", "drop", "drop_duplicates", "dropna"),
    *("duplicated", "eval", "explode", "join", "melt", "merge", "nlargest", "nsmallest", "pivot"),
    *("pivot_table", "query", "rename", "resample", "rolling", "sample", "set_index"),
    *("sort_values", "to_csv", "to_html", "to_latex", "to_string", "transform", "value_counts"),
    *("xs", "__delitem__"),
)
_GROUPED = ("agg", "aggregate", "apply", "transform", "value_counts", "__getitem__")


def _guarded(method: Callable[..., Any], frame_of: Callable[[Any], pd.DataFrame]) -> Any:
    @functools.wraps(method)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (KeyError, NameError, ValueError) as error:
            better = _explained(frame_of(self), error, args, kwargs)
            if better is error:
                raise
            raise better from None

    return call


class _Named:
    """What tables and their columns and rows share: an attribute that is not there is named."""

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)  # type: ignore[misc]
        except AttributeError:
            if name.startswith("_"):
                raise
            raise _no_attribute(self, name) from None


class Cells(_Named, pd.Series):
    """A column or a row of a table; a row asked for a column that is not there says so."""

    @property
    def _constructor(self) -> type[Cells]:
        return Cells

    @property
    def _constructor_expanddim(self) -> type[Rows]:
        return Rows

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            if not isinstance(key, str) or key in self.index:
                raise
            raise UnknownColumn(_name(self), "column or row", key, self.index) from None


class _ByName:
    """The part that `loc` and `at` share: a row or column that is not there is named."""

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)  # type: ignore[misc]
        except KeyError:
            frame = self.obj  # type: ignore[attr-defined]
            if isinstance(key, tuple) and len(key) == 2:
                name = _first_missing(frame, key[1])
                if name is not None:
                    raise UnknownColumn(_name(frame), "column", name, frame.columns) from None
            asked = key[0] if isinstance(key, tuple) and key else key
            for label in asked if isinstance(asked, list) else [asked]:
                if isinstance(label, str) and label not in frame.index:
                    raise UnknownColumn(_name(frame), "row", label, frame.index) from None
            raise


class _Loc(_ByName, type(pd.DataFrame().loc)):  # type: ignore[misc]
    pass


class _At(_ByName, type(pd.DataFrame().at)):  # type: ignore[misc]
    pass


class Grouped(_Named, DataFrameGroupBy):
    """The groups of a table; a mistyped column is answered as the table answers it."""


class Rows(_Named, pd.DataFrame):
    """A DataFrame in which a mistyped column gives one sentence that offers the nearest names."""

    @property
    def _constructor(self) -> type[Rows]:
        return Rows

    @property
    def _constructor_sliced(self) -> type[Cells]:
        return Cells

    def __getitem__(self, key: Any) -> Any:
        try:
            return super().__getitem__(key)
        except KeyError:
            name = _first_missing(self, key)
            if name is None:
                raise
            raise UnknownColumn(_name(self), "column", name, self.columns) from None

    def _get_label_or_level_values(self, key: Any, axis: Any = 0) -> Any:
        # pandas' own way to a column that `pd.merge` and others are given by name.
        try:
            return super()._get_label_or_level_values(key, axis)
        except KeyError:
            if not _lacks(self, key):
                raise
            raise UnknownColumn(_name(self), "column", key, self.columns) from None

    @property
    def loc(self) -> Any:
        """Rows and columns by their names."""
        return _Loc("loc", self)

    @property
    def at(self) -> Any:
        """One cell by the names of its row and column."""
        return _At("at", self)

    def groupby(self, *args: Any, **kwargs: Any) -> Any:
        """Group rows, as in pandas."""
        grouped = super().groupby(*args, **kwargs)
        if type(grouped) is DataFrameGroupBy:
            grouped.__class__ = Grouped
        return grouped


def _no_attribute(asked: Any, name: str) -> UnknownColumn:
    frame = asked.obj if isinstance(asked, Grouped) else asked
    known = frame.columns if isinstance(frame, pd.DataFrame) else frame.index
    return UnknownColumn(_name(frame), "column or method", name, known, type(asked))


for _method in (*_METHODS, "groupby", "assign"):
    setattr(Rows, _method, _guarded(getattr(Rows, _method), lambda rows: rows))
for _method in _GROUPED:
    setattr(Grouped, _method, _guarded(getattr(Grouped, _method), lambda groups: groups.obj))
