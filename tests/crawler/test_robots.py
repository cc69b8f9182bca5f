"""robots.txt is obeyed by every request, also by those that wait for it (RFC 9309)."""

from __future__ import annotations

import pytest

from crawler.robots import policy_of, verdict_of


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, "rules"), (204, "rules"), (301, "allow"), (401, "allow"), (403, "allow"), (404, "allow"), (410, "allow"),
     (429, "disallow"), (500, "disallow"), (503, "disallow"), (None, "disallow")],
)  # fmt: skip
def test_status_of_robots_txt_means_what_the_standard_says(status, verdict):  # type: ignore[no-untyped-def]
    assert verdict_of(status) == verdict


def test_group_of_our_name_overrules_the_one_for_all():  # type: ignore[no-untyped-def]
    policy = policy_of(
        "rules", b"User-agent: *\nDisallow: /\n\nUser-agent: oldface\nDisallow: /private\nCrawl-delay: 2\n"
    )
    assert policy.allows("http://a.example/public", "oldface")
    assert not policy.allows("http://a.example/private/x", "oldface")
    assert policy.delay_seconds("oldface") == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_rules_are_read_as_editors_save_them(encoding, line_end):  # type: ignore[no-untyped-def]
    lines = ["User-agent: *", "Disallow: /private/", "Sitemap: http://a.example/s.xml", ""]
    policy = policy_of("rules", line_end.join(lines).encode(encoding))
    assert not policy.allows("http://a.example/private/x", "oldface")
    assert policy.allows("http://a.example/x", "oldface")
    assert policy.rules is not None
    assert list(policy.rules.sitemaps) == ["http://a.example/s.xml"]


def test_unreachable_robots_txt_allows_nothing():  # type: ignore[no-untyped-def]
    assert not policy_of("disallow", b"").allows("http://a.example/", "oldface")


def test_requests_that_wait_for_robots_txt_all_get_its_answer(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    """Scrapy 2.14 to 2.19 let all but the first of them through."""
    body = b"User-agent: *\nDisallow: /no\n"
    raw_server.add(
        "/robots.txt", b"HTTP/1.1 200 OK\r\n", b"X-Slow: 1\r\n", b"Content-Length: %d\r\n\r\n" % len(body), body
    )
    for number in range(12):
        raw_server.page(f"/no/{number}")
    raw_server.page("/yes")
    seeds = [raw_server.url(f"/no/{number}") for number in range(12)]
    told = crawls.run(*seeds, raw_server.url("/yes"), settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 16})
    assert sorted(set(raw_server.hits)) == ["/robots.txt", "/yes"]
    assert raw_server.hits.count("/robots.txt") == 1
    assert told["stats"]["frontier/refused"] == 12
    assert {attempt["error"] for attempt in told["attempts"] if "/no/" in attempt["url"]} == {"robotsTxt"}
    urls = [r.get("WARC-Target-URI") for r in records(*crawls.warcs) if r["WARC-Type"] == "response"]
    assert raw_server.url("/robots.txt") in urls


def test_redirect_to_a_disallowed_address_is_refused(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"User-agent: *\nDisallow: /no\n")
    raw_server.page("/go", headers="Location: /no\r\n", status="302 Found")
    raw_server.page("/no")
    crawls.run(raw_server.url("/go"))
    assert "/no" not in raw_server.hits


def test_failing_robots_txt_refuses_for_now_and_the_next_run_asks_again(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", status="503 Busy")
    raw_server.page("/page")
    told = crawls.run(raw_server.url("/page"))
    assert "/page" not in raw_server.hits
    assert told["stats"]["frontier/failed"] == 1
    raw_server.scripts.pop("/robots.txt")
    crawls.run(raw_server.url("/page"))
    assert "/page" in raw_server.hits


def test_override_is_said_in_every_warcinfo(raw_server, crawls, records):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"User-agent: *\nDisallow: /\n")
    raw_server.page("/page")
    told = crawls.run(raw_server.url("/page"), settings={"OLDFACE_OBEY_ROBOTS": False})
    assert "/page" in raw_server.hits
    assert b"robots: ignore\r\n" in records(*crawls.warcs)[0].block
    assert "robots.txt is not obeyed" in told["log"]
