"""An archive in, the addresses of the old site's feeds out: what readers subscribed to years ago, and still ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.errors import BadRecord, NotFound
from archive.store import Archive

__all__ = ["BELOW_PAGE", "feed_addresses"]

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
XML_TYPES = frozenset({"text/xml", "application/xml"})

FEED_ROOT = re.compile(rb"\A[^<]*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
"""How RSS 0.9 to 2.0 and Atom (RFC 4287) begin; a sitemap, which has the same media type, begins otherwise."""

FEED_PATH = re.compile(r"/(?:feed|rss|atom|rdf)2?(?:\.xml|\.php|/|\Z)|/(?:index|feeds?)\.(?:xml|rdf)\Z", re.IGNORECASE)
"""Where a feed was that was moved to a service, so that its own address answers with a redirect."""

BELOW_PAGE = re.compile(r"(?:feed|rss|atom|rdf)2?(?:\.xml|/(?:\w+/)?)?\Z", re.IGNORECASE)
"""What WordPress and its like put after the address of a page for the page's own feed."""

OF_COMMENTS = re.compile(r"comment", re.IGNORECASE)


def feed_addresses(archive: Archive, *, is_known: Callable[[str], bool] = lambda _url: False) -> Iterator[str]:
    """The address of each feed of articles that the crawl met, sorted; `is_known` passes over those decided already.

    A feed of comments is none: who reads comments does not want articles in their place.
    """
    sql = """SELECT target_uri, max(id), max(mime), max(status) FROM captures
        WHERE (mime LIKE '%xml%' AND mime NOT LIKE '%html%' AND status = 200)
        OR (status BETWEEN 300 AND 399 AND (target_uri LIKE '%feed%' OR target_uri LIKE '%rss%'
            OR target_uri LIKE '%atom%' OR target_uri LIKE '%rdf%' OR target_uri LIKE '%index.xml'))
        GROUP BY target_uri ORDER BY target_uri"""
    for url, capture, mime, status in archive.database.execute(sql).fetchall():
        if OF_COMMENTS.search(url) or is_known(url):
            continue
        if (
            FEED_PATH.search(url.partition("?")[0])
            if status != 200
            else mime in FEED_TYPES or (mime in XML_TYPES and _begins_as_feed(archive, capture))
        ):
            yield str(url)


def _begins_as_feed(archive: Archive, capture: int) -> bool:
    try:
        return FEED_ROOT.match(archive.payload(capture)[:2000]) is not None
    except (BadRecord, NotFound):
        return False
