"""The bytes of an RSS, Atom or RDF feed in, what feedparser reads in them out, at a bounded cost. Pure.

feedparser reads the many forms; what could cost it time without end is cut off or refused before.
"""

from __future__ import annotations

import io
from typing import Any

from archive.errors import BadPage
from archive.long_tags import MAXIMUM_TAG_CHARACTERS, longest_tag

__all__ = ["MAXIMUM_BYTES", "MAXIMUM_TAGS", "is_feed_head", "parsed_feed"]

MAXIMUM_BYTES = 8 * 1024 * 1024
"""What lies beyond is not read; the bytes are in the WARC all the same."""
MAXIMUM_TAGS = 40_000
"""Of a feed that are read: feedparser takes 30 microseconds for each. That is the newest 2,000 entries or more."""


def is_feed_head(head: bytes) -> bool:
    """Whether the first bytes, in a superset of ASCII, may be a feed's."""
    head = head.lower()
    return b"<rss" in head or b"<feed" in head or b"<rdf" in head


def parsed_feed(payload: bytes, *, url: str) -> Any:  # Any: feedparser has no types
    """What feedparser makes of the feed at `url`, its first MAXIMUM_TAGS tags; addresses in it are absolute.

    Raises BadPage for a tag so long that only a bomb has it.
    """
    # Only who meets a feed pays for the import, which takes longer than to parse a page.
    import feedparser  # type: ignore[import-untyped]  # it has no type hints

    # what CDATA holds is text, and may be long
    if longest_tag(payload.decode("latin-1").replace("<![CDATA[", "")) > MAXIMUM_TAG_CHARACTERS:
        # feedparser, too, is quadratic in attributes: 100,000 of them took 106 s
        raise BadPage("The feed has a tag longer than any feed needs, which a bomb has")
    return feedparser.parse(
        io.BytesIO(b"<".join(payload.split(b"<", MAXIMUM_TAGS)[:MAXIMUM_TAGS])),
        response_headers={"content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
