"""Serves the demo site on loopback, as an Apache of its time would: ETags, conditional requests, honest 404s."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from crawler.demo_blog.resource import Resource, Site
from crawler.demo_blog.site import demo_site

__all__ = ["DEFAULT_PORT", "DemoServer", "serving"]

DEFAULT_PORT = 8014
LAST_MODIFIED = "Wed, 26 Feb 2014 16:32:07 GMT"
_MISSING = Resource(
    b"<!DOCTYPE HTML PUBLIC '-//IETF//DTD HTML 2.0//EN'>\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n"
    b"<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n",
    "text/html; charset=iso-8859-1",
    status=404,
)
_log = logging.getLogger(__name__)


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD from the site's dictionary."""

    protocol_version = "HTTP/1.1"
    server_version = "Apache/2.2.15"
    sys_version = ""
    server: DemoServer

    def do_GET(self) -> None:
        answer = self.server.site.get(self.path) or self._without_cache_token() or _MISSING
        etag = f'"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:16]}"'
        if answer.status == 200 and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.status == 200:
            self.send_header("Last-Modified", LAST_MODIFIED)
            self.send_header("ETag", etag)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815 (the framework's name)

    def _without_cache_token(self) -> Resource | None:
        path, _, query = self.path.partition("?")
        return self.server.site.get(path) if query and path.endswith((".css", ".js")) else None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the framework's name)
        _log.debug(format, *args)


class DemoServer(ThreadingHTTPServer):
    """The demo site on 127.0.0.1; port 0 takes any free one."""

    daemon_threads = True

    def __init__(self, port: int = DEFAULT_PORT) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.site: Site = demo_site(self.origin)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving(port: int = 0) -> Iterator[DemoServer]:
    """A demo server that runs in a thread while the context is open."""
    with DemoServer(port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
