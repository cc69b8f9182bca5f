"""Feeds in each of their forms, and the way back through WordPress's pages of them."""

import contextlib
import time

import pytest

from archive.errors import BadPage, PageTooLarge
from crawler.feeds import customary_feeds, next_feed_page, read_feed

URL = "http://blog.example/feed/"
RSS = b"""<?xml version="1.0"?><rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title><link>http://blog.example/</link>
 <atom:link rel="next" href="http://blog.example/feed/?page=2"/>
 <generator>https://wordpress.org/?v=3.8</generator>
 <item><title>A</title><link>/a</link><guid isPermaLink="false">http://blog.example/?p=1</guid>
 <wfw:commentRss>http://blog.example/a/feed/</wfw:commentRss>
 <enclosure url="/a.mp3" type="audio/mpeg" length="1"/></item>
 <item><guid>http://blog.example/b</guid></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>B</title>
 <entry><link rel="alternate" href="/a"/><link rel="replies" type="application/atom+xml" href="/a/comments.xml"/>
 <link rel="enclosure" href="/a.pdf"/></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
 <channel rdf:about="http://blog.example/"><title>B</title><link>http://blog.example/</link></channel>
 <item rdf:about="http://blog.example/a"><title>A</title><link>http://blog.example/a</link></item></rdf:RDF>"""


def links(payload):
    return {(link.url.removeprefix("http://blog.example"), link.relation) for link in read_feed(payload, url=URL).links}


def test_rss_names_entries_comment_feeds_enclosures_and_the_next_page():
    assert {("/a", "page"), ("/a/feed/", "feed"), ("/a.mp3", "enclosure"), ("/b", "page"), ("/feed/?page=2", "feed"),
            ("/", "site")} <= links(RSS)  # fmt: skip


def test_a_guid_that_is_no_permalink_is_no_address():
    assert ("/?p=1", "page") not in links(RSS)


def test_atom_names_entries_replies_and_enclosures():
    assert {("/a", "page"), ("/a/comments.xml", "feed"), ("/a.pdf", "enclosure")} <= links(ATOM)


def test_rdf_names_entries():
    assert ("/a", "page") in links(RDF)


@pytest.mark.parametrize("payload", [b"<html>not found</html>", b"", b"\xff\xfe\0\0", b"{}"])
def test_what_is_no_feed_names_nothing(payload):
    assert read_feed(payload, url=URL).links == ()


def test_a_malformed_feed_is_read_as_far_as_it_goes():
    assert ("/a", "page") in links(RSS[:-60].replace(b"<title>A</title>", b"<title>A & B</title>"))


def test_entities_are_refused():
    with pytest.raises(BadPage, match="entities"):
        read_feed(b"<!DOCTYPE r [<!ENTITY a 'b'>]>" + RSS, url=URL)


def test_a_feed_too_large_to_read_is_refused():
    with pytest.raises(PageTooLarge):
        read_feed(b"<rss>" + b" " * 9_000_000, url=URL)


@pytest.mark.parametrize(
    "bomb",
    [
        b"<item " + b" ".join(b"a%d='1'" % number for number in range(60_000)) + b"/>",
        b"<a>" * 300_000,
        b"<item>" * 150_000,
        b"<a " * 300_000,
        b"&" * 500_000,
    ],
    ids=["attributes", "nesting", "entries", "open-tags", "ampersands"],
)
def test_a_feed_that_is_a_bomb_costs_no_time(bomb):
    began = time.process_time()
    with contextlib.suppress(BadPage):
        read_feed(b"<rss version='2.0'><channel>" + bomb, url=URL)
    assert time.process_time() - began < 4.0


def test_a_long_text_in_cdata_is_no_bomb():
    entry = b"<item><link>/long</link><description><![CDATA[" + b"words " * 20_000 + b"]]></description></item>"
    assert ("/long", "page") in links(b"<rss version='2.0'><channel>" + entry + b"</channel></rss>")


def test_a_feed_in_utf_16_is_read():
    assert ("/a", "page") in links(RSS.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"))


def test_wordpress_feeds_have_further_pages():
    generator = read_feed(RSS, url=URL).generator
    assert next_feed_page(URL, generator=generator) == "http://blog.example/feed/?paged=2"
    assert next_feed_page("http://blog.example/?feed=rss2&paged=9", generator=generator) == (
        "http://blog.example/?feed=rss2&paged=10"
    )
    assert next_feed_page(URL, generator="drupal") is None


def test_customary_places_are_in_the_seeds_folder():
    assert "http://blog.example/news/rss.xml" in customary_feeds("http://blog.example/news/index.html")
