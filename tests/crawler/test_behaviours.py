"""In a real Chromium a page is scrolled through and opened where it says so; bounded, told, and acting for nobody."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from archive.warc_payload import ReadCapture, read_captures

pytest.importorskip("scrapy_playwright")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not any(map(shutil.which, ("chromium", "google-chrome"))), reason="no Chromium"),
]

PAGE = b"""<html><head><title>Long</title></head><body><h1>A long page</h1>
<div style="height:3000px"></div><img id=observed data-later="/observed.png" width=10 height=10>
<div style="height:6000px"></div><img loading=lazy src="/lazy.png" width=10 height=10>
<div id=comments><p>First comment of the page</p></div><button id=load>Load more comments</button>
<iframe src="/frame" width=300 height=200></iframe>
<button id=endless>More</button><div id=endlessly></div>
<button onclick="fetch('/api/delete?all', {method: 'POST'})">Delete more comments</button>
<button onclick="fetch('/api/login')">Log in to see more comments</button>
<button onclick="location.href = '/away'">View all posts</button>
<a href="/posts?page=2" onclick="fetch('/api/never')">Load more posts</a>
<form action="/send"><button>Show more results</button></form>
<script>
new IntersectionObserver(seen => { if (seen[0].isIntersecting) observed.src = observed.dataset.later })
  .observe(document.getElementById('observed'));
let page = 1;
load.onclick = async () => {
  const more = await (await fetch('/api/comments?page=' + ++page)).json();
  for (const text of more) comments.insertAdjacentHTML('beforeend', `<p>${text}</p>`);
  if (page === 4) load.remove();
};
let number = 0;
endless.onclick = () => { endlessly.textContent += ' again' + ++number };
new WebSocket('ws://127.0.0.1:1/live');
</script></body></html>"""
FRAME = b"""<html><body><p>Framed discussion</p><a id=more href="#">Show 3 more replies</a><script>
more.onclick = async () => { const text = await (await fetch('/api/replies')).text();
  more.outerHTML = `<p>${text}</p>` };
</script></body></html>"""
PICTURE = b"\x89PNG\r\n\x1a\n picture"


class LongSite(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        path, _, query = self.path.partition("?")
        status, mime, body = 200, "text/html", b""
        if path == "/app/":
            body = PAGE
        elif path == "/frame":
            body = FRAME
        elif path.endswith(".png"):
            mime, body = "image/png", PICTURE
        elif path == "/api/comments":
            mime, body = "application/json", json.dumps([f"Comment {query} number {n}" for n in range(3)]).encode()
        elif path == "/api/replies":
            mime, body = "text/plain", b"A reply that was folded away"
        else:
            status, body = 404, b"<title>404 not found</title>"
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the framework's name)
        pass


class Crawled:
    """One crawl of the long page."""

    def __init__(self, folder, *, clicks: bool) -> None:
        LongSite.asked.clear()
        with ThreadingHTTPServer(("127.0.0.1", 0), LongSite) as server:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
            self.origin = f"http://127.0.0.1:{server.server_port}"
            folder.mkdir()
            toml = f"[crawl]\nseeds = ['{self.origin}/app/']\n[politeness]\ndelay_seconds = 0\n"
            toml += f"[discovery]\nbrowser = 'always'\nbrowser_clicks = {str(clicks).lower()}\nsitemaps = false\n"
            (folder / "oldface.toml").write_text(toml)
            command = [sys.executable, "-c", "from archive.cli import main; main()", "crawl", "--no-ingest"]
            run = subprocess.run(
                [*command, "--into", str(folder)], capture_output=True, text=True, timeout=200, check=False
            )
            server.shutdown()
        assert run.returncode == 0, run.stderr + (folder / "crawls" / "scrapy.log").read_text()
        self.asked = list(LongSite.asked)
        self.warcs = sorted((folder / "warc").glob("*.warc.gz"))
        self.report = json.loads(max(folder.glob("crawls/*/report.json")).read_text())
        self.captures: dict[str, list[ReadCapture]] = {}
        for warc in self.warcs:
            for read in read_captures(warc):
                self.captures.setdefault(read.capture.target_uri.removeprefix(self.origin), []).append(read)

    @property
    def rendered(self) -> str:
        """The page's HTML as the browser ended with it."""
        (resource,) = [read for read in self.captures["/app/"] if read.capture.record_type == "resource"]
        return resource.payload.decode()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return Crawled(tmp_path_factory.mktemp("behaved") / "archive", clicks=True)


def test_pictures_that_wait_to_be_scrolled_to_are_captured(crawled):
    assert crawled.captures["/observed.png"][0].payload == PICTURE
    assert crawled.captures["/lazy.png"][0].payload == PICTURE


def test_comments_are_loaded_until_there_are_no_more(crawled):
    assert [path for path in crawled.asked if path.startswith("/api/comments")] == [
        f"/api/comments?page={page}" for page in (2, 3, 4)
    ]
    assert crawled.captures["/api/comments?page=4"][0].capture.status == 200
    assert "Comment page=4 number 2" in crawled.rendered


def test_what_is_folded_away_in_a_frame_is_opened(crawled):
    assert crawled.captures["/api/replies"][0].payload == b"A reply that was folded away"


def test_nothing_is_clicked_that_acts_leads_elsewhere_or_sends_a_form(crawled):
    forbidden = ("/api/delete", "/api/login", "/away", "/api/never", "/send")
    assert [path for path in crawled.asked if path.startswith(forbidden)] == []
    assert "A long page" in crawled.rendered  # it is still the same page


def test_a_page_that_always_promises_more_is_bounded(crawled):
    assert "again10" in crawled.rendered
    assert "again11" not in crawled.rendered


def test_what_was_done_is_told_beside_the_page(crawled, records):
    (about,) = [r for r in records(*crawled.warcs) if r["WARC-Type"] == "metadata" and b"scrolledPixels" in r.block]
    fields = [line.split(": ", 1) for line in about.block.decode().strip().splitlines()]
    assert int(dict(fields)["scrolledPixels"]) > 9000
    clicked = [value for name, value in fields if name == "clicked"]
    assert clicked.count("Load more comments") == 3
    assert "Show 3 more replies" in clicked
    assert dict(fields)["webSocketNotCaptured"] == "ws://127.0.0.1:1/live"


def test_the_report_says_what_a_web_socket_keeps_from_the_archive(crawled):
    problems = {problem["code"]: problem["message"] for problem in crawled.report["problems"]}
    assert "ws://127.0.0.1:1/live" in problems["page.web-socket"]


def test_clicks_can_be_left_out(tmp_path):
    crawled = Crawled(tmp_path / "archive", clicks=False)
    assert "/observed.png" in crawled.asked
    assert [path for path in crawled.asked if path.startswith("/api/")] == []
