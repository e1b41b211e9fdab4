"""What an instructor opens: the Council's guide and forms, its cards, messages and parts.

The guide, the forms and the transcripts are Markdown in `notebooks/teach/`; what stands in tables
(cards, messages, parts) is written from them, so that there is one place for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from course import selection
from course.data import GRADES, package
from course.lessons.capstone import cards, council, transcripts
from course.markup import code, plain
from course.publish.gate import own
from course.show import markdown_table
from course.words import listed, long_date

HOME = "teach/council"
GUIDE = "teach/index"
_BACK = "[The Council](index.md)"
_SHEET = own('<div class="course-sheet"></div>')  # its section begins a page when it is printed
_FORMS = {
    "guide": "The chair's guide, by the minute",
    "drafting-sheet": "Drafting sheet",
    "silence-form": "Silence form",
    "debrief": "Debrief",
    "rubric": "Rubric",
}
_MADE = {
    "cards": "The cards of the delegations, each a printed page",
    "messages": "The messages that come in, with the grade that each deserves",
    "parts": "The parts that are no delegation, and who sits where",
}


def there() -> bool:
    """Say whether the tables have a Council."""
    return "council_delegations" in package().tables


def in_navigation() -> list[str]:
    """Return the documents that navigation names: the guide, and the Council if there is one."""
    return [GUIDE, f"{HOME}/index"] if there() else [GUIDE]


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the Markdown of each page: the guide, and the Council if there is one."""
    yield f"{GUIDE}.md", guide()
    if not there():
        return
    yield f"{HOME}/index.md", index()
    for name in _FORMS:
        text = (transcripts.folder() / f"{name}.md").read_text(encoding="utf-8")
        yield f"{HOME}/{name}.md", f"{text}\n{_BACK}\n"
    yield f"{HOME}/cards.md", cards_page()
    yield f"{HOME}/messages.md", messages()
    yield f"{HOME}/parts.md", parts()
    yield f"{HOME}/alone.md", alone()


def guide() -> str:
    """Return the guide for an instructor as a page."""
    text = (transcripts.folder().parent / "README.md").read_text(encoding="utf-8")
    if edition := selection.current():
        text = edition.said(text)
    if there():
        return text.replace("(council/guide.md)", "(council/index.md)")
    return text.partition("\n## The Council\n")[0] + "\n"


def index() -> str:
    """Return the front page of the Council."""
    lines = [f"- [{words}]({name}.md)" for name, words in (_FORMS | _MADE).items()]
    return "\n\n".join(
        (
            "# The Council: Seventy-two hours",
            f"A simulation for {council.SMALLEST} to {council.LARGEST} people, in 45, 90 or 180 "
            "minutes. The Allies have seventy-two hours for one paragraph with three brackets: "
            "what the commander may do alone, where the danger comes from, and who bears what "
            "falls. Nobody votes. A text is agreed when no capital has broken silence in writing.",
            "The summit and the crisis are invented, and so are the red line, the wish, the trade "
            "and the instruction on each card, which say so. The public lines and the evidence "
            "are real.",
            "**You have no class?** [Play it alone](alone.md). Who is to play in a class should "
            "not open that page before.",
            "## For the chair",
            "\n".join(lines),
            "## The paragraph",
            f"> {council.paragraph()}",
        )
    )


def cards_page() -> str:
    """Return the cards of all delegations, a section and a printed page each."""
    rows = package().table("council_delegations").records()
    parts = [
        "# The Council: cards",
        "One card a delegation, one printed page a card. Red line, wish, trade and silence "
        "instruction are invented; the public line and the evidence have their sources. Grades: "
        + "; ".join(f"**{grade}** {words}" for grade, words in GRADES.items())
        + ".",
        _BACK,
    ]
    for row in rows:
        parts += [f"## {plain(row['country'])}", _SHEET, cards.card(row)]
    return "\n\n".join(parts) + "\n"


def messages() -> str:
    """Return the messages as slips to cut out, and on a page of its own what each deserves."""
    rows = package().table("council_injects").records()
    slips, key = [], []
    for row in rows:
        minutes = [f"{row[f'at_{n}'] or 'left out'} of {n}" for n in (45, 90, 180)]
        slips.append(
            f"**{plain(row['sender'])}** ({code(row['inject_id'])}, at minute {listed(minutes)})"
            f"\n\n> {plain(row['text'])}"
        )
        when, says, source = cards.evidence(row["echo"])
        echo = f"{long_date(when)}: {says} {source}" if when else f"{says} {source}"
        key.append(
            (
                code(row["inject_id"]),
                row["right_grade"],
                plain(row["because"]),
                plain(row["tests"]),
                echo,
            )
        )
    head = ["Message", "Grade", "Why", "What it tests", "The real case that it echoes"]
    return "\n\n".join(
        (
            "# The Council: messages",
            "All senders and texts are invented. Say that a message has come, and from whom; read "
            "it out as it stands, without a grade: the room has to give it. Then leave half a "
            "minute in which nobody speaks.",
            _BACK,
            "## Slips",
            "\n\n---\n\n".join(slips),
            "## For the chair alone",
            _SHEET,
            markdown_table(head, key),
        )
    )


def parts() -> str:
    """Return the parts without a red line, and the seats of every size of class."""
    roles = [
        (plain(row["role"]), row["joins_at"], plain(row["task"]))
        for row in package().table("council_roles").records()
    ]
    sizes = []
    for size in range(council.SMALLEST, council.LARGEST + 1):
        seats = council.seats(size)
        two = len([s for s in seats if s.delegation]) - len(council.delegations(size))
        others = len([s for s in seats if not s.delegation])
        sizes.append((size, len(council.delegations(size)), two, others))
    return "\n\n".join(
        (
            "# The Council: parts and seats",
            "These have no red line. All are invented.",
            _BACK,
            markdown_table(["Part", "Filled from", "Task"], roles),
            "## Seats",
            markdown_table(["People", "Delegations", "Of these with two people", "Others"], sizes),
        )
    )


def alone() -> str:
    """Return the Council for one person: cards, drafts and what became of them behind folds."""
    playing = {one.id: one.country for one in council.delegations(council.ALONE)}
    rows = [
        row
        for row in package().table("council_delegations").records()
        if row["delegation_id"] in playing
    ]
    blocks = [
        "# The Council alone",
        f"You sit in a Council of {council.ALONE}: the chair and {len(playing)} capitals. Choose "
        "one. Open its card, and no other.",
        _BACK,
        cards.ALONE,
        "## What the capitals have said in public",
        cards.public_lines(rows),
        "## Your card",
        *(_fold(f"Card: {plain(row['country'])}", cards.card(row)) for row in rows),
    ]
    for name, draft in council.drafts().items():
        broken = council.breaks(draft.package, council.ALONE)
        told = [f"- **{playing[one]}**: {council.reason(one, draft.package)}." for one in broken]
        blocks += [
            f"## Draft {name}",
            f"*{draft.package.words}*\n\n> {council.paragraph(draft.package)}",
            _fold(f"Draft {name}: who breaks silence?", "\n".join(told or [council.NOTHING])),
            _fold(f"Draft {name}: the transcript", _flat(draft.text)),
        ]
    return "\n\n".join(blocks) + "\n"


def _fold(summary: str, markdown: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{markdown}\n\n</details>"


def _flat(markdown: str) -> str:
    """Return a transcript without its title, and with bold words for headings, to be folded."""
    text = re.sub(r"\A# .*\n", "", markdown)
    return re.sub(r"^#+ (.+)$", r"**\1**", text, flags=re.M).strip()
