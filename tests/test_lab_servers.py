"""Real servers under a configuration that opens every door: none opens, and nothing is left."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from course.paths import notebook_folder

# A configuration that leaves every door open, under each name that Jupyter reads.
UNSAFE = """
c = get_config()
for name in ("ServerApp", "LabApp"):
    c[name].ip = "0.0.0.0"
    c[name].allow_origin = c[name].allow_origin_pat = "*"
    c[name].allow_credentials = c[name].allow_remote_access = c[name].disable_check_xsrf = True
    c[name].local_hostnames = ["localhost", "evil.example"]
    c[name].token = c[name].password = ""
    c[name].tornado_settings = {"headers": {"Access-Control-Allow-Origin": "*"}}
for name in ("IdentityProvider", "PasswordIdentityProvider"):
    c[name].token = c[name].hashed_password = ""
"""


# -- real servers, under a configuration that opens every door


# A run under `nohup` hands down that hang-ups are ignored; a learner's own terminal does not.
TERMINAL = (
    "import pty, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL); pty.spawn(sys.argv[1:])"
)


def is_alive(process):
    """Say whether a process still runs: one that was listed may have ended since."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Running:
    """`course lab` as a learner starts it, and every process that came of it."""

    def __init__(self, folder, notebooks, port, *, terminal=False):
        self.folder = folder
        config = folder / "config"
        config.mkdir()
        for name in ("jupyter_config", "jupyter_server_config", "jupyter_lab_config"):
            (config / f"{name}.py").write_text(UNSAFE)
        command = [sys.executable, "-m", "course.cli", "lab", "04", "--no-browser"]
        command += ["--port", str(port)]
        if terminal:  # in a terminal of its own, which closes when this process ends
            command = [sys.executable, "-c", TERMINAL, *command]
        self.log = folder / "log"
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
                env={
                    **{k: v for k, v in os.environ.items() if k != "JUPYTER_TOKEN"},
                    "COURSE_NOTEBOOKS": str(notebooks),
                    "JUPYTER_CONFIG_DIR": str(config),
                    "JUPYTER_DATA_DIR": str(folder / "data"),
                    "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
                },
            )

    def wait_until_up(self):
        pattern = r"(http://127\.0\.0\.1:\d+)/lab/tree/04-third-site\.ipynb\?token=(\w+)"
        for _ in range(600):
            found = re.search(pattern, self.log.read_text(errors="ignore"))
            if found:
                self.address, self.token = found.groups()
                with contextlib.suppress(urllib.error.URLError):  # told before it listens
                    self.ask("/api")
                    return
            assert self.process.poll() is None, self.log.read_text(errors="ignore")
            time.sleep(0.1)
        raise AssertionError(self.log.read_text(errors="ignore"))

    def ask(self, path, *, token=True, data=None, **headers):
        """Return status and headers of an answer."""
        if token:
            headers["Authorization"] = f"token {self.token}"
        request = urllib.request.Request(self.address + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers

    def family(self):
        """Return this process and all that came of it."""
        own = psutil.Process(self.process.pid)
        born = own.children(recursive=True)
        return [own, *(one for one in born if is_alive(one))]


@pytest.fixture(scope="module")
def labs(tmp_path_factory):
    """Start three at once, each on one copy of a notebook."""
    base = tmp_path_factory.mktemp("labs")
    notebooks = base / "copies"
    notebooks.mkdir()
    original = notebook_folder() / "04-third-site.ipynb"
    (notebooks / original.name).write_bytes(original.read_bytes())
    running = {}
    ways = ("SIGTERM", "SIGINT", "closed terminal")
    with contextlib.ExitStack() as held:  # Jupyter looks for a port before it takes it
        sockets = [held.enter_context(socket.socket()) for _ in ways]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        ports = [one.getsockname()[1] for one in sockets]
    try:
        for way, port in zip(ways, ports, strict=True):
            folder = base / way.split()[0]
            folder.mkdir()
            running[way] = Running(folder, notebooks, port, terminal=way == "closed terminal")
        for one in running.values():
            one.wait_until_up()
        yield running
    finally:
        for one in running.values():
            if one.process.poll() is None:
                for process in reversed(one.family()):
                    process.kill()
            one.process.wait()


def test_no_configuration_opens_the_door(labs):
    served = labs["SIGTERM"]
    assert served.ask("/api/contents")[0] == 200
    assert served.ask("/api/contents", token=False)[0] == 403
    assert served.ask("/api/contents", Host="evil.example")[0] == 403
    status, headers = served.ask("/api/contents", token=False, Origin="http://evil.example")
    assert status == 404 and "Access-Control-Allow-Origin" not in headers
    assert served.ask("/api/kernels", token=False, data=b"{}")[0] == 403
    server = next(p for p in served.family() if "course.cli" in p.cmdline())
    listening = {c.laddr.ip for c in server.net_connections("inet") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    assert not any(served.token in word for p in served.family() for word in p.cmdline())


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT", "closed terminal"])
def test_nothing_is_left_when_it_ends(labs, way):
    served = labs[way]
    status, _ = served.ask("/api/kernels", data=b'{"name": "python3"}')
    assert status == 201
    assert served.ask("/api/terminals", data=b"{}")[0] == 200
    family = served.family()
    assert any("ipykernel_launcher" in process.cmdline() for process in family)
    if way == "closed terminal":
        os.kill(served.process.pid, signal.SIGKILL)  # with it goes the other end of the terminal
    else:
        os.kill(served.process.pid, getattr(signal, way))
    ended = served.process.wait(60)
    assert psutil.wait_procs(family[1:], timeout=60)[1] == []
    if way != "closed terminal":
        assert ended == 0


def test_the_notebook_was_left_as_it_was(labs):
    original = notebook_folder() / "04-third-site.ipynb"
    (copy,) = Path(labs["SIGTERM"].folder.parent / "copies").iterdir()
    assert copy.read_bytes() == original.read_bytes()
