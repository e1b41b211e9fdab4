"""Dishonest changes of a unit's own room (charts, exercises, quiz) and of the code behind it."""

import ast
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.audit.mutations.ground import (
    Change,
    Slip,
    Tree,
    kind,
    other_digit,
    other_number,
    other_word,
    shuffled,
)

from course.units import Unit

_TYPED = re.compile(r"""([rf]{0,2})("|')((?:(?!\2)[^\\\n]|\\.)*)\2""")
Slipping = Callable[[str, random.Random], Slip | None]


class Source:
    """A module of a room: its text, and the places of its syntax in it."""

    def __init__(self, tree: Tree, unit: Unit, name: Path) -> None:
        self.tree, self.unit, self.name = tree, unit, name
        self.text = tree.read(name)
        self.syntax = ast.parse(self.text)
        self._lines = [0]
        for line in self.text.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a piece of syntax begins and ends in the text."""

        def place(line: int, column: int) -> int:
            content = self.text[self._lines[line - 1] : self._lines[line]]
            return self._lines[line - 1] + len(content.encode()[:column].decode())

        return place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)

    def calls(self, *names: str) -> Iterator[ast.Call]:
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if called in names:
                    yield node

    def keywords(self, name: str) -> Iterator[ast.expr]:
        for node in ast.walk(self.syntax):
            if isinstance(node, ast.Call):
                yield from (one.value for one in node.keywords if one.arg == name)

    def functions(self) -> dict[str, ast.FunctionDef]:
        return {one.name: one for one in self.syntax.body if isinstance(one, ast.FunctionDef)}

    def slip(self, node: ast.AST, slipping: Slipping, rng: random.Random) -> Slip | None:
        """Slip in one of the words that are typed within a piece of syntax."""
        start, end = self.span(node)
        for match in shuffled(_TYPED.finditer(self.text, start, end), rng):
            if " " not in match[3].strip():
                continue
            found = slipping(match[3], rng)
            if found:
                return Slip(match.start(3) + found.at, found.old, found.new)
        return None

    def apply(self, slip: Slip, what: str, *, anew: bool = False) -> Change:
        self.tree.replace(self.name, slip.old, slip.new, slip.at)
        units = (self.unit.number,)
        line = self.text.count("\n", 0, slip.at) + 1
        return Change(
            f"{self.name.parent.name}/{self.name.name}, line {line}, {what}: {slip}",
            units,
            units if anew else (),
            nbval=units,
            tests=("tests/learn", "tests/lessons"),
        )


def _sources(tree: Tree, rng: random.Random, *names: str) -> Iterator[Source]:
    for unit in shuffled(tree.units, rng):
        for name in names:
            for path in shuffled((tree.root / tree.room(unit)).glob(f"{name}.py"), rng):
                yield Source(tree, unit, path.relative_to(tree.root))


# -- charts: what they say and what they draw, with the outputs stored anew


def _charts(tree: Tree, rng: random.Random, part: str, slipping: Slipping) -> Change | None:
    for source in _sources(tree, rng, "charts"):
        for node in shuffled(source.keywords(part), rng):
            slip = source.slip(node, slipping, rng)
            if slip:
                return source.apply(slip, part, anew=True)
    return None


@kind("chart: a word of its title, stored anew")
def title(tree: Tree, rng: random.Random) -> Change | None:
    return _charts(tree, rng, "title", other_word)


@kind("chart: a word of its digest, stored anew")
def digest(tree: Tree, rng: random.Random) -> Change | None:
    return _charts(tree, rng, "digest", other_word)


@kind("chart: a word of its note, stored anew")
def note(tree: Tree, rng: random.Random) -> Change | None:
    return _charts(tree, rng, "note", other_word)


@kind("chart: a number of its words, stored anew")
def chart_number(tree: Tree, rng: random.Random) -> Change | None:
    for part in shuffled(("title", "subtitle", "digest", "note"), rng):
        found = _charts(tree, rng, part, other_number)
        if found:
            return found
    return None


_FLIPPED = {
    "==": "!=", "!=": "==", "<": ">", ">": "<", "<=": ">", ">=": "<",
    "first": "last", "min()": "max()", "max()": "min()", "share_for": "share_against",
    "value_low": "value_high", "value_high": "value_low", "ascending=False": "ascending=True",
}  # fmt: skip
_FLIP = re.compile(
    r"(?<= )(?:[=!]=|[<>]=?)(?= )"
    r"|\b(?:min\(\)|max\(\)|ascending=False|share_for|value_(?:low|high))"
)


@kind("chart: another selection or measure in its code, stored anew")
def chart_code(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "[!e_]*"):  # charts, and what they reckon with
        for match in shuffled(_FLIP.finditer(source.text), rng):
            line = source.text[: match.start()].rsplit("\n", 1)[-1]
            if '"' not in line and "load" not in line:
                slip = Slip(match.start(), match[0], _FLIPPED[match[0]])
                return source.apply(slip, "code", anew=True)
    return None


# -- exercises and predictions


def _typed(tree: Tree, rng: random.Random, part: str, slipping: Slipping) -> Change | None:
    """Slip in the words of one keyword of the exercises; a function is followed to its body."""
    for source in _sources(tree, rng, "exercises"):
        functions = source.functions()
        for node in shuffled(source.keywords(part), rng):
            name = node.id if isinstance(node, ast.Name) else ""
            slip = source.slip(functions.get(name, node), slipping, rng)
            if slip:
                return source.apply(slip, part)
    return None


@kind("misconception: its value")
def misconception_value(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        for call in shuffled(source.calls("Misconception"), rng):
            for node in shuffled(call.args[1:2], rng):
                values = [
                    one
                    for one in ast.walk(node)
                    if isinstance(one, ast.Constant) and isinstance(one.value, int | float)
                ]
                for value in shuffled(values, rng):
                    start, end = source.span(value)
                    old = source.text[start:end]
                    return source.apply(Slip(start, old, other_digit(old, rng)), "misconception")
    return None


@kind("misconception: a word of its feedback")
def misconception_words(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        long = [call.args[0] for call in source.calls("Misconception") if call.args]
        short = [
            text
            for node in source.keywords("mistakes")
            for text in (node.values if isinstance(node, ast.Dict) else ())
            if isinstance(text, ast.Constant)
        ]
        for node in shuffled([*long, *short], rng):
            slip = source.slip(node, other_word, rng)
            if slip:
                return source.apply(slip, "feedback")
    return None


_OTHERWISE = {
    "cost_low": "cost_high", "votes_cast": "voters_eligible", "votes_against": "votes_cast",
    "idxmax": "idxmin", "idxmin": "idxmax", " - ": " + ", "100 *": "50 *", " == ": " != ",
    " < ": " > ", " > ": " < ", " / ": " * ", '"A"': '"B"', '"B"': '"C"', '"C"': '"B"',
    '"D"': '"A"', "min(": "max(", "max(": "min(", "share_for": "share_against",
    '"Poland"}': '"Romania"}',
}  # fmt: skip


@kind("exercise: the code of its reference")
def reference(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        functions = source.functions()
        for node in shuffled(source.keywords("answer"), rng):
            name = node.id if isinstance(node, ast.Name) else ""
            start, end = source.span(functions.get(name, node))
            for old in shuffled(_OTHERWISE, rng):
                at = source.text.find(old, start, end)
                if at >= 0:
                    return source.apply(Slip(at, old, _OTHERWISE[old]), "reference")
    return None


@kind("exercise: it accepts more than it did")
def tolerance(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        for node in shuffled(source.keywords("tolerance"), rng):
            start, end = source.span(node)
            old = source.text[start:end]
            return source.apply(Slip(start, old, f"{float(old) * 2 or 0.5:g}"), "tolerance")
    return None


@kind("exercise: a word of its worked solution")
def why(tree: Tree, rng: random.Random) -> Change | None:
    return _typed(tree, rng, "why", other_word)


@kind("exercise: a number of its worked solution")
def why_number(tree: Tree, rng: random.Random) -> Change | None:
    return _typed(tree, rng, "why", other_number)


@kind("exercise: a word of a hint")
def hint(tree: Tree, rng: random.Random) -> Change | None:
    return _typed(tree, rng, "hints", other_word)


@kind("exercise: another source behind it")
def exercise_source(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        ids = [
            one
            for node in source.keywords("source_ids")
            for one in ast.walk(node)
            if isinstance(one, ast.Constant)
        ]
        for one in shuffled(ids, rng):
            others = sorted({o.value for o in ids} - {one.value})
            if others:
                start, end = source.span(one)
                new = f'"{rng.choice(others)}"'
                return source.apply(Slip(start, source.text[start:end], new), "source")
    return None


@kind("essay: a word of what a reader asks")
def rubric(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        calls = [*source.calls("claim_note"), *source.calls("other_side")]
        for call in shuffled(calls, rng):
            slip = source.slip(call.args[1], other_word, rng)
            if slip:
                return source.apply(slip, "rubric")
    return None


@kind("prediction: its question or an option")
def prediction(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        for call in shuffled(source.calls("Prediction"), rng):
            asked = [one.value for one in call.keywords if one.arg in ("question", "options")]
            for node in shuffled(asked, rng):
                slip = source.slip(node, other_number, rng) or source.slip(node, other_word, rng)
                if slip:
                    return source.apply(slip, "prediction")
    return None


@kind("prediction: what it reveals")
def reveal(tree: Tree, rng: random.Random) -> Change | None:
    return _typed(tree, rng, "reveal", other_word)


@kind("prediction: the code of its answer or of the numbers it reveals")
def revealed_number(tree: Tree, rng: random.Random) -> Change | None:
    for source in _sources(tree, rng, "exercises"):
        functions = source.functions()
        for call in shuffled(source.calls("Prediction"), rng):
            for keyword in shuffled(call.keywords, rng):
                name = getattr(keyword.value, "id", "")
                if keyword.arg not in ("answer", "reveal") or name not in functions:
                    continue
                start, end = source.span(functions[name])
                for old in shuffled(_OTHERWISE, rng):
                    at = source.text.find(old, start, end)
                    if at >= 0:
                        return source.apply(Slip(at, old, _OTHERWISE[old]), str(keyword.arg))
    return None


@kind("map of numbers: a number that nothing need hold")
def set_free(tree: Tree, rng: random.Random) -> Change | None:
    for unit in shuffled(tree.units, rng):
        name = tree.room(unit) / "numbers.csv"
        lines = tree.read(name).splitlines(keepends=True) if (tree.root / name).is_file() else []
        bound = [i for i, line in enumerate(lines) if "/" in line.rpartition(",")[2]]
        for i in shuffled(bound, rng):
            head, _, holds = lines[i].rpartition(",")
            lines[i] = f"{head},ours\n"
            tree.write(name, "".join(lines))
            what = f"{name.parent.name}/numbers.csv, row {i + 1}: {holds.strip()} became ours"
            return Change(what, (unit.number,))
    return None


# -- the quiz


def _quizzes(
    tree: Tree, rng: random.Random, file: str = "quiz.md"
) -> Iterator[tuple[Unit, Path, list[str]]]:
    for unit in shuffled(tree.units, rng):
        name = tree.room(unit) / file
        if (tree.root / name).is_file():
            yield unit, name, tree.read(name).splitlines(keepends=True)


def _quiz(
    tree: Tree, rng: random.Random, begins: str, slipping: Slipping, file: str = "quiz.md"
) -> Change | None:
    for unit, name, lines in _quizzes(tree, rng, file):
        chosen = [i for i, line in enumerate(lines) if re.match(begins, line)]
        for i in shuffled(chosen, rng):
            slip = slipping(lines[i], rng)
            if slip:
                lines[i] = slip.of(lines[i])
                tree.write(name, "".join(lines))
                return _of_quiz(unit, i, str(slip), file)
    return None


def _of_quiz(unit: Unit, line: int, what: str, file: str = "quiz.md") -> Change:
    one = (unit.number,)
    return Change(f"{unit.slug}/{file}, line {line + 1}: {what}", one, nbval=one)


@kind("quiz: another option is right")
def quiz_right(tree: Tree, rng: random.Random) -> Change | None:
    for unit, name, lines in _quizzes(tree, rng):
        right = [i for i, line in enumerate(lines) if line.startswith("- [x]")]
        for i in shuffled(right, rng):
            near = [j for j in (i - 2, i + 2) if 0 <= j < len(lines)]
            for j in (j for j in near if lines[j].startswith("- [ ]")):
                lines[i] = lines[i].replace("[x]", "[ ]", 1)
                lines[j] = lines[j].replace("[ ]", "[x]", 1)
                tree.write(name, "".join(lines))
                return _of_quiz(unit, i, f"the option of line {j + 1} is right instead")
    return None


@kind("quiz: a word of its feedback")
def quiz_feedback(tree: Tree, rng: random.Random) -> Change | None:
    return _quiz(tree, rng, "  ", other_word)


@kind("quiz: a word of a question or option")
def quiz_words(tree: Tree, rng: random.Random) -> Change | None:
    return _quiz(tree, rng, rng.choice(["## ", r"- \["]), other_word)


@kind("model answer: a word of it")
def answer_words(tree: Tree, rng: random.Random) -> Change | None:
    return _quiz(tree, rng, r"(?!#|Side: )\S", other_word, "answers.md")


@kind("model answer: a mark")
def answer_mark(tree: Tree, rng: random.Random) -> Change | None:
    return _quiz(tree, rng, r"Side: .*\d", other_number, "answers.md")


# -- the code behind all units


@kind("code: the alternative text of a still")
def alternative(tree: Tree, rng: random.Random) -> Change | None:
    name = "src/course/publish/figures.py"
    said = 'alt = escape(f"Chart: {about.title}. Described in words below it.")'
    instead = rng.choice(['alt = ""', 'alt = "Chart"'])
    tree.replace(name, said, instead)
    return Change(f"{name}: {instead}", tests=("tests/publish/test_figures.py",))


@kind("code: a constant of a computation")
def constant(tree: Tree, rng: random.Random) -> Change | None:
    files = {
        "src/course/stats.py": "tests/test_stats.py",
        "src/course/geodesy.py": "tests/test_geodesy.py",
    }
    units = tuple(unit.number for unit in tree.units)
    for name in shuffled(files, rng):
        source = Source(tree, tree.units[0], Path(name))
        numbers = [
            node
            for node in ast.walk(source.syntax)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, float)
            and node.value not in (0.0, 1.0)
        ]
        for node in shuffled(numbers, rng):
            start, end = source.span(node)
            old = source.text[start:end]
            new = other_digit(old, rng)
            tree.replace(name, old, new, start)
            return Change(
                f"{name}, line {node.lineno}: {old} became {new}", units, tests=(files[name],)
            )
    return None


@kind("code: an example in a docstring")
def example(tree: Tree, rng: random.Random) -> Change | None:
    for path in shuffled((tree.root / "src/course").rglob("*.py"), rng):
        text = path.read_text(encoding="utf-8")
        for match in shuffled(re.finditer(r"(?<=^    >>> ).*\d.*$", text, re.M), rng):
            slip = other_number(match[0], rng)
            if slip:
                name = path.relative_to(tree.root)
                tree.replace(name, slip.old, slip.new, match.start() + slip.at)
                return Change(f"{name}, {match[0][:60]}: {slip}", tests=("tests/test_examples.py",))
    return None
