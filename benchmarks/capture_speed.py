"""What recording costs: Scrapy that keeps nothing, oldface, and scrapy-webarchive, side by side in one run on loopback.

    python benchmarks/capture_speed.py                      # plain Scrapy and oldface, three rounds
    python benchmarks/capture_speed.py --webarchive PYTHON   # and scrapy-webarchive, in an environment of its own
    python benchmarks/capture_speed.py --queued 100000       # peak memory with that many addresses queued

The site: 2,000 pages of 60 KB, served with gzip, each with 30 links, politeness off. The server is a process of its
own; CPU is the crawling process's user and system time, start-up included. All crawl with the same spider
(LinkExtractor).

scrapy-webarchive 0.5.3 asks for old libraries; an environment that runs it is made with

    python -m venv webarchive && webarchive/bin/pip install scrapy-webarchive 'w3lib<2.3' 'Twisted<24.11'
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import random
import socketserver
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

PAGES = 2_000
PAGE_BYTES = 60_000
LINKS = 30

SPIDER = """
import json, resource, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

class Bench(scrapy.Spider):
    name = "bench"
    start_urls = [sys.argv[1]]
    links = LinkExtractor()

    def parse(self, response):
        for link in self.links.extract_links(response):
            yield scrapy.Request(link.url, self.parse)

settings = json.loads(sys.argv[2])
if settings.pop("OLDFACE", None):
    from crawler import settings as ours
    settings = {n: getattr(ours, n) for n in dir(ours) if n.isupper()} | settings
settings |= {"LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}
settings |= {"DOWNLOAD_DELAY": 0}
process = CrawlerProcess(settings)
crawler = process.create_crawler(Bench)
process.crawl(crawler)
process.start()
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "cpu": used.ru_utime + used.ru_stime,
    "peak_mb": used.ru_maxrss / 1024,
    "responses": crawler.stats.get_value("downloader/response_count"),
    "reason": crawler.stats.get_value("finish_reason"),
}))
"""


def make_page(number: int, *, pages: int, links: int, size: int) -> bytes:
    """The gzipped bytes of one page: words, and links to others; the same each time."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    targets = [f"/{(number * LINKS + offset) % pages}.html" for offset in range(1, links + 1)]
    anchors = "".join(f'<li><a href="{target}">Page {target}</a></li>' for target in targets)
    words = []
    length = 0
    while length < size - len(anchors) - 200:
        word = "".join(chance.choices("etaoinshrdlucmfwypvbgkjqxz", k=chance.randint(2, 10)))
        words.append(f"<p>{word}" if len(words) % 60 == 0 else word)
        length += len(words[-1]) + 1
    html = f"<!doctype html><title>{number}</title><body><ul>{anchors}</ul>{' '.join(words)}</body>"
    return gzip.compress(html.encode(), 6, mtime=0)


def serve(port_pipe: Any, pages: list[bytes], queued: int) -> None:  # Any: a pipe's end
    """Answers /N.html with page N; in a process of its own."""
    seed = "".join(f'<a href="/q/{number}">' for number in range(queued)).encode()

    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while line := self.rfile.readline():
                while self.rfile.readline() not in (b"\r\n", b""):
                    pass
                path = line.split(b" ")[1][1:].decode()
                number = path.removesuffix(".html")
                if path == "robots.txt":
                    self._send(b"404 Not Found", b"", b"")
                elif queued:
                    self._send(b"200 OK", seed if path == "0.html" else b"<html></html>", b"")
                else:
                    self._send(b"200 OK", pages[int(number)], b"Content-Encoding: gzip\r\n")

        def _send(self, status: bytes, body: bytes, lines: bytes) -> None:
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n%sContent-Length: %d\r\n\r\n"
            self.wfile.write(head % (status, lines, len(body)) + body)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Answer) as server:
        port_pipe.send(server.server_address[1])
        server.serve_forever()


def crawl(
    python: str, url: str, settings: dict[str, Any], folder: Path, *, seconds: float | None = None
) -> dict[str, Any]:
    """What one crawl used."""
    script = folder / "spider.py"
    script.write_text(SPIDER, encoding="utf-8")
    began = monotonic()
    done = subprocess.run(
        [python, "-W", "ignore", str(script), url, json.dumps(settings)],
        cwd=folder, env={"PYTHONPATH": str(Path(__file__).parent.parent), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=seconds,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    used: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    used["wall"] = monotonic() - began
    used["warc_mb"] = sum(path.stat().st_size for path in folder.rglob("*.wa[rc][cz]*")) / 1e6
    return used


def variants(url: str, webarchive: str | None) -> dict[str, tuple[str, dict[str, Any]]]:
    """Name -> (Python, settings)."""
    ours = {"OLDFACE": True, "OLDFACE_SEEDS": [url], "OLDFACE_FOLDER": "archive", "AUTOTHROTTLE_ENABLED": False}
    plain = {"ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    found = {"plain Scrapy": (sys.executable, plain), "oldface": (sys.executable, ours)}
    if webarchive:
        archiving = {
            "EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543},
            "SW_EXPORT_URI": "archive/",
            "ROBOTSTXT_OBEY": False,
        }
        found["scrapy-webarchive"] = (webarchive, archiving)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--webarchive", metavar="PYTHON", help="interpreter with scrapy-webarchive installed")
    parser.add_argument("--queued", type=int, default=0, help="measure memory with so many addresses queued instead")
    asked = parser.parse_args()
    pages = (
        []
        if asked.queued
        else [make_page(n, pages=asked.pages, links=LINKS, size=PAGE_BYTES) for n in range(asked.pages)]
    )
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs, pages, asked.queued), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{ours.recv()}/0.html"
    results: dict[str, list[dict[str, Any]]] = {}
    for _ in range(asked.rounds):
        for name, (python, settings) in variants(url, asked.webarchive).items():
            with tempfile.TemporaryDirectory() as folder:
                limit = {"CLOSESPIDER_PAGECOUNT": 300} if asked.queued else {}
                results.setdefault(name, []).append(crawl(python, url, settings | limit, Path(folder)))
    server.terminate()
    print(f"{'':20}{'responses':>10}{'CPU s':>8}{'ms/resp':>9}{'ratio':>7}{'peak MB':>9}{'WARC MB':>9}{'wall s':>8}")
    base = None
    for name, runs in results.items():
        cpu = statistics.median(run["cpu"] for run in runs)
        each = 1000 * cpu / runs[0]["responses"]
        base = base or each
        print(
            f"{name:20}{runs[0]['responses']:>10}{cpu:>8.2f}{each:>9.2f}{each / base:>7.2f}"
            f"{max(run['peak_mb'] for run in runs):>9.0f}{runs[0]['warc_mb']:>9.2f}"
            f"{statistics.median(run['wall'] for run in runs):>8.1f}"
        )


if __name__ == "__main__":
    main()
