"""Read JSON that people edit, and hold it to a declared shape, each fault one sentence.

The shape is a JSON Schema in which `remedy` ends the message. The walker knows the keywords that
the course uses and no others: the libraries for JSON Schema take longer to start than all the
tables to load. The tests hold it to one of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from course.errors import DataError, nearest, shown

EXACT = 2**53  # no program's numbers are exact beyond it
_KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}
_CALLED = {"object": "an object", "array": "a list", "string": "text", "boolean": "true or false"}
Where = tuple[str | int, ...]
Fault = tuple[Where, str]  # the place in the file, and what is said of it


def read(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        DataError: it cannot be opened or is no JSON; the message names the file and the line.
    """
    return _parsed(_text(path), path.name)


def _text(path: Path) -> str:
    name = path.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            f"There is no {name} in {path.parent}. Is COURSE_DATA set to a folder that holds the "
            "course's tables?"
        ) from None
    except OSError as error:
        raise DataError(
            f"{name} in {path.parent} cannot be opened ({error.strerror}). It must be a file that "
            "you may read; restore it from the repository."
        ) from None
    if raw.startswith(b"\xef\xbb\xbf"):
        raise DataError(
            f"{name}, line 1 begins with a byte order mark, which JSON does not allow. Save the "
            "file again as UTF-8 without it."
        )
    try:
        if 0 in raw:
            raise UnicodeDecodeError("utf-8", raw, raw.index(0), raw.index(0) + 1, "NUL")
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"{name}, line {line}: byte {raw[error.start]:#04x} is not UTF-8 text. The file was "
            "saved in another encoding; save it again as UTF-8, or restore it."
        ) from None
    conflict = re.search(r"^(<{7}|={7}|>{7})( .*)?$", text, re.M)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        raise DataError(
            f"{name}, line {line}: a merge was not finished, and both sides stand in the file. "
            "Copy the file first; then keep the right lines and delete the marks."
        )
    return text


def _parsed(text: str, name: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [key for key, _ in pairs]
            twice = next(key for key in names if names.count(key) > 1)
            raise DataError(f"{name} gives {shown(twice)} twice in one object. Delete one of them.")
        return found

    def exact(digits: str) -> int | float:
        number = float(digits) if re.search("[.eE]", digits) else int(digits[:20])
        vanished = number == 0 and re.search("[1-9]", digits.lower().partition("e")[0])
        if abs(number) > EXACT or vanished:
            raise DataError(
                f"{name} holds the number {shown(digits, 30)[1:-1]}, which no program keeps "
                "exactly. Write one of at most 15 digits."
            )
        return number

    def refuse(word: str) -> None:
        raise DataError(f"{name} holds {word}, which JSON does not know. Write a number or text.")

    try:
        return json.loads(
            text, object_pairs_hook=once, parse_int=exact, parse_float=exact, parse_constant=refuse
        )
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip())
        what = "the file ends too early, so it is cut short" if cut else f"not JSON ({error.msg})"
        raise DataError(
            f"{name}, line {error.lineno}, column {error.colno}: {what}. Restore it from the "
            "repository, or mend this line."
        ) from None
    except RecursionError:
        raise DataError(
            f"{name} is nested more deeply than it can mean. Restore it from the repository."
        ) from None


class Shape:
    """A shape of JSON, as a JSON Schema with remedies declares it."""

    def __init__(self, path: Path) -> None:
        """Read the declaration."""
        self.wanted: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))

    def faults(self, value: Any) -> Iterator[Fault]:
        """Yield where a value is not of this shape, and what to do."""
        yield from self._any(value, self.wanted, ())

    def _resolved(self, wanted: dict[str, Any]) -> dict[str, Any]:
        reference = wanted.get("$ref")
        return self.wanted["definitions"][reference.rpartition("/")[2]] if reference else wanted

    def _any(self, value: Any, wanted: dict[str, Any], where: Where) -> Iterator[Fault]:
        wanted = self._resolved(wanted)
        remedy = wanted["remedy"]
        kinds = wanted["type"] if isinstance(wanted["type"], list) else [wanted["type"]]
        fits = any(
            isinstance(value, _KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
            for kind in kinds
        )
        if not fits:
            yield where, f": {_called(value)} cannot stand here; {remedy}."
        elif isinstance(value, dict):
            yield from self._object(value, wanted, where)
        elif isinstance(value, list) and "enum" not in wanted:
            if len(value) < wanted.get("minItems", 0):
                yield where, f" is empty; {remedy}."
            for number, one in enumerate(value):
                yield from self._any(one, wanted["items"], (*where, number))
        elif not _allowed(value, wanted):
            yield where, f": {shown(value)} cannot stand here; {remedy}."

    def _object(self, value: dict[str, Any], wanted: dict[str, Any], where: Where) -> Iterator[Any]:
        known = wanted.get("properties", {})
        for key in wanted.get("required", ()):
            if key not in value:
                yield where, f" has no '{key}'; {self._resolved(known.get(key, wanted))['remedy']}."
        if len(value) < wanted.get("minProperties", 0):
            yield where, f" is empty; {wanted['remedy']}."
        others = wanted.get("additionalProperties", False)
        names = wanted.get("propertyNames", {}).get("pattern", "")
        for key, one in value.items():
            if key in known:
                yield from self._any(one, known[key], (*where, key))
            elif others is False:
                yield where, f" has {shown(key)}, which says nothing here. {nearest(key, known)}"
            elif not re.search(names, key):
                yield where, f" has {shown(key)}, which is no name of a column."
            else:
                yield from self._any(one, others, (*where, key))


def _allowed(value: Any, wanted: dict[str, Any]) -> bool:
    if "enum" in wanted and value not in wanted["enum"]:
        return False
    if isinstance(value, str):
        return wanted.get("minLength", 0) <= len(value) <= wanted.get("maxLength", 6000) and (
            "pattern" not in wanted or bool(re.search(wanted["pattern"], value))
        )
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value >= wanted.get("minimum", value) and value > wanted.get(
            "exclusiveMinimum", value - 1
        )
    return True


def _called(value: Any) -> str:
    for kind, called in _CALLED.items():
        if isinstance(value, _KINDS[kind]):
            return f"{called} ({shown(value)})" if kind in ("string", "boolean") else called
    return "null" if value is None else f"the number {shown(value, 30)}"
