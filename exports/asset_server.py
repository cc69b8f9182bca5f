"""An archive in, its images and documents on loopback out: for importers that fetch them from a site that is gone.

WordPress's importer wants status 200, a Content-Length equal to the bytes, and an ending it allows. It gets that
here, from the WARC files, at the place that served_path gives, or at the old address itself when the old host's name
points here.
"""

from __future__ import annotations

import ipaddress
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from archive.errors import BadInput, BadRecord, NotFound
from archive.store import Archive

__all__ = ["AssetServer", "find_asset", "served_path"]

QUERY = "_query"
"""The folder below the old host's that an old query stands in for: no query is left, because the importer looks for
the address in bodies, where '&' is '&amp;'."""


def served_path(url: str) -> str:
    """The path an old address is served at: /<old host>/<path>, or /<old host>/_query/<query>/<path>.

    >>> served_path("http://old.example/files/a.png?itok=x/y")
    '/old.example/_query/itok%3Dx%2Fy/files/a.png'
    """
    parts = urlsplit(url)
    query = f"/{QUERY}/{quote(parts.query, safe='')}" if parts.query else ""
    return f"/{quote(parts.netloc, safe=':')}{query}{parts.path}"


def find_asset(archive: Archive, host: str, target: str) -> tuple[int, str] | None:
    """(capture id, media type) of the asset a request means; None where the archive does not hold it.

    `target` is the request's path with its query: that of served_path, or the path alone where `host` is the old
    site's. An address is found as it was written, and with its percent-encoding undone.
    """
    first, _, rest = target.lstrip("/").partition("/")
    if rest.startswith(f"{QUERY}/"):
        query, _, path = rest.removeprefix(f"{QUERY}/").partition("/")
        rest = f"{path}?{unquote(query)}"
    pairs = [(unquote(first), f"/{rest}"), (host, target if target.startswith("/") else f"/{target}")]
    candidates = [
        f"{scheme}://{name}{form}"
        for name, path in pairs
        for scheme in ("http", "https")
        for form in dict.fromkeys((path, unquote(path), path.partition("?")[0]))
        if name
    ]
    marks = ",".join("?" * len(candidates))
    rows = archive.database.execute(
        f"SELECT url, capture_id, mime FROM assets WHERE capture_id IS NOT NULL AND url IN ({marks})",  # noqa: S608
        candidates,
    ).fetchall()
    if not rows:
        return None
    _, capture, mime = min(rows, key=lambda row: candidates.index(row[0]))
    return int(capture), str(mime or "application/octet-stream")


class _Answer(BaseHTTPRequestHandler):
    """One request."""

    server: AssetServer
    server_version = "oldface"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30
    HEADERS: ClassVar[dict[str, str]] = {
        # an old page's files are strangers: no browser may run them, or take them for something else
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }

    def do_GET(self) -> None:
        """The bytes."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """The same without the bytes."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0].lower()
        found = self.server.read(host, self.path)
        status, mime, data = (200, *found) if found else (404, "text/plain", b"The archive does not hold this.\n")
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        for name, value in self.HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's names
        """Nothing: the server counts instead."""


class AssetServer(ThreadingHTTPServer):
    """The server; loopback alone. Use it in `with`, and serve_forever() in it."""

    daemon_threads = True

    def __init__(self, archive: Archive, *, host: str = "127.0.0.1", port: int = 8080) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise BadInput(f"{host} is no loopback address", next_step="Serve on 127.0.0.1, and forward a port to it.")
        self._archive = archive
        self._lock = threading.Lock()
        self.served = 0
        self.missed: set[str] = set()
        super().__init__((host, port), _Answer)

    def read(self, host: str, target: str) -> tuple[str, bytes] | None:
        """(media type, bytes) for a request; None where there is none. One at a time: SQLite has one reader."""
        with self._lock:
            found = find_asset(self._archive, host, target)
            try:
                answer = (found[1], self._archive.payload(found[0])) if found else None
            except (BadRecord, NotFound):
                answer = None
            if answer is None:
                self.missed.add(f"{host} {target}")
            else:
                self.served += 1
            return answer
