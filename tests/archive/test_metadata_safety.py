"""No page, however broken or hostile, makes the readers of title, byline, date, tags and language raise."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.page import read_page
from archive.regions import Context, byline, date, language, tags, title
from archive.structured import read_structured_data


def read_all(html: str, url: str = "http://example.com/2013/07/post") -> Context:
    page = read_page(html, url=url)
    context = Context(page, read_structured_data(page))
    for module in (title, byline, date, tags, language):
        context = replace(context, found=(*context.found, module.read(context)))
    return context


FRAGMENTS = st.sampled_from(
    [
        "<h1>",
        "</h1>",
        "<p class='byline'>",
        "By Jane Doe",
        "Guest post by ",
        " and ",
        ", editor at X",
        "</p>",
        "<a rel=author href='//[bad'>",
        "<time datetime='2013-99-01'>",
        "05/04/2013",
        "July 25, 2013",
        "<div class='author-box'>",
        "<title>",
        "</title>",
        "<meta property=og:title content='A | B'>",
        "<script type=application/ld+json>",
        '{"@type": "Article", "author": [{"name": []}], "datePublished": 3}',
        "</script>",
        "<div itemprop=author itemscope>",
        "<span itemprop=name>",
        "<ul class=tags>",
        "<a href='http://[' rel=tag>",
        "<html lang='x-é'>",
        "\x00",
        "٣/٤/٢٠١٣",
        "<base href='http://['>",
        "<div hidden>",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=20)), max_size=40))
def test_no_page_makes_the_readers_raise(pieces: list[str]) -> None:
    context = read_all("".join(pieces))

    for claim in (claim for findings in context.found for claim in findings.claims):
        assert 0 <= claim.node < len(context.page.tags)
        assert 0 <= claim.confidence <= 1


@pytest.mark.parametrize(
    "url", ["http://[", "http://example.com", "", "about:blank", "http://example.com/%ff%00/2013/"]
)
def test_no_address_makes_the_readers_raise(url: str) -> None:
    read_all("<title>A | B</title><h1><a href=/x>A</a></h1><p>By Jane Doe, 05/04/2013</p>", url)


@pytest.mark.parametrize(
    "html",
    [
        "<p class=author>By Jane Doe</p>" * 20_000,
        "<time>July 25, 2013</time>" * 20_000,
        "<h1>Oak trees</h1>" * 10_000,
        "<h1>" + "oak | " * 50_000 + "</h1><title>" + "oak | " * 50_000 + "</title>",
        "<a href=/author/x>Jane Doe</a>" * 20_000,
        "<p>" + "by " * 200_000,
        "<p>" + "1/" * 200_000,
        "<div class='" + "author-" * 50_000 + "'>Jane</div>",
    ],
    ids=["bylines", "times", "headings", "long title", "author links", "many by", "slashes", "long class"],
)
def test_a_huge_page_is_read_in_bounded_time(html: str) -> None:
    page = read_page(html, url="http://example.com/")
    started = time.process_time()
    context = Context(page, read_structured_data(page))
    for module in (title, byline, date, tags, language):
        context = replace(context, found=(*context.found, module.read(context)))

    assert time.process_time() - started < 4
