"""Use a kit where no network can be reached: install, JupyterLab, strict nbval, the site as files.

    uv run course teach kit --out KIT
    uv run python tests/audit/offline.py KIT

The kit is copied, as from a stick to a disk, and used in a network namespace of its own, which has
this machine's loopback and nothing else (Linux; `unshare` of util-linux). Needs Chromium.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from course.publish import images

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def timed(what: str, *command: str, **more: str) -> str:
    """Run the kit's start script; say how long it took; return what it printed."""
    began = time.monotonic()
    environment = {**os.environ, **more}
    done = subprocess.run(
        ["sh", "start.sh", *command], capture_output=True, text=True, env=environment
    )
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def offline() -> None:
    """Say that there is no network but this machine's own loopback."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    told = Path("/proc/net/dev").read_text().splitlines()
    devices = [line.split(":")[0].strip() for line in told if ":" in line]
    routes = Path("/proc/net/route").read_text().splitlines()[1:]
    assert devices == ["lo"] and routes == [], (devices, routes)
    print("network: none but loopback")


def lab() -> None:
    """Start JupyterLab as a learner would, ask for its page, and stop it."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            ["sh", "start.sh", "lab", "--no-browser"],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        found = None
        while found is None and time.monotonic() - began < 120:
            time.sleep(0.2)
            log.seek(0)
            found = re.search(r"http://127\.0\.0\.1\S+token=\w+", log.read())
        assert found, "JupyterLab said no address"
        address = found[0].rstrip(").,")
        page = urllib.request.urlopen(address, timeout=60).read()
        api = re.sub(r"/(?:lab|doc|tree|notebooks)\b[^?]*", "/api/contents", address)
        files = json.load(urllib.request.urlopen(api, timeout=60))["content"]
        names = [one["name"] for one in files if one["name"].endswith(".ipynb")]
        print(f"lab: answers after {time.monotonic() - began:.0f} s, {len(names)} notebooks")
        assert b"jupyter" in page.lower() and len(names) == 18, names
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    left = subprocess.run(["ps", "-g", str(process.pid), "-o", "args="], capture_output=True)
    assert not left.stdout.strip(), left.stdout
    print("lab: stopped, nothing left running")


def pages() -> None:
    """Open the kit's pages from the file system in a browser, and answer an exercise there."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=images.chromium(), args=QUIET)
        page = browser.new_page()
        wrong, asked = [], []
        page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: wrong.append(str(one)))
        page.on("request", lambda one: asked.append(one.url))
        page.goto((Path.cwd() / "START.html").as_uri())
        links = page.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        assert all(Path(link).is_file() for link in links), links
        page.get_by_text("Open the course").click()
        page.get_by_role("link", name="The Third Site").first.click()
        page.evaluate(
            "document.querySelectorAll('img').forEach((one) => { one.loading = 'eager' })"
        )
        page.wait_for_function("[...document.images].every((one) => one.complete)")
        drawn = page.evaluate("[...document.images].filter((one) => one.naturalWidth > 0).length")
        form = page.locator('form[data-task="04-village-share"]')
        form.locator("input").fill("95")
        form.get_by_role("button", name="Check").click()
        form.locator(".course-said p").first.wait_for()
        said = form.locator(".course-said").first.inner_text()
        browser.close()
    assert "mayor's figure" in said and drawn >= 5 and wrong == [], (said, drawn, wrong)
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    print(f"site from files: {len(links)} links of START.html, {drawn} stills, an answer judged")


def inside() -> None:
    """Do all of it, where there is no network."""
    offline()
    sums = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS.txt"])
    assert sums.returncode == 0
    pages()
    said = timed("install, then doctor", "doctor")
    assert "mend" not in said
    timed("doctor again", "doctor")
    lab()
    own = str(Path.cwd() / "course" / "notebooks")
    said = timed("install the rest, then check (strict nbval)", "check", COURSE_NOTEBOOKS=own)
    print(said.strip().splitlines()[-1])
    size = sum(p.lstat().st_size for p in Path("installed").rglob("*") if not p.is_dir())
    print(f"installed: {size / 1e6:.0f} MB")


if sys.argv[1:] == ["inside"]:
    inside()
else:
    with tempfile.TemporaryDirectory() as scratch:
        kit = Path(scratch) / "kit"
        shutil.copytree(sys.argv[1], kit, ignore=shutil.ignore_patterns("installed", "my-course"))
        size = sum(path.stat().st_size for path in kit.rglob("*") if path.is_file())
        print(f"kit: {size / 1e6:.0f} MB", flush=True)
        (Path(scratch) / "home").mkdir()
        # As on a machine that has Python and nothing of the course.
        path = [one for one in os.environ["PATH"].split(":") if not one.startswith(sys.prefix)]
        clean = {"PATH": ":".join(path), "HOME": f"{scratch}/home", "LANG": "C.UTF-8"}
        again = [sys.executable, str(Path(__file__).resolve()), "inside"]
        done = subprocess.run(["unshare", "-rn", *again], cwd=kit, env=clean)
        sys.exit(done.returncode)
