"""A built site, a server on this machine, and a Chromium that can reach nothing else."""

from __future__ import annotations

import os
import threading

import pytest

from course.publish import site
from course.publish.stills import chromium

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    found = chromium()
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing, and in CI the browser tests must run.")
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium runs these tests.")
    return found


@pytest.fixture(scope="session")
def built(chromium_path, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "site"
    site.build(out, with_stills=True)
    return out


@pytest.fixture(scope="session")
def address(built):
    server = site.server(built)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser(chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield running
        running.close()


class Visit:
    """One page in one window, and everything it asked for or complained of."""

    def __init__(self, browser, url, *, width=1280, dark=False, scripts=True):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        self.page = self.context.new_page()
        self.host = url.split("/")[2]
        self.outside, self.complaints, self.received = [], [], []
        self.context.route("**/*", self._gate)
        self.page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", lambda response: self.received.append(response))
        self.page.goto(url, wait_until="load")

    def _gate(self, route):
        if route.request.url.split("/")[2] == self.host or route.request.url.startswith("data:"):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def asked_for(self, ending):
        return [r.url for r in self.received if r.url.split("?")[0].endswith(ending)]

    def bytes(self):
        return sum(len(response.body()) for response in self.received)

    def close(self):
        self.context.close()


@pytest.fixture
def visit(browser):
    open_visits = []

    def start(url, **options):
        open_visits.append(Visit(browser, url, **options))
        return open_visits[-1]

    yield start
    for one in open_visits:
        one.close()
