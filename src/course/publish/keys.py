"""A site without its keys: what tells a right answer from a wrong one is left out, or lies apart.

A page in its open form is finished first; the closed one is made from it. Then each exercise keeps
its question, its fields (what is entered stays in the reader's browser) and its hints; predictions
stay as they are, since the data that they are set against are on the page. What goes is all that
judges an answer, the worked solutions with their pages, and what is said to the options of a quiz.

This hides them on the site. Who has the course itself can ask it: `course.solution`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from course.publish import practice
from course.publish.figures import FOLDER
from course.publish.progress import ASKED, items, script
from course.units import units

OPEN, LATER, NONE = "open", "later", "none"
SAYS = {
    NONE: "Right answers are not on this site: your instructor has them.",
    LATER: "The right answer comes to this page later, from your instructor.",
}
READ_ME = """The keys of the course's site, a folder a unit.

When a unit's answers may be seen, copy all that is in its folder into the folder of the site, and
let it replace what is there. From then on the unit's page says whether an answer is right, and has
its hints and solutions; Review asks the quiz questions of this unit and of those before it. Whoever
has the page open loads it once more.

To hide them again, build the site again: course site --solutions later
"""
_QUIZ = re.compile(r'<ol class="course-quiz">.*?</ol>', re.S)
_OPTIONS = re.compile(r"(?:<details><summary>.*?</summary>.*?</details>)+", re.S)
_OPTION = re.compile(r"<summary>(.*?)</summary>", re.S)
_SOLUTION_BUTTON = '<button type="button" value="solution">Solution</button>'
_HELP = re.compile(r'<p class="course-help">.*?</p>', re.S)
_FOLDS = re.compile(r"(?:<details><summary>(?:Hint \d+|Solution)</summary>.*?</details>\s*)+", re.S)
_LINK = re.compile(r'<a\b[^>]*href="(?:\.\./)*solutions/[\w-]+\.html[^"]*"[^>]*>(.*?)</a>', re.S)


def close(html: Path, mode: str, keys: Path) -> None:
    """Close a finished site in place.

    Args:
        html: the folder of the open site.
        mode: `NONE` leaves the keys out; `LATER` puts them into `keys`, and leaves on the site what
            they take the place of once an instructor copies them there.
        keys: a new folder, for a folder a unit.
    """
    says, every = SAYS[mode], items(html)
    taught: set[str] = set()
    for unit in units():
        stem = unit.path.stem
        taught.add(unit.number)
        pages = [html / f"{stem}.html", html / "solutions" / f"{stem}.html"]
        scripts = [html / FOLDER / f"{name}-{stem}.js" for name in ("exercises", "solutions")]
        if not scripts[0].is_file():
            continue
        if mode == LATER:
            for path in filter(Path.is_file, (*pages, *scripts)):
                place = keys / stem / path.relative_to(html)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
            _write(keys / stem / FOLDER / ASKED, script(_without_quizzes(every, but=taught)))
        _write(scripts[0], practice.script(unit, closed=says))
        _write(scripts[1], "window.courseSolutions={};\n")
        for path in filter(Path.is_file, pages):
            _write(path, closed(path.read_text(encoding="utf-8"), mode))
    _write(html / FOLDER / ASKED, script(_without_quizzes(every)))
    if mode == LATER:
        _write(keys / "READ-ME.txt", READ_ME)
    else:
        _take_away_solutions(html)


def _without_quizzes(asked: Mapping[str, Any], but: Collection[str] = ()) -> dict[str, Any]:
    """Return what a review asks, of quizzes only the questions of the units named."""
    return {
        name: item
        for name, item in asked.items()
        if not name.startswith("quiz:") or item["unit"] in but
    }


def _take_away_solutions(html: Path) -> None:
    shutil.rmtree(html / "solutions", ignore_errors=True)
    for path in (html / FOLDER).glob("solutions-*.js"):
        path.unlink()
    for path in html.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "solutions/" in text:
            _write(path, _LINK.sub(r"\1", text))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def closed(page: str, mode: str) -> str:
    """Return a page without what is said to an answer."""
    note = f'<p class="course-closed">{SAYS[mode]}</p>'
    page = _QUIZ.sub(lambda quiz: _OPTIONS.sub(_listed, quiz[0]) + note, page)
    page = _FOLDS.sub(note, page)
    if mode == NONE:
        # With scripts, the form itself says so when it is asked.
        unasked = note.replace('class="', 'class="course-help ')
        page = _HELP.sub(unasked, page).replace(_SOLUTION_BUTTON, "")
    return page


def _listed(options: re.Match[str]) -> str:
    return "<ul>" + "".join(f"<li>{words}</li>" for words in _OPTION.findall(options[0])) + "</ul>"
