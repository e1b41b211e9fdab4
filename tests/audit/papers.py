"""Print every plan, handout and key; say how many sheets each takes and what is lost on them.

    uv run python tests/audit/papers.py OUT [UNIT...]

A line for each unit; the exit code is 1 if a plan or handout is too long, or a heading or a chart's
title is not in the text of its PDF.
"""

import re
import sys
from pathlib import Path

from pypdf import PdfReader

from course.learn.classroom import lengths
from course.publish.figures import drawings
from course.teach import handout, key, plan
from course.units import unit, units


def squeezed(text):
    return re.sub(r"[\s*]+", "", text)


def sheets(path):
    """Return the texts of a PDF's pages without white space."""
    return [squeezed(page.extract_text()) for page in PdfReader(path).pages]


def main(out, *names):
    lost = 0
    for one in [unit(name) for name in names] or units():
        plans = {n: len(sheets(plan.write(one, n, out, pdf=True)[1])) for n in lengths(one)}
        paper = sheets(handout.write(one, out, pdf=True)[1])
        answers = len(sheets(key.write(one, out, pdf=True)[1]))
        wanted = [section.heading for section in one.sections if section.role != "sources"]
        wanted += [drawing.about.title for drawing in drawings(one.notebook)]
        missing = [words for words in wanted if squeezed(words) not in "".join(paper)]
        size = re.search(
            r"body \{ font-size: ([\d.]+)pt", (out / f"{one.path.stem}-handout.html").read_text()
        )[1]
        print(
            f"{one.number}: plans {plans}; handout {len(paper)} at {size} pt, "
            f"{len(wanted)} headings and titles, missing {missing or 'none'}; key {answers}",
            flush=True,
        )
        lost += len(missing) + (len(paper) > handout.MOST_PAGES)
        lost += sum(count > (2 if n > 90 else 1) for n, count in plans.items())
    return lost


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), *sys.argv[2:]) else 0)
