"""A cell that asks for an answer, read leniently: what its writer meant, written as Python has it.

Nothing is guessed. What is taken for the answer is read by the exercise's own kind, which refuses
what it does not understand to the last word; only what it reads is offered as the mended line.
"""

from __future__ import annotations

import ast
import difflib
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from course.errors import CourseError
from course.learn import exercises
from course.learn.answers import Choice, Kind, Sorting
from course.learn.essays import Essay
from course.learn.lookalikes import latin
from course.learn.reading import Unreadable, is_blank
from course.units import units
from course.words import listed

# Quotation marks of typesetting, of other languages and of keyboards; none is Python's.
CURLY = "“”„‟«»‹›‘’‚‛`´′″＂＇「」『』〝〞"
QUOTES = "\"'" + CURLY
_VERBS = ("check", "predict", "coursecheck", "coursepredict")
_OTHERS = ("hint", "reveal", "solution")
# A call that is given names, and nothing that needs brackets of its own.
_NAMED = re.compile(
    r"\s*course\s*\.\s*(hint|solution|term|source|load|describe|route|review)\s*"
    r"\(([^()\[\]{}#]{1,120}?)\)?\s*"
)
_LONGEST = 20_000  # characters of a cell that are looked at
_ASSIGNED = re.compile(r"\s*([^\W\d]\w*)\s*(?:=|:|＝)=?[ \t]*(.*)\Z", re.S)


@dataclass(frozen=True)
class Cell:
    """An answer cell in its parts: the answer's name, its text as typed, and the call that checks.

    `row` is the line of the cell, from 1, in which the answer begins; `call_row` that of the call.
    """

    task: str
    verb: str
    kind: Kind
    name: str
    answer: str
    row: int
    call_row: int
    lines: tuple[str, ...]
    whole: bool  # whether what stands before the call is Python by itself

    @property
    def call(self) -> str:
        """The line that checks the answer, as it should be."""
        return f'course.{self.verb}("{self.task}", {self.name})'

    @property
    def blank(self) -> list[str]:
        """The lines of an answer that is left open."""
        if isinstance(self.kind, Sorting):
            return [f"{self.name} = {{", *(f'    "{item}": ...,' for item in self.kind.items), "}"]
        return [
            f'{self.name} = """..."""' if isinstance(self.kind, Essay) else f"{self.name} = ..."
        ]


@dataclass(frozen=True)
class Mended:
    """Lines of a cell as they were typed and as they should be, and what was the matter."""

    reason: str
    advice: str
    lines: tuple[str, ...]


_SEED = re.compile(r"(?<=\w)@\d{1,6}")  # of a task that another class has with other rows


@lru_cache(maxsize=1)
def _tasks() -> dict[str, tuple[str, Kind]]:
    """Return the verb and the kind of every exercise and prediction."""
    found: dict[str, tuple[str, Kind]] = {}
    for one in units():
        lesson = exercises.lesson(one.slug)
        found |= {key: ("check", task.kind) for key, task in lesson.exercises.items()}
        found |= {
            key: ("predict", Choice(guess.options)) for key, guess in lesson.predictions.items()
        }
    return found


def parses(text: str) -> bool:
    """Say whether a text is Python by itself."""
    try:
        compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def answer_cell(raw: str) -> Cell | None:
    """Return the parts of a cell that asks for an answer to be checked, or None."""
    if len(raw) > _LONGEST:
        raw = raw[: _LONGEST // 2] + "\n" + raw[-_LONGEST // 2 :]
    lines = raw.split("\n")
    for at in reversed(range(len(lines))):
        task, begins = _named(lines[at])
        if task:
            break
    else:
        return None
    verb, kind = _tasks()[task]
    if seed := _SEED.search(lines[at]):
        with suppress(CourseError):  # of what is the same for every class there is no version
            kind = exercises.exercise(f"{task}{seed[0]}").kind
            task = f"{task}{seed[0]}"
    head = [*lines[:at], lines[at][:begins]] if begins else lines[:at]
    given = re.search(r"[,\s]\s*([^\W\d]\w*)\s*\W{0,4}$", lines[at])
    name = given[1] if given and given[1] not in (verb, "course") else ""
    row, found, answer = _assignment(head, name)
    name = found or name or "my_answer"
    whole = parses("\n".join(head))
    return Cell(task, verb, kind, name, answer, row, at + 1, tuple(lines), whole)


def _named(line: str) -> tuple[str, int]:
    """Return the task that a line asks to check, though it be mistyped, and where the call begins.

    The call begins later than at 0 where the answer was joined to it.
    """
    line = latin(line).lower()
    words = re.findall(r"[^\W\d_]{4,}", line)
    if not any(difflib.get_close_matches(word, _VERBS, cutoff=0.7) for word in words):
        return "", 0
    if any(difflib.get_close_matches(word, _OTHERS, cutoff=0.8) for word in words):
        return "", 0
    known = _tasks()
    for found in re.finditer(r"[\w-]{4,60}", line[-400:]):
        near = [found[0]] if found[0] in known else []
        if not near and re.search(r"\d|-", found[0]):
            near = difflib.get_close_matches(found[0], known, n=1, cutoff=0.75)
        if near:
            at = max(0, len(line) - 400) + found.start()
            call = re.search(r"(?:\b\w*\s*[.,:;]\s*)?\w*\W*$", line[:at])
            begins = call.start() if call else 0
            return near[0], begins if re.search(r"\w", line[:begins]) else 0
    return "", 0


def _assignment(head: list[str], name: str) -> tuple[int, str, str]:
    """Return the row in which the answer begins, its name there, and its text as typed."""
    for at, line in enumerate(head):
        found = _ASSIGNED.match(line)
        near = found and (not name or difflib.SequenceMatcher(None, found[1], name).ratio() >= 0.6)
        if found and near:
            rest = "\n".join(head[at:])
            match = _ASSIGNED.match(rest)
            assert match is not None
            return at + 1, match[1], match[2]
    # The equals sign is lost, or the name is broken in two.
    for at, line in enumerate(head):
        if line.strip() and not line.lstrip().startswith("#"):
            rest = "\n".join(head[at:])
            begin, equals, after = rest.partition("=")
            if equals and "\n" not in begin and not set(QUOTES) & set(begin):
                return at + 1, name, after.strip(" =")
            if name and rest.lstrip().startswith(name):
                return at + 1, name, rest.lstrip()[len(name) :].lstrip(" =:,")
            return at + 1, "", rest
    return 1, "", ""


def reread(cell: Cell) -> Mended | None:
    """Return what an answer should look like, where it is certain what was meant."""
    if isinstance(cell.kind, Essay):
        return _essay(cell)
    if _comment_off(cell.answer).strip(" \n\t,;" + QUOTES) == "":
        return Mended(
            "there is nothing after the equals sign" if not cell.answer.strip(" \n\t,;")
            else "there is nothing between the quotation marks",
            f"Put your answer there: {cell.kind.how}. To leave it open, write three full stops.",
            (f"{cell.name} = ...",),
        )  # fmt: skip
    return _sorting(cell, cell.kind) if isinstance(cell.kind, Sorting) else _one(cell)


def named_call(line: str) -> Mended | None:
    """Mend a call that asks for a thing by its name, such as a hint: the name stands in quotes."""
    found = _NAMED.fullmatch(line)
    if not found:
        return None
    parts = []
    for part in found[2].split(","):
        keyword, name = re.fullmatch(r"\s*(\w+\s*=(?!=))?(.*?)\s*", part, re.S).groups()  # type: ignore[union-attr]
        name = re.sub(f"[{re.escape(QUOTES)}]", "", latin(name)).strip()
        if not name:
            return None
        number = found[1] == "review" and not keyword and re.fullmatch(r"-?\d+(?:\.\d+)?", name)
        parts.append(re.sub(r"\s", "", keyword or "") + (name if number else f'"{name}"'))
    mended = f"course.{found[1]}({', '.join(parts)})"
    if mended == line.strip() or not parses(mended):
        return None
    reason = "a name between the brackets needs quotation marks"
    if found[1] == "review":
        reason = "an answer between the brackets needs quotation marks"
    if re.search(f"[{re.escape(QUOTES)}]", found[2].split(",")[0]):
        reason, advice = _reason(found[2], mended)
    else:
        advice = "One stands before it and one after it."
    return Mended(reason, advice, (mended,))


def _comment_off(text: str) -> str:
    return re.sub(r"(?m)(?:^|\s)#.*$", "", text)


def _one(cell: Cell) -> Mended | None:
    """Mend a number, a letter, a list of names: whatever one text between quotation marks says."""
    typed = _comment_off(cell.answer)
    core = re.sub(f"[{re.escape(QUOTES)}]", "", typed)
    core = " ".join(core.split()).strip(" ,;=:()[]{}\\")
    for text in dict.fromkeys((core, latin(core))):
        try:
            read = cell.kind.read(text)
        except Unreadable:
            continue
        except Exception:  # a kind of a lesson's own
            return None
        bare = re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", text)
        value = text if bare else f'"{read if text != core and isinstance(read, str) else text}"'
        line = f"{cell.name} = {value}"
        reason, advice = _reason(typed, value)
        return Mended(reason, advice, (line,))
    return None


def _reason(typed: str, value: str) -> tuple[str, str]:
    """Say what is the matter with an answer that was typed so and should be `value`."""
    double, single = typed.count('"'), typed.count("'")
    straight = double + single
    if any(c in CURLY for c in typed):
        return (
            "these quotation marks are not the straight ones",
            'An answer stands between two straight quotation marks, `"`, as the keyboard has them.',
        )
    if double % 2 or single % 2:
        return (
            "a quotation mark is missing, or there is one too many",
            "An answer has one before it and one after it.",
        )
    if typed.strip() != latin(typed.strip()):
        return (
            "a letter there is of another alphabet",
            "It only looks like the Latin one: type it anew on a Latin keyboard.",
        )
    if not straight and value.startswith('"'):
        if re.search(r"\d", typed):
            return (
                "your answer needs quotation marks",
                "A number with anything beside it stands between two straight quotation marks.",
            )
        return (
            "your answer needs quotation marks",
            "A letter or a word of an answer stands between two straight quotation marks.",
        )
    return ("a sign there is missing or too many", "")


# -- sortings: a code for each item


def _sorting(cell: Cell, kind: Sorting) -> Mended | None:
    """Mend the lines of a sorting that differ from how they should be."""
    text = cell.answer
    spans = _items(text, kind)
    if not spans:
        return None
    codes = Choice(kind.codes)
    pairs: list[tuple[int, str, str]] = []
    for number, (key, start, after) in enumerate(spans):
        end = spans[number + 1][1] if number + 1 < len(spans) else len(text)
        typed = re.sub(f"[{re.escape(QUOTES)}]", "", _comment_off(text[after:end]))
        core = " ".join(typed.split()).strip(" ,;=:()[]{}\\")
        if is_blank(core):
            pairs.append((start, key, "..."))
            continue
        found = [one for one in (core, latin(core)) if codes.find(one) is not None]
        if not found:
            return None
        pairs.append((start, key, f'"{found[0] if found[0] == core else codes.find(found[0])}"'))
    if len({key for _, key, _ in pairs}) < len(pairs):
        return None
    return _differing(cell, text, pairs)


def _items(text: str, kind: Sorting) -> list[tuple[str, int, int]]:
    """Return each item that stands in a text as a key: its name, where it begins and ends."""
    found: dict[str, tuple[int, int]] = {}
    taken: list[tuple[int, int]] = []
    quotes = f"[{re.escape(QUOTES)}]"
    # With a colon first: the same word may be the code of another item.
    for form in (rf"{quotes}*\s*[:=;]\s*", rf"{quotes}+\s*", r"\s+"):
        for key in sorted(kind.items, key=len, reverse=True):
            if key in found:
                continue
            pattern = rf"(?<![\w-]){quotes}*(?<![\w-]){re.escape(key)}(?![\w-])(?:{form})"
            hits = [m for m in re.finditer(pattern, text) if not _overlaps(m.span(), taken)]
            if len(hits) == 1:
                found[key] = hits[0].span()
                taken.append(hits[0].span())
            elif len(hits) > 1 and form.endswith(r"[:=;]\s*"):
                return []
    return sorted(((k, *span) for k, span in found.items()), key=lambda one: one[1])


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and begin < span[1] for begin, end in taken)


def _differing(cell: Cell, text: str, pairs: list[tuple[int, str, str]]) -> Mended | None:
    """Return the lines of a dictionary that have to be written otherwise, as they should be."""
    typed = text.split("\n")
    starts = [0]
    for line in typed:
        starts.append(starts[-1] + len(line) + 1)
    rows: dict[int, list[str]] = {}
    for start, key, value in pairs:
        at = max(i for i, begin in enumerate(starts[:-1]) if begin <= start)
        rows.setdefault(at, []).append(f'"{key}": {value}')
    if len(typed) == 1 or 0 in rows:  # all in one line, or begun in the line of the brace
        inside = ", ".join(item for row in rows.values() for item in row)
        return Mended(*_why(text, inside), (f"{cell.name} = {{{inside}}}",))
    wrong: list[str] = []
    reasons: list[tuple[int, str, str]] = []
    others: list[str] = []
    for at, items in rows.items():
        line = "    " + ", ".join(items) + ","
        last = at == max(rows)
        if _same(typed[at], line) or (last and _same(typed[at].rstrip(" }") + ",", line)):
            continue
        others += [str(cell.row + at)] if wrong else []
        wrong.append(line)
        reasons.append((cell.row + at, *_why(typed[at], line)))
    if not wrong:
        every = [line for items in rows.values() for line in ["    " + ", ".join(items) + ","]]
        return Mended(
            "a bracket is missing, or there is one too many",
            "Your answer opens with one `{` and closes with one `}`.",
            (f"{cell.name} = {{", *every, "}"),
        )
    row, reason, advice = reasons[0]
    also = f" Look at line{'s' * (len(others) > 1)} {listed(others)} as well." if others else ""
    return Mended(f"in line {row} {reason}", f"{advice}{also}", tuple(wrong))


def _same(typed: str, line: str) -> bool:
    return re.sub(r"\s", "", typed).replace("'", '"') == re.sub(r"\s", "", line)


def _why(typed: str, line: str) -> tuple[str, str]:
    """Say what is the matter with a line of a dictionary."""
    if any(c in CURLY for c in typed) or typed != latin(typed):
        return _reason(typed, line)
    marks = typed.count('"') + typed.count("'")
    wanted = line.count('"')
    if marks % 2:
        return _reason(typed, line)
    if marks < wanted:
        return (
            "quotation marks are missing",
            "Every item and every code stands between two straight quotation marks.",
        )
    if typed.count(":") < line.count(":"):
        return "a colon is missing", "It stands between an item and its code."
    if typed.count(",") < line.count(","):
        return "a comma is missing", "One ends every line but the last, which may have one."
    return "a sign is missing or too many", ""


# -- pieces of writing


def _essay(cell: Cell) -> Mended | None:
    """Say which of the triple quotation marks around a text is missing."""
    typed = cell.answer.strip()
    opening, closing = f'{cell.name} = """', '"""'
    before = "Your text stands between three straight quotation marks and three more: "
    if not typed:
        return Mended(
            "there is nothing after the equals sign",
            "Write your text between three quotation marks and three more.",
            (f"{opening}...{closing}",),
        )
    if typed.startswith('"""'):
        inner = typed[3:]
        if not inner.rstrip().endswith('"""') or inner.rstrip(' \n"') == "":
            return Mended(
                f'the text that begins in line {cell.row} has no `"""` at its end',
                f"{before}put the second three after your last word, before the line that checks.",
                (closing, cell.call),
            )
        if inner.rstrip().endswith('""""'):
            return Mended(
                "a quotation mark touches the three at the end of your text",
                "Put a space or a line between them.",
                ('… the last word" ' + closing, cell.call),
            )
        return Mended(
            'three quotation marks, `"""`, stand inside your text or outside it',
            "They may stand at its beginning and at its end only. In the text, use single ones.",
            (f"{opening}…{closing}",),
        )
    return Mended(
        'your text does not begin with three straight quotation marks, `"""`',
        f"{before}begin it so, and end it so after the last word.",
        (opening + "…", "…" + closing, cell.call),
    )


def problem_row(error: BaseException) -> int:
    """Return the line in which Python stopped reading, from 1, or 0."""
    row = getattr(error, "lineno", 0)
    return row if isinstance(row, int) else 0
