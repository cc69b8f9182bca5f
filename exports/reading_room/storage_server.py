"""WARC files in object storage in, a server on loopback out that gives stretches of them: pywb reads them through it.

pywb has loaders of its own for http and, with boto3 beside it, for s3; what the archive reads by fsspec, with whatever
credentials it has here, pywb then plays too, and needs none of them.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO

from archive.errors import OldfaceError
from archive.warc_places import PlacedWarc

__all__ = ["serving_stretches"]

_CHUNK = 1 << 18
_log = logging.getLogger(__name__)


@contextmanager
def serving_stretches(warcs: Sequence[PlacedWarc]) -> Iterator[dict[str, str]]:
    """Serves the files while the context is open; gives the address of each by its name. No file, no server.

    The addresses cannot be guessed: what runs in a browser on this machine, an archived page too, does not find them.
    """
    if not warcs:
        yield {}
        return
    secret = secrets.token_urlsafe(24)
    paths = {f"/{secret}/{number}": warc for number, warc in enumerate(warcs)}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(paths))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield {warc.name: f"http://127.0.0.1:{server.server_port}{path}" for path, warc in paths.items()}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(paths: dict[str, PlacedWarc]) -> type[BaseHTTPRequestHandler]:
    size_of = cache(lambda path: paths[path].size_bytes)

    class Stretches(BaseHTTPRequestHandler):
        """Answers GET with one range (RFC 9110 section 14.2), or with the whole file."""

        _is_begun = False

        def do_GET(self) -> None:
            """Sends the stretch; 404 for what is not served, 502 for what storage does not give."""
            warc = paths.get(self.path)
            if warc is None:
                self.send_error(404)
                return
            try:
                first, end = _stretch(self.headers.get("Range"), size_of(self.path))
                with warc.open("rb") as file:
                    file.seek(first)
                    data = file.read(min(_CHUNK, end - first))  # what cannot be read is told before anything is sent
                    self._send_head(end - first)
                    self._send(file, data, end - first)
            except OldfaceError as error:
                _log.warning("replay: %s", error)
                self.close_connection = True
                if not self._is_begun:
                    self.send_error(502)

        def _send_head(self, size_bytes: int) -> None:
            self._is_begun = True
            self.send_response(206 if self.headers.get("Range") else 200)
            self.send_header("Content-Type", "application/warc")
            self.send_header("Content-Length", str(size_bytes))
            self.end_headers()

        def _send(self, file: BinaryIO, data: bytes, left: int) -> None:
            while data:
                self.wfile.write(data)
                left -= len(data)
                data = file.read(min(_CHUNK, left)) if left else b""

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the class above
            """Says nothing: each address holds the secret."""

    return Stretches


def _stretch(header: str | None, size_bytes: int) -> tuple[int, int]:
    """(first byte, byte after the last) that a Range header asks for; the whole file when it asks for nothing we know.

    >>> _stretch("bytes=5-9", 100), _stretch("bytes=90-", 100), _stretch("bytes=90-500", 100), _stretch(None, 100)
    ((5, 10), (90, 100), (90, 100), (0, 100))
    """
    asked = re.fullmatch(r"bytes=(\d{1,18})-(\d{0,18})", header or "")
    if asked is None:
        return 0, size_bytes
    first = min(int(asked[1]), size_bytes)
    return first, max(first, min(int(asked[2]) + 1, size_bytes) if asked[2] else size_bytes)
