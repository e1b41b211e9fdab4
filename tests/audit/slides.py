"""Go through the deck of every lesson in a browser, by keyboard, and measure each slide.

    uv run python tests/audit/slides.py [--out DIR]

Nothing leaves a slide of 1280 by 720 pixels, no text is below 18 px, none covers another or the
foot, no picture is missing, nothing is asked of the network; the words of each picture are measured
as tests/audit/stage.py does. What is found is printed, and is exit code 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from course.learn.classroom import lengths
from course.publish.images import chromium
from course.teach import slides
from course.units import units

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.suite import deck, stage
from tests.suite.browser import CHROMIUM_ARGS


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path, help="folder for the decks")
    out = options.parse_args().out or Path(tempfile.mkdtemp())
    decks = count = states = drawn = bad = 0
    outside = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGS)
        page, easel = browser.new_page(), browser.new_page()
        for each in (page, easel):
            each.on("request", lambda request: outside.append(request.url))
        page.on("pageerror", lambda error: print(f"script: {error}"))
        stage.prepare(easel)
        for unit in units():
            for minutes in lengths(unit):
                path = slides.write(unit, minutes, out, pdf=False)[0]
                deck.open_deck(page, path)
                found, seen, several = deck.faults(page)
                pictures = slides.pictures(unit, minutes)
                for picture in pictures:
                    found += [f"picture: {one}" for one in stage.faults(easel, picture)[0]]
                for one in found:
                    print(f"{unit.number}, {minutes} minutes: {one}")
                decks, count, states = decks + 1, count + several, states + seen
                drawn, bad = drawn + len(pictures), bad + len(found)
        browser.close()
    outside = [url for url in outside if not url.startswith(("file:", "data:", "blob:", "about:"))]
    print(
        f"{decks} decks, {count} slides, {states} states, {drawn} pictures; {bad} faults, "
        f"{len(outside)} addresses asked for"
    )
    return 1 if bad or outside else 0


if __name__ == "__main__":
    sys.exit(main())
