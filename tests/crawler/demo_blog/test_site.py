"""The demo site is whole: what it links to it serves, and the seed page says what the seed says."""

from __future__ import annotations

import re
from html import unescape
from http.client import HTTPConnection
from urllib.parse import urljoin

import pytest

from crawler.demo_blog.resource import Site
from crawler.demo_blog.server import serving
from crawler.demo_blog.site import demo_site

ORIGIN = "http://127.0.0.1:8014"
SEED = "/gov/blog/2014/02/26/vision-mexicos-future"


@pytest.fixture(scope="module")
def site() -> Site:
    return demo_site(ORIGIN)


def pages(site: Site) -> dict[str, str]:
    return {p: r.body.decode() for p, r in site.items() if r.status == 200 and r.content_type.startswith("text/html")}


def test_it_has_at_least_forty_pages_on_each_of_three_platforms_together(site: Site) -> None:
    assert len(pages(site)) >= 40
    assert {p.split("/")[1] for p in pages(site)} >= {"gov", "news", "yard"}


def test_every_link_and_image_on_the_site_leads_to_something_it_serves(site: Site) -> None:
    dead = set()
    for path, text in pages(site).items():
        for href in re.findall(r"(?:href|src)=[\"']([^\"'#]+)", text):
            url = urljoin(ORIGIN + path, unescape(href))
            wanted = url.removeprefix(ORIGIN)
            refused = ("/comment/reply/", "/search", "/wp-admin/", "replytocom=", "/feed.png", ".css?")
            if url.startswith(ORIGIN) and not any(mark in wanted for mark in refused):
                dead |= {wanted} - site.keys()
    assert dead == set()


def test_each_article_has_a_print_version(site: Site) -> None:
    assert sum("/print" in path for path in site) == 9 + 8 + 6


def test_the_seed_page_has_its_curly_quotes_and_non_breaking_spaces(site: Site) -> None:
    text = unescape(pages(site)[SEED])
    assert "A Vision for Mexico’s Future" in text
    assert text.count("\xa0") == 14


def test_the_same_site_is_built_each_time() -> None:
    assert demo_site(ORIGIN) == demo_site(ORIGIN)


def test_the_server_answers_conditional_requests_redirects_and_missing_pages() -> None:
    with serving() as server:
        connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)

        def get(path: str, **headers: str) -> tuple[int, dict[str, str]]:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, dict(answer.getheaders())

        status, headers = get(SEED)
        assert status == 200
        assert get(SEED, **{"If-None-Match": headers["ETag"]})[0] == 304
        assert get("/gov/vision-mexico")[0] == 301
        assert get("/gov/no-such-page")[0] == 404
        connection.close()
