"""What tests of pages share: one built site, a server for it, a Chromium kept on this machine."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import threading
import time
from pathlib import Path

import pytest

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine has an address: a page that asks elsewhere gets no answer.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
FORMS = r'<form class="course-task".*?</form>|<ol class="course-quiz">.*?</ol>'


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium_path" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    from course.publish.images import chromium

    # The same engine without the parts that show windows: a page costs a fifth less, a new window
    # a third of what it costs a whole Chromium.
    found = shutil.which("chromium-headless-shell") or chromium()
    if found is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing, and in CI the browser tests must run.")
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium runs these tests.")
    return found


@pytest.fixture(scope="session")
def built():
    """Build the site once for all tests that only read it, whichever worker they run on."""
    place = Path(os.environ["TMPDIR"], "the site of this run")
    try:
        place.mkdir()
    except FileExistsError:  # another worker builds it, or has built it
        until = time.monotonic() + 600
        while not (place / "ended").exists() and time.monotonic() < until:
            time.sleep(0.1)
    else:
        try:
            build(place / "site")
        finally:
            (place / "ended").touch()
    if not (place / "site").is_dir():
        pytest.fail("The worker that was to build the site could not: see its own tests.")
    return place / "site"


def build(out):
    """Build the site, with stills if there is a Chromium."""
    from course.publish import site

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "faults", list)  # tests of their own hold every unit to the contract
        site.build(out)


@contextlib.contextmanager
def served(folder, made=None):
    """Serve a site, and pages that stand in no folder; yield its address, a slash at its end."""
    from course.publish import serve

    server = serve.server(folder, made=made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def address(built):
    """Serve the built site; return its address."""
    with served(built) as place:
        yield place


@pytest.fixture(scope="session")
def short(built):
    """Serve the site with unit 04 cut down to its forms and its quiz; return its address.

    All its scripts are there, and it loads in half the time: for what only forms have to show.
    """
    name = "04-third-site.html"
    page = (built / name).read_text(encoding="utf-8")
    begins, ends = re.search("<article[^>]*>", page).end(), page.rindex("</article")
    parts = re.findall(FORMS, page[begins:ends], flags=re.S)
    made = page[:begins] + "\n".join(parts) + page[ends:]
    with served(built, {f"/{name}": made.encode()}) as place:
        yield place


@pytest.fixture(scope="session")
def browser(chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGS)
        yield running
        running.close()


class Visit:
    """One page in one window, and everything it asked for or complained of."""

    def __init__(self, page, url, *, width=1280, height=900, dark=False):
        self.page = page
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if dark else "light")
        self.host = url.split("/")[2]
        self.outside, self.complaints, self.received = [], [], []
        self.heard = {
            "request": self._note,
            "response": lambda response: self.received.append(response),
            "console": lambda m: self.complaints.append(m.text) if m.type == "error" else None,
            "pageerror": lambda error: self.complaints.append(str(error)),
        }
        for event, listener in self.heard.items():
            page.on(event, listener)
        page.goto(url, wait_until="load")

    def _note(self, request):
        scheme, _, rest = request.url.partition(":")
        if scheme not in ("data", "blob") and rest.split("/")[2] != self.host:
            self.outside.append(request.url)

    def asked_for(self, ending):
        return [r.url for r in self.received if r.url.split("?")[0].endswith(ending)]

    def bytes(self, without=()):
        return sum(len(r.body()) for r in self.received if r.url not in without)

    def close(self):
        for event, listener in self.heard.items():
            self.page.remove_listener(event, listener)


def new_page(browser, *, note="", **options):
    """Return a page in a window of its own that keeps nothing of what it has fetched.

    Its reader asks for reduced motion: to glide to a form far below takes three seconds.
    """
    context = browser.new_context(**{"reduced_motion": "reduce"} | options)
    context.set_default_timeout(120_000)  # ms: a busy machine is no fault of a page
    if note:
        context.add_init_script(note)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    return page


def as_new(page):
    """Leave what a page shows, and forget what it stored: a window costs more than a page."""
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")


@pytest.fixture(scope="session")
def windows(browser):
    """Pages to be used again, by whether scripts run in them."""
    return {True: [], False: []}


@pytest.fixture
def visit(browser, windows):
    """Open pages that are left when the test ends: `visit(url, width=390, dark=True)`."""
    used = []

    def start(url, scripts=True, **options):
        free = windows[scripts]
        page = free.pop() if free else new_page(browser, java_script_enabled=scripts)
        used.append((scripts, Visit(page, url, **options)))
        return used[-1][1]

    yield start
    for scripts, one in used:
        one.close()
        as_new(one.page)
        windows[scripts].append(one.page)
