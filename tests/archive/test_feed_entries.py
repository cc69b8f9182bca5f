"""Feeds in each of their forms give their entries; hostile bytes give what can be read, and say what could not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.feed_entries import ReadFeed, read_feed

URL = "http://blog.example/feed/"
RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel xml:base="http://blog.example/quay/"><title>Quay &amp; Crane</title><link>/</link>
<managingEditor>desk@blog.example (The Desk)</managingEditor><generator>Handpress 2</generator>
<item><title>Ropes &amp;amp; &lt;em&gt;knots&lt;/em&gt;</title><link>http://proxy.example/~r/quay/1</link>
<feedburner:origLink>http://blog.example/quay/ropes?utm_source=quay</feedburner:origLink>
<guid isPermaLink="false">http://blog.example/?p=1</guid><pubDate>Mon, 03 May 2010 10:14:05 +0200</pubDate>
<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ray</dc:creator><category>Ropes</category><category>Knots</category>
<comments>http://blog.example/ropes#comments</comments><slash:comments>7</slash:comments>
<content:encoded><![CDATA[<p>All of it</p>]]></content:encoded></item>
<item><guid>http://blog.example/two</guid><author>jane@blog.example (Jane Doe)</author><title>Two</title>
<dc:date>2010-05-04T10:14:05-07:00</dc:date></item>
<item><title>Three</title><link>http://blog.example/three</link><author>jane@blog.example</author>
<pubDate>someday</pubDate></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"
 xml:base="http://blog.example/"><title>Quay</title><author><name>Feed Owner</name></author>
<entry xml:base="sub/"><title type="html">Oil &amp;amp; tar</title><link rel="alternate" href="oil.html"/>
<id>tag:blog.example,2010:1</id><published>2010-05-03T10:14:05+02:00</published><updated>2010-05-06T08:00:00Z</updated>
<author><name>Ann Lee</name><uri>/ann</uri></author><category term="oil" label="Oil"/>
<category term="http://schemas.example/kind#post"/><thr:total>3</thr:total></entry>
<entry><title>Tar</title><link href="tar.html"/><id>http://blog.example/id/2</id><updated>2010-05-06T08:00:00Z</updated>
</entry><entry><title>Re: Tar</title><link href="tar.html#c1"/><thr:in-reply-to ref="http://blog.example/id/2"/></entry>
</feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://blog.example/"><title>Quay</title>
<link>http://blog.example/</link><dc:creator>Owner</dc:creator></channel>
<item rdf:about="http://blog.example/a"><title>A</title><link>http://blog.example/a</link>
<dc:date>2004-05-03T10:14+00:00</dc:date><dc:creator>Ann Lee</dc:creator><dc:subject>Sails</dc:subject></item>
</rdf:RDF>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "home_page_url": "http://blog.example/",
 "items": [{"id": "http://blog.example/a", "url": "/a", "title": "A", "date_published": "2020-01-01T10:00:00+01:00",
 "date_modified": "2020-02-01T10:00:00+01:00", "authors": [{"name": "Ann Lee", "url": "/ann"}],
 "tags": ["Sails", 3]}, 5]}"""


def read(payload: bytes) -> ReadFeed:
    return read_feed(payload, url=URL)


def codes(payload: bytes) -> list[str]:
    return [problem.code for problem in read(payload).problems]


def test_an_rss_entry_says_who_wrote_what_when() -> None:
    feed = read(RSS)
    first = feed.entries[0]
    assert (feed.format, feed.title, feed.site_url, feed.generator) == (
        "rss20", "Quay & Crane", "http://blog.example/", "Handpress 2",
    )  # fmt: skip
    assert first.node_path == "/rss/channel/item[1]"
    assert first.published
    assert (first.published.value, first.published.raw, first.published.source) == (
        "2010-05-03T10:14:05+02:00", "Mon, 03 May 2010 10:14:05 +0200", "feed",
    )  # fmt: skip
    assert [author.name for author in first.authors] == ["Ann Lee", "Bo Ray"]
    assert first.categories == ("Ropes", "Knots")
    assert (first.comments_url, first.comment_count) == ("http://blog.example/ropes#comments", 7)


def test_html_in_a_title_is_read_and_kept_beside() -> None:
    first = read(RSS).entries[0]
    assert first.title == "Ropes & knots"
    assert first.title_raw == "Ropes &amp; <em>knots</em>"


def test_the_page_behind_a_redirecting_service_is_named() -> None:
    assert read(RSS).entries[0].url == "http://blog.example/quay/ropes?utm_source=quay"


def test_a_guid_is_an_address_unless_it_says_no() -> None:
    first, second, _ = read(RSS).entries
    assert (first.guid, first.guid_url) == ("http://blog.example/?p=1", None)
    assert second.url == second.guid_url == "http://blog.example/two"
    assert read(ATOM).entries[1].guid_url is None


def test_the_author_of_a_whole_feed_is_not_that_of_an_entry() -> None:
    assert [[author.name for author in entry.authors] for entry in read(RSS).entries[1:]] == [["Jane Doe"], []]
    assert [len(entry.authors) for entry in read(ATOM).entries] == [1, 0, 0]


def test_a_date_that_cannot_be_read_is_none() -> None:
    assert [entry.published is None for entry in read(RSS).entries] == [False, False, True]


@pytest.mark.parametrize("date", [b"Mon, 30 Nov -0001 00:00:00 +0000", b"Thu, 01 Jan 1970 00:00:00 GMT", b"0000-00-00"])
def test_what_software_writes_for_no_date_is_none(date: bytes) -> None:
    assert read(RSS.replace(b"Mon, 03 May 2010 10:14:05 +0200", date)).entries[0].published is None


def test_atom_tells_when_an_entry_was_changed_and_what_it_answers() -> None:
    first, second, answer = read(ATOM).entries
    assert (first.url, first.title) == ("http://blog.example/sub/oil.html", "Oil & tar")
    assert first.published
    assert first.modified
    assert (first.published.value, first.modified.value) == ("2010-05-03T10:14:05+02:00", "2010-05-06T08:00:00Z")
    assert (first.categories, first.comment_count) == (("Oil",), 3)
    assert first.authors[0].url == "http://blog.example/ann"
    assert second.published is None
    assert (second.answers, answer.answers) == (None, "http://blog.example/id/2")


@pytest.mark.parametrize(("payload", "path"), [(RDF, "/rdf:RDF/item[1]"), (JSON, "/items/0")])
def test_rdf_and_json_feeds_are_read(payload: bytes, path: str) -> None:
    first = read(payload).entries[0]
    assert (first.url, first.title, first.node_path) == ("http://blog.example/a", "A", path)
    assert [author.name for author in first.authors] == ["Ann Lee"]
    assert first.categories == ("Sails",)


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "windows-1252", "utf-8"])
def test_a_feed_is_read_in_its_encoding(charset: str) -> None:
    text = RSS.decode().replace("UTF-8", charset.upper()).replace("Two", "Zwölf")
    assert read(text.encode(charset)).entries[1].title == "Zwölf"


def test_a_torn_feed_gives_its_whole_entries() -> None:
    torn = RSS[: RSS.index(b"<title>Two") + 5]
    assert [entry.position for entry in read(torn).entries] == [0]
    assert codes(torn) == ["feed.torn"]


def test_entities_are_left_out() -> None:
    bomb = RSS.replace(b"<rss", b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss', 1)
    bomb = bomb.replace(b"<title>Two", b"<title>&b;Two")
    assert "feed.entities" in codes(bomb)
    assert read(bomb).entries[0].title == "Ropes & knots"
    assert "ha" not in (read(bomb).entries[1].title or "")


def test_a_feed_without_end_is_read_to_a_bound() -> None:
    before = time.process_time()
    feed = read(RSS[: RSS.index(b"<item>")] + b"<item><title>x</title><link>/x</link></item>" * 300_000)
    assert time.process_time() - before < 20
    assert len(feed.entries) > 5_000
    assert [problem.code for problem in feed.problems] == ["feed.too-large", "feed.cut"]


@pytest.mark.parametrize(
    "payload",
    [b"", b"<html><p>not found", b"{}", b"\xff\xfe\x00", b"{" * 9000, b"<rss", b'{"version": 5}', b"\x00" * 99],
)
def test_what_is_no_feed_has_no_entries(payload: bytes) -> None:
    assert read(payload).entries == ()


def test_a_tag_that_only_a_bomb_has_is_refused() -> None:
    assert codes(RSS.replace(b"<title>Two", b"<title " + b'a="1" ' * 90_000 + b">Two")) == ["feed.bomb"]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([RSS, ATOM, RDF, JSON]), st.data())
def test_no_bytes_stop_the_reader(payload: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(payload)))
    end = data.draw(st.integers(start, min(start + 40, len(payload))))
    read(payload[:start] + data.draw(st.binary(max_size=20)) + payload[end:])
