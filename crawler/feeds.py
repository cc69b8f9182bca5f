"""The bytes of an RSS, Atom or RDF feed in, the addresses it names out. Pure.

What could cost feedparser time without end (entities, size) is refused before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from archive.errors import BadPage, PageTooLarge
from archive.feed_syntax import MAXIMUM_BYTES, is_feed_head, parsed_feed
from crawler.addresses import join_address

__all__ = ["Feed", "FeedLink", "customary_feeds", "next_feed_page", "read_feed"]


@dataclass(frozen=True, slots=True)
class FeedLink:
    """One address a feed names."""

    url: str
    relation: str
    """'page' (an entry), 'site', 'feed' (comments, next page), 'enclosure'."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed names."""

    links: tuple[FeedLink, ...]
    entry_count: int
    generator: str
    """The software that wrote it, as it says, in lower case; '' when it does not."""


def customary_feeds(seed: str) -> list[str]:
    """Where the feed of a blog at `seed` stands by custom: WordPress, Drupal, Movable Type, hand-made.

    >>> customary_feeds("http://blog.example/news/")[:2]
    ['http://blog.example/news/feed/', 'http://blog.example/news/rss.xml']
    """
    names = ("feed/", "rss.xml", "atom.xml", "index.xml", "index.rdf")
    return [address for name in names if (address := join_address(seed, name))]


def read_feed(payload: bytes, *, url: str) -> Feed:
    """What the feed at `url` names; nothing when it is no feed.

    Raises PageTooLarge above MAXIMUM_BYTES, BadPage when it declares entities.
    """
    if len(payload) > MAXIMUM_BYTES:
        raise PageTooLarge(f"The feed has {len(payload)} bytes, more than the {MAXIMUM_BYTES} that are read")
    payload = _in_ascii_superset(payload)
    head = payload[:65536].lower()
    if b"<!entity" in head:
        raise BadPage("The feed declares XML entities, which a bomb does and no feed needs")
    if not is_feed_head(head):
        return Feed((), 0, "")
    parsed = parsed_feed(payload, url=url)
    entries = parsed.entries
    found: dict[str, FeedLink] = {}
    for written, relation in [*_channel_links(parsed.feed), *(pair for e in entries for pair in _entry_links(e))]:
        address = join_address(url, written)
        if address is not None:
            found.setdefault(address, FeedLink(address, relation))
    return Feed(tuple(found.values()), len(entries), str(parsed.feed.get("generator", "")).lower())


def _in_ascii_superset(payload: bytes) -> bytes:
    """The feed in UTF-8 where it is in UTF-16, which neither our look at it nor feedparser takes; else as it is."""
    if not payload.startswith((b"\xff\xfe", b"\xfe\xff")):
        return payload
    text = payload.decode("utf-16", "replace")
    return re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text).encode("utf-8", "replace")


def _channel_links(channel: Any) -> list[tuple[str, str]]:  # Any: feedparser has no types
    links = [(channel.get("link", ""), "site")]
    for link in channel.get("links", []):
        relation = {"next": "feed", "previous": "feed", "prev-archive": "feed", "current": "feed", "self": "feed"}.get(
            link.get("rel", ""), "site"
        )
        if relation == "feed" or link.get("rel") == "alternate":
            links.append((link.get("href", ""), relation))
    image = channel.get("image", {})
    links.append((image.get("href", ""), "enclosure"))
    return [(written, relation) for written, relation in links if written]


def _entry_links(entry: Any) -> list[tuple[str, str]]:  # Any: the same
    links = [(entry.get("link", ""), "page"), (entry.get("wfw_commentrss", ""), "feed")]
    # An RSS <guid isPermaLink="true"> is an address, any other one a name.
    if entry.get("guidislink"):
        links.append((entry.get("id", ""), "page"))
    links.append((entry.get("feedburner_origlink", ""), "page"))
    for link in entry.get("links", []):
        is_feed = "rss" in link.get("type", "") or "atom" in link.get("type", "")
        relation = {"enclosure": "enclosure", "replies": "feed" if is_feed else "page", "alternate": "page"}.get(
            link.get("rel", "")
        )
        if relation is not None:
            links.append((link.get("href", ""), relation))
    return [(written, relation) for written, relation in links if written]


def next_feed_page(url: str, *, generator: str) -> str | None:
    """The next page of a WordPress feed (?paged=2), which reaches back to the first post; None for other software.

    >>> next_feed_page("http://blog.example/feed/?paged=2", generator="https://wordpress.org/?v=3.1")
    'http://blog.example/feed/?paged=3'
    """
    if "wordpress" not in generator:
        return None
    parts = urlsplit(url)
    pairs = dict(parse_qsl(parts.query))
    page = pairs.get("paged", "1")
    if not page.isdecimal():
        return None
    following = str(int(page) + 1)
    if "paged" in pairs:
        query = re.sub(r"(^|&)paged=\d+", rf"\g<1>paged={following}", parts.query)
    else:
        query = f"{parts.query}&paged={following}" if parts.query else f"paged={following}"
    return urlunsplit(parts._replace(query=query))
