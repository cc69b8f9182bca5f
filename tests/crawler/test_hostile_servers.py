"""Servers that mean harm, or are broken: bounded in memory, time and disk, recorded, and the crawl goes on."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from crawler.frontier import Frontier

BOMB_BYTES = 60_000_000


def _ok(body: bytes, *lines: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", *lines, b"Content-Length: %d" % len(body)]) + b"\r\n\r\n" + body


def _nested_gzip() -> bytes:
    return gzip.compress(gzip.compress(gzip.compress(bytes(BOMB_BYTES), 9), 9), 9)


BOMBS = {
    "gzip-bomb": lambda: _ok(gzip.compress(bytes(BOMB_BYTES), 9), b"Content-Encoding: gzip"),
    "deflate-bomb": lambda: _ok(zlib.compress(bytes(BOMB_BYTES), 9), b"Content-Encoding: deflate"),
    "brotli-bomb": lambda: _ok(brotli.compress(bytes(BOMB_BYTES), quality=5), b"Content-Encoding: br"),
    "zstd-bomb": lambda: _ok(zstandard.compress(bytes(BOMB_BYTES), 3), b"Content-Encoding: zstd"),
    "nested-bomb": lambda: _ok(_nested_gzip(), b"Content-Encoding: gzip, gzip, gzip"),
    "codings": lambda: _ok(b"x", b"Content-Encoding: " + b", ".join([b"gzip"] * 500)),
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory, request):  # type: ignore[no-untyped-def]
    """One crawl past all of them: (server, what it told, records, frontier problems)."""
    conftest = next(p for p in request.config.pluginmanager.get_plugins() if hasattr(p, "raw_server_module"))
    server = conftest.raw_server_module.RawServer()
    server.page("/robots.txt", b"")
    for name, make in BOMBS.items():
        server.add(f"/{name}", make())
    server.add("/too-large", b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n", b"x" * 10_000, "wait")
    server.add("/too-large-undeclared", b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 1_000_000] * 12, "wait")
    server.add("/endless-header", b"HTTP/1.1 200 OK\r\n", *[b"X-A: %s\r\n" % (b"a" * 1000)] * 400, "wait")
    server.add("/endless-line", b"HTTP/1.1 200 OK\r\nX-A: ", *[b"a" * 10_000] * 30, "wait")
    server.add("/drips", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "drip")
    server.add("/silent", "wait")
    server.add("/interim-flood", *[b"HTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\n" * 2000] * 5, "wait")
    server.add("/two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "close")
    server.add("/negative-length", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcdef", "close")
    server.add("/huge-chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc", "close")
    server.add("/unknown-coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: rot13\r\n\r\nabc", "close")
    server.page("/bad-location", headers="Location: http://[bad\r\n", status="302 Found")
    server.page("/file-location", headers="Location: file:///etc/passwd\r\n", status="302 Found")
    server.page("/last", b"the end")
    names = [path for path in server.scripts if path != "/robots.txt"]
    crawls = conftest.Crawls(tmp_path_factory.mktemp("hostile") / "archive")
    told = crawls.run(
        *map(server.url, names),
        follow=False,
        settings={
            "RETRY_TIMES": 0,
            "DOWNLOAD_MAXSIZE": 4_000_000,
            "OLDFACE_MAX_DECODED_BYTES": 2_000_000,
            "OLDFACE_FIRST_BYTE_SECONDS": 3,
            "OLDFACE_SLOW_AFTER_SECONDS": 2,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        },
    )
    (path,) = (crawls.folder / "crawls").glob("*/frontier.db")
    with Frontier(path) as frontier:
        problems = list(frontier.problems())
    responses = {
        r["WARC-Target-URI"].rpartition("/")[2]: r
        for r in conftest.read_records(*crawls.warcs)
        if r["WARC-Type"] == "response"
    }
    yield server, told, responses, problems, crawls
    server.stop()


def test_the_crawl_goes_on_past_all_of_them(hostile):  # type: ignore[no-untyped-def]
    server, told, _, _, _ = hostile
    assert told["reason"] == "finished"
    assert server.url("/last") in {seen["url"] for seen in told["seen"]}


def test_memory_stays_far_below_what_the_bombs_would_take(hostile):  # type: ignore[no-untyped-def]
    assert hostile[1]["peak_rss_kb"] < 260_000


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_archived_as_it_came_and_noted(hostile, name):  # type: ignore[no-untyped-def]
    server, _, responses, problems, _ = hostile
    assert responses[name].block == server.scripts[f"/{name}"][0].sent[0]
    assert {code for code, _, _, url in problems if url and url.endswith(f"/{name}")} <= {
        "response.bomb", "response.too-many-codings", "response.undecodable",
    }  # fmt: skip
    assert any(url and url.endswith(f"/{name}") for _, _, _, url in problems)


@pytest.mark.parametrize(
    ("name", "truncated"),
    [("too-large", "length"), ("too-large-undeclared", "length"), ("endless-header", "length"),
     ("endless-line", "length"), ("drips", "time"), ("huge-chunk", "disconnect")],
)  # fmt: skip
def test_bound_that_cut_a_transfer_is_named_in_its_record(hostile, name, truncated):  # type: ignore[no-untyped-def]
    assert hostile[2][name]["WARC-Truncated"] == truncated
    assert len(hostile[2][name].block) < 6_000_000


def test_silent_server_is_left_after_its_time(hostile):  # type: ignore[no-untyped-def]
    _, told, responses, _, _ = hostile
    assert "silent" not in responses
    (attempt,) = [a for a in told["attempts"] if a["url"].endswith("/silent")]
    assert attempt["error"] in ("connectionLost", "timeout")


def test_redirect_to_a_file_is_not_followed(hostile):  # type: ignore[no-untyped-def]
    assert hostile[2]["file-location"].block.startswith(b"HTTP/1.1 302")


def test_everyone_accepts_what_was_written_of_them(hostile, accepted_by_everyone):  # type: ignore[no-untyped-def]
    for path in hostile[4].warcs:
        accepted_by_everyone(path)


def test_dead_host_is_given_up_and_the_others_go_on(raw_server, crawls):  # type: ignore[no-untyped-def]
    dead = raw_server.__class__()
    dead.stop()
    links = "".join(f'<a href="http://localhost:{dead.port}/{n}">' for n in range(30)).encode()
    raw_server.page("/robots.txt", b"")
    raw_server.page("/seed", links + b'<a href="/fine">')
    raw_server.page("/fine")
    told = crawls.run(
        raw_server.url("/seed"),
        f"http://localhost:{dead.port}/",
        settings={"OLDFACE_OBEY_ROBOTS": False, "OLDFACE_HOST_GONE_AFTER": 3, "OLDFACE_ALLOW_PRIVATE_ADDRESSES": True,
                  "OLDFACE_SEEDS": [raw_server.url("/seed")]},
    )  # fmt: skip
    assert told["reason"] == "finished"
    assert "/fine" in raw_server.hits
    assert "hostUnreachable" in {attempt["error"] for attempt in told["attempts"]}
