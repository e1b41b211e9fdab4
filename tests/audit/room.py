"""Thirty browsers of a room load a unit at once from `course site --lan`: how long does it take?

    uv run python tests/audit/room.py SITE [--readers 30] [--unit 04-third-site]

Each reader asks as a browser does: the page, then by six connections all that it names, packed.
Then the same again with what a browser has kept. All within this machine, 30 readers for a minute
at most; what a real radio adds is not in it, but the bytes that it must carry are.
"""

import argparse
import http.client
import re
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from course.publish import serve

parser = argparse.ArgumentParser()
parser.add_argument("site", type=Path)
parser.add_argument("--readers", type=int, default=30, choices=range(1, 101))
parser.add_argument("--unit", default="04-third-site")
asked = parser.parse_args()
running = serve.server(asked.site)
threading.Thread(target=running.serve_forever, daemon=True).start()
own = threading.local()


def get(path: str, tag: str = "") -> tuple[int, bytes, str]:
    """Ask by this thread's own connection, which stays open."""
    if not hasattr(own, "link"):
        own.link = http.client.HTTPConnection(*running.server_address[:2], timeout=60)
    own.link.request("GET", path, headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    answer = own.link.getresponse()
    return answer.status, answer.read(), answer.headers.get("ETag", "")


page = (asked.site / f"{asked.unit}.html").read_text("utf-8")
files = sorted(
    {f"/{name}" for name in re.findall(r'(?:src|href)="((?:_static|_figures)/[^"?#]+)', page)}
)
files = [name for name in files if (asked.site / name[1:]).is_file() and name[-4:] != ".csv"]


def reader(_: int) -> tuple[float, float, int, int]:
    """Load the page and all that it names, twice; return both times, bytes and answers."""
    with ThreadPoolExecutor(6) as pool:
        began = time.perf_counter()
        status, body, tag = get(f"/{asked.unit}.html")
        assert status == 200
        answers = list(pool.map(get, files))
        first = time.perf_counter() - began
        assert all(one[0] == 200 for one in answers), [one[0] for one in answers]
        began = time.perf_counter()
        assert get(f"/{asked.unit}.html", tag)[0] == 304
        again = list(pool.map(get, files, [one[2] for one in answers]))
        assert all(one[0] == 304 for one in again)
        second = time.perf_counter() - began
    return first, second, len(body) + sum(len(one[1]) for one in answers), len(answers) + 1


began = time.perf_counter()
with ThreadPoolExecutor(asked.readers) as room:
    done = list(room.map(reader, range(asked.readers)))
took = time.perf_counter() - began
running.shutdown()
running.server_close()
for name, times in (("first load", [d[0] for d in done]), ("again", [d[1] for d in done])):
    worst = statistics.quantiles(times, n=20)[-1]
    print(f"{name}: median {statistics.median(times):.2f} s, 95th percentile {worst:.2f} s")
print(
    f"{asked.readers} readers, {done[0][3]} files and {done[0][2] / 1024:.0f} KB each; all in "
    f"{took:.1f} s, none refused"
)
