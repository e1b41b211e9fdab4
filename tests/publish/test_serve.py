"""A site that is served: read-only, nothing beyond its folder, and an end that frees the port."""

import gzip
import http.client
import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from functools import partial

import pytest

from course import lan
from course.errors import CourseError
from course.publish import serve


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Home</h1>" * 500)
    (folder / "data" / "polls.csv").write_text("id\n1\n")
    (folder / ".course-site").write_text("{}")
    (tmp_path / "secret.txt").write_text("mine")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@contextmanager
def asked(running):
    """Serve; give a function that asks by one connection that stays open."""
    # It looks for its end so often (seconds): by itself it would keep each test half of one.
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    link = http.client.HTTPConnection(*running.server_address[:2], timeout=20)

    def ask(path, method="GET", **headers):
        link.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            link.putheader(name.replace("_", "-"), value)
        link.endheaders()
        answer = link.getresponse()
        return answer, answer.read()

    with running:
        yield ask
        link.close()
        running.shutdown()


def test_pages_are_sent_packed_and_only_once(site):
    with asked(serve.server(site)) as ask:
        answer, body = ask("/")
        assert answer.status == 200 and body == (site / "index.html").read_bytes()
        answer, body = ask("/index.html?a=1", Accept_Encoding="gzip, br")
        assert gzip.decompress(body) == (site / "index.html").read_bytes()
        assert len(body) < 200 and answer.headers["Vary"] == "Accept-Encoding"
        answer, body = ask("/", Accept_Encoding="gzip", If_None_Match=answer.headers["ETag"])
        assert (answer.status, body) == (304, b"")
        answer, body = ask("/data/polls.csv", "HEAD")
        assert (answer.status, answer.headers["Content-Length"], body) == (200, "5", b"")


@pytest.mark.parametrize(
    "path",
    [
        *("/data/", "/data", "/none.html", "/index.html/", "/.course-site", "/link.txt"),
        *("/../secret.txt", "/%2e%2e/secret.txt", "/data/..%2f../../secret.txt", "//etc/passwd"),
        *("/%00", "/..\\secret.txt", "/index.html%00.css"),
    ],
)
def test_nothing_else_is_found(site, path):
    with asked(serve.server(site)) as ask:
        answer, body = ask(path)
        assert answer.status == 404 and b"mine" not in body and b"polls.csv" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "COPY"])
def test_no_request_changes_anything(site, method):
    before = sorted(site.rglob("*"))
    with asked(serve.server(site)) as ask:
        assert ask("/index.html", method)[0].status == 501
    assert sorted(site.rglob("*")) == before


def test_a_room_has_an_address_a_code_and_a_page_to_project(site, monkeypatch, free_port):
    monkeypatch.setattr(lan, "addresses", lambda: ["127.0.0.1", "10.1.2.3"])
    with asked(serve.room_server(site, free_port)) as ask:
        answer, body = ask(serve.ROOM)
        address = f"http://127.0.0.1:{free_port}/"
        assert answer.status == 200 and body.count(address.encode()) == 2 and b"<svg" in body
    running = serve.room_server(site)
    with running:
        said = serve.told(running, room=True)
        assert lan.code(serve.at(running)) in said and "10.1.2.3" in said[-2]
        with serve.room_server(site) as second:
            assert second.server_port != running.server_port, "a usual port that is taken"


def test_a_machine_on_no_network_is_told_what_to_do(site, monkeypatch):
    monkeypatch.setattr(lan, "addresses", list)
    with pytest.raises(CourseError, match="Turn on its hotspot"):
        serve.room_server(site)
    with pytest.raises(CourseError, match=r"203\.0\.113\.9 is no address of this machine"):
        serve.room_server(site, address="203.0.113.9")


def test_a_taken_port_is_a_plain_sentence(tmp_path):
    with serve.server(tmp_path) as first, pytest.raises(CourseError, match="is taken"):
        serve.server(tmp_path, first.server_port)


@pytest.mark.parametrize("port", [-1, 65536, 70000])
def test_a_port_that_is_none_is_a_plain_sentence(tmp_path, port):
    with pytest.raises(CourseError, match=f"There is no port {port}. Choose one from 1024"):
        serve.server(tmp_path, port)


def test_a_server_can_be_had_before_the_site_is_there(tmp_path):
    with serve.server(tmp_path / "not-yet") as running:
        assert running.server_port > 0


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_clean(site, how):
    code = (
        "import sys; from pathlib import Path; from course.publish import serve; "
        "one = serve.server(Path(sys.argv[1])); print(one.server_port, flush=True); "
        "serve.serve(one); print('Ended.')"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, site],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background has a shell that keeps Ctrl+C from them.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    port = int(process.stdout.readline())
    idle = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    idle.request("GET", "/")  # a reader whose connection stays open
    assert idle.getresponse().read()
    process.send_signal(how)
    said, wrong = process.communicate(timeout=20)
    idle.close()
    assert (process.returncode, said, wrong) == (0, "Ended.\n", "")
    serve.server(site, port).server_close()
