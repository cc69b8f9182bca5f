"""A whole crawl of a site with every kind of trap: it ends, complete, and says what it left out and why."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.check_folder import check_path
from archive.ingest import IngestOptions, ingest
from archive.store import Archive
from archive.warc_payload import read_captures

PARAGRAPH = "<p>" + "The mill stands by the river and grinds what the valley grows. " * 40 + "</p>"
WORDS = "amber birch cedar delta ember fjord grove heath islet jetty knoll ledge maple north ocean pearl quill ridge"


def page(title: str, *body: str) -> str:
    head = f"<head><title>{title}</title><link rel=stylesheet href=/css/a.css></head>"
    return f"<html>{head}<body>{''.join(body)}</body></html>"


def article(number: int) -> str:
    word = WORDS.split()[number]
    own = f"<p>{' '.join(f'{word}{other}' for other in WORDS.split())}</p>" * 30
    return page(
        f"Article {word}", own, f"<a href='/print/{number}' class=print>Print</a>",
        f"<a href='/blog/a{number}?replytocom=7'>Reply</a>",
        f"<a href='/blog/a{number}?utm_source=feed'>Share</a><a href='/blog/a{number}?cpage=2#c'>Older comments</a>",
        f"<img src=/img/{number}.png srcset='/img/{number}-2x.png 2x'>",
    )  # fmt: skip


class TrapSite(BaseHTTPRequestHandler):
    """Articles among calendars, filters, sessions, endless folders and soft 404s."""

    protocol_version = "HTTP/1.1"
    server: TrapServer

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        with self.server.news:
            self.server.asked[self.path] += 1
            self.server.news.notify_all()
        status, mime, body, headers = self.server.answer(path, query)
        etag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, ""
        data = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": mime, "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        if status in (200, 304):
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the framework's name)
        pass


class TrapServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TrapSite)
        self.asked: Counter[str] = Counter()
        self.news = threading.Condition()
        self.gone: set[str] = set()
        self.changed: set[str] = set()
        self.origin = f"http://127.0.0.1:{self.server_port}"

    def reached(self, goal: int, seconds: float = 60.0) -> bool:
        """Waits until so many requests came since the site began."""
        with self.news:
            return self.news.wait_for(lambda: self.asked.total() >= goal, seconds)

    def answer(self, path: str, query: str) -> tuple[int, str, str, dict[str, str]]:
        html, none = "text/html; charset=utf-8", dict[str, str]()
        parts = path.strip("/").split("/")
        if path in self.gone:
            return 410, html, page("Gone", "Gone"), none
        if path == "/robots.txt":
            text = f"User-agent: *\nDisallow: /private/\nSitemap: {self.origin}/maps/one.xml\n"
            return 200, "text/plain", text, none
        if path == "/maps/one.xml":
            return 200, "application/xml", f"<urlset><url><loc>{self.origin}/blog/a10</loc></url></urlset>", none
        if path == "/blog/feed/":
            entry = f"<item><link>{self.origin}/blog/a11</link></item>"
            return (
                200,
                "application/rss+xml",
                f"<rss version='2.0'><channel><link>/</link>{entry}</channel></rss>",
                none,
            )
        if path == "/css/a.css":
            return 200, "text/css", "@font-face { src: url(../fonts/f.woff) }", none
        if path == "/fonts/f.woff" or path.startswith("/img/"):
            return 200, "application/octet-stream", f"bytes of {path}", none
        if path == "/blog/":
            links = "".join(f"<a href='a{n}'>{n}</a>" for n in range(6))
            traps = "<a href='/blog/events/2014/01/'>Events</a><a href='/blog/shop/?colour=1&size=1&brand=1'>Shop</a>"
            more = "<a href='/blog/deep/'>Deep</a><a href='/private/x'>P</a><a href='http://other.example/'>O</a>"
            old = "<a href='/blog/old'>Old</a><a href='/blog/away'>Away</a><a href='/blog/lost'>Lost</a>"
            old += "<a href='/blog/team/anna/'>Anna</a><a href='/blog/team/bob/'>Bob, who left</a>"
            old += "<a href=/outside>Out</a>"
            note = "changed" if path in self.changed else ""
            return 200, html, page("Blog", PARAGRAPH, links, traps, more, old, note), none
        if path == "/blog/old":
            return 301, html, "", {"Location": "/blog/a0"}
        if path == "/blog/away":
            return 302, html, "", {"Location": "http://elsewhere.example/"}
        if path == "/blog/team/anna/":
            return 200, html, page("Anna", PARAGRAPH), none
        if parts[:2] == ["blog", "team"] and len(parts) == 3:
            return 302, html, "", {"Location": "/blog/"}
        if path == "/blog/lost":
            return 200, html, page("Page not found", "<p>Sorry, nothing here.</p>"), none
        if parts[:2] == ["blog", "events"] and len(parts) == 4 and parts[3].isdecimal():
            year, month = int(parts[2]), int(parts[3])
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
            return (
                200,
                html,
                page(f"Events {month}", PARAGRAPH, f"<a href='/blog/events/{year}/{month:02}/'>Next</a>"),
                none,
            )
        if path == "/blog/shop/":
            filters = "".join(
                f"<a href='?colour={c}&size={s}&brand={b}'>x</a><a href='?size={s}&colour={c}&brand={b}'>y</a>"
                for c in range(6) for s in range(6) for b in range(6)
            )  # fmt: skip
            return 200, html, page("Shop", PARAGRAPH, query, filters), none
        if parts[:2] == ["blog", "deep"]:
            return 200, html, page("Deep", PARAGRAPH, "<a href='deep/'>Deeper</a>"), none
        if path.startswith("/print/") and parts[1].isdecimal():
            return 200, html, page("Print", PARAGRAPH, path), none
        if len(parts) == 2 and parts[0] == "blog" and parts[1][1:].isdecimal() and parts[1][0] == "a":
            note = "<p>An update.</p>" if path in self.changed else ""
            return 200, html, article(int(parts[1][1:])).replace("</body>", f"{note}</body>"), none
        return 404, html, page("404 Not Found", "Not here"), none


@contextmanager
def trap_site() -> Iterator[TrapServer]:
    with TrapServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def command(folder: Path, *arguments: str) -> list[str]:
    program = "from archive.cli import main; main()"
    return [sys.executable, "-c", program, "crawl", *arguments, "--into", str(folder), "--no-ingest"]


def crawl(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, *arguments), capture_output=True, text=True, timeout=240, check=False)


class Crawled:
    """A finished crawl and the site it was of."""

    def __init__(self, site: TrapServer, folder: Path, *arguments: str) -> None:
        self.site, self.folder = site, folder
        site.asked.clear()
        self.run = crawl(folder, f"{site.origin}/blog/", "--delay", "0", *arguments)
        self.asked = Counter(site.asked)
        last = max((folder / "crawls").glob("*/report.json"))
        self.report = json.loads(last.read_text())
        self.html = (last.parent / "report.html").read_text()
        self.captures = [
            read.capture for warc in sorted((folder / "warc").glob("*.warc.gz")) for read in read_captures(warc)
        ]

    def statuses(self) -> dict[str, int | None]:
        """Path -> status of its last capture."""
        return {capture.target_uri.removeprefix(self.site.origin): capture.status for capture in self.captures}

    def skipped(self, reason: str) -> list[str]:
        rows = [row for row in self.report["skipped"] if row["reason"] == reason]
        return [skip["url"].removeprefix(self.site.origin) for row in rows for skip in row["examples"]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with trap_site() as site:
        yield Crawled(site, tmp_path_factory.mktemp("crawl") / "archive")


def test_a_crawl_full_of_traps_ends_complete(crawled):
    assert crawled.run.returncode == 0, crawled.run.stderr
    assert crawled.report["is_complete"]


def test_every_article_is_captured_once_with_its_images_and_renditions(crawled):
    for number in (*range(6), 10, 11):
        assert crawled.asked[f"/blog/a{number}"] == 1, number
        assert crawled.asked[f"/img/{number}.png"] == crawled.asked[f"/img/{number}-2x.png"] == 1
        assert crawled.asked[f"/print/{number}"] == 1
        assert crawled.asked[f"/blog/a{number}?cpage=2"] == 1


def test_sitemap_and_feed_give_what_no_page_links(crawled):
    statuses = crawled.statuses()
    assert (statuses["/blog/a10"], statuses["/blog/a11"], statuses["/maps/one.xml"]) == (200, 200, 200)


def test_requisites_of_requisites_are_captured(crawled):
    assert crawled.statuses()["/fonts/f.woff"] == 200


def test_trackers_and_reply_links_are_not_asked_for(crawled):
    assert not [path for path in crawled.asked if "utm_" in path or "replytocom" in path]


def test_robots_is_obeyed_and_told(crawled):
    assert crawled.asked["/private/x"] == 0
    assert crawled.asked["/robots.txt"] == 1


def test_what_is_out_of_scope_is_left_out_and_told(crawled):
    assert crawled.asked["/outside"] == 0
    assert {"/outside", "http://other.example/"} <= set(crawled.skipped("outOfScope"))


def test_a_redirect_out_of_scope_is_recorded_and_not_followed(crawled):
    assert crawled.statuses()["/blog/away"] == 302
    assert crawled.skipped("redirectToExcluded") == ["http://elsewhere.example/"]


def test_each_trap_is_bounded_and_named(crawled):
    assert 0 < sum(path.startswith("/blog/events/") for path in crawled.asked) < 250
    assert 0 < sum(path.startswith("/blog/shop/") for path in crawled.asked) <= 61
    assert 0 < sum(path.startswith("/blog/deep/") for path in crawled.asked) < 5
    kinds = {trap["kind"] for trap in crawled.report["traps"]}
    assert {"calendar", "faceted-query"} & kinds
    assert kinds <= {"calendar", "faceted-query", "endless-path", "repeated-content", "query-order"}


def test_a_soft_404_is_named(crawled):
    soft = {url.removeprefix(crawled.site.origin) for url in crawled.report["soft_404"]}
    assert {"/blog/lost", "/blog/team/bob/"} <= soft
    # below /blog/deep/ any address answers the same page, which is a soft 404 as well
    assert all(url.startswith("/blog/deep/") for url in soft - {"/blog/lost", "/blog/team/bob/"})
    problems = {problem["code"] for problem in crawled.report["problems"]}
    assert "site.redirects-missing" in problems


def test_every_skipped_address_has_a_reason_in_words(crawled):
    assert all(row["means"] != row["reason"] for row in crawled.report["skipped"])


def test_the_configuration_is_left_for_the_next_crawl(crawled):
    assert f'"{crawled.site.origin}/blog/"' in (crawled.folder / "oldface.toml").read_text().replace("'", '"')


def test_the_warc_alone_tells_what_was_asked_and_left_out(crawled):
    names = {capture.target_uri.rpartition(":")[2] for capture in crawled.captures if capture.record_type == "resource"}
    assert names == {"oldface.toml", "crawl.log", "skipped.jsonl", "problems.jsonl", "report.json"}


def test_the_last_record_says_in_plain_fields_how_the_crawl_ended(crawled, records):
    last = records(*sorted((crawled.folder / "warc").glob("*.warc.gz")))[-1]
    assert (last["WARC-Type"], last["Content-Type"]) == ("metadata", "application/warc-fields")
    assert last["WARC-Target-URI"] == f"urn:oldface:crawl:{crawled.report['crawl']['id']}:end"
    fields = dict(line.split(": ", 1) for line in last.block.decode().strip().splitlines())
    totals = crawled.report["totals"]
    assert (fields["finishReason"], fields["isComplete"], fields["queuedLeft"]) == ("finished", "yes", "0")
    assert (fields["pages"], fields["soft404"]) == (str(totals["pages"]), str(totals["soft_404"]))
    assert {f"status{status}": str(count) for status, count in crawled.report["by_status"]}.items() <= fields.items()


def test_the_archive_knows_how_the_crawl_ended(crawled, tmp_path):
    ingest([crawled.folder / "warc"], into=tmp_path / "rebuilt", options=IngestOptions(workers=0))
    with Archive(tmp_path / "rebuilt") as archive:
        (row,) = archive.database.query("SELECT name, finish_reason FROM crawls")
    assert row == {"name": crawled.report["crawl"]["id"], "finish_reason": "finished"}


def test_the_summary_is_on_stdout_and_progress_on_stderr(crawled):
    assert "complete" in crawled.run.stdout
    assert "report.html" in crawled.run.stdout
    assert "oldface: pages" in crawled.run.stderr


def test_the_next_crawl_asks_for_changes_alone(tmp_path):
    with trap_site() as site:
        first = Crawled(site, tmp_path / "archive")
        site.gone.add("/blog/a3")
        site.changed.add("/blog/a4")
        second = Crawled(site, tmp_path / "archive")
        assert (first.run.returncode, second.run.returncode) == (0, 0), second.run.stderr
        statuses = second.statuses()
    assert statuses["/blog/a3"] == 410
    assert statuses["/blog/a4"] == 200
    assert statuses["/blog/a5"] == 304
    # what the feed and the sitemap named is still known, through a 304 as through a 200
    assert second.asked["/blog/a10"] == second.asked["/blog/a11"] == 1
    assert second.report["totals"]["pages_unchanged"] > 8
    assert {url.removeprefix(site.origin).partition("?")[0] for url in second.report["changed_pages"]} == {"/blog/a4"}
    assert f"{site.origin}/blog/a3" in {miss["url"] for miss in second.report["missing_pages"]}


def test_an_interrupted_crawl_says_so_and_goes_on_where_it_stopped(tmp_path):
    with trap_site() as site:
        seed = f"{site.origin}/blog/"
        arguments = command(tmp_path / "archive", seed, "--delay", "0.02")
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert site.reached(25)
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=60)
        before = Counter(site.asked)
        second = Crawled(site, tmp_path / "archive")
    assert process.returncode == 130, stderr
    assert "not complete" in stdout
    assert f"oldface crawl --into {tmp_path / 'archive'}" in stdout
    assert second.run.returncode == 0
    assert len(list((tmp_path / "archive" / "crawls").glob("*/frontier.db"))) == 1
    both = before + second.asked
    for number in (*range(6), 10, 11):
        assert both[f"/blog/a{number}"] == 1, number
    # the report is of the whole crawl, both runs
    assert second.report["totals"]["pages"] > 20


@pytest.mark.slow
def test_a_crawl_that_is_killed_again_and_again_ends_with_everything(tmp_path):
    with trap_site() as site:
        arguments = command(tmp_path / "archive", f"{site.origin}/blog/", "--delay", "0.01")
        for goal in (12, 40, 80):
            with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                assert site.reached(goal)
                process.kill()
        last = Crawled(site, tmp_path / "archive")
        statuses = last.statuses()
    assert last.run.returncode == 0, last.run.stderr
    for number in (*range(6), 10, 11):
        assert statuses[f"/blog/a{number}"] == statuses[f"/img/{number}.png"] == 200, number
    assert statuses["/fonts/f.woff"] == 200
    assert check_path(tmp_path / "archive").damage_count == 0
    # what was stored is not asked for again: at most what was in flight at each kill
    addresses = Counter(capture.target_uri for capture in last.captures if capture.record_type == "response")
    assert sum(count - 1 for count in addresses.values()) <= 3 * 16


def test_a_limit_of_pages_is_kept_and_told(tmp_path):
    with trap_site() as site:
        limited = Crawled(site, tmp_path / "archive", "--page-limit", "4")
    assert limited.report["totals"]["pages"] <= 5
    assert len(limited.skipped("pageLimit")) > 0
    assert limited.run.returncode == 0


def test_a_spider_run_by_scrapy_itself_does_the_same(tmp_path):
    with trap_site() as site:
        arguments = ["-a", f"seeds={site.origin}/blog/a1", "-a", f"into={tmp_path / 'archive'}"]
        arguments += ["-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]
        program = [sys.executable, "-m", "scrapy", "crawl", "blog", *arguments, "-O", str(tmp_path / "items.jsonl")]
        root = Path(__file__).parents[2]
        run = subprocess.run(program, capture_output=True, text=True, timeout=240, check=False, cwd=root)
    assert run.returncode == 0, run.stderr
    items = [json.loads(line) for line in (tmp_path / "items.jsonl").read_text().splitlines()]
    assert f"{site.origin}/blog/a1" in {item["target_uri"] for item in items}
    assert list((tmp_path / "archive" / "warc").glob("*.warc.gz"))


def test_the_scope_command_explains(crawled):
    program = "from archive.cli import main; main()"

    def ask(url: str) -> subprocess.CompletedProcess[str]:
        arguments = [sys.executable, "-c", program, "scope", url, "--from", str(crawled.folder)]
        return subprocess.run(arguments, capture_output=True, text=True, check=False)

    inside, outside = ask(f"{crawled.site.origin}/blog/x"), ask("http://other.example/")
    assert (inside.returncode, inside.stdout.startswith("in, because its address begins with")) == (0, True)
    assert (outside.returncode, outside.stdout.startswith("out, because")) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mailto:a@b.example"], "is no http"),
        ([], "No seed was given"),
        (["http://a.example/", "--include", "("], "regular expression"),
    ],
)
def test_what_cannot_be_crawled_is_refused_with_a_next_step(tmp_path, arguments, words):
    run = crawl(tmp_path / "archive", *arguments)
    assert run.returncode == 2
    assert words in run.stderr
    assert not (tmp_path / "archive").exists()
