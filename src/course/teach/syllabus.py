"""A syllabus: the weeks of a term, what is assessed by what, what counts how much, three pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import metadata
from pathlib import Path
from string import Template

from course.errors import CourseError
from course.files import replace_text
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES
from course.learn.recalls import recalled
from course.markup import plain
from course.paths import root
from course.publish.access import BY_KEYBOARD
from course.show import markdown_table
from course.teach import paper
from course.teach.moodle import page
from course.teach.weeks import TERMS, Stop, Term, Week, is_capstone, plan
from course.teach.weights import WHOLE, Task, by_outcome, weights
from course.units import WORDS_A_MINUTE, Section, Unit, units
from course.words import counted, listed, long_date

TEXTS = Path(__file__).with_name("texts")
_AFTER = {
    "exercises": "the exercises that are left",
    "retrieval": "the quiz",
    "key-points": "the key points",
}
_STYLE = (
    "@page { size: A4; margin: 14mm; } body { font-size: 9.5pt; } "
    "h2 { break-before: auto; margin-top: 1.2em; } td { font-size: .92em; }"
)


def write(weeks: int, out: Path, *, site: str = "", file: Path | None = None) -> list[Path]:
    """Write a syllabus as Markdown, as HTML to print and, where Chromium is, as a PDF.

    Args:
        weeks: how long the term is: 4, 8 or 14.
        out: the Markdown file; the others stand beside it.
        site: the address at which learners read the course's site, if they do.
        file: a file of weights; the course's own by default.

    Raises:
        CourseError: there is no plan of so many weeks, the weights do not add up, or a file cannot
            be written.
    """
    if weeks not in TERMS:
        raise CourseError(f"There is no plan of {weeks} weeks: choose {listed(TERMS)}.")
    text = syllabus(TERMS[weeks], site, weights(file) if file else weights())
    folder = paper.folder(out.parent)
    replace_text(out, text)
    sheet = paper.sheet(f"Syllabus, {weeks} weeks", page.blocks(text, site), style=_STYLE)
    return [out, *paper.write(folder, out.stem, sheet)]


def syllabus(term: Term, site: str = "", tasks: Sequence[Task] | None = None) -> str:
    """Return a syllabus as Markdown."""
    marked = list(tasks or weights())
    taken = plan(term)
    chosen = [stop.unit for week in taken for stop in week.stops]
    first = max(unit.metadata["as_of"] for unit in chosen)
    parts = [
        f"# Alliance missile defence: a term of {term.weeks} weeks",
        f"Version {_about()['version']} of the course, as of {long_date(first)}. Put your own "
        "name, room and dates in; all else follows from the units.",
        _in_short(term, taken),
        "## Week by week",
        markdown_table(
            ["Week", "Unit", "Before class", "In class", "After class", "Handed in", "Minutes"],
            [row for week in taken for row in _rows(week, site)],
        ),
        _left_out(chosen),
        "## What you will be able to do, and what counts",
        _weights(marked),
        "## What is assessed where",
        "Exercises are for practice: the table says where each outcome is practised.",
        _matrix(chosen),
        _text("integrity", chosen),
        _text("access", chosen),
        "## How to cite",
        "\n".join(f"- {citation(unit, site)}" for unit in chosen),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _in_short(term: Term, weeks: list[Week]) -> str:
    minutes = [week.minutes for week in weeks]
    fullest = max(weeks, key=lambda week: week.minutes)
    taken = sum(len(week.stops) for week in weeks)
    return (
        f"**{counted(taken, 'unit')}**, {term.in_class} minutes of class a week at most. "
        f"**Minutes a week, class and all**: {sum(minutes) / len(weeks):.0f} on average, "
        f"{fullest.minutes} in the fullest (week {fullest.number}). No week has more than "
        f"{term.most}. Reading is counted at {WORDS_A_MINUTE} words a minute."
    )


def _rows(week: Week, site: str) -> Iterator[tuple[str, ...]]:
    """Yield a row a unit of the week, and one for the memo."""
    for number, stop in enumerate(week.stops):
        several = len(week.stops) + bool(week.memo) > 1
        total = f" of **{week.minutes}**" if several else ""
        yield (
            f"**{week.number}**" if number == 0 else "",
            _named(stop.unit, site),
            _before(stop),
            f"{stop.lesson} minutes: {_headings(stop.in_class)}",
            _after(stop) if stop.after else "",
            "; ".join(_handed_in(stop)),
            f"{stop.minutes}{total if number == 0 else ''}",
        )
    if week.memo:
        yield "", "", "", "", "The memo", "", str(week.memo)


def _before(stop: Stop) -> str:
    minutes = sum(one.minutes for one in stop.before)
    return f"{minutes} minutes: {_headings(stop.before)}" if minutes else "nothing"


def _headings(sections: Sequence[Section]) -> str:
    return "; ".join(plain(one.heading) for one in sections)


def _after(stop: Stop) -> str:
    what = [_AFTER[role] for role in stop.left if role in _AFTER]
    if "writing" in stop.left:
        what.append("rubric and models of the memo" if is_capstone(stop.unit) else "the note")
    return f"{stop.after} minutes: {listed(what)}"


def _handed_in(stop: Stop) -> Iterator[str]:
    """Yield what is handed in after a unit: quiz, note, and in the end the letter and the memo."""
    known = lesson(stop.unit.slug)
    if known.quiz:
        yield f"Quiz {stop.unit.number}"
    if stop.note:
        yield f"**Note** ({stop.unit.origin}-note)"
    if is_capstone(stop.unit):
        yield "**The Council**, in class"
        yield from (
            f"**The memo** ({one.id})"
            for one in known.exercises.values()
            if one.id.endswith("-memo")
        )


def _named(unit: Unit, site: str) -> str:
    words = f"{unit.number} {plain(unit.title)}"
    address = page.unit_address(unit.path.name, site)
    return f"[{words}]({address})" if address else words


def _left_out(chosen: Sequence[Unit]) -> str:
    """Return which units the plan leaves out, and what the others build on in them."""
    missing = [unit for unit in units() if unit not in chosen]
    if not missing:
        return "Every unit of the course is in this plan."
    used = {
        earlier.number: said
        for unit in chosen
        for earlier, said in recalled(unit)
        if earlier in missing
    }
    lines = [
        f"- {unit.number} {plain(unit.title)}"
        + (f". What is built on: {' '.join(used[unit.number])}" if unit.number in used else "")
        for unit in missing
    ]
    return "**Left out**, for whoever wants more:\n\n" + "\n".join(lines)


def _weights(tasks: Sequence[Task]) -> str:
    whole = by_outcome(list(tasks))
    rows = [
        (f"**{plain(task.name)}**", *(task.parts[one] or "" for one in OUTCOMES), task.weight)
        for task in tasks
    ]
    rows.append(("**In all**", *(whole[one] for one in OUTCOMES), WHOLE))
    outcomes = "\n".join(f"- **{key}** {words}" for key, words in OUTCOMES.items())
    how = "\n".join(f"- **{plain(task.name)}**: {plain(task.how)}." for task in tasks)
    table = markdown_table(["In hundredths", *OUTCOMES, "In all"], rows)
    return f"{outcomes}\n\n{table}\n\n{how}"


def _matrix(chosen: Sequence[Unit]) -> str:
    """Return a row an exercise and a column an outcome."""
    rows = [
        (f"{unit.number} {plain(task.title)}", *("●" * (one in task.outcomes) for one in OUTCOMES))
        for unit in chosen
        for task in lesson(unit.slug).exercises.values()
    ]
    number = ("**Exercises**", *(sum(bool(row[place]) for row in rows) for place in _PLACES))
    return markdown_table(["Exercise", *OUTCOMES], [*rows, number])


_PLACES = range(1, len(OUTCOMES) + 1)


def _text(name: str, chosen: Sequence[Unit]) -> str:
    """Return one of the pages that stand in `texts/`, with what can be counted filled in."""
    known = [lesson(unit.slug) for unit in chosen]
    keyboard = "\n\n".join(BY_KEYBOARD)
    return (
        Template((TEXTS / f"{name}.md").read_text(encoding="utf-8"))
        .substitute(
            exercises=sum(len(one.exercises) for one in known),
            questions=sum(len(one.quiz) for one in known),
            pace=WORDS_A_MINUTE,
            by_keyboard=keyboard.replace("these pages", "the site").replace(
                "this site", "the site"
            ),
        )
        .strip()
    )


def citation(unit: Unit, site: str = "") -> str:
    """Return how a unit is cited, as Markdown: who, when, what, which version, where."""
    known = _about()
    as_of = unit.metadata["as_of"]
    where = page.unit_address(unit.path.name, site) or known["address"] or unit.path.name
    return (
        f"{plain(known['authors'])} ({as_of[:4]}). “{plain(unit.title)}” (unit {unit.number}). In "
        f"*{plain(known['title'])}*, version {known['version']}, as of {long_date(as_of)}. "
        f"{f'<{where}>' if where.startswith('http') else plain(where)}"
    )


def _about() -> dict[str, str]:
    """Return title, authors, version and address of the course: of CITATION.cff, in a clone."""
    package = metadata("alliance-missile-defence-course")
    known = {
        "title": package["Summary"],
        "authors": package["Author"] or "",
        "version": package["Version"],
        "address": "",
    }
    file = root() / "CITATION.cff"
    if file.is_file():
        import yaml

        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        known |= {
            "title": said["title"],
            "authors": listed(_author(one) for one in said["authors"]),
            "version": str(said["version"]),
            "address": said.get("url") or said.get("repository-code") or "",
        }
    return known


def _author(person: dict[str, str]) -> str:
    return person.get("name") or f"{person['given-names']} {person['family-names']}"
