"""The card of a delegation, its evidence drawn from the rows of the course's tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from course.data import GRADES
from course.data import package as tables
from course.errors import CourseError, nearest, shown
from course.lessons.capstone.redlines import NAMES, clause_in_words, read_red_line, read_wish
from course.markup import code, plain
from course.show import markdown_table
from course.sources import cite, lookup
from course.words import long_date, number

Row = dict[str, str]
ALONE = """**What to do**

1. Predict, for each draft, which capitals break silence. You know your own red line, and of the others what they have said in public.
2. Write the letter by which your capital breaks silence: to the chair, in writing, before the deadline, with the reason and the change that would mend the text. If your red line is met by no draft, choose a text that meets it, and write against that.
3. Then open the transcripts. Of each ask: whose word survived, what did vagueness buy, and which row moved anyone?"""

_OPTIONS = {bracket: list(names) for bracket, names in NAMES.items()}
_BOUNDS = {"exact": "", "about": "about ", "at_most": "at most ", "at_least": "at least "}


def _money(row: Row) -> str:
    amount = f"{float(row['amount_low'] or row['amount_high']):,.4g} million {row['currency']}"
    return f"{row['claimant']}: {row['about']}, {_BOUNDS[row['bound']]}{amount}."


def _link(row: Row) -> str:
    known = {one["institution_id"]: one["name"] for one in tables().table("institutions").records()}
    return f"{known[row['from_id']]}: {row['basis']}"


def _step(row: Row) -> str:
    bound = {"exact": "", "by": "at most "}.get(row["bound"], f"{row['bound']} ")
    after = f" Since the first step of the case: {bound}{row['minutes']} minutes."
    text = f"{row['place']}: {row['what']} By the account of: {row['said_by']}."
    return text + after * bool(row["minutes"])


def _incident(row: Row) -> str:
    told = (
        ("First report", row["first_report"] if row["correction"] else ""),
        ("Later", row["correction"]),
        ("Answer", "" if row["correction"] else row["response"]),
    )
    later = "".join(f" {name}: {words}" for name, words in told if words)
    return f"{row['place'] or row['country']}: {row['what']}{later}"


def _event(row: Row) -> str:
    title = row["title"] if row["title"].endswith("?") else f"{row['title']}."
    return f"{title} {row['what']}"


def _test(row: Row) -> str:
    agreements = tables().table("basing_agreements").records()
    of = next(one for one in agreements if one["agreement_id"] == row["agreement_id"])
    return f"{of['subject']} ({of['signed'][:4]}): {row['finding']}"


def _poll(row: Row) -> str:
    shares = [
        f"{name} {number(float(row[column]))} per cent"
        for name, column in (("yes or for", "share_for"), ("no or against", "share_against"))
        if row[column]
    ]
    asked = f"Poll, {row['pollster'] or row['sponsor']}: {row['question_wording']}"
    return f"{asked} {', '.join(shares).capitalize()}."


def _lent(row: Row) -> str:
    ended = f", until {long_date(row['ended'])}" if row["ended"] else ""
    announced = "" if row["operational"] or not row["offered"] else " (announced)"
    return f"{row['country']}: {row['contribution']}{announced}{ended}."


# A table: the columns of which the first that is filled dates its row, and what the row says.
_KINDS: dict[str, tuple[tuple[str, ...], Callable[[Row], str]]] = {
    "asks_and_outcomes": (
        ("asked_on",),
        lambda row: f"{row['asked_by']} asks: {row['ask']} {row['what_happened']}",
    ),
    "basing_agreements": (
        ("signed",),
        lambda row: f"{row['subject']}: {row['command_provision']} {row['liability_provision']}",
    ),
    "consent_tests": ((), _test),
    "contributions": (("operational", "offered"), _lent),
    "cost_claims": (("stated_on",), _money),
    "incidents_on_allied_territory": (("date",), _incident),
    "institution_links": (("since",), _link),
    "march_2026_claims": (("made_on",), lambda row: f"{row['claimant']}: {row['answer']}"),
    "march_2026_timeline": (("happened_at",), _event),
    "polls": (("published",), _poll),
    "positions": (("date",), lambda row: f"{row['speaker']}: {row['summary']}"),
    "retellings": (("published",), lambda row: f"{row['outlet']}: “{row['words']}”."),
    "summit_language": ((), lambda row: row["paraphrase"]),
    "warning_chain": (("date",), _step),
}


def evidence(reference: str) -> tuple[str, str, str]:
    """Return the ISO date, what and by whom (Markdown) of a row that is named as `table:key`.

    Raises:
        CourseError: there is no such row, or no way to show a row of that table.
    """
    name, _, key = reference.partition(":")
    if name not in _KINDS:
        raise CourseError(f"{shown(reference)}: no card shows a row of {shown(name)}.")
    table = tables().table(name)
    row = next((one for one in table.records() if one[table.key[0]] == key), None)
    if row is None:
        known = tables().keys(name, table.key[0])
        raise CourseError(f"{name} has no row {shown(key)}. {nearest(key, known)}")
    dated, says = _KINDS[name]
    when = next((row[column] for column in dated if row[column]), "")
    source = f"{cite(row['source_id'])}, {row['grade']} ({code(name)})"
    text = says(row)
    return (when, plain(text[0].upper() + text[1:]), source)


def public_line(row: Row) -> str:
    """Return what a capital has said in public, with its source and grade, as Markdown."""
    publisher = lookup(row["source_id"])["publisher"]
    return f"{plain(row['public_line'])} ({cite(row['source_id'], publisher)}, {row['grade']})"


def public_lines(rows: Iterable[Row]) -> str:
    """Return what each of some capitals has said in public, as a Markdown table."""
    lines = [(plain(row["country"]), public_line(row)) for row in rows]
    return markdown_table(["Capital", "In public"], lines)


def refused(row: Row) -> str:
    """Return what a capital's red line refuses, in the words of the brackets."""
    return read_red_line(row["red_line"], row["delegation_id"], _OPTIONS).words


def wished(row: Row) -> str:
    """Return what a capital begins by asking for, in the words of the brackets."""
    return clause_in_words(read_wish(row["wish"], row["delegation_id"], _OPTIONS))


def card(row: Row) -> str:
    """Return a delegation's card as Markdown, without its heading."""
    found = [evidence(reference) for reference in row["evidence"].split()]
    rows = [
        (long_date(when) if when else "no date", says, source)
        for when, says, source in sorted(found, key=lambda one: one[0] or "9")
    ]
    return "\n\n".join(
        (
            f"**In public.** {public_line(row)}",
            f"**Red line** *(invented)*. {plain(row['red_line_words'])} "
            f"You break silence on a text with {refused(row)}.",
            f"**Wish** *(invented)*. You begin by asking for {wished(row)}.",
            f"**Trade** *(invented)*. {plain(row['trade'])}",
            f"**Silence** *(invented)*. {plain(row['silence_instruction'])}",
            "**Evidence**, from the tables of the course",
            markdown_table(["When", "What the row says", "Source, grade, table"], rows),
            f"Grades: **A** {GRADES['A']}; **B** {GRADES['B']}.",
        )
    )
