"""What is taught, asked and marked alike for both sides: rules of the contract.

Who speaks first and whose model answer is the flawed one alternate over the course: `turns` is a
rule of the whole, which no one unit can break or keep. `stance` in the metadata of a side's cells
says whose voice it is: a supporter of what was decided, a critic, or a third voice that wants more
or less of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from course.data import package
from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES, assessed
from course.learn.samples import Sample
from course.learn.timeline import milestones
from course.passages import blocks
from course.sources import find, links, lookup
from course.units import Unit, cell_text, original

STANCES = ("supporter", "critic", "hawk", "arms-control")
OURS = "in our words"
ALWAYS = ("LO7", "LO8")  # assessed in every unit that has exercises
_PRIMARY = {"primary_alliance", "government", "parliament_or_audit"}
_SERIOUS = {"academic", "think_tank", "parliament_or_audit"}
_LIKE_LENGTH = 1.25
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\([^)\s]*(?:\([^)]*\)[^)\s]*)*\)")
_BOOKKEEPING = re.compile(r"\bgrades?\b|\bempty\b|\bcells?\b|\bcolumns?\b|\brows?\b", re.I)
_IDEA_WORDS = (200, 480)
_MEMO_SOURCES = 5
_TIMELINE = (6, 10)


def sides(unit: Unit) -> dict[str, tuple[str, str]]:
    """Return the stance and the text of each side of a unit's debate, in the order of speaking."""
    found: dict[str, tuple[str, str]] = {}
    for cell in unit.notebook["cells"]:
        about = cell["metadata"].get("course", {})
        if about.get("side"):
            before = found.get(about["side"], ("", ""))
            text = f"{before[1]}\n\n{cell_text(cell)}"
            found[about["side"]] = (about.get("stance") or before[0], text)
    return found


def _form(unit: Unit) -> str:
    return unit.metadata.get("form", "unit")


def _has_debate(unit: Unit) -> bool:
    return _form(unit) != "orientation"


def voices(unit: Unit) -> Iterator[str]:
    """Each side says whose voice it is, what is ours in it, and has texts and studies behind it."""
    if not _has_debate(unit):
        return
    counts = {}
    for side, (stance, text) in sides(unit).items():
        if stance not in STANCES:
            yield (
                f"the side '{side}' does not say whose voice it is: give its cell's metadata "
                f"course.stance, one of {', '.join(STANCES)}."
            )
        kinds = [lookup(i)["kind"] for i in {find(url) for url in links(text)} if i]
        counts[side] = sum(kind in _SERIOUS for kind in kinds)
        for wanted, what in ((_PRIMARY, "primary text"), (_SERIOUS, "study or report")):
            if not wanted.intersection(kinds):
                yield f"the side '{side}' cites no {what}."
        for block in blocks(text):
            tail = _LINK.split(block)[-1]
            if len(re.findall(r"\w+", tail)) > 2 and OURS not in tail:
                yield (
                    f"the side '{side}' ends a paragraph with words that nobody is cited for: "
                    f"'…{tail.strip()[-60:]}'. Cite who says so, or add *({OURS})*."
                )
    if counts and max(counts.values()) > 2 * min(counts.values()) + 1:
        yield f"its sides cite studies and reports in unlike number: {counts}."


def turns(course: Sequence[Unit]) -> Iterator[str]:
    """Over the course, both stances speak first and err in a model answer about equally often."""
    first, flawed = [], []
    for one in (other for other in course if _has_debate(other)):
        of = sides(one)
        first += [stance for stance, _ in list(of.values())[:1]]
        bad = [s for s in _notes(one) if s.kind == "flawed"]
        flawed += [of[sample.side][0] for sample in bad if sample.side in of]
    for what, told in (("speaks first", first), ("has the flawed model answer", flawed)):
        both = [one for one in told if one in STANCES[:2]]
        if abs(2 * both.count("critic") - len(both)) > 1:
            yield f"Over the course one stance {what} too often: {', '.join(told)}."
        if any(len(list(run)) > 2 for _, run in groupby(both)):
            yield f"One stance {what} three times in a row: {', '.join(told)}."


def every_outcome(course: Sequence[Unit]) -> Iterator[str]:
    """What the course promises as a whole, some exercise of some unit assesses.

    The promise is kept where the capstone stands; a course that is still being written has none.
    """
    if not any(_form(one) == "capstone" for one in course):
        return
    found = {outcome for one in course for outcome, tasks in assessed(one).items() if tasks}
    missing = [outcome for outcome in OUTCOMES if outcome not in found]
    if missing:
        yield f"No exercise of the course assesses {', '.join(missing)}."


def _notes(unit: Unit) -> Sequence[Sample]:
    if _form(unit) == "capstone":
        return memos(unit)
    return lesson(unit.slug).samples.get(f"{unit.origin}-note", ())


def memos(unit: Unit) -> list[Sample]:
    """Return the sample memos of a capstone, which stand in its notebook as any prose does.

    Each is a cell with `course.memo` in its metadata: `kind`, `side` and `marks`, one for each
    row of the rubric in its order. Its text is without headings, folds and the notes of whoever
    marked it, which are quotations in Markdown (`> `).
    """
    found = []
    for cell in (original(unit) or unit).notebook["cells"]:
        about = cell["metadata"].get("course", {}).get("memo")
        if about:
            lines = re.sub(r"<summary>.*?</summary>|</?\w+>", "", cell_text(cell)).splitlines()
            own = [line for line in lines if not line.startswith((">", "#"))]
            title = next((line.strip("# ") for line in lines if line.startswith("#")), "")
            text = _LINK.sub(lambda link: link[0].partition("](")[0], "\n".join(own))
            marks = tuple(about.get("marks", ()))
            found.append(Sample(about["kind"], title, about["side"], marks, text, ""))
    return found


def model_answers(unit: Unit) -> Iterator[str]:
    """Two good notes take opposite sides, a third is flawed, and each side's case is shown."""
    if not _has_debate(unit):
        return
    own, of = lesson(unit.slug), sides(unit)
    for task, samples in own.samples.items():
        kind = own.exercises[task].kind if task in own.exercises else None
        if not isinstance(kind, Essay):
            yield f"answers.md has samples for '{task}', which is no piece of writing of the unit."
            continue
        for one in samples:
            if one.side not in of:
                yield f"answers.md: '{one.title}' takes the side '{one.side}', which is not there."
            size = len(one.text.split())
            if not kind.words_low <= size <= kind.words_high:
                yield (
                    f"answers.md: '{one.title}' has {size} words; the learner is asked for "
                    f"{kind.words_low} to {kind.words_high}."
                )
    memo = _form(unit) == "capstone"
    where, piece = ("the notebook", "memo") if memo else ("answers.md", "note")
    good = [one for one in _notes(unit) if one.kind == "good"]
    if len(good) != 2 or good[0].side == good[1].side:
        yield f"{where} needs two good {piece}s, of different sides of the debate."
    elif not _like(good):
        yield f"{where}: one of the two good {piece}s is longer than the other by a quarter."
    flawed = [one for one in _notes(unit) if one.kind == "flawed"]
    if not memo and (len(flawed) != 1 or sum(flawed[0].marks) > 3):
        yield "answers.md needs one flawed note, with no more than 3 of the 6 marks."
    cases = own.samples.get(f"{unit.origin}-other-side", ())
    if sorted(one.side for one in cases) != sorted(of):
        yield f"answers.md needs a case for each side ({', '.join(of)}) under other-side."
    elif not _like(cases):
        yield "answers.md: the cases of the sides differ in length by more than a quarter."


def sample_memos(unit: Unit) -> Iterator[str]:
    """A capstone's memos have the length asked for, sources and tables; one fails in evidence.

    The second row of the rubric is the evidence.
    """
    if _form(unit) != "capstone":
        return
    task = lesson(unit.slug).exercises.get(f"{unit.origin}-memo")
    if task is None or not isinstance(task.kind, Essay):
        yield f"a capstone asks for a memo: the exercise '{unit.origin}-memo', a piece of writing."
        return
    samples = memos(unit)
    for one in samples:
        size = len(one.text.split())
        if not task.kind.words_low <= size <= task.kind.words_high:
            yield (
                f"the memo '{one.title}' has {size} words; the learner is asked for "
                f"{task.kind.words_low} to {task.kind.words_high}."
            )
        if one.side not in sides(unit):
            yield f"the memo '{one.title}' takes the side '{one.side}', which is not there."
    for cell in unit.notebook["cells"]:
        # What a flawed memo says is not carried by its sources: it names them and links to none.
        if cell["metadata"].get("course", {}).get("memo", {}).get("kind") == "good":
            text = cell_text(cell)
            named = {i for url in links(text) if (i := find(url))}
            if len(named) < _MEMO_SOURCES or not re.search(r"`[a-z_0-9]+`", text):
                yield (
                    f"a good memo cites {len(named)} sources; it takes {_MEMO_SOURCES}, and a "
                    "table of the course by its name."
                )
    rows = {len(one.marks) for one in samples}
    flawed = [one for one in samples if one.kind == "flawed"]
    if len(flawed) != 1 or len(rows) != 1 or min(rows) < 2:
        yield "the notebook needs one flawed memo, and for each memo a mark a row of the rubric."
    elif flawed[0].marks[1] != 0 or min(one.marks[1] for one in samples if one != flawed[0]) < 2:
        yield "the flawed memo has no mark for its evidence, and the good ones at least 2."


def _like(samples: Sequence[Sample]) -> bool:
    lengths = [len(one.text.split()) for one in samples]
    return max(lengths) <= _LIKE_LENGTH * min(lengths)


def outcomes_assessed(unit: Unit) -> Iterator[str]:
    """Every outcome on a unit's card has an exercise, and an exercise assesses no other."""
    card = unit.metadata["outcomes"]
    for outcome, tasks in assessed(unit).items():
        if not tasks:
            yield (
                f"its card promises {outcome}, which no exercise assesses. Give an Exercise "
                f'outcomes=("{outcome}",), or take it off the card.'
            )
    for task in lesson(unit.slug).exercises.values():
        for outcome in task.outcomes:
            if outcome not in card:
                yield f"'{task.id}' assesses {outcome}, which is not on the card."
        if not task.outcomes:
            yield f"'{task.id}' does not say which outcome it assesses."
    missing = [one for one in ALWAYS if one not in card] if _has_debate(unit) else []
    if missing:
        yield f"every unit assesses {' and '.join(ALWAYS)}; its card leaves out {missing[0]}."


def retrieval(unit: Unit) -> Iterator[str]:
    """The quiz asks about the subject, for causes too, and its right option is not the longest."""
    questions = lesson(unit.slug).quiz
    longest, depends = [], 0
    for number, question in enumerate(questions, start=1):
        rights = [words for words, good, _ in question.options if good]
        others = [words for words, good, _ in question.options if not good]
        if len(rights) == 1 and others:  # the contract's own rule asks for both
            longest += [number] if len(rights[0]) > max(map(len, others)) else []
            depends += bool(re.search(r"\bdepends\b", rights[0], re.I))
        if _BOOKKEEPING.search(question.prompt):
            yield f"quiz question {number} asks about keeping records, not about the subject."
    if len(longest) * 3 > len(questions):
        shown = ", ".join(map(str, longest))
        yield f"in quiz questions {shown} the right option is the longest; at most one in three."
    if depends > 1:
        yield "'it depends' is the right option of more than one quiz question."
    if _has_debate(unit) and sum(bool(question.asks) for question in questions) < 2:
        yield "two quiz questions ask for a cause or a consequence: 'From unit 04. Cause.'"


def people_and_idea(unit: Unit) -> Iterator[str]:
    """A unit has its cast and dates on one screen, and one idea of the field with its reference."""
    if not _has_debate(unit):
        return
    parts: dict[str, str] = {}
    open_part = ""
    for cell in (original(unit) or unit).notebook["cells"]:  # a term's words may be more
        text = cell_text(cell)
        if re.search(r"^## ", text, re.M):
            open_part = cell["metadata"].get("course", {}).get("part", "")
        parts[open_part] = f"{parts.get(open_part, '')}\n\n{text}"
    for part in ("cast", "idea"):
        if part not in parts:
            yield f'no section has the part "{part}" in the metadata of its heading cell.'
    idea = parts.get("idea", "")
    count = len(_LINK.sub("", idea).split())
    if idea and not _IDEA_WORDS[0] <= count <= _IDEA_WORDS[1]:
        yield f"its idea takes {count} words; {_IDEA_WORDS[0]} to {_IDEA_WORDS[1]} are a page."
    if idea and "What would count against it" not in idea:
        yield "its idea has no paragraph 'What would count against it.'"
    if idea and not any(lookup(i)["kind"] == "academic" for url in links(idea) if (i := find(url))):
        yield "its idea cites no scholarship."
    dates = [row["date"] for row in milestones(unit)] if "milestones" in package().tables else []
    if not _TIMELINE[0] <= len(dates) <= _TIMELINE[1] or dates != sorted(dates):
        yield (
            f"metadata.course.timeline names {len(dates)} milestones; it takes {_TIMELINE[0]} to "
            f"{_TIMELINE[1]}, in order of time."
        )
    if "course.timeline(" not in parts.get("cast", ""):
        yield "its section of people does not show course.timeline."


RULES = (voices, model_answers, sample_memos, outcomes_assessed, retrieval, people_and_idea)
