"""Routes through the course: which sections, in which order, with the minutes of the notebooks.

`lessons/start_here/routes.csv` says what each route takes: a unit, and of its sections all, or
those that `sections` names, or (after "all but") all others. A section is named by its heading or
by its role. The minutes are never written there: they are those of the units' own sections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from course import csvfile, selection
from course.errors import CourseError, nearest, shown
from course.markup import plain
from course.show import Text, markdown_table
from course.units import Section, Unit, unit

FILE = Path(__file__).parents[1] / "lessons" / "start_here" / "routes.csv"
COLUMNS = ["route", "words", "block", "unit", "sections"]
_BUT = "all but: "
_TERM = "term"


@dataclass(frozen=True)
class Stop:
    """One unit on a route: which of its sections are taken, and which are left out."""

    block: str
    unit: Unit
    taken: tuple[Section, ...]
    left_out: tuple[Section, ...]

    @property
    def minutes(self) -> int:
        """The minutes of what is taken."""
        return sum(section.minutes for section in self.taken)


@dataclass(frozen=True)
class Route:
    """A way through the course: its short name, its name in words, its stops in order."""

    name: str
    words: str
    stops: tuple[Stop, ...]

    @property
    def minutes(self) -> int:
        """The minutes of all stops."""
        return sum(stop.minutes for stop in self.stops)

    def blocks(self) -> Iterator[tuple[str, list[Stop]]]:
        """Yield the stops of each block, such as a week."""
        for block, stops in groupby(self.stops, key=lambda stop: stop.block):
            yield block, list(stops)


def routes() -> dict[str, Route]:
    """Return every route by its short name, in the order of the file.

    Raises:
        CourseError: a route names a unit or a section that there is not.
    """
    found: dict[str, Route] = {}
    for name, rows in groupby(listed(), key=lambda row: row["route"]):
        own = list(rows)
        stops = tuple(_stop(row, unit(row["unit"])) for row in own)
        found[name] = Route(name, own[0]["words"], stops)
    return found


def problems(this: Unit) -> Iterator[str]:
    """Yield where a route takes a section that this unit does not have, a sentence each."""
    for row in listed():
        if row["unit"] == this.number:
            try:
                _stop(row, this)
            except CourseError as error:
                yield str(error)


def listed(*, whole: bool = False) -> list[dict[str, str]]:
    """Return the rows of `routes.csv`, as a term has them or (`whole`) as the course does."""
    rows = _read(FILE, FILE.stat().st_mtime_ns)
    edition = None if whole else selection.current()
    return rows if edition is None else [*_in_term(rows, edition)]


def _in_term(rows: list[dict[str, str]], edition: selection.Term) -> Iterator[dict[str, str]]:
    """Yield what the course's routes take of a term; the route of a term is the term itself."""
    for name, group in groupby(rows, key=lambda row: row["route"]):
        of = list(group)
        if name == _TERM:
            for week, numbers in edition.weeks:
                for number in map(edition.number, numbers):
                    yield {**of[0], "block": week, "unit": number, "sections": "all"}
        else:
            for row in of:
                if row["unit"] in edition.units and (taken := _taken(row, edition)):
                    yield {**row, "unit": edition.number(row["unit"]), "sections": taken}


def _taken(row: dict[str, str], edition: selection.Term) -> str:
    """Return the sections that a row names, without those that the term has left out."""
    gone = edition.sections.get(row["unit"], ())
    names = [one.strip() for one in row["sections"].removeprefix(_BUT).split(";")]
    kept = "; ".join(edition.said(one, row["unit"]) for one in names if one not in gone)
    if row["sections"].startswith(_BUT):
        return f"{_BUT}{kept}" if kept else "all"
    return kept


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> list[dict[str, str]]:
    return csvfile.read(path.read_bytes(), path.name, COLUMNS)


def _stop(row: dict[str, str], this: Unit) -> Stop:
    said = row["sections"]
    timed = [section for section in this.sections if section.minutes]
    names = [one.strip() for one in said.removeprefix(_BUT).split(";") if one.strip()]
    for name in names:
        if said != "all" and not any(name in (one.role, one.heading) for one in timed):
            raise CourseError(
                f"{FILE.name}, route {row['route']}: unit {this.number} has no section '{name}' "
                "with minutes. " + nearest(name, [one.heading for one in timed])
            )
    named = [one for one in timed if one.role in names or one.heading in names]
    if said == "all":
        named = timed
    elif said.startswith(_BUT):
        named = [one for one in timed if one not in named]
    left = tuple(one for one in timed if one not in named)
    return Stop(row["block"], this, tuple(named), left)


def route(name: str | int | None = None) -> Text:
    """Show a route as a table, such as "45", "day" or "term"; without a name, every route."""
    known = routes()
    if name is None:
        return Text("\n\n".join(_shown(one) for one in known.values()))
    asked = " ".join(str(name).lower().split())
    for one in known.values():
        if asked in (one.name, one.words.lower(), one.words.lower().removeprefix("a ")):
            return Text(_shown(one))
    raise CourseError(f"There is no route {shown(str(name))}. {nearest(asked, known)}")


def _shown(one: Route) -> str:
    """Write a route as Markdown: one unit by its sections, several by what of each is left out."""
    if len(one.stops) == 1:
        (stop,) = one.stops
        rows = [(plain(section.heading), section.minutes) for section in stop.taken]
        table = markdown_table(["Section", "Minutes"], [*rows, ("**In all**", stop.minutes)])
        skipped = _headings(stop.left_out)
        rest = f"\n\nLeave out: {skipped}." if skipped else ""
        return f"**{plain(one.words)}**, in {_link(stop.unit)}\n\n{table}{rest}"
    lines = []
    for block, stops in one.blocks():
        total = sum(stop.minutes for stop in stops)
        for number, stop in enumerate(stops):
            left = _headings(stop.left_out)
            both = f" of {total}" if len(stops) > 1 else ""
            lines.append(
                (
                    plain(block) if number == 0 else "",
                    _link(stop.unit),
                    f"all but {left}" if left else "all",
                    f"{stop.minutes}{both}",
                )
            )
    table = markdown_table(["When", "Unit", "Sections", "Minutes"], lines)
    return f"**{plain(one.words)}**: {_hours(one.minutes)} in all\n\n{table}"


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} hours" + (f" and {rest} minutes" if rest else "")


def _headings(left: tuple[Section, ...]) -> str:
    return ", ".join(f"*{plain(section.heading)}*" for section in left)


def _link(this: Unit) -> str:
    return f"[{this.number} {plain(this.title)}]({this.path.name})"
