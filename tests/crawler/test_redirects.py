"""Redirects are followed as a browser follows them, and those that lead nowhere are told."""

from __future__ import annotations

from crawler.frontier import Frontier


def _problems(crawls):  # type: ignore[no-untyped-def]
    (path,) = (crawls.folder / "crawls").glob("*/frontier.db")
    with Frontier(path) as frontier:
        return {(code, url.rpartition("/")[2]) for code, _, _, url in frontier.problems() if url}


def test_a_redirect_that_waits_for_a_cookie_or_never_ends_is_told(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.page("/wall", headers="Location: /wall\r\nSet-Cookie: seen=1\r\n", status="302 Found")
    raw_server.page("/there", headers="Location: /back\r\n", status="302 Found")
    raw_server.page("/back", headers="Location: /there\r\n", status="302 Found")
    for number in range(12):
        raw_server.page(f"/hop{number}", headers=f"Location: /hop{number + 1}\r\n", status="302 Found")
    crawls.run(*map(raw_server.url, ["/wall", "/there", "/hop0"]), follow=False)
    assert _problems(crawls) == {("redirect.loop", "wall"), ("redirect.loop", "there"), ("redirect.endless", "hop0")}


def test_backslashes_of_a_redirect_are_slashes(raw_server, crawls):  # type: ignore[no-untyped-def]
    raw_server.page("/robots.txt", b"")
    raw_server.page("/old", headers="Location: \\new\\page?a=\\\r\n", status="301 Moved")
    crawls.run(raw_server.url("/old"), follow=False)
    assert raw_server.hits[-1].startswith("/new/page?a=")
