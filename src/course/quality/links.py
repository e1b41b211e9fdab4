"""Links held to one form, so that the register sees every address: [words](address)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from course.sources import find, links
from course.units import Unit

_CODE = re.compile(r"```.*?```|~~~.*?~~~|(`+)(?!`).*?(?<!`)\1(?!`)", re.S)
_INLINE = re.compile(r"\]\(\s*<?([^)\s>]*(?:\([^)\s]*\)[^)\s>]*)*)>?[^)]*\)")
_OTHER_FORMS = re.compile(
    r"(?P<tag><(?:a|area|img|iframe|link|base|form|embed|object)\b[^>]*>?)"
    r"|(?P<reference>^ {0,3}\[[^\]\n]+\]:\s*\S+)"
    r"|(?P<pointed><(?:[a-z][a-z0-9+.-]+:|[^\s<>@]+@)[^\s<>]*>)"
    r"|(?P<bare>\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s>)\]]+)",
    re.I | re.M,
)
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:\w+:)?//[^\s>)]+)", re.I)
_NOTEBOOK = re.compile(r"(?P<file>[\w.-]+\.ipynb)?(?:#[^\s]*)?")


def problems(unit: Unit) -> Iterator[str]:
    """Yield what is wrong with the links of a unit's prose."""
    text = _CODE.sub(" ", unit.markdown)
    for url in dict.fromkeys(links(text)):
        if not find(url):
            yield f"the link {url} is not in data/sources.csv. Add its source, or mend the address."
    for target in dict.fromkeys(match[1] for match in _INLINE.finditer(text)):
        if not re.match(r"https?://", target):
            yield from _within_the_course(unit, target)
    for address in _PICTURE.findall(text):
        yield f"the picture {address} would be fetched from elsewhere; draw it in a cell instead."
    for match in _OTHER_FORMS.finditer(_INLINE.sub("]", text)):
        yield (
            f"'{match[0].strip()[:60]}' leads to an address in a form that the register of sources "
            "does not see; write it as [words](address)."
        )


def _within_the_course(unit: Unit, target: str) -> Iterator[str]:
    match = _NOTEBOOK.fullmatch(target)
    if not match or not target:
        yield (
            f"the link to '{target}' leads neither to a source nor to a unit; write an address "
            "that begins with https, or the file name of a notebook."
        )
    elif match["file"] and not (unit.path.parent / match["file"]).is_file():
        yield f"the link to {target} leads nowhere; name the unit without a link."
