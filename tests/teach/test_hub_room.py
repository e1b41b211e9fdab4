"""A real room, once: who comes in, what they get, who does not, and nothing left when it closes."""

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from tests.suite.room import Learner, Refused

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="JupyterHub does not run on Windows"),
    pytest.mark.xdist_group("hub"),
]
CHECKED = 'import course\ncourse.check("04-village-share", 1)'


class Running:
    """`course teach hub` as an instructor starts it, and every process that came of it."""

    def __init__(self, base, port):
        self.folder, self.log = base / "room", base / "log"
        self.address = f"http://127.0.0.1:{port}"
        words = [sys.executable, "-m", "course.cli", "teach", "hub", "--seats", "2", "--as-me"]
        words += ["--folder", str(self.folder), "--port", str(port), "--unit", "04"]
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True
            )

    def said(self):
        return self.log.read_text(errors="ignore")

    def wait_until_open(self):
        for _ in range(900):
            if "Open for 2" in self.said() or "on no network" in self.said():
                return
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        raise AssertionError(self.said())

    def family(self):
        born = psutil.Process(self.process.pid).children(recursive=True)
        return [one for one in born if one.is_running()]

    def codes(self):
        page = (self.folder / "slips.html").read_text()
        return dict(re.findall(r"<dd>([\w-]+)</dd>\n<dt>Code</dt><dd>([\w-]+)</dd>", page))


@pytest.fixture
def running(tmp_path, free_port):
    opened = Running(tmp_path, free_port)
    try:
        opened.wait_until_open()
        yield opened
    finally:
        if opened.process.poll() is None:
            for one in reversed(opened.family()):
                with contextlib.suppress(psutil.Error):
                    one.kill()
            opened.process.kill()
        opened.process.wait()


def test_a_room_from_log_in_to_close(running):
    # In a thread of its own: the browser's driver may have a loop in this one.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, visit(running)).result()
    own = running.folder / "homes" / "seat-01" / "my-course"
    assert (own / "04-third-site.ipynb").is_file() and "exercise:04" in (
        own / "progress.json"
    ).read_text()
    assert own.parent.stat().st_mode & 0o777 == 0o700
    family = running.family()
    open_to_all = {
        (one.name(), c.laddr.port)
        for one in family
        for c in one.net_connections("inet")
        if c.status == "LISTEN" and c.laddr.ip not in ("127.0.0.1", "::1")
    }
    kernels = [one for one in family if "ipykernel_launcher" in one.cmdline()]
    # Their channels are files; one port they keep for themselves, which they choose when they bind.
    assert kernels and all(len(one.net_connections("inet")) <= 1 for one in kernels)
    assert open_to_all == {("traefik", int(running.address.rpartition(":")[2]))}
    os.kill(running.process.pid, signal.SIGTERM)
    assert running.process.wait(60) == 0, running.said()
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert "seat-01 is in: 1 of 2." in running.said() and "Closed." in running.said()


async def visit(running):
    """Refuse who has no slip, and let one learner work."""
    (login, code), (other, _) = running.codes().items()
    for name, typed in ((login, "k7fm-9xqp"), (other, code), ("stranger", code)):
        async with Learner(running.address, name, typed) as nobody:
            with pytest.raises(Refused):
                await nobody.come_in()
    async with Learner(running.address, login, code) as ada:
        async with ada.http.get(f"{running.address}/hub/signup") as page:
            assert page.status == 404
        await ada.come_in()
        assert "04-third-site.ipynb" in str(ada.where)
        async with ada.http.get(f"{running.address}/user/{other}/api/contents") as answer:
            assert answer.status in (403, 404, 424)
        await ada.open("04-third-site.ipynb")
        assert not await ada.run(CHECKED)
        assert "NoSuchName: course has no 'chek'" in await ada.run('course.chek("x", 1)')
        assert (await ada.api("GET", "contents/04-third-site.ipynb"))["writable"]
