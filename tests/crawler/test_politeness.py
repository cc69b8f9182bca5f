"""A host is left alone for as long as it asks."""

from __future__ import annotations

from time import monotonic

import pytest

from crawler.politeness import retry_after_seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0.0), (" 30 ", 30.0), ("Thu, 01 Jan 1970 00:00:50 GMT", 50.0), ("Wed, 31 Dec 1969 00:00:00 GMT", 0.0),
     ("soon", None), ("-5", None), ("", None), (None, None), ("9" * 400, 999_999_999.0), ("Thu, 99 Foo 1970", None)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_date(value, seconds):  # type: ignore[no-untyped-def]
    assert retry_after_seconds(value, now=0) == seconds


def test_host_that_says_429_is_left_alone_and_asked_again(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.page("/busy", status="429 Too Many Requests", headers="Retry-After: 1\r\n")
    raw_server.page("/busy", b"at last")
    raw_server.page("/after")
    began = monotonic()
    told = crawls.run(raw_server.url("/busy"), settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    assert monotonic() - began >= 1
    assert [seen["status"] for seen in told["seen"]] == [200]
    statuses = [
        r.block.split(b" ")[1]
        for r in records(*crawls.warcs)
        if r["WARC-Type"] == "response" and r["WARC-Target-URI"].endswith("/busy")
    ]
    assert statuses == [b"429", b"200"]


def test_crawl_delay_is_kept_between_requests(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.5\n")
    urls = []
    for number in range(4):
        raw_server.page(f"/{number}")
        urls.append(raw_server.url(f"/{number}"))
    began = monotonic()
    crawls.run(*urls)
    assert monotonic() - began >= 1.5


def test_slow_host_does_not_stop_the_others(raw_server, crawls):  # type: ignore[no-untyped-def]
    """A held host's requests stay in the frontier, where they take no download slot."""
    raw_server.page("/robots.txt", b"")
    raw_server.page("/busy", status="503 Busy", headers="Retry-After: 2\r\n")
    raw_server.page("/busy")
    for number in range(20):
        raw_server.page(f"/{number}")
    local = [raw_server.url(f"/{number}").replace("127.0.0.1", "localhost") for number in range(20)]
    told = crawls.run(raw_server.url("/busy"), *local, settings={"CONCURRENT_REQUESTS": 4})
    order = [attempt["url"].rpartition("/")[2] for attempt in told["attempts"]]
    assert order.index("19") < len(order) - 1 - order[::-1].index("busy")
