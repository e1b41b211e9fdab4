"""The register of sources: look one up, cite it, list what a notebook cites, export BibTeX."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from course.data import package
from course.errors import CourseError
from course.markup import link, plain
from course.show import Text

KINDS = {
    "primary_alliance": "Alliance texts",
    "government": "Governments",
    "parliament_or_audit": "Parliaments and auditors",
    "academic": "Scholarship",
    "think_tank": "Think tanks",
    "advocacy": "Advocates",
    "news": "News",
    "reference": "Reference",
}
_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(https?://[^\s>]+?)>?\s*(?:\"[^\"]*\")?\)"
)


def register() -> dict[str, dict[str, str]]:
    """Return the whole register: one dictionary of text a source, by its id. Do not change it."""
    return (
        package()
        .table("sources")
        .derived("register", lambda rows: {row["source_id"]: dict(row) for row in rows})
    )


def lookup(source_id: str) -> dict[str, str]:
    """Return one source; raise CourseError with near ids when there is none."""
    known = register()
    if source_id not in known:
        words = set(re.split(r"\W+", source_id.lower())) - {""}
        close = sorted(known, key=lambda i: (-len(words & set(i.split("-"))), i))[:3]
        raise CourseError(
            f"There is no source '{source_id}' in the register. Near it: {', '.join(close)}."
        )
    return known[source_id]


def normal(url: str) -> str:
    """Return an address in the form in which two spellings of it compare equal."""
    return url.split("#")[0].rstrip("/").replace("%28", "(").replace("%29", ")")


def find(url: str) -> str | None:
    """Return the id of the source at `url`, or None if the register does not have it."""
    return by_address().get(normal(url))


def by_address() -> dict[str, str]:
    """Return the ids of all sources by their address in its `normal` form. Do not change it."""
    return (
        package()
        .table("sources")
        .derived("by address", lambda rows: {normal(row["url"]): row["source_id"] for row in rows})
    )


def cite(source_id: str, words: str | None = None) -> str:
    """Return a Markdown link to a source, showing `words` or its publisher and year."""
    source = lookup(source_id)
    year = source["date"][:4] or "no date"
    return link(words or f"{source['publisher']}, {year}", source["url"])


def entry(source_id: str) -> str:
    """Return one line of a bibliography, with the publisher's stake, as Markdown."""
    s = lookup(source_id)
    author = f"{plain(s['author'])}, " if s["author"] and s["author"] != s["publisher"] else ""
    when = s["date"] or "no date"
    stake = f" *{plain(s['interest'][0].upper() + s['interest'][1:])}.*" if s["interest"] else ""
    title = s["title"].replace("[", "(").replace("]", ")")
    return f"{author}{link(title, s['url'])}, {plain(s['publisher'])}, {plain(when)}.{stake}"


def credit(source_ids: Sequence[str], most: int = 3) -> str:
    """Name the publishers behind some rows, the most used first: 'CBO, CRS and 2 others'."""
    names = Counter(lookup(i)["publisher"] for i in source_ids)
    ranked = [name for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))]
    if not ranked:
        return ""
    left = len(ranked) - most
    if left > 0:
        return f"{', '.join(ranked[:most])} and {left} other{'s' if left > 1 else ''}"
    return " and ".join([", ".join(ranked[:-1]), ranked[-1]]) if len(ranked) > 1 else ranked[0]


def links(markdown: str) -> list[str]:
    """Return the web addresses that a Markdown text links to, in order of appearance."""
    return [
        match.group(1).replace("%28", "(").replace("%29", ")") for match in _LINK.finditer(markdown)
    ]


def bibliography(source_ids: Iterable[str]) -> Text:
    """Return the sources grouped by kind, each with its publisher's stake."""
    chosen = sorted(set(source_ids), key=lambda i: (lookup(i)["publisher"].lower(), i))
    parts = []
    for kind, heading in KINDS.items():
        group = [i for i in chosen if lookup(i)["kind"] == kind]
        if group:
            lines = "\n".join(f"- {entry(i)}" for i in group)
            parts.append(f"**{heading}** ({len(group)})\n\n{lines}")
    return Text("\n\n".join(parts))


_BIBTEX = str.maketrans({mark: f"\\{mark}" for mark in "&%#_${}"})


def bibtex(source_ids: Iterable[str]) -> str:
    """Return the sources as BibTeX, sorted by id, ready for a reference manager."""

    def fields(s: dict[str, str]) -> Iterator[str]:
        safe = {k: v.translate(_BIBTEX) for k, v in s.items()}
        yield f"  title = {{{{{safe['title']}}}}}"
        yield f"  author = {{{{{safe['author'] or safe['publisher']}}}}}"
        yield f"  publisher = {{{safe['publisher']}}}"
        if s["date"]:
            yield f"  year = {{{s['date'][:4]}}}"
        yield f"  url = {{{s['url']}}}"
        yield f"  urldate = {{{s['date_read']}}}"

    return "\n\n".join(
        f"@misc{{{i},\n" + ",\n".join(fields(lookup(i))) + "\n}" for i in sorted(set(source_ids))
    )
