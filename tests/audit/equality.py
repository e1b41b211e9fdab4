"""Count answers of which a page says what a notebook says: many more than the suite's own test.

    uv run python tests/audit/equality.py --each 1000

Every exercise is answered by its reference, every known mistake, and as many made answers; the
page's script judges them in a real browser. A difference is printed, and is exit code 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from course.learn.exercises import lesson
from course.publish.images import chromium
from course.units import units

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.learn import equality
from tests.suite.browser import CHROMIUM_ARGS


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--each", type=int, default=1000, help="made answers an exercise")
    each = options.parse_args().each
    states, kinds, differ = Counter(), Counter(), []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        page = browser.new_page()
        equality.prepare(page)
        for unit in units():
            for task in lesson(unit.slug).exercises.values():
                said, sealed = equality.cases(task, each)
                differ += equality.differences(page, {task.id: sealed}, said)
                states.update(state for _, _, state, _, _ in said)
                kinds[type(task.kind).__name__] += len(said)
        browser.close()
    print(f"{sum(kinds.values()):,} answers ({dict(kinds)}), by what they show: {dict(states)}")
    print(f"{len(differ)} differences")
    for one in differ[:20]:
        print(one)
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
