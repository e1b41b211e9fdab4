"""The pages that show what a learner has done, and bring back what was missed.

Nothing of a learner is here: a page's scripts keep it in the reader's own browser, and fill in
what these pages leave open. What answers a question is sealed, in a script that the review alone
loads, and stands in no page and in no search index.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from course.learn import contents, progress
from course.learn.exercises import lesson, without_seed
from course.learn.outcomes import OUTCOMES
from course.learn.seal import sealed
from course.markup import escape, inline
from course.publish.figures import FOLDER
from course.publish.gate import own
from course.units import Unit, cell_text, units

_ABOUT, ASKED = "about-course.js", "review-items.js"
_STANDING = ("progress.js", "standing.js", "study.js")
_SCRIPTS = {"index": _STANDING, "progress": _STANDING, "review": ("answers.js", *_STANDING)}
_SHOWN = re.compile(r"course\.progress\(\s*\)")
_SCRIPTLESS = (
    '<p class="course-scriptless">This needs JavaScript, which does not run here. All else in the '
    "course can be read without it.</p>"
)
_COLUMNS = {
    "predictions": "Prediction",
    "exercises": "Exercises",
    "quiz": "Quiz",
    "minutes": "Minutes",
}


def scripts(name: str) -> tuple[str, ...]:
    """Return the scripts that a page needs to show what a learner has done."""
    if name in _SCRIPTS:
        return _SCRIPTS[name]
    cells = (c for u in units() if u.path.stem == name for c in u.notebook["cells"])
    return _STANDING if any(map(shows_standing, cells)) else ()


def shows_standing(cell: Mapping[str, Any]) -> bool:
    """Say whether a cell shows where a learner stands: what is stored of it is nobody's."""
    return cell["cell_type"] == "code" and bool(_SHOWN.search(cell_text(cell)))


def here() -> str:
    """Return what stands on the site for such a cell."""
    return own(_SCRIPTLESS + _box())


def home() -> str:
    """Return the box of the front page that says how far a reader is; scripts show it."""
    return own(_box())


def _box() -> str:
    return f'<p id="course-standing" class="course-standing" hidden></p>{_script(_ABOUT)}'


def page() -> str:
    """Return the page of a learner's progress."""
    return "\n\n".join(
        (
            "# Your progress",
            "What you commit to, answer and remember on these pages is noted in this browser, and "
            "nowhere else. Nothing is sent, and nobody else sees it.",
            own(
                f'{_SCRIPTLESS}<div id="course-progress" hidden>'
                '<p class="course-standing" data-say="standing"></p>'
                f"<h2>By unit</h2>{_by_unit()}<h2>By outcome</h2>{_by_outcome()}{_FILES}{_ANEW}"
                f"</div>{_script(_ABOUT)}"
            ),
        )
    )


def review() -> str:
    """Return the page that asks again what is due."""
    days = ", ".join(map(str, progress.INTERVALS[:-1]))
    return "\n\n".join(
        (
            "# Review",
            "Quiz questions, exercises that you missed and terms that you looked up come back here "
            f"after {days} and {progress.INTERVALS[-1]} days: each right answer on its day moves a "
            "thing on to the next, longer wait. A wrong answer takes it back to the first.",
            own(
                f'{_SCRIPTLESS}<div id="course-review" hidden><p data-say="left" role="status"></p>'
                f'<div class="course-asked"></div></div>{_script(_ABOUT)}{_script(ASKED)}'
            ),
            "How far you are: [your progress](progress.md).",
        )
    )


def marked(name: str, body: str) -> str:
    """Return a page with each question of its quiz named, so that what is answered can be noted."""
    this = next((unit for unit in units() if unit.path.stem == name), None)
    if this is None or 'class="course-quiz"' not in body:
        return body
    for question in lesson(this.slug).quiz:
        named = progress.quiz_id(this.number, question.prompt)
        asks = f"<p>{inline(question.prompt)} <small>"
        body = body.replace(f"<li>{asks}", f'<li data-quiz="{named}">{asks}', 1)
    return body


def files(html: Path) -> dict[str, bytes]:
    """Return the scripts that hold what there is to do, and what the review asks, by name.

    Args:
        html: the folder of the pages, in which the exercises have their places.
    """
    return {
        _ABOUT: f"window.courseAbout={_json(contents.about())};\n".encode(),
        ASKED: script(items(html)).encode(),
    }


def items(html: Path) -> dict[str, dict[str, Any]]:
    """Return what a review may ask, by name; `html` is the folder of the pages."""
    return dict(_asked(html))


def script(asked: Mapping[str, Any]) -> str:
    """Return the script of what a review asks."""
    return f"window.courseReview={_json(asked)};\n"


def _asked(html: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for unit in units():
        page = html / f"{unit.path.stem}.html"
        text = page.read_text(encoding="utf-8") if page.is_file() else ""  # built without pages
        for task in lesson(unit.slug).exercises.values():
            where = f"{unit.path.stem}.html{_place(task.id, text)}"
            named = f"exercise:{without_seed(task.id)}"
            yield named, {"unit": unit.number, "asks": task.title, "at": where}
        yield from _questions(unit)
    for row in contents.glossary():
        short = f" ({row['abbreviation']})" if row["abbreviation"] else ""
        name = f"term:{row['term_id']}"
        yield (
            name,
            {
                "asks": escape(row["term"] + short),
                "sealed": sealed(_json(escape(row["definition"])), name),
                "at": f"glossary.html#{row['term_id']}",
            },
        )


def _questions(unit: Unit) -> Iterator[tuple[str, dict[str, Any]]]:
    for question in lesson(unit.slug).quiz:
        name = f"quiz:{progress.quiz_id(unit.number, question.prompt)}"
        said = [[right, inline(says)] for _, right, says in question.options]
        yield (
            name,
            {
                "unit": unit.number,
                "asks": inline(question.prompt),
                "options": [inline(words) for words, _, _ in question.options],
                "sealed": sealed(_json(said), name),
                "at": f"{unit.path.stem}.html",
            },
        )


def _place(task: str, page: str) -> str:
    """Return the part of a page in which an exercise stands, as the end of an address."""
    quoted = rf"(?:\"|&quot;|')(?:{re.escape(task)})(?:\"|&quot;|')"
    found = re.search(rf"data-task={quoted}", page) or re.search(quoted, page)
    sections = re.findall(r'<section id="([\w-]+)">', page[: found.start()]) if found else []
    return f"#{sections[-1]}" if sections else ""


def _by_unit() -> str:
    head = "".join(
        f'<th scope="col" role="columnheader">{words}</th>' for words in _COLUMNS.values()
    )
    rows = "".join(
        f'<tr role="row" data-unit="{unit["number"]}"><th scope="row" role="rowheader">'
        f'<a href="{unit["page"]}.html">{unit["number"]} {escape(unit["title"])}</a> '
        f"<small></small></th>{_cells()}</tr>"
        for unit in contents.about()["units"]
    )
    return (
        '<table class="course-units" role="table"><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">Unit</th>{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}<tr role="row" data-unit="all">'
        f'<th scope="row" role="rowheader">In all <small></small></th>{_cells()}</tr></tbody>'
        "</table>"
    )


def _cells() -> str:
    """Return the cells of a row, which say on a phone what they are: there they have no head."""
    return "".join(
        f'<td role="cell" data-label="{words}" data-of="{name}"></td>'
        for name, words in _COLUMNS.items()
    )


def _by_outcome() -> str:
    known = contents.about()["outcomes"]
    rows = "".join(
        f'<tr><th scope="row">{escape(OUTCOMES[name][:1].upper() + OUTCOMES[name][1:])}</th>'
        f'<td data-outcome="{name}"></td></tr>'
        for name in known
    )
    return (
        '<table class="course-outcomes"><thead><tr><th scope="col">You can</th>'
        f'<th scope="col">Exercises done</th></tr></thead><tbody>{rows}</tbody></table>'
    )


_FILES = """<h2>Take it with you</h2>
<p>Another browser, another computer and JupyterLab know nothing of what is noted here. Save it as
a file, <code>progress.json</code>, and open that file there: what is noted in both places is put
together, and nothing is lost.</p>
<p class="course-act"><button type="button" value="save">Save as a file</button></p>
<p class="course-drop"><label>Open a file of progress
<input type="file" accept=".json,application/json"></label> <span>or drop it here.</span></p>
<div class="course-said" data-say="file" role="status"></div>
<p>For JupyterLab, in a terminal in the folder of the course:
<code>uv run course progress --import progress.json</code> takes such a file in, and
<code>uv run course progress --export progress.json</code> makes one to open here.</p>
<p data-say="aside" hidden>Something that this browser had kept could not be read, and was set
aside. <button type="button" value="aside">Save it as a file</button></p>"""
_ANEW = """<h2>Start anew</h2>
<p>On a computer that others use, or to begin the course again.</p>
<p class="course-act"><button type="button" value="anew">Start anew…</button></p>
<dialog aria-labelledby="course-anew"><form method="dialog"><h3 id="course-anew">Delete what is
noted in this browser?</h3><p>It cannot be brought back, unless you have saved it as a file.</p>
<p><label><input type="checkbox" name="answers"> Delete what I wrote into the exercises too</label>
</p><p class="course-act"><button value="keep">Keep it</button><button value="delete">Delete
</button></p></form></dialog>"""


def _script(name: str) -> str:
    return f'<script defer src="{FOLDER}/{name}"></script>'


def _json(known: Any) -> str:
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))
