"""The whole path of one page: laws that hold for any input, and what an ordinary article comes to."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import OldfaceError
from archive.model import PageKind, ParsedPage, Region
from archive.page import read_page
from archive.parse import parse_page

URL = "https://example.org/blog/2014/02/post"

MARKUP = (
    "<p> </p> <div/class=comment> <div/id=comments> </div> <h1> </h1> <h2> <ul/class=menu> <li> </ul> <a/href=/x> </a> "
    "<article> "
    "</article> <nav> <footer> <form> <input> <textarea> <table> <td> <time/datetime=2014-02-03> <span/class=author> "
    "</span> "
    "<img/src=x> <br> <div/hidden> <noscript> <title> <meta/name=author/content=Ann> <script/type=application/ld+json> "
    "</script> "
    "<base/href=//[> <html/lang=xx> <body/class=error404> <blockquote> <pre> <ol/class=commentlist> <li/id=comment-1>"
).split()
WORDS = (
    "By Ann Lee on May 3, 2014 Comments (2) Reply Share Home 404 not found © Posted in Tags: a b c {} [] \x00 ﷽ \ud800"
).split(" ")


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from([*MARKUP, *WORDS]) | st.text(max_size=6), max_size=60).map(" ".join))
def test_each_visible_text_node_is_in_exactly_one_segment_and_nothing_else_happens(html: str) -> None:
    try:
        parsed = parse_page(html, url=URL)
    except OldfaceError:
        return
    page = read_page(html, url=URL)
    assert [node for segment in parsed.segments for node in segment.nodes] == page.visible


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_at_any_address_parse_or_raise_our_own_error(payload: bytes, url: str) -> None:
    try:
        parse_page(payload, url=url)
    except OldfaceError:
        return


def parsed_article(article_html: Callable[..., bytes]) -> ParsedPage:
    body = "\n".join(
        f"The {n}. paragraph says what it has to say, at some length, and then it comes to an end." for n in range(8)
    )
    return parse_page(article_html("A Title of Its Own", body), url=URL)


def test_an_article_has_its_words_and_nothing_else_in_its_body(article_html: Callable[..., bytes]) -> None:
    parsed = parsed_article(article_html)
    assert parsed.kind is PageKind.ARTICLE
    assert parsed.body is not None
    assert parsed.body.text.startswith("The 0. paragraph")
    assert parsed.body.text.endswith("comes to an end.")
    assert parsed.body.text.count("paragraph") == 8
    assert parsed.body.html.count("<p>") == 8


def test_the_same_page_gives_the_same_result(article_html: Callable[..., bytes]) -> None:
    assert parsed_article(article_html) == parsed_article(article_html)


def test_links_know_their_region(article_html: Callable[..., bytes]) -> None:
    regions = {link.href_raw: link.region for link in parsed_article(article_html).links}
    assert regions["/about"] is Region.NAVIGATION
    assert regions["/authors/ann"] is Region.BYLINE


def test_the_rules_alone_find_an_article_too(article_html: Callable[..., bytes]) -> None:
    body = "\n".join(
        f"The {n}. paragraph says what it has to say, at some length, and then it comes to an end." for n in range(8)
    )
    parsed = parse_page(article_html("A Title", body), url=URL, use_model=False)
    assert parsed.body is not None
    assert parsed.body.text.count("paragraph") == 8
    assert {s.rule for s in parsed.segments if s.region is Region.BODY} == {"rules:body"}


def test_a_listing_has_neither_author_nor_day_of_its_first_entry(article_html: Callable[..., bytes]) -> None:
    page = article_html("Why oaks matter", "Oak trees feed three hundred kinds of insects. " * 20)
    listing = page.replace(b"<body", b'<body class="archive"', 1)

    assert parse_page(page, url=URL).published is not None
    parsed = parse_page(listing, url=URL)

    assert (parsed.kind, parsed.bylines, parsed.published, parsed.modified) == (PageKind.LISTING, (), None, None)
    assert not any(c.accepted for c in parsed.field_claims if c.field in ("author", "published", "modified"))
