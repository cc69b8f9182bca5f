from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.store import Archive, open_for_writing
from exports.feeds import feed_addresses
from exports.url_map import UrlRules, build_url_map

OLD = "http://old.example"
RSS = b'<?xml version="1.0"?>\n<!-- made by hand --><rss version="2.0"><channel/></rss>'
ATOM = b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom"/>'
SITEMAP = b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'


@pytest.fixture
def old_site(build_archive: Callable[..., Path], story: Callable[..., Any], use: Callable[..., Any]) -> Path:
    """An article, and XML of all kinds; the captures are assets of the article, as that is how tests make captures."""
    xml = [
        ("/feed/", RSS, "text/xml"), ("/atom.xml", ATOM, "application/atom+xml"), ("/sitemap.xml", SITEMAP, "text/xml"),
        ("/comments/feed/", RSS, "application/rss+xml"), ("/first/feed/", RSS, "text/xml"),
        ("/data.xml", b"<x/>", "text/xml"), ("/news.php?format=rss", RSS, "application/xml"),
        ("/misc/feed.png", b"png", "image/png"),
    ]  # fmt: skip
    assets = [use(OLD + path, data, kind="document", mime=mime) for path, data, mime in xml]
    return build_archive([story(f"{OLD}/first", "First", assets=assets)])


def test_feeds_are_known_by_what_they_hold(old_site: Path) -> None:
    with Archive(old_site) as archive:
        found = list(feed_addresses(archive))
    assert found == [f"{OLD}{path}" for path in ("/atom.xml", "/feed/", "/first/feed/", "/news.php?format=rss")]


def test_old_feeds_lead_to_the_new_one_and_that_of_an_article_to_the_article(old_site: Path) -> None:
    with Archive(old_site) as archive, build_url_map(archive, UrlRules("/new/{slug}/", feed="/index.xml")) as urls:
        found = {entry.old_url: (entry.new_url, entry.status) for entry in urls.entries() if entry.reason == "feed"}
    assert found == {
        f"{OLD}/atom.xml": ("/index.xml", 301), f"{OLD}/feed/": ("/index.xml", 301),
        f"{OLD}/first/feed/": ("/new/first/", 301), f"{OLD}/news.php?format=rss": ("/index.xml", 301),
    }  # fmt: skip


def test_a_feed_without_a_place_is_told(old_site: Path) -> None:
    with Archive(old_site) as archive, build_url_map(archive, UrlRules("/new/{slug}/")) as urls:
        told = [problem.old_url for problem in urls.problems() if "--feed" in problem.message]
    assert told == [f"{OLD}/atom.xml", f"{OLD}/feed/", f"{OLD}/news.php?format=rss"]


def test_a_feed_that_was_moved_to_a_service_is_known_by_its_path(old_site: Path) -> None:
    database = open_for_writing(old_site)
    database.execute(
        "UPDATE captures SET status = 301, mime = 'text/html', redirect_url = ? WHERE target_uri = ?",
        ["http://feeds.example/x", f"{OLD}/feed/"],
    )
    database.close()
    with Archive(old_site) as archive:
        assert f"{OLD}/feed/" in list(feed_addresses(archive))
