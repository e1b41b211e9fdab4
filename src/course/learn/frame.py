"""What frames a unit: its opening card, its quiz and its generated references."""

from __future__ import annotations

import re

from course.data import Table, package
from course.learn.exercises import lesson
from course.learn.outcomes import OUTCOMES
from course.learn.recalls import recalled
from course.markup import code, escape, inline, link, plain
from course.show import Html, Text, markdown_table
from course.sources import bibliography, credit, find, links, lookup
from course.units import Unit, unit
from course.words import long_date


def start(name: str | int) -> Text:
    """Show a unit's opening card: question, outcomes, minutes, what it builds on, tables, dates."""
    this = unit(name)
    about = this.metadata
    outcomes = "\n".join(f"- **{key}** {OUTCOMES[key]}" for key in about["outcomes"])
    sections = markdown_table(
        ["Section", "Minutes"], [(plain(s.heading), s.minutes) for s in this.sections if s.minutes]
    )
    before = "\n".join(
        f"- [{earlier.number} {plain(earlier.title)}]({earlier.path.name})"
        + (f": {' '.join(said)}" if said else "")
        for earlier, said in recalled(this)
    )
    builds_on = (
        "**What this unit builds on**, in the key points of those units. You may begin here all "
        f"the same.\n\n{before}\n\n"
    )
    tables = ", ".join(code(name) for name in about["tables"])
    return Text(
        f"**The question:** {plain(about['question'])}\n\n"
        f"**You will be able to**\n\n{outcomes}\n\n"
        f"**Time:** about {this.reading_minutes} minutes to read; about {about['minutes']} to do "
        f"everything\n\n{sections}\n\n"
        f"{builds_on if before else ''}**Tables:** {tables}. "
        f"**As of** {long_date(about['as_of'])}, with evidence to "
        f"{long_date(about['evidence_to'])}; to be reviewed by {long_date(about['review_by'])}."
    )


def quiz(name: str | int) -> Html:
    """Show a unit's retrieval questions; opening an option shows its feedback.

    Plain `details` elements: they work in JupyterLab, on the site, without a kernel, without
    JavaScript and by keyboard.
    """
    blocks, texts = [], []
    for number, question in enumerate(lesson(unit(name).slug).quiz, start=1):
        options = "".join(
            f"<details><summary>{inline(words)}</summary>"
            f"<p><strong>{'Right.' if right else 'Not this one.'}</strong> {inline(said)}</p>"
            "</details>"
            for words, right, said in question.options
        )
        from_unit = f" <small>(unit {escape(question.unit)})</small>"
        blocks.append(f"<li><p>{inline(question.prompt)}{from_unit}</p>{options}</li>")
        texts.append(
            "\n".join(
                [f"{number}. {question.prompt}", *(f"   - {w}" for w, _, _ in question.options)]
            )
        )
    return Html(f'<ol class="course-quiz">{"".join(blocks)}</ol>', "\n".join(texts))


def cited(this: Unit) -> set[str]:
    """Return the ids of the registered sources that a unit's own prose links to."""
    return {found for url in links(this.markdown) if (found := find(url))}


def references(name: str | int) -> Text:
    """List what a unit cites in its prose and what stands behind its tables, from the register."""
    this = unit(name)
    own = cited(this)
    lines = [f"### Cited in this unit\n\n{bibliography(own)}"]
    rows = []
    for table_name in this.metadata["tables"]:
        table = package().table(table_name)
        ids = [i for i in table.source_ids()]
        rows.append((code(table_name), len(table.records()), len(ids), _lead(ids)))
    lines.append(
        "### Behind the tables\n\n"
        + markdown_table(["Table", "Rows", "Sources", "Used most"], rows)
        + '\n\nEach row names its source. The whole list: `course.describe("TABLE")`.'
    )
    return Text("\n\n".join(lines))


def _lead(source_ids: list[str]) -> str:
    return plain(credit(source_ids[:3]))


def describe(name: str) -> Text:
    """Show a table's data card: what a row is, its columns, grades, sources and limits."""
    return Text(card(package().table(name)))


def card(table: Table, heading: str = "###") -> str:
    """Write a table's data card as Markdown; used in notebooks, terminal and site."""
    grades = table.grades()
    records = table.records()
    total = len(records)
    parts = [f"{heading} {plain(table.title)} ({code(table.name)})", plain(table.description)]
    about = table.card
    labels = {
        "one_row_is": "One row is",
        "compiled": "How it was compiled",
        "good_for": "Good for",
        "not_good_for": "Not good for",
        "missing": "What is missing",
    }
    parts += [
        f"**{words}.** {plain(about[key])}" for key, words in labels.items() if about.get(key)
    ]
    if grades:
        from course.data import GRADES

        parts.append(
            f"**Rows by grade** ({total} in all). "
            + "; ".join(f"{grades.get(g, 0)} {g} ({words})" for g, words in GRADES.items())
            + "."
        )
    rows = [
        (
            code(c.name),
            c.type.replace("_", " "),
            plain(c.unit),
            f"{sum(bool(row[c.name]) for row in records) / max(1, total):.0%}",
            plain(c.description),
        )
        for c in table.columns
    ]
    parts.append(markdown_table(["Column", "Type", "Unit", "Filled", "Meaning"], rows))
    for c in table.columns:
        if c.codes and c.name != "grade":
            meanings = "\n".join(f"- {code(key)}: {plain(words)}" for key, words in c.codes.items())
            parts.append(f"**Codes of {code(c.name)}**\n\n{meanings}")
    recoded = _second_coding(table)
    if recoded:
        parts.append(recoded)
    disputed = conflicts(table)
    if disputed:
        parts.append(f"**Where sources conflict** ({len(disputed)} rows say so).")
    publishers = {lookup(i)["publisher"] for i in table.source_ids()}
    if publishers:
        parts.append(f"**Sources.** {len(table.source_ids())}, from {len(publishers)} publishers.")
    licence = table.descriptor["licenses"][0]
    parts.append(
        f"**Licence.** {link(licence['title'], licence['path'])}. **How to cite.** Alliance "
        f"missile defence course, table *{plain(table.title)}* ({code(table.name)}), "
        f"{plain(table.descriptor['as_of'][:4])}."
    )
    return "\n\n".join(parts)


def _second_coding(table: Table) -> str:
    """Say how second readings of a coded table agreed with the first, as it came out."""
    from course.stats import cohen_kappa

    if "second_codings" not in package().tables:
        return ""
    codings = package().table("second_codings")
    who = codings.column("coder").codes
    said = []
    for coder in who:
        rows = [
            row
            for row in codings.records()
            if row["table_name"] == table.name and row["coder"] == coder
        ]
        if rows:
            agreed = cohen_kappa(
                [row["first_value"] or "unknown" for row in rows],
                [row["second_value"] or "unknown" for row in rows],
            )
            said.append(
                f"{plain(coder.replace('_', ' '))}, {len(rows)} rows: "
                f"{100 * agreed.observed:.0f} per cent agree, Cohen's kappa {agreed.kappa:.2f}"
            )
    if not said:
        return ""
    return (
        f"**Second coding.** {'; '.join(said)}. Who coded, and how independent the readings "
        "were, is on the card of `second_codings`."
    )


def conflicts(table: Table) -> list[dict[str, str]]:
    """Return the rows that stand in declared conflict with another, or whose note says so."""
    return [
        row
        for row in table.records()
        if row.get("conflict_key")
        or re.search(r"\bconflict|\bdisagree|\bdiffer", row.get("note", ""), re.I)
    ]
