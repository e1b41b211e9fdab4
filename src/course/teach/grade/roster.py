"""The class: a CSV of learners, as a spreadsheet or Moodle's grading worksheet has it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError, shown
from course.learn.reading import words

_LARGEST = 5_000_000
_NAMES = {
    # what a column may be called: what it holds
    **dict.fromkeys(("name", "full name", "learner", "student", "student name"), "name"),
    **dict.fromkeys(("first name", "firstname", "given name", "forename"), "first"),
    **dict.fromkeys(("surname", "last name", "lastname", "family name"), "last"),
    **dict.fromkeys(("id", "identifier", "participant", "id number", "student id"), "number"),
    **dict.fromkeys(("email", "e mail", "email address", "mail"), "email"),
    **dict.fromkeys(("username", "user name", "login", "user"), "username"),
    **dict.fromkeys(("deadline", "due", "due date", "extension"), "deadline"),
    **dict.fromkeys(
        ("submitted", "last modified submission", "submission date", "handed in"), "submitted"
    ),
}
_DATES = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"),
    *("%d %B %Y, %I:%M %p", "%d %B %Y, %H:%M", "%d %B %Y %H:%M", "%d %b %Y, %H:%M"),
    *("%d.%m.%Y %H:%M", "%d %b %Y, %I:%M %p"),
)
_DAYS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d.%m.%Y")


@dataclass(frozen=True)
class Learner:
    """A learner as the roster has them; what it does not say is empty."""

    name: str
    number: str = ""
    email: str = ""
    username: str = ""
    deadline: dt.datetime | None = None
    submitted: dt.datetime | None = None


def read(path: Path) -> list[Learner]:
    """Read a roster.

    Raises:
        CourseError: it is no CSV with a column of names, or a date in it cannot be read.
    """
    rows = table(path)
    if not rows or not {"name", "first", "last"} & set(rows[0]):
        raise CourseError(
            f"{path.name} has no column of names. Its first line should name the columns, one of "
            "them 'name' (or 'first name' and 'surname'); 'id', 'email' and 'deadline' may follow."
        )
    found = []
    for at, row in enumerate(rows, start=2):
        name = row.get("name") or " ".join(filter(None, (row.get("first"), row.get("last"))))
        if not name:
            continue
        dates = {}
        for what in ("deadline", "submitted"):
            try:
                dates[what] = moment(row.get(what, ""), end=what == "deadline")
            except ValueError:
                raise CourseError(
                    f"{path.name}, row {at}: {shown(row[what])} is no date that can be read for "
                    "certain. Write it as 2026-12-01 23:59."
                ) from None
        number = re.sub(r"\D", "", row.get("number", "")) or row.get("number", "")
        found.append(Learner(name, number, row.get("email", ""), row.get("username", ""), **dates))
    return found


def table(path: Path, known: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    """Return the rows of a CSV that a spreadsheet wrote, by what its columns are called.

    Args:
        path: the file; commas, semicolons or tabs, in UTF-8, UTF-16 or the letters of Windows.
        known: what a column may be called in small letters, and what it holds; what is not named
            there keeps its own name.

    Raises:
        CourseError: it cannot be opened, or is no text.
    """
    known = _NAMES if known is None else known
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from None
    if len(raw) > _LARGEST or raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CourseError(
            f"{path.name} is no CSV. Save it from the spreadsheet as 'CSV UTF-8 (comma delimited)'."
        )
    text = _text(raw)
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(",;\t", key=first.count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text), delimiter=sign) if any(row)]
    except csv.Error as error:
        raise CourseError(f"{path.name} is no CSV that can be read ({error}).") from None
    if not lines:
        raise CourseError(f"{path.name} is empty.")
    header = [known.get(words(name), name.strip()) for name in lines[0]]
    return [
        dict(zip(header, (plain_cell(cell) for cell in row), strict=False)) for row in lines[1:]
    ]


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def plain_cell(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if re.match(r"'[=+\-@\t\r]", text) else text


def moment(text: str, *, end: bool = False) -> dt.datetime | None:
    """Read a moment; an empty text is None, and a day alone is its beginning, or its `end`.

    Raises:
        ValueError: it cannot be read, or it could be one of two days.
    """
    text = re.sub(r"^[A-Za-z]+day,?\s+", "", " ".join(text.split()))
    if text in ("", "-"):
        return None
    for form in _DATES:
        try:
            return dt.datetime.strptime(text, form)
        except ValueError:
            continue
    for form in _DAYS:
        try:
            day = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        return day.replace(hour=23, minute=59, second=59) if end else day
    raise ValueError(text)


class Roster:
    """Finds whose a file is."""

    def __init__(self, learners: Sequence[Learner]) -> None:
        """Take the learners of a class; none, where there is no roster."""
        self.learners = list(learners)
        self._by_name = _unique((_key(one.name), one) for one in learners)
        self._by_number = _unique((one.number, one) for one in learners if one.number)
        logins = ((one.username or one.email.partition("@")[0], one) for one in learners)
        self._by_login = _unique((login.lower(), one) for login, one in logins if login)

    def find(self, whose: str, number: str) -> Learner | None:
        """Return the one learner that a file's path names, or None."""
        return (
            self._by_number.get(number)
            or self._by_name.get(_key(whose))
            or self._by_login.get(whose.lower())
            or self._by_number.get(whose)
        )


def _key(name: str) -> str:
    """Return a name as compared: its words in any order."""
    return " ".join(sorted(words(name).split()))


def _unique(pairs: Iterable[tuple[str, Learner]]) -> dict[str, Learner]:
    found: dict[str, list[Learner]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1 and key}
