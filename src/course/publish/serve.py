"""A site shown on this machine, or to a room: files are read and sent, and nothing else is done.

A room loads a page all at once over one weak radio: what is text is sent packed, what a browser
has it does not fetch again, and a slow reader keeps nobody waiting.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from course import lan
from course.errors import CourseError
from course.markup import escape

ROOM = "/room"
_USUAL = 8000  # easier to type than any free port
_PACKED = (".html", ".js", ".css", ".svg", ".csv", ".json", ".txt")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
}


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Answer GET and HEAD with a file of the folder; there is no other method and no listing."""

    protocol_version = "HTTP/1.1"
    timeout = 60  # seconds that a connection may idle
    # Some machines know a script or a style sheet by another type, with which no page takes it.
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, *args: Any, made: Mapping[str, bytes], **more: Any) -> None:
        self.made, self.gzipped = made, False
        super().__init__(*args, **more)

    def log_message(self, *_: Any) -> None:
        """Say nothing in the terminal of who reads what."""

    def send_head(self) -> Any:
        """Send the head of an answer; return what follows it, or None."""
        asked = urlsplit(self.path).path
        if asked in self.made:
            return self._send(self.made[asked], "text/html; charset=utf-8", "")
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
            if not asked.endswith("/") and self._may_be_read(path):
                return super().send_head()  # sends the browser on to the address with a slash
            asked += "index.html"
        if not (asked.endswith("/" + path.name) and self._may_be_read(path)):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        try:
            changed = path.stat().st_mtime_ns
            packs = path.suffix in _PACKED and "gzip" in self.headers.get("Accept-Encoding", "")
            self.gzipped = packs
            content = _packed(path, changed) if packs else path.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return self._send(content, self.guess_type(path), f'"{changed:x}-{packs:d}"')

    def _may_be_read(self, path: Path) -> bool:
        """Say whether a file is one of the site: below its folder, and none that is hidden."""
        root = Path(self.directory).resolve()
        with contextlib.suppress(OSError, ValueError):
            inside = path.resolve().relative_to(root)
            return path.is_file() and not any(part.startswith(".") for part in inside.parts)
        return False

    def _send(self, content: bytes, kind: str, tag: str) -> Any:
        known = bool(tag) and self.headers.get("If-None-Match") == tag
        self.send_response(HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
        if tag:
            self.send_header("ETag", tag)
            self.send_header("Vary", "Accept-Encoding")
        # A browser asks each time whether its copy still holds: keys may have been added.
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if known:
            self.end_headers()
            return None
        self.send_header("Content-Type", kind)
        if tag and self.gzipped:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)


@functools.lru_cache(maxsize=1024)
def _packed(path: Path, changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)


class _Server(http.server.ThreadingHTTPServer):
    # On Windows that option would let two programs listen at one port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 256  # a room of browsers opens six connections each, at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader who goes away is no error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def server(
    folder: Path, port: int = 0, address: str = "127.0.0.1", made: Mapping[str, bytes] | None = None
) -> http.server.ThreadingHTTPServer:
    """Return a server for a site, built or still to be built; by default for this machine alone.

    Args:
        folder: the site's folder; it need not be there yet.
        port: 0 takes any free one.
        address: of this machine, at which it is reached.
        made: pages that stand in no folder, by their paths.

    Raises:
        CourseError: there is no such port or address, or another program has the port.
    """
    if not 0 <= port <= 65535:
        raise CourseError(
            f"There is no port {port}. Choose one from 1024 to 65535, or leave it out."
        )
    pages = made if made is not None else {}
    handler = functools.partial(_Pages, directory=str(folder), made=pages)
    try:
        return _Server((address, port), handler)
    except PermissionError:
        raise CourseError(
            f"Port {port} is kept for the system. Choose one from 1024 to 65535, or leave it out."
        ) from None
    except OSError as error:
        if address not in ("127.0.0.1", *lan.addresses()):
            raise CourseError(f"{address} is no address of this machine. {_other()}") from error
        raise CourseError(
            f"Port {port} is taken. Choose another with --port, or leave it out."
        ) from None


def room_server(
    folder: Path, port: int = 0, address: str | None = None
) -> http.server.ThreadingHTTPServer:
    """Return a server that a room reaches, with the page `ROOM` to project.

    Args:
        folder: the site's folder; it need not be there yet.
        port: 0 takes 8000, or any free one if another program has that.
        address: of this machine; by default the one that a room is likeliest to reach.

    Raises:
        CourseError: this machine is on no network, or there is no such port or address.
    """
    found = lan.addresses()
    if address is None and not found:
        raise CourseError(
            "This machine is on no network that others could be on too. Turn on its hotspot, or "
            "join the Wi-Fi of the room, and start again."
        )
    made: dict[str, bytes] = {}
    try:
        running = server(folder, port or _USUAL, address or found[0], made)
    except CourseError:
        if port:
            raise
        running = server(folder, 0, address or found[0], made)
    made[ROOM] = _room_page(at(running)).encode()
    return running


def at(running: http.server.ThreadingHTTPServer) -> str:
    """Return the address of a site that is served."""
    host, port = running.server_address[:2]
    return f"http://{host!s}:{port}/"


def told(running: http.server.ThreadingHTTPServer, *, room: bool) -> list[str]:
    """Return what a terminal says of a site that is served."""
    address = at(running)
    if not room:
        return [f"Read it at {address} (Ctrl+C ends it)"]
    others = [one for one in lan.addresses() if f"//{one}:" not in address]
    said = [
        lan.code(address),
        f"The room reads it at {address}",
        f"To project, with the code: {address.rstrip('/')}{ROOM}",
        "Everyone must be on the same Wi-Fi as this machine; a firewall may ask you to allow it.",
    ]
    if others:
        said.append(f"If nobody gets through, try another: --address {' or '.join(others)}")
    return [*said, "Ctrl+C ends it."]


def _other() -> str:
    found = lan.addresses()
    return f"It has {', '.join(found)}." if found else "It is on no network that others are on."


def _room_page(address: str) -> str:
    """Return the page to project: the address in large letters, and its code."""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Join in: {escape(address)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;
justify-content:center;gap:3vh;text-align:center;font:3.2vmin system-ui,sans-serif;color:#111;
background:#fff}}svg{{width:58vmin;height:58vmin}}h1,p{{margin:0}}
a{{font:bold 7vmin ui-monospace,monospace;color:#111;text-decoration:none}}</style></head>
<body><h1>Open the course</h1><p>Join the Wi-Fi of this room. Then point your camera here:</p>
{lan.picture(address)}
<p>or type: </p><a href="/">{escape(address)}</a></body></html>
"""


def serve(running: http.server.ThreadingHTTPServer) -> None:
    """Serve until Ctrl+C, or until the system asks this process to end; then free the port."""
    with running, _ended_by_the_system(), contextlib.suppress(KeyboardInterrupt):
        running.serve_forever()


@contextlib.contextmanager
def _ended_by_the_system() -> Iterator[None]:
    """Let SIGTERM end a program as Ctrl+C does."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
