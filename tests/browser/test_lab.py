"""A real JupyterLab with no network: the course opens, runs, and draws its charts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request

import pytest

from course.publish.figures import drawings
from course.units import unit
from tests.suite.browser import Visit


@pytest.fixture(scope="session")
def lab(chromium_path, tmp_path_factory):
    """`course lab` as a learner starts it; yields the address it prints."""
    home = tmp_path_factory.mktemp("jupyter")
    log = home / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "lab", "04", "--no-browser"],
            stdout=sink,
            stderr=sink,
            env={
                **os.environ,
                "PYTHONUNBUFFERED": "1",
            },
        )
        url = None
        for _ in range(120):
            found = re.search(
                r"http://127\.0\.0\.1:\d+/lab/tree/\S+token=\w+", log.read_text(errors="ignore")
            )
            if found:
                url = found.group(0)
                break
            time.sleep(0.5)
        try:
            assert url, log.read_text(errors="ignore")
            urllib.request.urlopen(url, timeout=20).read()
            yield url
        finally:
            process.terminate()
            process.wait(20)


def test_unit_runs_in_jupyterlab_with_every_chart(lab, browser):
    seen = Visit(browser, lab, width=1400)
    page = seen.page
    page.set_viewport_size({"width": 1400, "height": 14000})
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60000)
    page.wait_for_timeout(3000)
    page.click(".lm-MenuBar-itemLabel >> text=Run")
    page.click(".lm-Menu-itemLabel >> text=Run All Cells")
    page.wait_for_timeout(2000)
    page.wait_for_selector(
        ".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=120000, state="attached"
    )
    for dots in page.locator(".jp-OutputPlaceholder:visible").all():
        dots.click()
    page.wait_for_timeout(2000)
    wanted = len(list(drawings(unit("04").notebook)))
    assert page.locator(".js-plotly-plot").count() == wanted
    assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert [url for url in seen.outside if url.startswith("http")] == []
    seen.close()
