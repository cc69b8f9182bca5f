"""A page whose words come by script is loaded in a real Chromium, and all that it asks for is in the WARC."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from archive.warc_payload import ReadCapture, read_captures

pytest.importorskip("scrapy_playwright")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not any(map(shutil.which, ("chromium", "google-chrome"))), reason="no Chromium"),
]

SHELL = b"<html><head><title>Blog</title><link rel=stylesheet href=/app.css></head><body><div id=root></div>\
<script src=/app.js></script></body></html>"
SCRIPT = b"""const options = {headers: {'X-Requested-With': 'XMLHttpRequest'}};
fetch('/api/posts.json', options).then(r => r.json()).then(posts => {
  document.getElementById('root').innerHTML =
    posts.map(p => `<h2><a href="${p.url}">${p.title}</a></h2><img src="${p.image}">`).join('');
  fetch('/api/seen', {method: 'POST', body: 'n=2'});
  fetch('http://127.0.0.1:1/stolen').catch(() => {});
});"""
PLAIN = (
    b"<html><title>Plain</title><body>" + b"<p>Words that need no script at all to be read here.</p>" * 20 + b"</body>"
)
SITE = {
    "/app/": ("text/html", SHELL),
    "/app.js": ("application/javascript", SCRIPT),
    "/app.css": ("text/css", b"h2 { color: red }"),
    "/api/posts.json": ("application/json", json.dumps(
        [{"url": "/app/one", "title": "First words", "image": "/one.png"}]
    ).encode()),
    "/one.png": ("image/png", b"\x89PNG picture"),
    "/api/seen": ("application/json", b"{}"),
    "/app/one": ("text/html", PLAIN),
}  # fmt: skip


class Shell(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self.asked[f"{self.command} {self.path}"] += 1
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        mime, body = SITE.get(self.path, ("text/html", b"<title>404 not found</title>"))
        self.send_response(200 if self.path in SITE else 404)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 (the framework's name)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the framework's name)
        pass


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[ReadCapture]]:
    """Path -> its captures, of a crawl with browser = 'empty'."""
    folder = tmp_path_factory.mktemp("browser") / "archive"
    with ThreadingHTTPServer(("127.0.0.1", 0), Shell) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        origin = f"http://127.0.0.1:{server.server_port}"
        program = "from archive.cli import main; main()"
        command = [sys.executable, "-c", program, "crawl", f"{origin}/app/", "--into", str(folder), "--no-ingest"]
        run = subprocess.run(
            [*command, "--delay", "0", "--browser", "empty"], capture_output=True, text=True, timeout=200, check=False
        )
        server.shutdown()
        thread.join()
    assert run.returncode == 0, run.stderr + (folder / "crawls" / "scrapy.log").read_text()
    found: dict[str, list[ReadCapture]] = {}
    for warc in (folder / "warc").glob("*.warc.gz"):
        for read in read_captures(warc):
            found.setdefault(read.capture.target_uri.removeprefix(origin), []).append(read)
    return found


def test_what_the_script_asked_for_is_captured(captures):
    assert captures["/api/posts.json"][0].capture.status == 200
    assert captures["/one.png"][0].payload == b"\x89PNG picture"


def test_what_the_script_posted_is_captured(captures):
    assert captures["/api/seen"][0].capture.status == 200
    assert Shell.asked["POST /api/seen"] == 1


def test_the_words_the_browser_shows_are_kept_beside_the_pages_bytes(captures):
    kinds = {read.capture.record_type: read.payload for read in captures["/app/"]}
    assert kinds["response"] == SHELL
    assert b"First words" in kinds["resource"]


def test_links_the_script_made_are_followed(captures):
    assert captures["/app/one"][0].payload == PLAIN


def test_nothing_is_asked_for_twice(captures):
    assert {path: count for path, count in Shell.asked.items() if count > 1} == {}


def test_a_page_with_words_needs_no_browser(captures):
    assert [read.capture.record_type for read in captures["/app/one"]] == ["response"]
