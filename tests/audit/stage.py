"""Draw every picture for the stage in a browser, and measure its words.

    uv run python tests/audit/stage.py [--out DIR]

Nothing below 18 px, no two texts over each other, nothing beyond the picture's edge, nothing asked
of the network. What is found is printed, and is exit code 1. With --out, every picture is kept as
a PNG, to be looked at.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from playwright.sync_api import sync_playwright

from course.publish.images import chromium

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.suite import stage
from tests.suite.browser import CHROMIUM_ARGS


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, help="folder for the pictures")
    out = options.parse_args().out
    if out:
        out.mkdir(parents=True, exist_ok=True)
    bad, lines, sizes, named, asked = 0, 0, Counter(), set(), []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        stage.prepare(page)
        for name, figure in stage.pictures():
            found, count = stage.faults(page, figure)
            for one in found:
                print(f"{name}: {one}")
            layout = figure["layout"]
            bad, lines = bad + bool(found), lines + count
            sizes[layout["font"]["size"]] += 1
            named.add(name.rpartition("-")[0])
            if out:
                clip = {"x": 0, "y": 0, "width": layout["width"], "height": layout["height"]}
                page.screenshot(path=out / f"{name}.png", clip=clip)
        browser.close()
    outside = [url for url in asked if not url.startswith(("data:", "blob:", "about:"))]
    total = sum(sizes.values())
    print(
        f"{len(named)} charts, {total} pictures, {lines} lines, letters of {dict(sizes)} px; "
        f"{bad} pictures with a fault, {len(outside)} addresses asked for"
    )
    return 1 if bad or outside else 0


if __name__ == "__main__":
    sys.exit(main())
