"""A unit through nbgrader's own commands, from the release to the gradebook taken back.

    uv venv NBG && uv pip install --python NBG/bin/python nbgrader==0.9.6 -e .
    NBG/bin/python tests/audit/nbgrader_round.py --folder /tmp/round [--unit 04]

Learners are made: one with every answer right, one with each first known mistake, one blank, one
half done, one whose cell fails, one who changed the locked cells. nbgrader generates, autogrades
and exports; a person's marks are put in as its form puts them; then `course teach grade` takes the
gradebook back, and what it says is compared with what it makes of the notebooks itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from nbgrader.api import Gradebook

from course.learn.essays import Essay
from course.learn.exercises import lesson
from course.teach.grade import nbgrader
from course.teach.grade.command import grade
from course.units import cell_text, unit

NOTE = "Opinion was one reason among several, and the limit is what no table says. " * 12


def ran(folder: Path, *words: str) -> float:
    """Run a command of nbgrader's in its course folder; return the seconds that it took."""
    command = [str(Path(sys.executable).with_name("nbgrader")), *words]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return time.perf_counter() - began


def filled(release: dict, answers: dict[str, str], *, cheat: bool = False) -> dict:
    """Return the notebook that was handed out with answers in it."""
    book = json.loads(json.dumps(release))
    for cell in book["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        key = about.get("grade_id", "").removesuffix("-answer")
        if about.get("solution") and key in answers:
            name = cell_text(cell).partition(" = ")[0]
            cell["source"] = f"{name} = {answers[key]}"
        elif cheat and about.get("locked"):
            cell["source"] = "1.0"
    return book


def learners(release: dict, number: str) -> dict[str, dict]:
    """Return a notebook for each made learner."""
    tasks = lesson(unit(number).slug).exercises
    marked = [key for key, task in tasks.items() if not isinstance(task.kind, Essay)]
    source = nbgrader._source
    right = {key: source(tasks[key].answer()) for key in marked}
    right |= {key: f'"""{NOTE}"""' for key in tasks if key not in marked}
    wrong = dict(right)
    for key in marked:
        mistake = next(iter(tasks[key].misconceptions.values()))
        example = mistake.examples(tasks[key].answer())[0]
        numbers = not isinstance(example, str | list | tuple | dict | set | frozenset)
        wrong[key] = repr(float(example)) if numbers else source(example)
    nothing = {key: '"nothing of the kind"' for key in marked}
    return {
        "right": filled(release, right),
        "mistaken": filled(release, wrong),
        "blank": filled(release, {}),
        "half": filled(release, {key: right[key] for key in marked[:3]}),
        "fails": filled(release, right | {marked[1]: "no_such_name"}),
        "cheat": filled(release, nothing, cheat=True),
    }


def main() -> None:
    """Go the whole round; print what came of it, and end with 1 if the two differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--unit", default="04")
    asked = parser.parse_args()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    folder, one = asked.folder, unit(asked.unit)
    shutil.rmtree(folder, ignore_errors=True)
    nbgrader.write([one], folder)
    name = one.path.stem
    took = {"generate_assignment": ran(folder, "generate_assignment", name, "--create")}
    release = json.loads((folder / "release" / name / one.path.name).read_text(encoding="utf-8"))
    people = learners(release, one.number)
    for student, book in people.items():
        place = folder / "submitted" / student / name
        place.mkdir(parents=True)
        (place / one.path.name).write_text(json.dumps(book), encoding="utf-8")
    took["autograde"] = ran(folder, "autograde", name)
    essays = [k for k, t in lesson(one.slug).exercises.items() if isinstance(t.kind, Essay)]
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        for cell in essays:  # as the form of nbgrader's does it
            given = book.find_grade(cell, one.path.stem, name, "right")
            given.manual_score, given.needs_manual_grade = given.max_score / 2, False
            book.db.commit()
    took["export"] = ran(folder, "export", "--to", "grades.csv")
    submissions, scores = nbgrader.read_database(folder / "gradebook.db")
    exported = {each.student: each for each in nbgrader.read_export(folder / "grades.csv")}
    papers = grade([folder / "submitted"], folder / "own")
    ours = {entry.learner.name: entry.papers[one.number] for entry in papers.entries}
    wrong = []
    for each in submissions:
        if exported[each.student].points != each.points:
            wrong.append(f"{each.student}: the export says {exported[each.student].points}")
    for score in scores:
        mark = ours[score.student].marks[score.exercise]
        if score.exercise in essays:
            if score.student == "right" and score.points != 0.5:
                wrong.append(f"{score.student}, {score.exercise}: {score.points} by hand")
        elif round(score.points or 0, 6) != round(mark.points or 0, 6):
            wrong.append(f"{score.student}, {score.exercise}: {score.points}, ours {mark.points}")
    for line in nbgrader.rows(submissions, scores):
        csv.writer(sys.stdout).writerow(line)
    for command, seconds in took.items():
        print(f"{command}: {seconds:.1f} s")
    print(f"a notebook: {took['autograde'] / len(people):.1f} s by nbgrader")
    print("\n".join(wrong) or f"{len(scores)} scores, all as we mark them")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
